/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents (life of a placement, steps 11 and 12): people of a host tell them, the service follows them up. */
#ifndef JALON_APP_REPORT_INCIDENT_H
#define JALON_APP_REPORT_INCIDENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/incident.h"
#include "wire/vault_msg.h"

struct report_incident_out {
    struct incident *item; /* owned; INCIDENT_PAGE of them */
    size_t n;
    bool more;
};

struct report_incident_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct incident_told told;
    struct vault_bytes words; /* the record to seal, opaque here; n == 0: none */
};

struct report_incident_step {
    struct uuid id;
    int32_t expected;
    struct incident_step step;
    struct vault_bytes note; /* the record to seal; n == 0: what was noted stays */
};

/* As far as the caller sees them, newest first. out wants report_incident_release whatever happened. */
int report_incident_list(struct service *s, const struct service_caller *c, const struct incident_filter *f,
                         struct report_incident_out *out, enum refusal *no) __attribute__((warn_unused_result));
void report_incident_release(struct report_incident_out *out);
/* REFUSAL_NOT_FOUND. */
int report_incident_one(struct service *s, const struct service_caller *c, const struct uuid *id, struct incident *out,
                        enum refusal *no) __attribute__((warn_unused_result));
/* The words are sealed with the incident or neither is kept. REFUSAL_NOT_FOUND: no such placement; REFUSAL_STATE: it
 * was never decided; REFUSAL_DATE; REFUSAL_KEY_MISSING: the unit has not given the host the key to say words under yet,
 * so it is told without. */
int report_incident_new(struct service *s, const struct service_caller *c, const struct report_incident_in *in,
                        struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* *version is the new one. REFUSAL_NOT_FOUND, REFUSAL_VERSION_CONFLICT; REFUSAL_STATE: closed, or a day for what was no
 * accident or was not stopped; REFUSAL_DATE; REFUSAL_INCOMPLETE: it cannot be closed yet (W-09, step 12). */
int report_incident_follow(struct service *s, const struct service_caller *c, const struct report_incident_step *in,
                           int32_t *version, enum refusal *no) __attribute__((warn_unused_result));

#endif
