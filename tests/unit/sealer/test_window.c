/* SPDX-License-Identifier: EUPL-1.2 */
/* The window against a slow obvious one, over many random steps with undo, settle and expiry. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "sealer/window.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

#define KEYS 7
#define THINGS 11
#define STEPS 200000

/* The obvious window: the time when each key last did each thing, 0 for never; whole copies to go back to. */
struct model {
    int64_t at[KEYS][THINGS];
    uint64_t order[KEYS][THINGS]; /* of the last doing, since times may be equal */
};

static uint64_t seed = 1;

static unsigned dice(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

static const unsigned char *id(unsigned n)
{
    static unsigned char out[2][WINDOW_ID];
    static int turn;
    turn = !turn;
    memset(out[turn], (int)n + 1, WINDOW_ID);
    return out[turn];
}

static unsigned model_count(const struct model *m, unsigned key)
{
    unsigned n = 0;
    for (unsigned t = 0; t < THINGS; t++)
        n += m->at[key][t] != 0;
    return n;
}

static void model_take_back(struct model *m, unsigned key)
{
    unsigned last = 0;
    for (unsigned t = 1; t < THINGS; t++)
        if (m->order[key][t] > m->order[key][last])
            last = t;
    m->at[key][last] = 0;
    m->order[key][last] = 0;
}

static void compare(const struct window *w, const struct model *m)
{
    for (unsigned k = 0; k < KEYS; k++)
        assert_int_equal(window_count(w, id(k)), model_count(m, k));
}

static void it_counts_as_the_obvious_one_does(void **state)
{
    static struct model m, saved, settled;
    struct window *w = window_new(KEYS, KEYS * THINGS, 1000);
    int64_t now = 1;
    uint64_t order = 0;
    size_t mark = 0;
    bool marked = false;
    (void)state;
    assert_non_null(w);
    for (int step = 0; step < STEPS; step++) {
        unsigned key = dice(KEYS), thing = dice(THINGS), fresh;
        now += dice(3);
        switch (dice(12)) {
        case 0:
            if (window_take_back(w, id(key)) == ERR_OK && model_count(&m, key))
                model_take_back(&m, key);
            break;
        case 1:
            mark = window_mark(w);
            saved = m;
            marked = true;
            break;
        case 2:
            if (marked) {
                window_undo(w, mark);
                m = saved;
            }
            break;
        case 3:
            window_undo(w, 0);
            m = settled;
            marked = false;
            break;
        case 4:
            window_settle(w);
            window_expire(w, now - 40);
            for (unsigned k = 0; k < KEYS; k++)
                for (unsigned t = 0; t < THINGS; t++)
                    if (m.at[k][t] && m.at[k][t] <= now - 40)
                        m.at[k][t] = 0, m.order[k][t] = 0;
            settled = m;
            marked = false;
            break;
        default:
            if (window_add(w, id(key), id(thing), now, &fresh) != ERR_OK)
                break; /* the change log is full until somebody settles; nothing happened */
            assert_int_equal(fresh, m.at[key][thing] == 0);
            m.at[key][thing] = now;
            m.order[key][thing] = ++order;
        }
        compare(w, &m);
    }
    window_free(w);
}

static void no_room_is_told_and_changes_nothing(void **state)
{
    struct window *w = window_new(2, 3, 100);
    unsigned fresh;
    (void)state;
    assert_non_null(w);
    assert_int_equal(window_add(w, id(0), id(0), 1, &fresh), ERR_OK);
    assert_int_equal(window_add(w, id(1), id(0), 1, &fresh), ERR_OK);
    assert_int_equal(window_add(w, id(2), id(0), 1, &fresh), ERR_LIMIT); /* a third key */
    assert_int_equal(window_add(w, id(1), id(1), 1, &fresh), ERR_OK);
    assert_int_equal(window_add(w, id(1), id(2), 1, &fresh), ERR_LIMIT); /* a fourth item */
    assert_int_equal(window_add(w, id(1), id(1), 2, &fresh), ERR_OK);    /* one that is there */
    assert_int_equal(fresh, 0);
    assert_int_equal(window_count(w, id(0)), 1);
    assert_int_equal(window_count(w, id(1)), 2);
    assert_int_equal(window_count(w, id(2)), 0);
    window_settle(w);
    window_expire(w, 1);
    assert_int_equal(window_count(w, id(0)), 0);
    assert_int_equal(window_count(w, id(1)), 1);
    assert_int_equal(window_add(w, id(2), id(0), 3, &fresh), ERR_OK);
    window_free(w);
}

static void the_change_log_is_bounded(void **state)
{
    struct window *w = window_new(50, 50, 4);
    unsigned fresh, n = 0;
    (void)state;
    assert_non_null(w);
    while (n < 50 && window_add(w, id(n), id(0), 1, &fresh) == ERR_OK)
        n++;
    assert_int_equal(n, 2); /* a key and an item each */
    window_undo(w, 0);
    assert_int_equal(window_count(w, id(0)), 0);
    window_free(w);
}

static int start(void **state)
{
    (void)state;
    return secret_init();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_counts_as_the_obvious_one_does),
        cmocka_unit_test(no_room_is_told_and_changes_nothing),
        cmocka_unit_test(the_change_log_is_bounded),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
