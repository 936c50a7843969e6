/* SPDX-License-Identifier: EUPL-1.2 */
/* Loose on purpose: an extension or a foreign number is somebody's real one, and only the other side knows whether an
 * address exists. What is kept out is what could not be dialled or written to at all. */
#include <string.h>

#include "domain/reach.h"

#include "base/banned.h"

bool reach_phone_fits(const char *s, size_t n)
{
    bool digit = n == 0;

    for (size_t i = 0; i < n; i++) {
        if (s[i] >= '0' && s[i] <= '9')
            digit = true;
        else if (s[i] == '\0' || strchr(" +.-()", s[i]) == NULL)
            return false;
    }
    return digit;
}

bool reach_email_fits(const char *s, size_t n)
{
    const char *at = n == 0 ? NULL : memchr(s, '@', n);

    if (n == 0)
        return true;
    if (at == NULL || at == s || at == s + n - 1 || memchr(s, ' ', n) != NULL)
        return false;
    return memchr(at + 1, '@', (size_t)(s + n - at - 1)) == NULL;
}
