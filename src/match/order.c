/* SPDX-License-Identifier: EUPL-1.2 */
/* Small keys are merged in the caller's room: qsort of the C library may allocate, and fits are large to move about.
 * Nothing of the person is compared but what the plan made of her times. */
#include <string.h>

#include "match/order.h"

#include "base/banned.h"

#define RUN 8

static int by(int32_t a, int32_t b)
{
    return (a > b) - (a < b);
}

int order_compare(const struct match_fit *a, const struct match_fit *b)
{
    int c = by((int32_t)a->rule, (int32_t)b->rule); /* MATCH_FITS is 0 */

    if (c == 0 && a->rule == MATCH_FITS)
        for (int t = 0; t < MATCH_TERMS && c == 0; t++)
            c = by(a->term[t], b->term[t]);
    else if (c == 0)
        c = by(a->amount, b->amount);
    return c != 0 ? c : memcmp(a->post.b, b->post.b, sizeof a->post.b);
}

/* Puts value, of so many bits, behind what is in *key; a value that has more fills the rest with ones, so that what
 * comes after it does not count. */
static void append(uint64_t *key, int *left, int64_t value, int bits)
{
    *left -= bits;
    if (*left < 0)
        return;
    if (value < 0 || value >> bits != 0) {
        *key |= (*left + bits < 64 ? UINT64_C(1) << (*left + bits) : 0) - 1;
        *left = 0;
        return;
    }
    *key |= (uint64_t)value << *left;
}

/* As much of what order_compare looks at as 64 bits hold. */
static uint64_t key_of(const struct match_fit *f)
{
    static const int bits[MATCH_TERMS] = {
        [MATCH_TERM_MARGIN] = 8, [MATCH_TERM_TRAVEL] = 16, [MATCH_TERM_JOB] = 10, [MATCH_TERM_AIM] = 1,
        [MATCH_TERM_WEEKS] = 8,
    };
    uint64_t key = 0;
    int left = 64;

    append(&key, &left, (int64_t)f->rule, 6);
    if (f->rule != MATCH_FITS)
        append(&key, &left, (int64_t)f->amount - INT32_MIN, 32);
    else
        for (int t = 0; t < MATCH_TERMS; t++)
            append(&key, &left, f->term[t], bits[t]);
    append(&key, &left, f->post.b[0], 8);
    append(&key, &left, f->post.b[1], 8);
    return key;
}

static bool comes_after(const struct match_fit *fits, const struct order_key *a, const struct order_key *b)
{
    if (a->high != b->high)
        return a->high > b->high;
    return order_compare(&fits[a->at], &fits[b->at]) > 0;
}

static void insertion(const struct match_fit *fits, struct order_key *a, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        struct order_key x = a[i];
        size_t k = i;

        for (; k > 0 && comes_after(fits, &a[k - 1], &x); k--)
            a[k] = a[k - 1];
        a[k] = x;
    }
}

/* Which of two comes next cannot be foreseen, so that is computed and not asked, but where the keys are equal. */
static void merge(const struct match_fit *fits, const struct order_key *a, size_t na, const struct order_key *b,
                  size_t nb, struct order_key *out)
{
    while (na > 0 && nb > 0) {
        bool second = a->high == b->high ? comes_after(fits, a, b) : a->high > b->high;

        *out++ = *(second ? b : a);
        a += !second;
        na -= !second;
        b += second;
        nb -= second;
    }
    memcpy(out, a, na * sizeof *a);
    memcpy(out + na, b, nb * sizeof *b);
}

/* The half of room in which the keys are at the end. */
static struct order_key *sort(const struct match_fit *fits, struct order_key *room, size_t n)
{
    struct order_key *from = room;
    struct order_key *to = room + n;

    for (size_t i = 0; i < n; i += RUN)
        insertion(fits, from + i, n - i < RUN ? n - i : RUN);
    for (size_t width = RUN; width < n; width *= 2) {
        struct order_key *swap = from;

        for (size_t i = 0; i < n; i += 2 * width) {
            size_t na = n - i < width ? n - i : width;
            size_t nb = n - i - na < width ? n - i - na : width;

            merge(fits, from + i, na, from + i + na, nb, to + i);
        }
        from = to;
        to = swap;
    }
    return from;
}

/* Each fit goes to where the keys stand; a fit that is in place has its own number. */
static void move(struct match_fit *fits, size_t n, struct order_key *room)
{
    for (size_t i = 0; i < n; i++) {
        struct match_fit out = fits[i];
        size_t to = i;

        if (room[i].at == i)
            continue;
        for (size_t from = room[to].at; from != i; from = room[to].at) {
            fits[to] = fits[from];
            room[to].at = to;
            to = from;
        }
        fits[to] = out;
        room[to].at = to;
    }
}

void order_fits(struct match_fit *fits, size_t n, struct order_key *room)
{
    for (size_t i = 0; i < n; i++)
        room[i] = (struct order_key){key_of(&fits[i]), i};
    move(fits, n, sort(fits, room, n));
}

static int32_t at_most(int32_t n, int32_t most)
{
    return n < most ? n : most;
}

int32_t order_cost(const struct match_fit *f)
{
    const int32_t *t = f->term;

    return 35000 * at_most(t[MATCH_TERM_MARGIN], MATCH_SAFE_WEEKS) + 350 * at_most(t[MATCH_TERM_TRAVEL], 99) +
           7 * at_most(t[MATCH_TERM_JOB], 49) + 3 * t[MATCH_TERM_AIM] + at_most(t[MATCH_TERM_WEEKS] / 54, 2);
}
