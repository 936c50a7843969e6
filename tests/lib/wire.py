# SPDX-License-Identifier: EUPL-1.2
"""Frames and the sealer's messages, written a second time: from src/wire/frame.h and src/wire/sealer_msg.h, not from
the C code. Raw enough to say wrong things on purpose.

    c = Wire(path)
    status, body = c.call(APPEND, b"\\x01" + entry("record.open", actor=..., objects=[obj("casework.case_file", ...)]))
"""
import socket
import struct

FRAME_MAX = 4 << 20

OK, BAD, DENIED, CEILING, UNAVAILABLE, STALE, INTERNAL = range(7)
STATUS = ["OK", "BAD", "DENIED", "CEILING", "UNAVAILABLE", "STALE", "INTERNAL"]

APPEND, WRITES, TAIL, HEAD, PROOF, CONSISTENCY, END = range(1, 8)


class Closed(Exception):
    """The other side ended the connection."""


def u8(n):
    return struct.pack(">B", n)


def u16(n):
    return struct.pack(">H", n)


def u32(n):
    return struct.pack(">I", n)


def u64(n):
    return struct.pack(">Q", n)


def i64(n):
    return struct.pack(">q", n)


def lv8(b):
    b = b.encode() if isinstance(b, str) else b
    return u8(len(b)) + b


def lv16(b):
    return u16(len(b)) + b


def lv32(b):
    return u32(len(b)) + b


def frame(kind, body=b""):
    return u32(len(body) + 2) + u16(kind) + body


class Reader:
    """Takes a message apart; end() says that nothing is left over."""

    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, n):
        if n > len(self.data) - self.at:
            raise ValueError(f"{n} bytes wanted at {self.at} of {len(self.data)}")
        self.at += n
        return self.data[self.at - n:self.at]

    def u8(self):
        return self.take(1)[0]

    def u16(self):
        return struct.unpack(">H", self.take(2))[0]

    def u32(self):
        return struct.unpack(">I", self.take(4))[0]

    def u64(self):
        return struct.unpack(">Q", self.take(8))[0]

    def i64(self):
        return struct.unpack(">q", self.take(8))[0]

    def lv8(self):
        return self.take(self.u8())

    def lv16(self):
        return self.take(self.u16())

    def lv32(self):
        return self.take(self.u32())

    def end(self):
        if self.at != len(self.data):
            raise ValueError(f"{len(self.data) - self.at} bytes left over")


class Wire:
    """A connection that speaks frames, or raw bytes where a test wants to break them."""

    def __init__(self, path, timeout=20):
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(timeout)
        self.sock.connect(str(path))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.sock.close()

    def raw(self, data):
        self.sock.sendall(data)

    def _exactly(self, n):
        got = b""
        while len(got) < n:
            try:
                piece = self.sock.recv(n - len(got))
            except ConnectionError as e:
                raise Closed(str(e)) from e
            if not piece:
                raise Closed(f"{len(got)} of {n} bytes")
            got += piece
        return got

    def receive(self):
        """(kind or status, body) of the next frame."""
        n, kind = struct.unpack(">IH", self._exactly(6))
        if not 2 <= n <= FRAME_MAX + 2:
            raise ValueError(f"length {n} of a frame")
        return kind, self._exactly(n - 2)

    def is_closed(self):
        """The other side has ended the connection (waits for it)."""
        try:
            return self.sock.recv(1) == b""
        except ConnectionError:
            return True

    def call(self, verb, body=b""):
        try:
            self.raw(frame(verb, body))
        except ConnectionError as e:
            raise Closed(str(e)) from e
        return self.receive()

    # --- the sealer's verbs; each gives (status, what the reply says or None) ---

    def append(self, *entries):
        return _receipt(*self.call(APPEND, u8(len(entries)) + b"".join(entries)))

    def writes(self, base, *entries):
        return _receipt(*self.call(WRITES, u64(base) + u16(len(entries)) + b"".join(entries)))

    def tail(self, start=0, most=0xFFFF):
        """(status, (size, base, [(index, bytes)]))"""
        status, body = self.call(TAIL, u64(start) + u16(most))
        if status != OK:
            return status, None
        r = Reader(body)
        size, base = r.u64(), r.u64()
        entries = [(r.u64(), r.lv16()) for _ in range(r.u16())]
        r.end()
        return status, (size, base, entries)

    def whole(self):
        """Every entry of the log, by as many readings as it takes."""
        entries = []
        while True:
            status, answer = self.tail(len(entries))
            if status != OK:
                raise AssertionError(f"tail: {STATUS[status]}")
            if [i for i, _ in answer[2]] != list(range(len(entries), len(entries) + len(answer[2]))):
                raise AssertionError("tail: indexes are not in a row")
            entries += [b for _, b in answer[2]]
            if len(entries) >= answer[0]:
                return entries

    def head(self):
        """(status, (signed note, durable size))"""
        status, body = self.call(HEAD)
        if status != OK:
            return status, None
        r = Reader(body)
        note, size = r.lv16(), r.u64()
        r.end()
        return status, (note, size)

    def end(self):
        """(status, (durable size, number of the last file, bytes of it))"""
        status, body = self.call(END)
        if status != OK:
            return status, None
        r = Reader(body)
        said = r.u64(), r.u32(), r.u64()
        r.end()
        return status, said

    def proof(self, index, size):
        return _hashes(*self.call(PROOF, u64(index) + u64(size)))

    def consistency(self, old, new):
        return _hashes(*self.call(CONSISTENCY, u64(old) + u64(new)))


def _receipt(status, body):
    if status != OK:
        if body:
            raise AssertionError("a refusal has a body")
        return status, None
    r = Reader(body)
    receipt = (r.u64(), r.u64(), r.i64())
    r.end()
    return status, receipt


def _hashes(status, body):
    if status != OK:
        return status, None
    r = Reader(body)
    hashes = [r.take(32) for _ in range(r.u8())]
    r.end()
    return status, hashes


def obj(kind, id=None, version=0, compartment="", case=None, link="", digest=None):
    """One object of an entry. id and case: 16 bytes; digest: 32."""
    flags = (1 if id else 0) | (2 if case else 0) | (4 if digest else 0)
    return (lv8(kind) + u8(flags) + (id or b"") + u32(version) + lv8(compartment) + (case or b"") + lv8(link) +
            (digest or b""))


def entry(action, of=None, id=None, actor=None, role="counsellor", org=bytes(16), subject=None, reason="",
          default=False, outcome="ok", claimed="", objects=()):
    """One entry of a request."""
    flags = ((1 if actor else 0) | (2 if subject else 0) | (4 if of is not None else 0) | (8 if id else 0) |
             (16 if default else 0))
    return (lv8(action) + u8(flags) + (i64(of) if of is not None else b"") + (id or b"") +
            (actor + lv8(role) + org if actor else b"") + (subject or b"") + lv8(reason) + lv8(outcome) +
            lv8(claimed) + u16(len(objects)) + b"".join(objects))
