/* SPDX-License-Identifier: EUPL-1.2 */
/* What use cases share that need the database alone: one transaction of one round trip, and writes that are safe to
 * send twice. */
#ifndef JALON_APP_ASKING_H
#define JALON_APP_ASKING_H

#include "app/service.h"
#include "base/uuid.h"
#include "store/conn.h"
#include "store/page.h"
#include "wire/vault_msg.h"

/* Two hashes are all that the database sees of a client's key and request; the second is keyed with the key, so that
 * it cannot compare requests that it was not given. */
struct asking_key {
    unsigned char key[32];
    unsigned char digest[32];
};

/* about is the resource of the path, or NULL: the same body sent to another one is another request. */
void asking_key_make(struct asking_key *k, const struct uuid *key, const struct uuid *about,
                     struct vault_bytes request);

/* What a write that makes something gives back. */
struct asking_made {
    struct uuid id;
    bool replayed; /* the first answer was lost and this is it again */
};

/* Reads the result of the steps into out; called once, after they ran. */
typedef int (*asking_read)(const struct conn_step *steps, void *out);

/* Runs n steps in one transaction and reads them. read may be NULL. */
int asking_once(struct service *s, const struct service_caller *c, struct conn_step *steps, size_t n, asking_read read,
                void *out, enum refusal *no) __attribute__((warn_unused_result));
/* For a step that gives (id, replayed). */
int asking_read_made(const struct conn_step *step, void *made);
/* For a step that gives the new version, an int32_t. */
int asking_read_version(const struct conn_step *step, void *version);

#endif
