/* SPDX-License-Identifier: EUPL-1.2 */
/* Posts and closed days bear idempotency keys; bars and stops are the same when they are said twice. */
#include <string.h>

#include "admin/demo_posts.h"

#include "admin/demo_sheets.h"
#include "admin/invented.h"
#include "app/run_post.h"
#include "app/write_post.h"
#include "base/err.h"

#include "base/banned.h"

#define MOST 3 /* families that are kept away from one post */

static const struct {
    unsigned post;
    size_t n;
    const char *family[MOST];
} bars[] = {
    {DEMO_OFFERS_FARM, 3, {"persons_sexual", "minors_victims", "animals"}},
    {DEMO_OFFERS_PLAYGROUND, 2, {"persons_sexual", "minors_victims"}},
    {DEMO_OFFERS_AFTERNOON_TEA, 2, {"persons_violence", "theft"}},
};

static const char *const closed = "Fermeture annuelle de l’atelier";
static const char *const stopped = "Chauffage de la serre en panne, reprise après réparation.";

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

static int enter_one(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
{
    const struct demo_sheets_row *row = demo_sheets_at(i);
    struct post_change_sheet sheet = row->sheet;
    struct write_post_new in = {.request = text(sheet.title), .host = o->host[row->host], .sheet = &sheet};
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;

    sheet.site = o->site[row->host][row->site];
    sheet.schedule.in_charge = o->contact[row->host][row->in_charge];
    invented_key_of("post", i, &in.key);
    int rc = write_post_create(s, c, &in, &made, &no);
    o->post[i] = made.id;
    return demo_offers_judge(sheet.title, rc, no);
}

int demo_posts_enter(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    struct run_post_closure in = {.request = text(closed), .days = {.reason = closed}};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;
    int rc = ERR_OK;

    for (unsigned i = 0; i < DEMO_OFFERS_POSTS && rc == ERR_OK; i++)
        rc = enter_one(s, c, o, i);
    if (rc != ERR_OK)
        return rc;
    invented_key_of("closure", 0, &in.key);
    in.post = o->post[DEMO_OFFERS_FURNITURE];
    in.days.first = demo_offers_day(30);
    in.days.last = demo_offers_day(43);
    rc = run_post_close_days(s, c, &in, &made, &no);
    return demo_offers_judge(closed, rc, no);
}

int demo_posts_bar(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    int rc = ERR_OK;

    for (size_t i = 0; i < sizeof bars / sizeof bars[0] && rc == ERR_OK; i++) {
        enum refusal no = REFUSAL_NONE;

        rc = run_post_bar(s, c, &o->post[bars[i].post], bars[i].family, bars[i].n, &no);
        rc = demo_offers_judge("barred families", rc, no);
    }
    return rc;
}

int demo_posts_stop(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    enum refusal no = REFUSAL_NONE;
    int rc = run_post_suspend(s, c, &o->post[DEMO_OFFERS_SEEDLINGS], stopped, &no);

    return demo_offers_judge("stop of a post", rc, no);
}

int demo_posts_confirm(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    enum refusal no = REFUSAL_NONE;
    int rc = run_post_confirm(s, c, &o->post[DEMO_OFFERS_FURNITURE], &no);

    return demo_offers_judge("confirmation of a post", rc, no);
}
