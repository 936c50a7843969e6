/* SPDX-License-Identifier: EUPL-1.2 */
/* The straight line: equirectangular projection in integers. The difference of latitudes in metres, the difference of
 * longitudes in metres at the equator times the cosine of the mean latitude, and the root of the sum of squares. The
 * cosine is a table for whole degrees with a straight line between two (error under 0.00004). 1 degree is 111,195.08 m.
 * The detour: the exponential is a table of its eighths with a straight line between two (error under 0.2 %). */
#include <stdlib.h>

#include "match/travel.h"

#include "base/banned.h"

#define DEGREE       1000000 /* millionths */
#define METRES_NUM   11119508 /* metres of 100 degrees, hence of 100 million millionths */
#define METRES_DEN   100000000
#define COSINE_ONE   1000000
#define HALF_TURN    (180 * DEGREE)
#define FARTHEST     40000000

/* Millionths of the cosine of 0 to 90 degrees. */
static const uint32_t cosine[91] = {
    1000000, 999848, 999391, 998630, 997564, 996195, 994522, 992546, 990268, 987688, 984808, 981627, 978148, 974370,
    970296, 965926, 961262, 956305, 951057, 945519, 939693, 933580, 927184, 920505, 913545, 906308, 898794, 891007,
    882948, 874620, 866025, 857167, 848048, 838671, 829038, 819152, 809017, 798636, 788011, 777146, 766044, 754710,
    743145, 731354, 719340, 707107, 694658, 681998, 669131, 656059, 642788, 629320, 615661, 601815, 587785, 573576,
    559193, 544639, 529919, 515038, 500000, 484810, 469472, 453990, 438371, 422618, 406737, 390731, 374607, 358368,
    342020, 325568, 309017, 292372, 275637, 258819, 241922, 224951, 207912, 190809, 173648, 156434, 139173, 121869,
    104528, 87156, 69756, 52336, 34899, 17452, 0,
};

/* All of it without a sign, in which a division by a number that is known costs least: a list asks for thousands. */
static uint64_t cosine_at(uint32_t lat)
{
    uint32_t whole = lat / DEGREE;
    uint32_t part = lat % DEGREE;

    if (whole >= 90)
        return 0;
    return cosine[whole] - (uint64_t)(cosine[whole] - cosine[whole + 1]) * part / DEGREE;
}

static uint64_t apart(int32_t a, int32_t b)
{
    return (uint64_t)(a > b ? (int64_t)a - b : (int64_t)b - a);
}

struct legs {
    int64_t x; /* metres, below 2^30 */
    int64_t y;
};

static struct legs legs_of(const struct match_point *a, const struct match_point *b)
{
    uint64_t dlon = apart(a->lon, b->lon);
    int64_t mean = ((int64_t)a->lat + b->lat) / 2;
    uint64_t cos = cosine_at((uint32_t)(mean < 0 ? -mean : mean));

    if (dlon > HALF_TURN)
        dlon = dlon > 2 * HALF_TURN ? dlon - 2 * HALF_TURN : 2 * HALF_TURN - dlon;
    return (struct legs){(int64_t)(dlon * METRES_NUM / METRES_DEN * cos / COSINE_ONE),
                         (int64_t)(apart(a->lat, b->lat) * METRES_NUM / METRES_DEN)};
}

static int64_t square(const struct legs *l)
{
    return l->x * l->x + l->y * l->y;
}

/* The root of their square, rounded down: Newton's from above, an eighth too long at most. */
static int64_t hypotenuse(const struct legs *l)
{
    int64_t n = square(l);
    int64_t r = l->x > l->y ? l->x + (l->y + 1) / 2 : l->y + (l->x + 1) / 2;

    if (n == 0)
        return 0;
    for (int64_t q = n / r; q < r; q = n / r)
        r = (r + q) / 2;
    return r;
}

int64_t travel_square(const struct match_point *a, const struct match_point *b)
{
    struct legs l = legs_of(a, b);

    return square(&l);
}

int32_t travel_metres(const struct match_point *a, const struct match_point *b)
{
    struct legs l = legs_of(a, b);
    int64_t metres = hypotenuse(&l);

    return (int32_t)(metres < FARTHEST ? metres : FARTHEST);
}

bool travel_law_fits(const struct match_travel_law *law)
{
    bool fits = law->detour_far >= 1000 && law->detour_far <= 10000 && law->detour_near >= 0 &&
                law->detour_near <= 10000 && law->detour_fall_m >= 1 && law->centre_m >= 0 &&
                law->centre_m <= FARTHEST && law->transit_first >= 0 && law->transit_last >= 0;

    for (int by = 0; by < MATCH_MEANS; by++) {
        const struct match_means_law *l = &law->means[by];

        fits = fits && l->metres_min >= 1 && l->metres_min <= 10000 && l->fixed_min >= 0 && l->fixed_min <= 1440 &&
               l->spread >= 0 && l->spread <= 90 && l->most_min >= 0;
    }
    return fits;
}

#define EIGHTHS 64
#define EXP_ONE 1000000

/* Millionths of e^(-k/8). */
static const int32_t falling[EIGHTHS + 1] = {
    1000000, 882497, 778801, 687289, 606531, 535261, 472367, 416862, 367879, 324652, 286505, 252840, 223130, 196912,
    173774, 153355, 135335, 119433, 105399, 93014, 82085, 72440, 63928, 56416, 49787, 43937, 38774, 34218, 30197,
    26649, 23518, 20754, 18316, 16163, 14264, 12588, 11109, 9804, 8652, 7635, 6738, 5946, 5248, 4631, 4087, 3607,
    3183, 2809, 2479, 2187, 1930, 1704, 1503, 1327, 1171, 1033, 912, 805, 710, 627, 553, 488, 431, 380, 335,
};

int32_t travel_detour(const struct match_travel_law *law, int32_t metres)
{
    int64_t eighths = (int64_t)metres * 8;
    int64_t k = eighths / law->detour_fall_m;
    int64_t part = eighths % law->detour_fall_m;
    int64_t left = 0;

    if (k < EIGHTHS)
        left = falling[k] - (falling[k] - falling[k + 1]) * part / law->detour_fall_m;
    return law->detour_far + (int32_t)((law->detour_near * left + EXP_ONE / 2) / EXP_ONE);
}

/* Thousandths of a metre of way, with the fixed minutes as metres. */
static int64_t way(const struct match_travel_law *law, const struct match_means_law *l, int32_t metres)
{
    return (int64_t)metres * travel_detour(law, metres) + 1000LL * l->fixed_min * l->metres_min;
}

static int64_t step_of(const struct match_means_law *l)
{
    return 100000LL * TRAVEL_STEP * l->metres_min; /* hundredths of a thousandth of a metre */
}

struct travel_range travel_minutes(const struct match_travel_law *law, enum match_means by, int32_t nearest,
                                   int32_t farthest)
{
    const struct match_means_law *l = &law->means[by];
    int64_t step = step_of(l);
    int64_t least = way(law, l, nearest);
    int64_t most = nearest == farthest ? least : way(law, l, farthest);
    int64_t from = least * (100 - l->spread) / step;
    int64_t to = (most * (100 + l->spread) + step - 1) / step;

    return (struct travel_range){(int32_t)from * TRAVEL_STEP, to > 0 ? (int32_t)to * TRAVEL_STEP : TRAVEL_STEP};
}

/* A longer line is a longer way, but for the rounding of the detour, where the part that falls off is at most so many
 * times the part that stays: the exponential falls by less than 0.153 of its height times the distance. */
#define STEEPEST 6
#define ROUNDING 4 /* more thousandths than the rounding of two detours and the end of the table make */

static bool grows(const struct match_travel_law *law)
{
    return law->detour_near <= STEEPEST * law->detour_far;
}

/* The way of any shorter line is at most that, with more 1; of any longer one at least that, with more -1. */
static int64_t way_bound(const struct match_travel_law *law, const struct match_means_law *l, int32_t metres, int more)
{
    return way(law, l, metres) + (int64_t)more * ROUNDING * metres;
}

/* The first whole number of metres from which on that bound, with the spread, is at least so much; found by halves. */
static int32_t first_with(const struct match_travel_law *law, const struct match_means_law *l, int more, int64_t much)
{
    int32_t below = -1;
    int32_t from = FARTHEST;

    while (from - below > 1) {
        int32_t mid = below + (from - below) / 2;

        if (way_bound(law, l, mid, more) * (100 - more * l->spread) >= much)
            from = mid;
        else
            below = mid;
    }
    return from;
}

int32_t travel_within(const struct match_travel_law *law, enum match_means by, int32_t minutes)
{
    const struct match_means_law *l = &law->means[by];

    return grows(law) ? first_with(law, l, 1, ((int64_t)minutes / TRAVEL_STEP + 1) * step_of(l)) - 1 : -1;
}

int32_t travel_beyond(const struct match_travel_law *law, enum match_means by, int32_t minutes)
{
    const struct match_means_law *l = &law->means[by];
    int64_t above = (int64_t)minutes / TRAVEL_STEP * step_of(l);

    if (!grows(law) || way_bound(law, l, FARTHEST, -1) * (100 + l->spread) <= above)
        return INT32_MAX;
    return first_with(law, l, -1, above + 1);
}

/* The detour is at least that of far away. */
int32_t travel_reach(const struct match_travel_law *law, enum match_means by, int32_t minutes)
{
    const struct match_means_law *l = &law->means[by];
    int64_t below = ((int64_t)minutes / TRAVEL_STEP + 1) * step_of(l);
    int64_t metres = below / (100 - l->spread) + 1 - 1000LL * l->fixed_min * l->metres_min;

    metres = metres > 0 ? metres / law->detour_far + 1 : 0;
    return (int32_t)(metres < FARTHEST ? metres : FARTHEST);
}

/* Millionths of a degree that are more than so many metres, where a degree is that part of one at the equator. */
static int64_t degrees_over(int32_t metres, int64_t cosine_of)
{
    int64_t there = cosine_of > 0 ? ((int64_t)metres + 1) * COSINE_ONE / cosine_of + 1 : FARTHEST;

    return there * METRES_DEN / METRES_NUM + 1;
}

struct travel_box travel_box(const struct match_point *middle, int32_t metres)
{
    int64_t lat = degrees_over(metres, COSINE_ONE);
    int64_t lon = degrees_over(metres, (int64_t)cosine_at((uint32_t)(llabs(middle->lat) + lat)));
    struct travel_box box = {{INT32_MIN, INT32_MIN}, {INT32_MAX, INT32_MAX}};

    if (lat + llabs(middle->lat) < HALF_TURN) {
        box.least.lat = (int32_t)(middle->lat - lat);
        box.most.lat = (int32_t)(middle->lat + lat);
    }
    if (lon + llabs(middle->lon) < HALF_TURN) { /* else it reaches round the earth */
        box.least.lon = (int32_t)(middle->lon - lon);
        box.most.lon = (int32_t)(middle->lon + lon);
    }
    return box;
}
