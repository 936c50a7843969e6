/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts and closed days bear idempotency keys; bars, stops and confirmations are the same when they are said twice. */
#include <string.h>

#include "admin/demo_posts.h"

#include "admin/demo_plan.h"
#include "admin/demo_sheets.h"
#include "admin/invented.h"
#include "app/run_post.h"
#include "app/write_post.h"
#include "base/err.h"

#include "base/banned.h"

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

static int close_days(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
{
    const struct demo_sheets_row *row = &o->plan->sheet[i];
    int rc = ERR_OK;

    for (unsigned k = 0; k < DEMO_SHEETS_CLOSURES && rc == ERR_OK; k++) {
        const struct demo_sheets_days *days = &row->closure[k];

        if (row->closed == NULL || days->first >= days->last)
            break;
        struct run_post_closure in = {.request = text(row->closed), .post = o->post[i],
                                      .days = {.first = demo_plan_day(o->plan, days->first),
                                               .last = demo_plan_day(o->plan, days->last), .reason = row->closed}};
        struct asking_made made;
        enum refusal no = REFUSAL_NONE;

        invented_key_of("closure", i * DEMO_SHEETS_CLOSURES + k, &in.key);
        rc = run_post_close_days(s, c, &in, &made, &no);
        rc = demo_offers_judge(row->closed, rc, no);
    }
    return rc;
}

int demo_posts_enter(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
{
    const struct demo_sheets_row *row = &o->plan->sheet[i];
    struct post_change_sheet sheet = row->sheet;
    struct write_post_new in = {.request = text(sheet.title), .host = o->host[row->host], .sheet = &sheet};
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;

    sheet.site = o->site[row->host][row->site];
    sheet.schedule.in_charge = o->contact[row->host][row->in_charge];
    invented_key_of("post", i, &in.key);
    int rc = write_post_create(s, c, &in, &made, &no);
    o->post[i] = made.id;
    rc = demo_offers_judge(sheet.title, rc, no);
    return rc == ERR_OK ? close_days(s, c, o, i) : rc;
}

int demo_posts_bar(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
{
    const struct demo_sheets_row *row = &o->plan->sheet[i];
    enum refusal no = REFUSAL_NONE;

    if (row->bars == 0)
        return ERR_OK;
    int rc = run_post_bar(s, c, &o->post[i], row->bar, row->bars, &no);
    return demo_offers_judge("barred families", rc, no);
}

int demo_posts_confirm(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
{
    enum refusal no = REFUSAL_NONE;

    if (!o->plan->sheet[i].confirmed)
        return ERR_OK;
    int rc = run_post_confirm(s, c, &o->post[i], &no);
    return demo_offers_judge("confirmation of a post", rc, no);
}

int demo_posts_stop(struct service *s, const struct service_caller *c, const struct demo_offers *o, unsigned i)
{
    enum refusal no = REFUSAL_NONE;

    if (o->plan->sheet[i].stopped == NULL)
        return ERR_OK;
    int rc = run_post_suspend(s, c, &o->post[i], o->plan->sheet[i].stopped, &no);
    return demo_offers_judge("stop of a post", rc, no);
}
