# SPDX-License-Identifier: EUPL-1.2
"""Tells a run: a table, then a line a goal."""
import statistics

import measure

PROGRAMS = ('jalond', 'vault', 'sealer', 'PostgreSQL', 'copy', 'server')
LIMITS = {'jalond': 64, 'sealer': 16, 'vault': 16}  # MiB resident


def ratios(bench, ours, theirs, key='rate'):
    """Ours over theirs, round by round; nothing when one of them is missing."""
    pairs = zip(bench.samples.get(ours, ()), bench.samples.get(theirs, ()))
    return [a[key] / b[key] for a, b in pairs]


def shares(bench, name, parts, whole):
    return [sum(s['cpu'][p] for p in parts) / s['cpu'][whole] for s in bench.samples[name]]


def table(bench):
    print('\n%-26s %-30s %7s %7s' % ('load', 'a second', 'p50 ms', 'p99 ms')
          + ''.join('%11s' % p for p in PROGRAMS) + '  us of processor a request')
    for name, samples in bench.samples.items():
        line = '%-26s %-30s' % (name, measure.spread([s['rate'] for s in samples]))
        for key in ('p50', 'p99'):
            values = [s[key] for s in samples if key in s]
            line += ' %7s' % ('%.2f' % statistics.median(values) if values else '-')
        for program in PROGRAMS:
            values = [s['cpu'][program] for s in samples if program in s['cpu']]
            line += '%11s' % ('%.0f' % statistics.median(values) if values else '-')
        loud = sum(s['foreign'] >= measure.QUIET for s in samples)
        print(line + (' (%d of %d not quiet)' % (loud, len(samples)) if loud else ''))


def goal(text, values, holds, digits=2):
    if not values:
        print('%-66s %-22s missing' % (text, '-'))
        return
    verdict = 'met' if holds(statistics.median(values)) else 'missed'
    print('%-66s %-22s %s' % (text, measure.spread(values, digits), verdict))


def at_least(n):
    return lambda value: value >= n


def at_most(n):
    return lambda value: value <= n


def goals(bench):
    print('\n%-66s %-22s' % ('goal', 'median (min..max)'))
    goal('page / pgbench on its own SQL, pipelined: 0.6, better 0.75', ratios(bench, 'page', 'pgbench page'),
         at_least(0.6))
    goal('page / fastify as written: 2.5, better 3.5', ratios(bench, 'page', 'fastify'), at_least(2.5))
    goal('page / fastify tuned: 1.7, better 2.3', ratios(bench, 'page', 'fastify tuned'), at_least(1.7))
    goal('page / Django: 5', ratios(bench, 'page', 'Django'), at_least(5))
    goal('page, processor: jalond / PostgreSQL, at most 1', shares(bench, 'page', ['jalond'], 'PostgreSQL'), at_most(1))
    goal('page, processor: vault and sealer / jalond, at most 0.5',
         shares(bench, 'page', ['vault', 'sealer'], 'jalond'), at_most(0.5))
    goal('report of hours / pgbench write of figures, pipelined: 0.5', ratios(bench, 'hours', 'pgbench hours'),
         at_least(0.5))
    goal('page, p99 in a storm of sign-ins / quiet, at most 3', ratios(bench, 'page in a storm', 'page', 'p99'),
         at_most(3))
    for name, limit in LIMITS.items():
        goal('%s, resident memory after the load: below %d MiB' % (name, limit), [bench.memory[name][0]],
             lambda value, limit=limit: value < limit, 1)
    print('\nwith a millisecond more a flush (no goal):')
    for other in ('pgbench page', 'fastify', 'fastify tuned', 'Django'):
        values = ratios(bench, 'page, slow flush', other + ', slow flush')
        if values:
            print('%-66s %s' % ('page / ' + other, measure.spread(values, 2)))


def tell(bench):
    table(bench)
    for why in sorted(set(bench.peers.missing)):
        print('missing peer: ' + why)
    loud = [s['foreign'] >= measure.QUIET for samples in bench.samples.values() for s in samples]
    if any(loud):
        print('\n%d of %d samples were taken beside other work: where that is many, compare processor time and do not'
              '\nbelieve the requests a second, nor what is said to be met by them.' % (sum(loud), len(loud)))
    goals(bench)
    print('\nthe statements of the page, as PostgreSQL logged them:')
    for step in bench.statements:
        print('  ' + (step if len(step) < 100 else step[:97] + '...'))
