/* SPDX-License-Identifier: EUPL-1.2 */
/* The département is that of the unit whose secret the session holds, which is also the unit of every case that it may
 * see (sec.my_unit); who looks at a case compares them. */
#include <string.h>

#include "base/err.h"
#include "store/matching_changes.h"
#include "store/row.h"

#include "base/banned.h"

static const struct conn_stmt stmts[MATCHING_CHANGES_STATEMENTS] = {
    [MATCHING_CHANGES] = {"matching_changes",
        "SELECT x.mark, x.base, p.id FROM offer.changes($1, 501) AS x LEFT JOIN LATERAL (SELECT unnest(x.posts) "
        "UNION SELECT s.post_id FROM casework.placement_slot s WHERE s.chain = $2) AS p (id) ON x.base IS NOT NULL "
        "ORDER BY p.id LIMIT 501"},
};

const struct conn_group matching_changes_statements = {stmts, MATCHING_CHANGES_STATEMENTS};

void matching_changes_step(struct conn_step *s, struct param_list *p, const char *const *given, size_t n,
                           const struct uuid *chain)
{
    conn_step_begin(s, p, &stmts[MATCHING_CHANGES]);
    param_text_array(p, given, n);
    param_uuid_or_null(p, chain);
}

int matching_changes_read(const struct conn_step *s, struct matching_changes *out)
{
    int rows = row_count(s->result);

    memset(out, 0, sizeof *out);
    if (rows > MATCHING_CHANGED + 1)
        return ERR_FORMAT;
    out->any = rows > 0;
    for (int i = 0; i < rows; i++) {
        const char *mark;
        struct row r;
        size_t n;

        row_init(&r, s->result, i);
        mark = row_text(&r, &n);
        if (n < sizeof out->mark)
            memcpy(out->mark, mark, n);
        out->has_base = !row_null(&r);
        out->base = out->has_base ? (size_t)row_i32(&r) - 1 : 0;
        if (!row_null(&r))
            row_uuid(&r, &out->changed[out->n++]);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
    }
    return ERR_OK;
}
