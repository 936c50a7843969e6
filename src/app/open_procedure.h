/* SPDX-License-Identifier: EUPL-1.2 */
/* A file is opened on a host or on one of its posts, and its pieces come in. */
#ifndef JALON_APP_OPEN_PROCEDURE_H
#define JALON_APP_OPEN_PROCEDURE_H

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/paper.h"
#include "store/procedure.h"

struct open_procedure_in {
    struct uuid key; /* the client's */
    struct vault_bytes request;
    struct procedure_new file; /* its key and digest are filled here */
    bool on_post;
};

/* REFUSAL_NOT_FOUND: not the caller's to open; REFUSAL_RULE: by right (H-01) or not in this département (H-03);
 * REFUSAL_STATE: one runs already, or there is nothing to end; REFUSAL_INCOMPLETE: the post's sheet;
 * REFUSAL_NO_STANDING: of a post's host. */
int open_procedure_do(struct service *s, const struct service_caller *c, const struct open_procedure_in *in,
                      struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* A piece came in, or came again, while a habilitation is a draft. */
int open_procedure_piece(struct service *s, const struct service_caller *c, const struct uuid *id,
                         const struct paper_piece_in *in, enum refusal *no) __attribute__((warn_unused_result));

#endif
