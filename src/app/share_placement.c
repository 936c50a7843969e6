/* SPDX-License-Identifier: EUPL-1.2 */
/* First trip: bind, and the ticket, for which SQL locks the case and the placement. Then the vault, which writes its
 * entry before it unwraps the key: who may read is told in the log before he may. Second trip: the box and the commit.
 */
#include <string.h>

#include "app/sealing.h"
#include "app/share_placement.h"
#include "base/clock.h"
#include "base/err.h"
#include "store/placement_write.h"
#include "wire/people_msg.h"
#include "wire/vault_msg.h"

#include "base/banned.h"

#define VAULT_MS 10000
#define BUNDLE_MAX 65536

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct uuid *id;
};

int share_placement_keys(struct service_desk *d, const struct service_caller *c, const struct buf *bundle,
                         struct buf *boxes)
{
    int fd;
    int rc = service_vault(d, &fd);

    if (rc != ERR_OK)
        return rc;
    rc = vault_share(fd, c->token, (struct vault_bytes){bundle->data, bundle->len},
                     (struct vault_bytes){c->claimed, strlen(c->claimed)}, boxes, clock_mono_ms() + VAULT_MS);
    service_vault_end(d, rc);
    return rc;
}

int share_placement_box(struct service_desk *d, const struct service_caller *c, const struct conn_step *ticket,
                        struct buf *box)
{
    struct buf bundle SCOPED_BUF;
    int rc;

    buf_init(&bundle, BUNDLE_MAX);
    buf_init(box, PEOPLE_BOX);
    rc = placement_write_read_share(ticket, &bundle);
    return rc != ERR_OK || bundle.len == 0 ? rc : share_placement_keys(d, c, &bundle, box);
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct buf box SCOPED_BUF;
    struct param_list params;
    struct conn_step step;
    int rc;

    placement_write_share_ticket_step(&step, &params, w->id);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = share_placement_box(w->desk, w->caller, &step, &box);
    conn_clear(&step, 1);
    if (rc != ERR_OK || box.len == 0)
        return rc;
    placement_write_share_store_step(&step, &params, w->id, &box);
    rc = tx_steps(t, &step, 1, true);
    conn_clear(&step, 1);
    return rc;
}

int share_placement_do(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .id = id};

    return sealing_do(s, c, &d, run, &w, no);
}
