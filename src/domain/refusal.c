/* SPDX-License-Identifier: EUPL-1.2 */
/* The registry itself: one row for each refusal. The codes are part of the API and never change; the French may.
 * People read title and detail, so they name no program and no person. The two mappings below are the only doors
 * into the registry from the failures of the inside: errors of ours, and SQLSTATEs that our functions in the
 * database raise. */
#include <stddef.h>
#include <string.h>

#include "base/err.h"
#include "domain/refusal.h"

#include "base/banned.h"

struct refusal_row {
    const char *code;
    enum refusal_kind kind;
    const char *title;
    const char *detail;
};

static const struct refusal_row rows[REFUSAL_COUNT] = {
    [REFUSAL_NONE] = {"none", REFUSAL_KIND_NONE, "Fait", "La demande est satisfaite."},
    [REFUSAL_MALFORMED] = {"malformed_request", REFUSAL_KIND_MALFORMED, "Requête mal formée",
                           "La requête ne respecte pas le protocole HTTP tel que ce service l’entend."},
    [REFUSAL_TARGET_TOO_LONG] = {"target_too_long", REFUSAL_KIND_TARGET_LONG, "Adresse trop longue",
                                 "L’adresse demandée dépasse la longueur permise."},
    [REFUSAL_HEADERS_TOO_LARGE] = {"headers_too_large", REFUSAL_KIND_HEADERS_LARGE, "En-têtes trop longs",
                                   "Les en-têtes de la requête sont trop nombreux ou trop longs."},
    [REFUSAL_LENGTH_REQUIRED] = {"length_required", REFUSAL_KIND_LENGTH, "Longueur absente",
                                 "Le corps de la requête doit être annoncé par l’en-tête Content-Length."},
    [REFUSAL_BODY_TOO_LARGE] = {"body_too_large", REFUSAL_KIND_BODY_LARGE, "Corps trop long",
                                "Le corps de la requête dépasse la taille permise pour cette adresse."},
    [REFUSAL_BODY_UNEXPECTED] = {"body_unexpected", REFUSAL_KIND_MALFORMED, "Corps inattendu",
                                 "Cette demande ne doit pas comporter de corps."},
    [REFUSAL_MEDIA_TYPE] = {"unsupported_media_type", REFUSAL_KIND_MEDIA, "Type de contenu refusé",
                            "Le corps de la requête doit être du type application/json."},
    [REFUSAL_METHOD] =
        {"method_not_allowed", REFUSAL_KIND_METHOD, "Méthode refusée",
         "Cette adresse existe, mais pas pour cette méthode ; l’en-tête Allow donne celles qui sont admises."},
    [REFUSAL_JSON] = {"invalid_json", REFUSAL_KIND_MALFORMED, "JSON illisible",
                      "Le corps de la requête n’est pas un objet JSON valide, ou un champ y figure deux fois."},
    [REFUSAL_FIELD_UNKNOWN] = {"unknown_field", REFUSAL_KIND_MALFORMED, "Champ inconnu",
                               "Un champ n’est pas prévu pour cette demande."},
    [REFUSAL_FIELD_MISSING] = {"missing_field", REFUSAL_KIND_MALFORMED, "Champ manquant",
                               "Un champ obligatoire est absent."},
    [REFUSAL_FIELD_INVALID] = {"invalid_field", REFUSAL_KIND_MALFORMED, "Champ invalide",
                               "La valeur d’un champ n’est pas de la forme attendue."},
    [REFUSAL_PARAMETER] = {"invalid_parameter", REFUSAL_KIND_MALFORMED, "Paramètre invalide",
                           "Un paramètre de l’adresse est inconnu, répété ou mal formé."},
    [REFUSAL_HEADER_INVALID] = {"invalid_header", REFUSAL_KIND_MALFORMED, "En-tête invalide",
                                "La valeur d’un en-tête n’est pas de la forme attendue."},
    [REFUSAL_UNAUTHENTICATED] = {"unauthenticated", REFUSAL_KIND_UNKNOWN_PERSON, "Connexion nécessaire",
                                 "La session est absente, terminée ou inconnue ; il faut se connecter."},
    [REFUSAL_SIGN_IN] = {"sign_in_refused", REFUSAL_KIND_UNKNOWN_PERSON, "Connexion refusée",
                         "L’identifiant, le mot de passe ou le code à usage unique ne convient pas."},
    [REFUSAL_ACTIVATION] = {"activation_refused", REFUSAL_KIND_UNKNOWN_PERSON, "Activation refusée",
                            "L’identifiant ou le code d’activation ne convient pas, ou le code n’est plus valable."},
    [REFUSAL_ATTEMPTS] =
        {"too_many_attempts", REFUSAL_KIND_TOO_MANY, "Trop d’essais",
         "Trop d’essais ont échoué depuis votre adresse ; attendez le délai que donne l’en-tête Retry-After."},
    [REFUSAL_PASSWORD_WEAK] =
        {"weak_password", REFUSAL_KIND_UNACCEPTABLE, "Mot de passe trop faible",
         "Le mot de passe est trop court ou trop facile à deviner ; choisissez une phrase plus longue."},
    [REFUSAL_PASSWORD_CURRENT] =
        {"current_password_refused", REFUSAL_KIND_UNKNOWN_PERSON, "Mot de passe non changé",
         "Le mot de passe actuel ou le code à usage unique ne convient pas ; la session continue."},
    [REFUSAL_SECOND_FACTOR] =
        {"second_factor_refused", REFUSAL_KIND_UNKNOWN_PERSON, "Code refusé",
         "Le code à usage unique ne convient pas ou a déjà servi ; la session continue."},
    [REFUSAL_NOT_FOUND] = {"not_found", REFUSAL_KIND_ABSENT, "Introuvable",
                           "Rien de visible pour vous à cette adresse."},
    [REFUSAL_REASON_REQUIRED] = {"reason_required", REFUSAL_KIND_MALFORMED, "Motif nécessaire",
                                 "Cette consultation demande un motif : donnez-le dans l’en-tête Access-Reason."},
    [REFUSAL_REASON_UNKNOWN] = {"reason_unknown", REFUSAL_KIND_MALFORMED, "Motif inconnu",
                                "Le motif donné n’est pas dans la liste des motifs admis."},
    [REFUSAL_IDEMPOTENCY_REQUIRED] =
        {"idempotency_key_required", REFUSAL_KIND_MALFORMED, "Clé de demande nécessaire",
         "Cette demande doit porter un en-tête Idempotency-Key contenant un UUID nouveau."},
    [REFUSAL_IDEMPOTENCY_REUSED] = {"idempotency_key_reused", REFUSAL_KIND_UNACCEPTABLE, "Clé de demande déjà employée",
                                    "La même clé a déjà servi pour une demande au contenu différent."},
    [REFUSAL_VERSION_REQUIRED] = {"version_required", REFUSAL_KIND_PRECONDITION_REQUIRED, "Version nécessaire",
                                  "Cette modification doit dire dans l’en-tête If-Match la version qu’elle remplace."},
    [REFUSAL_VERSION_CONFLICT] = {"version_conflict", REFUSAL_KIND_PRECONDITION_FAILED, "Version dépassée",
                                  "La fiche a changé entre-temps : relisez-la avant de la modifier."},
    [REFUSAL_KEY_MISSING] =
        {"key_missing", REFUSAL_KIND_CONFLICT, "Clé non encore remise",
         "Votre compte n’a pas encore reçu la clé qui ouvre ce dossier ; une personne habilitée doit la remettre."},
    [REFUSAL_LOGIN_TAKEN] = {"login_taken", REFUSAL_KIND_CONFLICT, "Identifiant déjà pris",
                             "Un compte porte déjà cet identifiant ; choisissez-en un autre."},
    [REFUSAL_ROLE_UNFIT] = {"role_unfit", REFUSAL_KIND_UNACCEPTABLE, "Rôle inadapté",
                            "Ce rôle n’existe pas dans cette organisation, ou ne permet pas ce qui est demandé."},
    [REFUSAL_ACCOUNT_STATE] =
        {"account_state", REFUSAL_KIND_CONFLICT, "Compte dans un autre état",
         "L’état du compte ne permet pas cet acte, ou une autre demande à son sujet attend déjà ; relisez sa fiche."},
    [REFUSAL_REQUEST_CLOSED] = {"request_closed", REFUSAL_KIND_CONFLICT, "Demande close",
                                "Cette demande est déjà décidée, retirée ou trop ancienne."},
    [REFUSAL_APPROVED_ALREADY] =
        {"approved_already", REFUSAL_KIND_CONFLICT, "Approbation déjà donnée",
         "Vous avez déjà approuvé cette demande ; la seconde approbation revient à une autre personne."},
    [REFUSAL_ACT_KEY] =
        {"act_key_missing", REFUSAL_KIND_CONFLICT, "Clé absente de la session",
         "Votre session ne détient pas la clé nécessaire à cet acte ; reconnectez-vous, puis recommencez."},
    [REFUSAL_SIREN_KNOWN] = {"siren_known", REFUSAL_KIND_CONFLICT, "Structure déjà connue",
                             "Une structure d’accueil porte déjà ce numéro SIREN ; reprenez sa fiche."},
    [REFUSAL_INCOMPLETE] =
        {"file_incomplete", REFUSAL_KIND_CONFLICT, "Dossier incomplet",
         "Il manque une pièce, un horaire, un responsable ou une date pour aller plus loin ; la fiche dit lesquels."},
    [REFUSAL_DATE] = {"date_refused", REFUSAL_KIND_CONFLICT, "Date impossible",
                      "La date est à venir ou hors d’ordre, ou le délai des avis n’est pas écoulé."},
    [REFUSAL_STATE] = {"state_refused", REFUSAL_KIND_CONFLICT, "Pas dans cet état",
                       "L’état présent de la fiche ne permet pas cet acte ; relisez-la."},
    [REFUSAL_NO_STANDING] = {"no_habilitation", REFUSAL_KIND_CONFLICT, "Structure non habilitée",
                             "La structure n’est pas habilitée pour ce département et ce public à cette date."},
    [REFUSAL_OVERLAP] = {"overlap", REFUSAL_KIND_CONFLICT, "Chevauchement",
                         "Une période ou un horaire en recouvre un autre qui existe déjà."},
    [REFUSAL_OTHER_PERSON] = {"other_person_needed", REFUSAL_KIND_CONFLICT, "Seconde personne nécessaire",
                              "Ce contrôle revient à une autre personne que celle qui a fait la saisie."},
    [REFUSAL_RULE] = {"rule_forbids", REFUSAL_KIND_UNACCEPTABLE, "Contraire à une règle",
                      "Une règle du TIG ne permet pas cet acte pour cette structure ou ce poste."},
    [REFUSAL_COMMUNE] = {"commune_unknown", REFUSAL_KIND_UNACCEPTABLE, "Commune inconnue",
                         "Ce code de commune n’est pas dans le référentiel chargé ici, ou il y est sans coordonnées."},
    [REFUSAL_MEASURE_NONE] = {"no_open_measure", REFUSAL_KIND_CONFLICT, "Aucune mesure en cours",
                              "Aucune mesure de ce dossier n’est en cours, ou celle qui est demandée ne l’est pas."},
    [REFUSAL_MEASURE_WHICH] = {"measure_needed", REFUSAL_KIND_CONFLICT, "Mesure à préciser",
                               "Plusieurs mesures sont en cours dans ce dossier ; dites laquelle."},
    [REFUSAL_PROFILE_NONE] = {"profile_missing", REFUSAL_KIND_CONFLICT, "Situation non renseignée",
                              "La situation de la personne n’est pas encore renseignée dans ce dossier."},
    [REFUSAL_PROFILE_BROKEN] =
        {"profile_broken", REFUSAL_KIND_CONFLICT, "Situation illisible",
         "La situation de la personne n’est plus telle qu’elle a été scellée ; elle doit être saisie de nouveau."},
    [REFUSAL_PROFILE_CHANGED] =
        {"profile_changed", REFUSAL_KIND_CONFLICT, "Situation modifiée",
         "La situation de la personne a changé pendant l’examen ; recommencez."},
    [REFUSAL_AVOIDED] = {"avoided_unknown", REFUSAL_KIND_UNACCEPTABLE, "À éviter : introuvable",
                         "Parmi ce qui est à éviter, un dossier, une structure ou un site est introuvable, ou est ce "
                         "dossier."},
    [REFUSAL_REMAINDER] = {"exceeds_remaining", REFUSAL_KIND_UNACCEPTABLE, "Plus que ce qui reste",
                           "Il ne reste pas autant de minutes à placer pour cette mesure."},
    [REFUSAL_NO_PLACE] = {"no_place", REFUSAL_KIND_CONFLICT, "Plus de place",
                          "La place a été prise à ces horaires ; d’autres postes sont proposés s’il en est."},
    [REFUSAL_WHY] =
        {"why_needed", REFUSAL_KIND_UNACCEPTABLE, "Explication nécessaire",
         "La déclaration est signalée, contestée ou créditée autrement qu’elle n’a été faite : dites pourquoi."},
    [REFUSAL_LIMIT] = {"limit_reached", REFUSAL_KIND_CONFLICT, "Nombre maximal atteint",
                       "Vous en avez déjà autant que le service en garde pour une personne ; supprimez-en un."},
    [REFUSAL_CEILING] = {"ceiling_reached", REFUSAL_KIND_TOO_MANY, "Plafond atteint",
                         "Le nombre de dossiers consultables par heure est atteint ; ce refus est inscrit au journal."},
    [REFUSAL_BUSY] = {"busy", REFUSAL_KIND_LATER, "Service occupé",
                      "Trop de demandes sont en cours ; réessayez dans un instant."},
    [REFUSAL_UNAVAILABLE] = {"unavailable", REFUSAL_KIND_LATER, "Service momentanément indisponible",
                             "Une partie du service ne répond pas ; vérifiez dans un instant, puis réessayez."},
    [REFUSAL_INTERNAL] = {"internal_error", REFUSAL_KIND_FAULT, "Erreur interne",
                          "Le service a rencontré une erreur ; elle est notée pour l’exploitant."},
};

static const struct refusal_row *row_of(enum refusal r)
{
    return (unsigned)r < REFUSAL_COUNT ? &rows[r] : &rows[REFUSAL_INTERNAL];
}

const char *refusal_code(enum refusal r)
{
    return row_of(r)->code;
}

const char *refusal_title(enum refusal r)
{
    return row_of(r)->title;
}

const char *refusal_detail(enum refusal r)
{
    return row_of(r)->detail;
}

enum refusal_kind refusal_kind(enum refusal r)
{
    return row_of(r)->kind;
}

enum refusal refusal_of_err(int err)
{
    switch (err) {
    case ERR_OK:
        return REFUSAL_NONE;
    case ERR_CEILING:
        return REFUSAL_CEILING;
    case ERR_NOTFOUND:
        return REFUSAL_NOT_FOUND;
    case ERR_CONFLICT:
    case ERR_NOMEM:
        return REFUSAL_BUSY;
    case ERR_UNAVAILABLE:
    case ERR_TIMEOUT:
    case ERR_CLOSED:
    case ERR_IO:
        return REFUSAL_UNAVAILABLE;
    default:
        return REFUSAL_INTERNAL;
    }
}

enum refusal refusal_of_sqlstate(const char *sqlstate)
{
    static const struct {
        char state[6];
        enum refusal refusal;
    } map[] = {
        {"JA001", REFUSAL_UNAUTHENTICATED},  {"JA002", REFUSAL_INTERNAL},
        {"JA003", REFUSAL_SIGN_IN},          {"JA004", REFUSAL_NOT_FOUND},
        {"JA005", REFUSAL_VERSION_CONFLICT}, {"JA006", REFUSAL_IDEMPOTENCY_REUSED},
        {"JA007", REFUSAL_NOT_FOUND},        {"JA008", REFUSAL_REASON_REQUIRED},
        {"JA009", REFUSAL_INTERNAL},         {"JA010", REFUSAL_NOT_FOUND},
        {"JA011", REFUSAL_LOGIN_TAKEN},      {"JA012", REFUSAL_REQUEST_CLOSED},
        {"JA013", REFUSAL_SIREN_KNOWN},      {"JA014", REFUSAL_INCOMPLETE},
        {"JA015", REFUSAL_DATE},             {"JA016", REFUSAL_STATE},
        {"JA017", REFUSAL_NO_STANDING},      {"JA018", REFUSAL_OVERLAP},
        {"JA019", REFUSAL_OTHER_PERSON},     {"JA020", REFUSAL_RULE},
        {"JA021", REFUSAL_COMMUNE},          {"JA022", REFUSAL_PROFILE_CHANGED},
        {"JA023", REFUSAL_LIMIT},
    };

    for (size_t i = 0; i < sizeof map / sizeof map[0]; i++)
        if (strcmp(map[i].state, sqlstate) == 0)
            return map[i].refusal;
    return REFUSAL_NONE;
}
