/* SPDX-License-Identifier: EUPL-1.2 */
/* Everybody is drawn from lists by a hash of a fixed seed and the person's number. Telephone numbers are from the
 * range that the French regulator keeps for works of fiction (06 39 98), streets are those that every town has. */
#include <stdint.h>
#include <string.h>

#include "admin/invented.h"

#include "base/err.h"
#include "base/secret.h"
#include "domain/person.h"

#include "base/banned.h"

static const char *const family_names[INVENTED_PEOPLE] = {
    "Carpentier",     "D'Hondt",       "Lefèvre",      "N'Guessan",  "Van den Berghe", "Müller-Østby", "O'Callaghan",
    "Delannoy",       "Żeleński",      "Benyoucef",    "Le Goff",    "Çelik",          "Saint-Léger",  "Dupont",
    "Bourgeois-Roux", "Rakotomalala",  "Ibáñez Pérez", "L'Huillier", "Škvorecký",      "Nguyễn"};

static const char *const first_names[] = {
    "Zoé",  "Jean-Baptiste",    "Chloé Marie", "Mamadou",   "Anne-Sophie",     "Noël",  "Gwenaëlle", "Kévin",
    "Ömer", "Marie-Ève Louise", "Loïc",        "Fatoumata", "François Xavier", "Thaïs", "Raphaël",   "Inès",
    "Théo", "M'Barek",          "Agnieszka",   "Maïwenn"};

static const char *const streets[] = {"rue de l'Église",    "rue du Maréchal-Leclerc", "place de la République",
                                      "avenue Jean-Jaurès", "rue de la Gare",          "résidence Les Peupliers",
                                      "rue Émile-Zola",     "impasse de l'Abreuvoir"};

static const char *const towns[] = {"59000 Lille", "59100 Roubaix",          "59200 Tourcoing",   "59160 Lomme",
                                    "59500 Douai", "59650 Villeneuve-d'Ascq", "59280 Armentières",
                                    "59700 Marcq-en-Barœul"};

/* Each town's code, in the same order; Lomme is a part of Lille. */
static const char *const communes[] = {"59350", "59512", "59599", "59350", "59178", "59009", "59017", "59378"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

static void draw(const char *label, unsigned i, unsigned char out[SECRET_KEY])
{
    static const unsigned char seed[SECRET_KEY] = "Jalon, demonstration, landing 1";
    const unsigned char n[] = {(unsigned char)(i >> 8), (unsigned char)i};

    secret_derive(out, seed, label, n, sizeof n);
}

static void field(struct buf *out, const char *name, const char *value)
{
    buf_fmt(out, "\"%s\":\"", name);
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\')
            buf_u8(out, '\\');
        buf_u8(out, (uint8_t)*value);
    }
    buf_str(out, "\"");
}

static const char *first_name(const unsigned char d[SECRET_KEY])
{
    return first_names[d[0] % COUNT(first_names)];
}

static struct day birth(const unsigned char d[SECRET_KEY])
{
    return (struct day){1962 + d[1] % 44, 1 + d[2] % 12, 1 + d[3] % 28};
}

int invented_birth(unsigned i, struct day *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    draw("person", i, d);
    *out = birth(d);
    return ERR_OK;
}

int invented_person(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    draw("person", i, d);
    const struct day born = birth(d);
    person_text(family_names[i], strlen(family_names[i]), first_name(d), strlen(first_name(d)), &born, out);
    return buf_err(out);
}

int invented_identity(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    draw("person", i, d);
    const struct day born = birth(d);
    buf_str(out, "{");
    field(out, "family_name", family_names[i]);
    buf_str(out, ",");
    field(out, "first_names", first_name(d));
    buf_fmt(out, ",\"birth_date\":\"%d-%02d-%02d\"", born.year, born.month, born.day);
    /* Not everybody has a telephone or an address. */
    if (d[4] % 5 != 0)
        buf_fmt(out, ",\"phone\":\"+336399%d%04d\"", 8, (d[5] << 8 | d[6]) % 10000);
    if (d[7] % 6 != 0)
        buf_fmt(out, ",\"address\":\"%d %s, %s\"", 1 + d[8] % 120, streets[d[9] % COUNT(streets)],
                towns[d[10] % COUNT(towns)]);
    buf_str(out, "}");
    return buf_err(out);
}

/* Comma-separated slots from one weekday to another, the same hours each. */
static void slots(struct buf *out, int first, int last, int from, int to)
{
    for (int day = first; day <= last; day++)
        buf_fmt(out, "%s{\"weekday\":%d,\"from\":%d,\"to\":%d,\"weeks\":\"every\"}", day > 1 ? "," : "", day, from,
                to);
}

/* Who works has evenings and weekends left, who does not has the days. */
static void times(struct buf *out, bool works)
{
    if (!works) {
        buf_str(out, "\"job\":null,\"availability\":[");
        slots(out, 1, 5, 480, 1080);
    } else {
        buf_str(out, "\"job\":{\"minutes_week\":2100,\"slots\":[");
        slots(out, 1, 5, 480, 1020);
        buf_str(out, "]},\"availability\":[");
        slots(out, 1, 5, 1050, 1320);
        slots(out, 6, 7, 480, 1200);
    }
    buf_str(out, "]");
}

/* The order of members is that of api/profile.c, whose reader the tests ask. */
int invented_profile(unsigned i, struct buf *out)
{
    static const char *const travel[] = {"\"public_transport\"", "\"bicycle\",\"public_transport\"",
                                         "\"on_foot\",\"public_transport\"", "\"car\""};
    static const char *const levels[] = {"fluent", "fluent", "fluent", "some"};
    static const char *const skills[] = {"\"Jardinage\"", "\"Peinture\",\"Petit bricolage\"", "", "\"Cuisine\"",
                                         "\"Conduite de chariot\",\"Manutention\"", "\"Informatique\""};
    static const char *const aims[] = {"Reprendre un rythme de travail.", "Découvrir les métiers du paysage.",
                                       "Obtenir une attestation de compétences.", "Travailler en équipe."};
    static const char *const families[] = {"\"road\"", "\"theft\"", "\"drugs\"", "\"persons_violence\"",
                                           "\"theft\",\"drugs\"", ""};
    unsigned char d[SECRET_KEY], home[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    draw("profile", i, d);
    draw("person", i, home);
    const bool drives = d[1] % COUNT(travel) == 3;
    buf_str(out, "{");
    times(out, d[0] % 3 == 0);
    buf_fmt(out, ",\"home\":{\"commune\":\"%s\",\"lat\":null,\"lon\":null}", communes[home[10] % COUNT(communes)]);
    buf_fmt(out, ",\"transport\":[%s],\"max_travel_minutes\":%d", travel[d[1] % COUNT(travel)], 30 + 15 * (d[2] % 4));
    buf_fmt(out, ",\"driving_licence\":%s,\"languages\":[\"fr\"]", drives ? "true" : "false");
    buf_fmt(out, ",\"french\":{\"spoken\":\"%s\",\"read\":\"%s\"}", levels[d[3] % COUNT(levels)],
            levels[d[4] % COUNT(levels)]);
    buf_fmt(out, ",\"skills\":[%s],\"learning_aim\":\"%s\"", skills[d[5] % COUNT(skills)], aims[d[6] % COUNT(aims)]);
    if (d[7] % 5 == 0)
        buf_str(out, ",\"fitness\":{\"result\":\"fit_limits\",\"limits\":\"Pas de charges de plus de dix kilos\","
                     "\"until\":null,\"triggers\":[\"claimed_unfit\"]}");
    else
        buf_str(out, ",\"fitness\":{\"result\":\"not_examined\",\"limits\":null,\"until\":null,\"triggers\":[]}");
    buf_fmt(out, ",\"families\":[%s],\"avoid\":null}", families[d[8] % COUNT(families)]);
    return buf_err(out);
}

void invented_key(unsigned i, struct uuid *out)
{
    invented_key_of("idempotency key", i, out);
}

void invented_key_of(const char *kind, unsigned i, struct uuid *out)
{
    unsigned char d[SECRET_KEY];

    draw(kind, i, d);
    for (size_t k = 0; k < sizeof out->b; k++)
        out->b[k] = d[k];
    out->b[6] = (unsigned char)((out->b[6] & 0x0f) | 0x40);
    out->b[8] = (unsigned char)((out->b[8] & 0x3f) | 0x80);
}
