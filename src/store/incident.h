/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents that hosts tell without delay, and what the service does (life of a placement, steps 11 and 12). The words
 * of who told one and the note of the service lie sealed beside it. Row policies decide which rows a session sees:
 * people of a host those that they told; which columns they may read is decided where the answer is written. Words are
 * codes of domain/word.h. */
#ifndef JALON_STORE_INCIDENT_H
#define JALON_STORE_INCIDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define INCIDENT_PAGE 25

enum incident_statement {
    INCIDENT_LIST,
    INCIDENT_ONE,
    INCIDENT_NEW,
    INCIDENT_FOLLOW,
    INCIDENT_STATEMENTS
};

/* What was told: by the host, or by a counsellor for it. */
struct incident_told {
    struct uuid placement;
    const char *kind;
    struct day day;
    bool stopped; /* the person in charge stopped the work */
};

/* What the service did; days of year 0: not yet. */
struct incident_step {
    struct day declared_on;
    struct day judge_told_on;
    struct day resumed_on; /* first day on which the work goes on; may be to come */
    bool closed;
};

/* Not yet, or nobody: days of year 0, instants 0, nil. */
struct incident {
    struct uuid id;
    struct uuid case_id;
    struct incident_told told;
    bool by_host;
    struct uuid reported_by;
    int64_t reported_us;
    struct uuid seen_by;
    int64_t seen_us;
    struct incident_step step;
    int64_t closed_us;
    int32_t text_version; /* of the sealed records; 0: none */
    int32_t note_version;
    int32_t version;
};

/* nil, NULL, false: any. */
struct incident_filter {
    struct uuid placement;
    struct uuid case_id;
    const char *kind;
    bool open;
    const struct page_cursor *after; /* behind this row only */
};

extern const struct conn_group incident_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */

void incident_list_step(struct conn_step *s, struct param_list *p, const struct incident_filter *f);
/* Newest first: n of them (at most INCIDENT_PAGE), *more when there are others behind. */
int incident_read_list(const struct conn_step *s, struct incident out[INCIDENT_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
void incident_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* ERR_NOTFOUND when there is none that the session may see. */
int incident_read_one(const struct conn_step *s, struct incident *out) __attribute__((warn_unused_result));
/* Gives id and replayed. */
void incident_new_step(struct conn_step *s, struct param_list *p, const struct incident_told *told,
                       const unsigned char key[32], const unsigned char digest[32]);
/* Gives the new version. */
void incident_follow_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                          const struct incident_step *step);

#endif
