/* SPDX-License-Identifier: EUPL-1.2 */
/* Files of hosts and posts on their way to a decision (H-02, H-13, H-15, H-18): reading them as row policies allow, and
 * the steps of their life. What lies in a file is in store/paper.h. */
#ifndef JALON_STORE_PROCEDURE_H
#define JALON_STORE_PROCEDURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define PROCEDURE_PAGE 25
#define PROCEDURE_NAME (200 * 4 + 1)      /* of a host, a reference: bytes with the NUL */
#define PROCEDURE_TITLE (120 * 4 + 1)
#define PROCEDURE_MOTIVE (2000 * 4 + 1)
#define PROCEDURE_DEPARTEMENT 4
#define PROCEDURE_MISSING 16              /* most pieces, or opinions, that a rule asks for */

enum procedure_statement {
    PROCEDURE_LIST,
    PROCEDURE_ONE,
    PROCEDURE_OF_HOST,
    PROCEDURE_OF_POST,
    PROCEDURE_ASK,
    PROCEDURE_DECIDE,
    PROCEDURE_CHECK,
    PROCEDURE_ABANDON,
    PROCEDURE_STATEMENTS
};

typedef char procedure_word[WORD_MAX + 1];

struct procedure {
    struct uuid id;
    procedure_word kind;
    struct uuid host;
    char host_name[PROCEDURE_NAME];
    struct uuid post; /* nil, and no title: a file on the host itself */
    char post_title[PROCEDURE_TITLE];
    char departement[PROCEDURE_DEPARTEMENT]; /* "": a national file */
    procedure_word public;
    procedure_word deciding;
    procedure_word state;
    int64_t created_us;
    struct day asked_on; /* days of year 0: not yet */
    struct day earliest;
    procedure_word outcome; /* "": none yet */
    struct day decided_on;
    int32_t version;
};

struct procedure_rest {
    char motive[PROCEDURE_MOTIVE];
    char reference[PROCEDURE_NAME];
    struct day valid_from;
    bool council_absent;
    struct uuid created_by;
    struct uuid decided_by; /* nil: nobody yet */
    struct uuid checked_by;
    procedure_word pieces[PROCEDURE_MISSING]; /* that are missing */
    size_t pieces_n;
    procedure_word opinions[PROCEDURE_MISSING]; /* likewise; a lie to people of a host, who see no opinion */
    size_t opinions_n;
};

struct procedure_filter {
    const char *kind; /* NULL: any */
    const char *state;
    const char *public;
    bool decidable;
    struct uuid host; /* nil: any */
    struct uuid post;
    const struct page_cursor *after; /* behind this row only */
};

/* A file to open on a host, or on a post, whose département and list are then the post's. */
struct procedure_new {
    struct uuid about;
    const char *kind;
    const char *departement; /* NULL: a national file */
    const char *public;
    const char *deciding;
    const char *motive;
    const unsigned char *key; /* 32 bytes each, see app/asking.h */
    const unsigned char *digest;
};

struct procedure_decision {
    const char *outcome;
    struct day decided_on;
    struct day valid_from; /* year 0: the day of the decision */
    const char *reference;
    const char *motive; /* "": the one for which it was opened stands */
};

extern const struct conn_group procedure_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
void procedure_list_step(struct conn_step *s, struct param_list *p, const struct procedure_filter *f);
/* Newest first: n files (at most PROCEDURE_PAGE), *more when there are others behind. */
int procedure_read_list(const struct conn_step *s, struct procedure out[PROCEDURE_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
void procedure_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* ERR_NOTFOUND when there is none that the session may see. */
int procedure_read_one(const struct conn_step *s, struct procedure *out, struct procedure_rest *rest)
    __attribute__((warn_unused_result));
/* Both give (id, replayed). */
void procedure_of_host_step(struct conn_step *s, struct param_list *p, const struct procedure_new *n);
void procedure_of_post_step(struct conn_step *s, struct param_list *p, const struct procedure_new *n);
/* All four give the new version. */
void procedure_ask_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                        const struct day *asked_on, bool council_absent);
void procedure_decide_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                           const struct procedure_decision *d);
void procedure_check_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *outcome,
                          const struct day *decided_on);
void procedure_abandon_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                            const char *motive);

#endif
