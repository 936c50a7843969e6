/* SPDX-License-Identifier: EUPL-1.2 */
/* One step each. */
#include <stdlib.h>

#include "app/keep_searches.h"
#include "base/err.h"

#include "base/banned.h"

static int read_all(const struct conn_step *step, void *to)
{
    struct keep_searches_out *out = to;

    return search_read_list(step, out->item, &out->n);
}

static int read_one(const struct conn_step *step, void *to)
{
    struct keep_searches_out *out = to;
    int rc = search_read_list(step, out->item, &out->n);

    return rc == ERR_OK && out->n == 0 ? ERR_NOTFOUND : rc;
}

int keep_searches_list(struct service *s, const struct service_caller *c, const struct uuid *one,
                       struct keep_searches_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    out->n = 0;
    search_list_step(&step, &params, one);
    return asking_once(s, c, &step, 1, one == NULL ? read_all : read_one, out, no);
}

int keep_searches_new(struct service *s, const struct service_caller *c, const struct uuid *key,
                      struct vault_bytes request, const struct keep_searches_in *in, struct asking_made *out,
                      enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, key, NULL, request);
    search_new_step(&step, &params, in->name, &in->filter, once.key, once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int keep_searches_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct keep_searches_in *in, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    search_put_step(&step, &params, id, expected, in->name, &in->filter);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int keep_searches_drop(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    search_drop_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int keep_searches_seen(struct service *s, const struct service_caller *c, const struct uuid *id, int64_t as_of,
                       enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    search_seen_step(&step, &params, id, as_of);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int keep_searches_posts(struct service *s, const struct service_caller *c, const struct uuid *id,
                        const struct post_page *page, struct list_posts_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    post_search_step(&step, &params, page, id);
    return list_posts_page(s, c, &step, out, no);
}
