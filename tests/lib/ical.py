# SPDX-License-Identifier: EUPL-1.2
"""A strict reader of the calendars that the service writes (RFC 5545). What is not known, not in its place, not once
where it is to be once, or longer than a line, is refused.

    calendar = ical.parse(answer.body)
    calendar.events[0].start            # an aware datetime, by the rules that stand in the file itself
"""
import calendar as months
import datetime
import re
from types import SimpleNamespace

STAMP = re.compile(r'(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(Z?)')
LINE = re.compile(r'([A-Z-]+)((?:;[A-Z-]+=[^";:,]+)*):(.*)', re.DOTALL)
ONCE = {'VCALENDAR': {'VERSION', 'PRODID', 'CALSCALE', 'METHOD'}, 'VTIMEZONE': {'TZID'},
        'VEVENT': {'UID', 'DTSTAMP', 'SEQUENCE', 'DTSTART', 'DTEND', 'SUMMARY', 'LOCATION', 'CLASS'},
        'STANDARD': {'DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'}, 'DAYLIGHT': {'DTSTART', 'TZOFFSETFROM', 'TZOFFSETTO'}}
MAYBE = {'STANDARD': {'RRULE'}, 'DAYLIGHT': {'RRULE'}}
WITHIN = {'VCALENDAR': {'VTIMEZONE', 'VEVENT'}, 'VTIMEZONE': {'STANDARD', 'DAYLIGHT'}}


class Fault(Exception):
    pass


def need(condition, what):
    if not condition:
        raise Fault(what)


def unfolded(data):
    """Its lines, put together again; a fold never divides a character."""
    need(data.endswith(b'\r\n'), 'the last line has no end')
    lines = []
    for raw in data[:-2].split(b'\r\n'):
        need(b'\r' not in raw and b'\n' not in raw, 'an end of line by itself: %r' % raw)
        need(1 <= len(raw) <= 75, 'a line of %d octets' % len(raw))
        try:
            line = raw.decode()
        except UnicodeDecodeError as e:
            raise Fault('a character in two lines: %r' % raw) from e
        need(all(c >= ' ' and c != '\x7f' for c in line), 'a control character: %r' % raw)
        if line[0] == ' ':
            need(lines, 'nothing to go on from')
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def text(value):
    """What was escaped, as it was."""
    need(re.fullmatch(r'(?:[^\\;,]|\\[\\;,nN])*', value), 'not escaped: %r' % value)
    return re.sub(r'\\(.)', lambda m: '\n' if m[1] in 'nN' else m[1], value)


def local(value):
    m = STAMP.fullmatch(value)
    need(m is not None and not m[7], 'no local time: %r' % value)
    return datetime.datetime(*(int(g) for g in m.groups()[:6]))


def offset(value):
    m = re.fullmatch(r'([+-])(\d\d)(\d\d)', value)
    need(m is not None and value != '-0000', 'no offset: %r' % value)
    return (1 if m[1] == '+' else -1) * datetime.timedelta(hours=int(m[2]), minutes=int(m[3]))


def component(lines, name):
    """Its properties {name: (parameters, value)} and the components within, each as it stands."""
    properties, within = {}, []
    while True:
        need(lines, 'no end of ' + name)
        m = LINE.fullmatch(lines.pop(0))
        need(m is not None, 'no line of the grammar in ' + name)
        key, value = m[1], m[3]
        parameters = dict(p.split('=', 1) for p in m[2].split(';')[1:])
        if key == 'END':
            need(value == name, 'END:%s in %s' % (value, name))
            break
        if key == 'BEGIN':
            need(value in WITHIN.get(name, ()), '%s within %s' % (value, name))
            within.append((value, *component(lines, value)))
            continue
        need(key in ONCE[name] | MAYBE.get(name, set()), '%s of %s' % (key, name))
        need(key not in properties, '%s twice in %s' % (key, name))
        need(not within, '%s behind what is within' % key)
        need(set(parameters) <= {'TZID'} and (not parameters or name == 'VEVENT' and key in ('DTSTART', 'DTEND')),
             'parameters of ' + key)
        properties[key] = (parameters, value)
    need(ONCE[name] <= set(properties), '%s without %s' % (name, ONCE[name] - set(properties)))
    return properties, within


def onset(rule, year, first):
    """When a part of a zone begins in a year, by its clock until then; None: not yet."""
    if rule is None:
        return first if year == first.year else None
    m = re.fullmatch(r'FREQ=YEARLY;BYMONTH=(\d+);BYDAY=(-?\d)SU', rule)
    need(m is not None, 'no rule of a year: ' + rule)
    month, which = int(m[1]), int(m[2])
    sundays = [d for d in range(1, months.monthrange(year, month)[1] + 1)
               if datetime.date(year, month, d).isoweekday() == 7]
    day = datetime.date(year, month, sundays[which if which < 0 else which - 1])
    when = datetime.datetime.combine(day, first.time())
    return when if when >= first else None


class Zone:
    def __init__(self, properties, within):
        need(within, 'a zone without clocks')
        self.name = properties['TZID'][1]
        self.parts = []
        for kind, own, inner in within:
            need(not inner, 'something within ' + kind)
            first = local(own['DTSTART'][1])
            rule = own.get('RRULE', ({}, None))[1]
            need(onset(rule, first.year, first) == first, 'a part that does not begin when it says')
            self.parts.append((first, rule, offset(own['TZOFFSETFROM'][1]), offset(own['TZOFFSETTO'][1])))

    def at(self, when):
        """The offset at a local time, of the part that began last; one that is left out is of the clock before."""
        began = [(o, after) for first, rule, before, after in self.parts for year in (when.year - 1, when.year)
                 for o in [onset(rule, year, first) if rule else first]
                 if o is not None and o + max(after - before, datetime.timedelta(0)) <= when]
        need(began, 'no clock at %s' % when)
        return max(began)[1]

    def aware(self, when):
        return when.replace(tzinfo=datetime.timezone(self.at(when)))


def event(properties, within, zones):
    need(not within, 'something within an event')
    e = SimpleNamespace(uid=properties['UID'][1], sequence=int(properties['SEQUENCE'][1]),
                        summary=text(properties['SUMMARY'][1]), location=text(properties['LOCATION'][1]),
                        kind=properties['CLASS'][1])
    need(re.fullmatch(r'[0-9a-z.@-]{36,}', e.uid), 'UID ' + e.uid)
    need(re.fullmatch(STAMP, properties['DTSTAMP'][1]) and properties['DTSTAMP'][1].endswith('Z'), 'DTSTAMP not in UTC')
    e.stamp = local(properties['DTSTAMP'][1][:-1]).replace(tzinfo=datetime.timezone.utc)
    for name, key in (('start', 'DTSTART'), ('end', 'DTEND')):
        zone = zones.get(properties[key][0].get('TZID'))
        need(zone is not None, 'a zone that is not there')
        setattr(e, name, zone.aware(local(properties[key][1])))
    need(e.start < e.end, 'an event that ends before it begins')
    return e


def parse(data):
    lines = unfolded(data)
    need(lines.pop(0) == 'BEGIN:VCALENDAR', 'no calendar')
    properties, within = component(lines, 'VCALENDAR')
    need(not lines, 'something behind the calendar')
    need((properties['VERSION'][1], properties['CALSCALE'][1]) == ('2.0', 'GREGORIAN'), 'another version')
    need(within, 'a calendar of nothing')
    zones = {z.name: z for z in (Zone(own, inner) for kind, own, inner in within if kind == 'VTIMEZONE')}
    events = [event(own, inner, zones) for kind, own, inner in within if kind == 'VEVENT']
    need(len({e.uid for e in events}) == len(events), 'a UID twice')
    return SimpleNamespace(method=properties['METHOD'][1], zones=zones, events=events)
