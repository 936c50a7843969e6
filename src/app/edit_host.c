/* SPDX-License-Identifier: EUPL-1.2 */
/* Each is one call of a function that decides all: who may, which version, what the state of posts and files allows.
 * The host of a new site or contact goes into the digest: the same body sent to another host is another request. */
#include "app/edit_host.h"
#include "base/err.h"

#include "base/banned.h"

int edit_host_create(struct service *s, const struct service_caller *c, const struct edit_host_new *in,
                     struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, NULL, in->request);
    host_new_step(&step, &params, &in->sheet, uuid_is_nil(&in->org) ? NULL : &in->org, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int edit_host_put(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                  const struct host_sheet *h, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    host_put_step(&step, &params, id, expected, h);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int edit_host_set_state(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                        const char *state, const char *reason, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    host_set_state_step(&step, &params, id, expected, state, reason);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int edit_host_add_site(struct service *s, const struct service_caller *c, const struct edit_host_site *in,
                       struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, &in->host, in->request);
    site_new_step(&step, &params, &in->host, &in->sheet, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int edit_host_put_site(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                       const struct site_sheet *h, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    site_put_step(&step, &params, id, expected, h);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int edit_host_add_contact(struct service *s, const struct service_caller *c, const struct edit_host_contact *in,
                          struct asking_made *out, enum refusal *no)
{
    struct asking_key k;
    struct param_list params;
    struct conn_step step;

    asking_key_make(&k, &in->key, &in->host, in->request);
    contact_new_step(&step, &params, &in->host, &in->sheet, k.key, k.digest);
    return asking_once(s, c, &step, 1, asking_read_made, out, no);
}

int edit_host_put_contact(struct service *s, const struct service_caller *c, const struct uuid *id, int32_t expected,
                          const struct contact_sheet *h, int32_t *version, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    contact_put_step(&step, &params, id, expected, h);
    return asking_once(s, c, &step, 1, asking_read_version, version, no);
}

int edit_host_drop_contact(struct service *s, const struct service_caller *c, const struct uuid *id, enum refusal *no)
{
    struct param_list params;
    struct conn_step step;

    contact_drop_step(&step, &params, id);
    return asking_once(s, c, &step, 1, NULL, NULL, no);
}
