/* SPDX-License-Identifier: EUPL-1.2 */
/* The configuration file: sections, key = value, '#' comments. All programs read one file; each knows its own
 * section. An unknown key in a section that is asked for, a repeated key, or a line that is none of these is an error
 * with its line number. */
#ifndef JALON_BASE_CONF_H
#define JALON_BASE_CONF_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct conf;

/* On failure *why (256 bytes) has a sentence with file and line. */
int conf_load(struct conf **out, const char *path, char why[256]) __attribute__((warn_unused_result));
/* The same from n bytes in memory; name stands for the file in sentences. */
int conf_parse(struct conf **out, const char *name, const void *text, size_t n, char why[256])
    __attribute__((warn_unused_result));
void conf_free(struct conf *c);
/* Every key present in the section must be in known (NULL-terminated); else ERR_FORMAT and why. */
int conf_check(const struct conf *c, const char *section, const char *const *known, char why[256])
    __attribute__((warn_unused_result));
/* The value, or fallback; lives as long as c. */
const char *conf_str(const struct conf *c, const char *section, const char *key, const char *fallback);
/* A decimal integer in [lo, hi]; fallback when absent; ERR_FORMAT or ERR_LIMIT otherwise. */
int conf_int(const struct conf *c, const char *section, const char *key, int64_t lo, int64_t hi, int64_t fallback,
             int64_t *out) __attribute__((warn_unused_result));
/* A list of user ids separated by spaces: "64101 64104". At most max. */
int conf_uids(const struct conf *c, const char *section, const char *key, uid_t *out, size_t max, size_t *n)
    __attribute__((warn_unused_result));

#endif
