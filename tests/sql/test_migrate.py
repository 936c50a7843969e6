# SPDX-License-Identifier: EUPL-1.2
"""Patches register themselves, changed or missing ones are refused, and doing it all again changes nothing."""
import difflib
import hashlib
import os
import shutil

import fixture  # noqa: F401 - where pg and tap lie
import pg
from tap import cleanup, contains, equal, raises, run, scratch, test, true

C = pg.Cluster().start()
cleanup(C.destroy)
C.migrate()
FILES = sorted(os.listdir(os.path.join(pg.SQL, 'patches')))


def copy():
    """sql/ in a scratch folder, to be tampered with."""
    there = os.path.join(scratch('sql'), 'sql')
    shutil.copytree(pg.SQL, there)
    return there


def same(got, want):
    """Two schema dumps say the same; the failure shows the first differing lines only."""
    lines = [x for x in difflib.unified_diff(want.splitlines(), got.splitlines(), 'want', 'got', n=0, lineterm='')]
    true(not lines, ' | '.join(lines[:12]))


def patch(folder, name):
    return os.path.join(folder, 'patches', name)


def append(path, text):
    with open(path, 'a', encoding='utf-8') as f:
        f.write(text)


@test('every patch is registered with its predecessor and the sha256 of its file')
def _():
    want, before = {}, 'none'
    for name in FILES:
        with open(patch(pg.SQL, name), 'rb') as f:
            want[name[:4]] = (before, hashlib.sha256(f.read()).hexdigest())
        before = name[:4]
    equal(C.registered(), want)


@test('patches are numbered without a gap and say which came before')
def _():
    equal([n[:4] for n in FILES], ['%04d' % (i + 1) for i in range(len(FILES))])


@test('migrate twice gives the same schema and applies no patch again')
def _():
    first = C.dump()
    equal(C.patches(), 0)
    C.migrate()
    C.reload()
    same(C.dump(), first)


@test('roles.sql is idempotent and works as one statement string through libpq')
def _():
    first = C.dump()
    with open(os.path.join(pg.SQL, 'roles.sql'), encoding='utf-8') as f, C.connect('postgres') as su:
        text = f.read()
        su.query(text)
        su.query(text)
    C.reload()
    same(C.dump(), first)


@test('a database upgraded patch by patch has the schema of a fresh one')
def _():
    part = copy()
    later = [n for n in FILES if n > '0004']
    for name in later:
        os.rename(patch(part, name), patch(part, name) + '.later')
    true(len(later) > 2, 'nothing to upgrade')
    with C.connect('postgres', 'postgres') as su:
        su.query('CREATE DATABASE upgraded TEMPLATE template0 ENCODING UTF8')
    C.roles('upgraded', part)
    C.patches('upgraded', part)
    with C.connect('postgres', 'upgraded') as su:
        for name in later:
            if name.endswith('-log-keys.sql'):
                su.query('CREATE POLICY owner ON sec.log_cursor TO jalon_sec USING (true)')  # as before each upgrade
                su.query("INSERT INTO sec.log_entry (index, at, action, reason_default, outcome, leaf, bytes)"
                         " VALUES (0, now(), 'case.open', false, 'ok', sha256('x'), 'x');"
                         " INSERT INTO sec.log_object (entry, n, kind) VALUES (0, 1, 'casework.case_file');"
                         ' UPDATE sec.log_cursor SET copied = 1, next_index = 1')
            os.rename(patch(part, name) + '.later', patch(part, name))
            C.patches('upgraded', part)
        C.reload('upgraded', part)
        same(C.dump('upgraded'), C.dump())
        equal(su.query('SELECT copied, next_index, (SELECT count(*) FROM sec.log_entry) FROM sec.log_cursor'),
              [(0, 1, 0)], 'the copy of the log is to be made anew')


@test('a changed patch is refused before anything is done')
def _():
    there = copy()
    append(patch(there, FILES[2]), '-- changed\n')
    contains(str(raises(ValueError, C.patches, 'jalon', there)), 'changed')


@test('a registered patch without its file is refused')
def _():
    there = copy()
    os.unlink(patch(there, FILES[-1]))
    contains(str(raises(ValueError, C.patches, 'jalon', there)), 'without its file')


@test('a patch that names another predecessor, number or owner is refused')
def _():
    for head in ('-- patch: 9999\n-- after: %s\n-- owner: jalon_sec\n' % FILES[-1][:4],
                 '-- patch: 0090\n-- after: 0001\n-- owner: jalon_sec\n',
                 '-- patch: 0090\n-- after: %s\n-- owner: postgres\n' % FILES[-1][:4],
                 '-- patch: 0090\n-- after: %s\n' % FILES[-1][:4]):
        there = copy()
        append(patch(there, '0090-new.sql'), head + 'SELECT 1;\n')
        contains(str(raises(ValueError, C.patches, 'jalon', there)), 'header')


@test('a patch that fails leaves neither its tables nor its registration')
def _():
    there = copy()
    append(patch(there, '0090-new.sql'), '-- patch: 0090\n-- after: %s\n-- owner: jalon_sec\n'
           'CREATE TABLE sec.half (x int);\nSELECT 1/0;\n' % FILES[-1][:4])
    raises(RuntimeError, C.patches, 'jalon', there)
    true('0090' not in C.registered(), 'registered')
    with C.connect('postgres') as su:
        equal(su.one("SELECT to_regclass('sec.half') IS NULL"), True)


@test('a reload that fails leaves the old functions and policies')
def _():
    there, first = copy(), C.dump()
    append(os.path.join(there, 'policies', '99-broken.sql'), '-- owner: jalon_owner\n'
           'DROP POLICY caseload ON casework.case_file;\nSELECT 1/0;\n')
    raises(RuntimeError, C.reload, 'jalon', there)
    same(C.dump(), first)


@test('a policy or grant made by hand is gone after the reload')
def _():
    first = C.dump()
    with C.connect('postgres') as su:
        su.query('CREATE POLICY mine ON casework.case_file TO jalon_web USING (true); GRANT SELECT ON sec.session TO'
                 ' jalon_web;'
                 ' CREATE POLICY mine ON sec.session TO jalon_web USING (true); GRANT UPDATE ON casework.case_file TO'
                 ' jalon_web;'
                 ' GRANT EXECUTE ON FUNCTION sec.expire() TO jalon_web')
    true(C.dump() != first, 'the fault did not take')
    C.reload()
    same(C.dump(), first)


@test('no file of patches, functions or policies controls its transaction')
def _():
    for folder in ('patches', 'functions', 'policies'):
        for name in os.listdir(os.path.join(pg.SQL, folder)):
            with open(os.path.join(pg.SQL, folder, name), encoding='utf-8') as f:
                for line in f:
                    word = line.strip().upper()
                    true(word.rstrip(';') not in ('COMMIT', 'ROLLBACK', 'BEGIN TRANSACTION', 'START TRANSACTION')
                         and not word.startswith('BEGIN;'), name + ': ' + line)


run()
