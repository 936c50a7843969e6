/* SPDX-License-Identifier: EUPL-1.2 */
/* Without a base all posts are read, and where people of the département live; with one, the posts that changed. */
#include <string.h>

#include "app/territory_read.h"
#include "base/err.h"

#include "base/banned.h"

enum { POSTS, TAKEN, HOMES };

void territory_read_lend(struct territories *s, struct territory_lent *out)
{
    out->n = territories_hold(s, out->kept);
    for (size_t i = 0; i < out->n; i++)
        out->mark[i] = out->kept[i]->mark;
}

/* Of another département than that of her unit nothing is in memory. */
static void compare_place(struct matching_changes *c, const char *departement)
{
    size_t n = strlen(departement);

    if (n > 0 && strncmp(c->mark, departement, n) == 0 && c->mark[n] == ' ')
        return;
    c->has_base = false;
    c->mark[0] = '\0';
}

/* Few posts changed, and not the communes: nil stands for all. */
static bool renewable(const struct matching_changes *c)
{
    return c->has_base && c->n <= MATCHING_CHANGED && (c->n == 0 || !uuid_is_nil(&c->changed[0]));
}

struct territory *territory_read_base(struct territory_lent *lent, struct matching_changes *c,
                                      const char *departement)
{
    struct territory *base = NULL;

    if (c != NULL)
        compare_place(c, departement);
    if (c != NULL && renewable(c) && c->base < lent->n)
        base = territory_hold(lent->kept[c->base]);
    for (size_t i = 0; i < lent->n; i++)
        territory_drop(lent->kept[i]);
    lent->n = 0;
    return base;
}

size_t territory_read_steps(struct conn_step steps[TERRITORY_READ_STEPS],
                            struct param_list params[TERRITORY_READ_STEPS], const struct territory *base,
                            const struct matching_changes *c, const char *departement, const struct uuid *chain)
{
    if (base == NULL && departement[0] != '\0') {
        matching_posts_step(&steps[POSTS], &params[POSTS], departement);
        matching_posts_taken_step(&steps[TAKEN], &params[TAKEN], departement, chain);
        matching_homes_step(&steps[HOMES], &params[HOMES], departement);
        return HOMES + 1;
    }
    if (c->n == 0)
        return 0;
    matching_posts_these_step(&steps[POSTS], &params[POSTS], c->changed, c->n, NULL);
    matching_posts_taken_of_these_step(&steps[TAKEN], &params[TAKEN], c->changed, c->n, chain, NULL);
    return TAKEN + 1;
}

static int make(struct territory **out, const char *mark, int32_t day, const struct matching_posts *posts,
                const struct matching_law *law, const struct conn_step *homes)
{
    struct matching_home *home = NULL;
    size_t n = 0;
    int rc = homes == NULL ? ERR_OK : matching_read_homes(homes, &home, &n);

    if (rc == ERR_OK)
        rc = territory_new(out, mark, day, posts, home, n);
    if (rc == ERR_OK)
        (*out)->law = *law;
    return rc;
}

int territory_read(struct territory **out, struct territory *base, const struct matching_changes *c,
                   const char *departement, int32_t day, const struct matching_law *law, struct conn_step *steps,
                   size_t n)
{
    struct matching_posts posts = {0};
    int rc = ERR_OK;

    *out = NULL;
    if (n > 0)
        rc = matching_posts_read(&steps[POSTS], &steps[TAKEN], &posts);
    if (rc == ERR_OK && base == NULL)
        rc = make(out, c->mark, day, &posts, law, n > HOMES ? &steps[HOMES] : NULL);
    else if (rc == ERR_OK && n > 0)
        rc = territory_renew(out, base, c->mark, departement, c->changed, c->n, &posts);
    else if (rc == ERR_OK)
        *out = territory_hold(base);
    matching_posts_release(&posts);
    return rc;
}
