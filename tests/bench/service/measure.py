# SPDX-License-Identifier: EUPL-1.2
"""What a sample is made of: processor time of processes from /proc, runs of wrk and pgbench, and how quiet it was.

Processor time is the one figure to compare between days. A sample waits a little for a quiet machine, is taken again
once when something else used more than a tenth of it, and is marked, not dropped, when it was not quiet even then."""
import os
import re
import resource
import statistics
import subprocess
import time

TICK = os.sysconf('SC_CLK_TCK')
QUIET = 0.10  # of the machine, used by others
PATIENCE = 4  # seconds to wait for that
UNITS = {'us': 1e-3, 'ms': 1.0, 's': 1e3, 'm': 6e4}


class Failed(Exception):
    """A load that was not answered as it should be."""


def _stat(pid):
    """(parent, own seconds, seconds of children that ended)"""
    with open('/proc/%d/stat' % pid, encoding='utf-8', errors='replace') as f:
        fields = f.read().rpartition(')')[2].split()
    return int(fields[1]), sum(map(int, fields[11:13])) / TICK, sum(map(int, fields[13:15])) / TICK


def processes():
    found = {}
    for name in os.listdir('/proc'):
        if name.isdigit():
            try:
                found[int(name)] = _stat(int(name))
            except OSError:
                pass
    return found


def tree(root):
    """Seconds of processor of a process and of all that it started, the ended ones too."""
    known = processes()
    total, todo = 0.0, [root]
    while todo:
        pid = todo.pop()
        if pid in known:
            total += known[pid][1] + known[pid][2]
            todo += [child for child, (parent, _, _) in known.items() if parent == pid]
    return total


def backends(postmaster, user):
    """Seconds of processor of the sessions of one database user that live."""
    total = 0.0
    for pid, (parent, own, _) in processes().items():
        if parent == postmaster:
            try:
                with open('/proc/%d/cmdline' % pid, 'rb') as f:
                    total += own if f.read().startswith(b'postgres: %s ' % user.encode()) else 0.0
            except OSError:
                pass
    return total


def _ours():
    mine = resource.getrusage(resource.RUSAGE_CHILDREN)
    known = processes()
    live = sum(tree(pid) for pid, (parent, _, _) in known.items() if parent == os.getpid())
    return live + mine.ru_utime + mine.ru_stime


def _machine():
    """(busy, all) seconds since the start of the machine; stolen time is somebody else's."""
    with open('/proc/stat', encoding='ascii') as f:
        t = [int(x) / TICK for x in f.readline().split()[1:9]]
    return sum(t) - t[3] - t[4], sum(t)


def _await_quiet():
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        busy, whole = _machine()
        time.sleep(0.25)
        now, then = _machine()
        if now - busy < QUIET * (then - whole):
            return


def sampled(load):
    """What load() returns, with the share of the machine that others used meanwhile under 'foreign'."""
    best = None
    for _ in range(2):
        _await_quiet()
        busy, whole = _machine()
        ours = _ours()
        got = load()
        now, then = _machine()
        got['foreign'] = max(0.0, now - busy - (_ours() - ours)) / (then - whole)
        if best is None or got['foreign'] < best['foreign']:
            best = got
        if best['foreign'] < QUIET:
            break
    return best


def memory(pid):
    """(resident MiB now, most so far)"""
    with open('/proc/%d/status' % pid, encoding='ascii', errors='replace') as f:
        text = f.read()
    return tuple(int(re.search(key + r':\s+(\d+) kB', text)[1]) / 1024 for key in ('VmRSS', 'VmHWM'))


def start_wrk(url, script, seconds, connections, args):
    command = ['wrk', '-t1', '-c%d' % connections, '-d%ds' % seconds, '--latency', '--timeout', '30s', '-s',
               str(script), url, '--', *map(str, args)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def read_wrk(child):
    said = child.communicate()[0]
    count = re.search(r'(\d+) requests in', said)
    bad = re.search(r'Non-2xx.*|Socket errors.*', said)
    if child.returncode or not count or bad or int(count[1]) == 0:
        raise Failed(said)
    got = {'n': int(count[1]), 'rate': float(re.search(r'Requests/sec:\s+([\d.]+)', said)[1])}
    for q in ('50', '99'):
        number, unit = re.search(q + r'%\s+([\d.]+)(us|ms|s|m)', said).groups()
        got['p' + q] = float(number) * UNITS[unit]
    return got


def charged(load, meters, settle):
    """What load() returns, with microseconds of processor a request under the names of meters (name: seconds so far);
    settle, if any, waits for what follows the answers."""
    before = {name: meter() for name, meter in meters.items()}
    got = load()
    if settle:
        settle()
    got['cpu'] = {name: (meter() - before[name]) / got['n'] * 1e6 for name, meter in meters.items()}
    return got


def wrk(url, script, seconds, connections=16, args=()):
    return read_wrk(start_wrk(url, script, seconds, connections, args))


def pgbench(program, scripts, seconds, environment, connections=4):
    """Transactions of these scripts, one chosen at random each time."""
    command = [program, '-n', '-M', 'prepared', '-c%d' % connections, '-j1', '-T%d' % seconds]
    for script in scripts:
        command += ['-f', str(script)]
    done = subprocess.run(command, env=dict(os.environ, **environment), capture_output=True, text=True, check=False)
    count = re.search(r'actually processed: (\d+)', done.stdout)
    if done.returncode or not count or 'failed transactions: 0 ' not in done.stdout:
        raise Failed(done.stdout + done.stderr)
    time.sleep(0.3)  # its sessions end a moment later, and then their time is their parent's
    latency = float(re.search(r'latency average = ([\d.]+)', done.stdout)[1])
    return {'n': int(count[1]), 'rate': float(re.search(r'tps = ([\d.]+)', done.stdout)[1]), 'p50': latency}


def spread(values, digits=0):
    """median (min..max)"""
    return '{:,.{d}f} ({:,.{d}f}..{:,.{d}f})'.format(statistics.median(values), min(values), max(values), d=digits)
