/* SPDX-License-Identifier: EUPL-1.2 */
/* Row policies choose the rows. A file comes with its pieces and opinions in one transaction, but in three statements:
 * a paper that comes in between them may already be there while it is still said to be missing. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_procedures.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *steps, void *to)
{
    struct list_procedures_out *out = to;

    return procedure_read_list(&steps[0], out->item, &out->n, &out->more);
}

int list_procedures_do(struct service *s, const struct service_caller *c, const struct procedure_filter *f,
                       struct list_procedures_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct list_procedures_out){.item = calloc(PROCEDURE_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    procedure_list_step(&step, &params, f);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void list_procedures_release(struct list_procedures_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_whole(const struct conn_step *steps, void *to)
{
    struct list_procedures_whole *out = to;
    int rc = procedure_read_one(&steps[0], &out->file, &out->rest);

    if (rc == ERR_OK)
        rc = paper_read_pieces(&steps[1], out->piece, &out->pieces);
    if (rc == ERR_OK)
        rc = paper_read_opinions(&steps[2], out->opinion, &out->opinions);
    return rc;
}

int list_procedures_one(struct service *s, const struct service_caller *c, const struct uuid *id,
                        struct list_procedures_whole **out, enum refusal *no)
{
    struct param_list params[3];
    struct conn_step steps[3];

    *no = REFUSAL_NONE;
    *out = calloc(1, sizeof **out);
    if (*out == NULL)
        return ERR_NOMEM;
    procedure_one_step(&steps[0], &params[0], id);
    paper_pieces_step(&steps[1], &params[1], id);
    paper_opinions_step(&steps[2], &params[2], id);
    return asking_once(s, c, steps, 3, read_whole, *out, no);
}
