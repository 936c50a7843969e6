#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""What a database administrator can do to boxes, envelopes and wraps: plant, copy, move, swap, flip, cut, put back.
Nothing of it gives a plaintext or a key, each try is an entry, and what was not touched stays readable."""
import hashlib
import os
import secrets
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import vaultwire as vw  # noqa: E402
from tap import equal, run, test  # noqa: E402
from vaultstack import PEOPLE, ROOT_FILE, SU, changed, logged, ticket_key, told, web  # noqa: E402
from vaultwire import Bundle, Ticket  # noqa: E402
from wire import DENIED, OK  # noqa: E402

alix, bruno, xavier = (PEOPLE[login] for login in ("a.alix", "b.bruno", "x.xavier"))
a = web.sign_in(alix)
b = web.sign_in(bruno)
x = web.sign_in(xavier)
A_CASE = web.create(a, b"the person of A")
B_CASES = [web.create(b, f"person {i} of B".encode()) for i in range(3)]
X_CASE = web.create(x, b"the person of X")



# --- boxes -----------------------------------------------------------------------------------------------------------

def plant(owner, body, generation=1):
    SU.query("INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject, "
             "subject_generation, body) VALUES (1, 1, $1, $2, 2, $3, 1, $4)", alix.account, generation, owner, body)


def copied_box():
    return SU.one("SELECT body FROM sec.box WHERE kind = 1 AND recipient = $1", xavier.account)


PLANTED = {
    "of random bytes": lambda: secrets.token_bytes(106),
    "of one byte": lambda: b"\0",
    "correctly formed but sealed without the root": lambda: vw.membership_box(
        os.urandom(32), alix.account, alix.public_key, 2, xavier.org, b"S" * 32),
    "sealed under the ticket key": lambda: vw.membership_box(
        ticket_key(), alix.account, alix.public_key, 2, xavier.org, b"S" * 32),
    "of another member, copied": copied_box,
}


def planted(what):
    plant(xavier.org, PLANTED[what]())
    try:
        with logged() as entries:
            session = web.sign_in(alix)
        equal(session.unopened, 1, "boxes unopened")
        broken = told(entries, "keys.unlock", "integrity")
        equal([(e["actor"].split()[0], [o[1] for o in e["object"]]) for e in broken], [(alix.account, [xavier.org])],
              "entries")
        ticket = Ticket(Bundle(web.fetch(x, [X_CASE])).ticket)
        forged = Bundle(web.fetch(x, [X_CASE]))
        ticket.issued, ticket.user = vw.now_us(), uuid.UUID(alix.account).bytes
        ticket.session = hashlib.sha256(session.id).digest()
        forged.ticket, forged.blob = ticket.pack(ticket_key()), session.blob
        equal(web.vault.open(session.token, forged.pack()), (DENIED, None), "the other unit's case by a forged ticket")
        equal(web.read(session, [A_CASE]), (OK, [b"the person of A"]), "her own case")
    finally:
        SU.query("DELETE FROM sec.box WHERE recipient = $1 AND subject = $2", alix.account, xavier.org)


for kind in PLANTED:
    test(f"a membership box planted by SQL gives no key and an entry: one {kind}")(lambda kind=kind: planted(kind))


@test("the control of the planted boxes: one sealed with the root does give the key")
def _():
    secret = os.urandom(32)
    plant(xavier.org, vw.membership_box(ROOT_FILE.key, alix.account, alix.public_key, 2, xavier.org, secret))
    try:
        with logged() as entries:
            equal(web.sign_in(alix).unopened, 0, "boxes unopened")
        equal(told(entries, "keys.unlock", "integrity"), [], "entries")
    finally:
        SU.query("DELETE FROM sec.box WHERE recipient = $1 AND subject = $2", alix.account, xavier.org)

# --- sealed bytes ----------------------------------------------------------------------------------------------------

def broken_ones(change, want):
    """Three cases of B are fetched, change() works on the bundle: exactly the items in want come back as integrity,
    with one entry that names them and no other."""
    bundle = Bundle(web.fetch(b, B_CASES))
    change(bundle.items)
    with logged() as entries:
        status, items = web.vault.open(b.token, bundle.pack())
    equal(status, OK, "status")
    equal([i for i in range(3) if items[i] is None], want, "broken items")
    for i in set(range(3)) - set(want):
        equal(items[i], f"person {i} of B".encode(), f"item {i}")
    equal([(e["action"], e["outcome"]) for e in entries], [("record.open", "ok"), ("record.open", "integrity")],
          "entries")
    equal([o[1] for o in entries[1]["object"]], [B_CASES[i] for i in want], "objects of the second entry")


@test("an envelope moved to another record does not open")
def _():
    def move(items):
        items[1][1] = items[0][1]
    broken_ones(move, [1])


@test("two envelopes swapped do not open, with their wraps or without")
def _():
    def swap(items):
        items[0][1], items[2][1] = items[2][1], items[0][1]
    broken_ones(swap, [0, 2])

    def swap_whole(items):
        items[0], items[1] = items[1], items[0]
    broken_ones(swap_whole, [0, 1])


@test("a flipped bit anywhere in an envelope is seen")
def _():
    length = len(Bundle(web.fetch(b, B_CASES)).items[1][1])
    for at in (0, 31, 32, 63, 64, 65, 66, 89, 90, length // 2, length - 17, length - 1):
        def flip(items, at=at):
            items[1][1] = changed(items[1][1], at)
        broken_ones(flip, [1])


@test("a cut or lengthened envelope is seen")
def _():
    length = len(Bundle(web.fetch(b, B_CASES)).items[2][1])
    for keep in (0, 1, 63, 64, 90, 105, length // 2, length - 1):
        def cut(items, keep=keep):
            items[2][1] = items[2][1][:keep]
        broken_ones(cut, [2])

    def lengthen(items):
        items[2][1] += b"\0"
    broken_ones(lengthen, [2])


@test("a wrap moved, flipped or cut gives no key")
def _():
    def move(items):
        items[0][0] = items[1][0]
    broken_ones(move, [0])
    for at in (0, 2, 26, 73):
        def flip(items, at=at):
            items[0][0] = changed(items[0][0], at)
        broken_ones(flip, [0])
    for keep in (0, 42, 73):
        def cut(items, keep=keep):
            items[0][0] = items[0][0][:keep]
        broken_ones(cut, [0])


@test("an old ciphertext under the current version does not open, nor does it when PostgreSQL itself puts it back")
def _():
    case = web.create(b, b"before")
    old = Bundle(web.fetch(b, [case])).items[0]
    web.change(b, case, 1, b"after")
    equal(web.read(b, [case]), (OK, [b"after"]), "the current version")

    def opens_nothing(bundle):
        with logged() as entries:
            equal(web.vault.open(b.token, bundle), (OK, [None]), "answer")
        equal([[o[1:3] for o in e["object"]] for e in told(entries, "record.open", "integrity")], [[[case, "2"]]],
              "entry")
    current = Bundle(web.fetch(b, [case]))
    current.items[0] = old
    opens_nothing(current.pack())
    now = SU.one("SELECT body FROM sec.envelope WHERE row_id = $1", case)
    SU.query("UPDATE sec.envelope SET body = $2 WHERE row_id = $1", case, old[1])
    opens_nothing(web.fetch(b, [case]))
    SU.query("UPDATE sec.envelope SET body = $2 WHERE row_id = $1", case, now)
    equal(web.read(b, [case]), (OK, [b"after"]), "put right again")


@test("equal texts leave nothing equal in the database, and lengths are padded")
def _():
    texts = [b"", b"x", b"the same", b"the same", b"y" * 252, b"y" * 253]
    cases = [web.create(x, t) for t in texts]
    bodies = [SU.one("SELECT body FROM sec.envelope WHERE row_id = $1", c) for c in cases]
    equal([len(body) - 64 - 42 for body in bodies], [256, 256, 256, 256, 256, 512], "padded lengths")
    equal(len({body[i:i + 16] for body in bodies for i in range(90, 250, 16)}), 60, "distinct blocks")

run()
