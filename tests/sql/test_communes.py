#!/usr/bin/env python3
# SPDX-License-Identifier: EUPL-1.2
"""The committed table of communes, its hand-written points and its SOURCES: files only, no database, no npm."""

import csv
import hashlib
import json
import math
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "lib"))
from tap import test, run, equal  # noqa: E402

REFERENCE = ROOT / "sql" / "reference"
TABLE = REFERENCE / "communes-59.csv"
HEADER = "insee;nom;type;departement;region;arrondissement;epci;siren;codes_postaux;population;lat;lon;source_point"
MEL = "200093201"


def table():
    with open(TABLE, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter=";", quoting=csv.QUOTE_NONE, strict=True))


def by_code():
    return {row["insee"]: row for row in table()}


def mel():
    return [row for row in table() if row["epci"] == MEL and row["type"] == "commune-actuelle"]


def sources():
    return (REFERENCE / "SOURCES").read_text("utf-8")


def luhn(number):
    return sum(sum(divmod(int(digit) * (1 + i % 2), 10)) for i, digit in enumerate(reversed(number))) % 10 == 0


def none(culprits):
    culprits = list(culprits)
    assert not culprits, f"{len(culprits)}: {culprits[:5]}"


@test("H-01 needs the 95 communes of the MEL with SIREN, INSEE code and point")
def mel_is_whole():
    members = mel()
    equal(len({row["insee"] for row in members}), 95)
    equal(len({row["siren"] for row in members}), 95)
    none(row["insee"] for row in members if not re.fullmatch(r"59\d{3}", row["insee"]))
    none(row["insee"] for row in members if not re.fullmatch(r"\d{9}", row["siren"]))
    none(row["insee"] for row in members if not (row["lat"] and row["lon"] and row["source_point"]))


@test("H-01 needs communes of the MEL with name, postcode and population")
def mel_is_described():
    none(row["insee"] for row in mel() if not (row["nom"] and row["codes_postaux"] and int(row["population"] or 0) > 0))


@test("a SIREN has its check digit, belongs to one commune, and only a part of a commune has none")
def siren():
    rows = table()
    none(row["insee"] for row in rows if bool(row["siren"]) != (row["type"] == "commune-actuelle"))
    numbers = [row["siren"] for row in rows if row["siren"]]
    none(number for number in numbers if not (re.fullmatch(r"\d{9}", number) and luhn(number)))
    equal(len(set(numbers)), len(numbers))


@test("the table has all 647 communes of the Nord, Lomme and Hellemmes, each INSEE code once, in order")
def codes():
    found = [row["insee"] for row in table()]
    equal(len(set(found)), 649)
    equal(found, sorted(set(found)))
    none(row["insee"] for row in table() if row["departement"] != "59" or not re.fullmatch(r"59\d{3}", row["insee"]))
    equal({row["insee"]: row["nom"] for row in table() if row["type"] != "commune-actuelle"},
          {"59298": "Hellemmes-Lille", "59355": "Lomme"})


@test("Lomme and Hellemmes are places of Lille: own point, a postcode of Lille, no SIREN")
def associated():
    rows = by_code()
    for insee, postcode in (("59298", "59260"), ("59355", "59160")):
        equal((rows[insee]["type"], rows[insee]["codes_postaux"], rows[insee]["siren"], rows[insee]["epci"]),
              ("commune-associee", postcode, "", MEL))
        assert postcode in rows["59350"]["codes_postaux"].split(), postcode
    points = {(rows[insee]["lat"], rows[insee]["lon"]) for insee in ("59298", "59350", "59355")}
    equal(len(points), 3)


@test("a point is whole, in degrees, inside the Nord, and no two communes share one")
def points():
    rows = table()
    none(row["insee"] for row in rows if len({bool(row[field]) for field in ("lat", "lon", "source_point")}) != 1)
    placed = [row for row in rows if row["lat"]]
    none(row["insee"] for row in placed
         if not all(re.fullmatch(r"\d{1,2}(\.\d{1,5})?", row[field]) for field in ("lat", "lon")))
    none(row["insee"] for row in placed
         if not (49.96 <= float(row["lat"]) <= 51.09 and 2.06 <= float(row["lon"]) <= 4.24))
    equal(len({(row["lat"], row["lon"]) for row in placed}), len(placed))


@test("every commune of the MEL lies within 25 km of Lille")
def near_lille():
    lille = by_code()["59350"]

    def km(row):
        north = (float(row["lat"]) - float(lille["lat"])) * 111.2
        east = (float(row["lon"]) - float(lille["lon"])) * 111.2 * math.cos(math.radians(50.6))
        return math.hypot(north, east)

    none(f"{row['insee']} {km(row):.1f} km" for row in mel() if km(row) > 25)


@test("a point tells its origin: a GeoNames number of its own or points-override.csv, whose eight rows all hold")
def origins():
    rows = by_code()
    with open(REFERENCE / "points-override.csv", encoding="utf-8", newline="") as file:
        written = {row["insee"]: row for row in csv.DictReader(file, delimiter=";")}
    equal(sorted(written), ["59143", "59201", "59208", "59220", "59298", "59410", "59643", "59658"])
    none(insee for insee, row in written.items()
         if (rows[insee]["lat"], rows[insee]["lon"]) != (row["lat"], row["lon"]) or not row["why"])
    equal({insee for insee, row in rows.items() if row["source_point"] == "override"}, set(written))
    others = [row["source_point"] for row in rows.values() if row["source_point"] not in ("", "override")]
    none(origin for origin in others if not re.fullmatch(r"geonames:\d+", origin))
    equal(len(set(others)), len(others))


@test("the table is UTF-8 with LF, the agreed header, thirteen fields a line and nothing to quote")
def form():
    text = TABLE.read_bytes().decode("utf-8")
    head, *lines = text.split("\n")
    equal(head, HEADER)
    equal(lines.pop(), "")
    none(line for line in lines if line.count(";") != 12 or re.search('["\r\t\ufeff\ufffd]|  | ;|; ', line))


@test("codes, postcodes and populations have the form of their register")
def fields():
    forms = {"region": "32", "arrondissement": r"59[1-6]", "epci": r"\d{9}", "population": r"\d*",
             "codes_postaux": r"\d{5}( \d{5})*", "nom": r"[^\d_]+"}
    none(f"{row['insee']} {field}" for row in table() for field, form in forms.items()
         if not re.fullmatch(form, row[field]))


@test("SOURCES names the origin of every column, in order")
def columns():
    equal(re.findall(r"^column (\S+) +\S", sources(), re.M), HEADER.split(";"))


@test("SOURCES has the digest of the table: it is not edited by hand")
def digest():
    equal(re.findall(r"^file +communes-59\.csv +sha256 (\S+)$", sources(), re.M),
          [hashlib.sha256(TABLE.read_bytes()).hexdigest()])


@test("SOURCES credits INSEE, DGCL, La Poste, Etalab, GeoNames and IGN under their licences")
def credits():
    text = sources().split("Packages\n")[0]
    none(word for word in ("Insee", "DGCL", "La Poste", "Etalab", "GeoNames", "IGN", "Licence Ouverte", "CC BY 4.0")
         if word not in text)


@test("package.json, lock file and SOURCES pin the same two packages, and the lock file names no host")
def pins():
    names, versions, digests = (re.findall(rf"^{word} +(\S+)$", sources(), re.M)
                                for word in ("package", "version", "sha512"))
    wanted = dict(zip(names, versions))
    equal(len(wanted), 2)
    equal(json.loads((REFERENCE / "package.json").read_text("utf-8"))["dependencies"], wanted)
    text = (REFERENCE / "package-lock.json").read_text("utf-8")
    locked = {name.removeprefix("node_modules/"): entry
              for name, entry in json.loads(text)["packages"].items() if name}
    equal({name: entry["version"] for name, entry in locked.items()}, wanted)
    equal([locked[name]["integrity"] for name in wanted], ["sha512-" + one for one in digests])
    none(re.findall(r"https?:|resolved", text))


@test("make-communes without its packages says so and writes nothing")
def without_packages():
    before = TABLE.read_bytes()
    done = subprocess.run([sys.executable, str(REFERENCE / "make-communes"), "--from", "/nonexistent"],
                          capture_output=True, text=True, timeout=30)
    equal(done.returncode, 66)
    equal(len(done.stderr.splitlines()), 1)
    equal(TABLE.read_bytes(), before)


if __name__ == "__main__":
    run()
