# SPDX-License-Identifier: EUPL-1.2
"""Tickets say exactly what this session may open or seal now, bit for bit, and nobody gets one for anything else."""
import secrets
import uuid

import fixture
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, now_us, read_bundle, refused, sha256, together
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
FETCH = 'SELECT sec.fetch($1, $2, $3, $4)'
SEAL = 'SELECT sec.seal_ticket($1, $2, $3, $4)'
STORE = 'SELECT sec.store($1, $2, $3, $4, $5, $6)'
SID = {login: W.sign_in(login, keys=b'keys of ' + login.encode()) for login in fixture.ACCOUNTS}
MINE = [W.open_case(SID[COUNSELLOR], envelope=b'envelope %d ' % i * (i + 1)) for i in range(30)]
THEIRS = W.open_case(SID[COLLEAGUE])
ABROAD = W.open_case(SID[FOREIGN])
EMPTY = W.open_case(SID[COUNSELLOR], seal=False)
DIRECTOR = 'dir.lille'


def ask(ids, reason='', tabs=None, compartments=None):
    return FETCH, tabs or [1] * len(ids), ids, compartments or [1] * len(ids), reason


def fetch(login, ids, reason=''):
    with W.bound(SID[login]) as c:
        return read_bundle(c.query(*ask(ids, reason))[0][0])


def end_us(login):
    return SU.one('SELECT (extract(epoch FROM abs_until) * 1000000)::bigint FROM sec.session WHERE hash = $1',
                  sha256(SID[login]))


def item(case, version=1, link=1, unit='lille', generation=1, key_generation=1):
    return {'table': 1, 'row': case, 'version': version, 'case': case, 'compartment': 1, 'link': link, 'owner_kind': 2,
            'owner': W.org[unit], 'owner_generation': generation, 'key_generation': key_generation}


def head(login, kind, reason, default):
    role, org = fixture.ACCOUNTS[login]
    return {'magic': b'JTK1', 'key_id': 1, 'kind': kind, 'session': sha256(SID[login]), 'end': end_us(login),
            'user': W.account[login], 'role': role, 'org': W.org[org], 'reason': reason, 'default': default}


def check_head(ticket, login, kind, reason, default):
    true(now_us() - 5000000 < ticket['issued'] <= now_us(), 'time of issue')
    equal({k: v for k, v in ticket.items() if k not in ('issued', 'items')}, head(login, kind, reason, default))


@test('a fetch of the own caseload is a bundle of the very bytes that vault_msg.h describes')
def _():
    ticket, blob, parts = fetch(COUNSELLOR, MINE[:25])
    check_head(ticket, COUNSELLOR, 1, 'follow_up', 1)
    equal(ticket['items'], [item(c) for c in MINE[:25]])
    equal(blob, b'keys of ' + COUNSELLOR.encode())
    equal(parts, [(b'wrap of ' + c.encode(), b'envelope %d ' % i * (i + 1)) for i, c in enumerate(MINE[:25])])


@test('a bundle keeps the order asked')
def _():
    mixed = [MINE[i] for i in (7, 3, 29, 0, 11, 2)]
    equal([i['row'] for i in fetch(COUNSELLOR, mixed)[0]['items']], mixed)
    equal([e for _, e in fetch(COUNSELLOR, mixed)[2]], [b'envelope %d ' % i * (i + 1) for i in (7, 3, 29, 0, 11, 2)])


@test('a reason given in the own caseload is in the ticket as given, without one as the default follow_up')
def _():
    check_head(fetch(COUNSELLOR, MINE[:1], 'judge_report')[0], COUNSELLOR, 1, 'judge_report', 0)
    check_head(fetch(COUNSELLOR, MINE[:1], 'follow_up')[0], COUNSELLOR, 1, 'follow_up', 0)
    check_head(fetch(COUNSELLOR, MINE[:1], None)[0], COUNSELLOR, 1, 'follow_up', 1)


@test('a director opens a case of the own unit under link 2 with a reason, and never without')
def _():
    ticket, _, parts = fetch(DIRECTOR, [MINE[4], THEIRS], 'direction_control')
    check_head(ticket, DIRECTOR, 1, 'direction_control', 0)
    equal(ticket['items'], [item(MINE[4], link=2), item(THEIRS, link=2)])
    equal(len(parts), 2)
    with W.bound(SID[DIRECTOR]) as c:
        refused('JA008', c, *ask([MINE[4]]))


@test("another counsellor's case, another unit's, an absent one and an unsealed one are refused alike")
def _():
    for login, ids in ((COUNSELLOR, [THEIRS]), (COUNSELLOR, [ABROAD]), (COLLEAGUE, [MINE[0]]), (FOREIGN, [MINE[0]]),
                       (COUNSELLOR, [str(uuid.uuid4())]), (COUNSELLOR, [EMPTY]), (COUNSELLOR, MINE[:3] + [THEIRS]),
                       (COUNSELLOR, [None]), (COUNSELLOR, [MINE[0], None])):
        with W.bound(SID[login]) as c:
            for reason in ('', 'duty_cover'):
                refused('JA007', c, *ask(ids, reason))


@test("a director is refused another unit's case and an absent one alike, with and without a reason")
def _():
    for login, case in ((DIRECTOR, ABROAD), ('dir.douai', MINE[0]), (DIRECTOR, str(uuid.uuid4()))):
        with W.bound(SID[login]) as c:
            for reason in ('', 'direction_control'):
                refused('JA007', c, *ask([case], reason))


@test('no other role fetches anything')
def _():
    for login in ('referent', 'manager', 'tutor', 'auditor', 'admin'):
        with W.bound(SID[login]) as c:
            for reason in ('', 'rights_request'):
                refused('JA007', c, *ask([MINE[0]], reason))


@test('another table or compartment than the record has is refused')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        for tab, compartment in ((2, 1), (0, 1), (-1, 1), (1, 2), (1, 3), (1, 4), (1, 0), (1, 257), (65537, 1),
                                 (None, 1), (1, None)):
            refused('JA007', c, *ask([MINE[0]], '', [tab], [compartment]))


@test('bad arguments are refused: no rows, unequal lists, more than 512, an unknown reason')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        for args in (([], [], [], ''), ([1], [], [1], ''), ([1], MINE[:2], [1, 1], ''), ([1, 1], MINE[:2], [1], ''),
                     ([1] * 513, [MINE[0]] * 513, [1] * 513, ''), (None, MINE[:1], [1], ''), ([1], None, [1], ''),
                     ([1], MINE[:1], None, ''), ([1], MINE[:1], [1], 'curiosity'), ([1], MINE[:1], [1], ' '),
                     ([1], MINE[:1], [1], "follow_up'"), ([1], MINE[:1], [1], 'FOLLOW_UP')):
            refused('JA009', c, FETCH, *args)


@test('512 records come in one bundle, each where it was asked')
def _():
    ids = (MINE * 18)[:512]
    ticket, _, parts = fetch(COUNSELLOR, ids)
    equal([i['row'] for i in ticket['items']], ids)
    equal(len(parts), 512)


@test('every reason of the closed list is accepted')
def _():
    for reason in ('follow_up', 'intake', 'judge_report', 'duty_cover', 'direction_control', 'rights_request'):
        equal(fetch(DIRECTOR, [THEIRS], reason)[0]['reason'], reason)


@test('a case that leaves the caseload is refused at once, inside an open transaction too')
def _():
    case = W.open_case(SID[COUNSELLOR])
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(*ask([case]))
        SU.query('UPDATE casework.case_file SET counsellor_id = $1 WHERE id = $2', W.account[COLLEAGUE], case)
        refused('JA007', c, *ask([case]))
        refused('JA007', c, SEAL, 1, case, 1, 2)
    equal(fetch(COLLEAGUE, [case])[0]['items'], [item(case)])


@test('a counsellor who changed units opens nothing of the old one')
def _():
    SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['douai'], W.account[COUNSELLOR])
    try:
        with W.bound(SID[COUNSELLOR]) as c:
            equal(c.query('SELECT 1 FROM casework.case_file'), [])
            refused('JA007', c, *ask(MINE[:1]))
            refused('JA007', c, SEAL, 1, MINE[0], 1, 2)
    finally:
        SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', W.org['lille'], W.account[COUNSELLOR])


@test('a session without its key blob gets no bundle')
def _():
    sid = W.sign_in(COUNSELLOR, keys=None)
    with W.bound(sid) as c:
        refused('JA001', c, *ask(MINE[:1]))
        refused('JA001', c, SEAL, 1, MINE[0], 1, 2)


@test('a fetch writes nothing')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(*ask(MINE[:25]))
        equal(c.one('SELECT pg_current_xact_id_if_assigned() IS NULL'), True)


@test('a seal ticket for a new record names version 1, the unit and key generation 1, without a wrap')
def _():
    case = W.open_case(SID[COUNSELLOR], seal=False)
    with W.bound(SID[COUNSELLOR]) as c:
        ticket, blob, parts = read_bundle(c.one(SEAL, 1, case, 1, 1))
    check_head(ticket, COUNSELLOR, 2, '', 0)
    equal(ticket['items'], [item(case)])
    equal((blob, parts), (b'keys of ' + COUNSELLOR.encode(), [(b'', b'')]))


@test('a seal ticket for the next version carries the wrap of the case key')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        ticket, _, parts = read_bundle(c.one(SEAL, 1, MINE[0], 1, 2))
    equal((ticket['items'], parts), ([item(MINE[0], version=2)], [(b'wrap of ' + MINE[0].encode(), b'')]))


@test('only the next version may be sealed or stored')
def _():
    for case, current in ((MINE[0], 1), (EMPTY, 0)):
        with W.bound(SID[COUNSELLOR]) as c:
            for version in (current - 1, current, current + 2, 0, -1, 2**31 - 1):
                if version != current + 1:
                    refused('JA005', c, SEAL, 1, case, 1, version)
                    refused('JA005', c, STORE, 1, case, 1, version, b'e', b'')


@test("sealing another's, another unit's or an absent case is refused alike")
def _():
    for case in (THEIRS, ABROAD, str(uuid.uuid4())):
        with W.bound(SID[COUNSELLOR]) as c:
            refused('JA007', c, SEAL, 1, case, 1, 2)
            refused('JA007', c, STORE, 1, case, 1, 2, b'e', b'')


@test('nobody but a counsellor seals or stores, whatever exists')
def _():
    for login in (DIRECTOR, 'referent', 'manager', 'tutor', 'auditor', 'admin'):
        with W.bound(SID[login]) as c:
            for case in (MINE[0], str(uuid.uuid4())):
                refused('JA004', c, SEAL, 1, case, 1, 2)
                refused('JA004', c, STORE, 1, case, 1, 2, b'e', b'')


@test('bad arguments of sealing and storing are refused')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        for tab, row, compartment, version in ((2, MINE[0], 1, 2), (1, MINE[0], 2, 2), (1, MINE[0], 0, 2), (1, None, 1,
            2),
                                               (1, MINE[0], 1, None), (None, MINE[0], 1, 2), (1, MINE[0], None, 2),
                                               (65537, MINE[0], 1, 2), (1, MINE[0], 257, 2)):
            refused('JA009', c, SEAL, tab, row, compartment, version)
            refused('JA009', c, STORE, tab, row, compartment, version, b'e', b'')
        for envelope, wrap in ((b'', b''), (None, b''), (b'x' * 131073, b''), (b'e', b'w' * 1025)):
            refused('JA009', c, STORE, 1, MINE[0], 1, 2, envelope, wrap)


@test('the first record of a case needs its wrap, a later one must not bring another')
def _():
    case = W.open_case(SID[COUNSELLOR], seal=False)
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA009', c, STORE, 1, case, 1, 1, b'e', b'')
        refused('JA009', c, STORE, 1, case, 1, 1, b'e', None)
        c.query(STORE, 1, case, 1, 1, b'e', b'wrap')
        refused('JA005', c, STORE, 1, case, 1, 2, b'e', b'another')
        c.query(STORE, 1, case, 1, 2, b'f', None)
    equal(fetch(COUNSELLOR, [case])[2], [(b'wrap', b'f')])


@test('a store replaces the envelope, keeps the current version only and moves the version of the case')
def _():
    case = W.open_case(SID[COUNSELLOR], envelope=b'first')
    for version in (2, 3):
        with W.bound(SID[COUNSELLOR]) as c:
            c.one(SEAL, 1, case, 1, version)
            c.query(STORE, 1, case, 1, version, b'version %d' % version, b'')
    ticket, _, parts = fetch(COUNSELLOR, [case])
    equal((ticket['items'], parts), ([item(case, version=3)], [(b'wrap of ' + case.encode(), b'version 3')]))
    equal(SU.query('SELECT version, body FROM sec.envelope WHERE row_id = $1', case), [(3, b'version 3')])
    equal(SU.one('SELECT ident_version FROM casework.case_file WHERE id = $1', case), 3)


@test('a store that rolls back leaves the old version')
def _():
    with W.bound(SID[COUNSELLOR], commit=False) as c:
        c.query(STORE, 1, MINE[1], 1, 2, b'lost', b'')
    equal(fetch(COUNSELLOR, [MINE[1]])[0]['items'][0]['version'], 1)


@test('two writers of one version at once: one wins')
def _():
    for round_ in range(3):
        version = 2 + round_
        with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
            def write(c):
                with W.bound(SID[COUNSELLOR], c):
                    c.query(SEAL, 1, MINE[2], 1, version)
                    c.query(STORE, 1, MINE[2], 1, version, b'x', b'')
                return 'won'
            got = together(lambda: write(a), lambda: write(b))
        equal(sorted(getattr(g, 'state', g) for g in got), ['JA005', 'won'])


@test('two first sealings of one case at once make one key')
def _():
    case = W.open_case(SID[COUNSELLOR], seal=False)
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        def write(c, wrap):
            with W.bound(SID[COUNSELLOR], c):
                c.query(STORE, 1, case, 1, 1, wrap, wrap)
            return 'won'
        got = together(lambda: write(a, b'one'), lambda: write(b, b'two'))
    equal(sorted(getattr(g, 'state', g) for g in got), ['JA005', 'won'])
    equal(len(SU.query('SELECT 1 FROM sec.case_key WHERE case_id = $1', case)), 1)


@test('after a new generation of the unit, new cases are sealed under it and old ones keep theirs')
def _():
    SU.query('INSERT INTO sec.certificate (kind, owner, generation, officer, public_key, mac)'
             ' SELECT kind, owner, 2, officer, public_key, mac FROM sec.certificate'
             ' WHERE owner = $1 AND generation = 1', W.org['lille'])
    with W.bound(SID[COUNSELLOR]) as c:
        refused('JA007', c, *ask([MINE[0]]))  # not before she holds the new secret
    SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
             ' subject_generation, body) SELECT kind, recipient_kind, recipient, recipient_generation, subject_kind,'
             ' subject, 2, body FROM sec.box WHERE subject = $1 AND kind = 1', W.org['lille'])
    new = W.open_case(SID[COUNSELLOR])
    equal(fetch(COUNSELLOR, [MINE[0], new])[0]['items'], [item(MINE[0]), item(new, generation=2)])


@test('what is written of an old case after that is sealed under a new key of it, which the new secret wraps')
def _():
    with W.bound(SID[COUNSELLOR]) as c:
        ticket, _, parts = read_bundle(c.one(SEAL, 1, MINE[0], 1, 2))
        made = {k: ticket['items'][0][k] for k in ('owner_generation', 'key_generation')}
        equal((made, parts), ({'owner_generation': 2, 'key_generation': 2}, [(b'', b'')]))
        refused('JA009', c, STORE, 1, MINE[0], 1, 2, b'e2', b'')  # the key has to come with it
        c.query(STORE, 1, MINE[0], 1, 2, b'e2', b'wrap under 2')
        ticket, _, parts = read_bundle(c.one(SEAL, 1, MINE[0], 1, 3))
        equal((ticket['items'][0]['key_generation'], parts), (2, [(b'wrap under 2', b'')]))
    ticket, _, parts = fetch(COUNSELLOR, [MINE[0]])
    equal((ticket['items'][0]['key_generation'], parts), (2, [(b'wrap under 2', b'e2')]))


@test('a record names the generation of the case key that seals it, new versions take the newest')
def _():
    case = W.open_case(SID[COUNSELLOR])
    SU.query("INSERT INTO sec.case_key (case_id, compartment, generation, owner_kind, owner, owner_generation, wrap)"
             " SELECT case_id, compartment, 2, owner_kind, owner, owner_generation, 'wrap 2' FROM sec.case_key WHERE"
             " case_id = $1", case)
    equal(fetch(COUNSELLOR, [case])[0]['items'][0]['key_generation'], 1)
    with W.bound(SID[COUNSELLOR]) as c:
        ticket, _, parts = read_bundle(c.one(SEAL, 1, case, 1, 2))
        equal((ticket['items'][0]['key_generation'], parts[0][0]), (2, b'wrap 2'))
        c.query(STORE, 1, case, 1, 2, b'e2', b'')
    ticket, _, parts = fetch(COUNSELLOR, [case])
    equal((ticket['items'][0]['key_generation'], parts), (2, [(b'wrap 2', b'e2')]))


@test('the bytes of a ticket do not depend on what a connection may set for itself')
def _():
    with W.connect('jalon_web') as c:
        for setting in ("standard_conforming_strings = off", "bytea_output = 'escape'", "TimeZone = 'Pacific/Apia'",
                        "DateStyle = 'SQL, DMY'", "IntervalStyle = 'sql_standard'", "client_encoding = 'LATIN1'",
                        "extra_float_digits = -15", "quote_all_identifiers = on", "array_nulls = off"):
            c.query('SET ' + setting)
        c.query('RESET bytea_output')
        with W.bound(SID[COUNSELLOR], c):
            bundle = c.query(*ask(MINE[3:6]))[0][0]
            seal = c.one(SEAL, 1, MINE[3], 1, 2)
    ticket, blob, parts = read_bundle(bundle)
    check_head(ticket, COUNSELLOR, 1, 'follow_up', 1)
    equal(ticket['items'], [item(m) for m in MINE[3:6]])
    equal((blob, len(parts)), (b'keys of ' + COUNSELLOR.encode(), 3))
    ticket, _, parts = read_bundle(seal)
    check_head(ticket, COUNSELLOR, 2, '', 0)
    equal(parts, [(b'', b'')])  # a new key, for the unit has moved on


@test('the largest envelope and wrap come back whole')
def _():
    case = W.open_case(SID[COUNSELLOR], seal=False)
    envelope, wrap = secrets.token_bytes(131072), secrets.token_bytes(1024)
    with W.bound(SID[COUNSELLOR]) as c:
        c.query(STORE, 1, case, 1, 1, envelope, wrap)
    equal(fetch(COUNSELLOR, [case])[2] == [(wrap, envelope)], True)


@test('a session that ends while a cursor of its own is open gets no further ticket out of that cursor')
def _():
    session = W.sign_in(COUNSELLOR, keys=b'short-lived')
    with W.bound(session, commit=False) as c:
        c.query("DECLARE more CURSOR FOR SELECT sec.fetch(ARRAY[1], ARRAY['%s'::uuid], ARRAY[1], '')"
                ' FROM generate_series(1, 9)' % MINE[0])
        true(c.query('FETCH 1 FROM more'), 'a live session gets its ticket')
        SU.query("UPDATE sec.session SET ended_at = now(), ended_by = 'sign_out', keys = NULL WHERE hash = $1",
                 sha256(session))
        refused('JA001', c, 'FETCH 1 FROM more')


run()
