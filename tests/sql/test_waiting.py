# SPDX-License-Identifier: EUPL-1.2
"""The waiting list, what is recorded when no post fits, and counts for who may see no case: who sees what, the days by
which somebody must act, and that no count of fewer than five people is shown or follows from the others."""
import datetime
import itertools
import random

from fixture import COLLEAGUE, COUNSELLOR, refused
from people import OK, SU, W
from placements import (BARE, COUNSELLORS, HEAD, HOST, HOST2, MANAGER, TODAY, WHO, accept, at, day, do, each_role,
                        expire, get, hashes, insert, new_case, new_contact, new_measure, new_post, outcome, propose,
                        put, rows, sign, withdraw)
from tap import equal, run, test, true

RECORD = 'SELECT id FROM casework.no_match_new($1, $2, $3, $4, $5, $6, $7, $8)'
COLUMNS = ('measure_id', 'case_id', 'counsellor_id', 'minor', 'kind', 'remaining', 'since', 'term', 'act_by',
           'last_begin',
           'blocks', 'no_match_on', 'no_match_code')
SIZE = 5

SU.query("UPDATE offer.commune SET arrondissement = '595' WHERE insee = '59350'")
for n, insee in enumerate(('59001', '59002', '59003')):
    SU.query('INSERT INTO offer.commune (insee, nom, type, departement, region, arrondissement, valid_from)'
             " VALUES ($1, 'C', 'commune-actuelle', '59', '32', $2, '2026-01-01')", insee, '59%d' % (n + 1))
SU.query('INSERT INTO offer.commune (insee, nom, type, departement, region, arrondissement, valid_from)'
         " VALUES ('62041', 'Arras', 'commune-actuelle', '62', '32', '621', '2026-01-01')")


def waiting(by=COUNSELLOR):
    """{measure: row} of the list."""
    got = rows(by, 'SELECT %s FROM casework.waiting()' % ', '.join(c + '::text' for c in COLUMNS))
    return {r[0]: dict(zip(COLUMNS, r)) for r in got}


def listed(measure):
    return waiting()[measure]


def record(measure, code='slots', area='595', slot='evening', family=None, on=0, by=COUNSELLOR):
    if code == 'situation':
        area = slot = None
    return do(by, RECORD, measure, day(on), code, area, slot, family, *hashes())


def date(text):
    return datetime.date.fromisoformat(text)


def work(begin, by, minutes, week, full_day):
    """Are so many minutes done by a day, beginning on another? The slow way: a day after the other."""
    d, done = begin, 0
    while d <= by:
        if d == begin or d.isoweekday() == 1:
            left = week
        take = min(full_day, left, minutes - done)
        done, left = done + take, left - take
        d += datetime.timedelta(days=1)
    return done >= minutes


# --- the list --------------------------------------------------------------------------------------------------------

@test('who waits: an open measure with minutes that nobody planned and no live placement')
def _():
    m = new_measure()
    row = waiting()[m]
    equal((row['remaining'], row['since'], row['blocks'], row['no_match_on']),
          ('6300', day(-80), '{profile_missing}', None))
    p = propose(m)
    true(m not in waiting(), 'proposed')
    for step in (accept, lambda x: do(COUNSELLOR, 'SELECT casework.placement_meeting($1, $2, $3)', x,
                                      int(get('casework.placement', x, 'version')), day(0)), sign):
        step(p)
        true(m not in waiting(), 'alive')
    for state in ('declined', 'withdrawn', 'ended'):
        m = new_measure()
        at(state, m)
        equal(waiting()[m]['since'], day(0), '%s: from that day on' % state)
    true(new_measure(state='draft') not in waiting(), 'a draft')
    true(new_measure(state='ended', end_code='died', ended_on=day(0)) not in waiting(), 'it ended')
    done = new_measure()
    p, case = at('ended', done), get('casework.measure', done, 'case_id')
    r = insert('casework.hours_report', placement_id=p, case_id=case, day=day(0), attendance='attended', from_min=540,
               to_min=600,
               reported_by=W.account['manager'], channel='online')
    insert('casework.hours_entry', case_id=case, measure_id=done, placement_id=p, report_id=r, kind='credit',
           minutes=6299,
           day=day(0), made_by=W.account[COUNSELLOR])
    equal(listed(done)['remaining'], '1')
    SU.query('UPDATE casework.hours_entry SET minutes = 6300 WHERE report_id = $1', r)
    true(done not in waiting(), 'all is credited')


@test('C-14: the scope: a counsellor her caseload, a director her unit, nobody without the secret of the unit')
def _():
    mine, hers = new_measure(), new_measure(new_case(by=COLLEAGUE))
    there = lambda by: (mine in waiting(by), hers in waiting(by))
    equal([there(by) for by in (COUNSELLOR, COLLEAGUE, 'dir.lille', BARE, HEAD, WHO['director of another unit'])],
          [(True, False), (False, True), (True, True), (False, False), (False, False), (False, False)])
    each_role('waiting', 'SELECT count(*) FROM casework.waiting()', tuple,
              {r: OK for r in WHO if r.split()[0].rstrip(',') in ('counsellor', 'director', 'delegate')})


@test('C-11: what each counsellor follows, for the direction of her unit alone: open cases, who waits, who is placed')
def _():
    work = lambda by='dir.lille': {r[0]: tuple(map(int, r[1:])) for r in rows(by, 'SELECT * FROM casework.workload()')}
    who, other = W.account[COUNSELLOR], W.account[COLLEAGUE]
    before = work()
    for _ in range(2):
        new_measure()
    idle = new_case()
    twice = new_case()
    for _ in range(2):
        new_measure(twice)
    for state in ('proposed', 'accepted', 'signed', 'ended'):
        at(state, new_measure())
    put('casework.case_file', new_case(), state='closed')
    after = work()
    equal(tuple(a - b for a, b in zip(after[who], before[who])), (8, 4, 1), 'two, one twice, one whose work ended')
    equal(after[other], before[other], 'a colleague')
    SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', other, idle)
    equal((work()[who][0], work()[other][0]), (after[who][0] - 1, after[other][0] + 1), 'handed over')
    equal([bool(work(by)) for by in (COUNSELLOR, 'referent', 'manager', 'auditor', HEAD)], [False] * 5)
    true(who not in work(WHO['director of another unit']), 'another unit')


@test('what is in the way is told by codes, and none of them is drawn from what is sealed')
def _():
    def blocks(case=None, **change):
        return set(listed(new_measure(case, **change))['blocks'].strip('{}').split(',')) - {''}
    case = new_case()
    put('casework.case_file', case, match_version=1)
    equal(blocks(case), set())
    equal(blocks(case, consent='refused'), {'consent_refused'})
    equal(blocks(case, consent='to_collect', consented_on=None), {'consent_missing'})
    equal(blocks(case, consent='to_collect'), set())
    equal(blocks(case, final_on=None), {'not_final'})
    equal(blocks(case, fitness_asked_on=day(-3)), {'exam_due'})
    equal(blocks(case, fitness_asked_on=day(-3), fitness_received_on=day(-1)), set())
    minor = new_case(minor=True)
    equal(blocks(minor, authority='juge_des_enfants'), {'profile_missing', 'exam_due'}, 'W-05: a minor, always')
    m = new_measure(case)
    act = insert('casework.authority_act', measure_id=m, case_id=case, kind='suspension', authority='jap',
                 sense='granted',
                 decided_on=day(-9), suspension='serious_reason', from_on=day(-9), recorded_by=W.account[COUNSELLOR])
    insert('casework.suspension', measure_id=m, kind='serious_reason', days='[%s,)' % day(-9), act_id=act)
    row = waiting()[m]
    equal(row['blocks'], '{suspended}', 'M-11')
    equal(row['term'], get_term(m), 'and the term moves with it')


def get_term(m):
    return SU.one('SELECT casework.term(x)::text FROM casework.measure x WHERE x.id = $1', m)


@test('E-10: by when to act: the last day on which work may begin that is done by the term, looked at a day at a time')
def _():
    picks = random.Random(7)
    for _ in range(300):
        by = TODAY + datetime.timedelta(days=picks.randrange(14))
        minutes = picks.choice((1, 60, 720, 2099, 2100, 2101, picks.randrange(1, 24000)))
        week, full_day = picks.choice((720, 2100, 2880)), picks.choice((480, 600))
        got = date(SU.one('SELECT casework.last_begin($1, $2, $3, $4)::text', str(by), minutes, week, full_day))
        true(work(got, by, minutes, week, full_day), 'it is done: %s' % ((by, minutes, week, full_day, got),))
        true(not work(got + datetime.timedelta(days=1), by, minutes, week, full_day), 'and a day later it is not')


@test('E-10: act_by is at the pace that a whole job leaves (W-01), last_begin at that of a plan; none without a term')
def _():
    row = listed(new_measure())
    term = date(row['term'])
    want = lambda week, full_day: next(d for d in (term - datetime.timedelta(days=n) for n in itertools.count())
                                       if work(d, term, 6300, week, full_day))
    equal((date(row['act_by']), date(row['last_begin'])), (want(720, 600), want(2100, 600)))
    row = listed(new_measure(new_case(minor=True), authority='juge_des_enfants'))
    equal(date(row['last_begin']), want(2100, 480), 'a minor: eight hours a day')
    row = listed(new_measure(final_on=None))
    equal((row['term'], row['act_by'], row['last_begin']), (None, None, None))


# --- no post fitted --------------------------------------------------------------------------------------------------

@test('C-12: it is recorded by the counsellor of the case, seen with the case, and stays as it is')
def _():
    m = new_measure()
    each_role('no match', RECORD, lambda: (m, day(0), 'slots', '595', 'evening', None, *hashes()), COUNSELLORS)
    record(m)
    record(m, 'situation', on=-1)
    row = waiting()[m]
    equal((row['no_match_on'], row['no_match_code']), (day(-1), 'situation'), 'what was recorded last')
    seen = lambda by: int(rows(by, 'SELECT count(*) FROM casework.no_match WHERE measure_id = $1', m)[0][0])
    equal([seen(by) for by in (COUNSELLOR, 'dir.lille', COLLEAGUE, 'referent', 'manager', 'auditor')],
          [2, 2, 0, 0, 0, 0])
    for sql in ("UPDATE casework.no_match SET code = 'slots'", 'DELETE FROM casework.no_match'):
        equal(outcome(COUNSELLOR, sql), '42501')
        SU.query('BEGIN')
        SU.query('SET LOCAL ROLE jalon_sec')
        refused('42501', SU, sql)
        SU.query('ROLLBACK')


@test('C-12: the same request again is one record; what cannot be is refused and changes nothing')
def _():
    m, keys = new_measure(), hashes()
    params = (m, day(0), 'places', '595', 'weekday', 'culture', *keys)
    equal(do(COUNSELLOR, RECORD, *params), do(COUNSELLOR, RECORD, *params))
    bad = lambda *p: outcome(COUNSELLOR, RECORD, *p, *hashes())
    equal([bad(m, day(n), 'slots', '595', 'evening', None) for n in (1, -81)], ['JA015', 'JA015'])
    equal(bad(m, day(0), 'slots', '621', 'evening', None), 'JA021', 'of another département')
    equal([bad(m, day(0), *rest) for rest in (
        ('situation', '595', None, None), ('situation', None, 'evening', None), ('situation', None, None, 'culture'),
        ('slots', None, 'evening', None), ('slots', '595', None, None), ('fitness', '595', 'evening', None),
        ('slots', '595', 'night', None), ('slots', '595', 'evening', "l'été"), (None, '595', 'evening', None))],
          ['JA009'] * 9)
    propose(m)
    equal(bad(m, day(0), 'slots', '595', 'evening', None), 'JA016', 'she is placed')
    equal(bad(new_measure(state='draft'), day(0), 'slots', '595', 'evening', None), 'JA016', 'a draft')
    equal(SU.one('SELECT count(*) FROM casework.no_match WHERE measure_id = $1', m), 1)


# --- counts ----------------------------------------------------------------------------------------------------------

def unmet(by='referent'):
    """{(area, slot, family, or None for the others together): people}"""
    return {(area, slot, None if others else family): people
            for area, slot, family, others, people in rows(by, 'SELECT * FROM casework.unmet()')}


def clear():
    SU.query('DELETE FROM casework.no_match')


def people(*needs):
    """(n, area, slot, family), each for n people."""
    made = []
    for n, area, slot, family in needs:
        for _ in range(n):
            case = new_case()
            m = new_measure(case)
            insert('casework.no_match', measure_id=m, case_id=case, day=day(0), code='slots' if area else 'situation',
                   area=area,
                   slot=slot, family=family, recorded_by=W.account[COUNSELLOR])
            made.append(m)
    return made


@test('table 6a: unmet need by area, slot and kind of work: a referent of her département, a director of her unit')
def _():
    clear()
    people((6, '595', 'evening', None), (7, '591', 'weekend', 'culture'))
    want = {('595', 'evening', 'any'): 6, ('591', 'weekend', 'culture'): 7}
    equal(unmet(), want)
    equal(unmet('dir.lille'), want)
    equal(unmet(WHO['director of another unit']), {}, 'another unit')
    each_role('unmet', 'SELECT count(*) FROM casework.unmet()', tuple,
              {r: OK for r in WHO if r.startswith(('director', 'referent'))})
    equal(unmet(HEAD), {}, 'without the secret of the unit')


@test('N-05: a cell of fewer than five people is not told; kinds of work that are few are told together')
def _():
    clear()
    people((4, '595', 'evening', None), (4, '595', 'weekend', None), (4, '591', 'evening', None))
    equal(unmet(), {})
    people((1, '595', 'evening', 'culture'))
    equal(unmet(), {('595', 'evening', None): 5})
    people((1, '595', 'evening', None))
    equal(unmet(), {('595', 'evening', 'any'): 5})


@test('a reason that lies in what is sealed is in no count, and takes what was counted before out of it')
def _():
    clear()
    five = people((5, '595', 'evening', None))
    equal(unmet(), {('595', 'evening', 'any'): 5})
    record(five[0], 'situation')
    equal(unmet(), {})
    people((6, '591', 'weekday', None))
    before = unmet()
    people((8, None, None, None))
    equal(unmet(), before)


@test('C-12: a placement closes it, one that came to nothing opens it again; nobody is counted twice')
def _():
    clear()
    six = people((6, '595', 'evening', None))
    record(six[0], 'places', slot='weekday')
    equal(unmet(), {('595', 'evening', 'any'): 5}, 'the last one counts')
    p = propose(six[1])
    equal(unmet(), {})
    withdraw(p)
    equal(unmet(), {('595', 'evening', 'any'): 5})
    SU.query("UPDATE casework.measure SET state = 'ended', end_code = 'died', ended_on = $1 WHERE id = $2", day(0),
             six[2])
    equal(unmet(), {})


@test('N-05: whoever sees all that is told finds no cell under five: each could still hold another number')
def _():
    for kinds, most in ((2, 11), (3, 11), (4, 8)):
        behind = {}
        for sizes in itertools.product(range(most + 1), repeat=kinds):
            told = tuple(n if n >= SIZE else None for n in sizes)
            rest = sum(n for n in sizes if n < SIZE)
            tells = TELLS[rest, told.count(None)]
            behind.setdefault((told, rest if tells else None), []).append(sizes)
        for (told, rest), sources in behind.items():
            true(rest is None or rest >= SIZE, 'a sum under five')
            for i in range(kinds):
                if told[i] is None and rest is not None:
                    equal({s[i] for s in sources}, set(range(SIZE)), '%s %s' % (told, rest))
                elif told[i] is None:
                    true(len({s[i] for s in sources}) > 1, '%s %s' % (told, rest))


TELLS = {(n, k): SU.one('SELECT casework.tells($1, $2, $3)', n, k, SIZE) for n in range(0, 17) for k in range(0, 5)}


@test('how far posts are taken, by kind of work, fewer than five people untold; a host its own, with all of its people')
def _():
    for table in ('no_match', 'placement_slot', 'placement_decision', 'hours_entry', 'hours_report', 'placement'):
        SU.query('DELETE FROM casework.' + table)
    SU.query('DELETE FROM offer.slot')
    SU.query('DELETE FROM offer.post')
    fill = lambda by='referent': [tuple(r) for r in rows(by, 'SELECT * FROM casework.fill()')]
    equal(fill(), [])
    garden, stale = new_post(places=9), new_post(family='culture', places=7, confirmed_on=day(-93))
    for _ in range(4):
        propose(post=garden)
    equal(fill(), [('green_spaces', 1, 9, None), ('culture', 1, 0, None)], 'B-09: what is stale has no place')
    equal(fill(MANAGER[HOST]), [('green_spaces', 1, 9, 4), ('culture', 1, 0, 0)], 'table 6a: its own')
    equal(fill(MANAGER[HOST2]), [], 'another host')
    propose(post=garden)
    put('offer.post', stale, confirmed_on=day(0))
    equal([fill(by) for by in ('referent', COUNSELLOR, 'dir.lille')],
          [[('green_spaces', 1, 9, 5), ('culture', 1, 7, None)]] * 3)
    each_role('fill', 'SELECT count(*) FROM casework.fill()', tuple,
              {r: OK for r in WHO if r.split()[0].rstrip(',') in SERVICE + ('host_manager',)})


SERVICE = ('counsellor', 'director', 'referent', 'delegate')


@test('item 12, B-09, C-14: where there is room from today on; reservations count and lapse, nothing stale is counted')
def _():
    room = lambda by='referent': {tuple(r[:4]): r[4] for r in rows(by, 'SELECT * FROM casework.room()')}
    before = room()
    added = lambda: {k: n - before.get(k, 0) for k, n in room().items() if n != before.get(k, 0)}
    cell = lambda slot: ('595', slot, 'adults', 'green_spaces')
    p = new_post(slots=((1, 540, 1020, 'every', 1), (3, 1020, 1200, 'odd', 2), (6, 540, 720, 'every', 1)))
    whole = {cell('weekday'): 1, cell('evening'): 1, cell('weekend'): 1}
    equal(added(), whole)
    equal([room(by) for by in (COUNSELLOR, 'dir.lille')], [room()] * 2, 'the same of the département for each')
    times = lambda *days: [(d, 1020, 1200, 'odd') if d == 3 else (d, 540, 720, 'every') for d in days]
    held = propose(post=p, first=1, last=60, times=times(6))
    equal(added(), {cell('weekday'): 1, cell('evening'): 1}, 'a proposal keeps the place on Saturdays')
    for n in range(2):
        propose(post=p, first=1, last=60, times=times(3))
        equal(added(), {cell('weekday'): 1, **({} if n else {cell('evening'): 1})}, 'two places in the evening')
    put('casework.placement', held, hold_until=day(-1))
    expire()
    equal(added(), {cell('weekday'): 1, cell('weekend'): 1}, 'nobody answered in time')
    for change in ({'confirmed_on': day(-93)}, {'state': 'suspended'}):
        put('offer.post', p, **change)
        equal(added(), {}, change)
        put('offer.post', p, confirmed_on=day(0), state='inscribed')
    each_role('room', 'SELECT count(*) FROM casework.room()', tuple,
              {r: OK for r in WHO if r.split()[0].rstrip(',') in SERVICE})

def use(post, by='referent'):
    got = rows(by, 'SELECT id, counts, next_day::text, dormant, why FROM casework.post_use(NULL) WHERE id = $1', post)
    return tuple(got[0][1:4]) if got else None


def next_on(weekday, after):
    d = TODAY + datetime.timedelta(days=after)
    return str(d + datetime.timedelta(days=(weekday - d.isoweekday()) % 7))


@test('B-05, B-09: the next day with a place of each post that counts; reservations count, and lapse')
def _():
    p = new_post(slots=((1, 540, 1020, 'every', 1),))
    equal(use(p), (True, next_on(1, 1), False))
    held = propose(post=p, first=1, last=60)
    equal(use(p), (True, next_on(1, 61), False), 'a proposal keeps the place')
    withdraw(held)
    equal(use(p), (True, next_on(1, 1), False))
    m = new_measure()
    held = propose(m, p, first=1, last=60)
    put('casework.placement', held, hold_until=day(-1))
    equal((use(p)[1], m in waiting()), (next_on(1, 61), False))
    expire()
    equal((get('casework.placement', held, 'state', 'close_code'), use(p)[1], m in waiting()),
          (('withdrawn', 'no_answer'), next_on(1, 1), True), 'C-14: it ends by itself, and she waits again')
    insert('offer.closure', post_id=p, host_id=HOST, days='[%s,%s]' % (day(0), day(20)))
    equal(use(p), (True, next_on(1, 21), False), 'closed days')
    her, other = new_contact(), new_contact()
    put('offer.post', p, in_charge=her)
    absence = insert('offer.absence', contact_id=her, host_id=HOST, days='[%s,%s]' % (day(21), day(30)))
    equal(use(p), (True, next_on(1, 31), False), 'C-11: who is in charge is away')
    put('offer.absence', absence, stand_in=other)
    equal(use(p), (True, next_on(1, 21), False), 'somebody stands in')
    insert('offer.absence', contact_id=other, host_id=HOST, days='[%s,%s]' % (day(21), day(27)))
    equal(use(p), (True, next_on(1, 28), False), 'who is away herself')
    for change in ({'confirmed_on': day(-93)}, {'state': 'suspended'}):
        q = new_post(**change)
        equal(use(q)[:2], (False, None), change)
    q = new_post(HOST2)
    equal(use(q)[0], True)
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE host_id = $2", day(0), HOST2)
    equal(use(q)[:2], (False, None), 'H-10')


@test('why a post does not count or has no day: the first rule about the post itself, for its host as for a referent')
def _():
    def why(post):
        sees = {by: rows(by, 'SELECT counts, why FROM casework.post_use(NULL) WHERE id = $1', post)[0]
                for by in ('referent', 'dir.lille', owner)}
        equal(len(set(map(tuple, sees.values()))), 1, sees)
        return tuple(sees['referent'])
    owner = MANAGER[HOST]
    equal(why(new_post()), (True, None))
    for change, rule in (({'state': 'suspended'}, 'suspended'), ({'confirmed_on': day(-93)}, 'fresh'),
                         ({'confirmed_on': None}, 'fresh'),
                         ({'state': 'suspended', 'confirmed_on': day(-93)}, 'suspended')):
        equal(why(new_post(**change)), (False, rule), change)
    p = new_post()
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'x' WHERE id = $1", HOST)
    equal(why(p), (False, 'host'))
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST)
    insert('offer.closure', post_id=p, host_id=HOST, days='[%s,%s]' % (day(-3), day(400)))
    equal(why(p), (True, 'days'))
    SU.query('DELETE FROM offer.slot WHERE post_id = $1', p)
    equal(why(p), (True, 'slots'), 'even where it is closed too')
    full = new_post(slots=((1, 540, 1020, 'every', 1),))
    propose(post=full, first=1, last=60)
    SU.query('UPDATE casework.placement_slot SET days = daterange(lower(days), $1) WHERE post_id = $2', day(500), full)
    equal(why(full), (True, 'capacity'))
    owner = MANAGER[HOST2]
    q = new_post(HOST2)
    SU.query('UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE host_id = $2', day(0), HOST2)
    equal(why(q), (False, 'habilitation'), 'H-10')


@test('B-09: dormant: not confirmed in time and nobody proposed since; each sees her own posts, no number of people')
def _():
    p = new_post(confirmed_on=day(-93))
    equal(use(p)[2], True)
    put('offer.post', p, confirmed_on=day(0))
    propose(post=p)
    put('offer.post', p, confirmed_on=day(-93))
    equal(use(p)[2], False, 'somebody was proposed there since')
    equal([use(p, by) is None for by in ('referent', 'dir.lille', MANAGER[HOST], MANAGER[HOST2])],
          [False, False, False, True])
    each_role('post_use', 'SELECT count(*) FROM casework.post_use(NULL)', tuple,
              {r: OK for r in WHO if r.startswith(('director', 'referent', 'host_manager'))})


run()
