/* SPDX-License-Identifier: EUPL-1.2 */
/* What the sheet of a placement says of the person's week (W-01): the most minutes that her job leaves for the work. */
#ifndef JALON_API_WEEK_LIMIT_H
#define JALON_API_WEEK_LIMIT_H

#include <stddef.h>
#include <stdint.h>

/* Member "week_minutes" of a sheet as it was sealed; negative: null, not there, or not a number of minutes of a week.
 * Whatever else the sheet says is not looked at: a report of hours is kept without it. */
int32_t week_limit_of(const void *sheet, size_t n);

#endif
