#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""A unit's pair moves on after somebody left: members read the old and the new, whoever comes later too, who left
nothing; and nothing is sealed under the old secret any more."""
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once
from tap import equal, run, test, true, wait_until

S = stack.Stack()
SU = S.cluster.connect('postgres')
PERSON = {'family_name': 'D’Hondt', 'first_names': 'Zoé', 'birth_date': '1990-12-31'}
WHY = {'access_reason': 'direction_control'}


def sign_in(login):
    S.later(S.person(login))
    return S.person(login).sign_in()


ADMIN = sign_in('x.admin')
UNIT = sign_in('a.martin').get('/me').json['organisation']['id']


def move_on(client, unit=UNIT):
    return client.post('/units/%s/generations' % unit, None)


def generation():
    return SU.one('SELECT max(generation) FROM sec.certificate WHERE kind = 2 AND owner = $1', UNIT)


def keys(case):
    """(compartment, generation, generation of the unit's secret) of the keys of a case."""
    return SU.query('SELECT compartment, generation, owner_generation FROM sec.case_key WHERE case_id = $1'
                    ' ORDER BY compartment, generation', case)


def identity(client, case):
    answer = client.get('/cases/' + case, **WHY)
    equal(answer.status, 200, answer.text)
    return answer.json['identity']


def change(client, case, version, name):
    answer = client.put('/cases/%s/identity' % case, {'identity': dict(PERSON, family_name=name)},
                        if_match='"%d"' % version)
    equal(answer.status, 200, answer.text)


def asked(login, officer=False):
    who = SU.one('SELECT id FROM sec.account WHERE login = $1', login)
    answer = ADMIN.post('/units/%s/members' % UNIT, {'user': who, 'officer': officer})
    equal(answer.status, 201, answer.text)
    for client in (sign_in('d.lille'), sign_in('d.two')):
        equal(client.post('/requests/%s/approval' % answer.json['id'], None).status, 200)


A = sign_in('a.martin')
CASES = [A.open_case(PERSON).json['id'] for _ in range(3)]
equal(A.put('/cases/%s/profile' % CASES[0], {'profile': {}}, if_match='"0"').status, 200)
LEAVER = sign_in('s.one')
LEAVER_ID = LEAVER.get('/me').json['id']


@test('an officer moves the unit on: other sessions end, members read the old and seal under the new')
def _():
    equal(ADMIN.put('/users/%s/state' % LEAVER_ID, {'state': 'disabled'}).status, 200)
    members = SU.one('SELECT count(*) FROM sec.box WHERE kind = 1 AND subject = $1', UNIT)
    officer = sign_in('d.lille')
    answer = move_on(officer)
    equal((answer.status, answer.json), (201, {'generation': 2}))
    equal([c.get('/me').status for c in (A, officer)], [401, 200])
    equal(identity(officer, CASES[0]), PERSON, 'her session goes on')
    equal(SU.query('SELECT subject_generation, count(*) FROM sec.box WHERE kind = 1 AND subject = $1 GROUP BY 1',
                   UNIT), [(2, members)])
    a = sign_in('a.martin')
    equal(identity(a, CASES[0]), PERSON)
    change(a, CASES[0], 1, 'Dhondt')
    equal(keys(CASES[0]), [(1, 1, 1), (1, 2, 2), (3, 1, 1)])
    equal(identity(a, CASES[0])['family_name'], 'Dhondt')
    equal(a.get('/cases/%s/profile' % CASES[0]).status, 200, 'of the old one, still')
    new = a.open_case(PERSON).json['id']
    equal(keys(new), [(1, 1, 2)])
    page = a.get('/cases').json['items']
    equal({i['id']: i['identity']['family_name'] for i in page if i['id'] in CASES + [new]},
          {CASES[0]: 'Dhondt', CASES[1]: 'D’Hondt', CASES[2]: 'D’Hondt', new: 'D’Hondt'}, 'one page of both')
    change(a, CASES[0], 2, 'd’Hondt')
    equal(keys(CASES[0]), [(1, 1, 1), (1, 2, 2), (3, 1, 1)], 'one new key')
    equal([identity(sign_in('d.two'), c)['family_name'] for c in (CASES[0], new)], ['d’Hondt', 'D’Hondt'])


@test('who left has no box, and enabled again none of any generation, until two officers make her a member')
def _():
    boxes = 'SELECT count(*) FROM sec.box WHERE kind = 1 AND recipient = $1'
    equal(SU.one(boxes, LEAVER_ID), 0)
    equal(ADMIN.put('/users/%s/state' % LEAVER_ID, {'state': 'active'}).status, 200)
    back = sign_in('s.one')
    refused = back.post('/cases', {'identity': PERSON}, idempotency_key=str(uuid.uuid4()))
    equal((refused.status, refused.code), (409, 'key_missing'))
    asked('s.one')
    equal(SU.one(boxes, LEAVER_ID), 1, 'the newest alone')
    back = sign_in('s.one')
    SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', LEAVER_ID, CASES[1])
    equal(identity(back, CASES[1]), PERSON, 'sealed before, reached from the newest')
    SU.query('UPDATE casework.case_file SET counsellor_id = (SELECT id FROM sec.account WHERE login = $1)'
             ' WHERE id = $2', 'a.martin', CASES[1])


@test('a third generation reaches the first; of two officers at once each makes one or signs in again')
def _():
    equal(move_on(sign_in('d.two')).json, {'generation': 3})
    a = sign_in('a.martin')
    equal([identity(a, c)['family_name'] for c in CASES[:2]], ['d’Hondt', 'D’Hondt'])
    one, two = sign_in('d.lille'), sign_in('d.two')
    got = at_once(lambda: move_on(one).status, lambda: move_on(two).status)
    true(sorted(got) in ([201, 401], [201, 201]), str(got))
    equal(generation(), 3 + got.count(201))
    equal(identity(sign_in('a.martin'), CASES[2]), PERSON)


@test('whoever waits for her key after a reset gets the newest')
def _():
    who = SU.one('SELECT id FROM sec.account WHERE login = $1', 'b.oreilly')
    request = sign_in('d.lille').post('/users/%s/reset' % who, None)
    equal(request.status, 201, request.text)
    equal(sign_in('d.lille').post('/requests/%s/approval' % request.json['id'], None).status, 200)
    done = sign_in('d.two').post('/requests/%s/approval' % request.json['id'], None)
    equal(done.status, 200, done.text)
    equal(move_on(sign_in('d.lille')).status, 201)
    S.people['b.oreilly'] = stack.Person(S, 'b.oreilly', 'counsellor', done.json['activation_code']).activate()
    equal(sign_in('a.martin').post('/units/%s/members/%s/resealing' % (UNIT, who), None).status, 204)
    SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', who, CASES[2])
    equal(identity(sign_in('b.oreilly'), CASES[2]), PERSON)


@test('a key that is planted for an older generation opens nothing and is an entry')
def _():
    SU.query("UPDATE sec.box SET body = set_byte(body, 40, get_byte(body, 40) # 1)"
             ' WHERE kind = 5 AND recipient = $1 AND recipient_generation = 2', UNIT)
    broken = ("SELECT count(*) FROM sec.log_entry WHERE action = 'keys.unlock'"
              " AND convert_from(bytes, 'UTF8') LIKE '%\noutcome integrity\n%'")
    before = SU.one(broken)
    answer = sign_in('a.martin').get('/cases/' + CASES[1], **WHY)
    equal((answer.status, answer.code), (409, 'key_missing'))
    wait_until(lambda: SU.one(broken) > before, 20, 'the entry')
    SU.query("UPDATE sec.box SET body = set_byte(body, 40, get_byte(body, 40) # 1)"
             ' WHERE kind = 5 AND recipient = $1 AND recipient_generation = 2', UNIT)
    equal(identity(sign_in('a.martin'), CASES[1]), PERSON)


@test('nobody but an officer of that unit moves it on')
def _():
    before = generation()
    missing = ADMIN.get('/nothing').body
    for login in ('d.douai', 'a.martin', 'r.nord', 'u.audit', 'm.jardins', 'x.admin'):
        answer = move_on(sign_in(login))
        equal((answer.status, answer.body), (404, missing), login)
    equal(move_on(sign_in('d.lille'), str(uuid.uuid4())).status, 404)
    SU.query("UPDATE sec.certificate SET officer = true WHERE kind = 1 AND owner = (SELECT id FROM sec.account"
             " WHERE login = 'a.martin')")
    equal(move_on(sign_in('a.martin')).status, 404, 'a flag that was written into the row')
    SU.query("UPDATE sec.certificate SET officer = false WHERE kind = 1 AND owner = (SELECT id FROM sec.account"
             " WHERE login = 'a.martin')")
    equal(generation(), before)
    SU.query("UPDATE sec.certificate SET mac = set_byte(mac, 0, get_byte(mac, 0) # 1) WHERE kind = 1 AND owner ="
             " (SELECT id FROM sec.account WHERE login = 'b.oreilly')")
    answer = move_on(sign_in('d.lille'))
    equal((answer.status, answer.code), (409, 'act_key_missing'), 'a member whose certificate is none')
    SU.query("UPDATE sec.certificate SET mac = set_byte(mac, 0, get_byte(mac, 0) # 1) WHERE kind = 1 AND owner ="
             " (SELECT id FROM sec.account WHERE login = 'b.oreilly')")
    equal(generation(), before, 'and nothing has changed')


run()
