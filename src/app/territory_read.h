/* SPDX-License-Identifier: EUPL-1.2 */
/* The posts of a département as they are now, of which only those are read that nobody keeps in memory: what is kept
 * lends its marks to a statement that tells what changed since (offer.changes), and lies beneath what is new. */
#ifndef JALON_APP_TERRITORY_READ_H
#define JALON_APP_TERRITORY_READ_H

#include "app/territories.h"
#include "store/matching_case.h"

#define TERRITORY_READ_STEPS 3

struct territory_lent {
    size_t n;
    struct territory *kept[TERRITORIES]; /* held */
    const char *mark[TERRITORIES];
};

void territory_read_lend(struct territories *s, struct territory_lent *out);
/* Gives all back but the one that c, which may be NULL, says can be brought up to date: held for the caller; NULL:
 * there is none. What c says of another département than this one is forgotten. */
struct territory *territory_read_base(struct territory_lent *lent, struct matching_changes *c,
                                      const char *departement);

/* The steps that read what lacks, each with its parameters; how many. They run after the statement that answered c, so
 * that what changes in between is found again by who asks next. chain: NULL, or placements whose places do not
 * count. */
size_t territory_read_steps(struct conn_step steps[TERRITORY_READ_STEPS],
                            struct param_list params[TERRITORY_READ_STEPS], const struct territory *base,
                            const struct matching_changes *c, const char *departement, const struct uuid *chain);
/* The territory out of them: held; base where nothing changed. day: of the changes; law: of it, for one that is new.
 * ERR_NOMEM, ERR_FORMAT, ERR_LIMIT. */
int territory_read(struct territory **out, struct territory *base, const struct matching_changes *c,
                   const char *departement, int32_t day, const struct matching_law *law, struct conn_step *steps,
                   size_t n)
    __attribute__((warn_unused_result));

#endif
