/* SPDX-License-Identifier: EUPL-1.2 */
/* Frames by instalments: any cut, wrong lengths, deadlines, and the budget of large bodies. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/conn.h"
#include "base/err.h"
#include "base/fdio.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

static struct conn c;
static int peer;
static size_t budget;

static void open_as(unsigned peers)
{
    int fd[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fd), 0);
    conn_init(&c, fd[0], 1000, peers, 0);
    peer = fd[1];
    budget = CONN_BUDGET;
}

static void close_both(void)
{
    conn_release(&c, &budget);
    close(peer);
}

static void put(const void *p, size_t n)
{
    assert_int_equal(send(peer, p, n, MSG_DONTWAIT), (ssize_t)n);
}

/* The status of the next reply; its body is dropped. -1: none. */
static int reply(void)
{
    unsigned char h[6], body[256];
    if (recv(peer, h, 6, MSG_DONTWAIT) != 6)
        return -1;
    size_t n = (size_t)h[2] << 8 | h[3];
    assert_true(n >= 2 && n - 2 <= sizeof body);
    if (n > 2)
        assert_int_equal(recv(peer, body, n - 2, MSG_DONTWAIT), (ssize_t)n - 2);
    return h[4] << 8 | h[5];
}

static const unsigned char proof[] = {0, 0, 0, 18, 0, SEALER_PROOF, 1, 2, 3, 4, 5, 6, 7, 8,
                                      9, 10, 11, 12, 13, 14, 15, 16};

static void a_request_may_come_byte_by_byte(void **state)
{
    (void)state;
    open_as(PEER_HEAD);
    for (int round = 0; round < 3; round++) {
        for (size_t i = 0; i < sizeof proof; i++) {
            assert_int_not_equal(c.state, CONN_READY);
            assert_int_equal(conn_events(&c), POLLIN);
            put(proof + i, 1);
            conn_read(&c, &budget, 0);
        }
        assert_int_equal(c.state, CONN_READY);
        assert_int_equal(c.verb->number, SEALER_PROOF);
        assert_int_equal(c.body.len, 16);
        assert_memory_equal(c.body.data, proof + 6, 16);
        conn_reply(&c, WIRE_OK, NULL, &budget, 0);
        assert_int_equal(reply(), WIRE_OK);
        assert_int_equal(c.state, CONN_HEADER);
    }
    close_both();
}

static void the_next_request_waits_its_turn(void **state)
{
    (void)state;
    open_as(PEER_HEAD);
    put(proof, sizeof proof);
    put(proof, sizeof proof);
    conn_read(&c, &budget, 0);
    assert_int_equal(c.state, CONN_READY);
    assert_int_equal(conn_events(&c), 0);
    conn_reply(&c, WIRE_OK, NULL, &budget, 0);
    conn_read(&c, &budget, 0);
    assert_int_equal(c.state, CONN_READY);
    close_both();
}

static void headers_that_are_not_lawful_end_it(void **state)
{
    static const struct {
        unsigned char h[6];
        int status;
        const char *what;
    } cases[] = {
        {{0, 0, 0, 0, 0, 4}, WIRE_BAD, "length 0"},
        {{0, 0, 0, 1, 0, 4}, WIRE_BAD, "length 1"},
        {{0, 0, 0, 2, 0, 0}, WIRE_BAD, "verb 0"},
        {{0, 0, 0, 2, 0, SEALER_END + 1}, WIRE_BAD, "a verb after the last"},
        {{0, 0, 0, 2, 1, 4}, WIRE_BAD, "a verb in the high byte"},
        {{0, 0, 0, 3, 0, SEALER_HEAD}, WIRE_BAD, "a byte where none may be"},
        {{0, 0, 0, 19, 0, SEALER_PROOF}, WIRE_BAD, "one more than the verb takes"},
        {{0, 0x20, 0, 3, 0, SEALER_APPEND}, WIRE_BAD, "an append over its maximum"},
        {{0xff, 0xff, 0xff, 0xff, 0, SEALER_APPEND}, WIRE_BAD, "the largest length"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        open_as(PEER_VAULT | PEER_WORKER | PEER_HEAD);
        put(cases[i].h, 6);
        conn_read(&c, &budget, 0);
        if (c.state != CONN_OVER || reply() != cases[i].status)
            fail_msg("%s", cases[i].what);
        assert_null(c.body.data);
        close_both();
    }
}

static void a_verb_of_somebody_else_is_denied(void **state)
{
    static const unsigned char small[] = {0, 0, 0, 3, 0, SEALER_APPEND, 0}, large[] = {0, 0, 0x20, 0, 0, SEALER_APPEND};
    (void)state;
    open_as(PEER_HEAD);
    put(small, sizeof small);
    conn_read(&c, &budget, 0);
    assert_int_equal(reply(), WIRE_DENIED);
    assert_int_equal(c.state, CONN_HEADER); /* and may ask something else */
    put(proof, sizeof proof);
    conn_read(&c, &budget, 0);
    assert_int_equal(c.state, CONN_READY);
    conn_reply(&c, WIRE_OK, NULL, &budget, 0);
    assert_int_equal(reply(), WIRE_OK);
    put(large, sizeof large);
    conn_read(&c, &budget, 0);
    assert_int_equal(reply(), WIRE_DENIED);
    assert_int_equal(c.state, CONN_OVER); /* nobody reads so much for nothing */
    close_both();
    open_as(0);
    put(proof, sizeof proof);
    conn_read(&c, &budget, 0);
    assert_int_equal(reply(), WIRE_DENIED);
    close_both();
}

static void large_bodies_share_a_budget(void **state)
{
    static const unsigned char h[] = {0, 0, 0x20, 2, 0, SEALER_APPEND}; /* a body of 8192 */
    static unsigned char body[8192];
    (void)state;
    open_as(PEER_VAULT);
    budget = 8191;
    put(h, sizeof h);
    put(body, sizeof body);
    conn_read(&c, &budget, 0);
    assert_int_equal(c.state, CONN_BODY);
    assert_int_equal(conn_events(&c), 0); /* waits unread */
    assert_null(c.body.data);
    budget = 9000;
    conn_read(&c, &budget, 0);
    assert_int_equal(c.state, CONN_READY);
    assert_int_equal(budget, 808);
    conn_reply(&c, WIRE_OK, NULL, &budget, 0);
    assert_int_equal(budget, 9000);
    put(h, sizeof h);
    conn_read(&c, &budget, 0);
    assert_int_equal(budget, 808);
    conn_release(&c, &budget); /* the share comes back when it ends half way */
    assert_int_equal(budget, 9000);
    close(peer);
}

static void time_is_up_when_it_is(void **state)
{
    (void)state;
    open_as(PEER_HEAD);
    conn_expire(&c, false, INT64_C(1) << 40);
    assert_int_equal(c.state, CONN_HEADER); /* quiet is no fault */
    conn_expire(&c, true, CONN_IDLE_MS);
    assert_int_equal(c.state, CONN_HEADER);
    conn_expire(&c, true, CONN_IDLE_MS + 1);
    assert_int_equal(c.state, CONN_OVER); /* unless places are scarce */
    close_both();
    open_as(0);
    conn_expire(&c, false, CONN_STRANGER_MS + 1);
    assert_int_equal(c.state, CONN_OVER);
    close_both();
    open_as(PEER_HEAD);
    put(proof, 3);
    conn_read(&c, &budget, 100000); /* the clock of a frame begins with its first byte */
    put(proof + 3, 4);
    conn_read(&c, &budget, 109000);
    conn_expire(&c, false, 100000 + CONN_FRAME_MS);
    assert_int_equal(c.state, CONN_BODY);
    conn_expire(&c, false, 100001 + CONN_FRAME_MS);
    assert_int_equal(c.state, CONN_OVER);
    close_both();
}

static void the_end_of_the_peer_is_the_end(void **state)
{
    (void)state;
    for (size_t n = 0; n < sizeof proof; n++) {
        open_as(PEER_HEAD);
        put(proof, n);
        if (n > 0)
            conn_read(&c, &budget, 0);
        close(peer);
        conn_read(&c, &budget, 0);
        assert_int_equal(c.state, CONN_OVER);
        conn_release(&c, &budget);
    }
}

static void a_reply_that_does_not_fit_goes_out_in_pieces(void **state)
{
    static unsigned char big[1 << 20], got[1 << 20];
    struct buf b SCOPED_BUF;
    size_t n = 0;
    (void)state;
    open_as(PEER_HEAD);
    buf_init(&b, sizeof big);
    for (size_t i = 0; i < sizeof big; i++)
        big[i] = (unsigned char)(i * 31 >> 3);
    buf_bytes(&b, big, sizeof big);
    put(proof, sizeof proof);
    conn_read(&c, &budget, 0);
    conn_reply(&c, WIRE_OK, &b, &budget, 0);
    assert_int_equal(c.state, CONN_REPLY);
    assert_int_equal(conn_events(&c), POLLOUT);
    assert_int_equal(recv(peer, got, 6, 0), 6);
    while (n < sizeof got) {
        ssize_t some = recv(peer, got + n, sizeof got - n, MSG_DONTWAIT);
        if (some > 0)
            n += (size_t)some;
        conn_write(&c, 0);
    }
    assert_memory_equal(got, big, sizeof big);
    assert_int_equal(c.state, CONN_HEADER);
    close_both();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_may_come_byte_by_byte), cmocka_unit_test(the_next_request_waits_its_turn),
        cmocka_unit_test(headers_that_are_not_lawful_end_it), cmocka_unit_test(a_verb_of_somebody_else_is_denied),
        cmocka_unit_test(large_bodies_share_a_budget), cmocka_unit_test(time_is_up_when_it_is),
        cmocka_unit_test(the_end_of_the_peer_is_the_end),
        cmocka_unit_test(a_reply_that_does_not_fit_goes_out_in_pieces),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
