/* SPDX-License-Identifier: EUPL-1.2 */
/* Anybody asks for the signed head of the log of accesses. */
#ifndef JALON_APP_READ_HEAD_H
#define JALON_APP_READ_HEAD_H

#include "app/service.h"

/* The signed checkpoint (C2SP text) into note; empty when none was signed yet. */
int read_head_do(struct service *s, struct buf *note) __attribute__((warn_unused_result));

#endif
