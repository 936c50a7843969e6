/* SPDX-License-Identifier: EUPL-1.2 */
/* Activation in two requests. The first answers the TOTP secret, as text and as the URI that authenticator programs
 * read, and an offer; the second brings the same code and password again with the offer and a first one-time code. A
 * lost answer of the first costs nothing: it can be asked again as long as the code is not spent. */
#include "api/res_activation.h"

#include <string.h>

#include "api/api.h"
#include "app/activate.h"
#include "app/sign_in.h"
#include "base/err.h"
#include "base/text.h"
#include "http/jsontext.h"

#include "base/banned.h"

#define OFFER_TEXT 8192
#define OFFER_MAX 6144

enum { LOGIN, CODE, PASSWORD, OFFER, OTP, FIELDS };

/* The first step takes the first three of them. */
static const struct json_field fields[FIELDS] = {
    [LOGIN] = {"login", JSON_LINE, true, 1, SIGN_IN_LOGIN},
    [CODE] = {"code", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
    [PASSWORD] = {"password", JSON_OPAQUE, true, 1, VAULT_PASSWORD},
    [OFFER] = {"offer", JSON_LINE, true, 1, OFFER_TEXT},
    [OTP] = {"otp", JSON_DIGITS, true, 6, 6},
};
static const struct json_field offered[] = {
    {"totp_secret", JSON_LINE, true},
    {"totp_uri", JSON_LINE, true},
    {"offer", JSON_LINE, true},
};

const struct json_shape res_activation_first = JSON_FIRST("Activation", fields, OFFER);
const struct json_shape res_activation_second = JSON_SHAPE("ActivationConfirmation", fields);
const struct json_shape res_activation_offer = JSON_SHAPE("ActivationOffer", offered);

static bool read_body(struct json_doc *d, const struct route_request *q, struct json_value *v, size_t n,
                      struct activate_in *in, struct reply *r)
{
    if (!api_body(q, d, v, n, r))
        return false;
    *in = (struct activate_in){.login = v[LOGIN].s, .login_n = v[LOGIN].n, .code = {v[CODE].s, v[CODE].n},
                               .password = {v[PASSWORD].s, v[PASSWORD].n}, .claimed = q->address};
    return true;
}

static void put_encoded(struct buf *b, const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != 0 && strchr("-._~", c)))
            buf_u8(b, c);
        else
            buf_fmt(b, "%%%02X", c);
    }
}

static void put_offer(struct reply *r, const struct activate_in *in, const struct buf *totp, const struct buf *offer)
{
    struct buf uri SCOPED_BUF;
    char login[SIGN_IN_LOGIN + 1];
    char text[OFFER_TEXT + 8];
    struct buf *b = &r->body;

    buf_init_secret(&uri, 1024);
    if (sign_in_fold(in->login, in->login_n, login) != ERR_OK ||
        text_base64url(text, sizeof text, offer->data, offer->len) != ERR_OK) {
        reply_refuse(r, REFUSAL_INTERNAL, NULL);
        return;
    }
    buf_str(&uri, "otpauth://totp/Jalon:");
    put_encoded(&uri, login, strlen(login));
    buf_str(&uri, "?secret=");
    buf_bytes(&uri, totp->data, totp->len);
    buf_str(&uri, "&issuer=Jalon&algorithm=SHA1&digits=6&period=30");
    buf_u8(b, '{');
    api_name(b, "totp_secret");
    jsontext_string(b, (const char *)totp->data, totp->len);
    api_name(b, "totp_uri");
    jsontext_string(b, (const char *)uri.data, uri.len);
    api_put_text(b, "offer", text);
    buf_u8(b, '}');
    if (buf_err(&uri) != ERR_OK)
        reply_refuse(r, REFUSAL_INTERNAL, NULL);
    else
        reply_ok(r, 200);
}

void res_activation_begin(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct buf totp SCOPED_BUF;
    struct buf offer SCOPED_BUF;
    struct json_value v[FIELDS];
    struct activate_in in;
    enum refusal no;
    int rc;

    if (!read_body(&d, q, v, OFFER, &in, r))
        return;
    buf_init_secret(&totp, 256);
    buf_init_secret(&offer, OFFER_MAX);
    rc = activate_enrol(a->service, &in, &totp, &offer, &no);
    if (reply_outcome(r, rc, no))
        put_offer(r, &in, &totp, &offer);
    api_say_when(a, q, &v[LOGIN], r);
}

void res_activation_confirm(void *ctx, const struct route_request *q, struct reply *r)
{
    struct api *a = ctx;
    struct json_doc d SCOPED_JSON;
    struct json_value v[FIELDS];
    struct activate_in in;
    unsigned char offer[OFFER_MAX];
    size_t n = 0;
    enum refusal no;
    int rc;

    if (!read_body(&d, q, v, FIELDS, &in, r))
        return;
    if (text_unbase64url(offer, sizeof offer, &n, v[OFFER].s, v[OFFER].n) != ERR_OK) {
        api_refuse(&d, "", "offer", r);
        return;
    }
    in.offer = (struct vault_bytes){offer, n};
    in.otp = (struct vault_bytes){v[OTP].s, v[OTP].n};
    rc = activate_confirm(a->service, &in, &no);
    if (reply_outcome(r, rc, no))
        reply_ok(r, 204);
    api_say_when(a, q, &v[LOGIN], r);
}
