/* SPDX-License-Identifier: EUPL-1.2 */
/* A person opens one case: the clear row and the identity, which the vault opens after it has its receipt from the
 * log. */
#ifndef JALON_APP_READ_CASE_H
#define JALON_APP_READ_CASE_H

#include "app/service.h"
#include "base/uuid.h"
#include "domain/reason.h"
#include "store/case_file.h"
#include "wire/vault_msg.h"

struct read_case_out {
    struct case_file file;
    struct buf plain;            /* secret; holds identity */
    struct vault_bytes identity; /* p == NULL: the envelope is not what was sealed (integrity) */
};

/* REFUSAL_NOT_FOUND, REFUSAL_REASON_REQUIRED, REFUSAL_CEILING, REFUSAL_KEY_MISSING. out wants read_case_release
 * whatever happened. */
int read_case_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum reason reason,
                 struct read_case_out *out, enum refusal *no) __attribute__((warn_unused_result));
void read_case_release(struct read_case_out *out);

#endif
