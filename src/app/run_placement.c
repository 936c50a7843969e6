/* SPDX-License-Identifier: EUPL-1.2 */
/* One step each, but for an answer with words. That takes three trips: the placement as the caller sees it, because who
 * sees it and may not seal words of it is to be told why; the ticket, for which SQL locks the case; then envelope,
 * answer and commit. */
#include "app/run_placement.h"
#include "app/asking.h"
#include "app/sealing.h"
#include "base/err.h"
#include "domain/record.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct run_placement_answer *in;
    bool seen;   /* the caller sees the placement */
    bool works;  /* and works on its case */
    bool ticket; /* and may seal words of it */
    int32_t version;
};

static int look(struct work *w, struct tx *t)
{
    struct placement placement;
    struct placement_rest rest;
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_one_step(&step, &params, &w->in->id);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = placement_read_one(&step, &placement, &rest);
    conn_clear(&step, 1);
    w->seen = rc == ERR_OK;
    w->works = w->seen && rest.judged;
    return rc == ERR_NOTFOUND ? tx_refuse(t, REFUSAL_NOT_FOUND) : rc;
}

/* Why somebody who sees a placement was given no ticket: a host has no key yet; a counsellor seals all of her cases but
 * what a host with a pair has to say itself. */
static enum refusal why_no_ticket(const struct work *w)
{
    if (w->caller->role == ROLE_HOST_MANAGER)
        return REFUSAL_KEY_MISSING;
    return w->works ? REFUSAL_OTHER_PERSON : REFUSAL_NOT_FOUND;
}

static int answer_and_commit(struct work *w, struct tx *t, const struct conn_step *ticket, const struct sealed_ref *ref)
{
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_answer_step(&step, &params, &w->in->id, w->in->expected, &w->in->answer);
    rc = sealing_finish(w->desk, w->caller, t, ticket, ref, (struct sealing_text){.plain = w->in->words}, &step, 1);
    if (rc == ERR_OK)
        rc = asking_read_version(&step, &w->version);
    conn_clear(&step, 1);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct sealed_ref ref = {RECORD_PLACEMENT_ANSWER, w->in->id, RECORD_PLACEMENT, 1}; /* words are said once */
    struct param_list params;
    struct conn_step ticket;
    int rc = look(w, t);

    w->ticket = false;
    if (rc != ERR_OK)
        return rc;
    sealed_ticket_step(&ticket, &params, &ref);
    rc = tx_steps(t, &ticket, 1, false);
    w->ticket = rc == ERR_OK;
    if (rc == ERR_OK)
        rc = answer_and_commit(w, t, &ticket, &ref);
    conn_clear(&ticket, 1);
    return rc;
}

static int answer_in_words(struct service *s, const struct service_caller *c, const struct run_placement_answer *in,
                           int32_t *version, enum refusal *no)
{
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in};
    int rc = sealing_do(s, c, &d, run, &w, no);

    if (*no == REFUSAL_NOT_FOUND && w.seen && !w.ticket)
        *no = why_no_ticket(&w);
    *version = w.version;
    return rc;
}

int run_placement_answer(struct service *s, const struct service_caller *c, const struct run_placement_answer *in,
                         int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    if (in->words.n > 0)
        return answer_in_words(s, c, in, version, no);
    placement_answer_step(&step, &params, &in->id, in->expected, &in->answer);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int run_placement_in_charge(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                            const struct uuid *contact, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    placement_in_charge_step(&step, &params, id, expected, contact);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int run_placement_meeting(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                          const struct day *met_on, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    placement_meeting_step(&step, &params, id, expected, met_on);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int run_placement_withdraw(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                           const char *code, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    placement_withdraw_step(&step, &params, id, expected, code);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int run_placement_end(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct day *ended_on, const char *code, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    placement_end_step(&step, &params, id, expected, ended_on, code);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int run_placement_told(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct day *person_told_on, const struct day *prosecutor_told_on, int32_t *version,
                       enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    placement_told_step(&step, &params, id, expected, person_told_on, prosecutor_told_on);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
