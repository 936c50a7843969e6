# SPDX-License-Identifier: EUPL-1.2
"""The whole of Jalon on a throw-away cluster: founded, started on a free loopback port, its accounts activated through
the API. The run founds one such service; the others are copies of it.

    s = stack.Stack()                      # PostgreSQL, vault, sealer, worker, jalond; ended by tap's cleanup
    who = s.person('a.martin')             # active but for INVITED; one of a founding of its own, on first use
    client = who.sign_in()                 # api.Client with a token; who.signed_in() for what minds no session
    s.kill('jalon-vault'); s.start('jalon-vault')

All programs run as the caller's account: "separation by account absent", which is what a test on a bare machine has.
"""
import json
import os
import secrets
import signal
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import api
import pg
import port
import tap

PEOPLE = (
    ('unit', 'lille', 'SPIP du Nord, antenne de Lille'),
    ('unit', 'douai', 'SPIP du Nord, antenne de Douai'),
    ('host', 'jardins', "Association Les Jardins de l'Écluse"),
    ('audit', 'controle', 'Contrôle et protection des données'),
    ('service', 'service', 'Exploitation de Jalon'),
    ('host', 'autre', "L'Atelier d’Ys"),
)
ACCOUNTS = (
    ('a.martin', 'counsellor', 'lille', 'Aïssatou Martin'),
    ('b.oreilly', 'counsellor', 'lille', "Brigid O'Reilly"),
    ('c.douai', 'counsellor', 'douai', 'Chloé d’Haese'),
    ('d.lille', 'director', 'lille', "Maëlle L'Hermitte"),
    ('d.douai', 'director', 'douai', 'Inés Muñoz-Delattre'),
    ('r.nord', 'referent', 'lille', 'Gaël Lefèvre'),
    ('m.jardins', 'host_manager', 'jardins', 'Cécile Woźniak'),
    ('t.jardins', 'tutor', 'jardins', 'Noël D’hondt'),
    ('u.audit', 'auditor', 'controle', 'Ève Q'),
    ('x.admin', 'administrator', 'service', 'Z'),
    ('d.two', 'director', 'lille', 'Jean-Noël D’Août'),
    ('r.autre', 'referent', 'lille', 'Œdipe N’Diaye'),
    ('r.douai', 'referent', 'douai', "Noé D'Août"),
    ('m.autre', 'host_manager', 'autre', 'Éloïse N’Guyen'),
    ('x.second', 'administrator', 'service', 'Zoé L’Autre'),
    # for tests of signing in, which spend attempts
    ('s.one', 'counsellor', 'lille', 'Sans Reproche'),
    ('s.two', 'counsellor', 'lille', 'Deux Fois'),
    ('s.wrong', 'counsellor', 'lille', 'Toujours Faux'),
    ('s.invited', 'counsellor', 'lille', 'Pas Encore'),
    ('s.invited2', 'counsellor', 'lille', 'Pas Encore Non Plus'),
)
INVITED = ('s.invited', 's.invited2')
PROGRAMS = ('jalon-sealer', 'jalon-vault', 'jalon-worker', 'jalond')


class Person:
    """An account of the stack, with the password and second factor that it got at its activation."""

    def __init__(self, stack, login, role, code):
        self.stack, self.login, self.role, self.code = stack, login, role, code
        self.password = None
        self.totp = None
        self.last_step = 0
        self.session = None  # the one of the founding, as it was answered

    def otp(self):
        """The earliest code that was not used yet and is accepted now and for a while (one step of drift). Where a
        person would wait for it, her earlier codes are made good again."""
        now = int(time.time() - 10) // 30
        if self.last_step > int(time.time()) // 30:
            self.forget_codes()
        step = max(self.last_step + 1, now)
        self.last_step = step
        return api.totp(self.totp, step)

    def forget_codes(self):
        """As if a while had passed since the last sign-in: the next code is one that is valid now."""
        with self.stack.cluster.connect('postgres') as su:
            su.query('UPDATE sec.account SET last_totp_step = last_totp_step - 10 WHERE login = $1', self.login)
        self.last_step = 0

    def activate(self):
        c = self.stack.client()
        self.password = 'Cheval correct pile agrafe ' + secrets.token_hex(4)
        offer = c.post('/users/activation', {'login': self.login, 'code': self.code, 'password': self.password})
        tap.equal(offer.status, 200, 'activation of ' + self.login + ' ' + offer.text)
        self.totp = offer.json['totp_secret']
        done = c.post('/users/activation/confirmation',
                      {'login': self.login, 'code': self.code, 'password': self.password,
                       'offer': offer.json['offer'], 'otp': self.otp()})
        tap.equal(done.status, 204, 'confirmation of ' + self.login + ' ' + done.text)
        return self

    def sign_in(self):
        """A client that bears a new session."""
        c = self.stack.client()
        answer = c.post('/sessions', {'login': self.login, 'password': self.password, 'otp': self.otp()})
        tap.equal(answer.status, 201, 'sign-in of ' + self.login + ' ' + answer.text)
        c.token = answer.json['token']
        c.session = answer.json
        return c

    def signed_in(self):
        """A client that bears the session of the founding, as long as it lives; for who has none, a new one. What a
        test may use that does not look at sessions: a password costs more than most of what is tested."""
        if self.session:
            c = self.stack.client()
            c.session, c.token = self.session, self.session['token']
            if c.get('/me').status == 200:
                return c
        return self.sign_in()


class Stack:
    def __init__(self, jalond=None, sealer=None, accounts=(), alone=False, options=('--demonstration',),
                 cluster=None):
        """alone: a founding of its own, with these accounts and options, on that cluster if there is one; else a copy,
        which has them and the others."""
        alone = alone or not {*accounts} <= {*ACCOUNTS}
        like = None if alone else tap.made_once('founded', _make_founded)
        self.folder = tap.scratch('stack')
        os.chmod(self.folder, 0o755)
        self.port = port.free()
        self.processes = {}
        self.people = {}
        tap.cleanup(self.destroy)
        self.cluster = cluster or pg.migrated() if alone else pg.Cluster().start(like / 'cluster')
        if not alone:
            subprocess.run(['cp', '-a', '%s/.' % (like / 'files'), self.folder], check=True)
        self.configure(jalond, sealer)
        if alone:
            self._found(options, accounts)
        else:
            self._remember(like / 'people')
        for name in PROGRAMS:
            self.start(name)

    def keep(self, folder):
        """Ends it, at rest, and leaves in the folder what others start from."""
        with self.cluster.connect('postgres') as su:
            tap.wait_until(lambda: su.one('SELECT count(*) FROM sec.outbox WHERE sealed_index IS NULL') == 0, 30,
                           'every act sealed')
        for name in reversed(PROGRAMS):
            self.kill(name, signal.SIGTERM)
        with open(folder / 'people', 'w', encoding='utf-8') as f:
            json.dump([[p.login, p.role, p.code, p.password, p.totp, p.last_step, p.session]
                       for p in self.people.values()], f)
        (folder / 'cluster').mkdir()
        self.cluster.keep(folder / 'cluster')
        self.folder.rename(folder / 'files')

    def _remember(self, path):
        with open(path, encoding='utf-8') as f:
            for login, role, code, *known in json.load(f):
                who = self.people[login] = Person(self, login, role, code)
                who.password, who.totp, who.last_step, who.session = known

    def path(self, name):
        return str(self.folder / name)

    def configure(self, jalond=None, sealer=None):
        """What a program reads at its next start."""
        uid = str(os.geteuid())
        sections = {
            'jalond': {'listen': '127.0.0.1:%d' % self.port, 'database': self.cluster.conninfo('jalon_web'),
                       'vault': self.path('vault.sock'), 'sealer': self.path('sealer.sock'), 'pages': '4',
                       'sign_ins': '2', **(jalond or {})},
            'vault': {'socket': self.path('vault.sock'), 'root': self.path('vault.root'),
                      'sealer': self.path('sealer.sock'), 'peers': uid},
            'sealer': {'socket': self.path('sealer.sock'), 'directory': self.path('log'),
                       'key': self.path('sealer.key'), 'origin': 'jalon.invalid/test', 'peers_vault': uid,
                       'peers_worker': uid, 'peers_head': uid, 'attempts_per_hour': '20',
                       'reads_per_hour': 'counsellor:200 director:400 referent:0 host_manager:200 tutor:100 '
                                         'auditor:0 administrator:0', **(sealer or {})},
            'worker': {'database': self.cluster.conninfo('jalon_job'), 'sealer': self.path('sealer.sock')},
            'admin': {'database': self.cluster.conninfo('jalon_migrator'), 'vault': self.path('vault.sock'),
                      'web_database': self.cluster.conninfo('jalon_web'), 'sealer': self.path('sealer.sock'),
                      'sql': str(tap.ROOT / 'sql')},
        }
        with open(self.path('jalon.conf'), 'w', encoding='utf-8') as f:
            for name, keys in sections.items():
                f.write('[%s]\n%s\n' % (name, ''.join('%s = %s\n' % item for item in keys.items())))

    def _found(self, options, accounts):
        with open(self.path('manifest'), 'w', encoding='utf-8') as f:
            for kind, key, name in PEOPLE:
                f.write('organisation %s %s %s\n' % (key, kind, name))
            for login, role, org, name in accounts:
                f.write('account %s %s %s %s\n' % (login, role, org, name))
        self.run('jalon-sealer', 'init')
        self.run('jalon-vault', 'found', '--manifest', self.path('manifest'), '--out', self.path('founding'),
                 '--codes', self.path('codes'), '--recovery', self.path('recovery'), *options)
        self.run('jalon', 'found', '--file', self.path('founding'))
        roles = {login: role for login, role, _, _ in accounts}
        with open(self.path('codes'), encoding='utf-8') as f:
            for line in f:
                login, code = line.split()
                self.people[login] = Person(self, login, roles[login], code)

    def territory(self):
        """The communes of the Nord, and every unit at home there."""
        self.run('jalon', 'communes', str(tap.ROOT / 'sql/reference/communes-59.csv'), '--since', '2026-01-01')
        with self.cluster.connect('postgres') as su:
            su.query("UPDATE sec.organisation SET departement = '59' WHERE kind = 'unit'")

    def run(self, program, *args):
        done = subprocess.run([str(tap.BIN / program), '--config', self.path('jalon.conf'), *args],
                              capture_output=True, text=True, check=False, timeout=120)
        tap.equal(done.returncode, 0, '%s %s: %s' % (program, ' '.join(args[:1]), done.stderr))
        return done.stdout

    def start(self, name, **environment):
        """Starts a program and waits until it says that it is ready."""
        log = self.path(name + '.log')
        with open(log, 'ab') as f:
            at = f.tell()
            process = subprocess.Popen([str(tap.BIN / name), '--config', self.path('jalon.conf')], stdout=f, stderr=f,
                                       stdin=subprocess.DEVNULL, env={**os.environ, **environment})
        self.processes[name] = process

        def ready():
            with open(log, 'rb') as f:
                f.seek(at)
                text = f.read()
            if process.poll() is not None:
                tap.fail('%s ended with %d: %s' % (name, process.returncode, text.decode(errors='replace')))
            return b'ready' in text
        tap.wait_until(ready, 30, name + ' ready')
        return process

    def kill(self, name, how=signal.SIGKILL):
        """Ends a program that start() started; its exit status."""
        process = self.processes.pop(name)
        process.send_signal(how)
        return process.wait(20)

    def log(self, name):
        with open(self.path(name + '.log'), encoding='utf-8', errors='replace') as f:
            return f.read()

    def entries(self):
        """What the log tells from outside: the words of each entry, its index, and its objects, each as words."""
        done = subprocess.run([tap.BIN / 'jalon-verify', '--key', self.path('log') + '/log.vkey', '--print',
                               self.path('log')], capture_output=True, text=True, timeout=60, check=False)
        tap.equal(done.returncode, 0, done.stderr)
        found = []
        for line in done.stdout.split('verified\n', 1)[1].splitlines():
            word, _, rest = line.partition(' ')
            if word == '#':
                found.append({'index': int(rest), 'object': []})
            elif word == 'object':
                found[-1]['object'].append(rest.split(' '))
            elif word:
                found[-1][word] = rest
        return found

    def destroy(self):
        for name in reversed(PROGRAMS):
            if name in self.processes:
                tap.end_well(self.processes.pop(name), name)
        self.cluster.destroy()

    def client(self):
        return api.Client('127.0.0.1', self.port)

    def later(self, *people):
        """As if a minute had passed since these last gave a code: their next one is valid now."""
        for who in people:
            who.forget_codes()

    def person(self, login):
        who = self.people[login]
        if who.totp is None:
            who.activate()
        return who


def _make_founded(folder):
    s = Stack(accounts=ACCOUNTS, alone=True)

    def come(login):
        who = s.person(login)
        who.session = who.sign_in().session
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(come, (login for login, _, _, _ in ACCOUNTS if login not in INVITED)))
    s.keep(folder)
