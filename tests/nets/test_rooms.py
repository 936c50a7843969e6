# SPDX-License-Identifier: EUPL-1.2
"""make rooms catches each kind of breach of src/ROOMS."""
from planted import Tree, bites, passes
from tap import ROOT, run, test

NET = ROOT / "tests/nets/rooms"


def small():
    tree = Tree("src/ROOMS", "src/base/err.h", "src/base/banned.h")
    tree.write("src/store/tx.h", '#include <libpq-fe.h>\n#include <stdint.h>\n#include "base/err.h"\n')
    tree.write("src/app/open.c", '#include <sys/stat.h>\n\n#include "store/tx.h"\n#include "base/banned.h"\n')
    tree.write("src/main/jalond.c", '#include "store/tx.h"\n#include "app/open.h"\n')
    passes(tree, NET)
    return tree


def breach(rule, path, text, says):
    @test(f"rooms: {rule}")
    def _():
        tree = small()
        tree.write(path, text)
        bites(tree, says, NET)


breach("a lower room may not include a room above its law", "src/base/up.c", '#include "store/tx.h"\n',
       "base may not include store")
breach("the edge may not include the database", "src/api/res.c", '#include "base/err.h"\n  #  include "store/tx.h"\n',
       "res.c:2: api may not include store")
breach("an include without its room is refused", "src/app/a.c", '#include "tx.h"\n', "does not name its room")
breach("an include by a path upwards is refused", "src/app/a.c", '#include "../store/tx.h"\n', "does not name its room")
breach("an include of an unknown room is refused", "src/app/a.c", '#include "common/x.h"\n', "of no room")
breach("a library stays in its room", "src/app/a.c", "#include <libpq-fe.h>\n", "app may not use <libpq-fe.h>")
breach("ciphers stay out of the edge", "src/http/a.h", "#include <sodium.h>\n", "http may not use <sodium.h>")
breach("a kernel header that has an owner stays with it", "src/app/a.c", "#include <linux/landlock.h>\n",
       "app may not use <linux/landlock.h>")
breach("a library without an owner is refused", "src/app/a.c", "#include <curl/curl.h>\n", "given to no room")
breach("an include hidden in a macro is refused", "src/app/a.c", "#include HEADER\n", "names no file")
breach("a folder that is no room is refused", "src/util/a.c", "#include <stdio.h>\n", "does not know the room util")
breach("a file outside all rooms is refused", "src/a.c", "#include <stdio.h>\n", "in no room")


@test("rooms: the law itself may name only rooms above, so it has no cycle")
def _():
    tree = small()
    law = (tree.root / "src/ROOMS").read_text(encoding="utf-8")
    tree.write("src/ROOMS", law.replace("domain : base ", "domain : base store "))
    bites(tree, "names store, which is not above it", NET)


@test("rooms: an empty tree is no success")
def _():
    bites(Tree("src/ROOMS"), "nothing was checked", NET)


run()
