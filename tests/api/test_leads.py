#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Leads (B-10; table 6a: before there is a host, a referent's work that directors see): who follows them, what is said
to them, how one becomes a host."""
import sys
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once, ids, key, made, mark, notes, post, put, refused
from tap import equal, run, test, true

LOGINS = ('d.lille', 'd.douai', 'r.nord', 'r.autre', 'r.douai', 'a.martin', 'm.jardins', 'u.audit', 't.jardins',
          'm.autre', 'x.admin')
S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
C = {login: S.person(login).signed_in() for login in LOGINS}
REFERENT, SECOND, DOUAI, DIRECTOR = (C[x] for x in ('r.nord', 'r.autre', 'r.douai', 'd.lille'))
ID = {login: c.get('/me').json['id'] for login, c in C.items()}
UNIT_DOUAI = DOUAI.get('/me').json['organisation']['id']
TODAY = date.fromisoformat(SU.one('SELECT offer.today()::text'))
NEW = ['commune', 'contact_name', 'created_at', 'email', 'host', 'id', 'name', 'next_on', 'note', 'origin', 'phone',
       'state', 'version', 'assigned_to', 'last_contact_on']


def lead(**more):
    return {'name': "Ressourcerie de l'Épeule", 'origin': 'forum', **more}


def change(**more):
    return {'name': "Ressourcerie de l'Épeule", 'state': 'contacted', **more}


def said(**more):
    return {'kind': 'call', 'on_day': str(TODAY), **more}


def convert(client, lead_id, body, version=1, k=None):
    return post(client, '/leads/%s/conversion' % lead_id, body, k, if_match='"%d"' % version)


@test('a lead is entered and read back field by field, by referent and director')
def _():
    before = mark(SU)
    body = lead(insee='59350', contact_name="Noé L'Œillet", phone='+33 6 39 98 12 34', email="noé@l'asso.invalid",
                note="Vue au forum.\nRappeler « vite »", next_on='2199-12-31', last_contact_on='2026-01-02')
    new = made(post(REFERENT, '/leads', body))
    equal(notes(SU, before), [('lead.create', new, 1, ID['r.nord'])])
    answer = REFERENT.get('/leads/' + new)
    equal((answer.status, answer.headers['etag']), (200, '"1"'))
    got = answer.json
    equal(sorted(got), sorted([*NEW, 'events']))
    true(got.pop('created_at').endswith('Z'), 'an instant')
    equal(got.pop('events'), [])
    equal(got, {'id': new, 'name': body['name'], 'commune': {'insee': '59350', 'name': 'Lille'}, 'origin': 'forum',
                'state': 'new', 'contact_name': body['contact_name'], 'phone': body['phone'], 'email': body['email'],
                'note': body['note'], 'next_on': '2199-12-31', 'last_contact_on': '2026-01-02',
                'assigned_to': ID['r.nord'], 'host': None, 'version': 1})
    equal(DIRECTOR.get('/leads/' + new).json, answer.json)
    item = next(i for i in REFERENT.get('/leads').json['items'] if i['id'] == new)
    equal(item, {k: v for k, v in answer.json.items() if k != 'events'})


@test('a lead without anything but a name has nulls, empty texts, and was spoken to today')
def _():
    got = REFERENT.get('/leads/' + made(post(REFERENT, '/leads', lead(insee=None, next_on=None)))).json
    equal((got['commune'], got['contact_name'], got['phone'], got['email'], got['note'], got['next_on']),
          (None, '', '', '', '', None))
    equal(got['last_contact_on'], str(TODAY))


@test('every bad field of a lead is refused with its pointer, when it is made and when it is changed')
def _():
    new = made(post(REFERENT, '/leads', lead()))
    wrong = {'name': ('', 'n' * 201, 1, None), 'insee': ('5935', '2C004', '', 1), 'contact_name': ('c' * 201, 'a\nb'),
             'phone': ('0' * 41, 'zéro', '--'), 'email': ('x', 'a b@c', 'a@' + 'b' * 199),
             'note': ('n' * 2001, 1, ' x'), 'next_on': ('2026-02-30', 'demain', 1, '')}
    for name, values in wrong.items():
        for bad in values:
            refused(post(REFERENT, '/leads', {**lead(), name: bad}), 400, 'invalid_field', '/' + name, repr(bad))
            refused(put(REFERENT, '/leads/' + new, {**change(), name: bad}), 400, 'invalid_field', '/' + name)
    for bad in ('salon', '', None, 1):
        refused(post(REFERENT, '/leads', lead(origin=bad)), 400, 'invalid_field', '/origin')
        refused(put(REFERENT, '/leads/' + new, change(state=bad)), 400, 'invalid_field', '/state')
    refused(post(REFERENT, '/leads', lead(last_contact_on='x')), 400, 'invalid_field', '/last_contact_on')
    refused(put(REFERENT, '/leads/' + new, change(assigned_to='x')), 400, 'invalid_field', '/assigned_to')
    refused(post(REFERENT, '/leads', lead(state='new')), 400, 'unknown_field', '/state')
    refused(put(REFERENT, '/leads/' + new, change(origin='web')), 400, 'unknown_field', '/origin')
    refused(post(REFERENT, '/leads', {'name': 'x'}), 400, 'missing_field', '/origin')
    refused(put(REFERENT, '/leads/' + new, {'name': 'x'}), 400, 'missing_field', '/state')
    refused(post(REFERENT, '/leads', lead(insee='59999')), 422, 'commune_unknown')
    refused(put(REFERENT, '/leads/' + new, change(insee='59999')), 422, 'commune_unknown')
    refused(post(REFERENT, '/leads', lead(last_contact_on=str(TODAY + timedelta(1)))), 409, 'date_refused')
    equal(REFERENT.get('/leads/' + new).json['version'], 1)


@test('the longest lead that is allowed comes back whole')
def _():
    name, note = "l'" + '𝓔' * 198, 'œ' * 1000 + '\n' + '’' * 999
    got = REFERENT.get('/leads/' + made(post(REFERENT, '/leads', lead(name=name, note=note)))).json
    equal((got['name'], got['note']), (name, note))


@test('the same key enters one lead; another body is another request')
def _():
    k = key()
    first = post(REFERENT, '/leads', lead(), k)
    before = mark(SU)
    equal(post(REFERENT, '/leads', lead(), k).body, first.body)
    equal(notes(SU, before), [])
    refused(post(REFERENT, '/leads', lead(name='Autre'), k), 422, 'idempotency_key_reused')
    refused(REFERENT.post('/leads', lead()), 400, 'idempotency_key_required')


@test('a lead is replaced under its version, and given to another referent of the département')
def _():
    new = made(post(REFERENT, '/leads', lead(phone='17', insee='59350')))
    before = mark(SU)
    answer = put(REFERENT, '/leads/' + new, change(state='meeting', next_on='2027-01-01', assigned_to=ID['r.autre']))
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    equal(notes(SU, before), [('lead.update', new, 2, ID['r.nord'])])
    got = SECOND.get('/leads/' + new).json
    equal((got['state'], got['phone'], got['commune'], got['next_on'], got['assigned_to'], got['origin']),
          ('meeting', '', None, '2027-01-01', ID['r.autre'], 'forum'))
    refused(put(REFERENT, '/leads/' + new, change()), 412, 'version_conflict')
    refused(REFERENT.put('/leads/' + new, change()), 428, 'version_required')
    equal(put(SECOND, '/leads/' + new, change(assigned_to=ID['r.douai']), 2).status, 200, 'of the same département')
    equal(put(SECOND, '/leads/' + new, change(), 3).status, 200)
    equal(SECOND.get('/leads/' + new).json['assigned_to'], None)
    for nobody in (ID['d.lille'], ID['a.martin'], ID['m.jardins'], key()):
        refused(put(REFERENT, '/leads/' + new, change(assigned_to=nobody), 4), 404, 'not_found')
    refused(put(REFERENT, '/leads/' + new, change(state='converted'), 4), 409, 'state_refused')
    refused(put(REFERENT, '/leads/' + key(), change()), 404, 'not_found')
    answers = at_once(lambda: put(REFERENT.twin(), '/leads/' + new, change(), 4),
                      lambda: put(SECOND.twin(), '/leads/' + new, change(), 4))
    equal(sorted(a.status for a in answers), [200, 412])


@test('what was said is kept with its day, moves a new lead on, and the clock of its retention')
def _():
    new = made(post(REFERENT, '/leads', lead(last_contact_on='2026-01-01')))
    before = mark(SU)
    e = made(post(SECOND, '/leads/%s/events' % new, said(kind='visit', note="Reçue par l'équipe,\nà revoir")))
    equal(notes(SU, before), [('lead_event.create', e, None, ID['r.autre']), ('lead.update', new, 2, ID['r.autre'])])
    old = made(post(REFERENT, '/leads/%s/events' % new, said(on_day='2025-12-31')))
    got = REFERENT.get('/leads/' + new).json
    equal((got['state'], got['last_contact_on'], got['version']), ('contacted', str(TODAY), 3))
    true(all(x.pop('created_at').endswith('Z') for x in got['events']), 'instants')
    equal(got['events'], [
        {'id': e, 'kind': 'visit', 'on_day': str(TODAY), 'note': "Reçue par l'équipe,\nà revoir", 'by': ID['r.autre']},
        {'id': old, 'kind': 'call', 'on_day': '2025-12-31', 'note': '', 'by': ID['r.nord']}])
    k = key()
    first = post(REFERENT, '/leads/%s/events' % new, said(), k)
    equal(post(REFERENT, '/leads/%s/events' % new, said(), k).body, first.body)
    other = made(post(REFERENT, '/leads', lead()))
    refused(post(REFERENT, '/leads/%s/events' % other, said(), k), 422, 'idempotency_key_reused')
    for body, status, code, pointer in ((said(kind='sms'), 400, 'invalid_field', '/kind'),
                                        (said(kind=None), 400, 'invalid_field', '/kind'),
                                        (said(on_day='2026-02-30'), 400, 'invalid_field', '/on_day'),
                                        ({'kind': 'call'}, 400, 'missing_field', '/on_day'),
                                        ({'on_day': str(TODAY)}, 400, 'missing_field', '/kind'),
                                        (said(note='n' * 2001), 400, 'invalid_field', '/note'),
                                        (said(by='x'), 400, 'unknown_field', '/by'),
                                        (said(on_day=str(TODAY + timedelta(1))), 409, 'date_refused', None)):
        refused(post(REFERENT, '/leads/%s/events' % new, body), status, code, pointer, str(body))
    refused(post(REFERENT, '/leads/%s/events' % key(), said()), 404, 'not_found')


@test('H-15 a lead becomes a host once, its contact comes along, and it is changed no more')
def _():
    new = made(post(REFERENT, '/leads', lead(contact_name="Noé L'Œillet", phone='17', next_on=str(TODAY))))
    body = {'form': 'association', 'siren': None, 'insee': '59512', 'address': "3, rue de l'Épeule"}
    k, before = key(), mark(SU)
    first = convert(REFERENT, new, body, k=k)
    host = made(first)
    got = notes(SU, before)
    equal([n[:1] + n[2:] for n in got], [('organisation.create', None, ID['r.nord']), ('host.create', 1, ID['r.nord']),
                                         ('contact.create', 1, ID['r.nord']), ('lead.update', 2, ID['r.nord'])])
    equal((got[1][1], got[3][1]), (host, new))
    again = convert(REFERENT, new, body, k=k)
    equal((again.status, again.body), (201, first.body), 'sent again')
    sheet = REFERENT.get('/hosts/' + host).json
    equal((sheet['name'], sheet['form'], sheet['commune']['insee'], sheet['address'], sheet['standing']),
          ("Ressourcerie de l'Épeule", 'association', '59512', "3, rue de l'Épeule", 'none'))
    equal([(t['part'], t['name'], t['phone']) for t in sheet['contacts']], [('other', "Noé L'Œillet", '17')])
    done = REFERENT.get('/leads/' + new).json
    equal((done['state'], done['host'], done['next_on'], done['version']), ('converted', host, None, 2))
    refused(convert(REFERENT, new, body, 2), 409, 'state_refused')
    refused(put(REFERENT, '/leads/' + new, change(), 2), 409, 'state_refused')


@test('a conversion is refused by field, by version, by number, by commune')
def _():
    new = made(post(REFERENT, '/leads', lead()))
    body = {'form': 'association', 'insee': '59350'}
    for bad, code, pointer in (({'form': 'club'}, 'invalid_field', '/form'),
                               ({'insee': '5935'}, 'invalid_field', '/insee'),
                               ({'siren': '215903500'}, 'invalid_field', '/siren'),
                               ({'address': 'a' * 301}, 'invalid_field', '/address'),
                               ({'name': 'x'}, 'unknown_field', '/name'), ({'insee': None}, 'invalid_field', '/insee')):
        refused(convert(REFERENT, new, {**body, **bad}), 400, code, pointer)
    refused(convert(REFERENT, new, {'form': 'association'}), 400, 'missing_field', '/insee')
    refused(convert(REFERENT, new, {**body, 'insee': '59999'}), 422, 'commune_unknown')
    refused(convert(REFERENT, new, body, 2), 412, 'version_conflict')
    refused(post(REFERENT, '/leads/%s/conversion' % new, body), 428, 'version_required')
    refused(REFERENT.post('/leads/%s/conversion' % new, body, if_match='"1"'), 400, 'idempotency_key_required')
    made(post(REFERENT, '/hosts', {'name': 'x', 'form': 'association', 'insee': '59350', 'siren': '215905126'}))
    refused(convert(REFERENT, new, {**body, 'siren': '215905126'}), 409, 'siren_known')
    refused(convert(REFERENT, key(), body), 404, 'not_found')
    answers = at_once(*[lambda c=c: convert(c.twin(), new, body) for c in (REFERENT, SECOND)])
    equal(sorted(a.status for a in answers), [201, 412])
    equal(REFERENT.get('/leads/' + new).json['state'], 'converted')


@test('the list comes in pages, newest first, and is narrowed by state and by what is due')
def _():
    SU.query("INSERT INTO offer.lead (id, departement, name, origin, state, next_on, last_contact_on, created_at)"
             " SELECT gen_random_uuid(), '59', 'Lot ' || g, 'web', 'declined', offer.today() + (g - 60), offer.today(),"
             " '2020-02-02' FROM generate_series(1, 120) g")
    page = REFERENT.get('/leads').json
    equal((len(page['items']), sorted(page)), (50, ['items', 'next']))
    equal(ids('/leads', REFERENT), [r[0] for r in SU.query(
        "SELECT id::text FROM offer.lead WHERE departement = '59' ORDER BY created_at DESC, id DESC")])
    equal(len(ids('/leads', REFERENT, 'state=declined')), 120)
    equal(len(ids('/leads', REFERENT, 'state=declined&due=true')), 60, 'today is due')
    equal(len(ids('/leads', REFERENT, 'state=declined&due=false')), 120)
    equal(ids('/leads', REFERENT, 'state=interested'), [])
    equal(set(ids('/leads', REFERENT, 'due=true')), {r[0] for r in SU.query(
        'SELECT id::text FROM offer.lead WHERE next_on <= offer.today()')})
    for bad in ('state=gone', 'state=', 'due=1', 'due=', 'after=x', 'unknown=1', 'due=true&due=true'):
        equal(REFERENT.get('/leads?' + bad).status, 400, bad)


@test('a lead is its département’s: elsewhere it is not there, and other roles know of none')
def _():
    new = made(post(REFERENT, '/leads', lead()))
    body = {'form': 'association', 'insee': '59350'}
    equal(DOUAI.get('/leads/' + new).status, 200, 'two units of one département')
    for departement in ('62', None):
        SU.query('UPDATE sec.organisation SET departement = $1 WHERE id = $2', departement, UNIT_DOUAI)
        before = mark(SU)
        for answer in (DOUAI.get('/leads/' + new), C['d.douai'].get('/leads/' + new),
                       put(DOUAI, '/leads/' + new, change()), post(DOUAI, '/leads/%s/events' % new, said()),
                       convert(DOUAI, new, body), post(DOUAI, '/leads', lead(insee='59350'))):
            refused(answer, 404, 'not_found')
        equal((ids('/leads', DOUAI), ids('/leads', C['d.douai'])), ([], []))
        equal(notes(SU, before), [])
    refused(post(DOUAI, '/leads', lead()), 404, 'not_found', what='a unit without département has no leads')
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", UNIT_DOUAI)
    for login in ('a.martin', 'm.jardins', 'u.audit'):
        refused(C[login].get('/leads'), 404, 'not_found')
        refused(C[login].get('/leads/' + new), 404, 'not_found')
    refused(post(DIRECTOR, '/leads', lead()), 404, 'not_found', what='a director looks on')


@test('H-20: a host asks to be called back, a referent takes it and says what came of it, the host sees how far it is')
def _():
    manager, tutor, other = C['m.jardins'], C['t.jardins'], C['m.autre']
    host = manager.get('/me').json['organisation']
    ask = {'subject': 'load', 'reach': "Le mardi <matin> & à l'atelier"}
    refused(post(manager, '/callbacks', ask), 404, 'not_found', what='a host without a sheet')
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'association', '59350')", host['id'])
    her = SU.one('INSERT INTO offer.contact (id, host_id, part, name, phone) VALUES (gen_random_uuid(), $1,'
                 " 'in_charge', 'Noël d''Arc', '03 20 00 00 00') RETURNING id", host['id'])
    before, k = mark(SU), key()
    first = post(tutor, '/callbacks', dict(ask, contact=her), k)
    equal(post(tutor, '/callbacks', dict(ask, contact=her), k).body, first.body, 'a replay')
    refused(post(tutor, '/callbacks', ask, k), 422, 'idempotency_key_reused')
    c = made(first)
    equal(notes(SU, before), [('callback.create', c, 1, ID['t.jardins'])])
    want = {'id': c, 'host': {'id': host['id'], 'name': host['name']},
            'contact': {'id': her, 'name': "Noël d'Arc", 'phone': '03 20 00 00 00'}, **ask, 'state': 'open',
            'due_on': str(TODAY + timedelta(7)), 'taken_by': None, 'outcome': None, 'closed_on': None, 'version': 1}

    def told(client, query=''):
        items = client.get('/callbacks' + query).json['items']
        return [{k: v for k, v in i.items() if k != 'asked_at'} for i in items]
    for client in (manager, tutor, REFERENT, SECOND, DIRECTOR):
        equal(told(client), [want])
    equal((told(other), told(REFERENT, '?state=closed'), told(REFERENT, '?state=open')), ([], [], [want]))
    for client in (C['a.martin'], C['u.audit'], C['x.admin']):
        refused(client.get('/callbacks'), 404, 'not_found')
    refused(post(tutor, '/callbacks', dict(ask, contact=key())), 404, 'not_found')
    for name, bad in (('subject', 'x'), ('reach', 'r' * 81), ('contact', 'x')):
        refused(post(tutor, '/callbacks', {**ask, name: bad}), 400, 'invalid_field', '/' + name)
    refused(post(tutor, '/callbacks', dict(ask, person='x')), 400, 'unknown_field', '/person')
    SU.query("UPDATE sec.organisation SET departement = '62' WHERE id = $1", UNIT_DOUAI)
    equal(told(DOUAI), [], 'of another département')

    def close(client, version, **more):
        return post(client, '/callbacks/%s/closing' % c, {'outcome': 'visit', 'on_day': str(TODAY), **more},
                    if_match='"%d"' % version)
    refused(DOUAI.post('/callbacks/%s/taking' % c, None), 404, 'not_found')
    refused(close(DOUAI, 1), 404, 'not_found')
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", UNIT_DOUAI)
    refused(close(REFERENT, 1), 409, 'state_refused', what='nobody took it')
    answers = at_once(*(lambda x=x: x.twin().post('/callbacks/%s/taking' % c, None) for x in (REFERENT, SECOND)))
    equal(sorted(a.status for a in answers), [204, 409])
    taker = REFERENT if answers[0].status == 204 else SECOND
    equal(taker.post('/callbacks/%s/taking' % c, None).status, 204, 'twice is once')
    got = told(manager)[0]
    equal((got['state'], got['taken_by'], got['version']), ('taken', taker.get('/me').json['id'], 2))
    refused(close(taker, 1), 412, 'version_conflict')
    refused(close(taker, 2, on_day=str(TODAY + timedelta(1))), 409, 'date_refused')
    refused(close(taker, 2, outcome='x'), 400, 'invalid_field', '/outcome')
    equal(close(taker, 2).json, {'version': 3})
    got = told(tutor)[0]
    equal((got['state'], got['outcome'], got['closed_on']), ('closed', 'visit', str(TODAY)))
    refused(close(taker, 3), 409, 'state_refused', what='closed already')


run()
