/* SPDX-License-Identifier: EUPL-1.2 */
/* One round trip for the row and the bundle, one call to the vault. The database gives a host what was boxed to it, and
 * says of a missing box what it says of a missing row; another look at the row tells them apart, for somebody of the
 * host. */
#include <string.h>

#include "app/opening.h"
#include "app/read_sheet.h"
#include "base/err.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (PLACEMENT_SEALED_PARTS * (VAULT_PLAINTEXT + 1024))

static bool is_of_host(const struct service_caller *c)
{
    return c->role == ROLE_HOST_MANAGER || c->role == ROLE_TUTOR;
}

/* Somebody of the host sees the placement: then it is the key that she has not got. */
static int why_nothing(struct service_desk *d, const struct tx_who *who, const struct uuid *placement,
                       enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    enum refusal other;
    int rc;

    placement_sealed_there_step(&step, &params, placement);
    rc = tx_once(d->db, who, &step, 1, &other);
    if (rc == ERR_OK && other == REFUSAL_NONE && placement_sealed_read_there(&step) == ERR_OK)
        *no = REFUSAL_KEY_MISSING;
    conn_clear(&step, 1);
    return rc;
}

static int fetch(struct service_desk *d, const struct tx_who *who, const struct uuid *placement, enum reason reason,
                 struct placement_sealed_parts *parts, struct buf *bundle, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_sealed_sheet_step(&step, &params, placement, reason);
    rc = tx_once(d->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = placement_sealed_read_sheet(&step, parts, bundle);
    conn_clear(&step, 1);
    if (rc == ERR_NOTFOUND) {
        *no = REFUSAL_NOT_FOUND;
        rc = ERR_OK;
    }
    return rc;
}

static int open_all(struct service_desk *d, const struct service_caller *c, const struct buf *bundle,
                    struct read_sheet_out *out, enum refusal *no)
{
    struct vault_bytes item[PLACEMENT_SEALED_PARTS] = {{0}};
    const struct placement_sealed_parts *there = &out->there;
    size_t n = (size_t)there->sheet + there->contact + there->answer;
    size_t k = 0;
    int rc = opening_do(d, c, bundle, &out->plain, item, n, no);

    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    if (there->sheet)
        out->sheet = item[k++];
    if (there->contact)
        out->contact = item[k++];
    if (there->answer)
        out->answer = item[k++];
    return ERR_OK;
}

int read_sheet_do(struct service *s, const struct service_caller *c, const struct uuid *placement, enum reason reason,
                  struct read_sheet_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf bundle SCOPED_BUF;
    struct service_desk d;
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&out->plain, PLAIN_MAX);
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = fetch(&d, &who, placement, reason, &out->there, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NOT_FOUND && is_of_host(c))
        rc = why_nothing(&d, &who, placement, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && bundle.len > 0)
        rc = open_all(&d, c, &bundle, out, no);
    return service_done(&d, c, rc, *no);
}

void read_sheet_release(struct read_sheet_out *out)
{
    buf_release(&out->plain);
    memset(out, 0, sizeof *out);
}
