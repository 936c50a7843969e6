#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""Every way round the rules, drawn from a seed (paths_walk.py) and judged from the rows (paths_judge.py). PATHS_SEED=N
is the first of PATHS_WALKS=N walks of PATHS_STEPS=N acts (more of them in `make check-long`); what fails is told with
its seed and the acts that led to it."""
import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import stack
from paths_walk import Walk
from tap import equal, run, test

SEED, WALKS, STEPS = (int(os.environ.get('PATHS_' + n, d)) for n, d in (('SEED', 1), ('WALKS', 2), ('STEPS', 40)))
PEOPLE = {'counsellor': 'a.martin', 'colleague': 'b.oreilly', 'director': 'd.lille', 'referent': 'r.nord',
          'manager': 'm.jardins', 'other': 'm.autre', 'tutor': 't.jardins'}
MANY = 'counsellor:100000 director:100000 referent:0 host_manager:100000 tutor:100000 auditor:0 administrator:0'
S = stack.Stack(sealer={'reads_per_hour': MANY, 'matching_per_hour': 'counsellor:100000 director:100000'})
S.territory()
WHO = {name: S.person(login).signed_in() for name, login in PEOPLE.items()}
SU, JOB = S.cluster.connect('postgres'), S.cluster.connect('jalon_job')


@test('no act, at whatever time and by whomever, makes what a rule forbids; what is refused breaks the rule it is told'
      ' for; forecasts and their tasks are what the days make of the rows (E-10)')
def _():
    found = []
    for seed in range(SEED, SEED + WALKS):
        walk = Walk(WHO, SU, JOB, seed)
        try:
            walk.run(STEPS)
        finally:
            walk.end()
        found += walk.found
        if os.environ.get('PATHS_TELL'):
            print('seed', seed, dict(walk.acts), dict(walk.answers), flush=True)
    for seed, what, trail in found:
        print('seed %d: %s' % (seed, what))
        for at in trail:
            print('    ', *at)
    equal(len(found), 0)


run()
