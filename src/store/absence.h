/* SPDX-License-Identifier: EUPL-1.2 */
/* Absences of people of a host and who stands in for them (offer.absence): days, never why. */
#ifndef JALON_STORE_ABSENCE_H
#define JALON_STORE_ABSENCE_H

#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/user.h"

#define ABSENCE_PAGE 100 /* of the one in charge of a post, the next ones */

enum absence_statement {
    ABSENCE_OF_HOST,
    ABSENCE_OF_POST,
    ABSENCE_NEW,
    ABSENCE_PUT,
    ABSENCE_DROP,
    ABSENCE_STATEMENTS
};

struct absence {
    struct uuid id;
    struct uuid contact;
    char name[USER_NAME];
    struct day first; /* both ends included */
    struct day last;
    struct uuid stand_in; /* nil: nobody; then the posts of the contact do not run on these days */
    char stand_in_name[USER_NAME];
    int32_t version;
};

/* An absence as it is written. */
struct absence_days {
    struct day first;
    struct day last; /* not before the first */
    struct uuid stand_in; /* nil: nobody */
};

extern const struct conn_group absence_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
/* Those that are not over, by their days: of all contacts of a host; of who is in charge of a post, ABSENCE_PAGE. */
void absence_of_host_step(struct conn_step *s, struct param_list *p, const struct uuid *host);
void absence_of_post_step(struct conn_step *s, struct param_list *p, const struct uuid *post);
/* *out is the caller's to free; NULL and 0 after an error. ERR_NOMEM, ERR_FORMAT. */
int absence_read_list(const struct conn_step *s, struct absence **out, size_t *n) __attribute__((warn_unused_result));
int absence_read_page(const struct conn_step *s, struct absence out[ABSENCE_PAGE], size_t *n)
    __attribute__((warn_unused_result));
/* key and digest: 32 bytes each. */
void absence_new_step(struct conn_step *s, struct param_list *p, const struct uuid *contact,
                      const struct absence_days *days, const unsigned char *key, const unsigned char *digest);
void absence_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                      const struct absence_days *days);
void absence_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id);

#endif
