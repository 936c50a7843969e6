# SPDX-License-Identifier: EUPL-1.2
"""What the tests about people stand on: an installation with two of each where two must agree, the vault's half of
accounts, approvals and re-sealing made up from src/wire/people_msg.h, and two who act at once."""
import secrets
import struct
import threading
import time
import uuid

import fixture
from fixture import COUNSELLOR, ORGANISATIONS, Reader, now_us, read_ticket, refused, together
from tap import equal, true

ORGANISATIONS['host2'] = ('host', 'Association Brunehaut')
fixture.ACCOUNTS.update({'dep.lille': ('director', 'lille'), 'adj.lille': ('director', 'lille'),
                         'admin2': ('administrator', 'service'),
                         'manager2': ('host_manager', 'host2'), 'tutor2': ('tutor', 'host2')})
W = fixture.world()
SU = W.su
KINDS = {'unit': 2, 'host': 3, 'audit': 4, 'service': 5}
ROLES = {'counsellor': COUNSELLOR, 'director': 'dir.lille', 'director of another unit': 'dir.douai',
         'referent': 'referent',
         'host_manager': 'manager', 'host_manager of another host': 'manager2', 'tutor': 'tutor', 'auditor': 'auditor',
         'administrator': 'admin'}
NEW = 'SELECT account, replayed, material FROM sec.account_new($1, $2, $3, $4, $5, $6)'
SEAL = 'SELECT sec.account_seal($1, $2, $3, $4)'
SEAL_HOST = 'SELECT sec.account_seal($1, $2, $3, $4, $5, $6, $7)'
STORE = 'SELECT sec.approve_store($1, $2, $3, $4, $5, $6, $7)'
for _key in ('host', 'host2'):
    for _login, (_role, _org) in fixture.ACCOUNTS.items():
        if _org == _key:
            SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind,'
                     " subject, subject_generation, body) VALUES (1, 1, $1, 1, 3, $2, 1, 'box')", W.account[_login],
                     W.org[_key])


# the vault's half

def generation(account):
    return SU.one('SELECT coalesce(max(generation), 0) FROM sec.certificate WHERE kind = 1 AND owner = $1', account)


def certificate(account, number, officer=False, public=None, kind=1):
    return bytes([kind]) + uuid.UUID(account).bytes + struct.pack('>IB', number, officer) \
        + (public or secrets.token_bytes(32)) + secrets.token_bytes(32)


def current(account):
    kind, number, officer, public, mac = SU.query(
        'SELECT kind, generation, officer, public_key, mac FROM sec.certificate WHERE kind = 1 AND owner = $1'
        ' ORDER BY generation DESC LIMIT 1', account)[0]
    return bytes([kind]) + uuid.UUID(account).bytes + struct.pack('>IB', number, officer) + public + mac


def endorsement(officer):
    return b'JEN1' + secrets.token_bytes(32) + uuid.UUID(W.account[officer]).bytes + struct.pack('>q', now_us()) \
        + secrets.token_bytes(32)


def permit():
    return b'JRP1' + secrets.token_bytes(32)


def host_pair(org, number):
    """Certificate of a host, its secret for its manager and for the recovery pair."""
    return certificate(W.org[org], number, kind=3), secrets.token_bytes(106), secrets.token_bytes(106)


def sealed(account, org, host):
    """What the vault makes of an invitation; host: generation of the pair to make for the host, or 0."""
    return (account, secrets.token_bytes(320), certificate(account, generation(account) + 1), b'',
            *(host_pair(org, host) if host else (None, None, None)))


def read_act(raw):
    """(ticket with its item, key blob, reader of what follows)"""
    r = Reader(raw)
    ticket_raw, blob = r.lv('H'), r.lv('H')
    head = Reader(ticket_raw[:-32 - 63 - 2])
    t = read_ticket(fixture.sign(fixture.TICKET_KEY, ticket_raw[:-32 - 63 - 2]
                                 + b'\0\0'))  # the header, without its item
    equal(fixture.sign(fixture.TICKET_KEY, ticket_raw[:-32]), ticket_raw, 'MAC of the ticket')
    equal(ticket_raw[-32 - 63 - 2:-32 - 63], b'\0\1', 'number of items')
    equal(head.take(4), b'JTK1')
    i = Reader(ticket_raw[-32 - 63:-32])
    t['item'] = {'act': i.num('B'), 'statement': i.num('B'), 'request': i.uuid(), 'user': i.uuid(),
                 'user_generation': i.num('I'),
                 'org_kind': i.num('B'), 'org': i.uuid(), 'org_generation': i.num('I'), 'record_version': i.num('I')}
    i.end()
    return t, blob, r


def read_unlock(login):
    """The boxes that a sign-in gives."""
    W.version[login] = SU.one('SELECT auth_version FROM sec.account WHERE id = $1', W.account[login])
    material = W.web.query('SELECT material FROM sec.open_session($1, $2)', W.grant(login), '')[0][0]
    return fixture.read_material(material)[1]


# people

def sid(login, conn=None):
    W.version[login] = SU.one('SELECT auth_version FROM sec.account WHERE id = $1', W.account[login])
    return W.sign_in(login, conn)


def call(login, sql, *params, conn=None):
    """One value, by login, in a session and a committed transaction of her own."""
    with W.bound(sid(login, conn), conn) as c:
        return c.one(sql, *params)


def seal(c, case, tab, row, compartment, generation=1):
    """A first record, sealed as the vault would."""
    made = SU.query('SELECT FROM sec.case_key WHERE case_id = $1 AND compartment = $2 AND generation = $3', case,
                    compartment, generation)
    c.query('SELECT sec.seal_ticket($1, $2, $3, 1)', tab, row, compartment)
    c.query('SELECT sec.store($1, $2, $3, 1, $4, $5)', tab, row, compartment, b'envelope', b'' if made else b'wrap')


def reasoned(c, placement):
    """Seals why this transaction moved the last day of a placement."""
    case, change = c.query('SELECT case_id, id FROM casework.last_day_change WHERE placement_id = $1'
                           ' ORDER BY made_at DESC LIMIT 1', placement)[0]
    seal(c, case, 11, change, 2)
    return change


def cannot(code, login, sql, *params):
    with W.bound(sid(login), commit=False) as c:
        refused(code, c, sql, *params)


def invite(login, role, org, by='admin', enrol=True):
    """An account made by an administrator or a manager, its record and certificate; enrolled if so wanted."""
    with W.bound(sid(by)) as c:
        account, _, _ = c.query(NEW, login, 'Nom de ' + login, role, W.org[org], secrets.token_bytes(32),
                                secrets.token_bytes(32))[0]
        c.query(SEAL, account, fixture.record_of(login), certificate(account, 1),
                permit() if by.startswith('manager') else b'')
    W.account[login], W.version[login] = account, 1
    if enrol:
        W.enrol(login)
    return account


def new_host():
    """A host that was entered while the service runs, without a pair."""
    key = 'host %d' % next(_count)
    W.org[key] = SU.one("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', $2) RETURNING id",
                        str(uuid.uuid4()), "Ferme de l'" + key)
    return key


def invite_manager(org, by='admin', again=None, enrol=False, role='host_manager'):
    """A host manager made, or invited once more, as the ticket says; (login, item of that ticket)."""
    login = again or 'p%d' % next(_count)
    with W.bound(sid(by)) as c:
        if again:
            account, material = W.account[again], c.one('SELECT sec.account_again($1)', W.account[again])
        else:
            account, _, material = c.query(NEW, login, 'Nom', role, W.org[org], secrets.token_bytes(32),
                                           secrets.token_bytes(32))[0]
        item = read_act(material)[0]['item']
        c.query(SEAL_HOST, *sealed(account, org, item['org_generation'] if item['statement'] == 4 else 0))
    W.account[login], W.version[login] = account, W.version[login] + 1 if again else 1
    if enrol:
        W.enrol(login)
    return login, item


_count = iter(range(1, 1000))


def somebody(role='counsellor', org='lille', **kw):
    login = 'p%d' % next(_count)
    invite(login, role, org, **kw)
    return login


def ask(login, officer=False, by='admin'):
    return call(by, 'SELECT sec.member_ask($1, $2, $3)', SU.one('SELECT org FROM sec.account WHERE id = $1',
                                                                W.account[login]),
                W.account[login], officer)


def ask_reset(login, by='admin'):
    return call(by, 'SELECT sec.reset_ask($1)', W.account[login])


def endorse(request, by):
    with W.bound(sid(by)) as c:
        c.query('SELECT sec.approve_ticket($1)', request)
        c.query(STORE, request, 1, endorsement(by), b'', b'', b'', b'')


def effect(request):
    """What the vault gives the second officer."""
    kind, account = SU.query('SELECT kind::text, account FROM sec.request WHERE id = $1', request)[0]
    if kind == 'membership':
        return b'', b'a box', b'', b'', b''
    if kind == 'officer':
        number, public = SU.query('SELECT generation, public_key FROM sec.certificate WHERE kind = 1 AND owner = $1'
                                  ' ORDER BY generation DESC', account)[0]
        return b'', b'a box', certificate(account, number, True, public), b'', b''
    return b'', b'', certificate(account, generation(account) + 1, False), secrets.token_bytes(320), permit()


def approve(request, by):
    with W.bound(sid(by)) as c:
        c.query('SELECT sec.approve_ticket($1)', request)
        c.query(STORE, request, 2, *effect(request))


def decide(request, first='dir.lille', second='dep.lille'):
    endorse(request, first)
    approve(request, second)


def member(role='counsellor', org='lille', officer=False):
    login = somebody(role, org)
    decide(ask(login, officer))
    return login


def reset(login, **kw):
    decide(ask_reset(login), **kw)


def holds(login):
    return SU.one('SELECT sec.holds($1, a.org) FROM sec.account a WHERE a.id = $1', W.account[login])


def state_of(login):
    return SU.one('SELECT state::text FROM sec.account WHERE id = $1', W.account[login])


def request_state(request):
    return SU.one('SELECT state::text FROM sec.request WHERE id = $1', request)


def set_state(login, state, by='admin'):
    return call(by, 'SELECT sec.account_set_state($1, $2)', W.account[login], state)


def alarm(org='lille', by='admin'):
    return call(by, 'SELECT alarm FROM sec.units() WHERE id = $1', W.org[org])


def actions(mark, actor=None):
    return [r['action'] for r in W.outbox(mark)
            if not r['action'].startswith('session.open') and (actor is None or r['actor'] == W.account[actor])]


def waiting(pid):
    deadline = time.monotonic() + 10
    while SU.one('SELECT count(*) FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = $2', pid, 'Lock') == 0:
        true(time.monotonic() < deadline, 'the second did not wait for the first')
        time.sleep(0.01)


def at_once(*acts):
    """Bound transactions that act at the same instant, each (login, what she does on her connection); their results or
    errors."""
    conns = [W.connect('jalon_web') for _ in acts]
    sids = [sid(login, conn) for (login, _), conn in zip(acts, conns)]
    barrier = threading.Barrier(len(acts))

    def act(i):
        with conns[i], W.bound(sids[i], conns[i]) as c:
            barrier.wait(10)
            return acts[i][1](c)
    return together(*(lambda i=i: act(i) for i in range(len(acts))))


def race(first, second):
    """Two bound transactions: the first acts, the second acts while that is not committed and waits, the first commits.
    Each is (login, what she does on her connection). The result of the second, or its SQLSTATE."""
    with W.connect('jalon_web') as one, W.connect('jalon_web') as two:
        sids = sid(first[0], one), sid(second[0], two)
        out = []

        def act():
            try:
                with W.bound(sids[1], two):
                    ready.set()
                    go.wait(10)
                    out.append(second[1](two))
            except Exception as e:  # pylint: disable=broad-except
                out.append(getattr(e, 'state', e))
        ready, go = threading.Event(), threading.Event()
        thread = threading.Thread(target=act)
        thread.start()
        ready.wait(10)
        with W.bound(sids[0], one):
            first[1](one)
            go.set()
            waiting(two.pid)
        thread.join()
    return out[0]


COUNT = iter(range(10**6))


def new_params(role, org):
    return ('m%d' % next(COUNT), 'Nom', role, W.org[org], secrets.token_bytes(32), secrets.token_bytes(32))


OK, NO, GONE = '00000', 'JA004', 'JA007'
