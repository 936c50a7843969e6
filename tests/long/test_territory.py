#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The whole territory as a newcomer gets it: as many as there should be, seen by people of each role, and no
placement, hour or decision in it that breaks a rule. What the loader asked the service is asked of the rows again, in
other words."""
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lib"))
import crawl  # noqa: E402
from instance import Instance  # noqa: E402
from tap import equal, run, test, true  # noqa: E402

one = Instance("t", demo="whole")
METROPOLE = "200093201"


def all_of(path, token, headers=None):
    """Every item of a list, page by page."""
    found, after = [], ""
    while True:
        status, _, page = one.request("GET", path + after, token=token, headers=headers)
        equal(status, 200, page)
        found += page["items"]
        if not page["next"]:
            return found
        after = ("&" if "?" in path else "?") + "after=" + page["next"]


def people(role):
    return [a for a in one.accounts() if a["role"] == role]


def none(sql, what):
    equal(one.query(sql), [], what)


@test("the whole territory is loaded")
def _():
    code, out, err = one.run("start", timeout=560)
    equal(code, 0, out[-2000:] + err[-2000:])
    true(" of 385 cases" in out, "progress is said")


@test("there are 95 communes by right (H-01), forty other hosts in all states, 665 places, 385 cases, 31 people")
def _():
    equal(one.query("SELECT count(*) FROM offer.host h JOIN offer.commune c ON c.insee = h.insee AND c.siren = h.siren"
                    f" WHERE c.epci = '{METROPOLE}' AND h.form = 'local_authority'"), ["95"])
    token = one.sign_in(one.account("referent"))
    standing = Counter(h["standing"] for h in all_of("/hosts", token))
    equal((sum(standing.values()), standing["by_right"]), (135, 95))
    true(all(standing[s] for s in ("valid", "ending", "none", "expired", "withdrawn") if s in standing), str(standing))
    true(standing["valid"] >= 25 and standing["ending"] >= 3, str(standing))
    equal(one.query("SELECT sum(places) FROM offer.post"), ["665"])
    equal(one.query("SELECT count(*), count(DISTINCT unit_id) FROM casework.case_file"), ["385|3"])
    equal(len(one.accounts()), 31)


@test("caseloads are of 25 to 120 files; each counsellor sees her own by name, her tasks and her placements")
def _():
    total, states, due = 0, Counter(), Counter()
    for account in people("counsellor"):
        token = one.sign_in(account)
        cases = all_of("/cases", token)
        true(25 <= len(cases) <= 120, f"{account['login']} follows {len(cases)}")
        true(all(c["integrity"] and c["identity"]["family_name"] for c in cases), "names")
        total += len(cases)
        states.update(p["state"] for p in all_of("/placements", token))
        due.update(t["kind"] for t in all_of("/tasks", token))
    equal(total, 385)
    true(states["signed"] >= 190 and states["ended"] >= 35 and states["proposed"] >= 10 and states["accepted"] >= 10,
         str(states))
    for kind in ("first_interview", "evaluation_report", "report_to_settle", "incident_new", "meeting",
                 "proposal_unanswered"):
        true(due[kind] > 0, f"{kind} in {due}")


@test("measures are of every kind and consent, minors have their own judge, and nobody's clock stands without an act")
def _():
    equal(one.query("SELECT count(DISTINCT kind), count(DISTINCT consent) FROM casework.measure"), ["5|4"])
    equal(one.query("SELECT count(*) FROM casework.case_file c JOIN casework.measure m ON m.case_id = c.id"
                    " WHERE c.minor AND m.authority = 'juge_des_enfants'"), ["10"])
    true(int(one.query("SELECT count(*) FROM casework.suspension")[0]) >= 13, "suspensions")
    ends = dict(line.split("|") for line in one.query("SELECT end_code, count(*) FROM casework.measure"
                                                      " WHERE state = 'ended' GROUP BY end_code"))
    true(int(ends["done"]) >= 35 and {"converted", "failed", "transferred"} <= set(ends), str(ends))


@test("of minors a SPIP director decides nothing, nor where the judge kept the power (A-01, H-14)")
def _():
    decided = Counter(line for line in one.query(
        "SELECT d.authority || CASE WHEN c.minor THEN '-minor' WHEN m.judge_kept THEN '-kept' ELSE '' END"
        " FROM casework.placement_decision d JOIN casework.placement p ON p.id = d.placement_id"
        " JOIN casework.case_file c ON c.id = p.case_id JOIN casework.measure m ON m.id = p.measure_id"
        " WHERE d.authority IS NOT NULL"))
    true(set(decided) <= {"dspip", "dtpjj-minor", "juge_des_enfants-minor", "jap-kept"}, str(decided))
    true(decided["dtpjj-minor"] > 0 and decided["jap-kept"] > 0, str(decided))


@test("no placement breaks a rule of hosts, posts, times, places, period or steps (H-10, H-16, C-06, B-05, M-09, S-07)")
def _():
    live = "FROM casework.placement p JOIN offer.post o ON o.id = p.post_id JOIN offer.host h ON h.id = p.host_id" \
           " JOIN casework.measure m ON m.id = p.measure_id JOIN casework.case_file c ON c.id = p.case_id" \
           " WHERE p.state IN ('proposed', 'accepted', 'signed', 'ended') AND "
    none(f"SELECT p.id {live} h.form <> 'local_authority' AND NOT EXISTS (SELECT FROM offer.habilitation a WHERE"
         " a.host_id = h.id AND a.valid @> daterange(p.first_day, p.last_day, '[]'))", "H-10")
    none(f"SELECT p.id {live} (o.public = 'minors') <> c.minor", "H-14")
    none(f"SELECT p.id {live} m.ordered_minutes NOT BETWEEN coalesce(o.min_hours, 0) * 60 AND o.max_hours * 60",
         "H-16")
    none("SELECT s.placement_id FROM casework.placement_slot s WHERE NOT EXISTS (SELECT FROM offer.slot t WHERE"
         " t.post_id = s.post_id AND t.weekday = s.weekday AND t.weeks @> s.weeks AND t.from_min <= s.from_min AND"
         " t.to_min >= s.to_min)", "C-06")
    none("SELECT s.placement_id FROM casework.placement_slot s JOIN offer.post o ON o.id = s.post_id"
         " WHERE NOT isempty(s.days) AND o.places < (SELECT count(DISTINCT x.chain) FROM casework.placement_slot x"
         " WHERE x.post_id = s.post_id AND x.weekday = s.weekday AND x.weeks && s.weeks AND x.from_min < s.to_min"
         " AND x.to_min > s.from_min AND x.days @> lower(s.days))", "B-05")
    none(f"SELECT p.id {live} p.last_day > casework.term(m)", "M-09")
    none(f"SELECT p.id {live} p.state IN ('signed', 'ended') AND (p.met_on IS NULL OR p.in_charge IS NULL)",
         "S-07, S-09")
    none(f"SELECT p.id {live} (m.consent = 'refused' OR m.consent = 'to_collect' AND m.consented_on IS NULL)",
         "M-05, M-06")


@test("hours go back over a year, the ledger of each finished measure sums to its order, none has more (M-09)")
def _():
    equal(one.query("SELECT min(day) < now() - interval '12 months', count(*) > 2000 FROM casework.hours_report"),
          ["t|t"])
    balance = "(SELECT coalesce(sum(e.minutes), 0) FROM casework.hours_entry e WHERE e.measure_id = m.id)"
    none(f"SELECT m.id FROM casework.measure m WHERE m.end_code = 'done' AND {balance} <> m.ordered_minutes", "done")
    none(f"SELECT m.id FROM casework.measure m WHERE m.end_code IS DISTINCT FROM 'done' AND"
         f" {balance} >= m.ordered_minutes", "not done")
    none("SELECT p.id FROM casework.placement p WHERE p.attested_minutes <> (SELECT sum(e.minutes) FROM"
         " casework.hours_entry e WHERE e.placement_id = p.id)", "attested")
    none("SELECT id FROM casework.hours_report WHERE settled_by = reported_by", "two people")
    flags = Counter(one.query("SELECT DISTINCT unnest(flags) FROM casework.hours_report"))
    equal(set(flags), {"C-06"}, "only what was odd is flagged")
    true(int(one.query("SELECT count(*) FROM casework.hours_report WHERE state = 'reported'"
                       " AND day < current_date - 14")[0]) > 0, "late settlements")


@test("a host with accounts sees who comes to it and no others; hosts and referents never see a case")
def _():
    for account in people("tutor"):
        token = one.sign_in(account)
        shown = all_of("/placements", token)
        equal(one.query("SELECT count(*) FROM casework.placement p JOIN sec.organisation g ON g.id = p.host_id"
                        " WHERE p.state IN ('proposed', 'accepted', 'signed') AND g.name = "
                        f"$${account['organisation']}$$"), [str(len([p for p in shown if p["state"] != "ended"]))])
        equal(one.request("GET", "/cases", token=token)[0], 404)
    equal(one.request("GET", "/cases", token=one.sign_in(one.account("referent")))[0], 404)


@test("who waits is answered with posts that fit, explained; a director and an auditor find their way")
def _():
    fits = 0
    for account in people("counsellor"):
        token = one.sign_in(account)
        placed = {p["case"] for p in all_of("/placements", token)}
        for case in [c for c in all_of("/cases", token) if c["id"] not in placed][:3]:
            status, _, answer = one.request("GET", f"/cases/{case['id']}/matches", token=token)
            fits += status == 200 and len(answer["items"]) > 0 and bool(answer["items"][0]["explanation"])
    true(fits >= 5, f"{fits} of those who wait have a post")
    for account in people("director"):
        true(len(all_of("/tasks", one.sign_in(account))) > 0, account["login"])
    token = one.sign_in(one.account("auditor"))
    status, _, answer = one.request("GET", "/log/entries?action=demo.load", token=token,
                                    headers={"Access-Reason": "control"})
    equal((status, len(answer["items"]) > 0), (200, True))


@test("no answer to a host or a referent hangs on what is sealed of anybody (P-10, DESIGN section 4)")
def _():
    answers, records = crawl.nothing_sealed(one)
    true(answers >= 1000 and records >= 700, f"{answers} answers, {records} records rewritten")


@test("doctor finds nothing wrong with it, and a second start changes nothing")
def _():
    code, out, _ = one.jalon("doctor")
    equal(code, 0, out)
    kept = one.keys()
    one.stop()
    one.start()
    equal(one.keys(), kept)


if __name__ == "__main__":
    run()
