/* SPDX-License-Identifier: EUPL-1.2 */
/* The signed head of the log as the C2SP text that it is: public, so that whoever keeps one can later show a log
 * that was changed. It holds a name, a number and a hash. */
#include "api/res_log.h"

#include "api/api.h"
#include "app/read_head.h"
#include "base/err.h"

#include "base/banned.h"

#define NOTE_MAX 8192

void res_log_head(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct buf note SCOPED_BUF;
    int rc;

    (void)q;
    buf_init(&note, NOTE_MAX);
    rc = read_head_do(a->service, &note);
    if (!reply_outcome(r, rc, REFUSAL_NONE))
        return;
    if (note.len == 0) {
        reply_refuse(r, REFUSAL_UNAVAILABLE, NULL); /* nothing was signed yet */
        return;
    }
    buf_bytes(&r->body, note.data, note.len);
    r->type = REPLY_TEXT;
    reply_ok(r, 200);
}
