/* SPDX-License-Identifier: EUPL-1.2 */
/* Manifest lines. Whoever writes one is an administrator with the codes in his hand, so the aim is clear errors, by
 * line, before anything is made. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vault/manifest.h"

#include "base/err.h"
#include "base/text.h"
#include "vault/box.h"
#include "vault/recovery.h"

#include "base/banned.h"

static const struct {
    uint8_t kind;
    const char *name;
} kinds[] = {{OWNER_UNIT, "unit"}, {OWNER_HOST, "host"}, {OWNER_AUDIT, "audit"}, {OWNER_SERVICE, "service"}};

/* Which roles there are, and in which kind of organisation. */
static const struct {
    uint8_t kind;
    const char *role;
} roles[] = {{OWNER_UNIT, "counsellor"}, {OWNER_UNIT, "director"},     {OWNER_UNIT, "referent"},
             {OWNER_HOST, "host_manager"}, {OWNER_HOST, "tutor"},      {OWNER_AUDIT, "auditor"},
             {OWNER_SERVICE, "administrator"}};

#define ROLES (sizeof roles / sizeof *roles)

const char *manifest_kind_name(uint8_t kind)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].kind == kind)
            return kinds[i].name;
    return "unknown";
}

/* The next word of the line into out; false when there is none or it is too long or not plain lower case. */
static bool word(const char **p, const char *end, char out[MANIFEST_WORD])
{
    size_t n = 0;
    while (*p < end && **p == ' ')
        (*p)++;
    while (*p < end && **p != ' ') {
        char c = **p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
        if (!plain || n + 1 >= MANIFEST_WORD)
            return false;
        out[n++] = c;
        (*p)++;
    }
    out[n] = '\0';
    return n > 0;
}

/* The rest of the line, without the spaces around it. */
static bool name(const char *p, const char *end, char out[MANIFEST_NAME])
{
    while (p < end && *p == ' ')
        p++;
    while (end > p && end[-1] == ' ')
        end--;
    size_t n = (size_t)(end - p);
    if (n == 0 || n >= MANIFEST_NAME || !text_is_line(p, n))
        return false;
    memcpy(out, p, n);
    out[n] = '\0';
    return true;
}

static const char *read_organisation(struct manifest *m, size_t most, const char *p, const char *end)
{
    char kind[MANIFEST_WORD];
    struct manifest_organisation *o = &m->organisation[m->organisations];
    if (m->organisations >= most)
        return "too many organisations";
    if (!word(&p, end, o->key) || !word(&p, end, kind) || !name(p, end, o->name))
        return "organisation KEY KIND NAME expected";
    for (size_t i = 0; i < m->organisations; i++)
        if (strcmp(m->organisation[i].key, o->key) == 0)
            return "organisation key used twice";
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, kind) == 0)
            o->kind = kinds[i].kind;
    if (o->kind == 0)
        return "unknown kind of organisation";
    uuid_random(&o->id);
    o->generation = 1;
    m->organisations++;
    return NULL;
}

static const char *read_account(struct manifest *m, size_t most, const char *p, const char *end)
{
    char key[MANIFEST_WORD];
    struct manifest_account *a = &m->account[m->accounts];
    if (m->accounts >= most)
        return "too many accounts";
    if (!word(&p, end, a->login) || !word(&p, end, a->role) || !word(&p, end, key) || !name(p, end, a->name))
        return "account LOGIN ROLE ORGANISATION NAME expected";
    if (strlen(a->login) > 64)
        return "login too long";
    for (size_t i = 0; i < m->accounts; i++)
        if (strcmp(m->account[i].login, a->login) == 0)
            return "login used twice";
    size_t role = 0;
    while (role < ROLES && strcmp(roles[role].role, a->role) != 0)
        role++;
    if (role == ROLES)
        return "unknown role";
    for (size_t i = 0; i < m->organisations; i++)
        if (strcmp(m->organisation[i].key, key) == 0) {
            if (m->organisation[i].kind != roles[role].kind)
                return "no such role in this kind of organisation";
            a->organisation = i;
            m->accounts++;
            return NULL;
        }
    return "unknown organisation";
}

_Static_assert(RECOVERY_NAME == MANIFEST_NAME && UUID_TEXT < MANIFEST_WORD, "a recovered organisation fits");

static void take_recovered(struct manifest *m, size_t most, const struct recovery *r)
{
    for (size_t i = 0; i < r->organisations && m->organisations < most; i++) {
        struct manifest_organisation *o = &m->organisation[m->organisations++];
        uuid_format(&r->organisation[i].id, o->key);
        memcpy(o->name, r->organisation[i].name, sizeof o->name);
        o->kind = r->organisation[i].kind;
        o->id = r->organisation[i].id;
        o->generation = r->organisation[i].generation;
    }
}

static const char *read_line(struct manifest *m, size_t most_organisations, size_t most_accounts, const char *p,
                             const char *end)
{
    char what[MANIFEST_WORD];
    if (p == end || *p == '#')
        return NULL;
    if (!word(&p, end, what))
        return "not understood";
    if (strcmp(what, "organisation") == 0)
        return read_organisation(m, most_organisations, p, end);
    if (strcmp(what, "account") == 0)
        return read_account(m, most_accounts, p, end);
    return "not understood";
}

int manifest_parse(struct manifest *m, const char *text, size_t n, size_t most_organisations, size_t most_accounts,
                   const struct recovery *known, char why[128])
{
    const char *p = text, *end = text + n;
    memset(m, 0, sizeof *m);
    m->organisation = calloc(most_organisations, sizeof *m->organisation);
    m->account = calloc(most_accounts, sizeof *m->account);
    if (m->organisation == NULL || m->account == NULL)
        return ERR_NOMEM;
    if (known != NULL) {
        take_recovered(m, most_organisations, known);
        most_organisations = m->organisations;
    }
    for (unsigned line = 1; p < end; line++) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        if (eol == NULL)
            eol = end;
        const char *wrong = read_line(m, most_organisations, most_accounts, p, eol);
        if (wrong != NULL) {
            (void)snprintf(why, 128, "line %u: %s", line, wrong);
            return ERR_FORMAT;
        }
        p = eol < end ? eol + 1 : end;
    }
    if (m->accounts == 0) {
        (void)snprintf(why, 128, "no account");
        return ERR_FORMAT;
    }
    return ERR_OK;
}

void manifest_release(struct manifest *m)
{
    free(m->organisation);
    free(m->account);
    m->organisation = NULL;
    m->account = NULL;
}
