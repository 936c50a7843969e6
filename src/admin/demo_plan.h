/* SPDX-License-Identifier: EUPL-1.2 */
/* What the demonstration holds: the story that is written by hand, and for the whole territory what is drawn beside it
 * from a seed, the day and the communes. Same day, same communes, same plan to the last byte. It is told by the same
 * tellers. Whoever is in it is invented; of the communes name, SIREN, INSEE code and point are real (H-01). */
#ifndef JALON_ADMIN_DEMO_PLAN_H
#define JALON_ADMIN_DEMO_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "admin/demo_commune.h"
#include "admin/invented.h"
#include "domain/day.h"

#define DEMO_PLAN_ROWS 400
#define DEMO_PLAN_ODDS 100
#define DEMO_PLAN_INCIDENTS 40
#define DEMO_PLAN_REPORTS 200

struct demo_plan {
    struct day began; /* from which its days count */
    unsigned hosts, posts, files, people, rows, odds, incidents, reports;
    /* owned arrays */
    struct demo_offers_row *host;
    struct demo_sheets_row *sheet;
    struct demo_files_row *file;
    struct demo_measures_row *measure; /* of each person */
    struct demo_story_row *row;        /* placements; an earlier one of a person stands before a later one */
    struct demo_hours_odd *odd;
    struct demo_incidents_row *incident;
    struct demo_incidents_report *report;
    unsigned counsellor[INVENTED_PEOPLE]; /* who follows each person: the how-many-eth of the cast */
    char *text; /* names and addresses that are drawn */
    size_t text_len;
};

/* The story alone (communes NULL), or with the territory of these n communes of the métropole. ERR_NOMEM, ERR_LIMIT.
 * Wants demo_plan_free whatever happened. */
int demo_plan_new(struct demo_plan **out, const struct day *began, const struct demo_commune *communes, size_t n)
    __attribute__((warn_unused_result));
void demo_plan_free(struct demo_plan *p);
/* The day so many days after it began; negative: before. */
struct day demo_plan_day(const struct demo_plan *p, int days);

#endif
