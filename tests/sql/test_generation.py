# SPDX-License-Identifier: EUPL-1.2
"""The next generation of a unit's pair as SQL keeps it: who may, whom the ticket names, that what the vault made is
taken whole or not, what goes with it, and which keys a sign-in is given."""
import secrets
import struct
import uuid

import fixture
from fixture import COUNSELLOR, NIL, Reader, refused, sha256, together
from tap import equal, run, test

W = fixture.world()
SU = W.su
LILLE = W.org['lille']
TICKET = 'SELECT sec.generation_ticket($1)'
STORE = 'SELECT sec.generation_store($1, $2, $3, $4, $5, $6)'
OFFICER = 'dir.lille'
BOX = bytes(range(106))


def members():
    return [a for a, in SU.query('SELECT a.id FROM sec.account a WHERE a.org = $1 AND EXISTS (SELECT FROM sec.box b'
                                 ' WHERE b.kind = 1 AND b.recipient = a.id) ORDER BY a.id', LILLE)]


def certificate(generation, owner=LILLE, kind=2, officer=0):
    return bytes([kind]) + uuid.UUID(owner).bytes + struct.pack('>IB', generation, officer) + secrets.token_bytes(64)


def parts(generation, **changes):
    made = {'certificate': certificate(generation), 'recovery': BOX, 'link': BOX, 'boxes': BOX * len(members()),
            'keys': b'blob of ' + str(generation).encode()}
    made.update(changes)
    return list(made.values())


def move_on(generation, sid):
    with W.bound(sid) as c:
        c.query(TICKET, LILLE)
        return c.one(STORE, LILLE, *parts(generation))


def state(login, sql, *params):
    with W.bound(W.sign_in(login), commit=False) as c:
        return c.state(sql, *params)


@test('only an officer of the unit asks, and stores')
def _():
    for login in fixture.ACCOUNTS:
        want = '00000' if login == OFFICER else 'JA007' if login == 'dir.douai' else 'JA004'
        equal(state(login, TICKET, LILLE), want, login)
        equal(state(login, STORE, LILLE, *parts(2)), want, login)
    equal(state(OFFICER, TICKET, W.org['douai']), 'JA007')
    equal(state(OFFICER, TICKET, None), 'JA007')
    SU.query('UPDATE sec.certificate SET officer = false WHERE owner = $1', W.account[OFFICER])
    equal(state(OFFICER, TICKET, LILLE), 'JA004')
    SU.query('UPDATE sec.certificate SET officer = true WHERE owner = $1', W.account[OFFICER])


@test('the ticket names every member with her pair, the generation to make and the recovery pair')
def _():
    with W.bound(W.sign_in(OFFICER), commit=False) as c:
        r = Reader(c.one(TICKET, LILLE))
    t = Reader(r.lv('H')[:-32])
    equal(r.lv('H'), b'blob')
    certificates = [r.lv('B') for _ in range(1 + len(members()))]
    r.end()
    equal([str(uuid.UUID(bytes=c[1:17])) for c in certificates], [W.account[OFFICER]] + members())
    t.take(4 + 2 + 1 + 8 + 32 + 8)
    equal((t.uuid(), t.lv('B'), t.uuid(), t.lv('B'), t.num('B'), t.num('H')),
          (W.account[OFFICER], b'director', LILLE, b'', 0, len(members())))
    for member in members():
        equal((t.num('B'), t.num('B'), t.take(12), t.num('I')), (5, 0, bytes(12), 1))
        equal((t.uuid(), t.num('I'), t.num('B'), t.uuid(), t.num('I'), t.num('I')), (member, 1, 2, LILLE, 2, 0))
    t.end()


@test('what is not exactly what the vault makes is refused and changes nothing')
def _():
    n = len(members())
    for change in ({'certificate': certificate(1)}, {'certificate': certificate(3)}, {'certificate': None},
                   {'certificate': certificate(2, W.org['douai'])}, {'certificate': certificate(2, kind=3)},
                   {'certificate': certificate(2, officer=1)}, {'recovery': BOX[1:]}, {'recovery': None},
                   {'link': b''}, {'link': None}, {'boxes': BOX * (n - 1)}, {'boxes': BOX * (n + 1)},
                   {'boxes': None}, {'keys': b''}, {'keys': None}):
        equal(state(OFFICER, STORE, LILLE, *parts(2, **change)), 'JA009', str(change)[:30])
    equal(SU.one('SELECT max(generation) FROM sec.certificate WHERE owner = $1', LILLE), 1)


@test('all is kept at once: certificate, recovery, link, a box for each; older boxes and other sessions go')
def _():
    mine, hers, far = W.sign_in(OFFICER), W.sign_in(COUNSELLOR), W.sign_in(fixture.FOREIGN)
    equal(move_on(2, mine), 2)
    equal(SU.query('SELECT kind, recipient_kind, subject_generation, count(*) FROM sec.box WHERE subject = $1'
                   ' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3', LILLE),
          [(1, 1, 2, len(members())), (2, 9, 1, 1), (2, 9, 2, 1), (5, 2, 1, 1)])
    with W.bound(mine) as c:
        equal(c.one('SELECT sec.my_unit()'), LILLE)
    equal(SU.one('SELECT keys FROM sec.session WHERE hash = $1', sha256(mine)), b'blob of 2')
    refused('JA001', W.web, 'SELECT sec.bind($1)', hers)
    equal(SU.query('SELECT ended_by, keys FROM sec.session WHERE hash = $1', sha256(hers)), [('keys', None)])
    with W.bound(far) as c:
        equal(c.one('SELECT sec.my_unit()'), W.org['douai'], 'another unit goes on')


def given(login):
    """What a sign-in gives the vault to open: (kind of box, owner's generation, recipient's), in order."""
    sid = secrets.token_bytes(32)
    material = W.web.one("SELECT material FROM sec.open_session($1, '')", W.grant(login, id_hash=sha256(sid)))
    ticket, _ = fixture.read_material(material)
    return [(i['box'], i['owner_generation'], i['recipient_generation']) for i in ticket['items']]


@test('a sign-in is given the newest secret, then the way back, newest first; nobody else is given it')
def _():
    equal(move_on(3, W.sign_in(OFFICER)), 3)
    equal(given(COUNSELLOR), [(1, 3, 1), (5, 2, 3), (5, 1, 2)])
    equal(given(fixture.FOREIGN), [(1, 1, 1)])
    equal([given(x) for x in ('referent', 'admin')], [[], []])
    SU.query('UPDATE sec.box SET subject_generation = 2 WHERE kind = 1 AND recipient = $1', W.account[COUNSELLOR])
    equal(given(COUNSELLOR), [(1, 2, 1), (5, 1, 2)], 'no way forward')
    SU.query('UPDATE sec.box SET subject_generation = 3 WHERE kind = 1 AND recipient = $1', W.account[COUNSELLOR])


@test('who is disabled at the same instant comes first or after, and is never given a box')
def _():
    leaver = W.account[fixture.COLLEAGUE]
    officer, admin = W.sign_in(OFFICER), W.sign_in('admin')
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        def leave():
            with W.bound(admin, a):
                return a.one("SELECT sec.account_set_state($1, 'disabled')", leaver)

        def go():
            with W.bound(officer, b):
                n = Reader(b.one(TICKET, LILLE))
                n.lv('H'), n.lv('H'), n.lv('B')
                count = 0
                while n.at < len(n.data):
                    n.lv('B')
                    count += 1
                return b.one(STORE, LILLE, *parts(4, boxes=BOX * count))
        together(leave, go)
    equal(SU.one('SELECT count(*) FROM sec.box WHERE recipient = $1', leaver), 0)
    equal(SU.one('SELECT max(generation) FROM sec.certificate WHERE owner = $1', LILLE), 4)


@test('a link is of one unit and one step, whoever writes it; the last generation there may be is the 24th')
def _():
    insert = ('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
              ' subject_generation, body) VALUES (5, $1, $2, $3, 2, $4, $5, $6)')
    for row in ((1, LILLE, 3, LILLE, 2), (2, W.org['douai'], 3, LILLE, 2), (2, LILLE, 3, LILLE, 1),
                (2, LILLE, 2, LILLE, 3), (9, NIL, 3, LILLE, 2)):
        equal(SU.state(insert, *row, BOX), '23514', str(row))
    SU.query('BEGIN')
    SU.query('INSERT INTO sec.certificate (kind, owner, generation, officer, public_key, mac) SELECT kind, owner, 24,'
             ' officer, public_key, mac FROM sec.certificate WHERE owner = $1 AND generation = 4', LILLE)
    SU.query('UPDATE sec.box SET subject_generation = 24 WHERE subject = $1 AND kind = 1', LILLE)
    SU.query('COMMIT')
    equal(state(OFFICER, TICKET, LILLE), 'JA016')


run()
