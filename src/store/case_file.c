/* SPDX-License-Identifier: EUPL-1.2 */
/* Statements over casework.case_file. Row policies decide which rows there are for the bound session. Case ids come
 * from SQL. The page of the own caseload is a function, which brings the bundle for the vault in its first row: cases
 * and bundle are of one state of the database, so they always agree. */

#include "base/err.h"
#include "store/case_file.h"
#include "store/row.h"
#include "store/rows.h"

#include "base/banned.h"

#define COLUMNS "id, unit_id, counsellor_id, state::text, minor, ident_version, opened_at"

static const struct conn_stmt stmts[CASE_FILE_STATEMENTS] = {
    [CASE_FILE_OPEN] = {"open_case", "SELECT case_id, replayed FROM casework.open_case($1, $2, $3)"},
    [CASE_FILE_ONE] = {"case_file_one", "SELECT " COLUMNS " FROM casework.case_file WHERE id = $1"},
    [CASE_FILE_CASELOAD] = {"caseload", "SELECT id, unit_id, counsellor_id, state, minor, ident_version, opened_at, "
                                        "bundle FROM sec.caseload($1, $2)"},
    [CASE_FILE_CHANGE_IDENTITY] = {"change_identity_at", "SELECT casework.change_identity_at($1, $2)"},
    [CASE_FILE_MINOR] = {"correct_minor", "SELECT casework.correct_minor($1, $2)"},
    [CASE_FILE_HOLDER] = {"case_file_holder", "SELECT sec.my_unit() IS NOT NULL"},
};

const struct conn_group case_file_statements = {stmts, CASE_FILE_STATEMENTS};

void case_file_open_step(struct conn_step *s, struct param_list *p, const unsigned char key[32],
                         const unsigned char digest[32], bool minor)
{
    conn_step_begin(s, p, &stmts[CASE_FILE_OPEN]);
    param_bytes(p, key, 32);
    param_bytes(p, digest, 32);
    param_bool(p, minor);
}

int case_file_opened(const struct conn_step *s, struct uuid *id, bool *replayed)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_uuid(&r, id);
    *replayed = row_bool(&r);
    return row_end(&r);
}

static void read_case(struct row *r, void *item)
{
    struct case_file *out = item;

    row_uuid(r, &out->id);
    row_uuid(r, &out->unit);
    row_uuid(r, &out->counsellor);
    row_copy(r, out->state, sizeof out->state);
    out->minor = row_bool(r);
    out->ident_version = row_i32(r);
    out->opened_us = row_time(r);
}

void case_file_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id)
{
    conn_step_about(s, p, &stmts[CASE_FILE_ONE], id);
}

int case_file_read_one(const struct conn_step *s, struct case_file *out)
{
    return rows_read_one(s, read_case, out, sizeof *out);
}

void case_file_page_step(struct conn_step *s, struct param_list *p, const struct page_cursor *after)
{
    conn_step_begin(s, p, &stmts[CASE_FILE_CASELOAD]);
    param_cursor(p, after);
}

/* The bundle is in the first row, and nothing in the others. */
static void read_listed(struct row *r, void *item)
{
    size_t n;

    read_case(r, item);
    row_bytes(r, &n);
}

int case_file_read_page(const struct conn_step *s, struct case_file out[CASE_FILE_PAGE], size_t *n, bool *more,
                        struct buf *bundle)
{
    int rc = rows_read_page(s, read_listed, out, sizeof *out, CASE_FILE_PAGE, n, more);

    return rc == ERR_OK ? rows_take_beside(s, bundle) : rc;
}

void case_file_holder_step(struct conn_step *s)
{
    conn_step_begin(s, NULL, &stmts[CASE_FILE_HOLDER]);
}

int case_file_read_holder(const struct conn_step *s, bool *holds)
{
    struct row r;

    row_init(&r, s->result, 0);
    *holds = row_bool(&r);
    return row_end(&r);
}

void case_file_change_identity_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected)
{
    conn_step_about(s, p, &stmts[CASE_FILE_CHANGE_IDENTITY], id);
    param_i32(p, expected);
}

int case_file_read_taken_in(const struct conn_step *s, struct day *day)
{
    struct row r;

    row_init(&r, s->result, 0);
    row_day(&r, day);
    return row_end(&r);
}

void case_file_minor_step(struct conn_step *s, struct param_list *p, const struct uuid *id, bool minor)
{
    conn_step_about(s, p, &stmts[CASE_FILE_MINOR], id);
    param_bool(p, minor);
}
