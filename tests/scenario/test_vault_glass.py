#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""Break-glass and the hash of a person against real vaults, by somebody who has what jalond has: grants asked for one
case, session or account and used for another, codes used twice, records of somebody else."""
import hashlib
import hmac
import os
import struct
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import vaultwire as vw  # noqa: E402
from tap import equal, run, test, true  # noqa: E402
from vaultstack import (ATTEMPTS, PEOPLE, ROOT_FILE, SU, changed, logged, next_step, refused, sealer,  # noqa: E402
                        told, web, web2)
from vaultwire import Bundle, totp  # noqa: E402
from wire import BAD, DENIED, OK, UNAVAILABLE, Reader, lv16  # noqa: E402

GLASS, JUSTICE = 16, 2
alix, bruno, chloe, diane, remi, xavier, willy, zoe, elsa, *_ = PEOPLE.values()
a, b, x = web.sign_in(alix), web.sign_in(bruno), web.sign_in(xavier)
A_CASES = [web.create(a, f"person {i} of A".encode()) for i in range(2)]
B_CASE = web.create(b, b"the person of B")
X_CASE = web.create(x, b"the person of X")


def material(session, case):
    with web.bound(session) as db:
        return db.one("SELECT sec.glass_material($1)", case)


def ask(session, case, code=None, place=web, person=None):
    next_step(person or session.person)
    return place.vault.glass(session.token, material(session, case), code or totp((person or session.person).secret))


def granted(session, case, **kw):
    status, grant = ask(session, case, **kw)
    equal(status, OK, "the vault")
    return grant


def break_glass(session, case, grant, words=b"because"):
    with web.bound(session) as db:
        row = db.one("SELECT id FROM sec.break_glass($1, $2, 'duty_cover')", grant, case)
        bundle = db.one("SELECT sec.seal_ticket($1, $2, $3, 1)", GLASS, row, JUSTICE)
        status, sealed = web.vault.seal(session.token, bundle, [words])
        equal(status, OK, "sealing the words")
        db.query("SELECT sec.store($1, $2, $3, 1, $4, $5)", GLASS, row, JUSTICE, *sealed[0][:2])
    return row


def end(case):
    SU.query("UPDATE sec.glass SET ended_at = clock_timestamp() WHERE case_id = $1 AND ended_at IS NULL", case)


def rejected(session, case, grant):
    refused("JA003", break_glass, session, case, grant)
    refused("JA007", web.fetch, session, [case], "duty_cover")


@test("after a fresh code for that case it opens, on either vault; every step is an entry, the reading by its link")
def _():
    refused("JA007", web.fetch, b, A_CASES[:1], "duty_cover")
    with logged() as entries:
        break_glass(b, A_CASES[0], granted(b, A_CASES[0], place=web2), b"she is ill")
        for place in (web, web2):
            equal(place.read(b, A_CASES[:1], "duty_cover"), (OK, [b"person 0 of A"]), "the case")
        refused("JA007", web.fetch, b, A_CASES[1:], "duty_cover")
    equal([(e["action"], e["outcome"], e["object"][0][0]) for e in entries],
          [("session.attempt", "asked", "break_glass"), ("session.attempt", "ok", "break_glass")]
          + [("record.open", "ok", "casework.case_file")] * 2, "entries")
    equal([(e["reason"], e["object"][0][5]) for e in entries[2:]], [("duty_cover given", "break_glass")] * 2, "link")
    end(A_CASES[0])
    refused("JA007", web.fetch, b, A_CASES[:1], "duty_cover")


@test("her words open for the director, with an entry in their compartment")
def _():
    row = break_glass(b, A_CASES[0], granted(b, A_CASES[0]), b"she is ill")
    d = web.sign_in(diane)
    with web.bound(d) as db:
        bundle = db.one("SELECT sec.fetch(ARRAY[$1::int], ARRAY[$2::uuid], ARRAY[$3::int], 'direction_control')", GLASS,
                        row, JUSTICE)
    with logged() as entries:
        equal(web.vault.open(d.token, bundle), (OK, [b"she is ill"]), "the words")
    equal(entries[0]["object"][0][:6], ["sec.glass", row, "1", "JUSTICE", A_CASES[0], "unit_officer"], "object")
    end(A_CASES[0])


@test("a grant opens no other case, no other session's and nobody else's")
def _():
    grant = granted(b, A_CASES[0])
    rejected(b, A_CASES[1], grant)
    second = web.sign_in(bruno)
    next_step(bruno)
    rejected(second, A_CASES[0], grant)
    c = web.sign_in(chloe)
    rejected(c, A_CASES[0], grant)
    for at in range(len(grant)):
        refused("JA003", break_glass, b, A_CASES[0], changed(grant, at))
    break_glass(b, A_CASES[0], grant)
    refused("JA003", break_glass, b, A_CASES[0], grant)
    end(A_CASES[0])
    rejected(b, A_CASES[0], grant)


@test("a code works once, whatever it is for")
def _():
    second = web.sign_in(bruno)
    status, grant = web.vault.glass(second.token, material(second, A_CASES[0]), second.code)
    equal(status, OK, "the vault alone cannot know that the code opened a session")
    rejected(second, A_CASES[0], grant)
    code = totp(bruno.secret)
    break_glass(b, A_CASES[0], granted(b, A_CASES[0], code=code))
    end(A_CASES[0])
    status, grant = web2.vault.glass(b.token, material(b, A_CASES[0]), code)
    equal(status, OK, "nor that it opened a case")
    rejected(b, A_CASES[0], grant)
    signed_in = web.prove(bruno, code)
    refused("JA003", web.material, signed_in)


@test("a grant of another kind opens no case, and this one no session and no new record")
def _():
    grant = granted(b, A_CASES[0])
    refused("JA003", web.db.query, "SELECT * FROM sec.open_session($1, '')", grant)
    with web.bound(b) as db:
        db.query("SAVEPOINT s")
        refused("JA003", db.query, "SELECT sec.password($1, $2)", grant, bytes(320))
        db.query("ROLLBACK TO s")
    next_step(bruno)
    rejected(b, A_CASES[0], web.prove(bruno).grant)


def with_record(data, record):
    """The material with another sign-in record at its end."""
    r = Reader(data)
    ticket, blob, _ = r.lv16(), r.lv16(), r.lv16()
    r.end()
    return lv16(ticket) + lv16(blob) + lv16(record)


@test("the record that is checked is the account's own: neither a colleague's nor one that was made beside it serves")
def _():
    whole = material(b, A_CASES[0])
    next_step(alix, bruno)
    for record in (web.record(alix.login), web.record("nobody.here"), os.urandom(320)):
        equal(web.vault.glass(b.token, with_record(whole, record), totp(alix.secret)), (DENIED, None), "a colleague's")
    mine = "A" * 32  # a second factor of the attacker, in a record of hers that an activation could have left behind
    version = SU.one("SELECT auth_version FROM sec.account WHERE id = $1", bruno.account)
    other = vw.sign_in_record(ROOT_FILE, 2, bruno.account, version, 0, b"anything at all", os.urandom(32), bytes(20))
    status, grant = web.vault.glass(b.token, with_record(whole, other), totp(mine))
    equal(status, OK, "the vault alone cannot know which record the account has")
    rejected(b, A_CASES[0], grant)


@test("the material of another session, of another act and a changed one give nothing, each with an entry")
def _():
    whole = material(b, A_CASES[0])
    ticket = len(Reader(whole).lv16())
    next_step(bruno)
    code = totp(bruno.secret)
    with logged() as entries:
        equal(web.vault.glass(a.token, whole, code), (DENIED, None), "another session")
        for at in [*range(2, 2 + ticket), *range(4 + ticket, len(whole) - 322)]:  # all but lengths and the record
            equal(web.vault.glass(b.token, changed(whole, at), code), (DENIED, None), f"byte {at} changed")
    equal(len(told(entries, "ticket.refuse", "denied")), len(entries), "nothing else in the log")


@test("no material for a case of another unit, of the own caseload, or for who is no counsellor")
def _():
    for case in (X_CASE, B_CASE, str(uuid.uuid4())):
        refused("JA007", material, b, case)
    refused("JA004", material, web.sign_in(diane), A_CASES[0])
    refused("JA007", break_glass, b, X_CASE, forged(b, X_CASE))


def forged(session, case):
    """A grant as the vault would make it, by whoever has the key of grants."""
    next_step(session.person)
    record = web.record(session.person.login)
    version = SU.one("SELECT auth_version FROM sec.account WHERE id = $1", session.person.account)
    body = (b"JGR1" + struct.pack(">HB", 1, 3) + uuid.UUID(session.person.account).bytes + struct.pack(">I", version)
            + hashlib.sha256(session.id).digest() + struct.pack(">qq", vw.now_step(), vw.now_us())
            + hashlib.sha256(uuid.UUID(case).bytes + record).digest())
    return body + hmac.new(ROOT_FILE.grant_mac, body, hashlib.sha256).digest()


@test("a ticket from before the end of a break-glass is good for its 30 s and no new one is made")
def _():
    break_glass(b, A_CASES[0], granted(b, A_CASES[0]))
    bundle = web.fetch(b, A_CASES[:1], "duty_cover")
    SU.query("UPDATE sec.glass SET at = at - interval '5 hours', until = clock_timestamp() WHERE ended_at IS NULL")
    equal(web.vault.open(b.token, bundle)[0], OK, "the old one")
    refused("JA007", web.fetch, b, A_CASES[:1], "duty_cover")


@test("after sign-out nothing: no material, no grant of use, no ticket")
def _():
    session = web.sign_in(bruno)
    grant = granted(session, A_CASES[0])
    web.sign_out(session)
    refused("JA001", break_glass, session, A_CASES[0], grant)
    refused("JA001", material, session, A_CASES[0])
    next_step(bruno)
    rejected(b, A_CASES[0], grant)


@test("wrong codes count with those of the sign-in, on both vaults together")
def _():
    w = web.sign_in(willy)
    with logged() as entries:
        for i in range(ATTEMPTS + 2):
            equal(ask(w, A_CASES[0], "000000", (web, web2)[i % 2]), (DENIED, None), "a guess")
        equal(ask(w, A_CASES[0]), (DENIED, None), "the right code")
        next_step(willy)
        equal(web.vault.sign_in(willy.login, web.record(willy.login), willy.password, totp(willy.secret))[0], DENIED,
              "the right password")
    true(len([e for e in entries if e["outcome"] == "ceiling"]) >= 3, "entries of the ceiling")
    equal(len({e["subject"] for e in entries if "subject" in e}), 1, "subjects")
    equal(web.read(w, [web.create(w, b"her own")]), (OK, [b"her own"]), "her session goes on")


@test("without the sealer no grant")
def _():
    sealer.stop()
    try:
        equal(ask(b, A_CASES[0]), (UNAVAILABLE, None), "answer")
    finally:
        sealer.start()


# --- the same person -------------------------------------------------------------------------------------------------

@test("one person has one hash in every case, on every vault; another person, and another root, another one")
def _():
    one, two = b"dhondt|zoe|1990-12-31", b"dhondt|zoe|1990-12-30"
    cases = [web.create(a, b"one", one), web2.create(x, b"the same", one), web.create(a, b"another", two),
             web.create(a, b"nobody")]
    hashes = [SU.one("SELECT hash FROM sec.person_index WHERE case_id = $1", c) for c in cases[:3]]
    equal(hashes[0], hashes[1], "the same person")
    true(hashes[0] != hashes[2], "another person")
    equal(hashes[0], vw.derive(ROOT_FILE.derive("person index"), "person", one)[:8], "the hash by its format")
    equal(SU.query("SELECT hash FROM sec.person_index WHERE case_id = $1", cases[3]), [], "nobody")
    with web.bound(a) as db:
        equal(db.query("SELECT other_case FROM casework.same_person($1)", cases[0]), [(None,)], "cases of the person")


@test("only an identity is hashed: a text of another compartment with a person beside it is not understood")
def _():
    with web.bound(b) as db:
        row = db.one("SELECT id FROM sec.break_glass($1, $2, 'duty_cover')", granted_in(b, A_CASES[0]), A_CASES[0])
        bundle = db.one("SELECT sec.seal_ticket($1, $2, $3, 1)", GLASS, row, JUSTICE)
        true(Bundle(bundle).ticket, "a ticket")
        status, _ = web2.vault.seal(b.token, bundle, [b"words"], b"somebody")
        equal(status, BAD, "status")


def granted_in(session, case):
    """The same as granted, on another connection of the database."""
    next_step(session.person)
    with web2.bound(session) as db:
        asked = db.one("SELECT sec.glass_material($1)", case)
    return web2.vault.glass(session.token, asked, totp(session.person.secret))[1]


run()
