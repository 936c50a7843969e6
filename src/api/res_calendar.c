/* SPDX-License-Identifier: EUPL-1.2 */
/* Sessions as a calendar file (RFC 5545), which goes to telephones and to other people's services: so there is no name
 * in it, no word of a sentence, nothing but the post, the place and the time. What is one session is one event whenever
 * the file is asked for again: placement, day and which of its times make the UID. */
#include "api/res_calendar.h"

#include <stdio.h>

#include "api/api.h"
#include "api/ical.h"
#include "app/list_presences.h"
#include "base/err.h"

#include "base/banned.h"

#define UID (UUID_TEXT + 48)
#define LINE_OF_TEXT 4096

typedef int (*find_fn)(struct service *, const struct service_caller *, const struct uuid *,
                       struct list_presences_out *, enum refusal *);

static void put_event(struct buf *b, const struct zone *z, const struct presence *p, struct ical_event e)
{
    char placement[UUID_TEXT + 1];
    char uid[UID];
    struct day d;

    uuid_format(&p->placement, placement);
    day_from_number(&d, p->day);
    (void)snprintf(uid, sizeof uid, "%s-%04d%02d%02d-%d@jalon.invalid", placement, d.year, d.month, d.day, (int)p->n);
    e.uid = uid;
    e.sequence = p->version;
    e.day = p->day;
    e.from_min = p->from_min;
    e.to_min = p->to_min;
    ical_event(b, z, &e);
}

static void put_calendar(struct buf *b, const struct list_presences_out *out, const char *what, bool with_host)
{
    const struct presence_place *p = &out->place;
    const struct zone *z = zone_of(p->departement);
    struct ical_event e = {.stamp_us = p->now_us};
    struct buf summary SCOPED_BUF;
    struct buf place SCOPED_BUF;

    buf_init(&summary, LINE_OF_TEXT);
    buf_init(&place, LINE_OF_TEXT);
    buf_fmt(&summary, "%s\u00a0: %s", what, p->title);
    buf_fmt(&place, "%s%s%s, %s", with_host ? p->host : "", with_host ? ", " : "", p->site, p->commune);
    e.summary = buf_cstr(&summary);
    e.place = buf_cstr(&place);
    ical_begin(b, z);
    for (size_t i = 0; i < out->n; i++)
        put_event(b, z, &out->item[i], e);
    ical_end(b);
}

static void answer(void *ctx, const struct route_request *q, struct reply *r, find_fn find, const char *what,
                   bool with_host)
{
    struct list_presences_out out;
    struct api_step s;

    api_step_begin(&s, ctx, q);
    if (api_step_done(&s, r, find(s.service, &s.caller, &q->id, &out, &s.no))) {
        put_calendar(&r->body, &out, what, with_host);
        r->type = REPLY_CALENDAR;
        reply_ok(r, 200);
    }
    list_presences_release(&out);
}

void res_calendar_placement(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, r, list_presences_of_placement, "Séance", true);
}

void res_calendar_post(void *ctx, const struct route_request *q, struct reply *r)
{
    answer(ctx, q, r, list_presences_of_post, "Présence attendue", false);
}
