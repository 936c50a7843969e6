/* SPDX-License-Identifier: EUPL-1.2 */
/* Everything may be left out, nothing is guessed: what was not said is null, which the matching must treat as unknown.
 * Each part reads its own object and writes it at once; a refusal on the way leaves bytes that nobody uses. Rules here
 * must not depend on the day: what was fine when it was sealed is fine when it is read. */
#include <stdio.h>
#include <string.h>

#include "api/canonical.h"
#include "api/commitment_json.h"
#include "api/profile.h"
#include "api/slot_json.h"
#include "base/err.h"
#include "domain/place.h"
#include "domain/situation.h"
#include "domain/word.h"

#include "base/banned.h"

#define PLAIN_MAX 65000
#define SKILL 60          /* characters */
#define LISTED 20         /* languages, skills, and each kind of what is avoided */
#define DEGREE 1000000

enum { JOB, AVAILABILITY, COMMITMENTS, HOME, TRANSPORT, TRAVEL, LICENCE, LANGUAGES, FRENCH, SKILLS, AIM, FITNESS,
       FAMILIES, AVOID, FIELDS };

static const char *transport_code(size_t i)
{
    return situation_code(SITUATION_TRANSPORT, i);
}

static const char *level_code(size_t i)
{
    return situation_code(SITUATION_LEVEL, i);
}

static const char *fitness_code(size_t i)
{
    return situation_code(SITUATION_FITNESS, i);
}

static const char *trigger_code(size_t i)
{
    return situation_code(SITUATION_TRIGGER, i);
}

static const struct json_field job[] = {
    {"minutes_week", JSON_INT, true, 0, 4200}, {"slots", JSON_ITEMS, false, 0, SLOT_MAX, .of = &slot_json_person}};
static const struct json_field home[] = {{"commune", JSON_INSEE, true},
                                         {"lat", JSON_INT, false, -90 * DEGREE, 90 * DEGREE},
                                         {"lon", JSON_INT, false, -180 * DEGREE, 180 * DEGREE}};
static const struct json_field french[] = {{"spoken", JSON_CODE, .code = level_code},
                                           {"read", JSON_CODE, .code = level_code}};
static const struct json_field fitness[] = {{"result", JSON_CODE, true, .code = fitness_code},
                                            {"limits", JSON_LINES, false, 0, 500},
                                            {"until", JSON_DAY, false, 0, 0},
                                            {"triggers", JSON_CODES, false, 0, 16, .code = trigger_code}};
static const struct json_field avoid[] = {{"cases", JSON_IDS, false, 0, LISTED},
                                          {"hosts", JSON_IDS, false, 0, LISTED},
                                          {"sites", JSON_IDS, false, 0, LISTED},
                                          {"places", JSON_TEXTS, false, 0, LISTED}};

const struct json_shape profile_job_shape = JSON_SHAPE("Job", job);
const struct json_shape profile_home_shape = JSON_SHAPE("Home", home);
const struct json_shape profile_french_shape = JSON_SHAPE("French", french);
const struct json_shape profile_fitness_shape = JSON_SHAPE("Fitness", fitness);
const struct json_shape profile_avoid_shape = JSON_SHAPE("Avoid", avoid);

static const struct json_field fields[FIELDS] = {
    [JOB] = {"job", JSON_FIELDS, .of = &profile_job_shape},
    [AVAILABILITY] = {"availability", JSON_ITEMS, false, 0, SLOT_MAX, .of = &slot_json_person},
    [COMMITMENTS] = {"commitments", JSON_ITEMS, false, 0, PROFILE_COMMITMENTS, .of = &commitment_json_shape},
    [HOME] = {"home", JSON_FIELDS, .of = &profile_home_shape},
    [TRANSPORT] = {"transport", JSON_CODES, false, 0, 8, .code = transport_code},
    [TRAVEL] = {"max_travel_minutes", JSON_INT, false, 1, 240},
    [LICENCE] = {"driving_licence", JSON_FLAG, false, 0, 0},
    [LANGUAGES] = {"languages", JSON_WORDS, false, 0, LISTED},
    [FRENCH] = {"french", JSON_FIELDS, .of = &profile_french_shape},
    [SKILLS] = {"skills", JSON_TEXTS, false, 0, LISTED},
    [AIM] = {"learning_aim", JSON_LINES, false, 0, 500},
    [FITNESS] = {"fitness", JSON_FIELDS, .of = &profile_fitness_shape},
    [FAMILIES] = {"families", JSON_CODES, false, 0, 16, .words = WORD_OFFENCE_FAMILY},
    [AVOID] = {"avoid", JSON_FIELDS, .of = &profile_avoid_shape},
};
static const struct json_field outer[] = {{"profile", JSON_FIELDS, true, .of = &profile_shape}};

const struct json_shape profile_shape = JSON_SHAPE("Profile", fields);
const struct json_shape profile_body = JSON_SHAPE("ProfileOfCase", outer);

static enum refusal put_slots(struct json_doc *d, const char *base, const struct json_field *f,
                              const struct json_value *list, struct buf *out, bool *first)
{
    struct slot s[SLOT_MAX] = {0};
    char at[JSON_POINTER];
    enum refusal r;
    size_t clash;

    (void)snprintf(at, sizeof at, "%s/%s", base, f->name);
    if ((r = slot_json_read(d, list, at, false, s)) != REFUSAL_NONE)
        return r;
    if ((clash = slot_clash(s, list->count)) < list->count)
        return canonical_refuse(d, base, f->name, clash);
    canonical_name(out, first, f->name);
    buf_u8(out, '[');
    for (size_t i = 0; i < list->count; i++)
        buf_fmt(out, "%s{\"weekday\":%d,\"from\":%d,\"to\":%d,\"weeks\":\"%s\"}", i == 0 ? "" : ",", s[i].weekday,
                s[i].from_min, s[i].to_min, slot_weeks_name(s[i].weeks));
    buf_u8(out, ']');
    return REFUSAL_NONE;
}

static enum refusal put_commitments(struct json_doc *d, const char *base, const struct json_field *f,
                                    const struct json_value *list, struct buf *out, bool *first)
{
    struct profile_commitment c[PROFILE_COMMITMENTS];
    char at[JSON_POINTER];
    enum refusal r;

    (void)snprintf(at, sizeof at, "%s/%s", base, f->name);
    if ((r = commitment_json_read(d, list, at, c)) != REFUSAL_NONE)
        return r;
    canonical_name(out, first, f->name);
    commitment_json_put(out, c, list->count);
    return REFUSAL_NONE;
}

/* --- the objects in it ------------------------------------------------------------------------------------------- */

static enum refusal put_job(struct json_doc *d, const char *at, struct json_t *object, struct buf *out)
{
    struct json_value v[2];
    bool first = true;
    enum refusal r = json_doc_take(d, object, at, job, v, 2);

    if (r != REFUSAL_NONE)
        return r;
    canonical_member(out, &first, &job[0], &v[0]);
    return put_slots(d, at, &job[1], &v[1], out, &first);
}

static enum refusal put_home(struct json_doc *d, const char *at, struct json_t *object, struct buf *out)
{
    struct json_value v[3];
    bool first = true;
    enum refusal r = json_doc_take(d, object, at, home, v, 3);

    if (r != REFUSAL_NONE)
        return r;
    if (v[1].present != v[2].present) /* half a point */
        return json_doc_refuse(d, at, v[1].present ? home[2].name : home[1].name);
    for (int i = 0; i < 3; i++)
        canonical_member(out, &first, &home[i], &v[i]);
    return REFUSAL_NONE;
}

static enum refusal put_french(struct json_doc *d, const char *at, struct json_t *object, struct buf *out)
{
    struct json_value v[2];
    bool first = true;
    enum refusal r = json_doc_take(d, object, at, french, v, 2);

    for (int i = 0; i < 2 && r == REFUSAL_NONE; i++)
        canonical_member(out, &first, &french[i], &v[i]);
    return r;
}

static enum refusal put_fitness(struct json_doc *d, const char *at, struct json_t *object, struct buf *out)
{
    struct json_value v[4];
    bool first = true;
    enum refusal r = json_doc_take(d, object, at, fitness, v, 4);

    if (r != REFUSAL_NONE)
        return r;
    for (int i = 0; i < 3; i++)
        canonical_member(out, &first, &fitness[i], &v[i]);
    canonical_set(&fitness[3], &v[3], out, &first);
    return REFUSAL_NONE;
}

static enum refusal put_avoid(struct json_doc *d, const char *at, struct json_t *object, struct buf *out)
{
    struct json_value v[4];
    bool first = true;
    enum refusal r = json_doc_take(d, object, at, avoid, v, 4);

    for (int i = 0; i < 4 && r == REFUSAL_NONE; i++)
        canonical_member(out, &first, &avoid[i], &v[i]);
    return r;
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

typedef enum refusal (*put_fn)(struct json_doc *d, const char *at, struct json_t *object, struct buf *out);

static put_fn part_of(int i)
{
    switch (i) {
    case JOB:
        return put_job;
    case HOME:
        return put_home;
    case FRENCH:
        return put_french;
    case FITNESS:
        return put_fitness;
    default:
        return put_avoid;
    }
}

static enum refusal put_part(struct json_doc *d, const char *base, int i, const struct json_value *v, struct buf *out,
                             bool *first)
{
    char at[JSON_POINTER];
    enum refusal r;

    (void)snprintf(at, sizeof at, "%s/%s", base, fields[i].name);
    canonical_name(out, first, fields[i].name);
    if (!v->present) {
        buf_str(out, "null");
        return REFUSAL_NONE;
    }
    buf_u8(out, '{');
    r = part_of(i)(d, at, v->object, out);
    buf_u8(out, '}');
    return r;
}

static enum refusal put_field(struct json_doc *d, const char *base, int i, const struct json_value *v, struct buf *out,
                              bool *first)
{
    switch (i) {
    case AVAILABILITY:
        return put_slots(d, base, &fields[i], v, out, first);
    case COMMITMENTS:
        return put_commitments(d, base, &fields[i], v, out, first);
    case TRANSPORT:
    case FAMILIES:
        canonical_set(&fields[i], v, out, first);
        return REFUSAL_NONE;
    default:
        if (fields[i].kind == JSON_FIELDS)
            return put_part(d, base, i, v, out, first);
        canonical_member(out, first, &fields[i], v);
        return REFUSAL_NONE;
    }
}

static enum refusal check_skills(struct json_doc *d, const char *base, const struct json_value *v)
{
    const char *skill[LISTED];
    size_t n = json_words(v, skill);

    for (size_t i = 0; i < n; i++)
        if (json_characters(skill[i], strlen(skill[i])) > SKILL)
            return canonical_refuse(d, base, fields[SKILLS].name, i);
    return REFUSAL_NONE;
}

static enum refusal put_profile(struct json_doc *d, const char *base, struct json_t *object, struct buf *out)
{
    struct json_value v[FIELDS];
    bool first = true;
    enum refusal r = json_doc_take(d, object, base, fields, v, FIELDS);

    if (r == REFUSAL_NONE)
        r = check_skills(d, base, &v[SKILLS]);
    buf_u8(out, '{');
    for (int i = 0; i < FIELDS && r == REFUSAL_NONE; i++)
        r = put_field(d, base, i, &v[i], out, &first);
    buf_u8(out, '}');
    return r;
}

enum refusal profile_read(struct json_doc *d, const void *body, size_t n, struct buf *out)
{
    struct json_value whole[1];
    enum refusal r = json_doc_parse(d, body, n);

    if (r == REFUSAL_NONE)
        r = json_doc_take(d, NULL, "", outer, whole, 1);
    return r == REFUSAL_NONE ? put_profile(d, "/profile", whole[0].object, out) : r;
}

bool profile_parse(struct json_doc *d, const void *p, size_t n, struct buf *again)
{
    return json_doc_parse(d, p, n) == REFUSAL_NONE && put_profile(d, "", NULL, again) == REFUSAL_NONE &&
           buf_err(again) == ERR_OK;
}

bool profile_put(struct buf *answer, const void *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct buf again SCOPED_BUF;

    buf_init_secret(&again, PLAIN_MAX);
    if (!profile_parse(&d, p, n, &again))
        return false;
    buf_bytes(answer, again.data, again.len);
    return true;
}
