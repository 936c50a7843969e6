/* SPDX-License-Identifier: EUPL-1.2 */
/* The text format of a problem:
 *   c ...                               a comment, anywhere
 *   p bm CASES POSTS EDGES UNMATCHED    first of all; UNMATCHED is -1 when every case must be placed
 *   o J PLACES                          once for each post, J from 1
 *   e I J COST                          EDGES times, I and J from 1, each pair once
 * Fields are parted by one space, numbers have one spelling, lines after the first come in any order. */
#ifndef JALON_ASSIGN_READ_H
#define JALON_ASSIGN_READ_H

#include <stdint.h>

struct problem;

#define READ_LINE_MAX 128 /* of other lines than comments */

struct read_fault {
    uint32_t line;
    const char *why; /* constant */
};

/* Reads a descriptor to its end. p is empty before, and after every error. ERR_FORMAT and ERR_LIMIT tell which line
 * and why; ERR_IO, ERR_NOMEM. */
int read_problem(int fd, struct problem *p, struct read_fault *fault) __attribute__((warn_unused_result));

#endif
