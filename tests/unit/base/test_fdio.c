/* SPDX-License-Identifier: EUPL-1.2 */
/* Transfers are whole or say why not, deadlines are kept, files are replaced or left as they were. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/file.h"
#include "base/secret.h"

#include "base/banned.h"


static char folder[] = "/tmp/jalon-fdio-XXXXXX";
static char path[256];

static const char *in_folder(const char *name)
{
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void pair(int fd[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
}

/* A megabyte does not fit the socket: both sides wait for each other many times. Static, so that a child ends with no
 * block that it would have to give back. */
static unsigned char sent[1 << 20], got[1 << 20];

static void nap(long ms)
{
    struct timespec t = {0, ms * 1000000};

    while (nanosleep(&t, &t) != 0)
        assert_int_equal(errno, EINTR);
}

static void a_transfer_is_whole(void **state)
{
    const size_t n = sizeof sent;
    int fd[2], status;
    pid_t child;

    (void)state;
    secret_random(sent, n);
    pair(fd);
    child = fork();
    if (child == 0)
        _exit(fdio_write(fd[1], sent, n, clock_mono_ms() + 20000) == ERR_OK ? 0 : 1);
    assert_int_equal(fdio_read(fd[0], got, n, clock_mono_ms() + 20000), ERR_OK);
    assert_memory_equal(got, sent, n);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    close(fd[0]);
    close(fd[1]);
}

/* What the socket does not take at once goes after it, wherever the cut falls. */
static void two_parts_arrive_as_one(void **state)
{
    static const size_t heads[] = {0, 1, 6, 300000};
    const size_t n = sizeof sent;
    int fd[2], status;
    pid_t child;

    (void)state;
    secret_random(sent, n);
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t head = heads[i];
        pair(fd);
        child = fork();
        if (child == 0)
            _exit(fdio_write_both(fd[1], sent, head, sent + head, n - head, clock_mono_ms() + 20000) == ERR_OK ? 0 : 1);
        assert_int_equal(fdio_read(fd[0], got, n, clock_mono_ms() + 20000), ERR_OK);
        assert_memory_equal(got, sent, n);
        assert_int_equal(waitpid(child, &status, 0), child);
        assert_int_equal(status, 0);
        assert_int_equal(fdio_write_both(fd[0], "ab", 2, NULL, 0, clock_mono_ms() + 1000), ERR_OK);
        assert_int_equal(fdio_write_both(fd[0], sent, 6, sent, n - 6, clock_mono_ms() + 50), ERR_TIMEOUT);
        close(fd[1]);
        assert_int_equal(fdio_write_both(fd[0], "ab", 2, "cd", 2, 0), ERR_CLOSED);
        close(fd[0]);
    }
}

static void a_deadline_is_kept_in_both_directions(void **state)
{
    static unsigned char much[4 << 20];
    int64_t start = clock_mono_ms();
    int fd[2];

    (void)state;
    pair(fd);
    assert_int_equal(fdio_read(fd[0], much, 1, start + 50), ERR_TIMEOUT);
    assert_true(clock_mono_ms() - start >= 50);
    assert_int_equal(fdio_write(fd[0], much, sizeof much, clock_mono_ms() + 50), ERR_TIMEOUT);
    close(fd[0]);
    close(fd[1]);
}

static void waiting_ends_with_a_byte_with_the_end_and_in_time(void **state)
{
    int64_t start = clock_mono_ms();
    char c = 'x';
    int fd[2];

    (void)state;
    pair(fd);
    assert_int_equal(fdio_await(fd[0], start + 50), ERR_TIMEOUT);
    assert_true(clock_mono_ms() - start >= 50);
    assert_int_equal(fdio_write(fd[1], &c, 1, 0), ERR_OK);
    assert_int_equal(fdio_await(fd[0], 0), ERR_OK);
    assert_int_equal(fdio_read(fd[0], &c, 1, 0), ERR_OK); /* it is still there */
    close(fd[1]);
    assert_int_equal(fdio_await(fd[0], 0), ERR_OK);
    assert_int_equal(fdio_read(fd[0], &c, 1, 0), ERR_CLOSED);
    close(fd[0]);
}

static void a_slow_sender_does_not_stretch_it(void **state)
{
    int64_t start = clock_mono_ms();
    unsigned char in[100];
    int fd[2], status;
    pid_t child;

    (void)state;
    pair(fd);
    child = fork();
    if (child == 0) {
        for (int i = 0; i < 99 && write(fd[1], "x", 1) == 1; i++)
            nap(200);
        _exit(0);
    }
    assert_int_equal(fdio_read(fd[0], in, sizeof in, start + 200), ERR_TIMEOUT);
    assert_true(clock_mono_ms() - start < 15000);
    close(fd[0]);
    close(fd[1]);
    (void)kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
}

static void an_end_between_messages_differs_from_one_inside(void **state)
{
    unsigned char in[4];
    int fd[2];

    (void)state;
    pair(fd);
    assert_int_equal(fdio_write(fd[1], "ab", 2, 0), ERR_OK);
    close(fd[1]);
    assert_int_equal(fdio_read(fd[0], in, 4, 0), ERR_IO);
    assert_int_equal(fdio_read(fd[0], in, 4, 0), ERR_CLOSED);
    /* And no SIGPIPE. */
    assert_int_equal(fdio_write(fd[0], "ab", 2, 0), ERR_CLOSED);
    close(fd[0]);
    assert_int_equal(fdio_read(-1, in, 4, 0), ERR_IO);
    assert_int_equal(fdio_read(fd[0], in, 0, 0), ERR_OK);
}

static void pipes_and_files_work_too(void **state)
{
    unsigned char in[3];
    int fd[2];

    (void)state;
    assert_int_equal(pipe(fd), 0);
    assert_int_equal(fdio_write(fd[1], "abc", 3, clock_mono_ms() + 1000), ERR_OK);
    assert_int_equal(fdio_read(fd[0], in, 3, clock_mono_ms() + 1000), ERR_OK);
    assert_memory_equal(in, "abc", 3);
    assert_int_equal(fdio_read(fd[0], in, 3, clock_mono_ms() + 20), ERR_TIMEOUT);
    close(fd[1]);
    assert_int_equal(fdio_read(fd[0], in, 3, 0), ERR_CLOSED);
    close(fd[0]);
}

static void a_listener_is_reached_and_knows_its_peer(void **state)
{
    int listener = fdio_listen(in_folder("sock"), 0660, 4), client, server;
    struct stat st;
    uid_t uid = (uid_t)-1;

    (void)state;
    assert_true(listener >= 0);
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISSOCK(st.st_mode));
    assert_int_equal(st.st_mode & 0777, 0660);
    client = fdio_connect(path, clock_mono_ms() + 1000);
    assert_true(client >= 0);
    server = accept(listener, NULL, NULL);
    assert_true(server >= 0);
    assert_int_equal(fdio_peer(server, &uid), ERR_OK);
    assert_int_equal(uid, getuid());
    assert_int_equal(fcntl(client, F_GETFL) & O_NONBLOCK, 0);
    assert_int_equal(fcntl(client, F_GETFD), FD_CLOEXEC);
    close(client);
    close(server);
    close(listener);
    assert_int_equal(fdio_connect(path, clock_mono_ms() + 1000), ERR_UNAVAILABLE);
    listener = fdio_listen(path, 0600, 4);
    assert_true(listener >= 0);
    close(listener);
}

static void a_full_listener_costs_no_more_than_the_deadline(void **state)
{
    int listener = fdio_listen(in_folder("full"), 0600, 0), queued[4], n = 0;
    int64_t start;

    (void)state;
    assert_true(listener >= 0);
    do {
        start = clock_mono_ms();
        queued[n] = fdio_connect(path, start + 60);
    } while (queued[n] >= 0 && ++n < 4);
    assert_true(n < 4);
    assert_int_equal(queued[n], ERR_TIMEOUT);
    assert_true(clock_mono_ms() - start < 30000);
    while (n-- > 0)
        close(queued[n]);
    close(listener);
}

static void what_is_no_socket_is_not_replaced(void **state)
{
    char deep[200];

    (void)state;
    assert_int_equal(file_save(in_folder("plain"), "x", 1, 0600), ERR_OK);
    assert_int_equal(fdio_listen(path, 0600, 1), ERR_IO);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(fdio_connect(in_folder("absent"), 0), ERR_UNAVAILABLE);
    memset(deep, 'x', 108);
    deep[108] = 0;
    assert_int_equal(fdio_listen(deep, 0600, 1), ERR_LIMIT);
    assert_int_equal(fdio_connect(deep, 0), ERR_LIMIT);
    assert_int_equal(fdio_listen("", 0600, 1), ERR_LIMIT);
}

static void a_file_is_replaced_whole_with_its_mode(void **state)
{
    struct buf b SCOPED_BUF;
    struct stat st;

    (void)state;
    assert_int_equal(file_save(in_folder("file"), "first", 5, 0600), ERR_OK);
    assert_int_equal(file_save(path, "second one", 10, 0644), ERR_OK);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0644);
    buf_init(&b, 10);
    assert_int_equal(file_load(path, &b), ERR_OK);
    assert_int_equal(b.len, 10);
    assert_memory_equal(b.data, "second one", 10);
    buf_release(&b);
    buf_init(&b, 9);
    assert_int_equal(file_load(path, &b), ERR_LIMIT);
    assert_int_equal(file_save(path, "", 0, 0600), ERR_OK);
    buf_reset(&b);
    assert_int_equal(file_load(path, &b), ERR_OK);
    assert_int_equal(b.len, 0);
}

static void a_save_that_fails_leaves_nothing_behind(void **state)
{
    DIR *d;
    const struct dirent *e;

    (void)state;
    assert_int_equal(file_save(in_folder("absent/file"), "x", 1, 0600), ERR_IO);
    assert_int_equal(mkdir(in_folder("d"), 0700), 0);
    assert_int_equal(mkdir(in_folder("d/full"), 0700), 0);
    assert_int_equal(file_save(in_folder("d"), "x", 1, 0600), ERR_IO);
    d = opendir(folder);
    assert_non_null(d);
    while ((e = readdir(d)) != NULL)
        assert_null(strstr(e->d_name, ".new"));
    closedir(d);
    assert_int_equal(rmdir(in_folder("d/full")), 0);
    assert_int_equal(rmdir(in_folder("d")), 0);
}

static void large_files_and_odd_ones(void **state)
{
    size_t n = 300000;
    unsigned char *out = malloc(n);
    struct buf b SCOPED_BUF;

    (void)state;
    assert_non_null(out);
    secret_random(out, n);
    assert_int_equal(file_save(in_folder("large"), out, n, 0600), ERR_OK);
    buf_init_secret(&b, n);
    assert_int_equal(file_load(path, &b), ERR_OK);
    assert_int_equal(b.len, n);
    assert_memory_equal(b.data, out, n);
    free(out);
    buf_release(&b);
    buf_init(&b, 1 << 20);
    assert_int_equal(file_load(in_folder("none"), &b), ERR_NOTFOUND);
    assert_int_equal(file_load(in_folder("large/none"), &b), ERR_NOTFOUND);
    assert_int_equal(file_load(folder, &b), ERR_IO);
    assert_int_equal(file_load("/proc/self/status", &b), ERR_OK);
    assert_true(b.len > 0);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int drop_folder(void **state)
{
    static const char *const names[] = {"sock", "full", "plain", "file", "large"};

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlink(in_folder(names[i]));
    return rmdir(folder);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transfer_is_whole),
        cmocka_unit_test(two_parts_arrive_as_one),
        cmocka_unit_test(a_deadline_is_kept_in_both_directions),
        cmocka_unit_test(waiting_ends_with_a_byte_with_the_end_and_in_time),
        cmocka_unit_test(a_slow_sender_does_not_stretch_it),
        cmocka_unit_test(an_end_between_messages_differs_from_one_inside),
        cmocka_unit_test(pipes_and_files_work_too),
        cmocka_unit_test(a_listener_is_reached_and_knows_its_peer),
        cmocka_unit_test(a_full_listener_costs_no_more_than_the_deadline),
        cmocka_unit_test(what_is_no_socket_is_not_replaced),
        cmocka_unit_test(a_file_is_replaced_whole_with_its_mode),
        cmocka_unit_test(a_save_that_fails_leaves_nothing_behind),
        cmocka_unit_test(large_files_and_odd_ones),
    };

    if (secret_init() != ERR_OK)
        return 1;
    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}
