/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * A sliding window as three structures over two arrays that are allocated once: keys by hash, items by hash, all items
 * in one list by the time they were last seen. Expiry eats that list from its old end, so it costs nothing to
 * keep. Slots are numbered from 1; 0 is none, so zeroed memory is empty and untouched memory stays unused.
 * The change log undoes strictly backwards: when a change is undone, everything is as it was right after it, hence
 * the neighbour noted then is still the right one. ceiling.c asks; hashing is keyed, since names come from outside.
 */
#include "sealer/window.h"

#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"
#include "base/secret.h"

#include "base/banned.h"

struct key {
    unsigned char id[WINDOW_ID];
    uint32_t count;
    uint32_t next; /* in its bucket, or in the free list */
    bool used;
};

struct item {
    unsigned char thing[WINDOW_ID];
    uint32_t key;
    uint32_t next; /* in its bucket, or in the free list */
    uint32_t newer, older;
    int64_t at;
};

enum change_kind { KEY_MADE, ITEM_MADE, ITEM_SEEN, ITEM_TAKEN };

struct change {
    enum change_kind kind;
    uint32_t slot;
    uint32_t newer; /* the neighbour before, for ITEM_SEEN and ITEM_TAKEN */
    int64_t at;
};

struct window {
    struct key *key;
    struct item *item;
    struct change *change;
    uint32_t *key_bucket, *item_bucket; /* as many as slots */
    uint32_t keys, items, changes;      /* most of each */
    uint32_t keys_used, items_used;     /* slots that were ever used */
    uint32_t key_free, item_free;
    uint32_t newest, oldest;
    size_t changed;
    unsigned char seed[crypto_shorthash_KEYBYTES];
};

struct window *window_new(uint32_t keys, uint32_t items, uint32_t changes)
{
    struct window *w = calloc(1, sizeof *w);
    if (!w)
        return NULL;
    *w = (struct window){.keys = keys, .items = items, .changes = changes};
    w->key = calloc((size_t)keys + 1, sizeof *w->key);
    w->item = calloc((size_t)items + 1, sizeof *w->item);
    w->change = calloc(changes, sizeof *w->change);
    w->key_bucket = calloc(keys, sizeof *w->key_bucket);
    w->item_bucket = calloc(items, sizeof *w->item_bucket);
    if (!w->key || !w->item || !w->change || !w->key_bucket || !w->item_bucket) {
        window_free(w);
        return NULL;
    }
    secret_random(w->seed, sizeof w->seed);
    return w;
}

void window_free(struct window *w)
{
    if (!w)
        return;
    free(w->key);
    free(w->item);
    free(w->change);
    free(w->key_bucket);
    free(w->item_bucket);
    free(w);
}

static uint64_t hash(const struct window *w, const void *p, size_t n)
{
    unsigned char out[crypto_shorthash_BYTES];
    uint64_t h;
    crypto_shorthash(out, p, n, w->seed);
    memcpy(&h, out, sizeof h);
    return h;
}

static uint32_t *key_bucket(const struct window *w, const unsigned char id[WINDOW_ID])
{
    return &w->key_bucket[hash(w, id, WINDOW_ID) % w->keys];
}

static uint32_t *item_bucket(const struct window *w, uint32_t key, const unsigned char thing[WINDOW_ID])
{
    unsigned char both[WINDOW_ID + sizeof key];
    memcpy(both, thing, WINDOW_ID);
    memcpy(both + WINDOW_ID, &key, sizeof key);
    return &w->item_bucket[hash(w, both, sizeof both) % w->items];
}

static uint32_t find_key(const struct window *w, const unsigned char id[WINDOW_ID])
{
    uint32_t k = *key_bucket(w, id);
    while (k && memcmp(w->key[k].id, id, WINDOW_ID) != 0)
        k = w->key[k].next;
    return k;
}

static uint32_t find_item(const struct window *w, uint32_t key, const unsigned char thing[WINDOW_ID])
{
    uint32_t i = *item_bucket(w, key, thing);
    while (i && (w->item[i].key != key || memcmp(w->item[i].thing, thing, WINDOW_ID) != 0))
        i = w->item[i].next;
    return i;
}

static void note(struct window *w, enum change_kind kind, uint32_t slot)
{
    w->change[w->changed++] = (struct change){
        .kind = kind,
        .slot = slot,
        .newer = kind == KEY_MADE ? 0 : w->item[slot].newer,
        .at = kind == KEY_MADE ? 0 : w->item[slot].at,
    };
}

/* --- the list by time --- */

static void unlink_item(struct window *w, uint32_t i)
{
    const struct item *it = &w->item[i];
    *(it->newer ? &w->item[it->newer].older : &w->newest) = it->older;
    *(it->older ? &w->item[it->older].newer : &w->oldest) = it->newer;
}

/* Right behind newer, or at the new end when that is 0. */
static void link_item(struct window *w, uint32_t i, uint32_t newer)
{
    struct item *it = &w->item[i];
    uint32_t *place = newer ? &w->item[newer].older : &w->newest;
    it->newer = newer;
    it->older = *place;
    *(it->older ? &w->item[it->older].newer : &w->oldest) = i;
    *place = i;
}

/* --- slots --- */

static uint32_t make_key(struct window *w, const unsigned char id[WINDOW_ID])
{
    uint32_t k = w->key_free;
    if (k)
        w->key_free = w->key[k].next;
    else if (w->keys_used < w->keys)
        k = ++w->keys_used;
    else
        return 0;
    uint32_t *bucket = key_bucket(w, id);
    w->key[k] = (struct key){.next = *bucket, .used = true};
    memcpy(w->key[k].id, id, WINDOW_ID);
    *bucket = k;
    return k;
}

static void drop_key(struct window *w, uint32_t k)
{
    uint32_t *at = key_bucket(w, w->key[k].id);
    while (*at != k)
        at = &w->key[*at].next;
    *at = w->key[k].next;
    w->key[k] = (struct key){.next = w->key_free};
    w->key_free = k;
}

static void chain_item(struct window *w, uint32_t i)
{
    uint32_t *bucket = item_bucket(w, w->item[i].key, w->item[i].thing);
    w->item[i].next = *bucket;
    *bucket = i;
    w->key[w->item[i].key].count++;
}

static void unchain_item(struct window *w, uint32_t i)
{
    uint32_t *at = item_bucket(w, w->item[i].key, w->item[i].thing);
    while (*at != i)
        at = &w->item[*at].next;
    *at = w->item[i].next;
    w->key[w->item[i].key].count--;
}

static uint32_t take_slot(struct window *w)
{
    uint32_t i = w->item_free;
    if (i)
        w->item_free = w->item[i].next;
    else if (w->items_used < w->items)
        i = ++w->items_used;
    return i;
}

static void free_slot(struct window *w, uint32_t i)
{
    w->item[i].next = w->item_free;
    w->item_free = i;
}

/* --- what is asked --- */

static bool room_for(const struct window *w)
{
    return (w->item_free || w->items_used < w->items) && w->changed + 2 <= w->changes;
}

int window_add(struct window *w, const unsigned char key[WINDOW_ID], const unsigned char thing[WINDOW_ID], int64_t at,
               unsigned *fresh)
{
    uint32_t k = find_key(w, key);
    uint32_t i = k ? find_item(w, k, thing) : 0;
    *fresh = i == 0;
    if (i) {
        if (w->changed == w->changes)
            return ERR_LIMIT;
        note(w, ITEM_SEEN, i);
        unlink_item(w, i);
        link_item(w, i, 0);
        w->item[i].at = at;
        return ERR_OK;
    }
    if (!room_for(w))
        return ERR_LIMIT;
    if (!k) {
        k = make_key(w, key);
        if (!k)
            return ERR_LIMIT;
        note(w, KEY_MADE, k);
    }
    i = take_slot(w);
    w->item[i] = (struct item){.key = k, .at = at};
    memcpy(w->item[i].thing, thing, WINDOW_ID);
    note(w, ITEM_MADE, i);
    chain_item(w, i);
    link_item(w, i, 0);
    return ERR_OK;
}

/* The walk is short: an attempt is closed moments after it was asked. At worst it is as long as the table. */
int window_take_back(struct window *w, const unsigned char key[WINDOW_ID])
{
    uint32_t k = find_key(w, key);
    if (!k || w->key[k].count == 0)
        return ERR_OK;
    if (w->changed == w->changes)
        return ERR_LIMIT;
    uint32_t i = w->newest;
    while (w->item[i].key != k)
        i = w->item[i].older;
    note(w, ITEM_TAKEN, i);
    unlink_item(w, i);
    unchain_item(w, i);
    return ERR_OK;
}

uint32_t window_count(const struct window *w, const unsigned char key[WINDOW_ID])
{
    uint32_t k = find_key(w, key);
    return k ? w->key[k].count : 0;
}

size_t window_mark(const struct window *w)
{
    return w->changed;
}

void window_undo(struct window *w, size_t mark)
{
    while (w->changed > mark) {
        const struct change *c = &w->change[--w->changed];
        switch (c->kind) {
        case KEY_MADE:
            drop_key(w, c->slot);
            break;
        case ITEM_MADE:
            unlink_item(w, c->slot);
            unchain_item(w, c->slot);
            free_slot(w, c->slot);
            break;
        case ITEM_SEEN:
            unlink_item(w, c->slot);
            link_item(w, c->slot, c->newer);
            w->item[c->slot].at = c->at;
            break;
        case ITEM_TAKEN:
            chain_item(w, c->slot);
            link_item(w, c->slot, c->newer);
            break;
        }
    }
}

static void drop_key_if_empty(struct window *w, uint32_t k)
{
    if (w->key[k].used && w->key[k].count == 0)
        drop_key(w, k);
}

void window_settle(struct window *w)
{
    for (size_t i = 0; i < w->changed; i++) {
        if (w->change[i].kind != ITEM_TAKEN)
            continue;
        drop_key_if_empty(w, w->item[w->change[i].slot].key);
        free_slot(w, w->change[i].slot);
    }
    w->changed = 0;
}

void window_expire(struct window *w, int64_t until)
{
    while (w->oldest && w->item[w->oldest].at <= until) {
        uint32_t i = w->oldest;
        uint32_t k = w->item[i].key;
        unlink_item(w, i);
        unchain_item(w, i);
        free_slot(w, i);
        drop_key_if_empty(w, k);
    }
}
