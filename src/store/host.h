/* SPDX-License-Identifier: EUPL-1.2 */
/* Host organisations as their sheets show them, with how they stand today (H-01, H-02, H-10), and the writing of a
 * sheet. Row policies decide who sees which; sites and contacts are in store/site.h and store/contact.h. */
#ifndef JALON_STORE_HOST_H
#define JALON_STORE_HOST_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/place.h"
#include "domain/siren.h"
#include "domain/standing.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"
#include "store/user.h"

#define HOST_PAGE 50
#define HOST_ADDRESS (300 * 4 + 1)
#define HOST_REASON (1000 * 4 + 1)
#define HOST_COMMUNE 201 /* longest name of a commune, bytes with its NUL */
#define HOST_TERRITORY 5

enum host_statement {
    HOST_LIST,
    HOST_ONE,
    HOST_HABILITATIONS,
    HOST_PROCEDURES,
    HOST_NEW,
    HOST_PUT,
    HOST_SET_STATE,
    HOST_STATEMENTS
};

struct host {
    struct uuid id;
    char name[USER_NAME];
    char form[WORD_MAX + 1];
    char siren[SIREN_DIGITS + 1]; /* "" : unknown */
    char insee[PLACE_INSEE + 1];
    char commune[HOST_COMMUNE];
    char state[WORD_MAX + 1];
    enum standing standing; /* for adults, today */
    struct day until;  /* last day of a valid or expired one, else of year 0 */
    int32_t version;
    int64_t created_us;
};

/* What only one's own sheet shows. */
struct host_more {
    char address[HOST_ADDRESS];
    char state_reason[HOST_REASON];
};

struct host_habilitation {
    char territory[HOST_TERRITORY];
    char public[WORD_MAX + 1];
    struct day from;
    struct day to; /* last day */
    bool withdrawn;
};

/* A file that runs, of the host itself. */
struct host_procedure {
    struct uuid id;
    char kind[WORD_MAX + 1];
    char public[WORD_MAX + 1];
    char state[WORD_MAX + 1];
};

/* What a page is of. NULL, STANDING_UNKNOWN: any. */
struct host_filter {
    const char *form;
    const char *insee;
    const char *state;
    enum standing standing;
};

/* A sheet as it is written. siren may be NULL, address "". */
struct host_sheet {
    const char *name;
    const char *form;
    const char *siren;
    const char *insee;
    const char *address;
};

extern const struct conn_group host_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
/* Newest first, after NULL: from the newest. */
void host_list_step(struct conn_step *s, struct param_list *p, const struct host_filter *f,
                    const struct page_cursor *after);
void host_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void host_habilitations_step(struct conn_step *s, struct param_list *p, const struct uuid *host);
void host_procedures_step(struct conn_step *s, struct param_list *p, const struct uuid *host);
int host_read_list(const struct conn_step *s, struct host out[HOST_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
int host_read_one(const struct conn_step *s, struct host *out, struct host_more *more)
    __attribute__((warn_unused_result)); /* ERR_NOTFOUND */
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT. */
int host_read_habilitations(const struct conn_step *s, struct host_habilitation **out, size_t *n)
    __attribute__((warn_unused_result));
int host_read_procedures(const struct conn_step *s, struct host_procedure **out, size_t *n)
    __attribute__((warn_unused_result));

/* org: a host organisation of the founding that has no sheet, or NULL. key and digest: 32 bytes each. */
void host_new_step(struct conn_step *s, struct param_list *p, const struct host_sheet *h, const struct uuid *org,
                   const unsigned char *key, const unsigned char *digest);
void host_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                   const struct host_sheet *h);
void host_set_state_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                         const char *state, const char *reason);

#endif
