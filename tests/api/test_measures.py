#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Measures: their form, their rules by date, the clock of the period, what authorities decide and two people write
down, and whose caseload a case is in."""
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import key, mark
from tap import equal, run, test, true

S = stack.Stack()
A = S.person('a.martin').signed_in()
B = S.person('b.oreilly').signed_in()
DIRECTOR = S.person('d.lille').signed_in()
FOREIGN = S.person('c.douai').signed_in()
ELSEWHERE = S.person('d.douai').signed_in()
AUDITOR = S.person('u.audit').signed_in()
SU = S.cluster.connect('postgres')
ME = {c: c.get('/me').json['id'] for c in (A, B, DIRECTOR, FOREIGN)}
NOBODY = str(uuid.uuid4())

ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}
GOOD = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': 6300, 'facts_on': '2023-01-10',
        'judged_on': '2023-06-03', 'final_on': '2023-06-14', 'seized_on': '2023-07-01', 'period_months': 18,
        'firm_months': None, 'fallback': True, 'consent': 'court', 'consented_on': '2023-06-03', 'authority': 'court',
        'judge_kept': False}
TNR = dict(GOOD, kind='tnr', authority='prosecutor', period_months=6, ordered_minutes=1800)
STEPS = ('first_interview_on', 'evaluation_sent_on', 'end_report_sent_on', 'fitness_asked_on', 'fitness_due_on',
         'fitness_received_on')


def today(add=0):
    return str(SU.one('SELECT (offer.today() + $1::integer)::text', add))


def refused(answer, status, code, what='', pointer=None):
    equal((answer.status, answer.code if answer.body else None), (status, code), what or answer.text)
    if pointer is not None:
        equal(answer.json['pointer'], pointer, what)


def made(answer):
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def new_case(client=A, **identity):
    return made(client.open_case(dict(ADULT, **identity)))


CASE = new_case()
MINOR = new_case(birth_date=str(SU.one("SELECT (offer.today() - interval '17 years')::date::text")))


def post(body, case=None, client=A, k=None):
    return client.post('/cases/%s/measures' % (case or CASE), body, idempotency_key=k or key())


def draft(case=None, base=GOOD, **change):
    return made(post(dict(base, **change), case))


def read(m, client=A):
    answer = client.get('/measures/' + m)
    equal(answer.status, 200, answer.text)
    equal(answer.headers['etag'], '"%d"' % answer.json['version'])
    return answer.json


def at(m):
    return '"%d"' % read(m)['version']


def opening(m, client=A):
    return client.post('/measures/%s/opening' % m, None, if_match=at(m))


def opened(case=None, base=GOOD, **change):
    m = draft(case, base, **change)
    answer = opening(m)
    equal((answer.status, answer.json), (200, {'version': 2}), answer.text)
    return m


def of_a_minor():
    """An open measure that M-03 lets be: judged when the person was sixteen, and papers of after that."""
    days = {'facts_on': today(-200), 'judged_on': today(-100), 'final_on': today(-90), 'seized_on': today(-80),
            'consented_on': today(-100)}
    return opened(MINOR, authority='juge_des_enfants', **days), {'decided_on': today(-50), 'from_on': today(-49)}


def findings(case=None, base=GOOD, **change):
    m = draft(case, base, **change)
    found = read(m)['findings']
    answer = opening(m)
    if not found:
        equal(answer.status, 200, answer.text)
    elif found[0].startswith('missing:'):
        refused(answer, 409, 'file_incomplete')
    else:
        refused(answer, 422, 'rule_forbids')
    return found


def paper(kind='suspension', sense='granted', **more):
    p = {'kind': kind, 'authority': 'jap', 'sense': sense, 'decided_on': '2023-08-01'}
    if kind == 'suspension':
        p.update(suspension='serious_reason', from_on='2023-09-01')
    return dict(p, **more)


def record(m, p, client=A, k=None):
    return client.post('/measures/%s/acts' % m, p, idempotency_key=k or key())


def check(act, p, client=DIRECTOR, **change):
    body = {k: v for k, v in p.items() if k not in ('authority', 'suspension', 'reference')}
    return client.post('/acts/%s/check' % act, dict(body, **change))


def decided(m, p):
    act = made(record(m, p))
    answer = check(act, p)
    equal(answer.status, 204, answer.text)
    return act


def acts(m, client=A):
    return client.get('/measures/%s/acts' % m).json['items']


def outbox(since):
    return SU.query('SELECT action, object, row_id, version, case_id, actor FROM sec.outbox WHERE n > $1 ORDER BY n',
                    since)


# --- the form ------------------------------------------------------------------------------------------------------

@test('a measure is read as it was entered, field by field')
def _():
    m = draft()
    got = read(m)
    equal({k: got[k] for k in GOOD}, GOOD)
    equal({k: got[k] for k in got if k not in GOOD and k != 'created_at'},
          {'id': m, 'case': CASE, 'state': 'draft', 'end_code': None, 'ended_on': None, 'term': '2024-12-14',
           'justice_version': 0, 'version': 1, 'findings': [], 'suspensions': [], **dict.fromkeys(STEPS)})
    equal(A.get('/cases/%s/measures' % CASE).json['items'][0], got, 'the same in the list, newest first')


@test('a draft may lack all but kind, class and authority; its findings say what an opening wants')
def _():
    bare = {'kind': 'probation', 'offence_class': 'delit', 'authority': 'court'}
    m = made(post(bare))
    got = read(m)
    equal({k: got[k] for k in GOOD}, dict(dict.fromkeys(GOOD), judge_kept=False, **bare))
    equal(got['findings'], ['missing:' + f for f in ('ordered_minutes', 'facts_on', 'judged_on', 'period_months',
                                                     'consent', 'fallback')])
    equal(got['term'], None, 'nothing runs yet')
    refused(opening(m), 409, 'file_incomplete')
    answer = A.put('/measures/' + m, dict(GOOD, kind='probation'), if_match='"1"')
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(read(m)['findings'], [])
    equal(opening(m).status, 200)
    got = read(m)
    equal((got['state'], got['version'], got['findings']), ('open', 3, None))
    refused(opening(m), 409, 'state_refused', 'twice')


@test('what makes no measure is refused and the field is named')
def _():
    m = draft()
    rows = [('kind', ('tig', '', 7, None)), ('offence_class', ('crime', None)),
            ('authority', ('dspip', 'dtpjj', 'judge', 'JAP', None)), ('ordered_minutes', (59, 24060, 100.5, '6300')),
            ('facts_on', ('2023-02-29', '10/01/2023', 20230110, today(1))), ('judged_on', (today(1), '2023-01-09')),
            ('final_on', (today(1), '2023-06-02')), ('seized_on', (today(1),)), ('consented_on', (today(1), 'hier')),
            ('period_months', (0, 19, 1.5, '18')), ('firm_months', (0, 7)), ('fallback', (1, 'true')),
            ('consent', ('yes', "l'accord", '')), ('judge_kept', ('no', 0))]
    for field, values in rows:
        for value in values:
            code = 'missing_field' if value is None and field not in GOOD else 'invalid_field'
            for answer in (post(dict(GOOD, **{field: value})),
                           A.put('/measures/' + m, dict(GOOD, **{field: value}), if_match='"1"')):
                refused(answer, 400, code, '%s %r %s' % (field, value, answer.text), '/' + field)
    refused(post(dict(GOOD, offence='vol')), 400, 'unknown_field', pointer='/offence')
    refused(post({'kind': 'main', 'authority': 'court'}), 400, 'missing_field', pointer='/offence_class')
    refused(post(dict(GOOD, judged_on=None, facts_on='2023-06-15')), 400, 'invalid_field', pointer='/final_on')
    refused(A.post('/cases/%s/measures' % CASE, GOOD), 400, 'idempotency_key_required')
    equal(post(dict(GOOD, facts_on=today(), judged_on=today(), final_on=today(), seized_on=today(),
                    consented_on=today())).status, 201, 'today has come')
    equal(read(m)['version'], 1, 'nothing changed')


# --- the rules -----------------------------------------------------------------------------------------------------

@test('M-01: 20 to 210, 280 or 400 hours, by the day of the facts')
def _():
    for facts, hours, fine in (('2014-09-30', 210, True), ('2014-09-30', 211, False), ('2014-10-01', 280, True),
                               ('2014-10-01', 281, False), ('2019-03-24', 280, True), ('2019-03-24', 281, False),
                               ('2019-03-25', 281, True), ('2019-03-25', 400, True), ('2019-03-25', 20, True),
                               ('2019-03-25', 19, False), ('2004-12-31', 240, True), ('2004-12-31', 241, False),
                               ('2009-11-25', 20, True)):
        equal(findings(facts_on=facts, ordered_minutes=60 * hours), [] if fine else ['M-01'], '%s %d' % (facts, hours))
    equal(findings(ordered_minutes=1199), ['M-01'], 'a minute less than 20 hours')
    refused(post(dict(GOOD, ordered_minutes=60 * 401)), 400, 'invalid_field', pointer='/ordered_minutes')


@test('M-02: 20 to 120 hours for a contravention')
def _():
    for hours, fine in ((19, False), (20, True), (120, True), (121, False)):
        equal(findings(offence_class='contravention5', kind='complementary', ordered_minutes=60 * hours),
              [] if fine else ['M-02'], hours)


@test('M-05: no measure without consent, none with its refusal')
def _():
    equal(findings(consent=None), ['missing:consent'])
    equal(findings(consent='refused', consented_on=None), ['M-05'])
    equal(findings(consent='lawyer'), [])


@test('M-06: consent to be collected needs a fall-back, and is collected by an act that a second person checks')
def _():
    later = {'consent': 'to_collect', 'consented_on': None}
    equal(findings(fallback=False, judged_on='2023-06-03', **later), ['M-06'])
    equal(findings(consent='to_collect'), ['M-06'], 'an answer that one person typed')
    m = opened(**later)
    yes = paper('consent', decided_on='2023-08-02')
    refused(record(m, dict(yes, authority='court')), 422, 'rule_forbids', 'not the court')
    put = A.put('/measures/' + m, dict(GOOD, consent='to_collect'), if_match=at(m))
    refused(put, 422, 'rule_forbids', 'typed into the open measure')
    act, second = made(record(m, yes)), made(record(m, dict(yes, sense='refused')))
    equal(read(m)['consented_on'], None, 'recorded is not checked')
    equal(check(act, yes).status, 204)
    equal((read(m)['consent'], read(m)['consented_on'], read(m)['state']), ('to_collect', '2023-08-02', 'open'))
    refused(check(second, dict(yes, sense='refused')), 409, 'state_refused', 'another answer, afterwards')
    refused(record(m, yes), 409, 'state_refused', 'it was given')
    refused(record(opened(), yes), 409, 'state_refused', 'it was given in court')


@test('M-06: a refusal ends the measure, and is no end that one person writes down')
def _():
    m = opened(consent='to_collect', consented_on=None)
    refused(A.post('/measures/%s/end' % m, {'code': 'refused_consent', 'ended_on': '2023-08-02'}, if_match=at(m)), 422,
            'rule_forbids')
    decided(m, paper('consent', 'refused', decided_on='2023-08-02'))
    got = read(m)
    equal((got['state'], got['end_code'], got['ended_on'], got['consent']),
          ('ended', 'refused_consent', '2023-08-02', 'refused'))
    refused(record(m, paper()), 409, 'state_refused', 'an ended measure')


@test('M-08: from 22 November 2023 on a fall-back is fixed')
def _():
    for judged, kind, fine in (('2023-11-21', 'main', True), ('2023-11-22', 'main', False),
                               ('2023-11-22', 'complementary', False), ('2023-11-22', 'probation', True)):
        equal(findings(judged_on=judged, final_on=judged, kind=kind, fallback=False), [] if fine else ['M-08'],
              judged + kind)
    equal(findings(judged_on='2023-11-22', final_on=None), [])


@test('M-09: a period of 18 months at most')
def _():
    equal(findings(period_months=18), [])
    equal(findings(period_months=None), ['missing:period_months'])
    refused(post(dict(GOOD, period_months=19)), 400, 'invalid_field', pointer='/period_months')


@test('M-15: a conversion names a firm term of six months at most')
def _():
    equal(findings(kind='conversion', authority='jap'), ['M-15'])
    equal(findings(kind='conversion', authority='jap', firm_months=6), [])
    refused(post(dict(GOOD, kind='conversion', firm_months=7)), 400, 'invalid_field', pointer='/firm_months')


@test('M-22: a TNR has 60 hours, and 100 from 10 April 2021 on, by the day it was decided')
def _():
    old = {'facts_on': '2020-01-01', 'final_on': None}
    for judged, hours, fine in (('2021-04-09', 60, True), ('2021-04-09', 61, False), ('2021-04-10', 61, True),
                                ('2021-04-10', 100, True), ('2021-04-10', 101, False), ('2021-04-10', 1, True)):
        equal(findings(base=TNR, judged_on=judged, ordered_minutes=60 * hours, **old), [] if fine else ['M-22'],
              '%s %d' % (judged, hours))


@test('M-23: a TNR has six months')
def _():
    equal(findings(base=TNR, period_months=6), [])
    equal(findings(base=TNR, period_months=7), ['M-23'])


@test('M-24: a TNR comes from the prosecutor, and nothing else does')
def _():
    for authority in ('court', 'jap', 'juge_des_enfants'):
        equal(findings(base=TNR, authority=authority), ['M-24'], authority)
    equal(findings(authority='prosecutor'), ['M-24'])
    m = opened(base=TNR)
    refused(record(m, paper()), 422, 'rule_forbids', 'the JAP decides nothing about it')
    decided(m, paper(authority='prosecutor'))


@test('H-14, A-01: a minor\'s measure is of the juge des enfants, and of him alone')
def _():
    equal([A.get('/cases/' + c).json['minor'] for c in (CASE, MINOR)], [False, True])
    equal({i['id']: i['minor'] for i in A.get('/cases').json['items']}[MINOR], True)
    for authority in ('court', 'jap'):
        equal(findings(MINOR, authority=authority), ['H-14'], authority)
    equal(findings(authority='juge_des_enfants'), ['H-14'], 'an adult')
    equal(findings(MINOR, authority='prosecutor'), ['M-24', 'H-14'])
    m, days = of_a_minor()
    refused(record(m, paper(**days)), 422, 'rule_forbids', 'the JAP')
    decided(m, paper(authority='juge_des_enfants', **days))
    refused(record(opened(), paper(authority='juge_des_enfants')), 422, 'rule_forbids', 'an adult\'s')


@test('A-01: whether the judge kept the power is said by a checked act alone, once the measure is open')
def _():
    m = opened(judge_kept=True)
    refused(A.put('/measures/' + m, dict(GOOD, judge_kept=False), if_match=at(m)), 422, 'rule_forbids')
    refused(record(m, paper('competence_returned', authority='court')), 422, 'rule_forbids')
    decided(m, paper('competence_returned'))
    equal(read(m)['judge_kept'], False)
    decided(m, paper('competence_kept', 'refused'))
    equal(read(m)['judge_kept'], False)
    decided(m, paper('competence_kept', authority='court'))
    equal(read(m)['judge_kept'], True)


@test('what is open stays lawful: a change that breaks a rule is refused')
def _():
    m = opened()
    refused(A.put('/measures/' + m, dict(GOOD, ordered_minutes=1000), if_match=at(m)), 422, 'rule_forbids')
    refused(A.put('/measures/' + m, dict(GOOD, judged_on=None), if_match=at(m)), 409, 'file_incomplete')
    equal(A.put('/measures/' + m, dict(GOOD, ordered_minutes=1200), if_match=at(m)).status, 200)
    equal(read(m)['ordered_minutes'], 1200)


# --- the clock -----------------------------------------------------------------------------------------------------

BEGIN = {'facts_on': '2022-06-01', 'judged_on': '2023-06-01', 'consented_on': '2023-06-01', 'seized_on': None}


def term(final, months, *stood):
    m = opened(final_on=final, period_months=months, **BEGIN)
    for kind, first, last in stood:
        decided(m, paper(decided_on='2023-06-02', suspension=kind, from_on=first, to_on=last))
    equal([(s['kind'], s['from'], s['to']) for s in read(m)['suspensions']], sorted(stood, key=lambda s: s[1]))
    return read(m)['term']


@test('M-10: the period runs from the day the judgment is final, in months of the calendar')
def _():
    for final, months, last in (('2024-02-29', 12, '2025-02-28'), ('2023-08-31', 6, '2024-02-29'),
                                ('2023-08-31', 18, '2025-02-28'), ('2023-12-31', 2, '2024-02-29'),
                                ('2024-02-28', 12, '2025-02-28'), ('2023-10-31', 1, '2023-11-30')):
        equal(term(final, months), last, final)


@test('M-11, M-12: each day on which the clock stood is added, once, where it was running')
def _():
    for why, want, *stood in (
            ('before the period', '2025-06-14', ('remand', '2024-01-01', '2024-06-13')),
            ('into the period', '2025-06-24', ('remand', '2024-01-01', '2024-06-23')),
            ('inside', '2025-06-24', ('custody', '2024-09-01', '2024-09-10')),
            ('a single day', '2025-06-15', ('arse', '2024-09-01', '2024-09-01')),
            ('across the term', '2025-06-24', ('serious_reason', '2025-06-10', '2025-06-19')),
            ('from the last day on', '2025-06-15', ('arse', '2025-06-14', '2025-06-14')),
            ('after it', '2025-06-14', ('arse', '2025-06-15', '2025-07-15')),
            ('after it, but not after what was added', '2025-06-29', ('arse', '2024-09-01', '2024-09-10'),
             ('custody', '2025-06-20', '2025-06-24')),
            ('two kinds that overlap', '2025-06-29', ('remand', '2024-09-01', '2024-09-10'),
             ('serious_reason', '2024-09-06', '2024-09-15')),
            ('one within the other', '2025-06-24', ('remand', '2024-09-01', '2024-09-10'),
             ('national_service', '2024-09-03', '2024-09-04')),
            ('one behind the other', '2025-07-04', ('remand', '2024-09-01', '2024-09-10'),
             ('custody', '2024-09-11', '2024-09-20')),
            ('over 29 February of no leap year', '2025-06-16', ('custody', '2025-02-28', '2025-03-01'))):
        equal(term('2024-06-14', 12, *stood), want, why)


@test('M-12: a suspension that lasts adds the days until today, and ends with a resumption')
def _():
    final = today(-10)
    m = opened(final_on=final, period_months=1, **BEGIN)
    base = str(SU.one("SELECT ($1::date + interval '1 month')::date::text", final))
    equal(read(m)['term'], base)
    decided(m, paper(suspension='custody', from_on=today(-4)))
    equal(read(m)['suspensions'], [{'kind': 'custody', 'from': today(-4), 'to': None}])

    def plus(n):
        return str(SU.one('SELECT ($1::date + $2::integer)::text', base, n))
    equal(read(m)['term'], plus(5), 'five days, today among them')
    decided(m, paper(suspension='arse', from_on=today(20), decided_on=today()))
    equal(read(m)['term'], plus(5), 'one that is to come and has no end adds nothing yet')
    decided(m, paper('resumption', authority='prosecutor', from_on=today(-1), decided_on=today()))
    equal([s['to'] for s in read(m)['suspensions']], [today(-2), today(20)])
    equal(read(m)['term'], plus(4), 'three days, and the one to come')


@test('M-11, M-12: a resumption that names its kind ends that one and no other, and who may decide it follows the kind')
def _():
    m = opened()
    decided(m, paper(suspension='serious_reason'))
    decided(m, paper(suspension='custody', from_on='2023-09-03'))
    end = paper('resumption', from_on='2023-09-10', decided_on='2023-09-10')
    for change in ({}, {'suspension': 'serious_reason'}):
        refused(record(m, dict(end, authority='prosecutor', **change)), 422, 'rule_forbids', 'the judge\'s')
    nothing = dict(end, suspension='remand', authority='prosecutor')
    refused(check(made(record(m, nothing)), nothing), 409, 'state_refused', 'none of that kind')
    decided(m, dict(end, suspension='custody', authority='prosecutor'))
    equal([(s['kind'], s['to']) for s in read(m)['suspensions']],
          [('serious_reason', None), ('custody', '2023-09-09')])
    equal([a['suspension'] for a in acts(m) if a['kind'] == 'resumption' and a['checked_at']], ['custody'])
    refused(record(m, dict(paper('competence_kept'), suspension='custody')), 400, 'invalid_field',
            pointer='/suspension')
    decided(m, dict(end, suspension='serious_reason'))
    equal([s['to'] for s in read(m)['suspensions']], ['2023-09-09'] * 2)


@test('a resumption with nothing to resume is refused; one before its time cuts a known end')
def _():
    m = opened()
    back = paper('resumption', from_on='2023-09-05')
    act = made(record(m, back))
    refused(check(act, back), 409, 'state_refused')
    equal([a['checked_at'] for a in acts(m)], [None], 'nothing was checked')
    decided(m, paper(to_on='2023-09-30'))
    equal(check(act, back).status, 204)
    equal(read(m)['suspensions'], [{'kind': 'serious_reason', 'from': '2023-09-01', 'to': '2023-09-04'}])


@test('M-11: a serious reason is the judge\'s, and so is its end; M-12 is a matter of law, whoever wrote the notice')
def _():
    m = opened()
    for authority in ('court', 'prosecutor', 'dspip', 'dtpjj', 'juge_des_enfants'):
        refused(record(m, paper(authority=authority)), 422, 'rule_forbids', authority)
    for n, authority in enumerate(('court', 'prosecutor', 'dspip', 'dtpjj', 'jap')):
        decided(m, paper(authority=authority, suspension='custody', from_on='2023-10-%02d' % (2 * n + 1),
                         to_on='2023-10-%02d' % (2 * n + 1)))
    early = made(record(m, paper('resumption', authority='dspip', from_on='2023-12-01')))
    decided(m, paper())
    end = paper('resumption', from_on='2023-12-01')
    refused(record(m, dict(end, authority='dspip')), 422, 'rule_forbids')
    refused(check(early, end), 422, 'rule_forbids', 'recorded before, when nothing of the judge\'s was running')
    decided(m, end)


@test('M-13: while the clock stands the work goes on: nothing else is blocked')
def _():
    m = opened()
    decided(m, paper(suspension='arse', from_on='2023-09-01'))
    equal(A.put('/measures/%s/steps' % m, {'first_interview_on': '2023-09-05'}, if_match=at(m)).status, 200)
    equal(A.put('/measures/' + m, dict(GOOD, ordered_minutes=6000), if_match=at(m)).status, 200)
    decided(m, paper('competence_kept'))
    equal(A.post('/measures/%s/end' % m, {'code': 'transferred', 'ended_on': today()}, if_match=at(m)).status, 200)


# --- acts ----------------------------------------------------------------------------------------------------------

@test('an act counts once a second person has read the same on the paper')
def _():
    m = opened()
    p = paper(suspension='custody', authority='court', to_on='2023-10-01',
              reference="Réf. n° 12/34 de l'écrou d’É")
    act = made(record(m, p))
    want = dict(p, id=act, measure=m, recorded_by=ME[A], checked_by=None, checked_at=None, dropped_at=None,
                justice_version=0, placement=None)
    equal({k: v for k, v in acts(m)[0].items() if k != 'recorded_at'}, want)
    equal((read(m)['suspensions'], read(m)['version']), ([], 2), 'nothing follows yet')
    refused(check(act, p, client=A), 409, 'other_person_needed')
    for field, value in (('kind', 'conversion'), ('sense', 'refused'), ('decided_on', '2023-08-02'),
                         ('from_on', '2023-09-02'), ('to_on', '2023-10-02'), ('to_on', None), ('from_on', None)):
        refused(check(act, p, **{field: value}), 412, 'version_conflict', 'she read another %s' % field)
    equal(check(act, p).status, 204)
    got = acts(m)[0]
    equal((got['checked_by'], got['checked_at'] is not None), (ME[DIRECTOR], True))
    equal((read(m)['suspensions'], read(m)['version']),
          ([{'kind': 'custody', 'from': '2023-09-01', 'to': '2023-10-01'}], 3))
    refused(check(act, p), 409, 'state_refused', 'twice')
    refused(A.delete('/acts/' + act), 409, 'state_refused', 'it counts: it is not dropped any more')


@test('what was read wrongly is dropped, stays on record and has no effect')
def _():
    m = opened()
    act = made(record(m, paper(), client=DIRECTOR))
    equal(A.delete('/acts/' + act).status, 204)
    true(acts(m)[0]['dropped_at'] is not None, 'when')
    refused(check(act, paper(), client=A), 409, 'state_refused')
    refused(A.delete('/acts/' + act), 409, 'state_refused')
    equal(read(m)['suspensions'], [])


@test('one kind of suspension does not run twice on a day')
def _():
    m = opened()
    decided(m, paper(to_on='2023-09-10'))
    for first, last in (('2023-09-10', '2023-09-12'), ('2023-08-01', '2023-09-01'), ('2023-08-01', None)):
        p = paper(from_on=first, to_on=last)
        refused(check(made(record(m, p)), p), 409, 'overlap')
    decided(m, paper(from_on='2023-09-11', to_on='2023-09-12'))
    equal(len(read(m)['suspensions']), 2)


@test('a refusal by the authority is on record and changes nothing')
def _():
    m = opened()
    for kind in ('suspension', 'resumption', 'conversion', 'failure'):
        more = {'from_on': '2023-09-01'} if kind == 'resumption' else {}
        decided(m, paper(kind, 'refused', **more))
    got = read(m)
    equal((got['state'], got['suspensions'], got['judge_kept']), ('open', [], False))


@test('M-16, M-17: a conversion and a failure end the measure on their day')
def _():
    for kind, code in (('conversion', 'converted'), ('failure', 'failed')):
        m = opened()
        refused(A.post('/measures/%s/end' % m, {'code': code, 'ended_on': today()}, if_match=at(m)), 422,
                'rule_forbids')
        decided(m, paper(kind))
        equal((read(m)['state'], read(m)['end_code'], read(m)['ended_on']), ('ended', code, '2023-08-01'))


@test('acts that make no sense are refused and the field is named')
def _():
    m = opened()
    for change, pointer in (
            ({'kind': 'release'}, '/kind'), ({'authority': 'maire'}, '/authority'),
            ({'sense': 'oui'}, '/sense'), ({'decided_on': today(1)}, '/decided_on'),
            ({'decided_on': '1'}, '/decided_on'),
            ({'suspension': None}, '/suspension'), ({'suspension': 'illness'}, '/suspension'),
            ({'from_on': None}, '/from_on'), ({'from_on': '2100-01-01'}, '/from_on'),
            ({'to_on': '2023-08-31'}, '/to_on'), ({'to_on': '2100-01-01'}, '/to_on'),
            ({'kind': 'conversion'}, '/suspension'), ({'kind': 'conversion', 'suspension': None}, '/from_on'),
            ({'kind': 'resumption', 'suspension': None, 'to_on': '2023-10-01'}, '/to_on'),
            ({'reference': 'x' * 201}, '/reference'), ({'reference': 'a\nb'}, '/reference'),
            ({'reference': ' a'}, '/reference'), ({'reference': 7}, '/reference')):
        refused(record(m, dict(paper(), **change)), 400, 'invalid_field', str(change), pointer)
    refused(record(m, dict(paper(), note='x')), 400, 'unknown_field', pointer='/note')
    refused(record(m, paper(decided_on='2023-06-02')), 409, 'date_refused', 'before the judgment')
    refused(record(draft(), paper()), 409, 'state_refused', 'of a draft')
    decided(m, paper(to_on='2099-12-31', reference='É' * 200))
    true(read(m)['term'] > '2099-12-31', 'the longest suspension there is: %s' % read(m)['term'])
    path, good = '/acts/%s/check' % NOBODY, {'kind': 'consent', 'sense': 'granted', 'decided_on': '2023-01-01'}
    refused(DIRECTOR.post(path, good), 404, 'not_found')
    refused(DIRECTOR.post(path, dict(good, kind='x')), 400, 'invalid_field', pointer='/kind')
    refused(DIRECTOR.post(path, dict(good, sense='x')), 400, 'invalid_field', pointer='/sense')
    refused(DIRECTOR.post(path, dict(good, decided_on=None)), 400, 'invalid_field', pointer='/decided_on')
    refused(DIRECTOR.post(path, dict(good, authority='jap')), 400, 'unknown_field', pointer='/authority')


# --- steps and ends ------------------------------------------------------------------------------------------------

@test('steps are kept and read back; W-05: only what was asked is due and received')
def _():
    m = opened()
    whole = {'first_interview_on': '2023-07-10', 'evaluation_sent_on': '2023-09-01', 'end_report_sent_on': '2024-11-01',
             'fitness_asked_on': '2023-07-11', 'fitness_due_on': today(30), 'fitness_received_on': '2023-08-01'}
    answer = A.put('/measures/%s/steps' % m, whole, if_match='"2"')
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 3}, '"3"'))
    got = read(m)
    equal({k: got[k] for k in STEPS}, whole)
    for change, pointer in (({'first_interview_on': today(1)}, 'first_interview_on'),
                            ({'evaluation_sent_on': today(1)}, 'evaluation_sent_on'),
                            ({'end_report_sent_on': today(1)}, 'end_report_sent_on'),
                            ({'fitness_asked_on': today(1)}, 'fitness_asked_on'),
                            ({'fitness_received_on': today(1)}, 'fitness_received_on'),
                            ({'fitness_due_on': '2023-07-10'}, 'fitness_due_on'),
                            ({'fitness_received_on': '2023-07-10'}, 'fitness_received_on'),
                            ({'fitness_asked_on': None}, 'fitness_asked_on'),
                            ({'fitness_due_on': 'x'}, 'fitness_due_on')):
        refused(A.put('/measures/%s/steps' % m, dict(whole, **change), if_match='"3"'), 400, 'invalid_field',
                str(change), '/' + pointer)
    refused(A.put('/measures/%s/steps' % m, dict(whole, result='fit'), if_match='"3"'), 400, 'unknown_field')
    refused(A.put('/measures/%s/steps' % m, {'first_interview_on': '2023-06-30'}, if_match='"3"'), 409, 'date_refused',
            'before the service was seized')
    equal(A.put('/measures/%s/steps' % m, {}, if_match='"3"').status, 200)
    equal({read(m)[k] for k in STEPS}, {None}, 'what is absent is taken back')
    refused(A.put('/measures/%s/steps' % draft(), {}, if_match='"1"'), 409, 'state_refused', 'of a draft')


@test('an end is written down when no authority decides it')
def _():
    for code in ('not_started', 'transferred', 'died', 'lapsed'):
        m = opened()
        answer = A.post('/measures/%s/end' % m, {'code': code, 'ended_on': '2024-01-02'}, if_match='"2"')
        equal((answer.status, answer.json), (200, {'version': 3}))
        equal((read(m)['state'], read(m)['end_code'], read(m)['ended_on']), ('ended', code, '2024-01-02'))
        refused(A.post('/measures/%s/end' % m, {'code': code, 'ended_on': '2024-01-02'}, if_match='"3"'), 409,
                'state_refused')
        refused(A.put('/measures/' + m, GOOD, if_match='"3"'), 409, 'state_refused')
    m = opened()
    for body, pointer in (({'code': 'fini', 'ended_on': '2024-01-02'}, '/code'),
                          ({'code': 'died', 'ended_on': today(1)}, '/ended_on')):
        refused(A.post('/measures/%s/end' % m, body, if_match='"2"'), 400, 'invalid_field', pointer=pointer)
    refused(A.post('/measures/%s/end' % m, {'code': 'died'}, if_match='"2"'), 400, 'missing_field')
    for code in ('done', 'converted', 'failed', 'refused_consent'):
        refused(A.post('/measures/%s/end' % m, {'code': code, 'ended_on': '2024-01-02'}, if_match='"2"'), 422,
                'rule_forbids', code)
    refused(A.post('/measures/%s/end' % m, {'code': 'died', 'ended_on': '2023-06-02'}, if_match='"2"'), 409,
            'date_refused', 'before the judgment')
    refused(A.post('/measures/%s/end' % draft(), {'code': 'died', 'ended_on': '2024-01-02'}, if_match='"1"'), 409,
            'state_refused', 'a draft')


# --- once, and one of two ------------------------------------------------------------------------------------------

@test('the same request twice makes one measure and one act; its key with another body or path is refused')
def _():
    k, case = key(), new_case()
    first, again = post(GOOD, case, k=k), post(GOOD, case, k=k)
    equal((first.status, again.status, first.body), (201, 201, again.body))
    equal(len(A.get('/cases/%s/measures' % case).json['items']), 1)
    refused(post(dict(GOOD, period_months=17), case, k=k), 422, 'idempotency_key_reused')
    refused(post(GOOD, k=k), 422, 'idempotency_key_reused', 'another case')
    m, k = opened(case), key()
    first, again = record(m, paper(), k=k), record(m, paper(), k=k)
    equal((first.status, again.status, first.body), (201, 201, again.body))
    equal(len(acts(m)), 1)
    refused(record(m, paper(from_on='2023-09-02'), k=k), 422, 'idempotency_key_reused')
    refused(record(opened(case), paper(), k=k), 422, 'idempotency_key_reused', 'another measure')


@test('of two writers with one version one wins')
def _():
    m = opened()
    bodies = (('PUT', '/measures/' + m, GOOD), ('PUT', '/measures/%s/steps' % m, {}),
              ('POST', '/measures/%s/end' % m, {'code': 'died', 'ended_on': today()}))
    for method, path, body in bodies + (('POST', '/measures/%s/opening' % m, None),):
        refused(A.send(method, path, body, {'If-Match': '"1"'}), 412, 'version_conflict', path)
        refused(A.send(method, path, body), 428, 'version_required', path)
    answers = []

    def go(n):
        c = S.client()
        c.token = A.token
        answers.append(c.put('/measures/' + m, dict(GOOD, ordered_minutes=1200 + n), if_match='"2"').status)
    threads = [threading.Thread(target=go, args=(n,)) for n in range(6)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal(sorted(answers), [200] + [412] * 5)
    equal(read(m)['version'], 3)


# --- who -----------------------------------------------------------------------------------------------------------

@test('a measure is seen with its case: by its counsellor and director, and by nobody of elsewhere')
def _():
    m = opened()
    act = made(record(m, paper()))
    missing = A.get('/measures/' + NOBODY).body
    for who in (B, FOREIGN, ELSEWHERE):
        for path in ('/measures/' + m, '/measures/%s/acts' % m, '/cases/%s/measures' % CASE):
            answer = who.get(path)
            equal((answer.status, answer.body), (404, missing), path)
        equal((record(m, paper(), client=who).body, check(act, paper(), client=who).body,
               who.delete('/acts/' + act).body), (missing,) * 3)
    for who in (B, FOREIGN):
        equal(post(GOOD, client=who).body, missing)
        for method, path, body in (('PUT', '/measures/' + m, GOOD), ('PUT', '/measures/%s/steps' % m, {}),
                                   ('POST', '/measures/%s/opening' % m, None),
                                   ('POST', '/measures/%s/end' % m, {'code': 'died', 'ended_on': today()})):
            equal(who.send(method, path, body, {'If-Match': '"2"'}).body, missing, path)
    equal(read(m, DIRECTOR), read(m))
    equal(acts(m, DIRECTOR), acts(m))
    equal(read(m)['version'], 2)


@test('an auditor sees dates and states, no reference, no case, no finding that hangs on the case')
def _():
    m, days = of_a_minor()
    record(m, paper(authority='juge_des_enfants', reference="Mme O'Connor, n° 7", **days))
    equal(read(m, AUDITOR), read(m))
    equal([a['reference'] for a in acts(m, AUDITOR)], [None])
    equal([a['reference'] for a in acts(m, DIRECTOR)], ["Mme O'Connor, n° 7"])
    d = draft(MINOR)
    equal((read(d)['findings'], read(d, AUDITOR)['findings']), (['H-14'], None))
    equal(len(AUDITOR.get('/cases/%s/measures' % MINOR).json['items']),
          min(25, len(A.get('/cases/%s/measures' % MINOR).json['items'])))
    refused(AUDITOR.get('/cases/' + MINOR), 404, 'not_found')
    refused(AUDITOR.get('/cases/%s/measures' % NOBODY), 404, 'not_found')
    refused(AUDITOR.get('/cases/%s/measures' % new_case()), 404, 'not_found', 'a case without measures is not there')


@test('measures and acts come in pages that miss and repeat nothing')
def _():
    case = new_case()
    equal(A.get('/cases/%s/measures' % case).json, {'items': [], 'next': None})
    ids = [draft(case) for _ in range(26)]
    pages = {'/cases/%s/measures' % case: ids[::-1]}
    m = opened(case)
    pages['/cases/%s/measures' % case].insert(0, m)
    equal(A.get('/measures/%s/acts' % m).json, {'items': [], 'next': None})
    pages['/measures/%s/acts' % m] = [made(record(m, paper())) for _ in range(27)][::-1]
    for path, want in pages.items():
        first = A.get(path).json
        equal(len(first['items']), 25)
        second = A.get(path + '?after=' + first['next']).json
        equal(([i['id'] for i in first['items'] + second['items']], second['next']), (want, None), path)
        for cursor in ('x', '', 'A' * 31, 'A' * 33):
            refused(A.get(path + '?after=' + cursor), 400, 'invalid_parameter')
        refused(A.get(path + '?page=2'), 400, 'invalid_parameter')


# --- whose case it is ----------------------------------------------------------------------------------------------

@test('a case that is handed over is read by the new counsellor and no longer by the old one, in open sessions too')
def _():
    case = new_case()
    m = opened(case)
    equal((A.get('/cases/' + case).status, B.get('/cases/' + case).status), (200, 404))
    answer = DIRECTOR.put('/cases/%s/counsellor' % case, {'counsellor': ME[B]})
    equal((answer.status, answer.body), (204, b''))
    equal(B.get('/cases/' + case).json['identity'], ADULT, 'its key is the unit\'s')
    equal((A.get('/cases/' + case).status, A.get('/measures/' + m).status), (404, 404))
    equal((read(m, B)['id'], post(GOOD, case, client=B).status, post(GOOD, case).status), (m, 201, 404))
    true(case in [i['id'] for i in B.get('/cases').json['items']], 'in her caseload')
    true(case not in [i['id'] for i in A.get('/cases').json['items']], 'not in the old one')
    equal(B.put('/cases/%s/identity' % case, {'identity': dict(ADULT, first_names='Ée')}, if_match='"1"').status, 200)
    equal(DIRECTOR.put('/cases/%s/counsellor' % case, {'counsellor': ME[B]}).status, 204, 'said twice')


@test('C-11: who hands cases out is told how much each counsellor follows; who manages accounts is not')
def _():
    unit = DIRECTOR.get('/me').json['organisation']['id']

    def follows(client=DIRECTOR):
        members = client.get('/units/' + unit).json['members']
        return {m['id']: (m['open_cases'], m['waiting_cases'], m['placed_cases']) for m in members}
    before = follows()
    case = new_case()
    opened(case)
    added = lambda who: tuple(a - b for a, b in zip(follows()[who], before[who]))
    equal((added(ME[A]), added(ME[B])), ((1, 1, 0), (0, 0, 0)))
    equal(DIRECTOR.put('/cases/%s/counsellor' % case, {'counsellor': ME[B]}).status, 204)
    equal((added(ME[A]), added(ME[B])), ((0, 0, 0), (1, 1, 0)))
    equal(before[ME[DIRECTOR]], (None, None, None), 'she follows nobody')
    told = follows(S.person('x.admin').signed_in())
    equal((set(told), set(told.values())), (set(before), {(None, None, None)}))


@test('a case is handed within its unit, to somebody who takes cases')
def _():
    case = new_case()
    path = '/cases/%s/counsellor' % case
    with S.cluster.connect('postgres') as su:
        invited = str(su.one("SELECT id FROM sec.account WHERE login = 's.invited'"))
    for to in (ME[FOREIGN], ME[DIRECTOR], NOBODY, invited):
        refused(DIRECTOR.put(path, {'counsellor': to}), 404, 'not_found', to)
    refused(ELSEWHERE.put(path, {'counsellor': ME[FOREIGN]}), 404, 'not_found')
    refused(ELSEWHERE.put(path, {'counsellor': ME[B]}), 404, 'not_found')
    refused(DIRECTOR.put('/cases/%s/counsellor' % NOBODY, {'counsellor': ME[B]}), 404, 'not_found')
    refused(DIRECTOR.put(path, {'counsellor': 'b.oreilly'}), 400, 'invalid_field', pointer='/counsellor')
    refused(DIRECTOR.put(path, {}), 400, 'missing_field', pointer='/counsellor')
    refused(DIRECTOR.put(path, {'counsellor': ME[B], 'why': 'x'}), 400, 'unknown_field', pointer='/why')
    equal(A.get('/cases/' + case).status, 200, 'nothing moved')


@test('who leaves leaves all open cases to one colleague')
def _():
    leaver = S.person('s.two').sign_in()
    who = leaver.get('/me').json['id']
    cases = [new_case(leaver) for _ in range(3)]
    SU.query("UPDATE casework.case_file SET state = 'closed' WHERE id = $1", cases[0])
    path = '/users/%s/caseload' % who
    refused(ELSEWHERE.post(path, {'counsellor': ME[FOREIGN]}), 404, 'not_found')
    refused(DIRECTOR.post(path, {'counsellor': ME[FOREIGN]}), 404, 'not_found')
    refused(DIRECTOR.post('/users/%s/caseload' % ME[FOREIGN], {'counsellor': ME[B]}), 404, 'not_found')
    refused(DIRECTOR.post(path, {'counsellor': 1}), 400, 'invalid_field', pointer='/counsellor')
    equal(DIRECTOR.post(path, {'counsellor': who}).json, {'moved': 0}, 'to herself')
    SU.query("UPDATE sec.account SET state = 'disabled' WHERE id = $1", who)
    refused(DIRECTOR.post('/users/%s/caseload' % ME[A], {'counsellor': who}), 404, 'not_found', 'to who has left')
    since = mark(SU)
    answer = DIRECTOR.post(path, {'counsellor': ME[B]})
    equal((answer.status, answer.json), (200, {'moved': 2}))
    equal({(a, r, actor) for a, _, r, _, _, actor in outbox(since)},
          {('case.update', c, ME[DIRECTOR]) for c in cases[1:]})
    equal(DIRECTOR.post(path, {'counsellor': ME[B]}).json, {'moved': 0}, 'said twice')
    equal([B.get('/cases/' + c).status for c in cases], [404, 200, 200], 'what is closed stays')


# --- the log -------------------------------------------------------------------------------------------------------

@test('P-04: every write leaves an entry with who, what, which and which version; a refused one leaves none')
def _():
    case = new_case()
    since = mark(SU)
    m = draft(case)
    A.put('/measures/' + m, GOOD, if_match='"1"')
    A.post('/measures/%s/opening' % m, None, if_match='"2"')
    A.put('/measures/%s/steps' % m, {}, if_match='"3"')
    refused(A.put('/measures/%s/steps' % m, {}, if_match='"3"'), 412, 'version_conflict')
    act = made(record(m, paper()))
    dropped = made(record(m, paper(), client=DIRECTOR))
    A.delete('/acts/' + dropped)
    check(act, paper())
    A.post('/measures/%s/end' % m, {'code': 'died', 'ended_on': today()}, if_match='"5"')
    DIRECTOR.put('/cases/%s/counsellor' % case, {'counsellor': ME[B]})
    rows = [r for r in outbox(since) if r[0] != 'suspension.create']
    equal([(a, r, v, actor) for a, _, r, v, _, actor in rows],
          [('measure.create', m, 1, ME[A]), ('measure.update', m, 2, ME[A]), ('measure.update', m, 3, ME[A]),
           ('measure.update', m, 4, ME[A]), ('act.create', act, None, ME[A]),
           ('act.create', dropped, None, ME[DIRECTOR]), ('act.update', dropped, None, ME[A]),
           ('act.update', act, None, ME[DIRECTOR]), ('measure.update', m, 5, ME[DIRECTOR]),
           ('measure.update', m, 6, ME[A]), ('case.update', case, 1, ME[DIRECTOR])])
    equal({r[4] for r in rows}, {case}, 'each names its case')
    equal({r[1] for r in rows}, {'casework.measure', 'casework.authority_act', 'casework.case_file'})
    equal([(a, actor) for a, _, _, _, _, actor in outbox(since) if a == 'suspension.create'],
          [('suspension.create', ME[DIRECTOR])])


run()
