/* SPDX-License-Identifier: EUPL-1.2 */
/* Ages in completed years (« ans accomplis », the words of the code civil, art. 388 and 414), by the day and not by the
 * hour: the hour of a birth is not in our records. 1 March for a birth on 29 February is our choice. The other reading,
 * 28 February, is that of procedural delays (code de procédure civile, art. 641), which are not ages; and where one day
 * decides, the later birthday takes the side of the child. */
#include "domain/age.h"

#include "base/banned.h"

int age_on(const struct day *birth, const struct day *on)
{
    const struct day this_year = {on->year, birth->month, birth->day}; /* 29 February lies between the 28th and March */

    return on->year - birth->year - (day_compare(on, &this_year) < 0 ? 1 : 0);
}

bool age_is_minor(const struct day *birth, const struct day *on)
{
    return age_on(birth, on) < AGE_MAJORITY;
}

bool age_allows(const struct day *birth, const struct day *facts, const struct day *decision,
                const struct age_limits *least)
{
    return age_on(birth, facts) >= least->at_facts && age_on(birth, decision) >= least->at_decision;
}
