/* SPDX-License-Identifier: EUPL-1.2 */
/* The order of members is that of api/placement_sheet.c and api/sealed_text.c. */
#include <string.h>

#include "admin/demo_forms.h"

#include "admin/invented.h"
#include "admin/invented_situation.h"
#include "base/err.h"
#include "base/num.h"

#include "base/banned.h"

#define RECORD_MAX 8192
#define WEEK (7 * 24 * 60)

static void put_string(struct buf *out, const char *s)
{
    buf_u8(out, '"');
    for (; *s != '\0'; s++) {
        if (*s == '"' || *s == '\\')
            buf_u8(out, '\\');
        buf_u8(out, (uint8_t)*s);
    }
    buf_u8(out, '"');
}

void demo_forms_text(struct buf *out, const char *member, const char *text)
{
    buf_fmt(out, "{\"%s\":", member);
    put_string(out, text);
    buf_str(out, "}");
}

int demo_forms_sheet(struct buf *out, unsigned i, const char *message)
{
    struct profile p;
    int rc = invented_situation_facts(i, &p);

    if (rc != ERR_OK)
        return rc;
    buf_fmt(out, "{\"skills\":[%s],\"limits\":", invented_situation_skills(i));
    if (p.fitness == PROFILE_FIT_LIMITS)
        put_string(out, INVENTED_SITUATION_LIMITS);
    else
        buf_str(out, "null");
    buf_str(out, ",\"message\":");
    put_string(out, message);
    buf_str(out, "}");
    return buf_err(out);
}

void demo_forms_finish(struct buf *out, const void *sheet, size_t n, int32_t week_minutes)
{
    buf_bytes(out, sheet, n - 1);
    if (week_minutes >= 0)
        buf_fmt(out, ",\"week_minutes\":%d}", week_minutes);
    else
        buf_str(out, ",\"week_minutes\":null}");
}

typedef int (*record_of)(unsigned i, struct buf *out);

/* Whose record it is; INVENTED_PEOPLE: nobody's. */
static unsigned whose(record_of write, const void *record, size_t n)
{
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf mine SCOPED_BUF;

        buf_init_secret(&mine, RECORD_MAX);
        if (write(i, &mine) == ERR_OK && mine.len == n && memcmp(mine.data, record, n) == 0)
            return i;
    }
    return INVENTED_PEOPLE;
}

bool demo_forms_profile(const void *record, size_t n, struct profile *out)
{
    return invented_situation_facts(whose(invented_situation_record, record, n), out) == ERR_OK;
}

bool demo_forms_contact(const void *identity, size_t n, struct buf *out)
{
    return invented_contact(whose(invented_identity, identity, n), out) == ERR_OK;
}

int32_t demo_forms_week(const void *sheet, size_t n)
{
    static const char member[] = "\"week_minutes\":";
    const char *at = memmem(sheet, n, member, sizeof member - 1);
    size_t digits = 0;
    int64_t minutes;

    if (at == NULL)
        return -1;
    at += sizeof member - 1;
    while (at + digits < (const char *)sheet + n && at[digits] >= '0' && at[digits] <= '9')
        digits++;
    return num_parse_i64(at, digits, 0, WEEK, &minutes) == ERR_OK ? (int32_t)minutes : -1;
}
