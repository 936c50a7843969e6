# SPDX-License-Identifier: EUPL-1.2
"""Delegations of signature: who gives and takes them back, on which days they count, what a holder signs and sees."""
from fixture import COLLEAGUE, COUNSELLOR, refused
from people import GONE, OK, SU, W, at_once, member, race, set_state
from placements import (CONTACT, DELEGATE, DIRECTORS, HOST, IN_CHARGE, MEETING, MISSING, NOBODY, REVOKE, SHARE, SIGN,
                        SIGNS, STOP, TOLD, WHO, WITHDRAW, accept, at, day, do, each_role, get, hashes, new_case,
                        new_measure, outcome, propose, ready, rows, seen, sid, state, try_to_sign, withdraw)
from tap import equal, run, test, true

PLACEMENT = 'casework.placement'
DELEGATION = 'casework.delegation'
TASKS = 'SELECT kind FROM casework.tasks() WHERE id = $1'


def given(to, first=0, last=30, own=False, by='dir.lille'):
    return do(by, DELEGATE, W.account[to], day(first), day(last), own, *hashes())


def holder(**kw):
    """A counsellor with a delegation."""
    login = member()
    given(login, **kw)
    return login


def signs(login, p):
    """SQLSTATE of her signature, taken back."""
    return outcome(login, SIGN, p, int(get(PLACEMENT, p, 'version')), ',')


READY = ready(propose())
GIVEN = SU.one('SELECT id FROM casework.delegation')
FREE = member()

each = {
    'delegation_new': (DELEGATE, lambda: (W.account[FREE], day(0), day(30), True, *hashes()), DIRECTORS),
    'delegation_end': (REVOKE, lambda: (GIVEN,), DIRECTORS),
}
for _name, (_sql, _params, _allowed) in each.items():
    @test('S-08: who may call %s: a director of that unit who holds its secret' % _name)
    def _(name=_name, sql=_sql, params=_params, allowed=_allowed):
        each_role(name, sql, params, allowed)


@test('S-08: who sees a delegation: its holder, the directors of the unit, an auditor')
def _():
    for role, login in WHO.items():
        with W.bound(sid(login), commit=False) as c:
            equal(c.one('SELECT count(*) FROM casework.delegation WHERE id = $1', GIVEN),
                  1 if role in ('delegate', 'director', 'auditor') else 0, role)
            for verb in ('UPDATE casework.delegation SET own_cases = true', 'DELETE FROM casework.delegation',
                         'INSERT INTO casework.delegation DEFAULT VALUES'):
                refused('42501', c, verb)


@test('sec.my_delegation() names the unit of a delegation that counts today, and nothing for anybody else')
def _():
    for role, login in WHO.items():
        equal(do(login, 'SELECT sec.my_delegation()'), W.org['lille'] if role == 'delegate' else None, role)
    W.web.query('BEGIN')
    equal(W.web.one('SELECT sec.my_delegation()'), None)
    W.web.query('ROLLBACK')


def signing(login, case):
    """Whether she is shown the case of what she may sign: its row, and in sec.my_signing()."""
    one = rows(login, 'SELECT count(*) FROM casework.case_file WHERE id = $1', case)[0][0]
    equal(do(login, 'SELECT count(*) FROM unnest(sec.my_signing()) AS x (id) WHERE id = $1', case), one, login)
    return one == 1


@test('S-08: who signs sees the case, the measure and the other placements that decide it, until it is decided')
def _():
    p = propose()
    case, measure = get(PLACEMENT, p, 'case_id', 'measure_id')
    counts = 'SELECT count(*) FROM casework.measure WHERE id = $1', measure
    equal((signing(SIGNS, case), rows(SIGNS, *counts)), (False, [(0,)]), 'the host did not answer yet')
    ready(p)
    equal((signing(SIGNS, case), rows(SIGNS, *counts)), (True, [(1,)]))
    for role, login in WHO.items():
        equal(do(login, 'SELECT sec.my_signing() IS NOT NULL'), role == 'delegate', role)
    equal(try_to_sign(p, SIGNS), [])
    equal((signing(SIGNS, case), rows(SIGNS, *counts)), (False, [(0,)]), 'it is decided')
    own = ready(propose())
    equal(get('casework.case_file', get(PLACEMENT, own, 'case_id'), 'counsellor_id'), W.account[COUNSELLOR])
    one = given(COUNSELLOR)
    equal(do(COUNSELLOR, 'SELECT count(*) FROM unnest(sec.my_signing()) AS x (id) WHERE id = $1',
             get(PLACEMENT, own, 'case_id')), 0, 'not her own, which she sees anyway')
    do('dir.lille', REVOKE, one)


@test('a delegation is given to an active counsellor of the unit who holds its secret')
def _():
    off = member()
    set_state(off, 'disabled')
    for who in (W.account['dir.lille'], W.account['referent'], W.account['d.morel'], W.account['manager'],
                W.account[WHO['counsellor without the secret']], W.account[off], NOBODY, None):
        equal(outcome('dir.lille', DELEGATE, who, day(0), day(30), False, *hashes()), GONE, who)
    equal(outcome('dir.lille', DELEGATE, W.account[COUNSELLOR], day(0), day(30), None, *hashes()), OK)


@test('a delegation is of days that are not over, in order, and of a year at most')
def _():
    for first, last, want in ((0, 0, OK), (-10, 0, OK), (5, 5, OK), (0, 366, OK), (0, 367, 'JA015'), (-1, -1, 'JA015'),
                              (-400, -300, 'JA015'), (1, 0, 'JA015'), (-10, 357, 'JA015'), (None, 30, 'JA015'),
                              (0, None, 'JA015')):
        equal(outcome('dir.lille', DELEGATE, W.account[FREE], first if first is None else day(first),
                      last if last is None else day(last), False, *hashes()), want, (first, last))


@test('somebody has one delegation a day: those that overlap are refused, those that adjoin or came after one that was '
      'taken back are not')
def _():
    login = member()
    one = given(login, 10, 20)
    for first, last, want in ((20, 30, 'JA018'), (0, 10, 'JA018'), (12, 13, 'JA018'), (0, 40, 'JA018'), (21, 30, OK),
                              (0, 9, OK)):
        equal(outcome('dep.lille', DELEGATE, W.account[login], day(first), day(last), True, *hashes()), want,
              (first, last))
    do('dep.lille', REVOKE, one)
    equal(get(DELEGATION, one, 'revoked_by'), W.account['dep.lille'])
    given(login, 10, 20)
    equal(outcome('dir.lille', DELEGATE, W.account[COLLEAGUE], day(10), day(20), False, *hashes()), OK, 'another')


@test('of two who give the same counsellor a delegation at once one does')
def _():
    login = member()
    give = lambda c: c.query(DELEGATE, W.account[login], day(0), day(5), False, *hashes())
    got = at_once(('dir.lille', give), ('dep.lille', give))
    equal(sorted(getattr(g, 'state', 'done') for g in got), ['JA018', 'done'])


@test('a delegation sent twice is one; the same key for another is refused')
def _():
    login = member()
    key, digest = hashes()
    sent = (W.account[login], day(0), day(5), True, key, digest)
    equal(do('dir.lille', DELEGATE, *sent), do('dir.lille', DELEGATE, *sent))
    equal(SU.query('SELECT own_cases, given_by, unit_id, days::text FROM casework.delegation WHERE delegate = $1',
                   W.account[login]),
          [(True, W.account['dir.lille'], W.org['lille'], '[%s,%s)' % (day(0), day(6)))])
    equal(outcome('dir.lille', DELEGATE, *sent[:-1], hashes()[0]), 'JA006')


@test('a delegation is taken back once, by any director of the unit; what is not there is told as not visible')
def _():
    login = member()
    one = given(login)
    equal([outcome(x, REVOKE, y) for x, y in (('dir.douai', one), ('dir.lille', NOBODY), ('dir.lille', None))],
          [GONE] * 3)
    do('dep.lille', REVOKE, one)
    equal(outcome('dir.lille', REVOKE, one), 'JA016')
    one = given(login)
    end = lambda c: c.query(REVOKE, one)
    equal(race(('dir.lille', end), ('dep.lille', end)), 'JA016')


@test('S-08: a delegation counts from its first day to its last, until it is taken back')
def _():
    for first, last, want in ((0, 0, OK), (-5, 0, OK), (0, 9, OK), (1, 9, GONE)):
        login = member()
        given(login, first, last)
        equal(signs(login, READY), want, (first, last))
    login = member()
    one = given(login)
    SU.query('UPDATE casework.delegation SET days = daterange($1, $2) WHERE id = $3', day(-9), day(0), one)
    equal(signs(login, READY), GONE, 'over since yesterday')
    login = member()
    one = given(login)
    equal(signs(login, READY), OK)
    do('dir.lille', REVOKE, one)
    equal((signs(login, READY), rows(login, 'SELECT count(*) FROM casework.placement WHERE id = $1', READY)),
          (GONE, [(0,)]), 'taken back')


@test('S-08: who lost the secret of the unit, or whose account moved to another, signs nothing any more')
def _():
    login = holder()
    equal(signs(login, READY), OK)
    SU.query('DELETE FROM sec.box WHERE kind = 1 AND recipient = $1', W.account[login])
    equal((signs(login, READY), do(login, 'SELECT sec.my_delegation()'),
           rows(login, 'SELECT count(*) FROM casework.placement')), (GONE, None, [(0,)]))
    login = holder()
    sid(login)
    SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['douai'], W.account[login])
    equal((signs(login, READY), do(login, 'SELECT sec.my_delegation()')), (GONE, None))


@test('S-08: a delegate signs as the direction, and it says who')
def _():
    p = ready(propose())
    equal(try_to_sign(p, SIGNS), [])
    equal((state(p), SU.query('SELECT authority::text, decided_by FROM casework.placement_decision'
                              ' WHERE placement_id = $1', p)), ('signed', [('dspip', W.account[SIGNS])]))


@test('S-08: what is of her own caseload she signs only where her delegation says so')
def _():
    for own, want in ((False, 'JA019'), (True, OK)):
        login = holder(own=own)
        case = new_case(login)
        p = propose(new_measure(case), by=login)
        do('manager', 'SELECT casework.placement_answer($1, 1, true, NULL, NULL)', p)
        do(login, MEETING, p, 2, day(0))
        equal((signs(login, p), signs('dir.lille', p)), (want, OK), own)
        equal('placement_to_sign' in {k for k, in rows(login, TASKS, p)}, own, 'due')
        equal(signs(login, READY), OK, 'another caseload')


@test('A-01: a delegate signs nothing of what another authority decides, and nothing of another unit')
def _():
    p = ready(propose(new_measure(judge_kept=True)))
    equal(signs(SIGNS, p), 'JA020')
    case = new_case('d.morel', 'douai')
    p = propose(new_measure(case), by='d.morel')
    do('manager', 'SELECT casework.placement_answer($1, 1, true, NULL, NULL)', p)
    do('d.morel', MEETING, p, 2, day(0))
    equal((signs(SIGNS, p), signs('dir.douai', p)), (GONE, OK))


@test('S-08: a delegate takes no other step of a case that is not hers, and sees what waits for a signature alone')
def _():
    p = accept(propose())
    for sql, params in ((MEETING, (day(0),)), (IN_CHARGE, (CONTACT[HOST],)), (WITHDRAW, ('person',))):
        equal(outcome(SIGNS, sql, p, 2, *params), GONE, sql)
    equal((outcome(SIGNS, SHARE, p), outcome(SIGNS, MISSING, p)), (GONE, OK))
    s = at('signed')
    for sql, params in ((STOP, (day(0), 'host')), (TOLD, (None, None))):
        equal(outcome(SIGNS, sql, s, 4, *params), GONE, sql)
    seen = rows(SIGNS, 'SELECT id, case_id FROM casework.placement')
    equal({state(x) for x, _ in seen}, {'accepted'})
    for t, case in (('case_file', 'id'), ('measure', 'case_id')):
        equal({i for i, in rows(SIGNS, 'SELECT %s FROM casework.%s' % (case, t))} - {c for _, c in seen}, set(), t)


@test('S-08: a signature that waits for another step, or for the end of the delegation to commit, is looked at again')
def _():
    p = ready(propose())
    withdraw = (COUNSELLOR, lambda c: c.query(WITHDRAW, p, 3, 'person'))
    equal(race(withdraw, (SIGNS, lambda c: c.query(SIGN, p, 3, ','))), GONE)
    login = member()
    one = given(login)
    p = ready(propose())

    def revoke_too(c):
        c.query(SIGN, p, 3, ',')
        c.query(REVOKE, one)
    equal(race(('dir.lille', revoke_too), (login, lambda c: c.query(SIGN, p, 3, ','))), GONE)


@test('giving and taking back are noted with who did it')
def _():
    login, mark = member(), W.mark()
    one = given(login)
    do('dep.lille', REVOKE, one)
    equal([(n['action'], n['actor'], n['object']) for n in W.outbox(mark) if n['row_id'] == one],
          [('delegation.create', W.account['dir.lille'], DELEGATION),
           ('delegation.update', W.account['dep.lille'], DELEGATION)])
    true(state(READY) == 'accepted', 'nothing was signed by the way')


run()
