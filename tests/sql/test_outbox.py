# SPDX-License-Identifier: EUPL-1.2
"""Every write leaves its note in its own transaction; the worker carries each once; founding closes; clocks forget."""
import secrets
import uuid

import fixture
from fixture import COLLEAGUE, COUNSELLOR, refused, sha256
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
JOB = W.connect('jalon_job')
SID = W.sign_in(COUNSELLOR)
SEEN = 'SELECT sec.outbox_seen($1, $2, $3, $4)'
TAKE = ('id', 'at', 'actor', 'role', 'org', 'action', 'object', 'row_id', 'version', 'compartment', 'case_id', 'reason',
        'digest')


def take(n=10000):
    return [dict(zip(TAKE, r)) for r in JOB.query('SELECT * FROM sec.outbox_take($1)', n)]


def who(login):
    role, org = fixture.ACCOUNTS[login]
    return {'actor': W.account[login], 'role': role, 'org': W.org[org]}


def notes(since):
    """Notes since then without what differs every time and without what is absent."""
    return [{k: v for k, v in o.items() if k not in ('n', 'id', 'sealed_index') and v is not None}
            for o in W.outbox(since)]


def session(sid):
    return SU.one('SELECT id FROM sec.session WHERE hash = $1', sha256(sid))


def settle():
    """Marks all as carried."""
    rows, base = take(), JOB.query('SELECT * FROM sec.log_cursor()')[0][0]
    JOB.query(SEEN, base + len(rows), base + len(rows), [r['id'] for r in rows], list(range(base, base + len(rows))))


@test('taking a case in leaves case.create, case.key and record.seal with digests, under the actor of the session')
def _():
    mark = W.mark()
    case = W.open_case(SID, envelope=b'the envelope')
    me = who(COUNSELLOR)
    equal(notes(mark), [
        {**me, 'action': 'case.create', 'object': 'casework.case_file', 'row_id': case, 'case_id': case},
        {**me, 'action': 'case.key', 'object': 'sec.case_key', 'row_id': case, 'version': 1, 'compartment': 'IDENT',
         'case_id': case, 'digest': sha256(b'wrap of ' + case.encode())},
        {**me, 'action': 'record.seal', 'object': 'casework.case_file', 'row_id': case, 'version': 1,
         'compartment': 'IDENT',
         'case_id': case, 'digest': sha256(b'the envelope')}])


@test('a new version leaves record.seal with the digest of its envelope, and case.update')
def _():
    case = W.open_case(SID)
    mark = W.mark()
    with W.bound(SID) as c:
        c.query("SELECT sec.store(1, $1, 1, 2, 'second', '')", case)
    me = who(COUNSELLOR)
    equal(notes(mark), [
        {**me, 'action': 'record.seal', 'object': 'casework.case_file', 'row_id': case, 'version': 2,
         'compartment': 'IDENT', 'case_id': case, 'digest': sha256(b'second')},
        {**me, 'action': 'case.update', 'object': 'casework.case_file', 'row_id': case, 'version': 2, 'case_id': case}])


@test('signing in and out leaves session.open and session.close under the account of the grant')
def _():
    mark = W.mark()
    sid = W.sign_in('tutor')
    with W.bound(sid) as c:
        c.query('SELECT sec.sign_out()')
    name = session(sid)
    equal(notes(mark), [{**who('tutor'), 'action': a, 'object': 'sec.session', 'row_id': name}
                        for a in ('session.open', 'session.close')])


@test('a new record leaves account.enrol, and session.close for every session it ends')
def _():
    sids = [W.sign_in('manager') for _ in range(2)]
    SU.query("UPDATE sec.account SET state = 'invited' WHERE login = 'manager'")  # as a reset leaves it
    mark = W.mark()
    W.enrol('manager')
    got = notes(mark)
    equal(got[0], {**who('manager'), 'action': 'account.enrol', 'object': 'sec.account', 'row_id': W.account['manager'],
                   'version': W.version['manager']})
    equal(sorted(n['row_id'] for n in got[1:]), sorted(session(s) for s in sids))
    equal({n['action'] for n in got[1:]}, {'session.close'})


@test('neither the session id nor its hash is in a note')
def _():
    text = SU.one("SELECT string_agg(o::text, ' ') FROM sec.outbox o")
    true(SID.hex() not in text and sha256(SID).hex() not in text, 'a note names a session id')


@test('every table written by a person has a trigger that notes every insert and update')
def _():
    quiet = {'sec.migration', 'sec.session_limit', 'sec.sealed_table', 'sec.idempotency', 'sec.outbox',
             'sec.log_cursor', 'sec.log_entry', 'offer.post_change', 'offer.post_change_end', 'offer.search_look',
             'offer.search_post', 'offer.search_round', 'offer.day_off', 'offer.day_led',  # views of what is noted
             'offer.commune', 'offer.rule_param',  # machinery and public reference data
             'sec.person_index'}  # comes with a sealed identity, which is noted
    noted = {t for t, in SU.query("SELECT tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname"
                                  " LIKE 'note%'"
                                  " AND tgenabled = 'O'")}
    equal(noted, set(fixture.tables(SU)) - quiet)


@test('a rolled-back write leaves no note')
def _():
    mark = W.mark()
    with W.bound(SID, commit=False) as c:
        case = c.query('SELECT * FROM casework.open_case($1, $2, false)', secrets.token_bytes(32),
                       secrets.token_bytes(32))[0][0]
        c.query("SELECT sec.store(1, $1, 1, 1, 'e', 'w')", case)
    equal(W.outbox(mark), [])


@test('reading, binding, touching and refusals leave no note')
def _():
    case = W.open_case(SID)
    mark = W.mark()
    SU.query("UPDATE sec.session SET touched_at = now() - interval '2 min' WHERE hash = $1", sha256(SID))
    with W.bound(SID) as c:
        c.query('SELECT sec.touch()')
        c.query('SELECT * FROM casework.case_file')
        c.query("SELECT sec.fetch('{1}', ARRAY[$1]::uuid[], '{1}', '')", case)
        c.query('SELECT sec.seal_ticket(1, $1, 1, 2)', case)
        refused('JA005', c, "SELECT sec.store(1, $1, 1, 9, 'e', '')", case)
    equal(W.outbox(mark), [])


@test('a write of the web process without anybody bound is refused by the trigger itself')
def _():
    # a definer function that forgets to ask who it is, as a fault; planted, tried as jalon_web, taken away
    SU.query("CREATE FUNCTION sec.planted(u uuid, k uuid) RETURNS void LANGUAGE sql SECURITY DEFINER AS"
             " 'INSERT INTO casework.case_file (unit_id, counsellor_id) VALUES (u, k)';"
             " ALTER FUNCTION sec.planted(uuid, uuid) OWNER TO jalon_sec; GRANT EXECUTE ON FUNCTION sec.planted(uuid,"
             " uuid) TO jalon_web")
    try:
        refused('JA001', WEB, 'SELECT sec.planted($1, $2)', W.org['lille'], W.account[COUNSELLOR])
        with W.bound(SID, commit=False) as c:
            equal(c.state('SELECT sec.planted($1, $2)', W.org['lille'], W.account[COUNSELLOR]), '00000')
    finally:
        SU.query('DROP FUNCTION sec.planted(uuid, uuid)')


@test('a change at the database itself is noted without an actor')
def _():
    case = W.open_case(SID)
    mark = W.mark()
    SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', W.account[COLLEAGUE], case)
    SU.query("UPDATE sec.account SET name = name || '.' WHERE login = 'tutor'")
    SU.query("UPDATE sec.account SET name = rtrim(name, '.') WHERE login = 'tutor'")
    equal([(o['action'], o['actor']) for o in W.outbox(mark)],
          [('case.update', None), ('account.update', None), ('account.update', None)])


@test('founding left a note for each thing, without an actor, and no account.enrol')
def _():
    W.cluster.migrate('other')
    other = fixture.World(W.cluster, 'other', activate=False)
    count = {}
    for o in other.outbox():
        equal(o['actor'], None)
        count[o['action']] = count.get(o['action'], 0) + 1
    orgs, people = len(fixture.ORGANISATIONS), len(fixture.ACCOUNTS)
    members = sum(r in ('counsellor', 'director', 'auditor') for r, _ in fixture.ACCOUNTS.values())
    equal(count, {'founding.mac_key': 2, 'founding.decoy': 1, 'founding.organisation': orgs, 'founding.account': people,
                  'founding.certificate': orgs + people, 'founding.box': orgs + members, 'founding.close': 1})
    equal({o['row_id'] for o in other.outbox() if o['action'] == 'founding.account'}, set(other.account.values()))


@test('the worker takes what is not sealed, oldest first, as many as asked')
def _():
    rows = take()
    equal([r['id'] for r in rows], [o['id'] for o in W.outbox() if o['sealed_index'] is None])
    equal([r['id'] for r in take(3)], [r['id'] for r in rows[:3]])
    for n in (0, -1, 10001, None):
        refused('JA009', JOB, 'SELECT * FROM sec.outbox_take($1)', n)


@test('what was seen is taken no more, the cursor moves, saying it again changes nothing')
def _():
    rows = take()
    start = JOB.query('SELECT * FROM sec.log_cursor()')[0][0]
    ids, at = [r['id'] for r in rows[:5]], [start + 10 + i for i in range(5)]
    for _ in range(2):
        JOB.query(SEEN, start + 15, start + 15, ids, at)
        equal(JOB.query('SELECT * FROM sec.log_cursor()'), [(start + 15, start + 15)])
        equal([r['id'] for r in take()], [r['id'] for r in rows[5:]])
    equal(SU.query('SELECT sealed_index FROM sec.outbox WHERE id = ANY ($1::uuid[]) ORDER BY n', ids), [(i,)
        for i in at])


@test('the cursor moves alone when the log holds nothing of ours')
def _():
    start, base = JOB.query('SELECT * FROM sec.log_cursor()')[0]
    JOB.query(SEEN, start + 7, base, [], [])
    equal(JOB.query('SELECT * FROM sec.log_cursor()'), [(start + 7, base)])


@test('a second index for a note, an index for two notes, a cursor going back and an unknown note are refused')
def _():
    start, base = JOB.query('SELECT * FROM sec.log_cursor()')[0]
    done = SU.query('SELECT id, sealed_index FROM sec.outbox WHERE sealed_index IS NOT NULL LIMIT 1')[0]
    a, b = [r['id'] for r in take(2)]
    end = start + 50
    for code, args in (('JA005', (end, base, [done[0]], [end - 1])), ('JA005', (end, base, [a], [done[1]])),
                       ('JA005', (end, base, [a, b], [end - 1, end - 1])), ('JA005', (end, base, [a, a], [end - 1,
                           end - 2])),
                       ('JA005', (start - 1, base, [], [])), ('JA005', (end, base - 1, [], [])),
                       ('JA007', (end, base, [str(uuid.uuid4())], [end - 1])), ('JA009', (end, base, [a], [])),
                       ('JA009', (end, base, [a], [end])), ('JA009', (end, base, [a], [-1])), ('JA009', (end, base,
                           [None], [end - 1])),
                       ('JA009', (end, base, [a], [None])), ('JA009', (end, end + 1, [], [])), ('JA009', (None, base,
                           [], [])),
                       ('JA009', (end, None, [], [])), ('JA009', (end, base, None, None))):
        refused(code, JOB, SEEN, *args)
    equal(JOB.query('SELECT * FROM sec.log_cursor()'), [(start, base)])
    equal([r['id'] for r in take(2)], [a, b])


@test('a note whose transaction commits late is taken late, not lost')
def _():
    settle()
    with W.connect('jalon_web') as slow:
        with W.bound(SID, slow):
            slow.query('SELECT casework.open_case($1, $2, false)', secrets.token_bytes(32), secrets.token_bytes(32))
            W.open_case(SID)
            early = take()
            equal([r['action'] for r in early], ['case.create', 'case.key', 'record.seal'])
            settle()
            equal(take(), [])
    late = take()
    equal([r['action'] for r in late], ['case.create'])
    true(late[0]['id'] not in [r['id'] for r in early], 'doubled')
    settle()


@test('lag tells how many notes wait and how old the oldest is, to worker and migrator alone')
def _():
    settle()
    equal(JOB.query('SELECT unsealed, oldest_age FROM sec.lag()'), [(0, None)])
    W.open_case(SID)
    with W.connect('jalon_migrator') as m:
        equal(m.query("SELECT unsealed, oldest_age BETWEEN interval '0' AND interval '10 s' FROM sec.lag()"),
              [(3, True)])
    refused('42501', WEB, 'SELECT * FROM sec.lag()')


@test('after founding is closed each founding function is refused with JA010, and to others always')
def _():
    calls = [("SELECT sec.found_mac_key('grant', 2, $1)", secrets.token_bytes(32)),
             ('SELECT sec.found_decoy($1)', b'x' * 320),
             ("SELECT sec.found_organisation($1, 'unit', 'x')", str(uuid.uuid4())),
             ("SELECT sec.found_account($1, 'x', 'x', 'tutor', $1, '', '')", str(uuid.uuid4())),
             ("SELECT sec.found_certificate(1, $1, 1, true, '', '')", str(uuid.uuid4())),
             ("SELECT sec.found_box(1, 1, $1, 1, 1, $1, 1, '')", str(uuid.uuid4())), ('SELECT sec.found_close()',)]
    with W.connect('jalon_migrator') as m:
        for call in calls:
            refused('JA010', m, *call)
    for conn in (WEB, JOB):
        for call in calls:
            refused('42501', conn, *call)


@test('founding refuses bad values with JA009 and without data, and closes only when it is whole')
def _():
    W.cluster.migrate('third')
    org = str(uuid.uuid4())
    with W.cluster.connect('jalon_migrator', 'third') as m:
        m.query('SELECT sec.found_organisation($1, $2, $3)', org, 'unit', "Unité d'Armentières")
        bad = [("SELECT sec.found_mac_key('grant', 1, $1)", b'short'),
               ("SELECT sec.found_mac_key('both', 1, $1)", bytes(32)),
               ("SELECT sec.found_mac_key('grant', 0, $1)", bytes(32)),
               ("SELECT sec.found_mac_key('grant', 1, $1::bytea)", None),
               ('SELECT sec.found_decoy($1)', b'x' * 319), ("SELECT sec.found_organisation($1, 'unit', 'twice')", org),
               ("SELECT sec.found_organisation($1, 'club', 'x')", str(uuid.uuid4())),
               ("SELECT sec.found_account($1, 'x', 'x', 'judge', $1, $2, $3)", org, b'x' * 320, bytes(32)),
               ("SELECT sec.found_account($1, 'x', 'x', 'tutor', gen_random_uuid(), $2, $3)", org, b'x' * 320,
                bytes(32)),
               ("SELECT sec.found_account($1, 'x', 'x', 'tutor', $1, $2, $3)", org, b'x' * 321, bytes(32)),
               ("SELECT sec.found_certificate(8, $1, 1, true, $2, $2)", org, bytes(32)),
               ("SELECT sec.found_certificate(100000, $1, 1, true, $2, $2)", org, bytes(32)),
               ('SELECT sec.found_close()',)]
        for call in bad:
            try:
                m.query(*call)
                raise AssertionError('accepted: ' + call[0])
            except fixture.pg.PgError as e:
                equal((e.state, e.message), ('JA009', 'bad argument'), call[0])
                true(org not in e.detail, e.detail)
        m.query('SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)', str(uuid.uuid4()), "o'hara", "Zoé d'Hérouville",
                'director', org, b'x' * 320, bytes(32))
        refused('JA009', m, 'SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)', str(uuid.uuid4()), "o'hara",
                'twice',
                'director', org, b'x' * 320, bytes(32))
        refused('JA009', m, 'SELECT sec.found_close()')
        m.query("SELECT sec.found_mac_key('grant', 1, $1)", bytes(32))
        m.query("SELECT sec.found_mac_key('ticket', 1, $1)", bytes(32))
        m.query('SELECT sec.found_decoy($1)', b'x' * 320)
        m.query('SELECT sec.found_close()')
        refused('JA010', m, 'SELECT sec.found_close()')


@test('a box for a secret without a certificate is refused at commit')
def _():
    W.cluster.migrate('fourth')
    with W.cluster.connect('jalon_migrator', 'fourth') as m:
        equal(m.state("SELECT sec.found_box(1, 1, $1, 1, 2, $1, 1, 'x')", str(uuid.uuid4())), '23503')


@test('expire ends what is over, wipes its keys, and notes it without an actor')
def _():
    idle, absolute, live = W.sign_in('auditor'), W.sign_in('auditor'), W.sign_in('auditor')
    SU.query("UPDATE sec.session SET idle_until = now() - interval '1 s' WHERE hash = $1", sha256(idle))
    SU.query("UPDATE sec.session SET idle_until = now() - interval '1 s', abs_until = now() - interval '1 s' WHERE"
             " hash = $1", sha256(absolute))
    mark = W.mark()
    JOB.query('SELECT sec.expire()')
    JOB.query('SELECT sec.expire()')
    equal(sorted((o['action'], o['actor'], o['row_id']) for o in W.outbox(mark)),
          sorted(('session.expire', None, session(s)) for s in (idle, absolute)))
    for sid in (idle, absolute):
        equal(SU.query('SELECT ended_by::text, keys FROM sec.session WHERE hash = $1', sha256(sid)),
              [('expired', None)])
    equal(SU.query('SELECT ended_by, keys IS NULL FROM sec.session WHERE hash = $1', sha256(live)), [(None, False)])


@test('a session is forgotten a day after its absolute end, not before: until then its grant cannot be replayed')
def _():
    def aged(ended, absolute):
        sid = W.sign_in('auditor')
        SU.query("UPDATE sec.session SET ended_at = now() - $1::interval, ended_by = 'sign_out', keys = NULL,"
                 " abs_until = now() - $2::interval, idle_until = now() - $2::interval WHERE hash = $3", ended,
                 absolute, sha256(sid))
        return sid
    kept = [aged('3 days', '-9 hours'), aged('3 days', '23 hours')]
    gone = aged('2 days', '25 hours')
    JOB.query('SELECT sec.expire()')
    for sid, n in ((kept[0], 1), (kept[1], 1), (gone, 0)):
        equal(SU.one('SELECT count(*) FROM sec.session WHERE hash = $1', sha256(sid)), n)
    refused('JA003', WEB, 'SELECT sec.open_session($1, $2)', W.grant('auditor', id_hash=sha256(kept[0])), '')


@test('an idempotency key is forgotten after 7 days')
def _():
    keys = [secrets.token_bytes(32) for _ in range(2)]
    for key, age in zip(keys, ('6 days 23 hours', '7 days 1 hour')):
        SU.query("INSERT INTO sec.idempotency (account, key, operation, digest, result, at) VALUES ($1, $2, 'x', $2,"
                 " $1, now() - $3::interval)",
                 W.account[COUNSELLOR], key, age)
    JOB.query('SELECT sec.expire()')
    equal(SU.query('SELECT key FROM sec.idempotency WHERE operation = $1', 'x'), [(keys[0],)])


@test('a note is forgotten 35 days after the log has it; one that waits for the log never')
def _():
    settle()
    def note(index, sealed, made='100 days'):
        return SU.one("INSERT INTO sec.outbox (action, object, at, sealed_index, sealed_at) VALUES ('test', 'test',"
                      ' now() - $1::interval, $2, now() - $3::interval) RETURNING id', made, index, sealed)
    def left():
        return {i for i, in SU.query("SELECT id FROM sec.outbox WHERE action = 'test'")}
    cursor = JOB.query('SELECT * FROM sec.log_cursor()')
    old, young, waits = note(10 ** 9, '35 days 1 minute'), note(10 ** 9 + 1, '34 days 23 hours'), note(None, None)
    SU.query('UPDATE sec.outbox SET sealed_at = now() - $1::interval WHERE sealed_index < $2', '36 days', 10 ** 9)
    SU.query('BEGIN')
    SU.query("INSERT INTO sec.outbox (action, object, sealed_index, sealed_at) SELECT 'many', 'test', 2000000 + g,"
             " now() - interval '36 days' FROM generate_series(1, 10000) g")
    SU.query('COMMIT')
    JOB.query('SELECT sec.expire()')
    equal(left(), {old, young, waits}, 'more than ten thousand at a time')
    JOB.query('SELECT sec.expire()')
    equal(left(), {young, waits})
    equal(SU.one('SELECT count(*) FROM sec.outbox WHERE sealed_index < $1', 10 ** 9), 0, 'older ones are left')
    equal(JOB.query('SELECT * FROM sec.log_cursor()'), cursor)
    equal([n['id'] for n in take()], [waits])
    SU.query("DELETE FROM sec.outbox WHERE action = 'test'")


@test('no session judges the age of its own write early: only COMMIT asks')
def _():
    key = secrets.token_bytes(32)
    for before in (True, False):
        with W.bound(SID, commit=False) as c:
            if before:
                c.query('SET CONSTRAINTS ALL IMMEDIATE')
                refused('JA001', c, 'SELECT * FROM casework.open_case($1, $2, false)', key, key)
            else:
                c.query('SELECT * FROM casework.open_case($1, $2, false)', key, key)
                refused('JA001', c, 'SET CONSTRAINTS ALL IMMEDIATE')


run()
