/* SPDX-License-Identifier: EUPL-1.2 */
/* Whatever a text holds, it stays a text. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "web/html.h"

static void what_means_something_is_a_reference(void **state)
{
    static const char *const rows[][2] = {
        {"", ""},
        {"L'Haÿ « d’été »", "L&#39;Haÿ « d’été »"},
        {"<script>alert(\"1\")</script>", "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"},
        {"&lt; & &amp;", "&amp;lt; &amp; &amp;amp;"},
        {"a--></p><!--", "a--&gt;&lt;/p&gt;&lt;!--"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct buf b SCOPED_BUF;

        buf_init(&b, 256);
        html_text(&b, rows[i][0]);
        assert_string_equal(buf_cstr(&b), rows[i][1]);
    }
}

static void lines_are_elements(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 256);
    html_put_lines(&b, "p", "");
    assert_int_equal(b.len, 0);
    html_put_lines(&b, "p", "un\n\n<deux>\n");
    assert_string_equal(buf_cstr(&b), "<p>un</p>\n<p>&lt;deux&gt;</p>\n");
}

static void a_page_says_its_language_and_title(void **state)
{
    struct buf b SCOPED_BUF;

    (void)state;
    buf_init(&b, 1024);
    html_begin(&b, "a < b");
    html_put(&b, "h1", "&");
    html_end(&b);
    assert_non_null(strstr(buf_cstr(&b), "<html lang=\"fr\">"));
    assert_non_null(strstr(buf_cstr(&b), "<title>a &lt; b</title>"));
    assert_non_null(strstr(buf_cstr(&b), "<h1>&amp;</h1>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_means_something_is_a_reference),
        cmocka_unit_test(lines_are_elements),
        cmocka_unit_test(a_page_says_its_language_and_title),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
