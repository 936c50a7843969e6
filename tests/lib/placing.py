# SPDX-License-Identifier: EUPL-1.2
"""Placements on a running stack, made by the functions of the schema in the sessions of its people, with what the vault
seals and shares for them; then moved into the past, so that somebody can have worked there.

    p = placing.Placing(stack, counsellor, manager, director)
    work = p.signed(p.measure())           # work.id, work.case, work.measure
"""
import base64
import contextlib
import datetime
import json
import secrets
import uuid
from types import SimpleNamespace

import vaultwire
from tap import equal

SHEET, PLACEMENT = 4, 4  # a table, a compartment
MORNINGS = tuple((d, 540, 720) for d in range(1, 8))
PERSON = {'family_name': "O'Connor", 'first_names': 'Éa', 'birth_date': '1990-02-28'}


class Placing:
    def __init__(self, stack, counsellor, manager, director):
        self.stack, self.counsellor, self.manager, self.director = stack, counsellor, manager, director
        self.su = stack.cluster.connect('postgres')
        self.web = stack.cluster.connect('jalon_web')
        self.today = datetime.date.fromisoformat(self.su.one('SELECT offer.today()::text'))
        self.host = manager.get('/me').json['organisation']['id']
        self.su.query("INSERT INTO offer.host (id, form, insee) VALUES ($1, 'local_authority', '59286')", self.host)

    def day(self, n):
        """A day from today, as text."""
        return str(self.today + datetime.timedelta(days=n))

    @contextlib.contextmanager
    def bound(self, client):
        """A transaction of that person's session."""
        self.web.query('BEGIN')
        try:
            self.web.query('SELECT sec.bind($1)', vaultwire.session_id(token(client)))
            yield self.web
        except BaseException:
            self.web.query('ROLLBACK')
            raise
        self.web.query('COMMIT')

    def vault(self):
        return vaultwire.Vault(self.stack.path('vault.sock'))

    def measure(self, minutes=6300, client=None, **change):
        """An open measure of a new case."""
        client = client or self.counsellor
        case = client.open_case(PERSON).json['id']
        body = {'kind': 'main', 'offence_class': 'delit', 'ordered_minutes': minutes, 'facts_on': '2023-01-10',
                'judged_on': self.day(-120), 'final_on': self.day(-90), 'seized_on': self.day(-80), 'period_months': 18,
                'fallback': True, 'consent': 'court', 'consented_on': self.day(-120), 'authority': 'court', **change}
        answer = client.post('/cases/%s/measures' % case, body, idempotency_key=str(uuid.uuid4()))
        equal(answer.status, 201, answer.text)
        opened = client.post('/measures/%s/opening' % answer.json['id'], None, if_match='"1"')
        equal(opened.status, 200, opened.text)
        return SimpleNamespace(case=case, measure=answer.json['id'])

    def post(self):
        """With room all day long, of the manager's host."""
        site, contact, post = (str(uuid.uuid4()) for _ in range(3))
        self.su.query("INSERT INTO offer.site (id, host_id, name, insee) VALUES ($1, $2, 'L’atelier', '59286')", site,
                      self.host)
        self.su.query("INSERT INTO offer.contact (id, host_id, part, name) VALUES ($1, $2, 'in_charge', 'Zoé')",
                      contact, self.host)
        self.su.query('INSERT INTO offer.post (id, host_id, site_id, public, title, family, nature, places,'
                      ' special_risk, care_setting, meets_children, meets_vulnerable, meets_public, state,'
                      " inscribed_on, confirmed_on, in_charge) VALUES ($1, $2, $3, 'adults', 'Jardin',"
                      " 'green_spaces', 'Tailler', 2, false, false, false, false, false, 'inscribed', '2026-01-01',"
                      ' offer.today(), $4)', post, self.host, site, contact)
        self.su.query('INSERT INTO offer.slot (post_id, host_id, n, weekday, from_min, to_min, weeks)'
                      " SELECT $1, $2, d, d, 480, 1200, '[0,2)' FROM generate_series(1, 7) AS d", post, self.host)
        return post

    def seal(self, client, table, row, compartment, text):
        """The first version of a record."""
        with self.bound(client) as c, self.vault() as v:
            bundle = c.one('SELECT sec.seal_ticket($1, $2, $3, 1)', table, row, compartment)
            status, made = v.seal(token(client), bundle, [text])
            equal(status, vaultwire.OK, 'sealing')
            c.query('SELECT sec.store($1, $2, $3, 1, $4, $5)', table, row, compartment, *made[0][:2])

    def share(self, placement):
        with self.bound(self.counsellor) as c, self.vault() as v:
            bundle = c.one('SELECT sec.share_ticket($1)', placement)
            status, box = v.share(token(self.counsellor), bundle)
            equal(status, vaultwire.OK, 'sharing')
            c.query('SELECT sec.share_store($1, $2)', placement, box)

    def proposed(self, of, times=MORNINGS, sheet=None, shared=True):
        """sheet: what is sealed for the host, None for nothing; bytes go as they are."""
        with self.bound(self.counsellor) as c:
            p, broken = c.query(
                'SELECT id, broken FROM casework.placement_new($1, $2, 600, $3, $4, NULL, $5::int[], $6::int[],'
                ' $7::int[], $8::text[], $9, $10)', of.measure, self.post(), self.day(1), self.day(60),
                [t[0] for t in times], [t[1] for t in times], [t[2] for t in times], ['every'] * len(times),
                secrets.token_bytes(32), secrets.token_bytes(32))[0]
        equal(broken, '{}', 'rules broken')
        if sheet is not None:
            text = sheet if isinstance(sheet, bytes) else json.dumps(sheet).encode()
            self.seal(self.counsellor, SHEET, p, PLACEMENT, text)
            if shared:
                self.share(p)
        return p

    def signed(self, of=None, **kw):
        """One that was decided and runs since sixty days."""
        of = of or self.measure()
        p = self.proposed(of, **kw)
        with self.bound(self.manager) as c:
            c.query('SELECT casework.placement_answer($1, 1, true, NULL, NULL)', p)
        with self.bound(self.counsellor) as c:
            c.query('SELECT casework.placement_meeting($1, 2, $2)', p, self.day(0))
        with self.bound(self.director) as c:
            equal(c.query('SELECT * FROM casework.placement_sign($1, 3)', p), [(4, '{}')])
        return self.begun(p, of)

    def begun(self, p, of):
        """One that was just decided, as if that had been two months ago."""
        self.su.query("UPDATE casework.placement SET first_day = $2, proposed_at = proposed_at - interval '70 days',"
                      " signed_at = signed_at - interval '62 days' WHERE id = $1", p, self.day(-60))
        self.su.query('UPDATE casework.placement_slot SET days = daterange($2, upper(days)) WHERE placement_id = $1', p,
                      self.day(-60))
        return SimpleNamespace(id=p, case=of.case, measure=of.measure)

    def end(self, work, on, version=4):
        with self.bound(self.counsellor) as c:
            c.query('SELECT casework.placement_end($1, $2, $3, $4)', work.id, version, on, 'person')


def token(client):
    return base64.urlsafe_b64decode(client.token + '=')
