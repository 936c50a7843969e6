# SPDX-License-Identifier: EUPL-1.2
"""What programs spent of processor and memory, from /proc; it does not depend on what else the machine does."""
from pathlib import Path


def sessions(postmaster):
    """The processes of PostgreSQL that serve jalond."""
    found = []
    for stat in Path('/proc').glob('[0-9]*/stat'):
        try:
            parent = int(stat.read_text().rpartition(')')[2].split()[1])
            if parent == postmaster and b'jalon_web' in (stat.parent / 'cmdline').read_bytes():
                found.append(int(stat.parent.name))
        except OSError:
            continue
    return found


def spent(processes):
    """Nanoseconds of processor time of all their threads."""
    return sum(int(f.read_text().split()[0])
               for pid in processes for f in Path('/proc/%d/task' % pid).glob('*/schedstat'))


def spent_by(programs):
    """{program: nanoseconds} of {program: its processes}"""
    return {name: spent(ids) for name, ids in programs.items()}


def peak(pid):
    """Most kB that a process ever had in memory."""
    return next(int(line.split()[1]) for line in Path('/proc/%d/status' % pid).read_text().splitlines()
                if line.startswith('VmHWM'))
