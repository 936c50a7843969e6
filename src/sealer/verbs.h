/* SPDX-License-Identifier: EUPL-1.2 */
/* Every door of the sealer: one table. */
#ifndef JALON_SEALER_VERBS_H
#define JALON_SEALER_VERBS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rd.h"
#include "sealer/head.h"
#include "sealer/journal.h"
#include "sealer/sequence.h"
#include "wire/frame.h"

/* Who is asking, by user id; one id may be in several. */
enum verbs_peer {
    PEER_VAULT = 1,
    PEER_WORKER = 2,
    PEER_HEAD = 4
};

struct verbs_log {
    struct sequence *sequence;
    struct head *head;
    struct journal_cursor tail; /* where the worker's last reading ended */
};

/* Reads its request to the last byte and fills the reply. */
typedef enum wire_status (*verbs_answer_fn)(struct verbs_log *log, struct rd *request, struct buf *reply);

struct verb {
    uint16_t number;
    unsigned peers;         /* any of these may */
    uint32_t body_max;
    bool writes;            /* of the two that append: the worker's */
    verbs_answer_fn answer; /* NULL: appends, goes into the batch */
};

/* NULL: there is no such verb. */
const struct verb *verbs_find(uint16_t number);

#endif
