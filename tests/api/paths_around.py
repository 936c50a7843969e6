# SPDX-License-Identifier: EUPL-1.2
"""What paths_walk.py does around placements: what others decide, her situation, the host and its posts, days that pass,
and two who act at one instant."""
from calls import at_once, key
from paths_acts import CLEAR, HALVES, SHEET, WHY, WORDS
from paths_judge import DAY, date
from paths_rhythm import breaks, earliest

LILLE = '59350'
FAMILIES = ('theft', 'road', 'drugs')


class Around:
    # --- what others decide

    def do_act(self):
        f = self.facts()
        open_ones = [m for m in f.rows['casework.measure'] if m['state'] == 'open']
        if not open_ones:
            return
        running = {p['measure_id'] for p in f.placements('signed')}
        m = self.rnd.choice([m for m in open_ones if m['id'] in running and self.rnd.random() < .7] or open_ones)
        minor = f.of['casework.case_file'][m['case_id']]['minor']
        paper = {'authority': 'juge_des_enfants' if minor else 'jap', 'sense': 'granted', 'decided_on': self.day(0)}
        kind = self.rnd.choice(('suspension', 'suspension', 'resumption', 'competence_kept', 'competence_returned',
                                'consent', 'assignment', 'assignment', 'conversion' if self.rnd.random() < .2
                                else 'suspension'))
        paper['kind'] = kind
        p = None
        if kind == 'suspension':
            paper.update(suspension=self.rnd.choice(('serious_reason', 'arse', 'remand', 'national_service',
                                                     'custody')),
                         from_on=self.day(self.rnd.randrange(-10, 30)))
            if self.rnd.random() < .6:
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
                            {k: v for k, v in paper.items()
                             if k in ('kind', 'sense', 'decided_on', 'from_on', 'to_on')})
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
        fields = ('kind', 'offence_class', 'facts_on', 'judged_on', 'final_on', 'seized_on', 'period_months',
                  'firm_months', 'fallback', 'consent', 'consented_on', 'authority', 'judge_kept')
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
            self.send('director', 'POST', '/delegations', {
                'delegate': self.ids[who], 'first_day': self.day(0), 'last_day': self.day(30),
                'own_cases': self.rnd.random() < .5})

    # --- her situation

    def do_profile(self):
        case = self.rnd.choice(list(self.cases))
        f, profile = self.facts(), {'home': {'commune': LILLE}}
        self.put_profile(case, profile if self.rnd.random() < .3 else self.some_profile(f, profile))

    def some_profile(self, f, profile):
        r = self.rnd
        if r.random() < .6:
            profile['job'] = {'minutes_week': r.choice((600, 1500, 2100, 2100, 2400))}
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
        post, c = self.some_post(), self.pick('offer.closure')
        if c and self.rnd.random() < .3:
            self.send(self.of_host(c['post_id']), 'DELETE', '/closures/' + c['id'])
        else:
            first = self.rnd.randrange(0, 40)
            self.send(self.of_host(post), 'POST', '/posts/%s/closures' % post,
                      {'first': self.day(first), 'last': self.day(first + self.rnd.choice((0, 0, 6, 20)))})

    def some_post(self):
        """More often one at which somebody is."""
        there = [p['post_id'] for p in self.facts().placements('signed')]
        return self.rnd.choice(there if there and self.rnd.random() < .6 else self.posts)

    def of_host(self, post):
        return self.manager(self.sql('SELECT host_id FROM offer.post WHERE id = $1', post)[0][0])

    def do_schedule(self):
        f, i = self.facts(), self.some_post()
        post = f.of['offer.post'][i]
        slots = [{'weekday': s['weekday'], 'from': s['from_min'], 'to': s['to_min'], 'weeks': WORDS[s['weeks']]}
                 for s in f.where('offer.slot', post_id=i)]
        what = self.rnd.choice(('slots', 'places', 'hours'))
        if what == 'slots':
            slots = self.rnd.choice((self.some_slots(), slots[1:] or slots))
        hours = self.rnd.choice(((None, None), (1, 60), (50, 400))) if what == 'hours' else (
            post['min_hours'], post['max_hours'])
        body = {'places': self.rnd.choice((1, 2, 3)) if what == 'places' else post['places'], 'slots': slots,
                'in_charge': post['in_charge'], **{n: v for n, v in zip(('min_hours', 'max_hours'), hours) if v}}
        self.send(self.rnd.choice((self.of_host(i), 'director')), 'PUT', '/posts/%s/schedule' % i, body,
                  post['version'])

    def do_stop(self):
        i = self.some_post()
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

    def do_match(self):
        """What her own list offers may be proposed as it is, and what it excludes breaks the rule that it tells."""
        f = self.facts()
        m = self.rnd.choice(self.rows_of_open(f) or f.rows['casework.measure'])
        who = self.owner(m['case_id'])
        answer = self.send(who, 'GET', '/cases/%s/matches?measure=%s' % (m['case_id'], m['id']))
        if answer.status != 200:
            return
        for group in answer.json['excluded']:
            for post in group['posts'][:2]:
                self.excluded(f, m, post['post'], group['rule_id'])
        rows = [self.offered(f, m, who, item) for item in answer.json['items']]
        if rows:
            self.take(f, who, self.rnd.choice(rows))

    def offered(self, f, m, who, item):
        """It has the earliest plan, and is proposed at the times that are usual for it; as a row without times."""
        row = {'id': None, 'case_id': m['case_id'], 'measure_id': m['id'], 'post_id': item['post'], 'chain': None,
               'times': [], 'planned_minutes': f.unplanned(m['id']), 'first_day': self.day(1)}
        plan = earliest(f, row)
        told = (item['first_day'], item['last_day'], item['sessions'], item['minutes'])
        mine = plan.sessions and (str(plan.sessions[0][0]), str(plan.last), len(plan.sessions),
                                  sum(s[3] for s in plan.sessions))
        if told != mine:
            self.say('C-06: offered %s, is %s' % (told, mine), row, f)
        row['first_day'] = item['first_day']
        usual = self.usual(f, row)
        seen = self.send(who, 'POST', '/placements/preview', {'measure': m['id'], 'post': item['post'],
                                                              'first_day': item['first_day']}).json
        times = [(s['weekday'], s['from'], s['to'], HALVES[s['weeks']]) for s in seen['slots']]
        told = {seen['excluded']['rule_id']} if seen['excluded'] else set()
        same = bool(told) if usual.get('over') else times == usual['times']
        if not same or not told <= breaks(f, usual):
            self.say('C-06: previewed at %s, excluded for %s' % (times, told), usual, f)
        return row

    def take(self, f, who, row):
        """It may be proposed, unless the same times each week (ORDER.md, "Limits") break what they are refused for."""
        made = self.send(who, 'POST', '/placements', {'measure': row['measure_id'], 'post': row['post_id'],
                                                      'first_day': row['first_day'], 'reason': WHY, 'sheet': SHEET})
        if made.status == 201:
            self.admitted(made.json['id'], 'propose')
            self.as_usual(f, row, made.json['id'])
        elif made.code in ('rule_forbids', 'no_place'):
            self.refused(f, row, made, 'propose')
        else:
            self.say('C-06: what is offered is refused: %s' % made.text[:300], row, f)

    def excluded(self, f, m, post, rule):
        row = {'id': None, 'case_id': m['case_id'], 'measure_id': m['id'], 'post_id': post, 'chain': None, 'times': [],
               'planned_minutes': 1, 'first_day': self.day(1)}
        broken = f.admits(row, 'propose')
        if rule in CLEAR and rule not in broken or CLEAR & broken and rule not in CLEAR | {'H-02', 'H-10', 'M-09'}:
            self.say('%s is told of %s, which breaks %s' % (rule, post, broken), row, f)

    def do_stranger(self):
        """Whose placement it is not, does nothing."""
        f, p = self.placed('proposed', 'accepted', 'signed')
        if not p:
            return
        other = 'other' if p['host_id'] == self.hosts['manager'] else 'manager'
        mate = 'colleague' if self.owner(p['case_id']) == 'counsellor' else 'counsellor'
        at, v = '/placements/' + p['id'], p['version']
        doors = ((('tutor', other, mate, 'referent'), 'POST', at + '/answer', {'accept': True}),
                 (('tutor', other, 'referent', 'manager'), 'POST', at + '/signature', None),
                 (('tutor', other, 'referent', mate), 'PUT', at + '/meeting', {'met_on': self.day(0)}),
                 (('director', other, mate, 'tutor'), 'PUT', at + '/last-day',
                  {'last_day': self.day(9), 'asked_by': 'host', 'reason': WHY}),
                 (('tutor', other, 'manager', mate), 'POST', at + '/end', {'code': 'host', 'ended_on': self.day(0)}),
                 ((other, 'referent', mate), 'POST', at + '/hours',
                  {'day': self.day(0), 'attendance': 'attended', 'from': 540, 'to': 600}),
                 (('referent', mate), 'POST', '/placements', {
                     'measure': p['measure_id'], 'post': p['post_id'], 'first_day': self.day(1), 'reason': WHY,
                     'sheet': SHEET}))
        people, method, path, body = self.rnd.choice(doors)
        answer = self.send(self.rnd.choice(people), method, path, body, v)
        if answer.status not in (404, 409):
            self.say('P-04: a stranger was answered %d by %s %s' % (answer.status, method, path))
        if self.facts().rows != f.rows:
            self.say('P-04: a stranger changed something by %s %s' % (method, path))

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
