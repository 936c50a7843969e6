/* SPDX-License-Identifier: EUPL-1.2 */
/* Who there is, for those who manage people: as far as each of them sees. */
#ifndef JALON_APP_LIST_USERS_H
#define JALON_APP_LIST_USERS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/user.h"

struct list_users_out {
    struct user *item; /* owned; USER_PAGE of them */
    size_t n;
    bool more;
};

/* The accounts behind the login after, "" for the first page. out wants list_users_release whatever happened. */
int list_users_do(struct service *s, const struct service_caller *c, const char *after, struct list_users_out *out,
                  enum refusal *no) __attribute__((warn_unused_result));
void list_users_release(struct list_users_out *out);
/* One of them. REFUSAL_NOT_FOUND. */
int list_users_one(struct service *s, const struct service_caller *c, const struct uuid *id, struct user *out,
                   enum refusal *no) __attribute__((warn_unused_result));

#endif
