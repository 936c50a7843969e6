/* SPDX-License-Identifier: EUPL-1.2 */
/* demo: an ordinary client of vault and database. Looks whether it may and whether it is done, then loads. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "admin/verbs.h"

#include "admin/demo_commune.h"
#include "admin/demo_crew.h"
#include "admin/demo_load.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "store/statements.h"

#include "base/banned.h"

#define GREET_MS 10000

/* The plan counts from the day on which the loading began, whenever it goes on. */
static int make_plan(struct demo_load *d, const char *communes)
{
    struct demo_commune list[DEMO_COMMUNE_MOST];
    size_t n = 0;
    int rc = communes == NULL ? ERR_OK : demo_commune_read(communes, list, &n);

    if (rc == ERR_OK && d->cast.began.year == 0) {
        day_in_france(&d->cast.began, clock_now_us());
        demo_state_enter(&d->state);
        rc = demo_state_leave(&d->state, true);
    }
    if (rc == ERR_OK)
        rc = demo_plan_new(&d->plan, &d->cast.began, communes == NULL ? NULL : list, n);
    d->sessions.plan = d->offers.plan = d->plan;
    return rc;
}

static int prepare(struct demo_load *d, const struct verbs_demo_files *f)
{
    char why[CAST_WHY] = "";
    int rc = cast_read_manifest(&d->cast, f->manifest, why);

    if (rc == ERR_OK)
        rc = cast_load(&d->cast, d->path, why);
    if (rc == ERR_OK && !d->cast.ended)
        rc = cast_read_codes(&d->cast, f->codes, why);
    if (rc == ERR_OK && !d->cast.ended) {
        (void)snprintf(why, sizeof why, "no plan can be made%s%s", f->communes == NULL ? "" : " out of ",
                       f->communes == NULL ? "" : f->communes);
        rc = make_plan(d, f->communes);
    }
    if (rc != ERR_OK)
        log_error("demo: %s", why);
    return rc;
}

static int run(struct demo_load *d, const struct verbs_demo_files *f)
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
    if (prepare(d, f) != ERR_OK)
        return EX_DATAERR;
    if (d->cast.ended) {
        rc = cast_write_json(&d->cast, d->out);
        printf("demo: was loaded before, nothing is changed\n");
        return rc == ERR_OK ? EX_OK : EX_CANTCREAT;
    }
    if (demo_load_do(d) != ERR_OK)
        return EX_UNAVAILABLE;
    printf("demo: %zu accounts and %u cases of invented people, %u hosts with %u posts, %u placements\n", d->cast.n,
           d->plan->people, d->plan->hosts, d->plan->posts, d->plan->rows);
    return EX_OK;
}

static void init(struct demo_load *d, const char *out)
{
    memset(d, 0, sizeof *d);
    d->out = out;
    d->state = (struct demo_state){.cast = &d->cast, .path = d->path};
    pthread_mutex_init(&d->state.lock, NULL);
    for (size_t i = 0; i < CAST_ACCOUNTS; i++)
        pthread_mutex_init(&d->session[i].lock, NULL);
    d->sessions = (struct demo_sessions){.cast = &d->cast, .of = d->session, .held = DEMO_SESSIONS_NOBODY};
}

int verbs_demo(const struct conf *c, const struct verbs_demo_files *f)
{
    struct service_options o = {.vault = verbs_need(c, "vault"), .sealer = verbs_need(c, "sealer")};
    struct demo_load *d = secret_alloc(sizeof *d);
    int code = EX_OSERR;

    struct conn_group groups[STATEMENTS_GROUPS];

    statements_web(groups);
    o.database = (struct conn_options){
        .conninfo = verbs_need(c, "web_database"), .application = "jalon demo", .groups = groups};
    o.size = (struct pool_size){.pages = DEMO_CREW_MOST, .sealed = DEMO_CREW_MOST, .sign_in = DEMO_LOAD_SIGN_INS,
                                .waiting = DEMO_CREW_MOST};
    if (d != NULL) {
        init(d, f->out);
        int n = snprintf(d->path, sizeof d->path, "%s.state", f->out);
        if (n < 0 || (size_t)n >= sizeof d->path)
            code = EX_USAGE;
        else if (service_new(&d->service, &o) == ERR_OK) {
            d->sessions.service = d->service;
            code = run(d, f);
        }
        demo_plan_free(d->plan);
        service_free(d->service);
    }
    secret_free(d);
    return code;
}
