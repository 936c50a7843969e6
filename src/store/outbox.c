/* SPDX-License-Identifier: EUPL-1.2 */
/* The worker's few questions to PostgreSQL, each a function of schema sec. Every statement is a transaction of its
 * own: what the worker does between two of them is safe to repeat, because the log itself refuses to take a row
 * twice. */
#include <limits.h>
#include <string.h>

#include "base/err.h"
#include "store/outbox.h"
#include "store/param.h"
#include "store/row.h"

#include "base/banned.h"

#define WORKER_LOCK INT64_C(0x4a616c6f6e) /* "Jalon" */

enum { LOCK, TAKE, CURSOR, SEEN, COPY, EXPIRE, END_OLD, COUNT };

static const struct conn_stmt statements[COUNT] = {
    [LOCK] = {"job_lock", "SELECT pg_catalog.pg_try_advisory_lock($1)"},
    [TAKE] = {"job_take", "SELECT id, at, actor, role, org, action, object, row_id, version, compartment, case_id, "
                          "reason, digest FROM sec.outbox_take($1)"},
    [CURSOR] = {"job_cursor", "SELECT next_index, write_base FROM sec.log_cursor()"},
    [SEEN] = {"job_seen", "SELECT sec.outbox_seen($1, $2, $3, $4) IS NULL"},
    [COPY] = {"job_copy", "SELECT sec.log_copy($1, $2, $3, $4)"},
    [EXPIRE] = {"job_expire", "SELECT sec.expire() IS NULL"},
    [END_OLD] = {"job_end_old", "SELECT sec.end_old()"},
};

/* Also asked by the administration, whose connections prepare nothing. */
static const struct conn_stmt copied = {NULL, "SELECT sec.log_copied()"};
static const struct conn_stmt lag = {
    NULL, "SELECT unsealed, coalesce(extract(epoch FROM oldest_age) * 1000000, 0)::bigint FROM sec.lag()"};

const struct conn_group outbox_groups[] = {{statements, COUNT}, {NULL, 0}};

static int one_row(struct conn *c, const struct conn_stmt *s, const struct param_list *p, struct pg_result **res)
{
    int rc = conn_exec(c, s, p, res);

    if (rc == ERR_OK && row_count(*res) != 1)
        return ERR_INTERNAL;
    return rc;
}

int outbox_lock(struct conn *c, bool *mine)
{
    struct pg_result *res SCOPED_RESULT;
    struct param_list p;
    struct row r;
    int rc;

    param_init(&p);
    param_i64(&p, WORKER_LOCK);
    rc = one_row(c, &statements[LOCK], &p, &res);
    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    *mine = row_bool(&r);
    return row_end(&r);
}

static void maybe_uuid(struct row *r, bool *has, struct uuid *out)
{
    *has = !row_null(r);
    if (*has)
        row_uuid(r, out);
}

static const char *maybe_text(struct row *r)
{
    return row_null(r) ? "" : row_text(r, NULL);
}

static int read_row(struct outbox_row *o, const struct pg_result *res, int at)
{
    bool has_org;
    size_t n = 0;
    struct row r;

    memset(o, 0, sizeof *o);
    row_init(&r, res, at);
    row_uuid(&r, &o->id);
    o->at_us = row_time(&r);
    maybe_uuid(&r, &o->has_actor, &o->actor);
    o->role = maybe_text(&r);
    maybe_uuid(&r, &has_org, &o->org);
    o->action = maybe_text(&r);
    o->object = maybe_text(&r);
    maybe_uuid(&r, &o->has_row, &o->row_id);
    if (!row_null(&r)) {
        int32_t v = row_i32(&r);

        o->version = v > 0 ? (uint32_t)v : 0;
    }
    o->compartment = maybe_text(&r);
    maybe_uuid(&r, &o->has_case, &o->case_id);
    o->reason = maybe_text(&r);
    if (!row_null(&r)) {
        o->digest = row_bytes(&r, &n);
        if (n != 32)
            o->digest = NULL;
    }
    return row_end(&r);
}

int outbox_take(struct conn *c, struct outbox_batch *b)
{
    struct param_list p;
    int rc;

    b->n = 0;
    b->result = NULL;
    param_init(&p);
    param_i32(&p, OUTBOX_TAKE);
    rc = conn_exec(c, &statements[TAKE], &p, &b->result);
    if (rc != ERR_OK)
        return rc;
    size_t n = (size_t)row_count(b->result);
    if (n > OUTBOX_TAKE)
        rc = ERR_INTERNAL;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        rc = read_row(&b->row[i], b->result, (int)i);
    if (rc != ERR_OK) {
        outbox_release(b);
        return rc;
    }
    b->n = n;
    return ERR_OK;
}

void outbox_release(struct outbox_batch *b)
{
    row_free(&b->result);
    b->n = 0;
}

int outbox_cursor(struct conn *c, uint64_t *next, uint64_t *base)
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = one_row(c, &statements[CURSOR], NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    int64_t n = row_i64(&r), b = row_i64(&r);
    if (row_end(&r) != ERR_OK || n < 0 || b < 0)
        return ERR_FORMAT;
    *next = (uint64_t)n;
    *base = (uint64_t)b;
    return ERR_OK;
}

int outbox_seen(struct conn *c, uint64_t next, uint64_t base, const struct uuid *ids, const int64_t *indexes, size_t n)
{
    struct pg_result *res SCOPED_RESULT;
    struct param_list p SCOPED_PARAMS;

    if (next > INT64_MAX || base > INT64_MAX)
        return ERR_LIMIT;
    param_init(&p);
    param_i64(&p, (int64_t)next);
    param_i64(&p, (int64_t)base);
    param_uuid_array(&p, ids, n);
    param_i64_array(&p, indexes, n);
    return one_row(c, &statements[SEEN], &p, &res);
}

static int read_entries(const struct pg_result *res, uint64_t *entries)
{
    struct row r;

    row_init(&r, res, 0);
    int64_t n = row_i64(&r);
    if (row_end(&r) != ERR_OK || n < 0)
        return ERR_FORMAT;
    *entries = (uint64_t)n;
    return ERR_OK;
}

int outbox_copied(struct conn *c, uint64_t *entries)
{
    struct pg_result *res SCOPED_RESULT;
    int rc = one_row(c, &copied, NULL, &res);

    return rc == ERR_OK ? read_entries(res, entries) : rc;
}

int outbox_copy(struct conn *c, uint64_t first, const struct outbox_entries *e)
{
    struct pg_result *res SCOPED_RESULT;
    struct param_list p SCOPED_PARAMS;
    uint64_t now = 0;

    if (e->n == 0 || first > INT64_MAX - e->n)
        return ERR_LIMIT;
    param_init(&p);
    param_i64(&p, (int64_t)first);
    param_bytes_array(&p, e->bytes, e->end, e->n);
    param_i64_array(&p, e->keys, (size_t)e->upto[e->n - 1]);
    param_i64_array(&p, e->upto, e->n);
    int rc = one_row(c, &statements[COPY], &p, &res);
    if (rc == ERR_OK)
        rc = read_entries(res, &now);
    return rc == ERR_OK && now != first + e->n ? ERR_INTERNAL : rc;
}

int outbox_lag(struct conn *c, uint64_t *rows, int64_t *oldest_us)
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = one_row(c, &lag, NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    int64_t n = row_i64(&r);
    *oldest_us = row_i64(&r);
    if (row_end(&r) != ERR_OK || n < 0)
        return ERR_FORMAT;
    *rows = (uint64_t)n;
    return ERR_OK;
}

int outbox_expire(struct conn *c)
{
    struct pg_result *res SCOPED_RESULT;

    return one_row(c, &statements[EXPIRE], NULL, &res);
}

int outbox_end_old(struct conn *c, int *ended)
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int rc = one_row(c, &statements[END_OLD], NULL, &res);

    if (rc != ERR_OK)
        return rc;
    row_init(&r, res, 0);
    *ended = row_i32(&r);
    return row_end(&r);
}
