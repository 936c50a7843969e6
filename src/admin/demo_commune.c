/* SPDX-License-Identifier: EUPL-1.2 */
/* The table is the one that `jalon communes` has loaded by then, so its shape is known to be good. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/demo_commune.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/num.h"

#include "base/banned.h"

#define TABLE_BYTES (16u << 20)
#define METROPOLE "200093201"
#define FIELDS 13
#define TOWN 10000 /* inhabitants, from which a commune calls itself a town */
#define METRES_LAT 111 /* of a thousandth of a degree, and at 50.6 degrees north: */
#define METRES_LON 71
#define FAR 1000000

enum field {
    INSEE, NAME, TYPE, DEPARTEMENT, REGION, ARRONDISSEMENT, EPCI, SIREN, POSTAL, POPULATION, LAT, LON, SOURCE
};

struct text {
    const char *p;
    size_t n;
};

static bool copy(char *out, size_t max, const struct text *t)
{
    if (t->n >= max)
        return false;
    memcpy(out, t->p, t->n);
    out[t->n] = '\0';
    return true;
}

static bool is(const struct text *t, const char *s)
{
    return t->n == strlen(s) && memcmp(t->p, s, t->n) == 0;
}

/* "50.63297" in millionths. */
static bool degrees(const struct text *t, int32_t *out)
{
    const char *dot = memchr(t->p, '.', t->n);
    char digits[16] = "";
    int64_t v;

    if (dot == NULL)
        return false;
    const size_t whole = (size_t)(dot - t->p), part = t->n - whole - 1;
    if (part > 6 || whole > 3)
        return false;
    memcpy(digits, t->p, whole);
    memcpy(digits + whole, dot + 1, part);
    memset(digits + whole + part, '0', 6 - part);
    if (num_parse_i64(digits, whole + 6, 0, 180000000, &v) != ERR_OK)
        return false;
    *out = (int32_t)v;
    return true;
}

static bool read_one(const struct text f[FIELDS], struct demo_commune *out)
{
    struct text postal = f[POSTAL];
    const char *space = memchr(postal.p, ' ', postal.n);
    int64_t population;

    if (space != NULL)
        postal.n = (size_t)(space - postal.p);
    if (!copy(out->insee, sizeof out->insee, &f[INSEE]) || !copy(out->name, sizeof out->name, &f[NAME]) ||
        !copy(out->siren, sizeof out->siren, &f[SIREN]) || !copy(out->postal, sizeof out->postal, &postal) ||
        num_parse_i64(f[POPULATION].p, f[POPULATION].n, 0, 10000000, &population) != ERR_OK)
        return false;
    out->population = (int)population;
    return degrees(&f[LAT], &out->lat) && degrees(&f[LON], &out->lon);
}

static bool split(const char *p, const char *end, struct text f[FIELDS])
{
    for (size_t i = 0; i < FIELDS; i++) {
        const char *to = memchr(p, ';', (size_t)(end - p));

        if ((to == NULL) != (i + 1 == FIELDS))
            return false;
        to = to == NULL ? end : to;
        f[i] = (struct text){p, (size_t)(to - p)};
        p = to + 1;
    }
    return true;
}

int demo_commune_read(const char *file, struct demo_commune out[DEMO_COMMUNE_MOST], size_t *n)
{
    struct buf table SCOPED_BUF;

    *n = 0;
    buf_init(&table, TABLE_BYTES);
    int rc = file_load(file, &table);
    const char *p = (const char *)table.data, *end = p + table.len;
    while (rc == ERR_OK && p < end) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        struct text f[FIELDS];

        if (eol == NULL || !split(p, eol, f))
            return ERR_FORMAT;
        if (is(&f[EPCI], METROPOLE) && is(&f[TYPE], "commune-actuelle")) {
            if (*n == DEMO_COMMUNE_MOST || !read_one(f, &out[*n]))
                return ERR_FORMAT;
            (*n)++;
        }
        p = eol + 1;
    }
    return rc;
}

/* Before a vowel or a mute h; the aspirate ones of the métropole are listed. */
static bool elides(const char *name)
{
    static const char *const with[] = {"A", "E", "É", "I", "O", "U", "H"};

    if (strcmp(name, "Hem") == 0)
        return false;
    for (size_t i = 0; i < sizeof with / sizeof with[0]; i++)
        if (strncmp(name, with[i], strlen(with[i])) == 0)
            return true;
    return false;
}

void demo_commune_title(const struct demo_commune *c, char *out, size_t max)
{
    const char *kind = c->population >= TOWN ? "Ville" : "Commune";

    if (strncmp(c->name, "Le ", 3) == 0)
        (void)snprintf(out, max, "%s du %s", kind, c->name + 3);
    else if (elides(c->name))
        (void)snprintf(out, max, "%s d'%s", kind, c->name);
    else
        (void)snprintf(out, max, "%s de %s", kind, c->name);
}

static const struct demo_commune *find(const struct demo_commune *list, size_t n, const char *insee)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(list[i].insee, insee) == 0)
            return &list[i];
    return NULL;
}

int32_t demo_commune_metres(const struct demo_commune *list, size_t n, const char *a, const char *b)
{
    const struct demo_commune *x = find(list, n, a), *y = find(list, n, b);

    if (x == NULL || y == NULL)
        return FAR;
    /* The longer leg and half of the other one: never much below the truth. */
    const int32_t lat = abs(x->lat - y->lat) / 1000 * METRES_LAT, lon = abs(x->lon - y->lon) / 1000 * METRES_LON;
    return lat > lon ? lat + lon / 2 : lon + lat / 2;
}
