/* SPDX-License-Identifier: EUPL-1.2 */
/* Communes of the Métropole européenne de Lille out of the reference table. */
#ifndef JALON_ADMIN_DEMO_COMMUNE_H
#define JALON_ADMIN_DEMO_COMMUNE_H

#include <stddef.h>
#include <stdint.h>

#define DEMO_COMMUNE_MOST 100

struct demo_commune {
    char insee[6];
    char siren[10];
    char postal[6]; /* the first of its postal codes */
    char name[64];
    int population;
    int32_t lat, lon; /* millionths of a degree */
};

/* The communes of the métropole, without parts of communes, in the order of the file. ERR_FORMAT: not such a table. */
int demo_commune_read(const char *file, struct demo_commune out[DEMO_COMMUNE_MOST], size_t *n)
    __attribute__((warn_unused_result));
/* "Ville de Lille", "Commune d'Aubers", "Commune du Maisnil": what such a host is called. */
void demo_commune_title(const struct demo_commune *c, char *out, size_t max);
/* Metres in a straight line, near enough for a métropole; far away when one of the codes is not among the n. */
int32_t demo_commune_metres(const struct demo_commune *list, size_t n, const char *a, const char *b);

#endif
