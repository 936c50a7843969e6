/* SPDX-License-Identifier: EUPL-1.2 */
/* The journal after every kind of bad end: torn frames go, damage stops it, and what was acknowledged is there. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/journal.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/secret.h"

#include "base/banned.h"

/* The system's own, counted, and failing when a test says so. */
static int flushes;
static bool flush_fails;

int fdatasync(int fd)
{
    flushes++;
    errno = EIO;
    return flush_fails ? -1 : (int)syscall(SYS_fdatasync, fd);
}

static char folder[] = "/tmp/jalon-journal-XXXXXX";
static int dir;
static struct journal j;
static struct journal_fault fault;
static uint64_t cut;

/* Entry n is n % 5 + 1 times "entry n ". */
static size_t text_of(uint64_t n, char out[128])
{
    size_t len = 0;
    for (uint64_t i = 0; i <= n % 5; i++)
        len += (size_t)snprintf(out + len, 128 - len, "entry %llu ", (unsigned long long)n);
    return len;
}

struct seen {
    uint64_t first, count;
};

static int see(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    struct seen *s = ctx;
    char want[128];
    if (s->count == 0)
        s->first = index;
    assert_int_equal(index, s->first + s->count);
    assert_int_equal(n, text_of(index, want));
    assert_memory_equal(p, want, n);
    s->count++;
    return 0;
}

/* Opens it and says how many entries are there. */
static int open_journal(uint64_t *entries)
{
    struct seen s = {0};
    fault = (struct journal_fault){.why = NULL};
    int err = journal_open(&j, dir, 600, see, &s, &cut, &fault);
    *entries = s.count;
    if (!err)
        assert_int_equal(j.next, s.count);
    return err;
}

static int append(uint32_t entries)
{
    struct buf frame SCOPED_BUF;
    buf_init(&frame, SEGMENT_FRAME);
    segment_begin(&frame);
    for (uint32_t i = 0; i < entries; i++) {
        char text[128];
        buf_lv16(&frame, text, text_of(j.next + i, text));
    }
    return journal_append(&j, &frame, entries);
}

/* Of the last file without its room. */
static size_t load(unsigned char *p, size_t max, const char *name)
{
    int fd = openat(dir, name, O_RDONLY);
    ssize_t n = fd < 0 ? 0 : read(fd, p, max);
    close(fd);
    return j.segment == 1 && j.offset < (size_t)n ? j.offset : (size_t)n;
}

static void save(const unsigned char *p, size_t n, const char *name)
{
    int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, p, n), (ssize_t)n);
    close(fd);
}

static void what_was_appended_is_there_again(void **state)
{
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(n, 0);
    for (uint32_t i = 1; i <= 20; i++)
        assert_int_equal(append(i), ERR_OK);
    assert_true(j.segment > 5); /* several files */
    journal_close(&j);
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(n, 210);
    assert_int_equal(cut, 0);
    assert_int_equal(append(3), ERR_OK);
    journal_close(&j);
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(n, 213);
    journal_close(&j);
}

/* Three frames, the last of 3 entries behind 3: the file in whole, the end of the second frame in good. Gives the
 * end. */
static uint64_t write_frames(unsigned char *whole, size_t max, uint64_t *good)
{
    uint64_t n;
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(append(2), ERR_OK);
    assert_int_equal(append(1), ERR_OK);
    *good = j.offset;
    assert_int_equal(append(3), ERR_OK);
    uint64_t end = j.offset;
    journal_close(&j);
    assert_int_equal(load(whole, max, "log-000001"), end);
    return end;
}

/* A torn frame is what a crash leaves: the last frame up to any byte. */
static void a_last_frame_cut_at_any_byte_goes(void **state)
{
    static unsigned char whole[4096];
    uint64_t good, n, end = write_frames(whole, sizeof whole, &good);
    (void)state;
    for (uint64_t at = good; at <= end; at++) {
        save(whole, at, "log-000001");
        assert_int_equal(open_journal(&n), ERR_OK);
        assert_int_equal(n, at == end ? 6 : 3);
        assert_int_equal(cut, at == end ? 0 : at - good);
        assert_int_equal(append(1), ERR_OK); /* overwrites what is left of it */
        journal_close(&j);
        assert_int_equal(open_journal(&n), ERR_OK);
        assert_int_equal(n, at == end ? 7 : 4);
        assert_int_equal(cut, 0);
        journal_close(&j);
    }
}

static void save_with_room(const unsigned char *p, size_t n, const char *name)
{
    save(p, n, name);
    int fd = openat(dir, name, O_WRONLY);
    assert_int_equal(ftruncate(fd, SEGMENT_ROOM), 0);
    close(fd);
}

static void the_room_behind_the_last_frame_is_used(void **state)
{
    struct stat st;
    (void)state;
    assert_int_equal(journal_open(&j, dir, SEGMENT_ROOM + 1, see, &(struct seen){0}, &cut, &fault), ERR_OK);
    for (int i = 0; j.segment < 2; i++) {
        assert_int_equal(append(20 + (uint32_t)i % 20), ERR_OK);
        assert_int_equal(fstat(j.fd, &st), 0);
        assert_int_equal(st.st_size, (j.offset + SEGMENT_ROOM - 1) / SEGMENT_ROOM * SEGMENT_ROOM);
        assert_int_equal(st.st_size, j.end);
        if (i % 16 != 0)
            continue;
        uint64_t next = j.next, offset = j.offset;
        journal_close(&j); /* as when it is killed */
        assert_int_equal(journal_open(&j, dir, SEGMENT_ROOM + 1, see, &(struct seen){0}, &cut, &fault), ERR_OK);
        assert_int_equal(cut, 0);
        assert_int_equal(j.next, next);
        assert_int_equal(j.offset, offset);
        assert_int_equal(j.end, st.st_size);
    }
    assert_int_equal(fstatat(dir, "log-000001", &st, 0), 0);
    assert_true(st.st_size > SEGMENT_ROOM + 1 && st.st_size % SEGMENT_ROOM != 0); /* finished, so without room */
    journal_close(&j);
}

/* A crash leaves of a frame what was written, and zeros behind it. */
static void a_last_frame_torn_within_the_room_goes(void **state)
{
    static unsigned char whole[4096];
    uint64_t good, n, end = write_frames(whole, sizeof whole, &good);
    (void)state;
    for (uint64_t at = good; at <= end - SEGMENT_HASH; at += 7) {
        save_with_room(whole, at, "log-000001");
        assert_int_equal(open_journal(&n), ERR_OK);
        assert_int_equal(n, 3);
        assert_int_equal(cut, at == good ? 0 : SEGMENT_ROOM - good);
        assert_int_equal(append(1), ERR_OK);
        journal_close(&j);
        assert_int_equal(open_journal(&n), ERR_OK);
        assert_int_equal(n, 4);
        journal_close(&j);
    }
}

/* Length first, data never: sectors of zeros are a crash too. */
static void a_last_frame_with_lost_sectors_goes(void **state)
{
    static unsigned char whole[8192];
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(append(1), ERR_OK);
    uint64_t good = j.offset;
    assert_int_equal(append(100), ERR_OK);
    uint64_t end = j.offset;
    journal_close(&j);
    assert_true(end > 2048);
    assert_int_equal(load(whole, sizeof whole, "log-000001"), end);
    for (uint64_t sector = 0; sector < end; sector += 512) {
        static unsigned char torn[8192];
        uint64_t from = sector < good ? good : sector, to = sector + 512 < end ? sector + 512 : end;
        memcpy(torn, whole, end);
        memset(torn + from, 0, to - from);
        for (int room = 0; room < 2; room++) {
            (room ? save_with_room : save)(torn, end, "log-000001");
            assert_int_equal(open_journal(&n), ERR_OK);
            assert_int_equal(n, 1);
            assert_int_equal(cut, (room ? SEGMENT_ROOM : end) - good);
            journal_close(&j);
        }
    }
}

/* A changed byte is damage wherever it is, the last frame included: somebody was told that it is durable. */
static void a_changed_byte_anywhere_stops_it(void **state)
{
    static unsigned char whole[4096];
    static const uint32_t frames[] = {2, 1, 3};
    static unsigned char bad[4096];
    uint64_t n, start[4] = {0};
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(append(frames[i]), ERR_OK);
        start[i + 1] = j.offset;
    }
    journal_close(&j);
    assert_int_equal(load(whole, sizeof whole, "log-000001"), start[3]);
    for (size_t at = 0; at < start[3]; at++) {
        size_t frame = at < start[1] ? 0 : at < start[2] ? 1 : 2;
        memcpy(bad, whole, start[3]);
        bad[at] ^= 0x20;
        for (int room = 0; room < 2; room++) {
            (room ? save_with_room : save)(bad, start[3], "log-000001");
            assert_int_equal(open_journal(&n), ERR_INTEGRITY);
            assert_non_null(fault.why);
            assert_string_equal(fault.file, "log-000001");
            assert_int_equal(fault.offset, start[frame]);
        }
    }
}

static void what_is_not_the_last_file_must_be_whole(void **state)
{
    static unsigned char whole[4096];
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    for (int i = 0; i < 12; i++)
        assert_int_equal(append(8), ERR_OK);
    assert_true(j.segment >= 3);
    journal_close(&j);
    size_t size = load(whole, sizeof whole, "log-000001");
    save(whole, size - 1, "log-000001");
    assert_int_equal(open_journal(&n), ERR_INTEGRITY);
    assert_string_equal(fault.file, "log-000001");
    save_with_room(whole, size, "log-000001");
    assert_int_equal(open_journal(&n), ERR_INTEGRITY);
    assert_int_equal(fault.offset, size);
    save(whole, size, "log-000001");
    assert_int_equal(open_journal(&n), ERR_OK);
    journal_close(&j);
    assert_int_equal(renameat(dir, "log-000002", dir, "aside"), 0);
    assert_int_equal(open_journal(&n), ERR_INTEGRITY);
    assert_int_equal(renameat(dir, "aside", dir, "log-000002"), 0);
    save(whole, size, "log-000002"); /* a file twice */
    assert_int_equal(open_journal(&n), ERR_INTEGRITY);
    assert_string_equal(fault.file, "log-000002");
    assert_int_equal(fault.offset, 0);
    (void)unlinkat(dir, "aside", 0);
}

static void any_stretch_is_read_back(void **state)
{
    struct journal_cursor c = {0};
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    for (int i = 0; i < 40; i++)
        assert_int_equal(append(1 + (uint32_t)i % 7), ERR_OK);
    assert_true(j.segment > 5);
    /* With a cursor from anywhere, before and behind. */
    for (uint64_t from = 0, step = 0; step < 2000; step++, from = (from * 31 + 17) % j.next) {
        uint64_t to = from + step % 23 + 1 < j.next ? from + step % 23 + 1 : j.next;
        struct seen s = {0};
        assert_int_equal(journal_read(&j, &c, from, to, see, &s), ERR_OK);
        assert_int_equal(s.first, from);
        assert_int_equal(s.count, to - from);
    }
    struct seen s = {0};
    assert_int_equal(journal_read(&j, &c, 5, j.next + 1, see, &s), ERR_LIMIT);
    assert_int_equal(journal_read(&j, &c, 5, 5, see, &s), ERR_OK);
    assert_int_equal(s.count, 0);
    journal_close(&j);
}

static void reading_back_sees_a_change_made_meanwhile(void **state)
{
    struct journal_cursor c = {0};
    struct seen s = {0};
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(append(2), ERR_OK);
    assert_int_equal(append(2), ERR_OK);
    int fd = openat(dir, "log-000001", O_WRONLY);
    assert_int_equal(pwrite(fd, "X", 1, (off_t)j.offset - 40), 1);
    assert_int_equal(journal_read(&j, &c, 0, 2, see, &s), ERR_OK);
    assert_int_equal(journal_read(&j, &c, 2, 4, see, &s), ERR_INTEGRITY);
    assert_int_equal(ftruncate(fd, 50), 0);
    assert_int_equal(journal_read(&j, &c, 2, 4, see, &s), ERR_INTEGRITY);
    close(fd);
    journal_close(&j);
}

static void frames_that_changed_places_are_seen(void **state)
{
    static unsigned char whole[4096];
    struct journal_cursor c = {0};
    struct seen s = {0};
    uint64_t n, first = 0;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    for (int i = 0; i < 6; i++) { /* the texts of 0 and 5 are of one length */
        assert_int_equal(append(1), ERR_OK);
        first = i == 0 ? j.offset : first;
    }
    size_t size = load(whole, sizeof whole, "log-000001");
    unsigned char frame[256];
    assert_true(first <= sizeof frame && size == j.offset);
    memcpy(frame, whole, first);
    memmove(whole, whole + size - first, first);
    memcpy(whole + size - first, frame, first);
    save(whole, size, "log-000001");
    assert_int_equal(journal_read(&j, &c, 0, 1, see, &s), ERR_INTEGRITY);
    assert_int_equal(s.count, 0);
    journal_close(&j);
    assert_int_equal(open_journal(&n), ERR_INTEGRITY);
    assert_int_equal(fault.offset, 0);
}

/* A full disk: the write stops somewhere within the frame. */
static void a_full_disk_leaves_nothing_behind(void **state)
{
    struct rlimit before, small;
    uint64_t n;
    (void)state;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(append(4), ERR_OK);
    uint64_t good = j.offset;
    small = before;
    for (rlim_t room = 0; room < 200; room += 7) {
        struct stat st;
        small.rlim_cur = good + room;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
        assert_int_equal(append(5), ERR_IO);
        assert_int_equal(j.next, 4);
        assert_int_equal(fstat(j.fd, &st), 0);
        assert_int_equal(st.st_size, good);
    }
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
    assert_int_equal(append(5), ERR_OK);
    journal_close(&j);
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(n, 9);
    journal_close(&j);
}

static void nothing_is_acknowledged_before_its_flush(void **state)
{
    struct stat st;
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    flushes = 0;
    assert_int_equal(append(3), ERR_OK);
    assert_int_equal(flushes, 1);
    uint64_t good = j.offset;
    flush_fails = true;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(append(2), ERR_IO);
        assert_int_equal(j.next, 3);
        assert_int_equal(j.offset, good);
        assert_int_equal(fstat(j.fd, &st), 0);
        assert_int_equal(st.st_size, good);
    }
    flush_fails = false;
    assert_int_equal(append(1), ERR_OK);
    journal_close(&j);
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(n, 4);
    journal_close(&j);
}

static int refuse(void *ctx, uint64_t index, const unsigned char *p, size_t n)
{
    (void)ctx;
    (void)p;
    (void)n;
    return index == 3 ? ERR_INTEGRITY : 0;
}

static void an_entry_that_is_not_lawful_stops_it(void **state)
{
    uint64_t n;
    (void)state;
    assert_int_equal(open_journal(&n), ERR_OK);
    assert_int_equal(append(2), ERR_OK);
    uint64_t at = j.offset;
    assert_int_equal(append(2), ERR_OK);
    journal_close(&j);
    assert_int_equal(journal_open(&j, dir, 600, refuse, NULL, NULL, &fault), ERR_INTEGRITY);
    assert_int_equal(fault.offset, at);
}

static int start(void **state)
{
    char name[SEGMENT_NAME];
    (void)state;
    for (uint32_t i = 1; i < 100; i++) {
        segment_name(name, i);
        (void)unlinkat(dir, name, 0);
    }
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
    (void)start(state);
    return rmdir(folder);
}

int main(void)
{
#define FRESH(test) cmocka_unit_test_setup(test, start)
    const struct CMUnitTest tests[] = {
        FRESH(what_was_appended_is_there_again),   FRESH(a_last_frame_cut_at_any_byte_goes),
        FRESH(the_room_behind_the_last_frame_is_used), FRESH(a_last_frame_torn_within_the_room_goes),
        FRESH(a_last_frame_with_lost_sectors_goes), FRESH(a_changed_byte_anywhere_stops_it),
        FRESH(what_is_not_the_last_file_must_be_whole), FRESH(any_stretch_is_read_back),
        FRESH(reading_back_sees_a_change_made_meanwhile), FRESH(a_full_disk_leaves_nothing_behind),
        FRESH(frames_that_changed_places_are_seen),
        FRESH(nothing_is_acknowledged_before_its_flush), FRESH(an_entry_that_is_not_lawful_stops_it),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
