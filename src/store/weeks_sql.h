/* SPDX-License-Identifier: EUPL-1.2 */
/* Text of statements that several files share. */
#ifndef JALON_STORE_WEEKS_SQL_H
#define JALON_STORE_WEEKS_SQL_H

/* The word of a column "weeks" (domain/slot.h); in line, because it is asked for thousands of rows at once. */
#define WEEKS_SQL(column) "CASE " column " WHEN '[0,2)' THEN 'every' WHEN '[0,1)' THEN 'even' ELSE 'odd' END"

#endif
