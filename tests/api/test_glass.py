#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A case of a colleague: opened with a reason and a fresh code, for hours, told to the officers. And the same person
found again, however her name is typed."""
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from tap import contains, equal, run, test, true

S = stack.Stack()
TEXT = 'Collègue absente,\nle magistrat appelle.'


A, B, DOUAI, DIRECTOR, DIRECTOR_DOUAI = (S.person(x).signed_in() for x in (
    'a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.douai'))
UNIT = A.get('/me').json['organisation']['id']
UNIT_DOUAI = DOUAI.get('/me').json['organisation']['id']
PERSON = {'family_name': 'D’Hondt', 'first_names': 'Zoé', 'birth_date': '1990-12-31'}
CASE = A.open_case(PERSON).json['id']


def otp(login='b.oreilly'):
    return S.person(login).otp()


def open_glass(client=B, case=CASE, code=None, **changes):
    body = {'reason': 'duty_cover', 'text': TEXT, 'otp': code or otp()}
    body.update(changes)
    return client.post('/cases/%s/break-glass' % case, {k: v for k, v in body.items() if v is not None})


def close():
    with S.cluster.connect('postgres') as su:
        su.query('UPDATE sec.glass SET ended_at = clock_timestamp() WHERE ended_at IS NULL')


@test('a colleague reads the case after a fresh code, with a reason, until it is ended')
def _():
    equal(B.get('/cases/' + CASE, access_reason='duty_cover').status, 404)
    answer = open_glass()
    equal(answer.status, 201, answer.text)
    equal(answer.json['case'], CASE)
    equal(B.get('/cases/' + CASE).code, 'reason_required')
    read = B.get('/cases/' + CASE, access_reason='duty_cover')
    equal((read.status, read.json['identity']), (200, PERSON))
    mine = B.get('/me/break-glass').json['items']
    equal([(g['id'], g['case'], g['reason'], g['expires_at']) for g in mine],
          [(answer.json['id'], CASE, 'duty_cover', answer.json['expires_at'])])
    equal(A.get('/me/break-glass').json, {'items': []})
    equal(B.delete('/cases/%s/break-glass' % CASE).status, 204)
    equal(B.get('/me/break-glass').json, {'items': []})
    equal(B.get('/cases/' + CASE, access_reason='duty_cover').status, 404)
    equal(B.delete('/cases/%s/break-glass' % CASE).status, 404)


@test('it is reading only, and the caseload stays her own')
def _():
    open_glass()
    equal(B.put('/cases/%s/identity' % CASE, {'identity': PERSON}, if_match='"1"').status, 404)
    equal(B.get('/cases/%s/same-person' % CASE).status, 404)
    true(all(i['id'] != CASE for i in B.get('/cases').json['items']), 'the caseload')
    close()


@test('the officers see who opened what and why, and read her words with a reason')
def _():
    glass = open_glass().json['id']
    items = DIRECTOR.get('/units/%s/break-glass' % UNIT).json['items']
    first = items[0]
    equal((first['id'], first['case'], first['reason'], first['user']['login'], first['ended_at'], first['effective']),
          (glass, CASE, 'duty_cover', 'b.oreilly', None, True))
    equal(DIRECTOR.get('/break-glass/' + glass).code, 'reason_required')
    words = DIRECTOR.get('/break-glass/' + glass, access_reason='direction_control')
    equal((words.status, words.json), (200, {'id': glass, 'text': TEXT, 'integrity': True}))
    equal(A.get('/break-glass/' + glass).code, 'reason_required', 'what justice is told asks in the own caseload too')
    equal(A.get('/break-glass/' + glass, access_reason='follow_up').json['text'], TEXT)
    for client in (DOUAI, DIRECTOR_DOUAI):
        equal(client.get('/break-glass/' + glass, access_reason='follow_up').status, 404)
    equal(DIRECTOR.get('/units/%s/break-glass' % UNIT_DOUAI).status, 404)
    equal(DIRECTOR_DOUAI.get('/units/%s/break-glass' % UNIT_DOUAI).json, {'items': [], 'next': None})
    close()


@test('her words are nowhere readable in the database')
def _():
    word = 'Xylographe' + uuid.uuid4().hex
    equal(open_glass(text='Parce que ' + word).status, 201)
    close()
    rc, out, err = S.cluster.psql('postgres', "SELECT encode(body, 'escape') FROM sec.envelope WHERE tab = 16;"
                                              " SELECT * FROM sec.glass; SELECT * FROM sec.outbox")
    equal(rc, 0, err)
    true(len(out) > 100 and word not in out, 'the words')


@test('a wrong code, a used one and none are refused, the session goes on')
def _():
    code = otp()
    wrong = open_glass(code='%06d' % ((int(code) + 1) % 1000000))
    equal((wrong.status, wrong.code), (401, 'second_factor_refused'))
    equal(B.get('/me').status, 200)
    equal(open_glass(code=code).status, 201)
    again = open_glass(code=code)
    equal((again.status, again.code), (401, 'second_factor_refused'))
    equal(len(B.get('/me/break-glass').json['items']), 1)
    close()


@test('fields that are none are refused and named, and no code is spent')
def _():
    code = otp()
    for change, pointer in (({'reason': 'curiosity'}, '/reason'), ({'reason': ''}, '/reason'),
                            ({'text': 'court'}, '/text'), ({'text': 'é' * 501}, '/text'), ({'otp': '12345'}, '/otp'),
                            ({'otp': 123456}, '/otp'), ({'reason': None}, '/reason'), ({'text': None}, '/text'),
                            ({'more': 'x'}, '/more')):
        answer = open_glass(code=code, **change)
        equal((answer.status, answer.json['pointer']), (400, pointer), str(change)[:40])
    equal(open_glass(code=code, text='é' * 500).status, 201)
    close()


@test('a case of another unit, one of her own and none are the same answer')
def _():
    hers = B.open_case(PERSON).json['id']
    far = DOUAI.open_case(PERSON).json['id']
    missing = B.get('/nothing').body
    for case in (hers, far, str(uuid.uuid4())):
        answer = open_glass(case=case, code='000000')
        equal((answer.status, answer.body), (404, missing))
    answer = open_glass(DIRECTOR, code='000000')
    equal((answer.status, answer.body), (404, missing))


@test('after its hours it gives nothing')
def _():
    open_glass()
    with S.cluster.connect('postgres') as su:
        su.query("UPDATE sec.glass SET at = at - interval '5 hours', until = clock_timestamp()"
                 ' WHERE ended_at IS NULL')
    equal(B.get('/cases/' + CASE, access_reason='duty_cover').status, 404)
    equal(B.get('/me/break-glass').json, {'items': []})


@test('too many wrong codes close her door, and the refusal is no other')
def _():
    who = S.person('s.one').sign_in()
    for _ in range(20):
        open_glass(who, code='000000')
    answer = open_glass(who, code=otp('s.one'))
    equal((answer.status, answer.code), (401, 'second_factor_refused'))
    equal(who.get('/me/break-glass').json, {'items': []})


@test('a person is found again however her name is typed: by case in the own scope, else by unit')
def _():
    spellings = ({'family_name': 'ŁUKASZ-Cœur', 'first_names': 'François', 'birth_date': '1985-06-07'},
                 {'family_name': "lukasz coeur", 'first_names': 'FRANCOIS', 'birth_date': '1985-06-07'},
                 {'family_name': 'Łukasz Cœur', 'first_names': 'Franc\u0327ois', 'birth_date': '1985-06-07'})
    first = A.open_case(spellings[0])
    equal((first.status, first.json['same_person']), (201, False))
    second = A.open_case(spellings[1])
    equal(second.json['same_person'], True)
    far = DOUAI.open_case(spellings[2])
    equal(far.json['same_person'], True)
    a, b, c = (x.json['id'] for x in (first, second, far))
    items = A.get('/cases/%s/same-person' % a).json['items']
    equal([(i['case'], i['unit']['id']) for i in items], [(b, UNIT), (None, UNIT_DOUAI)])
    equal([i['case'] for i in DIRECTOR.get('/cases/%s/same-person' % b).json['items']], [a, None])
    far_items = DOUAI.get('/cases/%s/same-person' % c).json['items']
    equal([(i['case'], i['unit']['id']) for i in far_items], [(None, UNIT)])
    contains(far_items[0]['unit']['name'], 'Lille')
    for client in (B, DOUAI, DIRECTOR_DOUAI):
        equal(client.get('/cases/%s/same-person' % a).status, 404)


@test('a corrected identity is another person from then on')
def _():
    one = {'family_name': 'Vandewalle', 'first_names': 'Noé', 'birth_date': '1979-01-02'}
    a, b = A.open_case(one).json['id'], A.open_case(one).json['id']
    answer = A.put('/cases/%s/identity' % b, {'identity': dict(one, birth_date='1979-02-01')}, if_match='"1"')
    equal(answer.status, 200, answer.text)
    equal(A.get('/cases/%s/same-person' % a).json, {'items': []})
    back = A.put('/cases/%s/identity' % b, {'identity': dict(one, family_name='VANDE WALLE')}, if_match='"2"')
    equal(back.status, 200, back.text)
    equal([i['case'] for i in A.get('/cases/%s/same-person' % a).json['items']], [b])


@test('a name without a letter is nobody, however often it comes')
def _():
    sign = {'family_name': '---', 'first_names': '12', 'birth_date': '1979-01-02'}
    equal([A.open_case(sign).json['same_person'] for _ in range(2)], [False, False])


@test('an account that nobody gave the key sees no case of its unit')
def _():
    with S.cluster.connect('postgres') as su:
        boxes = su.query('DELETE FROM sec.box b USING sec.account a WHERE a.id = b.recipient AND a.login = $1'
                         ' RETURNING b.kind, b.recipient_kind, b.recipient, b.recipient_generation, b.subject_kind,'
                         ' b.subject, b.subject_generation, b.body', 'd.lille')
        for case in (CASE, str(uuid.uuid4())):
            answer = DIRECTOR.get('/cases/' + case, access_reason='direction_control')
            equal((answer.status, answer.code), (409, 'key_missing'), 'the same answer for any case')
        equal(DIRECTOR.get('/units/%s/break-glass' % UNIT).status, 404)
        equal(DIRECTOR.get('/cases/%s/same-person' % CASE).status, 404)
        for box in boxes:
            su.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind,'
                     ' subject, subject_generation, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', *box)
    equal(DIRECTOR.get('/cases/' + CASE, access_reason='direction_control').status, 200)


run()
