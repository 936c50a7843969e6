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

/* Whose profile it is; INVENTED_PEOPLE: nobody's. */
static unsigned whose(const void *record, size_t n)
{
    for (unsigned i = 0; i < INVENTED_PEOPLE; i++) {
        struct buf mine SCOPED_BUF;

        buf_init_secret(&mine, RECORD_MAX);
        if (invented_situation_record(i, &mine) == ERR_OK && mine.len == n && memcmp(mine.data, record, n) == 0)
            return i;
    }
    return INVENTED_PEOPLE;
}

bool demo_forms_profile(const void *record, size_t n, struct profile *out)
{
    return invented_situation_facts(whose(record, n), out) == ERR_OK;
}

/* The text of a member, quotes and all, as it stands in the record. */
static bool member_of(const void *record, size_t n, const char *name, const char **at, size_t *len)
{
    const char *end = (const char *)record + n, *p = memmem(record, n, name, strlen(name));

    if (p == NULL)
        return false;
    *at = p += strlen(name);
    if (p == end || *p++ != '"')
        return false;
    while (p < end && *p != '"')
        p += *p == '\\' ? 2 : 1;
    *len = (size_t)(p - *at) + 1;
    return p < end;
}

bool demo_forms_contact(const void *identity, size_t n, struct buf *out)
{
    static const char *const names[][2] = {
        {"{\"given\":", "\"first_names\":"}, {",\"family\":", "\"family_name\":"}, {",\"phone\":", "\"phone\":"}};
    const char *at;
    size_t len;

    if (n == 0 || ((const char *)identity)[n - 1] != '}')
        return false;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const bool there = member_of(identity, n, names[i][1], &at, &len);

        if (!there && i < 2)
            return false;
        buf_str(out, names[i][0]);
        if (there)
            buf_bytes(out, at, len);
        else
            buf_str(out, "null");
    }
    buf_str(out, "}");
    return buf_err(out) == ERR_OK;
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
