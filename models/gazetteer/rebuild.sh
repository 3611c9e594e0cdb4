#!/bin/sh
# Makes all lists anew: rebuild.sh PYTHON WORK TEXTS.jsonl...   (see build.py for the packages needed)
set -e
python=$1 work=$2
shift 2
here=$(dirname "$0")
"$python" "$here/build.py" "$work" "$@"
for list in places lexicon; do cargo run -q --example fst_map -- "$work/$list.tsv" "$here/$list.fst"; done
cp "$work/places.bin" "$here/"
