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

static const char *text_of(const struct json_value *v)
{
    return v->present ? v->s : "";
}

static void put_version(struct reply *r, int32_t version)
{
    buf_u8(&r->body, '{');
    api_put_int(&r->body, "version", version);
    buf_u8(&r->body, '}');
    r->version = version;
    reply_ok(r, 200);
}

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

    if (!api_body(q, &d, fields, v, 4, r))
        return;
    in = (struct paper_piece_in){word_find(WORD_PIECE_KIND, v[0].s, v[0].n), v[1].day, v[2].day, text_of(&v[3])};
    if (in.kind == NULL || day_compare(&in.dated_on, &in.received_on) > 0) {
        api_refuse(&d, "", in.kind == NULL ? "kind" : "dated_on", r);
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
        put_version(r, version);
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
    *in = (struct paper_opinion_in){word_find(WORD_OPINION_GIVER, v[0].s, v[0].n),
                                    word_find(WORD_OPINION_SENSE, v[1].s, v[1].n), v[2].day, text_of(&v[3])};
    if (in->giver == NULL)
        return api_refuse(d, "", "giver", r);
    if (in->sense == NULL || (strcmp(in->giver, "prevention_council") == 0) != (strcmp(in->sense, "consulted") == 0))
        return api_refuse(d, "", "sense", r);
    return true;
}

void res_decisions_put_opinion(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct paper_opinion_in in;
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!read_opinion(&d, q, false, &in, r))
        return;
    api_caller(&c, q);
    rc = hear_opinions_record(a->service, &c, &q->id, &in, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
}

void res_decisions_check_opinion(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct paper_opinion_in in;
    struct service_caller c;
    enum refusal no;
    int rc;

    if (!read_opinion(&d, q, true, &in, r))
        return;
    api_caller(&c, q);
    rc = hear_opinions_check(a->service, &c, &q->id, &in, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    service_caller_wipe(&c);
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

    if (!api_body(q, &d, fields, v, 5, r))
        return;
    in = (struct procedure_decision){word_find(WORD_OUTCOME, v[0].s, v[0].n), v[1].day, v[2].day, text_of(&v[3]),
                                     text_of(&v[4])};
    if (in.outcome == NULL) {
        api_refuse(&d, "", "outcome", r);
        return;
    }
    api_caller(&c, q);
    rc = decide_procedure_do(a->service, &c, &q->id, q->version, &in, &version, &no);
    if (reply_outcome(r, rc, no))
        put_version(r, version);
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

    if (!api_body(q, &d, fields, v, 2, r))
        return;
    outcome = word_find(WORD_OUTCOME, v[0].s, v[0].n);
    if (outcome == NULL) {
        api_refuse(&d, "", "outcome", r);
        return;
    }
    api_caller(&c, q);
    rc = decide_procedure_check(a->service, &c, &q->id, outcome, &v[1].day, &version, &no);
    if (reply_outcome(r, rc, no))
        put_version(r, version);
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
        put_version(r, version);
    service_caller_wipe(&c);
}
