/* SPDX-License-Identifier: EUPL-1.2 */
/* Reports to the mandating judge: which there are, one begun, one sent. What they say is a sealed record
 * (read_record.h, write_record.h). */
#ifndef JALON_APP_JUDGE_REPORTS_H
#define JALON_APP_JUDGE_REPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/judge_report.h"
#include "wire/vault_msg.h"

struct judge_reports_out {
    struct judge_report *item; /* owned; JUDGE_REPORT_PAGE of them */
    size_t n;
    bool more;
};

struct judge_reports_in {
    struct uuid key;            /* the client's idempotency key */
    struct vault_bytes request; /* the bytes of the request: the same key with others is refused */
    struct judge_report_begun begun;
};

/* Of a measure, newest first; after may be NULL. REFUSAL_NOT_FOUND: no such measure, or none that the caller sees. out
 * wants judge_reports_release whatever happened. */
int judge_reports_list(struct service *s, const struct service_caller *c, const struct uuid *measure,
                       const struct page_cursor *after, struct judge_reports_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void judge_reports_release(struct judge_reports_out *out);
/* REFUSAL_NOT_FOUND: no such measure, or the incident is not of it; REFUSAL_STATE: it was never opened;
 * REFUSAL_DATE. */
int judge_reports_new(struct service *s, const struct service_caller *c, const struct judge_reports_in *in,
                      struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* Of these two *version is the new one. REFUSAL_NOT_FOUND, REFUSAL_VERSION_CONFLICT; REFUSAL_STATE: it went already, or
 * was dropped; REFUSAL_DATE. */
int judge_reports_send(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct day *sent_on, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* It was begun by mistake; it stays on record. */
int judge_reports_drop(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       int32_t *version, enum refusal *no) __attribute__((warn_unused_result));

#endif
