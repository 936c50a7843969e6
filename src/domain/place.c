/* SPDX-License-Identifier: EUPL-1.2 */
/* As strict as the columns that take them, so that no code is refused by the database for its form. */
#include <string.h>

#include "domain/place.h"

#include "base/banned.h"

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

bool place_insee_fits(const char *s, size_t n)
{
    return n == PLACE_INSEE && digit(s[0]) && (digit(s[1]) || s[1] == 'A' || s[1] == 'B') && digit(s[2]) &&
           digit(s[3]) && digit(s[4]);
}

bool place_departement_fits(const char *s, size_t n)
{
    if (n == 3)
        return memcmp(s, "97", 2) == 0 && s[2] >= '1' && s[2] <= '8';
    if (n != 2)
        return false;
    if (s[1] == 'A' || s[1] == 'B')
        return s[0] == '2';
    return digit(s[0]) && digit(s[1]) && memcmp(s, "00", 2) > 0 && memcmp(s, "95", 2) <= 0 && memcmp(s, "20", 2) != 0;
}
