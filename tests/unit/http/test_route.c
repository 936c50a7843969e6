/* SPDX-License-Identifier: EUPL-1.2 */
/* Finding the row of a request, and the way through an exchange up to the handler. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "http/exchange.h"
#include "http/route.h"

static int called;

static void handler(void *ctx, const struct route_request *q, struct reply *r)
{
    (void)ctx;
    called++;
    assert_ptr_equal(q->route->fn, handler);
    buf_fmt(&r->body, "%zu %d", q->body_n, (int)q->role);
    reply_ok(r, 200);
}

static const struct json_field after[] = {{"after", JSON_CURSOR}};
static const struct json_shape query = JSON_SHAPE(NULL, after);
static const struct json_shape any = {NULL, NULL, 0};

#define FINE {200, ROUTE_TEXT, NULL}

static const struct route rows[] = {
    ROUTE("GET", "/open", "", ROUTE_PUBLIC, ROUTE_PLAIN, NULL, FINE, handler),
    ROUTE_TAKES("POST", "/open", "", ROUTE_PUBLIC, ROUTE_PLAIN, 8, any, FINE, handler),
    ROUTE("GET", "/cases", "", ROLE_BIT(ROLE_COUNSELLOR), ROUTE_REASON, &query, FINE, handler),
    ROUTE_TAKES("PUT", "/cases/{id}/identity", "", ROLE_BIT(ROLE_COUNSELLOR), ROUTE_IF_MATCH, 8, any, FINE, handler),
    ROUTE_TAKES("POST", "/cases", "", ROLE_BIT(ROLE_COUNSELLOR), ROUTE_IDEMPOTENT, 8, any, FINE, handler),
    ROUTE("GET", "/units/{id}/members/{user}/x", "", ROLE_BIT(ROLE_COUNSELLOR), ROUTE_PLAIN, NULL, FINE, handler),
};

static const struct route_table table = {rows, sizeof rows / sizeof rows[0]};

#define ID "0192f0c1-7d5c-4e0b-9c77-2a4f5b6c7d8e"
#define OTHER "1192f0c1-7d5c-4e0b-9c77-2a4f5b6c7d8e"

static void a_path_has_one_spelling(void **state)
{
    static const struct {
        const char *method, *path;
        enum refusal want;
        const char *allow;
    } cases[] = {
        {"GET", "/open", REFUSAL_NONE, ""},
        {"DELETE", "/open", REFUSAL_METHOD, "GET, POST"},
        {"get", "/open", REFUSAL_METHOD, "GET, POST"},
        {"GET", "/open/", REFUSAL_NOT_FOUND, ""},
        {"GET", "//open", REFUSAL_NOT_FOUND, ""},
        {"GET", "/Open", REFUSAL_NOT_FOUND, ""},
        {"GET", "/ope", REFUSAL_NOT_FOUND, ""},
        {"GET", "", REFUSAL_NOT_FOUND, ""},
        {"PUT", "/cases/" ID "/identity", REFUSAL_NONE, ""},
        {"GET", "/cases/" ID "/identity", REFUSAL_METHOD, "PUT"},
        {"PUT", "/cases/0192F0C1-7D5C-4E0B-9C77-2A4F5B6C7D8E/identity", REFUSAL_NOT_FOUND, ""},
        {"PUT", "/cases/1/identity", REFUSAL_NOT_FOUND, ""},
        {"PUT", "/cases//identity", REFUSAL_NOT_FOUND, ""},
        {"PUT", "/cases/" ID "/identity/x", REFUSAL_NOT_FOUND, ""},
        {"PUT", "/cases/" ID ID "/identity", REFUSAL_NOT_FOUND, ""},
        {"GET", "/units/" ID "/members/" OTHER "/x", REFUSAL_NONE, ""},
        {"GET", "/units/" ID "/members/" OTHER, REFUSAL_NOT_FOUND, ""},
        {"GET", "/units/" ID "/members//x", REFUSAL_NOT_FOUND, ""},
    };
    const struct route *found;
    struct route_request q;
    char allow[64];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(
            route_find(&table, cases[i].method, cases[i].path, strlen(cases[i].path), &found, &q, allow),
            cases[i].want);
        assert_int_equal(found != NULL, cases[i].want == REFUSAL_NONE);
        if (cases[i].want != REFUSAL_NONE)
            assert_string_equal(allow, cases[i].allow);
    }
}

static void each_id_of_a_path_has_its_place(void **state)
{
    static const char path[] = "/units/" ID "/members/" OTHER "/x";
    const struct route *found;
    struct route_request q = {0};
    char allow[64];
    char text[UUID_TEXT + 1];

    (void)state;
    assert_int_equal(route_find(&table, "GET", path, sizeof path - 1, &found, &q, allow), REFUSAL_NONE);
    uuid_format(&q.id, text);
    assert_string_equal(text, ID);
    uuid_format(&q.user, text);
    assert_string_equal(text, OTHER);
}

static int role_of(void *ctx, const unsigned char token[32], const char *address, enum role *role, enum refusal *no)
{
    (void)ctx;
    (void)address;
    *no = token[0] == 0 ? REFUSAL_UNAUTHENTICATED : REFUSAL_NONE;
    *role = (enum role)token[0];
    return token[0] == 255 ? ERR_UNAVAILABLE : ERR_OK;
}

/* Lays a head out as the library does and drives an exchange through it. */
static unsigned drive(const char *method, const char *target, const char *const headers[][2], size_t n,
                      const char *body, enum refusal *why)
{
    static const struct exchange_service service = {.table = {rows, sizeof rows / sizeof rows[0]}, .role_of = role_of};
    char bytes[2048] = {0};
    struct gate_field field[8];
    struct gate_head h = {.method = bytes, .field = field, .fields = n};
    struct exchange *x = exchange_new();
    size_t at = strlen(method) + 1;
    unsigned status;

    assert_non_null(x);
    memcpy(bytes, method, strlen(method));
    h.target = bytes + at;
    h.target_n = strlen(target);
    memcpy(bytes + at, target, h.target_n);
    at += h.target_n + 1;
    h.version = bytes + at;
    memcpy(bytes + at, "HTTP/1.1", 8);
    at += 10;
    for (size_t i = 0; i < n; i++) {
        field[i] = (struct gate_field){.name = bytes + at, .name_n = strlen(headers[i][0]),
                                       .value_n = strlen(headers[i][1])};
        memcpy(bytes + at, headers[i][0], field[i].name_n);
        at += field[i].name_n + 1;
        field[i].value = bytes + at;
        memcpy(bytes + at, headers[i][1], field[i].value_n);
        at += field[i].value_n + 2;
    }
    h.size = at + 2;
    exchange_target(x, h.target);
    exchange_head(x, &service, &h, "192.0.2.1");
    if (!exchange_is_over(x) && body != NULL)
        exchange_body(x, body, strlen(body));
    exchange_run(x, &service);
    status = x->reply.status;
    *why = x->reply.refusal;
    exchange_free(x);
    return status;
}

/* Tokens whose first byte is the role that role_of will say. */
#define COUNSELLOR "Bearer AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define DIRECTOR "Bearer AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define DEAD "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define DOWN "Bearer _wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

static void an_exchange_reaches_its_handler_only_through_every_question(void **state)
{
    static const struct {
        const char *method, *target, *auth, *name, *value, *length, *body;
        unsigned status;
        enum refusal why;
    } q[] = {
        {"GET", "/open", NULL, NULL, NULL, NULL, NULL, 200, REFUSAL_NONE},
        {"GET", "/open?x=1", NULL, NULL, NULL, NULL, NULL, 400, REFUSAL_PARAMETER},
        {"GET", "/open", NULL, NULL, NULL, "3", "abc", 400, REFUSAL_BODY_UNEXPECTED},
        {"GET", "/open", NULL, NULL, NULL, "0", NULL, 200, REFUSAL_NONE},
        {"GET", "/nowhere", NULL, NULL, NULL, NULL, NULL, 404, REFUSAL_NOT_FOUND},
        {"PATCH", "/open", NULL, NULL, NULL, NULL, NULL, 405, REFUSAL_METHOD},
        {"POST", "/open", NULL, "Content-Type", "application/json", "2", "{}", 200, REFUSAL_NONE},
        {"POST", "/open", NULL, "Content-Type", "application/json", NULL, NULL, 411, REFUSAL_LENGTH_REQUIRED},
        {"POST", "/open", NULL, "Content-Type", "text/plain", "2", "{}", 415, REFUSAL_MEDIA_TYPE},
        {"POST", "/open", NULL, NULL, NULL, "2", "{}", 415, REFUSAL_MEDIA_TYPE},
        {"POST", "/open", NULL, "Content-Type", "application/json", "9", "012345678", 413, REFUSAL_BODY_TOO_LARGE},
        {"GET", "/cases", NULL, NULL, NULL, NULL, NULL, 401, REFUSAL_UNAUTHENTICATED},
        {"GET", "/cases", "Bearer x", NULL, NULL, NULL, NULL, 401, REFUSAL_UNAUTHENTICATED},
        {"GET", "/cases", DEAD, NULL, NULL, NULL, NULL, 401, REFUSAL_UNAUTHENTICATED},
        {"GET", "/cases", DOWN, NULL, NULL, NULL, NULL, 503, REFUSAL_UNAVAILABLE},
        {"GET", "/cases", DIRECTOR, NULL, NULL, NULL, NULL, 404, REFUSAL_NOT_FOUND},
        {"GET", "/cases", COUNSELLOR, NULL, NULL, NULL, NULL, 200, REFUSAL_NONE},
        {"GET", "/cases?after=x", COUNSELLOR, NULL, NULL, NULL, NULL, 200, REFUSAL_NONE},
        {"GET", "/cases", COUNSELLOR, "Access-Reason", "intake", NULL, NULL, 200, REFUSAL_NONE},
        {"GET", "/cases", COUNSELLOR, "Access-Reason", "curiosity", NULL, NULL, 400, REFUSAL_REASON_UNKNOWN},
        {"POST", "/cases", COUNSELLOR, "Content-Type", "application/json", "2", "{}", 400,
         REFUSAL_IDEMPOTENCY_REQUIRED},
        {"POST", "/cases", COUNSELLOR, "Idempotency-Key", "x", "2", "{}", 400, REFUSAL_HEADER_INVALID},
        {"PUT", "/cases/" ID "/identity", COUNSELLOR, "Content-Type", "application/json", "2", "{}", 428,
         REFUSAL_VERSION_REQUIRED},
        {"PUT", "/cases/" ID "/identity", COUNSELLOR, "If-Match", "*", "2", "{}", 400, REFUSAL_HEADER_INVALID},
    };

    (void)state;
    for (size_t i = 0; i < sizeof q / sizeof q[0]; i++) {
        const char *headers[4][2] = {{"Host", "a"}};
        enum refusal why;
        size_t n = 1;
        unsigned status;

        if (q[i].auth != NULL) {
            headers[n][0] = "Authorization";
            headers[n++][1] = q[i].auth;
        }
        if (q[i].name != NULL) {
            headers[n][0] = q[i].name;
            headers[n++][1] = q[i].value;
        }
        if (q[i].length != NULL) {
            headers[n][0] = "Content-Length";
            headers[n++][1] = q[i].length;
        }
        called = 0;
        status = drive(q[i].method, q[i].target, (const char *const(*)[2])headers, n, q[i].body, &why);
        if (status != q[i].status || why != q[i].why)
            fail_msg("row %zu: %u %s", i, status, refusal_code(why));
        assert_int_equal(called, q[i].status == 200 ? 1 : 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_has_one_spelling),
        cmocka_unit_test(each_id_of_a_path_has_its_place),
        cmocka_unit_test(an_exchange_reaches_its_handler_only_through_every_question),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
