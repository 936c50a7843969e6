/* SPDX-License-Identifier: EUPL-1.2 */
/* The asking half of the conversation with jalon-vault: one function a verb, laid out as vault_msg.h says, and of
 * people_msg.h the change of a password, which is asked as a confirmation is. Requests carry passwords
 * and tokens, so every request buffer is a secret one; replies are read to their last byte and anything else is
 * ERR_FORMAT, after which the connection is of no use. */
#include <string.h>

#include "wire/people_msg.h"
#include "wire/vault_msg.h"

#include "base/err.h"
#include "base/rd.h"
#include "wire/frame.h"

#include "base/banned.h"

static void put_lv8(struct buf *b, struct vault_bytes v) { buf_lv8(b, v.p, v.n); }
static void put_lv16(struct buf *b, struct vault_bytes v) { buf_lv16(b, v.p, v.n); }
static void put_lv32(struct buf *b, struct vault_bytes v) { buf_lv32(b, v.p, v.n); }

static int call(int fd, uint16_t verb, struct buf *request, struct buf *reply, int64_t deadline)
{
    int err = buf_err(request);
    if (err != ERR_OK)
        return err;
    return frame_call(fd, verb, request, reply, deadline);
}

/* An lv8 or lv16 field of a reply into the caller's buffer. */
static void take(struct buf *out, const unsigned char *p, size_t n)
{
    buf_reset(out);
    if (p != NULL)
        buf_bytes(out, p, n);
}

static int taken(struct rd *r, const struct buf *a, const struct buf *b)
{
    int err = rd_end(r);
    if (err == ERR_OK)
        err = buf_err(a);
    if (err == ERR_OK && b != NULL)
        err = buf_err(b);
    return err;
}

int vault_ping(int fd, struct vault_pong *out, int64_t deadline)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    buf_init(&request, FRAME_MAX);
    buf_init(&reply, FRAME_MAX);
    int err = call(fd, VAULT_PING, &request, &reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply.data, reply.len);
    uint8_t demo = rd_u8(&r);
    uint8_t apart = rd_u8(&r);
    uint16_t mac_id = rd_u16(&r);
    uint8_t changing = rd_u8(&r);
    if (demo > 1 || apart > 1 || changing > 1)
        return ERR_FORMAT;
    *out = (struct vault_pong){.demonstration = demo == 1, .separated = apart == 1, .mac_id = mac_id,
                                .changing = changing == 1};
    return rd_end(&r);
}

int vault_sign_in(int fd, const struct vault_attempt *a, unsigned char token[VAULT_TOKEN], struct buf *grant,
                  struct buf *blob, int64_t deadline)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    buf_init_secret(&reply, FRAME_MAX);
    put_lv8(&request, a->login);
    put_lv16(&request, a->record);
    put_lv16(&request, a->opener);
    put_lv8(&request, a->otp);
    put_lv8(&request, a->claimed);
    int err = call(fd, VAULT_SIGN_IN, &request, &reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply.data, reply.len);
    size_t n;
    rd_copy(&r, token, VAULT_TOKEN);
    const unsigned char *p = rd_lv16(&r, &n, VAULT_GRANT);
    take(grant, p, n);
    p = rd_lv16(&r, &n, UINT16_MAX);
    take(blob, p, n);
    return taken(&r, grant, blob);
}

int vault_unlock(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes blob, struct vault_bytes material,
                 struct buf *session_blob, uint8_t *unopened, int64_t deadline)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    buf_init_secret(&reply, FRAME_MAX);
    buf_bytes(&request, token, VAULT_TOKEN);
    put_lv16(&request, blob);
    put_lv32(&request, material);
    int err = call(fd, VAULT_UNLOCK, &request, &reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply.data, reply.len);
    size_t n;
    const unsigned char *p = rd_lv16(&r, &n, UINT16_MAX);
    take(session_blob, p, n);
    *unopened = rd_u8(&r);
    return taken(&r, session_blob, NULL);
}

int vault_open(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes bundle, struct vault_bytes claimed,
               struct buf *reply, struct vault_bytes *items, size_t max, size_t *n, int64_t deadline)
{
    struct buf request SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    buf_bytes(&request, token, VAULT_TOKEN);
    put_lv32(&request, bundle);
    put_lv8(&request, claimed);
    int err = call(fd, VAULT_OPEN, &request, reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply->data, reply->len);
    *n = rd_u16(&r);
    if (*n > max)
        return ERR_LIMIT;
    for (size_t i = 0; i < *n; i++) {
        uint8_t broken = rd_u8(&r);
        const unsigned char *p = rd_lv32(&r, &items[i].n, VAULT_PLAINTEXT);
        items[i].p = broken == 0 ? p : NULL;
        if (broken > 1 || (broken == 1 && items[i].n != 0))
            return ERR_FORMAT;
    }
    return rd_end(&r);
}

int vault_seal(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes bundle, struct vault_record *record,
               size_t n, struct buf *reply, int64_t deadline)
{
    struct buf request SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    if (n > VAULT_ITEMS)
        return ERR_LIMIT;
    buf_bytes(&request, token, VAULT_TOKEN);
    put_lv32(&request, bundle);
    buf_u16(&request, (uint16_t)n);
    for (size_t i = 0; i < n; i++) {
        put_lv32(&request, record[i].plain);
        put_lv16(&request, record[i].person);
    }
    int err = call(fd, VAULT_SEAL, &request, reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply->data, reply->len);
    if (rd_u16(&r) != n)
        return ERR_FORMAT;
    for (size_t i = 0; i < n; i++) {
        record[i].envelope.p = rd_lv32(&r, &record[i].envelope.n, FRAME_MAX);
        record[i].wrap.p = rd_lv16(&r, &record[i].wrap.n, UINT16_MAX);
        record[i].hash.p = rd_lv8(&r, &record[i].hash.n, VAULT_PERSON);
    }
    return rd_end(&r);
}

int vault_share(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes bundle, struct vault_bytes claimed,
                struct buf *box, int64_t deadline)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    buf_init(&reply, FRAME_MAX);
    buf_bytes(&request, token, VAULT_TOKEN);
    put_lv32(&request, bundle);
    put_lv8(&request, claimed);
    int err = call(fd, VAULT_SHARE, &request, &reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply.data, reply.len);
    size_t n;
    const unsigned char *p = rd_lv16(&r, &n, VAULT_SHARED * PEOPLE_BOX);
    take(box, p, n);
    return taken(&r, box, NULL);
}

/* One field of a reply: where to, how it is counted (rd_lv8 or rd_lv16), how long at most. */
struct answer {
    struct buf *out;
    const unsigned char *(*read)(struct rd *r, size_t *n, size_t max);
    size_t max;
};

static void take_answer(struct rd *r, struct answer a)
{
    size_t n;
    const unsigned char *p = a.read(r, &n, a.max);
    take(a.out, p, n);
}

/* Sends what makes or replaces a sign-in record: whose it is, what opens it today, and what the verb wants besides. */
static int replace(int fd, uint16_t verb, const struct vault_attempt *a, const struct buf *rest,
                   const struct answer answers[2], int64_t deadline)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    buf_init_secret(&reply, FRAME_MAX);
    put_lv8(&request, a->login);
    put_lv16(&request, a->record);
    put_lv16(&request, a->opener);
    buf_bytes(&request, rest->data, rest->len);
    int err = buf_err(rest);
    if (err == ERR_OK)
        err = call(fd, verb, &request, &reply, deadline);
    if (err != ERR_OK)
        return err;
    struct rd r;
    rd_init(&r, reply.data, reply.len);
    take_answer(&r, answers[0]);
    take_answer(&r, answers[1]);
    return taken(&r, answers[0].out, answers[1].out);
}

int vault_enrol(int fd, const struct vault_attempt *a, struct buf *secret, struct buf *offer, int64_t deadline)
{
    const struct answer answers[2] = {{secret, rd_lv8, UINT8_MAX}, {offer, rd_lv16, UINT16_MAX}};
    struct buf rest SCOPED_BUF;
    buf_init_secret(&rest, FRAME_MAX);
    put_lv16(&rest, a->password);
    put_lv8(&rest, a->claimed);
    return replace(fd, VAULT_ENROL, a, &rest, answers, deadline);
}

int vault_confirm(int fd, const struct vault_attempt *a, struct buf *grant, struct buf *new_record, int64_t deadline)
{
    const struct answer answers[2] = {{grant, rd_lv16, VAULT_GRANT}, {new_record, rd_lv16, VAULT_RECORD}};
    struct buf rest SCOPED_BUF;
    buf_init_secret(&rest, FRAME_MAX);
    put_lv16(&rest, a->password);
    put_lv16(&rest, a->offer);
    put_lv8(&rest, a->otp);
    put_lv8(&rest, a->claimed);
    return replace(fd, VAULT_CONFIRM, a, &rest, answers, deadline);
}

int people_password(int fd, const struct vault_attempt *a, struct buf *grant, struct buf *new_record,
                    int64_t deadline)
{
    const struct answer answers[2] = {{grant, rd_lv16, VAULT_GRANT}, {new_record, rd_lv16, VAULT_RECORD}};
    struct buf rest SCOPED_BUF;
    buf_init_secret(&rest, FRAME_MAX);
    put_lv8(&rest, a->otp);
    put_lv16(&rest, a->password);
    put_lv8(&rest, a->claimed);
    return replace(fd, PEOPLE_PASSWORD, a, &rest, answers, deadline);
}
