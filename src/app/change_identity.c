/* SPDX-License-Identifier: EUPL-1.2 */
/* Changing an identity. First trip: bind, lock the case at the expected version, ticket for the next one. Second:
 * envelope, the public she is of, commit; the birth date itself never goes to the database. Two at once:
 * the second waits for the lock and then finds another version than it expected. */
#include "app/change_identity.h"
#include "app/sealing.h"
#include "base/err.h"
#include "domain/age.h"
#include "store/case_file.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct change_identity_in *in;
};

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct sealed_ref ref = {RECORD_CASE_FILE, w->in->id, RECORD_IDENT, w->in->expected + 1};
    struct sealing_text text = {w->in->identity, w->in->person};
    struct param_list lock, ticket, correct;
    struct conn_step steps[2], minor;
    struct day taken_in;
    int rc;

    case_file_change_identity_step(&steps[0], &lock, &w->in->id, w->in->expected);
    sealed_ticket_step(&steps[1], &ticket, &ref);
    rc = tx_steps(t, steps, 2, false);
    if (rc == ERR_OK)
        rc = case_file_read_taken_in(&steps[0], &taken_in);
    if (rc == ERR_OK) {
        case_file_minor_step(&minor, &correct, &w->in->id, age_is_minor(&w->in->birth, &taken_in));
        rc = sealing_finish(w->desk, w->caller, t, &steps[1], &ref, text, &minor, 1);
        conn_clear(&minor, 1);
    }
    conn_clear(steps, 2);
    return rc;
}

int change_identity_do(struct service *s, const struct service_caller *c, const struct change_identity_in *in,
                       int32_t *version, enum refusal *no)
{
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in};

    *version = in->expected + 1;
    return sealing_do(s, c, &d, run, &w, no);
}
