#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""People: who makes accounts, who decides over keys, what bites at once, and what can be asked twice without harm."""
import secrets
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once
from tap import contains, equal, run, test, true, wait_until

MINIMAL = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '2000-02-29'}

S = stack.Stack()


def sign_in(login):
    who = S.person(login)
    S.later(who)
    return who.sign_in()


ADMIN = S.person('x.admin').signed_in()
ONE = S.person('d.lille').signed_in()
TWO = S.person('d.two').signed_in()
DOUAI = S.person('d.douai').signed_in()
A = S.person('a.martin').signed_in()
MANAGER = S.person('m.jardins').signed_in()
UNIT = A.get('/me').json['organisation']['id']
UNIT_DOUAI = DOUAI.get('/me').json['organisation']['id']
HOST = MANAGER.get('/me').json['organisation']['id']
SERVICE = ADMIN.get('/me').json['organisation']['id']


def create(client, login, role, org, name='Personne', key=None):
    return client.post('/users', {'login': login, 'name': name, 'role': role, 'organisation': org},
                       idempotency_key=key or str(uuid.uuid4()))


def made(client, login, role, org, name='Personne'):
    """A person whose account was made through the API; not activated yet."""
    answer = create(client, login, role, org, name)
    equal(answer.status, 201, answer.text)
    who = stack.Person(S, login, role, answer.json['activation_code'])
    who.id = answer.json['id']
    S.people[login] = who
    return who


def login_name():
    return 'p.' + secrets.token_hex(5)


def refused(answer, status, code, what=''):
    equal((answer.status, answer.code if answer.status != 204 else None), (status, code), what)


def approve(client, request):
    return client.post('/requests/%s/approval' % request, None)


def ask(who, officer=False, org=None):
    answer = ADMIN.post('/units/%s/members' % (org or UNIT), {'user': who.id, 'officer': officer})
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def member(role='counsellor', officer=False):
    """A new person of the unit to whom two officers gave its secret."""
    who = made(ADMIN, login_name(), role, UNIT).activate()
    request = ask(who, officer)
    equal(approve(ONE, request).json['outcome'], 'endorsed')
    equal(approve(TWO, request).json['outcome'], 'done')
    return who


def reset(who):
    """Two officers reset somebody; her new code."""
    request = ADMIN.post('/users/%s/reset' % who.id, None).json['id']
    equal(approve(ONE, request).status, 200)
    answer = approve(TWO, request)
    equal(answer.status, 200, answer.text)
    return answer.json['activation_code']


def reset_of(who):
    answer = ADMIN.post('/users/%s/reset' % who.id, None)
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def unit_of(client, org=None):
    answer = client.get('/units/' + (org or UNIT))
    equal(answer.status, 200, answer.text)
    return answer.json


def seen_in_unit(who):
    return next(m for m in unit_of(ADMIN)['members'] if m['id'] == who.id)


# --- a life --------------------------------------------------------------------------------------------------------

@test('a counsellor is made, comes, and reads cases only after two officers gave her the key')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT, "Sinéad O'Brien-d’Àlès")
    equal(ADMIN.get('/users/' + who.id).json['state'], 'invited')
    who.activate()
    S.later(who)
    early = who.sign_in()
    equal(ADMIN.get('/users/' + who.id).json['state'], 'active')
    refused(early.open_case(MINIMAL), 409, 'key_missing', 'before membership')
    refused(early.get('/cases'), 409, 'key_missing', 'an empty list would be a lie')

    request = ask(who)
    equal(ask(who), request, 'asked again by the same administrator')
    first = approve(ONE, request)
    equal((first.status, first.json), (200, {'outcome': 'endorsed', 'activation_code': None, 'expires_at': None}))
    refused(approve(ONE, request), 409, 'approved_already', 'the same officer')
    refused(early.open_case(MINIMAL), 409, 'key_missing', 'one officer is not enough')
    equal(seen_in_unit(who)['holder'], False)
    second = approve(TWO, request)
    equal((second.status, second.json['outcome']), (200, 'done'), second.text)
    refused(approve(TWO, request), 409, 'request_closed', 'replayed')
    refused(approve(ONE, request), 409, 'request_closed', 'replayed by the first')
    true(seen_in_unit(who)['holder'], 'a holder now')

    S.later(who)
    c = who.sign_in()
    case = c.open_case(MINIMAL)
    equal(case.status, 201, case.text)
    equal(c.get('/cases/' + case.json['id']).json['identity'], MINIMAL)
    equal(c.get('/me').json['name'], "Sinéad O'Brien-d’Àlès")


@test('an account that was made answers its id and a code that ends, and is seen by who manages it')
def _():
    login = login_name()
    answer = create(ADMIN, login, 'referent', UNIT, "L'Œil <b>&amp; Fils")
    equal(answer.status, 201, answer.text)
    equal(sorted(answer.json), ['activation_code', 'expires_at', 'id'])
    user = ADMIN.get('/users/' + answer.json['id']).json
    equal((user['login'], user['name'], user['role'], user['state'], user['organisation']),
          (login, "L'Œil <b>&amp; Fils", 'referent', 'invited',
           {'id': UNIT, 'name': 'SPIP du Nord, antenne de Lille', 'kind': 'unit'}))
    equal(ONE.get('/users/' + answer.json['id']).json, user, 'her director sees the same')
    refused(DOUAI.get('/users/' + answer.json['id']), 404, 'not_found', 'another director')
    refused(MANAGER.get('/users/' + answer.json['id']), 404, 'not_found', 'a host manager')


@test('a code works once')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    again = S.client().post('/users/activation', {'login': who.login, 'code': who.code, 'password': who.password})
    refused(again, 401, 'activation_refused')


@test('everybody sees the people of her own scope, page by page')
def _():
    def logins(client):
        got, after = [], ''
        while True:
            page = client.get('/users' + after).json
            got += [u['login'] for u in page['items']]
            if page['next'] is None:
                return got
            after = '?after=' + page['next']
    for _ in range(3):
        create(ADMIN, login_name(), 'counsellor', UNIT)
    with S.cluster.connect('postgres') as su:
        every = {r[0] for r in su.query('SELECT login FROM sec.account')}
        unit = {r[0] for r in su.query('SELECT login FROM sec.account WHERE org = $1', UNIT)}
        host = {r[0] for r in su.query('SELECT login FROM sec.account WHERE org = $1', HOST)}
    equal(logins(ADMIN), sorted(every))
    equal(logins(ONE), sorted(unit))
    equal(logins(MANAGER), sorted(host))
    refused(ADMIN.get('/users?after=%27'), 400, 'invalid_parameter')


# --- making accounts -----------------------------------------------------------------------------------------------

@test('a login is taken once')
def _():
    login = login_name()
    equal(create(ADMIN, login, 'counsellor', UNIT).status, 201)
    refused(create(ADMIN, login, 'director', UNIT_DOUAI), 409, 'login_taken')
    refused(create(MANAGER, login, 'tutor', HOST), 409, 'login_taken', 'by a host manager too')


@test('two at once with the same login: one gets it')
def _():
    login = login_name()
    answers = at_once(*[lambda c=ADMIN.twin(): create(c, login, 'counsellor', UNIT) for _ in range(4)])
    equal(sorted(a.status for a in answers), [201, 409, 409, 409])
    equal({a.code for a in answers if a.status == 409}, {'login_taken'})


@test('the same creation twice has one effect, and the code is shown once')
def _():
    login, key = login_name(), str(uuid.uuid4())
    first = create(ADMIN, login, 'counsellor', UNIT, key=key)
    again = create(ADMIN, login, 'counsellor', UNIT, key=key)
    equal((first.status, again.status), (201, 201))
    true(first.json['activation_code'] is not None, 'a code')
    equal(again.json, {'id': first.json['id'], 'activation_code': None, 'expires_at': None})
    refused(create(ADMIN, login_name(), 'counsellor', UNIT, key=key), 422, 'idempotency_key_reused')
    answers = at_once(*[lambda c=ADMIN.twin(), k=key: create(c, login, 'counsellor', UNIT, key=k) for _ in range(4)])
    equal({a.body for a in answers}, {again.body})
    equal(ADMIN.post('/users', {}).code, 'idempotency_key_required')


@test('a role has its organisations')
def _():
    for role, org in (('counsellor', HOST), ('tutor', UNIT), ('auditor', UNIT), ('administrator', UNIT),
                      ('director', SERVICE)):
        refused(create(ADMIN, login_name(), role, org), 422, 'role_unfit', role)
    refused(create(ADMIN, login_name(), 'counsellor', str(uuid.uuid4())), 404, 'not_found', 'no such organisation')


@test('what makes no account is refused and the field is named')
def _():
    good = {'login': 'p.good', 'name': 'Anne', 'role': 'counsellor', 'organisation': UNIT}
    for field, values in (('login', ('A.b', 'é.b', '.ab', 'a', 'x' * 64, "o'brien", 'a b', '', 7)),
                          ('name', ('', ' ', ' a', '\u00a0\u2003', 'x' * 201, 'a\nb', None)),
                          ('role', ('judge', 'none', '')), ('organisation', ('1', UNIT.upper(), None))):
        for value in values:
            answer = ADMIN.post('/users', dict(good, **{field: value}), idempotency_key=str(uuid.uuid4()))
            equal((answer.status, answer.code, answer.json['pointer']), (400, 'invalid_field', '/' + field),
                  repr(value))
    answer = ADMIN.post('/users', dict(good, password='x'), idempotency_key=str(uuid.uuid4()))
    equal((answer.code, answer.json['pointer']), ('unknown_field', '/password'))
    longest = made(ADMIN, login_name(), 'counsellor', UNIT, '𝔄' * 200).activate()
    S.later(longest)
    equal(longest.sign_in().get('/me').json['name'], '𝔄' * 200)


@test('who never came is invited again: the old code is dead and the new one works')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT)
    answer = ADMIN.post('/users/%s/invitation' % who.id, None)
    equal(answer.status, 201, answer.text)
    true(answer.json['activation_code'] not in (None, who.code), 'another code')
    password = 'Cheval correct pile agrafe'
    old = S.client().post('/users/activation', {'login': who.login, 'code': who.code, 'password': password})
    refused(old, 401, 'activation_refused')
    who.code = answer.json['activation_code']
    who.activate()
    refused(ADMIN.post('/users/%s/invitation' % who.id, None), 409, 'account_state', 'she came')
    refused(ADMIN.post('/users/%s/reset' % made(ADMIN, login_name(), 'counsellor', UNIT).id, None), 409,
            'account_state', 'who never came is invited, not reset')


# --- officers ------------------------------------------------------------------------------------------------------

@test('a director who got the right to decide decides')
def _():
    who = made(ADMIN, login_name(), 'director', UNIT).activate()
    request = ask(who, officer=True)
    equal(ADMIN.get('/units/%s/requests' % UNIT).json['items'][0]['kind'], 'officer')
    equal(approve(ONE, request).status, 200)
    equal(approve(TWO, request).json['outcome'], 'done')
    equal({k: seen_in_unit(who)[k] for k in ('holder', 'officer')}, {'holder': True, 'officer': True})
    S.later(who)
    third = who.sign_in()
    newcomer = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    request = ask(newcomer)
    equal(approve(third, request).json['outcome'], 'endorsed')
    equal(approve(ONE, request).json['outcome'], 'done')


@test('a director without that right decides nothing')
def _():
    who = member('director')
    S.later(who)
    plain = who.sign_in()
    request = ask(made(ADMIN, login_name(), 'counsellor', UNIT).activate())
    refused(approve(plain, request), 404, 'not_found')
    refused(plain.get('/requests'), 404, 'not_found')
    refused(plain.delete('/requests/' + request), 404, 'not_found')


@test('a director of another unit, and the person herself, decide nothing')
def _():
    request = ask(made(ADMIN, login_name(), 'counsellor', UNIT).activate())
    refused(approve(DOUAI, request), 404, 'not_found')
    two = next(u for u in ADMIN.get('/users').json['items'] if u['login'] == 'd.two')
    answer = ADMIN.post('/users/%s/reset' % two['id'], None)
    refused(approve(TWO, answer.json['id']), 404, 'not_found', 'her own reset')
    equal(ADMIN.delete('/requests/' + answer.json['id']).status, 204)
    refused(approve(ONE, str(uuid.uuid4())), 404, 'not_found', 'no such request')


@test('membership is for counsellors and directors of that unit, one request at a time')
def _():
    referent = made(ADMIN, login_name(), 'referent', UNIT).activate()
    refused(ADMIN.post('/units/%s/members' % UNIT, {'user': referent.id}), 422, 'role_unfit')
    who = made(ADMIN, login_name(), 'counsellor', UNIT)
    refused(ADMIN.post('/units/%s/members' % UNIT, {'user': who.id}), 409, 'account_state', 'not active yet')
    who.activate()
    refused(ADMIN.post('/units/%s/members' % UNIT, {'user': who.id, 'officer': True}), 422, 'role_unfit')
    refused(ADMIN.post('/units/%s/members' % UNIT_DOUAI, {'user': who.id}), 404, 'not_found', 'another unit')
    for bad in ({'user': 'x'}, {'officer': 'yes'}, {'officer': 1}):
        answer = ADMIN.post('/units/%s/members' % UNIT, dict({'user': who.id}, **bad))
        equal((answer.code, answer.json['pointer']), ('invalid_field', '/' + list(bad)[0]))
    ask(who)
    refused(sign_in('x.second').post('/units/%s/members' % UNIT, {'user': who.id}), 409, 'account_state',
            'another administrator')


@test('both officers at once: one endorses and the other decides')
def _():
    for _ in range(3):
        who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
        request = ask(who)
        answers = at_once(lambda r=request: approve(ONE, r), lambda r=request: approve(TWO, r))
        equal(sorted(a.json.get('outcome', a.text) for a in answers), ['done', 'endorsed'])
        true(seen_in_unit(who)['holder'], 'a holder')


@test('the same officer many times at once endorses once and decides nothing')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    request = ask(who)
    answers = at_once(*[lambda c=ONE.twin(): approve(c, request) for _ in range(4)])
    equal(sorted(a.status for a in answers), [200, 409, 409, 409])
    equal({a.code for a in answers if a.status == 409}, {'approved_already'})
    equal(seen_in_unit(who)['holder'], False)


@test('requests are listed where one may look, and taken back once')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT, "Léa d'Or").activate()
    request = ask(who)
    for client, path in ((ADMIN, '/units/%s/requests' % UNIT), (ONE, '/units/%s/requests' % UNIT), (ONE, '/requests'),
                         (ADMIN, '/requests')):
        item = client.get(path).json['items'][0]
        equal((item['id'], item['state'], item['user'], item['endorsed_by'], item['decided_at']),
              (request, 'open', {'id': who.id, 'login': who.login, 'name': "Léa d'Or"}, None, None), path)
    refused(DOUAI.get('/units/%s/requests' % UNIT), 404, 'not_found')
    true(request not in [r['id'] for r in DOUAI.get('/requests').json['items']], 'another unit sees it')
    refused(DOUAI.delete('/requests/' + request), 404, 'not_found')
    equal(ONE.delete('/requests/' + request).status, 204)
    refused(ONE.delete('/requests/' + request), 409, 'request_closed')
    refused(approve(TWO, request), 409, 'request_closed')
    equal(ADMIN.get('/requests').json['items'][0]['state'], 'closed')


@test('a long list of requests has each of them once')
def _():
    with S.cluster.connect('postgres') as su:
        who = made(ADMIN, login_name(), 'counsellor', UNIT_DOUAI)
        su.query('INSERT INTO sec.request (kind, account, org, asked_by, state, asked_at) '
                 "SELECT 'membership', $1::uuid, $2::uuid, $3::uuid, 'closed', now() - (n / 2) * interval '1 day' "
                 'FROM generate_series(1, 120) n', who.id, UNIT_DOUAI, ADMIN.session['user']['id'])
    got, after = [], ''
    while after is not None:
        page = ADMIN.get('/units/%s/requests%s' % (UNIT_DOUAI, after)).json
        got += [(r['asked_at'], r['id']) for r in page['items']]
        after = page['next'] and '?after=' + page['next']
    equal((len(got), len(set(got))), (120, 120))
    equal(got, sorted(got, reverse=True))
    refused(ADMIN.get('/requests?after=x'), 400, 'invalid_parameter')


@test('an administrator sees every unit, a director her own, and a unit that few can open alarms')
def _():
    equal({u['id'] for u in ONE.get('/units').json['items']}, {UNIT})
    every = {u['id']: u for u in ADMIN.get('/units').json['items']}
    true({UNIT, UNIT_DOUAI, HOST, SERVICE} <= set(every), 'all of them')
    equal((every[UNIT]['alarm'], every[UNIT_DOUAI]['alarm']), (False, True))
    refused(ONE.get('/units/' + UNIT_DOUAI), 404, 'not_found')
    refused(ADMIN.get('/units/' + str(uuid.uuid4())), 404, 'not_found')
    one = unit_of(ONE)
    follows = dict.fromkeys(('open_cases', 'waiting_cases', 'placed_cases'))
    equal(dict(one, members=[dict(m, **follows) for m in one['members']]), unit_of(ADMIN), 'C-11')
    equal({k: one[k] for k in every[UNIT]}, every[UNIT])
    equal(one['holders'], sum(m['holder'] for m in one['members']))
    equal(one['officers'], sum(m['officer'] for m in one['members']))


# --- off and on ----------------------------------------------------------------------------------------------------

@test('who is disabled is out with the next request, and signs in no more')
def _():
    who = member()
    S.later(who)
    c = who.sign_in()
    equal(c.open_case(MINIMAL).status, 201)
    answer = ADMIN.put('/users/%s/state' % who.id, {'state': 'disabled'})
    equal((answer.status, answer.json['state'], answer.json['open_cases']), (200, 'disabled', 1), answer.text)
    for path in ('/cases', '/me', '/me/sessions'):
        refused(c.get(path), 401, 'unauthenticated', path)
    refused(c.open_case(MINIMAL), 401, 'unauthenticated')
    S.later(who)
    gone = S.client().post('/sessions', {'login': who.login, 'password': who.password, 'otp': who.otp()})
    refused(gone, 401, 'sign_in_refused')
    equal(ADMIN.put('/users/%s/state' % who.id, {'state': 'disabled'}).status, 200, 'said twice')

    answer = ADMIN.put('/users/%s/state' % who.id, {'state': 'active'})
    equal((answer.status, answer.json['state']), (200, 'active'))
    S.later(who)
    c = who.sign_in()
    refused(c.get('/cases'), 409, 'key_missing', 'enabled again she needs her membership anew')
    request = ask(who)
    equal((approve(TWO, request).status, approve(ONE, request).json['outcome']), (200, 'done'))
    S.later(who)
    equal(who.sign_in().get('/cases').json['items'][0]['identity'], MINIMAL)


@test('nobody switches herself, and only states that there are')
def _():
    me = ADMIN.get('/me').json['id']
    refused(ADMIN.put('/users/%s/state' % me, {'state': 'disabled'}), 404, 'not_found')
    who = made(ADMIN, login_name(), 'counsellor', UNIT)
    for bad in ('invited', 'ACTIVE', ''):
        refused(ADMIN.put('/users/%s/state' % who.id, {'state': bad}), 400, 'invalid_field', bad)
    refused(ADMIN.put('/users/%s/state' % who.id, {'state': 'active'}), 409, 'account_state', 'only she can take it')
    refused(ADMIN.put('/users/%s/state' % uuid.uuid4(), {'state': 'active'}), 404, 'not_found')


@test('an administrator ends all sessions of a person')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    S.later(who)
    first = who.sign_in()
    S.later(who)
    second = who.sign_in()
    answer = ADMIN.delete('/users/%s/sessions' % who.id)
    equal((answer.status, answer.json), (200, {'ended': 2}))
    for c in (first, second):
        refused(c.get('/me'), 401, 'unauthenticated')
    equal(ADMIN.delete('/users/%s/sessions' % who.id).json, {'ended': 0})
    refused(ADMIN.delete('/users/%s/sessions' % uuid.uuid4()), 404, 'not_found')


# --- reset ---------------------------------------------------------------------------------------------------------

@test('a reset takes two officers; then a colleague gives the key back, once')
def _():
    who = member()
    S.later(who)
    c = who.sign_in()
    case = c.open_case(MINIMAL).json['id']
    request = reset_of(who)
    equal(reset_of(who), request, 'asked again')
    refused(approve(ADMIN, request), 404, 'not_found', 'an administrator')
    equal(approve(ONE, request).json, {'outcome': 'endorsed', 'activation_code': None, 'expires_at': None})
    refused(approve(ONE, request), 409, 'approved_already', 'the same twice')
    equal(c.get('/me').status, 200, 'one officer alone ends nothing')
    done = approve(TWO, request)
    equal((done.status, done.json['outcome']), (200, 'done'), done.text)
    refused(approve(TWO, request), 409, 'request_closed', 'replayed')
    refused(c.get('/me'), 401, 'unauthenticated', 'her sessions ended')
    S.later(who)
    old = S.client().post('/sessions', {'login': who.login, 'password': who.password, 'otp': who.otp()})
    refused(old, 401, 'sign_in_refused', 'the old password is dead')
    refused(ADMIN.post('/users/%s/invitation' % who.id, None), 409, 'account_state', 'no code past the officers')

    who.code = done.json['activation_code']
    who.activate()
    refused(S.client().post('/users/activation', {'login': who.login, 'code': who.code, 'password': who.password}), 401,
            'activation_refused', 'the code works once')
    S.later(who)
    c = who.sign_in()
    refused(c.get('/cases/' + case), 409, 'key_missing', 'before re-sealing')
    true(seen_in_unit(who)['awaits_resealing'], 'she waits')
    contains([w['user']['id'] for w in A.get('/me/resealings').json['items']], who.id, 'a colleague sees her')
    refused(c.get('/me/resealings'), 404, 'not_found', 'who holds nothing')
    path = '/units/%s/members/%s/resealing' % (UNIT, who.id)
    refused(c.post(path, None), 404, 'not_found', 'herself')
    refused(DOUAI.post(path, None), 404, 'not_found', 'another unit')
    refused(A.post('/units/%s/members/%s/resealing' % (UNIT_DOUAI, who.id), None), 404, 'not_found')
    equal(A.post(path, None).status, 204)
    refused(A.post(path, None), 404, 'not_found', 'the permit is spent')
    S.later(who)
    equal(who.sign_in().get('/cases/' + case).json['identity'], MINIMAL)


@test('a permit is good for one colleague, also when two come at once')
def _():
    who = member()
    who.code = reset(who)
    who.activate()
    path = '/units/%s/members/%s/resealing' % (UNIT, who.id)
    answers = at_once(lambda: A.post(path, None), lambda: ONE.post(path, None))
    equal(sorted(a.status for a in answers), [204, 404])


@test('a code that got lost after a reset is replaced by another reset')
def _():
    who = member()
    lost = reset(who)
    who.code = reset(who)
    password = 'Cheval correct pile agrafe'
    refused(S.client().post('/users/activation', {'login': who.login, 'code': lost, 'password': password}), 401,
            'activation_refused', 'the lost code')
    who.activate()
    equal(A.post('/units/%s/members/%s/resealing' % (UNIT, who.id), None).status, 204, 'she is still owed the key')


@test('somebody outside any unit is reset by any two officers')
def _():
    auditor = S.person('u.audit')
    auditor.id = auditor.sign_in().session['user']['id']
    request = reset_of(auditor)
    contains([r['id'] for r in DOUAI.get('/requests').json['items']], request)
    equal(approve(DOUAI, request).json['outcome'], 'endorsed')
    auditor.code = approve(ONE, request).json['activation_code']
    auditor.activate()
    S.later(auditor)
    equal(auditor.sign_in().get('/me').status, 200)


@test('an approval in between a change of password is asked anew')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    request = reset_of(who)
    equal(approve(ONE, request).json['outcome'], 'endorsed')
    S.later(who)
    c = who.sign_in()
    S.later(who)
    fresh = 'Nouvelle phrase de passe ' + secrets.token_hex(4)
    answer = c.put('/me/password', {'current_password': who.password, 'otp': who.otp(), 'new_password': fresh})
    equal(answer.status, 204, answer.text)
    equal(approve(TWO, request).json['outcome'], 'endorsed', 'the record that they reset is another')
    equal(approve(ONE, request).json['outcome'], 'done')


# --- one's own -----------------------------------------------------------------------------------------------------

@test('a changed password ends the other sessions and goes on with this one')
def _():
    who = member()
    S.later(who)
    other = who.sign_in()
    S.later(who)
    c = who.sign_in()
    case = c.open_case(MINIMAL).json['id']
    fresh = "D’une phrase à l'autre " + secrets.token_hex(4)

    def change(current, new, otp=None):
        S.later(who)
        return c.put('/me/password', {'current_password': current, 'otp': otp or who.otp(), 'new_password': new})
    refused(change('wrong', fresh), 401, 'current_password_refused', 'wrong password')
    refused(change(who.password, fresh, '000000'), 401, 'current_password_refused', 'wrong code')
    refused(change(who.password, 'azerty'), 422, 'weak_password')
    equal(c.get('/me').status, 200, 'the session goes on')
    equal(other.get('/me').status, 200)
    S.later(who)
    otp = who.otp()
    equal(change(who.password, fresh, otp).status, 204)
    refused(other.get('/me'), 401, 'unauthenticated', 'the other session')
    equal(c.get('/cases/' + case).json['identity'], MINIMAL)
    refused(c.put('/me/password', {'current_password': fresh, 'otp': otp, 'new_password': fresh + 'x'}), 401,
            'current_password_refused', 'the same code twice')
    old, who.password = who.password, fresh
    S.later(who)
    refused(S.client().post('/sessions', {'login': who.login, 'password': old, 'otp': who.otp()}), 401,
            'sign_in_refused')
    S.later(who)
    equal(who.sign_in().get('/cases/' + case).json['identity'], MINIMAL)


@test('one sees the own sessions and ends them one by one')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    clients = []
    for _ in range(3):
        S.later(who)
        clients.append(who.sign_in())
    c = clients[-1]
    items = c.get('/me/sessions').json['items']
    equal([s['current'] for s in items], [True, False, False])
    equal(sorted(items[0]), ['address', 'current', 'expires_at', 'id', 'last_used_at', 'opened_at'])
    equal(c.delete('/me/sessions/' + items[1]['id']).status, 204)
    refused(clients[1].get('/me'), 401, 'unauthenticated')
    equal(clients[0].get('/me').status, 200)
    refused(c.delete('/me/sessions/' + items[1]['id']), 404, 'not_found', 'ended')
    refused(A.delete('/me/sessions/' + items[2]['id']), 404, 'not_found', "somebody else's")
    equal(clients[0].get('/me').status, 200)
    equal(c.delete('/me/sessions/' + items[0]['id']).status, 204, 'the current one')
    refused(c.get('/me'), 401, 'unauthenticated')


# --- hosts ---------------------------------------------------------------------------------------------------------

@test('a host manager invites a tutor, who holds the secret of the host at once, and disables her')
def _():
    who = made(MANAGER, login_name(), 'tutor', HOST, "N'Golo d’Arc")
    tutor = next(m for m in unit_of(ADMIN, HOST)['members'] if m['id'] == who.id)
    equal((tutor['state'], tutor['awaits_resealing']), ('invited', False))
    who.activate()
    true(next(m for m in unit_of(ADMIN, HOST)['members'] if m['id'] == who.id)['holder'], 'a holder')
    S.later(who)
    c = who.sign_in()
    equal(c.get('/me').json['role'], 'tutor')
    answer = MANAGER.put('/users/%s/state' % who.id, {'state': 'disabled'})
    equal((answer.status, answer.json['state']), (200, 'disabled'), answer.text)
    refused(c.get('/me'), 401, 'unauthenticated')


@test('a host manager has no hand in anything but the tutors of her own organisation')
def _():
    other = sign_in('m.autre')
    elsewhere = other.get('/me').json['organisation']['id']
    refused(create(MANAGER, login_name(), 'tutor', elsewhere), 404, 'not_found', 'another host')
    refused(create(MANAGER, login_name(), 'host_manager', HOST), 404, 'not_found', 'another manager')
    refused(create(MANAGER, login_name(), 'counsellor', UNIT), 404, 'not_found', 'a unit')
    who = made(MANAGER, login_name(), 'tutor', HOST)
    for path, send in (('/users/%s/state', lambda p: other.put(p, {'state': 'disabled'})),
                       ('/users/%s/invitation', lambda p: other.post(p, None)), ('/users/%s', other.get)):
        refused(send(path % who.id), 404, 'not_found', path)
        refused(send(path % A.session['user']['id']), 404, 'not_found', path)


@test('sharing the secret of a host can be repeated when it did not come about')
def _():
    who = made(MANAGER, login_name(), 'tutor', HOST)
    with S.cluster.connect('postgres') as su:
        su.query('DELETE FROM sec.box WHERE recipient = $1', who.id)
        su.query('UPDATE sec.permit SET spent_by = NULL, spent_at = NULL WHERE account = $1', who.id)
    waiting = MANAGER.get('/me/resealings').json['items']
    equal([w['user'] for w in waiting], [{'id': who.id, 'login': who.login, 'name': 'Personne'}])
    equal(MANAGER.post('/units/%s/members/%s/resealing' % (HOST, who.id), None).status, 204)
    equal(MANAGER.get('/me/resealings').json['items'], [])


@test('a tutor who is invited again holds the secret as well')
def _():
    who = made(MANAGER, login_name(), 'tutor', HOST)
    answer = MANAGER.post('/users/%s/invitation' % who.id, None)
    equal(answer.status, 201, answer.text)
    who.code = answer.json['activation_code']
    who.activate()
    true(next(m for m in unit_of(ADMIN, HOST)['members'] if m['id'] == who.id)['holder'], 'a holder')


def new_host():
    """A host that was entered while the service runs: it has no pair."""
    with S.cluster.connect('postgres') as su:
        return su.one("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', $2) RETURNING id",
                      str(uuid.uuid4()), 'L’Écurie d’Éole ' + secrets.token_hex(3))


def holders(org):
    return sorted(m['login'] for m in unit_of(ADMIN, org)['members'] if m['holder'])


@test('a host entered while the service runs gets its pair with its first manager, who shares it with a tutor')
def _():
    org = new_host()
    manager = made(ADMIN, login_name(), 'host_manager', org).activate()
    equal(holders(org), [manager.login])
    c = manager.sign_in()
    tutors = [made(c, login_name(), 'tutor', org).activate() for _ in range(2)]
    equal(holders(org), sorted(who.login for who in (manager, *tutors)))
    with S.cluster.connect('postgres') as su:
        su.query('DELETE FROM sec.box WHERE recipient = $1', tutors[1].id)
        su.query('UPDATE sec.permit SET spent_by = NULL, spent_at = NULL WHERE account = $1', tutors[1].id)
    S.later(tutors[0])
    answer = tutors[0].sign_in().post('/units/%s/members/%s/resealing' % (org, tutors[1].id), None)
    equal(answer.status, 204, 'the tutor has the secret in her session')
    second = made(ADMIN, login_name(), 'host_manager', org).activate()
    true(second.login not in holders(org), 'an administrator gives nobody a secret that somebody holds')
    S.later(second)
    refused(create(second.sign_in(), login_name(), 'tutor', org), 409, 'act_key_missing')


@test('a second manager gets the secret of her host from the first, and from nobody else')
def _():
    org = new_host()
    first = made(ADMIN, login_name(), 'host_manager', org).activate()
    c = first.sign_in()
    tutor = made(c, login_name(), 'tutor', org).activate().sign_in()
    second = made(ADMIN, login_name(), 'host_manager', org)
    path = '/units/%s/members/%s/resealing' % (org, second.id)
    refused(c.post(path, None), 404, 'not_found', 'not before she came')
    second.activate()
    equal([w['user']['id'] for w in c.get('/me/resealings').json['items']], [second.id])
    equal(tutor.get('/me/resealings').json['items'], [])
    for client in (tutor, MANAGER, ADMIN, ONE):
        equal(client.post(path, None).status, 404)
    S.later(second)
    mine = second.sign_in()
    equal([r.code for r in (mine.post(path, None), mine.get('/me/resealings'))], ['not_found', 'not_found'])
    true(second.login not in holders(org), 'not yet')
    equal(c.post(path, None).status, 204)
    true(second.login in holders(org), 'a holder')
    refused(c.post(path, None), 404, 'not_found', 'once')
    equal(c.get('/me/resealings').json['items'], [])
    S.later(second)
    equal(create(second.sign_in(), login_name(), 'tutor', org).status, 201, 'she makes tutors as the first does')


@test('the first manager is invited once more, or by two administrators at once: the host has one pair of today')
def _():
    org = new_host()
    first = made(ADMIN, login_name(), 'host_manager', org)
    answer = ADMIN.post('/users/%s/invitation' % first.id, None)
    equal(answer.status, 201, answer.text)
    first.code = answer.json['activation_code']
    first.activate()
    made(first.sign_in(), login_name(), 'tutor', org)
    equal(len(holders(org)), 1, 'who came')

    org, other = new_host(), sign_in('x.second')
    answers = at_once(*(lambda c=c: create(c, login_name(), 'host_manager', org) for c in (ADMIN, other)))
    equal([a.status for a in answers], [201, 201])
    with S.cluster.connect('postgres') as su:
        equal(su.query('SELECT kind, generation FROM sec.certificate WHERE owner = $1', org), [(3, 1)])
        equal(su.query('SELECT kind FROM sec.box WHERE subject = $1 ORDER BY kind', org), [(1,), (2,)])


# --- when a program is down ----------------------------------------------------------------------------------------

@test('without the vault no account is half made, and the same request makes it later')
def _():
    login, key = login_name(), str(uuid.uuid4())
    who = made(ADMIN, login_name(), 'counsellor', UNIT).activate()
    request = ask(who)
    S.kill('jalon-vault')
    refused(create(ADMIN, login, 'counsellor', UNIT, key=key), 503, 'unavailable')
    refused(approve(ONE, request), 503, 'unavailable')
    with S.cluster.connect('postgres') as su:
        equal(su.one('SELECT count(*) FROM sec.account WHERE login = $1', login), 0)
    S.start('jalon-vault')
    answer = create(ADMIN, login, 'counsellor', UNIT, key=key)
    equal(answer.status, 201, answer.text)
    true(answer.json['activation_code'] is not None, 'a code')
    equal(approve(ONE, request).json['outcome'], 'endorsed')
    equal(approve(TWO, request).json['outcome'], 'done')


# --- the log -------------------------------------------------------------------------------------------------------

def log_bytes():
    return b''.join(p.read_bytes() for p in Path(S.path('log')).rglob('*') if p.is_file())


@test('every act on keys is in the log, and a session without the key is refused there, not called tampering')
def _():
    who = made(ADMIN, login_name(), 'counsellor', UNIT)
    known = who.id.encode()
    wait_until(lambda: known in log_bytes(), 10, 'the entry of the account')
    log = log_bytes()
    for action in ('account', 'host', 'membership', 'officer', 'reset', 'reseal'):
        contains(log, b'action keys.%s\n' % action.encode(), action)
    for outcome in ('endorsed', 'denied'):
        contains(log, b'outcome %s\n' % outcome.encode(), outcome)
    true(b'outcome integrity\n' not in log, 'nothing was tampered with')


@test('no code and no password is readable in the database or in what the programs say')
def _():
    answer = create(ADMIN, login_name(), 'counsellor', UNIT)
    code = answer.json['activation_code']
    for name in stack.PROGRAMS:
        true(code not in S.log(name), name)
    with S.cluster.connect('postgres') as su:
        for table in ('account', 'idempotency', 'outbox', 'request', 'permit'):
            rows = su.query('SELECT t::text FROM sec.%s t' % table)
            true(all(code not in r[0] and code.encode().hex() not in r[0] for r in rows), table)


run()
