/* SPDX-License-Identifier: EUPL-1.2 */
/* Files over JSON. What authorities said is between them and the service: to people of a host the members opinions and
 * opinions_missing are not there, and "earliest" is the end of the wait, whoever has answered. The cursor of a page is
 * instant and id of the last file shown. */
#include "api/res_procedures.h"

#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "app/list_procedures.h"
#include "app/open_procedure.h"
#include "base/err.h"
#include "domain/word.h"

#include "base/banned.h"

enum { KIND, DEPARTEMENT, PUBLIC, DECIDING, MOTIVE, FIELDS };

static const struct json_field of_host[FIELDS] = {
    [KIND] = {"kind", JSON_LINE, true, 1, WORD_MAX},
    [DEPARTEMENT] = {"departement", JSON_LINE, false, 2, 3},
    [PUBLIC] = {"public", JSON_LINE, true, 1, WORD_MAX},
    [DECIDING] = {"deciding", JSON_LINE, true, 1, WORD_MAX},
    [MOTIVE] = {"motive", JSON_LINES, false, 0, 2000},
};
static const struct json_field of_post[2] = {
    {"kind", JSON_LINE, true, 1, WORD_MAX},
    {"motive", JSON_LINES, false, 0, 2000},
};

const char *const res_procedures_list_query[] = {"after", "kind", "state", "public", "decidable", NULL};

/* "name":{"id":"…"}, or null for the nil one */
static void put_whose(struct buf *b, const char *name, const struct uuid *id)
{
    if (uuid_is_nil(id)) {
        api_put_id_or_null(b, name, id);
        return;
    }
    buf_fmt(b, "\"%s\":{", name);
    api_put_id(b, "id", id);
    buf_u8(b, '}');
}

static void put_item(struct buf *b, const struct procedure *p)
{
    api_put_id(b, "id", &p->id);
    buf_u8(b, ',');
    api_put_text(b, "kind", p->kind);
    buf_str(b, ",\"host\":{");
    api_put_id(b, "id", &p->host);
    buf_u8(b, ',');
    api_put_text(b, "name", p->host_name);
    buf_str(b, "},\"post\":");
    if (uuid_is_nil(&p->post)) {
        buf_str(b, "null,");
    } else {
        buf_u8(b, '{');
        api_put_id(b, "id", &p->post);
        buf_u8(b, ',');
        api_put_text(b, "title", p->post_title);
        buf_str(b, "},");
    }
    api_put_text_or_null(b, "departement", p->departement);
    buf_u8(b, ',');
    api_put_text(b, "public", p->public);
    buf_u8(b, ',');
    api_put_text(b, "deciding", p->deciding);
    buf_u8(b, ',');
    api_put_text(b, "state", p->state);
    buf_u8(b, ',');
    api_put_time(b, "created_at", p->created_us);
    buf_u8(b, ',');
    api_put_day_or_null(b, "asked_on", &p->asked_on);
    buf_u8(b, ',');
    api_put_day_or_null(b, "earliest", &p->earliest);
    buf_u8(b, ',');
    api_put_text_or_null(b, "outcome", p->outcome);
    buf_u8(b, ',');
    api_put_day_or_null(b, "decided_on", &p->decided_on);
    buf_u8(b, ',');
    api_put_int(b, "version", p->version);
}

static void put_words(struct buf *b, const char *name, const procedure_word *word, size_t n)
{
    buf_fmt(b, ",\"%s\":[", name);
    for (size_t i = 0; i < n; i++)
        buf_fmt(b, "%s\"%s\"", i == 0 ? "" : ",", word[i]); /* of a closed list: nothing to escape */
    buf_u8(b, ']');
}

static void put_piece(struct buf *b, const struct paper_piece *p)
{
    buf_u8(b, '{');
    api_put_text(b, "kind", p->kind);
    buf_u8(b, ',');
    api_put_day_or_null(b, "dated_on", &p->dated_on);
    buf_u8(b, ',');
    api_put_day_or_null(b, "received_on", &p->received_on);
    buf_u8(b, ',');
    api_put_text_or_null(b, "reference", p->reference);
    buf_u8(b, '}');
}

static void put_opinion(struct buf *b, const struct paper_opinion *o)
{
    buf_u8(b, '{');
    api_put_text(b, "giver", o->giver);
    buf_u8(b, ',');
    api_put_text(b, "sense", o->sense);
    buf_u8(b, ',');
    api_put_day_or_null(b, "given_on", &o->given_on);
    buf_u8(b, ',');
    api_put_text_or_null(b, "reference", o->reference);
    buf_u8(b, ',');
    api_put_flag(b, "checked", o->checked);
    buf_u8(b, ',');
    put_whose(b, "recorded_by", &o->recorded_by);
    buf_u8(b, '}');
}

static void put_whole(struct buf *b, const struct list_procedures_whole *w, bool opinions)
{
    buf_u8(b, '{');
    put_item(b, &w->file);
    buf_u8(b, ',');
    api_put_text_or_null(b, "motive", w->rest.motive);
    buf_u8(b, ',');
    api_put_text_or_null(b, "reference", w->rest.reference);
    buf_u8(b, ',');
    api_put_day_or_null(b, "valid_from", &w->rest.valid_from);
    buf_u8(b, ',');
    api_put_flag(b, "council_absent", w->rest.council_absent);
    buf_u8(b, ',');
    put_whose(b, "created_by", &w->rest.created_by);
    buf_u8(b, ',');
    put_whose(b, "decided_by", &w->rest.decided_by);
    buf_u8(b, ',');
    put_whose(b, "checked_by", &w->rest.checked_by);
    buf_str(b, ",\"pieces\":[");
    for (size_t i = 0; i < w->pieces; i++) {
        api_next_item(b, i);
        put_piece(b, &w->piece[i]);
    }
    buf_u8(b, ']');
    put_words(b, "pieces_missing", w->rest.pieces, w->rest.pieces_n);
    if (opinions) {
        buf_str(b, ",\"opinions\":[");
        for (size_t i = 0; i < w->opinions; i++) {
            api_next_item(b, i);
            put_opinion(b, &w->opinion[i]);
        }
        buf_u8(b, ']');
        put_words(b, "opinions_missing", w->rest.opinions, w->rest.opinions_n);
    }
    buf_u8(b, '}');
}

/* A field of the query that is absent, or a word of the list. */
static bool read_word(const struct params *query, const char *name, enum word_list list, const char **out)
{
    size_t n;
    const char *s = params_get(query, name, &n);

    *out = s == NULL ? NULL : word_find(list, s, n);
    return s == NULL || *out != NULL;
}

static bool read_filter(const struct params *query, struct procedure_filter *f)
{
    size_t n;
    const char *after = params_get(query, "after", &n);
    const char *decidable = params_get(query, "decidable", NULL);

    memset(f, 0, sizeof *f);
    f->after = after != NULL;
    f->decidable = decidable != NULL;
    return (after == NULL || api_read_cursor(after, n, &f->after_us, &f->after_id)) &&
           (decidable == NULL || strcmp(decidable, "true") == 0) &&
           read_word(query, "kind", WORD_PROCEDURE_KIND, &f->kind) &&
           read_word(query, "state", WORD_PROCEDURE_STATE, &f->state) &&
           read_word(query, "public", WORD_PUBLIC, &f->public);
}

void res_procedures_list(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct list_procedures_out out;
    struct procedure_filter filter;
    struct service_caller c;
    char next[API_CURSOR];
    enum refusal no;
    int rc;

    if (!read_filter(&q->query, &filter)) {
        reply_refuse(r, REFUSAL_PARAMETER, NULL);
        return;
    }
    api_caller(&c, q);
    rc = list_procedures_do(a->service, &c, &filter, &out, &no);
    if (reply_outcome(r, rc, no)) {
        const struct procedure *last = out.more ? &out.item[out.n - 1] : NULL;

        api_open_list(&r->body);
        for (size_t i = 0; i < out.n; i++) {
            api_next_item(&r->body, i);
            buf_u8(&r->body, '{');
            put_item(&r->body, &out.item[i]);
            buf_u8(&r->body, '}');
        }
        api_close_page(&r->body, last == NULL ? NULL : api_cursor(next, last->created_us, &last->id));
        reply_ok(r, 200);
    }
    list_procedures_release(&out);
    service_caller_wipe(&c);
}

void res_procedures_read(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct list_procedures_whole *out;
    struct service_caller c;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = list_procedures_one(a->service, &c, &q->id, &out, &no);
    if (reply_outcome(r, rc, no)) {
        put_whole(&r->body, out, q->role != ROLE_HOST_MANAGER && q->role != ROLE_TUTOR);
        r->version = out->file.version;
        reply_ok(r, 200);
    }
    free(out);
    service_caller_wipe(&c);
}

static bool is_departement(const char *s, size_t n)
{
    if (n == 3)
        return memcmp(s, "97", 2) == 0 && s[2] >= '1' && s[2] <= '8';
    if (n != 2 || s[0] < '0' || s[0] > '9')
        return false;
    if (s[1] < '0' || s[1] > '9')
        return s[0] == '2' && (s[1] == 'A' || s[1] == 'B');
    return memcmp(s, "00", 2) != 0 && memcmp(s, "95", 2) <= 0;
}

/* Only a national file has no département, and the DT-PJJ decides for minors only (H-11, H-14). */
static bool read_of_host(struct json_doc *d, const struct route_request *q, struct open_procedure_in *in,
                         struct reply *r)
{
    struct json_value v[FIELDS];
    struct procedure_new *n = &in->file;
    bool minister;

    if (!api_body(q, d, of_host, v, FIELDS, r))
        return false;
    *in = (struct open_procedure_in){
        .key = q->key, .request = {q->body, q->body_n},
        .file = {.about = q->id, .departement = v[DEPARTEMENT].s, .motive = v[MOTIVE].present ? v[MOTIVE].s : ""}};
    n->kind = word_find(WORD_PROCEDURE_KIND, v[KIND].s, v[KIND].n);
    n->public = word_find(WORD_PUBLIC, v[PUBLIC].s, v[PUBLIC].n);
    n->deciding = word_find(WORD_DECIDING, v[DECIDING].s, v[DECIDING].n);
    if (n->kind == NULL || (strcmp(n->kind, "habilitation") != 0 && strcmp(n->kind, "withdrawal") != 0))
        return api_refuse(d, "", "kind", r);
    if (n->public == NULL)
        return api_refuse(d, "", "public", r);
    if (n->deciding == NULL)
        return api_refuse(d, "", "deciding", r);
    minister = strcmp(n->deciding, "minister") == 0;
    if (!minister && (strcmp(n->public, "minors") == 0) != (strcmp(n->deciding, "dtpjj") == 0))
        return api_refuse(d, "", "deciding", r);
    if (v[DEPARTEMENT].present == minister ||
        (v[DEPARTEMENT].present && !is_departement(v[DEPARTEMENT].s, v[DEPARTEMENT].n)))
        return api_refuse(d, "", "departement", r);
    return true;
}

static bool read_of_post(struct json_doc *d, const struct route_request *q, struct open_procedure_in *in,
                         struct reply *r)
{
    struct json_value v[2];

    if (!api_body(q, d, of_post, v, 2, r))
        return false;
    *in = (struct open_procedure_in){.key = q->key, .request = {q->body, q->body_n}, .on_post = true,
                                     .file = {.about = q->id, .motive = v[1].present ? v[1].s : ""}};
    in->file.kind = word_find(WORD_PROCEDURE_KIND, v[0].s, v[0].n);
    if (in->file.kind == NULL ||
        (strcmp(in->file.kind, "inscription") != 0 && strcmp(in->file.kind, "removal") != 0))
        return api_refuse(d, "", "kind", r);
    return true;
}

static void make(struct api *a, const struct route_request *q, const struct open_procedure_in *in, struct reply *r)
{
    struct service_caller c;
    struct asking_made made;
    enum refusal no;
    int rc;

    api_caller(&c, q);
    rc = open_procedure_do(a->service, &c, in, &made, &no);
    if (reply_outcome(r, rc, no)) {
        buf_u8(&r->body, '{');
        api_put_id(&r->body, "id", &made.id);
        buf_u8(&r->body, '}');
        reply_ok(r, 201);
    }
    service_caller_wipe(&c);
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
