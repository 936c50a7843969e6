/* SPDX-License-Identifier: EUPL-1.2 */
/* Which hosts there are, and the sheet of one with all that hangs on it: as far as each session sees. */
#ifndef JALON_APP_LIST_HOSTS_H
#define JALON_APP_LIST_HOSTS_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/absence.h"
#include "store/contact.h"
#include "store/host.h"
#include "store/site.h"

struct list_hosts_out {
    struct host *item; /* owned; HOST_PAGE of them */
    size_t n;
    bool more;
};

/* One sheet; the lists are owned. */
struct list_hosts_sheet {
    struct host host;
    struct host_more more;
    struct site *site;
    size_t sites;
    struct contact *contact;
    size_t contacts;
    struct absence *absence; /* of the contacts, not over */
    size_t absences;
    struct host_habilitation *habilitation;
    size_t habilitations;
    struct host_procedure *procedure;
    size_t procedures;
};

/* after NULL: the first page. out wants list_hosts_release whatever happened. */
int list_hosts_do(struct service *s, const struct service_caller *c, const struct host_filter *f,
                  const struct page_cursor *after, struct list_hosts_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
void list_hosts_release(struct list_hosts_out *out);
/* REFUSAL_NOT_FOUND. out wants list_hosts_close whatever happened. */
int list_hosts_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_hosts_sheet *out, enum refusal *no) __attribute__((warn_unused_result));
void list_hosts_close(struct list_hosts_sheet *out);

#endif
