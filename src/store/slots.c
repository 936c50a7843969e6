/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "store/row_array.h"
#include "store/slots.h"

#include "base/banned.h"

size_t slots_read(struct row *r, struct slot *out, size_t max)
{
    int32_t weekday[SLOT_MAX], from[SLOT_MAX], to[SLOT_MAX], places[SLOT_MAX];
    char weeks[SLOT_MAX][8];
    size_t n = row_array_i32(r, weekday, max);

    if (row_array_i32(r, from, max) != n || row_array_i32(r, to, max) != n ||
        row_array_text(r, weeks[0], sizeof weeks[0], max) != n || row_array_i32(r, places, max) != n)
        r->bad = true;
    for (size_t i = 0; i < n && !r->bad; i++) {
        out[i] = (struct slot){weekday[i], from[i], to[i], slot_weeks_parse(weeks[i], strlen(weeks[i])), places[i]};
        r->bad = slot_check(&out[i]) != SLOT_FINE;
    }
    return r->bad ? 0 : n;
}
