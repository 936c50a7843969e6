/* SPDX-License-Identifier: EUPL-1.2 */
/* A sealed profile as values: any bytes are refused and leave nothing, or give values within what a match may be built
 * from; taken or not, the reader and the one that puts a profile out agree. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "api/json.h"
#include "api/profile.h"
#include "api/profile_facts.h"
#include "base/buf.h"
#include "domain/slot.h"

#include "base/banned.h"

#define PLAIN_MAX 65000

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

static void need(bool holds)
{
    if (!holds)
        abort();
}

static void sound_times(const struct slot *s, size_t n)
{
    need(n <= SLOT_MAX && slot_clash(s, n) == n);
    for (size_t i = 0; i < n; i++)
        need(slot_check(&s[i]) == SLOT_FINE);
}

static void sound_commitments(const struct profile *v)
{
    need(v->n_commitments <= PROFILE_COMMITMENTS);
    for (size_t i = 0; i < v->n_commitments; i++) {
        const struct profile_commitment *c = &v->commitment[i];

        need(c->first <= c->last && c->from_min >= 0 && c->from_min <= c->to_min && c->to_min <= SLOT_DAY);
        need(c->to_min == 0 || (c->from_min < c->to_min && c->last - c->first < PROFILE_COMMITMENT_DAYS));
    }
}

static void sound(const struct profile *v)
{
    sound_commitments(v);
    sound_times(v->job, v->n_job);
    sound_times(v->free, v->n_free);
    need(v->said >> PROFILE_MEMBERS == 0 && v->job_min >= 0 && v->job_min <= 7 * SLOT_DAY);
    need(profile_says(v, PROFILE_AVAILABILITY) == (v->n_free > 0));
    need(profile_says(v, PROFILE_JOB) || (v->job_min == 0 && v->n_job == 0));
    need(v->means < 1u << 5 && profile_says(v, PROFILE_TRANSPORT) == (v->means != 0));
    need(v->travel_min >= 0 && v->travel_min <= 240);
    need((unsigned)v->spoken <= PROFILE_LEVEL_FLUENT && (unsigned)v->read <= PROFILE_LEVEL_FLUENT);
    need((unsigned)v->fitness <= PROFILE_UNFIT && v->triggers < 1u << 8 && v->families < 1u << 9);
    need(v->n_cases <= PROFILE_LISTED && v->n_hosts <= PROFILE_LISTED && v->n_sites <= PROFILE_LISTED);
    need(v->n_places <= PROFILE_LISTED && memchr(v->aim, '\0', sizeof v->aim) != NULL);
    need(memchr(v->commune, '\0', sizeof v->commune) != NULL);
    need((v->commune[0] != '\0') == profile_says(v, PROFILE_HOME));
    for (size_t i = 0; i < v->n_places; i++)
        need(v->place[i][0] != '\0' && memchr(v->place[i], '\0', sizeof v->place[i]) != NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const struct profile none;
    static struct profile v, again;
    struct buf out SCOPED_BUF;
    bool taken;

    if (n > PLAIN_MAX)
        return 0;
    json_start();
    buf_init_secret(&out, PLAIN_MAX);
    taken = profile_facts_read(p, n, &v);
    need(taken == profile_put(&out, p, n));
    if (taken) { /* what it says does not hang on how it is written */
        sound(&v);
        need(profile_facts_read(out.data, out.len, &again) && memcmp(&again, &v, sizeof v) == 0);
    } else
        need(memcmp(&v, &none, sizeof v) == 0);
    return 0;
}
