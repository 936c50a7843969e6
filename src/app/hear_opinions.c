/* SPDX-License-Identifier: EUPL-1.2 */
/* One trip each; recording or checking the same again changes nothing. */
#include "app/asking.h"
#include "app/hear_opinions.h"
#include "base/err.h"
#include "store/procedure.h"

#include "base/banned.h"

int hear_opinions_ask(struct service *s, const struct service_caller *c, const struct hear_opinions_request *in,
                      int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    procedure_ask_step(&step, &params, &in->id, in->expected, &in->asked_on, in->council_absent);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int hear_opinions_record(struct service *s, const struct service_caller *c, const struct uuid *id,
                         const struct paper_opinion_in *in, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    paper_put_opinion_step(&step, &params, id, in);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}

int hear_opinions_check(struct service *s, const struct service_caller *c, const struct uuid *id,
                        const struct paper_opinion_in *in, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    paper_check_opinion_step(&step, &params, id, in);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
