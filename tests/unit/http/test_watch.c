/* SPDX-License-Identifier: EUPL-1.2 */
/* Deadlines of connections: who is late is shut, who is not is left alone, who left is not touched. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "http/watch.h"

static const struct watch_limits quick = {.ms = {[WATCH_IDLE] = 60000,
                                                 [WATCH_HEADER] = 150,
                                                 [WATCH_BODY] = 60000,
                                                 [WATCH_WORK] = 60000,
                                                 [WATCH_SEND] = 60000}};

/* Was it shut within ms? */
static int shut_within(int fd, int ms)
{
    struct pollfd p = {.fd = fd, .events = POLLIN};
    char c;

    return poll(&p, 1, ms) == 1 && read(fd, &c, 1) == 0;
}

static void who_is_late_is_shut_even_while_bytes_trickle(void **state)
{
    struct watch *w;
    int64_t from = clock_mono_ms();
    int s[2];
    int i = 0;

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
    assert_int_equal(watch_new(&w, 4, &quick), ERR_OK);
    assert_non_null(watch_enter(w, s[0]));
    while (send(s[1], "x", 1, MSG_NOSIGNAL) == 1 && i++ < 1000)
        poll(NULL, 0, 20);
    assert_true(i < 1000);
    assert_true(clock_mono_ms() - from >= 150);
    watch_free(w);
    close(s[0]);
    close(s[1]);
}

static void another_phase_has_another_deadline(void **state)
{
    struct watch *w;
    struct watch_place *p;
    int s[2];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
    assert_int_equal(watch_new(&w, 4, &quick), ERR_OK);
    p = watch_enter(w, s[0]);
    watch_begin(w, p, WATCH_BODY);
    assert_int_equal(watch_busy(w), 1);
    assert_false(shut_within(s[1], 400));
    watch_begin(w, p, WATCH_IDLE);
    assert_int_equal(watch_busy(w), 0);
    watch_begin(w, p, WATCH_HEADER);
    assert_true(shut_within(s[1], 20000));
    watch_free(w);
    close(s[0]);
    close(s[1]);
}

static void who_left_is_not_touched(void **state)
{
    struct watch *w;
    struct watch_place *p;
    int s[2];

    (void)state;
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, s), 0);
    assert_int_equal(watch_new(&w, 4, &quick), ERR_OK);
    p = watch_enter(w, s[0]);
    watch_leave(w, p);
    assert_false(shut_within(s[1], 400));
    watch_free(w);
    close(s[0]);
    close(s[1]);
}

static void places_are_counted_and_used_again(void **state)
{
    struct watch *w;
    struct watch_place *a, *b;

    (void)state;
    assert_int_equal(watch_new(&w, 2, &quick), ERR_OK);
    a = watch_enter(w, 1000);
    b = watch_enter(w, 1001);
    assert_non_null(a);
    assert_non_null(b);
    assert_null(watch_enter(w, 1002));
    watch_leave(w, a);
    assert_ptr_equal(watch_enter(w, 1002), a);
    watch_leave(w, a);
    watch_leave(w, b);
    watch_leave(w, NULL);
    watch_begin(w, NULL, WATCH_IDLE);
    watch_free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_is_late_is_shut_even_while_bytes_trickle),
        cmocka_unit_test(another_phase_has_another_deadline),
        cmocka_unit_test(who_left_is_not_touched),
        cmocka_unit_test(places_are_counted_and_used_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
