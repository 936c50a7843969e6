/* SPDX-License-Identifier: EUPL-1.2 */
/* Calls of offer.post_* and offer.closure_*. A sheet and a timetable share most of their parameters and their order, so
 * each part is written by one function. */
#include "store/post_change.h"

#include "base/banned.h"

static const struct conn_stmt stmts[POST_CHANGE_STATEMENTS] = {
    [POST_CHANGE_NEW] = {"post_new",
        "SELECT id, replayed FROM offer.post_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, "
        "$16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, "
        "$32, $33, $34, $35, $36, $37)"},
    [POST_CHANGE_PUT] = {"post_put",
        "SELECT offer.post_put($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, "
        "$20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36)"},
    [POST_CHANGE_SCHEDULE] = {"post_schedule",
        "SELECT offer.post_schedule($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, "
        "$18, $19, $20, $21, $22, $23)"},
    [POST_CHANGE_CONFIRM] = {"post_confirm", "SELECT offer.post_confirm($1)"},
    [POST_CHANGE_SUSPEND] = {"post_suspend", "SELECT offer.post_suspend($1, $2)"},
    [POST_CHANGE_RESUME] = {"post_resume", "SELECT offer.post_resume($1)"},
    [POST_CHANGE_CLOSE_DAYS] = {"closure_new",
        "SELECT id, replayed FROM offer.closure_new($1, $2, $3, $4, $5, $6)"},
    [POST_CHANGE_OPEN_DAYS] = {"closure_drop", "SELECT offer.closure_drop($1)"},
    [POST_CHANGE_BARS] = {"post_bars_put", "SELECT offer.post_bars($1, $2)"},
};

const struct conn_group post_change_statements = {stmts, POST_CHANGE_STATEMENTS};

static void param_or_null(struct param_list *p, int32_t number)
{
    if (number == 0)
        param_null(p);
    else
        param_i32(p, number);
}

/* places, min_hours, max_hours */
static void param_size(struct param_list *p, const struct post_change_schedule *s)
{
    param_i32(p, s->places);
    param_or_null(p, s->min_hours);
    param_or_null(p, s->max_hours);
}

/* protection, dress, meals, in_charge, weekdays, from_mins, to_mins, weeks, slot_places, car_needed, transit_first,
 * transit_last, transit_saturday_first, transit_saturday_last, transit_sunday_first, transit_sunday_last,
 * transit_saturday_none, transit_sunday_none */
static void param_practice(struct param_list *p, const struct post_change_schedule *s)
{
    int32_t weekday[SLOT_MAX], from[SLOT_MAX], to[SLOT_MAX], places[SLOT_MAX];
    const char *weeks[SLOT_MAX];

    for (size_t i = 0; i < s->slots; i++) {
        weekday[i] = s->slot[i].weekday;
        from[i] = s->slot[i].from_min;
        to[i] = s->slot[i].to_min;
        weeks[i] = slot_weeks_name(s->slot[i].weeks);
        places[i] = s->slot[i].places;
    }
    param_str(p, s->protection);
    param_str(p, s->dress);
    param_str(p, s->meals);
    param_uuid_or_null(p, &s->in_charge);
    param_i32_array(p, weekday, s->slots);
    param_i32_array(p, from, s->slots);
    param_i32_array(p, to, s->slots);
    param_text_array(p, weeks, s->slots);
    param_i32_array(p, places, s->slots);
    param_bool(p, s->car_needed);
    param_or_null(p, s->transit_first);
    param_or_null(p, s->transit_last);
    param_or_null(p, s->transit_saturday.first);
    param_or_null(p, s->transit_saturday.last);
    param_or_null(p, s->transit_sunday.first);
    param_or_null(p, s->transit_sunday.last);
    param_bool(p, s->transit_saturday.none);
    param_bool(p, s->transit_sunday.none);
}

static void param_sheet(struct param_list *p, const struct post_change_sheet *s)
{
    param_uuid(p, &s->site);
    param_str(p, s->public);
    param_str(p, s->title);
    param_str(p, s->family);
    param_str(p, s->nature);
    param_str(p, s->manner);
    param_str(p, s->learning);
    param_size(p, &s->schedule);
    param_text_array(p, s->need, s->needs);
    param_bool(p, s->special_risk);
    param_bool(p, s->care_setting);
    param_bool(p, s->meets_children);
    param_bool(p, s->meets_vulnerable);
    param_bool(p, s->meets_public);
    param_practice(p, &s->schedule);
}

void post_change_new_step(struct conn_step *s, struct param_list *p, const struct uuid *host,
                          const struct post_change_sheet *sheet, const unsigned char key[32],
                          const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[POST_CHANGE_NEW], host);
    param_sheet(p, sheet);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void post_change_put_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                          const struct post_change_sheet *sheet)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_PUT], id);
    param_i32(p, expected);
    param_sheet(p, sheet);
}

void post_change_schedule_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                               const struct post_change_schedule *schedule)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_SCHEDULE], id);
    param_i32(p, expected);
    param_size(p, schedule);
    param_practice(p, schedule);
}

void post_change_confirm_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_CONFIRM], id);
}

void post_change_suspend_step(struct conn_step *s, struct param_list *p, const struct uuid *id, const char *reason)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_SUSPEND], id);
    param_str(p, reason);
}

void post_change_resume_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_RESUME], id);
}

void post_change_close_days_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                                 const struct post_change_closure *closure, const unsigned char key[32],
                                 const unsigned char digest[32])
{
    conn_step_about(s, p, &stmts[POST_CHANGE_CLOSE_DAYS], id);
    param_day(p, &closure->first);
    param_day(p, &closure->last);
    param_str(p, closure->reason);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void post_change_open_days_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_OPEN_DAYS], id);
}

void post_change_bars_step(struct conn_step *s, struct param_list *p, const struct uuid *id,
                           const char *const *families, size_t n)
{
    conn_step_about(s, p, &stmts[POST_CHANGE_BARS], id);
    param_text_array(p, families, n);
}
