/* SPDX-License-Identifier: EUPL-1.2 */
/* What is strict about a profile is said once, in profile.c: the bytes go through it first, so that every member is
 * what it is declared to be; what it would write of them is not needed, the document that it looked at is. Members that
 * no match needs are declared because the reader takes no others, and left. */
#include <string.h>

#include "api/commitment_json.h"
#include "api/json.h"
#include "api/profile.h"
#include "api/profile_facts.h"
#include "api/slot_json.h"
#include "base/buf.h"
#include "base/err.h"
#include "domain/situation.h"
#include "domain/word.h"

#include "base/banned.h"

#define PLAIN_MAX 65000
#define LISTED PROFILE_LISTED
#define WORDS 32 /* of a closed list */

enum { JOB, AVAILABILITY, COMMITMENTS, HOME, TRANSPORT, TRAVEL, LICENCE, LANGUAGES, FRENCH, SKILLS, AIM, FITNESS,
       FAMILIES, AVOID, FIELDS };

static void says(struct profile *out, enum profile_member m, bool said)
{
    out->said |= said ? 1u << m : 0;
}

/* The place of a word in its list; the list's length when it is none of them. */
static size_t place_of(enum situation_list list, const struct json_value *v)
{
    size_t i = 0;

    while (i < situation_count(list) && strcmp(situation_code(list, i), v->s) != 0)
        i++;
    return i;
}

static enum refusal take_slots(struct json_doc *d, const char *at, const struct json_value *list,
                               struct slot out[SLOT_MAX], size_t *n)
{
    enum refusal r = slot_json_read(d, list, at, false, out);

    *n = r == REFUSAL_NONE ? list->count : 0;
    return r;
}

static enum refusal take_job(struct json_doc *d, struct json_t *object, struct profile *out)
{
    struct json_value v[2];
    enum refusal r = json_doc_take(d, object, "/job", profile_job_shape.field, v, 2);

    if (r != REFUSAL_NONE)
        return r;
    says(out, PROFILE_JOB, true);
    out->job_min = (int32_t)v[0].i;
    return take_slots(d, "/job/slots", &v[1], out->job, &out->n_job);
}

static enum refusal take_home(struct json_doc *d, struct json_t *object, struct profile *out)
{
    struct json_value v[3];
    enum refusal r = json_doc_take(d, object, "/home", profile_home_shape.field, v, 3);

    if (r != REFUSAL_NONE || v[0].n >= sizeof out->commune)
        return r != REFUSAL_NONE ? r : REFUSAL_FIELD_INVALID;
    says(out, PROFILE_HOME, true);
    memcpy(out->commune, v[0].s, v[0].n);
    out->has_point = v[1].present && v[2].present;
    out->lat = out->has_point ? (int32_t)v[1].i : 0;
    out->lon = out->has_point ? (int32_t)v[2].i : 0;
    return REFUSAL_NONE;
}

static enum refusal take_french(struct json_doc *d, struct json_t *object, struct profile *out)
{
    struct json_value v[2];
    enum refusal r = json_doc_take(d, object, "/french", profile_french_shape.field, v, 2);

    if (r != REFUSAL_NONE)
        return r;
    says(out, PROFILE_FRENCH_SPOKEN, v[0].present);
    says(out, PROFILE_FRENCH_READ, v[1].present);
    out->spoken = v[0].present ? (enum profile_level)place_of(SITUATION_LEVEL, &v[0]) : PROFILE_LEVEL_NONE;
    out->read = v[1].present ? (enum profile_level)place_of(SITUATION_LEVEL, &v[1]) : PROFILE_LEVEL_NONE;
    return REFUSAL_NONE;
}

/* Codes of a list as bits in its order. */
typedef const char *(*code_fn)(size_t i);

static const char *trigger_code(size_t i)
{
    return situation_code(SITUATION_TRIGGER, i);
}

static const char *transport_code(size_t i)
{
    return situation_code(SITUATION_TRANSPORT, i);
}

static const char *family_code(size_t i)
{
    return word_code(WORD_OFFENCE_FAMILY, i);
}

static uint32_t bits_of(const struct json_value *list, code_fn code)
{
    const char *word[WORDS];
    size_t n = json_words(list, word);
    uint32_t bits = 0;

    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; code(k) != NULL; k++)
            if (strcmp(code(k), word[i]) == 0)
                bits |= 1u << k;
    return bits;
}

static enum refusal take_fitness(struct json_doc *d, struct json_t *object, struct profile *out)
{
    struct json_value v[4];
    enum refusal r = json_doc_take(d, object, "/fitness", profile_fitness_shape.field, v, 4);

    if (r != REFUSAL_NONE)
        return r;
    says(out, PROFILE_FITNESS, true);
    out->fitness = (enum profile_fitness)place_of(SITUATION_FITNESS, &v[0]);
    out->has_until = v[2].present;
    out->fit_until = v[2].present ? day_number(&v[2].day) : 0;
    out->triggers = bits_of(&v[3], trigger_code);
    return REFUSAL_NONE;
}

static enum refusal take_ids(const struct json_value *list, struct uuid out[LISTED], size_t *n)
{
    const char *text[LISTED];

    *n = json_words(list, text);
    for (size_t i = 0; i < *n; i++)
        if (uuid_parse(&out[i], text[i], strlen(text[i])) != ERR_OK)
            return REFUSAL_FIELD_INVALID;
    return REFUSAL_NONE;
}

static enum refusal take_avoid(struct json_doc *d, struct json_t *object, struct profile *out)
{
    struct json_value v[4];
    const char *place[LISTED];
    enum refusal r = json_doc_take(d, object, "/avoid", profile_avoid_shape.field, v, 4);

    if (r == REFUSAL_NONE)
        r = take_ids(&v[0], out->cases, &out->n_cases);
    if (r == REFUSAL_NONE)
        r = take_ids(&v[1], out->hosts, &out->n_hosts);
    if (r == REFUSAL_NONE)
        r = take_ids(&v[2], out->sites, &out->n_sites);
    if (r != REFUSAL_NONE)
        return r;
    out->n_places = json_words(&v[3], place);
    for (size_t i = 0; i < out->n_places; i++) {
        if (strlen(place[i]) >= PROFILE_PLACE)
            return REFUSAL_FIELD_INVALID;
        memcpy(out->place[i], place[i], strlen(place[i]));
    }
    return REFUSAL_NONE;
}

static enum refusal take_times(struct json_doc *d, const struct json_value *v, struct profile *out)
{
    enum refusal r = take_slots(d, "/availability", &v[AVAILABILITY], out->free, &out->n_free);

    says(out, PROFILE_AVAILABILITY, v[AVAILABILITY].count > 0);
    if (r == REFUSAL_NONE)
        r = commitment_json_read(d, &v[COMMITMENTS], "/commitments", out->commitment);
    out->n_commitments = r == REFUSAL_NONE ? v[COMMITMENTS].count : 0;
    return r;
}

static enum refusal take_plain(struct json_doc *d, const struct json_value *v, struct profile *out)
{
    out->means = bits_of(&v[TRANSPORT], transport_code);
    says(out, PROFILE_TRANSPORT, out->means != 0);
    says(out, PROFILE_TRAVEL, v[TRAVEL].present);
    out->travel_min = v[TRAVEL].present ? (int32_t)v[TRAVEL].i : 0;
    says(out, PROFILE_LICENCE, v[LICENCE].present);
    out->licence = v[LICENCE].present && v[LICENCE].flag;
    out->families = bits_of(&v[FAMILIES], family_code);
    if (v[AIM].present && v[AIM].n >= sizeof out->aim)
        return REFUSAL_FIELD_INVALID;
    if (v[AIM].present)
        memcpy(out->aim, v[AIM].s, v[AIM].n);
    return take_times(d, v, out);
}

static enum refusal take_profile(struct json_doc *d, struct profile *out)
{
    static const struct {
        int field;
        enum refusal (*take)(struct json_doc *d, struct json_t *object, struct profile *out);
    } parts[] = {{JOB, take_job}, {HOME, take_home}, {FRENCH, take_french}, {FITNESS, take_fitness},
                 {AVOID, take_avoid}};
    struct json_value v[FIELDS];
    enum refusal r = json_doc_take(d, NULL, "", profile_shape.field, v, FIELDS);

    if (r == REFUSAL_NONE)
        r = take_plain(d, v, out);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && r == REFUSAL_NONE; i++)
        if (v[parts[i].field].present)
            r = parts[i].take(d, v[parts[i].field].object, out);
    return r;
}

bool profile_facts_read(const void *record, size_t n, struct profile *out)
{
    struct json_doc d SCOPED_JSON;
    struct buf sound SCOPED_BUF;

    memset(out, 0, sizeof *out);
    buf_init_secret(&sound, PLAIN_MAX);
    if (profile_parse(&d, record, n, &sound) && take_profile(&d, out) == REFUSAL_NONE)
        return true;
    profile_wipe(out);
    return false;
}
