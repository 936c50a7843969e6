/* SPDX-License-Identifier: EUPL-1.2 */
/* A header is the first lines of a file, each "-- key: value", up to the first line that does not begin with "--".
 * What lies in a folder of sql/ is either such a file or hidden; a left-over copy of an editor is refused, not
 * guessed about. */
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "admin/scripts.h"

#include "base/err.h"
#include "base/file.h"

#include "base/banned.h"

#define TEXT_BYTES (4u << 20)

__attribute__((format(printf, 2, 3))) static int refuse(char why[SCRIPTS_WHY], const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(why, SCRIPTS_WHY, fmt, ap);
    va_end(ap);
    return ERR_FORMAT;
}

static bool is_lower(const char *s, size_t n)
{
    return n > 0 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") >= n;
}

/* "0001-name.sql" for patches, "name.sql" otherwise. */
static bool good_name(const char *name, bool patch)
{
    size_t n = strlen(name);

    if (n >= SCRIPTS_NAME || n < 5 || strcmp(name + n - 4, ".sql") != 0 || !is_lower(name, n - 4))
        return false;
    return !patch || (strspn(name, "0123456789") >= 4 && name[4] == '-' && n > 9);
}

static int visible(const struct dirent *e)
{
    return e->d_name[0] != '.';
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The value of a header line "-- key: value", or NULL; *n is its length. */
static const char *header(const char *text, const char *key, size_t *n)
{
    size_t key_n = strlen(key);

    for (const char *p = text; strncmp(p, "--", 2) == 0;) {
        const char *eol = strchrnul(p, '\n');

        if (strncmp(p, "-- ", 3) == 0 && strncmp(p + 3, key, key_n) == 0 && strncmp(p + 3 + key_n, ": ", 2) == 0) {
            *n = (size_t)(eol - p) - key_n - 5;
            return p + key_n + 5;
        }
        p = *eol == '\0' ? eol : eol + 1;
    }
    return NULL;
}

static bool header_is(const char *text, const char *key, const char *value)
{
    size_t n;
    const char *s = header(text, key, &n);

    return s != NULL && n == strlen(value) && memcmp(s, value, n) == 0;
}

static int read_header(struct script *s, bool patch, const char *before, char why[SCRIPTS_WHY])
{
    const char *text = (const char *)s->text.data;

    if (header_is(text, "owner", "jalon_sec"))
        s->owner = MIGRATE_SEC;
    else if (header_is(text, "owner", "jalon_owner"))
        s->owner = MIGRATE_OWNER;
    else
        return refuse(why, "%s: owner in its header is neither jalon_sec nor jalon_owner", s->name);
    if (!patch)
        return ERR_OK;
    (void)snprintf(s->entry.patch, sizeof s->entry.patch, "%.4s", s->name);
    (void)snprintf(s->entry.after, sizeof s->entry.after, "%s", before);
    if (!header_is(text, "patch", s->entry.patch))
        return refuse(why, "%s: its header does not say patch: %s", s->name, s->entry.patch);
    if (!header_is(text, "after", before))
        return refuse(why, "%s: its header does not say after: %s", s->name, before);
    return ERR_OK;
}

static int load_one(struct script *s, const char *folder, const char *name, char why[SCRIPTS_WHY])
{
    char path[4096];
    int n = snprintf(path, sizeof path, "%s/%s", folder, name);

    if (n < 0 || (size_t)n >= sizeof path)
        return ERR_LIMIT;
    (void)snprintf(s->name, sizeof s->name, "%s", name);
    buf_init(&s->text, TEXT_BYTES);
    int rc = file_load(path, &s->text);
    if (rc == ERR_OK && buf_cstr(&s->text) == NULL)
        rc = buf_err(&s->text);
    if (rc != ERR_OK)
        (void)refuse(why, "%s: %s", path, err_name(rc));
    else if (memchr(s->text.data, '\0', s->text.len) != NULL)
        return refuse(why, "%s: a NUL byte in it", path);
    return rc;
}

static int load_all(struct scripts *s, const char *folder, struct dirent **names, size_t n, bool patches,
                    char why[SCRIPTS_WHY])
{
    s->script = calloc(n == 0 ? 1 : n, sizeof *s->script);
    if (s->script == NULL)
        return ERR_NOMEM;
    for (size_t i = 0; i < n; i++) {
        const char *before = s->n == 0 ? "none" : s->script[s->n - 1].entry.patch;
        struct script *one = &s->script[s->n];

        if (!good_name(names[i]->d_name, patches))
            return refuse(why, "%s/%s: not the name of a file that belongs here", folder, names[i]->d_name);
        int rc = load_one(one, folder, names[i]->d_name, why);
        s->n++; /* so that its text is released */
        if (rc == ERR_OK)
            rc = read_header(one, patches, before, why);
        if (rc != ERR_OK)
            return rc;
    }
    return ERR_OK;
}

int scripts_load(struct scripts *s, const char *folder, bool patches, char why[SCRIPTS_WHY])
{
    struct dirent **names = NULL;
    int n = scandir(folder, &names, visible, by_bytes);
    int rc;

    *s = (struct scripts){0};
    why[0] = '\0';
    if (n < 0) {
        (void)refuse(why, "%s: no such folder, or it cannot be read", folder);
        return ERR_NOTFOUND;
    }
    rc = n <= MIGRATE_MAX ? load_all(s, folder, names, (size_t)n, patches, why) : ERR_LIMIT;
    for (int i = 0; i < n; i++)
        free(names[i]);
    free(names);
    if (rc != ERR_OK && why[0] == '\0')
        (void)refuse(why, "%s: %s", folder, err_name(rc));
    return rc;
}

void scripts_release(struct scripts *s)
{
    for (size_t i = 0; i < s->n; i++)
        buf_release(&s->script[i].text);
    free(s->script);
    *s = (struct scripts){0};
}
