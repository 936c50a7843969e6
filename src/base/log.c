/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * One line, one write: lines of several threads do not mix, and journald reads the level from "<6>". The only state
 * is the program's name, set before threads exist. errno is left as it was found, so that a caller can log first
 * and decide after.
 */
#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#include "base/banned.h"

#define LOG_LINE 1024

static const char *program_name = "jalon";

void log_init(const char *program)
{
    program_name = program;
}

static void clean(char *s, size_t n)
{
    if (text_is_line(s, n))
        return;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if (c < 0x20 || c >= 0x7f)
            s[i] = '?';
    }
}

__attribute__((format(printf, 2, 0))) static void put(int level, const char *fmt, va_list ap)
{
    int saved = errno;
    char line[LOG_LINE + 1];
    size_t n = 0;
    int w;

    w = snprintf(line, sizeof line - 1, "<%d>%s: ", level, program_name);
    if (w > 0)
        n = (size_t)w < LOG_LINE ? (size_t)w : LOG_LINE - 1;
    w = vsnprintf(line + n, LOG_LINE - n, fmt, ap);
    if (w > 0)
        n = (size_t)w < LOG_LINE - n ? n + (size_t)w : LOG_LINE - 1;
    /* A cut may have split a character. */
    if (n == LOG_LINE - 1)
        while (n > LOG_LINE - 5 && !text_is_utf8(line, n))
            n--;
    clean(line, n);
    line[n++] = '\n';
    for (size_t done = 0; done < n;) {
        ssize_t got = write(STDERR_FILENO, line + done, n - done);

        if (got < 0 && errno != EINTR)
            break;
        if (got > 0)
            done += (size_t)got;
    }
    errno = saved;
}

void log_info(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put(6, fmt, ap);
    va_end(ap);
}

void log_warn(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put(4, fmt, ap);
    va_end(ap);
}

void log_error(const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put(3, fmt, ap);
    va_end(ap);
}

void log_die(int code, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    put(3, fmt, ap);
    va_end(ap);
    exit(code);
}
