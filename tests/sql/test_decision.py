# SPDX-License-Identifier: EUPL-1.2
"""What two officers decide about a person, re-sealing by a colleague, and the alarm of a unit: tickets bit for bit,
stages, what makes an approval void, and two at once."""
import secrets
import uuid

from fixture import COLLEAGUE, COUNSELLOR, refused, sha256
from people import (NEW, STORE, SU, W, actions, alarm, approve, ask, ask_reset, at_once, call, cannot, certificate,
                    current, decide, effect, endorse, endorsement, holds, member, new_params, permit, race, read_act,
                    read_unlock,
                    request_state, reset, set_state, sid, somebody, state_of)
from tap import equal, run, test, true

A = {'member': W.account[somebody()], 'invited': W.account[somebody(enrol=False)]}


@test('membership: two act-2 tickets that say the same bit for bit, an endorsement, a box, the secret at sign-in')
def _():
    login = somebody()
    account = W.account[login]
    mark = W.mark()
    request = ask(login)
    want = {'act': 2, 'statement': 1, 'request': request, 'user': account, 'user_generation': 1, 'org_kind': 2,
            'org': W.org['lille'],
            'org_generation': 1, 'record_version': 0}
    paper = endorsement('dir.lille')
    with W.bound(sid('dir.lille')) as c:
        t, blob, rest = read_act(c.one('SELECT sec.approve_ticket($1)', request))
        equal((t['kind'], t['user'], t['role'], blob, t['item']),
              (4, W.account['dir.lille'], 'director', b'blob', want))
        equal((rest.lv('B'), rest.lv('B'), rest.lv('B')), (current(W.account['dir.lille']), current(account), b''))
        rest.end()
        c.query(STORE, request, 1, paper, None, None, None, None)
    equal(holds(login), False)
    with W.bound(sid('dep.lille')) as c:
        t, _, rest = read_act(c.one('SELECT sec.approve_ticket($1)', request))
        equal((t['user'], t['item']), (W.account['dep.lille'], want))
        equal((rest.lv('B'), rest.lv('B'), rest.lv('B')), (current(W.account['dep.lille']), current(account), paper))
        c.query(STORE, request, 2, b'', b'the box', b'', b'', b'')
    equal(read_unlock(login), [b'the box'])
    equal([(a, r) for a in ('member.ask', 'member.endorse', 'member.approve', 'key.box')
           for r in [n['actor'] for n in W.outbox(mark) if n['action'] == a]],
          [('member.ask', W.account['admin']), ('member.endorse', W.account['dir.lille']),
           ('member.approve', W.account['dep.lille']),
           ('key.box', W.account['dep.lille'])])
    equal([n['digest'] for n in W.outbox(mark) if n['action'] in ('member.endorse', 'key.box')],
          [sha256(paper), sha256(b'the box')])
    equal({n['row_id'] for n in W.outbox(mark) if n['action'].startswith('member.')}, {request})


@test('officer: the box and a certificate with the flag over the same key; from then on she decides')
def _():
    login = somebody('director')
    account, request = W.account[login], ask(login, True)
    other = ask(somebody())
    cannot('JA004', login, 'SELECT sec.approve_ticket($1)', other)
    endorse(request, 'dir.lille')
    public = current(account)[22:54]
    mark = W.mark()
    with W.bound(sid('dep.lille')) as c:
        equal(read_act(c.one('SELECT sec.approve_ticket($1)', request))[0]['item']['statement'], 2)
        good = certificate(account, 1, True, public)
        for cert in (b'', certificate(account, 1, False, public), certificate(account, 1, True),
                     certificate(account, 2, True, public),
                     certificate(W.account[COLLEAGUE], 1, True, public), good[:-1]):
            refused('JA009', c, STORE, request, 2, b'', b'box', cert, b'', b'')
        c.query(STORE, request, 2, b'', b'box', good, b'', b'')
    equal(current(account), good)
    equal(sorted(actions(mark, 'dep.lille')), ['key.box', 'key.certificate', 'officer.approve'])
    endorse(other, login)


@test('reset: a new pair, record and version; sessions and boxes fall; a colleague re-seals; she has the secret again')
def _():
    login = member('director', officer=True)
    account, session = W.account[login], sid(login)
    version = W.version[login]
    request = ask_reset(login, by='dir.lille')
    endorse(request, 'dir.lille')
    mark = W.mark()
    record, cert, paper = secrets.token_bytes(320), certificate(account, 2, False), permit()
    with W.bound(sid('dep.lille')) as c:
        item = read_act(c.one('SELECT sec.approve_ticket($1)', request))[0]['item']
        equal((item['statement'], item['user_generation'], item['record_version']), (3, 1, version + 1))
        for wrong in (certificate(account, 2, True), certificate(account, 1, False), certificate(account, 3, False),
                      b''):
            refused('JA009', c, STORE, request, 2, b'', b'', wrong, record, paper)
        c.query(STORE, request, 2, b'', b'', cert, record, paper)
    refused('JA001', W.web, 'SELECT sec.bind($1)', session)
    equal(SU.query('SELECT state::text, auth_version, record FROM sec.account WHERE id = $1', account),
          [('invited', version + 1, record)])
    equal((current(account), holds(login), W.web.one('SELECT sec.sign_in_material($1)', login)), (cert, False, record))
    got = actions(mark, 'dep.lille')
    equal([got.count(a) for a in ('reset.approve', 'account.reset', 'key.certificate', 'key.permit', 'key.box_delete',
                                  'session.close')],
          [1, 1, 1, 1, 1, SU.one("SELECT count(*) FROM sec.session WHERE account = $1 AND ended_by = 'reset'",
                                 account)])
    W.version[login] = version + 1
    W.enrol(login)
    equal(read_unlock(login), [])
    cannot('JA004', login, 'SELECT sec.reseal_ticket($1, $2)', account, W.org['lille'])
    # Who was shown the code may not be the colleague who gives the key: one person would then be two.
    cannot('JA004', 'dep.lille', 'SELECT sec.reseal_ticket($1, $2)', account, W.org['lille'])
    with W.bound(sid(COUNSELLOR)) as c:
        item = read_act(c.one('SELECT sec.reseal_ticket($1, $2)', account, W.org['lille']))[0]['item']
        equal((item['act'], item['user_generation'], item['org_kind']), (3, 2, 2))
        c.query('SELECT sec.reseal_store($1, $2, $3)', account, W.org['lille'], b'again')
    equal(read_unlock(login), [b'again'])
    # The right to decide does not come back with a reset: two others give it.
    cannot('JA004', login, 'SELECT sec.approve_ticket($1)', ask(somebody()))


@test('a second reset before re-sealing keeps her permit; who never had the secret gets none')
def _():
    login = member()
    reset(login)
    reset(login)
    equal(SU.query('SELECT generation FROM sec.permit WHERE account = $1', W.account[login]), [(3,)])
    never = somebody()
    reset(never)
    equal(SU.query('SELECT generation FROM sec.permit WHERE account = $1', W.account[never]), [])
    cannot('JA007', COUNSELLOR, 'SELECT sec.reseal_ticket($1, $2)', W.account[never], W.org['lille'])


@test('a reset of somebody outside any unit is for any two officers; she is named to them')
def _():
    for login, kind, org in (('auditor', 4, 'audit'), ('manager2', 3, 'host2'),
                             (somebody('administrator', 'service'), 5, 'service')):
        cannot('JA007', 'dir.lille', 'SELECT sec.reset_ask($1)', W.account[login])
        request = ask_reset(login)
        with W.bound(sid('dir.douai')) as c:
            equal(c.query('SELECT id, kind, account, login, asked_by, endorsed_by, state FROM sec.requests($1)'
                          ' WHERE state = $2', W.org[org], 'open'),
                  [(request, 'reset', W.account[login], login, W.account['admin'], None, 'open')])
            true(request in {r[0] for r in c.query('SELECT id FROM sec.requests(NULL)')},
                 'not among all that she may decide')
            true(not {W.org['lille']} & {r[0] for r in c.query('SELECT org_id FROM sec.requests(NULL)')},
                 'another unit shown')
            item = read_act(c.one('SELECT sec.approve_ticket($1)', request))[0]['item']
            equal((item['org_kind'], item['org'], item['org_generation']), (kind, W.org[org], 1))
        decide(request, 'dir.douai', 'dir.lille')
        W.version[login] = SU.one('SELECT auth_version FROM sec.account WHERE id = $1', W.account[login])
        W.enrol(login)
        equal((state_of(login), request_state(request)), ('active', 'done'))


@test('an organisation without a pair has generation 0 in the ticket')
def _():
    bare = str(uuid.uuid4())
    SU.query("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', 'Sans clé')", bare)
    with W.bound(sid('admin'), commit=False) as c:
        item = read_act(c.query(NEW, 'bare.tutor', 'Nom', 'tutor', bare, bytes(32), bytes(32))[0][2])[0]['item']
    equal((item['org_kind'], item['org'], item['org_generation']), (3, bare, 0))
    SU.query('DELETE FROM sec.organisation WHERE id = $1', bare)


@test('an officer of another unit neither sees, withdraws nor decides what is asked here; nobody decides about herself')
def _():
    request = ask(somebody())
    for sql in ('SELECT sec.approve_ticket($1)', 'SELECT sec.request_close($1)'):
        cannot('JA004', 'dir.douai', sql, request)
        cannot('JA007', 'dir.lille', sql, str(uuid.uuid4()))
    cannot('JA004', 'dir.douai', STORE, request, 1, endorsement('dir.douai'), b'', b'', b'', b'')
    cannot('JA004', 'dir.douai', 'SELECT * FROM sec.requests($1)', W.org['lille'])
    cannot('JA007', 'admin', 'SELECT * FROM sec.requests($1)', str(uuid.uuid4()))
    own = ask_reset('adj.lille')
    cannot('JA004', 'adj.lille', 'SELECT sec.approve_ticket($1)', own)
    cannot('JA004', 'adj.lille', STORE, own, 1, endorsement('adj.lille'), b'', b'', b'', b'')
    call('adj.lille', 'SELECT sec.request_close($1)', own)
    cannot('JA012', 'dir.lille', 'SELECT sec.approve_ticket($1)', own)


@test('one officer is never both: not in the second stage, not in the first again')
def _():
    request = ask(somebody())
    endorse(request, 'dir.lille')
    cannot('JA004', 'dir.lille', 'SELECT sec.approve_ticket($1)', request)
    cannot('JA004', 'dir.lille', STORE, request, 1, endorsement('dir.lille'), b'', b'', b'', b'')
    cannot('JA004', 'dir.lille', STORE, request, 2, b'', b'box', b'', b'', b'')
    equal(SU.state("UPDATE sec.request SET state = 'done', decided_by = endorsed_by, decided_at = now() WHERE id = $1",
                   request), '23514')
    equal(SU.state("UPDATE sec.request SET state = 'done' WHERE id = $1", request), '23514')


@test('each stage takes its own bytes only, and only when it is due')
def _():
    request, other = ask(somebody()), ask(somebody())
    good = endorsement('dir.lille')
    with W.bound(sid('dir.lille')) as c:
        for paper in (b'', None, good[:-1], good + b'x', b'JEN2' + good[4:], endorsement('dep.lille'), permit()):
            refused('JA009', c, STORE, request, 1, paper, b'', b'', b'', b'')
        for extra in ((b'box', b'', b'', b''), (b'', certificate(A['member'], 1), b'', b''),
                      (b'', b'', bytes(320), b''), (b'', b'', b'', permit())):
            refused('JA009', c, STORE, request, 1, good, *extra)
        for stage in (0, 3, None):
            refused('JA009', c, STORE, request, stage, good, b'', b'', b'', b'')
        refused('JA005', c, STORE, request, 2, b'', b'box', b'', b'', b'')
        c.query(STORE, request, 1, good, b'', b'', b'', b'')
    with W.bound(sid('dep.lille')) as c:
        refused('JA005', c, STORE, request, 1, endorsement('dep.lille'), b'', b'', b'', b'')
        refused('JA009', c, STORE, other, 1, good, b'', b'', b'',
                b'')  # swapped: another officer's, for another request
        for result in ((good, b'box', b'', b'', b''), (b'', b'', b'', b'', b''),
                       (b'', b'box', certificate(A['member'], 1), b'', b''),
                       (b'', b'box', b'', bytes(320), b''), (b'', b'box', b'', b'', permit())):
            refused('JA009', c, STORE, request, 2, *result)
        c.query(STORE, request, 2, b'', b'box', b'', b'', b'')
        refused('JA012', c, STORE, request, 2, b'', b'box', b'', b'', b'')  # replayed
        refused('JA012', c, 'SELECT sec.request_close($1)', request)
    for login in ('dir.lille', 'adj.lille'):
        cannot('JA012', login, 'SELECT sec.approve_ticket($1)', request)


@test('two officers at the same instant: the second waits, sees the first, and hers is the second approval')
def _():
    request = ask(somebody())
    paper = endorsement('dir.lille')

    def first(c):
        c.query('SELECT sec.approve_ticket($1)', request)
        c.query(STORE, request, 1, paper, b'', b'', b'', b'')

    def second(c):
        _, _, rest = read_act(c.one('SELECT sec.approve_ticket($1)', request))
        rest.lv('B'), rest.lv('B')
        equal(rest.lv('B'), paper)
        c.query(STORE, request, 2, b'', b'box', b'', b'', b'')
        return 'done'
    equal(race(('dir.lille', first), ('dep.lille', second)), 'done')
    equal(request_state(request), 'done')


@test('two officers who endorse at the same instant: one endorsement, the other is told that a stage has passed')
def _():
    request = ask(somebody())
    store = lambda login: (login, lambda c: (c.query(STORE, request, 1, endorsement(login), b'', b'', b'', b''),
                                             login)[1])
    got = at_once(store('dir.lille'), store('dep.lille'))
    equal([getattr(g, 'state', 'stored') for g in got].count('JA005'), 1, 'refusals in %r' % got)
    winner = next(g for g in got if isinstance(g, str))
    equal(SU.one('SELECT endorsed_by FROM sec.request WHERE id = $1', request), W.account[winner])


@test('the same officer twice at the same instant is one officer')
def _():
    request = ask(somebody())

    def first(c):
        c.query('SELECT sec.approve_ticket($1)', request)
        c.query(STORE, request, 1, endorsement('dir.lille'), b'', b'', b'', b'')
    equal(race(('dir.lille', first), ('dir.lille', lambda c: c.query('SELECT sec.approve_ticket($1)', request))),
          'JA004')
    box = effect(request)
    equal(race(('dep.lille', lambda c: c.query(STORE, request, 2, *box)),
               ('dep.lille', lambda c: c.query(STORE, request, 2, *box))), 'JA012')


@test('a person disabled while she is decided about is refused; her request is closed')
def _():
    for make in (lambda login: ask(login), lambda login: ask_reset(login)):
        login = somebody()
        request = make(login)
        endorse(request, 'dir.lille')
        equal(race(('admin', lambda c: c.query('SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled')),
                   ('dep.lille', lambda c: c.query('SELECT sec.approve_ticket($1)', request))), 'JA012')
        equal((state_of(login), request_state(request), holds(login)), ('disabled', 'closed', False))
        cannot('JA012', 'dep.lille', STORE, request, 2, *effect(request))


@test('an approval that came first stands until the disabling, which takes its box')
def _():
    login = somebody()
    request = ask(login)
    endorse(request, 'dir.lille')
    box = effect(request)
    race(('dep.lille', lambda c: c.query(STORE, request, 2, *box)),
         ('admin', lambda c: c.query('SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled')))
    equal((state_of(login), request_state(request), holds(login)), ('disabled', 'done', False))


@test('an officer disabled while she decides decides nothing, and what she endorsed before counts no more')
def _():
    login = member('director', officer=True)
    request, other = ask(somebody()), ask(somebody())
    endorse(other, login)
    equal(race(('admin', lambda c: c.query('SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled')),
               (login, lambda c: c.query(STORE, request, 1, endorsement(login), b'', b'', b'', b''))), 'JA001')
    equal(SU.one('SELECT endorsed_by FROM sec.request WHERE id = $1', request), None)
    cannot('JA005', 'dep.lille', STORE, other, 2, b'', b'box', b'', b'', b'')
    decide(other)


@test('an endorsement of what is no longer so is void: her password changed between two approvals of her reset')
def _():
    login = somebody()
    request = ask_reset(login)
    endorse(request, 'dir.lille')
    record = secrets.token_bytes(320)
    session = sid(login)
    with W.bound(session) as c:
        c.query('SELECT sec.password($1, $2)', W.grant(login, kind=2, record_hash=sha256(record)), record)
    cannot('JA005', 'dep.lille', STORE, request, 2, *effect(request))
    endorse(request, 'dir.lille')  # who may endorse what is so now
    approve(request, 'dep.lille')
    equal(state_of(login), 'invited')


@test('member_ask: active counsellors and directors of that unit, officers among directors, one open request a person')
def _():
    login = somebody()
    request = ask(login)
    equal(ask(login), request)  # the same asked again
    cannot('JA005', 'admin2', 'SELECT sec.member_ask($1, $2, false)', W.org['lille'], W.account[login])
    cannot('JA009', 'admin', 'SELECT sec.member_ask($1, $2, true)', W.org['lille'], W.account[login])
    cannot('JA009', 'admin', 'SELECT sec.member_ask($1, $2, NULL)', W.org['lille'], W.account[login])
    cannot('JA009', 'admin', 'SELECT sec.member_ask($1, $2, false)', W.org['lille'], W.account['referent'])
    cannot('JA009', 'admin', 'SELECT sec.member_ask($1, $2, false)', W.org['audit'], W.account['auditor'])
    for org, account in ((W.org['douai'], W.account[login]), (W.org['lille'], str(uuid.uuid4())),
                         (None, W.account[login])):
        cannot('JA007', 'admin', 'SELECT sec.member_ask($1, $2, false)', org, account)
    for other in (COUNSELLOR, 'dir.lille', A['invited']):
        cannot('JA005', 'admin', 'SELECT sec.member_ask($1, $2, false)', W.org['lille'], W.account.get(other, other))
    cannot('JA005', 'admin', 'SELECT sec.member_ask($1, $2, true)', W.org['lille'], W.account['dir.lille'])
    equal(SU.state('INSERT INTO sec.request (kind, account, org, asked_by) VALUES ($1, $2, $3, $4)', 'reset',
                   W.account[login],
                   W.org['lille'], W.account['admin']), '23505')


@test('two administrators who ask for one person at the same instant make one request')
def _():
    login = somebody()
    ask_it = lambda c: c.query('SELECT sec.member_ask($1, $2, false)', W.org['lille'], W.account[login])
    equal(race(('admin', ask_it), ('admin2', ask_it)), 'JA005')
    equal(SU.one("SELECT count(*) FROM sec.request WHERE account = $1", W.account[login]), 1)


@test('a reset overtakes an open membership request, and needs somebody who once came and is not disabled')
def _():
    login = somebody()
    membership = ask(login)
    request = ask_reset(login)
    equal((request_state(membership), ask_reset(login)), ('closed', request))
    cannot('JA005', 'admin2', 'SELECT sec.reset_ask($1)', W.account[login])
    cannot('JA005', 'admin', 'SELECT sec.member_ask($1, $2, false)', W.org['lille'], W.account[login])
    cannot('JA012', 'dir.lille', 'SELECT sec.approve_ticket($1)', membership)
    cannot('JA005', 'admin', 'SELECT sec.reset_ask($1)', A['invited'])
    cannot('JA007', 'admin', 'SELECT sec.reset_ask($1)', str(uuid.uuid4()))
    set_state(login, 'disabled')
    cannot('JA005', 'admin', 'SELECT sec.reset_ask($1)', W.account[login])


@test('a request waits 14 days: then it is too old to approve, the clock says so, and another may be asked')
def _():
    login, other = somebody(), somebody()
    request, swept = ask(login), ask(other)
    endorse(request, 'dir.lille')
    SU.query("UPDATE sec.request SET asked_at = now() - interval '14 days 1 second' WHERE id IN ($1, $2)", request,
             swept)
    cannot('JA012', 'dep.lille', 'SELECT sec.approve_ticket($1)', request)
    cannot('JA012', 'dep.lille', STORE, request, 2, *effect(request))
    equal(call('admin', 'SELECT state FROM sec.requests($1) WHERE id = $2', W.org['lille'], request), 'expired')
    true(ask(login) != request, 'the old request came back')
    equal(request_state(request), 'expired')
    with W.connect('jalon_job') as job:
        mark = W.mark()
        job.query('SELECT sec.expire()')
    equal(request_state(swept), 'expired')
    true('member.expire' in actions(mark), 'not noted')


@test('a session whose key blob was never kept gets no ticket')
def _():
    W.version['admin'] = SU.one("SELECT auth_version FROM sec.account WHERE login = 'admin'")
    with W.bound(W.sign_in('admin', keys=None), commit=False) as c:
        refused('JA001', c, NEW, *new_params('counsellor', 'lille'))
        refused('JA001', c, 'SELECT sec.account_again($1)', A['invited'])


# alarm

@test('a unit with fewer than two holders or officers has an alarm; disabling one of the last two officers raises it')
def _():
    with W.bound(sid('dir.douai')) as c:
        equal(c.query('SELECT id, kind, members, holders, officers, alarm FROM sec.units()'),
              [(W.org['douai'], 'unit', 2, 2, 1, True)])
    for login, in SU.query("SELECT login FROM sec.account WHERE org = $1 AND role = 'director' AND state = 'active'",
                           W.org['lille']):
        if login not in ('dir.lille', 'dep.lille'):
            set_state(login, 'disabled')
    equal((alarm(), call('admin', 'SELECT officers FROM sec.units() WHERE id = $1', W.org['lille'])), (False, 2))
    set_state('dep.lille', 'disabled')
    equal((alarm(), call('admin', 'SELECT officers FROM sec.units() WHERE id = $1', W.org['lille'])), (True, 1))
    with W.bound(sid('admin')) as c:
        rows = {r[0]: r[1:] for r in c.query('SELECT id, holders, alarm FROM sec.units()')}
    equal(set(rows), set(W.org.values()))
    equal((rows[W.org['service']], rows[W.org['audit']]), ((0, False), (0, True)))  # the auditor was reset above


run()
