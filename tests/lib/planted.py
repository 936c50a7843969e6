# SPDX-License-Identifier: EUPL-1.2
"""Proves that a net bites: a small copy of the tree passes, and with one planted fault it does not."""
import os
import shutil
import subprocess

from tap import ROOT, equal, fail, scratch


class Tree:
    """A small tree: some files of ours, and what a test writes."""

    def __init__(self, *paths):
        self.root = scratch("tree")
        for path in paths:
            target = self.root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            copy = shutil.copytree if (ROOT / path).is_dir() else shutil.copy
            copy(ROOT / path, target)

    def write(self, path, text, mode=0o644):
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(mode)

    def append(self, path, text):
        self.write(path, (self.root / path).read_text(encoding="utf-8") + text)

    def run(self, *command, **env):
        """(status, output) of a command in the tree."""
        clean = {name: os.environ[name] for name in ("PATH", "HOME", "LC_ALL", "TZ") if name in os.environ}
        done = subprocess.run([str(word) for word in command], cwd=self.root, env=dict(clean, **env), text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
        return done.returncode, done.stdout


def passes(tree, *command, **env):
    status, output = tree.run(*command, **env)
    equal(status, 0, f"status of the unharmed tree ({output.strip()[-400:]})")
    return output


def bites(tree, says, *command, **env):
    """The command fails, and for the reason that was planted."""
    status, output = tree.run(*command, **env)
    if status == 0:
        fail(f"nothing was noticed, expected: {says}")
    if says not in output:
        fail(f"noticed something else than {says!r}: {output.strip()[-400:]!r}")
