/* SPDX-License-Identifier: EUPL-1.2 */
/* What holds of every form that is sealed: any bytes are refused, or become one record that fits, is put out as the
 * very same bytes, and holds nothing that is not a line of text. As sealed bytes they are put out sound or not at
 * all. */
#ifndef JALON_FUZZ_SEALED_FORM_H
#define JALON_FUZZ_SEALED_FORM_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "base/buf.h"
#include "base/err.h"
#include "base/text.h"

#define SEALED_FORM_PLAIN 65000
#define SEALED_FORM_BODY 65536 /* what a route takes */

struct sealed_form {
    enum refusal (*read)(struct json_doc *d, const void *body, size_t n, struct buf *out);
    bool (*put)(struct buf *answer, const void *p, size_t n);
};

/* What went out goes out the same again. */
static inline void sealed_form_stable(const struct sealed_form *f, const void *p, size_t n)
{
    struct buf again SCOPED_BUF;

    buf_init_secret(&again, SEALED_FORM_PLAIN);
    if (!f->put(&again, p, n) || again.len != n || memcmp(again.data, p, n) != 0)
        abort();
}

static inline void sealed_form_put(const struct sealed_form *f, const uint8_t *p, size_t n)
{
    struct buf answer SCOPED_BUF;

    buf_init_secret(&answer, SEALED_FORM_PLAIN);
    if (!f->put(&answer, p, n)) {
        if (answer.len != 0)
            abort();
        return;
    }
    if (!text_is_line(answer.data, answer.len))
        abort();
    sealed_form_stable(f, answer.data, answer.len);
}

static inline void sealed_form_read(const struct sealed_form *f, const uint8_t *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    enum refusal r;

    buf_init_secret(&plain, SEALED_FORM_PLAIN);
    r = f->read(&d, p, n, &plain);
    if (r != d.refusal && r != REFUSAL_NONE)
        abort();
    if (memchr(d.pointer, '\0', sizeof d.pointer) == NULL || !text_is_line(d.pointer, strlen(d.pointer)))
        abort();
    if (r != REFUSAL_NONE)
        return;
    if (buf_err(&plain) != ERR_OK || !text_is_line(plain.data, plain.len))
        abort();
    sealed_form_stable(f, plain.data, plain.len);
}

static inline int sealed_form_one(const struct sealed_form *f, const uint8_t *p, size_t n)
{
    if (n > SEALED_FORM_BODY)
        return 0;
    json_start();
    sealed_form_put(f, p, n);
    sealed_form_read(f, p, n);
    return 0;
}

#endif
