/* SPDX-License-Identifier: EUPL-1.2 */
/* What is asked of every form that is sealed. */
#ifndef JALON_TESTS_API_SEALED_FORM_H
#define JALON_TESTS_API_SEALED_FORM_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/json.h"
#include "base/buf.h"
#include "base/err.h"

#define SEALED_FORM_PLAIN 65000

struct sealed_form {
    enum refusal (*read)(struct json_doc *d, const void *body, size_t n, struct buf *out);
    bool (*put)(struct buf *answer, const void *p, size_t n);
};

struct sealed_form_row {
    const char *body;
    enum refusal want;
    const char *pointer; /* of the field at fault, "" */
    const char *why;
};

/* Each body is read as it should be; what was written is sound, and put out it is the same bytes. */
static inline void sealed_form_rows(const struct sealed_form *f, const struct sealed_form_row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        struct json_doc d SCOPED_JSON;
        struct buf out SCOPED_BUF;
        struct buf again SCOPED_BUF;
        enum refusal got;

        buf_init_secret(&out, SEALED_FORM_PLAIN);
        buf_init_secret(&again, SEALED_FORM_PLAIN);
        got = f->read(&d, row[i].body, strlen(row[i].body), &out);
        if (got != row[i].want || strcmp(d.pointer, row[i].pointer) != 0)
            fail_msg("%s: %s at '%s'", row[i].why, refusal_code(got), d.pointer);
        if (got == REFUSAL_NONE && (!f->put(&again, out.data, out.len) || again.len != out.len ||
                                    memcmp(again.data, out.data, out.len) != 0))
            fail_msg("%s: %s is not stable", row[i].why, buf_cstr(&out));
    }
}

static inline void sealed_form_seals(const struct sealed_form *f, const char *body, const char *want)
{
    struct json_doc d SCOPED_JSON;
    struct buf out SCOPED_BUF;

    buf_init_secret(&out, SEALED_FORM_PLAIN);
    assert_int_equal(f->read(&d, body, strlen(body), &out), REFUSAL_NONE);
    assert_string_equal(buf_cstr(&out), want);
}

/* Sealed bytes go out, or nothing of them does. */
static inline void sealed_form_goes_out(const struct sealed_form *f, const char *sealed, bool want, const char *why)
{
    struct buf out SCOPED_BUF;

    buf_init_secret(&out, SEALED_FORM_PLAIN);
    if (f->put(&out, sealed, strlen(sealed)) != want || (!want && out.len != 0))
        fail_msg("%s: %s", why, sealed);
}

/* A body of which more than least bytes are sealed fits into a record. */
static inline void sealed_form_fits(const struct sealed_form *f, const struct buf *body, size_t least)
{
    struct json_doc d SCOPED_JSON;
    struct buf out SCOPED_BUF;

    buf_init_secret(&out, SEALED_FORM_PLAIN);
    assert_int_equal(buf_err(body), ERR_OK);
    assert_int_equal(f->read(&d, body->data, body->len, &out), REFUSAL_NONE);
    assert_int_equal(buf_err(&out), ERR_OK);
    assert_true(out.len > least);
}

static inline int sealed_form_start(void **state)
{
    (void)state;
    json_start();
    return 0;
}

#endif
