/* SPDX-License-Identifier: EUPL-1.2 */
/* Codes of sealed records: which table and which compartment. The numbers are in tickets and in the associated data of
 * envelopes: they never change. SQL holds the same table (sec.sealed_table), the vault their words for the log
 * (vault/verbs.c). */
#ifndef JALON_DOMAIN_RECORD_H
#define JALON_DOMAIN_RECORD_H

enum record_table {
    RECORD_CASE_FILE = 1,     /* casework.case_file; the row is the case: IDENT, MATCH */
    RECORD_MEASURE = 2,       /* casework.measure: JUSTICE, what justice said of it */
    RECORD_AUTHORITY_ACT = 3, /* casework.authority_act: JUSTICE, the copy of a recorded decision */
    RECORD_PLACEMENT_OFFER = 4,   /* casework.placement: JUSTICE, why; PLACEMENT, the sheet for the host */
    RECORD_PLACEMENT_CONTACT = 5, /* PLACEMENT: name and phone, for a host that accepted; the row is the placement */
    RECORD_PLACEMENT_ANSWER = 6,  /* PLACEMENT: the host's words; the row is the placement */
    RECORD_HOURS_REPORT = 7,      /* casework.hours_report: PLACEMENT, words of the host; JUSTICE, why settled so */
    RECORD_INCIDENT = 8,          /* casework.incident: PLACEMENT, words of the host; JUSTICE, note of the service */
    RECORD_JUDGE_REPORT = 9,      /* casework.judge_report: JUSTICE */
    RECORD_HOURS_ENTRY = 10,      /* casework.hours_entry: JUSTICE, why a credit was taken back */
    RECORD_LAST_DAY_CHANGE = 11,  /* casework.last_day_change: JUSTICE, why it was moved */
    RECORD_GLASS = 16         /* sec.glass; why somebody read a case outside of her caseload */
};

enum record_compartment {
    RECORD_IDENT = 1, /* who, contact */
    RECORD_JUSTICE = 2,
    RECORD_MATCH = 3,
    RECORD_PLACEMENT = 4
};

#endif
