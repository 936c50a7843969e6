/* SPDX-License-Identifier: EUPL-1.2 */
/* recovery: what a service whose root is lost still has, for `jalon-vault found --recover`. No secret is open in it,
 * but it says who works here: the file is its owner's alone. */
#include <stdio.h>
#include <sysexits.h>

#include "admin/verbs.h"

#include "base/buf.h"
#include "base/err.h"
#include "base/file.h"
#include "base/log.h"
#include "store/found.h"

#include "base/banned.h"

#define EXPORT_BYTES (4u << 20) /* as much as jalon-vault reads */

int verbs_recovery(const struct conf *c, const char *out)
{
    struct buf lines SCOPED_BUF;

    buf_init(&lines, EXPORT_BYTES);
    struct conn *db = verbs_connect(c, "database");
    int rc = found_recovery(db, &lines);
    if (rc != ERR_OK)
        log_error("recovery: nothing was written: %s", rc == ERR_DENIED ? conn_message(db) : err_name(rc));
    conn_free(db);
    if (rc != ERR_OK)
        return rc == ERR_DENIED || rc == ERR_FORMAT ? EX_DATAERR : EX_UNAVAILABLE;
    rc = file_save(out, lines.data, lines.len, 0600);
    if (rc != ERR_OK) {
        log_error("recovery: %s: %s", out, err_name(rc));
        return EX_CANTCREAT;
    }
    printf("recovery: %s is for jalon-vault found --recover; stop the service until jalon found --again\n", out);
    return EX_OK;
}
