/* SPDX-License-Identifier: EUPL-1.2 */
/* The straight line and the way in integers against the great circle and the formula in floating point, which only
 * tests may use. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "sample.h"
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

/* 1.1 + 0.3 e^(-d / 20 km) and other numbers of that form, to 1 %. */
static void the_detour_follows_its_formula(void **state)
{
    static const struct match_travel_law laws[] = {
        SAMPLE_TRAVEL,
        {.detour_far = 1000, .detour_near = 1000, .detour_fall_m = 1},
        {.detour_far = 1300, .detour_near = 0, .detour_fall_m = 7},
        {.detour_far = 1250, .detour_near = 9000, .detour_fall_m = 3331},
    };

    (void)state;
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; i++)
        for (int64_t d = 0; d <= 40000000; d += 1 + d / 97) {
            double want = laws[i].detour_far + laws[i].detour_near * exp(-(double)d / laws[i].detour_fall_m);
            int32_t got = travel_detour(&laws[i], (int32_t)d);

            if (fabs(got - want) > want * 0.01)
                fail_msg("law %zu, %d m: %d for %.1f", i, (int)d, got, want);
        }
}

/* Ends are multiples of five minutes, the exact ones lie within them, and the range is no wider than that. */
static void minutes_follow_their_formula(void **state)
{
    static const struct match_travel_law law = SAMPLE_TRAVEL;

    (void)state;
    assert_true(travel_law_fits(&law));
    for (int by = 0; by < MATCH_MEANS; by++) {
        const struct match_means_law *l = &law.means[by];

        for (int32_t d = 0; d <= 200000; d += 1 + d / 50) {
            int32_t rough = d % 2600 < d ? d % 2600 : 0;
            struct travel_range r = travel_minutes(&law, (enum match_means)by, d - rough, d + rough);
            double from = (l->fixed_min + (d - rough) * (1.1 + 0.3 * exp((rough - d) / 20e3)) / l->metres_min) *
                          (100 - l->spread) / 100;
            double to = (l->fixed_min + (d + rough) * (1.1 + 0.3 * exp(-(d + rough) / 20e3)) / l->metres_min) *
                        (100 + l->spread) / 100;

            assert_true(r.from % TRAVEL_STEP == 0 && r.to % TRAVEL_STEP == 0 && r.from < r.to);
            if (r.from > from * 1.01 || r.from < from * 0.99 - TRAVEL_STEP || r.to < to * 0.99 ||
                r.to > fmax(to * 1.01 + TRAVEL_STEP, TRAVEL_STEP))
                fail_msg("by %d, %d m: %d to %d for %.2f to %.2f", by, d, r.from, r.to, from, to);
        }
    }
}

/* A point out of the box is out of reach, in any law; the box is not much larger than it must be. */
static void what_is_out_of_the_box_is_out_of_reach(void **state)
{
    size_t out = 0;
    size_t near = 0;

    (void)state;
    srand(7);
    for (int n = 0; n < 200000; n++) {
        struct match_travel_law law = SAMPLE_TRAVEL;
        enum match_means by = (enum match_means)(rand() % MATCH_MEANS);
        struct match_point a = {rand() % 120000000 - 60000000, rand() % 360000000 - 180000000};
        struct match_point b = {a.lat + rand() % 1000000 - 500000, a.lon + rand() % 1000000 - 500000};
        int32_t minutes = rand() % 120;
        int32_t metres, reach;
        struct travel_box box;
        bool is_out;

        law.detour_far = 1000 + rand() % 500;
        law.means[by].spread = rand() % 91;
        reach = travel_reach(&law, by, minutes);
        box = travel_box(&a, reach);
        metres = travel_metres(&a, &b);
        is_out = b.lat < box.least.lat || b.lat > box.most.lat || b.lon < box.least.lon || b.lon > box.most.lon;
        if (is_out && (metres <= reach || travel_minutes(&law, by, metres, metres).from <= minutes))
            fail_msg("%d m, %d minutes by %d, reach %d m", metres, minutes, by, reach);
        out += is_out;
        near += !is_out && travel_minutes(&law, by, metres, metres).from > minutes;
    }
    assert_true(out > 20000 && near < out);
}

/* Of every line up to the one bound, or from the other on; and both are close, where there is one. */
static void what_is_sure_of_the_way_is_so(void **state)
{
    int some = 0;

    (void)state;
    srand(11);
    for (int n = 0; n < 3000; n++) {
        struct match_travel_law law = SAMPLE_TRAVEL;
        enum match_means by = (enum match_means)(rand() % MATCH_MEANS);
        int32_t minutes = 5 * (rand() % 40) + (rand() % 2 == 0 ? 0 : rand() % 5);
        int32_t within, beyond;

        law.detour_far = 1000 + rand() % 9000;
        law.detour_near = rand() % 2 == 0 ? rand() % 1000 : rand() % 10000;
        law.detour_fall_m = rand() % 2 == 0 ? 20000 : 1 + rand() % 50000;
        law.means[by] = (struct match_means_law){rand() % 30, 50 + rand() % 700, rand() % 91, 0};
        within = travel_within(&law, by, minutes);
        beyond = travel_beyond(&law, by, minutes);
        for (int32_t m = within; m >= 0; m -= 1 + m / 400)
            assert_true(travel_minutes(&law, by, m, m).from <= minutes);
        for (int64_t m = beyond; m <= 4000000; m += 1 + (m - beyond) / 50)
            assert_true(travel_minutes(&law, by, (int32_t)m, (int32_t)m).to > minutes);
        if (within < 1000 || beyond < 1000 || beyond == INT32_MAX)
            continue;
        some++;
        assert_true(travel_minutes(&law, by, within + within / 100 + 10, INT32_MAX / 100).from > minutes);
        assert_true(travel_minutes(&law, by, 0, beyond - beyond / 100 - 10).to <= minutes);
    }
    assert_true(some > 1000);
}

static void what_is_sure_of_no_way_is_said(void **state)
{
    struct match_travel_law law = SAMPLE_TRAVEL;

    (void)state;
    assert_int_equal(travel_within(&law, MATCH_MEANS_FOOT, INT32_MAX), 40000000 - 1);
    assert_int_equal(travel_beyond(&law, MATCH_MEANS_CAR, 200000), INT32_MAX);
    law.means[MATCH_MEANS_FOOT].fixed_min = 60;
    assert_int_equal(travel_within(&law, MATCH_MEANS_FOOT, 10), -1);
    assert_int_equal(travel_beyond(&law, MATCH_MEANS_FOOT, 10), 0);
    law.detour_near = 7 * law.detour_far; /* a longer line may be the shorter way */
    assert_int_equal(travel_within(&law, MATCH_MEANS_CAR, 60), -1);
    assert_int_equal(travel_beyond(&law, MATCH_MEANS_CAR, 60), INT32_MAX);
}

static void no_way_overflows(void **state)
{
    struct match_travel_law law = {.detour_far = 10000, .detour_near = 10000, .detour_fall_m = INT32_MAX};
    struct match_travel_law bad[4];

    (void)state;
    for (int by = 0; by < MATCH_MEANS; by++)
        law.means[by] = (struct match_means_law){1440, 1, 90, 0};
    assert_true(travel_law_fits(&law));
    assert_true(travel_minutes(&law, MATCH_MEANS_CAR, 40000000, 40000000).to > 1000000000);
    for (int i = 0; i < 4; i++)
        bad[i] = law;
    bad[0].detour_far = 999;
    bad[1].detour_fall_m = 0;
    bad[2].means[MATCH_MEANS_SCOOTER].metres_min = 0;
    bad[3].means[MATCH_MEANS_FOOT].spread = 91;
    for (int i = 0; i < 4; i++)
        assert_false(travel_law_fits(&bad[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(places_that_are_known),
        cmocka_unit_test(the_error_is_what_the_header_says),
        cmocka_unit_test(no_number_overflows),
        cmocka_unit_test(the_detour_follows_its_formula),
        cmocka_unit_test(minutes_follow_their_formula),
        cmocka_unit_test(what_is_out_of_the_box_is_out_of_reach),
        cmocka_unit_test(what_is_sure_of_the_way_is_so),
        cmocka_unit_test(what_is_sure_of_no_way_is_said),
        cmocka_unit_test(no_way_overflows),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
