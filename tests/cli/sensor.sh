# SPDX-License-Identifier: BSD-2-Clause
# sensor.sh - a sensor on a cable of its own; run.sh reads this inside its namespaces.

# Sensors of others, who run at the same time, are neither found nor met.
mkdir -p /run/redarc
mount -t tmpfs -o mode=755 sensors /run/redarc

ip link add cli0 type veth peer name cli1
ip link set cli0 up
ip link set cli1 up

socket=/run/redarc/cli0.sock
events=$work/events

# A sensor in the background, watching when it answers. Leaves its pid in $sensor.
start() {
	timeout 60 "$redarc" watch cli0 $without_window --events "$events" \
		>"$work/sensor.out" 2>"$work/sensor.err" </dev/null &
	sensor=$!
	trap 'kill "$sensor" 2>/dev/null && wait "$sensor"' EXIT # of the subshell that this one test is
	for _ in {1..100}; do
		"$redarc" status --socket "$socket" >/dev/null 2>&1 && return 0
		sleep 0.1
	done
	echo "it did not start:"
	cat "$work/sensor.err"
	return 1
}

# True when the sensor ends with this status and leaves a last stats line that balances.
ended() { # status
	local got

	wait "$sensor"
	got=$?
	[[ $got = "$1" ]] || { echo "exit status $got, wanted $1"; cat "$work/sensor.err"; return 1; }
	jq -es 'last | .event_type == "stats" and .redarc.ledger.balanced' "$events" >/dev/null ||
		{ echo "the last line is not a stats line that balances"; tail -n 1 "$events"; return 1; }
}
