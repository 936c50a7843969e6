/* SPDX-License-Identifier: EUPL-1.2 */
#include "match/phrase.h"

#include "domain/day.h"

#include "base/banned.h"

#define NB PHRASE_NB

void phrase_date(struct buf *b, int32_t n)
{
    static const char *const months[] = {"janvier", "février", "mars",      "avril",   "mai",      "juin",
                                         "juillet", "août",    "septembre", "octobre", "novembre", "décembre"};
    struct day d;

    day_from_number(&d, n);
    buf_fmt(b, "%d%s" NB "%s" NB "%d", d.day, d.day == 1 ? "er" : "", months[d.month - 1], d.year);
}

const char *phrase_weekday(int32_t weekday)
{
    static const char *const weekdays[] = {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"};

    return weekdays[(weekday + 6) % 7];
}

void phrase_duration(struct buf *b, int32_t minutes)
{
    if (minutes < 60)
        buf_fmt(b, "%d" NB "min", minutes);
    else if (minutes % 60 == 0)
        buf_fmt(b, "%d" NB "h", minutes / 60);
    else
        buf_fmt(b, "%d" NB "h" NB "%02d", minutes / 60, minutes % 60);
}

void phrase_clock(struct buf *b, int32_t minute)
{
    buf_fmt(b, minute % 60 == 0 ? "%d" NB "h" : "%d" NB "h" NB "%02d", minute / 60, minute % 60);
}

void phrase_week(struct buf *b, int32_t limit, int32_t job, int32_t sum)
{
    phrase_duration(b, limit);
    buf_str(b, NB ": ");
    if (job > 0) {
        phrase_duration(b, job);
        buf_str(b, " d’emploi + ");
        phrase_duration(b, sum - job);
        buf_str(b, " = ");
    }
    phrase_duration(b, sum);
}

void phrase_count(struct buf *b, int32_t n, const char *one, const char *many)
{
    buf_fmt(b, "%d" NB "%s", n, n < 2 ? one : many);
}

void phrase_days(struct buf *b, int32_t n)
{
    phrase_count(b, n, "jour", "jours");
}

void phrase_places(struct buf *b, int32_t n)
{
    phrase_count(b, n, "place", "places");
}
