# SPDX-License-Identifier: EUPL-1.2
"""The page of the own caseload: exactly the rows that the policies show of it, and one bundle that fits them."""
import fixture
from fixture import COLLEAGUE, COUNSELLOR, FOREIGN, read_bundle, refused
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
SID = {login: W.sign_in(login, keys=b'keys of ' + login.encode()) for login in fixture.ACCOUNTS}
PAGE = 'SELECT id::text, ident_version, opened_at::text, bundle FROM sec.caseload($1, $2)'
MINE = [W.open_case(SID[COUNSELLOR], seal=i > 1 and i % 5 != 3) for i in range(32)]
OTHERS = [W.open_case(SID[login]) for login in (COLLEAGUE, FOREIGN)]
# Two taken in at one instant, at the edge of the first page: their ids tell which comes first.
SU.query('UPDATE casework.case_file SET opened_at = (SELECT opened_at FROM casework.case_file WHERE id = $1)'
         ' WHERE id = $2', MINE[7], MINE[6])


def page(login, before=None, before_id=None):
    with W.bound(SID[login]) as c:
        return c.query(PAGE, before, before_id)


def by_policies(login):
    with W.bound(SID[login]) as c:
        return [row[0] for row in c.query('SELECT id::text FROM casework.case_file WHERE counsellor_id = $1'
                                          ' ORDER BY opened_at DESC, id DESC', W.account[login])]


def fits(rows):
    """The first row brings what the 25 shown ones have sealed, in their order; the others bring nothing."""
    ticket, blob, parts = read_bundle(rows[0][3])
    sealed = [row[0] for row in rows[:25] if row[1] > 0]
    equal([(i['row'], i['link'], i['compartment']) for i in ticket['items']], [(case, 1, 1) for case in sealed])
    equal((blob, len(parts)), (b'keys of ' + COUNSELLOR.encode(), len(sealed)))
    equal((ticket['reason'], ticket['default']), ('follow_up', 1))
    equal({row[3] for row in rows[1:]}, {b''})


@test('pages follow each other without a gap, and each brings its own bundle')
def _():
    want = by_policies(COUNSELLOR)
    equal(sorted(want), sorted(MINE))
    first = page(COUNSELLOR)
    equal([row[0] for row in first], want[:26])
    fits(first)
    rest = page(COUNSELLOR, first[24][2], first[24][0])
    equal([row[0] for row in rest], want[25:])
    fits(rest)
    equal(page(COUNSELLOR, rest[-1][2], rest[-1][0]), [])


@test('a page without a sealed identity brings no bundle')
def _():
    third = SU.one('SELECT opened_at::text FROM casework.case_file WHERE id = $1', MINE[2])
    equal([(row[0], row[3]) for row in page(COUNSELLOR, third, MINE[2])], [(MINE[1], b''), (MINE[0], b'')])


@test('who has no caseload has no page, and nobody sees another one')
def _():
    for login, (role, _) in fixture.ACCOUNTS.items():
        equal([row[0] for row in page(login)], by_policies(login)[:26] if role == 'counsellor' else [], login)


@test('without the secret of the unit, and of a case in another unit, there is nothing')
def _():
    me = W.account[COUNSELLOR]
    SU.query('UPDATE sec.box SET recipient_generation = recipient_generation + 100 WHERE recipient = $1', me)
    equal((page(COUNSELLOR), by_policies(COUNSELLOR)), ([], []))
    SU.query('UPDATE sec.box SET recipient_generation = recipient_generation - 100 WHERE recipient = $1', me)
    SU.query('UPDATE casework.case_file SET unit_id = $1 WHERE id = $2', W.org['douai'], MINE[31])
    rows = [row[0] for row in page(COUNSELLOR)]
    true(MINE[31] not in rows, 'a case of another unit')
    equal(rows, by_policies(COUNSELLOR)[:26])
    SU.query('UPDATE casework.case_file SET unit_id = $1 WHERE id = $2', W.org['lille'], MINE[31])


@test('a dead session gets no page')
def _():
    refused('JA001', WEB, PAGE, None, None)
    gone = W.sign_in(COLLEAGUE)
    with W.bound(gone) as c:
        SU.query("UPDATE sec.session SET ended_at = now(), ended_by = 'sign_out', keys = NULL WHERE hash = $1",
                 fixture.sha256(gone))
        refused('JA001', c, PAGE, None, None)


run()
