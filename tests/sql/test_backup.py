# SPDX-License-Identifier: EUPL-1.2
"""What the database does about a backup and after a restore."""
import fixture
from fixture import COUNSELLOR, refused
from people import SU, W, actions, sid
from tap import equal, run, test, true


@test('a backup is noted under nobody')
def _():
    mark = W.mark()
    with W.connect('jalon_migrator') as m:
        m.query('SELECT sec.backup_begun()')
    equal([(n['action'], n['actor']) for n in W.outbox(mark)], [('backup.make', None)])


@test('after a restore every session is ended and has no keys, noted under nobody; the log cursor is told')
def _():
    token = sid(COUNSELLOR)
    with W.bound(token) as c:
        true(c.one('SELECT count(*) FROM sec.whoami()') == 1, 'no session to begin with')
    live = SU.one('SELECT count(*) FROM sec.session WHERE ended_at IS NULL')
    SU.query('UPDATE sec.log_cursor SET next_index = 7')
    mark = W.mark()
    with W.connect('jalon_migrator') as m:
        equal(m.query('SELECT next_index, ended FROM sec.restored()'), [(7, live)])
        equal(m.query('SELECT next_index, ended FROM sec.restored()'), [(7, 0)], 'again')
    equal(SU.one('SELECT count(*) FROM sec.session WHERE ended_at IS NULL OR keys IS NOT NULL'), 0)
    refused('JA001', W.web, 'SELECT sec.bind($1)', token)
    got = actions(mark)
    equal((got.count('session.close'), got.count('backup.restore')), (live, 2))
    equal({n['actor'] for n in W.outbox(mark)}, {None})


@test('neither is open to the web or to the worker')
def _():
    for name in ('backup_begun', 'restored'):
        for role in ('jalon_web', 'jalon_job'):
            with W.connect(role) as c:
                refused('42501', c, f'SELECT sec.{name}()')


run()
