/* SPDX-License-Identifier: EUPL-1.2 */
/* Parts that are asked for stand one after the other, each by itself a thing to say yes to. */
#include "match/explain.h"
#include "match/phrase.h"
#include "match/what_if_words.h"

#include "base/banned.h"

#define NB PHRASE_NB

static void times(struct buf *b, const struct what_if *w)
{
    static const char *const weeks[SLOT_WEEKS] = {"", " (semaines paires)", " (semaines impaires)"};

    for (size_t i = 0; i < w->n_also; i++) {
        buf_fmt(b, "%s le %s de ", i == 0 ? "accepter aussi" : ",", phrase_weekday(w->also[i].weekday));
        phrase_clock(b, w->also[i].from_min);
        buf_str(b, " à ");
        phrase_clock(b, w->also[i].to_min);
        buf_str(b, weeks[w->also[i].weeks]);
    }
}

void what_if_words(struct buf *b, const struct what_if *w)
{
    const char *before = "";

    times(b, w);
    if (w->n_also > 0)
        before = NB "; ";
    if (w->more_travel > 0) {
        buf_str(b, before);
        phrase_duration(b, w->more_travel);
        buf_str(b, " de trajet de plus");
        before = NB "; ";
    }
    if (w->week_min > 0) {
        buf_fmt(b, "%sjusqu’à ", before);
        phrase_duration(b, w->week_min);
        buf_str(b, " de TIG par semaine");
    }
}

void what_if_words_effect(struct buf *b, const struct match_fit *was, const struct match_fit *is)
{
    int32_t days;

    switch (what_if_compare(was, is, &days)) {
    case WHAT_IF_POSSIBLE:
        buf_str(b, "devient possible" NB ": sinon, ");
        explain_fit(b, was);
        break;
    case WHAT_IF_SOONER:
        buf_str(b, "dernière heure ");
        phrase_days(b, -days);
        buf_str(b, " plus tôt");
        break;
    case WHAT_IF_LATER:
        buf_str(b, "dernière heure ");
        phrase_days(b, days);
        buf_str(b, " plus tard");
        break;
    case WHAT_IF_EXCLUDED:
        buf_str(b, "n’est plus possible" NB ": sinon, ");
        explain_fit(b, was);
        break;
    case WHAT_IF_OTHER:
        buf_str(b, "reste exclu" NB ": sinon, ");
        explain_fit(b, was);
        break;
    default:
        buf_str(b, "rien ne change");
    }
}
