/* SPDX-License-Identifier: EUPL-1.2 */
/* The log over HTTP. Its signed head as the C2SP text that it is: public, so that whoever keeps one can later show a
 * log that was changed. Its entries as JSON, newest first; a page goes on before the index of its last entry. A bundle
 * as a text to be saved and given to jalon-verify. */
#include "api/res_log.h"

#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/query.h"
#include "api/shapes.h"
#include "app/read_head.h"
#include "app/read_log.h"
#include "base/text.h"
#include "domain/reason.h"

#include "base/banned.h"

#define NOTE_MAX 8192
#define WORD_CHARACTERS "abcdefghijklmnopqrstuvwxyz0123456789_."

static const struct json_field entries[] = {
    {"actor", JSON_ID},
    {"object", JSON_ID},
    {"object_kind", JSON_LINE, false, 1, READ_LOG_WORD},
    {"case", JSON_ID},
    {"action", JSON_LINE, false, 1, READ_LOG_WORD},
    {"reason", JSON_CODE, .code = shapes_reason},
    {"since", JSON_TIME},
    {"until", JSON_TIME},
    {"before", JSON_INT, false, 0, INT64_MAX},
};
static const struct json_field before_field[] = {{"before", JSON_INT, false, 0, INT64_MAX}};
static const struct json_field bundle[] = {
    {"first", JSON_INT, true, 0, INT64_MAX}, {"count", JSON_INT, true, 1, READ_LOG_BUNDLE}};
static const struct json_field object_fields[] = {
    {"kind", JSON_LINE, true}, {"id", JSON_ID},   {"version", JSON_INT},
    {"compartment", JSON_LINE}, {"case", JSON_ID}, {"link", JSON_LINE},
};
static const struct json_shape object_shape = JSON_SHAPE("LogObject", object_fields);
static const struct json_field actor_fields[] = {
    {"id", JSON_ID, true}, {"role", JSON_LINE, true}, {"organisation", JSON_ID, true}};
static const struct json_shape actor_shape = JSON_SHAPE("LogActor", actor_fields);
static const struct json_field entry[] = {
    {"index", JSON_INT, true},
    {"at", JSON_TIME, true},
    {"actor", JSON_FIELDS, .of = &actor_shape},
    {"action", JSON_LINE, true},
    {"reason", JSON_LINE},
    {"reason_default", JSON_FLAG, true},
    {"outcome", JSON_LINE, true},
    {"objects", JSON_ITEMS, true, .of = &object_shape},
    {"leaf", JSON_LINE, true},
};
static const struct json_shape entry_shape = JSON_SHAPE("LogEntry", entry);
static const struct json_field page_fields[] = {
    {"items", JSON_ITEMS, true, .of = &entry_shape}, {"next", JSON_INT}};

const struct json_shape res_log_entries_query = JSON_SHAPE(NULL, entries);
const struct json_shape res_log_page_query = JSON_SHAPE(NULL, before_field);
const struct json_shape res_log_bundle_query = JSON_SHAPE(NULL, bundle);
const struct json_shape res_log_page = JSON_SHAPE("LogPage", page_fields);

void res_log_head(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct buf note SCOPED_BUF;
    int rc;

    (void)q;
    buf_init(&note, NOTE_MAX);
    rc = read_head_do(a->service, &note);
    if (!reply_outcome(r, rc, REFUSAL_NONE))
        return;
    if (note.len == 0) {
        reply_refuse(r, REFUSAL_UNAVAILABLE, NULL); /* nothing was signed yet */
        return;
    }
    buf_bytes(&r->body, note.data, note.len);
    r->type = REPLY_TEXT;
    reply_ok(r, 200);
}

static void put_object(struct buf *b, const void *item)
{
    const struct audit_log_object *o = item;

    api_put_text(b, "kind", o->kind);
    api_put_id_or_null(b, "id", &o->id);
    api_put_int_or_null(b, "version", o->version > 0, o->version);
    api_put_text_or_null(b, "compartment", o->compartment);
    api_put_id_or_null(b, "case", &o->case_id);
    api_put_text_or_null(b, "link", o->link);
}

static void put_actor(struct buf *b, const struct audit_log_item *i)
{
    if (i->role[0] == '\0') {
        api_put_null(b, "actor");
        return;
    }
    api_open(b, "actor");
    api_put_id(b, "id", &i->actor);
    api_put_text(b, "role", i->role);
    api_put_id(b, "organisation", &i->org);
    buf_u8(b, '}');
}

static void put_item(struct buf *b, const struct audit_log_item *i)
{
    char leaf[2 * sizeof i->leaf + 1];

    buf_u8(b, '{');
    api_put_int(b, "index", i->index);
    api_put_time(b, "at", i->at_us);
    put_actor(b, i);
    api_put_text(b, "action", i->action);
    api_put_text_or_null(b, "reason", i->reason);
    api_put_flag(b, "reason_default", i->reason_default);
    api_put_text(b, "outcome", i->outcome);
    list_put(b, "objects", &(struct list){i->object, i->objects, sizeof *i->object, put_object});
    text_hex(leaf, i->leaf, sizeof i->leaf);
    api_put_text(b, "leaf", leaf);
    buf_u8(b, '}');
}

/* The outcome of any question for a page. */
static void answer(struct api_step *s, struct reply *r, int rc, struct audit_log_page *page)
{
    struct buf *b = &r->body;

    if (api_step_done(s, r, rc)) {
        api_open_list(b);
        for (size_t i = 0; i < page->n; i++) {
            api_next_item(b, i);
            put_item(b, &page->item[i]);
        }
        if (page->more) {
            buf_u8(b, ']');
            api_put_int(b, "next", page->item[page->n - 1].index);
            buf_u8(b, '}');
        } else {
            api_close_page(b, NULL);
        }
        reply_ok(r, 200);
    }
    audit_log_release(page);
}

/* Words of the log are of no list: an action that was, but is no more, is still looked for. */
static const char *take_word(struct query *f, const char *name)
{
    const char *s = query_text(f, name);

    f->bad = f->bad || (s != NULL && s[strspn(s, WORD_CHARACTERS)] != '\0');
    return s;
}

static const int64_t *take_before(struct query *f, int64_t *index)
{
    return query_int(f, "before", index);
}

void res_log_entries(void *ctx, const struct route_request *q, struct reply *r)
{
    struct audit_log_search search;
    struct audit_log_page page;
    struct api_step s;
    struct uuid actor, object, case_id;
    int64_t since, until, index;
    const int64_t *before;
    struct query f;

    query_init(&f, q);
    search = (struct audit_log_search){.actor = query_id(&f, "actor", &actor),
                                       .object = query_id(&f, "object", &object),
                                       .case_id = query_id(&f, "case", &case_id),
                                       .object_kind = take_word(&f, "object_kind"),
                                       .action = take_word(&f, "action"), .reason = query_code(&f, "reason"),
                                       .since_us = query_time(&f, "since", &since),
                                       .until_us = query_time(&f, "until", &until), .why = q->reason};
    before = take_before(&f, &index);
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    answer(&s, r, read_log_search(s.service, &s.caller, &search, before, &page, &s.no), &page);
}

/* What the caller did, or what was done to a case. */
static void page_of(struct api *a, const struct route_request *q, const struct uuid *case_id, struct reply *r)
{
    struct audit_log_page page;
    struct api_step s;
    const int64_t *before;
    int64_t index;
    struct query f;
    int rc;

    query_init(&f, q);
    before = take_before(&f, &index);
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, a, q);
    rc = case_id == NULL ? read_log_mine(s.service, &s.caller, before, &page, &s.no)
                         : read_log_case(s.service, &s.caller, case_id, before, &page, &s.no);
    answer(&s, r, rc, &page);
}

void res_log_mine(void *ctx, const struct route_request *q, struct reply *r)
{
    page_of(ctx, q, NULL, r);
}

void res_log_of_case(void *ctx, const struct route_request *q, struct reply *r)
{
    page_of(ctx, q, &q->id, r);
}

void res_log_bundle(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api_step s;
    int64_t first, count;
    struct query f;
    int rc;

    query_init(&f, q);
    if (query_int(&f, "first", &first) == NULL ||
        query_int(&f, "count", &count) == NULL)
        f.bad = true; /* absent is bad too */
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    rc = read_log_bundle(s.service, &s.caller, first, (int32_t)count, q->reason, &r->body, &s.no);
    if (api_step_done(&s, r, rc)) {
        r->type = REPLY_TEXT;
        reply_ok(r, 200);
    }
}
