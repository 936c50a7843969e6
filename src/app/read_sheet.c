/* SPDX-License-Identifier: EUPL-1.2 */
/* One round trip for the row and the bundle, one call to the vault. The database gives a host what was boxed to it, and
 * says of a missing box what it says of a missing row; that the row was seen in the same trip tells them apart, for
 * somebody of the host. */
#include <string.h>

#include "app/opening.h"
#include "app/read_sheet.h"
#include "base/err.h"

#include "base/banned.h"

#define BUNDLE_MAX (1u << 20)
#define PLAIN_MAX (PLACEMENT_SEALED_PARTS * (VAULT_PLAINTEXT + 1024))

enum { THERE, SHEET, STEPS };

static bool is_of_host(const struct service_caller *c)
{
    return c->role == ROLE_HOST_MANAGER || c->role == ROLE_TUTOR;
}

static int fetch(struct service_desk *d, const struct service_caller *c, const struct tx_who *who,
                 const struct uuid *placement, enum reason reason, struct placement_sealed_parts *parts,
                 struct buf *bundle, enum refusal *no)
{
    struct param_list params[STEPS];
    struct conn_step steps[STEPS];
    int rc;

    placement_sealed_there_step(&steps[THERE], &params[THERE], placement);
    placement_sealed_sheet_step(&steps[SHEET], &params[SHEET], placement, reason);
    rc = tx_once(d->db, who, steps, STEPS, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = placement_sealed_read_sheet(&steps[SHEET], parts, bundle);
    else if (rc == ERR_OK && *no == REFUSAL_NOT_FOUND && is_of_host(c) &&
             placement_sealed_read_there(&steps[THERE]) == ERR_OK)
        *no = REFUSAL_KEY_MISSING;
    conn_clear(steps, STEPS);
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
    rc = fetch(&d, c, &who, placement, reason, &out->there, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && bundle.len > 0)
        rc = open_all(&d, c, &bundle, out, no);
    return service_done(&d, c, rc, *no);
}

void read_sheet_release(struct read_sheet_out *out)
{
    buf_release(&out->plain);
    memset(out, 0, sizeof *out);
}
