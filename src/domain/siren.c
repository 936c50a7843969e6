/* SPDX-License-Identifier: EUPL-1.2 */
/* The key is Luhn's: from the right, every second digit counts double and as the sum of its digits; all of them
 * together are a multiple of ten. La Poste (356000000) keeps to it in its SIREN; only its SIRETs have another
 * key. */
#include "domain/siren.h"

#include "base/banned.h"

bool siren_fits(const char *s, size_t n)
{
    int sum = 0;

    if (n != SIREN_DIGITS)
        return false;
    for (size_t i = 0; i < n; i++) {
        int v = s[i] - '0';

        if (v < 0 || v > 9)
            return false;
        if (i % 2 == 1)
            v *= 2;
        sum += v > 9 ? v - 9 : v;
    }
    return sum > 0 && sum % 10 == 0;
}
