#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Milliseconds a frame of the window at 1280x720 for some numbers of arcs, and its memory with
# 100,000 peers. Figures of this machine; without graphics hardware the CPU draws.
set -euo pipefail

cd "$(dirname "$0")/../.."
make -s build/tests/bench/globe build/tests/golden/scene build/redarc-globe
[[ -n ${DISPLAY-}${WAYLAND_DISPLAY-} ]] || export SDL_VIDEODRIVER=offscreen

export REDARC_DATA=build/data
scene=build/tests/golden/scene
frames=${1:-12}

# Best of so many frames, in milliseconds: with the sphere cached, turning with a coarse one, and
# as a GPU would draw it; picking is done without one.
echo '| arcs | bundles | strands | at rest, ms | turning, ms | with glow, ms | pick, ms |'
echo '|--:|--:|--:|--:|--:|--:|--:|'
{
	"$scene" full | build/tests/bench/globe "$frames"
	for n in 1000 10000; do
		"$scene" many $n | build/tests/bench/globe "$frames"
	done
} | awk '{ print "|", $1, "|", $2, "|", $3, "|", $4, "|", $5, "|", $6, "|", $7, "|" }'

fifo=$(mktemp -u)
mkfifo "$fifo"
trap 'rm -f "$fifo"' EXIT
build/redarc-globe --stream-fd 3 3<>"$fifo" 2>/dev/null &
pid=$!
"$scene" many 100000 | head -c -8 >"$fifo" # without its END, which closes the window
sleep 3
awk '{ v[$1] = $2 / 1024 } END { printf "\nMemory of the window with 100,000 peers: %.0f MB, " \
	"%.0f MB of it its own and not mapped from files.\n", v["VmRSS:"], v["RssAnon:"] }' \
	"/proc/$pid/status"
kill "$pid"
