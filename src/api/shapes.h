/* SPDX-License-Identifier: EUPL-1.2 */
/* Shapes that several resources answer with, beside the writers of api.h that write them, and closed lists that are no
 * word list. */
#ifndef JALON_API_SHAPES_H
#define JALON_API_SHAPES_H

#include <stddef.h>

#include "http/json_field.h"

extern const struct json_shape shapes_made;     /* api_made */
extern const struct json_shape shapes_changed;  /* api_changed */
extern const struct json_shape shapes_id;       /* {"id":"uuid"} */
extern const struct json_shape shapes_named;    /* api_put_named */
extern const struct json_shape shapes_user;     /* the inside of api_put_user */
extern const struct json_shape shapes_code;     /* api_put_code */
extern const struct json_shape shapes_commune;  /* {"insee":"59350","name":"Lille"} */
extern const struct json_shape shapes_titled;   /* {"id":"uuid","title":"…"} */
extern const struct json_shape shapes_rule;     /* one of rules_json.h */

/* Code i of a list, NULL past its end. */
const char *shapes_role(size_t i);
const char *shapes_account_state(size_t i);
const char *shapes_request_state(size_t i); /* sec.request_state */
const char *shapes_reason(size_t i);

#endif
