/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over offer.callback; row policies choose the rows. */
#include "store/callback.h"

#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

static const struct conn_stmt stmts[CALLBACK_STATEMENTS] = {
    [CALLBACK_LIST] = {"callbacks",
        "SELECT c.id, c.host_id, o.name, k.id, k.name, k.phone, c.subject::text, c.reach, c.state::text, "
        "c.due_on, c.asked_at, c.taken_by, c.outcome::text, c.closed_on, c.version "
        "FROM offer.callback c JOIN sec.organisation o ON o.id = c.host_id "
        "LEFT JOIN offer.contact k ON k.id = c.contact_id WHERE ($1::text IS NULL OR c.state::text = $1) "
        "AND ($2::timestamptz IS NULL OR (c.asked_at, c.id) < ($2::timestamptz, $3::uuid)) "
        "ORDER BY c.asked_at DESC, c.id DESC LIMIT 51"},
    [CALLBACK_NEW] = {"callback_new", "SELECT id, replayed FROM offer.callback_new($1, $2, $3, $4, $5)"},
    [CALLBACK_TAKE] = {"callback_take", "SELECT offer.callback_take($1)"},
    [CALLBACK_CLOSE] = {"callback_close", "SELECT offer.callback_close($1, $2, $3, $4)"},
};

const struct conn_group callback_statements = {stmts, CALLBACK_STATEMENTS};

void callback_list_step(struct conn_step *s, struct param_list *p, const char *state, const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[CALLBACK_LIST]);
    param_str(p, state);
    param_cursor(p, after);
}

static void read_one(struct row *r, void *item)
{
    struct callback *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->host);
    row_copy(r, out->host_name, sizeof out->host_name);
    row_uuid_or_nil(r, &out->contact);
    row_copy_or_none(r, out->contact_name, sizeof out->contact_name);
    row_copy_or_none(r, out->contact_phone, sizeof out->contact_phone);
    out->subject = row_word(r, WORD_CALLBACK_SUBJECT);
    row_copy(r, out->reach, sizeof out->reach);
    out->state = row_word(r, WORD_CALLBACK_STATE);
    row_day(r, &out->due_on);
    out->asked_us = row_time(r);
    row_uuid_or_nil(r, &out->taken_by);
    out->outcome = row_word(r, WORD_CALLBACK_OUTCOME);
    row_day_or_none(r, &out->closed_on);
    out->version = row_i32(r);
}

int callback_read_list(const struct conn_step *s, struct callback out[CALLBACK_PAGE], size_t *n, bool *more)
{
    return rows_read_page(s, read_one, out, sizeof *out, CALLBACK_PAGE, n, more);
}

void callback_new_step(struct conn_step *s, struct param_list *p, const struct callback_sheet *h,
                       const unsigned char *key, const unsigned char *digest)
{
    conn_step_begin(s, p, &stmts[CALLBACK_NEW]);
    param_str(p, h->subject);
    param_uuid_or_null(p, &h->contact);
    param_str(p, h->reach);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
}

void callback_take_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[CALLBACK_TAKE], id);
}

void callback_close_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected,
                         const char *outcome, const struct day *on_day)
{
    conn_step_about(s, p, &stmts[CALLBACK_CLOSE], id);
    param_i32(p, expected);
    param_str(p, outcome);
    param_day(p, on_day);
}
