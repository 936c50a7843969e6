/* SPDX-License-Identifier: EUPL-1.2 */
/* The asking half of what is said to jalon-vault about people. Replies may hold a one-use code, so they stay in the
 * caller's secret buffer and the results point into it. */
#include <string.h>

#include "wire/people_msg.h"

#include "base/err.h"
#include "base/rd.h"
#include "wire/frame.h"

#include "base/banned.h"

static int act(int fd, uint16_t verb, const unsigned char token[VAULT_TOKEN], struct vault_bytes material,
               struct buf *reply, int64_t deadline)
{
    struct buf request SCOPED_BUF;
    buf_init_secret(&request, FRAME_MAX);
    buf_bytes(&request, token, VAULT_TOKEN);
    buf_lv32(&request, material.p, material.n);
    int err = buf_err(&request);
    return err == ERR_OK ? frame_call(fd, verb, &request, reply, deadline) : err;
}

static void read_lv8(struct rd *r, struct vault_bytes *v, size_t max)
{
    v->p = rd_lv8(r, &v->n, max);
}

static void read_lv16(struct rd *r, struct vault_bytes *v, size_t max)
{
    v->p = rd_lv16(r, &v->n, max);
}

int people_account(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                   struct people_result *result, int64_t deadline)
{
    struct rd r;
    memset(result, 0, sizeof *result);
    int err = act(fd, PEOPLE_ACCOUNT, token, material, reply, deadline);
    if (err != ERR_OK)
        return err;
    rd_init(&r, reply->data, reply->len);
    read_lv16(&r, &result->record, VAULT_RECORD);
    read_lv8(&r, &result->certificate, PEOPLE_CERTIFICATE);
    read_lv8(&r, &result->code, PEOPLE_CODE);
    result->code_end_us = rd_i64(&r);
    read_lv8(&r, &result->permit, PEOPLE_PERMIT);
    read_lv8(&r, &result->host_certificate, PEOPLE_CERTIFICATE);
    read_lv16(&r, &result->box, PEOPLE_BOX);
    read_lv16(&r, &result->recovery, PEOPLE_BOX);
    result->stage = 2;
    return rd_end(&r);
}

int people_approve(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                   struct people_result *result, int64_t deadline)
{
    struct rd r;
    memset(result, 0, sizeof *result);
    int err = act(fd, PEOPLE_APPROVE, token, material, reply, deadline);
    if (err != ERR_OK)
        return err;
    rd_init(&r, reply->data, reply->len);
    result->stage = rd_u8(&r);
    read_lv8(&r, &result->endorsement, PEOPLE_ENDORSEMENT);
    read_lv16(&r, &result->box, UINT16_MAX);
    read_lv8(&r, &result->certificate, PEOPLE_CERTIFICATE);
    read_lv16(&r, &result->record, VAULT_RECORD);
    read_lv8(&r, &result->code, PEOPLE_CODE);
    result->code_end_us = rd_i64(&r);
    read_lv8(&r, &result->permit, PEOPLE_PERMIT);
    return result->stage == 1 || result->stage == 2 ? rd_end(&r) : ERR_FORMAT;
}

int people_reseal(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                  struct people_result *result, int64_t deadline)
{
    struct rd r;
    memset(result, 0, sizeof *result);
    int err = act(fd, PEOPLE_RESEAL, token, material, reply, deadline);
    if (err != ERR_OK)
        return err;
    rd_init(&r, reply->data, reply->len);
    read_lv16(&r, &result->box, UINT16_MAX);
    result->stage = 2;
    return rd_end(&r);
}

int people_generation(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct buf *reply,
                      struct people_result *result, int64_t deadline)
{
    struct rd r;
    memset(result, 0, sizeof *result);
    int err = act(fd, PEOPLE_GENERATION, token, material, reply, deadline);
    if (err != ERR_OK)
        return err;
    rd_init(&r, reply->data, reply->len);
    read_lv8(&r, &result->certificate, PEOPLE_CERTIFICATE);
    read_lv16(&r, &result->recovery, PEOPLE_BOX);
    read_lv16(&r, &result->box, PEOPLE_BOX);
    result->boxes.p = rd_lv32(&r, &result->boxes.n, PEOPLE_MEMBERS * PEOPLE_BOX);
    read_lv16(&r, &result->keys, UINT16_MAX);
    result->stage = 2;
    return rd_end(&r);
}

int people_glass(int fd, const unsigned char token[VAULT_TOKEN], struct vault_bytes material, struct vault_bytes otp,
                 struct vault_bytes claimed, struct buf *grant, int64_t deadline)
{
    struct buf request SCOPED_BUF, reply SCOPED_BUF;
    struct vault_bytes answer;
    struct rd r;
    buf_init_secret(&request, FRAME_MAX);
    buf_init(&reply, FRAME_MAX);
    buf_reset(grant);
    buf_bytes(&request, token, VAULT_TOKEN);
    buf_lv32(&request, material.p, material.n);
    buf_lv8(&request, otp.p, otp.n);
    buf_lv8(&request, claimed.p, claimed.n);
    int err = buf_err(&request);
    if (err == ERR_OK)
        err = frame_call(fd, PEOPLE_GLASS, &request, &reply, deadline);
    if (err != ERR_OK)
        return err;
    rd_init(&r, reply.data, reply.len);
    read_lv16(&r, &answer, VAULT_GRANT);
    buf_bytes(grant, answer.p, answer.n);
    err = rd_end(&r);
    return err == ERR_OK ? buf_err(grant) : err;
}
