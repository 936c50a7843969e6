/* SPDX-License-Identifier: EUPL-1.2 */
/* The waiting list over JSON, and that no post fitted. The cursor of the list is day and measure of the last row shown,
 * with a point between them; the day is "none" where there is no term. */
#include "api/res_waiting.h"

#include <stdio.h>
#include <string.h>

#include "api/api.h"
#include "api/list.h"
#include "api/query.h"
#include "api/shapes.h"
#include "app/list_waiting.h"
#include "base/err.h"

#include "base/banned.h"

#define NO_DAY "none"
#define CURSOR (DAY_TEXT + 1 + UUID_TEXT + 1)

/* What is in the way, as casework.waiting says it. */
static const struct {
    const char *code;
    const char *rule;
    const char *sentence;
} blocks[] = {
    {"consent_refused", "M-05", "le consentement est refusé"},
    {"consent_missing", "M-06", "le consentement reste à recueillir"},
    {"not_final", "M-10", "la décision n’est pas définitive"},
    {"suspended", "M-11", "le délai d’exécution est suspendu"},
    {"profile_missing", "C-05", "la situation de la personne n’est pas renseignée"},
    {"exam_due", "W-05", "l’examen médical est attendu"},
};

static const char *block_code(size_t i)
{
    return i < sizeof blocks / sizeof blocks[0] ? blocks[i].code : NULL;
}

static const struct json_field query[] = {{"after", JSON_LINE, false, 1, CURSOR - 1}};
static const struct json_field block_fields[] = {
    {"code", JSON_CODE, true, .code = block_code}, {"rule", JSON_LINE, true}, {"sentence", JSON_LINE, true}};
static const struct json_shape block_shape = JSON_SHAPE("WaitingBlock", block_fields);
static const struct json_field last_fields[] = {
    {"day", JSON_DAY, true}, {"code", JSON_CODE, true, .words = WORD_NO_MATCH_CODE}, {"label", JSON_LINE, true}};
static const struct json_shape last_shape = JSON_SHAPE("LastNoMatch", last_fields);
static const struct json_field waiting_fields[] = {
    {"measure", JSON_ID, true},
    {"case", JSON_ID, true},
    {"counsellor", JSON_ID, true},
    {"minor", JSON_FLAG, true},
    {"kind", JSON_CODE, true, .words = WORD_MEASURE_KIND},
    {"remaining_minutes", JSON_INT, true},
    {"since", JSON_DAY},
    {"term", JSON_DAY},
    {"act_by", JSON_DAY},
    {"last_begin", JSON_DAY},
    {"overdue", JSON_FLAG, true},
    {"blocks", JSON_ITEMS, true, .of = &block_shape},
    {"no_match", JSON_FIELDS, .of = &last_shape},
};
static const struct json_field no_match_fields[] = {
    {"id", JSON_ID, true},
    {"measure", JSON_ID, true},
    {"case", JSON_ID, true},
    {"day", JSON_DAY, true},
    {"code", JSON_CODE, true, .words = WORD_NO_MATCH_CODE},
    {"area", JSON_LINE},
    {"slot", JSON_CODE, .words = WORD_SLOT_KIND},
    {"family", JSON_CODE, .words = WORD_TASK_FAMILY},
    {"recorded_by", JSON_ID, true},
    {"recorded_at", JSON_TIME, true},
};

enum { ON, CODE, AREA, SLOT, FAMILY, FIELDS };

static const struct json_field fields[FIELDS] = {
    [ON] = {"day", JSON_DAY, true, 0, 0},
    [CODE] = {"code", JSON_CODE, true, .words = WORD_NO_MATCH_CODE},
    [AREA] = {"area", JSON_LINE, false, 3, NO_MATCH_AREA - 1},
    [SLOT] = {"slot", JSON_CODE, false, .words = WORD_SLOT_KIND},
    [FAMILY] = {"family", JSON_CODE, false, .words = WORD_TASK_FAMILY},
};

const struct json_shape res_waiting_query = JSON_SHAPE(NULL, query);
const struct json_shape res_waiting_item = JSON_SHAPE("Waiting", waiting_fields);
const struct json_shape res_waiting_no_match = JSON_SHAPE("NoMatch", no_match_fields);
const struct json_shape res_waiting_new = JSON_SHAPE("NewNoMatch", fields);

static bool read_cursor(const char *s, size_t n, struct waiting_cursor *out)
{
    const char *point = memchr(s, '.', n);
    size_t day = point == NULL ? n : (size_t)(point - s);

    memset(out, 0, sizeof *out);
    if (point == NULL || uuid_parse(&out->measure, point + 1, n - day - 1) != ERR_OK)
        return false;
    return (day == strlen(NO_DAY) && memcmp(s, NO_DAY, day) == 0) || day_parse(&out->act_by, s, day) == ERR_OK;
}

/* Where the list goes on: cursor, or NULL where nothing is said of it. */
static const struct waiting_cursor *read_after(struct query *f, struct waiting_cursor *cursor)
{
    const char *after = query_text(f, "after");

    if (after == NULL)
        return NULL;
    f->bad = f->bad || !read_cursor(after, strlen(after), cursor);
    return cursor;
}

/* The cursor behind one who waits. Returns text. */
static const char *cursor_behind(char text[CURSOR], const struct waiting *w)
{
    char id[UUID_TEXT + 1];

    uuid_format(&w->measure, id);
    if (w->act_by.year == 0)
        snprintf(text, CURSOR, NO_DAY ".%s", id);
    else
        snprintf(text, CURSOR, "%04d-%02d-%02d.%s", w->act_by.year, w->act_by.month, w->act_by.day, id);
    return text;
}

static void put_blocks(struct buf *b, const struct waiting *w)
{
    size_t n = 0;

    api_name(b, "blocks");
    buf_u8(b, '[');
    for (size_t i = 0; i < w->n_blocks; i++)
        for (size_t k = 0; k < sizeof blocks / sizeof blocks[0]; k++)
            if (strcmp(w->block[i], blocks[k].code) == 0) {
                api_next_item(b, n++);
                buf_u8(b, '{');
                api_put_text(b, "code", blocks[k].code);
                api_put_text(b, "rule", blocks[k].rule);
                api_put_text(b, "sentence", blocks[k].sentence);
                buf_u8(b, '}');
            }
    buf_u8(b, ']');
}

void res_waiting_put(struct buf *b, const void *item)
{
    const struct waiting *w = item;

    api_put_id(b, "measure", &w->measure);
    api_put_id(b, "case", &w->case_id);
    api_put_id(b, "counsellor", &w->counsellor);
    api_put_flag(b, "minor", w->minor);
    api_put_text(b, "kind", w->kind);
    api_put_int(b, "remaining_minutes", w->remaining_min);
    api_put_day_or_null(b, "since", &w->since);
    api_put_day_or_null(b, "term", &w->term);
    api_put_day_or_null(b, "act_by", &w->act_by);
    api_put_day_or_null(b, "last_begin", &w->last_begin);
    api_put_flag(b, "overdue", w->overdue);
    put_blocks(b, w);
    if (w->no_match == NULL) {
        api_put_null(b, "no_match");
        return;
    }
    api_open(b, "no_match");
    api_put_day_or_null(b, "day", &w->no_match_on);
    api_put_text(b, "code", w->no_match);
    api_put_text(b, "label", word_label(WORD_NO_MATCH_CODE, w->no_match));
    buf_u8(b, '}');
}

void res_waiting_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct waiting_cursor cursor;
    struct list_waiting_out out;
    struct api_step s;
    char next[CURSOR];
    const struct waiting_cursor *after;
    struct query f;

    query_init(&f, q);
    after = read_after(&f, &cursor);
    if (!query_end(&f, r))
        return;
    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_waiting_do(s.service, &s.caller, after, &out, &s.no)))
        list_answer_page(r, &(struct list){out.item, out.n, sizeof *out.item, res_waiting_put},
                         out.more ? cursor_behind(next, &out.item[out.n - 1]) : NULL);
    list_waiting_release(&out);
}

static void put_no_match(struct buf *b, const void *item)
{
    const struct no_match *m = item;

    api_put_id(b, "id", &m->id);
    api_put_id(b, "measure", &m->said.measure);
    api_put_id(b, "case", &m->case_id);
    api_put_day_or_null(b, "day", &m->said.day);
    api_put_text(b, "code", m->said.code);
    api_put_text_or_null(b, "area", m->said.area);
    api_put_text_or_null(b, "slot", m->said.slot);
    api_put_text_or_null(b, "family", m->said.family);
    api_put_id(b, "recorded_by", &m->recorded_by);
    api_put_time(b, "recorded_at", m->recorded_us);
}

void res_waiting_no_matches(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_waiting_no_matches out;
    struct api_step s;

    if (!list_begin(&s, ctx, q, r))
        return;
    if (api_step_done(&s, r, list_waiting_of_measure(s.service, &s.caller, &q->id, s.after, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_no_match, recorded_us, id));
}

/* Beside a reason that lies in what is sealed nothing is said (C-12); beside any other, where and when. */
static bool read_said(const struct route_request *q, struct json_doc *d, struct no_match_new *out, struct reply *r)
{
    struct json_value v[FIELDS];
    bool situation;

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    out->code = v[CODE].s;
    situation = strcmp(out->code, "situation") == 0;
    for (int i = AREA; i <= FAMILY; i++)
        if (v[i].present ? situation : !situation && i != FAMILY)
            return api_refuse(d, "", fields[i].name, r);
    out->slot = v[SLOT].s;
    out->family = v[FAMILY].s;
    out->day = v[ON].day;
    out->area = v[AREA].present ? v[AREA].s : NULL;
    return true;
}

void res_waiting_record(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct list_waiting_no_match in = {.key = q->key, .request = {q->body, q->body_n}, .said.measure = q->id};
    struct api_step s;

    if (!read_said(q, &d, &in.said, r))
        return;
    api_step_begin(&s, ctx, q);
    api_step_made(&s, r, list_waiting_record(s.service, &s.caller, &in, &s.made, &s.no));
}
