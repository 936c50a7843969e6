/* SPDX-License-Identifier: EUPL-1.2 */
/* Case files: what about a case is clear (ids, state, dates, versions). Who the person is lies sealed beside it. */
#ifndef JALON_STORE_CASE_FILE_H
#define JALON_STORE_CASE_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "domain/day.h"
#include "store/conn.h"
#include "store/page.h"
#include "store/param.h"

#define CASE_FILE_PAGE 25

enum case_file_statement {
    CASE_FILE_OPEN,
    CASE_FILE_ONE,
    CASE_FILE_CASELOAD,
    CASE_FILE_CHANGE_IDENTITY,
    CASE_FILE_MINOR,
    CASE_FILE_HOLDER,
    CASE_FILE_STATEMENTS
};

struct case_file {
    struct uuid id;
    struct uuid unit;
    struct uuid counsellor;
    char state[32];
    bool minor;            /* at the day of intake */
    int32_t ident_version; /* 0: no identity was stored yet */
    int64_t opened_us;
};

extern const struct conn_group case_file_statements;

/* Steps of a transaction with a bound session; p is initialised here and must live until the step ran. */
void case_file_open_step(struct conn_step *s, struct param_list *p, const unsigned char key[32],
                         const unsigned char digest[32], bool minor);
int case_file_opened(const struct conn_step *s, struct uuid *id, bool *replayed) __attribute__((warn_unused_result));
void case_file_one_step(struct conn_step *s, struct param_list *p, const struct uuid *id);
/* ERR_NOTFOUND when there is none that the session may see. */
int case_file_read_one(const struct conn_step *s, struct case_file *out) __attribute__((warn_unused_result));
/* The caller's own caseload, newest first, and in the same statement (so of the same instant) the bundle of the
 * identities of these very cases. after may be NULL. */
void case_file_page_step(struct conn_step *s, struct param_list *p, const struct page_cursor *after);
/* n cases (at most CASE_FILE_PAGE), *more when there are others behind; bundle stays empty when no case has an
 * identity. The bundle's items are the cases with ident_version > 0, in the same order. */
int case_file_read_page(const struct conn_step *s, struct case_file out[CASE_FILE_PAGE], size_t *n, bool *more,
                        struct buf *bundle) __attribute__((warn_unused_result));
/* Does the caller hold the secret of her unit? Who does not sees no case. */
void case_file_holder_step(struct conn_step *s);
int case_file_read_holder(const struct conn_step *s, bool *holds) __attribute__((warn_unused_result));
/* Locks the case and checks the version that is to be replaced. read: the day on which it was taken in. */
void case_file_change_identity_step(struct conn_step *s, struct param_list *p, const struct uuid *id, int32_t expected);
int case_file_read_taken_in(const struct conn_step *s, struct day *day) __attribute__((warn_unused_result));
/* In the same transaction: whether she was a minor on that day. */
void case_file_minor_step(struct conn_step *s, struct param_list *p, const struct uuid *id, bool minor);

#endif
