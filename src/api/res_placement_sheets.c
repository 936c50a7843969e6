/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealed records of a placement, read. What is not there is null; what is not what was sealed is null too, and the
 * answer says so. */
#include "api/res_placement_sheets.h"

#include "api/api.h"
#include "api/placement_sheet.h"
#include "app/read_record.h"
#include "app/read_sheet.h"
#include "base/err.h"

#include "base/banned.h"

static const struct json_field reason_fields[] = {
    {"version", JSON_INT, true}, {"reason", JSON_LINES}, {"integrity", JSON_FLAG, true}};
static const struct json_field sheet_fields[] = {
    {"sheet", JSON_FIELDS, .of = &placement_sheet_shape},
    {"contact", JSON_FIELDS, .of = &placement_sheet_contact_shape},
    {"answer", JSON_LINES},
    {"integrity", JSON_FLAG, true},
};

const struct json_shape res_placement_sheets_why = JSON_SHAPE("PlacementReason", reason_fields);
const struct json_shape res_placement_sheets_all = JSON_SHAPE("SealedPlacement", sheet_fields);

typedef bool (*put_fn)(struct buf *answer, const void *p, size_t n);

/* "name":…; whether what was there is sound. */
static bool put_member(struct buf *b, const char *name, bool there, const struct vault_bytes *record, put_fn put)
{
    return api_put_opened(b, name, there ? record->p : NULL, record->n, put) || !there;
}

void res_placement_sheets_reason(void *ctx, const struct route_request *q, struct reply *r)
{
    struct read_record_out out;
    struct api_step s;
    int rc;

    api_step_begin(&s, ctx, q);
    rc = read_record_do(s.service, &s.caller,
                        &(struct read_record_in){.table = RECORD_PLACEMENT_OFFER, .row = q->id,
                                                 .compartment = RECORD_JUSTICE, .reason = q->reason},
                        &out, &s.no);
    if (api_step_done(&s, r, rc)) {
        bool sound;

        buf_u8(&r->body, '{');
        api_put_int(&r->body, "version", out.version);
        sound = put_member(&r->body, "reason", out.version > 0, &out.record, placement_sheet_put_reason);
        api_put_flag(&r->body, "integrity", sound);
        buf_u8(&r->body, '}');
        reply_ok(r, 200);
    }
    read_record_release(&out);
}

void res_placement_sheets_sheet(void *ctx, const struct route_request *q, struct reply *r)
{
    struct read_sheet_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, read_sheet_do(s.service, &s.caller, &q->id, q->reason, &out, &s.no))) {
        struct buf *b = &r->body;
        bool sound;

        buf_u8(b, '{');
        sound = put_member(b, "sheet", out.there.sheet, &out.sheet, placement_sheet_put_sheet);
        sound = put_member(b, "contact", out.there.contact, &out.contact, placement_sheet_put_contact) && sound;
        sound = put_member(b, "answer", out.there.answer, &out.answer, placement_sheet_put_words) && sound;
        api_put_flag(b, "integrity", sound);
        buf_u8(b, '}');
        reply_ok(r, 200);
    }
    read_sheet_release(&out);
}
