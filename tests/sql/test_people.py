# SPDX-License-Identifier: EUPL-1.2
"""Accounts, own sessions, passwords: who may, what comes of it, what the ticket says to the vault, what is noted."""
import secrets
import uuid

import fixture
import pg
from fixture import COLLEAGUE, COUNSELLOR, DECOY, NIL, ORGANISATIONS, now_us, refused, sha256
from people import (GONE, NEW, NO, OK, ROLES, SEAL, SEAL_HOST, STORE, SU, W, actions, ask, ask_reset, at_once, call,
                    cannot, certificate, current, decide, endorse, generation, holds, host_pair, invite_manager, member,
                    new_host, new_params, permit, race, read_act, read_unlock, request_state, reset, sealed, set_state,
                    sid, somebody, state_of)
from tap import equal, run, test, true

# who may: table 6a, row "Keys, config", and the accounts of DESIGN section 1

SUBJECT = {'member': somebody(), 'officer': somebody('director'), 'resettable': member(),
           'invited': somebody(enrol=False),
           'asked': somebody(), 'tutor': somebody('tutor', 'host', by='manager')}
REQUEST = {'member': ask(SUBJECT['asked']), 'reset': ask_reset(member())}
ENDORSED = ask(somebody())
endorse(ENDORSED, 'dep.lille')
RESET_MEMBER = member()
reset(RESET_MEMBER)
SUBJECT['reseal'] = RESET_MEMBER
HOST3 = new_host()
SUBJECT['first'] = invite_manager(HOST3)[0]
A = {k: W.account[v] for k, v in SUBJECT.items()}
# function -> (statement, parameters, {who: state}); JA004 for everybody who is not named
MATRIX = {
    'own_sessions': ('SELECT * FROM sec.own_sessions()', tuple, dict.fromkeys(ROLES, OK)),
    'end_session': ('SELECT sec.end_session($1)', lambda: (str(uuid.uuid4()),), dict.fromkeys(ROLES, GONE)),
    'end_sessions': ('SELECT sec.end_sessions($1)', lambda: (A['member'],), {'administrator': OK}),
    'password': ('SELECT sec.password($1, $2)', lambda: (b'x', b'y'), dict.fromkeys(ROLES, 'JA003')),
    'account_new of a counsellor': (NEW, lambda: new_params('counsellor', 'lille'), {'administrator': OK}),
    'account_new of a tutor': (NEW, lambda: new_params('tutor', 'host'), {'administrator': OK, 'host_manager': OK}),
    'account_again': ('SELECT sec.account_again($1)', lambda: (A['invited'],),
                      {'administrator': OK, 'host_manager': GONE, 'host_manager of another host': GONE}),
    'account_seal': (SEAL, lambda: (A['invited'], bytes(320), certificate(A['invited'], 2), b''),
                     {'administrator': OK, 'host_manager': GONE, 'host_manager of another host': GONE}),
    'account_seal with a host pair': (SEAL_HOST, lambda: sealed(A['first'], HOST3, 2),
                                      {'administrator': OK, 'host_manager': GONE,
                                       'host_manager of another host': GONE}),
    'account_set_state of a counsellor': ('SELECT sec.account_set_state($1, $2)', lambda: (A['member'], 'disabled'),
                                          {'administrator': OK, 'host_manager': GONE,
                                           'host_manager of another host': GONE}),
    'account_set_state of a tutor': ('SELECT sec.account_set_state($1, $2)', lambda: (A['tutor'], 'disabled'),
                                     {'administrator': OK, 'host_manager': OK, 'host_manager of another host': GONE}),
    'member_ask': ('SELECT sec.member_ask($1, $2, false)', lambda: (W.org['lille'], A['member']),
                   {'administrator': OK}),
    'member_ask of an officer': ('SELECT sec.member_ask($1, $2, true)', lambda: (W.org['lille'], A['officer']),
                                 {'administrator': OK}),
    'reset_ask': ('SELECT sec.reset_ask($1)', lambda: (A['resettable'],),
                  {'administrator': OK, 'director': OK, 'director of another unit': GONE}),
    'requests of a unit': ('SELECT * FROM sec.requests($1)', lambda: (W.org['lille'],),
                           {'administrator': OK, 'director': OK}),
    'requests of a host': ('SELECT * FROM sec.requests($1)', lambda: (W.org['host'],),
                           {'administrator': OK, 'director': OK, 'director of another unit': OK}),
    'requests everywhere': ('SELECT * FROM sec.requests($1)', lambda: (None,),
                            {'administrator': OK, 'director': OK, 'director of another unit': OK}),
    'request_close': ('SELECT sec.request_close($1)', lambda: (REQUEST['member'],),
                      {'administrator': OK, 'director': OK}),
    'approve_ticket': ('SELECT sec.approve_ticket($1)', lambda: (REQUEST['member'],), {'director': OK}),
    'approve_ticket of a reset': ('SELECT sec.approve_ticket($1)', lambda: (REQUEST['reset'],), {'director': OK}),
    'approve_store': (STORE, lambda: (ENDORSED, 2, b'', b'box', b'', b'', b''), {'director': OK}),
    'permits': ('SELECT * FROM sec.permits()', tuple,
                dict.fromkeys(set(ROLES) - {'referent'}, OK)),
    'reseal_ticket': ('SELECT sec.reseal_ticket($1, $2)', lambda: (A['reseal'], W.org['lille']),
                      {'counsellor': OK, 'director': OK}),
    'reseal_store': ('SELECT sec.reseal_store($1, $2, $3)', lambda: (A['reseal'], W.org['lille'], b'box'),
                     {'counsellor': OK, 'director': OK}),
    'reseal_ticket of a tutor': ('SELECT sec.reseal_ticket($1, $2)', lambda: (A['tutor'], W.org['host']),
                                 {'host_manager': OK, 'tutor': OK}),
    'units': ('SELECT * FROM sec.units()', tuple,
              {'administrator': OK, 'director': OK, 'director of another unit': OK}),
    'unit_territory': ("SELECT sec.unit_territory($1, '59')", lambda: (W.org['lille'],), {'administrator': OK}),
    'members': ('SELECT * FROM sec.members($1)', lambda: (W.org['lille'],),
                {'administrator': OK, 'director': OK, 'director of another unit': 'JA007'}),
}


def add_matrix(name, sql, params, allowed):
    @test('who may call %s: %s' % (name, ', '.join(sorted(w for w, s in allowed.items() if s == OK))
                                   or 'the right bytes'))
    def _():
        for role, login in ROLES.items():
            with W.bound(sid(login), commit=False) as c:
                state = c.state(sql, *params())
            equal(state, allowed.get(role, NO), '%s by %s' % (name, role))

    @test('without a live session nobody calls ' + name)
    def _():
        W.web.query('BEGIN')
        state = W.web.state(sql, *params())
        W.web.query('ROLLBACK')
        equal(state, 'JA001')


for _name, _row in MATRIX.items():
    add_matrix(_name, *_row)


@test('every function for jalon_web that landing 2 added is in the matrix')
def _():
    open_ = {n for n, in SU.query("SELECT proname FROM pg_proc WHERE pronamespace = 'sec'::regnamespace"
                                  " AND has_function_privilege('jalon_web', oid, 'EXECUTE')")}
    before = {'sign_in_material', 'open_session', 'enrol', 'bind', 'me', 'whoami', 'touch', 'keep_keys', 'sign_out',
              'fetch',
              'seal_ticket', 'store'}
    before |= {'log_search', 'log_mine', 'log_case', 'log_bundle'}  # in test_log
    # in test_glass
    before |= {'my_unit', 'my_caseload', 'caseload', 'my_glass', 'glass_material', 'break_glass',
               'glass_end', 'glass_own', 'glass_of'}
    # in test_glass_outside
    before |= {'glass_ask_material', 'glass_ask', 'glass_requests', 'glass_give_ticket', 'glass_give',
               'glass_request_close'}
    before |= {'generation_ticket', 'generation_store'}  # in test_generation
    before |= {'demo_day', 'play_day', 'my_host', 'my_delegation', 'my_signing', 'made', 'share_ticket', 'share_store',
               'needs_share', 'margins_gone', 'terms', 'forecast', 'has_key', 'attests'}  # in test_placement
    equal(open_ - before, {n.split(' ')[0] for n in MATRIX})


@test('functions of recovery and restore are open to the migrator alone')
def _():
    for name in ('sec.recovery_lines()', 'sec.refound_open()', 'sec.backup_begun()', 'sec.restored()'):
        equal([SU.one('SELECT has_function_privilege($1, $2, $3)', r, name, 'EXECUTE') for r in pg.LOGIN_ROLES],
              [True, False, False])


# reading

def sees(login, what='login', table='sec.account'):
    with W.bound(sid(login)) as c:
        return {v for v, in c.query('SELECT %s FROM %s' % (what, table))}


@test('an administrator sees every account, a director her unit, a host manager her host, everybody else herself')
def _():
    every = {v for v, in SU.query('SELECT login FROM sec.account')}
    at = lambda org: {v for v, in SU.query('SELECT login FROM sec.account WHERE org = $1', W.org[org])}
    equal(sees('admin'), every)
    equal(sees('dir.lille'), at('lille'))
    equal(sees('dir.douai'), at('douai'))
    equal(sees('manager'), at('host'))
    for login in (COUNSELLOR, 'referent', 'tutor', 'auditor'):
        equal(sees(login), {login})
    W.web.query('BEGIN')
    equal(W.web.query('SELECT id FROM sec.account'), [])
    equal(W.web.query('SELECT id FROM sec.organisation'), [])
    W.web.query('ROLLBACK')


@test('of an account id, login, name, role, org, state and created_at are read, nothing else, and nothing is written')
def _():
    columns = {c for c,
               in SU.query("SELECT attname FROM pg_attribute WHERE attrelid = 'sec.account'::regclass AND attnum > 0"
                                    " AND has_column_privilege('jalon_web', attrelid, attnum, 'SELECT')")}
    equal(columns, {'id', 'login', 'name', 'role', 'org', 'state', 'created_at'})
    with W.bound(sid('admin'), commit=False) as c:
        for sql in ('SELECT record FROM sec.account', 'SELECT * FROM sec.account',
                    "UPDATE sec.account SET state = 'active'",
                    'DELETE FROM sec.account', 'SELECT * FROM sec.request', 'SELECT body FROM sec.permit'):
            refused('42501', c, sql)


@test('every live session reads the names of organisations')
def _():
    for login in ROLES.values():
        equal(sees(login, 'id', 'sec.organisation'), set(W.org.values()))


# accounts

@test('account_new: an act-1 ticket bit for bit, then the record signs in and the outbox tells')
def _():
    mark, session = W.mark(), sid('admin')
    with W.bound(session) as c:
        account, replayed, material = c.query(NEW, 'nina.d', "Nina d'Hondt", 'counsellor', W.org['lille'],
                                              secrets.token_bytes(32),
                                              secrets.token_bytes(32))[0]
        t, blob, rest = read_act(material)
        rest.end()
        equal((replayed, blob, t['kind'], t['session'], t['user'], t['role'], t['org'], t['reason'], t['default']),
              (False, b'blob', 4, sha256(session), W.account['admin'], 'administrator', W.org['service'], '', 0))
        true(abs(t['issued'] - now_us()) < 5_000_000, 'issue time')
        equal(t['item'], {'act': 1, 'statement': 0, 'request': NIL, 'user': account, 'user_generation': 1,
                          'org_kind': 2,
                          'org': W.org['lille'], 'org_generation': 1, 'record_version': 1})
        equal(c.one('SELECT sec.sign_in_material($1)', 'nina.d'), DECOY)  # no record yet: as if unknown
        record, cert = fixture.record_of('nina.d'), certificate(account, 1)
        c.query(SEAL, account, record, cert, b'')
    equal(SU.query('SELECT state::text, auth_version, record, public_key, enrolled_generation FROM sec.account'
                   ' WHERE id = $1', account),
          [('invited', 1, record, cert[22:54], 0)])
    equal(current(account), cert)
    equal(W.web.one('SELECT sec.sign_in_material($1)', 'nina.d'), record)
    equal(sorted(actions(mark, 'admin')), ['account.create', 'account.invite', 'key.certificate'])
    W.account['nina.d'], W.version['nina.d'] = account, 1
    mark = W.mark()
    W.enrol('nina.d')
    equal([(r['action'], r['actor'], r['row_id']) for r in W.outbox(mark)], [('account.enrol', account, account)])
    equal(call('nina.d', 'SELECT login FROM sec.whoami()'), 'nina.d')


@test('a role fits the kind of its organisation')
def _():
    fits = {'unit': {'counsellor', 'director', 'referent'}, 'host': {'host_manager', 'tutor'}, 'audit': {'auditor'},
            'service': {'administrator'}}
    with W.bound(sid('admin'), commit=False) as c:
        for org, (kind, _) in ORGANISATIONS.items():
            for role in {r for roles in fits.values() for r in roles} | {'judge', ''}:
                c.query('SAVEPOINT s')
                equal(c.state(NEW, *new_params(role, org)), OK if role in fits[kind] else 'JA009',
                      '%s in %s' % (role, kind))
                c.query('ROLLBACK TO s')
        refused('JA009', c, NEW, *new_params(None, 'lille'))
        refused('JA007', c, NEW, 'nobody', 'Nom', 'tutor', str(uuid.uuid4()), bytes(32), bytes(32))
        refused('JA007', c, NEW, 'nobody', 'Nom', 'tutor', None, bytes(32), bytes(32))


@test('a host manager makes tutors of her own organisation and nobody else')
def _():
    for role, org in (('host_manager', 'host'), ('tutor', 'host2'), ('counsellor', 'lille'),
                      ('administrator', 'service'), (None, 'host')):
        cannot('JA004', 'manager', NEW, *new_params(role, org))


@test('logins and names are held to their form')
def _():
    with W.bound(sid('admin'), commit=False) as c:
        for login in ('', 'a', 'A.b', '.ab', 'a b', "a'b", 'é.b', 'ab\n', 'a' * 64, None):
            refused('JA009', c, NEW, login, 'Nom', 'counsellor', W.org['lille'], bytes(32), bytes(32))
        for name in ('', '   ', 'x' * 201, 'a\nb', None):
            refused('JA009', c, NEW, 'good', name, 'counsellor', W.org['lille'], bytes(32), bytes(32))
        for key, digest in ((b'', bytes(32)), (bytes(31), bytes(32)), (bytes(32), None), (None, bytes(32))):
            refused('JA009', c, NEW, 'good', 'Nom', 'counsellor', W.org['lille'], key, digest)
        equal(c.state(NEW, 'a' * 63, 'x' * 200, 'counsellor', W.org['lille'], bytes(32), bytes(32)), OK)


@test('a repeated account_new gives the same account and nothing to seal; other content under its key is refused')
def _():
    params = ('twice', 'Nom', 'counsellor', W.org['lille'], secrets.token_bytes(32), secrets.token_bytes(32))
    with W.bound(sid('admin')) as c:
        account = c.query(NEW, *params)[0][0]
        c.query(SEAL, account, bytes(320), certificate(account, 1), b'')
    mark = W.mark()
    with W.bound(sid('admin')) as c:
        equal(c.query(NEW, *params), [(account, True, None)])
        refused('JA006', c, NEW, *params[:5], secrets.token_bytes(32))
    equal(actions(mark), [])
    cannot('JA011', 'admin2', NEW, *params)  # another's key is another key
    with W.bound(sid(COUNSELLOR)) as c:
        key = secrets.token_bytes(32)
        c.query('SELECT casework.open_case($1, $2, false)', key, bytes(32))
    cannot('JA011', 'admin', NEW, COLLEAGUE, 'Nom', 'counsellor', W.org['lille'], bytes(32), bytes(32))


@test('two administrators make one login at the same instant: one account, the other is told that it is taken')
def _():
    def make(c):
        account = c.query(NEW, 'contended', 'Nom', 'counsellor', W.org['lille'], secrets.token_bytes(32),
                          secrets.token_bytes(32))[0][0]
        c.query(SEAL, account, bytes(320), certificate(account, 1), b'')
    got = at_once(('admin', make), ('admin2', make))
    equal(sorted(str(getattr(g, 'state', 'made')) for g in got), ['JA011', 'made'])
    equal(SU.one("SELECT count(*) FROM sec.account WHERE login = 'contended'"), 1)


@test('the same request twice at the same instant makes one account')
def _():
    params = ('once', 'Nom', 'counsellor', W.org['lille'], secrets.token_bytes(32), secrets.token_bytes(32))

    def make(c):
        account, replayed, _ = c.query(NEW, *params)[0]
        if not replayed:
            c.query(SEAL, account, bytes(320), certificate(account, 1), b'')
        return account, replayed
    (one, first), (two, second) = at_once(('admin', make), ('admin', make))
    equal((one, sorted((first, second))), (two, [False, True]))


@test('account_seal takes one record and one certificate: of this account, the next generation, without the flag')
def _():
    login = somebody(enrol=False)
    account, other = W.account[login], W.account[COUNSELLOR]
    good, record = certificate(account, 2), bytes(320)
    with W.bound(sid('admin'), commit=False) as c:
        for rec, cert, perm in ((record[:-1], good, b''), (None, good, b''), (record, good[:-1], b''),
                                (record, None, b''),
                                (record, certificate(other, 2), b''), (record, certificate(account, 2, True), b''),
                                (record, certificate(account, 2, kind=2), b''), (record, good, permit())):
            refused('JA009', c, SEAL, account, rec, cert, perm)
        for number in (1, 3, 2**32 - 1):
            refused('JA005', c, SEAL, account, record, certificate(account, number), b'')
        refused('JA007', c, SEAL, str(uuid.uuid4()), record, good, b'')
        refused('JA005', c, SEAL, other, record, certificate(other, 2), b'')
        c.query(SEAL, account, record, good, None)


@test('another invitation voids the first: next generation, next version; of two at once the later code is good')
def _():
    login = somebody(enrol=False)
    account = W.account[login]
    old = W.grant(login, kind=2, record_hash=sha256(fixture.record_of(login, 2)))
    mark = W.mark()
    with W.bound(sid('admin')) as c:
        item = read_act(c.one('SELECT sec.account_again($1)', account))[0]['item']
        equal((item['act'], item['user'], item['user_generation'], item['record_version']), (1, account, 2, 2))
        c.query(SEAL, account, secrets.token_bytes(320), certificate(account, 2), b'')
    equal(sorted(actions(mark, 'admin')), ['account.invite', 'key.certificate'])
    refused('JA003', W.web, 'SELECT sec.enrol($1, $2)', old, fixture.record_of(login, 2))
    W.version[login] = 2

    def first(c):
        c.query('SELECT sec.account_again($1)', account)
        c.query(SEAL, account, secrets.token_bytes(320), certificate(account, 3), b'')
    item = race(('admin', first),
                ('admin2', lambda c: read_act(c.one('SELECT sec.account_again($1)', account))[0]['item']))
    equal((item['user_generation'], item['record_version']), (4, 4))
    W.version[login] = 3
    W.enrol(login)
    cannot('JA005', 'admin', 'SELECT sec.account_again($1)', account)  # she has come


@test('an account that two officers have just reset is not for an administrator to take by another invitation')
def _():
    login = member()
    reset(login)
    equal(state_of(login), 'invited')
    cannot('JA005', 'admin', 'SELECT sec.account_again($1)', W.account[login])
    cannot('JA005', 'admin', SEAL, W.account[login], bytes(320), certificate(W.account[login], 3), b'')
    decide(ask_reset(login))  # the code was lost: again by two
    equal((state_of(login), generation(W.account[login])), ('invited', 3))


@test("a host manager's tutor comes with a permit and gets the host's secret once, from any colleague who has it")
def _():
    login = somebody('tutor', 'host', by='manager', enrol=False)
    account = W.account[login]
    true(not holds(login), 'box before re-sealing')
    cannot('JA004', 'manager2', 'SELECT sec.reseal_ticket($1, $2)', account, W.org['host'])
    cannot('JA004', 'manager2', 'SELECT sec.reseal_ticket($1, $2)', account, '00000000-0000-4000-8000-000000000000')
    cannot('JA007', 'manager2', 'SELECT sec.reseal_ticket($1, $2)', account, W.org['host2'])
    mark = W.mark()
    with W.bound(sid('manager')) as c:
        true((account, login) in c.query('SELECT account, login FROM sec.permits()'), 'not among those who wait')
        t, blob, rest = read_act(c.one('SELECT sec.reseal_ticket($1, $2)', account, W.org['host']))
        equal((t['kind'], t['role'], blob), (4, 'host_manager', b'blob'))
        equal(t['item'], {'act': 3, 'statement': 0, 'request': NIL, 'user': account, 'user_generation': 1,
                          'org_kind': 3,
                          'org': W.org['host'], 'org_generation': 1, 'record_version': 0})
        equal((rest.lv('B'), rest.lv('B')),
              (current(account), SU.one('SELECT body FROM sec.permit WHERE account = $1', account)))
        rest.end()
        refused('JA009', c, 'SELECT sec.reseal_store($1, $2, $3)', account, W.org['host'], b'')
        c.query('SELECT sec.reseal_store($1, $2, $3)', account, W.org['host'], b'sealed')
        refused('JA007', c, 'SELECT sec.reseal_store($1, $2, $3)', account, W.org['host'], b'sealed')
    true(holds(login), 'no box')
    equal(sorted(actions(mark, 'manager')), ['key.box', 'member.reseal'])
    W.enrol(login)
    equal(read_unlock(login), [b'sealed'])


# the pair of a host

def pairs(org):
    return SU.query('SELECT generation, officer FROM sec.certificate WHERE kind = 3 AND owner = $1 ORDER BY generation',
                    W.org[org])


def boxes(org):
    return SU.query('SELECT kind, recipient_kind, recipient, recipient_generation, subject_kind, subject_generation'
                    ' FROM sec.box WHERE subject = $1 ORDER BY kind, subject_generation', W.org[org])


def said(item):
    """(statement, generation of the host's pair, generation of the recovery pair) of an act-1 item"""
    return item['statement'], item['org_generation'], uuid.UUID(item['request']).int


@test('the first manager of a host without a pair: statement 4 bit for bit, certificate, two boxes, and each is noted')
def _():
    org, mark = new_host(), W.mark()
    login, item = invite_manager(org)
    account = W.account[login]
    equal(item, {'act': 1, 'statement': 4, 'request': str(uuid.UUID(int=1)), 'user': account, 'user_generation': 1,
                 'org_kind': 3, 'org': W.org[org], 'org_generation': 1, 'record_version': 1})
    equal(pairs(org), [(1, False)])
    equal(boxes(org), [(1, 1, account, 1, 3, 1), (2, 9, NIL, 1, 3, 1)])
    equal(sorted(actions(mark, 'admin')), ['account.create', 'account.invite', 'key.box', 'key.box', 'key.certificate',
                                           'key.certificate'])
    true(holds(login), 'no secret')
    W.enrol(login)
    equal(read_unlock(login), [SU.one('SELECT body FROM sec.box WHERE kind = 1 AND subject = $1', W.org[org])])
    equal(SU.query('SELECT sec.recovery_lines() INTERSECT SELECT format($1, $2::uuid, encode(b.body, $3))'
                   ' FROM sec.box b WHERE b.kind = 2 AND b.subject = $2', 'recovery %s 1 1 %s', W.org[org], 'hex')
          != [], True, 'recovery line')
    tutor, item = None, None
    with W.bound(sid(login)) as c:
        tutor, _, material = c.query(NEW, *new_params('tutor', org))[0]
        item = read_act(material)[0]['item']
        c.query(SEAL, tutor, bytes(320), certificate(tutor, 1), permit())
        c.query('SELECT sec.reseal_ticket($1, $2)', tutor, W.org[org])
        c.query('SELECT sec.reseal_store($1, $2, $3)', tutor, W.org[org], b'sealed')
    equal(said(item), (0, 1, 0))
    equal(SU.one('SELECT sec.holds($1, $2)', tutor, W.org[org]), True)


@test('while somebody holds the secret of a host, or may still come to, nobody else gets statement 4')
def _():
    org = new_host()
    first, _ = invite_manager(org)
    for state in ('invited', 'active'):
        equal(said(invite_manager(org)[1]), (0, 1, 0), state)
        if state == 'invited':
            W.enrol(first)
    equal(said(invite_manager(org, role='tutor')[1]), (0, 1, 0), 'a tutor')
    equal(said(invite_manager('host')[1]), (0, 1, 0), 'a host of the founding')
    equal(said(invite_manager(new_host(), role='tutor')[1]), (0, 0, 0), 'a tutor in a host without a pair')
    equal(said(invite_manager('douai', role='director')[1]), (0, 1, 0), 'a unit')
    equal(pairs(org), [(1, False)])


@test('whoever is invited once more as the only holder, or after all holders are gone, gets the next pair')
def _():
    org = new_host()
    login, _ = invite_manager(org)
    equal(said(invite_manager(org, again=login)[1]), (4, 2, 1), 'the code got lost')
    equal(boxes(org), [(1, 1, W.account[login], 2, 3, 2), (2, 9, NIL, 1, 3, 1), (2, 9, NIL, 1, 3, 2)])
    set_state(login, 'disabled')  # she never came
    other, item = invite_manager(org, enrol=True)
    equal(said(item), (4, 3, 1))
    cannot('JA005', 'admin', 'SELECT sec.account_set_state($1, $2)', W.account[other], 'disabled')  # she holds it
    cannot('JA005', 'admin', 'SELECT sec.account_again($1)', W.account[other])
    set_state(login, 'active')
    equal(said(invite_manager(org, again=login)[1]), (0, 3, 0))
    reset(other)  # by two officers
    equal(said(invite_manager(org, again=login)[1]), (4, 4, 1))
    equal(pairs(org), [(n, False) for n in (1, 2, 3, 4)])
    equal((holds(login), holds(other)), (True, False))


@test('account_seal takes the pair of a host when its ticket could ask for one, whole, and nothing but that host\'s')
def _():
    org, other = new_host(), new_host()
    with W.bound(sid('admin'), commit=False) as c:
        account = c.query(NEW, *new_params('host_manager', org))[0][0]
        good = sealed(account, org, 1)
        cert, box, recovery = good[4:]
        for bad in ((None, box, recovery), (cert, None, recovery), (cert, box, b''), (b'', box, recovery),
                    (cert[:-1], box, recovery), (cert, box[:-1], recovery), (cert, box, recovery + b'x'),
                    (host_pair(other, 1)[0], box, recovery), (certificate(account, 1, kind=3), box, recovery),
                    (certificate(W.org[org], 1, kind=2), box, recovery),
                    (certificate(W.org[org], 1), box, recovery),
                    (certificate(W.org[org], 1, True, kind=3), box, recovery)):
            refused('JA009', c, SEAL_HOST, *good[:4], *bad)
        for number in (0, 2, 2**32 - 1):
            refused('JA005', c, SEAL_HOST, *good[:4], *host_pair(org, number))
        refused('JA005', c, SEAL, *good[:4])  # the host would have no pair
        refused('JA009', c, SEAL_HOST, *good[:3], permit(), *good[4:])
        equal(pairs(org), [])
        c.query(SEAL_HOST, *good)
        # replayed, with another pair of the same host, with the next: none is taken again
        for again in (good[4:], host_pair(org, 1), host_pair(org, 2)):
            refused('JA005', c, SEAL_HOST, *good[:4], *again)
        equal(c.one('SELECT count(*) FROM sec.organisation WHERE id = $1', W.org[org]), 1)
    for role, where in (('counsellor', 'lille'), ('tutor', 'host'), ('tutor', org), ('host_manager', 'host'),
                        ('auditor', 'audit'), ('administrator', 'service')):
        with W.bound(sid('admin'), commit=False) as c:
            account = c.query(NEW, *new_params(role, where))[0][0]
            good = sealed(account, where, 1)
            refused('JA005', c, SEAL_HOST, *good)
            refused('JA005', c, SEAL_HOST, *good[:4], *host_pair(where, 2))
            c.query(SEAL_HOST, *good[:4], b'', b'', b'')


@test('a replayed account_seal with another pair finds a holder, who came first, and is refused')
def _():
    org = new_host()
    first, _ = invite_manager(org)
    second, _ = invite_manager(org)
    with W.bound(sid('admin'), commit=False) as c:
        for number in (1, 2):
            refused('JA005', c, SEAL_HOST, *sealed(W.account[second], org, number))
        refused('JA005', c, SEAL_HOST, *sealed(W.account[first], org, 1))
    W.enrol(first)
    for number in (1, 2):
        cannot('JA005', 'admin', SEAL_HOST, *sealed(W.account[first], org, number))
    equal(pairs(org), [(1, False)])


@test('two administrators invite managers into one host at the same instant: one pair, the second gets none')
def _():
    def make(c):
        account, _, material = c.query(NEW, *new_params('host_manager', org))[0]
        item = read_act(material)[0]['item']
        c.query(SEAL_HOST, *sealed(account, org, item['org_generation'] if item['statement'] == 4 else 0))
        return said(item)
    for _ in range(5):
        org = new_host()
        equal(sorted(at_once(('admin', make), ('admin2', make))), [(0, 1, 0), (4, 1, 1)])
        equal(pairs(org), [(1, False)])
    org = new_host()
    equal(race(('admin', make), ('admin2', make)), (0, 1, 0))


# switching off and on

@test('a disabled person loses sessions, boxes, requests and endorsements at once, and her open cases are counted')
def _():
    login = member('director', officer=True)
    other = ask(somebody())
    endorse(other, login)
    hers, session = ask_reset(login), sid(login)
    SU.query('INSERT INTO casework.case_file (unit_id, counsellor_id, state) VALUES ($1, $2, $3), ($1, $2, $4)',
             W.org['lille'],
             W.account[login], 'open', 'closed')
    with W.bound(session) as c:
        mark = W.mark()
        with W.connect('jalon_web') as other_connection:
            equal(call('admin', 'SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled',
                       conn=other_connection), 1)
        refused('JA001', c, 'SELECT * FROM sec.whoami()')  # inside the transaction that was open
    refused('JA001', W.web, 'SELECT sec.bind($1)', session)
    equal(W.web.one('SELECT sec.sign_in_material($1)', login), DECOY)
    equal(SU.one('SELECT count(*) FROM sec.box WHERE recipient = $1', W.account[login]), 0)
    equal(SU.query('SELECT DISTINCT ended_by::text, keys FROM sec.session WHERE account = $1', W.account[login]),
          [('disabled', None)])
    equal((request_state(hers), request_state(other)), ('closed', 'open'))
    equal(SU.query('SELECT endorsed_by, endorsement, item FROM sec.request WHERE id = $1', other), [(None, None, None)])
    got = actions(mark, 'admin')
    equal([got.count(a) for a in ('account.disable', 'key.box_delete', 'reset.close', 'member.unendorse')],
          [1, 1, 1, 1])
    true('session.close' in got, 'ended sessions are not noted under who ended them')
    mark = W.mark()
    equal(set_state(login, 'disabled'), 1)
    equal(actions(mark), [])  # already so


@test('enabled again she has her password and nothing else: no box, no right to decide until two officers say so')
def _():
    login = member('director', officer=True)
    set_state(login, 'disabled')
    mark = W.mark()
    set_state(login, 'active')
    equal(actions(mark), ['account.enable'])
    equal((state_of(login), holds(login), read_unlock(login)), ('active', False, []))
    request = ask(somebody())
    cannot('JA004', login, 'SELECT sec.approve_ticket($1)', request)
    cannot('JA004', login, 'SELECT * FROM sec.requests($1)', W.org['lille'])
    again = ask(login)
    equal(SU.one('SELECT kind::text FROM sec.request WHERE id = $1', again), 'officer')  # her certificate still says so
    decide(again)
    endorse(request, login)


@test('who was disabled before she came, or after a reset, comes back as invited')
def _():
    login = somebody(enrol=False)
    set_state(login, 'disabled')
    set_state(login, 'active')
    equal(state_of(login), 'invited')
    W.enrol(login)
    reset(login)
    set_state(login, 'disabled')
    set_state(login, 'active')
    equal(state_of(login), 'invited')
    cannot('JA005', 'admin', 'SELECT sec.account_set_state($1, $2)', W.account[login], 'active')
    for state in ('invited', '', None):
        cannot('JA009', 'admin', 'SELECT sec.account_set_state($1, $2)', W.account[login], state)


@test('nobody disables, resets, re-invites or makes a member of herself')
def _():
    for login in ('admin', 'admin2', 'manager'):
        cannot('JA004', login, 'SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled')
        cannot('JA004', login, 'SELECT sec.account_again($1)', W.account[login])
        cannot('JA004', login, 'SELECT sec.reset_ask($1)', W.account[login])
    cannot('JA004', 'dir.lille', 'SELECT sec.reset_ask($1)', W.account['dir.lille'])
    cannot('JA004', 'admin', 'SELECT sec.member_ask($1, $2, false)', W.org['service'], W.account['admin'])


@test('the last administrator cannot be disabled: two who disable each other at the same instant leave one')
def _():
    pair = [somebody('administrator', 'service') for _ in range(2)]

    disable = lambda whom: lambda c: c.one('SELECT sec.account_set_state($1, $2)', W.account[whom], 'disabled')
    for _ in range(5):
        got = at_once((pair[0], disable(pair[1])), (pair[1], disable(pair[0])))
        equal(sorted(getattr(g, 'state', 'done') for g in got), ['JA001', 'done'])
        equal(sorted(state_of(p) for p in pair), ['active', 'disabled'])
        for p in pair:
            if state_of(p) == 'disabled':
                set_state(p, 'active')


@test('an administrator disabled while she makes an account, asks or disables does none of it')
def _():
    for sql, params in ((NEW, new_params('counsellor', 'lille')),
                        ('SELECT sec.member_ask($1, $2, false)', (W.org['lille'], A['member'])),
                        ('SELECT sec.reset_ask($1)', (A['resettable'],)),
                        ('SELECT sec.account_set_state($1, $2)', (A['member'], 'disabled'))):
        login = somebody('administrator', 'service')
        mark = W.mark()
        equal(race(('admin', lambda c: c.query('SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled')),
                   (login, lambda c: c.query(sql, *params))), 'JA001')
        equal(actions(mark, login), [])


# own sessions and password

@test('own_sessions lists the live ones and marks this one; end_session ends one, of nobody else')
def _():
    login = somebody()
    old, two, mine, foreign = sid(login), sid(login), sid(login), sid(COLLEAGUE)
    SU.query("UPDATE sec.session SET idle_until = now() - interval '1 s' WHERE hash = $1", sha256(old))
    names = {s: SU.one('SELECT id FROM sec.session WHERE hash = $1', sha256(s)) for s in (old, two, mine, foreign)}
    mark = W.mark()
    with W.bound(mine) as c:
        rows = c.query('SELECT id, claimed, current, opened_at <= touched_at, abs_until > now()'
                       ' FROM sec.own_sessions()')
        equal(rows, [(names[mine], '192.0.2.7', True, True, True), (names[two], '192.0.2.7', False, True, True)])
        for s in (foreign, old):
            refused('JA007', c, 'SELECT sec.end_session($1)', names[s])
        c.query('SELECT sec.end_session($1)', names[two])
        refused('JA007', c, 'SELECT sec.end_session($1)', names[two])
        equal([r[0] for r in c.query('SELECT id FROM sec.own_sessions()')], [names[mine]])
    refused('JA001', W.web, 'SELECT sec.bind($1)', two)
    equal([(r['action'], r['actor'], r['row_id']) for r in W.outbox(mark)],
          [('session.close', W.account[login], names[two])])
    with W.bound(mine) as c:
        c.query('SELECT sec.end_session($1)', names[mine])
        refused('JA001', c, 'SELECT * FROM sec.own_sessions()')


@test('an administrator ends all sessions of a person, and the outbox says that it was she')
def _():
    login = somebody()
    sessions = [sid(login) for _ in range(3)]
    mark = W.mark()
    equal(call('admin', 'SELECT sec.end_sessions($1)', W.account[login]), 3)
    equal(actions(mark, 'admin'), ['session.close'] * 3)
    for s in sessions:
        refused('JA001', W.web, 'SELECT sec.bind($1)', s)
    equal(call('admin', 'SELECT sec.end_sessions($1)', W.account[login]), 0)
    cannot('JA007', 'admin', 'SELECT sec.end_sessions($1)', str(uuid.uuid4()))


@test('a password change keeps the session that asked, ends the others, spends the code and voids older grants')
def _():
    login = somebody()
    other, session = sid(login), sid(login)
    older, record = W.grant(login), secrets.token_bytes(320)
    change = lambda **kw: W.grant(login, kind=2, record_hash=sha256(record), **kw)
    spent = W.step
    mark = W.mark()
    with W.bound(session) as c:
        for grant, rec in ((None, record), (change(), record[:-1]), (change(), None), (change(version=1), record),
                           (change(key=b'x' * 32), record),
                           (W.grant(login, kind=1, record_hash=sha256(record)), record),
                           (change(step=spent - 2), record),
                           (W.grant(COLLEAGUE, kind=2, record_hash=sha256(record)), record)):
            refused('JA003', c, 'SELECT sec.password($1, $2)', grant, rec)
        good = change()
        c.query('SELECT sec.password($1, $2)', good, record)
        refused('JA003', c, 'SELECT sec.password($1, $2)', good, record)
        equal(c.one('SELECT login FROM sec.whoami()'), login)
    with W.bound(session) as c:
        equal(c.one('SELECT count(*) FROM sec.own_sessions()'), 1)
    refused('JA001', W.web, 'SELECT sec.bind($1)', other)
    refused('JA003', W.web, 'SELECT sec.open_session($1, $2)', older, '')
    equal(SU.query('SELECT record, auth_version, state::text FROM sec.account WHERE id = $1', W.account[login]),
          [(record, 3, 'active')])
    equal(actions(mark), ['account.password', 'session.close'])
    equal(actions(mark, login), ['account.password', 'session.close'])
    W.version[login] = 3
    refused('JA003', W.web, 'SELECT sec.enrol($1, $2)', W.grant(login, kind=2, record_hash=sha256(record)),
            record)  # she has come already


@test('the last who holds a key is not disabled by one person, so no unit loses it without a recovery')
def _():
    holders = [a for a, in SU.query("SELECT a.id FROM sec.account a JOIN sec.organisation o ON o.id = a.org"
                                    " WHERE o.id = $1 AND a.state = 'active' AND sec.holds(a.id, a.org)",
                                    W.org['lille'])]
    with W.bound(sid('admin'), commit=False) as c:
        for account in holders[:-1]:
            c.query("SELECT sec.account_set_state($1, 'disabled')", account)
        refused('JA005', c, "SELECT sec.account_set_state($1, 'disabled')", holders[-1])


run()
