/* SPDX-License-Identifier: EUPL-1.2 */
/* Most of thousands are behind the last of the few that are kept, and cost one comparison. */
#include <string.h>

#include "app/match_pick.h"
#include "match/order.h"

#include "base/banned.h"

#define PRINT_BITS 40 /* within what a cursor holds */

void match_pick_offer(struct match_pick *p, size_t post, const struct match_fit *f)
{
    struct match_picked *here;
    size_t lo = 0;
    size_t hi = p->n;

    if (p->max == 0 || (p->n == p->max && order_compare(&p->best[p->n - 1]->fit, f) <= 0))
        return;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (order_compare(&p->best[mid]->fit, f) <= 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    here = p->n < p->max ? &p->room[p->n++] : p->best[p->n - 1];
    memmove(&p->best[lo + 1], &p->best[lo], (p->n - 1 - lo) * sizeof p->best[0]);
    *here = (struct match_picked){post, *f};
    p->best[lo] = here;
}

/* FNV-1a over four bytes at a time. */
static uint64_t mix(uint64_t h, uint32_t v)
{
    return (h ^ v) * 0x100000001b3u;
}

int64_t match_pick_print(int64_t print, const struct match_fit *f)
{
    uint64_t h = 0xcbf29ce484222325u;
    uint32_t id[4];

    memcpy(id, f->post.b, sizeof id);
    for (int i = 0; i < 4; i++)
        h = mix(h, id[i]);
    if (f->rule != MATCH_FITS)
        h = mix(h, (uint32_t)f->amount);
    else
        for (int t = 0; t < MATCH_TERMS; t++)
            h = mix(h, (uint32_t)f->term[t]);
    h ^= h >> 32;
    return (int64_t)(((uint64_t)print + h) & ((1ull << PRINT_BITS) - 1));
}
