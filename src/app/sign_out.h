/* SPDX-License-Identifier: EUPL-1.2 */
/* A person ends the own session. */
#ifndef JALON_APP_SIGN_OUT_H
#define JALON_APP_SIGN_OUT_H

#include "app/service.h"

int sign_out_do(struct service *s, const struct service_caller *c, enum refusal *no)
    __attribute__((warn_unused_result));

#endif
