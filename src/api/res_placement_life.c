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

static bool read_answer(struct json_doc *d, const struct json_value v[ANSWER], struct placement_answer *a,
                        struct reply *r)
{
    a->accept = v[ACCEPT].flag;
    if (v[CODE].present && !api_word(d, &v[CODE], "code", WORD_DECLINE_CODE, &a->code, r))
        return false;
    if (a->accept == v[CODE].present)
        return api_refuse(d, "", "code", r);
    if (!a->accept && v[IN_CHARGE].present)
        return api_refuse(d, "", "in_charge", r);
    a->in_charge = v[IN_CHARGE].present ? &v[IN_CHARGE].id : NULL;
    return true;
}

void res_placement_life_answer(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[ANSWER] = {
        [ACCEPT] = {"accept", JSON_FLAG, true, 0, 0},
        [CODE] = {"code", JSON_LINE, false, 1, WORD_MAX},
        [IN_CHARGE] = {"in_charge", JSON_ID, false, 0, 0},
        [WORDS] = {"words", JSON_LINES, false, 0, PLACEMENT_SHEET_WORDS},
    };
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[ANSWER];
    struct buf plain SCOPED_BUF;
    struct run_placement_answer in = {.id = q->id, .expected = q->version};
    struct service_caller c;
    int32_t version = 0;
    enum refusal no;
    int rc;

    buf_init_secret(&plain, VAULT_PLAINTEXT);
    if (!api_body(q, &d, fields, v, ANSWER, r) || !read_answer(&d, v, &in.answer, r))
        return;
    if (v[WORDS].present && v[WORDS].n > 0)
        placement_sheet_words(&v[WORDS], &plain);
    if (!reply_outcome(r, buf_err(&plain), REFUSAL_NONE))
        return;
    in.words = (struct vault_bytes){plain.data, plain.len};
    api_caller(&c, q);
    rc = run_placement_answer(a->service, &c, &in, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_placement_life_in_charge(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[1] = {{"contact", JSON_ID, true, 0, 0}};
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
    rc = run_placement_in_charge(a->service, &c, &q->id, q->version, &v[0].id, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_placement_life_meeting(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[1] = {{"met_on", JSON_DAY, true, 0, 0}};
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
    rc = run_placement_meeting(a->service, &c, &q->id, q->version, &v[0].day, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

/* Why people close a placement; the other codes follow from clocks, judges and hours. */
static bool read_code(struct json_doc *d, const struct json_value *v, const char **code, struct reply *r)
{
    if (!api_word(d, v, "code", WORD_CLOSE_CODE, code, r))
        return false;
    return strcmp(*code, "person") == 0 || strcmp(*code, "service") == 0 || strcmp(*code, "host") == 0 ||
           api_refuse(d, "", "code", r);
}

void res_placement_life_withdraw(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[1] = {{"code", JSON_LINE, true, 1, WORD_MAX}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[1];
    struct service_caller c;
    const char *code;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 1, r) || !read_code(&d, &v[0], &code, r))
        return;
    api_caller(&c, q);
    rc = run_placement_withdraw(a->service, &c, &q->id, q->version, code, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_placement_life_end(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[2] = {{"code", JSON_LINE, true, 1, WORD_MAX},
                                                {"ended_on", JSON_DAY, true, 0, 0}};
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[2];
    struct service_caller c;
    const char *code;
    int32_t version = 0;
    enum refusal no;
    int rc;

    if (!api_body(q, &d, fields, v, 2, r) || !read_code(&d, &v[0], &code, r))
        return;
    api_caller(&c, q);
    rc = run_placement_end(a->service, &c, &q->id, q->version, &v[1].day, code, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}

void res_placement_life_notices(void *ctx, const struct route_request *q, struct reply *r)
{
    static const struct json_field fields[2] = {{"person_told_on", JSON_DAY, false, 0, 0},
                                                {"prosecutor_told_on", JSON_DAY, false, 0, 0}};
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
    rc = run_placement_told(a->service, &c, &q->id, q->version, &v[0].day, &v[1].day, &version, &no);
    if (reply_outcome(r, rc, no))
        api_changed(r, version);
    service_caller_wipe(&c);
}
