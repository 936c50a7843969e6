#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""deploy/run as a newcomer uses it: fresh, again, killed, stopped; its people, its commands."""
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import crawl  # noqa: E402
from instance import PROGRAMS, STRAY, Instance, alive, founding  # noqa: E402
from tap import BIN, BUILD, ROOT, contains, equal, run, scratch, test, true, wait_until  # noqa: E402

ROLES = {"counsellor", "director", "referent", "host_manager", "tutor", "auditor", "administrator"}
first = Instance("a", founded=True)


@test("a fresh start ends with everything running and says where to look")
def _():
    out = (founding() / "start").read_text()
    for account in first.accounts():
        contains(out, account["login"])
        contains(out, account["password"])
    contains(out, "jalon-verify --key")
    contains(out, "demonstration")
    first.start()
    code, out, _ = first.run("status")
    equal(code, 0, "exit of status")
    for name in (*PROGRAMS, "cluster"):
        contains(out, f"{name} runs")
        contains((founding() / "status").read_text(), f"{name} runs")


@test("accounts.json has people of each role and is its owner's alone")
def _():
    equal({a["role"] for a in first.accounts()}, ROLES, "roles")
    for account in first.accounts():
        equal(set(account), {"login", "password", "totp_secret", "role", "name", "organisation"})
    equal((first.var / "demo/accounts.json").stat().st_mode & 0o777, 0o600)


@test("every account of accounts.json signs in and is who the file says")
def _():
    for account in first.accounts():
        token = first.sign_in(account)
        status, headers, me = first.request("GET", "/me", token=token)
        equal(status, 200, account["login"])
        equal((me["login"], me["name"], me["role"]), (account["login"], account["name"], account["role"]))
        equal(me["organisation"]["name"], account["organisation"])
        equal(me["demonstration"], True)
        equal(headers.get("Jalon-Demonstration"), "true")


@test("the twenty invented people are cases of the counsellors, readable with their accents")
def _():
    names = []
    for number in range(sum(a["role"] == "counsellor" for a in first.accounts())):
        token = first.sign_in(first.account("counsellor", number))
        status, _, page = first.request("GET", "/cases", token=token)
        equal(status, 200)
        names += [item["identity"]["family_name"] for item in page["items"]]
        true(all(item["integrity"] for item in page["items"]), "integrity")
    equal(len(names), 20, "cases")
    for name in ("Lefèvre", "N'Guessan", "Van den Berghe", "Bourgeois-Roux", "Dupont"):
        true(name in names, f"{name} is not among {names}")


def versions():
    return first.query("SELECT id, version FROM offer.post UNION ALL SELECT id, version FROM offer.procedure "
                       "ORDER BY 1")


@test("the demonstration has nine hosts, four of them communes of the MEL with their own number, and three leads")
def _():
    equal(first.offers(), ["9|11|16|3|1|18|24|46|1|1"])
    equal(first.query("SELECT count(*) FROM offer.host h JOIN offer.commune c ON c.insee = h.insee"
                       " AND c.siren = h.siren WHERE c.epci = '200093201' AND h.form = 'local_authority'"), ["4"])
    equal(first.query("SELECT departement FROM sec.organisation WHERE kind = 'unit'"), ["59", "59"])
    token = first.sign_in(first.account("referent"))
    hosts = first.request("GET", "/hosts", token=token)[2]["items"]
    equal(sorted(h["standing"] for h in hosts), ["by_right"] * 4 + ["ending"] + ["none"] * 3 + ["valid"])
    names = {h["name"] for h in hosts}
    for name in ("Ville de Villeneuve-d'Ascq", "Association L'Épicerie d'à Côté", "Scop Les Mains d'Œuvre"):
        true(name in names, f"{name} is not among {names}")
    equal(len(first.request("GET", "/leads?due=true", token=token)[2]["items"]), 3)


def counted(words):
    return dict(sorted(Counter(words).items()))


@test("the demonstration has eighteen posts, in every state, with what makes a matching difficult")
def _():
    token = first.sign_in(first.account("referent"))
    posts = first.request("GET", "/posts", token=token)[2]["items"]
    equal(counted(p["state"] for p in posts),
          {"asked": 3, "draft": 1, "inscribed": 10, "opinions": 2, "removed": 1, "suspended": 1})
    for flag in ("night", "evening", "weekend"):
        true(any(p[flag] for p in posts if p["state"] == "inscribed"), flag)
    by_title = {p["title"]: first.request("GET", "/posts/" + p["id"], token=token)[2] for p in posts}
    true(all(s["in_charge"] for s in by_title.values()), "somebody is in charge of each")
    equal([s["side"] for s in by_title["Semis et rempotage sous serre"]["suspensions"]], ["host"])
    equal(len(by_title["Tri et remise en état de meubles"]["closures"]), 1)
    equal(by_title["Nettoyage de nuit du dépôt"]["night"], True)
    equal(by_title["Rénovation de bancs publics"]["special_risk"], True)
    equal(by_title["Chantier jeunes aux serres\u00a0: jardinières des écoles"]["public"], "minors")
    token = first.sign_in(first.account("counsellor"))
    offered = first.request("GET", "/posts", token=token)[2]["items"]
    equal((len(offered), {p["state"] for p in offered}), (10, {"inscribed"}), "on offer")
    farm = next(p for p in offered if p["title"] == "Soin des animaux de la ferme")
    equal(len(first.request("GET", "/posts/" + farm["id"], token=token)[2]["bars"]), 3)


@test("files of the demonstration are in every state, and a director finds what waits for her")
def _():
    token = first.sign_in(first.account("director"))
    files = first.request("GET", "/procedures", token=token)[2]["items"]
    equal(len(files), 24)
    equal(counted((f["kind"], f["state"]) for f in files), {
        ("habilitation", "asked"): 1, ("habilitation", "draft"): 1, ("habilitation", "granted"): 2,
        ("habilitation", "refused"): 1, ("inscription", "abandoned"): 1, ("inscription", "asked"): 2,
        ("inscription", "draft"): 2, ("inscription", "granted"): 12, ("inscription", "recorded"): 1,
        ("removal", "granted"): 1})
    draft = next(f for f in files if (f["kind"], f["state"]) == ("habilitation", "draft"))
    draft = first.request("GET", "/procedures/" + draft["id"], token=token)[2]
    equal(draft["pieces_missing"], ["assembly_minutes"])
    tasks = counted(t["kind"] for t in first.request("GET", "/tasks", token=token)[2]["items"])
    for kind, n in (("procedure_to_decide", 1), ("act_to_check", 1), ("decision_to_check", 1), ("opinion_to_check", 2),
                    ("habilitation_ending", 1)):
        equal(tasks.get(kind), n, f"{kind} in {tasks}")
    tasks = counted(t["kind"] for t in first.request("GET", "/tasks", token=first.sign_in(
        first.account("referent")))[2]["items"])
    true(tasks.get("post_to_confirm", 0) >= 2, tasks)


@test("each case of the demonstration has a measure, most have a profile, and the tasks say what is due and overdue")
def _():
    states, kinds, due, profiles, standing = Counter(), Counter(), Counter(), 0, 0
    today = time.strftime("%Y-%m-%d")
    for number in range(sum(a["role"] == "counsellor" for a in first.accounts())):
        token = first.sign_in(first.account("counsellor", number))
        for case in first.request("GET", "/cases", token=token)[2]["items"]:
            measures = first.request("GET", f"/cases/{case['id']}/measures", token=token)[2]["items"]
            equal(len(measures), 1, "measures of a case")
            states[measures[0]["state"]] += 1
            kinds[measures[0]["kind"]] += 1
            standing += len(measures[0]["suspensions"])
            status, _, profile = first.request("GET", f"/cases/{case['id']}/profile", token=token,
                                               headers={"Access-Reason": "follow_up"})
            equal(status, 200, profile)
            profiles += profile.get("profile") is not None
        tasks = first.request("GET", "/tasks", token=token)[2]["items"]
        due.update(t["kind"] for t in tasks if t["due"] < today)
    equal(states, {"open": 16, "draft": 2, "ended": 2})
    equal(kinds, {"main": 12, "probation": 4, "conversion": 2, "complementary": 1, "tnr": 1})
    equal((profiles, standing), (17, 1), "profiles and suspensions")
    true(due["first_interview"] >= 1 and due["evaluation_report"] >= 1, due)


@test("the people of a host of the demonstration find its sheet, its sites and themselves as contacts")
def _():
    for number, sites in ((0, 2), (1, 1)):
        account = first.account("host_manager", number)
        token = first.sign_in(account)
        hosts = first.request("GET", "/hosts", token=token)[2]["items"]
        equal([h["name"] for h in hosts], [account["organisation"]])
        sheet = first.request("GET", "/hosts/" + hosts[0]["id"], token=token)[2]
        equal(len(sheet["sites"]), sites)
        true(account["name"] in [c["name"] for c in sheet["contacts"]], account["name"])


def of_counsellors(path):
    """(token, items) of each counsellor."""
    for number in range(sum(a["role"] == "counsellor" for a in first.accounts())):
        token = first.sign_in(first.account("counsellor", number))
        status, _, page = first.request("GET", path, token=token)
        equal(status, 200, page)
        yield token, page["items"]


@test("the demonstration has placements in every state, and one is signed by who has a delegation")
def _():
    found = {p["id"]: p for _, items in of_counsellors("/placements") for p in items}
    equal(Counter(p["state"] for p in found.values()),
          {"proposed": 3, "declined": 1, "withdrawn": 1, "accepted": 2, "signed": 8, "ended": 3})
    equal(Counter(p["close_code"] or p["decline_code"] for p in found.values() if p["state"] in
                  ("declined", "withdrawn", "ended")), {"no_tutor": 1, "service": 1, "completed": 2, "host": 1})
    signed = dict(line.rsplit("|", 1) for line in first.query(
        "SELECT a.role, count(*) FROM casework.placement_decision d JOIN sec.account a ON a.id = d.decided_by"
        " GROUP BY a.role"))
    equal(signed, {"director": "10", "counsellor": "1"})
    missing = {i["id"]: [m["rule"] for m in first.request("GET", "/placements/" + i["id"], token=token)[2]["missing"]]
               for token, items in of_counsellors("/placements?state=accepted") for i in items}
    equal(sorted(missing.values()), [[], ["S-07"]], "one is ready, one not met yet")


@test("hours of the demonstration: most are settled, and what a counsellor has to look at is there (S-10)")
def _():
    rows = [line.split("|") for line in first.query(
        "SELECT state, attendance, word, flags, count(*) FROM casework.hours_report GROUP BY 1, 2, 3, 4")]
    total = sum(int(r[4]) for r in rows)
    waiting = [r for r in rows if r[0] == "reported"]
    true(total > 60 and sum(int(r[4]) for r in waiting) == 5, rows)
    equal([r[4] for r in waiting if r[3] == "{C-06}"], ["1"], "flagged")
    equal([r[4] for r in waiting if r[2] == "contested"], ["1"], "contested")
    equal(sorted(r[1] for r in rows if r[1] != "attended"), ["excused", "unexcused"])
    equal(first.query("SELECT count(*) FROM casework.hours_report WHERE settled_by = reported_by"), ["0"])
    due = Counter(t["kind"] for _, items in of_counsellors("/tasks") for t in items)
    for kind, n in (("report_to_settle", 3), ("incident_new", 1), ("contact_to_give", 1), ("placement_to_sign", 1),
                    ("assignment_to_tell", 1), ("proposal_unanswered", 3), ("judge_report", 1), ("meeting", 1)):
        true(due[kind] >= n, f"{kind} in {due}")


@test("the ledger of a finished measure sums to its order; the host attested as much and sees nobody any longer (M-09)")
def _():
    done = 0
    for token, items in of_counsellors("/placements?state=ended"):
        for p in items:
            ledger = first.request("GET", f"/measures/{p['measure']}/ledger", token=token)[2]
            if p["close_code"] == "completed":
                equal((ledger["balance"], ledger["remaining"]), (p["planned_minutes"], 0), str(p))
                done += 1
            true(ledger["balance"] > 0 and p["attested_on"], str(p))
    equal(done, 2)
    equal(first.query("SELECT count(*) FROM casework.placement p WHERE p.attested_minutes <> (SELECT sum(e.minutes)"
                      " FROM casework.hours_entry e WHERE e.placement_id = p.id)"), ["0"])
    equal(sorted(first.query("SELECT r.kind FROM casework.judge_report r JOIN casework.measure m ON m.id = r.measure_id"
                             " WHERE m.state = 'ended' AND r.sent_on IS NOT NULL AND r.kind = 'end'")), ["end", "end"])
    for number in (0, 1):
        token = first.sign_in(first.account("host_manager", number))
        shown = first.request("GET", "/placements", token=token)[2]["items"]
        true("ended" not in [p["state"] for p in shown], shown)


@test("a tutor of the demonstration finds who comes, with name and phone, and never why (P-03)")
def _():
    for number, signed in ((0, 3), (1, 2)):
        token = first.sign_in(first.account("tutor", number))
        page = first.request("GET", "/placements?names=true", token=token)[2]["items"]
        come = [p for p in page if p["state"] == "signed"]
        equal(len(come), signed)
        true(all(p["contact"]["family"] for p in come), come)
        true(all(not p["contact"] for p in page if p["state"] == "proposed"), "a name before the answer")
        for p in come:
            sheet = first.request("GET", f"/placements/{p['id']}/sheet", token=token)[2]
            true(sheet["integrity"] and sheet["sheet"]["message"], sheet)
            equal(first.request("GET", f"/placements/{p['id']}/reason", token=token)[0], 404, "reason")


@test("incidents of the demonstration: one followed up, an accident declared in time (W-09), one that nobody has seen")
def _():
    found = {i["kind"]: (token, i) for token, items in of_counsellors("/incidents") for i in items}
    equal(sorted(found), ["accident", "behaviour", "lateness"])
    equal({k: bool(i["closed_at"]) for k, (_, i) in found.items()},
          {"accident": True, "behaviour": False, "lateness": True})
    token, accident = found["accident"]
    days = [time.mktime(time.strptime(accident[k], "%Y-%m-%d")) for k in ("day", "declared_on")]
    true(0 <= days[1] - days[0] <= 2 * 86400 + 3600, accident)
    words = first.request("GET", f"/incidents/{accident['id']}/words", token=token)[2]
    contains(words["words"], "sécateur")
    equal(first.query("SELECT count(*) FROM casework.judge_report WHERE incident_id IS NOT NULL"), ["1"])


@test("what is ready to be signed in the demonstration can be signed (S-08)")
def _():
    token = first.sign_in(first.account("director"))
    due = [t for t in first.request("GET", "/tasks", token=token)[2]["items"] if t["kind"] == "placement_to_sign"]
    equal(len(due), 1, due)
    where = "/placements/" + due[0]["id"]
    version = first.request("GET", where, token=token)[2]["version"]
    status, _, answer = first.request("POST", where + "/signature", token=token, headers={"If-Match": f'"{version}"'})
    equal(status, 200, answer)


@test("what the demonstration's loader wrote bears the action demo.load, and nothing that a person writes later does")
def _():
    of_cases = ("SELECT DISTINCT action FROM sec.outbox WHERE object = 'casework.case_file' AND at {} "
                "(SELECT max(at) FROM sec.outbox WHERE action = 'demo.load')")
    equal(first.query(of_cases.format("<=")), ["demo.load"])
    token = first.sign_in(first.account("counsellor"))
    status, _, answer = first.request("POST", "/cases", {"identity": {
        "family_name": "Après", "first_names": "Coup", "birth_date": "1990-01-31"}}, token=token,
        headers={"Idempotency-Key": str(uuid.uuid4())})
    equal(status, 201, answer)
    later = first.query(of_cases.format(">"))
    true("case.create" in later and "demo.load" not in later, str(later))


def play(name):
    """A scenario, against the first instance; each of its steps is a line."""
    first.query("UPDATE sec.account SET last_totp_step = 0")
    done = subprocess.run([ROOT / "tests/scenario" / name, first.var], text=True, timeout=120,
                          env={**os.environ, "BUILD": str(BUILD)}, capture_output=True, check=False)
    steps = [line for line in done.stdout.splitlines() if line.startswith("ok - ")]
    equal((done.returncode, done.stderr), (0, ""), done.stdout)
    return len(steps)


@test("the main job is done by the people of the demonstration, from the post to the proof")
def _():
    equal(play("main_job"), 8)


@test("matching is played by them: explained both ways, what if, a preview, the waiting list, who could come, a plan,"
      " what is wanted")
def _():
    equal(play("match"), 10)


@test("no answer to a host or a referent hangs on what is sealed of anybody (P-10, DESIGN section 4)")
def _():
    answers, records = crawl.nothing_sealed(first)
    true(answers >= 100 and records >= 40, f"{answers} answers, {records} records rewritten")


@test("doctor finds nothing wrong with a demonstration")
def _():
    code, out, _ = first.jalon("doctor")
    equal(code, 0, out)
    if os.geteuid() != 0:
        contains(out, "separation by account absent")


@test("as root each program runs under an account of its own")
def _():
    owners = [os.stat(f"/proc/{first.pid(name)}").st_uid for name in PROGRAMS]
    equal(len(set(owners)), len(PROGRAMS) if os.geteuid() == 0 else 1, "accounts")
    uids = [Path(f"/proc/{first.pid(name)}/status").read_text().split("Uid:")[1].split()[:4] for name in PROGRAMS]
    for four in uids:
        equal(len(set(four)), 1, "real, effective, saved and file system uid")


@test("nothing that the starter's shell holds is in the programs: no variable, no open file")
def _():
    told = {"PATH", "HOME", "TERM", "LANG", "LC_ALL", "TZ", "PORT", "VAR", "BUILD", "DEMO", "PWD", "OLDPWD", "SHLVL",
            "_", "UBSAN_OPTIONS", "ASAN_OPTIONS", "TSAN_OPTIONS"}
    of_postgres = {"PGDATA", "PGLOCALEDIR", "PGSYSCONFDIR", "PG_GRANDPARENT_PID"}
    for name, pid in first.pids().items():
        proc = Path(f"/proc/{pid}")
        names = {line.split(b"=")[0].decode() for line in (proc / "environ").read_bytes().split(b"\0") if line}
        equal(names - told - (of_postgres if name == "cluster" else set()), set(), f"variables of {name}")
        files = [os.readlink(fd) for fd in (proc / "fd").iterdir()]
        true(str(STRAY) not in files, f"{name} holds {files}")


@test("each secret is readable by the account that uses it and by nobody else")
def _():
    for path in [*(first.var / "secrets").iterdir(), first.var / "vault/vault.root", first.var / "sealer/sealer.key",
                 *(first.var / "keys-offline").iterdir()]:
        equal(path.stat().st_mode & 0o777, 0o600, str(path))
    true(not (first.var / "stage/founding").exists(), "founding file or codes are still there")


@test("a second start while it runs changes nothing")
def _():
    before, kept = first.pids(), first.keys()
    out = first.start()
    contains(out, f"http://127.0.0.1:{first.port}")
    equal(first.pids(), before, "processes")
    equal(first.keys(), kept)


@test("stop leaves no process and a start afterwards finds keys, accounts and cases as they were")
def _():
    kept = first.keys()
    cases = first.query("SELECT count(*) FROM casework.case_file")
    first.stop()
    equal(first.processes(), {}, "processes after stop")
    code, _, _ = first.run("status")
    equal(code, 3, "exit of status when nothing runs")
    first.start()
    equal(first.keys(), kept)
    equal(first.query("SELECT count(*) FROM casework.case_file"), cases)


@test("whatever is killed, a start brings it back and leaves the rest running")
def _():
    people = reversed(first.accounts())
    for name in (*PROGRAMS, "cluster"):
        before = first.pids()
        os.kill(before[name], signal.SIGKILL)
        wait_until(lambda pid=before[name]: not alive(pid), 10, f"end of {name}")
        code, out, _ = first.run("status")
        equal(code, 3, f"status without {name}")
        contains(out, f"{name} does not run")
        first.start()
        after = first.pids()
        true(after[name] != before[name], f"{name} is not new")
        for other in before:
            if other != name:
                equal(after[other], before[other], f"{other}, after {name} was killed")
        first.sign_in(next(people))


def migrate_with(sql):
    """jalon migrate of the first instance with another folder of sql files."""
    conf = scratch("conf") / "jalon.conf"
    text = (first.var / "jalon.conf").read_text()
    conf.write_text(text.replace(f"sql = {ROOT}/sql", f"sql = {sql}"))
    return first.jalon("migrate", config=conf)


def copy_of_sql():
    to = scratch("sql") / "sql"
    for name in ("patches", "functions", "policies"):
        shutil.copytree(ROOT / "sql" / name, to / name)
    return to


def schema():
    return first.query("SELECT md5(string_agg(x, ',' ORDER BY x)) FROM ("
                 "SELECT p.oid::regprocedure::text || md5(prosrc) FROM pg_proc p WHERE "
                 "pronamespace::regnamespace::text IN ('sec', 'offer', 'casework', 'coordination') UNION ALL "
                 "SELECT attrelid::regclass || attname || atttypid::regtype FROM pg_attribute a JOIN pg_class c ON "
                 "c.oid = attrelid AND relkind = 'r' AND attnum > 0 AND relnamespace::regnamespace::text IN ('sec', "
                 "'offer', 'casework', 'coordination') UNION ALL "
                 "SELECT polrelid::regclass || polname FROM pg_policy) AS t (x)")


@test("migrate twice: the second time nothing is applied and the schema is the same")
def _():
    before = schema()
    code, out, err = first.jalon("migrate")
    equal(code, 0, err)
    true("applied\n" not in out.replace("all applied\n", ""), out)
    equal(schema(), before)
    code, out, _ = first.jalon("migrate", "--status")
    equal(code, 0)
    true("pending" not in out and "applied" in out, out)


@test("migrate refuses a patch that has changed, and does nothing")
def _():
    sql = copy_of_sql()
    before = schema()
    patch = sorted((sql / "patches").iterdir())[1]
    patch.write_text(patch.read_text() + "-- a remark\n")
    (sql / "functions" / "99-planted.sql").write_text(
        "-- owner: jalon_owner\nCREATE OR REPLACE FUNCTION offer.planted() RETURNS int LANGUAGE sql AS 'SELECT 1';\n")
    code, _, err = migrate_with(sql)
    equal(code, 65)
    contains(err, f"{patch.name} has changed")
    equal(schema(), before)


@test("migrate refuses when a patch is missing, and does nothing")
def _():
    sql = copy_of_sql()
    before = schema()
    last = sorted((sql / "patches").iterdir())[-1]
    last.unlink()
    code, _, err = migrate_with(sql)
    equal(code, 65)
    contains(err, "missing")
    equal(schema(), before)


@test("migrate rolls a patch back that fails, names it, and keeps the ones before it")
def _():
    sql = copy_of_sql()
    last = sorted((sql / "patches").iterdir())[-1].name[:4]
    good, bad = f"{int(last) + 1:04}", f"{int(last) + 2:04}"
    (sql / "patches" / f"{good}-good.sql").write_text(
        f"-- patch: {good}\n-- after: {last}\n-- owner: jalon_owner\nCREATE TABLE offer.good (id int);\n")
    (sql / "patches" / f"{bad}-bad.sql").write_text(
        f"-- patch: {bad}\n-- after: {good}\n-- owner: jalon_owner\nCREATE TABLE offer.bad (id int);\nSELECT 1 / 0;\n")
    code, out, err = migrate_with(sql)
    equal(code, 65, err)
    contains(err, f"{bad}-bad.sql")
    contains(out, f"{good}-good.sql applied")
    equal(first.query("SELECT to_regclass('offer.good') IS NOT NULL, to_regclass('offer.bad') IS NULL"), ["t|t"])
    equal(first.jalon("migrate")[0], 65, "the good patch is registered and not in the tree's sql")
    first.query("DROP TABLE offer.good; DELETE FROM sec.migration WHERE patch = '" + good + "'")
    equal(first.jalon("migrate")[0], 0)


@test("a founding is loaded once: the second time is refused and changes nothing")
def _():
    folder = scratch("found")
    conf = folder / "jalon.conf"
    conf.write_text((first.var / "jalon.conf").read_text().replace(f"{first.var}/vault/vault.root", f"{folder}/root"))
    subprocess.run([str(BIN / "jalon-vault"), "found", "--config", str(conf), "--manifest",
                    str(ROOT / "deploy/demo/manifest"), "--out", str(folder / "f"), "--codes", str(folder / "k"),
                    "--recovery", str(folder / "r"), "--demonstration"], check=True, capture_output=True)
    before = first.query("SELECT count(*), md5(string_agg(login || encode(record, 'hex'), ',' ORDER BY login)) "
                   "FROM sec.account")
    code, _, err = first.jalon("found", "--file", str(folder / "f"))
    equal(code, 77, err)
    contains(err, "closed")
    equal(first.query("SELECT count(*), md5(string_agg(login || encode(record, 'hex'), ',' ORDER BY login)) "
                "FROM sec.account"), before)


@test("a damaged founding file is refused by its line, before the database is asked")
def _():
    folder = scratch("damaged")
    good = "decoy " + "00" * 320
    for text, line in (("nonsense\nend\n", 1), (f"{good}\n", 2), (f"{good}\nend", 2), (f"{good}\nend\n\n", 2),
                       (f"{good} \nend\n", 1), (f"{good}0\nend\n", 1), (good.replace("00", "0G", 1) + "\nend\n", 1),
                       ("mac grant 0 " + "00" * 32 + "\nend\n", 1), ("mac  grant 1 " + "00" * 32 + "\nend\n", 1),
                       (f"organisation {uuid.uuid4()} unit \nend\n", 1), ("", 1)):
        (folder / "f").write_text(text)
        code, _, err = first.jalon("found", "--file", str(folder / "f"))
        equal(code, 65, repr(text[:40]))
        contains(err, f"f:{line}:", repr(text[:40]))


@test("a second loading of the demonstration changes nothing")
def _():
    before = first.query("SELECT count(*) FROM sec.outbox")
    accounts = (first.var / "demo/accounts.json").read_bytes()
    code, out, err = first.jalon("demo", "--codes", "/nonexistent", "--manifest", str(ROOT / "deploy/demo/manifest"),
                                 "--out", str(first.var / "demo/accounts.json"))
    equal(code, 0, err)
    contains(out, "nothing is changed")
    equal((first.var / "demo/accounts.json").read_bytes(), accounts)
    equal(first.query("SELECT count(*) FROM sec.outbox"), before)


@test("a loading that was interrupted after it had entered everything makes nothing twice")
def _():
    state, codes = first.var / "demo/accounts.json.state", first.var / "demo/no-codes"
    def now():
        return first.offers(), versions(), first.measures(), first.placements(), first.hours()
    kept, before = state.read_text(), now()
    equal(sum(line.startswith("told ") for line in kept.splitlines()), 20)
    state.write_text("".join(line + "\n" for line in kept.splitlines() if line != "end"
                             and not line.startswith(("measure ", "told "))))
    first.query("UPDATE sec.account SET last_totp_step = 0")
    codes.write_text("")
    try:
        code, _, err = first.jalon("demo", "--codes", str(codes), "--manifest", str(ROOT / "deploy/demo/manifest"),
                                   "--out", str(first.var / "demo/accounts.json"))
    finally:
        codes.unlink()
    equal(code, 0, err)
    equal(state.read_text(), kept)
    equal(now(), before)


@test("the communes of the Nord are in the database, those of the MEL with SIREN and point")
def _():
    equal(first.query("SELECT count(*) FROM offer.commune WHERE departement = '59'"), ["649"])
    equal(first.query("SELECT count(*) FROM offer.commune WHERE epci = '200093201' AND type = 'commune-actuelle' "
                "AND siren IS NOT NULL AND lat IS NOT NULL AND cardinality(codes_postaux) > 0"), ["95"])


@test("a table of communes with a wrong line is refused by its number and nothing is loaded")
def _():
    before = first.query("SELECT md5(string_agg(c::text, ',' ORDER BY insee)) FROM offer.commune c")
    lines = (ROOT / "sql/reference/communes-59.csv").read_text(encoding="utf-8").splitlines(True)
    table = scratch("table") / "t.csv"
    for at, text, said in ((0, "insee;nom\n", ":1:"), (4, lines[4].replace(";", ",", 1), ":5:"), (6, "\n", ":7:")):
        table.write_text("".join(lines[:at] + [text] + lines[at + 1:]), encoding="utf-8")
        code, _, err = first.jalon("communes", str(table), "--since", "2026-01-01")
        equal(code, 65, err)
        contains(err, said)
    table.write_text("".join(lines[:3] + ["5900X;Nulle-Part;commune-actuelle;59;32;;;;;;;;\n"]), encoding="utf-8")
    equal(first.jalon("communes", str(table), "--since", "2026-01-01")[0], 65, "a value that the table refuses")
    equal(first.jalon("communes", str(table), "--since", "soon")[0], 65, "a day that is none")
    equal(first.query("SELECT md5(string_agg(c::text, ',' ORDER BY insee)) FROM offer.commune c"), before)


@test("the log of the instance verifies with its key and has an entry for every write")
def _():
    first.stop()
    log = first.var / "sealer/log"
    done = subprocess.run([str(BIN / "jalon-verify"), "--key", str(log / "log.vkey"), "--print", str(log)],
                          capture_output=True, text=True, check=False)
    equal(done.returncode, 0, done.stderr)
    contains(done.stdout, "verified")
    first.start()
    ids = first.query("SELECT id FROM sec.outbox WHERE sealed_index IS NOT NULL")
    true(len(ids) >= 20, "few writes")
    for one in ids:
        equal(done.stdout.count(f"\nid {one}\n"), 1, f"entries of {one}")


@test("doctor fails when something is wrong and says what")
def _():
    os.kill(first.pid("jalon-worker"), signal.SIGKILL)
    passfile = first.var / "secrets/web.pgpass"
    passfile.chmod(0o644)
    code, out, _ = first.jalon("doctor")
    passfile.chmod(0o600)
    equal(code, 1)
    contains(out, f"FAIL  secret       {passfile} has mode 0644")
    first.stop()
    code, out, _ = first.jalon("doctor")
    equal(code, 1)
    for what in ("vault", "sealer", "database"):
        true(any(line.startswith(f"FAIL  {what} ") for line in out.splitlines()), out)


@test("wrong words on the command line end with 64")
def _():
    for words in (["nothing"], ["found"], ["found", "--file", "x", "--since", "y"], ["communes"], ["migrate", "x"],
                  ["demo", "--codes", "x"], ["setup", "--status"], []):
        equal(first.jalon(*words)[0], 64, repr(words))
    equal(first.run("")[0], 64)
    equal(first.run("restart")[0], 64)
    equal(first.run("start", PORT="80x")[0], 64)
    equal(first.run("start", DEMO="huge")[0], 64)
    equal(first.run("start", VAR=str(first.var) + "$HOME")[0], 64)
    if os.geteuid() == 0:
        equal(first.run("start", JALON_UIDS="1 2 3")[0], 64)
        equal(first.run("start", JALON_UIDS="1 2 3 4 5")[0], 64)


if __name__ == "__main__":
    run()
