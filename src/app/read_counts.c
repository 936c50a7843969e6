/* SPDX-License-Identifier: EUPL-1.2 */
/* One step each. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/read_counts.h"
#include "base/err.h"

#include "base/banned.h"

static int ask(struct service *s, const struct service_caller *c, struct conn_step *step, size_t max, size_t size,
               asking_read read, struct read_counts_out *out, enum refusal *no)
{
    *no = REFUSAL_NONE;
    *out = (struct read_counts_out){.item = calloc(max, size)};
    return out->item == NULL ? ERR_NOMEM : asking_once(s, c, step, 1, read, out, no);
}

static int read_needs(const struct conn_step *step, void *to)
{
    struct read_counts_out *out = to;

    return count_read_needs(step, out->item, &out->n);
}

static int read_fill(const struct conn_step *step, void *to)
{
    struct read_counts_out *out = to;

    return count_read_fill(step, out->item, &out->n);
}

static int read_rooms(const struct conn_step *step, void *to)
{
    struct read_counts_out *out = to;

    return count_read_rooms(step, out->item, &out->n);
}

static int read_posts(const struct conn_step *step, void *to)
{
    struct read_counts_out *out = to;

    return count_read_posts(step, out->item, &out->n, &out->more);
}

int read_counts_needs(struct service *s, const struct service_caller *c, struct read_counts_out *out, enum refusal *no)
{
    struct conn_step step;

    count_needs_step(&step);
    return ask(s, c, &step, COUNT_NEEDS, sizeof(struct count_need), read_needs, out, no);
}

int read_counts_fill(struct service *s, const struct service_caller *c, struct read_counts_out *out, enum refusal *no)
{
    struct conn_step step;

    count_fill_step(&step);
    return ask(s, c, &step, COUNT_FILLS, sizeof(struct count_fill), read_fill, out, no);
}

int read_counts_rooms(struct service *s, const struct service_caller *c, struct read_counts_out *out, enum refusal *no)
{
    struct conn_step step;

    count_rooms_step(&step);
    return ask(s, c, &step, COUNT_ROOMS, sizeof(struct count_room), read_rooms, out, no);
}

int read_counts_posts(struct service *s, const struct service_caller *c, const struct uuid *after,
                      struct read_counts_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    count_posts_step(&step, &params, after);
    return ask(s, c, &step, COUNT_PAGE, sizeof(struct count_post), read_posts, out, no);
}

void read_counts_release(struct read_counts_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}
