# SPDX-License-Identifier: EUPL-1.2
"""The catalogue keeps its rules, each rule is proved by a planted fault, sql/FIELDS is the law of every column."""
import os
import re

import fixture
import lint
import pg
from tap import contains, equal, run, test, true

C = fixture.cluster()
SU = C.connect('postgres')
WEB = C.connect('jalon_web')
FIELDS = os.path.join(pg.SQL, 'FIELDS')
CLASSES = {'clear', 'sealed', 'secret', 'technical'}
WORLDS = {'offer', 'casework', 'coordination', 'sec'}
COMPARTMENTS = {'IDENT', 'JUSTICE', 'MATCH', 'PLACEMENT', '*', '-'}


def add_rule(name):
    @test(name)
    def _():
        equal(lint.breaks(SU, name), [], 'broken by')

    @test('lint finds a planted fault: ' + name)
    def _():
        _, fault, culprit = lint.RULES[name]
        SU.query('BEGIN')
        try:
            SU.query(fault)
            found = lint.breaks(SU, name)
        finally:
            SU.query('ROLLBACK')
        true(any(f.startswith(culprit) for f in found), '%r not among %r' % (culprit, found))


for rule in lint.RULES:
    add_rule(rule)


def fields():
    """sql/FIELDS as {column: (world, class, compartment, retention)}, and its closed list of retentions."""
    law, periods = {}, set()
    with open(FIELDS, encoding='utf-8') as f:
        for line in f:
            if m := re.match(r'#(?: retention | {14})(?:   )?([a-z]+) {2,}', line):
                periods.add(m[1])
            if line.strip() and not line.startswith('#'):
                column, *rest = line.split()
                true(column not in law, 'twice in FIELDS: ' + column)
                true(len(rest) == 4, 'four words after ' + column)
                law[column] = tuple(rest)
    return law, periods - {'clear', 'sealed', 'secret', 'technical'}


def columns(conn):
    return {c for c, in conn.query(
        "SELECT n.nspname || '.' || c.relname || '.' || a.attname FROM pg_attribute a JOIN pg_class c ON c.oid ="
        " a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN " + lint.OURS +
        " AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND a.attnum > 0 AND NOT a.attisdropped")}


@test('FIELDS names every column of the catalogue and no other')
def _():
    law, there = set(fields()[0]), columns(SU)
    equal(sorted(there - law), [], 'columns without a line')
    equal(sorted(law - there), [], 'lines without a column')


@test('lint finds a planted fault: FIELDS names every column of the catalogue and no other')
def _():
    SU.query('BEGIN; ALTER TABLE casework.case_file ADD COLUMN planted int')
    new = columns(SU) - set(fields()[0])
    SU.query('ROLLBACK')
    equal(new, {'casework.case_file.planted'})


@test('FIELDS uses its closed lists of worlds, classes, compartments and retentions')
def _():
    law, periods = fields()
    equal(sorted(periods), ['absence', 'account', 'case', 'change', 'host', 'idempotency', 'installation', 'key',
                            'lead', 'log', 'outbox', 'plan', 'reference', 'search', 'session'])
    for column, (world, kind, compartment, retention) in law.items():
        true(world in WORLDS and kind in CLASSES and compartment in COMPARTMENTS and retention in periods, column)
        true(compartment == '-' or kind == 'sealed', 'compartment of a column that is not sealed: ' + column)


@test('FIELDS and the COMMENT of each table agree on world and retention')
def _():
    law, _ = fields()
    for column, (world, _, _, retention) in law.items():
        comment = SU.one("SELECT obj_description($1::regclass, 'pg_class')", column.rsplit('.', 1)[0])
        contains(comment, ' World: %s. Retention: %s.' % (world, retention), column)


@test('no column of class sealed or secret can be read by jalon_web, jalon_job or jalon_migrator')
def _():
    for column, (_, kind, _, _) in fields()[0].items():
        if kind in ('sealed', 'secret'):
            table, name = column.rsplit('.', 1)
            for role in pg.LOGIN_ROLES:
                true(not SU.one('SELECT has_column_privilege($1, $2, $3, $4)', role, table, name, 'SELECT'), column)


@test('every sealed column is bytea')
def _():
    for column, (_, kind, _, _) in fields()[0].items():
        if kind == 'sealed':
            table, name = column.rsplit('.', 1)
            equal(SU.one('SELECT atttypid::regtype::text FROM pg_attribute WHERE attrelid = $1::regclass AND attname'
                         ' = $2',
                         table, name), 'bytea', column)


@test('settings of jalon_web: path, isolation, and an end to every wait')
def _():
    for name, value in (('search_path', 'pg_catalog, pg_temp'), ('default_transaction_isolation', 'read committed'),
                        ('statement_timeout', '10s'), ('lock_timeout', '5s'),
                        ('idle_in_transaction_session_timeout', '30s'), ('log_parameter_max_length', '0'),
                        ('log_parameter_max_length_on_error', '0')):
        equal(WEB.one('SELECT current_setting($1)', name), value, name)


@test('by psql: jalon_web makes no table, temporary table, schema, function, block, role or setting of the server')
def _():
    for sql in ('CREATE TABLE public.t (x int)', 'CREATE TEMP TABLE t (x int)', 'CREATE SCHEMA s',
                "CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'", 'DO $$ BEGIN END $$',
                'CREATE ROLE r',
                "ALTER SYSTEM SET work_mem = '1MB'", 'SET ROLE jalon_sec', 'SET SESSION AUTHORIZATION postgres',
                'SET session_replication_role = replica', "COPY casework.case_file TO '/tmp/x'",
                "COPY casework.case_file TO PROGRAM 'true'", 'SELECT pg_catalog.pg_sleep(0)',
                'SELECT pg_catalog.lo_create(0)', "SELECT pg_catalog.query_to_xml('SELECT 1', true, true, '')",
                "SELECT pg_catalog.pg_read_file('PG_VERSION')", 'TABLE sec.session', 'TABLE sec.mac_key',
                'BEGIN; LOCK TABLE casework.case_file IN ACCESS EXCLUSIVE MODE', 'TRUNCATE casework.case_file',
                'DELETE FROM casework.case_file', 'UPDATE casework.case_file SET state = state',
                'INSERT INTO offer.commune DEFAULT VALUES', 'ALTER ROLE jalon_web SUPERUSER',
                'SET temp_file_limit = -1'):
        rc, out, err = C.psql('jalon_web', sql + ';')
        true(rc != 0 and re.search(r'42501|0LP01|must be', err) is not None, '%s: %s %s' % (sql, out, err))


@test('what a role changed of its own settings is gone when it is set up anew')
def _():
    asked = 'SELECT setdatabase, setrole::regrole::text, setconfig FROM pg_db_role_setting ORDER BY 1, 2'
    with C.connect('postgres') as su:
        before = su.query(asked)
        for where in ('', ' IN DATABASE jalon'):
            for sql in ('SET search_path = ext', 'SET work_mem = 64', 'SET synchronous_commit = off'):
                equal(C.psql('jalon_web', 'ALTER ROLE jalon_web%s %s;' % (where, sql))[0], 0, sql)
        true(su.query(asked) != before, 'changed')
        C.roles()
        equal(su.query(asked), before)


@test('the migrator becomes the owners by SET ROLE and inherits nothing')
def _():
    with C.connect('jalon_migrator') as m:
        equal(m.state('SELECT * FROM sec.account'), '42501')
        equal(m.state('SELECT * FROM casework.case_file'), '42501')
        equal(m.state('SET ROLE jalon_sec'), '00000')
        equal(m.state('SELECT * FROM sec.account'), '00000')


run()
