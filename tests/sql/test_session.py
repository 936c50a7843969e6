# SPDX-License-Identifier: EUPL-1.2
"""Without a live, proven session of this very transaction jalon_web sees no row of any table and no function
serves it."""
import re
import secrets

import fixture
from fixture import COLLEAGUE, COUNSELLOR, refused, tables, visible
from tap import equal, run, test, true

W = fixture.world()
WEB, SU = W.web, W.su
TABLES = tables(SU)
SU.query("INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)"
         " VALUES ('59256', 'L''Épeule', 'commune-actuelle', '59', '32', '2026-01-01')")

BEFORE = {'sec.sign_in_material(text)', 'sec.open_session(bytea,text)', 'sec.enrol(bytea,bytea)', 'sec.bind(bytea)',
          'sec.me()'}
AFTER = {'sec.whoami()', 'sec.touch()', 'sec.keep_keys(bytea)', 'sec.sign_out()',
         'sec.fetch(integer[],uuid[],integer[],text)', 'sec.caseload(timestamp with time zone,uuid)',
         'sec.seal_ticket(integer,uuid,integer,integer)', 'sec.store(integer,uuid,integer,integer,bytea,bytea,bytea)',
         'casework.open_case(bytea,bytea,boolean)', 'casework.change_identity_at(uuid,integer)',
         'casework.correct_minor(uuid,boolean)',
         'sec.own_sessions()', 'sec.end_session(uuid)', 'sec.end_sessions(uuid)', 'sec.password(bytea,bytea)',
         'sec.account_new(text,text,text,uuid,bytea,bytea)', 'sec.account_again(uuid)',
         'sec.account_seal(uuid,bytea,bytea,bytea,bytea,bytea,bytea)', 'sec.account_set_state(uuid,text)',
         'sec.member_ask(uuid,uuid,boolean)', 'sec.reset_ask(uuid)', 'sec.requests(uuid)', 'sec.request_close(uuid)',
         'sec.approve_ticket(uuid)', 'sec.approve_store(uuid,integer,bytea,bytea,bytea,bytea,bytea)', 'sec.permits()',
         'sec.reseal_ticket(uuid,uuid)', 'sec.reseal_store(uuid,uuid,bytea)', 'sec.units()',
         'sec.members(uuid)', 'sec.generation_ticket(uuid)', 'sec.generation_store(uuid,bytea,bytea,bytea,bytea,bytea)'}
AFTER |= {'sec.glass_material(uuid)', 'sec.break_glass(bytea,uuid,text)', 'sec.glass_end(uuid)',
          'sec.glass_ask_material(uuid,uuid)', 'sec.glass_ask(bytea,uuid,uuid,text)',
          'sec.glass_requests(uuid,timestamp with time zone,uuid)', 'sec.glass_give_ticket(uuid)',
          'sec.glass_give(uuid,bytea)', 'sec.glass_request_close(uuid)',
          'sec.glass_own()', 'sec.glass_of(uuid,timestamp with time zone,uuid)',
          'casework.same_person(uuid)'}
AFTER |= {'sec.unit_territory(uuid,text)',
          'offer.host_new(text,text,text,text,text,uuid,bytea,bytea)',
          'offer.host_put(uuid,integer,text,text,text,text,text)',
          'offer.host_set_state(uuid,integer,text,text)',
          'offer.site_new(uuid,text,text,text,double precision,double precision,text,boolean,text,text,'
          'integer,bytea,bytea)',
          'offer.site_put(uuid,integer,text,text,text,double precision,double precision,text,boolean,text,text,'
          'integer,boolean)',
          'offer.contact_new(uuid,text,text,text,text,text,date,text,text,integer,date,bytea,bytea)',
          'offer.contact_put(uuid,integer,text,text,text,text,text,date,text,text,integer,date)',
          'offer.contact_drop(uuid)',
          'offer.post_new(uuid,uuid,text,text,text,text,text,text,integer,integer,integer,text[],boolean,'
          'boolean,boolean,boolean,boolean,text,text,text,uuid,integer[],integer[],integer[],text[],integer[],'
          'boolean,integer,integer,integer,integer,integer,integer,boolean,boolean,bytea,bytea)',
          'offer.post_put(uuid,integer,uuid,text,text,text,text,text,text,integer,integer,integer,text[],'
          'boolean,boolean,boolean,boolean,boolean,text,text,text,uuid,integer[],integer[],integer[],text[],'
          'integer[],boolean,integer,integer,integer,integer,integer,integer,boolean,boolean)',
          'offer.post_schedule(uuid,integer,integer,integer,integer,text,text,text,uuid,integer[],integer['
          '],integer[],text[],integer[],boolean,integer,integer,integer,integer,integer,integer,boolean,boolean)',
          'offer.post_confirm(uuid)',
          'offer.post_suspend(uuid,text)',
          'offer.post_resume(uuid)',
          'offer.closure_new(uuid,date,date,text,bytea,bytea)',
          'offer.closure_drop(uuid)',
          'offer.absence_new(uuid,date,date,uuid,bytea,bytea)',
          'offer.absence_put(uuid,integer,date,date,uuid)',
          'offer.absence_drop(uuid)',
          'offer.callback_new(text,uuid,text,bytea,bytea)', 'offer.callback_take(uuid)',
          'offer.callback_close(uuid,integer,text,date)',
         'offer.find_posts(timestamp with time zone,integer,uuid,boolean,text,boolean,integer,integer,uuid,text,text,'
         'text,text,integer,integer,integer,integer,boolean,boolean,boolean,boolean)',
         'offer.search_new(text,uuid,text,text,text,text,integer,integer,integer,integer,boolean,boolean,boolean,'
         'boolean,bytea,bytea)',
         'offer.search_put(uuid,integer,text,uuid,text,text,text,text,integer,integer,integer,integer,boolean,boolean,'
         'boolean,boolean)',
         'offer.search_drop(uuid)', 'offer.search_seen(uuid,bigint)', 'offer.searches(uuid)', 'offer.search_news()',
         'offer.search_posts(timestamp with time zone,integer,uuid,boolean,uuid)',
          'offer.post_bars(uuid,text[])',
          'offer.procedure_host(text,uuid,text,text,text,text,bytea,bytea)',
          'offer.procedure_post(text,uuid,text,bytea,bytea)',
          'offer.piece_put(uuid,text,date,date,text)',
          'offer.procedure_ask(uuid,integer,date,boolean)',
          'offer.opinion_record(uuid,text,text,date,text)',
          'offer.opinion_check(uuid,text,text,date)',
          'offer.procedure_decide(uuid,integer,text,date,date,text,text)',
          'offer.decision_check(uuid,text,date)',
          'offer.procedure_abandon(uuid,integer,text)',
          'offer.lead_new(text,text,text,text,text,text,text,date,date,bytea,bytea)',
          'offer.lead_put(uuid,integer,text,text,text,text,text,text,text,date,uuid)',
          'offer.lead_event_new(uuid,text,date,text,bytea,bytea)',
          'offer.lead_convert(uuid,integer,text,text,text,text,bytea,bytea)'}
AFTER |= {'casework.measure_new(uuid,text,text,integer,date,date,date,date,integer,integer,boolean,text,'
          'date,text,boolean,bytea,bytea)',
          'casework.measure_put(uuid,integer,text,text,integer,date,date,date,date,integer,integer,'
          'boolean,text,date,text,boolean)',
          'casework.measure_open(uuid,integer)',
          'casework.measure_steps(uuid,integer,date,date,date,date,date,date)',
          'casework.measure_end(uuid,integer,text,date)',
          'casework.act_new(uuid,text,text,text,date,text,date,date,text,uuid,bytea,bytea)',
          'casework.act_check(uuid,text,text,date,date,date,date,integer,bigint)',
          'casework.act_drop(uuid)',
          'casework.reassign(uuid,uuid)',
          'casework.reassign_all(uuid,uuid)'}
AFTER |= {'casework.placement_new(uuid,uuid,integer,date,date,uuid,integer[],integer[],integer[],text[],bytea,bytea)',
          'casework.placement_answer(uuid,integer,boolean,text,uuid)',
          'casework.placement_in_charge(uuid,integer,uuid)',
          'casework.placement_meeting(uuid,integer,date)', 'casework.placement_sign(uuid,integer,date,integer,bigint)',
          'casework.placement_withdraw(uuid,integer,text)', 'casework.placement_end(uuid,integer,date,text)',
          'casework.placement_told(uuid,integer,date,date)', 'casework.placement_missing(uuid)',
          'casework.taken(uuid[],uuid)', 'casework.led(uuid[],uuid,uuid)',
          'sec.share_ticket(uuid)',
          'sec.share_store(uuid,bytea)', 'sec.needs_share()',
          'sec.margins_gone()', 'sec.terms()', 'sec.forecast(uuid)', 'casework.placement_sessions(uuid)',
          'casework.post_sessions(uuid)', 'sec.has_key(uuid)', 'sec.attests(uuid)',
          'casework.match_case(uuid,uuid,uuid,integer,text,text[],integer)',
          'sec.made(text,bytea,bytea)',
          'casework.delegation_new(uuid,date,date,boolean,bytea,bytea)',
          'casework.delegation_end(uuid)', 'casework.placement_extend(uuid,integer,date,text,integer,bigint)',
          'casework.placement_moves(uuid)',
          'casework.placement_attest(uuid,integer,date,bytea,bytea)',
          'casework.hours_new(uuid,date,text,integer,integer,integer,text,text,text,integer,bytea,bytea)',
          'casework.hours_withdraw(uuid,integer)', 'casework.hours_word(uuid,integer,text,text)',
          'casework.hours_settle(uuid,integer,integer,boolean)', 'casework.hours_counter(uuid,bytea,bytea)',
          'casework.incident_new(uuid,text,date,boolean,bytea,bytea)',
          'casework.incident_follow(uuid,integer,date,date,date,boolean)',
          'casework.judge_report_new(uuid,text,uuid,date,bytea,bytea)',
          'casework.judge_report_send(uuid,integer,date)', 'casework.judge_report_drop(uuid,integer)',
          'sec.play_day(date)',
          'casework.waiting()', 'casework.no_match_new(uuid,date,text,text,text,text,bytea,bytea)', 'casework.unmet()',
          'casework.workload()', 'casework.room()',
          'casework.fill()', 'casework.tutors(uuid,timestamp with time zone,uuid)',
          'casework.post_use(uuid)', 'casework.waiting_facts(uuid[])',
          'casework.times_of_cases(uuid[])', 'casework.sites_of_cases(uuid[])', 'casework.plan_lines(uuid)',
          'casework.named_in_vain(uuid,uuid[],uuid[],uuid[])',
          'casework.posts_changed(text[],integer)',
          'casework.plan_new(date,integer,uuid[],uuid[],integer[],integer[],integer[],integer[],integer[],bytea,bytea)'}
AFTER |= {'sec.log_search(uuid,text,uuid,uuid,text,text,timestamp with time zone,timestamp with time zone,bigint,'
          'integer,text)', 'sec.log_mine(bigint,integer)', 'sec.log_case(uuid,bigint,integer)',
          'sec.log_bundle(bigint,bigint,integer,text)'}
# Read under the asker's own policies: without a session they know nothing but the calendar and the law.
PURE = {'offer.today()', 'offer.day_of(timestamp with time zone)', 'offer.rule_amount(text,text,date)',
        'offer.rule_list(text,text,date)',
        'offer.is_public(offer.legal_form)', 'offer.standing(uuid,text,offer.public,date)',
        'offer.rule_of(offer.procedure_kind)', 'offer.opinions_missing(offer.procedure)',
        'offer.earliest(offer.procedure)', 'offer.pieces_missing(offer.procedure,date)',
        'casework.term(casework.measure)', 'casework.first_term(casework.measure)',
        'casework.decider(casework.measure,boolean)',
        'casework.measure_findings(casework.measure)', 'casework.tasks()',
        'casework.balance(uuid,timestamp with time zone)', 'casework.unplanned(casework.measure,uuid)',
        'casework.runs(casework.placement)', 'casework.shows(casework.placement)',
        'offer.holidays(date,date,text)'}
# of policies: nothing without a session
PURE |= {'sec.my_unit()', 'sec.my_caseload()', 'sec.my_glass()', 'sec.my_host()', 'sec.my_delegation()',
         'sec.my_signing()'}
JOB = {'sec.outbox_take(integer)', 'sec.log_cursor()', 'sec.outbox_seen(bigint,bigint,uuid[],bigint[])', 'sec.lag()',
       'sec.expire()', 'sec.end_old()', 'sec.log_copy(bigint,bytea[],bigint[],bigint[])', 'sec.log_copied()'}
SEES = ['casework.case_file', 'offer.commune', 'offer.rule_param', 'sec.account', 'sec.organisation']
# May be asked; policies say what is there.
OPEN = {t for t in TABLES if re.match(r'(offer\.(?!post_change|search|day_led)|casework\.)', t)} | set(SEES)

SID = W.sign_in(COUNSELLOR)
OTHER = W.sign_in(COLLEAGUE)
CASE = W.open_case(SID)
W.open_case(OTHER)


def context():
    return WEB.one("SELECT current_setting('jalon.ctx', true)")


def null_call(signature):
    """SELECT f(NULL::t, …) of a signature."""
    name, args = signature[:-1].split('(')
    return 'SELECT %s(%s)' % (name, ', '.join('NULL::' + a for a in args.split(',') if a))


def nothing(conn, why):
    """In the transaction of conn: no row of any table, nobody, no service."""
    equal(visible(conn, TABLES), [], why)
    equal(conn.one('SELECT (sec.me()).account IS NULL'), True, why)
    for signature in AFTER:
        refused('JA001', conn, null_call(signature))


def unbound(why, prepare=None, begin='BEGIN'):
    WEB.query(begin)
    if prepare:
        prepare()
    nothing(WEB, why)
    WEB.query('ROLLBACK')


def dead(sid, why):
    """Binding sid is refused, and so is going on without."""
    WEB.query('BEGIN')
    refused('JA001', WEB, 'SELECT sec.bind($1)', sid)
    nothing(WEB, why)
    WEB.query('ROLLBACK')


def state(sid, **columns):
    """Sets columns of the session row by the superuser."""
    sets = ', '.join('%s = %s' % (k, v) for k, v in columns.items())
    SU.query("UPDATE sec.session SET %s WHERE hash = sha256('\\x%s')" % (sets, sid.hex()))


@test('a live session sees its rows, so that seeing none means something')
def _():
    with W.bound(SID) as c:
        equal(visible(c, TABLES), SEES)
        equal(c.query('SELECT id FROM casework.case_file'), [(CASE,)])
        equal(c.one("SELECT (sec.me()).role::text"), 'counsellor')


@test('the functions open to jalon_web are these and no others')
def _():
    there = {f for f, in SU.query(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname !~ '^(pg_|information_schema)' AND has_function_privilege('jalon_web', p.oid, 'EXECUTE')")}
    equal({f.replace('fetch', '"fetch"') if '"' in ''.join(there) else f for f in BEFORE | AFTER | PURE}, there)


@test('the functions open to jalon_job are these and no others')
def _():
    there = {f for f, in SU.query(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace"
        " WHERE n.nspname !~ '^(pg_|information_schema)' AND has_function_privilege('jalon_job', p.oid, 'EXECUTE')")}
    equal(there, JOB)


@test('every function that needs a session raises JA001 without one, outside a transaction too')
def _():
    for signature in AFTER:
        refused('JA001', WEB, null_call(signature))


@test('no binding: no row of any table')
def _():
    unbound('nothing bound')


@test('an unknown session id is refused')
def _():
    dead(secrets.token_bytes(32), 'unknown')


@test('a session id of another length, and none, are refused')
def _():
    for sid in (b'', SID[:31], SID + b'x', None):
        dead(sid, 'length')


@test('the hash of a session id, which tickets carry, binds nothing')
def _():
    dead(fixture.sha256(SID), 'hash')


@test('a signed-out session is refused')
def _():
    sid = W.sign_in(COUNSELLOR)
    with W.bound(sid) as c:
        c.query('SELECT sec.sign_out()')
    dead(sid, 'signed out')


@test('an idle session is refused')
def _():
    sid = W.sign_in(COUNSELLOR)
    state(sid, idle_until="now() - interval '1 second'")
    dead(sid, 'idle')


@test('a session past its absolute end is refused however busy')
def _():
    sid = W.sign_in(COUNSELLOR)
    state(sid, idle_until="now() - interval '1 ms'", abs_until="now() - interval '1 ms'")
    dead(sid, 'absolute')


@test('a session of a disabled account is refused, and lives again when the account does')
def _():
    SU.query("UPDATE sec.account SET state = 'disabled' WHERE id = $1", W.account[COLLEAGUE])
    try:
        dead(OTHER, 'disabled')
    finally:
        SU.query("UPDATE sec.account SET state = 'active' WHERE id = $1", W.account[COLLEAGUE])
    with W.bound(OTHER) as c:
        equal(visible(c, TABLES), SEES)


@test('a session from before a change of the authentication version is refused')
def _():
    sid = W.sign_in(COUNSELLOR)
    SU.query('UPDATE sec.account SET auth_version = auth_version + 1 WHERE id = $1', W.account[COUNSELLOR])
    try:
        dead(sid, 'version')
    finally:
        SU.query('UPDATE sec.account SET auth_version = auth_version - 1 WHERE id = $1', W.account[COUNSELLOR])


@test('a forged context sees nothing')
def _():
    now = "'|' || extract(epoch FROM now())"
    for value in ("''", "'x'", "repeat('0', 64)", "repeat('0', 64) || " + now, "repeat('z', 64) || " + now,
                  "repeat(' ', 64) || " + now, "'%s' || %s" % (secrets.token_hex(32), now), "'%s'" % SID.hex(),
                  "'%s|'" % SID.hex(), "'%s|' || now()" % SID.hex(), "'%s|0'" % SID.hex(),
                  "'%s' || %s || '0'" % (SID.hex(), now), "upper('%s') || %s" % (SID.hex(), now),
                  "'%s' || %s" % (fixture.sha256(SID).hex(), now), "repeat('é', 64) || " + now):
        unbound('forged ' + value, lambda v=value: WEB.query("SELECT set_config('jalon.ctx', %s, true)" % v))


@test('a context replayed in a later transaction of the connection sees nothing')
def _():
    with W.bound(SID) as c:
        old = context()
        true(old.startswith(SID.hex()), 'the context is not what the test thinks')
        equal(visible(c, TABLES), SEES)
    unbound('replayed', lambda: WEB.query("SELECT set_config('jalon.ctx', $1, true)", old))


@test('a context set for the whole connection sees nothing in the next transaction')
def _():
    with W.bound(SID):
        WEB.query("SELECT set_config('jalon.ctx', current_setting('jalon.ctx'), false)")
    true(context().startswith(SID.hex()), 'the setting did not stay')
    unbound('leftover')
    equal(visible(WEB, TABLES), [], 'leftover, without a transaction')
    WEB.query('RESET ALL')


@test('a context carried to another connection sees nothing there')
def _():
    with W.connect('jalon_web') as two, W.bound(SID):
        ctx = context()
        two.query('BEGIN')
        two.query("SELECT set_config('jalon.ctx', $1, true)", ctx)
        nothing(two, 'another connection')


@test('a binding ends with its transaction, by COMMIT and by ROLLBACK')
def _():
    for commit in (True, False):
        with W.bound(SID, commit=commit):
            pass
        unbound('after the end')
        equal(WEB.one("SELECT coalesce(current_setting('jalon.ctx', true), '')"), '')


@test('a failed bind leaves nobody bound, also where somebody was')
def _():
    WEB.query('BEGIN')
    WEB.query('SELECT sec.bind($1)', SID)
    equal(WEB.state('SELECT sec.bind($1)', secrets.token_bytes(32)), 'JA001')
    equal(WEB.state('SELECT 1 FROM casework.case_file'), '25P02')
    WEB.query('ROLLBACK')
    unbound('after a failed bind')


@test('revoking bites inside an open transaction')
def _():
    sid = W.sign_in(COUNSELLOR)
    with W.connect('jalon_web') as two, W.bound(sid) as c:
        equal(visible(c, TABLES), SEES)
        with W.bound(sid, two):
            two.query('SELECT sec.sign_out()')
        nothing(c, 'revoked meanwhile')


@test('the idle end and the disabling of the account bite inside an open transaction')
def _():
    sid = W.sign_in(COUNSELLOR)
    with W.bound(sid) as c:
        equal(visible(c, TABLES), SEES)
        state(sid, idle_until="now() - interval '1 second'")
        nothing(c, 'idle meanwhile')
    SU.query("UPDATE sec.account SET state = 'active' WHERE id = $1", W.account[COLLEAGUE])
    with W.bound(OTHER) as c:
        SU.query("UPDATE sec.account SET state = 'disabled' WHERE id = $1", W.account[COLLEAGUE])
        try:
            nothing(c, 'disabled meanwhile')
        finally:
            SU.query("UPDATE sec.account SET state = 'active' WHERE id = $1", W.account[COLLEAGUE])


@test('a change of role bites inside an open transaction')
def _():
    with W.bound(SID) as c:
        equal(len(c.query('SELECT 1 FROM casework.case_file')), 1)
        SU.query("UPDATE sec.account SET role = 'tutor' WHERE id = $1", W.account[COUNSELLOR])
        try:
            equal(len(c.query('SELECT 1 FROM casework.case_file')), 0)
        finally:
            SU.query("UPDATE sec.account SET role = 'counsellor' WHERE id = $1", W.account[COUNSELLOR])


@test('REPEATABLE READ and SERIALIZABLE are refused with JA002 and see nothing')
def _():
    for level in ('REPEATABLE READ', 'SERIALIZABLE'):
        begin = 'BEGIN ISOLATION LEVEL ' + level
        WEB.query(begin)
        refused('JA002', WEB, 'SELECT sec.bind($1)', SID)
        refused('JA002', WEB, 'SELECT sec.open_session($1, $2)', W.grant(COUNSELLOR), '')
        refused('JA002', WEB, 'SELECT sec.enrol($1, $2)', W.grant(COUNSELLOR, kind=2), b'')
        WEB.query('ROLLBACK')
        unbound(level,
                lambda: WEB.query("SELECT set_config('jalon.ctx', '%s|' || extract(epoch FROM now()), true)"
                                  % SID.hex()),
                begin)
    WEB.query('BEGIN')
    WEB.query('SELECT sec.bind($1)', SID)
    equal(WEB.state('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE'), '25001')
    WEB.query('ROLLBACK')


@test('turning row security off gives errors, not rows')
def _():
    WEB.query('BEGIN; SET LOCAL row_security = off')
    equal(visible(WEB, TABLES), [])
    WEB.query('ROLLBACK')


@test('after another request on the connection no cursor is open, not even one that was to outlive it')
def _():
    with W.bound(SID) as c:
        c.query('DECLARE kept CURSOR WITH HOLD FOR SELECT id FROM casework.case_file')
    equal(len(WEB.query('SELECT 1 FROM pg_cursors')), 1)
    with W.bound(OTHER) as c:
        equal(c.query('SELECT 1 FROM pg_cursors'), [])
        refused('34000', c, 'FETCH ALL FROM kept')
    equal(WEB.query('SELECT 1 FROM pg_cursors'), [])


@test('a prepared statement of another request gives no row without a binding')
def _():
    with W.bound(SID) as c:
        c.query('PREPARE mine AS SELECT id FROM casework.case_file')
        equal(c.query('EXECUTE mine'), [(CASE,)])
    equal(WEB.query('EXECUTE mine'), [])
    with W.bound(OTHER) as c:
        true((CASE,) not in c.query('EXECUTE mine'), "another's row")
    WEB.query('DEALLOCATE ALL')


@test('by psql: unknown, forged and absent contexts see zero rows in every table')
def _():
    counts = ''.join('SELECT count(*) FROM %s;\n' % t for t in sorted(OPEN))
    for head in ('BEGIN;\n', "BEGIN; SET LOCAL jalon.ctx = '%s|0';\n" % SID.hex(),
                 "SET jalon.ctx = '%s';\n" % SID.hex()):
        rc, out, err = W.cluster.psql('jalon_web', head + counts)
        equal((rc, out.split()), (0, ['0'] * len(OPEN)), err)
    bind = "BEGIN; SELECT sec.bind('\\x%s');\n"
    rc, out, err = W.cluster.psql('jalon_web', bind % secrets.token_hex(32) + counts)
    true(rc != 0 and 'JA001' in err and 'no live session' in err, err)
    rc, out, err = W.cluster.psql('jalon_web', bind % SID.hex() + counts)
    seen = {t: n for t, n in zip(sorted(OPEN), out.split()) if n != '0'}
    equal((rc, sorted(seen), seen['casework.case_file'], seen['sec.account']), (0, SEES, '1', '1'), err)
    for table in set(TABLES) - OPEN:
        rc, out, err = W.cluster.psql('jalon_web', bind % SID.hex() + 'TABLE %s;' % table)
        true(rc != 0 and '42501' in err, table)


@test('a refusal carries its SQLSTATE and a constant message without data')
def _():
    messages = set()
    for sid in (secrets.token_bytes(32), SID[:5]):
        try:
            WEB.query('SELECT sec.bind($1)', sid)
        except fixture.pg.PgError as e:
            messages.add((e.state, e.message))
            true(sid.hex() not in e.message + e.detail, e.detail)
    equal(messages, {('JA001', 'no live session')})


@test('whoami tells account, role, organisation and both ends, with apostrophes')
def _():
    with W.bound(SID) as c:
        row = c.query('SELECT account, login, name, role, org, org_name, idle_until > now(), abs_until > idle_until'
                      ' FROM sec.whoami()')
    equal(row, [(W.account[COUNSELLOR], COUNSELLOR, "Nom d'usage de " + COUNSELLOR, 'counsellor', W.org['lille'],
                 fixture.ORGANISATIONS['lille'][1], True, True)])


@test('limits: staff idle 30 min and absolute 10 h, host manager and tutor 2 h and 12 h')
def _():
    for login, (role, _) in fixture.ACCOUNTS.items():
        sid = W.sign_in(login)
        want = (7200, 43200) if role in ('host_manager', 'tutor') else (1800, 36000)
        equal(SU.query("SELECT extract(epoch FROM idle_until - opened_at)::int, extract(epoch FROM abs_until -"
                       " opened_at)::int"
                       " FROM sec.session WHERE hash = $1", fixture.sha256(sid))[0], want, role)


@test('touch extends the idle end at most once a minute and never past the absolute end')
def _():
    sid = W.sign_in(COUNSELLOR)
    ends = lambda: SU.query('SELECT idle_until::text, abs_until::text, xmin::text FROM sec.session WHERE hash = $1',
                            fixture.sha256(sid))[0]
    before = ends()
    with W.bound(sid) as c:
        c.query('SELECT sec.touch()')
    equal(ends(), before, 'touched again within the minute')
    state(sid, touched_at="now() - interval '61 s'", idle_until="now() + interval '10 min'")
    with W.bound(sid) as c:
        c.query('SELECT sec.touch()')
        equal(c.one("SELECT current_setting('synchronous_commit')"), 'off')
    true(SU.one("SELECT idle_until > now() + interval '29 min' FROM sec.session WHERE hash = $1", fixture.sha256(sid)),
         'extended')
    state(sid, touched_at="now() - interval '61 s'", abs_until="now() + interval '15 min'",
          idle_until="now() + interval '1 min'")
    with W.bound(sid) as c:
        c.query('SELECT sec.touch()')
    idle, absolute, _ = ends()
    equal(idle, absolute)


@test('a touch leaves the commit of a write synchronous, before and after it')
def _():
    for touch_first in (True, False):
        sid = W.sign_in(COUNSELLOR)
        state(sid, touched_at="now() - interval '61 s'")
        with W.bound(sid, commit=False) as c:
            for step in ([0, 1] if touch_first else [1, 0]):
                if step == 0:
                    c.query('SELECT sec.touch()')
                else:
                    c.query('SELECT casework.open_case($1, $1, false)', secrets.token_bytes(32))
            equal(c.one("SELECT current_setting('synchronous_commit')"), 'on')


@test('two requests of a session at once do not wait for each other to touch')
def _():
    sid = W.sign_in(COUNSELLOR)
    state(sid, touched_at="now() - interval '61 s'")
    with W.connect('jalon_web') as two, W.bound(sid) as c:
        c.query('SELECT sec.touch()')
        with W.bound(sid, two):
            two.query("SET LOCAL lock_timeout = '300ms'")
            two.query('SELECT sec.touch()')


@test('signing out wipes the key blob and ends this session only')
def _():
    one, two = W.sign_in(COUNSELLOR), W.sign_in(COUNSELLOR)
    with W.bound(one) as c:
        c.query('SELECT sec.sign_out()')
    rows = SU.query('SELECT ended_by::text, keys IS NULL FROM sec.session WHERE hash IN ($1, $2) ORDER BY ended_by'
                    ' NULLS LAST',
                    fixture.sha256(one), fixture.sha256(two))
    equal(rows, [('sign_out', True), (None, False)])
    with W.bound(two) as c:
        equal(c.one('SELECT login FROM sec.whoami()'), COUNSELLOR)


@test('a key blob of no or too many bytes is refused')
def _():
    with W.bound(SID) as c:
        for blob in (b'', None, b'x' * 65536):
            refused('JA009', c, 'SELECT sec.keep_keys($1)', blob)


run()
