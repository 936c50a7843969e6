/* SPDX-License-Identifier: EUPL-1.2 */
/* All of it is clear, so no vault is asked. A page and its suspensions are read in one transaction; a measure that came
 * between has none yet, and a suspension of one that is not on the page is passed over. */
#include <stdlib.h>
#include <string.h>

#include "app/keep_measures.h"
#include "base/err.h"

#include "base/banned.h"

static int prepare(struct keep_measures_out *out, size_t n)
{
    memset(out, 0, sizeof *out);
    out->item = calloc(n, sizeof *out->item);
    out->stood = calloc(MEASURE_STOOD, sizeof *out->stood);
    return out->item == NULL || out->stood == NULL ? ERR_NOMEM : ERR_OK;
}

static int read_list(const struct conn_step *steps, void *ctx)
{
    struct keep_measures_out *out = ctx;
    int rc = measure_read_there(&steps[0]);

    if (rc == ERR_OK)
        rc = measure_read_list(&steps[1], out->item, &out->n, &out->more);
    if (rc == ERR_OK)
        rc = measure_read_stood(&steps[2], out->stood, &out->stood_n);
    return rc;
}

int keep_measures_list(struct service *s, const struct service_caller *c, const struct uuid *case_id,
                       const struct page_cursor *after, struct keep_measures_out *out, enum refusal *no)
{
    struct param_list params[3];
    struct conn_step steps[3];

    *no = REFUSAL_NONE;
    if (prepare(out, MEASURE_PAGE) != ERR_OK)
        return ERR_NOMEM;
    measure_there_step(&steps[0], &params[0], case_id);
    measure_list_step(&steps[1], &params[1], case_id, after);
    measure_stood_of_case_step(&steps[2], &params[2], case_id);
    return asking_once(s, c, steps, 3, read_list, out, no);
}

static int read_one(const struct conn_step *steps, void *ctx)
{
    struct keep_measures_out *out = ctx;
    int rc = measure_read_one(&steps[0], out->item);

    out->n = 1;
    return rc == ERR_OK ? measure_read_stood(&steps[1], out->stood, &out->stood_n) : rc;
}

int keep_measures_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                      struct keep_measures_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    if (prepare(out, 1) != ERR_OK)
        return ERR_NOMEM;
    measure_one_step(&steps[0], &params[0], id);
    measure_stood_of_one_step(&steps[1], &params[1], id);
    return asking_once(s, c, steps, 2, read_one, out, no);
}

void keep_measures_release(struct keep_measures_out *out)
{
    free(out->item);
    free(out->stood);
    memset(out, 0, sizeof *out);
}

int keep_measures_new(struct service *s, const struct service_caller *c, const struct keep_measures_new_in *in,
                      struct asking_made *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, &in->key, &in->case_id, in->request);
    measure_new_step(&step, &params, &in->case_id, &in->ordered, once.key, once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int keep_measures_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const struct measure_ordered *ordered, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    measure_put_step(&step, &params, id, expected, ordered);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int keep_measures_open(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    measure_open_step(&step, &params, id, expected);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int keep_measures_steps(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const struct measure_steps *steps, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    measure_steps_step(&step, &params, id, expected, steps);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int keep_measures_end(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                      const char *code, const struct day *ended_on, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    measure_end_step(&step, &params, id, expected, code, ended_on);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
