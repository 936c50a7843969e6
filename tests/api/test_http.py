#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The edge: raw bytes in, status out, one test for each attack; headers of every answer; deadlines of slow clients."""
import re
import signal
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import api
import stack
import tap
from tap import contains, equal, run, test, true

HURRIED = {'header_ms': '700', 'body_ms': '700', 'idle_ms': '1500', 'per_address': '40'}
PATIENT = {'header_ms': '60000', 'body_ms': '60000', 'idle_ms': '60000', 'per_address': '40'}
S = stack.Stack(jalond=HURRIED)
HEAD = b'GET /api/v1/log/nothing HTTP/1.1\r\nHost: a\r\n'
POST = b'POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
BODY = b'{"login":"x","password":"y"}'  # refused at once: a field is missing


def refused(data, status=400, code='malformed_request'):
    """The request gets this status, the connection is closed, nothing behind it is answered."""
    got, answer, closed = api.raw(S.port, data)
    equal(got, status, 'status of %r' % data[:80])
    true(closed, 'the connection stays open after %r' % data[:80])
    answers = re.findall(rb'HTTP/1\.1 (\d{3}) ', answer)
    if code is None:  # the library refused before our gate: its page, and for a bad length the head of it twice
        equal(set(answers), {b'%d' % status}, 'answers to %r' % data[:80])
    else:
        equal(len(answers), 1, 'answers to %r' % data[:80])
        contains(answer, b'"code":"%s"' % code.encode(), 'answer')
        contains(answer, b'Connection: close', 'answer')


def attack(rule, data, **kw):
    test(rule)(lambda: refused(data, **kw))


SECOND = b'GET /api/v1/me HTTP/1.1\r\nHost: a\r\n\r\n'

attack('Content-Length with Transfer-Encoding is refused',
       POST + b'Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n' + SECOND)
attack('Transfer-Encoding before Content-Length too',
       POST + b'Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n' + SECOND)
attack('Transfer-Encoding alone is refused, whatever the coding', POST + b'Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
       status=411, code='length_required')
attack('a disguised Transfer-Encoding is refused',
       POST + b'Transfer-Encoding : chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n',
       code=None)
attack('two Content-Lengths that differ are refused',
       POST + b'Content-Length: 2\r\nContent-Length: 60\r\n\r\n{}' + SECOND)
attack('two Content-Lengths alike are refused', POST + b'Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}', code=None)
attack('a list of lengths is refused', POST + b'Content-Length: 2, 2\r\n\r\n{}', code=None)
attack('a signed length is refused', POST + b'Content-Length: +2\r\n\r\n{}', code=None)
attack('a hexadecimal length is refused', POST + b'Content-Length: 0x2\r\n\r\n{}', code=None)
attack('two Hosts are refused', b'GET /api/v1/me HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n')
attack('no Host is refused', b'GET /api/v1/me HTTP/1.1\r\nAccept: x\r\n\r\n')
attack('a Host with a path is refused', b'GET /api/v1/me HTTP/1.1\r\nHost: a/b\r\n\r\n')
attack('a folded header is refused', HEAD + b'X: b\r\n c\r\n\r\n')
attack('a folded header in the middle is refused', HEAD + b'X: b\r\n\tc\r\nY: d\r\n\r\n')
attack('a folded first header is refused', b'GET / HTTP/1.1\r\n Host: a\r\n\r\n', code=None)
attack('a NUL in a value is refused', HEAD + b'X: b\0c\r\n\r\n')
attack('a NUL at the end of a value is refused', HEAD + b'X: b\0\r\n\r\n')
attack('a NUL in a name is refused', HEAD + b'X\0Y: b\r\n\r\n', code=None)
attack('a NUL in the target is refused', b'GET /api\0/v1/me HTTP/1.1\r\nHost: a\r\n\r\n')
attack('a bare CR in a value is refused', HEAD + b'X: b\rY: c\r\n\r\n')
attack('a bare LF behind the request line is refused', b'GET /api/v1/me HTTP/1.1\nHost: a\r\n\r\n')
attack('a bare LF behind a header is refused', HEAD + b'X: b\nY: c\r\n\r\n')
attack('a bare LF made up for by a blank is refused', HEAD + b'X:  b\nY: c\r\n\r\n')
attack('a bare LF at the end of the head is refused', HEAD + b'\n')
attack('nothing but bare LFs is refused', b'GET /api/v1/me HTTP/1.1\nHost: a\n\n')
attack('a blank before the colon is refused', HEAD + b'X : b\r\n\r\n')
attack('a tab before the colon is refused', HEAD + b'X\t: b\r\n\r\n')
attack('a header without a name is refused', HEAD + b': b\r\n\r\n', code=None)
attack('a header without a colon is refused', HEAD + b'XYZ\r\n\r\n', code=None)
attack('a name that is no token is refused', HEAD + b'X(Y): b\r\n\r\n')
attack('a control character in a value is refused', HEAD + b'X: \x01\r\n\r\n')
attack('a letter outside ASCII in a value is refused', HEAD + 'X: é\r\n\r\n'.encode())
attack('%00 in the path is refused', b'GET /api/v1/me%00 HTTP/1.1\r\nHost: a\r\n\r\n')
attack('%00 in the query is refused', b'GET /api/v1/cases?after=%00 HTTP/1.1\r\nHost: a\r\n\r\n')
attack('an encoded character in the path is refused', b'GET /api/v1/%6de HTTP/1.1\r\nHost: a\r\n\r\n')
attack('half an escape is refused', b'GET /api/v1/cases?after=%4 HTTP/1.1\r\nHost: a\r\n\r\n')
attack('the absolute form is refused', b'GET http://a/api/v1/me HTTP/1.1\r\nHost: a\r\n\r\n')
attack('the asterisk form is refused', b'OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n')
attack('the authority form is refused', b'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n')
attack('a fragment is refused', b'GET /api/v1/me#x HTTP/1.1\r\nHost: a\r\n\r\n')
attack('a backslash is refused', b'GET /api\\v1 HTTP/1.1\r\nHost: a\r\n\r\n')
attack('two blanks in the request line are refused', b'GET  /api/v1/me HTTP/1.1\r\nHost: a\r\n\r\n')
attack('a blank behind the request line is refused', b'GET /api/v1/me HTTP/1.1 \r\nHost: a\r\n\r\n', code=None)
attack('a method that is no token is refused', b'G(T /api/v1/me HTTP/1.1\r\nHost: a\r\n\r\n')
attack('an expectation that we do not know is refused', HEAD + b'Expect: miracles\r\n\r\n')
attack('two tokens are refused', HEAD + b'Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n')
attack('a compressed body is refused', POST + b'Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}', status=415,
       code='unsupported_media_type')
attack('too many headers are refused', HEAD + b''.join(b'X%d: y\r\n' % i for i in range(60)) + b'\r\n', status=431,
       code='headers_too_large')
attack('too long headers are refused', HEAD + b'X: ' + b'y' * 9000 + b'\r\n\r\n', status=431, code='headers_too_large')
attack('headers that fit no memory are refused', HEAD + b'X: ' + b'y' * 60000 + b'\r\n\r\n', status=431, code=None)
attack('a target that is too long is refused', b'GET /' + b'a' * 1100 + b' HTTP/1.1\r\nHost: a\r\n\r\n', status=414,
       code='target_too_long')
attack('a body announced as endless is refused before it is sent', POST + b'Content-Length: 999999999999\r\n\r\n',
       status=413, code='body_too_large')


@test('other versions of the protocol are refused')
def _():
    for version in (b'HTTP/0.9', b'HTTP/1.2', b'HTTP/2.0', b'HTTP/3', b'http/1.1', b'HTTQ/1.1'):
        status, _, closed = api.raw(S.port, b'GET /api/v1/me %s\r\nHost: a\r\n\r\n' % version)
        true(status in (400, 505) and closed, '%r: %r' % (version, status))
    got = api.raw(S.port, b'GET /api/v1/me\r\n\r\n', seconds=2)[1]
    true(b'200' not in got[:15], 'the form without a version')
    equal(api.raw(S.port, b'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')[0] in (400, 505), True)


@test('bytes that are no protocol at all end the connection')
def _():
    for data in (b'\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03' + bytes(64), b'\0' * 100, b'\xff' * 3000,
                 b'\r\n' * 500, b'GET\t/api/v1/me\tHTTP/1.1\r\nHost: a\r\n\r\n'):
        _, answer, closed = api.raw(S.port, data, seconds=4)
        true(closed and b' 200 ' not in answer, repr(data[:8]))


@test('requests behind each other on one connection are answered in their order')
def _():
    with api.connect(S.port) as s:
        s.sendall(HEAD + b'\r\n' + SECOND + POST + b'Content-Length: %d\r\n\r\n%s' % (len(BODY), BODY) + HEAD +
                  b'Connection: close\r\n\r\n')
        got, closed = api.read_all(s)
    true(closed, 'closed as asked')
    equal([part[:3] for part in got.split(b'HTTP/1.1 ')[1:]], [b'404', b'401', b'400', b'404'])


@test('a refused request with a short body leaves the connection of use')
def _():
    with api.connect(S.port) as s:
        s.sendall(b'POST /api/v1/cases HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nGET / HTT' + HEAD +
                  b'Connection: close\r\n\r\n')
        got, _ = api.read_all(s)
    equal([part[:3] for part in got.split(b'HTTP/1.1 ')[1:]], [b'401', b'404'])


@test('a body over the cap of its route is refused')
def _():
    c = S.client()
    answer = c.post('/sessions', b'{"login":"' + b'x' * 9000 + b'"}')
    equal((answer.status, answer.code), (413, 'body_too_large'))
    answer = c.post('/sessions', b'x' * 300000)
    equal((answer.status, answer.code), (413, 'body_too_large'))


@test('a body is JSON and is said to be')
def _():
    c = S.client()
    for kind in ('text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
                 'application/jsonx'):
        answer = c.send('POST', '/sessions', BODY, {'Content-Type': kind})
        equal((answer.status, answer.code), (415, 'unsupported_media_type'), kind)
    for kind in ('application/json', 'application/json; charset=utf-8'):
        equal(c.send('POST', '/sessions', BODY, {'Content-Type': kind}).code, 'missing_field')
    equal(c.send('GET', '/log/head', b'{}').code, 'body_unexpected')
    status, answer, _ = api.raw(S.port, POST + b'\r\n', seconds=1)
    equal(status, 411, answer)


@test('JSON that nests too deep is refused')
def _():
    answer = S.client().post('/sessions', b'{"login":' + b'[' * 5000 + b']' * 5000 + b'}')
    equal(answer.status, 413)
    answer = S.client().post('/sessions', b'{"login":' + b'[' * 3000 + b']' * 3000 + b'}')
    equal((answer.status, answer.code), (400, 'invalid_json'))


@test('every answer carries the headers of safety, says that it is a demonstration, and names no version')
def _():
    c = S.person('a.martin').sign_in()
    answers = [c.get('/me'), c.get('/nothing'), S.client().get('/me'), c.post('/me', {}), c.post('/sessions', {}),
               c.send('GET', '/me%00'), c.get('/cases'), c.delete('/sessions/current')]
    equal([a.status for a in answers], [200, 404, 401, 405, 400, 400, 200, 204])
    for a in answers:
        for name, value in (('cache-control', 'no-store'), ('x-content-type-options', 'nosniff'),
                            ('content-security-policy', "default-src 'none'; frame-ancestors 'none'"),
                            ('referrer-policy', 'no-referrer'), ('cross-origin-resource-policy', 'same-origin'),
                            ('jalon-demonstration', 'true')):
            equal(a.headers.get(name), value, '%d %s' % (a.status, name))
        for name in ('server', 'x-powered-by', 'via', 'set-cookie', 'access-control-allow-origin',
                     'strict-transport-security'):
            true(name not in a.headers, name)
        for value in a.headers.values():
            true('microhttpd' not in value.lower(), value)
    for a in answers:
        if a.status >= 400:
            equal(a.headers['content-type'], 'application/problem+json')
            equal(set(a.json) - {'pointer'}, {'type', 'title', 'status', 'detail', 'code'})
            equal(a.json['status'], a.status)


@test('an installation that is no demonstration does not say that it is one')
def _():
    real = stack.Stack(accounts=[a for a in stack.ACCOUNTS if a[0] == 'a.martin'], alone=True, options=())
    who = real.person('a.martin').sign_in()
    answer = who.get('/me')
    true('jalon-demonstration' not in answer.headers and answer.json['demonstration'] is False, answer.text)
    real.destroy()


def seconds_until_cut(first, drip, limit=20):
    """Sends first, then drip again and again; the time until the other side had enough."""
    begin = time.monotonic()
    with api.connect(S.port) as s:
        s.sendall(first)
        s.settimeout(0.05)
        while time.monotonic() - begin < limit:
            try:
                if s.recv(4096) == b'':
                    break
            except socket.timeout:
                pass
            except ConnectionResetError:
                break
            try:
                s.sendall(drip)
            except (BrokenPipeError, ConnectionResetError):
                break
    took = time.monotonic() - begin
    true(took < limit / 2, 'never cut')
    return took


@test('a head that drips is cut at its deadline, however steadily it drips')
def _():
    took = seconds_until_cut(HEAD + b'X: ', b'y')
    true(0.6 < took, '%.2f s' % took)
    took = seconds_until_cut(b'G', b'')
    true(0.6 < took, 'a first byte and nothing more: %.2f s' % took)


@test('a body that drips is cut at its deadline')
def _():
    took = seconds_until_cut(POST + b'Content-Length: 4000\r\n\r\n{', b' ')
    true(0.6 < took, '%.2f s' % took)


@test('a connection that says nothing is closed')
def _():
    took = seconds_until_cut(b'', b'')
    true(0.6 < took, 'from the start: %.2f s' % took)
    took = seconds_until_cut(HEAD + b'\r\n', b'')
    true(1.2 < took, 'after an answer: %.2f s' % took)


@test('heads that arrive byte by byte, and long lawful ones, are understood')
def _():
    # From here on nobody is cut, however slow this machine is.
    S.kill('jalond', signal.SIGTERM)
    S.configure(jalond=PATIENT)
    S.start('jalond')
    with api.connect(S.port) as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in HEAD + b'X: y\r\n\r\n':
            s.sendall(bytes([byte]))
            time.sleep(0.002)
        contains(s.recv(4096), b'"code":"not_found"')
        long = HEAD + b''.join(b'X-%d: %s\r\n' % (i, b'z' * 190) for i in range(38)) + b'\r\n'
        true(7000 < len(long) <= 8192, 'length %d' % len(long))
        for at in range(0, len(long), 700):
            s.sendall(long[at:at + 700])
            time.sleep(0.01)
        contains(s.recv(4096), b'"code":"not_found"')


@test('many slow clients hold up nobody')
def _():
    slow = [api.connect(S.port) for _ in range(30)]
    for s in slow:
        s.sendall(HEAD)
    equal(S.client().get('/nothing').status, 404, 'an ordinary client, while they go on')
    for s in slow:
        s.shutdown(socket.SHUT_WR)
        true(api.read_all(s)[1], 'a place is free again')
        s.close()


@test('one address has no more connections than its share')
def _():
    many = []
    for _ in range(60):
        many.append(api.connect(S.port))
        many[-1].settimeout(5)
    alive = 0
    for s in many:
        try:
            s.sendall(HEAD + b'\r\n')
            alive += s.recv(100).startswith(b'HTTP/1.1 404')
        except OSError:
            pass
    for s in many:
        s.close()
    true(20 <= alive <= 40, '%d of 60 were served' % alive)
    tap.wait_until(lambda: S.client().get('/nothing').status == 404, 5, 'room again')


run()
