/* SPDX-License-Identifier: EUPL-1.2 */
/* The page was read already; here the database says of which of its rows a name may be opened now, and the vault opens
 * them. Who is shown only a page later is opened only then. */
#include <string.h>

#include "app/name_placements.h"
#include "app/opening.h"
#include "base/err.h"
#include "store/placement_sealed.h"

#include "base/banned.h"

struct named {
    struct uuid id[PLACEMENT_PAGE];
    size_t n;
};

static int take(const struct conn_step *step, void *to, struct buf *bundle, size_t *brings)
{
    struct named *named = to;
    int rc = placement_sealed_read_names(step, named->id, &named->n, bundle);

    *brings = named->n;
    return rc;
}

int name_placements_do(struct service *s, const struct service_caller *c, const struct placement *item, size_t n,
                       struct name_placements_out *out, enum refusal *no)
{
    struct vault_bytes plain[PLACEMENT_PAGE] = {{0}};
    struct uuid ids[PLACEMENT_PAGE];
    struct param_list params SCOPED_PARAMS;
    struct named named = {.n = 0};
    struct conn_step step;
    int rc;

    memset(out, 0, sizeof *out);
    *no = REFUSAL_NONE;
    if (n == 0)
        return ERR_OK;
    for (size_t i = 0; i < n; i++)
        ids[i] = item[i].id;
    placement_sealed_names_step(&step, &params, ids, n);
    rc = opening_once(s, c, &(struct opening){&step, 1, take, &named, &out->plain, plain}, no);
    for (size_t i = 0, k = 0; rc == ERR_OK && *no == REFUSAL_NONE && i < n && k < named.n; i++) {
        if (!uuid_eq(&item[i].id, &named.id[k]))
            continue;
        out->there[i] = true;
        out->contact[i] = plain[k++];
    }
    return rc;
}

void name_placements_release(struct name_placements_out *out)
{
    buf_release(&out->plain);
    memset(out, 0, sizeof *out);
}
