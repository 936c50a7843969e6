/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading the log of accesses: an auditor all of it, a counsellor and a director what was done with a case of theirs,
 * everybody their own acts. Each reading becomes an entry itself. */
#ifndef JALON_APP_READ_LOG_H
#define JALON_APP_READ_LOG_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/audit_log.h"

#define READ_LOG_BUNDLE 256 /* most entries in a bundle */
#define READ_LOG_WORD 40    /* characters of an action, a kind or a reason, at most */

/* before NULL: from the newest entry on, else those before that index. out wants audit_log_release whatever happened.
 */
int read_log_search(struct service *s, const struct service_caller *c, const struct audit_log_search *q,
                    const int64_t *before, struct audit_log_page *out, enum refusal *no)
    __attribute__((warn_unused_result));
int read_log_mine(struct service *s, const struct service_caller *c, const int64_t *before, struct audit_log_page *out,
                  enum refusal *no) __attribute__((warn_unused_result));
int read_log_case(struct service *s, const struct service_caller *c, const struct uuid *case_id, const int64_t *before,
                  struct audit_log_page *out, enum refusal *no) __attribute__((warn_unused_result));
/* Entries in a row from index first on, at most n (1 to READ_LOG_BUNDLE), each with its proof under the head that is
 * signed now, as a bundle that jalon-verify judges (audit/proof.h). REFUSAL_NOT_FOUND when there is none under it;
 * REFUSAL_REASON_REQUIRED, as in a search. */
int read_log_bundle(struct service *s, const struct service_caller *c, int64_t first, int32_t n, enum reason why,
                    struct buf *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
