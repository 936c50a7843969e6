/* SPDX-License-Identifier: EUPL-1.2 */
/* Whom to believe: the log's public key, and a head that this key has signed. */
#ifndef JALON_VERIFY_HEAD_H
#define JALON_VERIFY_HEAD_H

#include <stddef.h>

#include "audit/checkpoint.h"

#define HEAD_WHY 512

struct head_key {
    char origin[CHECKPOINT_ORIGIN + 1];
    unsigned char key[32];
};

/* The verifier key in a file of one line. On failure why has a sentence. ERR_NOTFOUND, ERR_IO, ERR_FORMAT. */
int head_key_load(struct head_key *k, const char *path, char why[HEAD_WHY]) __attribute__((warn_unused_result));
/* A checkpoint of this log, signed by this key. name stands for it in why. ERR_OK or ERR_INTEGRITY; c is only to be
 * used after ERR_OK. */
int head_check(struct checkpoint *c, const struct head_key *k, const char *note, size_t n, const char *name,
               char why[HEAD_WHY]) __attribute__((warn_unused_result));
/* The same for a file. Also ERR_NOTFOUND, ERR_IO. */
int head_load(struct checkpoint *c, const struct head_key *k, const char *path, char why[HEAD_WHY])
    __attribute__((warn_unused_result));

#endif
