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

void res_decisions_put_piece(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[4] = {{"kind", JSON_LINE, true, 1, WORD_MAX},
                                                {"dated_on", JSON_DAY, true, 0, 0},
                                                {"received_on", JSON_DAY, true, 0, 0},
                                                {"reference", JSON_LINE, false, 0, 200}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[4];
    struct paper_piece_in in;
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 4, r) || !api_word(&d, &v[0], "kind", WORD_PIECE_KIND, &in.kind, r))
        return;
    in.dated_on = v[1].day;
    in.received_on = v[2].day;
    in.reference = api_text(&v[3]);
    if (day_compare(&in.dated_on, &in.received_on) > 0) {
        api_refuse(&d, "", "dated_on", r);
        return;
    }
    api_caller(&c, q);
    rc = open_procedure_piece(a->service, &c, &q->id, &in, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}

void res_decisions_request(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[2] = {{"asked_on", JSON_DAY, true, 0, 0},
                                                {"council_absent", JSON_FLAG, false, 0, 0}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct service_caller c;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 2, r))
        return;
    api_caller(&c, q);
    rc = hear_opinions_ask(a->service, &c,
                           &(struct hear_opinions_request){.id = q->id, .expected = q->version, .asked_on = v[0].day,
                                                           .council_absent = v[1].flag},
                           &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

/* A body of crime prevention is consulted, everybody else has an opinion (H-19). */
static bool read_opinion(struct json_doc *d, const struct route_request *q, bool checking, struct paper_opinion_in *in,
                         struct reply *r)
{
    static const struct json_field fields[4] = {{"giver", JSON_LINE, true, 1, WORD_MAX},
                                                {"sense", JSON_LINE, true, 1, WORD_MAX},
                                                {"given_on", JSON_DAY, true, 0, 0},
                                                {"reference", JSON_LINE, false, 0, 200}};
    struct json_value v[4] = {0};

    if (!api_body(q, d, fields, v, checking ? 3 : 4, r))
        return false;
    in->given_on = v[2].day;
    in->reference = api_text(&v[3]);
    if (!api_word(d, &v[0], "giver", WORD_OPINION_GIVER, &in->giver, r) ||
        !api_word(d, &v[1], "sense", WORD_OPINION_SENSE, &in->sense, r))
        return false;
    if ((strcmp(in->giver, "prevention_council") == 0) != (strcmp(in->sense, "consulted") == 0))
        return api_refuse(d, "", "sense", r);
    return true;
}

static void opinion(struct api *a, const struct route_request *q, bool checking, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct paper_opinion_in in;
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!read_opinion(&d, q, checking, &in, r))
        return;
    api_caller(&c, q);
    rc = checking ? hear_opinions_check(a->service, &c, &q->id, &in, &no)
                  : hear_opinions_record(a->service, &c, &q->id, &in, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
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
    static const struct json_field fields[5] = {{"outcome", JSON_LINE, true, 1, WORD_MAX},
                                                {"decided_on", JSON_DAY, true, 0, 0},
                                                {"valid_from", JSON_DAY, false, 0, 0},
                                                {"reference", JSON_LINE, false, 0, 200},
                                                {"motive", JSON_LINES, false, 0, 2000}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[5];
    struct procedure_decision in;
    struct service_caller c;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 5, r) || !api_word(&d, &v[0], "outcome", WORD_OUTCOME, &in.outcome, r))
        return;
    in.decided_on = v[1].day;
    in.valid_from = v[2].day;
    in.reference = api_text(&v[3]);
    in.motive = api_text(&v[4]);
    api_caller(&c, q);
    rc = decide_procedure_do(a->service, &c, &q->id, q->version, &in, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_decisions_check(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[2] = {{"outcome", JSON_LINE, true, 1, WORD_MAX},
                                                {"decided_on", JSON_DAY, true, 0, 0}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct service_caller c;
    const char *outcome;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 2, r) || !api_word(&d, &v[0], "outcome", WORD_OUTCOME, &outcome, r))
        return;
    api_caller(&c, q);
    rc = decide_procedure_check(a->service, &c, &q->id, outcome, &v[1].day, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_decisions_abandon(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[1] = {{"motive", JSON_LINES, true, 1, 2000}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct service_caller c;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 1, r))
        return;
    api_caller(&c, q);
    rc = decide_procedure_abandon(a->service, &c, &q->id, q->version, v[0].s, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}
