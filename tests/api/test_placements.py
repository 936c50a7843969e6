#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Placements after their proposal: who reads what of one (table 6a), the window of the host, the steps to the decision
and after it, and who signs for her director. Which rules a placement breaks when is in tests/sql."""
import base64
import datetime
import functools
import json
import secrets
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import calls
import stack
import vaultwire
import wire
from calls import at_once, key, mark, refused
from tap import equal, run, test, true

LOGINS = ('a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.douai', 'r.nord', 'm.jardins', 't.jardins', 'u.audit',
          'x.admin')
S = stack.Stack()
S.territory()
SU, WEB = S.cluster.connect('postgres'), S.cluster.connect('jalon_web')
A, B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER = (
    S.person(login).signed_in() for login in LOGINS + ('m.autre',))
ME = {c: c.get('/me').json for c in (A, B, DIRECTOR, MANAGER, OTHER, FOREIGN)}
HOST, HOST2 = (ME[c]['organisation']['id'] for c in (MANAGER, OTHER))
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
NOBODY = key()
MISSING = TUTOR.get('/nothing/here').body
pages, ids = (functools.partial(f, '/placements') for f in (calls.pages, calls.ids))
CLIENTS = {'counsellor': A, 'director': DIRECTOR, 'referent': REFERENT, 'host_manager': MANAGER, 'tutor': TUTOR,
           'auditor': AUDITOR, 'administrator': ADMIN}


def day(n):
    """A day from today; negative: ago."""
    return str(TODAY + datetime.timedelta(days=n))


def gone(answer, what=''):
    """Forbidden and missing look the same."""
    equal((answer.status, answer.body), (404, MISSING), what or answer.text)


def token(client):
    return base64.urlsafe_b64decode(client.token + '==')


def bound(client, sql, *params):
    """What the statement gives the client's session, past the program; committed."""
    WEB.query('BEGIN')
    try:
        WEB.query('SELECT sec.bind($1)', vaultwire.session_id(token(client)))
        rows = WEB.query(sql, *params)
    except BaseException:
        WEB.query('ROLLBACK')
        raise
    WEB.query('COMMIT')
    return rows


# --- what the tests stand on ---------------------------------------------------------------------------------------

MORNING = {'weekday': 1, 'from': 480, 'to': 720, 'weeks': 'every'}
FORTNIGHT = {'weekday': 4, 'from': 540, 'to': 1020, 'weeks': 'odd'}


def host_row(host):
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59350')", host)


def contact(host, name='Noël D’hondt'):
    made = key()
    SU.query("INSERT INTO offer.contact (id, host_id, part, name, phone) VALUES ($1, $2, 'in_charge', $3, "
             "'03 20 00 00 00')", made, host, name)
    return made


def new_post(host, in_charge):
    """On the list and confirmed, with room for many."""
    site, post = key(), key()
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
PLACED = []


def room():
    """A post of the host with a place left."""
    if len(PLACED) % 40 == 0:
        room.post = new_post(HOST, IN_CHARGE)
    PLACED.append(room.post)
    return room.post


def open_measure(client=A):
    """An adult's open measure of 105 hours, final since 90 days; her case and it."""
    case = bound(client, 'SELECT * FROM casework.open_case($1, $2, false)', secrets.token_bytes(32),
                 secrets.token_bytes(32))[0][0]
    measure = bound(client, "SELECT id FROM casework.measure_new($1, 'main', 'delit', 6300, $2, $3, $4, $5, 18, NULL, "
                    "true, 'court', $3, 'court', false, $6, $7)", case, day(-200), day(-100), day(-90), day(-80),
                    secrets.token_bytes(32), secrets.token_bytes(32))[0][0]
    bound(client, 'SELECT casework.measure_open($1, 1)', measure)
    return case, measure


def proposed(client=A, post=None, measure=None, first=20, last=60, slots=(MORNING, FORTNIGHT)):
    """A placement that waits for its host."""
    measure = measure or open_measure(client)[1]
    columns = zip(*(s.values() for s in slots))
    rows = bound(client, 'SELECT id, broken::text FROM casework.placement_new($1, $2, 600, $3, $4, NULL, $5, $6, $7, '
                 '$8, $9, $10)', measure, post or room(), day(first), day(last), *(list(c) for c in columns),
                 secrets.token_bytes(32), secrets.token_bytes(32))
    equal(rows[0][1], '{}', 'the proposal is lawful')
    return rows[0][0]


def accepted(client=A, post=None, **how):
    p = proposed(client, post, **how)
    bound(OTHER if post == POST2 else MANAGER, 'SELECT casework.placement_answer($1, 1, true, NULL, NULL)', p)
    return p


def met(client=A, post=None, **how):
    p = accepted(client, post, **how)
    bound(client, 'SELECT casework.placement_meeting($1, 2, offer.today())', p)
    return p


def signed(client=A, post=None, **how):
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


def tasks(client, p):
    """What is due of a placement, but for its key, which most here were never given."""
    found, after = set(), ''
    while True:
        page = client.get('/tasks' + after).json
        found |= {t['kind'] for t in page['items'] if t['id'] == p}
        if page['next'] is None:
            return found - {'key_to_share'}
        after = '?after=' + page['next']


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
DECISION = TOLD | {'proposed_by', 'authority', 'decided_by', 'act', 'attested_by', 'attestations_replaced',
                   'reason_version', 'missing',
                   'forecast', 'load', 'warnings'}


@test('a proposal is read by its counsellor and her director with all that is clear about it')
def _():
    case, measure = open_measure()
    p = proposed(post=POST, measure=measure)
    got = read(p)
    true(got['proposed_at'].endswith('Z'), 'an instant')
    equal({k: v for k, v in got.items() if k != 'proposed_at'}, {
        'id': p, 'case': case, 'measure': measure, 'chain': p, 'host': {'id': HOST, 'name': stack.PEOPLE[2][2]},
        'post': {'id': POST, 'title': "Entretien des serres d'été"}, 'state': 'proposed', 'planned_minutes': 600,
        'first_day': day(20), 'last_day': day(60), 'hold_until': day(14), 'in_charge': None, 'met_on': None,
        'decline_code': None, 'close_code': None, 'answered_at': None, 'signed_at': None, 'closed_at': None,
        'ended_on': None, 'attested_on': None, 'offer_version': 0, 'contact_version': 0, 'answer_version': 0,
        'reason_version': 0, 'version': 1, 'slots': [MORNING, FORTNIGHT], 'proposed_by': ME[A]['id'],
        'authority': None, 'decided_by': None, 'act': None, 'attested_by': None, 'attestations_replaced': 0,
        'decided_on': None,
        'person_told_on': None, 'prosecutor_told_on': None, 'missing': [],
        'forecast': None, 'load': None, 'warnings': []})
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
        SU.query('UPDATE casework.placement SET ended_on = offer.today() - $2::integer,'
                 ' closed_at = offer.today() - $2::integer WHERE id = $1', p, back)
        for who in (MANAGER, TUTOR):
            equal((who.get('/placements/' + p).status, p in ids(who)), (200, True) if open_ else (404, False), back)
    bound(MANAGER, 'SELECT version FROM casework.placement_attest($1, 5, offer.today(), $2, $3)', p,
          secrets.token_bytes(32), secrets.token_bytes(32))
    gone(MANAGER.get('/placements/' + p))
    gone(TUTOR.get('/placements/' + p))
    equal((read(p)['attested_on'], read(p)['attested_by']), (day(0), ME[MANAGER]['id']))


@test('the list is narrowed by case, measure, post, host and state')
def _():
    case, measure = open_measure()
    p = proposed(post=POST, measure=measure)
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
        refused(A.get('/placements?' + query), 400, 'invalid_parameter', what=query)


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
    p, q = accepted(post=POST), proposed(post=POST)
    equal(missing(p), {'S-07': 'rencontre entre la personne, la structure et le service à tenir avant la décision'})
    equal(missing(p, DIRECTOR), missing(p))
    SU.query('UPDATE casework.placement SET in_charge = NULL WHERE id = $1', p)
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", POST)
    try:
        equal(list(missing(p)), ['H-18', 'S-07', 'S-09'])
        equal(missing(p)['H-18'], 'poste suspendu')
        equal(list(missing(q)), ['H-18'], 'of a proposal, what the proposal breaks')
    finally:
        SU.query("UPDATE offer.post SET state = 'inscribed' WHERE id = $1", POST)
    for done in (signed(), ended(), declined(), withdrawn()):
        equal(missing(done), None, read(done)['state'])


@test('a case read by break-glass shows its placements, but not what they lack')
def _():
    case, measure = open_measure()
    p = proposed(measure=measure)
    gone(B.get('/placements/' + p))
    who = S.person('b.oreilly')
    S.later(who)
    answer = B.post('/cases/%s/break-glass' % case, {'reason': 'duty_cover', 'text': "L'audience de ce matin",
                                                     'otp': who.otp()})
    equal(answer.status, 201, answer.text)
    got = read(p, B)
    equal((got['case'], got['missing'], got['proposed_by']), (case, None, ME[A]['id']))
    for body in ({'accept': True}, {'accept': True, 'words': 'oui'}):
        refused(B.post('/placements/%s/answer' % p, body, if_match='"1"'), 404, 'not_found')
    equal(B.delete('/cases/%s/break-glass' % case).status, 204)
    gone(B.get('/placements/' + p))


# --- who signs for her director ------------------------------------------------------------------------------------

def delegation(delegate=B, client=DIRECTOR, first=0, last=30, k=None, **more):
    body = {'delegate': ME[delegate]['id'] if delegate in ME else delegate, 'first_day': day(first),
            'last_day': day(last), **more}
    return client.post('/delegations', body, idempotency_key=k or key())


def delegated(delegate=B, **how):
    answer = delegation(delegate, **how)
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def delegations(client):
    answer = client.get('/delegations')
    equal((answer.status, answer.json['next']), (200, None), answer.text)
    return {d['id']: d for d in answer.json['items']}


def take_back(d, client=DIRECTOR):
    return client.delete('/delegations/' + d)


@test('a delegation is read by the directors of the unit, its counsellor and auditors')
def _():
    d = delegated(own_cases=True)
    try:
        got = delegations(DIRECTOR)[d]
        true(got.pop('created_at').endswith('Z'), 'an instant')
        equal(got, {'id': d, 'unit': ME[A]['organisation']['id'], 'delegate': ME[B]['id'],
                    'given_by': ME[DIRECTOR]['id'], 'first_day': day(0), 'last_day': day(30), 'own_cases': True,
                    'revoked_at': None, 'revoked_by': None})
        equal([d in delegations(c) for c in (B, AUDITOR, A, ELSEWHERE)], [True, True, False, False])
        for who in (REFERENT, MANAGER, TUTOR, ADMIN):
            gone(who.get('/delegations'))
        for who in (A, B, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, ELSEWHERE):
            gone(take_back(d, who))
        for who in (A, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN):
            gone(delegation(A, who))
        refused(DIRECTOR.get('/delegations?after=x'), 400, 'invalid_parameter')
    finally:
        equal(take_back(d).status, 204)
    got = delegations(DIRECTOR)[d]
    equal((got['revoked_by'], got['revoked_at'] is None), (ME[DIRECTOR]['id'], False))
    refused(take_back(d), 409, 'state_refused', what='twice')
    gone(take_back(NOBODY))


@test('who signs for her director reads what waits for a signature in the unit, and nothing else')
def _():
    waits, asked, done = accepted(), proposed(), signed()
    equal([B.get('/placements/' + p).status for p in (waits, asked, done)], [404] * 3)
    d = delegated()
    equal([B.get('/placements/' + p).status for p in (waits, asked, done)], [200, 404, 404])
    true(waits in ids(B), 'in her list')
    equal([m['rule'] for m in read(waits, B)['missing']], ['S-07'])
    gone(FOREIGN.get('/placements/' + waits))
    equal(take_back(d).status, 204)
    gone(B.get('/placements/' + waits))
    d = delegated(first=1)
    gone(B.get('/placements/' + waits), 'not before its first day')
    equal(take_back(d).status, 204)


@test('a delegation is for a counsellor of the unit, for days that have not passed, and one at a time')
def _():
    for who in (FOREIGN, DIRECTOR, MANAGER, NOBODY):
        refused(delegation(who), 404, 'not_found')
    refused(delegation(first=-9, last=-1), 409, 'date_refused', what='over')
    refused(delegation(last=367), 409, 'date_refused', what='more than a year')
    refused(delegation(first=2, last=1), 400, 'invalid_field', pointer='/last_day')
    refused(delegation('x'), 400, 'invalid_field', pointer='/delegate')
    refused(delegation(own_cases='yes'), 400, 'invalid_field', pointer='/own_cases')
    refused(delegation(reason='x'), 400, 'unknown_field', pointer='/reason')
    half = {'delegate': ME[B]['id'], 'first_day': day(0)}
    refused(DIRECTOR.post('/delegations', half, idempotency_key=key()), 400, 'missing_field', pointer='/last_day')
    refused(DIRECTOR.post('/delegations', {}), 400, 'idempotency_key_required')
    d = delegated(first=-1, last=10)
    refused(delegation(first=10, last=12), 409, 'overlap')
    after = delegated(first=11, last=12)
    equal(take_back(d).status, 204)
    again = delegated(last=10)
    equal([take_back(again).status, take_back(after).status], [204, 204], 'one taken back is not in the way')


@test('a delegation whose answer was lost is given once')
def _():
    k = key()
    first, again = delegation(k=k), delegation(k=k)
    equal((first.status, again.status, again.json), (201, 201, first.json))
    refused(delegation(k=k, last=29), 422, 'idempotency_key_reused')
    equal(take_back(first.json['id']).status, 204)
    answers = at_once(*(lambda c=DIRECTOR.twin(): delegation(B, c) for _ in range(2)))
    equal(sorted(a.status for a in answers), [201, 409], 'two of the same days at once')
    equal(take_back(next(a.json['id'] for a in answers if a.status == 201)).status, 204)

# --- the steps -----------------------------------------------------------------------------------------------------

STEPS = {'answer': ('POST', {'accept': True}), 'in-charge': ('PUT', {'contact': IN_CHARGE}),
         'meeting': ('PUT', {'met_on': day(0)}), 'withdrawal': ('POST', {'code': 'service'}),
         'end': ('POST', {'code': 'person', 'ended_on': day(0)}),
         'notices': ('PUT', {'person_told_on': day(0), 'prosecutor_told_on': None})}
MAY = {'answer': {'counsellor', 'host_manager'}, 'in-charge': {'counsellor', 'host_manager'}, 'meeting': {'counsellor'},
       'withdrawal': {'counsellor', 'director'}, 'end': {'counsellor', 'director'}, 'notices': {'counsellor'}}


def step(p, what, client=A, version=None, body=None, **change):
    method, usual = STEPS[what]
    version = version or SU.one('SELECT version FROM casework.placement WHERE id = $1', p)
    return client.send(method, '/placements/%s/%s' % (p, what), dict(usual if body is None else body, **change),
                       {'If-Match': '"%d"' % version})


def stepped(p, what, client=A, **how):
    """The new version, which is the next."""
    before = SU.one('SELECT version FROM casework.placement WHERE id = $1', p)
    answer = step(p, what, client, **how)
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': before + 1}, '"%d"' % (before + 1)),
          answer.text)


def no(p, code='other', client=MANAGER, version=None, **more):
    return step(p, 'answer', client, version, {'accept': False, 'code': code, **more})


def paper_post():
    """A post of a host that has no account."""
    host = key()
    SU.query("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', 'Mairie d’Ennevelin')", host)
    host_row(host)
    return new_post(host, contact(host, 'Le secrétaire'))


def unchanged(p, *answers):
    """Each of these, called, is refused as said and leaves all as it was."""
    before = row(p)
    for call, status, code, *more in answers:
        refused(call(), status, code, **dict(zip(('what', 'pointer'), more)))
        equal(row(p), before, code)


@test('a host accepts: who is in charge of the post is in charge of the person, unless it names somebody else')
def _():
    p, q = proposed(), proposed()
    stepped(p, 'answer', MANAGER)
    got = read(p, MANAGER)
    equal((got['state'], got['in_charge']), ('accepted', {'id': IN_CHARGE, 'name': 'Noël D’hondt', 'trained_on': None}))
    equal((got['answered_at'] is None, got['closed_at'], got['decline_code']), (False, None, None))
    other = contact(HOST, "Zoé L'Hôte")
    stepped(q, 'answer', MANAGER, in_charge=other)
    SU.query("UPDATE offer.contact SET trained_on = '2026-02-28' WHERE id = $1", other)
    equal(read(q)['in_charge'], {'id': other, 'name': "Zoé L'Hôte", 'trained_on': '2026-02-28'})
    stepped(q, 'in-charge', MANAGER)
    stepped(q, 'in-charge', A, contact=other)
    equal(read(q, TUTOR)['in_charge']['id'], other)
    decided = signed()
    stepped(decided, 'in-charge', MANAGER, contact=other)
    equal(read(decided)['in_charge']['id'], other, 'after the decision too')
    for who, people in ((MANAGER, 2), (TUTOR, 2), (A, None), (DIRECTOR, None)):  # C-11
        equal({c['id']: c['people'] for c in who.get('/hosts/' + HOST).json['contacts']}[other], people)


@test('a host declines with a code: the place is free again, and the host sees it no longer')
def _():
    for code in ('no_place', 'no_tutor', 'dates', 'hours', 'skills', 'stopped', 'other'):
        p = proposed()
        answer = no(p, code)
        equal((answer.status, answer.json), (200, {'version': 2}))
        got = read(p)
        equal((got['state'], got['decline_code'], got['closed_at'] is None), ('declined', code, False))
        gone(MANAGER.get('/placements/' + p))
        equal(SU.one('SELECT bool_and(isempty(days)) FROM casework.placement_slot WHERE placement_id = $1', p), True)


@test('an answer is a yes without a code or a no with one')
def _():
    p = proposed()

    def answer(**body):
        return lambda: step(p, 'answer', MANAGER, body=body)
    unchanged(
        p, (answer(accept=False), 400, 'invalid_field', 'no code', '/code'),
        (answer(accept=True, code='other'), 400, 'invalid_field', 'a yes with a code', '/code'),
        (answer(accept=False, code='no_answer'), 400, 'invalid_field', 'of another list', '/code'),
        (answer(accept=False, code="L'autre"), 400, 'invalid_field', 'no word', '/code'),
        (answer(accept=False, code='other', in_charge=IN_CHARGE), 400, 'invalid_field', 'nobody', '/in_charge'),
        (answer(code='other'), 400, 'missing_field', 'neither', '/accept'),
        (answer(accept='true'), 400, 'invalid_field', 'a text', '/accept'),
        (answer(accept=True, in_charge='x'), 400, 'invalid_field', 'no id', '/in_charge'),
        (answer(accept=True, words='x' * 2001), 400, 'invalid_field', 'long', '/words'),
        (answer(accept=True, reason='x'), 400, 'unknown_field', 'unknown', '/reason'),
        (lambda: MANAGER.post('/placements/%s/answer' % p, {'accept': True}), 428, 'version_required'))


@test('each step asks for the version that it replaces')
def _():
    for what, made in (('answer', proposed), ('in-charge', accepted), ('meeting', accepted), ('withdrawal', accepted),
                       ('end', signed), ('notices', signed)):
        p = made()
        client = MANAGER if what == 'answer' else A
        now = read(p)['version']
        unchanged(p, (lambda: step(p, what, client, now + 1), 412, 'version_conflict', what),
                  *[(lambda v=v: step(p, what, client, v), 412, 'version_conflict', what) for v in range(1, now)])
        stepped(p, what, client)
        unchanged(p, (lambda: step(p, what, client, now), 412, 'version_conflict', 'sent again: ' + what))


@test('each step has its states')
def _():
    fine = {'answer': {'proposed'}, 'in-charge': {'accepted', 'signed', 'ended'}, 'meeting': {'accepted'},
            'withdrawal': {'proposed', 'accepted'}, 'end': {'signed'}, 'notices': {'signed', 'ended'}}
    for state, made in (('proposed', proposed), ('accepted', accepted), ('signed', signed), ('ended', ended),
                        ('declined', declined), ('withdrawn', withdrawn)):
        p = made()
        for what in STEPS:
            client = MANAGER if what == 'answer' else A
            hidden = client is MANAGER and state in ('declined', 'withdrawn')
            if state not in fine[what]:
                want = (404, 'not_found') if hidden else (409, 'state_refused')
                unchanged(p, (lambda: step(p, what, client), *want, '%s of what is %s' % (what, state)))


@test('each step is there for its people and nobody else')
def _():
    for what, made in (('answer', proposed), ('in-charge', accepted), ('meeting', accepted), ('withdrawal', accepted),
                       ('end', signed), ('notices', signed)):
        p = made()
        for role, client in CLIENTS.items():
            if role not in MAY[what]:
                unchanged(p, (lambda c=client: step(p, what, c), 404, 'not_found', '%s as %s' % (what, role)))
        for client in (B, FOREIGN, ELSEWHERE, OTHER):
            unchanged(p, (lambda c=client: step(p, what, c), 404, 'not_found', what))
        for role in MAY[what] - {'counsellor' if what == 'answer' else ''}:
            stepped(made(), what, CLIENTS[role])


@test('a counsellor answers for a host that has no account, and for no other')
def _():
    p = proposed()
    unchanged(p, (lambda: step(p, 'answer'), 409, 'other_person_needed'),
              (lambda: no(p, client=A), 409, 'other_person_needed'),
              (lambda: no(p, client=A, words=WORDS), 409, 'other_person_needed', 'in words'))
    post = paper_post()
    p, q = proposed(post=post), proposed(post=post)
    for client in (B, FOREIGN, DIRECTOR, OTHER, MANAGER):
        unchanged(p, (lambda c=client: step(p, 'answer', c), 404, 'not_found'))
    stepped(p, 'answer')
    equal((read(p)['state'], read(p)['in_charge']['name']), ('accepted', 'Le secrétaire'))
    equal(no(q, 'dates', A).status, 200)
    equal(read(q)['decline_code'], 'dates')


@test('who is in charge is a contact of that host')
def _():
    p, q = proposed(), accepted()
    for stranger in (OTHERS, NOBODY):
        unchanged(p, (lambda c=stranger: step(p, 'answer', MANAGER, in_charge=c), 404, 'not_found'))
        for client in (MANAGER, A):
            unchanged(q, (lambda c=client, o=stranger: step(q, 'in-charge', c, contact=o), 404, 'not_found'))
    unchanged(q, (lambda: step(q, 'in-charge', contact=None), 400, 'invalid_field', 'nobody', '/contact'),
              (lambda: step(q, 'in-charge', contact="l'autre"), 400, 'invalid_field', 'no id', '/contact'))


@test('C-14: the place is kept until a day, and nobody answers after it')
def _():
    p, q = proposed(), proposed()
    SU.query('UPDATE casework.placement SET hold_until = offer.today() WHERE id = $1', p)
    SU.query('UPDATE casework.placement SET hold_until = offer.today() - 1 WHERE id = $1', q)
    stepped(p, 'answer', MANAGER)
    unchanged(q, (lambda: step(q, 'answer', MANAGER), 409, 'state_refused'), (lambda: no(q), 409, 'state_refused'))


@test('of two answers at once one is taken, and the other changes nothing')
def _():
    for _ in range(3):
        p = proposed()
        answers = at_once(lambda c=MANAGER.twin(), p=p: step(p, 'answer', c, 1),
                          lambda c=MANAGER.twin(), p=p: step(p, 'answer', c, 1, {'accept': False, 'code': 'dates'}))
        # who comes after a no finds the window closed
        want = (200, 412) if answers[0].status == 200 else (404, 200)
        equal(tuple(a.status for a in answers), want, [a.text for a in answers])
        equal(read(p)['state'], 'accepted' if answers[0].status == 200 else 'declined')
        equal(read(p)['version'], 2)


@test('S-07: the meeting was on a day between the proposal and today')
def _():
    p = accepted()
    unchanged(p, (lambda: step(p, 'meeting', met_on=day(1)), 409, 'date_refused', 'a day to come'),
              (lambda: step(p, 'meeting', met_on=day(-1)), 409, 'date_refused', 'before the proposal'),
              (lambda: step(p, 'meeting', met_on='2026-02-30'), 400, 'invalid_field', 'no day', '/met_on'),
              (lambda: step(p, 'meeting', met_on=None), 400, 'invalid_field', 'none', '/met_on'))
    SU.query("UPDATE casework.placement SET proposed_at = proposed_at - interval '9 days' WHERE id = $1", p)
    stepped(p, 'meeting', met_on=day(-2))
    stepped(p, 'meeting')
    equal((read(p)['met_on'], read(p, MANAGER)['met_on'], read(p)['missing']), (day(0), day(0), []))


@test('who signs for her director does not take the counsellor\'s steps')
def _():
    p, d = met(), delegated(own_cases=True)
    try:
        equal(read(p, B)['state'], 'accepted')
        for what in ('meeting', 'withdrawal', 'end', 'notices'):
            unchanged(p, (lambda w=what: step(p, w, B), 404, 'not_found', what))
    finally:
        equal(take_back(d).status, 204)


@test('a placement is withdrawn before its decision, for one of three reasons, and is free at once')
def _():
    for made, client, code in ((proposed, A, 'person'), (accepted, A, 'host'), (met, DIRECTOR, 'service')):
        p = made()
        unchanged(p, *[(lambda c=c: step(p, 'withdrawal', code=c), 400, 'invalid_field', c, '/code')
                       for c in ('no_answer', 'judge', 'measure_ended', 'replaced', 'completed', 'other', "l'été")])
        stepped(p, 'withdrawal', client, code=code)
        got = read(p)
        equal((got['state'], got['close_code'], got['closed_at'] is None, got['ended_on']),
              ('withdrawn', code, False, None))
        gone(MANAGER.get('/placements/' + p))
        equal(SU.one('SELECT bool_and(isempty(days)) FROM casework.placement_slot WHERE placement_id = $1', p), True)


@test('a placement ends on a day that has come, not before its decision')
def _():
    for client, code in ((A, 'host'), (DIRECTOR, 'service')):
        p = signed()
        unchanged(p, (lambda: step(p, 'end', ended_on=day(1)), 409, 'date_refused', 'a day to come'),
                  (lambda: step(p, 'end', ended_on=day(-2)), 409, 'date_refused', 'before the decision'),
                  (lambda: step(p, 'end', code='completed'), 400, 'invalid_field', 'the hours say that', '/code'),
                  (lambda: step(p, 'end', ended_on=None), 400, 'invalid_field', 'no day', '/ended_on'))
        stepped(p, 'end', client, code=code)
        got = read(p)
        equal((got['state'], got['close_code'], got['ended_on']), ('ended', code, day(0)))
        equal((read(p, MANAGER)['state'], read(p, MANAGER)['ended_on']), ('ended', day(0)))


@test('step 8: the person is served and the prosecutor told, on days from the decision on')
def _():
    p = signed()
    unchanged(p, (lambda: step(p, 'notices', person_told_on=day(1)), 409, 'date_refused'),
              (lambda: step(p, 'notices', prosecutor_told_on=day(1)), 409, 'date_refused'),
              (lambda: step(p, 'notices', person_told_on=day(-1)), 409, 'date_refused'),
              (lambda: step(p, 'notices', judge_told_on=day(0)), 400, 'unknown_field', 'nobody else', '/judge_told_on'))
    equal(tasks(A, p), {'assignment_to_tell'})
    stepped(p, 'notices')
    equal((read(p)['person_told_on'], read(p)['prosecutor_told_on']), (day(0), None))
    stepped(p, 'notices', prosecutor_told_on=day(0))
    equal(tasks(A, p), set())
    equal(AUDITOR.get('/placements/' + p).json['prosecutor_told_on'], day(0))
    stepped(p, 'notices', body={})
    equal((read(p)['person_told_on'], read(p)['prosecutor_told_on']), (None, None), 'typed wrongly')


@test('P-04: each step leaves its note with who took it')
def _():
    since = mark(SU)
    p = proposed()
    stepped(p, 'answer', MANAGER)
    stepped(p, 'meeting')
    notes = SU.query("SELECT action, version, actor FROM sec.outbox WHERE n > $1 AND row_id = $2 "
                     "AND object = 'casework.placement' ORDER BY n", since, p)
    equal(notes, [('placement.create', 1, ME[A]['id']), ('placement.update', 2, ME[MANAGER]['id']),
                  ('placement.update', 3, ME[A]['id'])])


@test('a task goes when its step is taken')
def _():
    p = proposed(first=1, last=40)
    SU.query('UPDATE casework.placement SET hold_until = offer.today() WHERE id = $1', p)
    equal((tasks(MANAGER, p), tasks(A, p)), ({'proposal_to_answer'}, {'proposal_unanswered'}))
    stepped(p, 'answer', MANAGER)
    equal((tasks(MANAGER, p), tasks(A, p)), (set(), {'contact_to_give', 'meeting'}))
    stepped(p, 'meeting')
    equal((tasks(A, p), tasks(DIRECTOR, p)), ({'contact_to_give'}, {'placement_to_sign'}))


# --- the words of a host -------------------------------------------------------------------------------------------

WORDS = "Nous n'avons plus d’encadrant l'été.\nÀ revoir en octobre « sûrement »"


def by_vault(verb, client, *more):
    """What the vault makes of it for the client's session, past the program."""
    vault = vaultwire.Vault(S.path('vault.sock'))
    status, answer = getattr(vault, verb)(token(client), *more)
    equal(status, wire.OK, verb)
    vault.close()
    return answer


def shared(**how):
    """A proposal with a sheet, whose key the host has."""
    p = proposed(**how)
    ticket = bound(A, 'SELECT sec.seal_ticket(4, $1, 4, 1)', p)[0][0]
    envelope, wrap, _ = by_vault('seal', A, ticket, [b'{"skills":[]}'])[0]
    bound(A, 'SELECT sec.store(4, $1, 4, 1, $2, $3)', p, envelope, wrap)
    box = by_vault('share', A, bound(A, 'SELECT sec.share_ticket($1)', p)[0][0])
    bound(A, 'SELECT sec.share_store($1, $2)', p, box)
    return p


def words_of(p, client, reason=''):
    bundle = bound(client, 'SELECT sec.fetch(ARRAY[6], ARRAY[$1::uuid], ARRAY[4], $2)', p, reason)[0][0]
    return json.loads(by_vault('open', client, bundle)[0])


@test('what a host says with its answer is read by the unit, and by the host while it sees the placement')
def _():
    p, q = shared(), shared()
    stepped(p, 'answer', MANAGER, words=WORDS)
    equal((read(p)['answer_version'], read(p)['state']), (1, 'accepted'))
    for client, reason in ((MANAGER, ''), (TUTOR, ''), (A, ''), (DIRECTOR, 'direction_control')):
        equal(words_of(p, client, reason), {'words': WORDS}, client.session['user']['login'])
    unchanged(p, (lambda: step(p, 'answer', MANAGER, words='encore'), 409, 'state_refused', 'twice'))
    equal(no(q, 'dates', words=WORDS).status, 200)
    equal(words_of(q, A), {'words': WORDS})
    gone(no(q, words=WORDS), 'the window is closed')


@test('of two answers in words at once one is sealed with its words')
def _():
    p = shared()
    answers = at_once(lambda: step(p, 'answer', MANAGER.twin(), 1, words='oui'),
                      lambda: step(p, 'answer', MANAGER.twin(), 1, {'accept': False, 'code': 'dates', 'words': 'non'}))
    true([a.status for a in answers].count(200) == 1, [a.text for a in answers])
    yes = answers[0].status == 200
    equal((read(p)['state'], words_of(p, A)), ('accepted', {'words': 'oui'}) if yes else ('declined', {'words': 'non'}))
    true(answers[yes].status in (404, 409), 'it came too late: ' + answers[yes].text)


@test('an answer in words waits for the vault, and is none without it')
def _():
    p = shared()
    S.kill('jalon-vault')
    try:
        unchanged(p, (lambda: step(p, 'answer', MANAGER, words=WORDS), 503, 'unavailable'))
    finally:
        S.start('jalon-vault')
    stepped(p, 'answer', MANAGER, words=WORDS)
    equal(words_of(p, A), {'words': WORDS})


@test('the words of a host are sealed with its answer, and nothing of them is readable in the database')
def _():
    post = paper_post()
    p, q = proposed(post=post), proposed(post=post)
    equal(no(p, client=A, words=WORDS).status, 200)
    equal((read(p)['state'], read(p)['answer_version'], read(q)['answer_version']), ('declined', 1, 0))
    body = SU.one('SELECT body FROM sec.envelope WHERE tab = 6 AND row_id = $1 AND compartment = 4', p)
    true(b'octobre' not in body and len(body) > len(WORDS), 'sealed')
    unchanged(q, (lambda: no(q, client=A, words=WORDS, version=7), 412, 'version_conflict'),
              (lambda: step(q, 'answer', words=WORDS, in_charge=OTHERS), 404, 'not_found'))
    equal(SU.one('SELECT count(*) FROM sec.envelope WHERE row_id = $1', q), 0, 'words without an answer')
    stepped(q, 'answer', words=WORDS)
    equal(read(q)['answer_version'], 1)


@test('a host to which the unit has not given the key yet answers without words, and is told why')
def _():
    p = proposed()
    unchanged(p, (lambda: no(p, words=WORDS), 409, 'key_missing'),
              (lambda: step(p, 'answer', MANAGER, words=WORDS), 409, 'key_missing'))
    for client in (OTHER, TUTOR):
        unchanged(p, (lambda c=client: no(p, client=c, words=WORDS), 404, 'not_found'))
    equal(no(p, words='').status, 200, 'no words')
    equal(read(p)['answer_version'], 0)


run()
