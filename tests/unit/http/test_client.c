/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose address it is: only a front is believed, and only what it wrote itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/client.h"

static void only_a_front_is_believed_and_only_its_own_word(void **state)
{
    static const struct {
        const char *fronts, *peer, *forwarded, *want;
    } rows[] = {
        {"", "127.0.0.1", "198.51.100.1", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "198.51.100.1", "198.51.100.1"},
        {"127.0.0.1", "127.0.0.2", "198.51.100.1", "127.0.0.2"},
        {"127.0.0.1", "127.0.0.1", "", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "203.0.113.9, 198.51.100.1", "198.51.100.1"}, /* the first is the client's word */
        {"127.0.0.1", "127.0.0.1", "203.0.113.9,198.51.100.1", "198.51.100.1"},
        {"127.0.0.1", "127.0.0.1", "198.51.100.1,", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "198.51.100.1, unknown", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "198.51.100.1:4711", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "198.51.100.1 203.0.113.9", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "2001:DB8:0::1", "2001:db8::1"},
        {"127.0.0.1", "127.0.0.1", "[2001:db8::1]", "127.0.0.1"},
        {"127.0.0.1", "127.0.0.1", "1111:1111:1111:1111:1111:1111:1111:1111:1111:1111", "127.0.0.1"},
        {"127.0.0.1", "::ffff:127.0.0.1", "198.51.100.1", "198.51.100.1"}, /* a listener of both families */
        {"  ::1   127.0.0.1 ", "::1", "198.51.100.1", "198.51.100.1"},
        {"127.0.0.1", "", "198.51.100.1", ""}, /* a peer without an address is no front */
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct gate_value v = {rows[i].forwarded, strlen(rows[i].forwarded)};
        char out[INET6_ADDRSTRLEN];
        struct client_fronts f;

        assert_true(client_read_fronts(&f, rows[i].fronts));
        client_address(out, &f, rows[i].peer, &v);
        assert_string_equal(out, rows[i].want);
    }
}

static void without_fronts_nobody_is_believed(void **state)
{
    const struct gate_value v = {"198.51.100.1", 12};
    char out[INET6_ADDRSTRLEN];

    (void)state;
    client_address(out, NULL, "192.0.2.1", &v);
    assert_string_equal(out, "192.0.2.1");
}

static void fronts_are_numeric_addresses(void **state)
{
    static const char *const bad[] = {"localhost", "127.0.0.1, ::1", "127.0.0.1/8", "127.1",
                                      "::1 ::2 ::3 ::4 ::5 ::6 ::7 ::8 ::9"};
    struct client_fronts f;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(client_read_fronts(&f, bad[i]));
    assert_true(client_read_fronts(&f, "::1 ::2 ::3 ::4 ::5 ::6 ::7 ::8"));
    assert_int_equal(f.n, CLIENT_FRONTS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_front_is_believed_and_only_its_own_word),
        cmocka_unit_test(without_fronts_nobody_is_believed),
        cmocka_unit_test(fronts_are_numeric_addresses),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
