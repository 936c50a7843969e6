/* SPDX-License-Identifier: EUPL-1.2 */
/* First what is clear: whether she may sign, state and version, what the database lacks; only where that is all right
 * is the profile opened. Then the decision, until the day that the matcher now says, for which the database looks at
 * its rules again under locks, and whether the profile is still the one that was looked at and her other placements are
 * what they were (two decisions at once could break W-01 together); if not, all is looked at anew. The decision keeps
 * that version, and the log the entry of its opening: who decides without looking is found. */
#include <string.h>

#include "app/asking.h"
#include "app/sign_placement.h"
#include "base/err.h"
#include "domain/day.h"
#include "match/match.h"

#include "base/banned.h"

#define ROUNDS 3

struct waiting {
    struct placement p;
    struct placement_rest rest;
    struct slot times[SLOT_MAX];
    size_t n_times;
    struct placement_look look;
    bool may;
};

enum { SIGNER, ONE, SLOTS, LOOK, STEPS };

static int read_waiting(const struct conn_step *steps, void *out)
{
    struct waiting *w = out;
    int rc = placement_write_read_signer(&steps[SIGNER], &w->may);

    if (rc == ERR_OK && !w->may)
        return ERR_NOTFOUND;
    if (rc == ERR_OK)
        rc = placement_read_one(&steps[ONE], &w->p, &w->rest);
    if (rc == ERR_OK)
        rc = placement_read_slots(&steps[SLOTS], w->times, &w->n_times);
    return rc == ERR_OK ? placement_write_read_look(&steps[LOOK], &w->look) : rc;
}

static int find(struct service *s, const struct service_caller *c, const struct uuid *id, struct waiting *w,
                enum refusal *no)
{
    struct param_list params[STEPS];
    struct conn_step steps[STEPS];

    placement_write_signer_step(&steps[SIGNER]);
    placement_one_step(&steps[ONE], &params[ONE], id);
    placement_slots_step(&steps[SLOTS], &params[SLOTS], id);
    placement_write_look_step(&steps[LOOK], &params[LOOK], id);
    return asking_once(s, c, steps, STEPS, read_waiting, w, no);
}

static enum refusal judge(const struct waiting *w, int32_t expected, struct placement_broken *broken)
{
    if (w->p.version != expected)
        return REFUSAL_VERSION_CONFLICT;
    if (strcmp(w->p.state, "accepted") != 0)
        return REFUSAL_STATE;
    broken->n = w->rest.missing;
    memcpy(broken->rule, w->rest.rule, sizeof broken->rule);
    return broken->n > 0 ? REFUSAL_RULE : REFUSAL_NONE;
}

int sign_placement_look(struct service *s, const struct service_caller *c, const struct placement *p,
                        const struct slot *times, size_t n_times, match_case_reader read,
                        struct sign_placement_out *out, enum refusal *no)
{
    const struct match_case_in what = {.case_id = p->case_id, .measure = p->measure, .reason = REASON_ASSIGNMENT,
                                       .from = day_number(&p->first_day), .read = read};
    const struct match_ask_in asked = {.post = p->post, .chain = p->chain, .in_charge = p->in_charge, .times = times,
                                       .n_times = n_times, .minutes = p->planned_minutes, .answered = true};
    struct match_ask *check = NULL;
    int rc = match_ask_do(s, c, &what, &asked, &check, no);

    if (rc == ERR_OK && *no == REFUSAL_NONE) {
        out->fit = check->item.fit;
        out->looked.profile = check->known.profile_version;
        if (out->fit.rule == MATCH_FITS)
            day_from_number(&out->last_day, out->fit.last_day);
        if (out->fit.rule == MATCH_FITS && out->fit.warnings & MATCH_WARN_EXAM) {
            out->broken.n = 1;
            memcpy(out->broken.rule[0], "W-05", sizeof "W-05");
        }
        if (out->fit.rule != MATCH_FITS || out->broken.n > 0)
            *no = REFUSAL_RULE;
    }
    match_ask_free(check);
    return rc;
}

static int read_sign(const struct conn_step *steps, void *out)
{
    struct sign_placement_out *o = out;

    return placement_write_read_sign(steps, &o->version, &o->broken);
}

static int decide(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                  struct sign_placement_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_write_sign_step(&step, &params, id, expected, &out->last_day, &out->looked);
    rc = asking_once(s, c, &step, 1, read_sign, out, no);
    out->other_authority = *no == REFUSAL_RULE; /* JA020: the one rule that it raises */
    if (rc == ERR_OK && *no == REFUSAL_NONE && out->broken.n > 0)
        *no = REFUSAL_RULE;
    return rc;
}

static int once(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                match_case_reader read, struct sign_placement_out *out, enum refusal *no)
{
    struct waiting w = {0};
    int rc;

    memset(out, 0, sizeof *out);
    rc = find(s, c, id, &w, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        *no = judge(&w, expected, &out->broken);
    out->looked.moves = w.look.moves;
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = sign_placement_look(s, c, &w.p, w.times, w.n_times, read, out, no);
    return rc == ERR_OK && *no == REFUSAL_NONE ? decide(s, c, id, expected, out, no) : rc;
}

int sign_placement_do(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      match_case_reader read, struct sign_placement_out *out, enum refusal *no)
{
    int rc = once(s, c, id, expected, read, out, no);

    for (int i = 1; i < ROUNDS && rc == ERR_OK && *no == REFUSAL_PROFILE_CHANGED; i++)
        rc = once(s, c, id, expected, read, out, no);
    return rc;
}
