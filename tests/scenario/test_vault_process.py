#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""jalon-vault as a process: what it does with frames that are none, with crowds and with strangers, and what it could
still do if somebody took it over."""
import contextlib
import ctypes
import errno
import os
import platform
import signal
import socket
import struct
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))

import vaultwire as vw  # noqa: E402
from tap import BIN, equal, run, skip, test, true, wait_until  # noqa: E402
from vaultstack import HERE, OUTSIDER, ROOT, VAULT, WEB, WORKER, Program, vault1, vault2, vault_conf, web  # noqa: E402
from vaultwire import Vault, acting_as  # noqa: E402
from wire import BAD, FRAME_MAX, OK, Closed, frame  # noqa: E402

# A connection that begins a frame and goes silent; looked at further down.
with acting_as(WEB):
    half = Vault(f"{HERE}/one.sock", timeout=40)
half.raw(b"\0\0\0\7\0")


def seconds_until_closed(began=time.monotonic()):
    return half.is_closed() and time.monotonic() - began


held = ThreadPoolExecutor(1).submit(seconds_until_closed)

FRAMES = {
    "of no length": b"\0\0\0\0",
    "shorter than its kind": b"\0\0\0\1\0",
    "over the limit": struct.pack(">IH", FRAME_MAX + 3, vw.OPEN),
    "as long as can be said": b"\xff\xff\xff\xff\0\1",
    "of an unknown verb": frame(99, b""),
    "of verb nought": frame(0, b""),
    "with a byte too many": frame(vw.PING, b"\0"),
    "of an empty sign-in": frame(vw.SIGN_IN, b""),
    "whose inner length lies": frame(vw.OPEN, bytes(32) + b"\xff\xff\xff\xff"),
    "of noise": frame(vw.CONFIRM, bytes(range(256)) * 16),
}


def bad_frame(data):
    with acting_as(WEB):
        v = Vault(f"{HERE}/one.sock", timeout=5)
    v.sock.sendall(data)
    if len(data) < 6:
        v.sock.shutdown(socket.SHUT_WR)
    try:
        equal(v.receive(), (BAD, b""), "answer")
    except Closed:
        true(len(data) < 6, "closed without an answer")
    true(v.is_closed(), "the connection goes on")
    v.close()
    equal(web.vault.ping(), (OK, (1, int(ROOT), 1, 0)), "the vault, asked by another connection")


for name, data in FRAMES.items():
    test(f"a frame {name} closes its connection and the vault lives")(lambda data=data: bad_frame(data))


@test("a half frame holds its place for ten seconds and no longer")
def _():
    took = held.result()
    true(took, "it was answered")
    true(9 < took < 30, f"closed after {took:.1f} s")


def arrive():
    """A connection, or None while more are waiting to be accepted than the socket takes."""
    try:
        return Vault(f"{HERE}/two.sock", timeout=10)
    except BlockingIOError:
        return None


@test("more connections than there is room for are closed, the others served, and the room comes back")
def _():
    crowd, closed = [], 0
    try:
        with acting_as(WEB):
            for _ in range(80):
                crowd.append(wait_until(arrive, 10, "a connection"))
        for v in crowd:
            try:
                equal(v.ping()[0], OK, "answer")
            except Closed:
                closed += 1
    finally:
        for v in crowd:
            v.close()
    true(10 <= closed <= 40, f"{closed} of 80 were closed")

    def room():
        with acting_as(WEB):
            v = Vault(f"{HERE}/two.sock", timeout=10)
        try:
            return v.ping()[0] == OK
        except Closed:
            return False
        finally:
            v.close()
    wait_until(room, 10, "a place")


def nothing_for(uid, path):
    with acting_as(uid):
        v = Vault(path, timeout=5)
    with contextlib.suppress(BrokenPipeError):
        v.sock.sendall(frame(vw.PING, b""))
    try:
        equal(v.sock.recv(100), b"", "bytes")
    except ConnectionResetError:
        pass
    v.close()


@test("peers outside the list get not one byte")
def _():
    stranger = Program("jalon-vault", vault_conf("three", OUTSIDER if ROOT else 65533))
    try:
        nothing_for(WEB, f"{HERE}/three.sock")
        true(f"peer uid={WEB} refused" in stranger.log.read_text(), "the refusal is not in the program's messages")
        if ROOT:
            for uid in (OUTSIDER, WORKER, 65534):
                nothing_for(uid, f"{HERE}/one.sock")
            nothing_for(0, f"{HERE}/two.sock")
    finally:
        stranger.stop()


# A sanitizer makes system calls of its own, so such a build has no filter and says so at its start.
SANITIZED = b"__asan" in (BIN / "jalon-vault").read_bytes()


def status_of(pid):
    return dict(line.split(":\t", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines() if ":\t" in line)


@test("the vault has no new privileges, a system call filter, no capability, no group, no dump")
def _():
    for program in (vault1, vault2):
        status = status_of(program.pid)
        equal((status["NoNewPrivs"], status["Seccomp"]), ("1", "0" if SANITIZED else "2"), "NoNewPrivs and Seccomp")
        if ROOT:
            equal(status["Uid"].split(), [str(VAULT)] * 4, "user ids")
            equal(status["Gid"].split(), [str(VAULT)] * 4, "group ids")
            equal(status["Groups"].split(), [], "supplementary groups")
            for which in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
                equal(int(status[which], 16), 0, which)
        limits = Path(f"/proc/{program.pid}/limits").read_text()
        core = [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max core")]
        equal(core, [["0", "0"]], "core size")


@test("not even its own user can look into the vault's memory")
def _():
    as_vault = ["setpriv", f"--reuid={VAULT}", f"--regid={VAULT}", "--clear-groups", "--inh-caps=-all"] if ROOT else []
    for what in ("mem", "maps", "environ"):
        got = subprocess.run([*as_vault, "head", "-c", "1", f"/proc/{vault1.pid}/{what}"], capture_output=True,
                             check=False)
        true(got.returncode != 0 and got.stdout == b"", f"/proc/PID/{what} was read")
    got = subprocess.run([*as_vault, "head", "-c", "1", "/proc/self/maps"], capture_output=True, check=False)
    equal(len(got.stdout), 1, "the control: its own memory map")


class Registers(ctypes.Structure):
    """struct user_regs_struct of x86-64."""
    _fields_ = [(n, ctypes.c_ulonglong) for n in (
        "r15 r14 r13 r12 rbp rbx r11 r10 r9 r8 rax rcx rdx rsi rdi orig_rax rip cs eflags rsp ss fs_base gs_base ds "
        "es fs gs").split()]


def inject(pid, number, argument=0):
    """Makes the waiting main thread of pid do this system call: what it answered, or "killed" where that ended it."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    registers = Registers()

    def ptrace(request, data=None):
        if libc.ptrace(request, pid, None, data) < 0:
            raise OSError(ctypes.get_errno(), f"ptrace {request}")
    ptrace(16)  # PTRACE_ATTACH
    os.waitpid(pid, 0)
    ptrace(12, ctypes.addressof(registers))  # PTRACE_GETREGS
    registers.rip -= 2  # it waits in accept4: back to the instruction "syscall"
    registers.rax, registers.orig_rax = number, ctypes.c_ulonglong(-1).value
    registers.rdi, registers.rsi, registers.rdx = argument, 1, 0
    ptrace(13, ctypes.addressof(registers))  # PTRACE_SETREGS
    ptrace(9)  # PTRACE_SINGLESTEP
    _, status = os.waitpid(pid, 0)
    if os.WIFSIGNALED(status):
        return "killed" if os.WTERMSIG(status) == signal.SIGSYS else f"signal {os.WTERMSIG(status)}"
    ptrace(12, ctypes.addressof(registers))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return ctypes.c_longlong(registers.rax).value


@test("the vault cannot exec, make a process, open a network socket or look at another process")
def _():
    if not ROOT or platform.machine() != "x86_64" or SANITIZED:
        skip("needs root, x86-64 and a build without sanitizers, which leave seccomp out")
    no = -errno.EPERM
    for name, number, argument, want in (
            ("execve", 59, 0, "killed"), ("execveat", 322, 0, "killed"), ("ptrace", 101, 0, "killed"),
            ("process_vm_readv", 310, 0, "killed"), ("bpf", 321, 0, "killed"), ("fork", 57, 0, no),
            ("clone without a thread", 56, signal.SIGCHLD, no), ("memfd_create", 319, 0, no),
            ("io_uring_setup", 425, 0, no), ("socket of the network", 41, socket.AF_INET, no), ("kill", 62, 1, no)):
        victim = Program("jalon-vault", vault_conf("victim", WEB))
        got = inject(victim.pid, number, argument)
        victim.process.returncode = -1  # it was waited for in inject
        true(got in (want, "killed"), f"{name}: {got}, expected {want}")
    victim = Program("jalon-vault", vault_conf("victim", WEB))
    equal(inject(victim.pid, 39), victim.pid, "the control: getpid")
    victim.process.returncode = -1

run()
