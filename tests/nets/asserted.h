/* SPDX-License-Identifier: EUPL-1.2 */
/* For the analyzers only, before everything else of a test: an assertion that fails ends the test. cmocka leaves by a
 * jump that they do not see, and they would go on with the pointer that was just found to be NULL. */
#ifndef JALON_TESTS_ASSERTED_H
#define JALON_TESTS_ASSERTED_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#undef fail
#undef assert_true
#undef assert_non_null
#undef assert_int_equal
#define fail() abort()
#define assert_true(holds) ((holds) ? (void)0 : abort())
#define assert_non_null(p) ((p) != NULL ? (void)0 : abort())
#define assert_int_equal(a, b) ((uintmax_t)(a) == (uintmax_t)(b) ? (void)0 : abort())

#endif
