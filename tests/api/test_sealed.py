#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Sealed records besides the identity: the profile of a case for matching, what justice said of a measure, the copy of
a recorded decision. Written and read back through the vault by who may, with their entries, and nowhere else."""
import datetime
import subprocess
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import canary
import pg
import stack
from tap import equal, run, test, true, wait_until

S = stack.Stack()
SU = S.cluster.connect('postgres')
A = S.person('a.martin').signed_in()
B = S.person('b.oreilly').signed_in()
DIRECTOR = S.person('d.lille').signed_in()
ELSEWHERE = S.person('d.douai').signed_in()
NOBODY = {login: S.person(login).signed_in() for login in ('r.nord', 'm.jardins', 't.jardins', 'u.audit', 'x.admin')}
MINIMAL = {'family_name': 'Q', 'first_names': 'É', 'birth_date': '2000-02-29'}
S.territory()
# One of each that is there (C-08).
IDS = [A.open_case(MINIMAL).json['id'],
       *SU.query("INSERT INTO offer.host (id, form, insee) SELECT id, 'association', '59350' FROM sec.organisation "
                 "WHERE kind = 'host' LIMIT 1 RETURNING id")[0],
       str(uuid.uuid4())]
SU.query("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'Serres', '59350')", IDS[2], IDS[1])
EMPTY = {'job': None, 'availability': [], 'commitments': [], 'home': None, 'transport': [], 'max_travel_minutes': None,
         'driving_licence': None, 'languages': [], 'french': None, 'skills': [], 'learning_aim': None, 'fitness': None,
         'families': [], 'avoid': None}
PROFILE = {
    'job': {'minutes_week': 1200, 'slots': [{'weekday': 1, 'from': 480, 'to': 720, 'weeks': 'odd'}]},
    'availability': [{'weekday': 6, 'from': 0, 'to': 1440, 'weeks': 'every'},
                     {'weekday': 3, 'from': 840, 'to': 1020, 'weeks': 'even'}],
    'commitments': [{'first': '2027-01-04', 'last': '2027-01-29', 'from': None, 'to': None},
                    {'first': '2027-02-03', 'last': '2027-02-03', 'from': 540, 'to': 660}],
    'home': {'commune': '59350', 'lat': 50632557, 'lon': 3063100},
    'transport': ['bicycle', 'public_transport'], 'max_travel_minutes': 45, 'driving_licence': False,
    'languages': ['arabe', 'Čeština'], 'french': {'spoken': 'fluent', 'read': 'some'},
    'skills': ["Pose d’enduit", "Taille d'arbres", 'Caisse <simple> & rendu'],
    'learning_aim': "Reprendre l'écrit,\npuis le permis",
    'fitness': {'result': 'fit_limits', 'limits': 'Pas de charges de plus de 10 kg', 'until': '2027-03-31',
                'triggers': ['disability', 'claimed_unfit']},
    'families': ['theft', 'road'],
    'avoid': {'cases': [IDS[0]], 'hosts': [IDS[1]], 'sites': [IDS[2]], 'places': ['Quartier de l’Écluse', "L'Étang"]}}
JUSTICE = {
    'offence': "Vol avec effraction,\nen réunion", 'families': ['theft'], 'court': 'Tribunal judiciaire de Lille',
    'case_number': '25/123-000456', 'judgment': "105 heures, délai de 18 mois\nl'intéressé présent",
    'fallback': {'prison_days': 90, 'fine_cents': None, 'text': 'trois mois <ferme>'},
    'obligations': 'Indemniser la victime', 'victims': "Commerce de l'îlot", 'notes': 'Première condamnation'}
COPY = "Par ces motifs,\nl'ordonnance du 3 mars — suspend le délai & dit…"


def opened(client=A, identity=None):
    answer = client.open_case(identity or MINIMAL)
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def measure(case, state='open', **more):
    """A measure as it comes to be by other doors."""
    columns = {'id': str(uuid.uuid4()), 'case_id': case, 'kind': 'main', 'offence_class': 'delit', 'authority': 'court',
               'state': state, **more}
    names = ', '.join(columns)
    values = ', '.join('$%d' % (i + 1) for i in range(len(columns)))
    SU.query('INSERT INTO casework.measure (%s) VALUES (%s)' % (names, values), *columns.values())
    return columns['id']


def act(case, of, by):
    row = str(uuid.uuid4())
    SU.query('INSERT INTO casework.authority_act (id, measure_id, case_id, kind, authority, sense, decided_on, '
             "recorded_by) VALUES ($1, $2, $3, 'conversion', 'jap', 'granted', '2026-03-03', $4)", row, of, case,
             by.get('/me').json['id'])
    return row


CASE = opened()
MEASURE = measure(CASE)
ACT = act(CASE, MEASURE, A)
DOORS = {'profile': ('/cases/%s/profile', 'profile', {'profile': PROFILE}, PROFILE),
         'justice': ('/measures/%s/justice', 'justice', {'justice': JUSTICE}, JUSTICE),
         'copy': ('/acts/%s/copy', 'text', {'text': COPY}, COPY)}


def new(kind, client=A):
    """(path of a record of its own that is not written yet, its case, its row)"""
    case = opened(client)
    row = case
    if kind != 'profile':
        row = measure(case)
    if kind == 'copy':
        row = act(case, row, client)
    return DOORS[kind][0] % row, case, row


def write(client, path, body, version):
    return client.put(path, body, if_match='"%d"' % version)


def wrote(client, path, body, version=0):
    answer = write(client, path, body, version)
    equal((answer.status, answer.text, answer.headers.get('etag')),
          (200, '{"version":%d}' % (version + 1), '"%d"' % (version + 1)))


def told(action, row):
    """The entries of this action about this row, once the head covers all that was written and read before: a read
    of another record closes the row."""
    last, _, mark = new('profile')
    wrote(A, last, {'profile': {}})
    equal(A.get(last).status, 200)

    def covered():
        about = [e['action'] for e in S.entries() if e['object'] and e['object'][0][1] == mark]
        return {'record.open', 'record.seal'} <= set(about)

    wait_until(covered, 20, 'the head over all of it')
    return [e for e in S.entries() if e['action'] == action and any(o[1] == row for o in e['object'])]


# --- written and read back -------------------------------------------------------------------------------------------

def whole(kind):
    _, member, body, value = DOORS[kind]
    path, case, row = new(kind)
    before = A.get(path, access_reason='follow_up')
    equal((before.status, before.json, before.headers.get('etag')),
          (200, {'version': 0, member: None, 'integrity': True}, None), 'before the first')
    wrote(A, path, body)
    answer = A.get(path, access_reason='follow_up')
    equal((answer.status, answer.json, answer.headers['etag']),
          (200, {'version': 1, member: value, 'integrity': True}, '"1"'))
    wrote(A, path, body, 1)
    equal(A.get(path, access_reason='follow_up').json, {'version': 2, member: value, 'integrity': True})
    column = {'profile': ('case_file', 'match_version'), 'justice': ('measure', 'justice_version'),
              'copy': ('authority_act', 'justice_version')}[kind]
    equal(SU.one('SELECT %s FROM casework.%s WHERE id = $1' % (column[1], column[0]), row), 2, 'the clear version')
    equal(SU.one('SELECT count(*) FROM sec.envelope WHERE row_id = $1 AND case_id = $2', row, case),
          2 if kind == 'profile' else 1, 'envelopes')


for door in DOORS:
    test('a %s is read as it was written, from its first version on' % door)(lambda door=door: whole(door))


@test('W-06: what was not said of a profile is null or empty, and a whole one replaces another')
def _():
    path = new('profile')[0]
    wrote(A, path, {'profile': PROFILE})
    wrote(A, path, {'profile': {}}, 1)
    equal(A.get(path).json['profile'], EMPTY)
    wrote(A, path, {'profile': {'fitness': {'result': 'not_examined'}, 'french': {}, 'avoid': {},
                                'job': {'minutes_week': 0}}}, 2)
    equal(A.get(path).json['profile'],
          dict(EMPTY, fitness={'result': 'not_examined', 'limits': None, 'until': None, 'triggers': []},
               french={'spoken': None, 'read': None}, job={'minutes_week': 0, 'slots': []},
               avoid={'cases': [], 'hosts': [], 'sites': [], 'places': []}))


@test('sets of words come back in one order, texts byte for byte')
def _():
    path = new('profile')[0]
    for text in ("O'Reilly", 'D’Alençon', '{"a":1}', '</p>&amp;', 'a\\b"c', "'; DROP TABLE x --", '𝔄 🌱', '%s%n',
                 'é' * 60, 'e\u0301'):
        version = A.get(path).json['version']
        wrote(A, path, {'profile': {'skills': [text], 'transport': ['scooter', 'car'], 'families': ['road', 'fire']}},
              version)
        got = A.get(path).json['profile']
        equal(got['skills'][0].encode(), text.encode())
        equal((got['transport'], got['families']), (['car', 'scooter'], ['fire', 'road']))


@test('bodies that are none are refused and the field is named')
def _():
    rows = (('profile', {'profile': {'name': 'x'}}, 'unknown_field', '/profile/name'),
            ('profile', {'profile': {'job': {'minutes_week': 4201}}}, 'invalid_field', '/profile/job/minutes_week'),
            ('profile', {'profile': {'availability': [{'weekday': 1, 'from': 0, 'to': 0}]}}, 'invalid_field',
             '/profile/availability/0/to'),
            ('profile', {'profile': {'home': {'commune': 'Lille'}}}, 'invalid_field', '/profile/home/commune'),
            ('profile', {'profile': {'home': {'commune': '59350', 'lat': 50.6, 'lon': 3}}}, 'invalid_field',
             '/profile/home/lat'),
            ('profile', {'profile': {'transport': ['vélo']}}, 'invalid_field', '/profile/transport/0'),
            ('profile', {'profile': {'skills': ['é' * 61]}}, 'invalid_field', '/profile/skills/0'),
            ('profile', {'profile': {'fitness': {'result': 'fit', 'diagnosis': 'x'}}}, 'unknown_field',
             '/profile/fitness/diagnosis'),
            ('profile', {'profile': {'avoid': {'cases': ['Jean Dupont']}}}, 'invalid_field', '/profile/avoid/cases/0'),
            ('profile', {}, 'missing_field', '/profile'),
            ('justice', {'justice': {}}, 'missing_field', '/justice/offence'),
            ('justice', {'justice': dict(JUSTICE, offence='é' * 501)}, 'invalid_field', '/justice/offence'),
            ('justice', {'justice': dict(JUSTICE, families=['vol'])}, 'invalid_field', '/justice/families/0'),
            ('justice', {'justice': dict(JUSTICE, fallback={'prison_days': 3651})}, 'invalid_field',
             '/justice/fallback/prison_days'),
            ('justice', {'justice': dict(JUSTICE, notes='x' * 4001)}, 'invalid_field', '/justice/notes'),
            ('justice', {'profile': {}}, 'unknown_field', '/profile'),
            ('copy', {'text': ''}, 'invalid_field', '/text'),
            ('copy', {'text': 'é' * 8001}, 'invalid_field', '/text'),
            ('copy', {'text': 'x', 'by': 'y'}, 'unknown_field', '/by'))
    for kind, body, code, pointer in rows:
        answer = write(A, {'profile': DOORS['profile'][0] % CASE, 'justice': DOORS['justice'][0] % MEASURE,
                           'copy': DOORS['copy'][0] % ACT}[kind], body, 0)
        equal((answer.status, answer.code, answer.json['pointer']), (400, code, pointer), str(body)[:70])


@test('C-08: whom and what to keep away from is there, and is not the case itself')
def _():
    path, case, _ = new('profile')
    kept = {'cases': [IDS[0]], 'hosts': [IDS[1]], 'sites': [IDS[2]]}
    for list_, mine, place in (('cases', [IDS[0], str(uuid.uuid4())], 1), ('cases', [case], 0), ('hosts', [IDS[0]], 0),
                               ('sites', [IDS[2], IDS[1]], 1)):
        answer = write(A, path, {'profile': {'avoid': {**kept, list_: mine}}}, 0)
        equal((answer.status, answer.code, answer.json['pointer']),
              (422, 'avoided_unknown', '/profile/avoid/%s/%d' % (list_, place)))
    answer = write(A, path, {'profile': {'avoid': {'cases': [case], 'sites': [IDS[1]]}}}, 0)
    equal(answer.json['pointer'], '/profile/avoid/cases/0', 'the first is told')
    equal(A.get(path).json['version'], 0, 'nothing was written')
    there = ELSEWHERE.get('/me').json
    other = SU.one('INSERT INTO casework.case_file (unit_id, counsellor_id) VALUES ($1, $2) RETURNING id',
                   there['organisation']['id'], there['id'])
    wrote(A, path, {'profile': {'avoid': {**kept, 'cases': [IDS[0], other]}}})


@test('the longest of each fits')
def _():
    path = new('copy')[0]
    wrote(A, path, {'text': '<' * 8000})
    equal(A.get(path, access_reason='follow_up').json['text'], '<' * 8000)
    path = new('justice')[0]
    most = {'offence': '&' * 500, 'court': 'é' * 200, 'case_number': 'x' * 100, 'judgment': '<' * 2000,
            'obligations': '>' * 2000, 'victims': '&' * 1000, 'notes': '<' * 4000, 'families': [],
            'fallback': {'prison_days': 3650, 'fine_cents': 10 ** 9, 'text': '<' * 500}}
    wrote(A, path, {'justice': most})
    equal(A.get(path, access_reason='follow_up').json['justice'], most)


# --- versions --------------------------------------------------------------------------------------------------------

def versions(kind):
    _, member, body, value = DOORS[kind]
    path = new(kind)[0]
    equal((A.put(path, body).status, A.put(path, body).code), (428, 'version_required'))
    equal((write(A, path, body, 1).status, write(A, path, body, 1).code), (412, 'version_conflict'), 'too early')
    wrote(A, path, body)
    for version in (0, 2):
        answer = write(A, path, body, version)
        equal((answer.status, answer.code), (412, 'version_conflict'), str(version))
    equal(A.put(path, body, if_match='*').code, 'invalid_header')
    answers = []

    def go():
        c = S.client()
        c.token = A.token
        answers.append(write(c, path, body, 1).status)
    threads = [threading.Thread(target=go) for _ in range(4)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    equal(sorted(answers), [200, 412, 412, 412], 'four writers with one version')
    equal(A.get(path, access_reason='follow_up').json, {'version': 2, member: value, 'integrity': True})


for door in DOORS:
    test('a %s replaces the version that was read and no other' % door)(lambda door=door: versions(door))


# --- who may ---------------------------------------------------------------------------------------------------------

wrote(A, DOORS['profile'][0] % CASE, {'profile': PROFILE})
wrote(A, DOORS['justice'][0] % MEASURE, {'justice': JUSTICE})
wrote(A, DOORS['copy'][0] % ACT, {'text': COPY})
PATHS = {'profile': DOORS['profile'][0] % CASE, 'justice': DOORS['justice'][0] % MEASURE,
         'copy': DOORS['copy'][0] % ACT}
MISSING = A.get('/nothing/here').body


@test('P-05: a profile of the own caseload needs no reason, a director gives one')
def _():
    equal(A.get(PATHS['profile']).status, 200)
    asked = DIRECTOR.get(PATHS['profile'])
    equal((asked.status, asked.code), (400, 'reason_required'))
    equal(DIRECTOR.get(PATHS['profile'], access_reason='direction_control').json['profile'], PROFILE)


@test('P-05: JUSTICE always asks for a reason, in the own caseload too')
def _():
    for kind in ('justice', 'copy'):
        for client in (A, DIRECTOR):
            asked = client.get(PATHS[kind])
            equal((asked.status, asked.code), (400, 'reason_required'), kind)
            equal(client.get(PATHS[kind], access_reason='curiosity').code, 'reason_unknown')
            answer = client.get(PATHS[kind], access_reason='judge_report')
            equal((answer.status, answer.json[DOORS[kind][1]]), (200, DOORS[kind][3]), kind)


@test('a record of a colleague, of another unit and of nobody are the same answer')
def _():
    for kind, (path, _, body, _) in DOORS.items():
        for client in (B, ELSEWHERE):
            for reason in ({}, {'access_reason': 'direction_control'}):
                for target in (PATHS[kind], path % uuid.uuid4()):
                    answer = client.get(target, **reason)
                    equal((answer.status, answer.body), (404, MISSING), kind)
        for target, version in ((PATHS[kind], 1), (PATHS[kind], 0), (path % uuid.uuid4(), 0)):
            equal(write(B, target, body, version).body, MISSING, kind)
        equal(write(A, path % uuid.uuid4(), body, 0).body, MISSING, kind)
    equal(write(DIRECTOR, PATHS['profile'], DOORS['profile'][2], 1).body, MISSING, 'a director writes no profile')
    equal(write(DIRECTOR, PATHS['justice'], DOORS['justice'][2], 1).body, MISSING, 'nor what justice said')


@test('referent, hosts, auditor and administrator get what a missing one gets')
def _():
    for login, client in NOBODY.items():
        for kind, path in PATHS.items():
            answer = client.get(path, access_reason='rights_request')
            equal((answer.status, answer.body), (404, MISSING), '%s reads %s' % (login, kind))
            equal(write(client, path, DOORS[kind][2], 1).body, MISSING, '%s writes %s' % (login, kind))


@test('a colleague who broke the glass reads all of it with a reason, and writes nothing')
def _():
    who = S.person('b.oreilly')
    glass = B.post('/cases/%s/break-glass' % CASE,
                   {'reason': 'duty_cover', 'text': 'Collègue absente, le magistrat appelle.', 'otp': who.otp()})
    equal(glass.status, 201, glass.text)
    for kind, path in PATHS.items():
        equal((B.get(path).status, B.get(path).code), (400, 'reason_required'), kind)
        answer = B.get(path, access_reason='duty_cover')
        equal((answer.status, answer.json[DOORS[kind][1]]), (200, DOORS[kind][3]), kind)
        equal(write(B, path, DOORS[kind][2], 1).body, MISSING, kind)
    equal(B.delete('/cases/%s/break-glass' % CASE).status, 204)
    for kind, path in PATHS.items():
        equal(B.get(path, access_reason='duty_cover').body, MISSING, kind)


@test('A-01: the copy of a decision is written by who recorded it, counsellor or director')
def _():
    hers = act(CASE, MEASURE, DIRECTOR)
    path = DOORS['copy'][0] % hers
    equal(write(A, path, {'text': COPY}, 0).body, MISSING, 'the counsellor of the case did not record it')
    wrote(DIRECTOR, path, {'text': COPY})
    wrote(DIRECTOR, path, {'text': COPY + ' bis'}, 1)
    for client in (A, DIRECTOR):
        equal(client.get(path, access_reason='judge_report').json,
              {'version': 2, 'text': COPY + ' bis', 'integrity': True})
    equal(write(DIRECTOR, PATHS['copy'], {'text': 'x'}, 1).body, MISSING, 'nor did the director record this one')


@test('A-01: the copy of a checked or dropped decision stays as it is')
def _():
    for column in ('checked', 'dropped'):
        path, _, row = new('copy')
        wrote(A, path, {'text': COPY})
        if column == 'checked':
            SU.query('UPDATE casework.authority_act SET checked_at = clock_timestamp(), checked_by = $2 WHERE id = $1',
                     row, DIRECTOR.get('/me').json['id'])
        else:
            SU.query('UPDATE casework.authority_act SET dropped_at = clock_timestamp() WHERE id = $1', row)
        for version in (0, 1):
            answer = write(A, path, {'text': 'autre'}, version)
            equal((answer.status, answer.code), (409, 'state_refused'), column)
        equal(A.get(path, access_reason='follow_up').json, {'version': 1, 'text': COPY, 'integrity': True})


# --- entries ---------------------------------------------------------------------------------------------------------

def its_entries(kind, table, compartment):
    path, case, row = new(kind)
    body = DOORS[kind][2]
    wrote(A, path, body)
    wrote(A, path, body, 1)
    reasons = {} if kind == 'profile' else {'access_reason': 'judge_report'}
    equal(A.get(path, **reasons).status, 200)
    equal(DIRECTOR.get(path, access_reason='direction_control').status, 200)
    A.get(path, access_reason='curiosity')
    if kind != 'profile':
        A.get(path)
    B.get(path, access_reason='follow_up')
    sealed = [e for e in told('record.seal', row) if e['object'][0][3] == compartment]
    equal([e['object'][0][:5] for e in sealed],
          [[table, row, str(v), compartment, case] for v in (1, 2)], 'writes')
    me, she = (client.get('/me').json for client in (A, DIRECTOR))
    equal({tuple(e['actor'].split()) for e in sealed}, {(me['id'], 'counsellor', me['organisation']['id'])})
    equal(sealed[1]['object'][0][6],
          SU.one("SELECT encode(sha256(body), 'hex') FROM sec.envelope WHERE row_id = $1 AND compartment = $2", row,
                 {'MATCH': 3, 'JUSTICE': 2}[compartment]), 'digest')
    reads = told('record.open', row)
    equal([(e['actor'].split()[0], e['outcome'], e['reason']) for e in reads],
          [(me['id'], 'ok', 'follow_up default' if kind == 'profile' else 'judge_report given'),
           (she['id'], 'ok', 'direction_control given')], 'reads')
    equal([e['object'] for e in reads], [[[table, row, '2', compartment, case, link, '-']]
                                         for link in ('caseload', 'unit_officer')], 'what was read')


for door, where in (('profile', ('casework.case_file', 'MATCH')), ('justice', ('casework.measure', 'JUSTICE')),
                    ('copy', ('casework.authority_act', 'JUSTICE'))):
    test('P-04: writes and reads of a %s are entries with their compartment, refused ones are none' % door)(
        lambda door=door, where=where: its_entries(door, *where))


# --- what a database administrator can do ----------------------------------------------------------------------------

def body_of(row, compartment):
    return SU.one('SELECT body FROM sec.envelope WHERE row_id = $1 AND compartment = $2', row, compartment)


def put_body(row, compartment, body):
    SU.query('UPDATE sec.envelope SET body = $3 WHERE row_id = $1 AND compartment = $2', row, compartment, body)


@test('an envelope moved to another record, compartment or version does not open, and that is an entry')
def _():
    case, other = opened(), opened()
    m, n = measure(case), measure(case)
    a = act(case, m, A)
    wrote(A, DOORS['profile'][0] % case, {'profile': PROFILE})
    wrote(A, DOORS['profile'][0] % other, {'profile': {}})
    wrote(A, DOORS['justice'][0] % m, {'justice': JUSTICE})
    wrote(A, DOORS['justice'][0] % n, {'justice': {'offence': 'autre'}})
    wrote(A, DOORS['copy'][0] % a, {'text': COPY})
    old = body_of(m, 2)
    wrote(A, DOORS['justice'][0] % m, {'justice': JUSTICE}, 1)
    moves = (('the profile of another case', case, 3, body_of(other, 3), 'profile'),
             ('the identity of the case', case, 3, body_of(case, 1), 'profile'),
             ('another measure of the case', m, 2, body_of(n, 2), 'justice'),
             ('the copy of the case', m, 2, body_of(a, 2), 'justice'),
             ('the profile of the case', m, 2, body_of(case, 3), 'justice'),
             ('its own old version', m, 2, old, 'justice'),
             ('the measure of the case', a, 2, body_of(n, 2), 'copy'))
    for why, row, compartment, body, kind in moves:
        path, member, _, value = DOORS[kind]
        mine = body_of(row, compartment)
        put_body(row, compartment, body)
        answer = A.get(path % row, access_reason='follow_up')
        equal((answer.status, answer.json[member], answer.json['integrity']), (200, None, False), why)
        put_body(row, compartment, mine)
        answer = A.get(path % row, access_reason='follow_up')
        equal((answer.json[member], answer.json['integrity']), (value, True), why + ', put back')
    broken = {row: [e for e in told('record.open', row) if e['outcome'] == 'integrity'] for row in (case, m, a)}
    equal({row: len(found) for row, found in broken.items()}, {case: 2, m: 4, a: 1}, 'entries')
    equal(broken[m][0]['object'], [['casework.measure', m, '2', 'JUSTICE', case, 'caseload', '-']])


@test('a row that claims another version than its envelope opens no other and lets none be replaced')
def _():
    path, _, row = new('copy')
    wrote(A, path, {'text': COPY})
    SU.query('UPDATE casework.authority_act SET justice_version = 7 WHERE id = $1', row)
    answer = A.get(path, access_reason='follow_up')
    equal((answer.status, answer.json['text']), (200, COPY), 'the envelope says what it is, not the row')
    equal(write(A, path, {'text': COPY}, 7).code, 'version_conflict')


# --- M-03 ------------------------------------------------------------------------------------------------------------

TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))


def years_before(n, days=0):
    """The day so many years before today, and so many days after that."""
    try:
        day = TODAY.replace(year=TODAY.year - n)
    except ValueError:  # no 29 February then
        day = datetime.date(TODAY.year - n, 2, 28)
    return (day + datetime.timedelta(days=days)).isoformat()


def draft_of(born, facts, judged, client=A, **more):
    case = opened(client, dict(MINIMAL, birth_date=born))
    ordered = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': 3600, 'facts_on': facts,
               'judged_on': judged, 'period_months': 12, 'fallback': True, 'consent': 'court',
               'authority': 'juge_des_enfants', **more}
    answer = client.post('/cases/%s/measures' % case, ordered, idempotency_key=str(uuid.uuid4()))
    equal(answer.status, 201, answer.text)
    return case, answer.json['id']


def opening(of, client=A, version=1):
    return client.send('POST', '/measures/%s/opening' % of, headers={'If-Match': '"%d"' % version})


@test('M-03: a minor was thirteen at the facts and is sixteen at the decision, to the day')
def _():
    sixteen = years_before(16)
    thirteenth = datetime.date.fromisoformat(sixteen)
    thirteenth = thirteenth.replace(year=thirteenth.year + 13) if (thirteenth.month, thirteenth.day) != (2, 29) else \
        datetime.date(thirteenth.year + 13, 3, 1)
    day_before = (thirteenth - datetime.timedelta(days=1)).isoformat()
    yesterday = (TODAY - datetime.timedelta(days=1)).isoformat()
    for born, facts, judged, status, why in (
            (sixteen, thirteenth.isoformat(), TODAY.isoformat(), 200, 'both on the birthdays'),
            (sixteen, day_before, TODAY.isoformat(), 422, 'twelve at the facts'),
            (sixteen, thirteenth.isoformat(), yesterday, 422, 'fifteen at the decision'),
            (years_before(16, 1), TODAY.isoformat(), TODAY.isoformat(), 422, 'sixteen tomorrow'),
            (years_before(17), yesterday, TODAY.isoformat(), 200, 'seventeen')):
        _, of = draft_of(born, facts, judged)
        answer = opening(of)
        equal(answer.status, status, why)
        true(status == 200 or answer.code == 'rule_forbids', answer.text)
        equal(SU.one('SELECT state::text FROM casework.measure WHERE id = $1', of),
              'open' if status == 200 else 'draft', why)


@test('M-03: the look at a minor\'s birth date is an entry with reason intake; an adult\'s is not opened')
def _():
    case, of = draft_of(years_before(17), TODAY.isoformat(), TODAY.isoformat())
    adult, other = draft_of('1990-01-01', TODAY.isoformat(), TODAY.isoformat(), authority='court')
    without, third = draft_of(years_before(17), TODAY.isoformat(), None)
    equal((opening(of).status, opening(other).status), (200, 200))
    equal((opening(third).status, opening(third).code), (409, 'file_incomplete'), 'no day of judgment')
    equal((opening(of).status, opening(of).code), (412, 'version_conflict'), 'it is open already')
    equal([(e['reason'], e['object'][0][3]) for e in told('record.open', case)], [('intake given', 'IDENT')])
    equal((told('record.open', adult), told('record.open', without)), ([], []))


@test('M-03: without the right to the case, its birth date or the log nothing is opened')
def _():
    case, of = draft_of(years_before(17), TODAY.isoformat(), TODAY.isoformat())
    equal((opening(of, B).status, opening(of, B).body), (404, MISSING))
    mine = body_of(case, 1)
    put_body(case, 1, bytes(mine[:-1]) + bytes([mine[-1] ^ 1]))
    equal((opening(of).status, opening(of).code), (409, 'file_incomplete'))
    put_body(case, 1, mine)
    S.kill('jalon-sealer')
    equal((opening(of).status, opening(of).code), (503, 'unavailable'))
    equal(SU.one('SELECT state::text FROM casework.measure WHERE id = $1', of), 'draft')
    S.start('jalon-sealer')
    equal(opening(of).status, 200)


# --- canaries --------------------------------------------------------------------------------------------------------

def columns():
    return SU.query(
        'SELECT a.attrelid::regclass::text, quote_ident(a.attname), t.typname::text FROM pg_attribute a '
        'JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid '
        "WHERE c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped "
        "AND c.relnamespace::regnamespace::text IN ('sec', 'offer', 'casework', 'coordination', 'public') "
        "AND t.typname IN ('text', 'varchar', 'bpchar', 'bytea', 'json', 'jsonb', '_text', '_bytea', 'name')")


def in_database(words):
    found = []
    for table, column, kind in columns():
        text = "encode(%s, 'escape')" % column if kind == 'bytea' else column + '::text'
        for word in words:
            if SU.one('SELECT count(*) FROM %s WHERE strpos(%s, $1) > 0' % (table, text), word):
                found.append((table, column, word))
    return found


@test('what is in profile, justice and copy is in no other answer, in no column, in no file')
def _():
    match, said, copied, seen = ('Kanari' + canary.letters(12) for _ in range(4))
    case = opened()
    m = measure(case)
    a = act(case, m, A)
    paths = {kind: DOORS[kind][0] % row for kind, row in (('profile', case), ('justice', m), ('copy', a))}
    profile = dict(PROFILE, skills=[match], learning_aim=match, languages=[match],
                   fitness=dict(PROFILE['fitness'], limits=match), avoid={'places': [match]})
    justice = dict(JUSTICE, **{name: said for name in ('offence', 'court', 'case_number', 'judgment', 'obligations',
                                                       'victims', 'notes')}, fallback={'text': said})
    wrote(A, paths['profile'], {'profile': profile})
    wrote(A, paths['justice'], {'justice': justice})
    wrote(A, paths['copy'], {'text': copied})
    wrote(A, paths['profile'], {'profile': profile}, 1)
    # What is refused was in our hands too.
    for path, body in ((paths['profile'], {'profile': {match: said}}), (paths['profile'], {'profile': {'home': match}}),
                       (paths['justice'], {'justice': {'offence': said, 'families': [match]}}),
                       (paths['copy'], {'text': ' ' + copied})):
        answer = write(A, path, body, 1)
        equal(answer.status, 400, answer.text)
    words = {'profile': match, 'justice': said, 'copy': copied}
    for client in (A, DIRECTOR):
        for kind, path in paths.items():
            answer = client.get(path, access_reason='follow_up')
            equal({k for k, w in words.items() if w in answer.text}, {kind}, path)
    for client in [A, B, DIRECTOR, ELSEWHERE, *NOBODY.values()]:
        for path in ('/me', '/me/sessions', '/cases', '/cases/' + case, '/measures/' + m, '/acts/' + a, '/tasks',
                     '/cases/%s/measures' % case, '/units', '/users', '/log/head'):
            text = client.get(path, access_reason='follow_up').text
            equal([w for w in words.values() if w in text], [], path)
    told('record.open', case)
    SU.query("UPDATE sec.account SET name = name || $1 WHERE login = 't.jardins'", seen)  # the control
    SU.query('CHECKPOINT')
    equal(in_database([match, said, copied]), [], 'columns')
    true(in_database([seen]), 'the control is not found')
    done = subprocess.run([pg.bindir() + '/pg_dump', '-d', S.cluster.conninfo('postgres'), '-f', S.path('dump')],
                          capture_output=True, text=True, check=False, timeout=60)
    equal(done.returncode, 0, done.stderr)
    files = [f for root in (S.folder, S.cluster.base) for f in canary.search(root, [match, said, copied, seen])]
    equal([f for f in files if f[1] != seen], [], 'files')
    true(len(files) >= 2, 'the control is in no file: %r' % files)


@test('after all this the statements of the program are those that it lists')
def _():
    listed = {line.split('\t', 1)[0] for line in S.run('jalond', '--print-statements').splitlines()}
    true({'sealed_profile', 'sealed_justice', 'sealed_copy', 'ages_of'} <= listed, listed)


# --- this one stops the log -------------------------------------------------------------------------------------------

@test('without the log nothing is opened, and a record that was never written is still said to be none')
def _():
    fresh = new('profile')[0]
    S.kill('jalon-sealer')
    for kind, path in PATHS.items():
        answer = A.get(path, access_reason='follow_up')
        equal((answer.status, answer.code), (503, 'unavailable'), kind)
        true(DOORS[kind][1] not in answer.json, 'something was said')
    equal(A.get(fresh).json, {'version': 0, 'profile': None, 'integrity': True})
    S.start('jalon-sealer')
    for kind, path in PATHS.items():
        answer = A.get(path, access_reason='follow_up')
        equal((answer.status, answer.json[DOORS[kind][1]]), (200, DOORS[kind][3]), kind)


run()
