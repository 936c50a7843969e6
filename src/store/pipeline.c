/* SPDX-License-Identifier: EUPL-1.2 */
/* libpq in pipeline mode and non-blocking: whatever the number of statements, they are one round trip, and our own poll
 * holds it to a deadline. */
#include <poll.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/err.h"
#include "store/param.h"
#include "store/pipeline.h"

#include "base/banned.h"

void pipeline_note(struct pipeline_failure *f, const PGresult *res, size_t step)
{
    const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY);

    (void)snprintf(f->sqlstate, sizeof f->sqlstate, "%s", state == NULL ? "XX000" : state);
    (void)snprintf(f->message, sizeof f->message, "%s", text == NULL ? "" : text);
    f->step = step;
}

bool pipeline_send(PGconn *pg, const struct conn_step *s)
{
    int binary[PARAM_MAX];
    const struct param_list *p = s->params;
    int n = p == NULL ? 0 : p->n;
    const char *const *values = p == NULL ? NULL : p->value;
    const int *lengths = p == NULL ? NULL : p->length;

    for (int i = 0; i < PARAM_MAX; i++)
        binary[i] = 1;
    if (s->stmt->name != NULL)
        return PQsendQueryPrepared(pg, s->stmt->name, n, values, lengths, binary, 1) == 1;
    return PQsendQueryParams(pg, s->stmt->sql, n, NULL, values, lengths, binary, 1) == 1;
}

/* Sends what is queued and reads until the next PQgetResult would not block. */
static int await(PGconn *pg, int64_t deadline)
{
    for (;;) {
        struct pollfd p = {.fd = PQsocket(pg), .events = POLLIN};
        int64_t left = deadline - clock_mono_ms();
        int unsent = PQflush(pg);

        if (unsent < 0)
            return ERR_UNAVAILABLE;
        if (!PQisBusy(pg))
            return ERR_OK;
        if (left <= 0)
            return ERR_TIMEOUT;
        if (unsent == 1)
            p.events |= POLLOUT;
        if (poll(&p, 1, (int)left) < 0)
            continue; /* a signal: the loop looks at the deadline again */
        if ((p.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(pg) == 0)
            return ERR_UNAVAILABLE;
    }
}

bool pipeline_good(const PGresult *res)
{
    ExecStatusType s = PQresultStatus(res);

    return s == PGRES_COMMAND_OK || s == PGRES_TUPLES_OK || s == PGRES_EMPTY_QUERY;
}

int pipeline_collect(PGconn *pg, size_t n, struct conn_step *steps, int64_t deadline, struct pipeline_failure *f)
{
    int err = ERR_OK;
    int rc;

    for (size_t i = 0; i < n; i++) {
        PGresult *res;

        rc = await(pg, deadline);
        if (rc != ERR_OK)
            return rc;
        res = PQgetResult(pg);
        if (res == NULL)
            return ERR_UNAVAILABLE;
        if (!pipeline_good(res)) {
            if (PQstatus(pg) == CONNECTION_BAD) {
                pipeline_note(f, res, i);
                PQclear(res);
                return ERR_UNAVAILABLE;
            }
            if (err == ERR_OK)
                pipeline_note(f, res, i);
            err = ERR_DENIED;
            PQclear(res);
        } else if (steps != NULL) {
            steps[i].result = res;
        } else {
            PQclear(res);
        }
        rc = await(pg, deadline);
        if (rc != ERR_OK)
            return rc;
        if ((res = PQgetResult(pg)) != NULL) {
            PQclear(res);
            return ERR_UNAVAILABLE; /* more than one result for a statement: out of step */
        }
    }
    rc = await(pg, deadline);
    if (rc == ERR_OK) {
        PGresult *res = PQgetResult(pg);

        if (PQresultStatus(res) != PGRES_PIPELINE_SYNC)
            rc = ERR_UNAVAILABLE;
        PQclear(res);
    }
    return rc != ERR_OK ? rc : err;
}
