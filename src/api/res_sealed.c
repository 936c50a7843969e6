/* SPDX-License-Identifier: EUPL-1.2 */
/* Kinds of record, one way to read and one to write them. A record that was not written yet is version 0 and
 * null: that is what If-Match: "0" then replaces. */
#include <stdio.h>
#include <stdlib.h>

#include "api/api.h"
#include "api/justice.h"
#include "api/profile.h"
#include "api/profile_facts.h"
#include "api/res_sealed.h"
#include "api/sealed_text.h"
#include "app/read_record.h"
#include "app/write_profile.h"
#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

struct kind {
    const char *member;
    enum record_table table;
    enum record_compartment compartment;
    enum refusal (*read)(struct json_doc *d, const void *body, size_t n, struct buf *out);
    bool (*put)(struct buf *answer, const void *p, size_t n);
};

static const struct kind profile = {"profile", RECORD_CASE_FILE, RECORD_MATCH, profile_read, profile_put};
static const struct kind justice = {"justice", RECORD_MEASURE, RECORD_JUSTICE, justice_read, justice_put};
static const struct kind copy = {"text", RECORD_AUTHORITY_ACT, RECORD_JUSTICE, justice_read_copy, justice_put_copy};
static const struct kind report = {"text", RECORD_JUDGE_REPORT, RECORD_JUSTICE, sealed_text_read, sealed_text_put};
/* These are written with their row. */
static const struct kind hours = {"words", RECORD_HOURS_REPORT, RECORD_PLACEMENT, NULL, sealed_text_put};
static const struct kind settlement = {"reason", RECORD_HOURS_REPORT, RECORD_JUSTICE, NULL, sealed_text_put};
static const struct kind entry = {"reason", RECORD_HOURS_ENTRY, RECORD_JUSTICE, NULL, sealed_text_put};
static const struct kind last_day = {"reason", RECORD_LAST_DAY_CHANGE, RECORD_JUSTICE, NULL, sealed_text_put};
static const struct kind words = {"words", RECORD_INCIDENT, RECORD_PLACEMENT, NULL, sealed_text_put};
static const struct kind note = {"note", RECORD_INCIDENT, RECORD_JUSTICE, NULL, sealed_text_put};

/* version, the member, integrity */
#define SEALED(...) {{"version", JSON_INT, true}, {__VA_ARGS__}, {"integrity", JSON_FLAG, true}}

static const struct json_field profile_fields[] = SEALED("profile", JSON_FIELDS, .of = &profile_shape);
static const struct json_field justice_fields[] = SEALED("justice", JSON_FIELDS, .of = &justice_shape);
static const struct json_field text_fields[] = SEALED("text", JSON_LINES);
static const struct json_field words_fields[] = SEALED("words", JSON_LINES);
static const struct json_field reason_fields[] = SEALED("reason", JSON_LINES);
static const struct json_field note_fields[] = SEALED("note", JSON_LINES);

const struct json_shape res_sealed_profile = JSON_SHAPE("SealedProfile", profile_fields);
const struct json_shape res_sealed_justice = JSON_SHAPE("SealedJustice", justice_fields);
const struct json_shape res_sealed_text = JSON_SHAPE("SealedText", text_fields);
const struct json_shape res_sealed_words = JSON_SHAPE("SealedWords", words_fields);
const struct json_shape res_sealed_reason = JSON_SHAPE("SealedReason", reason_fields);
const struct json_shape res_sealed_note = JSON_SHAPE("SealedNote", note_fields);

static void put_record(struct buf *b, const struct kind *k, const struct read_record_out *out)
{
    bool sound;

    buf_u8(b, '{');
    api_put_int(b, "version", out->version);
    sound = api_put_opened(b, k->member, out->record.p, out->record.n, k->put);
    api_put_flag(b, "integrity", sound || out->version == 0);
    buf_u8(b, '}');
}

static void read_one(const struct kind *k, struct api *a, const struct route_request *q, struct reply *r)
{
    struct read_record_out out;
    struct api_step s;
    int rc;

    api_step_begin(&s, a, q);
    rc = read_record_do(s.service, &s.caller,
                        &(struct read_record_in){.table = k->table, .row = q->id, .compartment = k->compartment,
                                                 .reason = q->reason},
                        &out, &s.no);
    if (api_step_done(&s, r, rc)) {
        put_record(&r->body, k, &out);
        r->version = out.version;
        reply_ok(r, 200);
    }
    read_record_release(&out);
}

/* What the body says, as it is sealed; false: r says why not. plain wants buf_release whatever happened. */
static bool read_body(const struct kind *k, const struct route_request *q, struct reply *r, struct buf *plain,
                      struct write_record_in *in)
{
    struct json_doc d SCOPED_JSON;

    buf_init_secret(plain, VAULT_PLAINTEXT);
    if (k->read(&d, q->body, q->body_n, plain) != REFUSAL_NONE) {
        reply_refuse(r, d.refusal, d.pointer);
        return false;
    }
    *in = (struct write_record_in){.table = k->table, .row = q->id, .compartment = k->compartment,
                                   .expected = q->version, .record = {plain->data, plain->len}};
    return reply_outcome(r, buf_err(plain), REFUSAL_NONE);
}

static void write_one(const struct kind *k, struct api *a, const struct route_request *q, struct reply *r)
{
    struct buf plain SCOPED_BUF;
    struct write_record_in in;
    struct api_step s;

    if (!read_body(k, q, r, &plain, &in))
        return;
    api_step_begin(&s, a, q);
    api_step_end(&s, r, write_record_do(s.service, &s.caller, &in, &s.version, &s.no));
}

void res_sealed_read_profile(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&profile, ctx, q, r);
}

static int write_profile(struct api_step *s, const struct write_record_in *record, struct write_profile_out *out)
{
    struct profile *p = calloc(1, sizeof *p);
    struct write_profile_in in = {.record = *record};
    int rc = p == NULL ? ERR_NOMEM : ERR_OK;

    if (rc == ERR_OK && !profile_facts_read(record->record.p, record->record.n, p))
        rc = ERR_INTERNAL;
    if (rc == ERR_OK) {
        in.avoided = (struct matching_avoided){p->cases, p->n_cases, p->hosts, p->n_hosts, p->sites, p->n_sites};
        rc = write_profile_do(s->service, &s->caller, &in, out, &s->no);
    }
    secret_discard(p, sizeof *p);
    return rc;
}

void res_sealed_write_profile(void *ctx, const struct route_request *q, struct reply *r)
{
    static const char *const lists[] = {[MATCHING_CASES] = "cases", [MATCHING_HOSTS] = "hosts",
                                        [MATCHING_SITES] = "sites"};
    struct buf plain SCOPED_BUF;
    struct write_profile_out out = {0};
    struct write_record_in in;
    struct api_step s;
    char at[JSON_POINTER];

    if (!read_body(&profile, q, r, &plain, &in))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, write_profile(&s, &in, &out))) {
        api_changed(r, out.version);
    } else if (out.vain != MATCHING_NO_LIST) {
        (void)snprintf(at, sizeof at, "/profile/avoid/%s/%zu", lists[out.vain], out.place);
        reply_refuse(r, REFUSAL_AVOIDED, at);
    }
}

void res_sealed_read_justice(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&justice, ctx, q, r);
}

void res_sealed_write_justice(void *ctx, const struct route_request *q, struct reply *r)
{
    write_one(&justice, ctx, q, r);
}

void res_sealed_read_copy(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&copy, ctx, q, r);
}

void res_sealed_write_copy(void *ctx, const struct route_request *q, struct reply *r)
{
    write_one(&copy, ctx, q, r);
}

void res_sealed_read_report(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&report, ctx, q, r);
}

void res_sealed_write_report(void *ctx, const struct route_request *q, struct reply *r)
{
    write_one(&report, ctx, q, r);
}

void res_sealed_read_words(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&words, ctx, q, r);
}

void res_sealed_read_note(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&note, ctx, q, r);
}

void res_sealed_read_hours(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&hours, ctx, q, r);
}

void res_sealed_read_settlement(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&settlement, ctx, q, r);
}

void res_sealed_read_entry(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&entry, ctx, q, r);
}

void res_sealed_read_last_day(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&last_day, ctx, q, r);
}
