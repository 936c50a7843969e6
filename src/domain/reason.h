/* SPDX-License-Identifier: EUPL-1.2 */
/* Why a sealed record is opened: the closed list that the log of accesses knows. */
#ifndef JALON_DOMAIN_REASON_H
#define JALON_DOMAIN_REASON_H

#include <stddef.h>

enum reason {
    REASON_NONE = 0,          /* none given: SQL takes follow_up in one's own caseload and asks elsewhere */
    REASON_FOLLOW_UP,
    REASON_INTAKE,
    REASON_JUDGE_REPORT,
    REASON_DUTY_COVER,
    REASON_DIRECTION_CONTROL,
    REASON_RIGHTS_REQUEST,
    REASON_ASSIGNMENT,        /* to decide an assignment */
    REASON_CONTROL,           /* an auditor's */
    REASON_COUNT
};

/* "follow_up"; "" for REASON_NONE and out of range. Never NULL. */
const char *reason_code(enum reason r);
/* What a person chooses: « Suivi de la mesure ». Never NULL. */
const char *reason_label(enum reason r);
/* REASON_NONE for an unknown code. */
enum reason reason_parse(const char *code, size_t n);

#endif
