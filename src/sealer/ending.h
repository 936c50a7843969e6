/* SPDX-License-Identifier: EUPL-1.2 */
/* What lies behind the last good frame of the journal when it is opened: nothing, a torn frame, or damage. */
#ifndef JALON_SEALER_ENDING_H
#define JALON_SEALER_ENDING_H

#include <stdint.h>

#include "sealer/segment.h"

enum ending {
    ENDING_CLEAN, /* room */
    ENDING_TORN,  /* what a crash left of a frame: nobody was told of it */
    ENDING_BROKEN /* damage */
};

/* The file from offset, where a frame begins that is in this state and not good, to its end. Uses v. ERR_IO,
 * ERR_INTEGRITY when the file became shorter meanwhile, ERR_NOMEM. */
int ending_judge(int fd, uint64_t offset, uint64_t end, enum segment_state state, struct segment_view *v,
                 enum ending *what) __attribute__((warn_unused_result));

#endif
