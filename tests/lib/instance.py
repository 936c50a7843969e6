# SPDX-License-Identifier: EUPL-1.2
"""A whole instance as a newcomer starts it: deploy/run in a scratch folder, its people, its HTTP.

    i = Instance("a")                      # a free port; nothing is started; the small story (DEMO)
    i = Instance("a", demo="whole")        # the whole territory
    i = Instance("a", founded=True)        # one that goes on from the small one which the run founds once
    i.run("start")                         # (exit status, stdout, stderr) of deploy/run start
    i.accounts()                           # var/demo/accounts.json
    token = i.sign_in(account)             # by POST sessions
    i.request("GET", "/me", token=token)   # (status, headers, JSON or text)
    i.jalon("doctor")                      # the command line
    i.query("SELECT ...")                  # as the cluster's superuser: lines of its answer

Whatever runs at the end of the test is stopped by deploy/run stop.
"""
import base64
import hashlib
import hmac
import http.client
import json
import os
import struct
import subprocess
import time
from pathlib import Path

import api
import port
import tap

STRAY = tap.ROOT / "README.md"
PROGRAMS = ("jalon-sealer", "jalon-vault", "jalon-worker", "jalond")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def totp(secret, step):
    """RFC 6238 with SHA-1, 30 s, 6 digits."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    at = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[at:at + 4])[0] & 0x7FFFFFFF) % 1000000)


class Instance:
    def __init__(self, name, var=None, demo="small", founded=False):
        if var is None:
            folder = tap.scratch(name)
            folder.chmod(0o755)  # else, as root, the programs' own accounts could not come in
            var = folder / "var"
        self.var = var
        self.demo = demo
        self.port = port.free()
        tap.cleanup(self.run, "stop")
        if founded:
            subprocess.run(["cp", "-a", "--reflink=auto", founding() / "var", self.var], check=True)

    def run(self, verb, *words, timeout=400, **environment):
        env = {**os.environ, "PORT": str(self.port), "VAR": str(self.var), "BUILD": str(tap.BUILD),
               "DEMO": self.demo, **environment}
        with open(STRAY, "rb") as stray:  # from a shell that holds a file open
            done = subprocess.run([str(tap.ROOT / "deploy/run"), verb, *map(str, words)], env=env, text=True,
                                  stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, check=False,
                                  pass_fds=[stray.fileno()])
        return done.returncode, done.stdout, done.stderr

    def start(self):
        code, out, err = self.run("start")
        tap.true(code == 0, f"start ended with {code}: {out[-2000:]} {err[-2000:]}")
        return out

    def stop(self):
        code, out, err = self.run("stop")
        tap.true(code == 0, f"stop ended with {code}: {out[-2000:]} {err[-2000:]}")

    def jalon(self, *arguments, config=None):
        done = subprocess.run([str(tap.BIN / "jalon"), "--config", str(config or self.var / "jalon.conf"), *arguments],
                              stdin=subprocess.DEVNULL, text=True, capture_output=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    def query(self, sql):
        """As the cluster's superuser, who alone sees rows without a session."""
        conf = (self.var / "jalon.conf").read_text()
        info = next(line.split(" = ", 1)[1] for line in conf.splitlines() if line.startswith("super_database"))
        done = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d", info + " dbname=jalon",
                               "-c", sql], capture_output=True, text=True, check=True)
        return done.stdout.split()

    def pid(self, name):
        return int((self.var / "run" / f"{name}.pid").read_text().split()[0])

    def pids(self):
        return {name: self.pid(name) for name in (*PROGRAMS, "cluster")}

    def processes(self):
        """Every process that has the instance's folder in its command line."""
        found = {}
        for line in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = line.read_bytes()
            except OSError:
                continue
            if str(self.var).encode() in words and int(line.parent.name) != os.getpid():
                found[int(line.parent.name)] = words.replace(b"\0", b" ")
        return found

    def keys(self):
        """What must not change when it is started again: keys, accounts, what the database was founded with."""
        return {name: hashlib.sha256((self.var / name).read_bytes()).hexdigest() for name in (
            "vault/vault.root", "sealer/sealer.key", "sealer/log/log.vkey", "demo/accounts.json",
            "keys-offline/recovery.key", "secrets/web.pgpass", "secrets/superuser.pgpass", "pg/PG_VERSION")}

    def offers(self):
        return self.query("SELECT (SELECT count(*) FROM offer.host), (SELECT count(*) FROM offer.site),"
                          " (SELECT count(*) FROM offer.contact), (SELECT count(*) FROM offer.lead),"
                          " (SELECT count(*) FROM offer.lead_event), (SELECT count(*) FROM offer.post),"
                          " (SELECT count(*) FROM offer.procedure), (SELECT count(*) FROM offer.opinion),"
                          " (SELECT count(*) FROM offer.closure), (SELECT count(*) FROM offer.suspension)")

    def measures(self):
        return self.query("SELECT (SELECT count(*) FROM casework.measure),"
                          " (SELECT sum(version) FROM casework.measure),"
                          " (SELECT count(*) FROM casework.authority_act),"
                          " (SELECT count(*) FROM casework.suspension),"
                          " (SELECT sum(match_version) FROM casework.case_file)")

    def placements(self):
        """How far they are; hours() is of the days since they began."""
        return [line for table, group in (("placement", "state"), ("incident", "kind"), ("judge_report", "kind"))
                for line in self.query(f"SELECT {group}, count(*), sum(version) FROM casework.{table}"
                                       f" GROUP BY {group} ORDER BY {group}")] \
            + self.query("SELECT count(*), count(sent_on) FROM casework.judge_report, casework.delegation")

    def hours(self):
        return self.query("SELECT state, attendance, word, flags, count(*), sum(version) FROM casework.hours_report"
                          " GROUP BY state, attendance, word, flags ORDER BY state, attendance, word, flags") \
            + self.query("SELECT count(*), sum(minutes) FROM casework.hours_entry")

    def accounts(self):
        return json.loads((self.var / "demo/accounts.json").read_text(encoding="utf-8"))

    def account(self, role, number=0):
        return [a for a in self.accounts() if a["role"] == role][number]

    def client(self, account):
        """One that tests/lib/api.py talks by, signed in."""
        client = api.Client("127.0.0.1", self.port)
        client.token = self.sign_in(account)
        return client

    def request(self, method, path, body=None, token=None, headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = dict(headers or {})
        data = None
        if body is not None:
            data = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        if token:
            sent["Authorization"] = "Bearer " + token
        try:
            connection.request(method, "/api/v1" + path, data, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
            kind = answer.getheader("Content-Type", "")
            return answer.status, answer.headers, json.loads(text) if "json" in kind else text
        finally:
            connection.close()

    def sign_in(self, account):
        """A token. A code works once and nobody waits for the next one here: those already used are forgotten."""
        self.query(f"UPDATE sec.account SET last_totp_step = 0 WHERE login = '{account['login']}'")
        status, _, answer = self.request("POST", "/sessions", {
            "login": account["login"], "password": account["password"],
            "otp": totp(account["totp_secret"], int(time.time()) // 30)})
        tap.equal(status, 201, f"status of the sign-in of {account['login']} ({answer})")
        return answer["token"]


def founding():
    """The folder of the instance that the run founds once: var, at rest, and what `start` and then `status` said."""
    return tap.made_once("instance", _found)


def _found(folder):
    one = Instance("i", var=folder / "var")
    said = one.start()
    tap.contains(said, f"http://127.0.0.1:{one.port}", "where to look")
    (folder / "start").write_text(said)
    (folder / "status").write_text(one.run("status")[1])
    one.stop()
