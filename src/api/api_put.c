/* SPDX-License-Identifier: EUPL-1.2 */
/* Instants are written in UTC. */
#include <inttypes.h>

#include "api/api.h"
#include "base/clock.h"
#include "http/jsontext.h"

#include "base/banned.h"

void api_put_time(struct buf *b, const char *name, int64_t us)
{
    char text[CLOCK_TEXT + 1];

    clock_format(us, text);
    api_put_text(b, name, text);
}

void api_put_id(struct buf *b, const char *name, const struct uuid *id)
{
    char text[UUID_TEXT + 1];

    uuid_format(id, text);
    api_put_text(b, name, text);
}

void api_put_null(struct buf *b, const char *name)
{
    api_name(b, name);
    buf_str(b, "null");
}

void api_put_time_or_null(struct buf *b, const char *name, int64_t us)
{
    if (us == 0)
        api_put_null(b, name);
    else
        api_put_time(b, name, us);
}

void api_put_id_or_null(struct buf *b, const char *name, const struct uuid *id)
{
    if (uuid_is_nil(id))
        api_put_null(b, name);
    else
        api_put_id(b, name, id);
}

void api_put_flag(struct buf *b, const char *name, bool flag)
{
    api_name(b, name);
    buf_str(b, flag ? "true" : "false");
}

void api_put_code(struct buf *b, const struct acting_code *code)
{
    if (code->text[0] == '\0') {
        api_put_null(b, "activation_code");
        api_put_null(b, "expires_at");
        return;
    }
    api_put_text(b, "activation_code", code->text);
    api_put_time(b, "expires_at", code->end_us);
}

void api_put_text(struct buf *b, const char *name, const char *text)
{
    api_name(b, name);
    jsontext_str(b, text);
}

void api_put_text_or_null(struct buf *b, const char *name, const char *text)
{
    if (text == NULL || text[0] == '\0')
        api_put_null(b, name);
    else
        api_put_text(b, name, text);
}

void api_put_whose(struct buf *b, const char *name, const struct uuid *id)
{
    if (uuid_is_nil(id)) {
        api_put_null(b, name);
        return;
    }
    api_open(b, name);
    api_put_id(b, "id", id);
    buf_u8(b, '}');
}

static void put_labelled(struct buf *b, const char *name, const struct uuid *id, const char *label, const char *text)
{
    api_open(b, name);
    api_put_id(b, "id", id);
    api_put_text(b, label, text);
    buf_u8(b, '}');
}

void api_put_named(struct buf *b, const char *name, const struct uuid *id, const char *whose)
{
    put_labelled(b, name, id, "name", whose);
}

void api_put_labelled_or_null(struct buf *b, const char *name, const struct uuid *id, const char *label,
                              const char *text)
{
    if (uuid_is_nil(id))
        api_put_null(b, name);
    else
        put_labelled(b, name, id, label, text);
}

void api_put_user(struct buf *b, const struct uuid *id, const char *login, const char *name)
{
    api_open(b, "user");
    api_put_id(b, "id", id);
    api_put_text(b, "login", login);
    api_put_text(b, "name", name);
    buf_u8(b, '}');
}

bool api_put_opened(struct buf *b, const char *name, const void *p, size_t n,
                    bool (*put)(struct buf *b, const void *p, size_t n))
{
    bool sound;

    api_name(b, name);
    sound = p != NULL && put(b, p, n);
    if (!sound)
        buf_str(b, "null");
    return sound;
}

void api_put_degrees_or_null(struct buf *b, const char *name, bool known, int32_t millionths)
{
    int64_t v = millionths < 0 ? -(int64_t)millionths : millionths;

    if (!known) {
        api_put_null(b, name);
        return;
    }
    api_name(b, name);
    buf_fmt(b, "%s%" PRId64 ".%06" PRId64, millionths < 0 ? "-" : "", v / 1000000, v % 1000000);
}

void api_put_int(struct buf *b, const char *name, int64_t v)
{
    api_name(b, name);
    buf_dec(b, v);
}

void api_put_int_or_null(struct buf *b, const char *name, bool known, int64_t v)
{
    if (known)
        api_put_int(b, name, v);
    else
        api_put_null(b, name);
}

void api_put_day_or_null(struct buf *b, const char *name, const struct day *d)
{
    if (d == NULL || d->year == 0) {
        api_put_null(b, name);
        return;
    }
    api_name(b, name);
    buf_fmt(b, "\"%04d-%02d-%02d\"", d->year, d->month, d->day);
}

void api_put_day_number(struct buf *b, const char *name, int32_t number)
{
    struct day d = {0};

    if (number != DAY_NONE)
        day_from_number(&d, number);
    api_put_day_or_null(b, name, &d);
}
