/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * What an operator may decide about the sealer. main asks once, before anything else is opened. Paths are absolute,
 * because the cage is built from them; whoever is in no list of peers gets no answer but "denied".
 */
#include "sealer/settings.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/err.h"
#include "base/num.h"

#include "base/banned.h"

#define SECTION "sealer"
#define CASES_MAX 100000
#define ATTEMPTS_MAX 100000
#define ATTEMPTS_DEFAULT 20
#define RUNS_DEFAULT "counsellor:1000 director:4000"
#define LIMITS_DEFAULT "counsellor:200 director:400 referent:0 host_manager:200 tutor:100 auditor:0 administrator:0"

static const char *const known[] = {"socket",       "directory",  "key",  "origin",         "peers_vault",
                                    "peers_worker", "peers_head", "user", "reads_per_hour", "matching_per_hour",
                                    "attempts_per_hour", NULL};

/* The role's place, or the first that is free; CEILING_ROLES: none is. */
static size_t place_of(struct ceiling_limits *limits, const char *word, size_t n)
{
    size_t i = 0;
    while (i < limits->roles && (strlen(limits->role[i].role) != n || memcmp(limits->role[i].role, word, n) != 0))
        i++;
    return i;
}

static int limits_add(struct ceiling_limits *limits, const char *p, size_t n, bool runs, uint32_t *seen)
{
    const char *colon = memchr(p, ':', n);
    size_t word = colon ? (size_t)(colon - p) : 0;
    int64_t cases;
    if (word == 0 || word >= LINE_WORD)
        return ERR_FORMAT;
    size_t i = place_of(limits, p, word);
    if (i == CEILING_ROLES)
        return ERR_LIMIT;
    if (*seen & 1u << i)
        return ERR_FORMAT;
    int err = num_parse_i64(colon + 1, n - word - 1, 0, CASES_MAX, &cases);
    if (err)
        return err;
    if (i == limits->roles) {
        limits->roles++;
        memcpy(limits->role[i].role, p, word);
    }
    *(runs ? &limits->role[i].matched : &limits->role[i].cases) = (uint32_t)cases;
    *seen |= 1u << i;
    return ERR_OK;
}

static int limits_read(struct ceiling_limits *limits, const char *text, bool runs)
{
    uint32_t seen = 0;
    int err = ERR_OK;
    for (const char *p = text + strspn(text, " "); !err && *p; p += strspn(p, " ")) {
        size_t n = strcspn(p, " ");
        err = limits_add(limits, p, n, runs, &seen);
        p += n;
    }
    return err;
}

/* "counsellor:200 director:400": at most CEILING_ROLES roles, each once, 0 to 100000 cases; reads as reads_per_hour
 * says them, runs as matching_per_hour does. ERR_FORMAT or ERR_LIMIT. */
static int read_limits(struct ceiling_limits *limits, const char *reads, const char *runs)
{
    memset(limits->role, 0, sizeof limits->role);
    limits->roles = 0;
    int err = limits_read(limits, reads, false);
    return err ? err : limits_read(limits, runs, true);
}

static int need(const struct conf *c, const char *key, const char **out, char why[256])
{
    *out = conf_str(c, SECTION, key, NULL);
    if (*out && **out)
        return ERR_OK;
    (void)snprintf(why, 256, "configuration: [" SECTION "] %s is missing", key);
    return ERR_FORMAT;
}

static int need_path(const struct conf *c, const char *key, const char **out, char why[256])
{
    int err = need(c, key, out, why);
    if (err || **out == '/')
        return err;
    (void)snprintf(why, 256, "configuration: [" SECTION "] %s must be an absolute path", key);
    return ERR_FORMAT;
}

static int read_uids(const struct conf *c, const char *key, struct settings_uids *list, char why[256])
{
    int err = ERR_OK;
    list->n = 0;
    if (conf_str(c, SECTION, key, NULL))
        err = conf_uids(c, SECTION, key, list->uid, SETTINGS_UIDS, &list->n);
    if (err)
        (void)snprintf(why, 256, "configuration: [" SECTION "] %s: user ids expected", key);
    return err;
}

static int read_numbers(struct settings *s, const struct conf *c, char why[256])
{
    int64_t user, attempts;
    int err = conf_int(c, SECTION, "user", 0, INT32_MAX, -1, &user);
    if (!err)
        err = conf_int(c, SECTION, "attempts_per_hour", 0, ATTEMPTS_MAX, ATTEMPTS_DEFAULT, &attempts);
    if (!err)
        err = read_limits(&s->limits, conf_str(c, SECTION, "reads_per_hour", LIMITS_DEFAULT),
                          conf_str(c, SECTION, "matching_per_hour", RUNS_DEFAULT));
    if (err) {
        (void)snprintf(why, 256, "configuration: [" SECTION "] user or one of the ceilings: not lawful");
        return err;
    }
    s->user = user < 0 ? (uid_t)-1 : (uid_t)user;
    s->limits.attempts = (uint32_t)attempts;
    return ERR_OK;
}

int settings_read(struct settings *s, const struct conf *c, char why[256])
{
    *s = (struct settings){.user = (uid_t)-1};
    int err = conf_check(c, SECTION, known, why);
    if (!err)
        err = need_path(c, "socket", &s->socket, why);
    if (!err)
        err = need_path(c, "directory", &s->directory, why);
    if (!err)
        err = need_path(c, "key", &s->key, why);
    if (!err)
        err = need(c, "origin", &s->origin, why);
    if (!err)
        err = read_uids(c, "peers_vault", &s->vault, why);
    if (!err)
        err = read_uids(c, "peers_worker", &s->worker, why);
    if (!err)
        err = read_uids(c, "peers_head", &s->head, why);
    if (!err)
        err = read_numbers(s, c, why);
    return err;
}
