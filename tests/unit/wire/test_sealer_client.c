/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests are the bytes that sealer_msg.h says; replies are read to the last byte or refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "wire/sealer_msg.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "wire/frame.h"

#include "base/banned.h"

static int fd[2];

static int64_t soon(void)
{
    return clock_mono_ms() + 20000;
}

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

/* The answer lies ready before the question is asked. */
static void prepare(uint16_t status, const void *p, size_t n)
{
    struct buf b SCOPED_BUF;
    buf_init(&b, FRAME_MAX);
    buf_bytes(&b, p, n);
    assert_int_equal(frame_send(fd[1], status, &b, soon()), ERR_OK);
}

static void expect_request(uint16_t verb, const void *p, size_t n)
{
    struct buf b SCOPED_BUF;
    uint16_t kind;
    buf_init(&b, FRAME_MAX);
    assert_int_equal(frame_recv(fd[1], &kind, &b, FRAME_MAX, soon()), ERR_OK);
    assert_int_equal(kind, verb);
    assert_int_equal(b.len, n);
    assert_memory_equal(b.data, p, n);
}

#define U16 "UUUUUUUUUUUUUUUU"
#define C16 "CCCCCCCCCCCCCCCC"
#define O16 "OOOOOOOOOOOOOOOO"
#define D32 "DDDDDDDDDDDDDDDDDDDDDDDDDDDDDDDD"
static const char receipt[] = "\0\0\0\0\0\0\0\7" "\0\0\0\0\0\0\0\11" "\0\0\0\0\0\0\1\0";

static void a_full_entry_is_said_as_written(void **state)
{
    static const char want[] = "\1" "\13record.open" "\27" "\0\0\0\0\0\0\0\5" U16 "\12counsellor" O16
                               "SSSSSSSSSSSSSSSS" "\11follow_up" "\2ok" "\0111.2.3.4:5" "\0\2"
                               "\4case" "\7" U16 "\0\0\0\3" "\5IDENT" C16 "\10caseload" D32
                               "\4unit" "\0" "\0\0\0\0" "\0" "\0";
    struct uuid u, c, o;
    int64_t of = 5;
    struct sealer_receipt r;
    memset(u.b, 'U', 16);
    memset(c.b, 'C', 16);
    memset(o.b, 'O', 16);
    const struct sealer_object objects[] = {
        {.kind = "case", .id = &u, .version = 3, .compartment = "IDENT", .case_id = &c, .link = "caseload",
         .digest = (const unsigned char *)D32},
        {.kind = "unit", .compartment = "", .link = ""},
    };
    const struct sealer_entry e = {
        .action = "record.open", .of_us = &of, .actor = &u, .role = "counsellor", .org = &o,
        .subject = (const unsigned char *)"SSSSSSSSSSSSSSSS", .reason = "follow_up", .reason_default = true,
        .outcome = "ok", .claimed = "1.2.3.4:5", .object = objects, .objects = 2,
    };
    (void)state;
    prepare(WIRE_OK, receipt, sizeof receipt - 1);
    assert_int_equal(sealer_append(fd[0], &e, 1, &r, soon()), ERR_OK);
    assert_int_equal(r.index, 7);
    assert_int_equal(r.size, 9);
    assert_int_equal(r.at_us, 256);
    expect_request(SEALER_APPEND, want, sizeof want - 1);
}

static void writes_name_their_base(void **state)
{
    static const char want[] = "\0\0\0\0\0\0\1\2" "\0\1" "\11case.open" "\10" U16 "\0" "\2ok" "\0" "\0\0";
    struct uuid u;
    struct sealer_receipt r;
    memset(u.b, 'U', 16);
    const struct sealer_entry e = {.action = "case.open", .id = &u, .reason = "", .outcome = "ok", .claimed = ""};
    (void)state;
    prepare(WIRE_STALE, "", 0);
    assert_int_equal(sealer_writes(fd[0], 258, &e, 1, &r, soon()), ERR_CONFLICT);
    expect_request(SEALER_WRITES, want, sizeof want - 1);
}

static void a_ceiling_is_an_error_of_its_own(void **state)
{
    const struct sealer_entry e = {.action = "x", .reason = "", .outcome = "ok", .claimed = ""};
    struct sealer_receipt r;
    (void)state;
    prepare(WIRE_CEILING, "", 0);
    assert_int_equal(sealer_append(fd[0], &e, 1, &r, soon()), ERR_CEILING);
}

static void receipts_of_another_length_are_refused(void **state)
{
    const struct sealer_entry e = {.action = "x", .reason = "", .outcome = "ok", .claimed = ""};
    struct sealer_receipt r;
    (void)state;
    prepare(WIRE_OK, receipt, sizeof receipt - 2);
    assert_int_equal(sealer_append(fd[0], &e, 1, &r, soon()), ERR_FORMAT);
    prepare(WIRE_OK, receipt, sizeof receipt);
    assert_int_equal(sealer_append(fd[0], &e, 1, &r, soon()), ERR_FORMAT);
}

struct seen {
    int n;
    uint64_t last;
    int answer;
};

static int each(void *ctx, uint64_t index, const unsigned char *bytes, size_t n)
{
    struct seen *s = ctx;
    assert_int_equal(n, 2);
    assert_memory_equal(bytes, "ab", 2);
    s->n++;
    s->last = index;
    return s->answer;
}

static const char tail[] = "\0\0\0\0\0\0\0\12" "\0\0\0\0\0\0\0\3" "\0\2" "\0\0\0\0\0\0\0\1" "\0\2ab"
                           "\0\0\0\0\0\0\0\2" "\0\2ab";

static void the_tail_is_shown_entry_by_entry(void **state)
{
    struct seen s = {0};
    uint64_t size, base;
    (void)state;
    prepare(WIRE_OK, tail, sizeof tail - 1);
    assert_int_equal(sealer_tail(fd[0], 1, 500, &size, &base, each, &s, soon()), ERR_OK);
    expect_request(SEALER_TAIL, "\0\0\0\0\0\0\0\1\1\364", 10);
    assert_int_equal(size, 10);
    assert_int_equal(base, 3);
    assert_int_equal(s.n, 2);
    assert_int_equal(s.last, 2);
}

static void a_callback_stops_the_tail(void **state)
{
    struct seen s = {.answer = ERR_NOMEM};
    uint64_t size, base;
    (void)state;
    prepare(WIRE_OK, tail, sizeof tail - 1);
    assert_int_equal(sealer_tail(fd[0], 1, 500, &size, &base, each, &s, soon()), ERR_NOMEM);
    assert_int_equal(s.n, 1);
}

static void a_broken_tail_shows_nothing(void **state)
{
    struct seen s = {0};
    uint64_t size, base;
    (void)state;
    for (size_t n = 0; n < sizeof tail - 1; n++) {
        prepare(WIRE_OK, tail, n);
        assert_int_equal(sealer_tail(fd[0], 1, 500, &size, &base, each, &s, soon()), ERR_FORMAT);
    }
    prepare(WIRE_OK, tail, sizeof tail); /* one byte more */
    assert_int_equal(sealer_tail(fd[0], 1, 500, &size, &base, each, &s, soon()), ERR_FORMAT);
    assert_int_equal(s.n, 0);
}

static void a_head_has_note_and_size(void **state)
{
    struct buf note SCOPED_BUF;
    uint64_t durable;
    (void)state;
    buf_init(&note, 100);
    buf_str(&note, "old");
    prepare(WIRE_OK, "\0\3abc\0\0\0\0\0\0\0\4", 13);
    assert_int_equal(sealer_head(fd[0], &note, &durable, soon()), ERR_OK);
    assert_int_equal(durable, 4);
    assert_int_equal(note.len, 3);
    assert_memory_equal(note.data, "abc", 3);
    prepare(WIRE_OK, "\0\0\0\0\0\0\0\0\0\0", 10);
    assert_int_equal(sealer_head(fd[0], &note, &durable, soon()), ERR_OK);
    assert_int_equal(note.len, 0);
}

static void an_end_is_read_to_its_last_byte(void **state)
{
    static const char end[] = "\0\0\0\0\0\0\0\4\0\0\0\2\0\0\0\0\0\0\1\3";
    uint64_t durable, bytes;
    uint32_t file;
    (void)state;
    prepare(WIRE_OK, end, 20);
    assert_int_equal(sealer_end(fd[0], &durable, &file, &bytes, soon()), ERR_OK);
    expect_request(SEALER_END, "", 0);
    assert_int_equal(durable, 4);
    assert_int_equal(file, 2);
    assert_int_equal(bytes, 259);
    prepare(WIRE_OK, end, 19);
    assert_int_equal(sealer_end(fd[0], &durable, &file, &bytes, soon()), ERR_FORMAT);
    prepare(WIRE_OK, end, sizeof end); /* one byte more */
    assert_int_equal(sealer_end(fd[0], &durable, &file, &bytes, soon()), ERR_FORMAT);
}

static void proofs_are_counted_hashes(void **state)
{
    unsigned char hashes[128][32];
    uint8_t n;
    (void)state;
    prepare(WIRE_OK, "\2" D32 O16 O16, 65);
    assert_int_equal(sealer_proof(fd[0], 3, 9, hashes, &n, soon()), ERR_OK);
    expect_request(SEALER_PROOF, "\0\0\0\0\0\0\0\3\0\0\0\0\0\0\0\11", 16);
    assert_int_equal(n, 2);
    assert_memory_equal(hashes[0], D32, 32);
    assert_memory_equal(hashes[1], O16 O16, 32);
    prepare(WIRE_DENIED, "", 0);
    assert_int_equal(sealer_consistency(fd[0], 3, 9, hashes, &n, soon()), ERR_DENIED);
    prepare(WIRE_OK, "\2" D32, 33);
    assert_int_equal(sealer_consistency(fd[0], 3, 9, hashes, &n, soon()), ERR_FORMAT);
    prepare(WIRE_OK, "\377" D32, 33);
    assert_int_equal(sealer_proof(fd[0], 3, 9, hashes, &n, soon()), ERR_FORMAT);
}

int main(void)
{
#define WITH_PAIR(test) cmocka_unit_test_setup_teardown(test, open_pair, close_pair)
    const struct CMUnitTest tests[] = {
        WITH_PAIR(a_full_entry_is_said_as_written),  WITH_PAIR(writes_name_their_base),
        WITH_PAIR(a_ceiling_is_an_error_of_its_own), WITH_PAIR(receipts_of_another_length_are_refused),
        WITH_PAIR(the_tail_is_shown_entry_by_entry), WITH_PAIR(a_callback_stops_the_tail),
        WITH_PAIR(a_broken_tail_shows_nothing),      WITH_PAIR(a_head_has_note_and_size),
        WITH_PAIR(an_end_is_read_to_its_last_byte),
        WITH_PAIR(proofs_are_counted_hashes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
