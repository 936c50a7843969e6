# SPDX-License-Identifier: EUPL-1.2
"""Cases: who takes one in, who sees which, one effect for a repeated request, versions."""
import secrets
import uuid

import fixture
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, refused, together
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
SID = {login: W.sign_in(login) for login in fixture.ACCOUNTS}
OPEN = 'SELECT case_id, replayed FROM casework.open_case($1, $2, false)'
CHANGE = 'SELECT casework.change_identity_at($1, $2)'
CASES = {login: [W.open_case(SID[login]) for _ in range(3)] for login in (COUNSELLOR, COLLEAGUE, FOREIGN)}


def cases():
    return SU.one('SELECT count(*) FROM casework.case_file')


def sees(login):
    with W.bound(SID[login]) as c:
        return sorted(i for i, in c.query('SELECT id FROM casework.case_file'))


@test('a counsellor sees the own caseload and nothing else')
def _():
    for login in (COUNSELLOR, COLLEAGUE, FOREIGN):
        equal(sees(login), sorted(CASES[login]), login)


@test('a director sees the cases of the own unit and no other')
def _():
    equal(sees('dir.lille'), sorted(CASES[COUNSELLOR] + CASES[COLLEAGUE]))
    equal(sees('dir.douai'), sorted(CASES[FOREIGN]))


@test('nobody else sees a case')
def _():
    for login in ('referent', 'manager', 'tutor', 'auditor', 'admin'):
        equal(sees(login), [], login)


@test('a row that may not be seen cannot be told from an absent one by an error of the question')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        # the division fails on every row it is asked about: policies come first
        equal(c.query("SELECT id FROM casework.case_file WHERE id = $1 AND 1 / (length(id::text) - 36) > 0",
                      CASES[COLLEAGUE][0]), [])
        refused('22012', c, "SELECT id FROM casework.case_file WHERE id = $1 AND 1 / (length(id::text) - 36) > 0",
                CASES[COUNSELLOR][0])


@test('who is a minor is corrected in the own caseload alone, and noted when it changes')
def _():
    mine, other = CASES[COUNSELLOR][0], CASES[COLLEAGUE][0]
    rows = ((COUNSELLOR, mine, True, 1), (COUNSELLOR, mine, True, 0), (COUNSELLOR, other, True, 0),
            (FOREIGN, mine, False, 0), (COUNSELLOR, mine, False, 1))
    for login, case, to, notes in rows:
        mark = W.mark()
        with W.bound(SID[login]) as c:
            c.query('SELECT casework.correct_minor($1, $2)', case, to)
        equal([r['row_id'] for r in W.outbox(mark)], [case] * notes, (login, to))
    equal(SU.query('SELECT DISTINCT minor FROM casework.case_file WHERE id IN ($1, $2)', mine, other), [(False,)])
    with W.bound(SID['dir.lille']) as c:
        refused('JA004', c, 'SELECT casework.correct_minor($1, true)', mine)


@test('a case is opened open, at version 0, in the own unit and caseload')
def _():
    case = W.open_case(SID[COUNSELLOR], seal=False)
    equal(SU.query("SELECT unit_id, counsellor_id, state::text, ident_version, opened_at > now() - interval '1 min'"
                   " FROM casework.case_file WHERE id = $1", case),
          [(W.org['lille'], W.account[COUNSELLOR], 'open', 0, True)])
    CASES[COUNSELLOR].append(case)


@test('case ids are random uuids of version 4')
def _():
    equal({uuid.UUID(c).version for c in CASES[COUNSELLOR]}, {4})


@test('only a counsellor opens a case')
def _():
    before = cases()
    for login in ('dir.lille', 'referent', 'manager', 'tutor', 'auditor', 'admin'):
        with W.bound(SID[login]) as c:
            refused('JA004', c, OPEN, secrets.token_bytes(32), secrets.token_bytes(32))
    equal(cases(), before)


@test('a counsellor whose organisation is no unit opens no case')
def _():
    SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['audit'], W.account[COLLEAGUE])
    try:
        with W.bound(SID[COLLEAGUE]) as c:
            refused('JA004', c, OPEN, secrets.token_bytes(32), secrets.token_bytes(32))
    finally:
        SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['lille'], W.account[COLLEAGUE])


@test('idempotency key and digest are 32 bytes each')
def _():
    good = secrets.token_bytes(32)
    with W.bound(SID[COUNSELLOR]) as c:
        for key, digest in ((b'', good), (good, b''), (good[:31], good), (good, good + b'x'), (None, good),
                            (good, None)):
            refused('JA009', c, OPEN, key, digest)


@test('the same key and content again is the same case, one row, one note')
def _():
    key, digest = secrets.token_bytes(32), secrets.token_bytes(32)
    before, mark = cases(), W.mark()
    got = []
    for _ in range(3):
        with W.bound(SID[COUNSELLOR]) as c:
            got += c.query(OPEN, key, digest)
    equal([r for _, r in got], [False, True, True])
    equal(len({i for i, _ in got}), 1)
    equal(cases(), before + 1)
    equal([o['action'] for o in W.outbox(mark)], ['case.create'])


@test('the same key with other content is refused with JA006')
def _():
    key = secrets.token_bytes(32)
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(OPEN, key, secrets.token_bytes(32))
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA006', c, OPEN, key, secrets.token_bytes(32))


@test('a key used for another operation is refused with JA006')
def _():
    key, digest = secrets.token_bytes(32), secrets.token_bytes(32)
    SU.query("INSERT INTO sec.idempotency (account, key, operation, digest, result) VALUES ($1, $2, 'post.create',"
             " $3, $1)",
             W.account[COUNSELLOR], key, digest)
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA006', c, OPEN, key, digest)


@test("another account's key is another key")
def _():
    key, digest = secrets.token_bytes(32), secrets.token_bytes(32)
    got = []
    for login in (COUNSELLOR, COLLEAGUE):
        with W.bound(SID[login]) as c:
            got += c.query(OPEN, key, digest)
    equal([r for _, r in got], [False, False])
    true(got[0][0] != got[1][0], 'the same case for two people')


@test('a key whose transaction rolled back is free')
def _():
    key, digest = secrets.token_bytes(32), secrets.token_bytes(32)
    with W.bound(SID[COUNSELLOR], commit=False) as c:
        equal(c.query(OPEN, key, digest)[0][1], False)
    with W.bound(SID[COUNSELLOR]) as c:
        equal(c.query(OPEN, key, digest)[0][1], False)


@test('one key on two connections at once has one effect, the second answers the first one\'s case')
def _():
    for _ in range(5):
        key, digest, before = secrets.token_bytes(32), secrets.token_bytes(32), cases()
        with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
            def call(c):
                with W.bound(SID[COUNSELLOR], c):
                    return c.query(OPEN, key, digest)[0]
            got = together(lambda: call(a), lambda: call(b))
        equal(sorted(r for _, r in got), [False, True])
        equal(len({i for i, _ in got}), 1)
        equal(cases(), before + 1)


@test('the second of two waits for the first, and takes over when that one rolls back')
def _():
    key, digest = secrets.token_bytes(32), secrets.token_bytes(32)
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        with W.bound(SID[COUNSELLOR], a, commit=False):
            a.query(OPEN, key, digest)
            with W.bound(SID[COUNSELLOR], b):
                b.query("SET LOCAL lock_timeout = '200ms'")
                refused('55P03', b, OPEN, key, digest)
        with W.bound(SID[COUNSELLOR], b):
            equal(b.query(OPEN, key, digest)[0][1], False)


@test('a change of identity needs the own case at the version seen')
def _():
    case = W.open_case(SID[COUNSELLOR])
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(CHANGE, case, 1)
        for version in (0, 2, -1, None):
            refused('JA005', c, CHANGE, case, version)
        for other in (CASES[COLLEAGUE][0], CASES[FOREIGN][0], str(uuid.uuid4()), None):
            refused('JA007', c, CHANGE, other, 1)
    for login in ('dir.lille', 'referent', 'manager', 'tutor', 'auditor', 'admin'):
        with W.bound(SID[login]) as c:
            refused('JA004', c, CHANGE, case, 1)
    with W.bound(SID[COLLEAGUE]) as c:
        refused('JA007', c, CHANGE, case, 1)


@test('two changes of one version at once: the second finds a conflict')
def _():
    case = W.open_case(SID[COUNSELLOR])
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        def change(c):
            with W.bound(SID[COUNSELLOR], c):
                c.query(CHANGE, case, 1)
                c.query('SELECT sec.seal_ticket(1, $1, 1, 2)', case)
                c.query("SELECT sec.store(1, $1, 1, 2, 'e2', '')", case)
            return 'won'
        got = together(lambda: change(a), lambda: change(b))
    equal(sorted(getattr(g, 'state', g) for g in got), ['JA005', 'won'])


@test('jalon_web writes no case but by the functions')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        refused('42501', c, "UPDATE casework.case_file SET state = 'closed'")
        refused('42501', c, 'DELETE FROM casework.case_file')
        refused('42501', c, 'INSERT INTO casework.case_file (unit_id, counsellor_id) VALUES ($1, $2)', W.org['lille'],
                W.account[COUNSELLOR])
        refused('42501', c, 'SELECT id FROM casework.case_file FOR UPDATE')


@test('communes are there for every live session of every role and written by the migrator alone')
def _():
    with W.connect('jalon_migrator') as m:
        m.query("INSERT INTO offer.commune (insee, nom, type, departement, region, codes_postaux, lat, lon, valid_from)"
                " VALUES ('59378', 'Marcq-en-Barœul', 'commune-actuelle', '59', '32', '{59700}', 50.67, 3.09,"
                " '2026-01-01'),"
                " ('2A004', 'L''Île-Rousse', 'commune-actuelle', '2A', '94', '{}', NULL, NULL, '2026-01-01')")
        refused('23514', m, "INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)"
                " VALUES ('5937', 'x', 'x', '59', '32', '2026-01-01')")
    for login in fixture.ACCOUNTS:
        with W.bound(SID[login]) as c:
            equal(c.query('SELECT insee FROM offer.commune ORDER BY insee'), [('2A004',), ('59378',)], login)


run()
