/* SPDX-License-Identifier: EUPL-1.2 */
/* The words that belong to the codes of sealed records, as the log of accesses and SQL spell them. Nothing is computed
 * here; the numbers are part of bytes that live for years, so a code is added at the end and never used again. */
#include "domain/record.h"

#include "base/banned.h"

const char *record_table_name(enum record_table t)
{
    switch (t) {
    case RECORD_CASE_FILE:
        return "casework.case_file";
    case RECORD_MEASURE:
        return "casework.measure";
    case RECORD_AUTHORITY_ACT:
        return "casework.authority_act";
    case RECORD_PLACEMENT_OFFER:
        return "casework.placement";
    case RECORD_PLACEMENT_CONTACT:
        return "casework.placement.contact";
    case RECORD_PLACEMENT_ANSWER:
        return "casework.placement.answer";
    case RECORD_HOURS_REPORT:
        return "casework.hours_report";
    case RECORD_INCIDENT:
        return "casework.incident";
    case RECORD_JUDGE_REPORT:
        return "casework.judge_report";
    case RECORD_HOURS_ENTRY:
        return "casework.hours_entry";
    case RECORD_LAST_DAY_CHANGE:
        return "casework.last_day_change";
    case RECORD_GLASS:
        return "sec.glass";
    default:
        return "unknown";
    }
}

const char *record_compartment_name(enum record_compartment c)
{
    static const char *const names[RECORD_COMPARTMENT_END] = {
        [0] = "unknown",
        [RECORD_IDENT] = "IDENT",
        [RECORD_JUSTICE] = "JUSTICE",
        [RECORD_MATCH] = "MATCH",
        [RECORD_PLACEMENT] = "PLACEMENT",
    };

    return (unsigned)c < RECORD_COMPARTMENT_END ? names[c] : names[0];
}

const char *record_link_name(enum record_link l)
{
    static const char *const names[RECORD_LINK_END] = {
        [0] = "unknown",
        [RECORD_CASELOAD] = "caseload",
        [RECORD_UNIT_OFFICER] = "unit_officer",
        [RECORD_BREAK_GLASS] = "break_glass",
        [RECORD_OF_PLACEMENT] = "placement",
        [RECORD_BOXED] = "boxed",
        [RECORD_DELEGATION] = "delegation",
    };

    return (unsigned)l < RECORD_LINK_END ? names[l] : names[0];
}
