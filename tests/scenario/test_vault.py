#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The attacks on sessions, tickets and ceilings, by somebody who has what jalond has: its user id, its sockets, its
database role, everything it ever saw, and live sessions of people. Tickets only as SQL makes them, unless the test says
that a superuser lent the MAC key."""
import hashlib
import os
import secrets
import sys
import time
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import vaultwire as vw  # noqa: E402
from tap import equal, run, test, true, work_of  # noqa: E402
from vaultstack import (ATTEMPTS, CASE_FILE, IDENT, PEOPLE, READS, ROOT_FILE, SU, Log, changed, logged,  # noqa: E402
                        next_step, refused, sealer, ticket_key, told, vault1, vault2, web, web2)
from vaultwire import Bundle, Ticket, totp  # noqa: E402
from wire import CEILING, DENIED, OK, UNAVAILABLE, Reader, frame, lv16  # noqa: E402

alix, bruno, chloe, diane, remi, xavier, willy, zoe, elsa, *_ = PEOPLE.values()
for someone in (willy, zoe):
    web.activate(someone)


class Late:
    """A ticket and key blob fetched by A just before her sign-out, kept until they are more than 30 s old."""

    def __init__(self):
        self.session = web.sign_in(alix)
        self.case = web.create(self.session, b"A's person")
        self.bundle = web.fetch(self.session, [self.case])
        self.fetched = time.monotonic()
        web.sign_out(self.session)
        self.early = web.vault.open(self.session.token, self.bundle)


late = Late()
a = web.sign_in(alix)
b = web.sign_in(bruno)
x = web.sign_in(xavier)
A_CASE = web.create(a, b"the person of A")
B_CASES = [web.create(b, f"person {i} of B".encode()) for i in range(3)]
X_CASE = web.create(x, b"the person of X")

# --- what works ------------------------------------------------------------------------------------------------------

def only_refusals(entries):
    """Refused tickets are entries themselves; nothing else happened."""
    true(entries, "an entry of the refusal")
    equal(len(told(entries, "ticket.refuse", "denied")), len(entries), "nothing else in the log")


@test("a counsellor reads what she sealed, on either vault, and each opening is an entry that says why")
def _():
    for place in (web, web2):
        with logged() as entries:
            equal(place.read(b, B_CASES), (OK, [f"person {i} of B".encode() for i in range(3)]), "answer")
        equal(len(entries), 1, "entries")
        entry = entries[0]
        equal((entry["action"], entry["outcome"], entry["reason"]), ("record.open", "ok", "follow_up default"), "entry")
        equal(entry["actor"], f"{bruno.account} counsellor {bruno.org}", "actor")
        equal([o[1:6] for o in entry["object"]], [[c, "1", "IDENT", c, "caseload"] for c in B_CASES], "objects")


@test("an officer of the unit reads with a reason, and the entry says by which link")
def _():
    d = web.sign_in(diane)
    refused("JA008", web.fetch, d, [A_CASE])
    refused("JA009", web.fetch, d, [A_CASE], "curiosity")
    with logged() as entries:
        equal(web.read(d, [A_CASE], "judge_report"), (OK, [b"the person of A"]), "answer")
    equal([(e["reason"], e["object"][0][5]) for e in entries], [("judge_report given", "unit_officer")], "entry")


# --- sessions --------------------------------------------------------------------------------------------------------

@test("no new ticket after sign-out")
def _():
    refused("JA001", web.fetch, late.session, [late.case])
    refused("JA001", web2.fetch, late.session, [late.case])
    true(SU.one("SELECT keys IS NULL FROM sec.session WHERE hash = $1", hashlib.sha256(late.session.id).digest()),
         "the key blob outlived the session")


@test("a one-time code makes one usable session, on whichever vault it is tried again")
def _():
    next_step(willy)
    code = totp(willy.secret)
    first = web.prove(willy, code)
    material = web.material(first)
    for place in (web, web2):
        second = place.prove(willy, code)
        refused("JA003", place.material, second)
        equal(place.vault.unlock(second.token, second.blob, material), (DENIED, None), "second token, first ticket")
        equal(place.vault.unlock(second.token, first.blob, material), (DENIED, None), "second token, first keys")
        equal(place.vault.unlock(first.token, second.blob, material), (DENIED, None), "first token, second keys")
        refused("JA001", place.db.query, "SELECT sec.bind($1)", vw.session_id(second.token))
    refused("JA003", web.material, first)  # nor does the same grant work twice
    equal(web.vault.unlock(first.token, first.blob, material)[0], OK, "the first session")


@test("a used activation code and its grant give nothing a second time")
def _():
    for place in (web, web2):
        status, offered = place.vault.enrol(zoe.login, zoe.record, zoe.code, b"une autre phrase longue")
        equal(status, OK, "the vault alone cannot know that the code was used")
        status, answer = place.vault.confirm(zoe.login, zoe.record, zoe.code, b"une autre phrase longue", offered[1],
                                             totp(offered[0]))
        equal(status, OK, "confirmation")
        refused("JA003", place.db.query, "SELECT sec.enrol($1, $2)", *answer)
        refused("JA003", place.db.query, "SELECT * FROM sec.open_session($1, '')", answer[0])
        # The record is of her version, with a password and second factor of whoever asked: the vault lets it in, the
        # account's own record does not. The step is one that she has not spent.
        next_step(zoe)
        status, signed_in = place.vault.sign_in(zoe.login, answer[1], b"une autre phrase longue",
                                                totp(offered[0]))
        equal(status, OK, "over that record")
        refused("JA003", place.material, signed_in)
    refused("JA003", web.db.query, "SELECT sec.enrol($1, $2)", zoe.enrol_grant, zoe.active_record)
    equal(web.vault.sign_in(zoe.login, zoe.record, zoe.code, totp(zoe.secret))[0], DENIED, "signing in by code")


@test("a sign-in record from before a change of password opens no session")
def _():
    session = web.sign_in(zoe)
    case = web.create(session, b"person of Z")
    old, old_password = web.record(zoe.login), zoe.password
    next_step(zoe)
    status, changed_to = web.vault.password(zoe.login, old, old_password, totp(zoe.secret), b"une toute autre phrase")
    equal(status, OK, "the change")
    with web.bound(session) as db:
        db.query("SELECT sec.password($1, $2)", *changed_to)
    next_step(zoe)
    signed_in = web.prove(zoe, record=old)  # the vault alone cannot know; it keeps no state
    refused("JA003", web.material, signed_in)
    refused("JA001", web.db.query, "SELECT sec.bind($1)", vw.session_id(signed_in.token))
    refused("JA003", web.db.query, "SELECT sec.enrol($1, $2)", *changed_to)
    equal(web.vault.sign_in(zoe.login, web.record(zoe.login), old_password, totp(zoe.secret))[0], DENIED, "the old one")
    zoe.password = b"une toute autre phrase"
    again = web.sign_in(zoe)
    equal(web.read(again, [case]), (OK, [b"person of Z"]), "her case, by the new password")


@test("a code whose days are over enrols nobody")
def _():
    def try_code(expires_us):
        record = vw.sign_in_record(ROOT_FILE, 1, elsa.account, 1, expires_us, b"CODE-OF-ELSA", os.urandom(32),
                                   bytes(20))
        return web.vault.enrol(elsa.login, record, b"CODE-OF-ELSA", b"une phrase bien longue")[0]
    equal(try_code(vw.now_us() + 10_000_000), OK, "a code with ten seconds left")
    equal(try_code(vw.now_us() - 1), DENIED, "a code whose end has passed")


@test("wrong, unknown, disabled, bad code and throttled get the same bytes for the same work")
def _():
    record = web.record(willy.login)
    next_step(willy)
    answers, seconds = {}, {}

    def attempt(name, login, rec, password, otp):
        start = work_of(vault1.pid)
        web.vault.sign_in(login, rec, password, otp)
        seconds[name], answers[name] = work_of(vault1.pid) - start, web.vault.last
    attempt("good", willy.login, record, willy.password, totp(willy.secret))
    attempt("wrong", willy.login, record, b"wrong", totp(willy.secret))
    attempt("bad code", willy.login, record, willy.password, totp(willy.secret, vw.now_step() + 7))
    attempt("no code", willy.login, record, willy.password, "")
    attempt("unknown", "nobody.here", web.record("nobody.here"), b"wrong", "123456")
    attempt("garbage record", willy.login, os.urandom(320), willy.password, totp(willy.secret))
    SU.query("UPDATE sec.account SET state = 'disabled' WHERE id = $1", willy.account)
    try:
        equal(len(web.record(willy.login)), 320, "length of the record of a disabled account")
        equal(web.record(willy.login), web.record("nobody.here"), "record of a disabled account")
        attempt("disabled", willy.login, web.record(willy.login), willy.password, totp(willy.secret))
    finally:
        SU.query("UPDATE sec.account SET state = 'active' WHERE id = $1", willy.account)
    for _ in range(ATTEMPTS + 1):
        attempt("throttled", willy.login, record, b"wrong", "000000")
    with logged() as entries:
        attempt("throttled, right", willy.login, record, willy.password, totp(willy.secret))
    equal([e["outcome"] for e in entries], ["ceiling", "denied"], "entries of a throttled attempt")
    good = seconds.pop("good")
    true(answers.pop("good")[4:6] == b"\0\0", "the good attempt is not good")
    equal(set(answers.values()), {frame(DENIED, b"")}, "answers")
    for name, took in seconds.items():
        true(took > good / 4, f"{name} took {took:.3f} s, a good one {good:.3f} s: the work was not done")


# --- tickets and key blobs -------------------------------------------------------------------------------------------

@test("a key blob of another session, another person, another stage, another vault root or a cut one opens nothing")
def _():
    second = web.sign_in(bruno)
    good = Bundle(web.fetch(b, B_CASES[:1]))
    stranger = vw.seal(os.urandom(32), b"jalon key blob", bytes(len(good.blob) - 42))
    blobs = {"another session's": second.blob, "another person's": a.blob, "the sign-in's": b.sign_in_blob,
             "one of before a sign-out": late.session.blob, "a stranger's": stranger, "none": b"",
             "a cut one": good.blob[:-1], "a longer one": good.blob + b"\0", "a changed one": changed(good.blob, 40)}
    with logged() as entries:
        for whose, blob in blobs.items():
            bundle = Bundle(web.fetch(b, B_CASES[:1]))
            bundle.blob = blob
            equal(web.vault.open(b.token, bundle.pack()), (DENIED, None), f"with {whose} key blob")
    only_refusals(entries)
    equal(web.vault.open(b.token, good.pack())[0], OK, "with the own blob")


@test("a ticket serves nobody but its own session")
def _():
    second = web.sign_in(bruno)
    other = Bundle(web.fetch(second, B_CASES[:1]))
    equal(web.vault.open(b.token, other.pack()), (DENIED, None), "another session's bundle")
    other.blob = b.blob
    equal(web.vault.open(b.token, other.pack()), (DENIED, None), "another session's ticket, own keys")
    equal(web.vault.open(b.token, Bundle(web.fetch(a, [A_CASE])).pack()), (DENIED, None), "another person's bundle")
    equal(web.vault.open(secrets.token_bytes(32), other.pack()), (DENIED, None), "a token of nobody")


@test("a ticket forged, changed, renewed, extended or of another kind opens nothing, and each try is an entry")
def _():
    def tampered():
        good = web.fetch(b, B_CASES[:2])
        for at in range(len(Bundle(good).ticket)):
            bundle = Bundle(good)
            bundle.ticket = changed(bundle.ticket, at)
            yield f"byte {at} changed", bundle
        guesses = [bytes(32), os.urandom(32), b.token, b.id, b"ticket".ljust(32, b"\0"), ROOT_FILE.grant_mac]
        for key in guesses:
            bundle = Bundle(good)
            ticket = Ticket(bundle.ticket)
            ticket.issued = vw.now_us()
            bundle.ticket = ticket.pack(key)
            yield "a guessed key", bundle
        bundle = Bundle(good)
        ticket = Ticket(bundle.ticket)
        ticket.items.append(ticket.items[0]._replace(row=uuid.UUID(A_CASE).bytes, case=uuid.UUID(A_CASE).bytes))
        bundle.ticket = ticket.body() + ticket.mac
        bundle.items.append(Bundle(web.fetch(a, [A_CASE])).items[0])
        yield "an item added", bundle
        bundle = Bundle(good)
        ticket = Ticket(bundle.ticket)
        del ticket.items[1], bundle.items[1]
        bundle.ticket = ticket.body() + ticket.mac
        yield "an item taken away", bundle
        seal = Bundle(web.seal_ticket(b, B_CASES[0], 2))
        seal.items = Bundle(good).items[:1]
        yield "a ticket to seal", seal
    tried = 0
    with logged() as entries:
        for what, bundle in tampered():
            equal(web.vault.open(b.token, bundle.pack()), (DENIED, None), what)
            tried += 1
    equal(len(told(entries, "ticket.refuse", "denied")), tried, "entries")
    equal(len(entries), tried, "nothing else in the log")


@test("a ticket to open or of another case seals nothing")
def _():
    bundle = Bundle(web.fetch(b, B_CASES[:1]))
    bundle.items[0][1] = b""
    equal(web.vault.seal(b.token, bundle.pack(), [b"mine"]), (DENIED, None), "a ticket to open")
    refused("JA007", lambda: web.seal_ticket(b, A_CASE, 2))
    refused("JA005", lambda: web.seal_ticket(b, B_CASES[0], 1))
    refused("JA005", lambda: web.seal_ticket(b, B_CASES[0], 3))

@test("the web process cannot slip a second key under a case")
def _():
    bundle = Bundle(web.seal_ticket(b, B_CASES[0], 2))
    true(bundle.items[0][0] != b"", "the case has a key")
    bundle.items[0][0] = b""
    status, sealed = web.vault.seal(b.token, bundle.pack(), [b"under a new key"])
    equal(status, OK, "the vault alone cannot know the case's key")

    def store(envelope, wrap, _):
        with web.bound(b) as db:
            db.query("SELECT sec.store($1, $2, $3, 2, $4, $5)", CASE_FILE, B_CASES[0], IDENT, envelope, wrap)
    refused("JA005", store, *sealed[0])
    equal(web.read(b, B_CASES[:1]), (OK, [b"person 0 of B"]), "the case")


# --- who may open what -----------------------------------------------------------------------------------------------

@test("a case of the own unit outside the caseload does not open")
def _():
    refused("JA007", web.fetch, a, [B_CASES[0]])
    refused("JA007", web.fetch, a, [B_CASES[0]], "duty_cover")
    refused("JA007", web.fetch, a, [A_CASE, B_CASES[0]])
    stolen = Bundle(web.fetch(b, B_CASES[:1]))
    mine = Bundle(web.fetch(a, [A_CASE]))
    mine.items = stolen.items  # A's ticket and keys, B's envelope and wrap: the unit's secret is the same
    with logged() as entries:
        equal(web.vault.open(a.token, mine.pack()), (OK, [None]), "B's envelope under A's ticket")
    equal(len(told(entries, "record.open", "integrity")), 1, "entries of integrity")
    stolen.blob = a.blob
    equal(web.vault.open(a.token, stolen.pack()), (DENIED, None), "B's ticket")
    refused("JA007", web.fetch, x, [A_CASE])
    refused("JA007", web.fetch, web.sign_in(diane), [X_CASE], "direction_control")


@test("who has no key reads nothing even with a ticket that a superuser forged")
def _():
    """A referent works for the unit and holds no secret of it; a counsellor of another unit holds another one."""
    key = ticket_key()
    source = Bundle(web.fetch(a, [A_CASE]))
    item = Ticket(source.ticket).items[0]
    r = web.sign_in(remi)
    equal(r.unopened, 0, "the referent has no box at all")
    for session in (r, x):
        ticket = Ticket(source.ticket)
        ticket.issued, ticket.items = vw.now_us(), [item]
        ticket.session = hashlib.sha256(session.id).digest()
        ticket.user = uuid.UUID(session.person.account).bytes
        forged = Bundle(source.pack())
        forged.ticket, forged.blob = ticket.pack(key), session.blob
        with logged() as entries:
            equal(web.vault.open(session.token, forged.pack()), (DENIED, None), f"forged for {session.person.login}")
        equal([(e["action"], e["outcome"]) for e in entries], [("record.open", "denied")], "entries")
    nobody = secrets.token_bytes(32)
    ticket.session = hashlib.sha256(vw.session_id(nobody)).digest()
    forged.ticket = ticket.pack(key)
    equal(web.vault.open(nobody, forged.pack()), (DENIED, None), "a forged ticket without a live token")

@test("the boxes of one person unlock no other person's session")
def _():
    next_step(alix, bruno)
    mine = web.prove(alix)
    web.material(mine)
    theirs = web.prove(bruno)
    material = web.material(theirs)
    equal(web.vault.unlock(mine.token, mine.blob, material), (DENIED, None), "A's keys with B's boxes")
    equal(web.vault.unlock(theirs.token, mine.blob, material), (DENIED, None), "B's token with A's keys")
    ticket = Ticket(Reader(material).lv16())
    ticket.session = hashlib.sha256(vw.session_id(mine.token)).digest()
    forged = lv16(ticket.pack(ticket_key())) + material[2 + len(Reader(material).lv16()):]
    equal(web.vault.unlock(mine.token, mine.blob, forged), (DENIED, None), "a ticket forged for A's session, of user B")

# --- ceilings --------------------------------------------------------------------------------------------------------

@test("the ceiling of distinct cases holds over both vaults together, and the refusal is an entry")
def _():
    c = web.sign_in(chloe)
    cases = [web.create(c, f"person {i} of C".encode()) for i in range(READS + 2)]
    for i in range(READS):
        equal((web, web2)[i % 2].read(c, [cases[i]])[0], OK, f"case {i}")
    for place in (web, web2):
        with logged() as entries:
            equal(place.read(c, [cases[READS]]), (CEILING, None), "one case more")
        equal([(e["action"], e["outcome"]) for e in entries], [("record.open", "ceiling")], "entries")
        equal(place.read(c, cases[READS - 1:READS + 1]), (CEILING, None), "a known one and a new one in one page")
        equal(place.read(c, [cases[0]]), (OK, [b"person 0 of C"]), "a case that was counted")
    again = web2.sign_in(chloe)
    equal(web2.read(again, [cases[READS + 1]]), (CEILING, None), "another session of the same person")


@test("the ceiling of attempts holds over both vaults together, also for a name that does not exist")
def _():
    elsas = web.record(elsa.login)
    for login, record in ((elsa.login, elsas), ("no.body", web.record("no.body"))):
        with logged() as entries:
            for i in range(ATTEMPTS + 4):
                place = (web, web2)[i % 2]
                equal(place.vault.sign_in(login, record, b"guess %d" % i, "000000")[0], DENIED, "a guess")
        outcomes = [e["outcome"] for e in entries]
        true(outcomes.count("asked") <= ATTEMPTS, f"{outcomes.count('asked')} attempts were admitted")
        true(outcomes.count("ceiling") >= 4, f"{outcomes.count('ceiling')} entries of the ceiling")
        equal(len({e["subject"] for e in entries}), 1, "subjects")
    for place in (web, web2):
        equal(place.vault.enrol(elsa.login, elsas, elsa.code, b"une phrase bien longue")[0], DENIED, "the right code")


@test("no entry of an attempt names who was typed")
def _():
    log = Log()
    text = "\n".join(str(e) for e in log.since(0))
    for word in ("alix", "bruno", "no.body", "nobody.here", "person", "guess"):
        true(word not in text, f"{word!r} is in the log")

@test("nothing of the keys, passwords or texts is in what the vaults say")
def _():
    said = vault1.log.read_bytes() + vault2.log.read_bytes() + sealer.log.read_bytes()
    for secret in (alix.password, alix.login.encode(), alix.secret.encode(), b"person of A", a.token.hex().encode(),
                   ROOT_FILE.key.hex().encode()):
        true(secret not in said, "a secret is in the messages of a program")

# --- without the sealer ----------------------------------------------------------------------------------------------

@test("without the sealer nothing opens and nobody signs in, while writing goes on; afterwards all is as before")
def _():
    bundle = web.fetch(b, B_CASES)
    sealer.stop()
    try:
        for place in (web, web2):
            for _ in range(2):
                equal(place.vault.open(b.token, bundle), (UNAVAILABLE, None), "opening")
                equal(place.vault.sign_in(bruno.login, web.record(bruno.login), bruno.password, totp(bruno.secret)),
                      (UNAVAILABLE, None), "signing in")
        case = web.create(b, b"written meanwhile")
    finally:
        sealer.start()
    for place in (web, web2):
        equal(place.read(b, [B_CASES[0], case]), (OK, [b"person 0 of B", b"written meanwhile"]), "afterwards")
    equal(web.sign_in(bruno).unopened, 0, "boxes unopened")


# --- last, because of the wait ---------------------------------------------------------------------------------------

@test("after A's sign-out plus 30 s her old ticket and key blob open nothing, on no vault")
def _():
    equal(late.early, (OK, [b"A's person"]), "the same ticket while it was fresh")
    time.sleep(max(0, late.fetched + 31 - time.monotonic()))
    with logged() as entries:
        for place in (web, web2):
            equal(place.vault.open(late.session.token, late.bundle), (DENIED, None), "answer")
            refused("JA001", place.fetch, late.session, [late.case])
    only_refusals(entries)
    equal(web.read(a, [late.case]), (OK, [b"A's person"]), "the control: A's other session reads it")


run()
