#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Files on their way to a decision: a host is habilitated, a post inscribed, what may end either, and every wall on the
way. Hosts and posts are rows that the superuser made; their own doors have tests of their own."""
import datetime
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from calls import at_once, mark
from tap import equal, run, test, true

S = stack.Stack()
S.territory()
SU = S.cluster.connect('postgres')
SU.query("UPDATE sec.organisation SET departement = '62' WHERE name LIKE '%Douai'")
ONE, TWO, ARRAS = (S.person(p).signed_in() for p in ('d.lille', 'd.two', 'd.douai'))
REF, REF2, REF_ARRAS = (S.person(p).signed_in() for p in ('r.nord', 'r.autre', 'r.douai'))
COUNSELLOR, AUDITOR, ADMIN = (S.person(p).signed_in() for p in ('a.martin', 'u.audit', 'x.admin'))
MANAGER, TUTOR, OTHER = (S.person(p).signed_in() for p in ('m.jardins', 't.jardins', 'm.autre'))
OWN_HOST, OTHER_HOST = (c.session['user']['organisation']['id'] for c in (MANAGER, OTHER))
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
ASSOCIATION = ('statutes', 'establishments', 'board', 'assembly_minutes')
LILLE = '59350'


def day(n):
    return str(TODAY + datetime.timedelta(days=n))


def months(on_day, n):
    return SU.one("SELECT ($1::date + make_interval(months => $2))::date::text", on_day, n)


def me(client):
    return client.session['user']['id']


# --- rows that are here already -------------------------------------------------------------------------------------

def insert(table, **values):
    SU.query('INSERT INTO offer.%s (%s) VALUES (%s)' % (table, ', '.join(values), ', '.join(
        '$%d' % (i + 1) for i in range(len(values)))), *values.values())
    return values.get('id')


def new_host(form='association', host=None, name="Association L'Éclaircie"):
    if host is None:
        host = str(uuid.uuid4())
        SU.query("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', $2)", host, name)
    return insert('host', id=host, form=form, insee=LILLE)


def new_post(host, public='adults', state='draft', title='Entretien des berges', **values):
    site = insert('site', id=str(uuid.uuid4()), host_id=host, name='Siège', insee=LILLE)
    contact = insert('contact', id=str(uuid.uuid4()), host_id=host, part='in_charge', name='Zoé D’Haene')
    values = {'manner': 'Avec un encadrant', 'in_charge': contact, **values}
    if state in ('inscribed', 'suspended'):
        values.setdefault('inscribed_on', '2026-01-05')
    post = insert('post', id=str(uuid.uuid4()), host_id=host, site_id=site, public=public, title=title,
                  family='green_spaces', nature='Berges', places=2, special_risk=False, care_setting=False,
                  meets_children=False, meets_vulnerable=False, meets_public=False, state=state, **values)
    insert('slot', post_id=post, host_id=host, n=1, weekday=1, from_min=540, to_min=720, weeks='[0,2)')
    return post


def habilitations(host):
    """(territory, list, first day, end) of each."""
    return SU.query('SELECT territory, public::text, lower(valid)::text, upper(valid)::text FROM offer.habilitation'
                    ' WHERE host_id = $1 ORDER BY valid', host)


for _host in (OWN_HOST, OTHER_HOST):
    new_host(host=_host)


# --- the doors ------------------------------------------------------------------------------------------------------

def open_file(client, host, kind='habilitation', key=None, **fields):
    body = {'kind': kind, 'departement': '59', 'public': 'adults', 'deciding': 'dspip', **fields}
    body = {k: v for k, v in body.items() if v is not None}
    return client.post('/hosts/%s/procedures' % host, body, idempotency_key=key or str(uuid.uuid4()))


def open_post_file(client, post, kind='inscription', key=None, **fields):
    return client.post('/posts/%s/procedures' % post, {'kind': kind, **fields},
                       idempotency_key=key or str(uuid.uuid4()))


def made(answer):
    equal(answer.status, 201, answer.text)
    equal(list(answer.json), ['id'])
    return answer.json['id']


def read(client, file):
    answer = client.get('/procedures/' + file)
    equal(answer.status, 200, answer.text)
    equal(answer.headers['etag'], '"%d"' % answer.json['version'])
    return answer.json


def step(client, file, what, body, version=None):
    """A step that replaces a version; the one that is there when none is said."""
    headers = {'if_match': '"%d"' % (version or SU.one('SELECT version FROM offer.procedure WHERE id = $1', file))}
    return client.post('/procedures/%s/%s' % (file, what), body, **headers)


def piece(client, file, kind, dated_on, received_on=None, **more):
    return client.put('/procedures/%s/pieces' % file,
                      {'kind': kind, 'dated_on': dated_on, 'received_on': received_on or dated_on, **more})


def ask(client, file, asked_on, **more):
    return step(client, file, 'request', {'asked_on': asked_on, **more})


def opinion(client, file, giver, sense, given_on, **more):
    return client.put('/procedures/%s/opinions' % file,
                      {'giver': giver, 'sense': sense, 'given_on': given_on, **more})


def check_opinion(client, file, giver, sense, given_on):
    return client.post('/procedures/%s/opinions/check' % file, {'giver': giver, 'sense': sense, 'given_on': given_on})


def decide(client, file, outcome, decided_on, version=None, **more):
    return step(client, file, 'decision', {'outcome': outcome, 'decided_on': decided_on, **more}, version)


def check(client, file, outcome, decided_on):
    return client.post('/procedures/%s/decision/check' % file, {'outcome': outcome, 'decided_on': decided_on})


def refused(answer, status, code, what=''):
    equal((answer.status, answer.code if answer.status not in (200, 201, 204) else answer.text), (status, code), what)


def done(answer, version=None):
    """A step that went through: its new version, or nothing."""
    equal(answer.status, 204 if version is None else 200, answer.text)
    if version is not None:
        equal((answer.json, answer.headers['etag']), ({'version': version}, '"%d"' % version))


def asked_file(asked_on, form='association', host=None):
    """A habilitation of an association whose opinions were asked on that day."""
    file = made(open_file(REF, host or new_host(form)))
    for kind in ASSOCIATION:
        done(piece(REF, file, kind, '2019-01-04'))
    done(ask(REF, file, asked_on), 2)
    return file


def hear(file, giver, sense, given_on):
    done(opinion(REF, file, giver, sense, given_on))
    done(check_opinion(REF2, file, giver, sense, given_on))


def granted(host, decided_on, **more):
    """A host habilitated from that day, through its file; the file."""
    file = asked_file(months(decided_on, -2), host=host)
    done(decide(ONE, file, 'granted', decided_on, **more), 3)
    return file


def notes(since):
    return SU.query('SELECT action, object, row_id, version, actor FROM sec.outbox WHERE n > $1 AND action !~ $2'
                    ' ORDER BY n', since, '^session')


# --- from the draft to the decision ---------------------------------------------------------------------------------

@test('H-02 H-05 H-08 an association is habilitated by two people of the unit, field by field')
def _():
    host = new_host(name="Les Amis de l'Œuvre <b>&amp; Cie")
    at, asked_on = mark(SU), day(-20)
    file = made(open_file(REF, host, motive="L'asso « d’Ys »\nveut accueillir"))
    item = {'id': file, 'kind': 'habilitation', 'host': {'id': host, 'name': "Les Amis de l'Œuvre <b>&amp; Cie"},
            'post': None, 'departement': '59', 'public': 'adults', 'deciding': 'dspip', 'state': 'draft',
            'created_at': read(ONE, file)['created_at'], 'asked_on': None, 'earliest': None, 'outcome': None,
            'decided_on': None, 'version': 1}
    rest = {'motive': "L'asso « d’Ys »\nveut accueillir", 'reference': None, 'valid_from': None,
            'council_absent': False, 'created_by': {'id': me(REF)}, 'decided_by': None, 'checked_by': None,
            'pieces': [], 'pieces_missing': list(ASSOCIATION), 'opinions': [],
            'opinions_missing': ['prosecutor', 'jap', 'prefect']}
    equal(read(ONE, file), {**item, **rest})
    equal(next(i for i in ONE.get('/procedures').json['items'] if i['id'] == file), item)
    refused(ask(REF, file, asked_on), 409, 'file_incomplete', 'no piece yet')
    refused(opinion(REF, file, 'jap', 'favourable', asked_on), 409, 'state_refused', 'nobody asked')
    refused(decide(ONE, file, 'granted', day(0)), 409, 'state_refused', 'nobody asked')
    for kind in ASSOCIATION[:-1]:
        done(piece(REF, file, kind, '2026-01-05', '2026-01-07', reference="Armoire 3, chemise d'été"))
    refused(ask(REF, file, asked_on), 409, 'file_incomplete', 'one is missing')
    equal(read(REF, file)['pieces_missing'], ['assembly_minutes'])
    done(piece(REF, file, 'assembly_minutes', day(-90), day(-80)))
    done(piece(REF, file, 'assembly_minutes', day(-60), day(-50)))
    equal(read(REF, file)['pieces'],
          [{'kind': k, 'dated_on': '2026-01-05', 'received_on': '2026-01-07',
            'reference': "Armoire 3, chemise d'été"} for k in ASSOCIATION[:-1]]
          + [{'kind': 'assembly_minutes', 'dated_on': day(-60), 'received_on': day(-50), 'reference': None}])
    done(ask(REF, file, asked_on), 2)
    refused(ask(REF, file, asked_on), 409, 'state_refused', 'asked already')
    refused(piece(REF, file, 'other', '2026-01-05'), 409, 'state_refused', 'opinions are asked on this file')
    whole = read(ONE, file)
    equal((whole['state'], whole['asked_on'], whole['earliest'], whole['pieces_missing']),
          ('asked', asked_on, months(asked_on, 1), []))
    refused(decide(ONE, file, 'granted', day(0)), 409, 'date_refused', 'before the month is over')

    for n, giver in enumerate(('prosecutor', 'jap', 'prefect')):
        done(opinion(REF, file, giver, 'favourable', day(n - 12), reference="N° 12/d'or"))
        refused(decide(ONE, file, 'granted', day(0)), 409, 'date_refused', giver + ' recorded, not checked')
        if giver == 'prefect':
            break
        done(check_opinion(ONE, file, giver, 'favourable', day(n - 12)))
        refused(decide(ONE, file, 'granted', day(0)), 409, 'date_refused', 'one of three')
    equal(read(ONE, file)['opinions_missing'], ['prefect'])
    done(check_opinion(REF2, file, 'prefect', 'favourable', day(-10)))
    whole = read(COUNSELLOR, file)
    equal(whole['opinions'],
          [{'giver': g, 'sense': 'favourable', 'given_on': day(n - 12), 'reference': "N° 12/d'or", 'checked': True,
            'recorded_by': {'id': me(REF)}} for n, g in enumerate(('prosecutor', 'jap', 'prefect'))])
    equal((whole['opinions_missing'], whole['earliest']), ([], day(-10)), 'all in: at once')
    refused(decide(ONE, file, 'granted', day(-11)), 409, 'date_refused', 'before the last opinion')
    refused(decide(REF, file, 'granted', day(-9)), 404, 'not_found', 'a referent does not decide')
    done(decide(ONE, file, 'granted', day(-9), reference="D-2026/7 d'Ys", motive='Utile\nà tous'), 3)
    equal({k: v for k, v in read(AUDITOR, file).items() if k in (
        'state', 'outcome', 'decided_on', 'reference', 'motive', 'decided_by', 'checked_by', 'valid_from', 'version')},
          {'state': 'granted', 'outcome': 'granted', 'decided_on': day(-9), 'reference': "D-2026/7 d'Ys",
           'motive': 'Utile\nà tous', 'decided_by': {'id': me(ONE)}, 'checked_by': None, 'valid_from': None,
           'version': 3})
    equal(habilitations(host), [('59', 'adults', day(-9), months(day(-9), 60))], 'H-10')
    refused(decide(TWO, file, 'refused', day(0)), 409, 'state_refused', 'decided')

    got = notes(at)
    granting = SU.one('SELECT id FROM offer.habilitation WHERE host_id = $1', host)
    papers = [('piece.create', 'offer.piece', file, None, me(REF))] * 4 \
        + [('piece.update', 'offer.piece', file, None, me(REF))]
    letters = [('opinion.create', 'offer.opinion', file, None, me(REF)),
               ('opinion.update', 'offer.opinion', file, None, me(ONE))] * 2 \
        + [('opinion.create', 'offer.opinion', file, None, me(REF)),
           ('opinion.update', 'offer.opinion', file, None, me(REF2))]
    equal(got, [('procedure.create', 'offer.procedure', file, 1, me(REF))] + papers
          + [('procedure.update', 'offer.procedure', file, 2, me(REF))] + letters
          + [('procedure.update', 'offer.procedure', file, 3, me(ONE)),
             ('habilitation.create', 'offer.habilitation', granting, None, me(ONE))])


@test('H-06 H-07 each form has its pieces')
def _():
    for form, pieces in (('association', list(ASSOCIATION)),
                         ('public_service_body', ['statutes', 'company_number', 'accounts']),
                         ('ess_body', ['statutes', 'purpose_note', 'accounts']),
                         ('ess_company', ['statutes', 'purpose_note', 'accounts', 'kbis'])):
        file = made(open_file(REF, new_host(form)))
        for n, kind in enumerate(pieces):
            equal(read(REF, file)['pieces_missing'], pieces[n:], form)
            refused(ask(REF, file, day(0)), 409, 'file_incomplete', form)
            done(piece(REF, file, kind, day(-3)))
        done(ask(REF, file, day(0)), 2)


@test('H-07 a Kbis is under three months old on the day of the request')
def _():
    file = made(open_file(REF, new_host('ess_company')))
    asked_on = day(-1)
    for kind in ('statutes', 'purpose_note', 'accounts'):
        done(piece(REF, file, kind, '2026-01-05'))
    old = datetime.date.fromisoformat(months(asked_on, -3))
    for days, fresh in ((-1, False), (0, False), (1, True)):
        done(piece(REF, file, 'kbis', str(old + datetime.timedelta(days=days)), asked_on))
        if not fresh:
            refused(ask(REF, file, asked_on), 409, 'file_incomplete', '%d days after three months ago' % days)
    done(ask(REF, file, asked_on), 2)


@test('H-08 without all opinions one month, where months end')
def _():
    for asked_on, too_early, earliest in (('2025-01-31', '2025-02-27', '2025-02-28'),
                                          ('2024-01-31', '2024-02-28', '2024-02-29'),
                                          ('2025-08-31', '2025-09-29', '2025-09-30')):
        host = new_host()
        file = asked_file(asked_on, host=host)
        equal(read(ONE, file)['earliest'], earliest)
        refused(decide(ONE, file, 'granted', too_early), 409, 'date_refused', too_early)
        done(decide(ONE, file, 'granted', earliest), 3)
        equal(habilitations(host)[0][2:], (earliest, months(earliest, 60)))


@test('an opinion counts when another person has read the same on the letter')
def _():
    file = asked_file(day(-10))
    refused(check_opinion(REF, file, 'jap', 'reserved', day(-5)), 404, 'not_found', 'none was recorded')
    done(opinion(REF, file, 'jap', 'favourable', day(-5)))
    done(opinion(REF2, file, 'jap', 'reserved', day(-5)))  # put right by a colleague, whose record it is now
    refused(check_opinion(REF2, file, 'jap', 'reserved', day(-5)), 409, 'other_person_needed')
    refused(check_opinion(REF, file, 'jap', 'favourable', day(-5)), 412, 'version_conflict', 'another sense')
    refused(check_opinion(REF, file, 'jap', 'reserved', day(-4)), 412, 'version_conflict', 'another day')
    equal([(o['checked'], o['recorded_by']['id']) for o in read(REF, file)['opinions']], [(False, me(REF2))])
    done(check_opinion(REF, file, 'jap', 'reserved', day(-5)))
    done(check_opinion(REF, file, 'jap', 'reserved', day(-5)))  # sent twice
    done(check_opinion(ONE, file, 'jap', 'reserved', day(-5)))  # and by a third
    refused(opinion(REF, file, 'jap', 'favourable', day(-5)), 409, 'state_refused', 'checked: it stays')


@test('days to come, and days before the request, are refused')
def _():
    file = made(open_file(REF, new_host()))
    refused(piece(REF, file, 'statutes', day(0), day(1)), 409, 'date_refused', 'a piece of tomorrow')
    for kind in ASSOCIATION:
        done(piece(REF, file, kind, day(-40), day(-30)))
    refused(ask(REF, file, day(1)), 409, 'date_refused', 'asked tomorrow')
    refused(ask(REF, file, day(-31)), 409, 'file_incomplete', 'asked before the pieces came in')
    done(ask(REF, file, day(-30)), 2)
    for given_on in (day(-31), day(1)):
        refused(opinion(REF, file, 'jap', 'favourable', given_on), 409, 'date_refused', given_on)
    for giver in ('prosecutor', 'jap', 'prefect'):
        hear(file, giver, 'favourable', day(-5))
    refused(decide(ONE, file, 'granted', day(1)), 409, 'date_refused', 'decided tomorrow')
    refused(decide(ONE, file, 'granted', day(0), valid_from=day(-1)), 409, 'date_refused', 'valid before')
    refused(decide(ONE, file, 'granted', day(0), valid_from=months(day(1), 60)), 409, 'date_refused', 'too late')


@test('two directors decide at once: one wins, and from one version there is one decision')
def _():
    for _ in range(3):
        host = new_host()
        file = asked_file(day(-60), host=host)
        answers = at_once(lambda f=file: decide(ONE, f, 'granted', day(0), 2),
                          lambda f=file: decide(TWO, f, 'refused', day(0), 2))
        equal(sorted(a.status for a in answers), [200, 412])
        outcome = read(ONE, file)['outcome']
        equal(outcome, ('granted', 'refused')[answers[0].status != 200])
        equal(len(habilitations(host)), 1 if outcome == 'granted' else 0)


@test('a step on another version than was read changes nothing, and a step needs one')
def _():
    file = made(open_file(REF, new_host()))
    for what, body in (('request', {'asked_on': day(0)}), ('decision', {'outcome': 'granted', 'decided_on': day(0)}),
                       ('abandonment', {'motive': 'x'})):
        refused(step(ONE, file, what, body, 2), 412, 'version_conflict', what)
        refused(ONE.post('/procedures/%s/%s' % (file, what), body), 428, 'version_required', what)
    equal((read(ONE, file)['state'], read(ONE, file)['version']), ('draft', 1))


@test('what was refused may be asked again; what was given up ends, with its motive')
def _():
    host = new_host()
    file = asked_file(day(-60), host=host)
    done(decide(ONE, file, 'refused', day(0), motive="Pas d'encadrement"), 3)
    whole = read(REF, file)
    equal((whole['state'], whole['outcome'], whole['motive']), ('refused', 'refused', "Pas d'encadrement"))
    equal(habilitations(host), [])
    again = made(open_file(REF, host, motive='Seconde demande'))
    refused(open_file(REF2, host), 409, 'state_refused', 'one runs already')
    done(step(REF, again, 'abandonment', {'motive': "L'asso renonce"}), 2)
    equal([read(REF, again)[k] for k in ('state', 'motive', 'outcome')], ['abandoned', "L'asso renonce", None])
    for what, body in (('abandonment', {'motive': 'x'}), ('request', {'asked_on': day(0)}),
                       ('decision', {'outcome': 'granted', 'decided_on': day(0)})):
        refused(step(ONE, again, what, body), 409, 'state_refused', what)
    refused(piece(REF, again, 'statutes', day(0)), 409, 'state_refused')
    made(open_file(REF, host))


@test('a renewal begins on the day after; on a day that is given already it is an overlap')
def _():
    host = new_host()
    granted(host, '2026-01-15')
    file = asked_file(day(-60), host=host)
    refused(decide(ONE, file, 'granted', day(0)), 409, 'overlap', 'from today')
    refused(decide(ONE, file, 'granted', day(0), valid_from='2031-01-14'), 409, 'overlap', 'the last day')
    equal(read(ONE, file)['state'], 'asked', 'nothing came of it')
    done(decide(ONE, file, 'granted', day(0), valid_from='2031-01-15'), 3)
    equal(read(ONE, file)['valid_from'], '2031-01-15')
    equal([h[2:] for h in habilitations(host)], [('2026-01-15', '2031-01-15'), ('2031-01-15', '2036-01-15')])


@test('H-13 a withdrawal is the director\'s to open, hears the same opinions, and ends the habilitation')
def _():
    host = new_host()
    refused(open_file(ONE, host, 'withdrawal'), 409, 'state_refused', 'there is nothing to withdraw')
    granted(host, '2026-01-15')
    for client in (REF, ARRAS):
        refused(open_file(client, host, 'withdrawal'), 404, 'not_found')
    file = made(open_file(ONE, host, 'withdrawal', motive='Manquements répétés'))
    equal([read(REF, file)[k] for k in ('pieces_missing', 'opinions_missing')], [[], ['prosecutor', 'jap', 'prefect']])
    refused(piece(REF, file, 'statutes', day(-1)), 409, 'state_refused', 'no pieces')
    done(ask(REF, file, day(-10)), 2)
    refused(decide(ONE, file, 'granted', day(0)), 409, 'date_refused', 'before a month')
    for giver in ('prosecutor', 'jap', 'prefect'):
        hear(file, giver, 'favourable', day(-5))
    done(decide(ONE, file, 'granted', day(-2)), 3)
    equal(habilitations(host), [('59', 'adults', '2026-01-15', day(-2))])
    equal(read(ONE, file)['motive'], 'Manquements répétés', 'the motive for which it was opened')


@test('H-14 for minors the DT-PJJ decides: recorded by one, checked by another, no clock')
def _():
    host = new_host()
    file = made(open_file(REF, host, public='minors', deciding='dtpjj'))
    equal(read(REF, file)['opinions_missing'], [])
    at = mark(SU)
    done(decide(REF, file, 'granted', day(-3), reference='PJJ 12'), 2)
    equal([read(ONE, file)[k] for k in ('state', 'outcome', 'decided_by', 'checked_by')],
          ['recorded', 'granted', {'id': me(REF)}, None])
    equal(habilitations(host), [], 'not before it is checked')
    refused(check(REF, file, 'granted', day(-3)), 409, 'other_person_needed')
    refused(check(REF2, file, 'refused', day(-3)), 412, 'version_conflict', 'another outcome')
    refused(check(REF2, file, 'granted', day(-4)), 412, 'version_conflict', 'another day')
    for client in (ARRAS, REF_ARRAS):
        refused(check(client, file, 'granted', day(-3)), 404, 'not_found')
    done(check(REF2, file, 'granted', day(-3)), 3)
    equal(habilitations(host), [('59', 'minors', day(-3), months(day(-3), 60))])
    equal([read(ONE, file)[k] for k in ('state', 'checked_by')], ['granted', {'id': me(REF2)}])
    refused(check(ONE, file, 'granted', day(-3)), 409, 'state_refused', 'checked already')
    equal([n for n in notes(at) if n[1] == 'offer.procedure'],
          [('procedure.update', 'offer.procedure', file, 2, me(REF)),
           ('procedure.update', 'offer.procedure', file, 3, me(REF2))])


@test('a recorded decision that was read wrongly is given up by the service and opened anew')
def _():
    file = made(open_file(MANAGER, OWN_HOST, public='minors', deciding='dtpjj'))
    done(decide(REF, file, 'refused', day(-3)), 2)
    refused(step(MANAGER, file, 'abandonment', {'motive': 'Non'}), 404, 'not_found', 'no longer the host\'s to give up')
    done(step(REF2, file, 'abandonment', {'motive': 'Mal lu'}), 3)
    again = made(open_file(MANAGER, OWN_HOST, public='minors', deciding='dtpjj'))
    done(step(MANAGER, again, 'abandonment', {'motive': 'Plus maintenant'}), 2)


@test('H-11 a national body is habilitated by the minister for every département, recorded and checked anywhere')
def _():
    host = new_host()
    file = made(open_file(REF, host, departement=None, deciding='minister'))
    equal([read(ONE, file)[k] for k in ('departement', 'deciding')], [None, 'minister'])
    done(decide(REF_ARRAS, file, 'granted', '2026-02-02', reference='Arrêté du 2 février'), 2)
    done(check(ARRAS, file, 'granted', '2026-02-02'), 3)
    equal(habilitations(host), [('FR', 'adults', '2026-02-02', '2031-02-02')])
    refused(open_file(MANAGER, OWN_HOST, departement=None, deciding='minister'), 404, 'not_found')


@test('H-01 a public body hosts by right and is not habilitated')
def _():
    for form in ('state', 'local_authority', 'public_establishment', 'hospital'):
        refused(open_file(REF, new_host(form)), 422, 'rule_forbids', form)


@test('H-03 a mission company is not habilitated in the Nord')
def _():
    refused(open_file(REF, new_host('mission_company')), 422, 'rule_forbids')
    refused(open_file(REF, new_host('mission_company'), public='minors', deciding='dtpjj'), 422, 'rule_forbids')


@test('H-04 a file is worked on in its own département; elsewhere every step is as if it were not there')
def _():
    host = new_host()
    file = asked_file(day(-60), host=host)
    draft = made(open_file(REF, new_host()))
    for client in (ARRAS, REF_ARRAS):
        refused(open_file(client, host, public='minors', deciding='dtpjj'), 404, 'not_found')
        refused(piece(client, draft, 'statutes', day(-1)), 404, 'not_found')
        refused(ask(client, draft, day(-1)), 404, 'not_found')
        refused(opinion(client, file, 'jap', 'favourable', day(-1)), 404, 'not_found')
        refused(check_opinion(client, file, 'jap', 'favourable', day(-1)), 404, 'not_found')
        refused(decide(client, file, 'granted', day(0)), 404, 'not_found')
        refused(check(client, file, 'granted', day(0)), 404, 'not_found')
        refused(step(client, file, 'abandonment', {'motive': 'x'}), 404, 'not_found')
    equal(read(ARRAS, file)['state'], 'asked', 'the offer is read everywhere')
    there = made(open_file(REF_ARRAS, host, departement='62'))
    refused(piece(REF, there, 'statutes', day(-1)), 404, 'not_found', 'the other way round')


# --- posts ----------------------------------------------------------------------------------------------------------

@test('H-15 H-16 H-17 H-19 a post is inscribed: whole sheet, host that may take people, ten days, council heard')
def _():
    host = new_host()
    post = new_post(host, title="Tri d'œufs")
    refused(open_post_file(REF, post), 409, 'no_habilitation', 'H-15')
    habilitation = made(open_file(REF, host))
    for gap in ({'in_charge': None}, {'manner': ''}):
        refused(open_post_file(REF, new_post(host, **gap)), 409, 'file_incomplete', 'H-16 %s' % gap)
    bare = new_post(host)
    SU.query('DELETE FROM offer.slot WHERE post_id = $1', bare)
    refused(open_post_file(REF, bare), 409, 'file_incomplete', 'no time')
    at = mark(SU)
    file = made(open_post_file(REF, post, motive='Formateur'))
    equal(notes(at), [('post.update', 'offer.post', post, 2, me(REF)),
                      ('procedure.create', 'offer.procedure', file, 1, me(REF))])
    refused(open_post_file(REF2, post), 409, 'state_refused', 'asked already')
    whole = read(ONE, file)
    equal([whole[k] for k in ('kind', 'post', 'host', 'departement', 'public', 'deciding', 'opinions_missing')],
          ['inscription', {'id': post, 'title': "Tri d'œufs"}, {'id': host, 'name': "Association L'Éclaircie"}, '59',
           'adults', 'dspip', ['prosecutor', 'jap']])
    done(ask(REF, file, day(-12)), 2)
    equal(SU.one('SELECT state::text FROM offer.post WHERE id = $1', post), 'opinions')
    equal(read(ONE, file)['earliest'], day(-2))
    refused(decide(ONE, file, 'granted', day(-2)), 409, 'date_refused', 'H-19: the council was not heard')
    hear(file, 'prevention_council', 'consulted', day(-6))
    refused(decide(ONE, file, 'granted', day(-3)), 409, 'date_refused', 'H-17: ten days')
    refused(decide(ONE, file, 'granted', day(-2)), 409, 'no_habilitation', 'its host was only asking')
    for kind in ASSOCIATION:
        done(piece(REF, habilitation, kind, '2026-01-05'))
    done(ask(REF, habilitation, day(-60)), 2)
    done(decide(ONE, habilitation, 'granted', day(-4)), 3)
    done(decide(ONE, file, 'granted', day(-2), valid_from=day(0)), 3)
    equal(read(ONE, file)['valid_from'], None, 'only a habilitation begins later')
    equal(SU.query('SELECT state::text, inscribed_on::text, confirmed_on::text, version FROM offer.post WHERE id = $1',
                   post), [('inscribed', day(-2), day(-2), 4)])


@test('H-17 with both opinions a post is inscribed at once; H-19 where no council is, none is heard')
def _():
    host = new_host('hospital')
    post = new_post(host)
    file = made(open_post_file(REF, post))
    done(ask(REF, file, day(-3), council_absent=True), 2)
    equal(read(ONE, file)['council_absent'], True)
    hear(file, 'prosecutor', 'reserved', day(-2))
    refused(decide(ONE, file, 'granted', day(-1)), 409, 'date_refused', 'one of two')
    hear(file, 'jap', 'unfavourable', day(-1))
    done(decide(ONE, file, 'granted', day(-1)), 3)
    equal(SU.one('SELECT state::text FROM offer.post WHERE id = $1', post), 'inscribed')


@test('a post whose inscription is refused or given up is a draft again')
def _():
    host = new_host('hospital')
    for end in ('refused', 'abandoned'):
        post = new_post(host)
        file = made(open_post_file(REF, post))
        done(ask(REF, file, day(-30), council_absent=True), 2)
        done(decide(ONE, file, 'refused', day(0)) if end == 'refused'
             else step(REF, file, 'abandonment', {'motive': 'Travaux'}), 3)
        equal(SU.one('SELECT state::text FROM offer.post WHERE id = $1', post), 'draft')
        equal(read(REF, file)['state'], end)
        made(open_post_file(REF, post))


@test('H-14 a post for minors is the DT-PJJ\'s to inscribe, without clock or council')
def _():
    post = new_post(new_host('hospital'), public='minors')
    file = made(open_post_file(REF, post))
    equal(read(REF, file)['deciding'], 'dtpjj')
    done(decide(ONE, file, 'granted', day(-1)), 2)
    done(check(REF, file, 'granted', day(-1)), 3)
    equal(SU.one('SELECT state::text FROM offer.post WHERE id = $1', post), 'inscribed')


@test('H-18 a post leaves the list by the same way, stopped or not')
def _():
    host = new_host('hospital')
    refused(open_post_file(REF, new_post(host), 'removal'), 409, 'state_refused', 'not on the list')
    for state in ('inscribed', 'suspended'):
        post = new_post(host, state=state)
        file = made(open_post_file(REF, post, 'removal', motive='Fermeture'))
        refused(open_post_file(REF, post), 409, 'state_refused', 'on the list')
        done(ask(REF, file, day(-10)), 2)
        refused(decide(ONE, file, 'granted', day(-1)), 409, 'date_refused', 'ten days')
        done(decide(ONE, file, 'granted', day(0)), 3)
        equal(SU.query('SELECT state::text, removed_on::text FROM offer.post WHERE id = $1', post),
              [('removed', day(0))])
        refused(open_post_file(REF, post), 409, 'state_refused', 'removed is for good')
    post = new_post(host, state='inscribed')
    file = made(open_post_file(REF, post, 'removal'))
    done(ask(REF, file, day(-30)), 2)
    done(decide(ONE, file, 'refused', day(0)), 3)
    equal(SU.one('SELECT state::text FROM offer.post WHERE id = $1', post), 'inscribed', 'it stays')


# --- who sees what --------------------------------------------------------------------------------------------------

@test('a host works on its own file, sees no opinion, and nothing of another host')
def _():
    file = made(open_file(MANAGER, OWN_HOST, motive='De nous'))
    for kind in ASSOCIATION:
        done(piece(MANAGER, file, kind, '2026-01-05'))
    refused(ask(MANAGER, file, day(-10)), 404, 'not_found', 'the service asks')
    done(ask(REF, file, day(-10)), 2)
    hear(file, 'jap', 'favourable', day(-5))
    hear(file, 'prosecutor', 'favourable', day(-5))
    hear(file, 'prefect', 'favourable', day(-5))
    whole = read(REF, file)
    for client in (MANAGER, TUTOR):
        hers = read(client, file)
        equal(sorted(set(whole) - set(hers)), ['opinions', 'opinions_missing'])
        equal({k: hers[k] for k in hers if k != 'earliest'}, {k: whole[k] for k in hers if k != 'earliest'})
        equal((whole['earliest'], hers['earliest']), (day(-5), months(day(-10), 1)), 'the end of the wait')
        refused(opinion(client, file, 'jap', 'favourable', day(-5)), 404, 'not_found')
        refused(decide(client, file, 'granted', day(0)), 404, 'not_found')
    refused(open_file(TUTOR, OWN_HOST), 404, 'not_found')
    refused(open_file(MANAGER, OTHER_HOST), 404, 'not_found')
    refused(open_post_file(MANAGER, new_post(OTHER_HOST)), 404, 'not_found')
    refused(OTHER.get('/procedures/' + file), 404, 'not_found')
    refused(piece(OTHER, file, 'statutes', day(-1)), 404, 'not_found')
    refused(step(OTHER, file, 'abandonment', {'motive': 'x'}), 404, 'not_found')
    theirs = made(open_file(OTHER, OTHER_HOST))
    equal({i['host']['id'] for i in MANAGER.get('/procedures').json['items']}, {OWN_HOST})
    equal([i['id'] for i in OTHER.get('/procedures').json['items']], [theirs])
    equal([i['id'] for i in TUTOR.get('/procedures').json['items']],
          [i['id'] for i in MANAGER.get('/procedures').json['items']])
    for client in (ONE, ARRAS, REF, COUNSELLOR, AUDITOR):
        true(read(client, theirs)['opinions'] == [], 'the service reads every file')
    refused(ADMIN.get('/procedures'), 404, 'not_found')
    refused(ADMIN.get('/procedures/' + file), 404, 'not_found')
    refused(ONE.get('/procedures/' + str(uuid.uuid4())), 404, 'not_found')
    for client in (COUNSELLOR, AUDITOR):
        refused(open_file(client, OWN_HOST), 404, 'not_found')
        refused(step(client, file, 'abandonment', {'motive': 'x'}), 404, 'not_found')


@test('a file of what is not there is not found')
def _():
    for host in (str(uuid.uuid4()), ADMIN.session['user']['organisation']['id']):
        refused(open_file(REF, host), 404, 'not_found')
    refused(open_post_file(REF, str(uuid.uuid4())), 404, 'not_found')
    file = str(uuid.uuid4())
    for answer in (piece(REF, file, 'statutes', day(-1)), opinion(REF, file, 'jap', 'reserved', day(-1)),
                   check_opinion(REF, file, 'jap', 'reserved', day(-1)), check(REF, file, 'granted', day(-1)),
                   step(REF, file, 'request', {'asked_on': day(0)}, 1),
                   decide(ONE, file, 'granted', day(0), 1), step(REF, file, 'abandonment', {'motive': 'x'}, 1)):
        refused(answer, 404, 'not_found')


@test('the list has each file once, newest first, cut by kind, state, public, host, post, what may be decided')
def _():
    def every(client, query=''):
        got, after = [], ''
        while after is not None:
            answer = client.get('/procedures?%s%s' % (query, after))
            equal(answer.status, 200, answer.text)
            true(len(answer.json['items']) <= 25, 'a page')
            got += answer.json['items']
            after = answer.json['next'] and '&after=' + answer.json['next']
        return got
    host = new_host('hospital')
    SU.query('INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, state, created_by,'
             " created_at, motive) SELECT gen_random_uuid(), 'withdrawal', $1::uuid, '59', 'adults', 'dspip',"
             " 'abandoned', $2::uuid, now() - (n / 2) * interval '1 day', 'x' FROM generate_series(1, 60) n", host,
             me(REF))
    due = asked_file(day(-60))
    waiting = asked_file(day(-3))
    recorded = made(open_file(REF, new_host(), public='minors', deciding='dtpjj'))
    done(decide(REF, recorded, 'granted', day(0)), 2)
    rows = SU.query('SELECT id, kind::text, state::text, public::text FROM offer.procedure'
                    ' ORDER BY created_at DESC, id DESC')
    for query, keep in (('kind=withdrawal', lambda r: r[1] == 'withdrawal'),
                        ('state=draft', lambda r: r[2] == 'draft'), ('public=minors', lambda r: r[3] == 'minors'),
                        ('kind=withdrawal&state=abandoned&public=adults',
                         lambda r: r[1:] == ('withdrawal', 'abandoned', 'adults'))):
        equal([i['id'] for i in every(AUDITOR, query)], [r[0] for r in rows if keep(r)], query)
    decidable = every(ONE, 'decidable=true')
    ids = {i['id'] for i in decidable}
    true(due in ids and recorded in ids and waiting not in ids, 'what may be decided')
    for i in decidable:
        true(i['state'] == 'recorded' or i['state'] == 'asked' and i['earliest'] <= day(0), i)
    equal(ids, {i['id'] for i in every(ONE, 'kind=habilitation') + every(ONE, 'kind=inscription')
                + every(ONE, 'kind=removal') + every(ONE, 'kind=withdrawal')
                if i['state'] == 'recorded' or i['state'] == 'asked' and i['earliest'] <= day(0)})
    with_post = SU.one('SELECT post_id FROM offer.procedure WHERE post_id IS NOT NULL AND departement = $1 LIMIT 1',
                       '59')
    equal(every(REF, 'kind=removal&host=' + host), [])
    for query, column, value in (('host=' + host, 'host_id', host),
                                 ('post=' + with_post, 'post_id', with_post)):
        equal([i['id'] for i in every(REF, query)],
              [i for i, in SU.query('SELECT id FROM offer.procedure WHERE %s = $1 ORDER BY created_at DESC, id DESC'
                                    % column, value)], query)
    equal([every(client, 'host=' + host) for client in (MANAGER, TUTOR)], [[], []], 'of its own alone')
    equal(len(ONE.get('/procedures').json['items']), 25)
    for query in ('after=x', 'after=', 'kind=', 'kind=fusion', "state='", 'state=Asked', 'public=all',
                  'decidable=1', 'decidable=false', 'host=x', 'host=', 'post=' + host[:-1],
                  'kind=removal&kind=removal'):
        refused(ONE.get('/procedures?' + query), 400, 'invalid_parameter', query)


# --- form -----------------------------------------------------------------------------------------------------------

def bad(answer, code, pointer):
    equal((answer.status, answer.code, answer.json.get('pointer')), (400, code, pointer), answer.text)


def bad_fields(send, good, rows):
    """Each change of a good body is refused with that pointer; then a field that is not known, and no body."""
    for field, values in rows.items():
        for value in values:
            bad(send(dict(good, **{field: value})), 'invalid_field', '/' + field)
    for field in good:
        if field in rows and None in rows[field]:
            bad(send({k: v for k, v in good.items() if k != field}), 'missing_field', '/' + field)
    bad(send(dict(good, autre=1)), 'unknown_field', '/autre')
    equal(send([]).code, 'invalid_json')


WORDS = ('', 'Granted', 'x' * 41, "l'autre", 7, None, ['granted'])
DAYS = ('', '2026-02-30', '2023-02-29', '1899-12-31', '2200-01-01', '20260101', ' 2026-01-01', 20260101, None)
LONG_LINE = ('x' * 201, 'é' * 201, ' a', 'a ', 'a\nb', 'a\tb', '\u0085', 7, {})
LONG_TEXT = ('x' * 2001, ' a', 'a\n', 'a\tb', 7, [])


@test('what makes no file of a host is refused and the field is named')
def _():
    host = new_host()
    send = lambda body: REF.post('/hosts/%s/procedures' % host, body, idempotency_key=str(uuid.uuid4()))
    good = {'kind': 'habilitation', 'departement': '59', 'public': 'adults', 'deciding': 'dspip', 'motive': ''}
    bad_fields(send, good, {'kind': WORDS + ('inscription', 'removal'), 'public': WORDS, 'deciding': WORDS,
                            'departement': ('', '5', '00', '96', '99', '2C', '2a', '97', '970', '979', '590', "5'", 59),
                            'motive': LONG_TEXT})
    for change, pointer in (({'departement': None}, '/departement'), ({'deciding': 'minister'}, '/departement'),
                            ({'deciding': 'dtpjj'}, '/deciding'), ({'public': 'minors'}, '/deciding'),
                            ({'deciding': 'minister', 'departement': ''}, '/departement')):
        bad(send(dict(good, **change)), 'invalid_field', pointer)
    for departement in ('01', '2A', '2B', '95', '971', '978'):
        refused(send(dict(good, departement=departement)), 404, 'not_found', 'well formed, but elsewhere')
    equal(REF.post('/hosts/%s/procedures' % host, good).code, 'idempotency_key_required')
    equal(made(send(dict(good, deciding='minister', departement=None, public='minors', motive='é' * 2000))) != '', True)


@test('what makes no file of a post is refused and the field is named')
def _():
    post = new_post(new_host('hospital'))
    send = lambda body: REF.post('/posts/%s/procedures' % post, body, idempotency_key=str(uuid.uuid4()))
    bad_fields(send, {'kind': 'inscription', 'motive': 'x'},
               {'kind': WORDS + ('habilitation', 'withdrawal'), 'motive': LONG_TEXT})
    file = made(send({'kind': 'inscription', 'motive': '𝔄\n' * 998 + 'fin!'}))
    equal(read(REF, file)['motive'], '𝔄\n' * 998 + 'fin!')


@test('what is no step is refused and the field is named')
def _():
    draft = made(open_file(REF, new_host()))
    asked = asked_file(day(-30))
    if_match = lambda what: lambda body: step(ONE, asked, what, body)
    bad_fields(lambda body: REF.put('/procedures/%s/pieces' % draft, body),
               {'kind': 'statutes', 'dated_on': '2026-01-05', 'received_on': '2026-01-05', 'reference': 'x'},
               {'kind': WORDS, 'dated_on': DAYS + ('2026-01-06',), 'received_on': DAYS, 'reference': LONG_LINE})
    bad_fields(if_match('request'), {'asked_on': day(0), 'council_absent': True},
               {'asked_on': DAYS, 'council_absent': ('true', 1, 0, [])})
    said = {'giver': 'jap', 'sense': 'favourable', 'given_on': day(-3)}
    giver, sense = WORDS, WORDS + ('consulted',)
    bad_fields(lambda body: REF.put('/procedures/%s/opinions' % asked, body), dict(said, reference='x'),
               {'giver': giver, 'sense': sense, 'given_on': DAYS, 'reference': LONG_LINE})
    bad_fields(lambda body: REF.post('/procedures/%s/opinions/check' % asked, body), said,
               {'giver': giver, 'sense': sense, 'given_on': DAYS})
    bad(REF.post('/procedures/%s/opinions/check' % asked, dict(said, reference='x')), 'unknown_field', '/reference')
    for sense in ('favourable', 'unfavourable', 'reserved'):
        bad(opinion(REF, asked, 'prevention_council', sense, day(-3)), 'invalid_field', '/sense')
    bad_fields(if_match('decision'),
               {'outcome': 'granted', 'decided_on': day(0), 'valid_from': day(0), 'reference': '', 'motive': ''},
               {'outcome': WORDS + ('abandoned', 'recorded'), 'decided_on': DAYS, 'valid_from': DAYS[:-1],
                'reference': LONG_LINE, 'motive': LONG_TEXT})
    bad_fields(lambda body: ONE.post('/procedures/%s/decision/check' % asked, body),
               {'outcome': 'granted', 'decided_on': day(0)}, {'outcome': WORDS, 'decided_on': DAYS})
    bad_fields(if_match('abandonment'), {'motive': 'x'}, {'motive': LONG_TEXT + ('', None)})
    equal((read(ONE, draft)['pieces'], read(ONE, asked)['opinions'], read(ONE, asked)['version']), ([], [], 2))


@test('texts come back as they went in, as long as they may be')
def _():
    file = made(open_file(REF, new_host()))
    for text in ("L'Été d’Ys — N° 1/“2”", '</p>&amp;<b>', 'a\\b"c', "'; DROP TABLE x --", '%s%n', '𝔄' * 200, 'é' * 200):
        done(piece(REF, file, 'other', '2026-01-05', reference=text))
        equal(read(REF, file)['pieces'][0]['reference'], text)
    done(piece(REF, file, 'other', '2026-01-05', reference=None))
    equal(read(REF, file)['pieces'][0]['reference'], None)
    for kind in ASSOCIATION:
        done(piece(REF, file, kind, '2026-01-05'))
    done(ask(REF, file, day(-60), council_absent=None), 2)
    done(opinion(REF, file, 'juge_des_enfants', 'reserved', day(-1), reference='𝔄' * 200))
    equal(read(REF, file)['opinions'][0]['reference'], '𝔄' * 200)
    text = "Attendu que l'été\n" * 111
    done(decide(ONE, file, 'refused', day(0), reference='é' * 200, motive=text.strip()), 3)
    equal([read(ONE, file)[k] for k in ('reference', 'motive')], ['é' * 200, text.strip()])


@test('the same request twice opens one file, another body under its key none')
def _():
    host, other, post = new_host(), new_host(), new_post(new_host('hospital'))
    for send in (lambda k, m: open_file(REF, host, key=k, motive=m),
                 lambda k, m: open_post_file(REF, post, key=k, motive=m)):
        key = str(uuid.uuid4())
        first = send(key, 'Un')
        at = mark(SU)
        again = send(key, 'Un')
        equal((first.status, first.body), (again.status, again.body))
        equal(notes(at), [])
        refused(send(key, 'Deux'), 422, 'idempotency_key_reused')
    key = str(uuid.uuid4())
    made(open_file(REF, other, key=key))
    refused(open_file(REF, new_host(), key=key), 422, 'idempotency_key_reused', 'the same body sent to another host')
    answers = at_once(*[lambda c=c: open_file(c, other, key=key) for c in (REF, REF.twin(), REF.twin())])
    equal({a.body for a in answers}, {answers[0].body})
    equal(SU.one('SELECT count(*) FROM offer.procedure WHERE host_id = $1', other), 1)


run()
