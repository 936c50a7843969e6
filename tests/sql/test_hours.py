# SPDX-License-Identifier: EUPL-1.2
"""Hours below the API: who reports, hears, settles and takes back what, which rules a report breaks, what the ledger
says at any instant, two at once, the end of a measure with its last minute, the attestation."""
import datetime
import random
import secrets
import uuid

from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, pg, refused
from people import GONE, NO, OK, SU, W, at_once, call, cannot, race, reasoned, sid
from placed import (AFTERNOON, DEPUTY, DIRECTOR, MONDAY, MORNING, PROPOSE, SIDS, WHO, day, every_day, hashes,
                    new_measure, new_post, placed, propose, seal, week)
from tap import equal, raises, run, test, true

NEW = 'SELECT id FROM casework.hours_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
WORD = 'SELECT casework.hours_word($1, $2, $3, $4)'
WITHDRAW = 'SELECT casework.hours_withdraw($1, $2)'
SETTLE = 'SELECT version, done, entry FROM casework.hours_settle($1, $2, $3, $4)'
COUNTER = 'SELECT id, replayed FROM casework.hours_counter($1, $2, $3)'
ACT = 'SELECT id FROM casework.act_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
CHECK = 'SELECT casework.act_check($1, $2, $3, $4, $5, $6)'
EXTEND = "SELECT version, broken FROM casework.placement_extend($1, $2, $3, 'person')"
ATTEST = 'SELECT version, minutes FROM casework.placement_attest($1, $2, $3, $4, $5)'
PUT = 'SELECT casework.measure_put($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)'
BALANCE = 'SELECT casework.balance($1, $2)'
STOP = 'SELECT id FROM casework.incident_new($1, $2, $3, true, $4, $5)'
TASKS = "SELECT count(*) FROM casework.tasks() WHERE kind = 'report_to_settle' AND id = $1"
NOBODY = str(uuid.uuid4())


def session(p, on=None, times=MORNING, rest=0, attendance='attended', channel='online', word=None, word_channel=None,
            limit=None):
    return (p.id, on or week(0), attendance, *(times or (None, None)), rest, channel, word, word_channel, limit)


def report(p, *args, by='manager', **kw):
    return call(by, NEW, *session(p, *args, **kw), *hashes())


def flags(r):
    return SU.one("SELECT array_to_string(flags, ' ') FROM casework.hours_report WHERE id = $1", r)


def flagged(p, *args, **kw):
    return flags(report(p, *args, **kw))


def of_report(r, what='version'):
    return SU.one('SELECT %s FROM casework.hours_report WHERE id = $1' % what, r)


def settle(r, credited=None, by=COUNSELLOR, reason=False, version=None):
    """The entry."""
    case, minutes, now = SU.query('SELECT case_id, minutes, version FROM casework.hours_report WHERE id = $1', r)[0]
    with W.bound(SIDS[by]) as c:
        _, _, entry = c.query(SETTLE, r, version or now, minutes if credited is None else credited, reason)[0]
        if reason:
            seal(c, case, 10, entry, 2)
    return entry


def counter(entry, by=COUNSELLOR, keys=None, conn=None):
    with W.bound(SIDS[by], conn) as c:
        return take_back(c, entry, keys)


def take_back(c, entry, keys=None):
    i, replayed = c.query(COUNTER, entry, *(keys or hashes()))[0]
    if not replayed:
        seal(c, SU.one('SELECT case_id FROM casework.hours_entry WHERE id = $1', entry), 10, i, 2)
    return i


def outcome(login, sql, *params):
    """SQLSTATE of a call that is taken back."""
    with W.bound(SIDS[login], commit=False) as c:
        return c.state(sql, *params)


def balance(m, at=None, by=COUNSELLOR):
    with W.bound(SIDS[by], commit=False) as c:
        return c.one(BALANCE, m.measure, at)


def state(table, i):
    return SU.one('SELECT state::text FROM casework.%s WHERE id = $1' % table, i)


def now():
    return SU.one('SELECT clock_timestamp()::text')


P = placed()

# --- who does what -------------------------------------------------------------------------------------------------


@test('table 6a, timesheets: each role and each function')
def _():
    r, mine = report(P), report(P, week(1), channel='signed_sheet', by=COUNSELLOR)
    done = settle(report(P, week(2)))
    ended = placed()
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', ended.id, day(-1), 'person')
    people = {'host_manager': OK, 'host_manager of another host': GONE, 'tutor': OK, 'counsellor': OK,
              'counsellor of the unit, other caseload': GONE, 'counsellor of another unit': GONE}
    service = {'counsellor': OK, 'counsellor of the unit, other caseload': GONE, 'counsellor of another unit': GONE,
               'director': OK, 'director of another unit': GONE}
    own = {k: v for k, v in service.items() if k.startswith('counsellor')}
    for sql, params, may in (
            (NEW, (*session(P, week(3), channel='phone'), *hashes()), people),
            (WORD, (r, 1, 'agreed', 'in_person'), people),
            (WITHDRAW, (r, 1), {**people, 'counsellor': 'JA019'}),
            (WITHDRAW, (mine, 1), {**people, 'host_manager': 'JA019', 'tutor': 'JA019'}),
            (SETTLE, (r, 1, 180, False), service),
            (COUNTER, (done, *hashes()), service),
            (EXTEND, (P.id, 4, day(61)), own),
            (ATTEST, (ended.id, 5, day(0), *hashes()),
             {'host_manager': OK, 'host_manager of another host': GONE, **own, 'counsellor': 'JA019'})):
        for role, login in WHO.items():
            equal(outcome(login, sql, *params), may.get(role, NO), '%s as %s' % (sql, role))
    equal((of_report(r), SU.one('SELECT version FROM casework.placement WHERE id = $1', P.id)), (1, 4),
          'all was taken back')


@test('what is not there is told as what is not visible')
def _():
    other = placed(host='host2')
    theirs = report(other, by='manager2')
    for i in (NOBODY, theirs):
        for sql, params in ((WORD, (i, 1, 'agreed', 'phone')), (WITHDRAW, (i, 1))):
            equal(outcome('tutor', sql, *params), GONE, sql)
    for sql, params in ((NEW, (NOBODY, *session(P)[1:], *hashes())), (SETTLE, (NOBODY, 1, 0, False)),
                        (COUNTER, (NOBODY, *hashes())), (EXTEND, (NOBODY, 1, day(1)))):
        equal(outcome(COUNSELLOR, sql, *params), GONE, sql)
    equal(outcome('manager', ATTEST, NOBODY, 1, day(0), *hashes()), GONE)
    equal(outcome('tutor', NEW, *session(other), *hashes()), GONE)


@test('table 6a: who sees which row: reports with the placement, the ledger with the case, an auditor both')
def _():
    p = placed()
    r = report(p)
    e = settle(r)
    both = ('hours_report', 'hours_entry')
    want = {'counsellor': both, 'director': both, 'auditor': both, 'host_manager': both[:1], 'tutor': both[:1]}
    where = {'hours_report': r, 'hours_entry': e}
    for role, login in WHO.items():
        with W.bound(SIDS[login], commit=False) as c:
            equal(tuple(t for t in both if c.one('SELECT count(*) FROM casework.%s WHERE id = $1' % t, where[t])),
                  want.get(role, ()), role)
            for t in both:
                for verb in ('UPDATE casework.%s SET id = id', 'DELETE FROM casework.%s',
                             'INSERT INTO casework.%s DEFAULT VALUES'):
                    refused('42501', c, verb % t)
    SU.query('INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version)'
             " VALUES ($1, $2, $3, 'duty_cover', now(), now() + interval '1 hour', 1)", W.account[COLLEAGUE], p.case,
             W.org['lille'])
    with W.bound(SIDS[COLLEAGUE], commit=False) as c:
        equal([c.one('SELECT count(*) FROM casework.%s WHERE id = $1' % t, where[t]) for t in both], [1, 1])
    equal(outcome(COLLEAGUE, SETTLE, r, 2, 0, False), GONE, 'a glass writes nothing')


@test('P-03: a host sees reports while its window is open, and reports nothing once it is closed')
def _():
    over = "state = 'ended', close_code = 'person', ended_on = $2::date - {0}, closed_at = $2::date - {0}"
    for change, sees in (("state = 'signed'", 1), (over.format(30), 1), (over.format(31), 0)):
        p = placed()
        r = report(p)
        SU.query('UPDATE casework.placement SET %s WHERE id = $1 AND $2::date IS NOT NULL' % change, p.id, day(0))
        for login in ('manager', 'tutor'):
            with W.bound(SIDS[login], commit=False) as c:
                equal(c.one('SELECT count(*) FROM casework.hours_report WHERE id = $1', r), sees, change)
            equal(outcome(login, NEW, *session(p, week(1)), *hashes()), OK if sees else GONE, change)
            equal(outcome(login, WORD, r, 1, 'agreed', 'phone'), OK if sees else GONE, change)


# --- what is reported ----------------------------------------------------------------------------------------------

@test('a report is of a decided placement, of a day that has come, once for its time')
def _():
    waiting = propose(P.case, P.measure, new_post(), every_day((1200, 1260)), 60)
    equal(outcome('manager', NEW, waiting, *session(P)[1:], *hashes()), 'JA016')
    p = placed()
    for on, want in ((day(1), 'JA015'), (None, OK), (day(0), OK), (day(-400), OK), (day(-401), 'JA015')):
        equal(outcome('manager', NEW, *session(p, on), *hashes()), want, on)
    equal(outcome('manager', NEW, p.id, None, *session(p)[2:], *hashes()), 'JA015')
    report(p)
    for times, want in (((719, 780), 'JA018'), ((480, 541), 'JA018'), (MORNING, 'JA018'), ((720, 780), OK),
                        (None, 'JA018')):
        equal(outcome('tutor', NEW, *session(p, times=times, attendance='attended' if times else 'excused'), *hashes()),
              want, times)
    report(p, week(1), times=None, attendance='unexcused')
    equal(outcome('tutor', NEW, *session(p, week(1)), *hashes()), 'JA018', 'she was absent that day')


@test('what makes no report is refused')
def _():
    for change in ({'times': None}, {'attendance': 'excused'}, {'attendance': 'unexcused'}, {'attendance': 'late'},
                   {'times': (720, 720)}, {'times': (720, 540)}, {'times': (-1, 540)}, {'times': (1380, 1441)},
                   {'rest': -1}, {'rest': 180}, {'times': None, 'attendance': 'excused', 'rest': 1},
                   {'channel': 'fax'}, {'channel': None}, {'word': 'agreed'}, {'word_channel': 'phone'},
                   {'word': 'not_asked', 'word_channel': 'phone'}, {'word': 'maybe', 'word_channel': 'phone'},
                   {'word': 'agreed', 'word_channel': 'fax'}):
        equal(outcome('manager', NEW, *session(P, week(5), **change), *hashes()), 'JA009', change)
    equal(outcome(COUNSELLOR, NEW, *session(P, week(5)), *hashes()), 'JA009', 'a counsellor reports what came to her')
    for keys in ((None, b'd' * 32), (b'k' * 31, b'd' * 32), (b'k' * 32, None)):
        equal(outcome('manager', NEW, *session(P, week(5)), *keys), 'JA009')


@test('who was sent away at once worked no minute, who was sent away later some')
def _():
    p = placed()
    at_the_door = report(p, times=None, attendance='sent_away')
    later = report(p, week(1), times=(540, 600), attendance='sent_away')
    equal([of_report(r, 'minutes') for r in (at_the_door, later)], [0, 60])


@test('one key makes one report, whose flags are told again; another content is refused')
def _():
    p, keys = placed(), hashes()
    want = [tuple(x) for x in ((False, '{C-06}'), (True, '{C-06}'))]
    got, ids = [], set()
    for _ in range(2):
        with W.bound(SIDS['tutor']) as c:
            row = c.query('SELECT id, replayed, flags FROM casework.hours_new($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12)',
                          *session(p, times=(540, 721)), *keys)[0]
        got.append(row[1:])
        ids.add(row[0])
    equal((got, len(ids)), (want, 1))
    equal(outcome('tutor', NEW, *session(p, week(1)), keys[0], secrets.token_bytes(32)), 'JA006')


@test('two who report the same session at once make one report')
def _():
    p = placed()
    got = at_once(*[(login, lambda c: c.one(NEW, *session(p), *hashes())) for login in ('manager', 'tutor')])
    equal(sorted(getattr(g, 'state', 'made') for g in got), ['JA018', 'made'])
    keys = hashes()
    got = at_once(*[('tutor', lambda c: c.one(NEW, *session(p, week(1)), *keys))] * 2)
    equal(got[0], got[1], 'the same key')


# --- the rules that it breaks --------------------------------------------------------------------------------------

@test('a session in its time breaks nothing, and an absence never does')
def _():
    equal(flagged(P, week(4)), '')
    p = placed(first=-5, last=-4)
    for attendance in ('excused', 'unexcused', 'sent_away'):
        equal(flagged(p, week(('excused', 'unexcused', 'sent_away').index(attendance)), times=None,
                      attendance=attendance), '')


@test('S-08: a day before the first, after the last, or after the end')
def _():
    p = placed(first=-40, last=-5)
    equal([flagged(p, day(n)) for n in (-41, -40, -5, -4)], ['S-08', '', '', 'S-08'])
    p = placed()
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(-10), 'host')
    equal([flagged(p, day(n)) for n in (-10, -9)], ['', 'S-08'])


@test('S-12: a day on which the work stood still, until it goes on')
def _():
    p = placed()
    i = call('tutor', STOP, p.id, 'danger', day(-20), *hashes())
    equal([flagged(p, day(n)) for n in (-20, -19)], ['', 'S-12'], 'the day itself was begun')
    call(COUNSELLOR, 'SELECT casework.incident_follow($1, 1, NULL, NULL, $2, false)', i, day(-15))
    equal([flagged(p, day(n)) for n in (-16, -15)], ['S-12', ''])


@test('M-09: a day after the term; M-13: a clock that stands moves it and stops no work')
def _():
    p = placed()
    SU.query("UPDATE casework.measure SET final_on = ($2::date - interval '18 months')::date,"
             " judged_on = ($2::date - interval '18 months')::date WHERE id = $1", p.measure, day(-20))
    term = SU.one('SELECT (casework.term(m) - offer.today())::int FROM casework.measure m WHERE id = $1', p.measure)
    equal([flagged(p, day(term + n)) for n in (0, 1)], ['', 'M-09'])
    a = str(uuid.uuid4())
    SU.query("INSERT INTO casework.authority_act (id, measure_id, case_id, kind, authority, sense, decided_on,"
             " suspension, from_on, reference, recorded_by) VALUES ($1, $2, $3, 'suspension', 'jap', 'granted', $4,"
             " 'arse', $4, '', $5)", a, p.measure, p.case, day(term - 5), W.account[COUNSELLOR])
    SU.query("INSERT INTO casework.suspension (id, measure_id, kind, days, act_id)"
             " VALUES (gen_random_uuid(), $1, 'arse', daterange($2, NULL), $3)", p.measure, day(term - 5), a)
    equal(flagged(p, day(term + 2)), '')


@test('C-06: outside of the times of the placement: another hour, weekday, or week')
def _():
    p = placed(slots=[(1, *MORNING, 'every'), (3, *MORNING, 'even'), (5, *MORNING, 'odd')])
    even = MONDAY.isocalendar()[1] % 2 == 0
    equal([flagged(p, *x) for x in ((week(0), MORNING), (week(7), (539, 720)), (week(-7), (540, 721)),
                                    (week(1), MORNING), (week(2), MORNING), (week(4), MORNING))],
          ['', 'C-06', 'C-06', 'C-06', '' if even else 'C-06', 'C-06' if even else ''])


@test('C-06: a break may lie between two times of a day, and no longer than the break is that')
def _():
    p = placed(slots=every_day(MORNING, AFTERNOON))
    equal([flagged(p, week(7 * n), (540, 1020), rest) for n, rest in ((0, 60), (1, 59), (-1, 61))], ['', 'C-06', ''])
    equal([flagged(p, week(7 * n + 2), *x) for n, x in ((0, ((540, 750), 60)), (1, ((750, 1020), 60)))],
          ['C-06', 'C-06'], 'it begins and ends in one of them')


@test('E-05: she was elsewhere at the same time')
def _():
    p = placed()
    q = placed(at=p, slots=every_day((720, 900)), planned=60)
    r = report(p, times=(540, 730))
    equal(flagged(q, week(0), (729, 780)), 'E-05')
    equal(flagged(q, week(0), (780, 840)), '')
    call('manager', WITHDRAW, r, 1)
    equal(flagged(q, week(0), (720, 729)), '', 'that one was taken back')


@test('S-10: more than remains, with all that waits for its settlement')
def _():
    p = placed()
    SU.query('UPDATE casework.measure SET ordered_minutes = 540 WHERE id = $1', p.measure)
    a = report(p)
    equal([flags(a), flagged(p, week(1)), flagged(p, week(2)), flagged(p, week(3), (540, 541))], ['', '', '', 'S-10'])
    settle(a)
    equal(flagged(p, week(4), (540, 541)), 'S-10', 'what was credited remains no more')
    call('manager', WITHDRAW, SU.one("SELECT id FROM casework.hours_report WHERE placement_id = $1 AND day = $2", p.id,
                                     week(2)), 1)
    equal(flagged(p, week(5), (540, 718)), '')


@test('W-01: more in an ISO week than her job leaves, in all her placements, whichever came first')
def _():
    p = placed()
    q = placed(at=p, slots=every_day((800, 1000)), planned=60)
    equal([flagged(p, week(n), limit=720) for n in range(3)], [''] * 3)
    equal(flagged(q, week(6), (800, 981), limit=720), 'W-01')
    equal(flagged(p, week(7), limit=720), '', 'the Monday after')
    equal(flagged(p, week(3), limit=None), '', 'not known')
    equal(flagged(q, week(5), (800, 801), limit=0), 'W-01')


@test('W-03: ten hours a day, forty-eight a week, eleven of rest, six days')
def _():
    whole = every_day((300, 1440))
    p = placed(slots=whole)
    equal([flagged(p, week(0), (300, 900)), flagged(p, week(0), (900, 901))], ['', 'W-03'])
    p = placed(slots=whole)
    equal([flagged(p, week(n), (480, 1060)) for n in range(4)] + [flagged(p, week(4), (480, 1040))] +
          [flagged(p, week(5), (480, 481))], [''] * 5 + ['W-03'], 'minutes of a week')
    p = placed(slots=whole)
    equal([flagged(p, week(0), (1000, 1200)), flagged(p, week(1), (420, 480)), flagged(p, week(2), (480, 500))],
          ['', '', ''], 'eleven hours exactly')
    equal([flagged(p, week(8), (1000, 1201)), flagged(p, week(9), (420, 480)), flagged(p, week(7), (1200, 1260))],
          ['', 'W-03', ''])
    equal(flagged(p, week(12), (300, 301)), '')
    equal(flagged(p, week(11), (1000, 1300)), 'W-03', 'the later day was reported first')
    p = placed(slots=whole)
    equal([flagged(p, week(n), (540, 600)) for n in range(7)], [''] * 6 + ['W-03'])
    p = placed(slots=whole)
    report(p, week(0), times=None, attendance='excused')
    equal([flagged(p, week(n), (540, 600)) for n in range(1, 7)], [''] * 6, 'an absence is no day of work')


@test('W-04: of minors eight hours a day, thirty-five a week, twelve of rest, no night, two days off, a break')
def _():
    def minor():
        return placed(slots=every_day((300, 1440)), minor=True)
    p = minor()
    equal([flagged(p, week(0), (540, 780)), flagged(p, week(0), (800, 1040)), flagged(p, week(0), (1040, 1041))],
          ['', '', 'W-04'], 'a day')
    p = minor()
    equal([flagged(p, week(n), (540, 960), 30) for n in range(5)], ['', '', '', '', ''], '32 h 30 of a week')
    equal(flagged(p, week(3), (960, 1111), 0), 'W-04', '35 h 01 and a day of more than 8 h')
    p = minor()
    equal([flagged(p, week(0), (1000, 1140)), flagged(p, week(1), (420, 480)), flagged(p, week(4), (1000, 1141)),
           flagged(p, week(5), (420, 480))], ['', '', '', 'W-04'], 'rest')
    p = minor()
    equal([flagged(p, week(0), (360, 420)), flagged(p, week(2), (1260, 1320)), flagged(p, week(7), (359, 420)),
           flagged(p, week(9), (1260, 1321))], ['', '', 'W-04', 'W-04'], 'night')
    p = minor()
    equal([flagged(p, week(n), (540, 600)) for n in range(5)] + [flagged(p, week(6), (540, 600))],
          [''] * 5 + ['W-04'], 'six days')
    p = minor()
    equal([flagged(p, week(n), (540, 600)) for n in (0, 2, 4)] + [flagged(p, week(6), (540, 600))],
          [''] * 3 + ['W-04'], 'four days and no two off in a row')
    p = minor()
    equal([flagged(p, week(0), (540, 810)), flagged(p, week(2), (540, 840), 30), flagged(p, week(4), (540, 811), 1),
           flagged(p, week(7), (540, 840), 29), flagged(p, week(9), (540, 811), 0)], ['', '', '', 'W-04', 'W-04'],
          'a break after 4 h 30 of work')


@test('W-03, W-04: a day on which the law has a hole is nobody\'s to report, but an absence')
def _():
    hole = ("UPDATE offer.rule_param SET valid = daterange($3, NULL) WHERE rule = $1 AND name = $2"
            ' AND valid @> current_date')
    full = "UPDATE offer.rule_param SET valid = '(,)' WHERE rule = $1 AND name = $2 AND valid @> current_date"
    adult, minor = placed(), placed(minor=True)
    for rule, names in (('W-03', ('day_hours', 'week_hours', 'rest_hours', 'week_days')),
                        ('W-04', ('day_hours', 'week_hours', 'rest_hours', 'week_days', 'unbroken_minutes',
                                  'break_minutes'))):
        for name in names:
            SU.query(hole, rule, name, week(1))
            equal([outcome('manager', NEW, *session(p, week(n)), *hashes()) for p in (adult, minor) for n in (0, 1)],
                  [OK if rule == 'W-04' else 'JA009', OK, OK if rule == 'W-03' else 'JA009', OK], (rule, name))
            equal(outcome('manager', NEW, *session(adult, times=None, attendance='excused'), *hashes()), OK)
            SU.query(full, rule, name)


def slow_flags(r, kept, slots, ordered, minor):
    """What such a report breaks, by minutes. r and each of kept: (placement, day, from, to, break, week limit)."""
    rule = 'W-04' if minor else 'W-03'
    law = dict(SU.query('SELECT name, amount FROM offer.rule_param WHERE rule = $1 AND valid @> current_date', rule))
    where, on, start, end, rest, limit = r
    monday = on - datetime.timedelta(days=on.weekday())
    rows = [*kept, r]

    def work(of):
        return sum(b - a - pause for _, _, a, b, pause, _ in of)
    week_rows = [x for x in rows if 0 <= (x[1] - monday).days < 7]
    days = {(x[1] - monday).days for x in week_rows}
    free = {m for a, b in slots[where] for m in range(a, b)}
    nights = []
    for a, b in ((on - datetime.timedelta(days=1), on), (on, on + datetime.timedelta(days=1))):
        before, after = [x[3] for x in rows if x[1] == a], [x[2] for x in rows if x[1] == b]
        if before and after:
            nights.append(1440 - max(before) + min(after))
    labour = (work(x for x in rows if x[1] == on) > 60 * law['day_hours'] or work(week_rows) > 60 * law['week_hours']
              or any(n < 60 * law['rest_hours'] for n in nights) or len(days) > law['week_days'])
    if minor:
        labour = (labour or start < 360 or end > 1320 or not any({n, n + 1}.isdisjoint(days) for n in range(6))
                  or end - start > law['unbroken_minutes'] and rest < law['break_minutes'])
    outside = [m for m in range(start, end) if m not in free]
    broken = (('C-06', start not in free or end - 1 not in free or len(outside) > rest),
              ('E-05', any(x[0] != where and x[1] == on and x[2] < end and x[3] > start for x in kept)),
              ('S-10', work(rows) > ordered), ('W-01', limit is not None and work(week_rows) > limit),
              (rule, labour))
    return ' '.join(name for name, yes in broken if yes)


@test('C-06, E-05, S-10, W-01, W-03, W-04 by a slow count, for random reports of two placements')
def _():
    rnd = random.Random(11)
    seen = set()
    for minor in (False, True):
        p = placed(slots=every_day((480, 720), (780, 1020)), minor=minor)
        q = placed(at=p, slots=every_day((1020, 1320)), planned=60, minor=minor)
        slots = {p.id: ((480, 720), (780, 1020)), q.id: ((1020, 1320),)}
        SU.query('UPDATE casework.measure SET ordered_minutes = 3600 WHERE id = $1', p.measure)
        kept = []
        for _ in range(45):
            at, on = rnd.choice((p, p, q)), datetime.date.fromisoformat(week(rnd.randrange(-1, 9)))
            start = rnd.choice((300, 480, 540, 600, 720, 780, 1020, 1080, 1200))
            end = min(1440, start + rnd.choice((30, 60, 120, 240, 300, 540)))
            r = (at.id, on, start, end, rnd.choice((0, 0, 29)), rnd.choice((None, 1200, 1800)))
            if any(x[:2] == r[:2] and x[2] < end and x[3] > start for x in kept):
                continue
            got = flagged(at, str(on), (start, end), r[4], limit=r[5])
            equal(got, slow_flags(r, kept, slots, 3600, minor), (r, kept))
            kept.append(r)
            seen |= set(got.split())
    equal(seen, {'C-06', 'E-05', 'S-10', 'W-01', 'W-03', 'W-04'})


@test('a report that breaks several rules names all of them, in one order')
def _():
    p = placed(first=-3, last=-2)
    equal(flagged(p, week(0), (300, 1000), limit=60), 'S-08 C-06 W-01 W-03')
    equal(of_report(SU.one('SELECT id FROM casework.hours_report WHERE placement_id = $1', p.id), 'state::text'),
          'reported', 'and is kept')


# --- what she says of it -------------------------------------------------------------------------------------------

@test('her word has a channel, a taker and a time, while the report waits')
def _():
    p = placed()
    r = report(p, word='contested', word_channel='in_person', by='tutor')
    what = 'word::text, word_channel::text, word_by, word_at IS NOT NULL'
    row = 'SELECT %s FROM casework.hours_report WHERE id = $1' % what
    equal(SU.query(row, r), [('contested', 'in_person', W.account['tutor'], True)])
    equal(call('manager', WORD, r, 1, 'agreed', 'signed_sheet'), 2)
    equal(SU.query(row, r), [('agreed', 'signed_sheet', W.account['manager'], True)])
    equal(call(COUNSELLOR, WORD, r, 2, 'contested', 'phone'), 3)
    cannot('JA019', 'manager', WORD, r, 3, 'agreed', 'in_person')
    equal(call(COUNSELLOR, WORD, r, 3, 'agreed', 'phone'), 4)
    for word, channel in (('not_asked', 'phone'), (None, 'phone'), ('agreed', None), ('agreed', 'fax')):
        true(outcome(COUNSELLOR, WORD, r, 4, word, channel) in ('JA009', '22P02', '23514'), (word, channel))
    equal(outcome(COUNSELLOR, WORD, r, 3, 'contested', 'phone'), 'JA005')
    settle(r)
    equal(outcome(COUNSELLOR, WORD, r, 5, 'contested', 'phone'), 'JA016')
    equal(SU.query('SELECT word::text, word_by FROM casework.hours_report WHERE id = $1', report(p, week(1))),
          [('not_asked', None)])


@test('a report is taken back by the side that made it, stays on record, and its time is free again')
def _():
    p = placed()
    r = report(p, by='tutor')
    equal(outcome('manager', WITHDRAW, r, 2), 'JA005')
    equal(call('manager', WITHDRAW, r, 1), 2)
    equal((state('hours_report', r), of_report(r, 'reported_by')), ('withdrawn', W.account['tutor']))
    for sql, params in ((WITHDRAW, (r, 2)), (WORD, (r, 2, 'agreed', 'phone'))):
        equal(outcome('manager', sql, *params), 'JA016')
    equal(outcome(COUNSELLOR, SETTLE, r, 2, 0, False), 'JA016')
    again = report(p)
    settle(again)
    equal(outcome('manager', WITHDRAW, again, 2), 'JA016', 'settled')


# --- settlement ----------------------------------------------------------------------------------------------------

@test('credit is made by settlement alone, in whole, in part or not at all, and each leaves its entry')
def _():
    p = placed()
    reports = [report(p, week(n)) for n in range(4)]
    equal(balance(p), 0, 'a report is no credit')
    entries = [settle(reports[0]), settle(reports[1], 60, reason=True), settle(reports[2], 0, reason=True)]
    absent = report(p, week(5), times=None, attendance='excused')
    entries.append(settle(absent))
    equal(balance(p), 240)
    equal(SU.query('SELECT id, kind::text, minutes, reasoned, day::text, report_id, made_by, measure_id, placement_id'
                   ' FROM casework.hours_entry WHERE case_id = $1 ORDER BY made_at', p.case),
          [(e, 'credit', minutes, reasoned, week(d), r, W.account[COUNSELLOR], p.measure, p.id)
           for e, minutes, reasoned, d, r in zip(entries, (180, 60, 0, 0), (False, True, True, False), (0, 1, 2, 5),
                                                 (*reports[:3], absent))])
    equal(SU.query('SELECT state::text, settled_by, credited_minutes, version FROM casework.hours_report'
                   ' WHERE id = $1', reports[1]), [('settled', W.account[COUNSELLOR], 60, 2)])
    for credited, want in ((-1, 'JA009'), (None, 'JA009'), (181, 'JA020')):
        equal(outcome(COUNSELLOR, SETTLE, reports[3], 1, credited, True), want, credited)
    equal(outcome(COUNSELLOR, SETTLE, reports[3], 1, 180, None), 'JA009')
    equal(outcome(COUNSELLOR, SETTLE, reports[3], 2, 180, False), 'JA005')
    equal(outcome(COUNSELLOR, SETTLE, reports[0], 2, 180, False), 'JA016', 'settled already')


@test('reporter and settler are never the same person, and the task waits for somebody else')
def _():
    p = placed()
    r = report(p, channel='signed_sheet', by=COUNSELLOR)
    equal(outcome(COUNSELLOR, SETTLE, r, 1, 180, False), 'JA019')
    theirs = report(p, week(1))
    for login, mine, hosts in ((COUNSELLOR, 0, 1), (DIRECTOR, 1, 0), (DEPUTY, 1, 0), ('dir.douai', 0, 0),
                               (COLLEAGUE, 0, 0), ('manager', 0, 0)):
        with W.bound(SIDS[login], commit=False) as c:
            equal((c.one(TASKS, r), c.one(TASKS, theirs)), (mine, hosts), login)
    settle(r, by=DIRECTOR)
    with W.bound(SIDS[DEPUTY], commit=False) as c:
        equal(c.one(TASKS, r), 0)
    raises(pg.PgError, SU.query, 'UPDATE casework.hours_report SET settled_by = reported_by WHERE id = $1', r)


@test('a report that is flagged, contested or not credited as reported is settled with a reason')
def _():
    p = placed()
    flag, said = report(p, times=(540, 721)), report(p, week(1), word='contested', word_channel='phone')
    plain = report(p, week(2))
    for r, credited in ((flag, 181), (flag, 0), (said, 180), (plain, 179), (plain, 0)):
        equal(outcome(COUNSELLOR, SETTLE, r, 1, credited, False), 'JA008', (flags(r), credited))
    equal(outcome(COUNSELLOR, SETTLE, plain, 1, 180, False), OK)
    for r in (flag, said):
        settle(r, reason=True)
    settle(plain, reason=True)
    equal(SU.one('SELECT count(*) FROM sec.envelope WHERE tab = 10 AND case_id = $1 AND compartment = 2', p.case), 3)


def unsealed(sql, *params):
    """The SQLSTATE of the commit after this alone."""
    with W.connect('jalon_web') as c:
        return getattr(raises(pg.PgError, committed, c, sql, *params), 'state')


def committed(c, sql, *params):
    with W.bound(sid(COUNSELLOR, c), c):
        c.query(sql, *params)


@test('a reason that was announced and not sealed, or a counter-entry without one, does not commit')
def _():
    p = placed()
    r, other = report(p), report(p, week(1))
    equal(unsealed(SETTLE, r, 1, 90, True), 'JA008')
    e = settle(other)
    equal(unsealed(COUNTER, e, *hashes()), 'JA008')
    equal((state('hours_report', r), balance(p)), ('reported', 180))


@test('a reason is sealed once, by who made its entry, and beside no other entry')
def _():
    p = placed()
    plain, why = settle(report(p)), settle(report(p, week(1)), 90, reason=True)
    ticket = 'SELECT sec.seal_ticket(10, $1, 2, $2)'
    equal([outcome(COUNSELLOR, ticket, e, v) for e, v in ((plain, 1), (why, 1), (why, 2))], ['JA016'] * 3)
    r = report(p, week(2))
    with W.bound(SIDS[DIRECTOR], commit=False) as c:
        _, _, e = c.query(SETTLE, r, 1, 90, True)[0]
        refused(GONE, c, ticket, NOBODY, 1)
        equal(c.state(ticket, e, 1), OK, 'a director too')
    for login in ('manager', 'tutor', 'auditor'):
        equal(outcome(login, ticket, why, 1), NO, login)
    equal(outcome(COUNSELLOR, 'SELECT sec.seal_ticket(7, $1, 2, 1)', report(p, week(3))), 'JA009', 'a report has none')


@test('the words of a report are of who made it, under the key of the placement, until it is settled')
def _():
    p = placed()
    r, mine = report(p, by='tutor'), report(p, week(1), channel='mail', by=COUNSELLOR)
    ticket = 'SELECT sec.seal_ticket(7, $1, 4, 1)'
    equal({login: outcome(login, ticket, r) for login in ('tutor', 'manager', COUNSELLOR, DIRECTOR, 'manager2',
                                                           COLLEAGUE, 'auditor')},
          {'tutor': OK, 'manager': 'JA016', COUNSELLOR: 'JA016', DIRECTOR: NO, 'manager2': GONE, COLLEAGUE: GONE,
           'auditor': NO})
    for login, i in (('tutor', r), (COUNSELLOR, mine)):
        with W.bound(SIDS[login]) as c:
            seal(c, p.case, 7, i, 4)
    equal([of_report(i, 'text_version') for i in (r, mine)], [1, 1])
    for login in ('tutor', 'manager', COUNSELLOR, DIRECTOR):
        with W.bound(SIDS[login], commit=False) as c:
            equal(c.state('SELECT sec.fetch(ARRAY[7], ARRAY[$1::uuid], ARRAY[4], $2)', mine,
                          'direction_control' if login == DIRECTOR else ''), OK, login)
    settle(r)
    equal(outcome('tutor', 'SELECT sec.seal_ticket(7, $1, 4, 2)', r), 'JA016')


# --- the ledger ----------------------------------------------------------------------------------------------------

@test('a credit is taken back whole by a counter-entry, and its report is settled again; nothing is lost')
def _():
    p = placed()
    r = report(p)
    e = settle(r, 120, reason=True)
    keys = hashes()
    with W.bound(SIDS[DIRECTOR]) as c:
        back = take_back(c, e, keys)
    equal((state('hours_report', r), of_report(r, 'settled_by'), of_report(r, 'credited_minutes'), balance(p)),
          ('reported', None, None, 0))
    with W.bound(SIDS[DIRECTOR]) as c:
        equal(c.query(COUNTER, e, *keys), [(back, True)], 'the same key')
        refused('JA006', c, COUNTER, e, keys[0], secrets.token_bytes(32))
    for i in (e, back):
        equal(outcome(COUNSELLOR, COUNTER, i, *hashes()), 'JA016')
    again = settle(r)
    equal(balance(p), 180)
    equal(SU.query('SELECT id, kind::text, minutes, reverses, made_by FROM casework.hours_entry WHERE report_id = $1'
                   ' ORDER BY made_at', r),
          [(e, 'credit', 120, None, W.account[COUNSELLOR]), (back, 'counter', -120, e, W.account[DIRECTOR]),
           (again, 'credit', 180, None, W.account[COUNSELLOR])])
    equal(SU.one('SELECT count(*) FROM sec.envelope WHERE tab = 10 AND row_id = ANY ($1::uuid[])', [e, back, again]), 2,
          'both reasons are there')


@test('a settlement of nothing is taken back too')
def _():
    p = placed()
    r = report(p)
    counter(settle(r, 0, reason=True))
    settle(r)
    equal(balance(p), 180)


@test('the balance at any instant is the sum of the entries before it')
def _():
    p = placed()
    reports = [report(p, week(n)) for n in range(3)]
    at = [(now(), 0)]
    first = settle(reports[0])
    at.append((now(), 180))
    settle(reports[1], 100, reason=True)
    at.append((now(), 280))
    counter(first)
    at.append((now(), 100))
    settle(reports[0], 0, by=DIRECTOR, reason=True)
    settle(reports[2])
    at.append((now(), 280))
    for by in (COUNSELLOR, DIRECTOR, 'auditor'):
        equal([balance(p, t, by) for t, _ in at], [want for _, want in at], by)
        equal(balance(p, None, by), 280)
    equal(balance(p, '2020-01-01'), 0)
    equal([balance(p, None, by) for by in (COLLEAGUE, FOREIGN, 'dir.douai', 'manager', 'tutor', 'admin')], [0] * 6)


@test('nobody changes the ledger: not the functions of the schema, not their owner, not who owns the tables')
def _():
    entry = settle(report(placed()))
    change = ('UPDATE casework.hours_entry SET minutes = 1', 'DELETE FROM casework.hours_entry')
    with W.connect('jalon_migrator') as m:
        m.query('BEGIN')
        for role, what in (('jalon_sec', (*change, 'TRUNCATE casework.hours_entry')), ):
            m.query('SET LOCAL ROLE ' + role)
            for sql in what:
                refused('42501', m, sql)
        m.query('SET LOCAL ROLE jalon_owner')
        for sql in change:
            equal(m.query(sql + ' RETURNING id'), [], sql)
        m.query('ROLLBACK')
    for role in ('jalon_web', 'jalon_job'):
        with W.connect(role) as c:
            for sql in change:
                refused('42501', c, sql)
    equal(SU.one('SELECT minutes FROM casework.hours_entry WHERE id = $1', entry), 180)


@test('P-04: each report, word, settlement and entry leaves its note, with who did it')
def _():
    p = placed()
    mark = W.mark()
    r = report(p, by='tutor')
    call('tutor', WORD, r, 1, 'contested', 'phone')
    e = settle(r, reason=True)
    back = counter(e, by=DIRECTOR)
    got = [(n['action'], n['row_id'], n['actor'], n['case_id']) for n in W.outbox(mark)
           if n['action'].startswith('hours')]
    who = {x: W.account[x] for x in ('tutor', COUNSELLOR, DIRECTOR)}
    equal(got, [('hours_report.create', r, who['tutor'], p.case), ('hours_report.update', r, who['tutor'], p.case),
                ('hours_report.update', r, who[COUNSELLOR], p.case), ('hours_entry.create', e, who[COUNSELLOR], p.case),
                ('hours_entry.create', back, who[DIRECTOR], p.case), ('hours_report.update', r, who[DIRECTOR], p.case)])
    mark = W.mark()
    r = report(p, week(1), times=(540, 721))
    equal((flags(r), [n['action'] for n in W.outbox(mark) if n['row_id'] == r]), ('C-06', ['hours_report.create']),
          'one that breaks a rule is written once too')


# --- more than remains, and the last minute ------------------------------------------------------------------------

def last_minutes(minutes=180):
    """A placement of whose measure so many minutes remain."""
    p = placed()
    SU.query('UPDATE casework.measure SET ordered_minutes = $2 WHERE id = $1', p.measure, minutes)
    return p


@test('never is more credited than remains; a true report of more is settled in part')
def _():
    p = last_minutes(240)
    settle(report(p))
    r = report(p, week(1))
    equal(flags(r), 'S-10')
    equal([outcome(COUNSELLOR, SETTLE, r, 1, n, True) for n in (180, 61, 60)], ['JA020', 'JA020', OK])


@test('M-09: the last minute ends the measure, its placements and what else is proposed; the window of the host runs')
def _():
    p = placed()
    q = placed(at=p, slots=every_day((800, 900)), planned=60, host='host2')
    waiting = propose(p.case, p.measure, new_post(), every_day((1200, 1260)), 60)
    SU.query('UPDATE casework.measure SET ordered_minutes = 360 WHERE id = $1', p.measure)
    first, second, late = report(p, day(-3)), report(p, day(-5)), report(p, day(-2))
    counter(settle(late, reason=True))
    settle(first)
    with W.bound(SIDS[DIRECTOR]) as c:
        equal(c.query(SETTLE, second, 1, 180, False)[0][:2], (2, True))
    equal(SU.query('SELECT state::text, end_code::text, ended_on::text FROM casework.measure WHERE id = $1',
                   p.measure), [('ended', 'done', day(-3))])
    rows = 'SELECT state::text, close_code::text, ended_on::text FROM casework.placement WHERE id = $1'
    equal([SU.query(rows, i)[0] for i in (p.id, q.id, waiting)],
          [('ended', 'completed', day(-3)), ('ended', 'completed', day(-3)), ('withdrawn', 'measure_ended', None)])
    equal(SU.one('SELECT bool_and(upper(days) <= $2::date - 2 OR isempty(days)) FROM casework.placement_slot'
                 ' WHERE case_id = $1', p.case, day(0)), True, 'the place is free from the day after')
    for login, sees in (('manager', (1, 0, 0)), ('tutor2', (0, 1, 0))):
        with W.bound(SIDS[login], commit=False) as c:
            equal(tuple(c.one('SELECT count(*) FROM casework.placement WHERE id = $1', i)
                        for i in (p.id, q.id, waiting)), sees, login)
    equal([SU.one('SELECT count(*) FROM sec.placement_box b JOIN casework.placement p USING (case_id, ordinal)'
                  ' WHERE p.id = $1', i) for i in (p.id, q.id, waiting)], [1, 1, 0], 'keys of hosts')
    equal(outcome(COUNSELLOR, SETTLE, late, of_report(late), 1, True), 'JA016', 'of a day after the last one')
    settle(late, 0, reason=True)


def ends(*placements):
    """State, reason, last day and last day booked of each."""
    return [SU.query('SELECT p.state::text, p.close_code::text, p.ended_on::text, max(upper(s.days) - 1)::text'
                     ' FROM casework.placement p JOIN casework.placement_slot s ON s.placement_id = p.id'
                     ' WHERE p.id = $1 GROUP BY p.id', p.id)[0] for p in placements]


@test('M-09: a measure that was done by mistake is open again with the counter-entry, and so is what ended with it')
def _():
    p = placed()
    q = placed(at=p, slots=every_day((800, 900)), planned=60, host='host2')
    attested = placed(at=p, slots=every_day((1000, 1060)), planned=60)
    stopped = placed(at=p, slots=every_day((1100, 1160)), planned=60)
    SU.query('UPDATE casework.measure SET ordered_minutes = 360 WHERE id = $1', p.measure)
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', stopped.id, day(-10), 'host')
    settle(report(p, day(-5)))
    nothing = settle(report(p, day(-4)), 0, reason=True)
    r = report(p, day(-3))
    last = settle(r)
    completed, halted = ('ended', 'completed', day(-3), day(-3)), ('ended', 'host', day(-10), day(-10))
    equal(ends(p, q, attested, stopped), [completed] * 3 + [halted])
    call('manager', ATTEST.replace('version, minutes', 'version'), attested.id, 5, day(0), *hashes())
    counter(nothing)
    equal(state('measure', p.measure), 'ended', 'nothing was taken back')
    version = int(SU.one('SELECT version::text FROM casework.measure WHERE id = $1', p.measure))
    post = SU.one('SELECT post_id FROM casework.placement WHERE id = $1', q.id)
    SU.query('UPDATE offer.post SET places = 1 WHERE id = $1', post)
    other = new_measure(W.open_case(SIDS[COUNSELLOR]))
    call(COUNSELLOR, 'SELECT casework.measure_open($1, 1)', other)
    taken = call(COUNSELLOR, PROPOSE, other, post, 60, day(1), day(60), [1], [800], [900], ['every'], *hashes())
    equal(state('placement', taken), 'proposed')
    counter(last)
    equal(SU.query('SELECT state::text, end_code, ended_on, version FROM casework.measure WHERE id = $1', p.measure),
          [('open', None, None, version + 1)])
    equal(ends(p, q, attested, stopped), [('signed', None, None, day(60)), completed, completed, halted],
          'B-05: the place of the second is taken, the third was attested')
    equal(balance(p), 180)
    settle(r)
    equal((state('measure', p.measure), ends(p)), ('ended', [completed]), 'done after all')


@test('M-18: what was worked until a measure ended by a decision is credited after, what came later is not')
def _():
    p = placed()
    before, on, late = (report(p, day(n)) for n in (-6, -5, -4))
    entry = settle(report(p, day(-7)))
    a = call(COUNSELLOR, ACT, p.measure, 'conversion', 'jap', 'granted', day(-5), None, None, None, 'réf.', None,
             *hashes())
    call(DIRECTOR, CHECK, a, 'conversion', 'granted', day(-5), None, None)
    equal(SU.query('SELECT state::text, end_code::text, ended_on::text FROM casework.measure WHERE id = $1',
                   p.measure), [('ended', 'converted', day(-5))])
    settle(before)
    settle(on, by=DIRECTOR)
    equal([outcome(COUNSELLOR, SETTLE, late, of_report(late), n, True) for n in (1, 0)], ['JA016', OK])
    equal((balance(p), state('measure', p.measure)), (540, 'ended'))
    counter(entry)
    equal((balance(p), state('measure', p.measure)), (360, 'ended'), 'a decision is not undone by hours')


@test('M-09: a measure is not corrected to less than was credited; to just that it ends')
def _():
    p = placed()
    settle(report(p, times=(540, 600)))
    SU.query('UPDATE casework.measure SET ordered_minutes = 120, period_months = 6 WHERE id = $1', p.measure)
    least = "UPDATE offer.rule_param SET amount = $1 WHERE rule = 'M-01' AND name = 'min_hours'"
    SU.query(least, 0)
    version, = SU.query('SELECT version FROM casework.measure WHERE id = $1', p.measure)[0]

    def put(minutes):
        return (p.measure, version, 'main', 'delit', minutes, '2023-01-10', day(-120), day(-90), day(-80), 6, None,
                True,
                'court', day(-120), 'court', False)
    equal(outcome(COUNSELLOR, PUT, *put(100)), OK)
    settle(report(p, week(1), times=(540, 580)))
    equal([outcome(COUNSELLOR, PUT, *put(n)) for n in (99, 101)], ['JA020', OK])
    equal(call(COUNSELLOR, PUT, *put(100)), version + 2)
    equal(SU.query('SELECT state::text, end_code::text, ended_on::text, version FROM casework.measure WHERE id = $1',
                   p.measure), [('ended', 'done', week(1), version + 2)])
    equal(state('placement', p.id), 'ended')
    SU.query(least, 20)


# --- two at once ---------------------------------------------------------------------------------------------------

def settles(r, credited=180, reason=False, by=COUNSELLOR):
    """Somebody who settles it, for a race."""
    case = of_report(r, 'case_id')

    def act(c):
        row = c.query(SETTLE, r, 1, credited, reason)[0]
        if reason:
            seal(c, case, 10, row[2], 2)
        return row
    return by, act


@test('of two settlements of one report at once one counts')
def _():
    r = report(placed())
    got = at_once(settles(r), settles(r, by=DIRECTOR))
    equal(sorted(getattr(g, 'state', 'done') for g in got), ['JA005', 'done'])
    equal(SU.one('SELECT count(*) FROM casework.hours_entry WHERE report_id = $1', r), 1)


@test('of two settlements of the last minutes at once one ends the measure, the other comes too late')
def _():
    p = last_minutes()
    a, b = report(p), report(p, week(1))
    equal(race(settles(a), settles(b, reason=True, by=DIRECTOR)), 'JA016')
    equal((balance(p), state('measure', p.measure)), (180, 'ended'))
    p = last_minutes(240)
    a, b = report(p), report(p, week(1))
    equal(race(settles(a), settles(b, reason=True, by=DIRECTOR)), 'JA020')
    equal((balance(p), state('measure', p.measure)), (180, 'open'))


@test('a settlement waits for a counter-entry at once with it, and counts on what that frees; the other way round too')
def _():
    p = last_minutes(240)
    e = settle(report(p))
    b = report(p, week(1))
    equal(race((DIRECTOR, lambda c: take_back(c, e)), settles(b, reason=True))[:2], (2, False))
    equal(balance(p), 180)
    p = last_minutes(360)
    e = settle(report(p))
    b = report(p, week(1))
    race(settles(b), (DIRECTOR, lambda c: take_back(c, e)))
    equal((balance(p), state('measure', p.measure)), (180, 'open'), 'the measure was done, and is not any longer')


@test('of two counter-entries of one credit at once one counts')
def _():
    p = placed()
    e = settle(report(p))
    equal(race((DIRECTOR, lambda c: take_back(c, e)), (COUNSELLOR, lambda c: take_back(c, e))), 'JA016')
    equal(balance(p), 0)


@test('a settlement at once with the end of its measure: both, and nothing of a day after the end')
def _():
    end = 'SELECT casework.measure_end($1, 2, $2, $3)'
    for last, want in ((week(0), 180), (week(-1), 0)):
        p = placed()
        r = report(p)
        race((COUNSELLOR, lambda c: c.query(end, p.measure, 'died', last)), settles(r, by=DIRECTOR))
        equal((balance(p), state('measure', p.measure)), (want, 'ended'))
    p = placed()
    r = report(p)
    true(isinstance(race(settles(r, by=DIRECTOR), (COUNSELLOR, lambda c: c.query(end, p.measure, 'died', day(0)))),
                    list), 'ended')
    equal((balance(p), state('measure', p.measure)), (180, 'ended'))
    p = last_minutes()
    r = report(p)
    equal(race(settles(r, by=DIRECTOR), (COUNSELLOR, lambda c: c.query(end, p.measure, 'died', day(0)))), 'JA005')
    equal(SU.one('SELECT end_code::text FROM casework.measure WHERE id = $1', p.measure), 'done')


@test('a report that is taken back while it is settled, or settled while it is taken back')
def _():
    r = report(placed())
    equal(race(settles(r), ('manager', lambda c: c.query(WITHDRAW, r, 1))), 'JA005')
    r = report(placed())
    equal(race(('manager', lambda c: c.query(WITHDRAW, r, 1)), settles(r)), 'JA005')


# --- attestation, forecast -----------------------------------------------------------------------------------------

@test('S-14: the host attests what was credited, once, when nothing waits; then its window closes')
def _():
    p = placed()
    q = placed(at=p, slots=every_day((800, 900)), planned=60)
    settle(report(p), 170, reason=True)
    settle(report(q, times=(800, 860)))
    r = report(p, week(1))
    keys = hashes()
    equal(outcome('manager', ATTEST, p.id, 4, day(0), *keys), 'JA016', 'it runs')
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(-2), 'person')
    equal(outcome('manager', ATTEST, p.id, 5, day(0), *keys), 'JA014', 'a report waits')
    settle(r, 0, reason=True)
    for on, want in ((day(1), 'JA015'), (day(-3), 'JA015'), (None, 'JA015'), (day(-2), OK)):
        equal(outcome('manager', ATTEST, p.id, 5, on, *keys), want, on)
    equal(outcome('manager', ATTEST, p.id, 4, day(0), *keys), 'JA005')
    for _ in range(2):  # the answer was lost
        with W.bound(SIDS['manager']) as c:
            equal(c.query(ATTEST, p.id, 5, day(0), *keys), [(6, 170)])
    equal(outcome('manager', ATTEST, p.id, 5, day(-1), keys[0], secrets.token_bytes(32)), 'JA006')
    equal(outcome('manager', ATTEST, p.id, 6, day(0), *hashes()), GONE)
    equal(SU.query('SELECT attested_on::text, attested_minutes FROM casework.placement WHERE id = $1', p.id),
          [(day(0), 170)])
    equal(SU.one('SELECT attested_by FROM casework.placement_decision WHERE placement_id = $1', p.id),
          W.account['manager'])
    equal(SU.one('SELECT count(*) FROM sec.placement_box b JOIN casework.placement p USING (case_id, ordinal)'
                 ' WHERE p.id = $1', p.id), 0)
    with W.bound(SIDS['tutor'], commit=False) as c:
        equal(c.one('SELECT count(*) FROM casework.hours_report WHERE placement_id = $1', p.id), 0)
        equal(c.one('SELECT count(*) FROM casework.hours_report WHERE placement_id = $1', q.id), 1)


@test('S-14: hours taken back replace the attestation that named them, and another one is due')
def _():
    p = placed()
    q = placed(at=p, slots=every_day((800, 900)), planned=60)
    r = report(p)
    settle(r, 170, reason=True)
    other = report(q, times=(800, 860))
    settle(other)
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(0), 'person')
    keys = hashes()
    with W.bound(SIDS['manager']) as c:
        equal(c.query(ATTEST, p.id, 5, day(0), *keys), [(6, 170)])

    def told(table, *columns):
        return SU.query('SELECT %s FROM casework.%s WHERE placement_id = $1' % (', '.join(columns), table), p.id)

    def attested():
        return SU.query('SELECT attested_on::text, attested_minutes, version FROM casework.placement'
                        ' WHERE id = $1', p.id)

    def due(login):
        with W.bound(SIDS[login], commit=False) as c:
            return c.query("SELECT rule, due::text FROM casework.tasks() WHERE id = $1 AND kind = 'attestation'", p.id)
    counter(SU.one("SELECT id FROM casework.hours_entry WHERE report_id = $1", other))
    equal((attested(), told('replaced_attestation', 'id')), ([(day(0), 170, 6)], []), 'of another placement')
    mark = W.mark()
    counter(SU.one("SELECT id FROM casework.hours_entry WHERE report_id = $1", r))
    equal(attested(), [(None, None, 7)])
    equal(told('replaced_attestation', 'attested_on::text', 'attested_minutes', 'attested_by', 'replaced_by'),
          [(day(0), 170, W.account['manager'], W.account[COUNSELLOR])])
    equal(told('placement_decision', 'attested_by'), [(None,)])
    true('attestation_replaced.create' in [n['action'] for n in W.outbox(mark)], 'written down')
    equal((due('manager'), due(COUNSELLOR)), ([('S-14', day(0))], []), 'the host, while its window is open')
    with W.bound(SIDS['manager']) as c:
        equal(c.query(ATTEST, p.id, 5, day(0), *keys), [(7, 170)], 'the lost answer of the first')
    equal(outcome('manager', ATTEST, p.id, 7, day(0), *hashes()), 'JA014', 'its report waits')
    settle(r, 120, reason=True)
    with W.bound(SIDS['manager']) as c:
        equal(c.query(ATTEST, p.id, 7, day(0), *hashes()), [(8, 120)])
    equal((due('manager'), due(COUNSELLOR)), ([], []))
    for login, seen in ((COUNSELLOR, 1), ('dir.lille', 1), ('manager', 0), ('foreign', 0)):
        if login in SIDS:
            with W.bound(SIDS[login], commit=False) as c:
                equal(c.one('SELECT count(*) FROM casework.replaced_attestation'), seen, login)
                refused('42501', c, 'DELETE FROM casework.replaced_attestation')


@test('S-14: and for one that has a pair, once nobody is left in it; not while anybody is')
def _():
    p = placed()
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(0), 'host')
    for gone in ('DELETE FROM sec.box WHERE kind = 1 AND subject = $1',
                 "UPDATE sec.account SET state = 'disabled' WHERE org = $1"):
        with W.connect('postgres') as c:
            c.query('BEGIN')
            c.query(gone, W.org['host'])
            c.query('SELECT sec.bind($1)', SIDS[COUNSELLOR])
            equal(c.query(ATTEST, p.id, 5, day(0), *hashes()), [(6, 0)], gone)
            c.query('ROLLBACK')
    with W.connect('postgres') as c:
        c.query('BEGIN')
        c.query("DELETE FROM sec.box WHERE kind = 1 AND recipient = $1", W.account['manager'])
        c.query('SELECT sec.bind($1)', SIDS[COUNSELLOR])
        equal(c.state(ATTEST, p.id, 5, day(0), *hashes()), 'JA019', 'others of the host are there')
        c.query('ROLLBACK')


@test('S-14: the counsellor enters it for a host that has no account')
def _():
    p = placed()
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(0), 'host')
    equal(outcome(COUNSELLOR, ATTEST, p.id, 5, day(0), *hashes()), 'JA019')
    with W.connect('postgres') as c:
        c.query('BEGIN')
        c.query('DELETE FROM sec.placement_box')
        c.query('DELETE FROM sec.certificate WHERE kind = 3 AND owner = $1', W.org['host'])
        c.query('SELECT sec.bind($1)', SIDS[COUNSELLOR])
        equal(c.query(ATTEST, p.id, 5, day(0), *hashes()), [(6, 0)])
        c.query('ROLLBACK')


@test('S-14: the counsellor attests for a host whose window has closed, which is recorded as hers, and not before')
def _():
    p = placed()
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 4, $2, $3)', p.id, day(0), 'host')

    def over(days, entered):
        SU.query('UPDATE casework.placement SET ended_on = $2, closed_at = $3::date WHERE id = $1', p.id, day(-days),
                 day(-entered))

    def tasks():
        with W.bound(SIDS[COUNSELLOR], commit=False) as c:
            return c.query("SELECT rule, due::text FROM casework.tasks() WHERE id = $1 AND kind = 'attestation'", p.id)
    for days, entered in ((30, 30), (45, 20), (60, 0)):
        over(days, entered)
        equal((outcome(COUNSELLOR, ATTEST, p.id, 5, day(0), *hashes()),
               outcome('manager', ATTEST, p.id, 5, day(0), *hashes()), tasks()), ('JA019', OK, []), (days, entered))
    for days, entered in ((31, 31), (61, 0)):
        over(days, entered)
        equal((outcome(COUNSELLOR, ATTEST, p.id, 5, day(0), *hashes()),
               outcome('manager', ATTEST, p.id, 5, day(0), *hashes()), tasks()),
              (OK, GONE, [('S-14', day(-days))]), (days, entered))
    with W.bound(SIDS[COUNSELLOR]) as c:
        equal(c.query(ATTEST, p.id, 5, day(0), *hashes()), [(6, 0)])
    equal(SU.one('SELECT attested_by FROM casework.placement_decision WHERE placement_id = $1', p.id),
          W.account[COUNSELLOR])
    equal(tasks(), [])


@test('M-09, H-18, B-05, E-05: another last day is booked unless a rule forbids it')
def _():
    p = placed()
    with W.bound(SIDS[COUNSELLOR]) as c:
        equal(c.query(EXTEND, p.id, 4, day(200)), [(5, '{}')])
        reasoned(c, p.id)
    equal(SU.one('SELECT max(upper(days))::text FROM casework.placement_slot WHERE placement_id = $1', p.id), day(201))
    term = SU.one('SELECT (casework.term(m) - offer.today())::int FROM casework.measure m WHERE id = $1', p.measure)

    def extended(last):
        with W.bound(SIDS[COUNSELLOR], commit=False) as c:
            return c.query(EXTEND, p.id, 5, last)[0]
    equal([extended(day(term + n)) for n in (0, 1)], [(6, '{}'), (5, '{M-09}')])
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = (SELECT post_id FROM casework.placement"
             ' WHERE id = $1)', p.id)
    equal(extended(day(100)), (5, '{H-18}'))
    SU.query("UPDATE offer.post SET state = 'inscribed' WHERE id = (SELECT post_id FROM casework.placement"
             ' WHERE id = $1)', p.id)
    q = placed(at=p, slots=every_day((1100, 1200)), planned=60, first=210, last=220)
    SU.query('UPDATE casework.placement_slot SET from_min = 700, to_min = 800 WHERE placement_id = $1', q.id)
    equal([extended(day(n)) for n in (209, 210)], [(6, '{}'), (5, '{E-05}')])
    for last, want in ((day(-1), 'JA015'), (None, 'JA015'), (day(200), 'JA015'), (day(0), OK)):
        equal(outcome(COUNSELLOR, EXTEND, p.id, 5, last), want)
    equal(outcome(COUNSELLOR, EXTEND, p.id, 4, day(3)), 'JA005')
    call(COUNSELLOR, 'SELECT casework.placement_end($1, 5, $2, $3)', p.id, day(0), 'host')
    equal(outcome(COUNSELLOR, EXTEND, p.id, 6, day(3)), 'JA016')


@test('E-10: who asked for another last day and why is kept with it, once and for ever, and nothing is moved without')
def _():
    p = placed()
    move = 'SELECT version, broken, change FROM casework.placement_extend($1, $2, $3, $4)'
    kept = ('SELECT asked_by::text, last_day::text, replaced::text, made_by FROM casework.last_day_change'
            ' WHERE placement_id = $1 ORDER BY made_at')

    def silent():
        with W.bound(SIDS[COUNSELLOR]) as c:
            c.query(move, p.id, 4, day(70), 'host')
    raises(pg.PgError, silent)
    equal((SU.query(kept, p.id), SU.one('SELECT version FROM casework.placement WHERE id = $1', p.id)), ([], 4))
    for asked in (None, 'nobody'):
        equal(outcome(COUNSELLOR, move, p.id, 4, day(70), asked), 'JA009')
    mark = W.mark()
    ids = []
    for n, (last, asked) in enumerate(((70, 'host'), (50, 'person'), (90, 'authority'))):
        with W.bound(SIDS[COUNSELLOR]) as c:
            [(version, broken, change)] = c.query(move, p.id, 4 + n, day(last), asked)
            equal((version, broken, change), (5 + n, '{}', reasoned(c, p.id)))
            ids.append(change)
        equal(outcome(COUNSELLOR, 'SELECT sec.seal_ticket(11, $1, 2, 2)', change), 'JA016', 'said once')
    want = [('host', day(70), day(60), W.account[COUNSELLOR]), ('person', day(50), day(70), W.account[COUNSELLOR]),
            ('authority', day(90), day(50), W.account[COUNSELLOR])]
    equal([(n['action'], n['row_id'], n['case_id']) for n in W.outbox(mark) if 'last_day' in n['action']],
          [('last_day_change.create', i, p.case) for i in ids])
    for login, sees in ((COUNSELLOR, want), (DIRECTOR, want), ('auditor', want), ('manager', []), ('tutor', []),
                        (COLLEAGUE, []), (FOREIGN, []), ('admin', [])):
        with W.bound(SIDS[login], commit=False) as c:
            equal(c.query(kept, p.id), sees, login)
            refused('42501', c, 'UPDATE casework.last_day_change SET made_at = now()')
    with W.connect('jalon_migrator') as m:
        for sql in ('UPDATE casework.last_day_change SET made_at = now()', 'DELETE FROM casework.last_day_change'):
            m.query('BEGIN')
            m.query('SET LOCAL ROLE jalon_sec')
            refused('42501', m, sql)
            m.query('ROLLBACK')
    with W.bound(SIDS[COUNSELLOR]) as c:
        c.query('SELECT broken FROM casework.placement_extend($1, 7, $2, $3)', p.id, day(5000), 'host')
    equal(SU.query(kept, p.id), want, 'what a rule forbids leaves nothing')
    other = placed()
    with W.bound(SIDS[COUNSELLOR], commit=False) as c:
        change = c.one('SELECT change FROM casework.placement_extend($1, 4, $2, $3)', other.id, day(61), 'service')
        equal(c.state('SELECT sec.seal_ticket(11, $1, 4, 1)', change), 'JA009', 'for no host')


run()
