#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Random spoofed sources for ten seconds, as fast as one core makes them, while a known peer goes on
# at a thousand packets a second. Prints what the sensor does meanwhile; nothing is asserted.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
make -s build/redarc build/tests/bench/live build/tests/netns/send || exit 1
. tests/bench/wire.sh
trap tear_down EXIT
trap 'exit 130' INT TERM HUP

seconds=${1:-10} known=5000 source=198.18.0.0~131072
columns=(frames rate difference known memory cpu events records lost storm balance)

declare -A words=(
	[frames]="frames sent, million" [rate]="million frames a second"
	[difference]="sent, and not seen" [known]="of the known peer: seen of sent"
	[memory]="memory before, half-way, after, and at most, MB"
	[cpu]="the sensor's share of a core, %" [events]="lines of events, a second"
	[records]="peers that the sensor holds"
	[lost]="packets without a record of their peer, %"
	[storm]="a novelty storm, strangers not shown one by one, over after so many seconds"
	[balance]="the ledger balances"
)

memory() { # field of the sensor's status, in MB
	awk -v field="$1:" '$1 == field { printf "%.1f", $2 / 1024 }' "/proc/$(sensor)/status"
}

# On the flood's own core: from elsewhere the cable would change cores and drop frames.
say_hello() { # frames, a millisecond apart
	in_ns "$outside" taskset -c "$packet_cpu" \
		build/tests/netns/send vb "$friend" 192.0.2.1 "$1/1"
}

is_calm() { [[ $(status .storm.on 2>/dev/null) == false ]]; }

seconds_until_calm() { # since the flood ended, a second before
	local start_ns

	start_ns=$(date +%s%N)
	within 200 is_calm >/dev/null || { echo "not within 20"; return; }
	jq -n "(($(date +%s%N) - $start_ns) / 1e8 | round / 10) + 1"
}

flood() { # hook: sets what it measured
	local before half cpu made sent start_ns wall_ns

	befriend
	: >"$tmp/events"
	start --hook "$1" --events "$tmp/events" || return 1
	taskset -acp "$tool_cpu" "$(sensor)" >/dev/null
	say_hello 1
	sleep 1
	before=$(memory VmRSS) cpu=$(cpu_ns_of "$(sensor)") start_ns=$(date +%s%N)
	say_hello $((known - 1)) &
	made=$(generate "$source" "$((seconds / 2))s") half=$(memory VmRSS)
	made+=$(generate "$source" "$((seconds - seconds / 2))s")
	cpu=$(($(cpu_ns_of "$(sensor)") - cpu)) wall_ns=$(($(date +%s%N) - start_ns))
	wait $!
	sent=$(jq -s 'map(.sent) | add' <<<"$made")
	got[frames]=$(jq -n "$sent / 1e4 | round / 100")
	got[rate]=$(jq -s 'map(.mpps) | add / length * 100 | round / 100' <<<"$made")
	got[memory]="$before, $half, $(memory VmRSS), $(memory VmHWM)"
	got[cpu]=$(jq -n "1000 * $cpu / $wall_ns | round / 10")
	got[events]=$(($(wc -l <"$tmp/events") * 1000000000 / wall_ns))
	sleep 1
	status . 2>/dev/null >"$tmp/status"
	got[difference]=$(jq "$sent + $known - .ledger.seen" "$tmp/status")
	got[known]="$(jq .ledger.allowed.in "$tmp/status") of $known"
	got[records]=$(jq '[.peers[]] | add' "$tmp/status")
	got[lost]=$(jq '1000 * .ledger.lost / .ledger.seen | round / 10' "$tmp/status")
	got[storm]="$(jq -r '.storm | "\(.on), \(.all_peers)"' "$tmp/status"), $(seconds_until_calm)"
	got[balance]=$(jq .ledger.balanced "$tmp/status")
	stop TERM
}

declare -A got table=()
set_up_cable || exit 1
for hook in tc xdp; do
	flood $hook || exit 1
	for column in "${columns[@]}"; do
		table[$column]+=" ${got[$column]} |"
	done
done
echo "| a flood of $seconds s from 131,072 random sources | TCX | XDP native |"
echo "|---|--:|--:|"
for column in "${columns[@]}"; do
	echo "| ${words[$column]} |${table[$column]}"
done
echo
