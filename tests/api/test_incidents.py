#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Incidents and reports to the mandating judge (life of a placement, steps 11 to 13 and 15): who tells, reads, follows
and writes what (table 6a), what is sealed for whom, what is due and when it goes. The rules of a follow-up day by day,
and who is first of two, are in tests/sql/test_incident.py."""
import secrets
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import canary
import pg
import placing
import stack
from calls import at_once, ids, key, made, mark, notes, pages, post, put, refused
from tap import equal, run, test, true, wait_until

S = stack.Stack()
S.territory()
A, B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER = (
    S.person(login).signed_in() for login in ('a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.douai', 'r.nord',
                                            'm.jardins', 't.jardins', 'u.audit', 'x.admin', 'm.autre'))
NAMES = {A: 'counsellor', B: 'counsellor, other caseload', FOREIGN: 'counsellor of another unit', DIRECTOR: 'director',
         ELSEWHERE: 'director of another unit', REFERENT: 'referent', MANAGER: 'host_manager', TUTOR: 'tutor',
         AUDITOR: 'auditor', ADMIN: 'administrator', OTHER: 'host_manager of another host'}
ME = {c: c.get('/me').json['id'] for c in NAMES}
MISSING = TUTOR.get('/nothing/here').body
NOBODY = key()
PLACES = placing.Placing(S, A, MANAGER, DIRECTOR)
SU, day = PLACES.su, PLACES.day
WORDS = "Il est tombé de l'échelle,\nl’équipe l'a vu « de loin » & <crié>"
NOTE = "Appel à 14 h : l'hôpital d’Haubourdin confirme"
TEXT = "Madame la juge,\nl'intéressé n’est plus venu depuis le 3."
WHY = {'access_reason': 'judge_report'}


def keyed(**kw):
    """A placement that was decided and runs since sixty days; its host has the key."""
    return PLACES.signed(sheet={'skills': []}, **kw)


P = keyed()


def body(p=P, n=-2, **change):
    return {'placement': p.id, 'kind': 'behaviour', 'day': day(n), 'stopped': False, **change}


def told(p=P, by=MANAGER, n=-2, **change):
    return made(post(by, '/incidents', body(p, n, **change)))


def door(i, more=''):
    return '/incidents/%s%s' % (i, more)


def read(i, by=A):
    answer = by.get(door(i))
    equal(answer.status, 200, answer.text)
    equal(answer.headers['etag'], '"%d"' % answer.json['version'])
    return answer.json


def step(i, by=A, version=None, **change):
    return put(by, door(i, '/follow-up'), {'closed': False, **change}, version or read(i)['version'])


def followed(i, by=A, **change):
    answer = step(i, by, **change)
    equal((answer.status, answer.headers['etag']), (200, '"%d"' % answer.json['version']), answer.text)
    return answer.json['version']


def begun(p=P, by=A, kind='requested', **change):
    return made(post(by, '/measures/%s/reports' % p.measure, {'kind': kind, **change}))


def report(r, p=P, by=A):
    return next(i for i in pages('/measures/%s/reports' % p.measure, by) if i['id'] == r)


def send(r, by=A, version=1, n=0):
    return by.post('/reports/%s/sending' % r, {'sent_on': day(n)}, if_match='"%d"' % version)


def wrote(r, text=TEXT, version=0, by=A):
    answer = put(by, '/reports/%s/text' % r, {'text': text}, version)
    equal((answer.status, answer.json, answer.headers['etag']),
          (200, {'version': version + 1}, '"%d"' % (version + 1)), answer.text)


def text_of(r, by=A):
    answer = by.get('/reports/%s/text' % r, **WHY)
    equal(answer.status, 200, answer.text)
    return answer.json


def gone(answer, what=''):
    """Forbidden and missing look the same."""
    equal((answer.status, answer.body), (404, MISSING), what + ' ' + answer.text)


def due(i, by=A):
    """{kind: (rule, day)} of the tasks about this."""
    return {t['kind']: (t['rule'], t['due']) for t in pages('/tasks', by) if t['id'] == i}


def kept(i):
    """All that is stored of an incident."""
    return (SU.query('SELECT x.* FROM casework.incident x WHERE id = $1', i),
            SU.query('SELECT compartment, version, body FROM sec.envelope WHERE row_id = $1 ORDER BY 1', i))


def count(what='casework.incident'):
    return SU.one('SELECT count(*) FROM ' + what)


# --- telling and reading ---------------------------------------------------------------------------------------------

COMMON = {'id', 'placement', 'day', 'stopped', 'reported_at', 'resumed_on', 'declared_on', 'closed_at', 'version'}
OF_HOST = COMMON | {'kind', 'reported_by', 'text_version'}
OF_AUDIT = COMMON | {'case', 'seen_at', 'judge_told_on'}
OF_SERVICE = OF_HOST | OF_AUDIT | {'by_host', 'seen_by', 'note_version'}
READERS = {A: OF_SERVICE, DIRECTOR: OF_SERVICE, MANAGER: OF_HOST, TUTOR: OF_HOST, AUDITOR: OF_AUDIT}


@test('S-11: an incident that a tutor tells is read by the service with all that is clear about it')
def _():
    i = told(by=TUTOR, n=-1, kind='accident', stopped=True, words=WORDS)
    got = read(i)
    true(got['reported_at'].endswith('Z'), 'an instant')
    equal({k: v for k, v in got.items() if k != 'reported_at'}, {
        'id': i, 'placement': P.id, 'case': P.case, 'kind': 'accident', 'day': day(-1), 'stopped': True,
        'by_host': True, 'reported_by': ME[TUTOR], 'seen_by': None, 'seen_at': None, 'resumed_on': None,
        'declared_on': None, 'judge_told_on': None, 'closed_at': None, 'text_version': 1, 'note_version': 0,
        'version': 1})
    equal(A.get(door(i, '/words')).json, {'version': 1, 'words': WORDS, 'integrity': True})


@test('table 6a: each reader has her members, and people of a host learn neither judge nor who saw it nor the note')
def _():
    i = told(words=WORDS)
    followed(i, DIRECTOR, judge_told_on=day(-1), note=NOTE)
    for client, members in READERS.items():
        equal(set(read(i, client)), members, NAMES[client])
        equal(next(x for x in pages('/incidents', client) if x['id'] == i), read(i, client), NAMES[client])
    equal({k: v for k, v in read(i, TUTOR).items() if k != 'reported_at'}, {
        'id': i, 'placement': P.id, 'kind': 'behaviour', 'day': day(-2), 'stopped': False, 'reported_by': ME[MANAGER],
        'resumed_on': None, 'declared_on': None, 'closed_at': None, 'text_version': 1, 'version': 2})
    for client in set(NAMES) - set(READERS):
        gone(client.get(door(i)), NAMES[client])
    equal((read(i)['seen_by'], read(i)['judge_told_on'], read(i)['note_version']), (ME[DIRECTOR], day(-1), 1))


@test('table 6a: each door with each role, on an incident and a report that are there')
def _():
    i, hers = told(words=WORDS), told(by=A, words=WORDS)
    r = begun()
    wrote(r)
    tells = {A: 201, MANAGER: 201, TUTOR: 201}
    for what, ask, may in (
            ('tell', lambda c: post(c, '/incidents', body(n=-3)), tells),
            ('read', lambda c: c.get(door(i)), dict.fromkeys(READERS, 200)),
            ('read hers', lambda c: c.get(door(hers)), {A: 200, DIRECTOR: 200, AUDITOR: 200}),
            ('words', lambda c: c.get(door(i, '/words'), **WHY), {A: 200, DIRECTOR: 200, MANAGER: 200, TUTOR: 200}),
            ('words of hers', lambda c: c.get(door(hers, '/words'), **WHY), {A: 200, DIRECTOR: 200}),
            ('note', lambda c: c.get(door(i, '/note'), **WHY), {A: 200, DIRECTOR: 200}),
            ('follow', lambda c: put(c, door(i, '/follow-up'), {'closed': False}, read(i)['version']),
             {A: 200, DIRECTOR: 200}),
            ('reports', lambda c: c.get('/measures/%s/reports' % P.measure), {A: 200, DIRECTOR: 200, AUDITOR: 200}),
            ('begin', lambda c: post(c, '/measures/%s/reports' % P.measure, {'kind': 'yearly'}), {A: 201}),
            ('text', lambda c: c.get('/reports/%s/text' % r, **WHY), {A: 200, DIRECTOR: 200}),
            ('write', lambda c: put(c, '/reports/%s/text' % r, {'text': 'x'}, text_of(r)['version']), {A: 200}),
            ('send', lambda c: send(r, c), {A: 200})):
        for client, name in NAMES.items():
            answer = ask(client)
            if client in may:
                equal(answer.status, may[client], '%s as %s: %s' % (what, name, answer.text))
            else:
                gone(answer, '%s as %s' % (what, name))
    for client, name in NAMES.items():
        for path in (door(NOBODY), door(NOBODY, '/words'), door(NOBODY, '/note'), '/measures/%s/reports' % NOBODY,
                     '/reports/%s/text' % NOBODY):
            gone(client.get(path, **WHY), '%s as %s' % (path, name))
        gone(put(client, door(NOBODY, '/follow-up'), {'closed': False}), name)
        gone(put(client, door(NOBODY, '/follow-up'), {'closed': False, 'note': 'x'}), name)
        gone(post(client, '/measures/%s/reports' % NOBODY, {'kind': 'yearly'}), name)
        gone(put(client, '/reports/%s/text' % NOBODY, {'text': 'x'}, 0), name)
        gone(send(NOBODY, client), name)


@test('lists come in pages, newest first, chosen by placement, case, kind and state')
def _():
    p = keyed()
    some = [told(p, kind=('lateness', 'absence')[n % 2]) for n in range(27)]
    hers = told(p, by=A)
    for client in (A, DIRECTOR, AUDITOR):
        equal(ids('/incidents', client, 'placement=' + p.id), [hers] + some[::-1], NAMES[client])
        equal(ids('/incidents', client, 'case=' + p.case), [hers] + some[::-1], NAMES[client])
    for client in (MANAGER, TUTOR):
        equal(ids('/incidents', client, 'placement=' + p.id), some[::-1], NAMES[client])
        refused(client.get('/incidents?case=' + p.case), 400, 'invalid_parameter', what='hosts have no cases')
    equal(len(A.get('/incidents?placement=' + p.id).json['items']), 25)
    equal(ids('/incidents', TUTOR, 'kind=absence&placement=' + p.id), some[1::2][::-1])
    refused(AUDITOR.get('/incidents?kind=absence'), 400, 'invalid_parameter', what='kinds are not told to an auditor')
    followed(some[3], note=NOTE, closed=True)
    equal(ids('/incidents', A, 'open=true&kind=absence&placement=' + p.id),
          [i for i in some[1::2][::-1] if i != some[3]])
    for client in (B, FOREIGN, ELSEWHERE, OTHER):
        equal(client.get('/incidents?placement=' + p.id).json, {'items': [], 'next': None}, NAMES[client])
    equal(ids('/incidents', A, 'placement=' + NOBODY), [])
    for query in ('placement=x', 'case=' + p.case[:-1], 'kind=theft', 'open=false', 'open=', 'after=x', 'day=' + day(0),
                  'open=true&open=true'):
        refused(A.get('/incidents?' + query), 400, 'invalid_parameter', what=query)


@test('S-11: what is no incident is refused, the field is named, and nothing is kept')
def _():
    there = count()
    for change, pointer in (
            ({'placement': 'x'}, '/placement'), ({'placement': None}, '/placement'), ({'kind': 'theft'}, '/kind'),
            ({'kind': 'Accident'}, '/kind'), ({'kind': 7}, '/kind'), ({'day': '2026-02-30'}, '/day'),
            ({'day': day(0) + ' '}, '/day'), ({'stopped': 'yes'}, '/stopped'), ({'stopped': None}, '/stopped'),
            ({'words': ''}, '/words'), ({'words': ' x'}, '/words'), ({'words': 'x\t'}, '/words'),
            ({'words': 'é' * 4001}, '/words'), ({'words': ['x']}, '/words')):
        refused(post(MANAGER, '/incidents', body(**change)), 400, 'invalid_field', pointer, str(change)[:60])
    for name in ('placement', 'kind', 'day', 'stopped'):
        refused(post(MANAGER, '/incidents', {k: v for k, v in body().items() if k != name}), 400, 'missing_field',
                '/' + name)
    refused(post(MANAGER, '/incidents', body(case=P.case)), 400, 'unknown_field', '/case')
    refused(MANAGER.post('/incidents', body()), 400, 'idempotency_key_required')
    for n in (1, -63, -3000):
        refused(post(MANAGER, '/incidents', body(n=n, words=WORDS)), 409, 'date_refused', what=str(n))
    waiting = PLACES.proposed(PLACES.measure(), sheet={'skills': []})
    for client in (MANAGER, A):
        for words in ({}, {'words': WORDS}):
            refused(post(client, '/incidents', body(placement=waiting, **words)), 409, 'state_refused', what='proposed')
    for words in ({}, {'words': WORDS}):
        gone(post(OTHER, '/incidents', body(**words)))
        gone(post(MANAGER, '/incidents', body(placement=NOBODY, **words)))
        gone(post(B, '/incidents', body(**words)))
    equal((count(), SU.one('SELECT count(*) FROM sec.envelope WHERE tab = 8 AND row_id NOT IN '
                           '(SELECT id FROM casework.incident)')), (there, 0))


@test('words of any kind come back byte for byte, the longest too')
def _():
    for words in ("O'Reilly", 'D’Alençon', '{"a":1}', '</p>&amp;', 'a\\b"c', "'; DROP TABLE x --", '𝔄 🌱', '%s%n',
                  'a\nb', '<' * 4000):
        i = told(words=words)
        equal(TUTOR.get(door(i, '/words')).json['words'].encode(), words.encode())


# --- sent again, without words, without the key, without the vault ---------------------------------------------------

@test('a lost answer: the same key gives the same incident, once, with its words sealed once')
def _():
    k, there = key(), count()
    i = made(post(TUTOR, '/incidents', body(words=WORDS), k))
    for _ in range(2):
        equal(made(post(TUTOR, '/incidents', body(words=WORDS), k)), i)
    refused(post(TUTOR, '/incidents', body(words=WORDS + '.'), k), 422, 'idempotency_key_reused')
    refused(post(TUTOR, '/incidents', body(), k), 422, 'idempotency_key_reused')
    equal((count(), read(i)['text_version']), (there + 1, 1))
    true(made(post(MANAGER, '/incidents', body(words=WORDS), k)) != i, 'the key of somebody else')
    k = key()
    answers = at_once(*[lambda c=TUTOR.twin(): post(c, '/incidents', body(words=WORDS), k) for _ in range(3)])
    equal(len({made(a) for a in answers}), 1, 'three at once')
    equal(count(), there + 3)


@test('an alarm waits for no key: a host to which the unit gave none tells it without words, and is told why')
def _():
    p = PLACES.signed()
    there = count()
    for client in (MANAGER, TUTOR):
        refused(post(client, '/incidents', body(p, words=WORDS)), 409, 'key_missing')
    equal(count(), there)
    i = told(p, TUTOR)
    equal(TUTOR.get(door(i, '/words')).json, {'version': 0, 'words': None, 'integrity': True})
    equal(due(i), {'incident_new': ('S-11', day(0))})
    hers = told(p, A, words=WORDS)
    equal(A.get(door(hers, '/words')).json['words'], WORDS, 'the unit has all of its keys')


@test('without the vault words are not taken, an alarm is, and the same request goes through later')
def _():
    k, there, i = key(), count(), told()
    before = kept(i)
    S.kill('jalon-vault')
    try:
        refused(post(TUTOR, '/incidents', body(words=WORDS), k), 503, 'unavailable')
        refused(step(i, note=NOTE), 503, 'unavailable')
        equal((count(), kept(i)), (there + 1, before))
        told(by=TUTOR)
        followed(i, judge_told_on=day(0))
    finally:
        S.start('jalon-vault')
    equal(read(made(post(TUTOR, '/incidents', body(words=WORDS), k)))['text_version'], 1)


# --- the follow-up ---------------------------------------------------------------------------------------------------

@test('P-05: a note is JUSTICE: read with a reason by the service and by nobody else, kept until there is another')
def _():
    i = told(words=WORDS)
    for client in (A, DIRECTOR):
        equal(client.get(door(i, '/note')).json, {'version': 0, 'note': None, 'integrity': True}, 'none yet')
    equal(followed(i, note=NOTE), 2)
    for client in (A, DIRECTOR):
        refused(client.get(door(i, '/note')), 400, 'reason_required')
        refused(client.get(door(i, '/note'), access_reason='curiosity'), 400, 'reason_unknown')
        answer = client.get(door(i, '/note'), **WHY)
        equal((answer.json, answer.headers['etag']), ({'version': 1, 'note': NOTE, 'integrity': True}, '"1"'))
    followed(i, judge_told_on=day(0))
    equal(A.get(door(i, '/note'), **WHY).json['note'], NOTE, 'not given: it stays')
    followed(i, DIRECTOR, note=NOTE + ' bis', closed=True)
    equal((A.get(door(i, '/note'), **WHY).json, read(i)['judge_told_on']),
          ({'version': 2, 'note': NOTE + ' bis', 'integrity': True}, None), 'the rest is replaced whole')
    refused(DIRECTOR.get(door(i, '/words')), 400, 'reason_required', what='not of her caseload')
    equal(SU.query('SELECT compartment, version FROM sec.envelope WHERE row_id = $1 ORDER BY 1', i), [(2, 2), (4, 1)])


@test('W-09, S-12: what a follow-up may not say is refused with or without a note, and changes nothing')
def _():
    late, accident, danger = told(words=WORDS), told(kind='accident'), told(kind='danger', stopped=True)
    for i, change, status, code in (
            (late, {'declared_on': day(-1)}, 409, 'state_refused'),
            (late, {'resumed_on': day(1)}, 409, 'state_refused'),
            (late, {'judge_told_on': day(1)}, 409, 'date_refused'),
            (late, {'judge_told_on': day(-3)}, 409, 'date_refused'),
            (accident, {'declared_on': day(1)}, 409, 'date_refused'),
            (accident, {'declared_on': day(-3)}, 409, 'date_refused'),
            (accident, {'closed': True}, 409, 'file_incomplete'),
            (danger, {'resumed_on': day(-2)}, 409, 'date_refused'),
            (danger, {'resumed_on': day(61)}, 409, 'date_refused'),
            (danger, {'closed': True}, 409, 'file_incomplete')):
        before = kept(i)
        for note in ({}, {'note': NOTE}):
            refused(step(i, **change, **note), status, code, what=str(change))
        equal(kept(i), before, str(change))
    followed(accident, declared_on=day(-1), note=NOTE, closed=True)
    followed(danger, resumed_on=day(3), judge_told_on=day(0), closed=True)
    for i in (accident, danger):
        before = kept(i)
        for note in ({}, {'note': NOTE}):
            refused(step(i, **note), 409, 'state_refused', what='closed')
        equal(kept(i), before)
    equal((read(accident, MANAGER)['declared_on'], read(danger, TUTOR)['resumed_on']), (day(-1), day(3)),
          'the host learns when the work goes on')


@test('a follow-up that is none is refused and the field is named')
def _():
    i = told()
    for change, pointer in (({'closed': None}, '/closed'), ({'closed': 'true'}, '/closed'),
                            ({'declared_on': '01/02/2026'}, '/declared_on'), ({'judge_told_on': 7}, '/judge_told_on'),
                            ({'resumed_on': '2026-13-01'}, '/resumed_on'), ({'note': ''}, '/note'),
                            ({'note': 'x' * 4001}, '/note')):
        refused(step(i, **change), 400, 'invalid_field', pointer)
    refused(put(A, door(i, '/follow-up'), {}), 400, 'missing_field', '/closed')
    refused(step(i, seen_by=ME[A]), 400, 'unknown_field', '/seen_by')
    refused(A.put(door(i, '/follow-up'), {'closed': False}), 428, 'version_required')
    equal(read(i)['version'], 1)


@test('a follow-up replaces the version that was read: of four at once one is, with its note')
def _():
    i = told()
    for version in (2, 3):
        for note in ({}, {'note': NOTE}):
            refused(step(i, version=version, **note), 412, 'version_conflict')
    answers = at_once(*[lambda c=c.twin(), n=n: step(i, c, 1, note='note %d' % n)
                        for n, c in enumerate((A, DIRECTOR, A, DIRECTOR))])
    equal(sorted(a.status for a in answers), [200, 412, 412, 412])
    first = [a.status for a in answers].index(200)
    equal((A.get(door(i, '/note'), **WHY).json['note'], read(i)['version'], read(i)['seen_by']),
          ('note %d' % first, 2, ME[A] if first % 2 == 0 else ME[DIRECTOR]))


# --- what is due -----------------------------------------------------------------------------------------------------

@test('S-11: the alert is a task of the counsellor at once, of nobody else, and goes when she follows it up')
def _():
    i = told(by=TUTOR)
    equal(due(i), {'incident_new': ('S-11', day(0))})
    task = next(t for t in pages('/tasks', A) if t['id'] == i)
    equal((task['object'], task['case'], task['overdue']), ('incident', P.case, False))
    for client in (B, FOREIGN, DIRECTOR, ELSEWHERE, MANAGER, OTHER):
        equal(due(i, client), {}, NAMES[client])
    followed(i)
    equal(due(i), {'incident_to_judge': ('S-11', day(0))})
    followed(i, judge_told_on=day(0))
    equal(due(i), {})
    equal(due(told(by=A)), {'incident_to_judge': ('S-11', day(0))}, 'her own words are no news to her')


@test('W-09, S-12: an accident is due for its declaration within 48 hours, stopped work until it goes on')
def _():
    i = told(by=TUTOR, kind='accident', stopped=True)
    hours48 = SU.one("SELECT ((reported_at + interval '48 hours') AT TIME ZONE 'Europe/Paris')::date::text "
                     'FROM casework.incident WHERE id = $1', i)
    equal(due(i), {'incident_new': ('S-11', day(0)), 'accident_to_declare': ('W-09', hours48),
                   'work_stopped': ('S-12', day(0))})
    followed(i, declared_on=day(0), judge_told_on=day(0))
    equal(due(i), {'work_stopped': ('S-12', day(0))})
    followed(i, declared_on=day(0), judge_told_on=day(0), resumed_on=day(2))
    equal(due(i), {})
    i = told(by=TUTOR, kind='accident')
    followed(i, declared_on=day(0), note=NOTE, closed=True)
    equal(due(i), {}, 'closed')


@test('S-11: an incident is closed when the judge knows, or with the reason why not, in the same follow-up')
def _():
    i = told()
    followed(i, note=NOTE)
    before = kept(i)
    refused(step(i, closed=True), 400, 'reason_required', what='a note of before is no reason')
    equal((kept(i), read(i)['closed_at']), (before, None))
    followed(i, DIRECTOR, note=NOTE + ' ter', closed=True)
    true(read(i)['closed_at'] is not None, 'with a reason')
    i = told()
    followed(i, judge_told_on=day(0), closed=True)


# --- reports to the judge --------------------------------------------------------------------------------------------

DATES = {'id', 'measure', 'case', 'created_at', 'due_on', 'sent_on', 'dropped_at'}


@test('S-13: reports of a measure: begun, listed in pages, an auditor told that they exist and when')
def _():
    p = keyed()
    i = told(p)
    r = begun(p, kind='incident', incident=i, due_on=day(9))
    got = report(r, p)
    true(got['created_at'].endswith('Z'), 'an instant')
    equal({k: v for k, v in got.items() if k != 'created_at'}, {
        'id': r, 'measure': p.measure, 'case': p.case, 'kind': 'incident', 'incident': i, 'due_on': day(9),
        'sent_on': None, 'dropped_at': None, 'written_by': ME[A], 'text_version': 0, 'version': 1})
    equal(report(r, p, DIRECTOR), got)
    equal(set(report(r, p, AUDITOR)), DATES)
    equal((report(r, p, AUDITOR)['due_on'], due(r)), (day(9), {'judge_report': ('S-11', day(9))}))
    more = [begun(p, kind=k) for k in ('evaluation', 'difficulty', 'situation', 'requested', 'yearly', 'end') * 5]
    for client in (A, DIRECTOR, AUDITOR):
        equal(ids('/measures/%s/reports' % p.measure, client), more[::-1] + [r], NAMES[client])
    equal(len(A.get('/measures/%s/reports' % p.measure).json['items']), 25)
    refused(A.get('/measures/%s/reports?after=x' % p.measure), 400, 'invalid_parameter')
    refused(A.get('/measures/%s/reports?kind=end' % p.measure), 400, 'invalid_parameter')
    k = key()
    one = made(post(A, '/measures/%s/reports' % p.measure, {'kind': 'end'}, k))
    equal(made(post(A, '/measures/%s/reports' % p.measure, {'kind': 'end'}, k)), one, 'a lost answer')
    refused(post(A, '/measures/%s/reports' % p.measure, {'kind': 'yearly'}, k), 422, 'idempotency_key_reused')
    refused(post(A, '/measures/%s/reports' % P.measure, {'kind': 'end'}, k), 422, 'idempotency_key_reused')


@test('a report that is none is refused and the field is named')
def _():
    i, stranger, there = told(), told(keyed()), count('casework.judge_report')
    path = '/measures/%s/reports' % P.measure
    for change, pointer in (({'kind': 'praise'}, '/kind'), ({'kind': None}, '/kind'), ({'incident': i}, '/incident'),
                            ({'kind': 'incident', 'incident': 'x'}, '/incident'), ({'due_on': '2100-01-01'}, '/due_on'),
                            ({'due_on': 'demain'}, '/due_on')):
        refused(post(A, path, {'kind': 'end', **change}), 400, 'invalid_field', pointer, str(change))
    refused(post(A, path, {}), 400, 'missing_field', '/kind')
    refused(post(A, path, {'kind': 'end', 'sent_on': day(0)}), 400, 'unknown_field', '/sent_on')
    refused(A.post(path, {'kind': 'end'}), 400, 'idempotency_key_required')
    for other in (stranger, NOBODY):
        gone(post(A, path, {'kind': 'incident', 'incident': other}))
    refused(post(A, path, {'kind': 'end', 'due_on': day(-121)}), 409, 'date_refused')
    draft = made(post(A, '/cases/%s/measures' % P.case, {'kind': 'main', 'offence_class': 'delit',
                                                         'authority': 'court'}))
    refused(post(A, '/measures/%s/reports' % draft, {'kind': 'evaluation'}), 409, 'state_refused')
    equal(count('casework.judge_report'), there)
    r = begun()
    refused(A.post('/reports/%s/sending' % r, {'sent_on': day(0)}), 428, 'version_required')
    refused(send(r, version=2), 412, 'version_conflict')
    for n in (1, -81):
        refused(send(r, n=n), 409, 'date_refused')
    refused(A.post('/reports/%s/sending' % r, {}, if_match='"1"'), 400, 'missing_field', '/sent_on')
    refused(A.post('/reports/%s/sending' % r, {'sent_on': None}, if_match='"1"'), 400, 'invalid_field', '/sent_on')
    equal(report(r)['sent_on'], None)


@test('P-05: the text of a report is JUSTICE: written by its counsellor, read with a reason, never by host or auditor')
def _():
    r = begun()
    for client in (A, DIRECTOR):
        equal(client.get('/reports/%s/text' % r).json, {'version': 0, 'text': None, 'integrity': True}, 'none yet')
    refused(put(A, '/reports/%s/text' % r, {'text': TEXT}, 1), 412, 'version_conflict')
    wrote(r)
    wrote(r, TEXT + ' bis', 1)
    for client in (A, DIRECTOR):
        refused(client.get('/reports/%s/text' % r), 400, 'reason_required')
        answer = client.get('/reports/%s/text' % r, **WHY)
        equal((answer.json, answer.headers['etag']),
              ({'version': 2, 'text': TEXT + ' bis', 'integrity': True}, '"2"'))
    for client in (MANAGER, TUTOR, OTHER, AUDITOR, REFERENT, ADMIN, B, FOREIGN, ELSEWHERE):
        gone(client.get('/reports/%s/text' % r, **WHY), NAMES[client])
        gone(put(client, '/reports/%s/text' % r, {'text': 'x'}, 2), NAMES[client])
    gone(put(DIRECTOR, '/reports/%s/text' % r, {'text': 'x'}, 2), 'a director writes none')
    for bad, code, pointer in (({'text': ''}, 'invalid_field', '/text'), ({}, 'missing_field', '/text'),
                               ({'text': 'é' * 10001}, 'invalid_field', '/text'),
                               ({'text': 'x', 'to': 'y'}, 'unknown_field', '/to')):
        refused(put(A, '/reports/%s/text' % r, bad, 2), 400, code, pointer)
    refused(A.put('/reports/%s/text' % r, {'text': 'x'}), 428, 'version_required')
    wrote(r, '<' * 10000, 2)
    equal(text_of(r)['text'], '<' * 10000)
    equal((report(r)['text_version'], report(r)['version']), (3, 1))
    answers = at_once(*[lambda c=A.twin(), n=n: put(c, '/reports/%s/text' % r, {'text': 'x%d' % n}, 3)
                        for n in range(3)])
    equal(sorted(a.status for a in answers), [200, 412, 412])


@test('S-04, S-15: evaluation and end report stop the clock of their step when they go, and then stay as they are')
def _():
    p = keyed()
    measure = '/measures/' + p.measure
    SU.query('UPDATE casework.measure SET judged_on = $2, final_on = $2 WHERE id = $1', p.measure, day(-500))
    clocks = {'evaluation_report', 'end_report'}
    equal(clocks & set(due(p.measure)), clocks)
    for kind, field in (('evaluation', 'evaluation_sent_on'), ('end', 'end_report_sent_on')):
        r = begun(p, kind=kind, due_on=day(5))
        wrote(r)
        true(kind + '_report' in due(p.measure), 'written is not sent')
        answer = send(r, n=-1)
        equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'), answer.text)
        equal((A.get(measure).json[field], report(r, p)['sent_on'], due(r)), (day(-1), day(-1), {}))
        true(kind + '_report' not in due(p.measure), 'sent')
        refused(send(r, version=2), 409, 'state_refused', what='twice')
        refused(put(A, '/reports/%s/text' % r, {'text': 'autre'}, 1), 409, 'state_refused', what='what went stays')
        equal(text_of(r)['text'], TEXT)
        equal(report(r, p, AUDITOR)['sent_on'], day(-1))


@test('a report begun by mistake is dropped by its counsellor before it goes, and stays on record')
def _():
    r = begun(due_on=day(3))
    wrote(r)
    path = '/reports/' + r
    refused(A.delete(path), 428, 'version_required')
    refused(A.delete(path, if_match='"2"'), 412, 'version_conflict')
    for client in (DIRECTOR, B, FOREIGN, MANAGER, AUDITOR):
        gone(client.delete(path, if_match='"1"'), NAMES[client])
    answer = A.delete(path, if_match='"1"')
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'), answer.text)
    for client in (A, AUDITOR):
        row = report(r, by=client)
        true(row['dropped_at'].endswith('Z') and row['sent_on'] is None, row)
    equal((due(r), text_of(r)['text']), ({}, TEXT))
    refused(A.delete(path, if_match='"2"'), 409, 'state_refused')
    refused(send(r, version=2), 409, 'state_refused')
    refused(put(A, path + '/text', {'text': 'autre'}, 1), 409, 'state_refused')


@test('S-11: the report of an incident tells the judge of it; two who send it at once send it once')
def _():
    i = told()
    followed(i)
    r = begun(kind='incident', incident=i)
    answers = at_once(*[lambda c=A.twin(), n=n: send(r, c, n=n) for n in (0, -1)])
    equal(sorted(a.status for a in answers), [200, 412])
    equal(read(i)['judge_told_on'], report(r)['sent_on'])
    equal(due(i), {})
    refused(step(i), 409, 'date_refused', what='she was told')
    followed(i, judge_told_on=report(r)['sent_on'], closed=True)


# --- the window of the host, break-glass -----------------------------------------------------------------------------

@test('P-03: the window of the host shuts with the attestation, and its incidents with it')
def _():
    p = keyed()
    i = told(p, words=WORDS)
    PLACES.end(p, day(-1))
    for client in (MANAGER, TUTOR):
        equal(client.get(door(i, '/words')).json['words'], WORDS, NAMES[client])
    after = told(p, TUTOR, words=WORDS)
    with PLACES.bound(MANAGER) as c:
        c.query('SELECT version FROM casework.placement_attest($1, 5, $2, $3, $4)', p.id, day(0),
                secrets.token_bytes(32), secrets.token_bytes(32))
    for client in (MANAGER, TUTOR):
        for x in (i, after):
            gone(client.get(door(x)), NAMES[client])
            gone(client.get(door(x, '/words')), NAMES[client])
        equal(ids('/incidents', client, 'placement=' + p.id), [])
        gone(post(client, '/incidents', body(p, words=WORDS)), NAMES[client])
        gone(post(client, '/incidents', body(p)), NAMES[client])
    equal(A.get(door(after, '/words')).json['words'], WORDS)
    equal(read(told(p, A, words=WORDS))['by_host'], False)


@test('a colleague who broke the glass reads all of it with a reason, and writes nothing')
def _():
    i, r = told(words=WORDS), begun()
    followed(i, note=NOTE)
    wrote(r)
    glass = key()
    SU.query("INSERT INTO sec.glass (id, account, case_id, unit_id, reason, at, until, text_version) SELECT $1, $2, $3,"
             " unit_id, 'duty_cover', now(), now() + interval '1 hour', 1 FROM casework.case_file WHERE id = $3", glass,
             ME[B], P.case)
    why = {'access_reason': 'duty_cover'}
    equal(set(read(i, B)), OF_SERVICE)
    for path, name, text in ((door(i, '/words'), 'words', WORDS), (door(i, '/note'), 'note', NOTE),
                             ('/reports/%s/text' % r, 'text', TEXT)):
        refused(B.get(path), 400, 'reason_required', what=path)
        equal(B.get(path, **why).json[name], text, path)
    for note in ({}, {'note': 'x'}):
        gone(put(B, door(i, '/follow-up'), {'closed': False, **note}, 2))
    gone(put(B, '/reports/%s/text' % r, {'text': 'x'}, 1))
    gone(send(r, B))
    gone(post(B, '/incidents', body()))
    SU.query('UPDATE sec.glass SET ended_at = now() WHERE id = $1', glass)
    gone(B.get(door(i, '/words'), **why))


# --- the log, the database -------------------------------------------------------------------------------------------

def about(row, last, actions):
    """The entries of these actions about this row, once the head covers the opening of the last one."""
    wait_until(lambda: {'record.open', 'record.seal'} <= {e['action'] for e in S.entries() for o in e['object']
                                                          if o[1] == last}, 20, 'the head over all of it')
    return [(e['action'], e['actor'].split()[0], e['reason'], *e['object'][0][:1], e['object'][0][3], e['object'][0][5])
            for e in S.entries() if e['action'] in actions and e['object'] and e['object'][0][1] == row]


@test('P-04: what is told, noted, written and opened are entries with their compartment, link and reason')
def _():
    i, r, last = told(by=TUTOR, words=WORDS), begun(), begun()
    followed(i, DIRECTOR, note=NOTE)
    wrote(r)
    for client in (MANAGER, A):
        equal(client.get(door(i, '/words')).status, 200)
    equal(DIRECTOR.get(door(i, '/note'), access_reason='direction_control').status, 200)
    equal(A.get('/reports/%s/text' % r, **WHY).status, 200)
    A.get('/reports/%s/text' % r)
    wrote(last)
    equal(text_of(last)['version'], 1)
    which = {'record.seal', 'record.open'}
    equal(sorted(about(i, last, which)), sorted([
        ('record.seal', ME[TUTOR], '- -', 'casework.incident', 'PLACEMENT', '-'),
        ('record.seal', ME[DIRECTOR], '- -', 'casework.incident', 'JUSTICE', '-'),
        ('record.open', ME[MANAGER], 'follow_up default', 'casework.incident', 'PLACEMENT', 'placement'),
        ('record.open', ME[A], 'follow_up default', 'casework.incident', 'PLACEMENT', 'caseload'),
        ('record.open', ME[DIRECTOR], 'direction_control given', 'casework.incident', 'JUSTICE', 'unit_officer')]))
    equal(sorted(about(r, last, which)), [
        ('record.open', ME[A], 'judge_report given', 'casework.judge_report', 'JUSTICE', 'caseload'),
        ('record.seal', ME[A], '- -', 'casework.judge_report', 'JUSTICE', '-')])


@test('each write leaves its note with who did it')
def _():
    since = mark(SU)
    i = told(by=TUTOR)
    followed(i, DIRECTOR)
    r = begun(kind='incident', incident=i)
    equal(send(r).status, 200)
    equal(notes(SU, since), [('incident.create', i, 1, ME[TUTOR]), ('incident.update', i, 2, ME[DIRECTOR]),
                             ('judge_report.create', r, 1, ME[A]), ('judge_report.update', r, 2, ME[A]),
                             ('incident.update', i, 3, ME[A])])


@test('what was said is in no file, no dump and no answer to who may not read it')
def _():
    words, note, text = (canary.letters(24) for _ in range(3))
    i, r = told(by=TUTOR, words='L’échelle ' + words), begun()
    seen = made(post(A, '/measures/%s/reports' % P.measure, {'kind': 'end'}))
    followed(i, note='Vu : ' + note)
    wrote(r, 'Madame, ' + text)
    # What is refused was in our hands too.
    refused(post(TUTOR, '/incidents', body(words=words + '\t')), 400, 'invalid_field', '/words')
    refused(step(i, note=' ' + note), 400, 'invalid_field', '/note')
    refused(put(A, '/reports/%s/text' % r, {'text': text, text: 'x'}, 1), 400, 'unknown_field')
    paths = {door(i, '/words'): words, door(i, '/note'): note, '/reports/%s/text' % r: text}
    may = {A: {words, note, text}, DIRECTOR: {words, note, text}, MANAGER: {words}, TUTOR: {words}}
    for client, name in NAMES.items():
        for path in (*paths, door(i), '/incidents', '/measures/%s/reports' % P.measure, '/tasks',
                     '/placements/' + P.id):
            answer = client.get(path, **WHY).text
            want = {paths[path]} & may.get(client, set()) if path in paths else set()
            equal({w for w in (words, note, text) if w in answer}, want, '%s as %s' % (path, name))
    done = subprocess.run([pg.bindir() + '/pg_dump', '-d', S.cluster.conninfo('postgres'), '-f', S.path('dump')],
                          capture_output=True, text=True, check=False, timeout=60)
    equal(done.returncode, 0, done.stderr)
    files = [f for root in (S.folder, S.cluster.base) for f in canary.search(root, [words, note, text, seen])]
    equal([f for f in files if f[1] != seen], [], 'files')
    true(files, 'the control is in no file')


@test('an envelope that was moved or changed does not open, and that is said')
def _():
    i, j, r = told(words=WORDS), told(words='autre'), begun()
    followed(i, note=NOTE)
    wrote(r)
    where = 'row_id = $1 AND compartment = $2'
    other = SU.one('SELECT body FROM sec.envelope WHERE ' + where, j, 4)
    mine = SU.one('SELECT body FROM sec.envelope WHERE ' + where, i, 4)
    for row, compartment, bytes_, path, name in ((i, 4, other, door(i, '/words'), 'words'),
                                                 (i, 2, mine, door(i, '/note'), 'note'),
                                                 (r, 2, mine, '/reports/%s/text' % r, 'text')):
        SU.query('UPDATE sec.envelope SET body = $3 WHERE ' + where, row, compartment, bytes_)
        equal(A.get(path, **WHY).json, {'version': 1, name: None, 'integrity': False}, path)


@test('after all this the statements of the program are those that it lists')
def _():
    listed = {line.split('\t', 1)[0] for line in S.run('jalond', '--print-statements').splitlines()}
    true({'incident_list', 'incident_one', 'incident_new', 'incident_follow', 'judge_report_list', 'judge_report_new',
          'judge_report_send', 'sealed_words', 'sealed_note', 'sealed_report'} <= listed, listed)


run()
