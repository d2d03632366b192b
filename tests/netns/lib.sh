# SPDX-License-Identifier: BSD-2-Clause
# lib.sh - two namespaces with a veth between them and no way out, and a sensor on one end.

inside=redarc-in-$$ outside=redarc-out-$$ far=redarc-far-$$ # far: made where it is wanted
tmp=$(mktemp -d)
program=(build/redarc) # the command that start() runs

in_ns() { # namespace, command...: not `ip netns exec`, which hides the bpf file system
	local ns=$1

	shift
	nsenter --net="/run/netns/$ns" -- "$@"
}

set_up() {
	ip netns add "$inside" && ip netns add "$outside" || return 1
	ip link add va netns "$inside" type veth peer name vb netns "$outside" || return 1
	local ns
	for ns in "$inside" "$outside"; do
		in_ns "$ns" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
	done
	in_ns "$inside" ip link set va up && in_ns "$outside" ip link set vb up
}

plug() { # name inside, its other end outside
	ip link add "$1" netns "$inside" type veth peer name "$2" netns "$outside" &&
		in_ns "$inside" ip link set "$1" up && in_ns "$outside" ip link set "$2" up
}

unplug() { in_ns "$inside" ip link del "$1"; }

sensor() { cat "$tmp/pid"; }

is_over() { [[ -s $tmp/exit ]]; }

tear_down() {
	[[ ! -e $tmp/pid ]] || is_over || kill -9 "$(sensor)" 2>/dev/null
	ip netns del "$inside" 2>/dev/null
	ip netns del "$outside" 2>/dev/null
	ip netns del "$far" 2>/dev/null
	rm -rf "$tmp"
}

within() { # tenths of a second, command...: says what it said the last time
	local tenths=$1 said

	shift
	while ((tenths-- > 0)); do
		said=$("$@") && return 0
		sleep 0.1
	done
	echo "$said"
	return 1
}

# Where the sensor stands, and what it watches.
stands=$inside watched=(va)

start() { # options...: judging at once, with its own state
	rm -f "$tmp/exit"
	: >"$tmp/log"
	{
		nsenter --net="/run/netns/$stands" -- \
			"${program[@]}" "${watched[@]}" --learn 0 --no-globe \
			--state "$tmp/state" --socket "$tmp/sock" "$@" >"$tmp/out" 2>"$tmp/log" &
		echo $! >"$tmp/pid"
		wait $!
		echo $? >"$tmp/exit"
	} >/dev/null 2>&1 &
	within 100 grep -q '^redarc: watching' "$tmp/log" || { cat "$tmp/log"; return 1; }
}

stop() { # signal: it ends, with status 0 unless it was killed
	kill -"$1" "$(sensor)" && within 50 is_over || return 1
	[[ $1 == KILL || $(cat "$tmp/exit") == 0 ]] || { cat "$tmp/log"; return 1; }
}

said() { # words, within a second
	within 10 grep -q -- "$1" "$tmp/log" && return
	cat "$tmp/log"
	return 1
}

status() { # jq filter
	build/redarc status --socket "$tmp/sock" --json | jq -c "$1"
}

redarc() { # command...: on the state and the socket of this sensor
	build/redarc "$@" --state "$tmp/state" --socket "$tmp/sock"
}

packets_are() { # count, peer, direction, verdict: the flow lines of the run
	equals "$1" jq -s "[.[] | select(.event_type == \"flow\" and .redarc.peer == \"$2\" and
		.redarc.direction == \"$3\" and .redarc.verdict == \"$4\") | .redarc.packets] | add" \
		"$tmp/events"
}

events() { # jq filter
	jq -c "$1" "$tmp/events"
}

equals() { # expected, command...
	local expected=$1 got

	shift
	got=$("$@") && [[ $got == "$expected" ]] && return 0
	echo "expected $expected, got $got from: $*"
	return 1
}

from_outside() { in_ns "$outside" build/tests/netns/send vb "$@"; }
from_inside() { in_ns "$inside" build/tests/netns/send va "$@"; }

# What hangs on va: programs at its hooks, and the qdisc of old kernels.
attached() {
	in_ns "$inside" build/tests/netns/attached va
	in_ns "$inside" tc qdisc show dev va | grep -c clsact
	true
}
