/* SPDX-License-Identifier: EUPL-1.2 */
/* The next pair of a unit over JSON: nothing is sent, the generation that was made is answered. */
#include "api/res_generations.h"

#include "api/api.h"
#include "app/move_on.h"

#include "base/banned.h"

static const struct json_field made[] = {{"generation", JSON_INT, true}};

const struct json_shape res_generations_made = JSON_SHAPE("Generation", made);

void res_generations_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    int32_t generation = 0;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, move_on_do(s.service, &s.caller, &q->id, &generation, &s.no))) {
        buf_u8(&r->body, '{');
        api_put_int(&r->body, "generation", generation);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
}
