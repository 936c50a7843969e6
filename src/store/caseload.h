/* SPDX-License-Identifier: EUPL-1.2 */
/* Whose caseload a case is in: handing over one, or all open ones of a counsellor. */
#ifndef JALON_STORE_CASELOAD_H
#define JALON_STORE_CASELOAD_H

#include <stdint.h>

#include "base/uuid.h"
#include "store/conn.h"
#include "store/param.h"

enum caseload_statement { CASELOAD_HAND_ONE, CASELOAD_HAND_ALL, CASELOAD_STATEMENTS };

extern const struct conn_group caseload_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
void caseload_hand_one_step(struct conn_step *s, struct param_list *p, const struct uuid *case_id,
                            const struct uuid *counsellor);
/* Gives how many, an int32_t. */
void caseload_hand_all_step(struct conn_step *s, struct param_list *p, const struct uuid *leaver,
                            const struct uuid *counsellor);

#endif
