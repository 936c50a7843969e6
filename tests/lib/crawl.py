# SPDX-License-Identifier: EUPL-1.2
"""All that a role can read, and the same after every sealed record was rewritten: who may learn nothing of what is
sealed gets the same bytes (section 2 of DESIGN, P-10).

    crawl.told(client, role)        # {path: (status, body)}: lists page by page, then each thing by each id in them
    crawl.rewrite(client)           # profile and judgment of all cases of a counsellor; how many records
    crawl.nothing_sealed(instance)  # both, of everybody of an instance; how many answers, how many records
"""
import re
import subprocess

import tap

ID = re.compile(rb'[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}')
INSTANT = re.compile(rb'DTSTAMP:[0-9TZ]*')  # of a calendar file: when it was asked for
KEPT_FROM = ('host_manager', 'tutor', 'referent')
OWN = ('/me', '/log', '/openapi.json')      # of who asks, and of what was read, which this adds to


def routes(role):
    out = subprocess.run([tap.BIN / 'jalond', '--print-routes'], capture_output=True, text=True, check=True).stdout
    rows = (line.split('\t') for line in out.splitlines())
    paths = [path.removeprefix('/api/v1') for method, path, roles in rows if method == 'GET' and role in roles.split()]
    return [path for path in paths if not path.startswith(OWN)]


def told(client, role):
    got, ids = {}, set()

    def ask(path):
        answer = client.get(path)
        if answer.status == 400 and answer.code == 'reason_required':
            answer = client.get(path, access_reason='assignment')
        got[path] = (answer.status, INSTANT.sub(b'', answer.body) if answer.status == 200 else b'')
        ids.update(x.decode() for x in ID.findall(got[path][1]))
        return answer

    paths = routes(role)
    for path in (p for p in paths if '{' not in p):
        answer = ask(path)
        while answer.status == 200 and answer.json.get('next'):
            answer = ask('%s?after=%s' % (path, answer.json['next']))
    for one in sorted(ids):
        for path in (p for p in paths if '{' in p):
            ask(re.sub(r'\{[^}]*\}', one, path))
    return got


def other(profile):
    """Another situation: a job that leaves no weekday, unfit for a reason, elsewhere for two weeks, on foot."""
    return {**(profile or {}),
            'fitness': {'result': 'unfit', 'limits': None, 'until': None, 'triggers': ['disability']},
            'job': {'minutes_week': 2100, 'slots': [{'weekday': d, 'from': 480, 'to': 1020, 'weeks': 'every'}
                                                    for d in range(1, 6)]},
            'commitments': [{'first': '2027-01-04', 'last': '2027-12-31', 'from': None, 'to': None}],
            'families': ['fire', 'theft'], 'transport': ['on_foot'], 'max_travel_minutes': 10}


def rewrite(client):
    def put(path, name, change, **reason):
        old = client.get(path, **reason)
        tap.equal(old.status, 200, old.text)
        answer = client.put(path, {name: change(old.json[name])}, if_match='"%d"' % old.json['version'])
        tap.equal(answer.status, 200, answer.text)
        return 1

    records, after = 0, ''
    while after is not None:
        page = client.get('/cases' + after).json
        after = '?after=' + page['next'] if page['next'] else None
        for case in page['items']:
            records += put('/cases/%s/profile' % case['id'], 'profile', other)
            for measure in client.get('/cases/%s/measures' % case['id']).json['items']:
                records += put('/measures/%s/justice' % measure['id'], 'justice', lambda old: {
                    'offence': 'Tout autre chose', 'families': ['fire']}, access_reason='judge_report')
    return records


def nothing_sealed(instance):
    clients = [(a['login'], a['role'], instance.client(a)) for a in instance.accounts() if a['role'] in KEPT_FROM]
    before = {login: told(client, role) for login, role, client in clients}
    records = sum(rewrite(instance.client(a)) for a in instance.accounts() if a['role'] == 'counsellor')
    for login, role, client in clients:
        after = told(client, role)
        tap.equal([p for p in {**before[login], **after} if before[login].get(p) != after.get(p)], [], login)
    return sum(status == 200 for answers in before.values() for status, _ in answers.values()), records
