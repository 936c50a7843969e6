# SPDX-License-Identifier: EUPL-1.2
"""A walk through what people do to placements, drawn from a seed: lawful and not, at any time, by anybody. What each
act should have done is judged from the rows (paths_judge.py); what is not so is kept in `found`.

    w = Walk(stack, seed)
    w.run(120)                             # so many acts
"""
import collections
import datetime
import random
import uuid

from calls import key, pages
from paths_acts import Placements
from paths_around import LILLE, Around
from paths_judge import DAY, Facts, date
from tap import equal

ADULT = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}
WIPED = ('replaced_attestation', 'hours_entry', 'judge_report', 'incident', 'hours_report', 'last_day_change',
         'placement_decision', 'plan_line',
         'plan', 'no_match', 'placement_slot', 'suspension', 'authority_act', 'delegation')
TODAY = ('CREATE OR REPLACE FUNCTION offer.today() RETURNS date LANGUAGE plpgsql STABLE SECURITY DEFINER'
         " SET search_path = pg_catalog, pg_temp AS $$ BEGIN RETURN date '%s'; END $$")

WEIGHTS = {
    'propose': 10, 'thread': 8, 'work': 3, 'answer': 7, 'meet': 3, 'in_charge': 1, 'sign': 9, 'withdraw': 1,
    'end': 1, 'last_day': 4, 'hours': 4, 'settle': 3, 'counter': 1, 'incident': 1, 'resume': 2, 'act': 5, 'order': 1,
    'steps': 1, 'delegate': 2, 'profile': 4, 'closure': 4, 'schedule': 2, 'stop': 1, 'confirm': 1, 'attest': 1,
    'bars': 1, 'host': 1, 'habilitation': 1, 'days': 5, 'plan': 1, 'twins': 2, 'both': 3, 'match': 5, 'stranger': 2}


class Walk(Placements, Around):
    def __init__(self, people, su, job, seed):
        """people: names to clients; su, job: connections of the superuser and of the clock."""
        self.who, self.su, self.job, self.seed = people, su, job, seed
        self.rnd = random.Random(seed)
        self.real = su.one("SELECT (clock_timestamp() AT TIME ZONE 'Europe/Paris')::date::text")
        self.today = date(self.real) - 300 * DAY  # days to come are refused by the clock of the programs
        self.found, self.acts, self.answers = [], collections.Counter(), collections.Counter()
        self.trail, self.profiles, self.versions, self.cases, self.seen = [], {}, {}, {}, {}
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
                 " outcome, decided_on, decided_by, checked_by) VALUES ($1, 'habilitation', $2, '59', 'adults',"
                 " 'dspip', 'granted', $3, 'granted', $4, $3, $5)", file, self.hosts['other'], self.ids['director'],
                 self.day(-900), self.ids['counsellor'])
        self.sql('INSERT INTO offer.habilitation (host_id, territory, public, valid, procedure_id) VALUES ($1, $2,'
                 " 'adults', daterange($3, $4), $5)", self.hosts['other'], '59', self.day(-900), self.day(260), file)

    def day(self, n):
        return str(self.today + n * DAY)

    def new_post(self, host, public='adults', special_risk=False):
        site, contact, of = key(), key(), self.hosts[host]
        post = str(uuid.UUID(int=self.rnd.getrandbits(128), version=4))  # of equal posts the order is theirs
        self.sql("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'L’atelier', $3)", site, of,
                 LILLE)
        self.sql("INSERT INTO offer.contact (id, host_id, part, name) VALUES ($1, $2, 'in_charge', 'Zoé D’hondt')",
                 contact, of)
        self.sql('INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places, special_risk,'
                 ' care_setting, meets_children, meets_vulnerable, meets_public, state, inscribed_on, confirmed_on,'
                 " in_charge) VALUES ($1, $2, $3, $4, 'Jardin', 'green_spaces', 'Tailler', $5, $6, false, false, false,"
                 " false, 'inscribed', $7, $8, $9)", post, of, site, public, self.rnd.choice((1, 1, 2)), special_risk,
                 self.day(-200), self.day(0), contact)
        for n, s in enumerate(self.some_slots(), 1):
            self.sql('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks) VALUES ($1, $2,'
                     ' $3, $4, $5, $6, casework.week_range($7))', post, of, n, s['weekday'], s['from'], s['to'],
                     s['weeks'])
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
        for _ in range(self.rnd.choice((1, 2, 2))):
            self.new_measure(case, minor)
        self.profiles[case], self.versions[case] = None, 0
        self.put_profile(case, {'home': {'commune': LILLE}})

    def new_measure(self, case, minor=False):
        final = -20 if minor else self.rnd.choice((-20, -200, -420))
        body = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': self.rnd.choice((1260, 2520, 4200, 6300)),
                'facts_on': self.day(-500), 'judged_on': self.day(final - 20), 'final_on': self.day(final),
                'seized_on': self.day(final), 'period_months': 18, 'fallback': True, 'consent': 'court',
                'consented_on': self.day(final - 20), 'authority': 'juge_des_enfants' if minor else 'court',
                'judge_kept': self.rnd.random() < .35}
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
        return Facts(self.su, self.profiles, self.seen)

    # --- the walk

    def run(self, steps):
        for _ in range(8):  # so that some run
            self.trail.append([str(self.today), 'thread'])
            self.do_thread()
        names = [n for n, weight in WEIGHTS.items() for _ in range(weight)]
        for n in range(steps):
            if n % 12 == 0:
                self.judge()
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

    def manager(self, host):
        return 'manager' if host == self.hosts['manager'] else 'other'

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
            self.acts['forecast'] += 1
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
