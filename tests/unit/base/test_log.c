/* SPDX-License-Identifier: EUPL-1.2 */
/* One line, one write; nothing of a line can look like another one. */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

#include "base/banned.h"


static char got[8192];

/* What write sends to standard error, in got. */
static void capture(void (*write_it)(void))
{
    int pipe_fd[2], saved = dup(STDERR_FILENO);
    ssize_t n;

    assert_int_equal(pipe(pipe_fd), 0);
    assert_int_equal(dup2(pipe_fd[1], STDERR_FILENO), STDERR_FILENO);
    write_it();
    assert_int_equal(dup2(saved, STDERR_FILENO), STDERR_FILENO);
    close(saved);
    close(pipe_fd[1]);
    n = read(pipe_fd[0], got, sizeof got - 1);
    assert_true(n >= 0);
    got[n] = 0;
    close(pipe_fd[0]);
}

static void write_levels(void)
{
    errno = 42;
    log_info("ready port=%d", 8080);
    log_warn("w");
    log_error("e");
    assert_int_equal(errno, 42);
}

static void a_line_has_level_program_and_text(void **state)
{
    (void)state;
    capture(write_levels);
    assert_string_equal(got, "<6>test: ready port=8080\n<4>test: w\n<3>test: e\n");
}

static void write_controls(void)
{
    log_info("%s", "a\nb\x1b[2J\x7f\xc2\x85");
    log_info("%s", "d\xc3\xa9j\xc3\xa0");
    log_info("%s", "\xff");
}

static void control_characters_do_not_pass(void **state)
{
    (void)state;
    capture(write_controls);
    assert_string_equal(got, "<6>test: a?b?[2J???\n<6>test: d\xc3\xa9j\xc3\xa0\n<6>test: ?\n");
}

static void write_long(void)
{
    char text[3000];

    for (size_t i = 0; i + 1 < sizeof text; i += 2)
        memcpy(text + i, "\xc3\xa9", 2);
    text[2998] = 0;
    log_info("%s", text);
    log_info("x%s", text);
}

static void a_long_line_is_cut_at_a_character(void **state)
{
    char *second;

    (void)state;
    capture(write_long);
    second = strchr(got, '\n');
    assert_non_null(second);
    assert_true(second - got <= 1024 && second - got > 1020);
    assert_true(strlen(second + 1) <= 1025);
    assert_null(strchr(got, '?'));
}

static void die(void)
{
    int status;
    pid_t child = fork();

    if (child == 0)
        log_die(78, "no key %s", "listen");
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 78);
}

static void dying_says_why_and_exits_with_the_code(void **state)
{
    (void)state;
    capture(die);
    assert_string_equal(got, "<3>test: no key listen\n");
}

static int name_it(void **state)
{
    (void)state;
    log_init("test");
    return 0;
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_has_level_program_and_text),
        cmocka_unit_test(control_characters_do_not_pass),
        cmocka_unit_test(a_long_line_is_cut_at_a_character),
        cmocka_unit_test(dying_says_why_and_exits_with_the_code),
    };

    return cmocka_run_group_tests(tests, name_it, NULL);
}
