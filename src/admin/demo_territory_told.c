/* SPDX-License-Identifier: EUPL-1.2 */
/* Words of the territory, and what did not go as planned. */
#include <string.h>

#include "admin/demo_territory_people.h"

#include "admin/demo_hours.h"
#include "admin/demo_incidents.h"
#include "admin/demo_measures.h"

#include "base/banned.h"

#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define OLD 14 /* days after which an incident of the story has been followed up */

static const char *const reasons[] = {
    "Le poste est proche du domicile et laisse du temps pour les démarches d’emploi.",
    "Souhaite reprendre un rythme régulier avant une formation ; le volume horaire s’y prête.",
    "L’équipe est habituée à accueillir ; un premier essai dans un autre cadre avait échoué.",
    "Bonne entente lors de la visite, tâches concrètes et encadrement présent.",
    "Les horaires évitent les jours de garde des enfants.",
    "Intérêt exprimé pour ce métier ; une attestation de compétences pourra être remise.",
    "Le travail en petit groupe convient mieux qu’un chantier nombreux.",
    "L’échéance laisse une marge suffisante à ce rythme, même avec une absence.",
    "Accès direct en transports en commun, sans frais supplémentaires.",
    "La personne connaît le quartier et a demandé à y être utile."};
static const char *const reasons_of_workers[] = {
    "Emploi à temps plein : seuls le soir et le samedi le préservent.",
    "Les séances du samedi respectent la limite de 47 heures avec l’emploi.",
    "Horaires décalés convenus avec la structure pour ne pas mettre l’emploi en danger.",
    "Travaille toute la semaine ; le poste du soir est à vingt minutes du domicile."};
static const char *const messages[] = {
    "Disponible en semaine, ponctuel, préfère les tâches en extérieur.",
    "Première expérience de travail, à accompagner au début.",
    "A déjà travaillé en équipe et s’adapte vite.",
    "Vient en transports en commun, peut être retardé par la correspondance.",
    "Comprend bien les consignes orales, moins à l’aise avec l’écrit.",
    "Souhaite apprendre les bases du métier.",
    "Calme, apprécie de savoir à l’avance ce qui l’attend.",
    "Peut commencer à la date proposée."};
static const char *const messages_of_workers[] = {"En emploi, libre le soir et le samedi.",
                                                  "Travaille en semaine, à l’heure le samedi matin.",
                                                  "En emploi à temps plein, vient directement après le travail."};
static const char *const words[] = {"D’accord pour la période proposée.", "Une place est libre, bienvenue.",
                                    "Nous préférons commencer un lundi de semaine calme.",
                                    "L’équipe est prévenue, le tuteur sera présent le premier jour.", NULL, NULL};

/* A story with a person in it. */
static const struct {
    const char *kind, *words, *note;
    bool stopped;
} happened[] = {
    {"absence", "N’est pas venu et n’a pas prévenu. Message laissé sur le répondeur.",
     "Joint le lendemain : rendez-vous médical oublié de signaler. Séance à refaire.", false},
    {"lateness", "Trente minutes de retard pour la deuxième fois ce mois-ci.",
     "Entretien : changement de ligne de bus. L’heure de début est rappelée par message.", false},
    {"behaviour", "Ton vif avec un collègue au sujet d’une consigne. Le calme est revenu ensuite.",
     "Entretien à trois dans les locaux de la structure, chacun a pu s’expliquer.", false},
    {"refusal", "A refusé de porter les équipements de protection pendant une heure.",
     "Les règles de sécurité ont été relues et signées à nouveau.", false},
    {"damage", "Une vitre du local a été cassée en déplaçant une échelle, sans blessé.",
     "Sans intention ; la structure a déclaré le dommage à son assurance.", false},
    {"other", "A quitté la séance plus tôt pour un appel de l’école de son enfant.",
     "Justificatif reçu, les heures manquantes seront faites en fin de mesure.", false}};

static const char *const evaluations[] = {
    "Situation stable, logement personnel. Aucune contre-indication au travail. Un poste de proximité est recherché.",
    "Sans emploi depuis plusieurs mois, motivation réelle. Un rythme de deux jours par semaine paraît tenable.",
    "En emploi : la mesure devra s’exécuter le soir ou le samedi. L’accord de la personne est clair.",
    "Hébergement chez des proches, peu de mobilité. La recherche se limite à la commune et à ses voisines.",
    "Suivi de soins en cours, compatible avec un travail sans port de charges. Se présente aux convocations."};
static const char *const ends[] = {
    "Les heures ordonnées ont été accomplies avec régularité. La structure souligne le sérieux de la personne.",
    "Mesure accomplie dans le délai. Une absence a été rattrapée. L’attestation est versée au dossier.",
    "Heures accomplies. La structure propose de servir de référence pour une recherche d’emploi."};

void demo_territory_people_say(struct demo_story_row *row, unsigned i, bool works)
{
    const unsigned a = demo_territory_pick("reason", i, 1000), b = demo_territory_pick("message", i, 1000);

    row->reason = works ? reasons_of_workers[a % COUNT(reasons_of_workers)] : reasons[a % COUNT(reasons)];
    row->message = works ? messages_of_workers[b % COUNT(messages_of_workers)] : messages[b % COUNT(messages)];
    row->words = row->answered > 0 ? words[(a + b) % COUNT(words)] : NULL;
}

/* An absence is of a whole day, so there is one only where the day has one session. */
static void add_odd(struct demo_plan *p, unsigned row, int session, unsigned i, bool whole_day)
{
    static const char *const away[] = {"Certificat médical remis.", "Absence sans nouvelles.",
                                       "Convocation à un entretien d’embauche."};
    const bool longer = !whole_day || i % 3 == 0, excused = i % 3 == 1;

    if (p->odds == DEMO_PLAN_ODDS)
        return;
    p->odd[p->odds++] = (struct demo_hours_odd){
        .row = row, .session = session, .attendance = longer ? "attended" : excused ? "excused" : "unexcused",
        .longer = longer ? 15 + 5 * (int)(i % 4) : 0,
        .words = longer ? "Séance prolongée pour finir la tâche en cours." : away[excused ? (i % 2) * 2 : 1],
        .reason = longer ? "Dépassement confirmé par la structure : le temps fait est crédité." : NULL};
}

static void add_incident(struct demo_plan *p, unsigned row, int session, unsigned i, bool followed)
{
    const unsigned k = i % COUNT(happened);

    if (p->incidents == DEMO_PLAN_INCIDENTS)
        return;
    p->incident[p->incidents++] = (struct demo_incidents_row){
        .row = row, .session = session, .kind = happened[k].kind, .words = happened[k].words,
        .followed = followed ? 3 : 0, .judge_told = followed && i % 2 == 0 ? 3 : 0,
        .note = followed ? happened[k].note : NULL};
}

static void add_report(struct demo_plan *p, unsigned i, const char *kind, int sent, const char *text)
{
    if (p->reports < DEMO_PLAN_REPORTS)
        p->report[p->reports++] =
            (struct demo_incidents_report){.person = i, .kind = kind, .sent = sent, .text = text};
}

/* Of a placement that runs: a session that was odd, an incident. */
static void tell_work(struct demo_territory *t, unsigned i, struct demo_story_row *row)
{
    struct demo_hours_session s[DEMO_HOURS_SESSIONS];
    struct demo_plan *p = t->plan;
    const int32_t today = day_number(&p->began);
    const size_t n = demo_hours_sessions(row, &p->sheet[row->post], today, p->measure[i].hours * 60, s);
    const unsigned number = (unsigned)(row - p->row);

    if (row->waiting > (int)n)
        row->waiting = (int)n;
    if (n < 4)
        return;
    const size_t odd = 1 + i % (n - 2);
    if (demo_territory_pick("odd", i, 4) == 0)
        add_odd(p, number, (int)odd, i, s[odd].day != s[odd - 1].day && s[odd].day != s[odd + 1].day);
    const size_t at = n / 2;
    if (demo_territory_pick("incident", i, 7) == 0)
        add_incident(p, number, (int)at, i, s[at].day + OLD < today);
}

void demo_territory_people_tell(struct demo_territory *t, unsigned i, struct demo_story_row *row)
{
    struct demo_plan *p = t->plan;
    struct demo_measures_row *m = &p->measure[i];

    if (row != NULL && row->done && row->attested > 1)
        add_report(p, i, "end", row->attested - 1, ends[i % COUNT(ends)]);
    else if (row != NULL && row->decided > 0)
        tell_work(t, i, row);
    /* The report itself says when it went. */
    if (m->evaluation > 0 && m->act.kind == NULL && m->end == NULL && !m->draft &&
        demo_territory_pick("evaluated", i, 3) == 0) {
        add_report(p, i, "evaluation", m->evaluation, evaluations[i % COUNT(evaluations)]);
        m->evaluation = 0;
    }
}
