# SPDX-License-Identifier: EUPL-1.2
"""The caseload page as Django + psycopg2 + PyNaCl: gunicorn -w 2 -b 127.0.0.1:PORT django_app:application"""
import binascii
import hashlib

from django.conf import settings

settings.configure(
    DEBUG=False, ALLOWED_HOSTS=['*'], ROOT_URLCONF='django_app', SECRET_KEY='bench-only', USE_TZ=True,
    MIDDLEWARE=['django.middleware.common.CommonMiddleware'],
    DATABASES={'default': {'ENGINE': 'django.db.backends.postgresql', 'NAME': 'peer', 'CONN_MAX_AGE': None}})

import django  # noqa: E402

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402
from nacl.bindings import crypto_aead_xchacha20poly1305_ietf_decrypt as decrypt  # noqa: E402

KEY = bytes(range(32))
FIELDS = ('name', 'dob', 'address', 'phone', 'nid', 'note')


class Session(models.Model):
    token_hash = models.BinaryField(primary_key=True)
    user_id = models.BigIntegerField()
    district_id = models.IntegerField()
    role = models.TextField()
    expires_at = models.DateTimeField()

    class Meta:
        app_label, db_table, managed = 'bench', 'sessions', False


class Case(models.Model):
    id = models.BigIntegerField(primary_key=True)
    district_id = models.IntegerField()
    officer_id = models.IntegerField()
    status = models.SmallIntegerField()
    opened_at = models.DateTimeField()
    due_minutes = models.IntegerField()
    done_minutes = models.IntegerField()
    f_name = models.BinaryField()
    f_dob = models.BinaryField()
    f_address = models.BinaryField()
    f_phone = models.BinaryField()
    f_nid = models.BinaryField()
    f_note = models.BinaryField()

    class Meta:
        app_label, db_table, managed = 'bench', 'cases', False


class Audit(models.Model):
    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(default=timezone.now)
    actor = models.BigIntegerField()
    district_id = models.IntegerField()
    action = models.TextField()
    subject = models.BigIntegerField(null=True)
    detail = models.TextField()

    class Meta:
        app_label, db_table, managed = 'bench', 'audit', False


def rows_of(hashed):
    with transaction.atomic():
        session = Session.objects.filter(token_hash=hashed, expires_at__gt=timezone.now()).first()
        if not session:
            return None
        with connection.cursor() as c:
            c.execute("select set_config('app.user', %s, true), set_config('app.district', %s, true)",
                      [str(session.user_id), str(session.district_id)])
        rows = list(Case.objects.filter(district_id=session.district_id, status=1).order_by('-opened_at', '-id')[:25])
        Audit.objects.create(actor=session.user_id, district_id=session.district_id, action='cases.list',
                             detail='{"page":1,"rows":25}')
    return rows


def item(row):
    out = {'id': str(row.id), 'officer': row.officer_id, 'status': row.status, 'opened_at': row.opened_at.isoformat(),
           'due_minutes': row.due_minutes, 'done_minutes': row.done_minutes}
    for k, name in enumerate(FIELDS):
        sealed = bytes(getattr(row, 'f_' + name))
        bound = row.id.to_bytes(8, 'big') + bytes([k])
        out[name] = decrypt(sealed[25:], bound, sealed[1:25], KEY).decode()
    return out


def page(request):
    bearer = request.headers.get('Authorization', '')
    rows = rows_of(hashlib.sha256(binascii.unhexlify(bearer[7:])).digest())
    if rows is None:
        return JsonResponse({}, status=401)
    return JsonResponse({'cases': [item(row) for row in rows]})


urlpatterns = [path('cases', page)]
application = get_wsgi_application()
