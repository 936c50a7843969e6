/* SPDX-License-Identifier: EUPL-1.2 */
/* Three small texts in, two out. The state is written before each step that cannot be taken back, so that no
 * password is ever lost between an account and its file; both outputs are for their owner's eyes (0600). */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "admin/cast.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/num.h"
#include "base/text.h"

#include "base/banned.h"

#define FILE_BYTES (1u << 18)
#define ORGANISATIONS 64

struct organisation {
    char key[65];
    char name[201];
};

struct reading {
    struct cast *cast;
    struct organisation organisation[ORGANISATIONS];
    size_t organisations;
};

/* One line; false when it is not understood. */
typedef bool (*line_fn)(struct reading *r, const char *p, const char *end);

__attribute__((format(printf, 2, 3))) static int refuse(char why[CAST_WHY], const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    (void)vsnprintf(why, CAST_WHY, fmt, ap);
    va_end(ap);
    return ERR_FORMAT;
}

/* The next word into out; false when there is none or it does not fit. */
static bool word(const char **p, const char *end, char *out, size_t max)
{
    size_t n = 0;

    while (*p < end && **p == ' ')
        (*p)++;
    while (*p < end && **p != ' ' && n + 1 < max)
        out[n++] = *(*p)++;
    out[n] = '\0';
    return n > 0 && (*p == end || **p == ' ');
}

static bool rest(const char *p, const char *end, char *out, size_t max)
{
    while (p < end && *p == ' ')
        p++;
    size_t n = (size_t)(end - p);
    if (n == 0 || n >= max || !text_is_line(p, n))
        return false;
    memcpy(out, p, n);
    out[n] = '\0';
    return true;
}

static struct cast_account *find(struct cast *c, const char *login)
{
    for (size_t i = 0; i < c->n; i++)
        if (strcmp(c->account[i].login, login) == 0)
            return &c->account[i];
    return NULL;
}

static int each_line(struct reading *r, const char *path, line_fn fn, char why[CAST_WHY])
{
    struct buf text SCOPED_BUF;

    buf_init_secret(&text, FILE_BYTES);
    int rc = file_load(path, &text);
    if (rc != ERR_OK) {
        (void)refuse(why, "%s: %s", path, err_name(rc));
        return rc;
    }
    const char *p = (const char *)text.data, *end = p + text.len;
    for (unsigned line = 1; p < end; line++) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));

        if (eol == NULL)
            eol = end;
        if (eol > p && *p != '#' && !fn(r, p, eol))
            return refuse(why, "%s:%u: not understood", path, line);
        p = eol < end ? eol + 1 : end;
    }
    return ERR_OK;
}

static bool manifest_account(struct reading *r, const char *p, const char *end)
{
    char key[65];
    struct cast *c = r->cast;

    if (c->n == CAST_ACCOUNTS)
        return false;
    struct cast_account *a = &c->account[c->n];
    if (!word(&p, end, a->login, sizeof a->login) || !word(&p, end, a->role, sizeof a->role) ||
        !word(&p, end, key, sizeof key) || !rest(p, end, a->name, sizeof a->name) || find(c, a->login) != NULL)
        return false;
    for (size_t i = 0; i < r->organisations; i++) {
        if (strcmp(r->organisation[i].key, key) == 0) {
            memcpy(a->organisation, r->organisation[i].name, sizeof a->organisation);
            c->n++;
            return true;
        }
    }
    return false;
}

static bool manifest_line(struct reading *r, const char *p, const char *end)
{
    char what[16], kind[16];

    if (!word(&p, end, what, sizeof what))
        return false;
    if (strcmp(what, "account") == 0)
        return manifest_account(r, p, end);
    if (strcmp(what, "organisation") != 0 || r->organisations == ORGANISATIONS)
        return false;
    struct organisation *o = &r->organisation[r->organisations++];
    return word(&p, end, o->key, sizeof o->key) && word(&p, end, kind, sizeof kind) &&
           rest(p, end, o->name, sizeof o->name);
}

static bool code_line(struct reading *r, const char *p, const char *end)
{
    char login[65], code[65];

    if (!word(&p, end, login, sizeof login) || !word(&p, end, code, sizeof code) || p != end)
        return false;
    struct cast_account *a = find(r->cast, login);
    if (a != NULL)
        memcpy(a->code, code, sizeof a->code);
    return true;
}

static bool state_number(const char **p, const char *end, int64_t *i)
{
    char number[8];

    return word(p, end, number, sizeof number) &&
           num_parse_i64(number, strlen(number), 0, INVENTED_PEOPLE - 1, i) == ERR_OK;
}

/* NUMBER ID of an invented person's case or measure. */
static bool state_id(const char *p, const char *end, bool *there, struct uuid *ids)
{
    char id[UUID_TEXT + 1];
    int64_t i;

    if (!state_number(&p, end, &i) || !word(&p, end, id, sizeof id) || p != end ||
        uuid_parse(&ids[i], id, strlen(id)) != ERR_OK)
        return false;
    there[i] = true;
    return true;
}

static bool state_told(struct cast *c, const char *p, const char *end)
{
    int64_t i;

    return state_number(&p, end, &i) && p == end && (c->told[i] = true);
}

static bool state_began(struct cast *c, const char *p, const char *end)
{
    char day[DAY_TEXT + 2];

    return word(&p, end, day, sizeof day) && p == end && day_parse(&c->began, day, strlen(day)) == ERR_OK;
}

static bool state_line(struct reading *r, const char *p, const char *end)
{
    char what[16], login[65];
    struct cast *c = r->cast;

    if (!word(&p, end, what, sizeof what))
        return false;
    if (strcmp(what, "end") == 0)
        return c->ended = p == end;
    if (strcmp(what, "began") == 0)
        return state_began(c, p, end);
    if (strcmp(what, "told") == 0)
        return state_told(c, p, end);
    if (strcmp(what, "case") == 0)
        return state_id(p, end, c->opened, c->case_id);
    if (strcmp(what, "measure") == 0)
        return state_id(p, end, c->kept, c->measure_id);
    struct cast_account *a = word(&p, end, login, sizeof login) ? find(c, login) : NULL;
    if (a == NULL)
        return false;
    if (strcmp(what, "confirmed") == 0)
        return a->confirmed = p == end;
    return strcmp(what, "account") == 0 && word(&p, end, a->password, sizeof a->password) &&
           word(&p, end, a->totp_secret, sizeof a->totp_secret) && p == end;
}

int cast_read_manifest(struct cast *c, const char *path, char why[CAST_WHY])
{
    struct reading r = {.cast = c};

    return each_line(&r, path, manifest_line, why);
}

int cast_read_codes(struct cast *c, const char *path, char why[CAST_WHY])
{
    struct reading r = {.cast = c};

    return each_line(&r, path, code_line, why);
}

int cast_load(struct cast *c, const char *path, char why[CAST_WHY])
{
    struct reading r = {.cast = c};
    int rc = each_line(&r, path, state_line, why);

    return rc == ERR_NOTFOUND ? ERR_OK : rc;
}

int cast_save(const struct cast *c, const char *path)
{
    struct buf out SCOPED_BUF;
    char id[UUID_TEXT + 1];

    buf_init_secret(&out, FILE_BYTES);
    for (size_t i = 0; i < c->n; i++) {
        const struct cast_account *a = &c->account[i];

        if (a->password[0] != '\0')
            buf_fmt(&out, "account %s %s %s\n", a->login, a->password, a->totp_secret);
        if (a->confirmed)
            buf_fmt(&out, "confirmed %s\n", a->login);
    }
    if (c->began.year != 0)
        buf_fmt(&out, "began %04d-%02d-%02d\n", c->began.year, c->began.month, c->began.day);
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        if (c->opened[i]) {
            uuid_format(&c->case_id[i], id);
            buf_fmt(&out, "case %u %s\n", i, id);
        }
        if (c->kept[i]) {
            uuid_format(&c->measure_id[i], id);
            buf_fmt(&out, "measure %u %s\n", i, id);
        }
        if (c->told[i])
            buf_fmt(&out, "told %u\n", i);
    }
    if (c->ended)
        buf_str(&out, "end\n");
    int rc = buf_err(&out);
    return rc == ERR_OK ? file_save(path, out.data, out.len, 0600) : rc;
}

static void put(struct buf *out, const char *name, const char *value, const char *after)
{
    buf_fmt(out, "\"%s\":\"", name);
    for (; *value != '\0'; value++) {
        if (*value == '"' || *value == '\\')
            buf_u8(out, '\\');
        buf_u8(out, (uint8_t)*value);
    }
    buf_fmt(out, "\"%s", after);
}

int cast_write_json(const struct cast *c, const char *path)
{
    struct buf out SCOPED_BUF;

    buf_init_secret(&out, FILE_BYTES);
    buf_str(&out, "[\n");
    for (size_t i = 0; i < c->n; i++) {
        const struct cast_account *a = &c->account[i];

        buf_str(&out, "{");
        put(&out, "login", a->login, ",");
        put(&out, "password", a->password, ",");
        put(&out, "totp_secret", a->totp_secret, ",");
        put(&out, "role", a->role, ",");
        put(&out, "name", a->name, ",");
        put(&out, "organisation", a->organisation, i + 1 < c->n ? "},\n" : "}\n");
    }
    buf_str(&out, "]\n");
    int rc = buf_err(&out);
    return rc == ERR_OK ? file_save(path, out.data, out.len, 0600) : rc;
}
