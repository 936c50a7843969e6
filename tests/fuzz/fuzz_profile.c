/* SPDX-License-Identifier: EUPL-1.2 */
/* Profiles for matching, as requests and as sealed bytes. */
#include "sealed_form.h"

#include "api/profile.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const struct sealed_form form = {profile_read, profile_put};

    return sealed_form_one(&form, p, n);
}
