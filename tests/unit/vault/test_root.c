/* SPDX-License-Identifier: EUPL-1.2 */
/* The root file: kept as it was made, never replaced, never believed when a byte of it changed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/text.h"
#include "vault/root.h"

#define FILE_BYTES 167 /* magic 4, flags 1, four keys of 32, id 2, sum of 32 */

static char folder[] = "/tmp/jalon-root-XXXXXX";
static char path[64], other[64];
static struct root *root;

static void put(const unsigned char *p, size_t n)
{
    FILE *f = fopen(other, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

static int load(struct root *r)
{
    return root_load(r, other);
}

static int setup(void **state)
{
    (void)state;
    if (secret_init() != ERR_OK)
        return -1;
    root = root_alloc();
    if (root == NULL || mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/root", folder);
    (void)snprintf(other, sizeof other, "%s/other", folder);
    root_random(root, true);
    secret_random(root->recovery_public, sizeof root->recovery_public);
    return root_save(root, path);
}

static int teardown(void **state)
{
    (void)state;
    root_free(root);
    (void)unlink(path);
    (void)unlink(other);
    return rmdir(folder);
}

static void what_was_saved_is_loaded(void **state)
{
    struct root *again = root_alloc();
    (void)state;
    assert_non_null(again);
    assert_int_equal(root_load(again, path), ERR_OK);
    assert_memory_equal(again->key, root->key, SECRET_KEY);
    assert_memory_equal(again->grant_mac, root->grant_mac, SECRET_KEY);
    assert_memory_equal(again->ticket_mac, root->ticket_mac, SECRET_KEY);
    assert_memory_equal(again->recovery_public, root->recovery_public, SECRET_KEY);
    assert_true(again->demonstration);
    assert_int_equal(again->mac_id, ROOT_MAC_ID);
    assert_false(again->changing);
    root_free(again);
}

static void only_the_owner_reads_it(void **state)
{
    struct stat st;
    (void)state;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
    assert_int_equal(st.st_size, FILE_BYTES);
}

static void a_root_is_never_replaced(void **state)
{
    struct buf before SCOPED_BUF, after SCOPED_BUF;
    struct root *fresh = root_alloc();
    (void)state;
    assert_non_null(fresh);
    root_random(fresh, false);
    buf_init(&before, 4096);
    buf_init(&after, 4096);
    assert_int_equal(file_load(path, &before), ERR_OK);
    assert_int_equal(root_save(fresh, path), ERR_CONFLICT);
    assert_int_equal(file_load(path, &after), ERR_OK);
    assert_int_equal(before.len, after.len);
    assert_memory_equal(before.data, after.data, before.len);
    put((const unsigned char *)"", 0);
    assert_int_equal(root_save(fresh, other), ERR_CONFLICT); /* not even an empty file is */
    root_free(fresh);
}

/* "mac grant ID HEX" and "mac ticket ID HEX" of these keys? */
static void assert_lines(const struct root *r, unsigned id, const unsigned char *grant, const unsigned char *ticket)
{
    char hex[2][2 * SECRET_KEY + 1], want[256];
    struct buf lines SCOPED_BUF;
    buf_init(&lines, 1024);
    text_hex(hex[0], grant, SECRET_KEY);
    text_hex(hex[1], ticket, SECRET_KEY);
    (void)snprintf(want, sizeof want, "mac grant %u %s\nmac ticket %u %s\n", id, hex[0], id, hex[1]);
    root_mac_lines(r, &lines);
    assert_string_equal(buf_cstr(&lines), want);
}

static void mac_keys_change_in_steps_that_the_file_remembers(void **state)
{
    struct root *r = root_alloc(), *twin = root_alloc();
    (void)state;
    assert_non_null(r);
    assert_non_null(twin);
    assert_int_equal(root_load(r, path), ERR_OK);
    assert_lines(r, 1, root->grant_mac, root->ticket_mac);
    assert_int_equal(root_replace(r, "/tmp/no/such"), ERR_NOTFOUND);
    put((const unsigned char *)"", 0);
    assert_int_equal(root_mac_begin(r), ERR_OK);
    assert_int_equal(root_replace(r, other), ERR_OK);
    assert_int_equal(load(twin), ERR_OK); /* killed here, another process goes on with the same keys */
    assert_true(twin->changing && twin->demonstration);
    assert_int_equal(twin->mac_id, 1);
    assert_memory_equal(twin->next_ticket_mac, r->next_ticket_mac, SECRET_KEY);
    assert_memory_equal(twin->grant_mac, root->grant_mac, SECRET_KEY);
    root_mac_end(r);
    assert_lines(twin, 2, r->grant_mac, r->ticket_mac);
    root_mac_end(twin);
    assert_int_equal(root_replace(twin, other), ERR_OK);
    assert_int_equal(load(twin), ERR_OK);
    assert_false(twin->changing);
    assert_int_equal(twin->mac_id, 2);
    assert_lines(twin, 2, r->grant_mac, r->ticket_mac);
    assert_memory_equal(twin->key, root->key, SECRET_KEY);
    assert_memory_equal(twin->recovery_public, root->recovery_public, SECRET_KEY);
    twin->mac_id = ROOT_MAC_LAST;
    assert_int_equal(root_mac_begin(twin), ERR_LIMIT);
    root_free(r);
    root_free(twin);
}

static void a_file_of_before_there_were_ids_has_the_first_keys(void **state)
{
    struct buf now SCOPED_BUF, then SCOPED_BUF;
    struct root *r = root_alloc();
    unsigned char sum[32];
    (void)state;
    assert_non_null(r);
    buf_init(&now, 4096);
    buf_init(&then, 4096);
    assert_int_equal(file_load(path, &now), ERR_OK);
    buf_str(&then, "JRT1");
    buf_bytes(&then, now.data + 4, 1 + 4 * SECRET_KEY);
    secret_hash(sum, sizeof sum, NULL, 0, then.data, then.len);
    buf_bytes(&then, sum, sizeof sum);
    put(then.data, then.len);
    assert_int_equal(load(r), ERR_OK);
    assert_int_equal(r->mac_id, ROOT_MAC_ID);
    assert_lines(r, 1, root->grant_mac, root->ticket_mac);
    root_free(r);
}

static void damage_anywhere_is_seen(void **state)
{
    struct buf good SCOPED_BUF;
    struct root *r = root_alloc();
    (void)state;
    assert_non_null(r);
    buf_init(&good, 4096);
    assert_int_equal(file_load(path, &good), ERR_OK);
    assert_int_equal(good.len, FILE_BYTES);
    put(good.data, good.len);
    assert_int_equal(load(r), ERR_OK);
    for (size_t i = 0; i < good.len; i++)
        for (unsigned bit = 1; bit < 256; bit <<= 1) {
            good.data[i] ^= (unsigned char)bit;
            put(good.data, good.len);
            assert_int_equal(load(r), ERR_FORMAT);
            good.data[i] ^= (unsigned char)bit;
        }
    for (size_t n = 0; n < good.len; n++) {
        put(good.data, n);
        assert_int_equal(load(r), ERR_FORMAT);
    }
    buf_u8(&good, 0);
    put(good.data, good.len);
    assert_int_equal(load(r), ERR_FORMAT);
    root_free(r);
}

static void no_file_is_not_found(void **state)
{
    (void)state;
    struct root *r = root_alloc();
    assert_non_null(r);
    assert_int_equal(unlink(other) == 0 || access(other, F_OK) != 0, 1);
    assert_int_equal(load(r), ERR_NOTFOUND);
    root_free(r);
}

static void a_derived_key_depends_on_root_purpose_and_subject(void **state)
{
    struct root *second = root_alloc();
    struct secret_key k[6];
    (void)state;
    assert_non_null(second);
    root_random(second, false);
    root_derive(root, "pepper", "ab", 2, &k[0]);
    root_derive(root, "pepper", "ac", 2, &k[1]);
    root_derive(root, "peppe", "rab", 3, &k[2]);
    root_derive(root, "box", "ab", 2, &k[3]);
    root_derive(second, "pepper", "ab", 2, &k[4]);
    root_derive(root, "pepper", NULL, 0, &k[5]);
    for (size_t i = 0; i < 6; i++)
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(k[i].b, k[j].b, SECRET_KEY);
    root_derive(root, "pepper", "ab", 2, &k[1]);
    assert_memory_equal(k[0].b, k[1].b, SECRET_KEY);
    root_free(second);
}

static void every_new_root_is_another(void **state)
{
    struct root a = {0}, b = {0};
    (void)state;
    root_random(&a, false);
    root_random(&b, false);
    assert_memory_not_equal(a.key, b.key, SECRET_KEY);
    assert_memory_not_equal(a.grant_mac, b.grant_mac, SECRET_KEY);
    assert_memory_not_equal(a.ticket_mac, b.ticket_mac, SECRET_KEY);
    assert_memory_not_equal(a.grant_mac, a.ticket_mac, SECRET_KEY);
    assert_memory_not_equal(a.key, a.grant_mac, SECRET_KEY);
    assert_false(a.demonstration);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_saved_is_loaded),
        cmocka_unit_test(only_the_owner_reads_it),
        cmocka_unit_test(a_root_is_never_replaced),
        cmocka_unit_test(mac_keys_change_in_steps_that_the_file_remembers),
        cmocka_unit_test(a_file_of_before_there_were_ids_has_the_first_keys),
        cmocka_unit_test(damage_anywhere_is_seen),
        cmocka_unit_test(no_file_is_not_found),
        cmocka_unit_test(a_derived_key_depends_on_root_purpose_and_subject),
        cmocka_unit_test(every_new_root_is_another),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
