# SPDX-License-Identifier: EUPL-1.2
"""The instance that is measured: founded for the occasion on a disk, with PostgreSQL as deploy/run sets it up (every
commit flushed), the four programs, people who signed in, their cases through the API, and round them what a service of
some years has, planted by SQL, where the API would take hours. What is measured is never planted."""
import datetime
import re
import shutil
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import measure
import pg
import placing
import stack
import tap

READERS = ('c.one', 'c.two', 'c.three', 'c.four')
ACCOUNTS = tuple((login, 'counsellor', 'lille', 'Brigid O’Reilly') for login in READERS) + (
    ('c.hours', 'counsellor', 'lille', 'Aïssatou Martin'),
    ('d.lille', 'director', 'lille', 'Maëlle L’Hermitte'),
    ('d.two', 'director', 'lille', 'Jean-Noël D’Août'),
    ('m.jardins', 'host_manager', 'jardins', 'Cécile Woźniak'))
PAGE = 25
AROUND = 50000  # cases
SESSIONS = 10000
PLACEMENTS = 60
SHEET = {'skills': [], 'limits': None, 'message': None, 'week_minutes': None}
ADDRESS = '%d, rue de l’Écluse, bâtiment B, escalier 3, deuxième étage à gauche, chez Mme Vandenbossche\n59%03d Lille'
SETTINGS_FILE = tap.ROOT / 'deploy/run.d/cluster.sh'
RECORDED = re.compile(r"jalond\|\d+\| LOG:  execute \w+: (.*?)\n(?:jalond\|\d+\| DETAIL:  parameters: (.*?)\n)?")


def settings():
    """The settings of deploy/run that are about speed and safety, read from it."""
    text = SETTINGS_FILE.read_text(encoding='utf-8')
    names = ('shared_buffers', 'wal_level', 'max_wal_size', 'timezone')
    return {'fsync': 'on', 'full_page_writes': 'on', 'autovacuum_naptime': '1min', 'log_line_prefix': '%a|%p| ',
            'min_wal_size': '80MB', **{name: re.search(name + r' = (\S+)', text)[1] for name in names}}


class Ground:
    def __init__(self):
        cluster = pg.Cluster(settings(), wal_mb=16).start()
        cluster.migrate()
        self.stack = stack.Stack(accounts=ACCOUNTS, alone=True, cluster=cluster, jalond={'names_per_address': '0'},
                                 sealer={'attempts_per_hour': '1000'})
        self.stack.territory()
        with ThreadPoolExecutor(2) as pool:
            people = dict(zip((a[0] for a in ACCOUNTS),
                              pool.map(lambda a: self.stack.person(a[0]).sign_in(), ACCOUNTS)))
        self.readers = [people[login] for login in READERS]
        self.people = people
        self.cluster = cluster
        self.url = 'http://127.0.0.1:%d' % self.stack.port
        for n, reader in enumerate(self.readers):
            for i in range(PAGE + 1):
                self._take_in(reader, PAGE * n + i)
        self._place()
        self._plant()
        self.page_tokens = self.write('page.tokens', [reader.token for reader in self.readers])

    @staticmethod
    def _take_in(reader, n):
        answer = reader.open_case({'family_name': "O'Connor-Vandenbossche", 'first_names': 'Éa Marie-Thérèse %d' % n,
                                   'birth_date': '1990-02-28', 'phone': '+33 6 12 34 56 78',
                                   'address': ADDRESS % (n + 1, n)})
        tap.equal(answer.status, 201, answer.text)

    def _place(self):
        """Placements that run, with their sheets, for the hours that their host reports."""
        p = placing.Placing(self.stack, self.people['c.hours'], self.people['m.jardins'], self.people['d.lille'])
        works = [p.signed(sheet=SHEET).id for _ in range(PLACEMENTS)]
        self.hours_file = self.write('hours.tokens', [self.people['m.jardins'].token, *works])
        days = [p.today - datetime.timedelta(days=n) for n in range(1, 56)]
        self.days_file = self.write('hours.days', days)

    def _plant(self):
        """Other people's cases with envelopes as long as ours, and other people's sessions."""
        one = "(SELECT id FROM sec.account WHERE login = 'c.one')"
        with self.cluster.connect('postgres') as su:
            su.query('SET session_replication_role = replica')
            su.query('CREATE TEMP TABLE colleague AS'
                     ' SELECT gen_random_uuid() AS id, n AS k FROM generate_series(0, 249) AS n')
            su.query('CREATE TEMP TABLE planted AS SELECT gen_random_uuid() AS id, c.id AS counsellor,'
                     " now() - n * interval '1 hour' AS at"
                     ' FROM generate_series(1, %d) AS n JOIN colleague AS c ON c.k = n %% 250' % AROUND)
            copies(su, 'sec.account', 'id = ' + one, 'colleague',
                   "'id', y.id, 'login', y.id, 'record', NULL, 'state', 'disabled'")
            copies(su, 'casework.case_file', 'counsellor_id = ' + one, 'planted',
                   "'id', y.id, 'counsellor_id', y.counsellor, 'opened_at', y.at")
            copies(su, 'sec.case_key', 'compartment = 1', 'planted', "'case_id', y.id")
            copies(su, 'sec.envelope', 'tab = 1', 'planted', "'case_id', y.id, 'row_id', y.id")
            copies(su, 'sec.session', 'ended_at IS NULL',
                   '(SELECT id, n FROM generate_series(1, %d) AS n JOIN colleague ON k = n %% 250)' % SESSIONS,
                   "'hash', sha256(int4send(y.n)), 'id', gen_random_uuid(), 'account', y.id")
            # What their hosts reported, some of it taken back: over a table with one state only, the planner, which may
            # not look at statistics under row policies, takes the partial index of the exclusion for empty and reads
            # all of it.
            su.query('INSERT INTO casework.hours_report (id, placement_id, case_id, day, attendance, from_min, to_min,'
                     ' break_minutes, channel, reported_by, word, state)'
                     " SELECT gen_random_uuid(), y.id, y.id, current_date - 7 * k, 'attended', 540, 960, 0, 'online',"
                     " y.counsellor, 'not_asked', CASE WHEN k = 1 AND extract(hour FROM y.at) = 3 THEN 'withdrawn'"
                     " ELSE 'reported' END::casework.report_state FROM planted AS y, generate_series(1, 4) AS k")
            su.query('VACUUM ANALYZE')
            su.query('CHECKPOINT')

    def write(self, name, lines):
        path = Path(self.stack.path(name))
        path.write_text(''.join('%s\n' % line for line in lines), encoding='utf-8')
        return path

    def processes(self):
        return {'jalond': self.stack.processes['jalond'].pid, 'vault': self.stack.processes['jalon-vault'].pid,
                'sealer': self.stack.processes['jalon-sealer'].pid}

    def meters(self):
        """What a request costs: the programs, PostgreSQL for the sessions of jalond, and what comes after it: the
        worker and PostgreSQL besides, which copy the log for searching."""
        meters = {name: partial(measure.tree, pid) for name, pid in self.processes().items()}
        postmaster = self.cluster.pid
        worker = self.stack.processes['jalon-worker'].pid
        meters['PostgreSQL'] = lambda: measure.backends(postmaster, 'jalon_web')
        meters['copy'] = lambda: measure.backends(postmaster, 'jalon_job') + measure.tree(worker)
        return meters

    def database(self):
        """PostgreSQL as a whole, for loads on it alone and for peers."""
        return {'PostgreSQL': lambda: measure.tree(self.cluster.pid) - measure.backends(self.cluster.pid, 'jalon_job')}

    def settle(self):
        """Until the copy of the log has caught up: the next load shall not pay for this one."""
        with self.cluster.connect('postgres') as su:
            def copied():
                last = su.one('SELECT copied FROM sec.log_cursor')
                time.sleep(0.5)  # longer than the worker pauses
                return su.one('SELECT copied FROM sec.log_cursor') == last
            tap.wait_until(copied, 120, 'the copy of the log')

    # what jalond sends

    def recorded(self, call):
        """What jalond sends to PostgreSQL while call() runs, with parameters written out, as the server's own log has
        it."""
        mark = len(self.cluster.log())
        call()
        return [literal(sql, re.findall(r"\$\d+ = ('(?:[^']|'')*'|NULL)", parameters or ''))
                for sql, parameters in RECORDED.findall(self.cluster.log()[mark:])]

    def _log_statements(self, how):
        with self.cluster.connect('postgres') as su:
            for setting in ('log_statement %s' % how[0], 'log_parameter_max_length %s' % how[1]):
                su.query('ALTER ROLE jalon_web SET ' + setting)
        self.stack.kill('jalond', signal.SIGTERM)
        self.stack.start('jalond')

    def page_of(self, reader):
        answer = reader.get('/cases')
        tap.equal((answer.status, len(answer.json['items'])), (200, PAGE), answer.text[:200])
        tap.true(all(i['integrity'] and i['identity']['address'] for i in answer.json['items']), 'opened')
        return [i['id'] for i in answer.json['items']]

    def page_scripts(self):
        """The transaction behind the page, as pgbench scripts, one a reader; each tried: it brings the page's rows."""
        scripts = []
        self._log_statements(("= 'all'", '= -1'))
        for n, reader in enumerate(self.readers):
            ids = self.page_of(reader)  # role and idle time are fresh then: what comes next is the page alone
            steps = self.recorded(lambda reader=reader: self.page_of(reader))
            tap.true(steps[0].startswith('BEGIN') and steps[-1] == 'COMMIT' and len(steps) < 9, 'one transaction')
            with self.cluster.connect('jalon_web') as c:
                rows = max((c.query(step) for step in steps), key=len)
            tap.equal([row[0] for row in rows[:PAGE]], ids, 'the rows of the page')
            lines = ['\\startpipeline', *(step + ';' for step in steps), '\\endpipeline']
            scripts.append(self.write('page%d.sql' % n, lines))
        self._log_statements(("= 'none'", '= 0'))
        return scripts, steps

    # a slower disk

    def restart(self, preload):
        """PostgreSQL, sealer and all that hangs on them, with this library preloaded where flushes are made."""
        library = tap.scratch('lib') / preload.name  # where the account postgres can read it
        library.parent.chmod(0o755)
        shutil.copy(preload, library)
        slow = {'LD_PRELOAD': str(library)}
        for name in reversed(stack.PROGRAMS):
            self.stack.kill(name, signal.SIGTERM)
        self.cluster.environment = slow
        self.cluster.restart()
        for name in stack.PROGRAMS:
            self.stack.start(name, **(slow if name == 'jalon-sealer' else {}))
        with open('/proc/%d/maps' % self.cluster.pid, encoding='utf-8', errors='replace') as f:
            tap.contains(f.read(), str(library), 'the libraries of PostgreSQL')


def copies(su, table, where, source, change):
    """One row of the table again for each row y of the source, with what changes."""
    su.query('INSERT INTO %s SELECT (json_populate_record(x, json_build_object(%s))).* FROM %s AS x, %s AS y'
             ' WHERE x.ctid = (SELECT ctid FROM %s WHERE %s LIMIT 1)' % (table, change, table, source, table, where))


def literal(sql, values):
    """The statement with its parameters written out."""
    return re.sub(r'\$(\d+)', lambda m: values[int(m[1]) - 1], sql)
