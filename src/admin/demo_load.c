/* SPDX-License-Identifier: EUPL-1.2 */
/* Each person of the cast takes the own account with code, password and second factor; administrator and referents
 * enter what there is to offer, a director decides on files, each counsellor opens cases, and what became of each
 * person is told, day by day, by who did it (demo_*.c): the same use cases as over HTTP, the same refusals, the same
 * entries in the log. Several threads are at it, a host or a person at a time. What was done is noted, and what is
 * made bears idempotency keys, so that an interrupted loading goes on where it was. */
#include "admin/demo_load.h"

#include "admin/demo_accounts.h"
#include "admin/demo_crew.h"
#include "admin/demo_files.h"
#include "admin/demo_measures.h"
#include "admin/demo_posts.h"
#include "admin/demo_scene.h"
#include "admin/demo_sheets.h"
#include "admin/demo_tell.h"
#include "admin/invented.h"
#include "app/open_case.h"
#include "base/clock.h"
#include "base/err.h"
#include "domain/age.h"

#include "base/banned.h"

/* The account of a role that is due for work i: all of them in turn. */
static size_t due(const struct demo_load *d, const char *role, unsigned i)
{
    size_t n = 0;

    while (demo_sessions_find(&d->cast, role, NULL, n) != DEMO_SESSIONS_NOBODY)
        n++;
    return n == 0 ? DEMO_SESSIONS_NOBODY : demo_sessions_find(&d->cast, role, NULL, i % n);
}

static int as(struct demo_sessions *t, size_t account, const struct service_caller **c)
{
    return demo_sessions_as(t, account, NULL, c);
}

/* And signs in, so that nobody waits for a hash later. */
static int take_account(void *context, struct demo_sessions *t, size_t i)
{
    struct demo_load *d = context;

    int rc = demo_accounts_take(t, &d->state, i);
    const struct service_caller *c;

    return rc == ERR_OK ? as(t, i, &c) : rc;
}

/* As a referent: a host and its posts. */
static int enter_host(struct demo_load *d, const struct service_caller *c, unsigned host)
{
    int rc = demo_offers_enter(d->service, c, &d->offers, host);

    for (unsigned i = 0; i < d->plan->posts && rc == ERR_OK; i++)
        if (d->plan->sheet[i].host == host)
            rc = demo_posts_enter(d->service, c, &d->offers, i);
    return rc;
}

typedef int (*file_step)(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i);

/* A step of the files of a host, of those that are a director's from the first step or of the others. */
static int step_files(struct demo_load *d, const struct service_caller *c, unsigned host, bool directors, file_step fn)
{
    int rc = ERR_OK;

    for (unsigned i = 0; i < d->plan->files && rc == ERR_OK; i++) {
        const struct demo_files_row *row = &d->plan->file[i];

        if (demo_files_host(d->plan, row) == host && demo_files_is_directors(row) == directors)
            rc = fn(d->service, c, &d->offers, i);
    }
    return rc;
}

static bool has_directors_file(const struct demo_load *d, unsigned host)
{
    for (unsigned i = 0; i < d->plan->files; i++)
        if (demo_files_host(d->plan, &d->plan->file[i]) == host && demo_files_is_directors(&d->plan->file[i]))
            return true;
    return false;
}

/* A removal or a withdrawal: one director brings it, another decides. */
static int take_away(struct demo_load *d, struct demo_sessions *t, unsigned host)
{
    const struct service_caller *c;

    if (!has_directors_file(d, host))
        return ERR_OK;
    int rc = as(t, due(d, "director", host + 1), &c);
    if (rc == ERR_OK)
        rc = step_files(d, c, host, true, demo_files_bring);
    if (rc == ERR_OK)
        rc = as(t, due(d, "director", host), &c);
    return rc == ERR_OK ? step_files(d, c, host, true, demo_files_decide) : rc;
}

static int decide_host(struct demo_load *d, struct demo_sessions *t, unsigned host)
{
    const struct service_caller *c;
    int rc = as(t, due(d, "director", host), &c);

    if (rc == ERR_OK)
        rc = step_files(d, c, host, false, demo_files_decide);
    for (unsigned i = 0; i < d->plan->posts && rc == ERR_OK; i++)
        if (d->plan->sheet[i].host == host)
            rc = demo_posts_bar(d->service, c, &d->offers, i);
    return rc == ERR_OK ? take_away(d, t, host) : rc;
}

/* Who speaks for a host: its manager, or the one of a role who is due. */
static size_t host_or(const struct demo_load *d, unsigned host, const char *role)
{
    const size_t manager = demo_sessions_find(&d->cast, "host_manager", d->plan->host[host].sheet.name, 0);

    return manager != DEMO_SESSIONS_NOBODY ? manager : due(d, role, host);
}

static int bring_host(void *context, struct demo_sessions *t, size_t i)
{
    struct demo_load *d = context;
    const unsigned host = (unsigned)i;
    const struct service_caller *c;
    int rc = as(t, due(d, "referent", host), &c);

    if (rc == ERR_OK)
        rc = enter_host(d, c, host);
    if (rc == ERR_OK)
        rc = step_files(d, c, host, false, demo_files_bring);
    if (rc == ERR_OK)
        rc = decide_host(d, t, host);
    for (unsigned k = 0; k < d->plan->posts && rc == ERR_OK; k++) {
        if (d->plan->sheet[k].host != host || !d->plan->sheet[k].confirmed)
            continue;
        rc = as(t, host_or(d, host, "referent"), &c);
        if (rc == ERR_OK)
            rc = demo_posts_confirm(d->service, c, &d->offers, k);
    }
    if (rc != ERR_OK || d->plan->host[host].asks == NULL)
        return rc;
    rc = as(t, host_or(d, host, "referent"), &c);
    return rc == ERR_OK ? demo_offers_ask_call(d->service, c, &d->offers, host) : rc;
}

static int stop_posts(struct demo_load *d)
{
    int rc = ERR_OK;

    for (unsigned i = 0; i < d->plan->posts && rc == ERR_OK; i++) {
        const struct service_caller *c;

        if (d->plan->sheet[i].stopped == NULL)
            continue;
        rc = as(&d->sessions, host_or(d, d->plan->sheet[i].host, "director"), &c);
        if (rc == ERR_OK)
            rc = demo_posts_stop(d->service, c, &d->offers, i);
    }
    return rc;
}

static int open_case(struct demo_load *d, const struct service_caller *caller, unsigned i, struct uuid *id)
{
    struct buf identity SCOPED_BUF;
    struct buf person SCOPED_BUF;
    struct day birth, today;
    struct open_case_in in;
    struct open_case_out out;
    enum refusal no = REFUSAL_NONE;

    buf_init_secret(&identity, 4096);
    buf_init_secret(&person, 4096);
    int rc = invented_identity(i, &identity);
    if (rc == ERR_OK)
        rc = invented_person(i, &person);
    if (rc == ERR_OK)
        rc = invented_birth(i, &birth);
    if (rc != ERR_OK)
        return rc;
    invented_key(i, &in.key);
    day_in_france(&today, clock_now_us());
    in.minor = age_is_minor(&birth, &today);
    in.request = in.identity = (struct vault_bytes){identity.data, identity.len};
    in.person = (struct vault_bytes){person.data, person.len};
    rc = open_case_do(d->service, caller, &in, &out, &no);
    *id = out.id;
    return demo_offers_judge("case of an invented person", rc, no);
}

static int note_id(struct demo_load *d, bool *done, struct uuid *to, const struct uuid *id)
{
    demo_state_enter(&d->state);
    *to = *id;
    *done = true;
    return demo_state_leave(&d->state, false);
}

/* Each person is taken in by the counsellor who follows her, and what an authority decided is read twice. */
static int keep_person(struct demo_load *d, struct demo_sessions *t, unsigned i)
{
    const struct service_caller *c;
    struct uuid id;
    int rc = as(t, demo_scene_counsellor(t, i), &c);

    if (rc == ERR_OK && !d->cast.opened[i]) {
        rc = open_case(d, c, i, &id);
        if (rc == ERR_OK)
            rc = note_id(d, &d->cast.opened[i], &d->cast.case_id[i], &id);
    }
    if (rc == ERR_OK)
        rc = demo_measures_keep(d->service, c, d->plan, i, &d->cast.case_id[i], &id);
    if (rc == ERR_OK && d->plan->measure[i].act.read) {
        rc = as(t, demo_scene_director(t, i), &c);
        if (rc == ERR_OK)
            rc = demo_measures_check(d->service, c, d->plan, i, &id);
    }
    if (rc == ERR_OK && d->plan->measure[i].end != NULL) {
        rc = as(t, demo_scene_counsellor(t, i), &c);
        if (rc == ERR_OK)
            rc = demo_measures_end(d->service, c, d->plan, i, &id);
    }
    return rc == ERR_OK ? note_id(d, &d->cast.kept[i], &d->cast.measure_id[i], &id) : rc;
}

static int tell_person(void *context, struct demo_sessions *t, size_t person)
{
    struct demo_load *d = context;
    const unsigned i = (unsigned)person;
    int rc = ERR_OK;

    if (d->cast.told[i])
        return ERR_OK;
    if (!d->cast.kept[i])
        rc = keep_person(d, t, i);
    if (rc == ERR_OK)
        rc = demo_tell_person(t, &d->offers, i);
    if (rc != ERR_OK)
        return rc;
    demo_state_enter(&d->state);
    d->cast.told[i] = true;
    return demo_state_leave(&d->state, false);
}

/* In the order of real life: units have a place, then there are hosts with their posts and files, people are taken in,
 * placed and work, and a host may stop what is on the list. */
static int enter_all(struct demo_load *d)
{
    const struct service_caller *c;
    int rc = as(&d->sessions, due(d, "administrator", 0), &c);

    if (rc == ERR_OK)
        rc = demo_offers_place(d->service, c, &d->offers);
    if (rc == ERR_OK)
        rc = as(&d->sessions, due(d, "referent", 0), &c);
    if (rc == ERR_OK)
        rc = demo_offers_leads(d->service, c, &d->offers);
    demo_sessions_rest(&d->sessions);
    if (rc == ERR_OK)
        rc = demo_crew_run(&d->sessions, DEMO_CREW_MOST, d->plan->hosts, "hosts", bring_host, d);
    if (rc == ERR_OK)
        rc = demo_tell_delegation(&d->sessions, &d->offers);
    demo_sessions_rest(&d->sessions);
    if (rc == ERR_OK)
        rc = demo_crew_run(&d->sessions, DEMO_CREW_MOST, d->plan->people, "cases", tell_person, d);
    return rc == ERR_OK ? stop_posts(d) : rc;
}

int demo_load_do(struct demo_load *d)
{
    int rc = demo_crew_run(&d->sessions, DEMO_LOAD_SIGN_INS, d->cast.n, "accounts", take_account, d);

    if (rc == ERR_OK)
        rc = enter_all(d);
    int left = demo_sessions_end(&d->sessions);
    if (rc == ERR_OK)
        rc = left;
    demo_state_enter(&d->state);
    d->cast.ended = rc == ERR_OK;
    int noted = demo_state_leave(&d->state, true);
    if (rc == ERR_OK)
        rc = noted;
    return rc == ERR_OK ? cast_write_json(&d->cast, d->out) : rc;
}
