# SPDX-License-Identifier: EUPL-1.2
"""make headers catches a header that needs another one before it, and one without a guard."""
from planted import Tree, bites, passes
from tap import ROOT, run, test

NET = ROOT / "tests/nets/headers"
GCC = {"COMPILERS": "gcc"}  # clang comes with make check; the net itself asks both


def small():
    tree = Tree("src/base/err.h", "src/base/banned.h")
    passes(tree, NET, **GCC)
    return tree


@test("headers: one that leans on its includer's includes is refused")
def _():
    tree = small()
    tree.write("src/base/leans.h", "#ifndef LEANS_H\n#define LEANS_H\nsize_t leans_on(const void *p);\n#endif\n")
    bites(tree, "src/base/leans.h: does not compile alone", NET, **GCC)


@test("headers: one without a guard is refused")
def _():
    tree = small()
    tree.write("src/base/twice.h", "struct twice {\n    int n;\n};\n")
    bites(tree, "src/base/twice.h: does not compile alone", NET, **GCC)


@test("headers: a tree without headers is no success")
def _():
    bites(Tree("src/ROOMS"), "nothing was checked", NET, **GCC)


run()
