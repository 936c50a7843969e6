#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Cases: taken in, read, listed, changed; once each, by who may, with everything that a name can hold."""
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from tap import equal, run, test, true

S = stack.Stack()
A = S.person('a.martin').signed_in()
B = S.person('b.oreilly').signed_in()
DIRECTOR = S.person('d.lille').signed_in()
ELSEWHERE = S.person('d.douai').signed_in()
MINIMAL = {'family_name': 'Q', 'first_names': 'É', 'birth_date': '2000-02-29'}


def made(client, identity=None):
    answer = client.open_case(identity or MINIMAL)
    equal(answer.status, 201, answer.text)
    equal(answer.json['version'], 1)
    return answer.json['id']


@test('a case is read as it was taken in')
def _():
    whole = {'family_name': 'Vandenbossche', 'first_names': 'François Élie', 'birth_date': '1987-03-04',
             'phone': '+33 6 12 34 56 78', 'address': '12, rue de l’Écluse\n59000 Lille'}
    case = made(A, whole)
    answer = A.get('/cases/' + case)
    equal(answer.status, 200, answer.text)
    equal(answer.json['identity'], whole)
    equal({k: answer.json[k] for k in ('id', 'version', 'state', 'integrity')},
          {'id': case, 'version': 1, 'state': 'open', 'integrity': True})
    equal(answer.headers['etag'], '"1"')


@test('names come back byte for byte, whatever is in them')
def _():
    for family, first in (("O'Reilly", 'Sinéad'), ('D’Alençon', 'Anne-Sophie'), ("N'Diaye", 'A'), ('Q', 'Ø'),
                          ('Łukasiewicz', 'Иван'), ('Nguyễn', 'Thị Ánh'), ('é', 'e\u0301'), ('{"a":1}', '</p>&amp;'),
                          ('a\\b"c', "'; DROP TABLE x --"), ('𝔄 🌱', '%s%n'), ('x' * 100, 'é' * 100)):
        identity = dict(MINIMAL, family_name=family, first_names=first)
        body = A.get('/cases/' + made(A, identity)).json['identity']
        equal(body['family_name'].encode(), family.encode())
        equal(body['first_names'].encode(), first.encode())


@test('identities that are none are refused and the field is named')
def _():
    rows = (({'family_name': ''}, 'invalid_field', '/identity/family_name'),
            ({'family_name': 'x' * 101}, 'invalid_field', '/identity/family_name'),
            ({'first_names': 'a\nb'}, 'invalid_field', '/identity/first_names'),
            ({'birth_date': '2023-02-29'}, 'invalid_field', '/identity/birth_date'),
            ({'birth_date': '2999-01-01'}, 'invalid_field', '/identity/birth_date'),
            ({'birth_date': None}, 'invalid_field', '/identity/birth_date'),
            ({'phone': '12'}, 'invalid_field', '/identity/phone'),
            ({'address': 'é' * 301}, 'invalid_field', '/identity/address'),
            ({'offence': 'x'}, 'unknown_field', '/identity/offence'))
    for change, code, pointer in rows:
        answer = A.open_case(dict(MINIMAL, **change))
        equal((answer.status, answer.code, answer.json['pointer']), (400, code, pointer), str(change)[:60])
    answer = A.post('/cases', b'{"identity":{"family_name":"a","family_name":"b"}}', idempotency_key=str(uuid.uuid4()))
    equal((answer.status, answer.code, answer.json['pointer']), (400, 'invalid_json', '/identity/family_name'))


@test('the same request twice has one effect and the same answer')
def _():
    key = str(uuid.uuid4())
    before = len(A.get('/cases').json['items'])
    first = A.open_case(MINIMAL, key)
    again = A.open_case(MINIMAL, key)
    shouted = A.open_case(MINIMAL, key.upper())
    equal([x.status for x in (first, again, shouted)], [201] * 3)
    equal(first.body, again.body)
    equal(first.body, shouted.body)
    true(before == 25 or len(A.get('/cases').json['items']) == before + 1, 'one case more')


@test('a key that comes with other content is refused')
def _():
    key = str(uuid.uuid4())
    equal(A.open_case(MINIMAL, key).status, 201)
    other = A.open_case(dict(MINIMAL, first_names='Autre'), key)
    equal((other.status, other.code), (422, 'idempotency_key_reused'))


@test('a key belongs to one account')
def _():
    key = str(uuid.uuid4())
    mine, hers = A.open_case(MINIMAL, key), B.open_case(MINIMAL, key)
    equal((mine.status, hers.status), (201, 201))
    true(mine.json['id'] != hers.json['id'], 'two cases')


@test('the same request many times at once has one effect')
def _():
    key = str(uuid.uuid4())
    answers = []

    def go():
        c = S.client()
        c.token = A.token
        answers.append(c.open_case(MINIMAL, key))
    threads = [threading.Thread(target=go) for _ in range(8)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal({a.status for a in answers}, {201}, 'statuses')
    equal(len({a.body for a in answers}), 1, 'answers')
    with S.cluster.connect('postgres') as su:
        equal(su.one('SELECT count(*) FROM casework.case_file WHERE id = $1', answers[0].json['id']), 1)


@test('PostgreSQL never sees the key of a request')
def _():
    key = str(uuid.uuid4())
    A.open_case(MINIMAL, key)
    with S.cluster.connect('postgres') as su:
        rows = su.query('SELECT key, digest FROM sec.idempotency')
    for row in rows:
        for value in row:
            equal(len(value), 32)
            true(uuid.UUID(key).bytes not in value, 'the key itself')


@test('a request without its key, or with one that is none, is refused')
def _():
    equal(A.post('/cases', {'identity': MINIMAL}).code, 'idempotency_key_required')
    bad = A.post('/cases', {'identity': MINIMAL}, idempotency_key='again')
    equal((bad.status, bad.code), (400, 'invalid_header'))


@test('nothing of an identity is readable in the database')
def _():
    word = 'Xylographe' + uuid.uuid4().hex
    made(A, dict(MINIMAL, family_name=word))
    rc, out, err = S.cluster.psql('postgres', "SELECT encode(body, 'escape') FROM sec.envelope")
    equal(rc, 0, err)
    true(len(out) > 100 and word not in out, 'the name is in an envelope')


@test('a change replaces the version that was read and no other')
def _():
    case = made(A)
    new = dict(MINIMAL, first_names='Éa', phone='06 12 34 56 78')
    answer = A.put('/cases/%s/identity' % case, {'identity': new}, if_match='"1"')
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(A.get('/cases/' + case).json['identity'], new)
    stale = A.put('/cases/%s/identity' % case, {'identity': MINIMAL}, if_match='"1"')
    equal((stale.status, stale.code), (412, 'version_conflict'))
    early = A.put('/cases/%s/identity' % case, {'identity': MINIMAL}, if_match='"3"')
    equal((early.status, early.code), (412, 'version_conflict'))
    equal(A.get('/cases/' + case).json['identity'], new, 'nothing changed')
    none = A.put('/cases/%s/identity' % case, {'identity': MINIMAL})
    equal((none.status, none.code), (428, 'version_required'))
    star = A.put('/cases/%s/identity' % case, {'identity': MINIMAL}, if_match='*')
    equal((star.status, star.code), (400, 'invalid_header'))


@test('of many changes at once exactly one wins')
def _():
    case = made(A)
    answers = []

    def go(n):
        c = S.client()
        c.token = A.token
        answers.append(c.put('/cases/%s/identity' % case, {'identity': dict(MINIMAL, first_names='N%d' % n)},
                             if_match='"1"'))
    threads = [threading.Thread(target=go, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal(sorted(a.status for a in answers), [200] + [412] * 5)
    equal(A.get('/cases/' + case).json['version'], 2)


@test('a case of a colleague, of another unit and of nobody are the same answer')
def _():
    case = made(A)
    missing = B.get('/cases/' + str(uuid.uuid4()))
    equal((missing.status, missing.code), (404, 'not_found'))
    equal(B.get('/cases/' + case).body, missing.body, 'a colleague of the same unit')
    equal(ELSEWHERE.get('/cases/' + case, access_reason='direction_control').body, missing.body, 'another unit')
    equal(ELSEWHERE.get('/cases/' + case).body, missing.body, 'another unit, without a reason')
    for who in (B, DIRECTOR):
        equal(who.put('/cases/%s/identity' % case, {'identity': MINIMAL}, if_match='"1"').body, missing.body)


@test('a director of the unit gives a reason, a counsellor of the case need not')
def _():
    case = made(A)
    asked = DIRECTOR.get('/cases/' + case)
    equal((asked.status, asked.code), (400, 'reason_required'))
    equal(DIRECTOR.get('/cases/' + case, access_reason='curiosity').code, 'reason_unknown')
    for reason in ('follow_up', 'intake', 'judge_report', 'duty_cover', 'direction_control', 'rights_request'):
        answer = DIRECTOR.get('/cases/' + case, access_reason=reason)
        equal((answer.status, answer.json.get('identity')), (200, MINIMAL), reason)
        equal(A.get('/cases/' + case, access_reason=reason).status, 200, reason)


@test('the caseload is one\'s own, newest first, in pages that miss and repeat nothing')
def _():
    who = S.person('s.one').sign_in()
    equal(who.get('/cases').json, {'items': [], 'next': None})
    names = ['Cas %02d' % n for n in range(27)]
    ids = [made(who, dict(MINIMAL, family_name=name)) for name in names]
    first = who.get('/cases')
    equal(first.status, 200, first.text[:200])
    equal(len(first.json['items']), 25)
    second = who.get('/cases?after=' + first.json['next'])
    equal(len(second.json['items']), 2)
    equal(second.json['next'], None)
    items = first.json['items'] + second.json['items']
    equal([i['id'] for i in items], ids[::-1])
    equal([i['identity']['family_name'] for i in items], names[::-1])
    equal({i['integrity'] for i in items}, {True})
    made(who)
    equal(who.get('/cases?after=' + first.json['next']).json, second.json, 'a new case moves nothing behind the cursor')
    stolen = B.get('/cases?after=' + first.json['next'])
    true(all(i['id'] not in ids for i in stolen.json['items']), 'a cursor opens nothing')


@test('exactly one full page has no next one')
def _():
    who = S.person('s.two').sign_in()
    for _ in range(25):
        made(who)
    page = who.get('/cases').json
    equal((len(page['items']), page['next']), (25, None))


@test('a cursor that is none is refused')
def _():
    for cursor in ('x', 'A' * 31, 'A' * 33, '_' * 32, '', 'A' * 300, '%00'):
        answer = A.get('/cases?after=' + cursor)
        equal(answer.status, 400, cursor)
    equal(A.get('/cases?after=' + 'A' * 32).json, {'items': [], 'next': None}, 'before all time there is nothing')
    equal(A.get('/cases?before=x').code, 'invalid_parameter')
    equal(A.get('/cases?after=%s&after=%s' % ('A' * 32, 'A' * 32)).code, 'invalid_parameter')


@test('an envelope that was changed is said to be so and stops no list')
def _():
    who = S.person('c.douai').sign_in()
    whole, broken = made(who), made(who)
    with S.cluster.connect('postgres') as su:
        su.query('UPDATE sec.envelope SET body = set_byte(body, 60, get_byte(body, 60) # 1) '
                 "WHERE row_id = '%s'" % broken)
    one = who.get('/cases/' + broken)
    equal((one.status, one.json['identity'], one.json['integrity']), (200, None, False))
    items = {i['id']: i for i in who.get('/cases').json['items']}
    equal((items[broken]['identity'], items[broken]['integrity']), (None, False))
    equal((items[whole]['identity'], items[whole]['integrity']), (MINIMAL, True))


@test('a ceiling of reads is a refusal, said to be one, and ends with its hour only')
def _():
    limited = stack.Stack(sealer={'reads_per_hour': 'counsellor:3 director:3 referent:0 host_manager:0 tutor:0 '
                                                    'auditor:0 administrator:0'})
    who = limited.person('a.martin').sign_in()
    ids = [made(who) for _ in range(4)]
    equal([who.get('/cases/' + i).status for i in ids[:3]], [200] * 3)
    over = who.get('/cases/' + ids[3])
    equal((over.status, over.code), (429, 'ceiling_reached'))
    equal(who.get('/cases/' + ids[0]).status, 200, 'a case that was counted already')
    equal(who.get('/me').status, 200)
    limited.destroy()


@test('after all this no connection keeps a cursor, a setting or a statement of its own')
def _():
    for path in ('/me', '/cases', '/cases/' + str(uuid.uuid4())):
        A.get(path)
    listed = dict(line.split('\t', 1) for line in S.run('jalond', '--print-statements').splitlines())
    true('bind' in listed and 'commit' in listed, 'the list')
    with S.cluster.connect('postgres') as su:
        rows = su.query("SELECT state FROM pg_stat_activity WHERE application_name = 'jalond'")
    true(rows and all(r[0] == 'idle' for r in rows), 'states: %r' % rows)


run()
