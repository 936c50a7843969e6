#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Proposals to hosts: what the matcher and the database forbid, the place that two want, what the host reads and when,
and the decision. A proposal is one thing: the placement, its two sealed records and the host's key, or nothing."""
import datetime
import secrets
import sys
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once, ids, key, made, post
from tap import equal, run, test, true, wait_until

LOGINS = ('a.martin', 'b.oreilly', 'c.douai', 'd.lille', 'd.douai', 'r.nord', 'm.jardins', 't.jardins', 'u.audit',
          'x.admin')
S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
A, B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER = (
    S.person(login).sign_in() for login in LOGINS + ('m.autre',))
ME = {c: c.get('/me').json for c in (A, B, DIRECTOR, MANAGER, OTHER)}
HOST, HOST2 = (ME[c]['organisation']['id'] for c in (MANAGER, OTHER))
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
NOBODY = key()
MISSING = TUTOR.get('/nothing/here').body
LILLE = '59350'
REASON = "L'emploi d’abord :\nle jeudi <matin> & rien d'autre"
SHEET = {'skills': ["Taille d'arbres", 'Accueil <public>'], 'limits': 'Pas de charges de plus de 10 kg',
         'message': 'Bonjour,\nà votre écoute'}
ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28', 'phone': '06 12 34 56 78'}
CONTACT = {'given': 'Éa', 'family': "O'Connor", 'phone': '06 12 34 56 78'}


def day(n):
    """A day from today; negative: ago."""
    return str(TODAY + datetime.timedelta(days=n))


def monday(n=2):
    """The first Monday that is so many days away."""
    first = TODAY + datetime.timedelta(days=n)
    return first + datetime.timedelta(days=(7 - first.weekday()) % 7)


def refused(answer, status, code, what=''):
    equal((answer.status, answer.code if answer.body else None), (status, code), what + ' ' + answer.text)
    return answer.json


def gone(answer, what=''):
    """Forbidden and missing look the same."""
    equal((answer.status, answer.body), (404, MISSING), what + ' ' + answer.text)


def broken(answer, *rules):
    """422 with these rules, each with a sentence; the sentences."""
    problem = refused(answer, 422, 'rule_forbids')
    equal([r['rule'] for r in problem['rules']], list(rules))
    true(all(len(r['sentence']) > 5 for r in problem['rules']), 'each with its sentence')
    return [r['sentence'] for r in problem['rules']]


def sent(client, path, body, version=None, status=201, method='POST'):
    headers = {'Idempotency-Key': key(), **({'If-Match': '"%d"' % version} if version is not None else {})}
    answer = client.send(method, path, body, headers)
    equal(answer.status, status, answer.text)
    return answer.json if answer.body else None


# --- the log from outside --------------------------------------------------------------------------------------------

def told(action, about):
    """The entries of this action that name this id, once the head covers all that was opened before."""
    mark = sent(A, '/cases', {'identity': ADULT})['id']
    equal(A.get('/cases/' + mark).status, 200)

    def covered():
        return any(e['action'] == 'record.open' and e['object'][0][1] == mark for e in S.entries())
    wait_until(covered, 20, 'the head over all of it')
    return [e for e in S.entries() if e['action'] == action and any(o[1] == about for o in e['object'])]


# --- what the tests stand on -----------------------------------------------------------------------------------------

MEASURE = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': 6300, 'facts_on': day(-200),
           'judged_on': day(-100), 'final_on': day(-90), 'seized_on': day(-80), 'period_months': 18, 'fallback': True,
           'consent': 'court', 'consented_on': day(-100), 'authority': 'court'}


def slot(weekday, start, end, weeks='every'):
    return {'weekday': weekday, 'from': start * 60, 'to': end * 60, 'weeks': weeks}


MONDAY, THURSDAY = slot(1, 9, 16), slot(4, 9, 16)


def host_row(host):
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', $2)", host, LILLE)


def contact(host, name='Noël D’hondt'):
    made = key()
    SU.query("INSERT INTO offer.contact (id, host_id, part, name, phone) VALUES ($1, $2, 'in_charge', $3, "
             "'03 20 00 00 00')", made, host, name)
    return made


def new_post(host=HOST, slots=(MONDAY, THURSDAY), places=50, special_risk=False, title="Entretien des serres d'été"):
    """On the list and confirmed, with somebody in charge."""
    site, post = key(), key()
    SU.query("INSERT INTO offer.site (id, host_id, name, insee, lat, lon) VALUES ($1, $2, 'Les Serres', $3, 50.64, "
             '3.07)', site, host, LILLE)
    SU.query("INSERT INTO offer.post (id, host_id, site_id, title, family, nature, manner, public, places, state, "
             "special_risk, care_setting, meets_children, meets_vulnerable, meets_public, in_charge, inscribed_on, "
             "confirmed_on) VALUES ($1, $2, $3, $4, 'green_spaces', 'Semer', 'En équipe', 'adults', $5, 'inscribed', "
             '$6, false, false, false, false, $7, offer.today() - 300, offer.today())', post, host, site, title, places,
             special_risk, contact(host))
    for n, s in enumerate(slots, 1):
        SU.query('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks) '
                 'VALUES ($1, $2, $3, $4, $5, $6, casework.week_range($7))', post, host, n, *s.values())
    return post


for _host in (HOST, HOST2):
    host_row(_host)
POST, POST2 = new_post(), new_post(HOST2)


def open_measure(client=A, identity=None, **ordered):
    case = sent(client, '/cases', {'identity': identity or ADULT})['id']
    measure = sent(client, '/cases/%s/measures' % case, dict(MEASURE, **ordered))['id']
    sent(client, '/measures/%s/opening' % measure, None, 1, 200)
    return case, measure


def situation(case, client=A, version=0, **profile):
    sent(client, '/cases/%s/profile' % case,
         {'profile': {'home': {'commune': LILLE, 'lat': 50633333, 'lon': 3066667}, **profile}}, version, 200, 'PUT')


def person(client=A, profile=None, **ordered):
    """A case with an open measure of 105 hours and a situation."""
    case, measure = open_measure(client, **ordered)
    situation(case, client, **(profile or {}))
    return case, measure


def body_of(measure, post=POST, **more):
    return {'measure': measure, 'post': post, 'first_day': str(monday()), 'reason': REASON, 'sheet': SHEET, **more}


def propose(of, client=A, k=None, **more):
    return post(client, '/placements', dict(body_of(of), **more), k)


def proposed(client=A, **more):
    return made(propose(person(client)[1], client, **more))


def accept(p, who=MANAGER, **more):
    sent(who, '/placements/%s/answer' % p, {'accept': True, **more}, 1, 200)
    return p


def decline(p, who=MANAGER, **more):
    sent(who, '/placements/%s/answer' % p, {'accept': False, 'code': 'no_tutor', **more}, 1, 200)
    return p


def withdraw(p, client=A):
    sent(client, '/placements/%s/withdrawal' % p, {'code': 'service'}, 1, 200)
    return p


def meet(p, client=A):
    sent(client, '/placements/%s/meeting' % p, {'met_on': day(0)}, 2, 200, 'PUT')
    return p


def ready(client=A, **more):
    """Accepted, met, somebody in charge: version 3."""
    return meet(accept(proposed(client, **more)), client)


def sign(p, client=DIRECTOR, version=3):
    return client.send('POST', '/placements/%s/signature' % p, headers={'If-Match': '"%d"' % version})


def signed(client=A, **more):
    p = ready(client, **more)
    equal((sign(p).status, read(p)['state']), (200, 'signed'))
    return p


def read(p, client=A):
    answer = client.get('/placements/' + p)
    equal(answer.status, 200, answer.text)
    return answer.json


def sheet(p, client, **headers):
    return client.get('/placements/%s/sheet' % p, **headers)


def reason(p, client, **headers):
    return client.get('/placements/%s/reason' % p, **headers)


def act(p, what, client=A):
    return client.send('POST', '/placements/%s/%s' % (p, what))


def everything():
    """All that a proposal leaves behind; its own lines in the outbox too."""
    return [SU.one('SELECT count(*) FROM ' + t) for t in (
        'casework.placement', 'casework.placement_decision', 'casework.placement_slot', 'sec.placement_box',
        "sec.envelope WHERE tab = 4", 'sec.case_key WHERE compartment IN (2, 4)',
        "sec.idempotency WHERE operation = 'placement.create'")]


def boxes(p):
    return SU.query('SELECT b.host_id, b.host_generation FROM sec.placement_box b JOIN casework.placement x '
                    'ON x.case_id = b.case_id AND x.ordinal = b.ordinal WHERE x.id = $1', p)


# --- what becomes of a proposal --------------------------------------------------------------------------------------

@test('a proposal is there with its reason, its sheet and the key of its host, and names nobody')
def _():
    case, measure = person()
    p = made(propose(measure, slots=[MONDAY, THURSDAY], planned_minutes=2100))
    row = read(p)
    equal((row['state'], row['planned_minutes'], row['first_day'], row['slots']),
          ('proposed', 2100, str(monday()), [MONDAY, THURSDAY]))
    equal(reason(p, A, access_reason='assignment').json, {'version': 1, 'reason': REASON, 'integrity': True})
    whole = {'sheet': SHEET, 'contact': None, 'answer': None, 'integrity': True}
    for client in (A, MANAGER, TUTOR):
        equal(sheet(p, client).json, whole)
    equal(sheet(p, DIRECTOR, access_reason='direction_control').json, whole)
    equal(boxes(p), [(HOST, 1)])
    [shared] = told('placement.share', p)
    equal([(o[0], o[1]) for o in shared['object']], [('casework.placement', p), ('organisation', HOST)])
    equal((shared['outcome'], shared['actor'].split(' ')[0]), ('ok', ME[A]['id']))
    looked = [e for e in told('record.open', case) if e['object'][0][3] == 'MATCH']
    equal([(e['reason'], e['object'][0][5]) for e in looked], [('assignment given', 'caseload')])
    equal([e['object'][0][3] for e in told('record.open', case)], ['MATCH'], 'no name was opened')


@test('M-09: the last day is the forecast of the matcher, never the word of a client')
def _():
    _, measure = person()
    refused(propose(measure, last_day=day(30)), 400, 'unknown_field')
    p = made(propose(measure, slots=[MONDAY], planned_minutes=420 * 3))
    row = read(p)
    days = [datetime.date.fromisoformat(row[k]) for k in ('first_day', 'last_day')]
    equal((days[1].weekday(), days[1] >= days[0] + datetime.timedelta(days=14)), (0, True), 'three Mondays or more')


def preview(measure, client=A, **more):
    return client.post('/placements/preview', {'measure': measure, 'post': POST, 'first_day': str(monday()), **more})


@test('E-02, E4: what a proposal would be, session by session with its shortfall; nothing is kept, and it comes true')
def _():
    case, measure = person()
    before = everything()
    seen = preview(measure, slots=[MONDAY, THURSDAY], planned_minutes=2100)
    equal(seen.status, 200, seen.text)
    seen = seen.json
    equal(everything(), before, 'nothing was written')
    equal((seen['slots'], seen['excluded'], seen['options']), ([MONDAY, THURSDAY], None, []))
    equal(sum(s['minutes'] for s in seen['sessions']), 2100)
    equal(sum(w['minutes'] for w in seen['weeks']), 2100)
    true(all(s['minutes'] == s['to'] - s['from'] for s in seen['sessions']), 'no break for who is of age')
    days = [datetime.date.fromisoformat(s['day']) for s in seen['sessions']]
    equal((days == sorted(days), {d.isoweekday() for d in days}), (True, {MONDAY['weekday'], THURSDAY['weekday']}))
    equal((seen['fit']['first_day'], seen['fit']['last_day'], seen['fit']['sessions']),
          (str(days[0]), str(days[-1]), len(days)))
    equal((seen['measure']['remaining_minutes'], seen['shortfall_minutes']), (6300, 6300 - 2100))
    row = read(made(propose(measure, slots=[MONDAY, THURSDAY], planned_minutes=2100)))
    equal((row['last_day'], row['slots']), (seen['fit']['last_day'], seen['slots']), 'it comes true')
    looked = [e for e in told('record.open', case) if e['object'][0][3] == 'MATCH']
    equal([(e['reason'], e['outcome']) for e in looked], [('assignment given', 'ok')] * 2, 'each look is an entry')


@test('E4: a proposal that a rule forbids is told with the rule and other posts, by the same look as the door')
def _():
    _, measure = person()
    seen = preview(measure, slots=[slot(7, 9, 12)]).json
    equal((seen['fit'], seen['sessions'], seen['weeks'], seen['shortfall_minutes']), (None, [], [], 6300))
    equal(seen['excluded']['rule'], 'slots')
    true(seen['options'], 'others fit')
    broken(propose(measure, slots=[slot(7, 9, 12)]), seen['excluded']['rule_id'])
    refused(preview(measure, planned_minutes=6301), 422, 'exceeds_remaining')
    refused(preview(measure, reason='Parce que'), 400, 'unknown_field')
    refused(preview(measure, slots=[MONDAY, MONDAY]), 400, 'invalid_field')
    refused(preview(key()), 404, 'not_found')
    refused(preview(person(client=B)[1]), 404, 'not_found')


@test('E4, C-06, C-07: a preview with what she might accept says what that changes, and nothing of it is kept')
def _():
    case, measure = person()
    seen = preview(measure).json
    equal((seen['what_if'], seen['fit']['difference']), (None, None), 'nothing was asked for')
    more = preview(measure, week_minutes=600).json
    equal((more['what_if']['week_minutes'], more['fit']['difference']['code']), (600, 'later'))
    equal(max(w['minutes'] for w in more['weeks']), 600)
    days = [datetime.date.fromisoformat(x['fit']['last_day']) for x in (seen, more)]
    equal(more['fit']['difference']['days'], (days[1] - days[0]).days)
    both = [preview(measure, slots=[MONDAY, THURSDAY], **w).json['weeks'] for w in ({}, {'week_minutes': 600})]
    equal(both[0], both[1], 'times that are meant stay')
    case, measure = person(profile={'availability': [slot(7, 8, 18)]})
    equal(preview(measure).json['excluded']['rule'], 'slots')
    also = [{**MONDAY, 'weeks': 'every'}]
    before = everything()
    seen = preview(measure, also=also, planned_minutes=2100).json
    equal((seen['what_if']['also'], seen['slots'], seen['excluded']), (also, also, None))
    equal((seen['fit']['difference']['code'], seen['fit']['difference']['days']), ('possible', 0))
    equal(sum(s['minutes'] for s in seen['sessions']), 2100)
    equal(preview(measure, also=also, slots=[MONDAY], planned_minutes=2100).json['fit']['last_day'],
          seen['fit']['last_day'])
    equal(preview(measure, also=[slot(6, 8, 18)]).json['excluded']['difference']['code'], 'same')
    refused(propose(measure, also=also), 400, 'unknown_field')
    broken(propose(measure, planned_minutes=2100), 'C-06')
    equal(everything(), before, 'nothing was kept')
    for bad, at in (({'also': [slot(8, 8, 9)]}, '/also/0/weekday'), ({'also': [slot(1, 9, 8)]}, '/also/0/to'),
                    ({'also': [slot(1, 8, 9)] * 15}, '/also'), ({'also': 'x'}, '/also'),
                    ({'more_travel_minutes': 0}, '/more_travel_minutes'),
                    ({'more_travel_minutes': 241}, '/more_travel_minutes'), ({'week_minutes': 479}, '/week_minutes'),
                    ({'week_minutes': 10081}, '/week_minutes')):
        answer = preview(measure, **bad)
        refused(answer, 400, 'invalid_field')
        equal(answer.json['pointer'], at)
    _, full = person(profile={'availability': [slot(1 + i // 6, 2 * (i % 6), 2 * (i % 6) + 1) for i in range(42)]})
    answer = preview(full, also=also)
    refused(answer, 400, 'invalid_field')
    equal(answer.json['pointer'], '/also', 'more times than a match looks at')


@test('what is not said is what remains and what the plan needs: hours, times of the week')
def _():
    _, measure = person()
    row = read(made(propose(measure)))
    equal((row['planned_minutes'], row['slots']), (6300, [MONDAY, THURSDAY]))
    _, measure = person(profile={'availability': [slot(1, 13, 20), slot(4, 8, 14)]})
    made(propose(measure, planned_minutes=600, slots=[slot(4, 10, 12)]))
    row = read(made(propose(measure, slots=None, planned_minutes=None, post=POST2)))
    equal(row['planned_minutes'], 5700)
    equal(row['slots'], [slot(1, 13, 16), slot(4, 12, 14)], 'not where she is already (E-05)')


@test('C-07: the rhythm of who rides begins with the first bus; times that somebody means are taken as they are')
def _():
    rides = {'transport': ['public_transport']}
    of = new_post()
    SU.query('UPDATE offer.post SET transit_first = 600 WHERE id = $1', of)
    row = read(made(propose(person(profile=rides)[1], post=of)))
    equal(row['slots'], [slot(1, 10, 16), slot(4, 10, 16)])
    row = read(made(propose(person(profile=rides)[1], post=of, slots=[MONDAY])))
    equal(row['slots'], [MONDAY])
    SU.query('UPDATE offer.post SET car_needed = true WHERE id = $1', of)
    broken(propose(person(profile=rides)[1], post=of, slots=[MONDAY]), 'C-07')
    made(propose(person()[1], post=of, slots=[MONDAY]))


@test('a sheet may be empty, a reason may not; each field is what it is declared to be')
def _():
    _, measure = person()
    made(propose(measure, sheet={}, planned_minutes=600))
    for more, pointer, code in (
            ({'reason': ''}, '/reason', 'invalid_field'), ({'reason': None}, '/reason', 'invalid_field'),
            ({'reason': 'é' * 4001}, '/reason', 'invalid_field'), ({'sheet': None}, '/sheet', 'invalid_field'),
            ({'sheet': {'name': 'Éa'}}, '/sheet/name', 'unknown_field'),
            ({'sheet': {'limits': 7}}, '/sheet/limits', 'invalid_field'),
            ({'sheet': {'skills': ['']}}, '/sheet/skills/0', 'invalid_field'),
            ({'slots': [slot(8, 9, 10)]}, '/slots/0/weekday', 'invalid_field'),
            ({'slots': [slot(1, 10, 10)]}, '/slots/0/to', 'invalid_field'),
            ({'slots': [slot(1, 9, 12), slot(1, 11, 13)]}, '/slots/1', 'invalid_field'),
            ({'slots': [dict(MONDAY, places=1)]}, '/slots/0/places', 'unknown_field'),
            ({'planned_minutes': 0}, '/planned_minutes', 'invalid_field'),
            ({'planned_minutes': 24001}, '/planned_minutes', 'invalid_field'),
            ({'first_day': '2026-02-30'}, '/first_day', 'invalid_field'),
            ({'first_day': '2100-01-01'}, '/first_day', 'invalid_field'),
            ({'measure': 'x'}, '/measure', 'invalid_field'), ({'post': None}, '/post', 'invalid_field'),
            ({'replaces': 7}, '/replaces', 'invalid_field')):
        answer = propose(measure, **more)
        equal((answer.status, answer.code, answer.json.get('pointer')), (400, code, pointer), str(more)[:60])
    equal(A.post('/placements', body_of(measure)).code, 'idempotency_key_required')


@test('the longest of each fits')
def _():
    _, measure = person()
    most = {'skills': ['é' * 100] * 20, 'limits': '<' * 500, 'message': '&' * 1000}
    p = made(propose(measure, reason='<' * 4000, sheet=most))
    equal(sheet(p, MANAGER).json['sheet'], most)
    equal(reason(p, A, access_reason='assignment').json['reason'], '<' * 4000)


@test('the key sent again finds the first proposal, though the hours and the place are taken by it')
def _():
    only = new_post(slots=[MONDAY], places=1)
    _, measure = person()
    k, before = key(), everything()
    first = propose(measure, post=only, k=k)
    p = made(first)
    equal(propose(measure, post=only, k=k).body, first.body)
    equal([a.body for a in at_once(*(lambda c=A.twin(): propose(measure, c, k, post=only) for _ in range(3)))],
          [first.body] * 3)
    equal([n - b for n, b in zip(everything(), before)], [1, 1, 1, 1, 2, 2, 1], 'it was made once')
    refused(propose(measure, post=only, k=k, planned_minutes=60), 422, 'idempotency_key_reused')
    refused(propose(measure, post=only), 422, 'exceeds_remaining', 'another key is another proposal')
    withdraw(p)
    equal(propose(measure, post=only, k=k).body, first.body, 'after it was given up')


@test('the same key four times at once is one proposal')
def _():
    _, measure = person()
    k, before = key(), everything()
    answers = at_once(*(lambda c=A.twin(): propose(measure, c, k) for _ in range(4)))
    equal([a.status for a in answers], [201] * 4, [a.text for a in answers])
    equal(len({a.body for a in answers}), 1)
    equal([n - b for n, b in zip(everything(), before)], [1, 1, 2, 1, 2, 2, 1])


# --- what forbids it -------------------------------------------------------------------------------------------------

@test('W-01: 35 hours of a job and 14 of the plan are more than 47')
def _():
    _, measure = person(profile={'job': {'minutes_week': 2100}})
    [sentence] = broken(propose(measure, slots=[MONDAY, THURSDAY]), 'W-01')
    equal(sentence, 'tient 47\u00a0h\u00a0: 35\u00a0h d’emploi + 14\u00a0h = 49\u00a0h')
    made(propose(measure, slots=[MONDAY]))


@test('W-01: two proposals at once do not break it together')
def _():
    _, measure = person(profile={'job': {'minutes_week': 2100}})
    answers = at_once(lambda c=A.twin(): propose(measure, c, slots=[MONDAY], planned_minutes=2100),
                      lambda c=A.twin(): propose(measure, c, post=POST2, slots=[THURSDAY], planned_minutes=2100))
    equal(sorted(a.status for a in answers), [201, 422], [a.text for a in answers])
    broken(next(a for a in answers if a.status == 422), 'W-01')


PLAYED = ('CREATE OR REPLACE FUNCTION offer.today() RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER'
          " SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN date '%s'; END $$")


def on(today, what):
    """What comes of it on another day, which is over: days to come the programs refuse."""
    real = SU.one("SELECT pg_get_functiondef('offer.today'::regproc)")
    SU.query(PLAYED % today)
    try:
        return what()
    finally:
        SU.query(real)


def ran(p, first, last):
    """As if it had run on these days."""
    SU.query('UPDATE casework.placement SET first_day = $2, last_day = $3 WHERE id = $1', p, first, last)
    SU.query("UPDATE casework.placement_slot SET days = daterange($2, $3, '[]') WHERE placement_id = $1", p, first,
             last)


@test('W-01: what she worked earlier in the week counts, though that placement is over')
def _():
    case, measure = person(profile={'job': {'minutes_week': 2100}})
    old = meet(accept(made(propose(measure, slots=[MONDAY], planned_minutes=840))))
    equal(sign(old).status, 200)
    tuesday = monday(-13) + datetime.timedelta(days=1)
    ran(old, str(tuesday - datetime.timedelta(days=8)), str(tuesday - datetime.timedelta(days=1)))

    def from_day(n, **more):
        first = str(tuesday + datetime.timedelta(days=n))
        return on(tuesday, lambda: propose(measure, post=POST2, first_day=first, planned_minutes=840, **more))
    [sentence] = broken(from_day(0, slots=[THURSDAY]), 'W-01')
    equal(sentence, 'tient 47\u00a0h\u00a0: 35\u00a0h d’emploi + 14\u00a0h = 49\u00a0h')
    made(from_day(6, slots=[THURSDAY]))


@test('W-01: what she works in the week before another placement takes the place of it counts, at the decision too')
def _():
    case, measure = person(profile={'job': {'minutes_week': 2100}})
    old = meet(accept(made(propose(measure, slots=[MONDAY]))))
    equal(sign(old).status, 200)
    tuesday = monday() + datetime.timedelta(days=1)
    again = dict(post=POST2, replaces=old, slots=[THURSDAY])
    [sentence] = broken(propose(measure, first_day=str(tuesday), **again), 'W-01')
    equal(sentence, 'tient 47\u00a0h\u00a0: 35\u00a0h d’emploi + 14\u00a0h = 49\u00a0h')
    situation(case, version=1, job={'minutes_week': 1981})
    broken(propose(measure, first_day=str(tuesday), **again), 'W-01')
    situation(case, version=2, job={'minutes_week': 1980})
    new = meet(accept(made(propose(measure, first_day=str(tuesday), **again)), OTHER))
    situation(case, version=3, job={'minutes_week': 1981})
    broken(sign(new), 'W-01')
    situation(case, version=4, job={'minutes_week': 1980})
    equal(sign(new).status, 200)


@test('what the matcher has to say against a post, and the database, is told with its rule')
def _():
    case, measure = person(profile={'availability': [slot(2, 8, 18)]})
    broken(propose(measure), 'C-06')
    broken(propose(measure, slots=[slot(2, 9, 12)]), 'C-06')
    situation(case, version=1)
    stopped, stale = new_post(), new_post()
    SU.query("UPDATE offer.post SET state = 'suspended' WHERE id = $1", stopped)
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() - 200 WHERE id = $1', stale)
    broken(propose(measure, post=stopped), 'H-18')
    broken(propose(measure, post=stale), 'B-09')
    broken(propose(measure, first_day=day(-1)), 'S-08')
    broken(propose(measure, first_day=day(540)), 'M-09')
    situation(case, version=2, avoid={'hosts': [HOST]})
    broken(propose(measure), 'C-08')
    situation(case, version=3, fitness={'result': 'unfit', 'triggers': []})
    broken(propose(measure), 'W-06')
    situation(case, version=4)
    refused(propose(measure, planned_minutes=6301), 422, 'exceeds_remaining')
    made(propose(measure))
    refused(propose(measure), 422, 'exceeds_remaining')


@test('E-05: nobody is at two posts at once; the next options come of the look that was taken, under its one entry')
def _():
    case, measure = person()
    asked = {'post': POST2, 'planned_minutes': 2100}
    made(propose(measure, slots=[MONDAY], planned_minutes=2100))
    answer = propose(measure, slots=[slot(1, 12, 16), THURSDAY], **asked)
    broken(answer, 'E-05')
    options = answer.json['options']
    true(0 < len(options) <= 3 and all(o['post'] != POST2 and o['minutes'] == 2100 for o in options), options)
    seen = preview(measure, slots=[slot(2, 9, 16)], **asked)
    equal(seen.json['options'], options, 'as for times that the matcher refuses')
    first = options[0]['post']
    elsewhere = {'avoid': {'sites': [SU.one('SELECT site_id FROM offer.post WHERE id = $1', first)]}}
    answer, = overtaken(case, A.twin(), elsewhere, lambda: propose(measure, slots=[slot(1, 12, 16)], **asked))
    broken(answer, 'E-05')
    options = [o['post'] for o in answer.json['options']]
    true(options and first not in options, 'of the profile as it is now (C-08): it is looked at again')
    opened = [int(e['object'][0][2]) for e in told('record.open', case) if e['object'][0][3] == 'MATCH']
    equal(opened, [1, 1, 1, 1, 2], 'one each of two proposals and the preview, two of the last, with their version')
    made(propose(measure, slots=[THURSDAY], **asked))


@test('E-05: times at which she will be elsewhere are proposed until then, and left out of a plan that reaches it')
def _():
    later = {'post': POST2, 'slots': [MONDAY], 'planned_minutes': 420, 'first_day': str(monday(2 + 5 * 7))}
    for minutes, want in ((420 * 6, [MONDAY, THURSDAY]), (420 * 14, [THURSDAY])):
        _, measure = person()
        made(propose(measure, **later))
        row = read(made(propose(measure, planned_minutes=minutes, slots=None)))
        equal(row['slots'], want)
        true(row['last_day'] < later['first_day'] or MONDAY not in want, row)


@test('E-05: an appointment is in no session of a proposal, also one that came after it was proposed')
def _():
    first = monday()
    hearing = {'first': str(first), 'from': 10 * 60, 'to': 11 * 60}
    case, measure = person(profile={'commitments': [hearing]})
    body = {k: v for k, v in body_of(measure, slots=[MONDAY], planned_minutes=1260).items()
            if k not in ('reason', 'sheet')}
    answer = A.send('POST', '/placements/preview', body)
    equal(answer.status, 200, answer.text)
    on_it = [(s['from'], s['to']) for s in answer.json['sessions'] if s['day'] == str(first)]
    true(on_it and all(to <= 600 or start >= 660 for start, to in on_it), on_it)
    p = made(propose(measure, slots=[MONDAY], planned_minutes=1260))
    equal(read(p)['last_day'], answer.json['fit']['last_day'])
    leave = {'first': str(first + datetime.timedelta(days=1)), 'last': str(first + datetime.timedelta(days=20))}
    situation(case, version=1, commitments=[hearing, leave])
    meet(accept(p))
    equal(sign(p).status, 200)
    true(read(p)['last_day'] > leave['last'], 'the decision takes the forecast of its day')


@test('without a situation, or a measure that runs, nothing can be looked at')
def _():
    case, measure = open_measure()
    refused(propose(measure), 409, 'profile_missing')
    situation(case)
    draft = sent(A, '/cases/%s/measures' % case, MEASURE)['id']
    refused(propose(draft), 409, 'no_open_measure')
    gone(propose(measure, post=NOBODY), 'no such post')
    gone(propose(NOBODY), 'no such measure')


@test('B-05: of two who want the last place one gets it, the other is told of other posts')
def _():
    last = new_post(slots=[MONDAY], places=1)
    better = [new_post(slots=[MONDAY], title='Autre %d' % i) for i in range(3)]
    measures = [person()[1], person(B)[1]]
    before = everything()
    free = lambda more='': last in ids('/posts', A, 'free=true&host=' + HOST + more)
    true(free(), 'in the list of posts with a free place')
    answers = at_once(lambda: propose(measures[0], A.twin(), post=last),
                      lambda: propose(measures[1], B.twin(), post=last))
    equal(sorted(a.status for a in answers), [201, 409], [a.text for a in answers])
    equal((free(), free('&weekday=1'), last in ids('/posts', A, 'weekday=1&host=' + HOST)), (False, False, True))
    lost = refused(next(a for a in answers if a.status == 409), 409, 'no_place')
    equal(len(lost['options']), 3)
    true(all(o['post'] != last and o['minutes'] == 6300 and o['last_day'] for o in lost['options']), lost)
    true({o['title'] for o in lost['options']} <= {'Autre 0', 'Autre 1', 'Autre 2', "Entretien des serres d'été"}, lost)
    equal([n - b for n, b in zip(everything(), before)], [1, 1, 1, 1, 2, 2, 1], 'nothing is left of the other')
    again = refused(propose(person()[1], post=last), 409, 'no_place')
    equal(len(again['options']), 3)
    equal(len(better), 3)
    who = next(n for n, a in enumerate(answers) if a.status == 201)
    withdraw(answers[who].json['id'], (A, B)[who])
    true(free(), 'C-14: once it is withdrawn')


@test('B-05: where two want one place ten times over, one has it each time')
def _():
    measures, same = [person()[1], person(B)[1]], {'planned_minutes': 420, 'slots': [MONDAY]}
    for n in range(10):
        last = new_post(slots=[MONDAY], places=1)
        answers = at_once(lambda: propose(measures[0], A.twin(), post=last, **same),
                          lambda: propose(measures[1], B.twin(), post=last, **same))
        codes = sorted(a.status for a in answers)
        equal(codes, [201, 409], [a.text for a in answers])
        who = 0 if answers[0].status == 201 else 1
        withdraw(answers[who].json['id'], (A, B)[who])
        equal(SU.one('SELECT count(*) FROM casework.placement WHERE post_id = $1', last), 1, str(n))


@test('without the vault or the log there is nothing of a proposal, and afterwards its key makes it')
def _():
    for name in ('jalon-vault', 'jalon-sealer'):
        _, measure = person()
        k, before = key(), everything()
        S.kill(name)
        refused(propose(measure, k=k), 503, 'unavailable', name)
        equal(everything(), before, name)
        S.start(name)
        wait_until(lambda k=k, measure=measure: propose(measure, k=k).status == 201, 20, 'it works again')
        equal([n - b for n, b in zip(everything(), before)], [1, 1, 2, 1, 2, 2, 1], name)


@test('a host whose certificate is not of this installation gets no key, and there is no proposal either')
def _():
    _, measure = person()
    before = everything()
    mac = SU.one('SELECT mac FROM sec.certificate WHERE owner = $1', HOST)
    SU.query('UPDATE sec.certificate SET mac = $2 WHERE owner = $1', HOST, secrets.token_bytes(32))
    refused(propose(measure), 409, 'key_missing')
    equal(everything(), before)
    SU.query('UPDATE sec.certificate SET mac = $2 WHERE owner = $1', HOST, mac)
    made(propose(measure))


# --- who may ---------------------------------------------------------------------------------------------------------

@test('nobody but the counsellor of the case proposes, shares or gives a name; nobody else reads why')
def _():
    _, measure = person()
    p = accept(made(propose(measure)))
    for client in (B, FOREIGN):
        gone(propose(measure, client), 'proposes')
    for client in (DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN):
        gone(propose(measure, client), 'proposes')
    for client in (B, FOREIGN, DIRECTOR, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER):
        for what in ('contact', 'sharing'):
            gone(act(p, what, client), what)
    for client in (B, FOREIGN, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER):
        gone(reason(p, client, access_reason='assignment'), 'reason')
        gone(reason(NOBODY, client, access_reason='assignment'), 'reason of none')
    for client in (B, FOREIGN, ELSEWHERE, REFERENT, AUDITOR, ADMIN, OTHER):
        gone(sheet(p, client, access_reason='assignment'), 'sheet')
    for client in (A, DIRECTOR, MANAGER):
        gone(sheet(NOBODY, client, access_reason='assignment'), 'sheet of none')
    for client in (A, B, FOREIGN, ELSEWHERE, REFERENT, MANAGER, TUTOR, AUDITOR, ADMIN, OTHER):
        gone(sign(p, client, 2), 'signs')
    equal(read(p)['state'], 'accepted')


@test('P-05: the reason of a proposal asks for a reason, in the own caseload too; a director gives one for the sheet')
def _():
    p = proposed()
    for client in (A, DIRECTOR):
        refused(reason(p, client), 400, 'reason_required')
        equal(reason(p, client, access_reason='judge_report').json['reason'], REASON)
    refused(sheet(p, DIRECTOR), 400, 'reason_required')
    refused(sheet(p, A, access_reason='curiosity'), 400, 'reason_unknown')


@test('a record that is not what was sealed is not shown, and the answer says so')
def _():
    p = proposed()
    for compartment, look in ((2, lambda: reason(p, A, access_reason='assignment')), (4, lambda: sheet(p, MANAGER))):
        where = ' FROM sec.envelope WHERE row_id = $1 AND tab = 4 AND compartment = $2'
        body = SU.one('SELECT body' + where, p, compartment)
        SU.query('UPDATE sec.envelope SET body = $3 WHERE row_id = $1 AND tab = 4 AND compartment = $2', p, compartment,
                 body[:-1] + bytes([body[-1] ^ 1]))
        answer = look()
        equal((answer.status, answer.json['integrity'], answer.json.get('reason'), answer.json.get('sheet')),
              (200, False, None, None))
        SU.query('UPDATE sec.envelope SET body = $3 WHERE row_id = $1 AND tab = 4 AND compartment = $2', p, compartment,
                 body)
        equal(look().json['integrity'], True)


# --- the host's window -----------------------------------------------------------------------------------------------

@test('name and phone come after the host accepted, and not before; giving them is opening an identity')
def _():
    case, measure = person()
    p = made(propose(measure))
    refused(act(p, 'contact'), 409, 'state_refused', 'nobody accepted')
    equal([e['object'][0][3] for e in told('record.open', case)], ['MATCH'], 'no identity was opened for nobody')
    accept(p)
    for client in (MANAGER, TUTOR):
        equal(sheet(p, client).json['contact'], None)
    equal(act(p, 'contact').status, 204)
    equal([(e['object'][0][3], e['reason']) for e in told('record.open', case)],
          [('MATCH', 'assignment given'), ('IDENT', 'follow_up default')])
    for client in (MANAGER, TUTOR, A):
        equal(sheet(p, client).json, {'sheet': SHEET, 'contact': CONTACT, 'answer': None, 'integrity': True})
    equal(act(p, 'contact').status, 204, 'again')
    answers = at_once(*(lambda c=A.twin(): act(p, 'contact', c) for _ in range(3)))
    equal([a.status for a in answers], [204] * 3, 'three at once')
    equal((SU.one('SELECT contact_version FROM casework.placement WHERE id = $1', p), len(boxes(p))), (5, 1))
    opened = [o[3] for e in told('record.open', p) for o in e['object'] if o[1] == p]
    equal(set(opened), {'PLACEMENT'})


@test('who has no phone is given without one')
def _():
    identity = {k: v for k, v in ADULT.items() if k != 'phone'}
    case, measure = open_measure(identity=identity)
    situation(case)
    p = accept(made(propose(measure)))
    equal(act(p, 'contact').status, 204)
    equal(sheet(p, TUTOR).json['contact'], dict(CONTACT, phone=None))


@test('the window of a host that declines, or whose proposal is given up, closes at once')
def _():
    for close in (decline, withdraw):
        p = close(proposed())
        gone(sheet(p, MANAGER))
        equal(boxes(p), [])
        refused(act(p, 'sharing'), 409, 'state_refused')
        refused(act(p, 'contact'), 409, 'state_refused')
        equal(sheet(p, A).json['sheet'], SHEET, 'the service keeps its own')


@test('the words of a host are read with its sheet, as it said them, by it while its window is open and by the service')
def _():
    words = "D'accord <pour lundi>,\nà l’atelier"
    p = accept(proposed(), words=words)
    for client in (MANAGER, TUTOR, A):
        equal(sheet(p, client).json, {'sheet': SHEET, 'contact': None, 'answer': words, 'integrity': True})
    p = decline(proposed(), words=words)
    equal(sheet(p, A).json['answer'], words)
    gone(sheet(p, MANAGER))


@test('all of a sheet is one opening in the log')
def _():
    p = accept(proposed(), words='Oui')
    equal(act(p, 'contact').status, 204)
    before = told('record.open', p)
    equal(sheet(p, TUTOR).json['contact'], CONTACT)
    [entry] = told('record.open', p)[len(before):]
    equal([(o[0], o[1], o[3], o[5]) for o in entry['object']],
          [('casework.placement' + x, p, 'PLACEMENT', 'placement') for x in ('', '.contact', '.answer')])


def named(client, *which):
    """What a page with names says of these placements."""
    answer = client.get('/placements?names=true&post=' + read(which[0])['post']['id'])
    equal(answer.status, 200, answer.text)
    rows = {i['id']: i for i in answer.json['items']}
    true(all(i['integrity'] for i in answer.json['items']), answer.text)
    return [rows[p]['contact'] if p in rows else 'unseen' for p in which]


@test('a page with names is one opening, of those that were given, for who welcomes them and for who follows them')
def _():
    post_of_day = new_post()
    unnamed, given, declined = (proposed(post=post_of_day) for _ in range(3))
    theirs = accept(proposed(B, post=post_of_day))
    accept(given)
    decline(declined)
    equal([act(given, 'contact').status, act(theirs, 'contact', B).status], [204, 204])
    for client in (MANAGER, TUTOR):
        equal(named(client, unnamed, given, theirs, declined), [None, CONTACT, CONTACT, 'unseen'])
    equal(named(A, given, unnamed, theirs, declined), [CONTACT, None, 'unseen', None])
    last = told('record.open', given)[-1]
    equal([(o[0], o[1], o[3], o[5]) for o in last['object']],
          [('casework.placement.contact', given, 'PLACEMENT', 'caseload')])
    [page] = [e for e in told('record.open', given) if e['actor'].startswith(ME[MANAGER]['id'])]
    equal({o[1] for o in page['object']}, {given, theirs})
    for client in (DIRECTOR, AUDITOR):
        refused(client.get('/placements?names=true'), 400, 'invalid_parameter')
    refused(MANAGER.get('/placements?names=yes'), 400, 'invalid_parameter')
    true('contact' not in MANAGER.get('/placements').json['items'][0], 'names are asked for')
    equal(OTHER.get('/placements?names=true&post=' + post_of_day).json['items'], [])


@test('a page with names waits for the log, and without anybody to name it does not')
def _():
    nobody, somebody = new_post(), new_post()
    proposed(post=nobody)
    equal(act(accept(proposed(post=somebody)), 'contact').status, 204)
    S.kill('jalon-sealer')
    refused(MANAGER.get('/placements?names=true&post=' + somebody), 503, 'unavailable')
    equal(MANAGER.get('/placements?names=true&post=' + nobody).json['items'][0]['contact'], None)
    equal(MANAGER.get('/placements?post=' + somebody).status, 200)
    S.start('jalon-sealer')
    wait_until(lambda: MANAGER.get('/placements?names=true&post=' + somebody).status == 200, 20, 'it works again')


def new_host():
    """A host that was entered while the service runs: it has no pair."""
    host = SU.one("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', 'L’Écurie d’Éole') RETURNING id",
                  key())
    host_row(host)
    return host


def new_manager(host):
    login = 'p.' + secrets.token_hex(5)
    answer = ADMIN.post('/users', {'login': login, 'name': 'Personne', 'role': 'host_manager', 'organisation': host},
                        idempotency_key=key())
    equal(answer.status, 201, answer.text)
    who = S.people[login] = stack.Person(S, login, 'host_manager', answer.json['activation_code'])
    return who.activate().sign_in()


@test('a host without a pair is proposed to as any; its first manager reads once the counsellor shared the key')
def _():
    host = new_host()
    p = proposed(post=new_post(host))
    equal(boxes(p), [])
    equal(act(p, 'sharing').status, 204, 'there is nobody to share with')
    equal((boxes(p), told('placement.share', p)), ([], []))
    manager = new_manager(host)
    equal(read(p, manager)['state'], 'proposed')
    refused(sheet(p, manager), 409, 'key_missing')
    gone(act(p, 'sharing', B))
    equal(act(p, 'sharing').status, 204)
    equal(sheet(p, manager).json['sheet'], SHEET)
    equal(act(p, 'sharing').status, 204, 'again')
    equal([[o[1] for o in e['object']] for e in told('placement.share', p)], [[p, host]], 'and no second time')


@test('a counsellor gives name and phone to a host without a pair too, for the day on which it has one')
def _():
    host = new_host()
    p = proposed(post=new_post(host))
    accept(p, A)
    equal(act(p, 'contact').status, 204)
    manager = new_manager(host)
    equal(named(manager, p), [None], 'it has not got the key')
    equal(act(p, 'contact').status, 204, 'and then the key with it')
    equal(named(manager, p), [CONTACT])
    equal(sheet(p, manager).json['contact'], CONTACT)


# --- in the place of another -----------------------------------------------------------------------------------------

@test('a placement that replaces another takes what that one takes, and comes after it')
def _():
    old = signed(slots=[MONDAY, THURSDAY])
    measure = read(old)['measure']
    refused(propose(measure, post=POST2), 422, 'exceeds_remaining', 'all is planned')
    new = made(propose(measure, post=POST2, replaces=old, first_day=str(monday(20))))
    equal((read(new)['planned_minutes'], read(new)['slots'], read(old)['state']), (6300, [MONDAY, THURSDAY], 'signed'))
    refused(propose(measure, replaces=old), 409, 'state_refused', 'it is being replaced')
    meet(accept(new, OTHER))
    equal(sign(new).status, 200)
    equal((read(old)['state'], read(old)['close_code']), ('ended', 'replaced'))
    refused(propose(measure, replaces=old), 409, 'state_refused', 'it is over')
    gone(propose(measure, replaces=NOBODY))
    gone(propose(person()[1], replaces=new), 'one of another measure')
    refused(propose(measure, replaces=proposed()), 404, 'not_found')


# --- the decision ----------------------------------------------------------------------------------------------------

def looks(case):
    return [(e['actor'].split(' ')[0], e['reason'], e['object'][0][5]) for e in told('record.open', case)
            if e['object'][0][3] == 'MATCH']


@test('a director decides; the profile is opened for it and the log says why')
def _():
    case, measure = person()
    p = meet(accept(made(propose(measure))))
    answer = sign(p)
    row = read(p)
    equal((answer.status, {k: answer.json[k] for k in ('version', 'last_day')}, answer.headers['etag']),
          (200, {'version': 4, 'last_day': row['last_day']}, '"4"'))
    equal((row['state'], row['authority'], row['decided_by'], row['decided_on']),
          ('signed', 'dspip', ME[DIRECTOR]['id'], day(0)))
    equal(looks(case), [(ME[A]['id'], 'assignment given', 'caseload'),
                        (ME[DIRECTOR]['id'], 'assignment given', 'unit_officer')])
    refused(sign(p), 412, 'version_conflict')
    refused(sign(p, version=4), 409, 'state_refused')
    equal(len(looks(case)), 2, 'nothing is opened for nothing')


def close_post(of, first, last):
    SU.query("INSERT INTO offer.closure (id, host_id, post_id, days, reason) VALUES ($1, $2, $3, "
             "daterange($4, $5, '[]'), 'Congés')", key(), HOST, of, first, last)


@test('S-08, B-05: the decision takes the forecast of its day, which a closure moved, and looks at places again')
def _():
    of = new_post(slots=[MONDAY], places=1)
    first = made(propose(person()[1], post=of, planned_minutes=420 * 3))
    before = read(first)
    last = datetime.date.fromisoformat(before['last_day'])
    weeks = [str(last + datetime.timedelta(days=7 * n)) for n in range(4)]
    meet(accept(first))
    close_post(of, before['last_day'], before['last_day'])
    answer = sign(first)
    equal((answer.status, answer.json['version'], answer.json['last_day']), (200, 5, weeks[1]), answer.text)
    row = read(first)
    equal((row['state'], row['last_day'], row['version']), ('signed', weeks[1], 5))
    equal(SU.one('SELECT (upper(days) - 1)::text FROM casework.placement_slot WHERE placement_id = $1', first),
          weeks[1])
    of = new_post(slots=[MONDAY], places=1)
    p = meet(accept(made(propose(person()[1], post=of, planned_minutes=420 * 3))))
    made(propose(person()[1], post=of, planned_minutes=420, first_day=weeks[1]))
    close_post(of, before['last_day'], before['last_day'])
    broken(sign(p), 'B-05')
    equal((read(p)['state'], read(p)['last_day'], read(p)['version']), ('accepted', weeks[0], 3))


@test('C-11: who proposes and who decides read whether the one in charge follows as many as they take on, as of now')
def _():
    of, spare = new_post(), new_post()
    [her, other] = (SU.one('SELECT in_charge FROM offer.post WHERE id = $1', x) for x in (of, spare))
    nobody, one = {'people': 0, 'people_max': 1}, {'people': 1, 'people_max': 1}

    def says(answer, load, *codes):
        equal((answer['load'], [w['code'] for w in answer['warnings']]), (load, list(codes)))
    first = made(propose(person()[1], post=of))
    says(read(first), None)
    SU.query('UPDATE offer.contact SET people_max = 1 WHERE id = ANY ($1)', [her, other])
    says(read(first), nobody)
    says(read(first, DIRECTOR), nobody)
    true('load' not in read(first, MANAGER) and 'warnings' not in read(first, AUDITOR), 'for the service alone')
    measure, k = person()[1], key()
    seen = preview(measure, post=of).json['fit']
    equal((seen['in_charge'], [w['code'] for w in seen['warnings']]), (one, ['tutor']))
    answer = propose(measure, post=of, k=k)
    second = made(answer)
    says(answer.json, one, 'tutor')
    equal(answer.json['warnings'][0]['sentence'],
          'la personne en charge du poste suit déjà autant de personnes qu’elle l’accepte')
    equal(propose(measure, post=of, k=k).body, answer.body, 'the lost answer: she herself does not count')
    says(read(first), one, 'tutor')
    meet(accept(second, in_charge=other))
    says(read(second, DIRECTOR), nobody)
    says(read(first), nobody)
    withdraw(first)
    third = meet(accept(made(propose(person()[1], post=spare))))
    says(read(third, DIRECTOR), one, 'tutor')
    when = read(second)['last_day']
    SU.query("INSERT INTO offer.absence (id, contact_id, host_id, days) SELECT gen_random_uuid(), k.id, k.host_id,"
             " daterange($2, $2, '[]') FROM offer.contact k WHERE k.id = $1", her, when)
    says(sign(second).json, one, 'tutor')
    equal(read(second)['last_day'], when, 'who is in charge of the post is away, and not who is of this placement')
    says(read(second, DIRECTOR), None)
    equal(read(second)['forecast']['last_day'], when)
    SU.query('UPDATE offer.absence SET contact_id = $1 WHERE contact_id = $2', other, her)
    true(read(second)['forecast']['last_day'] != when, 'E-10')
    SU.query('UPDATE casework.placement SET in_charge = $2 WHERE id = $1', third, her)
    says(read(third, DIRECTOR), nobody)
    says(sign(third).json, nobody)


@test('of two decisions at once one is taken')
def _():
    p = ready()
    answers = at_once(*(lambda c=DIRECTOR.twin(): sign(p, c) for _ in range(3)))
    equal(sorted(a.status for a in answers), [200, 412, 412], [a.text for a in answers])
    equal(read(p)['version'], 4)


@test('S-07, S-09: what is missing in clear is told without opening anything')
def _():
    case, measure = person()
    p = made(propose(measure))
    refused(sign(p, version=1), 409, 'state_refused')
    accept(p)
    SU.query('UPDATE casework.placement SET in_charge = NULL WHERE id = $1', p)
    broken(sign(p, version=2), 'S-07', 'S-09')
    equal(len(looks(case)), 1, 'the one of the proposal')
    equal(DIRECTOR.send('POST', '/placements/%s/signature' % p).code, 'version_required')


@test('A-01: where the judge kept the power a director decides nothing')
def _():
    _, measure = person(judge_kept=True)
    p = meet(accept(made(propose(measure))))
    [sentence] = broken(sign(p), 'A-01')
    true('magistrat' in sentence, sentence)
    equal((read(p)['state'], read(p)['version']), ('accepted', 3))


@test('W-05: an examination that is due keeps nobody from proposing, and from deciding until it is there')
def _():
    case, measure = person()
    p = meet(accept(made(propose(measure, post=new_post(special_risk=True)))))
    broken(sign(p), 'W-05')
    steps = {'fitness_asked_on': day(-3), 'fitness_received_on': day(-1)}
    version = A.get('/measures/' + measure).json['version']
    sent(A, '/measures/%s/steps' % measure, steps, version, 200, 'PUT')
    broken(sign(p), 'W-05')  # the day is there, what was found is not
    equal(read(p)['state'], 'accepted')
    situation(case, version=1, fitness={'result': 'fit', 'until': day(700), 'triggers': ['special_risk']})
    equal(sign(p).status, 200)


@test('W-06: who is unfit is not placed, though the days of the opinion are there')
def _():
    case, measure = person()
    p = meet(accept(made(propose(measure))))
    version = A.get('/measures/' + measure).json['version']
    sent(A, '/measures/%s/steps' % measure, {'fitness_asked_on': day(-3), 'fitness_received_on': day(-1)}, version, 200,
         'PUT')
    situation(case, version=1, fitness={'result': 'unfit', 'triggers': ['claimed_unfit']})
    equal(broken(sign(p), 'W-06'), ['avis médical\u00a0: inapte'])
    equal(read(p)['state'], 'accepted')


@test('W-01, C-08: what changed since the proposal counts at the decision')
def _():
    case, measure = person()
    p = meet(accept(made(propose(measure))))
    situation(case, version=1, job={'minutes_week': 2100})
    broken(sign(p), 'W-01')
    situation(case, version=2, avoid={'hosts': [HOST]})
    broken(sign(p), 'C-08')
    situation(case, version=3)
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() - 200 WHERE id = $1', POST)
    equal((read(p)['missing'], sign(p).status), ([], 200), 'B-09: its host accepted her, which is as fresh as can be')
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() WHERE id = $1', POST)


@test('W-01, W-05, W-06, C-08: a decision of the judge is looked at as a signature is, by who checks it, and lasts'
      ' until the forecast of its day')
def _():
    of = new_post(slots=[MONDAY])
    case, measure = person(judge_kept=True)
    p = meet(accept(made(propose(measure, post=of, planned_minutes=420 * 3))))
    last = read(p)['last_day']
    paper = {'kind': 'assignment', 'sense': 'granted', 'decided_on': day(0)}
    act = sent(A, '/measures/%s/acts' % measure, {**paper, 'authority': 'jap', 'placement': p})['id']
    check = lambda: DIRECTOR.post('/acts/%s/check' % act, paper)
    for n, (change, rule) in enumerate((({'job': {'minutes_week': 2700}}, 'W-01'),
                                        ({'avoid': {'hosts': [HOST]}}, 'C-08'),
                                        ({'fitness': {'result': 'unfit', 'triggers': []}}, 'W-06'),
                                        ({'fitness': {'result': 'not_examined', 'triggers': ['disability']}}, 'W-05')),
                                       1):
        situation(case, version=n, **change)
        broken(check(), rule)
    equal((read(p)['state'], read(p)['version'], len(looks(case))), ('accepted', 3, 5))
    situation(case, version=5)
    close_post(of, last, last)
    equal(DIRECTOR.post('/acts/%s/check' % act, dict(paper, decided_on=day(-1))).code, 'version_conflict')
    equal(check().status, 204)
    row = read(p)
    equal((row['state'], row['authority'], row['act'], row['version']), ('signed', 'jap', act, 5))
    equal(row['last_day'], str(datetime.date.fromisoformat(last) + datetime.timedelta(days=7)))
    equal(looks(case)[5:], [(ME[DIRECTOR]['id'], 'assignment given', 'unit_officer')], 'and nothing for nothing')


@test('W-01, W-06, C-08: no path by a later last day round what is sealed; an earlier one is always there')
def _():
    p = signed()
    case, last = (read(p)[k] for k in ('case', 'last_day'))
    to = lambda n: str(datetime.date.fromisoformat(last) + datetime.timedelta(days=n))

    def move(n, version, client=A):
        return client.put('/placements/%s/last-day' % p, {'last_day': to(n), 'asked_by': 'host', 'reason': REASON},
                          if_match='"%d"' % version)
    for n, (change, rule) in enumerate((({'job': {'minutes_week': 2100}}, 'W-01'),
                                        ({'avoid': {'hosts': [HOST]}}, 'C-08'),
                                        ({'fitness': {'result': 'unfit', 'triggers': []}}, 'W-06'),
                                        ({'availability': [MONDAY]}, 'C-06')), 1):
        situation(case, version=n, **change)
        broken(move(7, 4), rule)
    equal((read(p)['last_day'], read(p)['version']), (last, 4), 'nothing of it stays')
    equal(move(-7, 4).status, 200, 'an earlier day asks nothing')
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() - 200 WHERE id = $1', POST)
    broken(move(0, 5), 'C-06')
    situation(case, version=5)
    equal(move(7, 5).status, 200, 'B-09: a post that waits for its confirmation holds up nobody who works there')
    SU.query('UPDATE offer.post SET confirmed_on = offer.today() WHERE id = $1', POST)
    answer, = overtaken(case, A.twin(), {'fitness': {'result': 'unfit', 'triggers': []}},
                        lambda c=A.twin(): move(14, 6, c), version=6)
    broken(answer, 'W-06')
    equal(looks(case)[-1], (ME[A]['id'], 'assignment given', 'caseload'))


@test('E-05: who is at other posts on more days than a match looks at is looked at as far as they go')
def _():
    full = new_post(HOST2, slots=[slot(d, h, h + 2) for d in range(1, 8) for h in (6, 18)])
    case, measure = person()
    made(propose(measure, post=full, slots=[slot(d, h, h + 2) for d in range(1, 8) for h in (6, 18)],
                 planned_minutes=600))
    SU.query("UPDATE casework.placement_slot SET days = daterange(lower(days), lower(days) + 600) WHERE case_id = $1",
             case)
    seen = preview(measure, slots=[MONDAY], planned_minutes=2100)
    equal(seen.status, 200, seen.text)
    equal(seen.json['excluded'], None)
    broken(propose(measure, slots=[dict(MONDAY, to=11 * 60, weeks='odd')], planned_minutes=5700), 'M-09')
    made(propose(measure, slots=[MONDAY], planned_minutes=2100))


@test('S-10: a later last day is there too where a correction left less than is planned at two posts together')
def _():
    _, measure = person()
    p, q = (meet(accept(made(propose(measure, post=of, planned_minutes=2100)), who))
            for of, who in ((POST, MANAGER), (new_post(HOST2, slots=[slot(2, 9, 16)]), OTHER)))
    equal([sign(x).status for x in (p, q)], [200, 200])
    SU.query('UPDATE casework.measure SET ordered_minutes = 3000 WHERE id = $1', measure)
    to = str(datetime.date.fromisoformat(read(p)['last_day']) + datetime.timedelta(days=7))
    answer = A.put('/placements/%s/last-day' % p, {'last_day': to, 'asked_by': 'host', 'reason': REASON},
                   if_match='"4"')
    equal((answer.status, read(p)['last_day']), (200, to), answer.text)


@test('W-01, C-08: a rule of the post that holds up nobody who runs hides none that is sealed from a later last day')
def _():
    of = new_post(places=1)
    p = signed(post=of)
    case, last = (read(p)[k] for k in ('case', 'last_day'))
    to = lambda n: str(datetime.date.fromisoformat(last) + datetime.timedelta(days=n))

    def move(n, version):
        return A.put('/placements/%s/last-day' % p, {'last_day': to(n), 'asked_by': 'host', 'reason': REASON},
                     if_match='"%d"' % version)
    equal(move(-28, 4).status, 200)
    made(propose(person()[1], post=of, planned_minutes=840, first_day=to(-13)))
    for n, (change, rule) in enumerate((({'job': {'minutes_week': 2100}}, 'W-01'),
                                        ({'avoid': {'hosts': [HOST]}}, 'C-08')), 1):
        situation(case, version=n, **change)
        broken(move(-21, 5), rule)
        for column, value in (('min_hours', 400), ('max_hours', 1)):  # H-16: who has begun is not asked again
            SU.query('UPDATE offer.post SET %s = $2 WHERE id = $1' % column, of, value)
            broken(move(-21, 5), rule)
            SU.query('UPDATE offer.post SET %s = NULL WHERE id = $1' % column, of)
        SU.query('UPDATE casework.case_file SET minor = true WHERE id = $1', case)  # H-14: it was corrected
        equal(move(-21, 5).status, 422)
        SU.query('UPDATE casework.case_file SET minor = false WHERE id = $1', case)
    situation(case, version=3)
    SU.query('UPDATE offer.post SET max_hours = 1 WHERE id = $1', of)
    equal(move(-21, 5).status, 200, 'and holds up nobody by itself')


def delegate(to, own=False):
    return sent(DIRECTOR, '/delegations', {'delegate': ME[to]['id'], 'first_day': day(0), 'last_day': day(30),
                                           'own_cases': own})['id']


def take_back(delegation):
    equal(DIRECTOR.delete('/delegations/' + delegation).status, 204)


@test('who signs for her director reads what waits for a signature, looks at what decides it, and signs')
def _():
    case, measure = person()
    p = made(propose(measure))
    sent(A, '/measures/%s/justice' % measure, {'justice': {'offence': 'Vol'}}, 0, 200, 'PUT')
    d = delegate(B)
    for look in (reason, sheet):
        gone(look(p, B, access_reason='assignment'), 'it does not wait yet')
    gone(B.get('/measures/' + measure))
    meet(accept(p))
    equal(act(p, 'contact').status, 204)
    equal(reason(p, B, access_reason='assignment').json['reason'], REASON)
    refused(reason(p, B), 400, 'reason_required')
    equal(sheet(p, B, access_reason='assignment').json,
          {'sheet': SHEET, 'contact': None, 'answer': None, 'integrity': True})
    gone(B.get('/cases/' + case, access_reason='assignment'), 'no name')
    gone(B.get('/measures/%s/justice' % measure, access_reason='assignment'), 'no offence')
    true(case not in B.get('/cases').text, 'no page lists it')
    gone(act(p, 'contact', B))
    gone(act(p, 'sharing', B))
    gone(propose(measure, B))
    situation(case, version=1, fitness={'result': 'unfit', 'triggers': []})
    broken(sign(p, B), 'W-06')
    situation(case, version=2)
    equal(sign(p, B).status, 200)
    equal(read(p)['decided_by'], ME[B]['id'])
    equal(looks(case)[-1], (ME[B]['id'], 'assignment given', 'delegation'))
    gone(B.get('/measures/' + measure), 'it waits no longer')
    gone(B.get('/cases/%s/profile' % case, access_reason='assignment'))
    gone(reason(p, B, access_reason='assignment'))
    take_back(d)
    gone(sign(ready(), B), 'taken back')


def in_line(case, *calls):
    """The answers of calls that all had looked when the first of them went through: all wait for the case, in order."""
    def waiting():
        return SU.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with S.cluster.connect('postgres') as lock:
        lock.query('BEGIN')
        lock.query('SELECT FROM casework.case_file WHERE id = $1 FOR UPDATE', case)
        answers = [None] * len(calls)
        threads = []
        for n, call in enumerate(calls):
            threads.append(threading.Thread(target=lambda n=n, c=call: answers.__setitem__(n, c())))
            threads[-1].start()
            wait_until(lambda n=n: waiting() == n + 1, 20, 'it waits for the case')
        lock.query('COMMIT')
    for thread in threads:
        thread.join()
    return answers


def overtaken(case, client, change, *calls, version=1):
    """The answers of calls that had looked at the profile when it changed."""
    return in_line(case, lambda: situation(case, client, version, **change), *calls)[1:]


@test('W-01: two decisions at once, or one and a later last day, do not break it together')
def _():
    tuesdays = [slot(2, 9, 16), slot(5, 9, 16)]

    def two(kept):
        """Of one who works 25 hours: a fortnight here, the next one there; both then move to the weeks behind."""
        of, there = new_post(), new_post(HOST2, slots=tuesdays)
        case, measure = person(profile={'job': {'minutes_week': 1500}})
        sent(A, '/measures/%s/opening' % (other := sent(A, '/cases/%s/measures' % case,
                                                        dict(MEASURE, judge_kept=kept))['id']), None, 1, 200)
        first, later = monday(), str(monday() + datetime.timedelta(days=14))
        p = meet(accept(made(propose(measure, post=of, planned_minutes=1680))))
        q = meet(accept(made(propose(other, post=there, planned_minutes=1680, first_day=later)), OTHER))
        for host, post in ((HOST, of), (HOST2, there)):
            SU.query("INSERT INTO offer.closure (id, host_id, post_id, days) VALUES ($1, $2, $3, daterange($4, $5))",
                     key(), host, post, str(first), str(first + datetime.timedelta(days=28)))
        return case, other, p, q
    case, _, p, q = two(False)
    answers = in_line(case, lambda c=DIRECTOR.twin(): sign(p, c), lambda c=DIRECTOR.twin(): sign(q, c))
    equal(answers[0].status, 200, answers[0].text)
    broken(answers[1], 'W-01')
    case, _, p, q = two(False)
    SU.query('DELETE FROM offer.closure WHERE host_id = $1', HOST)
    equal(sign(p).status, 200)
    close_post(read(p)['post']['id'], day(0), str(monday() + datetime.timedelta(days=27)))
    to = str(monday() + datetime.timedelta(days=41))
    answers = in_line(case, lambda c=DIRECTOR.twin(): sign(q, c), lambda c=A.twin(): c.put(
        '/placements/%s/last-day' % p, {'last_day': to, 'asked_by': 'host', 'reason': REASON}, if_match='"4"'))
    equal(answers[0].status, 200, answers[0].text)
    broken(answers[1], 'W-01')
    case, other, p, q = two(True)
    paper = {'kind': 'assignment', 'sense': 'granted', 'decided_on': day(0)}
    act = sent(A, '/measures/%s/acts' % other, {**paper, 'authority': 'jap', 'placement': q})['id']
    answers = in_line(case, lambda c=DIRECTOR.twin(): sign(p, c),
                      lambda c=DIRECTOR.twin(): c.post('/acts/%s/check' % act, paper))
    equal(answers[0].status, 200, answers[0].text)
    broken(answers[1], 'W-01')


@test('a decision is about the profile as it is: one that changes after the look is looked at again')
def _():
    looked = 'SELECT profile_version FROM casework.placement_decision WHERE placement_id = $1'
    for change, fits in (({'fitness': {'result': 'unfit', 'triggers': []}}, False), ({}, True)):
        p = ready()
        case = SU.one('SELECT case_id FROM casework.placement WHERE id = $1', p)
        answer, = overtaken(case, A.twin(), change, lambda p=p: sign(p))
        if fits:
            equal((answer.status, SU.one(looked, p)), (200, 2), 'the version that the decision is about')
        else:
            broken(answer, 'W-06')
            equal((read(p)['state'], SU.one(looked, p)), ('accepted', None))
    p = ready()
    equal((sign(p).status, SU.one(looked, p)), (200, 1))


@test('a proposal that the profile overtakes is looked at again')
def _():
    case, measure = person()
    answer, = overtaken(case, A.twin(), {'fitness': {'result': 'unfit', 'triggers': []}}, lambda: propose(measure))
    broken(answer, 'W-06')
    equal(SU.one('SELECT count(*) FROM casework.placement WHERE case_id = $1', case), 0)


@test('M-03, H-14: a corrected birth date says anew who was a minor when taken in; what was decided before is a task')
def _():
    def born(years, days=0):
        return str(SU.one("SELECT (offer.today() - make_interval(years => $1))::date + $2::integer", years, days))

    def corrected(version, birth_date, **more):
        identity = dict(ADULT, birth_date=birth_date, **more)
        sent(A, '/cases/%s/identity' % case, {'identity': identity}, version, 200, 'PUT')
        return A.get('/cases/' + case).json['minor']

    def due():
        got, path = set(), '/tasks'
        while path:
            page = A.get(path).json
            got |= {(t['kind'], t['rule'], t['id'], t['due']) for t in page['items'] if t['kind'].startswith('other_')}
            path = '/tasks?after=' + page['next'] if page['next'] else None
        return got

    def notes():
        return SU.one("SELECT count(*) FROM sec.outbox WHERE object = 'casework.case_file' AND row_id = $1", case)
    p = signed()
    case, measure = SU.query('SELECT case_id, measure_id FROM casework.placement WHERE id = $1', p)[0]
    equal(due(), set())
    equal(corrected(1, born(18)), False, 'eighteen on the very day')
    before = notes()
    equal(corrected(2, born(18, 1)), True, 'a day younger')
    true(notes() > before, 'it is written down')
    equal(due(), {('other_judge', 'H-14', measure, day(0)), ('other_public', 'H-14', p, day(0))})
    equal(read(p)['state'], 'signed', 'nothing ends by itself')
    broken(propose(measure, replaces=p), 'H-14')
    equal(corrected(3, ADULT['birth_date']), False)
    equal(due(), set())
    SU.query("UPDATE casework.case_file SET opened_at = opened_at - interval '2 years' WHERE id = $1", case)
    equal(corrected(4, born(19)), True, 'seventeen when she was taken in')
    equal(corrected(5, born(19), phone='06 00 00 00 00'), True, 'she has come of age since')


@test('a delegation is not for the own caseload unless it says so')
def _():
    p = ready()
    d = delegate(A)
    refused(sign(p, A), 409, 'other_person_needed')
    equal(read(p)['state'], 'accepted')
    take_back(d)
    d = delegate(A, own=True)
    equal(sign(p, A).status, 200)
    take_back(d)


@test('without the log nothing is decided')
def _():
    p = ready()
    S.kill('jalon-sealer')
    refused(sign(p), 503, 'unavailable')
    equal(read(p)['state'], 'accepted')
    S.start('jalon-sealer')
    wait_until(lambda: sign(p).status == 200, 20, 'it works again')


@test('after all this the statements of the program are those that it lists')
def _():
    listed = {line.split('\t', 1)[0] for line in S.run('jalond', '--print-statements').splitlines()}
    true({'placement_new', 'placement_sign', 'placement_sheet', 'sealed_reason', 'share_ticket'} <= listed, listed)


run()
