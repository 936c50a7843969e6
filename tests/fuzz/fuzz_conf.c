/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration: any bytes give values or a sentence that fits. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/conf.h"
#include "base/err.h"
#include "base/text.h"

#include "base/banned.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const known[] = {"listen", "peers", "user", NULL};
    const char *value;
    struct conf *c;
    char why[256];
    uid_t uid[8];
    int64_t number;
    size_t count;

    memset(why, 'x', sizeof why);
    if (conf_parse(&c, "fuzz", p, n, why) != ERR_OK) {
        if (memchr(why, 0, sizeof why) == NULL || c != NULL)
            abort();
        return 0;
    }
    value = conf_str(c, "vault", "listen", "");
    if (!text_is_line(value, strlen(value)))
        abort();
    if (conf_uids(c, "vault", "peers", uid, 8, &count) == ERR_OK && count > 8)
        abort();
    if (conf_int(c, "vault", "user", 1, 70000, 7, &number) == ERR_OK && (number < 1 || number > 70000))
        abort();
    if (conf_check(c, "vault", known, why) != ERR_OK && memchr(why, 0, sizeof why) == NULL)
        abort();
    conf_free(c);
    return 0;
}
