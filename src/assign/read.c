/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The reader of problems. One block of the input is in memory at a time, comments of any length run through it; what a
 * header says about counts is believed only as a limit: memory for edges grows with the edges that came.
 */
#include "assign/read.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "assign/problem.h"
#include "base/err.h"
#include "base/num.h"

#include "base/banned.h"

#define BLOCK 65536
#define FIELDS 4
#define UNSAID UINT32_MAX

struct reader {
    int fd;
    bool over; /* the input has ended */
    char *block;
    size_t at, end;
    struct problem *p;
    struct read_fault *fault;
    uint32_t posts_said;
    struct problem_edge *edge;
    uint32_t edges, room, edges_max;
    bool started;
};

static int refuse(struct reader *r, int rc, const char *why)
{
    r->fault->why = why;
    return rc;
}

/* More bytes behind those that are kept, which move to the front. */
static int more(struct reader *r)
{
    ssize_t n;

    memmove(r->block, r->block + r->at, r->end - r->at);
    r->end -= r->at;
    r->at = 0;
    do
        n = read(r->fd, r->block + r->end, BLOCK - r->end);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        return ERR_IO;
    r->over = n == 0;
    r->end += (size_t)n;
    return ERR_OK;
}

/* The next line without its end; *n is SIZE_MAX after the last. A comment may come as its beginning only. */
static int next_line(struct reader *r, const char **line, size_t *n)
{
    bool cut = false; /* of a long comment, what is left */

    if (r->fault->line == UINT32_MAX)
        return refuse(r, ERR_LIMIT, "too many lines");
    r->fault->line++;
    for (;;) {
        const char *from = r->block + r->at, *stop = memchr(from, '\n', r->end - r->at);

        if (stop == NULL && r->over && r->at == r->end && !cut) {
            *n = SIZE_MAX;
            r->fault->line -= r->fault->line > 1;
            return ERR_OK;
        }
        if (stop != NULL || r->over) {
            *line = cut ? "c" : from;
            *n = cut ? 1 : (stop != NULL ? (size_t)(stop - from) : r->end - r->at);
            r->at = stop != NULL ? (size_t)(stop - r->block) + 1 : r->end;
            return ERR_OK;
        }
        if (r->end - r->at > READ_LINE_MAX) {
            if (!cut && from[0] != 'c')
                return refuse(r, ERR_FORMAT, "a line too long");
            cut = true;
            r->at = r->end;
        }
        if (more(r) != ERR_OK)
            return ERR_IO;
    }
}

/* Numbers behind the head of a line, each after one space, exactly count of them. */
static int numbers(struct reader *r, const char *s, size_t n, const int64_t lo[], const int64_t hi[], int64_t out[],
                   int count)
{
    const char *end = s + n;

    for (int k = 0; k < count; k++) {
        const char *stop;
        int rc;

        if (s == end || *s != ' ')
            return refuse(r, ERR_FORMAT, "a field is missing");
        s++;
        stop = memchr(s, ' ', (size_t)(end - s));
        if (stop == NULL)
            stop = end;
        rc = num_parse_i64(s, (size_t)(stop - s), lo[k], hi[k], &out[k]);
        if (rc != ERR_OK)
            return refuse(r, rc, rc == ERR_LIMIT ? "a number out of range" : "not a number");
        s = stop;
    }
    return s == end ? ERR_OK : refuse(r, ERR_FORMAT, "a field too many");
}

static int read_head(struct reader *r, const char *s, size_t n)
{
    static const int64_t lo[FIELDS] = {0, 0, 0, PROBLEM_ALL_PLACED};
    static const int64_t hi[FIELDS] = {PROBLEM_CASES_MAX, PROBLEM_POSTS_MAX, PROBLEM_EDGES_MAX, PROBLEM_COST_MAX};
    int64_t v[FIELDS];
    int rc;

    if (r->started)
        return refuse(r, ERR_FORMAT, "a second p line");
    if (n < 4 || memcmp(s, "p bm", 4) != 0)
        return refuse(r, ERR_FORMAT, "not \"p bm\"");
    rc = numbers(r, s + 4, n - 4, lo, hi, v, FIELDS);
    if (rc != ERR_OK)
        return rc;
    if (v[2] > v[0] * v[1])
        return refuse(r, ERR_LIMIT, "more edges than pairs");
    r->edges_max = (uint32_t)v[2];
    r->started = true;
    rc = problem_init(r->p, (uint32_t)v[0], (uint32_t)v[1], v[3]);
    for (uint32_t j = 0; rc == ERR_OK && j < r->p->posts; j++)
        r->p->places[j] = UNSAID;
    return rc;
}

static int read_post(struct reader *r, const char *s, size_t n)
{
    const int64_t lo[] = {1, 0}, hi[] = {r->p->posts, PROBLEM_PLACES_MAX};
    int64_t v[2];
    int rc = numbers(r, s + 1, n - 1, lo, hi, v, 2);

    if (rc != ERR_OK)
        return rc;
    if (r->p->places[v[0] - 1] != UNSAID)
        return refuse(r, ERR_FORMAT, "a second line for this post");
    r->p->places[v[0] - 1] = (uint32_t)v[1];
    r->posts_said++;
    return ERR_OK;
}

static int read_edge(struct reader *r, const char *s, size_t n)
{
    const int64_t lo[] = {1, 1, 0}, hi[] = {r->p->cases, r->p->posts, PROBLEM_COST_MAX};
    int64_t v[3];
    int rc = numbers(r, s + 1, n - 1, lo, hi, v, 3);

    if (rc != ERR_OK)
        return rc;
    if (r->edges == r->edges_max)
        return refuse(r, ERR_LIMIT, "more edges than the p line says");
    if (r->edges == r->room) {
        uint32_t room = r->room < 1024 ? 1024 : 2 * r->room;
        struct problem_edge *grown;

        if (room > r->edges_max)
            room = r->edges_max;
        grown = realloc(r->edge, room * sizeof *grown);
        if (grown == NULL)
            return ERR_NOMEM;
        r->edge = grown;
        r->room = room;
    }
    r->edge[r->edges++] =
        (struct problem_edge){(uint32_t)(v[0] - 1), (uint32_t)(v[1] - 1), (int32_t)v[2], r->fault->line};
    return ERR_OK;
}

static int read_line(struct reader *r, const char *s, size_t n)
{
    if (n == 0)
        return refuse(r, ERR_FORMAT, "an empty line");
    if (s[0] == 'c' && (n == 1 || s[1] == ' '))
        return ERR_OK;
    if (n > READ_LINE_MAX)
        return refuse(r, ERR_FORMAT, "a line too long");
    if (s[0] == 'p')
        return read_head(r, s, n);
    if (!r->started)
        return refuse(r, ERR_FORMAT, "the p line must come first");
    if (s[0] == 'o')
        return read_post(r, s, n);
    if (s[0] == 'e')
        return read_edge(r, s, n);
    return refuse(r, ERR_FORMAT, "neither c, p, o nor e");
}

static int read_all(struct reader *r)
{
    for (;;) {
        const char *s = "";
        size_t n;
        int rc = next_line(r, &s, &n);

        if (rc == ERR_OK && n == SIZE_MAX)
            break;
        if (rc == ERR_OK)
            rc = read_line(r, s, n);
        if (rc != ERR_OK)
            return rc;
    }
    if (!r->started)
        return refuse(r, ERR_FORMAT, "no p line");
    if (r->posts_said < r->p->posts)
        return refuse(r, ERR_FORMAT, "it ends before every post has its line");
    if (r->edges < r->edges_max)
        return refuse(r, ERR_FORMAT, "it ends before all edges that the p line says");
    return ERR_OK;
}

int read_problem(int fd, struct problem *p, struct read_fault *fault)
{
    struct reader r = {.fd = fd, .block = calloc(1, BLOCK), .p = p, .fault = fault};
    int rc = ERR_NOMEM;

    *fault = (struct read_fault){0, ""};
    *p = (struct problem){0};
    if (r.block != NULL)
        rc = read_all(&r);
    free(r.block);
    if (rc == ERR_OK) {
        rc = problem_edges(p, r.edge, r.edges, &fault->line);
        if (rc == ERR_CONFLICT)
            rc = refuse(&r, ERR_FORMAT, "an edge that stands already before");
    }
    free(r.edge);
    if (rc != ERR_OK)
        problem_release(p);
    return rc;
}
