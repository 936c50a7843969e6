/* SPDX-License-Identifier: EUPL-1.2 */
/* A backup against its manifest: first the manifest by itself, then every file that it names, then that no other is
 * there and none is missing that a backup has. */
#include "admin/archive.h"
#include "admin/archive_listing.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/file.h"
#include "base/num.h"

#include "base/banned.h"

static int say(char why[ARCHIVE_WHY], const char *sentence)
{
    (void)snprintf(why, ARCHIVE_WHY, "%s", sentence);
    return ERR_FORMAT;
}

/* The manifest by itself: its last line is the hash of the rest. body_n: bytes before that line. */
static int load_manifest(const char *from, struct buf *text, size_t *body_n, char why[ARCHIVE_WHY])
{
    const size_t end_n = strlen("end \n") + 2 * ARCHIVE_HASH;
    struct buf again SCOPED_BUF;
    char path[PATH_MAX];

    int n = snprintf(path, sizeof path, "%s/" ARCHIVE_MANIFEST, from);
    if (n < 0 || (size_t)n >= sizeof path)
        return say(why, "the path is too long");
    int rc = file_load(path, text);
    if (rc != ERR_OK)
        return say(why, rc == ERR_NOTFOUND ? "there is no MANIFEST in it" : "its MANIFEST cannot be read");
    if (text->len < end_n)
        return say(why, "its MANIFEST is cut short");
    *body_n = text->len - end_n;
    buf_init(&again, ARCHIVE_MANIFEST_BYTES);
    buf_bytes(&again, text->data, *body_n);
    archive_listing_end(&again);
    if (buf_err(&again) != ERR_OK || again.len != text->len || memcmp(again.data, text->data, text->len) != 0)
        return say(why, "its MANIFEST is damaged");
    return ERR_OK;
}

/* "jalon-backup 1", "made TIME", "entries N"; *at moves behind them. */
static int read_heading(const char *p, size_t n, size_t *at, uint64_t *entries)
{
    static const char first[] = "jalon-backup 1\nmade ";
    static const char third[] = "\nentries ";
    const size_t time = sizeof first - 1, count = time + CLOCK_TEXT + sizeof third - 1;
    int64_t value;

    if (n <= count || memcmp(p, first, sizeof first - 1) != 0 || clock_parse(p + time, CLOCK_TEXT, &value) != ERR_OK ||
        memcmp(p + time + CLOCK_TEXT, third, sizeof third - 1) != 0)
        return ERR_FORMAT;
    const char *lf = memchr(p + count, '\n', n - count);
    if (lf == NULL || num_parse_i64(p + count, (size_t)(lf - p) - count, 0, INT64_MAX, &value) != ERR_OK)
        return ERR_FORMAT;
    *entries = (uint64_t)value;
    *at = (size_t)(lf - p) + 1;
    return ERR_OK;
}

/* The name in a line "file BYTES HEX NAME" of n characters; "" when it is none. */
static void name_of(const char *line, size_t n, char name[ARCHIVE_NAME])
{
    const char *last = memrchr(line, ' ', n);

    name[0] = '\0';
    if (last != NULL && n - (size_t)(last + 1 - line) < ARCHIVE_NAME)
        (void)snprintf(name, ARCHIVE_NAME, "%.*s", (int)(n - (size_t)(last + 1 - line)), last + 1);
}

/* Each line against the file that should have made it; both are sorted, so the first difference has a name. */
static int compare(int folder, const struct archive_listing *l, const char *p, const char *end, char why[ARCHIVE_WHY])
{
    struct buf line SCOPED_BUF;
    char name[ARCHIVE_NAME];
    size_t i = 0;

    buf_init(&line, 512);
    for (; p < end; i++) {
        const char *lf = memchr(p, '\n', (size_t)(end - p));

        if (lf == NULL)
            return say(why, "its MANIFEST is damaged");
        name_of(p, (size_t)(lf - p), name);
        int order = i < l->n ? strcmp(name, l->name[i]) : -1;
        if (order != 0) {
            (void)snprintf(why, ARCHIVE_WHY, order < 0 ? "%s is missing" : "%s is not in its MANIFEST",
                           order < 0 ? name : l->name[i]);
            return ERR_FORMAT;
        }
        buf_reset(&line);
        int rc = archive_listing_describe(folder, name, &line);
        if (rc != ERR_OK || line.len != (size_t)(lf + 1 - p) || memcmp(line.data, p, line.len) != 0) {
            (void)snprintf(why, ARCHIVE_WHY, "%s is not the file that was backed up", name);
            return ERR_FORMAT;
        }
        p = lf + 1;
    }
    if (i == l->n)
        return ERR_OK;
    (void)snprintf(why, ARCHIVE_WHY, "%s is not in its MANIFEST", l->name[i]);
    return ERR_FORMAT;
}

static int check_needed(const struct archive_listing *l, char why[ARCHIVE_WHY])
{
    static const char *const needed[] = {"checkpoint", "database.dump", "log-000001", "log.vkey", "sealer.key",
                                         "vault.root"};

    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        bool there = false;

        for (size_t k = 0; k < l->n; k++)
            there = there || strcmp(l->name[k], needed[i]) == 0;
        if (!there) {
            (void)snprintf(why, ARCHIVE_WHY, "%s is missing", needed[i]);
            return ERR_FORMAT;
        }
    }
    return ERR_OK;
}

static int check_files(int folder, const struct buf *text, size_t body_n, uint64_t *entries, char why[ARCHIVE_WHY])
{
    struct archive_listing *l = calloc(1, sizeof *l);
    const char *p = (const char *)text->data;
    size_t at = 0;

    if (l == NULL)
        return say(why, "no memory");
    int rc = read_heading(p, body_n, &at, entries);
    if (rc != ERR_OK)
        rc = say(why, "its MANIFEST is of no kind that is known here");
    if (rc == ERR_OK && (rc = archive_listing_read(folder, l, why)) == ERR_IO)
        rc = say(why, "it cannot be listed");
    if (rc == ERR_OK)
        rc = compare(folder, l, p + at, p + body_n, why);
    if (rc == ERR_OK)
        rc = check_needed(l, why);
    free(l);
    return rc;
}

int archive_check(struct archive *a, const char *from, uint64_t *entries, char why[ARCHIVE_WHY])
{
    struct buf text SCOPED_BUF;
    size_t body_n;

    a->fd = -1;
    int n = snprintf(a->path, sizeof a->path, "%s", from);
    if (n < 0 || (size_t)n >= sizeof a->path)
        return say(why, "the path is too long");
    int fd SCOPED_FD;
    fd = open(from, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return say(why, "there is no such folder");
    buf_init(&text, ARCHIVE_MANIFEST_BYTES);
    int rc = load_manifest(from, &text, &body_n, why);
    return rc == ERR_OK ? check_files(fd, &text, body_n, entries, why) : rc;
}
