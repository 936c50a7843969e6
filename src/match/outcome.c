/* SPDX-License-Identifier: EUPL-1.2 */
/* Names of outcomes: ids are those of the domain file (M, H, W) and of the feature table (B, C); codes are ours. */
#include <stddef.h>

#include "match/outcome.h"

#include "base/banned.h"

struct outcome_row {
    const char *code;
    const char *id;
    const char *id_minor; /* NULL: the same */
};

static const struct outcome_row rows[MATCH_RULES] = {
    [MATCH_FITS] = {"fits", "", NULL},
    [MATCH_RULE_PUBLIC] = {"public", "H-14", NULL},
    [MATCH_RULE_HOST] = {"host", "H-12", NULL},
    [MATCH_RULE_HABILITATION] = {"habilitation", "H-02", NULL},
    [MATCH_RULE_INSCRIPTION] = {"inscription", "H-15", NULL},
    [MATCH_RULE_SUSPENDED] = {"suspended", "H-18", NULL},
    [MATCH_RULE_FRESH] = {"fresh", "B-09", NULL},
    [MATCH_RULE_REFUSED] = {"consent_refused", "M-05", NULL},
    [MATCH_RULE_CONSENT] = {"consent", "M-06", NULL},
    [MATCH_RULE_MEASURE] = {"measure", "M-09", NULL},
    [MATCH_RULE_FAMILY] = {"family", "B-06", NULL},
    [MATCH_RULE_AVOID_HOST] = {"avoid_host", "C-08", NULL},
    [MATCH_RULE_AVOID_PLACE] = {"avoid_place", "C-08", NULL},
    [MATCH_RULE_AVOID_PERSON] = {"avoid_person", "C-08", NULL},
    [MATCH_RULE_NEED] = {"need", "B-06", NULL},
    [MATCH_RULE_LIMITED] = {"fit_limits", "W-06", NULL},
    [MATCH_RULE_HOURS] = {"hours", "H-16", NULL},
    [MATCH_RULE_UNFIT] = {"unfit", "W-06", NULL},
    [MATCH_RULE_EXAM] = {"exam", "W-05", NULL},
    [MATCH_RULE_CAR] = {"car", "C-07", NULL},
    [MATCH_RULE_TRAVEL] = {"travel", "C-07", NULL},
    [MATCH_RULE_NIGHT] = {"night", "W-03", "W-04"},
    [MATCH_RULE_SLOTS] = {"slots", "C-06", NULL},
    [MATCH_RULE_TRANSIT] = {"transit", "C-07", NULL},
    [MATCH_RULE_ASKED] = {"asked_hours", "C-07", NULL},
    [MATCH_RULE_DAYS] = {"days", "B-05", NULL},
    [MATCH_RULE_CAPACITY] = {"capacity", "B-05", NULL},
    [MATCH_RULE_WEEK] = {"week", "W-01", NULL},
    [MATCH_RULE_LABOUR_WEEK] = {"labour_week", "W-03", "W-04"},
    [MATCH_RULE_LABOUR_DAY] = {"labour_day", "W-03", "W-04"},
    [MATCH_RULE_LABOUR_REST] = {"labour_rest", "W-03", "W-04"},
    [MATCH_RULE_LABOUR_DAYS] = {"labour_days", "W-03", "W-04"},
    [MATCH_RULE_LABOUR_OFF] = {"labour_off", "W-03", "W-04"},
    [MATCH_RULE_HORIZON] = {"horizon", "M-09", NULL},
    [MATCH_RULE_STANDING] = {"standing", "H-10", NULL},
    [MATCH_RULE_PERIOD] = {"period", "M-09", NULL},
};

static const char *const changes[MATCH_CHANGES] = {
    [MATCH_CHANGE_NONE] = "none",       [MATCH_CHANGE_OTHER_POST] = "other_post", [MATCH_CHANGE_HOST] = "host",
    [MATCH_CHANGE_JUDGE] = "judge",     [MATCH_CHANGE_CONSENT] = "consent",       [MATCH_CHANGE_SERVICE] = "service",
    [MATCH_CHANGE_PERSON] = "person",   [MATCH_CHANGE_EXAM] = "exam",             [MATCH_CHANGE_TRAVEL] = "travel",
    [MATCH_CHANGE_SLOTS] = "slots",     [MATCH_CHANGE_JOB] = "job",               [MATCH_CHANGE_DATES] = "dates",
    [MATCH_CHANGE_PLACES] = "places",   [MATCH_CHANGE_RENEWAL] = "renewal",       [MATCH_CHANGE_ASKED] = "asked_hours",
};

const char *outcome_code(enum match_rule r)
{
    return (unsigned)r < MATCH_RULES ? rows[r].code : "";
}

const char *outcome_rule_id(enum match_rule r, bool minor)
{
    if ((unsigned)r >= MATCH_RULES)
        return "";
    return minor && rows[r].id_minor != NULL ? rows[r].id_minor : rows[r].id;
}

const char *outcome_change(enum match_change c)
{
    return (unsigned)c < MATCH_CHANGES ? changes[c] : "";
}

const char *outcome_warning(enum match_warning w)
{
    static const char *const codes[MATCH_WARNINGS] = {
        "labour_day", "labour_week", "labour_rest", "labour_days", "labour_off", "night", "margin", "clock",
        "standing",   "fitness",     "tutor",       "distance",    "exam",       "need",  "fit_limits", "term",
        "travel",     "car",        "transit",     "labour_break",
    };
    int i = 0;

    while (i < MATCH_WARNINGS && (unsigned)w != 1u << i)
        i++;
    return i < MATCH_WARNINGS ? codes[i] : "";
}

const char *outcome_term(enum match_term t)
{
    static const char *const names[MATCH_TERMS] = {
        [MATCH_TERM_MARGIN] = "margin", [MATCH_TERM_TRAVEL] = "travel", [MATCH_TERM_JOB] = "job",
        [MATCH_TERM_AIM] = "aim",       [MATCH_TERM_WEEKS] = "weeks",
    };

    return (unsigned)t < MATCH_TERMS ? names[t] : "";
}
