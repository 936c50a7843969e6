/* SPDX-License-Identifier: EUPL-1.2 */
/* One try to prove who somebody is, whichever verb it comes by: the entry before, the count by account, the entry
 * after. The subject of an entry is a pseudonym: of the user where the record is somebody's, else of the login that was
 * typed, so that known and unknown names run into the same ceiling. */
#ifndef JALON_VAULT_ATTEMPT_H
#define JALON_VAULT_ATTEMPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rd.h"
#include "vault/record.h"
#include "vault/vault.h"

struct attempt {
    const unsigned char *login, *record_p, *password; /* into the request */
    size_t login_n, record_n, password_n;
    char claimed[65];
    struct record record;
    unsigned char subject[16];
};

void attempt_wipe(struct attempt *a);
#define SCOPED_ATTEMPT __attribute__((cleanup(attempt_wipe))) = {0}

/* lv8 login, lv16 record, lv16 password (or code). */
void attempt_read(struct attempt *a, struct rd *in);
void attempt_read_claimed(struct attempt *a, struct rd *in); /* lv8 */
/* The entry before. WIRE_OK; WIRE_CEILING (do the work all the same, then attempt_end says no); WIRE_UNAVAILABLE. A
 * record that is not of this root becomes a decoy. kind: "sign_in" or "activation", the object of the entries. */
uint16_t attempt_begin(struct vault_talk *t, struct attempt *a, const char *kind);
/* The entry after. WIRE_OK when good and recorded, else WIRE_DENIED or WIRE_UNAVAILABLE. */
uint16_t attempt_end(struct vault_talk *t, const struct attempt *a, const char *kind, uint16_t begun, bool good);

#endif
