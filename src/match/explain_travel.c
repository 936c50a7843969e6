/* SPDX-License-Identifier: EUPL-1.2 */
/* A range is told with all that it takes for granted. */
#include "match/explain_travel.h"
#include "match/phrase.h"

#include "base/banned.h"

#define NB PHRASE_NB

void explain_travel_hours(struct buf *b, const struct match_fit *f)
{
    const bool early = f->transit_at < f->transit_hour;

    if (f->transit_hour == 0) {
        buf_fmt(b, "aucun transport en commun le %s", phrase_weekday(f->transit_day));
        return;
    }
    buf_str(b, early ? "commence à " : "finit à ");
    phrase_clock(b, f->transit_at);
    buf_str(b, early ? ", premiers transports à " : ", derniers transports à ");
    phrase_clock(b, f->transit_hour);
    if (f->transit_day > 0)
        buf_fmt(b, " le %s", phrase_weekday(f->transit_day));
}

void explain_travel(struct buf *b, const struct match_fit *f)
{
    static const char *const by[MATCH_MEANS] = {"à pied", "à vélo", "en transports en commun", "en voiture",
                                                "en deux-roues motorisé"};

    if (f->travel_to < 0)
        return;
    if (f->travel_from > 0)
        buf_fmt(b, "de %d à %d" NB "min", f->travel_from, f->travel_to);
    else
        buf_fmt(b, "%d" NB "min au plus", f->travel_to);
    buf_fmt(b, " %s, à vol d’oiseau ×" NB "%d,%d", by[f->travel_by], (f->travel_detour + 50) / 1000,
            (f->travel_detour + 50) / 100 % 10);
    if (f->travel_assumed & MATCH_ASSUMED_PLACE)
        buf_str(b, ", compté du centre de la commune");
    if (f->travel_assumed & MATCH_ASSUMED_HOURS)
        buf_str(b, ", sans horaire vérifié");
    if (f->travel_assumed & MATCH_ASSUMED_MEANS)
        buf_str(b, ", moyen de transport non dit");
}
