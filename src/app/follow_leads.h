/* SPDX-License-Identifier: EUPL-1.2 */
/* A referent follows bodies that might host, from the first word to a host's sheet; directors look on. Another
 * département's leads are not there: REFUSAL_NOT_FOUND. */
#ifndef JALON_APP_FOLLOW_LEADS_H
#define JALON_APP_FOLLOW_LEADS_H

#include "app/asking.h"
#include "app/service.h"
#include "base/uuid.h"
#include "store/lead.h"

struct follow_leads_out {
    struct lead *item; /* owned; LEAD_PAGE of them, or the one that was asked for */
    size_t n;
    bool more;
    struct lead_event *event; /* owned; of the one */
    size_t events;
};

/* after NULL: the first page. out wants follow_leads_release whatever happened. */
int follow_leads_list(struct service *s, const struct service_caller *c, const struct lead_filter *f,
                      const struct page_cursor *after, struct follow_leads_out *out, enum refusal *no)
    __attribute__((warn_unused_result));
/* The same; n is 1 when it was found. */
int follow_leads_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                     struct follow_leads_out *out, enum refusal *no) __attribute__((warn_unused_result));
void follow_leads_release(struct follow_leads_out *out);

struct follow_leads_new {
    struct uuid key;            /* the client's, to make it safe to send twice */
    struct vault_bytes request; /* the body as it came */
    struct lead_sheet sheet;
};

struct follow_leads_said {
    struct uuid key; /* both as above */
    struct vault_bytes request;
    struct uuid lead;
    const char *kind;
    struct day on_day;
    const char *note;
};

struct follow_leads_host {
    struct uuid key; /* both as above */
    struct vault_bytes request;
    struct uuid lead;
    int32_t expected;        /* version of the lead */
    struct host_sheet sheet; /* without its name, which is the lead's */
};

/* REFUSAL_DATE: a contact that is to come. */
int follow_leads_create(struct service *s, const struct service_caller *c, const struct follow_leads_new *in,
                        struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* REFUSAL_STATE: it is a host by now, or would become one by the wrong door. */
int follow_leads_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                     const struct lead_sheet *l, int32_t *version, enum refusal *no)
    __attribute__((warn_unused_result));
/* REFUSAL_DATE as above. */
int follow_leads_say(struct service *s, const struct service_caller *c, const struct follow_leads_said *in,
                     struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));
/* out->id is the host's. REFUSAL_STATE: it is one by now; REFUSAL_SIREN_KNOWN, REFUSAL_COMMUNE. */
int follow_leads_convert(struct service *s, const struct service_caller *c, const struct follow_leads_host *in,
                         struct asking_made *out, enum refusal *no) __attribute__((warn_unused_result));

#endif
