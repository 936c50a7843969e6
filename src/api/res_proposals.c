/* SPDX-License-Identifier: EUPL-1.2 */
/* Proposals over JSON. The last day is never said by a client: it is the forecast of the matcher. */
#include "api/res_proposals.h"

#include <stdlib.h>

#include "api/api.h"
#include "api/canonical.h"
#include "api/placement_sheet.h"
#include "api/placement_json.h"
#include "api/placing_json.h"
#include "api/preview_json.h"
#include "api/profile_facts.h"
#include "api/slot_json.h"
#include "api/warning_json.h"
#include "api/what_if_json.h"
#include "app/give_contact.h"
#include "app/list_placements.h"
#include "app/propose_placement.h"
#include "app/share_placement.h"
#include "base/err.h"

#include "base/banned.h"

#define LAST_YEAR 2099 /* a later first day is a mistake of typing */

/* A proposal and its preview have the terms in common. */
enum { MEASURE, POST, FIRST_DAY, MINUTES, SLOTS, REPLACES, TERMS };
enum { REASON = TERMS, SHEET, FIELDS };
enum { WHAT_IF = TERMS, PREVIEW = TERMS + WHAT_IF_JSON_FIELDS };

#define TERMS_FIELDS                                                                                                   \
    [MEASURE] = {"measure", JSON_ID, true}, [POST] = {"post", JSON_ID, true},                                          \
    [FIRST_DAY] = {"first_day", JSON_DAY, true},                                                                       \
    [MINUTES] = {"planned_minutes", JSON_INT, false, 1, MATCH_MINUTES},                                                \
    [SLOTS] = {"slots", JSON_ITEMS, false, 0, SLOT_MAX, .of = &slot_json_person},                                      \
    [REPLACES] = {"replaces", JSON_ID}

static const struct json_field fields[FIELDS] = {
    TERMS_FIELDS,
    [REASON] = {"reason", JSON_LINES, true, 1, PLACEMENT_SHEET_REASON},
    [SHEET] = {"sheet", JSON_FIELDS, true, .of = &placement_sheet_shape},
};

static const struct json_field preview[PREVIEW] = {TERMS_FIELDS, [WHAT_IF] = WHAT_IF_JSON_BODY};

static const struct json_field made[] = {
    {"id", JSON_ID, true},
    {"load", JSON_FIELDS, .of = &warning_json_load_shape},
    {"warnings", JSON_ITEMS, true, .of = &warning_json_shape},
};

const struct json_shape res_proposals_made = JSON_SHAPE("MadeProposal", made);
const struct json_shape res_proposals_new = JSON_SHAPE("Proposal", fields);
const struct json_shape res_proposals_preview = JSON_SHAPE("ProposalTerms", preview);

/* A body as the use case wants it; what in points to. */
struct proposal {
    struct json_doc doc;
    struct slot times[SLOT_MAX];
    struct buf reason; /* secret, as is the sheet */
    struct buf sheet;
    struct propose_placement_in in;
};

static void release(struct proposal *p)
{
    buf_release(&p->reason);
    buf_release(&p->sheet);
    json_doc_release(&p->doc);
}

static enum refusal read_times(struct json_doc *d, const struct json_value *list, struct slot out[SLOT_MAX])
{
    enum refusal r = slot_json_read(d, list, "/slots", false, out);
    size_t clash = r == REFUSAL_NONE ? slot_clash(out, list->count) : list->count;

    return clash < list->count ? canonical_refuse(d, "", fields[SLOTS].name, clash) : r;
}

/* The first n fields into v, and those of them that are about the placement into in. */
static bool read_terms(const struct route_request *q, struct proposal *p, struct json_value *v, size_t n,
                       struct reply *r)
{
    if (!api_body(q, &p->doc, v, n, r))
        return false;
    if (v[FIRST_DAY].day.year > LAST_YEAR)
        return api_refuse(&p->doc, "", fields[FIRST_DAY].name, r);
    if (read_times(&p->doc, &v[SLOTS], p->times) != REFUSAL_NONE) {
        reply_refuse(r, p->doc.refusal, p->doc.pointer);
        return false;
    }
    p->in = (struct propose_placement_in){.measure = v[MEASURE].id,
                                          .post = v[POST].id,
                                          .replaces = v[REPLACES].id,
                                          .first_day = v[FIRST_DAY].day,
                                          .minutes = (int32_t)v[MINUTES].i,
                                          .times = p->times,
                                          .n_times = v[SLOTS].count,
                                          .read = profile_facts_read};
    return true;
}

static bool read(const struct route_request *q, struct proposal *p, struct reply *r)
{
    struct json_value v[FIELDS];

    buf_init_secret(&p->reason, VAULT_PLAINTEXT);
    buf_init_secret(&p->sheet, VAULT_PLAINTEXT);
    if (!read_terms(q, p, v, FIELDS, r))
        return false;
    if (placement_sheet_read(&p->doc, "/sheet", v[SHEET].object, &p->sheet) != REFUSAL_NONE) {
        reply_refuse(r, p->doc.refusal, p->doc.pointer);
        return false;
    }
    placement_sheet_reason(&v[REASON], &p->reason);
    p->in.key = q->key;
    p->in.request = (struct vault_bytes){q->body, q->body_n};
    p->in.reason = (struct vault_bytes){p->reason.data, p->reason.len};
    p->in.sheet = (struct vault_bytes){p->sheet.data, p->sheet.len};
    p->in.finish = placement_sheet_finish;
    return reply_outcome(r, buf_err(&p->reason), REFUSAL_NONE) && reply_outcome(r, buf_err(&p->sheet), REFUSAL_NONE);
}

static void say_why(struct reply *r, const struct propose_placement_out *out)
{
    if (r->refusal == REFUSAL_RULE && out->check != NULL)
        placing_json_rules(&r->more, &out->check->item.fit, &out->broken);
    if ((r->refusal == REFUSAL_RULE || r->refusal == REFUSAL_NO_PLACE) && out->check != NULL)
        placing_json_options(&r->more, out->check);
}

/* What it warns of is read of what was stored, so that a request that is sent again has the same answer while nothing
 * else happens. */
static void say_made(void *ctx, const struct route_request *q, const struct uuid *id, struct reply *r)
{
    static const struct list_placements_whole nothing; /* whose case went to somebody else meanwhile */
    struct list_placements_whole *whole;
    struct api_step s;
    enum refusal no;
    int rc;

    api_step_begin(&s, ctx, q);
    rc = list_placements_one(s.service, &s.caller, id, &whole, &no);
    if (api_step_done(&s, r, rc)) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", id);
        placement_json_load(&r->body, no == REFUSAL_NONE ? whole : &nothing);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
    free(whole);
}

void res_proposals_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct proposal p __attribute__((cleanup(release))) = {0};
    struct propose_placement_out out;
    struct api_step s;

    if (!read(q, &p, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, propose_placement_do(s.service, &s.caller, &p.in, &out, &s.no)))
        say_made(ctx, q, &out.id, r);
    else
        say_why(r, &out);
    propose_placement_release(&out);
}

void res_proposals_look(void *ctx, const struct route_request *q, struct reply *r)
{
    struct proposal p __attribute__((cleanup(release))) = {0};
    struct propose_placement_out out;
    struct json_value v[PREVIEW];
    struct api_step s;

    if (!read_terms(q, &p, v, PREVIEW, r))
        return;
    if (what_if_json_read(&p.doc, &v[WHAT_IF], &p.in.what_if) != REFUSAL_NONE) {
        reply_refuse(r, p.doc.refusal, p.doc.pointer);
        return;
    }
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, propose_placement_preview(s.service, &s.caller, &p.in, &out, &s.no))) {
        preview_json_put(&r->body, out.check, &p.in.what_if);
        reply_ok(r, 200);
    } else if (r->refusal == REFUSAL_PARAMETER) {
        api_refuse(&p.doc, "", preview[WHAT_IF].name, r);
    }
    propose_placement_release(&out);
}

void res_proposals_give_contact(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;

    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, give_contact_do(s.service, &s.caller, &q->id, placement_sheet_contact, &s.no));
}

void res_proposals_share(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, share_placement_do);
}
