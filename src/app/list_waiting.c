/* SPDX-License-Identifier: EUPL-1.2 */
/* One transaction each. */
#include <stdlib.h>
#include <string.h>

#include "app/list_waiting.h"
#include "base/err.h"
#include "store/authority_act.h"

#include "base/banned.h"

static int read_waiting(const struct conn_step *step, void *to)
{
    struct list_waiting_out *out = to;

    size_t all;
    int rc = waiting_read_list(step, out->item, WAITING_PAGE, &out->n, &all);

    out->more = all > out->n;
    return rc;
}

int list_waiting_do(struct service *s, const struct service_caller *c, const struct waiting_cursor *after,
                    struct list_waiting_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct list_waiting_out){.item = calloc(WAITING_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    waiting_list_step(&step, &params, after, WAITING_PAGE);
    return asking_once(s, c, &step, 1, read_waiting, out, no);
}

void list_waiting_release(struct list_waiting_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_no_matches(const struct conn_step *steps, void *to)
{
    struct list_waiting_no_matches *out = to;
    int rc = authority_act_read_there(&steps[0]);

    return rc == ERR_OK ? no_match_read_list(&steps[1], out->item, &out->n, &out->more) : rc;
}

int list_waiting_of_measure(struct service *s, const struct service_caller *c, const struct uuid *measure,
                            const struct page_cursor *after, struct list_waiting_no_matches *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    out->n = 0;
    out->more = false;
    authority_act_there_step(&steps[0], &params[0], measure);
    no_match_list_step(&steps[1], &params[1], measure, after);
    return asking_once(s, c, steps, 2, read_no_matches, out, no);
}

int list_waiting_record(struct service *s, const struct service_caller *c, const struct list_waiting_no_match *in,
                        struct asking_made *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, &in->key, &in->said.measure, in->request);
    no_match_new_step(&step, &params, &in->said, once.key, once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}
