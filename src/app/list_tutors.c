/* SPDX-License-Identifier: EUPL-1.2 */
/* One function of the database knows the rows and who is told how many people. */
#include <stdlib.h>
#include <string.h>

#include "app/asking.h"
#include "app/list_tutors.h"
#include "base/err.h"

#include "base/banned.h"

static int read_page(const struct conn_step *step, void *to)
{
    struct list_tutors_out *out = to;

    return tutor_read_list(step, out->item, &out->n, &out->more);
}

int list_tutors_do(struct service *s, const struct service_caller *c, const struct uuid *host,
                   const struct page_cursor *after, struct list_tutors_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct list_tutors_out){.item = calloc(TUTOR_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    tutor_list_step(&step, &params, host, after);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void list_tutors_release(struct list_tutors_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}
