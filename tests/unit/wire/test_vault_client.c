/* SPDX-License-Identifier: EUPL-1.2 */
/* To share a key: the request is the bytes that vault_msg.h says, the reply is read to its last byte or refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "wire/frame.h"
#include "wire/people_msg.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

static int fd[2];
static const unsigned char token[VAULT_TOKEN + 1] = "TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT";

static int open_pair(void **state)
{
    (void)state;
    return socketpair(AF_UNIX, SOCK_STREAM, 0, fd);
}

static int close_pair(void **state)
{
    (void)state;
    close(fd[0]);
    close(fd[1]);
    return 0;
}

static int64_t soon(void)
{
    return clock_mono_ms() + 20000;
}

/* Shares while this answer lies ready; the box holds something else before. */
static int share(uint16_t status, const void *p, size_t n, struct buf *box)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, FRAME_MAX);
    buf_bytes(&b, p, n);
    assert_int_equal(frame_send(fd[1], status, &b, soon()), ERR_OK);
    buf_init(box, 1024);
    buf_str(box, "before");
    return vault_share(fd[0], token, (struct vault_bytes){"bundle", 6}, (struct vault_bytes){"192.0.2.1", 9}, box,
                       soon());
}

static void a_share_is_asked_and_answered_as_written(void **state)
{
    static const char want[] = "TTTTTTTTTTTTTTTTTTTTTTTTTTTTTTTT" "\0\0\0\6" "bundle" "\11" "192.0.2.1";
    struct buf box SCOPED_BUF, asked SCOPED_BUF;
    uint16_t verb;
    (void)state;
    assert_int_equal(share(WIRE_OK, "\0\3box", 5, &box), ERR_OK);
    assert_int_equal(box.len, 3);
    assert_memory_equal(box.data, "box", 3);
    buf_init(&asked, FRAME_MAX);
    assert_int_equal(frame_recv(fd[1], &verb, &asked, FRAME_MAX, soon()), ERR_OK);
    assert_int_equal(verb, VAULT_SHARE);
    assert_int_equal(verb, 13);
    assert_int_equal(asked.len, sizeof want - 1);
    assert_memory_equal(asked.data, want, asked.len);
}

static void a_reply_of_another_length_is_refused(void **state)
{
    static unsigned char reply[2 + VAULT_SHARED * PEOPLE_BOX + 1];
    (void)state;
    reply[1] = PEOPLE_BOX;
    for (size_t n = 0; n <= 2 + PEOPLE_BOX + 1; n++) {
        struct buf box SCOPED_BUF;
        assert_int_equal(share(WIRE_OK, reply, n, &box), n == 2 + PEOPLE_BOX ? ERR_OK : ERR_FORMAT);
    }
    reply[0] = (VAULT_SHARED * PEOPLE_BOX + 1) >> 8; /* so many boxes are not shared at once */
    reply[1] = (VAULT_SHARED * PEOPLE_BOX + 1) & 0xff;
    struct buf box SCOPED_BUF;
    assert_int_equal(share(WIRE_OK, reply, sizeof reply, &box), ERR_FORMAT);
}

static void each_no_is_an_error_of_its_own(void **state)
{
    static const struct {
        uint16_t status;
        int want;
    } rows[] = {{WIRE_BAD, ERR_FORMAT},
                {WIRE_DENIED, ERR_DENIED},
                {WIRE_CEILING, ERR_CEILING},
                {WIRE_UNAVAILABLE, ERR_UNAVAILABLE},
                {WIRE_INTERNAL, ERR_INTERNAL}};
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buf box SCOPED_BUF;
        assert_int_equal(share(rows[i].status, "", 0, &box), rows[i].want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_share_is_asked_and_answered_as_written, open_pair, close_pair),
        cmocka_unit_test_setup_teardown(a_reply_of_another_length_is_refused, open_pair, close_pair),
        cmocka_unit_test_setup_teardown(each_no_is_an_error_of_its_own, open_pair, close_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
