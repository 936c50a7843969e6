/* SPDX-License-Identifier: EUPL-1.2 */
/* Looking opens the profile, so it comes before the transaction, and what it saw may have changed when the locks are
 * taken: the database looks again at places and overlaps, and a number tells whether anything happened to her
 * placements meanwhile (two proposals at once could break W-01 together). Then it is looked at anew. Where nothing
 * happened and the database still says that she is elsewhere, other posts come of what was looked up already, and the
 * profile is not opened again for them. The transaction: first trip, the placement, or the rules against it, or what
 * the same key made before; second, the tickets of both records; the vault seals; third, the envelopes and the ticket
 * to share; the vault boxes the key; fourth, the box and the commit. A repeated request is no longer what the matcher
 * would allow, since the first took the place and the hours: so before any no the key is asked for. */
#include <string.h>

#include "app/asking.h"
#include "app/propose_placement.h"
#include "app/sealing.h"
#include "app/share_placement.h"
#include "base/err.h"
#include "match/match.h"

#include "base/banned.h"

#define ROUNDS 3

struct work {
    struct service *service;
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct propose_placement_in *in;
    struct propose_placement_out *out;
    struct asking_key once;
    struct match_case_in what;
    struct match_ask_in asked;
    struct placement_about about;
    bool moved; /* something happened to her placements */
};

static int read_about(const struct conn_step *steps, void *out)
{
    return placement_write_read_about(steps, out);
}

static int read_made(const struct conn_step *steps, void *out)
{
    return placement_write_read_made(steps, out);
}

/* keep: for other posts, should the database refuse this one. */
static int look(struct work *w, bool keep, enum refusal *no)
{
    const struct propose_placement_in *in = w->in;
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_write_about_step(&step, &params, &in->measure, &in->replaces);
    rc = asking_once(w->service, w->caller, &step, 1, read_about, &w->about, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    match_ask_free(w->out->check);
    w->what = (struct match_case_in){.case_id = w->about.case_id, .measure = in->measure, .reason = REASON_ASSIGNMENT,
                                     .from = day_number(&in->first_day), .what_if = in->what_if, .read = in->read};
    w->asked = (struct match_ask_in){.post = in->post, .chain = w->about.chain, .times = in->times,
                                     .n_times = in->n_times, .minutes = in->minutes, .keep = keep};
    rc = match_ask_do(w->service, w->caller, &w->what, &w->asked, &w->out->check, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && w->out->check->item.fit.rule != MATCH_FITS)
        *no = w->out->check->item.fit.rule == MATCH_RULE_CAPACITY ? REFUSAL_NO_PLACE : REFUSAL_RULE;
    return rc;
}

/* Somebody is elsewhere at one of the times: the matcher plans round it, the database books no such time (E-05). */
static bool overlaps(const struct placement_broken *b)
{
    for (size_t i = 0; i < b->n; i++)
        if (strcmp(b->rule[i], "E-05") == 0)
            return true;
    return false;
}

/* Of what the database refuses: where something happened since it was looked at, that may be why. */
static int refuse(struct tx *t, struct work *w)
{
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    int64_t moves = 0;
    int rc;

    if (!overlaps(&w->out->broken))
        return tx_refuse(t, REFUSAL_RULE);
    placement_write_moves_step(&step, &params, &w->about.case_id, &w->out->id);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = placement_write_read_moves(&step, &moves);
    conn_clear(&step, 1);
    w->moved = rc == ERR_OK && moves != w->about.moves;
    return rc == ERR_OK ? tx_refuse(t, REFUSAL_RULE) : rc;
}

/* id, or the rules against it. */
static int make(struct tx *t, struct work *w, bool *replayed)
{
    const struct match_ask *check = w->out->check;
    struct placement_proposal p = {.measure = w->in->measure, .post = w->in->post, .replaces = w->in->replaces,
                                   .minutes = check->known.asked_min, .first_day = w->in->first_day,
                                   .times = check->times.slot, .n_times = check->times.n};
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    int rc;

    day_from_number(&p.last_day, check->item.fit.last_day);
    placement_write_new_step(&step, &params, &p, w->once.key, w->once.digest);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = placement_write_read_new(&step, &w->out->id, replayed, &w->out->broken);
    conn_clear(&step, 1);
    return rc == ERR_OK && w->out->broken.n > 0 ? refuse(t, w) : rc;
}

enum { REASON, SHEET, MOVES, TICKET_STEPS };

/* W-01 of her busier week, odd or even. Without a job, or without a word of it, there is no such limit. */
static int32_t week_left(const struct match_case_known *k)
{
    int32_t left = k->law.legal_week_min + k->law.over_min - k->job_most_min;

    if (k->job_most_min <= 0)
        return -1;
    return left > 0 ? left : 0;
}

static int seal(struct tx *t, struct work *w, struct conn_step *share)
{
    struct buf sheet SCOPED_BUF;
    struct sealing_record records[SEALING_BOTH] = {
        [REASON] = {{RECORD_PLACEMENT_OFFER, w->out->id, RECORD_JUSTICE, 1}, w->in->reason},
        [SHEET] = {.ref = {RECORD_PLACEMENT_OFFER, w->out->id, RECORD_PLACEMENT, 1}},
    };
    struct param_list params[TICKET_STEPS];
    struct conn_step steps[TICKET_STEPS];
    int64_t moves = 0;
    int rc;

    buf_init_secret(&sheet, VAULT_PLAINTEXT);
    w->in->finish(&sheet, w->in->sheet.p, w->in->sheet.n, week_left(&w->out->check->known));
    if (buf_err(&sheet) != ERR_OK)
        return buf_err(&sheet);
    records[SHEET].plain = (struct vault_bytes){sheet.data, sheet.len};
    sealed_ticket_step(&steps[REASON], &params[REASON], &records[REASON].ref);
    sealed_ticket_step(&steps[SHEET], &params[SHEET], &records[SHEET].ref);
    placement_write_moves_step(&steps[MOVES], &params[MOVES], &w->about.case_id, &w->out->id);
    rc = tx_steps(t, steps, TICKET_STEPS, false);
    if (rc == ERR_OK)
        rc = placement_write_read_moves(&steps[MOVES], &moves);
    w->moved = rc == ERR_OK && moves != w->about.moves;
    if (w->moved)
        rc = tx_refuse(t, REFUSAL_VERSION_CONFLICT);
    if (rc == ERR_OK)
        rc = sealing_both(w->desk, w->caller, t, steps, records, share);
    conn_clear(steps, TICKET_STEPS);
    return rc;
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct buf box SCOPED_BUF;
    struct param_list params;
    struct conn_step share;
    bool replayed = false;
    int rc;

    w->moved = false;
    rc = make(t, w, &replayed);
    if (rc != ERR_OK || replayed)
        return rc;
    placement_write_share_ticket_step(&share, &params, &w->out->id);
    rc = seal(t, w, &share);
    if (rc == ERR_OK)
        rc = share_placement_box(w->desk, w->caller, &share, &box);
    conn_clear(&share, 1);
    if (rc != ERR_OK || box.len == 0)
        return rc;
    placement_write_share_store_step(&share, &params, &w->out->id, &box);
    rc = tx_steps(t, &share, 1, true);
    conn_clear(&share, 1);
    return rc;
}

static int store(struct work *w, enum refusal *no)
{
    struct tx_who who = service_who(w->service, w->caller);
    struct service_desk d;
    int rc = service_desk_open(w->service, POOL_SEALED, &d);

    if (rc != ERR_OK)
        return rc;
    w->desk = &d;
    rc = sealing_judge(tx_run(d.db, &who, run, w, no), no);
    return service_done(&d, w->caller, rc, *no);
}

static bool place_taken(const struct placement_broken *b)
{
    return b->n == 1 && strcmp(b->rule[0], "B-05") == 0;
}

static int seen_before(struct work *w, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct uuid id = {0};
    enum refusal other;
    int rc;

    placement_write_made_step(&step, &params, w->once.key, w->once.digest);
    rc = asking_once(w->service, w->caller, &step, 1, read_made, &id, &other);
    if (rc != ERR_OK || other != REFUSAL_NONE) {
        *no = other;
    } else if (!uuid_is_nil(&id)) {
        w->out->id = id;
        *no = REFUSAL_NONE;
    }
    return rc;
}

int propose_placement_do(struct service *s, const struct service_caller *c, const struct propose_placement_in *in,
                         struct propose_placement_out *out, enum refusal *no)
{
    struct work w = {.service = s, .caller = c, .in = in, .out = out};
    bool again = true;
    int rc = ERR_OK;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    asking_key_make(&w.once, &in->key, NULL, in->request);
    for (int i = 0; i < ROUNDS && again; i++) {
        memset(&out->broken, 0, sizeof out->broken);
        w.moved = false;
        rc = look(&w, true, no);
        again = rc == ERR_OK && *no == REFUSAL_NONE;
        if (again)
            rc = store(&w, no);
        again = again && rc == ERR_OK && (w.moved || place_taken(&out->broken));
    }
    if (rc == ERR_OK && again)
        *no = w.moved ? REFUSAL_BUSY : REFUSAL_NO_PLACE;
    if (rc == ERR_OK && *no != REFUSAL_NONE)
        rc = seen_before(&w, no);
    if (rc == ERR_OK && *no == REFUSAL_RULE && overlaps(&out->broken)) {
        enum refusal ignored; /* what was refused stays refused */

        rc = match_ask_others(out->check, &ignored);
    }
    return rc;
}

int propose_placement_preview(struct service *s, const struct service_caller *c, const struct propose_placement_in *in,
                              struct propose_placement_out *out, enum refusal *no)
{
    struct work w = {.service = s, .caller = c, .in = in, .out = out};
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    rc = look(&w, false, no);
    if (rc == ERR_OK && (*no == REFUSAL_RULE || *no == REFUSAL_NO_PLACE))
        *no = REFUSAL_NONE;
    return rc;
}

void propose_placement_release(struct propose_placement_out *out)
{
    match_ask_free(out->check);
    out->check = NULL;
}
