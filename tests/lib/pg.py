# SPDX-License-Identifier: EUPL-1.2
"""A throw-away PostgreSQL cluster for tests, and a small client over the system's libpq.

    with pg.migrated() as c:                   # a copy of a cluster that the run makes once
        c.conninfo('jalon_web')                # "host=... port=... user=jalon_web dbname=jalon passfile=..."
        web = c.connect('jalon_web')           # a Conn
        web.query('SELECT sec.bind($1)', token_id)
        c.psql('jalon_web', 'SELECT 1')        # (exit status, stdout, stderr)
    with pg.Cluster() as c:                    # an empty one: Unix socket only, SCRAM for everybody, fsync off
        c.migrate()                            # database jalon: roles.sql, patches, functions, policies

Runs as any user; as root the server runs under the account postgres. Everything lies under one short
folder of the run (the socket's path must fit 107 bytes) and goes away with the context, also on a crash
of the test. Roles: postgres (superuser), jalon_migrator, jalon_web, jalon_job.
"""
import atexit
import ctypes
import ctypes.util
import glob
import hashlib
import os
import pwd
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time

import tap

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
SQL = os.path.join(ROOT, 'sql')
LOGIN_ROLES = ('jalon_migrator', 'jalon_web', 'jalon_job')
ROLES = ('postgres',) + LOGIN_ROLES


def bindir():
    """The folder with initdb and postgres: JALON_PGBIN, or Debian's place of version 15, or the PATH's."""
    if os.environ.get('JALON_PGBIN'):
        return os.environ['JALON_PGBIN']
    if os.path.exists('/usr/lib/postgresql/15/bin/postgres'):
        return '/usr/lib/postgresql/15/bin'
    found = shutil.which('postgres')
    if not found:
        raise RuntimeError('no PostgreSQL server found: install postgresql-15')
    return os.path.dirname(os.path.realpath(found))


class PgError(Exception):
    """A refusal by the server: .state is its SQLSTATE, .detail whatever else it said."""

    def __init__(self, state, message, detail=''):
        super().__init__('%s %s' % (state, message))
        self.state, self.message, self.detail = state, message, detail


def _libpq():
    lib = ctypes.CDLL(ctypes.util.find_library('pq') or 'libpq.so.5')
    ptr, text, num = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, result, args in (
            ('PQconnectdb', ptr, [text]), ('PQstatus', num, [ptr]), ('PQfinish', None, [ptr]),
            ('PQerrorMessage', text, [ptr]), ('PQexec', ptr, [ptr, text]),
            ('PQexecParams', ptr, [ptr, text, num, ptr, ptr, ptr, ptr, num]),
            ('PQresultStatus', num, [ptr]), ('PQresultErrorField', text, [ptr, num]), ('PQclear', None, [ptr]),
            ('PQntuples', num, [ptr]), ('PQnfields', num, [ptr]), ('PQftype', ctypes.c_uint, [ptr, num]),
            ('PQgetvalue', ptr, [ptr, num, num]), ('PQgetlength', num, [ptr, num, num]),
            ('PQgetisnull', num, [ptr, num, num]), ('PQfname', text, [ptr, num]), ('PQbackendPID', num, [ptr]),
            ('PQtransactionStatus', num, [ptr])):
        fn = getattr(lib, name)
        fn.restype, fn.argtypes = result, args
    return lib


_pq = None
_READ = {16: lambda b: b == b't', 17: lambda b: bytes.fromhex(b[2:].decode()), 20: int, 21: int, 23: int, 26: int,
         700: float, 701: float}


def array(items):
    """A one-dimensional array literal (uuid, int, bytea, text without quoting surprises)."""
    def one(x):
        if x is None:
            return 'NULL'
        if isinstance(x, bytes):
            return '"\\\\x' + x.hex() + '"'
        return '"' + str(x).replace('\\', '\\\\').replace('"', '\\"') + '"'
    return '{' + ','.join(one(x) for x in items) + '}'


def _param(x):
    if x is None:
        return None
    if isinstance(x, bool):
        return b't' if x else b'f'
    if isinstance(x, (bytes, bytearray)):
        return b'\\x' + bytes(x).hex().encode()
    if isinstance(x, (list, tuple)):
        return array(x).encode()
    return str(x).encode()


class Conn:
    """One connection. query() gives a list of tuples; bytea comes as bytes, integers and booleans as themselves."""

    def __init__(self, conninfo):
        global _pq
        _pq = _pq or _libpq()
        self._c = _pq.PQconnectdb(conninfo.encode())
        if _pq.PQstatus(self._c) != 0:
            why = (_pq.PQerrorMessage(self._c) or b'').decode(errors='replace').strip()
            self.close()
            raise PgError('08001', why)

    def close(self):
        if self._c:
            _pq.PQfinish(self._c)
            self._c = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    @property
    def pid(self):
        return _pq.PQbackendPID(self._c)

    @property
    def in_transaction(self):
        return _pq.PQtransactionStatus(self._c) in (2, 3)

    def query(self, sql, *params):
        """Runs sql (several statements only without params); rows of the last one. Raises PgError."""
        if params:
            enc = [_param(p) for p in params]
            values = (ctypes.c_char_p * len(enc))(*enc)
            r = _pq.PQexecParams(self._c, sql.encode(), len(enc), None, values, None, None, 0)
        else:
            r = _pq.PQexec(self._c, sql.encode())
        try:
            status = _pq.PQresultStatus(r) if r else 7
            if status in (0, 1):
                return []
            if status != 2:
                field = lambda f: ((_pq.PQresultErrorField(r, ord(f)) if r else None) or b'').decode(errors='replace')
                raise PgError(field('C') or '08006', field('M') or 'connection lost',
                              '\n'.join(filter(None, (field(f) for f in 'DHWq'))))
            cols = range(_pq.PQnfields(r))
            types = [_pq.PQftype(r, c) for c in cols]
            return [tuple(self._cell(r, i, c, types[c]) for c in cols) for i in range(_pq.PQntuples(r))]
        finally:
            if r:
                _pq.PQclear(r)

    @staticmethod
    def _cell(r, i, c, oid):
        if _pq.PQgetisnull(r, i, c):
            return None
        raw = ctypes.string_at(_pq.PQgetvalue(r, i, c), _pq.PQgetlength(r, i, c))
        return _READ[oid](raw) if oid in _READ else raw.decode()

    def one(self, sql, *params):
        """The single value of a single row."""
        rows = self.query(sql, *params)
        if len(rows) != 1 or len(rows[0]) != 1:
            raise AssertionError('expected one value, got %d rows: %s' % (len(rows), sql[:80]))
        return rows[0][0]

    def state(self, sql, *params):
        """The SQLSTATE of running sql: '00000' when it works."""
        try:
            self.query(sql, *params)
            return '00000'
        except PgError as e:
            return e.state


def header(path):
    """The `-- key: value` lines at the top of a SQL file."""
    found = {}
    with open(path, encoding='utf-8') as f:
        for line in f:
            m = re.match(r'-- (patch|after|owner): (\S+)$', line.rstrip('\n'))
            if m:
                found[m[1]] = m[2]
            elif not line.startswith('--'):
                break
    return found


class Cluster:
    """settings: what differs from those of the tests, which are fast and lose all with the power."""

    def __init__(self, settings=None, wal_mb=1):
        self.base = None
        self._settings = settings or {}
        self._wal_mb = wal_mb  # small segments: there is little to copy
        self.environment = {}  # of the server, besides
        self._server = None
        self._passwords = {}

    # life

    def __enter__(self):
        return self if self.base else self.start()

    def __exit__(self, *_):
        self.destroy()

    def _as_server(self, argv, **kw):
        if os.geteuid() == 0:
            argv = ['setpriv', '--reuid=postgres', '--regid=postgres', '--init-groups', '--pdeathsig=INT',
                    '--inh-caps=-all', *argv]
        env = {'PATH': '/usr/bin:/bin', 'LC_ALL': 'C.UTF-8', 'HOME': self.base, **self.environment}
        return subprocess.Popen(argv, cwd=self.base, env=env, stdin=subprocess.DEVNULL, **kw)

    def _give(self, path):
        if os.geteuid() == 0:
            account = pwd.getpwnam('postgres')
            os.chown(path, account.pw_uid, account.pw_gid)

    def start(self, like=None):
        """A new cluster, or one that goes on from what keep() left in the folder `like`."""
        self.base = str(tap.scratch('pg'))
        os.chmod(self.base, 0o755)
        atexit.register(self.destroy)
        self._folder('sock', 0o755)
        if like:
            subprocess.run(['cp', '-a', '--reflink=auto', '%s/.' % like, self.base], check=True)
            for role in ROLES:
                with open(self.passfile(role), encoding='utf-8') as f:
                    self._passwords[role] = f.read().strip().rpartition(':')[2]
        else:
            self._init()
        self._launch()
        return self

    def keep(self, folder):
        """Stops it and leaves data and passwords in the folder, to start others like it."""
        self.stop()
        for name in ('data', *('pass.' + role for role in ROLES)):
            os.rename(os.path.join(self.base, name), os.path.join(folder, name))
        self.destroy()

    def _folder(self, name, mode):
        path = os.path.join(self.base, name)
        os.mkdir(path)
        os.chmod(path, mode)
        self._give(path)

    def _init(self):
        self._folder('data', 0o700)
        for role in ROLES:
            self._passwords[role] = secrets.token_hex(16)
            self.passfile(role)
        secret = os.path.join(self.base, 'initial')
        self._write(secret, self._passwords['postgres'] + '\n')
        self._give(secret)
        init = self._as_server([bindir() + '/initdb', '-D', self.base + '/data', '-U', 'postgres', '-E', 'UTF8',
                                '--locale=C.UTF-8', '--data-checksums', '--no-sync', '--auth=scram-sha-256',
                                '--wal-segsize=%d' % self._wal_mb, '--pwfile=' + secret],
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        said = init.communicate()[0]
        os.unlink(secret)
        if init.returncode:
            raise RuntimeError('initdb: ' + said.decode(errors='replace'))

    def _launch(self):
        """postgres as our child: it ends with the test, whatever ends the test."""
        opts = {'listen_addresses': '', 'unix_socket_directories': self.base + '/sock', 'port': '5432', 'fsync': 'off',
                'full_page_writes': 'off', 'max_connections': '60', 'shared_buffers': '64MB', 'min_wal_size': '2MB',
                'max_wal_size': '256MB', 'log_min_messages': 'warning', 'logging_collector': 'off',
                'autovacuum_naptime': '20s', **self._settings}
        argv = [bindir() + '/postgres', '-D', self.base + '/data']
        for key, value in opts.items():
            argv += ['-c', '%s=%s' % (key, value)]
        with open(self.base + '/server.log', 'ab') as log:
            self._server = self._as_server(argv, stdout=log, stderr=log)
        deadline = time.monotonic() + 30
        while True:
            try:
                Conn(self.conninfo('postgres', 'postgres')).close()
                return
            except PgError as e:
                if self._server.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError('postgres did not start: %s\n%s' % (e, self.log())) from e
                time.sleep(0.05)

    @property
    def pid(self):
        """Of the postmaster."""
        return self._server.pid

    def stop(self, how=signal.SIGINT):
        """Fast shutdown (SIGINT), or what the test wants to do to it."""
        if self._server and self._server.poll() is None:
            self._server.send_signal(how)
            try:
                self._server.wait(20)
            except subprocess.TimeoutExpired:
                self._server.send_signal(signal.SIGQUIT)
                self._server.wait(20)
        self._server = None

    def restart(self):
        self.stop()
        self._launch()

    def destroy(self):
        self.stop(signal.SIGQUIT)
        if self.base and os.path.isdir(self.base):
            shutil.rmtree(self.base, ignore_errors=True)
        self.base = None

    def log(self):
        with open(self.base + '/server.log', encoding='utf-8', errors='replace') as f:
            return f.read()

    # access

    @staticmethod
    def _write(path, text):
        fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(fd, 'w', encoding='utf-8') as f:
            f.write(text)

    def passfile(self, role, uid=None):
        """Path of a libpq password file for role; with uid a copy that this user can read."""
        path = os.path.join(self.base, 'pass.%s%s' % (role, '' if uid is None else '.%d' % uid))
        if not os.path.exists(path):
            self._write(path, '*:*:*:%s:%s\n' % (role, self._passwords[role]))
            if uid is not None:
                os.chown(path, uid, -1)
        return path

    def conninfo(self, role, dbname='jalon', uid=None):
        return 'host=%s/sock port=5432 user=%s dbname=%s passfile=%s' % (self.base, role, dbname,
                                                                         self.passfile(role, uid))

    def connect(self, role, dbname='jalon'):
        return Conn(self.conninfo(role, dbname))

    def psql(self, role, sql, dbname='jalon', args=()):
        """Runs psql without a start-up file, stops at the first error, prints bare values."""
        run = subprocess.run([bindir() + '/psql', '-X', '-q', '-A', '-t', '-v', 'ON_ERROR_STOP=1', '-v',
                              'VERBOSITY=verbose', *args, '-d', self.conninfo(role, dbname), '-f', '-'],
                             input=sql, capture_output=True, text=True, check=False)
        return run.returncode, run.stdout, run.stderr

    # schema

    def migrate(self, dbname='jalon', sql=SQL):
        """Database, roles with passwords, then what `jalon migrate` does (sql/README.md)."""
        with self.connect('postgres', 'postgres') as su:
            if not su.query('SELECT 1 FROM pg_database WHERE datname = $1', dbname):
                su.query('CREATE DATABASE "%s" TEMPLATE template0 ENCODING UTF8' % dbname)
        self.roles(dbname, sql)
        with self.connect('postgres', dbname) as su:
            for role in LOGIN_ROLES:
                su.query("ALTER ROLE %s PASSWORD '%s'" % (role, self._passwords[role]))
        return self.patches(dbname, sql) + self.reload(dbname, sql)

    def roles(self, dbname='jalon', sql=SQL):
        with open(os.path.join(sql, 'roles.sql'), encoding='utf-8') as f:
            self._must('postgres', f.read(), dbname)

    def _must(self, role, sql, dbname):
        rc, _, err = self.psql(role, sql, dbname)
        if rc:
            raise RuntimeError('psql: ' + err)

    def registered(self, dbname='jalon'):
        with self.connect('jalon_migrator', dbname) as m:
            m.query('BEGIN; SET LOCAL ROLE jalon_sec')
            if m.one("SELECT to_regclass('sec.migration') IS NULL"):
                return {}
            return {p: (a, s) for p, a, s in m.query('SELECT patch, after, sha256 FROM sec.migration ORDER BY patch')}

    def patches(self, dbname='jalon', sql=SQL):
        """Applies what is not registered; the number applied. ValueError for a changed, missing or misplaced file."""
        known, before, applied = self.registered(dbname), 'none', 0
        files = sorted(glob.glob(os.path.join(sql, 'patches', '*.sql')))
        heads = [header(p) for p in files]
        gone = set(known) - {h.get('patch') for h in heads}
        if gone:
            raise ValueError('registered patch without its file: ' + ', '.join(sorted(gone)))
        for path, head in zip(files, heads):
            name = os.path.basename(path)
            if not re.match(r'[0-9]{4}-[a-z0-9-]+\.sql$', name) or head.get('patch') != name[:4] \
                    or head.get('after') != before or head.get('owner') not in ('jalon_sec', 'jalon_owner'):
                raise ValueError('bad header: ' + name)
            with open(path, 'rb') as f:
                text = f.read()
            digest = hashlib.sha256(text).hexdigest()
            if head['patch'] in known:
                if known[head['patch']] != (head['after'], digest):
                    raise ValueError('changed after it was applied: ' + name)
                if applied:
                    raise ValueError('patch out of order: ' + name)
            else:
                self._must('jalon_migrator', 'BEGIN;\nSET LOCAL ROLE %s;\n%s\nSET LOCAL ROLE jalon_sec;\n'
                           "INSERT INTO sec.migration (patch, after, sha256) VALUES ('%s', '%s', '%s');\nCOMMIT;\n"
                           % (head['owner'], text.decode(), head['patch'], head['after'], digest), dbname)
                applied += 1
            before = head['patch']
        return applied

    def reload(self, dbname='jalon', sql=SQL):
        """Functions, then policies, in one transaction; the number of files."""
        files = [p for d in ('functions', 'policies') for p in sorted(glob.glob(os.path.join(sql, d, '*.sql')))]
        text = ['BEGIN;\n']
        for path in files:
            owner = header(path).get('owner')
            if owner not in ('jalon_sec', 'jalon_owner'):
                raise ValueError('no owner: ' + path)
            with open(path, encoding='utf-8') as f:
                text.append('SET LOCAL ROLE %s;\n%s\n' % (owner, f.read()))
        self._must('jalon_migrator', ''.join(text) + 'COMMIT;\n', dbname)
        return len(files)

    def dump(self, dbname='jalon'):
        """The schema as pg_dump writes it."""
        run = subprocess.run([bindir() + '/pg_dump', '--schema-only', '-d', self.conninfo('postgres', dbname)],
                             capture_output=True, text=True, check=True)
        return ''.join(line for line in run.stdout.splitlines(True)
                       if not line.startswith(('\\restrict', '\\unrestrict')))


def _make_migrated(folder):
    with Cluster() as c:
        c.migrate()
        c.keep(folder)


def migrated():
    """A started cluster whose database jalon has the schema of sql/."""
    return Cluster().start(tap.made_once('migrated', _make_migrated))


if __name__ == '__main__':
    # A cluster to look at by hand: prints how to reach it and waits for the end of its input.
    with migrated() as it:
        for who in ROLES:
            print("psql '%s'" % it.conninfo(who))
        sys.stdout.flush()
        sys.stdin.read()
