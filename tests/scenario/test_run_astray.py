#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""deploy/run where something is in its way: interrupted, beside another copy, in the foreground, in a bad place."""
import hashlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
from instance import PROGRAMS, Instance, alive  # noqa: E402
from tap import BUILD, ROOT, cleanup, contains, equal, run, scratch, test, true, wait_until  # noqa: E402

folder = scratch("d")
folder.chmod(0o755)
(folder / ("long-" * 20)).mkdir(mode=0o755)
one = Instance("a", founded=True)
deep = Instance("d", var=folder / ("long-" * 20) / "var")


@test("a set-up that was interrupted anywhere goes on at the next start")
def _():
    stages = ("sealer", "vault", "setup", "found", "demo", "story")
    state = deep.var / "demo/accounts.json.state"

    def some_are_told():
        return state.exists() and len(re.findall(r"^told \d+$", state.read_text(), re.M)) >= 3
    for stage in stages:
        child = subprocess.Popen([str(ROOT / "deploy/run"), "start"], stdin=subprocess.DEVNULL,
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
                                 env={**os.environ, "PORT": str(deep.port), "VAR": str(deep.var), "BUILD": str(BUILD),
                                      "DEMO": deep.demo})
        # Wait until the stage before is done, then a little into this one.
        done = f"stage/{stages[stages.index(stage) - 1]}*" if stage != stages[0] else "stage"
        wait_until(lambda path=done, c=child, story=stage == "story": c.poll() is not None or
                   (some_are_told() if story else [*deep.var.glob(path)]), 120, f"before {stage}")
        time.sleep(0.03 if stage != "demo" else 1.5)
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    true(some_are_told(), "interrupted too early")
    deep.query("UPDATE sec.account SET last_totp_step = 0")  # the codes of the first try are spent
    deep.start()
    code, out, _ = deep.jalon("doctor")
    equal(code, 0, out)
    for account in deep.accounts():
        deep.sign_in(account)
    equal(deep.query("SELECT count(*) FROM casework.case_file"), ["20"], "cases")
    one.start()
    equal(deep.measures(), one.measures(), "measures")
    equal(deep.offers(), one.offers(), "hosts and leads")
    equal(deep.placements(), one.placements(), "placements")
    equal(deep.hours(), one.hours(), "hours")


@test("two copies run side by side and know nothing of each other")
def _():
    true(one.keys()["vault/vault.root"] != deep.keys()["vault/vault.root"], "same root")
    token = one.sign_in(one.account("counsellor"))
    equal(one.request("GET", "/me", token=token)[0], 200)
    equal(deep.request("GET", "/me", token=token)[0], 401, "a session of the other copy")
    others = set(deep.pids().values())
    one.stop()
    true(all(alive(pid) for pid in others), "stopping one copy stopped a program of the other")


@test("a path too long for a socket moves the sockets aside and says where the rest is")
def _():
    out = deep.start()
    sockets = Path(re.search(r"/tmp/jalon-[0-9a-f]{12}", out)[0])
    contains((deep.var / "jalon.conf").read_text(), f"socket = {sockets}/vault/vault.sock")
    equal((sockets.stat().st_uid, sockets.stat().st_mode & 0o022), (os.geteuid(), 0), "owner and mode")
    deep.sign_in(deep.account("tutor"))
    deep.stop()
    equal(deep.processes(), {})
    true(not sockets.exists(), f"{sockets} stays behind")


@test("a port that is taken is said and ends with 69, before anything is started")
def _():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = one.run("start", PORT=str(port))
        equal(code, 69, err)
        contains(err, f"port {port} is taken")
    equal(one.processes(), {})


@test("a pid file that names somebody else's process is not believed")
def _():
    one.start()
    one.stop()
    bystander = subprocess.Popen(["sleep", "600"])
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        for name in PROGRAMS:
            (one.var / "run" / f"{name}.pid").write_text(f"{bystander.pid} 1 {boot}\n")
        (one.var / "pg/postmaster.pid").write_text(f"{bystander.pid}\n{one.var}/pg\n1\n5432\n\n\n\n")
        one.stop()
        true(bystander.poll() is None, "stop signalled a process that it had not started")
        (one.var / "pg/postmaster.pid").write_text(f"{bystander.pid}\n{one.var}/pg\n1\n5432\n\n\n\n")
        one.start()
        true(bystander.poll() is None, "start signalled a process that it had not started")
        one.stop()
        true(bystander.poll() is None, "stop signalled a process that it had not started")
    finally:
        bystander.kill()
        bystander.wait()


@test("in the foreground one interrupt stops everything, the cluster too")
def _():
    child = subprocess.Popen([str(ROOT / "deploy/run"), "foreground"], stdin=subprocess.DEVNULL, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                             preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # whoever runs the tests
                             env={**os.environ, "PORT": str(one.port), "VAR": str(one.var), "BUILD": str(BUILD)})
    said = []
    for line in child.stdout:
        said.append(line)
        if "Ctrl-C" in line:
            break
    contains("".join(said), f"http://127.0.0.1:{one.port}")
    pids = one.pids()
    os.killpg(child.pid, signal.SIGINT)  # what a terminal does
    child.stdout.read()
    equal(child.wait(60), 0, "exit")
    true(not any(alive(pid) for pid in pids.values()), "something still runs")
    equal(one.processes(), {})


@test("in the foreground a program that dies is named, everything stops, and the exit is not 0")
def _():
    child = subprocess.Popen([str(ROOT / "deploy/run"), "foreground"], stdin=subprocess.DEVNULL, text=True,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
                             env={**os.environ, "PORT": str(one.port), "VAR": str(one.var), "BUILD": str(BUILD)})
    for line in child.stdout:
        if "Ctrl-C" in line:
            break
    os.kill(one.pid("jalon-vault"), signal.SIGKILL)
    rest = child.stdout.read()
    equal(child.wait(60), 70, "exit")
    contains(rest, "jalon-vault ended")
    equal(one.processes(), {})


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
    equal(there.processes(), {})


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
    one.start()
    one.stop()
    code, _, err = one.run("start", JALON_UIDS="64201 64202 64203 64204")
    equal(code, 0, err)
    equal([os.stat(f"/proc/{one.pid(name)}").st_uid for name in PROGRAMS], [64203, 64202, 64204, 64201])
    one.stop()
    code, _, err = one.run("start")
    equal(code, 0, err)
    one.sign_in(one.account("administrator"))
    one.stop()


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


if __name__ == "__main__":
    run()
