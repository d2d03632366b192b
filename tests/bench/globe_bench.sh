#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Milliseconds a frame of the window by pass, number of arcs and size, and its memory by number of
# peers. Figures of this machine; without graphics hardware the CPU draws.
set -euo pipefail

cd "$(dirname "$0")/../.."
make -s build/tests/bench/globe build/tests/golden/scene build/redarc-globe
[[ -n ${DISPLAY-}${WAYLAND_DISPLAY-} ]] || export SDL_VIDEODRIVER=offscreen

export REDARC_DATA=build/data
scene=build/tests/golden/scene
frames=${1:-4}
side=${2:-gpu} # cpu: as many bundles as a window draws without graphics hardware

# Best of so many frames. The passes: the Earth when it is drawn anew, arcs, their glow, the user
# interface. At rest the Earth is kept and nothing glows; turning it is half as fine.
echo '| arcs | drawn | size | Earth, ms | arcs, ms | glow, ms | interface, ms | at rest, ms | turning, ms | pick, ms | list, ms |'
echo '|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|'
for size in "1280 720" "1920 1080" "3840 2160"; do
	for n in 10 100 1000 10000; do
		"$scene" many $n | build/tests/bench/globe "$frames" $size "$side"
	done
done | sed 's/^/| /; s/ / | /g; s/^| | /| /; s/$/ |/'

fifo=$(mktemp -u)
mkfifo "$fifo"
trap 'rm -f "$fifo"' EXIT
for n in 1 100000 1000000; do
	build/redarc-globe --forget --stream-fd 3 3<>"$fifo" 2>/dev/null &
	pid=$!
	"$scene" many $n | head -c -8 >"$fifo" # without its END, which closes the window
	sleep 8
	awk -v n=$n '{ v[$1] = $2 / 1024 } END { printf "\nMemory of the window with %d peers in " \
		"the sensor: %.0f MB, %.0f MB at most, %.0f MB of it mapped from files.\n", n,
		v["VmRSS:"], v["VmHWM:"], v["RssFile:"] }' "/proc/$pid/status"
	kill "$pid"
	wait "$pid" || true
done
