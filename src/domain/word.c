/* SPDX-License-Identifier: EUPL-1.2 */
/* Rows in the order of the schema. A list is added here and in a patch in one change. */
#include <string.h>

#include "domain/word.h"

#include "base/banned.h"

struct word {
    const char *code;
    const char *label;
};

static const struct word public_[] = {{"adults", "Majeurs"}, {"minors", "Mineurs"}};
static const struct word legal_form[] = {
    {"state", "Service de l’État"},
    {"local_authority", "Collectivité territoriale"},
    {"public_establishment", "Établissement public"},
    {"hospital", "Établissement public de santé"},
    {"association", "Association"},
    {"public_service_body", "Personne morale de droit privé chargée d’un service public"},
    {"ess_body", "Organisme de l’économie sociale et solidaire"},
    {"ess_company", "Société commerciale de l’économie sociale et solidaire"},
    {"mission_company", "Société à mission"},
};
static const struct word host_state[] = {{"active", "Active"}, {"suspended", "Suspendue"}, {"closed", "Fermée"}};
static const struct word contact_part[] = {
    {"representative", "Représentant"},
    {"board", "Membre du bureau"},
    {"in_charge", "Responsable de poste"},
    {"other", "Autre contact"},
};
static const struct word task_family[] = {
    {"green_spaces", "Espaces verts"},
    {"cleaning", "Nettoyage"},
    {"painting", "Peinture"},
    {"building", "Petits travaux du bâtiment"},
    {"handling", "Manutention"},
    {"sorting", "Tri et recyclage"},
    {"reception", "Accueil"},
    {"solidarity", "Solidarité"},
    {"catering", "Cuisine et restauration"},
    {"animals", "Soin des animaux"},
    {"culture", "Culture et patrimoine"},
    {"admin", "Travaux administratifs"},
};
static const struct word post_state[] = {
    {"draft", "Brouillon"},      {"asked", "Inscription demandée"}, {"opinions", "Avis demandés"},
    {"inscribed", "Inscrit"},    {"suspended", "Suspendu"},         {"removed", "Radié"},
};
static const struct word need[] = {
    {"french_spoken", "Parler français"},
    {"french_read", "Lire le français"},
    {"driving_licence", "Permis de conduire"},
    {"heights", "Travail en hauteur"},
    {"loads", "Port de charges"},
    {"food_hygiene", "Hygiène alimentaire"},
    {"vaccination", "Vaccination"},
};
static const struct word side[] = {{"direction", "Direction du SPIP"}, {"host", "Structure d’accueil"}};
static const struct word offence_family[] = {
    {"persons_violence", "Violences aux personnes"},
    {"persons_sexual", "Infractions sexuelles"},
    {"minors_victims", "Victimes mineures"},
    {"theft", "Vols et escroqueries"},
    {"fire", "Incendies et dégradations dangereuses"},
    {"weapons", "Armes"},
    {"drugs", "Stupéfiants"},
    {"road", "Délits routiers"},
    {"animals", "Atteintes aux animaux"},
};
static const struct word procedure_kind[] = {
    {"habilitation", "Habilitation"},
    {"withdrawal", "Retrait d’habilitation"},
    {"inscription", "Inscription d’un poste"},
    {"removal", "Radiation d’un poste"},
};
static const struct word procedure_state[] = {
    {"draft", "En préparation"},
    {"asked", "Avis demandés"},
    {"recorded", "Décision à vérifier"},
    {"granted", "Accordé"},
    {"refused", "Refusé"},
    {"abandoned", "Abandonné"},
};
static const struct word deciding[] = {
    {"dspip", "Directeur du SPIP"},
    {"dtpjj", "Direction territoriale de la PJJ"},
    {"minister", "Ministre de la justice"},
};
static const struct word outcome[] = {{"granted", "Accordé"}, {"refused", "Refusé"}};
static const struct word opinion_giver[] = {
    {"prosecutor", "Procureur de la République"},
    {"jap", "Juge de l’application des peines"},
    {"prefect", "Préfet"},
    {"juge_des_enfants", "Juge des enfants"},
    {"prevention_council", "Instance de prévention de la délinquance"},
};
static const struct word opinion_sense[] = {
    {"favourable", "Favorable"},
    {"unfavourable", "Défavorable"},
    {"reserved", "Réservé"},
    {"consulted", "Consultée"},
};
static const struct word piece_kind[] = {
    {"statutes", "Statuts"},
    {"establishments", "Liste des établissements"},
    {"board", "Membres du bureau"},
    {"assembly_minutes", "Procès-verbal de la dernière assemblée"},
    {"journal_officiel", "Parution au Journal officiel"},
    {"company_number", "Numéro unique d’identification"},
    {"accounts", "Comptes annuels"},
    {"purpose_note", "Note sur l’utilité sociale"},
    {"kbis", "Extrait Kbis"},
    {"other", "Autre pièce"},
};
static const struct word lead_state[] = {
    {"new", "Nouvelle"},        {"contacted", "Contactée"}, {"meeting", "Rendez-vous"},
    {"interested", "Intéressée"}, {"converted", "Devenue structure d’accueil"}, {"declined", "Sans suite"},
};
static const struct word lead_origin[] = {
    {"forum", "Forum"},   {"referral", "Recommandation"}, {"letter", "Courrier"},
    {"web", "Site public"}, {"visit", "Visite"},           {"other", "Autre"},
};
static const struct word lead_event_kind[] = {
    {"call", "Appel"},   {"email", "Courriel"}, {"letter", "Courrier"}, {"meeting", "Rendez-vous"},
    {"visit", "Visite"}, {"forum", "Forum"},    {"other", "Autre"},
};
static const struct word callback_subject[] = {
    {"training", "Formation du tuteur"},
    {"load", "Trop de personnes à suivre"},
    {"placement", "Difficulté avec un accueil"},
    {"safety", "Sécurité au travail"},
    {"stop", "Souhait d’arrêter"},
    {"other", "Autre sujet"},
};
static const struct word callback_state[] = {{"open", "Demandé"}, {"taken", "Pris en charge"}, {"closed", "Clos"}};
static const struct word callback_outcome[] = {
    {"informed", "Réponse donnée"},
    {"training", "Formation prévue"},
    {"visit", "Visite prévue"},
    {"relieved", "Charge allégée"},
    {"passed_on", "Transmis au service qui suit la personne"},
    {"not_reached", "Injoignable"},
};

static const struct word case_state[] = {{"open", "Ouvert"}, {"closed", "Clos"}};
static const struct word measure_kind[] = {
    {"main", "TIG peine principale"},
    {"complementary", "TIG peine complémentaire"},
    {"probation", "Sursis probatoire avec TIG"},
    {"conversion", "Conversion d’une peine d’emprisonnement"},
    {"tnr", "Travail non rémunéré"},
};
static const struct word offence_class[] = {{"delit", "Délit"}, {"contravention5", "Contravention de la 5e classe"}};
static const struct word measure_state[] = {{"draft", "Brouillon"}, {"open", "En cours"}, {"ended", "Terminée"}};
static const struct word consent[] = {
    {"court", "Accepté à l’audience"},
    {"lawyer", "Accepté par écrit par avocat"},
    {"to_collect", "À recueillir avant l’exécution"},
    {"refused", "Refusé"},
};
static const struct word authority[] = {
    {"court", "Juridiction de jugement"},
    {"jap", "Juge de l’application des peines"},
    {"juge_des_enfants", "Juge des enfants"},
    {"prosecutor", "Procureur de la République"},
    {"dspip", "Directeur du SPIP"},
    {"dtpjj", "Direction territoriale de la PJJ"},
};
static const struct word suspension_kind[] = {
    {"serious_reason", "Motif grave"},
    {"arse", "Assignation à résidence sous surveillance électronique"},
    {"remand", "Détention provisoire"},
    {"custody", "Peine privative de liberté"},
    {"national_service", "Service national"},
};
static const struct word act_kind[] = {
    {"consent", "Recueil du consentement"},
    {"suspension", "Suspension du délai"},
    {"resumption", "Reprise du délai"},
    {"competence_kept", "Compétence conservée par le juge"},
    {"competence_returned", "Compétence rendue au SPIP"},
    {"conversion", "Conversion"},
    {"failure", "Mise à exécution"},
    {"assignment", "Affectation"},
};
static const struct word act_sense[] = {{"granted", "Accordé"}, {"refused", "Refusé"}};
static const struct word end_code[] = {
    {"done", "Effectuée"},
    {"converted", "Convertie"},
    {"failed", "Échec, peine mise à exécution"},
    {"not_started", "Non exécutée pour motif administratif"},
    {"refused_consent", "Consentement refusé"},
    {"transferred", "Transférée"},
    {"died", "Décès"},
    {"lapsed", "Peine prescrite ou devenue sans objet"},
};

static const struct word placement_state[] = {
    {"proposed", "Proposée à la structure"},
    {"accepted", "Acceptée dans son principe"},
    {"declined", "Refusée par la structure"},
    {"withdrawn", "Retirée"},
    {"signed", "Décidée"},
    {"ended", "Terminée"},
};
static const struct word decline_code[] = {
    {"no_place", "Plus de place"},
    {"no_tutor", "Pas de tuteur disponible"},
    {"dates", "Dates impossibles"},
    {"hours", "Horaires impossibles"},
    {"skills", "Savoir-faire manquant"},
    {"stopped", "Poste arrêté"},
    {"other", "Autre motif"},
};
static const struct word close_code[] = {
    {"no_answer", "Sans réponse dans le délai"},
    {"person", "À l’initiative de la personne"},
    {"service", "À l’initiative du service"},
    {"host", "À l’initiative de la structure"},
    {"judge", "Décision du magistrat"},
    {"measure_ended", "Fin de la mesure"},
    {"replaced", "Remplacée par une autre affectation"},
    {"completed", "Heures effectuées"},
};
static const struct word attendance[] = {
    {"attended", "Présence"},
    {"excused", "Absence excusée"},
    {"unexcused", "Absence non excusée"},
    {"sent_away", "Renvoi par la structure"},
};
static const struct word report_state[] = {{"reported", "Déclarée"}, {"settled", "Validée"}, {"withdrawn", "Retirée"}};
static const struct word channel[] = {
    {"online", "En ligne"},
    {"signed_sheet", "Feuille signée"},
    {"in_person", "De vive voix"},
    {"phone", "Téléphone"},
    {"mail", "Courrier"},
};
static const struct word person_word[] = {
    {"not_asked", "Non recueillie"}, {"agreed", "D’accord"}, {"contested", "Conteste"}};
static const struct word entry_kind[] = {{"credit", "Crédit"}, {"counter", "Contre-écriture"}};
static const struct word asker[] = {
    {"person", "La personne"},
    {"host", "La structure d’accueil"},
    {"service", "Le service"},
    {"authority", "L’autorité judiciaire"},
};
static const struct word incident_kind[] = {
    {"absence", "Absence"},
    {"lateness", "Retard"},
    {"behaviour", "Comportement"},
    {"refusal", "Refus d’une consigne"},
    {"accident", "Accident"},
    {"danger", "Danger immédiat"},
    {"damage", "Dommage"},
    {"other", "Autre"},
};
static const struct word judge_report_kind[] = {
    {"evaluation", "Rapport d’évaluation"},
    {"incident", "Rapport d’incident"},
    {"difficulty", "Difficulté dans l’application des consignes"},
    {"situation", "Changement de situation"},
    {"requested", "À la demande du magistrat"},
    {"yearly", "Rapport annuel"},
    {"end", "Rapport de fin de mesure"},
};

static const struct word no_match_code[] = {
    {"slots", "Aucun poste aux horaires possibles"},
    {"distance", "Aucun poste assez proche"},
    {"public", "Aucun poste pour mineurs"},
    {"places", "Aucune place libre"},
    {"standing", "Postes non habilités, non inscrits ou non confirmés"},
    {"hours", "Aucun poste pour ce nombre d’heures"},
    {"task", "Aucun poste du type de travail utile"},
    {"declined", "Refus des structures"},
    {"situation", "Situation de la personne"},
};
static const struct word slot_kind[] = {
    {"weekday", "En semaine"}, {"evening", "En soirée"}, {"weekend", "Le week-end"}};

#define LIST(id, name, rows) [id] = {name, rows, sizeof(rows) / sizeof(rows)[0]}

static const struct {
    const char *name;
    const struct word *row;
    size_t n;
} lists[WORD_LISTS] = {
    LIST(WORD_PUBLIC, "public", public_),
    LIST(WORD_LEGAL_FORM, "legal_form", legal_form),
    LIST(WORD_HOST_STATE, "host_state", host_state),
    LIST(WORD_CONTACT_PART, "contact_part", contact_part),
    LIST(WORD_TASK_FAMILY, "task_family", task_family),
    LIST(WORD_POST_STATE, "post_state", post_state),
    LIST(WORD_NEED, "need", need),
    LIST(WORD_SIDE, "side", side),
    LIST(WORD_OFFENCE_FAMILY, "offence_family", offence_family),
    LIST(WORD_PROCEDURE_KIND, "procedure_kind", procedure_kind),
    LIST(WORD_PROCEDURE_STATE, "procedure_state", procedure_state),
    LIST(WORD_DECIDING, "deciding", deciding),
    LIST(WORD_OUTCOME, "outcome", outcome),
    LIST(WORD_OPINION_GIVER, "opinion_giver", opinion_giver),
    LIST(WORD_OPINION_SENSE, "opinion_sense", opinion_sense),
    LIST(WORD_PIECE_KIND, "piece_kind", piece_kind),
    LIST(WORD_LEAD_STATE, "lead_state", lead_state),
    LIST(WORD_LEAD_ORIGIN, "lead_origin", lead_origin),
    LIST(WORD_LEAD_EVENT_KIND, "lead_event_kind", lead_event_kind),
    LIST(WORD_CALLBACK_SUBJECT, "callback_subject", callback_subject),
    LIST(WORD_CALLBACK_STATE, "callback_state", callback_state),
    LIST(WORD_CALLBACK_OUTCOME, "callback_outcome", callback_outcome),
    LIST(WORD_CASE_STATE, "case_state", case_state),
    LIST(WORD_MEASURE_KIND, "measure_kind", measure_kind),
    LIST(WORD_OFFENCE_CLASS, "offence_class", offence_class),
    LIST(WORD_MEASURE_STATE, "measure_state", measure_state),
    LIST(WORD_CONSENT, "consent", consent),
    LIST(WORD_AUTHORITY, "authority", authority),
    LIST(WORD_SUSPENSION_KIND, "suspension_kind", suspension_kind),
    LIST(WORD_ACT_KIND, "act_kind", act_kind),
    LIST(WORD_ACT_SENSE, "act_sense", act_sense),
    LIST(WORD_END_CODE, "end_code", end_code),
    LIST(WORD_PLACEMENT_STATE, "placement_state", placement_state),
    LIST(WORD_DECLINE_CODE, "decline_code", decline_code),
    LIST(WORD_CLOSE_CODE, "close_code", close_code),
    LIST(WORD_ATTENDANCE, "attendance", attendance),
    LIST(WORD_REPORT_STATE, "report_state", report_state),
    LIST(WORD_CHANNEL, "channel", channel),
    LIST(WORD_PERSON_WORD, "person_word", person_word),
    LIST(WORD_ENTRY_KIND, "entry_kind", entry_kind),
    LIST(WORD_INCIDENT_KIND, "incident_kind", incident_kind),
    LIST(WORD_JUDGE_REPORT_KIND, "judge_report_kind", judge_report_kind),
    LIST(WORD_NO_MATCH_CODE, "no_match_code", no_match_code),
    LIST(WORD_SLOT_KIND, "slot_kind", slot_kind),
    LIST(WORD_ASKER, "asker", asker),
};

size_t word_count(enum word_list list)
{
    return (unsigned)list < WORD_LISTS ? lists[list].n : 0;
}

const char *word_code(enum word_list list, size_t i)
{
    return i < word_count(list) ? lists[list].row[i].code : NULL;
}

const char *word_list_name(enum word_list list)
{
    return (unsigned)list < WORD_LISTS ? lists[list].name : "";
}

const char *word_find(enum word_list list, const char *s, size_t n)
{
    for (size_t i = 0; i < word_count(list); i++)
        if (strlen(lists[list].row[i].code) == n && memcmp(lists[list].row[i].code, s, n) == 0)
            return lists[list].row[i].code;
    return NULL;
}

const char *word_label(enum word_list list, const char *code)
{
    for (size_t i = 0; i < word_count(list); i++)
        if (strcmp(lists[list].row[i].code, code) == 0)
            return lists[list].row[i].label;
    return "";
}
