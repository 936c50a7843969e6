/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading posts. A sheet and what hangs on it are steps of one round trip; the step for barred families is sent for the
 * roles that may know of them, and a row policy holds the same rule again. Sheets are large, so they are not on a
 * stack. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_posts.h"
#include "base/err.h"

#include "base/banned.h"

enum { SHEET, CLOSURES, ABSENCES, SUSPENSIONS, BARS, STEPS };

static bool looks_for_places(enum role r)
{
    return r == ROLE_COUNSELLOR || r == ROLE_DIRECTOR;
}

static int read_page(const struct conn_step *steps, void *ctx)
{
    struct list_posts_out *out = ctx;

    return post_read_list(steps, out->item, &out->n, &out->more);
}

int list_posts_page(struct service *s, const struct service_caller *c, struct conn_step *step,
                    struct list_posts_out *out, enum refusal *no)
{
    *no = REFUSAL_NONE;
    *out = (struct list_posts_out){.item = calloc(POST_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    return asking_once(s, c, step, 1, read_page, out, no);
}

int list_posts_do(struct service *s, const struct service_caller *c, struct post_page *page, struct list_posts_out *out,
                  enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    page->on_offer = page->state == NULL && (looks_for_places(c->role) || c->role == ROLE_AUDITOR);
    post_list_step(&step, &params, page);
    return list_posts_page(s, c, &step, out, no);
}

void list_posts_release(struct list_posts_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_sheet(const struct conn_step *steps, void *ctx)
{
    struct list_posts_sheet *out = ctx;
    int rc = post_read_sheet(&steps[SHEET], &out->sheet);

    if (rc == ERR_OK)
        rc = post_read_closures(&steps[CLOSURES], out->closure, &out->closures);
    if (rc == ERR_OK)
        rc = absence_read_page(&steps[ABSENCES], out->absence, &out->absences);
    if (rc == ERR_OK)
        rc = post_read_suspensions(&steps[SUSPENSIONS], out->suspension, &out->suspensions);
    if (rc == ERR_OK && out->bars_shown)
        rc = post_read_bars(&steps[BARS], out->bar, &out->bars);
    return rc;
}

int list_posts_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                   struct list_posts_sheet **out, enum refusal *no)
{
    struct list_posts_sheet *sheet = calloc(1, sizeof *sheet);
    struct param_list params[STEPS];
    struct conn_step steps[STEPS];

    *no = REFUSAL_NONE;
    *out = sheet;
    if (sheet == NULL)
        return ERR_NOMEM;
    sheet->bars_shown = looks_for_places(c->role);
    post_sheet_step(&steps[SHEET], &params[SHEET], id);
    post_closures_step(&steps[CLOSURES], &params[CLOSURES], id);
    absence_of_post_step(&steps[ABSENCES], &params[ABSENCES], id);
    post_suspensions_step(&steps[SUSPENSIONS], &params[SUSPENSIONS], id);
    if (sheet->bars_shown)
        post_bars_step(&steps[BARS], &params[BARS], id);
    return asking_once(s, c, steps, sheet->bars_shown ? STEPS : BARS, read_sheet, sheet, no);
}

void list_posts_free(struct list_posts_sheet *sheet)
{
    free(sheet);
}
