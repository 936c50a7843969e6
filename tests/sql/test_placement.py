# SPDX-License-Identifier: EUPL-1.2
"""Placements below the API: which role calls what, who sees which row and for how long, the life from the proposal to
the end, who decides (A-01), what replaces what. What others bring about is in test_placement_effects.py, the rules of a
placement in test_placement_rules.py, its keys in test_placement_ticket.py, delegations in test_delegation.py."""
from fixture import COLLEAGUE, COUNSELLOR, refused
from people import GONE, NO, OK, SU, W, at_once, race, reasoned
from placements import (ACT, ANSWER, ATTESTS, CHECK, CONTACT, COUNSELLORS, DIRECTORS, EXTEND, HOST, HOST2, IN_CHARGE,
                        KEEP, KEPT, LED, MANAGERS, MEETING, MISSING, NEEDS_SHARE, NEW, NOBODY, SHARE, SIGN, SIGNS,
                        STOP, TAKEN, TOLD, UNPAIRED, WHO, WITHDRAW, accept, ask, at, booked, day, decision, do,
                        each_role, ended, get, hashes, insert, kept, new_case, new_contact, new_measure, new_post,
                        older, outcome, paper, plan, propose, put, ready, record, replaced, rows, seen, sid, sign,
                        slots, state, version, withdraw)
from tap import equal, run, test, true

POST = new_post(places=50)
P, A, R, S = (at(s, post=POST) for s in ('proposed', 'accepted', 'ready', 'signed'))
PLACEMENT = 'casework.placement'
DECISION = 'casework.placement_decision'
TASKS = 'SELECT kind, rule, due, object, case_id FROM casework.tasks() WHERE id = $1'


# --- which role calls what -----------------------------------------------------------------------------------------

FUNCTIONS = {
    'placement_new': (NEW, lambda: plan(new_measure(CASE), POST), COUNSELLORS),
    'placement_answer': (ANSWER, lambda: (P, 1, True, None, None), {**COUNSELLORS, **MANAGERS, 'counsellor': 'JA019'}),
    'placement_answer for a host without a pair': (ANSWER, lambda: (LONELY, 1, True, None, None), {
        **COUNSELLORS, **dict.fromkeys(MANAGERS, GONE)}),
    'placement_in_charge': (IN_CHARGE, lambda: (A, 2, CONTACT[HOST]), {**COUNSELLORS, **MANAGERS}),
    'placement_meeting': (MEETING, lambda: (A, 2, day(0)), COUNSELLORS),
    'placement_sign': (SIGN, lambda: (R, 3, ','), {**COUNSELLORS, **DIRECTORS, 'counsellor': NO, 'delegate': OK}),
    'placement_withdraw': (WITHDRAW, lambda: (A, 2, 'person'), {**COUNSELLORS, **DIRECTORS}),
    'placement_end': (STOP, lambda: (S, 4, day(0), 'host'), {**COUNSELLORS, **DIRECTORS}),
    'placement_told': (TOLD, lambda: (S, 4, day(0), day(0)), COUNSELLORS),
    'placement_extend': (EXTEND, lambda: (S, 4, day(120), ','), COUNSELLORS),
    'placement_missing': (MISSING, lambda: (A,), {**COUNSELLORS, **DIRECTORS, 'delegate': OK}),
    'placement_moves': ('SELECT casework.placement_moves($1)', lambda: (A,), {
        **COUNSELLORS, **DIRECTORS, 'delegate': OK}),
    'placement_missing of a proposal': (MISSING, lambda: (P,), {**COUNSELLORS, **DIRECTORS}),
    'placement_sessions': ('SELECT * FROM casework.placement_sessions($1)', lambda: (S,), {**COUNSELLORS, **DIRECTORS}),
    'post_sessions': ('SELECT * FROM casework.post_sessions($1)', lambda: (POST,), {
        **MANAGERS, 'tutor': OK, 'tutor of another host': GONE}),
    'taken': (TAKEN, lambda: ([POST], None), dict.fromkeys((*COUNSELLORS, *DIRECTORS), OK)),
    'led': (LED, lambda: ([POST], None, None), dict.fromkeys((*COUNSELLORS, *DIRECTORS), OK)),
    'share_store': (KEEP, lambda: (A, b'box'), {**COUNSELLORS, 'counsellor': 'JA016'}),
    'needs_share': (NEEDS_SHARE, lambda: (A,), dict.fromkeys(COUNSELLORS, OK)),
    'attests': (ATTESTS, lambda: (S,), dict.fromkeys(COUNSELLORS, OK)),
    'share_ticket': (SHARE, lambda: (A,), {**COUNSELLORS, 'counsellor': 'JA016'}),
}
CASE = new_case()
LONELY = propose(post=new_post(UNPAIRED))


def add_function(name, sql, params, allowed):
    @test('who may call %s: %s' % (name, ', '.join(sorted(k for k, v in allowed.items() if v == OK)) or 'nobody here'))
    def _():
        each_role(name, sql, params, allowed)


for _name, _row in FUNCTIONS.items():
    add_function(_name, *_row)


@test('S-06: a host in which nobody is left is answered for by the counsellor, who seals its words too')
def _():
    one = at('proposed', post=POST)
    with W.connect('postgres') as c:
        c.query('BEGIN')
        c.query('DELETE FROM sec.box WHERE kind = 1 AND subject = $1', W.org['host'])
        c.query('SELECT sec.bind($1)', sid(COUNSELLOR))
        equal(c.state('SELECT sec.seal_ticket(6, $1, 4, 1)', one), '00000')
        c.query('ROLLBACK')
        c.query('BEGIN')
        c.query('DELETE FROM sec.box WHERE kind = 1 AND subject = $1', W.org['host'])
        c.query('SELECT sec.bind($1)', sid(COUNSELLOR))
        equal(c.state(ANSWER, one, 1, True, None, None), '00000')
        c.query('ROLLBACK')
    with W.bound(sid(COUNSELLOR), commit=False) as c:
        refused('JA019', c, ANSWER, one, 1, True, None, None)
        refused('JA004', c, 'SELECT sec.seal_ticket(6, $1, 4, 1)', one)


@test('every function of placements that the web process may call is in the matrix, here or with the delegations')
def _():
    granted = {n for n, in SU.query(
        "SELECT proname FROM pg_proc WHERE pronamespace IN ('casework'::regnamespace, 'sec'::regnamespace)"
        " AND has_function_privilege('jalon_web', oid, 'EXECUTE')"
        " AND proname ~ '^(placement|taken$|led$|posts?_of|post_sessions|share|needs_share|attests|delegation)'")}
    # of hours, which come after an attestation
    equal(granted - {'delegation_new', 'delegation_end', 'placement_attest'}, {n.split(' ')[0] for n in FUNCTIONS})


@test('sec.my_host() names the host of who holds its secret, and nothing for anybody else')
def _():
    of = {'host_manager': HOST, 'tutor': HOST, 'host_manager of another host': HOST2, 'tutor of another host': HOST2}
    for role, login in WHO.items():
        equal(do(login, 'SELECT sec.my_host()'), of.get(role), role)
    W.web.query('BEGIN')
    equal(W.web.one('SELECT sec.my_host()'), None)
    W.web.query('ROLLBACK')


@test('what is not there is told as what is not visible')
def _():
    for login, sql, params in (
            (COUNSELLOR, NEW, plan(NOBODY, POST)), (COUNSELLOR, NEW, plan(new_measure(CASE), NOBODY)),
            (COUNSELLOR, NEW, plan(new_measure(CASE), POST, replaces=NOBODY)), (COUNSELLOR, NEW, plan(None, POST)),
            (COUNSELLOR, NEW, plan(new_measure(CASE), None)), ('manager', ANSWER, (NOBODY, 1, True, None, None)),
            ('manager', IN_CHARGE, (NOBODY, 1, CONTACT[HOST])), (COUNSELLOR, MEETING, (NOBODY, 1, day(0))),
            ('dir.lille', SIGN, (NOBODY, 1, ',')), (SIGNS, SIGN, (NOBODY, 1, ',')),
            (COUNSELLOR, WITHDRAW, (NOBODY, 1, 'person')), (COUNSELLOR, STOP, (NOBODY, 1, day(0), 'host')),
            (COUNSELLOR, TOLD, (NOBODY, 1, None, None)), (COUNSELLOR, EXTEND, (NOBODY, 1, day(1), ',')),
            (COUNSELLOR, MISSING, (NOBODY,)), ('dir.lille', MISSING, (None,)), (COUNSELLOR, SHARE, (NOBODY,)),
            (COUNSELLOR, KEEP, (NOBODY, b'box'))):
        equal(outcome(login, sql, *params), GONE, sql)


@test('who comes with another version than the one that is there changes nothing')
def _():
    for login, sql, params in (
            ('manager', ANSWER, (P, 2, True, None, None)), ('manager', IN_CHARGE, (A, 1, CONTACT[HOST])),
            (COUNSELLOR, MEETING, (A, 3, day(0))), ('dir.lille', SIGN, (R, 2, ',')), (SIGNS, SIGN, (R, 4, ',')),
            (COUNSELLOR, WITHDRAW, (A, 1, 'person')), (COUNSELLOR, STOP, (S, 3, day(0), 'host')),
            (COUNSELLOR, TOLD, (S, 5, None, None)), (COUNSELLOR, EXTEND, (S, 1, day(120), ','))):
        equal(outcome(login, sql, *params), 'JA005', sql)


@test('each step is taken from the states that it comes after, and from no other')
def _():
    steps = (('manager', ANSWER, lambda p: (p, version(p), True, None, None), {'proposed'}),
             (COUNSELLOR, IN_CHARGE, lambda p: (p, version(p), CONTACT[HOST]),
              {'accepted', 'signed', 'ended'}),  # ended: until its last day, which is today
             (COUNSELLOR, MEETING, lambda p: (p, version(p), day(0)), {'accepted'}),
             ('dir.lille', SIGN, lambda p: (p, version(p), ','), {'accepted'}),
             (COUNSELLOR, WITHDRAW, lambda p: (p, version(p), 'person'), {'proposed', 'accepted'}),
             ('dir.lille', STOP, lambda p: (p, version(p), day(0), 'person'), {'signed'}),
             (COUNSELLOR, TOLD, lambda p: (p, version(p), None, None), {'signed', 'ended'}),
             (COUNSELLOR, EXTEND, lambda p: (p, version(p), day(99), ','), {'signed'}))
    for now in ('proposed', 'accepted', 'signed', 'ended', 'declined', 'withdrawn'):
        p = at(now)
        for login, sql, params, allowed in steps:
            hidden = login == 'manager' and now in ('declined', 'withdrawn')
            equal(outcome(login, sql, *params(p)), OK if now in allowed else GONE if hidden else 'JA016',
                  '%s of what is %s' % (sql, now))


# --- who sees which row --------------------------------------------------------------------------------------------

FULL = {'counsellor', 'director', 'auditor'}
OF_HOST = {'host_manager', 'tutor'}


ROWS = {
    'proposed': (lambda: at('proposed'), OF_HOST),
    'accepted: it waits for a signature': (lambda: at('accepted'), OF_HOST | {'delegate'}),
    'signed': (lambda: at('signed'), OF_HOST),
    'ended today': (lambda: at('ended'), OF_HOST),
    'ended thirty days ago': (lambda: older(at('ended'), 30), OF_HOST),
    'ended thirty-one days ago': (lambda: older(at('ended'), 31), set()),
    'ended long ago, which was entered thirty days ago': (lambda: older(at('ended'), 60, 30), OF_HOST),
    'ended long ago, which was entered thirty-one days ago': (lambda: older(at('ended'), 59, 31), set()),
    'ended sixty-one days ago, which is entered today': (lambda: older(at('ended'), 61, 0), set()),
    'ended and attested': (lambda: older(at('ended'), 0, attested=True), set()),
    'replaced, until the change': (lambda: replaced()[0], OF_HOST),
    'declined': (lambda: at('declined'), set()),
    'withdrawn': (lambda: at('withdrawn'), set()),
}


def add_rows(name, make, more):
    @test('P-03, P-05: who sees a placement that is ' + name)
    def _():
        p = make()
        for role, login in WHO.items():
            with W.bound(sid(login), commit=False) as c:
                got = [c.one('SELECT count(*) FROM casework.%s WHERE %s = $1' % (t, k), p) for t, k in (
                    ('placement', 'id'), ('placement_slot', 'placement_id'), ('placement_decision', 'placement_id'))]
                all_of_it = role in FULL or role == 'delegate' and role in more
                equal(got, [1, 1, 1] if all_of_it else [1, 1, 0] if role in more else [0, 0, 0], role)


for _name, _row in ROWS.items():
    add_rows(_name, *_row)


@test('nobody writes a row of placements but through a function, and boxes are seen by no role')
def _():
    for login in WHO.values():
        with W.bound(sid(login), commit=False) as c:
            for t in ('placement', 'placement_slot', 'placement_decision', 'delegation'):
                for verb in ('UPDATE casework.%s SET unit_id = NULL', 'DELETE FROM casework.%s',
                             'INSERT INTO casework.%s DEFAULT VALUES'):
                    if t == 'placement' or 'unit_id' not in verb:
                        refused('42501', c, verb % t)
            refused('42501', c, 'SELECT FROM sec.placement_box')


@test('a counsellor who reads the case by break-glass sees its placement, takes no step and has no task')
def _():
    p = at('ready')
    case = get(PLACEMENT, p, 'case_id')
    SU.query('INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version)'
             " VALUES ($1, $2, $3, 'duty_cover', now(), now() + interval '1 hour', 1)", W.account[COLLEAGUE], case,
             W.org['lille'])
    for t in ('placement', 'placement_slot', 'placement_decision'):
        equal(rows(COLLEAGUE, 'SELECT count(*) FROM casework.%s WHERE case_id = $1' % t, case), [(1,)], t)
    equal([outcome(COLLEAGUE, sql, *params) for sql, params in (
        (WITHDRAW, (p, 3, 'person')), (IN_CHARGE, (p, 3, CONTACT[HOST])), (MISSING, (p,)))], [GONE] * 3)
    equal(rows(COLLEAGUE, TASKS, p), [])


# --- the proposal --------------------------------------------------------------------------------------------------

@test('a proposal says what was asked, holds its place a fortnight (C-14) and is the next of its case')
def _():
    m = new_measure()
    p = propose(m, POST, first=20, last=200, minutes=1200, times=((1, 540, 600, 'odd'), (3, 600, 660, 'every')))
    case = get('casework.measure', m, 'case_id')
    equal(get(PLACEMENT, p, 'unit_id', 'case_id', 'measure_id', 'post_id', 'host_id', 'ordinal', 'chain', 'state',
              'planned_minutes', 'first_day', 'last_day', 'hold_until', 'version'),
          (W.org['lille'], case, m, POST, HOST, '1', p, 'proposed', '1200', day(20), day(200), day(14), '1'))
    days = '[%s,%s)' % (day(20), day(201))
    equal(slots(p), [(1, 540, 600, '[1,2)', days), (3, 600, 660, '[0,2)', days)])
    equal(decision(p, 'proposed_by', 'authority', 'decided_on'), (W.account[COUNSELLOR], None, None))
    do(COUNSELLOR, WITHDRAW, p, 1, 'person')
    equal(get(PLACEMENT, propose(new_measure(case)), 'ordinal'), '2', 'never used twice, whatever the measure')


@test('C-14: no place is held for an answer that would come after the first day')
def _():
    equal(get(PLACEMENT, propose(first=3), 'hold_until'), day(3))
    equal(get(PLACEMENT, propose(first=14), 'hold_until'), day(14))
    equal(get(PLACEMENT, propose(first=15), 'hold_until'), day(14))


@test('a proposal that makes no sense is a bad argument and leaves nothing')
def _():
    m = new_measure()
    for kw in ({'times': ()}, {'times': MANY}, {'first': None}, {'last': None}, {'first': 50, 'last': 49},
               {'minutes': 0}, {'minutes': 24001}, {'minutes': None}, {'times': ((0, 540, 720, 'every'),)},
               {'times': ((8, 540, 720, 'every'),)}, {'times': ((1, 720, 540, 'every'),)},
               {'times': ((1, 540, 540, 'every'),)}, {'times': ((1, -1, 540, 'every'),)},
               {'times': ((1, 540, 1441, 'every'),)}, {'times': ((1, 540, 720, 'sometimes'),)},
               {'times': ((None, 540, 720, 'every'),)}, {'times': ((1, None, 720, 'every'),)},
               {'times': ((1, 540, 720, None),)}):
        equal(outcome(COUNSELLOR, NEW, *plan(m, POST, **kw)), 'JA009', kw)
    whole = plan(m, POST)
    for i in (6, 7, 8, 9):
        equal(outcome(COUNSELLOR, NEW, *whole[:i], None, *whole[i + 1:]), 'JA009', 'list %d is missing' % i)
        equal(outcome(COUNSELLOR, NEW, *whole[:i], whole[i] * 2, *whole[i + 1:]), 'JA009', 'list %d is longer' % i)
    equal(outcome(COUNSELLOR, NEW, *whole[:10], b'short', whole[11]), 'JA009')
    equal(SU.one('SELECT count(*) FROM casework.placement WHERE measure_id = $1', m), 0)


MANY = tuple((1 + n % 5, 540 + 10 * (n // 5), 550 + 10 * (n // 5), 'every') for n in range(43))


@test('forty-two times of the week are taken')
def _():
    equal(len(slots(propose(post=new_post(), times=MANY[:42]))), 42)


@test('a proposal sent twice is one; the same key for another is refused')
def _():
    sent = plan(new_measure(), POST)
    first, second = (rows(COUNSELLOR, NEW, *sent)[0] for _ in range(2))
    equal((first[1], second), (False, (first[0], True, '{}')))
    equal(outcome(COUNSELLOR, NEW, *sent[:-1], hashes()[0]), 'JA006')


@test('sec.made() says what a key made, to who sent it and for the same request; nothing before')
def _():
    made = "SELECT sec.made('placement.create', $1, $2)"
    sent = plan(new_measure(), POST)
    key, digest = sent[-2:]
    equal(do(COUNSELLOR, made, key, digest), None)
    p = do(COUNSELLOR, NEW, *sent)
    equal((do(COUNSELLOR, made, key, digest), do(COLLEAGUE, made, key, digest)), (p, None))
    equal(outcome(COUNSELLOR, made, key, hashes()[1]), 'JA006')
    equal(outcome(COUNSELLOR, made.replace('placement', 'case'), key, digest), 'JA006')


@test('of a proposal that a rule forbids nothing is kept, not even its key: sent again when the rule holds, it is made')
def _():
    m, post = new_measure(), new_post(state='suspended')
    sent = plan(m, post)
    for _ in range(2):
        equal(rows(COUNSELLOR, NEW, *sent)[0][1:], (False, '{H-18}'))
    put('offer.post', post, state='inscribed')
    p, replayed, rules = rows(COUNSELLOR, NEW, *sent)[0]
    equal((replayed, rules, state(p)), (False, '{}', 'proposed'))


# --- the answer ----------------------------------------------------------------------------------------------------

@test('a host that accepts names who is in charge, else it is the one of the post')
def _():
    other = new_contact()
    p = accept(propose())
    equal(get(PLACEMENT, p, 'state', 'in_charge', 'decline_code', 'closed_at'),
          ('accepted', CONTACT[HOST], None, None))
    equal((decision(p, 'answered_by'), booked(p)), (W.account['manager'], (day(10), day(100))))
    equal(get(PLACEMENT, accept(propose(), in_charge=other), 'in_charge'), other)
    p = propose()
    equal([outcome('manager', ANSWER, p, 1, True, None, x) for x in (CONTACT[HOST2], NOBODY)], [GONE, GONE])


@test('a host that declines says why, and the place is free at once')
def _():
    p = propose()
    for bad in ((True, 'dates', None), (False, None, None), (None, None, None), (None, 'dates', None),
                (False, 'dates', CONTACT[HOST])):
        equal(outcome('manager', ANSWER, p, 1, *bad), 'JA009', bad)
    equal(do('manager', ANSWER, p, 1, False, 'no_tutor', None), 2)
    equal(get(PLACEMENT, p, 'state', 'decline_code', 'close_code', 'in_charge', 'ended_on'),
          ('declined', 'no_tutor', None, None, None))
    true(get(PLACEMENT, p, 'closed_at') is not None and booked(p) is None, 'closed and free')


@test('C-14: on its last day an answer still counts, the day after it does not, even before the clock has run')
def _():
    p = propose()
    put(PLACEMENT, p, hold_until=day(0))
    equal([outcome('manager', ANSWER, p, 1, *x) for x in ((True, None, None), (False, 'dates', None))], [OK, OK])
    put(PLACEMENT, p, hold_until=day(-1))
    equal([outcome('manager', ANSWER, p, 1, *x) for x in ((True, None, None), (False, 'dates', None))], ['JA016'] * 2)


@test('of two answers at once one counts')
def _():
    p = propose()
    got = at_once(*[('manager', lambda c, x=x: c.query(ANSWER, p, 1, *x))
                    for x in ((True, None, None), (False, 'hours', None))])
    true(sorted(getattr(g, 'state', 'done') for g in got) in (['JA005', 'done'], [GONE, 'done']), 'one of two')


@test('of an answer and a withdrawal at once one counts')
def _():
    p = propose()
    equal(race((COUNSELLOR, lambda c: c.query(WITHDRAW, p, 1, 'person')),
               ('manager', lambda c: c.query(ANSWER, p, 1, True, None, None))), GONE)
    p = propose()
    equal(race(('manager', lambda c: c.query(ANSWER, p, 1, True, None, None)),
               (COUNSELLOR, lambda c: c.query(WITHDRAW, p, 1, 'person'))), 'JA005')


@test('the meeting was on a day since the proposal; who is in charge is a contact of that host')
def _():
    p = accept(propose())
    put(PLACEMENT, p, proposed_at=day(-3))
    equal([outcome(COUNSELLOR, MEETING, p, 2, d) for d in (day(1), day(-4), None, day(0), day(-3))],
          ['JA015'] * 3 + [OK] * 2)
    equal([outcome('manager', IN_CHARGE, p, 2, c) for c in (None, CONTACT[HOST2], NOBODY, new_contact())],
          ['JA009', GONE, GONE, OK])


@test('who tells the person and the prosecutor did so on a day since the decision')
def _():
    p = at('signed')
    SU.query('UPDATE casework.placement_decision SET decided_on = $1 WHERE placement_id = $2', day(-3), p)
    for bad in ((day(1), None), (None, day(1)), (day(-4), day(0)), (day(0), day(-4))):
        equal(outcome(COUNSELLOR, TOLD, p, 4, *bad), 'JA015', bad)
    equal(do(COUNSELLOR, TOLD, p, 4, day(-3), day(0)), 5)
    equal(decision(p, 'person_told_on', 'prosecutor_told_on'), (day(-3), day(0)))
    equal(do(COUNSELLOR, TOLD, p, 5, None, day(0)), 6, 'put right')


@test('what was withdrawn or ended by somebody says by whom and why, and gives its place back from the next day')
def _():
    p, q = at('proposed'), at('accepted')
    for bad in (None, 'judge', 'no_answer', 'measure_ended', 'replaced', 'completed', ''):
        equal(outcome(COUNSELLOR, WITHDRAW, p, 1, bad), 'JA009', bad)
        equal(outcome(COUNSELLOR, STOP, S, 4, day(0), bad), 'JA009', bad)
    do(COUNSELLOR, WITHDRAW, p, 1, 'person')
    do('dir.lille', WITHDRAW, q, 2, 'host')
    for x, code, who in ((p, 'person', COUNSELLOR), (q, 'host', 'dir.lille')):
        equal((get(PLACEMENT, x, 'state', 'close_code', 'ended_on'), decision(x, 'closed_by'), booked(x)),
              (('withdrawn', code, None), W.account[who], None))
    s = at('signed')
    SU.query('UPDATE casework.placement SET signed_at = $1, first_day = $2 WHERE id = $3', day(-30),
             day(-30), s)
    SU.query("UPDATE casework.placement_slot SET days = daterange($1, $2, '[]') WHERE placement_id = $3", day(-30),
             day(100), s)
    equal([outcome(COUNSELLOR, STOP, s, 4, d, 'host') for d in (None, day(1), day(-32), day(-31), day(0))],
          ['JA015'] * 3 + [OK] * 2)
    do('dir.lille', STOP, s, 4, day(-5), 'service')
    equal((get(PLACEMENT, s, 'state', 'close_code', 'ended_on'), decision(s, 'closed_by'), booked(s)),
          (('ended', 'service', day(-5)), W.account['dir.lille'], (day(-30), day(-5))))


@test('C-08, W-01: a later last day names the profile that was looked at, as it is now; an earlier one need not')
def _():
    p = at('signed')
    put('casework.case_file', get('casework.placement', p, 'case_id'), match_version=3)
    extend = ("SELECT version, array_to_string(broken, ',') FROM "
              "casework.placement_extend($1, $2, $3, 'person', $4, casework.placement_moves($1))")
    later, sooner = day(110), day(90)
    equal([outcome(COUNSELLOR, extend, p, 4, later, looked) for looked in (None, 0, 2, 4)], ['JA022'] * 4)
    equal(rows(COUNSELLOR, extend, p, 4, day(5000), None), [(4, 'M-09')], 'what the database knows it says first')
    equal((version(p), get(PLACEMENT, p, 'last_day')), (4, day(100)))
    with W.bound(sid(COUNSELLOR), commit=False) as c:
        equal(c.query(extend, p, 4, sooner, None), [(5, '')])
    with W.bound(sid(COUNSELLOR), commit=False) as c:
        equal(c.query(extend, p, 4, later, 3), [(5, '')])
    SU.query('UPDATE casework.placement SET planned_minutes = 60 WHERE id = $1', p)
    insert('casework.hours_report', placement_id=p, case_id=get('casework.placement', p, 'case_id'), day=day(0),
           attendance='attended', from_min=540, to_min=600, reported_by=W.account['manager'], channel='online')
    with W.bound(sid(COUNSELLOR), commit=False) as c:
        equal(c.query(extend, p, 4, later, None), [(5, '')], 'nothing remains to be worked')


@test('another forecast of the last hour books until then; one that breaks a rule changes nothing')
def _():
    post = new_post(places=1)
    p = at('signed', post=post, last=50)
    other = propose(post=post, first=60, last=90)
    equal([outcome(COUNSELLOR, EXTEND, p, 4, d, ',') for d in (None, day(-1), day(9))], ['JA015'] * 3)
    equal(rows(COUNSELLOR, EXTEND, p, 4, day(70), ','), [(4, 'B-05')])
    equal(rows(COUNSELLOR, EXTEND, p, 4, day(900), ','), [(4, 'M-09,B-05')])
    equal((version(p), get(PLACEMENT, p, 'last_day'), booked(p)), (4, day(50), (day(10), day(50))))
    do(COUNSELLOR, WITHDRAW, other, 1, 'person')
    with W.bound(sid(COUNSELLOR)) as c:
        equal(c.query(EXTEND, p, 4, day(70), ','), [(5, '')])
        reasoned(c, p)
    equal((get(PLACEMENT, p, 'last_day'), booked(p)), (day(70), (day(10), day(70))))
    propose(new_measure(get(PLACEMENT, p, 'case_id')), first=80)
    equal(rows(COUNSELLOR, EXTEND, p, 5, day(90), ','), [(5, 'E-05')])
    equal((version(p), booked(p)), (5, (day(10), day(70))))


# --- who decides ---------------------------------------------------------------------------------------------------

@test('A-01: the direction decides, in her session, and says when')
def _():
    p = sign(ready(propose()), 'dep.lille')
    equal(get(PLACEMENT, p, 'state', 'version'), ('signed', '4'))
    equal(decision(p, 'authority', 'decided_by', 'act_id', 'decided_on'),
          ('dspip', W.account['dep.lille'], None, day(0)))


AUTHORITIES = ('court', 'jap', 'juge_des_enfants', 'prosecutor', 'dspip', 'dtpjj')


def add_kept(name, change, minor, decides):
    @test('A-01: no director and no delegate signs where %s: an act of %s does' % (name, decides))
    def _():
        p = kept(change, minor)
        m = get(PLACEMENT, p, 'measure_id')
        equal([outcome(x, SIGN, p, 3, ',') for x in ('dir.lille', SIGNS)], ['JA020'] * 2)
        equal({a: outcome(COUNSELLOR, ACT, m, *paper(p, a)) for a in AUTHORITIES},
              {**dict.fromkeys(AUTHORITIES, 'JA020'), decides: OK})
        a = record(p, authority=decides, decided=-1)
        equal((state(p), decision(p, 'authority')), ('accepted', None), 'nothing follows yet')
        do('dir.lille', CHECK, a, *seen(decided=-1))
        equal((state(p), decision(p, 'authority', 'decided_by', 'act_id', 'decided_on')),
              ('signed', (decides, None, a, day(-1))))
        equal(get('casework.measure', m, 'state', 'version'), ('open', '1'), 'the measure stays as it is')


for _row in KEPT:
    add_kept(*_row)


@test('A-01: an act about an assignment that the direction decides is refused, and so is one without its placement')
def _():
    p = ready(propose())
    m = get(PLACEMENT, p, 'measure_id')
    equal([outcome(COUNSELLOR, ACT, m, *paper(p, a)) for a in AUTHORITIES], ['JA020'] * 6)
    q = kept({'judge_kept': True}, False)
    m = get(PLACEMENT, q, 'measure_id')
    without = ('jap', 'granted', day(0), None, None, None, '')
    equal(outcome(COUNSELLOR, ACT, m, 'assignment', *without, None, *hashes()), 'JA009')
    equal(outcome(COUNSELLOR, ACT, m, 'competence_returned', *without, q, *hashes()), 'JA009')
    equal([outcome(COUNSELLOR, ACT, m, *paper(x)) for x in (NOBODY, p)], [GONE, GONE])
    equal(outcome(COUNSELLOR, ACT, m, *paper(kept({'judge_kept': True}, False, accept))), GONE, 'of another measure')


@test('A-01: an act is recorded while the placement waits for it')
def _():
    p = propose(new_measure(judge_kept=True))
    for make, want in ((None, 'JA016'), (accept, OK), (ready, OK), (withdraw, 'JA016')):
        q = kept({'judge_kept': True}, False, make) if make else p
        equal(outcome(COUNSELLOR, ACT, get(PLACEMENT, q, 'measure_id'), *paper(q)), want, state(q))


@test('A-01: who recorded the act does not check it, and who read something else does not either')
def _():
    p = kept({'judge_kept': True}, False)
    a = record(p, by='dir.lille')
    for login, params, want in (('dir.lille', seen(), 'JA019'), (COUNSELLOR, seen('refused'), 'JA005'),
                                (COUNSELLOR, seen(decided=-1), 'JA005'), (COUNSELLOR, seen(), OK),
                                ('dir.douai', seen(), GONE), ('manager', seen(), NO)):
        equal(outcome(login, CHECK, a, *params), want, login)
    do(COUNSELLOR, CHECK, a, *seen())
    equal(outcome('dep.lille', CHECK, a, *seen()), 'JA016', 'twice')


@test('A-01: a refusal of the judge withdraws the placement and frees its place')
def _():
    p = kept({'judge_kept': True}, False)
    do('dir.lille', CHECK, record(p, sense='refused'), *seen('refused'))
    equal((get(PLACEMENT, p, 'state', 'close_code'), decision(p, 'authority', 'closed_by'), booked(p)),
          (('withdrawn', 'judge'), (None, None), None))


@test('A-01: an act about a placement that was withdrawn since comes too late; of two acts the first counts')
def _():
    p = kept({'judge_kept': True}, False)
    a, b = record(p), record(p, sense='refused')
    do('dir.lille', CHECK, a, *seen())
    equal(outcome('dir.lille', CHECK, b, *seen('refused')), 'JA016')
    p = kept({'judge_kept': True}, False)
    a = record(p)
    do(COUNSELLOR, WITHDRAW, p, 3, 'person')
    equal(outcome('dir.lille', CHECK, a, *seen()), 'JA016')


@test('A-01: an act that would break a rule when it is checked changes nothing, and counts once the rule holds')
def _():
    p = kept({'judge_kept': True}, False, accept)  # nobody has met yet
    a = record(p)
    equal(outcome('dir.lille', CHECK, a, *seen()), 'JA020')
    equal((state(p), get('casework.authority_act', a, 'checked_at')), ('accepted', None))
    do(COUNSELLOR, MEETING, p, 2, day(0))
    do('dir.lille', CHECK, a, *seen())
    equal(state(p), 'signed')


@test('A-01: when the judge gave the power back, or took it, before the decision, the other one decides')
def _():
    p = kept({'judge_kept': True}, False)
    a = record(p)
    put('casework.measure', get(PLACEMENT, p, 'measure_id'), judge_kept=False)
    equal(outcome('dir.lille', CHECK, a, *seen()), 'JA020')
    sign(p)
    q = ready(propose())
    put('casework.measure', get(PLACEMENT, q, 'measure_id'), judge_kept=True)
    equal(outcome('dir.lille', SIGN, q, 3, ','), 'JA020')


@test('of a signature and a withdrawal at once, of a check and a withdrawal, of two signatures, one counts')
def _():
    p = ready(propose())
    giving_up = lambda x: (COUNSELLOR, lambda c: c.query(WITHDRAW, x, 3, 'person'))
    signing = lambda x, who='dir.lille': (who, lambda c: c.query(SIGN, x, 3, ','))
    equal(race(giving_up(p), signing(p)), 'JA005')
    p = ready(propose())
    equal(race(signing(p), giving_up(p)), 'JA005')
    p = ready(propose())
    equal(race(signing(p, 'dep.lille'), signing(p)), 'JA005')
    p = kept({'judge_kept': True}, False)
    a = record(p)
    check = ('dir.lille', lambda c: c.query(CHECK, a, *seen()))
    equal(race(giving_up(p), check), 'JA016')
    q = kept({'judge_kept': True}, False)
    a = record(q)
    equal(race(check, giving_up(q)), 'JA005')


# --- what replaces what --------------------------------------------------------------------------------------------

@test('E-05: what replaces a placement may overlap it until it is signed; the other ends the day before')
def _():
    old = sign(ready(propose(first=1)))
    m = get(PLACEMENT, old, 'measure_id')
    equal(ask(m, POST, first=40)[1], ['E-05'], 'not without saying so')
    new = propose(m, first=40, replaces=old)
    equal(get(PLACEMENT, new, 'chain', 'ordinal'), (old, '2'))
    ready(new)
    equal((state(old), booked(old)), ('signed', (day(1), day(100))))
    sign(new, 'dep.lille')
    equal((get(PLACEMENT, old, 'state', 'close_code', 'ended_on'), decision(old, 'closed_by'), booked(old)),
          (('ended', 'replaced', day(39)), W.account['dep.lille'], (day(1), day(39))))
    third = propose(m, first=60, replaces=new)
    equal(get(PLACEMENT, third, 'chain'), old, 'the chain goes on')
    sign(ready(third))
    equal([(state(x), booked(x)) for x in (old, new, third)],
          [('ended', (day(1), day(39))), ('ended', (day(40), day(59))), ('signed', (day(60), day(100)))])


@test('what replaces a placement before it began leaves nothing of it')
def _():
    old = sign(ready(propose(first=30)))
    new = propose(get(PLACEMENT, old, 'measure_id'), first=20, replaces=old)
    sign(ready(new))
    equal((get(PLACEMENT, old, 'state', 'ended_on'), booked(old)), (('ended', day(29)), None))


@test('what was to be replaced may end before that; what comes in its place is signed all the same')
def _():
    old = sign(ready(propose()))
    new = ready(propose(get(PLACEMENT, old, 'measure_id'), replaces=old))
    ended(old)
    sign(new)
    equal((get(PLACEMENT, old, 'state', 'close_code', 'ended_on', 'version'), state(new)),
          (('ended', 'host', day(0), '5'), 'signed'))


@test('what is declined or withdrawn replaces nothing')
def _():
    old = sign(ready(propose()))
    for sql, login, params in ((ANSWER, 'manager', (False, 'hours', None)), (WITHDRAW, COUNSELLOR, ('person',))):
        new = propose(get(PLACEMENT, old, 'measure_id'), replaces=old)
        do(login, sql, new, 1, *params)
        equal((state(old), booked(old)), ('signed', (day(10), day(100))))


@test('only a signed placement of the same measure is replaced, and by one at a time')
def _():
    for now in ('proposed', 'accepted', 'ended', 'declined', 'withdrawn'):
        p = at(now)
        equal(outcome(COUNSELLOR, NEW, *plan(get(PLACEMENT, p, 'measure_id'), POST, replaces=p)), 'JA016', now)
    old = at('signed')
    case, m = get(PLACEMENT, old, 'case_id', 'measure_id')
    equal(outcome(COUNSELLOR, NEW, *plan(new_measure(case), POST, replaces=old)), GONE, 'another measure')
    new = propose(m, replaces=old)
    for make in (lambda x: x, accept):
        make(new)
        equal(outcome(COUNSELLOR, NEW, *plan(m, POST, replaces=old)), 'JA016', 'a second of one chain')


@test('of two who replace the same placement at once one does')
def _():
    old = at('signed')
    m = get(PLACEMENT, old, 'measure_id')
    got = at_once(*[(COUNSELLOR, lambda c: c.query(NEW, *plan(m, POST, replaces=old))) for _ in range(2)])
    equal(sorted(getattr(g, 'state', 'done') for g in got), ['JA016', 'done'])


@test('an act of the judge replaces too')
def _():
    old = at('signed')
    m = get(PLACEMENT, old, 'measure_id')
    put('casework.measure', m, judge_kept=True)
    new = ready(propose(m, first=40, replaces=old))
    do('dir.lille', CHECK, record(new), *seen())
    equal((get(PLACEMENT, old, 'state', 'close_code', 'ended_on'), decision(old, 'closed_by'), state(new)),
          (('ended', 'replaced', day(39)), None, 'signed'))


run()
