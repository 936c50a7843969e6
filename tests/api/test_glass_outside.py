#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Break-glass from outside the unit (P-05): a counsellor of another unit asks with a fresh code, an officer of the unit
that owns the case gives her its keys for hours; everybody else, and she before and after, gets nothing."""
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from tap import contains, equal, run, test, true, wait_until

S = stack.Stack()
WHY = 'L’audience est demain,\nil n’y a qu’elle pour la préparer.'
A, B, DOUAI, DIRECTOR, SECOND, DIRECTOR_DOUAI = (S.person(x).signed_in() for x in (
    'a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.two', 'd.douai'))
UNIT = A.get('/me').json['organisation']['id']
UNIT_DOUAI = DOUAI.get('/me').json['organisation']['id']
PERSON = {'family_name': 'D’Hondt', 'first_names': 'Zoé', 'birth_date': '1990-12-31'}
CASE = A.open_case(PERSON).json['id']
PROFILE = A.put('/cases/%s/profile' % CASE, {'profile': {}}, if_match='"0"')
equal(PROFILE.status, 200, PROFILE.text)
REASON = {'access_reason': 'duty_cover'}


def ask(client=DOUAI, case=CASE, code=None, login='c.douai', **changes):
    body = {'reason': 'duty_cover', 'otp': code or S.person(login).otp()}
    body.update(changes)
    return client.post('/cases/%s/break-glass-requests' % case, {k: v for k, v in body.items() if v is not None})


def give(request, client=DIRECTOR, text=WHY):
    return client.post('/break-glass-requests/%s/approval' % request, {'text': text})


def close(request, client=DOUAI):
    return client.delete('/break-glass-requests/%s' % request)


def mine(request, client=DOUAI):
    items = client.get('/me/break-glass-requests').json['items']
    return next(i for i in items if i['id'] == request)


def boxes():
    with S.cluster.connect('postgres') as su:
        return su.one('SELECT count(*) FROM sec.glass_box')


def reads(client=DOUAI, case=CASE, path=''):
    return client.get('/cases/%s%s' % (case, path), **REASON).status


@test('she asks, the officers are told by a task, one gives it: the case opens to her for hours, with its profile')
def _():
    equal(reads(), 404)
    asked = ask()
    equal(asked.status, 201, asked.text)
    request = asked.json['id']
    row = mine(request)
    equal((row['state'], row['case'], row['unit']['id'], row['reason'], row['break_glass']),
          ('open', None, UNIT, 'duty_cover', None))
    equal(reads(), 404, 'asking gives nothing')
    for client in (DIRECTOR, SECOND):
        told = [t for t in client.get('/tasks').json['items'] if t['kind'] == 'glass_request']
        equal([(t['id'], t['case'], t['rule']) for t in told], [(request, CASE, 'P-05')])
        seen = client.get('/units/%s/break-glass-requests' % UNIT).json['items'][0]
        equal((seen['id'], seen['case'], seen['user']['login'], seen['organisation']['id']),
              (request, CASE, 'c.douai', UNIT_DOUAI))
    given = give(request)
    equal(given.status, 201, given.text)
    equal(boxes(), 2, 'IDENT and MATCH; nothing of JUSTICE was sealed yet')
    read = DOUAI.get('/cases/' + CASE, **REASON)
    equal((read.status, read.json['identity']), (200, PERSON))
    equal(reads(path='/profile'), 200)
    equal(DOUAI.get('/cases/' + CASE).code, 'reason_required')
    row = mine(request)
    equal((row['state'], row['case'], row['break_glass']), ('done', CASE, given.json['id']))
    equal([(g['id'], g['case']) for g in DOUAI.get('/me/break-glass').json['items']], [(given.json['id'], CASE)])
    equal([t for t in DIRECTOR.get('/tasks').json['items'] if t['kind'] == 'glass_request'], [])
    equal(give(request, SECOND).code, 'request_closed', 'once')
    words = SECOND.get('/break-glass/' + given.json['id'], access_reason='direction_control')
    equal((words.status, words.json.get('text')), (200, WHY))
    equal(DOUAI.delete('/cases/%s/break-glass' % CASE).status, 204)
    equal((reads(), reads(path='/profile'), boxes()), (404, 404, 0), 'ended')


@test('it is reading only, of that case only, and by her only')
def _():
    other = A.open_case(PERSON).json['id']
    request = ask().json['id']
    equal(give(request).status, 201)
    equal((reads(), reads(case=other)), (200, 404))
    equal(DOUAI.put('/cases/%s/identity' % CASE, {'identity': PERSON}, if_match='"1"').status, 404)
    equal(DOUAI.put('/cases/%s/profile' % CASE, {'profile': {}}, if_match='"1"').status, 404)
    true(all(i['id'] != CASE for i in DOUAI.get('/cases').json['items']), 'the caseload')
    equal([reads(c) for c in (B, DIRECTOR_DOUAI)], [404, 404])
    equal(DOUAI.get('/cases/%s/measures' % CASE).status, 200)
    equal(close(request, DIRECTOR_DOUAI).status, 404)
    equal(close(request, SECOND).status, 204, 'a director of the unit takes it back')
    equal((reads(), boxes()), (404, 0))
    equal(close(request, SECOND).code, 'request_closed')


@test('a request is refused or taken back, and is then closed; the same asked again while it waits is the same')
def _():
    first = ask().json
    equal(ask().json, first)
    equal(close(first['id'], DIRECTOR).status, 204)
    row = mine(first['id'])
    equal((row['state'], row['decided_by'] is not None, row['case']), ('closed', True, None))
    second = ask().json
    true(second['id'] != first['id'], 'another one')
    equal(close(second['id']).status, 204)
    equal((mine(second['id'])['state'], mine(second['id'])['decided_by']), ('closed', None))
    for request in (first['id'], second['id']):
        equal(give(request).code, 'request_closed')
        equal(close(request).code, 'request_closed')
    equal(reads(), 404)


@test('nobody but an officer of that unit gives it; a director of another unit and a stranger see no request')
def _():
    request = ask().json['id']
    missing = B.get('/nothing').body
    for client in (DIRECTOR_DOUAI, DOUAI, A):
        answer = give(request, client)
        equal((answer.status, answer.body), (404, missing))
    equal(give(str(uuid.uuid4())).status, 404)
    equal(close(request, A).status, 404)
    equal(DIRECTOR_DOUAI.get('/units/%s/break-glass-requests' % UNIT).status, 404)
    equal(DIRECTOR_DOUAI.get('/units/%s/break-glass-requests' % UNIT_DOUAI).json, {'items': [], 'next': None})
    equal([i['id'] for i in A.get('/me/break-glass-requests').json['items']], [])
    for text in ('court', 'é' * 501, None):
        answer = give(request, text=text)
        equal((answer.status, answer.json['pointer']), (400, '/text'))
    equal(close(request).status, 204)


@test('a code is asked for that very case, works once, and none is spent on a body that is none')
def _():
    code = S.person('c.douai').otp()
    for change, pointer in (({'reason': 'curiosity'}, '/reason'), ({'otp': '12345'}, '/otp'), ({'unit': 'x'}, '/unit'),
                            ({'more': 1}, '/more')):
        answer = ask(code=code, **change)
        equal((answer.status, answer.json['pointer']), (400, pointer), str(change))
    wrong = ask(code='%06d' % ((int(code) + 1) % 1000000))
    equal((wrong.status, wrong.code), (401, 'second_factor_refused'))
    request = ask(code=code)
    equal(request.status, 201, request.text)
    again = ask(code=code)
    equal((again.status, again.code), (401, 'second_factor_refused'))
    equal(close(request.json['id']).status, 204)


@test('a case of her own unit is no case of another, nor is one that is none')
def _():
    missing = B.get('/nothing').body
    own = DOUAI.open_case(PERSON).json['id']
    for case in (own, str(uuid.uuid4())):
        answer = ask(case=case, code='000000')
        equal((answer.status, answer.body), (404, missing))
    answer = ask(B, code='000000', login='b.oreilly')
    equal((answer.status, answer.body), (404, missing), 'of a colleague: the other door')


@test('a person known to another unit is asked for by an own case, without knowing which case it is there')
def _():
    one = {'family_name': 'Œillet', 'first_names': 'Noé', 'birth_date': '1979-01-02'}
    theirs, own = A.open_case(one).json['id'], DOUAI.open_case(dict(one, family_name='OEILLET')).json['id']
    known = DOUAI.get('/cases/%s/same-person' % own).json['items']
    equal([(i['case'], i['unit']['id']) for i in known], [(None, UNIT)])
    asked = ask(case=own, unit=UNIT)
    equal(asked.status, 201, asked.text)
    equal(mine(asked.json['id'])['case'], None)
    equal(DIRECTOR.get('/units/%s/break-glass-requests' % UNIT).json['items'][0]['case'], theirs)
    equal(give(asked.json['id']).status, 201)
    equal(mine(asked.json['id'])['case'], theirs)
    equal(DOUAI.get('/cases/' + theirs, **REASON).json['identity'], one)
    equal(close(asked.json['id'], DIRECTOR).status, 204)
    for unit in (UNIT_DOUAI, str(uuid.uuid4())):
        equal(ask(case=own, unit=unit, code='000000').status, 404)
    equal(ask(A, case=theirs, unit=UNIT_DOUAI, code='000000', login='a.martin').status, 401, 'the other way round')
    equal(ask(B, case=theirs, unit=UNIT_DOUAI, code='000000', login='b.oreilly').status, 404, 'not her case')


@test('after its hours the case is shut and the worker throws the boxes away; a request expires')
def _():
    request = ask().json['id']
    equal(give(request).status, 201)
    with S.cluster.connect('postgres') as su:
        su.query("UPDATE sec.glass SET at = at - interval '5 hours', until = clock_timestamp() WHERE ended_at IS NULL")
        equal(reads(), 404)
        true(boxes() > 0, 'boxes are still there')
        su.query('SELECT sec.expire()')
        equal(boxes(), 0)
        waiting = ask().json['id']
        su.query("UPDATE sec.glass_request SET asked_at = asked_at - interval '3 days', until = clock_timestamp()"
                 ' WHERE id = $1', waiting)
        equal(mine(waiting)['state'], 'expired')
        equal(give(waiting).code, 'request_closed')
        su.query('SELECT sec.expire()')
        equal(su.one('SELECT state FROM sec.glass_request WHERE id = $1', waiting), 'expired')


@test('every step is an entry with the case: asked, given by the officer, to whom, read, ended')
def _():
    request = ask().json['id']
    equal(give(request).status, 201)
    equal(reads(), 200)
    equal(DOUAI.delete('/cases/%s/break-glass' % CASE).status, 204)
    auditor = S.person('u.audit').sign_in()
    equal(A.get('/log/mine').status, 200)  # a write behind the readings: once it is copied, so are they
    with S.cluster.connect('postgres') as su:
        last = su.one('SELECT max(n) FROM sec.outbox')
        wait_until(lambda: su.one('SELECT sealed_index < (SELECT copied FROM sec.log_cursor) FROM sec.outbox'
                                  ' WHERE n = $1', last), 20, 'copied')
    want = {'glass.ask', 'glass.give', 'glass.open', 'glass.box', 'glass.box_delete', 'glass.end', 'case.share',
            'record.open'}
    seen = set()
    for action in want:
        items = auditor.get('/log/entries?case=%s&action=%s' % (CASE, action), access_reason='control').json['items']
        if items:
            seen.add(action)
        if action == 'record.open':
            contains(str(items), "'boxed'")
    equal(seen, want)


run()
