# SPDX-License-Identifier: EUPL-1.2
"""The copy of the log takes each entry once and in order; who may read what of it; each reading leaves its note."""
import datetime
import hashlib
import uuid

import fixture
import logkeys
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, refused
from tap import equal, run, test, true

W = fixture.world()
SU, WEB = W.su, W.web
JOB = W.connect('jalon_job')
COPY = 'SELECT sec.log_copy($1, $2, $3, $4)'
SEARCH = ('SELECT index, at, actor_id, role, org, what, why, reason_default, outcome, leaf, kind, id, version,'
          ' compartment, object_case, link FROM sec.log_search($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \'control\')')
MINE = 'SELECT * FROM sec.log_mine($1, $2)'
CASE_OF = 'SELECT * FROM sec.log_case($1, $2, $3)'
BUNDLE = 'SELECT index, bytes FROM sec.log_bundle($1, $2, $3, \'control\')'
FIELDS = ('actor', 'object_kind', 'object_id', 'case_id', 'action', 'reason', 'since', 'until', 'before')
START = datetime.datetime(2026, 11, 22, 19, 0, 0)
ROLES = {'counsellor': COUNSELLOR, 'director': 'dir.lille', 'referent': 'referent', 'host_manager': 'manager',
         'tutor': 'tutor', 'auditor': 'auditor', 'administrator': 'admin'}
SID = {login: W.sign_in(login) for login in (*ROLES.values(), COLLEAGUE, FOREIGN, 'dir.douai')}
CASE, OTHER = W.open_case(SID[COUNSELLOR]), W.open_case(SID[COLLEAGUE])
LOG = []  # what has been copied


def at(i):
    return (START + datetime.timedelta(seconds=i)).strftime('%Y-%m-%dT%H:%M:%S.%fZ')


def obj(kind, row='-', version='-', compartment='-', case='-', link='-', digest='-'):
    return f'object {kind} {row} {version} {compartment} {case} {link} {digest}\n'


def entry(i, action='record.open', login=COUNSELLOR, reason='follow_up default', outcome='ok', objects=(), of='-',
          row='-', subject='-', claimed='192.0.2.7'):
    who = '- - -'
    if login:
        role, org = fixture.ACCOUNTS[login]
        who = f'{W.account[login]} {role} {W.org[org]}'
    return (f'jalon/1\nat {at(i)}\nof {of}\nid {row}\naction {action}\nactor {who}\nsubject {subject}\n'
            f'reason {reason}\noutcome {outcome}\nclaimed {claimed}\n' + ''.join(objects)).encode()


def opened(case, link='caseload'):
    return obj('casework.case_file', case, 1, 'IDENT', case, link)


def taken(first, entries):
    """The arguments of COPY."""
    return (first, entries, *logkeys.flat(first, entries))


def copy(*entries):
    equal(JOB.one(COPY, *taken(len(LOG), list(entries))), len(LOG) + len(entries))
    LOG.extend(entries)


def ask(login, sql, *args):
    with W.bound(SID[login]) as c:
        return c.query(sql, *args)


def search(login='auditor', n=50, **by):
    """Indexes found, newest first."""
    found = ask(login, SEARCH, *(by.get(f) for f in FIELDS), n)
    return list(dict.fromkeys(r[0] for r in found))


ROW, SUBJECT = str(uuid.uuid4()), 'ab' * 16
FIRST = (
    entry(0, 'founding.mac_key', None, '- -', objects=[obj('sec.mac_key', version=1)], of=at(0), row=ROW, claimed='-'),
    entry(1, 'session.attempt', None, '- -', 'asked', [obj('sign_in')], subject=SUBJECT),
    entry(2, objects=[opened(CASE)]),
    entry(3, login='dir.lille', reason='direction_control given',
          objects=[opened(OTHER, 'officer'), opened(CASE, 'officer')]),
    entry(4, login=COLLEAGUE, reason='duty_cover given', outcome='denied', objects=[opened(OTHER)]),
    entry(5, 'log.head', 'auditor', '- -', claimed="a'b\\c\"", objects=[]),
    entry(6, 'record.seal', COUNSELLOR, '- -',
          objects=[obj('casework.case_file', CASE, 4294967295, 'IDENT', CASE, '-', 'cd' * 32)], of=at(5), row=ROW),
)
copy(*FIRST)


def want(index):
    """What the columns must be, from the text, cut by another program."""
    lines = [x.split(' ') for x in LOG[index].decode().splitlines()]
    absent = lambda x: None if x == '-' else x
    head = [index, lines[1][1], *map(absent, lines[5][1:]), lines[4][1], absent(lines[7][1]), lines[7][2] == 'default',
            lines[8][1], hashlib.sha256(b'\0' + LOG[index]).digest()]
    return [[*head, x[1], *map(absent, x[2:7])] for x in lines[10:]] or [head + [None] * 6]


@test('a copied entry says what its text says, and its leaf is that of RFC 6962')
def _():
    for i in range(len(LOG)):
        rows = SU.query("SELECT index, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), actor,"
                        ' role, org, action, reason, reason_default, outcome, leaf, kind, id, version::text,'
                        ' compartment, case_id, link FROM sec.log_rows(ARRAY[$1::bigint], NULL)', i)
        equal([list(r) for r in rows], want(i), f'entry {i}')
        equal(SU.one('SELECT bytes FROM sec.log_entry WHERE index = $1', i), LOG[i])


@test('a gap, a repetition and what is no entry are refused and change nothing')
def _():
    end, good = len(LOG), entry(9)
    for code, first, entries in (
            ('JA005', end + 1, [good]), ('JA005', end - 1, [good]), ('JA005', 0, list(FIRST)), ('JA005', -1, [good]),
            ('JA009', end, []), ('JA009', end, [good, None]), ('JA009', None, [good]), ('JA009', end, None),
            ('JA009', end, [good] * 1001), ('JA009', end, [b'']), ('JA009', end, [b'jalon/2' + good[7:]]),
            ('JA009', end, [good[:-1]]), ('JA009', end, [good, b'x' * 65536])):
        refused(code, JOB, COPY, first, entries, [], [0] * len(entries or ()))
    for keys, upto in ((None, [0, 0]), ([], None), ([], [0]), ([], []), ([], [0, 0, 0]), ([], [0, None]),
                       ([1, None], [0, 2]), ([1], [0, 0]), ([1], [1, 2]), ([1, 2], [3, 2]), ([1], [-1, 1]),
                       ([], [1, 0])):
        refused('JA009', JOB, COPY, end, [good, good], keys, upto)
    for bad in (b'jalon/1\nat never\n', good.replace(b'actor ', b'actor x '), good.replace(b'action ', b'action\xff')):
        true(JOB.state(COPY, end, [bad], [], [0]) not in ('00000', 'JA009'), 'what is no entry is taken')
    equal((JOB.one('SELECT sec.log_copied()'), SU.one('SELECT count(*) FROM sec.log_entry')), (end, end))


@test('entries and cursor come in one transaction, and two at once are one after the other')
def _():
    end, more = len(LOG), [entry(10 + i) for i in range(3)]
    with W.connect('jalon_job') as two:
        two.query('BEGIN')
        two.query(COPY, *taken(end, more))
        equal(JOB.one('SELECT sec.log_copied()'), end, 'seen before the commit')
        two.query('ROLLBACK')
        equal((JOB.one('SELECT sec.log_copied()'), SU.one('SELECT count(*) FROM sec.log_entry')), (end, end))
        args = taken(end, more)
        results = fixture.together(lambda: JOB.state(COPY, *args), lambda: two.state(COPY, *args))
    equal(sorted(results), ['00000', 'JA005'])
    LOG.extend(more)


@test('the copy is for the worker to make, and nobody reads it but by the functions')
def _():
    for role in ('jalon_web', 'jalon_migrator'):
        with W.connect(role) as c:
            refused('42501', c, COPY, *taken(len(LOG), [entry(20)]))
            refused('42501', c, 'SELECT sec.log_forget_copy()')
            refused('42501', c, 'SELECT * FROM sec.log_find(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 1)')
            refused('42501', c, "SELECT * FROM sec.log_rows('{1}', NULL)")
            refused('42501', c, 'SELECT * FROM sec.log_walk(NULL, 0, 9, NULL, NULL, NULL, NULL, NULL, NULL, 1)')
    for sql, args in ((SEARCH, (None,) * 9 + (1,)), (MINE, (None, 1)), (CASE_OF, (CASE, None, 1)), (BUNDLE, (0, 9, 1))):
        refused('42501', JOB, sql, *args)
    refused('42501', WEB, 'SELECT sec.log_copied()')


@test('the auditor searches; nobody else')
def _():
    for role, login in ROLES.items():
        with W.bound(SID[login]) as c:
            for sql, args in ((SEARCH, (None,) * 9 + (1,)), (BUNDLE, (0, 9, 1))):
                if role == 'auditor':
                    true(c.query(sql, *args), role)
                else:
                    refused('JA004', c, sql, *args)


@test('each field finds its entries and no others, several all together')
def _():
    everything = list(range(len(LOG) - 1, -1, -1))
    equal(search(), everything)
    equal(search(actor=W.account['dir.lille']), [3])
    equal(search(actor=str(uuid.uuid4())), [])
    equal(search(object_id=CASE), [6, 3, 2])
    equal(search(case_id=CASE), [6, 3, 2])
    equal(search(case_id=OTHER), [4, 3])
    equal(search(object_kind='sign_in'), [1])
    equal(search(object_kind='casework.case_file'), [6, 4, 3, 2])
    equal(search(action='record.seal'), [6])
    equal(search(reason='duty_cover'), [4])
    equal(search(case_id=CASE, action='record.open'), [3, 2])
    equal(search(case_id=CASE, actor=W.account[COUNSELLOR], reason='follow_up'), [2])
    equal(search(case_id=CASE, object_kind='sign_in'), [])
    equal(search(actor=W.account[COUNSELLOR], object_kind='casework.case_file'), [6, 2])
    equal(search(action='session.attempt', object_kind='sign_in'), [1])


@test('time is from the first instant on and before the second')
def _():
    last = len(LOG) - 1
    equal(search(since=at(4), until=at(6)), [5, 4])
    equal(search(since=at(11)), [last - 1 + i for i in (1, 0)])
    equal(search(until=at(2)), [1, 0])
    equal(search(until=at(0)), [])
    equal(search(since=at(100)), [])
    equal(search(since=at(3), until=at(3)), [])
    equal(search(since=at(3), case_id=CASE), [6, 3])
    equal(search(until=at(3), case_id=CASE), [2])


@test('a page goes on before an index, whatever is searched for, and has as many entries as asked')
def _():
    equal(search(before=3), [2, 1, 0])
    equal(search(before=0), [])
    equal(search(n=2), [len(LOG) - 1, len(LOG) - 2])
    equal(search(case_id=CASE, n=1), [6])
    equal(search(case_id=CASE, before=6, n=1), [3])
    equal(search(object_kind='casework.case_file', before=4), [3, 2])
    for n in (0, 102, None):
        with W.bound(SID['auditor']) as c:
            refused('JA009', c, SEARCH, *((None,) * 9), n)
            refused('JA009', c, SEARCH, *((None,) * 8), -1, 5)


@test('an entry comes with all its objects, one row for each, and one without an object with one row')
def _():
    rows = ask('auditor', SEARCH, *((None,) * 8), 4, 1)
    equal([(r[0], r[10], r[11], r[14], r[15]) for r in rows],
          [(3, 'casework.case_file', c, c, 'officer') for c in (OTHER, CASE)])
    equal(rows[0][5:9], ('record.open', 'direction_control', False, 'ok'))
    equal(rows[0][9], hashlib.sha256(b'\0' + LOG[3]).digest())
    rows = ask('auditor', SEARCH, *((None,) * 8), 6, 1)
    equal([r[10:] for r in rows], [(None,) * 6])


@test('everybody reads their own acts and nobody else\'s')
def _():
    for login in ROLES.values():
        rows = ask(login, MINE, None, 50)
        equal({r[2] for r in rows} - {W.account[login]}, set(), login)
    equal([r[0] for r in ask('dir.lille', MINE, None, 50)], [3, 3])
    equal([r[0] for r in ask('auditor', MINE, None, 50)], [5])
    equal([r[0] for r in ask(COUNSELLOR, MINE, 6, 50)], [2])
    equal(ask('tutor', MINE, None, 50), [])


@test('who opened and who wrote a case is for its counsellor and the directors of its unit; others find no case')
def _():
    for login in (COUNSELLOR, 'dir.lille'):
        equal([(r[0], r[2], r[5]) for r in ask(login, CASE_OF, CASE, None, 50)],
              [(6, W.account[COUNSELLOR], 'record.seal'), (3, W.account['dir.lille'], 'record.open'),
               (2, W.account[COUNSELLOR], 'record.open')], login)
    equal([r[0] for r in ask(COUNSELLOR, CASE_OF, CASE, 6, 1)], [3])
    for login in (COLLEAGUE, FOREIGN, 'dir.douai'):
        with W.bound(SID[login]) as c:
            refused('JA007', c, CASE_OF, CASE, None, 50)
            refused('JA007', c, CASE_OF, str(uuid.uuid4()), None, 50)
            refused('JA007', c, CASE_OF, None, None, 50)
    for role in ('referent', 'host_manager', 'tutor', 'auditor', 'administrator'):
        with W.bound(SID[ROLES[role]]) as c:
            refused('JA004', c, CASE_OF, CASE, None, 50)


@test('of a page that held several cases the reader of one learns that one alone')
def _():
    rows = [r for r in ask(COUNSELLOR, CASE_OF, CASE, None, 50) if r[0] == 3]
    equal([r[11] for r in rows], [CASE])
    true(OTHER not in str(ask(COUNSELLOR, CASE_OF, CASE, None, 50)), 'another case is named')


@test('every reading leaves its note: whose, of what, about which case')
def _():
    def noted(login, sql, *args):
        mark = W.mark()
        ask(login, sql, *args)
        return [(o['actor'], o['action'], o['object'], o['row_id'], o['case_id']) for o in W.outbox(mark)]
    me, audit, person = W.account[COUNSELLOR], W.account['auditor'], W.account['tutor']
    none = [None] * 9
    equal(noted(COUNSELLOR, MINE, None, 5), [(me, 'log.mine', 'sec.account', me, None)])
    equal(noted(COUNSELLOR, CASE_OF, CASE, None, 5), [(me, 'log.case', 'casework.case_file', CASE, CASE)])
    equal(noted('auditor', BUNDLE, 0, 5, 5), [(audit, 'log.bundle', 'sec.log_entry', None, None)])
    equal(noted('auditor', SEARCH, *none, 5), [(audit, 'log.search', 'sec.log_entry', None, None)])
    equal(noted('auditor', SEARCH, person, *none[1:], 5), [(audit, 'log.search', 'sec.account', person, None)])
    equal(noted('auditor', SEARCH, None, None, CASE, *none[3:], 5),
          [(audit, 'log.search', 'sec.log_object', CASE, None)])
    equal(noted('auditor', SEARCH, person, None, None, CASE, *none[4:], 5),
          [(audit, 'log.search', 'casework.case_file', CASE, CASE)])


@test('an auditor says why, in a word of the closed list, and the note bears it')
def _():
    mark = W.mark()
    for sql, args in ((SEARCH, (None,) * 9 + (1,)), (BUNDLE, (0, 9, 1))):
        for given, want in (("''", 'JA008'), ('NULL', 'JA008'), ("'curiosity'", 'JA009')):
            with W.bound(SID['auditor']) as c:
                refused(want, c, sql.replace("'control'", given), *args)
        with W.bound(SID['auditor']) as c:
            c.query(sql.replace("'control'", "'rights_request'"), *args)
    equal([(o['action'], o['reason']) for o in W.outbox(mark)],
          [('log.search', 'rights_request'), ('log.bundle', 'rights_request')])


@test('a reading that is refused leaves no note and shows nothing')
def _():
    mark = W.mark()
    for login, sql, args in ((COLLEAGUE, CASE_OF, (CASE, None, 5)), ('admin', SEARCH, (None,) * 9 + (5,))):
        with W.bound(SID[login]) as c:
            refused('JA007' if login == COLLEAGUE else 'JA004', c, sql, *args)
    equal(W.outbox(mark), [])


@test('a bundle has the bytes as they were sealed, in order, below the size that was signed')
def _():
    equal(ask('auditor', BUNDLE, 2, 100, 3), list(zip(range(2, 5), LOG[2:5])))
    equal(ask('auditor', BUNDLE, 2, 4, 9), list(zip(range(2, 4), LOG[2:4])))
    equal(ask('auditor', BUNDLE, len(LOG), 1000, 9), [])
    equal(ask('auditor', BUNDLE, 9223372036854775807, 9223372036854775807, 256), [])
    for args in ((-1, 5, 5), (0, 5, 0), (0, 5, 257), (None, 5, 5), (0, None, 5), (0, 5, None)):
        with W.bound(SID['auditor']) as c:
            refused('JA009', c, BUNDLE, *args)


@test('a bundle stops before it is longer than an answer may be, but never before its first entry')
def _():
    first = len(LOG)
    for i in range(0, 100, 20):
        copy(*(entry(200 + i + k, objects=[obj('casework.case_file', str(uuid.uuid4()), 1, 'IDENT', CASE, 'caseload',
                                               'ab' * 32)] * 256) for k in range(20)))
    got = ask('auditor', BUNDLE, first, 10 ** 9, 256)
    size = len(LOG[first])
    equal([i for i, _ in got], list(range(first, first + 4194304 // size)))


@test('after a restore the copy is empty and is made from the first entry on')
def _():
    with W.connect('jalon_migrator') as m:
        equal(m.one('SELECT next_index FROM sec.restored()'), len(LOG), 'how far the log was read')
        equal(m.one('SELECT sec.log_copied()'), 0)
    equal(SU.one('SELECT count(*) FROM sec.log_entry'), 0)
    refused('JA005', JOB, COPY, *taken(len(LOG), [entry(900)]))
    equal(JOB.one(COPY, *taken(0, LOG[:3])), 3)


@test('what is searched for is found over the borders of the stretches in which keys are kept')
def _():
    first = 2 * 16384 - 3
    SID['auditor'] = W.sign_in('auditor')
    SU.query('UPDATE sec.log_cursor SET copied = $1', first)  # nothing lies in between, and nobody misses it
    a, b = opened(CASE), obj('casework.measure', OTHER, 1, 'MATCH', CASE, 'caseload')
    entries = [entry(1000 + i, objects=x) for i, x in enumerate(([a], [], [b], [a], [a, b], [b]))]
    equal(JOB.one(COPY, *taken(first, entries)), first + 6)
    here = [first + i for i in (5, 4, 3, 2, 0)] + [2]
    equal(search(case_id=CASE), here)
    equal(search(case_id=CASE, n=3), here[:3])
    equal([search(case_id=CASE, before=i, n=1) for i in here[:-1]], [[i] for i in here[1:]])
    equal(search(object_id=CASE), [first + 4, first + 3, first, 2])
    equal(search(object_id=OTHER), [first + 5, first + 4, first + 2])
    equal(search(object_kind='casework.measure', before=first + 4), [first + 2])
    equal(search(case_id=CASE, since=at(1000), until=at(1003)), [first + 2, first])
    equal(search(since=at(3), until=at(1001)), [first])


@test('keys find and the text decides: half an id, and fields of two objects, are not enough')
def _():
    first = JOB.one('SELECT sec.log_copied()')
    near = CASE[:13] + str(uuid.uuid4())[13:]
    mixed = [obj('sec.account', near, case=OTHER), obj('casework.case_file', OTHER, case=CASE)]
    equal(JOB.one(COPY, *taken(first, [entry(2000, objects=[opened(near)]), entry(2001, objects=mixed)])), first + 2)
    equal(search(object_id=near), [first + 1, first])
    true(first not in search(case_id=CASE), 'a case that begins alike')
    equal(search(case_id=near), [first])
    equal(search(object_id=near, object_kind='casework.case_file'), [first])
    equal(search(object_id=near, case_id=CASE), [])
    equal(search(object_id=OTHER, case_id=CASE, action='record.open', before=first + 2)[0], first + 1)


run()
