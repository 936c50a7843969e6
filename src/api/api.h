/* SPDX-License-Identifier: EUPL-1.2 */
/* What every JSON resource stands on. */
#ifndef JALON_API_API_H
#define JALON_API_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "api/api_put.h"
#include "api/json.h"
#include "app/asking.h"
#include "domain/day.h"
#include "domain/word.h"
#include "http/route.h"

#define API_CURSOR 33 /* bytes of a cursor of instant and id, with its NUL */

struct api {
    struct service *service;
    struct buf openapi; /* the document, as the start has written it */
};

/* The fields that the row declares of the body, which are n, into values. false: r says why not. d keeps what values
 * point to, release it in both cases. */
bool api_body(const struct route_request *q, struct json_doc *d, struct json_value *values, size_t n,
              struct reply *r);
/* A field that is well formed but makes no sense, see json_doc_refuse. Always false. */
bool api_refuse(struct json_doc *d, const char *base, const char *name, struct reply *r);
/* For an answer that may be REFUSAL_ATTEMPTS: says when to come again with this login. */
void api_say_when(struct api *a, const struct route_request *q, const struct json_value *login, struct reply *r);
/* The text of a field; "" when it is absent. */
const char *api_text(const struct json_value *v);
/* For the edge: whose token is this (struct exchange_service)? ctx is a struct api. */
int api_role_of(void *ctx, const unsigned char token[32], const char *address, enum role *role, enum refusal *no);
/* The comma that a member or an element needs behind another one, and none where it is the first. */
void api_next(struct buf *b);
/* A member's name with its colon, and before it the comma that it needs behind another member: so is it with all
 * writers of members, in api/api_put.h and api/list.h. */
void api_name(struct buf *b, const char *name);
/* "name":{ and the caller closes it */
void api_open(struct buf *b, const char *name);
/* A list: open it, announce each item before it is written (i counts from 0), close it. A list that comes in pages is
 * closed by api_close_page with the cursor of its last row, or NULL when no row is left. */
void api_open_list(struct buf *b);
void api_next_item(struct buf *b, size_t i);
void api_close_list(struct buf *b);
void api_close_page(struct buf *b, const char *next);
/* Cursor of a page: instant and id of the last row shown, in base64url; opaque to clients, worthless to others, since
 * rows are chosen by the session. Returns text. read: false when it is none. */
const char *api_cursor(char text[API_CURSOR], int64_t us, const struct uuid *id);
bool api_read_cursor(const char *s, size_t n, int64_t *us, struct uuid *id);
/* The answers to writes: 201 with the id of what was made, and 200 with the version that is now, as ETag too. */
void api_made(struct reply *r, const struct uuid *id);
void api_changed(struct reply *r, int32_t version);
/* One use case for one request: begun before it, ended with what it gave, whose arguments are members of this. Exactly
 * one end follows a beginning; it wipes the caller, and where nothing was done r says why not. */
struct api_step {
    struct service *service;
    struct service_caller caller;
    struct asking_made made;
    int32_t version;
    enum refusal no;
    struct page_cursor at; /* of a list, see api/list.h */
    const struct page_cursor *after;
};
void api_step_begin(struct api_step *s, void *ctx, const struct route_request *q);
/* Was it done? Then the answer is still to be written. */
bool api_step_done(struct api_step *s, struct reply *r, int rc);
/* 201 with the id that was made, 200 with the version that is now, and 204. */
void api_step_made(struct api_step *s, struct reply *r, int rc);
void api_step_end(struct api_step *s, struct reply *r, int rc);
void api_step_silent(struct api_step *s, struct reply *r, int rc);
/* The whole door of a use case that takes the path's id and nothing else, and tells nothing: 204. ctx is a struct
 * api. */
void api_on_id(void *ctx, const struct route_request *q, struct reply *r,
               int (*act)(struct service *, const struct service_caller *, const struct uuid *, enum refusal *));
#endif
