/* SPDX-License-Identifier: EUPL-1.2 */
/* Sentences, one case for each rule, from the numbers that the fit bears. */
#include "domain/day.h"
#include "domain/word.h"
#include "match/explain.h"
#include "match/explain_travel.h"
#include "match/phrase.h"

#include "base/banned.h"

#define NB PHRASE_NB

/* What people read for a need; bits are in the order of the list. */
static const char *need(int32_t bit)
{
    size_t i = 0;

    while (i < word_count(WORD_NEED) && bit != (int32_t)1 << i)
        i++;
    return i < word_count(WORD_NEED) ? word_label(WORD_NEED, word_code(WORD_NEED, i)) : "";
}

static void exam(struct buf *b, const struct match_fit *f)
{
    static const struct {
        int32_t bit;
        const char *words;
    } why[] = {
        {MATCH_EXAM_MINOR, "personne mineure"},
        {MATCH_EXAM_PERSON, "situation de la personne"},
        {MATCH_EXAM_NIGHT, "travail de nuit"},
        {MATCH_EXAM_RISK, "poste à risques particuliers"},
        {MATCH_EXAM_CARE, "établissement de prévention ou de soins"},
    };
    const char *before = NB ": ";

    buf_str(b, f->limit == 1 ? "avis médical attendu" : "examen médical à demander");
    for (size_t i = 0; i < sizeof why / sizeof why[0]; i++)
        if (f->amount & why[i].bit) {
            buf_fmt(b, "%s%s", before, why[i].words);
            before = ", ";
        }
}

static void fits(struct buf *b, const struct match_fit *f)
{
    buf_str(b, "convient" NB ": ");
    phrase_duration(b, f->minutes);
    buf_str(b, " en ");
    phrase_count(b, f->sessions, "séance", "séances");
    buf_str(b, ", dernière heure le ");
    phrase_date(b, f->last_day);
    if (f->margin != DAY_NONE) {
        buf_str(b, ", ");
        phrase_days(b, f->margin);
        buf_str(b, " avant le terme");
    }
}

static void habilitation(struct buf *b, const struct match_fit *f)
{
    if (f->limit == DAY_NONE) {
        buf_str(b, "structure non habilitée");
        return;
    }
    buf_str(b, "habilitation échue le ");
    phrase_date(b, f->limit);
}

static void standing(struct buf *b, const struct match_fit *f)
{
    buf_str(b, "habilitation jusqu’au ");
    phrase_date(b, f->limit);
    buf_str(b, NB ": dernière heure le ");
    phrase_date(b, f->last_day);
    buf_str(b, ", ");
    phrase_count(b, f->amount, "jour après", "jours après");
}

static void fresh(struct buf *b, const struct match_fit *f)
{
    if (f->limit == DAY_NONE) {
        buf_str(b, "poste jamais confirmé par la structure");
        return;
    }
    buf_str(b, "poste non confirmé depuis ");
    phrase_days(b, f->limit);
    buf_str(b, NB ": ");
    phrase_days(b, f->amount);
    buf_str(b, " de trop");
}

static void slots(struct buf *b, const struct match_fit *f)
{
    if (f->amount < 0) {
        buf_str(b, "aucun jour en commun");
    } else if (f->amount == 0) {
        buf_fmt(b, "l’emploi occupe les horaires en commun (%s)", phrase_weekday(f->limit));
    } else {
        buf_str(b, "aucun horaire en commun" NB ": il manque ");
        phrase_duration(b, f->amount);
        buf_fmt(b, " le %s", phrase_weekday(f->limit));
    }
}

static void period(struct buf *b, const struct match_fit *f)
{
    buf_str(b, "hors période" NB ": dernière heure le ");
    phrase_date(b, f->last_day);
    buf_str(b, ", ");
    phrase_days(b, f->amount);
    buf_str(b, " après le terme");
}

/* "trop loin : 15 min de plus que 45 min", and the like. */
static void over(struct buf *b, const char *what, int32_t amount, const char *than, int32_t limit,
                 void (*unit)(struct buf *, int32_t))
{
    buf_fmt(b, "%s" NB ": ", what);
    unit(b, amount);
    buf_fmt(b, " %s ", than);
    unit(b, limit);
}

/* Rules whose sentence has no number. */
static const char *const plain[MATCH_RULES] = {
    [MATCH_RULE_PUBLIC] = "poste ouvert à un autre public (majeurs ou mineurs)",
    [MATCH_RULE_HOST] = "la structure n’accueille pas actuellement",
    [MATCH_RULE_INSCRIPTION] = "poste non inscrit sur la liste du département",
    [MATCH_RULE_SUSPENDED] = "poste suspendu",
    [MATCH_RULE_REFUSED] = "consentement refusé",
    [MATCH_RULE_CONSENT] = "consentement à recueillir avant toute affectation",
    [MATCH_RULE_MEASURE] = "mesure qui n’est pas en cours, ou dont toutes les heures sont faites",
    [MATCH_RULE_FAMILY] = "famille d’infractions que le service tient à l’écart de ce poste",
    [MATCH_RULE_AVOID_HOST] = "structure à éviter",
    [MATCH_RULE_AVOID_PLACE] = "lieu à éviter",
    [MATCH_RULE_AVOID_PERSON] = "personne à ne pas rencontrer",
    [MATCH_RULE_UNFIT] = "avis médical" NB ": inapte",
    [MATCH_RULE_CAR] = "véhicule nécessaire pour venir, et la personne n’en a pas",
    [MATCH_RULE_ASKED] = "aucun horaire dans les heures demandées",
    [MATCH_RULE_NIGHT] = "seules des heures de nuit (22" NB "h à 6" NB "h) sont en commun",
};

void explain_fit(struct buf *b, const struct match_fit *f)
{
    switch (f->rule) {
    case MATCH_FITS:
        fits(b, f);
        break;
    case MATCH_RULE_HABILITATION:
        habilitation(b, f);
        break;
    case MATCH_RULE_FRESH:
        fresh(b, f);
        break;
    case MATCH_RULE_NEED:
        buf_fmt(b, "exigence du poste non remplie" NB ": %s", need(f->amount));
        break;
    case MATCH_RULE_LIMITED:
        buf_fmt(b, "apte avec restrictions, qui excluent" NB ": %s", need(f->amount));
        break;
    case MATCH_RULE_HOURS:
        over(b, "nombre d’heures", f->amount, "hors de la limite du poste, qui est de", f->limit, phrase_duration);
        break;
    case MATCH_RULE_EXAM:
        exam(b, f);
        break;
    case MATCH_RULE_TRAVEL:
        over(b, "trop loin", f->amount, "de plus que", f->limit, phrase_duration);
        break;
    case MATCH_RULE_TRANSIT:
        explain_travel_hours(b, f);
        break;
    case MATCH_RULE_SLOTS:
        slots(b, f);
        break;
    case MATCH_RULE_DAYS:
        buf_str(b, "aucune séance possible d’ici au ");
        phrase_date(b, f->limit);
        buf_str(b, NB ": ");
        phrase_count(b, f->amount, "séance empêchée", "séances empêchées");
        break;
    case MATCH_RULE_CAPACITY:
        over(b, "complet", f->amount, "de plus que", f->limit, phrase_places);
        break;
    case MATCH_RULE_WEEK:
    case MATCH_RULE_LABOUR_WEEK:
        buf_str(b, "tient ");
        phrase_week(b, f->limit, f->base, f->limit + f->amount);
        break;
    case MATCH_RULE_LABOUR_DAY:
        over(b, "journée trop longue", f->amount, "de plus que", f->limit, phrase_duration);
        break;
    case MATCH_RULE_LABOUR_REST:
        over(b, "repos quotidien", f->amount, "manquent sur", f->limit, phrase_duration);
        break;
    case MATCH_RULE_LABOUR_DAYS:
        over(b, "jours de travail de la semaine", f->amount, "de plus que", f->limit, phrase_days);
        break;
    case MATCH_RULE_LABOUR_OFF:
        buf_str(b, "pas deux jours de repos qui se suivent dans la semaine");
        break;
    case MATCH_RULE_HORIZON:
        buf_str(b, "il reste ");
        phrase_duration(b, f->amount);
        buf_str(b, " à placer au ");
        phrase_date(b, f->limit);
        break;
    case MATCH_RULE_STANDING:
        standing(b, f);
        break;
    case MATCH_RULE_PERIOD:
        period(b, f);
        break;
    default:
        buf_str(b, (unsigned)f->rule < MATCH_RULES && plain[f->rule] != NULL ? plain[f->rule] : "ne convient pas");
    }
}

void explain_rule(struct buf *b, enum match_rule r)
{
    static const char *const words[MATCH_RULES] = {
        [MATCH_FITS] = "",
        [MATCH_RULE_HABILITATION] = "structure non habilitée pour ce département et ce public",
        [MATCH_RULE_FRESH] = "poste que la structure n’a pas confirmé récemment",
        [MATCH_RULE_NEED] = "exigence du poste que la personne ne remplit pas",
        [MATCH_RULE_LIMITED] = "avis médical avec restrictions, qui excluent ce travail",
        [MATCH_RULE_HOURS] = "nombre d’heures hors des limites du poste",
        [MATCH_RULE_EXAM] = "examen médical nécessaire avant de commencer",
        [MATCH_RULE_TRAVEL] = "poste trop loin",
        [MATCH_RULE_SLOTS] = "aucun horaire en commun",
        [MATCH_RULE_TRANSIT] = "horaires sans transports en commun",
        [MATCH_RULE_DAYS] = "fermetures, jours fériés ou absences à chaque séance possible",
        [MATCH_RULE_CAPACITY] = "aucune place libre aux horaires en commun",
        [MATCH_RULE_WEEK] = "emploi et TIG dépassent ensemble la limite de la semaine",
        [MATCH_RULE_LABOUR_WEEK] = "durée de travail de la semaine",
        [MATCH_RULE_LABOUR_DAY] = "durée de travail de la journée",
        [MATCH_RULE_LABOUR_REST] = "repos entre deux journées",
        [MATCH_RULE_LABOUR_DAYS] = "nombre de jours travaillés dans la semaine",
        [MATCH_RULE_LABOUR_OFF] = "deux jours de repos qui se suivent",
        [MATCH_RULE_HORIZON] = "heures impossibles à placer dans le calendrier connu",
        [MATCH_RULE_STANDING] = "habilitation qui s’achève avant la dernière heure",
        [MATCH_RULE_PERIOD] = "dernière heure après le terme de la mesure",
    };

    if ((unsigned)r < MATCH_RULES)
        buf_str(b, plain[r] != NULL ? plain[r] : words[r]);
}

void explain_change(struct buf *b, enum match_change c)
{
    static const char *const words[MATCH_CHANGES] = {
        [MATCH_CHANGE_NONE] = "",
        [MATCH_CHANGE_OTHER_POST] = "chercher un autre poste",
        [MATCH_CHANGE_HOST] = "la structure ou sa fiche de poste",
        [MATCH_CHANGE_JUDGE] = "une décision sur la mesure",
        [MATCH_CHANGE_CONSENT] = "le recueil du consentement",
        [MATCH_CHANGE_SERVICE] = "une décision du service sur ce poste",
        [MATCH_CHANGE_PERSON] = "une aptitude ou une pièce de la personne",
        [MATCH_CHANGE_EXAM] = "l’avis médical",
        [MATCH_CHANGE_TRAVEL] = "la durée de trajet acceptée ou le moyen de transport",
        [MATCH_CHANGE_SLOTS] = "les horaires du poste ou les disponibilités",
        [MATCH_CHANGE_JOB] = "les horaires de l’emploi, ou un horaire hors de l’emploi",
        [MATCH_CHANGE_DATES] = "les fermetures, les absences ou la date de début",
        [MATCH_CHANGE_PLACES] = "une place de plus",
        [MATCH_CHANGE_RENEWAL] = "le renouvellement de l’habilitation",
        [MATCH_CHANGE_ASKED] = "les heures demandées",
    };

    buf_str(b, (unsigned)c < MATCH_CHANGES ? words[c] : "");
}
