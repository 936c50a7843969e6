/* SPDX-License-Identifier: EUPL-1.2 */
/* A proof file has the bytes of C2SP tlog-proof, a bundle is such files in a row; nothing else is read as either. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "audit/proof.h"
#include "base/buf.h"
#include "base/err.h"

#include "base/banned.h"


#define HEAD "c2sp.org/tlog-proof@v1\n"
#define ONE "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
#define TWO "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=\n"

static struct proof proof;

static void the_form_is_this(void **state)
{
    static const char text[] = HEAD "index 73894\n" ONE TWO "\nnote\n";
    static struct proof in = {.index = 73894, .n = 2, .note = "note\n", .note_n = 5};
    struct buf b SCOPED_BUF;

    (void)state;
    memset(&in.hash[1], 1, 32);
    buf_init(&b, 1000);
    assert_int_equal(proof_format(&in, NULL, 0, &b), ERR_OK);
    assert_string_equal(buf_cstr(&b), text);
    assert_int_equal(proof_parse(&proof, text, strlen(text)), ERR_OK);
    assert_int_equal(proof.index, 73894);
    assert_int_equal(proof.n, 2);
    assert_memory_equal(proof.hash, in.hash, 2 * sizeof in.hash[0]);
    assert_ptr_equal(proof.note, text + strlen(text) - 5);
    assert_int_equal(proof.note_n, 5);
    assert_null(proof.extra);
}

static void extra_data_are_base64_behind_the_header(void **state)
{
    static const struct proof in = {.index = 7, .note = "note\n", .note_n = 5};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 1000);
    assert_int_equal(proof_format(&in, "an entry", 8, &b), ERR_OK);
    assert_string_equal(buf_cstr(&b), HEAD "extra YW4gZW50cnk=\nindex 7\n\nnote\n");
    assert_int_equal(proof_parse(&proof, (const char *)b.data, b.len), ERR_OK);
    assert_int_equal(proof.extra_n, 12);
    assert_memory_equal(proof.extra, "YW4gZW50cnk=", 12);
}

static const struct {
    const char *text;
    int rc;
    const char *why;
} rows[] = {
    {HEAD "index 0\n\nnote", ERR_OK, "the only entry of a log has no path"},
    {HEAD "extra AAEC+/==\nindex 0\n\nnote", ERR_OK, "extra data are passed over"},
    {HEAD "index 9223372036854775807\n\nnote", ERR_OK, "the largest index"},
    {HEAD "index 9223372036854775808\n\nnote", ERR_FORMAT, "beyond the largest index"},
    {HEAD "index 0\n" ONE "\n", ERR_FORMAT, "no checkpoint"},
    {HEAD "index 0\n" ONE, ERR_FORMAT, "no empty line"},
    {HEAD "index 00\n\nnote", ERR_FORMAT, "a leading zero"},
    {HEAD "index -1\n\nnote", ERR_FORMAT, "below zero"},
    {HEAD "index \n\nnote", ERR_FORMAT, "no index"},
    {HEAD "Index 0\n\nnote", ERR_FORMAT, "a capital"},
    {HEAD "\nnote", ERR_FORMAT, "no index line"},
    {HEAD "extra a-b\nindex 0\n\nnote", ERR_FORMAT, "extra data that are no base64"},
    {HEAD "extra AA==\nextra AA==\nindex 0\n\nnote", ERR_FORMAT, "extra data twice"},
    {HEAD "index 0\nextra AA==\n\nnote", ERR_FORMAT, "extra data behind the index"},
    {HEAD "index 0\nAAAA\n\nnote", ERR_FORMAT, "a short hash"},
    {HEAD "index 0\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=\n\nnote", ERR_FORMAT, "a second spelling of a hash"},
    {HEAD "index 0\r\n\nnote", ERR_FORMAT, "a carriage return"},
    {"c2sp.org/tlog-proof@v2\nindex 0\n\nnote", ERR_FORMAT, "another version"},
    {"index 0\n\nnote", ERR_FORMAT, "no header"},
    {HEAD, ERR_FORMAT, "a header alone"},
    {"", ERR_FORMAT, "nothing"},
};

static void nothing_else_is_read(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int rc = proof_parse(&proof, rows[i].text, strlen(rows[i].text));

        if (rc != rows[i].rc)
            fail_msg("%s: %s", rows[i].why, err_name(rc));
    }
}

static void the_path_has_a_limit(void **state)
{
    static struct proof in = {.index = 1, .note = "x", .note_n = 1};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 100000);
    in.n = TREE_PROOF_MAX + 1;
    assert_int_equal(proof_format(&in, NULL, 0, &b), ERR_LIMIT);
    in.n = 1;
    in.index = UINT64_MAX;
    assert_int_equal(proof_format(&in, NULL, 0, &b), ERR_LIMIT);
    in.n = TREE_PROOF_MAX;
    in.index = 1;
    assert_int_equal(proof_format(&in, NULL, 0, &b), ERR_OK);
    assert_int_equal(proof_parse(&proof, (const char *)b.data, b.len), ERR_OK);
    assert_int_equal(proof.n, TREE_PROOF_MAX);
    buf_reset(&b);
    buf_str(&b, HEAD "index 1\n");
    for (size_t i = 0; i <= TREE_PROOF_MAX; i++)
        buf_str(&b, ONE);
    buf_str(&b, "\nx");
    assert_int_equal(proof_parse(&proof, (const char *)b.data, b.len), ERR_LIMIT);
}

#define BUNDLE "jalon/bundle@1\n"

static void a_bundle_is_cut_at_its_headers(void **state)
{
    static const char first[] = HEAD "index 5\n\nnote\n", second[] = HEAD "index 6\n\nnote";
    struct proof_bundle bundle;
    struct buf b SCOPED_BUF;
    const char *s;
    size_t n;

    (void)state;
    buf_init(&b, 1000);
    proof_bundle_begin(5, 2, &b);
    assert_string_equal(buf_cstr(&b), BUNDLE "first 5\ncount 2\n\n");
    buf_str(&b, first);
    buf_str(&b, second);
    assert_int_equal(proof_bundle_open(&bundle, (const char *)b.data, b.len), ERR_OK);
    assert_int_equal(bundle.first, 5);
    assert_int_equal(bundle.count, 2);
    assert_true(proof_bundle_next(&bundle, &s, &n));
    assert_int_equal(n, strlen(first));
    assert_memory_equal(s, first, n);
    assert_true(proof_bundle_next(&bundle, &s, &n));
    assert_int_equal(n, strlen(second));
    assert_memory_equal(s, second, n);
    assert_false(proof_bundle_next(&bundle, &s, &n));
    assert_false(proof_bundle_next(&bundle, &s, &n));
}

static const struct {
    const char *text;
    int rc;
    const char *why;
} heads[] = {
    {BUNDLE "first 0\ncount 1\n\n", ERR_OK, "nothing yet behind the head"},
    {BUNDLE "first 0\ncount 256\n\n" HEAD, ERR_OK, "as many as there may be"},
    {BUNDLE "first 0\ncount 257\n\n", ERR_FORMAT, "one more"},
    {BUNDLE "first 0\ncount 0\n\n", ERR_FORMAT, "none"},
    {BUNDLE "first 9223372036854775800\ncount 8\n\n", ERR_FORMAT, "beyond the largest index"},
    {BUNDLE "first 9223372036854775800\ncount 7\n\n", ERR_OK, "up to it"},
    {BUNDLE "first -1\ncount 1\n\n", ERR_FORMAT, "below zero"},
    {BUNDLE "count 1\nfirst 0\n\n", ERR_FORMAT, "in another order"},
    {BUNDLE "first 0\ncount 1\n" HEAD, ERR_FORMAT, "no empty line"},
    {BUNDLE "first 0\ncount 1\n", ERR_FORMAT, "an end before it"},
    {BUNDLE "first 0\ncount 01\n\n", ERR_FORMAT, "a leading zero"},
    {BUNDLE "first 0\r\ncount 1\n\n", ERR_FORMAT, "a carriage return"},
    {"jalon/bundle@2\nfirst 0\ncount 1\n\n", ERR_FORMAT, "another version"},
    {HEAD "index 0\n\nnote", ERR_FORMAT, "a proof alone"},
    {"", ERR_FORMAT, "nothing"},
};

static void nothing_else_is_the_head_of_a_bundle(void **state)
{
    struct proof_bundle bundle;

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        int rc = proof_bundle_open(&bundle, heads[i].text, strlen(heads[i].text));

        if (rc != heads[i].rc)
            fail_msg("%s: %s", heads[i].why, err_name(rc));
    }
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_is_this),
        cmocka_unit_test(extra_data_are_base64_behind_the_header),
        cmocka_unit_test(nothing_else_is_read),
        cmocka_unit_test(the_path_has_a_limit),
        cmocka_unit_test(a_bundle_is_cut_at_its_headers),
        cmocka_unit_test(nothing_else_is_the_head_of_a_bundle),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
