#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# The picture of a fixed scene against the one that is committed, drawn without a display; and
# scenes that must look otherwise. `tests/golden/run.sh --accept` makes the picture anew.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

bin=build/tests/golden
golden=tests/golden/full.png
size=960x540
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

# The scene's packets in the cube; a picture a size is committed.
draw_cube() { # file, size
	"$bin/scene" points | build/redarc-globe --stream-fd 0 --size "$2" --press v --screenshot "$1"
}

# An hour of the scene's past, with the timeline.
draw_past() { # file, size
	"$bin/scene" full | build/redarc-globe --stream-fd 0 --size "$2" --press tNN --screenshot "$1"
}

past_matches() { # size
	draw_past "$work/past.png" "$1" && "$bin/compare" "$work/past.png" "tests/golden/past-$1.png" $most_percent
}

cube_matches() { # size
	draw_cube "$work/cube.png" "$1" && "$bin/compare" "$work/cube.png" "tests/golden/cube-$1.png" $most_percent
}

# The card of the second row, which the keyboard opens.
draw_card() { # file
	"$bin/scene" full | build/redarc-globe --stream-fd 0 --size 1280x720 --press $'\t\t\t\t\r' --screenshot "$1"
}

card_matches() {
	draw_card "$work/card.png" && "$bin/compare" "$work/card.png" tests/golden/card.png $most_percent
}

no_gl() {
	draw "$work/probe.png" 64x64 empty 2>&1 | grep -oE 'display: .*'
}

matches_golden() {
	draw "$work/full.png" $size full && "$bin/compare" "$work/full.png" $golden $most_percent
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
	draw $golden $size full && shows_something $golden && draw_card tests/golden/card.png || exit
	for pixels in 1280x720 390x844; do
		draw_cube tests/golden/cube-$pixels.png $pixels || exit
		draw_past tests/golden/past-$pixels.png $pixels || exit
	done
	exit
fi

check "golden: the fixed scene is the picture that is committed" matches_golden
check "golden: the picture has red and blue arcs, light text and dark sky" shows_something "$work/full.png"
check "golden: the same scene is drawn the same again" is_repeatable
check "golden: an empty stream is another picture" differs empty
check "golden: learning is another picture" differs learning
check "golden: a novelty storm is said" differs storm
check "golden: a sensor at no known place is another picture" differs nohome
check "golden: a search is another picture" filters "verdict:unknown net:test" $size
check "golden: a search is another picture on a telephone" filters -verdict:allowed 390x844
check "golden: 20 red arcs are not hidden by 1,500 blue ones" red_is_not_hidden
check "golden: a card that the keyboard opened is the picture that is committed" card_matches
check "golden: the cube of packets is the picture that is committed" cube_matches 1280x720
check "golden: so it is on a telephone" cube_matches 390x844
check "golden: an hour of the past is the picture that is committed" past_matches 1280x720
check "golden: so it is on a telephone" past_matches 390x844
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
