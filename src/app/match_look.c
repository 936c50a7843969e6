/* SPDX-License-Identifier: EUPL-1.2 */
/* What is known of the case and the bundle of its profile in one round trip; the vault, which has its receipt before it
 * opens; posts and places in a second round trip, because only the profile says whom and what to keep away from. All
 * that was opened lies in one block that is wiped. */
#include <stdlib.h>
#include <string.h>

#include "app/match_look.h"
#include "app/opening.h"
#include "base/err.h"
#include "base/secret.h"
#include "store/sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (VAULT_PLAINTEXT + 1024)

enum { FACTS, LAW, OWN, RECORD, CASE_STEPS };

static int read_case(struct match_look *l, const struct conn_step *steps, struct buf *bundle, size_t *measures)
{
    int rc = matching_read_facts(&steps[FACTS], &l->facts, measures);

    if (rc == ERR_OK)
        rc = matching_read_law(&steps[LAW], &l->law);
    if (rc == ERR_OK)
        rc = matching_read_own(&steps[OWN], l->own, &l->n_own);
    return rc == ERR_OK ? sealed_read_one(&steps[RECORD], &l->profile_version, bundle) : rc;
}

static enum refusal refused(const struct match_look *l, size_t measures)
{
    if (measures == 0)
        return uuid_is_nil(&l->in->measure) ? REFUSAL_MEASURE_NONE : REFUSAL_NOT_FOUND;
    if (measures > 1)
        return REFUSAL_MEASURE_WHICH;
    if (!l->facts.open)
        return REFUSAL_MEASURE_NONE;
    return l->profile_version == 0 ? REFUSAL_PROFILE_NONE : REFUSAL_NONE;
}

static int fetch_case(struct match_look *l, struct buf *bundle, enum refusal *no)
{
    struct sealed_ref ref = {RECORD_CASE_FILE, l->in->case_id, RECORD_MATCH, 0};
    struct param_list params[CASE_STEPS];
    struct conn_step steps[CASE_STEPS];
    size_t measures = 0;
    int rc;

    matching_facts_step(&steps[FACTS], &params[FACTS], &l->in->case_id,
                        uuid_is_nil(&l->in->measure) ? NULL : &l->in->measure, l->chain);
    matching_law_step(&steps[LAW]);
    matching_own_step(&steps[OWN], &params[OWN], &l->in->case_id, l->chain);
    sealed_one_step(&steps[RECORD], &params[RECORD], &ref, l->in->reason);
    rc = tx_once(l->desk.db, &l->who, steps, CASE_STEPS, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        rc = read_case(l, steps, bundle, &measures);
        if (rc == ERR_OK)
            *no = refused(l, measures);
    }
    conn_clear(steps, CASE_STEPS);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return rc;
}

static int open_profile(struct match_look *l, const struct buf *bundle, enum refusal *no)
{
    struct vault_bytes record = {0};
    struct buf plain SCOPED_BUF;
    int rc;

    buf_init_secret(&plain, PLAIN_MAX);
    rc = opening_do(&l->desk, l->caller, bundle, &plain, &record, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && (record.p == NULL || !l->in->read(record.p, record.n, &l->profile)))
        *no = REFUSAL_PROFILE_BROKEN;
    return rc;
}

enum { POSTS, TAKEN, MET, HOME, POST_STEPS };

static int read_posts(struct match_look *l, struct conn_step *steps, struct matching_posts *out)
{
    struct match_snapshot_in *s = &l->sources;
    int rc = matching_posts_read(&steps[POSTS], &steps[TAKEN], out);

    if (rc == ERR_OK)
        rc = matching_read_met(&steps[MET], l->met, &s->n_met);
    return rc == ERR_OK ? matching_read_home(&steps[HOME], &s->has_home, &s->lat, &s->lon) : rc;
}

int match_look_posts(struct match_look *l, const struct uuid *one, struct matching_posts *out, enum refusal *no)
{
    int32_t from = l->in->from >= l->facts.today ? l->in->from : l->facts.today + 1;
    struct param_list params[POST_STEPS];
    struct conn_step steps[POST_STEPS];
    int rc;

    if (one == NULL) {
        matching_posts_step(&steps[POSTS], &params[POSTS], &l->in->case_id, from);
        matching_posts_taken_step(&steps[TAKEN], &params[TAKEN], &l->in->case_id, l->chain);
    } else {
        matching_posts_one_step(&steps[POSTS], &params[POSTS], one, from);
        matching_posts_taken_of_one_step(&steps[TAKEN], &params[TAKEN], one, l->chain);
    }
    matching_met_step(&steps[MET], &params[MET], l->profile.cases, l->profile.n_cases);
    matching_home_step(&steps[HOME], &params[HOME], l->profile.commune);
    rc = tx_once(l->desk.db, &l->who, steps, POST_STEPS, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = read_posts(l, steps, out);
    conn_clear(steps, POST_STEPS);
    for (int i = 0; i < POST_STEPS; i++)
        param_release(&params[i]);
    return rc;
}

int match_look_begin(struct match_look **out, struct service *s, const struct service_caller *c,
                      const struct match_case_in *in, const struct uuid *chain, enum refusal *no)
{
    struct buf bundle SCOPED_BUF;
    struct match_look *l = calloc(1, sizeof *l);
    int rc;

    *no = REFUSAL_NONE;
    *out = l;
    if (l == NULL)
        return ERR_NOMEM;
    l->who = service_who(s, c);
    l->caller = c;
    l->in = in;
    l->chain = chain;
    rc = service_desk_open(s, POOL_SEALED, &l->desk);
    if (rc != ERR_OK)
        return rc;
    buf_init(&bundle, BUNDLE_MAX);
    rc = fetch_case(l, &bundle, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? open_profile(l, &bundle, no) : rc;
}

int match_look_end(struct match_look *l, int rc, enum refusal no)
{
    if (l == NULL)
        return rc;
    if (l->desk.db != NULL)
        rc = service_done(&l->desk, l->caller, rc, no);
    secret_wipe(l, sizeof *l);
    free(l);
    return rc;
}
