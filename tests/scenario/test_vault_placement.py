#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The key of a placement on its way to the host (design, section 4): a counsellor shares it, the host's people open and
seal with it, and nobody else does, by whatever a database administrator or a fallen jalond plants, moves or forges."""
import datetime
import hashlib
import os
import secrets
import sys
import uuid
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import vaultwire as vw  # noqa: E402
from tap import equal, run, test, true  # noqa: E402
from vaultstack import (PEOPLE, ROOT_FILE, SU, Person, changed, logged, refused, sealer, ticket_key,  # noqa: E402
                        told, web, web2)
from vaultwire import Bundle, ShareItem, Ticket  # noqa: E402
from wire import DENIED, OK, UNAVAILABLE  # noqa: E402

SHEET, CONTACT, ANSWER, PLACEMENT = 4, 5, 6, 4  # three tables, one compartment
TODAY = datetime.date.fromisoformat(SU.one("SELECT offer.today()::text"))
alix, bruno, diane, hugo, ines, nadia = (PEOPLE[p] for p in ("a.alix", "b.bruno", "d.diane", "h.hugo", "i.ines",
                                                             "n.nadia"))
a, b, h, i = (web.sign_in(p) for p in (alix, bruno, hugo, ines))


# --- what a placement stands on, by the superuser --------------------------------------------------------------------

def day(n):
    return str(TODAY + datetime.timedelta(days=n))


def post_of(host):
    """A post of a host that needs no habilitation (H-01), with room on Monday and Tuesday mornings."""
    site, contact, post = (str(uuid.uuid4()) for _ in range(3))
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59350')", host)
    SU.query("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'L’atelier', '59350')", site, host)
    SU.query("INSERT INTO offer.contact (id, host_id, part, name) VALUES ($1, $2, 'in_charge', 'Zoé')", contact, host)
    SU.query("INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,"
             " care_setting, meets_children, meets_vulnerable, meets_public, in_charge, state, inscribed_on,"
             " confirmed_on) VALUES ($1, $2, $3, 'adults', 'Entretien', 'green_spaces', 'Berges', 50, false, false,"
             " false, false, false, $4, 'inscribed', $5, $5)", post, host, site, contact, day(-1))
    for weekday in (1, 2):
        SU.query("INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks)"
                 " VALUES ($1, $2, $3, $3, 540, 720, '[0,2)')", post, host, weekday)
    return post


class Placement(NamedTuple):
    case: str
    id: str
    ordinal: int


def propose(case, post, weekday=1):
    measure = SU.one("SELECT id FROM casework.measure WHERE case_id = $1", case)
    with web.bound(a) as db:
        row, broken = db.query(
            "SELECT id, broken FROM casework.placement_new($1, $2, 600, $3, $4, NULL, ARRAY[$5::int], ARRAY[540],"
            " ARRAY[720], ARRAY['every'], $6, $7)", measure, post, day(7), day(60), weekday, secrets.token_bytes(32),
            secrets.token_bytes(32))[0]
    equal(broken, "{}", "rules broken")
    return Placement(case, row, SU.one("SELECT ordinal FROM casework.placement WHERE id = $1", row))


def new_case():
    case = web.create(a, b"somebody")
    SU.query("INSERT INTO casework.measure (id, case_id, state, kind, offence_class, ordered_minutes, facts_on,"
             " judged_on, final_on, period_months, fallback, consent, authority) VALUES ($1, $2, 'open', 'main',"
             " 'delit', 4200, $3, $4, $4, 18, true, 'court', 'court')", str(uuid.uuid4()), case, day(-90), day(-30))
    return case


# --- what jalond does ------------------------------------------------------------------------------------------------

def seal(session, table, placement, text, version=1):
    """Seals and stores; the envelope, the wrap and the hash as the vault gave them."""
    with web.bound(session) as db:
        status, sealed = web.vault.seal(session.token, seal_ticket(db, table, placement, version), [text])
        equal(status, OK, "sealing")
        db.query("SELECT sec.store($1, $2, $3, $4, $5, $6)", table, placement.id, PLACEMENT, version, *sealed[0][:2])
    return sealed[0]


def seal_ticket(db, table, placement, version=1):
    return db.one("SELECT sec.seal_ticket($1, $2, $3, $4)", table, placement.id, PLACEMENT, version)


def fetch(session, table, *placements):
    n = len(placements)
    with web.bound(session) as db:
        return db.one("SELECT sec.fetch($1, $2, $3, '')", [table] * n, [p.id for p in placements], [PLACEMENT] * n)


def read(session, table, *placements):
    return web.vault.open(session.token, fetch(session, table, *placements))


def share_ticket(session, placement):
    with web.bound(session) as db:
        return db.one("SELECT sec.share_ticket($1)", placement.id)


def share(session, placement):
    status, box = web.vault.share(session.token, share_ticket(session, placement))
    equal(status, OK, "sharing")
    with web.bound(session) as db:
        db.query("SELECT sec.share_store($1, $2)", placement.id, box)


def shared(text, post=None, case=None, weekday=1):
    """A placement of A with its sheet, shared with the host of the post."""
    placement = propose(case or new_case(), post or POST, weekday)
    seal(a, SHEET, placement, text)
    share(a, placement)
    return placement


def denied_share(bundle, outcomes=("denied",)):
    with logged() as entries:
        equal(web.vault.share(a.token, bundle), (DENIED, None), "sharing")
    equal([(e["action"], e["outcome"]) for e in entries], [("placement.share", o) for o in outcomes], "entries")


def as_session(bundle, session, change=None):
    """The bundle with a ticket of now for that session, as whoever has the ticket key forges it; change: of an item."""
    forged, ticket = Bundle(bundle), Ticket(Bundle(bundle).ticket)
    ticket.issued, ticket.session = vw.now_us(), hashlib.sha256(session.id).digest()
    ticket.user, ticket.org = uuid.UUID(session.person.account).bytes, uuid.UUID(session.person.org).bytes
    ticket.items = [item._replace(**(change or {})) for item in ticket.items]
    forged.ticket, forged.blob = ticket.pack(ticket_key()), session.blob
    return forged.pack()


SU.query("INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)"
         " VALUES ('59350', 'Lille', 'commune-actuelle', '59', '32', '2026-01-01')")
POST, POST_OF_INES = post_of(hugo.org), post_of(ines.org)
P = propose(new_case(), POST)
HOST_PUBLIC = SU.one("SELECT public_key FROM sec.certificate WHERE kind = 3 AND owner = $1", hugo.org)


# --- the way it goes -------------------------------------------------------------------------------------------------

@test("the unit seals a sheet under a key of that placement; before it is shared the host has nothing")
def _():
    refused("JA016", share_ticket, a, P)
    _, wrap, _ = seal(a, SHEET, P, "Préférer le matin.".encode())
    true(len(wrap) > 0, "the first record makes the key")
    equal(read(a, SHEET, P), (OK, ["Préférer le matin.".encode()]), "the unit reads it")
    refused("JA007", fetch, h, SHEET, P)


@test("sharing is an entry with placement and host; then the host's manager opens, and that is an entry of hers")
def _():
    with logged() as entries:
        share(a, P)
    equal([(e["action"], e["outcome"], e["actor"].split(), e["reason"]) for e in entries],
          [("placement.share", "ok", [alix.account, "counsellor", alix.org], "- -")], "entry")
    equal(entries[0]["object"], [["casework.placement", P.id, "1", "PLACEMENT", P.case, "caseload", "-"],
                                 ["organisation", hugo.org, "1", "-", "-", "-", "-"]], "objects")
    equal(share_ticket(a, P), None, "another ticket, while the host has the key")
    for place in (web, web2):
        with logged() as entries:
            equal(place.vault.open(h.token, fetch(h, SHEET, P)), (OK, ["Préférer le matin.".encode()]), "the sheet")
        equal([(e["action"], e["outcome"], e["actor"].split()[:2], e["reason"]) for e in entries],
              [("record.open", "ok", [hugo.account, "host_manager"], "follow_up default")], "entry")
        equal(entries[0]["object"], [["casework.placement", P.id, "1", "PLACEMENT", P.case, "placement", "-"]],
              "object")


@test("the manager seals the host's words without making a key, and the unit opens them")
def _():
    _, wrap, _ = seal(h, ANSWER, P, "Pas de place avant mai.".encode())
    equal(wrap, b"", "the wrap")
    for session in (h, a):
        equal(read(session, ANSWER, P), (OK, ["Pas de place avant mai.".encode()]), session.person.login)


@test("the name is opened by the host only after it accepted (design, section 4)")
def _():
    placement = shared(b"sheet")
    with web.bound(h) as db:
        db.query("SELECT casework.placement_answer($1, 1, true, NULL, NULL)", placement.id)
    seal(a, CONTACT, placement, "Zoé D’Haene".encode())
    equal(read(h, CONTACT, placement), (OK, ["Zoé D’Haene".encode()]), "the name")


@test("no receipt, no box and no plaintext")
def _():
    placement = propose(new_case(), POST)
    seal(a, SHEET, placement, b"sheet")
    to_share, to_open = share_ticket(a, placement), fetch(h, SHEET, P)
    sealer.stop()
    try:
        equal(web.vault.share(a.token, to_share), (UNAVAILABLE, None), "sharing")
        equal(web.vault.open(h.token, to_open), (UNAVAILABLE, None), "opening")
    finally:
        sealer.start()


# --- who else would like to ------------------------------------------------------------------------------------------

@test("the manager of another host gets nothing, with a forged ticket either")
def _():
    refused("JA007", fetch, i, SHEET, P)
    whole = fetch(h, SHEET, P)
    with logged() as entries:
        equal(web.vault.open(i.token, as_session(whole, i)), (DENIED, None), "the box of the other host")
        mine = as_session(whole, i, {"owner": uuid.UUID(ines.org).bytes})
        equal(web.vault.open(i.token, mine), (OK, [None]), "the same, called her own")
    equal([(e["outcome"], e["actor"].split()[0]) for e in entries],
          [("denied", ines.account), ("ok", ines.account), ("integrity", ines.account)], "entries")
    with web.bound(h) as db:
        bundle = seal_ticket(db, ANSWER, P, 2)
    equal(web.vault.seal(i.token, as_session(bundle, i), [b"words"]), (DENIED, None), "sealing")
    equal(web.vault.seal(i.token, as_session(bundle, i, {"owner": uuid.UUID(ines.org).bytes}), [b"words"]),
          (DENIED, None), "sealing as her own")


@test("a host has no key of what is no placement, and makes none: forged tickets say otherwise in vain")
def _():
    whole = fetch(h, SHEET, P)
    for compartment in (1, 2, 3):
        with logged() as entries:
            equal(web.vault.open(h.token, as_session(whole, h, {"compartment": compartment})), (DENIED, None), "opened")
        equal([e["outcome"] for e in entries], ["denied"], "entries")
    identity = Bundle(web.fetch(a, [P.case]))
    forged = as_session(identity.pack(), h, {"owner_kind": 3, "owner": uuid.UUID(hugo.org).bytes})
    equal(web.vault.open(h.token, forged), (DENIED, None), "the identity")
    equal(web.vault.open(h.token, as_session(identity.pack(), h)), (DENIED, None), "the identity, as the unit's")
    with web.bound(h) as db:
        bundle = Bundle(seal_ticket(db, ANSWER, P, 2))
    bundle.items[0][0] = b""
    equal(web.vault.seal(h.token, bundle.pack(), [b"words"]), (DENIED, None), "sealing under a key of her own")


@test("only the counsellor whose caseload it is in asks for a ticket to share")
def _():
    placement = propose(new_case(), POST)
    seal(a, SHEET, placement, b"sheet")
    for session, state in ((b, "JA007"), (web.sign_in(diane), "JA004"), (h, "JA004")):
        refused(state, share_ticket, session, placement)
    bundle = share_ticket(a, placement)
    with logged() as entries:
        equal(web.vault.share(b.token, bundle), (DENIED, None), "the ticket in another session")
        for at in range(2, 40):
            equal(web.vault.share(a.token, changed(bundle, at)), (DENIED, None), f"byte {at} changed")
    equal([e["action"] for e in entries], ["ticket.refuse"] * len(entries), "entries")


@test("tickets to open and to share are not each other's, and a stale one is none")
def _():
    placement = propose(new_case(), POST)
    seal(a, SHEET, placement, b"sheet")
    to_share, to_open = share_ticket(a, placement), fetch(a, SHEET, placement)
    forged, ticket = Bundle(to_share), Ticket(Bundle(to_share).ticket)
    ticket.issued = vw.now_us() - 31_000_000
    forged.ticket = ticket.pack(ticket_key())
    with logged() as entries:
        equal(web.vault.open(a.token, to_share), (DENIED, None), "opened with a ticket to share")
        equal(web.vault.share(a.token, to_open), (DENIED, None), "shared with a ticket to open")
        equal(web.vault.share(a.token, forged.pack()), (DENIED, None), "shared with a stale ticket")
    equal([e["action"] for e in entries], ["ticket.refuse"] * 3, "entries")
    equal(web.vault.share(a.token, to_share)[0], OK, "the ticket as it was")


# --- what a database administrator plants ----------------------------------------------------------------------------

OTHER = shared(b"another")  # a second placement of the host, of another case, and a third of the same case
SAME_CASE = shared(b"the next", case=OTHER.case, weekday=2)


def body_of(p):
    return SU.one("SELECT body FROM sec.placement_box WHERE case_id = $1 AND ordinal = $2", p.case, p.ordinal)


def box_under(root_key, key=b"K" * 32):
    return vw.placement_box(root_key, hugo.org, HOST_PUBLIC, OTHER.case, OTHER.ordinal, key)


PLANTED = {
    "of random bytes": lambda: secrets.token_bytes(106),
    "of one byte": lambda: b"\0",
    "with a flipped bit": lambda: changed(body_of(OTHER), 60),
    "cut": lambda: body_of(OTHER)[:-1],
    "correctly formed but sealed without the root": lambda: box_under(os.urandom(32)),
    "sealed under the ticket key": lambda: box_under(ticket_key()),
    "of another case, copied": lambda: body_of(P),
    "of another placement of the same case, copied": lambda: body_of(SAME_CASE),
    "of its manager, copied from her memberships": lambda: SU.one(
        "SELECT body FROM sec.box WHERE kind = 1 AND recipient = $1", hugo.account),
}


def with_box(body, act):
    """What act() gives while that body stands in the place of the box."""
    kept = body_of(OTHER)
    SU.query("UPDATE sec.placement_box SET body = $2 WHERE case_id = $1 AND ordinal = $3", OTHER.case, body,
             OTHER.ordinal)
    try:
        return act()
    finally:
        SU.query("UPDATE sec.placement_box SET body = $2 WHERE case_id = $1 AND ordinal = $3", OTHER.case, kept,
                 OTHER.ordinal)


def try_seal():
    with web.bound(h) as db:
        bundle = seal_ticket(db, ANSWER, OTHER)
    return web.vault.seal(h.token, bundle, [b"words"])[0]


def planted(what):
    with logged() as entries:
        opened = with_box(PLANTED[what](), lambda: read(h, SHEET, P, OTHER, SAME_CASE))
    equal(opened, (OK, ["Préférer le matin.".encode(), None, b"the next"]), "opened")
    equal([(e["outcome"], [o[1] for o in e["object"]]) for e in entries],
          [("ok", [P.id, OTHER.id, SAME_CASE.id]), ("integrity", [OTHER.id])], "entries")
    equal(with_box(PLANTED[what](), try_seal), DENIED, "sealing with it")


for kind in PLANTED:
    test(f"a planted box gives no key and an entry, and spoils no other: one {kind}")(lambda kind=kind: planted(kind))


@test("the control of the planted boxes: one sealed with the root gives the key that lies in it")
def _():
    equal(with_box(box_under(ROOT_FILE.key), try_seal), OK, "sealing with it")
    equal(try_seal(), OK, "sealing with the real one")


@test("a box opens nothing of another placement, case or version, whatever ticket goes with it")
def _():
    whole = fetch(h, SHEET, OTHER)
    for change in ({"key_generation": SAME_CASE.ordinal}, {"case": uuid.UUID(P.case).bytes}, {"version": 2}):
        equal(web.vault.open(h.token, as_session(whole, h, change)), (OK, [None]), str(change))


def with_certificate(generation, public, mac, placement):
    SU.query("INSERT INTO sec.certificate (kind, owner, generation, officer, public_key, mac)"
             " VALUES (3, $1, $2, false, $3, $4)", ines.org, generation, public, mac)
    try:
        denied_share(share_ticket(a, placement))
    finally:
        SU.query("DELETE FROM sec.certificate WHERE kind = 3 AND owner = $1 AND generation = $2", ines.org, generation)


@test("a planted certificate gets no box: its MAC is not the root's")
def _():
    placement = propose(new_case(), POST_OF_INES)
    seal(a, SHEET, placement, b"sheet")
    public = vw.x25519_public(os.urandom(32))
    real = SU.one("SELECT mac FROM sec.certificate WHERE kind = 3 AND owner = $1", ines.org)
    for mac in (bytes(32), os.urandom(32), real, vw.derive(ticket_key(), "certificate", public)):
        with_certificate(2, public, mac, placement)
    bundle = Bundle(share_ticket(a, placement))
    for at in (0, 5, 20, 21, 22, 53, 54, 85):  # kind, owner, generation, officer, key, MAC
        bundle.items[0][1] = changed(bundle.items[0][1], at)
        denied_share(bundle.pack())
        bundle.items[0][1] = changed(bundle.items[0][1], at)
    equal(web.vault.share(a.token, bundle.pack())[0], OK, "the certificate as it was")


@test("the certificate of another host gets no box, and a forged ticket no key but the one that its wrap holds")
def _():
    placement = propose(new_case(), POST)
    seal(a, SHEET, placement, b"sheet")
    whole = Bundle(share_ticket(a, placement))
    other = SU.query("SELECT owner, public_key, mac FROM sec.certificate WHERE kind = 3 AND owner = $1", ines.org)[0]
    whole.items[0][1] = (b"\3" + uuid.UUID(str(other[0])).bytes + b"\0\0\0\1" + b"\0" + other[1] + other[2])
    denied_share(whole.pack())
    whole = Bundle(share_ticket(a, placement))
    ticket = Ticket(whole.ticket)
    item, *host = ticket.items[0]

    def with_item(**change):
        ticket.issued, ticket.items = vw.now_us(), [ShareItem(item._replace(**change), *host)]
        whole.ticket = ticket.pack(ticket_key())
        return whole.pack()
    for change in ({"compartment": 1}, {"owner_kind": 3, "owner": uuid.UUID(hugo.org).bytes},
                   {"owner": uuid.UUID(hugo.org).bytes}, {"owner_generation": 2}):
        denied_share(with_item(**change))
    for change in ({"case": uuid.UUID(P.case).bytes}, {"key_generation": placement.ordinal + 1}):
        denied_share(with_item(**change), ("ok", "integrity"))
    equal(web.vault.share(a.token, with_item())[0], OK, "the ticket made anew as it was")


@test("a wrap that was swapped or flipped is shared with nobody")
def _():
    placement = propose(new_case(), POST)
    seal(a, SHEET, placement, b"sheet")
    whole = Bundle(share_ticket(a, placement))
    kept = whole.items[0][0]
    for wrap in (changed(kept, 30), kept[:-1], b"", Bundle(fetch(a, SHEET, P)).items[0][0],
                 Bundle(web.fetch(a, [placement.case])).items[0][0]):
        whole.items[0][0] = wrap
        denied_share(whole.pack(), ("ok", "integrity"))


@test("the log names records and links as the registry does")
def _():
    whole = fetch(h, SHEET, P)
    for code, name in SU.query("SELECT code, name FROM sec.sealed_table ORDER BY code"):
        with logged() as entries:
            web.vault.open(h.token, as_session(whole, h, {"table": code}))
        equal(entries[0]["object"][0][0], name, f"table {code}")
    with logged() as entries:
        web.vault.open(h.token, as_session(whole, h, {"link": 6}))
    equal(entries[0]["object"][0][5], "delegation", "link 6")


# --- the last member gone --------------------------------------------------------------------------------------------

def invite(login, name, org):
    """An account made by the administrator; of a host that nobody holds with its next pair."""
    n = web.sign_in(nadia)
    with web.bound(n) as db:
        account, material = db.query(
            "SELECT account, material FROM sec.account_new($1, $2, 'host_manager', $3, $4, $5)", login, name, org,
            secrets.token_bytes(32), secrets.token_bytes(32))[0]
        status, made = web.vault.account(n.token, material)
        equal(status, OK, "the account's keys")
        db.query("SELECT sec.account_seal($1, $2, $3, $4, $5, $6, $7)", account, made.record, made.certificate,
                 made.permit, made.host_certificate, made.box, made.recovery)
    person = Person(login, account, org, made.certificate[22:54])
    person.code = made.code
    return person, made


@test("last member gone: the next manager comes with a new pair, and running placements are boxed anew")
def _():
    SU.query("DELETE FROM sec.box WHERE kind = 1 AND recipient = $1", hugo.account)  # as when two officers reset her
    refused("JA007", fetch, h, SHEET, P)
    equal(share_ticket(a, P), None, "no ticket while there is no other pair")
    helene, made = invite("h.helene", "Hélène", hugo.org)
    equal(len(made.host_certificate), 86, "a new pair")
    session = web.sign_in(helene)
    with logged() as entries:
        equal(read(session, SHEET, P), (DENIED, None), "the box of the old pair")
    equal([e["outcome"] for e in entries], ["denied"], "entries")
    with logged() as entries:
        for placement in (P, OTHER):
            share(a, placement)
    equal([(e["action"], e["outcome"], e["object"][1][1:3]) for e in entries],
          [("placement.share", "ok", [hugo.org, "2"])] * 2, "entries")
    equal(read(session, SHEET, P, OTHER), (OK, ["Préférer le matin.".encode(), b"another"]), "the sheets")
    equal(read(session, ANSWER, P), (OK, ["Pas de place avant mai.".encode()]), "what was said before")
    equal(read(session, SHEET, SAME_CASE), (DENIED, None), "what was not boxed anew")
    equal(share_ticket(a, P), None, "another ticket")
    refused("JA007", fetch, h, SHEET, P)


run()
