#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Hours are evidence (design, section 7): what a host reports and how it is flagged, what the person says of it, who
settles it and why, the ledger, the last minute of a measure, the attestation. Which rule flags what, and who is first
of two, is in tests/sql/test_hours.py."""
import datetime
import itertools
import sys
import zoneinfo
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import canary
import ical
import placing
import stack
from calls import at_once, key, made, pages, post, put, refused
from tap import equal, raises, run, test, true, wait_until

LOGINS = ('a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.douai', 'r.nord', 'm.jardins', 't.jardins', 'u.audit',
          'x.admin', 'm.autre')
S = stack.Stack()
S.territory()
A, B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER = (
    S.person(login).signed_in() for login in LOGINS)
EVERYBODY = (A, B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER)
NAMES = dict(zip(EVERYBODY, LOGINS))
ME = {c: c.get('/me').json['id'] for c in EVERYBODY}
MISSING = TUTOR.get('/nothing/here').body
NOBODY = key()
P = placing.Placing(S, A, MANAGER, DIRECTOR)
SU, day = P.su, P.day
CONTROL = {'access_reason': 'direction_control'}
WORDS = "Elle a bien travaillé,\nl'équipe est <contente> & le dit"
WHY = "Arrivée à 10 h : l'heure « perdue » n’est pas due"


def session(n=-20, **change):
    return {'day': day(n), 'attendance': 'attended', 'from': 540, 'to': 720, **change}


def reported(work, n=-20, by=MANAGER, **change):
    """The id of a report."""
    answer = post(by, '/placements/%s/hours' % work.id, session(n, **change))
    equal((answer.status, sorted(answer.json)), (201, ['flags', 'id']), answer.text)
    return answer.json['id']


def flags(work, n=-20, by=MANAGER, **change):
    answer = post(by, '/placements/%s/hours' % work.id, session(n, **change))
    equal(answer.status, 201, answer.text)
    return [f['rule'] for f in answer.json['flags']]


def listed(work, by=A):
    return pages('/placements/%s/hours' % work.id, by)


def item(work, report, by=A):
    return next(i for i in listed(work, by) if i['id'] == report)


def settle(report, minutes, reason=None, by=A, version=1):
    return by.post('/hours/%s/settlement' % report, {'credited_minutes': minutes,
                                                     **({'reason': reason} if reason else {})},
                   if_match='"%d"' % version)


def moved(n, asked_by='person', reason="L'horaire a changé"):
    return {'last_day': day(n), 'asked_by': asked_by, 'reason': reason}


def settled(report, minutes, reason=None, by=A, version=1, done=False):
    answer = settle(report, minutes, reason, by, version)
    equal((answer.status, answer.json, answer.headers.get('etag')),
          (200, {'version': version + 1, 'done': done}, '"%d"' % (version + 1)), answer.text)


def ledger(work, by=A, at=None):
    """(balance, remaining, entries oldest first)"""
    path, query = '/measures/%s/ledger' % work.measure, '?at=' + at.replace('+', '%2B') if at else ''
    answer = by.get(path + query)
    equal((answer.status, answer.json['next']), (200, None), answer.text)
    equal(answer.json['ordered_minutes'] - answer.json['balance'], answer.json['remaining'])
    return answer.json['balance'], answer.json['remaining'], answer.json['items'][::-1]


def countered(entry, reason=WHY, by=A, k=None):
    return made(post(by, '/ledger/%s/counter' % entry, {'reason': reason}, k))


def gone(answer, what=''):
    """Forbidden and missing look the same."""
    equal((answer.status, answer.body), (404, MISSING), what + ' ' + answer.text)


def now():
    return str(SU.one("SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"))


def told(about):
    """Who opened this record: (actor, reason, link), once the head covers all that was opened before."""
    mark = A.open_case(placing.PERSON).json['id']
    equal(A.get('/cases/' + mark).status, 200)

    def covered():
        return any(e['action'] == 'record.open' and e['object'][0][1] == mark for e in S.entries())
    wait_until(covered, 20, 'the head over all of it')
    return [(e['actor'].split()[0], e['reason'], e['object'][0][5]) for e in S.entries()
            if e['action'] == 'record.open' and e['object'][0][1] == about]


SHARED = P.measure()
WORK = P.signed(SHARED, sheet={'skills': [], 'limits': None, 'message': None, 'week_minutes': None})


# --- who does what -------------------------------------------------------------------------------------------------

@test('table 6a, timesheets: every route with every role, and with the people of another case, unit and host')
def _():
    work = P.signed(sheet={})
    r, flagged = reported(work, words=WORDS), reported(work, -19, to=730)
    settled(flagged, 100, WHY)
    entry = ledger(work)[2][0]['id']
    countered(entry)
    settled(flagged, 100, WHY, version=3)
    hours = {A, DIRECTOR, MANAGER, TUTOR, AUDITOR}
    doors = (
        (hours, lambda c: c.get('/placements/%s/hours' % work.id), 200),
        ({A, DIRECTOR, MANAGER, TUTOR}, lambda c: c.get('/hours/%s/texts' % r, **CONTROL), 200),
        ({A, DIRECTOR}, lambda c: c.get('/hours/%s/reason' % flagged, **CONTROL), 200),
        ({A, DIRECTOR, AUDITOR}, lambda c: c.get('/measures/%s/ledger' % work.measure), 200),
        ({A, DIRECTOR}, lambda c: c.get('/ledger/%s/reason' % entry, **CONTROL), 200),
        # each of these refuses who may, so that nothing changes for the next
        ({A, MANAGER, TUTOR}, lambda c: post(c, '/placements/%s/hours' % work.id, session(channel='phone')), 409),
        ({A, MANAGER, TUTOR}, lambda c: put(c, '/hours/%s/word' % r, {'word': 'agreed', 'channel': 'phone'}, 9), 412),
        ({A, MANAGER, TUTOR}, lambda c: c.delete('/hours/' + r, if_match='"9"'), 412),
        ({A, DIRECTOR}, lambda c: settle(r, 180, by=c, version=9), 412),
        ({A, DIRECTOR}, lambda c: post(c, '/ledger/%s/counter' % entry, {'reason': WHY}), 409),
        ({A}, lambda c: put(c, '/placements/%s/last-day' % work.id, moved(61), 9), 412),
        ({A, DIRECTOR, AUDITOR}, lambda c: c.get('/placements/%s/last-days' % work.id), 200),
        ({A, MANAGER}, lambda c: post(c, '/placements/%s/attestation' % work.id, {'on': day(0)}, if_match='"4"'), 409))
    for n, (who, knock, status) in enumerate(doors):
        for c in EVERYBODY:
            answer = knock(c)
            if c in who:
                equal(answer.status, status, '%d as %s %s' % (n, NAMES[c], answer.text))
            else:
                gone(answer, '%d as %s' % (n, NAMES[c]))
    equal([i['version'] for i in listed(work)], [4, 1], 'nothing changed')
    for c in (A, MANAGER):
        for path in ('/placements/%s/hours', '/hours/%s/texts'):
            gone(c.get(path % NOBODY), path)
    gone(A.get('/measures/%s/ledger' % NOBODY))
    gone(settle(NOBODY, 0))


# --- what is reported ----------------------------------------------------------------------------------------------

@test('a report is read as it was sent, by each side; people of a host are not told who settled it')
def _():
    work = P.signed(sheet={})
    full = reported(work, -19, **{'from': 540, 'to': 750, 'break': 30, 'channel': 'signed_sheet', 'word': 'contested',
                                  'word_channel': 'in_person', 'words': WORDS})
    absent = post(TUTOR, '/placements/%s/hours' % work.id, {'day': day(-20), 'attendance': 'unexcused'}).json['id']
    settled(full, 170, WHY)
    late, early = listed(work)
    equal((late['id'], early['id']), (full, absent), 'newest day first')
    times = ('reported_at', 'word_at', 'settled_at')
    equal({k: v for k, v in late.items() if k not in times},
          {'id': full, 'day': day(-19), 'attendance': 'attended', 'from': 540, 'to': 750, 'break': 30, 'minutes': 180,
           'flags': [{'rule': 'C-06', 'sentence': 'heures en dehors des horaires de l’affectation'}],
           'channel': 'signed_sheet', 'state': 'settled', 'word': 'contested', 'word_channel': 'in_person',
           'reported_by': ME[MANAGER], 'word_by': ME[MANAGER], 'settled_by': ME[A], 'credited_minutes': 170,
           'text_version': 1, 'version': 2})
    true(all(late[t].endswith('Z') for t in times), late)
    equal({k: v for k, v in early.items() if k != 'reported_at'},
          {'id': absent, 'day': day(-20), 'attendance': 'unexcused', 'from': None, 'to': None, 'break': 0, 'minutes': 0,
           'flags': [], 'channel': 'online', 'state': 'reported', 'word': 'not_asked', 'word_channel': None,
           'reported_by': ME[TUTOR], 'word_by': None, 'word_at': None, 'settled_by': None, 'settled_at': None,
           'credited_minutes': None, 'text_version': 0, 'version': 1})
    for c in (DIRECTOR, AUDITOR):
        equal(listed(work, c), [late, early], NAMES[c])
    for c in (MANAGER, TUTOR):
        equal(listed(work, c), [dict(late, settled_by=None), early], NAMES[c])


@test('what makes no report is refused and the field is named, whoever sends it')
def _():
    path = '/placements/%s/hours' % WORK.id
    rows = [('day', (day(1), '2026-02-30', 'hier', 7, None)), ('attendance', ('late', '', None)),
            ('from', (-1, 1440, '540', 9.5, None)), ('to', (540, 539, 1441, 0, None)),
            ('break', (-1, 180, 1440, 'non')),
            ('channel', ('fax', '')), ('word', ('maybe', 7)), ('word_channel', ('fax', 'phone')),
            ('words', ('', 'x' * 2001, 'bell \a'))]
    for field, values in rows:
        for value in values:
            answer = post(TUTOR, path, session(**{field: value}))
            refused(answer, 400, 'invalid_field', '/' + field, '%s %r' % (field, value))
    for change, field in (({'attendance': 'excused'}, 'from'), ({'attendance': 'sent_away', 'to': None}, 'to'),
                          ({'word': 'agreed'}, 'word_channel'), ({'word': 'not_asked', 'word_channel': 'mail'},
                                                                 'word_channel')):
        refused(post(TUTOR, path, session(**change)), 400, 'invalid_field', '/' + field, str(change))
    refused(post(TUTOR, path, {'attendance': 'excused'}), 400, 'missing_field', '/day')
    refused(post(A, path, session(channel='online')), 400, 'invalid_field', '/channel')
    refused(post(TUTOR, path, session(place='serre')), 400, 'unknown_field', '/place')
    refused(TUTOR.post(path, session()), 400, 'idempotency_key_required')
    refused(post(TUTOR, path, session(-401)), 409, 'date_refused')
    equal(listed(WORK), [])


@test('a session is reported once, of a placement that was decided')
def _():
    r = reported(WORK)
    refused(post(TUTOR, '/placements/%s/hours' % WORK.id, session(to=541)), 409, 'overlap')
    waiting = P.proposed(P.measure(), sheet={})
    refused(post(MANAGER, '/placements/%s/hours' % waiting, session()), 409, 'state_refused')
    equal(MANAGER.delete('/hours/' + r, if_match='"1"').json, {'version': 2})
    equal(item(WORK, r)['state'], 'withdrawn', 'it stays on record')
    reported(WORK)


@test('lost answers: the same key gives the same report and flags, and makes no second; another content is refused')
def _():
    work, k = P.signed(sheet={}), key()
    path, body = '/placements/%s/hours' % work.id, session(to=721, words=WORDS)
    first = post(TUTOR, path, body, k)
    equal(first.status, 201, first.text)
    for _ in range(2):
        again = post(TUTOR, path, body, k)
        equal((again.status, again.json), (201, first.json), again.text)
    equal(len(first.json['flags']), 1)
    refused(post(TUTOR, path, dict(body, to=722), k), 422, 'idempotency_key_reused')
    refused(post(TUTOR, '/placements/%s/hours' % WORK.id, body, k), 422, 'idempotency_key_reused')
    answers = at_once(*[lambda c=c: post(c, path, session(-15), '11111111-1111-4111-8111-111111111111')
                        for c in (TUTOR, TUTOR.twin(), TUTOR.twin())])
    equal({a.text for a in answers}, {answers[0].text}, 'three at once')
    equal(len(listed(work)), 2)


@test('section 7: a true report is kept whatever it breaks, and each flag has its rule and a French sentence')
def _():
    work = P.signed(sheet={'week_minutes': 100})
    SU.query('UPDATE casework.measure SET ordered_minutes = 120 WHERE id = $1', work.measure)
    answer = post(MANAGER, '/placements/%s/hours' % work.id, session(-61, **{'from': 300, 'to': 1000}))
    equal(answer.status, 201, answer.text)
    want = {'S-08': 'jour en dehors des dates de l’affectation',
            'C-06': 'heures en dehors des horaires de l’affectation',
            'S-10': 'plus d’heures déclarées qu’il n’en reste à effectuer',
            'W-01': 'plus d’heures dans la semaine que la limite fixée pour cette personne',
            'W-03': 'durée du travail ou repos hors des limites du droit du travail'}
    equal(answer.json['flags'], [{'rule': k, 'sentence': v} for k, v in want.items()])
    equal(item(work, answer.json['id'])['flags'], answer.json['flags'])


# --- the week that her job leaves ----------------------------------------------------------------------------------

@test('W-01: the limit of her week is in the sealed sheet; who reports opens it, and that is an entry')
def _():
    work = P.signed(sheet={'skills': ['Taille'], 'limits': 'Pas de charges', 'message': None, 'week_minutes': 360})
    monday = -14 - P.today.weekday()
    equal([flags(work, monday), flags(work, monday + 1), flags(work, monday + 2, **{'to': 541})], [[], [], ['W-01']])
    equal(flags(work, monday + 3, by=A, to=541, channel='mail'), ['W-01'], 'by a counsellor too')
    equal(flags(work, monday + 7), [], 'another week')
    equal(told(work.id), [(ME[MANAGER], 'follow_up default', 'placement')] * 3
          + [(ME[A], 'follow_up default', 'caseload'), (ME[MANAGER], 'follow_up default', 'placement')])
    post(TUTOR, '/placements/%s/hours' % work.id, {'day': day(-1), 'attendance': 'excused'})
    equal(len(told(work.id)), 5, 'an absence opens nothing')


def proposed(of, days, **profile):
    """By the doors of the service, from the proposal to the signature."""
    equal(put(A, '/cases/%s/profile' % of.case, {'profile': profile}, 0).status, 200)
    times = [{'weekday': d, 'from': 540, 'to': 720} for d in range(1, 1 + days)]
    p = made(post(A, '/placements', {'measure': of.measure, 'post': P.post(), 'first_day': day(1), 'slots': times,
                                     'planned_minutes': 600, 'reason': 'Près de chez elle', 'sheet': {}}))
    for c, method, step, body in ((MANAGER, 'POST', 'answer', {'accept': True}),
                                  (A, 'PUT', 'meeting', {'met_on': day(0)}), (DIRECTOR, 'POST', 'signature', None)):
        version = A.get('/placements/' + p).json['version']
        answer = c.send(method, '/placements/%s/%s' % (p, step), body, {'If-Match': '"%d"' % version})
        equal(answer.status, 200, step + ' ' + answer.text)
    return P.begun(p, of)


@test('W-01: the limit is of what her profile said when she was proposed: 47 hours less her job; it is shown to nobody')
def _():
    monday = -14 - P.today.weekday()
    for job, days in (({'minutes_week': 2100}, 4), ({'minutes_week': 2280}, 3), ({'minutes_week': 0}, 5), (None, 5)):
        work = proposed(P.measure(), min(days, 4), **({'job': job} if job else {}))
        got = ['W-01' in flags(work, monday + n) for n in range(5)]
        equal(got, [False] * days + [True] * (5 - days), job)
    for c in (A, MANAGER):
        equal(c.get('/placements/%s/sheet' % work.id).json['sheet'], {'skills': [], 'limits': None, 'message': None})


@test('W-01: a sheet that says nothing of it, is not there, was not shared or is not what was sealed loses no report')
def _():
    for sheet in ({'week_minutes': None}, {}, {'week_minutes': 'many'}, {'week_minutes': -1}, {'week_minutes': 10081},
                  b'no JSON', b'[]', {'week_minutes': 1.5}):
        equal(flags(P.signed(sheet=sheet)), [], sheet)
    equal(flags(P.signed(sheet={'week_minutes': 0})), ['W-01'])
    equal(flags(P.signed(sheet={'week_minutes': 0}, shared=False)), [], 'the host has no key')
    equal(flags(P.signed()), [], 'no sheet')
    work = P.signed(sheet={'week_minutes': 0})
    SU.query('UPDATE sec.envelope SET body = set_byte(body, 60, (get_byte(body, 60) + 1) % 256)'
             ' WHERE tab = 4 AND compartment = 4 AND row_id = $1', work.id)
    equal(flags(work), [])


@test('W-01: without the vault a report is sent again with the same key, and is made once')
def _():
    work, k = P.signed(sheet={'week_minutes': 0}), key()
    path = '/placements/%s/hours' % work.id
    S.kill('jalon-vault')
    refused(post(MANAGER, path, session(), k), 503, 'unavailable')
    equal(post(MANAGER, path, {'day': day(-1), 'attendance': 'excused'}).status, 201, 'an absence needs no vault')
    S.start('jalon-vault')
    answer = post(MANAGER, path, session(), k)
    equal((answer.status, [f['rule'] for f in answer.json['flags']]), (201, ['W-01']), answer.text)
    equal(post(MANAGER, path, session(), k).json, answer.json)
    equal(len(listed(work)), 2)


# --- words -----------------------------------------------------------------------------------------------------------

@test('the words of a host are sealed with the report, for the host and the service; an auditor has no key')
def _():
    work = P.signed(sheet={})
    r, mine, silent = reported(work, by=TUTOR, words=WORDS), reported(work, -19, by=A, words='Reçu par courrier'), \
        reported(work, -18)
    want = {'version': 1, 'words': WORDS, 'integrity': True}
    for c in (MANAGER, TUTOR, A):
        answer = c.get('/hours/%s/texts' % r)
        equal((answer.status, answer.json), (200, want), NAMES[c])
    refused(DIRECTOR.get('/hours/%s/texts' % r), 400, 'reason_required')
    equal(DIRECTOR.get('/hours/%s/texts' % r, **CONTROL).json, want)
    equal(MANAGER.get('/hours/%s/texts' % mine).json['words'], 'Reçu par courrier')
    equal(A.get('/hours/%s/texts' % silent).json, {'version': 0, 'words': None, 'integrity': True})
    equal(told(r), [(ME[MANAGER], 'follow_up default', 'placement'), (ME[TUTOR], 'follow_up default', 'placement'),
                    (ME[A], 'follow_up default', 'caseload'),
                    (ME[DIRECTOR], 'direction_control given', 'unit_officer')])


@test('words that cannot be sealed keep the report away with them; without words it is kept')
def _():
    for work in (P.signed(), P.signed(sheet={}, shared=False)):
        path, k = '/placements/%s/hours' % work.id, key()
        refused(post(TUTOR, path, session(words=WORDS), k), 409, 'key_missing')
        equal(listed(work), [])
        equal(post(TUTOR, path, session(), k).status, 201, 'the key was not spent')
    P.share(work.id)
    equal(post(TUTOR, path, session(-10, words=WORDS)).status, 201)


@test('nothing that is said of somebody is outside of the vault in clear')
def _():
    words, why, back, late = ('Kanari' + canary.letters(12) for _ in range(4))
    work = P.signed(sheet={'limits': 'Kanari' + canary.letters(12)})
    r = reported(work, words=words)
    equal(put(A, '/placements/%s/last-day' % work.id, moved(61, 'host', late), 4).status, 200)
    settled(r, 60, why)
    countered(ledger(work)[2][0]['id'], back)
    SU.query('CHECKPOINT')
    equal([f for root in (S.folder, S.cluster.base) for f in canary.search(root, [words, why, back, late])], [])


# --- the person's word -----------------------------------------------------------------------------------------------

@test('section 7: the word of the person has a channel, a taker and a time; the host does not write over the service')
def _():
    work = P.signed(sheet={})
    r = reported(work)

    def heard(c, word, channel, version):
        return put(c, '/hours/%s/word' % r, {'word': word, 'channel': channel}, version)
    equal(heard(TUTOR, 'agreed', 'signed_sheet', 1).json, {'version': 2})
    got = item(work, r)
    equal((got['word'], got['word_channel'], got['word_by'], got['word_at'] is None),
          ('agreed', 'signed_sheet', ME[TUTOR], False))
    equal(heard(A, 'contested', 'phone', 2).json, {'version': 3})
    refused(heard(MANAGER, 'agreed', 'in_person', 3), 409, 'other_person_needed')
    refused(heard(A, 'agreed', 'phone', 2), 412, 'version_conflict')
    for body, field in (({'word': 'not_asked', 'channel': 'phone'}, 'word'),
                        ({'word': 'oui', 'channel': 'phone'}, 'word'),
                        ({'word': 'agreed', 'channel': 'fax'}, 'channel')):
        refused(put(A, '/hours/%s/word' % r, body, 3), 400, 'invalid_field', '/' + field)
    refused(put(A, '/hours/%s/word' % r, {'word': 'agreed'}, 3), 400, 'missing_field', '/channel')
    refused(A.put('/hours/%s/word' % r, {'word': 'agreed', 'channel': 'phone'}), 428, 'version_required')
    refused(settle(r, 180, version=3), 422, 'why_needed')
    settled(r, 180, WHY, version=3)
    refused(heard(A, 'agreed', 'phone', 4), 409, 'state_refused')


@test('a report is taken back by its own side, while it waits')
def _():
    work = P.signed(sheet={})
    theirs, ours, done = reported(work, by=TUTOR), reported(work, -19, by=A), reported(work, -18)
    refused(A.delete('/hours/' + theirs, if_match='"1"'), 409, 'other_person_needed')
    refused(MANAGER.delete('/hours/' + ours, if_match='"1"'), 409, 'other_person_needed')
    refused(MANAGER.delete('/hours/' + theirs), 428, 'version_required')
    refused(MANAGER.delete('/hours/' + theirs, if_match='"2"'), 412, 'version_conflict')
    settled(done, 180)
    refused(MANAGER.delete('/hours/' + done, if_match='"2"'), 409, 'state_refused')
    for c, r in ((MANAGER, theirs), (A, ours)):
        equal(c.delete('/hours/' + r, if_match='"1"').json, {'version': 2})
    refused(settle(ours, 0, version=2), 409, 'state_refused')
    equal([i['state'] for i in listed(work)], ['settled', 'withdrawn', 'withdrawn'])


# --- settlement, ledger ----------------------------------------------------------------------------------------------

@test('section 7: credit is made by settlement only, and never above what was worked or remains')
def _():
    work = P.signed(P.measure(1200), sheet={})
    SU.query('UPDATE casework.measure SET ordered_minutes = 240 WHERE id = $1', work.measure)
    a, b = reported(work), reported(work, -19)
    equal(ledger(work), (0, 240, []), 'a report is no credit')
    for minutes in (181, 241):
        refused(settle(a, minutes, WHY), 422, 'rule_forbids')
    for body in ({'credited_minutes': -1}, {'credited_minutes': 1441}, {'credited_minutes': '60'}):
        refused(A.post('/hours/%s/settlement' % a, body, if_match='"1"'), 400, 'invalid_field', '/credited_minutes')
    for reason in ('', 'x' * 4001):
        refused(A.post('/hours/%s/settlement' % a, {'credited_minutes': 180, 'reason': reason}, if_match='"1"'), 400,
                'invalid_field', '/reason')
    refused(A.post('/hours/%s/settlement' % a, {'credited_minutes': 180}), 428, 'version_required')
    settled(a, 180)
    equal(ledger(work)[:2], (180, 60))
    answer = settle(b, 61, WHY)
    refused(answer, 422, 'rule_forbids')
    equal(answer.json['rules'], [{'rule': 'S-10', 'sentence': 'plus de minutes que n’en compte la déclaration ou qu’il '
                                                              'n’en reste à effectuer'}])
    refused(settle(b, 60), 422, 'why_needed')
    refused(settle(a, 180, version=2), 409, 'state_refused', what='twice')
    refused(settle(a, 180), 412, 'version_conflict', what='the answer was lost')


@test('section 7: who reported never settles')
def _():
    work = P.signed(sheet={})
    r = reported(work, by=A)
    equal(item(work, r)['channel'], 'signed_sheet')
    refused(settle(r, 180), 409, 'other_person_needed')
    waits = [t for c in (A, DIRECTOR) for t in pages('/tasks', c) if t['id'] == r]
    equal([(t['kind'], t['rule'], t['due'], t['object'], t['case']) for t in waits],
          [('report_to_settle', 'S-10', day(14), 'hours_report', work.case)], 'for the director alone')
    settled(r, 180, by=DIRECTOR)
    equal([t for t in pages('/tasks', DIRECTOR) if t['id'] == r], [])


@test('section 7: flagged, contested or credited otherwise asks for a reason, which is sealed and read with one')
def _():
    work = P.signed(sheet={})
    flagged, plain = reported(work, to=730), reported(work, -19)
    refused(settle(flagged, 190), 422, 'why_needed')
    refused(settle(plain, 179), 422, 'why_needed')
    settled(flagged, 190, WHY)
    settled(plain, 180)
    refused(A.get('/hours/%s/reason' % flagged), 400, 'reason_required', what='JUSTICE, in her own caseload too')
    equal(A.get('/hours/%s/reason' % flagged, access_reason='follow_up').json,
          {'version': 1, 'reason': WHY, 'integrity': True})
    equal(A.get('/hours/%s/reason' % plain, access_reason='follow_up').json,
          {'version': 0, 'reason': None, 'integrity': True})
    entry = ledger(work)[2][0]
    equal((entry['report'], entry['reasoned']), (flagged, True))
    equal(told(entry['id']), [(ME[A], 'follow_up given', 'caseload')])


@test('without the vault nothing is settled that needs a reason, and all else is')
def _():
    work = P.signed(sheet={})
    a, b = reported(work), reported(work, -19)
    S.kill('jalon-vault')
    refused(settle(a, 60, WHY), 503, 'unavailable')
    settled(b, 180)
    S.start('jalon-vault')
    equal(ledger(work)[0], 180)
    settled(a, 60, WHY)


@test('section 7: nothing is edited: a credit is taken back by a counter-entry and settled again, each with its reason')
def _():
    work = P.signed(sheet={})
    r, k = reported(work), key()
    settled(r, 60, WHY)
    first = ledger(work)[2][0]['id']
    back = countered(first, 'Mauvaise feuille', DIRECTOR, k)
    equal(countered(first, 'Mauvaise feuille', DIRECTOR, k), back, 'the answer was lost')
    refused(post(DIRECTOR, '/ledger/%s/counter' % first, {'reason': 'Autre'}, k), 422, 'idempotency_key_reused')
    got = item(work, r)
    equal((got['state'], got['settled_by'], got['credited_minutes'], got['version']), ('reported', None, None, 3))
    equal(A.get('/hours/%s/reason' % r, access_reason='follow_up').json['version'], 0, 'it is not settled now')
    for e in (first, back):
        refused(post(A, '/ledger/%s/counter' % e, {'reason': WHY}), 409, 'state_refused')
    settled(r, 120, 'La bonne', version=3)
    balance, _, lines = ledger(work)
    again = lines[-1]['id']
    equal((balance, [(e['id'], e['kind'], e['minutes'], e['reverses'], e['reversed_by'], e['made_by'], e['day'],
                      e['placement'], e['report'], e['reasoned']) for e in lines]),
          (120, [(first, 'credit', 60, None, back, ME[A], day(-20), work.id, r, True),
                 (back, 'counter', -60, first, None, ME[DIRECTOR], day(-20), work.id, r, True),
                 (again, 'credit', 120, None, None, ME[A], day(-20), work.id, r, True)]))
    equal([A.get('/ledger/%s/reason' % e, access_reason='follow_up').json['reason'] for e in (first, back, again)],
          [WHY, 'Mauvaise feuille', 'La bonne'])
    refused(post(A, '/ledger/%s/counter' % again, {}), 400, 'missing_field', '/reason')
    refused(A.post('/ledger/%s/counter' % again, {'reason': WHY}), 400, 'idempotency_key_required')
    gone(post(A, '/ledger/%s/counter' % NOBODY, {'reason': WHY}))


@test('a settlement of nothing is taken back too, and leaves its line')
def _():
    work = P.signed(sheet={})
    r = reported(work)
    settled(r, 0, WHY)
    countered(ledger(work)[2][0]['id'])
    settled(r, 180, version=3)
    equal([(e['kind'], e['minutes']) for e in ledger(work)[2]], [('credit', 0), ('counter', 0), ('credit', 180)])


@test('the balance at a past instant is the sum of the entries until then')
def _():
    work = P.signed(sheet={})
    r, other = reported(work), reported(work, -19)
    at = [now()]
    settled(r, 180)
    at.append(now())
    countered(ledger(work)[2][0]['id'])
    at.append(now())
    settled(other, 60, WHY)
    at.append(now())
    for c in (A, DIRECTOR, AUDITOR):
        got = [ledger(work, c, t) for t in at]
        equal([(b, len(lines)) for b, _, lines in got], [(0, 0), (180, 1), (0, 2), (60, 3)], NAMES[c])
        equal([e['reversed_by'] for e in got[1][2]], [None], 'not yet')
    equal(ledger(work, at='2020-01-01T00:00:00+01:00'), (0, 6300, []))
    path = '/measures/%s/ledger' % work.measure
    for query in ('at=hier', 'at=2026-01-01', 'at=', 'after=x', 'since=2026-01-01T00:00:00Z'):
        refused(A.get('%s?%s' % (path, query)), 400, 'invalid_parameter', what=query)


@test('M-09: the last minute ends the measure, its placements and the booking; the host sees it until its attestation')
def _():
    work = P.signed(P.measure(1200), sheet={})
    SU.query('UPDATE casework.measure SET ordered_minutes = 360 WHERE id = $1', work.measure)
    a, b = reported(work, -3), reported(work, -2)
    settled(a, 180)
    settled(b, 180, done=True)
    m = A.get('/measures/' + work.measure).json
    equal((m['state'], m['end_code'], m['ended_on']), ('ended', 'done', day(-2)))
    equal(SU.query('SELECT state::text, close_code::text, ended_on::text FROM casework.placement WHERE id = $1',
                   work.id), [('ended', 'completed', day(-2))])
    equal([i['state'] for i in listed(work, TUTOR)], ['settled'] * 2)
    late = reported(work, -1)
    equal([f['rule'] for f in item(work, late)['flags']], ['S-08', 'S-10'])
    refused(settle(late, 1, WHY, version=1), 409, 'state_refused')
    settled(late, 0, WHY)
    equal([t['kind'] for t in pages('/tasks', MANAGER) if t['id'] == work.id], ['attestation'])
    countered(ledger(work)[2][1]['id'])
    m = A.get('/measures/' + work.measure).json
    equal((m['state'], m['end_code'], m['ended_on']), ('open', None, None), 'it was done by mistake')
    row = A.get('/placements/' + work.id).json
    equal((row['state'], row['ended_on'], row['close_code']), ('signed', None, None))
    equal(settle(b, 180, version=3).json, {'version': 4, 'done': True})


@test('of two settlements at once one counts')
def _():
    work = P.signed(sheet={})
    r = reported(work)
    answers = at_once(lambda: settle(r, 180), lambda: settle(r, 180, by=DIRECTOR), lambda: settle(r, 60, WHY, A.twin()))
    equal(sorted(a.status for a in answers), [200, 412, 412])
    equal(len(ledger(work)[2]), 1)


# --- the end of the work ---------------------------------------------------------------------------------------------

@test('S-14: the host attests what was credited; a lost answer is told again, though its window is closed')
def _():
    work, k = P.signed(sheet={}), key()
    path, body = '/placements/%s/attestation' % work.id, {'on': day(0)}
    settled(reported(work), 170, WHY)
    waits = reported(work, -10)
    refused(post(MANAGER, path, body, if_match='"4"'), 409, 'state_refused', what='it runs')
    P.end(work, day(-1))
    refused(post(MANAGER, path, body, if_match='"5"'), 409, 'file_incomplete', what='a report waits')
    settled(waits, 180)
    refused(post(A, path, body, if_match='"5"'), 409, 'other_person_needed')
    refused(post(MANAGER, path, {'on': day(1)}, if_match='"5"'), 400, 'invalid_field', '/on')
    refused(post(MANAGER, path, {'on': day(-2)}, if_match='"5"'), 409, 'date_refused')
    refused(post(MANAGER, path, body, if_match='"4"'), 412, 'version_conflict')
    refused(post(MANAGER, path, body), 428, 'version_required')
    refused(MANAGER.post(path, body, if_match='"5"'), 400, 'idempotency_key_required')
    for _ in range(2):
        answer = post(MANAGER, path, body, k, if_match='"5"')
        equal((answer.status, answer.json), (200, {'version': 6, 'minutes': 350}), answer.text)
    for c in (MANAGER, TUTOR):
        gone(c.get('/placements/%s/hours' % work.id))
    gone(post(MANAGER, path, body, if_match='"6"'))
    equal(len(listed(work)), 2, 'the service sees it')
    row = A.get('/placements/' + work.id).json
    equal((row['attested_on'], row['attestations_replaced']), (day(0), 0))
    countered(next(e['id'] for e in ledger(work)[2] if e['minutes'] == 170))
    row = A.get('/placements/' + work.id).json
    equal((row['attested_on'], row['attested_by'], row['attestations_replaced'], row['version']), (None, None, 1, 7))
    equal([t['kind'] for t in pages('/tasks', MANAGER) if t['id'] == work.id], ['attestation'])


@test('the last day is another one unless a rule forbids it, and then each rule is told with a sentence')
def _():
    work = P.signed(sheet={})
    path = '/placements/%s/last-day' % work.id
    answer = put(A, path, moved(100, 'host', WHY), 4)
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 5}, '"5"'), answer.text)
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = (SELECT post_id FROM casework.placement"
             ' WHERE id = $1)', work.id)
    answer = put(A, path, moved(600), 5)
    refused(answer, 422, 'rule_forbids')
    equal([(r['rule'], r['sentence'][:24]) for r in answer.json['rules']],
          [('H-18', 'poste suspendu'), ('M-09', 'mesure qui n’est pas en ')])
    refused(put(A, path, moved(100), 4), 412, 'version_conflict')
    for n in (-1, 100):
        refused(put(A, path, moved(n), 5), 409, 'date_refused')
    for field, value in (('last_day', 'demain'), ('asked_by', 'tutor'), ('reason', ''), ('reason', ' ')):
        refused(put(A, path, {**moved(70), field: value}, 5), 400, 'invalid_field', '/' + field)
    for field in moved(70):
        body = {k: v for k, v in moved(70).items() if k != field}
        refused(put(A, path, body, 5), 400, 'missing_field', '/' + field)
    P.end(work, day(0), 5)
    refused(put(A, path, moved(3), 6), 409, 'state_refused')
    [change] = A.get(path + 's').json['items']
    true(change.pop('made_at') and change['id'], change)
    equal(change, {'id': change['id'], 'asked_by': 'host', 'last_day': day(100), 'replaced': day(60), 'made_by': ME[A]})
    gone(A.get('/placements/%s/last-days' % NOBODY))
    why = '/last-days/%s/reason' % change['id']
    for c in EVERYBODY:
        answer = c.get(why, **CONTROL)
        if c in (A, DIRECTOR):
            equal(answer.json, {'version': 1, 'reason': WHY, 'integrity': True})
        else:
            gone(answer, NAMES[c])
    refused(A.get(why), 400, 'reason_required')


@test('E-10: last days in pages of 25, newest first; of two who move it at once one is told that it is another one now')
def _():
    work = P.signed(sheet={})
    path = '/placements/%s/last-day' % work.id
    for n in range(26):
        equal(put(A, path, moved(61 + n, 'service'), 4 + n).status, 200)
    items = pages(path + 's', A)
    equal([(i['replaced'], i['last_day']) for i in items], [(day(60 + n), day(61 + n)) for n in range(25, -1, -1)])
    equal(len(A.get(path + 's').json['items']), 25)
    answers = at_once(*[lambda n=n, c=A.twin(): put(c, path, moved(n), 30) for n in (40, 41)])
    equal(sorted(a.status for a in answers), [200, 412])
    equal(len(pages(path + 's', A)), 27)


@test('the list comes in pages that miss and repeat nothing, two sessions of one day in their order')
def _():
    work = P.signed(P.measure(24000), sheet={}, times=placing.MORNINGS + tuple((d, 780, 900) for d in range(1, 8)))
    for n in range(-30, 0):
        post(MANAGER, '/placements/%s/hours' % work.id, session(n))
        if n > -10:
            post(MANAGER, '/placements/%s/hours' % work.id, session(n, **{'from': 780, 'to': 900}))
    path = '/placements/%s/hours' % work.id
    items = listed(work)
    equal(len({i['id'] for i in items}), 39)
    equal([(i['day'], i['from']) for i in items], sorted(((i['day'], i['from']) for i in items), reverse=True))
    first = A.get(path).json
    equal((len(first['items']), first['items']), (25, items[:25]))
    equal(A.get(path + '?after=' + first['next']).json, {'items': items[25:], 'next': None})
    equal(MANAGER.get('/placements/%s/hours?after=%s' % (WORK.id, first['next'])).status, 200, 'it opens nothing')
    for cursor in ('x', '', 'A' * 32, first['next'][:-1], first['next'][:-1] + '!'):
        true(A.get('%s?after=%s' % (path, cursor)).status in ((200, 400) if cursor == 'A' * 32 else (400,)), cursor)
    refused(A.get(path + '?before=x'), 400, 'invalid_parameter')
    ledger_path = '/measures/%s/ledger' % work.measure
    for i in items:
        settled(i['id'], i['minutes'], *([WHY] if i['flags'] else []))
    for _ in range(12):
        e = A.get(ledger_path).json['items'][0]
        countered(e['id'])
        settled(e['report'], 0, WHY, version=A.get(path).json and item(work, e['report'])['version'])
    whole = pages(ledger_path, A)
    equal((len({e['id'] for e in whole}), [e['made_at'] for e in whole]),
          (63, sorted((e['made_at'] for e in whole), reverse=True)))
    equal(len(A.get(ledger_path).json['items']), 50)


# --- the calendar ----------------------------------------------------------------------------------------------------

def sessions(of, client=A, what='placements'):
    """The file, and its events as (day from today, first minute, last minute)."""
    answer = client.get('/%s/%s/calendar' % (what, of))
    equal((answer.status, answer.headers['content-type']), (200, 'text/calendar; charset=utf-8'), answer.text)
    told = ical.parse(answer.body)
    equal((told.method, list(told.zones)), ('PUBLISH', ['Europe/Paris']))
    minute = lambda t: 60 * t.hour + t.minute
    return told, [((e.start.date() - P.today).days, minute(e.start), minute(e.end)) for e in told.events]


def holidays(n):
    return {(datetime.date.fromisoformat(d) - P.today).days for d, in
            SU.query("SELECT h::text FROM offer.holidays($1, $2, '59') AS h", day(0), day(n))}


def mornings(n, lost=(), first=0):
    """n of them from a day on that are not lost."""
    days = (d for d in itertools.count(first) if d not in lost and d not in holidays(60))
    return [(d, 540, 720) for d in itertools.islice(days, n)]


def post_of(work):
    return SU.one('SELECT post_id FROM casework.placement WHERE id = $1', work.id)


def away(work, first, last):
    act = key()
    SU.query('INSERT INTO casework.authority_act (id, measure_id, case_id, kind, authority, sense, decided_on,'
             " suspension, from_on, recorded_by) VALUES ($1, $2, $3, 'suspension', 'jap', 'granted', offer.today(),"
             " 'remand', offer.today(), $4)", act, work.measure, work.case, ME[A])
    SU.query("INSERT INTO casework.suspension (id, measure_id, kind, days, act_id) VALUES (gen_random_uuid(), $1,"
             " 'remand', daterange($2, $3, '[]'), $4)", work.measure, day(first), day(last), act)


@test('E-10, B-05, M-12: sessions until the hours are done, not on holidays, closed days and days on which she is away;'
      ' to the host those that it may know of')
def _():
    work = P.signed(sheet={})
    SU.query('UPDATE casework.placement SET planned_minutes = 2700 WHERE id = $1', work.id)
    post_id = post_of(work)
    equal(sessions(work.id)[1], mornings(15))
    forecast = A.get('/placements/' + work.id).json['forecast']
    equal((list(forecast), forecast['sessions']),
          (['remaining_minutes', 'sessions', 'last_day', 'term', 'margin_days', 'act_by'], 15))
    true(forecast['last_day'] < forecast['act_by'] < forecast['term'], forecast)
    last = forecast['last_day']
    equal(sessions(work.id)[1][-1][0], (datetime.date.fromisoformat(last) - P.today).days, 'the day of the last hour')
    booked = lambda *lost: mornings(15, lost)
    equal(sessions(post_id, MANAGER, 'posts')[1], booked())
    reported(work, 0, attendance='excused', **{'from': None, 'to': None})
    SU.query("INSERT INTO offer.closure (id, post_id, host_id, days) VALUES (gen_random_uuid(), $1, $2,"
             " daterange($3, $4, '[]'))", post_id, P.host, day(2), day(3))
    equal(sessions(work.id)[1], mornings(15, {0, 2, 3}), 'what became of today is known')
    away(work, 5, 8)
    equal(sessions(work.id)[1], mornings(15, {0, 2, 3, 5, 6, 7, 8}))
    for c in (MANAGER, TUTOR):
        equal(sessions(post_id, c, 'posts')[1], booked(0, 2, 3), 'where she is then is not the host\'s to know')
    made(post(A, '/incidents', {'placement': work.id, 'kind': 'danger', 'day': day(-1), 'stopped': True}))
    equal(sessions(work.id)[1], [], 'S-12: the work stands')
    equal(sessions(post_id, MANAGER, 'posts')[1], booked(0, 2, 3), 'of which it was not told')
    made(post(MANAGER, '/incidents', {'placement': work.id, 'kind': 'danger', 'day': day(0), 'stopped': True}))
    equal(sessions(post_id, MANAGER, 'posts')[1], [])


@test('E-09, E-10: to the host too the sessions that the forecast has: to the last minute, as far as placements run,'
      ' and moved at once; hours of which it is not told move none')
def _():
    work = P.signed(P.measure(24000), sheet={}, times=((1, 540, 720), (1, 780, 960), (3, 540, 720)))
    post_id = post_of(work)
    host = lambda: sessions(post_id, MANAGER, 'posts')[1]
    service = lambda: sessions(work.id)[1]
    SU.query('UPDATE casework.placement SET planned_minutes = 12000, last_day = first_day + 700 WHERE id = $1', work.id)
    SU.query('UPDATE casework.placement_slot SET days = daterange(lower(days), lower(days) + 701)'
             ' WHERE placement_id = $1', work.id)
    told = host()
    equal((told, sum(to - start for _, start, to in told)), (service(), 12000))
    true(120 < told[-1][0] < 560, 'more than 13 weeks')
    for minutes in (1, 179, 180, 181, 1080, 1081, 1200, 1270):
        SU.query('UPDATE casework.placement SET planned_minutes = $2 WHERE id = $1', work.id, minutes)
        of = host()
        equal((of, sum(to - start for _, start, to in of)), (service(), minutes))
        equal((of[:-1], of[-1][:2]), (told[:len(of) - 1], told[len(of) - 1][:2]), 'cut at the end')
    reported(work, -7, **{'from': 540, 'to': 640})
    equal((host(), sum(to - start for _, start, to in host())), (service(), 1170))
    equal(put(A, '/placements/%s/last-day' % work.id, moved(9, 'host', WHY), 4).status, 200)
    equal(host(), [m for m in told if m[0] <= 9][:len(host())])
    true(all(d <= 9 for d, _, _ in host()) and host() == service(), 'another last day')
    SU.query('UPDATE casework.measure SET ordered_minutes = 110 WHERE id = $1', work.measure)
    equal(sum(to - start for _, start, to in service()), 10, 'hours done elsewhere, or a measure that was cut')
    equal(host(), [m for m in told if m[0] <= 9][:len(host())], 'the host knows what was planned here')
    true(sum(to - start for _, start, to in host()) > 10, host())


@test('P-03: a calendar holds the post, the place and the time; the same session is the same event; each sees her own')
def _():
    work = P.signed(sheet={}, times=((1, 540, 720), (1, 780, 900), (4, 600, 1200)))
    SU.query('UPDATE casework.placement SET planned_minutes = 2700 WHERE id = $1', work.id)
    SU.query('UPDATE casework.placement_slot SET to_min = 1440 WHERE placement_id = $1 AND weekday = 4', work.id)
    post_id = post_of(work)
    SU.query("UPDATE offer.post SET title = $2 WHERE id = $1", post_id, "Tailler; semer, l'été : « " + 'é' * 80)
    other = P.signed(sheet={})
    SU.query('UPDATE casework.placement_slot SET post_id = $2 WHERE placement_id = $1', other.id, post_id)
    SU.query('UPDATE casework.placement SET post_id = $2 WHERE id = $1', other.id, post_id)
    title = SU.one('SELECT title FROM offer.post WHERE id = $1', post_id)
    commune = SU.one("SELECT nom FROM offer.commune WHERE insee = '59286'")
    host = SU.one('SELECT name FROM sec.organisation WHERE id = $1', P.host)
    one, times = sessions(work.id)
    true(all(t[1:] in ((540, 720), (780, 900), (600, 0)) for t in times[:-1]) and len(times) > 2, times)
    both, _ = sessions(post_id, MANAGER, 'posts')
    for told, what, where in ((one, 'Séance', '%s, L’atelier, %s' % (host, commune)),
                              (both, 'Présence attendue', 'L’atelier, ' + commune)):
        equal({(e.summary, e.location, e.kind) for e in told.events},
              {('%s\u00a0: %s' % (what, title), where, 'CONFIDENTIAL')})
    of = lambda told, w: {(e.uid, e.start, e.end) for e in told.events if e.uid.startswith(w.id)}
    true(of(one, work) <= of(both, work) and of(both, other) and not of(one, other), 'each by its own placement')
    again = sessions(post_id, MANAGER, 'posts')[0]
    equal([(e.uid, e.start, e.sequence) for e in again.events], [(e.uid, e.start, e.sequence) for e in both.events])
    text = MANAGER.get('/posts/%s/calendar' % post_id).text + A.get('/placements/%s/calendar' % work.id).text
    true(not any(w in text for w in (placing.PERSON['family_name'], work.case, work.measure, other.case)), text)
    for c in EVERYBODY:
        for path, who in (('/placements/%s/calendar' % work.id, {A, DIRECTOR}),
                          ('/posts/%s/calendar' % post_id, {MANAGER, TUTOR})):
            if c not in who:
                gone(c.get(path), '%s as %s' % (path, NAMES[c]))
    P.end(work, day(0))
    equal(sessions(work.id)[1] + [e for e in sessions(post_id, MANAGER, 'posts')[0].events
                                  if e.uid.startswith(work.id) and e.start.date() > P.today], [], 'it is over')
    gone(A.get('/placements/%s/calendar' % NOBODY))
    gone(MANAGER.get('/posts/%s/calendar' % NOBODY))


@test('the clocks of a calendar are those of the tz database, when they change too, in each département')
def _():
    work = P.signed(sheet={})
    try:
        for departement in ('59', '971', '972', '973', '974', '975', '976', '977', '978'):
            SU.query("UPDATE offer.commune SET departement = $1 WHERE insee = '59286'", departement)
            [zone] = ical.parse(A.get('/placements/%s/calendar' % work.id).body).zones.values()
            real = zoneinfo.ZoneInfo(zone.name)
            for n in range(3, 365 * 2, 7):  # the first hours of each Sunday, on which clocks change
                for hour in range(5):
                    when = datetime.datetime(2026, 1, 1, hour) + datetime.timedelta(days=n)
                    equal(zone.at(when), when.replace(tzinfo=real).utcoffset(), '%s %s' % (zone.name, when))
    finally:
        SU.query("UPDATE offer.commune SET departement = '59' WHERE insee = '59286'")


@test('the reader of calendars refuses what is none')
def _():
    whole = A.get('/placements/%s/calendar' % WORK.id).body
    ical.parse(whole)
    for old, new in ((b'\r\nEND:VCALENDAR', b'\nEND:VCALENDAR'), (b'SUMMARY:', b'SUMMARY:,'), (b'VERSION:2.0\r\n', b''),
                     (b'CLASS:', b'ATTENDEE:'), (b'END:VEVENT', b'END:VTODO'), (b'LOCATION:', b'LOCATION:' + b'x' * 70),
                     (b'DTSTART;TZID=Europe/Paris', b'DTSTART'), (b'BYDAY=-1SU', b'BYDAY=-2SU'),
                     (b'TZOFFSETTO:+0200', b'TZOFFSETTO:2'), (b'L\xe2\x80\x99', b'L\xe2\r\n \x80\x99'),
                     (b'CLASS:CONFIDENTIAL', b'UID:x\r\nCLASS:CONFIDENTIAL')):
        true(old in whole, old)
        raises(ical.Fault, lambda: ical.parse(whole.replace(old, new, 1)))


run()
