/* SPDX-License-Identifier: EUPL-1.2 */
/* What the demonstration's loader remembers between two runs, and the accounts that it writes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "admin/cast.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"

#include "base/banned.h"

static char file[64];

static void put(const char *text)
{
    assert_int_equal(file_save(file, text, strlen(text), 0600), ERR_OK);
}

static int make_file(void **state)
{
    (void)state;
    (void)snprintf(file, sizeof file, "/tmp/jalon-cast-XXXXXX");
    int fd = mkstemp(file);
    return fd < 0 ? 1 : close(fd);
}

static int drop_file(void **state)
{
    (void)state;
    return unlink(file);
}

#define MANIFEST \
    "# people\norganisation lille unit Unité \"de\" Lille\n\n" \
    "account m.lhermitte director lille Maëlle L'Hermitte\naccount z.benali counsellor lille Zoé Benali\n"

static void read_manifest(struct cast *c)
{
    char why[CAST_WHY];

    memset(c, 0, sizeof *c);
    put(MANIFEST);
    assert_int_equal(cast_read_manifest(c, file, why), ERR_OK);
}

static void accounts_come_from_the_manifest(void **state)
{
    struct cast c;
    char why[CAST_WHY];

    (void)state;
    read_manifest(&c);
    assert_int_equal(c.n, 2);
    assert_string_equal(c.account[0].login, "m.lhermitte");
    assert_string_equal(c.account[0].role, "director");
    assert_string_equal(c.account[0].name, "Maëlle L'Hermitte");
    assert_string_equal(c.account[1].organisation, "Unité \"de\" Lille");
    put("nobody ABC\nz.benali CODE-1\n");
    assert_int_equal(cast_read_codes(&c, file, why), ERR_OK);
    assert_string_equal(c.account[1].code, "CODE-1");
    assert_string_equal(c.account[0].code, "");
}

static void state_survives(void **state)
{
    struct cast c, d;
    char why[CAST_WHY];
    struct stat st;

    (void)state;
    read_manifest(&c);
    d = c;
    memcpy(c.account[0].password, "pass-word", 10);
    memcpy(c.account[0].totp_secret, "GEZDGNBV", 9);
    c.account[0].confirmed = true;
    c.opened[7] = true;
    uuid_random(&c.case_id[7]);
    c.began = (struct day){2026, 11, 7};
    c.told[8] = true;
    assert_int_equal(cast_save(&c, file), ERR_OK);
    assert_int_equal(stat(file, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(cast_load(&d, file, why), ERR_OK);
    assert_memory_equal(&c, &d, sizeof c);
    c.ended = true;
    assert_int_equal(cast_save(&c, file), ERR_OK);
    assert_int_equal(cast_load(&d, file, why), ERR_OK);
    assert_true(d.ended);
}

static void nothing_kept_is_nothing_done(void **state)
{
    struct cast c;
    char why[CAST_WHY];

    (void)state;
    memset(&c, 0, sizeof c);
    assert_int_equal(cast_load(&c, "/nonexistent/state", why), ERR_OK);
    assert_false(c.ended);
}

static void a_damaged_state_is_refused(void **state)
{
    static const char *const rows[] = {"account nobody a b\n", "account z.benali only-password\n", "confirmed\n",
                                       "case 385 6f1c5a0e-0000-4000-8000-000000000000\n", "case 1 no-uuid\n", "ended\n",
                                       "told\n", "told 385\n", "told -1\n", "told 1 2\n", "end of it\n",
                                       "began 2026-02-30\n", "began\n", "began 2026-11-07 1\n"};

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct cast c;
        char why[CAST_WHY];

        read_manifest(&c);
        put(rows[i]);
        assert_int_equal(cast_load(&c, file, why), ERR_FORMAT);
        assert_non_null(strstr(why, ":1:"));
    }
}

static void accounts_are_json_one_a_line(void **state)
{
    struct buf text SCOPED_BUF;
    struct cast c;

    (void)state;
    read_manifest(&c);
    assert_int_equal(cast_write_json(&c, file), ERR_OK);
    buf_init(&text, 65536);
    assert_int_equal(file_load(file, &text), ERR_OK);
    assert_string_equal(buf_cstr(&text),
                        "[\n{\"login\":\"m.lhermitte\",\"password\":\"\",\"totp_secret\":\"\",\"role\":\"director\","
                        "\"name\":\"Maëlle L'Hermitte\",\"organisation\":\"Unité \\\"de\\\" Lille\"},\n"
                        "{\"login\":\"z.benali\",\"password\":\"\",\"totp_secret\":\"\",\"role\":\"counsellor\","
                        "\"name\":\"Zoé Benali\",\"organisation\":\"Unité \\\"de\\\" Lille\"}\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(accounts_come_from_the_manifest, make_file, drop_file),
        cmocka_unit_test_setup_teardown(state_survives, make_file, drop_file),
        cmocka_unit_test(nothing_kept_is_nothing_done),
        cmocka_unit_test_setup_teardown(a_damaged_state_is_refused, make_file, drop_file),
        cmocka_unit_test_setup_teardown(accounts_are_json_one_a_line, make_file, drop_file)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
