/* SPDX-License-Identifier: EUPL-1.2 */
/* What is done to posts: the sheet and its timetable, confirmation, provisional stops, closed days, barred
 * families. Who may, on which hosts and in which state, is decided in the functions of schema offer. */
#ifndef JALON_STORE_POST_CHANGE_H
#define JALON_STORE_POST_CHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/uuid.h"
#include "domain/day.h"
#include "domain/slot.h"
#include "domain/transit.h"
#include "store/conn.h"
#include "store/param.h"
#include "store/post.h"

enum post_change_statement {
    POST_CHANGE_NEW,
    POST_CHANGE_PUT,
    POST_CHANGE_SCHEDULE,
    POST_CHANGE_CONFIRM,
    POST_CHANGE_SUSPEND,
    POST_CHANGE_RESUME,
    POST_CHANGE_CLOSE_DAYS,
    POST_CHANGE_OPEN_DAYS,
    POST_CHANGE_BARS,
    POST_CHANGE_STATEMENTS
};

/* What changes in the life of a post. */
struct post_change_schedule {
    int32_t places;
    int32_t min_hours; /* 0: not said */
    int32_t max_hours;
    const char *protection;
    const char *dress;
    const char *meals;
    struct uuid in_charge; /* nil: nobody */
    size_t slots;
    struct slot slot[SLOT_MAX];
    bool car_needed;
    int32_t transit_first; /* minute of the day, 1 to 1440, before transit_last; 0: not said */
    int32_t transit_last;
    struct transit_hours transit_saturday;
    struct transit_hours transit_sunday;
};

/* The whole sheet. */
struct post_change_sheet {
    struct uuid site;
    const char *public;
    const char *title;
    const char *family;
    const char *nature;
    const char *manner;
    const char *learning;
    size_t needs;
    const char *need[POST_NEEDS];
    bool special_risk;
    bool care_setting;
    bool meets_children;
    bool meets_vulnerable;
    bool meets_public;
    struct post_change_schedule schedule;
};

struct post_change_closure {
    struct day first;
    struct day last;
    const char *reason;
};

extern const struct conn_group post_change_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran, as must all
 * that is handed over. Lists go as arrays: the caller releases p. key and digest: 32 bytes each, see app/asking.h. */
void post_change_new_step(struct conn_step *s, struct param_list *p, const struct uuid *host,
                          const struct post_change_sheet *sheet, const unsigned char key[32],
                          const unsigned char digest[32]);
void post_change_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                          const struct post_change_sheet *sheet);
void post_change_schedule_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                               const struct post_change_schedule *schedule);
void post_change_confirm_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void post_change_suspend_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *reason);
void post_change_resume_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void post_change_close_days_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                                 const struct post_change_closure *closure, const unsigned char key[32],
                                 const unsigned char digest[32]);
/* id is the closure's. */
void post_change_open_days_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
void post_change_bars_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                           const char *const *families, size_t n);

#endif
