/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * gen KIND CASES POSTS SEED: a waiting list of national size in the format of match-solve, some 40 edges a case, 0 to 6
 * places a post, 3.1 on average, unmatched at 2000. The same arguments give the same bytes on every machine.
 *   uniform  posts and costs (0 to 1000) at random
 *   towns    people and posts lie about 60 towns, the first of them large, many small; a cost is a distance in steps of
 *            5 and 50 for each trade apart, so it is strongly tied; edges go to posts near by
 */
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { TOWNS = 60, DEGREE = 40, WIDE = 8192, TRIES = 4000 };

struct point {
    int32_t x, y, town, trade;
};

static uint64_t state;
static struct point town[TOWNS];

static uint32_t below(uint32_t n)
{
    uint64_t v = state += UINT64_C(0x9e3779b97f4a7c15);

    v = (v ^ v >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    v = (v ^ v >> 27) * UINT64_C(0x94d049bb133111eb);
    return (uint32_t)((v ^ v >> 31) >> 16) % n;
}

/* About the middle of a town, four dice together. */
static struct point settle(void)
{
    uint32_t t = below(TOWNS);
    struct point p;

    t = below(t + 1); /* twice: the first towns are the largest */
    p = (struct point){town[t].x, town[t].y, (int32_t)t, (int32_t)below(8)};
    for (int k = 0; k < 4; k++) {
        p.x += (int32_t)below(160) - 80;
        p.y += (int32_t)below(160) - 80;
    }
    return p;
}

static uint32_t root(uint32_t v)
{
    uint32_t r = 0;

    while ((r + 1) * (r + 1) <= v)
        r++;
    return r;
}

/* Distance in steps of 5 and trades apart; above 1000 it is too far. */
static uint32_t cost_of(const struct point *a, const struct point *b)
{
    int32_t dx = abs(a->x - b->x), dy = abs(a->y - b->y);

    if (dx > 500 || dy > 500)
        return 1001;
    return root((uint32_t)(dx * dx + dy * dy)) / 5 * 5 + 50 * (uint32_t)abs(a->trade - b->trade);
}

int main(int argc, char **argv)
{
    uint32_t cases, posts, *mark;
    struct point *at;
    char *text, *end;
    long edges = 0;
    int towns;

    if (argc != 5)
        return 64;
    towns = strcmp(argv[1], "towns") == 0;
    cases = (uint32_t)strtoul(argv[2], NULL, 10);
    posts = (uint32_t)strtoul(argv[3], NULL, 10);
    state = strtoull(argv[4], NULL, 10) * 1000003;
    mark = calloc(posts, sizeof *mark);
    at = calloc(posts, sizeof *at);
    text = end = malloc((size_t)cases * DEGREE * 3 / 2 * 24 + 64);
    if (mark == NULL || at == NULL || text == NULL || posts < 2 * DEGREE)
        exit(71);
    for (int t = 0; t < TOWNS; t++)
        town[t] = (struct point){(int32_t)below(WIDE), (int32_t)below(WIDE), t, 0};
    for (uint32_t j = 0; j < posts; j++)
        at[j] = settle();
    for (uint32_t i = 1; i <= cases; i++) {
        uint32_t want = DEGREE / 2 + below(DEGREE + 1), have = 0;
        struct point home = settle();

        for (int tries = 0; have < want && tries < TRIES; tries++) {
            uint32_t j = below(posts), cost = towns ? cost_of(&home, &at[j]) : below(1001);

            if (mark[j] == i || cost > 1000)
                continue;
            mark[j] = i;
            have++;
            edges++;
            end += snprintf(end, 64, "e %" PRIu32 " %" PRIu32 " %" PRIu32 "\n", i, j + 1, cost);
        }
    }
    printf("p bm %" PRIu32 " %" PRIu32 " %ld 2000\n", cases, posts, edges);
    for (uint32_t j = 1; j <= posts; j++)
        printf("o %" PRIu32 " %" PRIu32 "\n", j, (uint32_t)(below(5) + below(3) + below(10) / 9));
    return fwrite(text, 1, (size_t)(end - text), stdout) != (size_t)(end - text) || fflush(stdout) != 0;
}
