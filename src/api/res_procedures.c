/* SPDX-License-Identifier: EUPL-1.2 */
/* Files over JSON. What authorities said is between them and the service: to people of a host the members opinions and
 * opinions_missing are not there, and "earliest" is the end of the wait, whoever has answered. The cursor of a page is
 * instant and id of the last file shown. */
#include "api/res_procedures.h"

#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "api/shapes.h"
#include "api/list.h"
#include "api/query.h"
#include "app/list_procedures.h"
#include "app/open_procedure.h"
#include "domain/place.h"
#include "domain/word.h"

#include "base/banned.h"

enum { KIND, DEPARTEMENT, PUBLIC, DECIDING, MOTIVE, FIELDS };

static const char *kind_of_host(size_t i)
{
    static const char *const kinds[] = {"habilitation", "withdrawal"};

    return i < sizeof kinds / sizeof kinds[0] ? kinds[i] : NULL;
}

static const char *kind_of_post(size_t i)
{
    static const char *const kinds[] = {"inscription", "removal"};

    return i < sizeof kinds / sizeof kinds[0] ? kinds[i] : NULL;
}

static const struct json_field of_host[FIELDS] = {
    [KIND] = {"kind", JSON_CODE, true, .code = kind_of_host},
    [DEPARTEMENT] = {"departement", JSON_LINE, false, 2, 3},
    [PUBLIC] = {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    [DECIDING] = {"deciding", JSON_CODE, true, .words = WORD_DECIDING},
    [MOTIVE] = {"motive", JSON_LINES, false, 0, 2000},
};
static const struct json_field of_post[2] = {
    {"kind", JSON_CODE, true, .code = kind_of_post},
    {"motive", JSON_LINES, false, 0, 2000},
};

static const struct json_field query[] = {
    {"after", JSON_CURSOR},
    {"kind", JSON_CODE, .words = WORD_PROCEDURE_KIND},
    {"state", JSON_CODE, .words = WORD_PROCEDURE_STATE},
    {"public", JSON_CODE, .words = WORD_PUBLIC},
    {"decidable", JSON_YES},
    {"host", JSON_ID},
    {"post", JSON_ID},
};
static const struct json_field item_fields[] = {
    {"id", JSON_ID, true},
    {"kind", JSON_CODE, true, .words = WORD_PROCEDURE_KIND},
    {"host", JSON_FIELDS, true, .of = &shapes_named},
    {"post", JSON_FIELDS, .of = &shapes_titled},
    {"departement", JSON_LINE},
    {"public", JSON_CODE, true, .words = WORD_PUBLIC},
    {"deciding", JSON_CODE, true, .words = WORD_DECIDING},
    {"state", JSON_CODE, true, .words = WORD_PROCEDURE_STATE},
    {"created_at", JSON_TIME, true},
    {"asked_on", JSON_DAY},
    {"earliest", JSON_DAY},
    {"outcome", JSON_CODE, .words = WORD_OUTCOME},
    {"decided_on", JSON_DAY},
    {"version", JSON_INT, true},
};
static const struct json_field piece_fields[] = {
    {"kind", JSON_CODE, true, .words = WORD_PIECE_KIND},
    {"dated_on", JSON_DAY},
    {"received_on", JSON_DAY},
    {"reference", JSON_LINE},
};
static const struct json_shape piece_shape = JSON_SHAPE("Piece", piece_fields);
static const struct json_field opinion_fields[] = {
    {"giver", JSON_CODE, true, .words = WORD_OPINION_GIVER},
    {"sense", JSON_CODE, true, .words = WORD_OPINION_SENSE},
    {"given_on", JSON_DAY},
    {"reference", JSON_LINE},
    {"checked", JSON_FLAG, true},
    {"recorded_by", JSON_FIELDS, .of = &shapes_id},
};
static const struct json_shape opinion_shape = JSON_SHAPE("Opinion", opinion_fields);
static const struct json_field whole[] = {
    {NULL, JSON_ALSO, .of = &res_procedures_item},
    {"motive", JSON_LINES},
    {"reference", JSON_LINE},
    {"valid_from", JSON_DAY},
    {"council_absent", JSON_FLAG, true},
    {"created_by", JSON_FIELDS, .of = &shapes_id},
    {"decided_by", JSON_FIELDS, .of = &shapes_id},
    {"checked_by", JSON_FIELDS, .of = &shapes_id},
    {"pieces", JSON_ITEMS, true, .of = &piece_shape},
    {"pieces_missing", JSON_CODES, true, .words = WORD_PIECE_KIND},
    {"opinions", JSON_ITEMS, true, .of = &opinion_shape, .some = true},
    {"opinions_missing", JSON_CODES, true, .words = WORD_OPINION_GIVER, .some = true},
};

const struct json_shape res_procedures_list_query = JSON_SHAPE(NULL, query);
const struct json_shape res_procedures_new_of_host = JSON_SHAPE("NewProcedureOfHost", of_host);
const struct json_shape res_procedures_new_of_post = JSON_SHAPE("NewProcedureOfPost", of_post);
const struct json_shape res_procedures_item = JSON_SHAPE("Procedure", item_fields);
const struct json_shape res_procedures_whole = JSON_SHAPE("WholeProcedure", whole);

static void put_item(struct buf *b, const void *item)
{
    const struct procedure *p = item;

    api_put_id(b, "id", &p->id);
    api_put_text(b, "kind", p->kind);
    api_put_named(b, "host", &p->host, p->host_name);
    api_put_labelled_or_null(b, "post", &p->post, "title", p->post_title);
    api_put_text_or_null(b, "departement", p->departement);
    api_put_text(b, "public", p->public);
    api_put_text(b, "deciding", p->deciding);
    api_put_text(b, "state", p->state);
    api_put_time(b, "created_at", p->created_us);
    api_put_day_or_null(b, "asked_on", &p->asked_on);
    api_put_day_or_null(b, "earliest", &p->earliest);
    api_put_text_or_null(b, "outcome", p->outcome);
    api_put_day_or_null(b, "decided_on", &p->decided_on);
    api_put_int(b, "version", p->version);
}

static void put_piece(struct buf *b, const void *item)
{
    const struct paper_piece *p = item;

    api_put_text(b, "kind", p->kind);
    api_put_day_or_null(b, "dated_on", &p->dated_on);
    api_put_day_or_null(b, "received_on", &p->received_on);
    api_put_text_or_null(b, "reference", p->reference);
}

static void put_opinion(struct buf *b, const void *item)
{
    const struct paper_opinion *o = item;

    api_put_text(b, "giver", o->giver);
    api_put_text(b, "sense", o->sense);
    api_put_day_or_null(b, "given_on", &o->given_on);
    api_put_text_or_null(b, "reference", o->reference);
    api_put_flag(b, "checked", o->checked);
    api_put_whose(b, "recorded_by", &o->recorded_by);
}

static void put_whole(struct buf *b, const struct list_procedures_whole *w, bool opinions)
{
    buf_u8(b, '{');
    put_item(b, &w->file);
    api_put_text_or_null(b, "motive", w->rest.motive);
    api_put_text_or_null(b, "reference", w->rest.reference);
    api_put_day_or_null(b, "valid_from", &w->rest.valid_from);
    api_put_flag(b, "council_absent", w->rest.council_absent);
    api_put_whose(b, "created_by", &w->rest.created_by);
    api_put_whose(b, "decided_by", &w->rest.decided_by);
    api_put_whose(b, "checked_by", &w->rest.checked_by);
    list_put(b, "pieces", &(struct list){w->piece, w->pieces, sizeof *w->piece, put_piece});
    list_put_words(b, "pieces_missing", w->rest.pieces, w->rest.pieces_n);
    if (opinions) {
        list_put(b, "opinions", &(struct list){w->opinion, w->opinions, sizeof *w->opinion, put_opinion});
        list_put_words(b, "opinions_missing", w->rest.opinions, w->rest.opinions_n);
    }
    buf_u8(b, '}');
}

static bool read_filter(const struct route_request *q, struct procedure_filter *f, struct reply *r)
{
    struct query fields;

    query_init(&fields, q);
    memset(f, 0, sizeof *f);
    f->kind = query_code(&fields, "kind");
    f->state = query_code(&fields, "state");
    f->public = query_code(&fields, "public");
    f->decidable = query_true(&fields, "decidable");
    if (query_id(&fields, "host", &f->host) == NULL)
        memset(&f->host, 0, sizeof f->host);
    if (query_id(&fields, "post", &f->post) == NULL)
        memset(&f->post, 0, sizeof f->post);
    return query_end(&fields, r);
}

void res_procedures_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_procedures_out out;
    struct procedure_filter filter;
    struct api_step s;

    if (!read_filter(q, &filter, r) || !list_begin(&s, ctx, q, r))
        return;
    filter.after = s.after;
    if (api_step_done(&s, r, list_procedures_do(s.service, &s.caller, &filter, &out, &s.no)))
        list_answer_timed(r, &LIST_TIMED(out, put_item, created_us, id));
    list_procedures_release(&out);
}

void res_procedures_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct list_procedures_whole *out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, list_procedures_one(s.service, &s.caller, &q->id, &out, &s.no))) {
        put_whole(&r->body, out, q->role != ROLE_HOST_MANAGER && q->role != ROLE_TUTOR);
        r->version = out->file.version;
        reply_ok(r, 200);
    }
    free(out);
}

/* Only a national file has no département, and the DT-PJJ decides for minors only (H-11, H-14). */
static bool read_of_host(struct json_doc *d, const struct route_request *q, struct open_procedure_in *in,
                         struct reply *r)
{
    struct json_value v[FIELDS];
    struct procedure_new *n = &in->file;
    bool minister;

    if (!api_body(q, d, v, FIELDS, r))
        return false;
    *in = (struct open_procedure_in){
        .key = q->key, .request = {q->body, q->body_n},
        .file = {.about = q->id, .kind = v[KIND].s, .public = v[PUBLIC].s, .deciding = v[DECIDING].s,
                 .departement = v[DEPARTEMENT].s, .motive = api_text(&v[MOTIVE])}};
    minister = strcmp(n->deciding, "minister") == 0;
    if (!minister && (strcmp(n->public, "minors") == 0) != (strcmp(n->deciding, "dtpjj") == 0))
        return api_refuse(d, "", "deciding", r);
    if (v[DEPARTEMENT].present == minister ||
        (v[DEPARTEMENT].present && !place_departement_fits(v[DEPARTEMENT].s, v[DEPARTEMENT].n)))
        return api_refuse(d, "", "departement", r);
    return true;
}

static bool read_of_post(struct json_doc *d, const struct route_request *q, struct open_procedure_in *in,
                         struct reply *r)
{
    struct json_value v[2];

    if (!api_body(q, d, v, 2, r))
        return false;
    *in = (struct open_procedure_in){.key = q->key, .request = {q->body, q->body_n}, .on_post = true,
                                     .file = {.about = q->id, .kind = v[0].s, .motive = api_text(&v[1])}};
    return true;
}

static void make(struct api *a, const struct route_request *q, const struct open_procedure_in *in, struct reply *r)
{
    struct api_step s;

    api_step_begin(&s, a, q);
    api_step_made(&s, r, open_procedure_do(s.service, &s.caller, in, &s.made, &s.no));
}

void res_procedures_of_host(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct open_procedure_in in;

    if (read_of_host(&d, q, &in, r))
        make(ctx, q, &in, r);
}

void res_procedures_of_post(void *ctx, const struct route_request *q, struct reply *r)
{
    struct json_doc d SCOPED_JSON;
    struct open_procedure_in in;

    if (read_of_post(&d, q, &in, r))
        make(ctx, q, &in, r);
}
