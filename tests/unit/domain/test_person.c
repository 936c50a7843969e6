/* SPDX-License-Identifier: EUPL-1.2 */
/* Two spellings of one name fold to the same bytes, and two names do not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/err.h"
#include "base/text.h"
#include "domain/person.h"

static void names_fold_to_their_letters(void **state)
{
    static const struct {
        const char *name, *want, *why;
    } rows[] = {
        {"Martin", "martin", "capitals"},
        {"ÉLODIE", "elodie", "an accent on a capital"},
        {"Élodie", "elodie", "the same"},
        {"E\u0301lodie", "elodie", "the accent typed apart"},
        {"Anaïs", "anais", "a diaeresis"},
        {"François", "francois", "a cedilla"},
        {"Lecœur", "lecoeur", "a ligature"},
        {"LECŒUR", "lecoeur", "the same in capitals"},
        {"Lætitia", "laetitia", "the other one"},
        {"Łukasiewicz", "lukasiewicz", "a stroke"},
        {"Woźniak", "wozniak", "Polish"},
        {"Groß", "gross", "German"},
        {"GROẞ", "gross", "German in capitals"},
        {"Müller-Østby", "mullerostby", "a hyphen, an umlaut, a stroke"},
        {"D’Hondt", "dhondt", "a curly apostrophe"},
        {"D'hondt", "dhondt", "a straight one"},
        {"DHONDT", "dhondt", "none"},
        {"d ' hondt", "dhondt", "blanks"},
        {"Nguyễn Thị Ánh", "nguyenthianh", "Vietnamese, two marks on a letter"},
        {"Çelik Ğ İ ı Ş", "celikgiis", "Turkish, with both letters i"},
        {"Škvorecký", "skvorecky", "Czech"},
        {"Đorđević", "dordevic", "a stroke through d"},
        {"Þór Guðmundsdóttir", "thorgudmundsdottir", "Icelandic"},
        {"Ţăran Țăran", "tarantaran", "a comma and a cedilla below"},
        {"N’Guessan  (2e)", "nguessane", "digits and brackets go"},
        {"Иван", "иван", "Cyrillic stays, in lower case"},
        {"ЁЛКА", "ёлка", "its first block too"},
        {"ΑΝΝΑ", "αννα", "Greek"},
        {"محمد", "محمد", "Arabic"},
        {"王 芳", "王芳", "Chinese"},
        {"a\u00adb\u200bc\u2019d", "abcd", "soft hyphen, zero-width space, quotation mark"},
        {"x\xff\xc3y", "xy", "bytes that are no UTF-8"},
        {"12 - '", "", "nothing at all"},
        {"", "", "an empty one"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out SCOPED_BUF;

        buf_init(&out, 256);
        person_fold(rows[i].name, strlen(rows[i].name), &out);
        if (strcmp(buf_cstr(&out), rows[i].want) != 0)
            fail_msg("%s: '%s' is '%s'", rows[i].why, rows[i].name, buf_cstr(&out));
    }
}

static void a_person_is_both_names_and_a_day(void **state)
{
    static const struct day day = {1987, 3, 4}, none = {0};
    static const struct {
        const char *family, *given;
        const struct day *birth;
        const char *want, *why;
    } rows[] = {
        {"D’Hondt", "Jean-Noël", &day, "dhondt|jeannoel|1987-03-04", "everything"},
        {"Noël", "Jean", &day, "noel|jean|1987-03-04", "the order of names"},
        {"Jean", "Noël", &day, "jean|noel|1987-03-04", "counts"},
        {"Q", "-", &day, "q||1987-03-04", "a family name alone"},
        {"-", "Q", &day, "|q|1987-03-04", "a given name alone is somebody else"},
        {"-", "12", &day, "", "no letter at all"},
        {"Martin", "Zoé", NULL, "", "no birth date"},
        {"Martin", "Zoé", &none, "", "nor this one"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf out SCOPED_BUF;

        buf_init(&out, 256);
        person_text(rows[i].family, strlen(rows[i].family), rows[i].given, strlen(rows[i].given), rows[i].birth, &out);
        if (strcmp(buf_cstr(&out), rows[i].want) != 0)
            fail_msg("%s: got '%s'", rows[i].why, buf_cstr(&out));
    }
}

/* Every character there is: what comes out is UTF-8 without anything that separates fields, and folding it again
 * changes nothing. */
static void folding_twice_is_folding_once(void **state)
{
    (void)state;
    for (uint32_t c = 1; c <= 0x2ffff; c++) {
        struct buf once SCOPED_BUF;
        struct buf twice SCOPED_BUF;
        char s[4];
        size_t n = 0;

        if (c >= 0xd800 && c <= 0xdfff)
            continue;
        if (c < 0x80) {
            s[n++] = (char)c;
        } else if (c < 0x800) {
            s[n++] = (char)(0xc0 | c >> 6);
        } else if (c < 0x10000) {
            s[n++] = (char)(0xe0 | c >> 12);
            s[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        } else {
            s[n++] = (char)(0xf0 | c >> 18);
            s[n++] = (char)(0x80 | (c >> 12 & 0x3f));
            s[n++] = (char)(0x80 | (c >> 6 & 0x3f));
        }
        if (c >= 0x80)
            s[n++] = (char)(0x80 | (c & 0x3f));
        buf_init(&once, 16);
        buf_init(&twice, 16);
        person_fold(s, n, &once);
        person_fold((const char *)once.data, once.len, &twice);
        if (buf_err(&once) != ERR_OK || once.len != twice.len ||
            (once.len > 0 && memcmp(once.data, twice.data, once.len) != 0) || !text_is_line(once.data, once.len) ||
            (once.len > 0 && memchr(once.data, '|', once.len) != NULL))
            fail_msg("U+%04X", (unsigned)c);
    }
}

static void the_longest_names_fit(void **state)
{
    static const struct day day = {1987, 3, 4};
    struct buf out SCOPED_BUF;
    char name[400];

    (void)state;
    for (size_t i = 0; i < sizeof name; i += 4)
        memcpy(name + i, "\xf0\xa0\x80\x80", 4);
    buf_init(&out, PERSON_TEXT);
    person_text(name, sizeof name, name, sizeof name, &day, &out);
    assert_int_equal(buf_err(&out), ERR_OK);
    assert_int_equal(out.len, 2 * sizeof name + 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_fold_to_their_letters),
        cmocka_unit_test(a_person_is_both_names_and_a_day),
        cmocka_unit_test(folding_twice_is_folding_once),
        cmocka_unit_test(the_longest_names_fit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
