#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Measures, and prints tables in Markdown. Nothing is asserted: machines differ and are shared.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/netns/lib.sh
PATH=$PATH:/usr/sbin:/sbin

frames=2000000 crowd=100000 starts=5
trap tear_down EXIT
trap 'exit 130' INT TERM HUP

machine() {
	local cpu

	cpu=$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)
	echo "$(date -u +%F), $cpu, $(nproc) cores, Linux $(uname -r), load $(cut -d' ' -f1 /proc/loadavg)"
}

now_ms() { date +%s%3N; }

memory_of() { # pid, field of /proc/PID/status: in MB
	awk -v field="$2:" '$1 == field { printf "%.1f", $2 / 1024 }' "/proc/$1/status"
}

median() { sort -n | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] " (" v[1] "-" v[NR] ")" }'; }

replay_rate() { # peers: thousand packets a second, of three runs
	local start i

	tests/bench/mkbig "$tmp/big.pcap" $frames "$1"
	for i in 1 2 3; do
		start=$(now_ms)
		build/redarc replay "$tmp/big.pcap" --no-globe --state "$tmp/none" --local 192.0.2.1 \
			--events /dev/null 2>/dev/null
		echo $((frames / ($(now_ms) - start)))
	done | median
}

first_verdict() { # hook: milliseconds from the start to the first alert line, of $starts starts
	local start i sender

	for ((i = 0; i < starts; i++)); do
		rm -rf "$tmp/state" "$tmp/events"
		: >"$tmp/events"
		nsenter --net="/run/netns/$outside" -- \
			build/tests/netns/send vb 203.0.113.20 192.0.2.1 10000/1 &
		sender=$!
		start=$(now_ms)
		start --hook "$1" --events "$tmp/events"
		within 100 grep -q '"alert"' "$tmp/events"
		echo $(($(now_ms) - start))
		stop TERM
		kill "$sender" 2>/dev/null
		wait "$sender" 2>/dev/null
	done | median
}

memory_with_a_crowd() { # what the sensor holds with so many peers that it does not know
	rm -rf "$tmp/state"
	start --events /dev/null "$@" || return
	from_outside 198.18.0.0+$crowd 192.0.2.1 $crowd/5
	sleep 2
	echo "$(memory_of "$(sensor)" VmRSS) MB, $(memory_of "$(sensor)" VmHWM) MB at most;" \
		"$(status .peers.unknown) peers, $(status .ledger.lost) packets lost"
	stop TERM
}

echo "Measured $(machine)."
echo
if [[ $(id -u) != 0 ]]; then
	echo "SKIP the kernel path: it needs root"
else
	build/tests/bench/programs
	echo
	set_up
	echo "| what | measured |"
	echo "|---|---|"
	echo "| start to first verdict, TCX, ms: median of $starts (range) | $(first_verdict tc) |"
	echo "| start to first verdict, XDP native, ms | $(first_verdict xdp) |"
	echo "| memory of the sensor, $crowd unknown peers, no places | $(
		REDARC_DATA=$tmp memory_with_a_crowd) |"
	[[ ! -e vendor/data/places.mmdb ]] || echo "| the same with places and networks | $(
		memory_with_a_crowd) |"
fi
echo "| replay, 1,000 peers, thousand packets a second: median of 3 (range) | $(replay_rate 1000) |"
echo "| replay, 100,000 peers | $(replay_rate 100000) |"
echo
for more in tests/bench/*_bench.sh; do
	[[ ! -x $more ]] || "$more"
done
