# SPDX-License-Identifier: EUPL-1.2
"""A test file in Python: a rule in a sentence, a function that checks it, run() at the end.

    from tap import test, run, equal

    @test("a frame over the limit closes its connection")
    def _():
        equal(reply, b"")

    run()

Prints one line per test, "ok NAME", "not ok NAME: why" or "skip NAME: why", and exits 0 if none is "not ok".
tests/run gives JALON_BUILD (programs are in its bin/) and JALON_TEST (a folder for this run); by hand they are build/
and a folder that is gone afterwards.
"""
import atexit
import fcntl
import os
import shutil
import sys
import tempfile
import time
import traceback
from pathlib import Path

import place

ROOT = Path(__file__).resolve().parents[2]
BUILD = (ROOT / os.environ.get("JALON_BUILD", "build")).resolve()
BIN = BUILD / "bin"

SANITIZED = "san" in BUILD.parts
REPORT = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error:")

_tests = []
_cleanups = []
_scratch = []


class Skip(Exception):
    """Raised by skip(); its text says why."""


def test(rule):
    """Marks a function as the test of one rule. A rule has one test."""
    if any(rule == name for name, _ in _tests):
        raise ValueError(f"two tests of one name: {rule}")

    def mark(function):
        _tests.append((rule, function))
        return function
    return mark


def cleanup(function, *args):
    """Calls function(*args) after the last test, whatever happened; the last one given goes first."""
    _cleanups.append((function, args))


def scratch(name="t"):
    """A new empty folder, gone at the end. Its path is short: a Unix socket has 107 bytes."""
    _scratch.append(Path(tempfile.mkdtemp(prefix=f"{name}-", dir=_base())))
    return _scratch[-1]


def made_once(name, make):
    """The folder of that name of this run, for copying only. The first who asks makes it with make(empty folder), and
    whoever asks meanwhile waits; of one who died while making it nothing counts."""
    there = Path(_base()) / name
    with open(f"{there}.lock", "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not there.exists():
            half = scratch("half")
            half.chmod(0o755)
            make(half)
            half.rename(there)
    return there


def skip(why):
    raise Skip(why)


def fail(why):
    raise AssertionError(why)


def true(condition, why):
    if not condition:
        fail(why)


def equal(got, want, what="value"):
    if got != want:
        fail(f"{what}: got {got!r}, want {want!r}")


def contains(whole, part, what="text"):
    if part not in whole:
        fail(f"{what}: {part!r} is not in {whole!r}")


def raises(kind, function, *args, **kwargs):
    """The exception of that kind that the call raises; any other outcome fails."""
    try:
        got = function(*args, **kwargs)
    except kind as exception:
        return exception
    return fail(f"{kind.__name__} expected, got {got!r}")


def wait_until(condition, seconds, what):
    """The first true value of condition(), asked again and again; fails after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            fail(f"waited {seconds} s for: {what}")
        time.sleep(0.02)


def work_of(pid):
    """Seconds of processor time that a process has used: what it did, however busy the machine is."""
    return time.clock_gettime(~pid << 3 | 2)  # clock_getcpuclockid(3)


def end_well(process, name):
    """Ends one of our programs as an administrator does. That it was still there and ends with 0 is looked at: a
    program that died unseen has failed, and a sanitizer tells what it found by that status."""
    equal(process.poll(), None, f"{name} ended by itself, its status")
    process.terminate()
    equal(process.wait(60), 0, f"status of {name} after TERM")


def reports():
    """What sanitizers wrote into the messages of programs that were started in the scratch folders, whoever ended
    them; fails when there is anything."""
    for folder in _scratch:
        for path in (*folder.rglob("*.log"), *folder.rglob("errors")):
            text = path.read_text(errors="replace") if path.is_file() else ""
            at = min((text.find(word) for word in REPORT if word in text), default=-1)
            true(at < 0, f"{path.name}: {text[at:at + 3000]}")


def run():
    """Runs the tests in their order and ends the program."""
    failed = 0
    try:
        for rule, function in _tests:
            failed += not _one(rule, function)
    finally:
        failed += clean()
    sys.exit(1 if failed or not _tests else 0)


def clean():
    """What run() does in the end; for programs that are no tests. The number of cleanups that failed."""
    failed = 0
    if SANITIZED:
        _cleanups.insert(0, (reports, ()))
    for function, args in reversed(_cleanups):
        try:
            function(*args)
        except Exception as exception:
            failed += 1
            traceback.print_exc()
            _say("not ok", f"cleanup {function.__name__}", exception)
    for folder in _scratch:
        shutil.rmtree(folder, ignore_errors=True)
    return failed


def _one(rule, function):
    try:
        function()
    except Skip as why:
        _say("skip", rule, why)
    except AssertionError as why:
        sys.stderr.write("".join(traceback.format_tb(why.__traceback__)[1:]))
        _say("not ok", rule, str(why) or "assertion")
        return False
    except Exception as exception:
        traceback.print_exc()
        _say("not ok", rule, f"{type(exception).__name__}: {exception}")
        return False
    else:
        _say("ok", rule)
    return True


def _say(word, rule, why=None):
    sys.stderr.flush()
    text = f"{word} {rule}" if why is None else f"{word} {rule}: {why}"
    print(" ".join(text.split()), flush=True)


def _base():
    if "JALON_TEST" not in os.environ:
        os.environ["JALON_TEST"] = place.make()
        atexit.register(shutil.rmtree, os.environ["JALON_TEST"], ignore_errors=True)
    return os.environ["JALON_TEST"]


_base()
