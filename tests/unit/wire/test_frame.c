/* SPDX-License-Identifier: EUPL-1.2 */
/* A frame is whole or an error; its length is judged before its body is read; every status has its error. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "wire/frame.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"

#include "base/banned.h"

static int64_t soon(void)
{
    return clock_mono_ms() + 20000;
}

static void pair(int fd[2])
{
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
}

static void put(int fd, const void *p, size_t n)
{
    assert_int_equal(fdio_write(fd, p, n, soon()), ERR_OK);
}

static void a_frame_is_six_bytes_and_its_body(void **state)
{
    static const unsigned char want[] = {0, 0, 0, 5, 1, 2, 'a', 'b', 'c'};
    unsigned char got[sizeof want];
    struct buf body SCOPED_BUF;
    int fd[2];
    (void)state;
    pair(fd);
    buf_init(&body, 16);
    buf_str(&body, "abc");
    assert_int_equal(frame_send(fd[0], 0x0102, &body, soon()), ERR_OK);
    assert_int_equal(fdio_read(fd[1], got, sizeof got, soon()), ERR_OK);
    assert_memory_equal(got, want, sizeof want);
    close(fd[0]);
    close(fd[1]);
}

static void what_is_sent_is_received(void **state)
{
    static const size_t sizes[] = {0, 1, 2, 1000, 100000};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct buf out SCOPED_BUF;
        struct buf in SCOPED_BUF;
        uint16_t kind = 0;
        int fd[2];
        pair(fd);
        buf_init(&out, FRAME_MAX);
        buf_init(&in, FRAME_MAX);
        for (size_t k = 0; k < sizes[i]; k++)
            buf_u8(&out, (uint8_t)(k * 7));
        assert_int_equal(frame_send(fd[0], 513, &out, soon()), ERR_OK);
        assert_int_equal(frame_recv(fd[1], &kind, &in, FRAME_MAX, soon()), ERR_OK);
        assert_int_equal(kind, 513);
        assert_int_equal(in.len, sizes[i]);
        if (in.len)
            assert_memory_equal(in.data, out.data, in.len);
        close(fd[0]);
        close(fd[1]);
    }
}

static void a_body_over_the_maximum_is_not_sent(void **state)
{
    struct buf body SCOPED_BUF;
    int fd[2];
    unsigned char c;
    (void)state;
    pair(fd);
    buf_init(&body, FRAME_MAX + 1);
    assert_non_null(buf_grow(&body, FRAME_MAX + 1));
    assert_int_equal(frame_send(fd[0], 1, &body, soon()), ERR_LIMIT);
    assert_int_equal(recv(fd[1], &c, 1, MSG_DONTWAIT), -1);
    close(fd[0]);
    close(fd[1]);
}

static void what_does_not_fit_is_refused(void **state)
{
    static const struct {
        unsigned char bytes[8];
        size_t n;
        bool end; /* the peer closes then */
        int err;
        const char *what;
    } cases[] = {
        {{0}, 0, true, ERR_CLOSED, "the end between two frames"},
        {{0, 0, 0}, 3, true, ERR_IO, "the end within a header"},
        {{0, 0, 0, 4, 0, 1, 'x'}, 7, true, ERR_IO, "the end within a body"},
        {{0, 0, 0, 4, 0, 1}, 6, true, ERR_IO, "the end before a body"},
        {{0, 0, 0, 0, 0, 1}, 6, false, ERR_FORMAT, "a length of 0"},
        {{0, 0, 0, 1, 0, 1}, 6, false, ERR_FORMAT, "a length of 1"},
        {{0, 0, 0, 103, 0, 1}, 6, false, ERR_LIMIT, "one more than the caller takes"},
        {{0xff, 0xff, 0xff, 0xff, 0, 1}, 6, false, ERR_LIMIT, "the largest length there is"},
        {{0, 0, 0, 4}, 4, false, ERR_TIMEOUT, "nothing more comes"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf in SCOPED_BUF;
        uint16_t kind;
        int fd[2];
        pair(fd);
        buf_init(&in, FRAME_MAX);
        put(fd[0], cases[i].bytes, cases[i].n);
        if (cases[i].end)
            close(fd[0]);
        int err = frame_recv(fd[1], &kind, &in, 100, clock_mono_ms() + 50);
        if (err != cases[i].err)
            fail_msg("%s: %d", cases[i].what, err);
        assert_int_equal(in.len, 0);
        assert_true(in.cap < 1000); /* nothing was allocated for what was announced */
        if (!cases[i].end)
            close(fd[0]);
        close(fd[1]);
    }
}

static void the_maximum_of_the_buffer_holds_too(void **state)
{
    struct buf in SCOPED_BUF;
    uint16_t kind;
    int fd[2];
    (void)state;
    pair(fd);
    buf_init(&in, 3);
    put(fd[0], "\0\0\0\6\0\1abcd", 10);
    assert_int_equal(frame_recv(fd[1], &kind, &in, 100, soon()), ERR_LIMIT);
    close(fd[0]);
    close(fd[1]);
}

static void every_status_has_its_error(void **state)
{
    static const struct {
        uint16_t status;
        int err;
    } cases[] = {
        {WIRE_OK, ERR_OK},           {WIRE_BAD, ERR_FORMAT},
        {WIRE_DENIED, ERR_DENIED},   {WIRE_CEILING, ERR_CEILING},
        {WIRE_UNAVAILABLE, ERR_UNAVAILABLE}, {WIRE_STALE, ERR_CONFLICT},
        {WIRE_INTERNAL, ERR_INTERNAL}, {7, ERR_FORMAT},
        {0xffff, ERR_FORMAT},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf request SCOPED_BUF;
        struct buf reply SCOPED_BUF;
        const unsigned char answer[] = {0, 0, 0, 3, (unsigned char)(cases[i].status >> 8),
                                        (unsigned char)cases[i].status, 'r'};
        int fd[2];
        pair(fd);
        buf_init(&request, 8);
        buf_init(&reply, 8);
        put(fd[1], answer, sizeof answer); /* is there before it is asked for */
        assert_int_equal(frame_call(fd[0], 9, &request, &reply, soon()), cases[i].err);
        assert_int_equal(reply.len, 1);
        close(fd[0]);
        close(fd[1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_frame_is_six_bytes_and_its_body),
        cmocka_unit_test(what_is_sent_is_received),
        cmocka_unit_test(a_body_over_the_maximum_is_not_sent),
        cmocka_unit_test(what_does_not_fit_is_refused),
        cmocka_unit_test(the_maximum_of_the_buffer_holds_too),
        cmocka_unit_test(every_status_has_its_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
