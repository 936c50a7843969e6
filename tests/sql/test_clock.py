# SPDX-License-Identifier: EUPL-1.2
"""30 seconds: how long a binding holds, a write may stay open, a web transaction may live. Takes that long."""
import secrets
import time

import fixture
from fixture import COUNSELLOR, refused, tables, visible
from tap import equal, run, test, true, wait_until

W = fixture.world()
TABLES = tables(W.su)
SID = W.sign_in(COUNSELLOR)
CASE = W.open_case(SID)
SEES = ['casework.case_file', 'offer.rule_param', 'sec.account', 'sec.organisation']
OPEN = 'SELECT * FROM casework.open_case($1, $2, false)'


def old(write=False, patient=True):
    """A bound transaction that will be old; patient as an attacker is who turned the server's timeout off."""
    c = W.connect('jalon_web')
    if patient:
        c.query('SET idle_in_transaction_session_timeout = 0')
    c.query('BEGIN')
    c.query('SELECT sec.bind($1)', SID)
    equal(visible(c, TABLES), SEES)
    if write:
        c.query(OPEN, secrets.token_bytes(32), secrets.token_bytes(32))
    return c


READ, WRITE, IDLE, BUSY, ENDED = old(), old(write=True), old(patient=False), old(), old()
FRESH = W.connect('jalon_web')
BYSTANDER = W.connect('jalon_migrator')
BYSTANDER.query('BEGIN')
BYSTANDER.query('SELECT 1')
START, BEFORE = time.monotonic(), W.su.one('SELECT count(*) FROM casework.case_file')


@test('a statement of a long transaction works until 30 s and sees nothing after')
def _():
    while time.monotonic() - START < 25:
        equal(visible(BUSY, TABLES), SEES)
        time.sleep(1)
    time.sleep(max(0, 31 - (time.monotonic() - START)))
    equal(visible(BUSY, TABLES), [])
    refused('JA001', BUSY, 'SELECT sec.touch()')


@test('a binding is void after 30 s, and its transaction can bind nobody')
def _():
    equal(visible(READ, TABLES), [])
    equal(READ.one('SELECT (sec.me()).account IS NULL'), True)
    refused('JA001', READ, 'SELECT sec.fetch($1, $2, $3, $4)', [1], [CASE], [1], '')
    refused('JA001', READ, OPEN, secrets.token_bytes(32), secrets.token_bytes(32))
    refused('JA001', READ, 'SELECT sec.bind($1)', SID)


@test('a write that was not committed within 30 s cannot be committed')
def _():
    equal(WRITE.state('COMMIT'), 'JA001')
    equal(W.su.one('SELECT count(*) FROM casework.case_file'), BEFORE)


@test('an idle web transaction is ended by the server after 30 s')
def _():
    true(IDLE.state('SELECT 1') in ('25P03', '08006', '57P01'), 'still there')


@test('sec.end_old ends old web transactions whatever they set, and nobody else')
def _():
    FRESH.query('BEGIN')
    FRESH.query('SELECT sec.bind($1)', SID)
    with W.connect('jalon_job') as job:
        true(job.one('SELECT sec.end_old()') >= 3, 'ended')
        wait_until(lambda: job.one('SELECT sec.end_old()') == 0, 5, 'none left to end')
    for c in (READ, BUSY, ENDED):
        true(c.state('SELECT 1') in ('57P01', '08006'), 'still there')
    equal(visible(FRESH, TABLES), SEES)
    equal(BYSTANDER.state('SELECT 1'), '00000')


run()
