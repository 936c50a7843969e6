/* SPDX-License-Identifier: EUPL-1.2 */
/* Planted: what is wrong with memory, a function each. Both analyzers are asked, where both can see it.
 *
 * Found: -Wanalyzer-malloc-leak -Wanalyzer-use-after-free -Wanalyzer-double-free -Wanalyzer-null-dereference
 * Found: -Wanalyzer-possible-null-dereference -Wanalyzer-file-leak
 * Found: clang-analyzer-unix.Malloc clang-analyzer-core.NullDereference clang-analyzer-core.StackAddressEscape
 * Found: clang-analyzer-core.CallAndMessage clang-analyzer-core.UndefinedBinaryOperatorResult
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/banned.h"

struct memory_two {
    char *a, *b;
};

int memory_leak_on_error(struct memory_two *out, size_t n);
int *memory_not_asked_about(void);
int memory_known_to_be_null(const int *p);
int memory_used_after_free(char *s, bool done);
void memory_freed_twice(char *s, bool done);
int memory_of_nobody(const int *a, int n);
int memory_open_file(const char *path);
int memory_never_set(int n);
void memory_length_never_set(int fd, const char *s, bool known);
const char *memory_of_the_past(int n);

int memory_leak_on_error(struct memory_two *out, size_t n)
{
    char *a = malloc(n);
    char *b = a == NULL ? NULL : malloc(n);

    if (b == NULL)
        return -1;
    *out = (struct memory_two){a, b};
    return 0;
}

int *memory_not_asked_about(void)
{
    int *list = calloc(4, sizeof *list);

    list[3] = 1;
    return list;
}

int memory_known_to_be_null(const int *p)
{
    if (p == NULL)
        return *p;
    return 0;
}

int memory_used_after_free(char *s, bool done)
{
    if (done)
        free(s);
    return s[0];
}

void memory_freed_twice(char *s, bool done)
{
    if (done)
        free(s);
    free(s);
}

static const int *find(const int *a, int n)
{
    for (int i = 0; i < n; i++)
        if (a[i] == 3)
            return a + i;
    return NULL;
}

int memory_of_nobody(const int *a, int n)
{
    return *find(a, n);
}

int memory_open_file(const char *path)
{
    char line[20];
    FILE *f = fopen(path, "re");

    if (f == NULL || fgets(line, sizeof line, f) == NULL)
        return -1;
    return fclose(f) == 0 ? line[0] : -1;
}

int memory_never_set(int n)
{
    int x;

    if (n > 4)
        x = 2;
    return x + n;
}

void memory_length_never_set(int fd, const char *s, bool known)
{
    size_t n;

    if (known)
        n = 5;
    if (write(fd, s, n) < 0)
        abort();
}

const char *memory_of_the_past(int n)
{
    char text[12];
    const char *p = text;

    (void)snprintf(text, sizeof text, "%d", n);
    return p;
}
