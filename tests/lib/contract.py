# SPDX-License-Identifier: EUPL-1.2
"""The OpenAPI document of the build under test, and answers held against it. api.Client does so with every answer that
it gets, so that all tests of the API test the document too.

    contract.document()                        # as jalond --print-openapi gives it
    contract.check('GET', '/api/v1/me', answer)   # fails where the document does not allow the answer
"""
import functools
import json
import re
import subprocess

import jsonschema

import tap


@functools.cache
def text():
    return subprocess.run([str(tap.BIN / 'jalond'), '--print-openapi'], capture_output=True, check=True).stdout


@functools.cache
def document():
    return json.loads(text())


def follow(whole, ref):
    """What a local $ref points to."""
    for name in ref.removeprefix('#/').split('/'):
        whole = whole[name.replace('~1', '/').replace('~0', '~')]
    return whole


def inlined(node, whole, known):
    """The same without $ref: shapes hold no circle. A schema that is pointed to often is one object."""
    if isinstance(node, list):
        return [inlined(each, whole, known) for each in node]
    if not isinstance(node, dict):
        return node
    if '$ref' in node:
        if node['$ref'] not in known:
            known[node['$ref']] = inlined(follow(whole, node['$ref']), whole, known)
        return known[node['$ref']]
    return {name: inlined(each, whole, known) for name, each in node.items()}


@functools.cache
def paths():
    whole = document()
    return inlined(whole['paths'], whole, {})


@functools.cache
def patterns():
    return [(re.compile(re.sub(r'\{\w+\}', '[0-9a-f-]{36}', path)), path) for path in paths()]


def path_of(target):
    """The path of the document that a target is of, or None."""
    return next((path for pattern, path in patterns() if pattern.fullmatch(target.split('?')[0])), None)


@functools.cache
def validator(path, method, status, kind):
    schema = paths()[path][method]['responses'][status]['content'][kind]['schema']
    return jsonschema.Draft202012Validator(schema)


@functools.cache
def problem():
    """What is answered where there is no operation."""
    whole = document()
    return jsonschema.Draft202012Validator(inlined(whole['components']['schemas']['Problem'], whole, {}))


def check(method, target, answer):
    path = path_of(target)
    operation = paths().get(path, {}).get(method.lower())
    what = '%s %s: %d: the document' % (method, target, answer.status)
    if operation is None:
        if method != 'HEAD':  # its answers have no body
            _hold(problem(), answer, what)
        return
    said = operation['responses'].get(str(answer.status))
    tap.true(said is not None, '%s has no such status %s' % (what, answer.text))
    etag = answer.headers.get('etag')
    if etag is not None:
        tap.true('ETag' in said.get('headers', {}), what + ' has no ETag')
    elif 'ETag' in said.get('headers', {}):
        tap.true(answer.json.get('version') == 0, what + ' has an ETag')
    if 'content' not in said:
        tap.equal((answer.body, answer.headers.get('content-type')), (b'', None), what + ' has no body')
        return
    kind = answer.headers.get('content-type', '').split(';')[0]
    tap.true(kind in said['content'], '%s has no %s' % (what, kind))
    if kind not in ('text/plain', 'text/calendar', 'text/html'):
        _hold(validator(path, method.lower(), str(answer.status), kind), answer, what)


def _hold(schema, answer, what):
    fault = jsonschema.exceptions.best_match(schema.iter_errors(answer.json))
    if fault is not None:
        tap.fail('%s: at %s: %s' % (what, fault.json_path, fault.message))
