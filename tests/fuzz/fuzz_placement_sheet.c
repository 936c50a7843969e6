/* SPDX-License-Identifier: EUPL-1.2 */
/* The sealed records of a placement: any bytes are refused as the sheet for a host, or become one record that fits and
 * is put out as the very same bytes. As sealed bytes of any of the four kinds, or as an identity, they are put out
 * sound or not at all. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/placement_sheet.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"

#define PLAIN_MAX 65000
#define BODY_MAX 65536 /* what a route takes */

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

typedef bool (*put_fn)(struct buf *answer, const void *p, size_t n);

/* What went out goes out the same again. */
static void stable(put_fn put, const void *p, size_t n)
{
    struct buf again SCOPED_BUF;

    buf_init_secret(&again, PLAIN_MAX);
    if (!put(&again, p, n) || again.len != n || memcmp(again.data, p, n) != 0)
        abort();
}

static void as_sealed(put_fn put, bool object, const uint8_t *p, size_t n)
{
    struct buf answer SCOPED_BUF;

    buf_init_secret(&answer, PLAIN_MAX);
    if (!put(&answer, p, n)) {
        if (answer.len != 0)
            abort();
        return;
    }
    if (!text_is_line(answer.data, answer.len))
        abort();
    if (object)
        stable(put, answer.data, answer.len);
}

/* A sheet that was asked for is kept with the limit of the week, and the same is shown of it. */
static void finished(const struct buf *plain)
{
    struct buf sealed SCOPED_BUF;
    struct buf shown SCOPED_BUF;

    buf_init_secret(&sealed, PLAIN_MAX);
    buf_init_secret(&shown, PLAIN_MAX);
    placement_sheet_finish(&sealed, plain->data, plain->len, 720);
    if (buf_err(&sealed) != ERR_OK || placement_sheet_week(sealed.data, sealed.len) != 720 ||
        !placement_sheet_put_sheet(&shown, sealed.data, sealed.len) || shown.len != plain->len ||
        memcmp(shown.data, plain->data, plain->len) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct buf contact SCOPED_BUF;
    enum refusal r;

    if (n > BODY_MAX)
        return 0;
    json_start();
    if (placement_sheet_week(p, n) > 7 * 24 * 60)
        abort();
    as_sealed(placement_sheet_put_reason, false, p, n);
    as_sealed(placement_sheet_put_words, false, p, n);
    as_sealed(placement_sheet_put_sheet, true, p, n);
    as_sealed(placement_sheet_put_contact, true, p, n);
    buf_init_secret(&plain, PLAIN_MAX);
    buf_init_secret(&contact, PLAIN_MAX);
    if (placement_sheet_contact(p, n, &contact))
        stable(placement_sheet_put_contact, contact.data, contact.len);
    r = json_doc_parse(&d, p, n);
    if (r == REFUSAL_NONE)
        r = placement_sheet_read(&d, "", NULL, &plain);
    if (memchr(d.pointer, '\0', sizeof d.pointer) == NULL || !text_is_line(d.pointer, strlen(d.pointer)))
        abort();
    if (r != REFUSAL_NONE)
        return 0;
    if (buf_err(&plain) != ERR_OK)
        abort();
    stable(placement_sheet_put_sheet, plain.data, plain.len);
    finished(&plain);
    return 0;
}
