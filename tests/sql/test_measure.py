# SPDX-License-Identifier: EUPL-1.2
"""Measures, acts and caseloads below the API: which role calls what, two at once, who sees which row, what is due for
whom, and what goes by itself."""
import secrets
import uuid

from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, refused
from people import GONE, NO, OK, ROLES, SU, W, at_once, call, cannot, member, race, sid, somebody
from tap import equal, run, test, true

NEW = 'SELECT id FROM casework.measure_new($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)'
PUT = 'SELECT casework.measure_put($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)'
OPEN = 'SELECT casework.measure_open($1, $2)'
TAKE = 'SELECT casework.measure_steps($1, $2, $3, $4, $5, $6, $7, $8)'
END = 'SELECT casework.measure_end($1, $2, $3, $4)'
ACT = 'SELECT id FROM casework.act_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
CHECK = 'SELECT casework.act_check($1, $2, $3, $4, $5, $6)'
DROP = 'SELECT casework.act_drop($1)'
HAND = 'SELECT casework.reassign($1, $2)'
HAND_ALL = 'SELECT casework.reassign_all($1, $2)'
TASKS = 'SELECT kind, rule, due, object, id, case_id FROM casework.tasks()'
ORDERED = ('main', 'delit', 6300, '2023-01-10', '2023-06-03', '2023-06-14', '2023-07-01', 18, None, True, 'court',
           '2023-06-03', 'court', False)
WHO = {**ROLES, 'counsellor of the unit, other caseload': COLLEAGUE, 'counsellor of another unit': FOREIGN}
NOBODY = str(uuid.uuid4())
SIDS = {login: sid(login) for login in set(WHO.values()) | {'dep.lille'}}
CASE = W.open_case(SIDS[COUNSELLOR])


def hashes():
    return secrets.token_bytes(32), secrets.token_bytes(32)


def ordered(**change):
    names = ('kind', 'offence_class', 'ordered_minutes', 'facts_on', 'judged_on', 'final_on', 'seized_on',
             'period_months', 'firm_months', 'fallback', 'consent', 'consented_on', 'authority', 'judge_kept')
    return tuple({**dict(zip(names, ORDERED)), **change}.values())


def draft(case=None, by=COUNSELLOR, **change):
    return call(by, NEW, case or CASE, *ordered(**change), *hashes())


def opened(case=None, by=COUNSELLOR, **change):
    m = draft(case, by, **change)
    equal(call(by, OPEN, m, 1), 2)
    return m


def paper(kind='suspension', sense='granted', authority='jap', suspension='serious_reason', first='2023-09-01',
          last=None):
    if kind != 'suspension':
        suspension = None
    if kind not in ('suspension', 'resumption'):
        first = None
    return kind, authority, sense, '2023-08-01', suspension, first, last, "réf. de l'acte", None


def act(m, by=COUNSELLOR, **kw):
    return call(by, ACT, m, *paper(**kw), *hashes())


def seen(**kw):
    kind, _, sense, decided, _, first, last, _, _ = paper(**kw)
    return kind, sense, decided, first, last


def checked(m, **kw):
    a = act(m, **kw)
    call('dir.lille', CHECK, a, *seen(**kw))
    return a


def state(m):
    """None when it is gone."""
    return SU.one('SELECT (SELECT state::text FROM casework.measure WHERE id = $1)', m)


def outcome(login, sql, *params):
    """SQLSTATE of a call that is taken back."""
    with W.bound(SIDS[login], commit=False) as c:
        return c.state(sql, *params)


# --- which role calls what -----------------------------------------------------------------------------------------

@test('A-01: each role and each function: a role that may never is refused, one that may not here finds nothing')
def _():
    m, d = opened(), draft()
    a, b = act(m), act(m)
    spare = W.account[COLLEAGUE]
    mine = {'counsellor': OK, 'counsellor of the unit, other caseload': GONE, 'counsellor of another unit': GONE}
    both = {**mine, 'director': OK, 'director of another unit': GONE}
    heads = {'director': OK, 'director of another unit': GONE}
    for sql, params, may in (
            (NEW, (CASE, *ORDERED, *hashes()), mine), (PUT, (d, 1, *ORDERED), mine), (OPEN, (d, 1), mine),
            (TAKE, (m, 2, None, None, None, None, None, None), mine), (END, (m, 2, 'died', '2024-01-01'), mine),
            (ACT, (m, *paper(), *hashes()), both), (DROP, (a,), both),
            (CHECK, (b, *seen()), {**both, 'counsellor': 'JA019'}),
            (HAND, (CASE, spare), heads), (HAND_ALL, (W.account[COUNSELLOR], spare), heads)):
        for role, login in WHO.items():
            equal(outcome(login, sql, *params), may.get(role, NO), '%s as %s' % (sql, role))
    equal(SU.query('SELECT checked_at, dropped_at FROM casework.authority_act WHERE measure_id = $1', m),
          [(None, None)] * 2, 'all was taken back')


@test('what is not there is told as what is not visible')
def _():
    for login, sql, params in ((COUNSELLOR, NEW, (NOBODY, *ORDERED, *hashes())), (COUNSELLOR, OPEN, (NOBODY, 1)),
                               (COUNSELLOR, PUT, (NOBODY, 1, *ORDERED)),
                               (COUNSELLOR, ACT, (NOBODY, *paper(), *hashes())),
                               (COUNSELLOR, CHECK, (NOBODY, *seen())), ('dir.lille', DROP, (NOBODY,)),
                               ('dir.lille', HAND, (NOBODY, W.account[COLLEAGUE])),
                               ('dir.lille', HAND, (CASE, NOBODY)), ('dir.lille', HAND_ALL, (NOBODY, NOBODY))):
        equal(outcome(login, sql, *params), GONE, sql)


@test('who was merely entered as an account, without the secret of the unit, touches nothing and is handed nothing')
def _():
    m = opened()
    a = act(m)
    bare, head = somebody(), somebody('director')
    case = W.open_case(sid(bare), seal=False)
    for login, sql, params in ((bare, NEW, (case, *ORDERED, *hashes())), (head, ACT, (m, *paper(), *hashes())),
                               (head, CHECK, (a, *seen())), (head, DROP, (a,)),
                               (head, HAND, (CASE, W.account[COLLEAGUE])),
                               (head, HAND_ALL, (W.account[COUNSELLOR], W.account[COLLEAGUE])),
                               ('dir.lille', HAND, (CASE, W.account[bare])),
                               ('dir.lille', HAND_ALL, (W.account[COUNSELLOR], W.account[bare]))):
        cannot(GONE, login, sql, *params)
    with W.bound(sid(head), commit=False) as c:
        for t in ('measure', 'authority_act', 'suspension'):
            equal(c.one('SELECT count(*) FROM casework.' + t), 0, t)


@test('a closed case takes no measure')
def _():
    case = W.open_case(SIDS[COUNSELLOR])
    SU.query("UPDATE casework.case_file SET state = 'closed' WHERE id = $1", case)
    equal(outcome(COUNSELLOR, NEW, case, *ORDERED, *hashes()), 'JA016')


@test('H-14: a case says whether the person is a minor; not said is no')
def _():
    for minor, want in ((True, True), (False, False), (None, False)):
        case = W.open_case(SIDS[COUNSELLOR], minor=minor)
        equal(SU.one('SELECT minor FROM casework.case_file WHERE id = $1', case), want)
    case = W.open_case(SIDS[COUNSELLOR], minor=True)
    m = draft(case)
    equal(outcome(COUNSELLOR, OPEN, m, 1), 'JA020')
    m = opened(case, authority='juge_des_enfants')
    equal([outcome(COUNSELLOR, ACT, m, *paper(authority=x), *hashes()) for x in ('jap', 'juge_des_enfants')],
          ['JA020', OK])


@test('a rule without a parameter on its day is a hole of ours and opens nothing')
def _():
    m = draft()
    with W.connect('postgres') as c:
        c.query('BEGIN')
        c.query("DELETE FROM offer.rule_param WHERE rule = 'M-01' AND name = 'max_hours'")
        refused('JA009', c, 'SELECT casework.measure_findings(x) FROM casework.measure x WHERE id = $1', m)
        c.query('ROLLBACK')


# --- two at once ---------------------------------------------------------------------------------------------------

@test('of two who check one act at once one has an effect')
def _():
    m = opened()
    a = act(m)
    got = at_once(*[(login, lambda c: c.query(CHECK, a, *seen())) for login in ('dir.lille', 'dep.lille')])
    equal(sorted(getattr(g, 'state', 'done') for g in got), ['JA016', 'done'])
    equal(SU.one('SELECT count(*) FROM casework.suspension WHERE measure_id = $1', m), 1)


@test('of a check and a drop at once one wins')
def _():
    m = opened()
    a = act(m)
    equal(race(('dir.lille', lambda c: c.query(CHECK, a, *seen())), (COUNSELLOR, lambda c: c.query(DROP, a))), 'JA016')
    a = act(m)
    equal(race((COUNSELLOR, lambda c: c.query(DROP, a)), ('dir.lille', lambda c: c.query(CHECK, a, *seen()))), 'JA016')


@test('an act that is checked while its measure ends comes too late, and an end after a check finds another version')
def _():
    m = opened()
    a = act(m)
    end = (COUNSELLOR, lambda c: c.query(END, m, 2, 'died', '2024-01-01'))
    check = ('dir.lille', lambda c: c.query(CHECK, a, *seen()))
    equal(race(end, check), 'JA016')
    equal(SU.one('SELECT count(*) FROM casework.suspension WHERE measure_id = $1', m), 0)
    m = opened()
    a = act(m)
    equal(race(check, end), 'JA005')
    equal(state(m), 'open')


@test('M-06: of two answers about consent that are checked at once the first counts')
def _():
    m = opened(consent='to_collect', consented_on=None)
    yes, no = act(m, kind='consent'), act(m, kind='consent', sense='refused')
    equal(race(('dir.lille', lambda c: c.query(CHECK, yes, *seen(kind='consent'))),
               ('dep.lille', lambda c: c.query(CHECK, no, *seen(kind='consent', sense='refused')))), 'JA016')
    equal(state(m), 'open')


@test('two suspensions of one kind checked at once do not overlap')
def _():
    m = opened()
    a, b = act(m), act(m, first='2023-10-01')
    equal(race(('dir.lille', lambda c: c.query(CHECK, a, *seen())),
               ('dep.lille', lambda c: c.query(CHECK, b, *seen(first='2023-10-01')))), 'JA018')


@test('who changes a measure while its case is handed over is refused, and a change before that is kept')
def _():
    case = W.open_case(SIDS[COUNSELLOR])
    m = opened(case)
    hand = ('dir.lille', lambda c: c.query(HAND, case, W.account[COLLEAGUE]))
    change = (COUNSELLOR, lambda c: c.query(PUT, m, 2, *ORDERED))
    equal(race(hand, change), GONE)
    call('dir.lille', HAND, case, W.account[COUNSELLOR])
    true(isinstance(race(change, hand), list), 'handed over')
    equal(SU.one('SELECT version FROM casework.measure WHERE id = $1', m), 3)
    equal(SU.one('SELECT counsellor_id FROM casework.case_file WHERE id = $1', case), W.account[COLLEAGUE])


@test('two who hand over one case at once: the later one holds')
def _():
    case = W.open_case(SIDS[COUNSELLOR])
    third = member()
    race(('dir.lille', lambda c: c.query(HAND, case, W.account[COLLEAGUE])),
         ('dep.lille', lambda c: c.query(HAND, case, W.account[third])))
    equal(SU.one('SELECT counsellor_id FROM casework.case_file WHERE id = $1', case), W.account[third])


@test('nobody is handed a case while her account is switched off')
def _():
    case, login = W.open_case(SIDS[COUNSELLOR]), member()
    off = ('admin', lambda c: c.query('SELECT sec.account_set_state($1, $2)', W.account[login], 'disabled'))
    equal(race(off, ('dir.lille', lambda c: c.query(HAND, case, W.account[login]))), GONE)


# --- rows ----------------------------------------------------------------------------------------------------------

@test('P-05: who sees which row: measures, acts and suspensions with the case; an auditor all of them and no case')
def _():
    m = opened()
    checked(m)
    other = W.open_case(SIDS[FOREIGN])
    foreign = opened(other, by=FOREIGN)
    tables = ('case_file', 'measure', 'authority_act', 'suspension')
    where = {'case_file': 'id = %r' % CASE, 'measure': 'id = %r' % m, 'authority_act': 'measure_id = %r' % m,
             'suspension': 'measure_id = %r' % m}
    want = {'counsellor': tables, 'director': tables, 'auditor': tables[1:]}
    for role, login in WHO.items():
        with W.bound(SIDS[login], commit=False) as c:
            got = tuple(t for t in tables if c.one('SELECT count(*) FROM casework.%s WHERE %s' % (t, where[t])) > 0)
            equal(got, want.get(role, ()), role)
            equal(c.one('SELECT count(*) FROM casework.measure WHERE id = $1', foreign),
                  1 if role in ('auditor', 'counsellor of another unit', 'director of another unit') else 0, role)
            for verb in ('UPDATE casework.%s SET id = id', 'DELETE FROM casework.%s',
                         'INSERT INTO casework.%s DEFAULT VALUES'):
                for t in tables:
                    refused('42501', c, verb % t)


# --- what is due ---------------------------------------------------------------------------------------------------

def due(login, **where):
    """Tasks of a login as {kind: (rule, day)} about one object."""
    with W.bound(SIDS[login], commit=False) as c:
        rows = c.query(TASKS)
    return {k: (rule, str(day)) for k, rule, day, _, i, case in rows
            if i == where.get('id', i) and case == where.get('case', case)}


def day(expression, *params):
    return str(SU.one('SELECT (%s)::date' % expression, *params))


@test('S-03, S-04, S-15, M-06, M-09, W-05: what an open measure wants is due on its day, and goes when it was done')
def _():
    m = opened(consent='to_collect', consented_on=None)
    ageing = day("'2023-06-03'::date + interval '15 months'")
    want = {'first_interview': ('S-03', '2023-07-31'), 'consent': ('M-06', '2023-07-01'),
            'evaluation_report': ('S-04', '2023-10-01'), 'end_report': ('S-15', '2024-11-14'),
            'term': ('M-09', '2024-12-14'), 'ageing': ('S-01', ageing)}
    equal(due(COUNSELLOR, id=m), want)
    checked(m, kind='consent')
    del want['consent']
    equal(due(COUNSELLOR, id=m), want)
    call(COUNSELLOR, TAKE, m, 3, None, None, None, '2023-07-05', None, None)
    equal(due(COUNSELLOR, id=m), {**want, 'fitness': ('W-05', '2023-07-05')}, 'asked without a day')
    call(COUNSELLOR, TAKE, m, 4, '2023-07-05', '2023-09-01', None, '2023-07-05', '2023-08-01', None)
    del want['first_interview'], want['evaluation_report']
    equal(due(COUNSELLOR, id=m), {**want, 'fitness': ('W-05', '2023-08-01')})
    call(COUNSELLOR, TAKE, m, 5, '2023-07-05', '2023-09-01', '2024-10-01', '2023-07-05', '2023-08-01', '2023-07-20')
    del want['end_report']
    equal(due(COUNSELLOR, id=m), want)
    call(COUNSELLOR, END, m, 6, 'lapsed', '2024-12-15')
    equal(due(COUNSELLOR, id=m), {})


@test('S-01: of the months since the judgment the last that has passed is told')
def _():
    for months, want in ((2, None), (3, 3), (5, 3), (6, 6), (14, 12), (15, 15), (40, 15)):
        judged = day("offer.today() - make_interval(months => $1)", months)
        m = opened(facts_on='2022-01-01', judged_on=judged, final_on=None, seized_on=None, consented_on=None)
        equal(due(COUNSELLOR, id=m), {} if want is None else
              {'ageing': ('S-01', day("$1::date + make_interval(months => $2)", judged, want))}, months)


@test('a suspension moves the term and the report that is due before it')
def _():
    m = opened(facts_on='2022-01-01')
    before = due(COUNSELLOR, id=m)
    checked(m, last='2023-09-30')
    equal({**before, 'term': ('M-09', '2025-01-13'), 'end_report': ('S-15', '2024-12-13')}, due(COUNSELLOR, id=m))


@test('A-08: a draft is due a quarter after it was last touched')
def _():
    m = draft()
    equal(due(COUNSELLOR, id=m), {'draft': ('A-08', day('offer.today() + 90'))})
    call(COUNSELLOR, OPEN, m, 1)
    true('draft' not in due(COUNSELLOR, id=m), 'open now')


@test('A-01: an act to check is due for everybody of the case but who recorded it, until it is checked or dropped')
def _():
    m = opened()
    a, b = act(m), act(m, by='dir.lille')
    today = day('offer.today()')
    want = {'act_to_check': ('A-01', today)}
    equal([due(x, id=a) for x in (COUNSELLOR, 'dir.lille', 'dep.lille', COLLEAGUE, 'dir.douai', 'auditor')],
          [{}, want, want, {}, {}, {}])
    equal([due(x, id=b) for x in (COUNSELLOR, 'dir.lille', 'dep.lille')], [want, {}, want])
    call('dir.lille', CHECK, a, *seen())
    call('dir.lille', DROP, b)
    equal([due(x, id=y) for x in (COUNSELLOR, 'dep.lille') for y in (a, b)], [{}] * 4)


@test('P-05: a case whose counsellor has left is due for her director until it is handed over')
def _():
    login = somebody()
    case = W.open_case(sid(login), seal=False)
    equal(due('dir.lille', id=case), {})
    SU.query("UPDATE sec.account SET state = 'disabled' WHERE id = $1", W.account[login])
    equal(due('dir.lille', id=case), {'reassign': ('P-05', day('offer.today()'))})
    equal([due(x, id=case) for x in ('dir.douai', COUNSELLOR, 'auditor')], [{}] * 3)
    equal(call('dir.lille', HAND_ALL, W.account[login], W.account[COUNSELLOR]), 1)
    equal(due('dir.lille', id=case), {})


@test('nobody is told of a task who has none, and a counsellor hears of her own cases only')
def _():
    opened(W.open_case(SIDS[FOREIGN]), by=FOREIGN)
    for login in ('auditor', 'admin', 'tutor'):
        equal(due(login), {}, login)
    with W.bound(SIDS[COUNSELLOR], commit=False) as c:
        cases = {case for *_, case in c.query(TASKS)}
        equal(cases, cases & {i for i, in c.query('SELECT id FROM casework.case_file')})
    with W.bound(SIDS[COLLEAGUE], commit=False) as c:
        true(CASE not in {case for *_, case in c.query(TASKS)}, 'another caseload')


@test('a counsellor who reads a case by break-glass reads its measures, writes none and is told of none of its tasks')
def _():
    m = opened(consent='to_collect', consented_on=None)
    a = act(m)
    equal(due('dir.lille', id=a), {'act_to_check': ('A-01', day('offer.today()'))})
    glass = SU.one('INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version)'
                   " VALUES ($1, $2, $3, 'duty_cover', now(), now() + interval '1 hour', 1) RETURNING id",
                   W.account[COLLEAGUE], CASE, W.org['lille'])
    with W.bound(SIDS[COLLEAGUE], commit=False) as c:
        equal(c.one('SELECT count(*) FROM casework.case_file WHERE id = $1', CASE), 1)
        equal(c.one('SELECT count(*) FROM casework.measure WHERE id = $1', m), 1)
        equal(c.one('SELECT count(*) FROM casework.authority_act WHERE id = $1', a), 1)
    equal((due(COLLEAGUE, id=m), due(COLLEAGUE, id=a), due(COLLEAGUE, case=CASE)), ({}, {}, {}))
    for sql, params in ((PUT, (m, 2, *ORDERED)), (ACT, (m, *paper(), *hashes())), (CHECK, (a, *seen())), (DROP, (a,))):
        equal(outcome(COLLEAGUE, sql, *params), GONE, sql)
    SU.query('UPDATE sec.glass SET ended_at = clock_timestamp() WHERE id = $1', glass)


# --- clocks --------------------------------------------------------------------------------------------------------

def expire():
    with W.connect('jalon_job') as job:
        job.query('SELECT sec.expire()')


@test('A-08: a draft that nobody touched for a quarter goes; one with sealed words, a young one and an open one stay')
def _():
    old, young, sealed, live = draft(), draft(), draft(), opened()
    SU.query("UPDATE casework.measure SET justice_version = 1 WHERE id = $1", sealed)
    for m, days in ((old, 91), (young, 89), (sealed, 91), (live, 91)):
        SU.query('UPDATE casework.measure SET changed_at = clock_timestamp() - make_interval(days => $1) WHERE id = $2',
                 days, m)
    mark = W.mark()
    expire()
    equal({m: state(m) for m in (old, young, sealed, live)},
          {old: None, young: 'draft', sealed: 'draft', live: 'open'})
    equal([(n['action'], n['row_id'], n['case_id'], n['actor']) for n in W.outbox(mark)
           if n['action'].startswith('measure.')], [('measure.delete', old, CASE, None)])


run()
