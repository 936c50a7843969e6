# SPDX-License-Identifier: EUPL-1.2
"""make lint catches each thing that it forbids."""
from planted import Tree, bites, passes
from tap import ROOT, run, test

NET = ROOT / "tests/nets/lint"
SPDX = "/* SPDX-License-Identifier: EUPL-1.2 */\n"
SCRIPT = "#!/bin/sh\n# SPDX-License-Identifier: EUPL-1.2\n"
C_FILE = SPDX + '#include "store/tx.h"\n\n#include "base/banned.h"\n\n'
LATER = "TO" + "DO"


def small():
    tree = Tree("src/base/err.h", "src/base/banned.h")
    tree.write("src/base/README.md", "# base\n")
    tree.write("src/store/README.md", "# store\n")
    tree.write("src/store/tx.h", SPDX + "int tx_run(void *store, int (*fn)(void *)) __attribute__((nonnull(1)));\n")
    tree.write("src/store/tx.c", C_FILE + 'static const char *const SQL = "SELECT a "\n    "FROM b WHERE c LIKE $1";\n')
    tree.write("src/base/say.c", C_FILE + '/* SELECT a FROM b, <p> */\nconst char *say = "Select a: <FILE>, 1 %\\n";\n')
    tree.write("deploy/go", SCRIPT + "exit 0\n", 0o755)
    tree.write("tests/test_a.c", SPDX + "int main(void)\n{\n    return tx_run(err_name(0), 0);\n}\n")
    tree.write("tests/test_a.py", "# SPDX-License-Identifier: EUPL-1.2\nprint(1)\n")
    passes(tree, NET)
    return tree


def breach(rule, path, text, says, mode=0o644):
    @test(f"lint: {rule}")
    def _():
        tree = small()
        tree.write(path, text, mode)
        bites(tree, f"{path}:", NET)
        bites(tree, says, NET)


breach("a source names its licence", "src/base/a.h", "int a(void);\n", "no SPDX-License-Identifier")
breach("a line has no blank at its end", "src/base/a.h", SPDX + "int a(void); \n", "a.h:2: blanks")
breach("C has no tab", "src/base/a.h", SPDX + "int\ta(void);\n", "a.h:2: a tab")
breach("a line has 120 columns at most", "src/base/a.h", SPDX + "/* " + "é" * 118 + " */\n", "a.h:2: longer")
breach("a file ends with a newline", "src/base/a.h", SPDX + "int a(void);", "no newline")
breach("nothing is put off in a comment", "src/base/a.h", SPDX + f"/* {LATER}: later */\n", f"a.h:2: {LATER}")
breach("banned.h is the last include", "src/base/a.c", C_FILE + "#include <stdio.h>\n", "a.c:6: the last include")
breach("banned.h is there", "src/base/a.c", SPDX + "int a;\n", "the last include")
breach("SQL is in store only", "src/base/a.c",
       C_FILE + 'const char *a = "select x.y(" "1)";\n', "SQL outside src/store")
breach("SQL that changes data is in store only", "src/base/a.c", C_FILE + 'const char *a = "delete from t";\n',
       "SQL outside src/store")
breach("SQL is not made by printf, not even in pieces", "src/store/a.c",
       C_FILE + 'const char *a = "SELECT x "\n    "FROM %s";\n', "a.c:6: SQL made by printf")
breach("HTML is in web only", "src/base/a.c", C_FILE + 'const char *a = "<p id=\\"x\\">";\n', "HTML outside src/web")
breach("French has its no-break spaces", "src/base/a.c", C_FILE + 'const char *a = "Accès refusé : recommencez";\n',
       "a breaking space")
breach("a function begins with its file's name", "src/base/a.h", SPDX + "struct s;\nint b_x(int a);\n",
       "a.h:3: b_x does not begin with a_")
breach("so does one that returns a pointer over two lines", "src/base/a.h",
       SPDX + "const char *b_y(int a,\n                int b) __attribute__((format(printf, 1, 2)));\n", "b_y does not")
breach("what one file alone uses is static", "src/base/a.h",
       SPDX + "/* Others call a_one(). */\nint a_one(int a);\n", "a.h:3: no other file uses a_one")
breach("an exception that excuses nothing is refused", "src/wire/people_msg.h", SPDX + "void people_msg_x(void);\n",
       "excuses")
breach("a script is executable", "deploy/a", SCRIPT, "without the executable bit")
breach("what is executable says by what", "deploy/a.txt", "x\n", "does not say by what", 0o755)
breach("a shell script parses", "deploy/a", SCRIPT + "if\n", "yntax error", 0o755)
breach("Python parses", "tests/a.py", "# SPDX-License-Identifier: EUPL-1.2\ndef\n", "a.py:2: invalid syntax")


@test("lint: a room has a README")
def _():
    tree = small()
    (tree.root / "src/store/README.md").unlink()
    bites(tree, "src/store: no README.md", NET)


@test("lint: bytes that are no UTF-8 are refused")
def _():
    tree = small()
    (tree.root / "src/base/a.h").write_bytes(SPDX.encode() + b"/* \xe9 */\n")
    bites(tree, "src/base/a.h: not UTF-8", NET)


@test("lint: an empty tree is no success")
def _():
    tree = Tree()
    bites(tree, "nothing was checked", NET)


run()
