/* SPDX-License-Identifier: EUPL-1.2 */
/* The identity of a person in a case. Names are whatever a civil registry may hold: one word, one letter,
 * apostrophes, hyphens, accents; kept byte for byte as they were typed. A birth date is a real day that is not after
 * today. */
#include <string.h>

#include "api/identity.h"
#include "base/err.h"
#include "base/text.h"
#include "domain/age.h"
#include "domain/day.h"
#include "domain/person.h"
#include "http/jsontext.h"

#include "base/banned.h"

enum { FAMILY_NAME, FIRST_NAMES, BIRTH_DATE, PHONE, ADDRESS, FIELDS };

static const struct json_field fields[FIELDS] = {
    [FAMILY_NAME] = {"family_name", JSON_LINE, true, 1, 100}, [FIRST_NAMES] = {"first_names", JSON_LINE, true, 1, 100},
    [BIRTH_DATE] = {"birth_date", JSON_DAY, true, 0, 0},      [PHONE] = {"phone", JSON_LINE, false, 1, 30},
    [ADDRESS] = {"address", JSON_LINES, false, 1, 300},
};

static const struct json_shape identity_shape = JSON_SHAPE("NewIdentity", fields);
static const struct json_field outer[] = {{"identity", JSON_FIELDS, true, .of = &identity_shape}};

/* As it is answered: what was left out is not there. */
static const struct json_field known[FIELDS] = {
    [FAMILY_NAME] = {"family_name", JSON_LINE, true}, [FIRST_NAMES] = {"first_names", JSON_LINE, true},
    [BIRTH_DATE] = {"birth_date", JSON_DAY, true},    [PHONE] = {"phone", JSON_LINE, true, .some = true},
    [ADDRESS] = {"address", JSON_LINES, true, .some = true},
};

const struct json_shape identity_known = JSON_SHAPE("Identity", known);
const struct json_shape identity_body = JSON_SHAPE("IdentityOfCase", outer);

static const char base[] = "/identity";

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool identity_is_phone(const char *s, size_t n)
{
    bool plus = n > 0 && s[0] == '+';
    size_t start = plus ? 1 : 0;
    size_t digits = 0;
    char first = '\0';

    for (size_t i = start; i < n; i++) {
        if (digit(s[i])) {
            if (digits++ == (plus ? 0 : 1))
                first = s[i];
        } else if ((s[i] != ' ' && s[i] != '.' && s[i] != '-') || i == start || i + 1 == n || !digit(s[i - 1])) {
            return false; /* separators stand alone and between digits */
        }
    }
    if (first == '\0' || first == '0')
        return false;
    return plus ? digits >= 7 && digits <= 15 : digits == 10 && s[0] == '0';
}

static void write_fields(struct buf *out, const struct json_value *v)
{
    bool first = true;

    buf_u8(out, '{');
    for (int i = 0; i < FIELDS; i++) {
        if (!v[i].present)
            continue;
        if (!first)
            buf_u8(out, ',');
        first = false;
        jsontext_str(out, fields[i].name);
        buf_u8(out, ':');
        jsontext_string(out, v[i].s, v[i].n);
    }
    buf_u8(out, '}');
}

enum refusal identity_read(struct json_doc *d, const void *body, size_t n, int64_t now_us, struct buf *out,
                           struct buf *person)
{
    struct json_value whole[1];
    struct json_value v[FIELDS];
    struct day today;
    enum refusal r = json_doc_parse(d, body, n);

    if (r == REFUSAL_NONE)
        r = json_doc_take(d, NULL, "", outer, whole, 1);
    if (r == REFUSAL_NONE)
        r = json_doc_take(d, whole[0].object, base, fields, v, FIELDS);
    if (r != REFUSAL_NONE)
        return r;
    day_of(&today, now_us);
    if (day_compare(&v[BIRTH_DATE].day, &today) > 0)
        return json_doc_refuse(d, base, "birth_date");
    if (v[PHONE].present && !identity_is_phone(v[PHONE].s, v[PHONE].n))
        return json_doc_refuse(d, base, "phone");
    write_fields(out, v);
    person_text(v[FAMILY_NAME].s, v[FAMILY_NAME].n, v[FIRST_NAMES].s, v[FIRST_NAMES].n, &v[BIRTH_DATE].day, person);
    return REFUSAL_NONE;
}

bool identity_is_minor(struct json_doc *d, int64_t now_us)
{
    struct json_value whole[1];
    struct json_value v[FIELDS];
    struct day today;

    if (json_doc_take(d, NULL, "", outer, whole, 1) != REFUSAL_NONE ||
        json_doc_take(d, whole[0].object, base, fields, v, FIELDS) != REFUSAL_NONE)
        return false;
    day_in_france(&today, now_us);
    return age_is_minor(&v[BIRTH_DATE].day, &today);
}

/* Skips a string as jsontext writes it; NULL when it is none. */
static const char *skip_string(const char *s, const char *end)
{
    if (s == end || *s != '"')
        return NULL;
    for (s++; s < end && *s != '"'; s++) {
        if ((unsigned char)*s < 0x20)
            return NULL;
        if (*s != '\\')
            continue;
        if (++s == end || strchr("\"\\nu", *s) == NULL || *s == '\0')
            return NULL;
        for (int i = 0; *s == 'u' && i < 4; i++)
            if (end - s <= i + 1 || strchr("0123456789abcdef", s[i + 1]) == NULL || s[i + 1] == '\0')
                return NULL;
    }
    return s < end ? s + 1 : NULL;
}

static const char *skip_field(const char *s, const char *end, const char *name)
{
    size_t n = strlen(name);

    if ((size_t)(end - s) < n + 3 || s[0] != '"' || memcmp(s + 1, name, n) != 0 || s[n + 1] != '"' || s[n + 2] != ':')
        return NULL;
    return skip_string(s + n + 3, end);
}

bool identity_is_sound(const void *p, size_t n)
{
    const char *s = p;
    const char *end = s + n;
    bool first = true;

    if (n < 2 || *s++ != '{' || !text_is_utf8(p, n))
        return false;
    for (int i = 0; i < FIELDS; i++) {
        const char *from = first ? s : s + 1;
        const char *next;

        if (s == end || (!first && *s != ',') || (next = skip_field(from, end, fields[i].name)) == NULL) {
            if (fields[i].required)
                return false;
            continue;
        }
        first = false;
        s = next;
    }
    return end - s == 1 && *s == '}';
}

bool identity_birth_date(const void *p, size_t n, struct day *out)
{
    const char *s = p;
    const char *end = s + n;

    if (!identity_is_sound(p, n))
        return false;
    for (int i = FAMILY_NAME; i <= BIRTH_DATE && s != NULL; i++) /* the required ones come first, in this order */
        s = skip_field(s + 1, end, fields[i].name);
    return s != NULL && s[-DAY_TEXT - 2] == '"' && day_parse(out, s - DAY_TEXT - 1, DAY_TEXT) == ERR_OK;
}

bool identity_reach(struct json_doc *d, const void *p, size_t n, struct identity_reached *out)
{
    struct json_value v[FIELDS];

    if (json_doc_parse(d, p, n) != REFUSAL_NONE || json_doc_take(d, NULL, "", fields, v, FIELDS) != REFUSAL_NONE)
        return false;
    *out = (struct identity_reached){v[FIRST_NAMES], v[FAMILY_NAME], v[PHONE]};
    return true;
}
