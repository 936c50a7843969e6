/* SPDX-License-Identifier: EUPL-1.2 */
/* What every JSON resource stands on. */
#ifndef JALON_API_API_H
#define JALON_API_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "app/acting.h"
#include "app/whoami.h"
#include "http/route.h"

struct api {
    struct service *service;
};

/* Who asks, out of a checked request. Wipe it with service_caller_wipe. */
void api_caller(struct service_caller *c, const struct route_request *q);
/* For the edge: whose token is this (struct exchange_service)? ctx is a struct api. */
int api_role_of(void *ctx, const unsigned char token[32], const char *address, enum role *role, enum refusal *no);
/* ,"name":"2026-11-22T19:44:31.123456Z" without the comma. */
void api_put_time(struct buf *b, const char *name, int64_t us);
/* "name":"uuid" */
void api_put_id(struct buf *b, const char *name, const struct uuid *id);
/* "name":"uuid", or null for the nil one */
void api_put_id_or_null(struct buf *b, const char *name, const struct uuid *id);
/* "name":true */
void api_put_flag(struct buf *b, const char *name, bool flag);
/* "activation_code":"…","expires_at":"…", or two nulls */
void api_put_code(struct buf *b, const struct acting_code *code);
/* "name":"text" */
void api_put_text(struct buf *b, const char *name, const char *text);
/* Cursor of a page: instant and id of the last row shown, in base64url; opaque to clients, worthless to others, since
 * rows are chosen by the session. put writes "next":"…". read: false when it is none. */
void api_put_cursor(struct buf *b, int64_t us, const struct uuid *id);
bool api_read_cursor(const char *s, size_t n, int64_t *us, struct uuid *id);
/* The object that describes the signed-in person. */
void api_put_me(struct buf *b, const struct session_info *who, bool demonstration);

#endif
