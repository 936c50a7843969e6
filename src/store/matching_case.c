/* SPDX-License-Identifier: EUPL-1.2 */
/* One function of the schema tells all of it: it judges once whether the session sees the case, where row policies
 * would judge each table of it. */
#include <string.h>

#include "base/err.h"
#include "store/matching_case.h"
#include "store/row.h"
#include "store/row_array.h"

#include "base/banned.h"

static const struct conn_stmt stmts[MATCHING_CASE_STATEMENTS] = {
    [MATCHING_CASE] = {"matching_case",
        "SELECT x.minor, x.departement, x.today, x.mark, x.base, coalesce(x.posts, '{}'), x.own_weekdays, x.own_froms, "
        "x.own_tos, x.own_weeks, x.own_firsts, x.own_lasts, x.profile_version, x.measure_id, x.kind, x.open, "
        "x.version, x.ordered_minutes, x.consent, x.consented, x.term, x.clock_stopped, x.credited_minutes, "
        "x.unplanned_minutes, x.exam_asked, x.away_firsts, x.away_lasts, x.profile "
        "FROM casework.match_case($1, $2, $3, $4, $5, $6, 501) AS x"},
};

const struct conn_group matching_case_statements = {stmts, MATCHING_CASE_STATEMENTS};

void matching_case_step(struct conn_step *s, struct param_list *p, const struct matching_case_ask *ask)
{
    conn_step_about(s, p, &stmts[MATCHING_CASE], &ask->case_id);
    param_uuid_or_null(p, ask->measure);
    param_uuid_or_null(p, ask->chain);
    param_i32(p, ask->from);
    param_str(p, reason_code(ask->reason));
    param_text_array(p, ask->given, ask->n_given);
}

void matching_case_read_changes(struct row *r, struct matching_changes *out)
{
    size_t n;
    const char *mark = row_text(r, &n);

    if (n < sizeof out->mark)
        memcpy(out->mark, mark, n);
    out->has_base = !row_null(r);
    out->base = out->has_base ? (size_t)row_i32(r) - 1 : 0;
    out->n = row_array_uuid(r, out->changed, MATCHING_CHANGED + 1);
}

#define TIMES (MATCHING_OWN + 1)

static void read_own(struct row *r, struct matching_case *out)
{
    int32_t weekday[TIMES], from[TIMES], to[TIMES], first[TIMES], last[TIMES];
    size_t n = row_array_i32(r, weekday, TIMES);
    char weeks[TIMES][8];

    if (row_array_i32(r, from, TIMES) != n || row_array_i32(r, to, TIMES) != n ||
        row_array_text(r, weeks[0], sizeof weeks[0], TIMES) != n || row_array_i32(r, first, TIMES) != n ||
        row_array_i32(r, last, TIMES) != n)
        r->bad = true;
    if (r->bad)
        return;
    for (size_t i = 0; i < n; i++) {
        struct slot s = {weekday[i], from[i], to[i], slot_weeks_parse(weeks[i], strlen(weeks[i])), 0};

        out->own[i] = (struct matching_time){s, {first[i], last[i]}};
        if (slot_check(&s) != SLOT_FINE)
            r->bad = true;
    }
    out->n_own = n;
}

static void read_away(struct row *r, struct matching_facts *out)
{
    int32_t first[MATCHING_AWAY], last[MATCHING_AWAY];
    size_t n = row_array_i32(r, first, MATCHING_AWAY);

    if (row_array_i32(r, last, MATCHING_AWAY) != n || r->bad) {
        r->bad = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        out->away[i] = (struct matching_span){first[i], last[i]};
    out->n_away = n;
}

void matching_case_read_measure(struct row *r, struct matching_facts *out)
{
    row_uuid(r, &out->measure);
    out->kind = row_word(r, WORD_MEASURE_KIND);
    out->open = row_bool(r);
    out->version = row_i32(r);
    out->ordered_min = row_i32(r);
    out->consent = row_word(r, WORD_CONSENT);
    out->consented = row_bool(r);
    out->term = row_i32_or(r, DAY_NONE);
    out->clock_stopped = row_bool(r);
    out->credited_min = row_i32(r);
    out->unplanned_min = row_i32(r);
    out->exam_asked = row_bool(r);
    read_away(r, out);
}

int matching_case_read(const struct conn_step *s, struct matching_case *out, struct buf *bundle)
{
    struct row r;

    memset(out, 0, sizeof *out);
    out->measures = (size_t)row_count(s->result);
    if (out->measures == 0)
        return ERR_NOTFOUND;
    row_init(&r, s->result, 0);
    out->facts.minor = row_bool(&r);
    row_copy(&r, out->facts.departement, sizeof out->facts.departement);
    out->facts.today = row_i32(&r);
    matching_case_read_changes(&r, &out->changes);
    read_own(&r, out);
    out->profile_version = row_i32(&r);
    if (row_null(&r)) {
        out->measures = 0;
        return r.bad ? ERR_FORMAT : ERR_OK;
    }
    matching_case_read_measure(&r, &out->facts);
    if (out->n_own > MATCHING_OWN)
        return ERR_LIMIT;
    return row_take_last(&r, bundle);
}
