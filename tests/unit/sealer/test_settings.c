/* SPDX-License-Identifier: EUPL-1.2 */
/* The section [sealer]: what is lawful is read, what is not is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "sealer/settings.h"
#include "base/conf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/secret.h"

#include "base/banned.h"

static char folder[] = "/tmp/jalon-settings-XXXXXX";
static struct settings s;
static struct conf *c;
static char why[256];

static int read_text(const char *text)
{
    char path[64];
    (void)snprintf(path, sizeof path, "%s/conf", folder);
    assert_int_equal(file_save(path, text, strlen(text), 0600), ERR_OK);
    conf_free(c);
    c = NULL;
    assert_int_equal(conf_load(&c, path, why), ERR_OK);
    (void)unlink(path);
    return settings_read(&s, c, why);
}

#define NEEDED "[sealer]\nsocket = /run/s\ndirectory = /var/log\nkey = /etc/k\norigin = jalon.invalid/demo\n"

static void what_is_needed_is_enough(void **state)
{
    (void)state;
    assert_int_equal(read_text(NEEDED), ERR_OK);
    assert_string_equal(s.socket, "/run/s");
    assert_string_equal(s.directory, "/var/log");
    assert_string_equal(s.key, "/etc/k");
    assert_string_equal(s.origin, "jalon.invalid/demo");
    assert_true(s.user == (uid_t)-1);
    assert_int_equal(s.vault.n + s.worker.n + s.head.n, 0); /* nobody may talk */
    assert_int_equal(s.limits.attempts, 20);
    assert_int_equal(s.limits.roles, 7);
}

static void all_of_it_is_read(void **state)
{
    (void)state;
    assert_int_equal(read_text(NEEDED "peers_vault = 5\npeers_worker = 6 7\npeers_head = 8 9 10\nuser = 64104\n"
                                      "reads_per_hour = counsellor:12  director:0\nattempts_per_hour = 3\n"
                                      "matching_per_hour = director:77 referent:5\n"),
                     ERR_OK);
    assert_int_equal(s.vault.n, 1);
    assert_int_equal(s.vault.uid[0], 5);
    assert_int_equal(s.worker.n, 2);
    assert_int_equal(s.head.n, 3);
    assert_int_equal(s.head.uid[2], 10);
    assert_int_equal(s.user, 64104);
    assert_int_equal(s.limits.roles, 3);
    assert_string_equal(s.limits.role[0].role, "counsellor");
    assert_int_equal(s.limits.role[0].cases, 12);
    assert_int_equal(s.limits.role[0].matched, 0);
    assert_int_equal(s.limits.role[1].cases, 0);
    assert_int_equal(s.limits.role[1].matched, 77);
    assert_string_equal(s.limits.role[2].role, "referent");
    assert_int_equal(s.limits.role[2].cases, 0);
    assert_int_equal(s.limits.role[2].matched, 5);
    assert_int_equal(s.limits.attempts, 3);
}

static void what_is_not_lawful_is_told(void **state)
{
    static const char *const texts[] = {
        "[sealer]\nsocket = /s\n",
        "[sealer]\nsocket = s\ndirectory = /l\nkey = /k\norigin = o\n",
        "[sealer]\nsocket = /s\ndirectory = l\nkey = /k\norigin = o\n",
        "[sealer]\nsocket = /s\ndirectory = /l\nkey = k\norigin = o\n",
        NEEDED "colour = blue\n",
        NEEDED "peers_vault = root\n",
        NEEDED "user = -2\n",
        NEEDED "attempts_per_hour = many\n",
        NEEDED "reads_per_hour = counsellor\n",
        NEEDED "reads_per_hour = :5\n",
        NEEDED "reads_per_hour = counsellor:-1\n",
        NEEDED "reads_per_hour = counsellor:5x\n",
        NEEDED "reads_per_hour = counsellor:100001\n",
        NEEDED "reads_per_hour = counsellor:5 counsellor:6\n",
        NEEDED "matching_per_hour = director:1 director:2\n",
        NEEDED "matching_per_hour = director:1x\n",
        NEEDED "reads_per_hour = a:1 b:1 c:1 d:1 e:1 f:1 g:1 h:1 i:1 j:1 k:1 l:1 m:1 n:1 o:1 p:1 q:1\n",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        why[0] = '\0';
        if (read_text(texts[i]) == ERR_OK || why[0] == '\0')
            fail_msg("accepted, or refused without a word: %s", texts[i]);
    }
}

static int set_up(void **state)
{
    (void)state;
    return secret_init() == ERR_OK && mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    conf_free(c);
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_needed_is_enough),
        cmocka_unit_test(all_of_it_is_read),
        cmocka_unit_test(what_is_not_lawful_is_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
