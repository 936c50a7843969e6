/* SPDX-License-Identifier: EUPL-1.2 */
/* The demonstration's accounts, how far its loading has come, and the files that say so. */
#ifndef JALON_ADMIN_CAST_H
#define JALON_ADMIN_CAST_H

#include <stdbool.h>
#include <stddef.h>

#include "admin/invented.h"
#include "base/uuid.h"
#include "domain/day.h"

#define CAST_ACCOUNTS 64
#define CAST_WHY 256

struct cast_account {
    char login[65];
    char role[32];
    char name[201];
    char organisation[201];
    char code[65];        /* activation code, "" when the codes file has none */
    char password[65];    /* "" until one was made */
    char totp_secret[65]; /* base32 */
    bool confirmed;       /* password and second factor are the account's */
};

struct cast {
    struct cast_account account[CAST_ACCOUNTS];
    size_t n;
    bool opened[INVENTED_PEOPLE]; /* the person's case is there */
    struct uuid case_id[INVENTED_PEOPLE];
    bool kept[INVENTED_PEOPLE]; /* and its measure is as far as it comes */
    struct uuid measure_id[INVENTED_PEOPLE];
    bool told[INVENTED_PEOPLE]; /* and her placements are, and what the judge is told */
    struct day began; /* from which the demonstration counts its days; of year 0: it has not begun */
    bool ended; /* nothing is left to do */
};

/* Accounts of a founding manifest. ERR_FORMAT, ERR_NOTFOUND with *why. */
int cast_read_manifest(struct cast *c, const char *path, char why[CAST_WHY]) __attribute__((warn_unused_result));
/* Codes, "LOGIN CODE" a line; logins that are not in the cast are passed over. */
int cast_read_codes(struct cast *c, const char *path, char why[CAST_WHY]) __attribute__((warn_unused_result));
/* What an earlier run kept; nothing when there is no such file. */
int cast_load(struct cast *c, const char *path, char why[CAST_WHY]) __attribute__((warn_unused_result));
int cast_save(const struct cast *c, const char *path) __attribute__((warn_unused_result));
/* The accounts as JSON, an array with one account a line: login, password, totp_secret, role, name, organisation. */
int cast_write_json(const struct cast *c, const char *path) __attribute__((warn_unused_result));

#endif
