/* SPDX-License-Identifier: EUPL-1.2 */
/* One line after the other; what is longer than a line goes on in the next behind a blank, which counts. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "api/ical.h"
#include "domain/day.h"

#include "base/banned.h"

#define LINE 75     /* octets, without CR LF */
#define SHORT 128   /* a line of ours alone */
#define STAMP 24
#define SECOND_US 1000000LL
#define DAY_S 86400

/* One line as it is written, with the octets of the present one. */
struct line {
    struct buf *b;
    size_t at;
};

static void put_char(struct line *l, const char *s, size_t n)
{
    if (l->at + n > LINE) {
        buf_str(l->b, "\r\n ");
        l->at = 1;
    }
    buf_bytes(l->b, s, n);
    l->at += n;
}

/* Octets of the character that begins there, of UTF-8 that is sound. */
static size_t length(const char *s)
{
    size_t n = 1;

    while (((unsigned char)s[n] & 0xc0) == 0x80)
        n++;
    return n;
}

/* Both octets of what is escaped stay in one line. Other control characters are not allowed in a text. */
static void put_text(struct line *l, const char *s)
{
    for (size_t n; *s != '\0'; s += n) {
        n = length(s);
        if (strchr("\\;,", *s) != NULL)
            put_char(l, (const char[]){'\\', *s}, 2);
        else if (*s == '\n')
            put_char(l, "\\n", 2);
        else if ((unsigned char)*s >= ' ' && *s != 0x7f)
            put_char(l, s, n);
    }
}

static void put_line(struct buf *b, const char *name, const char *text)
{
    struct line l = {b, 0};

    for (; *name != '\0'; name++)
        put_char(&l, name, 1);
    put_char(&l, ":", 1);
    put_text(&l, text);
    buf_str(b, "\r\n");
}

/* Of values that are no text and hold nothing to be escaped. */
__attribute__((format(printf, 2, 3))) static void put(struct buf *b, const char *format, ...)
{
    struct line l = {b, 0};
    char text[SHORT];
    va_list args;
    int n;

    va_start(args, format);
    n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (int i = 0; i < n && i < SHORT - 1; i++)
        put_char(&l, &text[i], 1);
    buf_str(b, "\r\n");
}

/* "+0100" */
static const char *offset(char text[8], int32_t minutes)
{
    int32_t n = minutes < 0 ? -minutes : minutes;

    (void)snprintf(text, 8, "%c%02d%02d", minutes < 0 ? '-' : '+', (int)(n / 60 % 24), (int)(n % 60));
    return text;
}

static void put_part(struct buf *b, const char *name, const char *since, int32_t from, int32_t to, const char *rule)
{
    char text[8];

    put(b, "BEGIN:%s", name);
    put(b, "DTSTART:%s", since);
    put(b, "TZOFFSETFROM:%s", offset(text, from));
    put(b, "TZOFFSETTO:%s", offset(text, to));
    if (rule != NULL)
        put(b, "RRULE:FREQ=YEARLY;%s", rule);
    put(b, "END:%s", name);
}

/* From the first year of the rule that holds on. */
static void put_zone(struct buf *b, const struct zone *z)
{
    put(b, "BEGIN:VTIMEZONE");
    put(b, "TZID:%s", z->name);
    switch (z->rule) {
    case ZONE_FIXED:
        put_part(b, "STANDARD", "19700101T000000", z->winter, z->winter, NULL);
        break;
    case ZONE_EUROPE:
        put_part(b, "DAYLIGHT", "19960331T020000", z->winter, z->summer, "BYMONTH=3;BYDAY=-1SU");
        put_part(b, "STANDARD", "19961027T030000", z->summer, z->winter, "BYMONTH=10;BYDAY=-1SU");
        break;
    case ZONE_AMERICA:
        put_part(b, "DAYLIGHT", "20070311T020000", z->winter, z->summer, "BYMONTH=3;BYDAY=2SU");
        put_part(b, "STANDARD", "20071104T020000", z->summer, z->winter, "BYMONTH=11;BYDAY=1SU");
        break;
    }
    put(b, "END:VTIMEZONE");
}

void ical_begin(struct buf *b, const struct zone *z)
{
    put(b, "BEGIN:VCALENDAR");
    put(b, "VERSION:2.0");
    put(b, "PRODID:-//Jalon//Jalon//FR");
    put(b, "CALSCALE:GREGORIAN");
    put(b, "METHOD:PUBLISH");
    put_zone(b, z);
}

/* "20261130T090000" of a minute of a day, or of the one after it. */
static const char *stamp(char text[STAMP], int32_t day, int32_t second)
{
    struct day d;

    day_from_number(&d, day + second / DAY_S);
    second %= DAY_S;
    (void)snprintf(text, STAMP, "%04d%02d%02dT%02d%02d%02d", d.year % 10000, d.month % 100, d.day % 100,
                   (int)(second / 3600), (int)(second / 60 % 60), (int)(second % 60));
    return text;
}

void ical_event(struct buf *b, const struct zone *z, const struct ical_event *e)
{
    int64_t now = e->stamp_us / SECOND_US;
    char text[STAMP];

    put(b, "BEGIN:VEVENT");
    put(b, "UID:%s", e->uid);
    put(b, "DTSTAMP:%sZ", stamp(text, (int32_t)(now / DAY_S), (int32_t)(now % DAY_S)));
    put(b, "SEQUENCE:%d", (int)e->sequence);
    put(b, "DTSTART;TZID=%s:%s", z->name, stamp(text, e->day, 60 * e->from_min));
    put(b, "DTEND;TZID=%s:%s", z->name, stamp(text, e->day, 60 * e->to_min));
    put_line(b, "SUMMARY", e->summary);
    put_line(b, "LOCATION", e->place);
    put(b, "CLASS:CONFIDENTIAL");
    put(b, "END:VEVENT");
}

void ical_end(struct buf *b)
{
    put(b, "END:VCALENDAR");
}
