/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over the copy of the log. A page comes as one row for each object of each entry, entries in order; one
 * entry more than a page is asked for, to know whether others follow. Names of people and addresses are not asked for.
 */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/audit_log.h"
#include "store/row.h"

#include "base/banned.h"

#define COLUMNS \
    "SELECT index, at, actor, role, org, action, reason, reason_default, outcome, leaf, kind, id, version, " \
    "compartment, case_id, link "

static const struct conn_stmt stmts[AUDIT_LOG_STATEMENTS] = {
    [AUDIT_LOG_SEARCH] = {"log_search", "SELECT index, at, actor_id, role, org, what, why, reason_default, outcome, "
                                        "leaf, kind, id, version, compartment, object_case, link "
                                        "FROM sec.log_search($1, $2, $3, $4, $5, $6, $7, $8, $9, 51, $10)"},
    [AUDIT_LOG_MINE] = {"log_mine", COLUMNS "FROM sec.log_mine($1, 51)"},
    [AUDIT_LOG_CASE] = {"log_case", COLUMNS "FROM sec.log_case($1, $2, 51)"},
    [AUDIT_LOG_BUNDLE] = {"log_bundle", "SELECT index, bytes FROM sec.log_bundle($1, $2, $3, $4)"},
};

const struct conn_group audit_log_statements = {stmts, AUDIT_LOG_STATEMENTS};

static void put_id(struct param_list *p, const struct uuid *id)
{
    if (id == NULL)
        param_null(p);
    else
        param_uuid(p, id);
}

static void put_time(struct param_list *p, const int64_t *us)
{
    if (us == NULL)
        param_null(p);
    else
        param_time(p, *us);
}

static void put_index(struct param_list *p, const int64_t *index)
{
    if (index == NULL)
        param_null(p);
    else
        param_i64(p, *index);
}

void audit_log_search_step(struct conn_step *s, struct param_list *p, const struct audit_log_search *q,
                           const int64_t *before)
{
    conn_step_begin(s, p, &stmts[AUDIT_LOG_SEARCH]);
    put_id(p, q->actor);
    param_str(p, q->object_kind);
    put_id(p, q->object);
    put_id(p, q->case_id);
    param_str(p, q->action);
    param_str(p, q->reason);
    put_time(p, q->since_us);
    put_time(p, q->until_us);
    put_index(p, before);
    param_str(p, reason_code(q->why));
}

void audit_log_mine_step(struct conn_step *s, struct param_list *p, const int64_t *before)
{
    conn_step_begin(s, p, &stmts[AUDIT_LOG_MINE]);
    put_index(p, before);
}

void audit_log_case_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id, const int64_t *before)
{
    conn_step_about(s, p, &stmts[AUDIT_LOG_CASE], case_id);
    put_index(p, before);
}

static void read_item(struct row *r, struct audit_log_item *i)
{
    const unsigned char *leaf;
    size_t n = 0;

    i->at_us = row_time(r);
    row_uuid_or_nil(r, &i->actor);
    row_copy_or_none(r, i->role, LINE_WORD);
    row_uuid_or_nil(r, &i->org);
    row_copy(r, i->action, sizeof i->action);
    row_copy_or_none(r, i->reason, LINE_WORD);
    i->reason_default = row_bool(r);
    row_copy(r, i->outcome, sizeof i->outcome);
    leaf = row_bytes(r, &n);
    if (leaf != NULL && n == sizeof i->leaf)
        memcpy(i->leaf, leaf, n);
    else
        r->bad = true;
}

/* False when the entry has no object. */
static bool read_object(struct row *r, struct audit_log_object *o)
{
    row_copy_or_none(r, o->kind, LINE_WORD);
    row_uuid_or_nil(r, &o->id);
    if (!row_null(r))
        o->version = row_i64(r);
    row_copy_or_none(r, o->compartment, LINE_WORD);
    row_uuid_or_nil(r, &o->case_id);
    row_copy_or_none(r, o->link, LINE_WORD);
    return o->kind[0] != '\0';
}

int audit_log_read_page(const struct conn_step *s, struct audit_log_page *out)
{
    size_t rows = (size_t)row_count(s->result), objects = 0;

    memset(out, 0, sizeof *out);
    out->object = calloc(rows + 1, sizeof *out->object);
    if (out->object == NULL)
        return ERR_NOMEM;
    for (size_t at = 0; at < rows; at++) {
        struct audit_log_item now = {.object = out->object + objects};
        struct row r;

        row_init(&r, s->result, (int)at);
        now.index = row_i64(&r);
        read_item(&r, &now);
        bool has = read_object(&r, out->object + objects);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
        if (out->n == 0 || out->item[out->n - 1].index != now.index) {
            out->more = out->n == AUDIT_LOG_PAGE;
            if (out->more)
                return ERR_OK;
            out->item[out->n++] = now;
        }
        out->item[out->n - 1].objects += has ? 1 : 0;
        objects += has ? 1 : 0;
    }
    return ERR_OK;
}

void audit_log_release(struct audit_log_page *page)
{
    free(page->object);
    memset(page, 0, sizeof *page);
}

void audit_log_bundle_step(struct conn_step *s, struct param_list *p, int64_t first, int64_t below, int32_t n,
                           enum reason why)
{
    conn_step_begin(s, p, &stmts[AUDIT_LOG_BUNDLE]);
    param_i64(p, first);
    param_i64(p, below);
    param_i32(p, n);
    param_str(p, reason_code(why));
}

int audit_log_read_bundle(const struct conn_step *s, int64_t first, struct buf *entries, size_t *n)
{
    buf_reset(entries);
    *n = (size_t)row_count(s->result);
    for (size_t i = 0; i < *n; i++) {
        const unsigned char *bytes;
        size_t length = 0;
        struct row r;

        row_init(&r, s->result, (int)i);
        if (row_i64(&r) != first + (int64_t)i)
            return ERR_FORMAT;
        bytes = row_bytes(&r, &length);
        if (row_end(&r) != ERR_OK || length > UINT16_MAX)
            return ERR_FORMAT;
        buf_lv16(entries, bytes, length);
    }
    return buf_err(entries);
}
