/* SPDX-License-Identifier: EUPL-1.2 */
/* Each is one call of a function that decides all, the list under row policies. */
#include <stdlib.h>
#include <string.h>

#include "app/call_back.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *step, void *to)
{
    struct call_back_out *out = to;

    return callback_read_list(step, out->item, &out->n, &out->more);
}

int call_back_list(struct service *s, const struct service_caller *c, const char *state,
                   const struct page_cursor *after, struct call_back_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct call_back_out){.item = calloc(CALLBACK_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    callback_list_step(&step, &params, state, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void call_back_release(struct call_back_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

int call_back_ask(struct service *s, const struct service_caller *c, const struct call_back_new *in,
                  struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, NULL, in->request);
    callback_new_step(&step, &params, &in->sheet, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int call_back_take(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    callback_take_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int call_back_close(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                    const char *outcome, const struct day *on_day, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    callback_close_step(&step, &params, id, expected, outcome, on_day);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
