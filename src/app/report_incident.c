/* SPDX-License-Identifier: EUPL-1.2 */
/* Telling one in words: first trip, the incident, found again when the key was used before; second, the ticket to seal
 * its words; the vault; third, the envelope and the commit. Once the incident was made, what is not there for the
 * ticket is the key. Following one up with a note: first trip, which versions there are; second, the ticket, which
 * locks the case; the vault; third, the envelope, the follow-up, which looks at the incident's version again, and the
 * commit. */
#include <stdlib.h>
#include <string.h>

#include "app/report_incident.h"
#include "app/sealing.h"
#include "base/err.h"
#include "domain/record.h"

#include "base/banned.h"

static int read_page(const struct conn_step *step, void *to)
{
    struct report_incident_out *out = to;

    return incident_read_list(step, out->item, &out->n, &out->more);
}

int report_incident_list(struct service *s, const struct service_caller *c, const struct incident_filter *f,
                         struct report_incident_out *out, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    *no = REFUSAL_NONE;
    *out = (struct report_incident_out){.item = calloc(INCIDENT_PAGE, sizeof *out->item)};
    if (out->item == NULL)
        return ERR_NOMEM;
    incident_list_step(&step, &params, f);
    return asking_once(s, c, &step, 1, read_page, out, no);
}

void report_incident_release(struct report_incident_out *out)
{
    free(out->item);
    memset(out, 0, sizeof *out);
}

static int read_one(const struct conn_step *step, void *to)
{
    return incident_read_one(step, to);
}

int report_incident_one(struct service *s, const struct service_caller *c, const struct uuid *id, struct incident *out,
                        enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    incident_one_step(&step, &params, id);
    return asking_once(s, c, &step, 1, read_one, out, no);
}

struct telling {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct report_incident_in *in;
    struct asking_made *out;
    struct asking_key once;
    bool made;
};

static int seal_words(struct tx *t, struct telling *w)
{
    const struct sealed_ref ref = {RECORD_INCIDENT, w->out->id, RECORD_PLACEMENT, 1}; /* words are said once */

    return sealing_record(w->desk, w->caller, t, &ref, (struct sealing_text){.plain = w->in->words}, NULL, 0);
}

static int tell(struct tx *t, void *ctx)
{
    struct telling *w = ctx;
    struct param_list params;
    struct conn_step step;
    int rc;

    incident_new_step(&step, &params, &w->in->told, w->once.key, w->once.digest);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = asking_read_made(&step, w->out);
    conn_clear(&step, 1);
    w->made = rc == ERR_OK;
    return rc == ERR_OK && !w->out->replayed ? seal_words(t, w) : rc;
}

static int tell_in_words(struct service *s, struct telling *w, enum refusal *no)
{
    struct service_desk d;
    int rc;

    w->desk = &d;
    rc = sealing_do(s, w->caller, &d, tell, w, no);
    if (*no == REFUSAL_NOT_FOUND && w->made)
        *no = REFUSAL_KEY_MISSING;
    return rc;
}

int report_incident_new(struct service *s, const struct service_caller *c, const struct report_incident_in *in,
                        struct asking_made *out, enum refusal *no)
{
    struct telling w = {.caller = c, .in = in, .out = out};
    struct param_list params;
    struct conn_step step;

    asking_key_make(&w.once, &in->key, NULL, in->request);
    if (in->words.n > 0)
        return tell_in_words(s, &w, no);
    incident_new_step(&step, &params, &in->told, w.once.key, w.once.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

struct following {
    struct service_desk *desk;
    const struct service_caller *caller;
    const struct report_incident_step *in;
    int32_t version;
};

/* The version of the note that comes next. */
static int look(struct tx *t, const struct following *w, int32_t *next)
{
    struct incident now;
    struct param_list params;
    struct conn_step step;
    int rc;

    incident_one_step(&step, &params, &w->in->id);
    rc = tx_steps(t, &step, 1, false);
    if (rc == ERR_OK)
        rc = incident_read_one(&step, &now);
    conn_clear(&step, 1);
    if (rc == ERR_NOTFOUND)
        return tx_refuse(t, REFUSAL_NOT_FOUND);
    if (rc != ERR_OK)
        return rc;
    *next = now.note_version + 1;
    return now.version == w->in->expected ? ERR_OK : tx_refuse(t, REFUSAL_VERSION_CONFLICT);
}

static int follow(struct tx *t, void *ctx)
{
    struct following *w = ctx;
    struct sealed_ref ref = {RECORD_INCIDENT, w->in->id, RECORD_JUSTICE, 0};
    struct param_list params;
    struct conn_step step;
    int rc = look(t, w, &ref.version);

    if (rc != ERR_OK)
        return rc;
    incident_follow_step(&step, &params, &w->in->id, w->in->expected, &w->in->step);
    rc = sealing_record(w->desk, w->caller, t, &ref, (struct sealing_text){.plain = w->in->note}, &step, 1);
    if (rc == ERR_OK)
        rc = asking_read_version(&step, &w->version);
    conn_clear(&step, 1);
    return rc;
}

static int follow_with_note(struct service *s, const struct service_caller *c, const struct report_incident_step *in,
                            int32_t *version, enum refusal *no)
{
    struct service_desk d;
    struct following w = {.desk = &d, .caller = c, .in = in};
    int rc = sealing_do(s, c, &d, follow, &w, no);

    *version = w.version;
    return rc;
}

int report_incident_follow(struct service *s, const struct service_caller *c, const struct report_incident_step *in,
                           int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    if (in->note.n > 0)
        return follow_with_note(s, c, in, version, no);
    incident_follow_step(&step, &params, &in->id, in->expected, &in->step);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}
