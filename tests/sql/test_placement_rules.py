# SPDX-License-Identifier: EUPL-1.2
"""The rules of a placement, each broken by one change from a sound one, at the proposal and at the signature; places
taken (B-05) against a slow count over days and minutes; people who act at the same instant."""
import datetime
import random

from fixture import COUNSELLOR, together
from people import OK, SU, W, at_once, race, sid
from placements import (ANSWER, CHECK, CONTACT, END_MEASURE, HOST, HOST2, MEETING, MISSING, NEW, SIGN, TODAY, WEEK,
                        WITHDRAW, ask, at, booked, broken, day, do, expire, get, habilitate, insert, new_case,
                        new_measure, new_post, outcome, plan, propose, put, race_with_clock, ready, record, rows,
                        seen, set_slots, sign, state, try_to_sign, version)
from tap import equal, run, test, true

SCHEDULE = ('SELECT offer.post_schedule($1, $2, $3, NULL, NULL, $4, $4, $4, $5, $6, $7, $8, $9, $10, false, NULL,'
            ' NULL, NULL, NULL, NULL, NULL, false, false)')


class Sound:
    """A case, its measure and a post at a host that needs its habilitation, of which every rule holds."""

    def __init__(self, minor=False, host=HOST2, **measure):
        self.minor = minor
        self.case = new_case(minor=minor)
        self.measure = new_measure(self.case, **measure)
        self.host = host
        self.post = new_post(host, public='minors' if minor else 'adults')
        self.placement = None

    def ready(self, **kw):
        self.placement = ready(propose(self.measure, self.post, **kw))
        return self


def mend():
    """What the rules below change of the association."""
    undo_habilitation()
    habilitate(HOST2, day(-400), day(1400))
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST2)


def undo_habilitation():
    SU.query('DELETE FROM offer.habilitation WHERE host_id = $1', HOST2)


def habilitated(*spans):
    """The association has these habilitations and no other: (first, end[, territory, public])."""
    def change(_):
        undo_habilitation()
        for span in spans:
            habilitate(HOST2, *span)
    return change


def withdrawn(on):
    """Withdrawn from that day on, as a decision does it."""
    def change(_):
        SU.query('UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE host_id = $2', on, HOST2)
    return change


def of(table, **values):
    row = {'casework.measure': 'measure', 'offer.post': 'post', 'casework.case_file': 'case',
           'casework.placement': 'placement', 'offer.host': 'host'}[table]
    return lambda s: put(table, getattr(s, row), **values)


def removed(s):
    SU.query("UPDATE offer.post SET state = 'removed', removed_on = $1 WHERE id = $2", day(0), s.post)


def unlisted(state_):
    return lambda s: SU.query('UPDATE offer.post SET state = $1, inscribed_on = NULL WHERE id = $2', state_, s.post)


def stopped(state_):
    return lambda s: SU.query("UPDATE offer.host SET state = $1, state_reason = 'Faits' WHERE id = $2", state_, s.host)


def ended(s):
    SU.query("UPDATE casework.measure SET state = 'ended', end_code = 'died', ended_on = $1 WHERE id = $2", day(-1),
             s.measure)


def slots(*given):
    return lambda s: set_slots(s.post, s.host, given)


def other_placement(minutes, now='proposed', times=((4, 540, 600, 'every'),), same_measure=True):
    def change(s):
        at(now, s.measure if same_measure else new_measure(s.case), minutes=minutes, times=times)
    return change


def filled(s, n=2, **kw):
    for _ in range(n):
        propose(new_measure(), s.post, **kw)


def over_full(s):
    filled(s, 1)
    put('offer.post', s.post, places=1)


# rule, change, broken at the proposal, broken at the signature (None: it cannot come about there), what is sound else.
# First and last day of the placement are 10 and 100 days from now, its time is Monday from 9 to 12.
CASES = (
    ('H-14', 'an adult at a post for minors', of('offer.post', public='minors'), True, True, {'host': HOST}),
    ('H-14', 'a minor at a post for adults', of('offer.post', public='adults'), True, None,
     {'minor': True, 'host': HOST}),
    ('H-12', 'a host that is suspended', stopped('suspended'), True, True, {}),
    ('H-12', 'a host that is closed', stopped('closed'), True, True, {}),
    ('H-10', 'no habilitation', habilitated(), True, True, {}),
    ('H-10', 'one that begins a day late', habilitated((day(11), day(900))), True, True, {}),
    ('H-10', 'one that ends on the day before the last', habilitated((day(-9), day(100))), True, True, {}),
    ('H-10', 'two with a day between', habilitated((day(-9), day(50)), (day(51), day(900))), True, True, {}),
    ('H-10', 'one of another département', habilitated((day(-9), day(900), '62')), True, True, {}),
    ('H-10', 'one for the list of minors', habilitated((day(-9), day(900), '59', 'minors')), True, True, {}),
    ('H-10', 'a national one for the list of minors', habilitated((day(-9), day(900), 'FR', 'minors')), True, True,
     {}),
    ('H-10', 'one that was withdrawn', withdrawn(day(0)), True, True, {}),
    ('H-10', 'one that is withdrawn on the last day', withdrawn(day(100)), True, True, {}),
    ('H-10', 'two that adjoin and cover it together', habilitated((day(-9), day(50)), (day(50), day(101))), False,
     False, {}),
    ('H-10', 'a national one', habilitated((day(10), day(101), 'FR')), False, False, {}),
    ('H-10', 'one of the département, then a national one', habilitated((day(1), day(30)), (day(30), day(101), 'FR')),
     False, False, {}),
    ('H-01', 'a public body without any', habilitated(), False, False, {'host': HOST}),
    ('H-15', 'a draft of a post', unlisted('draft'), True, True, {}),
    ('H-15', 'a post whose inscription was asked', unlisted('asked'), True, True, {}),
    ('H-15', 'a post about which opinions are awaited', unlisted('opinions'), True, True, {}),
    ('H-15', 'a post that was removed from the list', removed, True, True, {}),
    ('H-18', 'a post that is suspended', of('offer.post', state='suspended'), True, True, {}),
    ('B-09', 'a post that nobody confirmed for a quarter', of('offer.post', confirmed_on=day(-93)), True, False, {}),
    ('B-09', 'a post that nobody ever confirmed', of('offer.post', confirmed_on=None), True, False, {}),
    ('B-09', 'a post confirmed a quarter ago', of('offer.post', confirmed_on=day(-92)), False, False, {}),
    ('M-05', 'consent refused', of('casework.measure', consent='refused'), True, True, {}),
    ('M-06', 'consent to be collected', of('casework.measure', consent='to_collect', consented_on=None), True, True,
     {}),
    ('M-06', 'consent that was collected', of('casework.measure', consent='to_collect'), False, False, {}),
    ('M-09', 'a last day after the term', of('casework.measure', period_months=6), True, True, {}),
    ('M-09', 'a measure that has ended', ended, True, True, {}),
    ('M-09', 'a draft of a measure', of('casework.measure', state='draft'), True, True, {}),
    ('M-10', 'a judgment that is not final', of('casework.measure', final_on=None), True, True, {}),
    ('H-16', 'fewer hours than the post takes', of('offer.post', min_hours=106), True, True, {}),
    ('H-16', 'more hours than the post takes', of('offer.post', max_hours=104), True, True, {}),
    ('H-16', 'just as many hours as the post takes', of('offer.post', max_hours=105, min_hours=105), False, False, {}),
    ('S-10', 'more minutes than others leave', other_placement(5701), True, None, {}),
    ('S-10', 'just as many minutes as others leave', other_placement(5700), False, False, {}),
    ('S-10', 'minutes of a placement that was declined', other_placement(5701, 'declined'), False, None, {}),
    ('S-10', 'minutes of another measure', other_placement(6300, same_measure=False), False, False, {}),
    ('S-10', 'fewer minutes ordered than planned', of('casework.measure', ordered_minutes=599), True, True, {}),
    ('C-06', 'no such day of the week', slots((2, 540, 720, 'every', 0)), True, True, {}),
    ('C-06', 'a minute before the slot', slots((1, 541, 720, 'every', 0)), True, True, {}),
    ('C-06', 'a minute after the slot', slots((1, 540, 719, 'every', 0)), True, True, {}),
    ('C-06', 'even weeks only', slots((1, 540, 720, 'even', 0)), True, True, {}),
    ('C-06', 'no slot left', slots(), True, True, {}),
    ('C-06', 'two slots with a minute between', slots((1, 500, 600, 'every', 0), (1, 601, 730, 'every', 0)),
     True, True, {}),
    ('C-06', 'two slots that adjoin, one in even weeks', slots((1, 540, 600, 'every', 0), (1, 600, 720, 'even', 0)),
     True, True, {}),
    ('C-06', 'two slots that adjoin', slots((1, 500, 600, 'every', 0), (1, 600, 730, 'every', 5)), False, False, {}),
    ('C-06', 'one slot in even weeks and one in odd', slots((1, 540, 720, 'even', 0), (1, 540, 730, 'odd', 0)), False,
     False, {}),
    ('C-06', 'a longer slot', slots((1, 0, 1440, 'every', 0)), False, False, {}),
    ('E-05', 'at another place at that time', other_placement(60, times=((1, 700, 760, 'odd'),)), True, None, {}),
    ('E-05', 'at another place for another measure',
     other_placement(60, times=((1, 719, 760, 'every'),), same_measure=False), True, None, {}),
    ('E-05', 'at another place from noon on', other_placement(60, times=((1, 720, 780, 'every'),)), False, False, {}),
    ('B-05', 'all places taken', filled, True, None, {}),
    ('B-05', 'one place left', lambda s: filled(s, 1), False, False, {}),
    ('B-05', 'fewer places than before', over_full, True, True, {}),
    ('S-08', 'a first day that was yesterday', of('casework.placement', first_day=day(-1)), None, True, {}),
    ('S-08', 'a first day that is today', of('casework.placement', first_day=day(0)), None, False, {}),
    ('W-05', 'a post with special risks', of('offer.post', special_risk=True), False, True, {}),
    ('W-05', 'a care setting', of('offer.post', care_setting=True), False, True, {}),
    ('W-05', 'an opinion that was asked for', of('casework.measure', fitness_asked_on=day(-5)), False, True, {}),
    ('W-05', 'an opinion that came', of('casework.measure', fitness_asked_on=day(-5), fitness_received_on=day(-1)),
     False, False, {}),
    ('S-07', 'nobody has met', of('casework.placement', met_on=None), None, True, {}),
    ('S-09', 'nobody is in charge', of('casework.placement', in_charge=None), None, True, {}),
)


def at_proposal(rule, change, breaks, kw):
    s = Sound(**kw)
    try:
        change(s)
        equal(ask(s.measure, s.post)[1], [rule] if breaks else [])
        equal(SU.one('SELECT count(*) FROM casework.placement WHERE measure_id = $1 AND post_id = $2', s.measure,
                     s.post), 0 if breaks else 1, 'rows')
    finally:
        mend()


def at_signature(rule, change, breaks, kw):
    s = Sound(**kw).ready()
    try:
        change(s)
        missing = [rows(x, MISSING, s.placement)[0][0] for x in (COUNSELLOR, 'dir.lille')]
        equal(missing, [rule if breaks else ''] * 2, 'missing')
        equal(try_to_sign(s.placement), [rule] if breaks else [])
        equal((state(s.placement), version(s.placement)), ('accepted', 3) if breaks else ('signed', 4))
    finally:
        mend()


def add_rule(rule, name, change, proposal, signature, kw):
    for where, breaks, check in (('proposal', proposal, at_proposal), ('signature', signature, at_signature)):
        if breaks is not None:
            @test('%s at the %s: %s%s' % (rule, where, name, '' if breaks else ', breaks nothing'))
            def _(breaks=breaks, check=check):
                check(rule, change, breaks, kw)


for _row in CASES:
    add_rule(*_row)


@test('S-08 at the proposal: a first day that was yesterday breaks it, today does not')
def _():
    s = Sound()
    equal([ask(s.measure, s.post, first=n)[1] for n in (-1, 0)], [['S-08'], []])


@test('M-09: the last day of the period is a day for the last hour, the day after it is not; a suspension moves it')
def _():
    s = Sound()
    left = (datetime.date.fromisoformat(SU.one('SELECT casework.term(m)::text FROM casework.measure m WHERE id = $1',
                                               s.measure)) - TODAY).days
    equal(ask(s.measure, s.post, last=left + 1)[1], ['M-09'])
    act = insert('casework.authority_act', measure_id=s.measure, case_id=s.case, kind='suspension', authority='jap',
                 sense='granted', decided_on=day(-9), suspension='serious_reason', from_on=day(-9), to_on=day(-9),
                 recorded_by=W.account[COUNSELLOR])
    insert('casework.suspension', measure_id=s.measure, kind='serious_reason', days='[%s,%s)' % (day(-9), day(-8)),
           act_id=act)
    equal([ask(s.measure, s.post, last=n)[1] for n in (left + 2, left + 1)], [['M-09'], []])


@test('H-10: the département is that of the site')
def _():
    SU.query('INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)'
             " VALUES ('62041', 'Arras', 'commune-actuelle', '62', '32', '2026-01-01')")
    site = insert('offer.site', host_id=HOST2, name='Annexe', insee='62041')
    post = new_post(HOST2, site_id=site)
    equal(ask(new_measure(), post)[1], ['H-10'])
    habilitate(HOST2, day(0), day(900), '62')
    equal(ask(new_measure(), post)[1], [])
    mend()


@test('S-10: what replaces a placement plans its minutes anew; meanwhile the two count once for others')
def _():
    m, post = new_measure(), new_post()
    old = sign(ready(propose(m, post, minutes=5000)))
    equal(ask(m, post, minutes=6301, replaces=old)[1], ['S-10'])
    propose(m, post, minutes=6000, replaces=old)
    equal([ask(m, post, minutes=n, times=((2, 540, 600, 'every'),))[1] for n in (301, 300)], [['S-10'], []])


@test('W-05: a night shift, from ten in the evening to six, wants its examination first')
def _():
    for start, end, want in ((360, 1320, []), (359, 420, ['W-05']), (1260, 1321, ['W-05']), (0, 360, ['W-05'])):
        post = new_post(slots=((1, 0, 1440, 'every', 0),))
        p = ready(propose(post=post, times=((1, start, end, 'every'),)))
        equal(try_to_sign(p), want, (start, end))


@test('W-05: a minor wants an examination first, whatever the post')
def _():
    s = Sound(minor=True, host=HOST, authority='juge_des_enfants').ready()
    equal(rows('dir.lille', MISSING, s.placement), [('W-05',)])
    put('casework.measure', s.measure, fitness_asked_on=day(-9), fitness_received_on=day(-1))
    equal(rows('dir.lille', MISSING, s.placement), [('',)])


@test('all that is broken is told at once, in the order of the matcher')
def _():
    s = Sound().ready()
    for table, values in (
            ('offer.post', {'public': 'minors', 'state': 'suspended', 'max_hours': 10, 'special_risk': True}),
            ('casework.measure', {'consent': 'refused', 'period_months': 1, 'ordered_minutes': 599}),
            ('casework.placement', {'met_on': None, 'in_charge': None, 'first_day': day(-1)})):
        of(table, **values)(s)
    put('offer.post', s.post, max_hours=9)
    set_slots(s.post, s.host, ())
    stopped('suspended')(s)
    equal(try_to_sign(s.placement), ['H-14', 'H-12', 'H-10', 'H-18', 'M-05', 'M-09', 'H-16', 'S-10', 'C-06', 'S-08',
                                     'W-05', 'S-07', 'S-09'])
    mend()


def sign_until(p, last):
    """(version or SQLSTATE, rules) of a decision that takes this forecast; the day and the booking that stand then."""
    sql = "SELECT version, array_to_string(broken, ',') FROM casework.placement_sign($1, $2, $3)"
    try:
        got = rows('dir.lille', sql, p, version(p), last)[0]
        got = (got[0], broken(got[1]))
    except Exception as e:  # pylint: disable=broad-except
        got = e.state
    return got, get('casework.placement', p, 'last_day'), booked(p)


@test('S-08: the decision books until the forecast of its day, sooner or later than was proposed, or as proposed')
def _():
    for last, want in ((60, 60), (100, 100), (130, 130), (None, 100)):
        p = ready(propose())
        equal(sign_until(p, day(last) if last else None),
              ((4 if want == 100 else 5, []), day(want), (day(10), day(want))), last)
        equal((state(p), version(p)), ('signed', 4 if want == 100 else 5))
    p = ready(propose())
    equal([sign_until(p, day(n))[0] for n in (-1, 9)], ['JA015'] * 2)
    equal(state(p), 'accepted')
    put('casework.placement', p, first_day=day(0))
    equal([sign_until(p, day(n))[0] for n in (-1, 0)], ['JA015', (5, [])])


def until_other(s):
    propose(new_measure(s.case), new_post(), first=101, last=130)


@test('M-09, H-10, B-05, E-05: every rule is looked at until the new day, and a no leaves the day as it was')
def _():
    for rule, change in (('M-09', of('casework.measure', period_months=7)),
                         ('H-10', habilitated((day(-9), day(120)))),
                         ('B-05', lambda s: filled(s, first=101, last=130)),
                         ('E-05', until_other)):
        s = Sound().ready()
        change(s)
        equal(sign_until(s.placement, day(125)), ((3, [rule]), day(100), (day(10), day(100))))
        equal((state(s.placement), version(s.placement)), ('accepted', 3), rule)
        equal(sign_until(s.placement, day(99))[0], (5, []), rule)
        mend()


@test('a decision names the profile that was looked at, as it is now, and keeps it')
def _():
    sql = 'SELECT version FROM casework.placement_sign($1, 3, NULL, $2, casework.placement_moves($1))'
    for now, looked, want in ((0, 1, 'JA022'), (2, None, 'JA022'), (2, 0, 'JA022'), (2, 1, 'JA022'), (2, 3, 'JA022'),
                              (2, 2, OK), (0, 0, OK), (0, None, OK)):
        case = new_case()
        p = ready(propose(new_measure(case)))
        SU.query('UPDATE casework.case_file SET match_version = $2 WHERE id = $1', case, now)
        with W.bound(sid('dir.lille')) as c:
            equal(c.state(sql, p, looked), want, (now, looked))
        equal((state(p), SU.one('SELECT profile_version FROM casework.placement_decision WHERE placement_id = $1', p)),
              ('signed', now) if want == OK else ('accepted', None))


@test('W-01: a decision names her other placements as they were looked at, where there was a profile to look at')
def _():
    sql = 'SELECT version FROM casework.placement_sign($1, 3, NULL, $2, $3)'
    case = new_case()
    p = ready(propose(new_measure(case)))
    with W.bound(sid('dir.lille')) as c:
        before = c.one('SELECT casework.placement_moves($1)', p)
    SU.query('UPDATE casework.case_file SET match_version = 1 WHERE id = $1', case)
    other = propose(new_measure(case), first=200, last=230)
    with W.bound(sid('dir.lille')) as c:
        now = c.one('SELECT casework.placement_moves($1)', p)
    true(now > before, 'a proposal beside it')
    for moves in (None, before, now + 1):
        equal(outcome('dir.lille', sql, p, 1, moves), 'JA022', moves)
    SU.query('UPDATE casework.placement SET version = version + 1 WHERE id = $1', other)
    equal(outcome('dir.lille', sql, p, 1, now), 'JA022', 'something happened to the other one')
    with W.bound(sid('dir.lille'), commit=False) as c:
        equal(c.state(sql, p, 1, now + 1), OK)
    SU.query('UPDATE casework.case_file SET match_version = 0 WHERE id = $1', case)
    with W.bound(sid('dir.lille'), commit=False) as c:
        equal(c.state(sql, p, None, None), OK, 'without a profile there was nothing to look at')


@test('B-05: of two whose forecasts moved at once to the last place one is decided, the other is told')
def _():
    post = new_post(places=2)
    propose(new_measure(), post, first=50, last=90)
    a, b = (ready(propose(new_measure(), post, first=10, last=last)) for last in (40, 45))
    sql = "SELECT version, array_to_string(broken, ',') FROM casework.placement_sign($1, 3, $2)"
    got = race(('dir.lille', lambda x: x.query(sql, a, day(70))), ('dep.lille', lambda x: x.query(sql, b, day(70))))
    equal((got, state(a), state(b)), ([(3, 'B-05')], 'signed', 'accepted'))
    equal(sign_until(b, day(45))[0], (4, []))


@test('E-05: nobody is written into two places at once, whoever writes, but within what replaces one another')
def _():
    case = new_case()
    propose(new_measure(case))
    q = propose(new_measure(case), times=((2, 540, 720, 'every'),))
    for times, days, want in (((1, 719, 800), (94, 120), '23P01'), ((1, 720, 800), (94, 120), OK),
                              ((1, 540, 720), (101, 120), OK)):
        with W.connect('postgres') as c:
            c.query('BEGIN')
            equal(c.state('UPDATE casework.placement_slot SET weekday = $1, from_min = $2, to_min = $3,'
                          " days = daterange($4, $5, '[]') WHERE placement_id = $6", *times, day(days[0]),
                          day(days[1]), q), want, (times, days))
            c.query('ROLLBACK')
    for times, want in ((((3, 540, 720, 'every'), (3, 700, 760, 'odd')), ['E-05']),
                        (((3, 540, 720, 'even'), (3, 540, 720, 'odd')), [])):
        equal(ask(new_measure(case), new_post(), times=times)[1], want, 'with itself')


def next_weekday(weekday, after):
    """Days from now to the first such day of the week that is so many days ahead or more."""
    return next(n for n in range(after, after + 7) if (TODAY + datetime.timedelta(days=n)).isoweekday() == weekday)


@test('E-05: two spans that overlap and hold no day of both are no obstacle, one day of both is')
def _():
    monday = next_weekday(1, 40)
    for last, want in ((monday - 1, []), (monday, ['E-05']), (monday + 2, ['E-05'])):
        case = new_case()
        propose(new_measure(case), new_post(HOST2), first=10, last=last)
        equal(ask(new_measure(case), new_post(), first=monday - 3, last=80)[1], want, last)
    case = new_case()
    propose(new_measure(case), new_post(HOST2), first=10, last=90, times=((1, 540, 720, 'even'),))
    got = sorted(ask(new_measure(case), new_post(), first=n - 2, last=n + 2)[1] for n in (monday, monday + 7))
    equal(got, [[], ['E-05']], 'a Monday of an even week and one of an odd')


@test('E-05: what is excluded is what shares a day and a minute, by a slow count of days')
def _():
    rnd = random.Random(5)
    start = datetime.date(2026, 12, 1)  # over the end of a year of 53 weeks

    def times():
        first = rnd.randrange(0, 40)
        from_min = rnd.randrange(480, 900, 60)
        return (rnd.choice((1, 1, 1, 2)), from_min, from_min + 60 * rnd.randrange(1, 4),
                rnd.choice(('[0,2)', '[0,1)', '[1,2)')), first, first + rnd.randrange(0, 40))

    def minutes(weekday, from_min, to_min, weeks, first, last):
        days = (start + datetime.timedelta(days=n) for n in range(first, last + 1))
        parity = {'[0,2)': (0, 1), '[0,1)': (0,), '[1,2)': (1,)}[weeks]
        return {(d, m) for d in days for m in range(from_min, to_min, 60)
                if d.isoweekday() == weekday and d.isocalendar()[1] % 2 in parity}
    case = new_case()
    a, b = (propose(new_measure(case), new_post(), times=((d, 540, 720, 'every'),)) for d in (4, 5))
    met = 0
    with W.connect('postgres') as c:
        c.query('BEGIN')
        for _ in range(250):
            one, two = times(), times()
            c.query('SAVEPOINT s')
            got = OK
            for p, t in ((a, one), (b, two)):
                if got == OK:
                    got = c.state('UPDATE casework.placement_slot SET weekday = $1, from_min = $2, to_min = $3,'
                                  " weeks = $4, days = daterange($5, $6, '[]') WHERE placement_id = $7", *t[:4],
                                  str(start + datetime.timedelta(days=t[4])),
                                  str(start + datetime.timedelta(days=t[5])), p)
            want = '23P01' if minutes(*one) & minutes(*two) else OK
            met += want != OK
            equal(got, want, (one, two))
            c.query('ROLLBACK TO s')
        c.query('ROLLBACK')
    true(met > 20, met)


@test('E-05: a place that was given back is no obstacle')
def _():
    for now in ('declined', 'withdrawn', 'ended'):
        m = new_measure()
        at(now, m)
        equal(ask(m, new_post())[1], [], now)


# --- places --------------------------------------------------------------------------------------------------------

def books(post, first, last, *times):
    return ask(new_measure(), post, first=first, last=last, times=times)[1]


MON = (1, 540, 720, 'every')


@test('B-05: places are counted on the days that two have in common')
def _():
    post = new_post(places=1)
    equal([books(post, 20, 40, MON), books(post, 41, 60, MON), books(post, 1, 19, MON)], [[]] * 3)
    equal([books(post, 40, 41, (2, 540, 720, 'every')), books(post, 61, 70, MON)], [[], []])
    for first, last in ((1, 60), (20, 26), (54, 60), (34, 47)):
        equal(books(post, first, last, MON), ['B-05'], (first, last))


@test('B-05: a day on which nobody comes takes no place, though it lies between first and last day')
def _():
    monday = next_weekday(1, 30)
    post = new_post(places=1)
    tuesday = (2, 540, 720, 'every')
    equal(books(post, 10, monday, tuesday), [])
    equal(books(post, monday, monday + 30, tuesday), [], 'they have a Monday in common')
    equal(books(post, monday - 6, monday, tuesday), ['B-05'], 'and here a Tuesday')
    parity = 'odd' if (TODAY + datetime.timedelta(days=monday)).isocalendar()[1] % 2 else 'even'
    other = 'even' if parity == 'odd' else 'odd'
    post = new_post(places=1)
    equal(books(post, 10, monday + 6, (1, 540, 720, parity)), [])
    equal(books(post, monday + 1, monday + 60, (1, 540, 720, parity)), [], 'they have no such Monday in common')
    equal([books(post, monday, monday + 6, (1, 540, 720, x)) for x in ('every', parity, other)],
          [['B-05'], ['B-05'], []])


@test('B-05: even and odd are weeks of the ISO calendar: from week 52 the next even one is week 2, where 53 is between')
def _():
    for start, weekday, parity, want in (
            ('2026-12-21', 1, 0, '2026-12-21'), ('2026-12-22', 1, 0, '2027-01-11'), ('2026-12-22', 1, 1, '2026-12-28'),
            ('2026-12-29', 1, 1, '2027-01-04'), ('2026-12-26', 7, 0, '2026-12-27'), ('2026-12-28', 7, 0, '2027-01-17'),
            ('2027-12-28', 2, 1, '2028-01-04'), ('2027-12-28', 2, 0, '2027-12-28')):
        equal(SU.one('SELECT casework.next_on($1, $2, $3)::text', start, weekday, parity), want,
              (start, weekday, parity))


@test('B-05: places are counted by the minute')
def _():
    post = new_post(places=2, slots=((1, 480, 1080, 'every', 0),))
    equal([books(post, 10, 90, (1, *x, 'every')) for x in ((480, 600), (600, 720), (540, 660))], [[]] * 3)
    for start, end, want in ((480, 540, []), (540, 541, ['B-05']), (599, 601, ['B-05']), (600, 660, ['B-05']),
                             (660, 1080, [])):
        equal(books(post, 10, 90, (1, start, end, 'every')), want, (start, end))


@test('B-05: three who pair by pair have a day in common, but never all at once, are two')
def _():
    post = new_post(places=2)
    equal([books(post, 10, 40, MON), books(post, 31, 70, MON), books(post, 41, 80, MON)], [[]] * 3)
    equal(books(post, 10, 80, MON), ['B-05'])


@test('B-05: even and odd weeks are counted apart')
def _():
    post = new_post(places=1)
    odd, even = ((1, 540, 720, x) for x in ('odd', 'even'))
    equal([books(post, 10, 90, odd), books(post, 10, 90, odd), books(post, 10, 90, MON), books(post, 10, 90, even),
           books(post, 10, 90, MON)], [[], ['B-05'], ['B-05'], [], ['B-05']])


@test('B-05: a slot that has its own places has those, whether fewer or more than the post')
def _():
    post = new_post(places=2, slots=((1, 540, 720, 'every', 1), (2, 540, 720, 'every', 3), (3, 540, 720, 'every', 0)))
    for weekday, places in ((1, 1), (2, 3), (3, 2)):
        one = (weekday, 540, 720, 'every')
        equal([books(post, 10, 90, one) for _ in range(places + 1)], [[]] * places + [['B-05']], weekday)
    equal(books(post, 10, 90, (1, 540, 720, 'every'), (3, 540, 720, 'every')), ['B-05'])


@test('B-05: of what replaces one another only one is there at a time: the two take one place for others')
def _():
    post = new_post(places=2)
    old = sign(ready(propose(post=post)))
    m = get('casework.placement', old, 'measure_id')
    propose(m, post, first=40, replaces=old)
    equal([books(post, 10, 90, MON), books(post, 10, 90, MON)], [[], ['B-05']])


@test('B-05: in the place of a placement there is room for what replaces it')
def _():
    post = new_post(places=1)
    old = sign(ready(propose(post=post)))
    m = get('casework.placement', old, 'measure_id')
    new = propose(m, post, first=40, replaces=old)
    equal(try_to_sign(ready(new)), [])
    equal([books(post, 10, 39, MON), books(post, 40, 90, MON), books(post, 101, 120, MON)], [['B-05'], ['B-05'], []])


@test('B-05: a place that was declined, withdrawn or ended is taken again, from the day after the last')
def _():
    for now in ('declined', 'withdrawn', 'ended'):
        post = new_post(places=1)
        at(now, post=post)
        equal(books(post, 10, 90, MON), [], now)


# A slow count: who is there, day by day and minute by minute

class Count:
    def __init__(self):
        self.there = {}  # (post, day, minute) -> how many

    def minutes(self, post, first, last, times):
        for n in range(first, last + 1):
            on = TODAY + datetime.timedelta(days=n)
            for weekday, start, end, weeks in times:
                parity = 'odd' if on.isocalendar()[1] % 2 else 'even'
                if on.isoweekday() == weekday and weeks in ('every', parity):
                    for minute in range(start, end):
                        yield (post, n, minute), weekday, parity

    def full(self, post, places, first, last, times):
        """places(weekday, minute, parity): places of the slot there."""
        return any(self.there.get(key, 0) >= places(weekday, key[2], parity)
                   for key, weekday, parity in self.minutes(post, first, last, times))

    def change(self, by, post, first, last, times):
        for key, _, _ in self.minutes(post, first, last, times):
            self.there[key] = self.there.get(key, 0) + by


def random_post(r):
    """A post and what its slots hold: two a day at most, some of one kind of week, some with places of their own."""
    slots_ = []
    for weekday in r.sample(range(1, 6), 3):
        for start in (480, 780):
            slots_.append((weekday, start, start + r.choice((180, 240)), r.choice(('every', 'every', 'even', 'odd')),
                           r.choice((0, 0, 1, 3))))
    places = r.choice((1, 2, 2))
    post = new_post(slots=slots_, places=places)

    def of_slot(weekday, minute, parity):
        return next(own or places for day_, start, end, weeks, own in slots_
                    if day_ == weekday and start <= minute < end and weeks in ('every', parity))
    return post, slots_, of_slot


def random_times(r, slots_):
    times = []
    for weekday, start, end, weeks, _ in r.sample(slots_, r.choice((1, 1, 2, 3))):
        a = r.randrange(start, end - 30, 15)
        b = r.randrange(a + 30, end + 1, 15)
        times.append((weekday, a, b, r.choice(('every', 'even', 'odd')) if weeks == 'every' else weeks))
    return times


@test('B-05: three hundred bookings at random, some given back, agree with a slow count over days and minutes')
def _():
    r = random.Random(2311)
    posts = [random_post(r) for _ in range(3)]
    count, live, refused = Count(), [], 0
    for i in range(300):
        post, slots_, places = r.choice(posts)
        first = r.randrange(20, 75)  # over the end of a year of 53 weeks
        booking = (post, first, first + r.choice((0, 3, 10, 30, 45)), random_times(r, slots_))
        want = count.full(post, places, *booking[1:])
        p, got = ask(new_measure(), post, first=booking[1], last=booking[2], times=booking[3])
        equal(got, ['B-05'] if want else [], 'booking %d: %s' % (i, booking[1:]))
        refused += want
        if not got:
            count.change(1, *booking)
            live.append((p, booking))
        if live and r.random() < 0.2:
            p, booking = live.pop(r.randrange(len(live)))
            do(COUNSELLOR, WITHDRAW, p, 1, 'service')
            count.change(-1, *booking)
    true(60 < refused < 240, 'neither all nor none was refused: %d' % refused)


# --- two at once ---------------------------------------------------------------------------------------------------

def booking(post, **kw):
    m = new_measure()
    return COUNSELLOR, lambda c: c.query(NEW, *plan(m, post, **kw))


def told(got):
    """How each ended: made, the rules that it would have broken, or the SQLSTATE."""
    return sorted(getattr(g, 'state', None) or (','.join(broken(g[0][2])) or 'made') for g in got)


@test('B-05: of those who take the last place at once one does, and the others are told')
def _():
    for places, asking in ((1, 2), (1, 6), (3, 6)):
        post = new_post(places=places)
        got = at_once(*[booking(post) for _ in range(asking)])
        equal(told(got), ['B-05'] * (asking - places) + ['made'] * places)
    post = new_post(places=1)
    equal(race(booking(post), booking(post))[0][2], '{B-05}')


@test('E-05: of two proposals of one person at once, for two measures at two posts, one is made')
def _():
    case = new_case()
    measures = [new_measure(case) for _ in range(2)]
    posts = [new_post(HOST), new_post(HOST2)]
    got = at_once(*[(COUNSELLOR, lambda c, i=i: c.query(NEW, *plan(measures[i], posts[i]))) for i in range(2)])
    equal(told(got), ['E-05', 'made'])


@test('a signature after the places were lowered sees it, and before that is kept; likewise for times')
def _():
    for places, weekday, rule in ((1, 1, 'B-05'), (2, 3, 'C-06')):
        post = new_post(places=2, slots=((1, 540, 720, 'every', 0),))
        p, _ = ready(propose(post=post)), propose(post=post)
        schedule = ('manager', lambda c, post=post, places=places, weekday=weekday: c.query(
            SCHEDULE, post, 1, places, '', CONTACT[HOST], [weekday], [540], [720], ['every'], [0]))
        signing = ('dir.lille', lambda c, p=p: c.query(SIGN, p, 3, ','))
        equal(race(schedule, signing), [(3, rule)])
        post = new_post(places=2, slots=((1, 540, 720, 'every', 0),))
        p = ready(propose(post=post))
        propose(post=post)
        schedule = ('manager', lambda c, post=post, places=places, weekday=weekday: c.query(
            SCHEDULE, post, 1, places, '', CONTACT[HOST], [weekday], [540], [720], ['every'], [0]))
        equal(race(('dir.lille', lambda c, p=p: c.query(SIGN, p, 3, ',')), schedule)[0][0], 2)
        equal(state(p), 'signed')


@test('a proposal that waits for a change of the post finds it')
def _():
    post = new_post(slots=((1, 540, 720, 'every', 0),))
    schedule = ('manager', lambda c: c.query(SCHEDULE, post, 1, 2, '', CONTACT[HOST], [2], [540], [720], ['every'],
                                             [0]))
    equal(race(schedule, booking(post))[0][2], '{C-06}')


@test('a proposal takes the place that a clock is giving back')
def _():
    case = new_case()
    m, post = new_measure(case), new_post(places=1)
    p = propose(m, post)
    put('casework.placement', p, hold_until=day(-1))
    got = race_with_clock(COUNSELLOR, lambda c: c.query(NEW, *plan(m, post)))
    true(got[0][2] in ('{}', '{B-05}'), 'no error')
    equal(state(p), 'withdrawn')


@test('what is done at once to the placements of one post, from all sides, ends without a deadlock')
def _():
    for turn in range(4):
        post = new_post(places=6)
        asked, accepted = (at(x, post=post) for x in ('proposed', 'accepted'))
        signing = ready(propose(post=post))
        judged = ready(propose(new_measure(judge_kept=True), post))
        act = record(judged)
        over, late = at('accepted', post=post), propose(post=post)
        put('casework.placement', late, hold_until=day(-1))
        ending, same_measure = (get('casework.placement', p, 'measure_id') for p in (over, signing))
        acts = [booking(post), ('manager', lambda c: c.query(ANSWER, asked, 1, True, None, None)),
                (COUNSELLOR, lambda c: c.query(MEETING, accepted, 2, day(0))),
                ('dir.lille', lambda c: c.query(SIGN, signing, 3, ',')),
                ('dep.lille', lambda c: c.query(CHECK, act, *seen())),
                (COUNSELLOR, lambda c: c.query(END_MEASURE, ending, 1, 'died', day(0))),
                ('manager', lambda c: c.query(SCHEDULE, post, 1, 6, '', CONTACT[HOST], *SAME_TIMES)),
                (COUNSELLOR, lambda c: c.query(NEW, *plan(same_measure, post, times=((2, 540, 600, 'every'),))))]
        if turn % 2:
            acts.reverse()
        got, *clocks = together(lambda acts=acts: at_once(*acts), expire, expire)
        equal([getattr(g, 'state', g) for g in got if not isinstance(g, list)], [], 'turn %d' % turn)
        expire()
        equal(clocks, [None, None])
        equal([state(p) for p in (asked, accepted, signing, judged, over, late)],
              ['accepted', 'accepted', 'signed', 'signed', 'withdrawn', 'withdrawn'])


SAME_TIMES = ([w for w, *_ in WEEK], [540] * 5, [1020] * 5, ['every'] * 5, [0] * 5)

run()
