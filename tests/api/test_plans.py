#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Plans for everybody who waits (C-10): the cheapest there is, recounted by trying all; lines that hold together, each
of which the door of proposals takes; what one lost, why another has no place; who sees what, and when a line is
stale."""
import datetime
import itertools
import signal
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once, key, made, mark, notes, pages, post, refused
from tap import equal, run, test, true, wait_until

S = stack.Stack(sealer={'matching_per_hour': 'counsellor:1000 director:16'})
S.territory()
SU = S.cluster.connect('postgres')
A, B, DIRECTOR, ELSEWHERE, MANAGER = (S.person(login).sign_in() for login in (
    'a.martin', 'b.oreilly', 'd.lille', 'd.douai', 'm.jardins'))
ME = {c: c.get('/me').json['id'] for c in (A, B, DIRECTOR)}
HOST = MANAGER.get('/me').json['organisation']['id']
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
LILLE, ROUBAIX, DUNKERQUE = ('59350', 50.633, 3.066), ('59512', 50.690, 3.181), ('59183', 51.034, 2.376)
HOME = {'commune': LILLE[0], 'lat': 50633333, 'lon': 3066667}
ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}
SHEET = {'skills': [], 'limits': '', 'message': "Bonjour, l'équipe"}
UNPLACED = 1000000000
SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', $2)", HOST, LILLE[0])


def day(n):
    return str(TODAY + datetime.timedelta(days=n))


def clear():
    for table in ('casework.plan_line', 'casework.plan', 'casework.no_match', 'casework.placement_slot',
                  'casework.placement_decision', 'sec.placement_box', 'casework.placement', 'offer.slot',
                  'offer.closure',
                  'offer.post'):
        SU.query('DELETE FROM ' + table)
    SU.query("UPDATE casework.measure SET state = 'ended', end_code = 'lapsed', ended_on = offer.today()"
             " WHERE state = 'open'")


def new_post(at=LILLE, slots=((1, 9, 16),), places=1, host=HOST, **more):
    """Inscribed and confirmed, on Mondays from nine to four."""
    site, p = key(), key()
    SU.query("INSERT INTO offer.site (id, host_id, name, insee, lat, lon) VALUES ($1, $2, 'L’atelier', $3, $4, $5)",
             site, host, *at)
    row = {'id': p, 'host_id': host, 'site_id': site, 'public': 'adults', 'title': "Entretien d'été",
           'family': 'green_spaces',
           'nature': 'Semer', 'places': places, 'special_risk': False, 'care_setting': False, 'meets_children': False,
           'meets_vulnerable': False, 'meets_public': False, 'state': 'inscribed', 'inscribed_on': '2026-01-05',
           'confirmed_on': day(0), **more}
    SU.query('INSERT INTO offer.post (%s) VALUES (%s)' % (', '.join(row), ', '.join(
        '$%d' % (i + 1) for i in range(len(row)))), *row.values())
    for n, (weekday, start, end) in enumerate(slots):
        SU.query('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks)'
                 " VALUES ($1, $2, $3, $4, $5, $6, '[0,2)')", p, host, n + 1, weekday, start * 60, end * 60)
    return p


def slot(weekday, start, end):
    return {'weekday': weekday, 'from': start * 60, 'to': end * 60, 'weeks': 'every'}


def person(client=A, minutes=1260, said=True, final=0, **profile):
    """A case with an open measure and a situation; (case, measure)."""
    case = client.open_case(ADULT).json['id']
    measure = key()
    SU.query('INSERT INTO casework.measure (id, case_id, kind, offence_class, authority, state, ordered_minutes,'
             ' facts_on, judged_on, final_on, period_months, fallback, consent, consented_on)'
             " VALUES ($1, $2, 'main', 'delit', 'court',"
             " 'open', $3, '2023-01-02', '2024-01-02', $4, 18, true, 'court', '2024-01-02')", measure, case, minutes,
             day(final))
    if said:
        answer = client.put('/cases/%s/profile' % case, {'profile': {'home': HOME, **profile}}, if_match='"0"')
        equal(answer.status, 200, answer.text)
    return case, measure


def make(client=A, k=None, **body):
    headers = {} if client in (A, B) else {'access_reason': 'assignment'}
    return post(client, '/plans', body, k, **headers)


def plan(client=A, **body):
    answer = make(client, **body)
    equal(answer.status, 201, answer.text)
    return answer.json


def lines(of):
    """{measure: post}"""
    return {i['measure']: i['post'] for i in of['items']}


def propose(measure, at, client=A, **more):
    return post(client, '/placements', {'measure': measure, 'post': at, 'first_day': day(1), 'reason': "L'essai",
                                        'sheet': SHEET, **more})


def cost(t):
    """As src/match/order.h says it."""
    return (35000 * min(t['margin'], 13) + 350 * min(t['travel'], 99) + 7 * min(t['job'], 49) + 3 * t['aim']
            + min(t['weeks'] // 54, 2))


def told(case):
    matches = A.get('/cases/%s/matches?limit=100' % case)
    equal(matches.status, 200, matches.text)
    return matches.json


# --- the plan --------------------------------------------------------------------------------------------------------

@test('a line is told with its post and terms, what is to be proposed, what it costs and what she lost')
def _():
    clear()
    near, far = new_post(), new_post(ROUBAIX)
    first, second = person(final=-300), person()
    of = plan()
    equal((of['people'], of['placed'], of['more'], of['unplaced'], of['from']), (2, 2, False, [], day(1)))
    equal(lines(of), {first[1]: far, second[1]: near} if of['items'][0]['lost'] else {first[1]: near, second[1]: far})
    for item in of['items']:
        fit = next(i for i in told(item['case'])['items'] if i['post'] == item['post'])
        true(all(item[m] == v for m, v in fit.items()), 'as her own list tells it')
        equal(item['cost'], cost(item['terms']))
        proposal = item['proposal']
        equal((proposal['slots'], proposal['minutes']), ([slot(1, 9, 16)], 1260))
        true(day(1) <= proposal['first_day'] <= proposal['last_day'] and proposal['margin_days'] > 0, proposal)
        best = told(item['case'])['items'][0]
        if item['best'] is None:
            equal((item['lost'], best['post']), (0, item['post']))
        else:
            equal((item['best']['post'], item['best']['cost']), (best['post'], cost(best['terms'])))
            equal(item['lost'], item['cost'] - item['best']['cost'])
    equal(of['objective'], sum(i['cost'] for i in of['items']))


def cheapest(people, places):
    """The lowest sum of costs over all ways to place them, by trying them."""
    costs = [{i['post']: cost(i['terms']) for i in told(case)['items']} for case, _ in people]
    best = None
    for choice in itertools.product(*[list(c) + [None] for c in costs]):
        if any(choice.count(p) > n for p, n in places.items()):
            continue
        total = sum(UNPLACED if p is None else c[p] for c, p in zip(costs, choice))
        best = total if best is None else min(best, total)
    return best


@test('it is the cheapest there is, with as many as possible placed: recounted from the lists of each, by trying all')
def _():
    clear()
    places = {new_post(places=2): 2, new_post(ROUBAIX): 1, new_post(DUNKERQUE, slots=((2, 9, 16), (3, 9, 16))): 1}
    people = [person(final=-300), person(minutes=2520), person(final=-480),
              person(availability=[slot(2, 8, 18)]), person(availability=[slot(1, 8, 18)])]
    of = plan()
    equal(of['objective'], cheapest(people, places))
    equal(of['objective'], sum(i['cost'] for i in of['items']) + UNPLACED * len(of['unplaced']))
    again = plan(measures=[m for _, m in reversed(people)])
    for volatile in ('id', 'made_at', 'expires_at'):
        of.pop(volatile), again.pop(volatile)
    equal(again, of, 'the order in which they are named changes nothing')


@test('B-05: the lines hold together: the door of proposals takes each, one after the other and at once')
def _():
    clear()
    for _ in range(2):
        new_post(slots=((1, 9, 12), (4, 9, 12)), places=2)
    new_post(ROUBAIX, slots=((1, 13, 17),), places=1)
    for _ in range(7):
        person()
    of = plan()
    equal((of['placed'], len(of['unplaced'])), (5, 2))
    answers = at_once(*[lambda i=i, c=A.twin(): propose(i['measure'], i['post'], c) for i in of['items'][:4]])
    for answer in answers + [propose(i['measure'], i['post']) for i in of['items'][4:]]:
        made(answer)
    for left in of['unplaced']:
        equal((left['rule'], left['fitting'] > 0), ('capacity', True))
        refused(propose(left['measure'], of['items'][0]['post']), 409, 'no_place')
    of = plan()
    equal(of['placed'], 2, 'the places are taken until somebody leaves')
    for item in of['items']:
        true(item['proposal']['first_day'] == item['first_day'] > day(14), item)
        refused(propose(item['measure'], item['post']), 409, 'no_place')
        made(propose(item['measure'], item['post'], first_day=item['first_day']))


@test('posts in memory are those of now: a plan sees what changed since a match or a plan read them, and so do others')
def _():
    clear()
    near, far = new_post(), new_post(ROUBAIX)
    case, measure = person()
    equal((told(case)['fitting'], lines(plan())), (2, {measure: near}))
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", near)
    equal(lines(plan()), {measure: far})
    equal([i['post'] for i in told(case)['items']], [far])
    third = new_post()
    equal(lines(plan(DIRECTOR)), {measure: third})
    S.kill('jalond', signal.SIGTERM)
    S.start('jalond')
    cold = plan()
    equal(lines(cold), {measure: third})
    warm = plan()
    equal([{**p, **dict.fromkeys(('id', 'made_at', 'expires_at'))} for p in (cold, warm)],
          2 * [{**cold, **dict.fromkeys(('id', 'made_at', 'expires_at'))}], 'out of memory and read: the same bytes')


@test('B-05: places that somebody takes for a while count; a line that others would push is none of that post')
def _():
    clear()
    p = new_post(places=1)
    held = person()
    made(propose(held[1], p))
    later = person()
    of = plan()
    true(later[1] in lines(of) or of['unplaced'], 'after the others, or not at all')
    for item in of['items']:
        made(propose(item['measure'], item['post'], first_day=item['proposal']['first_day']))


@test('who has no place: the rule that most posts fail, or what lacks of her file')
def _():
    clear()
    new_post(slots=((6, 9, 16),))
    new_post(slots=((7, 9, 16),))
    new_post(public='minors')
    weekdays = person(availability=[slot(2, 8, 18)])
    unsaid = person(said=False)
    broken = person()
    SU.query('UPDATE sec.envelope SET body = set_byte(body, 60, (get_byte(body, 60) + 1) % 256) WHERE row_id = $1'
             ' AND tab = 1 AND compartment = 3', broken[0])
    left = {u['measure']: u for u in plan()['unplaced']}
    item = left[weekdays[1]]
    true(item.pop('sentence'), 'in French')
    equal(item, {'measure': weekdays[1], 'case': weekdays[0], 'lacks': None, 'rule': 'slots', 'rule_id': 'C-06',
                 'posts': 2,
                 'fitting': 0})
    equal([left[m]['lacks'] for m in (unsaid[1], broken[1])], ['profile', 'profile_broken'])
    equal(left[unsaid[1]]['rule'], None)


@test('C-08, B-06: who is to be kept apart is, in a plan as in a list, and nobody is told why')
def _():
    clear()
    p = new_post(places=5)
    other = person(B)
    made(propose(other[1], p, B))
    site = SU.one('SELECT site_id FROM offer.post WHERE id = $1', p)
    apart = [person(avoid={'cases': [other[0]]}), person(avoid={'hosts': [HOST]}), person(avoid={'sites': [site]}),
             person(avoid={'places': ['Lille']})]
    free = person()
    of = plan()
    equal(lines(of), {free[1]: p})
    equal({u['measure']: u['rule'] for u in of['unplaced']},
          dict(zip((m for _, m in apart), ('avoid_person', 'avoid_host', 'avoid_place', 'avoid_place'))))
    kept = A.get('/plans/' + of['id']).text
    true('avoid' not in kept and 'unplaced' not in kept, 'nothing sealed is kept')


# --- who, and what is kept -------------------------------------------------------------------------------------------

@test('a counsellor plans for her caseload, a director with a reason for her unit; each reads lines of her own cases')
def _():
    clear()
    new_post(places=9)
    mine, hers = person(), person(B)
    equal(set(lines(plan(A))), {mine[1]})
    refused(post(DIRECTOR, '/plans', {}), 400, 'reason_required')
    of = plan(DIRECTOR)
    equal(set(lines(of)), {mine[1], hers[1]})
    kept = lambda c: {i['measure'] for i in c.get('/plans/' + of['id']).json['items']}
    equal([kept(c) for c in (A, B, DIRECTOR)], [{mine[1]}, {hers[1]}, {mine[1], hers[1]}])
    equal(ELSEWHERE.get('/plans/' + of['id']).status, 404)
    equal([of['id'] in [i['id'] for i in pages('/plans', c)] for c in (A, B, DIRECTOR, ELSEWHERE)],
          [True, True, True, False])
    head = next(i for i in pages('/plans', A) if i['id'] == of['id'])
    equal(head, {'id': of['id'], 'made_at': of['made_at'], 'expires_at': of['expires_at'], 'made_by': ME[DIRECTOR],
                 'from': day(1), 'people': 2})
    refused(make(A, measures=[hers[1]]), 404, 'not_found')
    refused(make(A, measures=[mine[1], key()]), 404, 'not_found')


@test('the same request again is one plan with the lines of the last answer; writes are noted, once for all lines')
def _():
    clear()
    p, k = new_post(), key()
    one = person()
    since = mark(SU)
    of = make(k=k)
    equal(lines(of.json), {one[1]: p})
    equal([n for n in notes(SU, since) if n[0].startswith('plan')],
          [('plan.create', of.json['id'], None, ME[A]), ('plan_lines.create', of.json['id'], None, ME[A])])
    made(propose(one[1], p))
    again = make(k=k)
    equal((again.json['id'], again.json['items']), (of.json['id'], []))
    equal(A.get('/plans/' + of.json['id']).json['items'], [])
    equal(len(pages('/plans', A)), 1)
    refused(post(A, '/plans', {'from': day(9)}, k), 422, 'idempotency_key_reused')


@test('a line whose facts changed is shown stale, and the door does not take it as it was')
def _():
    clear()
    posts = {n: new_post() for n in ('measure', 'profile', 'post', 'placed', 'places', 'fresh')}
    free = [slot(1, 8, 18)]
    people = {n: person(availability=free) for n in posts}
    of = plan()
    at = lines(of)
    equal(len(at), 6)
    stale = lambda: {i['measure']: i['stale'] for i in A.get('/plans/' + of['id']).json['items']}
    equal(set(map(tuple, stale().values())), {()})
    SU.query('UPDATE casework.measure SET version = version + 1 WHERE id = $1', people['measure'][1])
    equal(A.put('/cases/%s/profile' % people['profile'][0], {'profile': {'home': HOME,
                                                                         'availability': [slot(5, 8, 18)]}},
                if_match='"1"').status, 200)
    SU.query("UPDATE offer.post SET state = 'suspended', version = version + 1 WHERE id = $1", at[people['post'][1]])
    made(propose(people['placed'][1], at[people['placed'][1]]))
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() - 93 WHERE id = $1', at[people['fresh'][1]])
    stranger = person(B, availability=free)
    made(propose(stranger[1], at[people['places'][1]], B))
    got = stale()
    equal({n: got[people[n][1]] for n in posts}, {'measure': ['measure'], 'profile': ['profile'], 'post': ['post'],
                                                  'placed': ['placed'], 'places': ['places'], 'fresh': ['post']})
    for n, code in (('profile', 'rule_forbids'), ('post', 'rule_forbids'), ('fresh', 'rule_forbids'),
                    ('places', 'no_place'),
                    ('placed', 'exceeds_remaining')):
        equal(propose(people[n][1], at[people[n][1]]).code, code, n)


def second(of, minutes=1260):
    """Another open measure of the same person, which ends later."""
    m = key()
    SU.query('INSERT INTO casework.measure SELECT (jsonb_populate_record(x, jsonb_build_object('
             "'id', $2::text, 'ordered_minutes', $3::integer, 'final_on', $4::text))).* FROM casework.measure x"
             ' WHERE id = $1', of[1], m, minutes, day(30))
    return m


def both_taken(of):
    """The two lines, each proposed first and then the other, are taken as they were told."""
    for order in (1, -1):
        for item in of['items'][::order]:
            p = item['proposal']
            made(propose(item['measure'], item['post'], first_day=p['first_day'], slots=p['slots'],
                         planned_minutes=p['minutes']))
        equal(sorted((i['measure'], i['last_day']) for i in A.get('/placements').json['items']),
              sorted((i['measure'], i['proposal']['last_day']) for i in of['items']))
        for i in A.get('/placements').json['items']:
            equal(A.post('/placements/%s/withdrawal' % i['id'], {'code': 'service'}, if_match='"1"').status, 200)
        SU.query('DELETE FROM casework.placement_slot')
        SU.query('DELETE FROM casework.placement_decision')
        SU.query('DELETE FROM casework.placement')


@test('E-05, W-01: two lines of one person for two measures stand beside each other, or the later one has another post')
def _():
    clear()
    monday = new_post(), new_post()  # at the same time
    her = person()
    of = plan(measures=[her[1], second(her)])
    equal((of['placed'], lines(of)[her[1]] in monday, [u['measure'] != her[1] for u in of['unplaced']]),
          (1, True, [True]))
    tuesday = new_post(slots=((2, 9, 16),))
    of = plan()
    equal((of['placed'], set(lines(of).values()) - set(monday)), (2, {tuesday}))
    both_taken(of)
    clear()
    new_post(), new_post(slots=((2, 9, 16),))
    her = person(job={'minutes_week': 2100})  # seven hours a week stand beside it, fourteen do not
    of = plan(measures=[her[1], second(her)])
    equal((of['placed'], her[1] in lines(of)), (1, True))
    clear()
    new_post(), new_post(slots=((2, 9, 16),))
    her = person(job={'minutes_week': 1500})
    of = plan(measures=[her[1], second(her)])
    equal(of['placed'], 2)
    both_taken(of)


@test('E-05: no line has her where she is at another post by then, not even where it has no other time')
def _():
    clear()
    there = new_post()
    her = person(minutes=420 * 14)
    other = second(her, 1260)
    made(propose(other, there, first_day=day(40), planned_minutes=420))
    new_post()
    of = plan(measures=[her[1]])
    equal((of['placed'], propose(her[1], lines(of).get(her[1], there)).code), (0, 'rule_forbids'))
    tuesday = new_post(slots=((2, 9, 16),))
    of = plan(measures=[her[1]])
    equal(lines(of), {her[1]: tuesday})


@test('a plan is gone after a day')
def _():
    clear()
    new_post()
    person()
    of = plan()
    hours = datetime.datetime.fromisoformat(of['expires_at']) - datetime.datetime.fromisoformat(of['made_at'])
    equal(hours, datetime.timedelta(hours=24))
    SU.query("UPDATE casework.plan SET made_at = made_at - interval '25 hours',"
             " expires_at = expires_at - interval '25 hours'")
    equal((A.get('/plans/' + of['id']).status, pages('/plans', A)), (404, []))
    with S.cluster.connect('jalon_job') as job:
        job.query('SELECT sec.expire()')
    equal([SU.one('SELECT count(*) FROM casework.' + t) for t in ('plan', 'plan_line')], [0, 0])


@test('nobody waits: an empty plan; a body that makes no sense is refused with its field')
def _():
    clear()
    of = plan()
    equal((of['people'], of['items'], of['unplaced'], of['objective']), (0, [], [], 0))
    _, m = person()
    for body, pointer in (({'measures': []}, '/measures'), ({'measures': [m, m]}, '/measures'),
                          ({'measures': ["l'un"]}, '/measures/0'),
                          ({'from': '2026-02-30'}, '/from'), ({'from': '2100-01-01'}, '/from')):
        refused(post(A, '/plans', body), 400, 'invalid_field', pointer)
    refused(post(A, '/plans', {'score': 1}), 400, 'unknown_field')
    equal(A.post('/plans', {}).code, 'idempotency_key_required')
    equal(plan(**{'from': day(40)})['from'], day(40))


# --- one place -------------------------------------------------------------------------------------------------------

def candidates(at, client=A, query='', **headers):
    answer = client.get('/posts/%s/candidates%s' % (at, query), **headers)
    equal(answer.status, 200, answer.text)
    return answer.json


def waiting(client=A):
    return pages('/waiting', client)


def opened(cases):
    """Entries by which MATCH of just these was opened."""
    return [e for e in S.entries() if e['action'] == 'record.open' and len(e['object']) == len(cases)
            and {o[1] for o in e['object']} == set(cases)]


def one_match(case, at):
    answer = A.get('/cases/%s/matches?post=%s' % (case, at))
    equal(answer.status, 200, answer.text)
    return answer.json


LOGGED = []  # what is looked at in the log at the end, since a head takes its time


def logged(check):
    LOGGED.append(check)


def minor(of):
    SU.query('UPDATE casework.case_file SET minor = true WHERE id = $1', of[0])
    return of


def asked(of, consent):
    SU.query('UPDATE casework.measure SET consent = $2, consented_on = NULL WHERE id = $1', of[1], consent)
    return of


@test('who could fill a place: those who fit in the order of the waiting list, each as her own list tells that post;'
      ' the others as counts by the first rule that fails, which their own lists tell too')
def _():
    clear()
    p = new_post(places=3)
    people = [person(final=-300), person(availability=[slot(2, 8, 18)]), person(minutes=2520),
              person(avoid={'hosts': [HOST]}), person(availability=[slot(3, 8, 18)])]
    of = candidates(p)
    alone = {m: one_match(c, p) for c, m in people}
    fits = {m: one['items'][0] for m, one in alone.items() if one['items']}
    equal((of['people'], of['opened'], of['stopped'], of['from']), (5, 5, None, day(1)))
    equal(of['fitting'], len(fits))
    equal([i['measure'] for i in of['items']], [w['measure'] for w in waiting() if w['measure'] in fits])
    true(2 <= len(fits) < 5, 'some fit and some do not')
    for item in of['items']:
        fit = item.pop('fit')
        equal(item, next(w for w in waiting() if w['measure'] == item['measure']))
        true(0 < fit.pop('week_minutes') <= 420, 'one session a week, of seven hours')
        equal(fit, {k: v for k, v in fits[item['measure']].items() if k in fit})
        true('terms' not in fit, 'P-10: no order is made of what was opened')
    rules = [one['excluded'][0] for one in alone.values() if one['excluded']]
    equal(sorted((e['rule'], e['rule_id'], e['sentence'], e['people']) for e in of['excluded']),
          sorted((r['rule'], r['rule_id'], r['sentence'], sum(x['rule'] == r['rule'] for x in rules))
                 for r in {r['rule']: r for r in rules}.values()))
    equal(of['post'], {k: v for k, v in next(iter(fits.values())).items() if k in of['post']})


@test('who could fill a place is answered by that place and those who wait: the other posts are not asked for')
def _():
    clear()
    p = new_post()
    middle = {'commune': HOME['commune']}
    people = [person(), person(home=middle)]
    whole = candidates(p)
    right = ' ON FUNCTION casework.posts_changed(text[], integer) '
    SU.query('REVOKE EXECUTE' + right + 'FROM jalon_web')
    less, plans = candidates(p), make()
    SU.query('GRANT EXECUTE' + right + 'TO jalon_web')
    equal((less, plans.status), (whole, 500), 'a plan needs them')
    own = {m: one_match(c, p)['items'][0]['travel_m'] for c, m in people}
    equal({i['measure']: i['fit']['travel_m'] for i in whole['items']}, own)
    equal((len(set(own.values())), None in own.values()), (2, False), 'from home, or the middle of its commune')


@test('P-09: nobody is opened whom a rule excludes by what is in clear: another public, refused, not asked yet; the'
      ' entry names the others, with the reason')
def _():
    clear()
    p = new_post()
    fits, unsaid = person(), person(said=False)
    broken = person()
    SU.query('UPDATE sec.envelope SET body = set_byte(body, 60, (get_byte(body, 60) + 1) % 256) WHERE row_id = $1'
             ' AND tab = 1 AND compartment = 3', broken[0])
    minor(person()), minor(person()), asked(person(), 'refused'), asked(person(), 'to_collect')
    of = candidates(p, DIRECTOR, access_reason='assignment')
    equal([i['measure'] for i in of['items']], [fits[1]])
    equal({e['rule']: e['people'] for e in of['excluded']}, {'public': 2, 'consent_refused': 1, 'consent': 1})
    equal((of['people'], of['opened'], of['lacking']), (7, 2, {'profile': 1, 'profile_broken': 1, 'unseen': 0}))

    @logged
    def _():
        [entry] = opened([fits[0], broken[0]])
        equal((entry['actor'].split()[0], entry['reason'].split()[0], {o[3] for o in entry['object']}),
              (ME[DIRECTOR], 'assignment', {'MATCH'}))


@test('H-02, H-12, H-15, H-18, B-09: a post that takes nobody says so first, and then nobody is opened')
def _():
    clear()
    one = person()
    association = SU.one("INSERT INTO sec.organisation (id, kind, name) VALUES (gen_random_uuid(), 'host',"
                         " 'L’Entraide') RETURNING id::text")
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'association', $2)", association, LILLE[0])
    for rule, change in (('suspended', "state = 'suspended'"),
                         ('inscription', "state = 'removed', removed_on = offer.today()"),
                         ('fresh', 'confirmed_on = offer.today() - 93'), ('fresh', 'confirmed_on = NULL'),
                         ('habilitation', 'places = 2')):
        p = new_post(host=association if rule == 'habilitation' else HOST)
        SU.query('UPDATE offer.post SET %s WHERE id = $1' % change, p)
        of = candidates(p)
        told_of = one_match(one[0], p)['excluded'][0]
        equal(of['stopped'], {**{k: told_of[k] for k in ('rule', 'rule_id', 'sentence')},
                              **{k: told_of['posts'][0][k] for k in ('explanation', 'change')}})
        equal((of['stopped']['rule'], of['post']['post']), (rule, p))
        if rule != 'inscription':  # which no list of posts has
            use = next(i for i in pages('/counts/posts', DIRECTOR) if i['post'] == p)
            equal((use['counts'], use['why']['rule'], use['why']['rule_id']), (False, rule, of['stopped']['rule_id']))
        equal((of['people'], of['opened'], of['items'], of['excluded'], of['lacking']['unseen']), (1, 0, [], [], 1))
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'x' WHERE id = $1", HOST)
    p = new_post()
    equal(candidates(p)['stopped']['rule'], 'host')
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST)
    equal(candidates(p)['opened'], 1)
    logged(lambda: equal(len(opened([one[0]])), 6, 'that one, and her five own lists'))


@test('of a counsellor her caseload, of a director with a reason her unit; a foreign unit sees the post and nobody')
def _():
    clear()
    p = new_post(places=9)
    mine, hers = person(), person(B)
    at = lambda c, **h: [i['measure'] for i in candidates(p, c, **h)['items']]
    equal((at(A), at(B)), ([mine[1]], [hers[1]]))
    refused(DIRECTOR.get('/posts/%s/candidates' % p), 400, 'reason_required')
    equal(set(at(DIRECTOR, access_reason='assignment')), {mine[1], hers[1]})
    equal(at(ELSEWHERE, access_reason='assignment'), [])
    refused(A.get('/posts/%s/candidates' % key()), 404, 'not_found')
    made(propose(mine[1], p))
    equal(at(A), [], 'who is proposed does not wait')


@test('C-09: of all who wait the numbers, of those who fit the first; nobody is opened twice, not for two measures'
      ' either')
def _():
    clear()
    p = new_post(places=9)
    people = [person(final=-n * 50) for n in range(5)] + [person(availability=[slot(2, 8, 18)]), person(said=False)]
    whole = candidates(p)
    numbers = {k: whole[k] for k in ('people', 'fitting', 'opened', 'excluded', 'lacking')}
    equal((numbers['people'], numbers['fitting'], numbers['opened'], len(whole['items'])), (7, 5, 6, 5))
    first = candidates(p, query='?limit=2')
    equal((first['items'], {k: first[k] for k in numbers}), (whole['items'][:2], numbers))
    second = key()
    SU.query("INSERT INTO casework.measure SELECT (jsonb_populate_record(m, jsonb_build_object('id', $2::text,"
             " 'judged_on', '2024-01-03'))).* FROM casework.measure m WHERE id = $1", people[0][1], second)
    of = candidates(p)
    equal((of['people'], of['fitting'], of['opened'], of['excluded']), (8, 6, 6, whole['excluded']))
    equal({i['case'] for i in of['items'] if i['measure'] == second}, {people[0][0]})
    seen = [c for c, m in people[:6]]
    logged(lambda: equal(len(opened(seen)), 5, 'one entry for each request of this test, with each of them once'))
    for query in ('limit=0', 'limit=2001', 'after=x', 'from=2026-02-30', 'rule=slots'):
        equal(A.get('/posts/%s/candidates?%s' % (p, query)).status, 400, query)
    late = candidates(p, query='?from=' + day(40))
    equal(late['from'], day(40))
    true(all(i['fit']['first_day'] >= day(40) for i in late['items']), 'from that day on')
    equal(candidates(p, query='?from=2199-12-31')['items'], [], 'no calendar goes so far')


@test('B-05: a place that somebody has is free for the next from the day after; a place for one is told to all who fit')
def _():
    clear()
    p = new_post(places=1)
    held, others = person(minutes=420), [person(), person()]
    equal(len(candidates(p)['items']), 3)
    made(propose(held[1], p))
    last = A.get('/placements').json['items'][0]['last_day']
    of = candidates(p)
    equal({i['measure'] for i in of['items']}, {m for _, m in others})
    true(all(i['fit']['first_day'] > last for i in of['items']), of['items'])


# --- the log ---------------------------------------------------------------------------------------------------------

@test('what is opened is MATCH of the people of the plan and nothing else, in one entry, with the reason')
def _():
    clear()
    new_post()
    people = [person() for _ in range(3)]
    plan(DIRECTOR)
    cases = {c for c, _ in people}

    def run_of():
        return [e for e in S.entries() if e['action'] == 'record.open' and len(e['object']) == 3
                and {o[1] for o in e['object']} == cases]
    wait_until(run_of, 20, 'the entry under the head')
    [entry] = run_of()
    equal((entry['actor'].split()[0], entry['reason'].split()[0], {o[3] for o in entry['object']}),
          (ME[DIRECTOR], 'assignment', {'MATCH'}))


@test('who could fill a place is in the log as the answers said: those who were opened, once for each answer')
def _():
    equal(len(LOGGED), 3)
    for check in LOGGED:
        check()


@test('who waits is counted as far as the ceiling goes, and the others by their number; where it is reached, nothing')
def _():
    clear()
    p = new_post(places=9)
    runs = [e for e in S.entries() if e['action'] == 'record.open' and e['outcome'] == 'ok' and len(e['object']) > 1
            and e['actor'].split()[0] == ME[DIRECTOR]]
    left = 16 - len({o[1] for e in runs for o in e['object']})
    true(left >= 2, left)
    people = [person(final=-9 * n) for n in range(left + 3)]
    of = candidates(p, DIRECTOR, access_reason='assignment')
    true(left - 1 <= of['opened'] <= left, (left, of))
    equal((of['people'], of['fitting'], of['lacking']['unseen']),
          (left + 3, of['opened'], left + 3 - of['opened']))
    equal({i['measure'] for i in of['items']}, {m for _, m in people[-of['opened']:]}, 'whose period ends first')
    clear()
    person(), person(), person()
    refused(DIRECTOR.get('/posts/%s/candidates' % new_post(), access_reason='assignment'), 429, 'ceiling_reached')


@test('a matching run has a ceiling of its own: over it nothing is opened, and other reads go on')
def _():
    clear()
    new_post()
    people = [person() for _ in range(7)]
    refused(make(DIRECTOR), 429, 'ceiling_reached')
    equal(pages('/plans', DIRECTOR), [])
    for case, _ in people:
        equal(DIRECTOR.get('/cases/%s/profile' % case, access_reason='direction_control').status, 200)
    equal(plan(A)['people'], 7)


run()
