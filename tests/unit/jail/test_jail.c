/* SPDX-License-Identifier: EUPL-1.2 */
/* Each wall of the cage, asked from inside: a child enters and tries what must work and what must not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "jail/jail.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

static char folder[] = "/tmp/jalon-jail-XXXXXX";
static char inside[64], outside[64];

/* Runs try in a child that has entered the jail; what it returned, or 1000 + the signal that ended it. */
static int jailed(enum jail_net net, int (*try)(void))
{
    int status;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        const struct jail_path paths[] = {{inside, true}};
        char missing[JAIL_MISSING];
        if (jail_enter(paths, 1, net, missing, sizeof missing) != ERR_OK)
            _exit(200);
        _exit(try());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) ? 1000 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* 0, or the number of the line that failed. */
#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition))                                                                                              \
            return __LINE__ % 199 + 1;                                                                                 \
    } while (0)

static char *path(const char *in, const char *name)
{
    static char out[2][128];
    static int turn;
    turn = !turn;
    (void)snprintf(out[turn], sizeof out[turn], "%s/%s", in, name);
    return out[turn];
}

static int try_files(void)
{
    char c;
    int fd = open(path(inside, "new"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    MUST(fd >= 0 && write(fd, "x", 1) == 1 && fdatasync(fd) == 0 && ftruncate(fd, 1) == 0);
    MUST(rename(path(inside, "new"), path(inside, "newer")) == 0);
    MUST(mkdir(path(inside, "sub"), 0700) == 0 && rename(path(inside, "newer"), path(inside, "sub/newest")) == 0);
    MUST(pread(fd, &c, 1, 0) == 1 && c == 'x');
    MUST(unlink(path(inside, "sub/newest")) == 0 && rmdir(path(inside, "sub")) == 0);
    MUST(open(path(outside, "secret"), O_RDONLY) < 0 && errno == EACCES);
    MUST(open(path(outside, "secret"), O_WRONLY | O_TRUNC) < 0 && errno == EACCES);
    MUST(open(path(outside, "new"), O_WRONLY | O_CREAT, 0600) < 0);
    MUST(unlink(path(outside, "secret")) < 0);
    MUST(open("/etc/passwd", O_RDONLY) < 0);
    MUST(open("/proc/self/mem", O_RDWR) < 0);
    MUST(symlink("/etc/passwd", path(inside, "link")) < 0);
    MUST(mkfifo(path(inside, "fifo"), 0600) < 0);
    return 0;
}

static void only_listed_files_are_there(void **state)
{
    (void)state;
    assert_int_equal(jailed(JAIL_NO_SOCKET, try_files), 0);
}

static int try_read_only(void)
{
    const struct jail_path paths[] = {{outside, false}};
    char missing[JAIL_MISSING];
    MUST(jail_enter(paths, 1, JAIL_NO_SOCKET, missing, sizeof missing) == ERR_OK);
    MUST(open(path(outside, "secret"), O_RDONLY) >= 0);
    MUST(open(path(outside, "secret"), O_RDWR) < 0 && errno == EACCES);
    MUST(open(path(outside, "new"), O_WRONLY | O_CREAT, 0600) < 0);
    MUST(unlink(path(outside, "secret")) < 0);
    return 0;
}

static void a_read_path_cannot_be_written(void **state)
{
    int status;
    pid_t child = fork();
    (void)state;
    if (child == 0)
        _exit(try_read_only());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int try_missing_path(void)
{
    const struct jail_path paths[] = {{"/tmp/jalon-there-is-no-such-folder", true}};
    return jail_enter(paths, 1, JAIL_NO_SOCKET, NULL, 0) == ERR_NOTFOUND ? 0 : 1;
}

static void a_path_that_is_not_there_is_an_error(void **state)
{
    int status;
    pid_t child = fork();
    (void)state;
    if (child == 0)
        _exit(try_missing_path());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

#ifndef JAIL_OFF_SANITIZER
static void *idle(void *arg)
{
    (void)pause();
    return arg;
}

static int try_late(void)
{
    pthread_t t;
    MUST(pthread_create(&t, NULL, idle, NULL) == 0);
    return jail_enter(NULL, 0, JAIL_NO_SOCKET, NULL, 0) == ERR_INTERNAL ? 0 : 1;
}

#endif

static void what_is_missing_is_told(void **state)
{
    int status;
    pid_t child = fork();
    (void)state;
    if (child == 0) {
        char missing[JAIL_MISSING] = "?";
        if (jail_enter(NULL, 0, JAIL_NO_SOCKET, missing, sizeof missing) != ERR_OK)
            _exit(1);
#ifdef JAIL_OFF_SANITIZER
        _exit(strcmp(missing, "dumpable seccomp") == 0 ? 0 : 2);
#else
        _exit(missing[0] == '\0' ? 0 : 2);
#endif
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int try_limits(void)
{
    struct rlimit core;
    MUST(getrlimit(RLIMIT_CORE, &core) == 0 && core.rlim_cur == 0 && core.rlim_max == 0);
    core.rlim_cur = core.rlim_max = 1;
    MUST(setrlimit(RLIMIT_CORE, &core) != 0);
    return 0;
}

#ifndef JAIL_OFF_SANITIZER

static int try_exec(void)
{
    char *const argv[] = {(char[]){"true"}, NULL};
    (void)execve("/bin/true", argv, argv + 1);
    return 1;
}

static int try_ptrace(void)
{
    return ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0 ? 1 : 2;
}

static int try_vm_read(void)
{
    return syscall(SYS_process_vm_readv, getpid(), NULL, 0, NULL, 0, 0) != 0 ? 1 : 2;
}

static int try_bpf(void)
{
    return syscall(SYS_bpf, 0, NULL, 0) != 0 ? 1 : 2;
}

static int try_uring(void)
{
    return syscall(SYS_io_uring_setup, 1, NULL) != 0 ? 1 : 2;
}

static int try_x32(void)
{
#ifdef __x86_64__
    return syscall(0x40000000 + SYS_getpid) != 0 ? 1 : 2;
#else
    return (int)syscall(SYS_bpf, 0, NULL, 0);
#endif
}

static void what_only_an_intruder_asks_for_is_deadly(void **state)
{
    static int (*const tries[])(void) = {try_exec, try_ptrace, try_vm_read, try_bpf, try_uring, try_x32};
    (void)state;
    for (size_t i = 0; i < sizeof tries / sizeof tries[0]; i++)
        assert_int_equal(jailed(JAIL_UNIX_ONLY, tries[i]), 1000 + SIGSYS);
}

static int try_others(void)
{
    MUST(fork() < 0 && errno == EPERM);
    MUST(syscall(SYS_clone3, NULL, 0) < 0 && errno == ENOSYS);
    MUST(kill(getppid(), 0) < 0 && errno == EPERM);
    MUST(setresuid(0, 0, 0) < 0 && errno == EPERM);
    MUST(prctl(PR_SET_DUMPABLE, 1, 0, 0, 0) < 0 && errno == EPERM);
    MUST(mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED);
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    MUST(p != MAP_FAILED && mprotect(p, 4096, PROT_READ | PROT_EXEC) != 0 && mprotect(p, 4096, PROT_READ) == 0);
    return 0;
}

static void no_process_no_code_no_other_user(void **state)
{
    (void)state;
    assert_int_equal(jailed(JAIL_UNIX_ONLY, try_others), 0);
}

static int listener, tcp;

static int try_no_socket(void)
{
    MUST(socket(AF_UNIX, SOCK_STREAM, 0) < 0 && errno == EPERM);
    MUST(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
    int sv[2];
    MUST(socketpair(AF_UNIX, SOCK_STREAM, 0, sv) < 0);
    MUST(accept4(listener, NULL, NULL, SOCK_CLOEXEC) < 0 && errno == EAGAIN);
    return 0;
}

static int try_unix_only(void)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    (void)snprintf(a.sun_path, sizeof a.sun_path, "%s", path(outside, "socket"));
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    MUST(fd >= 0 && connect(fd, (const struct sockaddr *)&a, sizeof a) == 0);
    MUST(accept4(listener, NULL, NULL, SOCK_CLOEXEC) >= 0);
    MUST(socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EPERM);
    MUST(socket(AF_INET6, SOCK_DGRAM, 0) < 0 && errno == EPERM);
    MUST(socket(AF_NETLINK, SOCK_RAW, 0) < 0 && errno == EPERM);
    (void)snprintf(a.sun_path, sizeof a.sun_path, "%s", path(inside, "other"));
    MUST(bind(fd, (const struct sockaddr *)&a, sizeof a) < 0 && errno == EPERM);
    /* A TCP socket that is open already cannot be turned outwards. */
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(9), .sin_addr = {htonl(INADDR_LOOPBACK)}};
    MUST(connect(tcp, (const struct sockaddr *)&in, sizeof in) < 0 && errno == EACCES);
    return 0;
}

static void sockets_are_as_asked_for(void **state)
{
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    (void)state;
    (void)snprintf(a.sun_path, sizeof a.sun_path, "%s", path(outside, "socket"));
    listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    tcp = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(listener, (const struct sockaddr *)&a, sizeof a), 0);
    assert_int_equal(listen(listener, 4), 0);
    assert_int_equal(jailed(JAIL_NO_SOCKET, try_no_socket), 0);
    assert_int_equal(jailed(JAIL_UNIX_ONLY, try_unix_only), 0);
    close(listener);
    close(tcp);
    (void)unlink(path(outside, "socket"));
}

static void a_thread_outside_the_walls_is_refused(void **state)
{
    int status;
    pid_t child = fork();
    (void)state;
    if (child == 0)
        _exit(try_late());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

#endif

static void *square(void *arg)
{
    int *n = arg;
    (void)prctl(PR_SET_NAME, "square", 0, 0, 0);
    *n *= *n;
    return arg;
}

/* What the programs do all day: threads, locked memory, the poll family, signals to oneself. */
static int try_daily(void)
{
    pthread_t t;
    void *result;
    int n = 7;
    MUST(pthread_create(&t, NULL, square, &n) == 0 && pthread_join(t, &result) == 0 && n == 49);
    void *secret = secret_alloc(64u << 20);
    MUST(secret);
    secret_random(secret, 64u << 20);
    secret_free(secret);
    int ep = epoll_create1(EPOLL_CLOEXEC), ev = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    struct epoll_event e = {.events = EPOLLOUT};
    MUST(ep >= 0 && ev >= 0 && epoll_ctl(ep, EPOLL_CTL_ADD, ev, &e) == 0 && epoll_wait(ep, &e, 1, 1000) == 1);
    struct pollfd p = {.fd = ev, .events = POLLOUT};
    MUST(poll(&p, 1, 1000) == 1);
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    MUST(sigaction(SIGUSR1, &ignore, NULL) == 0 && raise(SIGUSR1) == 0);
    MUST(sysconf(_SC_NPROCESSORS_ONLN) > 0 || errno != 0);
    MUST(usleep(1000) == 0);
    return 0;
}

static void daily_work_is_possible(void **state)
{
    (void)state;
    assert_int_equal(jailed(JAIL_UNIX_ONLY, try_daily), 0);
    assert_int_equal(jailed(JAIL_NO_SOCKET, try_daily), 0);
}

static void no_core_is_left(void **state)
{
    (void)state;
    assert_int_equal(jailed(JAIL_NO_SOCKET, try_limits), 0);
}

/* Without root there is nothing to drop and that is no error; with root there is no way back. */
static int try_drop(void)
{
    bool root = geteuid() == 0;
    uid_t before = geteuid(), r, e, s;
    MUST(jail_drop((uid_t)-1, (gid_t)-1) == ERR_OK && geteuid() == before);
    MUST(jail_drop(64199, (gid_t)-1) == ERR_OK);
    MUST(getresuid(&r, &e, &s) == 0);
    if (!root)
        return e == before ? 0 : 1;
    MUST(r == 64199 && e == 64199 && s == 64199 && getgid() == 64199 && getgroups(0, NULL) == 0);
    MUST(setuid(0) != 0);
    return 0;
}

static void dropping_is_for_good(void **state)
{
    int status;
    pid_t child = fork();
    (void)state;
    if (child == 0)
        _exit(try_drop());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
}

static int set_up(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK || !mkdtemp(folder))
        return -1;
    (void)snprintf(inside, sizeof inside, "%s/inside", folder);
    (void)snprintf(outside, sizeof outside, "%s/outside", folder);
    if (mkdir(inside, 0700) != 0 || mkdir(outside, 0700) != 0)
        return -1;
    int fd = open(path(outside, "secret"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    return fd >= 0 && close(fd) == 0 ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    (void)unlink(path(outside, "secret"));
    (void)rmdir(inside);
    (void)rmdir(outside);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_listed_files_are_there),
        cmocka_unit_test(a_read_path_cannot_be_written),
        cmocka_unit_test(a_path_that_is_not_there_is_an_error),
        cmocka_unit_test(what_is_missing_is_told),
        cmocka_unit_test(no_core_is_left),
        cmocka_unit_test(daily_work_is_possible),
        cmocka_unit_test(dropping_is_for_good),
#ifndef JAIL_OFF_SANITIZER
        cmocka_unit_test(what_only_an_intruder_asks_for_is_deadly),
        cmocka_unit_test(no_process_no_code_no_other_user),
        cmocka_unit_test(sockets_are_as_asked_for),
        cmocka_unit_test(a_thread_outside_the_walls_is_refused),
#endif
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
