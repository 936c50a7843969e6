/* SPDX-License-Identifier: EUPL-1.2 */
/* The text format: what is read is what was written, and each way to be wrong is told with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "assign/problem.h"
#include "assign/read.h"
#include "base/err.h"

#include "base/banned.h"

#define HEAD "p bm 2 2 2 7\n"
#define POSTS "o 1 1\no 2 3\n"

static int file_of(const char *text, size_t n)
{
    int fd = memfd_create("problem", MFD_CLOEXEC);

    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, n), (ssize_t)n);
    assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
    return fd;
}

static int read_text(const char *text, size_t n, struct problem *p, struct read_fault *fault)
{
    int fd = file_of(text, n);
    int rc = read_problem(fd, p, fault);

    assert_int_equal(close(fd), 0);
    return rc;
}

static void reads_lines_in_any_order(void **state)
{
    static const char text[] = "c first\nc\n" HEAD "e 2 1 5\no 2 3\nc between\ne 1 2 1000000000\no 1 0";
    struct problem p SCOPED_PROBLEM;
    struct read_fault fault;

    (void)state;
    assert_int_equal(read_text(text, sizeof text - 1, &p, &fault), ERR_OK);
    assert_int_equal(p.cases, 2);
    assert_int_equal(p.posts, 2);
    assert_int_equal(p.edges, 2);
    assert_int_equal(p.unmatched, 7);
    assert_memory_equal(p.places, ((uint32_t[]){0, 3}), 2 * sizeof(uint32_t));
    assert_memory_equal(p.first, ((uint32_t[]){0, 1, 2}), 3 * sizeof(uint32_t));
    assert_memory_equal(p.post, ((uint32_t[]){1, 0}), 2 * sizeof(uint32_t));
    assert_memory_equal(p.cost, ((int32_t[]){1000000000, 5}), 2 * sizeof(int32_t));
}

static const struct {
    const char *text;
    uint32_t line;
    int rc;
    const char *why;
} rows[] = {
    {"", 1, ERR_FORMAT, "an empty file"},
    {"c only\nc this\n", 2, ERR_FORMAT, "nothing but comments"},
    {"c\n\n" HEAD, 2, ERR_FORMAT, "an empty line"},
    {"o 1 1\n" HEAD, 1, ERR_FORMAT, "a post before the p line"},
    {"c\ne 1 1 1\n", 2, ERR_FORMAT, "an edge before the p line"},
    {HEAD HEAD, 2, ERR_FORMAT, "a second p line"},
    {"p ap 2 2 2 7\n", 1, ERR_FORMAT, "another problem"},
    {"p bm 2 2 2\n", 1, ERR_FORMAT, "a head too short"},
    {"p bm 2 2 2 7 \n", 1, ERR_FORMAT, "a blank behind"},
    {"p bm 2 2 2 7 7\n", 1, ERR_FORMAT, "a head too long"},
    {"p bm 2 2 2 7\r\n", 1, ERR_FORMAT, "a carriage return"},
    {"p  bm 2 2 2 7\n", 1, ERR_FORMAT, "two spaces"},
    {"p bm 02 2 2 7\n", 1, ERR_FORMAT, "a leading zero"},
    {"p bm -1 2 2 7\n", 1, ERR_LIMIT, "negative cases"},
    {"p bm 1000001 2 2 7\n", 1, ERR_LIMIT, "too many cases"},
    {"p bm 2 1000001 2 7\n", 1, ERR_LIMIT, "too many posts"},
    {"p bm 1000000 1000000 50000001 7\n", 1, ERR_LIMIT, "too many edges"},
    {"p bm 99999999999999999999 2 2 7\n", 1, ERR_LIMIT, "beyond 64 bits"},
    {"p bm 2 2 5 7\n", 1, ERR_LIMIT, "more edges than pairs"},
    {"p bm 2 2 2 -2\n", 1, ERR_LIMIT, "a cost below -1"},
    {"p bm 2 2 2 1000000001\n", 1, ERR_LIMIT, "an unmatched cost above 10^9"},
    {HEAD "o 0 1\n", 2, ERR_LIMIT, "post 0"},
    {HEAD "o 3 1\n", 2, ERR_LIMIT, "a post too many"},
    {HEAD "o 1 -1\n", 2, ERR_LIMIT, "negative places"},
    {HEAD "o 1 1000000001\n", 2, ERR_LIMIT, "places above 10^9"},
    {HEAD "o 1 9223372036854775807\n", 2, ERR_LIMIT, "places whose sum would leave 64 bits"},
    {HEAD "o 1 1 1\n", 2, ERR_FORMAT, "a field too many"},
    {HEAD "o 1\n", 2, ERR_FORMAT, "a field missing"},
    {HEAD "o 1 x\n", 2, ERR_FORMAT, "no number"},
    {HEAD "o 1 1\no 1 1\n", 3, ERR_FORMAT, "a post twice"},
    {HEAD POSTS "e 0 1 1\n", 4, ERR_LIMIT, "case 0"},
    {HEAD POSTS "e 3 1 1\n", 4, ERR_LIMIT, "a case too many"},
    {HEAD POSTS "e 1 3 1\n", 4, ERR_LIMIT, "an edge to a post too many"},
    {HEAD POSTS "e 1 1 -1\n", 4, ERR_LIMIT, "a negative cost"},
    {HEAD POSTS "e 1 1 1000000001\n", 4, ERR_LIMIT, "a cost above 10^9"},
    {HEAD POSTS "e 1 1 1.5\n", 4, ERR_FORMAT, "a fraction"},
    {HEAD POSTS "e1 1 1\n", 4, ERR_FORMAT, "no space"},
    {HEAD POSTS "x 1 1 1\n", 4, ERR_FORMAT, "an unknown line"},
    {HEAD POSTS "cc\n", 4, ERR_FORMAT, "a comment without space"},
    {HEAD POSTS "e 1 1 1\ne 1 2 1\ne 2 2 1\n", 6, ERR_LIMIT, "an edge too many"},
    {HEAD POSTS "e 1 1 1\nc\ne 1 1 2\nc\n", 6, ERR_FORMAT, "an edge twice"},
    {HEAD "e 1 1 1\ne 1 2 1\no 1 1\n", 4, ERR_FORMAT, "a post without a line"},
    {HEAD POSTS "e 1 1 1\n", 4, ERR_FORMAT, "an edge missing"},
};

static void tells_line_and_reason(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof rows / sizeof rows[0]; k++) {
        struct problem p;
        struct read_fault fault;
        int rc = read_text(rows[k].text, strlen(rows[k].text), &p, &fault);

        if (rc != rows[k].rc || fault.line != rows[k].line || fault.why[0] == 0 || p.first != NULL)
            fail_msg("%s: %s in line %u: %s", rows[k].why, err_name(rc), fault.line, fault.why);
    }
}

/* Comments of any length may straddle blocks; no other line may be long. */
static void reads_long_comments_only(void **state)
{
    static char text[400000];
    struct read_fault fault;

    (void)state;
    for (size_t length = 1; length < 300000; length = 2 * length + 1) {
        struct problem p SCOPED_PROBLEM;
        size_t n;

        memset(text, 'x', sizeof text);
        memcpy(text, "c ", 2);
        text[length + 1] = '\n';
        n = length + 2;
        memcpy(text + n, HEAD POSTS "e 1 1 1\ne 2 2 2\n", sizeof HEAD POSTS "e 1 1 1\ne 2 2 2\n");
        n += sizeof HEAD POSTS "e 1 1 1\ne 2 2 2\n" - 1;
        assert_int_equal(read_text(text, n, &p, &fault), ERR_OK);
        problem_release(&p);
        text[0] = 'e';
        assert_int_equal(read_text(text, n, &p, &fault), ERR_FORMAT);
        assert_int_equal(fault.line, 1);
    }
}

/* A descriptor that gives one byte at a time gives the same problem. */
static void reads_a_pipe_byte_by_byte(void **state)
{
    static const char text[] = HEAD POSTS "c a comment\ne 1 1 1\ne 2 2 2\n";
    struct problem p SCOPED_PROBLEM;
    struct read_fault fault;
    int end[2];
    pid_t child;

    (void)state;
    assert_int_equal(pipe(end), 0);
    child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        for (size_t k = 0; k < sizeof text - 1; k++)
            if (write(end[1], text + k, 1) != 1)
                _exit(1);
        _exit(0);
    }
    assert_int_equal(close(end[1]), 0);
    assert_int_equal(read_problem(end[0], &p, &fault), ERR_OK);
    assert_int_equal(p.edges, 2);
    assert_int_equal(close(end[0]), 0);
}

static void tells_what_cannot_be_read(void **state)
{
    struct problem p;
    struct read_fault fault;

    (void)state;
    assert_int_equal(read_problem(-1, &p, &fault), ERR_IO);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_lines_in_any_order), cmocka_unit_test(tells_line_and_reason),
        cmocka_unit_test(reads_long_comments_only), cmocka_unit_test(reads_a_pipe_byte_by_byte),
        cmocka_unit_test(tells_what_cannot_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
