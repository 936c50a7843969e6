/* SPDX-License-Identifier: EUPL-1.2 */
/* Equirectangular projection in integers: the difference of latitudes in metres, the difference of longitudes in
 * metres at the equator times the cosine of the mean latitude, and the root of the sum of squares. The cosine is a
 * table for whole degrees with a straight line between two (error under 0.00004). 1 degree is 111,195.08 m. */
#include <stdlib.h>

#include "match/travel.h"

#include "base/banned.h"

#define DEGREE       1000000 /* millionths */
#define METRES_NUM   11119508LL /* metres of 100 degrees, hence of 100 million millionths */
#define METRES_DEN   100000000LL
#define COSINE_ONE   1000000LL
#define HALF_TURN    (180 * DEGREE)
#define FARTHEST     40000000

/* Millionths of the cosine of 0 to 90 degrees. */
static const int32_t cosine[91] = {
    1000000, 999848, 999391, 998630, 997564, 996195, 994522, 992546, 990268, 987688, 984808, 981627, 978148, 974370,
    970296, 965926, 961262, 956305, 951057, 945519, 939693, 933580, 927184, 920505, 913545, 906308, 898794, 891007,
    882948, 874620, 866025, 857167, 848048, 838671, 829038, 819152, 809017, 798636, 788011, 777146, 766044, 754710,
    743145, 731354, 719340, 707107, 694658, 681998, 669131, 656059, 642788, 629320, 615661, 601815, 587785, 573576,
    559193, 544639, 529919, 515038, 500000, 484810, 469472, 453990, 438371, 422618, 406737, 390731, 374607, 358368,
    342020, 325568, 309017, 292372, 275637, 258819, 241922, 224951, 207912, 190809, 173648, 156434, 139173, 121869,
    104528, 87156, 69756, 52336, 34899, 17452, 0,
};

static int64_t cosine_at(int64_t lat)
{
    int64_t whole = llabs(lat) / DEGREE;
    int64_t part = llabs(lat) % DEGREE;

    if (whole >= 90)
        return 0;
    return cosine[whole] + (cosine[whole + 1] - cosine[whole]) * part / DEGREE;
}

/* The root of n, rounded down, digit by digit from the highest that n has; 0 <= n < 2^62. */
static int64_t root(int64_t n)
{
    int64_t r = 0;

    if (n == 0)
        return 0;
    for (int64_t bit = (int64_t)1 << ((63 - __builtin_clzll((unsigned long long)n)) & ~1); bit != 0; bit >>= 2) {
        int64_t fits = -(int64_t)(n >= r + bit); /* all ones or none: which way it goes cannot be foreseen */

        n -= (r + bit) & fits;
        r = (r >> 1) + (bit & fits);
    }
    return r;
}

int32_t travel_metres(const struct match_point *a, const struct match_point *b)
{
    int64_t dlat = llabs((int64_t)a->lat - b->lat);
    int64_t dlon = llabs((int64_t)a->lon - b->lon);
    int64_t mean = ((int64_t)a->lat + b->lat) / 2;
    int64_t y = dlat * METRES_NUM / METRES_DEN;
    int64_t x;
    int64_t metres;

    if (dlon > HALF_TURN)
        dlon = llabs(2LL * HALF_TURN - dlon);
    x = dlon * METRES_NUM / METRES_DEN * cosine_at(mean) / COSINE_ONE;
    metres = root(x * x + y * y);
    return (int32_t)(metres < FARTHEST ? metres : FARTHEST);
}
