/* SPDX-License-Identifier: EUPL-1.2 */
/* The founding, as jalon_migrator, while it is open: one function a line of the founding file, all in one transaction
 * that closes the founding for good. A recovery opens it once more, for one transaction. */
#ifndef JALON_STORE_FOUND_H
#define JALON_STORE_FOUND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/uuid.h"
#include "store/conn.h"

struct found_bytes {
    const void *p;
    size_t n;
};

struct found_account {
    struct uuid id, org;
    const char *login, *name, *role;
    struct found_bytes record, public_key;
};

struct found_certificate {
    int kind, generation;
    struct uuid owner;
    bool officer;
    struct found_bytes public_key, mac;
};

struct found_box {
    int kind, recipient_kind, recipient_generation, subject_kind, subject_generation;
    struct uuid recipient, subject;
    struct found_bytes body;
};

/* ERR_DENIED everywhere: see found_closed, conn_sqlstate and conn_message; then only found_abort is left. */
int found_begin(struct conn *c) __attribute__((warn_unused_result));
/* The same over what is there: ends every session and takes every account and key of the lost root away. */
int found_begin_again(struct conn *c) __attribute__((warn_unused_result));
int found_mac_key(struct conn *c, const char *purpose, int key_id, struct found_bytes key)
    __attribute__((warn_unused_result));
/* A key of a running service, which follows the one that is there; a transaction of its own around all of them. */
int found_next_mac_key(struct conn *c, const char *purpose, int key_id, struct found_bytes key)
    __attribute__((warn_unused_result));
/* Drops the MAC keys before key_id. found_too_early: wait for a minute. */
int found_drop_mac_keys(struct conn *c, int key_id) __attribute__((warn_unused_result));
bool found_too_early(const struct conn *c);
/* Commits without closing anything. */
int found_commit_mac_keys(struct conn *c) __attribute__((warn_unused_result));
int found_demonstration(struct conn *c) __attribute__((warn_unused_result));
int found_decoy(struct conn *c, struct found_bytes record) __attribute__((warn_unused_result));
int found_organisation(struct conn *c, const struct uuid *id, const char *kind, const char *name)
    __attribute__((warn_unused_result));
int found_account(struct conn *c, const struct found_account *a) __attribute__((warn_unused_result));
int found_certificate(struct conn *c, const struct found_certificate *f) __attribute__((warn_unused_result));
int found_box(struct conn *c, const struct found_box *b) __attribute__((warn_unused_result));
/* Closes the founding and commits. */
int found_commit(struct conn *c) __attribute__((warn_unused_result));
void found_abort(struct conn *c);
/* The last failure was that the founding is closed already, or, after found_begin_again, that it never was. */
bool found_closed(const struct conn *c);
/* Appends the lines that a recovery begins with (src/vault/recovery.h), each with its LF. ERR_FORMAT: one of them is
 * no line of text. */
int found_recovery(struct conn *c, struct buf *out) __attribute__((warn_unused_result));

#endif
