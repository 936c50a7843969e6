# SPDX-License-Identifier: EUPL-1.2
"""The times that a proposal has when nobody names any, said a second time: the earliest plan of a post, its fullest
weeks, less what she does elsewhere and what is over the limit of a week (src/match/ORDER.md, "Limits").

    plan = earliest(f, p)                  # sessions, left and last of the list's plan
    breaks(f, row), lasts(f, row, plan)    # rules; of the second only those of how long the host may take people
    row = rhythm(f, p, plan)               # p with the times that are proposed; row['over']: nothing is left of them
                                           # but the least, and that is still over
"""
from paths_judge import DAY, LEAST, WEEK_WITH_JOB, WEEKS, WORDS, Plan, date, parity, pieces, span

PLAN_WEEK = 35 * 60  # W-03: what a plan gives of a week
MINOR_WEEK, MINOR_DAY, NIGHT_REST = 35 * 60, 8 * 60, 12 * 60  # W-04
QUARTER = 15


def earliest(f, p):
    """Every session that her times and the post's have in common, from p's first day."""
    minor = f.of['casework.case_file'][p['case_id']]['minor']
    profile = f.profiles[p['case_id']]
    first = max(date(p['first_day']), f.today)
    return Earliest(f, dict(p, times=free_times(profile)), profile, first, p['planned_minutes'], minor, True)


def free_times(profile):
    """When she can come: (weekday, from, to, weeks)."""
    job = (profile.get('job') or {}).get('slots') or ()
    free = profile.get('availability') or [{'weekday': w, 'from': 0, 'to': 1440, 'weeks': 'every'}
                                           for w in range(1, 8)]
    return [(s['weekday'], a, b, (half,)) for s in free for half in WORDS[s['weeks']]
            for a, b in pieces(s['from'], s['to'], sorted(
                (j['from'], j['to']) for j in job if j['weekday'] == s['weekday'] and half in WORDS[j['weeks']]))]


class Earliest(Plan):
    """Nothing is broken: what a limit leaves is taken."""

    def _session(self, day, s, a, b):
        least = min(LEAST, self.left)
        if b - a < self.least or self.left <= 0 or self._is_full(day, s):
            return
        week = self._week(day)
        monday = day - (day.isoweekday() - 1) * DAY
        minutes = min(self.left, PLAN_WEEK - sum(m for d, _, _, m in self.sessions if d >= monday))
        if self.job:
            minutes = min(minutes, WEEK_WITH_JOB - self._job(parity(day)) - week)
        if self.minor:
            a, b = max(a, 360, self._work(day - DAY)[2] + NIGHT_REST - 1440), \
                min(b, 1320, self._work(day + DAY)[1] + 1440 - NIGHT_REST)
            minutes = min(minutes, MINOR_DAY - self._work(day)[0],
                          MINOR_WEEK - (self._job(parity(day)) if self.job else 0) - week)
        if b - a < least or minutes < least:
            return
        minutes = min(minutes, self._whole(day, a, b))
        while self._whole(day, a, b - 1) >= minutes:
            b -= 1
        if minutes < least or self.minor and self._minor(day, a, b, minutes, week):
            return
        self.sessions.append((day, a, b, minutes))
        self.left -= minutes


def fullest(plan, half):
    """(weekday, from, to) of the fullest week of that parity, the first of such."""
    weeks = {}
    for day, a, b, minutes in plan.sessions:
        monday = day - (day.isoweekday() - 1) * DAY
        if parity(monday) == half:
            weeks.setdefault(monday, []).append((day.isoweekday(), a, b, minutes))
    best = max(weeks.values(), key=lambda w: sum(s[3] for s in w), default=[])
    return [s[:3] for s in best]


def timetable(plan, least):
    even, odd = fullest(plan, 0), fullest(plan, 1)
    times = [(*s, (0, 1) if s in odd else (0,)) for s in even] + [(*s, (1,)) for s in odd if s not in even]
    return sorted((s for s in times if s[2] - s[1] >= least), key=lambda s: (s[0], s[1], s[3] == (1,)))


def without_own(f, p, times, last, least):
    """Less her times at other posts on some day until the last; all of them where nothing would be left."""
    left, first = times, max(date(p['first_day']), f.today)
    for s in f.where('casework.placement_slot', case_id=p['case_id']):
        days = [span(s[d]) for d in ('even_days', 'odd_days') if s[d] != 'empty']
        if s['chain'] == p['chain'] or not days or min(d[0] for d in days) > last or max(d[1] for d in days) <= first:
            continue
        left = [(w, x, y, weeks) for w, a, b, weeks in left
                for x, y in (pieces(a, b, [(s['from_min'], s['to_min'])])
                             if w == s['weekday'] and set(weeks) & set(WEEKS[s['weeks']]) else [(a, b)])
                if y - x >= least]
    return left or times


def breaks(f, p):
    """Of a row that has times; the habilitation has to last as long as the plan (H-10)."""
    return f.admits(p, 'propose') | lasts(f, p, p['plan'])


def lasts(f, p, plan):
    return f.admits(dict(p, last_day=str(plan.last)), 'propose', own=False) & {'H-02', 'H-10'} if plan.last else set()


def rhythm(f, p, plan):
    least = min(LEAST, p['planned_minutes'])
    row = dict(p, times=without_own(f, p, timetable(plan, least), plan.last, least))
    while row['times']:
        broken = breaks(f, row)
        if 'B-05' not in broken and ('W-01' in broken or row['plan'].over_week):
            w, a, b, weeks = row['times'][-1]
            cut = row['times'][:-1] + [(w, a, b - QUARTER, weeks)] * (b - QUARTER - a >= least)
        elif not broken:
            cut = without_own(f, row, row['times'], row['plan'].last, least)
        else:
            return row
        if not cut:
            return dict(row, over=True)
        if cut == row['times']:
            return row
        row = dict(row, times=cut)
    return row
