# SPDX-License-Identifier: EUPL-1.2
"""By what an entry of the log is found in its copy, from its text: as src/worker/entry.c and sec.log_key() have it."""
import hashlib
import uuid


def key(index, kind, head):
    value = (index >> 14) << 44 | kind << 42 | int.from_bytes(head[:6], 'big') >> 6
    return (value + 2 ** 63) % 2 ** 64 - 2 ** 63


def keys(index, text):
    """Those of the entry with this index, in order."""
    found = set()
    for line in text.decode().splitlines()[10:]:
        _, kind, row, _, _, case, _, _ = line.split(' ')
        found.add(key(index, 0, hashlib.sha256(b'\0' + kind.encode()).digest()))
        if row != '-':
            found.add(key(index, 1, uuid.UUID(row).bytes))
        if case not in ('-', row):
            found.add(key(index, 2, uuid.UUID(case).bytes))
    return sorted(found)


def flat(first, entries):
    """What sec.log_copy() takes besides the entries: all keys, and where those of each end."""
    everything, upto = [], []
    for i, entry in enumerate(entries):
        everything += keys(first + i, entry)
        upto.append(len(everything))
    return everything, upto
