# SPDX-License-Identifier: EUPL-1.2
"""A session is made from a grant of the vault and from nothing else, once; a new record likewise."""
import secrets
import uuid

import fixture
from fixture import COUNSELLOR, GRANT_KEY, TICKET_KEY, now_us, refused, sha256, together
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
OPEN = 'SELECT * FROM sec.open_session($1, $2)'
NAMES = ('account', 'login', 'name', 'role', 'org', 'org_name', 'idle', 'abs', 'material')


def opens(grant, claimed='192.0.2.7', conn=None):
    return dict(zip(NAMES, (conn or WEB).query(OPEN, grant, claimed)[0]))


def denied(grant):
    """JA003 and nothing changed: no session, no step spent, no note."""
    before = SU.query('SELECT (SELECT count(*) FROM sec.session), (SELECT sum(last_totp_step) FROM sec.account),'
                      ' (SELECT count(*) FROM sec.outbox)')
    refused('JA003', WEB, OPEN, grant, '192.0.2.7')
    equal(SU.query('SELECT (SELECT count(*) FROM sec.session), (SELECT sum(last_totp_step) FROM sec.account),'
                   ' (SELECT count(*) FROM sec.outbox)'), before)


@test('a grant opens a session of its account with the role and organisation of the account row')
def _():
    for login, (role, org) in fixture.ACCOUNTS.items():
        got = opens(W.grant(login))
        equal((got['account'], got['login'], got['name'], got['role'], got['org'], got['org_name']),
              (W.account[login], login, "Nom d'usage de " + login, role, W.org[org], fixture.ORGANISATIONS[org][1]))


@test('the grant is 139 bytes; shorter, longer, empty and absent ones are refused')
def _():
    good = W.grant(COUNSELLOR)
    equal(len(good), 139)
    for bad in (good[:-1], good + b'\0', b'', None, good[:107], b'\0' * 139):
        denied(bad)
    opens(good)


@test('a grant with one bit flipped anywhere is refused')
def _():
    good = W.grant(COUNSELLOR)
    for i in range(139):
        bad = bytearray(good)
        bad[i] ^= 1 << (i % 8)
        equal(WEB.state(OPEN, bytes(bad), ''), 'JA003', 'byte %d' % i)
    opens(good)


@test('a grant with another magic, key id or kind is refused even with a right MAC')
def _():
    for other in ({'magic': b'JTK1'}, {'magic': b'JGR2'}, {'key_id': 2}, {'key_id': 0}, {'key_id': 65535}, {'kind': 0},
                  {'kind': 2}, {'kind': 3}, {'record_hash': sha256(b'x')}):
        denied(W.grant(COUNSELLOR, **other))


@test('a grant under another key, the ticket key among them, is refused')
def _():
    denied(W.grant(COUNSELLOR, key=TICKET_KEY))
    denied(W.grant(COUNSELLOR, key=bytes(32)))
    denied(W.grant(COUNSELLOR, key=secrets.token_bytes(32)))


@test('a grant older than 60 s or more than 5 s in the future is refused; just inside both it is taken')
def _():
    for seconds in (-3600, -61, 7, 3600):
        denied(W.grant(COUNSELLOR, issued=now_us() + seconds * 1000000))
    for seconds in (-57, 3):
        opens(W.grant(COUNSELLOR, issued=now_us() + seconds * 1000000))


@test('a grant with an issue time or step at the edge of its type is refused')
def _():
    for edge in (-2**63, 2**63 - 1, -1, 0):
        denied(W.grant(COUNSELLOR, issued=edge))
    for step in (-2**63, -1, 0):
        denied(W.grant(COUNSELLOR, step=step))


@test('a grant for another authentication version is refused')
def _():
    for version in (0, W.version[COUNSELLOR] - 1, W.version[COUNSELLOR] + 1, 2**32 - 1):
        denied(W.grant(COUNSELLOR, version=version))


@test('a grant of an unknown, invited or disabled account is refused')
def _():
    denied(W.grant(COUNSELLOR, account=str(uuid.uuid4())))
    for state in ('invited', 'disabled'):
        SU.query('UPDATE sec.account SET state = $1 WHERE id = $2', state, W.account[COUNSELLOR])
        try:
            denied(W.grant(COUNSELLOR))
        finally:
            SU.query("UPDATE sec.account SET state = 'active' WHERE id = $1", W.account[COUNSELLOR])


@test('a grant works once')
def _():
    grant = W.grant(COUNSELLOR)
    opens(grant)
    denied(grant)


@test('a session id that was ever seen is refused, also after the session ended')
def _():
    sid = W.sign_in(COUNSELLOR)
    denied(W.grant(COUNSELLOR, id_hash=sha256(sid)))
    denied(W.grant('auditor', id_hash=sha256(sid)))
    with W.bound(sid) as c:
        c.query('SELECT sec.sign_out()')
    denied(W.grant(COUNSELLOR, id_hash=sha256(sid)))


@test('a TOTP step is spent by the sign-in, and every earlier one with it')
def _():
    W.step += 10
    step = W.step
    opens(W.grant(COUNSELLOR, step=step))
    for spent in (step, step - 1, step - 9):
        denied(W.grant(COUNSELLOR, step=spent))
    opens(W.grant(COUNSELLOR, step=step + 1))
    W.step = step + 1


@test('a step spent in a transaction that rolled back is not spent')
def _():
    grant = W.grant(COUNSELLOR)
    WEB.query('BEGIN')
    WEB.query(OPEN, grant, '')
    WEB.query('ROLLBACK')
    opens(grant)


@test('two sign-ins at once with one step: one wins')
def _():
    for _ in range(5):
        W.step += 1
        with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
            got = together(*[lambda c=c, g=W.grant(COUNSELLOR, step=W.step): c.state(OPEN, g, '') for c in (a, b)])
        equal(sorted(got), ['00000', 'JA003'])


@test('two sign-ins at once, the first still open: the second waits, and loses when the first commits')
def _():
    W.step += 1
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        a.query('BEGIN')
        a.query(OPEN, W.grant(COUNSELLOR, step=W.step), '')
        grant = W.grant(COUNSELLOR, step=W.step)
        b.query("SET lock_timeout = '200ms'")
        equal(b.state(OPEN, grant, ''), '55P03')
        a.query('COMMIT')
        equal(b.state(OPEN, grant, ''), 'JA003')


@test('the address claimed is kept without what an address cannot hold, at most 64 characters')
def _():
    for claimed, kept in (('192.0.2.7', '192.0.2.7'), ("1' OR '1'='1", "1'OR'1'='1"), ('é\n\t x', 'x'), ('9' * 99,
        '9' * 64), (None, '')):
        sid = secrets.token_bytes(32)
        opens(W.grant(COUNSELLOR, id_hash=sha256(sid)), claimed)
        equal(SU.one('SELECT claimed FROM sec.session WHERE hash = $1', sha256(sid)), kept)


@test('the material is a ticket of kind 3 for this session and the boxes of this account')
def _():
    sid = secrets.token_bytes(32)
    before = now_us()
    got = opens(W.grant(COUNSELLOR, id_hash=sha256(sid)))
    ticket, boxes = fixture.read_material(got['material'])
    end = SU.one("SELECT (extract(epoch FROM abs_until) * 1000000)::bigint FROM sec.session WHERE hash = $1",
                 sha256(sid))
    true(before <= ticket['issued'] <= now_us(), 'time of issue')
    equal({k: v for k, v in ticket.items() if k not in ('issued', 'items')},
          {'magic': b'JTK1', 'key_id': 1, 'kind': 3, 'session': sha256(sid), 'end': end, 'user': W.account[COUNSELLOR],
           'role': 'counsellor', 'org': W.org['lille'], 'reason': '', 'default': 0})
    equal(ticket['items'], [{'box': 1, 'owner_kind': 2, 'owner': W.org['lille'], 'owner_generation': 1,
                             'recipient_generation': 1}])
    equal(boxes, [b'box of ' + COUNSELLOR.encode()])


@test('an account without boxes gets a ticket without items')
def _():
    ticket, boxes = fixture.read_material(opens(W.grant('admin'))['material'])
    equal((ticket['items'], boxes, ticket['role']), ([], [], 'administrator'))


@test('all boxes of an account come, each with its generations, and no box of another')
def _():
    SU.query("INSERT INTO sec.certificate (kind, owner, generation, officer, public_key, mac)"
             " SELECT kind, owner, g, officer, public_key, mac FROM sec.certificate, generate_series(2, 4) g WHERE"
             " owner = $1",
             W.org['lille'])
    for g in (2, 3, 4):
        SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
                 ' subject_generation, body) VALUES (1, 1, $1, 1, 2, $2, $3, $4)', W.account[COUNSELLOR],
                 W.org['lille'], g,
                 b'generation %d' % g * 300)
    # a box sealed to a generation of the user's key that has no certificate is not handed out
    SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
             " subject_generation, body) VALUES (1, 1, $1, 7, 2, $2, 1, 'planted')", W.account[COUNSELLOR],
             W.org['lille'])
    ticket, boxes = fixture.read_material(opens(W.grant(COUNSELLOR))['material'])
    pairs = sorted((i['owner_generation'], i['recipient_generation'], b) for i, b in zip(ticket['items'], boxes))
    equal(pairs, [(1, 1, b'box of ' + COUNSELLOR.encode())] + [(g, 1, b'generation %d' % g * 300) for g in (2, 3, 4)])
    SU.query('DELETE FROM sec.box WHERE recipient = $1 AND (subject_generation > 1 OR recipient_generation > 1)',
             W.account[COUNSELLOR])


@test('sign_in_material gives the record of active and invited accounts, the decoy for unknown and disabled logins')
def _():
    ask = lambda login: WEB.one('SELECT sec.sign_in_material($1)', login)
    record = SU.one('SELECT record FROM sec.account WHERE login = $1', COUNSELLOR)
    equal(ask(COUNSELLOR), record)
    true(record != fixture.DECOY and len(record) == 320, 'record')
    for state, want in (('invited', record), ('disabled', fixture.DECOY), ('active', record)):
        SU.query('UPDATE sec.account SET state = $1 WHERE login = $2', state, COUNSELLOR)
        equal(ask(COUNSELLOR), want, state)
    for login in ('nobody', '', None, "' OR true --", COUNSELLOR.upper(), COUNSELLOR + ' ', '%', "m.n''diaye"):
        equal(ask(login), fixture.DECOY, repr(login))


@test('sign_in_material writes nothing')
def _():
    WEB.query('BEGIN READ ONLY')
    WEB.one('SELECT sec.sign_in_material($1)', COUNSELLOR)
    equal(WEB.one('SELECT pg_current_xact_id_if_assigned() IS NULL'), True)
    WEB.query('ROLLBACK')


def invited(login):
    """As a reset leaves it."""
    SU.query("UPDATE sec.account SET state = 'invited' WHERE login = $1", login)


@test('an enrolment takes a grant of kind 2 for exactly this record, of an invited account')
def _():
    record = secrets.token_bytes(320)
    enrol = 'SELECT sec.enrol($1, $2)'
    good = W.grant('tutor', kind=2, record_hash=sha256(record))
    refused('JA003', WEB, enrol, good, record)
    invited('tutor')
    for grant, rec in ((good, record[:-1]), (good, record + b'x'), (good, b''), (good, None),
                       (good, secrets.token_bytes(320)), (None, record), (good[:-1] + bytes([good[-1] ^ 1]), record),
                       (W.grant('tutor', kind=1, record_hash=sha256(record)), record),
                       (W.grant('tutor', kind=2, record_hash=sha256(record), issued=now_us() - 61000000), record),
                       (W.grant('tutor', kind=2, record_hash=sha256(record), version=W.version['tutor'] + 1), record),
                       (W.grant('tutor', kind=2, record_hash=sha256(record), key=TICKET_KEY), record),
                       (W.grant('tutor', kind=2, record_hash=sha256(record[:-1])), record[:-1])):
        refused('JA003', WEB, enrol, grant, rec)
    old = SU.query('SELECT record, auth_version FROM sec.account WHERE login = $1', 'tutor')[0]
    equal(old[1], W.version['tutor'])
    WEB.query(enrol, good, record)
    W.version['tutor'] += 1
    equal(SU.query("SELECT record, auth_version, state::text FROM sec.account WHERE login = 'tutor'")[0],
          (record, old[1] + 1, 'active'))
    refused('JA003', WEB, enrol, good, record)


@test('an enrolment ends all sessions, wipes their keys and voids older grants')
def _():
    one, two = W.sign_in('manager'), W.sign_in('manager')
    bystander = W.sign_in('auditor')
    grant = W.grant('manager')
    invited('manager')
    W.enrol('manager')
    for sid in (one, two):
        refused('JA001', WEB, 'SELECT sec.bind($1)', sid)
        equal(SU.query('SELECT ended_by::text, keys FROM sec.session WHERE hash = $1', sha256(sid)),
              [('password', None)])
    denied(grant)
    with W.bound(bystander) as c:
        equal(c.one('SELECT login FROM sec.whoami()'), 'auditor')
    opens(W.grant('manager'))


@test('the code of an enrolment is spent for signing in')
def _():
    invited('manager')
    W.enrol('manager')
    denied(W.grant('manager', step=W.step))
    opens(W.grant('manager'))


@test('a disabled account takes no new record')
def _():
    SU.query("UPDATE sec.account SET state = 'disabled' WHERE login = 'tutor'")
    record = secrets.token_bytes(320)
    refused('JA003', WEB, 'SELECT sec.enrol($1, $2)', W.grant('tutor', kind=2, record_hash=sha256(record)), record)
    SU.query("UPDATE sec.account SET state = 'active' WHERE login = 'tutor'")


@test('an invited account becomes active by its first record')
def _():
    fresh = fixture.World(W.cluster, _fresh_database(), activate=False)
    equal(fresh.su.one("SELECT count(*) FROM sec.account WHERE state = 'invited' AND auth_version = 1"),
          len(fixture.ACCOUNTS))
    refused('JA003', fresh.web, OPEN, fresh.grant(COUNSELLOR), '')
    fresh.enrol(COUNSELLOR)
    equal(fresh.su.query('SELECT state::text, auth_version FROM sec.account WHERE login = $1', COUNSELLOR),
          [('active', 2)])
    equal(fresh.web.query(OPEN, fresh.grant(COUNSELLOR), '')[0][1], COUNSELLOR)


def _fresh_database():
    W.cluster.migrate('fresh')
    return 'fresh'


@test('grants name their key: an older one still opens, the newest makes the tickets')
def _():
    new_grant, new_ticket = secrets.token_bytes(32), secrets.token_bytes(32)
    for purpose, key in (('grant', new_grant), ('ticket', new_ticket)):
        pads = [bytes(b ^ x for b in key.ljust(64, b'\0')) for x in (0x36, 0x5c)]
        SU.query('INSERT INTO sec.mac_key (purpose, key_id, ipad, opad) VALUES ($1, 300, $2, $3)', purpose, *pads)
    try:
        opens(W.grant(COUNSELLOR, key=GRANT_KEY, key_id=1))
        denied(W.grant(COUNSELLOR, key=new_grant, key_id=1))
        raw = fixture.Reader(opens(W.grant(COUNSELLOR, key=new_grant, key_id=300))['material']).lv('H')
        equal(fixture.read_ticket(raw, new_ticket)['key_id'], 300)
    finally:
        SU.query('DELETE FROM sec.mac_key WHERE key_id = 300')


NEXT, DROP = 'SELECT sec.next_mac_key($1, $2, $3)', 'SELECT sec.drop_mac_keys($1)'


@test('MAC keys change beside the old ones, and the old are dropped a minute later, each step once and again')
def _():
    new = {'grant': secrets.token_bytes(32), 'ticket': secrets.token_bytes(32)}
    old = {'grant': GRANT_KEY, 'ticket': fixture.TICKET_KEY}
    mark = W.mark()

    def ids():
        return SU.query('SELECT purpose::text, key_id FROM sec.mac_key ORDER BY 1, 2')
    with W.connect('jalon_migrator') as m:
        m.query(DROP, 1)  # nothing to drop
        for purpose in new:
            for key_id in (0, 3, None):
                refused('JA009', m, NEXT, purpose, key_id, new[purpose])
            for key in (b'short', None):
                refused('JA009', m, NEXT, purpose, 2, key)
            refused('JA009', m, NEXT, purpose, 1, new[purpose])  # another key under an id that is there
            m.query(NEXT, purpose, 1, old[purpose])
        for purpose in ('both', None):
            refused('JA009', m, NEXT, purpose, 2, new['grant'])
        m.query(NEXT, 'grant', 2, new['grant'])
        refused('JA016', m, DROP, 2)  # half of a change
        m.query(NEXT, 'ticket', 2, new['ticket'])
        for purpose in new:
            m.query(NEXT, purpose, 2, new[purpose])
            refused('JA009', m, NEXT, purpose, 2, old[purpose])
            refused('JA016', m, NEXT, purpose, 3, new[purpose])
        equal(ids(), [(p, i) for p in sorted(new) for i in (1, 2)])
        raw = fixture.Reader(opens(W.grant(COUNSELLOR, key=GRANT_KEY, key_id=1))['material']).lv('H')
        equal(fixture.read_ticket(raw, new['ticket'])['key_id'], 2, 'tickets are of the newest')
        opens(W.grant(COUNSELLOR, key=new['grant'], key_id=2))
        refused('JA016', m, DROP, 1)
        refused('JA015', m, DROP, 2)
        SU.query("UPDATE sec.mac_key SET made_at = made_at - interval '61 seconds'")
        m.query(DROP, 2)
        m.query(DROP, 2)
        equal(ids(), [(p, 2) for p in sorted(new)])
        denied(W.grant(COUNSELLOR, key=GRANT_KEY, key_id=1))
        opens(W.grant(COUNSELLOR, key=new['grant'], key_id=2))
        equal(SU.query('SELECT action, version FROM sec.outbox WHERE n > $1 AND object = $2 ORDER BY n', mark,
                       'sec.mac_key'), [('key.mac_key', 2)] * 2 + [('key.mac_key_drop', 1)] * 2)
    with W.connect('jalon_web') as web:
        equal(web.state(NEXT, 'grant', 3, bytes(32)), '42501')
        equal(web.state(DROP, 3), '42501')


run()
