/* SPDX-License-Identifier: EUPL-1.2 */
/* Incidents and reports bear idempotency keys; what follows looks first at what is there. */
#include <string.h>

#include "admin/demo_incidents.h"

#include "admin/demo_forms.h"
#include "admin/demo_hours.h"
#include "admin/invented.h"
#include "app/judge_reports.h"
#include "app/report_incident.h"
#include "app/write_record.h"
#include "base/err.h"

#include "base/banned.h"

#define TEXT_MAX 8192
#define OF_ACCIDENT DEMO_INCIDENTS_REPORTS /* number of the report that tells it, of the story and of the plan */

static const struct demo_incidents_row rows[DEMO_INCIDENTS_ROWS] = {
    {.row = DEMO_STORY_LATE, .session = 1, .kind = "lateness",
     .words = "Arrivée avec quarante minutes de retard, sans avoir prévenu. Le travail a été fait ensuite.",
     .followed = 2, .judge_told = 2,
     .note = "Entretien téléphonique : crevaison sur le trajet. Rappel de l’obligation de prévenir le tuteur ; "
             "numéro du jardin remis une nouvelle fois."},
    {.row = DEMO_STORY_ACCIDENT, .session = 2, .kind = "accident", .stopped = true,
     .words = "Coupure à la main avec un sécateur, pendant la taille. Premiers soins sur place, départ aux urgences "
              "avec un salarié de l’association.",
     .followed = 11, .declared = 1, .judge_told = 1, .resumed = 14,
     .note = "Déclaration faite le lendemain. Reprise autorisée par le médecin, avec des gants renforcés."},
    {.row = DEMO_STORY_TROUBLE, .session = -1, .kind = "behaviour",
     .words = "Échange vif avec un bénévole au sujet d’une consigne de rangement. Pas de violence. Nous souhaitons en "
              "parler avec vous."},
};

static const struct demo_incidents_report reports[DEMO_INCIDENTS_REPORTS] = {
    {.person = 11, .kind = "evaluation", .sent = 55,
     .text = "Situation stable, logement personnel dans la commune. Aucune contre-indication au travail. Le projet "
             "porte sur un poste de proximité, une journée par semaine."},
    {.person = 17, .kind = "evaluation", .sent = 125,
     .text = "Une entrée en formation est prévue. La mesure peut s’exécuter avant, à raison de deux matinées par "
             "semaine. Le français écrit reste difficile."},
    {.person = 19, .kind = "evaluation", .sent = 105,
     .text = "Motivation réelle pour le travail manuel. Un atelier proche du domicile est recherché."},
    {.person = 19, .kind = "end", .sent = 34,
     .text = "Les cinquante-six heures ordonnées ont été accomplies à l’atelier de meubles, avec assiduité. "
             "L’attestation de la structure est jointe au dossier."},
    {.person = 6, .kind = "end", .sent = 48,
     .text = "Les quarante heures ont été accomplies sur le chantier des berges, en quatre semaines environ, sans "
             "incident."},
    {.person = 8, .kind = "situation", .sent = 18,
     .text = "La ville a mis fin à l’accueil faute d’encadrement le lundi. Les heures accomplies sont acquises. Un "
             "autre poste est recherché."},
    {.person = 0, .kind = "requested", .due = 12,
     .text = "Point demandé sur l’exécution : deux matinées par semaine, présence régulière depuis le début."},
};

static const struct demo_incidents_report of_accident = {
    .person = 13, .kind = "incident",
    .text = "Accident pendant le travail : coupure à la main, soins reçus, déclaration faite. L’exécution est "
            "interrompue une semaine et reprendra ensuite sur le même poste."};

const struct demo_incidents_row *demo_incidents_at(unsigned i)
{
    return i < DEMO_INCIDENTS_ROWS ? &rows[i] : NULL;
}

const struct demo_incidents_report *demo_incidents_report_at(unsigned i)
{
    return i == OF_ACCIDENT ? &of_accident : i < DEMO_INCIDENTS_REPORTS ? &reports[i] : NULL;
}

/* --- reports to the judge ----------------------------------------------------------------------------------------- */

/* One of them, and the counsellor whose session is at its day. */
struct writing {
    struct service *s;
    const struct service_caller *c;
    const struct demo_incidents_report *report;
    struct judge_reports_in in;
    struct day sent;
};

static int begin(const struct writing *w, struct uuid *id)
{
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;
    int rc = judge_reports_new(w->s, w->c, &w->in, &made, &no);

    *id = made.id;
    return demo_offers_judge("report to the judge", rc, no);
}

/* Its version and whether it went. */
static int find(const struct writing *w, const struct uuid *id, struct judge_report *out)
{
    struct judge_reports_out list;
    enum refusal no = REFUSAL_NONE;
    int rc = judge_reports_list(w->s, w->c, &w->in.begun.measure, NULL, &list, &no);

    rc = demo_offers_judge("reports to the judge", rc, no);
    if (rc == ERR_OK)
        rc = ERR_NOTFOUND;
    for (size_t i = 0; i < list.n && rc == ERR_NOTFOUND; i++) {
        if (uuid_eq(&list.item[i].id, id)) {
            *out = list.item[i];
            rc = ERR_OK;
        }
    }
    judge_reports_release(&list);
    return rc;
}

static int put_text(const struct writing *w, const struct uuid *id)
{
    struct buf plain SCOPED_BUF;
    enum refusal no = REFUSAL_NONE;
    int32_t version;

    buf_init_secret(&plain, TEXT_MAX);
    demo_forms_text(&plain, "text", w->report->text);
    const struct write_record_in in = {.table = RECORD_JUDGE_REPORT, .row = *id, .compartment = RECORD_JUSTICE,
                                       .expected = 0, .record = {plain.data, plain.len}};
    int rc = write_record_do(w->s, w->c, &in, &version, &no);
    return demo_offers_judge(w->report->text, rc, no);
}

static int send(const struct writing *w)
{
    struct judge_report now;
    struct uuid id;
    enum refusal no = REFUSAL_NONE;
    int32_t version;
    int rc = begin(w, &id);

    if (rc == ERR_OK)
        rc = find(w, &id, &now);
    if (rc == ERR_OK && now.text_version == 0)
        rc = put_text(w, &id);
    if (rc == ERR_OK)
        rc = find(w, &id, &now);
    if (rc != ERR_OK || w->sent.year == 0 || now.sent_on.year != 0)
        return rc;
    rc = judge_reports_send(w->s, w->c, &id, now.version, &w->sent, &version, &no);
    return demo_offers_judge(w->report->text, rc, no);
}

static struct writing start(struct demo_sessions *t, unsigned i, const struct demo_incidents_report *report)
{
    struct writing w = {.s = t->service, .report = report,
                        .in = {.request = {report->text, strlen(report->text)},
                               .begun = {.measure = t->cast->measure_id[report->person], .kind = report->kind}}};

    invented_key_of("judge report", i, &w.in.key);
    return w;
}

static int write_one(struct demo_sessions *t, unsigned i)
{
    const struct demo_incidents_report *r = &t->plan->report[i];
    struct writing w = start(t, i, r);
    const struct day on = demo_plan_day(t->plan, -r->sent);

    if (r->sent > 0)
        w.sent = on;
    if (r->due > 0)
        w.in.begun.due_on = demo_plan_day(t->plan, r->due);
    int rc = demo_sessions_as(t, demo_scene_counsellor(t, r->person), &on, &w.c);
    return rc == ERR_OK ? send(&w) : rc;
}

int demo_incidents_write(struct demo_sessions *t, unsigned person)
{
    int rc = ERR_OK;

    for (unsigned i = 0; i < t->plan->reports && rc == ERR_OK; i++)
        if (t->plan->report[i].person == person)
            rc = write_one(t, i);
    return rc;
}

/* --- incidents ---------------------------------------------------------------------------------------------------- */

static struct day after(int32_t day, int days)
{
    struct day d = {0};

    if (days > 0)
        day_from_number(&d, day + days);
    return d;
}

static int tell_one(const struct demo_scene *sc, unsigned i, const struct day *day, struct uuid *id)
{
    const struct demo_incidents_row *row = &sc->sessions->plan->incident[i];
    const struct service_caller *c;
    struct buf words SCOPED_BUF;
    struct report_incident_in in = {.request = {row->words, strlen(row->words)},
                                    .told = {.placement = sc->placement, .kind = row->kind, .day = *day,
                                             .stopped = row->stopped}};
    struct asking_made made = {0};
    enum refusal no = REFUSAL_NONE;
    int rc = demo_sessions_as(sc->sessions, sc->tutor == DEMO_SESSIONS_NOBODY ? sc->counsellor : sc->tutor, day, &c);

    if (rc != ERR_OK)
        return rc;
    buf_init_secret(&words, TEXT_MAX);
    demo_forms_text(&words, "text", row->words);
    in.words = (struct vault_bytes){words.data, words.len};
    invented_key_of("incident", i, &in.key);
    rc = report_incident_new(sc->sessions->service, c, &in, &made, &no);
    *id = made.id;
    return demo_offers_judge(row->words, rc, no);
}

static int follow(const struct demo_scene *sc, const struct service_caller *c, const struct demo_incidents_row *row,
                  const struct uuid *id, int32_t day)
{
    struct buf note SCOPED_BUF;
    struct report_incident_step step = {.id = *id, .step = {.declared_on = after(day, row->declared),
                                                            .judge_told_on = after(day, row->judge_told),
                                                            .resumed_on = after(day, row->resumed), .closed = true}};
    struct incident now;
    enum refusal no = REFUSAL_NONE;
    int32_t version;
    int rc = report_incident_one(sc->sessions->service, c, id, &now, &no);

    rc = demo_offers_judge("look at an incident", rc, no);
    if (rc != ERR_OK || now.closed_us != 0)
        return rc;
    buf_init_secret(&note, TEXT_MAX);
    demo_forms_text(&note, "text", row->note);
    step.note = (struct vault_bytes){note.data, note.len};
    step.expected = now.version;
    rc = report_incident_follow(sc->sessions->service, c, &step, &version, &no);
    return demo_offers_judge(row->note, rc, no);
}

static int report_accident(const struct demo_scene *sc, const struct service_caller *c, const struct uuid *id,
                           const struct day *sent)
{
    struct writing w = start(sc->sessions, OF_ACCIDENT, &of_accident);

    w.c = c;
    w.sent = *sent;
    w.in.begun.incident = *id;
    return send(&w);
}

static int tell(const struct demo_scene *sc, unsigned i)
{
    struct demo_hours_session session[DEMO_HOURS_SESSIONS];
    const struct demo_incidents_row *row = &sc->sessions->plan->incident[i];
    const size_t n = demo_hours_of(sc, session);
    const size_t at = (size_t)(row->session < 0 ? (int)n + row->session : row->session);
    const struct service_caller *c;
    struct uuid id;

    if (at >= n)
        return ERR_OK;
    const struct day day = after(session[at].day - 1, 1), told = after(session[at].day, row->judge_told),
                     followed = after(session[at].day, row->followed);
    int rc = tell_one(sc, i, &day, &id);
    if (rc != ERR_OK || row->followed == 0)
        return rc;
    if (strcmp(row->kind, "accident") == 0) {
        rc = demo_sessions_as(sc->sessions, sc->counsellor, &told, &c);
        if (rc == ERR_OK)
            rc = report_accident(sc, c, &id, &told);
    }
    if (rc == ERR_OK)
        rc = demo_sessions_as(sc->sessions, sc->counsellor, &followed, &c);
    return rc == ERR_OK ? follow(sc, c, row, &id, session[at].day) : rc;
}

int demo_incidents_tell(const struct demo_scene *sc)
{
    int rc = ERR_OK;

    for (unsigned i = 0; i < sc->sessions->plan->incidents && rc == ERR_OK; i++)
        if (sc->sessions->plan->incident[i].row == sc->number)
            rc = tell(sc, i);
    return rc;
}
