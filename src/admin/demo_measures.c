/* SPDX-License-Identifier: EUPL-1.2 */
/* Persons are drawn, measures are chosen: a row is what a judgment of the last year and a half could say, and where a
 * counsellor is with it. */
#include <string.h>

#include "admin/demo_forms.h"
#include "admin/demo_measures.h"

#include "admin/demo_offers.h"
#include "admin/demo_plan.h"
#include "admin/invented.h"
#include "admin/invented_situation.h"
#include "app/keep_measures.h"
#include "app/record_acts.h"
#include "app/write_record.h"
#include "base/err.h"

#include "base/banned.h"

#define SENTENCE(kind_, authority_, consent_, hours_, facts_, judged_, final_, seized_) \
    .kind = (kind_), .offence_class = "delit", .authority = (authority_), .consent = (consent_), .hours = (hours_), \
    .months = 18, .fallback = true, .facts = (facts_), .judged = (judged_), .final = (final_), .seized = (seized_)

static const struct demo_measures_row rows[INVENTED_STORY] = {
    {SENTENCE("main", "court", "court", 105, 420, 200, 190, 160), .interview = 140, .evaluation = 90},
    {SENTENCE("main", "court", "court", 70, 240, 90, 80, 52), .interview = 30},
    {SENTENCE("probation", "court", "court", 140, 520, 300, 290, 270), .interview = 250, .evaluation = 190},
    {SENTENCE("main", "court", "lawyer", 70, 250, 150, 140, 110), .interview = 92, .evaluation = 70},
    {SENTENCE("main", "court", "court", 175, 610, 380, 370, 340), .interview = 320, .evaluation = 265,
     .act = {"suspension", "jap", "serious_reason", 96, 90, 30, true}},
    {.kind = "conversion", .offence_class = "delit", .authority = "jap", .consent = "court", .hours = 210, .months = 18,
     .firm_months = 6, .facts = 700, .judged = 150, .final = 140, .seized = 130, .interview = 110},
    {.kind = "tnr", .offence_class = "contravention5", .authority = "prosecutor", .consent = "lawyer", .hours = 40,
     .months = 6, .facts = 190, .judged = 130, .final = 130, .seized = 125, .interview = 108},
    {SENTENCE("main", "court", "refused", 105, 200, 40, 30, 15), .draft = true, .unasked = true},
    {SENTENCE("main", "court", "court", 120, 460, 230, 220, 170), .interview = 150}, /* evaluation overdue */
    {SENTENCE("probation", "court", "to_collect", 105, 380, 120, 110, 75), .interview = 50,
     .act = {"consent", "jap", NULL, 4, 0, 0, false}},
    {.kind = "main", .offence_class = "contravention5", .authority = "court", .consent = "court", .hours = 40,
     .months = 12, .fallback = true, .facts = 260, .judged = 100, .final = 90, .seized = 60, .interview = 38},
    {SENTENCE("complementary", "court", "court", 70, 330, 180, 170, 120), .interview = 95},
    {SENTENCE("main", "court", "court", 210, 800, 470, 460, 430), .interview = 400, .evaluation = 350},
    {SENTENCE("probation", "court", "lawyer", 90, 330, 125, 115, 78), .interview = 60},
    {SENTENCE("main", "court", "court", 140, 640, 460, 450, 420), .interview = 395, .evaluation = 340},
    {.kind = "conversion", .offence_class = "delit", .authority = "jap", .consent = "court", .hours = 140, .months = 18,
     .firm_months = 3, .facts = 540, .judged = 85, .final = 75, .seized = 60, .interview = 40},
    {SENTENCE("main", "court", "to_collect", 50, 230, 85, 75, 52), .unasked = true}, /* interview overdue */
    {SENTENCE("probation", "court", "court", 84, 560, 250, 240, 210), .interview = 185},
    {SENTENCE("main", "court", "court", 84, 300, 28, 18, 9), .draft = true, .unasked = true},
    {SENTENCE("main", "court", "court", 56, 410, 200, 190, 150), .interview = 132},
};

const struct demo_measures_row *demo_measures_at(unsigned i)
{
    return i < INVENTED_STORY ? &rows[i] : NULL;
}

static struct day ago(const struct demo_plan *plan, int days)
{
    return days == 0 ? (struct day){0} : demo_plan_day(plan, -days);
}

static struct measure_ordered ordered(const struct demo_plan *plan, const struct demo_measures_row *row)
{
    const bool said = strcmp(row->consent, "court") == 0 || strcmp(row->consent, "lawyer") == 0;

    return (struct measure_ordered){
        .kind = row->kind, .offence_class = row->offence_class, .ordered_minutes = row->hours * 60,
        .facts_on = ago(plan, row->facts), .judged_on = ago(plan, row->judged), .final_on = ago(plan, row->final),
        .seized_on = ago(plan, row->seized), .period_months = row->months, .firm_months = row->firm_months,
        .has_fallback = true, .fallback = row->fallback, .consent = row->consent,
        .consented_on = ago(plan, said ? row->judged : 0), .authority = row->authority,
        .judge_kept = row->kept};
}

static int look(struct service *s, const struct service_caller *c, const struct uuid *id, struct measure *out)
{
    struct keep_measures_out read;
    enum refusal no = REFUSAL_NONE;
    int rc = keep_measures_one(s, c, id, &read, &no);

    rc = demo_offers_judge("measure", rc, no);
    if (rc == ERR_OK)
        *out = read.item[0];
    keep_measures_release(&read);
    return rc;
}

/* Opens a draft and says what was done; a measure that has come so far is left as it is. */
static int follow(struct service *s, const struct service_caller *c, const struct demo_plan *plan,
                  const struct demo_measures_row *row, const struct uuid *id)
{
    const struct measure_steps steps = {.first_interview_on = ago(plan, row->interview),
                                        .evaluation_sent_on = ago(plan, row->evaluation),
                                        .fitness_asked_on = ago(plan, row->examined > 0 ? row->examined + 14 : 0),
                                        .fitness_received_on = ago(plan, row->examined)};
    enum refusal no = REFUSAL_NONE;
    struct measure m;
    int rc = look(s, c, id, &m);

    if (rc != ERR_OK || row->draft)
        return rc;
    if (strcmp(m.state, "draft") == 0) {
        rc = keep_measures_open(s, c, id, m.version, &m.version, &no);
        rc = demo_offers_judge("opening of a measure", rc, no);
    }
    if (rc != ERR_OK || row->interview == 0 || m.steps.first_interview_on.year != 0)
        return rc;
    rc = keep_measures_steps(s, c, id, m.version, &steps, &m.version, &no);
    return demo_offers_judge("steps of a measure", rc, no);
}

static int record(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                  const struct uuid *measure)
{
    const struct demo_measures_act *act = &plan->measure[i].act;
    struct record_acts_in in = {.request = {act->kind, strlen(act->kind)}, .measure = *measure, .reference = ""};
    struct asking_made made;
    enum refusal no = REFUSAL_NONE;

    in.paper = (struct authority_act_paper){.kind = act->kind, .authority = act->authority, .sense = "granted",
                                            .decided_on = ago(plan, act->decided), .suspension = act->suspension,
                                            .from_on = ago(plan, act->from), .to_on = ago(plan, act->to)};
    invented_key_of("authority act", i, &in.key);
    int rc = record_acts_new(s, c, &in, &made, &no);
    return demo_offers_judge("decision of an authority", rc, no);
}

/* The first version; when there is one already, this was done before. */
static int describe(struct service *s, const struct service_caller *c, unsigned i, const struct uuid *case_id)
{
    struct buf plain SCOPED_BUF;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    buf_init_secret(&plain, 4096);
    int rc = invented_situation_record(i, &plain);
    if (rc != ERR_OK)
        return rc;
    const struct write_record_in in = {.table = RECORD_CASE_FILE, .row = *case_id, .compartment = RECORD_MATCH,
                                       .expected = 0, .record = {plain.data, plain.len}};
    rc = write_record_do(s, c, &in, &version, &no);
    return rc == ERR_OK && no == REFUSAL_VERSION_CONFLICT ? ERR_OK : demo_offers_judge("profile", rc, no);
}

int demo_measures_keep(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                       const struct uuid *case_id, struct uuid *measure)
{
    const struct demo_measures_row *row = &plan->measure[i];
    struct keep_measures_new_in in = {.request = {row->kind, strlen(row->kind)}, .case_id = *case_id,
                                      .ordered = ordered(plan, row)};
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;

    invented_key_of("measure", i, &in.key);
    int rc = keep_measures_new(s, c, &in, &made, &no);
    rc = demo_offers_judge("measure", rc, no);
    if (rc == ERR_OK)
        rc = follow(s, c, plan, row, &made.id);
    if (rc == ERR_OK && row->act.kind != NULL)
        rc = record(s, c, plan, i, &made.id);
    if (rc == ERR_OK && !row->unasked)
        rc = describe(s, c, i, case_id);
    *measure = made.id;
    return rc;
}

int demo_measures_check(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                        const struct uuid *measure)
{
    struct record_acts_out list;
    struct sign_placement_out out;
    enum refusal no = REFUSAL_NONE;

    if (!plan->measure[i].act.read)
        return ERR_OK;
    int rc = record_acts_list(s, c, measure, NULL, &list, &no);
    rc = demo_offers_judge("decisions of authorities", rc, no);
    for (size_t k = 0; k < list.n && rc == ERR_OK; k++) {
        if (!uuid_is_nil(&list.item[k].checked_by))
            continue;
        rc = record_acts_check(s, c, &list.item[k].id, &list.item[k].paper, demo_forms_profile, &out, &no);
        rc = demo_offers_judge("check of a decision", rc, no);
    }
    record_acts_release(&list);
    return rc;
}

int demo_measures_end(struct service *s, const struct service_caller *c, const struct demo_plan *plan, unsigned i,
                      const struct uuid *measure)
{
    const struct demo_measures_row *row = &plan->measure[i];
    const struct day on = ago(plan, row->ended);
    enum refusal no = REFUSAL_NONE;
    struct measure m;

    if (row->end == NULL)
        return ERR_OK;
    int rc = look(s, c, measure, &m);
    if (rc != ERR_OK || strcmp(m.state, "open") != 0)
        return rc;
    rc = keep_measures_end(s, c, measure, m.version, row->end, &on, &m.version, &no);
    return demo_offers_judge("end of a measure", rc, no);
}
