/* SPDX-License-Identifier: EUPL-1.2 */
/* One trip each. A repeated request finds the file of the first, in whatever state it is by then. */
#include "app/open_procedure.h"
#include "base/err.h"

#include "base/banned.h"

int open_procedure_do(struct service *s, const struct service_caller *c, const struct open_procedure_in *in,
                      struct asking_made *out, enum refusal *no)
{
    struct procedure_new file = in->file;
    struct param_list params;
    struct asking_key once;
    struct conn_step step;

    asking_key_make(&once, &in->key, &file.about, in->request);
    file.key = once.key;
    file.digest = once.digest;
    if (in->on_post)
        procedure_of_post_step(&step, &params, &file);
    else
        procedure_of_host_step(&step, &params, &file);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int open_procedure_piece(struct service *s, const struct service_caller *c, const struct uuid *id,
                         const struct paper_piece_in *in, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    paper_put_piece_step(&step, &params, id, in);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
