# SPDX-License-Identifier: EUPL-1.2
"""What the SQL tests stand on: a cluster with a small founded installation, and the vault's half of grants and tickets
written again in Python from src/wire/vault_msg.h, so that no test believes the code it checks."""
import hashlib
import hmac
import os
import secrets
import struct
import sys
import threading
import time
import uuid

sys.path.insert(0, os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), 'lib'))
import pg  # noqa: E402
from tap import cleanup, equal  # noqa: E402

GRANT_KEY = bytes(range(32))
TICKET_KEY = bytes(range(100, 132))
DECOY = b'D' * 320
NIL = str(uuid.UUID(int=0))
SQLSTATES = ('JA001', 'JA002', 'JA003', 'JA004', 'JA005', 'JA006', 'JA007', 'JA008', 'JA009', 'JA010', 'JA011',
             'JA012', 'JA013', 'JA014', 'JA015', 'JA016', 'JA017', 'JA018', 'JA019', 'JA020', 'JA021', 'JA022', 'JA023')

# login -> (role, organisation); an apostrophe wherever people have one
ORGANISATIONS = {'lille': ('unit', "SPIP du Nord, unité de l'Épeule"), 'douai': ('unit', 'SPIP du Nord, Douai'),
                 'host': ('host', "Ville d'Haubourdin"), 'audit': ('audit', 'Inspection'),
                 'service': ('service', 'DSI')}
ACCOUNTS = {"m.n'diaye": ('counsellor', 'lille'), 'c.leroy': ('counsellor', 'lille'),
            'd.morel': ('counsellor', 'douai'), 'dir.lille': ('director', 'lille'), 'dir.douai': ('director', 'douai'),
            'referent': ('referent', 'lille'), 'manager': ('host_manager', 'host'), 'tutor': ('tutor', 'host'),
            'auditor': ('auditor', 'audit'), 'admin': ('administrator', 'service')}
COUNSELLOR, COLLEAGUE, FOREIGN = "m.n'diaye", 'c.leroy', 'd.morel'


def sha256(b):
    return hashlib.sha256(b).digest()


def now_us():
    return time.time_ns() // 1000


def sign(key, body):
    return body + hmac.new(key, body, hashlib.sha256).digest()


def record_of(login, version=1):
    return (b'R%d ' % version + login.encode()).ljust(320, b'.')


class World:
    """A database with the installation above. Numbers TOTP steps itself so that each sign-in has a fresh one."""

    def __init__(self, cluster, dbname='jalon', activate=True):
        self.cluster, self.dbname = cluster, dbname
        self.org = {k: str(uuid.uuid4()) for k in ORGANISATIONS}
        self.account = {k: str(uuid.uuid4()) for k in ACCOUNTS}
        self.version = dict.fromkeys(ACCOUNTS, 1)
        self.step = 1000
        self.su = self.connect('postgres')
        self.found()
        self.web = self.connect('jalon_web')
        if activate:
            for login in ACCOUNTS:
                self.enrol(login)

    def connect(self, role):
        return self.cluster.connect(role, self.dbname)

    def found(self):
        kinds = {'unit': 2, 'host': 3, 'audit': 4, 'service': 5}
        with self.connect('jalon_migrator') as m:
            m.query('BEGIN')
            m.query('SELECT sec.found_mac_key($1, 1, $2)', 'grant', GRANT_KEY)
            m.query('SELECT sec.found_mac_key($1, 1, $2)', 'ticket', TICKET_KEY)
            m.query('SELECT sec.found_decoy($1)', DECOY)
            for key, (kind, name) in ORGANISATIONS.items():
                m.query('SELECT sec.found_organisation($1, $2, $3)', self.org[key], kind, name)
                m.query('SELECT sec.found_certificate($1, $2, 1, false, $3, $4)', kinds[kind], self.org[key],
                        secrets.token_bytes(32), secrets.token_bytes(32))
                m.query('SELECT sec.found_box(2, 9, $1, 1, $2, $3, 1, $4)', NIL, kinds[kind], self.org[key],
                        b'recovery')
            for login, (role, org) in ACCOUNTS.items():
                m.query('SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)', self.account[login], login,
                        "Nom d'usage de " + login, role, self.org[org], record_of(login), secrets.token_bytes(32))
                m.query('SELECT sec.found_certificate(1, $1, 1, $2, $3, $4)', self.account[login], role == 'director',
                        secrets.token_bytes(32), secrets.token_bytes(32))
                if role in ('counsellor', 'director', 'auditor'):
                    m.query('SELECT sec.found_box(1, 1, $1, 1, $2, $3, 1, $4)', self.account[login],
                            kinds[ORGANISATIONS[org][0]], self.org[org], b'box of ' + login.encode())
            m.query('SELECT sec.found_close()')
            m.query('COMMIT')

    # the vault's half

    def grant(self, login, kind=1, id_hash=None, step=None, issued=None, record_hash=None, version=None,
              magic=b'JGR1', key_id=1, key=GRANT_KEY, account=None):
        if step is None:
            self.step += 1
            step = self.step
        if record_hash is None:  # a session's names the record that was checked, which is the account's
            record_hash = self.su.one('SELECT (SELECT sha256(record) FROM sec.account WHERE id = $1)',
                                      account or self.account[login]) if kind == 1 else None
        body = magic + struct.pack('>HB', key_id, kind) + uuid.UUID(account or self.account[login]).bytes \
            + struct.pack('>I', self.version[login] if version is None else version) \
            + (secrets.token_bytes(32) if id_hash is None else id_hash) \
            + struct.pack('>qq', step, now_us() if issued is None else issued) + (record_hash or bytes(32))
        return sign(key, body)

    def enrol(self, login, conn=None):
        record = record_of(login, self.version[login] + 1)
        (conn or self.web).query('SELECT sec.enrol($1, $2)', self.grant(login, kind=2, record_hash=sha256(record)),
                                 record)
        self.version[login] += 1
        return record

    def sign_in(self, login, conn=None, keys=b'blob'):
        """A live session of login with its key blob: the 32-byte session id."""
        conn = conn or self.web
        sid = secrets.token_bytes(32)
        conn.query('SELECT sec.open_session($1, $2)', self.grant(login, id_hash=sha256(sid)), '192.0.2.7')
        if keys is not None:
            with self.bound(sid, conn) as c:
                c.query('SELECT sec.keep_keys($1)', keys)
        return sid

    def bound(self, sid, conn=None, commit=True):
        return Bound(conn or self.web, sid, commit)

    # work

    def open_case(self, sid, conn=None, seal=True, key=None, digest=None, envelope=b'envelope 1', minor=False):
        """A case with its first sealed identity, made as app/ makes it; its id."""
        with self.bound(sid, conn) as c:
            case, replayed = c.query('SELECT * FROM casework.open_case($1, $2, $3)', key or secrets.token_bytes(32),
                                     digest or secrets.token_bytes(32), minor)[0]
            if seal and not replayed:
                c.query('SELECT sec.seal_ticket(1, $1, 1, 1)', case)
                c.query('SELECT sec.store(1, $1, 1, 1, $2, $3)', case, envelope, b'wrap of ' + case.encode())
        return case

    def outbox(self, since=0):
        """Rows after n=since as dictionaries, oldest first."""
        names = ('n', 'id', 'actor', 'role', 'org', 'action', 'object', 'row_id', 'version', 'compartment', 'case_id',
                 'reason', 'digest', 'sealed_index')
        rows = self.su.query('SELECT n, id, actor, role::text, org, action, object, row_id, version, compartment,'
                             ' case_id,'
                             ' reason::text, digest, sealed_index FROM sec.outbox WHERE n > $1 ORDER BY n', since)
        return [dict(zip(names, r)) for r in rows]

    def mark(self):
        return self.su.one('SELECT coalesce(max(n), 0) FROM sec.outbox')


class Bound:
    """A transaction as every request has it: BEGIN, CLOSE ALL, bind; COMMIT at the end, ROLLBACK after an error."""

    def __init__(self, conn, sid, commit=True):
        self.conn, self.sid, self.commit = conn, sid, commit

    def __enter__(self):
        self.conn.query('BEGIN')
        try:
            self.conn.query('CLOSE ALL')
            self.conn.query('SELECT sec.bind($1)', self.sid)
        except pg.PgError:
            self.conn.query('ROLLBACK')
            raise
        return self.conn

    def __exit__(self, kind, *_):
        self.conn.query('ROLLBACK' if kind or not self.commit else 'COMMIT')


class Reader:
    """Takes a byte string apart; every read is checked, end() demands that nothing is left."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        assert self.at + n <= len(self.data), 'bytes end too early'
        self.at += n
        return self.data[self.at - n:self.at]

    def num(self, fmt):
        return struct.unpack('>' + fmt, self.take(struct.calcsize('>' + fmt)))[0]

    def uuid(self):
        return str(uuid.UUID(bytes=self.take(16)))

    def lv(self, fmt):
        return self.take(self.num(fmt))

    def end(self):
        assert self.at == len(self.data), '%d bytes too many' % (len(self.data) - self.at)


def read_ticket(raw, key=TICKET_KEY):
    """A ticket as a dictionary, MAC checked first."""
    equal(raw[-32:], hmac.new(key, raw[:-32], hashlib.sha256).digest(), 'MAC of the ticket')
    r = Reader(raw[:-32])
    t = {'magic': r.take(4), 'key_id': r.num('H'), 'kind': r.num('B'), 'issued': r.num('q'), 'session': r.take(32),
         'end': r.num('q'), 'user': r.uuid(), 'role': r.lv('B').decode(), 'org': r.uuid(), 'reason': r.lv('B').decode(),
         'default': r.num('B'), 'items': []}
    for _ in range(r.num('H')):
        if t['kind'] == 3:
            t['items'].append({'box': r.num('B'), 'owner_kind': r.num('B'), 'owner': r.uuid(),
                               'owner_generation': r.num('I'), 'recipient_generation': r.num('I')})
        else:
            t['items'].append({'table': r.num('H'), 'row': r.uuid(), 'version': r.num('I'), 'case': r.uuid(),
                               'compartment': r.num('B'), 'link': r.num('B'), 'owner_kind': r.num('B'),
                               'owner': r.uuid(),
                               'owner_generation': r.num('I'), 'key_generation': r.num('I')})
    r.end()
    return t


def read_bundle(raw):
    """(ticket, key blob, [(wrap, envelope)])"""
    r = Reader(raw)
    ticket, blob = read_ticket(r.lv('H')), r.lv('H')
    parts = [(r.lv('H'), r.lv('I')) for _ in ticket['items']]
    r.end()
    return ticket, blob, parts


def read_material(raw):
    r = Reader(raw)
    ticket = read_ticket(r.lv('H'))
    boxes = [r.lv('H') for _ in ticket['items']]
    r.end()
    return ticket, boxes


def refused(code, conn, sql, *params):
    """The statement is refused with this SQLSTATE; in a transaction, to a savepoint, so that the rest goes on."""
    inside = conn.in_transaction
    if inside:
        conn.query('SAVEPOINT refused')
    state = conn.state(sql, *params)
    if inside:
        conn.query('ROLLBACK TO refused')
    equal(state, code, sql.split('(')[0])


def tables(conn):
    """Every table of ours, schema.name."""
    return [t for t, in conn.query(
        "SELECT c.oid::regclass::text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname IN ('sec', 'offer', 'casework', 'coordination')"
        " ORDER BY 1")]


def visible(conn, names):
    """Tables of which this connection sees a row now. No right to look counts as no row."""
    seen = []
    for name in names:
        inside = conn.in_transaction
        if inside:
            conn.query('SAVEPOINT look')
        try:
            if conn.query('SELECT 1 FROM %s LIMIT 1' % name):
                seen.append(name)
        except pg.PgError as e:
            if e.state != '42501':
                raise
            if inside:
                conn.query('ROLLBACK TO look')
    return seen


def together(*functions):
    """Runs the functions at once, each in its thread; their results or exceptions in order."""
    out = [None] * len(functions)

    def call(i, f):
        try:
            out[i] = f()
        except Exception as e:  # pylint: disable=broad-except
            out[i] = e
    threads = [threading.Thread(target=call, args=(i, f)) for i, f in enumerate(functions)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return out


def cluster():
    """With the schema, and nothing in it."""
    c = pg.migrated()
    cleanup(c.destroy)
    return c


def world(**kw):
    return World(cluster(), **kw)
