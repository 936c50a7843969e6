#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""match-solve as a program: its lines, its exit codes, and that the order of lines changes nothing."""
import random
import resource
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

from tap import BIN, SANITIZED, contains, equal, run, scratch, test, true  # noqa: E402

HERE = scratch("solve")
SMALL = "p bm 3 2 4 9\no 1 1\no 2 2\ne 1 1 1\ne 1 2 4\ne 2 1 2\ne 3 1 8\n"


def solve(text, *arguments, **more):
    path = HERE / "problem"
    path.write_text(text)
    return subprocess.run([BIN / "match-solve", *arguments, path], capture_output=True, text=True, timeout=100, **more)


def within(limit, text):
    """With so many bytes of address space."""
    def bound():
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    return solve(text, preexec_fn=None if SANITIZED else bound)


def large(cases=3000, posts=500, places=5, degree=12, unmatched=2000, seed=1):
    """Lines of a problem with strongly tied costs."""
    rng = random.Random(seed)
    lines = [f"o {j} {rng.randint(0, 2 * places)}" for j in range(1, posts + 1)]
    edges = [f"e {i} {j} {rng.randrange(0, 60, 5)}" for i in range(1, cases + 1)
             for j in rng.sample(range(1, posts + 1), degree)]
    return f"p bm {cases} {posts} {len(edges)} {unmatched}", lines + edges


def outcome(got):
    return got.returncode, got.stdout, got.stderr


@test("it prints objective, count and certificate")
def _():
    equal(outcome(solve(SMALL)), (0, "objective 15\nmatched 2\ncertified yes\n", ""))


@test("with --assignment every case that has a post follows, by case")
def _():
    equal(solve(SMALL, "--assignment").stdout, "objective 15\nmatched 2\ncertified yes\na 1 2\na 2 1\n")


@test("when everybody must be placed and cannot, the only line is infeasible")
def _():
    text = SMALL.replace(" 4 9\n", " 4 -1\n")
    equal(outcome(solve(text, "--assignment")), (0, "infeasible\n", ""))
    equal(outcome(solve(text.replace("o 1 1", "o 1 2"))), (0, "objective 14\nmatched 3\ncertified yes\n", ""))


@test("lines in any order give the same assignment")
def _():
    for unmatched in (30, 2000):
        for places in (2, 8):
            head, lines = large(unmatched=unmatched, places=places)
            first = solve("\n".join([head, *lines]) + "\n", "--assignment")
            contains(first.stdout, "certified yes\n")
            for seed in range(3):
                random.Random(seed).shuffle(lines)
                equal(outcome(solve("\n".join(["c shuffled", head, *lines]) + "\n", "--assignment")), outcome(first))


@test("a faulty line is exit 65, its number on standard error and nothing on standard output")
def _():
    for text, line in (("", 1), ("c\nx\n", 2), (SMALL + "e 1 1 1\n", 8), (SMALL.replace("e 3 1 8", "e 1 2 8"), 7),
                       (SMALL.replace("e 1 2 4", "e 1 3 4"), 5), (SMALL.replace("e 1 2 4", "e 1 2 1000000001"), 5),
                       (SMALL.replace("e 1 2 4", "e 1 2 -1"), 5),
                       (SMALL.replace("o 2 2", "o 2 99999999999999999999"), 3)):
        got = solve(text)
        equal((got.returncode, got.stdout), (65, ""))
        contains(got.stderr, f"line {line}:")


@test("standard input is read where the file is -")
def _():
    got = subprocess.run([BIN / "match-solve", "-"], input=SMALL, capture_output=True, text=True, timeout=20)
    equal((got.returncode, got.stdout), (0, "objective 15\nmatched 2\ncertified yes\n"))


@test("misuse is exit 64, a missing file 66, an unreadable one 74, a full disk 74")
def _():
    for arguments in ((), ("a", "b"), ("--what", "a")):
        equal(subprocess.run([BIN / "match-solve", *arguments], capture_output=True, timeout=20).returncode, 64)
    equal(subprocess.run([BIN / "match-solve", HERE / "none"], capture_output=True, timeout=20).returncode, 66)
    equal(subprocess.run([BIN / "match-solve", HERE], capture_output=True, timeout=20).returncode, 74)
    (HERE / "problem").write_text(SMALL)
    with open("/dev/full", "w") as full:
        equal(subprocess.run([BIN / "match-solve", HERE / "problem"], stdout=full, stderr=subprocess.DEVNULL,
                             timeout=20).returncode, 74)


@test("what a header says is not believed: a large claim without its lines takes no memory")
def _():
    got = within(64 << 20, "p bm 1000000 1000000 50000000 5\no 1 1\ne 1 1 1\n")
    equal((got.returncode, got.stdout), (65, ""))


@test("too little memory is exit 71, at whatever step")
def _():
    head, lines = large(cases=8000)
    text = "\n".join([head, *lines]) + "\n"
    if SANITIZED:
        equal(solve(text).returncode, 0)
        return
    codes = [within(limit, text).returncode for limit in range(3 << 20, 14 << 20, 1 << 18)]
    true(71 in codes and codes[-1] == 0, f"codes {codes}")
    true(set(codes[codes.index(71):]) <= {71, 0}, f"codes {codes}")


run()
