/* SPDX-License-Identifier: EUPL-1.2 */
/* The code that a person's telephone would show (RFC 6238, SHA-1, 30 s, 6 digits): the demonstration plays the
 * telephone. */
#ifndef JALON_ADMIN_TOTP_H
#define JALON_ADMIN_TOTP_H

#include <stddef.h>
#include <stdint.h>

#define TOTP_CODE 6
#define TOTP_SECONDS 30

/* Number of the step that the instant, in microseconds since 1970, falls in. */
int64_t totp_step(int64_t now_us);
/* secret: n characters of base32. ERR_OK or ERR_FORMAT. */
int totp_code(const char *secret, size_t n, int64_t step, char out[TOTP_CODE + 1]) __attribute__((warn_unused_result));

#endif
