/* SPDX-License-Identifier: EUPL-1.2 */
/* A proof file has the bytes of C2SP tlog-proof, and nothing else is read as one. */
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

static struct tree_hash hashes[TREE_PROOF_MAX];

static void the_form_is_this(void **state)
{
    static const char text[] = HEAD "index 73894\n" ONE TWO "\nnote\n";
    struct tree_hash in[2];
    struct buf b SCOPED_BUF;
    const char *note;
    uint64_t index;
    size_t n, note_n;

    (void)state;
    memset(&in[0], 0, 32);
    memset(&in[1], 1, 32);
    buf_init(&b, 1000);
    assert_int_equal(proof_format(73894, in, 2, "note\n", 5, &b), ERR_OK);
    assert_string_equal(buf_cstr(&b), text);
    assert_int_equal(proof_parse(text, strlen(text), &index, hashes, &n, &note, &note_n), ERR_OK);
    assert_int_equal(index, 73894);
    assert_int_equal(n, 2);
    assert_memory_equal(hashes, in, sizeof in);
    assert_ptr_equal(note, text + strlen(text) - 5);
    assert_int_equal(note_n, 5);
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
    const char *note;
    uint64_t index;
    size_t n, note_n;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int rc = proof_parse(rows[i].text, strlen(rows[i].text), &index, hashes, &n, &note, &note_n);

        if (rc != rows[i].rc)
            fail_msg("%s: %s", rows[i].why, err_name(rc));
    }
}

static void the_path_has_a_limit(void **state)
{
    struct buf b SCOPED_BUF;
    const char *note;
    uint64_t index;
    size_t n, note_n;

    (void)state;
    buf_init(&b, 100000);
    memset(hashes, 0, sizeof hashes);
    assert_int_equal(proof_format(1, hashes, TREE_PROOF_MAX + 1, "x", 1, &b), ERR_LIMIT);
    assert_int_equal(proof_format(UINT64_MAX, hashes, 1, "x", 1, &b), ERR_LIMIT);
    assert_int_equal(proof_format(1, hashes, TREE_PROOF_MAX, "x", 1, &b), ERR_OK);
    assert_int_equal(proof_parse((const char *)b.data, b.len, &index, hashes, &n, &note, &note_n), ERR_OK);
    assert_int_equal(n, TREE_PROOF_MAX);
    buf_reset(&b);
    buf_str(&b, HEAD "index 1\n");
    for (size_t i = 0; i <= TREE_PROOF_MAX; i++)
        buf_str(&b, ONE);
    buf_str(&b, "\nx");
    assert_int_equal(proof_parse((const char *)b.data, b.len, &index, hashes, &n, &note, &note_n), ERR_LIMIT);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_form_is_this),
        cmocka_unit_test(nothing_else_is_read),
        cmocka_unit_test(the_path_has_a_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
