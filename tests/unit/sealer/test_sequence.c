/* SPDX-License-Identifier: EUPL-1.2 */
/* Batches: all of a request or nothing, who may say what, the base of writes, time that never goes back, a disk that
 * is full. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/sequence.h"
#include "base/err.h"
#include "base/secret.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

#define MINUTE INT64_C(60000000)
#define NOON INT64_C(1800000000000000)

static char folder[] = "/tmp/jalon-sequence-XXXXXX";
static int dir;
static struct sequence s;
static struct ceiling_limits limits = {.role = {{"counsellor", 3, 0}}, .roles = 1, .attempts = 2};
static struct journal_fault fault;
static uint64_t replayed, first;

static int leaf(void *ctx, uint64_t index, const struct tree_hash *hash)
{
    struct tree_hash stored;
    (void)ctx;
    assert_int_equal(index, replayed);
    replayed++;
    (void)stored;
    assert_non_null(hash);
    return ERR_OK;
}

static void start_at(int64_t now)
{
    uint64_t cut;
    replayed = 0;
    assert_int_equal(sequence_open(&s, dir, &limits, now, leaf, NULL, &cut, &fault), ERR_OK);
    assert_int_equal(replayed, sequence_size(&s));
}

static void again(int64_t now)
{
    sequence_close(&s);
    start_at(now);
}

/* A request under construction. */
static struct buf request;

static void begin_request(bool writes, uint64_t base, unsigned n)
{
    buf_release(&request);
    buf_init(&request, 4u << 20);
    if (writes) {
        buf_u64(&request, base);
        buf_u16(&request, (uint16_t)n);
    } else {
        buf_u8(&request, (uint8_t)n);
    }
}

static void put_open(int user, int case_no)
{
    struct uuid u, c, org = {{0}};
    memset(&u, user, sizeof u);
    memset(&c, case_no, sizeof c);
    struct sealer_object o = {.kind = "casework.case_file", .id = &c, .version = 1, .compartment = "IDENT",
                              .case_id = &c, .link = "caseload"};
    sealer_put_entry(&request, &(struct sealer_entry){.action = "record.open", .actor = &u, .role = "counsellor",
                                                      .org = &org, .reason = "follow_up", .reason_default = true,
                                                      .outcome = "ok", .claimed = "", .object = &o, .objects = 1});
}

static void put_write(int row)
{
    struct uuid u;
    memset(&u, row, sizeof u);
    sealer_put_entry(&request, &(struct sealer_entry){.action = "case.open", .id = &u, .reason = "", .outcome = "ok",
                                                      .claimed = ""});
}

static enum sequence_answer add(bool writes)
{
    assert_int_equal(buf_err(&request), ERR_OK);
    return sequence_add(&s, writes, request.data, request.len, &first);
}

static enum sequence_answer add_open(int user, int case_no)
{
    begin_request(false, 0, 1);
    put_open(user, case_no);
    return add(false);
}

static enum sequence_answer add_write(uint64_t base, int row)
{
    begin_request(true, base, 1);
    put_write(row);
    return add(true);
}

static int see_line(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    static struct line_object objects[LINE_OBJECTS];
    (void)index;
    return line_parse(ctx, objects, p, n);
}

static const struct line *line_at(uint64_t index)
{
    static struct line l;
    struct journal_cursor c = {0};
    assert_int_equal(journal_read(&s.journal, &c, index, index + 1, see_line, &l), ERR_OK);
    return &l;
}

static void a_batch_is_numbered_in_a_row(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    assert_int_equal(add_open(1, 1), SEQUENCE_ADDED);
    assert_int_equal(first, 0);
    begin_request(false, 0, 2);
    put_open(1, 2);
    put_open(1, 3);
    assert_int_equal(add(false), SEQUENCE_ADDED);
    assert_int_equal(first, 1);
    assert_int_equal(add_write(0, 7), SEQUENCE_ADDED);
    assert_int_equal(first, 3);
    assert_int_equal(sequence_size(&s), 0); /* nothing counts yet */
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(sequence_size(&s), 4);
    assert_int_equal(s.frontier.size, 4);
    assert_int_equal(s.base, 4);
    again(NOON);
    assert_int_equal(sequence_size(&s), 4);
    assert_int_equal(s.base, 4);
    assert_int_equal(line_at(2)->object[0].case_id.b[0], 3);
}

static void leaves_and_frontier_are_those_of_the_bytes(void **state)
{
    struct tree_hash root, other, stored[3];
    (void)state;
    sequence_begin(&s, NOON);
    for (int i = 1; i <= 3; i++)
        assert_int_equal(add_open(i, 1), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    for (uint64_t i = 0; i < 3; i++)
        assert_int_equal(hashes_leaf(&s.hashes, i, &stored[i]), ERR_OK);
    tree_root_of(stored, 3, &root);
    tree_frontier_root(&s.frontier, &other);
    assert_memory_equal(&root, &other, sizeof root);
    /* They are made again from the journal, whatever the file says. */
    int fd = openat(dir, "leaves", O_WRONLY);
    assert_int_equal(pwrite(fd, "damaged", 7, 40), 7);
    close(fd);
    again(NOON);
    assert_int_equal(hashes_leaf(&s.hashes, 1, &other), ERR_OK);
    assert_memory_equal(&other, &stored[1], sizeof other);
}

static void a_bad_entry_takes_its_whole_request_along(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    begin_request(false, 0, 3);
    put_open(1, 1);
    put_open(1, 2);
    buf_bytes(&request, "\1X\0\0\2ok\0\0\0", 10); /* no lawful action */
    assert_int_equal(add(false), SEQUENCE_BAD);
    assert_int_equal(s.count, 0);
    begin_request(false, 0, 1);
    put_open(1, 1);
    buf_u8(&request, 0); /* a byte more */
    assert_int_equal(add(false), SEQUENCE_BAD);
    begin_request(false, 0, 2); /* an entry less */
    put_open(1, 1);
    assert_int_equal(add(false), SEQUENCE_BAD);
    begin_request(false, 0, 0);
    assert_int_equal(add(false), SEQUENCE_BAD);
    begin_request(false, 0, SEALER_BATCH + 1);
    for (int i = 0; i <= SEALER_BATCH; i++)
        put_open(1, 1);
    assert_int_equal(add(false), SEQUENCE_BAD);
    /* None of it was counted. */
    begin_request(false, 0, 3);
    for (int i = 7; i < 10; i++)
        put_open(1, i);
    assert_int_equal(add(false), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(sequence_size(&s), 3);
}

static void over_the_ceiling_one_refusal_is_written(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    begin_request(false, 0, 2);
    put_open(1, 1);
    put_open(1, 2);
    assert_int_equal(add(false), SEQUENCE_ADDED);
    begin_request(false, 0, 3);
    put_open(1, 3);
    put_open(1, 4); /* this one */
    put_open(1, 5);
    assert_int_equal(add(false), SEQUENCE_REFUSED);
    assert_int_equal(add_open(1, 3), SEQUENCE_ADDED); /* 3 was not counted by the refused page */
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(sequence_size(&s), 4);
    const struct line *l = line_at(2);
    assert_string_equal(l->action, "record.open");
    assert_string_equal(l->outcome, "ceiling");
    assert_string_equal(l->role, "counsellor");
    assert_string_equal(l->reason, "follow_up");
    assert_int_equal(l->actor.b[0], 1);
    assert_int_equal(l->objects, 1);
    assert_int_equal(l->object[0].case_id.b[0], 4);
    assert_string_equal(line_at(3)->outcome, "ok");
}

static void a_refused_request_must_be_lawful_to_its_end(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    begin_request(false, 0, 4);
    for (int i = 1; i <= 4; i++)
        put_open(1, i);
    buf_u8(&request, 0);
    assert_int_equal(add(false), SEQUENCE_BAD);
    assert_int_equal(s.count, 0);
}

static void ceilings_survive_a_restart(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    for (int i = 1; i <= 3; i++)
        assert_int_equal(add_open(1, i), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    again(NOON + 30 * MINUTE);
    sequence_begin(&s, NOON + 30 * MINUTE);
    assert_int_equal(add_open(1, 4), SEQUENCE_REFUSED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    again(NOON + 61 * MINUTE);
    sequence_begin(&s, NOON + 61 * MINUTE);
    assert_int_equal(add_open(1, 4), SEQUENCE_ADDED); /* the refusal itself did not count */
    assert_int_equal(sequence_commit(&s), ERR_OK);
}

static void each_peer_says_its_own_words_only(void **state)
{
    struct uuid u = {{1}};
    const struct sealer_entry good = {.action = "record.seal", .actor = &u, .role = "counsellor", .org = &u,
                                      .reason = "", .outcome = "ok", .claimed = ""};
    struct sealer_entry e;
    (void)state;
#define TRY(writes, want)                                                                                              \
    begin_request(writes, s.batch_base, 1);                                                                            \
    sealer_put_entry(&request, &e);                                                                                    \
    assert_int_equal(add(writes), want)
    sequence_begin(&s, NOON);
    e = good;
    TRY(false, SEQUENCE_ADDED);
    TRY(true, SEQUENCE_BAD); /* a worker's entry has a row */
    e.id = &u;
    TRY(false, SEQUENCE_BAD); /* a vault's has none */
    TRY(true, SEQUENCE_ADDED);
    e.action = "record.open"; /* a worker opens nothing */
    TRY(true, SEQUENCE_BAD);
    e.action = "session.attempt";
    TRY(true, SEQUENCE_BAD);
    e = good;
    e.outcome = "ceiling"; /* our word */
    TRY(false, SEQUENCE_BAD);
    e = good;
    e.action = "record.open";
    e.actor = NULL; /* nobody to count */
    TRY(false, SEQUENCE_BAD);
    e.action = "session.attempt";
    e.outcome = "asked";
    TRY(false, SEQUENCE_BAD);
    e.subject = (const unsigned char *)"subjectsubjectsu";
    TRY(false, SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(sequence_size(&s), 3);
}

static void a_stale_base_adds_nothing(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    assert_int_equal(add_write(0, 1), SEQUENCE_ADDED);
    assert_int_equal(add_write(0, 1), SEQUENCE_STALE); /* in the same batch */
    assert_int_equal(sequence_commit(&s), ERR_OK);
    sequence_begin(&s, NOON);
    assert_int_equal(add_write(0, 1), SEQUENCE_STALE);
    assert_int_equal(add_open(1, 1), SEQUENCE_ADDED); /* no write: the base stays */
    assert_int_equal(add_write(1, 2), SEQUENCE_ADDED);
    assert_int_equal(add_write(3, 3), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(s.base, 4);
    assert_int_equal(sequence_size(&s), 4);
    again(NOON);
    sequence_begin(&s, NOON);
    assert_int_equal(add_write(3, 4), SEQUENCE_STALE);
    assert_int_equal(add_write(5, 4), SEQUENCE_BAD); /* it has seen what we do not have */
    assert_int_equal(add_write(4, 4), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
}

static void time_never_goes_back(void **state)
{
    (void)state;
    sequence_begin(&s, NOON);
    assert_int_equal(add_open(1, 1), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    sequence_begin(&s, NOON - MINUTE);
    assert_int_equal(s.at_us, NOON);
    assert_int_equal(add_open(1, 2), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(line_at(1)->at_us, NOON);
    again(NOON - 2 * MINUTE);
    sequence_begin(&s, NOON - 2 * MINUTE);
    assert_int_equal(s.at_us, NOON);
    sequence_begin(&s, NOON + 1);
    assert_int_equal(s.at_us, NOON + 1);
}

static void a_full_disk_counts_nothing(void **state)
{
    struct rlimit before, small;
    (void)state;
    sequence_begin(&s, NOON);
    assert_int_equal(add_open(1, 1), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    const struct tree_frontier frontier = s.frontier;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = before;
    small.rlim_cur = s.journal.offset + 10;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    for (int i = 0; i < 5; i++) { /* would be over the ceiling if failures counted */
        sequence_begin(&s, NOON + 5);
        assert_int_equal(add_open(1, 10 + i), SEQUENCE_ADDED);
        assert_int_equal(add_write(0, i), SEQUENCE_ADDED);
        assert_int_equal(sequence_commit(&s), ERR_IO);
        assert_int_equal(sequence_size(&s), 1);
        assert_int_equal(s.base, 0);
        assert_int_equal(s.last_us, NOON);
        assert_memory_equal(&s.frontier, &frontier, sizeof frontier);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    sequence_begin(&s, NOON + 6);
    assert_int_equal(add_open(1, 2), SEQUENCE_ADDED);
    assert_int_equal(add_open(1, 3), SEQUENCE_ADDED);
    assert_int_equal(add_open(1, 4), SEQUENCE_REFUSED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    again(NOON + 7);
    assert_int_equal(sequence_size(&s), 4);
}

/* Requests of the greatest lawful weight fill a batch; what does not fit waits and fits the next. */
static void a_full_batch_asks_to_come_later(void **state)
{
    static struct sealer_object o[SEALER_OBJECTS];
    static unsigned char digest[32];
    struct uuid u = {{1}};
    unsigned added = 0;
    (void)state;
    for (size_t i = 0; i < SEALER_OBJECTS; i++)
        o[i] = (struct sealer_object){.kind = "casework.case_file", .id = &u, .version = 1, .compartment = "IDENT",
                                      .case_id = &u, .link = "caseload", .digest = digest};
    begin_request(false, 0, SEALER_BATCH);
    for (int i = 0; i < SEALER_BATCH; i++)
        sealer_put_entry(&request, &(struct sealer_entry){.action = "record.seal", .actor = &u, .role = "counsellor",
                                                          .org = &u, .reason = "", .outcome = "ok", .claimed = "",
                                                          .object = o, .objects = SEALER_OBJECTS});
    assert_true(request.len < 2u << 20);
    sequence_begin(&s, NOON);
    while (add(false) == SEQUENCE_ADDED)
        assert_true(++added < 100);
    assert_true(added > 0);
    assert_int_equal(add(false), SEQUENCE_LATER);
    assert_int_equal(sequence_commit(&s), ERR_OK);
    assert_int_equal(sequence_size(&s), added * SEALER_BATCH);
    sequence_begin(&s, NOON);
    assert_int_equal(add(false), SEQUENCE_ADDED);
    assert_int_equal(sequence_commit(&s), ERR_OK);
}

static void wipe(void)
{
    static const char *const names[] = {"leaves", "nodes-1", "nodes-2", "nodes-3", "nodes-4", "log-000001"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        (void)unlinkat(dir, names[i], 0);
}

static int start(void **state)
{
    (void)state;
    wipe();
    start_at(NOON);
    return 0;
}

static int end(void **state)
{
    (void)state;
    sequence_close(&s);
    buf_release(&request);
    return 0;
}

static int set_up(void **state)
{
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    if (secret_init() != ERR_OK || !mkdtemp(folder))
        return -1;
    dir = open(folder, O_RDONLY | O_DIRECTORY);
    return dir < 0 ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    wipe();
    return rmdir(folder);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup_teardown(test, start, end)
    const struct CMUnitTest tests[] = {
        FRESH(a_batch_is_numbered_in_a_row),            FRESH(leaves_and_frontier_are_those_of_the_bytes),
        FRESH(a_bad_entry_takes_its_whole_request_along), FRESH(over_the_ceiling_one_refusal_is_written),
        FRESH(a_refused_request_must_be_lawful_to_its_end), FRESH(ceilings_survive_a_restart),
        FRESH(each_peer_says_its_own_words_only),       FRESH(a_stale_base_adds_nothing),
        FRESH(time_never_goes_back),                    FRESH(a_full_disk_counts_nothing),
        FRESH(a_full_batch_asks_to_come_later),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
