/* SPDX-License-Identifier: EUPL-1.2 */
/* The proposal bears an idempotency key, and how far the placement is is looked up before the first step and kept from
 * then on, so all of it may be done again. */
#include <stdlib.h>
#include <string.h>

#include "admin/demo_placements.h"

#include "admin/demo_forms.h"
#include "admin/invented.h"
#include "app/delegate.h"
#include "app/give_contact.h"
#include "app/propose_placement.h"
#include "app/record_acts.h"
#include "app/run_placement.h"
#include "app/sign_placement.h"
#include "base/err.h"
#include "base/log.h"

#include "base/banned.h"

#define TEXT_MAX 8192
#define DELEGATED_FROM 30 /* days ago */
#define DELEGATED_FOR 120

/* One step: does it where the placement has come to it. */
struct step {
    const struct demo_scene *sc;
    const struct demo_story_row *row;
    struct placement *now; /* as each step leaves it */
    const struct placement_rest *rest;
};

static bool is(const struct step *st, const char *state)
{
    return strcmp(st->now->state, state) == 0;
}

/* After a step that was done. */
static int stands(const struct step *st, const char *state, int32_t version, int rc)
{
    if (rc == ERR_OK) {
        st->now->state = state;
        st->now->version = version;
    }
    return rc;
}

static struct vault_bytes bytes(const struct buf *b)
{
    return (struct vault_bytes){b->data, b->len};
}

/* The counsellor who signs for her director: the third of the unit. */
static size_t delegate_of(const struct demo_scene *sc)
{
    const struct cast *cast = sc->sessions->cast;

    return demo_sessions_find(cast, "counsellor", cast->account[sc->director].organisation, 2);
}

int demo_placements_delegate(const struct demo_scene *sc)
{
    static const char request[] = "delegation";
    const struct service_caller *delegate, *c;
    struct delegate_in in = {.request = {request, sizeof request - 1}};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;
    int rc = demo_scene_as(sc, delegate_of(sc), DELEGATED_FROM, &delegate);

    if (rc == ERR_OK)
        rc = demo_scene_as(sc, sc->director, DELEGATED_FROM, &c);
    if (rc != ERR_OK)
        return rc;
    in.delegation = (struct delegation_new){.delegate = sc->sessions->of[delegate_of(sc)].account,
                                            .first_day = demo_scene_day(sc, DELEGATED_FROM),
                                            .last_day = demo_scene_day(sc, DELEGATED_FROM - DELEGATED_FOR)};
    invented_key_of("delegation", 0, &in.key);
    rc = delegate_new(sc->sessions->service, c, &in, &made, &no);
    return demo_offers_judge("delegation of a signature", rc, no);
}

static void say_rules(const struct placement_broken *broken)
{
    for (size_t i = 0; i < broken->n; i++)
        log_error("demo: rule %s forbids it", broken->rule[i]);
}

static int propose(struct demo_scene *sc)
{
    const struct demo_story_row *row = sc->row;
    const struct service_caller *c;
    struct buf reason SCOPED_BUF, sheet SCOPED_BUF;
    struct propose_placement_in in = {.request = {row->reason, strlen(row->reason)},
                                      .measure = *demo_scene_measure(sc), .post = sc->offers->post[row->post],
                                      .first_day = demo_scene_day(sc, row->first), .times = row->slot,
                                      .n_times = row->slots, .finish = demo_forms_finish,
                                      .read = demo_forms_profile};
    struct propose_placement_out out;
    enum refusal no = REFUSAL_NONE;

    buf_init_secret(&reason, TEXT_MAX);
    buf_init_secret(&sheet, TEXT_MAX);
    demo_forms_text(&reason, "reason", row->reason);
    int rc = demo_forms_sheet(&sheet, row->person, row->message);
    if (rc == ERR_OK)
        rc = demo_scene_as(sc, sc->counsellor, row->proposed, &c);
    if (rc != ERR_OK)
        return rc;
    in.reason = bytes(&reason);
    in.sheet = bytes(&sheet);
    invented_key_of("placement", sc->number, &in.key);
    rc = propose_placement_do(sc->sessions->service, c, &in, &out, &no);
    sc->placement = out.id;
    say_rules(&out.broken);
    if (no == REFUSAL_RULE && out.check != NULL)
        log_error("demo: rule %d of the matcher forbids it", (int)out.check->item.fit.rule);
    propose_placement_release(&out);
    return demo_offers_judge(row->reason, rc, no);
}

static int answer(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    const struct service_caller *c;
    struct buf words SCOPED_BUF;
    struct run_placement_answer in = {.id = sc->placement, .expected = st->now->version,
                                      .answer = {.accept = st->row->decline == NULL, .code = st->row->decline}};
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    if (st->row->answered == 0 || !is(st, "proposed"))
        return ERR_OK;
    int rc = demo_scene_as(sc, demo_scene_host(sc), st->row->answered, &c);
    if (rc != ERR_OK)
        return rc;
    buf_init_secret(&words, TEXT_MAX);
    if (st->row->words != NULL)
        demo_forms_text(&words, "words", st->row->words);
    in.words = bytes(&words);
    rc = run_placement_answer(sc->sessions->service, c, &in, &version, &no);
    rc = demo_offers_judge("answer of a host", rc, no);
    return stands(st, in.answer.accept ? "accepted" : "declined", version, rc);
}

static int withdraw(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    const struct service_caller *c;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    if (st->row->withdrawn == 0 || !is(st, "proposed"))
        return ERR_OK;
    int rc = demo_scene_as(sc, sc->counsellor, st->row->withdrawn, &c);
    if (rc != ERR_OK)
        return rc;
    rc = run_placement_withdraw(sc->sessions->service, c, &sc->placement, st->now->version, "service", &version, &no);
    return stands(st, "withdrawn", version, demo_offers_judge("withdrawal of a proposal", rc, no));
}

static int give_contact(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    const struct service_caller *c;
    enum refusal no = REFUSAL_NONE;

    if (st->row->met == 0 || !is(st, "accepted") || st->now->contact_version > 0)
        return ERR_OK;
    int rc = demo_scene_as(sc, sc->counsellor, st->row->met, &c);
    if (rc != ERR_OK)
        return rc;
    rc = give_contact_do(sc->sessions->service, c, &sc->placement, demo_forms_contact, &no);
    /* What is sealed beside it makes no other version of it. */
    return demo_offers_judge("name and phone for a host", rc, no);
}

static int meet(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    const struct day on = demo_scene_day(sc, st->row->met);
    const struct service_caller *c;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    if (st->row->met == 0 || !is(st, "accepted") || st->now->met_on.year != 0)
        return ERR_OK;
    int rc = demo_scene_as(sc, sc->counsellor, st->row->met, &c);
    if (rc != ERR_OK)
        return rc;
    rc = run_placement_meeting(sc->sessions->service, c, &sc->placement, st->now->version, &on, &version, &no);
    return stands(st, "accepted", version, demo_offers_judge("meeting", rc, no));
}

/* An authority without account decided: the counsellor writes down what she read, her director checks it. */
static int decide_outside(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    static const char request[] = "assignment";
    struct record_acts_in in = {.request = {request, sizeof request - 1}, .measure = *demo_scene_measure(sc),
                                .placement = sc->placement, .reference = "",
                                .paper = {.kind = "assignment", .authority = sc->row->authority, .sense = "granted",
                                          .decided_on = demo_scene_day(sc, sc->row->decided)}};
    const struct service_caller *c;
    struct asking_made made;
    struct sign_placement_out out;
    enum refusal no = REFUSAL_NONE;

    invented_key_of("assignment", sc->number, &in.key);
    int rc = demo_scene_as(sc, sc->counsellor, sc->row->decided, &c);
    if (rc == ERR_OK)
        rc = record_acts_new(sc->sessions->service, c, &in, &made, &no);
    rc = demo_offers_judge("decision of another authority", rc, no);
    if (rc == ERR_OK)
        rc = demo_scene_as(sc, sc->director, sc->row->decided, &c);
    if (rc != ERR_OK)
        return rc;
    rc = record_acts_check(sc->sessions->service, c, &made.id, &in.paper, demo_forms_profile, &out, &no);
    say_rules(&out.broken);
    return stands(st, "signed", st->now->version + (day_compare(&out.last_day, &st->now->last_day) != 0 ? 2 : 1),
                  demo_offers_judge("check of a decision", rc, no));
}

static int sign(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    const struct service_caller *c;
    struct sign_placement_out out;
    enum refusal no = REFUSAL_NONE;

    if (st->row->decided == 0 || !is(st, "accepted"))
        return ERR_OK;
    if (st->row->authority != NULL)
        return decide_outside(st);
    int rc = demo_scene_as(sc, st->row->delegated ? delegate_of(sc) : sc->director, st->row->decided, &c);
    if (rc != ERR_OK)
        return rc;
    rc = sign_placement_do(sc->sessions->service, c, &sc->placement, st->now->version, demo_forms_profile, &out, &no);
    say_rules(&out.broken);
    return stands(st, "signed", out.version, demo_offers_judge("decision of an assignment", rc, no));
}

static int tell(const struct step *st)
{
    const struct demo_scene *sc = st->sc;
    const struct day person = demo_scene_day(sc, st->row->told);
    const struct day prosecutor = st->row->untold ? (struct day){0} : person;
    const struct service_caller *c;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    if (st->row->told == 0 || !is(st, "signed") || st->rest->person_told_on.year != 0)
        return ERR_OK;
    int rc = demo_scene_as(sc, sc->counsellor, st->row->told, &c);
    if (rc != ERR_OK)
        return rc;
    rc = run_placement_told(sc->sessions->service, c, &sc->placement, st->now->version, &person, &prosecutor, &version,
                            &no);
    return demo_offers_judge("notice of an assignment", rc, no);
}

int demo_placements_bring(struct demo_scene *sc, bool *decided)
{
    static int (*const steps[])(const struct step *st) = {answer, withdraw, give_contact, meet, sign, tell};
    struct list_placements_whole *w = NULL;
    int rc = propose(sc);

    if (rc == ERR_OK)
        rc = demo_scene_look(sc, &w);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0] && rc == ERR_OK; i++)
        rc = steps[i](&(struct step){sc, sc->row, &w->placement, &w->rest});
    *decided = rc == ERR_OK && (is(&(struct step){.now = &w->placement}, "signed") ||
                                is(&(struct step){.now = &w->placement}, "ended"));
    free(w);
    return rc;
}
