/* SPDX-License-Identifier: EUPL-1.2 */
/* liboath does the arithmetic, as in the vault; here it stands on the other side of the wire. */
#include <liboath/oath.h>
#include <stdlib.h>

#include "admin/totp.h"

#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

int64_t totp_step(int64_t now_us)
{
    return now_us / (TOTP_SECONDS * INT64_C(1000000));
}

int totp_code(const char *secret, size_t n, int64_t step, char out[TOTP_CODE + 1])
{
    char *key = NULL;
    size_t key_n = 0;
    int rc = ERR_FORMAT;

    if (step >= 0 && oath_base32_decode(secret, n, &key, &key_n) == OATH_OK && key_n > 0 &&
        oath_hotp_generate(key, key_n, (uint64_t)step, TOTP_CODE, false, OATH_HOTP_DYNAMIC_TRUNCATION, out) == OATH_OK)
        rc = ERR_OK;
    secret_discard(key, key_n);
    return rc;
}
