# SPDX-License-Identifier: EUPL-1.2
"""The same page as others write it: fastify with pg and sodium-native, Django with psycopg2 and PyNaCl, each on a
database of its own in the measured cluster, as many cases, an audit row a read. A peer that is not there is said."""
import hashlib
import os
import secrets
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import stack
import tap

HERE = Path(__file__).resolve().parents[1] / 'peer'
SCRATCH = tap.BUILD / 'bench'
CASES = 50000


class Peers:
    def __init__(self, ground):
        self.ground = ground
        self.missing = []
        self.running = {}  # name: (process, url)
        password = secrets.token_hex(16)
        cluster = ground.cluster
        with cluster.connect('postgres') as su:
            su.query('CREATE DATABASE peer')
            su.query("CREATE ROLE peer LOGIN PASSWORD '%s'" % password)
        passfile = ground.write('peer.pgpass', ['*:*:*:peer:' + password])
        passfile.chmod(0o600)
        self.environment = {'PGHOST': cluster.base + '/sock', 'PGPORT': '5432', 'PGUSER': 'peer', 'PGDATABASE': 'peer',
                            'PGPASSFILE': str(passfile)}
        self._fill(cluster)
        tap.cleanup(self.stop)
        tokens = ['%016x' % (1 + secrets.randbelow(10000)) for _ in range(1000)]
        self.tokens = ground.write('peer.tokens', tokens)

    def _fill(self, cluster):
        with open(HERE / 'schema.sql', encoding='utf-8') as f:
            schema = f.read()
        cases = subprocess.Popen([SCRATCH / 'peer/gen_cases', str(CASES)], stdout=subprocess.PIPE)
        script = self.ground.write('peer.sql', [schema])
        database = cluster.conninfo('postgres', 'peer')
        command = ['psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1', '-d', database, '-f', script]
        done = subprocess.run(command, stdin=cases.stdout, capture_output=True, text=True, check=False)
        cases.stdout.close()
        tap.equal((cases.wait(), done.returncode), (0, 0), done.stderr)

    def start(self):
        """Starts the peers that are there."""
        modules = self._modules()
        if modules:
            for variant, name in (('written', 'fastify'), ('tuned', 'fastify tuned')):
                self._start(name, ['node', str(HERE / 'server.js'), 'PORT', '2', variant, '4'], NODE_PATH=str(modules),
                            NODE_ENV='production')
        if shutil.which('gunicorn') and self._python_has('django', 'psycopg2', 'nacl'):
            self._start('Django', ['gunicorn', '-w', '2', '-b', '127.0.0.1:PORT', '--log-level', 'critical',
                                   'django_app:application'], PYTHONPATH=str(HERE))
        else:
            self.missing.append('Django: python3-django, gunicorn, python3-psycopg2 or python3-nacl is not here')

    @staticmethod
    def _python_has(*names):
        command = ['/usr/bin/python3', '-c', 'import ' + ', '.join(names)]  # Debian's, as gunicorn's
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def _modules(self):
        """Where npm put what package-lock.json names, None when it could not."""
        if not shutil.which('node') or not shutil.which('npm'):
            self.missing.append('fastify: node or npm is not here')
            return None
        folder = SCRATCH / 'node'
        lock = HERE / 'package-lock.json'
        stamp = folder / 'stamp'
        digest = hashlib.sha256(lock.read_bytes()).hexdigest()
        if not stamp.exists() or stamp.read_text() != digest:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            for name in ('package.json', 'package-lock.json', '.npmrc'):
                shutil.copy(HERE / name, folder)
            done = subprocess.run(['npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund'], cwd=folder,
                                  capture_output=True, text=True, check=False, timeout=180)
            if done.returncode:
                self.missing.append('fastify: npm ci: ' + (done.stderr.strip().splitlines() or ['failed'])[-1])
                return None
            stamp.write_text(digest)
        return folder / 'node_modules'

    def _start(self, name, command, **environment):
        port = stack.port.free()
        with open(self.ground.stack.path('peer.log'), 'ab') as log:
            process = subprocess.Popen([part.replace('PORT', str(port)) for part in command], stdout=log, stderr=log,
                                       stdin=subprocess.DEVNULL, env={**os.environ, **self.environment, **environment})
        url = 'http://127.0.0.1:%d' % port
        if self._answers(process, url):
            self.running[name] = (process, url)
        else:
            process.terminate()
            process.wait(10)
            self.missing.append(name + ': does not answer with a page')

    def _answers(self, process, url):
        token = self.tokens.read_text().split('\n', 1)[0]
        ask = urllib.request.Request(url + '/cases', headers={'Authorization': 'Bearer ' + token})
        for _ in range(100):
            if process.poll() is not None:
                return False
            try:
                with urllib.request.urlopen(ask, timeout=5) as answer:
                    return answer.read().count(b'"note"') == 25
            except urllib.error.HTTPError:
                return False
            except OSError:
                time.sleep(0.1)
        return False

    def stop(self):
        for process, _ in self.running.values():
            process.terminate()
        for process, _ in self.running.values():
            process.wait(20)
        self.running = {}
