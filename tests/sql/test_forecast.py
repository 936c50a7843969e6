# SPDX-License-Identifier: EUPL-1.2
"""Until when a running placement lasts (E-10): what moves it, what remains, the margin to the end of the period, the
task once that is gone; against a slow count of days."""
import datetime
import random

from fixture import COLLEAGUE, COUNSELLOR
from people import SU, W, call
from placed import (AFTERNOON, DEPUTY, DIRECTOR, MORNING, SIDS, TODAY, day, every_day, hashes, placed, seal)
from tap import equal, run, test, true

FORECAST = 'SELECT remaining, last_day::text, margin FROM sec.forecast($1)'
DELEGATE = 'SELECT id FROM casework.delegation_new($1, $2, $3, false, $4, $5)'
HOURS = 'SELECT id FROM casework.hours_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
SETTLE = 'SELECT entry FROM casework.hours_settle($1, 1, $2, $3)'
TASKS = 'SELECT kind, rule, due::text FROM casework.tasks() WHERE id = $1'
HOLIDAYS = {datetime.date.fromisoformat(d) for d, in SU.query(
    'SELECT h::text FROM offer.holidays(offer.today(), offer.today() + 700, $1) AS h', '59')}


def forecast(p, by=COUNSELLOR):
    with W.bound(SIDS[by], commit=False) as c:
        return c.query(FORECAST, p.id)[0]


def sessions(p, by=COUNSELLOR):
    """As who follows the case, or its host, is told them."""
    what, of = ('placement_sessions', p.id) if by == COUNSELLOR else ('post_sessions', post_of(p)[0])
    with W.bound(SIDS[by], commit=False) as c:
        return c.query('SELECT day::text, from_min, to_min FROM casework.%s($1) WHERE placement_id = $2' % what, of,
                       p.id)


def tasks(p, by=COUNSELLOR):
    with W.bound(SIDS[by], commit=False) as c:
        return {k: (rule, due) for k, rule, due in c.query(TASKS, p.id) if k == 'margin_gone'}


def term(p):
    return datetime.date.fromisoformat(
        SU.one('SELECT casework.term(m)::text FROM casework.measure m WHERE id = $1', p.measure))


def report(p, on, times=MORNING, attendance='attended'):
    return call('manager', HOURS, p.id, day(on), attendance, *(times or (None, None)), 0, 'online', None, None, None,
                *hashes())


def post_of(p):
    return SU.query('SELECT post_id, host_id FROM casework.placement WHERE id = $1', p.id)[0]


def close_post(p, first, last):
    SU.query('INSERT INTO offer.closure (id, post_id, host_id, days)'
             " VALUES (gen_random_uuid(), $1, $2, daterange($3, $4, '[]'))", *post_of(p), day(first), day(last))


def contact_of(p):
    """Who is in charge of the post, and another contact of its host."""
    post, host = post_of(p)
    return SU.one('SELECT in_charge FROM offer.post WHERE id = $1', post), SU.one(
        "INSERT INTO offer.contact (id, host_id, part, name) VALUES (gen_random_uuid(), $1, 'in_charge', 'Noël')"
        ' RETURNING id', host)


def away(contact, first, last, stand_in=None):
    return SU.one('INSERT INTO offer.absence (id, contact_id, host_id, days, stand_in) SELECT gen_random_uuid(), k.id,'
                  " k.host_id, daterange($2, $3, '[]'), $4 FROM offer.contact k WHERE k.id = $1 RETURNING id", contact,
                  day(first), day(last), stand_in)


def suspend(p, kind, first, last):
    """first and last: days from now; last None: it lasts."""
    act = call(COUNSELLOR, 'SELECT id FROM casework.act_new($1, $2, $3, $4, $5, $6, $7, $8, $9, NULL, $10, $11)',
               p.measure, 'suspension', 'jap', 'granted', day(0), kind, day(first),
               None if last is None else day(last), 'réf.', *hashes())
    call(DIRECTOR, 'SELECT casework.act_check($1, $2, $3, $4, $5, $6)', act, 'suspension', 'granted', day(0),
         day(first), None if last is None else day(last))


def open_days(n, begins=0, but=None):
    """The n-th day from now on that is no holiday, nor that one, and its margin is of nobody's business."""
    d = TODAY + datetime.timedelta(days=begins)
    while True:
        n -= d not in HOLIDAYS and str(d) != but
        if n == 0:
            return d
        d += datetime.timedelta(days=1)


@test('E-10: what remains, session by session from today, to the day of the last minute and its margin')
def _():
    p = placed(planned=600)  # three hours each day
    last = open_days(4)
    equal(forecast(p), (600, str(last), (term(p) - last).days))
    report(p, -1)
    equal(forecast(p), (420, str(open_days(3)), (term(p) - open_days(3)).days), 'reported counts as worked')
    r = report(p, 0)
    equal(forecast(p)[:2], (240, str(open_days(2, 1))), 'today is known: from tomorrow on')
    with W.bound(SIDS[COUNSELLOR]) as c:
        entry = c.one(SETTLE, r, 60, True)
        seal(c, p.case, 10, entry, 2)
    equal(forecast(p)[:2], (360, str(open_days(2, 1))), 'credited in part: the rest remains')
    report(p, -2, None, 'unexcused')
    equal(forecast(p)[:2], (360, str(open_days(2, 1))), 'an absence keeps the hours')
    for n in (-3, -4):
        report(p, n)
    equal(forecast(p)[:2], (0, day(0)), 'all was worked')


@test('E-10: the line of a file: sessions until the last hour, the end of the period, by when somebody must act')
def _():
    line = lambda p: rows_of('SELECT sessions, term::text, act_by::text FROM sec.forecast($1)', p)
    begin = lambda p, minutes, full_day=600: SU.one('SELECT casework.last_begin($1, $2, 720, $3)::text', str(term(p)),
                                                    minutes, full_day)
    p = placed(planned=600)
    equal(line(p), (4, str(term(p)), begin(p, 600)), 'of three hours, the last one in part')
    report(p, 0, None, 'excused')
    equal(line(p), (4, str(term(p)), begin(p, 600)), 'one a day later')
    report(p, -1)
    equal(line(p), (3, str(term(p)), begin(p, 420)))
    suspend(p, 'serious_reason', 1, 30)
    equal(line(p)[1:], (str(term(p)), begin(p, 420)), 'the term moves, and with it the day by which to act')
    SU.query('UPDATE casework.placement SET last_day = $2 WHERE id = $1', p.id, day(1))
    equal(line(p)[0], sum(day(1) == str(d) for d in [open_days(1, 1)]), 'no more than are booked')
    SU.query('UPDATE casework.measure SET final_on = NULL WHERE id = $1', p.measure)
    equal(line(p)[1:], (None, None), 'M-10')
    equal(line(placed(planned=600, minor=True))[2] is not None, True)
    q = placed(planned=180)
    report(q, -1)
    equal((forecast(q)[0], line(q)), (0, (0, str(term(q)), None)), 'nothing remains to be begun')


def rows_of(sql, p, by=COUNSELLOR):
    with W.bound(SIDS[by], commit=False) as c:
        return tuple(c.query(sql, p.id)[0])


@test('E-10: never more than the measure has left, though more was planned; two placements share it')
def _():
    p = placed(planned=600)
    q = placed(at=p, slots=every_day(AFTERNOON), planned=240)
    SU.query('UPDATE casework.measure SET ordered_minutes = 480 WHERE id = $1', p.measure)
    equal([forecast(x)[0] for x in (p, q)], [480, 240])
    report(q, -1, AFTERNOON)
    equal([forecast(x)[0] for x in (p, q)], [240, 0])


@test('E-10: a closed day, a suspension that keeps her away and stopped work move it; the clock alone does not (M-13)')
def _():
    p = placed(planned=360)
    equal(forecast(p)[1], str(open_days(2)))
    close_post(p, 0, 20)
    equal(forecast(p)[1], str(open_days(2, 21)))
    suspend(p, 'arse', 0, 40)
    equal(forecast(p)[1], str(open_days(2, 21)), 'house arrest: the work goes on')
    suspend(p, 'remand', 15, 30)
    equal(forecast(p)[1], str(open_days(2, 31)))
    i = call('manager', 'SELECT id FROM casework.incident_new($1, $2, $3, true, $4, $5)', p.id, 'danger', day(0),
             *hashes())
    equal((forecast(p), tasks(p)), ((360, None, None), {'margin_gone': ('E-10', day(0))}), 'nobody knows until when')
    SU.query('UPDATE casework.incident SET resumed_on = $2 WHERE id = $1', i, day(45))
    equal((forecast(p)[1], tasks(p)), (str(open_days(2, 45)), {}))
    suspend(p, 'national_service', 40, None)
    equal(forecast(p)[1], None, 'for as long as it lasts')


@test('W-04: breaks of a minor are not worked, here as in the matcher; of an adult nobody asks for one')
def _():
    for froms, tos, worked in (([540], [810], 270), ([540], [811], 241), ([540], [900], 330), ([420], [990], 540),
                               ([420], [991], 511), ([540, 720], [720, 960], 390), ([540, 749], [720, 960], 361),
                               ([540, 750], [720, 960], 390), ([480, 780], [720, 960], 420)):
        equal(SU.one('SELECT casework.day_work($1, $2, 270, 30)', froms, tos), worked, (froms, tos))
        equal(SU.one('SELECT casework.day_work($1, $2, NULL, NULL)', froms, tos),
              sum(t - f for f, t in zip(froms, tos)), (froms, tos))
    whole = every_day((540, 900))
    p, q = placed(planned=660, minor=True, slots=whole), placed(planned=660, slots=whole)
    equal([forecast(x)[1] for x in (p, q)], [str(open_days(2))] * 2)
    SU.query('UPDATE casework.placement SET planned_minutes = 661 WHERE id = ANY ($1)', [p.id, q.id])
    equal([forecast(x)[1] for x in (p, q)], [str(open_days(3)), str(open_days(2))])
    equal([sessions(x)[-1][2] for x in (p, q)], [541, 841])
    for minutes, ends in ((270, 810), (271, 841), (329, 899)):  # half an hour of break after four and a half
        SU.query('UPDATE casework.placement SET planned_minutes = $2 WHERE id = $1', p.id, minutes)
        equal((sessions(p), sessions(p, 'manager')), (2 * ([(str(open_days(1)), 540, ends)],)))
    SU.query('UPDATE casework.placement SET planned_minutes = 661 WHERE id = $1', p.id)
    SU.query("UPDATE offer.rule_param SET amount = 0 WHERE rule = 'W-04' AND name = 'hard'")
    equal(forecast(p)[1], str(open_days(2)), 'a limit that only warns takes no break')
    SU.query("UPDATE offer.rule_param SET amount = 1 WHERE rule = 'W-04' AND name = 'hard'")


@test('E-10: once the margin is gone it is a task of who follows the case, until it is there again or nothing runs')
def _():
    p = placed(planned=1800)
    last = open_days(10)
    SU.query("UPDATE casework.measure SET judged_on = '2024-01-10' WHERE id = $1", p.measure)
    for _ in range(2):  # months have their lengths
        SU.query('UPDATE casework.measure SET final_on = final_on + ($2::date - casework.term(measure)) WHERE id = $1',
                 p.measure, last)
    equal((term(p), forecast(p)[2], tasks(p)), (last, 0, {}), 'on the last day of the period')
    close_post(p, *[(open_days(1) - TODAY).days] * 2)  # today, if that is no holiday
    equal((forecast(p)[2] < 0, tasks(p)), (True, {'margin_gone': ('E-10', day(0))}))
    for login in (COLLEAGUE, DIRECTOR, 'manager', 'auditor'):
        equal(tasks(p, login), {}, login)
    SU.query('UPDATE casework.measure SET final_on = NULL WHERE id = $1', p.measure)
    equal((forecast(p)[2], tasks(p)), (None, {}), 'M-10: no period runs')
    SU.query('UPDATE casework.measure SET final_on = $2 WHERE id = $1', p.measure, day(-1000))
    equal(set(tasks(p)), {'margin_gone'})
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(0), 'host')
    equal(tasks(p), {}, 'it does not run')


@test('E-09, E-10: the day of the last minute, and each session until then, by a slow count, for random times and'
      ' closed days; the host is told the same')
def _():
    rnd = random.Random(9)
    p = placed(planned=600)
    post, host = post_of(p)
    SU.query('UPDATE casework.placement SET last_day = $2 WHERE id = $1', p.id, day(700))
    found = 0
    for turn in range(60):
        SU.query('DELETE FROM offer.closure WHERE post_id = $1', post)
        SU.query('DELETE FROM casework.placement_slot WHERE placement_id = $1', p.id)
        times = [(rnd.randrange(1, 8), rnd.choice(('[0,2)', '[0,1)', '[1,2)')), 540, 540 + 60 * rnd.randrange(1, 5))
                 for _ in range(2)]
        times = times[:1 if times[0][0] == times[1][0] else 2]
        for n, (weekday, weeks, start, end) in enumerate(times, 1):
            SU.query('INSERT INTO casework.placement_slot (placement_id, case_id, chain, post_id, n, weekday, from_min,'
                     ' to_min, weeks, days) SELECT p.id, p.case_id, p.chain, p.post_id, $2, $3, $4, $5, $6,'
                     " daterange(p.first_day, p.last_day, '[]') FROM casework.placement p WHERE p.id = $1", p.id, n,
                     weekday, start, end, weeks)
        shut = sorted(rnd.sample(range(0, 400), 6))
        for n in range(0, 6, 2):
            SU.query('INSERT INTO offer.closure (id, post_id, host_id, days)'
                     " VALUES (gen_random_uuid(), $1, $2, daterange($3, $4, '[)'))", post, host, day(shut[n]),
                     day(shut[n + 1]))
        left = rnd.randrange(1, 4000)
        SU.query('UPDATE casework.placement SET planned_minutes = $2 WHERE id = $1', p.id, left)
        want, todo, each = None, left, []
        for n in range(560):
            d = TODAY + datetime.timedelta(days=n)
            if d in HOLIDAYS or any(shut[k] <= n < shut[k + 1] for k in (0, 2, 4)):
                continue
            for weekday, weeks, start, end in times:
                parities = {'[0,2)': (0, 1), '[0,1)': (0,), '[1,2)': (1,)}[weeks]
                if weekday == d.isoweekday() and d.isocalendar()[1] % 2 in parities:
                    each.append((str(d), start, min(end, start + todo)))
                    todo -= end - start
            if todo <= 0:
                want = str(d)
                break
        equal(forecast(p)[:2], (left, want), (times, shut, left))
        if turn % 4 == 0:
            equal((sessions(p), sessions(p, 'manager')), (each, each), (times, shut, left))
        found += want is not None
    true(found > 30, found)


@test('E-10, C-11: days on which who is in charge of a placement is away are lost, but for those with a stand-in')
def _():
    p = placed(planned=600)  # three hours each day, so four sessions
    her, other = contact_of(p)
    as_it_was = forecast(p)
    equal(as_it_was[1], str(open_days(4)))
    absence = away(her, 0, 2)
    for by in (COUNSELLOR, 'manager'):
        equal((sessions(p, by)[0][0], len(sessions(p, by))), (str(open_days(1, 3)), 4), by)
    equal(forecast(p)[1], str(open_days(4, 3)))
    SU.query('UPDATE offer.absence SET stand_in = $2 WHERE id = $1', absence, other)
    equal(forecast(p), as_it_was, 'somebody stands in')
    away(other, 1, 1)
    without = str(open_days(4, but=day(1)))
    equal(forecast(p)[1], without, 'who is away herself')
    SU.query('UPDATE casework.placement SET in_charge = $2 WHERE id = $1', p.id, other)
    SU.query('UPDATE offer.absence SET stand_in = NULL WHERE id = $1', absence)
    equal(forecast(p)[1], without, 'another one is in charge of this placement, and her absence counts')
    SU.query('DELETE FROM offer.absence WHERE contact_id = $1', other)
    equal(forecast(p), as_it_was, 'and not that of who is in charge of the post')


@test('E-10: who of the service sees a placement is told its forecast, and nobody else')
def _():
    p, other = placed(), placed()
    waits = placed(at=other, slots=every_day(AFTERNOON), planned=60)
    SU.query('UPDATE casework.case_file SET counsellor_id = $2 WHERE id = $1', other.case, W.account[DEPUTY])
    ids = [i for i, in SU.query("SELECT id FROM casework.placement WHERE state = 'signed' ORDER BY id")]
    true({p.id, other.id} <= set(ids), ids)
    seen = {}

    def told(login):
        with W.bound(SIDS[login], commit=False) as c:
            sees = c.query("SELECT id FROM casework.placement WHERE state = 'signed' AND (SELECT (sec.me()).role)"
                           " IN ('counsellor', 'director') ORDER BY id")
            got = c.query('SELECT i FROM unnest($1::uuid[]) AS i, sec.forecast(i) AS f WHERE f.remaining IS NOT NULL'
                          ' ORDER BY i', ids)
        equal(got, sees, login)
        return {i for i, in got}
    for login in SIDS:
        seen[login] = told(login)
    equal([seen[x] & {p.id, other.id} for x in (COUNSELLOR, DIRECTOR, COLLEAGUE, 'manager', 'auditor')],
          [{p.id}, {p.id, other.id}, set(), set(), set()])
    SU.query('INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version)'
             " VALUES ($1, $2, $3, 'duty_cover', now(), now() + interval '1 hour', 1)", W.account[COLLEAGUE], p.case,
             W.org['lille'])
    equal(told(COLLEAGUE) & {p.id, other.id}, {p.id}, 'by a glass')
    call(DIRECTOR, DELEGATE, W.account[COUNSELLOR], day(0), day(1), *hashes())
    SU.query("UPDATE casework.placement SET state = 'accepted' WHERE id = $1", waits.id)
    equal(told(COUNSELLOR) & {p.id, other.id}, {p.id, other.id}, 'what decides a signature of hers')
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(0), 'host')
    equal(forecast(p), (None, None, None), 'it does not run')


@test('M-09: the terms behind her tasks are those of the open measures of her own caseload, and of nobody else')
def _():
    p, other = placed(), placed()
    SU.query('UPDATE casework.case_file SET counsellor_id = $2 WHERE id = $1', other.case, W.account[COLLEAGUE])
    suspend(p, 'arse', -5, None)

    def terms(login):
        with W.bound(SIDS[login], commit=False) as c:
            return dict(c.query('SELECT measure_id, term::text FROM sec.terms()'))
    want = dict(SU.query('SELECT m.id, casework.term(m)::text FROM casework.measure m JOIN casework.case_file c'
                         " ON c.id = m.case_id WHERE m.state = 'open' AND c.counsellor_id = $1", W.account[COUNSELLOR]))
    true(p.measure in want and other.measure not in want, want)
    equal(terms(COUNSELLOR), want)
    equal(terms(COLLEAGUE), {other.measure: str(term(other))})
    for login in (DIRECTOR, 'manager', 'auditor'):
        with W.bound(SIDS[login], commit=False) as c:
            equal(c.state('SELECT * FROM sec.terms()'), 'JA004', login)
    version = SU.one('SELECT version FROM casework.measure WHERE id = $1', p.measure)
    call(COUNSELLOR, 'SELECT casework.measure_end($1, $2, $3, $4)', p.measure, version, 'died', day(0))
    true(p.measure not in terms(COUNSELLOR), 'it is not open')


run()
