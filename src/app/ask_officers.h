/* SPDX-License-Identifier: EUPL-1.2 */
/* Asking two officers for something, looking at what was asked, and taking it back. */
#ifndef JALON_APP_ASK_OFFICERS_H
#define JALON_APP_ASK_OFFICERS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/request.h"

struct ask_officers_list {
    struct request *item; /* owned; REQUEST_PAGE of them */
    size_t n;
    bool more;
};

/* The unit's secret for one of its people, officer: and the right to decide. Asked again by the same person it is the
 * same request. REFUSAL_ROLE_UNFIT, REFUSAL_ACCOUNT_STATE, REFUSAL_NOT_FOUND. */
int ask_officers_member(struct service *s, const struct service_caller *c, const struct uuid *org,
                        const struct uuid *account, bool officer, struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));
/* New keys, password and second factor. REFUSAL_ACCOUNT_STATE: never came (invite again), disabled, or asked already.
 * */
int ask_officers_reset(struct service *s, const struct service_caller *c, const struct uuid *account, struct uuid *id,
                       enum refusal *no) __attribute__((warn_unused_result));
/* org NULL: everywhere the caller may look; after NULL: from the newest. out wants ask_officers_release. */
int ask_officers_page(struct service *s, const struct service_caller *c, const struct uuid *org,
                      const struct page_cursor *after, struct ask_officers_list *out, enum refusal *no)
    __attribute__((warn_unused_result));
void ask_officers_release(struct ask_officers_list *out);
/* REFUSAL_REQUEST_CLOSED when it was decided or taken back before. */
int ask_officers_withdraw(struct service *s, const struct service_caller *c, const struct uuid *request,
                          enum refusal *no) __attribute__((warn_unused_result));

#endif
