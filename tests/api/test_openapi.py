#!/usr/bin/python3
# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI document: it is served as it is printed, it is sound, it says what the table of routes says, and what it
forbids is refused. That answers are as it says is looked at by every other test of the API (lib/contract.py); here is
shown that this would be noticed."""
import copy
import re
import subprocess
import sys
import uuid
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / 'lib'))
import contract
import jsonschema
import stack
import tap
from calls import at_once
from tap import equal, raises, run, test, true

LOGINS = {'counsellor': 'a.martin', 'director': 'd.lille', 'referent': 'r.nord', 'host_manager': 'm.jardins',
          'tutor': 't.jardins', 'auditor': 'u.audit', 'administrator': 'x.admin'}
METHODS = {'get', 'put', 'post', 'delete'}
DOCUMENT = contract.document()
S = stack.Stack()
CLIENTS = {role: S.person(login).signed_in() for role, login in LOGINS.items()}
ANYBODY = S.client()
ID = str(uuid.uuid4())
PLAIN = {'Uuid': ID, 'Day': '2026-01-02', 'Instant': '2026-01-02T03:04:05Z', 'Insee': '59350'}


def operations(whole):
    """(path, method, operation)"""
    return [(path, method, operation) for path, methods in whole['paths'].items()
            for method, operation in methods.items()]


def nodes(node, at=''):
    """(pointer, object) of every object of a document."""
    if isinstance(node, list):
        for i, each in enumerate(node):
            yield from nodes(each, '%s/%d' % (at, i))
    elif isinstance(node, dict):
        yield at, node
        for name, each in node.items():
            yield from nodes(each, '%s/%s' % (at, name))


# --- what is sound -------------------------------------------------------------------------------------------------

def fault_of_operation(whole, path, method, operation):
    parameters = [contract.follow(whole, p['$ref']) if '$ref' in p else p for p in operation['parameters']]
    names = [(p['in'], p['name']) for p in parameters]
    tags = [tag['name'] for tag in whole['tags']]
    success = [status for status in operation['responses'] if status[0] == '2']
    if method not in METHODS:
        return 'no method'
    if sorted(name for kind, name in names if kind == 'path') != sorted(re.findall(r'\{(\w+)\}', path)):
        return 'parameters of the path'
    if len(names) != len(set(names)) or any('schema' not in p for p in parameters):
        return 'parameters'
    if not all(p.get('required') for p in parameters if p['in'] == 'path'):
        return 'a part of the path that may be left out'
    if not operation['tags'] or not set(operation['tags']) <= set(tags) or len(tags) != len(set(tags)):
        return 'tags'
    if len(success) != 1 or not {'400', '500', '503'} <= operation['responses'].keys():
        return 'statuses'
    if not operation['summary'].strip() or not operation['description'].strip():
        return 'no words'
    if ('requestBody' in operation) != ('415' in operation['responses']):
        return 'a body'
    if (operation.get('security') == []) != (operation['x-roles'] == []):
        return 'roles and session'
    return None


def fault_of_schema(schema):
    properties = schema.get('properties', {})
    if not set(schema.get('required', [])) <= properties.keys():
        return 'a required field that is none'
    if properties and schema.get('additionalProperties') is not False and 'status' not in properties:
        return 'an object that takes any field'
    if 'enum' in schema and (not schema['enum'] or len(set(schema['enum'])) != len(schema['enum'])):
        return 'a list of codes'
    return None


def fault_of(whole):
    """The first thing that is wrong with a document of OpenAPI 3.1, or None."""
    if not whole['openapi'].startswith('3.1.') or not {'title', 'version'} <= whole['info'].keys():
        return 'head'
    refs = [(at, node['$ref']) for at, node in nodes(whole) if '$ref' in node]
    for at, ref in refs:
        try:
            contract.follow(whole, ref)
        except (KeyError, TypeError):
            return '%s points to %s' % (at, ref)
    for kind, things in whole['components'].items():
        for name in things:
            if kind != 'securitySchemes' and '#/components/%s/%s' % (kind, name) not in {ref for _, ref in refs}:
                return 'nobody points to %s %s' % (kind, name)
    if [name for each in whole['security'] for name in each] != list(whole['components']['securitySchemes']):
        return 'security'
    ids = [operation['operationId'] for _, _, operation in operations(whole)]
    if len(ids) != len(set(ids)) or not all(re.fullmatch('[a-z_]+', name) for name in ids):
        return 'operationId'
    for path, method, operation in operations(whole):
        fault = fault_of_operation(whole, path, method, operation)
        if fault is not None:
            return '%s %s: %s' % (method, path, fault)
    schemas = [(at, node['schema']) for at, node in nodes(whole) if 'schema' in node]
    schemas += list(whole['components']['schemas'].items())
    for at, schema in schemas:
        jsonschema.Draft202012Validator.check_schema(schema)
        for inner, node in nodes(schema):
            fault = fault_of_schema(node) if not inner.endswith('/properties') else None
            if fault is not None:
                return '%s%s: %s' % (at, inner, fault)
    return None


def no_double(pairs):
    equal(len({name for name, _ in pairs}), len(pairs), 'names of ' + str([name for name, _ in pairs])[:200])
    return dict(pairs)


@test('the document is sound, and no name stands twice in one object')
def _():
    contract.json.loads(contract.text(), object_pairs_hook=no_double)
    equal(fault_of(DOCUMENT), None)


@test('a document that is not sound would be noticed')
def _():
    me = ('paths', '/api/v1/me', 'get')
    case = ('paths', '/api/v1/cases/{id}', 'get')
    for path, value, want in (
            (('openapi',), '3.0.0', 'head'),
            ((*me, 'operationId'), 'units_list', 'operationId'),
            ((*me, 'tags'), ['nothing'], 'tags'),
            ((*me, 'summary'), ' ', 'no words'),
            ((*me, 'security'), [], 'roles and session'),
            ((*me, 'responses', '400'), {'$ref': '#/components/responses/Problem499'}, 'points to'),
            ((*me, 'responses', '201'), {'description': 'x'}, 'statuses'),
            ((*case, 'parameters'), [], 'parameters of the path'),
            (('components', 'schemas', 'Nobody'), {'type': 'string'}, 'nobody points to'),
            (('components', 'schemas', 'Me', 'required'), ['nothing'], 'a required field that is none'),
            (('components', 'schemas', 'Me', 'additionalProperties'), True, 'takes any field'),
            (('components', 'schemas', 'public', 'enum'), ['a', 'a'], 'a list of codes')):
        broken = copy.deepcopy(DOCUMENT)
        at = broken
        for name in path[:-1]:
            at = at[name]
        at[path[-1]] = value
        true(want in str(fault_of(broken)), '%s: %s' % (path, fault_of(broken)))
    broken = copy.deepcopy(DOCUMENT)
    broken['components']['schemas']['Me']['properties']['login']['type'] = 'text'
    raises(jsonschema.SchemaError, fault_of, broken)


@test('what is served is what is printed, for anybody and to be kept for a while')
def _():
    answer = ANYBODY.get('/openapi.json')
    equal((answer.status, answer.headers['content-type']), (200, 'application/json'))
    true(answer.body == contract.text(), 'served and printed differ')
    equal(answer.headers['cache-control'], 'public, max-age=300')
    equal(answer.headers['jalon-demonstration'], 'true', 'a demonstration says so, here too')
    equal(ANYBODY.get('/openapi.json').headers['etag'], answer.headers['etag'])
    equal(CLIENTS['tutor'].get('/me').headers['cache-control'], 'no-store', 'an answer to one person')


@test('what cannot be printed whole is exit 74, or a document cut short would pass for the document')
def _():
    for what in ('--print-openapi', '--print-routes', '--print-statements', '--help', '--version'):
        with open('/dev/full', 'w') as full:
            got = subprocess.run([tap.BIN / 'jalond', what], stdout=full, stderr=subprocess.DEVNULL)
        equal(got.returncode, 74, what)


@test('it has the rows of the table and no others, each with its roles')
def _():
    printed = {}
    for line in S.run('jalond', '--print-routes').splitlines():
        method, path, who = line.split('\t')
        printed[(method.lower(), path)] = [] if who == 'public' else who.split()
    equal({(method, path): operation['x-roles'] for path, method, operation in operations(DOCUMENT)}, printed)


@test('codes of problems are those of the registry, each under its status alone')
def _():
    every = [code for name, response in DOCUMENT['components']['responses'].items()
             for code in response['content']['application/problem+json']['schema']['allOf'][1]['properties']['code'][
                 'enum']]
    equal(len(every), len(set(every)))
    # a method that a path does not have is no operation
    equal(set(DOCUMENT['components']['schemas']['Problem']['properties']['code']['enum']) - set(every),
          {'method_not_allowed'})


# --- what it forbids is refused ------------------------------------------------------------------------------------

def pointed(schema):
    """The schema itself, behind a pointer or a choice between one and null."""
    schema = schema.get('anyOf', [schema])[0]
    return contract.follow(DOCUMENT, schema['$ref']) if '$ref' in schema else schema


def plain(schema):
    """The name of a schema that stands for one kind of text, or None."""
    name = schema.get('anyOf', [schema])[0].get('$ref', '').split('/')[-1]
    return name if name in PLAIN else None


def some(schema):
    """A value that the document allows, with nothing in it that may be left out."""
    if plain(schema) is not None:
        return PLAIN[plain(schema)]
    schema = pointed(schema)
    kind = schema['type'][0] if isinstance(schema['type'], list) else schema['type']
    if 'enum' in schema:
        return schema['enum'][0]
    if kind == 'object':
        return {name: some(schema['properties'][name]) for name in schema['required']}
    if kind == 'array':
        return [some(schema['items'])] * schema.get('minItems', 0)
    if kind == 'string':
        return '123456' if 'pattern' in schema else 'a' * max(schema.get('minLength', 1), 1)
    return {'boolean': True, 'integer': schema.get('minimum', 1), 'number': schema.get('minimum', 1)}[kind]


def wrong(schema):
    """Values that the document forbids: of another type, beyond each bound, of no list."""
    if plain(schema) is not None:
        return ['x', 7]
    schema = pointed(schema)
    kind = schema['type'][0] if isinstance(schema['type'], list) else schema['type']
    values = [7 if kind in ('string', 'boolean') else 'x']
    if 'enum' in schema:
        values.append('x')
    if 'maxLength' in schema:
        values.append('a' * (schema['maxLength'] + 1))
    if schema.get('minLength', 0) > 0:
        values.append('')
    if 'maximum' in schema:
        values += [schema['maximum'] + 1, schema['minimum'] - 1]
    if 'maxItems' in schema:
        values.append([some(schema['items'])] * (schema['maxItems'] + 1))
    return values


def spoiled(schema, at=''):
    """(pointer, code, how to spoil a body that is fine) for each field, those of objects in it too."""
    schema = pointed(schema)
    yield at + '/surely_unknown', 'unknown_field', 'x'
    for name, field in schema['properties'].items():
        where = '%s/%s' % (at, name)
        for value in wrong(field):
            yield where, 'invalid_field', value
        if name in schema['required']:
            yield where, 'missing_field', None
        if 'properties' in pointed(field):
            yield from spoiled(field, where)
        if 'properties' in pointed(pointed(field).get('items', {})):
            yield from spoiled(pointed(field)['items'], where + '/0')


def put_at(body, schema, pointer, code, value):
    """Spoils a body there; objects and lists on the way come to be."""
    names = pointer.split('/')[1:]
    for name in names[:-1]:
        schema = pointed(schema)
        schema = schema['items'] if name == '0' else schema['properties'][name]
        if name == '0':
            body[:] = body or [some(schema)]
            body = body[0]
        else:
            body = body.setdefault(name, some(schema))
    if code == 'missing_field':
        del body[names[-1]]
    else:
        body[names[-1]] = value


def client_of(operation):
    return CLIENTS[operation['x-roles'][0]] if operation['x-roles'] else ANYBODY


def ask(client, method, path, body=None, query=''):
    headers = {'If-Match': '"1"', 'Idempotency-Key': str(uuid.uuid4())}
    return client.send(method.upper(), re.sub(r'\{\w+\}', ID, path) + query, body, headers, prefix='')


def refused_bodies(some_operations):
    asked = 0
    clients = {role: client.twin() for role, client in CLIENTS.items()}
    for path, method, operation in some_operations:
        client = clients[operation['x-roles'][0]] if operation['x-roles'] else ANYBODY.twin()
        schema = operation['requestBody']['content']['application/json']['schema']
        for pointer, code, value in spoiled(schema):
            body = some(schema)
            put_at(body, schema, pointer, code, value)
            answer = ask(client, method, path, body)
            equal((answer.status, answer.code, answer.json.get('pointer')), (400, code, pointer),
                  '%s %s %r' % (method, path, body))
            asked += 1
    return asked


@test('a field of a body that is of another type, beyond its bounds, of no list, missing or unknown is refused by name')
def _():
    taking = [each for each in operations(DOCUMENT) if 'requestBody' in each[2]]
    asked = at_once(*[lambda i=i: refused_bodies(taking[i::3]) for i in range(3)])
    true(all(asked) and sum(asked) > 1000, str(asked))


@test('a body that the document allows has no field at fault but by what it means')
def _():
    for path, method, operation in operations(DOCUMENT):
        if 'requestBody' not in operation or not operation['x-roles']:
            continue
        body = some(operation['requestBody']['content']['application/json']['schema'])
        answer = ask(client_of(operation), method, path, body)
        true(answer.status in (200, 201, 204) or answer.code not in ('unknown_field', 'missing_field', 'invalid_json'),
             '%s %s %r: %s' % (method, path, body, answer.text))


@test('a field of a query that the document forbids is refused')
def _():
    for path, method, operation in operations(DOCUMENT):
        fields = [p for p in operation['parameters'] if p.get('in') == 'query']
        if not operation['x-roles'] or method != 'get':
            continue
        needed = ''.join('&%s=%s' % (p['name'], some(p['schema'])) for p in fields if p.get('required'))
        queries = ['surely_unknown=1']
        for p in fields:
            bad = ['%25x' if p['schema'] == {'type': 'string'} else v for v in wrong(p['schema'])]
            bad = [v for v in bad if isinstance(v, int) or v == '' or len(v) < 200]
            if p['schema'].get('type') == 'array':  # several, with commas between them
                equal((p['style'], p['explode'], p['schema']['uniqueItems']), ('form', False, True))
                bad = [','.join(v) if isinstance(v, list) else v for v in bad]
            if p['schema'].get('type') == 'string' and 'enum' not in p['schema']:
                bad = [v for v in bad if v != 7]  # everything in a query is text
            queries += ['%s=%s' % (p['name'], v) for v in bad]
        for query in queries:
            name = query.split('=')[0]
            rest = '&'.join(q for q in needed.split('&') if q and q.split('=')[0] != name)
            answer = ask(client_of(operation), method, path, query='?' + '&'.join(q for q in (query, rest) if q))
            equal((answer.status, answer.code), (400, 'invalid_parameter'), '%s?%s' % (path, query))


# --- the contract bites --------------------------------------------------------------------------------------------

class Said:
    """An answer with something else in it."""

    def __init__(self, answer, body=None, status=None, **headers):
        self.status = status or answer.status
        self.headers = {**answer.headers, **{k.replace('_', '-'): v for k, v in headers.items()}}
        self.headers = {k: v for k, v in self.headers.items() if v is not None}
        self.json = answer.json if body is None else body
        self.body, self.text = answer.body, str(self.json)


@test('an answer that lacks a field, has one too many or one of another type fails, and so does another status')
def _():
    answer = CLIENTS['auditor'].get('/me')
    whole = answer.json
    for body, want in (({k: v for k, v in whole.items() if k != 'idle_until'}, "'idle_until' is a required property"),
                       ({**whole, 'password': 'x'}, "'password' was unexpected"),
                       ({**whole, 'demonstration': 1}, "1 is not of type 'boolean'"),
                       ({**whole, 'role': 'judge'}, "'judge' is not one of"),
                       ({**whole, 'id': 'x'}, "'x' does not match"),
                       ({**whole, 'organisation': None}, "None is not of type 'object'")):
        true(want in str(raises(AssertionError, contract.check, 'GET', '/api/v1/me', Said(answer, body))), want)
    missing = CLIENTS['auditor'].get('/nothing')
    for broken in (Said(answer, status=201), Said(answer, etag='"7"'), Said(answer, content_type='text/plain'),
                   Said(missing, {**missing.json, 'code': 'busy'}), Said(missing, {**missing.json, 'status': 400}),
                   Said(missing, {**missing.json, 'who': 'x'})):
        raises(AssertionError, contract.check, 'GET', '/api/v1/me', broken)
    identity = {'family_name': "L'Œil", 'first_names': 'Éa', 'birth_date': '2000-02-29'}
    case = CLIENTS['counsellor'].open_case(identity)
    path = '/api/v1/cases/' + case.json['id']
    read = CLIENTS['counsellor'].send('GET', path, prefix='')
    contract.check('GET', path, Said(read))
    raises(AssertionError, contract.check, 'GET', path, Said(read, etag=None))
    page = CLIENTS['counsellor'].get('/cases')
    raises(AssertionError, contract.check, 'GET', '/api/v1/cases', Said(page, {'items': page.json['items']}))
    raises(AssertionError, contract.check, 'GET', '/api/v1/cases',
           Said(page, {**page.json, 'items': [{**page.json['items'][0], 'minor': None}]}))


run()
