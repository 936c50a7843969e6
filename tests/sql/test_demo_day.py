# SPDX-License-Identifier: EUPL-1.2
"""The loader of a demonstration, and nobody else, plays days that are over; clocks leave its story alone meanwhile."""
from fixture import COUNSELLOR
from people import NO, SU, W
from placements import TODAY, ask, at, day, expire, new_measure, new_post, outcome, put, rows, sid, state
from tap import equal, run, test

PLAY = 'SELECT sec.play_day($1)'
SEEN = 'SELECT offer.today()::text'
DATE = 'JA015'


def demonstration(on):
    SU.query('UPDATE sec.founding SET demonstration = $1', on)


def loader(login=COUNSELLOR):
    """Her session becomes the loader's."""
    sid(login)
    SU.query("UPDATE sec.session SET claimed = 'jalon-demo' WHERE account = $1", W.account[login])


def somebody_else(login=COUNSELLOR):
    SU.query("UPDATE sec.session SET claimed = '127.0.0.1', demo_day = NULL WHERE account = $1", W.account[login])


@test('who is not the loader plays no day, nor does anybody where it is no demonstration')
def _():
    demonstration(True)
    equal(outcome(COUNSELLOR, PLAY, day(-3)), NO)
    demonstration(False)
    loader()
    equal(outcome(COUNSELLOR, PLAY, day(-3)), NO)
    somebody_else()


@test("the loader's session counts its day, another session the real one; null ends it")
def _():
    demonstration(True)
    loader()
    equal(outcome(COUNSELLOR, PLAY, day(1)), DATE)
    rows(COUNSELLOR, PLAY, day(-40))
    equal(rows(COUNSELLOR, SEEN)[0][0], day(-40))
    equal(rows('dir.lille', SEEN)[0][0], str(TODAY))
    rows(COUNSELLOR, PLAY, None)
    equal(rows(COUNSELLOR, SEEN)[0][0], str(TODAY))
    somebody_else()
    demonstration(False)


@test('what was played is not believed once the session is nobody\'s loader')
def _():
    demonstration(True)
    loader()
    rows(COUNSELLOR, PLAY, day(-40))
    demonstration(False)
    equal(rows(COUNSELLOR, SEEN)[0][0], str(TODAY))
    somebody_else()


@test('elsewhere no session keeps a clock from its work')
def _():
    p = at('proposed')
    put('casework.placement', p, hold_until=day(-1))
    loader('dir.lille')
    expire()
    equal(state(p), 'withdrawn')
    somebody_else('dir.lille')


@test('C-14: a proposal of a day that is over stays while the story is told, and goes when the loader has gone')
def _():
    demonstration(True)
    loader()
    rows(COUNSELLOR, PLAY, day(-40))
    p, rules = ask(new_measure(), new_post(confirmed_on=day(-60)), first=-30, last=-1)
    equal(rules, [])
    expire()
    equal(state(p), 'proposed', 'while it is told')
    SU.query("UPDATE sec.session SET idle_until = now() - interval '1 second' WHERE claimed = 'jalon-demo'")
    expire()
    equal(state(p), 'withdrawn', 'once the loader has gone')
    demonstration(False)


run()
