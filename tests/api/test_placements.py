#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Placements after their proposal: who reads what of one (table 6a), the window of the host, the steps to the decision
and after it, and who signs for her director. Which rules a placement breaks when is in tests/sql."""
import base64
import datetime
import secrets
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
import vaultwire
from tap import equal, run, test, true

stack.PEOPLE = stack.PEOPLE + (('host', 'autre', "L'Atelier d’Ys"),)
LOGINS = ('a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.douai', 'r.nord', 'm.jardins', 't.jardins', 'u.audit',
          'x.admin', 's.one')
S = stack.Stack(accounts=[a for a in stack.ACCOUNTS if a[0] in LOGINS]
                + [('m.autre', 'host_manager', 'autre', 'Éloïse N’Guyen')])
S.territory()
SU = S.cluster.connect('postgres')
A, B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER = (
    S.person(login).sign_in() for login in LOGINS[:-1] + ('m.autre',))
ME = {c: c.get('/me').json for c in (A, B, DIRECTOR, MANAGER, OTHER, FOREIGN)}
HOST, HOST2 = (ME[c]['organisation']['id'] for c in (MANAGER, OTHER))
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
NOBODY = str(uuid.uuid4())
MISSING = TUTOR.get('/nothing/here').body
CLIENTS = {'counsellor': A, 'director': DIRECTOR, 'referent': REFERENT, 'host_manager': MANAGER, 'tutor': TUTOR,
           'auditor': AUDITOR, 'administrator': ADMIN}


def new_id():
    return str(uuid.uuid4())


def day(n):
    """A day from today; negative: ago."""
    return str(TODAY + datetime.timedelta(days=n))


def refused(answer, status, code, what='', pointer=None):
    equal((answer.status, answer.code if answer.body else None), (status, code), what or answer.text)
    if pointer is not None:
        equal(answer.json['pointer'], pointer, what)


def gone(answer, what=''):
    """Forbidden and missing look the same."""
    equal((answer.status, answer.body), (404, MISSING), what or answer.text)


def sent(client, path, body, version=None, status=201, method='POST'):
    headers = {'Idempotency-Key': new_id(), **({'If-Match': '"%d"' % version} if version else {})}
    answer = client.send(method, path, body, headers)
    equal(answer.status, status, answer.text)
    return answer.json if answer.body else None


def bound(client, sql, *params):
    """What the statement gives the client's session, past the program; committed."""
    token = base64.urlsafe_b64decode(client.token + '==')
    with S.cluster.connect('jalon_web') as web:
        web.query('BEGIN')
        web.query('SELECT sec.bind($1)', vaultwire.session_id(token))
        rows = web.query(sql, *params)
        web.query('COMMIT')
    return rows


# --- what the tests stand on ---------------------------------------------------------------------------------------

ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}
MEASURE = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': 6300, 'facts_on': day(-200),
           'judged_on': day(-100), 'final_on': day(-90), 'seized_on': day(-80), 'period_months': 18, 'fallback': True,
           'consent': 'court', 'consented_on': day(-100), 'authority': 'court'}
MORNING = {'weekday': 1, 'from': 480, 'to': 720, 'weeks': 'every'}
FORTNIGHT = {'weekday': 4, 'from': 540, 'to': 1020, 'weeks': 'odd'}


def host_row(host):
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59350')", host)


def contact(host, name='Noël D’hondt'):
    made = new_id()
    SU.query("INSERT INTO offer.contact (id, host_id, part, name, phone) VALUES ($1, $2, 'in_charge', $3, "
             "'03 20 00 00 00')", made, host, name)
    return made


def new_post(host, in_charge):
    """On the list and confirmed, with room for many."""
    site, post = new_id(), new_id()
    SU.query("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'Les Serres', '59350')", site, host)
    SU.query("INSERT INTO offer.post (id, host_id, site_id, title, family, nature, manner, public, places, state, "
             "special_risk, care_setting, meets_children, meets_vulnerable, meets_public, in_charge, inscribed_on, "
             "confirmed_on) VALUES ($1, $2, $3, 'Entretien des serres d''été', 'green_spaces', 'Semer', 'En équipe', "
             "'adults', 50, 'inscribed', false, false, false, false, false, $4, offer.today() - 300, offer.today())",
             post, host, site, in_charge)
    for n, slot in enumerate((MORNING, FORTNIGHT), 1):
        SU.query('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks) '
                 'VALUES ($1, $2, $3, $4, $5, $6, casework.week_range($7))', post, host, n, *slot.values())
    return post


for _host in (HOST, HOST2):
    host_row(_host)
IN_CHARGE, OTHERS = contact(HOST), contact(HOST2, "Zoé L'Hôte")
POST, POST2 = new_post(HOST, IN_CHARGE), new_post(HOST2, OTHERS)


def open_measure(client=A):
    case = sent(client, '/cases', {'identity': ADULT})['id']
    measure = sent(client, '/cases/%s/measures' % case, MEASURE)['id']
    sent(client, '/measures/%s/opening' % measure, None, 1, 200)
    return case, measure


def proposed(client=A, post=POST, measure=None, first=20, last=60, slots=(MORNING, FORTNIGHT)):
    """A placement that waits for its host."""
    measure = measure or open_measure(client)[1]
    columns = zip(*(s.values() for s in slots))
    rows = bound(client, 'SELECT id, broken::text FROM casework.placement_new($1, $2, 600, $3, $4, NULL, $5, $6, $7, '
                 '$8, $9, $10)', measure, post, day(first), day(last), *(list(c) for c in columns),
                 secrets.token_bytes(32), secrets.token_bytes(32))
    equal(rows[0][1], '{}', 'the proposal is lawful')
    return rows[0][0]


def accepted(client=A, post=POST, **how):
    p = proposed(client, post, **how)
    bound(MANAGER if post == POST else OTHER, 'SELECT casework.placement_answer($1, 1, true, NULL, NULL)', p)
    return p


def met(client=A, post=POST, **how):
    p = accepted(client, post, **how)
    bound(client, 'SELECT casework.placement_meeting($1, 2, offer.today())', p)
    return p


def signed(client=A, post=POST, **how):
    p = met(client, post, **how)
    rows = bound(DIRECTOR, 'SELECT version, broken::text FROM casework.placement_sign($1, 3)', p)
    equal(rows, [(4, '{}')], 'the decision is lawful')
    return p


def declined(client=A, **how):
    p = proposed(client, **how)
    bound(MANAGER, "SELECT casework.placement_answer($1, 1, false, 'no_tutor', NULL)", p)
    return p


def withdrawn(client=A, **how):
    p = proposed(client, **how)
    bound(client, "SELECT casework.placement_withdraw($1, 1, 'service')", p)
    return p


def ended(client=A, **how):
    p = signed(client, **how)
    bound(client, "SELECT casework.placement_end($1, 4, offer.today(), 'person')", p)
    return p


def read(p, client=A):
    answer = client.get('/placements/' + p)
    equal(answer.status, 200, answer.text)
    equal(answer.headers['etag'], '"%d"' % answer.json['version'])
    return answer.json


def pages(client, query=''):
    """The whole list, page by page."""
    items, after = [], None
    while True:
        answer = client.get('/placements?' + '&'.join(filter(None, (query, after))))
        equal(answer.status, 200, answer.text)
        page = answer.json
        items += page['items']
        true(len(page['items']) <= 25, 'a page')
        if page['next'] is None:
            return items
        after = 'after=' + page['next']


def ids(client, query=''):
    return [i['id'] for i in pages(client, query)]


def at_once(*calls):
    """Answers of calls that begin at the same instant."""
    barrier, out = threading.Barrier(len(calls)), [None] * len(calls)

    def go(i):
        barrier.wait(10)
        out[i] = calls[i]()
    threads = [threading.Thread(target=go, args=(i,)) for i in range(len(calls))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return out


def twin(client):
    """Another connection of the same session."""
    c = S.client()
    c.token = client.token
    return c


def row(p):
    """All that is stored of it, but for what is sealed."""
    return [SU.query('SELECT x.* FROM casework.%s x WHERE %s = $1 ORDER BY 1' % (t, c), p)
            for t, c in (('placement', 'id'), ('placement_decision', 'placement_id'),
                         ('placement_slot', 'placement_id'))]


# --- who reads what ------------------------------------------------------------------------------------------------

COMMON = {'id', 'post', 'state', 'planned_minutes', 'first_day', 'last_day', 'hold_until', 'met_on', 'proposed_at',
          'answered_at', 'signed_at', 'closed_at', 'ended_on', 'version'}
OF_HOST = COMMON | {'in_charge', 'decline_code'}
OF_AUDIT = COMMON | {'case', 'measure', 'chain', 'host', 'attested_on'}
OF_SERVICE = OF_HOST | OF_AUDIT | {'close_code', 'offer_version', 'contact_version', 'answer_version'}
TOLD = {'decided_on', 'person_told_on', 'prosecutor_told_on'}
DECISION = TOLD | {'proposed_by', 'authority', 'decided_by', 'act', 'reason_version', 'missing'}


@test('a proposal is read by its counsellor and her director with all that is clear about it')
def _():
    case, measure = open_measure()
    p = proposed(measure=measure)
    got = read(p)
    true(got['proposed_at'].startswith(str(datetime.datetime.utcnow().year)), got['proposed_at'])
    equal({k: v for k, v in got.items() if k != 'proposed_at'}, {
        'id': p, 'case': case, 'measure': measure, 'chain': p, 'host': {'id': HOST, 'name': stack.PEOPLE[2][2]},
        'post': {'id': POST, 'title': "Entretien des serres d'été"}, 'state': 'proposed', 'planned_minutes': 600,
        'first_day': day(20), 'last_day': day(60), 'hold_until': day(14), 'in_charge': None, 'met_on': None,
        'decline_code': None, 'close_code': None, 'answered_at': None, 'signed_at': None, 'closed_at': None,
        'ended_on': None, 'attested_on': None, 'offer_version': 0, 'contact_version': 0, 'answer_version': 0,
        'reason_version': 0, 'version': 1, 'slots': [MORNING, FORTNIGHT], 'proposed_by': ME[A]['id'],
        'authority': None, 'decided_by': None, 'act': None, 'decided_on': None, 'person_told_on': None,
        'prosecutor_told_on': None, 'missing': []})
    equal(read(p, DIRECTOR), got)
    listed = next(i for i in pages(A) if i['id'] == p)
    equal(listed, {k: v for k, v in got.items() if k in listed}, 'the same in the list')


@test('P-03, A-01: each reader has the members that table 6a gives, in the list and alone')
def _():
    for p in (proposed(), signed()):
        for who, members, more in (
                (A, OF_SERVICE, DECISION | {'slots'}), (DIRECTOR, OF_SERVICE, DECISION | {'slots'}),
                (MANAGER, OF_HOST, {'slots'}), (TUTOR, OF_HOST, {'slots'}), (AUDITOR, OF_AUDIT, TOLD | {'slots'})):
            equal(set(next(i for i in pages(who) if i['id'] == p)), members)
            equal(set(read(p, who)), members | more)


@test('a host reads nothing of the case, the decision or the service, at any step')
def _():
    case, measure = open_measure()
    p = signed(measure=measure)
    bound(A, 'SELECT casework.placement_told($1, 4, offer.today(), offer.today())', p)
    hidden = [case, measure, ME[A]['id'], ME[DIRECTOR]['id'], ME[A]['organisation']['id'], 'dspip']
    for who in (MANAGER, TUTOR):
        for answer in (who.get('/placements/' + p), who.get('/placements?state=signed')):
            equal(answer.status, 200)
            equal([h for h in hidden if h in answer.text], [])
    bound(A, "SELECT casework.placement_end($1, 5, offer.today(), 'person')", p)
    equal(read(p)['close_code'], 'person')
    for who in (MANAGER, TUTOR):
        answer = who.get('/placements/' + p)
        equal((answer.status, answer.json['state'], answer.json['ended_on']), (200, 'ended', day(0)))
        true('"person"' not in answer.text and 'close_code' not in answer.json, answer.text)


@test('an auditor reads dates and states, and the name of nobody')
def _():
    p = signed()
    whole, listed = AUDITOR.get('/placements/' + p), AUDITOR.get('/placements')
    equal((whole.json['state'], whole.json['decided_on'], whole.json['met_on']), ('signed', day(0), day(0)))
    names = [IN_CHARGE, 'Noël D’hondt', ME[A]['id'], ME[DIRECTOR]['id'], ME[MANAGER]['id'], "O'Connor"]
    equal([n for n in names if n in whole.text + listed.text], [])
    true('"dspip"' not in whole.text and 'authority' not in whole.json, whole.text)


@test('who has nothing to do with a placement finds none')
def _():
    p = proposed()
    for who in (B, FOREIGN, ELSEWHERE, OTHER, REFERENT, ADMIN):
        gone(who.get('/placements/' + p), who.session['user']['login'])
    for who in (B, FOREIGN, ELSEWHERE, OTHER):
        true(p not in ids(who), who.session['user']['login'])
    for who in (A, DIRECTOR, MANAGER, TUTOR, AUDITOR):
        true(p in ids(who), who.session['user']['login'])
        gone(who.get('/placements/' + NOBODY))


@test('P-03: the window of the host is open from the proposal to the attestation, and closed at once by a no')
def _():
    rows = ((proposed(), True), (accepted(), True), (signed(), True), (ended(), True), (declined(), False),
            (withdrawn(), False))
    for p, open_ in rows:
        state = read(p)['state']
        for who in (MANAGER, TUTOR):
            equal((who.get('/placements/' + p).status, p in ids(who)), (200, True) if open_ else (404, False), state)
            equal(p in ids(who, 'state=' + state), open_, state)
        true(p in ids(A) and p in ids(DIRECTOR) and p in ids(AUDITOR), state)


@test('table 6b: the window closes with the attestation, and 30 days after the end')
def _():
    p = ended()
    for back, open_ in ((30, True), (31, False), (0, True)):
        SU.query('UPDATE casework.placement SET ended_on = offer.today() - $2::integer WHERE id = $1', p, back)
        for who in (MANAGER, TUTOR):
            equal((who.get('/placements/' + p).status, p in ids(who)), (200, True) if open_ else (404, False), back)
    bound(MANAGER, 'SELECT casework.placement_attest($1, 5, offer.today())', p)
    gone(MANAGER.get('/placements/' + p))
    gone(TUTOR.get('/placements/' + p))
    equal(read(p)['attested_on'], day(0))


@test('the list is narrowed by case, measure, post, host and state')
def _():
    case, measure = open_measure()
    p = proposed(measure=measure)
    q = accepted(post=POST2)
    equal(ids(A, 'case=' + case), [p])
    equal(ids(A, 'measure=' + measure), [p])
    equal(ids(A, 'case=%s&host=%s' % (case, HOST2)), [])
    true(q in ids(A, 'post=' + POST2) and p not in ids(A, 'post=' + POST2), 'post')
    true(q in ids(A, 'host=' + HOST2) and p not in ids(A, 'host=' + HOST2), 'host')
    equal({i['state'] for i in pages(A, 'state=accepted')}, {'accepted'})
    equal(ids(A, 'case=' + NOBODY), [])
    true(p in ids(MANAGER, 'post=%s&state=proposed' % POST), 'a host narrows too')
    for query in ('case=x', 'measure=' + NOBODY[:-1], 'post=', 'host=1', 'state=Proposed', 'state=', 'after=x',
                  'person=x', 'state=proposed&state=signed'):
        refused(A.get('/placements?' + query), 400, 'invalid_parameter', query)


@test('a host cannot ask for a case or a measure')
def _():
    case, measure = open_measure()
    proposed(measure=measure)
    for who in (MANAGER, TUTOR):
        refused(who.get('/placements?case=' + case), 400, 'invalid_parameter')
        refused(who.get('/placements?measure=' + measure), 400, 'invalid_parameter')


@test('pages of 25, newest first, none twice and none left out, also of one instant')
def _():
    made = {proposed(B, slots=[MORNING]) for _ in range(27)}
    SU.query('UPDATE casework.placement SET proposed_at = now() '
             'WHERE case_id IN (SELECT id FROM casework.case_file WHERE counsellor_id = $1)', ME[B]['id'])
    got = ids(B)
    equal((len(got), set(got)), (27, made))
    newest = proposed(B)
    equal(ids(B), [newest] + got)
    first = B.get('/placements')
    equal(len(first.json['items']), 25)
    refused(B.get('/placements?after=%s' % first.json['next'][:-1]), 400, 'invalid_parameter')


@test('what is missing is told to the service with its rule and a sentence, while it waits')
def _():
    def missing(p, client=A):
        found = read(p, client)['missing']
        return None if found is None else {m['rule']: m['sentence'] for m in found}
    p = accepted()
    equal(missing(p), {'S-07': 'rencontre entre la personne, la structure et le service à tenir avant la décision'})
    equal(missing(p, DIRECTOR), missing(p))
    SU.query('UPDATE casework.placement SET in_charge = NULL WHERE id = $1', p)
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", POST)
    try:
        equal(list(missing(p)), ['H-18', 'S-07', 'S-09'])
        equal(missing(p)['H-18'], 'poste suspendu')
        equal(list(missing(proposed_before)), ['H-18'], 'of a proposal, what the proposal breaks')
    finally:
        SU.query("UPDATE offer.post SET state = 'inscribed' WHERE id = $1", POST)
    for done in (signed(), ended(), declined(), withdrawn()):
        equal(missing(done), None, read(done)['state'])


proposed_before = proposed()


@test('a case read by break-glass shows its placements, but not what they lack')
def _():
    case, measure = open_measure()
    p = proposed(measure=measure)
    gone(B.get('/placements/' + p))
    who = S.person('b.oreilly')
    SU.query('UPDATE sec.account SET last_totp_step = last_totp_step - 10 WHERE login = $1', who.login)
    who.last_step = 0
    answer = B.post('/cases/%s/break-glass' % case, {'reason': 'duty_cover', 'text': "L'audience de ce matin",
                                                     'otp': who.otp()})
    equal(answer.status, 201, answer.text)
    got = read(p, B)
    equal((got['case'], got['missing'], got['proposed_by']), (case, None, ME[A]['id']))
    equal(B.delete('/cases/%s/break-glass' % case).status, 204)
    gone(B.get('/placements/' + p))


run()
