#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# A gateway between two networks: how fast TCP goes through it while nobody watches its outside
# interface, and while redarc does. Prints a table; nothing is asserted.
#
# client (vc) -- (vl) gateway (va) -- (vb) server
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
make -s build/redarc || exit 1
. tests/bench/wire.sh
trap 'end_server; ip netns del "$client" 2>/dev/null; tear_down' EXIT
trap 'exit 130' INT TERM HUP

rounds=${1:-3} seconds=2
client=redarc-client-$$
kinds=(none tc xdp)
declare -A words=([none]="nobody watches" [tc]="redarc, TCX" [xdp]="redarc, XDP native") rates=()

command -v iperf3 >/dev/null ||
	{ echo "SKIP the gateway: iperf3 is not installed; scripts/setup bench does"; exit 0; }

set_up_gateway() {
	set_up && ip netns add "$client" || return 1
	ip link add vl netns "$inside" type veth peer name vc netns "$client" || return 1
	in_ns "$inside" ip address add 192.0.2.1/24 dev va
	in_ns "$inside" ip address add 198.51.100.1/24 dev vl
	in_ns "$inside" ip link set vl up
	in_ns "$inside" sysctl -qw net.ipv4.ip_forward=1
	in_ns "$outside" ip address add 192.0.2.2/24 dev vb
	in_ns "$outside" ip route add default via 192.0.2.1
	in_ns "$client" ip address add 198.51.100.2/24 dev vc
	in_ns "$client" ip link set vc up
	in_ns "$client" ip route add default via 198.51.100.1
}

server=
start_server() {
	nsenter --net="/run/netns/$outside" -- iperf3 -s --forceflush >"$tmp/server" 2>&1 &
	server=$!
	within 50 grep -q listening "$tmp/server"
}

end_server() {
	[[ ! $server ]] || kill "$server" 2>/dev/null
}

through() { # Gb/s that the server took
	in_ns "$client" iperf3 -c 192.0.2.2 -t "$seconds" -J | jq '.end.sum_received.bits_per_second / 1e9'
}

measure() { # kind
	if [[ $1 != none ]]; then
		rm -rf "$tmp/state"
		start --hook "$1" --events /dev/null || return 1
	fi
	rates[$1]+=" $(through)"
	[[ $1 == none ]] || stop TERM
}

print_row() { # kind: median and range, and how it compares with nobody in the same round
	paste <(xargs -n 1 <<<"${rates[$1]}") <(xargs -n 1 <<<"${rates[none]}") | awk -v words="$2" '
		{ rate[NR] = $1; ratio[NR] = $1 / $2 }
		function sort(v,   i, j, t) {
			for (i = 2; i <= NR; i++)
				for (j = i; j > 1 && v[j] < v[j - 1]; j--) {
					t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
				}
		}
		END {
			sort(rate)
			sort(ratio)
			m = int((NR + 1) / 2)
			printf "| %s | %.1f (%.1f to %.1f) | %.2f (%.2f to %.2f) |\n", words, rate[m], rate[1],
				rate[NR], ratio[m], ratio[1], ratio[NR]
		}'
}

set_up_gateway && start_server || { cat "$tmp/server"; exit 1; }
for ((round = 0; round < rounds; round++)); do
	for kind in "${kinds[@]}"; do
		measure "$kind" || exit 1
	done
done
echo "| TCP through a gateway, $rounds rounds of $seconds s: median (range) | Gb/s | of nobody watching |"
echo "|---|--:|--:|"
for kind in "${kinds[@]}"; do
	print_row "$kind" "${words[$kind]}"
done
echo
