/* SPDX-License-Identifier: EUPL-1.2 */
/* Somebody of a host opens and seals: the key comes out of the box of the placement, and nothing else gives one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "people_request.h"

#include "vault/case_key.h"
#include "vault/envelope.h"

#define ITEMS 2

/* One request of the manager, with what stands in the place of each wrap. */
struct visit {
    struct ticket_bytes t;
    struct keyring ring;
    unsigned char key_place[ITEMS][128];
    size_t key_n[ITEMS];
};

static struct box_certificate host;
static unsigned char host_private[32];
static struct secret_key placement_key;

static int setup(void **state)
{
    if (people_request_setup(state) != 0)
        return -1;
    host = (struct box_certificate){.kind = OWNER_HOST, .generation = 3};
    uuid_random(&host.owner);
    box_pair(host.public_key, host_private);
    secret_random(placement_key.b, sizeof placement_key.b);
    return 0;
}

static struct ticket_item item_of(const struct ticket_bytes_item *i)
{
    return (struct ticket_item){.table = i->table, .row = i->row, .version = i->version, .case_id = i->case_id,
                                .compartment = i->compartment, .owner_kind = i->owner_kind, .owner = i->owner,
                                .owner_generation = i->owner_generation, .key_generation = i->key_generation};
}

static void rebox(struct visit *v, size_t i)
{
    const struct ticket_item item = item_of(&v->t.item[i]);
    struct buf b SCOPED_BUF;
    buf_init(&b, sizeof v->key_place[i]);
    assert_int_equal(case_key_box(&root, &item, &host, &placement_key, &b), ERR_OK);
    memcpy(v->key_place[i], b.data, b.len);
    v->key_n[i] = b.len;
}

/* Two records of two placements. */
static struct visit good_visit(uint8_t kind)
{
    struct visit v = {.t = ticket_bytes_good(kind, person.token, clock_now_us())};
    v.t.user = v.ring.user = person.certificate.owner;
    v.t.role = "host_manager";
    v.t.org = host.owner;
    v.ring.stage = KEYRING_SESSION;
    v.ring.end_us = v.t.end_us;
    memcpy(v.ring.session, v.t.session, 32);
    v.ring.n = 1;
    v.ring.member[0] = (struct keyring_secret){.kind = OWNER_HOST, .owner = host.owner, .generation = 3};
    memcpy(v.ring.member[0].secret, host_private, 32);
    for (size_t i = 0; i < ITEMS; i++) {
        struct ticket_bytes_item *item = &v.t.item[i];
        item->table = kind == TICKET_SEAL ? 6 : 4;
        item->compartment = item->link = 4;
        item->owner_kind = OWNER_HOST;
        item->owner = host.owner;
        rebox(&v, i);
    }
    return v;
}

static void begin_request(struct buf *request, struct buf *bundle, const struct visit *v)
{
    struct buf b SCOPED_BUF;
    buf_init(request, FRAME_MAX);
    buf_init(bundle, FRAME_MAX);
    buf_init(&b, 8192);
    buf_bytes(request, person.token, VAULT_TOKEN);
    ticket_bytes_write(&v->t, root.ticket_mac, &b);
    buf_lv16(bundle, b.data, b.len);
    buf_reset(&b);
    keyring_wrap(&v->ring, &root, person.token, &b);
    buf_lv16(bundle, b.data, b.len);
}

static uint16_t open_all(const struct visit *v)
{
    struct buf request SCOPED_BUF, bundle SCOPED_BUF, e SCOPED_BUF;
    begin_request(&request, &bundle, v);
    buf_init(&e, 8192);
    for (size_t i = 0; i < v->t.n; i++) {
        const struct ticket_item item = item_of(&v->t.item[i]);
        buf_reset(&e);
        assert_int_equal(envelope_seal(&item, &placement_key, "sheet", 5, &e), ERR_OK);
        buf_lv16(&bundle, v->key_place[i], v->key_n[i]);
        buf_lv32(&bundle, e.data, e.len);
    }
    buf_lv32(&request, bundle.data, bundle.len);
    buf_lv8(&request, "", 0);
    return vault_answer(&talk, VAULT_OPEN, &request, &answer);
}

/* Opens and tells of each item whether it was; all that was is the sheet. */
static void assert_opened(const struct visit *v, bool first, bool second)
{
    const bool want[] = {first, second};
    struct rd r;
    size_t n;
    assert_int_equal(open_all(v), WIRE_OK);
    rd_init(&r, answer.data, answer.len);
    assert_int_equal(rd_u16(&r), ITEMS);
    for (size_t i = 0; i < ITEMS; i++) {
        assert_int_equal(rd_u8(&r), want[i] ? 0 : 1);
        const unsigned char *p = rd_lv32(&r, &n, 100);
        assert_int_equal(n, want[i] ? 5 : 0);
        if (want[i])
            assert_memory_equal(p, "sheet", 5);
    }
    assert_int_equal(rd_end(&r), ERR_OK);
}

static void assert_last_entry_has(const char *bytes)
{
    (void)pthread_mutex_lock(&lock); /* nothing is asserted under it: the tests to come would wait */
    bool has = memmem(entry.data, entry.len, bytes, strlen(bytes)) != NULL;
    (void)pthread_mutex_unlock(&lock);
    assert_true(has);
}

static void a_manager_opens_what_was_shared_with_her_host(void **state)
{
    struct visit v = good_visit(TICKET_OPEN);
    unsigned before = told();
    (void)state;
    assert_opened(&v, true, true);
    assert_int_equal(told(), before + 1);
    assert_last_entry_has("\2ok");
    assert_last_entry_has("\22casework.placement");
    assert_last_entry_has("\11PLACEMENT");
    assert_last_entry_has("\11placement"); /* the link */
}

static void a_box_that_is_another_ones_spoils_that_record_only(void **state)
{
    (void)state;
    for (size_t i = 0; i < 5; i++) {
        struct visit v = good_visit(TICKET_OPEN);
        unsigned before = told();
        switch (i) {
        case 0: memcpy(v.key_place[1], v.key_place[0], v.key_n[0]); break; /* of another case */
        case 1: v.key_place[1][40] ^= 1; break;
        case 2: v.key_n[1] = 0; break;
        case 3: v.t.item[1].owner_generation--; break; /* of a pair that she does not hold */
        default: /* not a placement: no host has a key of it, boxed or not */
            v.t.item[1].compartment = 1;
            rebox(&v, 1);
        }
        assert_opened(&v, true, false);
        assert_int_equal(told(), before + 2);
        assert_last_entry_has("\11integrity");
    }
}

static void without_a_key_of_the_host_or_for_no_placement_she_is_refused(void **state)
{
    (void)state;
    for (uint8_t i = 0; i < 7; i++) {
        struct visit v = good_visit(TICKET_OPEN);
        unsigned before = told();
        if (i == 0)
            v.ring.n = 0;
        if (i == 1)
            v.ring.member[0].generation++;
        if (i == 2)
            v.ring.member[0].owner.b[0] ^= 1; /* the manager of another host */
        for (size_t k = 0; i > 2 && k < ITEMS; k++) {
            v.t.item[k].compartment = (uint8_t)(i == 6 ? 5 : i - 2);
            rebox(&v, k);
        }
        assert_int_equal(open_all(&v), WIRE_DENIED);
        assert_int_equal(told(), before + 1);
        assert_last_entry_has("\6denied");
    }
}

static uint16_t seal_all(const struct visit *v)
{
    struct buf request SCOPED_BUF, bundle SCOPED_BUF;
    begin_request(&request, &bundle, v);
    for (size_t i = 0; i < v->t.n; i++) {
        buf_lv16(&bundle, v->key_place[i], v->key_n[i]);
        buf_lv32(&bundle, NULL, 0);
    }
    buf_lv32(&request, bundle.data, bundle.len);
    buf_u16(&request, v->t.n);
    for (size_t i = 0; i < v->t.n; i++) {
        buf_lv32(&request, "no place", 8);
        buf_lv16(&request, NULL, 0);
    }
    uint16_t status = vault_answer(&talk, VAULT_SEAL, &request, &answer);
    if (status != WIRE_OK)
        assert_int_equal(answer.len, 0);
    return status;
}

static void she_seals_under_the_key_that_the_unit_has(void **state)
{
    struct visit v = good_visit(TICKET_SEAL);
    struct rd r;
    size_t n;
    (void)state;
    assert_int_equal(seal_all(&v), WIRE_OK);
    rd_init(&r, answer.data, answer.len);
    assert_int_equal(rd_u16(&r), ITEMS);
    for (size_t i = 0; i < ITEMS; i++) {
        struct buf plain SCOPED_BUF;
        const struct ticket_item item = item_of(&v.t.item[i]);
        const unsigned char *e = rd_lv32(&r, &n, FRAME_MAX);
        buf_init_secret(&plain, 4096);
        assert_int_equal(envelope_open(&item, &placement_key, e, n, &plain), ERR_OK);
        assert_int_equal(plain.len, 8);
        assert_memory_equal(plain.data, "no place", 8);
        (void)rd_lv16(&r, &n, UINT16_MAX);
        assert_int_equal(n, 0); /* no key of hers */
        (void)rd_lv8(&r, &n, UINT8_MAX);
        assert_int_equal(n, 0);
    }
    assert_int_equal(rd_end(&r), ERR_OK);
}

static void she_seals_nothing_without_the_box_of_that_placement(void **state)
{
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        struct visit v = good_visit(TICKET_SEAL);
        switch (i) {
        case 0: v.key_n[0] = 0; break; /* no key yet: a host makes none */
        case 1: v.key_place[1][0] ^= 1; break;
        case 2: memcpy(v.key_place[1], v.key_place[0], v.key_n[0]); break;
        case 3: v.t.item[0].key_generation++; break;
        case 4: v.ring.member[0].owner.b[0] ^= 1; break;
        case 5: v.ring.n = 0; break;
        case 6:
            v.t.item[0].compartment = 2;
            rebox(&v, 0);
            break;
        default: /* an empty wrap in another compartment */
            v.t.item[0].compartment = 3;
            v.key_n[0] = 0;
        }
        assert_int_equal(seal_all(&v), WIRE_DENIED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_manager_opens_what_was_shared_with_her_host),
        cmocka_unit_test(a_box_that_is_another_ones_spoils_that_record_only),
        cmocka_unit_test(without_a_key_of_the_host_or_for_no_placement_she_is_refused),
        cmocka_unit_test(she_seals_under_the_key_that_the_unit_has),
        cmocka_unit_test(she_seals_nothing_without_the_box_of_that_placement),
    };
    return cmocka_run_group_tests(tests, setup, people_request_teardown);
}
