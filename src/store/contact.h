/* SPDX-License-Identifier: EUPL-1.2 */
/* People of a host whom the service deals with. Their civil status is a row apart: who does not see it reads none. */
#ifndef JALON_STORE_CONTACT_H
#define JALON_STORE_CONTACT_H

#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/host.h"

#define CONTACT_PHONE (40 * 4 + 1)
#define CONTACT_EMAIL (200 * 4 + 1)
#define CONTACT_NATIONALITY (100 * 4 + 1)

enum contact_statement {
    CONTACT_LIST,
    CONTACT_NEW,
    CONTACT_PUT,
    CONTACT_DROP,
    CONTACT_STATEMENTS
};

struct contact {
    struct uuid id;
    char part[WORD_MAX + 1];
    char name[USER_NAME];
    char function[USER_NAME];
    char phone[CONTACT_PHONE];
    char email[CONTACT_EMAIL];
    int32_t version;
    int32_t people_max; /* C-11: people at a time whose work they follow; 0: nobody said */
    struct day trained_on; /* to lead people; of year 0: nobody said */
    int32_t people;     /* whom they follow or are to follow; -1: told to their host alone */
    struct day birth_date; /* of year 0: none */
    char birth_place[USER_NAME];
    char nationality[CONTACT_NATIONALITY];
};

/* A contact as it is written. All texts but name and part may be "". */
struct contact_sheet {
    const char *part;
    const char *name;
    const char *function;
    const char *phone;
    const char *email;
    struct day birth_date;
    const char *birth_place;
    const char *nationality;
    int32_t people_max; /* 0: not said */
    struct day trained_on; /* of year 0: not said */
};

extern const struct conn_group contact_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
/* The contacts of a host by name. */
void contact_list_step(struct conn_step *s, struct param_list *p, const struct uuid *host);
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT. */
int contact_read_list(const struct conn_step *s, struct contact **out, size_t *n) __attribute__((warn_unused_result));
/* key and digest: 32 bytes each. */
void contact_new_step(struct conn_step *s, struct param_list *p, const struct uuid *host,
                      const struct contact_sheet *h, const unsigned char *key, const unsigned char *digest);
void contact_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const struct contact_sheet *h);
void contact_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id);

#endif
