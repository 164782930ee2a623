#!/bin/sh
# Makes the fonts of this folder out of the full Noto fonts (Debian: fonts-noto-core and fonts-noto-extra).
#
# A name can hold any Latin letter (with Vietnamese, African and phonetic ones), Greek or Cyrillic: those stay.
# Hints are dropped (they are for screens of old), with every feature that a certificate does not use.
# Needs: fonttools. Usage: ./subset.sh [folder of the full fonts]
set -eu
from="${1:-/usr/share/fonts/truetype/noto}"
to="$(dirname "$0")"
letters="U+0020-007E,U+00A0-036F,U+0370-03FF,U+0400-045F,U+0490-04FF,U+1AB0-1AC0,U+1D00-1DFF,U+1E00-1EFF"
letters="$letters,U+2010-2027,U+202F,U+2030,U+2032-2033,U+2039-203A,U+20AC,U+2116,U+2122,U+25CC"
letters="$letters,U+2C60-2C7F,U+A720-A7FF,U+AB30-AB6F,U+FB00-FB06,U+FE20-FE2F,U+FFFD"
for face in NotoSans-Regular NotoSerifDisplay-SemiBold; do
  python3 -m fontTools.subset "$from/$face.ttf" --output-file="$to/$face.ttf" \
    --unicodes="$letters" --no-hinting --notdef-outline \
    --layout-features=ccmp,locl,mark,mkmk,kern --name-IDs=0,1,2,3,4,5,6,13,14,16,17
done
