/* SPDX-License-Identifier: EUPL-1.2 */
/* Whoever works on a host's file writes its sheet, its sites and its contacts: referent and director of the
 * département, and the host's own manager (H-12). Who has no hand in it is told REFUSAL_NOT_FOUND. */
#ifndef JALON_APP_EDIT_HOST_H
#define JALON_APP_EDIT_HOST_H

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/contact.h"
#include "store/host.h"
#include "store/site.h"

struct edit_host_new {
    struct uuid key;            /* the client's, to make it safe to send twice */
    struct vault_bytes request; /* the body as it came */
    struct uuid org;            /* a host organisation of the founding that has no sheet; nil: a new one */
    struct host_sheet sheet;
};

struct edit_host_site {
    struct uuid key; /* both as above */
    struct vault_bytes request;
    struct uuid host;
    struct site_sheet sheet;
};

struct edit_host_contact {
    struct uuid key; /* both as above */
    struct vault_bytes request;
    struct uuid host;
    struct contact_sheet sheet;
};

/* REFUSAL_SIREN_KNOWN: another host's, or org has its sheet; REFUSAL_COMMUNE. */
int edit_host_create(struct service *s, const struct service_caller *c, const struct edit_host_new *in,
                     struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_RULE: form and SIREN are not the manager's to change. REFUSAL_STATE: the form is what a running file or an
 * inscribed post was judged by. */
int edit_host_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                  const struct host_sheet *h, int32_t *version, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_STATE: a host that is closed stays so. */
int edit_host_set_state(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const char *state, const char *reason, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));

int edit_host_add_site(struct service *s, const struct service_caller *c, const struct edit_host_site *in,
                       struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_STATE: a post runs there. */
int edit_host_put_site(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct site_sheet *h, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));

int edit_host_add_contact(struct service *s, const struct service_caller *c, const struct edit_host_contact *in,
                          struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
int edit_host_put_contact(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                          const struct contact_sheet *h, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_STATE: in charge of a post. */
int edit_host_drop_contact(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
