/* SPDX-License-Identifier: EUPL-1.2 */
/* Ticket bytes that carry a right MAC: the reader of tickets behind the wall that keeps everybody else out. The first
 * byte of the input chooses the kind that is asked for; the rest is the ticket without its MAC. What is accepted must
 * be of that kind, within its time, and hold only words that the log can say. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/err.h"
#include "vault/ticket.h"

#include "base/banned.h"

#define NOW INT64_C(1700000000000000)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_word(const char *word)
{
    for (const char *p = word; *p != '\0'; p++)
        if (!((*p >= 'a' && *p <= 'z') || *p == '_'))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const unsigned char token[VAULT_TOKEN];
    static struct root root;
    static struct ticket t;
    struct buf b SCOPED_BUF;
    if (size == 0 || size > 65536 || secret_init() != ERR_OK)
        return 0;
    static const enum ticket_kind kinds[] = {TICKET_OPEN, TICKET_SEAL, TICKET_UNLOCK, TICKET_SHARE};
    enum ticket_kind kind = kinds[data[0] % 4];
    buf_init(&b, 1u << 17);
    buf_bytes(&b, data + 1, size - 1);
    if (b.len >= 47) /* the session's place: a fuzzer does not guess hashes */
        ticket_session(b.data + 15, token);
    unsigned char *mac = buf_grow(&b, crypto_auth_hmacsha256_BYTES);
    if (mac == NULL)
        return 0;
    crypto_auth_hmacsha256(mac, b.data, b.len - crypto_auth_hmacsha256_BYTES, root.ticket_mac);
    if (ticket_check(&t, &root, kind, token, NOW, b.data, b.len) != ERR_OK)
        return 0;
    if (t.kind != kind || t.n > VAULT_ITEMS || t.session_end_us <= NOW || t.role[0] == '\0')
        abort();
    size_t item = kind == TICKET_UNLOCK ? 26 : 65;
    if (kind == TICKET_SHARE && (t.n < 1 || t.n > VAULT_SHARED))
        abort();
    size_t recipient = kind == TICKET_SHARE ? 21 : 0;
    size_t fixed = recipient + 4 + 2 + 1 + 8 + 32 + 8 + 16 + 1 + 16 + 1 + 1 + 2 + crypto_auth_hmacsha256_BYTES;
    if (b.len != fixed + strlen(t.role) + strlen(t.reason) + t.n * item)
        abort();
    check_word(t.role);
    check_word(t.reason);
    return 0;
}
