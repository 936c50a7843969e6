/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The list of system calls that a jailed program may make, for all programs the same but for sockets. Asked by
 * jail_enter, last of the walls. Three answers: on the list, done; in `deadly`, the process ends at once, because no
 * bug of ours asks for these, only somebody who took it over; anything else, EPERM, so that a library which tries a
 * newer call falls back. The list is what glibc 2.36, libsodium, libpq over Unix sockets, libmicrohttpd with epoll and
 * POSIX threads were seen to use, without what makes processes, executable memory or sockets of other families.
 */
#include "jail/syscalls.h"

#include <errno.h>
#include <linux/sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <termios.h>
#include <unistd.h>

#include "base/err.h"

#include "base/banned.h"

static const int allowed[] = {
    /* descriptors and files (Landlock says which files) */
    SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(readv), SCMP_SYS(writev), SCMP_SYS(pread64), SCMP_SYS(pwrite64),
    SCMP_SYS(preadv), SCMP_SYS(pwritev), SCMP_SYS(open), SCMP_SYS(openat), SCMP_SYS(close), SCMP_SYS(stat),
    SCMP_SYS(fstat), SCMP_SYS(lstat), SCMP_SYS(newfstatat), SCMP_SYS(statx), SCMP_SYS(lseek), SCMP_SYS(ftruncate),
    SCMP_SYS(fsync), SCMP_SYS(fdatasync), SCMP_SYS(fallocate), SCMP_SYS(fadvise64), SCMP_SYS(rename),
    SCMP_SYS(renameat), SCMP_SYS(renameat2), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(mkdir), SCMP_SYS(mkdirat),
    SCMP_SYS(rmdir), SCMP_SYS(getdents64), SCMP_SYS(access), SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
    SCMP_SYS(readlink), SCMP_SYS(readlinkat), SCMP_SYS(fcntl), SCMP_SYS(flock), SCMP_SYS(dup), SCMP_SYS(dup2),
    SCMP_SYS(dup3), SCMP_SYS(pipe), SCMP_SYS(pipe2), SCMP_SYS(fchmod), SCMP_SYS(umask), SCMP_SYS(getcwd),
    SCMP_SYS(sendfile), SCMP_SYS(fstatfs),
    /* memory (mmap and mprotect below) */
    SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(mlock), SCMP_SYS(mlock2),
    SCMP_SYS(munlock),
    /* threads and signals (clone below) */
    SCMP_SYS(futex), SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(membarrier), SCMP_SYS(sched_yield),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(getcpu), SCMP_SYS(exit), SCMP_SYS(exit_group), SCMP_SYS(rt_sigaction),
    SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigtimedwait), SCMP_SYS(rt_sigsuspend),
    SCMP_SYS(sigaltstack), SCMP_SYS(pause), SCMP_SYS(restart_syscall),
    /* who and when */
    SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(getppid), SCMP_SYS(getuid), SCMP_SYS(geteuid), SCMP_SYS(getgid),
    SCMP_SYS(getegid), SCMP_SYS(getresuid), SCMP_SYS(getresgid), SCMP_SYS(clock_gettime), SCMP_SYS(clock_getres),
    SCMP_SYS(clock_nanosleep), SCMP_SYS(nanosleep), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom),
    SCMP_SYS(getrusage), SCMP_SYS(times), SCMP_SYS(sysinfo), SCMP_SYS(uname),
    /* waiting */
    SCMP_SYS(poll), SCMP_SYS(ppoll), SCMP_SYS(select), SCMP_SYS(pselect6), SCMP_SYS(epoll_create),
    SCMP_SYS(epoll_create1), SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait), SCMP_SYS(epoll_pwait2),
    SCMP_SYS(eventfd2), SCMP_SYS(signalfd4), SCMP_SYS(timerfd_create), SCMP_SYS(timerfd_settime),
    SCMP_SYS(timerfd_gettime),
    /* sockets that are there already (socket and connect below). No bind: nothing new can listen */
    SCMP_SYS(accept), SCMP_SYS(accept4), SCMP_SYS(listen), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg), SCMP_SYS(sendto),
    SCMP_SYS(sendmsg), SCMP_SYS(getsockopt), SCMP_SYS(setsockopt), SCMP_SYS(getsockname), SCMP_SYS(getpeername),
    SCMP_SYS(shutdown),
};

static const int deadly[] = {
    SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev),
    SCMP_SYS(pidfd_getfd), SCMP_SYS(kexec_load), SCMP_SYS(kexec_file_load), SCMP_SYS(bpf), SCMP_SYS(perf_event_open),
    SCMP_SYS(init_module), SCMP_SYS(finit_module), SCMP_SYS(delete_module), SCMP_SYS(mount), SCMP_SYS(umount2),
    SCMP_SYS(pivot_root), SCMP_SYS(chroot), SCMP_SYS(unshare), SCMP_SYS(setns), SCMP_SYS(open_by_handle_at),
    SCMP_SYS(userfaultfd), SCMP_SYS(io_uring_setup), SCMP_SYS(keyctl), SCMP_SYS(add_key), SCMP_SYS(request_key),
    SCMP_SYS(swapon), SCMP_SYS(swapoff), SCMP_SYS(reboot), SCMP_SYS(personality), SCMP_SYS(iopl), SCMP_SYS(ioperm),
};

/* Every namespace bit of clone(), with those that make a thread: only exactly the latter may be set. */
#define CLONE_THREAD_BITS ((uint64_t)(CLONE_THREAD | CLONE_VM | CLONE_SIGHAND))
#define CLONE_NEW_BITS                                                                                                 \
    ((uint64_t)(CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWUSER | CLONE_NEWPID |           \
                CLONE_NEWNET))

static int add_list(scmp_filter_ctx f, uint32_t action, const int *calls, size_t n)
{
    int bad = 0;
    for (size_t i = 0; i < n && !bad; i++)
        bad = seccomp_rule_add(f, action, calls[i], 0);
    return bad;
}

/* Calls that depend on their arguments. Rules on one call are alternatives; comparisons in one rule must all hold. */
static int add_conditional(scmp_filter_ctx f)
{
    static const unsigned long ioctls[] = {FIONREAD, FIONBIO, TCGETS};
    const uint32_t ok = SCMP_ACT_ALLOW;
    int bad = 0;
    bad |= seccomp_rule_add(f, ok, SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    bad |= seccomp_rule_add(f, ok, SCMP_SYS(mprotect), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    bad |= seccomp_rule_add(f, ok, SCMP_SYS(clone), 1,
                            SCMP_A0(SCMP_CMP_MASKED_EQ, CLONE_THREAD_BITS | CLONE_NEW_BITS, CLONE_THREAD_BITS));
    /* The flags of clone3 lie in memory, where no filter sees them; glibc falls back to clone. */
    bad |= seccomp_rule_add(f, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
    bad |= seccomp_rule_add(f, ok, SCMP_SYS(tgkill), 1, SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid(), 0));
    bad |= seccomp_rule_add(f, ok, SCMP_SYS(prctl), 1, SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME, 0));
    /* Limits may be read, ours only, and not changed. */
    bad |= seccomp_rule_add(f, ok, SCMP_SYS(prlimit64), 2, SCMP_A0(SCMP_CMP_EQ, 0, 0), SCMP_A2(SCMP_CMP_EQ, 0, 0));
    for (size_t i = 0; i < sizeof ioctls / sizeof ioctls[0]; i++)
        bad |= seccomp_rule_add(f, ok, SCMP_SYS(ioctl), 1, SCMP_A1(SCMP_CMP_EQ, ioctls[i], 0));
    return bad;
}

/* connect() needs no look at its address: a new socket can only be a Unix one, and the TCP connections that jalond has
 * accepted cannot be turned around where Landlock refuses TCP (ABI 4). */
static int add_net(scmp_filter_ctx f, enum jail_net net)
{
    if (net == JAIL_NO_SOCKET)
        return 0;
    int bad = seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, AF_UNIX, 0));
    return bad | seccomp_rule_add(f, SCMP_ACT_ALLOW, SCMP_SYS(connect), 0);
}

int syscalls_restrict(enum jail_net net)
{
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    if (!f)
        return ERR_NOMEM;
    int bad = seccomp_attr_set(f, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
    bad |= seccomp_attr_set(f, SCMP_FLTATR_CTL_OPTIMIZE, 2);
    bad |= add_list(f, SCMP_ACT_ALLOW, allowed, sizeof allowed / sizeof allowed[0]);
    bad |= add_list(f, SCMP_ACT_KILL_PROCESS, deadly, sizeof deadly / sizeof deadly[0]);
    bad |= add_conditional(f);
    bad |= add_net(f, net);
    if (!bad)
        bad = seccomp_load(f);
    seccomp_release(f);
    return bad ? ERR_IO : ERR_OK;
}
