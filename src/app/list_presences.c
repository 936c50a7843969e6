/* SPDX-License-Identifier: EUPL-1.2 */
/* One transaction: the place, then the sessions. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_presences.h"
#include "base/err.h"

#include "base/banned.h"

enum { PLACE, SESSIONS, STEPS };

static int read_all(const struct conn_step *steps, void *to)
{
    struct list_presences_out *out = to;
    int rc = presence_read_place(&steps[PLACE], &out->place);

    return rc == ERR_OK ? presence_read(&steps[SESSIONS], &out->item, &out->n) : rc;
}

int list_presences_of_placement(struct service *s, const struct service_caller *c, const struct uuid *placement,
                                struct list_presences_out *out, enum refusal *no)
{
    struct param_list params[STEPS];
    struct conn_step steps[STEPS];

    memset(out, 0, sizeof *out);
    presence_placement_step(&steps[PLACE], &params[PLACE], placement);
    presence_of_placement_step(&steps[SESSIONS], &params[SESSIONS], placement);
    return asking_once(s, c, steps, STEPS, read_all, out, no);
}

int list_presences_of_post(struct service *s, const struct service_caller *c, const struct uuid *post,
                           struct list_presences_out *out, enum refusal *no)
{
    struct param_list params[STEPS];
    struct conn_step steps[STEPS];

    memset(out, 0, sizeof *out);
    presence_post_step(&steps[PLACE], &params[PLACE], post);
    presence_of_post_step(&steps[SESSIONS], &params[SESSIONS], post);
    return asking_once(s, c, steps, STEPS, read_all, out, no);
}

void list_presences_release(struct list_presences_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}
