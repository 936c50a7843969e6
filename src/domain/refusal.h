/* SPDX-License-Identifier: EUPL-1.2 */
/* The one registry of what the service answers when it does not do what was asked: a stable code for programs, a
 * title and a sentence in French for people, and the kind, which the edge turns into a status. A use case gives one
 * of these out beside its int; the int says "could not" (base/err.h), the refusal says "may not, and this is why". */
#ifndef JALON_DOMAIN_REFUSAL_H
#define JALON_DOMAIN_REFUSAL_H

enum refusal {
    REFUSAL_NONE = 0,
    /* the request as such */
    REFUSAL_MALFORMED,
    REFUSAL_TARGET_TOO_LONG,
    REFUSAL_HEADERS_TOO_LARGE,
    REFUSAL_LENGTH_REQUIRED,
    REFUSAL_BODY_TOO_LARGE,
    REFUSAL_BODY_UNEXPECTED,
    REFUSAL_MEDIA_TYPE,
    REFUSAL_METHOD,
    REFUSAL_JSON,
    REFUSAL_FIELD_UNKNOWN,
    REFUSAL_FIELD_MISSING,
    REFUSAL_FIELD_INVALID,
    REFUSAL_PARAMETER,
    REFUSAL_HEADER_INVALID,
    /* who asks */
    REFUSAL_UNAUTHENTICATED,
    REFUSAL_SIGN_IN,
    REFUSAL_ACTIVATION,
    REFUSAL_ATTEMPTS,
    REFUSAL_PASSWORD_WEAK,
    REFUSAL_PASSWORD_CURRENT,
    REFUSAL_SECOND_FACTOR,
    /* what is asked */
    REFUSAL_NOT_FOUND, /* missing, not visible and not allowed are alike */
    REFUSAL_REASON_REQUIRED,
    REFUSAL_REASON_UNKNOWN,
    REFUSAL_IDEMPOTENCY_REQUIRED,
    REFUSAL_IDEMPOTENCY_REUSED,
    REFUSAL_VERSION_REQUIRED,
    REFUSAL_VERSION_CONFLICT,
    REFUSAL_KEY_MISSING,
    /* people */
    REFUSAL_LOGIN_TAKEN,
    REFUSAL_ROLE_UNFIT,
    REFUSAL_ACCOUNT_STATE,
    REFUSAL_REQUEST_CLOSED,
    REFUSAL_APPROVED_ALREADY,
    REFUSAL_ACT_KEY,
    /* hosts and posts */
    REFUSAL_SIREN_KNOWN,
    REFUSAL_INCOMPLETE,
    REFUSAL_DATE,
    REFUSAL_STATE,
    REFUSAL_NO_STANDING,
    REFUSAL_OVERLAP,
    REFUSAL_OTHER_PERSON,
    REFUSAL_RULE,
    REFUSAL_COMMUNE,
    /* matching */
    REFUSAL_MEASURE_NONE,
    REFUSAL_MEASURE_WHICH,
    REFUSAL_PROFILE_NONE,
    REFUSAL_PROFILE_BROKEN,
    REFUSAL_PROFILE_CHANGED,
    REFUSAL_AVOIDED,
    REFUSAL_REMAINDER,
    REFUSAL_NO_PLACE,
    /* hours */
    REFUSAL_WHY,
    /* how much of it */
    REFUSAL_LIMIT,
    REFUSAL_CEILING,
    /* the service */
    REFUSAL_BUSY,
    REFUSAL_UNAVAILABLE,
    REFUSAL_INTERNAL,
    REFUSAL_COUNT
};

/* What sort of no it is, without the vocabulary of any protocol. */
enum refusal_kind {
    REFUSAL_KIND_NONE,
    REFUSAL_KIND_MALFORMED,
    REFUSAL_KIND_TARGET_LONG,
    REFUSAL_KIND_HEADERS_LARGE,
    REFUSAL_KIND_LENGTH,
    REFUSAL_KIND_BODY_LARGE,
    REFUSAL_KIND_MEDIA,
    REFUSAL_KIND_METHOD,
    REFUSAL_KIND_UNKNOWN_PERSON,
    REFUSAL_KIND_ABSENT,
    REFUSAL_KIND_UNACCEPTABLE,
    REFUSAL_KIND_CONFLICT,
    REFUSAL_KIND_PRECONDITION_REQUIRED,
    REFUSAL_KIND_PRECONDITION_FAILED,
    REFUSAL_KIND_TOO_MANY,
    REFUSAL_KIND_LATER,
    REFUSAL_KIND_FAULT,
    REFUSAL_KIND_COUNT
};

/* None of these is ever NULL; out of range is REFUSAL_INTERNAL. */
const char *refusal_code(enum refusal r);
const char *refusal_title(enum refusal r);
const char *refusal_detail(enum refusal r);
enum refusal_kind refusal_kind(enum refusal r);
/* The refusal that a failure (base/err.h, negative) becomes at the edge; REFUSAL_NONE for ERR_OK. */
enum refusal refusal_of_err(int err);
/* The refusal behind a SQLSTATE of our own functions (JA001 to JA023); REFUSAL_NONE for any other. */
enum refusal refusal_of_sqlstate(const char *sqlstate);

#endif
