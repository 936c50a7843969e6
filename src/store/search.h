/* SPDX-License-Identifier: EUPL-1.2 */
/* Searches of posts that a counsellor keeps (C-13). Each session reads and writes its owner's own, by functions of
 * schema offer that decide all; the posts of one are in store/post.h. */
#ifndef JALON_STORE_SEARCH_H
#define JALON_STORE_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/place.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/post.h"

#define SEARCH_MOST 20 /* of one person */
#define SEARCH_NAME 60 /* characters */

enum search_statement { SEARCH_LIST, SEARCH_NEW, SEARCH_PUT, SEARCH_DROP, SEARCH_SEEN, SEARCH_STATEMENTS };

struct search {
    struct uuid id;
    char name[SEARCH_NAME * 4 + 1];
    struct post_filter filter; /* points into host, commune and near: not to be copied */
    struct uuid host;
    char commune[PLACE_INSEE + 1];
    char near[PLACE_INSEE + 1];
    bool known;      /* its communes are, with a point to count metres from; else it finds nothing */
    int32_t news;    /* posts that its owner has not seen in it */
    int64_t as_of;   /* round of the worker that noted them */
    int32_t version;
};

extern const struct conn_group search_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran, as must what is
 * handed over. key and digest: 32 bytes each. */
/* Those of the session's owner in the order in which they were made; one NULL: all. */
void search_list_step(struct conn_step *s, struct param_list *p, const struct uuid *one);
void search_new_step(struct conn_step *s, struct param_list *p, const char *name, const struct post_filter *f,
                     const unsigned char key[32], const unsigned char digest[32]);
void search_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                     const char *name, const struct post_filter *f);
void search_drop_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void search_seen_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int64_t as_of);
int search_read_list(const struct conn_step *s, struct search out[SEARCH_MOST], size_t *n)
    __attribute__((warn_unused_result));

#endif
