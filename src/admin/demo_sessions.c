/* SPDX-License-Identifier: EUPL-1.2 */
/* A session keeps the day that it plays; the database is asked for another one only when it is another. */
#include <string.h>
#include <time.h>

#include "admin/demo_sessions.h"

#include "admin/demo_offers.h"
#include "admin/totp.h"
#include "app/play_day.h"
#include "app/sign_in.h"
#include "app/sign_out.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"

#include "base/banned.h"

#define TRIES 4

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

size_t demo_sessions_find(const struct cast *cast, const char *role, const char *organisation, size_t n)
{
    for (size_t i = 0; i < cast->n; i++) {
        const struct cast_account *a = &cast->account[i];

        if (strcmp(a->role, role) == 0 && (organisation == NULL || strcmp(a->organisation, organisation) == 0) &&
            n-- == 0)
            return i;
    }
    return DEMO_SESSIONS_NOBODY;
}

/* With the code of this half minute, or of the next one when this one was spent already. */
static int sign_in(struct service *s, const struct cast_account *a, struct sign_in_out *out)
{
    int64_t step = totp_step(clock_now_us());
    enum refusal no = REFUSAL_NONE;
    int rc = ERR_OK;

    for (int i = 0; i < TRIES; i++, step++) {
        char otp[TOTP_CODE + 1];

        /* The vault takes codes up to one step ahead of its clock. */
        while (totp_step(clock_now_us()) + 1 < step)
            (void)nanosleep(&(struct timespec){.tv_nsec = 200000000}, NULL);
        rc = totp_code(a->totp_secret, strlen(a->totp_secret), step, otp);
        if (rc != ERR_OK)
            break;
        struct sign_in_in in = {a->login, strlen(a->login), text(a->password), text(otp), DEMO_SESSIONS_CLAIMED};
        rc = sign_in_do(s, &in, out, &no);
        if (rc != ERR_OK || no != REFUSAL_SIGN_IN)
            break;
    }
    return demo_offers_judge(a->login, rc, no);
}

static int begin(struct demo_sessions *t, size_t account)
{
    struct demo_session *one = &t->of[account];
    struct sign_in_out signed_in;
    int rc = sign_in(t->service, &t->cast->account[account], &signed_in);

    if (rc == ERR_OK) {
        one->open = true;
        one->account = signed_in.who.account;
        service_caller_init(&one->caller, signed_in.token, DEMO_SESSIONS_CLAIMED);
    }
    secret_wipe(&signed_in, sizeof signed_in);
    return rc;
}

static int play(struct demo_sessions *t, size_t account, const struct day *on)
{
    struct demo_session *one = &t->of[account];
    const int32_t day = on == NULL ? 0 : day_number(on);
    const struct day real = {0};
    enum refusal no = REFUSAL_NONE;

    if (one->played == day)
        return ERR_OK;
    int rc = play_day_do(t->service, &one->caller, on == NULL ? &real : on, &no);
    rc = demo_offers_judge(t->cast->account[account].login, rc, no);
    if (rc == ERR_OK)
        one->played = day;
    return rc;
}

void demo_sessions_rest(struct demo_sessions *t)
{
    if (t->held != DEMO_SESSIONS_NOBODY)
        pthread_mutex_unlock(&t->of[t->held].lock);
    t->held = DEMO_SESSIONS_NOBODY;
}

/* One at a time, so no two threads can wait for each other. */
static void hold(struct demo_sessions *t, size_t account)
{
    if (t->held == account)
        return;
    demo_sessions_rest(t);
    pthread_mutex_lock(&t->of[account].lock);
    t->held = account;
}

int demo_sessions_as(struct demo_sessions *t, size_t account, const struct day *on, const struct service_caller **c)
{
    int rc = ERR_OK;

    if (account >= t->cast->n) {
        log_error("demo: the cast lacks somebody");
        return ERR_NOTFOUND;
    }
    hold(t, account);
    if (!t->of[account].open)
        rc = begin(t, account);
    if (rc == ERR_OK)
        rc = play(t, account, on);
    *c = &t->of[account].caller;
    return rc;
}

int demo_sessions_end(struct demo_sessions *t)
{
    int first = ERR_OK;

    demo_sessions_rest(t);
    for (size_t i = 0; i < CAST_ACCOUNTS; i++) {
        enum refusal no = REFUSAL_NONE;

        if (!t->of[i].open)
            continue;
        int rc = sign_out_do(t->service, &t->of[i].caller, &no);
        rc = demo_offers_judge("sign-out", rc, no);
        first = first == ERR_OK ? rc : first;
        service_caller_wipe(&t->of[i].caller);
        t->of[i].open = false;
    }
    return first;
}
