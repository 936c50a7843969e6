# SPDX-License-Identifier: EUPL-1.2
"""What changed of the posts of a département since somebody read them: every table and column that a match reads, in
whatever order transactions commit, and nothing that is not so."""
import itertools
import threading
import uuid

from fixture import COLLEAGUE, COUNSELLOR
from people import SU, W
from placements import CONTACT, HOST, HOST2, SITE, at, ask, day, expire, habilitate, hashes, insert, new_contact, \
    new_measure, new_post, propose, put, rows, sid
from tap import equal, run, test, true, wait_until

CHANGES = 'SELECT mark, base, posts::text FROM offer.changes($1, offer.today(), $2, $3)'
SU.query('INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)'
         " VALUES ('62041', 'Arras', 'commune-actuelle', '62', '32', '2026-01-01'),"
         " ('59512', 'Roubaix', 'commune-actuelle', '59', '32', '2026-01-01')")
ARRAS = insert('offer.site', host_id=HOST, name="L'annexe", insee='62041')
POST = new_post()
OWN_SITE = insert('offer.site', host_id=HOST2, name='Dépôt', insee='59512', lat=50.6, lon=3.1)
OF_HOST2 = new_post(HOST2, site_id=OWN_SITE)
FAR = new_post(site_id=ARRAS)
OTHER = new_contact()
SECOND = new_post(in_charge=OTHER)
PLACED = at('signed', post=POST)
CLOSED = insert('offer.closure', post_id=POST, host_id=HOST, days='[%s,%s)' % (day(300), day(301)))
HABILITATION = SU.one('SELECT id FROM offer.habilitation WHERE host_id = $1', HOST2)
N = itertools.count(1)
ALL = '00000000-0000-0000-0000-000000000000'


def look(mark=None, departement='59', most=99):
    """(mark of now, posts that changed since mark; None: it is no base)"""
    now, base, posts = SU.query(CHANGES, departement, [mark] if mark else [], most)[0]
    return now, None if base is None else set((posts or '{}').strip('{}').split(',')) - {''}


def changed(act, departement='59'):
    """The posts that are new after act()."""
    mark = look(departement=departement)[0]
    act()
    return look(mark, departement)[1]


def update(table, key, row, **values):
    sets = ', '.join('%s = %s' % v for v in values.items())
    return query('UPDATE %s SET %s WHERE %s = $1' % (table, sets, key), row)


def post(**values):
    return update('offer.post', 'id', POST, **values)


def query(sql, *params):
    return lambda: SU.query(sql, *params)


def slot(n):
    return query('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks)'
                 " VALUES ($1, $2, $3, 7, $4, $5, '[0,2)')", POST, HOST, n, n * 30, n * 30 + 30)


def taken(n):
    return query('INSERT INTO casework.placement_slot (placement_id, case_id, chain, post_id, n, weekday, from_min,'
                 " to_min, weeks, days) SELECT p.id, p.case_id, p.chain, p.post_id, $2, 7, $3, $4, '[0,2)',"
                 " daterange(p.first_day, p.last_day) FROM casework.placement p WHERE p.id = $1",
                 PLACED, n, n * 30, n * 30 + 30)


# what happens -> the posts of which a match may then say something else
KINDS = {
    **{'post ' + c: (post(**{c: v}), POST) for c, v in {
        'title': "'Autre ' || version", 'family': "'cleaning'", 'places': '5', 'min_hours': '20', 'max_hours': '300',
        'needs': "'{loads}'", 'special_risk': 'true', 'care_setting': 'true', 'state': "'suspended'",
        'inscribed_on': "'2026-01-09'", 'confirmed_on': "'2026-01-09'", 'version': 'version + 1',
        'car_needed': 'true', 'transit_first': '400', 'transit_last': '1200',
        'transit_saturday_first': '420', 'transit_saturday_last': '1100', 'transit_sunday_first': '430',
        'transit_sunday_last': '1000', 'transit_saturday_none': 'true, transit_saturday_first = NULL, '
        'transit_saturday_last = NULL', 'transit_sunday_none': 'true, transit_sunday_first = NULL, '
        'transit_sunday_last = NULL', 'public': "'minors'",
        'site_id': "'%s'" % SITE[HOST]}.items()},
    'a new post': (lambda: new_post(id=NEW_POST), lambda: NEW_POST),
    'a post goes': (lambda: (SU.query('DELETE FROM offer.slot WHERE post_id = $1', NEW_POST),
                             SU.query('DELETE FROM offer.post WHERE id = $1', NEW_POST)), lambda: NEW_POST),
    'a slot comes': (slot(40), POST),
    'a slot changes': (query('UPDATE offer.slot SET places = 7 WHERE post_id = $1 AND n = 40', POST), POST),
    'a slot goes': (query('DELETE FROM offer.slot WHERE post_id = $1 AND n = 40', POST), POST),
    'a closure comes': (lambda: insert('offer.closure', post_id=POST, host_id=HOST,
                                       days='[%s,%s)' % (day(400 + next(N)), day(1300))), POST),
    'a closure changes': (update('offer.closure', 'id', CLOSED, days="'[2025-01-01,2025-01-02)'"), POST),
    'closures go': (query('DELETE FROM offer.closure WHERE post_id = $1 AND id <> $2', POST, CLOSED), POST),
    'somebody of the host is away': (query('INSERT INTO offer.absence (id, contact_id, host_id, days) VALUES'
                                           " (gen_random_uuid(), $1, $2, '[2030-01-01,2030-02-01)')",
                                           CONTACT[HOST], HOST), POST),
    'somebody of the host is away less': (query("UPDATE offer.absence SET days = '[2030-01-01,2030-01-02)'"), POST),
    'nobody of the host is away': (query('DELETE FROM offer.absence'), POST),
    'a bar comes': (query('INSERT INTO offer.post_bar (post_id, family, by_account)'
                          " VALUES ($1, 'fire', $2)", POST, W.account['dir.lille']), POST),
    'a bar changes': (query("UPDATE offer.post_bar SET family = 'road' WHERE post_id = $1", POST), POST),
    'a bar goes': (query('DELETE FROM offer.post_bar WHERE post_id = $1', POST), POST),
    'state of the host': (update('offer.host', 'id', HOST2, state="'suspended'", state_reason="'x'"), OF_HOST2),
    'state of the host again': (update('offer.host', 'id', HOST2, state="'active'"), OF_HOST2),
    'form of the host': (update('offer.host', 'id', HOST2, form="'hospital'"), OF_HOST2),
    'form of the host again': (update('offer.host', 'id', HOST2, form="'association'"), OF_HOST2),
    'name of the host': (update('sec.organisation', 'id', HOST2, name="name || '’'"), OF_HOST2),
    'the site moves': (update('offer.site', 'id', OWN_SITE, lat='lat + 0.1'), OF_HOST2),
    'the stop of the site': (update('offer.site', 'id', OWN_SITE, stop="'Gare'", stop_walk_min='3'), OF_HOST2),
    'the site is in another commune': (update('offer.site', 'id', OWN_SITE, insee="'59350'"), OF_HOST2),
    'the site is back': (update('offer.site', 'id', OWN_SITE, insee="'59512'"), OF_HOST2),
    'a commune comes': (query('INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from) VALUES'
                              " ('59999', 'Neuve', 'commune-actuelle', '59', '32', '2026-01-01')"), ALL),
    'a commune changes': (update('offer.commune', 'insee', '59512', lat='50.1', lon='3.1', source_point="'x'"), ALL),
    'a commune goes': (query("DELETE FROM offer.commune WHERE insee = '59999'"), ALL),
    'a commune leaves': (update('offer.commune', 'insee', '59512', departement="'60'"), ALL),
    'a commune is back': (update('offer.commune', 'insee', '59512', departement="'59'"), ALL),
    'a habilitation comes': (lambda: habilitate(HOST2, day(1500 + next(N)), day(2000), public='minors'), OF_HOST2),
    'a habilitation changes': (update('offer.habilitation', 'id', HABILITATION, territory="'FR'"), OF_HOST2),
    'habilitations go': (query("DELETE FROM offer.habilitation WHERE host_id = $1 AND public = 'minors'", HOST2),
                         OF_HOST2),
    'a rule changes': (query("UPDATE offer.rule_param SET amount = amount WHERE rule = 'B-09'"), ALL),
    'a place is taken': (taken(40), POST),
    'a place is taken for longer': (query('UPDATE casework.placement_slot SET days = daterange(lower(days),'
                                          ' upper(days) + 1) WHERE placement_id = $1 AND n = 40', PLACED), POST),
    'a place is free again': (query('DELETE FROM casework.placement_slot WHERE placement_id = $1 AND n = 40', PLACED),
                              POST),
    'the host says how many somebody takes on': (update('offer.contact', 'id', OTHER, people_max='3'), SECOND),
    'the host says that somebody was trained': (update('offer.contact', 'id', OTHER, trained_on="'2026-01-09'"),
                                                SECOND),
    'another one is in charge of a post of the host': (update('offer.post', 'id', POST, in_charge="'%s'" % OTHER),
                                                       SECOND),
    'one of the host is in charge of a placement': (update('casework.placement', 'id', PLACED,
                                                           in_charge="'%s'" % CONTACT[HOST]), SECOND),
    'somebody more of the host to follow': (taken(41), SECOND),
    'nobody more of the host': (query('DELETE FROM casework.placement_slot WHERE placement_id = $1 AND n = 41', PLACED),
                                SECOND),
    'the host says it no longer': (update('offer.contact', 'id', OTHER, people_max='NULL'), SECOND),
}
NEW_POST = str(uuid.uuid4())


def back():
    """So that each kind is a change again."""
    post(family="'green_spaces'", places='2', min_hours='NULL', max_hours='NULL', needs="'{}'", special_risk='false',
         care_setting='false', car_needed='false', transit_first='NULL', transit_last='NULL',
         **{'transit_%s_%s' % (d, e): 'NULL' for d in ('saturday', 'sunday') for e in ('first', 'last')},
         transit_saturday_none='false', transit_sunday_none='false', state="'inscribed'",
         public="'adults'", confirmed_on="'%s'" % day(0))()
    update('offer.habilitation', 'id', HABILITATION, territory="'59'")()
    post(in_charge="'%s'" % CONTACT[HOST])()
    update('casework.placement', 'id', PLACED, in_charge='NULL')()
    update('offer.contact', 'id', OTHER, trained_on='NULL')()


def noted(act):
    """What act() left in the table: as changed(), without anybody who asks."""
    before = SU.one('SELECT pg_current_snapshot()::text')
    act()
    return {p for p, in SU.query('SELECT post_id FROM offer.post_change'
                                 " WHERE departement = '59'"
                                 ' AND NOT pg_visible_in_snapshot(changed_in, $1::pg_snapshot)', before)}


def seen_by_kind(see=changed):
    """{kind: what was seen of it}, each after the one before."""
    back()
    return {name: see(act) for name, (act, _) in KINDS.items()}


def want(of):
    return {of() if callable(of) else of}


@test('whatever a match reads of a post, its change is seen, and no other post with it')
def _():
    for name, got in seen_by_kind().items():
        expected = want(KINDS[name][1])
        if 'the host' in name or 'habilitation' in name:
            true(expected <= got, name)  # other posts of the host too
        else:
            equal(got, expected, name)


@test('each of the triggers is needed: without it a change is not seen')
def _():
    triggers = SU.query("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'post_change%'"
                        ' ORDER BY 1, 2')
    equal(len(triggers), 30)
    for table, name in triggers:
        SU.query('ALTER TABLE %s DISABLE TRIGGER %s' % (table, name))
        try:
            got = seen_by_kind(noted)
        finally:
            SU.query('ALTER TABLE %s ENABLE TRIGGER %s' % (table, name))
        true([k for k, g in got.items() if not want(KINDS[k][1]) <= g], 'nobody misses %s of %s' % (name, table))


@test('what a placement does to the places of its post is seen: proposed, withdrawn, signed, ended, by the clock')
def _():
    there = new_post()
    made = []
    equal(changed(lambda: made.append(propose(post=there))), {there})
    equal(changed(lambda: rows(COUNSELLOR, 'SELECT casework.placement_withdraw($1, $2, $3)', made[0], 1, 'service')),
          {there})
    signed = at('signed', post=there)
    equal(changed(lambda: rows(COUNSELLOR, 'SELECT casework.placement_end($1, $2, $3, $4)', signed,
                               SU.one('SELECT version FROM casework.placement WHERE id = $1', signed), day(0),
                               'host')), {there})
    late = propose(post=there)
    put('casework.placement', late, hold_until=day(-1))
    equal(changed(expire), {there})


@test('C-11: a place that is taken is seen at the posts of those too for whom somebody stands in who takes on so many')
def _():
    her, stands_in, post_of_her = new_contact(), new_contact(), new_post()
    put('offer.post', post_of_her, in_charge=her)
    put('offer.contact', stands_in, people_max=1)
    seen = lambda: changed(query("UPDATE casework.placement_slot SET days = daterange(lower(days), upper(days) + 1)"
                                 ' WHERE placement_id = $1', PLACED))
    equal(seen(), {POST}, 'she stands in for nobody')
    absence = insert('offer.absence', contact_id=her, host_id=HOST, stand_in=stands_in,
                     days='[%s,%s]' % (day(5), day(9)))
    equal(seen(), {POST, post_of_her})
    second = insert('offer.absence', contact_id=stands_in, host_id=HOST, days='[%s,%s]' % (day(1), day(1)))
    for name, act in {'another one stands in': update('offer.absence', 'id', absence, stand_in="'%s'" % OTHER),
                      'it is she again': update('offer.absence', 'id', absence, stand_in="'%s'" % stands_in),
                      'she is away herself': update('offer.absence', 'id', second, days="'[%s,%s]'" % (day(5), day(6))),
                      'and is not': query('DELETE FROM offer.absence WHERE id = $1', second),
                      'she takes on more': update('offer.contact', 'id', stands_in, people_max='9')}.items():
        true(post_of_her in changed(act), name)
    query('DELETE FROM offer.absence WHERE id = $1', absence)()
    put('offer.contact', stands_in, people_max=None)


@test('a proposal that a rule forbids changes nothing')
def _():
    there = new_post()
    equal(changed(lambda: ask(new_measure(), there, times=((7, 0, 60, 'every'),))), set())


@test('a site that moves to another département is seen in both')
def _():
    marks = {d: look(departement=d)[0] for d in ('59', '62')}
    update('offer.site', 'id', OWN_SITE, insee="'62041'")()
    for d, mark in marks.items():
        equal(look(mark, d)[1], {OF_HOST2}, d)
    equal(changed(update('offer.site', 'id', OWN_SITE, insee="'59512'")), {OF_HOST2})
    marks = {d: look(departement=d)[0] for d in ('59', '62')}
    SU.query('UPDATE offer.post SET site_id = $1 WHERE id = $2', ARRAS, POST)
    for d, mark in marks.items():
        equal(look(mark, d)[1], {POST}, d)
    SU.query('UPDATE offer.post SET site_id = $1 WHERE id = $2', SITE[HOST], POST)
    marks = {d: look(departement=d)[0] for d in ('59', '62')}
    update('offer.commune', 'insee', '59512', departement="'62'")()
    for d, mark in marks.items():
        equal(look(mark, d)[1], {ALL}, d)
    update('offer.commune', 'insee', '59512', departement="'59'")()


@test('what changes elsewhere, and what is no part of a match, is not seen')
def _():
    equal(changed(lambda: SU.query('UPDATE offer.post SET places = 9 WHERE id = $1', FAR)), set())
    equal(changed(update('offer.contact', 'id', CONTACT[HOST], phone="'03'")), set())
    equal(changed(update('offer.host', 'id', HOST2, address="'Rue d''Isly'")), set())


@test('a change is seen when it commits, however long before it was made; one that is taken back never')
def _():
    with W.connect('postgres') as late, W.connect('postgres') as undone:
        for c in (late, undone):
            c.query('BEGIN')
        late.query("UPDATE offer.post SET title = 'Tard' WHERE id = $1", POST)
        undone.query("UPDATE offer.post SET title = 'Jamais' WHERE id = $1", OF_HOST2)
        mark = look()[0]
        SU.query("UPDATE offer.post SET title = 'Entre' WHERE id = $1", (other := new_post()))
        second, got = look(mark)
        equal(got, {other})
        late.query('COMMIT')
        undone.query('ROLLBACK')
        third, got = look(second)
        equal(got, {POST})
        equal(look(mark)[1], {POST, other})
        equal(look(third)[1], set())


@test('two transactions that change parts of one post do not wait for each other here')
def _():
    with W.connect('postgres') as one, W.connect('postgres') as two:
        for i, c in enumerate((one, two)):
            c.query('BEGIN')
            c.query("SET lock_timeout = '5s'")
            c.query('INSERT INTO offer.closure (id, post_id, host_id, days) VALUES (gen_random_uuid(), $1, $2, $3)',
                    POST, HOST, '[2030-01-0%d,2030-01-0%d)' % (i + 1, i + 2))
        mark = look()[0]
        one.query('COMMIT')
        two.query('COMMIT')
    equal(look(mark)[1], {POST})


@test('a mark of another day, département or life of the server is no base; of several the right one is')
def _():
    mark = look()[0]
    head, _, snapshot = mark.rpartition(' ')
    departement, today, life = head.split(' ')
    for other in ('62 %s %s' % (today, life), '%s %d %s' % (departement, int(today) - 1, life),
                  '%s %s %s' % (departement, today, float(life) - 1)):
        equal(look('%s %s' % (other, snapshot))[1], None, other)
    far = look(departement='62')[0]
    equal(SU.query(CHANGES, '59', [far, mark], 9)[0][1:], (2, '{}'))
    equal(SU.query(CHANGES, '62', [far, mark], 9)[0][1:], (1, '{}'))


@test('no more posts are told than were asked for')
def _():
    mark = look()[0]
    for _ in range(4):
        new_post()
    equal([len(look(mark, most=n)[1]) for n in (3, 4, 5)], [3, 4, 4])


@test('a mark is looked up: whatever it costs by then, nothing of what changed before it is gone through')
def _():
    mark = look()[0]
    SU.query('ANALYZE offer.post_change')  # plans that are kept are made anew
    SU.query('BEGIN')
    SU.query('SET LOCAL random_page_cost = 10000')
    SU.query('SET LOCAL plan_cache_mode = force_generic_plan')
    posts = look(mark)[1]
    scans = SU.one("SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relid = 'offer.post_change'::regclass")
    SU.query('ROLLBACK')
    SU.query('ANALYZE offer.post_change')
    equal((posts, scans), (set(), 0))


@test('the clock forgets what is two days old, and a mark from before is no base any more')
def _():
    mark = look()[0]
    post(places='3')()
    later = look()[0]
    post(places='4')()
    SU.query("UPDATE offer.post_change SET at = at - interval '49 hours' WHERE changed_in <= (SELECT changed_in FROM"
             ' offer.post_change ORDER BY changed_in DESC OFFSET 1 LIMIT 1)')
    expire()
    equal(look(mark)[1], None)
    equal(look(later)[1], {POST})
    equal(SU.one('SELECT count(*) FROM offer.post_change'), 1)
    expire()
    equal(look(later)[1], {POST})


# --- kept searches ---------------------------------------------------------------------------------------------------

def kept(login=COUNSELLOR, weekdays=0, free=False, fresh=False, family=None):
    """A search of that counsellor that is kept."""
    return rows(login, "SELECT id FROM offer.search_new('L''été', NULL, NULL, $1, NULL, NULL, NULL, $2, 0, 0, NULL,"
                ' false, $3, $4, $5, $6)', family, weekdays, free, fresh, *hashes())[0][0]


def found(search):
    """{post: is it new?}"""
    return dict(SU.query('SELECT x.post_id, x.since > l.seen FROM offer.search_post x JOIN offer.search_look l'
                         ' ON l.search_id = x.search_id WHERE x.search_id = $1', search))


def worker():
    SU.query('SELECT offer.search_round()')


def silently(sql, *params):
    """What no trigger notes: time does such things."""
    with W.connect('postgres') as c:
        c.query('SET session_replication_role = replica')
        c.query(sql, *params)


def whole():
    return SU.one('SELECT count(*) FROM offer.search_look WHERE whole')


def dropped(*searches, login=COUNSELLOR):
    for s in searches:
        rows(login, 'SELECT offer.search_drop($1)', s)


@test('C-13: what a day that begins frees, or makes too old, is noted though nothing changed')
def _():
    there = new_post(places=1, slots=((7, 540, 720, 'every', 0), (7, 800, 1000, 'odd', 2)))
    for n, start, end, weeks in ((1, 540, 720, '[0,2)'), (2, 800, 1000, '[1,2)'), (3, 820, 990, '[0,2)')):
        silently('INSERT INTO casework.placement_slot (placement_id, case_id, chain, post_id, n, weekday, from_min,'
                 ' to_min, weeks, days) VALUES (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, $2, 7, $3,'
                 ' $4, $5, daterange(offer.today() - 9, offer.today() + 1))', there, n, start, end, weeks)
    old = new_post()
    free, fresh = kept(free=True, weekdays=64), kept(fresh=True)
    worker()
    equal((there in found(free), found(fresh)[old]), (False, False))
    silently('UPDATE casework.placement_slot SET days = daterange(offer.today() - 9, offer.today())'
             ' WHERE post_id = $1 AND n = 2', there)
    silently("UPDATE offer.post SET confirmed_on = offer.today() - 1 - offer.rule_amount('B-09', 'fresh_days',"
             ' offer.today()) WHERE id = $1', old)
    worker()
    equal((there in found(free), old in found(fresh)), (False, True), 'the day is still the same')
    SU.query('UPDATE offer.search_round SET day = offer.today() - 1')
    worker()
    equal((found(free).get(there), old in found(fresh)), (True, False), 'one of two places in odd weeks')
    dropped(free, fresh)


@test('C-13: a change that commits after a round, made before it, is noted by the next')
def _():
    search, slow = kept(family='admin'), new_post()
    with W.connect('postgres') as late:
        late.query('BEGIN')
        late.query("UPDATE offer.post SET family = 'admin' WHERE id = $1", slow)
        other = new_post(family='admin')
        worker()
        equal(found(search), {other: True})
        late.query('COMMIT')
    worker()
    equal(found(search), {other: True, slow: True})
    update('offer.post', 'id', slow, family="'painting'")()
    worker()
    equal(found(search), {other: True})
    dropped(search)


@test('C-13: who keeps a search while a round is made waits for its end, and nothing falls between')
def _():
    with W.connect('postgres') as clock:
        clock.query('BEGIN')
        clock.query('SELECT offer.search_round()')
        made = []
        maker = threading.Thread(target=lambda: made.append(kept(family='culture')))
        maker.start()
        wait_until(lambda: SU.one("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") > 0, 20,
                   'it waits')
        between = new_post(family='culture')
        clock.query('COMMIT')
        maker.join()
    equal(found(made[0]), {between: False})
    worker()
    equal(found(made[0]), {between: False}, 'it was there when she began to look')
    after = new_post(family='culture')
    worker()
    equal(found(made[0]), {between: False, after: True})
    dropped(*made)


@test('C-13: where all posts may have changed searches are looked at whole, five at a time')
def _():
    mine, theirs = [kept(family='animals') for _ in range(5)], [kept(COLLEAGUE, family='animals') for _ in range(3)]
    there = new_post(family='animals')
    SU.query("UPDATE offer.rule_param SET amount = amount WHERE rule = 'B-09'")
    worker()
    equal((whole(), sum(found(s) == {there: True} for s in mine + theirs)), (3, 5))
    worker()
    equal((whole(), sum(found(s) == {there: True} for s in mine + theirs)), (0, 8))
    SU.query("UPDATE offer.search_round SET through = '3:3:'")  # the log of changes does not reach so far back
    SU.query("UPDATE offer.post_change_end SET through = '3'")
    worker()
    equal(whole(), 3)
    SU.query('UPDATE offer.search_look SET whole = false')
    SU.query('UPDATE offer.search_round SET day = offer.today() + 1')
    worker()
    equal(whole(), 3, 'the clock went back')
    dropped(*mine)
    dropped(*theirs, login=COLLEAGUE)
    equal([SU.one('SELECT count(*) FROM offer.' + t) for t in ('search', 'search_look', 'search_post')], [0, 0, 0])


@test('C-13: no session reads these tables, and only a counsellor asks for hers')
def _():
    search = kept(family='animals')
    for table in ('search', 'search_look', 'search_post', 'search_round'):
        with W.bound(sid(COUNSELLOR), commit=False) as c:
            equal(c.state('SELECT FROM offer.' + table), '42501', table)
    for login in ('dir.lille', 'referent', 'manager', 'tutor', 'auditor', 'admin'):
        for sql in ('SELECT * FROM offer.searches(NULL)', 'SELECT offer.search_news()',
                    "SELECT offer.search_drop('%s')" % search, "SELECT offer.search_seen('%s', 0)" % search,
                    "SELECT * FROM offer.search_posts(NULL, NULL, NULL, false, '%s')" % search):
            with W.bound(sid(login), commit=False) as c:
                equal(c.state(sql), 'JA004', '%s %s' % (login, sql))
    for sql in ('SELECT * FROM offer.searches(NULL)', 'SELECT offer.search_news()'):
        equal(rows(COLLEAGUE, sql), [])
    dropped(search)


@test('a restored database has no changes of another server, and none is missed')
def _():
    search = kept(family='animals')
    SU.query("UPDATE offer.post_change_end SET through = '900000000'")
    SU.query("INSERT INTO offer.post_change (departement, changed_in, post_id) VALUES ('59', '900000001', $1)", POST)
    equal(look(look()[0])[1], None)
    with W.connect('jalon_migrator') as m:
        m.query('SELECT sec.restored()')
    mark = look()[0]
    equal(look(mark)[1], set())
    equal(changed(post(places='6')), {POST})
    came = new_post(family='animals')
    SU.query('DELETE FROM offer.post_change')  # so that only looking at all posts finds it
    worker()
    equal(found(search)[came], True)


run()
