/* SPDX-License-Identifier: EUPL-1.2 */
/* All of it is clear, so no vault is asked. */
#include <stdlib.h>
#include <string.h>

#include "app/judge_reports.h"
#include "base/err.h"
#include "store/authority_act.h"

#include "base/banned.h"

static int read_list(const struct conn_step *steps, void *ctx)
{
    struct judge_reports_out *out = ctx;
    int rc = authority_act_read_there(&steps[0]);

    return rc == ERR_OK ? judge_report_read_list(&steps[1], out->item, &out->n, &out->more) : rc;
}

int judge_reports_list(struct service *s, const struct service_caller *c, const struct uuid *measure,
                       const struct page_cursor *after, struct judge_reports_out *out, enum refusal *no)
{
    struct param_list params[2];
    struct conn_step steps[2];

    *no = REFUSAL_NONE;
    *out = (struct judge_reports_out){.item = calloc(JUDGE_REPORT_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    authority_act_there_step(&steps[0], &params[0], measure);
    judge_report_list_step(&steps[1], &params[1], measure, after);
    return asking_once(s, c, steps, 2, read_list, out, no);
}

void judge_reports_release(struct judge_reports_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

int judge_reports_new(struct service *s, const struct service_caller *c, const struct judge_reports_in *in,
                      struct asking_made *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;
    struct asking_key once;

    asking_key_make(&once, &in->key, &in->begun.measure, in->request);
    judge_report_new_step(&step, &params, &in->begun, once.key, once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int judge_reports_send(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct day *sent_on, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    judge_report_send_step(&step, &params, id, expected, sent_on);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int judge_reports_drop(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    judge_report_drop_step(&step, &params, id, expected);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
