# SPDX-License-Identifier: EUPL-1.2
"""What is played against a running demonstration, by its people, through the API alone. The program's first argument,
or VAR, says where it runs. Each step is said; the first that is not as it should be ends with 1."""
import datetime
import json
import os
import sys
import time
import uuid
from pathlib import Path
from zoneinfo import ZoneInfo

import api

ROOT = Path(__file__).resolve().parents[2]
VAR = Path(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("VAR", ROOT / "var"))
PORT = int((VAR / "run/port").read_text(encoding="utf-8"))
TODAY = datetime.datetime.now(ZoneInfo("Europe/Paris")).date()  # as the service counts days
ACCOUNTS = json.loads((VAR / "demo/accounts.json").read_text(encoding="utf-8"))


def fail(why):
    print("not ok - " + why)
    sys.exit(1)


def ok(what):
    print("ok - " + what, flush=True)


def true(condition, why):
    if not condition:
        fail(why)


def wait(seconds, what, condition):
    end = time.monotonic() + seconds
    while not condition():
        true(time.monotonic() < end, "waited %d s in vain: %s" % (seconds, what))
        time.sleep(0.2)


class Person(api.Client):
    """Somebody of the demonstration, signed in; a code works once, so the next half minute's is tried too."""

    def __init__(self, role, organisation=None):
        super().__init__("127.0.0.1", PORT)
        self.who = next(a for a in ACCOUNTS if a["role"] == role and organisation in (None, a["organisation"]))
        for step in range(int(time.time()) // 30, int(time.time()) // 30 + 4):
            wait(70, "the next code", lambda: int(time.time()) // 30 + 1 >= step)  # pylint: disable=W0640
            answer = self.post("/sessions", {"login": self.who["login"], "password": self.who["password"],
                                             "otp": api.totp(self.who["totp_secret"], step)})
            if answer.status == 201:
                self.session, self.token = answer.json, answer.json["token"]
                return
        fail("%s cannot sign in: %s" % (self.who["login"], answer.text))

    def do(self, method, path, body=None, want=200, version=None, reason=None, key=None):
        head = {}
        if method == "POST":
            head["Idempotency-Key"] = key or str(uuid.uuid4())
        if version is not None:
            head["If-Match"] = '"%d"' % version
        if reason:
            head["Access-Reason"] = reason
        answer = self.send(method, path, body, head)
        if answer.status != want:
            fail("%s: %s %s: %d instead of %d: %s"
                 % (self.who["login"], method, path, answer.status, want, answer.text))
        return answer.json if answer.body else None

    def version(self, path):
        return self.do("GET", path)["version"]

    def step(self, method, path, of, body=None, want=200):
        """A change of what is there, in its version of now."""
        return self.do(method, path, body, want, self.version(of))


def day(n):
    return str(TODAY + datetime.timedelta(days=n))


def declare_post(manager, referent, director, **change):
    """H-15 to H-17: declared by the host, opinions recorded by one and checked by another, decided by the direction.
    The post, and who is in charge of it."""
    host = manager.session["user"]["organisation"]["id"]
    sheet = manager.do("GET", "/hosts/" + host)
    site = sheet["sites"][0]["id"]
    contact = next(c["id"] for c in sheet["contacts"] if c["part"] == "in_charge")
    slots = [{"weekday": w, "from": 7 * 60, "to": 21 * 60, "weeks": "every"} for w in range(1, 8)]
    post = manager.do("POST", "/hosts/%s/posts" % host, {
        "site": site, "public": "adults", "title": "Repeindre l'abri du jardin", "family": "painting",
        "nature": "Poncer, peindre", "manner": "Avec l'encadrant technique", "places": 1, "special_risk": False,
        "care_setting": False, "meets_children": False, "meets_vulnerable": False, "meets_public": True,
        "in_charge": contact, "slots": slots, **change}, 201)["id"]
    file = manager.do("POST", "/posts/%s/procedures" % post, {"kind": "inscription"}, 201)["id"]
    where = "/procedures/" + file
    referent.step("POST", where + "/request", where, {"asked_on": day(-12), "council_absent": True})
    for giver in ("prosecutor", "jap"):
        referent.do("PUT", where + "/opinions", {"giver": giver, "sense": "favourable", "given_on": day(-2)}, 204)
        director.do("POST", where + "/opinions/check", {"giver": giver, "sense": "favourable", "given_on": day(-2)},
                    204)
    director.step("POST", where + "/decision", where, {"outcome": "granted", "decided_on": day(0)})
    true(manager.do("GET", "/posts/" + post)["state"] == "inscribed", "the post is not on the list")
    return post, contact
