/* SPDX-License-Identifier: EUPL-1.2 */
/* One row for each post, with its slots, days off and bars as arrays, so that all of a post is of one instant. Two
 * habilitations that adjoin are one span, and so are days off; the spans of a multirange come in order. The first
 * three columns say how long the arrays are, so that memory is taken once. Texts stay where libpq has them. */
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "store/matching_posts.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/slots.h"
#include "store/weeks_sql.h"

#include "base/banned.h"

#define WORDS 16 /* longest list of words of a post */
#define DAY(x) "((" x ") - date '1970-01-01')"
#define MILLIONTHS(x) "round(coalesce(s." x ", c." x ") * 1000000)::integer"
#define LIST(x, order) "array_agg(" x " ORDER BY " order ")"
#define OR_NONE(x) "coalesce(" x ", '{}')"

/* What hangs on a post is gathered for all posts at once: one by one costs more than all the rest. of: which rows x of
 * what hangs on them; in_charge: of which contact a post is; off: which days off x are then of it. */
#define POSTS(where, of, in_charge, off) \
    "SELECT coalesce(t.slots, 0), coalesce(k.closures, 0), coalesce(a.spans, 0), p.id, p.host_id, s.id, p.title, " \
    "o.name, s.insee, c.nom, c.departement, " MILLIONTHS("lat") ", " MILLIONTHS("lon") ", s.lat IS NULL, s.stop, " \
    "s.lines, coalesce(s.stop_walk_min, 0), p.car_needed, coalesce(p.transit_first, 0), coalesce(p.transit_last, 0), " \
    "coalesce(p.transit_saturday_first, 0), coalesce(p.transit_saturday_last, 0), p.transit_saturday_none, " \
    "coalesce(p.transit_sunday_first, 0), coalesce(p.transit_sunday_last, 0), p.transit_sunday_none, " \
    "p.public = 'minors', " \
    "h.state = 'active', NOT offer.is_public(h.form), p.state::text, " DAY("p.inscribed_on") ", " \
    DAY("p.confirmed_on") ", coalesce(p.min_hours, 0), coalesce(p.max_hours, 0), p.places, p.special_risk, " \
    "p.care_setting, ARRAY[p.family::text], p.needs::text[], " OR_NONE("b.families") ", p.version, " \
    "coalesce(i.people_max, 0), " DAY("i.trained_on") ", " \
    OR_NONE("t.weekdays") ", " OR_NONE("t.from_mins") ", " OR_NONE("t.to_mins") ", " OR_NONE("t.weeks") ", " \
    OR_NONE("t.places") ", " OR_NONE("k.firsts") ", " OR_NONE("k.lasts") ", " OR_NONE("a.firsts") ", " \
    OR_NONE("a.lasts") \
    " FROM offer.post p JOIN offer.host h ON h.id = p.host_id JOIN sec.organisation o ON o.id = p.host_id " \
    "JOIN offer.site s ON s.id = p.site_id JOIN offer.commune c ON c.insee = s.insee " \
    "LEFT JOIN offer.contact i ON i.id = " in_charge " AND i.host_id = p.host_id " \
    "LEFT JOIN LATERAL (SELECT count(*)::integer AS spans, " LIST(DAY("lower(z.r)"), "z.r") " AS firsts, " \
    LIST(DAY("upper(z.r)") " - 1", "z.r") " AS lasts FROM (SELECT r FROM (SELECT range_agg(x.valid) AS spans " \
    "FROM offer.habilitation x WHERE x.host_id = p.host_id AND x.public = p.public " \
    "AND x.territory IN (c.departement, 'FR')) AS y, unnest(y.spans) AS r ORDER BY r DESC LIMIT 16) AS z) AS a " \
    "ON true " \
    "LEFT JOIN (SELECT x.post_id, count(*)::integer AS slots, " LIST("x.weekday", "x.n") " AS weekdays, " \
    LIST("x.from_min", "x.n") " AS from_mins, " LIST("x.to_min", "x.n") " AS to_mins, " \
    LIST(WEEKS_SQL("x.weeks"), "x.n") " AS weeks, " LIST("coalesce(x.places, 0)", "x.n") " AS places " \
    "FROM offer.slot x WHERE " of " GROUP BY x.post_id) AS t ON t.post_id = p.id " \
    "LEFT JOIN (SELECT y.post_id, count(*)::integer AS closures, " LIST(DAY("lower(y.r)"), "y.n") " AS firsts, " \
    LIST(DAY("upper(y.r)") " - 1", "y.n") " AS lasts " \
    "FROM (SELECT z.post_id, u.r, u.n FROM (SELECT x.post_id, range_agg(x.days) AS spans FROM offer.day_off x " \
    "WHERE " of " AND " off " AND upper(x.days) > (SELECT offer.today()) GROUP BY x.post_id) AS z, " \
    "unnest(z.spans) WITH ORDINALITY AS u (r, n) WHERE u.n <= 65) AS y GROUP BY y.post_id) AS k ON k.post_id = p.id " \
    "LEFT JOIN (SELECT x.post_id, " LIST("x.family::text", "x.family") " AS families FROM offer.post_bar x WHERE " of \
    " GROUP BY x.post_id) AS b ON b.post_id = p.id WHERE " where " ORDER BY p.id"
#define IN_TERRITORY "p.state IN ('inscribed', 'suspended') AND c.departement = $1"
#define TAKEN(posts, instead) \
    "SELECT x.post_id, x.weekday, x.from_min, x.to_min, x.weeks, " DAY("x.first_day") ", " DAY("x.last_day") ", " \
    "x.who, x.people_max FROM (SELECT y.*, 0 AS people_max FROM casework.taken(" posts ", $2) AS y " \
    "UNION ALL SELECT y.* FROM casework.led(" posts ", $2, " instead ") AS y) AS x " \
    "ORDER BY x.post_id, x.people_max > 0, x.first_day, x.last_day, x.weekday, x.from_min, x.to_min, x.weeks"

static const struct conn_stmt stmts[MATCHING_POSTS_STATEMENTS] = {
    [MATCHING_POSTS_ALL] = {"matching_posts", POSTS(IN_TERRITORY, "true", "p.in_charge", "x.usual")},
    [MATCHING_POSTS_THESE] = {"matching_these_posts", POSTS("p.id = ANY ($1)", "x.post_id = ANY ($1)",
                                                            "coalesce($2, p.in_charge)",
                                                            "CASE WHEN $2 IS NULL THEN x.usual "
                                                            "ELSE x.in_charge IS NULL OR x.in_charge = $2 END")},
    [MATCHING_POSTS_TAKEN] = {"matching_taken",
        TAKEN("ARRAY(SELECT p.id FROM offer.post p JOIN offer.site s ON s.id = p.site_id "
              "JOIN offer.commune c ON c.insee = s.insee WHERE " IN_TERRITORY ")", "NULL")},
    [MATCHING_POSTS_TAKEN_OF_THESE] = {"matching_taken_of_these", TAKEN("$1", "$3")},
};

const struct conn_group matching_posts_statements = {stmts, MATCHING_POSTS_STATEMENTS};

void matching_posts_step(struct conn_step *s, struct param_list *p, const char *departement)
{
    conn_step_begin(s, p, &stmts[MATCHING_POSTS_ALL]);
    param_str(p, departement);
}

void matching_posts_these_step(struct conn_step *s, struct param_list *p, const struct uuid *posts, size_t n,
                               const struct uuid *instead)
{
    conn_step_begin(s, p, &stmts[MATCHING_POSTS_THESE]);
    param_uuid_array(p, posts, n);
    param_uuid_or_null(p, instead);
}

void matching_posts_taken_step(struct conn_step *s, struct param_list *p, const char *departement,
                               const struct uuid *chain)
{
    conn_step_begin(s, p, &stmts[MATCHING_POSTS_TAKEN]);
    param_str(p, departement);
    param_uuid_or_null(p, chain);
}

void matching_posts_taken_of_these_step(struct conn_step *s, struct param_list *p, const struct uuid *posts, size_t n,
                                        const struct uuid *chain, const struct uuid *instead)
{
    conn_step_begin(s, p, &stmts[MATCHING_POSTS_TAKEN_OF_THESE]);
    param_uuid_array(p, posts, n);
    param_uuid_or_null(p, chain);
    param_uuid_or_null(p, instead);
}

/* A list of words as bits in the order of their list. */
static uint32_t read_bits(struct row *r, enum word_list list)
{
    char text[WORDS][WORD_MAX + 1];
    size_t n = row_array_text(r, text[0], sizeof text[0], WORDS);
    uint32_t bits = 0;

    for (size_t i = 0; i < n; i++) {
        size_t k = 0;

        while (k < word_count(list) && strcmp(word_code(list, k), text[i]) != 0)
            k++;
        if (k == word_count(list))
            r->bad = true;
        else
            bits |= 1u << k;
    }
    return bits;
}

/* Spans in order, as two lists. */
static void read_spans(struct row *r, size_t n, struct matching_span *out)
{
    int32_t first[MATCHING_POSTS_CLOSURES + 1], last[MATCHING_POSTS_CLOSURES + 1];

    if (row_array_i32(r, first, MATCHING_POSTS_CLOSURES + 1) != n ||
        row_array_i32(r, last, MATCHING_POSTS_CLOSURES + 1) != n)
        r->bad = true;
    for (size_t i = 0; i < n && !r->bad; i++)
        out[i] = (struct matching_span){first[i], last[i]};
}

/* Who closes a post on more spans than are looked at has it closed from the last of them on. */
static void read_closures(struct row *r, struct matching_post *p, struct matching_span *out)
{
    read_spans(r, p->n_closures, out);
    if (p->n_closures > MATCHING_POSTS_CLOSURES) {
        p->n_closures = MATCHING_POSTS_CLOSURES;
        out[MATCHING_POSTS_CLOSURES - 1].last = DAY_NONE;
    }
    p->closures = out;
}

static int read_post(struct row *r, struct matching_post *p, struct slot *slots, struct matching_span *spans)
{
    size_t n_closures;

    p->n_slots = (size_t)row_i32(r);
    p->n_closures = n_closures = (size_t)row_i32(r);
    p->n_habilitations = (size_t)row_i32(r);
    row_uuid(r, &p->id);
    row_uuid(r, &p->host);
    row_uuid(r, &p->site);
    p->title = row_text(r, NULL);
    p->host_name = row_text(r, NULL);
    p->insee = row_text(r, NULL);
    p->commune = row_text(r, NULL);
    p->departement = row_text(r, NULL);
    p->located = row_point(r, &p->lat, &p->lon);
    p->rough = row_bool(r);
    p->stop = row_text(r, NULL);
    p->lines = row_text(r, NULL);
    p->stop_walk_min = row_i32(r);
    p->car_needed = row_bool(r);
    p->transit_first = row_i32(r);
    p->transit_last = row_i32(r);
    row_hours(r, &p->transit_saturday);
    row_hours(r, &p->transit_sunday);
    p->minors = row_bool(r);
    p->host_active = row_bool(r);
    p->needs_habilitation = row_bool(r);
    p->state = row_word(r, WORD_POST_STATE);
    p->inscribed_on = row_i32_or(r, DAY_NONE);
    p->confirmed_on = row_i32_or(r, DAY_NONE);
    p->min_min = 60 * row_i32(r);
    p->max_min = 60 * row_i32(r);
    p->places = row_i32(r);
    p->special_risk = row_bool(r);
    p->care_setting = row_bool(r);
    p->family = read_bits(r, WORD_TASK_FAMILY);
    p->needs = read_bits(r, WORD_NEED);
    p->barred = read_bits(r, WORD_OFFENCE_FAMILY);
    p->version = row_i32(r);
    p->tutor_max = row_i32(r);
    p->tutor_trained = row_i32_or(r, DAY_NONE);
    p->slots = slots;
    if (slots_read(r, slots, p->n_slots) != p->n_slots)
        r->bad = true;
    read_closures(r, p, spans);
    read_spans(r, p->n_habilitations, spans + n_closures);
    p->habilitations = spans + n_closures;
    return row_end(r);
}

/* How long the lists of a post are, and those of all together. */
static int sizes(const struct pg_result *texts, int i, size_t *slots, size_t *spans)
{
    struct row r;
    int32_t a, b, c;

    row_init(&r, texts, i);
    a = row_i32(&r);
    b = row_i32(&r);
    c = row_i32(&r);
    if (r.bad || a < 0 || a > SLOT_MAX || b < 0 || b > MATCHING_POSTS_CLOSURES + 1 || c < 0 ||
        c > MATCHING_POSTS_HABILITATIONS)
        return ERR_FORMAT;
    *slots += (size_t)a;
    *spans += (size_t)b + (size_t)c;
    return ERR_OK;
}

static int read_posts(struct matching_posts *out)
{
    int n = row_count(out->texts);
    size_t slots = 0, spans = 0;
    int rc = ERR_OK;

    for (int i = 0; i < n && rc == ERR_OK; i++)
        rc = sizes(out->texts, i, &slots, &spans);
    if (rc != ERR_OK)
        return rc;
    out->n = (size_t)n;
    out->post = calloc(out->n + 1, sizeof *out->post);
    out->slots = calloc(slots + 1, sizeof *out->slots);
    out->spans = calloc(spans + 1, sizeof *out->spans);
    if (out->post == NULL || out->slots == NULL || out->spans == NULL)
        return ERR_NOMEM;
    slots = spans = 0;
    for (int i = 0; i < n && rc == ERR_OK; i++) {
        struct row r;

        row_init(&r, out->texts, i);
        rc = read_post(&r, &out->post[i], out->slots + slots, out->spans + spans);
        if (rc == ERR_OK)
            rc = sizes(out->texts, i, &slots, &spans);
    }
    return rc;
}

static int read_taken(const struct conn_step *s, struct matching_posts *out)
{
    out->n_taken = (size_t)row_count(s->result);
    out->taken = calloc(out->n_taken + 1, sizeof *out->taken);
    if (out->taken == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < out->n_taken; i++) {
        struct row r;

        row_init(&r, s->result, (int)i);
        row_uuid(&r, &out->taken[i].post);
        matching_read_time(&r, &out->taken[i].time);
        out->taken[i].who = row_i32(&r);
        out->taken[i].led_max = row_i32(&r);
        if (row_end(&r) != ERR_OK)
            return ERR_FORMAT;
    }
    return ERR_OK;
}

int matching_posts_read(struct conn_step *posts, const struct conn_step *taken, struct matching_posts *out)
{
    int rc;

    memset(out, 0, sizeof *out);
    out->texts = posts->result;
    posts->result = NULL;
    rc = read_posts(out);
    return rc == ERR_OK ? read_taken(taken, out) : rc;
}

void matching_posts_release(struct matching_posts *out)
{
    row_free(&out->texts);
    free(out->post);
    free(out->slots);
    free(out->spans);
    free(out->taken);
    memset(out, 0, sizeof *out);
}
