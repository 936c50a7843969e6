# SPDX-License-Identifier: EUPL-1.2
"""What the tests about hosts and posts stand on: two hosts with accounts, two units of the Nord and one of the
Pas-de-Calais, rows of every table, and calls of the functions as each role makes them."""
import datetime
import secrets
import threading
import time
import uuid

import fixture
from fixture import COUNSELLOR, ORGANISATIONS, together
from tap import true

ORGANISATIONS.update({'host2': ('host', "Association L'Éclaircie"), 'arras': ('unit', 'SPIP du Pas-de-Calais, Arras')})
fixture.ACCOUNTS.update({'dep.lille': ('director', 'lille'), 'ref2': ('referent', 'lille'),
                         'manager2': ('host_manager', 'host2'), 'tutor2': ('tutor', 'host2'),
                         'cpip.arras': ('counsellor', 'arras'), 'dir.arras': ('director', 'arras'),
                         'ref.arras': ('referent', 'arras')})
W = fixture.world()
SU = W.su
HOST, HOST2 = W.org['host'], W.org['host2']
ROLES = {'counsellor': COUNSELLOR, 'counsellor of another département': 'cpip.arras', 'director': 'dir.lille',
         'director of another unit': 'dir.douai', 'director of another département': 'dir.arras',
         'referent': 'referent', 'referent of another département': 'ref.arras', 'host_manager': 'manager',
         'host_manager of another host': 'manager2', 'tutor': 'tutor', 'tutor of another host': 'tutor2',
         'auditor': 'auditor', 'administrator': 'admin'}
OK, NO, GONE = '00000', 'JA004', 'JA007'
LILLE, DOUAI, ARRAS = '59350', '59178', '62041'
for _insee, _name, _departement in ((LILLE, 'Lille', '59'), (DOUAI, 'Douai', '59'), (ARRAS, 'Arras', '62')):
    SU.query('INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)'
             " VALUES ($1, $2, 'commune-actuelle', $3, '32', '2026-01-01')", _insee, _name, _departement)
for _unit, _departement in (('lille', '59'), ('douai', '59'), ('arras', '62')):
    SU.query('UPDATE sec.organisation SET departement = $2 WHERE id = $1', W.org[_unit], _departement)

TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))


def day(n):
    """A day from today, as text; negative: ago."""
    return str(TODAY + datetime.timedelta(days=n))


# callers

_sid = {}


def sid(login):
    if login not in _sid:
        _sid[login] = W.sign_in(login)
    return _sid[login]


def rows(login, sql, *params, conn=None, commit=True):
    """What the statement gives login, in a transaction of its own."""
    with W.bound(sid(login), conn, commit) as c:
        return c.query(sql, *params)


def call(login, function, *params, conn=None):
    """A function of offer by login, committed: its first column."""
    return rows(login, calling(function, len(params)), *params, conn=conn)[0][0]


def calling(function, n):
    return 'SELECT * FROM offer.%s(%s)' % (function, ', '.join('$%d' % (i + 1) for i in range(n)))


def state_of_call(login, function, *params):
    """The SQLSTATE of a call that is undone again."""
    with W.bound(sid(login), commit=False) as c:
        return c.state(calling(function, len(params)), *params)


def at_once(*acts):
    """Bound transactions that begin at the same instant, each (login, function, parameters): results or SQLSTATEs."""
    for login, *_ in acts:
        sid(login)
    barrier = threading.Barrier(len(acts))

    def act(login, function, *params):
        with W.connect('jalon_web') as conn, W.bound(sid(login), conn) as c:
            barrier.wait(10)
            return c.query(calling(function, len(params)), *params)[0][0]
    return [getattr(g, 'state', g) for g in together(*(lambda a=a: act(*a) for a in acts))]


def race(first, second):
    """The first has acted and not committed when the second acts and waits; (login, function, parameters) each. What
    the second gives, or its SQLSTATE."""
    for login, *_ in (first, second):
        sid(login)
    with W.connect('jalon_web') as one, W.connect('jalon_web') as two:
        acted, out = threading.Event(), []

        def act():
            acted.wait(10)
            out.append(together(lambda: call(second[0], *second[1:], conn=two))[0])
        thread = threading.Thread(target=act)
        thread.start()
        with W.bound(sid(first[0]), one):
            one.query(calling(first[1], len(first) - 2), *first[2:])
            acted.set()
            wait_for_lock(two.pid)
        thread.join()
    return getattr(out[0], 'state', out[0])


def wait_for_lock(pid):
    deadline = time.monotonic() + 10
    while SU.one('SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = $2', pid, 'Lock') == 0:
        true(time.monotonic() < deadline, 'the second did not wait for the first')
        time.sleep(0.01)


# rows, by the superuser

def once():
    """Key and digest of a write that comes once."""
    return secrets.token_bytes(32), secrets.token_bytes(32)


def insert(table, **values):
    """A row; its id, made up when the table has one and none was given."""
    if table not in ('slot', 'piece', 'opinion', 'contact_civil', 'host', 'post_bar'):
        values.setdefault('id', str(uuid.uuid4()))
    SU.query('INSERT INTO offer.%s (%s) VALUES (%s)' % (table, ', '.join(values), ', '.join(
        '$%d' % (i + 1) for i in range(len(values)))), *values.values())
    return values.get('id')


def new_host(form='association', insee=LILLE, **values):
    """A host that has no account."""
    host = str(uuid.uuid4())
    SU.query("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', 'Une structure')", host)
    insert('host', id=host, form=form, insee=insee, **values)
    return host


def new_site(host, insee=LILLE, **values):
    return insert('site', host_id=host, name="L'atelier", insee=insee, **values)


def new_contact(host, **values):
    return insert('contact', host_id=host, part='in_charge', name='Zoé D’Haene', **values)


def new_post(host, site=None, state='draft', slot=True, **values):
    """A post whose sheet is whole, with one morning."""
    values = {'manner': 'Avec un encadrant', 'public': 'adults', 'in_charge': new_contact(host), **values}
    if state in ('inscribed', 'suspended'):
        values.setdefault('inscribed_on', '2026-01-05')
    post = insert('post', host_id=host, site_id=site or new_site(host), title='Entretien', family='green_spaces',
                  nature='Entretien des berges', places=2, special_risk=False, care_setting=False,
                  meets_children=False, meets_vulnerable=False, meets_public=False, state=state, **values)
    if slot:
        insert('slot', post_id=post, host_id=host, n=1, weekday=1, from_min=540, to_min=720, weeks='[0,2)')
    return post


def new_procedure(kind, host, state='draft', **values):
    """A file in that state, as if somebody else had brought it there."""
    values = {'departement': '59', 'public': 'adults', 'deciding': 'dspip', 'created_by': W.account['dep.lille'],
              **values}
    if state in ('recorded', 'granted', 'refused'):
        values = {'outcome': 'granted' if state == 'recorded' else state, 'decided_on': day(-1),
                  'decided_by': W.account['dep.lille'], **values}
    return insert('procedure', kind=kind, host_id=host, state=state, **values)


def habilitate(host, first, end, territory='59', public='adults', **values):
    """A habilitation from the first day to the day before the end."""
    deciding = 'minister' if territory == 'FR' else 'dtpjj' if public == 'minors' else 'dspip'
    file = new_procedure('habilitation', host, 'granted', departement=None if territory == 'FR' else territory,
                         public=public, deciding=deciding, decided_on=first,
                         checked_by=None if deciding == 'dspip' else W.account['ref2'])
    return insert('habilitation', host_id=host, territory=territory, public=public,
                  valid='[%s,%s)' % (first, end), procedure_id=file, **values)


def version(table, row):
    return SU.one('SELECT version FROM offer.%s WHERE id = $1' % table, row)


def state(table, row):
    return SU.one('SELECT state::text FROM offer.%s WHERE id = $1' % table, row)
