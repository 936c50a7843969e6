/* SPDX-License-Identifier: EUPL-1.2 */
/* Decisions of authorities over JSON. Who checks types again what she reads on the paper, not what the first typed: so
 * a check is refused only where it differs from the record, whatever it says. */
#include "api/res_acts.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/placing_json.h"
#include "api/profile_facts.h"
#include "app/record_acts.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

#define LAST_YEAR 2099 /* a clock that stands for longer is a mistake of typing */

enum { KIND, SENSE, DECIDED, FROM, TO, CHECKED, AUTHORITY = CHECKED, SUSPENSION, REFERENCE, PLACEMENT, FIELDS };

/* The first CHECKED of them are what is typed twice. */
static const struct json_field fields[FIELDS] = {
    [KIND] = {"kind", JSON_CODE, true, .words = WORD_ACT_KIND},
    [SENSE] = {"sense", JSON_CODE, true, .words = WORD_ACT_SENSE},
    [DECIDED] = {"decided_on", JSON_DAY, true, 0, 0},
    [FROM] = {"from_on", JSON_DAY, false, 0, 0},
    [TO] = {"to_on", JSON_DAY, false, 0, 0},
    [AUTHORITY] = {"authority", JSON_CODE, true, .words = WORD_AUTHORITY},
    [SUSPENSION] = {"suspension", JSON_CODE, false, .words = WORD_SUSPENSION_KIND},
    [REFERENCE] = {"reference", JSON_LINE, false, 0, 200},
    [PLACEMENT] = {"placement", JSON_ID, false, 0, 0},
};
static const struct json_field act_fields[] = {
    {"id", JSON_ID, true},
    {"measure", JSON_ID, true},
    {NULL, JSON_ALSO, .of = &res_acts_new},
    {"recorded_by", JSON_ID, true},
    {"recorded_at", JSON_TIME},
    {"checked_by", JSON_ID},
    {"checked_at", JSON_TIME},
    {"dropped_at", JSON_TIME},
    {"justice_version", JSON_INT, true},
};

const struct json_shape res_acts_new = JSON_SHAPE("NewAct", fields);
const struct json_shape res_acts_checked = JSON_FIRST("ActCheck", fields, CHECKED);
const struct json_shape res_acts_item = JSON_SHAPE("Act", act_fields);

static void put_act(struct buf *b, const void *item)
{
    const struct authority_act *act = item;

    api_put_id(b, "id", &act->id);
    api_put_id(b, "measure", &act->measure);
    api_put_text(b, "kind", act->paper.kind);
    api_put_text(b, "authority", act->paper.authority);
    api_put_text(b, "sense", act->paper.sense);
    api_put_day_or_null(b, "decided_on", &act->paper.decided_on);
    api_put_text_or_null(b, "suspension", act->paper.suspension);
    api_put_day_or_null(b, "from_on", &act->paper.from_on);
    api_put_day_or_null(b, "to_on", &act->paper.to_on);
    api_put_text_or_null(b, "reference", act->reference);
    api_put_id(b, "recorded_by", &act->recorded_by);
    api_put_time_or_null(b, "recorded_at", act->recorded_us);
    api_put_id_or_null(b, "checked_by", &act->checked_by);
    api_put_time_or_null(b, "checked_at", act->checked_us);
    api_put_time_or_null(b, "dropped_at", act->dropped_us);
    api_put_int(b, "justice_version", act->justice_version);
    api_put_id_or_null(b, "placement", &act->placement);
}

void res_acts_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct record_acts_out out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, record_acts_list(s.service, &s.caller, &q->id, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_act, recorded_us, id));
    record_acts_release(&out);
}

/* What both steps type. */
static struct authority_act_paper paper_of(const struct json_value v[CHECKED])
{
    return (struct authority_act_paper){.kind = v[KIND].s, .sense = v[SENSE].s, .decided_on = v[DECIDED].day,
                                        .from_on = v[FROM].day, .to_on = v[TO].day};
}

/* Only a suspension has a last day, and its kind, which its end may name; both have a first day; a decision has been
 * taken. */
static const char *wrong_part(const struct authority_act_paper *p)
{
    bool suspension = strcmp(p->kind, "suspension") == 0;
    bool dated = suspension || strcmp(p->kind, "resumption") == 0;
    struct day today;

    day_in_france(&today, clock_now_us());
    if (day_compare(&p->decided_on, &today) > 0)
        return "decided_on";
    if (p->suspension == NULL ? suspension : !dated)
        return "suspension";
    if (dated != (p->from_on.year != 0) || p->from_on.year > LAST_YEAR)
        return "from_on";
    if (p->to_on.year == 0)
        return NULL;
    return !suspension || day_compare(&p->to_on, &p->from_on) < 0 || p->to_on.year > LAST_YEAR ? "to_on" : NULL;
}

void res_acts_create(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct record_acts_in in = {.key = q->key, .request = {q->body, q->body_n}, .measure = q->id};
    struct api_step s;
    const char *wrong;

    if (!api_body(q, &d, v, FIELDS, r))
        return;
    in.paper = paper_of(v);
    in.paper.authority = v[AUTHORITY].s;
    in.paper.suspension = v[SUSPENSION].s;
    wrong = wrong_part(&in.paper);
    /* an assignment, and nothing else, is about a placement */
    if (wrong == NULL && (strcmp(in.paper.kind, "assignment") == 0) != v[PLACEMENT].present)
        wrong = "placement";
    if (wrong != NULL) {
        api_refuse(&d, "", wrong, r);
        return;
    }
    in.placement = v[PLACEMENT].id;
    in.reference = api_text(&v[REFERENCE]);
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, record_acts_new(s.service, &s.caller, &in, &s.made, &s.no));
}

void res_acts_check(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[CHECKED];
    struct authority_act_paper paper;
    struct sign_placement_out out;
    struct api_step s;

    if (!api_body(q, &d, v, CHECKED, r))
        return;
    paper = paper_of(v);
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r,
                    record_acts_check(s.service, &s.caller, &q->id, &paper, profile_facts_read, &out, &s.no));
    if (r->refusal == REFUSAL_RULE && (out.fit.rule != MATCH_FITS || out.broken.n > 0))
        placing_json_rules(&r->more, &out.fit, &out.broken);
}

void res_acts_drop(void *ctx, const struct route_request *q, struct reply *r)
{
    api_on_id(ctx, q, r, record_acts_drop);
}
