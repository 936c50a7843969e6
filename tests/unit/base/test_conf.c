/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration is read strictly, and each refusal names file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/conf.h"
#include "base/err.h"

#include "base/banned.h"


static const char good[] = "# a comment\n"
                           "[jalond]\n"
                           "  listen = 127.0.0.1:8080  \n"
                           "\tdatabase\t=\thost=/run/x dbname=jalon # not a comment\n"
                           "\n"
                           "empty =\n"
                           "[ sealer ]\n"
                           "attempts_per_hour = 20\n"
                           "peers = 64101  64105 0";

static struct conf *read_good(void)
{
    struct conf *c;
    char why[256];

    assert_int_equal(conf_parse(&c, "good", good, strlen(good), why), ERR_OK);
    return c;
}

static void values_are_as_they_stand(void **state)
{
    struct conf *c = read_good();

    (void)state;
    assert_string_equal(conf_str(c, "jalond", "listen", "x"), "127.0.0.1:8080");
    assert_string_equal(conf_str(c, "jalond", "database", "x"), "host=/run/x dbname=jalon # not a comment");
    assert_string_equal(conf_str(c, "jalond", "empty", "x"), "");
    assert_string_equal(conf_str(c, "sealer", "listen", "x"), "x");
    assert_null(conf_str(c, "vault", "listen", NULL));
    conf_free(c);
    conf_free(NULL);
}

static void numbers_have_limits(void **state)
{
    struct conf *c = read_good();
    int64_t n;

    (void)state;
    assert_int_equal(conf_int(c, "sealer", "attempts_per_hour", 0, 20, 7, &n), ERR_OK);
    assert_int_equal(n, 20);
    assert_int_equal(conf_int(c, "sealer", "attempts_per_hour", 0, 19, 7, &n), ERR_LIMIT);
    assert_int_equal(conf_int(c, "sealer", "absent", 0, 19, 7, &n), ERR_OK);
    assert_int_equal(n, 7);
    assert_int_equal(conf_int(c, "jalond", "listen", 0, 19, 7, &n), ERR_FORMAT);
    assert_int_equal(conf_int(c, "jalond", "empty", 0, 19, 7, &n), ERR_FORMAT);
    conf_free(c);
}

static void user_ids_are_a_list(void **state)
{
    static const char bad[] = "[a]\nx = 1,2\ny = -1\nz = 4294967295\nroot = root\n";
    struct conf *c = read_good();
    uid_t uid[3];
    char why[256];
    size_t n;

    (void)state;
    assert_int_equal(conf_uids(c, "sealer", "peers", uid, 3, &n), ERR_OK);
    assert_int_equal(n, 3);
    assert_int_equal(uid[0], 64101);
    assert_int_equal(uid[1], 64105);
    assert_int_equal(uid[2], 0);
    assert_int_equal(conf_uids(c, "sealer", "peers", uid, 2, &n), ERR_LIMIT);
    assert_int_equal(conf_uids(c, "sealer", "absent", uid, 2, &n), ERR_OK);
    assert_int_equal(n, 0);
    conf_free(c);
    assert_int_equal(conf_parse(&c, "bad", bad, strlen(bad), why), ERR_OK);
    assert_int_equal(conf_uids(c, "a", "x", uid, 3, &n), ERR_FORMAT);
    assert_int_equal(conf_uids(c, "a", "y", uid, 3, &n), ERR_LIMIT);
    assert_int_equal(conf_uids(c, "a", "z", uid, 3, &n), ERR_LIMIT);
    assert_int_equal(conf_uids(c, "a", "root", uid, 3, &n), ERR_FORMAT);
    conf_free(c);
}

static void an_unknown_key_is_named_with_its_line(void **state)
{
    static const char *const all[] = {"listen", "database", "empty", NULL};
    static const char *const some[] = {"listen", "empty", NULL};
    struct conf *c = read_good();
    char why[256];

    (void)state;
    assert_int_equal(conf_check(c, "jalond", all, why), ERR_OK);
    assert_int_equal(conf_check(c, "worker", some, why), ERR_OK);
    assert_int_equal(conf_check(c, "jalond", some, why), ERR_FORMAT);
    assert_string_equal(why, "good:4: unknown key \"database\" in [jalond]");
    conf_free(c);
}

static const struct {
    const char *text, *why;
} refused[] = {
    {"key = 1\n", "x:1: key before the first section"},
    {"[a]\nk = 1\n[b]\nk = 1\n[a]\nj = 1\n", "x:5: \"a\" stands already in line 1"},
    {"[a]\nk = 1\n\nk = 2\n", "x:4: \"k\" stands already in line 2"},
    {"[a]\nnothing\n", "x:2: neither section, nor comment, nor \"key = value\""},
    {"[a\n", "x:1: \"[\" without \"]\""},
    {"[a] # b\n", "x:1: \"[\" without \"]\""},
    {"[]\n", "x:1: not a section name"},
    {"[A]\n", "x:1: not a section name"},
    {"[a]\nK = 1\n", "x:2: not a key"},
    {"[a]\n= 1\n", "x:2: not a key"},
    {"[a]\nk k = 1\n", "x:2: not a key"},
    {"[a]\r\nk = 1\n", "x:1: \"[\" without \"]\""},
    {"[a]\nk = 1\r\n", "x:2: control character or invalid UTF-8"},
    {"[a]\nk = a\tb\n", "x:2: control character or invalid UTF-8"},
    {"[a]\nk = \xff\n", "x:2: control character or invalid UTF-8"},
    {"\xef\xbb\xbf[a]\n", "x:1: neither section, nor comment, nor \"key = value\""},
    {"; comment\n", "x:1: neither section, nor comment, nor \"key = value\""},
};

static void what_is_none_of_these_is_refused(void **state)
{
    struct conf *c;
    char why[256];

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        int rc = conf_parse(&c, "x", refused[i].text, strlen(refused[i].text), why);

        assert_int_equal(rc, ERR_FORMAT);
        assert_null(c);
        assert_string_equal(why, refused[i].why);
    }
    assert_int_equal(conf_parse(&c, "x", "[a]\nk = \0\n", 10, why), ERR_FORMAT);
    assert_int_equal(conf_parse(&c, "x", NULL, 0, why), ERR_OK);
    conf_free(c);
}

static void files_are_read_or_the_reason_is_said(void **state)
{
    char path[] = "/tmp/jalon-conf-XXXXXX", why[256];
    struct conf *c;
    int fd = mkstemp(path);

    (void)state;
    assert_true(fd >= 0);
    assert_int_equal(write(fd, good, strlen(good)), (ssize_t)strlen(good));
    assert_int_equal(conf_load(&c, path, why), ERR_OK);
    assert_string_equal(conf_str(c, "sealer", "attempts_per_hour", ""), "20");
    conf_free(c);
    assert_int_equal(ftruncate(fd, 70000), 0);
    assert_int_equal(conf_load(&c, path, why), ERR_LIMIT);
    assert_non_null(strstr(why, "longer than 65536"));
    close(fd);
    unlink(path);
    assert_int_equal(conf_load(&c, path, why), ERR_NOTFOUND);
    assert_non_null(strstr(why, "no such file"));
    assert_null(c);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_as_they_stand),
        cmocka_unit_test(numbers_have_limits),
        cmocka_unit_test(user_ids_are_a_list),
        cmocka_unit_test(an_unknown_key_is_named_with_its_line),
        cmocka_unit_test(what_is_none_of_these_is_refused),
        cmocka_unit_test(files_are_read_or_the_reason_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
