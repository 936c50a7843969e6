/* SPDX-License-Identifier: EUPL-1.2 */
/* One round trip for the row and the bundle, one call to the vault. The database gives a host what was boxed to it, and
 * says of a missing box what it says of a missing row; another look at the row tells them apart, for somebody of the
 * host. */
#include <string.h>

#include "app/opening.h"
#include "app/read_sheet.h"
#include "base/err.h"

#include "base/banned.h"

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

static int take(const struct conn_step *step, void *to, struct buf *bundle, size_t *brings)
{
    struct placement_sealed_parts *there = to;
    int rc = placement_sealed_read_sheet(step, there, bundle);

    *brings = (size_t)there->sheet + there->contact + there->answer;
    return rc;
}

static void put_apart(const struct vault_bytes *item, struct read_sheet_out *out)
{
    if (out->there.sheet)
        out->sheet = *item++;
    if (out->there.contact)
        out->contact = *item++;
    if (out->there.answer)
        out->answer = *item;
}

int read_sheet_do(struct service *s, const struct service_caller *c, const struct uuid *placement, enum reason reason,
                  struct read_sheet_out *out, enum refusal *no)
{
    struct vault_bytes item[PLACEMENT_SEALED_PARTS] = {{0}};
    struct tx_who who = service_who(s, c);
    struct param_list params;
    struct conn_step step;
    struct service_desk d;
    int rc = service_desk_open(s, POOL_SEALED, &d);

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (rc != ERR_OK)
        return rc;
    placement_sealed_sheet_step(&step, &params, placement, reason);
    rc = opening_read(&d, c, &(struct opening){&step, 1, take, &out->there, &out->plain, item}, no);
    if (rc == ERR_OK && *no == REFUSAL_NOT_FOUND && is_of_host(c))
        rc = why_nothing(&d, &who, placement, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        put_apart(item, out);
    return service_done(&d, c, rc, *no);
}

void read_sheet_release(struct read_sheet_out *out)
{
    buf_release(&out->plain);
    memset(out, 0, sizeof *out);
}
