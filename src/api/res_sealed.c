/* SPDX-License-Identifier: EUPL-1.2 */
/* Kinds of record, one way to read and one to write them. A record that was not written yet is version 0 and
 * null: that is what If-Match: "0" then replaces. */
#include "api/res_sealed.h"

#include "api/api.h"
#include "api/justice.h"
#include "api/profile.h"
#include "api/sealed_text.h"
#include "app/read_record.h"
#include "app/write_record.h"

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

static void write_one(const struct kind *k, struct api *a, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct api_step s;
    int rc;

    buf_init_secret(&plain, VAULT_PLAINTEXT);
    if (k->read(&d, q->body, q->body_n, &plain) != REFUSAL_NONE) {
        reply_refuse(r, d.refusal, d.pointer);
        return;
    }
    if (!reply_outcome(r, buf_err(&plain), REFUSAL_NONE))
        return;
    api_step_begin(&s, a, q);
    rc = write_record_do(s.service, &s.caller,
                         &(struct write_record_in){.table = k->table, .row = q->id, .compartment = k->compartment,
                                                   .expected = q->version, .record = {plain.data, plain.len}},
                         &s.version, &s.no);
    api_step_end(&s, r, rc);
}

void res_sealed_read_profile(void *ctx, const struct route_request *q, struct reply *r)
{
    read_one(&profile, ctx, q, r);
}

void res_sealed_write_profile(void *ctx, const struct route_request *q, struct reply *r)
{
    write_one(&profile, ctx, q, r);
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
