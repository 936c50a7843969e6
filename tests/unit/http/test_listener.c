/* SPDX-License-Identifier: EUPL-1.2 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/err.h"
#include "http/listener.h"

#include "base/banned.h"

static void what_is_no_address_and_port_is_refused(void **state)
{
    static const char *const bad[] = {"",           "8080",        ":8080",       "127.0.0.1",      "127.0.0.1:",
                                      "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:+80", "localhost:8080", "::1:8080",
                                      "[::1]8080",   "[127.0.0.1]:8080", "127.0.0.256:80"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(listener_open(bad[i]), ERR_FORMAT);
}

/* 192.0.2.0/24 and 2001:db8::/32 are for documentation (RFC 5737, RFC 3849): no machine has an address there. */
static void an_address_of_another_machine_tells_why(void **state)
{
    static const char *const away[] = {"192.0.2.1:8080", "[2001:db8::1]:8080"};

    (void)state;
    for (size_t i = 0; i < sizeof away / sizeof away[0]; i++) {
        errno = 0;
        assert_int_equal(listener_open(away[i]), ERR_IO);
        assert_true(errno == EADDRNOTAVAIL || errno == EAFNOSUPPORT); /* the second: no IPv6 at all */
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_address_and_port_is_refused),
        cmocka_unit_test(an_address_of_another_machine_tells_why),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
