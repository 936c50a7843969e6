/* SPDX-License-Identifier: EUPL-1.2 */
/* Leads: bodies that might host one day, and what was said to them. A session sees those of its own département. */
#ifndef JALON_STORE_LEAD_H
#define JALON_STORE_LEAD_H

#include <stdbool.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/contact.h"
#include "store/host.h"
#include "store/page.h"

#define LEAD_PAGE 50
#define LEAD_NOTE (2000 * 4 + 1)

enum lead_statement {
    LEAD_LIST,
    LEAD_ONE,
    LEAD_EVENTS,
    LEAD_NEW,
    LEAD_PUT,
    LEAD_EVENT_NEW,
    LEAD_CONVERT,
    LEAD_STATEMENTS
};

struct lead {
    struct uuid id;
    char name[USER_NAME];
    char insee[PLACE_INSEE + 1]; /* "" : unknown, with its commune */
    char commune[HOST_COMMUNE];
    char origin[WORD_MAX + 1];
    char state[WORD_MAX + 1];
    char contact_name[USER_NAME];
    char phone[CONTACT_PHONE];
    char email[CONTACT_EMAIL];
    char note[LEAD_NOTE];
    struct day next_on; /* of year 0: none */
    struct day last_contact_on;
    struct uuid assigned_to; /* nil: nobody */
    struct uuid host;        /* nil: not converted */
    int32_t version;
    int64_t created_us;
};

struct lead_event {
    struct uuid id;
    char kind[WORD_MAX + 1];
    struct day on_day;
    char note[LEAD_NOTE];
    struct uuid by;
    int64_t created_us;
};

/* What a page is of. state NULL: any; due: whose next day has come. */
struct lead_filter {
    const char *state;
    bool due;
};

/* A lead as it is written. insee may be NULL, texts but name may be "", days of year 0, assigned_to nil. A new one has
 * an origin and the day of the last contact, a changed one a state and who follows it. */
struct lead_sheet {
    const char *name;
    const char *insee;
    const char *origin;
    const char *state;
    const char *contact_name;
    const char *phone;
    const char *email;
    const char *note;
    struct day next_on;
    struct day last_contact_on;
    struct uuid assigned_to;
};

extern const struct conn_group lead_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. key and digest
 * are 32 bytes each. */
/* Newest first, after NULL: from the newest. */
void lead_list_step(struct conn_step *s, struct param_list *p, const struct lead_filter *f,
                    const struct page_cursor *after);
void lead_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* What was said to a lead, the last first. */
void lead_events_step(struct conn_step *s, struct param_list *p, const struct uuid *lead);
int lead_read_list(const struct conn_step *s, struct lead out[LEAD_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
int lead_read_one(const struct conn_step *s, struct lead *out) __attribute__((warn_unused_result)); /* ERR_NOTFOUND */
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT. */
int lead_read_events(const struct conn_step *s, struct lead_event **out, size_t *n)
    __attribute__((warn_unused_result));

void lead_new_step(struct conn_step *s, struct param_list *p, const struct lead_sheet *l, const unsigned char *key,
                   const unsigned char *digest);
void lead_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                   const struct lead_sheet *l);
void lead_event_new_step(struct conn_step *s, struct param_list *p, const struct uuid *lead, const char *kind,
                         const struct day *on_day, const char *note, const unsigned char *key,
                         const unsigned char *digest);
/* h without its name, which is the lead's. */
void lead_convert_step(struct conn_step *s, struct param_list *p, const struct uuid *lead, int32_t expected,
                       const struct host_sheet *h, const unsigned char *key, const unsigned char *digest);

#endif
