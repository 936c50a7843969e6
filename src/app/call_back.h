/* SPDX-License-Identifier: EUPL-1.2 */
/* A host asks to be called back; a referent of its département does. The host sees how far it is. */
#ifndef JALON_APP_CALL_BACK_H
#define JALON_APP_CALL_BACK_H

#include "app/asking.h"
#include "app/service.h"
#include "store/callback.h"

struct call_back_new {
    struct uuid key;            /* the client's, to make it safe to send twice */
    struct vault_bytes request; /* the body as it came */
    struct callback_sheet sheet;
};

struct call_back_out {
    struct callback *item; /* owned; CALLBACK_PAGE of them */
    size_t n;
    bool more;
};

/* Newest first; of a host its own, of the service those of the département. state NULL: any. out wants
 * call_back_release whatever happened. */
int call_back_list(struct service *s, const struct service_caller *c, const char *state,
                   const struct page_cursor *after, struct call_back_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void call_back_release(struct call_back_out *out);
/* REFUSAL_NOT_FOUND: the contact is not one of the own host. */
int call_back_ask(struct service *s, const struct service_caller *c, const struct call_back_new *in,
                  struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_STATE: another referent does, or it is closed. Twice is once. */
int call_back_take(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_STATE: nobody took it, or it is closed; REFUSAL_DATE. */
int call_back_close(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                    const char *outcome, const struct day *on_day, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
