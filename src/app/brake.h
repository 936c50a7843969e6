/* SPDX-License-Identifier: EUPL-1.2 */
/* Slows an address that tries many names, or one name many times, where credentials are asked without a session. The
 * vault and the sealer count by account, for all nodes, and leave evidence; this counts by address, in this process
 * alone, and leaves none. What an address is charged with is names, not attempts: somebody who repeats one mistake
 * takes one name of a shared office's, and a success gives its name back. It is asked before anything is looked up, so
 * its answer says nothing of whether a name exists. IPv6 counts by /64, the least that one subscriber has. Bounded
 * room, whatever is sent. Safe between threads. */
#ifndef JALON_APP_BRAKE_H
#define JALON_APP_BRAKE_H

#include <stdbool.h>
#include <stdint.h>

#define BRAKE_NAMES 128         /* most that can be asked for */
#define BRAKE_WINDOW_S 3600     /* for how long a name counts, from its first failure on */
#define BRAKE_NAMES_DEFAULT 60  /* a large office on a Monday morning */
#define BRAKE_TRIES_DEFAULT 10  /* fewer than what closes an account (20): one address alone cannot close it */

struct brake;

struct brake_limits {
    unsigned names; /* that did not succeed, from one address within the window; 0: no brake at all */
    unsigned tries; /* of one name from one address within its window; 1 or more */
};

enum brake_outcome {
    BRAKE_FAILED,  /* the credentials were refused */
    BRAKE_PROVED,  /* they were right: the name is forgotten */
    BRAKE_UNTRIED, /* nobody looked at them */
};

/* *out is NULL for limits without names; the functions below take that as no brake. ERR_NOMEM. */
int brake_new(struct brake **out, const struct brake_limits *l) __attribute__((warn_unused_result));
void brake_free(struct brake *b);
/* Counts an attempt as failed before it is made, so that many at once do not pass together. false: it must not be made
 * and is not counted. now_ms is of clock_mono_ms; address is text, one that cannot be read counts with all such. */
bool brake_take(struct brake *b, const char *address, const char *login, int64_t now_ms)
    __attribute__((warn_unused_result));
/* How an attempt that was taken came out. */
void brake_end(struct brake *b, const char *address, const char *login, enum brake_outcome o);
/* Seconds until brake_take would say yes; 0: now. */
unsigned brake_wait_s(struct brake *b, const char *address, const char *login, int64_t now_ms);

#endif
