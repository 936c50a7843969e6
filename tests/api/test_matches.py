#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Which posts fit a person: every rule at its boundary, the order by its terms, what is told of the others, and the
entry that is in the log before the answer. Posts, measures and placements are planted as rows, since they come to be
by other doors; the person's situation is sealed through its own."""
import datetime
import json
import math
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import calls
import stack
import tap
from tap import equal, run, test, true, wait_until

S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
A = S.person('a.martin').sign_in()
B = S.person('b.oreilly').sign_in()
FOREIGN = S.person('c.douai').sign_in()
DIRECTOR = S.person('d.lille').sign_in()
ELSEWHERE = S.person('d.douai').sign_in()
ME = {c: c.get('/me').json['id'] for c in (A, B)}
UNIT = SU.one("SELECT id::text FROM sec.organisation WHERE name LIKE '%Lille%' AND kind = 'unit'")
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
LILLE, ROUBAIX, DOUAI = '59350', '59512', '59178'
HOME = {'commune': LILLE, 'lat': 50633333, 'lon': 3066667}
NB = '\u00a0'
ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}
EASTER_MONDAYS = [datetime.date.fromisoformat(d) for d in (
    '2026-04-06', '2027-03-29', '2028-04-17', '2029-04-02', '2030-04-22', '2031-04-14', '2032-03-29', '2033-04-18')]


def day(n):
    return str(TODAY + datetime.timedelta(days=n))


def date(text):
    return datetime.date.fromisoformat(text)


def slot(weekday, start, end, weeks='every'):
    return {'weekday': weekday, 'from': start * 60, 'to': end * 60, 'weeks': weeks}


def insert(table, **values):
    SU.query('INSERT INTO %s (%s) VALUES (%s)' % (table, ', '.join(values), ', '.join(
        '$%d' % (i + 1) for i in range(len(values)))), *values.values())
    return values.get('id')


def key():
    return str(uuid.uuid4())


# --- what there is, by the superuser ---------------------------------------------------------------------------------

def clear():
    """No post is left of the tests before."""
    for table in ('casework.hours_entry', 'casework.hours_report', 'casework.placement_slot',
                  'casework.placement', 'offer.slot', 'offer.closure', 'offer.post_bar',
                  'offer.post', 'offer.habilitation', 'offer.procedure'):
        SU.query('DELETE FROM ' + table)


def host(form='local_authority', state='active', name="Ville de l'Épeule"):
    org = insert('sec.organisation', id=key(), kind='host', name=name)
    return insert('offer.host', id=org, form=form, insee=LILLE, state=state,
                  state_reason='' if state == 'active' else 'x')


def site(of, insee=LILLE, lat=50.64, lon=3.07):
    return insert('offer.site', id=key(), host_id=of, name='L’atelier', insee=insee, lat=lat, lon=lon)


MONDAY = (1, 540, 960, '[0,2)')  # nine to four


def post(of=None, at=None, slots=(MONDAY,), **values):
    """An inscribed post of a public body in Lille, confirmed today, on Mondays from nine to four."""
    of = of or host()
    row = {'id': key(), 'host_id': of, 'site_id': at or site(of), 'public': 'adults', 'title': "Entretien d'espaces",
           'family': 'green_spaces', 'nature': 'Entretien', 'places': 2, 'special_risk': False, 'care_setting': False,
           'meets_children': False, 'meets_vulnerable': False, 'meets_public': False, 'state': 'inscribed',
           'inscribed_on': '2026-01-05', 'confirmed_on': day(0), **values}
    insert('offer.post', **row)
    for n, (weekday, start, end, weeks, *places) in enumerate(slots):
        insert('offer.slot', post_id=row['id'], host_id=of, n=n + 1, weekday=weekday, from_min=start, to_min=end,
               weeks=weeks, **({'places': places[0]} if places else {}))
    return row['id']


def close(of, first, last):
    insert('offer.closure', id=key(), post_id=of, host_id=SU.one('SELECT host_id FROM offer.post WHERE id = $1', of),
           days='[%s,%s]' % (first, last))


def habilitate(of, first, end, territory='59', public='adults'):
    """From the first day to the day before the end."""
    file = insert('offer.procedure', id=key(), kind='habilitation', host_id=of,
                  departement=None if territory == 'FR' else territory, public=public,
                  deciding='minister' if territory == 'FR' else 'dtpjj' if public == 'minors' else 'dspip',
                  state='granted', created_by=ME[A], outcome='granted', decided_on=day(-900), decided_by=ME[A],
                  checked_by=ME[B])
    insert('offer.habilitation', host_id=of, territory=territory, public=public, valid='[%s,%s)' % (first, end),
           procedure_id=file)


def measure(case, **more):
    """An open one of 105 hours, final today, for eighteen months."""
    columns = {'id': key(), 'case_id': case, 'kind': 'main', 'offence_class': 'delit', 'authority': 'court',
               'state': 'open', 'ordered_minutes': 6300, 'facts_on': day(-200), 'judged_on': day(-10),
               'final_on': day(0), 'period_months': 18, 'fallback': True, 'consent': 'court', 'consented_on': day(-10),
               **more}
    return insert('casework.measure', **columns)


def placement(case, of, at, times, minutes=60, state='signed', days=(1, 1300), chain=None):
    """A live placement with its weekly times."""
    row = key()
    end = {'declined': {'decline_code': 'no_place'}, 'withdrawn': {'close_code': 'person'},
           'ended': {'close_code': 'person', 'ended_on': day(0)}}.get(state, {})
    n = SU.one('SELECT coalesce(max(ordinal), 0) + 1 FROM casework.placement WHERE case_id = $1', case)
    insert('casework.placement', id=row, unit_id=UNIT, case_id=case, measure_id=of, post_id=at,
           host_id=SU.one('SELECT host_id FROM offer.post WHERE id = $1', at), ordinal=n, chain=chain or row,
           state=state,
           planned_minutes=minutes, first_day=day(days[0]), last_day=day(days[1]), hold_until=day(14),
           **({'signed_at': day(0)} if state in ('signed', 'ended') else {}),
           **({'closed_at': day(0), **end} if end else {}))
    for i, (weekday, start, stop, weeks) in enumerate(times):
        insert('casework.placement_slot', placement_id=row, case_id=case, chain=chain or row, post_id=at, n=i + 1,
               weekday=weekday, from_min=start, to_min=stop, weeks=weeks,
               days='empty' if state in ('declined', 'withdrawn') else '[%s,%s]' % (day(days[0]), day(days[1])))
    return row


# --- a case by its doors ---------------------------------------------------------------------------------------------

def opened(client=A, **identity):
    answer = client.open_case(dict(ADULT, **identity))
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def situation(case, client=A, version=0, **profile):
    answer = client.put('/cases/%s/profile' % case, {'profile': {'home': HOME, **profile}}, if_match='"%d"' % version)
    equal(answer.status, 200, answer.text)


def person(client=A, of=None, **profile):
    """A case with an open measure and a situation."""
    case = opened(client)
    measure(case, **(of or {}))
    situation(case, client, **profile)
    return case


def matches(case, client=A, query='', **headers):
    answer = client.get('/cases/%s/matches%s' % (case, query), **headers)
    equal(answer.status, 200, answer.text)
    return answer.json


def fitting(case, **more):
    return [i['post'] for i in matches(case, **more)['items']]


def item(case, of, **more):
    """What is told of a post that fits."""
    answer = matches(case, **more)
    found = [i for i in answer['items'] if i['post'] == of]
    true(found, 'it does not fit: %s' % json.dumps(answer['excluded'], ensure_ascii=False))
    return found[0]


def excluded(case, of, **more):
    """(rule, id, explanation, what would have to change) of a post that does not fit."""
    answer = matches(case, **more)
    for group in answer['excluded']:
        for p in group['posts']:
            if p['post'] == of:
                return group['rule'], group['rule_id'], p['explanation'], p['change']['code']
    return tap.fail('it is not excluded: %s' % json.dumps(answer['items'], ensure_ascii=False))


def warned(it):
    return {w['code'] for w in it['warnings']}


def next_weekday(weekday, after=0):
    """The first such day (1 is Monday) at least after + 1 days from today."""
    d = TODAY + datetime.timedelta(days=after + 1)
    return d + datetime.timedelta(days=(weekday - d.isoweekday()) % 7)


# --- the answer ------------------------------------------------------------------------------------------------------

@test('a post that fits is told with its plan in numbers, and what was taken as known beside it')
def _():
    clear()
    p = post()
    case = person(of={'ordered_minutes': 1260})
    answer = matches(case)
    first = next_weekday(1)
    holidays = {first + datetime.timedelta(days=7 * k) for k in range(5)} & set(EASTER_MONDAYS)
    equal(set(answer), {'measure', 'known', 'filter', 'what_if', 'effect', 'order', 'posts', 'fitting', 'items', 'next',
                        'changed', 'excluded'})
    equal((answer['order'], answer['posts'], answer['fitting'], answer['excluded'], answer['next'], answer['changed']),
          (['margin', 'travel', 'job', 'aim', 'weeks'], 1, 1, [], None, False))
    m = answer['measure']
    term = date(m['term'])
    equal((m['kind'], m['ordered_minutes'], m['planned_minutes'], m['remaining_minutes'], m['clock_stopped']),
          ('main', 1260, 0, 1260, False))
    k = answer['known']
    equal((k['first_day'], k['minor'], k['job_minutes_week'], k['max_travel_minutes'], k['transport'], k['located'],
           k['minutes'], k['aims']), (day(1), False, None, None, [], True, 1260, []))
    equal(k['unsaid'], ['job', 'availability', 'transport', 'max_travel_minutes', 'driving_licence', 'french.spoken',
                        'french.read', 'fitness'])
    equal((k['limits']['job_and_tig_week_minutes'], k['limits']['least_session_minutes'], k['limits']['hard']),
          (2820, 120, False))
    it = answer['items'][0]
    equal((it['post'], it['title'], it['host']['name'], it['commune']), (p, "Entretien d'espaces", "Ville de l'Épeule",
                                                                          'Lille'))
    if not holidays and (first.month, first.day) not in ((12, 25), (1, 1)):
        equal((it['first_day'], it['minutes'], it['sessions'], it['weeks'], it['job_days']),
              (str(first), 1260, 3, 3, 0))
    equal(it['margin_days'], (term - date(it['last_day'])).days)
    true(it['explanation'].startswith('convient%s: 21%sh en 3%sséances, dernière heure le ' % (NB, NB, NB)),
         it['explanation'])
    equal(it['warnings'], [])
    text = json.dumps(answer, ensure_ascii=False)
    true("O'Connor" not in text and 'Éa' not in text, 'no name')


@test('the same facts give the same bytes')
def _():
    clear()
    for n in range(6):
        post(slots=[(1 + n % 3, 540, 960, '[0,2)')])
    case = person()
    path = '/cases/%s/matches' % case
    equal(A.get(path).body, A.get(path).body)
    equal(DIRECTOR.get(path, access_reason='direction_control').body, A.get(path).body)


@test('limit says how many are shown, rule shows one rule alone')
def _():
    clear()
    for _ in range(7):
        post()
    for _ in range(7):
        post(state='suspended')
    far = post(confirmed_on=None)
    case = person()
    answer = matches(case)
    equal((answer['posts'], answer['fitting'], len(answer['items'])), (15, 7, 7))
    equal([(g['rule'], g['rule_id'], g['count'], len(g['posts'])) for g in answer['excluded']],
          [('suspended', 'H-18', 7, 5), ('fresh', 'B-09', 1, 1)])
    equal(len(matches(case, query='?limit=2')['items']), 2)
    one = matches(case, query='?rule=suspended&limit=6')
    equal((one['items'], one['fitting']), ([], 7))
    equal([(g['rule'], g['count'], len(g['posts'])) for g in one['excluded']], [('suspended', 7, 6)])
    equal(matches(case, query='?rule=fresh')['excluded'][0]['posts'][0]['post'], far)
    equal(matches(case, query='?rule=week')['excluded'], [])


@test('a parameter that is none is refused')
def _():
    case = person()
    for bad in ('limit=0', 'limit=101', 'limit=x', 'from=2027-02-29', 'from=', 'rule=fits', 'rule=Week', 'measure=x',
                'measure=00000000-0000-0000-0000-000000000000', 'after=1', 'limit=1&limit=2', 'also=', 'also=8:0-60',
                'also=6', 'also=6:480', 'also=6:480-480', 'also=6:480-1441', 'also=6:480-600:', 'also=6:480-600:each',
                'also=6:480-600,', 'also=6:480-600:odd:even', 'also=%206:480-600', 'also=06:480-600',
                'also=' + ','.join(['1:0-60'] * 15), 'also=1:0-60&also=2:0-60', 'more_travel_minutes=0',
                'more_travel_minutes=241', 'week_minutes=479', 'week_minutes=10081', 'remedies=false'):
        answer = A.get('/cases/%s/matches?%s' % (case, bad))
        equal((answer.status, answer.code), (400, 'invalid_parameter'), bad)


@test('posts are those of the département of the unit')
def _():
    clear()
    SU.query("INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from) VALUES "
             "('62041', 'Arras', 'commune-actuelle', '62', '32', '2026-01-01') ON CONFLICT DO NOTHING")
    here = post()
    of = host()
    post(of, site(of, '62041'))
    draft = post(state='draft', inscribed_on=None)
    case = person()
    equal(fitting(case), [here])
    SU.query('UPDATE sec.organisation SET departement = NULL WHERE id = $1', UNIT)
    equal(matches(case)['posts'], 0)
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", UNIT)
    true(draft not in json.dumps(matches(case)), 'a draft is no post yet')


# --- the week: W-01 --------------------------------------------------------------------------------------------------

@test('W-01: 47 hours fit, 47 hours 15 do not, and the sentence says why')
def _():
    clear()
    p = post()
    at_limit = item(person(job={'minutes_week': 45 * 60}), p)
    equal(at_limit['minutes'], 6300)
    equal(at_limit['weeks'], 53)  # two hours a week, the last half an hour
    over = person(job={'minutes_week': 45 * 60 + 15})
    equal(excluded(over, p), ('week', 'W-01', 'tient 47{0}h{0}: 45{0}h{0}15 d’emploi + 2{0}h = 47{0}h{0}15'.format(NB),
                              'job'))


@test('W-01: job and all TIG of an ISO week count together, as in the sentence of the design')
def _():
    clear()
    p = post(slots=[(6, 900, 1080, '[0,2)')])
    other = post()
    case = opened()
    m = measure(case)
    situation(case, job={'minutes_week': 2100, 'slots': [slot(d, 9, 16) for d in range(1, 6)]})
    placement(case, m, other, [(6, 480, 840, '[0,2)'), (7, 480, 840, '[0,2)')], minutes=720)
    equal(excluded(case, p), ('week', 'W-01', 'tient 47{0}h{0}: 35{0}h d’emploi + 14{0}h = 49{0}h'.format(NB), 'job'))


@test('W-01 binds who has a job, and no week of a plan is over it')
def _():
    clear()
    p = post(slots=[(d, 480, 960, '[0,2)') for d in (6, 7)])
    whole = '?from=%s' % next_weekday(1)  # from a Monday on: the first week has both days of the post
    job = item(person(job={'minutes_week': 2100, 'slots': [slot(d, 9, 16) for d in range(1, 6)]}), p, query=whole)
    equal(job['weeks'], math.ceil(6300 / 720))  # twelve hours a week
    without = item(person(job={'minutes_week': 0}), p, query=whole)
    equal(without['weeks'], math.ceil(6300 / 960))
    equal(matches(person(job={'minutes_week': 0}))['known']['job_minutes_week'], 0)


@test('times of the job are not hers to give, and fortnights are looked at week by week')
def _():
    clear()
    p = post(slots=[(1, 540, 960, '[0,2)')])
    case = person(job={'minutes_week': 420, 'slots': [slot(1, 9, 16)]})
    rule, rule_id, sentence, change = excluded(case, p)
    equal((rule, rule_id, change), ('slots', 'C-06', 'job'))
    equal(sentence, 'l’emploi occupe les horaires en commun (lundi)')
    half = item(person(job={'minutes_week': 210, 'slots': [slot(1, 9, 16, 'odd')]}, of={'ordered_minutes': 840}), p)
    equal({date(half[d]).isocalendar()[1] % 2 for d in ('first_day', 'last_day')}, {0})
    equal(half['job_days'], 0)


@test('C-06: availability binds; what was not said excludes nothing')
def _():
    clear()
    p = post(slots=[(1, 540, 960, '[0,2)')])
    rule, rule_id, sentence, change = excluded(person(availability=[slot(2, 9, 16)]), p)
    equal((rule, rule_id, sentence, change), ('slots', 'C-06', 'aucun jour en commun', 'slots'))
    equal(excluded(person(availability=[slot(1, 15, 20)]), p)[2],
          'aucun horaire en commun{0}: il manque 1{0}h le lundi'.format(NB))
    equal(item(person(availability=[slot(1, 14, 20)]), p)['sessions'], math.ceil(6300 / 120))
    equal(item(person(), p)['sessions'], 15)


# --- the measure -----------------------------------------------------------------------------------------------------

@test('M-05, M-06: no post before the consent')
def _():
    clear()
    p = post()
    for columns, want in ((dict(consent='to_collect', consented_on=None), ('consent', 'M-06')),
                          (dict(consent='refused', consented_on=None), ('consent_refused', 'M-05'))):
        equal(excluded(person(of=columns), p)[:2], want)
    for columns in (dict(consent='to_collect', consented_on=day(-1)), dict(consent='lawyer'), dict(consent='court')):
        item(person(of=columns), p)


@test('M-09: the last hour before the term, suspensions counted; M-13: the work goes on meanwhile')
def _():
    clear()
    p = post()
    months = person(of={'period_months': 2, 'ordered_minutes': 6300})
    rule, rule_id, sentence, change = excluded(months, p)
    equal((rule, rule_id, change), ('period', 'M-09', 'slots'))
    true(sentence.startswith('hors période%s: dernière heure le ' % NB) and sentence.endswith('jours après le terme'),
         sentence)
    case = opened()
    m = measure(case, period_months=2, ordered_minutes=6300)
    situation(case)
    act = insert('casework.authority_act', id=key(), measure_id=m, case_id=case, kind='suspension', authority='jap',
                 sense='granted', decided_on=day(-1), suspension='arse', from_on=day(0), to_on=day(99),
                 recorded_by=ME[A])
    insert('casework.suspension', id=key(), measure_id=m, kind='arse', days='[%s,%s)' % (day(0), day(100)), act_id=act)
    it = item(case, p)
    equal(it['first_day'], item(person(), p)['first_day'])
    true('clock' in warned(it), 'the term may move')
    equal(matches(case)['measure']['clock_stopped'], True)
    # M-12: who is remanded does not come; the plan begins after it
    act = insert('casework.authority_act', id=key(), measure_id=m, case_id=case, kind='suspension', authority='jap',
                 sense='granted', decided_on=day(-1), suspension='remand', from_on=day(0), to_on=day(29),
                 recorded_by=ME[A])
    insert('casework.suspension', id=key(), measure_id=m, kind='remand', days='[%s,%s)' % (day(0), day(30)), act_id=act)
    true(item(case, p)['first_day'] >= day(30), 'not in remand')


@test('M-10: without a final decision there is no term, which is told')
def _():
    clear()
    p = post()
    it = item(person(of={'final_on': None}), p)
    equal((it['margin_days'], it['terms']['margin']), (None, 0))
    true('term' in warned(it), 'no term yet')


@test('what is planned elsewhere is not planned twice')
def _():
    clear()
    p, other = post(), post(slots=[(3, 540, 960, '[0,2)')])
    case = opened()
    m = measure(case)
    situation(case)
    placement(case, m, other, [(3, 540, 960, '[0,2)')], minutes=6000, days=(1, 200))
    answer = matches(case)
    equal((answer['measure']['planned_minutes'], answer['measure']['remaining_minutes']), (6000, 300))
    equal([i['minutes'] for i in answer['items'] if i['post'] == p], [300])
    placement(case, m, other, [(4, 540, 960, '[0,2)')], minutes=6000, state='withdrawn')
    equal(matches(case)['measure']['remaining_minutes'], 300, 'what was withdrawn plans nothing')
    placement(case, m, other, [(5, 540, 960, '[0,2)')], minutes=300, state='proposed')
    equal(excluded(case, p)[:2], ('measure', 'M-09'))


@test('what is credited is done, and counts once')
def _():
    clear()
    p, other = post(), post(slots=[(3, 540, 960, '[0,2)')])
    case = opened()
    m = measure(case)
    situation(case)
    row = placement(case, m, other, [(3, 540, 960, '[0,2)')], minutes=6000, days=(-30, 200))
    report = insert('casework.hours_report', id=key(), placement_id=row, case_id=case, day=day(-7),
                    attendance='attended', from_min=540, to_min=960, channel='online', reported_by=ME[B],
                    state='settled', settled_by=ME[A], settled_at=day(0), credited_minutes=420)
    insert('casework.hours_entry', id=key(), measure_id=m, case_id=case, placement_id=row, report_id=report,
           kind='credit', minutes=420, day=day(-7), made_by=ME[A])

    def sums():
        told = matches(case)['measure']
        return [told[k + '_minutes'] for k in ('ordered', 'credited', 'planned', 'remaining')]
    equal(sums(), [6300, 420, 5580, 300])
    SU.query("UPDATE casework.placement SET state = 'ended', close_code = 'person', ended_on = offer.today() - 1, "
             "closed_at = now() WHERE id = $1", row)
    equal(sums(), [6300, 420, 0, 5880])
    equal(item(case, p)['minutes'], 5880)


@test('E-05: she is at one place at a time')
def _():
    clear()
    p = post(slots=[(1, 540, 960, '[0,2)')])
    other = post(slots=[(1, 480, 900, '[0,2)')])
    case = opened()
    m = measure(case, ordered_minutes=960)
    situation(case)
    placement(case, m, other, [(1, 480, 900, '[0,2)')], minutes=420, days=(1, 15))
    true(item(case, p)['first_day'] > day(15), 'she is elsewhere until then')


@test('E-05: days and hours for which she is expected elsewhere have no session, and another hour of the day has')
def _():
    clear()
    case = person(of={'ordered_minutes': 840})
    p = post()
    monday = date(item(case, p)['first_day'])
    after = monday + datetime.timedelta(days=7)
    leave = {'first': str(monday - datetime.timedelta(days=9)), 'last': str(monday)}
    situation(case, version=1, commitments=[leave])
    it = item(case, p)
    equal((it['first_day'], it['sessions']), (str(after), 2), 'not on the last day of her leave')
    hearing = {'first': str(after), 'from': 600, 'to': 660}
    situation(case, version=2, commitments=[leave, hearing])
    it = item(case, p)
    equal((it['first_day'], it['sessions']), (str(after), 3), 'before it no session is worth coming for')
    situation(case, version=3, commitments=[dict(leave, last=day(1300))])
    equal(excluded(case, p)[:2], ('days', 'B-05'))


# --- the offer -------------------------------------------------------------------------------------------------------

@test('H-12, H-15, H-18: the host takes people, the post is inscribed and not suspended')
def _():
    clear()
    case = person()
    equal(excluded(case, post(host(state='suspended')))[:3],
          ('host', 'H-12', 'la structure n’accueille pas actuellement'))
    equal(excluded(case, post(state='suspended'))[:3], ('suspended', 'H-18', 'poste suspendu'))
    first = item(case, post(inscribed_on=day(40)))['first_day']
    true(first >= day(40), 'not before its inscription')


@test('B-09: a post that was not confirmed for a quarter does not count')
def _():
    clear()
    case = person()
    item(case, post(confirmed_on=day(-92)))
    equal(excluded(case, post(confirmed_on=day(-93))),
          ('fresh', 'B-09', 'poste non confirmé depuis 93{0}jours{0}: 1{0}jour de trop'.format(NB), 'host'))
    equal(excluded(case, post(confirmed_on=None))[2], 'poste jamais confirmé par la structure')


@test('H-10: the habilitation holds to the last hour')
def _():
    clear()
    case = person(of={'ordered_minutes': 1260})
    last = item(case, post())['last_day']
    clear()

    def judged(*spans, **more):
        of = host('association')
        for first, end in spans:
            habilitate(of, first, end, **more)
        return post(of)
    after = str(date(last) + datetime.timedelta(days=1))
    item(case, judged((day(-100), after)))
    it = item(case, judged((day(-100), after)))
    true('standing' in warned(it), 'it ends soon after')
    short = judged((day(-100), last))
    equal(excluded(case, short)[:2] + excluded(case, short)[3:], ('standing', 'H-10', 'renewal'))
    true(excluded(case, short)[2].endswith('1%sjour après' % NB), excluded(case, short)[2])
    item(case, judged((day(-100), day(5)), (day(5), day(2000))))
    gap = judged((day(-100), day(5)), (day(6), day(2000)))
    equal(excluded(case, gap)[0], 'standing')
    true(item(case, gap, query='?from=' + day(6))['first_day'] >= day(6), 'the renewal counts from its first day')
    equal(excluded(case, judged((day(-100), day(0))))[:2], ('habilitation', 'H-02'))
    item(case, judged((day(-100), day(900)), territory='FR'))
    span = (day(-100), day(900))
    for other in (judged(span, territory='62'), judged(span, public='minors'), judged()):
        equal(excluded(case, other), ('habilitation', 'H-02', 'structure non habilitée', 'host'))


@test('H-16, B-06: hours, needs and barred families')
def _():
    clear()
    case = person(driving_licence=False, french={'spoken': 'none', 'read': 'some'}, families=['theft', 'road'])
    equal(excluded(case, post(min_hours=106))[:2], ('hours', 'H-16'))
    equal(excluded(case, post(max_hours=104))[:2], ('hours', 'H-16'))
    item(case, post(min_hours=105, max_hours=105))
    equal(excluded(case, post(needs='{driving_licence}')),
          ('need', 'B-06', 'exigence du poste non remplie{0}: Permis de conduire'.format(NB), 'person'))
    equal(excluded(case, post(needs='{french_spoken}'))[0], 'need')
    for unknown in ('french_read', 'food_hygiene', 'vaccination'):
        equal(warned(item(case, post(needs='{%s}' % unknown))), {'need'}, unknown)
    able = person(driving_licence=True, french={'spoken': 'fluent', 'read': 'fluent'})
    equal(warned(item(able, post(needs='{driving_licence,french_spoken,french_read}'))), set())
    silent = person()
    equal(warned(item(silent, post(needs='{driving_licence,french_spoken,french_read}'))), {'need'})
    barred = post()
    insert('offer.post_bar', post_id=barred, family='road', by_account=ME[A])
    equal(excluded(case, barred)[:2], ('family', 'B-06'))
    item(silent, barred)


@test('B-05: a slot that is taken on a day has no place on it')
def _():
    clear()
    case = person(of={'ordered_minutes': 840})
    neighbour = opened()
    m = measure(neighbour)
    full = post(places=1)
    placement(neighbour, m, full, [MONDAY])
    equal(excluded(case, full),
          ('capacity', 'B-05', 'complet{0}: 1{0}place de plus que 1{0}place'.format(NB), 'places'))
    edge = post(places=1, slots=[(2, 540, 960, '[0,2)')])
    placement(neighbour, m, edge, [(2, 900, 960, '[0,2)')])
    equal(excluded(case, edge)[0], 'capacity', 'an hour of it is enough')
    beside = post(places=1, slots=[(3, 540, 720, '[0,2)'), (3, 780, 960, '[0,2)')])
    placement(neighbour, m, beside, [(3, 540, 720, '[0,2)')])
    equal(item(case, beside)['sessions'], math.ceil(840 / 180), 'the afternoon is free')
    two = post(slots=[(4, 540, 960, '[0,2)')])
    placement(neighbour, m, two, [(4, 540, 960, '[0,2)')])
    item(case, two)
    fortnight = post(places=1, slots=[(5, 540, 960, '[0,2)')])
    placement(neighbour, m, fortnight, [(5, 540, 960, '[0,1)')])
    it = item(case, fortnight)
    equal({date(it[d]).isocalendar()[1] % 2 for d in ('first_day', 'last_day')}, {1}, 'odd weeks are free')
    later = post(places=1, slots=[(6, 540, 960, '[0,2)')])
    third = opened()
    placement(third, measure(third), later, [(6, 540, 960, '[0,2)')], days=(1, 30))
    true(item(case, later)['first_day'] > day(30), 'from the day on which it is free')
    gone = post(places=1, slots=[(7, 540, 960, '[0,2)')])
    placement(third, measure(third, state='draft'), gone, [(7, 540, 960, '[0,2)')], state='declined')
    item(case, gone)
    own = post(places=1, slots=[(1, 1020, 1200, '[0,2)', 2)])
    placement(third, measure(third, state='draft'), own, [(1, 1020, 1200, '[0,2)')])
    item(case, own)


@test('C-11: who is in charge of a post and follows as many people as they take on warns and forbids nothing')
def _():
    clear()
    of = host()
    her = insert('offer.contact', id=key(), host_id=of, part='in_charge', name="Noël D'hondt")
    p = post(of, in_charge=her)
    elsewhere = post(of, in_charge=her, slots=[(1, 600, 720, '[0,2)'), (2, 540, 720, '[0,2)')])
    case, placed = person(), [opened(), opened()]
    equal(item(case, p)['in_charge'], None)
    SU.query('UPDATE offer.contact SET people_max = 2 WHERE id = $1', her)
    equal((item(case, p)['in_charge'], warned(item(case, p))), ({'people': 0, 'people_max': 2}, set()))
    placement(placed[0], measure(placed[0]), elsewhere, [(1, 600, 660, '[0,2)')])
    equal((item(case, p)['in_charge'], warned(item(case, p))), ({'people': 1, 'people_max': 2}, set()))
    second = placement(placed[1], measure(placed[1]), elsewhere, [(1, 660, 720, '[0,2)'), (2, 540, 720, '[0,2)')])
    it = item(case, p)
    equal((it['in_charge'], warned(it)), ({'people': 2, 'people_max': 2}, {'tutor'}))
    equal(it['warnings'][0]['sentence'],
          'la personne en charge du poste suit déjà autant de personnes qu’elle l’accepte')
    equal(it['in_charge_trained_on'], None)
    SU.query("UPDATE offer.contact SET trained_on = '2026-02-28' WHERE id = $1", her)
    equal(item(case, p)['in_charge_trained_on'], '2026-02-28')
    SU.query('UPDATE casework.placement SET in_charge = $2 WHERE id = $1', second,
             insert('offer.contact', id=key(), host_id=of, part='in_charge', name='Zoé'))
    equal(item(case, p)['in_charge'], {'people': 1, 'people_max': 2}, 'somebody else follows her')
    first = item(case, p)['first_day']
    other, back = insert('offer.contact', id=key(), host_id=of, part='in_charge', name='Léa'), next_weekday(1, after=31)
    away = insert('offer.absence', id=key(), contact_id=her, host_id=of, days='[%s,%s]' % (day(-3), day(31)))
    insert('offer.closure', id=key(), post_id=p, host_id=of, days='[%s,%s]' % (day(20), back))
    equal(item(case, p)['first_day'], str(back + datetime.timedelta(days=7)), 'she is away, then it is closed')
    equal(item(case, elsewhere)['first_day'] > day(31), True, 'nor does another one of hers run')
    SU.query('UPDATE offer.absence SET stand_in = $2 WHERE id = $1', away, other)
    equal(item(case, p)['first_day'], first, 'somebody stands in')
    equal((item(case, p)['in_charge'], warned(item(case, p))), ({'people': 1, 'people_max': 2}, set()))
    SU.query('UPDATE offer.contact SET people_max = 1 WHERE id = $1', other)
    it = item(case, p)
    equal((it['in_charge'], warned(it)), ({'people': 1, 'people_max': 1}, {'tutor'}), 'who stands in takes on one')
    insert('offer.absence', id=key(), contact_id=other, host_id=of, days='[%s,%s]' % (first, first))
    true(item(case, p)['first_day'] > first, 'who is away herself')
    as_after_a_start('/cases/%s/matches' % case)


@test('closed days and public holidays have no session')
def _():
    clear()
    case = person(of={'ordered_minutes': 420})
    easter = next(d for d in EASTER_MONDAYS if d > TODAY + datetime.timedelta(days=30))
    p = post()
    equal(item(case, p, query='?from=%s' % easter)['first_day'], str(easter + datetime.timedelta(days=7)))
    whit = easter + datetime.timedelta(days=49)
    equal(item(case, p, query='?from=%s' % whit)['first_day'], str(whit + datetime.timedelta(days=7)))
    ascension = easter + datetime.timedelta(days=38)
    thursday = post(slots=[(4, 540, 960, '[0,2)')])
    equal(item(case, thursday, query='?from=%s' % ascension)['first_day'],
          str(ascension + datetime.timedelta(days=7)))
    for month, of_month in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)):
        feast = datetime.date(easter.year, month, of_month)
        if feast <= TODAY or feast > TODAY + datetime.timedelta(days=500):
            continue
        clear()
        on_it = post(slots=[(feast.isoweekday(), 540, 960, '[0,2)')])
        true(item(case, on_it, query='?from=%s' % feast)['first_day'] > str(feast), str(feast))
    clear()
    p = post()
    monday = date(item(case, p)['first_day'])
    close(p, monday, monday)
    true(item(case, p)['first_day'] > str(monday), 'closed on the first day')
    close(p, day(60), day(1500))
    busy = person(of={'ordered_minutes': 24000, 'period_months': 18})
    equal(excluded(busy, p)[:2], ('horizon', 'M-09'))
    always = post()
    close(always, day(0), day(1500))
    rule, rule_id, sentence, change = excluded(case, always)
    equal((rule, rule_id, change), ('days', 'B-05', 'dates'))


@test('a post that is closed on more spans than are looked at fails no answer')
def _():
    clear()
    p = post()
    for k in range(70):
        close(p, day(3 * k + 1000), day(3 * k + 1000))
    equal(item(person(of={'ordered_minutes': 420}), p)['sessions'], 1)
    SU.query("UPDATE offer.closure SET days = daterange(lower(days) - 990, upper(days) - 990)")
    it = item(person(of={'ordered_minutes': 2100}), p)
    true(date(it['last_day']) < TODAY + datetime.timedelta(days=200), 'nothing after the last that is looked at')
    equal(excluded(person(of={'ordered_minutes': 24000, 'period_months': 18}), p)[0], 'horizon',
          'closed from the sixty-fourth on')


# --- what must be kept apart -----------------------------------------------------------------------------------------

@test('C-08: hosts, sites, places and people to avoid, and the answer names nobody')
def _():
    clear()
    of = host()
    there = site(of)
    p, free = post(of, there), post()
    equal(excluded(person(avoid={'hosts': [of]}), p)[:3], ('avoid_host', 'C-08', 'structure à éviter'))
    equal(excluded(person(avoid={'sites': [there]}), p)[:3], ('avoid_place', 'C-08', 'lieu à éviter'))
    victim = opened(family_name='Dupont-Ferré', first_names='Zoé')
    placement(victim, measure(victim), post(of, there, slots=[(4, 540, 960, '[0,2)')]), [(4, 540, 960, '[0,2)')])
    case = person(avoid={'cases': [victim]})
    equal(excluded(case, p)[:3], ('avoid_person', 'C-08', 'personne à ne pas rencontrer'))
    item(case, free)
    text = A.get('/cases/%s/matches?limit=100' % case).text
    true(victim not in text and 'Dupont' not in text and 'Zoé' not in text, 'nobody is named')
    SU.query("UPDATE casework.placement SET state = 'ended', close_code = 'person', ended_on = offer.today() - 1, "
             "closed_at = now() WHERE case_id = $1", victim)
    item(case, p)


@test('C-08: a place is the commune that it names; what no program can compare is told')
def _():
    clear()
    of = host()
    lille, roubaix = post(of, site(of)), post(of, site(of, ROUBAIX))
    for place in ('ROUBAIX', 'Roubaix', ROUBAIX):
        case = person(avoid={'places': [place, 'Gare « Saint-Sauveur »']})
        equal(excluded(case, roubaix)[:2], ('avoid_place', 'C-08'), place)
        item(case, lille)
        equal(matches(case)['known']['places_to_compare'], ['Gare « Saint-Sauveur »'])


# --- health ----------------------------------------------------------------------------------------------------------

@test('W-05, W-06: fitness')
def _():
    clear()
    plain, risk = post(), post(special_risk=True)
    night = post(slots=[(3, 1200, 1440, '[0,2)')])
    unfit = person(fitness={'result': 'unfit'})
    equal(excluded(unfit, plain)[:3], ('unfit', 'W-06', 'avis médical{0}: inapte'.format(NB)))
    for result in ({'result': 'not_examined'}, {'result': 'unfit', 'until': day(0)}):
        case = person(fitness=result)
        item(case, plain)
        equal(excluded(case, risk)[:3],
              ('exam', 'W-05', 'examen médical à demander{0}: poste à risques particuliers'.format(NB)))
    equal(excluded(person(), night)[2], 'examen médical à demander{0}: travail de nuit'.format(NB))
    fit = person(fitness={'result': 'fit', 'until': day(900)})
    equal([warned(item(fit, p)) for p in (plain, risk, night)], [set(), set(), set()])
    old = person(fitness={'result': 'fit', 'until': day(0)})
    equal(excluded(old, risk)[0], 'exam')
    ends = person(fitness={'result': 'fit', 'until': day(10)})
    true('fitness' in warned(item(ends, risk)), 'the opinion ends first')
    words = person(fitness={'result': 'fit_limits', 'limits': 'Pas de charges'})
    equal(warned(item(words, plain)), {'fit_limits'})
    equal(excluded(person(fitness={'result': 'not_examined', 'triggers': ['pregnancy']}), plain)[2],
          'examen médical à demander{0}: situation de la personne'.format(NB))
    asked = person(of={'fitness_asked_on': day(-1)})
    equal(excluded(asked, risk)[2][:22], 'avis médical attendu' + NB + ':')


@test('H-14, W-04: minors have their own posts, and the limits of work are hard')
def _():
    clear()
    grown, young = post(), post(public='minors', slots=[(1, 480, 1260, '[0,2)')])
    night = post(public='minors', slots=[(2, 1320, 1440, '[0,2)')])
    case = opened(birth_date=str(datetime.date(TODAY.year - 17, 1, 15)))
    equal(SU.one('SELECT minor FROM casework.case_file WHERE id = $1', case), True)
    measure(case, authority='juge_des_enfants')
    situation(case)
    equal(excluded(case, grown)[:2], ('public', 'H-14'))
    equal(excluded(case, young)[:3],
          ('exam', 'W-05', 'examen médical à demander{0}: personne mineure'.format(NB)))
    situation(case, version=1, fitness={'result': 'fit'})
    equal(excluded(case, night)[:2], ('night', 'W-04'))
    it = item(case, young)
    equal((it['sessions'], it['minutes'], it['warnings']), (math.ceil(6300 / 480), 6300, []))  # eight hours a day
    limits = matches(case)['known']['limits']
    equal((limits['hard'], limits['unbroken_minutes'], limits['break_minutes']), (True, 270, 30))
    six = item(case, post(public='minors', slots=[(3, 540, 900, '[0,2)')]))  # half an hour of it is a break
    equal((six['sessions'], six['minutes']), (math.ceil(6300 / 330), 6300))
    adult = person()
    equal(excluded(adult, young)[:2], ('public', 'H-14'))
    long_day = item(adult, post(slots=[(1, 480, 1260, '[0,2)')]))
    true('labour_day' in warned(long_day), 'W-03 warns')
    equal([w['sentence'] for w in long_day['warnings'] if w['code'] == 'labour_day'],
          ['la journée dépasse la limite générale (W-03)'])


# --- how far ---------------------------------------------------------------------------------------------------------

def metres(lat, lon):
    """From home, flattened at the mean latitude."""
    a, b = math.radians(50.633333), math.radians(lat)
    x = math.radians(lon - 3.066667) * math.cos((a + b) / 2)
    return 6371009 * math.hypot(b - a, x)


RIDES = {'transport': ['public_transport']}
MEANS = {'on_foot': (0, 75, 15), 'bicycle': (5, 230, 20), 'public_transport': (12, 330, 30), 'car': (5, 550, 25),
         'scooter': (5, 550, 25)}  # fixed minutes, metres a minute, spread


def minutes(by, distance):
    """C-07, by its formula: the range of one way, to five minutes outwards."""
    fixed, speed, spread = MEANS[by]
    way = fixed + distance * (1.1 + 0.3 * math.exp(-distance / 20000)) / speed
    return math.floor(way * (100 - spread) / 500) * 5, math.ceil(way * (100 + spread) / 500) * 5


@test('C-07: a way is a range of minutes with what it takes for granted; the longest that she accepts')
def _():
    clear()
    of = host()
    near, far = post(of, site(of, lat=50.70, lon=3.07)), post(of, site(of, lat=50.75, lon=3.07))
    case = person(max_travel_minutes=30, transport=['public_transport'])
    k = matches(case)['known']
    equal((k['max_travel_minutes'], k['transport']), (30, ['public_transport']))
    it = item(case, near)
    true(abs(it['travel_m'] - metres(50.70, 3.07)) < 20, 'as the crow flies')
    equal(it['travel'], {'means': 'public_transport', 'from_minutes': 25, 'to_minutes': 55, 'sentence':
                         'de 25 à 55%smin en transports en commun, à vol d’oiseau ×%s1,3, sans horaire vérifié'
                         % (NB, NB)})
    equal((it['travel']['from_minutes'], it['travel']['to_minutes']), minutes('public_transport', it['travel_m']))
    true('travel' in warned(it), 'it may be longer than she accepts')
    rule, rule_id, sentence, change = excluded(case, far)
    equal((rule, rule_id, change), ('travel', 'C-07', 'travel'))
    equal(sentence, 'trop loin%s: 10%smin de plus que 30%smin' % (NB, NB, NB))
    item(person(transport=['public_transport']), far)
    unsaid = item(person(max_travel_minutes=30), far)
    equal((warned(unsaid), unsaid['travel']['sentence'].endswith(', moyen de transport non dit')), ({'travel'}, True))


@test('C-07: of her means the quickest is told, and an hour on foot is the most')
def _():
    clear()
    of = host()
    near, far = post(of, site(of, lat=50.64, lon=3.07)), post(of, site(of, lat=50.70, lon=3.07))
    for transport, by, farther in ((['on_foot', 'public_transport'], 'on_foot', 'public_transport'),
                                   (['bicycle', 'on_foot'], 'bicycle', 'bicycle'), (['car'], 'car', 'car'),
                                   (['scooter', 'bicycle'], 'scooter', 'scooter'), (['on_foot'], 'on_foot', None)):
        case = person(transport=transport)
        here = item(case, near)['travel']
        equal((here['means'], here['from_minutes'], here['to_minutes']),
              (by, *minutes(by, item(case, near)['travel_m'])), transport)
        if farther:
            equal(item(case, far)['travel']['means'], farther, transport)
        else:
            equal(excluded(case, far)[:2], ('travel', 'C-07'))


@test('C-07: the middle of the commune stands in for home, and without one the distance is not known')
def _():
    clear()
    p = post()
    lat, lon = SU.query('SELECT lat, lon FROM offer.commune WHERE insee = $1', LILLE)[0]
    case = opened()
    measure(case)
    situation(case, home={'commune': LILLE}, max_travel_minutes=1)
    got = [i for g in matches(case)['excluded'] for i in g['posts']] + matches(case)['items']
    equal([i['post'] for i in got], [p])
    equal(matches(case)['known']['located'], lat is not None and lon is not None)
    nowhere = person(home=None, max_travel_minutes=1)
    it = item(nowhere, p)
    equal((it['travel_m'], it['travel'], it['terms']['travel'], warned(it)), (None, None, 40000, {'distance'}))
    unknown = person(home={'commune': '59999'})
    equal(item(unknown, p)['travel_m'], None)


@test('C-07: a list of posts measures as a match does')
def _():
    clear()
    of = host()
    for lat, lon in ((50.64, 3.07), (50.7000005, 2.9), (50.2, 3.9), (49.9, 3.07), (-21.1, 55.5), (50.640001, 3.07)):
        post(of, site(of, lat=lat, lon=lon))
    case = person()
    far = {i['post']: i['travel_m'] for g in matches(case)['excluded'] for i in g['posts']}
    far.update({i['post']: i['travel_m'] for i in matches(case)['items']})
    got = calls.pages('/posts', A, 'lat=50.633333&lon=3.066667&order=nearest')
    equal({i['id'] for i in got}, set(far))
    for i in got:
        true(abs(i['distance_m'] - far[i['id']]) <= 2 + far[i['id']] / 10000, (i['distance_m'], far[i['id']]))


# --- what is asked for -----------------------------------------------------------------------------------------------

NOTHING_ASKED = {'begin_from': None, 'home_by': None, 'max_travel_minutes': None, 'transport': None}


@test('C-02, C-03, C-07: not before an hour, home by an hour, no longer than, by another means; kept nowhere')
def _():
    clear()
    of = host()
    early = post(of, site(of, lat=50.64, lon=3.07), slots=[(1, 360, 720, '[0,2)')])
    late = post(of, site(of, lat=50.70, lon=3.07), slots=[(2, 780, 1080, '[0,2)')])
    case = person(of={'ordered_minutes': 1200}, fitness={'result': 'fit'}, **RIDES)
    plain = matches(case)
    equal((plain['filter'], plain['fitting']), (NOTHING_ASKED, 2))
    way = {i['post']: i['travel']['to_minutes'] for i in plain['items']}
    sessions = {i['post']: i['sessions'] for i in plain['items']}
    equal(sessions, {early: 4, late: 4})

    def asked(**wish):
        query = '?' + '&'.join('%s=%s' % (k, v) for k, v in wish.items())
        answer = matches(case, query=query)
        by = wish.get('transport')
        equal(answer['filter'], {**NOTHING_ASKED, **wish, 'transport': by and sorted(
            by.split(','), key=['on_foot', 'bicycle', 'public_transport', 'car', 'scooter'].index)})
        return ({i['post']: i['sessions'] for i in answer['items']},
                {p['post']: (g['rule'], p['explanation']) for g in answer['excluded'] for p in g['posts']})
    none = ('asked_hours', 'aucun horaire dans les heures demandées')
    equal(asked(begin_from=480), ({early: 5, late: 4}, {}))  # four hours of six
    equal(asked(begin_from=601), ({late: 4}, {early: none}))
    equal(asked(home_by=1080), ({early: 4, late: math.ceil(1200 / (300 - way[late]))}, {}))
    equal(asked(home_by=900 + way[late]), ({early: 4, late: 10}, {}))
    equal(asked(home_by=899 + way[late]), ({early: 4}, {late: none}))
    equal(asked(begin_from=900, home_by=900), ({}, {early: none, late: none}))
    equal(asked(max_travel_minutes=way[early])[0], {early: 4})
    equal(asked(transport='on_foot')[1].keys(), {late})
    equal(asked(transport='car', max_travel_minutes=30, begin_from=360)[0], {early: 4, late: 4})
    both = asked(transport='on_foot,car')
    equal((both, asked(transport='car,on_foot')), (({early: 4, late: 4}, {}), both))
    equal(asked(transport='on_foot,bicycle', max_travel_minutes=20)[1].keys(), {late})
    equal([i['travel']['means'] for i in matches(case, query='?transport=scooter,on_foot')['items']], ['scooter'] * 2)
    k = matches(case, query='?transport=car&max_travel_minutes=30')['known']
    equal((k['transport'], k['max_travel_minutes']), (['car'], 30))
    again = matches(case)
    equal((again['items'], again['known']['transport']), (plain['items'], ['public_transport']))
    other = person(of={'ordered_minutes': 1200}, fitness={'result': 'fit'}, transport=['car'])
    equal(excluded(other, early, query='?transport=on_foot&max_travel_minutes=1')[0], 'travel')
    for bad in ('begin_from=0', 'begin_from=1441', 'home_by=x', 'home_by=8.5', 'max_travel_minutes=241',
                'transport=bus', 'transport=car&transport=car', 'transport=', 'transport=car,car', 'transport=car,',
                'transport=,car', 'transport=car,bus', 'transport=car,on_foot,car', 'transport=car%20,on_foot',
                'begin_from='):
        equal(A.get('/cases/%s/matches?%s' % (case, bad)).status, 400, bad)


@test('C-13, C-07: a search counts the way home from where it looks as a match does of who never said how she comes; no'
      ' way before the first hour in either; from nowhere it counts none, and says so')
def _():
    clear()
    of = host()
    at = {}
    for n in range(12):
        here = site(of, lat=50.64 + 0.009 * n * n / 4, lon=3.07 + 0.007 * n) if n % 4 else site(of, ROUBAIX, None, None)
        at[post(of, here, car_needed=n % 3 == 0)] = None
    for search, home in (('near=' + LILLE, {'commune': LILLE}), ('lat=50.633333&lon=3.066667', HOME)):
        fits = {i['post']: i['travel']['to_minutes'] for i in matches(person(home=home), query='?limit=100')['items']}
        equal(set(fits), set(at))
        for order in ('newest', 'nearest'):
            found = {i['id']: i['way_home_minutes']
                     for i in calls.pages('/posts', A, search + '&home_by=1440&order=' + order)}
            equal(found, fits)
        p, way = max(fits.items(), key=lambda i: i[1])
        true(way > 60 and len(set(fits.values())) > 5, fits)
        found = lambda last: {i['id'] for i in calls.pages('/posts', A, search + '&home_by=%d' % last)}
        # Mondays from 9:00: what is left of them before she goes home is the shortest session (E-02), two hours.
        equal((p in found(660 + way), p in found(659 + way)), (True, False))
        equal([i['way_home_minutes'] for i in calls.pages('/posts', A, search + '&begin_from=540')], [None] * 12)
    equal([i['way_home_minutes'] for i in calls.pages('/posts', A, 'home_by=660')], [None] * 12)
    equal(calls.pages('/posts', A, 'home_by=659'), [])
    kept = calls.post(A, '/searches', {'name': 'Avant midi', 'near': LILLE, 'home_by': 720}).json['id']
    mine = calls.pages('/searches/%s/posts' % kept, A)
    equal([{k: v for k, v in i.items() if k != 'new'} for i in mine],
          calls.pages('/posts', A, 'home_by=720&near=' + LILLE))
    true(0 < len(mine) < 12 and all(i['way_home_minutes'] <= 60 for i in mine), mine)
    equal(SU.one('SELECT count(*) FROM offer.search_post WHERE search_id = $1', kept), len(mine), 'as it is noted')
    equal(A.delete('/searches/' + kept).status, 204)


# --- what hosts state of the way -------------------------------------------------------------------------------------


@test('C-07: what a host states of the way is told with the day on which it was last said to be so')
def _():
    clear()
    near, far = post(confirmed_on=day(-20)), post(confirmed_on=day(-200))
    answer = matches(person())
    equal([(i['post'], i['confirmed_on']) for i in answer['items']], [(near, day(-20))])
    equal([(p['post'], p['confirmed_on']) for g in answer['excluded'] for p in g['posts']], [(far, day(-200))])


@test('C-07: a car that is needed excludes who has none, and warns where nobody said; the stop is told')
def _():
    clear()
    of = host()
    at = site(of)
    SU.query("UPDATE offer.site SET stop = 'L’Épi', lines = 'Bus 12', stop_walk_min = 9 WHERE id = $1", at)
    p = post(of, at, car_needed=True)
    rule, rule_id, sentence, change = excluded(person(**RIDES), p)
    equal((rule, rule_id, sentence, change),
          ('car', 'C-07', 'véhicule nécessaire pour venir, et la personne n’en a pas', 'travel'))
    it = item(person(transport=['public_transport', 'car']), p)
    equal((it['travel']['means'], warned(it)), ('car', set()))
    equal((it['car_needed'], it['transit_first'], it['transit_last']), (True, None, None))
    equal({k: v for k, v in it['site'].items() if k not in ('id', 'insee')},
          {'stop': 'L’Épi', 'lines': 'Bus 12', 'stop_walk_minutes': 9})
    equal(warned(item(person(), p)), {'car'})


@test('C-07: who rides comes when the first bus does and leaves before the last, and is told of both')
def _():
    clear()
    p = post(slots=[(1, 360, 720, '[0,2)')], transit_first=385, transit_last=700)
    case = person(of={'ordered_minutes': 630}, **RIDES)
    it = item(case, p)
    equal([w['sentence'] for w in it['warnings'] if w['code'] == 'transit'],
          ['commence à 6%sh, premiers transports à 6%sh%s25' % (NB, NB, NB)])
    equal((it['minutes'], it['sessions'], it['transit_first']), (630, 2, 385))  # 5 h 15 each
    true('sans horaire' not in it['travel']['sentence'], it['travel']['sentence'])
    SU.query('UPDATE offer.post SET transit_first = NULL WHERE id = $1', p)
    it = item(case, p)
    equal([w['sentence'] for w in it['warnings'] if w['code'] == 'transit'],
          ['finit à 12%sh, derniers transports à 11%sh%s40' % (NB, NB, NB)])
    SU.query('UPDATE offer.post SET transit_last = 400 WHERE id = $1', p)
    equal(excluded(case, p)[:3],
          ('transit', 'C-07', 'finit à 12%sh, derniers transports à 6%sh%s40' % (NB, NB, NB)))
    equal(warned(item(person(transport=['public_transport', 'bicycle']), p)), set())
    equal(warned(item(person(), p)), {'transit'})


@test('C-07: on Saturdays and Sundays public transport runs as the host states it of them, else as on other days')
def _():
    clear()
    p = post(slots=[(d, 480, 720, '[0,2)') for d in (6, 7)], transit_first=450, transit_last=780,
             transit_saturday_first=510, transit_sunday_first=600, transit_sunday_last=660)
    case = person(of={'ordered_minutes': 630}, **RIDES)
    it = item(case, p)
    equal([w['sentence'] for w in it['warnings'] if w['code'] == 'transit'],
          ['commence à 8%sh, premiers transports à 8%sh%s30 le samedi' % (NB, NB, NB)])
    equal((it['transit_saturday_first'], it['transit_saturday_last'], it['transit_sunday_first'],
           it['transit_sunday_last'], 'sans horaire' in it['travel']['sentence']), (510, None, 600, 660, False))
    equal((it['sessions'], it['weeks']), (3, 3))  # 3 h 30 on Saturdays; on Sundays an hour is nothing to come for
    alone = post(slots=[(7, 480, 720, '[0,2)')], transit_first=450, transit_sunday_last=500)
    equal(excluded(case, alone)[:3],
          ('transit', 'C-07', 'finit à 12%sh, derniers transports à 8%sh%s20 le dimanche' % (NB, NB, NB)))
    SU.query('UPDATE offer.post SET transit_sunday_last = NULL WHERE id = $1', alone)
    equal(warned(item(case, alone)), set())
    SU.query('UPDATE offer.post SET transit_sunday_none = true WHERE id = $1', alone)
    equal(excluded(case, alone)[:3], ('transit', 'C-07', 'aucun transport en commun le dimanche'))
    SU.query('UPDATE offer.post SET transit_saturday_first = NULL, transit_sunday_first = NULL,'
             ' transit_sunday_last = NULL, transit_sunday_none = true'
             ' WHERE id = $1', p)
    it = item(case, p)
    equal([w['sentence'] for w in it['warnings'] if w['code'] == 'transit'], ['aucun transport en commun le dimanche'])
    equal((it['transit_sunday_none'], it['transit_saturday_none'], it['weeks']), (True, False, 3))
    equal(warned(item(person(), alone)), {'transit'})


# --- the order -------------------------------------------------------------------------------------------------------

@test('the order is that of the terms, one after the other, recounted here')
def _():
    clear()
    of = host()
    posts = {}
    for n in range(24):
        lat, lon = 50.60 + 0.013 * (n * 7 % 9), 3.0 + 0.021 * (n % 5)
        days = [(1,), (1, 2), (6,), (6, 7), (3, 5, 6)][n % 5]
        hours = (540, 540 + 60 * (3 + n % 5))
        posts[post(of, site(of, lat=lat, lon=lon), family=('green_spaces', 'painting')[n % 2],
                   slots=[(d, *hours, '[0,2)') for d in days])] = (lat, lon)
    case = person(of={'ordered_minutes': 6000, 'period_months': 9}, learning_aim='Apprendre la peinture, et les délais',
                  job={'minutes_week': 600, 'slots': [slot(d, 17, 19) for d in range(1, 6)]})
    answer = matches(case, query='?limit=100')
    true(answer['fitting'] > 12, 'enough to put in order')
    term = date(answer['measure']['term'])
    equal(answer['known']['aims'], ['painting'])
    keys = []
    for it in answer['items']:
        margin = (term - date(it['last_day'])).days
        lacking = max(0, math.ceil((7 * 13 - margin) / 7))
        painting = SU.one('SELECT family::text FROM offer.post WHERE id = $1', it['post']) == 'painting'
        weekdays = {d for (d,) in SU.query('SELECT weekday FROM offer.slot WHERE post_id = $1', it['post'])}
        t = it['terms']
        equal((t['margin'], t['aim'], t['weeks'], t['job']),
              (lacking, 0 if painting else 1, it['weeks'], it['job_days']))
        equal(t['job'] == 0, weekdays <= {6, 7})
        true(abs(it['travel_m'] - metres(*posts[it['post']])) < 20, 'as the crow flies')
        equal((it['travel']['from_minutes'], it['travel']['to_minutes']), minutes('public_transport', it['travel_m']))
        equal(t['travel'], it['travel']['to_minutes'] // 5)
        keys.append((*(t[name] for name in answer['order']), it['post']))
    equal(keys, sorted(keys))
    true(len({k[0] for k in keys}) > 1, 'margins differ')


# --- what she might accept -------------------------------------------------------------------------------------------

def told_of(answer, of):
    """(rule, what is told) of a post of an answer."""
    return next((('fits', i) for i in answer['items'] if i['post'] == of), None) or next(
        (g['rule'], p) for g in answer['excluded'] for p in g['posts'] if p['post'] == of)


def as_query(what_if):
    """The remedy of an answer as the query that asks for it."""
    also = ','.join('%d:%d-%d%s' % (s['weekday'], s['from'], s['to'], '' if s['weeks'] == 'every' else ':' + s['weeks'])
                    for s in what_if['also'])
    return '?' + '&'.join('%s=%s' % (k, v) for k, v in (
        ('also', also), ('more_travel_minutes', what_if['more_travel_minutes']),
        ('week_minutes', what_if['week_minutes'])) if v)


@test('what if: another Saturday, a longer way, another week, a later start, each at once, and nothing of it stays')
def _():
    clear()
    free = {'availability': [slot(1, 8, 18)], 'max_travel_minutes': 20, **RIDES}
    monday, saturday, both = post(), post(slots=[(6, 540, 960, '[0,2)')]), post(
        slots=[(1, 540, 960, '[0,2)'), (6, 540, 960, '[0,2)')])
    of = host()
    far = post(of, site(of, lat=50.70))
    case = person(**free)
    plain = matches(case)
    equal((plain['what_if'], plain['effect']), (None, None))
    equal({told_of(plain, p)[1]['difference'] for p in (monday, saturday)}, {None})
    asked = matches(case, query='?also=6:540-960')
    equal(asked['what_if'], {'also': [slot(6, 9, 16)], 'more_travel_minutes': None, 'week_minutes': None,
                             'sentence': 'accepter aussi le samedi de 9{0}h à 16{0}h'.format(NB)})
    equal(asked['effect'], {'same': 2, 'possible': 1, 'sooner': 1, 'later': 0, 'excluded': 0, 'other_rule': 0})
    rule, it = told_of(asked, saturday)
    equal((rule, it['difference']), ('fits', {'code': 'possible', 'days': 0, 'sentence':
                                              'devient possible{0}: sinon, aucun jour en commun'.format(NB)}))
    sooner = date(told_of(plain, both)[1]['last_day']) - date(told_of(asked, both)[1]['last_day'])
    equal(told_of(asked, both)[1]['difference'],
          {'code': 'sooner', 'days': -sooner.days, 'sentence': 'dernière heure %d%sjours plus tôt' % (sooner.days, NB)})
    equal(told_of(asked, monday)[1]['difference']['code'], 'same')
    equal(told_of(asked, far)[0], 'travel')
    wait_until(lambda: len(opened_match(case)) >= 2, 20, 'the head over both')
    equal(len(opened_match(case)), 2)

    equal(told_of(matches(case, query='?more_travel_minutes=20'), far)[1]['difference']['code'], 'possible')
    week = matches(person(), query='?week_minutes=480')
    equal(told_of(week, both)[1]['difference']['code'], 'later')
    equal(week['what_if']['sentence'], 'jusqu’à 8%sh de TIG par semaine' % NB)
    later = matches(case, query='?from=' + day(30))
    equal((later['what_if'], told_of(later, monday)[1]['difference']['code'], later['known']['first_day']),
          (None, 'later', day(30)))
    short = opened()
    measure(short, facts_on=day(-600), judged_on=day(-500), consented_on=day(-500), final_on=day(-490),
            ordered_minutes=1260)
    situation(short, **free)
    late = matches(short, query='?from=' + day(50))
    rule, it = told_of(late, monday)
    equal((rule, it['difference']['code']), ('period', 'excluded'))
    true(it['difference']['sentence'].startswith('n’est plus possible%s: sinon, convient' % NB), it)
    equal(matches(case), plain)
    equal(matches(case, query='?from=' + day(1)), plain)


@test('what if: what a post that does not fit asks of her makes it fit when she says yes to it')
def _():
    clear()
    of = host()
    two = [(1, 540, 960, '[0,2)'), (6, 540, 960, '[0,2)')]
    posts = {'slots': post(slots=[(6, 540, 960, '[1,2)')]),
             'travel': post(of, site(of, lat=50.70)),
             'job': post(slots=[(2, 540, 960, '[0,2)'), (6, 540, 960, '[0,2)')]),
             'places': post(places=1, slots=two)}
    other = opened()
    placement(other, measure(other), posts['places'], [MONDAY])
    case = person(availability=[slot(1, 8, 18), slot(2, 8, 18)], max_travel_minutes=20, **RIDES,
                  job={'minutes_week': 600, 'slots': [slot(2, 8, 18)]})
    elsewhere = opened()
    m = measure(elsewhere, ordered_minutes=6000)
    situation(elsewhere, availability=[slot(1, 8, 18)])
    placement(elsewhere, m, post(slots=[(1, 480, 1080, '[0,2)')]), [(1, 480, 1080, '[0,2)')], minutes=600)
    dates = post(slots=two)
    for change, of, who in [(k, v, case) for k, v in posts.items()] + [('dates', dates, elsewhere)]:
        rule, it = told_of(matches(who, query='?remedies=true'), of)
        equal(it['change']['code'], change, (rule, it))
        remedy = it['change']['what_if']
        true(remedy, 'there is none: %s' % it)
        asked = matches(who, query=as_query(remedy))
        equal((told_of(asked, of)[0], asked['what_if']), ('fits', remedy), change)
        equal(told_of(asked, of)[1]['difference']['code'], 'possible')
    closed = post(state='suspended')
    busy = post(slots=[(2, 540, 960, '[0,2)')])
    answer = matches(case, query='?remedies=true')
    equal([told_of(answer, p)[1]['change']['what_if'] for p in (closed, busy)], [None, None])
    equal({p['change']['what_if'] for g in matches(case)['excluded'] for p in g['posts']}, {None})


@test('what if: of one post alone, whatever others there are, what would have to change for that one')
def _():
    clear()
    for _ in range(7):
        post(slots=[(6, 540, 960, '[0,2)')])
    fits, want = post(), post(slots=[(7, 540, 960, '[0,2)')])
    case = person(availability=[slot(1, 8, 18)])
    whole = matches(case, query='?remedies=true')
    true(fits in [i['post'] for i in whole['items']], 'another one fits')
    one = matches(case, query='?remedies=true&post=' + want)
    equal((one['posts'], one['fitting'], one['items'], [g['count'] for g in one['excluded']]), (1, 0, [], [1]))
    rule, it = told_of(one, want)
    equal((rule, it['change']['what_if']['also']), ('slots', [slot(7, 9, 16)]))
    asked = matches(case, query=as_query(it['change']['what_if']) + '&post=' + want)
    equal((told_of(asked, want)[0], asked['effect']['possible'], asked['posts']), ('fits', 1, 1))
    both = matches(case, query='?post=%s&from=%s' % (fits, day(30)))
    equal((told_of(both, fits)[1]['difference']['code'], both['known']), ('later', matches(
        case, query='?from=' + day(30))['known']))
    equal(told_of(matches(case, query='?post=' + fits), fits), told_of(matches(case), fits))
    equal(matches(case, query='?rule=week&post=' + want)['excluded'], [])
    for bad, status, code in ((key(), 404, 'not_found'), ("x'", 400, 'invalid_parameter'),
                              ('00000000-0000-0000-0000-000000000000', 400, 'invalid_parameter')):
        answer = A.get('/cases/%s/matches?post=%s' % (case, bad))
        equal((answer.status, answer.code), (status, code), bad)
    draft = post(state='draft', inscribed_on=None)
    equal(told_of(matches(case, query='?remedies=true&post=' + draft), draft)[0], 'inscription')


@test('what if: more times than a match looks at are refused')
def _():
    clear()
    p = post()
    case = person(availability=[slot(1 + n % 7, 8 + n // 7, 9 + n // 7) for n in range(42)])
    equal(told_of(matches(case), p)[0], 'fits')
    answer = A.get('/cases/%s/matches?also=1:0-60' % case)
    equal((answer.status, answer.code), (400, 'invalid_parameter'))


# --- who, and what is in the log -------------------------------------------------------------------------------------

def told(case):
    """Entries about this case."""
    return [e for e in S.entries() if any(o[1] == case for o in e['object'])]


def opened_match(case):
    return [e for e in told(case) if e['action'] == 'record.open' and e['object'][0][3] == 'MATCH']


@test('the opening of the profile is an entry, and nothing else of the case is opened')
def _():
    clear()
    post()
    case = person()
    matches(case)
    matches(case, client=DIRECTOR, access_reason='direction_control')
    wait_until(lambda: len(opened_match(case)) >= 2, 20, 'the head over both')
    entries = opened_match(case)
    equal(len(entries), 2)
    equal([(e['reason'], len(e['object'])) for e in entries],
          [('follow_up default', 1), ('direction_control given', 1)])
    equal([e for e in told(case) if e['action'] == 'record.open' and e not in entries], [])


@test('who may: her counsellor, and her director with a reason; to others the case is not there')
def _():
    clear()
    post()
    case = person()
    missing = A.get('/cases/%s/matches' % uuid.uuid4())
    equal(missing.status, 404)
    path = '/cases/%s/matches' % case
    for client in (B, FOREIGN, ELSEWHERE):
        for reason in ('direction_control', 'follow_up'):
            answer = client.get(path, access_reason=reason)
            equal((answer.status, answer.body), (404, missing.body))
    answer = DIRECTOR.get(path)
    equal((answer.status, answer.code), (400, 'reason_required'))
    equal(DIRECTOR.get(path, access_reason='no_such').code, 'reason_unknown')
    equal(DIRECTOR.get(path, access_reason='judge_report').status, 200)


@test('what a match lacks is told: an open measure, which one, a situation')
def _():
    clear()
    p = post()
    case = opened()

    def no(code, query='', status=409):
        answer = A.get('/cases/%s/matches%s' % (case, query))
        equal((answer.status, answer.code), (status, code), answer.text)
    no('no_open_measure')
    draft = measure(case, state='draft')
    no('no_open_measure')
    no('no_open_measure', '?measure=' + draft)
    one = measure(case)
    no('profile_missing')
    situation(case)
    equal(matches(case)['measure']['id'], one)
    two = measure(case, ordered_minutes=1200)
    no('measure_needed')
    equal(matches(case, query='?measure=' + two)['measure']['ordered_minutes'], 1200)
    elsewhere = opened()
    no('not_found', '?measure=' + measure(elsewhere), 404)
    no('not_found', '?measure=' + key(), 404)
    no('no_open_measure', '?measure=' + draft)
    equal(fitting(case, query='?measure=' + one), [p])


@test('a profile that is not what was sealed is refused, and no post is told')
def _():
    clear()
    post()
    case = person()
    SU.query("UPDATE sec.envelope SET body = set_byte(body, octet_length(body) / 2, "
             "(get_byte(body, octet_length(body) / 2) + 1) % 256) WHERE case_id = $1 AND compartment = 3", case)
    answer = A.get('/cases/%s/matches' % case)
    equal((answer.status, answer.code), (409, 'profile_broken'), answer.text)


@test('without the log there is no answer')
def _():
    clear()
    post()
    case = person()
    S.kill('jalon-sealer')
    answer = A.get('/cases/%s/matches' % case)
    equal((answer.status, answer.code), (503, 'unavailable'))
    S.start('jalon-sealer')
    wait_until(lambda: A.get('/cases/%s/matches' % case).status == 200, 20, 'the log is back')


# --- posts in memory -------------------------------------------------------------------------------------------------

def verdict(case, of, client=A):
    """The rule that keeps a post from her, 'fits', or 'absent'."""
    answer = matches(case, client, '?limit=100')
    if of in [i['post'] for i in answer['items']]:
        return 'fits'
    return next((g['rule'] for g in answer['excluded'] for p in g['posts'] if p['post'] == of), 'absent')


def as_after_a_start(path, client=A):
    """The bytes of the answer, warm; the same request of a jalond that has nothing in memory gives the same."""
    warm = client.get(path).body
    S.kill('jalond')
    S.start('jalond')
    equal(client.get(path).body, warm, 'after a start')
    return json.loads(warm)


@test('whatever changes of a post, the very next request knows it')
def _():
    clear()
    of = host('association')
    at = site(of)
    p = post(of, at, places=1, slots=[MONDAY])
    case, other = person(), opened()
    m = measure(other)
    elsewhere = post()
    sql = SU.query
    taken = []
    steps = (
        ('habilitation', None, 'habilitation'),
        ('one is granted', lambda: habilitate(of, day(-10), day(1500)), 'fits'),
        ('one is withdrawn', lambda: sql("UPDATE offer.habilitation SET valid = daterange(lower(valid), $2::date)"
                                         ' WHERE host_id = $1', of, day(-1)), 'habilitation'),
        ('it goes', lambda: sql('DELETE FROM offer.habilitation WHERE host_id = $1', of), 'habilitation'),
        ('another comes', lambda: habilitate(of, day(-10), day(1500)), 'fits'),
        ('the post is stopped', lambda: sql("UPDATE offer.post SET state = 'suspended' WHERE id = $1", p), 'suspended'),
        ('and goes on', lambda: sql("UPDATE offer.post SET state = 'inscribed' WHERE id = $1", p), 'fits'),
        ('it is removed', lambda: sql("UPDATE offer.post SET state = 'removed', removed_on = $2 WHERE id = $1", p,
                                      day(0)), 'absent'),
        ('it is back', lambda: sql("UPDATE offer.post SET state = 'inscribed', removed_on = NULL WHERE id = $1", p),
         'fits'),
        ('the host takes nobody', lambda: sql("UPDATE offer.host SET state = 'suspended', state_reason = 'x'"
                                              ' WHERE id = $1', of), 'host'),
        ('it does again', lambda: sql("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", of),
         'fits'),
        ('its times go', lambda: sql('DELETE FROM offer.slot WHERE post_id = $1', p), 'slots'),
        ('others come', lambda: insert('offer.slot', post_id=p, host_id=of, n=1, weekday=1, from_min=540, to_min=960,
                                       weeks='[0,2)'), 'fits'),
        ('it closes', lambda: close(p, day(0), day(2000)), 'days'),
        ('and opens', lambda: sql('DELETE FROM offer.closure WHERE post_id = $1', p), 'fits'),
        ('somebody has the place', lambda: taken.append(placement(other, m, p, [MONDAY])), 'capacity'),
        ('she leaves', lambda: sql("UPDATE casework.placement_slot SET days = 'empty' WHERE placement_id = $1",
                                   taken[0]), 'fits'),
        ('its site moves far away', lambda: sql('UPDATE offer.site SET lat = 43.3 WHERE id = $1', at), 'travel'),
        ('and back', lambda: sql('UPDATE offer.site SET lat = 50.64 WHERE id = $1', at), 'fits'),
        ('a rule changes', lambda: sql("UPDATE offer.rule_param SET amount = 0 WHERE rule = 'B-09'"), 'fits'),
        ('nobody confirmed it', lambda: sql('UPDATE offer.post SET confirmed_on = $2 WHERE id = $1', p, day(-300)),
         'fits'),
        ('the rule is back', lambda: sql("UPDATE offer.rule_param SET amount = 92 WHERE rule = 'B-09'"), 'fresh'))
    fresh = SU.one("SELECT amount FROM offer.rule_param WHERE rule = 'B-09' AND valid @> offer.today()"
                   ' AND amount IS NOT NULL')
    equal(fresh, 92)
    situation(case, version=1, max_travel_minutes=60, transport=['public_transport'])
    for name, act, expected in steps:
        if act:
            act()
        equal(verdict(case, p), expected, name)
        equal(verdict(case, elsewhere), 'fits', name)
    equal(item(case, elsewhere)['title'], "Entretien d'espaces")
    sql("UPDATE offer.post SET title = 'Tri' WHERE id = $1", elsewhere)
    sql("UPDATE sec.organisation SET name = 'L’Éclaircie' WHERE id = (SELECT host_id FROM offer.post WHERE id = $1)",
        elsewhere)
    equal((item(case, elsewhere)['title'], item(case, elsewhere)['host']['name']), ('Tri', 'L’Éclaircie'))
    as_after_a_start('/cases/%s/matches' % case)


@test('a case without a point is at home in the middle of its commune, also when that moves')
def _():
    clear()
    p = post()
    case = opened()
    measure(case)
    situation(case, home={'commune': ROUBAIX})
    before = item(case, p)['travel_m']
    lat = SU.one('SELECT lat FROM offer.commune WHERE insee = $1', ROUBAIX)
    SU.query('UPDATE offer.commune SET lat = lat + 0.1 WHERE insee = $1', ROUBAIX)
    true(item(case, p)['travel_m'] > before + 5000, 'it is further')
    SU.query('UPDATE offer.commune SET lat = $2 WHERE insee = $1', ROUBAIX, lat)
    equal(item(case, p)['travel_m'], before)


@test('who asks while posts change gets one state or the other, and who asks after gets the last')
def _():
    clear()
    posts = [post(slots=[(1 + n % 5, 540, 960, '[0,2)')]) for n in range(12)]
    case = person()
    path = '/cases/%s/matches?limit=100' % case
    stop = threading.Event()
    wrong, seen = [], set()

    def reader():
        client = A.twin()
        while not stop.is_set():
            answer = client.get(path)
            if answer.status != 200 or answer.json['posts'] != 12:
                wrong.append(answer.text[:200])
            seen.add(answer.json['fitting'])
    threads = [threading.Thread(target=reader) for _ in range(3)]
    for t in threads:
        t.start()
    try:
        for n in range(24):
            SU.query("UPDATE offer.post SET state = CASE state WHEN 'inscribed' THEN 'suspended' ELSE 'inscribed' END"
                     '::offer.post_state WHERE id = $1', posts[n % 12])
            equal(matches(case, query='?limit=100')['fitting'], 11 - n if n < 12 else n - 11, n)
    finally:
        stop.set()
        for t in threads:
            t.join()
    equal(wrong, [])
    true(len(seen) > 1, 'they saw it change')
    as_after_a_start(path)


@test('a request that began before a change committed does not hide it from the next')
def _():
    clear()
    p = post()
    case = person()
    equal(verdict(case, p), 'fits')
    with S.cluster.connect('postgres') as slow:
        slow.query('BEGIN')
        slow.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", p)
        later = post()
        equal([verdict(case, x) for x in (p, later)], ['fits', 'fits'])
        slow.query('COMMIT')
    equal([verdict(case, x) for x in (p, later)], ['suspended', 'fits'])


@test('posts in memory are those of a day: a session that plays another one gets its own')
def _():
    clear()
    p = post(confirmed_on=day(0), inscribed_on=day(-300))
    close(p, day(-20), day(-10))
    case = person()
    path = '/cases/%s/matches' % case
    real = A.get(path).body
    SU.query("UPDATE sec.session SET claimed = 'jalon-demo', demo_day = $2 WHERE account = $1", ME[A], day(-40))
    equal(matches(case)['known']['first_day'], day(-39))
    equal(DIRECTOR.get(path, access_reason='judge_report').body, real)
    equal(as_after_a_start(path)['known']['first_day'], day(-39))
    SU.query("UPDATE sec.session SET claimed = '127.0.0.1', demo_day = NULL WHERE account = $1", ME[A])
    equal(A.get(path).body, real)


@test('what is in memory is nobody\'s without a live session that sees the case')
def _():
    clear()
    post()
    case = person()
    path = '/cases/%s/matches' % case
    missing = A.get('/cases/%s/matches' % uuid.uuid4())
    equal(A.get(path).status, 200)
    manager = S.person('m.jardins').sign_in()
    for client in (B, FOREIGN, ELSEWHERE, manager, S.person('r.nord').sign_in(), S.person('u.audit').sign_in()):
        answer = client.get(path)
        equal((answer.status, answer.body), (404, missing.body))
    again = S.person('a.martin').sign_in()
    equal(again.get(path).status, 200)
    SU.query("UPDATE sec.session SET ended_at = now(), ended_by = 'sign_out', keys = NULL WHERE hash ="
             ' (SELECT hash FROM sec.session WHERE account = $1 ORDER BY opened_at DESC LIMIT 1)', ME[A])
    equal(again.get(path).status, 401)
    equal(A.get(path).status, 200)


def pages(case, query=''):
    """The answers of all pages."""
    got = [matches(case, query='?limit=4' + query)]
    while got[-1]['next']:
        got.append(matches(case, query='?limit=4%s&after=%s' % (query, got[-1]['next'])))
    return got


@test('what fits comes in pages in the order of the list, and so do the posts of one rule')
def _():
    clear()
    for n in range(11):
        post(slots=[(1 + n % 5, 540, 960, '[0,2)')])
        post(state='suspended')
    case = person()
    whole = [i['post'] for i in matches(case, query='?limit=100')['items']]
    got = pages(case)
    equal([len(g['items']) for g in got], [4, 4, 3])
    equal([i['post'] for g in got for i in g['items']], whole)
    equal({(g['changed'], g['fitting'], g['excluded'][0]['count'], len(g['excluded'][0]['posts'])) for g in got},
          {(False, 11, 11, 5)})
    rule = pages(case, '&rule=suspended')
    equal([(len(g['items']), len(g['excluded'][0]['posts'])) for g in rule], [(0, 4), (0, 4), (0, 3)])
    equal([p['post'] for g in rule for p in g['excluded'][0]['posts']], sorted(
        p for p, in SU.query("SELECT id::text FROM offer.post WHERE state = 'suspended'")))
    equal(matches(case, query='?limit=11')['next'], None)


@test('posts that are only counted are those that would be told behind the others (C-05, C-06, C-07, M-09)')
def _():
    clear()
    some = host()
    for n in range(96):
        at = site(some, lat=50.5 + 0.004 * (n * 37 % 97), lon=2.9 + 0.01 * (n % 5))
        p = post(some, at, [(1 + (n + k) % 7, 60 * (6 + (n + k) % 9), 60 * (9 + (n + k) % 9),
                             '[0,1)' if n % 7 == k else '[0,2)') for k in range(1 + n % 4)],
                 inscribed_on=day(-300 + (340 if n % 13 == 0 else 0)), confirmed_on=day(-n), places=1 + n % 2,
                 car_needed=n % 17 == 0, special_risk=n % 19 == 0)
        if n % 5 == 0:
            close(p, day(10 * n % 90), day(10 * n % 90 + 40 * (n % 3)))
    week = [{'weekday': w, 'from': 420, 'to': 1080} for w in (1, 2, 4, 6)]
    for profile in ({}, {'transport': ['bicycle'], 'max_travel_minutes': 75},
                    {'transport': ['public_transport', 'bicycle'], 'max_travel_minutes': 60}):
        case = person(availability=week, **profile)
        whole = matches(case, query='?limit=100')
        told = [i['post'] for i in whole['items']]
        true(len(told) == whole['fitting'] > 20, (len(told), whole['fitting'], [
            (g['rule'], g['count']) for g in whole['excluded']]))
        for limit in (1, 7, 20):
            few = matches(case, query='?limit=%d' % limit)
            equal([i['post'] for i in few['items']], told[:limit])
            equal({k: v for k, v in few.items() if k not in ('items', 'next')},
                  {k: v for k, v in whole.items() if k not in ('items', 'next')})
        equal([i['post'] for g in pages(case) for i in g['items']], told)
        rule = next(g['rule'] for g in whole['excluded'])
        equal(matches(case, query='?rule=%s' % rule)['fitting'], len(told))


@test('a list that is not that of the page before says so, and loses no post')
def _():
    clear()
    for n in range(9):
        post(slots=[(1 + n % 5, 540, 960, '[0,2)')])
    case = person()
    first = matches(case, query='?limit=4')
    after = '?limit=4&after=' + first['next']
    shown = [i['post'] for i in first['items']]
    rest = [i['post'] for i in matches(case, query='?limit=100')['items']][4:]
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", shown[0])
    answer = matches(case, query=after)
    equal((answer['changed'], [i['post'] for i in answer['items']]), (True, rest[:4]))
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", shown[3])  # behind which it would go on
    answer = matches(case, query=after)
    equal((answer['changed'], [i['post'] for i in answer['items']]), (True, shown[1:3] + rest[:2]))
    SU.query("UPDATE offer.post SET state = 'inscribed' WHERE id = ANY ($1)", [shown[0], shown[3]])
    answer = matches(case, query=after)
    equal((answer['changed'], [i['post'] for i in answer['items']]), (False, rest[:4]))


run()
