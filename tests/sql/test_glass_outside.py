# SPDX-License-Identifier: EUPL-1.2
"""Break-glass from outside the unit as SQL keeps it (P-05): who may ask, see, give and refuse; what the ticket to share
says; that a row or a box that somebody planted, an old pair, a case that moved and an end give nothing."""
import secrets
import uuid

import fixture
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, Reader, refused, sha256, together
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
SID = {login: W.sign_in(login) for login in fixture.ACCOUNTS}
MATERIAL = 'SELECT sec.glass_ask_material($1, NULL)'
ASK = 'SELECT id, until FROM sec.glass_ask($1, $2, $3, $4)'
TICKET = 'SELECT sec.glass_give_ticket($1)'
GIVE = 'SELECT id, until FROM sec.glass_give($1, $2)'
CLOSE = 'SELECT sec.glass_request_close($1)'
FETCH = 'SELECT sec.fetch(ARRAY[$1::int], ARRAY[$2::uuid], ARRAY[$3::int], $4)'
CASE = W.open_case(SID[COUNSELLOR])
OTHER = W.open_case(SID[COUNSELLOR])
OFFICER, FAR = 'dir.lille', 'dir.douai'
BOX = bytes(range(106))


def grant(case, login=FOREIGN, **kw):
    record = SU.one('SELECT record FROM sec.account WHERE login = $1', login)
    return W.grant(login, kind=3, id_hash=sha256(SID[login]), record_hash=sha256(uuid.UUID(case).bytes + record), **kw)


def ask(case=CASE, login=FOREIGN, unit=None, target=None):
    with W.bound(SID[login]) as c:
        return c.query(ASK, grant(target or case, login), case, unit, 'duty_cover')[0][0]


def give(request, login=OFFICER, told=True):
    """As app/ does it; the id of the break-glass."""
    with W.bound(SID[login]) as c:
        c.query(TICKET, request)
        n = SU.one('SELECT count(*) FROM sec.case_key k JOIN sec.glass_request r ON r.case_id = k.case_id'
                   ' WHERE r.id = $1 AND k.compartment < 4', request)
        glass = c.query(GIVE, request, BOX * n)[0][0]
        if told:
            c.query('SELECT sec.seal_ticket(16, $1, 2, 1)', glass)
            has = SU.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1 AND compartment = 2', CASE)
            c.query('SELECT sec.store(16, $1, 2, 1, $2, $3)', glass, b'why', b'' if has else b'justice wrap')
    return glass


def state(sql, *params, login=FOREIGN):
    with W.bound(SID[login], commit=False) as c:
        return c.state(sql, *params)


def sees(login=FOREIGN):
    """Does she see the row, and get a ticket for the identity?"""
    with W.bound(SID[login], commit=False) as c:
        row = c.query('SELECT id FROM casework.case_file WHERE id = $1', CASE) != []
        return row, c.state(FETCH, 1, CASE, 1, 'duty_cover')


SHUT, OPEN = (False, 'JA007'), (True, '00000')


def clear():
    SU.query('DELETE FROM sec.glass_box')
    SU.query('DELETE FROM sec.glass_request')
    SU.query('UPDATE sec.glass SET ended_at = clock_timestamp() WHERE ended_at IS NULL')


@test('what is given shows that case and its record under her own pair, link 5, and nothing else')
def _():
    request = ask()
    equal(sees(), SHUT)
    give(request)
    equal(sees(), OPEN)
    with W.bound(SID[FOREIGN], commit=False) as c:
        ticket, _, parts = fixture.read_bundle(c.one(FETCH, 1, CASE, 1, 'duty_cover'))
        refused('JA007', c, FETCH, 1, OTHER, 1, 'duty_cover')
        refused('JA008', c, FETCH, 1, CASE, 1, '')
        equal({i for i, in c.query('SELECT id FROM casework.case_file')} & {CASE, OTHER}, {CASE})
    item = ticket['items'][0]
    equal((item['link'], item['owner_kind'], item['owner'], item['owner_generation'], parts[0][0]),
          (5, 1, W.account[FOREIGN], 1, BOX))
    equal([sees(login) for login in (FAR, COLLEAGUE)], [SHUT, SHUT])
    equal(sees(OFFICER)[0], True, 'the unit has its own key')
    clear()


@test('until the officer said why it gives nothing, and whoever asked cannot say it')
def _():
    glass = give(ask(), told=False)
    equal(sees(), SHUT)
    equal(state('SELECT sec.seal_ticket(16, $1, 2, 1)', glass), 'JA007')
    equal(state('SELECT sec.seal_ticket(16, $1, 2, 1)', glass, login=OFFICER), '00000')
    clear()


@test('the ticket to share names the officer, the case, each key, the reason and her pair; her certificates follow')
def _():
    request = ask()
    with W.bound(SID[OFFICER], commit=False) as c:
        r = Reader(c.one(TICKET, request))
    raw, blob = r.lv('H'), r.lv('H')
    keys = SU.query('SELECT compartment, generation, wrap FROM sec.case_key WHERE case_id = $1'
                    ' ORDER BY compartment', CASE)
    equal([r.lv('H') for _ in keys], [w for _, _, w in keys])
    certificates = [r.lv('I'), r.lv('I')]
    r.end()
    equal(([len(c) for c in certificates], blob), ([86, 86], b'blob'))
    equal([str(uuid.UUID(bytes=c[1:17])) for c in certificates], [W.account[FOREIGN], W.account[OFFICER]])
    equal([c[21] for c in certificates], [0, 1])
    t = Reader(raw[:-32])
    equal((t.take(4), t.num('H'), t.num('B')), (b'JTK1', 1, 5))
    t.take(8 + 32 + 8)
    equal((t.uuid(), t.lv('B'), t.uuid(), t.lv('B'), t.num('B'), t.num('H')),
          (W.account[OFFICER], b'director', W.org['lille'], b'duty_cover', 0, len(keys)))
    for compartment, generation, _ in keys:
        equal((t.num('H'), t.uuid(), t.num('I'), t.uuid(), t.num('B'), t.num('B')), (1, CASE, 1, CASE, compartment, 2))
        equal((t.num('B'), t.uuid(), t.num('I'), t.num('I')), (2, W.org['lille'], 1, generation))
    equal((t.num('B'), t.uuid(), t.num('I')), (1, W.account[FOREIGN], 1))
    t.end()
    clear()


@test('a code is of that case, that session and that account, and works once')
def _():
    g = grant(CASE)
    equal(state(ASK, grant(OTHER), CASE, None, 'duty_cover'), 'JA003')
    equal(state(ASK, grant(CASE, COLLEAGUE), CASE, None, 'duty_cover'), 'JA003')
    equal(state(ASK, b'', CASE, None, 'duty_cover'), 'JA003')
    for reason in ('curiosity', '', None):
        equal(state(ASK, grant(CASE), CASE, None, reason), 'JA009')
    with W.bound(SID[FOREIGN]) as c:
        c.query(ASK, g, CASE, None, 'duty_cover')
    equal(state(ASK, g, CASE, None, 'duty_cover'), 'JA003')
    clear()


@test('only a counsellor of another unit who holds her own unit\'s secret asks')
def _():
    for login in fixture.ACCOUNTS:
        want = '00000' if login == FOREIGN else 'JA007' if login in (COUNSELLOR, COLLEAGUE) else 'JA004'
        equal(state(MATERIAL, CASE, login=login), want, login)
        equal(state(MATERIAL, str(uuid.uuid4()), login=login), 'JA007' if want == '00000' else want, login)
    kept = SU.query('DELETE FROM sec.box WHERE recipient = $1 RETURNING kind, recipient_kind, recipient,'
                    ' recipient_generation, subject_kind, subject, subject_generation, body', W.account[FOREIGN])
    equal(state(MATERIAL, CASE), 'JA007')
    SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
             ' subject_generation, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)', *kept[0])


@test('only an officer of the unit that owns the case gives it, and only what was asked, once')
def _():
    request = ask()
    for login in fixture.ACCOUNTS:
        for sql, params in ((TICKET, (request,)), (GIVE, (request, BOX))):
            want = '00000' if login == OFFICER else 'JA007' if login == FAR else 'JA004'
            equal(state(sql, *params, login=login) if sql == TICKET or login != OFFICER else want, want, login + sql)
    SU.query('UPDATE sec.certificate SET officer = false WHERE owner = $1', W.account[OFFICER])
    equal(state(TICKET, request, login=OFFICER), 'JA004', 'a director whom nobody made an officer')
    SU.query('UPDATE sec.certificate SET officer = true WHERE owner = $1', W.account[OFFICER])
    n = SU.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1 AND compartment < 4', CASE)
    for boxes in (BOX * n + b'x', BOX * (n - 1), BOX * (n + 1), b'', None):
        equal(state(GIVE, request, boxes, login=OFFICER), 'JA009')
    give(request)
    for sql, params in ((TICKET, (request,)), (GIVE, (request, BOX))):
        equal(state(sql, *params, login=OFFICER), 'JA012')
    clear()


@test('of two officers at once one gives it')
def _():
    SU.query("UPDATE sec.account SET org = $1 WHERE login = 'dir.douai'", W.org['lille'])
    SU.query('INSERT INTO sec.box (kind, recipient_kind, recipient, recipient_generation, subject_kind, subject,'
             " subject_generation, body) VALUES (1, 1, $1, 1, 2, $2, 1, 'b')", W.account[FAR], W.org['lille'])
    request = ask()
    n = SU.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1 AND compartment < 4', CASE)
    with W.connect('jalon_web') as a, W.connect('jalon_web') as b:
        def go(conn, login):
            with W.bound(SID[login], conn):
                conn.query(TICKET, request)
                conn.query(GIVE, request, BOX * n)
            return 'given'
        got = together(lambda: go(a, OFFICER), lambda: go(b, FAR))
    equal(sorted(getattr(g, 'state', g) for g in got), ['JA012', 'given'])
    SU.query('DELETE FROM sec.box WHERE recipient = $1 AND subject = $2', W.account[FAR], W.org['lille'])
    SU.query("UPDATE sec.account SET org = $1 WHERE login = 'dir.douai'", W.org['douai'])
    clear()


@test('a planted row without a box, a box without a row, an old pair and a case that moved give nothing')
def _():
    SU.query("INSERT INTO sec.glass (account, case_id, unit_id, reason, at, until, text_version, given_by)"
             " VALUES ($1, $2, $3, 'duty_cover', now(), now() + interval '1 hour', 1, $4)",
             W.account[FOREIGN], CASE, W.org['lille'], W.account[OFFICER])
    equal(sees(), SHUT, 'a row')
    clear()
    give(ask())
    equal(sees(), OPEN)
    SU.query('UPDATE sec.glass_box SET generation = 2')
    equal(sees(), SHUT, 'another pair')
    SU.query('UPDATE sec.glass_box SET generation = 1')
    SU.query('UPDATE casework.case_file SET unit_id = $1 WHERE id = $2', W.org['audit'], CASE)
    equal(sees(), SHUT, 'moved')
    SU.query('UPDATE casework.case_file SET unit_id = $1 WHERE id = $2', W.org['lille'], CASE)
    SU.query('UPDATE sec.glass SET ended_at = clock_timestamp() WHERE ended_at IS NULL')
    equal(sees(), SHUT, 'a box that was left')
    clear()


@test('who loses her keys loses what she asked and what she was given')
def _():
    waiting, _ = ask(OTHER), give(ask())
    equal(sees(), OPEN)
    SU.query('BEGIN')
    SU.query("SELECT sec.drop_keys($1, 'disabled')", W.account[FOREIGN])
    equal(SU.one('SELECT count(*) FROM sec.glass_box'), 0)
    equal(SU.one('SELECT state FROM sec.glass_request WHERE id = $1', waiting), 'closed')
    SU.query('ROLLBACK')
    clear()


@test('requests are seen by who asked and by the directors of the unit that hold its secret')
def _():
    request = ask()
    ours = 'SELECT id, case_id FROM sec.glass_requests($1, NULL, NULL)'
    with W.bound(SID[OFFICER]) as c:
        equal(c.query(ours, W.org['lille']), [(request, CASE)])
    with W.bound(SID[FOREIGN]) as c:
        equal(c.query(ours, None), [(request, None)])
        refused('JA007', c, ours, W.org['lille'])
    with W.bound(SID[FAR]) as c:
        refused('JA007', c, ours, W.org['lille'])
        equal(c.query(ours, W.org['douai']), [])
    for login in set(fixture.ACCOUNTS) - {OFFICER, FAR, FOREIGN, COUNSELLOR, COLLEAGUE}:
        equal(state(ours, W.org['lille'], login=login), 'JA004', login)
    for login in (COUNSELLOR, COLLEAGUE, FAR):
        equal(state(CLOSE, request, login=login), 'JA007', login)
    clear()


@test('a person of an own case is meant by her unit: the open case before the newest, none without a hash')
def _():
    def person(login, hash_):
        case = W.open_case(SID[login], seal=False)
        with W.bound(SID[login]) as c:
            c.query('SELECT sec.store(1, $1, 1, 1, $2, $3, $4)', case, b'e', b'w', hash_)
        return case
    one = secrets.token_bytes(8)
    own, first, second = person(FOREIGN, one), person(COUNSELLOR, one), person(COUNSELLOR, one)
    SU.query("UPDATE casework.case_file SET opened_at = opened_at - interval '1 day' WHERE id = $1", first)
    request = ask(own, unit=W.org['lille'], target=second)
    equal(SU.one('SELECT case_id FROM sec.glass_request WHERE id = $1', request), second)
    nobody = person(FOREIGN, b'')
    for case, unit in ((nobody, 'lille'), (own, 'douai'), (own, 'host')):
        equal(state('SELECT sec.glass_ask_material($1, $2)', case, W.org[unit]), 'JA007')
    equal(state('SELECT sec.glass_ask_material($1, $2)', first, W.org['douai'], login=COLLEAGUE), 'JA007', 'not hers')
    clear()


@test('each step is noted with the case and the reason; limits are rows')
def _():
    mark = W.mark()
    request = ask()
    glass = give(request)
    with W.bound(SID[OFFICER]) as c:
        c.query(CLOSE, request)
    notes = [o for o in W.outbox(mark) if o['action'].startswith('glass')]
    equal([(o['action'], o['actor']) for o in notes if o['action'] not in ('glass.box', 'glass.box_delete')],
          [('glass.ask', W.account[FOREIGN]), ('glass.open', W.account[OFFICER]), ('glass.give', W.account[OFFICER]),
           ('glass.end', W.account[OFFICER])])
    equal({o['case_id'] for o in notes}, {CASE})
    equal({(o['object'], o['row_id']) for o in notes if o['action'].startswith('glass.box')},
          {('sec.account', W.account[FOREIGN])})
    equal(SU.one("SELECT until - at = interval '4 hours' FROM sec.glass WHERE id = $1", glass), True)
    equal(SU.one("SELECT until - asked_at = interval '2 days' FROM sec.glass_request WHERE id = $1", request), True)
    SU.query("UPDATE sec.session_limit SET glass_wait = NULL WHERE role = 'counsellor'")
    equal(state(MATERIAL, CASE), 'JA004')
    SU.query("UPDATE sec.session_limit SET glass_wait = '2 days' WHERE role = 'counsellor'")
    true(sees() == SHUT, 'ended')
    clear()


run()
