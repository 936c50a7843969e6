# SPDX-License-Identifier: EUPL-1.2
"""Where the folder of a run is made: in memory where there is plenty of it, for clusters by the dozen cost a disk more
than all that is tested; else in /tmp. Short: a Unix socket's path has 107 bytes. What runs that were killed left there
is taken away."""
import fcntl
import glob
import os
import shutil
import tempfile

MEMORY = "/dev/shm"
NEEDS = 4 << 30  # bytes free, of which a run takes less than a third

_held = []


def make():
    """A new folder that other accounts can enter, locked for as long as this process lives."""
    where = MEMORY if _plenty() else "/tmp"
    for left in glob.glob(where + "/jt-*"):
        if not _locked(left):
            shutil.rmtree(left, ignore_errors=True)
    new = tempfile.mkdtemp(prefix="new-jt-", dir=where)
    os.chmod(new, 0o755)
    _held.append(open(new + "/lock", "wb"))
    fcntl.flock(_held[-1], fcntl.LOCK_EX)
    folder = new.replace("/new-jt-", "/jt-")
    os.rename(new, folder)
    return folder


def _locked(folder):
    """By a run that lives, or by nobody of ours: then there is no lock."""
    try:
        with open(folder + "/lock", "rb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    return False


def _plenty():
    try:
        there = os.statvfs(MEMORY)
        with open("/proc/meminfo", encoding="ascii") as f:
            available = next(int(line.split()[1]) << 10 for line in f if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return False
    return (os.access(MEMORY, os.W_OK | os.X_OK) and not there.f_flag & os.ST_NOEXEC
            and min(there.f_bavail * there.f_frsize, available) >= NEEDS)
