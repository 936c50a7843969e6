#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""One program after the other goes away and comes back: what works goes on, what does not says 503, nothing is lost."""
import contextlib
import signal
import subprocess
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import api
import stack
import tap
from tap import contains, equal, run, test, true, wait_until

S = stack.Stack()
A = S.person('a.martin').signed_in()
MINIMAL = {'family_name': 'Q', 'first_names': 'É', 'birth_date': '2000-02-29'}
CASE = A.open_case(MINIMAL).json['id']


def unavailable(answer, what):
    equal((answer.status, answer.code), (503, 'unavailable'), what + ' ' + answer.text)
    true(int(answer.headers['retry-after']) > 0, 'Retry-After')


@test('without the vault sealed data answer 503 and everything else goes on')
def _():
    S.kill('jalon-vault')
    unavailable(A.get('/cases/' + CASE), 'read')
    unavailable(A.get('/cases'), 'list')
    unavailable(A.open_case(MINIMAL), 'create')
    unavailable(A.put('/cases/%s/identity' % CASE, {'identity': MINIMAL}, if_match='"1"'), 'change')
    unavailable(S.client().post('/sessions', {'login': 'a.martin', 'password': 'x', 'otp': '123456'}), 'sign-in')
    equal(A.get('/me').status, 200)
    equal(S.client().get('/nothing').status, 404)
    S.start('jalon-vault')
    answer = A.get('/cases/' + CASE)
    equal((answer.status, answer.json.get('identity')), (200, MINIMAL), answer.text)
    equal(answer.json['version'], 1, 'the change that failed changed nothing')


@test('a vault that was started again in between is no failure at all')
def _():
    for _ in range(3):
        S.kill('jalon-vault')
        S.start('jalon-vault')
        equal(A.get('/cases/' + CASE).status, 200)


def tool(program, *args, given=b''):
    """(exit status, what it said)."""
    done = subprocess.run([str(tap.BIN / program), *args, '--config', S.path('jalon.conf')], input=given,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=20)
    return done.returncode, done.stdout


@test('the MAC keys change while people work, each step again and in no other order, and the old are gone')
def _():
    su = S.cluster.connect('postgres')
    who = S.person('a.martin')

    def works():
        equal(A.get('/cases/' + CASE).json.get('identity'), MINIMAL, 'her session lives on')
        equal(A.open_case(MINIMAL).status, 201)
        equal(who.sign_in().get('/cases/' + CASE).status, 200, 'a new session')

    def vault(step):
        equal(tool('jalon-vault', 'mac-keys', step)[0], 0, step)
        equal(tool('jalon-vault', 'mac-keys', step)[0], 0, step + ' again')

    def load():
        return tool('jalon', 'mac-keys', '--file', '/dev/stdin', given=tool('jalon-vault', 'mac-keys', 'print')[1])[0]

    def again():
        S.kill('jalon-vault')
        S.start('jalon-vault')

    def ids():
        return su.query('SELECT key_id, count(*) FROM sec.mac_key GROUP BY 1 ORDER BY 1')
    before = Path(S.path('vault.root')).read_bytes()
    equal(load(), 0, 'the keys that are there already')
    vault('next')
    equal(load(), 75, 'the vault that runs does not know of them')
    works()
    again()
    works()
    equal(ids(), [(1, 2)])
    equal((load(), load()), (0, 0))
    equal(ids(), [(1, 2), (2, 2)])
    works()
    equal(tool('jalon', 'mac-keys', '--drop')[0], 75, 'the vault still makes grants with the old one')
    vault('end')
    again()
    works()
    equal(tool('jalon', 'mac-keys', '--drop')[0], 75, 'not within a minute')
    su.query("UPDATE sec.mac_key SET made_at = made_at - interval '61 seconds'")
    equal((tool('jalon', 'mac-keys', '--drop')[0], tool('jalon', 'mac-keys', '--drop')[0]), (0, 0))
    equal(ids(), [(2, 2)])
    works()
    after = Path(S.path('vault.root')).read_bytes()
    true(before[37:101] not in after and before[37:69] not in after and before[69:101] not in after, 'old keys')
    equal(load(), 0)
    for wrong in (b'', b'end\n', b'mac grant 3 ' + b'0' * 64 + b'\nend\n', b'mac grant 3 00\nmac ticket 3 00\nend\n',
                  b'mac grant 3 ' + b'0' * 64 + b'\nmac ticket 2 ' + b'0' * 64 + b'\nend\n'):
        equal(tool('jalon', 'mac-keys', '--file', '/dev/stdin', given=wrong)[0], 65, str(wrong[:20]))
    for args in (('mac-keys',), ('mac-keys', 'change'), ('mac-keys', 'next', 'end')):
        equal(tool('jalon-vault', *args)[0], 64, str(args))


@test('a creation that failed is repeated with its key and made once')
def _():
    key = str(uuid.uuid4())
    S.kill('jalon-vault')
    unavailable(A.open_case(MINIMAL, key), 'create')
    S.start('jalon-vault')
    answer = A.open_case(MINIMAL, key)
    equal(answer.status, 201, answer.text)
    equal(A.open_case(MINIMAL, key).body, answer.body)
    equal(A.get('/cases/' + answer.json['id']).json['identity'], MINIMAL)


@test('without the sealer nothing sealed is opened, and writes go on')
def _():
    S.kill('jalon-sealer')
    unavailable(A.get('/cases/' + CASE), 'read')
    unavailable(A.get('/cases'), 'list')
    unavailable(S.client().get('/log/head'), 'head')
    who = S.person('a.martin')
    attempt = {'login': who.login, 'password': who.password, 'otp': '000000'}
    unavailable(S.client().post('/sessions', attempt), 'sign-in')
    made = A.open_case(dict(MINIMAL, first_names='Sans journal'))
    equal(made.status, 201, 'a write leaves its line in the outbox: ' + made.text)
    S.start('jalon-sealer')
    wait_until(lambda: A.get('/cases/' + made.json['id']).status == 200, 10, 'reading again')
    with S.cluster.connect('jalon_job') as job:
        wait_until(lambda: job.query('SELECT unsealed FROM sec.lag()')[0][0] == 0, 10, 'the outbox is carried')


@test('without the worker writes go on and are sealed when it is back')
def _():
    S.kill('jalon-worker')
    equal(A.open_case(MINIMAL).status, 201)
    with S.cluster.connect('jalon_job') as job:
        true(job.query('SELECT unsealed FROM sec.lag()')[0][0] > 0, 'rows wait')
        S.start('jalon-worker')
        wait_until(lambda: job.query('SELECT unsealed FROM sec.lag()')[0][0] == 0, 10, 'the outbox is carried')


@test('a database that was started again is found again, by every connection')
def _():
    S.cluster.restart()
    for _ in range(10):
        equal(A.get('/me').status, 200)
    equal(A.get('/cases/' + CASE).status, 200)


@test('without the database every session answers 503, and goes on afterwards')
def _():
    S.cluster.stop(signal.SIGQUIT)
    unavailable(A.get('/me'), 'me')
    unavailable(A.get('/cases/' + CASE), 'read')
    equal(S.client().get('/nothing').status, 404)
    S.cluster._launch()
    wait_until(lambda: A.get('/me').status == 200, 10, 'the session goes on')


@test('connections that the database ends one by one are made again')
def _():
    for _ in range(4):
        with S.cluster.connect('postgres') as su:
            su.query('SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity'
                     " WHERE application_name = 'jalond'")
        equal(A.get('/cases/' + CASE).status, 200)


@contextlib.contextmanager
def held_up(version):
    """While somebody else holds the row of the case, a change of it waits; what it was answered is there at the end."""
    done = []
    with S.cluster.connect('postgres') as su:
        su.query("BEGIN; SELECT 1 FROM casework.case_file WHERE id = '%s' FOR UPDATE" % CASE)
        t = threading.Thread(target=lambda: done.append(A.twin().put(
            '/cases/%s/identity' % CASE, {'identity': MINIMAL}, if_match='"%d"' % version)))
        t.start()
        with S.cluster.connect('postgres') as other:
            wait_until(lambda: other.one('SELECT count(*) FROM pg_locks WHERE NOT granted'), 10, 'the change waits')
        yield done
        su.query('COMMIT')
        t.join()


@test('a lock that somebody holds makes one writer wait and nobody else')
def _():
    with held_up(1) as done:
        equal(A.get('/cases/' + CASE).status, 200)
        equal(done, [], 'the reader waited')
    equal([d.status for d in done], [200])


@test('TERM lets the request under way end and takes no new one')
def _():
    def closed():
        try:
            return api.connect(S.port).close()
        except ConnectionRefusedError:
            return True
        except ConnectionResetError:  # it came while the door was shut
            return None
    with held_up(2) as done:
        jalond = S.processes['jalond']
        jalond.send_signal(signal.SIGTERM)
        wait_until(closed, 10, 'no new connection is taken')
        equal((jalond.poll(), done), (None, []), 'it waits for the request')
    equal(done[0].status, 200, done[0].text)
    equal(done[0].headers.get('connection'), 'close')
    equal(jalond.wait(15), 0)
    del S.processes['jalond']
    S.start('jalond')
    equal(A.get('/me').status, 200, 'the session outlives the program')


@test('a configuration that is wrong is said to be so, with its line, and nothing starts')
def _():
    good = S.path('jalon.conf')
    with open(good, encoding='utf-8') as f:
        text = f.read()

    def check(changed, *args):
        path = S.path('changed.conf')
        with open(path, 'w', encoding='utf-8') as f:
            f.write(changed)
        done = subprocess.run([str(tap.BIN / 'jalond'), '--config', path, *args], capture_output=True, text=True,
                              check=False, timeout=20)
        return done.returncode, done.stderr
    equal(check(text, '--check-config')[0], 0)
    for before, after, why in (('pages = 4', 'pages = many', 'pages'), ('pages = 4', 'pages = 0', 'pages'),
                               ('pages = 4', 'sides = 4', 'sides'), ('[jalond]', '[jalond]\nlisten = x', 'listen'),
                               ('[jalond]', '[jalond]\nfront = proxy.example.org', 'front'),
                               ('[jalond]', '[jalond]\nnames_per_address = 129', 'names_per_address'),
                               ('database = host', 'database = =', 'database')):
        code, said = check(text.replace(before, after, 1), '--check-config')
        equal(code, 78, after)
        contains(said, why)
    code, said = check(text.replace('listen = 127.0.0.1', 'listen = example.org', 1))
    equal(code, 78)
    code, said = check(text)  # the port is taken by the one that runs
    equal(code, 69, said)


run()
