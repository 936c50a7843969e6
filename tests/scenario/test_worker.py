#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""jalon-worker between a real PostgreSQL and a real jalon-sealer: every write in the log once, whoever dies."""
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import threading
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import logkeys  # noqa: E402
import pg  # noqa: E402
import wire  # noqa: E402
from tap import BIN, ROOT, cleanup, contains, equal, fail, run, scratch, test, true, wait_until  # noqa: E402

SEED = int(os.environ.get("SEED", random.SystemRandom().randrange(1 << 32)))
rng = random.Random(SEED)
print(f"SEED={SEED}", file=sys.stderr)


class Program:
    """One of ours in the foreground, its messages in a file."""

    def __init__(self, name, conf, log):
        self.name, self.conf, self.log, self.child = name, conf, log, None
        cleanup(self.kill)

    def start(self, wait=True):
        before = self.said().count(": ready")
        with open(self.log, "ab") as out:
            self.child = subprocess.Popen([str(BIN / self.name), "--config", str(self.conf)], stdin=subprocess.DEVNULL,
                                          stdout=out, stderr=out)
        if wait:
            wait_until(lambda: self.said().count(": ready") > before, 20, f"{self.name} ready")

    def said(self):
        return self.log.read_text() if self.log.exists() else ""

    def kill(self):
        if self.child and self.child.poll() is None:
            self.child.kill()
            self.child.wait()

    def end(self):
        self.child.send_signal(signal.SIGTERM)
        return self.child.wait(20)


class Bench:
    def __init__(self):
        self.folder = scratch("w")
        self.cluster = pg.migrated()
        cleanup(self.cluster.destroy)
        self.su = self.cluster.connect("postgres")
        self.conf = self.folder / "jalon.conf"
        self.socket = self.folder / "sealer.sock"
        uid = os.geteuid()
        self.conf.write_text(f"""[sealer]
socket = {self.socket}
directory = {self.folder}/log
key = {self.folder}/sealer.key
origin = jalon.invalid/worker-test
peers_vault = {uid}
peers_worker = {uid}
peers_head = {uid}
[worker]
database = {self.cluster.conninfo('jalon_job')}
sealer = {self.socket}
[admin]
database = {self.cluster.conninfo('jalon_migrator')}
vault = {self.folder}/vault.sock
sealer = {self.socket}
sql = {ROOT}/sql
""")
        subprocess.run([str(BIN / "jalon-sealer"), "init", "--config", str(self.conf)], check=True, capture_output=True)
        self.sealer = Program("jalon-sealer", self.conf, self.folder / "sealer.out")
        self.worker = Program("jalon-worker", self.conf, self.folder / "worker.out")

    def write(self, connection=None, action="case.open"):
        """A row as the triggers leave it; its id."""
        return (connection or self.su).one(
            "INSERT INTO sec.outbox (actor, role, org, action, object, row_id, version, compartment, case_id, reason, "
            "digest) VALUES ($1, 'counsellor', $2, $3, 'casework.case_file', $4, 1, 'IDENT', $4, 'follow_up', $5) "
            "RETURNING id", uuid.uuid4(), uuid.uuid4(), action, uuid.uuid4(), os.urandom(32))

    def index(self, row):
        return self.su.one("SELECT sealed_index FROM sec.outbox WHERE id = $1", row)

    def unsealed(self):
        return self.su.one("SELECT count(*) FROM sec.outbox WHERE sealed_index IS NULL")

    def answers(self):
        try:
            with wire.Wire(self.socket) as w:
                return w.head()[0] == wire.OK
        except (OSError, wire.Closed):
            return False

    def entries(self):
        wait_until(self.answers, 20, "the sealer")
        with wire.Wire(self.socket) as w:
            return [entry.decode() for entry in w.whole()]

    def each_once(self):
        """All rows are sealed; each is in the log once, at the index that its row bears."""
        wait_until(lambda: self.unsealed() == 0, 30, "every write sealed")
        found = {}
        for index, entry in enumerate(self.entries()):
            for line in entry.splitlines():
                if line.startswith("id ") and line != "id -":
                    found.setdefault(line[3:], []).append(index)
        rows = dict(self.su.query("SELECT id::text, sealed_index FROM sec.outbox"))
        equal({row: indexes for row, indexes in found.items() if len(indexes) != 1}, {}, "rows doubled in the log")
        equal({row: indexes[0] for row, indexes in found.items()}, rows, "index of each row")

    def copied(self):
        """The copy is the log, entry by entry."""
        whole = self.entries()
        wait_until(lambda: self.su.one("SELECT copied FROM sec.log_cursor") >= len(whole), 30, "the log copied")
        rows = self.su.query("SELECT index, bytes, to_json(keys)::text FROM sec.log_entry ORDER BY index")
        equal([row[0] for row in rows], list(range(len(rows))), "indexes of the copy")
        equal([row[1].decode() for row in rows][:len(whole)], whole, "the copy")
        equal([json.loads(row[2]) for row in rows],
              [logkeys.keys(row[0], row[1]) for row in rows], "keys of the copy")
        equal(self.su.one("SELECT copied FROM sec.log_cursor"), len(rows), "the cursor")

    def doctor(self, what="lag"):
        done = subprocess.run([str(BIN / "jalon"), "--config", str(self.conf), "doctor"], capture_output=True,
                              text=True, check=False)
        return next(line for line in done.stdout.splitlines() if f" {what} " in line)


bench = Bench()
bench.sealer.start()
bench.worker.start()


def within_a_second(act, times):
    """act() mostly is that quick; where this machine was busy just then, it is looked at again."""
    took = []
    for _ in range(3):
        took.append([])
        for _ in range(times):
            time.sleep(rng.random() * 0.3)
            begun = time.monotonic()
            act()
            took[-1].append(round(time.monotonic() - begun, 2))
        if statistics.median(took[-1]) < 1:
            return
    fail(f"took {took}")


@test("a write is in the log within a second of its commit")
def _():
    def sealed():
        row = bench.write()
        wait_until(lambda: bench.index(row) is not None, 20, "sealed")
    within_a_second(sealed, 9)
    bench.each_once()


@test("the entry says who, what, when and with which digest")
def _():
    row = bench.write(action="case.identity")
    wait_until(lambda: bench.index(row) is not None, 10, "sealed")
    entry = bench.entries()[bench.index(row)]
    actor, org, at, row_id, digest = bench.su.query(
        "SELECT actor, org, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), row_id, "
        "encode(digest, 'hex') FROM sec.outbox WHERE id = $1", row)[0]
    for line in (f"of {at}", f"id {row}", "action case.identity", f"actor {actor} counsellor {org}", "outcome ok",
                 "reason follow_up given", f"object casework.case_file {row_id} 1 IDENT {row_id} - {digest}"):
        contains(entry, line + "\n")


@test("a write is sealed while an older transaction stays open, and that one after its late commit")
def _():
    with bench.cluster.connect("postgres") as slow:
        slow.query("BEGIN")
        late = bench.write(slow)
        quick = bench.write()
        wait_until(lambda: bench.index(quick) is not None, 20, "the later write sealed")
        true(not any(f"id {late}" in entry for entry in bench.entries()), "an entry of what is not committed")
        numbers = dict(slow.query("SELECT id::text, n FROM sec.outbox WHERE id IN ($1, $2)", late, quick))
        true(numbers[late] < numbers[quick], "the open transaction does not have the lower number")
        slow.query("COMMIT")
    wait_until(lambda: bench.index(late) is not None, 20, "the late commit sealed")
    true(bench.index(late) > bench.index(quick), "order in the log")
    bench.each_once()


@test("a write that is rolled back never comes into the log")
def _():
    with bench.cluster.connect("postgres") as gone:
        gone.query("BEGIN")
        row = bench.write(gone)
        gone.query("ROLLBACK")
    bench.write()
    bench.each_once()
    true(not any(f"id {row}" in entry for entry in bench.entries()), "a rolled back write is in the log")


@test("many writes at once are carried in batches, in their order")
def _():
    bench.worker.end()
    rows = [bench.write() for _ in range(600)]
    bench.worker.start()
    bench.each_once()
    indexes = [bench.index(row) for row in rows]
    equal(indexes, sorted(indexes), "order")


@test("entries of others in between do no harm, also more than one reading of them")
def _():
    with wire.Wire(bench.socket) as vault:
        for _ in range(6):
            status, _ = vault.append(*[wire.entry("session.attempt", subject=os.urandom(16), outcome="asked",
                                                  objects=[wire.obj("sign_in")]) for _ in range(60)])
            equal(status, wire.OK)
            bench.write()
    bench.each_once()
    bench.worker.kill()
    bench.write()
    bench.worker.start()
    bench.each_once()


@test("worker down: writes go on, doctor shows how many wait, each is there once afterwards")
def _():
    equal(bench.worker.end(), 0, "exit on TERM")
    contains(bench.doctor(), "0 writes wait")
    for _ in range(3):
        bench.write()
    contains(bench.doctor(), "3 writes wait for the log")
    equal(bench.unsealed(), 3)
    bench.worker.start()
    bench.each_once()
    contains(bench.doctor(), "0 writes wait")


@test("sealer down: writes go on, the worker says so once, each is there once afterwards")
def _():
    silent = "sealer does not answer"
    before = bench.worker.said().count(silent)
    bench.sealer.kill()
    bench.write()
    wait_until(lambda: bench.worker.said().count(silent) > before, 10, "message that it is gone")
    for _ in range(4):
        time.sleep(0.4)
        bench.write()
    equal(bench.unsealed(), 5)
    contains(bench.doctor(), "5 writes wait for the log")
    equal(bench.worker.said().count(silent), before + 1, "messages")
    bench.sealer.start()
    bench.each_once()
    wait_until(lambda: "sealer answers again" in bench.worker.said(), 10, "message that it is back")
    true(bench.worker.child.poll() is None, "the worker has ended")


@test("database down: the worker says so once, comes back, each is there once afterwards")
def _():
    silent = "database does not answer"
    before = bench.worker.said().count(silent)
    bench.write()
    bench.su.close()
    bench.cluster.stop()
    wait_until(lambda: bench.worker.said().count(silent) > before, 10, "message that it is gone")
    time.sleep(1)
    bench.cluster.restart()
    bench.su = bench.cluster.connect("postgres")
    bench.write()
    bench.each_once()
    wait_until(lambda: "database answers again" in bench.worker.said(), 10, "message that it is back")
    equal(bench.worker.said().count(silent), before + 1, "messages")


@test("a worker that starts while the database is down waits for it")
def _():
    bench.worker.end()
    bench.write()
    bench.su.close()
    bench.cluster.stop()
    silent = "database does not answer"
    before = bench.worker.said().count(silent)
    bench.worker.start()
    wait_until(lambda: bench.worker.said().count(silent) > before, 10, "message that it waits")
    true(bench.worker.child.poll() is None, "the worker has ended")
    bench.cluster.restart()
    bench.su = bench.cluster.connect("postgres")
    bench.each_once()


@test("a connection that is cut in the middle loses and doubles nothing")
def _():
    for _ in range(8):
        for _ in range(40):
            bench.write()
        bench.su.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'jalon_job'")
    bench.each_once()


@test("a second worker waits, says so, and takes over when the first one dies")
def _():
    rival = Program("jalon-worker", bench.conf, bench.folder / "rival.out")
    rival.start()
    wait_until(lambda: "another worker holds the lock" in rival.said(), 20, "message of the second worker")
    for _ in range(20):
        bench.write()
    bench.each_once()
    equal(rival.said().count("another worker holds the lock"), 1, "messages")
    bench.worker.kill()
    row = bench.write()
    wait_until(lambda: bench.index(row) is not None, 10, "sealed by the second worker")
    equal(rival.end(), 0)
    bench.worker.start()
    bench.each_once()


def reads(vault, n):
    """Entries as a vault makes them, which no row of the outbox tells of."""
    status, _ = vault.append(*[wire.entry("session.attempt", subject=os.urandom(16), outcome="asked",
                                          objects=[wire.obj("sign_in")]) for _ in range(n)])
    equal(status, wire.OK)


@test("every entry is in the copy within a second of being sealed, reads of the vault too")
def _():
    bench.copied()
    with wire.Wire(bench.socket) as vault:
        def read():
            reads(vault, 1)
            _, (_, size) = vault.head()
            wait_until(lambda: bench.su.one("SELECT copied FROM sec.log_cursor") >= size, 20, "copied")
        within_a_second(read, 5)
    bench.copied()
    contains(bench.doctor("copy"), "all entries of the log can be searched")


@test("kill -9 of the worker in the middle of copying loses and doubles nothing")
def _():
    bench.worker.kill()
    before = bench.su.one("SELECT copied FROM sec.log_cursor")
    with wire.Wire(bench.socket) as vault:
        for _ in range(60):
            reads(vault, 60)
    contains(bench.doctor("copy"), "3600 entries of the log wait")
    copied, seen = before, {before}
    for _ in range(40):
        bench.worker.start(wait=False)
        if len(seen) > 1 and rng.random() < 0.3:
            time.sleep(0.02 + rng.random() * 0.15)
        else:  # right after a step was committed, or in the next one; so the first time, which would else copy all
            end = time.monotonic() + 10
            while copied in seen and copied < before + 3600 and time.monotonic() < end:
                copied = bench.su.one("SELECT copied FROM sec.log_cursor")
            time.sleep(rng.random() * 0.01)
        bench.worker.kill()
        copied = bench.su.one("SELECT copied FROM sec.log_cursor")
        seen.add(copied)
    true(any(before < n < before + 3600 for n in seen), f"never in the middle: {sorted(seen)}")
    bench.worker.start()
    bench.copied()


@test("a connection that is cut while copying loses and doubles nothing")
def _():
    with wire.Wire(bench.socket) as vault:
        for _ in range(8):
            for _ in range(10):
                reads(vault, 60)
            bench.su.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'jalon_job'")
    bench.copied()


def crash_while_copied():
    """The database crashes right after the last of the log was copied, before the worker knows; whether that took
    commits with it. What nobody waits for is lost if we are quicker than the server."""
    with wire.Wire(bench.socket) as vault:
        reads(vault, 60)
        _, (_, size) = vault.head()
    wait_until(lambda: bench.su.one("SELECT copied FROM sec.log_cursor") >= size, 10, "copied")
    os.kill(bench.worker.child.pid, signal.SIGSTOP)
    bench.su.close()
    bench.cluster.stop(signal.SIGQUIT)
    bench.cluster.restart()
    bench.su = bench.cluster.connect("postgres")
    lost = bench.su.one("SELECT copied FROM sec.log_cursor") < size
    os.kill(bench.worker.child.pid, signal.SIGCONT)
    bench.copied()
    return lost


@test("a database that crashes after commits that nobody waited for has them copied again")
def _():
    bench.copied()
    said = bench.worker.said().count("stands still")
    bench.su.query("ALTER SYSTEM SET wal_writer_delay = '10s'")
    bench.su.query("SELECT pg_reload_conf()")
    true(any(crash_while_copied() for _ in range(5)), "no crash took anything with it")
    equal(bench.worker.said().count("stands still"), said, "messages")
    bench.su.query("ALTER SYSTEM RESET wal_writer_delay")
    bench.su.query("SELECT pg_reload_conf()")


@test("a copy that was put back behind the log's end is filled from there; one that is ahead stands still and says so")
def _():
    said = bench.worker.said().count("stands still")
    bench.su.query("TRUNCATE sec.log_entry")
    bench.su.query("UPDATE sec.log_cursor SET copied = 0")
    bench.worker.kill()
    bench.worker.start()
    bench.copied()
    size = len(bench.entries())
    equal(bench.worker.said().count("stands still"), said, "messages")
    bench.su.query("UPDATE sec.log_cursor SET copied = copied + 9")
    bench.worker.kill()
    bench.worker.start()
    wait_until(lambda: f"stands still at entry {size + 9}, retrying error=integrity" in bench.worker.said(), 10,
               "the message")
    bench.write()
    wait_until(lambda: bench.unsealed() == 0, 20, "writes go on")
    bench.su.query("UPDATE sec.log_cursor SET copied = $1", size)
    wait_until(lambda: "the copy of the log goes on" in bench.worker.said(), 10, "that it goes on")
    bench.copied()


def while_writing(seconds, disturb):
    """Writes from two connections for so long, while disturb() is called again and again at random moments."""
    end = time.monotonic() + seconds
    failures = []

    def writer():
        try:
            with bench.cluster.connect("postgres") as c:
                while time.monotonic() < end:
                    c.query("BEGIN")
                    for _ in range(rng.randrange(1, 30)):
                        bench.write(c)
                    c.query("COMMIT" if rng.random() < 0.9 else "ROLLBACK")
                    time.sleep(rng.random() * 0.02)
        except Exception as e:
            failures.append(e)

    threads = [threading.Thread(target=writer) for _ in range(2)]
    for thread in threads:
        thread.start()
    while time.monotonic() < end:
        time.sleep(rng.random() * 0.25)
        disturb()
    for thread in threads:
        thread.join()
    equal(failures, [], "failed writes")


def restart(program):
    program.kill()
    program.start(wait=False)


@test("kill -9 of the worker at random moments: no write is lost, none is doubled")
def _():
    while_writing(6, lambda: restart(bench.worker))
    bench.each_once()
    bench.copied()


@test("kill -9 of the sealer at random moments: no write is lost, none is doubled")
def _():
    while_writing(6, lambda: restart(bench.sealer))
    bench.each_once()
    bench.copied()


@test("kill -9 of both at random moments: no write is lost, none is doubled")
def _():
    while_writing(6, lambda: restart(rng.choice((bench.worker, bench.sealer))))
    bench.each_once()
    bench.copied()


@test("a write that reached the log before the worker died is found there and not sent again")
def _():
    bench.worker.end()
    sent, waiting = bench.write(), bench.write()
    with wire.Wire(bench.socket) as rival:
        _, (_, base, _) = rival.tail(0, 1)
        status, (index, _, _) = rival.writes(base, wire.entry("case.open", id=uuid.UUID(sent).bytes))
        equal(status, wire.OK)
    bench.worker.start()
    bench.each_once()
    equal(bench.index(sent), index)
    true(bench.index(waiting) > index, "order")


@test("a rival that writes while the worker runs makes it read the log again, not write twice")
def _():
    for _ in range(5):
        with bench.cluster.connect("postgres") as c:
            c.query("BEGIN")
            row = bench.write(c)
            with wire.Wire(bench.socket) as rival:
                _, (_, base, _) = rival.tail(0, 1)
                equal(rival.writes(base, wire.entry("case.open", id=uuid.UUID(row).bytes))[0], wire.OK)
            bench.write(c)
            c.query("COMMIT")
        bench.each_once()


@test("a row that the log cannot say is in it all the same and holds up nobody")
def _():
    bad = bench.write(action="..")
    good = bench.write()
    bench.each_once()
    entry = bench.entries()[bench.index(bad)]
    contains(entry, "action outbox.malformed\n")
    contains(entry, "outcome malformed\n")
    contains(bench.entries()[bench.index(good)], "action case.open\n")
    contains(bench.worker.said(), f"cannot be said in the log id={bad}")


@test("a worker asked to end finishes its batch and exits with 0")
def _():
    for _ in range(5):
        with bench.cluster.connect("postgres") as c:
            c.query("BEGIN")
            for _ in range(300):
                bench.write(c)
            c.query("COMMIT")
        time.sleep(rng.random() * 0.2)
        equal(bench.worker.end(), 0)
        bench.worker.start()
    bench.each_once()


@test("what is past its time is deleted by the clock, within a minute and at the start")
def _():
    org, account = uuid.uuid4(), uuid.uuid4()
    bench.su.query("INSERT INTO sec.organisation (id, kind, name) VALUES ($1, 'unit', 'Unité')", org)
    bench.su.query("INSERT INTO sec.account (id, login, name, role, org, record, public_key) VALUES ($1, 'x.test', "
                   "'X', 'counsellor', $2, $3, $4)", account, org, os.urandom(320), os.urandom(32))
    bench.each_once()
    idem = os.urandom(32)
    young = os.urandom(32)
    for key, age in ((idem, "8 days"), (young, "6 days")):
        bench.su.query("INSERT INTO sec.idempotency (account, key, operation, digest, result, at) VALUES ($1, $2, "
                       "'test', $3, $4, now() - $5::interval)", account, key, os.urandom(32), uuid.uuid4(), age)
    said = len(bench.worker.said())
    restart(bench.worker)
    wait_until(lambda: bench.su.one("SELECT count(*) FROM sec.idempotency WHERE key = $1", idem) == 0, 10, "expired")
    equal(bench.su.one("SELECT count(*) FROM sec.idempotency WHERE key = $1", young), 1, "keys of six days")
    true("clocks failed" not in bench.worker.said()[said:], "the clocks failed")


@test("a log that is shorter than what the database has seen is not written to")
def _():
    bench.worker.end()
    bench.sealer.end()
    kept = bench.folder / "kept"
    shutil.move(bench.folder / "log", kept)
    (bench.folder / "sealer.key").rename(bench.folder / "kept.key")
    subprocess.run([str(BIN / "jalon-sealer"), "init", "--config", str(bench.conf)], check=True, capture_output=True)
    bench.sealer.start()
    bench.worker.start()
    row = bench.write()
    wait_until(lambda: "sealer refuses, or has another log, retrying error=integrity" in bench.worker.said(), 10,
               "the message")
    time.sleep(0.5)
    equal(bench.index(row), None, "index")
    equal(bench.entries(), [], "entries of the wrong log")
    bench.sealer.end()
    shutil.rmtree(bench.folder / "log")
    shutil.move(kept, bench.folder / "log")
    (bench.folder / "sealer.key").unlink()
    (bench.folder / "kept.key").rename(bench.folder / "sealer.key")
    bench.sealer.start()
    bench.each_once()
    bench.copied()


@test("wrong words and a wrong configuration end with 64 and 78")
def _():
    def code(*words):
        return subprocess.run([str(BIN / "jalon-worker"), *words], capture_output=True, check=False).returncode

    equal(code(), 64)
    equal(code("--config", str(bench.conf), "more"), 64)
    equal(code("--config", str(bench.folder / "none")), 78)
    wrong = bench.folder / "wrong.conf"
    wrong.write_text(bench.conf.read_text().replace("[admin]", "colour = red\n[admin]"))
    equal(code("--config", str(wrong)), 78)
    equal(code("--config", str(bench.conf), "--check-config"), 0)
    equal(code("--version"), 0)


run()
