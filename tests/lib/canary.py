# SPDX-License-Identifier: EUPL-1.2
"""Words that must be nowhere in clear, and the search for them in every form.

    found = canary.search(folder, [word])   # [(path, word, form)]
"""
import base64
import mmap
import secrets
from pathlib import Path


def forms(word):
    """The word as it may lie somewhere: as it is, in both orders of UTF-16, as hexadecimal, and in base64 wherever it
    begins in a group of three. The first and last characters of base64 depend on the neighbours and are left out."""
    raw = word.encode()
    found = {"raw": raw, "capitals": word.upper().encode(), "UTF-16 little": word.encode("utf-16-le"),
             "UTF-16 big": word.encode("utf-16-be"), "hex": raw.hex().encode(), "HEX": raw.hex().upper().encode()}
    for shift in range(3):
        text = base64.b64encode(bytes(shift) + raw)
        start, end = (0, 2, 3)[shift], len(text) - (0, 4, 4)[(shift + len(raw)) % 3]
        found[f"base64 at {shift}"] = text[start:end]
    return found


def search(root, words):
    """Which form of which word is in which file below root."""
    needles = [(word, form, needle) for word in words for form, needle in forms(word).items()]
    found = []
    for path in sorted(Path(root).rglob("*")):
        if path.is_symlink() or not path.is_file() or path.stat().st_size == 0:
            continue
        try:
            with open(path, "rb") as f, mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ) as m:
                found += [(str(path.relative_to(root)), word, form) for word, form, needle in needles
                          if m.find(needle) >= 0]
        except FileNotFoundError:
            pass  # PostgreSQL took it away meanwhile
    return found


def letters(n):
    return "".join(secrets.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(n))


def digits(n):
    return "".join(secrets.choice("0123456789") for _ in range(n))
