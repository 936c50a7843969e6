/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps of a file over JSON. Who checks an opinion or a decision sends again what she reads on the paper: another
 * word or day than was recorded is a version conflict, and nothing of what was recorded is told. */
#include "api/res_decisions.h"

#include <string.h>

#include "api/api.h"
#include "app/decide_procedure.h"
#include "app/hear_opinions.h"
#include "app/open_procedure.h"
#include "domain/word.h"

#include "base/banned.h"

static const struct json_field piece[] = {{"kind", JSON_CODE, true, .words = WORD_PIECE_KIND},
                                          {"dated_on", JSON_DAY, true, 0, 0},
                                          {"received_on", JSON_DAY, true, 0, 0},
                                          {"reference", JSON_LINE, false, 0, 200}};
static const struct json_field request[] = {{"asked_on", JSON_DAY, true, 0, 0},
                                            {"council_absent", JSON_FLAG, false, 0, 0}};
/* Who checks an opinion types the first 3 again; of a decision the first 2. */
static const struct json_field heard[] = {{"giver", JSON_CODE, true, .words = WORD_OPINION_GIVER},
                                          {"sense", JSON_CODE, true, .words = WORD_OPINION_SENSE},
                                          {"given_on", JSON_DAY, true, 0, 0},
                                          {"reference", JSON_LINE, false, 0, 200}};
static const struct json_field decided[] = {{"outcome", JSON_CODE, true, .words = WORD_OUTCOME},
                                            {"decided_on", JSON_DAY, true, 0, 0},
                                            {"valid_from", JSON_DAY, false, 0, 0},
                                            {"reference", JSON_LINE, false, 0, 200},
                                            {"motive", JSON_LINES, false, 0, 2000}};
static const struct json_field abandoned[] = {{"motive", JSON_LINES, true, 1, 2000}};

const struct json_shape res_decisions_piece = JSON_SHAPE("NewPiece", piece);
const struct json_shape res_decisions_asked = JSON_SHAPE("OpinionRequest", request);
const struct json_shape res_decisions_opinion = JSON_SHAPE("NewOpinion", heard);
const struct json_shape res_decisions_opinion_check = JSON_FIRST("OpinionCheck", heard, 3);
const struct json_shape res_decisions_decision = JSON_SHAPE("Decision", decided);
const struct json_shape res_decisions_decision_check = JSON_FIRST("DecisionCheck", decided, 2);
const struct json_shape res_decisions_abandonment = JSON_SHAPE("Abandonment", abandoned);

void res_decisions_put_piece(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[4];
    struct paper_piece_in in;
    struct api_step s;

    if (!api_body(q, &d, v, 4, r))
        return;
    in.kind = v[0].s;
    in.dated_on = v[1].day;
    in.received_on = v[2].day;
    in.reference = api_text(&v[3]);
    if (day_compare(&in.dated_on, &in.received_on) > 0) {
        api_refuse(&d, "", "dated_on", r);
        return;
    }
    api_step_begin(&s, ctx, q);
    api_step_silent(&s, r, open_procedure_piece(s.service, &s.caller, &q->id, &in, &s.no));
}

void res_decisions_request(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct api_step s;
    int rc;

    if (!api_body(q, &d, v, 2, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = hear_opinions_ask(s.service, &s.caller,
                           &(struct hear_opinions_request){.id = q->id, .expected = q->version, .asked_on = v[0].day,
                                                           .council_absent = v[1].flag},
                           &s.version, &s.no);
    api_step_end(&s, r, rc);
}

/* A body of crime prevention is consulted, everybody else has an opinion (H-19). */
static bool read_opinion(struct json_doc *d, const struct route_request *q, bool checking, struct paper_opinion_in *in,
                         struct reply *r)
{
    struct json_value v[4] = {0};

    if (!api_body(q, d, v, checking ? 3 : 4, r))
        return false;
    in->given_on = v[2].day;
    in->reference = api_text(&v[3]);
    in->giver = v[0].s;
    in->sense = v[1].s;
    return (strcmp(in->giver, "prevention_council") == 0) == (strcmp(in->sense, "consulted") == 0) ||
           api_refuse(d, "", "sense", r);
}

static void opinion(struct api *a, const struct route_request *q, bool checking, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct paper_opinion_in in;
    struct api_step s;
    int rc;

    if (!read_opinion(&d, q, checking, &in, r))
        return;
    api_step_begin(&s, a, q);
    rc = checking ? hear_opinions_check(s.service, &s.caller, &q->id, &in, &s.no)
                  : hear_opinions_record(s.service, &s.caller, &q->id, &in, &s.no);
    api_step_silent(&s, r, rc);
}

void res_decisions_put_opinion(void *ctx, const struct route_request *q, struct reply *r)
{
    opinion(ctx, q, false, r);
}

void res_decisions_check_opinion(void *ctx, const struct route_request *q, struct reply *r)
{
    opinion(ctx, q, true, r);
}

void res_decisions_decide(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[5];
    struct procedure_decision in;
    struct api_step s;

    if (!api_body(q, &d, v, 5, r))
        return;
    in.outcome = v[0].s;
    in.decided_on = v[1].day;
    in.valid_from = v[2].day;
    in.reference = api_text(&v[3]);
    in.motive = api_text(&v[4]);
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, decide_procedure_do(s.service, &s.caller, &q->id, q->version, &in, &s.version, &s.no));
}

void res_decisions_check(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct api_step s;

    if (!api_body(q, &d, v, 2, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, decide_procedure_check(s.service, &s.caller, &q->id, v[0].s, &v[1].day, &s.version, &s.no));
}

void res_decisions_abandon(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, decide_procedure_abandon(s.service, &s.caller, &q->id, q->version, v[0].s, &s.version, &s.no));
}
