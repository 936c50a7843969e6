# SPDX-License-Identifier: EUPL-1.2
"""Keys and records of a placement: what each may open and seal in which state, the box of its host from the moment it
is shared until its window closes, the ticket of sharing byte by byte."""
import secrets
import struct
import uuid

import fixture
from fixture import COLLEAGUE, COUNSELLOR, Reader, now_us, read_bundle, refused, sha256
from people import (GONE, NEW as ACCOUNT_NEW, NO, OK, SEAL_HOST, SU, W, certificate, host_pair, invite_manager,
                    new_host, race)
from placements import (ANSWER, CHECK, HOST, HOST2, KEEP, MANAGER, MEETING, SHARE, SIGNS, UNPAIRED, WHO, WITHDRAW,
                        accept, day, do, ended, expire, get, hashes, new_case, new_measure, new_post, older, outcome,
                        propose, put, race_with_clock, ready, record, rows, seen, settle, sid, sign, state, version)
from tap import equal, run, test, true

FETCH = 'SELECT sec.fetch($1, $2, $3, $4)'
SEAL = 'SELECT sec.seal_ticket($1, $2, $3, $4)'
STORE = 'SELECT sec.store($1, $2, $3, $4, $5, $6)'
JUSTICE, MATCH, PLACEMENT = 2, 3, 4
WHY, SHEET, CONTACT, ANSWERED = (4, JUSTICE), (4, PLACEMENT), (5, PLACEMENT), (6, PLACEMENT)
NAMES = {WHY: 'why', SHEET: 'sheet', CONTACT: 'contact', ANSWERED: 'answer'}
UNIT = W.org['lille']


def write(what, p, login=COUNSELLOR, number=1, wrap=b''):
    """Stores a version of a record as the vault would have sealed it."""
    with W.bound(sid(login)) as c:
        c.query(SEAL, what[0], p, what[1], number)
        c.query(STORE, what[0], p, what[1], number, b'%s %d' % (NAMES[what].encode(), number), wrap)


def offered(measure=None, post=None, **kw):
    """A proposal as the program makes it: why, the sheet for the host, its key shared."""
    p = propose(measure, post, **kw)
    with W.bound(sid(COUNSELLOR)) as c:
        has = SU.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1 AND compartment = 2',
                     get('casework.placement', p, 'case_id'))
        c.query(STORE, 4, p, JUSTICE, 1, b'why 1', b'' if has else b'wrap of justice')
        c.query(STORE, 4, p, PLACEMENT, 1, b'sheet 1', b'wrap of ' + p.encode())
        if get('casework.placement', p, 'host_id') != UNPAIRED:
            c.query(KEEP, p, b'box of ' + p.encode())
    return p


def staged(now):
    """A placement in that state with all its records: the answer is sealed while it is proposed."""
    p = offered()
    write(ANSWERED, p, 'manager')
    if now in ('declined', 'withdrawn'):
        do(*(('manager', ANSWER, p, 1, False, 'dates', None) if now == 'declined' else
             (COUNSELLOR, WITHDRAW, p, 1, 'person')))
    elif now != 'proposed':
        accept(p)
        write(CONTACT, p)
        if now != 'accepted':
            do(COUNSELLOR, MEETING, p, 2, day(0))
            sign(p)
        if now == 'ended':
            ended(p)
    return p


def fetch(login, p, *records, reason='follow_up', row=None):
    with W.bound(sid(login)) as c:
        return read_bundle(c.one(FETCH, [t for t, _ in records], [row or p] * len(records), [k for _, k in records],
                                 reason))


def opens(login, p, what, reason='follow_up'):
    return outcome(login, FETCH, [what[0]], [p], [what[1]], reason)


def box(p):
    """(generation of the host, box), or None."""
    got = SU.query('SELECT b.host_generation, b.body FROM sec.placement_box b JOIN casework.placement p'
                   ' ON p.case_id = b.case_id AND p.ordinal = b.ordinal WHERE p.id = $1', p)
    return got[0] if got else None


def notes(mark, *actions):
    return [(n['action'], n['object'], n['row_id'], n['compartment'], n['case_id'], n['actor'])
            for n in W.outbox(mark) if n['action'] in actions]


def case_of(p):
    return get('casework.placement', p, 'case_id')


# --- keys ----------------------------------------------------------------------------------------------------------

@test('each placement of a case has a key of its own, of the generation of its number; why it is proposed has the '
      'case\'s')
def _():
    case = new_case()
    for number in (1, 2, 3):
        p = propose(new_measure(case), times=((number, 540, 720, 'every'),))
        for what, generation, wrap in ((SHEET, number, b''), (WHY, 1, b'' if number == 1 else b'wrap of justice')):
            with W.bound(sid(COUNSELLOR)) as c:
                ticket, _, parts = read_bundle(c.one(SEAL, what[0], p, what[1], 1))
                equal((ticket['kind'], ticket['items'], parts), (2, [{
                    'table': 4, 'row': p, 'version': 1, 'case': case, 'compartment': what[1], 'link': 1,
                    'owner_kind': 2, 'owner': UNIT, 'owner_generation': 1, 'key_generation': generation}],
                    [(wrap, b'')]), (number, what))
        with W.bound(sid(COUNSELLOR)) as c:
            refused('JA009', c, STORE, 4, p, PLACEMENT, 1, b'sheet', b'')
            c.query(STORE, 4, p, PLACEMENT, 1, b'sheet', b'wrap %d' % number)
            c.query(STORE, 4, p, JUSTICE, 1, b'why', b'wrap of justice' if number == 1 else b'')
            refused('JA005', c, STORE, 4, p, PLACEMENT, 2, b'sheet', b'another key')
    equal(SU.query('SELECT compartment, generation, owner_kind, wrap FROM sec.case_key WHERE case_id = $1'
                   ' ORDER BY 1, 2', case),
          [(JUSTICE, 1, 2, b'wrap of justice')] + [(PLACEMENT, n, 2, b'wrap %d' % n) for n in (1, 2, 3)])


@test('a later record of a placement comes under its key, not under the newest of the case')
def _():
    case = new_case()
    first = offered(new_measure(case))
    second = offered(new_measure(case), times=((2, 540, 720, 'every'),))
    accept(first)
    for p, what in ((first, CONTACT), (second, SHEET)):
        with W.bound(sid(COUNSELLOR)) as c:
            ticket, _, parts = read_bundle(c.one(SEAL, what[0], p, what[1], 2 if what == SHEET else 1))
            equal((ticket['items'][0]['key_generation'], parts), (1 if p == first else 2, [(b'wrap of ' + p.encode(),
                                                                                          b'')]))
    write(CONTACT, first)
    ticket, _, parts = fetch(COUNSELLOR, first, SHEET, CONTACT)
    equal([i['key_generation'] for i in ticket['items']], [1, 1])
    equal(parts, [(b'wrap of ' + first.encode(), x) for x in (b'sheet 1', b'contact 1')])


@test('what is sealed moves its version: reason beside the placement, sheet, contact and answer on it')
def _():
    p = offered()
    write(SHEET, p, number=2)
    write(WHY, p, number=2)
    write(WHY, p, number=3)
    write(ANSWERED, p, 'manager')
    accept(p)
    write(CONTACT, p)
    equal(get('casework.placement', p, 'offer_version', 'contact_version', 'answer_version', 'version'),
          ('2', '1', '1', '2'))
    equal(SU.one('SELECT reason_version FROM casework.placement_decision WHERE placement_id = $1', p), 3)
    equal(SU.query('SELECT tab, compartment, version, key_generation FROM sec.envelope WHERE row_id = $1 ORDER BY 1, 2',
                   p), [(4, 2, 3, 1), (4, 4, 2, 1), (5, 4, 1, 1), (6, 4, 1, 1)])
    equal([n['object'] for n in W.outbox() if n['action'] == 'record.seal' and n['row_id'] == p],
          ['casework.placement'] * 5 + ['casework.placement.answer', 'casework.placement.contact'])


# --- who opens what ------------------------------------------------------------------------------------------------

ALL = (WHY, SHEET, CONTACT, ANSWERED)
# records that people of the host open, by state
OF_HOST = {'proposed': (SHEET, ANSWERED), 'accepted': (SHEET, CONTACT, ANSWERED),
           'signed': (SHEET, CONTACT, ANSWERED), 'ended': (SHEET, CONTACT, ANSWERED), 'declined': (), 'withdrawn': ()}


def add_opening(now):
    @test('P-03, P-05: who opens which record of a placement that is ' + now)
    def _():
        p = staged(now)
        there = [w for w in ALL if w != CONTACT or now not in ('proposed', 'declined', 'withdrawn')]
        want = {'counsellor': ALL, 'director': ALL, 'host_manager': OF_HOST[now], 'tutor': OF_HOST[now],
                'delegate': (WHY, SHEET) if now == 'accepted' else ()}
        for role, login in WHO.items():
            equal([w for w in ALL if opens(login, p, w) == OK],
                  [w for w in there if w in want.get(role, ())], role)
            equal({opens(login, p, w) for w in ALL} - {OK, GONE}, set(), role)


for _now in OF_HOST:
    add_opening(_now)


@test('P-03: before it accepted a host opens no name, even where one lies there')
def _():
    p = staged('accepted')
    equal(opens('manager', p, CONTACT), OK)
    SU.query("UPDATE casework.placement SET state = 'proposed' WHERE id = $1", p)
    equal([opens(x, p, CONTACT) for x in ('manager', 'tutor', COUNSELLOR)], [GONE, GONE, OK])
    with W.bound(sid('manager')) as c:
        refused(GONE, c, FETCH, [4, 5], [p, p], [4, 4], 'follow_up')


@test('people of a host get the box where the wrap stands, of their host, its pair and the placement (link 4)')
def _():
    p = staged('accepted')
    for login in ('manager', 'tutor'):
        ticket, blob, parts = fetch(login, p, SHEET, ANSWERED, CONTACT, reason='')
        role, org = fixture.ACCOUNTS[login]
        equal({k: ticket[k] for k in ('kind', 'session', 'user', 'role', 'org', 'reason', 'default')},
              {'kind': 1, 'session': sha256(sid(login)), 'user': W.account[login], 'role': role, 'org': W.org[org],
               'reason': 'follow_up', 'default': 1})
        equal(ticket['items'], [{
            'table': t, 'row': p, 'version': 1, 'case': case_of(p), 'compartment': 4, 'link': 4, 'owner_kind': 3,
            'owner': HOST, 'owner_generation': 1, 'key_generation': 1} for t in (4, 6, 5)])
        equal((blob, parts), (b'blob', [(b'box of ' + p.encode(), x) for x in (b'sheet 1', b'answer 1', b'contact 1')]))


@test('the service gets the wrap: the counsellor by her caseload, the director by her unit and with a reason')
def _():
    p = staged('accepted')
    for login, link in ((COUNSELLOR, 1), ('dir.lille', 2)):
        ticket, _, parts = fetch(login, p, SHEET, CONTACT, ANSWERED, WHY)
        equal([(i['link'], i['owner_kind'], i['owner'], i['key_generation']) for i in ticket['items']],
              [(link, 2, UNIT, 1)] * 4)
        equal([w for w, _ in parts], [b'wrap of ' + p.encode()] * 3 + [b'wrap of justice'])
    equal([opens(COUNSELLOR, p, w, '') for w in ALL], ['JA008', OK, OK, OK], 'JUSTICE asks for a reason')
    equal([opens('dir.lille', p, w, '') for w in ALL], ['JA008'] * 4)
    equal(opens('dir.lille', p, WHY, 'assignment'), OK)


@test('P-03: a host opens nothing of the case but compartment PLACEMENT of its own placement')
def _():
    case = W.open_case(sid(COUNSELLOR))
    m = new_measure(case)
    p = accept(offered(m))
    other = offered(new_measure(case), new_post(HOST2), times=((2, 540, 720, 'every'),))
    with W.bound(sid(COUNSELLOR)) as c:
        c.query(STORE, 1, case, 3, 1, b'profile', b'wrap of match')
        c.query(STORE, 2, m, 2, 1, b'judgment', b'')
    for tab, row, compartment in ((1, case, 1), (1, case, 3), (2, m, 2), (4, p, 2), (4, other, 4), (4, other, 2)):
        equal((outcome(COUNSELLOR, FETCH, [tab], [row], [compartment], 'follow_up'),
               [outcome(x, FETCH, [tab], [row], [compartment], 'follow_up') for x in ('manager', 'tutor')]),
              (OK, [GONE, GONE]), (tab, compartment))
        equal(outcome('manager', FETCH, [4, tab], [p, row], [4, compartment], 'follow_up'), GONE, 'all or none')
    equal(opens('manager2', other, SHEET), OK)


@test('P-03: the window is open for thirty days after the end and until the attestation; a key that was left is no use')
def _():
    p = staged('ended')
    for on, entered, want in ((0, 0, OK), (30, 30, OK), (31, 31, GONE), (31, 30, OK), (60, 0, OK), (61, 0, GONE)):
        older(p, on, entered)
        equal([opens('manager', p, w) for w in (SHEET, CONTACT, ANSWERED)], [want] * 3, (on, entered))
    true(box(p) is not None, 'the clock has not run')
    SU.query('UPDATE casework.placement SET ended_on = $1, attested_on = $1, attested_minutes = 0 WHERE id = $2',
             day(0), p)
    equal(opens('tutor', p, SHEET), GONE)
    p = staged('signed')
    equal(opens('manager', p, SHEET), OK)
    SU.query('DELETE FROM sec.placement_box b WHERE b.case_id = $1', case_of(p))
    equal(opens('manager', p, SHEET), GONE, 'no box')


@test('sec.has_key() tells people of a host whether they hold what opens a placement shared with it, and nobody else')
def _():
    p, key = staged('signed'), 'SELECT sec.has_key($1)'
    equal([do(x, key, p) for x in ('manager', 'tutor', 'manager2')], [True, True, False])
    equal([outcome(x, key, p) for x in (COUNSELLOR, 'dir.lille', 'referent', 'auditor')], [NO] * 4)
    SU.query('DELETE FROM sec.placement_box b WHERE b.case_id = $1', case_of(p))
    equal(do('manager', key, p), False)
    p = staged('ended')
    equal(do('manager', key, p), True)
    older(p, 31)
    equal((do('manager', key, p), box(p) is not None), (False, True), 'the window is closed, the clock has not run')


@test('a session of a host that moved to another host opens nothing of the old one')
def _():
    p = staged('accepted')
    SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', HOST2, W.account['tutor'])
    try:
        equal(opens('tutor', p, SHEET), GONE)
    finally:
        SU.query('UPDATE sec.account SET org = $1 WHERE id = $2', HOST, W.account['tutor'])
    equal(opens('tutor', p, SHEET), OK)


# --- who seals what ------------------------------------------------------------------------------------------------

def seals(login, p, what):
    """SQLSTATE of a ticket for the next version, and of storing it."""
    number = 1 + SU.one('SELECT coalesce(max(version), 0) FROM sec.envelope WHERE row_id = $1 AND tab = $2'
                        ' AND compartment = $3', p, *what)
    return (outcome(login, SEAL, *what[:1], p, what[1], number),
            outcome(login, STORE, *what[:1], p, what[1], number, b'sealed', b''))


def add_sealing(now, counsellor, manager):
    @test('who seals which record of a placement that is ' + now)
    def _():
        p = staged(now)
        for role, login in WHO.items():
            for what in ALL:
                if role == 'counsellor':
                    want = counsellor[ALL.index(what)]
                elif role.startswith('counsellor') or role == 'delegate':
                    want = GONE
                elif role.startswith('host_manager') and what == ANSWERED:
                    want = manager if role == 'host_manager' else GONE
                else:
                    want = NO
                equal(seals(login, p, what), (want, want), (role, NAMES[what]))


S = 'JA016'
for _row in (('proposed', (OK, OK, S, NO), OK), ('accepted', (S, S, OK, S), S), ('signed', (S, S, OK, S), S),
             ('ended', (S, S, S, S), S), ('declined', (S, S, S, S), GONE), ('withdrawn', (S, S, S, S), GONE)):
    add_sealing(*_row)


@test('the host seals its words with the box it got, makes no key, and has to have one')
def _():
    p = offered()
    with W.bound(sid('manager')) as c:
        ticket, blob, parts = read_bundle(c.one(SEAL, 6, p, 4, 1))
        equal((ticket['kind'], ticket['reason'], ticket['default'], ticket['items'], blob, parts), (2, '', 0, [{
            'table': 6, 'row': p, 'version': 1, 'case': case_of(p), 'compartment': 4, 'link': 4, 'owner_kind': 3,
            'owner': HOST, 'owner_generation': 1, 'key_generation': 1}], b'blob', [(b'box of ' + p.encode(), b'')]))
        refused('JA005', c, STORE, 6, p, 4, 1, b'words', b'a key of its own')
        refused('JA005', c, STORE, 6, p, 4, 2, b'words', b'')
        c.query(STORE, 6, p, 4, 1, b'words', b'')
    q = propose()
    equal(seals('manager', q, ANSWERED), (GONE, GONE), 'no key yet')
    equal(SU.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1', case_of(q)), 0)


@test('the counsellor seals the words of a host that has no pair of its own, and of no other')
def _():
    p = offered(post=new_post(UNPAIRED))
    equal(box(p), None)
    write(ANSWERED, p)
    equal(get('casework.placement', p, 'answer_version'), '1')
    equal(do(COUNSELLOR, ANSWER, p, 1, True, None, None), 2)
    equal(seals(COUNSELLOR, offered(), ANSWERED), (NO, NO))


@test('bad arguments of sealing records of placements are refused')
def _():
    p = offered()
    for tab, row, compartment, number, want in (
            (4, p, 1, 1, 'JA009'), (4, p, 3, 1, 'JA009'), (5, p, 2, 1, 'JA009'), (6, p, 2, 1, 'JA009'),
            (6, p, 1, 1, 'JA009'), (4, str(uuid.uuid4()), 4, 1, GONE), (4, None, 4, 1, 'JA009'), (4, p, 4, 3, 'JA005'),
            (4, p, 2, 1, 'JA005')):
        equal((outcome(COUNSELLOR, SEAL, tab, row, compartment, number),
               outcome(COUNSELLOR, STORE, tab, row, compartment, number, b'e', b'')), (want, want), (tab, compartment))


@test('a record that comes while a clock withdraws its placement is not kept')
def _():
    for now, what, login in (('accepted', CONTACT, COUNSELLOR), ('proposed', ANSWERED, 'manager'),
                             ('proposed', WHY, COUNSELLOR)):
        p = offered()
        if now == 'accepted':
            accept(p)
            put('casework.placement', p, first_day=day(-1))
        put('casework.placement', p, hold_until=day(-1))
        number = 2 if what == WHY else 1
        got = race_with_clock(login, lambda c, p=p, what=what, number=number: c.query(
            STORE, what[0], p, what[1], number, b'late', b''))
        equal((got, state(p)), (S, 'withdrawn'), NAMES[what])


# --- the delegate --------------------------------------------------------------------------------------------------

@test('S-08: who signs for her director reads reason and sheet of what waits for a signature (link 6), with a reason')
def _():
    p = staged('accepted')
    ticket, _, parts = fetch(SIGNS, p, WHY, SHEET, reason='assignment')
    equal(([(i['table'], i['compartment'], i['link'], i['owner_kind'], i['owner']) for i in ticket['items']],
           ticket['reason'], ticket['default']), ([(4, 2, 6, 2, UNIT), (4, 4, 6, 2, UNIT)], 'assignment', 0))
    equal(parts, [(b'wrap of justice', b'why 1'), (b'wrap of ' + p.encode(), b'sheet 1')])
    equal([opens(SIGNS, p, w, '') for w in (WHY, SHEET)], ['JA008'] * 2)
    equal([opens(SIGNS, p, w, 'assignment') for w in (CONTACT, ANSWERED)], [GONE] * 2)
    equal([outcome(SIGNS, FETCH, [4, t], [p, p], [4, 4], 'assignment') for t in (5, 6)], [GONE] * 2, 'nor beside it')
    case = W.open_case(sid(COUNSELLOR))
    q = accept(offered(new_measure(case)))
    equal([outcome(SIGNS, FETCH, [1], [case], [1], 'assignment'), opens(SIGNS, q, SHEET)], [GONE, OK])
    sign(do_meet(q))
    equal([opens(SIGNS, q, w) for w in (WHY, SHEET)], [GONE] * 2, 'signed')


def do_meet(p):
    do(COUNSELLOR, MEETING, p, version(p), day(0))
    return p


@test('P-05: who reads the case by break-glass opens all of it with a reason (link 3), seals and shares nothing')
def _():
    p = staged('accepted')
    SU.query('INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version)'
             " VALUES ($1, $2, $3, 'duty_cover', now(), now() + interval '1 hour', 1)", W.account[COLLEAGUE],
             case_of(p), UNIT)
    ticket, _, _ = fetch(COLLEAGUE, p, *ALL, reason='duty_cover')
    equal({i['link'] for i in ticket['items']}, {3})
    equal([opens(COLLEAGUE, p, w, '') for w in ALL], ['JA008'] * 4)
    equal({seals(COLLEAGUE, p, w) for w in ALL}, {(GONE, GONE)})
    equal([outcome(COLLEAGUE, SHARE, p), outcome(COLLEAGUE, KEEP, p, b'box')], [GONE, GONE])


# --- sharing -------------------------------------------------------------------------------------------------------

def paired_host():
    """A host of its own with a site, a manager who holds its secret, and her login."""
    key = new_host()
    settle(W.org[key])
    login, _ = invite_manager(key, enrol=True)
    MANAGER[W.org[key]] = login
    return key, login


def unshared(host=HOST, **kw):
    """A proposal whose sheet is sealed, and whose key nobody shared."""
    p = propose(post=new_post(host), **kw)
    write(SHEET, p, wrap=b'wrap of ' + p.encode())
    return p


def certificate_row(host):
    return SU.query('SELECT generation, officer, public_key, mac FROM sec.certificate WHERE kind = 3 AND owner = $1'
                    ' ORDER BY generation DESC', host)[0]


def check_share(raw, p, host, ordinal=1):
    """Every byte of what sec.share_ticket gave."""
    generation, officer, public_key, mac = certificate_row(host)
    case = case_of(p)
    r = Reader(raw)
    ticket = r.lv('H')
    equal((r.lv('H'), r.lv('H')), (b'blob', b'wrap of ' + p.encode()), 'key blob and wrap')
    equal(r.lv('I'), struct.pack('>B16sIB', 3, uuid.UUID(host).bytes, generation, officer) + public_key + mac,
          'certificate')
    r.end()
    equal(fixture.sign(fixture.TICKET_KEY, ticket[:-32]), ticket, 'MAC')
    r = Reader(ticket[:-32])
    equal((r.take(4), r.num('H'), r.num('B')), (b'JTK1', 1, 5), 'head')
    true(now_us() - 5000000 < r.num('q') <= now_us(), 'time of issue')
    equal(r.take(32), sha256(sid(COUNSELLOR)))
    equal(r.num('q'), SU.one('SELECT (extract(epoch FROM abs_until) * 1000000)::bigint FROM sec.session'
                             ' WHERE hash = $1', sha256(sid(COUNSELLOR))))
    equal((r.uuid(), r.lv('B'), r.uuid(), r.lv('B'), r.num('B'), r.num('H')),
          (W.account[COUNSELLOR], b'counsellor', UNIT, b'', 0, 1))
    item = r.take(86)
    r.end()
    equal(item, struct.pack('>H16sI16sBBB16sII', 4, uuid.UUID(p).bytes, 1, uuid.UUID(case).bytes, 4, 1, 2,
                            uuid.UUID(UNIT).bytes, 1, ordinal)
          + struct.pack('>B16sI', 3, uuid.UUID(host).bytes, generation), 'item')


@test('the ticket of sharing is the very bytes that vault_msg.h describes')
def _():
    p = unshared()
    check_share(do(COUNSELLOR, SHARE, p), p, HOST)
    case = case_of(p)
    q = propose(new_measure(case), times=((2, 540, 720, 'every'),))
    write(SHEET, q, wrap=b'wrap of ' + q.encode())
    check_share(do(COUNSELLOR, SHARE, q), q, HOST, 2)


@test('there is nothing to share with a host that has the key, nor with one that has no pair; before a key it is early')
def _():
    p = unshared()
    true(do(COUNSELLOR, SHARE, p) is not None, 'to do')
    do(COUNSELLOR, KEEP, p, b'the box')
    equal((do(COUNSELLOR, SHARE, p), box(p)), (None, (1, b'the box')))
    equal(do(COUNSELLOR, SHARE, unshared(UNPAIRED)), None)
    equal(outcome(COUNSELLOR, SHARE, propose()), 'JA016', 'nothing is sealed yet')


@test('a box is not kept for a host without a pair, without a key, nor when it is none')
def _():
    equal(outcome(COUNSELLOR, KEEP, unshared(UNPAIRED), b'box'), 'JA016')
    equal(outcome(COUNSELLOR, KEEP, propose(), b'box'), 'JA016')
    p = unshared()
    equal([outcome(COUNSELLOR, KEEP, p, x) for x in (None, b'', b'x' * 1025, b'x' * 1024)],
          ['JA009', 'JA009', 'JA009', OK])


@test('P-03: a key is shared and shared again while the host\'s window is open, and never after')
def _():
    for now in ('proposed', 'accepted', 'signed', 'ended', 'declined', 'withdrawn'):
        p = staged(now)
        SU.query('DELETE FROM sec.placement_box b WHERE b.case_id = $1', case_of(p))
        want = S if now in ('declined', 'withdrawn') else OK
        equal((outcome(COUNSELLOR, SHARE, p), outcome(COUNSELLOR, KEEP, p, b'box')), (want, want), now)
    p = staged('ended')
    older(p, 31)
    equal((outcome(COUNSELLOR, SHARE, p), outcome(COUNSELLOR, KEEP, p, b'box')), (S, S), 'over')


@test('a session without its key blob shares nothing')
def _():
    p = unshared()
    bare = W.sign_in(COUNSELLOR, keys=None)
    with W.bound(bare) as c:
        refused('JA001', c, SHARE, p)


@test('P-03: a key that lies with no pair of its host is due to be shared, for who follows the case')
def _():
    key, _ = paired_host()
    p, alone = unshared(W.org[key]), unshared(UNPAIRED)

    def due(x):
        return [(role, str(on)) for role, login in WHO.items() for k, _, on in rows(
            login, 'SELECT kind, rule, due FROM casework.tasks() WHERE id = $1', x) if k == 'key_to_share']
    want = [('counsellor', day(0))]
    equal((due(p), due(alone)), (want, []))
    do(COUNSELLOR, KEEP, p, b'box 1')
    equal(due(p), [])
    next_pair(key)
    equal(due(p), want)
    do(COUNSELLOR, KEEP, p, b'box 2')
    equal(due(p), [])
    next_pair(key)
    do(COUNSELLOR, WITHDRAW, p, 1, 'person')
    equal(due(p), [])


@test('P-05: sharing is noted with the host that got the key, and so is taking it away')
def _():
    p = unshared()
    mark = W.mark()
    do(COUNSELLOR, KEEP, p, b'box')
    do(COUNSELLOR, KEEP, p, b'another')
    do('manager', ANSWER, p, 1, False, 'dates', None)
    me, manager = W.account[COUNSELLOR], W.account['manager']
    equal(notes(mark, 'placement.box', 'placement.box_delete'),
          [('placement.box', 'organisation', HOST, 'PLACEMENT', case_of(p), me)] * 2
          + [('placement.box_delete', 'organisation', HOST, 'PLACEMENT', case_of(p), manager)])
    equal([n['digest'] for n in W.outbox(mark) if n['action'] == 'placement.box'],
          [sha256(b'box'), sha256(b'another')])


def next_pair(key):
    """The last who held the secret of the host is gone; somebody else comes, with a new pair."""
    SU.query('DELETE FROM sec.box WHERE kind = 1 AND subject = $1', W.org[key])
    return invite_manager(key, enrol=True)[0]


@test('a host whose pair is new gets the keys of its placements again, and opens under the new pair')
def _():
    key, login = paired_host()
    host = W.org[key]
    p = unshared(host)
    do(COUNSELLOR, KEEP, p, b'box 1')
    equal((opens(login, p, SHEET), do(COUNSELLOR, SHARE, p)), (OK, None))
    new = next_pair(key)
    equal(opens(login, p, SHEET), GONE, 'without a secret')
    check_share(do(COUNSELLOR, SHARE, p), p, host)
    do(COUNSELLOR, KEEP, p, b'box 2')
    equal((box(p), do(COUNSELLOR, SHARE, p)), ((2, b'box 2'), None))
    ticket, _, parts = fetch(new, p, SHEET)
    equal((ticket['items'][0]['owner_generation'], parts[0][0]), (2, b'box 2'))


def with_a_pair(key, number):
    """What an administrator does who invites a manager with pair number so much of the host."""
    def act(c):
        account = c.query(ACCOUNT_NEW, 'm' + secrets.token_hex(6), 'Nom', 'host_manager', W.org[key],
                          *hashes())[0][0]
        c.query(SEAL_HOST, account, secrets.token_bytes(320), certificate(account, 1), b'', *host_pair(key, number))
    return 'admin', act


@test('a pair that comes while a key is shared is waited for, or waits: a box is of the pair that it names')
def _():
    key, _ = paired_host()
    p = unshared(W.org[key])
    SU.query('DELETE FROM sec.box WHERE kind = 1 AND subject = $1', W.org[key])

    def share(c):
        c.query(SHARE, p)
        c.query(KEEP, p, b'box of the first pair')
    equal(race((COUNSELLOR, share), with_a_pair(key, 2)), None)
    equal((box(p), certificate_row(W.org[key])[0]), ((1, b'box of the first pair'), 2))
    true(do(COUNSELLOR, SHARE, p) is not None, 'the new pair wants its box')
    SU.query('DELETE FROM sec.box WHERE kind = 1 AND subject = $1', W.org[key])
    raw = race(with_a_pair(key, 3), (COUNSELLOR, lambda c: c.query(SHARE, p)))[0][0]
    equal(Reader(raw).lv('H')[-36:-32], struct.pack('>I', 3), 'generation of the recipient')
    equal(raw[-86:-64], struct.pack('>B16sIB', 3, uuid.UUID(W.org[key]).bytes, 3, 0), 'certificate')


# --- the box goes --------------------------------------------------------------------------------------------------

def refused_by_judge(p):
    put('casework.measure', get('casework.placement', p, 'measure_id'), judge_kept=True)
    accept(p)
    do('dir.lille', CHECK, record(p, sense='refused'), *seen('refused'))


def too_late(p):
    put('casework.placement', p, hold_until=day(-1))
    expire()


def undecided(p):
    accept(p)
    put('casework.placement', p, first_day=day(-1))
    expire()


def over(p):
    """Ended thirty-one days ago."""
    sign(ready(p))
    ended(p)
    older(p, 30)
    expire()
    true(box(p) is not None, 'the thirtieth day')
    older(p, 31)
    expire()


for _name, _act in (('declined', lambda p: do('manager', ANSWER, p, 1, False, 'dates', None)),
                    ('withdrawn', lambda p: do(COUNSELLOR, WITHDRAW, p, 1, 'person')),
                    ('refused by the judge', refused_by_judge), ('not answered in time', too_late),
                    ('not decided in time', undecided), ('over for thirty-one days', over)):
    @test('P-03: the key of a placement that is %s goes from its host, and from nobody else' % _name)
    def _(act=_act):
        p, other = offered(), offered()
        mark = W.mark()
        act(p)
        equal((box(p), box(other)), (None, (1, b'box of ' + other.encode())))
        equal([n[:4] for n in notes(mark, 'placement.box_delete') if n[4] == case_of(p)],
              [('placement.box_delete', 'organisation', HOST, 'PLACEMENT')])
        equal((opens('manager', p, SHEET), opens(COUNSELLOR, p, SHEET)), (GONE, OK))


@test('the key of a placement that was signed or ended stays with its host through its window')
def _():
    p = offered()
    sign(ready(p))
    expire()
    true(box(p) is not None, 'signed')
    ended(p)
    expire()
    true(box(p) is not None, 'ended')


# --- recovery ------------------------------------------------------------------------------------------------------

@test('a recovery can begin while keys of placements lie with hosts: they go with the root that they hang on')
def _():
    p = offered()
    with W.connect('postgres') as c:
        c.query('BEGIN')
        c.query('SELECT sec.refound_open()')
        equal((c.one('SELECT count(*) FROM sec.placement_box'),
               c.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1 AND compartment = 4', case_of(p))), (0, 1))
        c.query('ROLLBACK')


run()
