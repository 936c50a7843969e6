/* SPDX-License-Identifier: EUPL-1.2 */
/* The loader of a demonstration tells a story of months: the day on which the steps that follow are done. */
#ifndef JALON_APP_PLAY_DAY_H
#define JALON_APP_PLAY_DAY_H

#include "app/service.h"
#include "domain/day.h"

/* Of this session only, until another is played; a day of year 0: the real one. REFUSAL_NOT_FOUND to who is not the
 * loader; REFUSAL_DATE: a day to come. */
int play_day_do(struct service *s, const struct service_caller *c, const struct day *day, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
