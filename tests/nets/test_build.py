# SPDX-License-Identifier: EUPL-1.2
"""The build and the runner bite: warnings stop, sanitizers reach compiler and linker, no failure counts as success."""
from planted import Tree, bites, passes
from tap import contains, equal, run, test, true

BANNED = '#include "base/banned.h"\n\n'
UNIT = """\
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/sum.h"

static void planted(void **state)
{
    (void)state;
    %s
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(planted)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
"""


def small(body="assert_int_equal(sum_of(1, 2), 3);"):
    tree = Tree("Makefile", "deploy/deps", "tests/run", "tests/lib/tap.py", "tests/lib/place.py", "src/ROOMS",
                "src/base/banned.h")
    tree.write("src/base/sum.h", "int sum_of(int a, int b);\nint sum_over(const int *list, int n);\n")
    tree.write("src/base/sum.c", '#include "base/sum.h"\n\n' + BANNED +
               "int sum_of(int a, int b)\n{\n    return a + b;\n}\n\n"
               "int sum_over(const int *list, int n)\n{\n    int sum = 0;\n    for (int i = 0; i < n; i++)\n"
               "        sum = sum_of(sum, list[i]);\n    return sum;\n}\n")
    tree.write("tests/unit/base/test_sum.c", UNIT % body)
    return tree


def tested(tree, *flags, last, says=""):
    """make test in the tree ends with that line, and in success only when that line has no failure."""
    status, output = tree.run("make", "test", *flags)
    print(output)
    equal(output.splitlines()[-1 if status == 0 else -2], last, "last line")
    equal(status == 0, ", 0 failed" in last, "success")
    contains(output, says)


@test("build: a warning stops it, with and without optimisation by the caller")
def _():
    tree = small()
    passes(tree, "make", "unit")
    tree.append("src/base/sum.c", "\nint sum_undeclared(int a)\n{\n    return a;\n}\n")
    bites(tree, "missing-prototypes", "make", "unit")
    bites(tree, "missing-prototypes", "make", "unit", "CFLAGS=-O3")


@test("build: a banned function stops it")
def _():
    tree = small()
    tree.append("src/base/sum.c", "int sum_of_text(const char *a);\nint sum_of_text(const char *a)\n{\n"
                "    return atoi(a);\n}\n")
    bites(tree, "poisoned", "make", "unit")


@test("build: other flags, another header, and a file come or gone are noticed; nothing changed builds nothing")
def _():
    tree = small()
    passes(tree, "make", "unit")
    true(".o" not in passes(tree, "make", "unit"), "the second build compiles")
    contains(passes(tree, "make", "unit", "CPPFLAGS=-DOTHER"), "obj/base/sum.o")
    tree.append("src/base/sum.h", "int sum_more(int a);\n")
    contains(passes(tree, "make", "unit", "CPPFLAGS=-DOTHER"), "obj/base/sum.o")
    tree.write("src/base/more.c", '#include "base/sum.h"\n\n' + BANNED + "int sum_more(int a)\n{\n    return a;\n}\n")
    contains(passes(tree, "make", "unit", "CPPFLAGS=-DOTHER"), "lib/base.a")
    (tree.root / "src/base/more.c").unlink()
    contains(passes(tree, "make", "unit", "CPPFLAGS=-DOTHER"), "lib/base.a")
    true("more.o" not in passes(tree, "ar", "t", "build/lib/base.a"), "the archive still has the file that is gone")


@test("build: SAN=1 catches a planted overflow of the heap that the plain build lets pass")
def _():
    tree = small("int *list = calloc(2, sizeof *list); (void)sum_over(list, 3); free(list);")
    tested(tree, last="1 passed, 0 failed, 0 skipped")
    tested(tree, "SAN=1", last="0 passed, 1 failed, 0 skipped", says="heap-buffer-overflow")


@test("build: SAN=1 catches a planted overflow of a number in src")
def _():
    tested(small("assert_int_equal(sum_of(INT32_MAX, 1), INT32_MIN);"), "SAN=1", last="0 passed, 1 failed, 0 skipped",
           says="signed integer overflow")


@test("build: SAN=1 catches a planted leak")
def _():
    tested(small("int *volatile list = malloc(40); list[0] = 1; list = NULL;"), "SAN=1",
           last="1 passed, 1 failed, 0 skipped", says="LeakSanitizer")


@test("runner: a test that is wrong, that crashes, or that leaves in the middle has failed")
def _():
    tested(small("assert_int_equal(sum_of(1, 2), 4);"), last="0 passed, 1 failed, 0 skipped")
    tested(small("abort();"), last="0 passed, 1 failed, 0 skipped")
    tested(small("_exit(0);"), last="0 passed, 1 failed, 0 skipped")


@test("runner: a Python test that fails, dies, tests nothing, or hangs and leaves a daemon has failed")
def _():
    tree = small()
    script = (tree.root / "tests/run").read_text(encoding="utf-8")
    tree.write("tests/run", script.replace('"sql": 300', '"sql": 4'), 0o755)
    head = "import os, subprocess, time\nfrom tap import test, run, equal\n\n"
    tree.write("tests/api/test_wrong.py", head + '@test("a")\ndef _():\n    equal(1, 2)\n\n\nrun()\n')
    tree.write("tests/api/test_dies.py", head + 'print("ok a", flush=True)\nos.abort()\n')
    tree.write("tests/api/test_nothing.py", head)
    tree.write("tests/sql/test_hangs.py", head + 'subprocess.Popen(["setsid", "sh", "-c", "echo $$ >daemon; '
               'exec sleep 600"])\nprint("ok a", flush=True)\ntime.sleep(600)\n')
    tested(tree, last="3 passed, 4 failed, 0 skipped", says="sql/test_hangs: (stopped: it hung)")
    daemon = int((tree.root / "daemon").read_text(encoding="ascii"))
    status, _ = tree.run("sh", "-c", f"kill -0 {daemon}")
    true(status != 0, "the daemon is still there")


@test("runner: with CI=true a skip needs a name in README.md")
def _():
    tree = small()
    tree.write("tests/api/test_skip.py", 'from tap import test, run, skip\n\n\n@test("no wall")\ndef _():\n'
               '    skip("old kernel")\n\n\nrun()\n')
    passes(tree, "make", "test", CI="")
    bites(tree, "skipped without a name in README.md: no wall: old kernel", "make", "test", CI="true")
    tree.write("README.md", "# a\n\n## Other\n\n- `no wall`\n")
    bites(tree, "skipped without a name in README.md", "make", "test", CI="true")
    tree.write("README.md", "# a\n\n## Named skips\n\n- `no wall`: the kernel is too old\n\n## Other\n")
    passes(tree, "make", "test", CI="true")


@test("runner: nothing to run is no success")
def _():
    tree = small()
    (tree.root / "tests/unit/base/test_sum.c").unlink()
    bites(tree, "0 passed, 0 failed, 0 skipped", "make", "test")


run()
