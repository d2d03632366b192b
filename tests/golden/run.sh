#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The picture of a fixed scene against the one that is committed, drawn without a display; and
# scenes that must look otherwise. `tests/golden/run.sh --accept [NAME...]` makes pictures anew.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

bin=build/tests/golden
golden=tests/golden/full.png
size=960x540

# Committed pictures: name | pixels | times smaller it is kept | scene | keys | other options. With
# the keyboard, 14 Tabs reach the first tray.
tabs='\t\t\t\t\t\t\t\t\t\t\t\t\t\t'
pictures=(
	"full|$size|1|full||"
	"nothing|1280x720|4|empty||"
	"learning|1280x720|2|learning||"
	"quiet|1280x720|2|quiet||"
	"busy|1280x720|2|many 1500||"
	"flood|1280x720|2|many 100000||"
	"card|1280x720|2|full|\t\t\t\t\t\r|"
	"tray|1280x720|2|full|$tabs\r|"
	"past|1280x720|2|full|tNN|"
	"cube|1280x720|2|points|v|"
	"light|1280x720|2|full|d|"
	"safe|1280x720|2|full|p|"
	"light-safe|1280x720|4|full|dp|"
	"japanese|1280x720|2|native||--language ja"
	"japanese-card|1280x720|2|full|\t\t\t\t\t\r|--language ja"
	"japanese-cube|1280x720|2|points|v|--language ja"
	"japanese-phone|390x844|2|full|?|--language ja"
	"phone|390x844|1|full||"
	"phone-past|390x844|2|full|tNN|"
	"phone-cube|390x844|2|points|v|"
	"4k|3840x2160|4|full||"
)
most_percent=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [[ ! -x build/redarc-globe ]]; then
	echo "SKIP golden: no redarc-globe was built (SDL2, FreeType or libpng is missing)"
	exit 0
fi
export SDL_VIDEODRIVER=offscreen

draw() { # file, size, scene...
	local file=$1 pixels=$2

	shift 2
	"$bin/scene" "$@" | build/redarc-globe --stream-fd 0 --size "$pixels" --screenshot "$file"
}

# Draw a row of `pictures`.
draw_row() { # file, row
	local file=$1 name pixels times scene press more

	IFS='|' read -r name pixels times scene press more <<<"$2"
	# shellcheck disable=SC2086 # words
	"$bin/scene" $scene | build/redarc-globe --stream-fd 0 --size "$pixels" --screenshot "$file" \
		${press:+--press "$(printf '%b' "$press")"} $more
}

row_matches() { # row
	local file=$work/${1%%|*}.png

	draw_row "$file" "$1" && "$bin/compare" "$file" "tests/golden/${1%%|*}.png" $most_percent
}

accept_row() { # row
	local name times

	IFS='|' read -r name _ times _ <<<"$1"
	draw_row "$work/$name.png" "$1" &&
		"$bin/compare" shrink "$times" "$work/$name.png" "tests/golden/$name.png"
}

has_japanese_font() {
	compgen -G '/usr/share/fonts/*/*/NotoSansCJK-Regular.*' >/dev/null
}

no_gl() {
	draw "$work/probe.png" 64x64 empty 2>&1 | grep -oE 'display: .*'
}

is_repeatable() {
	draw "$work/again.png" $size full && "$bin/compare" "$work/full.png" "$work/again.png" 0.05
}

shows_something() { # file
	"$bin/compare" "$1"
}

# A scene that is another must be another picture, or the comparison sees nothing.
differs() { # scene...
	draw "$work/other.png" $size "$@" || return 1
	! "$bin/compare" "$work/other.png" $golden $most_percent
}

# What a search leaves is a picture of its own, on any screen.
filters() { # words, size
	draw "$work/all.png" "$2" full || return 1
	"$bin/scene" full | build/redarc-globe --stream-fd 0 --size "$2" --filter "$1" \
		--screenshot "$work/some.png" || return 1
	! "$bin/compare" "$work/some.png" "$work/all.png" $most_percent
}

# However many are blue, what is red stays red.
red_is_not_hidden() {
	draw "$work/alone.png" 1280x720 crowd 0 && draw "$work/crowd.png" 1280x720 crowd 1500 &&
		"$bin/compare" "$work/alone.png" "$work/crowd.png" 3 red
}

has_size() { # size
	draw "$work/size.png" "$1" full && file "$work/size.png" | grep -q "${1/x/ x },"
}

goes_to_stdout() {
	"$bin/scene" | build/redarc-globe --stream-fd 0 --size $size --screenshot - >"$work/stdout.png" &&
		cmp "$work/stdout.png" "$work/full.png"
}

refuses_noise() {
	! head -c 4096 /dev/zero | build/redarc-globe --stream-fd 0 --screenshot "$work/noise.png" \
		2>"$work/err" && grep -q 'stream: not a redarc stream' "$work/err"
}

refuses_cut_data() {
	mkdir -p "$work/data"
	head -c 1000 build/data/font.atlas >"$work/data/font.atlas"
	cp build/data/earth.png "$work/data/"
	! REDARC_DATA=$work/data draw "$work/cut.png" $size empty 2>"$work/err" &&
		grep -q 'font.atlas: damaged' "$work/err"
}

# Root's own descriptors would betray it: the process must be somebody else while it waits.
gives_up_root() {
	local pid uids

	mkfifo "$work/fifo"
	SUDO_UID=65534 SUDO_GID=65534 build/redarc-globe --stream-fd 3 --screenshot "$work/user.png" \
		3<>"$work/fifo" 2>"$work/err" &
	pid=$!
	for _ in $(seq 50); do
		uids=$(awk '/^(Uid|Gid|Groups|CapEff)/ { $1 = ""; print }' "/proc/$pid/status" | xargs)
		[[ $uids != 0* ]] && break
		sleep 0.1
	done
	kill "$pid"
	wait "$pid" 2>/dev/null
	echo "$uids"
	[[ $uids =~ ^65534\ 65534\ 65534\ 65534\ 65534\ 65534\ 65534\ 65534\ (65534\ )?0+$ ]]
}

reason=$(no_gl) && { echo "SKIP golden: $reason"; exit 0; }

if [[ ${1-} = --accept ]]; then
	shift
	for row in "${pictures[@]}"; do
		[[ $# -gt 0 && " $* " != *" ${row%%|*} "* ]] || accept_row "$row" || exit
	done
	exit
fi

draw "$work/full.png" $size full
for row in "${pictures[@]}"; do
	if [[ $row = *"--language ja" ]] && ! has_japanese_font; then
		echo "SKIP golden: ${row%%|*} needs the font of fonts-noto-cjk"
		continue
	fi
	check "golden: ${row%%|*} is the picture that is committed" row_matches "$row"
done
check "golden: the picture has red and blue arcs, light text and dark sky" shows_something "$work/full.png"
check "golden: the same scene is drawn the same again" is_repeatable
check "golden: an empty stream is another picture" differs empty
check "golden: learning is another picture" differs learning
check "golden: a novelty storm is said" differs storm
check "golden: a sensor at no known place is another picture" differs nohome
check "golden: a search is another picture" filters "verdict:unknown net:test" $size
check "golden: a search is another picture on a telephone" filters -verdict:allowed 390x844
check "golden: 20 red arcs are not hidden by 1,500 blue ones" red_is_not_hidden
check "golden: a telephone's size is drawn as asked" has_size 390x844
check "golden: a picture on standard output is the same file" goes_to_stdout
check "golden: what is not a stream is refused with a reason" refuses_noise
check "golden: a damaged atlas is refused with a reason" refuses_cut_data
if [[ $(id -u) = 0 ]]; then
	check "golden: root is given up before a byte is read" gives_up_root
else
	echo "SKIP golden: giving up root needs root"
fi
verdict_end
