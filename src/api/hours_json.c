/* SPDX-License-Identifier: EUPL-1.2 */
/* What is looked at here is the form: words of the lists, times that go with the attendance and with each other, a day
 * that has come. What a rule says of a session never refuses it: it is flagged where it is kept. */
#include <string.h>

#include "api/api.h"
#include "api/hours_json.h"
#include "api/rules_json.h"
#include "api/sealed_text.h"
#include "api/shapes.h"
#include "base/clock.h"
#include "domain/slot.h"

#include "base/banned.h"

enum { DAY, ATTENDANCE, FROM, TO, BREAK, CHANNEL, SAID, SAID_HOW, WORDS, FIELDS };

static const struct json_field fields[FIELDS] = {
    [DAY] = {"day", JSON_DAY, true, 0, 0},
    [ATTENDANCE] = {"attendance", JSON_CODE, true, .words = WORD_ATTENDANCE},
    [FROM] = {"from", JSON_INT, false, 0, SLOT_DAY - 1},
    [TO] = {"to", JSON_INT, false, 1, SLOT_DAY},
    [BREAK] = {"break", JSON_INT, false, 0, SLOT_DAY - 1},
    [CHANNEL] = {"channel", JSON_CODE, false, .words = WORD_CHANNEL},
    [SAID] = {"word", JSON_CODE, false, .words = WORD_PERSON_WORD},
    [SAID_HOW] = {"word_channel", JSON_CODE, false, .words = WORD_CHANNEL},
    [WORDS] = {"words", JSON_LINES, false, 1, 2000},
};

static const struct json_field report[] = {
    {"id", JSON_ID, true},
    {"day", JSON_DAY},
    {"attendance", JSON_CODE, true, .words = WORD_ATTENDANCE},
    {"from", JSON_INT},
    {"to", JSON_INT},
    {"break", JSON_INT, true},
    {"channel", JSON_CODE, true, .words = WORD_CHANNEL},
    {"word", JSON_CODE, true, .words = WORD_PERSON_WORD},
    {"word_channel", JSON_CODE, .words = WORD_CHANNEL},
    {"minutes", JSON_INT, true},
    {"flags", JSON_ITEMS, true, .of = &shapes_rule},
    {"state", JSON_CODE, true, .words = WORD_REPORT_STATE},
    {"reported_by", JSON_ID},
    {"reported_at", JSON_TIME},
    {"word_by", JSON_ID},
    {"word_at", JSON_TIME},
    {"settled_by", JSON_ID},
    {"settled_at", JSON_TIME},
    {"credited_minutes", JSON_INT},
    {"text_version", JSON_INT, true},
    {"version", JSON_INT, true},
};

const struct json_shape hours_json_new = JSON_SHAPE("NewHours", fields);
const struct json_shape hours_json_item = JSON_SHAPE("Hours", report);

/* The field that does not go with the others; NULL when there is none. */
static const char *wrong_word(const struct json_value *v, enum role role, struct hours_session *s)
{
    s->attendance = v[ATTENDANCE].s;
    s->channel = v[CHANNEL].s;
    s->word = v[SAID].s;
    s->word_channel = v[SAID_HOW].s;
    if (s->channel == NULL)
        s->channel = role == ROLE_COUNSELLOR ? "signed_sheet" : "online";
    if (role == ROLE_COUNSELLOR && strcmp(s->channel, "online") == 0)
        return "channel";
    if (s->word != NULL && strcmp(s->word, "not_asked") == 0)
        s->word = NULL;
    return (s->word != NULL) != v[SAID_HOW].present ? "word_channel" : NULL;
}

/* Who came has a beginning and an end, who did not has none, who was sent away may have both. */
static const char *wrong_time(const struct json_value *v, struct hours_session *s)
{
    bool came = strcmp(s->attendance, "attended") == 0;
    bool sent_away = strcmp(s->attendance, "sent_away") == 0;
    struct day today;

    s->day = v[DAY].day;
    s->timed = v[FROM].present;
    s->from_min = (int32_t)v[FROM].i;
    s->to_min = (int32_t)v[TO].i;
    s->break_min = (int32_t)v[BREAK].i;
    day_in_france(&today, clock_now_us());
    if (day_compare(&s->day, &today) > 0)
        return "day";
    if (!sent_away && came != s->timed)
        return "from";
    if (v[TO].present != s->timed || (s->timed && s->to_min <= s->from_min))
        return "to";
    return s->break_min > 0 && s->from_min + s->break_min >= s->to_min ? "break" : NULL;
}

bool hours_json_read(const struct route_request *q, struct json_doc *d, struct hours_session *s, struct buf *words,
                       struct reply *r)
{
    struct json_value v[FIELDS];
    const char *wrong;

    memset(s, 0, sizeof *s);
    if (!api_body(q, d, v, FIELDS, r))
        return false;
    wrong = wrong_word(v, q->role, s);
    if (wrong == NULL)
        wrong = wrong_time(v, s);
    if (wrong != NULL)
        return api_refuse(d, "", wrong, r);
    if (v[WORDS].present)
        sealed_text_write(words, &v[WORDS]);
    return true;
}

static void put_who(struct buf *b, const char *by, const struct uuid *id, const char *at, int64_t us)
{
    api_put_id_or_null(b, by, id);
    api_put_time_or_null(b, at, us);
}

static void put_session(struct buf *b, const struct hours_session *s)
{
    api_put_day_or_null(b, "day", &s->day);
    api_put_text(b, "attendance", s->attendance);
    api_put_int_or_null(b, "from", s->timed, s->from_min);
    api_put_int_or_null(b, "to", s->timed, s->to_min);
    api_put_int(b, "break", s->break_min);
    api_put_text(b, "channel", s->channel);
    api_put_text(b, "word", s->word);
    api_put_text_or_null(b, "word_channel", s->word_channel);
}

void hours_json_put(struct buf *b, const void *item)
{
    const struct hours_report *h = item;

    api_put_id(b, "id", &h->id);
    put_session(b, &h->session);
    api_put_int(b, "minutes", h->minutes);
    rules_json_put(b, "flags", h->flags.rule, h->flags.n, RULE_REPORT);
    api_put_text(b, "state", h->state);
    put_who(b, "reported_by", &h->reported_by, "reported_at", h->reported_us);
    put_who(b, "word_by", &h->word_by, "word_at", h->word_us);
    put_who(b, "settled_by", &h->settled_by, "settled_at", h->settled_us);
    api_put_int_or_null(b, "credited_minutes", h->settled_us != 0, h->credited);
    api_put_int(b, "text_version", h->text_version);
    api_put_int(b, "version", h->version);
}
