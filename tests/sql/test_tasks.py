# SPDX-License-Identifier: EUPL-1.2
"""What is due around hosts and posts: for whom, with which rule, on which day, and that it goes. Tasks of cases are in
test_measure.py."""
import uuid

from people import SU, W, sid
from tap import equal, run, test

TASKS = 'SELECT kind, rule, due, object, case_id FROM casework.tasks() WHERE id = $1'
LOGINS = ('dir.lille', 'dep.lille', 'dir.douai', 'referent', 'manager', 'manager2', "m.n'diaye", 'tutor', 'auditor',
          'admin')
SIDS = {login: sid(login) for login in LOGINS}
DIRECTORS = ('dir.lille', 'dep.lille')
SU.query("INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from) VALUES"
         " ('59286', 'Haubourdin', 'commune-actuelle', '59', '32', '2026-01-01'),"
         " ('62041', 'Arras', 'commune-actuelle', '62', '32', '2026-01-01')")
SU.query("UPDATE sec.organisation SET departement = CASE id WHEN $1 THEN '62' ELSE '59' END WHERE kind = 'unit'",
         W.org['douai'])
SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59286')", W.org['host'])
SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'association', '62041')", W.org['host2'])
SITES = {}
for _host, _insee in (('host', '59286'), ('host2', '62041')):
    SITES[_host] = SU.one('INSERT INTO offer.site (id, host_id, name, insee) VALUES (gen_random_uuid(), $1, $2, $3)'
                          ' RETURNING id', W.org[_host], "L'atelier", _insee)


def day(add=0):
    return str(SU.one('SELECT offer.today() + $1::integer', add))


def due(i):
    """Who is told of this: {login: (kind, rule, day, object, case)}; each of one task at most."""
    out = {}
    for login in LOGINS:
        with W.bound(SIDS[login], commit=False) as c:
            rows = c.query(TASKS, i)
        if rows:
            equal(len(rows), 1, login)
            out[login] = (*rows[0][:2], str(rows[0][2]), *rows[0][3:])
    return out


def for_all(logins, *task):
    return dict.fromkeys(logins, task)


def post(host='host', confirmed=None):
    return SU.one("INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,"
                  ' care_setting, meets_children, meets_vulnerable, meets_public, state, inscribed_on, confirmed_on)'
                  " VALUES (gen_random_uuid(), $1, $2, 'adults', 'Jardin', 'green_spaces', 'Tailler', 1, false, false,"
                  " false, false, false, 'inscribed', '2026-01-01', $3) RETURNING id",
                  W.org[host], SITES[host], confirmed)


def file(host='host', kind='habilitation', departement='59', state='asked', asked=None, by='referent', **more):
    """A procedure; the one before it of the same host and kind is given up."""
    SU.query("UPDATE offer.procedure SET state = 'abandoned', outcome = NULL, decided_on = NULL, decided_by = NULL"
             ' WHERE host_id = $1 AND kind = $2', W.org[host], kind)
    fields = {'id': str(uuid.uuid4()), 'host_id': W.org[host], 'kind': kind, 'departement': departement,
              'public': 'adults', 'deciding': 'dspip' if departement else 'minister', 'state': state,
              'created_by': W.account[by], 'asked_on': asked or day(), **more}
    SU.query('INSERT INTO offer.procedure (%s) VALUES (%s)' % (
        ', '.join(fields), ', '.join('$%d' % (n + 1) for n in range(len(fields)))), *fields.values())
    return fields['id']


@test('H-20: a call that a host asks for is due in a week for each referent, then for who takes it, until it is closed')
def _():
    c = SU.one("INSERT INTO offer.callback (id, host_id, departement, subject, due_on, asked_by) VALUES"
               " (gen_random_uuid(), $1, '59', 'load', offer.today() + 7, $2) RETURNING id", W.org['host'],
               W.account['manager'])
    equal(due(c), for_all(['referent'], 'callback', 'H-20', day(7), 'callback', None))
    SU.query("UPDATE offer.callback SET state = 'taken', taken_by = $2 WHERE id = $1", c, W.account['referent'])
    equal(list(due(c)), ['referent'])
    SU.query('UPDATE offer.callback SET taken_by = $2 WHERE id = $1', c, W.account['dir.lille'])
    equal(due(c), {}, 'somebody else calls')
    SU.query("UPDATE offer.callback SET state = 'closed', outcome = 'visit', closed_on = offer.today(), taken_by = $2"
             ' WHERE id = $1', c, W.account['referent'])
    equal(due(c), {})


@test('H-08, H-17: a file may be decided from its day on, by the director of its département')
def _():
    young = file(asked=day(-20))
    equal(due(young), {}, 'a month has not passed')
    month = str(SU.one("SELECT (offer.today() - interval '1 month')::date"))
    ripe = file(asked=month)
    from_day = str(SU.one("SELECT ($1::date + interval '1 month')::date", month))
    equal(due(ripe), for_all(DIRECTORS, 'procedure_to_decide', 'H-08', from_day, 'procedure', None))
    p = post()
    ripe = file(kind='inscription', asked=day(-10), post_id=p)
    equal(due(ripe), for_all(DIRECTORS, 'procedure_to_decide', 'H-17', day(), 'procedure', None))
    SU.query("UPDATE offer.procedure SET state = 'abandoned' WHERE id = $1", ripe)
    equal(due(ripe), {})


@test('A-01: a decision and an opinion are checked by another than who wrote them down')
def _():
    p = file(host='host2', departement='62', state='recorded', outcome='granted', decided_on=day(),
             decided_by=W.account['dir.douai'])
    equal(due(p), {}, 'by the only one of that département')
    p = file(state='recorded', outcome='granted', decided_on=day(-1), decided_by=W.account['dir.lille'],
             asked=day(-40))
    equal(due(p), for_all(('dep.lille', 'referent'), 'decision_to_check', 'A-01', day(-1), 'procedure', None))
    p = file()
    SU.query('INSERT INTO offer.opinion (procedure_id, giver, sense, given_on, recorded_by)'
             " VALUES ($1, 'jap', 'favourable', $2, $3)", p, day(-2), W.account['referent'])
    equal(due(p), for_all(DIRECTORS, 'opinion_to_check', 'A-01', day(-2), 'procedure', None))
    SU.query('UPDATE offer.opinion SET checked_by = $1, checked_at = clock_timestamp() WHERE procedure_id = $2',
             W.account['dep.lille'], p)
    equal(due(p), {})


@test('a national file is checked in every département')
def _():
    p = file(host='host2', departement=None, state='recorded', outcome='granted', decided_on=day(),
             decided_by=W.account['referent'], asked=day(-40))
    equal(due(p), for_all(('dir.lille', 'dep.lille', 'dir.douai'), 'decision_to_check', 'A-01', day(), 'procedure',
                          None))
    SU.query("UPDATE offer.procedure SET state = 'granted', checked_by = $1 WHERE id = $2", W.account['dir.lille'], p)
    equal(due(p), {})


@test('H-10: a habilitation is told of six months before it ends, until it was renewed or has ended')
def _():
    host = W.org['host2']

    def habilitation(first, last):
        p = file(host='host2', departement='62', state='granted', outcome='granted', decided_on=day(),
                 decided_by=W.account['dir.douai'])
        return SU.one("INSERT INTO offer.habilitation (host_id, territory, public, valid, procedure_id)"
                      " VALUES ($1, '62', 'adults', daterange($2, $3, '[]'), $4) RETURNING id", host, first, last, p)
    six = str(SU.one("SELECT (offer.today() + interval '6 months')::date"))
    far = habilitation('2024-01-01', six)
    equal(due(host), {}, 'a day early')
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), upper(valid) - 1) WHERE id = $1", far)
    last = str(SU.one('SELECT $1::date - 1', six))
    equal(due(host), {'dir.douai': ('habilitation_ending', 'H-10', last, 'host', None)})
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1, '[]') WHERE id = $2", day(), far)
    equal(due(host), {'dir.douai': ('habilitation_ending', 'H-10', day(), 'host', None)}, 'its last day')
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1) WHERE id = $2", day(), far)
    equal(due(host), {}, 'it has ended')
    SU.query("UPDATE offer.habilitation SET valid = daterange(lower(valid), $1, '[]') WHERE id = $2", day(30), far)
    habilitation(day(31), day(900))
    equal(due(host), {}, 'it was renewed')


@test('B-09: a post is confirmed each quarter, and its manager and the referent hear of it two weeks before')
def _():
    equal(due(post(confirmed=day(-77))), {}, 'fifteen days before')
    p = post(confirmed=day(-78))
    equal(due(p), for_all(('manager', 'referent'), 'post_to_confirm', 'B-09', day(14), 'post', None))
    SU.query('UPDATE offer.post SET confirmed_on = $1 WHERE id = $2', day(), p)
    equal(due(p), {})
    elsewhere = post('host2', confirmed=day(-200))
    equal(due(elsewhere), for_all(('manager2',), 'post_to_confirm', 'B-09', day(-108), 'post', None))


@test('B-10: a lead is followed up by who has it, or by each referent while nobody has it')
def _():
    def lead(departement='59', next_on=None, **more):
        i = SU.one("INSERT INTO offer.lead (id, departement, name, origin, next_on, last_contact_on)"
                   " VALUES (gen_random_uuid(), $1, 'Ferme', 'forum', $2, '2026-01-01') RETURNING id", departement,
                   next_on)
        for k, v in more.items():
            SU.query('UPDATE offer.lead SET %s = $1 WHERE id = $2' % k, v, i)
        return i
    want = ('lead', 'B-10', day(7), 'lead', None)
    equal(due(lead(next_on=day(8))), {}, 'in eight days')
    equal(due(lead(next_on=day(7))), for_all(('referent',), *want))
    equal(due(lead(next_on=day(7), assigned_to=W.account['referent'])), for_all(('referent',), *want))
    equal(due(lead(next_on=day(7), assigned_to=W.account['dir.lille'])), {}, 'somebody else\'s')
    equal(due(lead(next_on=day(7), state='declined')), {})
    equal(due(lead('62', next_on=day(7))), {}, 'another département')
    equal(due(lead()), {}, 'no day')


run()
