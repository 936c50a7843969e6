#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Hosts, their sites and contacts (H-01, H-02, H-04, H-10, H-12; table 6a): what each role sees and writes, how a host
stands, and what is refused field by field."""
import sys
import uuid
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once, ids, key, made, mark, notes, pages, post, put, refused
from tap import equal, run, test, true

LOGINS = ('a.martin', 'd.lille', 'd.douai', 'r.nord', 'm.jardins', 't.jardins', 'm.autre', 'u.audit', 'x.admin')
S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
C = {login: S.person(login).signed_in() for login in LOGINS}
REFERENT, DIRECTOR, DOUAI, MANAGER, TUTOR, OTHER, ADMIN = (C[x] for x in (
    'r.nord', 'd.lille', 'd.douai', 'm.jardins', 't.jardins', 'm.autre', 'x.admin'))
READERS = ('a.martin', 'd.lille', 'd.douai', 'r.nord', 'u.audit')
ORG = {login: c.get('/me').json['organisation']['id'] for login, c in C.items()}
JARDINS, AUTRE, LILLE = ORG['m.jardins'], ORG['m.autre'], ORG['d.lille']
HAUBOURDIN = {'insee': '59286', 'name': 'Haubourdin'}
TODAY = date.fromisoformat(str(SU.one('SELECT offer.today()::text')))
ITEM = ['commune', 'form', 'id', 'name', 'siren', 'standing', 'standing_until', 'state', 'version']
MORE = ['absences', 'address', 'contacts', 'habilitations', 'procedures', 'sites', 'state_reason']


def sheet(name='Régie d’Isly', form='association', insee='59350', **more):
    return {'name': name, 'form': form, 'insee': insee, **more}


def host(client=REFERENT, **body):
    return made(post(client, '/hosts', sheet(**body)))


def site(**more):
    return {'name': "Atelier de l'Œuvre", 'insee': '59286', **more}


def contact(**more):
    return {'part': 'representative', 'name': "Anaïs L'Haÿ-Éluère", **more}


def account(client):
    return client.get('/me').json['id']


def habilitate(host_id, first, last, territory='59', public='adults', withdrawn=False):
    """Rows as a decision leaves them; deciding is tested elsewhere."""
    me, procedure = account(DIRECTOR), str(uuid.uuid4())
    deciding = 'minister' if territory == 'FR' else 'dtpjj' if public == 'minors' else 'dspip'
    SU.query("INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, state, created_by,"
             " outcome, decided_on, decided_by, checked_by) VALUES ($1, 'habilitation', $2, $3, $4::offer.public,"
             " $5::offer.deciding, 'granted', $6, 'granted', $7, $6, $8)", procedure, host_id,
             None if territory == 'FR' else territory, public, deciding, me, str(first),
             None if deciding == 'dspip' else account(REFERENT))
    SU.query("INSERT INTO offer.habilitation (host_id, territory, public, valid, procedure_id, withdrawn_by) VALUES"
             " ($1, $2, $3::offer.public, daterange($4::date, $5::date, '[]'), $6, $7)", host_id, territory, public,
             str(first), str(last), procedure, procedure if withdrawn else None)


def listed(client, host_id):
    """The host's item, from a list of all."""
    return next((i for i in pages('/hosts', client) if i['id'] == host_id), None)


# Both hosts of the founding get their sheets before anything else; the second one elsewhere.
made(post(REFERENT, '/hosts', sheet("Les Jardins de l'Écluse", organisation=JARDINS, insee='59286',
                                    address="3, quai de l'Ouest")))
made(post(DIRECTOR, '/hosts', sheet("L'Atelier d’Ys", organisation=AUTRE, form='ess_body')))


# --- the département of a unit -------------------------------------------------------------------------------------

@test('H-04 an administrator gives a unit its département, and units show it')
def _():
    before = mark(SU)
    equal(ADMIN.put('/units/%s/departement' % LILLE, {'departement': '2A'}).status, 204)
    equal(notes(SU, before), [('organisation.update', LILLE, None, account(ADMIN))])
    equal(ADMIN.get('/units/' + LILLE).json['departement'], '2A')
    equal({u['id']: u['departement'] for u in ADMIN.get('/units').json['items']},
          {LILLE: '2A', ORG['d.douai']: '59', JARDINS: None, AUTRE: None, ORG['u.audit']: None, ORG['x.admin']: None})
    equal(DIRECTOR.get('/units/' + LILLE).json['departement'], '2A')
    names = [u['name'] for u in ADMIN.get('/units').json['items']]
    equal(names, [r[0] for r in SU.query('SELECT name FROM sec.organisation ORDER BY name, id')])
    equal(ADMIN.put('/units/%s/departement' % LILLE, {'departement': '59'}).status, 204)


@test('a département that there is not, and an organisation that is no unit, are refused')
def _():
    for bad in ('00', '20', '96', '979', '5', '59 ', '2C', '', '0590', 59, None):
        answer = ADMIN.put('/units/%s/departement' % LILLE, {'departement': bad})
        refused(answer, 400, 'invalid_field', '/departement', repr(bad))
    refused(ADMIN.put('/units/%s/departement' % LILLE, {'departement': '59', 'x': 1}), 400, 'unknown_field', '/x')
    for other in (JARDINS, ORG['u.audit'], key()):
        refused(ADMIN.put('/units/%s/departement' % other, {'departement': '59'}), 404, 'not_found')
    equal(ADMIN.get('/units/' + LILLE).json['departement'], '59')


# --- a sheet -------------------------------------------------------------------------------------------------------

@test('H-01 a public host is made and read back field by field, and stands by right')
def _():
    before = mark(SU)
    h = host(name="Ville d'Haubourdin — été", form='local_authority', insee='59286', siren='215902867',
             address="11, rue Sadi-Carnot (côté « l'Écluse »)")
    equal(notes(SU, before), [('organisation.create', h, None, account(REFERENT)),
                          ('host.create', h, 1, account(REFERENT))])
    answer = REFERENT.get('/hosts/' + h)
    equal(answer.headers['etag'], '"1"')
    equal(answer.json, {
        'id': h, 'name': "Ville d'Haubourdin — été", 'form': 'local_authority', 'siren': '215902867',
        'commune': HAUBOURDIN, 'state': 'active', 'standing': 'by_right', 'standing_until': None, 'version': 1,
        'address': "11, rue Sadi-Carnot (côté « l'Écluse »)", 'state_reason': '', 'sites': [], 'contacts': [],
        'absences': [], 'habilitations': [], 'procedures': []})
    item = listed(REFERENT, h)
    equal(sorted(item), ITEM)
    equal({k: answer.json[k] for k in ITEM}, item)


@test('H-02 a host without a number or an address has null and an empty text, and stands as none')
def _():
    h = host(form='association', siren=None)
    got = DIRECTOR.get('/hosts/' + h).json
    equal((got['siren'], got['address'], got['standing'], got['standing_until']), (None, '', 'none', None))


@test('every bad field of a sheet is refused with its pointer, when it is made and when it is changed')
def _():
    h = host()
    long = {'name': 'é' * 201, 'address': 'à' * 301, 'siren': '2159035010', 'insee': '593500', 'form': 'x' * 41}
    wrong = {'name': ('', ' x', 'a\nb', 7, None), 'form': ('asso', '', None, 1, 'Association'),
             'siren': ('215903500', '21590350', '', 215903501, '21590350A'),
             'insee': ('5935x', '2C004', '5935', None, 59350), 'address': ('a\nb', 1, ' x')}
    for name, values in wrong.items():
        for bad in (*values, long[name]):
            body = {**sheet(), name: bad}
            for answer in (post(REFERENT, '/hosts', body), put(REFERENT, '/hosts/' + h, body)):
                refused(answer, 400, 'invalid_field', '/' + name, '%s=%r' % (name, bad))
    for name in ('name', 'form', 'insee'):
        body = sheet()
        del body[name]
        refused(post(REFERENT, '/hosts', body), 400, 'missing_field', '/' + name)
        refused(put(REFERENT, '/hosts/' + h, body), 400, 'missing_field', '/' + name)
    refused(post(REFERENT, '/hosts', sheet(organisation='x')), 400, 'invalid_field', '/organisation')
    refused(put(REFERENT, '/hosts/' + h, sheet(organisation=JARDINS)), 400, 'unknown_field', '/organisation')
    refused(post(REFERENT, '/hosts', sheet(vérité=1)), 400, 'unknown_field', '/vérité')
    refused(post(REFERENT, '/hosts', []), 400, 'invalid_json')
    refused(post(REFERENT, '/hosts', sheet(insee='59999')), 422, 'commune_unknown')
    refused(put(REFERENT, '/hosts/' + h, sheet(insee='59999')), 422, 'commune_unknown')
    equal(REFERENT.get('/hosts/' + h).json['version'], 1)


@test('the longest sheet that is allowed comes back whole')
def _():
    name, address = '𝓔' * 200, "l'" + 'œ' * 298
    h = host(name=name, address=address)
    got = REFERENT.get('/hosts/' + h).json
    equal((got['name'], got['address']), (name, address))


@test('a SIREN belongs to one host; La Poste has one too')
def _():
    host(form='state', siren='356000000', name='La Poste')
    refused(post(REFERENT, '/hosts', sheet(siren='356000000')), 409, 'siren_known')
    h = host()
    refused(put(REFERENT, '/hosts/' + h, sheet(siren='356000000')), 409, 'siren_known')


@test('the same key makes one host; another body or another person is another request')
def _():
    k, body = key(), sheet(siren='215905126', form='local_authority', insee='59512')
    first = post(REFERENT, '/hosts', body, k)
    before = mark(SU)
    again = post(REFERENT, '/hosts', body, k)
    equal((again.status, again.body), (201, first.body))
    equal(notes(SU, before), [], 'a replay writes nothing')
    refused(post(REFERENT, '/hosts', {**body, 'name': 'Autre'}, k), 422, 'idempotency_key_reused')
    refused(post(DIRECTOR, '/hosts', body, k), 409, 'siren_known', what="somebody else's key is another")
    refused(REFERENT.post('/hosts', body), 400, 'idempotency_key_required')


@test('an organisation of the founding gets its sheet once, under its own id')
def _():
    equal(REFERENT.get('/hosts/' + JARDINS).json['name'], "Les Jardins de l'Écluse")
    equal(ADMIN.get('/units/' + JARDINS).json['name'], "Les Jardins de l'Écluse")
    refused(post(REFERENT, '/hosts', sheet(organisation=JARDINS)), 409, 'siren_known')
    for other in (LILLE, ORG['x.admin'], key()):
        refused(post(REFERENT, '/hosts', sheet(organisation=other)), 404, 'not_found')
    true(JARDINS in ids('/hosts', REFERENT) and LILLE not in ids('/hosts', REFERENT), 'the list')


@test('a sheet is replaced as a whole, under its version')
def _():
    h = host(siren='215905993', address='x', form='local_authority')
    before = mark(SU)
    answer = put(DIRECTOR, '/hosts/' + h, sheet("Nouveau nom d'été", insee='59286'))
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(notes(SU, before), [('organisation.update', h, None, account(DIRECTOR)),
                          ('host.update', h, 2, account(DIRECTOR))])
    got = REFERENT.get('/hosts/' + h).json
    equal((got['name'], got['form'], got['siren'], got['address'], got['commune'], got['version']),
          ("Nouveau nom d'été", 'association', None, '', HAUBOURDIN, 2))
    refused(put(DIRECTOR, '/hosts/' + h, sheet(), 1), 412, 'version_conflict')
    refused(DIRECTOR.put('/hosts/' + h, sheet()), 428, 'version_required')
    refused(put(DIRECTOR, '/hosts/' + key(), sheet()), 404, 'not_found')


@test('of two who change one version of a sheet, one is told')
def _():
    h = host()
    answers = at_once(lambda: put(REFERENT.twin(), '/hosts/' + h, sheet('Un')),
                      lambda: put(DIRECTOR.twin(), '/hosts/' + h, sheet('Deux')))
    equal(sorted(a.status for a in answers), [200, 412])
    equal(REFERENT.get('/hosts/' + h).json['version'], 2)


@test('H-12 the manager reports changes, but form and number are what the file was judged by')
def _():
    before = REFERENT.get('/hosts/' + JARDINS).json
    body = sheet(before['name'], insee='59286', address='5, quai de l’Est')
    answer = put(MANAGER, '/hosts/' + JARDINS, body, before['version'])
    equal(answer.status, 200, answer.text)
    for bad in ({'form': 'ess_body'}, {'siren': '215904103'}):
        refused(put(MANAGER, '/hosts/' + JARDINS, {**body, **bad}, before['version'] + 1), 422, 'rule_forbids')
    equal(REFERENT.get('/hosts/' + JARDINS).json['address'], '5, quai de l’Est')


@test('the form stays while a file runs')
def _():
    h = host()
    SU.query("INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, created_by) VALUES"
             " ($1, 'habilitation', $2, '59', 'adults', 'dspip', $3)", key(), h, account(REFERENT))
    refused(put(REFERENT, '/hosts/' + h, sheet(form='ess_body')), 409, 'state_refused')
    equal(put(REFERENT, '/hosts/' + h, sheet('Le nom change')).status, 200)


@test('B12 a director stops a host with a reason, lets it go on, and closes it for good')
def _():
    h = host()
    path, before = '/hosts/%s/state' % h, mark(SU)
    answer = put(DIRECTOR, path, {'state': 'suspended', 'reason': "L'encadrement\nmanque"})
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(notes(SU, before), [('host.update', h, 2, account(DIRECTOR))])
    got = REFERENT.get('/hosts/' + h).json
    equal((got['state'], got['state_reason']), ('suspended', "L'encadrement\nmanque"))
    equal(put(DIRECTOR, path, {'state': 'active'}, 2).status, 200)
    equal(REFERENT.get('/hosts/' + h).json['state_reason'], '')
    refused(put(DIRECTOR, path, {'state': 'closed', 'reason': 'Dissoute'}, 2), 412, 'version_conflict')
    equal(put(DIRECTOR, path, {'state': 'closed', 'reason': 'Dissoute'}, 3).status, 200)
    refused(put(DIRECTOR, path, {'state': 'active'}, 4), 409, 'state_refused')
    for body, code, pointer in (({'state': 'suspended'}, 'missing_field', '/reason'),
                                ({'state': 'closed', 'reason': ''}, 'missing_field', '/reason'),
                                ({'state': 'open', 'reason': 'x'}, 'invalid_field', '/state'),
                                ({'reason': 'x'}, 'missing_field', '/state'),
                                ({'state': 'closed', 'reason': 'x' * 1001}, 'invalid_field', '/reason'),
                                ({'state': 'closed', 'reason': 5}, 'invalid_field', '/reason'),
                                ({'state': 'active', 'y': 'x'}, 'unknown_field', '/y')):
        refused(put(DIRECTOR, path, body, 4), 400, code, pointer)


# --- how a host stands ---------------------------------------------------------------------------------------------

@test('H-10 a habilitation is valid to its last day, ends within six months, and is over the day after')
def _():
    five = TODAY.replace(year=TODAY.year + 4)
    soon = date.fromisoformat(SU.one("SELECT ($1::date + interval '6 months')::date::text", str(TODAY)))
    for first, last, standing in ((TODAY, five, 'valid'), (TODAY, soon + timedelta(1), 'valid'),
                                  (TODAY, soon, 'ending'), (TODAY - timedelta(9), TODAY, 'ending'),
                                  (TODAY - timedelta(9), TODAY - timedelta(1), 'expired'),
                                  (TODAY + timedelta(1), five, 'none')):
        h = host()
        habilitate(h, first, last)
        want = (standing, None if standing == 'none' else str(last))
        for got in (listed(REFERENT, h), DIRECTOR.get('/hosts/' + h).json):
            equal((got['standing'], got['standing_until']), want, '%s to %s' % (first, last))
    equal(got['habilitations'], [{'territory': '59', 'public': 'adults', 'from': str(first), 'to': str(last),
                                  'withdrawn': False}])


@test('H-10 a renewal in time takes a host out of what is ending')
def _():
    h, end = host(), TODAY + timedelta(30)
    habilitate(h, TODAY - timedelta(100), end)
    equal(listed(REFERENT, h)['standing'], 'ending')
    habilitate(h, end + timedelta(1), end + timedelta(1000))
    got = listed(REFERENT, h)
    equal((got['standing'], got['standing_until']), ('valid', str(end + timedelta(1000))))
    late = host()
    habilitate(late, TODAY - timedelta(100), end)
    habilitate(late, end + timedelta(2), end + timedelta(1000))
    got = listed(REFERENT, late)
    equal((got['standing'], got['standing_until']), ('ending', str(end)), 'a day is missing between them')


@test('H-04 H-11 H-14 a habilitation counts in its département or everywhere, and for its public')
def _():
    far = TODAY + timedelta(1000)
    here, there, national, young = host(), host(), host(), host()
    habilitate(here, TODAY, far, '59')
    habilitate(there, TODAY, far, '62')
    habilitate(national, TODAY, far, 'FR')
    habilitate(young, TODAY, far, '59', 'minors')
    equal([listed(REFERENT, h)['standing'] for h in (here, there, national, young)], ['valid', 'none', 'valid', 'none'])
    equal(ADMIN.put('/units/%s/departement' % ORG['d.douai'], {'departement': '62'}).status, 204)
    equal([listed(DOUAI, h)['standing'] for h in (here, there, national, young)], ['none', 'valid', 'valid', 'none'])
    equal(ADMIN.put('/units/%s/departement' % ORG['d.douai'], {'departement': '59'}).status, 204)
    equal([listed(C['u.audit'], h)['standing'] for h in (here, there)], ['valid', 'none'], "the host's own département")
    equal(REFERENT.get('/hosts/' + young).json['habilitations'],
          [{'territory': '59', 'public': 'minors', 'from': str(TODAY), 'to': str(far), 'withdrawn': False}])


@test('H-13 a withdrawn habilitation says so')
def _():
    h = host()
    habilitate(h, TODAY - timedelta(400), TODAY - timedelta(2), withdrawn=True)
    got = REFERENT.get('/hosts/' + h).json
    equal((got['standing'], got['habilitations'][0]['withdrawn']), ('expired', True))


@test('files that run are on the sheet, those of posts and those that are over are not')
def _():
    h, p = host(), key()
    SU.query("INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, created_by) VALUES"
             " ($1, 'habilitation', $2, '59', 'adults', 'dspip', $3)", p, h, account(REFERENT))
    habilitate(h, TODAY, TODAY + timedelta(400), public='minors')
    equal(REFERENT.get('/hosts/' + h).json['procedures'],
          [{'id': p, 'kind': 'habilitation', 'public': 'adults', 'state': 'draft'}])


# --- the list ------------------------------------------------------------------------------------------------------

@test('the list comes in pages, newest first, without gaps or repetitions')
def _():
    SU.query("WITH o AS (INSERT INTO sec.organisation (id, kind, name) SELECT gen_random_uuid(), 'host', 'Lot ' || g"
             " FROM generate_series(1, 120) g RETURNING id) INSERT INTO offer.host (id, form, insee, created_at)"
             " SELECT id, 'hospital', '59178', '2020-02-02' FROM o")
    page = REFERENT.get('/hosts').json
    equal((len(page['items']), sorted(page)), (50, ['items', 'next']))
    found = ids('/hosts', REFERENT)
    equal([(i,) for i in found], [tuple(r) for r in SU.query(
        'SELECT id::text FROM offer.host ORDER BY created_at DESC, id DESC')])
    equal(len(ids('/hosts', REFERENT, 'form=hospital&commune=59178')), 120)


@test('the list is narrowed by form, commune, state and standing')
def _():
    h = host(form='ess_company', insee='59009')
    equal(ids('/hosts', REFERENT, 'form=ess_company'), [h])
    equal(ids('/hosts', REFERENT, 'commune=59009'), [h])
    equal(ids('/hosts', REFERENT, 'commune=59999'), [])
    put(DIRECTOR, '/hosts/%s/state' % h, {'state': 'suspended', 'reason': 'x'})
    equal(ids('/hosts', REFERENT, 'state=suspended&form=ess_company'), [h])
    equal(ids('/hosts', REFERENT, 'state=active&form=ess_company'), [])
    everything = {i: listed(REFERENT, i)['standing'] for i in ids('/hosts', REFERENT)[:60]}
    for standing in ('by_right', 'valid', 'ending', 'expired', 'none'):
        got = ids('/hosts', REFERENT, 'standing=' + standing)
        equal({i for i in got if i in everything}, {i for i, s in everything.items() if s == standing}, standing)
        true(got, standing)
    for bad in ('form=x', 'form=', 'commune=5935', 'commune=2C004', 'state=open', 'standing=good', 'standing=',
                'after=x', 'unknown=1', 'form=state&form=state', "form=%27"):
        answer = REFERENT.get('/hosts?' + bad)
        equal(answer.status, 400, bad + ' ' + answer.text)


# --- sites ---------------------------------------------------------------------------------------------------------

@test('a site is added and comes back field by field')
def _():
    h = host()
    before = mark(SU)
    a = made(post(REFERENT, '/hosts/%s/sites' % h, site(
        name="Zone de l'Épinette", address="2 bis, rue d'Alsace", lat=50.608264, lon=-3.000001, step_free=True,
        access='Métro « Épinette »,\npuis 200 m', stop="L'Épinette", lines='Métro 2, bus 57', stop_walk_minutes=90)))
    equal(notes(SU, before), [('site.create', a, 1, account(REFERENT))])
    b = made(post(DIRECTOR, '/hosts/%s/sites' % h, site(name='Atelier', lat=50, lon=3, stop='Gare')))
    c = made(post(DIRECTOR, '/hosts/%s/sites' % h, site(name='Zut', lat=None, lon=None)))
    equal(REFERENT.get('/hosts/' + h).json['sites'], [
        {'id': b, 'name': 'Atelier', 'address': '', 'commune': HAUBOURDIN, 'lat': 50.0, 'lon': 3.0, 'access': '',
         'step_free': False, 'stop': 'Gare', 'lines': '', 'stop_walk_minutes': None, 'closed': False, 'version': 1},
        {'id': a, 'name': "Zone de l'Épinette", 'address': "2 bis, rue d'Alsace", 'commune': HAUBOURDIN,
         'lat': 50.608264, 'lon': -3.000001, 'access': 'Métro « Épinette »,\npuis 200 m', 'step_free': True,
         'stop': "L'Épinette", 'lines': 'Métro 2, bus 57', 'stop_walk_minutes': 90, 'closed': False, 'version': 1},
        {'id': c, 'name': 'Zut', 'address': '', 'commune': HAUBOURDIN, 'lat': None, 'lon': None, 'access': '',
         'step_free': False, 'stop': '', 'lines': '', 'stop_walk_minutes': None, 'closed': False, 'version': 1}])


@test('every bad field of a site is refused with its pointer')
def _():
    h = host()
    s = made(post(REFERENT, '/hosts/%s/sites' % h, site()))
    wrong = {'name': ('', 'n' * 201, 1, None), 'address': ('a' * 301, 'a\nb', 1), 'insee': ('59', '2C004', None),
             'access': ('a' * 501, 1), 'step_free': ('oui', 1), 'lat': (91, -90.1, '50.6', True, 1e300),
             'lon': (181, '3', []), 'stop': ('s' * 101, 'a\nb', 1), 'lines': ('l' * 101, 2),
             'stop_walk_minutes': (0, 91, '5')}
    for name, values in wrong.items():
        for bad in values:
            body = {**site(lat=50, lon=3, stop='Gare'), name: bad}
            refused(post(REFERENT, '/hosts/%s/sites' % h, body), 400, 'invalid_field', '/' + name, repr(bad))
            refused(put(REFERENT, '/sites/' + s, {**body, 'closed': False}), 400, 'invalid_field', '/' + name)
    refused(post(REFERENT, '/hosts/%s/sites' % h, site(lat=50)), 400, 'missing_field', '/lon')
    refused(post(REFERENT, '/hosts/%s/sites' % h, site(lon=3)), 400, 'missing_field', '/lat')
    for stop in ({'lines': 'Bus 1'}, {'stop_walk_minutes': 5}, {'stop': '', 'lines': 'Bus 1'}):
        refused(post(REFERENT, '/hosts/%s/sites' % h, site(**stop)), 400, 'missing_field', '/stop')
        refused(put(REFERENT, '/sites/' + s, site(closed=False, **stop)), 400, 'missing_field', '/stop')
    refused(post(REFERENT, '/hosts/%s/sites' % h, site(closed=True)), 400, 'unknown_field', '/closed')
    refused(put(REFERENT, '/sites/' + s, site()), 400, 'missing_field', '/closed')
    refused(put(REFERENT, '/sites/' + s, site(closed='non')), 400, 'invalid_field', '/closed')
    refused(post(REFERENT, '/hosts/%s/sites' % h, site(insee='59999')), 422, 'commune_unknown')
    refused(put(REFERENT, '/sites/' + s, site(insee='59999', closed=False)), 422, 'commune_unknown')
    refused(post(REFERENT, '/hosts/%s/sites' % key(), site()), 404, 'not_found')


@test('a site is replaced under its version, and closed where no post runs')
def _():
    h = host()
    s = made(post(REFERENT, '/hosts/%s/sites' % h, site(lat=1, lon=2, step_free=True, stop='Gare')))
    before = mark(SU)
    answer = put(REFERENT, '/sites/' + s, site(name='Neuf', closed=True))
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(notes(SU, before), [('site.update', s, 2, account(REFERENT))])
    got = REFERENT.get('/hosts/' + h).json['sites'][0]
    equal((got['name'], got['lat'], got['step_free'], got['stop'], got['closed'], got['version']),
          ('Neuf', None, False, '', True, 2))
    refused(put(REFERENT, '/sites/' + s, site(closed=False)), 412, 'version_conflict')
    refused(put(REFERENT, '/sites/' + key(), site(closed=False)), 404, 'not_found')
    answers = at_once(lambda: put(REFERENT.twin(), '/sites/' + s, site(closed=False), 2),
                      lambda: put(DIRECTOR.twin(), '/sites/' + s, site(closed=False), 2))
    equal(sorted(a.status for a in answers), [200, 412])


def post_of(h, s, in_charge, state='inscribed'):
    of = key()
    SU.query("INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,"
             " care_setting, meets_children, meets_vulnerable, meets_public, in_charge, state, inscribed_on,"
             " removed_on) VALUES ($1, $2, $3, 'adults', 'x', 'cleaning', 'y', 1, false, false, false, false, false,"
             " $4, $5::offer.post_state, '2026-01-01', CASE $5 WHEN 'removed' THEN '2026-02-01'::date END)",
             of, h, s, in_charge, state)
    return of


@test('a site stays open and in its département, and somebody in charge stays, while a post runs')
def _():
    h = host()
    s = made(post(REFERENT, '/hosts/%s/sites' % h, site()))
    t = made(post(REFERENT, '/hosts/%s/contacts' % h, contact()))
    post_of(h, s, t)
    refused(put(REFERENT, '/sites/' + s, site(closed=True)), 409, 'state_refused')
    refused(REFERENT.delete('/contacts/' + t), 409, 'state_refused')
    refused(put(REFERENT, '/hosts/' + h, sheet(form='ess_body')), 409, 'state_refused')
    equal(put(REFERENT, '/sites/' + s, site(name='Autre nom', closed=False)).status, 200)
    equal(put(REFERENT, '/contacts/' + t, contact(name='Autre nom')).status, 200)
    left = made(post(REFERENT, '/hosts/%s/contacts' % h, contact()))
    post_of(h, s, left, 'removed')
    equal(REFERENT.delete('/contacts/' + left).status, 204, 'a post that was removed needs nobody')


@test('the same key adds one site and one contact; to another host it is another request')
def _():
    h, other = host(), host()
    for path, body in (('/hosts/%s/sites', site()), ('/hosts/%s/contacts', contact())):
        k = key()
        first = post(REFERENT, path % h, body, k)
        equal(post(REFERENT, path % h, body, k).body, first.body)
        refused(post(REFERENT, path % other, body, k), 422, 'idempotency_key_reused')
        refused(post(REFERENT, path % h, {**body, 'name': 'Autre'}, k), 422, 'idempotency_key_reused')
    got = REFERENT.get('/hosts/' + h).json
    equal((len(got['sites']), len(got['contacts'])), (1, 1))


# --- contacts ------------------------------------------------------------------------------------------------------

@test('H-15 a contact is added with what a request must state, and comes back field by field')
def _():
    h = host()
    before = mark(SU)
    a = made(post(REFERENT, '/hosts/%s/contacts' % h, contact(
        function="Présidente de l'œuvre", phone='+33 (0)6.39-98 12 34', email="anaïs.l'hay@exemple.invalid",
        birth_date='1960-02-29', birth_place="L'Haÿ-les-Roses", nationality='française', people_max=4,
        trained_on=str(TODAY))))
    equal(notes(SU, before), [('contact.create', a, 1, account(REFERENT)),
                          ('contact_civil.create', a, None, account(REFERENT))])
    b = made(post(REFERENT, '/hosts/%s/contacts' % h, contact(name='Zoé', part='other')))
    equal(REFERENT.get('/hosts/' + h).json['contacts'], [
        {'id': a, 'part': 'representative', 'name': "Anaïs L'Haÿ-Éluère", 'function': "Présidente de l'œuvre",
         'phone': '+33 (0)6.39-98 12 34', 'email': "anaïs.l'hay@exemple.invalid", 'birth_date': '1960-02-29',
         'birth_place': "L'Haÿ-les-Roses", 'nationality': 'française', 'people_max': 4,
         'trained_on': str(TODAY), 'people': None, 'version': 1},
        {'id': b, 'part': 'other', 'name': 'Zoé', 'function': '', 'phone': '', 'email': '', 'birth_date': None,
         'birth_place': '', 'nationality': '', 'people_max': None, 'trained_on': None, 'people': None,
         'version': 1}])
    put(REFERENT, '/contacts/' + a, contact(people_max=1))
    equal(REFERENT.get('/hosts/' + h).json['contacts'][0]['people_max'], 1)
    put(REFERENT, '/contacts/' + a, contact(), 2)
    equal(REFERENT.get('/hosts/' + h).json['contacts'][0]['people_max'], None, 'what is left out is gone')


@test('civil status is seen by referent, director and the own manager; for others it is not there')
def _():
    made(post(MANAGER, '/hosts/%s/contacts' % JARDINS, contact(birth_date='1970-01-01')))
    civil = {'birth_date', 'birth_place', 'nationality'}
    for login, c in C.items():
        answer = c.get('/hosts/' + JARDINS)
        if login in ('m.autre', 'x.admin'):
            equal(answer.status, 404, login)
            continue
        got = answer.json['contacts'][0]
        if login in ('r.nord', 'd.lille', 'd.douai', 'm.jardins'):
            equal(got['birth_date'], '1970-01-01', login)
        else:
            equal(civil & set(got), set(), login)
            true('1970-01-01' not in answer.text, login)


@test('every bad field of a contact is refused with its pointer')
def _():
    h = host()
    t = made(post(REFERENT, '/hosts/%s/contacts' % h, contact()))
    wrong = {'part': ('boss', '', None, 1), 'name': ('', 'n' * 201, None), 'function': ('f' * 201, 'a\nb'),
             'phone': ('0' * 41, '03 20 poste 4', '()', '0320/1', 'a'), 'email': ('x', 'a@b@c', 'a b@c', '@b', 'a@',
                                                                                  'a@' + 'b' * 199),
             'birth_date': (str(TODAY + timedelta(1)), '1960-02-30', '1899-12-31', '2199-01-01', 'hier', 1960),
             'birth_place': ('p' * 201, 1), 'nationality': ('n' * 101, 1), 'people_max': (0, 51, '3', 1.5),
             'trained_on': (str(TODAY + timedelta(1)), '2026-02-30', 7)}
    for name, values in wrong.items():
        for bad in values:
            body = {**contact(), name: bad}
            refused(post(REFERENT, '/hosts/%s/contacts' % h, body), 400, 'invalid_field', '/' + name, repr(bad))
            refused(put(REFERENT, '/contacts/' + t, body), 400, 'invalid_field', '/' + name, repr(bad))
    refused(post(REFERENT, '/hosts/%s/contacts' % h, {'part': 'board'}), 400, 'missing_field', '/name')
    refused(post(REFERENT, '/hosts/%s/contacts' % h, contact(nom='x')), 400, 'unknown_field', '/nom')
    refused(post(REFERENT, '/hosts/%s/contacts' % key(), contact()), 404, 'not_found')


@test('a contact is replaced under its version, civil status included, and leaves')
def _():
    h = host()
    t = made(post(REFERENT, '/hosts/%s/contacts' % h, contact(birth_date='1960-02-29', phone='17')))
    before = mark(SU)
    answer = put(DIRECTOR, '/contacts/' + t, contact(part='board', nationality='belge'))
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(notes(SU, before), [('contact.update', t, 2, account(DIRECTOR)),
                          ('contact_civil.update', t, None, account(DIRECTOR))])
    got = REFERENT.get('/hosts/' + h).json['contacts'][0]
    equal((got['part'], got['phone'], got['birth_date'], got['nationality']), ('board', '', None, 'belge'))
    refused(put(DIRECTOR, '/contacts/' + t, contact()), 412, 'version_conflict')
    equal(put(DIRECTOR, '/contacts/' + t, contact(), 2).status, 200)
    equal(SU.one('SELECT count(*) FROM offer.contact_civil WHERE contact_id = $1', t), 0)
    before = mark(SU)
    equal(REFERENT.delete('/contacts/' + t).status, 204)
    equal(notes(SU, before), [('contact.delete', t, 3, account(REFERENT))])
    refused(REFERENT.delete('/contacts/' + t), 404, 'not_found')
    refused(put(REFERENT, '/contacts/' + t, contact(), 3), 404, 'not_found')
    equal(REFERENT.get('/hosts/' + h).json['contacts'], [])


@test('C-11: when a contact is away and who stands in: both ends included, never twice, replaced under its version')
def _():
    h = host()
    t, other = (made(post(REFERENT, '/hosts/%s/contacts' % h, contact(name=n))) for n in ("Noël d'Arc", 'Zoé'))
    of = post_of(h, made(post(REFERENT, '/hosts/%s/sites' % h, site())), t)

    def day(n):
        return str(TODAY + timedelta(n))

    def away(first, last, client=REFERENT, k=None, **more):
        return post(client, '/contacts/%s/absences' % t, {'first': day(first), 'last': day(last), **more}, k)

    def told(client=REFERENT):
        return client.get('/hosts/' + h).json['absences']
    k = key()
    first = away(10, 20, k=k, stand_in=other)
    equal((first.status, sorted(first.json)), (201, ['id']), first.text)
    equal(away(10, 20, k=k, stand_in=other).body, first.body, 'a replay')
    refused(away(10, 21, k=k), 422, 'idempotency_key_reused')
    refused(post(REFERENT, '/contacts/%s/absences' % other, {'first': day(9), 'last': day(9), 'stand_in': other}), 404,
            'not_found', what='nobody stands in for herself')
    refused(away(30, 30, stand_in=made(post(REFERENT, '/hosts/%s/contacts' % host(), contact()))), 404, 'not_found')
    for a, b in ((10, 20), (20, 20), (0, 10), (0, 40)):
        refused(away(a, b), 409, 'overlap', what=repr((a, b)))
    equal([away(*x).status for x in ((21, 21), (-9, -1), (0, 0))], [201] * 3)
    item = {'id': first.json['id'], 'contact': {'id': t, 'name': "Noël d'Arc"}, 'first': day(10), 'last': day(20),
            'stand_in': {'id': other, 'name': 'Zoé'}, 'version': 1}
    equal([(a['first'], a['stand_in']) for a in told()], [(day(0), None), (day(10), item['stand_in']), (day(21), None)],
          'those that are not over')
    for login in READERS:
        equal(told(C[login])[1], item, login)
        equal(C[login].get('/posts/' + of).json['absences'][1], item, login)
    path = '/absences/' + first.json['id']
    refused(put(REFERENT, path, {'first': day(11), 'last': day(21)}), 409, 'overlap')
    before = mark(SU)
    equal(put(REFERENT, path, {'first': day(12), 'last': day(20)}).json, {'version': 2})
    equal(notes(SU, before), [('absence.update', first.json['id'], 2, account(REFERENT))])
    refused(put(REFERENT, path, {'first': day(12), 'last': day(20)}), 412, 'version_conflict')
    equal((told()[1]['first'], told()[1]['stand_in'], told()[1]['version']), (day(12), None, 2))
    for name, values in (('first', (None, '2026-02-30', 7)), ('last', (None, day(59))), ('stand_in', ('x', 7))):
        for bad in values:
            body = {'first': day(60), 'last': day(60), name: bad}
            refused(post(REFERENT, '/contacts/%s/absences' % t, body), 400, 'invalid_field', '/' + name, repr(bad))
            refused(put(REFERENT, path, body, 2), 400, 'invalid_field', '/' + name, repr(bad))
    refused(away(60, 60, reason='maladie'), 400, 'unknown_field', '/reason')
    for client in (MANAGER, TUTOR, C['a.martin'], C['u.audit'], ADMIN):
        for answer in (away(70, 70, client), put(client, path, {'first': day(1), 'last': day(1)}, 2),
                       client.delete(path)):
            refused(answer, 404, 'not_found')
    refused(REFERENT.post('/contacts/%s/absences' % t, {'first': day(70), 'last': day(70)}), 400,
            'idempotency_key_required')
    equal(DIRECTOR.delete(path).status, 204)
    refused(REFERENT.delete(path), 404, 'not_found', what='twice')
    equal(len(told()), 2)


@test("a manager says when people of her own host are away, her tutors read it")
def _():
    t = made(post(MANAGER, '/hosts/%s/contacts' % JARDINS, contact()))
    a = made(post(MANAGER, '/contacts/%s/absences' % t, {'first': str(TODAY), 'last': str(TODAY)}))
    equal([x['id'] for x in TUTOR.get('/hosts/' + JARDINS).json['absences']], [a])
    refused(put(OTHER, '/absences/' + a, {'first': str(TODAY), 'last': str(TODAY)}), 404, 'not_found')
    equal(put(MANAGER, '/absences/' + a, {'first': str(TODAY), 'last': '2199-12-31'}).status, 200)
    equal(MANAGER.delete('/contacts/' + t).status, 204)
    equal(TUTOR.get('/hosts/' + JARDINS).json['absences'], [], 'they go with who left')


@test('C-11: who is in charge at a host is listed with their load, in pages')
def _():
    h = host()
    s = made(post(REFERENT, '/hosts/%s/sites' % h, site()))
    one = made(post(REFERENT, '/hosts/%s/contacts' % h, contact(
        name="Noël d'Arc", function='Chef <d’équipe>', people_max=3, trained_on='2026-02-28')))
    two = made(post(REFERENT, '/hosts/%s/contacts' % h, contact(part='in_charge', name='Zoé')))
    made(post(REFERENT, '/hosts/%s/contacts' % h, contact(name='Personne')))
    post_of(h, s, one)
    post_of(h, s, one)
    post(REFERENT, '/contacts/%s/absences' % one, {'first': str(TODAY), 'last': str(TODAY), 'stand_in': two})
    want = [{'id': one, 'name': "Noël d'Arc", 'function': 'Chef <d’équipe>', 'posts': 2, 'people': 0, 'most': 0,
             'most_on': None, 'people_max': 3, 'trained_on': '2026-02-28',
             'away': {'first': str(TODAY), 'last': str(TODAY), 'stand_in': {'id': two, 'name': 'Zoé'}}},
            {'id': two, 'name': 'Zoé', 'function': '', 'posts': 0, 'people': 0, 'most': 0, 'most_on': None,
             'people_max': None, 'trained_on': None, 'away': None}]
    path = '/hosts/%s/tutors' % h
    equal(C['a.martin'].get(path).json, {'items': want, 'next': None})
    equal([i['people'] for i in REFERENT.get(path).json['items']], [None, None], 'N-05')
    for client in (MANAGER, TUTOR, OTHER, ADMIN, C['u.audit']):
        refused(client.get(path), 404, 'not_found')
    refused(REFERENT.get('/hosts/%s/tutors' % key()), 404, 'not_found')
    refused(REFERENT.get(path + '?after=x'), 400, 'invalid_parameter')
    for n in range(60):
        made(post(REFERENT, '/hosts/%s/contacts' % h, contact(part='in_charge', name='Nom %d' % n)))
    got = pages(path, REFERENT)
    equal((len(got), [i['name'] for i in got[2:]]), (62, ['Nom %d' % n for n in range(60)]))


# --- whose it is ---------------------------------------------------------------------------------------------------

@test('the service and the auditor see every host; people of a host see their own and no other')
def _():
    everything = ids('/hosts', REFERENT)
    for login in READERS:
        equal(ids('/hosts', C[login]), everything, login)
        equal(C[login].get('/hosts/' + AUTRE).status, 200, login)
    for login, own, other in (('m.jardins', JARDINS, AUTRE), ('t.jardins', JARDINS, AUTRE),
                              ('m.autre', AUTRE, JARDINS)):
        equal(ids('/hosts', C[login]), [own], login)
        equal(C[login].get('/hosts/' + own).status, 200)
        refused(C[login].get('/hosts/' + other), 404, 'not_found')
        refused(C[login].get('/hosts/' + key()), 404, 'not_found')
    refused(ADMIN.get('/hosts'), 404, 'not_found')


@test("a manager writes her own host's sites and contacts, and nothing of another host")
def _():
    s = made(post(MANAGER, '/hosts/%s/sites' % JARDINS, site()))
    t = made(post(MANAGER, '/hosts/%s/contacts' % JARDINS, contact()))
    equal(put(MANAGER, '/sites/' + s, site(closed=False)).status, 200)
    equal(put(MANAGER, '/contacts/' + t, contact()).status, 200)
    before = mark(SU)
    for answer in (post(OTHER, '/hosts/%s/sites' % JARDINS, site()), put(OTHER, '/sites/' + s, site(closed=True), 2),
                   post(OTHER, '/hosts/%s/contacts' % JARDINS, contact()), put(OTHER, '/contacts/' + t, contact(), 2),
                   OTHER.delete('/contacts/' + t), put(OTHER, '/hosts/' + JARDINS, sheet())):
        refused(answer, 404, 'not_found')
    equal(notes(SU, before), [])
    equal(MANAGER.delete('/contacts/' + t).status, 204)


@test('H-04 referent and director work in their own département only')
def _():
    h = host()
    s = made(post(REFERENT, '/hosts/%s/sites' % h, site()))
    t = made(post(REFERENT, '/hosts/%s/contacts' % h, contact()))
    for departement in ('62', None):
        SU.query('UPDATE sec.organisation SET departement = $1 WHERE id = $2', departement, ORG['d.douai'])
        before = mark(SU)
        for answer in (post(DOUAI, '/hosts', sheet()), put(DOUAI, '/hosts/' + h, sheet()),
                       put(DOUAI, '/hosts/%s/state' % h, {'state': 'closed', 'reason': 'x'}),
                       post(DOUAI, '/hosts/%s/sites' % h, site()), put(DOUAI, '/sites/' + s, site(closed=True)),
                       post(DOUAI, '/hosts/%s/contacts' % h, contact()), put(DOUAI, '/contacts/' + t, contact()),
                       DOUAI.delete('/contacts/' + t)):
            refused(answer, 404, 'not_found')
        equal(notes(SU, before), [])
        equal(DOUAI.get('/hosts/' + h).status, 200, 'reading is everywhere')
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", ORG['d.douai'])


run()
