/* SPDX-License-Identifier: EUPL-1.2 */
/* A sealed profile as values, for the matching. */
#ifndef JALON_API_PROFILE_FACTS_H
#define JALON_API_PROFILE_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "domain/profile.h"

/* A match_case_reader. false, and out wiped: bytes that profile_put would not put out. */
bool profile_facts_read(const void *record, size_t n, struct profile *out);

#endif
