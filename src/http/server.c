/* SPDX-License-Identifier: EUPL-1.2 */
/* The glue to libmicrohttpd. One thread for each connection: our handlers block (on PostgreSQL, on the vault, a
 * sign-in for the length of a password hash), and so no request ever waits behind another one's work; the pool of
 * desks bounds the work, the cap on connections the threads. An event loop with few workers would be leaner with
 * thousands of idle clients, which a service behind a front does not have. The library decodes nothing for us: its
 * unescaping is replaced by one that leaves the bytes alone, its parsed arguments are not read, its post processor
 * is not used. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <microhttpd.h>

#include "base/clock.h"
#include "base/err.h"
#include "http/server.h"

#include "base/banned.h"

struct server {
    struct MHD_Daemon *daemon;
    struct watch *watch;
    struct server_options o;
    atomic_bool draining;
};

struct heading {
    struct gate_field field[LIMITS_HEADERS + 1];
    size_t n;
};

void server_default_limits(struct watch_limits *l)
{
    *l = (struct watch_limits){.ms = {[WATCH_IDLE] = LIMITS_IDLE_MS,
                                      [WATCH_HEADER] = LIMITS_HEADER_MS,
                                      [WATCH_BODY] = LIMITS_BODY_MS,
                                      [WATCH_WORK] = LIMITS_WORK_MS,
                                      [WATCH_SEND] = LIMITS_SEND_MS}};
}

static struct watch_place *place_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info == NULL ? NULL : info->socket_context;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **place, enum MHD_ConnectionNotificationCode what)
{
    struct server *s = cls;
    const union MHD_ConnectionInfo *info;

    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        watch_leave(s->watch, *place);
        *place = NULL;
        return;
    }
    info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != NULL)
        *place = watch_enter(s->watch, info->connect_fd);
}

/* The first sight of a request: its raw target. */
static void *on_target(void *cls, const char *raw, struct MHD_Connection *c)
{
    struct server *s = cls;
    struct exchange *x = exchange_new();

    watch_begin(s->watch, place_of(c), WATCH_HEADER);
    if (x != NULL)
        exchange_target(x, raw);
    return x;
}

static size_t leave_alone(void *cls, struct MHD_Connection *c, char *s)
{
    (void)cls;
    (void)c;
    return strlen(s);
}

static enum MHD_Result on_field(void *cls, enum MHD_ValueKind kind, const char *name, size_t name_n, const char *value,
                                size_t value_n)
{
    struct heading *h = cls;

    (void)kind;
    if (h->n > LIMITS_HEADERS)
        return MHD_NO;
    h->field[h->n++] = (struct gate_field){.name = name, .value = value == NULL ? "" : value, .name_n = name_n,
                                           .value_n = value_n};
    return MHD_YES;
}

static void address_of(struct MHD_Connection *c, char out[INET6_ADDRSTRLEN])
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    struct sockaddr_storage a = {0};

    out[0] = '\0';
    if (info == NULL || info->client_addr == NULL)
        return;
    if (info->client_addr->sa_family == AF_INET) {
        memcpy(&a, info->client_addr, sizeof(struct sockaddr_in));
        inet_ntop(AF_INET, &((struct sockaddr_in *)&a)->sin_addr, out, INET6_ADDRSTRLEN);
    } else if (info->client_addr->sa_family == AF_INET6) {
        memcpy(&a, info->client_addr, sizeof(struct sockaddr_in6));
        inet_ntop(AF_INET6, &((struct sockaddr_in6 *)&a)->sin6_addr, out, INET6_ADDRSTRLEN);
    }
}

static void take_head(struct server *s, struct MHD_Connection *c, struct exchange *x, const char *method,
                      const char *version)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    char address[INET6_ADDRSTRLEN];
    struct heading h;

    h.n = 0;
    MHD_get_connection_values_n(c, MHD_HEADER_KIND, on_field, &h);
    address_of(c, address);
    exchange_head(x, &s->o.service,
                  &(struct gate_head){.method = method, .target = x->raw_target, .target_n = x->target_n,
                                      .version = version, .field = h.field, .fields = h.n,
                                      .size = info == NULL ? 0 : info->header_size},
                  address);
}

/* Nothing may be loaded or run; of a page the one style within it applies that is named by its hash. */
static void put_policy(struct MHD_Response *m, const struct reply *r)
{
    const char *style = r->type == REPLY_HTML ? r->style : NULL;
    char policy[160];

    (void)snprintf(policy, sizeof policy, "default-src 'none';%s%s%s frame-ancestors 'none'",
                   style == NULL ? "" : " style-src '", style == NULL ? "" : style, style == NULL ? "" : "';");
    MHD_add_response_header(m, "Content-Security-Policy", policy);
}

static void put_headers(const struct server *s, struct MHD_Response *m, const struct reply *r)
{
    static const char *const always[][2] = {
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Referrer-Policy", "no-referrer"},
        {"X-Content-Type-Options", "nosniff"},
    };
    char number[16];

    put_policy(m, r);
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        MHD_add_response_header(m, always[i][0], always[i][1]);
    MHD_add_response_header(m, "Cache-Control", r->lasting ? "public, max-age=300" : "no-store");
    if (r->status != 204)
        MHD_add_response_header(m, "Content-Type", reply_content_type(r));
    if (s->o.demonstration)
        MHD_add_response_header(m, "Jalon-Demonstration", "true");
    if (r->version > 0) {
        (void)snprintf(number, sizeof number, "\"%d\"", (int)r->version);
        MHD_add_response_header(m, "ETag", number);
    }
    if (r->status == 401)
        MHD_add_response_header(m, "WWW-Authenticate", "Bearer");
    if (r->status == 405)
        MHD_add_response_header(m, "Allow", r->allow);
    if (r->status == 503 || r->retry_s > 0) {
        (void)snprintf(number, sizeof number, "%u", r->retry_s > 0 ? r->retry_s : 2);
        MHD_add_response_header(m, "Retry-After", number);
    }
    if (r->close || atomic_load(&s->draining))
        MHD_add_response_header(m, "Connection", "close");
}

/* The body stays in the exchange, which lives until the library says that the request is over. */
static enum MHD_Result answer(struct server *s, struct MHD_Connection *c, struct exchange *x)
{
    struct MHD_Response *m;
    enum MHD_Result ok;

    m = MHD_create_response_from_buffer(x->reply.body.len, x->reply.body.data, MHD_RESPMEM_PERSISTENT);
    if (m == NULL)
        return MHD_NO;
    put_headers(s, m, &x->reply);
    watch_begin(s->watch, place_of(c), WATCH_SEND);
    ok = MHD_queue_response(c, x->reply.status, m);
    MHD_destroy_response(m);
    return ok;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **exchange)
{
    struct server *s = cls;
    struct exchange *x = *exchange;

    (void)url;
    if (x == NULL)
        return MHD_NO;
    if (!x->begun) {
        watch_begin(s->watch, place_of(c), WATCH_WORK); /* who asks is looked up */
        take_head(s, c, x, method, version);
        if (!exchange_is_over(x)) {
            watch_begin(s->watch, place_of(c), WATCH_BODY);
            return MHD_YES;
        }
    } else if (*size > 0) {
        exchange_body(x, data, *size);
        *size = 0;
        return MHD_YES;
    }
    watch_begin(s->watch, place_of(c), WATCH_WORK);
    exchange_run(x, &s->o.service);
    return answer(s, c, x);
}

static void on_over(void *cls, struct MHD_Connection *c, void **exchange, enum MHD_RequestTerminationCode why)
{
    struct server *s = cls;

    (void)why;
    exchange_free(*exchange);
    *exchange = NULL;
    watch_begin(s->watch, place_of(c), WATCH_IDLE);
}

int server_start(struct server **out, const struct server_options *o)
{
    struct server *s = calloc(1, sizeof *s);
    int rc;

    *out = NULL;
    if (s == NULL)
        return ERR_NOMEM;
    s->o = *o;
    rc = watch_new(&s->watch, LIMITS_CONNECTIONS + 16, &o->limits);
    if (rc != ERR_OK) {
        free(s);
        return rc;
    }
    s->daemon = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL | MHD_USE_ITC, 0, NULL, NULL,
        on_request, s,
        MHD_OPTION_LISTEN_SOCKET, o->listener,
        MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
        MHD_OPTION_NOTIFY_COMPLETED, on_over, s,
        MHD_OPTION_URI_LOG_CALLBACK, on_target, s,
        MHD_OPTION_UNESCAPE_CALLBACK, leave_alone, NULL,
        MHD_OPTION_STRICT_FOR_CLIENT, 0, /* the gate is stricter, and answers in our form */
        MHD_OPTION_CONNECTION_LIMIT, o->connections,
        MHD_OPTION_PER_IP_CONNECTION_LIMIT, o->per_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)LIMITS_CONNECTION_MEMORY,
        MHD_OPTION_THREAD_STACK_SIZE, (size_t)LIMITS_THREAD_STACK,
        MHD_OPTION_END);
    if (s->daemon == NULL) {
        watch_free(s->watch);
        free(s);
        return ERR_IO;
    }
    *out = s;
    return ERR_OK;
}

void server_stop(struct server *s, int drain_ms)
{
    static const struct timespec nap = {.tv_nsec = 20000000L};
    int64_t until = clock_mono_ms() + drain_ms;
    int listener;

    if (s == NULL)
        return;
    atomic_store(&s->draining, true);
    listener = MHD_quiesce_daemon(s->daemon);
    if (listener >= 0)
        shutdown(listener, SHUT_RDWR); /* who comes now is told so, and goes to another node */
    while (watch_busy(s->watch) > 0 && clock_mono_ms() < until)
        nanosleep(&nap, NULL);
    MHD_stop_daemon(s->daemon);
    if (listener >= 0)
        close(listener);
    watch_free(s->watch);
    free(s);
}
