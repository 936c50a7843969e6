/* SPDX-License-Identifier: EUPL-1.2 */
/* Plans for everybody who waits: what a matching run reads of many people at once, and the lines that are kept for a
 * day. Days are numbers (domain/day.h) where the matcher counts them. */
#ifndef JALON_STORE_PLAN_H
#define JALON_STORE_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/matching_case.h"
#include "store/page.h"
#include "store/param.h"
#include "store/post.h"
#include "store/user.h"

#define PLAN_PEOPLE 2000 /* most measures of one plan */
#define PLAN_PAGE 25
#define PLAN_STALE 6     /* reasons why a line is no longer what was computed */
#define PLAN_WORD 16

enum plan_statement {
    PLAN_FACTS,
    PLAN_POSTS,
    PLAN_TIMES,
    PLAN_SITES,
    PLAN_HOMES,
    PLAN_NEW,
    PLAN_LIST,
    PLAN_ONE,
    PLAN_LINES,
    PLAN_STATEMENTS
};

struct plan_facts {
    struct uuid case_id;
    int32_t profile_version; /* 0: nothing was said of her */
    struct matching_facts measure;
};

/* Something of a case, among many in the order of their cases. */
struct plan_time {
    struct uuid case_id;
    struct matching_time time;
};

struct plan_site {
    struct uuid case_id;
    struct uuid site;
};

/* The lines to be kept, column by column. */
struct plan_new {
    struct day from;
    int32_t people;
    size_t n;
    const struct uuid *measure;
    const struct uuid *post;
    const int32_t *first_day;
    const int32_t *last_day;
    const int32_t *measure_version;
    const int32_t *profile_version;
    const int32_t *post_version;
};

struct plan_made {
    struct uuid id;
    int64_t made_us;
    int64_t expires_us;
};

struct plan_head {
    struct plan_made made;
    struct uuid made_by;
    struct day from;
    int32_t people;
};

struct plan_line {
    struct uuid measure;
    struct uuid case_id;
    struct uuid post;
    char title[POST_TEXT(120)];
    struct uuid host;
    char host_name[USER_NAME];
    struct day first_day;
    struct day last_day;
    size_t n_stale;
    char stale[PLAN_STALE][PLAN_WORD];
};

extern const struct conn_group plan_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. A list that is
 * read is the caller's to free; NULL and 0 after an error. */

/* Measures that somebody of the caller's scope waits for, by term, then id: these, or all (NULL). One more than
 * PLAN_PEOPLE where there are more. */
void plan_facts_step(struct conn_step *s, struct param_list *p, const struct uuid *measures, size_t n);
int plan_read_facts(const struct conn_step *s, struct plan_facts **out, size_t *n) __attribute__((warn_unused_result));
/* What is new for who has the posts of the caller's département in memory, under these marks. */
void plan_posts_step(struct conn_step *s, struct param_list *p, const char *const *given, size_t n);
int plan_read_posts(const struct conn_step *s, struct matching_changes *out) __attribute__((warn_unused_result));
void plan_times_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n);
int plan_read_times(const struct conn_step *s, struct plan_time **out, size_t *n) __attribute__((warn_unused_result));
/* The sites at which each of these cases is placed now. */
void plan_sites_step(struct conn_step *s, struct param_list *p, const struct uuid *cases, size_t n);
int plan_read_sites(const struct conn_step *s, struct plan_site **out, size_t *n) __attribute__((warn_unused_result));
/* The middles of these communes, by code, for matching_read_homes; those that are not known are left out. */
void plan_homes_step(struct conn_step *s, struct param_list *p, const char *const *insee, size_t n);

/* key and digest: see app/asking.h. */
void plan_new_step(struct conn_step *s, struct param_list *p, const struct plan_new *plan, const unsigned char key[32],
                   const unsigned char digest[32]);
int plan_read_new(const struct conn_step *s, struct plan_made *out) __attribute__((warn_unused_result));
/* Those of the unit that are not over, newest first; after may be NULL. */
void plan_list_step(struct conn_step *s, struct param_list *p, const struct page_cursor *after);
int plan_read_list(const struct conn_step *s, struct plan_head out[PLAN_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* ERR_NOTFOUND: none that the session sees. */
void plan_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int plan_read_one(const struct conn_step *s, struct plan_head *out) __attribute__((warn_unused_result));
void plan_lines_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
int plan_read_lines(const struct conn_step *s, struct plan_line **out, size_t *n) __attribute__((warn_unused_result));

#endif
