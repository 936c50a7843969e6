/* SPDX-License-Identifier: EUPL-1.2 */
/* The brake: names, not attempts, are what an address is charged with; a success gives its name back; room and time are
 * bounded, and many at once do not pass together. */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "app/brake.h"
#include "base/err.h"
#include "base/secret.h"

#define OFFICE "192.0.2.7"
#define AT 5000
#define LATER (AT + 3600 * 1000)

static struct brake *make(unsigned names, unsigned tries)
{
    struct brake *b;

    assert_int_equal(secret_init(), ERR_OK);
    assert_int_equal(brake_new(&b, &(struct brake_limits){.names = names, .tries = tries}), ERR_OK);
    return b;
}

/* n different names, each failing once; how many were let through. */
static unsigned try_names(struct brake *b, const char *address, unsigned from, unsigned n, int64_t now_ms)
{
    unsigned let = 0;

    for (unsigned i = from; i < from + n; i++) {
        char name[32];

        (void)snprintf(name, sizeof name, "nobody.%u", i);
        if (brake_take(b, address, name, now_ms)) {
            let++;
            brake_end(b, address, name, BRAKE_FAILED);
        }
    }
    return let;
}

static void an_address_has_so_many_names_and_no_more(void **state)
{
    struct brake *b = make(5, 3);

    (void)state;
    assert_int_equal(try_names(b, OFFICE, 0, 100, AT), 5);
    assert_true(brake_take(b, OFFICE, "nobody.4", AT)); /* one that it was charged with already */
    assert_int_equal(brake_wait_s(b, OFFICE, "other", AT), 3600);
    assert_int_equal(brake_wait_s(b, OFFICE, "other", AT + 1799 * 1000), 1801);
    assert_int_equal(brake_wait_s(b, "192.0.2.8", "other", AT), 0);
    assert_int_equal(try_names(b, "192.0.2.8", 0, 100, AT), 5);
    assert_int_equal(try_names(b, OFFICE, 100, 100, LATER - 1), 0);
    assert_int_equal(try_names(b, OFFICE, 200, 100, LATER), 5); /* what was refused did not make it longer */
    brake_free(b);
}

static void one_fool_takes_one_name_of_a_shared_address(void **state)
{
    struct brake *b = make(5, 3);

    (void)state;
    for (int i = 0; i < 1000; i++)
        if (brake_take(b, OFFICE, "fool", AT))
            brake_end(b, OFFICE, "fool", BRAKE_FAILED);
    assert_int_equal(brake_wait_s(b, OFFICE, "fool", AT), 3600);
    assert_int_equal(brake_wait_s(b, "192.0.2.8", "fool", AT), 0); /* from elsewhere nobody is shut out */
    assert_int_equal(try_names(b, OFFICE, 0, 100, AT), 4);
    brake_free(b);
}

static void who_proves_who_she_is_costs_nothing(void **state)
{
    struct brake *b = make(5, 3);

    (void)state;
    for (unsigned i = 0; i < 200; i++) { /* a whole office mistypes, then does not */
        char name[32];

        (void)snprintf(name, sizeof name, "person.%u", i);
        for (int again = 0; again < 2; again++) {
            assert_true(brake_take(b, OFFICE, name, AT));
            brake_end(b, OFFICE, name, again == 0 ? BRAKE_FAILED : BRAKE_PROVED);
        }
    }
    assert_int_equal(try_names(b, OFFICE, 0, 4, AT), 4);
    assert_true(brake_take(b, OFFICE, "good", AT));
    brake_end(b, OFFICE, "good", BRAKE_PROVED); /* gives back no name but hers */
    assert_int_equal(try_names(b, OFFICE, 4, 100, AT), 1);
    brake_free(b);
}

static void what_nobody_looked_at_does_not_count(void **state)
{
    struct brake *b = make(2, 2);

    (void)state;
    for (int i = 0; i < 50; i++) {
        char name[32];

        (void)snprintf(name, sizeof name, "name.%d", i);
        assert_true(brake_take(b, OFFICE, name, AT));
        brake_end(b, OFFICE, name, BRAKE_UNTRIED);
    }
    assert_true(brake_take(b, OFFICE, "one", AT));
    brake_end(b, OFFICE, "one", BRAKE_FAILED);
    assert_true(brake_take(b, OFFICE, "one", AT));
    brake_end(b, OFFICE, "one", BRAKE_UNTRIED);
    assert_int_equal(brake_wait_s(b, OFFICE, "one", AT), 0);
    brake_end(b, OFFICE, "never taken", BRAKE_UNTRIED);
    brake_end(b, "192.0.2.99", "never taken", BRAKE_PROVED);
    brake_free(b);
}

static void addresses_are_the_same_when_one_subscriber_has_them(void **state)
{
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff", true},
        {"2001:db8:1:2::1", "2001:db8:1:3::1", false},
        {"192.0.2.7", "::ffff:192.0.2.7", true},
        {"192.0.2.7", "192.0.2.8", false},
        {"192.0.2.7", "c000:207::", false}, /* the same first bytes in another family */
        {"", "no address", true},
        {"", "0.0.0.0", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct brake *b = make(1, 1);

        assert_true(brake_take(b, rows[i].a, "x", AT));
        assert_int_equal(brake_wait_s(b, rows[i].b, "y", AT) > 0, rows[i].same);
        brake_free(b);
    }
}

static void any_number_of_addresses_fits(void **state)
{
    struct brake *b = make(2, 2);
    char address[64];

    (void)state;
    for (unsigned i = 0; i < 20000; i++) {
        (void)snprintf(address, sizeof address, "2001:db8:%x:%x::1", i >> 12, i & 0xfffu);
        assert_int_equal(try_names(b, address, 0, 3, AT + (int64_t)i * 1000), 2);
    }
    assert_int_equal(try_names(b, address, 5, 1, AT + 20000 * 1000), 0); /* the newest are still known */
    brake_free(b);
}

static void without_names_there_is_no_brake(void **state)
{
    struct brake *b = make(0, 1);

    (void)state;
    assert_null(b);
    assert_int_equal(try_names(b, OFFICE, 0, 500, AT), 500);
    assert_int_equal(brake_wait_s(b, OFFICE, "x", AT), 0);
    brake_free(b);
}

struct crowd {
    struct brake *b;
    unsigned from, let;
};

static void *run(void *p)
{
    struct crowd *c = p;

    for (unsigned i = 0; i < 50; i++) {
        char name[32];

        (void)snprintf(name, sizeof name, "crowd.%u", c->from + i);
        c->let += brake_take(c->b, OFFICE, name, AT) ? 1 : 0; /* and no answer yet */
    }
    return NULL;
}

static void many_at_once_do_not_pass_together(void **state)
{
    struct brake *b = make(100, 1);
    pthread_t thread[8];
    struct crowd crowd[8];
    unsigned let = 0;

    (void)state;
    for (unsigned i = 0; i < 8; i++) {
        crowd[i] = (struct crowd){.b = b, .from = 50 * i};
        assert_int_equal(pthread_create(&thread[i], NULL, run, &crowd[i]), 0);
    }
    for (unsigned i = 0; i < 8; i++) {
        pthread_join(thread[i], NULL);
        let += crowd[i].let;
    }
    assert_int_equal(let, 100);
    brake_free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_address_has_so_many_names_and_no_more),
        cmocka_unit_test(one_fool_takes_one_name_of_a_shared_address),
        cmocka_unit_test(who_proves_who_she_is_costs_nothing),
        cmocka_unit_test(what_nobody_looked_at_does_not_count),
        cmocka_unit_test(addresses_are_the_same_when_one_subscriber_has_them),
        cmocka_unit_test(any_number_of_addresses_fits),
        cmocka_unit_test(without_names_there_is_no_brake),
        cmocka_unit_test(many_at_once_do_not_pass_together),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
