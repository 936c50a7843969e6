#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""What is due: one list for each person, earliest first, in pages, that follows from the state of things. Which task
falls due when is in tests/sql (test_measure.py, test_tasks.py)."""
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from tap import equal, run, test, true

S = stack.Stack()
S.territory()
A = S.person('a.martin').signed_in()
B = S.person('b.oreilly').signed_in()
DIRECTOR = S.person('d.lille').signed_in()
ELSEWHERE = S.person('d.douai').signed_in()
REFERENT = S.person('r.nord').signed_in()
MANAGER = S.person('m.jardins').signed_in()
SU = S.cluster.connect('postgres')
ADULT = {'family_name': 'Q', 'first_names': 'É', 'birth_date': '1990-02-28'}
GOOD = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': 6300, 'facts_on': '2023-01-10',
        'judged_on': '2023-06-03', 'final_on': '2023-06-14', 'seized_on': '2023-07-01', 'period_months': 18,
        'fallback': True, 'consent': 'court', 'consented_on': '2023-06-03', 'authority': 'court'}


def day(expression):
    return str(SU.one('SELECT (%s)::date::text' % expression))


def send(client, path, body, version=None, status=201):
    answer = client.send('POST', path, body, {'Idempotency-Key': str(uuid.uuid4()),
                                              **({'If-Match': '"%d"' % version} if version else {})})
    equal(answer.status, status, answer.text)
    return answer.json.get('id') if answer.body else None


def opened(client, **change):
    case = client.open_case(ADULT).json['id']
    m = send(client, '/cases/%s/measures' % case, dict(GOOD, **change))
    send(client, '/measures/%s/opening' % m, None, 1, 200)
    return case, m


def tasks(client):
    """The whole list, page by page."""
    items, path = [], '/tasks'
    while True:
        answer = client.get(path)
        equal(answer.status, 200, answer.text)
        page = answer.json
        items += page['items']
        true(len(page['items']) <= 50, 'a page')
        if page['next'] is None:
            return items
        path = '/tasks?after=' + page['next']


def of(client, i):
    return {t['kind'] for t in tasks(client) if t['id'] == i}


@test('who has nothing to do is told so')
def _():
    for who in (A, DIRECTOR, REFERENT, MANAGER):
        equal(who.get('/tasks').json, {'items': [], 'next': None})


@test('a task names its rule, its day, what it is about and the case')
def _():
    seized = day('offer.today() - 10')
    judged = day("offer.today() - interval '4 months'")
    case, m = opened(A, judged_on=judged, final_on=None, seized_on=seized)
    about = {'object': 'measure', 'id': m, 'case': case}
    want = [{'kind': 'ageing', 'rule': 'S-01', 'due': day("'%s'::date + interval '3 months'" % judged),
             'overdue': True, **about},
            {'kind': 'first_interview', 'rule': 'S-03', 'due': day('offer.today() + 20'), 'overdue': False, **about},
            {'kind': 'evaluation_report', 'rule': 'S-04', 'due': day("'%s'::date + interval '3 months'" % seized),
             'overdue': False, **about}]
    equal(A.get('/tasks').json, {'items': want, 'next': None})
    equal((tasks(B), tasks(DIRECTOR)), ([], []), 'hers alone')
    send(A, '/measures/%s/end' % m, {'code': 'died', 'ended_on': day('offer.today()')}, 2, 200)
    equal(tasks(A), [])


@test('what is due today is not overdue, what was due yesterday is')
def _():
    got = {}
    for back in (30, 31):
        _, m = opened(A, seized_on=day('offer.today() - %d' % back))
        got[back] = next(t['overdue'] for t in tasks(A) if t['id'] == m and t['kind'] == 'first_interview')
        send(A, '/measures/%s/end' % m, {'code': 'died', 'ended_on': day('offer.today()')}, 2, 200)
    equal(got, {30: False, 31: True})


@test('A-01: an act waits for everybody of the case but who recorded it, and for nobody once it was checked')
def _():
    _, m = opened(A)
    act = {'kind': 'consent', 'authority': 'jap', 'sense': 'granted', 'decided_on': '2023-08-01'}
    a = send(A, '/measures/%s/acts' % m, dict(act, kind='competence_kept'))
    equal([of(c, a) for c in (A, B, DIRECTOR, ELSEWHERE)], [set(), set(), {'act_to_check'}, set()])
    send(DIRECTOR, '/acts/%s/check' % a, {'kind': 'competence_kept', 'sense': 'granted', 'decided_on': '2023-08-01'},
         status=204)
    equal(of(DIRECTOR, a), set())
    b = send(DIRECTOR, '/measures/%s/acts' % m, dict(act, kind='competence_returned'))
    equal([of(c, b) for c in (A, DIRECTOR)], [{'act_to_check'}, set()])
    A.delete('/acts/' + b)
    equal(of(A, b), set())


@test('P-05: the cases of who has left wait for the director until they are handed over')
def _():
    left = S.person('s.one').sign_in()
    who = left.get('/me').json['id']
    case = left.open_case(ADULT).json['id']
    SU.query("UPDATE sec.account SET state = 'disabled' WHERE id = $1", who)
    item = next(t for t in tasks(DIRECTOR) if t['id'] == case)
    equal(item, {'kind': 'reassign', 'rule': 'P-05', 'due': day('offer.today()'), 'overdue': False,
                 'object': 'case_file', 'id': case, 'case': case})
    equal(of(ELSEWHERE, case), set())
    equal(DIRECTOR.post('/users/%s/caseload' % who, {'counsellor': A.get('/me').json['id']}).json, {'moved': 1})
    equal(of(DIRECTOR, case), set())


@test('a referent and a host manager have their own tasks, without a case')
def _():
    org = MANAGER.get('/me').json['organisation']['id']
    other = str(uuid.uuid4())
    SU.query("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', $2)", other, "L'autre hôte")
    posts = []
    for host in (org, other):
        SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59286')"
                 ' ON CONFLICT DO NOTHING', host)
        site, post = str(uuid.uuid4()), str(uuid.uuid4())
        SU.query("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'Serre', '59286')", site, host)
        SU.query("INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,"
                 ' care_setting, meets_children, meets_vulnerable, meets_public, state, inscribed_on, confirmed_on)'
                 " VALUES ($1, $2, $3, 'adults', 'Jardin', 'green_spaces', 'Tailler', 1, false, false, false, false,"
                 " false, 'inscribed', '2026-01-01', offer.today() - 92)", post, host, site)
        posts.append(post)
    items = [{'kind': 'post_to_confirm', 'rule': 'B-09', 'due': day('offer.today()'), 'overdue': False,
              'object': 'post', 'id': p, 'case': None} for p in posts]
    equal(tasks(MANAGER), items[:1], 'of her own host')
    equal(tasks(REFERENT), sorted(items, key=lambda t: t['id']))
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() WHERE id = ANY ($1::uuid[])',
             '{%s}' % ','.join(posts))
    equal((tasks(MANAGER), tasks(REFERENT)), ([], []))


@test('two opinions of one file that came on one day are one task')
def _():
    org, referent = (c.get('/me').json for c in (MANAGER, REFERENT))
    p = str(uuid.uuid4())
    SU.query('INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, state, created_by,'
             ' asked_on)'
             " VALUES ($1, 'habilitation', $2, '59', 'adults', 'dspip', 'asked', $3, offer.today())", p,
             org['organisation']['id'], referent['id'])
    for giver in ('jap', 'prosecutor'):
        SU.query('INSERT INTO offer.opinion (procedure_id, giver, sense, given_on, recorded_by)'
                 " VALUES ($1, $2, 'favourable', offer.today(), $3)", p, giver, referent['id'])
    equal([t['kind'] for t in tasks(DIRECTOR) if t['id'] == p], ['opinion_to_check'])


@test('the list is in the order of its days and comes in pages that miss and repeat nothing')
def _():
    for n in range(30):
        opened(B, seized_on=day("'2023-07-01'::date + %d" % (n % 3)))
    items = tasks(B)
    equal(items, sorted(items, key=lambda t: (t['due'], t['id'], t['kind'])))
    keys = {(t['due'], t['id'], t['kind']) for t in items}
    equal((len(keys), len(items)), (150, 150))
    first = B.get('/tasks').json
    equal((len(first['items']), first['items']), (50, items[:50]))
    equal(A.get('/tasks?after=' + first['next']).status, 200, 'a cursor opens nothing')
    true(all(t['case'] not in {i['case'] for i in items} for t in tasks(A)), 'hers alone')


@test('a cursor that is none is refused')
def _():
    fine = '2026-01-01.%s.term' % uuid.uuid4()
    equal(A.get('/tasks?after=' + fine).status, 200)
    for cursor in ('x', '', fine[:-5], fine[:-4], fine.replace('term', 'Term'), fine.replace('term', 'te-rm'),
                   fine.replace('01-01', '02-30'), fine.replace('.', '-'), fine.upper(), fine + 'x' * 41, 'A' * 32,
                   fine.replace('term', "te'rm")):
        answer = A.get('/tasks?after=' + cursor)
        equal((answer.status, answer.code), (400, 'invalid_parameter'), cursor)
    equal(A.get('/tasks?before=x').code, 'invalid_parameter')
    equal(A.get('/tasks?after=%s&after=%s' % (fine, fine)).code, 'invalid_parameter')


run()
