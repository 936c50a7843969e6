# SPDX-License-Identifier: EUPL-1.2
"""What a plan reads and keeps below the API: who may call what, that nothing of another scope is read or kept, and that
a plan goes when its day is over, with its lines and a note of each."""
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN
from people import OK, SU, W
from placements import (BARE, HEAD, TODAY, WHO, at, day, do, each_role, expire, get, hashes, insert, new_case,
                        new_measure, new_post, outcome, propose, put, rows)
from tap import equal, run, test

FACTS = 'SELECT * FROM casework.waiting_facts($1)'
TIMES = 'SELECT * FROM casework.times_of_cases($1)'
SITES = 'SELECT * FROM casework.sites_of_cases($1)'
NEW = 'SELECT id FROM casework.plan_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)'
POSTS = 'SELECT mark, base, posts FROM casework.posts_changed($1, 501)'
LINES = 'SELECT measure_id, stale::text FROM casework.plan_lines($1)'
MAY = {r: OK for r in WHO if r.split()[0].rstrip(',') in ('counsellor', 'director', 'delegate')}
EPOCH = TODAY.toordinal() - 719163


def plan(*lines, by=COUNSELLOR, keys=None):
    """Parameters of NEW; lines: (measure, post)."""
    n = len(lines)
    return (day(1), n, [m for m, _ in lines], [p for _, p in lines], [EPOCH + 1] * n, [EPOCH + 30] * n, [1] * n,
            [1] * n,
            [1] * n, *(keys or hashes()))


def measures(by, asked=None):
    """Whom a run of hers would open."""
    return {r[5] for r in rows(by, FACTS, asked)}


@test('each role and each function: who places nobody is refused')
def _():
    m, p = new_measure(), new_post()
    for name, sql, params in (('facts', FACTS, lambda: (None,)), ('times', TIMES, lambda: ([],)),
                              ('sites', SITES, lambda: ([],)), ('posts', POSTS, lambda: ([],)),
                              ('lines', LINES, lambda: (m,))):
        each_role(name, sql, params, MAY)
    bare = {'counsellor without the secret': 'JA007', 'director without the secret': 'JA007'}
    each_role('new', NEW, plan, {**MAY, **bare})
    own = {'counsellor': OK, 'director': OK}
    each_role('new with a line', NEW, lambda: plan((m, p)), {**{r: 'JA007' for r in MAY}, **own})


@test('a run reads who waits in the scope of who asks, nobody else even by name, and nothing without the secret')
def _():
    mine, hers, draft = new_measure(), new_measure(new_case(by=COLLEAGUE)), new_measure(state='draft')
    for asked in (None, [mine, hers, draft]):
        got = [{mine, hers, draft} & measures(by, asked) for by in (COUNSELLOR, COLLEAGUE, 'dir.lille', BARE, HEAD,
                                                                     WHO['director of another unit'])]
        equal(got, [{mine}, {hers}, {mine, hers}, set(), set(), set()])
    at = propose(new_measure(new_case(by=COLLEAGUE)), by=COLLEAGUE, first=1)
    case = get('casework.placement', at, 'case_id')
    count = lambda sql, by: len(rows(by, sql, [case]))
    equal([count(TIMES, by) for by in (COUNSELLOR, COLLEAGUE, 'dir.lille', BARE)], [0, 1, 1, 0])
    # C-08: where somebody is whom one must not meet is asked of any caseload
    equal([count(SITES, by) for by in (COUNSELLOR, COLLEAGUE, BARE)], [1, 1, 0])


@test('who keeps posts learns what changed of those of her département, and nothing without the secret of her unit')
def _():
    [(mark, base, posts)] = rows(COUNSELLOR, POSTS, [])
    equal((mark.split()[0], base, posts), ('59', None, None))
    p = new_post()
    for by in (COUNSELLOR, COLLEAGUE, 'dir.lille'):
        [(now, base, posts)] = rows(by, POSTS, ['75 1 2 3:3:', mark])
        equal((now != mark, base, posts), (True, 2, '{%s}' % p), by)
    for by in (BARE, HEAD):
        equal(rows(by, POSTS, [mark]), [('', None, None)], by)


@test('facts of many are those that a match of one reads')
def _():
    m = new_measure(consent='to_collect', consented_on=day(-5), fitness_asked_on=day(-3))
    case = get('casework.measure', m, 'case_id')
    act = insert('casework.authority_act', measure_id=m, case_id=case, kind='suspension', authority='jap',
                 sense='granted', decided_on=day(-9), suspension='remand', from_on=day(-9),
                 recorded_by=W.account[COUNSELLOR])
    insert('casework.suspension', measure_id=m, kind='remand', days='[%s,)' % day(-9), act_id=act)
    [row] = rows(COUNSELLOR, FACTS, [m])
    term, credited, left = SU.query('SELECT casework.term(m) - $2, casework.balance(m.id), casework.unplanned(m, NULL)'
                                    ' FROM casework.measure m WHERE id = $1', m, '1970-01-01')[0]
    equal(row[:12], (case, 0, False, '59', EPOCH, m, 'main', True, 1, 6300, 'to_collect', True))
    equal(row[12:17], (term, True, credited, left, True))
    equal((row[17], row[18]), ('{%d}' % (EPOCH - 9), '{2147483647}'))


def credit(measure, minutes):
    """As a settlement and taking something back leave it."""
    SU.query('SET session_replication_role = replica')
    for kind, n in (('credit', minutes + 30), ('counter', -30)):
        insert('casework.hours_entry', measure_id=measure, case_id=get('casework.measure', measure, 'case_id'),
               placement_id=measure, report_id=measure, kind=kind, minutes=n, reasoned=True, day=day(-1),
               reverses=measure if n < 0 else None, made_by=W.account[COUNSELLOR])
    SU.query('RESET session_replication_role')
    return measure


@test('M-10, M-11: who waits, with her term and what is credited, is the same of many as of one')
def _():
    for wanted in ('proposed', 'declined', 'withdrawn', 'accepted', 'ready', 'signed', 'ended'):
        at(wanted)
    for on in (-1, 0, 1):  # the last day of a placement is still hers
        m = new_measure()
        put('casework.placement', at('ended', m), ended_on=day(on))
    for minutes in (60, 6299, 6300, 6400):
        credit(new_measure(), minutes)
    new_measure(state='draft')
    new_measure(state='ended', end_code='died', ended_on=day(0))
    new_measure(final_on=None)
    new_measure(facts_on='2024-01-01', judged_on='2024-08-31', final_on='2024-08-31', period_months=6)
    new_measure(new_case(by=FOREIGN, unit='douai'))
    new_measure(new_case(by=COLLEAGUE))
    want = SU.query("SELECT m.id, casework.term(m) - date '1970-01-01', casework.balance(m.id) FROM casework.measure m"
                    ' JOIN casework.case_file c ON c.id = m.case_id'
                    " WHERE casework.is_waiting(m) AND c.state = 'open' AND c.unit_id = $1 ORDER BY m.id",
                    W.org['lille'])
    got = sorted((r[5], r[12], r[14]) for r in rows('dir.lille', FACTS, None))
    equal(got, want)
    kinds = [len({m[i] for m in got}) for i in (1, 2)]
    equal((kinds[0] > 3, kinds[1]), (True, 3), 'of every kind')


@test('C-10: a plan is kept with its lines or not at all; other units see none, a line only who sees its case')
def _():
    mine, hers, p = new_measure(), new_measure(new_case(by=COLLEAGUE)), new_post()
    elsewhere = new_measure(new_case(by=FOREIGN, unit='douai'))
    equal(outcome(COUNSELLOR, NEW, *plan((hers, p))), 'JA007', 'of another caseload')
    equal(outcome('dir.lille', NEW, *plan((mine, p), (elsewhere, p))), 'JA007', 'of another unit')
    equal(outcome('dir.lille', NEW, *plan((mine, p), (mine, p))), 'JA009', 'twice')
    equal(outcome('dir.lille', NEW, *plan((mine, mine))), 'JA009', 'no post')
    equal(SU.one('SELECT count(*) FROM casework.plan'), 0)
    of = do('dir.lille', NEW, *plan((mine, p), (hers, p)))
    lines = lambda by: {m for m, _ in rows(by, LINES, of)}
    equal([lines(by) for by in (COUNSELLOR, COLLEAGUE, 'dir.lille', HEAD, WHO['director of another unit'])],
          [{mine}, {hers}, {mine, hers}, set(), set()])
    sees = lambda by: [r[0] for r in rows(by, 'SELECT id FROM casework.plan')]
    equal([sees(by) for by in (COUNSELLOR, 'dir.lille', WHO['director of another unit'], 'referent', 'manager',
                               'auditor',
                               HEAD)], [[of], [of], [], [], [], [], []])
    for sql in ('DELETE FROM casework.plan_line', 'DELETE FROM casework.plan',
                "UPDATE casework.plan SET people = 9"):
        equal(outcome('dir.lille', sql), '42501', sql)


@test('a line tells what changed since, and a proposal of the same plan at the same post is no stranger')
def _():
    two = [new_measure(), new_measure()]
    p = new_post()
    SU.query('UPDATE casework.case_file SET match_version = 1')
    of = do(COUNSELLOR, NEW, *plan(*[(m, p) for m in two]))
    equal(dict(rows(COUNSELLOR, LINES, of)), {m: '{}' for m in two})
    propose(two[0], p)
    equal(dict(rows(COUNSELLOR, LINES, of)), {two[0]: '{placed}', two[1]: '{}'})
    propose(post=p)
    equal(dict(rows(COUNSELLOR, LINES, of))[two[1]], '{places}')
    SU.query('UPDATE casework.plan_line SET first_day = $1 WHERE measure_id = $2', day(0), two[1])
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'x' WHERE id = (SELECT host_id FROM offer.post"
             ' WHERE id = $1)', p)
    equal(dict(rows(COUNSELLOR, LINES, of))[two[1]], '{post,past,places}')


@test('a plan goes after its day, its lines with it, noted once each')
def _():
    SU.query("UPDATE casework.plan SET expires_at = made_at + interval '1 microsecond'")
    since = SU.one('SELECT max(n) FROM sec.outbox')
    plans = SU.one('SELECT count(*) FROM casework.plan')
    expire()
    equal([SU.one('SELECT count(*) FROM casework.' + t) for t in ('plan', 'plan_line')], [0, 0])
    got = SU.query('SELECT action, count(*) FROM sec.outbox WHERE n > $1 GROUP BY action ORDER BY action', since)
    equal(got, [('plan.delete', plans), ('plan_lines.delete', plans)])


run()
