/* SPDX-License-Identifier: EUPL-1.2 */
/* What all verbs share: the receipt before anything opens, the words of the log, and the pair of ticket and key blob
 * without which no sealed byte is touched. */
#include <poll.h>
#include <string.h>

#include "vault/verbs.h"

#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "base/log.h"
#include "wire/frame.h"

#include "base/banned.h"

/* A sealer that was restarted since has closed its end: told before sending, an entry is then not in doubt. */
static bool hung_up(int fd)
{
    struct pollfd p = {.fd = fd, .events = POLLIN | POLLRDHUP};
    return poll(&p, 1, 0) != 0;
}

uint16_t verbs_receipt(struct vault_talk *t, const struct sealer_entry *entries, uint8_t n)
{
    struct sealer_receipt receipt;
    int64_t deadline = clock_mono_ms() + VAULT_SEALER_MS;
    if (t->sealer >= 0 && hung_up(t->sealer))
        fdio_close(&t->sealer);
    if (t->sealer < 0)
        t->sealer = fdio_connect(t->vault->sealer, deadline);
    if (t->sealer < 0) {
        t->sealer = -1;
        return WIRE_UNAVAILABLE;
    }
    int err = sealer_append(t->sealer, entries, n, &receipt, deadline);
    if (err == ERR_OK)
        return WIRE_OK;
    if (err == ERR_CEILING)
        return WIRE_CEILING;
    /* The sealer may have been restarted since: the next request connects anew. This one must not be sent twice, for
     * its entry may be in the log already. */
    fdio_close(&t->sealer);
    log_warn("no receipt: %s", err_name(err));
    return WIRE_UNAVAILABLE;
}

static const char *word_of(const char *const *words, size_t n, unsigned code)
{
    return code < n && words[code] != NULL ? words[code] : "unknown";
}

const char *verbs_table(uint16_t code)
{
    static const char *const words[] = {
        [1] = "casework.case_file",         [2] = "casework.measure",
        [3] = "casework.authority_act",     [4] = "casework.placement",
        [5] = "casework.placement.contact", [6] = "casework.placement.answer",
        [7] = "casework.hours_report",      [8] = "casework.incident",
        [9] = "casework.judge_report",      [10] = "casework.hours_entry",
        [11] = "casework.last_day_change",  [16] = "sec.glass"};
    return word_of(words, sizeof words / sizeof *words, code);
}

const char *verbs_compartment(uint8_t code)
{
    static const char *const words[] = {NULL, "IDENT", "JUSTICE", "MATCH", "PLACEMENT"};
    const char *word = word_of(words, sizeof words / sizeof *words, code);
    return strcmp(word, "unknown") == 0 ? "" : word;
}

const char *verbs_link(uint8_t code)
{
    static const char *const words[] = {NULL,        "caseload", "unit_officer", "break_glass",
                                        "placement", "boxed",    "delegation"};
    return word_of(words, sizeof words / sizeof *words, code);
}

struct sealer_object verbs_object(const struct ticket_item *i)
{
    return (struct sealer_object){.kind = verbs_table(i->table), .id = &i->row, .version = i->version,
                                  .compartment = verbs_compartment(i->compartment), .case_id = &i->case_id,
                                  .link = verbs_link(i->link)};
}

void verbs_claimed(char out[65], const unsigned char *p, size_t n)
{
    memset(out, 0, 65);
    if (p == NULL || n > 64)
        return;
    for (size_t i = 0; i < n; i++)
        if (p[i] <= ' ' || p[i] > '~')
            return;
    memcpy(out, p, n);
}

/* Said without an actor: of a ticket that is refused nothing is believed. */
static uint16_t refuse(struct vault_talk *t)
{
    const struct sealer_object object = {.kind = "ticket", .compartment = "", .link = ""};
    const struct sealer_entry entry = {.action = "ticket.refuse", .reason = "", .outcome = "denied", .claimed = "",
                                       .object = &object, .objects = 1};
    uint16_t status = verbs_receipt(t, &entry, 1);
    return status == WIRE_OK ? WIRE_DENIED : status;
}

uint16_t verbs_believe(struct vault_talk *t, enum ticket_kind kind, enum keyring_stage stage,
                       const unsigned char *token, struct vault_bytes ticket_bytes, struct vault_bytes blob,
                       struct ticket *ticket, struct keyring *ring)
{
    const struct root *root = t->vault->root;
    int64_t now = clock_now_us();
    if (token == NULL || ticket_bytes.p == NULL || blob.p == NULL)
        return WIRE_BAD;
    int err = ticket_check(ticket, root, kind, token, now, ticket_bytes.p, ticket_bytes.n);
    if (err != ERR_OK)
        return err == ERR_FORMAT ? WIRE_BAD : refuse(t);
    if (keyring_unwrap(ring, root, token, stage, now, blob.p, blob.n) != ERR_OK || !uuid_eq(&ring->user, &ticket->user))
        return refuse(t);
    return WIRE_OK;
}

uint16_t verbs_context(struct vault_talk *t, struct rd *bundle, enum ticket_kind kind, const unsigned char *token,
                       struct ticket *ticket, struct keyring *ring)
{
    struct vault_bytes ticket_bytes, blob;
    ticket_bytes.p = rd_lv16(bundle, &ticket_bytes.n, UINT16_MAX);
    blob.p = rd_lv16(bundle, &blob.n, UINT16_MAX);
    return verbs_believe(t, kind, KEYRING_SESSION, token, ticket_bytes, blob, ticket, ring);
}
