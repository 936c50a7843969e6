/* SPDX-License-Identifier: EUPL-1.2 */
/* demo: an ordinary client. Each person of the cast takes the own account with code, password and second factor;
 * administrator and referent enter what there is to offer, a director decides on its files (demo_*.c), each counsellor
 * signs in and opens cases: the same use cases as over HTTP, the same refusals, the same entries in the log. What was
 * done is noted after each step, and what is made bears idempotency keys, so that an interrupted loading goes on where
 * it was. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#include "admin/verbs.h"

#include "admin/cast.h"
#include "admin/demo_files.h"
#include "admin/demo_measures.h"
#include "admin/demo_offers.h"
#include "admin/demo_posts.h"
#include "admin/invented.h"
#include "admin/totp.h"
#include "app/activate.h"
#include "app/open_case.h"
#include "app/sign_in.h"
#include "app/sign_out.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/log.h"
#include "base/secret.h"
#include "domain/age.h"
#include "store/statements.h"

#include "base/banned.h"

#define CLAIMED "jalon-demo"
#define GREET_MS 10000
#define TRIES 4

struct demo {
    struct service *service;
    struct cast cast;
    char state[4096];
    const char *out;
};

static struct vault_bytes text(const char *s)
{
    return (struct vault_bytes){s, strlen(s)};
}

static int failed(const char *what, const char *who, int rc, enum refusal no)
{
    log_error("demo: %s %s: %s", what, who, rc != ERR_OK ? err_name(rc) : refusal_code(no));
    return rc != ERR_OK ? rc : ERR_DENIED;
}

static int note(const struct demo *d)
{
    int rc = cast_save(&d->cast, d->state);

    if (rc != ERR_OK)
        log_error("demo: %s: %s", d->state, err_name(rc));
    return rc;
}

/* Four groups of five letters and digits, without those that look alike: 100 bits. */
static void make_password(char out[65])
{
    static const char alphabet[] = "abcdefghijkmnpqrstuvwxyz23456789";
    unsigned char d[20];
    size_t n = 0;

    secret_random(d, sizeof d);
    for (size_t i = 0; i < sizeof d; i++) {
        if (i > 0 && i % 5 == 0)
            out[n++] = '-';
        out[n++] = alphabet[d[i] % (sizeof alphabet - 1)];
    }
    out[n] = '\0';
    secret_wipe(d, sizeof d);
}

/* Signs in with the code of this half minute, or of the next one when this one was spent already. */
static int sign_in(struct demo *d, const struct cast_account *a, struct sign_in_out *out)
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
        struct sign_in_in in = {a->login, strlen(a->login), text(a->password), text(otp), CLAIMED};
        rc = sign_in_do(d->service, &in, out, &no);
        if (rc != ERR_OK || no != REFUSAL_SIGN_IN)
            break;
    }
    return rc == ERR_OK && no == REFUSAL_NONE ? ERR_OK : failed("sign-in of", a->login, rc, no);
}

static int sign_out(struct demo *d, const struct cast_account *a, struct sign_in_out *session)
{
    struct service_caller caller;
    enum refusal no = REFUSAL_NONE;

    service_caller_init(&caller, session->token, CLAIMED);
    int rc = sign_out_do(d->service, &caller, &no);
    service_caller_wipe(&caller);
    secret_wipe(session, sizeof *session);
    return rc == ERR_OK && no == REFUSAL_NONE ? ERR_OK : failed("sign-out of", a->login, rc, no);
}

/* The step before this one, so that the code of this one is left for the first sign-in. A try more, because the clock
 * may turn between here and the vault. */
static int confirm(struct demo *d, struct cast_account *a, struct activate_in *in)
{
    enum refusal no = REFUSAL_ACTIVATION;
    int rc = ERR_OK;

    for (int i = 0; i < 2 && rc == ERR_OK && no == REFUSAL_ACTIVATION; i++) {
        char otp[TOTP_CODE + 1];

        rc = totp_code(a->totp_secret, strlen(a->totp_secret), totp_step(clock_now_us()) - 1, otp);
        if (rc != ERR_OK)
            break;
        in->otp = text(otp);
        rc = activate_confirm(d->service, in, &no);
    }
    return rc == ERR_OK && no == REFUSAL_NONE ? ERR_OK : failed("confirmation of", a->login, rc, no);
}

/* An account whose last step was not noted: it is the noted password's if that signs in. */
static int look_again(struct demo *d, struct cast_account *a)
{
    struct sign_in_out session;
    int rc = sign_in(d, a, &session);

    return rc == ERR_OK ? sign_out(d, a, &session) : rc;
}

static int enrol(struct demo *d, struct cast_account *a)
{
    struct buf secret SCOPED_BUF, offer SCOPED_BUF;
    char password[sizeof a->password];
    enum refusal no = REFUSAL_NONE;

    make_password(password);
    struct activate_in in = {
        .login = a->login, .login_n = strlen(a->login), .code = text(a->code), .password = text(password)};
    in.claimed = CLAIMED;
    buf_init_secret(&secret, sizeof a->totp_secret);
    buf_init_secret(&offer, 1024);
    int rc = activate_enrol(d->service, &in, &secret, &offer, &no);
    if (rc == ERR_OK && no == REFUSAL_ACTIVATION && a->password[0] != '\0')
        return look_again(d, a);
    if (rc != ERR_OK || no != REFUSAL_NONE)
        return failed("activation of", a->login, rc, no);
    if (secret.len >= sizeof a->totp_secret)
        return failed("activation of", a->login, ERR_LIMIT, no);
    memcpy(a->password, password, sizeof a->password);
    memcpy(a->totp_secret, secret.data, secret.len);
    a->totp_secret[secret.len] = '\0';
    secret_wipe(password, sizeof password);
    rc = note(d);
    if (rc != ERR_OK)
        return rc;
    in.password = text(a->password);
    in.offer = (struct vault_bytes){offer.data, offer.len};
    return confirm(d, a, &in);
}

static int enrol_all(struct demo *d)
{
    for (size_t i = 0; i < d->cast.n; i++) {
        struct cast_account *a = &d->cast.account[i];

        if (a->confirmed)
            continue;
        if (a->code[0] == '\0') {
            log_error("demo: no activation code for %s", a->login);
            return ERR_NOTFOUND;
        }
        int rc = enrol(d, a);
        if (rc != ERR_OK)
            return rc;
        a->confirmed = true;
        rc = note(d);
        if (rc != ERR_OK)
            return rc;
    }
    return ERR_OK;
}

/* What somebody of a role does in a session of her own. */
typedef int (*work)(struct service *s, const struct service_caller *c, struct demo_offers *o);

static int as(struct demo *d, const char *role, work fn, struct demo_offers *o)
{
    struct sign_in_out session;
    struct service_caller caller;
    size_t i = 0;

    while (i < d->cast.n && strcmp(d->cast.account[i].role, role) != 0)
        i++;
    if (i == d->cast.n) {
        log_error("demo: the cast has no %s", role);
        return ERR_NOTFOUND;
    }
    int rc = sign_in(d, &d->cast.account[i], &session);
    if (rc != ERR_OK)
        return rc;
    service_caller_init(&caller, session.token, CLAIMED);
    rc = fn(d->service, &caller, o);
    service_caller_wipe(&caller);
    int ended = sign_out(d, &d->cast.account[i], &session);
    return rc == ERR_OK ? ended : rc;
}

static int enter(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    int rc = demo_offers_enter(s, c, o);

    if (rc == ERR_OK)
        rc = demo_posts_enter(s, c, o);
    return rc == ERR_OK ? demo_files_bring(s, c, o) : rc;
}

static int decide(struct service *s, const struct service_caller *c, struct demo_offers *o)
{
    int rc = demo_files_decide(s, c, o);

    if (rc == ERR_OK)
        rc = demo_posts_bar(s, c, o);
    return rc == ERR_OK ? demo_measures_check(s, c, &o->suspended) : rc;
}

static int open_one(struct demo *d, const struct service_caller *caller, unsigned i)
{
    struct buf identity SCOPED_BUF;
    struct buf person SCOPED_BUF;
    struct day birth, today;
    struct open_case_in in;
    struct open_case_out out;
    enum refusal no = REFUSAL_NONE;

    buf_init_secret(&identity, 4096);
    buf_init_secret(&person, 4096);
    int rc = invented_identity(i, &identity);
    if (rc == ERR_OK)
        rc = invented_person(i, &person);
    if (rc == ERR_OK)
        rc = invented_birth(i, &birth);
    if (rc != ERR_OK)
        return rc;
    invented_key(i, &in.key);
    day_in_france(&today, clock_now_us());
    in.minor = age_is_minor(&birth, &today);
    in.request = in.identity = (struct vault_bytes){identity.data, identity.len};
    in.person = (struct vault_bytes){person.data, person.len};
    rc = open_case_do(d->service, caller, &in, &out, &no);
    if (rc != ERR_OK || no != REFUSAL_NONE)
        return failed("case", "of an invented person", rc, no);
    d->cast.opened[i] = true;
    d->cast.case_id[i] = out.id;
    return note(d);
}

static int keep_one(struct demo *d, const struct service_caller *caller, unsigned i)
{
    int rc = ERR_OK;

    if (!d->cast.opened[i])
        rc = open_one(d, caller, i);
    if (rc == ERR_OK)
        rc = demo_measures_keep(d->service, caller, i, &d->cast.case_id[i], &d->cast.measure_id[i]);
    if (rc != ERR_OK)
        return rc;
    d->cast.kept[i] = true;
    return note(d);
}

/* Person i is taken in by counsellor number i modulo their number. */
static int open_cases_of(struct demo *d, const struct cast_account *a, unsigned first, unsigned counsellors)
{
    struct sign_in_out session;
    struct service_caller caller;
    unsigned i = first;

    while (i < INVENTED_PEOPLE && d->cast.kept[i])
        i += counsellors;
    if (i >= INVENTED_PEOPLE)
        return ERR_OK;
    int rc = sign_in(d, a, &session);
    if (rc != ERR_OK)
        return rc;
    service_caller_init(&caller, session.token, CLAIMED);
    for (; i < INVENTED_PEOPLE && rc == ERR_OK; i += counsellors)
        if (!d->cast.kept[i])
            rc = keep_one(d, &caller, i);
    service_caller_wipe(&caller);
    int ended = sign_out(d, a, &session);
    return rc == ERR_OK ? ended : rc;
}

static int open_cases(struct demo *d)
{
    const struct cast_account *who[CAST_ACCOUNTS];
    unsigned n = 0;
    int rc = ERR_OK;

    for (size_t i = 0; i < d->cast.n; i++)
        if (strcmp(d->cast.account[i].role, "counsellor") == 0)
            who[n++] = &d->cast.account[i];
    for (unsigned i = 0; i < n && rc == ERR_OK; i++)
        rc = open_cases_of(d, who[i], i, n);
    return rc;
}

/* In the order of real life: units have a place, then there are hosts with their posts and files, counsellors take
 * people in, a director decides what lies on her desk, and a host may stop what is on the list. Each signs in once, for
 * a second code is half a minute away. What is offered is known by its keys until all of it is noted. */
static int enter_all(struct demo *d)
{
    const bool offers = !d->cast.offers;
    struct demo_offers o = {0};
    int rc = ERR_OK;

    if (offers)
        rc = as(d, "administrator", demo_offers_place, &o);
    if (rc == ERR_OK && offers)
        rc = as(d, "referent", enter, &o);
    if (rc == ERR_OK)
        rc = open_cases(d);
    if (rc != ERR_OK || !offers)
        return rc;
    o.suspended = d->cast.measure_id[DEMO_MEASURES_SUSPENDED];
    rc = as(d, "director", decide, &o);
    if (rc == ERR_OK)
        rc = as(d, "host_manager", demo_posts_stop, &o);
    if (rc != ERR_OK)
        return rc;
    d->cast.offers = true;
    return note(d);
}

static int load(struct demo *d)
{
    int rc = enrol_all(d);

    if (rc == ERR_OK)
        rc = enter_all(d);
    if (rc == ERR_OK) {
        d->cast.ended = true;
        rc = note(d);
    }
    if (rc == ERR_OK)
        rc = cast_write_json(&d->cast, d->out);
    return rc;
}

static int prepare(struct demo *d, const char *codes, const char *manifest)
{
    char why[CAST_WHY] = "";
    int rc = cast_read_manifest(&d->cast, manifest, why);

    if (rc == ERR_OK)
        rc = cast_load(&d->cast, d->state, why);
    if (rc == ERR_OK && !d->cast.ended)
        rc = cast_read_codes(&d->cast, codes, why);
    if (rc != ERR_OK)
        log_error("demo: %s", why);
    return rc;
}

static int run(struct demo *d, const char *codes, const char *manifest)
{
    int rc = service_greet(d->service, clock_mono_ms() + GREET_MS);

    if (rc != ERR_OK) {
        log_error("demo: the vault does not answer: %s", err_name(rc));
        return EX_UNAVAILABLE;
    }
    if (!service_is_demonstration(d->service)) {
        log_error("demo: refused, this installation is not a demonstration");
        return EX_NOPERM;
    }
    if (prepare(d, codes, manifest) != ERR_OK)
        return EX_DATAERR;
    if (d->cast.ended) {
        rc = cast_write_json(&d->cast, d->out);
        printf("demo: was loaded before, nothing is changed\n");
        return rc == ERR_OK ? EX_OK : EX_CANTCREAT;
    }
    if (load(d) != ERR_OK)
        return EX_UNAVAILABLE;
    printf("demo: %zu accounts and %d cases of invented people, %d hosts with %d posts\n", d->cast.n, INVENTED_PEOPLE,
           DEMO_OFFERS_HOSTS, DEMO_OFFERS_POSTS);
    return EX_OK;
}

int verbs_demo(const struct conf *c, const char *codes, const char *manifest, const char *out)
{
    struct service_options o = {.vault = verbs_need(c, "vault"), .sealer = verbs_need(c, "sealer")};
    struct demo *d = secret_alloc(sizeof *d);
    int code = EX_OSERR;

    struct conn_group groups[STATEMENTS_GROUPS];

    statements_web(groups);
    o.database = (struct conn_options){
        .conninfo = verbs_need(c, "web_database"), .application = "jalon demo", .groups = groups};
    o.size = (struct pool_size){.pages = 1, .sealed = 1, .sign_in = 1, .waiting = 1};
    if (d != NULL) {
        memset(d, 0, sizeof *d);
        d->out = out;
        int n = snprintf(d->state, sizeof d->state, "%s.state", out);
        if (n < 0 || (size_t)n >= sizeof d->state)
            code = EX_USAGE;
        else if (service_new(&d->service, &o) == ERR_OK)
            code = run(d, codes, manifest);
        service_free(d->service);
    }
    secret_free(d);
    return code;
}
