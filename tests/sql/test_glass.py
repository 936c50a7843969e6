# SPDX-License-Identifier: EUPL-1.2
"""Break-glass: one case of the own unit, after a fresh code for that very case, for some hours, told to the officers;
whose key opens a unit's rows; cases of the same person."""
import secrets
import uuid

import fixture
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, now_us, read_bundle, refused, sha256, together
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
SID = {login: W.sign_in(login) for login in fixture.ACCOUNTS}
MATERIAL = 'SELECT sec.glass_material($1)'
BREAK = 'SELECT id, until FROM sec.break_glass($1, $2, $3)'
FETCH = 'SELECT sec.fetch(ARRAY[$1::int], ARRAY[$2::uuid], ARRAY[$3::int], $4)'
SEAL = 'SELECT sec.seal_ticket($1, $2, $3, $4)'
STORE = 'SELECT sec.store($1, $2, $3, $4, $5, $6)'
GLASS, IDENT, JUSTICE = 16, 1, 2
OK = '00000'
HERS = [W.open_case(SID[COLLEAGUE]) for _ in range(3)]
MINE = W.open_case(SID[COUNSELLOR])
ELSEWHERE = W.open_case(SID[FOREIGN])


def step():
    """A TOTP step that was not used yet, above all others."""
    W.step += 1
    return W.step


def grant(case, login=COUNSELLOR, sid=None, record=None, **kw):
    record = record or SU.one('SELECT record FROM sec.account WHERE login = $1', login)
    return W.grant(login, kind=kw.pop('kind', 3), id_hash=sha256(sid or SID[login]),
                   record_hash=kw.pop('record_hash', sha256(uuid.UUID(case).bytes + record)), **kw)


def break_glass(case, login=COUNSELLOR, told=True, sid=None, conn=None):
    """As app/ does it; the id of the row."""
    with W.bound(sid or SID[login], conn) as c:
        row, _ = c.query(BREAK, grant(case, login, sid), case, 'duty_cover')[0]
        if told:
            ticket, _, parts = read_bundle(c.one(SEAL, GLASS, row, JUSTICE, 1))
            equal([(i['table'], i['row'], i['case'], i['compartment'], i['link']) for i in ticket['items']],
                  [(GLASS, row, case, JUSTICE, 3)])
            c.query(STORE, GLASS, row, JUSTICE, 1, b'words', b'' if parts[0][0] else b'justice wrap')
    return row


def sees(login, sid=None):
    with W.bound(sid or SID[login]) as c:
        return {i for i, in c.query('SELECT id FROM casework.case_file')}


def ask(login, case, reason='duty_cover', sid=None):
    """SQLSTATE of a ticket for the identity, OK when there is one."""
    with W.bound(sid or SID[login]) as c:
        return c.state(FETCH, 1, case, IDENT, reason)


def clear():
    SU.query('UPDATE sec.glass SET ended_at = clock_timestamp() WHERE ended_at IS NULL')


def shut(login=COUNSELLOR, case=None, sid=None):
    equal(sees(login, sid) & set(HERS), set(), 'rows')
    equal(ask(login, case or HERS[0], sid=sid), 'JA007', 'ticket')


class Without:
    """As if an account had never been given the secret of its organisation."""

    def __init__(self, login):
        self.login = login

    def __enter__(self):
        self.kept = SU.query('DELETE FROM sec.box WHERE recipient = $1 RETURNING kind, recipient_kind, recipient,'
                             ' recipient_generation, subject_kind, subject, subject_generation, body',
                             W.account[self.login])

    def __exit__(self, *_):
        for row in self.kept:
            SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind,'
                     ' subject, subject_generation, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', *row)


# --- what it gives ---------------------------------------------------------------------------------------------------

@test('a broken glass shows that case and no other, gives a ticket with its link, for four hours')
def _():
    shut()
    break_glass(HERS[0])
    equal(sees(COUNSELLOR) & set(HERS), {HERS[0]})
    with W.bound(SID[COUNSELLOR]) as c:
        ticket, _, parts = read_bundle(c.one(FETCH, 1, HERS[0], IDENT, 'duty_cover'))
        refused('JA007', c, FETCH, 1, HERS[1], IDENT, 'duty_cover')
        refused('JA007', c, 'SELECT sec.fetch(ARRAY[1, 1], $1, ARRAY[1, 1], $2)', HERS[:2], 'duty_cover')
    equal([(i['case'], i['link']) for i in ticket['items']], [(HERS[0], 3)])
    equal((ticket['reason'], ticket['default'], parts[0][1]), ('duty_cover', 0, b'envelope 1'))
    equal(SU.query('SELECT until - at FROM sec.glass WHERE ended_at IS NULL'),
          SU.query("SELECT interval '4 hours'"))
    clear()


@test('a break-glass is a task of every director of the unit for a week, and of nobody else (P-05)')
def _():
    def told(login):
        with W.bound(SID[login]) as c:
            return c.query("SELECT rule, object, id, case_id FROM casework.tasks()"
                           " WHERE kind = 'break_glass' AND id = $1", row)
    row = break_glass(HERS[0])
    equal(told('dir.lille'), [('P-05', 'glass', row, HERS[0])])
    equal([told(login) for login in (COUNSELLOR, COLLEAGUE, 'dir.douai', 'referent', 'manager', 'auditor')], [[]] * 6)
    clear()
    equal(len(told('dir.lille')), 1, 'ended, and still told')
    with Without('dir.lille'):
        equal(told('dir.lille'), [])
    SU.query("UPDATE sec.glass SET at = at - interval '8 days', until = until - interval '8 days' WHERE id = $1", row)
    equal(told('dir.lille'), [])


@test('what a break-glass gives needs a reason, as every case of somebody else does')
def _():
    break_glass(HERS[0])
    equal(ask(COUNSELLOR, HERS[0], ''), 'JA008')
    equal(ask(COUNSELLOR, HERS[0], 'curiosity'), 'JA009')
    clear()


@test('it gives nothing to write')
def _():
    break_glass(HERS[0])
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA007', c, SEAL, 1, HERS[0], IDENT, 2)
        refused('JA007', c, STORE, 1, HERS[0], IDENT, 2, b'e', b'')
        refused('JA007', c, 'SELECT casework.change_identity_at($1, 1)', HERS[0])
        refused('JA007', c, 'SELECT casework.same_person($1)', HERS[0])
    clear()


@test('before her own words are sealed the row gives nothing, and they are said once')
def _():
    row = break_glass(HERS[0], told=False)
    shut()
    with W.bound(SID[COLLEAGUE]) as c:
        refused('JA007', c, SEAL, GLASS, row, JUSTICE, 1)
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA009', c, SEAL, GLASS, row, IDENT, 1)
        refused('JA005', c, SEAL, GLASS, row, JUSTICE, 2)
        refused('JA007', c, SEAL, GLASS, str(uuid.uuid4()), JUSTICE, 1)
        read_bundle(c.one(SEAL, GLASS, row, JUSTICE, 1))
        c.query(STORE, GLASS, row, JUSTICE, 1, b'words', b'')
        for version in (1, 2):
            refused('JA007', c, SEAL, GLASS, row, JUSTICE, version)
            refused('JA007', c, STORE, GLASS, row, JUSTICE, version, b'other words', b'')
    equal(sees(COUNSELLOR) & set(HERS), {HERS[0]})
    clear()


@test('her words are read by the director and the counsellor of the case with a reason, by nobody else')
def _():
    row = break_glass(HERS[0])
    for login, link in (('dir.lille', 2), (COLLEAGUE, 1), (COUNSELLOR, 3)):
        with W.bound(SID[login]) as c:
            refused('JA008', c, FETCH, GLASS, row, JUSTICE, '')
            ticket, _, parts = read_bundle(c.one(FETCH, GLASS, row, JUSTICE, 'direction_control'))
        equal((ticket['items'][0]['link'], parts[0][1]), (link, b'words'), login)
    clear()
    for login in set(fixture.ACCOUNTS) - {'dir.lille', COLLEAGUE}:
        with W.bound(SID[login]) as c:
            refused('JA007', c, FETCH, GLASS, row, JUSTICE, 'direction_control')


# --- the end ---------------------------------------------------------------------------------------------------------

@test('after its hours there is no row and no ticket')
def _():
    row = break_glass(HERS[0])
    SU.query("UPDATE sec.glass SET at = at - interval '5 hours', until = clock_timestamp() WHERE id = $1", row)
    shut()
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA007', c, 'SELECT sec.glass_end($1)', HERS[0])
        equal(c.query('SELECT * FROM sec.glass_own()'), [])


@test('she ends it herself, and so ends all that is open for the case')
def _():
    break_glass(HERS[0])
    break_glass(HERS[0])
    with W.bound(SID[COUNSELLOR]) as c:
        equal([r[1] for r in c.query('SELECT * FROM sec.glass_own()')], [HERS[0]] * 2)
        c.query('SELECT sec.glass_end($1)', HERS[0])
        refused('JA007', c, 'SELECT sec.glass_end($1)', HERS[0])
        equal(c.query('SELECT * FROM sec.glass_own()'), [])
    shut()
    with W.bound(SID['dir.lille']) as c:
        refused('JA007', c, 'SELECT sec.glass_end($1)', HERS[0])


@test('nothing is left after sign-out, whatever is open')
def _():
    sid = W.sign_in(COUNSELLOR)
    break_glass(HERS[0], sid=sid)
    equal(ask(COUNSELLOR, HERS[0], sid=sid), OK)
    with W.bound(sid) as c:
        c.query('SELECT sec.sign_out()')
    refused('JA001', WEB, 'SELECT sec.bind($1)', sid)
    refused('JA001', WEB, FETCH, 1, HERS[0], IDENT, 'duty_cover')
    clear()


@test('a case that moved to another unit is out of reach, and so is one of a unit that she left')
def _():
    break_glass(HERS[0])
    SU.query('UPDATE casework.case_file SET unit_id = $1 WHERE id = $2', W.org['douai'], HERS[0])
    shut()
    SU.query('UPDATE casework.case_file SET unit_id = $1 WHERE id = $2', W.org['lille'], HERS[0])
    SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['douai'], W.account[COUNSELLOR])
    shut()
    SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['lille'], W.account[COUNSELLOR])
    equal(ask(COUNSELLOR, HERS[0]), OK)
    clear()


# --- grants ----------------------------------------------------------------------------------------------------------

def rejected(g, case=None, sid=None, login=COUNSELLOR, state='JA003'):
    before = SU.query('SELECT count(*) FROM sec.glass')
    with W.bound(sid or SID[login]) as c:
        refused(state, c, BREAK, g, case or HERS[0], 'duty_cover')
    equal(SU.query('SELECT count(*) FROM sec.glass'), before)


@test('a grant for another case is refused')
def _():
    rejected(grant(HERS[1]))
    rejected(grant(MINE))


@test('a grant for another session of the same person is refused')
def _():
    other = W.sign_in(COUNSELLOR)
    rejected(grant(HERS[0], sid=other))
    rejected(grant(HERS[0]), sid=other)
    rejected(grant(HERS[0], sid=secrets.token_bytes(32)))


@test('a grant for another account is refused, in either session')
def _():
    rejected(grant(HERS[0], COLLEAGUE, sid=SID[COUNSELLOR]))
    rejected(W.grant(COUNSELLOR, kind=3, id_hash=sha256(SID[COUNSELLOR]), account=W.account[COLLEAGUE],
                     record_hash=sha256(uuid.UUID(HERS[0]).bytes + fixture.record_of(COUNSELLOR, 2))))
    rejected(grant(MINE), MINE, login=COLLEAGUE)


@test('a grant is spent with its step: neither it nor another one of that step works again, and no older one')
def _():
    g = grant(HERS[0])
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(BREAK, g, HERS[0], 'duty_cover')
    rejected(g)
    rejected(grant(HERS[0], step=W.step))
    rejected(grant(HERS[0], step=W.step - 1))
    rejected(grant(HERS[1], step=W.step), HERS[1])
    clear()


@test('the code of the sign-in opens no case, and that of a break-glass no session')
def _():
    rejected(grant(HERS[0], step=SU.one('SELECT last_totp_step FROM sec.account WHERE id = $1', W.account[COUNSELLOR])))
    refused('JA003', WEB, "SELECT sec.open_session($1, '')", grant(HERS[0]))
    rejected(grant(HERS[0], kind=1))
    rejected(grant(HERS[0], kind=2))
    rejected(W.grant(COUNSELLOR, kind=1, id_hash=sha256(SID[COUNSELLOR])))


@test('two grants of one step at once open one case')
def _():
    s = step()
    grants = [(c, grant(c, step=s)) for c in HERS[:2]]
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        def go(conn, case, g):
            with W.bound(SID[COUNSELLOR], conn):
                conn.query(BREAK, g, case, 'duty_cover')
            return 'open'
        got = together(lambda: go(a, *grants[0]), lambda: go(b, *grants[1]))
    equal(sorted(getattr(g, 'state', g) for g in got), ['JA003', 'open'])
    clear()


@test('a grant older than 60 s, or of a time to come, is refused')
def _():
    rejected(grant(HERS[0], issued=now_us() - 60_500_000))
    rejected(grant(HERS[0], issued=now_us() + 6_000_000))


@test('a grant over another record than the one that the account has is refused')
def _():
    rejected(grant(HERS[0], record=fixture.record_of(COUNSELLOR, 1)))
    rejected(grant(HERS[0], record=bytes(320)))
    rejected(grant(HERS[0], record_hash=bytes(32)))
    rejected(grant(HERS[0], version=W.version[COUNSELLOR] - 1))
    rejected(grant(HERS[0], version=W.version[COUNSELLOR] + 1))


@test('a grant that is changed, forged, cut or absent is refused')
def _():
    good = grant(HERS[0])
    for at in range(len(good)):
        rejected(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
    for g in (b'', good[:-1], good + b'x', None, grant(HERS[0], key=bytes(32)), grant(HERS[0], key_id=2)):
        rejected(g)


@test('a grant that another transaction rolled back is good once more')
def _():
    g = grant(HERS[0])
    with W.bound(SID[COUNSELLOR], commit=False) as c:
        c.query(BREAK, g, HERS[0], 'duty_cover')
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(BREAK, g, HERS[0], 'duty_cover')
    clear()


# --- who, and for which case -----------------------------------------------------------------------------------------

@test('a case of another unit, her own and none are refused alike, before a code is asked and after')
def _():
    for case in (ELSEWHERE, MINE, str(uuid.uuid4())):
        with W.bound(SID[COUNSELLOR]) as c:
            refused('JA007', c, MATERIAL, case)
        rejected(grant(case), case, state='JA007')


@test('only a counsellor breaks a glass, and only one who holds the secret of her unit')
def _():
    for login in set(fixture.ACCOUNTS) - {COUNSELLOR, COLLEAGUE, FOREIGN}:
        with W.bound(SID[login]) as c:
            refused('JA004', c, MATERIAL, HERS[0])
            refused('JA004', c, BREAK, grant(HERS[0], login), HERS[0], 'duty_cover')
    with Without(COUNSELLOR):
        with W.bound(SID[COUNSELLOR]) as c:
            refused('JA007', c, MATERIAL, HERS[0])
        rejected(grant(HERS[0]), state='JA007')


@test('a reason is of the closed list')
def _():
    for reason in ('', 'curiosity', 'DUTY_COVER', None):
        with W.bound(SID[COUNSELLOR]) as c:
            refused('JA009', c, BREAK, grant(HERS[0]), HERS[0], reason)


@test('the material names her, the case and the version of her record, which follows')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        r = fixture.Reader(c.one(MATERIAL, HERS[0]))
    t = fixture.Reader(r.lv('H')[:-32])
    equal((r.lv('H'), r.lv('H')), (b'blob', SU.one('SELECT record FROM sec.account WHERE login = $1', COUNSELLOR)))
    r.end()
    equal((t.take(4), t.num('H'), t.num('B')), (b'JTK1', 1, 4))
    t.take(8)
    equal(t.take(32), sha256(SID[COUNSELLOR]))
    t.take(8)
    equal((t.uuid(), t.lv('B'), t.uuid(), t.lv('B'), t.num('B'), t.num('H')),
          (W.account[COUNSELLOR], b'counsellor', W.org['lille'], b'', 0, 1))
    equal((t.num('B'), t.num('B'), t.uuid(), t.uuid()), (4, 0, HERS[0], W.account[COUNSELLOR]))
    equal((t.num('I'), t.num('B'), t.uuid(), t.num('I'), t.num('I')),
          (1, 2, W.org['lille'], 1, W.version[COUNSELLOR]))
    t.end()


@test('how long it lasts is a row of the limits, and a role without one has none')
def _():
    SU.query("UPDATE sec.session_limit SET glass = '1 hour' WHERE role = 'counsellor'")
    row = break_glass(HERS[0])
    equal(SU.one("SELECT until - at = interval '1 hour' FROM sec.glass WHERE id = $1", row), True)
    SU.query("UPDATE sec.session_limit SET glass = NULL WHERE role = 'counsellor'")
    rejected(grant(HERS[0]), state='JA004')
    SU.query("UPDATE sec.session_limit SET glass = '4 hours' WHERE role = 'counsellor'")
    clear()


# --- who is told -----------------------------------------------------------------------------------------------------

OF = 'SELECT id, login, case_id, reason, ended_at IS NULL, told FROM sec.glass_of($1, $2, $3)'


@test('the director of the unit sees who opened what and why, newest first, in pages')
def _():
    SU.query('DELETE FROM sec.glass')
    rows = [break_glass(HERS[0]), break_glass(HERS[1], told=False), break_glass(MINE, COLLEAGUE)]
    with W.bound(SID[COUNSELLOR]) as c:
        c.query('SELECT sec.glass_end($1)', HERS[0])
    want = [(rows[2], COLLEAGUE, MINE, 'duty_cover', True, True),
            (rows[1], COUNSELLOR, HERS[1], 'duty_cover', True, False),
            (rows[0], COUNSELLOR, HERS[0], 'duty_cover', False, True)]
    with W.bound(SID['dir.lille']) as c:
        equal(c.query(OF, W.org['lille'], None, None), want)
        at = SU.one('SELECT at FROM sec.glass WHERE id = $1', rows[2])
        equal(c.query(OF, W.org['lille'], at, rows[2]), want[1:])


@test('nobody else is told, and a director without the secret of her unit is not')
def _():
    for login in fixture.ACCOUNTS:
        for org in ('lille', 'douai'):
            with W.bound(SID[login]) as c:
                state = c.state(OF, W.org[org], None, None)
            equal(state, OK if login == 'dir.' + org else 'JA007' if login.startswith('dir.') else 'JA004', login)
    with Without('dir.lille'), W.bound(SID['dir.lille']) as c:
        refused('JA007', c, OF, W.org['lille'], None, None)
        refused('JA007', c, OF, None, None, None)


@test('beginning and end are noted with the case and the reason, the words as a sealed record')
def _():
    mark = W.mark()
    row = break_glass(HERS[2])
    with W.bound(SID[COUNSELLOR]) as c:
        c.query('SELECT sec.glass_end($1)', HERS[2])
    notes = [o for o in W.outbox(mark) if o['action'] != 'case.key']
    equal([(o['action'], o['object'], o['row_id'], o['case_id'], o['reason']) for o in notes],
          [('glass.open', 'sec.glass', row, HERS[2], 'duty_cover'), ('record.seal', 'sec.glass', row, HERS[2], None),
           ('glass.end', 'sec.glass', row, HERS[2], 'duty_cover')])
    equal({(o['actor'], o['role'], o['org']) for o in notes}, {(W.account[COUNSELLOR], 'counsellor', W.org['lille'])})


# --- whose key -------------------------------------------------------------------------------------------------------

@test('who does not hold the secret of her unit sees no row of it and gets no ticket')
def _():
    for login, case in ((COLLEAGUE, HERS[0]), ('dir.lille', HERS[0]), (FOREIGN, ELSEWHERE), ('dir.douai', ELSEWHERE)):
        true(case in sees(login), login)
        with Without(login):
            equal(sees(login), set(), login)
            equal(ask(login, case), 'JA007', login)
        equal(ask(login, case), OK, login)
    break_glass(HERS[0])
    with Without(COUNSELLOR):
        shut()
    clear()


@test('a director without the secret of her unit hands no case on and reads no log of one')
def _():
    calls = (('SELECT casework.reassign($1, $2)', (HERS[0], W.account[COUNSELLOR])),
             ('SELECT casework.reassign_all($1, $2)', (W.account[COLLEAGUE], W.account[COUNSELLOR])),
             ('SELECT * FROM sec.log_case($1, NULL, 1)', (HERS[0],)))
    for sql, params in calls:
        with Without('dir.lille'), W.bound(SID['dir.lille'], commit=False) as c:
            refused('JA007', c, sql, *params)
        with W.bound(SID['dir.lille'], commit=False) as c:
            equal(c.state(sql, *params), OK, sql)


@test('a box of an older pair or of an older secret is none of today')
def _():
    for column in ('recipient_generation', 'subject_generation'):
        SU.query('INSERT INTO sec.certificate (kind, owner, generation, officer, public_key, mac)'
                 ' SELECT kind, owner, 2, officer, public_key, mac FROM sec.certificate WHERE owner = $1',
                 W.account['dir.douai'] if column.startswith('r') else W.org['douai'])
        equal(sees('dir.douai'), set(), column)
        equal(ask('dir.douai', ELSEWHERE), 'JA007', column)
        SU.query('DELETE FROM sec.certificate WHERE generation = 2')
        equal(ask('dir.douai', ELSEWHERE), OK, column)


@test('my_unit is the unit of a holder, my_caseload a counsellor, and nothing for anybody else')
def _():
    for login, (role, org) in fixture.ACCOUNTS.items():
        with W.bound(SID[login]) as c:
            equal(c.one('SELECT sec.my_unit()'), W.org[org] if role in ('counsellor', 'director') else None, login)
            equal(c.one('SELECT sec.my_glass()'), None, login)
            equal(c.one('SELECT sec.my_caseload()'), W.account[login] if role == 'counsellor' else None, login)
    equal(WEB.query('SELECT sec.my_unit(), sec.my_caseload(), sec.my_glass()'), [(None, None, None)])


# --- the same person -------------------------------------------------------------------------------------------------

SAME = 'SELECT other_case, unit_id FROM casework.same_person($1)'


def person(login, hash_):
    case = W.open_case(SID[login], seal=False)
    with W.bound(SID[login]) as c:
        c.query('SELECT sec.store(1, $1, 1, 1, $2, $3, $4)', case, b'e', b'w', hash_)
    return case


def same(login, case):
    with W.bound(SID[login]) as c:
        return c.query(SAME, case)


@test('cases of one person: by id in the own scope, else each unit once')
def _():
    one = secrets.token_bytes(8)
    a, b = person(COUNSELLOR, one), person(COUNSELLOR, one)
    equal(same(COUNSELLOR, a), [(b, W.org['lille'])])
    hers, hers2 = person(COLLEAGUE, one), person(COLLEAGUE, one)
    far = person(FOREIGN, one)
    equal(same(COUNSELLOR, a)[0], (b, W.org['lille']))
    equal(sorted(same(COUNSELLOR, a)[1:]), sorted([(None, W.org['lille']), (None, W.org['douai'])]))
    equal(sorted(same('dir.lille', a)[:3]), sorted((i, W.org['lille']) for i in (b, hers, hers2)))
    equal(same('dir.lille', a)[3:], [(None, W.org['douai'])])
    equal(same(FOREIGN, far), [(None, W.org['lille'])])


@test('another person, and one without a hash, is the same as nobody')
def _():
    equal(same(COUNSELLOR, person(COUNSELLOR, secrets.token_bytes(8))), [])
    nobody, nobody2 = person(COUNSELLOR, b''), person(COUNSELLOR, b'')
    equal(same(COUNSELLOR, nobody), [])
    equal(same(COUNSELLOR, nobody2), [])


@test('a changed identity is found under its new hash only')
def _():
    one, two = secrets.token_bytes(8), secrets.token_bytes(8)
    a, b = person(COUNSELLOR, one), person(COUNSELLOR, two)
    for hash_, want in ((two, [(b, W.org['lille'])]), (b'', []), (one, [])):
        version = SU.one('SELECT ident_version FROM casework.case_file WHERE id = $1', a)
        with W.bound(SID[COUNSELLOR]) as c:
            c.query("SELECT sec.store(1, $1, 1, $2, 'e', '', $3)", a, version + 1, hash_)
        equal(same(COUNSELLOR, a), want)


@test('a hash has eight bytes and comes with an identity only')
def _():
    case = W.open_case(SID[COUNSELLOR])
    row = break_glass(HERS[0], told=False)
    with W.bound(SID[COUNSELLOR]) as c:
        for bad in (b'1234567', b'123456789', b'x'):
            refused('JA009', c, "SELECT sec.store(1, $1, 1, 2, 'e', '', $2)", case, bad)
        refused('JA009', c, "SELECT sec.store(16, $1, 2, 1, 'e', '', $2)", row, b'12345678')
    clear()


@test('who may not see the case learns nothing of its person, and asking is noted')
def _():
    case = person(COUNSELLOR, secrets.token_bytes(8))
    for login in (COLLEAGUE, FOREIGN, 'dir.douai'):
        with W.bound(SID[login]) as c:
            refused('JA007', c, SAME, case)
    for login in ('referent', 'manager', 'tutor', 'auditor', 'admin'):
        with W.bound(SID[login]) as c:
            refused('JA004', c, SAME, case)
    with Without('dir.lille'), W.bound(SID['dir.lille']) as c:
        refused('JA007', c, SAME, case)
    mark = W.mark()
    same('dir.lille', case)
    equal([(o['action'], o['actor'], o['row_id']) for o in W.outbox(mark)],
          [('case.same_person', W.account['dir.lille'], case)])


run()
