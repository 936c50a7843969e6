# SPDX-License-Identifier: EUPL-1.2
"""The lists of src/domain/word.c are the enum types of the schema, word for word and in their order; the rules of
src/domain/rule.c are those that a placement, and those that a report of hours, may break; its holidays are the same."""
import re
import subprocess

import fixture
import tap
from tap import equal, run, test, true

C = fixture.cluster()
SU = C.connect('postgres')


def printed(test):
    done = subprocess.run([str(tap.BUILD / 'test/domain' / test), '--print'], capture_output=True, text=True,
                          check=True)
    return done.stdout.splitlines()


def of_the_program(test='test_word'):
    return {line.split()[0]: line.split()[1:] for line in printed(test)}


def of_the_schema():
    rows = SU.query("SELECT t.typname::text, e.enumlabel::text FROM pg_type t JOIN pg_enum e ON e.enumtypid = t.oid"
                    " WHERE t.typnamespace IN ('offer'::regnamespace, 'casework'::regnamespace)"
                    " ORDER BY t.typname, e.enumsortorder")
    lists = {}
    for name, label in rows:
        lists.setdefault(name, []).append(label)
    return lists


@test('each list of words is an enum of the schema with the same labels')
def _():
    schema = of_the_schema()
    for name, codes in of_the_program().items():
        equal(codes, schema.get(name), name)


@test('each enum of the schema has its words, but for the one that migration alone uses')
def _():
    equal(sorted(set(of_the_schema()) - set(of_the_program())), ['rule_mark'])


@test('a word that one side lacks is found')
def _():
    schema = of_the_schema()
    schema['outcome'].append('planted')
    true(of_the_program()['outcome'] != schema['outcome'], 'not seen')


@test('each rule that a placement may break has its sentence, in the order in which they are looked at')
def _():
    source = SU.one("SELECT prosrc FROM pg_proc WHERE oid = 'casework.placement_findings'::regproc")
    rules = re.findall(r"\(\d+, '([A-Z]-\d+)'", source)
    true(len(rules) > 10, source)
    equal(of_the_program('test_rule')['placement'], rules)


@test('each rule that a report of hours may break has its sentence, in that order too')
def _():
    source = SU.one("SELECT prosrc FROM pg_proc WHERE oid = 'casework.report_flags'::regproc")
    rules = re.findall(r"THEN '([A-Z]-\d+)' END", source)
    labour = re.search(r"'(W-04)' ELSE '(W-03)'", source)
    true(len(rules) > 5 and labour, source)
    equal(of_the_program('test_rule')['report'], rules + sorted(labour.groups()))


@test('the holidays of the program are those of the database, in each département that has its own')
def _():
    for departement, days in of_the_program('test_holiday').items():
        true(len(days) > 56 * 10, departement)
        equal(days, [d for d, in SU.query("SELECT h::text FROM offer.holidays('2005-01-01', '2060-12-31', $1) AS h"
                                          ' ORDER BY h', departement)], departement)
    equal(SU.query("SELECT h::text FROM offer.holidays('2026-12-25', '2027-01-01', NULL) AS h ORDER BY h"),
          [('2026-12-25',), ('2027-01-01',)], 'both ends; nobody knows where')
    equal(SU.query("SELECT h::text FROM offer.holidays('2027-01-02', '2026-12-25', '59') AS h"), [])


run()
