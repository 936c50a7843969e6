/* SPDX-License-Identifier: EUPL-1.2 */
/* Two round trips: a kit is printed now and then. */
#include <string.h>

#include "app/asking.h"
#include "app/read_kit.h"
#include "base/err.h"

#include "base/banned.h"

static int read_law(const struct conn_step *steps, void *to)
{
    struct read_kit_out *out = to;
    int rc = matching_read_law(&steps[0], &out->law);

    return rc == ERR_OK ? matching_read_today(&steps[1], &out->today) : rc;
}

int read_kit_do(struct service *s, const struct service_caller *c, const struct uuid *post, struct read_kit_out *out,
                enum refusal *no)
{
    struct conn_step steps[2];
    int rc;

    memset(out, 0, sizeof *out);
    rc = list_posts_one(s, c, post, &out->post, no);
    if (rc != ERR_OK || *no != REFUSAL_NONE)
        return rc;
    matching_law_step(&steps[0]);
    matching_today_step(&steps[1]);
    return asking_once(s, c, steps, 2, read_law, out, no);
}

void read_kit_release(struct read_kit_out *out)
{
    list_posts_free(out->post);
    memset(out, 0, sizeof *out);
}
