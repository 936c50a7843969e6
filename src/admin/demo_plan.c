/* SPDX-License-Identifier: EUPL-1.2 */
/* The story's rows are copied, so that tellers see one kind of row, and the territory's are drawn behind them. */
#include <stdlib.h>
#include <string.h>

#include "admin/demo_plan.h"

#include "admin/demo_files.h"
#include "admin/demo_hours.h"
#include "admin/demo_incidents.h"
#include "admin/demo_measures.h"
#include "admin/demo_sheets.h"
#include "admin/demo_story.h"
#include "admin/demo_territory.h"
#include "base/err.h"

#include "base/banned.h"

#define STORY_COUNSELLORS 4

static void copy_story(struct demo_plan *p)
{
    const struct demo_hours_odd *odd;
    const struct demo_incidents_row *incident;

    for (p->hosts = 0; p->hosts < DEMO_OFFERS_HOSTS; p->hosts++)
        p->host[p->hosts] = *demo_offers_at(p->hosts);
    for (p->posts = 0; p->posts < DEMO_OFFERS_POSTS; p->posts++)
        p->sheet[p->posts] = *demo_sheets_at(p->posts);
    for (p->files = 0; p->files < DEMO_OFFERS_FILES; p->files++)
        p->file[p->files] = *demo_files_at(p->files);
    for (p->people = 0; p->people < INVENTED_STORY; p->people++) {
        p->measure[p->people] = *demo_measures_at(p->people);
        p->counsellor[p->people] = p->people % STORY_COUNSELLORS;
    }
    for (p->rows = 0; p->rows < DEMO_STORY_ROWS; p->rows++)
        p->row[p->rows] = *demo_story_at(p->rows);
    for (p->odds = 0; (odd = demo_hours_odd_at(p->odds)) != NULL; p->odds++)
        p->odd[p->odds] = *odd;
    for (p->incidents = 0; (incident = demo_incidents_at(p->incidents)) != NULL; p->incidents++)
        p->incident[p->incidents] = *incident;
    for (p->reports = 0; p->reports < DEMO_INCIDENTS_REPORTS; p->reports++)
        p->report[p->reports] = *demo_incidents_report_at(p->reports);
}

int demo_plan_new(struct demo_plan **out, const struct day *began, const struct demo_commune *communes, size_t n)
{
    struct demo_plan *p = *out = calloc(1, sizeof *p);

    if (p == NULL)
        return ERR_NOMEM;
    p->began = *began;
    p->host = calloc(DEMO_OFFERS_MOST_HOSTS, sizeof *p->host);
    p->sheet = calloc(DEMO_OFFERS_MOST_POSTS, sizeof *p->sheet);
    p->file = calloc(DEMO_OFFERS_MOST_FILES, sizeof *p->file);
    p->measure = calloc(INVENTED_PEOPLE, sizeof *p->measure);
    p->row = calloc(DEMO_PLAN_ROWS, sizeof *p->row);
    p->odd = calloc(DEMO_PLAN_ODDS, sizeof *p->odd);
    p->incident = calloc(DEMO_PLAN_INCIDENTS, sizeof *p->incident);
    p->report = calloc(DEMO_PLAN_REPORTS, sizeof *p->report);
    p->text = calloc(1, DEMO_TERRITORY_TEXT);
    if (p->host == NULL || p->sheet == NULL || p->file == NULL || p->measure == NULL || p->row == NULL ||
        p->odd == NULL || p->incident == NULL || p->report == NULL || p->text == NULL)
        return ERR_NOMEM;
    copy_story(p);
    return communes == NULL ? ERR_OK : demo_territory_draw(p, communes, n);
}

void demo_plan_free(struct demo_plan *p)
{
    if (p == NULL)
        return;
    free(p->host);
    free(p->sheet);
    free(p->file);
    free(p->measure);
    free(p->row);
    free(p->odd);
    free(p->incident);
    free(p->report);
    free(p->text);
    free(p);
}

struct day demo_plan_day(const struct demo_plan *p, int days)
{
    struct day d;

    day_from_number(&d, day_number(&p->began) + days);
    return d;
}
