/* SPDX-License-Identifier: EUPL-1.2 */
/* The page was read already; here the database says of which of its rows a name may be opened now, and the vault opens
 * them. Who is shown only a page later is opened only then. */
#include <string.h>

#include "app/name_placements.h"
#include "app/opening.h"
#include "base/err.h"
#include "store/placement_sealed.h"

#include "base/banned.h"

#define BUNDLE_MAX (4u << 20)

struct named {
    struct uuid id[PLACEMENT_PAGE];
    size_t n;
};

static int fetch(struct service_desk *d, const struct tx_who *who, const struct placement *item, size_t n,
                 struct named *named, struct buf *bundle, enum refusal *no)
{
    struct uuid ids[PLACEMENT_PAGE];
    struct param_list params SCOPED_PARAMS;
    struct conn_step step;
    int rc;

    for (size_t i = 0; i < n; i++)
        ids[i] = item[i].id;
    placement_sealed_names_step(&step, &params, ids, n);
    rc = tx_once(d->db, who, &step, 1, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE)
        rc = placement_sealed_read_names(&step, named->id, &named->n, bundle);
    conn_clear(&step, 1);
    return rc;
}

static int open_all(struct service_desk *d, const struct service_caller *c, const struct buf *bundle,
                    const struct named *named, const struct placement *item, size_t n,
                    struct name_placements_out *out, enum refusal *no)
{
    struct vault_bytes plain[PLACEMENT_PAGE] = {{0}};
    int rc = opening_do(d, c, bundle, &out->plain, plain, named->n, no);

    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    for (size_t i = 0, k = 0; i < n && k < named->n; i++) {
        if (!uuid_eq(&item[i].id, &named->id[k]))
            continue;
        out->there[i] = true;
        out->contact[i] = plain[k++];
    }
    return ERR_OK;
}

int name_placements_do(struct service *s, const struct service_caller *c, const struct placement *item, size_t n,
                       struct name_placements_out *out, enum refusal *no)
{
    struct tx_who who = service_who(s, c);
    struct buf bundle SCOPED_BUF;
    struct named named = {.n = 0};
    struct service_desk d;
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    buf_init(&bundle, BUNDLE_MAX);
    buf_init_secret(&out->plain, BUNDLE_MAX);
    if (n == 0)
        return ERR_OK;
    rc = service_desk_open(s, POOL_SEALED, &d);
    if (rc != ERR_OK)
        return rc;
    rc = fetch(&d, &who, item, n, &named, &bundle, no);
    if (rc == ERR_OK && *no == REFUSAL_NONE && named.n > 0)
        rc = open_all(&d, c, &bundle, &named, item, n, out, no);
    return service_done(&d, c, rc, *no);
}

void name_placements_release(struct name_placements_out *out)
{
    buf_release(&out->plain);
    memset(out, 0, sizeof *out);
}
