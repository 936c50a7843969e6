/* SPDX-License-Identifier: EUPL-1.2 */
/* Files of hosts and posts as far as the caller sees them: a page of them, or one with all that lies in it. */
#ifndef JALON_APP_LIST_PROCEDURES_H
#define JALON_APP_LIST_PROCEDURES_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/paper.h"
#include "store/procedure.h"

struct list_procedures_out {
    struct procedure *item; /* owned; PROCEDURE_PAGE of them */
    size_t n;
    bool more;
};

struct list_procedures_whole {
    struct procedure file;
    struct procedure_rest rest;
    struct paper_piece piece[PAPER_MAX];
    size_t pieces;
    struct paper_opinion opinion[PAPER_MAX]; /* none for who may not read opinions */
    size_t opinions;
};

/* out wants list_procedures_release whatever happened. */
int list_procedures_do(struct service *s, const struct service_caller *c, const struct procedure_filter *f,
                       struct list_procedures_out *out, enum refusal *no) __attribute__((warn_unused_result));
void list_procedures_release(struct list_procedures_out *out);
/* *out is for free(), or NULL. REFUSAL_NOT_FOUND. */
int list_procedures_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                        struct list_procedures_whole **out, enum refusal *no) __attribute__((warn_unused_result));

#endif
