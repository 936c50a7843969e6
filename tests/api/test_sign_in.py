#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Signing in, activation and the end of a session, against the whole stack."""
import itertools
import re
import signal
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import api
import stack
from tap import contains, equal, run, test, true, wait_until, work_of

NAMES, TRIES = 6, 3  # of one address
S = stack.Stack(jalond={'front': '127.0.0.1', 'names_per_address': str(NAMES), 'tries_per_name': str(TRIES)},
                sealer={'attempts_per_hour': '6'})
_addresses = itertools.count(1)


def attempt(login, password, otp, address=None):
    """Through the front, from an address that nobody else has, or that one."""
    return S.client().post('/sessions', {'login': login, 'password': password, 'otp': otp},
                           x_forwarded_for=address or '203.0.113.%d' % next(_addresses))


def same_answer(a, b, what):
    """Alike in status, body and headers; the date may have moved on."""
    equal((a.status, a.body), (b.status, b.body), what)
    first, second = ({k: v for k, v in x.headers.items() if k != 'date'} for x in (a, b))
    equal(first, second, what)


@test('a session answers who it belongs to and how long it lasts')
def _():
    c = S.person('a.martin').sign_in()
    true(re.fullmatch(r'[A-Za-z0-9_-]{43}', c.session['token']), 'token is 32 bytes in base64url')
    me = c.get('/me')
    equal(me.status, 200)
    equal({k: me.json[k] for k in ('login', 'name', 'role', 'demonstration')},
          {'login': 'a.martin', 'name': 'Aïssatou Martin', 'role': 'counsellor', 'demonstration': True})
    equal(me.json['organisation']['name'], 'SPIP du Nord, antenne de Lille')
    equal(c.session['user']['id'], me.json['id'])
    equal(c.session['expires_at'], me.json['expires_at'])
    for field in ('expires_at', 'idle_until'):
        true(re.fullmatch(r'\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z', me.json[field]), field + ' is RFC 3339')
    true(me.json['idle_until'] < me.json['expires_at'], 'idle time ends before the absolute end')


@test('a login is found without regard to ASCII case')
def _():
    who = S.person('b.oreilly')
    answer = attempt('B.OReilly', who.password, who.otp())
    equal(answer.status, 201, answer.text)
    equal(answer.json['user']['login'], 'b.oreilly')


@test('wrong password, unknown login, bad code and an account not yet active are answered alike, byte for byte')
def _():
    who = S.person('s.one')
    good = who.otp()
    wrong = attempt('s.one', 'no ' + who.password, good)
    equal(wrong.status, 401)
    equal(wrong.code, 'sign_in_refused')
    same_answer(wrong, attempt('nobody.at.all', who.password, '123456'), 'unknown login')
    bad = '%06d' % ((int(good) + 1) % 1000000)
    same_answer(wrong, attempt('s.one', who.password, bad), 'bad code')
    same_answer(wrong, attempt('s.invited', S.people['s.invited'].code, '123456'), 'not yet active')
    equal(attempt('s.one', who.password, good).status, 201, 'the good one still works')


@test('an unknown login takes as long as a wrong password')
def _():
    vault = S.processes['jalon-vault'].pid

    def spent(login):
        begin = work_of(vault)
        equal(attempt(login, 'wrong', '000000').status, 401)
        return work_of(vault) - begin
    times = [(spent('s.two'), spent('someone.else')) for _ in range(TRIES)]
    known, unknown = (sorted(t)[1] for t in zip(*times))
    true(0.4 < unknown / known < 2.5, 'known %.3f s, unknown %.3f s' % (known, unknown))


@test('a one-time code is spent by its first use')
def _():
    who = S.person('c.douai')
    otp = who.otp()
    equal(attempt('c.douai', who.password, otp).status, 201)
    equal(attempt('c.douai', who.password, otp).status, 401)


@test('an answer that is lost costs one code and nothing else')
def _():
    who = S.person('d.lille')
    first = who.sign_in()  # pretend that this answer never arrived
    second = who.sign_in()
    true(first.token != second.token, 'two tokens')
    equal(second.get('/me').status, 200)
    equal(first.get('/me').status, 200, 'both are sessions of the same person')


@test('a throttled account is answered like a wrong password, also to the right one')
def _():
    who = S.person('s.wrong')
    wrong = attempt(who.login, 'wrong', '000000')
    for _ in range(7):
        same_answer(wrong, attempt(who.login, 'wrong', '000000'), 'further attempt')
    same_answer(wrong, attempt(who.login, who.password, who.otp()), 'the right password, too late')


@test('an address that tries many names is slowed, alike for every name, others are not (ASVS 6.3.1)')
def _():
    good, other = S.person('b.oreilly'), S.person('c.douai')
    office, home = '198.51.100.1', '198.51.100.2'

    def slowed(answer):
        equal((answer.status, answer.code), (429, 'too_many_attempts'), answer.text)
        true(0 < int(answer.headers['retry-after']) <= 3600, 'when to come again')
        return answer
    for name in range(NAMES - 1):
        equal(attempt('guess.%d' % name, 'x', '000000', office).status, 401)
    equal(attempt(good.login, 'mistyped', '000000', office).status, 401)
    unknown = slowed(attempt('one.more', 'x', '000000', office))
    known = slowed(attempt(other.login, other.password, other.otp(), office))
    equal(known.body, unknown.body, 'a name that exists and one that does not')
    slowed(S.client().post('/users/activation', {'login': 's.invited', 'code': S.people['s.invited'].code,
                                                 'password': 'x'}, x_forwarded_for=office))
    equal(attempt(good.login, good.password, good.otp(), office).status, 201, 'who is counted already may go on')
    equal(attempt('one.more', 'x', '000000', office).status, 401, 'and her success gives her place back')
    slowed(attempt('another', 'x', '000000', '192.0.2.200, ' + office))
    equal(attempt(other.login, other.password, other.otp(), home).status, 201, 'from elsewhere she comes in')
    said = S.log('jalond')
    contains(said, 'an address is slowed')
    for secret in ('guess.', 'one.more', other.login, office):
        true(secret not in said, secret)


@test('one name has so many tries from one address, fewer than what closes the account')
def _():
    own = '2001:db8:7:7::%d'
    answers = [attempt('one.name', 'x', '000000', own % n).status for n in range(TRIES + 1)]
    equal(answers, [401] * TRIES + [429])
    equal(attempt('one.name', 'x', '000000', '2001:db8:7:8::1').status, 401, 'another subscriber')


@test('the address of a session is the one that the front says')
def _():
    who = S.person('u.audit')
    c = S.client()
    c.token = attempt(who.login, who.password, who.otp(), '2001:DB8::0:1').json['token']
    equal([s['address'] for s in c.get('/me/sessions').json['items'] if s['current']], ['2001:db8::1'])


@test('fields of a sign-in are checked and the one at fault is named')
def _():
    c = S.client()
    rows = (
        ({'login': 'x', 'password': 'y'}, 'missing_field', '/otp'),
        ({'login': 'x', 'password': 'y', 'otp': '12345'}, 'invalid_field', '/otp'),
        ({'login': 'x', 'password': 'y', 'otp': 123456}, 'invalid_field', '/otp'),
        ({'login': '', 'password': 'y', 'otp': '123456'}, 'invalid_field', '/login'),
        ({'login': 'x' * 65, 'password': 'y', 'otp': '123456'}, 'invalid_field', '/login'),
        ({'login': 'x', 'password': '', 'otp': '123456'}, 'invalid_field', '/password'),
        ({'login': 'x', 'password': 'y' * 1025, 'otp': '123456'}, 'invalid_field', '/password'),
        ({'login': 'x', 'password': 'y', 'otp': '123456', 'remember': True}, 'unknown_field', '/remember'),
        (b'{"login":"x","login":"y","password":"z","otp":"123456"}', 'invalid_json', '/login'),
        (b'{"login":"x"', 'invalid_json', None),
    )
    for body, code, pointer in rows:
        answer = c.post('/sessions', body)
        equal((answer.status, answer.code, answer.json.get('pointer')), (400, code, pointer), str(body)[:60])


@test('a session that was signed out is dead, on every connection')
def _():
    c = S.person('d.douai').sign_in()
    other = S.client()
    other.token = c.token
    equal(other.get('/me').status, 200)
    equal(c.delete('/sessions/current').status, 204)
    for dead in (c, other):
        answer = dead.get('/me')
        equal((answer.status, answer.code), (401, 'unauthenticated'))
        equal(answer.headers['www-authenticate'], 'Bearer')
    equal(c.delete('/sessions/current').status, 401)


@test('work extends the idle time, at most once a minute, and its end is an end')
def _():
    c = S.person('m.jardins').sign_in()

    def wait_two_minutes():
        with S.cluster.connect('postgres') as su:
            su.query("UPDATE sec.session SET touched_at = touched_at - interval '2 minutes', "
                     "idle_until = idle_until - interval '2 minutes'")
    wait_two_minutes()
    before = c.get('/me').json['idle_until']
    after = c.get('/me').json['idle_until']
    true(after > before, 'extended by the first request')
    wait_two_minutes()
    c.get('/me')
    true(c.get('/me').json['idle_until'] < after, 'not asked for again within the minute')
    with S.cluster.connect('postgres') as su:
        su.query("UPDATE sec.session SET idle_until = clock_timestamp() - interval '1 second' "
                 "WHERE account = (SELECT id FROM sec.account WHERE login = 'm.jardins')")
    equal(c.get('/me').status, 401, 'the idle end')


@test('a token that was never given out is nobody')
def _():
    c = S.client()
    for token in ('A' * 43, 'A' * 42, '', 'A' * 43 + '='):
        c.token = token
        equal(c.get('/me').status, 401, repr(token))
    c.token = None
    equal(c.get('/me').status, 401)
    equal(c.get('/me', authorization='Basic ' + 'A' * 43).status, 401)
    equal(c.get('/me?token=' + 'A' * 43).status, 401, 'never in a URL')


@test('sign-ins wait for each other and not for ever, and pages do not wait for them')
def _():
    c = S.person('r.nord').sign_in()
    results = []

    def come(name):
        status = 503  # what a vault that is silent for 20 s is answered with, rightly: on a busy machine one asks again
        while status == 503:
            status = attempt(name, 'x', '000000').status
        results.append(status)
    storm = [threading.Thread(target=come, args=('storm.%d' % n,)) for n in range(8)]
    vault = S.processes['jalon-vault']
    vault.send_signal(signal.SIGSTOP)
    try:
        for thread in storm:
            thread.start()
        for _ in range(20):
            equal((c.get('/me').status, results), (200, []), 'a page while all of them wait')
    finally:
        vault.send_signal(signal.SIGCONT)
    for thread in storm:
        thread.join()
    equal(results, [401] * 8)


@test('an activation code becomes a password and a second factor, once')
def _():
    who = S.people['s.invited2']
    c = S.client()
    begin = {'login': who.login, 'code': who.code, 'password': 'Quatre mots pris au hasard 7'}
    offer = c.post('/users/activation', begin)
    equal(offer.status, 200, offer.text)
    secret = offer.json['totp_secret']
    equal(offer.json['totp_uri'],
          'otpauth://totp/Jalon:%s?secret=%s&issuer=Jalon&algorithm=SHA1&digits=6&period=30' % (who.login, secret))
    again = c.post('/users/activation', begin)
    equal(again.status, 200, 'a lost answer can be asked for again')
    true(again.json['totp_secret'] != secret, 'with another secret')
    step = int(time.time()) // 30
    confirm = dict(begin, offer=offer.json['offer'])
    off = '%06d' % ((int(api.totp(secret, step)) + 1) % 10**6)
    wrong = c.post('/users/activation/confirmation', dict(confirm, otp=off))
    equal((wrong.status, wrong.code), (401, 'activation_refused'))
    equal(c.post('/users/activation/confirmation', dict(confirm, otp=api.totp(secret, step))).status, 204)
    equal(c.post('/users/activation', begin).status, 401, 'the code is spent')
    equal(attempt(who.login, begin['password'], api.totp(secret, step + 1)).status, 201)


@test('a wrong code and an unknown login are answered alike at an activation')
def _():
    c = S.client()
    body = {'login': 's.invited', 'code': 'AAAA-BBBB-CCCC', 'password': 'Quatre mots pris au hasard 9'}
    wrong = c.post('/users/activation', body)
    equal((wrong.status, wrong.code), (401, 'activation_refused'))
    same_answer(wrong, c.post('/users/activation', dict(body, login='nobody.at.all')), 'unknown login')
    same_answer(wrong, c.post('/users/activation', dict(body, login='a.martin')), 'an active account')


@test('a weak password is said to be weak, only to who has the code')
def _():
    who = S.people['s.invited']
    c = S.client()
    weak = c.post('/users/activation', {'login': who.login, 'code': who.code, 'password': 'court'})
    equal((weak.status, weak.code), (422, 'weak_password'))
    other = c.post('/users/activation', {'login': who.login, 'code': 'AAAA-BBBB', 'password': 'court'})
    equal((other.status, other.code), (401, 'activation_refused'))


@test('an offer that is no base64 is a field at fault')
def _():
    answer = S.client().post('/users/activation/confirmation',
                             {'login': 'x', 'code': 'y', 'password': 'z', 'offer': '!!!', 'otp': '123456'})
    equal((answer.status, answer.code, answer.json['pointer']), (400, 'invalid_field', '/offer'))


@test('no token, password, code or name is in what the programs say on their standard error')
def _():
    c = S.person('t.jardins').sign_in()
    c.get('/me')
    who = S.person('t.jardins')
    for name in stack.PROGRAMS:
        said = S.log(name)
        for secret in (c.token, who.password, who.code, who.totp, 'Noël', 'D’hondt'):
            true(secret not in said, name + ' said something it should not')


@test('every sign-in, good or refused, is in the signed log')
def _():
    def head():
        answer = S.client().get('/log/head')
        return answer if answer.status == 200 else None
    before = int(wait_until(head, 10, 'a first head').text.split('\n')[1])
    S.person('u.audit').sign_in()
    attempt('nobody.either', 'x', '000000')
    after = wait_until(lambda: int(head().text.split('\n')[1]) >= before + 4 and head(), 10, 'a head that grew')
    equal(after.headers['content-type'], 'text/plain; charset=utf-8')
    contains(after.text, 'jalon.invalid/test\n')
    contains(after.text, '\n— jalon.invalid/test ')


run()
