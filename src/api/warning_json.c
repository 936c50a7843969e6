/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/warning_json.h"

#include "api/api.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define SENTENCE 1024

static const char *warning_code(size_t i)
{
    return i < MATCH_WARNINGS ? outcome_warning((enum match_warning)(1u << i)) : NULL;
}

static const struct json_field fields[] = {
    {"code", JSON_CODE, true, .code = warning_code}, {"sentence", JSON_LINE, true}};
static const struct json_field load[] = {{"people", JSON_INT, true}, {"people_max", JSON_INT, true}};

const struct json_shape warning_json_shape = JSON_SHAPE("MatchWarning", fields);
const struct json_shape warning_json_load_shape = JSON_SHAPE("InCharge", load);

void warning_json_put(struct buf *b, const struct match_fit *f)
{
    struct buf sentence SCOPED_BUF;
    size_t n = 0;

    buf_init_secret(&sentence, SENTENCE);
    api_name(b, "warnings");
    buf_u8(b, '[');
    for (int i = 0; i < MATCH_WARNINGS; i++) {
        enum match_warning w = (enum match_warning)(1u << i);

        if (!(f->warnings & (unsigned)w))
            continue;
        api_next_item(b, n++);
        buf_u8(b, '{');
        api_put_text(b, "code", outcome_warning(w));
        buf_reset(&sentence);
        explain_warning(&sentence, f, w);
        api_name(b, "sentence");
        jsontext_string(b, (const char *)sentence.data, sentence.len);
        buf_u8(b, '}');
    }
    buf_u8(b, ']');
}

void warning_json_load(struct buf *b, const char *name, const struct match_fit *f)
{
    api_name(b, name);
    if (f->led_max == 0) {
        buf_str(b, "null");
        return;
    }
    buf_u8(b, '{');
    api_put_int(b, "people", f->led);
    api_put_int(b, "people_max", f->led_max);
    buf_u8(b, '}');
}
