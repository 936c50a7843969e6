# SPDX-License-Identifier: EUPL-1.2
"""make analyze fails for what an analyzer says about src, and for a planted fault about which none says anything."""
from planted import Tree, bites, passes
from tap import ROOT, equal, run, test, true

GCC = {"ANALYZERS": "gcc"}  # clang-tidy comes with make check; the net itself asks both
LEAK = """\
#include <stdlib.h>
char *say_twice(int n);
char *say_twice(int n)
{
    char *a = malloc(8);

    if (n > 3)
        return NULL;
    return a;
}
"""
SOUND = LEAK.replace("return NULL", "free(a), a = NULL")


def net(path):
    return ROOT / "tests/nets/analyze", path, "stamp", "-std=gnu17", "-Isrc"


def planted(found):
    tree = Tree("src/base/banned.h")
    tree.write("tests/nets/faults/say.c", f"/* Planted.\n{found}\n */\n" + LEAK)
    return tree


@test("analyze: what is found is said, and leaves no stamp")
def _():
    tree = Tree("src/base/banned.h")
    tree.write("src/base/say.c", SOUND)
    equal(passes(tree, *net("src/base/say.c"), **GCC), "", "output")
    true((tree.root / "stamp").exists() and (tree.root / "stamp.d").exists(), "no stamp of a sound file")
    (tree.root / "stamp").unlink()
    tree.write("src/base/say.c", LEAK)
    bites(tree, "say.c:7:8: warning: leak of", *net("src/base/say.c"), **GCC)
    true(not (tree.root / "stamp").exists(), "a stamp of a file with a leak")


@test("analyze: what cannot be compiled was not looked at")
def _():
    tree = Tree("src/base/banned.h")
    tree.write("src/base/say.c", "#include \"base/none.h\"\n")
    bites(tree, "No such file", *net("src/base/say.c"), **GCC)


@test("analyze: a planted fault that nobody sees fails, and so does one that does not say what it is")
def _():
    passes(planted(" * Found: -Wanalyzer-malloc-leak"), *net("tests/nets/faults/say.c"), **GCC)
    bites(planted(" * Found: -Wanalyzer-malloc-leak -Wanalyzer-double-free"), "nobody said -Wanalyzer-double-free",
          *net("tests/nets/faults/say.c"), **GCC)
    bites(planted(" *"), "does not say what must be found", *net("tests/nets/faults/say.c"), **GCC)


run()
