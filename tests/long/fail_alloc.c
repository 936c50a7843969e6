/* SPDX-License-Identifier: EUPL-1.2 */
/* Loaded before a test program: counts the allocations that the program itself asks for (not those of its libraries)
 * and lets one of them fail. FAIL_ALLOC_AT=N fails the Nth, from 1; 0 or absent: none. FAIL_ALLOC_NOTE=PATH: at the end
 * how many there were is written there; after a crash "crash OFFSET", the place in the program that was at work. */
#include <dlfcn.h>
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CRASHED 86  /* exit status */
#define ASSERTED 87 /* an assertion failed, as it should: what the other tests would do no longer matters */

static void *(*real_malloc)(size_t);
static void *(*real_calloc)(size_t, size_t);
static void *(*real_realloc)(void *, size_t);
static void (*(*real_signal)(int, void (*)(int)))(int);
static uintptr_t base, from, to; /* the program and its code; until it is known nothing counts */
static unsigned long fails_at;
static atomic_ulong count;

/* dlsym may allocate before it has told where calloc is: that little comes from here and is never given back. */
static _Alignas(16) unsigned char early[4096];
static size_t early_used;

static int program(struct dl_phdr_info *info, size_t size, void *arg)
{
    (void)size;
    (void)arg;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *p = &info->dlpi_phdr[i];

        if (p->p_type == PT_LOAD && (p->p_flags & PF_X) != 0) {
            base = info->dlpi_addr;
            from = base + p->p_vaddr;
            to = from + p->p_memsz;
        }
    }
    return 1; /* the first is the program */
}

static void note(const char *what, unsigned long n)
{
    const char *path = getenv("FAIL_ALLOC_NOTE");
    FILE *f = path == NULL ? NULL : fopen(path, "we");

    if (f == NULL)
        return;
    (void)fprintf(f, "%s %lx\n", what, n);
    (void)fclose(f);
}

static void tell(void)
{
    note("count", atomic_load(&count));
}

/* Of the frames the first in the program. The process is lost anyway, so what is not safe in a handler may be used. */
static void crash(int number)
{
    void *frame[64];
    const int n = backtrace(frame, 64);

    (void)number;
    for (int i = 0; i < n; i++) {
        const uintptr_t at = (uintptr_t)frame[i];

        if (at >= from && at < to) {
            note("crash", at - base - 1);
            break;
        }
    }
    _exit(CRASHED);
}

__attribute__((constructor)) static void start(void)
{
    const char *at = getenv("FAIL_ALLOC_AT");

    *(void **)&real_malloc = dlsym(RTLD_NEXT, "malloc");
    *(void **)&real_realloc = dlsym(RTLD_NEXT, "realloc");
    *(void **)&real_calloc = dlsym(RTLD_NEXT, "calloc");
    *(void **)&real_signal = dlsym(RTLD_NEXT, "signal");
    fails_at = at == NULL ? 0 : strtoul(at, NULL, 10);
    (void)atexit(tell);
    (void)dl_iterate_phdr(program, NULL);
    (void)real_signal(SIGSEGV, crash);
    (void)real_signal(SIGBUS, crash);
}

/* The test library wants to survive a crash; here it is the end. */
void (*signal(int number, void (*handler)(int)))(int)
{
    return number == SIGSEGV || number == SIGBUS ? SIG_DFL : real_signal(number, handler);
}

static int fails(const void *caller)
{
    const uintptr_t at = (uintptr_t)caller;

    if (at < from || at >= to)
        return 0;
    if (atomic_fetch_add(&count, 1) + 1 != fails_at)
        return 0;
    errno = ENOMEM;
    return 1;
}

void _fail(const char *file, int line);
void _fail(const char *file, int line)
{
    (void)file;
    (void)line;
    _exit(ASSERTED);
}

void *malloc(size_t n)
{
    if (real_malloc == NULL)
        start();
    return fails(__builtin_return_address(0)) ? NULL : real_malloc(n);
}

void *calloc(size_t n, size_t size)
{
    if (real_calloc == NULL) {
        const size_t want = (n * size + 15) & ~(size_t)15;

        if (want > sizeof early - early_used)
            return NULL;
        early_used += want;
        return early + early_used - want;
    }
    return fails(__builtin_return_address(0)) ? NULL : real_calloc(n, size);
}

void *realloc(void *p, size_t n)
{
    if (real_realloc == NULL)
        start();
    return fails(__builtin_return_address(0)) ? NULL : real_realloc(p, n);
}
