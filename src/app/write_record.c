/* SPDX-License-Identifier: EUPL-1.2 */
/* First trip: bind, and the ticket, for which SQL locks the case and compares the version. Second: envelope and commit;
 * SQL looks at all of it again. Two at once: the second waits for the lock and then finds another version. */
#include "app/write_record.h"
#include "app/sealing.h"
#include "base/err.h"

#include "base/banned.h"

struct work {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct write_record_in *in;
};

static int run(struct tx *t, void *ctx)
{
    struct work *w = ctx;
    struct sealed_ref ref = {w->in->table, w->in->row, w->in->compartment, w->in->expected + 1};

    return sealing_record(w->desk, w->caller, t, &ref, (struct sealing_text){.plain = w->in->record}, NULL, 0);
}

int write_record_do(struct service *s, const struct service_caller *c, const struct write_record_in *in,
                    int32_t *version, enum refusal *no)
{
    struct service_desk d;
    struct work w = {.desk = &d, .caller = c, .in = in};

    *version = in->expected + 1;
    return sealing_do(s, c, &d, run, &w, no);
}
