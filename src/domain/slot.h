/* SPDX-License-Identifier: EUPL-1.2 */
/* A time of the week at which a post takes people. Minutes count from midnight at the place; a slot never passes
 * midnight, who works through it has two. Fortnightly slots run in even or odd ISO weeks. */
#ifndef JALON_DOMAIN_SLOT_H
#define JALON_DOMAIN_SLOT_H

#include <stdbool.h>
#include <stddef.h>

#define SLOT_MAX 42 /* of one post: three a day, in even weeks and in odd ones */
#define SLOT_PLACES 50
#define SLOT_DAY 1440 /* minutes */
#define SLOT_NIGHT_ENDS 360     /* 06:00; W-02, W-04 */
#define SLOT_NIGHT_BEGINS 1320  /* 22:00 */

enum slot_weeks {
    SLOT_EVERY,
    SLOT_EVEN,
    SLOT_ODD,
    SLOT_WEEKS
};

struct slot {
    int weekday; /* ISO: 1 is Monday */
    int from_min;
    int to_min; /* the first minute after it, up to SLOT_DAY */
    enum slot_weeks weeks;
    int places; /* 0: the post's */
};

/* What of a slot is outside of its domain. */
enum slot_fault {
    SLOT_FINE,
    SLOT_BAD_WEEKDAY,
    SLOT_BAD_FROM,
    SLOT_BAD_TO, /* not after its beginning, or after the day */
    SLOT_BAD_WEEKS,
    SLOT_BAD_PLACES
};

/* The first fault in the order of the members. */
enum slot_fault slot_check(const struct slot *s);
/* Is there an instant that lies in both? Two that touch do not overlap, nor do even and odd weeks. */
bool slot_overlap(const struct slot *a, const struct slot *b);
/* The first of n slots that overlaps one before it; n when there is none. */
size_t slot_clash(const struct slot *s, size_t n);
/* Some of it lies between 22:00 and 06:00: the night of W-02 and W-04, which asks for an examination first (W-05). */
bool slot_is_night(const struct slot *s);
/* For people with a job: on Saturday or Sunday; after 18:00 on another day. */
bool slot_is_weekend(const struct slot *s);
bool slot_is_evening(const struct slot *s);
/* Minutes in a week in which it runs. */
int slot_minutes(const struct slot *s);
/* "every", "even", "odd"; "" out of range. parse: SLOT_WEEKS for any other word. */
const char *slot_weeks_name(enum slot_weeks w);
enum slot_weeks slot_weeks_parse(const char *s, size_t n);

#endif
