/* SPDX-License-Identifier: EUPL-1.2 */
#include "api/shapes.h"

#include "domain/reason.h"
#include "domain/role.h"

#include "base/banned.h"

static const struct json_field made[] = {{"id", JSON_ID, true}};
static const struct json_field changed[] = {{"version", JSON_INT, true}};
static const struct json_field named[] = {{"id", JSON_ID, true}, {"name", JSON_LINE, true}};
static const struct json_field user[] = {{"id", JSON_ID, true}, {"login", JSON_LINE, true}, {"name", JSON_LINE, true}};
static const struct json_field code[] = {{"activation_code", JSON_LINE}, {"expires_at", JSON_TIME}};
static const struct json_field commune[] = {{"insee", JSON_INSEE, true}, {"name", JSON_LINE, true}};
static const struct json_field titled[] = {{"id", JSON_ID, true}, {"title", JSON_LINE, true}};
static const struct json_field rule[] = {{"rule", JSON_LINE, true}, {"sentence", JSON_LINE, true}};

const struct json_shape shapes_made = JSON_SHAPE("Made", made);
const struct json_shape shapes_changed = JSON_SHAPE("Changed", changed);
const struct json_shape shapes_id = JSON_SHAPE("Id", made);
const struct json_shape shapes_named = JSON_SHAPE("Named", named);
const struct json_shape shapes_user = JSON_SHAPE("NamedUser", user);
const struct json_shape shapes_code = JSON_SHAPE(NULL, code);
const struct json_shape shapes_commune = JSON_SHAPE("Commune", commune);
const struct json_shape shapes_titled = JSON_SHAPE("TitledPost", titled);
const struct json_shape shapes_rule = JSON_SHAPE("Rule", rule);

const char *shapes_role(size_t i)
{
    return i + ROLE_NONE + 1 < ROLE_COUNT ? role_name((enum role)(i + ROLE_NONE + 1)) : NULL;
}

const char *shapes_account_state(size_t i)
{
    static const char *const states[] = {"invited", "active", "disabled"};

    return i < sizeof states / sizeof states[0] ? states[i] : NULL;
}

const char *shapes_request_state(size_t i)
{
    static const char *const states[] = {"open", "done", "closed", "expired"};

    return i < sizeof states / sizeof states[0] ? states[i] : NULL;
}

const char *shapes_reason(size_t i)
{
    return i + REASON_NONE + 1 < REASON_COUNT ? reason_code((enum reason)(i + REASON_NONE + 1)) : NULL;
}
