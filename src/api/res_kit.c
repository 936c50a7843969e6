/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/api.h"
#include "api/res_kit.h"
#include "web/html.h"
#include "web/page_kit.h"

#include "base/banned.h"

void res_kit_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct read_kit_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, read_kit_do(s.service, &s.caller, &q->id, &out, &s.no))) {
        page_kit_put(&r->body, &out);
        r->type = REPLY_HTML;
        r->style = html_style_hash;
        reply_ok(r, 200);
    }
    read_kit_release(&out);
}
