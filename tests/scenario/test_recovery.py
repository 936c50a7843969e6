#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The day the root is lost: two of three shares and what PostgreSQL still has make a new root, and the cases open again
for the people who come back. Whatever hung on the old root is dead, and a recovery that stops half-way was none.

The first tests run while the root is gone; loading the new founding is one of them, and the rest look at what is
then."""
import hashlib
import hmac
import os
import secrets
import signal
import struct
import subprocess
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from tap import BIN, contains, equal, run, test, true, wait_until

ACCOUNTS = stack.ACCOUNTS[:10]
EX_DATAERR, EX_CANTCREAT, EX_NOPERM = 65, 73, 77
BACK = (('a.martin', 'counsellor', 'lille'), ('b.oreilly', 'counsellor', 'lille'), ('d.lille', 'director', 'lille'),
        ('r.nord', 'referent', 'lille'), ('x.admin', 'administrator', 'service'), ('m.tard', 'host_manager', 'tard'))
LATE = (('tard', "Chantier d'Insertion « L’Après »"), ('sans', 'Sans Clé'))  # hosts that came later
HELD = ('account', 'certificate', 'box', 'mac_key', 'decoy', 'session', 'founding', 'organisation', 'case_key')
WHO = {'family_name': "O'Reilly-Łukasiewicz", 'first_names': 'Zoé \u0301\u00a0Thị Ánh', 'birth_date': '1987-11-30',
       'phone': '+33639987654', 'address': '3 ter, impasse du Puits\n59800 Lille'}


# The recovery key in three shares of which two are needed.
S = stack.Stack(accounts=ACCOUNTS, alone=True, options=('--demonstration', '--shares', '2/3'))
SU = S.cluster.connect('postgres')


def tool(program, *args, conf='jalon.conf'):
    """(exit status, what it said on stderr)."""
    done = subprocess.run([BIN / program, '--config', S.path(conf), *args], capture_output=True, text=True,
                          check=False, timeout=120)
    return done.returncode, done.stderr


def held():
    """Everything that a recovery is about, as one line a table."""
    return [SU.one("SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM sec.%s t" % t)
            for t in HELD]


def text(name):
    return Path(S.path(name)).read_text(encoding='utf-8')


def put(name, *pieces):
    Path(S.path(name)).write_text(''.join(pieces), encoding='utf-8')
    return S.path(name)


def recover(shares, export, out='new', manifest='back', conf='jalon.conf'):
    return tool('jalon-vault', 'found', '--manifest', S.path(manifest), '--out', S.path(out), '--codes',
                S.path(out + '.codes'), '--recovery', S.path(out + '.share'), '--shares', '2/3', '--demonstration',
                '--recover', S.path(shares), '--export', S.path(export), conf=conf)


def no_root():
    true(not os.path.exists(S.path('vault.root')), 'a root was made')


def grant(login, key):
    """A session's grant as a vault with this MAC key writes it."""
    account, version, record = SU.query('SELECT id, auth_version, sha256(record) FROM sec.account WHERE login = $1',
                                        login)[0]
    step = SU.one('SELECT last_totp_step FROM sec.account WHERE login = $1', login) + 1
    body = (struct.pack('>4sHB', b'JGR1', 1, 1) + uuid.UUID(account).bytes + struct.pack('>I', version)
            + secrets.token_bytes(32) + struct.pack('>qq', step, int(time.time() * 1e6)) + (record or bytes(32)))
    return body + hmac.new(key, body, hashlib.sha256).digest()


def open_session(login, key):
    with S.cluster.connect('jalon_web') as web:
        return web.state('SELECT account FROM sec.open_session($1, $2)', grant(login, key), '')


def mac_key(founding):
    return bytes.fromhex(next(line for line in text(founding).splitlines() if line.startswith('mac grant 1 '))[12:])


# --- before, and the loss --------------------------------------------------------------------------------------------

def make(client, login, role, org):
    answer = client.post('/users', {'login': login, 'name': 'Nom', 'role': role, 'organisation': org},
                         idempotency_key=str(uuid.uuid4()))
    equal(answer.status, 201, answer.text)
    return answer.json


def late_hosts():
    """Two hosts entered at run time; the manager of the first was invited twice, so that its pair is the second, and
    has a tutor; the other one has nobody and no pair."""
    org = {key: SU.one("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'host', $2) RETURNING id",
                       str(uuid.uuid4()), name) for key, name in LATE}
    admin = S.person('x.admin').sign_in()
    account = make(admin, 'm.tard', 'host_manager', org['tard'])['id']
    code = admin.post('/users/%s/invitation' % account, None).json['activation_code']
    make(stack.Person(S, 'm.tard', 'host_manager', code).activate().sign_in(), 't.tard', 'tutor', org['tard'])
    return org


def host_keys(org):
    return SU.query('SELECT generation, public_key FROM sec.certificate WHERE owner = $1 ORDER BY generation', org)


class Before:
    def __init__(self):
        self.host = late_hosts()
        self.host_keys = host_keys(self.host['tard'])
        self.a, self.b, self.d, self.gone = (S.person(p) for p in ('a.martin', 'b.oreilly', 'd.lille', 'c.douai'))
        self.a_client, self.b_client, gone = (who.sign_in() for who in (self.a, self.b, self.gone))
        self.case = self.a_client.open_case(WHO).json['id']
        self.old_case = self.a_client.open_case(dict(WHO, first_names='Ancienne')).json['id']
        # The unit moves on: the cases are of its first secret, what comes after of its second.
        self.unit = self.a_client.get('/me').json['organisation']['id']
        equal(self.d.sign_in().post('/units/%s/generations' % self.unit, None).status, 201)
        self.a_client, self.b_client = self.a.sign_in(), self.b.sign_in()
        self.b_case = self.b_client.open_case(dict(WHO, first_names='Autre')).json['id']
        gone.open_case(WHO)
        self.body = self.a_client.get('/cases/' + self.case).json
        self.envelope = SU.one('SELECT body FROM sec.envelope WHERE row_id = $1', self.case)
        self.accounts = {login: row for login, *row in
                         SU.query('SELECT login, id, record, auth_version FROM sec.account')}
        self.b_box = SU.one('SELECT body FROM sec.box WHERE kind = 1 AND recipient = $1', self.accounts['b.oreilly'][0])
        S.kill('jalond', signal.SIGTERM)
        S.kill('jalon-vault')
        os.rename(S.path('vault.root'), S.path('lost.root'))
        S.run('jalon', 'recovery', '--out', S.path('export'))
        self.organisations = {line.split(' ', 4)[4]: line.split(' ')[1]
                              for line in text('export').splitlines() if line.startswith('organisation ')}
        key = {name: self.organisations[full] for name, full in [p[1:] for p in stack.PEOPLE] + list(LATE)}
        names = {'m.tard': 'Nom', **{login: name for login, _, _, name in ACCOUNTS}}
        put('back', *('account %s %s %s %s\n' % (login, role, key[org], names[login]) for login, role, org in BACK))
        put('two', text('recovery.1'), text('recovery.3'))
        put('other.conf', text('jalon.conf').replace('vault.root', 'other.root'))
        self.held = held()


before = Before()


@test('the export is for its owner alone and names every organisation, its sealed secret and every account')
def _():
    equal(os.stat(S.path('export')).st_mode & 0o777, 0o600)
    lines = text('export').splitlines()
    equal([len([x for x in lines if x.startswith(w + ' ')]) for w in ('organisation', 'recovery', 'account')],
          [len(stack.PEOPLE) + len(LATE), len(stack.PEOPLE) + 3, len(ACCOUNTS) + 2])
    late = before.host['tard']
    for line in lines:
        if line.startswith('recovery ') and late not in line and before.unit not in line:
            equal(line.split(' ')[2:4], ['1', '1'], 'generations of secret and recovery pair')
    for org in (late, before.unit):
        equal([line.split(' ')[2:4] for line in lines if line.startswith('recovery ' + org)], [['1', '1'], ['2', '1']])
    true('organisation %s host 0 %s' % (before.host['sans'], LATE[1][1]) in lines, 'the host without a pair')
    martin = next(line for line in lines if ' a.martin ' in line)
    equal(martin.split(' '), ['account', before.accounts['a.martin'][0], 'a.martin', '1',
                              str(before.accounts['a.martin'][2])])
    equal(before.accounts['a.martin'][2], 2, 'one more than at the founding')


@test('an export that cannot be written is an error')
def _():
    code, said = tool('jalon', 'recovery', '--out', S.path('nowhere/export'))
    equal(code, EX_CANTCREAT, said)


@test('too few shares, and shares twice, mistyped or cut short, make no root')
def _():
    one, three = text('recovery.1'), text('recovery.3')
    typo = three[:40] + ('0' if three[40] != '0' else '1') + three[41:]
    for name, pieces, why in (('one', [one], 'too few shares'), ('none', [], 'too few shares'),
                              ('twice', [one, one], 'do not belong together'), ('typo', [one, typo], 'mistyped'),
                              ('short', [one, three[:-9]], 'mistyped')):
        put(name, *pieces)
        code, said = recover(name, 'export')
        equal(code, EX_DATAERR, name)
        contains(said, why, name)
        no_root()


@test('shares of another service, alone or mixed with ours, open nothing')
def _():
    equal(tool('jalon-vault', 'found', '--manifest', S.path('manifest'), '--out', S.path('other'), '--codes',
               S.path('other.codes'), '--recovery', S.path('other.share'), '--shares', '2/3', conf='other.conf')[0], 0)
    os.unlink(S.path('other.root'))
    put('others', text('other.share.1'), text('other.share.2'))
    put('mixed', text('recovery.1'), text('other.share.2'))
    for name in ('others', 'mixed'):
        code, said = recover(name, 'export')
        equal(code, EX_DATAERR, name)
        contains(said, 'not sealed to this recovery key', name)
        no_root()


@test('an export that was tampered with makes no root, and the line is named')
def _():
    lines = text('export').splitlines(True)
    at = next(i for i, line in enumerate(lines) if line.startswith('recovery '))
    words = lines[at].split(' ')
    flipped = '%s%x\n' % (words[4][:-2], int(words[4][-2], 16) ^ 1)
    for name, line in (('sealed bytes', ' '.join(words[:4] + [flipped])),
                       ('generation', ' '.join(words[:2] + ['2'] + words[3:])),
                       ('pair', ' '.join(words[:3] + ['2'] + words[4:])),
                       ('organisation', ' '.join([words[0], lines[0 if words[1] not in lines[0] else 1].split(' ')[1]]
                                                 + words[2:]))):
        put('bent', *lines[:at], line, *lines[at + 1:])
        code, said = recover('two', 'bent')
        equal(code, EX_DATAERR, name)
        contains(said, 'line %d: not sealed to this recovery key' % (at + 1), name)
        no_root()


@test('a manifest may not name an organisation that was not there, nor a new one')
def _():
    for line in ('account a.martin counsellor %s X\n' % uuid.uuid4(), 'organisation autre unit Autre\n'):
        put('bad', line)
        code, said = recover('two', 'export', manifest='bad')
        equal(code, EX_DATAERR, line)
        contains(said, 'line 1: ')
        no_root()


# --- the ceremony, and loading what it made --------------------------------------------------------------------------

@test('two of the three shares make a new root, new codes and new shares')
def _():
    code, said = recover('two', 'export')
    equal(code, 0, said)
    equal(os.stat(S.path('vault.root')).st_mode & 0o777, 0o600)
    true(Path(S.path('vault.root')).read_bytes() != Path(S.path('lost.root')).read_bytes(), 'the old root')
    equal([line.split(' ')[0] for line in text('new.codes').splitlines()], [login for login, _, _ in BACK])
    for i in (1, 2, 3):
        true(text('new.share.%d' % i) != text('recovery.%d' % i), 'share %d' % i)
    kinds = [line.split(' ')[0] for line in text('new').splitlines()]
    equal({k: kinds.count(k) for k in ('organisation', 'account', 'mac', 'decoy', 'end')},
          {'organisation': len(stack.PEOPLE) + len(LATE), 'account': len(BACK), 'mac': 2, 'decoy': 1, 'end': 1})
    equal(held(), before.held, 'what PostgreSQL holds')


@test('a founding text that is cut, mixed up or refused by a single line changes nothing')
def _():
    lines = text('new').splitlines(True)
    account = next(line for line in lines if line.startswith('account '))
    certificate = next(line for line in lines if line.startswith('certificate 2 '))
    for name, pieces in (('cut', lines[:-1]), ('half', lines[:len(lines) // 2]), ('empty', ['end\n']),
                         ('twice', lines[:-1] + [account, 'end\n']),
                         ('no unit', [x for x in lines if x != certificate and not x.startswith('certificate 2 ')]),
                         ('first text', [text('founding')]), ('half a line', [text('new')[:-10]])):
        put('bent', *pieces)
        code, said = tool('jalon', 'found', '--again', '--file', S.path('bent'))
        equal(code, EX_DATAERR, name + ': ' + said)
        equal(held(), before.held, name)
    equal(tool('jalon', 'found', '--file', S.path('new'))[0], EX_NOPERM, 'without --again')
    equal(held(), before.held, 'without --again')


@test('a recovery that is killed half-way changes nothing: the old root serves the old sessions')
def _():
    ours = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'jalon'"
    with S.cluster.connect('postgres') as lock:
        lock.query('BEGIN')
        lock.query('LOCK TABLE sec.box IN SHARE MODE')
        process = subprocess.Popen([BIN / 'jalon', '--config', S.path('jalon.conf'), 'found', '--again', '--file',
                                    S.path('new')], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            waits = " AND wait_event_type = 'Lock'"
            wait_until(lambda: SU.one(ours + waits) == 1, 20, 'jalon found --again waiting for its turn')
        finally:
            process.kill()
            process.wait(20)
        lock.query('ROLLBACK')
    wait_until(lambda: SU.one(ours) == 0, 20, 'the end of its connection')
    equal(held(), before.held)
    os.rename(S.path('vault.root'), S.path('new.root'))
    os.rename(S.path('lost.root'), S.path('vault.root'))
    S.start('jalon-vault')
    S.start('jalond')
    answer = before.a_client.get('/cases/' + before.case)
    equal((answer.status, answer.json), (200, before.body))
    S.kill('jalond', signal.SIGTERM)
    S.kill('jalon-vault')
    os.unlink(S.path('vault.root'))
    os.rename(S.path('new.root'), S.path('vault.root'))


@test('a database that was never founded has nothing to found again')
def _():
    S.cluster.migrate('unfounded')
    put('unfounded.conf', text('jalon.conf').replace('dbname=jalon ', 'dbname=unfounded '))
    code, said = tool('jalon', 'found', '--again', '--file', S.path('new'), conf='unfounded.conf')
    equal(code, EX_NOPERM, said)
    contains(said, 'never closed')


class After:
    """Loaded and started again; each test asks for it, so that a failure to load is one of a test."""

    def __init__(self):
        equal(open_session('d.lille', mac_key('founding')), '00000', 'a grant of the old root, before')
        code, said = tool('jalon', 'found', '--again', '--file', S.path('new'))
        equal(code, 0, said)
        S.start('jalon-vault')
        S.start('jalond')
        roles = {login: role for login, role, _ in BACK}
        codes = dict(line.split() for line in text('new.codes').splitlines())
        self.people = {login: stack.Person(S, login, roles[login], code) for login, code in codes.items()}

    def person(self, login):
        who = self.people[login]
        return who if who.totp is not None else who.activate()


_after = []


def after():
    if not _after:
        _after.append(After())
    return _after[0]


def refused_sign_in(who, why):
    answer = S.client().post('/sessions', {'login': who.login, 'password': who.password, 'otp': who.otp()})
    equal((answer.status, answer.code), (401, 'sign_in_refused'), why)


@test('the new founding is loaded over the old one; who is not in it is disabled')
def _():
    after()
    equal(SU.query('SELECT open, round FROM sec.founding'), [(False, 2)])
    equal(sorted(l for l, in SU.query("SELECT login FROM sec.account WHERE state = 'invited'")),
          sorted(login for login, _, _ in BACK))
    equal(SU.one("SELECT count(*) FROM sec.account WHERE state = 'active'"), 0)
    equal(SU.query('SELECT DISTINCT recipient_generation FROM sec.box WHERE kind = 2'), [(2,)], 'recovery boxes')
    equal(SU.one('SELECT count(*) FROM sec.session WHERE ended_at IS NULL'), 0, 'sessions left')
    for login, _, _ in BACK:
        equal(SU.one('SELECT id FROM sec.account WHERE login = $1', login), before.accounts[login][0], login)


@test('tokens, grants and passwords from before are refused')
def _():
    after()
    for client in (before.a_client, before.b_client):
        equal(client.get('/me').status, 401)
        equal(client.get('/cases/' + before.case).status, 401)
    for login in ('d.lille', 'c.douai'):
        equal(open_session(login, mac_key('founding')), 'JA003', 'grant under the old key for ' + login)
    for who in (before.a, before.gone):
        refused_sign_in(who, who.login)


@test('codes from before the loss open nothing')
def _():
    after()
    old = S.people['r.nord']
    answer = S.client().post('/users/activation', {'login': 'r.nord', 'code': old.code,
                                                   'password': 'Cheval correct pile agrafe 12'})
    equal(answer.status, 401, answer.text)


@test('the counsellor takes her account with her new code and reads her old case, byte for byte')
def _():
    who = after().person('a.martin')
    client = who.sign_in()
    answer = client.get('/cases/' + before.case)
    equal(answer.status, 200, answer.text)
    equal(answer.json, before.body)
    for field, value in WHO.items():
        equal(answer.json['identity'][field].encode(), value.encode(), field)
    equal(SU.one('SELECT body FROM sec.envelope WHERE row_id = $1', before.case), before.envelope, 'envelope')
    equal([x['id'] for x in client.get('/cases').json['items']], [before.old_case, before.case], 'her caseload')
    refused_sign_in(before.a, 'her old password')


@test('she goes on: the old case is changed, a new one taken in')
def _():
    client = after().person('a.martin').sign_in()
    changed = client.put('/cases/%s/identity' % before.case, {'identity': dict(WHO, phone='+33639980000')},
                         if_match='"1"')
    equal(changed.status, 200, changed.text)
    equal(client.get('/cases/' + before.case).json['identity'], dict(WHO, phone='+33639980000'))
    made = client.open_case(dict(WHO, first_names='Après'))
    equal(made.status, 201, made.text)
    equal(client.get('/cases/' + made.json['id']).json['identity']['first_names'], 'Après')


@test('the director, an officer again, reads a case of the unit with a reason')
def _():
    client = after().person('d.lille').sign_in()
    answer = client.get('/cases/' + before.b_case, access_reason='direction_control')
    equal((answer.status, answer.json['identity']['first_names']), (200, 'Autre'), answer.text)
    equal(SU.query('SELECT generation, officer FROM sec.certificate WHERE kind = 1 AND owner = $1',
                   before.accounts['d.lille'][0]), [(2, True)])


@test('a host whose pair was made while the service ran has its secrets again, and its manager shares them')
def _():
    client = after().person('m.tard').sign_in()
    org = before.host['tard']
    equal(len(before.host_keys), 2)
    equal(host_keys(org), before.host_keys, 'the very pairs')
    tutor = make(client, 't.nouveau', 'tutor', org)['id']
    equal(SU.query('SELECT sec.holds(id, org) FROM sec.account WHERE id = $1', tutor), [(True,)])


@test('a host that had no pair gets its first one now, sealed to the recovery pair of now')
def _():
    org = before.host['sans']
    equal(host_keys(org), [])
    manager = make(after().person('x.admin').sign_in(), 'm.sans', 'host_manager', org)
    equal(len(host_keys(org)), 1)
    equal(SU.query('SELECT kind, recipient, recipient_generation FROM sec.box WHERE subject = $1 ORDER BY kind', org),
          [(1, manager['id'], 1), (2, str(uuid.UUID(int=0)), 2)])


@test('the second secret of a unit leads to its first for whoever joins now: the link is made anew')
def _():
    after()
    equal(SU.query('SELECT recipient_generation, subject_generation FROM sec.box WHERE kind = 5 AND recipient = $1',
                   before.unit), [(2, 1)])
    # As one who joined after it, she has the newest alone.
    kept = SU.query('DELETE FROM sec.box WHERE kind = 1 AND recipient = $1 AND subject_generation = 1'
                    ' RETURNING recipient_generation, subject, body', before.accounts['a.martin'][0])
    answer = after().person('a.martin').sign_in().get('/cases/' + before.old_case)
    equal((answer.status, answer.json.get('identity')), (200, dict(WHO, first_names='Ancienne')))
    SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
             ' subject_generation, body) VALUES (1, 1, $1, $2, 2, $3, 1, $4)', before.accounts['a.martin'][0], *kept[0])


@test('a membership box from before opens nothing, though PostgreSQL gives it back')
def _():
    who = after().person('b.oreilly')
    owner = before.accounts['b.oreilly'][0]
    box, body = SU.query('SELECT id, body FROM sec.box WHERE kind = 1 AND recipient = $1 AND subject_generation = 2',
                         owner)[0]
    SU.query('UPDATE sec.box SET body = $1 WHERE id = $2', before.b_box, box)
    answer = who.sign_in().get('/cases/' + before.b_case)
    true(answer.status != 200 or answer.json['identity'] is None, 'read with the box of before')
    SU.query('UPDATE sec.box SET body = $1 WHERE id = $2', body, box)
    answer = who.sign_in().get('/cases/' + before.b_case)
    equal((answer.status, answer.json['identity']), (200, dict(WHO, first_names='Autre')))


@test('a sign-in record from before opens nothing, though PostgreSQL gives it back')
def _():
    after()
    account, record, version = before.accounts['c.douai']
    SU.query("UPDATE sec.account SET state = 'active', record = $1, auth_version = $2 WHERE id = $3", record, version,
             account)
    refused_sign_in(before.gone, 'record of before')
    SU.query("UPDATE sec.account SET state = 'disabled', record = NULL WHERE id = $1", account)


@test('the same text is not loaded twice: its codes would be dead')
def _():
    after()
    now = held()
    code, said = tool('jalon', 'found', '--again', '--file', S.path('new'))
    equal(code, EX_DATAERR, said)
    equal(held(), now)


@test('the old shares open nothing of a new export, the new ones all of it')
def _():
    after()
    S.run('jalon', 'recovery', '--out', S.path('export2'))
    put('two2', text('new.share.2'), text('new.share.1'))
    code, said = recover('two', 'export2', out='third', conf='other.conf')
    equal(code, EX_DATAERR, said)
    contains(said, 'not sealed to this recovery key')
    code, said = recover('two2', 'export2', out='third', conf='other.conf')
    equal(code, 0, said)


@test('the log tells export and recovery, and still verifies')
def _():
    after()
    wait_until(lambda: SU.one('SELECT count(*) FROM sec.outbox WHERE sealed_index IS NULL') == 0, 20,
               'every act sealed')
    actions = [a for a, in SU.query("SELECT action FROM sec.outbox WHERE action LIKE 'key.%'")]
    equal([actions.count(a) for a in ('key.export', 'key.refound')], [3, 1],
          'exports, one of which could not be written')
    done = subprocess.run([BIN / 'jalon-verify', '--key', S.path('log/log.vkey'), S.path('log')], capture_output=True,
                          text=True, check=False, timeout=60)
    equal((done.returncode, done.stderr), (0, ''))


run()
