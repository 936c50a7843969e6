/* SPDX-License-Identifier: EUPL-1.2 */
/* Taking a case in. First trip: bind and the case file, found again when the key was used before. Second: the ticket
 * to seal its identity. Third: the envelope, whether the person is known already, and the commit. A repeated request
 * finds the first one's case and asks again whether the person is known. */
#include "app/open_case.h"
#include "app/asking.h"
#include "app/sealing.h"
#include "base/err.h"
#include "store/case_file.h"
#include "store/person.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct open_case_in *in;
    struct open_case_out *out;
    struct asking_key once;
};

static int seal_first(struct tx *t, struct work *w, struct conn_step *known)
{
    struct sealed_ref ref = {RECORD_CASE_FILE, w->out->id, RECORD_IDENT, 1};

    return sealing_record(w->desk, w->caller, t, &ref, (struct sealing_text){w->in->identity, w->in->person}, known, 1);
}

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct param_list params;
    struct param_list about;
    struct conn_step open;
    struct conn_step known;
    int rc;

    case_file_open_step(&open, &params, w->once.key, w->once.digest, w->in->minor);
    rc = tx_steps(t, &open, 1, false);
    if (rc == ERR_OK)
        rc = case_file_opened(&open, &w->out->id, &w->out->replayed);
    conn_clear(&open, 1);
    if (rc != ERR_OK)
        return rc;
    person_known_step(&known, &about, &w->out->id);
    rc = w->out->replayed ? tx_steps(t, &known, 1, true) : seal_first(t, w, &known);
    if (rc == ERR_OK)
        rc = person_read_known(&known, &w->out->same_person);
    conn_clear(&known, 1);
    return rc;
}

int open_case_do(struct service *s, const struct service_caller *c, const struct open_case_in *in,
                 struct open_case_out *out, enum refusal *no)
{
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in, .out = out};

    out->version = 1;
    asking_key_make(&w.once, &in->key, NULL, in->request);
    return sealing_do(s, c, &d, run, &w, no);
}
