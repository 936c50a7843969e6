/* SPDX-License-Identifier: EUPL-1.2 */
/* Lines of a calendar: folded at 75 octets and never within a character or an escape, ended by CR LF; times of the
 * clocks at the place. Whole calendars are read by tests/lib/ical.py, which is strict. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "api/ical.h"
#include "base/err.h"
#include "domain/day.h"

#define LINE 75

static const char *written(struct buf *b, const struct ical_event *e)
{
    buf_reset(b);
    ical_event(b, zone_of("59"), e);
    assert_int_equal(buf_err(b), ERR_OK);
    return buf_cstr(b);
}

static struct ical_event event(const char *summary)
{
    return (struct ical_event){"u@x", 3, 1790000000000000, day_number(&(struct day){2026, 11, 30}), 540, 1440, summary,
                               "Lille"};
}

static void an_event_has_its_lines(void **state)
{
    struct ical_event e = event("Jardin");
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4096);
    assert_string_equal(written(&b, &e),
                        "BEGIN:VEVENT\r\nUID:u@x\r\nDTSTAMP:20260921T141320Z\r\nSEQUENCE:3\r\n"
                        "DTSTART;TZID=Europe/Paris:20261130T090000\r\nDTEND;TZID=Europe/Paris:20261201T000000\r\n"
                        "SUMMARY:Jardin\r\nLOCATION:Lille\r\nCLASS:CONFIDENTIAL\r\nEND:VEVENT\r\n");
}

static void what_has_a_meaning_is_escaped(void **state)
{
    struct ical_event e = event("a;b,c\\d\ne\r\tf\x7f:\"g\" l’h");
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4096);
    assert_non_null(strstr(written(&b, &e), "\r\nSUMMARY:a\\;b\\,c\\\\d\\nef:\"g\" l’h\r\n"));
}

/* Every length of a summary around the first fold, of characters of one to four octets and of what is escaped. */
static void lines_are_folded_between_characters(void **state)
{
    static const char *const units[] = {"x", "é", "’", "🌱", ";"};
    struct buf b SCOPED_BUF;
    char text[1024];

    (void)state;
    buf_init(&b, 8192);
    for (size_t u = 0; u < sizeof units / sizeof units[0]; u++)
        for (size_t n = 0; n < 200; n++) {
            struct ical_event e = event(text);
            const char *line, *end;
            size_t folds = 0, at = 0;

            text[0] = '\0';
            for (size_t k = 0; k < n; k++)
                at += (size_t)snprintf(text + at, sizeof text - at, "%s", k % 7 == 0 ? "-" : units[u]);
            for (line = written(&b, &e); *line != '\0'; line = end + 2) {
                end = strstr(line, "\r\n");
                assert_non_null(end);
                assert_true(end - line <= LINE && end > line);
                assert_true(line[0] != ' ' || ((unsigned char)line[1] & 0xc0) != 0x80);
                assert_true(end[-1] != '\\' || end[-2] == '\\');
                folds += line[0] == ' ';
            }
            assert_true(n <= LINE || folds > 0);
        }
}

static void a_calendar_names_the_clocks_of_its_departement(void **state)
{
    static const struct {
        const char *departement;
        const char *name;
        int32_t winter, summer;
    } rows[] = {{"59", "Europe/Paris", 60, 120},      {"2A", "Europe/Paris", 60, 120},
                {"", "Europe/Paris", 60, 120},        {"974", "Indian/Reunion", 240, 240},
                {"973", "America/Cayenne", -180, -180}, {"975", "America/Miquelon", -180, -120}};
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 4096);
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const struct zone *z = zone_of(rows[i].departement);

        assert_string_equal(z->name, rows[i].name);
        assert_int_equal(z->winter, rows[i].winter);
        assert_int_equal(z->summer, rows[i].summer);
        buf_reset(&b);
        ical_begin(&b, z);
        ical_end(&b);
        assert_non_null(strstr(buf_cstr(&b), "BEGIN:VTIMEZONE\r\nTZID:"));
        assert_int_equal(strstr(buf_cstr(&b), "BEGIN:DAYLIGHT") != NULL, z->rule != ZONE_FIXED);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_has_its_lines),
        cmocka_unit_test(what_has_a_meaning_is_escaped),
        cmocka_unit_test(lines_are_folded_between_characters),
        cmocka_unit_test(a_calendar_names_the_clocks_of_its_departement),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
