/* SPDX-License-Identifier: EUPL-1.2 */
/* Hours of a placement: a host reports a session, or her counsellor what came on paper; what the person says of it; a
 * report that is taken back. Reading is for who sees the placement. */
#ifndef JALON_APP_REPORT_HOURS_H
#define JALON_APP_REPORT_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/service.h"
#include "base/uuid.h"
#include "store/hours.h"
#include "wire/vault_msg.h"

struct report_hours_list_out {
    struct hours_report *item; /* HOURS_PAGE of them */
    size_t n;
    bool more;
};

struct report_hours_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct uuid placement;
    struct hours_session session;
    struct vault_bytes words; /* of the host, as they are sealed; n == 0: none */
};

struct report_hours_out {
    struct uuid id;
    bool replayed; /* the first answer was lost and this is it again */
    struct hours_rules flags;
};

/* The most minutes of an ISO week that the person's job leaves, out of the sheet of a placement; negative: it says
 * nothing of that. */
typedef int32_t (*report_hours_limit)(const void *sheet, size_t n);

/* Newest day first; after may be NULL. REFUSAL_NOT_FOUND: no such placement, or none that the caller sees. out wants
 * report_hours_list_release whatever happened. */
int report_hours_list(struct service *s, const struct service_caller *c, const struct uuid *placement,
                      const struct hours_cursor *after, struct report_hours_list_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void report_hours_list_release(struct report_hours_list_out *out);
/* REFUSAL_STATE: not decided; REFUSAL_DATE; REFUSAL_OVERLAP: reported already; REFUSAL_KEY_MISSING: there are words and
 * the caller has no key to seal them. */
int report_hours_new(struct service *s, const struct service_caller *c, const struct report_hours_in *in,
                     report_hours_limit limit, struct report_hours_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* These two give the new version. REFUSAL_VERSION_CONFLICT, REFUSAL_STATE: settled or taken back. */
/* REFUSAL_OTHER_PERSON: the service heard her already. */
int report_hours_word(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const char *word, const char *channel, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_OTHER_PERSON: another organisation reported it. */
int report_hours_withdraw(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                          int32_t *version, enum refusal *no) __attribute__((warn_unused_result));

#endif
