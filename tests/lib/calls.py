# SPDX-License-Identifier: EUPL-1.2
"""What tests of resources do all the time: write with a key or a version, look at answers, at pages, at the outbox.

    new = made(post(client, '/hosts', sheet()))
    refused(put(client, '/hosts/' + new, {}, 2), 400, 'field_missing', '/name')
    one, two = at_once(lambda: put(client, …), lambda: put(client.twin(), …))
"""
import threading
import uuid

from tap import equal


def key():
    return str(uuid.uuid4())


def post(client, path, body, k=None, **headers):
    return client.post(path, body, idempotency_key=k or key(), **headers)


def put(client, path, body, version=1):
    return client.put(path, body, if_match='"%d"' % version)


def made(answer):
    """The id of what was made: that and nothing else is told, but of a placement what it warns of."""
    told = {'id', 'load', 'warnings'} if 'load' in (answer.json or ()) else {'id'}
    equal((answer.status, set(answer.json)), (201, told), answer.text)
    return answer.json['id']


def refused(answer, status, code, pointer=None, what=''):
    equal((answer.status, answer.code), (status, code), what + ' ' + answer.text)
    if pointer is not None:
        equal(answer.json.get('pointer'), pointer, what)


def pages(path, client, query=''):
    """The items of all pages of a list."""
    found, after = [], ''
    while after is not None:
        page = client.get(path + '?' + '&'.join(q for q in (query, after and 'after=' + after) if q))
        equal(page.status, 200, page.text)
        found += page.json['items']
        after = page.json['next']
    return found


def ids(path, client, query=''):
    return [item['id'] for item in pages(path, client, query)]


def mark(su):
    """Where the outbox ends, for notes."""
    return su.one('SELECT coalesce(max(n), 0) FROM sec.outbox')


def notes(su, since):
    """What was noted behind that mark, without comings and goings of people: (action, row, version, actor)."""
    return [tuple(r) for r in su.query(
        'SELECT action, row_id::text, version, actor::text FROM sec.outbox WHERE n > $1 AND'
        " action NOT LIKE 'session.%' ORDER BY n", since)]


def at_once(*calls):
    """Calls at the same instant; their answers in order. No two may share a client."""
    answers = [None] * len(calls)

    def go(i):
        answers[i] = calls[i]()
    threads = [threading.Thread(target=go, args=(i,)) for i in range(len(calls))]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return answers
