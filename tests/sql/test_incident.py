# SPDX-License-Identifier: EUPL-1.2
"""Incidents and reports to the judge below the API: who tells, follows, writes and sends what, who sees which row and
which sealed words, the rules of a follow-up, the clocks that start and stand still, two at once."""
import secrets
import uuid

from fixture import COLLEAGUE, COUNSELLOR, pg, refused
from people import GONE, NO, OK, SU, W, at_once, call, cannot, new_host, race, reasoned, somebody
from placed import DEPUTY, DIRECTOR, MORNING, SIDS, WHO, day, hashes, new_measure, new_post, placed, propose, seal
from tap import equal, run, test, true

NEW = 'SELECT id FROM casework.incident_new($1, $2, $3, $4, $5, $6)'
AGAIN = NEW.replace('id', 'id, replayed', 1)
FOLLOW = 'SELECT casework.incident_follow($1, $2, $3, $4, $5, $6)'
REPORT = 'SELECT id FROM casework.judge_report_new($1, $2, $3, $4, $5, $6)'
SEND = 'SELECT casework.judge_report_send($1, $2, $3)'
DROP = 'SELECT casework.judge_report_drop($1, $2)'
HOURS = 'SELECT id FROM casework.hours_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
END = 'SELECT casework.placement_end($1, $2, $3, $4)'
EXTEND = "SELECT version FROM casework.placement_extend($1, $2, $3, 'person')"
FETCH = 'SELECT sec.fetch(ARRAY[$1::int], ARRAY[$2::uuid], ARRAY[$3::int], $4)'
TICKET = 'SELECT sec.seal_ticket($1, $2, $3, $4)'
STORE = 'SELECT sec.store($1, $2, $3, $4, $5, $6)'
TASKS = 'SELECT kind, rule, due::text FROM casework.tasks() WHERE id = $1 ORDER BY kind'
INCIDENT, JUDGE_REPORT = 8, 9
JUSTICE, PLACEMENT = 2, 4
KINDS = ('absence', 'lateness', 'behaviour', 'refusal', 'accident', 'danger', 'damage', 'other')
NOBODY = str(uuid.uuid4())
EVERYBODY = {**WHO, 'tutor of another host': 'tutor2'}


def told(p, kind='behaviour', on=-2, stopped=False, by='manager'):
    return call(by, NEW, p.id, kind, day(on), stopped, *hashes())


def of(table, i, what='version'):
    return SU.one('SELECT %s::text FROM casework.%s WHERE id = $1' % (what, table), i)


def incident(i, what):
    return of('incident', i, what)


def note(c, i):
    """The next version of what the service notes of it."""
    case, version = incident(i, 'case_id'), int(incident(i, 'note_version')) + 1
    key = SU.query('SELECT FROM sec.case_key WHERE case_id = $1 AND compartment = $2', case, JUSTICE)
    c.query(TICKET, INCIDENT, i, JUSTICE, version)
    c.query(STORE, INCIDENT, i, JUSTICE, version, b'note', b'' if key else b'wrap')


def step(c, i, declared=None, judge=None, resumed=None, closed=False, version=None):
    """Days from today; why it is closed without the judge is noted with it."""
    days = [None if d is None else day(d) for d in (declared, judge, resumed)]
    if closed and judge is None:
        note(c, i)
    return c.one(FOLLOW, i, int(incident(i, 'version')) if version is None else version, *days, closed)


def follow(i, by=COUNSELLOR, **kw):
    """The new version."""
    with W.bound(SIDS[by]) as c:
        return step(c, i, **kw)


def to_judge(m, kind='requested', about=None, due=None, by=COUNSELLOR):
    return call(by, REPORT, m, kind, about, due, *hashes())


def sent(r, on=0, by=COUNSELLOR, version=1):
    return call(by, SEND, r, version, day(on))


def outcome(login, sql, *params):
    """SQLSTATE of a call that is taken back."""
    with W.bound(SIDS[login], commit=False) as c:
        return c.state(sql, *params)


def tasks(i, by=COUNSELLOR):
    """{kind: (rule, day)} of what is due about this for her."""
    with W.bound(SIDS[by], commit=False) as c:
        return {k: (rule, due) for k, rule, due in c.query(TASKS, i)}


def words(i, case, by='manager', compartment=PLACEMENT, tab=INCIDENT):
    """A first record, sealed."""
    with W.bound(SIDS[by]) as c:
        seal(c, case, tab, i, compartment)


def sees(login, table, *ids):
    """Which of these rows she sees."""
    with W.bound(SIDS[login], commit=False) as c:
        there = {i for i, in c.query('SELECT id FROM casework.' + table)}
    return [i in there for i in ids]


def ended(p, on=-1):
    call(COUNSELLOR, END, p.id, int(of('placement', p.id)), day(on), 'host')
    return p


def break_glass(case, login):
    SU.query('INSERT INTO sec.glass (id, account, case_id, unit_id, reason, at, until, text_version)'
             " VALUES ($1, $2, $3, $4, 'duty_cover', now(), now() + interval '1 hour', 1)", str(uuid.uuid4()),
             W.account[login], case, W.org['lille'])


P = placed()

# --- who does what -------------------------------------------------------------------------------------------------


@test('table 6a: each role and each function: a role that may never is refused, one that may not here finds nothing')
def _():
    i, r = told(P), to_judge(P.measure)
    people = {'host_manager': OK, 'host_manager of another host': GONE, 'tutor': OK, 'tutor of another host': GONE}
    own = {'counsellor': OK, 'counsellor of the unit, other caseload': GONE, 'counsellor of another unit': GONE}
    heads = {'director': OK, 'director of another unit': GONE}
    for sql, params, may in ((NEW, (P.id, 'danger', day(0), True, *hashes()), {**people, **own}),
                             (FOLLOW, (i, 1, None, day(-1), None, False), {**own, **heads}),
                             (REPORT, (P.measure, 'requested', None, day(9), *hashes()), own),
                             (SEND, (r, 1, day(0)), own), (DROP, (r, 1), own)):
        for role, login in EVERYBODY.items():
            equal(outcome(login, sql, *params), may.get(role, NO), '%s as %s' % (sql, role))
    equal((of('incident', i), of('judge_report', r)), ('1', '1'), 'all was taken back')


@test('what is not there is told as what is not visible')
def _():
    for login, sql, params in (
            ('manager', NEW, (NOBODY, 'danger', day(0), True, *hashes())),
            (COUNSELLOR, NEW, (None, 'danger', day(0), True, *hashes())),
            (COUNSELLOR, FOLLOW, (NOBODY, 1, None, None, None, True)),
            (DIRECTOR, FOLLOW, (None, 1, None, None, None, True)),
            (COUNSELLOR, REPORT, (NOBODY, 'requested', None, None, *hashes())),
            (COUNSELLOR, SEND, (NOBODY, 1, day(0))), (COUNSELLOR, DROP, (NOBODY, 1))):
        equal(outcome(login, sql, *params), GONE, sql)


@test('an account without the secret of its unit or host tells, follows and sends nothing')
def _():
    i, r = told(P), to_judge(P.measure)
    bare, head = somebody(), somebody('director')
    host = somebody('host_manager', 'host')
    SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', W.account[bare], P.case)
    try:
        for login, sql, params in ((bare, NEW, (P.id, 'danger', day(0), True, *hashes())),
                                   (host, NEW, (P.id, 'danger', day(0), True, *hashes())),
                                   (bare, FOLLOW, (i, 1, None, None, None, True)),
                                   (head, FOLLOW, (i, 1, None, None, None, True)),
                                   (bare, REPORT, (P.measure, 'end', None, None, *hashes())),
                                   (bare, SEND, (r, 1, day(0)))):
            cannot(GONE, login, sql, *params)
    finally:
        SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', W.account[COUNSELLOR], P.case)


@test('who only signs for her director neither tells nor follows')
def _():
    i = told(P)
    call(DIRECTOR, 'SELECT id FROM casework.delegation_new($1, $2, $3, false, $4, $5)', W.account[COLLEAGUE], day(0),
         day(9), *hashes())
    equal([outcome(COLLEAGUE, NEW, P.id, 'danger', day(0), True, *hashes()),
           outcome(COLLEAGUE, FOLLOW, i, 1, None, None, None, True)], [GONE, GONE])
    equal(sees(COLLEAGUE, 'incident', i), [False])


# --- telling -------------------------------------------------------------------------------------------------------

@test('S-11: an incident is told of work that was decided, with the day of it, and by nobody in the wrong state')
def _():
    case, measure = P.case, P.measure
    waiting = propose(case, measure, new_post(), [(7, 800, 860, 'every')], 60)
    for login in ('manager', COUNSELLOR):
        equal(outcome(login, NEW, waiting, 'danger', day(0), True, *hashes()), 'JA016', 'proposed, by ' + login)
    call('manager', 'SELECT casework.placement_answer($1, 1, true, NULL, NULL)', waiting)
    equal(outcome(COUNSELLOR, NEW, waiting, 'danger', day(0), True, *hashes()), 'JA016', 'accepted')
    call(COUNSELLOR, "SELECT casework.placement_withdraw($1, 2, 'service')", waiting)
    equal([outcome(x, NEW, waiting, 'danger', day(0), True, *hashes()) for x in (COUNSELLOR, 'manager')],
          ['JA016', GONE], 'withdrawn: the window of the host is shut')
    for on, want in ((None, 'JA015'), (day(1), 'JA015'), (day(0), OK), (day(-62), OK), (day(-63), 'JA015')):
        equal(outcome('tutor', NEW, P.id, 'lateness', on, False, *hashes()), want, 'on %s' % on)
    for kind in KINDS:
        equal(outcome('tutor', NEW, P.id, kind, day(0), False, *hashes()), OK, kind)
    for kind in ('theft', '', 'Danger', None):
        equal(outcome('tutor', NEW, P.id, kind, day(0), False, *hashes()), 'JA009', str(kind))
    i = told(P, 'danger', -1, True, 'tutor')
    equal(SU.query('SELECT placement_id, case_id, kind::text, day::text, stopped, by_host, reported_by, seen_by,'
                   ' resumed_on, declared_on, judge_told_on, closed_at, text_version, note_version, version'
                   ' FROM casework.incident WHERE id = $1', i),
          [(P.id, P.case, 'danger', day(-1), True, True, W.account['tutor']) + (None,) * 5 + (0, 0, 1)])
    equal(incident(call('tutor', NEW, P.id, 'other', day(0), None, *hashes()), 'stopped'), 'false')


@test('S-11: after the end too; its host until its window shuts, the counsellor for ever')
def _():
    p = ended(placed())
    for login in ('manager', 'tutor', COUNSELLOR):
        equal(outcome(login, NEW, p.id, 'damage', day(-3), False, *hashes()), OK, login)
    SU.query('UPDATE casework.placement SET ended_on = $2, closed_at = $2::date WHERE id = $1', p.id, day(-31))
    equal([outcome(x, NEW, p.id, 'damage', day(-3), False, *hashes()) for x in ('manager', 'tutor', COUNSELLOR)],
          [GONE, GONE, OK], 'P-03: 30 days')
    p = ended(placed())
    call('manager', 'SELECT version FROM casework.placement_attest($1, 5, $2, $3, $4)', p.id, day(0), *hashes())
    equal([outcome(x, NEW, p.id, 'damage', day(-3), False, *hashes()) for x in ('manager', 'tutor', COUNSELLOR)],
          [GONE, GONE, OK], 'attested')


@test('an incident sent again is the same one, and a key is for one thing')
def _():
    key, digest = hashes()
    i = call('manager', NEW, P.id, 'damage', day(-1), False, key, digest)
    with W.bound(SIDS['manager']) as c:
        equal(c.query(AGAIN, P.id, 'damage', day(-1), False, key, digest), [(i, True)])
        refused('JA006', c, NEW, P.id, 'damage', day(-1), False, key, secrets.token_bytes(32))
    true(call('tutor', NEW, P.id, 'damage', day(-1), False, key, digest) != i, 'the key of somebody else')
    equal(SU.one('SELECT count(*) FROM casework.incident WHERE id = $1', i), 1)


# --- who sees what -------------------------------------------------------------------------------------------------

@test('table 6a: rows: a host sees what its own people told, the service its cases, an auditor that there is one')
def _():
    p = placed()
    other = placed(p, [(1, 800, 860, 'every')], host='host2')
    hosts, tutors, hers = told(p), told(p, by='tutor'), told(p, by=COUNSELLOR)
    theirs = told(other, by='tutor2')
    r = to_judge(p.measure, 'incident', hosts)
    want = {'counsellor': ([True] * 4, [True]), 'director': ([True] * 4, [True]), 'auditor': ([True] * 4, [True]),
            'host_manager': ([True, True, False, False], [False]), 'tutor': ([True, True, False, False], [False]),
            'host_manager of another host': ([False] * 3 + [True], [False]),
            'tutor of another host': ([False] * 3 + [True], [False])}
    for role, login in EVERYBODY.items():
        equal((sees(login, 'incident', hosts, tutors, hers, theirs), sees(login, 'judge_report', r)),
              want.get(role, ([False] * 4, [False])), role)
    break_glass(p.case, COLLEAGUE)
    equal((sees(COLLEAGUE, 'incident', hosts, hers), sees(COLLEAGUE, 'judge_report', r)), ([True, True], [True]),
          'by break-glass')
    cannot(GONE, COLLEAGUE, FOLLOW, hosts, 1, None, None, None, True)
    SU.query('UPDATE sec.glass SET ended_at = now() WHERE case_id = $1', p.case)
    equal((sees(COLLEAGUE, 'incident', hosts, hers), sees(COLLEAGUE, 'judge_report', r)), ([False, False], [False]))
    ended(p)
    equal(sees('manager', 'incident', hosts), [True], 'until its window shuts')
    call('manager', 'SELECT version FROM casework.placement_attest($1, 5, $2, $3, $4)', p.id, day(0), *hashes())
    equal([sees(x, 'incident', hosts) for x in ('manager', 'tutor', COUNSELLOR, DIRECTOR, 'auditor')],
          [[False], [False], [True], [True], [True]], 'attested')


def may_open(tab, row, compartment, reason=''):
    """{role: SQLSTATE of a ticket to open it}"""
    return {role: outcome(login, FETCH, tab, row, compartment, reason) for role, login in EVERYBODY.items()}


@test('tickets to open: words for the host that told them, note and report for the service with a reason')
def _():
    p = placed()
    hosts, hers = told(p), told(p, by=COUNSELLOR)
    r = to_judge(p.measure)
    words(hosts, p.case)
    words(hers, p.case, COUNSELLOR)
    words(hosts, p.case, DIRECTOR, JUSTICE)
    words(r, p.case, COUNSELLOR, JUSTICE, JUDGE_REPORT)
    nobody = dict.fromkeys(EVERYBODY, GONE)
    equal(may_open(INCIDENT, hosts, PLACEMENT),
          {**nobody, 'counsellor': OK, 'host_manager': OK, 'tutor': OK, 'director': 'JA008'})
    equal(may_open(INCIDENT, hosts, PLACEMENT, 'direction_control'),
          {**nobody, 'counsellor': OK, 'host_manager': OK, 'tutor': OK, 'director': OK})
    equal(may_open(INCIDENT, hers, PLACEMENT), {**nobody, 'counsellor': OK, 'director': 'JA008'})
    for tab, row in ((INCIDENT, hosts), (JUDGE_REPORT, r)):
        equal(may_open(tab, row, JUSTICE), {**nobody, 'counsellor': 'JA008', 'director': 'JA008'})
        equal(may_open(tab, row, JUSTICE, 'judge_report'), {**nobody, 'counsellor': OK, 'director': OK})
    ended(p)
    SU.query('UPDATE casework.placement SET ended_on = $2, closed_at = $2::date WHERE id = $1', p.id, day(-31))
    equal(may_open(INCIDENT, hosts, PLACEMENT), {**nobody, 'counsellor': OK, 'director': 'JA008'}, 'P-03: 30 days')


def may_seal(tab, row, compartment, version=1):
    return {role: outcome(login, TICKET, tab, row, compartment, version) for role, login in EVERYBODY.items()}


@test('tickets to seal: words come once, from who told it; a note from the service; a report from its counsellor')
def _():
    p = placed()
    i, r = told(p), to_judge(p.measure)
    never = dict.fromkeys(EVERYBODY, NO)
    others = {'counsellor of the unit, other caseload': GONE, 'counsellor of another unit': GONE}
    hosts = {'host_manager of another host': GONE, 'tutor of another host': GONE}
    equal(may_seal(INCIDENT, i, PLACEMENT),
          {**never, **others, **hosts, 'counsellor': 'JA016', 'host_manager': OK, 'tutor': 'JA016'})
    equal(may_seal(INCIDENT, told(p, by=COUNSELLOR), PLACEMENT),
          {**never, **others, **hosts, 'counsellor': OK, 'host_manager': 'JA016', 'tutor': 'JA016'})
    service = {**never, **others, 'counsellor': OK, 'director': OK, 'director of another unit': GONE}
    equal(may_seal(INCIDENT, i, JUSTICE), service)
    equal(may_seal(JUDGE_REPORT, r, JUSTICE), {**never, **others, 'counsellor': OK})
    words(i, p.case)
    equal(may_seal(INCIDENT, i, PLACEMENT, 2)['host_manager'], 'JA016', 'said once')
    words(i, p.case, DIRECTOR, JUSTICE)
    equal(may_seal(INCIDENT, i, JUSTICE), {**service, 'counsellor': 'JA005', 'director': 'JA005'}, 'a version that is')
    equal(may_seal(INCIDENT, i, JUSTICE, 2), service)
    equal((incident(i, 'text_version'), incident(i, 'note_version'), incident(i, 'version')), ('1', '1', '1'))
    follow(i, closed=True)
    equal(may_seal(INCIDENT, i, JUSTICE, 2), {**service, 'counsellor': 'JA016', 'director': 'JA016'}, 'closed')
    late = told(p)
    follow(late, closed=True)
    equal(may_seal(INCIDENT, late, PLACEMENT)['host_manager'], 'JA016', 'closed')


@test('the words of a host are sealed under the key of its placement, and of no other one of the case')
def _():
    p = placed()
    q = placed(p, [(1, 800, 860, 'every')], host='host2')
    i, j = told(p), told(q, by='manager2')
    words(i, p.case)
    words(j, p.case, 'manager2')
    equal(SU.query('SELECT e.key_generation, x.ordinal FROM sec.envelope e JOIN casework.incident i ON i.id = e.row_id'
                   ' JOIN casework.placement x ON x.id = i.placement_id WHERE e.case_id = $1 AND e.tab = 8'
                   ' ORDER BY 1', p.case), [(1, 1), (2, 2)])
    SU.query('DELETE FROM sec.placement_box WHERE case_id = $1 AND ordinal = 1', p.case)
    equal(outcome('manager', TICKET, INCIDENT, told(p), PLACEMENT, 1), GONE, 'before the unit gave it the key')


# --- the follow-up ---------------------------------------------------------------------------------------------------

@test('S-11: the first follow-up says who of the service saw it, and the ones after do not')
def _():
    i = told(P)
    equal(follow(i, DIRECTOR), 2)
    seen = incident(i, 'seen_by'), incident(i, 'seen_at')
    equal(seen[0], W.account[DIRECTOR])
    equal(follow(i), 3)
    equal((incident(i, 'seen_by'), incident(i, 'seen_at')), seen)
    hers = told(P, by=COUNSELLOR)
    equal(incident(hers, 'seen_by'), W.account[COUNSELLOR], 'what she wrote herself she saw')
    equal(incident(hers, 'by_host'), 'false')


def tried(i, by=COUNSELLOR, version=1, **kw):
    with W.bound(SIDS[by], commit=False) as c:
        try:
            step(c, i, version=version, **kw)
            return OK
        except pg.PgError as e:
            return e.state


@test('a follow-up replaces the version that was read and no other')
def _():
    i = told(P)
    for version, want in ((0, 'JA005'), (2, 'JA005'), (1, OK)):
        equal(tried(i, version=version), want, str(version))
    follow(i, judge=-1)
    equal(tried(i, version=1), 'JA005')
    follow(i)
    equal(incident(i, 'judge_told_on'), None, 'a mistake is corrected')


def extend(last):
    with W.bound(SIDS[COUNSELLOR]) as c:
        c.query(EXTEND, P.id, int(of('placement', P.id)), last)
        reasoned(c, P.id)


@test('the days of a follow-up lie between the incident and today; work goes on after it, before its last day')
def _():
    a = told(P, 'accident', -5, True)
    for name in ('declared', 'judge'):
        for on, want in ((-6, 'JA015'), (-5, OK), (0, OK), (1, 'JA015')):
            equal(tried(a, **{name: on}), want, '%s %d' % (name, on))
    for on, want in ((-5, 'JA015'), (-4, OK), (3, OK), (60, OK), (61, 'JA015'), (3000, 'JA015')):
        equal(tried(a, resumed=on), want, 'resumed %d' % on)
    follow(a, resumed=60)
    extend(day(50))
    equal((tried(a, resumed=60, version=2), tried(a, resumed=59, version=2)), (OK, 'JA015'),
          'what it says already does not hinder')
    extend(day(60))


@test('W-09, S-12: only an accident is declared, and work that nobody stopped does not go on again')
def _():
    for kind in KINDS:
        equal(tried(told(P, kind), declared=0), OK if kind == 'accident' else 'JA016', kind)
    for stopped in (True, False):
        equal(tried(told(P, 'danger', stopped=stopped), resumed=0), OK if stopped else 'JA016', str(stopped))


@test('W-09, S-12: an incident closes when an accident is declared and the work goes on or has ended')
def _():
    for kind, stopped, with_what, want in (
            ('lateness', False, {}, OK), ('accident', False, {}, 'JA014'), ('accident', False, {'declared': -1}, OK),
            ('danger', True, {}, 'JA014'), ('danger', True, {'resumed': 4}, OK),
            ('accident', True, {'declared': -1}, 'JA014'), ('accident', True, {'resumed': 0}, 'JA014'),
            ('accident', True, {'declared': -1, 'resumed': 0}, OK)):
        equal(tried(told(P, kind, stopped=stopped), closed=True, **with_what), want, '%s %s' % (kind, with_what))
    p = placed()
    d, a = told(p, 'danger', stopped=True), told(p, 'accident', stopped=True)
    ended(p)
    equal([tried(x, closed=True) for x in (d, a)], [OK, 'JA014'], 'ended, and the accident still to be declared')


@test('S-11: an incident closes when the judge was told of it, or with the reason why not, noted then and not before')
def _():
    close = 'JA008', OK
    for by in (COUNSELLOR, DIRECTOR):
        i = told(P)
        equal((outcome(by, FOLLOW, i, 1, None, None, None, True), tried(i, by, closed=True)), close, by)
        words(i, P.case, by, JUSTICE)
        equal((outcome(by, FOLLOW, i, 1, None, None, None, True), tried(i, by, closed=True)), close, 'an older note')
        equal(outcome(by, FOLLOW, i, 1, None, day(0), None, True), OK, 'told by telephone')
    about = to_judge(P.measure, 'incident', i)
    equal(outcome(COUNSELLOR, FOLLOW, i, 1, None, None, None, True), 'JA008', 'begun is not sent')
    sent(about)
    equal(outcome(COUNSELLOR, FOLLOW, i, 2, None, day(0), None, True), OK, 'by a report')


@test('a closed incident stays as it is')
def _():
    i = told(P)
    follow(i, judge=-1, closed=True)
    true(incident(i, 'closed_at') is not None, 'when')
    for by in (COUNSELLOR, DIRECTOR):
        equal([tried(i, by, judge=0, version=2), tried(i, by, closed=True, version=2), tried(i, by, version=1)],
              ['JA016', 'JA016', 'JA005'], by)
    equal(follow(told(P), closed=None), 2, 'null is not closed')


# --- what is due -----------------------------------------------------------------------------------------------------

@test('S-11: the counsellor is told at once, and the task goes when she follows it up; then the judge waits')
def _():
    i = told(P)
    equal(tasks(i), {'incident_new': ('S-11', day(0))})
    for login in (COLLEAGUE, DIRECTOR, DEPUTY, 'manager', 'tutor', 'auditor', 'dir.douai'):
        equal(tasks(i, login), {}, login)
    version = follow(i)
    equal(tasks(i), {'incident_to_judge': ('S-11', day(0))})
    follow(i, judge=0, version=version)
    equal(tasks(i), {})
    j = told(P)
    follow(j, DIRECTOR)
    equal(tasks(j), {'incident_to_judge': ('S-11', day(0))}, 'followed by her director')
    follow(j, closed=True)
    equal(tasks(j), {}, 'closed')
    equal(tasks(told(P, by=COUNSELLOR)), {'incident_to_judge': ('S-11', day(0))}, 'her own words are no news to her')


@test('S-11: who got a case handed gets its incidents with it')
def _():
    p = placed()
    i = told(p)
    call(DIRECTOR, 'SELECT casework.reassign($1, $2)', p.case, W.account[COLLEAGUE])
    equal((tasks(i), tasks(i, COLLEAGUE)), ({}, {'incident_new': ('S-11', day(0))}))
    cannot(GONE, COUNSELLOR, FOLLOW, i, 1, None, None, None, True)
    equal(follow(i, COLLEAGUE, closed=True), 2)


@test('W-09: an accident is declared within 48 hours of its being told, whatever the clocks do')
def _():
    equal({k for k in KINDS if 'accident_to_declare' in tasks(told(P, k))}, {'accident'})
    i = told(P, 'accident')
    for at, due in (('2026-07-06 00:00:00', '2026-07-08'), ('2026-07-06 23:59:59', '2026-07-08'),
                    ('2026-03-27 22:59:59', '2026-03-29'), ('2026-03-27 23:30:00', '2026-03-30'),
                    ('2026-10-24 00:30:00', '2026-10-25'), ('2026-10-24 01:00:00', '2026-10-26')):
        SU.query("UPDATE casework.incident SET reported_at = $2::timestamp AT TIME ZONE 'Europe/Paris'"
                 ' WHERE id = $1', i, at)
        equal(tasks(i)['accident_to_declare'], ('W-09', due), at)
    follow(i)
    true('accident_to_declare' in tasks(i), 'seen is not declared')
    follow(i, declared=0)
    true('accident_to_declare' not in tasks(i), 'declared')


@test('S-12: stopped work is a task until it goes on')
def _():
    i = told(P, 'danger', stopped=True)
    equal(tasks(i)['work_stopped'], ('S-12', day(0)))
    follow(i, judge=0, resumed=5)
    equal(tasks(i), {})
    true('work_stopped' not in tasks(told(P, 'danger')), 'it was not stopped')


# --- S-12 on hours ---------------------------------------------------------------------------------------------------

def worked(p, on, times=MORNING, attendance='attended'):
    return call('manager', HOURS, p.id, day(on), attendance, *(times or (None, None)), 0, 'online', None, None, None,
                *hashes())


def flagged(r):
    return 'S-12' in SU.one("SELECT array_to_string(flags, ' ') FROM casework.hours_report WHERE id = $1", r).split()


@test('S-12: hours of a day after work was stopped are kept with a flag, until it goes on')
def _():
    p = placed()
    q = placed(p, [(d, 800, 980, 'every') for d in range(1, 8)])
    i = told(p, 'danger', -20, True)
    told(p, 'lateness', -40)
    equal([flagged(worked(p, on)) for on in (-21, -20, -19, -10)], [False, False, True, True])
    equal([flagged(worked(q, -19, (800, 980))), flagged(worked(p, -18, None, 'excused'))], [False, False],
          'other work, and no work')
    follow(i, resumed=-8)
    equal([flagged(worked(p, on)) for on in (-9, -8, -7)], [True, False, False])
    follow(i, resumed=-8, closed=True)
    equal(flagged(worked(p, -12)), True, 'closed or not')


@test('S-12: and so are those that were reported before somebody told that work was stopped')
def _():
    p = placed()
    q = placed(p, [(d, 800, 980, 'every') for d in range(1, 8)])
    on_the_day, after, excused, elsewhere = (worked(p, -20), worked(p, -19), worked(p, -18, None, 'excused'),
                                             worked(q, -19, (800, 980)))
    settled, gone = worked(p, -17), worked(p, -16)
    with W.bound(SIDS[COUNSELLOR]) as c:
        c.query('SELECT version FROM casework.hours_settle($1, 1, 180, false)', settled)
    call('manager', 'SELECT casework.hours_withdraw($1, 1)', gone)
    told(p, 'danger', -20)
    equal(flagged(after), False, 'nothing was stopped')
    told(p, 'danger', -20, True)
    equal([flagged(r) for r in (on_the_day, after, excused, elsewhere, settled, gone)],
          [False, True, False, False, False, False])
    equal((of('hours_report', after), of('hours_report', on_the_day)), ('2', '1'), 'who read it without reads it again')
    equal(outcome(COUNSELLOR, 'SELECT casework.hours_settle($1, 2, 180, false)', after), 'JA008',
          'a flagged report is settled with a reason')
    told(p, 'danger', -20, True)
    equal(SU.one('SELECT cardinality(flags) FROM casework.hours_report WHERE id = $1', after), 1, 'once')


# --- reports to the judge --------------------------------------------------------------------------------------------

@test('S-13: a report is about a measure that was opened, and an incident of that very measure')
def _():
    p = placed()
    i = told(p)
    stranger = told(placed())
    draft = new_measure(p.case)
    for measure, kind, about, due, want in (
            (p.measure, 'evaluation', None, None, OK), (p.measure, 'incident', i, None, OK),
            (p.measure, 'incident', None, day(3), OK), (p.measure, 'difficulty', None, day(3), OK),
            (p.measure, 'situation', None, day(-1), OK), (p.measure, 'requested', None, day(-121), 'JA015'),
            (p.measure, 'yearly', None, None, OK), (p.measure, 'end', None, None, OK),
            (p.measure, 'end', i, None, GONE), (p.measure, 'incident', stranger, None, GONE),
            (p.measure, 'incident', NOBODY, None, GONE), (p.measure, 'praise', None, None, 'JA009'),
            (p.measure, None, None, None, 'JA009'), (draft, 'evaluation', None, None, 'JA016')):
        equal(outcome(COUNSELLOR, REPORT, measure, kind, about, due, *hashes()), want, '%s %s' % (kind, about))
    key, digest = hashes()
    r = call(COUNSELLOR, REPORT, p.measure, 'incident', i, day(3), key, digest)
    with W.bound(SIDS[COUNSELLOR]) as c:
        equal(c.query(REPORT.replace('id', 'id, replayed', 1), p.measure, 'incident', i, day(3), key, digest),
              [(r, True)])
    equal(SU.query('SELECT measure_id, case_id, kind::text, incident_id, due_on::text, sent_on, written_by,'
                   ' text_version, version FROM casework.judge_report WHERE id = $1', r),
          [(p.measure, p.case, 'incident', i, day(3), None, W.account[COUNSELLOR], 0, 1)])
    ended(p)
    call(COUNSELLOR, 'SELECT casework.measure_end($1, $2, $3, $4)', p.measure, int(of('measure', p.measure)),
         'transferred', day(0))
    equal(outcome(COUNSELLOR, REPORT, p.measure, 'end', None, None, *hashes()), OK, 'after its end too')


@test('a report goes once, on a day between the judgment, the seizure, the incident and today')
def _():
    p = placed()
    i = told(p, on=-5)
    r, about = to_judge(p.measure), to_judge(p.measure, 'incident', i)
    for x, on, want in ((r, None, 'JA015'), (r, 1, 'JA015'), (r, 0, OK), (r, -80, OK), (r, -81, 'JA015'),
                        (about, -6, 'JA015'), (about, -5, OK)):
        equal(outcome(COUNSELLOR, SEND, x, 1, None if on is None else day(on)), want, str(on))
    equal(outcome(COUNSELLOR, SEND, r, 2, day(0)), 'JA005')
    equal(sent(r, -1), 2)
    equal([outcome(COUNSELLOR, SEND, r, v, day(0)) for v in (1, 2)], ['JA005', 'JA016'])
    equal(of('judge_report', r, 'sent_on'), day(-1))
    SU.query('UPDATE casework.measure SET seized_on = NULL WHERE id = $1', p.measure)
    equal([outcome(COUNSELLOR, SEND, about, 1, day(on)) for on in (-6, -5)], ['JA015', OK])
    last = to_judge(p.measure)
    equal([outcome(COUNSELLOR, SEND, last, 1, day(on)) for on in (-121, -120)], ['JA015', OK], 'not seized by a day')


@test('what the judge was sent stays as it was written')
def _():
    r = to_judge(P.measure)
    words(r, P.case, COUNSELLOR, JUSTICE, JUDGE_REPORT)
    equal(outcome(COUNSELLOR, TICKET, JUDGE_REPORT, r, JUSTICE, 2), OK, 'until then it is changed')
    with W.bound(SIDS[COUNSELLOR], commit=False) as c:
        c.query(TICKET, JUDGE_REPORT, r, JUSTICE, 2)
        c.query(SEND, r, 1, day(0))
        refused('JA016', c, STORE, JUDGE_REPORT, r, JUSTICE, 2, b'other words', b'')
    sent(r)
    equal(outcome(COUNSELLOR, TICKET, JUDGE_REPORT, r, JUSTICE, 2), 'JA016')
    equal((of('judge_report', r, 'text_version'), of('judge_report', r)), ('1', '2'))


@test('a report begun by mistake is dropped before it goes: it stays on record, unchanged, and is due no longer')
def _():
    r = to_judge(P.measure, 'requested', due=day(4))
    words(r, P.case, COUNSELLOR, JUSTICE, JUDGE_REPORT)
    equal([outcome(COUNSELLOR, DROP, r, v) for v in (0, 2, 1)], ['JA005', 'JA005', OK])
    equal(tasks(r), {'judge_report': ('S-13', day(4))})
    equal(call(COUNSELLOR, DROP, r, 1), 2)
    equal((tasks(r), of('judge_report', r, 'sent_on'), of('judge_report', r, 'dropped_at') is not None),
          ({}, None, True))
    for sql, params in ((DROP, (r, 2)), (SEND, (r, 2, day(0))), (TICKET, (JUDGE_REPORT, r, JUSTICE, 2))):
        equal(outcome(COUNSELLOR, sql, *params), 'JA016', sql)
    gone = to_judge(P.measure)
    sent(gone)
    equal(outcome(COUNSELLOR, DROP, gone, 2), 'JA016', 'it went')
    r = to_judge(P.measure)
    equal(race((COUNSELLOR, lambda c: c.one(DROP, r, 1)), (COUNSELLOR, lambda c: c.one(SEND, r, 1, day(0)))), 'JA005')
    r = to_judge(P.measure)
    equal(race((COUNSELLOR, lambda c: c.one(SEND, r, 1, day(0))), (COUNSELLOR, lambda c: c.one(DROP, r, 1))), 'JA005')


@test('S-04, S-15: the evaluation and the end report stop the clock of their step, and no other report does')
def _():
    p = placed()
    SU.query('UPDATE casework.measure SET final_on = $2, judged_on = $2 WHERE id = $1', p.measure, day(-500))
    clocks = {'evaluation_report', 'end_report'}
    equal(clocks & set(tasks(p.measure)), clocks)
    for kind in ('incident', 'difficulty', 'situation', 'requested', 'yearly'):
        sent(to_judge(p.measure, kind))
    equal((clocks & set(tasks(p.measure)), of('measure', p.measure)), (clocks, '2'))
    sent(to_judge(p.measure, 'evaluation'), -10)
    equal((clocks & set(tasks(p.measure)), of('measure', p.measure, 'evaluation_sent_on'), of('measure', p.measure)),
          ({'end_report'}, day(-10), '3'))
    sent(to_judge(p.measure, 'end'), -1)
    equal((clocks & set(tasks(p.measure)), of('measure', p.measure, 'end_report_sent_on'), of('measure', p.measure)),
          (set(), day(-1), '4'))
    sent(to_judge(p.measure, 'evaluation'), 0)
    equal(of('measure', p.measure, 'evaluation_sent_on'), day(-10), 'the first one kept the delay')
    sent(to_judge(p.measure, 'evaluation'), -20)
    equal(of('measure', p.measure, 'evaluation_sent_on'), day(-20), 'entered late, gone before')
    equal(outcome(COUNSELLOR, 'SELECT casework.measure_steps($1, $2, NULL, $3, $4, NULL, NULL, NULL)', p.measure,
                  int(of('measure', p.measure)), day(-20), day(-1)), OK, 'the steps take what the reports gave')


@test('S-11: the report of an incident tells the judge of it, and who was told is not untold')
def _():
    i = told(P, on=-5)
    follow(i)
    r = to_judge(P.measure, 'incident', i)
    equal(set(tasks(i)), {'incident_to_judge'}, 'begun is not sent')
    sent(r, -3)
    equal((tasks(i), incident(i, 'judge_told_on'), incident(i, 'version')), ({}, day(-3), '3'))
    for judge, want in ((None, 'JA015'), (-2, 'JA015'), (-3, OK), (-4, OK)):
        equal(tried(i, judge=judge, version=3), want, str(judge))
    called = told(P, on=-5)
    follow(called, judge=-4)
    sent(to_judge(P.measure, 'incident', called), -1)
    equal((incident(called, 'judge_told_on'), incident(called, 'version')), (day(-4), '2'), 'told by telephone before')
    closed = told(P, on=-5)
    about = to_judge(P.measure, 'incident', closed)
    follow(closed, closed=True)
    sent(about, -1)
    equal(incident(closed, 'judge_told_on'), day(-1), 'after it was closed')


@test('S-13: a report that is due is a task of its counsellor until it went')
def _():
    free, r = to_judge(P.measure, 'requested'), to_judge(P.measure, 'requested', due=day(4))
    equal((tasks(free), tasks(r)), ({}, {'judge_report': ('S-13', day(4))}))
    for kind, rule in (('evaluation', 'S-04'), ('incident', 'S-11'), ('difficulty', 'S-13'), ('situation', 'S-13'),
                       ('yearly', 'S-13'), ('end', 'S-15')):
        x = to_judge(P.measure, kind, due=day(-1))
        equal([tasks(x, login) for login in (COUNSELLOR, COLLEAGUE, DIRECTOR, 'manager', 'auditor')],
              [{'judge_report': (rule, day(-1))}] + [{}] * 4, kind)
    sent(r)
    equal(tasks(r), {})


# --- two at once -----------------------------------------------------------------------------------------------------

def following(i, version=1, closed=False):
    return lambda c: c.one(FOLLOW, i, version, None, day(0), None, closed)


@test('of two follow-ups of one version the second finds another one')
def _():
    i = told(P)
    equal(race((COUNSELLOR, following(i)), (DIRECTOR, following(i))), 'JA005')
    equal(incident(i, 'seen_by'), W.account[COUNSELLOR])


@test('the same words sent twice at once are one incident')
def _():
    key, digest = hashes()
    done = at_once(*[('manager', lambda c: c.query(AGAIN, P.id, 'danger', day(0), True, key, digest)[0])] * 2)
    equal((len({i for i, _ in done}), sorted(again for _, again in done)), (1, [False, True]))


@test('an incident and the attestation that shuts the window: what comes second finds nothing')
def _():
    p = ended(placed())
    equal(race(('manager', lambda c: c.query('SELECT version FROM casework.placement_attest($1, 5, $2, $3, $4)', p.id,
                                             day(0), *hashes())),
               ('tutor', lambda c: c.one(NEW, p.id, 'damage', day(-3), False, *hashes()))), GONE)
    equal(SU.one('SELECT count(*) FROM casework.incident WHERE placement_id = $1', p.id), 0)


@test('work that is stopped while its hours are reported is flagged all the same')
def _():
    p = placed()
    r = race(('tutor', lambda c: c.one(NEW, p.id, 'danger', day(-20), True, *hashes())),
             ('manager', lambda c: c.one(HOURS, p.id, day(-19), 'attended', *MORNING, 0, 'online', None, None, None,
                                         *hashes())))
    equal(flagged(r), True, 'the stop first')
    q = placed()
    race(('manager', lambda c: c.one(HOURS, q.id, day(-15), 'attended', *MORNING, 0, 'online', None, None, None,
                                     *hashes())),
         ('tutor', lambda c: c.one(NEW, q.id, 'danger', day(-16), True, *hashes())))
    equal(flagged(SU.one('SELECT id FROM casework.hours_report WHERE placement_id = $1', q.id)), True,
          'the hours first')


@test('a report goes to the judge once, whoever presses twice; and what was written meanwhile was not sent')
def _():
    r = to_judge(P.measure)
    equal(race((COUNSELLOR, lambda c: c.one(SEND, r, 1, day(-1))), (COUNSELLOR, lambda c: c.one(SEND, r, 1, day(0)))),
          'JA005')
    equal(of('judge_report', r, 'sent_on'), day(-1))
    r = to_judge(P.measure)
    equal(race((COUNSELLOR, lambda c: c.one(SEND, r, 1, day(-1))),
               (COUNSELLOR, lambda c: c.one(TICKET, JUDGE_REPORT, r, JUSTICE, 1))), 'JA016')


@test('the report of an incident goes while the incident is followed: the follow-up does not untell the judge')
def _():
    i = told(P, on=-5)
    r = to_judge(P.measure, 'incident', i)
    equal(race((COUNSELLOR, lambda c: c.one(SEND, r, 1, day(-1))),
               (DIRECTOR, lambda c: c.one(FOLLOW, i, 1, None, None, None, True))), 'JA005')
    equal((incident(i, 'judge_told_on'), incident(i, 'closed_at')), (day(-1), None))


@test('every write is noted with its actor')
def _():
    mark = W.mark()
    i = told(P)
    follow(i, DIRECTOR)
    r = to_judge(P.measure, 'incident', i)
    sent(r)
    equal([(x['action'], x['row_id'], x['actor'], x['version'], x['case_id']) for x in W.outbox(mark)
           if not x['action'].startswith('session.')],
          [('incident.create', i, W.account['manager'], 1, P.case),
           ('incident.update', i, W.account[DIRECTOR], 2, P.case),
           ('judge_report.create', r, W.account[COUNSELLOR], 1, P.case),
           ('judge_report.update', r, W.account[COUNSELLOR], 2, P.case),
           ('incident.update', i, W.account[COUNSELLOR], 3, P.case)])


@test('a host that was entered without accounts: its counsellor tells for it, and nobody of it reads that later')
def _():
    host = new_host()
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59286')", W.org[host])
    case = W.open_case(SIDS[COUNSELLOR])
    measure = new_measure(case)
    call(COUNSELLOR, 'SELECT casework.measure_open($1, 1)', measure)
    p = propose(case, measure, new_post(host=host), [(1, *MORNING, 'every')], 600)
    SU.query("UPDATE casework.placement SET state = 'signed', signed_at = now() WHERE id = $1", p)
    i = call(COUNSELLOR, NEW, p, 'absence', day(0), False, *hashes())
    words(i, case, COUNSELLOR)
    equal((incident(i, 'by_host'), incident(i, 'text_version')), ('false', '1'))


run()
