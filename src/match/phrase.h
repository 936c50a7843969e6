/* SPDX-License-Identifier: EUPL-1.2 */
/* Days, times and numbers as people read them in French, with no-break spaces. */
#ifndef JALON_MATCH_PHRASE_H
#define JALON_MATCH_PHRASE_H

#include <stdint.h>

#include "base/buf.h"

#define PHRASE_NB "\xc2\xa0" /* U+00A0 */

/* "12 mars 2027", "1er avril 2027"; n as domain/day.h counts. */
void phrase_date(struct buf *b, int32_t n);
/* "lundi"; ISO: 1 is Monday. */
const char *phrase_weekday(int32_t weekday);
/* "47 h", "47 h 30", "50 min". */
void phrase_duration(struct buf *b, int32_t minutes);
/* A minute of the day: "8 h", "8 h 30", "0 h 05". */
void phrase_clock(struct buf *b, int32_t minute);
/* Minutes of a week beside its limit, job the part that is there already: "47 h : 35 h d’emploi + 14 h = 49 h";
 * without a job "47 h : 49 h". */
void phrase_week(struct buf *b, int32_t limit, int32_t job, int32_t sum);
/* "1 séance", "2 séances"; nought is one. */
void phrase_count(struct buf *b, int32_t n, const char *one, const char *many);
void phrase_days(struct buf *b, int32_t n);
void phrase_places(struct buf *b, int32_t n);

#endif
