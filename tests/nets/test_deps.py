# SPDX-License-Identifier: EUPL-1.2
"""deploy/deps says what is missing, and never guesses."""
import os
import shutil

from planted import Tree, passes
from tap import ROOT, contains, equal, run, test

DEPS = ROOT / "deploy/deps"


def bare(*without):
    """A PATH with the tools of a bare Debian and the wanted ones, but not those."""
    tree = Tree("deploy/deps")
    (tree.root / "bin").mkdir()
    for name in {"cat", "sed", "id", "tr", "sort", "apt-get", "gcc", "pkg-config", "setpriv"} - set(without):
        if shutil.which(name):
            (tree.root / "bin" / name).symlink_to(shutil.which(name))
    return tree


def nobody(tree, *command):
    """Runs as somebody without rights: without root it is the caller, who has no sudo in this PATH."""
    drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    tree.root.chmod(0o755)
    return tree.run(*drop, "env", f"PATH={tree.root}/bin", *command)


@test("deps: where everything is there it says nothing")
def _():
    tree = bare()
    equal(passes(tree, DEPS, "build"), "", "output")


@test("deps: a removed tool is noticed; without the right to install, one sentence names it and the status is 69")
def _():
    tree = bare("gcc")
    status, output = nobody(tree, tree.root / "deploy/deps", "build")
    contains(output, "gcc (compiler)")
    contains(output, "no right to install packages here; somebody who has it should run: apt-get install gcc")
    equal(status, 69, "status")


@test("deps: a system without apt-get is told what it needs")
def _():
    tree = bare("gcc", "apt-get")
    status, output = nobody(tree, tree.root / "deploy/deps", "build")
    contains(output, "this is no Debian; install the like of: gcc")
    equal(status, 69, "status")


@test("deps: a PostgreSQL older than 15.20 is missing")
def _():
    tree = bare()
    script = (tree.root / "deploy/deps").read_text(encoding="utf-8")
    tree.write("bin/postgres", "#!/bin/sh\necho 'postgres (PostgreSQL) 15.19 (Debian 15.19-0+deb12u1)'\n", 0o755)
    tree.write("deploy/deps", script.replace("POSTGRES=/usr/lib/postgresql/15/bin", f"POSTGRES={tree.root}/bin"), 0o755)
    status, output = nobody(tree, tree.root / "deploy/deps", "build")
    contains(output, "postgresql-15 (the one here is older than 15.20)")
    equal(status, 69, "status")


run()
