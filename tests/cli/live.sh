# SPDX-License-Identifier: BSD-2-Clause
# live.sh - commands that change a sensor while it runs; run.sh reads this inside its namespaces.

stranger=203.0.113.20

# A sensor that judges at once, with a state of its own.
start_judging() {
	rm -rf "$work/live"
	mkdir -m 755 "$work/live"
	without_window="--no-globe --learn 0 --state $work/live" start
}

live() { # status, pattern, argument...
	ends "$1" "$2" "$redarc" "${@:3}" --socket "$socket"
}

live_json() { # jq filter, argument...
	live 0 '' "${@:2}" --json || return 1
	jq -es "$1" "$work/out" >/dev/null || { cat "$work/out"; return 1; }
}

came_in() { # verdict, packets: so many more than before have this verdict
	local before after

	before=$("$redarc" status --socket "$socket" --json | jq ".ledger.$1.in") &&
		build/tests/netns/send cli1 $stranger 192.0.2.1 "$2" && sleep 0.3 &&
		after=$("$redarc" status --socket "$socket" --json | jq ".ledger.$1.in") || return 1
	((after == before + $2)) || { echo "$1: $before, then $after"; return 1; }
}

stop_judging() {
	kill "$sensor"
	ended 0
}

# Whatever the command says has been done is so when it returns: the very next packet tells.
edits_hold_at_once() {
	start_judging && came_in unknown 3 &&
		live 0 '' block add $stranger --reason 'seen at night' && came_in blocked 3 &&
		live 0 '' block del $stranger && came_in unknown 3 &&
		live 0 '' allow add $stranger && came_in allowed 3 &&
		live 0 '' allow del $stranger && came_in unknown 3 &&
		echo 203.0.113.16/28 >"$work/net.txt" &&
		live 0 '' block import "$work/net.txt" && came_in blocked 3 &&
		live 0 '' block del --list net && came_in unknown 3 || return 1
	! grep -q 'no sensor' "$work/err" && stop_judging
}

learning_through_the_sensor() {
	start_judging && came_in unknown 3 && live_json '.[0].frozen' learn freeze &&
		live 0 '' check --state "$work/live" || return 1
	grep -q '^learning *frozen: 1 candidate' "$work/out" || { cat "$work/out"; return 1; }
	live_json '.[0].frozen | not' learn thaw && live_json '.[0].rows == 1' learn forget --last 1h &&
		live_json '.[0].in.seen | not' explain $stranger && came_in unknown 3 &&
		live_json '.[0].in.seen' explain $stranger && stop_judging
}

explains_itself() {
	start_judging && came_in unknown 3 && live 0 '' block add $stranger --reason 'seen at night' &&
		came_in blocked 3 && live_json '.[0].in.verdict == "blocked" and .[0].in.list == "user" and
			.[0].in.state == "blocked" and .[0].in.why == "user" and
			.[0].in.packets == 6' explain $stranger &&
		live 0 '' explain $stranger || return 1
	grep -q '^On block list user: 203.0.113.20, both ways; seen at night; ' "$work/out" &&
		! grep -q 'no sensor' "$work/err" && stop_judging
}

past_through_the_sensor() { # what it has not written yet is asked for
	start_judging && came_in unknown 3 && live_json '.[0].unknown.in == 1' judge --last 1h &&
		live 0 '' learn log && live 0 '' learn report && live 0 '' allow list && stop_judging
}

finds_the_sensor() { # by its state, or as the only one that runs
	start_judging && ends 0 '' "$redarc" block add $stranger --state "$work/live" &&
		! grep -q 'no sensor' "$work/err" && came_in blocked 3 &&
		ends 0 '' "$redarc" block del $stranger && ! grep -q 'no sensor' "$work/err" &&
		came_in unknown 3 && stop_judging
}

damaged_list_is_no_gap() { # the sensor says which it is, and follows in all others
	start_judging && live 0 '' block add $stranger && came_in blocked 3 &&
		cp "$work/live/lists/block-user.list" "$work/live/lists/block-torn.list" &&
		live 0 '' allow add $stranger && came_in blocked 3 &&
		live 0 '' block del $stranger && came_in allowed 3 &&
		rm "$work/live/lists/block-torn.list" && live 0 '' allow del $stranger &&
		came_in unknown 3 && stop_judging && grep -q 'block-torn.list: ' "$work/sensor.err"
}

# Sends bytes and shows what comes back within a second.
say_to_socket() {
	python3 -c '
import socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
s.settimeout(1)
try:
    s.sendall(sys.stdin.buffer.read())
    while data := s.recv(65536):
        sys.stdout.buffer.write(data)
except OSError:
    pass' "$socket"
}

odd_requests() {
	start_judging || return 1
	printf '%s\n' nonsense 'explain' 'explain 1.2.3' 'learn forget' 'learn forget since=-1' \
		'learn forget since=1 peer=x' 'learn forget since=99999999999999999999' 'status ' '' \
		"explain $stranger" save reload | say_to_socket >"$work/said"
	jq -es 'length == 12 and (.[0:9] | all(has("error"))) and (.[9:] | all(.ok))' \
		"$work/said" >/dev/null || { cat "$work/said"; return 1; }
	head -c 100000 /dev/urandom | say_to_socket >/dev/null
	yes status | head -n 200000 | say_to_socket >/dev/null
	live_json '.[0].ledger.balanced' status && stop_judging
}

silent_ones_give_way() { # 40 who say nothing keep nobody out
	local n

	start_judging || return 1
	for n in {1..40}; do
		(sleep 9 | say_to_socket >/dev/null 2>&1) &
	done
	for n in {1..8}; do # while they come
		sleep 0.5
		live_json '.[0].ledger.balanced' status && break
	done
	live_json '.[0].ledger.balanced' status && stop_judging
}

strangers_are_hung_up_on() {
	start_judging || return 1
	chmod 666 "$socket"
	ends 1 'status|sock' setpriv --reuid=12345 --regid=12345 --clear-groups \
		env HOME=/nonexistent "$redarc" status --socket "$socket" || return 1
	! grep -q packets "$work/out" && live 0 '' status || return 1
	ends 1 'a sensor runs, but answers only its user' setpriv --reuid=12345 --regid=12345 \
		--clear-groups env HOME=/nonexistent "$redarc" explain $stranger && stop_judging
}

if [[ ! -x build/tests/netns/send ]]; then
	echo "SKIP live: build/tests/netns/send is missing; make test builds it"
else
	check "live: lists hold when the command returns" edits_hold_at_once
	check "live: learning is frozen, thawed and forgotten through the sensor" \
		learning_through_the_sensor
	check "live: the sensor explains what it does" explains_itself
	check "live: reports have what the sensor has not written yet" past_through_the_sensor
	check "live: the sensor of a state is found, and the only one that runs" finds_the_sensor
	check "live: a damaged list is said, and the others hold" damaged_list_is_no_gap
	check "live: whoever the socket does not belong to is hung up on" strangers_are_hung_up_on
	if python3 -c '' 2>/dev/null; then
		check "live: odd requests get an error, and harm nothing" odd_requests
		check "live: who says nothing gives way to who asks" silent_ones_give_way
	else
		echo "SKIP live: without python3 nothing odd can be said to the socket"
	fi
fi
