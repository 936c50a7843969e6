# SPDX-License-Identifier: EUPL-1.2
"""What the tests about placements stand on: a host by right and one that needs its habilitation, cases with an open
measure, posts of which every rule holds, and placements brought to each state by the functions themselves."""
import datetime
import secrets
import threading
import uuid

from fixture import COLLEAGUE, COUNSELLOR, FOREIGN
from people import GONE, NO, OK, ROLES, SU, W, invite, member, new_host, somebody, waiting
from people import sid as sign_in
from tap import equal

HOST, HOST2 = W.org['host'], W.org['host2']
MANAGER = {HOST: 'manager', HOST2: 'manager2'}
TODAY = datetime.date.fromisoformat(SU.one('SELECT offer.today()::text'))
NOBODY = str(uuid.uuid4())
WEEK = tuple((weekday, 540, 1020, 'every', 0) for weekday in range(1, 6))
MORNING = ((1, 540, 720, 'every'),)
RANGE = {'every': '[0,2)', 'even': '[0,1)', 'odd': '[1,2)'}

NEW = 'SELECT * FROM casework.placement_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
ANSWER = 'SELECT casework.placement_answer($1, $2, $3, $4, $5)'
IN_CHARGE = 'SELECT casework.placement_in_charge($1, $2, $3)'
MEETING = 'SELECT casework.placement_meeting($1, $2, $3)'
SIGN = 'SELECT version, array_to_string(broken, $3) FROM casework.placement_sign($1, $2)'
WITHDRAW = 'SELECT casework.placement_withdraw($1, $2, $3)'
STOP = 'SELECT casework.placement_end($1, $2, $3, $4)'
TOLD = 'SELECT casework.placement_told($1, $2, $3, $4)'
EXTEND = "SELECT version, array_to_string(broken, $4) FROM casework.placement_extend($1, $2, $3, 'person')"
MISSING = "SELECT array_to_string(casework.placement_missing($1), ',')"
TAKEN = 'SELECT * FROM casework.taken($1, $2)'
LED = 'SELECT * FROM casework.led($1, $2, $3)'
SITES_OF = 'SELECT * FROM casework.sites_of_cases($1)'
NEEDS_SHARE = 'SELECT $1 = ANY (sec.needs_share())'
ATTESTS = 'SELECT sec.attests($1)'
SHARE = 'SELECT sec.share_ticket($1)'
KEEP = 'SELECT sec.share_store($1, $2)'
DELEGATE = 'SELECT id FROM casework.delegation_new($1, $2, $3, $4, $5, $6)'
REVOKE = 'SELECT casework.delegation_end($1)'
ACT = 'SELECT id FROM casework.act_new($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)'
CHECK = 'SELECT casework.act_check($1, $2, $3, $4, $5, $6)'
END_MEASURE = 'SELECT casework.measure_end($1, $2, $3, $4)'


def day(n):
    """A day from today, as text; negative: ago."""
    return str(TODAY + datetime.timedelta(days=n))


def hashes():
    return secrets.token_bytes(32), secrets.token_bytes(32)


# callers

_SIDS = {}


def sid(login):
    if login not in _SIDS:
        _SIDS[login] = sign_in(login)
    return _SIDS[login]


def rows(login, sql, *params, conn=None, commit=True):
    with W.bound(sid(login), conn, commit) as c:
        return c.query(sql, *params)


def do(login, sql, *params):
    """The first value, committed."""
    return rows(login, sql, *params)[0][0]


def outcome(login, sql, *params):
    """SQLSTATE of a call that is taken back."""
    with W.bound(sid(login), commit=False) as c:
        return c.state(sql, *params)


def expire():
    with W.connect('jalon_job') as job:
        job.query('SELECT sec.expire()')


def race_with_clock(login, act):
    """The clock has run and not committed when act(connection) comes, by login, and waits: its result or SQLSTATE."""
    out = []
    with W.connect('jalon_job') as clock, W.connect('jalon_web') as web:
        sid(login)

        def second():
            try:
                with W.bound(sid(login), web):
                    out.append(act(web))
            except Exception as e:  # pylint: disable=broad-except
                out.append(getattr(e, 'state', e))
        clock.query('BEGIN')
        clock.query('SELECT sec.expire()')
        thread = threading.Thread(target=second)
        thread.start()
        try:
            waiting(web.pid)
        finally:
            clock.query('COMMIT')
            thread.join()
    return out[0]


# rows, by the superuser

def insert(table, **values):
    """A row; its id, made up when none was given."""
    if table not in ('offer.slot', 'offer.host'):
        values.setdefault('id', str(uuid.uuid4()))
    SU.query('INSERT INTO %s (%s) VALUES (%s)' % (table, ', '.join(values), ', '.join(
        '$%d' % (i + 1) for i in range(len(values)))), *values.values())
    return values.get('id')


def put(table, row, **values):
    for column, value in values.items():
        SU.query('UPDATE %s SET %s = $1 WHERE id = $2' % (table, column), value, row)


def get(table, row, *columns):
    """One value, or a tuple of those columns as texts."""
    got = SU.query('SELECT %s FROM %s WHERE id = $1' % (', '.join(c + '::text' for c in columns), table), row)[0]
    return got[0] if len(columns) == 1 else tuple(got)


def new_case(by=COUNSELLOR, unit='lille', minor=False):
    return insert('casework.case_file', unit_id=W.org[unit], counsellor_id=W.account[by], minor=minor)


def new_measure(case=None, **change):
    return insert('casework.measure', **{
        'case_id': case or new_case(), 'state': 'open', 'kind': 'main', 'offence_class': 'delit',
        'ordered_minutes': 6300, 'facts_on': day(-300), 'judged_on': day(-100), 'final_on': day(-90),
        'seized_on': day(-80), 'period_months': 18, 'fallback': True, 'consent': 'court', 'consented_on': day(-100),
        'authority': 'court', **change})


def new_contact(host=HOST):
    return insert('offer.contact', host_id=host, part='in_charge', name="Zoé d'Haene")


def set_slots(post, host, slots):
    SU.query('DELETE FROM offer.slot WHERE post_id = $1', post)
    for n, (weekday, from_min, to_min, weeks, places) in enumerate(slots):
        insert('offer.slot', post_id=post, host_id=host, n=n + 1, weekday=weekday, from_min=from_min, to_min=to_min,
               weeks=RANGE[weeks], places=places or None)


def new_post(host=HOST, slots=WEEK, **change):
    """An inscribed post for adults; slots: (weekday, from, to, weeks, places or 0: the post's)."""
    post = insert('offer.post', **{
        'host_id': host, 'site_id': SITE[host], 'public': 'adults', 'title': "Jardin de l'école",
        'family': 'green_spaces', 'nature': 'Tailler', 'places': 2, 'special_risk': False, 'care_setting': False,
        'meets_children': False, 'meets_vulnerable': False, 'meets_public': False, 'in_charge': CONTACT[host],
        'state': 'inscribed', 'inscribed_on': '2026-01-05', 'confirmed_on': day(0), **change})
    set_slots(post, host, slots)
    return post


def settle(host, form='local_authority'):
    """The sheet of a host, with a site and somebody in charge."""
    insert('offer.host', id=host, form=form, insee='59350')
    SITE[host] = insert('offer.site', host_id=host, name="L'atelier", insee='59350')
    CONTACT[host] = new_contact(host)


def habilitate(host, first, end, territory='59', public='adults'):
    """From the first day to the day before the end."""
    deciding = 'minister' if territory == 'FR' else 'dtpjj' if public == 'minors' else 'dspip'
    file = insert('offer.procedure', kind='habilitation', host_id=host, state='granted', public=public,
                  departement=None if territory == 'FR' else territory, deciding=deciding, outcome='granted',
                  created_by=W.account['referent'], decided_by=W.account['dir.lille'], decided_on='2020-01-06',
                  checked_by=None if deciding == 'dspip' else W.account['dep.lille'])
    return insert('offer.habilitation', host_id=host, territory=territory, public=public,
                  valid='[%s,%s)' % (first, end), procedure_id=file)


# placements

def plan(measure, post, first=10, last=100, minutes=600, times=MORNING, replaces=None):
    """Parameters of NEW."""
    weekdays, from_mins, to_mins, weeks = (list(x) for x in zip(*times)) if times else ([],) * 4
    return (measure, post, minutes, day(first) if first is not None else None, day(last) if last is not None else None,
            replaces, weekdays, from_mins, to_mins, weeks, *hashes())


def broken(text):
    return [r for r in text.strip('{}').split(',') if r]


def ask(measure, post, by=COUNSELLOR, **kw):
    """(id, rules that it breaks); when there are some the id is of nothing."""
    row, _, rules = rows(by, NEW, *plan(measure, post, **kw))[0]
    return row, broken(rules)


def propose(measure=None, post=None, by=COUNSELLOR, **kw):
    row, rules = ask(measure or new_measure(), post or new_post(), by, **kw)
    if rules:
        raise AssertionError('a proposal that should be sound breaks %s' % rules)
    return row


def version(p):
    return int(get('casework.placement', p, 'version'))


def state(p):
    return get('casework.placement', p, 'state')


def accept(p, **kw):
    do(MANAGER[get('casework.placement', p, 'host_id')], ANSWER, p, version(p), True, None, kw.get('in_charge'))
    return p


def ready(p):
    """Accepted, met: nothing lacks but the decision."""
    do(COUNSELLOR, MEETING, accept(p), version(p), day(0))
    return p


def try_to_sign(p, by='dir.lille'):
    """The rules that keep it from being signed; none: it is."""
    return broken(rows(by, SIGN, p, version(p), ',')[0][1])


def sign(p, by='dir.lille'):
    rules = try_to_sign(p, by)
    if rules:
        raise AssertionError('a placement that should be sound breaks %s' % rules)
    return p


def ended(p, on=0):
    do(COUNSELLOR, STOP, p, version(p), day(on), 'host')
    return p


def older(p, days, entered=None, attested=False):
    """Ended so many days ago, which was entered then, or so many days ago."""
    SU.query('UPDATE casework.placement SET ended_on = $1, closed_at = $2::date, attested_on = $3,'
             ' attested_minutes = $4 WHERE id = $5', day(-days), day(-(days if entered is None else entered)),
             day(-days) if attested else None, 0 if attested else None, p)
    return p


def at(wanted, *args, **kw):
    """A placement in this state."""
    p = propose(*args, **kw)
    if wanted == 'declined':
        do(MANAGER[get('casework.placement', p, 'host_id')], ANSWER, p, 1, False, 'dates', None)
    elif wanted == 'withdrawn':
        do(COUNSELLOR, WITHDRAW, p, 1, 'service')
    elif wanted == 'accepted':
        accept(p)
    elif wanted in ('ready', 'signed', 'ended'):
        ready(p)
        if wanted != 'ready':
            sign(p)
        if wanted == 'ended':
            ended(p)
    return p


def slots(p):
    """[(weekday, from, to, weeks, days)]"""
    return SU.query('SELECT weekday, from_min, to_min, weeks::text, days::text FROM casework.placement_slot'
                    ' WHERE placement_id = $1 ORDER BY n', p)


def booked(p):
    """First and last day of its first slot; None when the place was given back."""
    text = slots(p)[0][4]
    if text == 'empty':
        return None
    first, end = text[1:-1].split(',')
    return first, str(datetime.date.fromisoformat(end) - datetime.timedelta(days=1))


def paper(p, authority='jap', sense='granted', decided=0):
    """Parameters of ACT for an assignment, but for the measure."""
    return 'assignment', authority, sense, day(decided), None, None, None, "réf. de l'acte", p, *hashes()


def record(p, by=COUNSELLOR, **kw):
    return do(by, ACT, get('casework.placement', p, 'measure_id'), *paper(p, **kw))


def seen(sense='granted', decided=0):
    """Parameters of CHECK, but for the act."""
    return 'assignment', sense, day(decided), None, None


def withdraw(p):
    do(COUNSELLOR, WITHDRAW, p, version(p), 'service')
    return p


def replaced(old_times=((1, 540, 720, 'every'),), times=((1, 600, 780, 'every'),), first=40):
    """(the one that was replaced, the one that was signed in its place)"""
    old = sign(ready(propose(first=1, times=old_times)))
    new = propose(get('casework.placement', old, 'measure_id'), first=first, times=times, replaces=old)
    return old, sign(ready(new))


def decision(p, *columns):
    """Of who proposed and decided it."""
    got = SU.query('SELECT %s FROM casework.placement_decision WHERE placement_id = $1' % ', '.join(
        c + '::text' for c in columns), p)[0]
    return got[0] if len(columns) == 1 else tuple(got)


# the world

SITE, CONTACT = {}, {}
SU.query('INSERT INTO offer.commune (insee, nom, type, departement, region, valid_from)'
         " VALUES ('59350', 'Lille', 'commune-actuelle', '59', '32', '2026-01-01')")
SU.query("UPDATE sec.organisation SET departement = '59' WHERE kind = 'unit'")
settle(HOST)
settle(HOST2, 'association')
habilitate(HOST2, day(-400), day(1400))
UNPAIRED = W.org[new_host()]  # nobody of it has an account yet
settle(UNPAIRED)

SIGNS = member()  # a counsellor who signs for her director, but not for her own caseload
do('dir.lille', DELEGATE, W.account[SIGNS], day(0), day(30), False, *hashes())
BARE, HEAD = somebody(), somebody('director')  # without the secret of their unit
STRANGER = 'bare.manager'  # without the secret of the host
invite(STRANGER, 'host_manager', 'host')
WHO = {**ROLES, 'tutor of another host': 'tutor2', 'counsellor, other caseload': COLLEAGUE,
       'counsellor of another unit': FOREIGN, 'delegate': SIGNS, 'counsellor without the secret': BARE,
       'director without the secret': HEAD, 'host_manager without the secret': STRANGER}
COUNSELLORS = {'counsellor': OK, 'counsellor, other caseload': GONE, 'counsellor of another unit': GONE,
               'delegate': GONE, 'counsellor without the secret': GONE}
DIRECTORS = {'director': OK, 'director of another unit': GONE, 'director without the secret': GONE}
MANAGERS = {'host_manager': OK, 'host_manager of another host': GONE, 'host_manager without the secret': GONE}


# measure and case -> who decides, where it is not the direction
KEPT = (('the judge kept the power', {'judge_kept': True}, False, 'jap'),
        ('of a minor', {'authority': 'juge_des_enfants'}, True, 'dtpjj'),
        ('of a minor whose judge kept the power', {'authority': 'juge_des_enfants', 'judge_kept': True}, True,
         'juge_des_enfants'),
        ('a TNR that the prosecutor kept', {'kind': 'tnr', 'authority': 'prosecutor', 'judge_kept': True}, False,
         'prosecutor'))
def kept(change, minor, make=ready):
    """A placement that another authority decides, all else ready."""
    case = new_case(minor=minor)
    m = new_measure(case, fitness_asked_on=day(-9), fitness_received_on=day(-2), **change)
    return make(propose(m, new_post(public='minors' if minor else 'adults')))


def each_role(name, sql, params, allowed):
    """Every role calls it, and all is taken back; who is not named may never."""
    for role, login in WHO.items():
        equal(outcome(login, sql, *params()), allowed.get(role, NO), '%s by %s' % (name, role))
