#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Backup of a running instance and restore into an empty folder: what comes back, and what is refused."""
import hashlib
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import threading
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from instance import Instance  # noqa: E402
from tap import BIN, BUILD, ROOT, contains, equal, run, scratch, test, true, wait_until  # noqa: E402

WHO = {"family_name": "N’Guessan-Lefèvre", "first_names": "Zoé Åsa", "birth_date": "1991-02-28",
       "phone": "+33639980001", "address": "3 rue de l’Été, 59000 Lille"}
old = Instance("a", founded=True)
new = Instance("r")
place = scratch("backups")
backup = place / "one"
was = type("Was", (), {})()


def open_case(instance, token, identity):
    status, _, answer = instance.request("POST", "/cases", {"identity": identity}, token=token,
                                         headers={"Idempotency-Key": str(uuid.uuid4())})
    equal(status, 201, str(answer))
    return answer["id"]


def check(folder):
    done = subprocess.run([str(BIN / "jalon"), "--config", "/dev/null", "restore", "--check", "--from", str(folder)],
                          capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr


def mac_keys(instance, step):
    done = subprocess.run([str(BIN / "jalon-vault"), "mac-keys", step, "--config", str(instance.var / "jalon.conf")],
                          stdin=subprocess.DEVNULL, capture_output=True, check=False, timeout=60)
    equal(done.returncode, 0, done.stderr.decode())
    return done.stdout


def log_of(instance, *words):
    log = instance.var / "sealer/log"
    done = subprocess.run([str(BIN / "jalon-verify"), "--key", str(log / "log.vkey"), *map(str, words), str(log)],
                          capture_output=True, text=True, check=False, timeout=60)
    equal(done.returncode, 0, done.stdout[-300:] + done.stderr)
    return done.stdout


def ids_in(text):
    return re.findall(r"^id ([0-9a-f-]{36})$", text, re.M)


def copy(name):
    to = place / name
    shutil.rmtree(to, ignore_errors=True)
    shutil.copytree(backup, to)
    return to


def write_manifest(folder, entries):
    """A manifest that fits whatever lies in the folder."""
    made = (backup / "MANIFEST").read_text().splitlines()[1]
    text = f"jalon-backup 1\n{made}\nentries {entries}\n"
    for path in sorted(folder.iterdir()):
        if path.name != "MANIFEST":
            data = path.read_bytes()
            text += f"file {len(data)} {hashlib.blake2b(data, digest_size=32).hexdigest()} {path.name}\n"
    text += f"end {hashlib.blake2b(text.encode(), digest_size=32).hexdigest()}\n"
    (folder / "MANIFEST").write_text(text)


def settled(instance):
    wait_until(lambda: instance.query("SELECT count(*) FROM sec.outbox WHERE sealed_index IS NULL") == ["0"], 20,
               "every write sealed")


@test("a backup is made while cases are opened, in one folder that is its maker's alone")
def _():
    old.start()
    mac_keys(old, "next")  # and somebody makes a backup before it goes on
    was.accounts = old.accounts()
    was.account = old.account("counsellor")
    was.token = old.sign_in(was.account)
    was.case = open_case(old, was.token, WHO)
    was.page = old.request("GET", "/cases/" + was.case, token=was.token)[2]
    was.before = old.query("SELECT id FROM casework.case_file")
    stop, made = threading.Event(), []

    def write():
        while not stop.is_set():
            made.append(open_case(old, was.token, dict(WHO, first_names=f"Numéro {len(made)}")))
            stop.wait(0.02)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            wait_until(lambda n=len(made) + 3: len(made) >= n, 20, "writes go on")
            code, out, err = old.run("backup", place / f"busy-{number}")
            equal(code, 0, err)
            contains(out, "entries of the log")
        count = len(made)
        wait_until(lambda: len(made) > count, 20, "a write after the backup")
    finally:
        stop.set()
        writer.join()
    was.during = made
    (place / "busy-2").rename(backup)
    equal(backup.stat().st_mode & 0o777, 0o700)
    names = {path.name for path in backup.iterdir()}
    equal(names, {"MANIFEST", "database.dump", "log-000001", "log.vkey", "checkpoint", "vault.root", "sealer.key",
                  "jalon.conf", "accounts.json"})
    for path in backup.iterdir():
        equal(path.stat().st_mode & 0o777, 0o600, path.name)
    equal([path.name for path in place.iterdir() if path.name.endswith(".new")], [], "left behind")
    equal(check(backup), (0, ""))


@test("b2sum makes the hashes of the manifest")
def _():
    for line in (backup / "MANIFEST").read_text().splitlines():
        if line.startswith("file "):
            _, size, digest, name = line.split(" ")
            done = subprocess.run(["b2sum", "-l", "256", str(backup / name)], capture_output=True, text=True,
                                  check=True)
            equal((done.stdout.split()[0], (backup / name).stat().st_size), (digest, int(size)), name)


@test("no password of the database and no recovery key is in a backup")
def _():
    secrets = [line.rpartition(":")[2].strip().encode() for path in (old.var / "secrets").iterdir()
               for line in path.read_text().splitlines()]
    secrets.append((old.var / "keys-offline/recovery.key").read_bytes())
    true(len(secrets) > 4, "few secrets")
    whole = b"".join(path.read_bytes() for path in backup.iterdir())
    for secret in secrets:
        true(secret not in whole, "a secret is in the backup")


@test("a second backup under a name that is taken is refused and leaves what is there")
def _():
    manifest = (backup / "MANIFEST").read_bytes()
    code, _, err = old.run("backup", backup)
    equal(code, 73, err)
    contains(err, "is there already")
    equal((backup / "MANIFEST").read_bytes(), manifest)


@test("without the sealer or a file, or with a link in a file's place, no backup is made, and nothing is left of it")
def _():
    os.kill(old.pid("jalon-sealer"), signal.SIGKILL)
    code, _, err = old.run("backup", place / "none")
    equal(code, 69, err)
    contains(err, "nothing was made")
    old.start()
    root = old.var / "vault/vault.root"
    root.rename(root.with_name("away"))
    code, _, err = old.run("backup", place / "none")
    root.with_name("away").rename(root)
    equal(code, 74, err)
    # Who has the vault's or the sealer's account may plant what root would read.
    for file in (root, old.var / "sealer/log/log.vkey"):
        for plant in (lambda: file.symlink_to(backup / "jalon.conf"), lambda: os.mkfifo(file)):
            file.rename(file.with_name("away"))
            plant()
            code, _, err = old.run("backup", place / "none", timeout=60)
            file.unlink()
            file.with_name("away").rename(file)
            equal(code, 74, err)
            contains(err, "format")
    equal([path.name for path in place.iterdir() if path.name.startswith("none")], [])


@test("any changed byte, cut, addition, missing, foreign or linked file is refused by name")
def _():
    for name in sorted(path.name for path in backup.iterdir() if path.name != "MANIFEST"):
        torn = copy("torn")
        data = (backup / name).read_bytes()
        size = len(data)
        for at in {0, 1, size // 4, size // 2, 3 * size // 4, size - 2, size - 1}:
            (torn / name).write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
            equal(check(torn)[0], 65, f"{name} at {at}")
        for bad in (data[:-1], data[:size // 2], b"", data + b"\0", data + data):
            (torn / name).write_bytes(bad)
            code, err = check(torn)
            equal(code, 65, name)
            contains(err, f"{name} is not the file that was backed up")
        (torn / name).unlink()
        code, err = check(torn)
        equal(code, 65, name)
        contains(err, f"{name} is missing")
        (torn / name).symlink_to(backup / name)
        equal(check(torn)[0], 65, f"{name} as a link")
        (torn / name).unlink()
        (torn / name).mkdir()
        equal(check(torn)[0], 65, f"{name} as a folder")
    for name in ("zzz", "log-000002", "a", "Strange name", ".hidden"):
        torn = copy("torn")
        (torn / name).write_bytes(b"x")
        code, err = check(torn)
        equal(code, 65, name)
        contains(err, name)


@test("every byte of the manifest counts")
def _():
    torn = copy("torn")
    data = (backup / "MANIFEST").read_bytes()
    for at in range(0, len(data), 7):
        (torn / "MANIFEST").write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
        equal(check(torn)[0], 65, f"byte {at}")
    for bad in (b"", data[:-1], data[:-80], data + b"\n", data + data):
        (torn / "MANIFEST").write_bytes(bad)
        equal(check(torn)[0], 65)
    (torn / "MANIFEST").unlink()
    contains(check(torn)[1], "no MANIFEST")
    torn = copy("torn")
    (torn / "sealer.key").unlink()
    write_manifest(torn, 1)
    contains(check(torn)[1], "sealer.key is missing")


@test("a damaged backup, or none, makes nothing at all")
def _():
    torn = copy("torn")
    data = (torn / "database.dump").read_bytes()
    (torn / "database.dump").write_bytes(data[:5000] + b"\0" + data[5001:])
    for folder in (torn, place / "nowhere"):
        code, _, err = new.run("restore", folder)
        equal(code, 65, err)
        true(not new.var.exists(), "something was made")


@test("a restore into a folder that is not empty is refused, a living instance stays as it was")
def _():
    cases = old.query("SELECT count(*) FROM casework.case_file")
    code, _, err = old.run("restore", backup)
    equal(code, 77, err)
    contains(err, "is not empty")
    equal(old.query("SELECT count(*) FROM casework.case_file"), cases)
    code, _, err = old.jalon("restore", "--from", str(backup))
    equal(code, 77, err)
    contains(err, "is not empty")
    equal(old.query("SELECT count(*) FROM casework.case_file"), cases)
    equal(old.request("GET", "/me", token=was.token)[0], 200, "a session of the living instance")


def shorter_log(folder, frames):
    """The first frames of the log, with a manifest that says so."""
    data, at, entries = (backup / "log-000001").read_bytes(), 0, 0
    for _ in range(frames):
        first, count, payload = struct.unpack(">QII", data[at + 4:at + 20])
        at, entries = at + 36 + payload + 32, first + count
    (folder / "log-000001").write_bytes(data[:at])
    write_manifest(folder, entries)


@test("a database ahead of its log is refused and does not start")
def _():
    mixed = copy("mixed")
    shorter_log(mixed, 5)
    equal(check(mixed), (0, ""), "by itself it is whole")
    code, _, err = new.run("restore", mixed)
    equal(code, 65, err)
    contains(err, "the database has read")
    code, _, err = new.run("start")
    equal(code, 77, err)
    contains(err, "repeat deploy/run restore")


@test("a log that another key signed is refused")
def _():
    mixed = copy("mixed")
    key = bytearray((mixed / "sealer.key").read_bytes())
    key[20] ^= 1
    (mixed / "sealer.key").write_bytes(key)
    write_manifest(mixed, int((backup / "MANIFEST").read_text().splitlines()[2].split()[1]))
    code, _, err = new.run("restore", mixed)
    equal(code, 65, err)
    contains(err, "does not lead on")
    equal(new.run("start")[0], 77)


@test("a backup behind a signed head that somebody has kept is refused")
def _():
    settled(old)
    later = place / "later"

    def head():
        later.write_text(old.request("GET", "/log/head")[2])
        return int(later.read_text().splitlines()[1]) > int(
            (backup / "MANIFEST").read_text().splitlines()[2].split()[1])
    wait_until(head, 20, "a later head")
    code, _, err = new.run("restore", backup, later)
    equal(code, 65, err)
    contains(err, "does not lead on")
    equal(new.run("start")[0], 77)


@test("a restore that was killed does not start, and can be repeated")
def _():
    equal(new.run("stop")[0], 0)
    shutil.rmtree(new.var)
    for begun in ("pg", "sealer/sealer.key"):
        child = subprocess.Popen([str(ROOT / "deploy/run"), "restore", str(backup)], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                 env={**os.environ, "PORT": str(new.port), "VAR": str(new.var), "BUILD": str(BUILD)})
        wait_until(lambda path=new.var / begun: path.exists(), 60, begun)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
        equal(new.run("start")[0], 77, f"killed after {begun}")
        equal(new.run("backup", place / "none")[0], 77)
    code, out, err = new.run("restore", backup, backup / "checkpoint")
    equal(code, 0, out[-1000:] + err[-1000:])
    contains(out, "verified")
    contains(out, "restored into")


@test("the restored log verifies, leads on from the signed head of the backup, and holds no write that the database "
      "has not")
def _():
    was.log = log_of(new, "--old", backup / "checkpoint", "--print")
    contains(was.log, "is a prefix")
    old.stop()
    new.start()
    ids = set(new.query("SELECT id FROM sec.outbox"))
    unknown = set(ids_in(was.log)) - ids
    equal(unknown, set())


@test("every write is sealed once, those before the backup where they were, the restore itself too")
def _():
    settled(new)
    wait_until(lambda: set(new.query("SELECT id FROM sec.outbox")) <= set(ids_in(log_of(new, "--print"))), 20,
               "a head over every write")
    text = log_of(new, "--old", backup / "checkpoint", "--print")
    ids = ids_in(text)
    equal(len(ids), len(set(ids)), "entries of writes")
    equal(new.query("SELECT count(*) FROM sec.outbox WHERE action = 'backup.restore'"), ["1"])
    true(int(new.query("SELECT count(*) FROM sec.outbox WHERE action = 'backup.make'")[0]) >= 1, "backup.make")
    contains(text, "backup.restore")
    true(text.index("backup.make") < text.index("backup.restore"), "order")
    for action in ("backup.make", "backup.restore"):
        for one in new.query(f"SELECT id FROM sec.outbox WHERE action = '{action}'"):
            equal(ids.count(one), 1, action)


@test("the copy of the log is made anew from the restored one")
def _():
    entries = log_of(new, "--print").split("verified\n\n")[1]
    leaves = [hashlib.sha256(b"\0" + text.encode()[:-1]).hexdigest() for text in re.split(r"# \d+\n", entries)[1:]]
    wait_until(lambda: int(new.query("SELECT copied FROM sec.log_cursor")[0]) >= len(leaves), 20, "all copied")
    rows = new.query("SELECT encode(sha256('\\x00' || bytes), 'hex') FROM sec.log_entry ORDER BY index")
    equal(rows[:len(leaves)], leaves, "leaves")


@test("tokens of before are dead")
def _():
    equal(new.request("GET", "/me", token=was.token)[0], 401)
    equal(new.request("GET", "/cases/" + was.case, token=was.token)[0], 401)


@test("a change of the MAC keys that was under way goes on")
def _():
    lines = place / "mac-keys"
    lines.write_bytes(mac_keys(new, "print"))
    code, out, err = new.jalon("mac-keys", "--file", str(lines))
    equal(code, 0, err)
    contains(out, "id 2")
    equal(new.query("SELECT key_id FROM sec.mac_key ORDER BY 1"), ["1", "1", "2", "2"])


@test("everybody signs in with the password and the second factor of before")
def _():
    equal(new.accounts(), was.accounts)
    for account in was.accounts:
        token = new.sign_in(account)
        status, _, me = new.request("GET", "/me", token=token)
        equal((status, me["login"], me["role"]), (200, account["login"], account["role"]))
        if account["login"] == was.account["login"]:
            was.again = token


@test("cases are read byte for byte, and none of before the backup is missing")
def _():
    status, _, page = new.request("GET", "/cases/" + was.case, token=was.again)
    equal(status, 200)
    equal(page, was.page)
    for field, value in WHO.items():
        equal(page["identity"][field].encode(), value.encode(), field)
    there = set(new.query("SELECT id FROM casework.case_file"))
    equal(set(was.before) - there, set(), "cases of before")
    kept = [case for case in was.during if case in there]
    true(kept, "no case of the time of the backups")
    equal(was.during[:len(kept)], kept, "cases in the order in which they were made")
    for case in kept[:15] + kept[-15:]:  # more would come near the ceiling of an hour
        status, _, page = new.request("GET", "/cases/" + case, token=was.again)
        equal((status, page["identity"]["family_name"]), (200, WHO["family_name"]), case)


@test("it goes on: a case is taken in, changed, and both are sealed once")
def _():
    case = open_case(new, was.again, dict(WHO, first_names="Après"))
    status, _, _ = new.request("PUT", f"/cases/{case}/identity", {"identity": dict(WHO, first_names="Plus tard")},
                               token=was.again, headers={"If-Match": '"1"'})
    equal(status, 200)
    equal(new.request("GET", "/cases/" + case, token=was.again)[2]["identity"]["first_names"], "Plus tard")
    settled(new)
    mine = new.query(f"SELECT id FROM sec.outbox WHERE case_id = '{case}'")
    true(len(mine) >= 2, "writes of the case")
    wait_until(lambda: set(mine) <= set(ids_in(log_of(new, "--print"))), 20, "a head over them")
    ids = ids_in(log_of(new, "--old", backup / "checkpoint", "--print"))
    equal([ids.count(one) for one in mine], [1] * len(mine))


@test("doctor finds nothing wrong with it, and it can be stopped, started and backed up again")
def _():
    code, out, _ = new.jalon("doctor")
    equal(code, 0, out)
    mac_keys(new, "end")
    new.stop()
    new.start()
    equal(new.request("GET", "/cases/" + was.case, token=was.again)[0], 200, "under the new MAC keys")
    equal(new.run("backup", place / "again")[0], 0)
    equal(check(place / "again"), (0, ""))


@test("wrong words end with 64")
def _():
    for words in (("backup",), ("restore",), ("backup", "a", "b"), ("restore", "a", "b", "c"), ("start", "x")):
        equal(old.run(*words)[0], 64, repr(words))
    for words in (("backup",), ("restore",), ("restore", "--check"), ("backup", "--out", "x", "--check")):
        equal(new.jalon(*words)[0], 64, repr(words))


run()
