/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts in memory: what a renewal changes and what it shares, how many are kept and which go, and threads that renew,
 * keep and read one département at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pthread.h>

#include <cmocka.h>

#include "app/territories.h"
#include "base/err.h"

#define MANY 700

static struct matching_post row[MANY];
static struct matching_taken taken[MANY];

/* n posts with these first bytes of their ids, in order. */
static struct matching_posts posts(const unsigned char *ids, size_t n)
{
    static const struct slot monday = {1, 540, 720, SLOT_EVERY, 0};

    for (size_t i = 0; i < n; i++)
        row[i] = (struct matching_post){.id = {{ids[i]}}, .title = "a", .host_name = "b", .insee = "59350",
                                        .commune = "Lille", .departement = "59", .stop = "", .lines = "",
                                        .state = "inscribed", .n_slots = 1,
                                        .slots = &monday};
    return (struct matching_posts){.n = n, .post = row};
}

static struct territory *made(const char *mark, const unsigned char *ids, size_t n)
{
    struct matching_posts p = posts(ids, n);
    struct territory *t;

    assert_int_equal(territory_new(&t, mark, 20000, &p, NULL, 0), ERR_OK);
    return t;
}

static void has(const struct territory *t, const char *ids)
{
    char got[64] = "";

    for (size_t i = 0; i < t->n; i++)
        got[i] = (char)t->offer[i]->post.id.b[0];
    assert_string_equal(got, ids);
}

/* base with the posts asked for read again: those of there came, the others did not. */
static struct territory *renewed(const struct territory *base, const char *asked, const char *there)
{
    struct matching_posts p = posts((const unsigned char *)there, strlen(there));
    struct uuid ids[16] = {{{0}}};
    struct territory *t;

    for (size_t i = 0; asked[i] != '\0'; i++)
        ids[i].b[0] = (unsigned char)asked[i];
    assert_int_equal(territory_renew(&t, base, "59 2", "59", ids, strlen(asked), &p), ERR_OK);
    return t;
}

static void a_renewal_replaces_adds_and_takes_away(void **state)
{
    static const struct {
        const char *base, *asked, *there, *want;
    } cases[] = {
        {"bdf", "d", "d", "bdf"},      {"bdf", "d", "", "bf"},        {"bdf", "a", "a", "abdf"},
        {"bdf", "g", "g", "bdfg"},     {"bdf", "c", "c", "bcdf"},     {"bdf", "bdf", "", ""},
        {"bdf", "bdf", "bdf", "bdf"},  {"", "ab", "ab", "ab"},        {"bdf", "aceg", "aceg", "abcdefg"},
        {"bdf", "bcf", "cf", "cdf"},   {"bdf", "x", "", "bdf"},       {"f", "abf", "ab", "ab"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct territory *base = made("59 1", (const unsigned char *)cases[i].base, strlen(cases[i].base));
        struct territory *t = renewed(base, cases[i].asked, cases[i].there);

        has(t, cases[i].want);
        has(base, cases[i].base);
        assert_string_equal(t->mark, "59 2");
        territory_drop(base);
        has(t, cases[i].want);
        territory_drop(t);
    }
}

static void what_did_not_change_is_shared(void **state)
{
    struct territory *base = made("59 1", (const unsigned char *)"abc", 3);
    struct territory *t = renewed(base, "b", "b");

    (void)state;
    assert_ptr_equal(t->offer[0], base->offer[0]);
    assert_ptr_not_equal(t->offer[1], base->offer[1]);
    assert_ptr_equal(t->offer[2], base->offer[2]);
    territory_drop(t);
    territory_drop(base);
}

/* H-15, H-18, and a site that moved. */
static void only_inscribed_and_suspended_posts_of_the_departement_belong(void **state)
{
    static const char *const state_of[] = {"inscribed", "suspended", "removed", "draft", "inscribed"};
    struct territory *base = made("59 1", (const unsigned char *)"abcde", 5);
    struct matching_posts p = posts((const unsigned char *)"abcde", 5);
    struct uuid ids[5];
    struct territory *t;

    (void)state;
    for (size_t i = 0; i < 5; i++) {
        ids[i] = row[i].id;
        row[i].state = state_of[i];
    }
    row[4].departement = "62";
    assert_int_equal(territory_renew(&t, base, "m", "59", ids, 5, &p), ERR_OK);
    has(t, "ab");
    territory_drop(t);
    territory_drop(base);
}

static void places_taken_go_to_their_post(void **state)
{
    static const unsigned char who[] = "aabdd";
    struct matching_posts p = posts((const unsigned char *)"bcd", 3);
    struct territory *t;

    (void)state;
    for (size_t i = 0; i < 5; i++)
        taken[i] = (struct matching_taken){{{who[i]}}, {{1, 540, 600, SLOT_EVERY, 0}, {1, 2}}, (int32_t)i,
                                         false};
    p.taken = taken;
    p.n_taken = 5;
    assert_int_equal(territory_new(&t, "m", 20000, &p, NULL, 0), ERR_OK);
    assert_int_equal(t->offer[0]->p.n_taken, 1);
    assert_int_equal(t->offer[1]->p.n_taken, 0);
    assert_int_equal(t->offer[2]->p.n_taken, 2);
    territory_drop(t);
}

static void homes_are_found_by_their_commune_in_a_renewal_too(void **state)
{
    struct matching_home *home = calloc(2, sizeof *home);
    struct matching_posts none = {.n = 0};
    struct territory *base, *t;

    (void)state;
    assert_non_null(home);
    home[0] = (struct matching_home){"2A004", 1, 2};
    home[1] = (struct matching_home){"59350", 3, 4};
    assert_int_equal(territory_new(&base, "m", 20000, &none, home, 2), ERR_OK);
    assert_int_equal(territory_renew(&t, base, "n", "59", NULL, 0, &none), ERR_OK);
    territory_drop(base);
    assert_int_equal(territory_home(t, "2A004")->lat, 1);
    assert_int_equal(territory_home(t, "59350")->lon, 4);
    assert_null(territory_home(t, "59351"));
    assert_null(territory_home(t, ""));
    territory_drop(t);
}

/* What is kept, as the marks that have this beginning. */
static size_t kept(struct territories *s, const char *begins)
{
    struct territory *t[TERRITORIES];
    size_t n = territories_hold(s, t), found = 0;

    for (size_t i = 0; i < n; i++) {
        found += strncmp(t[i]->mark, begins, strlen(begins)) == 0;
        territory_drop(t[i]);
    }
    return found;
}

static void keep(struct territories *s, const char *mark, size_t n)
{
    static unsigned char ids[8000];
    struct territory *t = made(mark, ids, n < MANY ? n : MANY);

    territories_keep(s, t);
    territory_drop(t);
}

static void one_is_kept_of_a_departement_and_the_oldest_goes(void **state)
{
    struct territories *s;
    char mark[32];

    (void)state;
    assert_int_equal(territories_new(&s), ERR_OK);
    keep(s, "", 1);
    assert_int_equal(kept(s, ""), 0);
    keep(s, "5 1", 1);
    keep(s, "59 1", 1);
    keep(s, "59 2", 1);
    assert_true(kept(s, "") == 2 && kept(s, "59 2") == 1 && kept(s, "5 1") == 1);
    for (int i = 0; i < TERRITORIES; i++) {
        (void)snprintf(mark, sizeof mark, "x%d 1", i);
        keep(s, "5 1", 1);
        keep(s, mark, 1);
    }
    assert_true(kept(s, "") == TERRITORIES && kept(s, "59") == 0 && kept(s, "5 ") == 1 && kept(s, "x0") == 0);
    for (int i = 0; i < 40; i++) {
        (void)snprintf(mark, sizeof mark, "y%d 1", i);
        keep(s, mark, MANY);
    }
    assert_int_equal(kept(s, ""), TERRITORIES);
    territories_free(s);
}

static void posts_in_all_are_bounded(void **state)
{
    struct territories *s;
    struct territory *t;

    (void)state;
    assert_int_equal(territories_new(&s), ERR_OK);
    keep(s, "a 1", 1);
    keep(s, "b 1", 1);
    t = made("c 1", (const unsigned char *)"x", 1);
    t->n = TERRITORIES_POSTS - 1; /* one post, and the claim of many: room for one other */
    territories_keep(s, t);
    assert_true(kept(s, "") == 2 && kept(s, "a") == 0);
    t->n = 1;
    territories_free(s);
    territory_drop(t);
    assert_int_equal(territories_new(&s), ERR_OK);
    t = made("d 1", (const unsigned char *)"x", 1);
    t->n = TERRITORIES_POSTS + 1;
    territories_keep(s, t);
    assert_int_equal(kept(s, ""), 0);
    t->n = 1;
    territory_drop(t);
    territories_free(s);
}

static struct territories *shared;

static void *renews(void *ctx)
{
    (void)ctx;
    for (int i = 0; i < 300; i++) {
        struct territory *held[TERRITORIES], *t;
        size_t n = territories_hold(shared, held);
        struct matching_posts none = {0};
        struct uuid id = {{(unsigned char)(i % 8)}};

        assert_int_equal(territory_renew(&t, held[0], "59 9", "59", &id, 1, &none), ERR_OK);
        for (size_t k = 0; k < t->n; k++)
            assert_true(t->offer[k]->p.n_slots == 1);
        if (t->n > 0)
            territories_keep(shared, t);
        territory_drop(t);
        for (size_t k = 0; k < n; k++)
            territory_drop(held[k]);
    }
    return NULL;
}

static void threads_share_what_is_kept(void **state)
{
    static const unsigned char ids[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    struct territory *t = made("59 1", ids, sizeof ids);
    pthread_t thread[4];

    (void)state;
    assert_int_equal(territories_new(&shared), ERR_OK);
    territories_keep(shared, t);
    territory_drop(t);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, renews, NULL), 0);
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_join(thread[i], NULL), 0);
    assert_int_equal(kept(shared, "59 9"), 1);
    territories_free(shared);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_renewal_replaces_adds_and_takes_away),
        cmocka_unit_test(what_did_not_change_is_shared),
        cmocka_unit_test(only_inscribed_and_suspended_posts_of_the_departement_belong),
        cmocka_unit_test(places_taken_go_to_their_post),
        cmocka_unit_test(homes_are_found_by_their_commune_in_a_renewal_too),
        cmocka_unit_test(one_is_kept_of_a_departement_and_the_oldest_goes),
        cmocka_unit_test(posts_in_all_are_bounded),
        cmocka_unit_test(threads_share_what_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
