# SPDX-License-Identifier: EUPL-1.2
"""What the law makes of rows, said a second time: day by day, from the tables as they are and from what the walk knows
of sealed profiles. It calls no function of the schema and shares no rule with the matcher.

    f = Facts(su, profiles, seen)          # all rows at one instant; profiles {case: profile as it was sent}; in the
                                           # order in which they came, which seen keeps from one to the next
    f.admits(p, 'sign')                    # the ids of the rules that this placement breaks now
    f.forecast(p)                          # minutes that remain, day of the last, its margin, sessions
    f.faults()                             # what no row may ever be, whatever was asked
"""
import datetime
import json

DAY = datetime.timedelta(days=1)
TABLES = ('casework.case_file', 'casework.measure', 'casework.placement', 'casework.placement_slot',
          'casework.placement_decision', 'casework.suspension', 'casework.authority_act', 'casework.delegation',
          'casework.incident', 'casework.hours_report', 'casework.hours_entry', 'offer.post', 'offer.slot',
          'offer.closure', 'offer.host', 'offer.habilitation', 'offer.post_bar', 'offer.suspension')
LIVE = ('proposed', 'accepted', 'signed')
WEEKS = {'[0,2)': (0, 1), '[0,1)': (0,), '[1,2)': (1,)}
WORDS = {'every': (0, 1), 'even': (0,), 'odd': (1,)}
FRESH, HORIZON, FORECAST, LEAST = 92, 1120, 560, 120  # B-09, MATCH_DAYS, E-10, E-02
WEEK_WITH_JOB = 47 * 60  # W-01
UNBROKEN, PAUSE = 270, 30  # W-04
PUBLIC_FORMS = ('state', 'local_authority', 'public_establishment', 'hospital')
AWAY = ('remand', 'national_service')  # M-12, when she cannot come; M-13 for the others


def date(text):
    return datetime.date.fromisoformat(text)


def span(text):
    """[first, day after the last) of a range; an open end is None; an empty one is empty."""
    if text == 'empty':
        return datetime.date(1970, 1, 2), datetime.date(1970, 1, 1)
    first, end = text[1:-1].split(',')
    return date(first), date(end) if end else None


def within(spans, day):
    return any(first <= day and (end is None or day < end) for first, end in spans)


def parity(day):
    return day.isocalendar()[1] % 2


def easter(year):
    """Gauss, with his two exceptions."""
    a, b, c = year % 19, year % 4, year % 7
    k = year // 100
    m = (15 - (13 + 8 * k) // 25 + k - k // 4) % 30
    d = (19 * a + m) % 30
    e = (2 * b + 4 * c + 6 * d + (4 + k - k // 4) % 7) % 7
    march = 22 + d + e
    march -= 7 * ((d, e) == (29, 6) or (d == 28 and e == 6 and (11 * m + 11) % 30 < 19))
    return datetime.date(year, 3, 1) + (march - 1) * DAY


def is_holiday(day):
    """Of the Nord."""
    if (day.month, day.day) in ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)):
        return True
    return (day - easter(day.year)).days in (1, 39, 50)


def months_after(day, n):
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return datetime.date(year, month + 1, last)
        except ValueError:
            pass


class Facts:
    def __init__(self, su, profiles, seen):
        self.profiles = profiles
        self.today = date(su.one('SELECT offer.today()::text'))
        told = su.one('SELECT jsonb_build_object(%s)::text' % ', '.join(
            "'%s', (SELECT coalesce(jsonb_agg(to_jsonb(x)), '[]') FROM %s x)" % (t, t) for t in TABLES))
        self.rows = json.loads(told)
        for rows in self.rows.values():
            rows.sort(key=lambda r: seen.setdefault(r['id'], len(seen)) if 'id' in r else 0)
        self.of = {t: {r['id']: r for r in rows if 'id' in r} for t, rows in self.rows.items()}
        self.decision = {d['placement_id']: d for d in self.rows['casework.placement_decision']}
        self._terms, self._found = {}, {}

    def placement(self, i):
        """A row with its times."""
        p = dict(self.of['casework.placement'][i])
        p['times'] = [(s['weekday'], s['from_min'], s['to_min'], WEEKS[s['weeks']])
                      for s in sorted(self.rows['casework.placement_slot'], key=lambda s: s['n'])
                      if s['placement_id'] == i]
        return p

    def placements(self, state):
        return [self.placement(i) for i, p in self.of['casework.placement'].items() if p['state'] == state]

    def where(self, table, **is_):
        key = (table, *is_.items())
        if key not in self._found:
            self._found[key] = [r for r in self.rows[table] if all(r[k] == v for k, v in is_.items())]
        return self._found[key]

    def about(self, p):
        """What is told of a finding."""
        same = {'case': self.where('casework.placement_slot', case_id=p['case_id']),
                'post': self.where('casework.placement_slot', post_id=p['post_id'])}
        rows = [(n, s['placement_id'][:4], s['chain'][:4], s['weekday'], s['from_min'], s['to_min'], s['weeks'],
                 s['days']) for n, of in same.items() for s in of]
        post = self.of['offer.post'][p['post_id']]
        return ['\n       '.join(map(str, (
            'today %s' % self.today, {k: v for k, v in p.items() if v is not None}, post,
            [(s['weekday'], s['from_min'], s['to_min'], s['weeks'], s['places'])
             for s in self.where('offer.slot', post_id=p['post_id'])],
            [c['days'] for c in self.where('offer.closure', post_id=p['post_id'])], self.profiles.get(p['case_id']),
            self.of['casework.measure'][p['measure_id']],
            [(s['kind'], s['days']) for s in self.where('casework.suspension', measure_id=p['measure_id'])], *rows)))]

    # --- the measure

    def balance(self, measure):
        return sum(e['minutes'] for e in self.where('casework.hours_entry', measure_id=measure))

    def credited(self, placement):
        return sum(e['minutes'] for e in self.where('casework.hours_entry', placement_id=placement))

    def waiting(self, placement):
        return sum(r['minutes'] for r in self.where('casework.hours_report', placement_id=placement,
                                                    state='reported'))

    def unplanned(self, measure, but=None):
        """Minutes neither credited nor meant to be worked in a live placement; of a chain the longer."""
        chains = {}
        for p in self.where('casework.placement', measure_id=measure):
            if p['state'] in LIVE and p['chain'] != but:
                left = max(0, p['planned_minutes'] - self.credited(p['id']))
                chains[p['chain']] = max(left, chains.get(p['chain'], 0))
        return self.of['casework.measure'][measure]['ordered_minutes'] - self.balance(measure) - sum(chains.values())

    def term(self, measure):
        """M-09 to M-12: the last day of the period, the days on which its clock stood left out; None: not final."""
        if measure not in self._terms:
            self._terms[measure] = self._term(self.of['casework.measure'][measure])
        return self._terms[measure]

    def _term(self, m):
        if not m['final_on']:
            return None
        day = date(m['final_on'])
        runs = (months_after(day, m['period_months']) - day).days + 1
        stood = [(first, self.today + DAY if end is None else end) for first, end in
                 (span(s['days']) for s in self.where('casework.suspension', measure_id=m['id']))]
        while runs > 0:
            runs -= not within(stood, day)
            day += DAY
        return day - DAY

    def decider(self, m, minor):
        """A-01."""
        if minor:
            return 'juge_des_enfants' if m['judge_kept'] else 'dtpjj'
        return 'dspip' if not m['judge_kept'] else 'prosecutor' if m['kind'] == 'tnr' else 'jap'

    # --- what may stand

    def admits(self, p, stage, own=None):
        """Rules that a placement breaks: stage 'propose', 'sign' or 'last_day'. own: of whom the profile is looked at,
        False: it is not."""
        m = self.of['casework.measure'][p['measure_id']]
        post = self.of['offer.post'][p['post_id']]
        minor = self.of['casework.case_file'][p['case_id']]['minor']
        first, last = date(p['first_day']), date(p['last_day']) if p.get('last_day') else None
        broken = self._offer(post, first, last, stage) | self._measure(p, m, last, stage)
        if own is not False and not self._in_slots(p, post):
            broken.add('C-06')
        if stage != 'last_day':
            if (post['public'] == 'minors') != minor:
                broken.add('H-14')
            if not (post['min_hours'] or 0) * 60 <= m['ordered_minutes'] <= (post['max_hours'] or 400) * 60:
                broken.add('H-16')
            if first < self.today:
                broken.add('S-08')
        if stage == 'sign':
            broken |= {r for r, bad in (('S-07', not p['met_on']), ('S-09', not p['in_charge'])) if bad}
            if self._exam(p, m, post, minor) and not m['fitness_received_on']:
                broken.add('W-05')
        if last and self._elsewhere(p, first, last):
            broken.add('E-05')
        if last and self._full(p, post, first, last):
            broken.add('B-05')
        return broken if own is False else broken | self._hers(p, m, post, minor, stage)

    def _offer(self, post, first, last, stage):
        host = self.of['offer.host'][post['host_id']]
        broken = set()
        if host['state'] != 'active':
            broken.add('H-12')
        if host['form'] not in PUBLIC_FORMS:
            valid = [span(h['valid']) for h in self.where('offer.habilitation', host_id=host['id'],
                                                          public=post['public']) if h['territory'] in ('59', 'FR')]
            if not all(within(valid, first + n * DAY) for n in range(((last or first) - first).days + 1)):
                broken |= {'H-02', 'H-10'}
        if post['state'] not in ('inscribed', 'suspended'):
            broken.add('H-15')
        if post['state'] == 'suspended':
            broken.add('H-18')
        if stage == 'propose' and (not post['confirmed_on']
                                   or (self.today - date(post['confirmed_on'])).days > FRESH):
            broken.add('B-09')
        return broken

    def _measure(self, p, m, last, stage):
        term = self.term(m['id'])
        broken = set()
        if m['state'] != 'open' or (term and last and last > term):
            broken.add('M-09')
        if stage == 'last_day':
            return broken
        if m['consent'] == 'refused':
            broken.add('M-05')
        if m['consent'] == 'to_collect' and not m['consented_on']:
            broken.add('M-06')
        if m['state'] == 'open' and not term:
            broken.add('M-10')
        if p['planned_minutes'] > self.unplanned(m['id'], p['chain']):
            broken.add('S-10')
        return broken

    def _in_slots(self, p, post):
        """C-06: each minute of each time is one of the post's."""
        slots = self.where('offer.slot', post_id=post['id'])
        return bool(p['times']) and all(
            any(s['weekday'] == w and s['from_min'] <= minute < s['to_min'] and half in WEEKS[s['weeks']]
                for s in slots)
            for w, a, b, weeks in p['times'] for half in weeks for minute in range(a, b, 5))

    def _exam(self, p, m, post, minor):
        """W-05, as far as it is in clear."""
        return (minor or post['special_risk'] or post['care_setting'] or m['fitness_asked_on']
                or any(a < 360 or b > 1320 for _, a, b, _ in p['times']))

    def busy(self, case, day, but):
        """Her times in other placements on a day; but: those of a chain are not."""
        return [(s['from_min'], s['to_min']) for s in self.where('casework.placement_slot', case_id=case)
                if s['chain'] != but and s['weekday'] == day.isoweekday() and parity(day) in WEEKS[s['weeks']]
                and within([span(s['days'])], day)]

    def days(self, p, first, last):
        """Each (day, from, to) of her times."""
        for n in range((last - first).days + 1):
            day = first + n * DAY
            for w, a, b, weeks in p['times']:
                if w == day.isoweekday() and parity(day) in weeks:
                    yield day, a, b

    def _elsewhere(self, p, first, last):
        return any(x < b and a < y for day, a, b in self.days(p, first, last)
                   for x, y in self.busy(p['case_id'], day, p['chain']))

    def there(self, post, day, minute, but):
        """How many others are expected at a post at an instant; of a chain one."""
        return len({s['chain'] for s in self.where('casework.placement_slot', post_id=post, weekday=day.isoweekday())
                    if s['chain'] != but and s['from_min'] <= minute < s['to_min'] and parity(day) in WEEKS[s['weeks']]
                    and within([span(s['days'])], day)})

    def _full(self, p, post, first, last):
        """B-05: at the instants at which somebody comes."""
        slots = self.where('offer.slot', post_id=post['id'])
        starts = {s['from_min'] for s in self.where('casework.placement_slot', post_id=post['id'])}
        for day, a, b in self.days(p, first, min(last, first + 400 * DAY)):
            for s in slots:
                if s['weekday'] != day.isoweekday() or parity(day) not in WEEKS[s['weeks']]:
                    continue
                x, y = max(a, s['from_min']), min(b, s['to_min'])
                if any(self.there(post['id'], day, minute, p['chain']) >= (s['places'] or post['places'])
                       for minute in {x, *(t for t in starts if x < t < y)} if x < y):
                    return True
        return False

    # --- what is sealed

    def _hers(self, p, m, post, minor, stage):
        """Rules of her profile, and the plan that is made of it."""
        profile = self.profiles.get(p['case_id'])
        if profile is None:
            return set()
        avoid = profile.get('avoid') or {}
        fit = profile.get('fitness') or {}
        first = date(p['first_day'])
        if first < self.today:
            first = self.today + DAY
        broken = set()
        barred = {b['family'] for b in self.where('offer.post_bar', post_id=post['id'])}
        if barred & set(profile.get('families') or ()):
            broken.add('B-06')
        if post['host_id'] in avoid.get('hosts', ()) or post['site_id'] in avoid.get('sites', ()):
            broken.add('C-08')
        until = date(fit['until']) if fit.get('until') else None
        if fit.get('result') == 'unfit' and (until is None or until >= first):
            broken.add('W-06')
        examined = fit.get('result') in ('fit', 'fit_limits') and (until is None or until >= first)
        asked = {'disability', 'pregnancy', 'director'} & set(fit.get('triggers') or ())
        if stage == 'sign' and not examined and (
                asked or self._exam(p, {'fitness_asked_on': m['fitness_asked_on'] and not m['fitness_received_on']},
                                    post, minor)):
            broken.add('W-05')
        minutes = p.get('to_work', p['planned_minutes'])
        if not self._free(p, profile) or self._short(p, min(LEAST, minutes)):
            broken.add('C-06')
        if minor and any(a < 360 or b > 1320 for _, a, b, _ in p['times']):
            broken.add('W-04')
        p['plan'] = Plan(self, p, profile, first, minutes, minor, stage != 'last_day')
        return broken | p['plan'].broken - ({'B-05', 'M-09'} if stage == 'last_day' else set())

    def _short(self, p, least):
        """E-02: a time, or what of it one slot of the post takes, for which nobody comes."""
        slots = self.where('offer.slot', post_id=p['post_id'])
        parts = [min(b, s['to_min']) - max(a, s['from_min']) for w, a, b, weeks in p['times'] for s in slots
                 if s['weekday'] == w and set(weeks) & set(WEEKS[s['weeks']])]
        return any(b - a < least for _, a, b, _ in p['times']) or any(0 < part < least for part in parts)

    def _free(self, p, profile):
        """C-06: within the times at which she can come, and out of her job."""
        free, job = profile.get('availability'), (profile.get('job') or {}).get('slots') or ()

        def at(slots, w, half, minute):
            return any(s['weekday'] == w and s['from'] <= minute < s['to'] and half in WORDS[s['weeks']] for s in slots)
        return all((not free or at(free, w, half, minute)) and not at(job, w, half, minute)
                   for w, a, b, weeks in p['times'] for half in weeks for minute in range(a, b, 5))

    def shut(self, post, measure, day):
        return (is_holiday(day) or within([span(c['days']) for c in self.where('offer.closure', post_id=post)], day)
                or within([span(s['days']) for s in self.where('casework.suspension', measure_id=measure)
                           if s['kind'] in AWAY], day))

    # --- what runs

    def stops(self, p):
        """Days on which the work stands (S-12)."""
        return [(date(i['day']) + DAY, date(i['resumed_on']) if i['resumed_on'] else None)
                for i in self.where('casework.incident', placement_id=p['id'], stopped=True)]

    def to_work(self, p):
        """Minutes, and the first day on which they may be worked."""
        m = self.of['casework.measure'][p['measure_id']]
        left = max(0, p['planned_minutes'] - self.credited(p['id']) - self.waiting(p['id']))
        reported = sum(self.waiting(x['id']) for x in self.where('casework.placement', measure_id=m['id']))
        left = min(left, max(0, m['ordered_minutes'] - self.balance(m['id']) - reported))
        told_today = any(r['day'] == str(self.today) and r['state'] != 'withdrawn'
                         for r in self.where('casework.hours_report', placement_id=p['id']))
        return left, max(self.today + told_today * DAY, date(p['first_day']))

    def forecast(self, p):
        """(minutes that remain, last day or None, margin or None, sessions that are booked)"""
        left, day = self.to_work(p)
        term = self.term(p['measure_id'])
        if left == 0:
            worked = [r['day'] for r in self.where('casework.hours_report', placement_id=p['id'])
                      if r['state'] != 'withdrawn' and r['minutes'] > 0]
            last = date(max(worked)) if worked else None
            return 0, last, (term - last).days if term and last else None, 0
        minors = self.of['offer.post'][p['post_id']]['public'] == 'minors'
        todo, sessions, last, stops = left, 0, None, self.stops(p)
        for n in range(FORECAST):
            on = day + n * DAY
            if self.shut(p['post_id'], p['measure_id'], on) or within(stops, on):
                continue
            pieces = sorted((a, b) for w, a, b, weeks in p['times'] if w == on.isoweekday() and parity(on) in weeks)
            for a, b in pieces:
                if todo > 0 and on <= date(p['last_day']):
                    sessions += 1
                todo -= worked_in(pieces, (a, b)) if minors else b - a
            if todo <= 0:
                last = on
                break
        return left, last, (term - last).days if term and last else None, sessions

    def flags(self, p, day, a, b):
        """Of a report that is not written yet, but for what her job and the limits of work make of it."""
        m, minutes = self.of['casework.measure'][p['measure_id']], b - a
        reported = sum(self.waiting(x['id']) for x in self.where('casework.placement', measure_id=m['id']))
        last = min(p['last_day'], p['ended_on'] or p['last_day'])
        times = [(x, y) for d, x, y in self.days(p, day, day)]
        term = self.term(m['id'])
        return {rule for rule, broken in (
            ('S-08', not p['first_day'] <= str(day) <= last),
            ('S-12', within(self.stops(p), day)),
            ('M-09', term and day > term),
            ('C-06', not all(any(x <= t < y for x, y in times) for t in range(a, b))),
            ('E-05', any(r['placement_id'] != p['id'] and r['state'] != 'withdrawn' and r['from_min'] is not None
                         and r['from_min'] < b and a < r['to_min']
                         for r in self.where('casework.hours_report', case_id=p['case_id'], day=str(day)))),
            ('S-10', minutes > m['ordered_minutes'] - self.balance(m['id']) - reported)) if broken}

    # --- what no row may be

    def faults(self):
        found = []
        for m in self.rows['casework.measure']:
            credits = self.where('casework.hours_entry', measure_id=m['id'])
            if not 0 <= self.balance(m['id']) <= (m['ordered_minutes'] or 0):
                found.append('S-10: credited %d of %s' % (self.balance(m['id']), m))
            if (m['end_code'] == 'done') != (self.balance(m['id']) == m['ordered_minutes']) and m['state'] != 'draft':
                found.append('M-09: done %s' % m)
            for e in credits:
                r = self.of['casework.hours_report'][e['report_id']]
                if e['kind'] == 'credit' and (e['minutes'] > r['minutes'] or e['made_by'] == r['reported_by']):
                    found.append('S-10: %s of %s' % (e, r))
            live = [p for p in self.where('casework.placement', measure_id=m['id']) if p['state'] in LIVE]
            if m['state'] != 'open' and live:
                found.append('M-09: %s still runs of %s' % (live, m))
        for p in self.rows['casework.placement']:
            found += self._decided(p)
        cases = {s['case_id'] for s in self.rows['casework.placement_slot']}
        for case in cases:
            found += self._overlaps(case)
        return found

    def _decided(self, p):
        d = self.decision[p['id']]
        if p['state'] not in ('signed', 'ended'):
            return ['A-01: %s is decided: %s' % (p, d)] if d['authority'] else []
        found = []
        if not p['met_on'] or not p['in_charge']:
            found.append('S-07, S-09: %s' % p)
        if d['authority'] == 'dspip':
            case = self.of['casework.case_file'][p['case_id']]
            own = [g for g in self.where('casework.delegation', delegate=d['decided_by']) if g['own_cases']]
            if d['decided_by'] == d['proposed_by'] == case['counsellor_id'] and not own:
                found.append('A-01: who proposed signed it: %s' % d)
            if case['minor'] or d['profile_version'] is None:
                found.append('A-01: %s of %s' % (d, case))
        elif not d['act_id'] or self.of['casework.authority_act'][d['act_id']]['checked_by'] is None:
            found.append('A-01: nobody checked %s' % d)
        return found

    def _overlaps(self, case):
        """E-05, minute by minute of the weeks to come."""
        slots = self.where('casework.placement_slot', case_id=case)
        for i, s in enumerate(slots):
            for x in slots[:i]:
                if s['chain'] == x['chain'] or s['weekday'] != x['weekday'] or not (
                        s['from_min'] < x['to_min'] and x['from_min'] < s['to_min']):
                    continue
                (a, b), (c, d) = span(s['days']), span(x['days'])
                for n in range((min(b, d) - max(a, c)).days):
                    day = max(a, c) + n * DAY
                    if day.isoweekday() == s['weekday'] and parity(day) in WEEKS[s['weeks']] \
                            and parity(day) in WEEKS[x['weeks']]:
                        return ['E-05: %s and %s on %s' % (s, x, day)]
        return []


def worked_in(pieces, one):
    """W-04: minutes that count of one of a minor's times of a day, minute by minute: after so many without a break she
    rests, unless the time between two of them was rest enough."""
    since, end, resting = 0, None, 0
    for a, b in pieces:
        if end is not None and a - end >= PAUSE:
            since = 0
        resting, counted = 0, 0
        for _ in range(a, b):
            if resting > 0:
                resting -= 1
            elif since == UNBROKEN:
                since, resting = 0, PAUSE - 1
            else:
                since, counted = since + 1, counted + 1
        end = b
        if (a, b) == one:
            return counted
    raise ValueError(one)


class Plan:
    """The sessions that a placement would have: each of its times whole, from the first possible day, until the minutes
    are done. broken: rules that one of them breaks, or that the whole does."""

    def __init__(self, facts, p, profile, first, minutes, minor, counted):
        """counted: are the places of the post, or are they asked for elsewhere?"""
        self.counted = counted
        self.f, self.p, self.profile, self.minor = facts, p, profile, minor
        self.broken, self.sessions, self.left, self.last = set(), [], minutes, None
        self.least, self.over_week = min(LEAST, minutes), False
        post = facts.of['offer.post'][p['post_id']]
        self.slots = sorted(facts.where('offer.slot', post_id=post['id']), key=lambda s: (s['weekday'], s['from_min']))
        self.places = post['places']
        job = profile.get('job')
        self.job = (job.get('slots') or [], job['minutes_week']) if job else None
        begins = [first, date(post['inscribed_on'])] if post['inscribed_on'] else [first]
        self.first = first
        for day in (max(begins) + n * DAY for n in range(HORIZON)):
            self._day(day)
            if self.left <= 0:
                break
        if self.left > 0 and not self.broken:
            self.broken.add('M-09' if self.sessions else 'B-05')
        elif self.sessions and not self.broken:
            self.last = self.sessions[-1][0]
            term = facts.term(p['measure_id'])
            if term and self.last > term:
                self.broken.add('M-09')

    def _day(self, day):
        f, p = self.f, self.p
        if f.shut(p['post_id'], p['measure_id'], day):
            return
        kept = []
        for c in self.profile.get('commitments') or ():
            if date(c['first']) <= day <= date(c.get('last') or c['first']):
                if c.get('to') is None:
                    return
                kept.append((c['from'], c['to']))
        kept = sorted(kept + f.busy(p['case_id'], day, p['chain']))
        for s in self.slots:
            if s['weekday'] != day.isoweekday() or parity(day) not in WEEKS[s['weeks']]:
                continue
            for w, a, b, weeks in sorted(p['times']):
                a, b = max(a, s['from_min']), min(b, s['to_min'])
                if w == day.isoweekday() and parity(day) in weeks and b > a:
                    for x, y in pieces(a, b, kept):
                        self._session(day, s, x, y)

    def _session(self, day, s, a, b):
        if b - a < self.least or self.left <= 0:
            return
        if self.counted and self._is_full(day, s):
            self.broken.add('B-05')
            return
        whole = self._whole(day, a, b)
        minutes = min(whole, self.left)
        while minutes < whole and self._whole(day, a, b - 1) >= minutes:
            b -= 1
        week = self._week(day)
        if self.job and self._job(parity(day)) + week + minutes > WEEK_WITH_JOB:
            self.broken.add('W-01')
            return
        if self.minor and self._minor(day, a, b, minutes, week):
            self.broken.add('W-04')
            return
        self.sessions.append((day, a, b, minutes))
        self.left -= minutes

    def _is_full(self, day, s):
        taken = {x['chain'] for x in self.f.where('casework.placement_slot', post_id=s['post_id'], weekday=s['weekday'])
                 if x['chain'] != self.p['chain'] and x['from_min'] < s['to_min'] and s['from_min'] < x['to_min']
                 and parity(day) in WEEKS[x['weeks']] and within([span(x['days'])], day)}
        return len(taken) >= (s['places'] or self.places)

    def _whole(self, day, a, b):
        if not self.minor:
            return b - a
        return worked_in(sorted((x, y) for d, x, y, _ in self.sessions if d == day) + [(a, b)], (a, b))

    def _job(self, half):
        slots, said = self.job
        known = [sum(s['to'] - s['from'] for s in slots if h in WORDS[s['weeks']]) for h in (0, 1)]
        return known[half] + max(0, said - (sum(known) + 1) // 2)

    def _week(self, day):
        """Minutes of her other placements in the week of that day, and of this one so far."""
        monday = day - (day.isoweekday() - 1) * DAY
        other = sum(b - a for n in range(7) for a, b in self._elsewhere(monday + n * DAY))
        return other + sum(m for d, _, _, m in self.sessions if monday <= d < monday + 7 * DAY)

    def _elsewhere(self, day):
        """Her times on a day that are none of this plan: before it begins also where she is until then."""
        return self.f.busy(self.p['case_id'], day, self.p['chain'] if day >= self.first else None)

    def _minor(self, day, a, b, minutes, week):
        """W-04 with her job and other work; a day is one more only where she did not work on it."""
        monday = day - (day.isoweekday() - 1) * DAY
        work = {monday + n * DAY: self._work(monday + n * DAY) for n in range(-1, 8)}
        job = self._job(parity(day)) if self.job else 0
        today = work[day]
        if job + week + minutes > 35 * 60:
            self.over_week = True
            return True
        if a < 360 or b > 1320:
            return True
        if today[0] + minutes > 8 * 60:
            return True
        before, after = work[day - DAY], work[day + DAY]
        if before[2] and a + 1440 - before[2] < 720 or after[1] < 1440 and after[1] + 1440 - b < 720:
            return True
        days = [work[monday + n * DAY][2] > 0 or monday + n * DAY == day for n in range(7)]
        off = any(not days[n] and not days[n + 1] for n in range(6))
        return not today[2] and (sum(days) > 5 or not off)

    def _work(self, day):
        """(minutes, first, last) of her job, other placements and sessions of this plan on a day."""
        at = [(s['from'], s['to']) for s in (self.job[0] if self.job else ())
              if s['weekday'] == day.isoweekday() and parity(day) in WORDS[s['weeks']]]
        at += self._elsewhere(day)
        minutes = sum(b - a for a, b in at) + sum(m for d, _, _, m in self.sessions if d == day)
        at += [(a, b) for d, a, b, _ in self.sessions if d == day]
        return minutes, min((a for a, _ in at), default=1440), max((b for _, b in at), default=0)


def pieces(a, b, kept):
    """What is left of [a, b) beside what is kept, which is in order."""
    for x, y in kept:
        if x >= b:
            break
        if x > a:
            yield a, min(x, b)
        a = max(a, y)
    if a < b:
        yield a, b
