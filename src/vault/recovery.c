/* SPDX-License-Identifier: EUPL-1.2 */
/* Reading an export. It comes from a database that nobody vouches for any more, so it is read as strictly as any input;
 * that a box opens with the recovery key says that this service once sealed it. */
#include <stdio.h>
#include <string.h>

#include "vault/recovery.h"

#include "base/err.h"
#include "base/num.h"
#include "base/text.h"
#include "vault/box.h"
#include "vault/manifest.h"

#include "base/banned.h"

#define BOX_MAX 256

struct line {
    const char *p, *end;
};

struct recovery *recovery_alloc(void)
{
    struct recovery *r = secret_alloc(sizeof *r);
    if (r != NULL)
        memset(r, 0, sizeof *r);
    return r;
}

void recovery_free(struct recovery *r)
{
    secret_free(r);
}

/* The next word in place; n is 0 when there is none. */
static const char *word(struct line *l, size_t *n)
{
    const char *start = l->p;
    while (l->p < l->end && *l->p != ' ')
        l->p++;
    *n = (size_t)(l->p - start);
    if (l->p < l->end)
        l->p++;
    return start;
}

static bool is(const char *p, size_t n, const char *want)
{
    return n == strlen(want) && memcmp(p, want, n) == 0;
}

static bool read_uuid(struct line *l, struct uuid *id)
{
    size_t n;
    const char *p = word(l, &n);
    return uuid_parse(id, p, n) == ERR_OK;
}

static bool read_u32(struct line *l, uint32_t *out)
{
    size_t n;
    int64_t v;
    const char *p = word(l, &n);
    if (num_parse_i64(p, n, 0, UINT32_MAX, &v) != ERR_OK)
        return false;
    *out = (uint32_t)v;
    return true;
}

static bool copy(char *out, size_t max, const char *p, size_t n)
{
    if (n == 0 || n >= max || !text_is_line(p, n))
        return false;
    memcpy(out, p, n);
    out[n] = '\0';
    return true;
}

static int read_organisation(struct recovery *r, struct line *l)
{
    size_t n;
    if (r->organisations == RECOVERY_ORGANISATIONS)
        return ERR_LIMIT;
    if (!read_uuid(l, &r->organisation[r->organisations].id))
        return ERR_FORMAT;
    const char *kind = word(l, &n);
    for (int k = OWNER_UNIT; k <= OWNER_SERVICE; k++)
        if (is(kind, n, manifest_kind_name((uint8_t)k)))
            r->organisation[r->organisations].kind = (uint8_t)k;
    if (r->organisation[r->organisations].kind == 0 || !read_u32(l, &r->organisation[r->organisations].generation) ||
        !copy(r->organisation[r->organisations].name, RECOVERY_NAME, l->p, (size_t)(l->end - l->p)))
        return ERR_FORMAT;
    r->organisations++;
    return ERR_OK;
}

static int read_secret(struct recovery *r, struct line *l, const unsigned char private_key[SECRET_KEY])
{
    struct box_context c = {.kind = BOX_RECOVERY, .recipient_kind = OWNER_RECOVERY};
    unsigned char box[BOX_MAX];
    size_t n, at = 0;
    if (r->secrets == RECOVERY_SECRETS)
        return ERR_LIMIT;
    if (!read_uuid(l, &c.subject) || !read_u32(l, &c.subject_generation) || !read_u32(l, &c.recipient_generation))
        return ERR_FORMAT;
    const char *hex = word(l, &n);
    while (at < r->organisations && !uuid_eq(&r->organisation[at].id, &c.subject))
        at++;
    if (at == r->organisations || l->p != l->end || n % 2 != 0 || n / 2 > sizeof box ||
        text_unhex(box, n / 2, hex, n) != ERR_OK)
        return ERR_FORMAT;
    c.subject_kind = r->organisation[at].kind;
    r->secret[r->secrets].organisation = at;
    r->secret[r->secrets].generation = c.subject_generation;
    if (c.recipient_generation > r->pair)
        r->pair = c.recipient_generation;
    return box_open(NULL, &c, private_key, box, n / 2, r->secret[r->secrets++].secret);
}

static int read_account(struct recovery *r, struct line *l)
{
    size_t n;
    if (r->accounts == RECOVERY_ACCOUNTS)
        return ERR_LIMIT;
    if (!read_uuid(l, &r->account[r->accounts].id))
        return ERR_FORMAT;
    const char *login = word(l, &n);
    if (!copy(r->account[r->accounts].login, RECOVERY_WORD, login, n) ||
        !read_u32(l, &r->account[r->accounts].generation) || !read_u32(l, &r->account[r->accounts].version) ||
        l->p != l->end)
        return ERR_FORMAT;
    r->accounts++;
    return ERR_OK;
}

static int read_line(struct recovery *r, struct line *l, const unsigned char private_key[SECRET_KEY])
{
    size_t n;
    const char *what = word(l, &n);
    if (is(what, n, "organisation"))
        return read_organisation(r, l);
    if (is(what, n, "recovery"))
        return read_secret(r, l, private_key);
    return is(what, n, "account") ? read_account(r, l) : ERR_FORMAT;
}

int recovery_read(struct recovery *r, const struct buf *lines, const unsigned char private_key[SECRET_KEY],
                  char why[128])
{
    const char *p = (const char *)lines->data, *end = p + lines->len;
    int err = ERR_OK;
    why[0] = '\0';
    for (unsigned number = 1; err == ERR_OK && p < end; number++) {
        const char *eol = memchr(p, '\n', (size_t)(end - p));
        struct line l = {p, eol == NULL ? end : eol};
        err = read_line(r, &l, private_key);
        if (err != ERR_OK)
            (void)snprintf(why, 128, "line %u: %s", number,
                           err == ERR_INTEGRITY ? "not sealed to this recovery key" : err_name(err));
        p = eol == NULL ? end : eol + 1;
    }
    if (err == ERR_OK && (r->organisations == 0 || r->secrets == 0)) {
        (void)snprintf(why, 128, "no organisation or no recovery box");
        err = ERR_FORMAT;
    }
    return err;
}
