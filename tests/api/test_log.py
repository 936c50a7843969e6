#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The log as its readers see it: an auditor all references and no content, a counsellor and a director what was done
with a case of theirs, everybody their own acts; and a bundle that jalon-verify judges."""
import base64
import hashlib
import re
import subprocess
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from tap import BIN, contains, equal, run, scratch, test, true, wait_until

S = stack.Stack()
A = S.person('a.martin').signed_in()
B = S.person('b.oreilly').signed_in()
C = S.person('c.douai').signed_in()
DIRECTOR = S.person('d.lille').signed_in()
ELSEWHERE = S.person('d.douai').signed_in()
AUDITOR = S.person('u.audit').signed_in()
ADMIN = S.person('x.admin').signed_in()
TUTOR = S.person('t.jardins').signed_in()
FENCE = S.person('r.nord').signed_in()
CANARY = {'family_name': 'Zzcanarifamille', 'first_names': 'Zzcanariprénom', 'birth_date': '1987-03-04',
          'phone': '+33 6 98 76 54 32', 'address': 'Zzcanariadresse'}
SU = S.cluster.connect('postgres')
KEY = S.path('log/log.vkey')
SEEN = []  # every answer about the log


def caught_up():
    """All that was done is in the log, and all of the log in the copy. Reads leave no row in the outbox: a write after
    them, which a look at one's own acts is, has to be copied."""
    equal(FENCE.get('/log/mine').status, 200)
    wait_until(lambda: SU.one('SELECT count(*) FROM sec.outbox WHERE sealed_index IS NULL') == 0, 20, 'sealed')
    size = SU.one('SELECT coalesce(max(sealed_index), 0) FROM sec.outbox')
    wait_until(lambda: SU.one('SELECT copied FROM sec.log_cursor') > size, 20, 'copied')


WHY = {'access_reason': 'control'}


def ask(client, path, status=200):
    answer = client.get(path, **(WHY if client is AUDITOR else {}))
    equal(answer.status, status, path + ' ' + answer.text[:200])
    SEEN.append(answer.text)
    return answer


def page(client, path):
    return ask(client, path).json['items']


def search(**by):
    """All pages of a search."""
    query, items = '&'.join(f'{k}={v}' for k, v in by.items()), []
    before = ''
    while True:
        got = ask(AUDITOR, f'/log/entries?{query}{before}').json
        items += got['items']
        if got['next'] is None:
            return items
        equal(got['next'], items[-1]['index'])
        before = f"{'&' if query else ''}before={got['next']}"


def opened(client, identity=CANARY):
    answer = client.open_case(identity)
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def me(client):
    return client.get('/me').json['id']


CASE, OTHER = opened(A), opened(B)
equal(A.get('/cases/' + CASE).status, 200)
equal(DIRECTOR.get('/cases/' + CASE, access_reason='direction_control').status, 200)
equal(DIRECTOR.get('/cases/' + OTHER, access_reason='rights_request').status, 200)
equal(C.get('/cases/' + CASE, access_reason='follow_up').status, 404)
caught_up()


@test('the auditor reads who opened a case, when and why, with the link and the leaf that proves it')
def _():
    items = [i for i in search(case=CASE) if i['action'] == 'record.open']
    equal([(i['actor']['role'], i['reason'], i['reason_default'], i['outcome']) for i in items],
          [('director', 'direction_control', False, 'ok'), ('counsellor', 'follow_up', True, 'ok')])
    it = items[1]
    equal(set(it), {'index', 'at', 'actor', 'action', 'reason', 'reason_default', 'outcome', 'objects', 'leaf'})
    equal(it['actor'], {'id': me(A), 'role': 'counsellor',
                        'organisation': SU.one('SELECT org FROM sec.account WHERE id = $1', me(A))})
    equal(it['objects'], [{'kind': 'casework.case_file', 'id': CASE, 'version': 1, 'compartment': 'IDENT',
                           'case': CASE, 'link': 'caseload'}])
    true(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z', it['at']), it['at'])
    equal(it['leaf'], hashlib.sha256(b'\0' + SU.one('SELECT bytes FROM sec.log_entry WHERE index = $1',
                                                    it['index'])).hexdigest())


@test('each field of a search finds what it names, several all together')
def _():
    whole = search()
    indexes = [i['index'] for i in whole]
    equal(indexes, list(range(max(indexes), -1, -1)), 'all entries, newest first')

    def same(what, by, holds):
        found, want = search(**by), [i for i in whole if holds(i)]
        newest = want[0]['index'] if want else -1
        true(want, what + ' finds nothing at all')
        equal([i for i in found if i['index'] <= max(indexes)], want, f'{what} {newest}')
    same('actor', {'actor': me(B)}, lambda i: i['actor'] and i['actor']['id'] == me(B))
    same('object', {'object': OTHER}, lambda i: any(o['id'] == OTHER for o in i['objects']))
    same('object_kind', {'object_kind': 'sec.case_key'},
         lambda i: any(o['kind'] == 'sec.case_key' for o in i['objects']))
    same('case', {'case': OTHER}, lambda i: any(o['case'] == OTHER for o in i['objects']))
    same('action', {'action': 'session.open'}, lambda i: i['action'] == 'session.open')
    same('reason', {'reason': 'rights_request'}, lambda i: i['reason'] == 'rights_request')
    same('both', {'case': CASE, 'actor': me(A)}, lambda i: any(o['case'] == CASE for o in i['objects'])
         and i['actor']['id'] == me(A))
    middle = whole[len(whole) // 2]['at']
    same('since', {'since': middle}, lambda i: i['at'] >= middle)
    same('until', {'until': middle}, lambda i: i['at'] < middle)
    later = middle.replace('Z', '%2B00:00')
    same('offset', {'since': later, 'until': '2999-01-01T00:00:00Z'}, lambda i: i['at'] >= middle)
    equal(search(actor=str(uuid.uuid4())), [])
    equal(search(case=CASE, object_kind='sec.session'), [])


@test('a page has fifty entries and goes on before its last index, without a gap while the log grows')
def _():
    first = ask(AUDITOR, '/log/entries').json
    equal(len(first['items']), 50)
    opened(A)
    caught_up()
    second = ask(AUDITOR, f"/log/entries?before={first['next']}").json
    equal(second['items'][0]['index'], first['next'] - 1)
    last = ask(AUDITOR, '/log/entries?before=3').json
    equal(([i['index'] for i in last['items']], last['next']), ([2, 1, 0], None))
    equal(ask(AUDITOR, '/log/entries?before=0').json, {'items': [], 'next': None})


@test('a field that is none, unknown or given twice is refused')
def _():
    for query in ('actor=x', 'actor=', 'object=1', f'case={CASE.upper()}x', 'action=', 'action=A', 'action=a%20b',
                  'action=' + 'a' * 41, "object_kind=a'b", 'reason=curiosity', 'reason=', 'since=2026-11-22',
                  'since=yesterday', 'until=2026-11-22T25:00:00Z', 'before=-1', 'before=x', 'before=01',
                  'before=9223372036854775808', 'colour=red', 'before=1&before=1', 'after=1'):
        answer = ask(AUDITOR, '/log/entries?' + query, 400)
        equal(answer.code, 'invalid_parameter', query)
    for path in ('/log/mine?before=x', f'/cases/{CASE}/accesses?before=-1', '/log/mine?actor=' + me(A), '/log/bundle',
                 '/log/bundle?first=0', '/log/bundle?count=1', '/log/bundle?first=0&count=0',
                 '/log/bundle?first=0&count=257', '/log/bundle?first=-1&count=1', '/log/bundle?first=x&count=1'):
        client = A if 'cases' in path else AUDITOR
        equal(ask(client, path, 400).code, 'invalid_parameter', path)


@test('the auditor\'s own searches are entries, and say whom or what was searched for')
def _():
    search(actor=me(A))
    search(case=CASE)
    ask(AUDITOR, '/log/bundle?first=0&count=1')
    caught_up()
    mine = search(actor=me(AUDITOR))
    of = lambda action: [i for i in mine if i['action'] == action]
    true(any(o['kind'] == 'sec.account' and o['id'] == me(A) for i in of('log.search') for o in i['objects']), 'actor')
    true(any(o['case'] == CASE for i in of('log.search') for o in i['objects']), 'case')
    true(of('log.bundle'), 'bundle')
    true({i['actor']['role'] for i in mine} == {'auditor'}, 'others in a search for one')
    # and whoever follows the case learns of it too
    true(any(i['action'] == 'log.search' and i['actor']['role'] == 'auditor'
             for i in page(A, f'/cases/{CASE}/accesses')), 'the counsellor does not see the search about her case')


@test('a counsellor and the director of the unit read who opened and wrote the case; others find none')
def _():
    for client in (A, DIRECTOR):
        items = page(client, f'/cases/{CASE}/accesses')
        actions = {i['action'] for i in items}
        true({'case.create', 'case.key', 'record.seal', 'record.open'} <= actions, str(actions))
        equal({o['case'] for i in items for o in i['objects']}, {CASE})
        true({'counsellor', 'director'} <= {i['actor']['role'] for i in items}, 'actors')
    missing = A.get('/cases/' + str(uuid.uuid4()) + '/accesses')
    for client in (B, C, ELSEWHERE, AUDITOR, ADMIN, TUTOR):
        answer = client.get(f'/cases/{CASE}/accesses')
        equal((answer.status, answer.body), (404, missing.body))
    caught_up()
    true(any(i['action'] == 'log.case' and i['actor']['id'] == me(DIRECTOR)
             for i in page(A, f'/cases/{CASE}/accesses')), 'reading it is no entry')


@test('who opened a page of cases is told case by case')
def _():
    second = opened(A)
    equal(A.get('/cases').status, 200)
    caught_up()
    items = page(A, f'/cases/{second}/accesses')
    opens = [i for i in items if i['action'] == 'record.open']
    equal([[o['id'] for o in i['objects']] for i in opens], [[second]])
    true(CASE not in str(items), 'another case of the page')


@test('everybody reads their own acts, that reading included, and nothing else')
def _():
    for client in (A, B, DIRECTOR, AUDITOR, ADMIN, TUTOR):
        page(client, '/log/mine')
        caught_up()
        items = page(client, '/log/mine')
        equal({i['actor']['id'] for i in items}, {me(client)})
        true('log.mine' in {i['action'] for i in items}, 'own reading')
        true('session.open' in {i['action'] for i in items} or len(items) == 50, 'own session')
    for client in (A, DIRECTOR, ADMIN, TUTOR):
        for path in ('/log/entries', '/log/bundle?first=0&count=1'):
            equal(client.get(path).status, 404, path)


def bundle(first, count):
    text = ask(AUDITOR, f'/log/bundle?first={first}&count={count}')
    equal(text.headers['content-type'], 'text/plain; charset=utf-8')
    return text.body


def verify(data, *arguments):
    file = scratch('bundle') / 'b'
    file.write_bytes(data)
    return subprocess.run([str(BIN / 'jalon-verify'), '--key', KEY, '--bundle', *arguments, str(file)],
                          capture_output=True, text=True, check=False, timeout=60)


def signed():
    return int(S.client().get('/log/head').text.split('\n')[1])


@test('a bundle as it was answered is verified by jalon-verify with the key alone')
def _():
    caught_up()
    size = signed()
    for first, count in ((0, 1), (0, 256), (5, 20), (size - 1, 1)):
        got = verify(bundle(first, count))
        equal((got.returncode, got.stderr), (0, ''), f'{first} {count}')
        contains(got.stdout.splitlines(), 'verified')
        contains(got.stdout.splitlines(), f'first {first}')
    got = verify(bundle(size - 3, 256))
    count = int(re.search(r'^count (\d+)$', got.stdout, re.M)[1])
    true(3 <= count < 100, f'{count} entries where the signed head ends')
    whole = verify(bundle(0, 10), '--print').stdout
    equal(re.findall(r'^# (\d+)$', whole, re.M), [str(i) for i in range(10)])
    contains(whole, 'action founding.')


@test('beyond the signed head there is nothing to prove')
def _():
    for first in (signed() + 10000, 9223372036854775807):
        equal(ask(AUDITOR, f'/log/bundle?first={first}&count=5', 404).code, 'not_found')


@test('a bundle that was altered on the way is refused, and the entry is named')
def _():
    data = bundle(0, 12)
    line = [x for x in data.split(b'\n') if x.startswith(b'extra ')][7]
    entry = base64.b64decode(line[6:])
    other = b'extra ' + base64.b64encode(entry.replace(b'outcome ok', b'outcome no'))
    true(other != line, 'nothing altered')
    got = verify(data.replace(line, other))
    equal((got.returncode, got.stdout), (1, ''))
    contains(got.stderr, 'entry 7: was altered')


@test('a copy that somebody altered in the database is found by the proof')
def _():
    before = SU.one('SELECT bytes FROM sec.log_entry WHERE index = 4')
    SU.query('UPDATE sec.log_entry SET bytes = $1 WHERE index = 4', before.replace(b'outcome ok', b'outcome no'))
    got = verify(bundle(0, 8))
    SU.query('UPDATE sec.log_entry SET bytes = $1 WHERE index = 4', before)
    equal(got.returncode, 1)
    contains(got.stderr, 'entry 4: was altered')
    equal(verify(bundle(0, 8)).returncode, 0)


@test('an entry that the copy does not have is no bundle with a hole')
def _():
    SU.query('BEGIN')
    gone = SU.query('DELETE FROM sec.log_entry WHERE index = 4 RETURNING bytes')
    true(gone, 'nothing deleted')
    SU.query('COMMIT')
    answer = AUDITOR.get('/log/bundle?first=0&count=8', **WHY)
    equal(answer.status, 500)
    equal(verify(bundle(5, 3)).returncode, 0)


@test('with the sealer gone a bundle says so; pages go on')
def _():
    S.kill('jalon-sealer')
    equal(ask(AUDITOR, '/log/bundle?first=5&count=2', 503).code, 'unavailable')
    true(page(AUDITOR, '/log/entries'), 'no page')
    S.start('jalon-sealer')
    wait_until(lambda: AUDITOR.get('/log/bundle?first=5&count=2', **WHY).status == 200, 20, 'a bundle again')


@test('no answer about the log holds content: neither of an identity nor the name of an account')
def _():
    names = [n for n, in SU.query('SELECT name FROM sec.account UNION SELECT login FROM sec.account')]
    texts = SEEN + [verify(bundle(5, 200), '--print').stdout]
    true(len(texts) > 70, f'{len(texts)} answers')
    for text in texts:
        for canary in [v for k, v in CANARY.items() if k != 'birth_date'] + [n for n in names if len(n) > 4]:
            true(canary not in text, 'content: ' + canary)


@test('a search and a bundle ask for a reason of the closed list, and the entry bears it')
def _():
    for path in ('/log/entries', '/log/bundle?first=0&count=1'):
        none = AUDITOR.get(path)
        equal((none.status, none.code), (400, 'reason_required'), path)
        unknown = AUDITOR.get(path, access_reason='curiosity')
        equal((unknown.status, unknown.code), (400, 'reason_unknown'), path)
        equal(AUDITOR.get(path, access_reason='rights_request').status, 200, path)
        equal(SU.one('SELECT reason FROM sec.outbox WHERE action = $1 ORDER BY n DESC LIMIT 1',
                     'log.' + ('search' if 'entries' in path else 'bundle')), 'rights_request')


run()
