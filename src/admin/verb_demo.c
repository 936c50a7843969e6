/* SPDX-License-Identifier: EUPL-1.2 */
/* demo: an ordinary client. Each person of the cast takes the own account with code, password and second factor;
 * administrator and referent enter what there is to offer, each counsellor opens cases, a director decides on files,
 * then the placements of the last months are told, day by day, by who did what (demo_*.c): the same use cases as over
 * HTTP, the same refusals, the same entries in the log. What was done is noted after each step, and what is made bears
 * idempotency keys, so that an interrupted loading goes on where it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"

#include "admin/demo_accounts.h"
#include "admin/demo_files.h"
#include "admin/demo_incidents.h"
#include "admin/demo_measures.h"
#include "admin/demo_posts.h"
#include "admin/demo_tell.h"
#include "app/open_case.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "domain/age.h"
#include "store/statements.h"

#include "base/banned.h"

#define GREET_MS 10000

struct demo {
    struct service *service;
    struct cast cast;
    struct demo_sessions sessions;
    char state[4096];
    const char *out;
};

static int note(const struct demo *d)
{
    int rc = cast_save(&d->cast, d->state);

    if (rc != ERR_OK)
        log_error("demo: %s: %s", d->state, err_name(rc));
    return rc;
}

/* What somebody of a role does, as her host or unit has it today. */
typedef int (*work)(struct service *s, const struct service_caller *c, struct demo_offers *o);

static int as(struct demo *d, const char *role, const char *organisation, work fn, struct demo_offers *o)
{
    const struct service_caller *c;
    int rc = demo_sessions_as(&d->sessions, demo_sessions_find(&d->cast, role, organisation, 0), NULL, &c);

    return rc == ERR_OK ? fn(d->service, c, o) : rc;
}

static int enter(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    int rc = demo_offers_enter(s, c, o);

    if (rc == ERR_OK)
        rc = demo_posts_enter(s, c, o);
    return rc == ERR_OK ? demo_files_bring(s, c, o) : rc;
}

static int decide(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    int rc = demo_files_decide(s, c, o);

    if (rc == ERR_OK)
        rc = demo_posts_bar(s, c, o);
    return rc == ERR_OK ? demo_measures_check(s, c, &o->suspended) : rc;
}

static int open_one(struct demo *d, const struct service_caller *caller, unsigned i)
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
    rc = demo_offers_judge("case of an invented person", rc, no);
    if (rc != ERR_OK)
        return rc;
    d->cast.opened[i] = true;
    d->cast.case_id[i] = out.id;
    return note(d);
}

/* Each person is taken in by the counsellor who follows her. */
static int keep_one(struct demo *d, unsigned i)
{
    const struct service_caller *c;
    int rc = demo_sessions_as(&d->sessions, demo_scene_counsellor(&d->cast, i), NULL, &c);

    if (rc == ERR_OK && !d->cast.opened[i])
        rc = open_one(d, c, i);
    if (rc == ERR_OK)
        rc = demo_measures_keep(d->service, c, i, &d->cast.case_id[i], &d->cast.measure_id[i]);
    if (rc != ERR_OK)
        return rc;
    d->cast.kept[i] = true;
    return note(d);
}

static int open_cases(struct demo *d)
{
    int rc = ERR_OK;

    for (unsigned i = 0; i < INVENTED_PEOPLE && rc == ERR_OK; i++)
        if (!d->cast.kept[i])
            rc = keep_one(d, i);
    return rc;
}

static int tell_story(struct demo *d, const struct demo_offers *o)
{
    int rc = ERR_OK;

    if (d->cast.began.year == 0) {
        d->cast.began = demo_offers_day(0);
        rc = note(d);
    }
    while (rc == ERR_OK && d->cast.told < DEMO_STORY_ROWS) {
        rc = demo_tell_row(&d->sessions, o, d->cast.told);
        if (rc == ERR_OK) {
            d->cast.told++;
            rc = note(d);
        }
    }
    return rc == ERR_OK ? demo_incidents_write(&d->sessions) : rc;
}

/* In the order of real life: units have a place, then there are hosts with their posts and files, counsellors take
 * people in, a director decides what lies on her desk, people are placed and work, and a host may confirm or stop what
 * is on the list. What is offered is known by its keys until all of it is noted. */
static int enter_all(struct demo *d)
{
    const bool offers = !d->cast.offers;
    struct demo_offers o = {0};
    int rc = ERR_OK;

    if (offers)
        rc = as(d, "administrator", NULL, demo_offers_place, &o);
    if (rc == ERR_OK && offers)
        rc = as(d, "referent", NULL, enter, &o);
    if (rc == ERR_OK)
        rc = open_cases(d);
    if (rc != ERR_OK || !offers)
        return rc;
    o.suspended = d->cast.measure_id[DEMO_MEASURES_SUSPENDED];
    rc = as(d, "director", NULL, decide, &o);
    if (rc == ERR_OK)
        rc = tell_story(d, &o);
    if (rc == ERR_OK)
        rc = as(d, "host_manager", demo_offers_host(DEMO_POSTS_STOPS), demo_posts_stop, &o);
    if (rc == ERR_OK)
        rc = as(d, "host_manager", demo_offers_host(DEMO_POSTS_CONFIRMS), demo_posts_confirm, &o);
    if (rc != ERR_OK)
        return rc;
    d->cast.offers = true;
    return note(d);
}

static int load(struct demo *d)
{
    int rc = demo_accounts_take(&d->sessions, &d->cast, d->state);

    if (rc == ERR_OK)
        rc = enter_all(d);
    int left = demo_sessions_end(&d->sessions);
    if (rc == ERR_OK)
        rc = left;
    if (rc == ERR_OK) {
        d->cast.ended = true;
        rc = note(d);
    }
    if (rc == ERR_OK)
        rc = cast_write_json(&d->cast, d->out);
    return rc;
}

static int prepare(struct demo *d, const char *codes, const char *manifest)
{
    char why[CAST_WHY] = "";
    int rc = cast_read_manifest(&d->cast, manifest, why);

    if (rc == ERR_OK)
        rc = cast_load(&d->cast, d->state, why);
    if (rc == ERR_OK && !d->cast.ended)
        rc = cast_read_codes(&d->cast, codes, why);
    if (rc != ERR_OK)
        log_error("demo: %s", why);
    return rc;
}

static int run(struct demo *d, const char *codes, const char *manifest)
{
    int rc = service_greet(d->service, clock_mono_ms() + GREET_MS);

    if (rc != ERR_OK) {
        log_error("demo: the vault does not answer: %s", err_name(rc));
        return EX_UNAVAILABLE;
    }
    if (!service_is_demonstration(d->service)) {
        log_error("demo: refused, this installation is not a demonstration");
        return EX_NOPERM;
    }
    if (prepare(d, codes, manifest) != ERR_OK)
        return EX_DATAERR;
    if (d->cast.ended) {
        rc = cast_write_json(&d->cast, d->out);
        printf("demo: was loaded before, nothing is changed\n");
        return rc == ERR_OK ? EX_OK : EX_CANTCREAT;
    }
    if (load(d) != ERR_OK)
        return EX_UNAVAILABLE;
    printf("demo: %zu accounts and %d cases of invented people, %d hosts with %d posts, %d placements\n", d->cast.n,
           INVENTED_PEOPLE, DEMO_OFFERS_HOSTS, DEMO_OFFERS_POSTS, DEMO_STORY_ROWS);
    return EX_OK;
}

int verbs_demo(const struct conf *c, const char *codes, const char *manifest, const char *out)
{
    struct service_options o = {.vault = verbs_need(c, "vault"), .sealer = verbs_need(c, "sealer")};
    struct demo *d = secret_alloc(sizeof *d);
    int code = EX_OSERR;

    struct conn_group groups[STATEMENTS_GROUPS];

    statements_web(groups);
    o.database = (struct conn_options){
        .conninfo = verbs_need(c, "web_database"), .application = "jalon demo", .groups = groups};
    o.size = (struct pool_size){.pages = 1, .sealed = 1, .sign_in = 1, .waiting = 1};
    if (d != NULL) {
        memset(d, 0, sizeof *d);
        d->out = out;
        int n = snprintf(d->state, sizeof d->state, "%s.state", out);
        if (n < 0 || (size_t)n >= sizeof d->state)
            code = EX_USAGE;
        else if (service_new(&d->service, &o) == ERR_OK) {
            d->sessions.service = d->service;
            d->sessions.cast = &d->cast;
            code = run(d, codes, manifest);
        }
        service_free(d->service);
    }
    secret_free(d);
    return code;
}
