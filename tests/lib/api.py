# SPDX-License-Identifier: EUPL-1.2
"""A client of the JSON API, which holds every answer against the OpenAPI document, and one that sends raw bytes.

    c = api.Client('127.0.0.1', 8080)
    r = c.post('/sessions', {'login': …})      # r.status, r.headers, r.body, r.text, r.json
    c.token = r.json['token']
    api.raw(port, b'GET / HTTP/1.1\r\n…')       # what came back until the other side closed or was silent
"""
import base64
import hashlib
import hmac
import http.client
import json
import socket
import struct
import uuid

import contract

PREFIX = '/api/v1'


def totp(secret, step):
    """The six digits of RFC 6238 (SHA-1, 30 s) for a step, from a base32 secret."""
    padded = secret.upper() + '=' * (-len(secret) % 8)
    mac = hmac.new(base64.b32decode(padded), struct.pack('>Q', step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return '%06d' % ((struct.unpack('>I', mac[at:at + 4])[0] & 0x7fffffff) % 1000000)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {k.lower(): v for k, v in response.getheaders()}
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode('utf-8', errors='replace')

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def code(self):
        return self.json['code'] if self.body else None


class Client:
    """One keep-alive connection; made again when it was closed."""

    def __init__(self, host, port):
        self.host, self.port = host, port
        self.token = None
        self.session = None
        self._c = None

    def send(self, method, path, body=None, headers=None, prefix=PREFIX):
        """body: bytes go as they are, anything else as JSON."""
        head = dict(headers or {})
        if self.token is not None and 'Authorization' not in head:
            head['Authorization'] = 'Bearer ' + self.token
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body, ensure_ascii=False).encode()
        if body is not None and 'Content-Type' not in head:
            head['Content-Type'] = 'application/json'
        for last in (False, True):
            if self._c is None:
                self._c = http.client.HTTPConnection(self.host, self.port, timeout=60)
            try:
                self._c.request(method, prefix + path, body=body, headers=head)
                answer = Answer(self._c.getresponse())
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                self._c.close()
                self._c = None
                if last:
                    raise
                continue
            except (OSError, http.client.HTTPException):
                self._c.close()
                self._c = None
                raise
            if answer.headers.get('connection') == 'close':
                self._c.close()
                self._c = None
            contract.check(method, prefix + path, answer)
            return answer

    def get(self, path, **headers):
        return self.send('GET', path, headers=_names(headers))

    def delete(self, path, **headers):
        return self.send('DELETE', path, headers=_names(headers))

    def post(self, path, body, **headers):
        return self.send('POST', path, body, _names(headers))

    def put(self, path, body, **headers):
        return self.send('PUT', path, body, _names(headers))

    def twin(self):
        """The same session on another connection."""
        other = Client(self.host, self.port)
        other.token = self.token
        return other

    def open_case(self, identity, key=None):
        return self.post('/cases', {'identity': identity}, idempotency_key=key or str(uuid.uuid4()))


def _names(headers):
    """access_reason='x' is the header Access-Reason."""
    return {k.replace('_', '-').title(): v for k, v in headers.items()}


def connect(port):
    return socket.create_connection(('127.0.0.1', port), timeout=20)


def read_all(s, seconds=5):
    """What comes until the other side closes; None in place of the end when it stays open and silent."""
    got = b''
    s.settimeout(seconds)
    try:
        while True:
            piece = s.recv(65536)
            if not piece:
                return got, True
            got += piece
    except socket.timeout:
        return got, False
    except ConnectionResetError:
        return got, True


def raw(port, data, seconds=5):
    """Sends bytes; (status of the first answer or None, everything that came, whether the connection was closed)."""
    with connect(port) as s:
        try:
            s.sendall(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        got, closed = read_all(s, seconds)
    status = int(got[9:12]) if got.startswith(b'HTTP/1.1 ') else None
    return status, got, closed
