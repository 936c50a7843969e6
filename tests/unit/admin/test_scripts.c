/* SPDX-License-Identifier: EUPL-1.2 */
/* Folders of sql files: what is read, and each way of being wrong that is refused by name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "admin/scripts.h"

#include "base/err.h"
#include "base/file.h"

#include "base/banned.h"

static char folder[64];

static void put(const char *name, const char *text)
{
    char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(file_save(path, text, strlen(text), 0600), ERR_OK);
}

static void drop(const char *name)
{
    char path[256];

    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(unlink(path), 0);
}

static int make_folder(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/jalon-scripts-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int drop_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

#define FIRST "-- patch: 0001\n-- after: none\n-- owner: jalon_sec\nSELECT 1;\n"
#define SECOND "-- patch: 0002\n-- after: 0001\n-- owner: jalon_owner\n\n-- patch: 0009\nSELECT 2;\n"

static void patches_come_in_order_with_their_headers(void **state)
{
    struct scripts s;
    char why[SCRIPTS_WHY];

    (void)state;
    put("0002-second.sql", SECOND);
    put("0001-first.sql", FIRST);
    put(".hidden", "an editor's");
    assert_int_equal(scripts_load(&s, folder, true, why), ERR_OK);
    assert_int_equal(s.n, 2);
    assert_string_equal(s.script[0].name, "0001-first.sql");
    assert_string_equal(s.script[0].entry.after, "none");
    assert_int_equal(s.script[0].owner, MIGRATE_SEC);
    assert_string_equal(s.script[1].entry.patch, "0002");
    assert_string_equal(s.script[1].entry.after, "0001");
    assert_int_equal(s.script[1].owner, MIGRATE_OWNER);
    assert_string_equal((const char *)s.script[0].text.data, FIRST);
    scripts_release(&s);
    drop("0001-first.sql");
    drop("0002-second.sql");
    drop(".hidden");
}

static void wrong_patches_are_refused_by_name(void **state)
{
    static const struct {
        const char *name, *text, *why;
    } rows[] = {
        {"0001-First.sql", FIRST, "not the name"},
        {"001-first.sql", FIRST, "not the name"},
        {"0001-first.sql~", FIRST, "not the name"},
        {"0001-.sql", FIRST, "not the name"},
        {"0003-first.sql", FIRST, "does not say patch: 0003"},
        {"0001-first.sql", "-- patch: 0001\n-- after: 0000\n-- owner: jalon_sec\n", "does not say after: none"},
        {"0001-first.sql", "-- patch: 0001\n-- after: none\n-- owner: postgres\n", "neither jalon_sec nor"},
        {"0001-first.sql", "-- patch: 0001\n-- after: none\n", "neither jalon_sec nor"},
        /* The header ends with the first line that is no comment. */
        {"0001-first.sql", "-- patch: 0001\n-- after: none\nSELECT 1;\n-- owner: jalon_sec\n", "neither jalon_sec nor"},
        {"0001-first.sql", "-- patch: 0001\n-- after: none\n-- owner: jalon_sec \n", "neither jalon_sec nor"},
        {"0001-first.sql", "", "neither jalon_sec nor"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct scripts s;
        char why[SCRIPTS_WHY];

        put(rows[i].name, rows[i].text);
        assert_int_equal(scripts_load(&s, folder, true, why), ERR_FORMAT);
        assert_non_null(strstr(why, rows[i].name));
        assert_non_null(strstr(why, rows[i].why));
        scripts_release(&s);
        drop(rows[i].name);
    }
}

static void functions_need_an_owner_only(void **state)
{
    struct scripts s;
    char why[SCRIPTS_WHY];

    (void)state;
    put("10-some.sql", "-- owner: jalon_owner\nSELECT 1;\n");
    assert_int_equal(scripts_load(&s, folder, false, why), ERR_OK);
    assert_int_equal(s.n, 1);
    assert_int_equal(s.script[0].owner, MIGRATE_OWNER);
    scripts_release(&s);
    drop("10-some.sql");
}

static void a_missing_folder_is_said(void **state)
{
    struct scripts s;
    char why[SCRIPTS_WHY];

    (void)state;
    assert_int_equal(scripts_load(&s, "/nonexistent/patches", true, why), ERR_NOTFOUND);
    assert_non_null(strstr(why, "/nonexistent/patches"));
    scripts_release(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(patches_come_in_order_with_their_headers, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(wrong_patches_are_refused_by_name, make_folder, drop_folder),
        cmocka_unit_test_setup_teardown(functions_need_an_owner_only, make_folder, drop_folder),
        cmocka_unit_test(a_missing_folder_is_said)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
