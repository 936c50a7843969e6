/* SPDX-License-Identifier: EUPL-1.2 */
/* libpq's own parser, so that quoting and URIs are read here as they are read when connecting. */
#include <stdio.h>
#include <string.h>

#include <libpq-fe.h>

#include "store/conninfo.h"

#include "base/err.h"

#include "base/banned.h"

int conninfo_get(const char *conninfo, const char *keyword, char *out, size_t max)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    const char *value = "";
    int n;

    if (options == NULL)
        return ERR_FORMAT;
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0 && o->val != NULL)
            value = o->val;
    n = snprintf(out, max, "%s", value);
    PQconninfoFree(options);
    return n >= 0 && (size_t)n < max ? ERR_OK : ERR_LIMIT;
}
