/* SPDX-License-Identifier: EUPL-1.2 */
/* The connection to PostgreSQL: one conn_run is one pipeline (pipeline.c). On connect all statements of the list are
 * prepared in one round trip. What breaks (a closed socket, a late answer, a result out of step) closes the
 * connection: half-read pipelines are never repaired. A connection that is only in doubt is cleaned by ROLLBACK and
 * DISCARD ALL and prepared anew. */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libpq-fe.h>

#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/pipeline.h"

#include "base/banned.h"

#define TIMEOUT_MS 10000
#define STEPS_MAX 64

struct conn {
    PGconn *pg;
    struct conn_options o;
    size_t slot;
    unsigned generation;
    bool doubt;
    struct pipeline_failure failure;
};

const struct conn_stmt conn_begin = {"begin", "BEGIN ISOLATION LEVEL READ COMMITTED"};
const struct conn_stmt conn_close_all = {"close_all", "CLOSE ALL"};
const struct conn_stmt conn_commit = {"commit", "COMMIT"};
const struct conn_stmt conn_rollback = {"rollback", "ROLLBACK"};

static const struct conn_stmt *const built_in[] = {&conn_begin, &conn_close_all, &conn_commit, &conn_rollback};

void conn_statements(const struct conn_group *groups, conn_each_fn each, void *ctx)
{
    for (size_t i = 0; i < sizeof built_in / sizeof built_in[0]; i++)
        each(ctx, built_in[i]);
    for (const struct conn_group *g = groups; g != NULL && g->stmt != NULL; g++)
        for (size_t i = 0; i < g->n; i++)
            each(ctx, &g->stmt[i]);
}

void conn_step_begin(struct conn_step *s, struct param_list *p, const struct conn_stmt *stmt)
{
    *s = (struct conn_step){.stmt = stmt, .params = p};
    if (p != NULL)
        param_init(p);
}

void conn_step_about(struct conn_step *s, struct param_list *p, const struct conn_stmt *stmt, const struct uuid *id)
{
    conn_step_begin(s, p, stmt);
    param_uuid(p, id);
}

int conn_new(struct conn **out, const struct conn_options *o)
{
    struct conn *c = calloc(1, sizeof *c);

    *out = c;
    if (c == NULL)
        return ERR_NOMEM;
    c->o = *o;
    if (c->o.timeout_ms <= 0)
        c->o.timeout_ms = TIMEOUT_MS;
    return ERR_OK;
}

void conn_drop(struct conn *c)
{
    if (c->pg != NULL)
        PQfinish(c->pg);
    c->pg = NULL;
    c->doubt = false;
}

void conn_free(struct conn *c)
{
    if (c == NULL)
        return;
    conn_drop(c);
    free(c);
}

/* Notices may quote data: they are not for a log. */
static void no_notice(void *ctx, const PGresult *res)
{
    (void)ctx;
    (void)res;
}

static int collect(struct conn *c, size_t n, struct conn_step *steps)
{
    return pipeline_collect(c->pg, n, steps, clock_mono_ms() + c->o.timeout_ms, &c->failure);
}

/* A pipeline that could not be read to its end leaves nothing to save. */
static int settle(struct conn *c, int rc)
{
    if (rc == ERR_UNAVAILABLE || rc == ERR_TIMEOUT || rc == ERR_NOMEM) {
        log_warn("database: connection lost error=%s", err_name(rc));
        conn_drop(c);
    }
    return rc;
}

struct preparation {
    struct conn *c;
    size_t n;
    bool failed;
};

static void prepare_one(void *ctx, const struct conn_stmt *s)
{
    struct preparation *p = ctx;

    if (s->name == NULL)
        return;
    if (PQsendPrepare(p->c->pg, s->name, s->sql, 0, NULL) != 1)
        p->failed = true;
    p->n++;
}

static int prepare_all(struct conn *c)
{
    struct preparation p = {.c = c};
    int rc;

    conn_statements(c->o.groups, prepare_one, &p);
    if (p.failed || PQpipelineSync(c->pg) != 1)
        return ERR_UNAVAILABLE;
    rc = collect(c, p.n, NULL);
    if (rc == ERR_DENIED) {
        log_error("database: statement %zu of the list does not prepare sqlstate=%s", c->failure.step,
                  c->failure.sqlstate);
        return conn_passes(c) ? ERR_UNAVAILABLE : ERR_INTERNAL;
    }
    return rc;
}

/* One unprepared statement in a pipeline of its own. */
static int plain(struct conn *c, const char *sql)
{
    if (PQsendQueryParams(c->pg, sql, 0, NULL, NULL, NULL, NULL, 1) != 1 || PQpipelineSync(c->pg) != 1)
        return ERR_UNAVAILABLE;
    return collect(c, 1, NULL);
}

/* DISCARD ALL cannot share a pipeline: behind another statement it would be inside a transaction block. */
static int cleanse(struct conn *c)
{
    int rc = plain(c, "ROLLBACK");

    if (rc == ERR_OK)
        rc = plain(c, "DISCARD ALL");
    if (rc == ERR_OK)
        rc = prepare_all(c);
    if (rc == ERR_OK)
        c->doubt = false;
    return rc;
}

/* What our statements mean and what their commit is worth, said at each connection: a role may change its own settings
 * in the catalogue, so whoever had jalon_web's password once could else have acknowledged writes lost, or dates read
 * otherwise, for good. What DISCARD ALL goes back to. */
#define SETTINGS \
    " -c synchronous_commit=on -c default_transaction_read_only=off -c default_transaction_deferrable=off" \
    " -c row_security=on -c search_path=pg_catalog,pg_temp -c TimeZone=UTC -c DateStyle=ISO -c IntervalStyle=postgres" \
    " -c bytea_output=hex -c standard_conforming_strings=on -c transform_null_equals=off -c array_nulls=on" \
    " -c idle_session_timeout=0 -c jit=off"

static int connect_now(struct conn *c)
{
    char options[640];
    const char *const keys[] = {"dbname",     "application_name", "client_encoding",  "connect_timeout",
                                "keepalives", "keepalives_idle",  "tcp_user_timeout", "options",         NULL};
    const char *const values[] = {c->o.conninfo, c->o.application, "UTF8", "5", "1", "30", "30000", options, NULL};

    (void)snprintf(options, sizeof options,
                   "-c statement_timeout=%d -c idle_in_transaction_session_timeout=30000" SETTINGS, c->o.timeout_ms);
    c->pg = PQconnectdbParams(keys, values, 1);
    if (c->pg == NULL)
        return ERR_NOMEM;
    if (PQstatus(c->pg) != CONNECTION_OK) {
        (void)snprintf(c->failure.message, sizeof c->failure.message, "%s", PQerrorMessage(c->pg));
        return ERR_UNAVAILABLE;
    }
    PQsetNoticeReceiver(c->pg, no_notice, NULL);
    if (PQsetnonblocking(c->pg, 1) != 0 || PQenterPipelineMode(c->pg) != 1)
        return ERR_UNAVAILABLE;
    c->generation++;
    return prepare_all(c);
}

/* The server says nothing on an idle connection but that it goes; a look costs one system call. A rare notice costs a
 * connection that was still good. */
static bool still_alive(const struct conn *c)
{
    struct pollfd p = {.fd = PQsocket(c->pg), .events = POLLIN};

    return PQstatus(c->pg) == CONNECTION_OK && poll(&p, 1, 0) == 0;
}

int conn_ready(struct conn *c)
{
    int rc = ERR_OK;

    if (c->pg != NULL && !conn_in_transaction(c) && !still_alive(c))
        conn_drop(c);
    c->failure = (struct pipeline_failure){.step = 0};
    if (c->pg == NULL)
        rc = connect_now(c);
    else if (c->doubt)
        rc = cleanse(c);
    if (rc == ERR_OK)
        return ERR_OK;
    conn_drop(c);
    return rc == ERR_INTERNAL ? rc : ERR_UNAVAILABLE;
}

int conn_run(struct conn *c, struct conn_step *steps, size_t n)
{
    int rc;

    for (size_t i = 0; i < n; i++) {
        steps[i].result = NULL;
        if (steps[i].params != NULL && steps[i].params->failed)
            return ERR_LIMIT;
    }
    if (n == 0 || n > STEPS_MAX)
        return ERR_LIMIT;
    if ((c->pg == NULL || c->doubt) && (rc = conn_ready(c)) != ERR_OK)
        return rc;
    c->failure = (struct pipeline_failure){.step = 0};
    rc = ERR_OK;
    for (size_t i = 0; i < n && rc == ERR_OK; i++)
        if (!pipeline_send(c->pg, &steps[i]))
            rc = ERR_UNAVAILABLE;
    if (rc == ERR_OK && PQpipelineSync(c->pg) != 1)
        rc = ERR_UNAVAILABLE;
    if (rc == ERR_OK)
        rc = collect(c, n, steps);
    if (rc != ERR_OK)
        conn_clear(steps, n);
    return settle(c, rc);
}

void conn_clear(struct conn_step *steps, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        PQclear(steps[i].result);
        steps[i].result = NULL;
    }
}

int conn_exec(struct conn *c, const struct conn_stmt *stmt, const struct param_list *params, struct pg_result **result)
{
    struct conn_step s = {.stmt = stmt, .params = params};
    int rc = conn_run(c, &s, 1);

    if (result != NULL)
        *result = s.result;
    else
        PQclear(s.result);
    return rc;
}

int conn_script(struct conn *c, const char *sql)
{
    int rc = c->pg == NULL || c->doubt ? conn_ready(c) : ERR_OK;
    PGresult *res;

    if (rc != ERR_OK)
        return rc;
    c->failure = (struct pipeline_failure){.step = 0};
    /* The simple protocol takes several statements in one text; pipeline mode does not know it. */
    if (PQexitPipelineMode(c->pg) != 1 || PQsetnonblocking(c->pg, 0) != 0)
        return settle(c, ERR_UNAVAILABLE);
    res = PQexec(c->pg, sql);
    if (!pipeline_good(res)) {
        pipeline_note(&c->failure, res, 0);
        rc = PQstatus(c->pg) == CONNECTION_OK ? ERR_DENIED : ERR_UNAVAILABLE;
    }
    PQclear(res);
    if (rc != ERR_UNAVAILABLE && (PQsetnonblocking(c->pg, 1) != 0 || PQenterPipelineMode(c->pg) != 1))
        rc = ERR_UNAVAILABLE;
    return settle(c, rc);
}

const char *conn_sqlstate(const struct conn *c)
{
    return c->failure.sqlstate;
}

static bool is_of(const struct conn *c, const char *state)
{
    return strncmp(c->failure.sqlstate, state, strlen(state)) == 0;
}

bool conn_passes(const struct conn *c)
{
    /* cancelled by timeout, lock not available, resources, shutting down, read only */
    return is_of(c, "57014") || is_of(c, "55P03") || is_of(c, "53") || is_of(c, "57P") || is_of(c, "25006");
}

size_t conn_failed_step(const struct conn *c)
{
    return c->failure.step;
}

const char *conn_message(const struct conn *c)
{
    return c->failure.message;
}

bool conn_in_transaction(const struct conn *c)
{
    return c->pg != NULL && PQtransactionStatus(c->pg) != PQTRANS_IDLE;
}

void conn_doubt(struct conn *c)
{
    c->doubt = true;
}

unsigned conn_generation(const struct conn *c)
{
    return c->generation;
}

void conn_set_slot(struct conn *c, size_t slot)
{
    c->slot = slot;
}

size_t conn_slot(const struct conn *c)
{
    return c->slot;
}
