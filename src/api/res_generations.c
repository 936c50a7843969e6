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
    struct api *a = ctx;
    struct service_caller c;
    int32_t generation = 0;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = move_on_do(a->service, &c, &q->id, &generation, &no);
    if (reply_outcome(r, rc, no)) {
        buf_u8(&r->body, '{');
        api_put_int(&r->body, "generation", generation);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
    service_caller_wipe(&c);
}
