/* SPDX-License-Identifier: EUPL-1.2 */
/* Requests of a host to be called back by a referent of its département. */
#ifndef JALON_STORE_CALLBACK_H
#define JALON_STORE_CALLBACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/word.h"
#include "store/conn.h"
#include "store/contact.h"
#include "store/page.h"
#include "store/param.h"

#define CALLBACK_PAGE 50
#define CALLBACK_REACH (80 * 4 + 1)

enum callback_statement {
    CALLBACK_LIST,
    CALLBACK_NEW,
    CALLBACK_TAKE,
    CALLBACK_CLOSE,
    CALLBACK_STATEMENTS
};

struct callback {
    struct uuid id;
    struct uuid host;
    char host_name[USER_NAME];
    struct uuid contact; /* whom to call; nil: nobody in particular */
    char contact_name[USER_NAME];
    char contact_phone[CONTACT_PHONE];
    const char *subject; /* word of WORD_CALLBACK_SUBJECT */
    char reach[CALLBACK_REACH];
    const char *state; /* word of WORD_CALLBACK_STATE */
    struct day due_on;
    int64_t asked_us;
    struct uuid taken_by; /* nil: nobody yet */
    const char *outcome;  /* word of WORD_CALLBACK_OUTCOME, or NULL */
    struct day closed_on; /* of year 0: not yet */
    int32_t version;
};

/* A request as it is made. Texts may be "". */
struct callback_sheet {
    const char *subject;
    struct uuid contact; /* nil: none */
    const char *reach;
};

extern const struct conn_group callback_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
/* Those that the session sees, newest first. state NULL: any; after NULL: the first page. */
void callback_list_step(struct conn_step *s, struct param_list *p, const char *state, const struct page_cursor *after);
int callback_read_list(const struct conn_step *s, struct callback out[CALLBACK_PAGE], size_t *n, bool *more)
    __attribute__((warn_unused_result));
/* key and digest: 32 bytes each. */
void callback_new_step(struct conn_step *s, struct param_list *p, const struct callback_sheet *h,
                       const unsigned char *key, const unsigned char *digest);
void callback_take_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void callback_close_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                         const char *outcome, const struct day *on_day);

#endif
