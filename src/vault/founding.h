/* SPDX-License-Identifier: EUPL-1.2 */
/* The founding as files: what people bring and what they carry away. */
#ifndef JALON_VAULT_FOUNDING_H
#define JALON_VAULT_FOUNDING_H

#include <stdbool.h>

/* Paths, but for shares. */
struct founding {
    const char *root, *manifest;       /* made, read */
    const char *out, *codes, *recovery; /* made: what jalon found loads, the one-use codes, the recovery key */
    const char *shares;                /* "K/N"; NULL: the recovery key is in one piece */
    const char *recover, *export;      /* read: shares and export of a service whose root is lost; recover NULL: none */
    bool demonstration;
};

/* Ends the program with a sentence and a code of sysexits.h where it cannot be done. */
void founding_do(const struct founding *f);

#endif
