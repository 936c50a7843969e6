#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Posts: the sheet with its slots (H-15, H-16), freshness (B-09), stops (H-18), closed days, and what never reaches a
host: the families of offences that the service keeps away from a post."""
import base64
import datetime
import hashlib
import html.parser
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once, ids, mark, pages
from tap import contains, equal, run, test, true

ACCOUNTS = ('a.martin', 'b.oreilly', 'd.lille', 'd.douai', 'r.nord', 'm.jardins', 't.jardins', 'm.autre',
            'u.audit', 'x.admin')
S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
C, B, D, DOUAI, R, M, T, OTHER, U, X = (S.person(login).signed_in() for login in ACCOUNTS)
HOST = M.get('/me').json['organisation']['id']
HOST2 = OTHER.get('/me').json['organisation']['id']
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()'))
MISSING = T.get('/posts/' + str(uuid.uuid4())).body
NB = '\u00a0'
LILLE, DOUAI_INSEE, HAUBOURDIN = '59350', '59178', '59286'


def new_id():
    return str(uuid.uuid4())


def day(n):
    return (TODAY + datetime.timedelta(days=n)).isoformat()


def host_rows(org, insee, form='association'):
    SU.query('INSERT INTO offer.host (id, form, insee) VALUES ($1, $2, $3)', org, form, insee)


def site(host, name='Le Jardin', insee=LILLE, lat=None, lon=None, closed=False):
    made = new_id()
    SU.query('INSERT INTO offer.site (id, host_id, name, insee, lat, lon, closed) VALUES ($1, $2, $3, $4, $5, $6, $7)',
             made, host, name, insee, lat, lon, closed)
    return made


def contact(host, name='Noël D’hondt', function='Chef d’équipe', phone='03 20 00 00 00'):
    made = new_id()
    SU.query("INSERT INTO offer.contact (id, host_id, part, name, function, phone) VALUES ($1, $2, 'in_charge', $3, "
             '$4, $5)', made, host, name, function, phone)
    return made


host_rows(HOST, LILLE)
host_rows(HOST2, HAUBOURDIN, 'local_authority')
SITE = site(HOST, "Les Serres de l'Écluse", HAUBOURDIN, 50.6061234, 2.9871)
PERSON = contact(HOST)
SITE2, PERSON2 = site(HOST2, 'Ailleurs'), contact(HOST2, 'Autre')
MORNING = {'weekday': 1, 'from': 480, 'to': 720, 'weeks': 'every', 'places': None}
SHEET = {
    'site': SITE, 'public': 'adults', 'title': "Entretien des serres d'été", 'family': 'green_spaces',
    'nature': 'Semer, planter, arroser.\nRécolter l’été.', 'manner': "En équipe, avec l'encadrant",
    'learning': 'Les gestes du métier', 'places': 3, 'min_hours': 35, 'max_hours': 210,
    'needs': ['loads', 'french_spoken'], 'special_risk': False, 'care_setting': False, 'meets_children': False,
    'meets_vulnerable': True, 'meets_public': True, 'protection': 'Gants « fournis »', 'dress': "Bottes d'hiver",
    'meals': 'Cantine à 3 €', 'in_charge': PERSON, 'car_needed': False, 'transit_first': 385, 'transit_last': 1290,
    'transit_saturday_first': 420, 'transit_saturday_last': 1200, 'transit_sunday_first': 540,
    'transit_sunday_last': 1140, 'transit_saturday_none': False, 'transit_sunday_none': False,
    'slots': [MORNING, {'weekday': 6, 'from': 540, 'to': 1020, 'weeks': 'odd', 'places': 1}]}
MINIMAL = {'site': SITE, 'public': 'minors', 'title': 'Tri', 'family': 'sorting', 'nature': 'Trier', 'places': 1,
           'special_risk': True, 'care_setting': True, 'meets_children': True, 'meets_vulnerable': False,
           'meets_public': False, 'slots': []}
NONE = ('transit_saturday_none', 'transit_sunday_none')
WEEKEND = ('transit_saturday_first', 'transit_saturday_last', 'transit_sunday_first', 'transit_sunday_last') + NONE
TIMETABLE = {k: SHEET[k] for k in ('places', 'min_hours', 'max_hours', 'protection', 'dress', 'meals', 'in_charge',
                                   'slots', 'car_needed', 'transit_first', 'transit_last') + WEEKEND}
CLIENTS = {'counsellor': C, 'director': D, 'referent': R, 'host_manager': M, 'tutor': T, 'auditor': U,
           'administrator': X}


def create(client, sheet=None, host=HOST, key=None):
    return client.post('/hosts/%s/posts' % host, SHEET if sheet is None else sheet, idempotency_key=key or new_id())


def made(sheet=None, client=None, host=HOST):
    answer = create(client or R, sheet, host)
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def inscribe(post, confirmed=0, state='inscribed'):
    """As the procedure leaves it (H-17), so many days ago."""
    SU.query("UPDATE offer.post SET state = $2::text::offer.post_state, inscribed_on = offer.today() - 300, "
             "confirmed_on = offer.today() - $3::int, "
             "removed_on = CASE $2::text WHEN 'removed' THEN offer.today() END WHERE id = $1", post, state, confirmed)
    return post


def closed(client, post, first, last, key=None, **more):
    return client.post('/posts/%s/closures' % post, dict({'first': first, 'last': last}, **more),
                       idempotency_key=key or new_id())


def sheet_of(client, post):
    answer = client.get('/posts/' + post)
    equal(answer.status, 200, answer.text)
    return answer.json


def put(client, post, body, version, what=''):
    return client.put('/posts/' + post + what, body, if_match='"%d"' % version)


def version_of(post):
    return SU.one('SELECT version FROM offer.post WHERE id = $1', post)


def refused(answer, status, code, what=''):
    equal((answer.status, answer.code if answer.body else None), (status, code), what + ' ' + answer.text)


def field(answer, pointer, code='invalid_field', what=''):
    equal((answer.status, answer.code, answer.json.get('pointer')), (400, code, pointer), what)


def noted(since):
    return SU.query('SELECT action, object, row_id, version, actor FROM sec.outbox WHERE n > $1 ORDER BY n', since)


def me(client):
    return client.get('/me').json['id']


# --- the kit -------------------------------------------------------------------------------------------------------

class Page(html.parser.HTMLParser):
    """A page of which nothing is loaded and nothing runs, and whose one style is let in by its hash: elements of a
    closed list, each closed, no attribute but those of the head; its headings, and its texts in order."""

    def __init__(self, answer):
        super().__init__()
        self.open, self.texts, self.headings, self.title, self.style = [], [], [], '', ''
        equal((answer.status, answer.headers['content-type']), (200, 'text/html; charset=utf-8'), answer.text)
        true(answer.text.startswith('<!DOCTYPE html>'), 'doctype')
        self.feed(answer.text)
        equal(self.open, [], 'closed')
        style = base64.b64encode(hashlib.sha256(self.style.encode()).digest()).decode()
        equal(answer.headers['content-security-policy'],
              "default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'" % style)
        equal([h for h, _ in self.headings].count('h1'), 1)
        equal(self.headings[0][0], 'h1', 'headings in order')

    def handle_starttag(self, tag, attrs):
        true(tag in ('html', 'head', 'meta', 'title', 'style', 'body', 'main', 'h1', 'h2', 'p', 'ul', 'ol', 'li'), tag)
        equal(attrs, {'html': [('lang', 'fr')]}.get(tag, attrs if tag == 'meta' else []))
        if tag != 'meta':
            self.open.append(tag)

    def handle_endtag(self, tag):
        equal(self.open.pop(), tag)

    def handle_comment(self, data):
        true(False, data)

    def handle_data(self, data):
        if not data.strip():
            return
        if self.open[-1] == 'style':
            self.style += data
            return
        self.texts.append(data)
        if self.open[-1] == 'title':
            self.title = data
        if self.open[-1] in ('h1', 'h2'):
            self.headings.append((self.open[-1], data))


def kit(client, post):
    return client.get('/posts/%s/kit' % post)


@test('the kit of a host is one page of this post, and what it holds of markup stays a text')
def _():
    evil = '<script>alert("L\'été & </title>")</script>'
    post = made(dict(SHEET, title=evil, nature=evil + '\n<h1>', protection="<b onload='x'>", dress='&lt;'))
    page = Page(kit(M, post))
    equal(page.title, 'Livret du tuteur%s: %s' % (NB, evil))
    for text in (evil, '<h1>', 'Équipement de protection%s: <b onload=\'x\'>' % NB, 'Tenue%s: &lt;' % NB,
                 'Noël D’hondt, Chef d’équipe, 03 20 00 00 00',
                 'Le samedi de 9%sh à 17%sh, semaines impaires' % (NB, NB),
                 'Le poste n’est pas sur la liste du département%s: personne ne peut y être affecté.' % NB):
        true(text in page.texts, '%r not in %r' % (text, page.texts))
    for client in (T, R, D, C):
        equal(kit(client, post).body, kit(M, post).body)
    for client in (OTHER, U, X):
        equal(kit(client, post).body, MISSING)
    equal(kit(R, new_id()).body, MISSING)


@test('W-01, W-04, W-05: the kit tells what binds at this post, with the numbers of today')
def _():
    post = inscribe(made())
    first = closed(M, post, day(9), day(10)).json['id']
    away = SU.one("INSERT INTO offer.absence (id, contact_id, host_id, days) VALUES (gen_random_uuid(), $1, $2, $3)"
                  ' RETURNING id', PERSON, HOST, '[%s,%s]' % (day(2), day(2)))
    page = Page(kit(M, post))
    whole = '\n'.join(page.texts).replace(NB, ' ')
    for text in ('Avec un emploi : au plus 47 h par semaine', 'Sans emploi : au plus 10 h par jour et 48 h par semaine',
                 'Dans certains cas, un examen médical', 'personne ne remplace, il n’y a pas de séance', ': fermé',
                 'referent.tig.59@justice.fr'):
        true(text in whole, text + whole)
    true('liste du département' not in whole and 'Mineurs' not in whole, 'it is inscribed, for adults')
    SU.query("UPDATE offer.absence SET stand_in = $2 WHERE id = $1", away, contact(HOST, 'Zoé'))
    SU.query("UPDATE offer.rule_param SET amount = 10 WHERE rule = 'W-01' AND name = 'over_hours'")
    SU.query('UPDATE offer.post SET special_risk = true WHERE id = $1', post)
    whole = kit(M, post).text.replace(NB, ' ')
    true('au plus 45 h par semaine' in whole and 'personne ne remplace' not in whole and ' remplace<' in whole, whole)
    true('Sur ce poste, un examen médical a lieu' in whole, 'W-05')
    SU.query("UPDATE offer.rule_param SET amount = 12 WHERE rule = 'W-01' AND name = 'over_hours'")
    SU.query('DELETE FROM offer.absence')
    equal(M.delete('/closures/' + first).status, 204)
    whole = kit(R, made(MINIMAL)).text.replace(NB, ' ')
    for text in ('Public : mineurs', 'Mineurs : au plus 8 h par jour et 35 h par semaine, 12 h de repos',
                 'Une pause de 30 min après 4 h 30 de travail', 'Jamais entre 22 h et 6 h', 'avec son éducateur',
                 'La structure désigne la personne en charge'):
        true(text in whole, text)


# --- the sheet -----------------------------------------------------------------------------------------------------

@test('H-15, H-16: a sheet is written and read again, field by field')
def _():
    post = made()
    answer = R.get('/posts/' + post)
    want = dict({k: v for k, v in SHEET.items() if k != 'site'}, id=post, version=1, state='draft',
                inscribed_on=None, confirmed_on=None, fresh=False, night=False, weekend=True, evening=False,
                host={'id': HOST, 'name': "Association Les Jardins de l'Écluse"},
                site={'id': SITE, 'name': "Les Serres de l'Écluse", 'insee': HAUBOURDIN, 'commune': 'Haubourdin',
                      'lat': 50.606123, 'lon': 2.9871, 'stop': '', 'lines': '', 'stop_walk_minutes': None},
                in_charge={'id': PERSON, 'name': 'Noël D’hondt', 'function': 'Chef d’équipe',
                           'phone': '03 20 00 00 00', 'trained_on': None}, closures=[], absences=[], suspensions=[])
    equal(answer.json, want)
    equal(answer.headers['etag'], '"1"')
    item = next(i for i in pages('/posts', R) if i['id'] == post)
    equal(item, dict({k: want[k] for k in ('id', 'host', 'site', 'public', 'title', 'family', 'places', 'car_needed',
                                      'transit_first', 'transit_last', 'state', 'inscribed_on', 'confirmed_on',
                                      'fresh', 'night', 'weekend', 'evening', 'version') + WEEKEND},
                     distance_m=None, way_home_minutes=None))


@test('what a sheet need not say is empty, null or no list, also when null is said')
def _():
    empty = {'manner': '', 'learning': '', 'min_hours': None, 'max_hours': None, 'needs': [], 'protection': '',
             'dress': '', 'meals': '', 'in_charge': None, 'slots': [], 'car_needed': False, 'transit_first': None,
             'transit_last': None, **dict.fromkeys(WEEKEND), **dict.fromkeys(NONE, False)}
    nulls = dict(MINIMAL, **{k: None for k in empty if k != 'slots'})
    for body in (MINIMAL, nulls, dict(nulls, manner='', needs=[])):
        got = sheet_of(R, made(body))
        equal({k: got[k] for k in empty}, empty)
        equal([got[k] for k in ('special_risk', 'care_setting', 'meets_children', 'meets_vulnerable', 'meets_public')],
              [True, True, True, False, False])
    got = sheet_of(R, made(dict(MINIMAL, min_hours=400, slots=[{'weekday': 7, 'from': 0, 'to': 1440}])))
    equal((got['min_hours'], got['max_hours']), (400, None))
    equal(got['slots'], [{'weekday': 7, 'from': 0, 'to': 1440, 'weeks': 'every', 'places': None}])
    equal(sheet_of(R, made(dict(MINIMAL, max_hours=1)))['max_hours'], 1)


@test('the longest sheet comes back unchanged')
def _():
    wide = "'é’\"\\𝔄<&>%$1"
    body = dict(SHEET, min_hours=400, max_hours=400, places=50, needs=sorted(('french_spoken', 'french_read',
                'driving_licence', 'heights', 'loads', 'food_hygiene', 'vaccination')))
    for name, n in (('title', 120), ('nature', 2000), ('manner', 2000), ('learning', 1000), ('protection', 300),
                    ('dress', 300), ('meals', 300)):
        body[name] = (wide * n)[:n]
    got = sheet_of(R, made(body))
    equal({k: got[k] for k in body if k not in ('site', 'in_charge')},
          {k: body[k] for k in body if k not in ('site', 'in_charge')})
    huge = dict(body, **{k: '𝔄' * n for k, n in (('title', 120), ('nature', 2000), ('manner', 2000),
                                                  ('learning', 1000), ('dress', 300))})
    equal(sheet_of(R, made(huge))['nature'], '𝔄' * 2000)


@test('every word of the lists is taken')
def _():
    for name, words in (('public', ('adults', 'minors')),
                        ('family', ('green_spaces', 'cleaning', 'painting', 'building', 'handling', 'sorting',
                                    'reception', 'solidarity', 'catering', 'animals', 'culture', 'admin'))):
        for word in words:
            equal(sheet_of(R, made(dict(MINIMAL, **{name: word})))[name], word)


@test('a bad field is refused and named, in a new sheet and in its change')
def _():
    post = made()
    text = ('x' * 3001, 7, ' a', 'a ', ['a'], {}, True, 'a\tb')
    bad = {
        'site': ('x', 7, SITE.upper(), None), 'public': ('Adults', 'both', '', 7, None, 'é' * 41),
        'title': ('', 'x' * 121, 'a\nb', ' a', 7, None), 'family': ('judge', '', 7, None),
        'nature': ('', None, 'x' * 2001, ' a', 'a\n', 'a\rb', 7), 'manner': text, 'learning': text + ('x' * 1001,),
        'places': (0, 51, -1, '3', 1.0, True, None, 2 ** 63), 'min_hours': (0, 401, '35', 35.5),
        'max_hours': (0, 401, 34, True), 'needs': ('loads', {}, ['loads'] * 8),
        'special_risk': (0, 'true', None), 'care_setting': (1, None), 'meets_children': ('', None),
        'meets_vulnerable': ([], None), 'meets_public': ('false', None), 'protection': ('x' * 301, 'a\nb', 7),
        'dress': ('x' * 301, 7), 'meals': ('é' * 301, 7), 'in_charge': ('x', 7, ''),
        'slots': (None, {}, 'x', [MORNING] * 43), 'car_needed': ('oui', 1, []), 'transit_first': (0, 1441, '6', 6.5),
        'transit_last': (0, 1441, 385, True), 'transit_saturday_first': (0, 1441, '7'),
        'transit_saturday_last': (0, 1441, 420, 419), 'transit_sunday_first': (0, 1441, 5.5),
        'transit_sunday_last': (0, 1441, 540, True), 'transit_saturday_none': ('oui', 1, True),
        'transit_sunday_none': (0, True)}
    equal(set(bad), set(SHEET))
    for name, values in bad.items():
        for value in values:
            body = dict(SHEET, **{name: value})
            for answer in (create(R, body), put(R, post, body, 1)):
                field(answer, '/' + name, what='%s %r' % (name, value))
    for needs, at in ((['loads', 'judge'], 1), (['loads', 'heights', 'loads'], 2), ([7], 0), ([''], 0),
                      (['x' * 41], 0)):
        field(create(R, dict(SHEET, needs=needs)), '/needs/%d' % at, what=repr(needs))
    for name in SHEET:
        body = {k: v for k, v in SHEET.items() if k != name}
        if name in MINIMAL:
            field(create(R, body), '/' + name, 'missing_field')
        else:
            equal(create(R, body).status, 201, name)
    for name in ('state', 'version', 'inscribed_on', 'bars', 'host'):
        field(create(R, dict(SHEET, **{name: 1})), '/' + name, 'unknown_field')
    equal(create(R, b'[]').code, 'invalid_json')
    equal(version_of(post), 1)


@test('a bad slot is refused and named, in a sheet and in a timetable')
def _():
    post = made()
    rows = (
        ({'weekday': 0}, 'weekday'), ({'weekday': 8}, 'weekday'), ({'weekday': '1'}, 'weekday'),
        ({'weekday': None}, 'weekday'), ({'from': -1}, 'from'), ({'from': 1440, 'to': 1440}, 'from'),
        ({'from': None}, 'from'), ({'from': 480.5}, 'from'), ({'to': 0}, 'to'), ({'to': 1441}, 'to'),
        ({'to': 480}, 'to'), ({'from': 1320, 'to': 120}, 'to'), ({'weeks': 'Even'}, 'weeks'), ({'weeks': ''}, 'weeks'),
        ({'weeks': 2}, 'weeks'), ({'places': 0}, 'places'), ({'places': 51}, 'places'), ({'places': '1'}, 'places'))
    for change, name in rows:
        slots = [dict(MORNING, weekday=2), dict(MORNING, **change)]
        for answer in (create(R, dict(SHEET, slots=slots)), put(R, post, dict(SHEET, slots=slots), 1),
                       put(R, post, dict(TIMETABLE, slots=slots), 1, '/schedule')):
            field(answer, '/slots/1/' + name, what=repr(change))
    field(create(R, dict(SHEET, slots=[MORNING, 7])), '/slots/1')
    field(create(R, dict(SHEET, slots=[dict(MORNING, night=True)])), '/slots/0/night', 'unknown_field')
    field(create(R, dict(SHEET, slots=[{'weekday': 1, 'from': 0}])), '/slots/0/to', 'missing_field')
    over = [dict(MORNING, weekday=2), dict(MORNING, weekday=3), MORNING, dict(MORNING, **{'from': 719, 'to': 800})]
    for slots, at in ((over, 3), ([MORNING, MORNING], 1), ([MORNING, dict(MORNING, weeks='even')], 1),
                      ([dict(MORNING, weeks='odd'), dict(MORNING, weeks='even'), MORNING], 2)):
        for answer in (create(R, dict(SHEET, slots=slots)),
                       put(R, post, dict(TIMETABLE, slots=slots), 1, '/schedule')):
            field(answer, '/slots/%d/from' % at, what=repr(slots))


@test('slots that touch, and even and odd weeks at one hour, are fine; so are 42')
def _():
    touching = [dict(MORNING, **{'from': 480, 'to': 720}), dict(MORNING, **{'from': 720, 'to': 721}),
                dict(MORNING, **{'from': 0, 'to': 480}), dict(MORNING, **{'from': 1439, 'to': 1440})]
    fortnights = [dict(MORNING, weeks='even'), dict(MORNING, weeks='odd', places=50)]
    many = [dict(MORNING, weekday=d, weeks=w, **{'from': 100 * k, 'to': 100 * k + 100})
            for d in range(1, 8) for k in range(3) for w in ('even', 'odd')]
    for slots in (touching, fortnights, many):
        post = made(dict(SHEET, slots=slots))
        equal(sheet_of(C, post)['slots'], slots)
        equal(put(M, post, dict(TIMETABLE, slots=slots[::-1]), 1, '/schedule').json, {'version': 2})
        equal(sheet_of(C, post)['slots'], slots[::-1], 'in the order of the sheet')


@test('the second wall: slots that meet are refused by the table itself, and no others')
def _():
    post = made(dict(SHEET, slots=[dict(MORNING, weeks='even')]))
    for n, (start, end, weeks, state) in enumerate(((719, 800, '[0,2)', '23P01'), (480, 720, '[0,1)', '23P01'),
                                                    (720, 800, '[0,2)', '00000'), (480, 720, '[1,2)', '00000')), 2):
        equal(SU.state('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks) '
                       'VALUES ($1, $2, $3, 1, $4, $5, $6)', post, HOST, n, start, end, weeks), state)


@test('W-02, W-04: night is from 22:00 to 6:00; evening is after 18:00 on a weekday')
def _():
    rows = (((1, 360, 1080), (False, False, False)), ((1, 359, 600), (True, False, False)),
            ((5, 1000, 1081), (False, False, True)), ((5, 1080, 1321), (True, False, True)),
            ((6, 600, 1140), (False, True, False)), ((7, 1320, 1440), (True, True, False)))
    for (weekday, start, end), want in rows:
        got = sheet_of(R, made(dict(MINIMAL, slots=[{'weekday': weekday, 'from': start, 'to': end}])))
        equal((got['night'], got['weekend'], got['evening']), want, repr((weekday, start, end)))


@test('a site without a point has its commune\'s')
def _():
    plain = made(dict(SHEET, site=site(HOST, 'Sans point', DOUAI_INSEE)))
    lat, lon = SU.query('SELECT round(lat::numeric, 6), round(lon::numeric, 6) FROM offer.commune WHERE insee = $1',
                        DOUAI_INSEE)[0]
    got = sheet_of(T, plain)['site']
    equal((got['commune'], got['lat'], got['lon']), ('Douai', float(lat), float(lon)))
    west = made(dict(SHEET, site=site(HOST, 'À l’ouest', LILLE, -0.0000014, -1.5)))
    got = sheet_of(T, west)['site']
    equal((got['lat'], got['lon']), (-0.000001, -1.5))


@test('referent, director and the host\'s manager make posts; a replay is the same post')
def _():
    for client in (R, D, M):
        key = new_id()
        first = create(client, key=key)
        equal((first.status, sorted(first.json)), (201, ['id']), first.text)
        again = create(client, key=key)
        equal((again.status, again.body), (201, first.body))
        refused(create(client, dict(SHEET, places=4), key=key), 422, 'idempotency_key_reused')
        equal(SU.one('SELECT count(*) FROM offer.slot WHERE post_id = $1', first.json['id']), 2)
    refused(create(R, host=HOST2, key=key), 404, 'not_found', 'a site of another host')
    key = new_id()
    answers = at_once(*[lambda c=M.twin(): create(c, key=key) for _ in range(4)])
    equal({(a.status, a.body) for a in answers}, {(201, answers[0].body)})
    equal(R.post('/hosts/%s/posts' % HOST, SHEET).code, 'idempotency_key_required')


@test('a site or a person of another host, a site that is closed, a host that is none: not there')
def _():
    post = made()
    gone = site(HOST, 'Fermé', closed=True)
    for change in ({'site': SITE2}, {'site': gone}, {'site': new_id()}, {'in_charge': PERSON2},
                   {'in_charge': new_id()}):
        body = dict(SHEET, **change)
        refused(create(R, body), 404, 'not_found', repr(change))
        refused(put(R, post, body, 1), 404, 'not_found', repr(change))
        if 'in_charge' in change:
            refused(put(R, post, dict(TIMETABLE, **change), 1, '/schedule'), 404, 'not_found', repr(change))
    refused(create(R, host=new_id()), 404, 'not_found')
    refused(create(M, dict(SHEET, site=SITE2, in_charge=PERSON2), host=HOST2), 404, 'not_found', 'another host')
    equal(version_of(post), 1)


@test('a host that is closed has no new posts; one that is suspended may prepare them')
def _():
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'x' WHERE id = $1", HOST)
    equal(create(M).status, 201)
    SU.query("UPDATE offer.host SET state = 'closed' WHERE id = $1", HOST)
    refused(create(M), 409, 'state_refused')
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST)


# --- changes -------------------------------------------------------------------------------------------------------

@test('a draft is replaced as a whole, by the version that was read and no other')
def _():
    post = made()
    other = dict(MINIMAL, slots=[dict(MORNING, weekday=5)])
    answer = put(M, post, other, 1)
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    got = sheet_of(D, post)
    equal({k: got[k] for k in other if k != 'site'}, {k: other[k] for k in other if k != 'site'})
    equal((got['in_charge'], got['needs'], got['dress'], got['max_hours']), (None, [], '', None))
    for body, what in ((SHEET, ''), (TIMETABLE, '/schedule')):
        for version in (1, 3):
            refused(put(R, post, body, version, what), 412, 'version_conflict')
        equal(R.put('/posts/' + post + what, body).code, 'version_required')
        equal(R.put('/posts/' + post + what, body, if_match='*').code, 'invalid_header')
    equal(put(D, post, SHEET, 2).json, {'version': 3})
    equal(put(R, post, SHEET, 3).json, {'version': 4})
    equal(sheet_of(D, post)['slots'], SHEET['slots'])


@test('of many writers of one version one wins')
def _():
    post = made()
    for what, body, version in (('', SHEET, 1), ('/schedule', TIMETABLE, 2)):
        answers = at_once(*[lambda c=c.twin(), n=n: put(c, post, dict(body, places=n), version, what)
                            for n, c in enumerate((R, M, D, R, M), 1)])
        equal(sorted(a.status for a in answers), [200] + [412] * 4)
        got = sheet_of(R, post)
        winner = [a.status for a in answers].index(200) + 1
        equal((got['places'], got['version'], got['slots']), (winner, version + 1, SHEET['slots']))


@test('H-17: what opinions were asked on is not replaced any more')
def _():
    for state in ('asked', 'opinions', 'inscribed', 'suspended', 'removed'):
        post = made()
        if state in ('asked', 'opinions'):
            SU.query('UPDATE offer.post SET state = $2 WHERE id = $1', post, state)
        else:
            inscribe(post, state=state)
        for client in (R, D, M):
            refused(put(client, post, SHEET, 1), 409, 'state_refused', state)
        answer = put(M, post, dict(TIMETABLE, dress="L'été"), 1, '/schedule')
        if state == 'removed':
            refused(answer, 409, 'state_refused')
        else:
            equal(answer.json, {'version': 2}, state)
            equal(sheet_of(M, post)['dress'], "L'été")


@test('H-16: a host changes times and practical things, not the number of places that was inscribed')
def _():
    post = inscribe(made())
    new = {'places': 2, 'min_hours': None, 'max_hours': 20, 'protection': 'Casque', 'dress': '', 'meals': 'Non',
           'in_charge': contact(HOST, "Zoé O'Brien"), 'slots': [dict(MORNING, weekday=2, places=2)],
           'car_needed': True, 'transit_first': None, 'transit_last': 720, 'transit_saturday_first': None,
           'transit_saturday_last': 600, 'transit_saturday_none': False, 'transit_sunday_first': None,
           'transit_sunday_last': None, 'transit_sunday_none': True}
    answer = put(M, post, new, 1, '/schedule')
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    got = sheet_of(M, post)
    equal({k: got[k] for k in new if k != 'in_charge'}, {k: new[k] for k in new if k != 'in_charge'})
    equal((got['in_charge']['name'], got['title'], got['state']), ("Zoé O'Brien", SHEET['title'], 'inscribed'))
    refused(put(M, post, dict(new, places=3), 2, '/schedule'), 422, 'rule_forbids')
    refused(put(M, post, dict(new, slots=[dict(MORNING, places=3)]), 2, '/schedule'), 422, 'rule_forbids', 'in a slot')
    equal(put(R, post, dict(new, places=3), 2, '/schedule').json, {'version': 3})
    equal(put(M, post, dict(new, places=3), 3, '/schedule').json, {'version': 4})
    equal(put(D, post, dict(new, places=50), 4, '/schedule').json, {'version': 5})
    draft = made()
    equal(put(M, draft, dict(new, places=50), 1, '/schedule').status, 200, 'while it is a draft')


@test('H-16: nobody stays on the list without somebody in charge and a time')
def _():
    post, draft = inscribe(made()), made()
    for change in ({'slots': []}, {'in_charge': None}):
        refused(put(M, post, dict(TIMETABLE, **change), 1, '/schedule'), 409, 'file_incomplete', repr(change))
        equal(put(M, draft, dict(TIMETABLE, **change), version_of(draft), '/schedule').status, 200)
    without = {k: v for k, v in TIMETABLE.items() if k != 'in_charge'}
    refused(put(M, post, without, 1, '/schedule'), 409, 'file_incomplete')


@test('a bad field of a timetable is refused and named')
def _():
    post = made()
    for name, values in (('places', (0, 51, None)), ('min_hours', (0, 401)), ('max_hours', (0, 401, 34)),
                         ('protection', ('x' * 301, 'a\nb')), ('dress', (7,)), ('meals', ('x' * 301,)),
                         ('in_charge', ('x',)), ('slots', (None, 'x', [MORNING] * 43)), ('car_needed', ('non',)),
                         ('transit_first', (0, 1441)), ('transit_last', (384, 385, 1441)),
                         ('transit_saturday_last', (420, 1441)),
                         ('transit_sunday_first', (0, 1441)), ('transit_sunday_last', (1, 540)),
                         ('transit_saturday_none', ('non', True)), ('transit_sunday_none', (True,))):
        for value in values:
            field(put(R, post, dict(TIMETABLE, **{name: value}), 1, '/schedule'), '/' + name, what=repr(value))
    for name, other in (('transit_saturday_last', {'transit_saturday_last': None, 'transit_saturday_first': 1290}),
                        ('transit_sunday_last', {'transit_sunday_first': None, 'transit_sunday_last': 385})):
        field(put(R, post, dict(TIMETABLE, **other), 1, '/schedule'), '/' + name, what='with what is said of any day')
    for name in ('places', 'slots'):
        field(put(R, post, {k: v for k, v in TIMETABLE.items() if k != name}, 1, '/schedule'), '/' + name,
              'missing_field')
    for name in ('title', 'site', 'needs', 'public'):
        field(put(R, post, dict(TIMETABLE, **{name: SHEET[name]}), 1, '/schedule'), '/' + name, 'unknown_field')


# --- life ----------------------------------------------------------------------------------------------------------

@test('B-09: a post that nobody confirmed for a quarter does not count, until the host or the referent says so')
def _():
    for days, fresh in ((0, True), (92, True), (93, False)):
        post = inscribe(made(), days)
        got = sheet_of(C, post)
        equal((got['fresh'], got['confirmed_on'], got['inscribed_on']), (fresh, day(-days), day(-300)), str(days))
        equal(post in ids('/posts', C, 'fresh=true'), fresh)
        true(post in ids('/posts', C), 'it is on offer all the same')
    for client in (M, R):
        post = inscribe(made(), 93)
        answer = client.post('/posts/%s/confirmation' % post, None)
        equal((answer.status, answer.body), (204, b''))
        got = sheet_of(C, post)
        equal((got['fresh'], got['confirmed_on'], got['version']), (True, day(0), 2))
        true(post in ids('/posts', C, 'fresh=true'), 'in the list of fresh ones')
        equal(client.post('/posts/%s/confirmation' % post, None).status, 204)
        equal(version_of(post), 2, 'twice a day is once')
    for state in ('draft', 'removed'):
        post = made() if state == 'draft' else inscribe(made(), state='removed')
        refused(M.post('/posts/%s/confirmation' % post, None), 409, 'state_refused', state)
    equal(M.post('/posts/%s/confirmation' % inscribe(made(), 100, 'suspended'), None).status, 204)
    equal(M.post('/posts/%s/confirmation' % post, {}).code, 'body_unexpected')


@test('H-18: director and host each stop a post and end only the own stop, also with both at once')
def _():
    post = inscribe(made())
    path = '/posts/%s/suspension' % post
    for client in (D, M):
        refused(client.delete(path), 409, 'state_refused', 'none runs')
    equal(M.post(path, {'reason': "Dégât des eaux,\nl'atelier est fermé"}).status, 204)
    got = sheet_of(M, post)
    equal((got['state'], [(s['side'], s['reason']) for s in got['suspensions']]),
          ('suspended', [('host', "Dégât des eaux,\nl'atelier est fermé")]))
    true(got['suspensions'][0]['since'].startswith(datetime.datetime.now(datetime.timezone.utc).strftime('%Y-')),
         got['suspensions'][0]['since'])
    refused(D.delete(path), 409, 'state_refused', 'the other side')
    equal(M.post(path, {'reason': 'Encore'}).status, 204)
    equal([s['reason'][:3] for s in sheet_of(M, post)['suspensions']], ['Dég'], 'the first stop stands')
    equal(D.post(path, {'reason': 'Incident'}).status, 204)
    equal([s['side'] for s in sheet_of(U, post)['suspensions']], ['host', 'direction'])
    equal(M.delete(path).status, 204)
    got = sheet_of(C, post)
    equal((got['state'], [s['side'] for s in got['suspensions']]), ('suspended', ['direction']))
    refused(M.delete(path), 409, 'state_refused')
    true(post not in ids('/posts', C), 'not on offer')
    equal(D.delete(path).status, 204)
    got = sheet_of(C, post)
    equal((got['state'], got['suspensions']), ('inscribed', []))
    true(post in ids('/posts', C), 'on offer again')
    refused(M.post('/posts/%s/suspension' % made(), {'reason': 'x'}), 409, 'state_refused', 'a draft')
    for reason in ('', None, ' x', 'x' * 1001, 7):
        field(D.post(path, {'reason': reason}), '/reason', what=repr(reason))
    equal(D.post(path, {'reason': '𝔄' * 1000}).status, 204)
    equal(sheet_of(D, post)['suspensions'][0]['reason'], '𝔄' * 1000)
    field(D.post(path, {'reason': 'x', 'side': 'host'}), '/side', 'unknown_field')


@test('closed days: both ends included, never twice, and open again')
def _():
    post = made()

    def close(first, last, client=M, **more):
        return closed(client, post, first, last, **more)
    key = new_id()
    first = close(day(10), day(20), key=key, reason="Congés d'été")
    equal((first.status, sorted(first.json)), (201, ['id']), first.text)
    equal(close(day(10), day(20), key=key, reason="Congés d'été").body, first.body, 'a replay')
    refused(close(day(10), day(21), key=key, reason="Congés d'été"), 422, 'idempotency_key_reused')
    refused(closed(M, made(), day(10), day(20), key, reason="Congés d'été"), 422, 'idempotency_key_reused',
            'the same days of another post')
    for a, b in ((10, 20), (20, 20), (20, 30), (0, 10), (12, 13), (0, 40)):
        refused(close(day(a), day(b)), 409, 'overlap', repr((a, b)))
    equal(close(day(21), day(21), R).status, 201)
    equal(close(day(0), day(9), D).status, 201)
    equal(close('2199-12-31', '2199-12-31').status, 201)
    equal(close('1900-01-01', day(-1)).status, 201, 'in the past')
    got = sheet_of(T, post)['closures']
    equal([(c['first'], c['last'], c['reason']) for c in got],
          [(day(0), day(9), ''), (day(10), day(20), "Congés d'été"), (day(21), day(21), ''),
           ('2199-12-31', '2199-12-31', '')], 'those that are not over')
    equal(got[1]['id'], first.json['id'])
    for client in (OTHER, T, C, U, X):
        equal(client.delete('/closures/' + first.json['id']).body, MISSING)
    equal(M.delete('/closures/' + first.json['id']).status, 204)
    refused(M.delete('/closures/' + first.json['id']), 404, 'not_found', 'twice')
    equal(len(sheet_of(T, post)['closures']), 3)
    answers = at_once(*[lambda c=c.twin(): close(day(10), day(12), c) for c in (M, R, D, M)])
    equal(sorted((a.status, a.code if a.status == 409 else '') for a in answers), [(201, '')] + [(409, 'overlap')] * 3)
    equal(M.post('/posts/%s/closures' % post, {'first': day(50), 'last': day(50)}).code, 'idempotency_key_required')
    for name, values in (('first', (None, '', '2026-02-30', '1899-12-31', 7, '01/02/2026')),
                         ('last', (None, '2200-01-01', day(59))), ('reason', ('x' * 301, 'a\nb', 7))):
        for value in values:
            field(close(**dict({'first': day(60), 'last': day(60)}, **{name: value})), '/' + name, what=repr(value))
    field(close(day(60), day(60), days=1), '/days', 'unknown_field')
    equal(close(day(60), day(60), reason='𝔄' * 300).status, 201)


@test('more closed days than a sheet shows: the next hundred')
def _():
    post = made()
    SU.query("INSERT INTO offer.closure (id, post_id, host_id, days) SELECT gen_random_uuid(), $1, $2, "
             "daterange(offer.today() + 2 * n, offer.today() + 2 * n + 1) FROM generate_series(1, 130) AS n",
             post, HOST)
    got = sheet_of(M, post)['closures']
    equal((len(got), got[0]['first'], got[-1]['first']), (100, day(2), day(200)))


@test('barred families are a list of the service: counsellor and director read and set it')
def _():
    post = made()
    for client in (C, D):
        equal(sheet_of(client, post)['bars'], [])
    answer = C.put('/posts/%s/bars' % post, {'families': ['minors_victims', 'fire']})
    equal((answer.status, answer.body), (204, b''))
    equal(sheet_of(D, post)['bars'], ['minors_victims', 'fire'])
    equal(D.put('/posts/%s/bars' % post, {'families': ['fire', 'road']}).status, 204)
    equal(sheet_of(C, post)['bars'], ['fire', 'road'])
    every = ['persons_violence', 'persons_sexual', 'minors_victims', 'theft', 'fire', 'weapons', 'drugs', 'road',
             'animals']
    equal(C.put('/posts/%s/bars' % post, {'families': every[::-1]}).status, 204)
    equal(sheet_of(C, post)['bars'], every)
    for families, pointer in ((['judge'], '/families/0'), (['fire', 'road', 'fire'], '/families/2'),
                              (['fire', 7], '/families/1'), ('fire', '/families'), (None, '/families'),
                              (['fire'] * 10, '/families')):
        field(C.put('/posts/%s/bars' % post, {'families': families}), pointer, what=repr(families))
    field(C.put('/posts/%s/bars' % post, {}), '/families', 'missing_field')
    equal(C.put('/posts/%s/bars' % post, {'families': []}).status, 204)
    equal(sheet_of(C, post)['bars'], [])
    equal(C.put('/posts/%s/bars' % new_id(), {'families': []}).body, MISSING)


@test('barred families never reach the host, the referent or the auditor')
def _():
    post = inscribe(made())
    equal(C.put('/posts/%s/bars' % post, {'families': ['persons_sexual', 'weapons']}).status, 204)
    for client in (M, T, R, U):
        for answer in (client.get('/posts/' + post), client.get('/posts')):
            equal(answer.status, 200)
            contains(answer.text, post)
            for word in ('bar"', 'bars', 'persons_sexual', 'weapons'):
                true(word not in answer.text, word)
    for client in (M, T, R, U, X, OTHER):
        for path in ('/posts/%s/bars' % post, '/posts/%s/bars' % new_id()):
            equal(client.put(path, {'families': ['fire']}).body, MISSING)
    for client in (C, D):
        true('weapons' not in client.get('/posts').text, 'nor is it in a list')
    equal(sheet_of(C, post)['bars'], ['persons_sexual', 'weapons'])


# --- who -----------------------------------------------------------------------------------------------------------

@test('a tutor reads, and writes nothing; a counsellor and an auditor change no sheet; an administrator sees none')
def _():
    post = inscribe(made())
    closure = closed(M, post, day(1), day(1)).json['id']
    before = (SU.query('SELECT x.* FROM offer.post x WHERE id = $1', post), mark(SU))
    for role in ('tutor', 'counsellor', 'auditor', 'administrator'):
        client = CLIENTS[role]
        for answer in (create(client), put(client, post, SHEET, 1), put(client, post, TIMETABLE, 1, '/schedule'),
                       client.post('/posts/%s/confirmation' % post, None),
                       client.post('/posts/%s/suspension' % post, {'reason': 'x'}),
                       client.delete('/posts/%s/suspension' % post),
                       closed(client, post, day(3), day(3)),
                       client.delete('/closures/' + closure)):
            equal((answer.status, answer.body), (404, MISSING), role)
        equal(client.get('/posts/' + post).status, 404 if role == 'administrator' else 200, role)
        equal(client.get('/posts').status, 404 if role == 'administrator' else 200, role)
    refused(R.post('/posts/%s/suspension' % post, {'reason': 'x'}), 404, 'not_found', 'a referent stops nothing')
    refused(D.post('/posts/%s/confirmation' % post, None), 404, 'not_found', 'a director confirms nothing')
    equal((SU.query('SELECT x.* FROM offer.post x WHERE id = $1', post), mark(SU)), before)


@test('people of another host see nothing of a post and change nothing')
def _():
    post = inscribe(made())
    mine = made(dict(MINIMAL, site=SITE2), OTHER, HOST2)
    closure = closed(M, post, day(1), day(1)).json['id']
    equal(set(ids('/posts', OTHER)), {mine})
    equal(ids('/posts', OTHER, 'host=' + HOST), [])
    true(mine not in ids('/posts', M) and mine not in ids('/posts', T), 'nor the other way round')
    before = (SU.query('SELECT x.* FROM offer.post x WHERE id = $1', post), mark(SU))
    for answer in (OTHER.get('/posts/' + post), create(OTHER), put(OTHER, post, SHEET, 1),
                   put(OTHER, post, TIMETABLE, 1, '/schedule'), OTHER.post('/posts/%s/confirmation' % post, None),
                   OTHER.post('/posts/%s/suspension' % post, {'reason': 'x'}),
                   OTHER.delete('/posts/%s/suspension' % post),
                   closed(OTHER, post, day(3), day(3)), OTHER.delete('/closures/' + closure)):
        equal((answer.status, answer.body), (404, MISSING))
    equal((SU.query('SELECT x.* FROM offer.post x WHERE id = $1', post), mark(SU)), before)


@test('H-04: a director of another département reads, and changes nothing')
def _():
    post = inscribe(made())
    equal(DOUAI.post('/posts/%s/suspension' % post, {'reason': 'x'}).status, 204, 'while it is her own')
    equal(DOUAI.delete('/posts/%s/suspension' % post).status, 204)
    unit = DOUAI.get('/me').json['organisation']['id']
    for departement in ('62', None):
        SU.query('UPDATE sec.organisation SET departement = $2 WHERE id = $1', unit, departement)
        equal(sheet_of(DOUAI, post)['id'], post)
        version = version_of(post)
        for answer in (create(DOUAI), put(DOUAI, post, TIMETABLE, version, '/schedule'),
                       DOUAI.post('/posts/%s/suspension' % post, {'reason': 'x'}),
                       DOUAI.put('/posts/%s/bars' % post, {'families': ['fire']}),
                       closed(DOUAI, post, day(3), day(3))):
            equal((answer.status, answer.body), (404, MISSING), str(departement))
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", unit)


# --- the list ------------------------------------------------------------------------------------------------------

@test('without a state, who looks for a place gets what is on offer; who looks after posts gets all')
def _():
    draft = made()
    posts = {state: inscribe(made(), state=state) for state in ('inscribed', 'suspended', 'removed')}
    posts['draft'] = draft
    stopped = inscribe(made(dict(MINIMAL, site=SITE2), OTHER, HOST2))
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'x' WHERE id = $1", HOST2)
    for client in (C, D, U):
        got = pages('/posts', client)
        equal({i['state'] for i in got}, {'inscribed'})
        equal({i['id'] for i in got} & (set(posts.values()) | {stopped}), {posts['inscribed']})
    for client in (R, M, T):
        equal(set(posts.values()) - set(ids('/posts', client)), set())
    true(stopped in ids('/posts', R), 'a referent sees it')
    for client in (C, D, U, R, M, T):
        for state, post in posts.items():
            got = pages('/posts', client, 'state=' + state)
            equal({i['state'] for i in got}, {state})
            true(post in [i['id'] for i in got], state)
    for client in (C, D, U, R):
        true(stopped in ids('/posts', client, 'state=inscribed'), 'asked for by its state')
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST2)
    true(stopped in ids('/posts', C), 'its host is active again')
    true(not set(posts.values()) & set(ids('/posts', R, 'state=asked')), 'none of them was asked')


@test('a list is narrowed by host, commune, family, public, day and freshness, also together')
def _():
    saturday = {'weekday': 6, 'from': 60, 'to': 120}
    a = inscribe(made(dict(SHEET, family='animals', site=site(HOST, 'D', DOUAI_INSEE), slots=[saturday])))
    b = inscribe(made(dict(SHEET, family='animals', public='minors', slots=[])), 93)
    c = inscribe(made(dict(MINIMAL, family='animals', site=SITE2, slots=[dict(MORNING, weekday=3), saturday]), OTHER,
                      HOST2))
    for query, want in (('', {a, b, c}), ('host=' + HOST, {a, b}), ('host=' + HOST2, {c}), ('host=' + new_id(), set()),
                        ('commune=' + DOUAI_INSEE, {a}), ('commune=' + HAUBOURDIN, {b}), ('commune=59178', {a}),
                        ('public=minors', {b, c}), ('public=adults', {a}), ('weekday=6', {a, c}), ('weekday=3', {c}),
                        ('weekday=5', set()), ('fresh=true', {a, c}), ('state=removed', set()),
                        ('state=inscribed', {a, b, c}),
                        ('weekday=6&fresh=true&public=minors&commune=59350&state=inscribed&host=' + HOST2, {c})):
        equal(set(ids('/posts', C, '&'.join(x for x in ('family=animals', query) if x))), want, query)


@test('C-07: near a commune or a point, within so many metres, the nearest first')
def _():
    of = {'family': 'reception', 'slots': [MORNING]}
    lat, lon = (float(x) for x in SU.query('SELECT lat, lon FROM offer.commune WHERE insee = $1', LILLE)[0])
    at = {n: inscribe(made(dict(SHEET, site=site(HOST, 'À %d' % n, LILLE, lat + n / 111195.08, lon), **of)))
          for n in (2000, 500, 9000)}
    nowhere = site(HOST, 'Sans point', DOUAI_INSEE)
    lost = inscribe(made(dict(SHEET, site=nowhere, **of)))
    SU.query('UPDATE offer.commune SET lat = NULL, lon = NULL WHERE insee = $1', DOUAI_INSEE)
    near = 'family=reception&near=' + LILLE
    for origin in (near, 'family=reception&lat=%.6f&lon=%.6f' % (lat, lon)):
        got = pages('/posts', C, origin + '&order=nearest')
        equal([i['id'] for i in got], [at[500], at[2000], at[9000], lost], 'where it is is not known: last')
        true(all(abs(i['distance_m'] - n) <= 2 for i, n in zip(got, (500, 2000, 9000))), got)
        equal(got[3]['distance_m'], None)
        equal(ids('/posts', C, origin), [lost, at[9000], at[500], at[2000]], 'else the newest')
        equal(ids('/posts', C, origin + '&within=2100&order=nearest'), [at[500], at[2000]])
    equal({i['distance_m'] for i in pages('/posts', C, 'family=reception')}, {None}, 'nothing is measured unasked')
    refused(C.get('/posts?' + near.replace(LILLE, DOUAI_INSEE)), 422, 'commune_unknown', 'without a point')
    SU.query('UPDATE offer.commune SET lat = 50.37, lon = 3.08 WHERE insee = $1', DOUAI_INSEE)
    for query in ('near=59999', 'near=2A004&within=5', 'commune=59999', 'commune=%s&near=59999' % LILLE):
        for client in (C, R, U, T):
            refused(client.get('/posts?' + query), 422, 'commune_unknown', query)
    # Many at one place: the id decides, and pages miss and repeat nothing.
    here = site(HOST, 'Ici', LILLE, lat, lon)
    many = [inscribe(made(dict(SHEET, family='cleaning', site=here))) for _ in range(51)]
    got = ids('/posts', C, 'family=cleaning&order=nearest&near=' + LILLE)
    equal(got, sorted(many))
    equal(ids('/posts', C, 'family=cleaning&within=1&near=' + LILLE), many[::-1], 'the newest of those within')
    SU.query('UPDATE offer.site SET lat = NULL, lon = NULL, insee = $2 WHERE id = $1', here, DOUAI_INSEE)
    SU.query('UPDATE offer.commune SET lat = NULL, lon = NULL WHERE insee = $1', DOUAI_INSEE)
    equal(ids('/posts', C, 'family=cleaning&order=nearest&near=' + LILLE), sorted(many), 'nobody knows how far')
    SU.query('UPDATE offer.commune SET lat = 50.37, lon = 3.08 WHERE insee = $1', DOUAI_INSEE)
    newest = C.get('/posts?family=cleaning').json['next']
    refused(C.get('/posts?family=cleaning&order=nearest&near=%s&after=%s' % (LILLE, newest)), 400,
            'invalid_parameter', 'a cursor of the other order')


@test('C-07: days, hours and public transport are asked of one and the same time of a post')
def _():
    def on(weekday, start, end):
        return dict(MORNING, weekday=weekday, **{'from': start, 'to': end})

    none = dict.fromkeys(('transit_first', 'transit_last') + WEEKEND[:4])
    of = {'family': 'handling', **none, **dict.fromkeys(NONE, False)}
    early = inscribe(made(dict(SHEET, **of, slots=[on(1, 300, 720)])))
    late = inscribe(made(dict(SHEET, **of, slots=[on(2, 840, 1260), on(6, 600, 660)])))
    car = inscribe(made(dict(SHEET, **dict(of, car_needed=True), slots=[on(3, 480, 960)])))
    bus = inscribe(made(dict(SHEET, **dict(of, transit_first=390, transit_last=1200, transit_saturday_first=480,
                                           transit_sunday_none=True),
                             slots=[on(1, 300, 500), on(6, 300, 720), on(7, 600, 960)])))
    bare = inscribe(made(dict(SHEET, **of, slots=[])))
    every = {early, late, car, bus, bare}
    for query, want in (
            ('', every), ('weekday=1', {early, bus}), ('weekday=2,3', {late, car}), ('weekday=6', {late, bus}),
            ('car_needed=true', {car}), ('car_needed=false', every - {car}),
            # What is left behind the hour is at least two hours (E-02).
            ('begin_from=600', {early, late, car, bus}), ('begin_from=601', {late, car, bus}),
            ('weekday=1&begin_from=380', {early, bus}), ('weekday=1&begin_from=381', {early}),
            ('home_by=420', {early, bus}), ('home_by=419', set()),
            ('begin_from=480&home_by=720', every - {bare}), ('begin_from=480&home_by=599', set()),
            ('home_by=1440', every - {bare}), ('begin_from=1440', set()),
            # A short time of a post's own is whole.
            ('weekday=6&begin_from=600&home_by=660', {late}), ('weekday=6&begin_from=601&home_by=660', set()),
            ('transit=true', {early, late, bus}), ('transit=true&car_needed=true', set()),
            # 5:00 to 8:20, the first bus at 6:30: less than two hours. On Saturdays from 8:00, on Sundays never.
            ('transit=true&weekday=1', {early}), ('transit=true&weekday=6', {late, bus}),
            ('transit=true&weekday=6&home_by=600', {bus}), ('transit=true&weekday=6&home_by=599', set()),
            ('transit=true&weekday=7', set()), ('weekday=7', {bus}), ('weekday=2&begin_from=300&free=true', {late})):
        equal(set(ids('/posts', C, '&'.join(x for x in ('family=handling', query) if x))), want, query)


@test('table 6a: each sees of a narrowed list what is hers, and free places are not for tutors and auditors')
def _():
    of = {'family': 'catering', 'slots': [MORNING]}
    ours = inscribe(made(dict(SHEET, **of)))
    theirs = inscribe(made(dict(SHEET, **of, site=SITE2, in_charge=PERSON2), OTHER, HOST2))
    query = 'family=catering&weekday=1&order=nearest&begin_from=480&near=' + LILLE
    for client, want in ((C, {ours, theirs}), (D, {ours, theirs}), (R, {ours, theirs}), (U, {ours, theirs}),
                         (M, {ours}), (T, {ours}), (OTHER, {theirs})):
        equal(set(ids('/posts', client, query)), want)
        if client in (T, U):
            equal((client.get('/posts?free=true').status, client.get('/posts?free=true').body), (404, MISSING))
        else:
            equal(set(ids('/posts', client, query + '&free=true')), want)
    equal(ids('/posts', M, query + '&host=' + HOST2), [], 'another host')


@test('a parameter that makes no sense is refused')
def _():
    for query in ('near=5935', 'near=', 'near=%s&lat=50&lon=3' % LILLE, 'lat=50', 'lon=3', 'lat=91&lon=3',
                  'lat=-90.000001&lon=3', 'lat=50&lon=181', 'lat=50.&lon=3', 'lat=.5&lon=3', 'lat=50.1234567&lon=3',
                  'lat=5e1&lon=3', 'lat=--5&lon=3', 'lat=05&lon=3', 'lat=+50&lon=3', 'lat=&lon=3', 'lat=NaN&lon=3',
                  'within=5', 'order=nearest', 'order=oldest&near=' + LILLE, 'near=%s&within=0' % LILLE,
                  'near=%s&within=100001' % LILLE, 'near=%s&within=-1' % LILLE, 'weekday=1,', 'weekday=1,1',
                  'weekday=1,8', 'weekday=,1', 'begin_from=0', 'begin_from=1441', 'home_by=0', 'home_by=8:00',
                  'car_needed=', 'car_needed=oui', 'transit=false', 'transit=', 'free=false', 'free=1'):
        for client in (C, T, U):
            refused(client.get('/posts?' + query), 400, 'invalid_parameter', query)
    equal(C.get('/posts?lat=-0.000001&lon=-180&within=1').json, {'items': [], 'next': None})
    for query in ('host=x', 'host=', 'host=' + HOST.upper(), 'commune=5935', 'commune=593500', 'commune=',
                  'commune=x9350', 'commune=%2759350', 'family=judge', 'family=', 'public=both', 'state=open', 'state=',
                  'weekday=0', 'weekday=8', 'weekday=', 'weekday=01', 'weekday=1.5', 'fresh=false', 'fresh=', 'fresh=1',
                  'after=x', 'after=', 'after=' + 'A' * 31, 'limit=3', 'fresh=true&fresh=true', 'title=x'):
        refused(R.get('/posts?' + query), 400, 'invalid_parameter', query)
    refused(R.get('/posts/x'), 404, 'not_found')
    equal(R.get('/posts?after=' + 'A' * 32).json, {'items': [], 'next': None})


@test('pages are newest first, and miss and repeat nothing')
def _():
    mine = [made(dict(MINIMAL, site=SITE2, family='culture'), OTHER, HOST2) for _ in range(51)]
    first = R.get('/posts?family=culture&host=' + HOST2)
    equal(len(first.json['items']), 50)
    second = R.get('/posts?family=culture&host=%s&after=%s' % (HOST2, first.json['next']))
    equal([i['id'] for i in first.json['items'] + second.json['items']], mine[::-1])
    equal(second.json['next'], None)
    # one instant for all: the id decides
    SU.query('UPDATE offer.post SET created_at = now() WHERE host_id = $1', HOST2)
    got = ids('/posts', R, 'family=culture&host=' + HOST2)
    equal((len(got), set(got)), (51, set(mine)))
    post = mine[0]
    SU.query("UPDATE offer.post SET family = 'admin' WHERE id = $1", post)
    page = R.get('/posts?family=culture&host=' + HOST2).json
    equal((len(page['items']), page['next']), (50, None), 'exactly one full page has no next one')
    seen = OTHER.get('/posts?after=' + R.get('/posts').json['next']).json['items']
    true(all(i['host']['id'] == HOST2 for i in seen), 'a cursor opens nothing')


# --- kept searches -------------------------------------------------------------------------------------------------

NOTHING = {'host': None, 'commune': None, 'family': None, 'public': None, 'near': None, 'within': None, 'weekday': [],
           'begin_from': None, 'home_by': None, 'car_needed': None, 'transit': False, 'free': False, 'fresh': False}


def keep(client=C, k=None, **search):
    return client.post('/searches', {'name': "Le samedi à L'Écluse", **search}, idempotency_key=k or new_id())


def kept(client=C, **search):
    answer = keep(client, **search)
    equal(answer.status, 201, answer.text)
    return answer.json['id']


def look(search, client=C):
    answer = client.get('/searches/' + search)
    equal(answer.status, 200, answer.text)
    return answer.json


def new_in(search, client=C):
    return {i['id'] for i in pages('/searches/%s/posts' % search, client) if i['new']}


def worker():
    """The worker's next round."""
    SU.query('SELECT offer.search_round()')


def told(search, client=C):
    return [(t['kind'], t['rule'], t['due'], t['overdue'], t['object']) for t in pages('/tasks', client)
            if t['id'] == search]


def see(search, as_of, client=C):
    return client.put('/searches/%s/seen' % search, {'as_of': as_of})


NEWS = [('search_news', 'C-13', day(0), False, 'search')]


@test('C-13: a search is kept, read, changed and dropped; a lost answer makes no second one')
def _():
    whole = {'host': HOST, 'commune': HAUBOURDIN, 'family': 'sorting', 'public': 'minors', 'near': LILLE,
             'within': 9000, 'weekday': ['2', '6'], 'begin_from': 480, 'home_by': 1200, 'car_needed': False,
             'transit': True, 'free': True, 'fresh': True}
    k = new_id()
    first = keep(k=k, **whole)
    equal(first.status, 201, first.text)
    equal(keep(k=k, **whole).body, first.body)
    refused(keep(k=k, name='Autre'), 422, 'idempotency_key_reused')
    equal(C.post('/searches', {'name': 'x'}).code, 'idempotency_key_required')
    mine = first.json['id']
    got = look(mine)
    true(got.pop('as_of') >= 0, 'a round')
    equal(got, dict(whole, id=mine, name="Le samedi à L'Écluse", commune_known=True, new=0, version=1))
    items = C.get('/searches').json['items']
    equal([{k: v for k, v in i.items() if k != 'as_of'} for i in items], [got])
    name = '𝔄' * 60
    answer = C.put('/searches/' + mine, {'name': name}, if_match='"1"')
    equal((answer.status, answer.json, answer.headers['etag']), (200, {'version': 2}, '"2"'))
    got = look(mine)
    equal(got, dict(NOTHING, id=mine, name=name, commune_known=True, new=0, as_of=got['as_of'], version=2))
    refused(C.put('/searches/' + mine, {'name': 'x'}, if_match='"1"'), 412, 'version_conflict')
    equal(C.put('/searches/' + mine, {'name': 'x'}).code, 'version_required')
    answers = at_once(*[lambda c=C.twin(), n=n: c.put('/searches/' + mine, {'name': str(n)}, if_match='"2"')
                        for n in range(4)])
    equal(sorted(a.status for a in answers), [200, 412, 412, 412])
    equal([C.delete('/searches/' + mine).status for _ in range(2)], [204, 404])
    refused(C.get('/searches/' + mine), 404, 'not_found')
    equal(C.get('/searches').json, {'items': []})


@test('C-13: what makes no sense in a search is refused and named, and keeps nothing')
def _():
    for name, values in {'name': ('', 'x' * 61, ' a', 'a ', 'a\nb', 'a\x7fb', 7, None), 'host': ('x', 7),
                         'commune': ('5935', 59350), 'near': ('', 'x9350'), 'family': ('judge', 7),
                         'public': ('both',), 'within': (0, 100001, '5'), 'weekday': ('6', 6), 'begin_from': (0, 1441),
                         'home_by': (0, '8'), 'car_needed': ('oui', 1), 'transit': ('true',), 'free': (1,),
                         'fresh': ([],)}.items():
        for value in values:
            field(keep(**{'near': LILLE, name: value}), '/' + name, what=repr(value))
    for days, at in ((['1', '1'], 1), (['8'], 0), ([1], 0)):
        field(keep(weekday=days), '/weekday/%d' % at, what=repr(days))
    field(keep(within=500), '/within', what='of what')
    for name in ('lat', 'state', 'case', 'order', 'after'):
        field(keep(**{name: 1}), '/' + name, 'unknown_field')
    refused(keep(near='59999'), 422, 'commune_unknown')
    refused(keep(commune='2A004'), 422, 'commune_unknown')
    refused(keep(host=new_id()), 404, 'not_found')
    equal(C.get('/searches').json, {'items': []})
    mine = kept()
    for query in ('order=x', 'after=x', 'limit=3', 'near=' + LILLE):
        refused(C.get('/searches/%s/posts?%s' % (mine, query)), 400, 'invalid_parameter', query)
    refused(C.get('/searches/%s/posts?order=nearest' % mine), 409, 'state_refused', 'near to nothing')
    for as_of in (-1, '1', None, 1.5, 2 ** 63):
        field(see(mine, as_of), '/as_of', what=repr(as_of))
    refused(see(mine, look(mine)['as_of'] + 1000), 409, 'state_refused', 'nobody has seen what is to come')
    equal(C.delete('/searches/' + mine).status, 204)


@test('C-13: the search of somebody else is not there, and it is not told to anybody')
def _():
    mine = kept(name='À moi')
    for answer in (B.get('/searches/' + mine), B.get('/searches/%s/posts' % mine), B.delete('/searches/' + mine),
                   B.put('/searches/' + mine, {'name': 'x'}, if_match='"1"'), see(mine, 0, B)):
        equal((answer.status, answer.body), (404, MISSING))
    equal(B.get('/searches').json, {'items': []})
    equal(look(mine)['name'], 'À moi')
    inscribe(made(MINIMAL))
    worker()
    equal((told(mine), [t for c in (B, D, R, M) for t in told(mine, c)]), (NEWS, []))
    equal(C.delete('/searches/' + mine).status, 204)


@test('C-13: twenty are kept and no more, also when two are made at once')
def _():
    for n in range(19):
        kept(B, name=str(n))
    answers = at_once(*[lambda c=B.twin(), n=n: keep(c, name='Le dernier %d' % n) for n in range(3)])
    equal(sorted(a.status for a in answers), [201, 409, 409], [a.text for a in answers])
    refused(keep(B), 409, 'limit_reached')
    got = [s['name'] for s in B.get('/searches').json['items']]
    equal((got[:19], len(got)), ([str(n) for n in range(19)], 20))
    for s in B.get('/searches').json['items']:
        equal(B.delete('/searches/' + s['id']).status, 204)


@test('C-13: a search finds what the list of posts finds, and says what is new until she has seen it')
def _():
    of = {'family': 'building', 'slots': [MORNING]}
    old = inscribe(made(dict(SHEET, **of)))
    mine = kept(family='building', weekday=['1'], near=LILLE, within=20000)
    query = 'family=building&weekday=1&within=20000&near=' + LILLE
    equal([{k: v for k, v in i.items() if k != 'new'} for i in pages('/searches/%s/posts' % mine, C)],
          pages('/posts', C, query))
    equal((new_in(mine), look(mine)['new'], told(mine)), (set(), 0, []), 'what was there is not new')
    before = look(mine)['as_of']
    came = inscribe(made(dict(SHEET, **of)))
    elsewhere = inscribe(made(dict(SHEET, family='building', slots=[dict(MORNING, weekday=2)])))
    draft = made(dict(SHEET, **of))
    equal(new_in(mine), {came}, 'it is there before the worker has noted it')
    worker()
    equal((new_in(mine), look(mine)['new'], told(mine)), ({came}, 1, NEWS))
    for _ in range(2):
        equal((new_in(mine), told(mine)), ({came}, NEWS), 'reading changes nothing')
    equal(see(mine, before).status, 204)
    equal(told(mine), NEWS, 'she was told before it came')
    as_of = look(mine)['as_of']
    for _ in range(2):
        equal(see(mine, as_of).status, 204, 'also when the answer was lost')
        equal((new_in(mine), look(mine)['new'], told(mine)), (set(), 0, []))
    # Changed so that it is found: a timetable, an inscription. Changed, but found all along: not new.
    equal(put(M, elsewhere, dict(TIMETABLE, slots=[MORNING]), 1, '/schedule').status, 200)
    equal(put(M, old, dict(TIMETABLE, dress='Autre', slots=[MORNING]), 1, '/schedule').status, 200)
    inscribe(draft)
    worker()
    equal((new_in(mine), look(mine)['new']), ({elsewhere, draft}, 2))
    equal(see(mine, as_of).status, 204)
    equal(new_in(mine), {elsewhere, draft}, 'an old round marks nothing of a later one')
    equal(see(mine, look(mine)['as_of']).status, 204)
    # Gone and come back: new again. Gone for good: nothing is left of it.
    equal(M.post('/posts/%s/suspension' % came, {'reason': 'Travaux'}).status, 204)
    worker()
    equal((look(mine)['new'], came in ids('/searches/%s/posts' % mine, C)), (0, False))
    equal(M.delete('/posts/%s/suspension' % came).status, 204)
    worker()
    equal((new_in(mine), told(mine)), ({came}, NEWS))
    SU.query('DELETE FROM offer.slot WHERE post_id = $1', draft)
    SU.query('DELETE FROM offer.post WHERE id = $1', draft)
    SU.query("UPDATE offer.post SET state = 'removed', removed_on = offer.today() WHERE id = $1", came)
    worker()
    equal((look(mine)['new'], told(mine), SU.one('SELECT count(*) FROM offer.search_post WHERE post_id IN ($1, $2)',
                                                  draft, came)), (0, [], 0))
    # A change of what is looked for: what it finds then was seen.
    equal(C.put('/searches/' + mine, {'name': 'Tout', 'public': 'adults'}, if_match='"1"').status, 200)
    worker()
    equal((look(mine)['new'], len(ids('/searches/%s/posts' % mine, C)) > 2), (0, True))
    equal(C.delete('/searches/' + mine).status, 204)
    equal(SU.one('SELECT count(*) FROM offer.search_post WHERE search_id = $1', mine), 0)


@test('C-13: a commune that is renamed is the same one, one that is gone is told; a host that stops is not found')
def _():
    mine = kept(near=DOUAI_INSEE, within=1000)
    there = inscribe(made(dict(SHEET, site=site(HOST, 'Ici', DOUAI_INSEE))))
    worker()
    equal(new_in(mine), {there})
    SU.query("UPDATE offer.commune SET nom = 'Douai-l’Ancienne' WHERE insee = $1", DOUAI_INSEE)
    worker()
    equal((new_in(mine), look(mine)['commune_known']), ({there}, True))
    SU.query("UPDATE offer.search SET near = '59999' WHERE id = $1", mine)
    SU.query("UPDATE offer.commune SET nom = 'Douai' WHERE insee = $1", DOUAI_INSEE)
    worker()
    equal((look(mine)['commune_known'], look(mine)['new'], told(mine)), (False, 0, []))
    refused(C.get('/searches/%s/posts' % mine), 422, 'commune_unknown')
    equal(C.put('/searches/' + mine, {'name': 'Ici', 'host': HOST2}, if_match='"1"').status, 200)
    SU.query("UPDATE offer.host SET state = 'suspended', state_reason = 'x' WHERE id = $1", HOST2)
    worker()
    equal(ids('/searches/%s/posts' % mine, C), [])
    SU.query("UPDATE offer.host SET state = 'active', state_reason = '' WHERE id = $1", HOST2)
    worker()
    equal((look(mine)['new'] > 0, told(mine)), (True, NEWS), 'all that it offers is back')
    equal(C.delete('/searches/' + mine).status, 204)


@test('C-13: the searches of who leaves end with her account')
def _():
    mine = kept(B, near=LILLE)
    equal(X.put('/users/%s/state' % me(B), {'state': 'disabled'}).status, 200)
    equal(SU.query('SELECT FROM offer.search WHERE id = $1', mine), [])
    worker()


# --- the log -------------------------------------------------------------------------------------------------------

@test('every write is noted with its actor, its object and the version that it made')
def _():
    def check(client, act, *want):
        since = mark(SU)
        answer = act()
        true(answer.status in (200, 201, 204), answer.text)
        equal(sorted(noted(since), key=repr),
              sorted([(a, 'offer.' + o, i, v, me(client)) for a, o, i, v in want], key=repr))
        return answer
    since = mark(SU)
    post = made(client=M)
    equal(sorted(noted(since)), sorted([('post.create', 'offer.post', post, 1, me(M)),
                                        ('slots.create', 'offer.slot', post, None, me(M))], key=repr))
    check(R, lambda: put(R, post, SHEET, 1), ('post.update', 'post', post, 2), ('slots.delete', 'slot', post, None),
          ('slots.create', 'slot', post, None))
    check(D, lambda: put(D, post, TIMETABLE, 2, '/schedule'), ('post.update', 'post', post, 3),
          ('slots.delete', 'slot', post, None), ('slots.create', 'slot', post, None))
    inscribe(post, 1)
    check(M, lambda: M.post('/posts/%s/confirmation' % post, None), ('post.update', 'post', post, 4))
    since = mark(SU)
    equal(M.post('/posts/%s/suspension' % post, {'reason': 'x'}).status, 204)
    stop = SU.one('SELECT id FROM offer.suspension WHERE post_id = $1', post)
    equal(sorted(noted(since), key=repr), [('post.update', 'offer.post', post, 5, me(M)),
                                           ('suspension.create', 'offer.suspension', stop, None, me(M))])
    check(M, lambda: M.delete('/posts/%s/suspension' % post), ('suspension.update', 'suspension', stop, None),
          ('post.update', 'post', post, 6))
    since = mark(SU)
    closure = closed(R, post, day(1), day(2)).json['id']
    equal(noted(since), [('closure.create', 'offer.closure', closure, None, me(R))])
    check(M, lambda: M.delete('/closures/' + closure), ('closure.delete', 'closure', closure, None))
    for client, families, what in ((C, ['fire'], 'create'), (D, [], 'delete')):
        check(client, lambda c=client, f=families: c.put('/posts/%s/bars' % post, {'families': f}),
              ('post_bar.' + what, 'post_bar', post, None))
    since = mark(SU)
    for answer in (create(R, dict(SHEET, places=0)), put(R, post, SHEET, 6), D.delete('/posts/%s/suspension' % post)):
        true(answer.status >= 400, answer.text)
    for client in (C, M):
        client.get('/posts/' + post)
    equal(noted(since), [], 'a refusal and a reading leave nothing')


@test('the service met no error of its own in all this')
def _():
    for name in ('jalond', 'jalon-worker'):
        true('sqlstate' not in S.log(name), S.log(name)[-2000:])


run()
