#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""jalon-verify against logs that another program wrote (tests/lib/tlog.py): what is right is verified, and each way to
tamper with a log is found, at the right place."""
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import shutil  # noqa: E402

import tlog  # noqa: E402
from tap import BIN, contains, equal, run, scratch, test, true  # noqa: E402

ORIGIN = "jalon.invalid/test"
LOG = tlog.Log(bytes(range(32)), ORIGIN)
OTHER = tlog.Log(bytes(range(1, 33)), ORIGIN)
HERE = scratch("verify")
KEY = HERE / "log.vkey"
KEY.write_text(LOG.vkey() + "\n")


def entry(i, reason="follow_up given"):
    """Lengths vary, and some entries have many objects."""
    text = (f"jalon/1\nat 2026-11-22T19:{i // 3600 % 60:02d}:{i // 60 % 60:02d}.{i % 60:06d}Z\nof -\n"
            f"id {i:08x}-0000-4000-8000-000000000000\naction case.open\n"
            "actor 5e0c1b1a-8f0e-4d7a-9a51-0a3a5d0c7b11 counsellor 0c8f1f3e-54a2-4f7b-8a55-1f7f5b1f1d22\n"
            f"subject -\nreason {reason}\noutcome ok\nclaimed 127.0.0.1\n")
    for n in range(i % 5):
        text += (f"object casework.case_file {n:08x}-1111-4111-8111-111111111111 {i + 1} IDENT "
                 f"{n:08x}-1111-4111-8111-111111111111 caseload {'ab' * 32}\n")
    return text.encode()


ENTRIES = [entry(i) for i in range(70000)]


def new(n, tiles=True, log=LOG, entries=None):
    folder = scratch("log")
    log.write(folder, (entries or ENTRIES)[:n], tiles=tiles)
    return folder


def verify(*arguments, key=KEY):
    return subprocess.run([BIN / "jalon-verify", "--key", key, *arguments], capture_output=True, text=True, timeout=120)


def verified(folder, *arguments):
    got = verify(*arguments, folder)
    equal((got.returncode, got.stderr), (0, ""), "outcome")
    contains(got.stdout.splitlines(), "verified", "output")
    return got.stdout


def refused(folder, *why, arguments=(), key=KEY):
    """Exit 1, nothing on standard output, and the sentence holds every one of the words."""
    got = verify(*arguments, folder, key=key)
    equal((got.returncode, got.stdout), (1, ""), f"outcome ({got.stderr.strip()})")
    for word in why:
        contains(got.stderr, word, "reason")


def change(file, old, fresh):
    data = file.read_bytes()
    true(data.count(old) == 1, f"{old!r} is not once in {file}")
    file.write_bytes(data.replace(old, fresh))


def bundle(entries):
    return b"".join(len(e).to_bytes(2, "big") + e for e in entries)


@test("logs of every interesting size are verified, with their size, root and times")
def _():
    for n in (0, 1, 2, 3, 255, 256, 257, 300, 511, 512, 513):
        out = verified(new(n)).splitlines()
        root = tlog.root([tlog.leaf(e) for e in ENTRIES[:n]]).hex()
        equal(out[0:3], [f"origin {ORIGIN}", f"size {n}", f"root {root}"], f"first lines of size {n}")
        if n:
            equal(out[3], f"entries from {ENTRIES[0][11:38].decode()} to {ENTRIES[n - 1][11:38].decode()}", "times")


@test("a log of 70000 entries is verified with three levels of tiles, in memory that does not grow with it")
def _():
    folder = new(70000)
    contains(verified(folder), "hash tiles 277 compared, 0 absent")
    limit = f'ulimit -v 65536; exec "{BIN}/jalon-verify" --key "{KEY}" "{folder}"'
    if subprocess.run(["sh", "-c", f'exec "{BIN}/jalon-verify" --version'], capture_output=True).returncode == 0 and \
            b"__asan" not in (BIN / "jalon-verify").read_bytes():
        got = subprocess.run(["sh", "-c", limit], capture_output=True, text=True, timeout=120)
        equal(got.returncode, 0, f"exit within 64 MiB of address space ({got.stderr.strip()})")


@test("a log that grew keeps older partial tiles, which are compared too")
def _():
    folder = scratch("log")
    for n in (3, 17, 200, 256, 260, 300):
        LOG.write(folder, ENTRIES[:n])
    contains(verified(folder), "0 absent")
    change(folder / "tile/entries/000.p/17", b"id 00000002-", b"id 00000003-")
    refused(folder, "entry 2 is another one in tile/entries/000.p/17")
    tlog.put(folder, "tile/entries/000.p/17", bundle(ENTRIES[:17]) + b"x")
    refused(folder, "tile/entries/000.p/17 has bytes after its last entry (16)")
    LOG.write(folder, ENTRIES[:17])
    LOG.write(folder, ENTRIES[:300])
    stale = folder / "tile/0/000.p/17"
    stale.write_bytes(stale.read_bytes()[:-1] + b"x")
    refused(folder, "entry 16 and hash tile tile/0/000.p/17 differ", "the tile was altered")


@test("a checkpoint older than the files is verified against their beginning")
def _():
    for n, later in ((3, 17), (17, 256), (300, 512), (300, 600)):
        folder = new(later)
        (folder / "checkpoint").write_bytes(LOG.checkpoint(ENTRIES[:n]))
        contains(verified(folder), f"size {n}\n")


@test("a log without hash tiles is verified from its entries, and the absent tiles are counted")
def _():
    contains(verified(new(300, tiles=False)), "hash tiles 0 compared, 3 absent")


@test("one changed byte of any part of an entry is found at its index")
def _():
    for old, fresh in ((b"follow_up given", b"duty_cover given"), (b"outcome ok", b"outcome no"),
                       (b"claimed 127", b"claimed 128")):
        for index in (0, 1, 255, 256, 299):
            altered = list(ENTRIES[:300])
            altered[index] = altered[index].replace(old, fresh)
            true(altered[index] != ENTRIES[index], "altered")
            folder = new(300)
            part = index // 256
            name = tlog.tile_name("entries", part, min(256, 300 - 256 * part))
            tlog.put(folder, name, bundle(altered[256 * part:256 * part + 256]))
            refused(folder, f"entry {index} and hash tile", "the entries do not give the signed root")


@test("every single bit of a small log's files counts")
def _():
    folder = new(3)
    for name in ("checkpoint", "tile/entries/000.p/3", "tile/0/000.p/3"):
        whole = (folder / name).read_bytes()
        for at in range(0, len(whole), 7):
            for bit in (1, 128):
                (folder / name).write_bytes(whole[:at] + bytes([whole[at] ^ bit]) + whole[at + 1:])
                refused(folder)
        (folder / name).write_bytes(whole)
    verified(folder)


@test("an entry that is not canonical is refused even when the head signs it")
def _():
    strange = list(ENTRIES[:10])
    strange[4] = strange[4].replace(b"outcome ok", b"outcome  ok")
    refused(new(10, entries=strange), "entry 4 is not in the canonical form")


@test("a removed entry is found where it was")
def _():
    folder = new(300)
    tlog.put(folder, "tile/entries/000", bundle(ENTRIES[:100] + ENTRIES[101:256]))
    refused(folder, "entry 100 and hash tile tile/0/000 differ")
    tlog.put(folder, "tile/entries/000", bundle(ENTRIES[:255]))
    refused(folder, "entry 255 is missing")


@test("an entry too many is found")
def _():
    folder = new(10)
    tlog.put(folder, "tile/entries/000.p/10", bundle(ENTRIES[:11]))
    refused(folder, "bytes after its last entry (9)")


@test("two exchanged entries are found at the first")
def _():
    folder = new(300)
    swapped = list(ENTRIES[256:300])
    swapped[3], swapped[30] = swapped[30], swapped[3]
    tlog.put(folder, "tile/entries/001.p/44", bundle(swapped))
    refused(folder, "entry 259 and hash tile tile/0/001.p/44 differ")


@test("a last bundle that is cut short or gone is found")
def _():
    folder = new(300)
    file = folder / "tile/entries/001.p/44"
    whole = file.read_bytes()
    for cut in (1, len(ENTRIES[299]), len(ENTRIES[299]) + 1, len(ENTRIES[299]) + 2):
        file.write_bytes(whole[:-cut])
        refused(folder, "entry 299 is missing")
    file.write_bytes(whole[:-len(ENTRIES[299]) - 3])
    refused(folder, "entry 298 is missing")
    file.unlink()
    refused(folder, "entries from 256 on are missing")


@test("a log cut back to a bundle's end does not fit its head, nor, cut back with its head, an older head")
def _():
    folder = new(300)
    (HERE / "old").write_bytes(LOG.checkpoint(ENTRIES[:300]))
    shorter = new(256)
    (shorter / "checkpoint").write_bytes((folder / "checkpoint").read_bytes())
    refused(shorter, "entries from 256 on are missing")
    LOG.write(shorter, ENTRIES[:256])
    refused(shorter, "entries were cut off", arguments=("--old", HERE / "old"))


@test("an altered or exchanged hash tile is found, and told apart from an altered entry")
def _():
    folder = new(600)
    first, second = (folder / "tile/0/000").read_bytes(), (folder / "tile/0/001").read_bytes()
    (folder / "tile/0/000").write_bytes(second)
    (folder / "tile/0/001").write_bytes(first)
    refused(folder, "entry 0 and hash tile tile/0/000 differ: the tile was altered")
    (folder / "tile/0/000").write_bytes(first)
    refused(folder, "entry 256 and hash tile tile/0/001 differ: the tile was altered")
    (folder / "tile/0/001").write_bytes(second[:-32])
    refused(folder, "tile/0/001 has 8160 bytes")
    (folder / "tile/0/001").write_bytes(second)
    upper = folder / "tile/1/000.p/2"
    upper.write_bytes(upper.read_bytes()[32:] * 2)
    refused(folder, "entries 0 to 255 and hash tile tile/1/000.p/2 differ: the tile was altered")


@test("an entry changed together with every tile above it still does not fit the signed root")
def _():
    changed = list(ENTRIES[:300])
    changed[7] = entry(7, "duty_cover given")
    folder = new(300, entries=changed)
    (folder / "checkpoint").write_bytes(LOG.checkpoint(ENTRIES[:300]))
    refused(folder, "which is not the signed one")


@test("a head of another key, of another log, or with a wrong signature is refused")
def _():
    folder = new(5)
    head = folder / "checkpoint"
    mine = head.read_bytes()
    head.write_bytes(OTHER.checkpoint(ENTRIES[:5]))
    refused(folder, "not signed by this key")
    head.write_bytes(LOG.checkpoint(ENTRIES[:5], origin="jalon.invalid/other"))
    refused(folder, 'of the log "jalon.invalid/other"')
    for at in (-3, -40, -80):
        head.write_bytes(mine[:at] + (b"A" if mine[at:at + 1] != b"A" else b"B") + mine[at + 1 or None:])
        refused(folder)
    head.write_bytes(mine.replace(b"\n5\n", b"\n4\n"))
    refused(folder, "the signature of this key is wrong")
    head.unlink()
    refused(folder, "no such file")


@test("the key id is no key: another key under the same id is refused")
def _():
    folder = new(5)
    forged = tlog.Log(OTHER.seed, ORIGIN)
    forged.key_id = LOG.key_id
    (folder / "checkpoint").write_bytes(forged.checkpoint(ENTRIES[:5]))
    refused(folder, "the signature of this key is wrong")


@test("signatures of witnesses beside ours are passed over, and do not stand for it")
def _():
    folder = new(5)
    head = folder / "checkpoint"
    witness = tlog.Log(bytes(32), "witness.example/w1")
    body = head.read_text().split("\n\n")[0] + "\n"
    line = witness.note(body).decode().split("\n\n")[1]
    ours = head.read_text().split("\n\n")[1]
    head.write_text(body + "\n" + line * 20 + ours)
    verified(folder)
    head.write_text(body + "\n" + line)
    refused(folder, "not signed by this key")


@test("an older head of the same log is proven to be a prefix, at every size")
def _():
    folder = new(70)
    for n in range(71):
        (HERE / "old").write_bytes(LOG.checkpoint(ENTRIES[:n]))
        contains(verified(folder, "--old", HERE / "old"), f"old size {n} is a prefix\n")


@test("a fork is found by an older head: rewritten history under a valid signature")
def _():
    (HERE / "old").write_bytes(LOG.checkpoint(ENTRIES[:40]))
    for index in (0, 20, 39):
        rewritten = list(ENTRIES[:70])
        rewritten[index] = entry(index, "duty_cover given")
        fork = new(70, entries=rewritten)
        verified(fork)
        refused(fork, "the log was rewritten: its first 40 entries", arguments=("--old", HERE / "old"))
    rewritten = list(ENTRIES[:70])
    rewritten[40] = entry(40, "duty_cover given")
    verified(new(70, entries=rewritten), "--old", HERE / "old")
    rewritten[3] = entry(3, "duty_cover given")
    fork = new(70, entries=rewritten)
    tlog.put(fork, "tile/0/000.p/70", (fork / "tile/0/000.p/70").read_bytes()[:-1] + b"x")
    refused(fork, "the log was rewritten", arguments=("--old", HERE / "old"))


@test("an older head must itself be signed by the key")
def _():
    (HERE / "old").write_bytes(OTHER.checkpoint(ENTRIES[:2]))
    refused(new(5), "not signed by this key", arguments=("--old", HERE / "old"))


@test("entries are printed with their indexes, all or a range, and only after verification")
def _():
    folder = new(300)
    out = verified(folder, "--print", "254-257").split("verified\n\n")[1]
    equal(out, "".join(f"# {i}\n{ENTRIES[i].decode()}\n" for i in range(254, 258)), "range")
    out = verified(folder, "--print=299").split("verified\n\n")[1]
    equal(out, f"# 299\n{ENTRIES[299].decode()}\n", "one")
    out = verified(folder, "--print").split("verified\n\n")[1]
    equal(out.count("# "), 300, "all")
    tlog.put(folder, "tile/entries/001.p/44", bundle(ENTRIES[255:299]))
    refused(folder, "entry 256", arguments=("--print",))


@test("one entry is verified by its proof alone, at every index of every small tree")
def _():
    for n in (1, 2, 5, 8, 13):
        for index in range(n):
            (HERE / "proof").write_bytes(LOG.proof(index, ENTRIES[:n]))
            (HERE / "entry").write_bytes(ENTRIES[index])
            got = verify("--proof", HERE / "proof", HERE / "entry")
            equal(got.returncode, 0, f"exit ({got.stderr.strip()})")
            contains(got.stdout, f"entry {index} at ")


@test("a proof of another entry, index, tree or key is refused, and so is one with any altered byte")
def _():
    def says(proof, data, *words):
        (HERE / "proof").write_bytes(proof)
        (HERE / "entry").write_bytes(data)
        refused(HERE / "entry", *words, arguments=("--proof", HERE / "proof"))

    good = LOG.proof(5, ENTRIES[:13])
    says(good, ENTRIES[6], "does not lead from this entry")
    says(good.replace(b"index 5", b"index 4"), ENTRIES[5], "does not lead from this entry")
    says(good.replace(b"index 5", b"index 05"), ENTRIES[5], "not a proof")
    says(OTHER.proof(5, ENTRIES[:13]), ENTRIES[5], "not signed by this key")
    says(good, ENTRIES[5] + b"\n", "does not lead from this entry")
    lines = good.split(b"\n")
    says(b"\n".join(lines[:2] + lines[3:]), ENTRIES[5], "does not lead from this entry")
    says(b"\n".join(lines[:3] + lines[2:]), ENTRIES[5], "does not lead from this entry")
    for at in range(0, len(good), 3):
        says(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:], ENTRIES[5])


def bundled(data, *arguments):
    (HERE / "bundle").write_bytes(data)
    got = verify("--bundle", *arguments, HERE / "bundle")
    equal((got.returncode, got.stderr), (0, ""), "outcome")
    contains(got.stdout.splitlines(), "verified", "output")
    return got.stdout


def bundle_refused(data, *words, key=KEY):
    (HERE / "bundle").write_bytes(data)
    refused(HERE / "bundle", *words, arguments=("--bundle",), key=key)


SIZE = 40
PROOFS = [LOG.proof(i, ENTRIES[:SIZE], ENTRIES[i]) for i in range(SIZE)]


@test("a bundle is verified wherever it lies in the log, with its head, its times and its indexes")
def _():
    for n, first, count in ((1, 0, 1), (2, 1, 1), (13, 0, 13), (40, 7, 20), (300, 44, 256)):
        out = bundled(LOG.bundle(first, count, ENTRIES[:n])).splitlines()
        root = tlog.root([tlog.leaf(e) for e in ENTRIES[:n]]).hex()
        equal(out, [f"origin {ORIGIN}", f"size {n}", f"root {root}",
                    f"entries from {ENTRIES[first][11:38].decode()} to {ENTRIES[first + count - 1][11:38].decode()}",
                    f"first {first}", f"count {count}", "verified"])


@test("the entries of a bundle are printed, all or a range, and only after verification")
def _():
    data = LOG.bundle(5, 10, ENTRIES[:SIZE])
    out = bundled(data, "--print", "7-8").split("verified\n\n")[1]
    equal(out, "".join(f"# {i}\n{ENTRIES[i].decode()}\n" for i in (7, 8)))
    equal(bundled(data, "--print").split("verified\n\n")[1].count("# "), 10)
    (HERE / "bundle").write_bytes(data[:-1])
    refused(HERE / "bundle", "entry 14", arguments=("--bundle", "--print"))


@test("each part of a bundle is a proof by itself, as anybody's program cuts it")
def _():
    head, *parts = LOG.bundle(3, 5, ENTRIES[:SIZE]).split(b"c2sp.org/tlog-proof@v1\n")
    for i, part in enumerate(parts, 3):
        (HERE / "proof").write_bytes(b"c2sp.org/tlog-proof@v1\n" + part)
        (HERE / "entry").write_bytes(ENTRIES[i])
        equal(verify("--proof", HERE / "proof", HERE / "entry").returncode, 0, f"part {i}")


@test("an altered entry of a bundle is named")
def _():
    for i in (5, 9, 14):
        parts = PROOFS[5:15]
        altered = ENTRIES[i].replace(b"outcome ok", b"outcome no")
        parts[i - 5] = LOG.proof(i, ENTRIES[:SIZE], altered)
        bundle_refused(tlog.bundle(5, parts), f"entry {i}: was altered")
    strange = list(ENTRIES[:SIZE])
    strange[6] = strange[6].replace(b"outcome ok", b"outcome  ok")
    bundle_refused(LOG.bundle(5, 3, strange), "entry 6: is not in the canonical form")


@test("an entry that is left out, doubled, exchanged or beyond the end is missed where it should be")
def _():
    bundle_refused(tlog.bundle(5, PROOFS[5:9] + PROOFS[10:15]), "entry 9: is not in its place, where entry 10 is")
    bundle_refused(tlog.bundle(5, PROOFS[5:9] + PROOFS[8:12]), "entry 9: is not in its place, where entry 8 is")
    bundle_refused(tlog.bundle(5, [PROOFS[5], PROOFS[7], PROOFS[6]]), "entry 6: is not in its place, where entry 7 is")
    bundle_refused(tlog.bundle(4, PROOFS[5:9]), "entry 4: is not in its place")
    whole = tlog.bundle(5, PROOFS[5:15])
    bundle_refused(whole.replace(b"count 10", b"count 11"), "entry 15: is missing: the bundle ends before it")
    bundle_refused(whole.replace(b"count 10", b"count 9"), "entry 13: should be the last one")
    bundle_refused(whole[:whole.rindex(b"c2sp.org")], "entry 14: is missing")


@test("a proof of another entry, without an entry, or with an index that is not its own is refused")
def _():
    parts = PROOFS[5:9]
    parts[2] = LOG.proof(7, ENTRIES[:SIZE], ENTRIES[8])
    bundle_refused(tlog.bundle(5, parts), "entry 7: was altered, or has another one's proof")
    parts[2] = PROOFS[8].replace(b"index 8", b"index 7")
    bundle_refused(tlog.bundle(5, parts), "entry 7: was altered, or has another one's proof")
    parts[2] = LOG.proof(7, ENTRIES[:SIZE])
    bundle_refused(tlog.bundle(5, parts), "entry 7: is not beside its proof")
    parts[2] = PROOFS[7].replace(b"extra ", b"extra =")
    bundle_refused(tlog.bundle(5, parts), "entry 7: is not beside its proof")
    lines = PROOFS[7].split(b"\n")
    parts[2] = b"\n".join(lines[:3] + lines[4:])
    bundle_refused(tlog.bundle(5, parts), "entry 7: was altered, or has another one's proof")
    parts[2] = PROOFS[7].replace(b"index 7\n", b"")
    bundle_refused(tlog.bundle(5, parts), "entry 7: no proof in the form")


@test("a checkpoint of another log, key or size, in the first proof or a later one, is refused")
def _():
    def with_head(i, head):
        parts = PROOFS[5:9]
        parts[i] = parts[i][:parts[i].index(ORIGIN.encode())] + head
        return tlog.bundle(5, parts)
    bundle_refused(with_head(0, OTHER.checkpoint(ENTRIES[:SIZE])), "checkpoint of the bundle: not signed by this key")
    bundle_refused(with_head(0, LOG.checkpoint(ENTRIES[:SIZE], origin="jalon.invalid/other")), "of the log")
    bundle_refused(with_head(0, LOG.checkpoint(ENTRIES[:SIZE - 1])), "entry 5: was altered, or has another one's proof")
    for head in (OTHER.checkpoint(ENTRIES[:SIZE]), LOG.checkpoint(ENTRIES[:SIZE - 1])):
        bundle_refused(with_head(2, head), "entry 7: its proof has another checkpoint than the first one")
    bundle_refused(OTHER.bundle(5, 3, ENTRIES[:SIZE]), "not signed by this key")
    forged = list(ENTRIES[:SIZE])
    forged[6] = entry(6, "duty_cover given")
    bundle_refused(OTHER.bundle(5, 3, forged), "not signed by this key")
    (HERE / "other.vkey").write_text(OTHER.vkey() + "\n")
    bundle_refused(tlog.bundle(5, PROOFS[5:9]), "not signed by this key", key=HERE / "other.vkey")


@test("what is no bundle is refused, and so is one with any altered byte")
def _():
    good = tlog.bundle(5, PROOFS[5:8])
    for data in (b"", b"jalon/bundle@1\n", PROOFS[5], good.replace(b"bundle@1", b"bundle@2"), b"\n" + good,
                 good.replace(b"first 5", b"first 05"), good.replace(b"count 3", b"count 0"),
                 good.replace(b"count 3", b"count 257"), good.replace(b"count 3\n\n", b"count 3\n"),
                 good.replace(b"first 5", b"first 9223372036854775807")):
        bundle_refused(data, *([] if b"count 3\nc2sp" in data else ["not a bundle"]))
    for at in range(0, len(good), 11):
        bundle_refused(good[:at] + bytes([good[at] ^ 1]) + good[at + 1:])


@test("misuse and unreadable files are told apart from a log that is not verified")
def _():
    def exits(code, *arguments):
        got = subprocess.run([BIN / "jalon-verify", *arguments], capture_output=True, text=True, timeout=20)
        equal((got.returncode, got.stdout if code else ""), (code, ""), f"{arguments}: {got.stderr.strip()}")

    folder = new(3)
    exits(64)
    exits(64, folder)
    exits(64, "--key", KEY)
    exits(64, "--key", KEY, folder, folder)
    exits(64, "--key", KEY, "--print=x", folder)
    exits(64, "--key", KEY, "--proof", KEY, "--print", folder)
    exits(64, "--key", KEY, "--bundle", "--old", KEY, KEY)
    exits(64, "--key", KEY, "--bundle", "--proof", KEY, KEY)
    exits(66, "--key", KEY, "--bundle", HERE / "absent")
    exits(64, "--unknown")
    exits(66, "--key", HERE / "absent", folder)
    exits(66, "--key", KEY, HERE / "absent")
    exits(66, "--key", KEY, "--old", HERE / "absent", folder)
    exits(66, "--key", KEY, "--proof", HERE / "absent", KEY)
    exits(65, "--key", folder / "checkpoint", folder)
    exits(0, "--help")
    exits(0, "--version")
    with open("/dev/full", "w") as full:
        got = subprocess.run([BIN / "jalon-verify", "--key", KEY, folder], stdout=full, stderr=subprocess.DEVNULL)
    equal(got.returncode, 74, "exit when the answer cannot be written")
    shutil.rmtree(folder)


run()
