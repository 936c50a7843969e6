/* SPDX-License-Identifier: EUPL-1.2 */
/* Pages come from the copy in the database, which decides who sees what and notes who asked. A bundle is put together
 * from two who do not trust each other: entries from the copy, the signed head and a proof for each from the sealer. It
 * is not checked here: if the copy was tampered with, the auditor's own verifier says where, and not we. */
#include <string.h>

#include "app/asking.h"
#include "app/read_head.h"
#include "app/read_log.h"
#include "audit/checkpoint.h"
#include "audit/proof.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/rd.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

#define NOTE_MAX 65536
#define ENTRIES_MAX (6u << 20) /* SQL gives less */
#define SEALER_MS 20000        /* for all proofs of a bundle */

static int read_page(const struct conn_step *steps, void *page)
{
    return audit_log_read_page(&steps[0], page);
}

int read_log_search(struct service *s, const struct service_caller *c, const struct audit_log_search *q,
                    const int64_t *before, struct audit_log_page *out, enum refusal *no)
{
    struct param_list p;
    struct conn_step step;

    memset(out, 0, sizeof *out);
    audit_log_search_step(&step, &p, q, before);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

int read_log_mine(struct service *s, const struct service_caller *c, const int64_t *before, struct audit_log_page *out,
                  enum refusal *no)
{
    struct param_list p;
    struct conn_step step;

    memset(out, 0, sizeof *out);
    audit_log_mine_step(&step, &p, before);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

int read_log_case(struct service *s, const struct service_caller *c, const struct uuid *case_id, const int64_t *before,
                  struct audit_log_page *out, enum refusal *no)
{
    struct param_list p;
    struct conn_step step;

    memset(out, 0, sizeof *out);
    audit_log_case_step(&step, &p, case_id, before);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

_Static_assert(READ_LOG_BUNDLE == PROOF_BUNDLE && READ_LOG_WORD + 1 == LINE_WORD, "what the edge may ask for");

struct entries {
    int64_t first;
    size_t n;
    struct buf bytes; /* each behind its length */
};

static int read_entries(const struct conn_step *steps, void *entries)
{
    struct entries *e = entries;
    int rc = audit_log_read_bundle(&steps[0], e->first, &e->bytes, &e->n);

    return rc == ERR_OK && e->n == 0 ? ERR_NOTFOUND : rc;
}

/* The head that is signed now, and its size. */
static int ask_head(struct service *s, struct buf *note, uint64_t *size)
{
    static const unsigned char no_key[32] = {0};
    unsigned char signature[64];
    struct checkpoint c;
    size_t body_n;
    int rc = read_head_do(s, note);

    if (rc != ERR_OK)
        return rc;
    if (note->len == 0)
        return ERR_UNAVAILABLE; /* nothing was signed yet */
    /* The signature is the reader's to verify; of another key than its own it is not found. */
    rc = checkpoint_parse(&c, (const char *)note->data, note->len, no_key, &body_n, signature);
    *size = c.size;
    return rc == ERR_OK || rc == ERR_NOTFOUND ? ERR_OK : ERR_FORMAT;
}

static int prove(struct service *s, const struct entries *e, const struct buf *note, uint64_t size, struct buf *out)
{
    int64_t deadline = clock_mono_ms() + SEALER_MS;
    struct proof p = {.note = (const char *)note->data, .note_n = note->len};
    unsigned char hashes[TREE_PROOF_MAX][32];
    struct rd r;
    int fd SCOPED_FD;

    fd = fdio_connect(service_sealer(s), deadline);
    if (fd < 0)
        return ERR_UNAVAILABLE;
    rd_init(&r, e->bytes.data, e->bytes.len);
    proof_bundle_begin((uint64_t)e->first, e->n, out);
    for (size_t i = 0; i < e->n; i++) {
        uint8_t n;
        size_t length;
        const unsigned char *entry = rd_lv16(&r, &length, UINT16_MAX);
        int rc;

        p.index = (uint64_t)e->first + i;
        rc = sealer_proof(fd, p.index, size, hashes, &n, deadline);
        p.n = n;
        for (size_t h = 0; rc == ERR_OK && h < p.n; h++)
            memcpy(p.hash[h].b, hashes[h], sizeof p.hash[h].b);
        if (rc == ERR_OK)
            rc = proof_format(&p, entry, length, out);
        if (rc != ERR_OK)
            return rc;
    }
    return rd_end(&r);
}

int read_log_bundle(struct service *s, const struct service_caller *c, int64_t first, int32_t n, enum reason why,
                    struct buf *out, enum refusal *no)
{
    struct buf note SCOPED_BUF;
    struct entries e = {.first = first};
    struct param_list p;
    struct conn_step step;
    uint64_t size;
    int rc;

    *no = REFUSAL_NONE;
    buf_init(&note, NOTE_MAX);
    rc = ask_head(s, &note, &size);
    if (rc != ERR_OK)
        return rc;
    buf_init(&e.bytes, ENTRIES_MAX);
    audit_log_bundle_step(&step, &p, first, (int64_t)size, n, why);
    rc = asking_once(s, c, &step, 1, read_entries, &e, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = prove(s, &e, &note, size, out);
    buf_release(&e.bytes);
    return rc;
}
