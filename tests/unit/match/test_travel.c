/* SPDX-License-Identifier: EUPL-1.2 */
/* The straight line in integers against the great circle in floating point, which only tests may use. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "match/travel.h"

static const double turn = 3.14159265358979323846 / 180e6;

static double great_circle(const struct match_point *a, const struct match_point *b)
{
    double dlat = (a->lat - b->lat) * turn / 2;
    double dlon = (a->lon - b->lon) * turn / 2;
    double h = sin(dlat) * sin(dlat) + cos(a->lat * turn) * cos(b->lat * turn) * sin(dlon) * sin(dlon);

    return 2 * 6371009.0 * asin(sqrt(h));
}

static void places_that_are_known(void **state)
{
    static const struct {
        struct match_point a;
        struct match_point b;
        int32_t metres;
        const char *why;
    } rows[] = {
        {{50633333, 3066667}, {50633333, 3066667}, 0, "here"},
        {{50633333, 3066667}, {50633334, 3066667}, 0, "ten centimetres"},
        {{50000000, 3000000}, {51000000, 3000000}, 111195, "a degree of latitude"},
        {{0, 3000000}, {0, 4000000}, 111195, "a degree of longitude at the equator"},
        {{60000000, 3000000}, {60000000, 4000000}, 55597, "half of it at 60 degrees"},
        {{-21000000, 55500000}, {-21000000, 55600000}, 10380, "La Réunion"},
        {{0, 179999999}, {0, -179999999}, 0, "over the date line"},
        {{90000000, 0}, {90000000, 180000000}, 0, "the pole"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int32_t there = travel_metres(&rows[i].a, &rows[i].b);

        if (abs(there - rows[i].metres) > 1 || there != travel_metres(&rows[i].b, &rows[i].a))
            fail_msg("%s: %d m", rows[i].why, there);
    }
}

static void the_error_is_what_the_header_says(void **state)
{
    (void)state;
    for (int32_t lat = -25000000; lat <= 52000000; lat += 370001)
        for (int32_t dlat = -600000; dlat <= 600000; dlat += 97001)
            for (int32_t dlon = -900000; dlon <= 900000; dlon += 131001) {
                struct match_point a = {lat, 3000000};
                struct match_point b = {lat + dlat, 3000000 + dlon};
                double want = great_circle(&a, &b);

                if (want < 100000 && fabs(travel_metres(&a, &b) - want) > want * 0.002 + 2)
                    fail_msg("%d %d %d: %d m for %.1f", lat, dlat, dlon, travel_metres(&a, &b), want);
            }
}

static void no_number_overflows(void **state)
{
    static const int32_t far[] = {INT32_MIN, -180000000, 0, 180000000, INT32_MAX};

    (void)state;
    for (int i = 0; i < 625; i++) {
        struct match_point a = {far[i % 5], far[i / 5 % 5]};
        struct match_point b = {far[i / 25 % 5], far[i / 125]};
        int32_t metres = travel_metres(&a, &b);

        assert_true(metres >= 0 && metres <= 40000000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_that_are_known),
        cmocka_unit_test(the_error_is_what_the_header_says),
        cmocka_unit_test(no_number_overflows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
