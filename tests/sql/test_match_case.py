# SPDX-License-Identifier: EUPL-1.2
"""What the matcher is told of a case: to whom, which is to say to exactly those to whom row policies show the case, and
what of its measures."""
import datetime

from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, read_bundle
from people import GONE, OK, SU, W, seal
from placements import (COUNSELLORS, DIRECTORS, NO, NOBODY, SIGNS, WHO, at, day, get, insert, new_case, new_measure,
                        outcome, propose, put, rows, sid)
from tap import equal, run, test, true

COLUMNS = ('minor', 'departement', 'today', 'measure_id', 'kind', 'open', 'ordered_minutes', 'term', 'clock_stopped',
           'credited_minutes', 'unplanned_minutes', 'exam_asked', 'away_firsts', 'away_lasts', 'own_weekdays',
           'own_lasts', 'mark', 'base', 'posts', 'profile_version')
FACTS = 'SELECT %s FROM casework.match_case($1, $2, $3, NULL, NULL, $4, 9)' % ', '.join(COLUMNS)
SEES = 'SELECT count(*) FROM casework.case_file WHERE id = $1'
EPOCH = datetime.date(1970, 1, 1)
OPEN, CLOSED = new_case(by=COLLEAGUE), new_case(by=COLLEAGUE)
for _case, _until in ((OPEN, "now() + interval '1 hour'"), (CLOSED, "now() - interval '1 minute'")):
    SU.query('INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version)'
             " VALUES ($1, $2, $3, 'duty_cover', now() - interval '2 hours', " + _until + ', 1)',
             W.account[COUNSELLOR], _case, W.org['lille'])
CASES = {
    'her own': new_case(),
    "a colleague's": new_case(by=COLLEAGUE),
    "another unit's": new_case(by=FOREIGN, unit='douai'),
    'opened by break-glass': OPEN,
    'whose break-glass is over': CLOSED,
    'with a placement to sign': get('casework.placement', at('ready'), 'case_id'),
    "of the delegate's own caseload": new_case(by=SIGNS),
    'none': NOBODY,
}


@test('whoever sees a case is told its facts, and nobody else')
def _():
    told = set()
    for role, login in WHO.items():
        for name, case in CASES.items():
            sees = rows(login, SEES, case)[0][0] > 0
            if outcome(login, FACTS, case, None, None, []) == NO:
                equal(sees, False, role)
                continue
            got = rows(login, FACTS, case, None, None, [])
            equal(len(got) > 0, sees, '%s: %s' % (role, name))
            if sees:
                told.add((role, name))
    for expected in (('counsellor', 'her own'), ('counsellor', 'opened by break-glass'),
                     ('delegate', 'with a placement to sign'), ('director', "a colleague's"),
                     ('counsellor of another unit', "another unit's")):
        true(expected in told, expected)
    true(('counsellor', 'whose break-glass is over') not in told, 'it is over')


OPENS = 'SELECT profile FROM casework.match_case($1, NULL, NULL, NULL, $2, NULL, 9)'
FETCH = 'SELECT sec.fetch(ARRAY[1], ARRAY[$1::uuid], ARRAY[3], $2)'


def opened(login, sql, case, reason):
    """What the session gets to open, without the time of the ticket; a SQLSTATE, or None for nothing."""
    with W.bound(sid(login), commit=False) as c:
        state = c.state(sql, case, reason)
    got = rows(login, sql, case, reason) if state == OK else []
    if not got:
        return None if state in (OK, GONE) else state
    ticket, *rest = read_bundle(got[0][0])
    return {**ticket, 'issued': None}, rest


@test('P-03: the profile of a case is given to open as sec.fetch gives it, by the same link and for the same reasons')
def _():
    told = set()
    logins = {W.account[login]: login for login in (COUNSELLOR, COLLEAGUE, FOREIGN, SIGNS)}
    for case in CASES.values():
        if case != NOBODY:
            with W.bound(sid(logins[get('casework.case_file', case, 'counsellor_id')])) as c:
                seal(c, case, 1, case, 3)
    for role in (*COUNSELLORS, *DIRECTORS):
        for name, case in CASES.items():
            for reason in ('', 'duty_cover', 'curiosity', None):
                got = opened(WHO[role], OPENS, case, reason)
                wanted = opened(WHO[role], FETCH, case, reason)
                if wanted != 'JA009' or got is not None:  # who does not see the case is not told about the reason
                    equal(got, wanted, (role, name, reason))
                told.add(got if isinstance(got, str) else got and got[0]['items'][0]['link'])
    equal(told, {None, 'JA008', 'JA009', 1, 2, 3, 6})


def facts(case, measure=None, chain=None, given=()):
    return [dict(zip(COLUMNS, row)) for row in rows(COUNSELLOR, FACTS, case, measure, chain, list(given))]


def number(text):
    return (datetime.date.fromisoformat(text) - EPOCH).days


@test('a case without an open measure is told without one; of several open ones two, the older first; or the one named')
def _():
    case = new_case()
    draft = new_measure(case, state='draft')
    one, = facts(case)
    equal((one['minor'], one['departement'], one['today'], one['measure_id'], one['term']),
          (False, '59', number(day(0)), None, None))
    made = [new_measure(case, ordered_minutes=60 * n) for n in (21, 22, 23)]
    equal([f['measure_id'] for f in facts(case)], made[:2])
    equal([(f['measure_id'], f['open'], f['ordered_minutes']) for f in facts(case, made[2])], [(made[2], True, 1380)])
    equal([(f['measure_id'], f['open']) for f in facts(case, draft)], [(draft, False)])
    equal([f['measure_id'] for f in facts(case, new_measure())], [None])


@test('M-12, M-13: a stopped clock, and the days of remand and national service, which are not over')
def _():
    case = new_case()
    m = new_measure(case)
    base = number(get('casework.measure', m, 'final_on'))
    equal([(f['clock_stopped'], f['away_firsts'], f['away_lasts']) for f in facts(case)], [(False, '{}', '{}')])
    true(facts(case)[0]['term'] > base, 'a term')
    for kind, first, end in (('serious_reason', -9, None), ('remand', -50, -40), ('remand', -30, 5),
                             ('national_service', 20, None)):
        act = insert('casework.authority_act', measure_id=m, case_id=case, kind='suspension', authority='jap',
                     sense='granted', decided_on=day(first), suspension=kind, from_on=day(first),
                     recorded_by=W.account[COUNSELLOR])
        insert('casework.suspension', measure_id=m, kind=kind, act_id=act,
               days='[%s,%s)' % (day(first), day(end) if end is not None else ''))
    f, = facts(case)
    true(f['clock_stopped'], 'stopped today')
    equal(sorted(zip(*(map(int, f[k].strip('{}').split(',')) for k in ('away_firsts', 'away_lasts')))),
          [(number(day(-30)), number(day(4))), (number(day(20)), 2147483647)])


@test('minutes that are planned count once, and those of a chain that is to be replaced do not')
def _():
    p = propose(minutes=600)
    case, m, chain = (get('casework.placement', p, c) for c in ('case_id', 'measure_id', 'chain'))
    equal([[f[k + '_minutes'] for k in ('ordered', 'credited', 'unplanned')] for f in facts(case)], [[6300, 0, 5700]])
    equal([f['unplanned_minutes'] for f in facts(case, m, chain)], [6300])
    put('casework.measure', m, fitness_asked_on=day(-3))
    true(facts(case)[0]['exam_asked'], 'W-05: an examination is asked for')
    put('casework.measure', m, fitness_received_on=day(-1))
    true(not facts(case)[0]['exam_asked'], 'it came')


def last_of(weekday, weeks):
    """Its last day within a hundred days, in such ISO weeks (E-05: times count on their days)."""
    return max(number(str(d)) for d in map(datetime.date.fromisoformat, map(day, range(101)))
               if d.isoweekday() == weekday and d.isocalendar().week % 2 in weeks)


@test('times of her placements are told, but those of a chain that is to be replaced, whose posts count as changed')
def _():
    p = propose(times=((1, 540, 720, 'every'), (2, 540, 720, 'odd')), last=100)
    case, m, chain, post = (get('casework.placement', p, c) for c in ('case_id', 'measure_id', 'chain', 'post_id'))
    mark = facts(case)[0]['mark']
    f, = facts(case, given=[mark])
    equal((f['own_weekdays'], f['own_lasts'], f['base'], f['posts']),
          ('{1,2}', '{%d,%d}' % (last_of(1, (0, 1)), last_of(2, (1,))), 1, '{}'))
    f, = facts(case, m, chain, [mark])
    equal((f['own_weekdays'], f['base'], f['posts']), ('{}', 1, '{%s}' % post))


@test('W-01: times of a chain that is to be replaced are hers until it is')
def _():
    p = propose(times=((1, 540, 720, 'every'),))
    case, m, chain = (get('casework.placement', p, c) for c in ('case_id', 'measure_id', 'chain'))
    SU.query("UPDATE casework.placement_slot SET weekday = 7, days = daterange($2, $3, '[]') WHERE placement_id = $1",
             p, day(-30), day(30))
    lasts = 'SELECT own_lasts FROM casework.match_case($1, $2, $3, $4, NULL, $5, 9)'
    for n, until in ((None, 0), (-3, 0), (0, -1), (9, 8)):
        start = None if n is None else number(day(n))
        equal(rows(COUNSELLOR, lasts, case, m, chain, start, [])[0][0], '{%d}' % number(day(until)))


@test('W-01, W-04: what is over is told too where it was in this week or on the Sunday before it, of one as of many')
def _():
    today = datetime.date.fromisoformat(day(0))
    for back, there in ((0, 1), (1, 0)):  # from that Sunday
        p = propose(times=((1, 540, 720, 'every'),))
        case, last = get('casework.placement', p, 'case_id'), today - datetime.timedelta(today.isoweekday() + back)
        SU.query("UPDATE casework.placement_slot SET weekday = $2, days = daterange($3, $4, '[]')"
                 ' WHERE placement_id = $1', p, last.isoweekday(), str(last - datetime.timedelta(14)), str(last))
        equal(facts(case)[0]['own_lasts'], '{%s}' % ((last - EPOCH).days if there else ''))
        equal(len(rows(COUNSELLOR, 'SELECT FROM casework.times_of_cases($1)', [case])), there)


@test('C-08: a counsellor who holds the secret of her unit is told of a name that is nobody\'s, and nobody else is')
def _():
    post = get('casework.placement', at('ready'), 'post_id')
    host, site = (get('offer.post', post, c) for c in ('host_id', 'site_id'))
    case, other = new_case(), new_case(by=FOREIGN, unit='douai')
    vain = 'SELECT list, place FROM casework.named_in_vain($1, $2, $3, $4)'
    for cases, hosts, sites, want in (([other], [host], [site], []), ([], [], [], []),
                                      ([other, NOBODY], [], [], [(1, 2)]), ([case], [], [NOBODY], [(1, 1)]),
                                      ([], [host, site], [host], [(2, 2)]), ([], [host], [host], [(3, 1)])):
        equal(rows(COUNSELLOR, vain, case, cases, hosts, sites), want)
    for role, login in WHO.items():
        if role not in COUNSELLORS:
            equal(outcome(login, vain, case, [NOBODY], [], []), NO, role)


@test('whose unit has no département has a mark of nowhere, and who lacks the secret of her unit sees no case')
def _():
    case = new_case()
    new_measure(case)
    SU.query('UPDATE sec.organisation SET departement = NULL WHERE id = $1', W.org['lille'])
    f, = facts(case)
    equal((f['departement'], f['mark'][:1]), ('', ' '))
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", W.org['lille'])
    SU.query('DELETE FROM sec.box WHERE recipient = $1 AND subject_kind = 2', W.account[COUNSELLOR])
    equal(facts(case), [])
    equal(rows(COUNSELLOR, 'SELECT * FROM casework.named_in_vain($1, $2, $3, $4)', case, [NOBODY], [], []), [])


run()
