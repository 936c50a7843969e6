# SPDX-License-Identifier: EUPL-1.2
"""What paths_walk.py does to placements and to hours, and what each act should have come to."""
from calls import key
from paths_judge import DAY, date
from paths_rhythm import earliest, lasts, rhythm

WHY = "Elle l’a demandé : l'horaire <change>"
SHEET = {'skills': [], 'limits': '', 'message': "Bonjour, l'équipe"}
WORDS = {'[0,2)': 'every', '[0,1)': 'even', '[1,2)': 'odd'}
HALVES = {'every': (0, 1), 'even': (0,), 'odd': (1,)}
# Rules that are broken whatever the times are.
CLEAR = {'H-12', 'H-14', 'H-15', 'H-16', 'H-18', 'B-09', 'M-05', 'M-06', 'B-06', 'C-08', 'W-06'}


class Placements:
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
            weeks = WORDS[s['weeks']]
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
               'times': [(s['weekday'], s['from'], s['to'], HALVES[s['weeks']])
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
            if not row['times']:
                self.as_usual(f, row, self.made)
            again = self.send(who, 'POST', '/placements', full, k=k)
            if again.body != answer.body:
                self.say('the same request again: %s, %s' % (answer.text, again.text))
        elif answer.status >= 500:
            self.say('%d to %s' % (answer.status, body), row, f)
        else:
            self.refused(f, row, answer, 'propose')

    def do_thread(self):
        """From the proposal to the decision at once."""
        self.made = None
        self.do_propose()
        if not self.made:
            return
        p = self.facts().placement(self.made)
        who = self.manager(p['host_id'])
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
        row = dict(row, met_on=row.get('met_on'), in_charge=row.get('in_charge'))
        if not row['times'] and not set(told) <= CLEAR | {'S-10'}:
            row = self.usual(f, row)
            if not row['times']:
                return
        broken = f.admits(row, stage)
        if stage == 'sign':
            broken |= f.admits(f.placement(row['id']), stage, own=False)
        if row.get('plan') and row['plan'].last and stage != 'last_day':
            broken |= f.admits(dict(row, last_day=str(row['plan'].last)), stage, own=False)
        if stage == 'sign' and f.decider(f.of['casework.measure'][row['measure_id']],
                                         f.of['casework.case_file'][row['case_id']]['minor']) != 'dspip':
            broken.add('A-01')
        if row['planned_minutes'] == 0:
            broken.add('S-10')
        if not set(told) <= broken:
            self.say('%s refused for %s, breaks %s' % (stage, told, broken), row, f)

    def usual(self, f, row):
        """With the times that it has when nobody names any; none where no plan ends in time."""
        plan = earliest(f, row)
        return rhythm(f, row, plan) if plan.last and not plan.broken and not lasts(f, row, plan) else row

    def as_usual(self, f, row, i):
        """It was made without times: it has the usual ones."""
        p, want = self.facts().placement(i), self.usual(f, row)['times']
        if p['times'] != want:
            self.say('C-06: times of %s are %s, usual are %s' % (i, p['times'], want), row, f)

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
            who = self.manager(p['host_id'])
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
        who = who or self.rnd.choice(('director', 'director', 'colleague', 'counsellor'))
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
        who = self.manager(p['host_id'])
        for day, a, b in list(f.days(p, date(p['first_day']), min(self.today, date(p['last_day']))))[-8:]:
            self.send(who, 'POST', '/placements/%s/hours' % p['id'],
                      {'day': str(day), 'attendance': 'attended', 'from': a, 'to': b})
        for r in self.facts().where('casework.hours_report', placement_id=p['id'], state='reported'):
            self.send(self.owner(p['case_id']), 'POST', '/hours/%s/settlement' % r['id'],
                      {'credited_minutes': r['minutes'], 'reason': WHY}, r['version'])

    def do_attest(self):
        f, p = self.placed('ended')
        if p:
            who = self.manager(p['host_id'])
            self.send(who, 'POST', '/placements/%s/attestation' % p['id'], {'on': self.day(0)}, p['version'])

    def do_hours(self):
        f, p = self.placed('signed')
        if not p or date(p['first_day']) > self.today:
            return
        times = [(self.today - n * DAY, a, b) for n in range(0, 30) for w, a, b, weeks in p['times']
                 if (self.today - n * DAY).isoweekday() == w and (self.today - n * DAY).isocalendar()[1] % 2 in weeks
                 and self.today - n * DAY >= date(p['first_day'])]
        for day, a, b in self.rnd.sample(times, min(len(times), 3)):
            if self.rnd.random() < .3:
                day, a, b = day - self.rnd.choice((0, 0, 1, 30)) * DAY, a - 30, self.rnd.choice((b, b + 60))
            body = {'day': str(day), 'attendance': 'attended', 'from': a, 'to': b}
            if self.rnd.random() < .2:
                body = {'day': str(day), 'attendance': 'unexcused'}
            who = self.manager(p['host_id'])
            f = self.facts()
            answer = self.send(who, 'POST', '/placements/%s/hours' % p['id'], body)
            if answer.status == 201:
                told = {x['rule'] for x in answer.json['flags']} - {'W-01', 'W-03', 'W-04'}
                want = f.flags(p, day, a, b) if 'from' in body else set()
                if told != want:
                    self.say('a report of %s is flagged %s, is %s' % (body, told, want), p, f)

    def do_settle(self):
        for _ in range(3):
            r = self.pick('casework.hours_report', state='reported')
            if r:
                credit = self.rnd.choice((r['minutes'], r['minutes'], r['minutes'] // 2, r['minutes'] + 1))
                self.send(self.rnd.choice((self.owner(r['case_id']), 'director')), 'POST',
                          '/hours/%s/settlement' % r['id'], {
                              'credited_minutes': min(credit, 1440), 'reason': WHY}, r['version'])

    def do_counter(self):
        e = self.pick('casework.hours_entry')
        if e:
            self.send(self.owner(e['case_id']), 'POST', '/ledger/%s/counter' % e['id'], {'reason': WHY})

    def do_incident(self):
        f, p = self.placed('signed')
        if p:
            who = self.rnd.choice((self.manager(p['host_id']),
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
