/* SPDX-License-Identifier: EUPL-1.2 */
/* Drawn as facts, and written down from these. The order of members is that of api/profile.c, whose reader the tests
 * ask. */
#include <string.h>

#include "admin/invented_situation.h"

#include "admin/invented.h"
#include "base/err.h"
#include "domain/situation.h"
#include "domain/word.h"

#include "base/banned.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define WORK_WEEK 2100 /* seven hours a day: from eight to noon, from two to five */

enum { MONDAY = 1, FRIDAY = 5, SATURDAY, SUNDAY };

/* Slots from one weekday to another, the same hours each. */
static size_t add(struct slot *list, size_t n, int first, int last, int from, int to)
{
    for (int day = first; day <= last; day++)
        list[n++] = (struct slot){.weekday = day, .from_min = from, .to_min = to};
    return n;
}

/* Who works has evenings and weekends left, who does not has the days. */
static void times(struct profile *p, bool works)
{
    if (!works) {
        p->n_free = add(p->free, 0, MONDAY, FRIDAY, 480, 1080);
        return;
    }
    p->said |= 1u << PROFILE_JOB;
    p->job_min = WORK_WEEK;
    p->n_job = add(p->job, 0, MONDAY, FRIDAY, 480, 720);
    p->n_job = add(p->job, p->n_job, MONDAY, FRIDAY, 840, 1020);
    p->n_free = add(p->free, 0, MONDAY, FRIDAY, 1050, 1320);
    p->n_free = add(p->free, p->n_free, SATURDAY, SUNDAY, 480, 1200);
}

static void keep_away(struct profile *p, const char *const family[2])
{
    for (size_t k = 0; k < 2 && family[k] != NULL; k++)
        for (size_t i = 0; i < word_count(WORD_OFFENCE_FAMILY); i++)
            if (strcmp(word_code(WORD_OFFENCE_FAMILY, i), family[k]) == 0)
                p->families |= 1u << i;
}

/* In the order of SITUATION_TRANSPORT. */
enum { FOOT = 1u << 0, BICYCLE = 1u << 1, TRANSIT = 1u << 2 };
static const uint32_t means[] = {TRANSIT, BICYCLE | TRANSIT, FOOT | TRANSIT, INVENTED_SITUATION_CAR};

int invented_situation_facts(unsigned i, struct profile *out)
{
    static const enum profile_level levels[] = {PROFILE_LEVEL_FLUENT, PROFILE_LEVEL_FLUENT, PROFILE_LEVEL_FLUENT,
                                                PROFILE_LEVEL_SOME};
    static const char *const aims[] = {"Reprendre un rythme de travail.", "Découvrir les métiers du paysage.",
                                       "Obtenir une attestation de compétences.", "Travailler en équipe."};
    static const char *const families[][2] = {{"road"}, {"theft"}, {"drugs"}, {"persons_violence"}, {"theft", "drugs"},
                                              {NULL}};
    unsigned char d[SECRET_KEY];

    memset(out, 0, sizeof *out);
    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("profile", i, d);
    out->said = (1u << PROFILE_MEMBERS) - 1 - (1u << PROFILE_JOB);
    times(out, d[0] % 3 == 0);
    memcpy(out->commune, invented_commune(i), sizeof out->commune);
    out->licence = d[1] % 4 == 3;
    out->means = means[d[1] % COUNT(means)];
    out->travel_min = 30 + 15 * (d[2] % 4);
    out->spoken = levels[d[3] % COUNT(levels)];
    out->read = levels[d[4] % COUNT(levels)];
    memcpy(out->aim, aims[d[6] % COUNT(aims)], strlen(aims[d[6] % COUNT(aims)]));
    if (d[7] % 5 == 0) {
        out->fitness = PROFILE_FIT_LIMITS;
        out->triggers = PROFILE_TRIGGER_CLAIMED;
    } else if (invented_is_minor(i)) { /* W-05: seen by a doctor before anybody decides */
        out->fitness = PROFILE_FIT;
    }
    keep_away(out, families[d[8] % COUNT(families)]);
    return ERR_OK;
}

const char *invented_situation_skills(unsigned i)
{
    static const char *const skills[] = {"\"Jardinage\"", "\"Peinture\",\"Petit bricolage\"", "", "\"Cuisine\"",
                                         "\"Conduite de chariot\",\"Manutention\"", "\"Informatique\""};
    unsigned char d[SECRET_KEY];

    invented_draw("profile", i, d);
    return skills[d[5] % COUNT(skills)];
}

static void put_slots(struct buf *out, const char *name, const struct slot *list, size_t n)
{
    buf_fmt(out, "\"%s\":[", name);
    for (size_t i = 0; i < n; i++)
        buf_fmt(out, "%s{\"weekday\":%d,\"from\":%d,\"to\":%d,\"weeks\":\"every\"}", i > 0 ? "," : "",
                list[i].weekday, list[i].from_min, list[i].to_min);
    buf_str(out, "]");
}

static void put_times(struct buf *out, const struct profile *p)
{
    if (profile_says(p, PROFILE_JOB)) {
        buf_fmt(out, "\"job\":{\"minutes_week\":%d,", p->job_min);
        put_slots(out, "slots", p->job, p->n_job);
        buf_str(out, "},");
    } else {
        buf_str(out, "\"job\":null,");
    }
    put_slots(out, "availability", p->free, p->n_free);
    buf_str(out, ",\"commitments\":[]");
}

/* One of a list that is open. */
static void put_code(struct buf *out, const char *code)
{
    buf_fmt(out, "%s\"%s\"", out->len > 0 && out->data[out->len - 1] == '[' ? "" : ",", code);
}

static void put_transport(struct buf *out, const struct profile *p)
{
    buf_str(out, ",\"transport\":[");
    for (size_t i = 0; i < situation_count(SITUATION_TRANSPORT); i++)
        if ((p->means & 1u << i) != 0)
            put_code(out, situation_code(SITUATION_TRANSPORT, i));
    buf_str(out, "]");
}

static void put_families(struct buf *out, const struct profile *p)
{
    buf_str(out, ",\"families\":[");
    for (size_t i = 0; i < word_count(WORD_OFFENCE_FAMILY); i++)
        if ((p->families & 1u << i) != 0)
            put_code(out, word_code(WORD_OFFENCE_FAMILY, i));
    buf_str(out, "]");
}

int invented_situation_record(unsigned i, struct buf *out)
{
    struct profile p;
    int rc = invented_situation_facts(i, &p);

    if (rc != ERR_OK)
        return rc;
    buf_str(out, "{");
    put_times(out, &p);
    buf_fmt(out, ",\"home\":{\"commune\":\"%s\",\"lat\":null,\"lon\":null}", p.commune);
    put_transport(out, &p);
    buf_fmt(out, ",\"max_travel_minutes\":%d", p.travel_min);
    buf_fmt(out, ",\"driving_licence\":%s,\"languages\":[\"fr\"]", p.licence ? "true" : "false");
    buf_fmt(out, ",\"french\":{\"spoken\":\"%s\",\"read\":\"%s\"}", situation_code(SITUATION_LEVEL, p.spoken),
            situation_code(SITUATION_LEVEL, p.read));
    buf_fmt(out, ",\"skills\":[%s],\"learning_aim\":\"%s\"", invented_situation_skills(i), p.aim);
    if (p.fitness == PROFILE_FIT_LIMITS)
        buf_str(out, ",\"fitness\":{\"result\":\"fit_limits\",\"limits\":\"" INVENTED_SITUATION_LIMITS "\","
                     "\"until\":null,\"triggers\":[\"claimed_unfit\"]}");
    else if (p.fitness == PROFILE_FIT)
        buf_str(out, ",\"fitness\":{\"result\":\"fit\",\"limits\":null,\"until\":null,\"triggers\":[]}");
    else
        buf_str(out, ",\"fitness\":{\"result\":\"not_examined\",\"limits\":null,\"until\":null,\"triggers\":[]}");
    put_families(out, &p);
    buf_str(out, ",\"avoid\":null}");
    return buf_err(out);
}
