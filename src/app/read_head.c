/* SPDX-License-Identifier: EUPL-1.2 */
/* The head of the log, from the program that signs it: public, without session and without database. A connection for
 * each question, as they are rare and the sealer's own line is short. */
#include "app/read_head.h"
#include "base/clock.h"
#include "base/err.h"
#include "base/fdio.h"
#include "wire/sealer_msg.h"

#include "base/banned.h"

#define SEALER_MS 5000

int read_head_do(struct service *s, struct buf *note)
{
    int64_t deadline = clock_mono_ms() + SEALER_MS;
    uint64_t durable;
    int fd SCOPED_FD;

    fd = fdio_connect(service_sealer(s), deadline);
    if (fd < 0)
        return ERR_UNAVAILABLE;
    return sealer_head(fd, note, &durable, deadline);
}
