/* SPDX-License-Identifier: EUPL-1.2 */
/* Files of the demonstration on their way to a decision: each is brought as far as its row says. Every step looks first
 * at how far the file is, so all of it may be done again. */
#ifndef JALON_ADMIN_DEMO_FILES_H
#define JALON_ADMIN_DEMO_FILES_H

#include <stdbool.h>

#include "admin/demo_offers.h"

#define DEMO_FILES_PIECES 4
#define DEMO_FILES_OPINIONS 3

struct demo_files_row {
    const char *kind;  /* of a habilitation about is a host, else a post */
    unsigned about;
    const char *deciding;
    const char *state; /* how far it comes */
    const char *piece[DEMO_FILES_PIECES];
    int asked; /* days ago; 0: not asked. Pieces are older */
    bool council_absent;
    struct {
        const char *giver; /* NULL: no more */
        const char *sense;
        int given;     /* days ago */
        bool unread;   /* waits for a second reader */
    } opinion[DEMO_FILES_OPINIONS];
    int decided; /* days ago; 0: not yet */
    const char *motive;
};

/* File i of DEMO_OFFERS_FILES, or NULL. */
const struct demo_files_row *demo_files_at(unsigned i);

/* The host that a file is about, itself or by its post. */
unsigned demo_files_host(const struct demo_plan *plan, const struct demo_files_row *row);

/* Removal and withdrawal are a director's from the first step (H-13, H-18). */
bool demo_files_is_directors(const struct demo_files_row *row);

/* File i, after the posts: it is opened, pieces and opinions recorded, what the DT-PJJ decided too. As a referent, or
 * another director than the next. */
int demo_files_bring(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));
/* As a director after that: what was recorded is checked, what is ripe is decided. */
int demo_files_decide(struct service *s, const struct service_caller *c, struct demo_offers *o, unsigned i)
    __attribute__((warn_unused_result));

#endif
