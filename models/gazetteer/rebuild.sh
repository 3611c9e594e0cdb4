#!/bin/sh
# Makes all lists anew: rebuild.sh PYTHON WORK TEXTS.jsonl...   (places.py and build.py tell which packages are needed)
set -e
python=$1 work=$2
shift 2
here=$(dirname "$0")
"$python" "$here/places.py" "$work"
"$python" "$here/build.py" "$work" "$@"
cargo run -q --example word_table -- "$work/lexicon.tsv" "$here/lexicon.bin"
cp "$work/places.bin" "$here/"
