# SPDX-License-Identifier: EUPL-1.2
"""Schema offer: who may call which function and see which row, two at once, days, notes, rules by date. What each
function does for its caller is told by the API tests."""
import hashlib

from fixture import COUNSELLOR, refused
from offers import (ARRAS, DOUAI, GONE, HOST, HOST2, LILLE, NO, OK, ROLES, SU, W, at_once, call, calling, day,
                    habilitate, insert, new_contact, new_host, new_post, new_procedure, new_site, once, race, rows,
                    sid, state, state_of_call, version)
from tap import equal, run, test, true

# What both hosts have: everything, so that what one sees of the other would show.

ME = W.account['dep.lille']
THING = {}
for _host, _manager in ((HOST, 'manager'), (HOST2, 'manager2')):
    insert('host', id=_host, form='association', insee=LILLE)
    habilitate(_host, day(-400), day(1400))
    habilitate(_host, day(-400), day(1400), public='minors')
    t = THING[_host] = {'site': new_site(_host), 'contact': new_contact(_host), 'draft': new_post(_host),
                        'inscribed': new_post(_host, state='inscribed'),
                        'stopped': new_post(_host, state='suspended'), 'asked': new_post(_host, state='inscribed')}
    t['absence'] = insert('absence', contact_id=t['contact'], host_id=_host, days='[2026-08-01,2026-08-16)')
    t['callback'] = insert('callback', host_id=_host, departement='59', contact_id=t['contact'], subject='load',
                           due_on=day(7), asked_by=W.account[_manager])
    t['taken'] = insert('callback', host_id=_host, departement='59', subject='stop', due_on=day(7), state='taken',
                        asked_by=W.account[_manager], taken_by=W.account['ref2'])
    insert('contact_civil', contact_id=t['contact'], host_id=_host, birth_place='Armentières')
    t['closure'] = insert('closure', post_id=t['inscribed'], host_id=_host, days='[2026-08-01,2026-08-16)')
    for _side in ('direction', 'host'):
        insert('suspension', post_id=t['stopped'], host_id=_host, side=_side, reason='Travaux',
               by_account=W.account[_manager])
    insert('post_bar', post_id=t['inscribed'], family='fire', by_account=ME)
    t['renewal'] = new_procedure('habilitation', _host)
    insert('piece', procedure_id=t['renewal'], host_id=_host, kind='statutes', dated_on='2026-01-01',
           received_on='2026-01-02')
    t['withdrawal'] = new_procedure('withdrawal', _host)
    t['national'] = new_procedure('habilitation', _host, departement=None, deciding='minister')
    t['removal'] = new_procedure('removal', _host, 'asked', post_id=t['asked'], asked_on=day(-60))
    insert('opinion', procedure_id=t['removal'], giver='jap', sense='favourable', given_on=day(-50),
           recorded_by=ME)
    t['recorded'] = new_procedure('inscription', _host, 'recorded', public='minors', deciding='dtpjj',
                                  post_id=new_post(_host, state='asked', public='minors'))
LEAD = insert('lead', departement='59', name='Le Relais', origin='forum', last_contact_on=day(-3))
insert('lead_event', lead_id=LEAD, kind='call', on_day=day(-3), by_account=ME)
SEARCH = insert('search', account_id=W.account[COUNSELLOR], name='Nom', weekdays=0, begin_from=0, home_by=0,
                transit=False, free=False, fresh=False)
SU.query('INSERT INTO offer.search_look (search_id, seen) VALUES ($1, 0)', SEARCH)
T = THING[HOST]
SHEET = ('adults', 'Titre', 'cleaning', 'Nature', '', '', 3, None, None, '{}', False, False, False, False, False, '',
         '', '', None)
TIMES = ('{1}', '{540}', '{720}', '{every}', '{0}', False, 400, 1200, None, 1100, 500, 1000, False, False)

# who may: table 6a, rows "host identity, habilitation file" and "post sheet, capacity"

SERVICE = {'referent': OK, 'director': OK, 'director of another unit': OK, 'referent of another département': GONE,
           'director of another département': GONE}
DIRECTORS = {k: v for k, v in SERVICE.items() if k.startswith('director')}
REFERENTS = {k: v for k, v in SERVICE.items() if k.startswith('referent')}
MANAGERS = {'host_manager': OK, 'host_manager of another host': GONE}
HANDS = {**SERVICE, **MANAGERS}
EVERYWHERE = {'referent': OK, 'director': OK, 'director of another unit': OK, 'referent of another département': OK,
              'director of another département': OK}
READERS = {**EVERYWHERE, **dict.fromkeys(MANAGERS, OK), 'counsellor': OK, 'counsellor of another département': OK}
COUNSELLORS = {'counsellor': OK, 'counsellor of another département': OK}
OWNER = {'counsellor': OK, 'counsellor of another département': GONE}
FILTER = (None, None, None, None, None, None, 0, 0, 0, None, False, False, False)


def founded_host():
    """A host organisation without a sheet, as the founding leaves it."""
    return SU.one("INSERT INTO sec.organisation (id, kind, name) VALUES (gen_random_uuid(), 'host', 'Fondé')"
                  ' RETURNING id')


# function, with what is special -> (parameters, {who: state}); JA004 for everybody who is not named
MATRIX = {
    'host_new': (lambda: ('Nom', 'hospital', None, DOUAI, '', None, *once()), SERVICE),
    'host_new of the founding': (lambda: ('Nom', 'hospital', None, DOUAI, '', founded_host(), *once()), SERVICE),
    'host_new of a unit': (lambda: ('Nom', 'hospital', None, DOUAI, '', W.org['lille'], *once()),
                           dict.fromkeys(SERVICE, GONE)),
    'host_put': (lambda: (HOST, 1, 'Nom', 'association', None, LILLE, ''), HANDS),
    'host_put of its form': (lambda: (HOST2, 1, 'Nom', 'association', '123456789', LILLE, ''),
                             {**SERVICE, 'host_manager': GONE, 'host_manager of another host': 'JA020'}),
    'host_set_state': (lambda: (HOST, 1, 'suspended', 'Accident'), DIRECTORS),
    'site_new': (lambda: (HOST, 'Nom', '', LILLE, None, None, '', False, 'Gare', '12', 5, *once()), HANDS),
    'site_put': (lambda: (T['site'], 1, 'Nom', '', LILLE, None, None, '', True, '', '', None, True), HANDS),
    'contact_new': (lambda: (HOST, 'board', 'Nom', '', '', '', None, '', 'française', 3, day(-9), *once()), HANDS),
    'contact_put': (lambda: (T['contact'], 1, 'board', 'Nom', '', '', '', None, '', '', None, None), HANDS),
    'contact_drop': (lambda: (T['contact'],), HANDS),
    'absence_new': (lambda: (T['contact'], day(1), day(2), None, *once()), HANDS),
    'absence_put': (lambda: (T['absence'], 1, day(1), day(2), None), HANDS),
    'absence_drop': (lambda: (T['absence'],), HANDS),
    'callback_new': (lambda: ('stop', T['contact'], '', *once()),
                     {**MANAGERS, 'tutor': OK, 'tutor of another host': GONE}),
    'callback_take': (lambda: (T['callback'],), REFERENTS),
    'callback_close': (lambda: (T['taken'], 1, 'informed', day(0)), REFERENTS),
    'post_new': (lambda: (HOST, T['site'], *SHEET, *TIMES, *once()), HANDS),
    'post_put': (lambda: (T['draft'], 1, T['site'], *SHEET, *TIMES), HANDS),
    'post_schedule': (lambda: (T['inscribed'], 1, 2, None, None, '', '', '', T['contact'], *TIMES), HANDS),
    'post_confirm': (lambda: (T['inscribed'],), {**REFERENTS, **MANAGERS}),
    'post_suspend': (lambda: (T['inscribed'], 'Travaux'), {**DIRECTORS, **MANAGERS}),
    'post_resume': (lambda: (T['stopped'],), {**DIRECTORS, **MANAGERS}),
    'find_posts': (lambda: (None, None, None, False, None, True, None, None, *FILTER),
                   {**READERS, **dict.fromkeys(('tutor', 'tutor of another host', 'auditor'), OK)}),
    'find_posts with free places': (lambda: (None, None, None, True, None, True, None, None, *FILTER[:11], True, False),
                                    READERS),
    'search_new': (lambda: ('Nom', *FILTER, *once()), COUNSELLORS),
    'search_put': (lambda: (SEARCH, 1, 'Nom', *FILTER), OWNER),
    'search_drop': (lambda: (SEARCH,), OWNER),
    'search_seen': (lambda: (SEARCH, 0), OWNER),
    'search_posts': (lambda: (None, None, None, False, SEARCH), OWNER),
    'searches': (lambda: (None,), COUNSELLORS),
    'search_news': (lambda: (), COUNSELLORS),
    'closure_new': (lambda: (T['inscribed'], '2026-12-24', '2026-12-31', '', *once()), HANDS),
    'closure_drop': (lambda: (T['closure'],), HANDS),
    'post_bars': (lambda: (T['inscribed'], '{drugs,road}'),
                  {**DIRECTORS, 'counsellor': OK, 'counsellor of another département': GONE}),
    'procedure_host': (lambda: ('habilitation', HOST, '59', 'minors', 'dtpjj', '', *once()), HANDS),
    'procedure_host of a withdrawal': (lambda: ('withdrawal', HOST, '59', 'minors', 'dtpjj', 'Faits', *once()),
                                       DIRECTORS),
    'procedure_host of a national file': (lambda: ('habilitation', HOST, None, 'minors', 'minister', '', *once()),
                                          EVERYWHERE),
    'procedure_post': (lambda: ('inscription', T['draft'], '', *once()), HANDS),
    'procedure_post of a removal': (lambda: ('removal', T['inscribed'], '', *once()), HANDS),
    'piece_put': (lambda: (T['renewal'], 'accounts', '2026-01-01', '2026-01-02', ''), HANDS),
    'procedure_ask': (lambda: (T['withdrawal'], 1, day(-1), False), SERVICE),
    'opinion_record': (lambda: (T['removal'], 'prosecutor', 'reserved', day(-40), ''), SERVICE),
    'opinion_check': (lambda: (T['removal'], 'jap', 'favourable', day(-50)), SERVICE),
    'procedure_decide': (lambda: (T['removal'], 1, 'granted', day(0), None, '', ''),
                         {**DIRECTORS, 'referent of another département': GONE}),
    'procedure_decide for the minister': (lambda: (T['national'], 1, 'granted', day(0), None, '', ''), EVERYWHERE),
    'decision_check': (lambda: (T['recorded'], 'granted', day(-1)), SERVICE),
    'procedure_abandon': (lambda: (T['renewal'], 1, 'Sans suite'), HANDS),
    'procedure_abandon of a withdrawal': (lambda: (T['withdrawal'], 1, 'Sans suite'),
                                          {**SERVICE, 'host_manager of another host': GONE}),
    'procedure_abandon of what was recorded': (lambda: (T['recorded'], 1, 'Mal lu'),
                                               {**SERVICE, 'host_manager of another host': GONE}),
    'lead_new': (lambda: ('Nom', LILLE, 'web', '', '', '', '', None, None, *once()), REFERENTS),
    'lead_new without a commune': (lambda: ('Nom', None, 'web', '', '', '', '', None, None, *once()),
                                   dict.fromkeys(REFERENTS, OK)),
    'lead_put': (lambda: (LEAD, 1, 'Nom', DOUAI, 'meeting', '', '', '', '', None, W.account['ref2']), REFERENTS),
    'lead_event_new': (lambda: (LEAD, 'call', day(0), '', *once()), REFERENTS),
    'lead_convert': (lambda: (LEAD, 1, 'association', None, DOUAI, '', *once()), REFERENTS),
}


def add_matrix(name, params, allowed):
    @test('who may call %s: %s' % (name, ', '.join(sorted(w for w, s in allowed.items() if s == OK))))
    def _():
        for role, login in ROLES.items():
            equal(state_of_call(login, name.split(' ')[0], *params()), allowed.get(role, NO), name + ' by ' + role)

    @test('without a live session nobody calls ' + name)
    def _():
        given = params()
        W.web.query('BEGIN')
        got = W.web.state(calling(name.split(' ')[0], len(given)), *given)
        W.web.query('ROLLBACK')
        equal(got, 'JA001')


for _name, _row in MATRIX.items():
    add_matrix(_name, *_row)


@test('every definer function of offer but that of the day is in the matrix; jalon_web may call no other that writes')
def _():
    definer = {n for n, in SU.query("SELECT proname FROM pg_proc WHERE pronamespace = 'offer'::regnamespace"
                                    ' AND prosecdef')}
    equal(definer, {n.split(' ')[0] for n in MATRIX} | {'today'})
    open_ = {n for n, in SU.query(
        "SELECT proname FROM pg_proc WHERE pronamespace = 'offer'::regnamespace AND proowner = 'jalon_sec'::regrole"
        " AND has_function_privilege('jalon_web', oid, 'EXECUTE') AND NOT (prosecdef OR provolatile <> 'v')")}
    equal(open_, set())


@test('a unit that nobody gave a département works on no host')
def _():
    SU.query('UPDATE sec.organisation SET departement = NULL WHERE id = $1', W.org['douai'])
    for name in ('host_put', 'site_new', 'procedure_decide', 'piece_put'):
        equal(state_of_call('dir.douai', name, *MATRIX[name][0]()), GONE, name)
    SU.query("UPDATE sec.organisation SET departement = '59' WHERE id = $1", W.org['douai'])


@test('H-04 a post is worked on where its site is, not where its host sits')
def _():
    host = new_host(form='local_authority')
    there = new_post(host, site=new_site(host, insee=ARRAS))
    for login, code in (('dir.lille', GONE), ('referent', GONE), ('dir.arras', OK), ('ref.arras', OK)):
        equal(state_of_call(login, 'procedure_post', 'inscription', there, '', *once()), code, login)


# rows

BOTH, OWN, OTHER = {HOST, HOST2}, {HOST}, {HOST2}
HOST_TABLES = ('host', 'site', 'contact', 'post', 'slot', 'closure', 'suspension', 'procedure', 'piece',
               'absence', 'habilitation')
READERS = {**dict.fromkeys(('counsellor', 'counsellor of another département', 'director', 'director of another unit',
                            'director of another département', 'referent', 'referent of another département',
                            'auditor'), BOTH),
           **dict.fromkeys(('host_manager', 'tutor'), OWN),
           **dict.fromkeys(('host_manager of another host', 'tutor of another host'), OTHER)}
OF_SERVICE = {k: v for k, v in READERS.items() if v == BOTH}
WORK_ON_FILES = {k: v for k, v in OF_SERVICE.items() if k.startswith(('director', 'referent'))}
# table -> (the host of a row, {who: hosts whose rows she sees}); nothing for who is not named
SEEN = {
    **{t: ('id' if t == 'host' else 'host_id', READERS) for t in HOST_TABLES},
    'contact_civil': ('host_id', {**WORK_ON_FILES, 'host_manager': OWN, 'host_manager of another host': OTHER}),
    'opinion': ('(SELECT p.host_id FROM offer.procedure p WHERE p.id = procedure_id)', OF_SERVICE),
    'post_bar': ('(SELECT p.host_id FROM offer.post p WHERE p.id = post_id)',
                 {k: v for k, v in OF_SERVICE.items() if k.startswith(('counsellor', 'director'))}),
}
# as of a lead, and of a host its own
SEEN['callback'] = ('host_id', {'director': BOTH, 'director of another unit': BOTH, 'referent': BOTH,
                                'host_manager': OWN, 'tutor': OWN, 'host_manager of another host': OTHER,
                                'tutor of another host': OTHER})
OF_LEADS = {'director', 'director of another unit', 'referent'}


def add_rows(table, column, who):
    @test('who sees rows of offer.%s: %s' % (table, ', '.join(sorted(who))))
    def _():
        for role, login in ROLES.items():
            seen = {h for h, in rows(login, 'SELECT DISTINCT %s FROM offer.%s' % (column, table))}
            equal(seen & BOTH, who.get(role, set()), role)
            true(seen <= BOTH or role in READERS and READERS[role] == BOTH, role + ' sees rows of a third host')


for _table, _row in SEEN.items():
    add_rows(_table, *_row)


@test('leads are for directors and referents of the département, and nobody else')
def _():
    for role, login in ROLES.items():
        for table, column in (('lead', 'id'), ('lead_event', 'lead_id')):
            seen = {i for i, in rows(login, 'SELECT %s FROM offer.%s' % (column, table))}
            equal(LEAD in seen, role in OF_LEADS, table + ' by ' + role)


@test('communes and rules are for any live session')
def _():
    for login in ROLES.values():
        for table in ('commune', 'rule_param'):
            true(rows(login, 'SELECT count(*) FROM offer.' + table)[0][0] > 0, '%s by %s' % (table, login))


@test('every table of offer is in a row matrix, and without a session all of them are empty')
def _():
    names = {n for n, in SU.query("SELECT relname FROM pg_class WHERE relnamespace = 'offer'::regnamespace"
                                  " AND relkind = 'r'")}
    machinery = {'post_change', 'post_change_end', 'search', 'search_look', 'search_post', 'search_round'}  # no grant
    equal(names, set(SEEN) | {'lead', 'lead_event', 'commune', 'rule_param'} | machinery)
    W.web.query('BEGIN')
    for name in sorted(names - machinery):
        equal(W.web.one('SELECT count(*) FROM offer.' + name), 0, name)
    W.web.query('ROLLBACK')


@test('jalon_web writes none of these tables past the functions')
def _():
    with W.bound(sid('dir.lille'), commit=False) as c:
        for name in SEEN:
            refused('42501', c, 'DELETE FROM offer.' + name)
        refused('42501', c, 'UPDATE offer.post SET version = 7')
        refused('42501', c, 'INSERT INTO offer.post_bar SELECT * FROM offer.post_bar')


@test('a host that a session does not see has no standing for it')
def _():
    ask = "SELECT offer.standing($1, '59', 'adults', offer.today())"
    equal(rows('manager', ask, HOST), [('valid',)])
    equal(rows('manager', ask, HOST2), [(None,)])
    equal(rows('admin', ask, HOST), [(None,)])


# two at once

def one_of(got, code):
    """Of some at once one got through, the others were refused so."""
    equal(sorted(g if g == code else 'done' for g in got), [code] * (len(got) - 1) + ['done'])


@test('two inscriptions of one post at the same instant: one file')
def _():
    for _ in range(3):
        post = new_post(HOST)
        one_of(at_once(*((who, 'procedure_post', 'inscription', post, '', *once())
                         for who in ('manager', 'referent'))), 'JA016')
        equal(SU.one('SELECT count(*) FROM offer.procedure WHERE post_id = $1', post), 1)
    post = new_post(HOST)
    equal(race(('manager', 'procedure_post', 'inscription', post, '', *once()),
               ('referent', 'procedure_post', 'inscription', post, '', *once())), 'JA016')


@test('two habilitations of one host at the same instant: one file')
def _():
    host = new_host()
    one_of(at_once(*((who, 'procedure_host', 'habilitation', host, '59', 'adults', 'dspip', '', *once())
                     for who in ('dir.lille', 'referent'))), 'JA016')
    equal(SU.one('SELECT count(*) FROM offer.procedure WHERE host_id = $1', host), 1)
    # another list, or the minister, is another file
    call('referent', 'procedure_host', 'habilitation', host, '59', 'minors', 'dtpjj', '', *once())
    call('referent', 'procedure_host', 'habilitation', host, None, 'adults', 'minister', '', *once())


@test('one ask sent twice at the same instant is one file')
def _():
    host, key = new_host(), once()
    ask = ('referent', 'procedure_host', 'habilitation', host, '59', 'adults', 'dspip', '', *key)
    one, two = at_once(ask, ask)
    equal(one, two)
    equal(SU.one('SELECT count(*) FROM offer.procedure WHERE host_id = $1', host), 1)
    equal(state_of_call('referent', *ask[1:-1], once()[1]), 'JA006')


@test('a decision against an abandonment: whoever comes second finds another version')
def _():
    for first, second in ((0, 1), (1, 0)):
        host = new_host()
        file = new_procedure('habilitation', host, 'asked', asked_on=day(-60))
        acts = (('dir.lille', 'procedure_decide', file, 1, 'granted', day(0), None, '', ''),
                ('referent', 'procedure_abandon', file, 1, 'Sans suite'))
        equal(race(acts[first], acts[second]), 'JA005')
        equal(state('procedure', file), ('granted', 'abandoned')[first])
        equal(SU.one('SELECT count(*) FROM offer.habilitation WHERE host_id = $1', host), (1, 0)[first])


@test('two decide at the same instant: one does, the habilitation is there once')
def _():
    host = new_host()
    file = new_procedure('habilitation', host, 'asked', asked_on=day(-60))
    one_of(at_once(*((who, 'procedure_decide', file, 1, 'granted', day(0), None, '', '')
                     for who in ('dir.lille', 'dir.douai'))), 'JA005')
    equal(SU.one('SELECT count(*) FROM offer.habilitation WHERE host_id = $1', host), 1)


@test('two check a recorded decision at the same instant: it takes effect once')
def _():
    host = new_host()
    file = new_procedure('habilitation', host, 'recorded', public='minors', deciding='dtpjj')
    one_of(at_once(*((who, 'decision_check', file, 'granted', day(-1)) for who in ('referent', 'dir.lille'))), 'JA016')
    equal(SU.one('SELECT count(*) FROM offer.habilitation WHERE host_id = $1', host), 1)


@test('closing a site against asking for an inscription there: never a post that runs on a closed site')
def _():
    for first, second in ((0, 1), (1, 0)):
        site = new_site(HOST)
        post = new_post(HOST, site=site)
        acts = (('manager', 'site_put', site, 1, 'Nom', '', LILLE, None, None, '', False, '', '', None, True),
                ('referent', 'procedure_post', 'inscription', post, '', *once()))
        equal(race(acts[first], acts[second]), 'JA016')
        equal((SU.one('SELECT closed FROM offer.site WHERE id = $1', site), state('post', post)),
              ((True, 'draft'), (False, 'asked'))[first])


@test('a contact dropped against the same put in charge: nobody is in charge who left')
def _():
    for first, second, code in ((0, 1, GONE), (1, 0, 'JA016')):
        contact, post = new_contact(HOST), new_post(HOST)
        acts = (('manager', 'contact_drop', contact),
                ('referent', 'post_schedule', post, 1, 2, None, None, '', '', '', contact, *TIMES))
        equal(race(acts[first], acts[second]), code)
        equal(SU.one('SELECT count(*) FROM offer.contact WHERE id = $1', contact), (0, 1)[first])
    for first, second, code in ((0, 1, GONE), (1, 0, 'JA016')):  # of a post that is only being made
        contact = new_contact(HOST)
        acts = (('manager', 'contact_drop', contact),
                ('referent', 'post_new', HOST, T['site'], *SHEET[:-1], contact, *TIMES, *once()))
        equal(race(acts[first], acts[second]), code)


@test('somebody stands in who is another contact of the host, and stays as long as it lasts')
def _():
    away, other = new_contact(HOST), new_contact(HOST)
    for stand_in in (away, THING[HOST2]['contact'], W.account['manager']):
        equal(state_of_call('manager', 'absence_new', away, day(0), day(9), stand_in, *once()), GONE)
    a = call('manager', 'absence_new', away, day(0), day(9), other, *once())
    equal(state_of_call('manager', 'absence_put', a, 1, day(0), day(9), away), GONE)
    equal(state_of_call('manager', 'absence_put', a, 2, day(0), day(9), other), 'JA005')
    equal(state_of_call('manager', 'absence_new', away, day(9), day(12), None, *once()), 'JA018')
    b = call('manager', 'absence_new', away, day(10), day(12), None, *once())
    equal(state_of_call('manager', 'absence_put', b, 1, day(9), day(12), None), 'JA018')
    equal(call('manager', 'absence_put', b, 1, day(10), day(10), None), 2)
    equal(state_of_call('manager', 'contact_drop', other), 'JA016', 'who stands in is replaced first')
    call('manager', 'absence_put', a, 1, day(-9), day(-1), other)
    call('manager', 'contact_drop', other)
    equal(SU.query('SELECT stand_in, version FROM offer.absence WHERE id = $1', a), [(None, 3)], 'it is over')
    call('manager', 'contact_drop', away)
    equal(SU.one('SELECT count(*) FROM offer.absence WHERE contact_id = $1', away), 0)


@test('absences of the same days at once: one is kept; who leaves at this instant stands in for nobody')
def _():
    away = new_contact(HOST)
    one_of(at_once(*((who, 'absence_new', away, day(0), day(n), None, *once())
                     for n, who in enumerate(('manager', 'referent', 'dir.lille')))), 'JA018')
    for first, second, code in ((0, 1, GONE), (1, 0, 'JA016')):
        leaves = new_contact(HOST)
        acts = (('manager', 'contact_drop', leaves),
                ('referent', 'absence_new', away, day(40 + first), day(40 + first), leaves, *once()))
        equal(race(acts[first], acts[second]), code)


@test('H-20: two referents take one call at once: one calls; what is closed stays so and is forgotten two years later')
def _():
    def asked():
        return call('manager', 'callback_new', 'training', None, '', *once())
    for _ in range(3):
        c = asked()
        one_of(at_once(('referent', 'callback_take', c), ('ref2', 'callback_take', c)), 'JA016')
        equal(version('callback', c), 2)
    equal(state_of_call('referent', 'callback_close', asked(), 1, 'informed', day(0)), 'JA016', 'nobody took it')
    equal(state_of_call('referent', 'callback_close', c, 1, 'informed', day(0)), 'JA005')
    for on_day in (day(1), day(-1), None):
        equal(state_of_call('referent', 'callback_close', c, 2, 'informed', on_day), 'JA015', on_day)
    one_of(at_once(*(((who, 'callback_close', c, 2, 'informed', day(0))) for who in ('referent', 'ref2'))), 'JA005')
    for function, params in (('callback_take', (c,)), ('callback_close', (c, 3, 'visit', day(0)))):
        equal(state_of_call('referent', function, *params), 'JA016', function)
    SU.query("UPDATE offer.callback SET closed_on = (offer.today() - interval '2 years')::date WHERE id = $1", c)
    for days, left in ((0, 1), (1, 0)):
        SU.query('UPDATE offer.callback SET closed_on = closed_on - $2::integer WHERE id = $1', c, days)
        with W.connect('jalon_job') as job:
            job.query('SELECT sec.expire()')
        equal(SU.one('SELECT count(*) FROM offer.callback WHERE id = $1', c), left)


@test('absences are forgotten when they have been over for 90 days')
def _():
    kept, gone = (insert('absence', contact_id=new_contact(HOST), host_id=HOST, days='[%s,%s)' % (day(-99), day(n)))
                  for n in (-89, -90))
    with W.connect('jalon_job') as job:
        job.query('SELECT sec.expire()')
    equal(SU.query('SELECT id FROM offer.absence WHERE id = ANY ($1)', [kept, gone]), [(kept,)])


@test('two managers resume and stop one post at once, and its state tells what stands')
def _():
    for _ in range(3):
        post = new_post(HOST, state='inscribed')
        equal(at_once(('manager', 'post_suspend', post, 'Un'), ('dir.lille', 'post_suspend', post, 'Deux')), ['', ''])
        equal(state('post', post), 'suspended')
        equal(at_once(('manager', 'post_resume', post), ('dir.lille', 'post_resume', post)), ['', ''])
        equal(state('post', post), 'inscribed')
        equal(state_of_call('manager', 'post_resume', post), 'JA016')


@test('two change one host from the same version: the second is told')
def _():
    host = new_host()
    one_of(at_once(*((who, 'host_put', host, 1, 'Nom de ' + who, 'association', None, LILLE, '')
                     for who in ('referent', 'dir.lille'))), 'JA005')
    equal(version('host', host), 2)


@test('one SIREN given to two hosts at the same instant is one host')
def _():
    one_of(at_once(*((who, 'host_new', 'Nom', 'hospital', '265906719', LILLE, '', None, *once())
                     for who in ('referent', 'dir.lille'))), 'JA013')


@test('a host organisation of the founding gets one sheet, under its own id, whoever comes at the same instant')
def _():
    org = founded_host()
    one_of(at_once(*((who, 'host_new', 'Nom', 'hospital', None, LILLE, '', org, *once())
                     for who in ('referent', 'dir.lille'))), 'JA013')
    equal((version('host', org), SU.one('SELECT name FROM sec.organisation WHERE id = $1', org)), (1, 'Nom'))
    org, key = founded_host(), once()
    for _ in range(2):
        equal(call('referent', 'host_new', 'Nom', 'hospital', None, LILLE, '', org, *key), org)
    equal(state_of_call('referent', 'host_new', 'Nom', 'hospital', None, LILLE, '', org, *once()), 'JA013')


# days

def standing(host, on_day, departement='59', public='adults'):
    return SU.one('SELECT offer.standing($1, $2, $3, $4)', host, departement, public, on_day)


def granted(asked_on, decided_on, host=None):
    """A habilitation through the functions, with papers of long ago."""
    host = host or new_host()
    file = call('referent', 'procedure_host', 'habilitation', host, '59', 'adults', 'dspip', '', *once())
    for kind in ('statutes', 'establishments', 'board', 'assembly_minutes'):
        call('referent', 'piece_put', file, kind, '2010-01-04', '2010-01-04', '')
    call('referent', 'procedure_ask', file, 1, asked_on, False)
    call('dir.lille', 'procedure_decide', file, 2, 'granted', decided_on, None, '', '')
    return host


@test('H-10 a habilitation holds five years: valid on the day before its end, expired on the very day')
def _():
    for asked_on, decided_on, last, end in (('2020-01-15', '2020-03-01', '2025-02-28', '2025-03-01'),
                                            ('2020-01-29', '2020-02-29', '2025-02-27', '2025-02-28'),
                                            ('2018-11-01', '2019-02-28', '2024-02-27', '2024-02-28'),
                                            ('2018-11-01', '2018-12-31', '2023-12-30', '2023-12-31')):
        host = granted(asked_on, decided_on)
        equal([standing(host, d) for d in (decided_on, last, end)], ['valid', 'valid', 'expired'], decided_on)
        equal(standing(host, SU.one('SELECT ($1::date - 1)::text', decided_on)), 'none', 'before ' + decided_on)


@test('H-02 H-11 standing is of a département and a list; a national habilitation is of every département')
def _():
    host = new_host()
    habilitate(host, '2026-01-01', '2031-01-01')
    equal([standing(host, '2026-06-01', d, p) for d, p in (('59', 'adults'), ('62', 'adults'), ('59', 'minors'))],
          ['valid', 'none', 'none'])
    national = new_host()
    habilitate(national, '2026-01-01', '2031-01-01', territory='FR')
    equal([standing(national, '2026-06-01', d) for d in ('59', '62', '2A', 'FR')], ['valid'] * 4)
    equal(standing(national, '2031-01-01', '62'), 'expired')
    for form in ('state', 'local_authority', 'public_establishment', 'hospital'):
        equal(standing(new_host(form=form), '2026-06-01'), 'by_right', form)
    for form in ('association', 'public_service_body', 'ess_body', 'ess_company', 'mission_company'):
        equal(standing(new_host(form=form), '2026-06-01'), 'none', form)


@test('H-08 one month and H-17 ten days, where months end')
def _():
    host = new_host()
    for asked_on, month in (('2026-01-31', '2026-02-28'), ('2024-01-31', '2024-02-29'), ('2024-02-29', '2024-03-29'),
                            ('2025-12-31', '2026-01-31'), ('2026-03-31', '2026-04-30'), ('2026-05-15', '2026-06-15')):
        file = new_procedure('habilitation', host, 'asked', asked_on=asked_on)
        equal(SU.one('SELECT offer.earliest(p)::text FROM offer.procedure p WHERE id = $1', file), month, asked_on)
        SU.query('DELETE FROM offer.procedure WHERE id = $1', file)
    post = new_post(host)
    file = new_procedure('inscription', host, 'asked', post_id=post, asked_on='2024-02-20')
    equal(SU.one('SELECT offer.earliest(p)::text FROM offer.procedure p WHERE id = $1', file), '2024-03-01')


@test('H-08 when all opinions are in and checked the day is that of the last, and no other opinion hastens it')
def _():
    file = new_procedure('habilitation', new_host(), 'asked', asked_on=day(-10))
    earliest = lambda: SU.one('SELECT offer.earliest(p)::text FROM offer.procedure p WHERE id = $1', file)
    wait = earliest()
    for n, giver in enumerate(('juge_des_enfants', 'prosecutor', 'jap', 'prefect')):
        call('referent', 'opinion_record', file, giver, 'unfavourable', day(n - 8), '')
        equal(earliest(), wait, giver + ' recorded')
        call('ref2', 'opinion_check', file, giver, 'unfavourable', day(n - 8))
        equal(earliest(), day(-5) if giver == 'prefect' else wait, giver + ' checked')


@test('a paper that comes in after the day on which the opinions were asked was missing on that day')
def _():
    file = call('referent', 'procedure_host', 'habilitation', new_host(form='public_service_body'), '59', 'adults',
                'dspip', '', *once())
    for kind, received_on in (('statutes', day(-9)), ('company_number', day(-9)), ('accounts', day(-5))):
        call('referent', 'piece_put', file, kind, day(-300), received_on, '')
    equal(state_of_call('referent', 'procedure_ask', file, 1, day(-6), False), 'JA014')
    equal(state_of_call('referent', 'procedure_ask', file, 1, day(-5), False), OK)
    equal(state_of_call('referent', 'piece_put', file, 'kbis', day(0), day(1), ''), 'JA015')
    equal(SU.one('SELECT offer.pieces_missing(p, $2) FROM offer.procedure p WHERE id = $1', file, day(-7)),
          '{accounts}')


@test('H-13 a withdrawal ends what its authority gave, a renewal that has not begun included, and nothing else')
def _():
    host = new_host()
    habilitate(host, day(-400), day(100))
    habilitate(host, day(100), day(1900))
    habilitate(host, day(-400), day(100), territory='62')
    habilitate(host, day(-400), day(100), public='minors')
    file = new_procedure('withdrawal', host, 'asked', asked_on=day(-60))
    call('dir.lille', 'procedure_decide', file, 1, 'granted', day(-2), None, '', '')
    equal([standing(host, day(n)) for n in (-3, -2, 0, 99, 100, 1000)], ['valid'] + ['expired'] * 5)
    equal([standing(host, day(0), '62'), standing(host, day(0), '59', 'minors')], ['valid', 'valid'])
    equal(SU.query('SELECT upper(valid)::text, withdrawn_by FROM offer.habilitation WHERE host_id = $1'
                   " AND territory = '59' AND public = 'adults'", host), [(day(-2), file)])


@test('H-13 what the minister gave the director does not withdraw')
def _():
    host = new_host()
    habilitate(host, day(-400), day(100), territory='FR')
    equal(state_of_call('dir.lille', 'procedure_host', 'withdrawal', host, '59', 'adults', 'dspip', 'Faits', *once()),
          'JA016')
    equal(state_of_call('dir.lille', 'procedure_host', 'withdrawal', host, None, 'adults', 'minister', 'Faits',
                        *once()), OK)


@test('a recorded decision is not older than the request, and a renewal not later than five years')
def _():
    host = new_host()
    file = new_procedure('habilitation', host, 'asked', public='minors', deciding='dtpjj', asked_on=day(-10))
    decide = lambda decided_on, valid_from=None: state_of_call('referent', 'procedure_decide', file, 1, 'granted',
                                                               decided_on, valid_from, '', '')
    five = SU.one("SELECT ($1::date + interval '5 years')::date::text", day(-10))
    after = SU.one("SELECT ($1::date + 1)::text", five)
    equal([decide(day(-11)), decide(day(-10)), decide(day(1)), decide(day(-10), day(-11)), decide(day(-10), five),
           decide(day(-10), after)], ['JA015', OK, 'JA015', 'JA015', OK, 'JA015'])


@test('a host that exists no more is given nothing, and what it has may still be ended')
def _():
    host = new_host(form='hospital')
    draft, inscribed = new_post(host), new_post(host, state='inscribed')
    asked = new_post(host, state='opinions')
    file = new_procedure('inscription', host, 'asked', post_id=asked, asked_on=day(-60), council_absent=True)
    decide = lambda outcome: state_of_call('dir.lille', 'procedure_decide', file, 1, outcome, day(0), None, '', '')
    equal(decide('granted'), OK)
    call('dir.lille', 'host_set_state', host, 1, 'closed', 'Dissoute')
    equal((decide('granted'), decide('refused')), ('JA016', OK))
    equal(state_of_call('referent', 'procedure_post', 'inscription', draft, '', *once()), 'JA016')
    equal(state_of_call('referent', 'procedure_post', 'removal', inscribed, '', *once()), OK)
    equal(state_of_call('dir.lille', 'host_set_state', host, 2, 'active', ''), 'JA016')


@test('a decision without a motive leaves the one for which the file was opened')
def _():
    for said, kept in (('', 'Absences répétées'), ('Manquements', 'Manquements')):
        host = new_host()
        file = new_procedure('withdrawal', host, 'asked', asked_on=day(-60), motive='Absences répétées')
        call('dir.lille', 'procedure_decide', file, 1, 'refused', day(0), None, '', said)
        equal(SU.one('SELECT motive FROM offer.procedure WHERE id = $1', file), kept)


# B-10, table 6b

@test('B-10 a lead goes two years after the last contact, with what was said to it, and not a day before')
def _():
    gone = insert('lead', departement='59', name='A', origin='web',
                  last_contact_on=SU.one("SELECT (offer.today() - interval '2 years')::date - 1"))
    stays = insert('lead', departement='59', name='B', origin='web',
                   last_contact_on=SU.one("SELECT (offer.today() - interval '2 years')::date"))
    insert('lead_event', lead_id=gone, kind='call', on_day='2020-01-01', by_account=ME)
    mark = W.mark()
    with W.connect('jalon_job') as job:
        job.query('SELECT sec.expire()')
    equal(SU.query('SELECT id FROM offer.lead WHERE id IN ($1, $2)', gone, stays), [(stays,)])
    noted = [(r['action'], r['row_id'], r['digest']) for r in W.outbox(mark) if r['object'].startswith('offer.')]
    equal(sorted(n[0] for n in noted), ['lead.delete', 'lead_event.delete'])
    true(('lead.delete', gone, None) in noted, 'the lead that went is not named')


# notes

def digest_of(table, where, *params):
    """sha256 of the row as the note says: its jsonb text, instants in UTC."""
    SU.query("SET timezone = 'UTC'")
    text = SU.one('SELECT to_jsonb(x)::text FROM offer.%s x WHERE %s' % (table, where), *params)
    return hashlib.sha256(text.encode()).digest()


def noted(login, function, *params):
    """The notes of one committed call, all of its caller: [(action, object, row, version, digest)]; and its result."""
    mark = W.mark()
    W.web.query("SET timezone = 'Asia/Kathmandu'")  # a caller's zone changes no digest
    result = call(login, function, *params)
    got = [r for r in W.outbox(mark) if not r['action'].startswith('session.')]
    for r in got:
        equal((r['actor'], r['role'], r['compartment'], r['case_id'], r['reason']),
              (W.account[login], W.su.one('SELECT role::text FROM sec.account WHERE id = $1', W.account[login]), None,
               None, None), r['action'])
    return [(r['action'], r['object'], r['row_id'], r['version'], r['digest']) for r in got], result


def check_notes(want, login, function, *params):
    """want: (action, table, condition, its parameters) of each note, in any order; what is gone has no digest."""
    got, result = noted(login, function, *params)
    expected = []
    for action, table, where, args in want:
        args = [result if a is RESULT else a for a in args]
        if table is None:
            expected.append((action, 'sec.organisation', None, None))
        elif action.endswith('.delete'):
            expected.append((action, 'offer.' + table, None, 'gone'))
        else:
            expected.append((action, 'offer.' + table, digest_of(table, where, *args),
                             version(table, args[0]) if table in VERSIONED else None))
    equal(sorted(((a, o, d, 'gone' if a.endswith('.delete') else v) for a, o, _, v, d in got), key=str),
          sorted(expected, key=str), function)
    return result


RESULT = object()
VERSIONED = ('host', 'site', 'contact', 'post', 'procedure', 'lead', 'absence', 'callback')


def row(table, key='id'):
    return lambda action, value, more='': ('%s.%s' % (table, action), table, '%s = $1 %s' % (key, more), (value,))


@test('every write to a host, its sites and contacts leaves its note with the digest of the row')
def _():
    host, site, contact, civil = row('host'), row('site'), row('contact'), row('contact_civil', 'contact_id')
    name = lambda action: ('organisation.' + action, None, '', ())
    h = check_notes([host('create', RESULT), name('create')], 'referent', 'host_new', "L'Ô", 'hospital', None,
                    LILLE, '', None, *once())
    check_notes([host('create', RESULT), name('update')], 'referent', 'host_new', 'Nom', 'hospital', None, LILLE, '',
                founded_host(), *once())
    check_notes([host('update', h), name('update')], 'referent', 'host_put', h, 1, "L'Ô bis", 'hospital', None, DOUAI,
                'Rue')
    check_notes([host('update', h)], 'dir.lille', 'host_set_state', h, 2, 'suspended', 'Accident')
    s = check_notes([site('create', RESULT)], 'referent', 'site_new', h, 'Dépôt', '', LILLE, 50.6, 3.05, '', True,
                    'Gare', 'Bus 12', 5, *once())
    check_notes([site('update', s)], 'referent', 'site_put', s, 1, 'Dépôt', '', LILLE, None, None, '', True, '',
                '', None, True)
    c = check_notes([contact('create', RESULT), civil('create', RESULT)], 'referent', 'contact_new', h, 'board', 'Éa',
                    '', '', '', '1980-02-29', '', '', None, None, *once())
    check_notes([contact('update', c), civil('update', c)], 'referent', 'contact_put', c, 1, 'board', 'Éa', '', '', '',
                None, '', 'belge', 4, day(0))
    absence = row('absence')
    a = check_notes([absence('create', RESULT)], 'referent', 'absence_new', c, day(1), day(2), None, *once())
    check_notes([absence('update', a)], 'referent', 'absence_put', a, 1, day(1), day(3), None)
    check_notes([absence('delete', a)], 'referent', 'absence_drop', a)
    a = check_notes([absence('create', RESULT)], 'referent', 'absence_new', c, day(1), day(2), None, *once())
    check_notes([contact('delete', c), civil('delete', c), absence('delete', a)], 'referent', 'contact_drop', c)
    callback, own = row('callback'), new_contact(HOST)
    b = check_notes([callback('create', RESULT)], 'tutor', 'callback_new', 'stop', own, '', *once())
    check_notes([callback('update', b)], 'referent', 'callback_take', b)
    check_notes([], 'referent', 'callback_take', b)
    check_notes([callback('update', b)], 'ref2', 'callback_close', b, 2, 'visit', day(0))
    check_notes([contact('delete', own), callback('update', b)], 'manager', 'contact_drop', own)


@test('every write to a post leaves its note with the digest of the row, and the slots theirs all in one')
def _():
    post, site = row('post'), new_site(HOST)
    contact = new_contact(HOST)
    sheet = (*SHEET[:-1], contact)
    slots = ('{1,4}', '{540,780}', '{720,1020}', '{every,odd}', '{0,1}', True, None, 1200, 420, None, None, None, False,
             True)
    noted_post, p = noted('manager', 'post_new', HOST, site, *sheet, *slots, *once())
    SU.query("SET timezone = 'UTC'")
    texts = [t for t, in SU.query('SELECT to_jsonb(s)::text FROM offer.slot s WHERE post_id = $1 ORDER BY n', p)]
    digest = hashlib.sha256(','.join(texts).encode()).digest()
    equal(len(texts), 2)
    equal(noted_post, [('post.create', 'offer.post', p, 1, digest_of('post', 'id = $1', p)),
                       ('slots.create', 'offer.slot', p, None, digest)])
    again, _ = noted('manager', 'post_schedule', p, 1, 4, None, 60, '', '', 'Sur place', contact, *slots)
    equal(again, [('post.update', 'offer.post', p, 2, digest_of('post', 'id = $1', p)),
                  ('slots.delete', 'offer.slot', p, None, digest), ('slots.create', 'offer.slot', p, None, digest)])
    p = T['inscribed']
    closure, bar = row('closure'), row('post_bar', 'post_id')
    stop = ('suspension.create', 'suspension', "post_id = $1 AND side = 'host'", (p,))
    check_notes([post('update', p)], 'manager', 'post_confirm', p)
    check_notes([post('update', p), stop], 'manager', 'post_suspend', p, 'Travaux')
    check_notes([], 'manager', 'post_suspend', p, 'Encore')
    check_notes([post('update', p), ('suspension.update', *stop[1:])], 'manager', 'post_resume', p)
    c = check_notes([closure('create', RESULT)], 'manager', 'closure_new', p, '2027-01-01', '2027-01-02', '', *once())
    check_notes([closure('delete', c)], 'manager', 'closure_drop', c)
    check_notes([bar('delete', p), bar('create', p, "AND family = 'drugs'"), bar('create', p, "AND family = 'road'")],
                COUNSELLOR, 'post_bars', p, '{drugs,road}')


@test('every step of a file leaves its notes with the digests of file, papers and what it grants')
def _():
    h = new_host(form='public_service_body')
    file, piece, opinion = row('procedure'), row('piece', 'procedure_id'), row('opinion', 'procedure_id')
    habilitation = row('habilitation', 'host_id')
    f = check_notes([file('create', RESULT)], 'referent', 'procedure_host', 'habilitation', h, '59', 'adults', 'dspip',
                    'Créée en 1998', *once())
    for kind in ('statutes', 'company_number', 'accounts'):
        put = ('referent', 'piece_put', f, kind, '2026-01-01', '2026-01-02', '')
        check_notes([piece('create', f, "AND kind = '%s'" % kind)], *put)
    check_notes([], *put)  # the same again changes nothing
    check_notes([piece('update', f, "AND kind = '%s'" % kind)], *put[:-1], 'Armoire 3')
    check_notes([file('update', f)], 'referent', 'procedure_ask', f, 1, day(-60), False)
    said = (f, 'jap', 'favourable', day(-30))
    check_notes([opinion('create', f)], 'referent', 'opinion_record', *said, '')
    check_notes([opinion('update', f)], 'ref2', 'opinion_check', *said)
    check_notes([], 'dir.lille', 'opinion_check', *said)
    check_notes([file('update', f), habilitation('create', h)], 'dir.lille', 'procedure_decide', f, 2, 'granted',
                day(-10), None, 'D-1', '')
    w = check_notes([file('create', RESULT)], 'dir.lille', 'procedure_host', 'withdrawal', h, '59', 'adults', 'dspip',
                    'Faits', *once())
    check_notes([file('update', w)], 'referent', 'procedure_ask', w, 1, day(-40), False)
    check_notes([file('update', w), habilitation('update', h)], 'dir.lille', 'procedure_decide', w, 2, 'granted',
                day(-9), None, '', '')
    post = row('post')
    p = new_post(h, public='minors')
    habilitate(h, day(-100), day(100), public='minors')
    f = check_notes([file('create', RESULT), post('update', p)], 'referent', 'procedure_post', 'inscription', p, '',
                    *once())
    check_notes([file('update', f)], 'referent', 'procedure_decide', f, 1, 'granted', day(-1), None, '', '')
    check_notes([file('update', f), post('update', p)], 'ref2', 'decision_check', f, 'granted', day(-1))
    f = check_notes([file('create', RESULT)], 'referent', 'procedure_post', 'removal', p, '', *once())
    check_notes([file('update', f)], 'referent', 'procedure_abandon', f, 1, 'Erreur')


@test('every write to a lead leaves its note with the digest of the row')
def _():
    lead, event, host = row('lead'), row('lead_event'), row('host')
    l = check_notes([lead('create', RESULT)], 'referent', 'lead_new', "L'Ô", None, 'web', 'Éa', '', '', '', None, None,
                    *once())
    check_notes([lead('update', l)], 'ref2', 'lead_put', l, 1, "L'Ô", LILLE, 'meeting', 'Éa', '', '', '', day(3), None)
    check_notes([event('create', RESULT), lead('update', l)], 'ref2', 'lead_event_new', l, 'visit', day(0), '', *once())
    got, h = noted('ref2', 'lead_convert', l, 3, 'hospital', None, LILLE, '', *once())
    contact = SU.one('SELECT id FROM offer.contact WHERE host_id = $1', h)
    equal(sorted(g[:4] for g in got), sorted([
        ('organisation.create', 'sec.organisation', h, None), ('host.create', 'offer.host', h, 1),
        ('contact.create', 'offer.contact', contact, 1), ('lead.update', 'offer.lead', l, 4)]))
    equal({g[1]: g[4] for g in got if g[1] != 'sec.organisation'},
          {'offer.host': digest_of('host', 'id = $1', h), 'offer.contact': digest_of('contact', 'id = $1', contact),
           'offer.lead': digest_of('lead', 'id = $1', l)})


@test('every table of offer that functions write has its trigger')
def _():
    have = {t for t, in SU.query("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
                                 " AND tgname LIKE 'note%'")}
    equal(({'offer.' + t for t in SEEN} | {'offer.lead', 'offer.lead_event'}) - have, set())


# rules by date

@test('a rule has one row on one day: an overlap is refused, an end and a beginning are not')
def _():
    add = ('INSERT INTO offer.rule_param (rule, name, valid, amount, mark, source)'
           " VALUES ('H-08', 'wait_months', $1, 2, 'read', 'a decree')")
    with W.connect('jalon_migrator') as m:
        m.query('BEGIN')
        for valid in ('[2030-01-01,)', '[,]', '[2026-01-01,2026-01-02)', '(,2000-01-01)'):
            refused('23P01', m, add, valid)
        m.query("UPDATE offer.rule_param SET valid = '[,2030-01-01)' WHERE rule = 'H-08' AND name = 'wait_months'")
        refused('23P01', m, add, '[2029-12-31,)')
        refused('23514', m, add, 'empty')
        m.query(add, '[2030-01-01,2032-01-01)')
        m.query('COMMIT')
    try:
        amount = lambda on_day: SU.one("SELECT offer.rule_amount('H-08', 'wait_months', $1)", on_day)
        equal([amount(d) for d in ('1900-01-01', '2029-12-31', '2030-01-01', '2031-12-31')], [1, 1, 2, 2])
        equal(SU.state("SELECT offer.rule_amount('H-08', 'wait_months', $1)", '2032-01-01'), 'JA009')
        equal(SU.state("SELECT offer.rule_list('H-08', 'wait_months', $1)", '2026-01-01'), 'JA009')
        file = new_procedure('habilitation', new_host(), 'asked', asked_on='2029-12-31')
        earliest = 'SELECT offer.earliest(p)::text FROM offer.procedure p WHERE id = $1'
        equal(SU.one(earliest, file), '2030-01-31', 'asked on the last day of the old rule')
        SU.query("UPDATE offer.procedure SET asked_on = '2030-01-01' WHERE id = $1", file)
        equal(SU.one(earliest, file), '2030-03-01', 'asked on the first day of the new one')
    finally:
        with W.connect('jalon_migrator') as m:
            m.query("DELETE FROM offer.rule_param WHERE rule = 'H-08' AND name = 'wait_months' AND amount = 2")
            m.query("UPDATE offer.rule_param SET valid = '[,]' WHERE rule = 'H-08' AND name = 'wait_months'")


@test('every rule that the functions read has its row today, with a word of how sure it is')
def _():
    for rule, name in (('H-08', 'wait_months'), ('H-17', 'wait_days'), ('H-10', 'years'), ('H-07', 'kbis_months'),
                       ('B-10', 'lead_years')):
        true(SU.one('SELECT offer.rule_amount($1, $2, offer.today())', rule, name) > 0, rule)
    for rule, name in (('H-08', 'opinions'), ('H-17', 'opinions'), ('H-03', 'departements'),
                       ('H-05', 'pieces_association'), ('H-06', 'pieces_public_service_body'),
                       ('H-07', 'pieces_ess_body'), ('H-07', 'pieces_ess_company'),
                       ('H-07', 'pieces_mission_company')):
        true(SU.one('SELECT cardinality(offer.rule_list($1, $2, offer.today()))', rule, name) > 0, name)


@test('a list of the rules holds words of the schema and no other')
def _():
    for name, kind in (('opinions', 'opinion_giver'), ('pieces_%', 'piece_kind')):
        words = {w for w, in SU.query('SELECT DISTINCT unnest(list) FROM offer.rule_param WHERE name LIKE $1', name)}
        known = {w for w, in SU.query('SELECT unnest(enum_range(NULL::offer.%s))::text' % kind)}
        true(words and words <= known, '%s: %s' % (name, words - known))


run()
