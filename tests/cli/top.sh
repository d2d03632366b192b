# SPDX-License-Identifier: BSD-2-Clause
# top.sh - who is busiest, as a list, as JSON and in a terminal; run.sh reads this inside its
# namespaces, behind live.sh.

tmux=(env -u TMUX tmux -S "$work/terminal" -f /dev/null)

# A stranger calls once, another thirty times, and ten call somebody else.
strangers_call() {
	build/tests/netns/send cli1 198.51.100.1 192.0.2.1 1 &&
		build/tests/netns/send cli1 198.51.100.2 192.0.2.1 30 &&
		build/tests/netns/send cli1 198.18.0.0+10 192.0.2.2 20 && sleep 0.6
}

top_lists() {
	start_judging && strangers_call || return 1
	live_json '.[0] | .total == 12 and (.rows | length) == 12 and .rows[0].peer == "198.51.100.2"
		and .rows[0].packets == 30 and .rows[0].direction == "in" and .rows[0].idle_s < 9
		and .rows[0].verdict == "unknown" and .rows[0].interface == "cli0"
		and .status.ledger.balanced' top --sort packets || return 1
	live_json '.[0].rows | length == 1' top --rows 1 || return 1
	live 0 '' top --sort packets || return 1
	grep -qE '^198\.51\.100\.2 +in +unknown +30 ' "$work/out" &&
		grep -q '^packets: .* balanced' "$work/out" || { cat "$work/out"; return 1; }
	stop_judging
}

top_names_hosts_inside() {
	start_judging && strangers_call || return 1
	live_json '.[0] | .total == 2 and .displaced == 0 and (.rows | map(.host)) == ["192.0.2.1",
		"192.0.2.2"] and (.rows | map(.packets)) == [31, 20] and .rows[0].strangers == 2
		and (.rows[1].strangers | . >= 8 and . <= 11)' top --local || return 1
	live_json '.[0].rows[0].host == "192.0.2.2"' top --local --sort peers || return 1
	live 2 'with --local' top --sort peers && stop_judging
}

# Frames at a steady pace have that rate, whichever way it is asked for.
top_tells_rates() {
	local sender

	start_judging || return 1
	build/tests/netns/send cli1 198.51.100.9 192.0.2.1 6000/1 &
	sender=$!
	sleep 1
	live_json '.[0] | .over_s > 0.9 and .rows[0].packets_s > 200
		and (.rows[0] | .bits_s / .packets_s | . > 8 * 45 and . < 8 * 47)' top || return 1
	wait "$sender"
	stop_judging
}

screen() { # pattern: the terminal shows it within three seconds
	local _

	for _ in {1..30}; do
		"${tmux[@]}" capture-pane -p 2>/dev/null | grep -qE -- "$1" && return
		sleep 0.1
	done
	echo "the terminal does not show $1, but:"
	"${tmux[@]}" capture-pane -p
	return 1
}

# What the shell in the terminal reads when top has ended says whether it was restored.
top_draws() {
	start_judging && strangers_call || return 1
	# The terminal's shell survives top, and the terminal this test.
	"${tmux[@]}" new-session -d -x 80 -y 24 \
		"stty -a >$work/before; $redarc top --sort packets --socket $socket
		echo ended \$?; stty -a >$work/after; sleep 60" || return 1
	trap '"${tmux[@]}" kill-server; kill "$sensor" 2>/dev/null && wait "$sensor"' EXIT
	screen '^198\.51\.100\.2 +in +unknown +30 ' &&
		"${tmux[@]}" send-keys s && screen 'by bytes' &&
		"${tmux[@]}" send-keys l && screen '^192\.0\.2\.1 +2 +31 ' &&
		"${tmux[@]}" send-keys s && screen 'hosts.* by peers' &&
		"${tmux[@]}" send-keys l && screen 'peers and directions, by rate' &&
		"${tmux[@]}" resize-window -x 40 -y 14 && screen '^198\.51\.100\.2 +in +unknown +[0-9.]+$' &&
		"${tmux[@]}" send-keys Down && screen '^PEER +DIR +VERDICT +PKT/S$' &&
		"${tmux[@]}" resize-window -x 7 -y 2 && screen '^PEER' &&
		"${tmux[@]}" resize-window -x 100 -y 30 && screen '^q quit' &&
		"${tmux[@]}" send-keys Space && screen '^paused' &&
		"${tmux[@]}" send-keys C-c && screen '^ended 0' &&
		sed -i '1d' "$work/before" "$work/after" && diff "$work/before" "$work/after" || return 1
	stop_judging
}

top_outlives_the_sensor() { # and says so, until another one answers
	start_judging || return 1
	"${tmux[@]}" new-session -d -x 80 -y 24 "$redarc top --socket $socket; echo ended \$?; sleep 60" ||
		return 1
	trap '"${tmux[@]}" kill-server; kill "$sensor" 2>/dev/null && wait "$sensor"' EXIT
	screen '^packets: ' && stop_judging && screen 'no answer' && start_judging &&
		trap '"${tmux[@]}" kill-server; kill "$sensor" 2>/dev/null && wait "$sensor"' EXIT &&
		strangers_call && screen '^198\.51\.100\.2 ' &&
		! "${tmux[@]}" capture-pane -p | grep 'no answer' &&
		"${tmux[@]}" send-keys q && screen '^ended 0' && stop_judging
}

top_without_a_terminal_type() {
	start_judging && strangers_call || return 1
	TERM=none script -qec "$redarc top --sort packets --socket $socket" /dev/null >"$work/out" </dev/null
	grep -q '^198\.51\.100\.2 ' "$work/out" || { cat "$work/out"; return 1; }
	stop_judging
}

# The status fails, as it has to, while the kernel had no room for some.
storm_says() { # jq filter
	"$redarc" status --socket "$socket" --json >"$work/out" 2>"$work/err"
	jq -es "$1" "$work/out" >/dev/null || { cat "$work/out" "$work/err"; return 1; }
}

storm_comes_and_is_told() {
	local _

	start_judging && build/tests/netns/send cli1 198.18.0.0+60000 192.0.2.1 60000/60 && sleep 0.6 ||
		return 1
	storm_says '.[0] | .storm.on and .storm.storms == 1 and .storm.peers > 1000
		and .peers.unknown < 20000 and .ledger.balanced' || return 1
	"$redarc" status --socket "$socket" 2>/dev/null >"$work/out"
	grep -q 'novelty storm: since .*Z, [0-9]* peers were not' "$work/out" ||
		{ cat "$work/out"; return 1; }
	for _ in {1..80}; do
		storm_says '.[0].storm.on | not' >/dev/null && break
		sleep 0.1
	done
	storm_says '.[0].storm | (.on | not) and has("until")' || return 1
	build/tests/netns/send cli1 $stranger 192.0.2.1 3 && sleep 0.6 &&
		live_json ".[0].rows[0] | .peer == \"$stranger\" and .packets == 3" top --sort last ||
		return 1
	kill "$sensor" && wait "$sensor"
	grep -q 'novelty storm: more than' "$work/sensor.err" &&
		grep -q 'novelty storm: over' "$work/sensor.err" || { cat "$work/sensor.err"; return 1; }
}

check "top: peers by packets, as JSON and as a list" top_lists
check "top: --local names the hosts inside that strangers call" top_names_hosts_inside
check "top: rates are those of the wire" top_tells_rates
check "storm: it is told while it lasts, ends by itself, and the ledger balances" \
	storm_comes_and_is_told
if ! grep -q ncurses < <(ldd "$redarc"); then
	echo "SKIP top: this build has no ncurses, so nothing is drawn"
elif ! command -v tmux >/dev/null; then
	echo "SKIP top: without tmux there is no terminal to draw on"
else
	check "top: a terminal shows it, follows keys and size, and is left as it was" top_draws
	check "top: a sensor that ends and another that starts are followed" top_outlives_the_sensor
	check "top: a terminal that nobody knows gets a list" top_without_a_terminal_type
fi
