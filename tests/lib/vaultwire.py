# SPDX-License-Identifier: EUPL-1.2
"""An independent client of jalon-vault, written from src/wire/vault_msg.h and not from our C code, and what a test
needs around it: one-time codes, tickets forged by whoever has the MAC key, records and boxes as the format says.

    with acting_as(64101):                     # SO_PEERCRED then says so; does nothing without root
        v = Vault(path)
    status, signed_in = v.sign_in("a.martin", record, b"password", otp, "192.0.2.1")
    status, items = v.open(signed_in.token, bundle)

Every verb gives (status, answer); the answer is None unless the status is OK. v.last is the whole reply as it came.
"""
import base64
import contextlib
import ctypes
import ctypes.util
import hashlib
import hmac
import os
import struct
import time
import uuid
from typing import NamedTuple

from wire import OK, Reader, Wire, frame, lv8, lv16, lv32, u16

PING, SIGN_IN, UNLOCK, OPEN, SEAL, ENROL, CONFIRM = range(1, 8)
ACCOUNT, PASSWORD, GLASS, SHARE = 8, 11, 12, 13
TICKET_OPEN, TICKET_SEAL, TICKET_UNLOCK, TICKET_SHARE = 1, 2, 3, 5


@contextlib.contextmanager
def acting_as(uid):
    """Root becomes this user for a while, effectively: a socket that connects meanwhile belongs to it."""
    if os.geteuid() != 0 or uid == 0:
        yield
        return
    os.setegid(uid)
    os.seteuid(uid)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


# --- the verbs -------------------------------------------------------------------------------------------------------

class SignedIn(NamedTuple):
    token: bytes
    grant: bytes
    blob: bytes


class Made(NamedTuple):
    """An account, and with the first manager of a host its pair (the last three, else empty)."""
    record: bytes
    certificate: bytes
    code: bytes
    code_end: int
    permit: bytes
    host_certificate: bytes
    box: bytes
    recovery: bytes


class Vault(Wire):
    last = b""

    def _ask(self, verb, body, read):
        status, reply = self.call(verb, body)
        self.last = frame(status, reply)
        if status != OK:
            if reply:
                raise AssertionError(f"status {status} with {len(reply)} bytes")
            return status, None
        r = Reader(reply)
        answer = read(r)
        r.end()
        return status, answer

    def ping(self):
        return self._ask(PING, b"", lambda r: (r.u8(), r.u8(), r.u16(), r.u8()))

    def sign_in(self, login, record, password, otp, claimed="192.0.2.7"):
        return self._ask(SIGN_IN, lv8(login.encode()) + lv16(record) + lv16(password) + lv8(otp.encode())
                         + lv8(claimed.encode()), lambda r: SignedIn(r.take(32), r.lv16(), r.lv16()))

    def unlock(self, token, blob, material):
        """(key blob of the session, number of boxes that did not open)"""
        return self._ask(UNLOCK, token + lv16(blob) + lv32(material), lambda r: (r.lv16(), r.u8()))

    def open(self, token, bundle, claimed="192.0.2.7"):
        """A list of plaintexts, None where the vault says integrity."""
        def read(r):
            items = []
            for _ in range(r.u16()):
                broken, text = r.u8(), r.lv32()
                if broken not in (0, 1) or (broken and text):
                    raise ValueError("an item that is neither opened nor broken")
                items.append(None if broken else text)
            return items
        return self._ask(OPEN, token + lv32(bundle) + lv8(claimed.encode()), read)

    def seal(self, token, bundle, plaintexts, person=b""):
        """A list of (envelope, wrap, hash of the person); all are of the same one."""
        return self._ask(SEAL, token + lv32(bundle) + u16(len(plaintexts))
                         + b"".join(lv32(p) + lv16(person) for p in plaintexts),
                         lambda r: [(r.lv32(), r.lv16(), r.lv8()) for _ in range(r.u16())])

    def enrol(self, login, record, code, password, claimed="192.0.2.7"):
        """(TOTP secret in base32, offer)"""
        return self._ask(ENROL, lv8(login.encode()) + lv16(record) + lv16(code) + lv16(password)
                         + lv8(claimed.encode()),
                         lambda r: (r.lv8().decode(), r.lv16()))

    def confirm(self, login, record, code, password, offer, otp, claimed="192.0.2.7"):
        """(grant, new record)"""
        return self._ask(CONFIRM, lv8(login.encode()) + lv16(record) + lv16(code) + lv16(password) + lv16(offer)
                         + lv8(otp.encode()) + lv8(claimed.encode()), lambda r: (r.lv16(), r.lv16()))

    def password(self, login, record, current, otp, password, claimed="192.0.2.7"):
        """(grant, new record)"""
        return self._ask(PASSWORD, lv8(login.encode()) + lv16(record) + lv16(current) + lv8(otp.encode())
                         + lv16(password) + lv8(claimed.encode()), lambda r: (r.lv16(), r.lv16()))

    def glass(self, token, material, otp, claimed="192.0.2.7"):
        """The grant for the case that the material names."""
        return self._ask(GLASS, token + lv32(material) + lv8(otp.encode()) + lv8(claimed.encode()), lambda r: r.lv16())

    def account(self, token, material):
        return self._ask(ACCOUNT, token + lv32(material),
                         lambda r: Made(r.lv16(), r.lv8(), r.lv8(), r.u64(), r.lv8(), r.lv8(), r.lv16(), r.lv16()))

    def share(self, token, bundle, claimed="192.0.2.7"):
        """The box with the key of the placement that the bundle names."""
        return self._ask(SHARE, token + lv32(bundle) + lv8(claimed.encode()), lambda r: r.lv16())


# --- bundles and tickets ---------------------------------------------------------------------------------------------

class Item(NamedTuple):
    """65 bytes of a ticket of kind open or seal."""
    table: int
    row: bytes
    version: int
    case: bytes
    compartment: int
    link: int
    owner_kind: int
    owner: bytes
    owner_generation: int
    key_generation: int

    LAYOUT = ">H16sI16sBBB16sII"

    def pack(self):
        return struct.pack(self.LAYOUT, *self)


class ShareItem(NamedTuple):
    """86 bytes of a ticket of kind share with one item: the Item, and for whom."""
    item: Item
    recipient_kind: int
    recipient: bytes
    recipient_generation: int

    def pack(self):
        return self.item.pack() + struct.pack(">B16sI", *self[1:])


class Bundle:
    """What sec.fetch and sec.share_ticket give, in parts that an attacker may change one by one."""

    def __init__(self, data):
        r = Reader(data)
        self.ticket, self.blob = r.lv16(), r.lv16()
        self.items = []
        while r.at < len(data):
            self.items.append([r.lv16(), r.lv32()])  # wrap or box, envelope; to share: wrap, certificate

    def pack(self):
        return lv16(self.ticket) + lv16(self.blob) + b"".join(lv16(w) + lv32(e) for w, e in self.items)


class Ticket:
    """A ticket in parts; pack() MACs it anew with whatever key one has."""

    def __init__(self, data):
        r = Reader(data)
        self.magic, self.key_id, self.kind = r.take(4), r.u16(), r.u8()
        self.issued, self.session, self.end = r.u64(), r.take(32), r.u64()
        self.user, self.role, self.org, self.reason = r.take(16), r.lv8(), r.take(16), r.lv8()
        self.by_default = r.u8()
        n = r.u16()
        if self.kind == TICKET_UNLOCK:
            self.items = [r.take(26) for _ in range(n)]
        else:
            self.items = [self._item(r) for _ in range(n)]
        self.mac = r.take(32)
        r.end()

    def _item(self, r):
        item = Item(*struct.unpack(Item.LAYOUT, r.take(struct.calcsize(Item.LAYOUT))))
        return item if self.kind != TICKET_SHARE else ShareItem(item, *struct.unpack(">B16sI", r.take(21)))

    def body(self):
        return (self.magic + struct.pack(">HBQ", self.key_id, self.kind, self.issued) + self.session
                + struct.pack(">Q", self.end) + self.user + lv8(self.role) + self.org + lv8(self.reason)
                + struct.pack(">BH", self.by_default, len(self.items))
                + b"".join(i if isinstance(i, bytes) else i.pack() for i in self.items))

    def pack(self, key):
        body = self.body()
        return body + hmac.new(key, body, hashlib.sha256).digest()


def now_us():
    return int(time.time() * 1000000)


def session_id(token):
    """What jalond derives from a token for sec.bind."""
    return hashlib.blake2b(b"jalon session id\0" + token, digest_size=32).digest()


# --- one-time codes, RFC 6238 ----------------------------------------------------------------------------------------

def totp(secret, step=None):
    """The code of a base32 secret for a step (now"s by default)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", now_step() if step is None else step), hashlib.sha1).digest()
    at = mac[-1] & 15
    return "%06d" % ((struct.unpack(">I", mac[at:at + 4])[0] & 0x7fffffff) % 1000000)


def now_step():
    return int(time.time()) // 30


# --- what only the vault can make, made from the format: needs the root file, which a test has and nobody else --------

class Root:
    """The root file of the vault (src/vault/root.c)."""

    def __init__(self, path):
        with open(path, "rb") as f:
            data = f.read()
        if len(data) != 167 or data[:4] != b"JRT2":
            raise ValueError("not a root file")
        self.key, self.grant_mac, self.ticket_mac, self.recovery = (data[5 + 32 * i:37 + 32 * i] for i in range(4))

    def derive(self, label, p=b""):
        return derive(self.key, label, p)


def derive(key, label, p=b""):
    return hashlib.blake2b(label.encode() + b"\0" + p, key=key, digest_size=32).digest()


_sodium = None


def sodium():
    global _sodium
    if _sodium is None:
        _sodium = ctypes.CDLL(ctypes.util.find_library("sodium") or "libsodium.so.23")
        if _sodium.sodium_init() < 0:
            raise RuntimeError("libsodium")
    return _sodium


def seal(key, context, text):
    """XChaCha20-Poly1305 as src/vault/cipher.h lays it out."""
    head, nonce = b"\1\1", os.urandom(24)
    out = ctypes.create_string_buffer(len(text) + 16)
    sodium().crypto_aead_xchacha20poly1305_ietf_encrypt(
        out, None, text, ctypes.c_ulonglong(len(text)), head + context, ctypes.c_ulonglong(len(head + context)), None,
        nonce, key)
    return head + nonce + out.raw


def x25519(private, public):
    out = ctypes.create_string_buffer(32)
    if sodium().crypto_scalarmult(out, private, public) != 0:
        raise ValueError("a point of small order")
    return out.raw


def x25519_public(private):
    return x25519(private, bytes([9]) + bytes(31))


def box(root_key, kinds, recipient, recipient_public, subject_kind, subject, secret, recipient_generation=1,
        subject_generation=1):
    """A box sealed under what is given for the root's key; kinds: those of box and recipient, as two bytes."""
    private = os.urandom(32)
    ephemeral = x25519_public(private)
    key = derive(root_key, "box", x25519(private, recipient_public) + ephemeral + recipient_public)
    context = (b"jalon box" + kinds + uuid.UUID(recipient).bytes
               + struct.pack(">IB", recipient_generation, subject_kind) + uuid.UUID(subject).bytes
               + struct.pack(">I", subject_generation))
    return ephemeral + seal(key, context, secret)


def membership_box(root_key, *args, **generations):
    """With the secret of an organisation, for a user."""
    return box(root_key, b"\1\1", *args, **generations)


def placement_box(root_key, host, host_public, case, ordinal, key, host_generation=1):
    """With the key of a placement, for its host."""
    return box(root_key, b"\4\3", host, host_public, 4, case, key, host_generation, ordinal)


def argon2id(password, salt):
    out = ctypes.create_string_buffer(64)
    if sodium().crypto_pwhash(out, ctypes.c_ulonglong(64), password, ctypes.c_ulonglong(len(password)), salt,
                              ctypes.c_ulonglong(3), ctypes.c_size_t(64 << 20), 2) != 0:
        raise MemoryError
    return out.raw


def sign_in_record(root, kind, user, version, expires_us, password, private_half, totp_secret):
    """320 bytes as src/vault/record.c writes them. kind: 1 enrolment, 2 active."""
    user, salt = uuid.UUID(user).bytes, os.urandom(16)
    hashed = argon2id(root.derive("pepper", password), salt)
    wrapping = derive(root.derive("user share", user), "wrap private half", hashed[32:])
    context = b"jalon private half" + struct.pack(">B", kind) + user + struct.pack(">I", version)
    plain = (struct.pack(">B", kind) + user + struct.pack(">Iq", version, expires_us) + salt
             + hashlib.blake2b(hashed[:32], digest_size=32).digest() + totp_secret
             + seal(wrapping, context, private_half))
    return seal(root.derive("sign-in record"), b"jalon sign-in record", plain.ljust(320 - 42, b"\0"))
