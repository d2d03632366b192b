# SPDX-License-Identifier: BSD-2-Clause
# wire.sh - what the benches on a cable share: the namespaces of the tests, and the generator.

. tests/netns/lib.sh
PATH=$PATH:/usr/sbin:/sbin

[[ $(id -u) == 0 ]] || { echo "SKIP ${0##*/}: it needs root"; exit 0; }

# Packets have one core, what is measured another, where there are two.
packet_cpu=$(($(nproc) - 1)) tool_cpu=0

nobody=02:00:00:00:00:99 # so that the machine's own stack lets go of a frame at once
stranger=198.18.0.0 strangers=100000
friend=203.0.113.1 friends=16

# Both ends of the cable; frames without a socket buffer need GRO at their receiver.
set_up_cable() {
	set_up && in_ns "$inside" ip link set lo up && in_ns "$inside" ethtool -K va gro on
}

generate() { # SOURCE..., FRAMES or SECONDSs, command that goes before: JSON, see live.c
	local source=$1 amount=$2

	shift 2
	in_ns "$outside" taskset -c "$packet_cpu" "$@" \
		build/tests/bench/live vb "$nobody" "$source" 192.0.2.1 "$amount"
}

befriend() { # a fresh state, whose list knows the friends
	rm -rf "$tmp/state"
	for ((i = 0; i < friends; i++)); do
		echo "${friend%.*}.$((${friend##*.} + i))"
	done >"$tmp/friends"
	build/redarc allow import "$tmp/friends" --list friends --state "$tmp/state" >/dev/null 2>&1
}

cpu_ns_of() { # pid: of all its threads
	cat "/proc/$1"/task/*/schedstat 2>/dev/null | awk '{ n += $1 } END { printf "%.0f", n }'
}
