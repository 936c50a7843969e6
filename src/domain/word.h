/* SPDX-License-Identifier: EUPL-1.2 */
/* Closed lists of words whose members no code of ours tells apart: what people choose from, with what they read. Each
 * list is an enum type of the schema of the same name (tests/sql/test_words.py compares them). A list whose members
 * mean something to code has an enum of its own beside this room's other files. */
#ifndef JALON_DOMAIN_WORD_H
#define JALON_DOMAIN_WORD_H

#include <stdbool.h>
#include <stddef.h>

enum word_list {
    WORD_PUBLIC, /* offer.public */
    WORD_LEGAL_FORM,
    WORD_HOST_STATE,
    WORD_CONTACT_PART,
    WORD_TASK_FAMILY,
    WORD_POST_STATE,
    WORD_NEED,
    WORD_SIDE,
    WORD_OFFENCE_FAMILY,
    WORD_PROCEDURE_KIND,
    WORD_PROCEDURE_STATE,
    WORD_DECIDING,
    WORD_OUTCOME,
    WORD_OPINION_GIVER,
    WORD_OPINION_SENSE,
    WORD_PIECE_KIND,
    WORD_LEAD_STATE,
    WORD_LEAD_ORIGIN,
    WORD_LEAD_EVENT_KIND,
    WORD_CALLBACK_SUBJECT,
    WORD_CALLBACK_STATE,
    WORD_CALLBACK_OUTCOME,
    WORD_CASE_STATE, /* casework.case_state, and the rest of casework */
    WORD_MEASURE_KIND,
    WORD_OFFENCE_CLASS,
    WORD_MEASURE_STATE,
    WORD_CONSENT,
    WORD_AUTHORITY,
    WORD_SUSPENSION_KIND,
    WORD_ACT_KIND,
    WORD_ACT_SENSE,
    WORD_END_CODE,
    WORD_PLACEMENT_STATE,
    WORD_DECLINE_CODE,
    WORD_CLOSE_CODE,
    WORD_ATTENDANCE,
    WORD_REPORT_STATE,
    WORD_CHANNEL,
    WORD_PERSON_WORD,
    WORD_ENTRY_KIND,
    WORD_INCIDENT_KIND,
    WORD_JUDGE_REPORT_KIND,
    WORD_NO_MATCH_CODE,
    WORD_SLOT_KIND,
    WORD_ASKER,
    WORD_LISTS
};

#define WORD_MAX 40 /* longest code, without its NUL */

/* Is this one of the list's codes? The code itself, which lives for ever, or NULL. */
const char *word_find(enum word_list list, const char *s, size_t n);
/* What people read for a code of the list; "" for any other. */
const char *word_label(enum word_list list, const char *code);
/* Name of the list, as in the schema: "legal_form". */
const char *word_list_name(enum word_list list);
/* Codes of the list; code i for 0 <= i < word_count, else NULL. */
size_t word_count(enum word_list list);
const char *word_code(enum word_list list, size_t i);

#endif
