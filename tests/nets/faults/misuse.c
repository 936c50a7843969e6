/* SPDX-License-Identifier: EUPL-1.2 */
/* Planted: calls and loops that compile without a warning and do not do what they say, a function each.
 *
 * Found: cert-err33-c android-cloexec-open android-cloexec-fopen readability-suspicious-call-argument
 * Found: bugprone-suspicious-missing-comma bugprone-misplaced-widening-cast bugprone-too-small-loop-variable
 * Found: bugprone-signed-char-misuse bugprone-posix-return bugprone-infinite-loop bugprone-signal-handler
 * Found: bugprone-not-null-terminated-result bugprone-branch-clone bugprone-suspicious-memory-comparison
 * Found: bugprone-redundant-branch-condition misc-redundant-expression -Wanalyzer-unsafe-call-within-signal-handler
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/banned.h"

struct misuse_padded {
    char a;
    double b;
};

void misuse_full_disk(FILE *f, const char *s);
int misuse_inherited(const char *path);
FILE *misuse_inherited_too(const char *path);
int misuse_swapped(int first, int last);
const char *misuse_weekday(int day);
int64_t misuse_wide_too_late(int hours, int minutes);
int misuse_never_there(int n);
int misuse_negative(const char *s);
bool misuse_error_unseen(int fd);
void misuse_for_ever(int n, int *out);
void misuse_handler(void);
void misuse_cut(char *out, const char *s);
int misuse_same(int n);
bool misuse_padding(const struct misuse_padded *a, const struct misuse_padded *b);
int misuse_asked_twice(bool open, int n);
bool misuse_itself(int a, int b);

void misuse_full_disk(FILE *f, const char *s)
{
    fputs(s, f);
}

int misuse_inherited(const char *path)
{
    return open(path, O_RDONLY);
}

FILE *misuse_inherited_too(const char *path)
{
    return fopen(path, "r");
}

static int span(int first, int last)
{
    return last - first;
}

int misuse_swapped(int first, int last)
{
    return span(last, first);
}

static const char *const names[] = {"Monday",  "Tuesday",  "Wednesday" "Thursday", "Friday",  "Saturday",
                                    "Sunday",  "holiday",  "bridge",               "January", "February"};

const char *misuse_weekday(int day)
{
    return names[day];
}

int64_t misuse_wide_too_late(int hours, int minutes)
{
    return (int64_t)(hours * minutes);
}

int misuse_never_there(int n)
{
    int sum = 0;

    for (uint8_t i = 0; i < n; i++)
        sum += i;
    return sum;
}

int misuse_negative(const char *s)
{
    int c = s[0];

    return c == EOF ? -1 : c;
}

bool misuse_error_unseen(int fd)
{
    return posix_fallocate(fd, 0, 4096) < 0;
}

void misuse_for_ever(int n, int *out)
{
    int i = 0;

    while (i < n)
        out[0]++;
}

static void end(int number)
{
    (void)printf("signal %d\n", number);
}

void misuse_handler(void)
{
    (void)signal(SIGTERM, end);
}

void misuse_cut(char *out, const char *s)
{
    memcpy(out, s, strlen(s));
}

int misuse_same(int n)
{
    if (n > 3)
        return 2;
    else
        return 2;
}

bool misuse_padding(const struct misuse_padded *a, const struct misuse_padded *b)
{
    return memcmp(a, b, sizeof *a) == 0;
}

int misuse_asked_twice(bool open, int n)
{
    if (open) {
        if (n > 3 && open)
            return 1;
    }
    return 0;
}

bool misuse_itself(int a, int b)
{
    return a == 3 && b == 4 && a == 3;
}
