/* SPDX-License-Identifier: EUPL-1.2 */
/* The invented people are always the same, are text, and have the names that break careless programs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "admin/invented.h"
#include "admin/invented_situation.h"
#include "api/profile.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/text.h"
#include "domain/age.h"

#include "base/banned.h"

static void each_is_the_same_again_and_text(void **state)
{
    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf a SCOPED_BUF, b SCOPED_BUF;

        buf_init(&a, 4096);
        buf_init(&b, 4096);
        assert_int_equal(invented_identity(i, &a), ERR_OK);
        assert_int_equal(invented_identity(i, &b), ERR_OK);
        assert_int_equal(a.len, b.len);
        assert_memory_equal(a.data, b.data, a.len);
        assert_true(text_is_line(a.data, a.len));
        assert_memory_equal(a.data, "{\"family_name\":\"", 16);
        assert_int_equal(a.data[a.len - 1], '}');
        assert_non_null(strstr(buf_cstr(&a), "\"birth_date\":\""));
        assert_null(strstr(buf_cstr(&a), "\"\""));
    }
}

/* So that who is taken in as a minor is one by the very date that is sealed. */
static void the_day_of_birth_is_the_one_in_the_identity(void **state)
{
    struct day born;

    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf a SCOPED_BUF, b SCOPED_BUF;

        buf_init(&a, 4096);
        buf_init(&b, 64);
        assert_int_equal(invented_identity(i, &a), ERR_OK);
        assert_int_equal(invented_birth(i, &born), ERR_OK);
        buf_fmt(&b, "\"birth_date\":\"%04d-%02d-%02d\"", born.year, born.month, born.day);
        assert_non_null(strstr(buf_cstr(&a), buf_cstr(&b)));
    }
    assert_int_equal(invented_birth(INVENTED_PEOPLE, &born), ERR_LIMIT);
}

static void there_are_as_many_as_there_are(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4096);
        assert_int_equal(invented_identity(INVENTED_PEOPLE, &b), ERR_LIMIT);
    assert_int_equal(b.len, 0);
}

/* Accents, apostrophes, compound and single names are among them, so that each is tried every day. */
static void the_difficult_names_are_there(void **state)
{
    static const char *const wanted[] = {"Lefèvre",        "N'Guessan", "Van den Berghe",
                                         "Bourgeois-Roux", "Dupont",    "Żeleński"};
    struct buf all SCOPED_BUF;

    (void)state;
    buf_init(&all, 65536);
    for (unsigned i = 0; i < INVENTED_STORY; i++)
        assert_int_equal(invented_identity(i, &all), ERR_OK);
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_non_null(strstr(buf_cstr(&all), wanted[i]));
}

/* The range of mobile numbers that is kept for fiction. */
static void telephones_reach_nobody(void **state)
{
    unsigned found = 0;

    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf b SCOPED_BUF;

        buf_init(&b, 4096);
        assert_int_equal(invented_identity(i, &b), ERR_OK);
        const char *phone = strstr(buf_cstr(&b), "\"phone\":\"");
        if (phone == NULL)
            continue;
        found++;
        assert_memory_equal(phone + 9, "+3363998", 8);
        assert_int_equal(strspn(phone + 9 + 8, "0123456789"), 4);
    }
    assert_true(found > 5);
}

/* What is sealed is what the edge would have sealed: its reader writes the same bytes. */
static void profiles_are_those_of_the_edge(void **state)
{
    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf a SCOPED_BUF, b SCOPED_BUF;

        buf_init(&a, 8192);
        buf_init(&b, 8192);
        assert_int_equal(invented_situation_record(i, &a), ERR_OK);
        if (!profile_put(&b, a.data, a.len))
            fail_msg("%s", buf_cstr(&a));
        assert_string_equal(buf_cstr(&a), buf_cstr(&b));
    }
}

/* So that no start of a day makes an adult of one, and the judge of minors stays competent (M-03, H-14). */
static void minors_are_minors_on_every_day_of_the_year(void **state)
{
    struct day today, born;
    unsigned minors = 0;

    (void)state;
    day_in_france(&today, clock_now_us());
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        const struct day begin = {today.year, 1, 1}, end = {today.year, 12, 31};

        assert_int_equal(invented_birth(i, &born), ERR_OK);
        assert_int_equal(age_is_minor(&born, &today), invented_is_minor(i));
        if (!invented_is_minor(i))
            continue;
        minors++;
        assert_true(age_on(&born, &begin) >= 16 && age_is_minor(&born, &end));
    }
    assert_int_equal(minors, 10);
}

static void keys_differ_and_are_uuids(void **state)
{
    struct uuid key[INVENTED_PEOPLE];

    (void)state;
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        invented_key(i, &key[i]);
        assert_int_equal(key[i].b[6] >> 4, 4);
        assert_int_equal(key[i].b[8] >> 6, 2);
        for (unsigned k = 0; k < i; k++)
            assert_false(uuid_eq(&key[i], &key[k]));
    }
    invented_key_of("host", 1, &key[0]);
    invented_key_of("site", 1, &key[2]);
    assert_false(uuid_eq(&key[0], &key[2]) || uuid_eq(&key[0], &key[1]));
    invented_key_of("host", 1, &key[2]);
    assert_true(uuid_eq(&key[0], &key[2]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_the_same_again_and_text),
        cmocka_unit_test(the_day_of_birth_is_the_one_in_the_identity), cmocka_unit_test(there_are_as_many_as_there_are),
        cmocka_unit_test(the_difficult_names_are_there), cmocka_unit_test(telephones_reach_nobody),
        cmocka_unit_test(profiles_are_those_of_the_edge),
        cmocka_unit_test(minors_are_minors_on_every_day_of_the_year),
        cmocka_unit_test(keys_differ_and_are_uuids)};

    return cmocka_run_group_tests(tests, NULL, NULL);
}
