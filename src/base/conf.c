/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The strict reader of jalon.conf. A line is empty, a comment ('#' first), "[section]" or "key = value"; blanks
 * around each are dropped, everything else in the value stays, also '#' and quotes. A section opens once and a key
 * stands once in it. The text is kept whole; names and values point into it.
 */
#include "base/conf.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define CONF_BYTES 65536
#define CONF_ITEMS 256
#define WHY 256

struct item {
    const char *section;
    const char *key; /* NULL: the section's own line */
    const char *value;
    unsigned line;
};

struct conf {
    char *name;
    char *text;
    size_t items;
    struct item item[CONF_ITEMS];
};

__attribute__((format(printf, 2, 3))) static int refuse(char why[WHY], const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(why, WHY, fmt, ap);
    va_end(ap);
    return ERR_FORMAT;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* Drops blanks at both ends; s is cut in place. */
static char *trim(char *s)
{
    size_t n;

    while (is_blank(*s))
        s++;
    n = strlen(s);
    while (n > 0 && is_blank(s[n - 1]))
        n--;
    s[n] = 0;
    return s;
}

static bool is_name(const char *s)
{
    size_t n = strlen(s);

    return n > 0 && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_") == n;
}

static const struct item *find(const struct conf *c, const char *section, const char *key)
{
    for (size_t i = 0; i < c->items; i++) {
        const struct item *it = &c->item[i];

        if (strcmp(it->section, section) != 0 || (it->key == NULL) != (key == NULL))
            continue;
        if (key == NULL || strcmp(it->key, key) == 0)
            return it;
    }
    return NULL;
}

static int add(struct conf *c, struct item it, char why[WHY])
{
    const struct item *before = find(c, it.section, it.key);

    if (before != NULL)
        return refuse(why, "%s:%u: \"%s\" stands already in line %u", c->name, it.line,
                      it.key != NULL ? it.key : it.section, before->line);
    if (c->items == CONF_ITEMS) {
        (void)refuse(why, "%s:%u: more than %d entries", c->name, it.line, CONF_ITEMS);
        return ERR_LIMIT;
    }
    c->item[c->items++] = it;
    return ERR_OK;
}

static int read_line(struct conf *c, char *s, unsigned line, const char **section, char why[WHY])
{
    size_t n;
    char *equal, *value;

    s = trim(s);
    n = strlen(s);
    if (n == 0 || s[0] == '#')
        return ERR_OK;
    if (s[0] == '[') {
        if (s[n - 1] != ']')
            return refuse(why, "%s:%u: \"[\" without \"]\"", c->name, line);
        s[n - 1] = 0;
        *section = trim(s + 1);
        if (!is_name(*section))
            return refuse(why, "%s:%u: not a section name", c->name, line);
        return add(c, (struct item){*section, NULL, NULL, line}, why);
    }
    equal = strchr(s, '=');
    if (equal == NULL)
        return refuse(why, "%s:%u: neither section, nor comment, nor \"key = value\"", c->name, line);
    *equal = 0;
    s = trim(s);
    if (!is_name(s))
        return refuse(why, "%s:%u: not a key", c->name, line);
    if (*section == NULL)
        return refuse(why, "%s:%u: key before the first section", c->name, line);
    value = trim(equal + 1);
    if (!text_is_line(value, strlen(value)))
        return refuse(why, "%s:%u: control character or invalid UTF-8", c->name, line);
    return add(c, (struct item){*section, s, value, line}, why);
}

static int read_all(struct conf *c, char why[WHY])
{
    const char *section = NULL;
    unsigned line = 1;

    for (char *s = c->text, *next; s != NULL; s = next, line++) {
        int rc;

        next = strchr(s, '\n');
        if (next != NULL)
            *next++ = 0;
        rc = read_line(c, s, line, &section, why);
        if (rc != ERR_OK)
            return rc;
    }
    return ERR_OK;
}

int conf_parse(struct conf **out, const char *name, const void *text, size_t n, char why[WHY])
{
    struct conf *c;
    int rc;

    *out = NULL;
    if (n > CONF_BYTES) {
        (void)refuse(why, "%s: longer than %d bytes", name, CONF_BYTES);
        return ERR_LIMIT;
    }
    if (n > 0 && memchr(text, 0, n) != NULL)
        return refuse(why, "%s: not a text file", name);
    c = calloc(1, sizeof *c);
    if (c == NULL)
        goto nomem;
    c->name = strdup(name);
    c->text = calloc(1, n + 1);
    if (c->name == NULL || c->text == NULL)
        goto nomem;
    if (n > 0)
        memcpy(c->text, text, n);
    rc = read_all(c, why);
    if (rc != ERR_OK) {
        conf_free(c);
        return rc;
    }
    *out = c;
    return ERR_OK;
nomem:
    conf_free(c);
    (void)refuse(why, "%s: no memory", name);
    return ERR_NOMEM;
}

int conf_load(struct conf **out, const char *path, char why[WHY])
{
    struct buf b SCOPED_BUF;
    int rc;

    *out = NULL;
    buf_init_secret(&b, CONF_BYTES);
    rc = file_load(path, &b);
    if (rc != ERR_OK) {
        (void)refuse(why, "%s: %s", path,
                     rc == ERR_NOTFOUND ? "no such file"
                     : rc == ERR_LIMIT  ? "longer than 65536 bytes"
                                        : "cannot be read");
        return rc;
    }
    return conf_parse(out, path, b.data, b.len, why);
}

void conf_free(struct conf *c)
{
    if (c == NULL)
        return;
    free(c->name);
    free(c->text);
    free(c);
}

int conf_check(const struct conf *c, const char *section, const char *const *known, char why[WHY])
{
    for (size_t i = 0; i < c->items; i++) {
        const struct item *it = &c->item[i];
        const char *const *k = known;

        if (it->key == NULL || strcmp(it->section, section) != 0)
            continue;
        while (*k != NULL && strcmp(*k, it->key) != 0)
            k++;
        if (*k == NULL)
            return refuse(why, "%s:%u: unknown key \"%s\" in [%s]", c->name, it->line, it->key, section);
    }
    return ERR_OK;
}

const char *conf_str(const struct conf *c, const char *section, const char *key, const char *fallback)
{
    const struct item *it = find(c, section, key);

    return it != NULL ? it->value : fallback;
}

int conf_int(const struct conf *c, const char *section, const char *key, int64_t lo, int64_t hi, int64_t fallback,
             int64_t *out)
{
    const struct item *it = find(c, section, key);

    *out = fallback;
    return it != NULL ? num_parse_i64(it->value, strlen(it->value), lo, hi, out) : ERR_OK;
}

int conf_uids(const struct conf *c, const char *section, const char *key, uid_t *out, size_t max, size_t *n)
{
    const char *s = conf_str(c, section, key, "");

    *n = 0;
    while (*s != 0) {
        size_t len = strcspn(s, " ");
        int64_t uid;
        int rc;

        /* The last number is (uid_t)-1, which means "nobody" to the system calls. */
        rc = num_parse_i64(s, len, 0, (int64_t)UINT32_MAX - 1, &uid);
        if (rc != ERR_OK)
            return rc;
        if (*n == max)
            return ERR_LIMIT;
        out[(*n)++] = (uid_t)uid;
        s += len;
        while (*s == ' ')
            s++;
    }
    return ERR_OK;
}
