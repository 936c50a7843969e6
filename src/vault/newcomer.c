/* SPDX-License-Identifier: EUPL-1.2 */
/* The pair is made here and not at enrolment, so that its certificate exists from the first moment and boxes can be
 * made for somebody who has not come yet. Until then only the code opens the private half, and only together with the
 * root. */
#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

#include "vault/newcomer.h"

#include "base/clock.h"
#include "base/err.h"
#include "vault/record.h"

#include "base/banned.h"

#define CODE_BYTES 15
#define CODE_CHARACTERS 24

void newcomer_wipe(struct newcomer *n)
{
    secret_wipe(n, sizeof *n);
}

/* A code for a person's eyes: base32 in groups of six. */
static int make_code(char out[NEWCOMER_CODE])
{
    unsigned char bytes[CODE_BYTES];
    char *text = NULL;
    size_t n = 0, k = 0;
    secret_random(bytes, sizeof bytes);
    int rc = oath_base32_encode((const char *)bytes, sizeof bytes, &text, &n);
    secret_wipe(bytes, sizeof bytes);
    if (rc != OATH_OK || n != CODE_CHARACTERS) {
        free(text);
        return ERR_NOMEM;
    }
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % 6 == 0)
            out[k++] = '-';
        out[k++] = text[i];
    }
    out[k] = '\0';
    secret_discard(text, n);
    return ERR_OK;
}

int newcomer_make(struct newcomer *n, const struct root *root, const struct uuid *user, uint32_t generation,
                  uint32_t version, bool officer, struct buf *record)
{
    struct record r SCOPED_RECORD;
    struct secret_key private_key SCOPED_KEY;
    unsigned char nobody[RECORD_TOTP];
    int err = make_code(n->code);
    if (err != ERR_OK)
        return err;
    n->certificate = (struct box_certificate){.kind = OWNER_USER, .owner = *user, .generation = generation,
                                              .officer = officer};
    box_pair(n->certificate.public_key, private_key.b);
    n->code_end_us = clock_now_us() + NEWCOMER_CODE_DAYS * 86400 * INT64_C(1000000);
    secret_random(nobody, sizeof nobody); /* no second factor yet: a secret that nobody has */
    r.expires_us = n->code_end_us;
    err = record_make(&r, root, RECORD_ENROL, user, version, n->code, strlen(n->code), private_key.b, nobody);
    if (err != ERR_OK)
        return err;
    record_format(&r, root, record);
    return buf_err(record);
}
