# SPDX-License-Identifier: BSD-2-Clause
# learn.sh - learn, judge and explain on a stored state; run.sh reads this.

on_past() { # status, pattern, argument...
	ends "$1" "$2" "$redarc" "${@:3}" --state "$work/past"
}

past_says() { # pattern on standard output, argument...
	on_past 0 '' "${@:2}" || return 1
	grep -qE -- "$1" "$work/out" || { cat "$work/out"; return 1; }
}

past_json() { # jq filter over all lines, argument...
	on_past 0 '' "${@:2}" --json || return 1
	jq -es "$1" "$work/out" >/dev/null || { cat "$work/out"; return 1; }
}

renew_past() {
	rm -rf "$work/past"
	mkdir -m 755 "$work/past"
	build/tests/cli/past "$work/past" || return 1
	[[ $(id -u) != 0 ]] || chown -R 65534:65534 "$work/past" # as a sensor leaves it
}

frozen_is_remembered() {
	past_json '.[0] == {"frozen": true}' learn freeze || return 1
	"$redarc" check --state "$work/past" >"$work/out"
	grep -q '^learning *frozen: 2 candidate, 2 trusted, 0 expired, 1 blocked' "$work/out" ||
		{ cat "$work/out"; return 1; }
	past_json '.[0] == {"frozen": false}' learn thaw || return 1
	"$redarc" check --state "$work/past" >"$work/out"
	grep -q '^learning *goes on: ' "$work/out"
}

check_in_json() {
	ends "$([[ $(id -u) = 0 ]] && echo 0 || echo 1)" '' "$redarc" check --json --state "$work/past"
	jq -es 'any(.[]; .what == "state" and .fine and (.says | test("5 rows"))) and
		(last | has("ready"))' "$work/out" >/dev/null || { cat "$work/out"; return 1; }
	ends 1 '' "$redarc" check no0 --json --state "$work/past" &&
		jq -es 'any(.[]; .what == "interface" and (.fine | not)) and
			last == {"ready": false}' "$work/out" >/dev/null
}

forgets_an_hour() { # of one who was seen before, too
	past_json '.[0].rows == 1' learn forget --last 90m &&
		past_json '.[0].out.hours == 3' explain 203.0.113.60
}

forgets_peers() {
	past_json '.[0].rows == 2' learn forget --peer 203.0.113.0/24 &&
		past_json '.[0].by == "user" and .[0].why == "forgot 2 rows of 203.0.113.0/24" and
			(.[0] | has("peer") | not)' learn log &&
		past_says '^20.* by user +forgot 2 rows of 203\.0\.113\.0/24$' learn log &&
		past_json '.[0].in.seen == false' explain 203.0.113.50 &&
		past_json '.[0].out.seen' explain 198.51.100.10
}

forgets_since() {
	past_json '.[0].rows == 3' learn forget --since 1970-01-02 --peer 0.0.0.0/0 &&
		past_json 'length == 0' learn report
}

explain_of_known() {
	past_says '^Out: trusted since .*, by the rule\.' explain 198.51.100.10 &&
		past_says '^Other known peers of its /24: 1 \(198\.51\.100\.11\)\.' \
			explain 198.51.100.10 &&
		past_says '^What outranks what: ' explain 198.51.100.10 &&
		past_says '^Hours seen, the last 48, oldest first: [.#]{48}$' explain 198.51.100.10
}

two_keep_out_of_the_way() { # a history that another one keeps is not changed
	flock "$work/past" timeout 30 "$redarc" learn freeze --state "$work/past" 2>"$work/err"
	[[ $? = 1 ]] && grep -q 'past: a sensor keeps it' "$work/err" || { cat "$work/err"; return 1; }
}

damaged_history() {
	cp -r "$work/past" "$work/broken"
	dd if=/dev/urandom of="$work/broken/history.db" bs=1k seek=4 count=8 conv=notrunc status=none
	for command in 'learn report' 'learn log' 'learn freeze' judge 'explain 198.51.100.10' check; do
		# shellcheck disable=SC2086
		"$redarc" $command --state "$work/broken" >"$work/out" 2>&1
		[[ $? = 1 ]] && grep -q 'history.db' "$work/out" ||
			{ echo "$command"; cat "$work/out"; return 1; }
	done
	ends 0 '' "$redarc" allow add 198.51.100.98 --state "$work/broken" || return 1
	ends 1 'history.db' "$redarc" allow list --state "$work/broken"
	grep -q '^198\.51\.100\.98 ' "$work/out"
}

without_history() { # nobody was ever seen: an empty answer, and a line that says why
	mkdir -p "$work/unseen"
	for command in 'learn report' 'learn log' 'learn log --json' judge 'explain 198.51.100.1'; do
		# shellcheck disable=SC2086
		ends 0 'unseen/history.db: there is no history yet' "$redarc" $command \
			--state "$work/unseen" || return 1
	done
}

explain_without_state() {
	ends 0 "there is no state at $work/nowhere yet" "$redarc" explain 198.51.100.1 \
		--state "$work/nowhere" &&
		grep -q '^In: never seen, would be learning: ' "$work/out" &&
		grep -q '^No list names it' "$work/out" || { cat "$work/out"; return 1; }
	[[ ! -e $work/nowhere ]]
}

check "learn: something has to be asked" ends 2 'freeze .*report' "$redarc" learn
check "learn: what is none is refused" ends 2 'freeze .*report' "$redarc" learn fast
check "learn: what is to be forgotten has to be said" \
	ends 2 'learn forget: .*--last' "$redarc" learn forget
check "learn: a time that is none is refused" \
	ends 2 '--since yesterday: ' "$redarc" learn forget --since yesterday
check "judge: what is still to come cannot be judged" \
	ends 2 'judge: --since: that is still to come' "$redarc" judge --since 2100-01-01
check "judge: what is forgotten cannot be judged" \
	ends 2 'judge: --last: .* 30 days' "$redarc" judge --last 31d
check "judge: takes no argument" ends 2 'eth0: ' "$redarc" judge eth0
check "explain: wants one address" ends 2 'redarc explain ADDRESS' "$redarc" explain
check "explain: what is no address is refused" ends 2 '198.51.100.256: ' "$redarc" explain 198.51.100.256
for command in 'learn report' 'learn log' judge; do
	# shellcheck disable=SC2086
	check "state: without one, $command says so" \
		ends 1 'nowhere: .*choose another' "$redarc" $command --state "$work/nowhere"
done
check "explain: without a state it tells what a start would do" explain_without_state
check "state: without a history, nobody was seen" without_history
check "learn: a history of some days is there" renew_past
check "learn: the report has the doubts, the worst first" past_json \
	'[.[].peer] == ["203.0.113.50", "203.0.113.60", "198.51.100.10", "198.51.100.11"]' \
	learn report
check "learn: a beacon of a rare network is held" past_json \
	'.[0].held and (.[0].doubts | test("beacon \\(95\\), nobody else of AS64503"))' \
	learn report --peer 203.0.113.60
check "learn: the report is a table" past_says \
	'^203\.0\.113\.50 +in +blocked .* once on a blocklist' learn report
check "learn: the log tells who moved whom, and why" past_json \
	'any(.[]; .peer == "203.0.113.50" and .to == "blocked" and .by == "list" and .why == "drop")' \
	learn log
check "learn: the log of one peer is its own" past_json \
	'length == 1 and .[0].by == "rule"' learn log --peer 198.51.100.10
check "learn: what is frozen stays so, until it is thawed" frozen_is_remembered
check "judge: another window, another verdict" past_json \
	'.[0].unknown == {"in": 1, "out": 1} and .[0].allowed == {"in": 0, "out": 2} and length == 3' \
	judge --window 48h --last 24h
check "judge: a narrow window knows nobody" past_json \
	'.[0].unknown == {"in": 1, "out": 3} and .[1].peer == "203.0.113.60"' \
	judge --window 1h --last 6h
check "judge: the unknown are listed, the newest first" past_says \
	'^203\.0\.113\.60 +out .*AS64503 +JP' judge --window 1h --last 6h
check "check: answers in JSON" check_in_json
check "explain: who is trusted, since when, and who else is known there" explain_of_known
check "explain: who is held, and why" past_says \
	'^Out: held back: as regular as a beacon \(95\)' explain 203.0.113.60
check "explain: what a candidate still lacks" past_says \
	'^Out: to be trusted it has to be seen in 2 more hours' explain 198.51.100.12
check "allow: who is learned is listed as well" past_json \
	'any(.[]; .prefix == "198.51.100.10" and .origin == "history" and .source == "rule")' allow list
check "learn: an hour is forgotten, what was before stays" forgets_an_hour
check "learn: peers are forgotten, others stay" forgets_peers
check "state: a history that is kept by another is left alone" two_keep_out_of_the_way
check "state: a damaged history is named, and not used" damaged_history
check "learn: all that is named can be forgotten" forgets_since
