# SPDX-License-Identifier: EUPL-1.2
"""What the tests about work stand on: two hosts with posts, and placements that were signed and run, made by the
functions of the schema and then moved into the past."""
import datetime
import secrets
import uuid
from types import SimpleNamespace

from fixture import COLLEAGUE, COUNSELLOR, FOREIGN
from people import ROLES, SU, W, call, seal, sid
from tap import equal

MEASURE = 'SELECT id FROM casework.measure_new($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17)'
PROPOSE = ('SELECT id FROM casework.placement_new($1, $2, $3, $4, $5, NULL, $6::int[], $7::int[], $8::int[],'
           ' $9::text[], $10, $11)')
DIRECTOR, DEPUTY = 'dir.lille', 'dep.lille'
WHO = {**ROLES, 'counsellor of the unit, other caseload': COLLEAGUE, 'counsellor of another unit': FOREIGN}
SIDS = {login: sid(login) for login in set(WHO.values()) | {DEPUTY, 'tutor2'}}
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
MONDAY = TODAY - datetime.timedelta(days=TODAY.weekday() + 21)  # of a week that has passed
MORNING, AFTERNOON = (540, 720), (780, 1020)

SU.query("INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)"
         " VALUES ('59286', 'Haubourdin', 'commune-actuelle', '59', '32', '2026-01-01')")
SU.query("UPDATE sec.organisation SET departement = '59' WHERE kind = 'unit'")
for _host in ('host', 'host2'):
    SU.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59286')", W.org[_host])


def hashes():
    return secrets.token_bytes(32), secrets.token_bytes(32)


def day(n):
    """A day from today, as text."""
    return str(TODAY + datetime.timedelta(days=n))


def week(n):
    """Day n of the week of MONDAY, 0 is that day."""
    return str(MONDAY + datetime.timedelta(days=n))


def new_post(minors=False, host='host'):
    site, contact, post = (str(uuid.uuid4()) for _ in range(3))
    SU.query("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'L''atelier', '59286')", site,
             W.org[host])
    SU.query("INSERT INTO offer.contact (id, host_id, part, name) VALUES ($1, $2, 'in_charge', 'Zoé D’Haene')", contact,
             W.org[host])
    SU.query('INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,'
             ' care_setting, meets_children, meets_vulnerable, meets_public, state, inscribed_on, confirmed_on,'
             " in_charge) VALUES ($1, $2, $3, $4, 'Jardin', 'green_spaces', 'Tailler', 2, false, false, false, false,"
             " false, 'inscribed', '2026-01-01', offer.today(), $5)", post, W.org[host], site,
             'minors' if minors else 'adults', contact)
    SU.query('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks)'
             " SELECT $1, $2, d, d, 300, 1440, '[0,2)' FROM generate_series(1, 7) AS d", post, W.org[host])
    return post


def new_measure(case, minutes=6000, minor=False):
    return call(COUNSELLOR, MEASURE, case, 'main', 'delit', minutes, '2023-01-10', day(-120), day(-90), day(-80), 18,
                None, True, 'court', day(-120), 'juge_des_enfants' if minor else 'court', False, *hashes())


def propose(case, measure, post, slots, planned):
    with W.bound(SIDS[COUNSELLOR]) as c:
        p = c.one(PROPOSE, measure, post, planned, day(1), day(60), [s[0] for s in slots], [s[1] for s in slots],
                  [s[2] for s in slots], [s[3] for s in slots], *hashes())
        seal(c, case, 4, p, 4, SU.one('SELECT coalesce(max(ordinal), 0) + 1 FROM casework.placement'
                                      ' WHERE case_id = $1', case))
        if c.one('SELECT sec.share_ticket($1) IS NOT NULL', p):
            c.query('SELECT sec.share_store($1, $2)', p, b'box')
    return p


def every_day(*times, weeks='every'):
    return [(d, *t, weeks) for d in range(1, 8) for t in times]


def placed(at=None, slots=None, minor=False, minutes=6000, planned=600, host='host', first=-60, last=60):
    """A placement that was signed and runs; at: another one of the same measure."""
    case = at.case if at else W.open_case(SIDS[COUNSELLOR], minor=minor)
    measure = at.measure if at else new_measure(case, minutes, minor)
    if not at:
        call(COUNSELLOR, 'SELECT casework.measure_open($1, 1)', measure)
        SU.query('UPDATE casework.measure SET fitness_asked_on = $2, fitness_received_on = $2 WHERE id = $1', measure,
                 day(-70))  # W-05: some of them work at night
    p = propose(case, measure, new_post(minor, host), slots or every_day(MORNING), planned)
    by = 'manager' if host == 'host' else 'manager2'
    equal(call(by, 'SELECT casework.placement_answer($1, 1, true, NULL, NULL)', p), 2)
    equal(call(COUNSELLOR, 'SELECT casework.placement_meeting($1, 2, $2)', p, day(0)), 3)
    if minor:  # another authority decides, without an account
        SU.query("UPDATE casework.placement SET state = 'signed', signed_at = now(), version = 4 WHERE id = $1", p)
    else:
        with W.bound(SIDS[DIRECTOR]) as c:
            equal(c.query('SELECT * FROM casework.placement_sign($1, 3)', p), [(4, '{}')])
    # 62 days by the calendar of Paris: the clocks may have changed since.
    SU.query("UPDATE casework.placement SET first_day = $2, last_day = $3, signed_at = (signed_at AT TIME ZONE "
             "'Europe/Paris' - interval '62 days') AT TIME ZONE 'Europe/Paris' WHERE id = $1", p, day(first), day(last))
    SU.query("UPDATE casework.placement_slot SET days = daterange($2, $3, '[]') WHERE placement_id = $1", p, day(first),
             day(last))
    return SimpleNamespace(id=p, case=case, measure=measure)
