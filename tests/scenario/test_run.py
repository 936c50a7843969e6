#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""deploy/run as a newcomer uses it: fresh, again, two at a time, interrupted, killed, stopped."""
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import uuid
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from instance import PROGRAMS, Instance  # noqa: E402
from tap import BIN, BUILD, ROOT, cleanup, contains, equal, run, scratch, test, true, wait_until  # noqa: E402

ROLES = {"counsellor", "director", "referent", "host_manager", "tutor", "auditor", "administrator"}
first = Instance("a")
second = Instance("b")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except FileNotFoundError:
        return False


def processes_of(instance):
    """Every process that has the instance's folder in its command line."""
    found = {}
    for line in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = line.read_bytes()
        except OSError:
            continue
        if str(instance.var).encode() in words and int(line.parent.name) != os.getpid():
            found[int(line.parent.name)] = words.replace(b"\0", b" ")
    return found


def data_of(instance):
    """What must not change when an instance is started again: keys, accounts, what the database was founded with."""
    kept = {}
    for name in ("vault/vault.root", "sealer/sealer.key", "sealer/log/log.vkey", "demo/accounts.json",
                 "keys-offline/recovery.key", "secrets/web.pgpass", "secrets/superuser.pgpass", "pg/PG_VERSION"):
        kept[name] = hashlib.sha256((instance.var / name).read_bytes()).hexdigest()
    return kept


def query(instance, sql):
    """As the cluster's superuser, who alone sees rows without a session."""
    conf = (instance.var / "jalon.conf").read_text()
    info = next(line.split(" = ", 1)[1] for line in conf.splitlines() if line.startswith("super_database"))
    done = subprocess.run(["psql", "-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-d",
                           info.replace("dbname=postgres", "dbname=jalon"), "-c", sql],
                          capture_output=True, text=True, check=True)
    return done.stdout.split()


@test("a fresh start ends with everything running and says where to look")
def _():
    out = first.start()
    contains(out, f"http://127.0.0.1:{first.port}")
    for account in first.accounts():
        contains(out, account["login"])
        contains(out, account["password"])
    contains(out, "jalon-verify --key")
    contains(out, "demonstration")
    code, out, _ = first.run("status")
    equal(code, 0, "exit of status")
    for name in (*PROGRAMS, "cluster"):
        contains(out, f"{name} runs")


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


def offers_of(instance):
    return query(instance, "SELECT (SELECT count(*) FROM offer.host), (SELECT count(*) FROM offer.site),"
                           " (SELECT count(*) FROM offer.contact), (SELECT count(*) FROM offer.lead),"
                           " (SELECT count(*) FROM offer.lead_event), (SELECT count(*) FROM offer.post),"
                           " (SELECT count(*) FROM offer.procedure), (SELECT count(*) FROM offer.opinion),"
                           " (SELECT count(*) FROM offer.closure), (SELECT count(*) FROM offer.suspension)")


def measures_of(instance):
    return query(instance, "SELECT (SELECT count(*) FROM casework.measure),"
                           " (SELECT sum(version) FROM casework.measure),"
                           " (SELECT count(*) FROM casework.authority_act), (SELECT count(*) FROM casework.suspension),"
                           " (SELECT sum(match_version) FROM casework.case_file)")


def versions_of(instance):
    return query(instance, "SELECT id, version FROM offer.post UNION ALL SELECT id, version FROM offer.procedure "
                           "ORDER BY 1")


@test("the demonstration has nine hosts, four of them communes of the MEL with their own number, and three leads")
def _():
    equal(offers_of(first), ["9|11|16|3|1|18|24|46|1|1"])
    equal(query(first, "SELECT count(*) FROM offer.host h JOIN offer.commune c ON c.insee = h.insee"
                       " AND c.siren = h.siren WHERE c.epci = '200093201' AND h.form = 'local_authority'"), ["4"])
    equal(query(first, "SELECT departement FROM sec.organisation WHERE kind = 'unit'"), ["59", "59"])
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


@test("each case of the demonstration has a measure, some have a profile, and the tasks say what is due and overdue")
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
    equal(states, {"open": 18, "draft": 2})
    equal(kinds, {"main": 12, "probation": 4, "conversion": 2, "complementary": 1, "tnr": 1})
    equal((profiles, standing), (13, 1), "profiles and suspensions")
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


@test("what the demonstration's loader wrote bears the action demo.load, and nothing that a person writes later does")
def _():
    of_cases = ("SELECT DISTINCT action FROM sec.outbox WHERE object = 'casework.case_file' AND at {} "
                "(SELECT max(at) FROM sec.outbox WHERE action = 'demo.load')")
    equal(query(first, of_cases.format("<=")), ["demo.load"])
    token = first.sign_in(first.account("counsellor"))
    status, _, answer = first.request("POST", "/cases", {"identity": {
        "family_name": "Après", "first_names": "Coup", "birth_date": "1990-01-31"}}, token=token,
        headers={"Idempotency-Key": str(uuid.uuid4())})
    equal(status, 201, answer)
    later = query(first, of_cases.format(">"))
    true("case.create" in later and "demo.load" not in later, str(later))


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


@test("each secret is readable by the account that uses it and by nobody else")
def _():
    for path in [*(first.var / "secrets").iterdir(), first.var / "vault/vault.root", first.var / "sealer/sealer.key",
                 *(first.var / "keys-offline").iterdir()]:
        equal(path.stat().st_mode & 0o777, 0o600, str(path))
    true(not (first.var / "stage/founding").exists(), "founding file or codes are still there")


@test("a second start while it runs changes nothing")
def _():
    before, kept = first.pids(), data_of(first)
    out = first.start()
    contains(out, f"http://127.0.0.1:{first.port}")
    equal(first.pids(), before, "processes")
    equal(data_of(first), kept)


@test("stop leaves no process and a start afterwards finds keys, accounts and cases as they were")
def _():
    kept = data_of(first)
    cases = query(first, "SELECT count(*) FROM casework.case_file")
    first.stop()
    equal(processes_of(first), {}, "processes after stop")
    code, _, _ = first.run("status")
    equal(code, 3, "exit of status when nothing runs")
    first.start()
    equal(data_of(first), kept)
    equal(query(first, "SELECT count(*) FROM casework.case_file"), cases)


@test("two copies run side by side and know nothing of each other")
def _():
    second.start()
    true(data_of(first)["vault/vault.root"] != data_of(second)["vault/vault.root"], "same root")
    token = second.sign_in(second.account("counsellor"))
    equal(second.request("GET", "/me", token=token)[0], 200)
    equal(first.request("GET", "/me", token=token)[0], 401, "a session of the other copy")
    mine = set(first.pids().values())
    second.stop()
    true(all(alive(pid) for pid in mine), "stopping one copy stopped a program of the other")


@test("a port that is taken is said and ends with 69, before anything is started")
def _():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = second.run("start", PORT=str(port))
        equal(code, 69, err)
        contains(err, f"port {port} is taken")
    equal(processes_of(second), {})


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


@test("a pid file that names somebody else's process is not believed")
def _():
    second.start()
    second.stop()
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        for name in PROGRAMS:
            (second.var / "run" / f"{name}.pid").write_text(f"{bystander.pid} 1 {boot}\n")
        (second.var / "pg/postmaster.pid").write_text(f"{bystander.pid}\n{second.var}/pg\n1\n5432\n\n\n\n")
        second.stop()
        true(bystander.poll() is None, "stop signalled a process that it had not started")
        (second.var / "pg/postmaster.pid").write_text(f"{bystander.pid}\n{second.var}/pg\n1\n5432\n\n\n\n")
        second.start()
        true(bystander.poll() is None, "start signalled a process that it had not started")
        second.stop()
        true(bystander.poll() is None, "stop signalled a process that it had not started")
    finally:
        bystander.kill()
        bystander.wait()


@test("a set-up that was interrupted anywhere goes on at the next start")
def _():
    torn = Instance("c")
    stages = ("sealer", "vault", "setup", "found", "demo")
    for stage in stages:
        child = subprocess.Popen([str(ROOT / "deploy/run"), "start"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                 env={**os.environ, "PORT": str(torn.port), "VAR": str(torn.var), "BUILD": str(BUILD)})
        # Wait until the stage before is done, then a little into this one.
        done = f"stage/{stages[stages.index(stage) - 1]}*" if stage != stages[0] else "stage"
        wait_until(lambda path=done, c=child: [*torn.var.glob(path)] or c.poll() is not None, 120, f"before {stage}")
        time.sleep(0.03 if stage != "demo" else 1.5)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    torn.start()
    code, out, _ = torn.jalon("doctor")
    equal(code, 0, out)
    for account in torn.accounts():
        torn.sign_in(account)
    equal(query(torn, "SELECT count(*) FROM casework.case_file"), ["20"], "cases")
    equal(measures_of(torn), measures_of(first), "measures")
    equal(offers_of(torn), offers_of(first), "hosts and leads")
    torn.stop()
    equal(processes_of(torn), {})


@test("in the foreground one interrupt stops everything, the cluster too")
def _():
    child = subprocess.Popen([str(ROOT / "deploy/run"), "foreground"], stdin=subprocess.DEVNULL, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                             env={**os.environ, "PORT": str(second.port), "VAR": str(second.var), "BUILD": str(BUILD)})
    said = []
    for line in child.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    contains("".join(said), f"http://127.0.0.1:{second.port}")
    pids = second.pids()
    os.killpg(child.pid, signal.SIGINT)  # what a terminal does
    child.stdout.read()
    equal(child.wait(60), 0, "exit")
    true(not any(alive(pid) for pid in pids.values()), "something still runs")
    equal(processes_of(second), {})


@test("in the foreground a program that dies is named, everything stops, and the exit is not 0")
def _():
    child = subprocess.Popen([str(ROOT / "deploy/run"), "foreground"], stdin=subprocess.DEVNULL, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                             env={**os.environ, "PORT": str(second.port), "VAR": str(second.var), "BUILD": str(BUILD)})
    for line in child.stdout:
        if "Ctrl-C" in line:
            break
    os.kill(second.pid("jalon-vault"), signal.SIGKILL)
    rest = child.stdout.read()
    equal(child.wait(60), 70, "exit")
    contains(rest, "jalon-vault ended")
    equal(processes_of(second), {})


@test("a path too long for a socket moves the sockets aside and says where the rest is")
def _():
    folder = scratch("d")
    folder.chmod(0o755)
    (folder / ("long-" * 20)).mkdir(mode=0o755)
    deep = Instance("d", var=folder / ("long-" * 20) / "var")
    out = deep.start()
    sockets = Path(re.search(r"/tmp/jalon-[0-9a-f]{12}", out)[0])
    contains((deep.var / "jalon.conf").read_text(), f"socket = {sockets}/vault/vault.sock")
    equal((sockets.stat().st_uid, sockets.stat().st_mode & 0o022), (os.geteuid(), 0), "owner and mode")
    deep.sign_in(deep.account("tutor"))
    deep.stop()
    equal(processes_of(deep), {})
    true(not sockets.exists(), f"{sockets} stays behind")


@test("where the programs' accounts cannot enter, the instance goes to a printed folder of its own")
def _():
    closed = scratch("e")
    closed.chmod(0o700)
    away = Instance("e", var=closed / "var")
    out = away.start()
    if os.geteuid() != 0:
        true((closed / "var/jalon.conf").exists(), "without root nothing has to move")
        away.stop()
        return
    place = Path(re.search(r"/var/tmp/jalon-[0-9a-f]{12}", out)[0])
    cleanup(shutil.rmtree, place)
    equal(list(closed.iterdir()), [], "written into the closed folder all the same")
    equal((place.stat().st_uid, place.stat().st_mode & 0o022), (0, 0), "owner and mode")
    there = Instance("e", var=place)
    there.port = away.port
    there.sign_in(there.account("director"))
    equal(away.run("status")[0], 0)
    away.stop()
    equal(processes_of(there), {})


@test("a folder in the printed place that belongs to somebody else is not used")
def _():
    if os.geteuid() != 0:
        return  # nothing moves without root; the test above says so
    closed = scratch("f")
    closed.chmod(0o700)
    place = Path("/var/tmp/jalon-" + hashlib.sha256(str(closed / "var").encode()).hexdigest()[:12])
    place.mkdir(mode=0o755)
    cleanup(shutil.rmtree, place)
    os.chown(place, 65534, 65534)
    squatted = Instance("f", var=closed / "var")
    code, _, err = squatted.run("start")
    equal(code, 71, err)
    contains(err, "belongs to somebody else")
    equal(list(place.iterdir()), [])


@test("other user ids than last time, or a folder that was another account's, are taken along by root")
def _():
    if os.geteuid() != 0:
        return
    second.start()
    second.stop()
    code, _, err = second.run("start", JALON_UIDS="64201 64202 64203 64204")
    equal(code, 0, err)
    equal([os.stat(f"/proc/{second.pid(name)}").st_uid for name in PROGRAMS], [64203, 64202, 64204, 64201])
    second.stop()
    code, _, err = second.run("start")
    equal(code, 0, err)
    second.sign_in(second.account("administrator"))
    second.stop()


@test("a folder that holds something else is not taken for an instance")
def _():
    folder = scratch("g")
    folder.chmod(0o755)
    (folder / "thesis.txt").write_text("years of work")
    mistaken = Instance("g", var=folder)
    code, _, err = mistaken.run("start")
    equal(code, 77, err)
    contains(err, "holds no instance")
    equal([path.name for path in folder.iterdir()], ["thesis.txt"])


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
    return query(first, "SELECT md5(string_agg(x, ',' ORDER BY x)) FROM ("
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
    equal(query(first, "SELECT to_regclass('offer.good') IS NOT NULL, to_regclass('offer.bad') IS NULL"), ["t|t"])
    equal(first.jalon("migrate")[0], 65, "the good patch is registered and not in the tree's sql")
    query(first, "DROP TABLE offer.good; DELETE FROM sec.migration WHERE patch = '" + good + "'")
    equal(first.jalon("migrate")[0], 0)


@test("a founding is loaded once: the second time is refused and changes nothing")
def _():
    folder = scratch("found")
    conf = folder / "jalon.conf"
    conf.write_text((first.var / "jalon.conf").read_text().replace(f"{first.var}/vault/vault.root", f"{folder}/root"))
    subprocess.run([str(BIN / "jalon-vault"), "found", "--config", str(conf), "--manifest",
                    str(ROOT / "deploy/demo/manifest"), "--out", str(folder / "f"), "--codes", str(folder / "k"),
                    "--recovery", str(folder / "r"), "--demonstration"], check=True, capture_output=True)
    before = query(first, "SELECT count(*), md5(string_agg(login || encode(record, 'hex'), ',' ORDER BY login)) "
                   "FROM sec.account")
    code, _, err = first.jalon("found", "--file", str(folder / "f"))
    equal(code, 77, err)
    contains(err, "closed")
    equal(query(first, "SELECT count(*), md5(string_agg(login || encode(record, 'hex'), ',' ORDER BY login)) "
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
    before = query(first, "SELECT count(*) FROM sec.outbox")
    accounts = (first.var / "demo/accounts.json").read_bytes()
    code, out, err = first.jalon("demo", "--codes", "/nonexistent", "--manifest", str(ROOT / "deploy/demo/manifest"),
                                 "--out", str(first.var / "demo/accounts.json"))
    equal(code, 0, err)
    contains(out, "nothing is changed")
    equal((first.var / "demo/accounts.json").read_bytes(), accounts)
    equal(query(first, "SELECT count(*) FROM sec.outbox"), before)


@test("a loading that was interrupted after it had entered everything makes nothing twice")
def _():
    state, codes = first.var / "demo/accounts.json.state", first.var / "demo/no-codes"
    kept, before = state.read_text(), (offers_of(first), versions_of(first), measures_of(first))
    contains(kept, "\noffers\n")
    state.write_text("".join(line + "\n" for line in kept.splitlines() if line not in ("offers", "end")
                             and not line.startswith("measure ")))
    codes.write_text("")
    try:
        code, _, err = first.jalon("demo", "--codes", str(codes), "--manifest", str(ROOT / "deploy/demo/manifest"),
                                   "--out", str(first.var / "demo/accounts.json"))
    finally:
        codes.unlink()
    equal(code, 0, err)
    equal(state.read_text(), kept)
    equal((offers_of(first), versions_of(first), measures_of(first)), before)


@test("the communes of the Nord are in the database, those of the MEL with SIREN and point")
def _():
    equal(query(first, "SELECT count(*) FROM offer.commune WHERE departement = '59'"), ["649"])
    equal(query(first, "SELECT count(*) FROM offer.commune WHERE epci = '200093201' AND type = 'commune-actuelle' "
                "AND siren IS NOT NULL AND lat IS NOT NULL AND cardinality(codes_postaux) > 0"), ["95"])


@test("a table of communes with a wrong line is refused by its number and nothing is loaded")
def _():
    before = query(first, "SELECT md5(string_agg(c::text, ',' ORDER BY insee)) FROM offer.commune c")
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
    equal(query(first, "SELECT md5(string_agg(c::text, ',' ORDER BY insee)) FROM offer.commune c"), before)


@test("the log of the instance verifies with its key and has an entry for every write")
def _():
    first.stop()
    log = first.var / "sealer/log"
    done = subprocess.run([str(BIN / "jalon-verify"), "--key", str(log / "log.vkey"), "--print", str(log)],
                          capture_output=True, text=True, check=False)
    equal(done.returncode, 0, done.stderr)
    contains(done.stdout, "verified")
    first.start()
    ids = query(first, "SELECT id FROM sec.outbox WHERE sealed_index IS NOT NULL")
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
    equal(first.run("start", VAR=str(first.var) + "$HOME")[0], 64)
    if os.geteuid() == 0:
        equal(first.run("start", JALON_UIDS="1 2 3")[0], 64)
        equal(first.run("start", JALON_UIDS="1 2 3 4 5")[0], 64)


if __name__ == "__main__":
    run()
