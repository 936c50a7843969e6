# SPDX-License-Identifier: EUPL-1.2
"""An independent writer of C2SP transparency logs: RFC 6962 tree, signed note, checkpoint, tiles, proof.

Written from the texts of the standards for tests, so that what our C code reads was not made by our C code.

    log = Log(seed, "jalon.invalid/test")
    log.write(folder, [b"...", ...])
"""
import base64
import hashlib

import ed25519


def leaf(entry):
    return hashlib.sha256(b"\0" + entry).digest()


def split(n):
    """The largest power of two smaller than n."""
    return 1 << ((n - 1).bit_length() - 1)


def root(leaves):
    """MTH of RFC 6962 section 2.1 over leaf hashes."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return hashlib.sha256(b"\1" + root(leaves[:k]) + root(leaves[k:])).digest()


def path(m, leaves):
    """PATH of section 2.1.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return path(m, leaves[:k]) + [root(leaves[k:])]
    return path(m - k, leaves[k:]) + [root(leaves[:k])]


def b64(data):
    return base64.b64encode(data).decode()


def tile_name(kind, index, width):
    """kind: a level or "entries"."""
    groups = []
    while True:
        groups.insert(0, f"{index % 1000:03d}" if not groups else f"x{index % 1000:03d}")
        index //= 1000
        if not index:
            break
    return f"tile/{kind}/{'/'.join(groups)}" + (f".p/{width}" if width < 256 else "")


class Log:
    def __init__(self, seed, origin):
        self.seed = seed
        self.origin = origin
        self.key = ed25519.public_key(seed)
        self.key_id = hashlib.sha256(origin.encode() + b"\n\1" + self.key).digest()[:4]

    def vkey(self):
        return f"{self.origin}+{self.key_id.hex()}+{b64(bytes([1]) + self.key)}"

    def note(self, text, name=None):
        signature = b64(self.key_id + ed25519.sign(self.seed, text.encode()))
        return f"{text}\n\u2014 {name or self.origin} {signature}\n".encode()

    def checkpoint(self, entries, origin=None):
        tree = root([leaf(e) for e in entries])
        return self.note(f"{origin or self.origin}\n{len(entries)}\n{b64(tree)}\n")

    def proof(self, index, entries, extra=None):
        hashes = "".join(b64(h) + "\n" for h in path(index, [leaf(e) for e in entries]))
        data = f"extra {b64(extra)}\n" if extra is not None else ""
        return f"c2sp.org/tlog-proof@v1\n{data}index {index}\n{hashes}\n".encode() + self.checkpoint(entries)

    def bundle(self, first, count, entries):
        """Entries in a row, each as the extra data of its proof (src/audit/proof.h)."""
        return bundle(first, [self.proof(i, entries, entries[i]) for i in range(first, first + count)])

    def write(self, folder, entries, tiles=True):
        """The files of a log of these entries; earlier files in the folder stay, as in a log that grew."""
        put(folder, "checkpoint", self.checkpoint(entries))
        for at in range(0, len(entries), 256):
            part = entries[at:at + 256]
            put(folder, tile_name("entries", at // 256, len(part)),
                b"".join(len(e).to_bytes(2, "big") + e for e in part))
        hashes, level = [leaf(e) for e in entries], 0
        while tiles and hashes:
            for at in range(0, len(hashes), 256):
                part = hashes[at:at + 256]
                put(folder, tile_name(level, at // 256, len(part)), b"".join(part))
            hashes = [root(hashes[at:at + 256]) for at in range(0, len(hashes) - 255, 256)]
            level += 1


def bundle(first, proofs):
    return f"jalon/bundle@1\nfirst {first}\ncount {len(proofs)}\n\n".encode() + b"".join(proofs)


def put(folder, name, data):
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
