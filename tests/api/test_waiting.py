#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The waiting list, that no post fitted, and counts, through the doors: what each is told, in pages, once for each
request. By when to act and which counts are told is in tests/sql/test_waiting.py."""
import datetime
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import key, made, mark, notes, pages, post, refused
from placing import Placing
from tap import equal, run, test, true

S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
A, B, DIRECTOR, ELSEWHERE, REFERENT, MANAGER = (S.person(login).signed_in() for login in (
    'a.martin', 'b.oreilly', 'd.lille', 'd.douai', 'r.nord', 'm.jardins'))
P = Placing(S, A, MANAGER, DIRECTOR)
LILLE = SU.one("SELECT arrondissement FROM offer.commune WHERE insee = '59350'")
SAID = {'day': P.day(0), 'code': 'slots', 'area': LILLE, 'slot': 'evening', 'family': 'culture'}


def waiting(client=A):
    return {w['measure']: w for w in pages('/waiting', client)}


def record(measure, client=A, k=None, **more):
    return post(client, '/measures/%s/no-matches' % measure, {**SAID, **more}, k)


@test('who waits is told with dates and minutes, what is in the way, and the last time nothing fitted')
def _():
    of = P.measure()
    item = waiting()[of.measure]
    days = {d: item.pop(d) for d in ('term', 'act_by', 'last_begin')}
    equal(item, {'measure': of.measure, 'case': of.case, 'counsellor': A.get('/me').json['id'], 'minor': False,
                 'kind': 'main',
                 'remaining_minutes': 6300, 'since': P.day(-80), 'overdue': False, 'no_match': None,
                 'blocks': [{'code': 'profile_missing', 'rule': 'C-05',
                             'sentence': 'la situation de la personne n’est pas renseignée'}]})
    true(days['act_by'] < days['last_begin'] < days['term'], days)
    made(record(of.measure))
    equal(waiting()[of.measure]['no_match'], {'day': P.day(0), 'code': 'slots',
                                              'label': 'Aucun poste aux horaires possibles'})
    equal([of.measure in waiting(c) for c in (A, B, DIRECTOR, ELSEWHERE)], [True, False, True, False])
    P.proposed(of)
    true(of.measure not in waiting(), 'she is proposed to a host')


@test('each thing that may be in the way has its rule and its sentence')
def _():
    of = P.measure()
    SU.query("UPDATE casework.case_file SET minor = true WHERE id = $1", of.case)
    SU.query("UPDATE casework.measure SET consent = 'to_collect', consented_on = NULL, final_on = NULL WHERE id = $1",
             of.measure)
    act = key()
    SU.query('INSERT INTO casework.authority_act (id, measure_id, case_id, kind, authority, sense, decided_on,'
             " suspension, from_on, recorded_by) VALUES ($1, $2, $3, 'suspension', 'jap', 'granted', offer.today(),"
             " 'serious_reason', offer.today(), $4)", act, of.measure, of.case, A.get('/me').json['id'])
    SU.query('INSERT INTO casework.suspension (id, measure_id, kind, days, act_id)'
             " VALUES (gen_random_uuid(), $1, 'serious_reason', daterange(offer.today(), NULL), $2)", of.measure, act)
    item = waiting()[of.measure]
    equal([(b['code'], b['rule']) for b in item['blocks']], [
        ('consent_missing', 'M-06'), ('not_final', 'M-10'), ('suspended', 'M-11'), ('profile_missing', 'C-05'),
        ('exam_due', 'W-05')])
    true(all(b['sentence'] for b in item['blocks']), 'each with its sentence')
    equal([item[d] for d in ('term', 'act_by', 'last_begin', 'overdue')], [None, None, None, False])
    SU.query("UPDATE casework.measure SET consent = 'refused', final_on = judged_on WHERE id = $1", of.measure)
    equal(waiting()[of.measure]['blocks'][0]['rule'], 'M-05')


@test('the list is by the day by which to act, without a term last, in pages that miss and repeat nothing')
def _():
    who = B.get('/me').json['id']
    for n in range(110):
        case, m = key(), key()
        SU.query('INSERT INTO casework.case_file (id, unit_id, counsellor_id)'
                 ' SELECT $1, org, id FROM sec.account WHERE id = $2',
                 case, who)
        SU.query('INSERT INTO casework.measure (id, case_id, kind, offence_class, authority, state, ordered_minutes,'
                 " judged_on, final_on, period_months) VALUES ($1, $2, 'main', 'delit', 'court', 'open', 6300,"
                 " '2024-01-01', $3, 18)", m,
                 case, None if n % 10 == 0 else str(datetime.date(2024, 1, 2) + datetime.timedelta(days=n % 4 * 300)))
    items = pages('/waiting', B)
    keys = [(w['act_by'] or '9999', w['measure']) for w in items]
    equal((len(set(keys)), keys), (110, sorted(keys)))
    true(items[0]['overdue'] and not items[-1]['overdue'], 'what is over is said')
    equal([len(B.get('/waiting').json['items']), items[-1]['act_by']], [50, None])
    for cursor in ('x', '', 'none', 'none.x', '2026-02-30.' + key(), '2026-01-01' + key(), '.' + key(),
                   'none.' + key() + 'x'):
        refused(A.get('/waiting?after=' + cursor), 400, 'invalid_parameter', what=cursor)
    equal(A.get('/waiting?after=none.' + key()).status, 200)


@test('C-12: that no post fitted is made once for each request, read with the case, and noted')
def _():
    of, k, since = P.measure(), key(), mark(SU)
    first = made(record(of.measure, k=k))
    equal(made(record(of.measure, k=k)), first, 'the answer was lost')
    refused(record(of.measure, k=k, code='places'), 422, 'idempotency_key_reused')
    true(('no_match.create', first, None, A.get('/me').json['id']) in notes(SU, since), notes(SU, since))
    path = '/measures/%s/no-matches' % of.measure
    [item] = pages(path, DIRECTOR)
    true(item.pop('recorded_at'), 'an instant')
    equal(item, {'id': first, 'measure': of.measure, 'case': of.case, 'recorded_by': A.get('/me').json['id'], **SAID})
    made(post(A, path, {'day': P.day(-1), 'code': 'situation'}))
    equal([(i['code'], i['area'], i['slot'], i['family']) for i in pages(path, A)],
          [('situation', None, None, None), ('slots', LILLE, 'evening', 'culture')])
    for client in (B, ELSEWHERE):
        refused(client.get(path), 404, 'not_found')
    refused(record(of.measure, client=B), 404, 'not_found')


@test('what cannot be is refused with its field, and nothing is written')
def _():
    of = P.measure()
    path = '/measures/%s/no-matches' % of.measure
    for body, pointer in (({**SAID, 'code': 'fitness'}, '/code'), ({**SAID, 'slot': 'night'}, '/slot'),
                          ({**SAID, 'family': "l'été"}, '/family'), ({**SAID, 'code': 'situation'}, '/area'),
                          ({'day': P.day(0), 'code': 'situation', 'family': 'culture'}, '/family'),
                          ({'day': P.day(0), 'code': 'slots', 'area': LILLE}, '/slot'),
                          ({'day': P.day(0), 'code': 'slots', 'slot': 'evening'}, '/area')):
        refused(post(A, path, body), 400, 'invalid_field', pointer)
    refused(post(A, path, {**SAID, 'area': '621'}), 422, 'commune_unknown')
    refused(post(A, path, {**SAID, 'area': "5'9"}), 422, 'commune_unknown')
    for n in (1, -81):
        refused(post(A, path, {**SAID, 'day': P.day(n)}), 409, 'date_refused')
    P.proposed(of)
    refused(post(A, path, SAID), 409, 'state_refused')
    equal(pages(path, A), [])


@test('N-05: unmet need is told from five people on, to referents and directors')
def _():
    needs = lambda c: c.get('/counts/needs').json['items']
    cell = {'area': LILLE, 'slot': 'weekend', 'family': None, 'others': False}
    for n in range(5):
        equal([i for i in needs(REFERENT) if i['slot'] == 'weekend'], [], n)
        made(record(P.measure().measure, slot='weekend', family=None))
    for client in (REFERENT, DIRECTOR):
        equal([i for i in needs(client) if i['slot'] == 'weekend'], [{**cell, 'people': 5}])
    equal(needs(ELSEWHERE), [])


@test('posts with their next day, and how far they are taken, without a person')
def _():
    p = P.post()
    item = next(i for i in pages('/counts/posts', REFERENT) if i['post'] == p)
    equal(item, {'post': p, 'title': 'Jardin', 'host': {'id': P.host,
                                                        'name': MANAGER.get('/me').json['organisation']['name']},
                 'state': 'inscribed', 'places': 2, 'confirmed_on': P.day(0), 'counts': True, 'next_day': P.day(1),
                 'why': None, 'dormant': False})
    equal([p in [i['post'] for i in pages('/counts/posts', c)] for c in (DIRECTOR, MANAGER)], [True, True])
    refused(REFERENT.get('/counts/posts?after=x'), 400, 'invalid_parameter')
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() - 93 WHERE id = $1', p)
    for c in (REFERENT, DIRECTOR, MANAGER):
        item = next(i for i in pages('/counts/posts', c) if i['post'] == p)
        equal((item['counts'], item['next_day'], item['why']),
              (False, None, {'rule': 'fresh', 'rule_id': 'B-09',
                             'sentence': 'le poste reste à confirmer par la structure'}))
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() WHERE id = $1', p)
    for _ in range(60):
        P.post()
    found = [i['post'] for i in pages('/counts/posts', MANAGER)]
    equal((found, len(set(found))), (sorted(found), len(found)))
    true(len(found) > 60, 'two pages')
    [fill] = REFERENT.get('/counts/fill').json['items']
    equal((fill['family'], fill['posts'], fill['people']), ('green_spaces', len(found), None))
    equal(fill['places'], 2 * len(found))
    [own] = MANAGER.get('/counts/fill').json['items']
    true(own['people'] is not None, 'a host is told of its own people')
    room = REFERENT.get('/counts/room').json['items']
    equal([r for r in room if r['slot'] == 'weekday'],
          [{'area': LILLE, 'slot': 'weekday', 'public': 'adults', 'family': 'green_spaces', 'posts': len(found)}])
    equal([c.get('/counts/room').json['items'] for c in (A, DIRECTOR)], [room] * 2)
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", p)
    equal({r['posts'] for r in A.get('/counts/room').json['items'] if r['slot'] == 'weekday'}, {len(found) - 1})


run()
