# SPDX-License-Identifier: EUPL-1.2
"""What becomes of placements by a clock, by the end of a measure and by what others change; what is due for whom, what
the matcher is told, what is noted."""
import datetime
import random

from fixture import COLLEAGUE, COUNSELLOR
from people import GONE, OK, SU, W, race
from placements import (ACT, ANSWER, CHECK, CONTACT, END_MEASURE, HOST, HOST2, IN_CHARGE, KEPT, LED, MANAGER,
                        MEETING, MORNING, NEW, SITE, SITES_OF, TAKEN, TODAY, TOLD, WHO, WITHDRAW, accept, ask, at,
                        booked, day, decision, do, ended, expire, get, hashes, insert, kept, new_contact, new_measure,
                        new_post, outcome, plan, propose, put, ready, record, replaced, rows, sid, sign, state, version,
                        withdraw)
from tap import equal, run, test, true

PLACEMENT = 'casework.placement'
TASKS = 'SELECT kind, rule, due, object, case_id FROM casework.tasks() WHERE id = $1'


# --- clocks --------------------------------------------------------------------------------------------------------

@test('C-14: what nobody answered in time and what was not decided before its first day goes; nothing else')
def _():
    made = {}
    for name, now, change in (
            ('late proposal', 'proposed', {'hold_until': day(-1)}), ('last day', 'proposed', {'hold_until': day(0)}),
            ('late decision', 'accepted', {'first_day': day(-1), 'hold_until': day(-1)}),
            ('first day', 'accepted', {'first_day': day(0), 'hold_until': day(-1)}),
            ('signed', 'signed', {'first_day': day(-1), 'hold_until': day(-1), 'last_day': day(-1)}),
            ('declined', 'declined', {'hold_until': day(-1)}), ('ended', 'ended', {'hold_until': day(-1)})):
        made[name] = at(now)
        put(PLACEMENT, made[name], **change)
    mark = W.mark()
    expire()
    equal({k: state(p) for k, p in made.items()},
          {'late proposal': 'withdrawn', 'last day': 'proposed', 'late decision': 'withdrawn', 'first day': 'accepted',
           'signed': 'signed', 'declined': 'declined', 'ended': 'ended'})
    for k in ('late proposal', 'late decision'):
        equal((get(PLACEMENT, made[k], 'close_code', 'ended_on'), decision(made[k], 'closed_by'), booked(made[k])),
              (('no_answer', None), None, None), k)
    equal({n['row_id'] for n in W.outbox(mark) if n['action'] == 'placement.update'} & set(made.values()),
          {made['late proposal'], made['late decision']})
    equal({n['actor'] for n in W.outbox(mark)}, {None})
    expire()
    equal({k: version(made[k]) for k in made if k.startswith('late')}, {'late proposal': 2, 'late decision': 3})


@test('a place that a clock gave back is taken by the next; the clock waits for nobody')
def _():
    post = new_post(places=1)
    p = propose(post=post)
    put(PLACEMENT, p, hold_until=day(-1))
    equal(ask(new_measure(), post)[1], ['B-05'])
    with W.connect('jalon_web') as c, W.bound(sid(COUNSELLOR), c, commit=False):
        c.query(WITHDRAW, p, 1, 'person')  # not committed: the clock goes by
        expire()
        equal(state(p), 'proposed')
    expire()
    equal(state(p), 'withdrawn')
    propose(post=post)


# --- the end of a measure ------------------------------------------------------------------------------------------

def of_each(m):
    """A placement in each living state, and one that is over."""
    return {s: at(s, m, times=((n, 540, 600, 'every'),)) for n, s in enumerate(
        ('proposed', 'accepted', 'signed', 'declined'), 1)}


def check_closed(made, on, who):
    equal({k: get(PLACEMENT, p, 'state', 'close_code', 'ended_on') for k, p in made.items()},
          {'proposed': ('withdrawn', 'measure_ended', None), 'accepted': ('withdrawn', 'measure_ended', None),
           'signed': ('ended', 'measure_ended', on), 'declined': ('declined', None, None)})
    equal({k: (decision(p, 'closed_by'), booked(p)) for k, p in made.items() if k != 'declined'},
          dict.fromkeys(('proposed', 'accepted', 'signed'), (who and W.account[who], None)))


@test('a measure that ends closes what lives of its placements, and nothing of another measure')
def _():
    m = new_measure()
    made = of_each(m)
    other = at('signed', new_measure(get('casework.measure', m, 'case_id')), times=((5, 540, 600, 'every'),))
    do(COUNSELLOR, END_MEASURE, m, 1, 'died', day(-2))
    check_closed(made, day(-2), COUNSELLOR)
    equal((state(other), booked(other)), ('signed', (day(10), day(100))))


ENDS = (('conversion', 'granted', 'jap', {}), ('failure', 'granted', 'jap', {}),
        ('consent', 'refused', 'jap', {'consent': 'to_collect', 'consented_on': None}))


def add_end(kind, sense, authority, change):
    @test('an act that ends a measure closes its placements: ' + kind)
    def _():
        m = new_measure()
        made = of_each(m)
        for column, value in change.items():
            put('casework.measure', m, **{column: value})
        a = do(COUNSELLOR, ACT, m, kind, authority, sense, day(-1), None, None, None, '', None, *hashes())
        equal({state(p) for p in made.values()}, {'proposed', 'accepted', 'signed', 'declined'})
        do('dir.lille', CHECK, a, kind, sense, day(-1), None, None)
        check_closed(made, day(-1), None)


for _row in ENDS:
    add_end(*_row)


@test('an act that ends nothing closes nothing')
def _():
    m = new_measure()
    made = of_each(m)
    for kind, sense in (('conversion', 'refused'), ('failure', 'refused'), ('competence_kept', 'granted')):
        a = do(COUNSELLOR, ACT, m, kind, 'jap', sense, day(-1), None, None, None, '', None, *hashes())
        do('dir.lille', CHECK, a, kind, sense, day(-1), None, None)
    equal([state(p) for p in made.values()], ['proposed', 'accepted', 'signed', 'declined'])


@test('a measure that ends before a change of placement ends the one that would have gone on until then')
def _():
    old, new = replaced()
    equal((get(PLACEMENT, old, 'ended_on'), booked(old)), (day(39), (day(1), day(39))))
    do(COUNSELLOR, END_MEASURE, get(PLACEMENT, old, 'measure_id'), 1, 'transferred', day(0))
    equal((get(PLACEMENT, old, 'state', 'close_code', 'ended_on'), booked(old)),
          (('ended', 'replaced', day(0)), None))
    equal((get(PLACEMENT, new, 'state', 'close_code', 'ended_on'), booked(new)),
          (('ended', 'measure_ended', day(0)), None))


@test('of a proposal and the end of its measure at once: the end closes it, or it comes too late')
def _():
    m, post = new_measure(), new_post()
    end = (COUNSELLOR, lambda c: c.query(END_MEASURE, m, 1, 'lapsed', day(0)))
    new = (COUNSELLOR, lambda c: c.query(NEW, *plan(m, post)))
    true(isinstance(race(new, end), list), 'the end')
    equal(SU.query('SELECT state::text, close_code::text FROM casework.placement WHERE measure_id = $1', m),
          [('withdrawn', 'measure_ended')])
    m = new_measure()
    equal(race(end, new)[0][1:], (False, '{M-09}'))


# --- what others change --------------------------------------------------------------------------------------------

DROP = 'SELECT offer.contact_drop($1)'


@test('somebody in charge of a living placement is not dropped from the host: she is replaced there first')
def _():
    for now in ('accepted', 'signed'):
        who = new_contact()
        p = at(now)
        do('manager', IN_CHARGE, p, version(p), who)
        equal([outcome(x, DROP, who) for x in ('manager', 'referent', 'dir.lille')], ['JA016'] * 3, now)
        do('manager', IN_CHARGE, p, version(p), CONTACT[HOST])
        do('manager', DROP, who)
        equal(get(PLACEMENT, p, 'in_charge'), CONTACT[HOST])


@test('who was in charge of placements that are over can be dropped when she leaves')
def _():
    who = new_contact()
    made = []
    for now in ('accepted', 'signed'):
        p = at(now)
        do('manager', IN_CHARGE, p, version(p), who)
        if now == 'signed':
            ended(p)
        else:
            withdraw(p)
        made.append(p)
    do('manager', DROP, who)
    equal([get(PLACEMENT, p, 'in_charge') for p in made], [None, None])
    old, _ = replaced()  # she is there until the change
    late = new_contact()
    put(PLACEMENT, old, in_charge=late)
    equal(outcome('manager', DROP, late), 'JA016')


@test('who is dropped while she is put in charge, by name or as the one of the post, is in charge of nothing')
def _():
    who = new_contact()
    p = at('accepted')
    drop = ('manager', lambda c: c.query(DROP, who))
    charge = ('manager', lambda c: c.query(IN_CHARGE, p, 2, who))
    equal(race(drop, charge), GONE)
    who = new_contact()
    equal(race(charge, drop), 'JA016')
    who = new_contact()
    post = new_post(in_charge=who)
    q = propose(post=post)
    SU.query("UPDATE offer.post SET state = 'removed', removed_on = $1 WHERE id = $2", day(0), post)
    got = race(drop, ('manager', lambda c: c.query(ANSWER, q, 1, True, None, None)))
    equal((got, get(PLACEMENT, q, 'state', 'in_charge')), ([(2,)], ('accepted', None)))


@test('H-18: a post that leaves the list, a host that is stopped and a habilitation that ends stop nothing that runs')
def _():
    post = new_post(HOST2)
    made = [at(s, post=post, times=((n, 540, 600, 'every'),)) for n, s in enumerate(
        ('proposed', 'accepted', 'signed'), 1)]
    before = [get(PLACEMENT, p, 'state', 'version') for p in made]
    SU.query("UPDATE offer.post SET state = 'removed', removed_on = $1 WHERE id = $2", day(0), post)
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'Accident' WHERE id = $1", HOST2)
    expire()
    equal([get(PLACEMENT, p, 'state', 'version') for p in made], before)
    equal(booked(made[2]), (day(10), day(100)))
    equal(rows('manager2', 'SELECT count(*) FROM casework.placement WHERE post_id = $1', post), [(3,)])
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST2)


@test('a case that is handed over takes its placements along')
def _():
    p = at('accepted')
    do('dir.lille', 'SELECT casework.reassign($1, $2)', get(PLACEMENT, p, 'case_id'), W.account[COLLEAGUE])
    equal([outcome(x, MEETING, p, 2, day(0)) for x in (COUNSELLOR, COLLEAGUE)], [GONE, OK])
    equal([rows(x, 'SELECT count(*) FROM casework.placement WHERE id = $1', p)[0][0] for x in (COUNSELLOR, COLLEAGUE)],
          [0, 1])


@test('of an answer and a handing over at once both hold')
def _():
    p = propose()
    case = get(PLACEMENT, p, 'case_id')
    got = race(('dir.lille', lambda c: c.query('SELECT casework.reassign($1, $2)', case, W.account[COLLEAGUE])),
               ('manager', lambda c: c.query(ANSWER, p, 1, True, None, None)))
    equal((got, state(p)), ([(2,)], 'accepted'))


# --- for the matcher -----------------------------------------------------------------------------------------------

@test('C-08: where people are placed, until the day they leave, late ones and those who change included')
def _():
    here, there = SITE[HOST], insert('offer.site', host_id=HOST, name="L'autre", insee='59350')
    post, other = new_post(places=20), new_post(places=20, site_id=there)

    def found(p):
        return {site for _, site in rows(COUNSELLOR, SITES_OF, [get(PLACEMENT, p, 'case_id')])}
    for now, want in (('proposed', {here}), ('accepted', {here}), ('signed', {here}), ('ended', {here}),
                      ('declined', set()), ('withdrawn', set())):
        equal(found(at(now, post=post)), want, now)
    late = at('signed', post=post)
    put(PLACEMENT, late, first_day=day(-50), last_day=day(-1))
    equal(found(late), {here}, 'still there after the forecast of her last hour')
    old = at('signed', post=post, first=1)
    new = sign(ready(propose(get(PLACEMENT, old, 'measure_id'), other, first=40, replaces=old)))
    equal(found(new), {here, there}, 'there until the change')
    put(PLACEMENT, old, ended_on=day(0))
    equal(found(new), {here, there}, 'on her last day')
    put(PLACEMENT, old, ended_on=day(-1))
    equal(found(new), {there})


@test('the places taken of a post, as slots without a name, but for what is to be replaced')
def _():
    post = new_post(places=20)
    a = at('signed', post=post, times=((1, 540, 720, 'every'), (2, 600, 660, 'odd')))
    b = at('proposed', post=post, first=50, times=((3, 540, 600, 'even'),))
    for now in ('declined', 'withdrawn'):
        at(now, post=post)
    gone = at('signed', post=post, times=((4, 540, 600, 'every'),))
    SU.query("UPDATE casework.placement_slot SET days = daterange($1, $2, '[]') WHERE placement_id = $3", day(-50),
             day(-1), gone)
    one = [(post, 1, 540, 720, 'every', day(10), day(100)), (post, 2, 600, 660, 'odd', day(10), day(100))]
    two = [(post, 3, 540, 600, 'even', day(50), day(100))]

    def taken(login, but=None):
        return sorted(r[:-1] for r in rows(login, TAKEN, [post], but))
    for login in (COUNSELLOR, 'd.morel', 'dir.lille'):
        equal(taken(login), one + two, login)
    equal((taken(COUNSELLOR, a), taken(COUNSELLOR, b)), (two, one))
    new = propose(get(PLACEMENT, a, 'measure_id'), post, first=40, times=((5, 540, 720, 'every'),), replaces=a)
    whose = {(r[1], r[-1]) for r in rows(COUNSELLOR, TAKEN, [post], None)}
    equal((len(whose), len({w for _, w in whose}), len({w for d, w in whose if d != 3})), (4, 2, 1), 'of one chain')
    withdraw(new)
    equal((rows(COUNSELLOR, TAKEN, [], None), rows(COUNSELLOR, TAKEN, None, None)), ([], []))


@test('C-11: whom the one in charge of a post follows, here and elsewhere, once her host said how many she takes on')
def _():
    her, other = new_contact(), new_contact()
    mine, shared, theirs = new_post(in_charge=her), new_post(in_charge=her), new_post(in_charge=other)
    here = at('signed', post=mine, times=((1, 540, 720, 'every'),))
    at('proposed', post=shared, times=((2, 600, 660, 'odd'),), first=20)
    lent = at('signed', post=theirs, times=((3, 540, 600, 'even'),))
    at('withdrawn', post=shared)

    def led(post, but=None, instead=None):
        return sorted(r[1:-2] for r in rows(COUNSELLOR, LED, [post], but, instead))
    equal(led(mine), [], 'nobody said how many')
    put('offer.contact', her, people_max=2)
    monday, tuesday = (1, 540, 720, 'every', day(10), day(100)), (2, 600, 660, 'odd', day(20), day(100))
    equal((led(mine), led(shared), led(theirs)), ([monday, tuesday], [monday, tuesday], []))
    put(PLACEMENT, lent, in_charge=her)
    wednesday = (3, 540, 600, 'even', day(10), day(100))
    equal(led(mine), [monday, tuesday, wednesday], 'she is named for a placement of another post')
    put(PLACEMENT, here, in_charge=other)
    equal(led(mine), [tuesday, wednesday], 'and another one for one of hers')
    equal(led(mine, lent), [tuesday], 'of what is to be replaced nothing counts')
    equal((led(theirs, None, her), led(mine, None, other)), ([tuesday, wednesday], []), 'who is named instead')
    equal(led(mine, None, CONTACT[HOST2]), [], 'of another host nobody is')
    put('offer.contact', other, people_max=2)
    equal(led(theirs), [monday])
    insert('offer.absence', contact_id=her, host_id=HOST, stand_in=other, days='[%s,%s]' % (day(30), day(40)))

    def on(slot, first, last):
        return slot[:4] + (day(first), day(last))
    equal(led(theirs), [monday, on(tuesday, 30, 40), on(wednesday, 30, 40)],
          'who stands in follows them too on these days')
    others = [on(tuesday, 20, 29), on(tuesday, 41, 100), on(wednesday, 10, 29), on(wednesday, 41, 100)]
    equal(led(mine), sorted([on(monday, 30, 40), on(tuesday, 30, 40), on(wednesday, 30, 40)] + others),
          'at her own posts they count who stands in follows meanwhile')
    put('offer.contact', other, people_max=None)
    equal(led(mine), others, 'who did not say how many')
    put('offer.contact', other, people_max=5)
    equal({(r[5], r[-1]) for r in rows(COUNSELLOR, LED, [mine], None, None)},
          {(day(10), 2), (day(20), 2), (day(41), 2), (day(30), 5)}, 'each with how many whoever it is takes on')


@test('C-11: who stands in and is away herself follows nobody on that day')
def _():
    her, other = new_contact(), new_contact()
    mine, theirs = new_post(in_charge=her), new_post(in_charge=other)
    at('signed', post=mine, times=MORNING)
    put('offer.contact', other, people_max=2)
    insert('offer.absence', contact_id=her, host_id=HOST, stand_in=other, days='[%s,%s]' % (day(30), day(40)))
    insert('offer.absence', contact_id=other, host_id=HOST, days='[%s,%s]' % (day(33), day(34)))
    for post in (theirs, mine):
        equal(sorted(r[5:7] for r in rows(COUNSELLOR, LED, [post], None, None)),
              [(day(30), day(32)), (day(35), day(40))])


@test('C-11: the load of everybody in charge at a host: posts, whom they follow today, the most on one day of 13 weeks')
def _():
    her, other, idle = new_contact(), new_contact(), new_contact()
    post, theirs = new_post(in_charge=her), new_post(in_charge=other)
    new_post(in_charge=her, state='removed', removed_on=day(0))
    monday = (TODAY + datetime.timedelta(days=14 - TODAY.weekday())).isoformat()
    morning = [(weekday, 540, 720, 'every') for weekday in (1, 2)]
    for place, times in ((post, morning[0]), (post, morning[0]), (post, morning[1]), (theirs, morning[0])):
        p = at('signed', post=place, times=(times,))
        SU.query("UPDATE casework.placement_slot SET days = daterange($2, $3) WHERE placement_id = $1", p,
                 day(0), day(60))
    far = at('signed', post=theirs, times=(morning[0],))
    SU.query("UPDATE casework.placement_slot SET days = daterange($2, $3) WHERE placement_id = $1", far, day(92),
             day(99))

    def told(login):
        got = rows(login, 'SELECT id, posts, people, most, most_on::text, away_first::text, stand_in_name'
                   ' FROM casework.tutors($1, NULL, NULL)', HOST)
        return {r[0]: tuple(r[1:]) for r in got if r[0] in (her, other, idle)}
    first = str(TODAY + datetime.timedelta(days=-TODAY.weekday() % 7))
    for login in (COUNSELLOR, 'dir.lille', MANAGER[HOST], 'tutor'):
        equal(told(login), {her: (1, 3, 2, first, None, None), other: (1, 1, 1, first, None, None),
                            idle: (0, 0, 0, None, None, None)}, login)
    equal(told('referent')[her], (1, None, None, None, None, None), 'N-05: fewer than five')
    insert('offer.absence', contact_id=her, host_id=HOST, stand_in=other, days='[%s,%s]' % (monday, monday))
    equal(told(COUNSELLOR)[other], (1, 1, 3, monday, None, None), 'of the two for whom she stands in, and her own')
    equal(told(COUNSELLOR)[her][4:], (monday, "Zoé d'Haene"))
    insert('offer.absence', contact_id=other, host_id=HOST, days='[%s,%s]' % (monday, monday))
    equal(told(COUNSELLOR)[other][2:4], (1, first), 'nobody stands in for who is away herself')
    for login, host, code in ((MANAGER[HOST2], HOST, 'JA007'), ('tutor', HOST2, 'JA007'), (COUNSELLOR, her, 'JA007'),
                              ('auditor', HOST, 'JA004'), ('admin', HOST, 'JA004')):
        equal(outcome(login, 'SELECT * FROM casework.tutors($1, NULL, NULL)', host), code, login)
    put('offer.contact', idle, created_at='2020-01-01')
    page = rows(COUNSELLOR, 'SELECT id, created_at::text FROM casework.tutors($1, NULL, NULL)', HOST)
    equal(page[0][0], idle, 'by when they were entered')
    equal(rows(COUNSELLOR, 'SELECT id, created_at::text FROM casework.tutors($1, $2, $3)', HOST, page[0][1],
               page[0][0]), page[1:])


def leads(off, who, n):
    """Who leads on that day from now what somebody is in charge of. off: who is away, from, to, who stands in."""
    def away(k):
        return [stand_in for x, first, last, stand_in in off if x == k and first <= n <= last]
    if not away(who):
        return who
    [stand_in] = away(who)
    return stand_in if stand_in and not away(stand_in) else None


def some_absences(rng, staff):
    off = []
    for _ in range(rng.randint(1, 6)):
        k, first = rng.choice(staff), rng.randint(0, 30)
        last, stand_in = first + rng.randint(0, 12), rng.choice([x for x in staff if x != k] + [None])
        if all(x != k or last < a or b < first for x, a, b, _ in off):
            off.append((k, first, last, stand_in))
            insert('offer.absence', contact_id=k, host_id=HOST, days='[%s,%s]' % (day(first), day(last)),
                   stand_in=stand_in)
    return off


@test('C-11: for the matcher as for the load of a host the same one leads, or nobody, whoever is away')
def _():
    rng = random.Random(11)
    others = 0
    for _ in range(12):
        staff = [new_contact() for _ in range(4)]
        most = {k: n for n, k in enumerate(staff) if n > 0}
        posts = {k: new_post(in_charge=k, places=9) for k in staff}
        for k, n in most.items():
            put('offer.contact', k, people_max=n)
        start = {}
        for n in range(6):
            p = propose(post=posts[rng.choice(staff)], first=rng.randint(1, 10), last=rng.randint(12, 30),
                        times=((1 + n % 5, 540 + n * 30, 600 + n * 30, 'every'),))
            put(PLACEMENT, p, in_charge=rng.choice(staff + [None] * 4))
            start[get(PLACEMENT, p, 'chain')] = 540 + n * 30
        off = some_absences(rng, staff)
        load = {}
        for k, chain, on in SU.query('SELECT contact_id, chain, day::text FROM casework.led_days($1, $2, 32)', HOST,
                                     day(0)):
            load.setdefault((k, on), set()).add(start.get(chain))
        for k, post in posts.items():
            led = rows(COUNSELLOR, LED, [post], None, None)
            shut = SU.query('SELECT lower(days)::text, (upper(days) - 1)::text FROM offer.day_off'
                            ' WHERE post_id = $1 AND usual', post)
            for n in range(32):
                on, leader = day(n), leads(off, k, n)
                equal(any(a <= on <= b for a, b in shut), leader is None, (off, k, on))
                want = load.get((leader, on), set()) if leader in most else set()
                there = [r for r in led if r[5] <= on <= r[6]]
                equal({r[2] for r in there}, want, (off, k, on))
                equal({r[-1] for r in there}, {most[leader]} if want else set(), (off, k, on))
                others += bool(want) and leader != k
    true(others > 100, others)


@test('who does not hold the secret of her unit learns of no place taken and of nobody placed')
def _():
    p = at('signed')
    put('offer.contact', CONTACT[HOST], people_max=3)
    true(rows(COUNSELLOR, LED, [get(PLACEMENT, p, 'post_id')], None, None) != [], 'the one in charge follows her')
    for role in ('counsellor without the secret', 'director without the secret'):
        equal(rows(WHO[role], SITES_OF, [get(PLACEMENT, p, 'case_id')]), [], role)
        equal(rows(WHO[role], TAKEN, [get(PLACEMENT, p, 'post_id')], None), [], role)
        equal(rows(WHO[role], LED, [get(PLACEMENT, p, 'post_id')], None, None), [], role)
        equal({r for r in rows(WHO[role], 'SELECT people, most, most_on FROM casework.tutors($1, NULL, NULL)', HOST)},
              {(None, None, None)}, role)
    put('offer.contact', CONTACT[HOST], people_max=None)


# --- what is due ---------------------------------------------------------------------------------------------------

LOGINS = {**WHO, 'deputy': 'dep.lille'}


def due(p):
    """{role: {kind: (rule, day)}} of whom something is told about this placement; keys: test_placement_ticket.py."""
    out = {}
    for role, login in LOGINS.items():
        got = {k: (rule, str(on)) for k, rule, on, _, _ in rows(login, TASKS, p) if k != 'key_to_share'}
        if got:
            out[role] = got
    return out


@test('what a placement wants is due for who has to do it, on its day, and goes when it was done')
def _():
    p = propose(first=30)
    equal(due(p), {'counsellor': {'proposal_unanswered': ('C-14', day(14))},
                   'host_manager': {'proposal_to_answer': ('C-14', day(14))}})
    accept(p)
    waits = {'contact_to_give': ('S-07', day(0)), 'meeting': ('S-07', day(29))}
    equal(due(p), {'counsellor': waits})
    put(PLACEMENT, p, contact_version=1)
    equal(due(p), {'counsellor': {'meeting': ('S-07', day(29))}})
    do(COUNSELLOR, MEETING, p, 2, day(0))
    to_sign = {'placement_to_sign': ('S-08', day(29))}
    equal(due(p), {'director': to_sign, 'deputy': to_sign, 'delegate': to_sign})
    put(PLACEMENT, p, in_charge=None)
    equal(due(p), {}, 'nobody in charge')
    put(PLACEMENT, p, in_charge=CONTACT[HOST])
    sign(p)
    equal(due(p), {'counsellor': {'assignment_to_tell': ('S-08', day(0))}})
    do(COUNSELLOR, TOLD, p, 4, day(0), None)
    equal(due(p), {'counsellor': {'assignment_to_tell': ('S-08', day(0))}}, 'the prosecutor does not know yet')
    do(COUNSELLOR, TOLD, p, 5, day(0), day(0))
    equal(due(p), {})
    ended(p)
    equal(due(p), {'host_manager': {'attestation': ('S-14', day(0))}})
    for now in ('declined', 'withdrawn'):
        equal(due(at(now)), {}, now)


@test('what is replaced runs until the change: it is told of while it is at risk, and its person in charge changes')
def _():
    old, _ = replaced(first=40)
    post = get(PLACEMENT, old, 'post_id')
    SU.query('UPDATE casework.placement_decision SET person_told_on = $1, prosecutor_told_on = $1'
             ' WHERE placement_id = $2', day(0), old)
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", post)
    told = {'placement_at_risk': ('H-18', day(39))}
    equal({k: v for k, v in due(old).items() if k != 'host_manager'},
          dict.fromkeys(('counsellor', 'director', 'deputy'), told))
    for login in (COUNSELLOR, 'manager'):
        do(login, IN_CHARGE, old, version(old), new_contact())
    put(PLACEMENT, old, ended_on=day(0))
    equal(outcome('manager', IN_CHARGE, old, version(old), CONTACT[HOST]), OK, 'its last day')
    put(PLACEMENT, old, ended_on=day(-1))
    equal(outcome('manager', IN_CHARGE, old, version(old), CONTACT[HOST]), 'JA016')
    equal({k: v for k, v in due(old).items() if k != 'host_manager'}, {})


@test('A-01: what another authority decides is nobody\'s to sign: the counsellor records it')
def _():
    for name, change, minor, decides in KEPT:
        p = kept(change, minor, accept)
        put(PLACEMENT, p, contact_version=1)
        equal(due(p), {'counsellor': {'meeting': ('S-07', day(9))}}, name)
        do(COUNSELLOR, MEETING, p, 2, day(0))
        want = {'counsellor': {'assignment_to_record': ('A-01', day(9))}}
        equal(due(p), want, name)
        put(PLACEMENT, p, in_charge=None)
        equal(due(p), {}, name)
        put(PLACEMENT, p, in_charge=CONTACT[HOST])
        act = record(p, authority=decides)
        equal(due(p), {}, 'recorded; it is to be checked')
        do(COUNSELLOR, 'SELECT casework.act_drop($1)', act)
        equal(due(p), want, 'it was read wrongly')


@test('H-10, H-18: a placement that runs beyond what its host may, or at a post that was stopped, is told of')
def _():
    post = new_post(HOST2)
    p = at('signed', post=post)
    do(COUNSELLOR, TOLD, p, 4, day(0), day(0))
    equal(due(p), {})
    told = lambda rule: dict.fromkeys(('counsellor', 'director', 'deputy'), {'placement_at_risk': (rule, day(100))})
    for column, value in (('state', 'suspended'), ('state', 'removed')):
        SU.query('UPDATE offer.post SET state = $1, removed_on = $2 WHERE id = $3', value,
                 day(0) if value == 'removed' else None, post)
        equal(due(p), told('H-18'), value)
    SU.query("UPDATE offer.post SET state = 'inscribed', removed_on = NULL WHERE id = $1", post)
    for value in ('suspended', 'closed'):
        SU.query("UPDATE offer.host SET state = $1, state_reason = 'Faits' WHERE id = $2", value, HOST2)
        equal(due(p), told('H-12'), value)
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST2)
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE host_id = $2", day(100), HOST2)
    equal(due(p), told('H-10'), 'it ends on the day before the last')
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1, '[]') WHERE host_id = $2", day(100),
             HOST2)
    equal(due(p), {})
    put(PLACEMENT, p, first_day=day(-60), last_day=day(-1))
    equal('no_hours' in due(p)['counsellor'], True)
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE host_id = $2", day(0), HOST2)
    equal(due(p)['director'], {'placement_at_risk': ('H-10', day(-1))}, 'she is late, and so is the host')
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE host_id = $2", day(1400), HOST2)


# --- notes ---------------------------------------------------------------------------------------------------------

@test('P-05: every step of a placement is noted with who did it and the case')
def _():
    m = new_measure()
    case = get('casework.measure', m, 'case_id')
    mark = W.mark()
    p = sign(ready(propose(m)))
    do(COUNSELLOR, TOLD, p, 4, day(0), None)
    ended(p)
    got = [(n['action'], n['actor'], n['version']) for n in W.outbox(mark) if n['case_id'] == case]
    me, manager, director = (W.account[x] for x in (COUNSELLOR, 'manager', 'dir.lille'))
    equal([g for g in got if g[0].startswith('placement.')],
          [('placement.create', me, 1), ('placement.update', manager, 2), ('placement.update', me, 3),
           ('placement.update', director, 4), ('placement.update', me, 5), ('placement.update', me, 6)])
    equal([g[:2] for g in got if not g[0].startswith('placement.')],
          [('placement_decision.create', me), ('placement_slot.create', me), ('placement_decision.update', manager),
           ('placement_decision.update', director), ('placement_decision.update', me),
           ('placement_decision.update', me), ('placement_slot.update', me)])


run()
