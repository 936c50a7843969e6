-- owner: jalon_sec
-- SPDX-License-Identifier: EUPL-1.2
-- Schema sec: its tables are passed by their owner's functions alone, but for who there is: accounts and organisations,
-- under row policies. Who may call which function is the list below.

DO $$
DECLARE
    t record;
    p record;
BEGIN
    FOR p IN SELECT policyname, tablename FROM pg_catalog.pg_policies WHERE schemaname = 'sec' LOOP
        EXECUTE pg_catalog.format('DROP POLICY %I ON sec.%I', p.policyname, p.tablename);
    END LOOP;
    FOR t IN SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = 'sec' LOOP
        EXECUTE pg_catalog.format('CREATE POLICY owner ON sec.%I TO jalon_sec USING (true) WITH CHECK (true)',
                                  t.tablename);
    END LOOP;
END $$;

REVOKE ALL ON ALL TABLES IN SCHEMA sec FROM PUBLIC, jalon_web, jalon_job, jalon_migrator, jalon_owner;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA sec FROM PUBLIC, jalon_web, jalon_job, jalon_migrator, jalon_owner;
GRANT REFERENCES (id) ON sec.account, sec.organisation TO jalon_owner;

-- Of an account everything but what signs in. An administrator sees all, a director her unit, a host manager her
-- organisation, everybody herself; names of organisations are for any live session.
GRANT SELECT (id, login, name, role, org, state, created_at) ON sec.account TO jalon_web;
CREATE POLICY administration ON sec.account FOR SELECT TO jalon_web USING ((SELECT (sec.me()).role) = 'administrator');
CREATE POLICY organisation ON sec.account FOR SELECT TO jalon_web
    USING (org = CASE WHEN (SELECT (sec.me()).role) IN ('director', 'host_manager') THEN (SELECT (sec.me()).org) END);
CREATE POLICY self ON sec.account FOR SELECT TO jalon_web USING (id = (SELECT (sec.me()).account));
GRANT SELECT (id, kind, name, created_at, departement) ON sec.organisation TO jalon_web;
CREATE POLICY live_session ON sec.organisation FOR SELECT TO jalon_web USING ((SELECT (sec.me()).account) IS NOT NULL);

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA sec FROM PUBLIC, jalon_web, jalon_job, jalon_migrator;
DO $$
DECLARE
    f record;
BEGIN
    -- In offer and casework jalon_sec owns what it made, and nobody may call more than the lists below.
    FOR f IN SELECT p.oid::regprocedure AS signature FROM pg_catalog.pg_proc p
             WHERE p.pronamespace IN ('offer'::regnamespace, 'casework'::regnamespace)
               AND p.proowner = 'jalon_sec'::regrole LOOP
        EXECUTE pg_catalog.format('REVOKE ALL ON FUNCTION %s FROM PUBLIC, jalon_web, jalon_job, jalon_migrator',
                                  f.signature);
    END LOOP;
END $$;

-- jalond, before a session
GRANT EXECUTE ON FUNCTION sec.sign_in_material(text), sec.open_session(bytea, text), sec.enrol(bytea, bytea),
    sec.bind(bytea), sec.me() TO jalon_web;
-- jalond, in a session
GRANT EXECUTE ON FUNCTION sec.whoami(), sec.touch(), sec.keep_keys(bytea), sec.sign_out(),
    sec.fetch(integer[], uuid[], integer[], text), sec.caseload(timestamptz, uuid),
    sec.seal_ticket(integer, uuid, integer, integer),
    sec.store(integer, uuid, integer, integer, bytea, bytea, bytea),
    casework.open_case(bytea, bytea, boolean), casework.change_identity_at(uuid, integer),
    casework.correct_minor(uuid, boolean) TO jalon_web;
GRANT EXECUTE ON FUNCTION sec.own_sessions(), sec.end_session(uuid), sec.end_sessions(uuid), sec.password(bytea, bytea),
    sec.account_new(text, text, text, uuid, bytea, bytea), sec.account_again(uuid),
    sec.account_seal(uuid, bytea, bytea, bytea, bytea, bytea, bytea), sec.account_set_state(uuid, text),
    sec.member_ask(uuid, uuid, boolean), sec.reset_ask(uuid), sec.requests(uuid), sec.request_close(uuid),
    sec.approve_ticket(uuid), sec.approve_store(uuid, integer, bytea, bytea, bytea, bytea, bytea),
    sec.permits(), sec.reseal_ticket(uuid, uuid), sec.reseal_store(uuid, uuid, bytea), sec.units(),
    sec.members(uuid), sec.unit_territory(uuid, text), sec.generation_ticket(uuid),
    sec.generation_store(uuid, bytea, bytea, bytea, bytea, bytea) TO jalon_web;
-- jalond, cases outside of the caseload; the first two are asked by policies
GRANT EXECUTE ON FUNCTION sec.play_day(date) TO jalon_web;
GRANT EXECUTE ON FUNCTION sec.my_unit(), sec.my_caseload(), sec.my_glass(), sec.glass_material(uuid), sec.break_glass(bytea, uuid, text),
    sec.glass_ask_material(uuid, uuid), sec.glass_ask(bytea, uuid, uuid, text),
    sec.glass_requests(uuid, timestamptz, uuid), sec.glass_give_ticket(uuid), sec.glass_give(uuid, bytea),
    sec.glass_request_close(uuid), sec.glass_end(uuid), sec.glass_own(), sec.glass_of(uuid, timestamptz, uuid), casework.same_person(uuid) TO jalon_web;
-- jalond, hosts and their posts
GRANT EXECUTE ON FUNCTION
    offer.host_new(text, text, text, text, text, uuid, bytea, bytea), offer.host_put(uuid, integer, text, text, text,
    text, text), offer.host_set_state(uuid, integer, text, text), offer.site_new(uuid, text, text, text, double
    precision, double precision, text, boolean, text, text, integer, bytea, bytea), offer.site_put(uuid, integer, text,
    text, text, double precision, double precision, text, boolean, text, text, integer, boolean),
    offer.contact_new(uuid, text, text, text, text, text, date, text, text, integer, date, bytea, bytea),
    offer.contact_put(uuid, integer, text, text, text, text, text, date, text, text, integer, date),
    offer.contact_drop(uuid), offer.post_new(uuid, uuid, text, text, text, text, text, text, integer, integer,
    integer, text[], boolean, boolean, boolean, boolean, boolean, text, text, text, uuid, integer[], integer[],
    integer[], text[], integer[], boolean, integer, integer, integer, integer, integer, integer, boolean,
    boolean, bytea, bytea), offer.post_put(uuid, integer, uuid, text, text, text, text, text, text, integer, integer, integer, text[],
    boolean, boolean, boolean, boolean, boolean, text, text, text, uuid, integer[], integer[], integer[], text[],
    integer[], boolean, integer, integer, integer, integer, integer, integer, boolean, boolean),
    offer.post_schedule(uuid, integer,
    integer, integer, integer, text, text, text, uuid, integer[], integer[], integer[], text[], integer[], boolean,
    integer, integer, integer, integer, integer, integer, boolean, boolean), offer.post_confirm(uuid),
    offer.find_posts(timestamptz, integer, uuid, boolean, text, boolean, integer, integer, uuid, text, text, text, text,
    integer, integer, integer, integer, boolean, boolean, boolean, boolean),
    offer.search_new(text, uuid, text, text, text, text, integer, integer, integer, integer, boolean, boolean, boolean,
    boolean, bytea, bytea), offer.search_put(uuid, integer, text, uuid, text, text, text, text, integer, integer, integer,
    integer, boolean, boolean, boolean, boolean), offer.search_drop(uuid), offer.search_seen(uuid, bigint),
    offer.searches(uuid), offer.search_posts(timestamptz, integer, uuid, boolean, uuid),
    offer.post_suspend(uuid, text), offer.post_resume(uuid), offer.closure_new(uuid, date,
    date, text, bytea, bytea), offer.closure_drop(uuid),
    offer.absence_new(uuid, date, date, uuid, bytea, bytea), offer.absence_put(uuid, integer, date, date, uuid),
    offer.absence_drop(uuid),
    offer.callback_new(text, uuid, text, bytea, bytea), offer.callback_take(uuid),
    offer.callback_close(uuid, integer, text, date), offer.post_bars(uuid, text[]), offer.procedure_host(text,
    uuid, text, text, text, text, bytea, bytea), offer.procedure_post(text, uuid, text, bytea, bytea),
    offer.piece_put(uuid, text, date, date, text), offer.procedure_ask(uuid, integer, date, boolean),
    offer.opinion_record(uuid, text, text, date, text), offer.opinion_check(uuid, text, text, date),
    offer.procedure_decide(uuid, integer, text, date, date, text, text), offer.decision_check(uuid, text, date),
    offer.procedure_abandon(uuid, integer, text), offer.lead_new(text, text, text, text, text, text, text, date,
    date, bytea, bytea), offer.lead_put(uuid, integer, text, text, text, text, text, text, text, date, uuid),
    offer.lead_event_new(uuid, text, date, text, bytea, bytea), offer.lead_convert(uuid, integer, text, text, text,
    text, bytea, bytea) TO jalon_web;
-- jalond, measures
GRANT EXECUTE ON FUNCTION
    casework.measure_new(uuid, text, text, integer, date, date, date, date, integer, integer, boolean, text, date,
    text, boolean, bytea, bytea), casework.measure_put(uuid, integer, text, text, integer, date, date, date, date,
    integer, integer, boolean, text, date, text, boolean), casework.measure_open(uuid, integer),
    casework.measure_steps(uuid, integer, date, date, date, date, date, date), casework.measure_end(uuid, integer,
    text, date), casework.act_new(uuid, text, text, text, date, text, date, date, text, uuid, bytea, bytea),
    casework.act_check(uuid, text, text, date, date, date, date, integer, bigint), casework.act_drop(uuid),
    casework.reassign(uuid, uuid), casework.reassign_all(uuid, uuid) TO jalon_web;
-- jalond, placements; the first three are asked by policies
GRANT EXECUTE ON FUNCTION sec.my_host(), sec.my_delegation(), sec.my_signing(), sec.made(text, bytea, bytea),
    casework.placement_new(uuid, uuid, integer, date, date, uuid, integer[], integer[], integer[], text[], bytea, bytea),
    casework.placement_answer(uuid, integer, boolean, text, uuid), casework.placement_in_charge(uuid, integer, uuid),
    casework.placement_meeting(uuid, integer, date), casework.placement_sign(uuid, integer, date, integer, bigint),
    casework.placement_withdraw(uuid, integer, text), casework.placement_end(uuid, integer, date, text),
    casework.placement_told(uuid, integer, date, date), casework.placement_missing(uuid),
    casework.taken(uuid[], uuid), casework.led(uuid[], uuid, uuid), sec.share_ticket(uuid), sec.share_store(uuid, bytea),
    sec.needs_share(), sec.margins_gone(), sec.terms(), sec.forecast(uuid), sec.has_key(uuid), sec.attests(uuid),
    casework.placement_sessions(uuid), casework.post_sessions(uuid),
    casework.match_case(uuid, uuid, uuid, integer, text, text[], integer),
    casework.delegation_new(uuid, date, date, boolean, bytea, bytea), casework.delegation_end(uuid),
    casework.placement_extend(uuid, integer, date, text, integer, bigint), casework.placement_moves(uuid),
    casework.placement_attest(uuid, integer, date, bytea, bytea) TO jalon_web;
-- jalond, hours, incidents, reports to the judge
GRANT EXECUTE ON FUNCTION
    casework.hours_new(uuid, date, text, integer, integer, integer, text, text, text, integer, bytea, bytea),
    casework.hours_withdraw(uuid, integer), casework.hours_word(uuid, integer, text, text),
    casework.hours_settle(uuid, integer, integer, boolean), casework.hours_counter(uuid, bytea, bytea),
    casework.incident_new(uuid, text, date, boolean, bytea, bytea),
    casework.incident_follow(uuid, integer, date, date, date, boolean),
    casework.judge_report_new(uuid, text, uuid, date, bytea, bytea), casework.judge_report_send(uuid, integer, date),
    casework.judge_report_drop(uuid, integer) TO jalon_web;
-- jalond, the waiting list and counts
GRANT EXECUTE ON FUNCTION casework.waiting(), casework.no_match_new(uuid, date, text, text, text, text, bytea, bytea),
    casework.unmet(), casework.fill(), casework.room(), casework.workload(), casework.post_use(uuid),
    casework.tutors(uuid, timestamptz, uuid) TO jalon_web;
-- jalond, plans
GRANT EXECUTE ON FUNCTION casework.waiting_facts(uuid[]), casework.times_of_cases(uuid[]), casework.sites_of_cases(uuid[]),
    casework.named_in_vain(uuid, uuid[], uuid[], uuid[]),
    casework.plan_new(date, integer, uuid[], uuid[], integer[], integer[], integer[], integer[], integer[], bytea, bytea),
    casework.plan_lines(uuid), casework.posts_changed(text[], integer) TO jalon_web;
-- Asked inside a SELECT of jalon_web; they read what its session may read.
GRANT EXECUTE ON FUNCTION offer.today(), offer.day_of(timestamptz), offer.rule_amount(text, text, date),
    offer.rule_list(text, text, date),
    offer.is_public(offer.legal_form), offer.standing(uuid, text, offer.public, date),
    offer.rule_of(offer.procedure_kind), offer.opinions_missing(offer.procedure), offer.earliest(offer.procedure),
    offer.pieces_missing(offer.procedure, date), casework.term(casework.measure),
    casework.first_term(casework.measure),
    casework.decider(casework.measure, boolean),
    casework.measure_findings(casework.measure), casework.balance(uuid, timestamptz),
    casework.unplanned(casework.measure, uuid), casework.tasks(), offer.search_news(),
    casework.runs(casework.placement),
    offer.holidays(date, date, text), casework.shows(casework.placement) TO jalon_web; -- the last is asked by a policy
-- jalond, the log for its readers
GRANT EXECUTE ON FUNCTION
    sec.log_search(uuid, text, uuid, uuid, text, text, timestamptz, timestamptz, bigint, integer, text),
    sec.log_mine(bigint, integer), sec.log_case(uuid, bigint, integer), sec.log_bundle(bigint, bigint, integer, text)
    TO jalon_web;
-- jalon-worker, and jalon doctor for how far it is
GRANT EXECUTE ON FUNCTION sec.log_copy(bigint, bytea[], bigint[], bigint[]), sec.log_copied() TO jalon_job;
GRANT EXECUTE ON FUNCTION sec.log_copied() TO jalon_migrator;
-- jalon-worker
GRANT EXECUTE ON FUNCTION sec.outbox_take(integer), sec.log_cursor(), sec.outbox_seen(bigint, bigint, uuid[], bigint[]),
    sec.lag(), sec.expire(), sec.end_old() TO jalon_job;
-- jalon setup, jalon found
GRANT EXECUTE ON FUNCTION sec.lag(), sec.found_mac_key(text, integer, bytea), sec.found_decoy(bytea), sec.found_demonstration(),
    sec.found_organisation(uuid, text, text), sec.found_account(uuid, text, text, text, uuid, bytea, bytea),
    sec.found_certificate(integer, uuid, integer, boolean, bytea, bytea),
    sec.found_box(integer, integer, uuid, integer, integer, uuid, integer, bytea), sec.found_close(),
    sec.next_mac_key(text, integer, bytea), sec.drop_mac_keys(integer),
    sec.recovery_lines(), sec.refound_open(), sec.backup_begun(), sec.restored() TO jalon_migrator;
