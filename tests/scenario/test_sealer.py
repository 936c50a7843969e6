# SPDX-License-Identifier: EUPL-1.2
"""jalon-sealer as a program: what it promised survives anything, what it signs is true, and it does not fall over."""
import os
import random
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import tlog  # noqa: E402
import wire  # noqa: E402
from tap import BIN, cleanup, contains, equal, fail, run, scratch, test, true, wait_until  # noqa: E402
from wire import Wire, entry, obj  # noqa: E402

ORIGIN = "jalon.invalid/test"
SEALER = BIN / "jalon-sealer"
VERIFY = BIN / "jalon-verify"
EX_DATAERR, EX_NOINPUT, EX_SOFTWARE, EX_CANTCREAT, EX_TEMPFAIL = 65, 66, 70, 73, 75


class Sealer:
    """A log of its own, and the program that keeps it, started and stopped at will."""

    def __init__(self, init=True, **settings):
        self.folder = scratch("s")
        self.log = self.folder / "log"
        self.key = self.folder / "sealer.key"
        self.socket = self.folder / "s"
        self.conf = self.folder / "jalon.conf"
        self.errors = self.folder / "errors"
        self.process = None
        me = os.getuid()
        values = {"socket": self.socket, "directory": self.log, "key": self.key, "origin": ORIGIN, "peers_vault": me,
                  "peers_worker": me, "peers_head": me, **settings}
        self.conf.write_text("[sealer]\n" + "".join(f"{k} = {v}\n" for k, v in values.items() if v is not None))
        if init:
            equal(self.program("init").returncode, 0, "exit of init")
        cleanup(self.kill)

    def program(self, *words):
        return subprocess.run([SEALER, *words, "--config", self.conf], capture_output=True, text=True, timeout=30)

    def start(self, limits=None):
        with open(self.errors, "a") as errors:
            begin = errors.tell()
            self.process = subprocess.Popen([SEALER, "--config", self.conf], stderr=errors, preexec_fn=limits)
        wait_until(lambda: "ready:" in self.said()[begin:] or self.process.poll() is not None, 20, "ready")
        if self.process.poll() is not None:
            fail(f"ended with {self.process.returncode} instead of starting: {self.said()[begin:]}")
        return self

    def said(self):
        return self.errors.read_text()

    def refuses_to_start(self, code, words):
        got = self.program()
        equal(got.returncode, code, f"exit, after {got.stderr!r}")
        contains(got.stderr, words)

    def client(self):
        return Wire(self.socket)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(20)
        self.process = None
        return code

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.process = None

    def entries(self):
        with self.client() as c:
            return c.whole()

    def checkpoint_size(self):
        path = self.log / "checkpoint"
        return int(path.read_text().split("\n")[1]) if path.exists() else 0

    def segments(self):
        return sorted((self.log / "journal").glob("log-*"))


def marked(mark, **more):
    return entry("test.mark", claimed=mark, **more)


def some_id(n):
    return n.to_bytes(16, "big")


def opening(user, *cases, role="counsellor"):
    return entry("record.open", actor=some_id(user), role=role, reason="follow_up", default=True,
                 objects=[obj("casework.case_file", some_id(n), 1, "IDENT", some_id(n), "caseload") for n in cases])


def attempt(subject, outcome):
    return entry("session.attempt", subject=some_id(subject), outcome=outcome)


def append(client, *entries):
    status, receipt = client.append(*entries)
    equal(wire.STATUS[status], "OK", "answer to an append")
    return receipt


def verify(sealer):
    """What jalon-verify says of the published log; where it is not built, the independent writer alone has to do."""
    if VERIFY.exists():
        got = subprocess.run([VERIFY, "--key", sealer.log / "log.vkey", sealer.log], capture_output=True, text=True)
        equal(got.returncode, 0, f"exit of jalon-verify, which said {got.stderr!r}")


def expect_published(sealer, entries):
    """Checkpoint and tiles are, byte for byte, what an independent writer makes of the entries with the same key."""
    seed = sealer.key.read_bytes()[8:]
    want = sealer.folder / f"want-{len(entries)}"
    log = tlog.Log(seed, ORIGIN)
    log.write(want, entries)
    for path in sorted(p for p in want.rglob("*") if p.is_file()):
        got = sealer.log / path.relative_to(want)
        true(got.exists(), f"{got} is missing")
        equal(got.read_bytes(), path.read_bytes(), f"content of {path.relative_to(want)}")


def rfc3339(us):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(us // 1000000)) + f".{us % 1000000:06d}Z"


@test("init makes a key that only its owner reads, a folder and the verifier key, once")
def _():
    s = Sealer()
    equal(s.key.stat().st_mode & 0o7777, 0o600, "mode of the key")
    equal(s.key.stat().st_size, 40, "size of the key")
    equal((s.log / "log.vkey").read_text().strip(), tlog.Log(s.key.read_bytes()[8:], ORIGIN).vkey().strip(),
          "verifier key")
    before = s.key.read_bytes()
    equal(s.program("init").returncode, EX_CANTCREAT, "exit of a second init")
    equal(s.key.read_bytes(), before, "key after a second init")


@test("without a log it does not start")
def _():
    Sealer(init=False).refuses_to_start(EX_NOINPUT, "sealer.key")


@test("a configuration that is not understood is refused before anything is touched")
def _():
    s = Sealer(init=False, colour="blue")
    got = s.program("init")
    equal(got.returncode, 78, "exit")
    contains(got.stderr, "colour")
    true(not s.log.exists() and not s.key.exists(), "something was made")


@test("entries are canonical, numbered in a row, at the receipt's time")
def _():
    s = Sealer().start()
    with s.client() as c:
        first = append(c, marked("a"), marked("b"))
        second = append(c, opening(7, 8))
    equal((first[0], first[1], second[0], second[1]), (0, 2, 2, 3), "receipts")
    entries = s.entries()
    equal(entries[1], (f"jalon/1\nat {rfc3339(first[2])}\nof -\nid -\naction test.mark\nactor - - -\nsubject -\n"
                       "reason - -\noutcome ok\nclaimed b\n").encode(), "second entry")
    u = "00000000-0000-0000-0000-0000000000"
    equal(entries[2], (f"jalon/1\nat {rfc3339(second[2])}\nof -\nid -\naction record.open\n"
                       f"actor {u}07 counsellor {u}00\nsubject -\nreason follow_up default\noutcome ok\nclaimed -\n"
                       f"object casework.case_file {u}08 1 IDENT {u}08 caseload -\n").encode(), "third entry")
    true(abs(first[2] / 1e6 - time.time()) < 60, "the time is not now")


def load_until_killed(s, mark, seconds):
    """Six clients append as fast as they can; what was acknowledged: [(index, time, marks)]."""
    acknowledged = []

    def client(n):
        mine = 0
        try:
            with s.client() as c:
                while True:
                    marks = [f"{mark}.{n}.{mine}.{k}" for k in range(1 + mine % 3)]
                    status, receipt = c.append(*(marked(m) for m in marks))
                    if status != wire.OK:
                        raise AssertionError(f"answer {wire.STATUS[status]}")
                    acknowledged.append((receipt[0], receipt[2], marks))
                    mine += 1
        except (wire.Closed, OSError):
            pass

    clients = [threading.Thread(target=client, args=(n,)) for n in range(6)]
    for t in clients:
        t.start()
    time.sleep(seconds)
    s.kill()
    for t in clients:
        t.join()
    return acknowledged


@test("what was acknowledged is there after kill -9 at any moment, with the same bytes")
def _():
    s = Sealer()
    chance = random.Random(20261122)
    acknowledged = []
    known = []
    for turn in range(60):
        if turn >= 10 and len(acknowledged) > 500:
            break
        s.start()
        entries = s.entries()
        equal(entries[:len(known)], known, "entries known before the kill")
        known = entries
        acknowledged += load_until_killed(s, f"r{turn}", chance.uniform(0.02, 0.5 if turn % 3 else 2.6))
        if s.checkpoint_size():
            verify(s)  # what is published is whole at any moment
    s.start()
    entries = s.entries()
    true(len(acknowledged) > 500, f"only {len(acknowledged)} receipts: no load")
    for index, at, marks in acknowledged:
        for k, mark in enumerate(marks):
            text = entries[index + k].decode()
            contains(text, f"\nclaimed {mark}\n", f"entry {index + k}")
            contains(text, f"\nat {rfc3339(at)}\n", f"entry {index + k}")
    equal(len(set(entries)), len(entries), "entries that differ")
    equal(s.stop(), 0, "exit after TERM")
    equal(s.checkpoint_size(), len(entries), "size of the checkpoint")
    expect_published(s, entries)
    verify(s)


@test("a head follows within five seconds, and at the end at once")
def _():
    s = Sealer().start()
    with s.client() as c:
        equal(c.head(), (wire.OK, (b"", 0)), "head of an empty log")
        append(c, marked("a"))
        wait_until(lambda: s.checkpoint_size() == 1, 5, "a head")
        note, size = c.head()[1]
        equal((note, size), ((s.log / "checkpoint").read_bytes(), 1), "what HEAD says")
        append(c, *(marked(f"b{n}") for n in range(20)))
    entries = s.entries()
    equal(s.stop(), 0, "exit after TERM")
    equal(s.checkpoint_size(), 21, "size of the last head")
    expect_published(s, entries)
    verify(s)


def consistency(m, leaves, known=True):
    """SUBPROOF of RFC 6962 section 2.1.2."""
    n = len(leaves)
    if m == n:
        return [] if known else [tlog.root(leaves)]
    k = tlog.split(n)
    if m <= k:
        return consistency(m, leaves[:k], known) + [tlog.root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [tlog.root(leaves[:k])]


@test("heads and proofs across restarts and tile boundaries are those of an independent writer")
def _():
    s = Sealer()
    total = 0
    sizes = []
    for more in (3, 252, 1, 1, 300, 211):
        s.start()
        with s.client() as c:
            for at in range(0, more, 60):
                append(c, *(marked(f"m{total + n}") for n in range(at, min(more, at + 60))))
        total += more
        sizes.append(total)
        equal(s.stop(), 0, "exit")
        equal(s.checkpoint_size(), total, "size of the head")
    s.start()
    entries = s.entries()
    expect_published(s, entries)
    verify(s)
    leaves = [tlog.leaf(e) for e in entries]
    with s.client() as c:
        for size in sizes:
            for index in {0, size // 2, size - 1}:
                equal(c.proof(index, size), (wire.OK, tlog.path(index, leaves[:size])), f"proof of {index} in {size}")
            equal(c.consistency(size, total), (wire.OK, consistency(size, leaves)), f"consistency of {size}")
        for verb in (c.proof, c.consistency):
            equal(verb(total + 1, total)[0], wire.DENIED, "an old size over the new")
            equal(verb(0, total + 1)[0], wire.DENIED, "a size over the log")
        equal(c.consistency(0, total), (wire.OK, []), "consistency of nothing")
    left = [str(p.relative_to(s.log)) for p in (s.log / "tile").rglob("*.p")]
    equal(left, ["tile/1/000.p"], "folders of partial tiles, with three full ones")


@test("the ceiling of reads holds over all connections and a restart, and each refusal is an entry")
def _():
    s = Sealer(reads_per_hour="counsellor:4 director:6").start()
    with s.client() as a, s.client() as b:
        append(a, opening(1, 11, 12))
        append(b, opening(1, 12, 13))
        append(a, opening(1, 14))
        equal(b.append(opening(1, 15)), (wire.CEILING, None), "a fifth case")
        equal(a.append(marked("beside"), opening(1, 11, 16)), (wire.CEILING, None), "a page with a fifth case")
        append(b, opening(1, 11, 12, 13, 14))
        append(b, opening(2, 15, 16))
        append(a, opening(3, 1, 2, 3, 4, 5, 6, role="director"))
        equal(a.append(opening(4, 1, role="auditor")), (wire.CEILING, None), "a role without a right")
    s.kill()
    s.start()
    with s.client() as c:
        equal(c.append(opening(1, 17)), (wire.CEILING, None), "a fifth case after a restart")
        append(c, opening(1, 14))
        entries = [e.decode() for e in c.whole()]
    refusals = [e for e in entries if "\noutcome ceiling\n" in e]
    equal(len(refusals), 4, "refusals in the log")
    contains(refusals[1], f"object casework.case_file {'0' * 8}-0000-0000-0000-{11:012x} ", "objects of a refusal")
    contains(refusals[1], f"\nactor {'0' * 8}-0000-0000-0000-{1:012x} counsellor ", "actor of a refusal")
    true(not any("claimed beside" in e for e in entries), "a part of a refused request is in the log")


@test("the ceiling of attempts counts those that did not succeed")
def _():
    s = Sealer(attempts_per_hour="3").start()
    with s.client() as a, s.client() as b:
        for _ in range(10):
            append(a, attempt(1, "asked"))
            append(a, attempt(1, "ok"))
        for _ in range(3):
            append(a, attempt(2, "asked"))
            append(b, attempt(2, "denied"))
        equal(b.append(attempt(2, "asked")), (wire.CEILING, None), "a fourth attempt")
        append(b, attempt(1, "asked"))
    s.kill()
    s.start()
    with s.client() as c:
        equal(c.append(attempt(2, "asked")), (wire.CEILING, None), "a fourth attempt after a restart")
        append(c, attempt(1, "asked"))


@test("two workers with one view of the log: one writes, the other must read again, nothing is there twice")
def _():
    s = Sealer().start()
    rows = [some_id(n) for n in range(1, 200)]
    stale = 0

    def worker(take):
        nonlocal stale
        with s.client() as c:
            while True:
                size, base, tail = c.tail(0)[1]
                known = b"".join(e for _, e in tail)
                todo = [r for r in rows if f"\nid {uuid.UUID(bytes=r)}\n".encode() not in known][:take]
                if not todo:
                    return
                status, _ = c.writes(base, *(entry("case.open", id=r, of=1) for r in todo))
                if status == wire.STALE:
                    stale += 1
                elif status != wire.OK:
                    raise AssertionError(wire.STATUS[status])

    workers = [threading.Thread(target=worker, args=(take,)) for take in (3, 5, 7)]
    for t in workers:
        t.start()
    with s.client() as c:
        for n in range(50):
            append(c, marked(f"v{n}"))  # entries of a vault do not make a base old
    for t in workers:
        t.join()
    ids = [re.search(rb"\nid (\S+)\n", e).group(1) for e in s.entries()]
    written = [i for i in ids if i != b"-"]
    equal(len(written), len(rows), "write entries")
    equal(len(set(written)), len(rows), "rows that were written")
    true(stale > 0, "the workers never met")
    base = 1 + max(n for n, i in enumerate(ids) if i != b"-")
    s.kill()
    s.start()
    with s.client() as c:
        equal(c.tail(0, 1)[1][1], base, "base after a restart")
        equal(c.writes(0, entry("case.open", id=rows[0]))[0], wire.STALE, "an old base after a restart")
        equal(c.writes(base, entry("case.close", id=rows[0]))[0], wire.OK, "the base after a restart")


@test("a bad frame is answered and ends its connection, never the program")
def _():
    s = Sealer().start()
    good = wire.u8(1) + marked("x")
    whole = wire.frame(wire.APPEND, good)
    bad = {
        "a length of 0": wire.u32(0) + wire.u16(1),
        "a length of 1": wire.u32(1) + wire.u16(1),
        "an append of 3 MiB": wire.u32(3 << 20) + wire.u16(wire.APPEND),
        "the largest length": wire.u32(0xFFFFFFFF) + wire.u16(wire.APPEND),
        "a head with a body": wire.frame(wire.HEAD, b"x"),
        "an end with a body": wire.frame(wire.END, b"x"),
        "verb 0": wire.frame(0),
        "verb 8": wire.frame(8),
        "verb 0xffff": wire.frame(0xFFFF, b"x" * 100),
        "no count": wire.frame(wire.APPEND),
        "a count of 0": wire.frame(wire.APPEND, wire.u8(0)),
        "a count of 0 and an entry": wire.frame(wire.APPEND, wire.u8(0) + marked("x")),
        "a count of 65": wire.frame(wire.APPEND, wire.u8(65) + marked("x") * 65),
        "an entry too few": wire.frame(wire.APPEND, wire.u8(2) + marked("x")),
        "a byte after the last": wire.frame(wire.APPEND, good + b"\0"),
        "writes without a base": wire.frame(wire.WRITES, b"\0" * 7),
        "writes of nothing": wire.frame(wire.WRITES, wire.u64(0) + wire.u16(0)),
        "a word that is none": wire.frame(wire.APPEND, wire.u8(1) + entry("Nö")),
        "a claim with a space": wire.frame(wire.APPEND, wire.u8(1) + entry("x", claimed="a b")),
        "a line feed": wire.frame(wire.APPEND, wire.u8(1) + entry("x", claimed="a\noutcome")),
        "a short tail": wire.frame(wire.TAIL, b"\0" * 9),
        "a long proof": wire.frame(wire.PROOF, b"\0" * 17),
    }
    for n in range(1, len(good)):
        bad[f"{n} bytes of an append"] = wire.frame(wire.APPEND, good[:n])
    for what, data in bad.items():
        with s.client() as c:
            c.raw(data)
            equal(c.receive(), (wire.BAD, b""), what)
            true(c.is_closed(), f"{what}: the connection is still there")
    for n in range(1, len(whole)):
        with s.client() as c:
            c.raw(whole[:n])
    with s.client() as c:
        equal(append(c, marked("alive"))[0], 0, "index after all that")
    equal(s.process.poll(), None, "state of the program")


@test("a peer that is slow holds up nobody")
def _():
    s = Sealer().start()
    slow = [s.client() for _ in range(20)]
    for n, c in enumerate(slow):
        c.raw(wire.frame(wire.APPEND, b"\1" + marked("slow"))[:n + 1])
    with s.client() as c:
        for n in range(20):
            append(c, marked(f"fast{n}"))
    whole = wire.frame(wire.APPEND, b"\1" + marked("slow"))
    slow[7].raw(whole[8:])
    equal(slow[7].receive()[0], wire.OK, "what a slow one hears at last: it was not cut before the others were through")
    for c in slow:
        c.close()


@test("each verb is for its own peers")
def _():
    other = os.getuid() + 1
    doors = {
        "peers_vault": {wire.APPEND, wire.HEAD, wire.END},
        "peers_worker": {wire.WRITES, wire.TAIL, wire.HEAD, wire.END},
        "peers_head": {wire.HEAD, wire.END},
        None: set(),
    }
    body = {wire.APPEND: wire.u8(1) + marked("x"), wire.TAIL: wire.u64(0) + wire.u16(1), wire.HEAD: b"", wire.END: b""}
    for mine, allowed in doors.items():
        lists = {p: os.getuid() if p == mine else other for p in doors if p}
        s = Sealer(**lists).start()
        base = 0
        for verb in (wire.APPEND, wire.TAIL, wire.HEAD, wire.END, wire.WRITES):
            with s.client() as c:
                data = body.get(verb, wire.u64(base) + wire.u16(1) + entry("case.open", id=some_id(1)))
                want = wire.OK if verb in allowed else wire.DENIED
                equal(c.call(verb, data)[0], want, f"verb {verb} for {mine}")
                equal(c.call(wire.HEAD)[0], wire.OK if mine else wire.DENIED, f"the next request of {mine}")
        s.kill()


@test("a vault writes no rows, a worker only rows, and nobody writes the sealer's word")
def _():
    s = Sealer().start()
    row = some_id(9)
    for what, verb, data in (
            ("a row from a vault", wire.APPEND, wire.u8(1) + entry("case.open", id=row)),
            ("a receipt for a worker", wire.WRITES, wire.u64(0) + wire.u16(1) + marked("x")),
            ("a read by a worker", wire.WRITES,
             wire.u64(0) + wire.u16(1) + entry("record.open", id=row, actor=row)),
            ("a ceiling from a vault", wire.APPEND, wire.u8(1) + entry("record.open", actor=row, outcome="ceiling")),
            ("a read by nobody", wire.APPEND, wire.u8(1) + entry("record.open")),
            ("an attempt on nothing", wire.APPEND, wire.u8(1) + entry("session.attempt", outcome="asked"))):
        with s.client() as c:
            equal(c.call(verb, data)[0], wire.BAD, what)
    with s.client() as c:
        equal(c.tail()[1][0], 0, "size")


@test("on a full disk nothing is acknowledged, and when there is room again it goes on")
def _():
    s = Sealer()
    room = 64 << 10
    s.start(lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY)))
    acknowledged = []
    with s.client() as c:
        while True:
            status, receipt = c.append(*(marked(f"f{len(acknowledged)}.{n}") for n in range(30)))
            if status != wire.OK:
                break
            acknowledged.append(receipt[0])
        equal(wire.STATUS[status], "UNAVAILABLE", "answer when the disk is full")
        true(5 < len(acknowledged) < 100, f"{len(acknowledged)} receipts before the disk was full")
        for _ in range(3):
            equal(c.append(*[marked("full")] * 30)[0], wire.UNAVAILABLE, "answer on a full disk")
        equal(c.tail(0, 1)[1][0], 30 * len(acknowledged), "size on a full disk")
        resource.prlimit(s.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        equal(append(c, marked("after"))[0], 30 * len(acknowledged), "index when there is room again")
    entries = s.entries()
    true(not any(b"claimed full" in e for e in entries), "something unacknowledged is in the log")
    equal(s.stop(), 0, "exit")
    s.start()
    equal(s.entries(), entries, "entries after a restart")
    equal(s.stop(), 0, "exit")
    expect_published(s, entries)


def filled(turns=3):
    s = Sealer().start()
    for turn in range(turns):
        with s.client() as c:
            append(c, marked(f"t{turn}"), marked(f"u{turn}"))
    equal(s.stop(), 0, "exit")
    return s


def frames(log):
    """What is in a file of the journal, without the room behind the last frame."""
    data, at = log.read_bytes(), 0
    while data[at:at + 4] == b"JLF1":
        at += 36 + int.from_bytes(data[at + 16:at + 20], "big") + 32
    equal(data[at:].strip(b"\0"), b"", "what lies behind the last frame")
    return data[:at]


@test("the end of the journal is behind the last entry, whatever room the file has")
def _():
    s = Sealer().start()
    with s.client() as c:
        equal(c.end(), (wire.OK, (0, 0, 0)), "the end of an empty log")
        for size in range(1, 4):
            append(c, marked(f"e{size}"))
            equal(c.end(), (wire.OK, (size, 1, len(frames(s.segments()[0])))), "the end")
    true(s.segments()[0].stat().st_size > len(frames(s.segments()[0])), "no room")
    s.kill()
    s.start()
    with s.client() as c:
        equal(c.end(), (wire.OK, (3, 1, len(frames(s.segments()[0])))), "the end after a restart")
        equal(append(c, marked("on"))[0], 3, "next index")


@test("damage in the middle of the journal stops it, and it says where")
def _():
    s = filled()
    log = s.segments()[0]
    good = frames(log)
    second = good.index(b"JLF1", 1)
    for at in (second + 50, second + 9, second + 2):
        log.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])
        s.refuses_to_start(EX_DATAERR, f"{log.name} at byte {second}:")
        equal(len(log.read_bytes()), len(good), "size of the damaged file")
    log.write_bytes(good[:second] + good[second + 1:])
    s.refuses_to_start(EX_DATAERR, f"{log.name} at byte {second}:")
    log.write_bytes(good)
    s.start()


@test("a journal shorter than its signed head stops it, and nothing is cut off")
def _():
    s = filled()
    log = s.segments()[0]
    good = frames(log)
    last = good.rindex(b"JLF1")
    for cut in (last, last + 30, len(good) - 1, 0):
        log.write_bytes(good[:cut])
        s.refuses_to_start(EX_SOFTWARE, "signed head of 6")
        equal(len(log.read_bytes()), cut, "size of the shortened file")
    log.write_bytes(good)
    s.start()


@test("a torn frame that nobody was told of is cut off and the log goes on")
def _():
    s = filled()
    s.start()
    with s.client() as c:
        append(c, marked("last"))
    s.kill()  # before its head
    log = s.segments()[0]
    good = frames(log)
    log.write_bytes(good + b"JLF1" + bytes(10))
    s.start()
    contains(s.said(), "14 bytes of a torn frame behind entry 7")
    equal(log.read_bytes(), good, "journal")
    with s.client() as c:
        equal(append(c, marked("next"))[0], 7, "next index")
    entries = s.entries()
    equal(s.stop(), 0, "exit")
    expect_published(s, entries)


@test("a signed head that is not of this key and log stops it")
def _():
    s = filled()
    note = (s.log / "checkpoint").read_text()
    (s.log / "checkpoint").write_text(note.replace("\n6\n", "\n5\n"))
    s.refuses_to_start(EX_SOFTWARE, "checkpoint")
    other = tlog.Log(bytes(32), ORIGIN)
    forged = other.checkpoint([b"x"])
    (s.log / "checkpoint").write_bytes(forged if isinstance(forged, bytes) else forged.encode())
    s.refuses_to_start(EX_SOFTWARE, "checkpoint")


@test("what is changed on disk while it runs is not signed")
def _():
    s = Sealer().start()
    with s.client() as c:
        append(c, marked("a"))
        wait_until(lambda: s.checkpoint_size() == 1, 20, "a head")
        append(c, marked("victim"))
    with open(s.segments()[0], "r+b") as f:
        data = f.read()
        f.seek(data.index(b"victim"))
        f.write(b"VICTIM")
    equal(s.process.wait(10), EX_SOFTWARE, "exit")
    s.process = None
    contains(s.said(), "doubt")
    equal(s.checkpoint_size(), 1, "size of the last head")


@test("hashes that are lost are made again from the journal")
def _():
    s = filled(200)
    for path in (s.log / "journal").glob("nodes-*"):
        path.unlink()
    (s.log / "journal" / "leaves").write_bytes(b"damage" * 1000)
    s.start()
    entries = s.entries()
    leaves = [tlog.leaf(e) for e in entries]
    with s.client() as c:
        equal(c.proof(299, 400), (wire.OK, tlog.path(299, leaves)), "proof")
        append(c, marked("more"))
    entries = s.entries()
    equal(s.stop(), 0, "exit")
    expect_published(s, entries)


@test("a second sealer on the same log is refused")
def _():
    s = Sealer().start()
    s.refuses_to_start(EX_TEMPFAIL, "another jalon-sealer")
    with s.client() as c:
        append(c, marked("still_here"))


@test("it is jailed, and stays under 16 MiB with a large log, full batches and many connections")
def _():
    s = Sealer(reads_per_hour="counsellor:100000").start()
    status = Path(f"/proc/{s.process.pid}/status").read_text()
    contains(status, "NoNewPrivs:\t1")
    sanitized = "walls missing" in s.said()
    if not sanitized:
        contains(status, "Seccomp:\t2")
    heavy = entry("record.seal", actor=some_id(1), objects=[
        obj("casework.case_file", some_id(n), 1, "IDENT", some_id(n), "caseload", bytes(32)) for n in range(256)])

    def client(n):
        with s.client() as c:
            append(c, *[heavy] * 64)  # 4 MB of text
            for user in range(100):
                append(c, opening(1000 * n + user, *range(n, n + 60)))

    clients = [threading.Thread(target=client, args=(n,)) for n in range(8)]
    for t in clients:
        t.start()
    for t in clients:
        t.join()
    wait_until(lambda: s.checkpoint_size() >= 8 * 164, 20, "the head")
    status = Path(f"/proc/{s.process.pid}/status").read_text()
    resident, peak = (int(re.search(rf"{name}:\s+(\d+) kB", status).group(1)) for name in ("VmRSS", "VmHWM"))
    if not sanitized:
        true(resident < 16 << 10, f"{resident} kB resident")
        true(peak < 32 << 10, f"{peak} kB at the peak")
    true(len(s.segments()) > 1, "one file only: no large log")
    count = s.checkpoint_size()
    equal(s.stop(), 0, "exit")
    s.start()
    entries = s.entries()
    equal(len(entries), count, "entries after a restart")
    verify(s)


run()
