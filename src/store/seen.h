/* SPDX-License-Identifier: EUPL-1.2 */
/* What this process remembers of the sessions it saw lately: the role, so that a door that is not theirs stays shut
 * without a round trip, and when their idle time was last extended. Only a help: rights are decided by the database
 * each time, and forgetting costs one look-up. Safe between threads. */
#ifndef JALON_STORE_SEEN_H
#define JALON_STORE_SEEN_H

#include <stdbool.h>
#include <stdint.h>

#include "domain/role.h"

struct seen;

int seen_new(struct seen **out) __attribute__((warn_unused_result));
void seen_free(struct seen *s);
/* ROLE_NONE when it is not remembered, or was learned a minute ago or more: an account's role may change. Instants are
 * milliseconds of clock_mono_ms. */
enum role seen_role(struct seen *s, const unsigned char session[32], int64_t now_ms);
void seen_put(struct seen *s, const unsigned char session[32], enum role role, int64_t now_ms);
void seen_forget(struct seen *s, const unsigned char session[32]);
/* True at most once a minute for each session remembered, and always for one that is not. */
bool seen_touch_due(struct seen *s, const unsigned char session[32], int64_t now_ms);

#endif
