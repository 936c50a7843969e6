/* SPDX-License-Identifier: EUPL-1.2 */
/* A lead with its events is two statements in one transaction. Writes are one call each of a function that decides
 * all. */
#include <stdlib.h>
#include <string.h>

#include "app/follow_leads.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *s, void *ctx)
{
    struct follow_leads_out *out = ctx;

    return lead_read_list(s, out->item, &out->n, &out->more);
}

int follow_leads_list(struct service *s, const struct service_caller *c, const struct lead_filter *f,
                      const struct page_cursor *after, struct follow_leads_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct follow_leads_out){.item = calloc(LEAD_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    lead_list_step(&step, &params, f, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

static int read_one(const struct conn_step *s, void *ctx)
{
    struct follow_leads_out *out = ctx;
    int rc = lead_read_one(&s[0], &out->item[0]);

    if (rc != ERR_OK)
        return rc;
    out->n = 1;
    return lead_read_events(&s[1], &out->event, &out->events);
}

int follow_leads_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                     struct follow_leads_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    *out = (struct follow_leads_out){.item = calloc(1, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    lead_one_step(&steps[0], &params[0], id);
    lead_events_step(&steps[1], &params[1], id);
    return asking_once(s, c, steps, 2, read_one, out, no);
}

void follow_leads_release(struct follow_leads_out *out)
{
    free(out->item);
    free(out->event);
    memset(out, 0, sizeof *out);
}

int follow_leads_create(struct service *s, const struct service_caller *c, const struct follow_leads_new *in,
                        struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, NULL, in->request);
    lead_new_step(&step, &params, &in->sheet, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int follow_leads_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                     const struct lead_sheet *l, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    lead_put_step(&step, &params, id, expected, l);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int follow_leads_say(struct service *s, const struct service_caller *c, const struct follow_leads_said *in,
                     struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, &in->lead, in->request);
    lead_event_new_step(&step, &params, &in->lead, in->kind, &in->on_day, in->note, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int follow_leads_convert(struct service *s, const struct service_caller *c, const struct follow_leads_host *in,
                         struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, &in->lead, in->request);
    lead_convert_step(&step, &params, &in->lead, in->expected, &in->sheet, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}
