/* SPDX-License-Identifier: EUPL-1.2 */
/* What comes back when the root is gone: from the lines that `jalon recovery` exports and the recovery key, the secrets
 * of all organisations, and who had an account. No root is needed, none is made here. */
#ifndef JALON_VAULT_RECOVERY_H
#define JALON_VAULT_RECOVERY_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/uuid.h"

#define RECOVERY_ORGANISATIONS 2048 /* hosts are made while the service runs, and more than once get a pair */
#define RECOVERY_SECRETS 4096
#define RECOVERY_ACCOUNTS 4096
#define RECOVERY_WORD 65
#define RECOVERY_NAME 201

struct recovery {
    size_t organisations, secrets, accounts;
    uint32_t pair; /* generation of the recovery pair whose boxes these are */
    struct {
        struct uuid id;
        uint8_t kind; /* enum owner_kind */
        uint32_t generation;
        char name[RECOVERY_NAME];
    } organisation[RECOVERY_ORGANISATIONS];
    struct {
        size_t organisation; /* index */
        uint32_t generation;
        unsigned char secret[SECRET_KEY];
    } secret[RECOVERY_SECRETS];
    struct {
        struct uuid id;
        char login[RECOVERY_WORD];
        uint32_t generation; /* of the pair that is lost */
        uint32_t version;    /* authentication version */
    } account[RECOVERY_ACCOUNTS];
};

/* In locked memory; NULL when there is none. Free with recovery_free. */
struct recovery *recovery_alloc(void);
void recovery_free(struct recovery *r);
/* Lines "organisation UUID KIND GENERATION NAME", "recovery UUID GENERATION PAIR HEX" and "account UUID LOGIN
 * GENERATION VERSION", the organisations first. ERR_FORMAT or ERR_INTEGRITY (a box of another key) with *why by line.
 * */
int recovery_read(struct recovery *r, const struct buf *lines, const unsigned char private_key[SECRET_KEY],
                  char why[128]) __attribute__((warn_unused_result));

#endif
