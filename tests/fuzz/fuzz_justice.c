/* SPDX-License-Identifier: EUPL-1.2 */
/* What justice said of a measure, as requests and as sealed bytes. */
#include "sealed_form.h"

#include "api/justice.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const struct sealed_form form = {justice_read, justice_put};

    return sealed_form_one(&form, p, n);
}
