/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The words for the numbers of base/err.h, for lines that an operator reads. What a person is told is decided
 * elsewhere; these words never reach an answer.
 */
#include "base/err.h"

#include "base/banned.h"

const char *err_name(int err)
{
    switch (err) {
    case ERR_OK:
        return "ok";
    case ERR_NOMEM:
        return "nomem";
    case ERR_IO:
        return "io";
    case ERR_FORMAT:
        return "format";
    case ERR_LIMIT:
        return "limit";
    case ERR_INTEGRITY:
        return "integrity";
    case ERR_DENIED:
        return "denied";
    case ERR_CEILING:
        return "ceiling";
    case ERR_UNAVAILABLE:
        return "unavailable";
    case ERR_TIMEOUT:
        return "timeout";
    case ERR_CLOSED:
        return "closed";
    case ERR_CONFLICT:
        return "conflict";
    case ERR_NOTFOUND:
        return "notfound";
    case ERR_INTERNAL:
        return "internal";
    default:
        return "unknown";
    }
}
