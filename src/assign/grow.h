/* SPDX-License-Identifier: EUPL-1.2 */
/* Lists that get longer. */
#ifndef JALON_ASSIGN_GROW_H
#define JALON_ASSIGN_GROW_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/err.h"

/* list is the address of a pointer to a list from malloc, or to NULL: it has room for n members of that size
 * afterwards, and keeps those that it had. ERR_NOMEM: it is as it was. */
__attribute__((warn_unused_result)) static inline int grow(void *list, size_t n, size_t size)
{
    void *now, *more;

    memcpy(&now, list, sizeof now);
    more = realloc(now, (n + 1) * size);
    if (more == NULL)
        return ERR_NOMEM;
    memcpy(list, &more, sizeof more);
    return ERR_OK;
}

#endif
