/* SPDX-License-Identifier: EUPL-1.2 */
/* Sealed records besides the identity: cases/{id}/profile, measures/{id}/justice, acts/{id}/copy, reports/{id}/text;
 * GET hours/{id}/texts, hours/{id}/reason, ledger/{id}/reason, incidents/{id}/words and note. ctx is a struct api. */
#ifndef JALON_API_RES_SEALED_H
#define JALON_API_RES_SEALED_H

#include "http/route.h"

extern const struct json_shape res_sealed_profile;
extern const struct json_shape res_sealed_justice;
extern const struct json_shape res_sealed_text;
extern const struct json_shape res_sealed_words;
extern const struct json_shape res_sealed_reason;
extern const struct json_shape res_sealed_note;

void res_sealed_read_profile(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_write_profile(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_justice(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_write_justice(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_copy(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_write_copy(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_report(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_write_report(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_words(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_note(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_hours(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_settlement(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_entry(void *ctx, const struct route_request *q, struct reply *r);
void res_sealed_read_last_day(void *ctx, const struct route_request *q, struct reply *r);

#endif
