/* SPDX-License-Identifier: EUPL-1.2 */
/* The connection, the transaction runner and the pool against a real server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <poll.h>
#include <pthread.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/err.h"
#include "cluster.h"
#include "store/param.h"
#include "store/pool.h"
#include "store/row.h"
#include "store/row_array.h"
#include "store/session.h"
#include "store/statements.h"
#include "store/tx.h"

enum { ONE, ECHO, ECHO_LISTS, ECHO_MANY, DIVIDE, PREPARED, PID, SETTING, CURSOR, TERMINATE, SLEEP, STMTS };

static const struct conn_stmt stmts[STMTS] = {
    [ONE] = {"one", "SELECT 1"},
    [ECHO] = {"echo", "SELECT $1::int4, $2::int8, $3::text, $4::bytea, $5::uuid, $6::timestamptz, $7::bool, $8::text"},
    [ECHO_LISTS] = {"echo_lists", "SELECT $1::date, $2::date, $3::text[], $4::text[], $5::int4[]"},
    [ECHO_MANY] = {"echo_many", "SELECT ARRAY[$1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
                                "$17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, "
                                "$34, $35, $36, $37, $38, $39, $40]::int4[]"},
    [DIVIDE] = {"divide", "SELECT 1 / $1::int4"},
    [PREPARED] = {"prepared", "SELECT name, statement FROM pg_prepared_statements ORDER BY prepare_time, name"},
    [PID] = {"pid", "SELECT pg_backend_pid()"},
    [SETTING] = {"setting", "SELECT current_setting('jalon.ctx', true)"},
    [CURSOR] = {"cursor", "SELECT count(*) FROM pg_cursors WHERE name = 'kept'"},
    [TERMINATE] = {NULL, "SELECT pg_terminate_backend($1, 20000)"},
    [SLEEP] = {NULL, "SELECT pg_sleep(60)"},
};
static const struct conn_group groups[] = {{stmts, TERMINATE}, {NULL, 0}};

static const struct conn_stmt raise_serialization = {NULL, "DO $$BEGIN RAISE SQLSTATE '40001'; END$$"};
static const struct conn_stmt raise_conflict = {NULL, "DO $$BEGIN RAISE SQLSTATE 'JA005'; END$$"};
static const struct conn_stmt raise_unforeseen = {NULL, "DO $$BEGIN RAISE SQLSTATE 'XX777'; END$$"};
static const struct conn_stmt hold_cursor = {NULL, "DECLARE kept CURSOR WITH HOLD FOR SELECT 1"};
static const struct conn_stmt leave_setting = {NULL, "SELECT set_config('jalon.ctx', 'left', false)"};
static const struct conn_stmt make_table = {NULL, "CREATE TABLE IF NOT EXISTS public.t(n int4)"};
static const struct conn_stmt clear_table = {NULL, "DELETE FROM public.t"};
static const struct conn_stmt add_row = {NULL, "INSERT INTO public.t VALUES (1)"};
static const struct conn_stmt count_rows = {NULL, "SELECT count(*) FROM public.t"};
static const struct tx_who nobody = {0};

static struct conn *open_as(const char *conninfo, const struct conn_group *list, int timeout_ms)
{
    const struct conn_options o = {
        .conninfo = conninfo, .application = "test", .groups = list, .timeout_ms = timeout_ms};
    struct conn *c;

    assert_int_equal(conn_new(&c, &o), ERR_OK);
    return c;
}

static int64_t number(struct conn *c, const struct conn_stmt *s)
{
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    int64_t n;

    assert_int_equal(conn_exec(c, s, NULL, &res), ERR_OK);
    row_init(&r, res, 0);
    n = s == &stmts[PID] ? row_i32(&r) : row_i64(&r);
    assert_int_equal(row_end(&r), ERR_OK);
    return n;
}

static void values_come_back_as_they_went(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct pg_result *res SCOPED_RESULT;
    struct param_list p;
    struct uuid id = {{1, 2, 3}}, got;
    struct row r;
    size_t n;

    (void)state;
    param_init(&p);
    param_i32(&p, INT32_MIN);
    param_i64(&p, INT64_MAX);
    param_str(&p, "D'Alen\xc3\xa7on");
    param_bytes(&p, "\0\1\xff", 3);
    param_uuid(&p, &id);
    param_time(&p, 1795376671123456);
    param_bool(&p, true);
    param_null(&p);
    assert_int_equal(conn_exec(c, &stmts[ECHO], &p, &res), ERR_OK);
    row_init(&r, res, 0);
    assert_int_equal(row_i32(&r), INT32_MIN);
    assert_true(row_i64(&r) == INT64_MAX);
    assert_string_equal(row_text(&r, &n), "D'Alen\xc3\xa7on");
    assert_memory_equal(row_bytes(&r, &n), "\0\1\xff", 3);
    row_uuid(&r, &got);
    assert_true(uuid_eq(&id, &got));
    assert_true(row_time(&r) == 1795376671123456);
    assert_true(row_bool(&r));
    assert_true(row_null(&r));
    assert_int_equal(row_end(&r), ERR_OK);
    conn_free(c);
}

static void days_and_lists_come_back_as_they_went(void **state)
{
    static const char *const words[] = {"une", "", "cl\xc3\xa9, \"deux\""};
    static const int32_t numbers[] = {INT32_MIN, 0, INT32_MAX};
    static const struct day day = {1931, 2, 28};
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct pg_result *res SCOPED_RESULT;
    struct param_list p SCOPED_PARAMS;
    char texts[3][16];
    int32_t ints[3];
    struct day got;
    struct row r;

    (void)state;
    param_init(&p);
    param_day(&p, &day);
    param_day(&p, NULL);
    param_text_array(&p, words, 3);
    param_text_array(&p, NULL, 0);
    param_i32_array(&p, numbers, 3);
    assert_int_equal(conn_exec(c, &stmts[ECHO_LISTS], &p, &res), ERR_OK);
    row_init(&r, res, 0);
    row_day(&r, &got);
    assert_int_equal(day_compare(&day, &got), 0);
    assert_true(row_null(&r));
    assert_int_equal(row_array_text(&r, texts[0], sizeof texts[0], 3), 3);
    assert_int_equal(row_array_text(&r, NULL, 16, 0), 0);
    assert_int_equal(row_array_i32(&r, ints, 3), 3);
    assert_int_equal(row_end(&r), ERR_OK);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(texts[i], words[i]);
    assert_memory_equal(ints, numbers, sizeof ints);
    conn_free(c);
}

static void the_last_parameter_is_as_binary_as_the_first(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct pg_result *res SCOPED_RESULT;
    int32_t got[PARAM_MAX];
    struct param_list p;
    struct row r;

    (void)state;
    param_init(&p);
    for (int i = 0; i < PARAM_MAX; i++)
        param_i32(&p, -i);
    assert_int_equal(conn_exec(c, &stmts[ECHO_MANY], &p, &res), ERR_OK);
    row_init(&r, res, 0);
    assert_int_equal(row_array_i32(&r, got, PARAM_MAX), PARAM_MAX);
    assert_int_equal(row_end(&r), ERR_OK);
    for (int i = 0; i < PARAM_MAX; i++)
        assert_int_equal(got[i], -i);
    conn_free(c);
}

static void a_failed_step_skips_the_rest(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct conn_step s[5] = {{.stmt = &conn_begin}, {.stmt = &add_row}, {.stmt = &raise_conflict}, {.stmt = &add_row},
                             {.stmt = &conn_commit}};

    (void)state;
    assert_int_equal(conn_exec(c, &make_table, NULL, NULL), ERR_OK);
    assert_int_equal(conn_exec(c, &clear_table, NULL, NULL), ERR_OK);
    assert_int_equal(conn_run(c, s, 5), ERR_DENIED);
    assert_string_equal(conn_sqlstate(c), "JA005");
    assert_int_equal(conn_failed_step(c), 2);
    for (int i = 0; i < 5; i++)
        assert_null(s[i].result);
    assert_true(conn_in_transaction(c));
    assert_int_equal(conn_exec(c, &conn_rollback, NULL, NULL), ERR_OK);
    assert_false(conn_in_transaction(c));
    assert_string_equal(conn_sqlstate(c), "");
    assert_true(number(c, &count_rows) == 0);
    conn_free(c);
}

static void a_lost_connection_is_made_again(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct conn *killer = open_as(cluster.superuser, NULL, 0);
    struct param_list p;

    (void)state;
    param_init(&p);
    param_i32(&p, (int32_t)number(c, &stmts[PID]));
    assert_int_equal(conn_generation(c), 1);
    assert_int_equal(conn_exec(killer, &stmts[TERMINATE], &p, NULL), ERR_OK);
    assert_int_equal(conn_ready(c), ERR_OK); /* notices before use */
    assert_int_equal(conn_generation(c), 2);
    param_init(&p);
    param_i32(&p, (int32_t)number(c, &stmts[PID]));
    assert_int_equal(conn_exec(killer, &stmts[TERMINATE], &p, NULL), ERR_OK);
    assert_int_equal(conn_exec(c, &stmts[ONE], NULL, NULL), ERR_UNAVAILABLE); /* in use: says so */
    assert_int_equal(conn_exec(c, &stmts[ONE], NULL, NULL), ERR_OK);
    assert_int_equal(conn_generation(c), 3);
    conn_free(c);
    conn_free(killer);
}

static void a_late_answer_ends_at_the_deadline(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 1000);
    int64_t from = clock_mono_ms();
    int rc = conn_exec(c, &stmts[SLEEP], NULL, NULL);

    (void)state;
    assert_true(clock_mono_ms() - from < 30000);
    /* whichever comes first: the server's own limit or ours */
    assert_true(rc == ERR_TIMEOUT || (rc == ERR_DENIED && strcmp(conn_sqlstate(c), "57014") == 0));
    assert_int_equal(conn_exec(c, &stmts[ONE], NULL, NULL), ERR_OK);
    conn_free(c);
}

/* A role may change its own settings for good: whoever had jalon_web's password once. */
static void settings_of_the_role_change_nothing(void **state)
{
    static const char *const evil[] = {
        "synchronous_commit = off", "search_path = ext", "timezone = 'Pacific/Kiritimati'", "datestyle = 'SQL,DMY'",
        "bytea_output = 'escape'", "jit = on", "standard_conforming_strings = off", "transform_null_equals = on",
        "row_security = off", "statement_timeout = 1", "default_transaction_read_only = on"
    };
    static const struct conn_stmt held = {
        NULL, "SELECT count(*) FROM pg_settings WHERE (name, setting) IN (('synchronous_commit', 'on'), "
              "('search_path', 'pg_catalog,pg_temp'), ('TimeZone', 'UTC'), ('DateStyle', 'ISO, MDY'), "
              "('bytea_output', 'hex'), ('jit', 'off'), ('standard_conforming_strings', 'on'), "
              "('transform_null_equals', 'off'), ('row_security', 'on'), "
              "('statement_timeout', '10000'), ('default_transaction_read_only', 'off'))"};
    struct conn *c = open_as(cluster.web, NULL, 0);
    struct conn *next;
    char sql[128];

    (void)state;
    for (size_t i = 0; i < sizeof evil / sizeof evil[0]; i++) {
        const struct conn_stmt set = {NULL, sql};

        (void)snprintf(sql, sizeof sql, "ALTER ROLE jalon_web SET %s", evil[i]);
        assert_int_equal(conn_exec(c, &set, NULL, NULL), ERR_OK);
    }
    next = open_as(cluster.web, NULL, 0);
    assert_int_equal(number(next, &held), sizeof evil / sizeof evil[0]);
    for (size_t i = 0; i < sizeof evil / sizeof evil[0]; i++) {
        const struct conn_stmt set = {NULL, sql};

        (void)snprintf(sql, sizeof sql, "ALTER ROLE jalon_web RESET %.*s", (int)strcspn(evil[i], " "), evil[i]);
        assert_int_equal(conn_exec(next, &set, NULL, NULL), ERR_OK);
    }
    conn_free(next);
    conn_free(c);
}

static void a_server_that_is_not_there_is_unavailable(void **state)
{
    struct conn *c = open_as("host=/nonexistent user=x dbname=x", groups, 0);

    (void)state;
    assert_int_equal(conn_ready(c), ERR_UNAVAILABLE);
    assert_int_equal(conn_exec(c, &stmts[ONE], NULL, NULL), ERR_UNAVAILABLE);
    conn_free(c);
}

static void a_statement_that_does_not_prepare_is_our_fault(void **state)
{
    static const struct conn_stmt bad[] = {{"bad", "SELECT nothing FROM nowhere"}};
    static const struct conn_group list[] = {{bad, 1}, {NULL, 0}};
    struct conn *c = open_as(cluster.superuser, list, 0);

    (void)state;
    assert_int_equal(conn_ready(c), ERR_INTERNAL);
    conn_free(c);
}

/* A migration holds the table, say. */
static void a_statement_that_waits_too_long_to_be_prepared_is_not(void **state)
{
    static const struct conn_stmt one[] = {{"rows", "SELECT count(*) FROM public.t"}};
    static const struct conn_group list[] = {{one, 1}, {NULL, 0}};
    static const struct conn_stmt lock = {NULL, "LOCK TABLE public.t"};
    static const struct conn_stmt impatient = {NULL, "ALTER ROLE CURRENT_USER SET lock_timeout = '200ms'"};
    static const struct conn_stmt patient = {NULL, "ALTER ROLE CURRENT_USER RESET lock_timeout"};
    struct conn *holder = open_as(cluster.superuser, NULL, 0), *c = open_as(cluster.superuser, list, 0);
    struct conn_step s[2] = {{.stmt = &conn_begin}, {.stmt = &lock}};

    (void)state;
    assert_int_equal(conn_exec(holder, &make_table, NULL, NULL), ERR_OK);
    assert_int_equal(conn_exec(holder, &impatient, NULL, NULL), ERR_OK);
    assert_int_equal(conn_run(holder, s, 2), ERR_OK);
    conn_clear(s, 2);
    assert_int_equal(conn_ready(c), ERR_UNAVAILABLE);
    assert_int_equal(conn_exec(holder, &conn_rollback, NULL, NULL), ERR_OK);
    assert_int_equal(conn_ready(c), ERR_OK);
    assert_int_equal(conn_exec(holder, &patient, NULL, NULL), ERR_OK);
    conn_free(c);
    conn_free(holder);
}

static void too_many_parameters_are_refused_before_they_are_sent(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct param_list p;

    (void)state;
    param_init(&p);
    for (int i = 0; i <= PARAM_MAX; i++)
        param_i32(&p, i);
    assert_int_equal(conn_exec(c, &stmts[ECHO], &p, NULL), ERR_LIMIT);
    assert_int_equal(conn_generation(c), 0);
    conn_free(c);
}

struct listing {
    const struct pg_result *res;
    int i;
};

static void compare_statement(void *ctx, const struct conn_stmt *s)
{
    struct listing *l = ctx;
    struct row r;
    int found = 0;

    for (int i = 0; i < row_count(l->res); i++) {
        size_t n, k;
        const char *name, *text;

        row_init(&r, l->res, i);
        name = row_text(&r, &n);
        text = row_text(&r, &k);
        assert_int_equal(row_end(&r), ERR_OK);
        found += strcmp(name, s->name) == 0 && strcmp(text, s->sql) == 0 ? 1 : 0;
    }
    assert_int_equal(found, 1);
    l->i++;
}

static void check_list(struct conn *c, const struct conn_group *list)
{
    static const struct conn_stmt ask = {
        NULL, "SELECT name, statement FROM pg_prepared_statements WHERE name <> '' ORDER BY name"};
    struct pg_result *res SCOPED_RESULT;
    struct listing l = {0};

    assert_int_equal(conn_exec(c, &ask, NULL, &res), ERR_OK);
    l.res = res;
    conn_statements(list, compare_statement, &l);
    assert_int_equal(l.i, row_count(res));
}

static void prepared_is_exactly_the_list_of_the_web_program(void **state)
{
    struct conn_group list[STATEMENTS_GROUPS];
    struct conn *c;
    struct session_info who;
    unsigned char id[32] = {7};
    const struct tx_who me = {.session = id};
    enum refusal no;

    (void)state;
    statements_web(list);
    c = open_as(cluster.web, list, 0);
    assert_int_equal(conn_ready(c), ERR_OK);
    check_list(c, list);
    /* after work, after a refusal, after doubt: still exactly the list */
    assert_int_equal(session_whoami(c, &me, &who, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_UNAUTHENTICATED);
    check_list(c, list);
    conn_doubt(c);
    assert_int_equal(conn_ready(c), ERR_OK);
    check_list(c, list);
    assert_int_equal(conn_generation(c), 1);
    conn_free(c);
}

struct counting {
    int runs;
    int fail_times;
    const struct conn_stmt *how;
};

static int add_and_maybe_fail(struct tx *t, void *ctx)
{
    struct counting *k = ctx;
    struct conn_step s[2] = {{.stmt = &add_row}, {.stmt = k->how}};
    int rc = tx_steps(t, s, k->runs++ < k->fail_times ? 2 : 1, false);

    conn_clear(s, 2);
    return rc;
}

static void deadlocks_are_tried_again_and_not_for_ever(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct counting k = {.fail_times = 2, .how = &raise_serialization};
    enum refusal no;

    (void)state;
    assert_int_equal(conn_exec(c, &clear_table, NULL, NULL), ERR_OK);
    assert_int_equal(tx_run(c, &nobody, add_and_maybe_fail, &k, &no), ERR_OK);
    assert_int_equal(k.runs, 3);
    assert_true(number(c, &count_rows) == 1); /* the failed runs left nothing */
    k = (struct counting){.fail_times = 100, .how = &raise_serialization};
    assert_int_equal(tx_run(c, &nobody, add_and_maybe_fail, &k, &no), ERR_CONFLICT);
    assert_int_equal(k.runs, TX_TRIES);
    assert_true(number(c, &count_rows) == 1);
    assert_false(conn_in_transaction(c));
    conn_free(c);
}

static void a_no_of_sql_is_a_refusal_and_rolls_back(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct counting k = {.fail_times = 1, .how = &raise_conflict};
    enum refusal no;

    (void)state;
    assert_int_equal(conn_exec(c, &clear_table, NULL, NULL), ERR_OK);
    assert_int_equal(tx_run(c, &nobody, add_and_maybe_fail, &k, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_VERSION_CONFLICT);
    assert_int_equal(k.runs, 1);
    assert_true(number(c, &count_rows) == 0);
    assert_int_equal(conn_generation(c), 1);
    conn_free(c);
}

static int decide_against(struct tx *t, void *ctx)
{
    struct conn_step s = {.stmt = &add_row};
    int rc = tx_steps(t, &s, 1, false);

    conn_clear(&s, 1);
    return rc != ERR_OK ? rc : tx_refuse(t, *(enum refusal *)ctx);
}

static void a_no_of_ours_rolls_back(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    enum refusal why = REFUSAL_CEILING, no;

    (void)state;
    assert_int_equal(conn_exec(c, &clear_table, NULL, NULL), ERR_OK);
    assert_int_equal(tx_run(c, &nobody, decide_against, &why, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_CEILING);
    assert_true(number(c, &count_rows) == 0);
    conn_free(c);
}

static void the_unforeseen_cleans_the_connection(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct conn_step s[2] = {{.stmt = &leave_setting}, {.stmt = &raise_unforeseen}};
    struct pg_result *res SCOPED_RESULT;
    struct row r;
    enum refusal no;

    (void)state;
    assert_int_equal(conn_exec(c, &leave_setting, NULL, NULL), ERR_OK);
    assert_int_equal(tx_once(c, &nobody, s, 2, &no), ERR_INTERNAL);
    assert_int_equal(no, REFUSAL_NONE);
    assert_int_equal(conn_exec(c, &stmts[SETTING], NULL, &res), ERR_OK);
    row_init(&r, res, 0);
    assert_true(row_null(&r) || row_text(&r, NULL)[0] == '\0'); /* DISCARD ALL took the setting away */
    check_list(c, groups);
    conn_free(c);
}

static void no_cursor_is_left_for_the_next_transaction(void **state)
{
    struct conn *c = open_as(cluster.superuser, groups, 0);
    struct conn_step s = {.stmt = &hold_cursor};
    struct conn_step look = {.stmt = &stmts[CURSOR]};
    struct row r;
    enum refusal no;

    (void)state;
    assert_int_equal(tx_once(c, &nobody, &s, 1, &no), ERR_OK);
    conn_clear(&s, 1);
    assert_true(number(c, &stmts[CURSOR]) == 1); /* it did survive its commit */
    assert_int_equal(tx_once(c, &nobody, &look, 1, &no), ERR_OK);
    row_init(&r, look.result, 0);
    assert_true(row_i64(&r) == 0);
    conn_clear(&look, 1);
    conn_free(c);
}

static void a_session_that_is_not_live_runs_nothing(void **state)
{
    struct conn_group list[STATEMENTS_GROUPS];
    unsigned char id[32] = {1};
    const struct tx_who who = {.session = id, .touch = true};
    struct conn_step s = {.stmt = &conn_close_all};
    struct conn *c;
    enum refusal no;

    (void)state;
    statements_web(list);
    c = open_as(cluster.web, list, 0);
    assert_int_equal(tx_once(c, &who, &s, 1, &no), ERR_OK);
    assert_int_equal(no, REFUSAL_UNAUTHENTICATED);
    assert_null(s.result);
    assert_false(conn_in_transaction(c));
    conn_free(c);
}

static struct pool *pool_of(const char *conninfo, size_t pages, size_t sign_in, size_t waiting)
{
    const struct conn_options o = {.conninfo = conninfo, .application = "test", .groups = groups};
    struct pool *p;

    const struct pool_size size = {.pages = pages, .sealed = 1, .sign_in = sign_in, .waiting = waiting};
    assert_int_equal(pool_new(&p, &o, &size), ERR_OK);
    return p;
}

static void sign_ins_do_not_take_the_connections_of_pages(void **state)
{
    struct pool *p = pool_of(cluster.superuser, 1, 1, 4);
    struct conn *sign_in, *page, *sealed, *none;
    int64_t from;

    (void)state;
    assert_int_equal(pool_slots(p), 3);
    assert_int_equal(pool_take(p, POOL_SIGN_IN, clock_mono_ms() + 20000, &sign_in), ERR_OK);
    from = clock_mono_ms();
    assert_int_equal(pool_take(p, POOL_SIGN_IN, clock_mono_ms() + 100, &none), ERR_TIMEOUT);
    assert_true(clock_mono_ms() - from >= 100);
    assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 20000, &page), ERR_OK);
    assert_int_not_equal(conn_slot(page), conn_slot(sign_in));
    assert_int_equal(pool_take(p, POOL_SEALED, clock_mono_ms() + 20000, &sealed), ERR_OK);
    assert_int_not_equal(conn_slot(sealed), conn_slot(sign_in));
    assert_int_not_equal(conn_slot(sealed), conn_slot(page));
    pool_give(p, sealed);
    pool_give(p, sign_in);
    pool_give(p, page);
    pool_give(p, NULL);
    pool_free(p);
}

static void a_line_that_is_too_long_sends_away_at_once(void **state)
{
    struct pool *p = pool_of(cluster.superuser, 1, 1, 0);
    struct conn *one, *none;
    int64_t from = clock_mono_ms();

    (void)state;
    assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 20000, &one), ERR_OK);
    assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 60000, &none), ERR_LIMIT);
    assert_true(clock_mono_ms() - from < 30000);
    pool_give(p, one);
    pool_free(p);
}

static void *take_later(void *ctx)
{
    struct conn *c = NULL;

    return pool_take(ctx, POOL_PAGES, clock_mono_ms() + 20000, &c) == ERR_OK ? c : NULL;
}

static void who_waits_gets_the_next_one_given_back(void **state)
{
    struct pool *p = pool_of(cluster.superuser, 1, 1, 1);
    struct conn *c;
    pthread_t t;
    void *got;

    (void)state;
    assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 20000, &c), ERR_OK);
    assert_int_equal(pthread_create(&t, NULL, take_later, p), 0);
    poll(NULL, 0, 100);
    pool_give(p, c);
    pthread_join(t, &got);
    assert_ptr_equal(got, c);
    pool_give(p, c);
    pool_free(p);
}

static void what_comes_back_inside_a_transaction_is_cleaned(void **state)
{
    struct pool *p = pool_of(cluster.superuser, 1, 1, 1);
    struct conn *c;

    (void)state;
    assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 20000, &c), ERR_OK);
    assert_int_equal(conn_exec(c, &conn_begin, NULL, NULL), ERR_OK);
    assert_int_equal(conn_exec(c, &leave_setting, NULL, NULL), ERR_OK);
    pool_give(p, c);
    assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 20000, &c), ERR_OK);
    assert_false(conn_in_transaction(c));
    assert_int_equal(conn_generation(c), 1);
    pool_give(p, c);
    pool_free(p);
}

static void a_pool_without_a_server_keeps_its_connections(void **state)
{
    struct pool *p = pool_of("host=/nonexistent user=x dbname=x", 1, 1, 1);
    struct conn *c;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(pool_take(p, POOL_PAGES, clock_mono_ms() + 20000, &c), ERR_UNAVAILABLE);
    pool_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_come_back_as_they_went),
        cmocka_unit_test(days_and_lists_come_back_as_they_went),
        cmocka_unit_test(the_last_parameter_is_as_binary_as_the_first),
        cmocka_unit_test(a_failed_step_skips_the_rest),
        cmocka_unit_test(a_lost_connection_is_made_again),
        cmocka_unit_test(a_late_answer_ends_at_the_deadline),
        cmocka_unit_test(settings_of_the_role_change_nothing),
        cmocka_unit_test(a_server_that_is_not_there_is_unavailable),
        cmocka_unit_test(a_statement_that_does_not_prepare_is_our_fault),
        cmocka_unit_test(a_statement_that_waits_too_long_to_be_prepared_is_not),
        cmocka_unit_test(too_many_parameters_are_refused_before_they_are_sent),
        cmocka_unit_test(prepared_is_exactly_the_list_of_the_web_program),
        cmocka_unit_test(deadlocks_are_tried_again_and_not_for_ever),
        cmocka_unit_test(a_no_of_sql_is_a_refusal_and_rolls_back),
        cmocka_unit_test(a_no_of_ours_rolls_back),
        cmocka_unit_test(the_unforeseen_cleans_the_connection),
        cmocka_unit_test(no_cursor_is_left_for_the_next_transaction),
        cmocka_unit_test(a_session_that_is_not_live_runs_nothing),
        cmocka_unit_test(sign_ins_do_not_take_the_connections_of_pages),
        cmocka_unit_test(a_line_that_is_too_long_sends_away_at_once),
        cmocka_unit_test(who_waits_gets_the_next_one_given_back),
        cmocka_unit_test(what_comes_back_inside_a_transaction_is_cleaned),
        cmocka_unit_test(a_pool_without_a_server_keeps_its_connections),
    };

    return cmocka_run_group_tests(tests, cluster_start, cluster_end);
}
