/* SPDX-License-Identifier: EUPL-1.2 */
/* Bodies: any bytes are refused or are an identity whose sealed form is sound, reads back as the same bytes, and holds
 * nothing that is not a line of text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/identity.h"
#include "base/err.h"
#include "base/text.h"
#include "domain/person.h"

#include "base/banned.h"

#define NOW 1795376671000000
#define BODY_MAX 16384

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

/* What was written, asked again as a request, must be written the same. */
static void again(const struct buf *plain)
{
    struct json_doc d SCOPED_JSON;
    struct buf body SCOPED_BUF;
    struct buf second SCOPED_BUF;
    struct buf person SCOPED_BUF;

    buf_init(&body, 2 * BODY_MAX);
    buf_init_secret(&second, BODY_MAX);
    buf_init_secret(&person, PERSON_TEXT);
    buf_str(&body, "{\"identity\":");
    buf_bytes(&body, plain->data, plain->len);
    buf_u8(&body, '}');
    if (identity_read(&d, body.data, body.len, NOW, &second, &person) != REFUSAL_NONE)
        abort();
    if (second.len != plain->len || memcmp(second.data, plain->data, plain->len) != 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    struct json_doc d SCOPED_JSON;
    struct buf plain SCOPED_BUF;
    struct buf person SCOPED_BUF;
    enum refusal r;

    json_start();
    (void)identity_is_sound(p, n);
    buf_init_secret(&plain, BODY_MAX);
    buf_init_secret(&person, PERSON_TEXT);
    r = identity_read(&d, p, n, NOW, &plain, &person);
    if (r != d.refusal && r != REFUSAL_NONE)
        abort();
    if (memchr(d.pointer, '\0', sizeof d.pointer) == NULL || !text_is_line(d.pointer, strlen(d.pointer)))
        abort();
    if (r != REFUSAL_NONE)
        return 0;
    if (buf_err(&plain) != ERR_OK || !identity_is_sound(plain.data, plain.len) || !text_is_line(plain.data, plain.len))
        abort();
    if (buf_err(&person) != ERR_OK || !text_is_line(person.data, person.len))
        abort();
    again(&plain);
    return 0;
}
