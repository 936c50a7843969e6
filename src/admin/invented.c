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
                                    "59320 Haubourdin", "59650 Villeneuve-d'Ascq", "59280 Armentières",
                                    "59700 Marcq-en-Barœul"};

/* Each town's code, in the same order; Lomme is a part of Lille. */
static const char *const communes[] = {"59350", "59512", "59599", "59350", "59286", "59009", "59017", "59378"};

#define COUNT(list) (sizeof(list) / sizeof(list)[0])

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

static const char *first_name(const unsigned char d[SECRET_KEY])
{
    return first_names[d[0] % COUNT(first_names)];
}

static struct day birth(const unsigned char d[SECRET_KEY])
{
    return (struct day){1962 + d[1] % 44, 1 + d[2] % 12, 1 + d[3] % 28};
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
    *out = birth(d);
    return ERR_OK;
}

int invented_person(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("person", i, d);
    const struct day born = birth(d);
    person_text(family_names[i], strlen(family_names[i]), first_name(d), strlen(first_name(d)), &born, out);
    return buf_err(out);
}

int invented_identity(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("person", i, d);
    const struct day born = birth(d);
    buf_str(out, "{");
    field(out, "family_name", family_names[i]);
    buf_str(out, ",");
    field(out, "first_names", first_name(d));
    buf_fmt(out, ",\"birth_date\":\"%d-%02d-%02d\"", born.year, born.month, born.day);
    if (has_phone(d)) {
        buf_str(out, ",\"phone\":");
        phone(d, out);
    }
    if (d[7] % 6 != 0)
        buf_fmt(out, ",\"address\":\"%d %s, %s\"", 1 + d[8] % 120, streets[d[9] % COUNT(streets)],
                towns[d[10] % COUNT(towns)]);
    buf_str(out, "}");
    return buf_err(out);
}

int invented_contact(unsigned i, struct buf *out)
{
    unsigned char d[SECRET_KEY];

    if (i >= INVENTED_PEOPLE)
        return ERR_LIMIT;
    invented_draw("person", i, d);
    buf_str(out, "{");
    field(out, "given", first_name(d));
    buf_str(out, ",");
    field(out, "family", family_names[i]);
    buf_str(out, ",\"phone\":");
    if (has_phone(d))
        phone(d, out);
    else
        buf_str(out, "null");
    buf_str(out, "}");
    return buf_err(out);
}

const char *invented_commune(unsigned i)
{
    unsigned char d[SECRET_KEY];

    invented_draw("person", i, d);
    return communes[d[10] % COUNT(communes)];
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
