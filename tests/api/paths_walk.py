# SPDX-License-Identifier: EUPL-1.2
"""A walk through what people do to placements, drawn from a seed: lawful and not, at any time, by anybody. What each act
should have done is judged from the rows (paths_judge.py); what is not so is kept in `found`.

    w = Walk(stack, seed)
    w.run(120)                             # so many acts
"""
import collections
import datetime
import random

from calls import at_once, key, pages
from paths_judge import DAY, Facts, date
from tap import equal

LILLE = '59350'
ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}
SHEET = {'skills': [], 'limits': '', 'message': "Bonjour, l'équipe"}
WHY = "Elle l’a demandé : l'horaire <change>"
WIPED = ('hours_entry', 'judge_report', 'incident', 'hours_report', 'last_day_change', 'placement_decision', 'plan_line',
         'plan', 'no_match', 'placement_slot', 'suspension', 'authority_act', 'delegation')
TODAY = ('CREATE OR REPLACE FUNCTION offer.today() RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER'
         " SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN date '%s'; END $$")
FAMILIES = ('theft', 'road', 'drugs')


class Walk:
    def __init__(self, people, su, job, seed):
        """people: names to clients; su, job: connections of the superuser and of the clock."""
        self.who, self.su, self.job, self.seed = people, su, job, seed
        self.rnd = random.Random(seed)
        self.real = su.one("SELECT (clock_timestamp() AT TIME ZONE 'Europe/Paris')::date::text")
        self.today = date(self.real) - 300 * DAY  # days to come are refused by the clock of the programs
        self.found, self.acts, self.answers = [], collections.Counter(), collections.Counter()
        self.trail, self.profiles, self.versions, self.cases = [], {}, {}, {}
        self.hosts = {n: people[n].get('/me').json['organisation']['id'] for n in ('manager', 'other')}
        self.ids = {n: c.get('/me').json['id'] for n, c in people.items()}
        self.play(self.today)
        self.clear()
        self.found_hosts()
        self.posts = [self.new_post(n) for n in ('manager', 'manager', 'other', 'other')]
        self.posts.append(self.new_post('manager', public='minors'))
        self.posts.append(self.new_post('manager', special_risk=True))
        for n in ('counsellor', 'counsellor', 'colleague', 'counsellor', 'colleague'):
            self.new_case(n)
        self.new_case('counsellor', minor=True)

    # --- what there is

    def sql(self, text, *params):
        return self.su.query(text, *params)

    def play(self, day):
        self.today = day
        self.sql(TODAY % day)
        self.job.query('SELECT sec.expire()')

    def end(self):
        self.play(date(self.real))

    def clear(self):
        self.sql('DELETE FROM sec.placement_box')
        for table in WIPED:
            self.sql('ALTER TABLE casework.%s DISABLE TRIGGER USER' % table)
            self.sql('DELETE FROM casework.' + table)
            self.sql('ALTER TABLE casework.%s ENABLE TRIGGER USER' % table)
        self.sql('DELETE FROM casework.placement')
        self.sql("UPDATE casework.measure SET state = 'ended', end_code = 'lapsed', ended_on = judged_on"
                 " WHERE state = 'open'")
        self.sql('DELETE FROM casework.measure')
        for table in ('slot', 'closure', 'post_bar', 'suspension', 'post', 'habilitation', 'procedure'):
            self.sql('DELETE FROM offer.' + table)

    def found_hosts(self):
        for n, form in (('manager', 'local_authority'), ('other', 'association')):
            self.sql('INSERT INTO offer.host (id, form, insee) VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE'
                     " SET state = 'active', state_reason = ''", self.hosts[n], form, LILLE)
        file = key()
        self.sql("INSERT INTO offer.procedure (id, kind, host_id, departement, public, deciding, state, created_by,"
                 " outcome, decided_on, decided_by, checked_by) VALUES ($1, 'habilitation', $2, '59', 'adults', 'dspip',"
                 " 'granted', $3, 'granted', $4, $3, $5)", file, self.hosts['other'], self.ids['director'],
                 self.day(-900), self.ids['counsellor'])
        self.sql('INSERT INTO offer.habilitation (host_id, territory, public, valid, procedure_id) VALUES ($1, $2,'
                 " 'adults', daterange($3, $4), $5)", self.hosts['other'], '59', self.day(-900), self.day(260), file)

    def day(self, n):
        return str(self.today + n * DAY)

    def new_post(self, host, public='adults', special_risk=False):
        site, contact, post, of = key(), key(), key(), self.hosts[host]
        self.sql("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'L’atelier', $3)", site, of, LILLE)
        self.sql("INSERT INTO offer.contact (id, host_id, part, name) VALUES ($1, $2, 'in_charge', 'Zoé D’hondt')",
                 contact, of)
        self.sql('INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,'
                 ' care_setting, meets_children, meets_vulnerable, meets_public, state, inscribed_on, confirmed_on,'
                 " in_charge) VALUES ($1, $2, $3, $4, 'Jardin', 'green_spaces', 'Tailler', $5, $6, false, false, false,"
                 " false, 'inscribed', $7, $8, $9)", post, of, site, public, self.rnd.choice((1, 1, 2)), special_risk,
                 self.day(-200), self.day(0), contact)
        for n, s in enumerate(self.some_slots(), 1):
            self.sql('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks) VALUES ($1, $2, $3,'
                     ' $4, $5, $6, casework.week_range($7))', post, of, n, s['weekday'], s['from'], s['to'], s['weeks'])
        return post

    def some_slots(self):
        """Of a post, none over another."""
        out = []
        for weekday in self.rnd.sample(range(1, 8), self.rnd.randrange(2, 6)):
            start = self.rnd.choice((480, 510, 540))
            for _ in range(self.rnd.choice((1, 1, 2))):
                end = start + self.rnd.choice((180, 240, 420))
                out.append({'weekday': weekday, 'from': start, 'to': end,
                            'weeks': self.rnd.choice(('every', 'every', 'even', 'odd'))})
                start = end + self.rnd.choice((0, 30, 60))
        return [s for s in out if s['to'] <= 1380]

    def new_case(self, who, minor=False):
        client = self.who[who]
        born = str(self.today - 17 * 366 * DAY) if minor else ADULT['birth_date']
        case = client.open_case({**ADULT, 'birth_date': born}).json['id']
        self.cases[case] = who
        for _ in range(self.rnd.choice((1, 1, 2))):
            self.new_measure(case, minor)
        self.profiles[case], self.versions[case] = None, 0
        self.put_profile(case, {'home': {'commune': LILLE}})

    def new_measure(self, case, minor=False):
        final = -20 if minor else self.rnd.choice((-20, -200, -420))
        body = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': self.rnd.choice((1260, 2520, 4200, 6300)),
                'facts_on': self.day(-500), 'judged_on': self.day(final - 20), 'final_on': self.day(final),
                'seized_on': self.day(final), 'period_months': 18, 'fallback': True, 'consent': 'court',
                'consented_on': self.day(final - 20), 'authority': 'juge_des_enfants' if minor else 'court',
                'judge_kept': self.rnd.random() < .2}
        if self.rnd.random() < .15:
            body.update(consent='to_collect', consented_on=None)
        if minor:
            body['judge_kept'] = True
        client = self.who[self.cases[case]]
        answer = client.post('/cases/%s/measures' % case, body, idempotency_key=key())
        equal(answer.status, 201, answer.text)
        equal(client.post('/measures/%s/opening' % answer.json['id'], None, if_match='"1"').status, 200)

    def put_profile(self, case, profile):
        answer = self.who[self.cases[case]].put('/cases/%s/profile' % case, {'profile': profile},
                                                if_match='"%d"' % self.versions[case])
        if answer.status == 200:
            self.profiles[case] = profile
            self.versions[case] += 1
        return answer

    def facts(self):
        return Facts(self.su, self.profiles)

    # --- the walk

    def run(self, steps):
        names = [n for n, weight in WEIGHTS.items() for _ in range(weight)]
        for _ in range(steps):
            name = self.rnd.choice(names)
            self.trail.append([str(self.today), name])
            getattr(self, 'do_' + name)()
            self.acts[name] += 1
        self.judge()
        return self

    def say(self, what, p=None, f=None):
        self.found.append((self.seed, what, self.trail[-12:] + ([f.about(p)] if p else [])))

    def send(self, who, method, path, body=None, version=None, k=None, **more):
        client = self.who[who] if isinstance(who, str) else who
        head = {'Idempotency-Key': k or key(), 'Access-Reason': 'assignment'}
        if version is not None:
            head['If-Match'] = '"%d"' % version
        answer = client.send(method, path, body, {**head, **more})
        self.note(method, path, answer)
        return answer

    def note(self, method, path, answer):
        code = '' if answer.status < 300 or not answer.body else answer.code
        self.answers[answer.status, code] += 1
        rules = [r['rule'] for r in answer.json.get('rules', ())] if code == 'rule_forbids' else ''
        self.trail[-1].append('%s %s %d %s %s' % (method, path, answer.status, code, rules))
        if answer.status >= 500 and code != 'busy':
            self.say('%s %s: %s' % (method, path, answer.text))

    def pick(self, table, **is_):
        rows = self.facts().where(table, **is_)
        return self.rnd.choice(rows) if rows else None

    def placed(self, *states):
        f = self.facts()
        found = [p['id'] for s in states for p in f.placements(s)]
        return (f, f.placement(self.rnd.choice(found))) if found else (f, None)

    def owner(self, case):
        return self.cases[case]

    def judge(self):
        """After a block of steps: what no row may be, forecasts and tasks."""
        f = self.facts()
        for fault in f.faults():
            self.say(fault)
        gone = collections.defaultdict(set)
        for p in f.placements('signed'):
            owner = self.owner(p['case_id'])
            told = self.send(owner, 'GET', '/placements/' + p['id']).json['forecast']
            left, last, margin, sessions = want = f.forecast(p)
            got = (told['remaining_minutes'], told['last_day'] and date(told['last_day']), told['margin_days'],
                   told['sessions'])
            if got != want or told['term'] != (str(f.term(p['measure_id'])) if f.term(p['measure_id']) else None):
                self.say('E-10: told %s, is %s' % (told, want), p, f)
            if left > 0 and f.term(p['measure_id']) and (last is None or margin < 0):
                gone[owner].add(p['id'])
        for owner in ('counsellor', 'colleague'):
            told = {t['id'] for t in pages('/tasks', self.who[owner]) if t['kind'] == 'margin_gone'}
            if told != gone[owner]:
                self.say('E-10: tasks of %s %s, are %s' % (owner, told, gone[owner]))

    # --- placements

    def meant(self, post, f):
        """Times that somebody means, mostly those of the post."""
        slots = f.where('offer.slot', post_id=post)
        out = []
        for s in self.rnd.sample(slots, min(len(slots), self.rnd.randrange(1, 4))):
            a, b = s['from_min'], s['to_min']
            if self.rnd.random() < .4:
                a, b = a + self.rnd.choice((0, 30, 60)), b - self.rnd.choice((0, 30, 60))
            if self.rnd.random() < .05:
                a -= 60
            weeks = {'[0,2)': 'every', '[0,1)': 'even', '[1,2)': 'odd'}[s['weeks']]
            if weeks == 'every' and self.rnd.random() < .3:
                weeks = self.rnd.choice(('even', 'odd'))
            if b > a and not any(x['weekday'] == s['weekday'] for x in out):
                out.append({'weekday': s['weekday'], 'from': a, 'to': b, 'weeks': weeks})
        return out or None

    def terms(self):
        """What is to be proposed: (who, body, the row that it would be)."""
        f = self.facts()
        m = self.rnd.choice(self.rows_of_open(f) or f.rows['casework.measure'])
        minor = f.of['casework.case_file'][m['case_id']]['minor']
        fitting = [p for p in self.posts if (f.of['offer.post'][p]['public'] == 'minors') == minor]
        post = self.rnd.choice(fitting if self.rnd.random() < .95 else self.posts)
        left = max(0, f.unplanned(m['id']))
        body = {'measure': m['id'], 'post': post,
                'first_day': self.day(self.rnd.choice((0, 1, 2, 3, 5, 8, 13, 30, -1 if self.rnd.random() < .1 else 7)))}
        if self.rnd.random() < .7:
            body['slots'] = self.meant(post, f)
        if self.rnd.random() < .6 and left:
            body['planned_minutes'] = max(1, min(24000, self.rnd.choice((left, left // 2, left // 3, 420, left + 60))))
        signed = [p for p in f.where('casework.placement', measure_id=m['id'], state='signed')]
        chain = key()
        if signed and self.rnd.random() < .5:
            old = self.rnd.choice(signed)
            body['replaces'], chain = old['id'], old['chain']
            left = max(0, f.unplanned(m['id'], chain))
        row = {'id': None, 'case_id': m['case_id'], 'measure_id': m['id'], 'post_id': post, 'chain': chain,
               'planned_minutes': body.get('planned_minutes') or left, 'first_day': body['first_day'],
               'times': [(s['weekday'], s['from'], s['to'], {'every': (0, 1), 'even': (0,), 'odd': (1,)}[s['weeks']])
                         for s in body.get('slots') or ()]}
        return f, self.owner(m['case_id']), body, row

    def rows_of_open(self, f):
        return [m for m in f.rows['casework.measure'] if m['state'] == 'open' and f.unplanned(m['id']) > 0]

    def do_propose(self):
        f, who, body, row = self.terms()
        k = key()
        if self.rnd.random() < .3:
            self.look(f, who, body, row)
        full = {**body, 'reason': WHY, 'sheet': SHEET}
        answer = self.send(who, 'POST', '/placements', full, k=k)
        if answer.status == 201:
            self.made = answer.json['id']
            self.admitted(self.made, 'propose')
            again = self.send(who, 'POST', '/placements', full, k=k)
            if again.body != answer.body:
                self.say('the same request again: %s, %s' % (answer.text, again.text))
        else:
            self.refused(f, row, answer, 'propose')

    def do_thread(self):
        """From the proposal to the decision at once."""
        self.made = None
        self.do_propose()
        if not self.made:
            return
        p = self.facts().placement(self.made)
        who = 'manager' if p['host_id'] == self.hosts['manager'] else 'other'
        self.send(who, 'POST', '/placements/%s/answer' % p['id'], {'accept': True}, p['version'])
        p = self.facts().placement(self.made)
        if p['state'] == 'accepted':
            self.do_sign('director', p['id'])

    def admitted(self, i, stage, f=None, last=True):
        """It was taken: no rule is against it, and it lasts as long as it has to."""
        after = f or self.facts()
        p = after.placement(i)
        broken = after.admits(p, stage)
        if broken:
            self.say('%s of %s breaks %s' % (stage, p['id'], broken), p, after)
        elif last and p['plan'].last != date(p['last_day']):
            self.say('%s of %s: last day is %s' % (stage, p['id'], p['plan'].last), p, after)

    def refused(self, f, row, answer, stage):
        """It was not: the rule that it is told for is broken."""
        if answer.code == 'rule_forbids':
            told = [r['rule'] for r in answer.json['rules']]
        elif answer.code in ('no_place', 'exceeds_remaining', 'no_open_measure'):
            told = [{'no_place': 'B-05', 'exceeds_remaining': 'S-10', 'no_open_measure': 'M-09'}[answer.code]]
        else:
            return
        chosen = bool(row['times'])
        if not chosen and not set(told) <= {'H-12', 'H-14', 'H-15', 'H-16', 'H-18', 'B-09', 'M-05',
                                            'M-06', 'B-06', 'C-08', 'W-06', 'S-10'}:
            return
        row = dict(row, met_on=row.get('met_on'), in_charge=row.get('in_charge'))
        broken = f.admits(row, stage)
        if row.get('plan') and row['plan'].last and stage != 'last_day':
            broken |= f.admits(dict(row, last_day=str(row['plan'].last)), stage, own=False)
        if stage == 'sign' and f.decider(f.of['casework.measure'][row['measure_id']],
                                         f.of['casework.case_file'][row['case_id']]['minor']) != 'dspip':
            broken.add('A-01')
        if row['planned_minutes'] == 0:
            broken.add('S-10')
        if not set(told) <= broken:
            self.say('%s refused for %s, breaks %s' % (stage, told, broken), row, f)

    def look(self, f, who, body, row):
        answer = self.send(who, 'POST', '/placements/preview', body)
        if answer.status != 200 or answer.json['fit'] is None or not row['times']:
            return
        f.admits(row, 'propose')
        plan = row['plan']
        told = [(date(s['day']), s['from'], s['minutes']) for s in answer.json['sessions']]
        mine = [(d, a, m) for d, a, _, m in plan.sessions]
        if told != mine or answer.json['fit']['last_day'] != str(plan.last):
            self.say('preview: %s, is %s %s' % (told, mine, plan.broken), row, f)

    def do_answer(self):
        f, p = self.placed('proposed')
        if p:
            accept = self.rnd.random() < .85
            who = 'manager' if p['host_id'] == self.hosts['manager'] else 'other'
            self.send(who if self.rnd.random() < .95 else 'counsellor', 'POST', '/placements/%s/answer' % p['id'],
                      {'accept': True} if accept else {'accept': False, 'code': 'no_tutor'}, p['version'])

    def do_meet(self):
        f, p = self.placed('accepted')
        if p:
            self.send(self.owner(p['case_id']), 'PUT', '/placements/%s/meeting' % p['id'],
                      {'met_on': self.day(self.rnd.choice((0, 0, 0, 1)))}, p['version'])

    def do_in_charge(self):
        f, p = self.placed('accepted', 'signed')
        if p:
            contact = self.rnd.choice(self.sql('SELECT id FROM offer.contact'))[0]
            self.send(self.owner(p['case_id']), 'PUT', '/placements/%s/in-charge' % p['id'], {'contact': contact},
                      p['version'])

    def do_sign(self, who=None, one=None):
        f, p = self.placed('accepted') if self.rnd.random() < .95 else self.placed('proposed', 'signed')
        if one:
            p = f.placement(one)
        if not p:
            return
        if not p['met_on'] and p['state'] == 'accepted' and self.rnd.random() < .8:
            self.send(self.owner(p['case_id']), 'PUT', '/placements/%s/meeting' % p['id'], {'met_on': self.day(0)},
                      p['version'])
            f = self.facts()
            p = f.placement(p['id'])
        who = who or self.rnd.choice(('director', 'director', 'director', 'colleague', 'counsellor'))
        stale = self.rnd.random() < .05
        answer = self.send(who, 'POST', '/placements/%s/signature' % p['id'], None, p['version'] - stale)
        if answer.status == 200:
            self.signed(f, p, who, stale)
        elif p['state'] == 'accepted':
            self.refused(f, dict(p, last_day=None), answer, 'sign')

    def signed(self, f, p, who, stale=False):
        after = self.facts()
        now = after.placement(p['id'])
        row = dict(p, last_day=now['last_day'])
        broken = f.admits(row, 'sign')
        if broken or stale or p['state'] != 'accepted' or row['plan'].last != date(row['last_day']):
            self.say('signed by %s: breaks %s, last day %s' % (who, broken, row['plan'].last), row, f)
        if after.decider(f.of['casework.measure'][p['measure_id']],
                         f.of['casework.case_file'][p['case_id']]['minor']) != 'dspip':
            self.say('A-01: signed by %s: %s' % (who, row))
        if who not in ('director', 'deputy'):
            mine = [d for d in f.where('casework.delegation', delegate=self.ids[who], revoked_at=None)
                    if date(d['days'][1:11]) <= self.today and (d['own_cases'] or self.owner(p['case_id']) != who)]
            if not mine:
                self.say('A-01: %s has no delegation for %s' % (who, row))

    def do_withdraw(self):
        f, p = self.placed('proposed', 'accepted')
        if p:
            self.send(self.owner(p['case_id']), 'POST', '/placements/%s/withdrawal' % p['id'], {'code': 'person'},
                      p['version'])

    def do_end(self):
        f, p = self.placed('signed')
        if p:
            self.send(self.rnd.choice(('director', self.owner(p['case_id']))), 'POST', '/placements/%s/end' % p['id'],
                      {'code': 'person', 'ended_on': self.day(self.rnd.choice((0, -1, -7, 1)))}, p['version'])

    def do_last_day(self):
        f, p = self.placed('signed')
        if not p:
            return
        last = str(date(p['last_day']) + self.rnd.choice((-21, -7, 1, 7, 14, 28, 56, 120)) * DAY)
        answer = self.move(self.owner(p['case_id']), p, last)
        left = f.to_work(p)[0]
        row = dict(p, last_day=last, to_work=left)
        own = None if last > p['last_day'] and left else False
        if answer.status == 200:
            broken = f.admits(row, 'last_day', own) - {'M-09'} | f.admits(row, 'last_day', False)
            if broken:
                self.say('last day of %s from %s breaks %s' % (p['id'], p['last_day'], broken), row, f)
        elif answer.code == 'rule_forbids':
            self.refused(f, row, answer, 'last_day')
        elif answer.code not in ('date_refused', 'version_conflict'):
            self.say('last day of %s: %s' % (p['id'], answer.text), row, f)

    def move(self, who, p, last):
        return self.send(who, 'PUT', '/placements/%s/last-day' % p['id'],
                         {'last_day': last, 'asked_by': 'host', 'reason': WHY}, p['version'])

    # --- hours and incidents

    def do_work(self):
        """All that was to be worked in the last weeks is reported and credited."""
        f, p = self.placed('signed')
        if not p:
            return
        who = 'manager' if p['host_id'] == self.hosts['manager'] else 'other'
        for day, a, b in list(f.days(p, date(p['first_day']), min(self.today, date(p['last_day']))))[-8:]:
            self.send(who, 'POST', '/placements/%s/hours' % p['id'],
                      {'day': str(day), 'attendance': 'attended', 'from': a, 'to': b})
        for r in self.facts().where('casework.hours_report', placement_id=p['id'], state='reported'):
            self.send(self.owner(p['case_id']), 'POST', '/hours/%s/settlement' % r['id'],
                      {'credited_minutes': r['minutes'], 'reason': WHY}, r['version'])

    def do_attest(self):
        f, p = self.placed('ended')
        if p:
            who = 'manager' if p['host_id'] == self.hosts['manager'] else 'other'
            self.send(who, 'POST', '/placements/%s/attestation' % p['id'], {'on': self.day(0)}, p['version'])

    def do_hours(self):
        f, p = self.placed('signed')
        if not p or date(p['first_day']) > self.today:
            return
        times = [(self.today - n * DAY, a, b) for n in range(0, 30) for w, a, b, weeks in p['times']
                 if (self.today - n * DAY).isoweekday() == w and (self.today - n * DAY).isocalendar()[1] % 2 in weeks
                 and self.today - n * DAY >= date(p['first_day'])]
        for day, a, b in self.rnd.sample(times, min(len(times), 3)):
            body = {'day': str(day), 'attendance': 'attended', 'from': a, 'to': b}
            if self.rnd.random() < .2:
                body = {'day': str(day), 'attendance': 'unexcused'}
            who = 'manager' if p['host_id'] == self.hosts['manager'] else 'other'
            self.send(who, 'POST', '/placements/%s/hours' % p['id'], body)

    def do_settle(self):
        for _ in range(3):
            r = self.pick('casework.hours_report', state='reported')
            if r:
                credit = self.rnd.choice((r['minutes'], r['minutes'], r['minutes'] // 2, r['minutes'] + 1))
                self.send(self.rnd.choice((self.owner(r['case_id']), 'director')), 'POST', '/hours/%s/settlement' % r['id'],
                          {'credited_minutes': min(credit, 1440), 'reason': WHY}, r['version'])

    def do_counter(self):
        e = self.pick('casework.hours_entry')
        if e:
            self.send(self.owner(e['case_id']), 'POST', '/ledger/%s/counter' % e['id'], {'reason': WHY})

    def do_incident(self):
        f, p = self.placed('signed')
        if p:
            who = self.rnd.choice(('manager' if p['host_id'] == self.hosts['manager'] else 'other',
                                   self.owner(p['case_id'])))
            self.send(who, 'POST', '/incidents', {'placement': p['id'], 'kind': 'danger', 'day': self.day(0),
                                                  'stopped': self.rnd.random() < .7})

    def do_resume(self):
        i = self.pick('casework.incident', closed_at=None)
        if i:
            body = {'closed': False}
            if i['stopped']:
                body['resumed_on'] = str(max(date(i['day']) + DAY, self.today + self.rnd.randrange(0, 9) * DAY))
            self.send(self.owner(i['case_id']), 'PUT', '/incidents/%s/follow-up' % i['id'], body, i['version'])

    # --- what others decide

    def do_act(self):
        f = self.facts()
        open_ones = [m for m in f.rows['casework.measure'] if m['state'] == 'open']
        if not open_ones:
            return
        m = self.rnd.choice(open_ones)
        minor = f.of['casework.case_file'][m['case_id']]['minor']
        paper = {'authority': 'juge_des_enfants' if minor else 'jap', 'sense': 'granted', 'decided_on': self.day(0)}
        kind = self.rnd.choice(('suspension', 'suspension', 'resumption', 'competence_kept', 'competence_returned',
                                'consent', 'assignment', 'assignment', 'conversion' if self.rnd.random() < .2
                                else 'suspension'))
        paper['kind'] = kind
        p = None
        if kind == 'suspension':
            paper.update(suspension=self.rnd.choice(('serious_reason', 'arse', 'remand', 'national_service', 'custody')),
                         from_on=self.day(self.rnd.randrange(-10, 30)))
            if self.rnd.random() < .8:
                paper['to_on'] = str(date(paper['from_on']) + self.rnd.randrange(0, 40) * DAY)
        elif kind == 'resumption':
            paper['from_on'] = self.day(self.rnd.randrange(-3, 5))
        elif kind == 'assignment':
            waits = [p for p in f.placements('accepted')]
            if not waits:
                return
            p = self.rnd.choice(waits)
            m = f.of['casework.measure'][p['measure_id']]
            minor = f.of['casework.case_file'][m['case_id']]['minor']
            paper.update(placement=p['id'], authority=f.decider(m, minor))
            if not p['met_on']:
                self.send(self.owner(m['case_id']), 'PUT', '/placements/%s/meeting' % p['id'], {'met_on': self.day(0)},
                          p['version'])
        made = self.send(self.owner(m['case_id']), 'POST', '/measures/%s/acts' % m['id'], paper)
        if made.status != 201:
            return
        f = self.facts()
        second = 'director' if self.rnd.random() < .95 else self.owner(m['case_id'])
        checked = self.send(second, 'POST', '/acts/%s/check' % made.json['id'],
                            {k: v for k, v in paper.items() if k in ('kind', 'sense', 'decided_on', 'from_on', 'to_on')})
        if checked.status == 204 and second != 'director':
            self.say('A-01: %s checked what %s wrote' % (second, second))
        if checked.status == 204 and p:
            now = self.facts().placement(p['id'])
            row = dict(f.placement(p['id']), last_day=now['last_day'])
            broken = f.admits(row, 'sign')
            if broken:
                self.say('assigned by an act: breaks %s' % broken, row, f)

    def do_order(self):
        """Another number of hours, as a correction."""
        f = self.facts()
        m = self.rnd.choice(self.rows_of_open(f) or f.rows['casework.measure'])
        fields = ('kind', 'offence_class', 'facts_on', 'judged_on', 'final_on', 'seized_on', 'period_months', 'firm_months',
                  'fallback', 'consent', 'consented_on', 'authority', 'judge_kept')
        body = {n: m[n] for n in fields}
        body['ordered_minutes'] = self.rnd.choice((1200, 1260, 2520, 4200, 6300))
        self.send(self.owner(m['case_id']), 'PUT', '/measures/' + m['id'], body, m['version'])

    def do_steps(self):
        f = self.facts()
        m = self.rnd.choice(self.rows_of_open(f) or f.rows['casework.measure'])
        body = {'fitness_asked_on': self.day(0)}
        if self.rnd.random() < .7:
            body['fitness_received_on'] = self.day(0)
        self.send(self.owner(m['case_id']), 'PUT', '/measures/%s/steps' % m['id'], body, m['version'])

    def do_delegate(self):
        who, running = self.rnd.choice(('counsellor', 'colleague')), self.pick('casework.delegation', revoked_at=None)
        if running and self.rnd.random() < .5:
            self.send('director', 'DELETE', '/delegations/' + running['id'])
        else:
            self.send('director', 'POST', '/delegations', {'delegate': self.ids[who], 'first_day': self.day(0),
                                                           'last_day': self.day(30), 'own_cases': self.rnd.random() < .5})

    # --- her situation

    def do_profile(self):
        case = self.rnd.choice(sorted(self.cases))
        f, profile = self.facts(), {'home': {'commune': LILLE}}
        self.put_profile(case, profile if self.rnd.random() < .3 else self.some_profile(f, profile))

    def some_profile(self, f, profile):
        r = self.rnd
        if r.random() < .4:
            profile['job'] = {'minutes_week': r.choice((600, 1500, 2100, 2400))}
            if r.random() < .5:
                profile['job']['slots'] = [{'weekday': w, 'from': 480, 'to': 720, 'weeks': r.choice(('every', 'odd'))}
                                           for w in r.sample(range(1, 6), 2)]
        if r.random() < .3:
            profile['availability'] = [{'weekday': w, 'from': 420, 'to': r.choice((780, 1200)), 'weeks': 'every'}
                                       for w in r.sample(range(1, 8), 5)]
        if r.random() < .4:
            first = self.today + r.randrange(0, 40) * DAY
            profile['commitments'] = [{'first': str(first), 'last': str(first + r.randrange(0, 10) * DAY),
                                       **({'from': 540, 'to': 660} if r.random() < .5 else {})}]
        if r.random() < .15:
            profile['avoid'] = r.choice(({'hosts': [self.hosts['other']]},
                                         {'sites': [f.of['offer.post'][self.posts[0]]['site_id']]}))
        if r.random() < .3:
            profile['fitness'] = {'result': r.choice(('fit', 'fit', 'fit_limits', 'unfit')),
                                  'triggers': r.choice(([], ['disability'], ['special_risk']))}
            if r.random() < .4:
                profile['fitness']['until'] = self.day(r.randrange(0, 90))
        if r.random() < .3:
            profile['families'] = [r.choice(FAMILIES)]
        return profile

    # --- the host and its posts

    def do_closure(self):
        post, c = self.rnd.choice(self.posts), self.pick('offer.closure')
        if c and self.rnd.random() < .3:
            self.send(self.of_host(c['post_id']), 'DELETE', '/closures/' + c['id'])
        else:
            first = self.rnd.randrange(0, 60)
            self.send(self.of_host(post), 'POST', '/posts/%s/closures' % post,
                      {'first': self.day(first), 'last': self.day(first + self.rnd.choice((0, 0, 6, 20)))})

    def of_host(self, post):
        return 'manager' if self.sql('SELECT host_id FROM offer.post WHERE id = $1', post)[0][0] == self.hosts['manager'] \
            else 'other'

    def do_schedule(self):
        f, i = self.facts(), self.rnd.choice(self.posts)
        post = f.of['offer.post'][i]
        words = {'[0,2)': 'every', '[0,1)': 'even', '[1,2)': 'odd'}
        slots = [{'weekday': s['weekday'], 'from': s['from_min'], 'to': s['to_min'], 'weeks': words[s['weeks']]}
                 for s in f.where('offer.slot', post_id=i)]
        what = self.rnd.choice(('slots', 'places', 'hours'))
        if what == 'slots':
            slots = self.rnd.choice((self.some_slots(), slots[1:] or slots))
        hours = self.rnd.choice(((None, None), (1, 60), (50, 400))) if what == 'hours' else (
            post['min_hours'], post['max_hours'])
        body = {'places': self.rnd.choice((1, 2, 3)) if what == 'places' else post['places'], 'slots': slots,
                'in_charge': post['in_charge'], **{n: v for n, v in zip(('min_hours', 'max_hours'), hours) if v}}
        self.send(self.rnd.choice((self.of_host(i), 'director')), 'PUT', '/posts/%s/schedule' % i, body, post['version'])

    def do_stop(self):
        i = self.rnd.choice(self.posts)
        state = self.facts().of['offer.post'][i]['state']
        for who in (self.of_host(i), 'director'):
            if state == 'suspended':
                self.send(who, 'DELETE', '/posts/%s/suspension' % i)
            elif self.rnd.random() < .3:
                self.send(who, 'POST', '/posts/%s/suspension' % i, {'reason': WHY})

    def do_confirm(self):
        for i in self.posts:
            self.send(self.of_host(i), 'POST', '/posts/%s/confirmation' % i)

    def do_bars(self):
        self.send('director', 'PUT', '/posts/%s/bars' % self.rnd.choice(self.posts),
                  {'families': self.rnd.choice(([], [], ['theft'], ['road', 'drugs']))})

    def do_host(self):
        h = self.facts().of['offer.host'][self.hosts['other']]
        state = 'active' if h['state'] == 'suspended' else self.rnd.choice(('suspended', 'active'))
        body = {'state': state, **({'reason': WHY} if state != 'active' else {})}
        self.send('director', 'PUT', '/hosts/%s/state' % h['id'], body, h['version'])

    def do_habilitation(self):
        end = self.rnd.choice((-1, 20, 90, 400, 400))
        self.sql('UPDATE offer.habilitation SET valid = daterange(lower(valid), $1)', self.day(end))

    # --- days pass, two at once

    def do_days(self):
        self.judge()
        self.play(min(self.today + self.rnd.choice((1, 1, 2, 3, 7, 7, 16, 40)) * DAY, date(self.real)))
        self.judge()

    def do_plan(self):
        who = self.rnd.choice(('counsellor', 'colleague'))
        answer = self.send(who, 'POST', '/plans', {})
        if answer.status != 201:
            return
        for item in answer.json['items']:
            if self.rnd.random() < .5:
                continue
            f, p = self.facts(), item['proposal']
            body = {'measure': item['measure'], 'post': item['post'], 'first_day': p['first_day'], 'slots': p['slots'],
                    'planned_minutes': p['minutes'], 'reason': WHY, 'sheet': SHEET}
            made = self.send(who, 'POST', '/placements', body)
            if made.status != 201:
                self.say('C-10: a line of a plan is refused: %s %s' % (made.text[:400], [
                    (i['case'], i['measure'], i['post'], i['proposal']) for i in answer.json['items']]))
            else:
                self.admitted(made.json['id'], 'propose')
                if f.placements('proposed') and self.facts().placement(made.json['id'])['last_day'] != p['last_day']:
                    self.say('C-10: a line ends otherwise: %s' % item)

    def do_twins(self):
        """Two proposals at one instant, of one person or for one post."""
        f, who, body, row = self.terms()
        _, who2, body2, row2 = self.terms()
        if self.rnd.random() < .5:
            body2['post'] = body['post']
            body2.pop('slots', None)
        elif self.rnd.random() < .5:
            body2['measure'], who2 = body['measure'], who
        full = [{**b, 'reason': WHY, 'sheet': SHEET} for b in (body, body2)]
        answers = at_once(*(lambda w=w, b=b: self.who[w].twin().post('/placements', b, idempotency_key=key())
                            for w, b in zip((who, who2), full)))
        for a in answers:
            self.note('POST', '/placements', a)
        after = self.facts()
        for a in answers:
            if a.status == 201:
                p = after.placement(a.json['id'])
                broken = after.admits(p, 'propose')
                if broken:
                    self.say('two at once: %s breaks %s' % (p['id'], broken), p, after)

    def do_both(self):
        """Two that are accepted, or run, are decided or moved at one instant."""
        f = self.facts()
        some = [p for p in f.placements('accepted') if p['met_on']] + f.placements('signed')
        if len(some) < 2:
            return
        two = self.rnd.sample(some, 2)
        same = [p for p in some if p['case_id'] == two[0]['case_id'] and p['id'] != two[0]['id']]
        two = [two[0], self.rnd.choice(same)] if same else two

        def act(p):
            if p['state'] == 'accepted':
                return self.who['director'].twin().send('POST', '/placements/%s/signature' % p['id'], None,
                                                        {'If-Match': '"%d"' % p['version']})
            return self.who[self.owner(p['case_id'])].twin().send(
                'PUT', '/placements/%s/last-day' % p['id'],
                {'last_day': str(date(p['last_day']) + 21 * DAY), 'asked_by': 'host', 'reason': WHY},
                {'If-Match': '"%d"' % p['version']})
        answers = at_once(*(lambda p=p: act(p) for p in two))
        after = self.facts()
        for p, a in zip(two, answers):
            self.note('POST', '/placements/%s of %s' % (p['id'], p['state']), a)
            if a.status == 200:
                now = after.placement(p['id'])
                left = after.to_work(now)[0]
                broken = after.admits(dict(now, to_work=left), 'last_day', None if left else False)
                if broken:
                    self.say('two at once: %s breaks %s' % (now['id'], broken), now, after)


WEIGHTS = {'propose': 10, 'thread': 8, 'work': 3, 'answer': 7, 'meet': 3, 'in_charge': 1, 'sign': 9, 'withdraw': 1, 'end': 1, 'last_day': 4,
           'hours': 4, 'settle': 3, 'counter': 1, 'incident': 1, 'resume': 2, 'act': 4, 'order': 1, 'steps': 1, 'delegate': 1,
           'profile': 4, 'closure': 2, 'schedule': 2, 'stop': 1, 'confirm': 1, 'attest': 1, 'bars': 1, 'host': 1, 'habilitation': 1,
           'days': 5, 'plan': 1, 'twins': 2, 'both': 2}
