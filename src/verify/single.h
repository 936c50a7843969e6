/* SPDX-License-Identifier: EUPL-1.2 */
/* One entry with its proof, judged without the log. */
#ifndef JALON_VERIFY_SINGLE_H
#define JALON_VERIFY_SINGLE_H

#include <stddef.h>
#include <stdint.h>

#include "verify/head.h"

struct single {
    struct checkpoint head;
    uint64_t index;
    int64_t at_us;
};

/* proof: a tlog-proof; entry: the exact bytes of the entry. ERR_INTEGRITY: why says what is wrong. ERR_NOMEM. */
int single_check(struct single *s, const struct head_key *k, const char *proof, size_t proof_n, const void *entry,
                 size_t entry_n, char why[HEAD_WHY]) __attribute__((warn_unused_result));

#endif
