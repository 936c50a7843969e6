/* SPDX-License-Identifier: EUPL-1.2 */
/* The signed head of the log: a C2SP tlog-checkpoint in a C2SP signed note. This room lays out and reads the bytes and
 * says what is to be signed; signing is the sealer's and verifying jalon-verify's (only they may call Ed25519). */
#ifndef JALON_AUDIT_CHECKPOINT_H
#define JALON_AUDIT_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

#include "audit/tree.h"
#include "base/buf.h"

#define CHECKPOINT_ORIGIN 128 /* longest origin (= key name), characters: printable ASCII but space and '+' */

struct checkpoint {
    char origin[CHECKPOINT_ORIGIN + 1];
    uint64_t size;
    struct tree_hash root;
};

/* The signed text: origin LF size LF base64(root) LF. ERR_FORMAT: no such origin, or size over 2^63 - 1. */
int checkpoint_body(const struct checkpoint *c, struct buf *out) __attribute__((warn_unused_result));
/* Body, empty line, and "— origin base64(key id || signature)" LF. */
int checkpoint_note(const struct checkpoint *c, const unsigned char key[32], const unsigned char signature[64],
                    struct buf *out) __attribute__((warn_unused_result));
/* Reads a note: body_n = length of the signed text at its start; the signature of the line whose name is the origin
 * and whose key id is that of key. Signatures of others (witnesses) and extension lines are passed over. Nothing here
 * is to be believed before the signature over those body_n bytes is verified. ERR_FORMAT; ERR_NOTFOUND when no line is
 * of that key (c and body_n are set all the same). */
int checkpoint_parse(struct checkpoint *c, const char *note, size_t n, const unsigned char key[32], size_t *body_n,
                     unsigned char signature[64]) __attribute__((warn_unused_result));
/* The verifier key as text, "origin+8 hex+base64(0x01 || key)", and back. */
int checkpoint_vkey(const char *origin, const unsigned char key[32], struct buf *out)
    __attribute__((warn_unused_result));
int checkpoint_vkey_parse(const char *s, size_t n, char origin[CHECKPOINT_ORIGIN + 1], unsigned char key[32])
    __attribute__((warn_unused_result));

#endif
