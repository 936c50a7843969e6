# SPDX-License-Identifier: EUPL-1.2
"""A small founded service for the tests of the vault: real PostgreSQL, two real vaults on one real sealer, people of
two units and two hosts, and jalond's place taken by the test. Importing this starts it; tap's cleanup ends it.

    session = web.sign_in(PEOPLE["a.alix"])      # through vault one; web2 asks vault two; enrols who is not yet
    case = web.create(session, b"text")
    with logged() as entries:                    # what the log says of the block
        web.read(session, [case])                # (OK, [b"text"])
"""
import contextlib
import os
import secrets
import subprocess

import pg
import vaultwire as vw
from tap import BIN, cleanup, end_well, equal, raises, scratch, true, wait_until
from vaultwire import Vault, acting_as, totp
from wire import OK, Wire

ROOT = os.geteuid() == 0
WEB, VAULT, SEALER, WORKER, OUTSIDER = (64101, 64102, 64103, 64104, 64109) if ROOT else (os.geteuid(),) * 5
READS = 8  # distinct cases per counsellor and hour
ATTEMPTS = 6
CASE_FILE, IDENT = 1, 1

MANIFEST = """\
organisation lille unit SPIP de Lille
organisation douai unit SPIP de Douai
organisation halte host Association La Halte
organisation service service Exploitation
organisation berge host Association de la Berge
account a.alix counsellor lille Alix
account b.bruno counsellor lille Bruno
account c.chloe counsellor lille Chloé
account d.diane director lille Diane
account r.remi referent lille Rémi
account x.xavier counsellor douai Xavier
account w.willy counsellor lille Willy
account z.zoe counsellor lille Zoé
account e.elsa counsellor lille Elsa
account h.hugo host_manager halte Hugo
account i.ines host_manager berge Inès
account n.nadia administrator service Nadia
"""


# --- the service -----------------------------------------------------------------------------------------------------

HERE = scratch("vault")
HERE.chmod(0o755)
CLUSTER = pg.migrated()
cleanup(CLUSTER.destroy)
SU = CLUSTER.connect("postgres")


class Program:
    """One of our programs, started, with its standard error in a file."""

    def __init__(self, name, conf):
        self.name, self.conf, self.log = name, conf, HERE / f"{conf.stem}.log"
        self.process = None
        self.start()
        cleanup(self.stop)

    def start(self):
        with open(self.log, "ab") as log:
            at = log.tell()
            self.process = subprocess.Popen([BIN / self.name, "--config", self.conf], stdin=subprocess.DEVNULL,
                                            stdout=log, stderr=log)

        def ready():
            said = self.log.read_bytes()[at:].decode(errors="replace")
            true(self.process.poll() is None, f"{self.name} ended: {said}")
            return "ready" in said
        wait_until(ready, 10, f"{self.name} ready")

    def stop(self):
        if self.process.returncode is None:
            end_well(self.process, self.name)

    @property
    def pid(self):
        return self.process.pid


def found():
    """The ceremony, and its text loaded as `jalon found` would."""
    (HERE / "manifest").write_text(MANIFEST, encoding="utf-8")
    conf = vault_conf("founding", WEB)
    subprocess.run([BIN / "jalon-vault", "found", "--config", conf, "--manifest", HERE / "manifest", "--out",
                    HERE / "founding.txt", "--codes", HERE / "codes", "--recovery", HERE / "recovery",
                    "--demonstration"], check=True, capture_output=True, timeout=60)
    with CLUSTER.connect("jalon_migrator") as m:
        m.query("BEGIN")
        for line in (HERE / "founding.txt").read_text(encoding="utf-8").splitlines():
            load(m, line.split(" "))
        m.query("SELECT sec.found_close()")
        m.query("COMMIT")


def load(m, w):
    if w[0] == "mac":
        m.query("SELECT sec.found_mac_key($1, $2, $3)", w[1], int(w[2]), bytes.fromhex(w[3]))
    elif w[0] == "demonstration":
        m.query("SELECT sec.found_demonstration()")
    elif w[0] == "decoy":
        m.query("SELECT sec.found_decoy($1)", bytes.fromhex(w[1]))
    elif w[0] == "organisation":
        m.query("SELECT sec.found_organisation($1, $2, $3)", w[1], w[2], " ".join(w[3:]))
    elif w[0] == "account":
        PEOPLE[w[4]] = Person(w[4], w[1], w[3], bytes.fromhex(w[6]))
        m.query("SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)", w[1], w[4], " ".join(w[7:]), w[2], w[3],
                bytes.fromhex(w[5]), bytes.fromhex(w[6]))
    elif w[0] == "certificate":
        m.query("SELECT sec.found_certificate($1, $2, $3, $4, $5, $6)", int(w[1]), w[2], int(w[3]), w[4] == "1",
                bytes.fromhex(w[5]), bytes.fromhex(w[6]))
    elif w[0] == "box":
        m.query("SELECT sec.found_box($1, $2, $3, $4, $5, $6, $7, $8)", int(w[1]), int(w[2]), w[3], int(w[4]),
                int(w[5]), w[6], int(w[7]), bytes.fromhex(w[8]))
    elif w == ["demonstration"]:
        m.query("SELECT sec.found_demonstration()")
    else:
        equal(w, ["end"], "line of the founding text")


def vault_conf(name, peers):
    path = HERE / f"{name}.conf"
    path.write_text(f"[vault]\nsocket = {HERE}/{name}.sock\nroot = {HERE}/vault.root\nsealer = {HERE}/sealer.sock\n"
                    f"peers = {peers}\n" + (f"user = {VAULT}\n" if ROOT else ""))
    return path


def sealer_conf():
    path = HERE / "sealer.conf"
    folder = HERE / "sealer"
    folder.mkdir(mode=0o755)
    path.write_text(f"[sealer]\nsocket = {HERE}/sealer.sock\ndirectory = {folder}/log\nkey = {folder}/sealer.key\n"
                    f"origin = jalon.invalid/test\npeers_vault = {VAULT}\npeers_worker = {WORKER}\npeers_head = {WEB}\n"
                    f"reads_per_hour = counsellor:{READS} director:{READS} host_manager:{READS}\n"
                    f"attempts_per_hour = {ATTEMPTS}\n"
                    + (f"user = {SEALER}\n" if ROOT else ""))
    if ROOT:
        os.chown(folder, SEALER, SEALER)
    subprocess.run([BIN / "jalon-sealer", "init", "--config", path], check=True, capture_output=True, timeout=60)
    return path


# --- the log, read as the worker reads it ----------------------------------------------------------------------------

class Log:
    def __init__(self):
        with acting_as(WORKER):
            self.wire = Wire(f"{HERE}/sealer.sock")

    def size(self):
        return self.wire.tail(0, 1)[1][0]

    def since(self, start):
        """The entries from this index on, each a dictionary; "object" is a list of fields."""
        got = []
        while True:
            status, answer = self.wire.tail(start)
            equal(status, OK, "status of the tail")
            size, _, entries = answer
            equal([i for i, _ in entries], list(range(start, start + len(entries))), "indexes")
            got += [self._parse(text.decode()) for _, text in entries]
            start += len(entries)
            if start >= size:
                return got

    @staticmethod
    def _parse(text):
        entry = {"object": []}
        for line in text.splitlines():
            word, _, rest = line.partition(" ")
            if word == "object":
                entry["object"].append(rest.split(" "))
            else:
                entry[word] = rest
        return entry


@contextlib.contextmanager
def logged():
    """A list that holds, afterwards, the entries that the block left."""
    log = Log()
    start, entries = log.size(), []
    yield entries
    entries += log.since(start)
    log.wire.close()


def told(entries, action, outcome):
    return [e for e in entries if (e["action"], e["outcome"]) == (action, outcome)]


# --- people, and what jalond does for them ---------------------------------------------------------------------------

class Person:
    def __init__(self, login, account, org, public_key):
        self.login, self.account, self.org, self.public_key = login, account, org, public_key
        self.code = self.password = self.record = self.secret = None


PEOPLE = {}


class Session:
    def __init__(self, person, signed_in, material, blob, unopened, code):
        self.code = code
        self.person, self.token, self.id = person, signed_in.token, vw.session_id(signed_in.token)
        self.grant, self.sign_in_blob = signed_in.grant, signed_in.blob
        self.material, self.blob, self.unopened = material, blob, unopened


class Web:
    """jalond's place: one connection to PostgreSQL as jalon_web, one to a vault."""

    def __init__(self, vault):
        self.db = CLUSTER.connect("jalon_web")
        with acting_as(WEB):
            self.vault = Vault(f"{HERE}/{vault}.sock")

    @contextlib.contextmanager
    def bound(self, session):
        self.db.query("BEGIN")
        try:
            self.db.query("SELECT sec.bind($1)", session.id)
            yield self.db
        except BaseException:
            self.db.query("ROLLBACK")
            raise
        self.db.query("COMMIT")

    def record(self, login):
        return self.db.one("SELECT sec.sign_in_material($1)", login)

    def activate(self, person):
        person.record = self.record(person.login)
        person.password = f"phrase de {secrets.token_hex(8)}".encode()
        status, (person.secret, offer) = self.vault.enrol(person.login, person.record, person.code, person.password)
        equal(status, OK, "enrolment")
        status, answer = self.vault.confirm(person.login, person.record, person.code, person.password, offer,
                                            totp(person.secret))
        equal(status, OK, "confirmation")
        person.enrol_grant, person.active_record = answer
        self.db.query("SELECT sec.enrol($1, $2)", *answer)

    def prove(self, person, otp=None, record=None):
        """What the vault gives for the right password and code."""
        status, signed_in = self.vault.sign_in(person.login, record or self.record(person.login), person.password,
                                               otp or totp(person.secret))
        equal(status, OK, "sign-in")
        return signed_in

    def material(self, signed_in):
        return self.db.one("SELECT material FROM sec.open_session($1, $2)", signed_in.grant, "192.0.2.7")

    def sign_in(self, person):
        if person.secret is None:
            self.activate(person)
        next_step(person)
        code = totp(person.secret)
        signed_in = self.prove(person, code)
        material = self.material(signed_in)
        status, (blob, unopened) = self.vault.unlock(signed_in.token, signed_in.blob, material)
        equal(status, OK, "unlocking")
        session = Session(person, signed_in, material, blob, unopened, code)
        with self.bound(session) as db:
            db.query("SELECT sec.keep_keys($1)", blob)
        return session

    def sign_out(self, session):
        with self.bound(session) as db:
            db.query("SELECT sec.sign_out()")

    def create(self, session, text, person=b""):
        with self.bound(session) as db:
            case = db.one("SELECT case_id FROM casework.open_case($1, $2, false)", secrets.token_bytes(32),
                          secrets.token_bytes(32))
            self._write(db, session, case, 1, text, person)
        return case

    def change(self, session, case, version, text):
        with self.bound(session) as db:
            db.query("SELECT casework.change_identity_at($1, $2)", case, version)
            self._write(db, session, case, version + 1, text)

    def _write(self, db, session, case, version, text, person=b""):
        bundle = db.one("SELECT sec.seal_ticket($1, $2, $3, $4)", CASE_FILE, case, IDENT, version)
        status, sealed = self.vault.seal(session.token, bundle, [text], person)
        equal(status, OK, "sealing")
        db.query("SELECT sec.store($1, $2, $3, $4, $5, $6, $7)", CASE_FILE, case, IDENT, version, *sealed[0])

    def seal_ticket(self, session, case, version):
        with self.bound(session) as db:
            return db.one("SELECT sec.seal_ticket($1, $2, $3, $4)", CASE_FILE, case, IDENT, version)

    def fetch(self, session, cases, reason=""):
        with self.bound(session) as db:
            return db.one("SELECT sec.fetch($1, $2, $3, $4)", [CASE_FILE] * len(cases), cases, [IDENT] * len(cases),
                          reason)

    def read(self, session, cases, reason=""):
        return self.vault.open(session.token, self.fetch(session, cases, reason))


def refused(state, function, *args):
    equal(raises(pg.PgError, function, *args).state, state, "SQLSTATE")


def next_step(*people):
    """The superuser makes a spent one-time code good again: in a test nobody waits half a minute for the next one."""
    SU.query("UPDATE sec.account SET last_totp_step = 0 WHERE id = ANY ($1)", [p.account for p in people])


def ticket_key():
    """What a superuser can read: the key that makes tickets."""
    return bytes(b ^ 0x36 for b in SU.one("SELECT ipad FROM sec.mac_key WHERE purpose = 'ticket'")[:32])


def changed(data, at):
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1:]


found()
sealer = Program("jalon-sealer", sealer_conf())
vault1 = Program("jalon-vault", vault_conf("one", WEB))
vault2 = Program("jalon-vault", vault_conf("two", WEB))
for code_line in (HERE / "codes").read_text().splitlines():
    PEOPLE[code_line.split()[0]].code = code_line.split()[1].encode()
web = Web("one")
web2 = Web("two")
ROOT_FILE = vw.Root(HERE / "vault.root")
