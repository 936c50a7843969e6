/* SPDX-License-Identifier: EUPL-1.2 */
/* Everybody is drawn from lists by a hash of a fixed seed and the person's number. Telephone numbers are from the
 * range that the French regulator keeps for works of fiction (06 39 98), streets are those that every town has. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "admin/invented.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/secret.h"
#include "domain/person.h"

#include "base/banned.h"

static const char *const family_names[INVENTED_STORY] = {
    "Carpentier",     "D'Hondt",       "Lefèvre",      "N'Guessan",  "Van den Berghe", "Müller-Østby", "O'Callaghan",
    "Delannoy",       "Żeleński",      "Benyoucef",    "Le Goff",    "Çelik",          "Saint-Léger",  "Dupont",
    "Bourgeois-Roux", "Rakotomalala",  "Ibáñez Pérez", "L'Huillier", "Škvorecký",      "Nguyễn"};

static const char *const first_names[] = {
    "Zoé",  "Jean-Baptiste",    "Chloé Marie", "Mamadou",   "Anne-Sophie",     "Noël",  "Gwenaëlle", "Kévin",
    "Ömer", "Marie-Ève Louise", "Loïc",        "Fatoumata", "François Xavier", "Thaïs", "Raphaël",   "Inès",
    "Théo", "M'Barek",          "Agnieszka",   "Maïwenn"};

/* Of the territory. */
static const char *const families[] = {
    "Vandamme",     "Deleplanque",  "Dubrulle",    "Lemahieu",     "D'Halluin",     "Wattel",      "Bécue",
    "Mahieu",       "Vanhoutte",    "Debruyne",    "Lepoutre",     "Catteau",       "Duquesnoy",   "Flahaut",
    "Ghesquière",   "Hennebelle",   "Joncquez",    "Kowalczyk",    "Leclercq",      "Masurel",     "Nowakowska",
    "Osei-Tutu",    "Pruvost",      "Quéva",       "Rousselle",    "Sénéchal",      "Tiberghien",  "Utard",
    "Verhaeghe",    "Wacquier",     "Yılmaz",      "Zaïdi",        "Aït Ouali",     "Bouzid",      "Camara",
    "Diallo",       "El Amrani",    "Ferreira",    "Gonçalves",    "Haddad",        "Iannucci",    "Jovanović",
    "Keïta",        "Loubet",       "M'Bengue",    "N'Dour",       "O'Donnell",     "Płaczek",     "Quiñones",
    "Rodríguez",    "Szymański",    "Traoré",      "Uğurlu",       "Vasseur",       "Wójcik",      "Ximénès",
    "Yahiaoui",     "Zouaoui",      "Abgrall",     "Bailleul",     "Cauchy",        "De Clercq",   "D'Haene",
    "Empis",        "Fauquembergue", "Gosselin",   "Houzé",        "Ingelaere",     "Jacquemart",  "Kervella",
    "Lœuilleux",    "Maës",         "Noël",        "Olivier",      "Poulain",       "Réquillart",  "Sœtaert",
    "Toulemonde",   "Van Œst",      "Wibaux",      "Béthune",      "Crépin",        "Dewaële",     "Fiévet"};

static const char *const firsts[] = {
    "Adèle",     "Bilal",       "Camille",   "Désiré",     "Élodie",    "Farid",      "Gaëtan",      "Hélène",
    "Ibrahima",  "Jérémy",      "Karima",    "Léa",        "Mickaël",   "Nadège",     "Océane",      "Pierre-Yves",
    "Quentin",   "Rémi",        "Sélim",     "Tiphaine",   "Ugo",       "Véronique",  "Wassila",     "Xavier",
    "Yanis",     "Zélie",       "Aurélien",  "Brahim",     "Cédric",    "Dieynaba",   "Étienne",     "Frédérique",
    "Grégory",   "Hafida",      "Ismaël",    "Joëlle",     "Kamel",     "Ludovic",    "Maëva",       "Nolan",
    "Oumar",     "Priscilla",   "Rachida",   "Steeve",     "Tristan",   "Valentin",   "Wendy",       "Yohann",
    "Anaïs",     "Béatrice",    "Corentin",  "Dylan",      "Emmanuelle", "Florian",   "Geoffrey",    "Jean-Noël"};

static const char *const streets[] = {"rue de l'Église",    "rue du Maréchal-Leclerc", "place de la République",
                                      "avenue Jean-Jaurès", "rue de la Gare",          "résidence Les Peupliers",
                                      "rue Émile-Zola",     "impasse de l'Abreuvoir"};

/* A town with its code; Lomme is a part of Lille. */
struct town {
    const char *name;
    const char *insee;
};

static const struct town towns[] = {{"59000 Lille", "59350"},      {"59100 Roubaix", "59512"},
                                    {"59200 Tourcoing", "59599"},  {"59160 Lomme", "59350"},
                                    {"59320 Haubourdin", "59286"}, {"59650 Villeneuve-d'Ascq", "59009"},
                                    {"59280 Armentières", "59017"}, {"59700 Marcq-en-Barœul", "59378"}};

#define TOWNS 12

static const struct town area_towns[INVENTED_AREAS][TOWNS] = {
    {{"59000 Lille", "59350"}, {"59800 Lille", "59350"}, {"59160 Lomme", "59350"}, {"59260 Lille", "59350"},
     {"59120 Loos", "59360"}, {"59130 Lambersart", "59328"}, {"59320 Haubourdin", "59286"},
     {"59650 Villeneuve-d'Ascq", "59009"}, {"59790 Ronchin", "59507"}, {"59155 Faches-Thumesnil", "59220"},
     {"59280 Armentières", "59017"}, {"59370 Mons-en-Barœul", "59410"}},
    {{"59100 Roubaix", "59512"}, {"59100 Roubaix", "59512"}, {"59100 Roubaix", "59512"}, {"59200 Tourcoing", "59599"},
     {"59200 Tourcoing", "59599"}, {"59150 Wattrelos", "59650"}, {"59510 Hem", "59299"}, {"59170 Croix", "59163"},
     {"59290 Wasquehal", "59646"}, {"59390 Lys-lez-Lannoy", "59367"}, {"59250 Halluin", "59279"},
     {"59115 Leers", "59339"}},
    {{"59113 Seclin", "59560"}, {"59113 Seclin", "59560"}, {"59139 Wattignies", "59648"}, {"59112 Annœullin", "59011"},
     {"59810 Lesquin", "59343"}, {"59136 Wavrin", "59653"}, {"59221 Bauvin", "59052"}, {"59480 La Bassée", "59051"},
     {"59175 Templemars", "59585"}, {"59112 Carnin", "59133"}, {"59273 Fretin", "59256"},
     {"59263 Houplin-Ancoisne", "59316"}}};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define FAMILY 96

void invented_draw(const char *label, unsigned i, unsigned char out[SECRET_KEY])
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

static const char *first_name(unsigned i, const unsigned char d[SECRET_KEY])
{
    return i < INVENTED_STORY ? first_names[d[0] % COUNT(first_names)] : firsts[d[0] % COUNT(firsts)];
}

/* Of the territory one in eight bears two names. */
static void family_name(unsigned i, const unsigned char d[SECRET_KEY], char out[FAMILY])
{
    const size_t a = (size_t)(d[11] << 8 | d[12]) % COUNT(families),
                 b = (size_t)(d[13] << 8 | d[14]) % COUNT(families);

    if (i < INVENTED_STORY)
        (void)snprintf(out, FAMILY, "%s", family_names[i]);
    else
        (void)snprintf(out, FAMILY, "%s%s%s", families[a], a != b && d[15] % 8 == 0 ? "-" : "",
                       a != b && d[15] % 8 == 0 ? families[b] : "");
}

bool invented_is_minor(unsigned i)
{
    return i >= INVENTED_STORY && i % 36 == 11;
}

static struct day birth(unsigned i, const unsigned char d[SECRET_KEY])
{
    struct day today;

    if (!invented_is_minor(i))
        return (struct day){1962 + d[1] % 44, 1 + d[2] % 12, 1 + d[3] % 28};
    day_in_france(&today, clock_now_us());
    return (struct day){today.year - 17, 1 + d[2] % 6, 1 + d[3] % 28};
}

enum invented_area invented_area(unsigned i)
{
    unsigned char d[SECRET_KEY];

    invented_draw("area", i, d);
    return d[0] % 100 < 55 ? INVENTED_LILLE : d[0] % 100 < 92 ? INVENTED_ROUBAIX : INVENTED_SOUTH;
}

static const struct town *town(unsigned i, const unsigned char d[SECRET_KEY])
{
    return i < INVENTED_STORY ? &towns[d[10] % COUNT(towns)] : &area_towns[invented_area(i)][d[10] % TOWNS];
}

/* Not everybody has a telephone or an address. */
static bool has_phone(const unsigned char d[SECRET_KEY])
{
    return d[4] % 5 != 0;
}

static void phone(const unsigned char d[SECRET_KEY], struct buf *out)
{
    buf_fmt(out, "\"+336399%d%04d\"", 8, (d[5] << 8 | d[6]) % 10000);
}

int invented_birth(unsigned i, struct day *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("person", i, d);
    *out = birth(i, d);
    return ERR_OK;
}

int invented_person(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];
    char family[FAMILY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("person", i, d);
    const struct day born = birth(i, d);
    family_name(i, d, family);
    person_text(family, strlen(family), first_name(i, d), strlen(first_name(i, d)), &born, out);
    return buf_err(out);
}

int invented_identity(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];
    char family[FAMILY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("person", i, d);
    const struct day born = birth(i, d);
    buf_str(out, "{");
    family_name(i, d, family);
    field(out, "family_name", family);
    buf_str(out, ",");
    field(out, "first_names", first_name(i, d));
    buf_fmt(out, ",\"birth_date\":\"%d-%02d-%02d\"", born.year, born.month, born.day);
    if (has_phone(d)) {
        buf_str(out, ",\"phone\":");
        phone(d, out);
    }
    if (d[7] % 6 != 0)
        buf_fmt(out, ",\"address\":\"%d %s, %s\"", 1 + d[8] % 120, streets[d[9] % COUNT(streets)], town(i, d)->name);
    buf_str(out, "}");
    return buf_err(out);
}

const char *invented_commune(unsigned i)
{
    unsigned char d[SECRET_KEY];

    invented_draw("person", i, d);
    return town(i, d)->insee;
}

void invented_key(unsigned i, struct uuid *out)
{
    invented_key_of("idempotency key", i, out);
}

void invented_key_of(const char *kind, unsigned i, struct uuid *out)
{
    unsigned char d[SECRET_KEY];

    invented_draw(kind, i, d);
    for (size_t k = 0; k < sizeof out->b; k++)
        out->b[k] = d[k];
    out->b[6] = (unsigned char)((out->b[6] & 0x0f) | 0x40);
    out->b[8] = (unsigned char)((out->b[8] & 0x3f) | 0x80);
}
