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

printf '%8s %8s %8s %8s %8s %8s %8s\n' arcs bundles strands rest turning glow pick
"$scene" full | build/tests/bench/globe "$frames"
for n in 1000 10000 100000; do
	"$scene" many $n | build/tests/bench/globe "$frames"
done

fifo=$(mktemp -u)
mkfifo "$fifo"
trap 'rm -f "$fifo"' EXIT
build/redarc-globe --stream-fd 3 3<>"$fifo" 2>/dev/null &
pid=$!
"$scene" many 100000 >"$fifo"
sleep 3
awk '/^(VmRSS|RssAnon):/ { printf "window with 100,000 peers: %s %.1f MB\n", $1, $2 / 1000 }' \
	"/proc/$pid/status"
kill "$pid"
