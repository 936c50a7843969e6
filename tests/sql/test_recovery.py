# SPDX-License-Identifier: EUPL-1.2
"""Recovery: what the ceremony is given, and a second founding over the same rows, whole or not at all."""
import secrets

import fixture
from fixture import COLLEAGUE, COUNSELLOR, NIL, ORGANISATIONS, refused
from people import (KINDS, SU, W, actions, ask, call, generation, member, read_act, read_unlock, request_state,
                    reset, set_state, sid, somebody, state_of)
from tap import equal, run, test, true

GENERATION = {}


def lines():
    with W.connect('jalon_migrator') as m:
        return [l for l, in m.query('SELECT sec.recovery_lines()')]


@test('recovery_lines: organisations, their recovery boxes, accounts with generation and version, and a note')
def _():
    mark = W.mark()
    got = lines()
    for key, org in W.org.items():
        kind, name = ORGANISATIONS[key]
        true('organisation %s %s 1 %s' % (org, kind, name) in got, key)
        true('recovery %s 1 1 %s' % (org, b'recovery'.hex()) in got, key)
    for account, login, version in SU.query('SELECT id, login, auth_version FROM sec.account'):
        true('account %s %s %d %d' % (account, login, generation(account), version) in got, login)
    equal(len(got), 2 * len(W.org) + SU.one('SELECT count(*) FROM sec.account'))
    equal(actions(mark), ['key.export'])


def refound(m, accounts, org_generation=1, pair=2):
    """A second founding text as the ceremony writes it."""
    m.query('SELECT sec.found_mac_key($1, 1, $2)', 'grant', fixture.GRANT_KEY)
    m.query('SELECT sec.found_mac_key($1, 1, $2)', 'ticket', fixture.TICKET_KEY)
    m.query('SELECT sec.found_decoy($1)', b'E' * 320)
    for key, org in W.org.items():
        kind, name = ORGANISATIONS[key]
        m.query('SELECT sec.found_organisation($1, $2, $3)', org, kind, name)
        m.query('SELECT sec.found_certificate($1, $2, $3, false, $4, $5)', KINDS[kind], org, org_generation,
                secrets.token_bytes(32),
                secrets.token_bytes(32))
        m.query('SELECT sec.found_box(2, 9, $1, $2, $3, $4, $5, $6)', NIL, pair, KINDS[kind], org, org_generation,
                b'new recovery')
    for login in accounts:
        role, org = fixture.ACCOUNTS[login]
        m.query('SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)', W.account[login], login, 'Nom', role,
                W.org[org],
                fixture.record_of(login, 9), secrets.token_bytes(32))
        m.query('SELECT sec.found_certificate(1, $1, $2, $3, $4, $5)', W.account[login], GENERATION[login] + 1,
                role == 'director',
                secrets.token_bytes(32), secrets.token_bytes(32))


@test('a recovery is whole or was not: unclosed, without keys, without a key that cases hang on, or with the recovery'
      ' pair of before, nothing changes')
def _():
    case = W.open_case(sid(COUNSELLOR))
    GENERATION.update({login: generation(W.account[login]) for login in fixture.ACCOUNTS})
    before = SU.one('SELECT md5(string_agg(c::text, $1 ORDER BY c.owner, c.generation)) FROM sec.certificate c', '|')
    with W.connect('jalon_migrator') as m:
        for how in ('unclosed', 'empty', 'generation', 'pair'):
            m.query('BEGIN')
            m.query('SELECT sec.refound_open()')
            if how != 'empty':
                refound(m, ['admin', COUNSELLOR], 2 if how == 'generation' else 1, 1 if how == 'pair' else 2)
            state = m.state('SELECT sec.found_close()') if how != 'unclosed' else '00000'
            equal((how, state, m.state('COMMIT')),
                  {'unclosed': (how, '00000', 'JA010'), 'empty': (how, 'JA009', '00000'),
                   'generation': (how, '00000', '23503'), 'pair': (how, '00000', 'JA009')}[how])
    equal(SU.one('SELECT md5(string_agg(c::text, $1 ORDER BY c.owner, c.generation)) FROM sec.certificate c', '|'),
          before)
    equal(SU.query('SELECT open, round FROM sec.founding'), [(False, 1)])
    true(SU.one('SELECT count(*) FROM sec.case_key WHERE case_id = $1', case) == 1, 'case key')


@test('recovery: cases, their keys and ids stay, what hung on the old root is gone, strangers are disabled')
def _():
    kept = lambda: SU.query('SELECT (SELECT count(*) FROM casework.case_file),'
                            ' (SELECT md5(string_agg(k::text, $1 ORDER BY k.case_id)) FROM sec.case_key k),'
                            ' (SELECT md5(string_agg(e::text, $1 ORDER BY e.row_id)) FROM sec.envelope e)', '|')
    request = ask(somebody())
    reset(member())
    equal(SU.one('SELECT count(*) FROM sec.permit'), 1)
    before, session, mark = kept(), sid(COUNSELLOR), W.mark()
    back = ['admin', COUNSELLOR, 'dir.lille']
    versions = {login: SU.one('SELECT auth_version FROM sec.account WHERE login = $1', login) for login in back}
    with W.connect('jalon_migrator') as m:
        m.query('BEGIN')
        m.query('SELECT sec.refound_open()')
        refound(m, back)
        refused('JA009', m, 'SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)', W.account[COLLEAGUE], 'other',
                'Nom', 'counsellor',
                W.org['lille'], bytes(320), bytes(32))
        refused('JA009', m, 'SELECT sec.found_account($1, $2, $3, $4, $5, $6, $7)', W.account['admin'], 'admin', 'Nom',
                'administrator',
                W.org['service'], bytes(320), bytes(32))  # twice
        refused('JA009', m, 'SELECT sec.found_organisation($1, $2, $3)', W.org['lille'], 'host', 'Nom')
        m.query('SELECT sec.found_box(1, 1, $1, $2, 2, $3, 1, $4)', W.account[COUNSELLOR], GENERATION[COUNSELLOR] + 1,
                W.org['lille'], b'back')
        m.query('SELECT sec.found_close()')
        m.query('COMMIT')
        for sql in ('SELECT sec.found_decoy(NULL)', 'SELECT sec.found_close()'):
            refused('JA010', m, sql)
    equal(kept(), before)
    refused('JA001', W.web, 'SELECT sec.bind($1)', session)
    equal((request_state(request), SU.one('SELECT count(*) FROM sec.permit')), ('closed', 0))
    equal(SU.query('SELECT kind, recipient, body FROM sec.box WHERE kind = 1'), [(1, W.account[COUNSELLOR], b'back')])
    equal(SU.query('SELECT DISTINCT body FROM sec.box WHERE kind = 2'), [(b'new recovery',)])
    equal(sorted(l for l, in SU.query("SELECT login FROM sec.account WHERE state <> 'disabled'")), sorted(back))
    equal(W.web.one('SELECT sec.sign_in_material($1)', COLLEAGUE), b'E' * 320)
    for login in back:
        W.version[login] = versions[login] + 1
        W.enrol(login)
    equal(read_unlock(COUNSELLOR), [b'back'])
    got = actions(mark)
    equal([got.count(a) for a in ('key.refound', 'founding.account', 'founding.close', 'account.enrol')],
          [1, len(back), 1, len(back)])
    true({r['actor'] for r in W.outbox(mark) if r['action'] in ('account.disable', 'session.close', 'member.close',
                                                                'founding.box_delete')} == {None},
         'an actor where nobody acted')
    set_state(COLLEAGUE, 'active')  # her record was of the old root
    equal(state_of(COLLEAGUE), 'invited')
    equal(read_act(call('admin', 'SELECT sec.account_again($1)', W.account[COLLEAGUE]))[0]['item']['user_generation'],
          1)


@test('a recovery needs a founding that was closed')
def _():
    W.cluster.migrate('unfounded')
    with W.cluster.connect('jalon_migrator', 'unfounded') as m:
        refused('JA010', m, 'SELECT sec.refound_open()')


run()
