/* SPDX-License-Identifier: EUPL-1.2 */
/* The steps of a placement over JSON. Each names the version that it replaces, so one sent twice is refused the second
 * time. A host that declines gives a code, and may say more in words, which are sealed; one that accepts gives none. */
#include "api/res_placement_life.h"

#include <string.h>

#include "api/api.h"
#include "api/placement_sheet.h"
#include "app/run_placement.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

enum { ACCEPT, CODE, IN_CHARGE, WORDS, ANSWER };

/* Why people close a placement; the other codes follow from clocks, judges and hours. */
static const char *closing(size_t i)
{
    static const char *const codes[] = {"person", "service", "host"};

    return i < sizeof codes / sizeof codes[0] ? codes[i] : NULL;
}

static const struct json_field answer[ANSWER] = {
    [ACCEPT] = {"accept", JSON_FLAG, true, 0, 0},
    [CODE] = {"code", JSON_CODE, false, .words = WORD_DECLINE_CODE},
    [IN_CHARGE] = {"in_charge", JSON_ID, false, 0, 0},
    [WORDS] = {"words", JSON_LINES, false, 0, PLACEMENT_SHEET_WORDS},
};
static const struct json_field in_charge[] = {{"contact", JSON_ID, true, 0, 0}};
static const struct json_field meeting[] = {{"met_on", JSON_DAY, true, 0, 0}};
static const struct json_field withdrawal[] = {{"code", JSON_CODE, true, .code = closing}};
static const struct json_field end[] = {{"code", JSON_CODE, true, .code = closing},
                                        {"ended_on", JSON_DAY, true, 0, 0}};
static const struct json_field notices[] = {{"person_told_on", JSON_DAY, false, 0, 0},
                                            {"prosecutor_told_on", JSON_DAY, false, 0, 0}};

const struct json_shape res_placement_life_answered = JSON_SHAPE("HostAnswer", answer);
const struct json_shape res_placement_life_person = JSON_SHAPE("InCharge", in_charge);
const struct json_shape res_placement_life_met = JSON_SHAPE("Meeting", meeting);
const struct json_shape res_placement_life_withdrawn = JSON_SHAPE("Withdrawal", withdrawal);
const struct json_shape res_placement_life_ended = JSON_SHAPE("PlacementEnd", end);
const struct json_shape res_placement_life_told = JSON_SHAPE("Notices", notices);

static bool read_answer(struct json_doc *d, const struct json_value v[ANSWER], struct placement_answer *a,
                        struct reply *r)
{
    a->accept = v[ACCEPT].flag;
    a->code = v[CODE].s;
    if (a->accept == v[CODE].present)
        return api_refuse(d, "", "code", r);
    if (!a->accept && v[IN_CHARGE].present)
        return api_refuse(d, "", "in_charge", r);
    a->in_charge = v[IN_CHARGE].present ? &v[IN_CHARGE].id : NULL;
    return true;
}

void res_placement_life_answer(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[ANSWER];
    struct buf plain SCOPED_BUF;
    struct run_placement_answer in = {.id = q->id, .expected = q->version};
    struct api_step s;

    buf_init_secret(&plain, VAULT_PLAINTEXT);
    if (!api_body(q, &d, v, ANSWER, r) || !read_answer(&d, v, &in.answer, r))
        return;
    if (v[WORDS].present && v[WORDS].n > 0)
        placement_sheet_words(&v[WORDS], &plain);
    if (!reply_outcome(r, buf_err(&plain), REFUSAL_NONE))
        return;
    in.words = (struct vault_bytes){plain.data, plain.len};
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, run_placement_answer(s.service, &s.caller, &in, &s.version, &s.no));
}

void res_placement_life_in_charge(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r,
                 run_placement_in_charge(s.service, &s.caller, &q->id, q->version, &v[0].id, &s.version, &s.no));
}

void res_placement_life_meeting(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, run_placement_meeting(s.service, &s.caller, &q->id, q->version, &v[0].day, &s.version, &s.no));
}

void res_placement_life_withdraw(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct api_step s;

    if (!api_body(q, &d, v, 1, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r, run_placement_withdraw(s.service, &s.caller, &q->id, q->version, v[0].s, &s.version, &s.no));
}

void res_placement_life_end(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct api_step s;

    if (!api_body(q, &d, v, 2, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r,
                 run_placement_end(s.service, &s.caller, &q->id, q->version, &v[1].day, v[0].s, &s.version, &s.no));
}

void res_placement_life_notices(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct api_step s;

    if (!api_body(q, &d, v, 2, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_end(&s, r,
                 run_placement_told(s.service, &s.caller, &q->id, q->version, &v[0].day, &v[1].day, &s.version,
                                    &s.no));
}
