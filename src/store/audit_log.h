/* SPDX-License-Identifier: EUPL-1.2 */
/* The log of accesses as its readers see it, out of the copy in the database: references, never content. Each question
 * is itself noted. Absent ids are nil, absent words "". */
#ifndef JALON_STORE_AUDIT_LOG_H
#define JALON_STORE_AUDIT_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "audit/line.h"
#include "base/buf.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/conn.h"
#include "store/param.h"

#define AUDIT_LOG_PAGE 50

enum audit_log_statement {
    AUDIT_LOG_SEARCH,
    AUDIT_LOG_MINE,
    AUDIT_LOG_CASE,
    AUDIT_LOG_BUNDLE,
    AUDIT_LOG_STATEMENTS
};

struct audit_log_object {
    char kind[LINE_WORD];
    struct uuid id;
    int64_t version; /* 0: none */
    char compartment[LINE_WORD];
    struct uuid case_id;
    char link[LINE_WORD];
};

struct audit_log_item {
    int64_t index;
    int64_t at_us;
    struct uuid actor;
    char role[LINE_WORD];
    struct uuid org;
    char action[LINE_WORD];
    char reason[LINE_WORD];
    bool reason_default;
    char outcome[LINE_WORD];
    unsigned char leaf[32];
    const struct audit_log_object *object; /* in the page */
    size_t objects;
};

/* Newest first. */
struct audit_log_page {
    struct audit_log_item item[AUDIT_LOG_PAGE];
    size_t n;
    bool more;                       /* others are behind the last one */
    struct audit_log_object *object; /* owned */
};

/* What an auditor searches for: all of what is not NULL. */
struct audit_log_search {
    const struct uuid *actor, *object, *case_id;
    const char *object_kind, *action, *reason;
    const int64_t *since_us, *until_us; /* from the first on, before the second */
    enum reason why;                    /* she searches */
};

extern const struct conn_group audit_log_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. before NULL:
 * from the newest entry on. */
void audit_log_search_step(struct conn_step *s, struct param_list *p, const struct audit_log_search *q,
                           const int64_t *before);
void audit_log_mine_step(struct conn_step *s, struct param_list *p, const int64_t *before);
void audit_log_case_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id, const int64_t *before);
/* The page of any of these; wants audit_log_release whatever happened. */
int audit_log_read_page(const struct conn_step *s, struct audit_log_page *out) __attribute__((warn_unused_result));
void audit_log_release(struct audit_log_page *page);

/* At most n entries from index first on, below index below. */
void audit_log_bundle_step(struct conn_step *s, struct param_list *p, int64_t first, int64_t below, int32_t n,
                           enum reason why);
/* Each behind its length in two bytes into entries; how many. ERR_FORMAT where they are not in a row from first on. */
int audit_log_read_bundle(const struct conn_step *s, int64_t first, struct buf *entries, size_t *n)
    __attribute__((warn_unused_result));

#endif
