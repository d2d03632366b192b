# SPDX-License-Identifier: BSD-2-Clause
# watch.sh - what happens to a sensor that watches; run.sh reads this inside its namespaces.

stopped_by() { # signal
	start || return 1
	kill -s "$1" "$sensor"
	ended 0
}

second_sensor() {
	start || return 1
	ends 1 'cli0: .*(another|already)' "$redarc" watch cli0 $without_window || return 1
	"$redarc" status --socket "$socket" || { echo "the first one is gone"; return 1; }
	kill "$sensor"
	ended 0
}

status_of_sensor() {
	start || return 1
	ends 0 '' "$redarc" status --json || return 1
	jq -e '.ledger.balanced and .mode' "$work/out" || { cat "$work/out"; return 1; }
	kill "$sensor"
	ended 0
}

interface_vanishes() {
	start || return 1
	ip link del cli0
	for _ in {1..30}; do
		grep -q 'cli0: gone' "$work/sensor.err" && break
		sleep 0.1
	done
	kill "$sensor"
	ended 0 && grep -q 'cli0: gone' "$work/sensor.err" || { cat "$work/sensor.err"; return 1; }
}

full_disk() {
	local result=0

	mkdir "$work/small"
	mount -t tmpfs -o size=64k,mode=777 small "$work/small"
	dd if=/dev/zero of="$work/small/filler" bs=1k count=64 status=none 2>/dev/null
	ends 1 'small.*: [Nn]o space left' \
		"$redarc" watch cli0 --no-globe --duration 2s --state "$work/small" || result=1
	umount "$work/small"
	return "$result"
}

# One line, not the kernel's or a library's chatter.
watch_as_nobody() {
	ends 1 'error: .*: .*root' "${as_nobody[@]}" "$redarc" watch $without_window lo || return 1
	! grep -v '^redarc: ' "$work/err"
}

damaged_history_is_kept_aside() {
	local state=$work/torn

	ends 0 '' "$redarc" watch cli0 --no-globe --state "$state" --duration 1s &&
		truncate -s 5000 "$state/history.db" &&
		ends 0 'error: .*damaged history is kept as history.db.damaged-.*a new one begins' \
			"$redarc" watch cli0 --no-globe --state "$state" --duration 1s || return 1
	compgen -G "$state/history.db.damaged-*" >/dev/null ||
		{ ls -la "$state"; return 1; }
	ends 0 '' "$redarc" watch cli0 --no-globe --state "$state" --duration 1s &&
		! grep -q damaged "$work/err"
}

check "watch: an interface that does not exist" \
	ends 1 'nosuch0: no such interface' "$redarc" watch $without_window nosuch0
check "watch: without root it says what is needed" watch_as_nobody
check "watch: Ctrl-C leaves a last stats line" stopped_by INT
check "watch: and so does a plain kill" stopped_by TERM
check "watch: ends by itself after its duration" \
	ends 0 '' "$redarc" watch cli0 $without_window --duration 1s
check "watch: a second sensor on an interface is refused, the first goes on" second_sensor
check "status: a sensor that runs answers in JSON" status_of_sensor
check "state: a full disk is said" full_disk
check "state: a damaged history is kept aside, and a new one begun" damaged_history_is_kept_aside
check "watch: an interface that vanishes is said, and waited for" interface_vanishes
