# SPDX-License-Identifier: BSD-2-Clause
# log.sh - who keeps messages and alerts; run.sh reads this inside its namespaces.

journal=/run/systemd/journal/socket syslog=/dev/log

# A prefix for commands: /run and /dev hold only what is made there.
# shellcheck disable=SC2016
apart=(unshare --mount --propagation private bash -c '
	mkdir -p "$0/dev" && mount -t tmpfs -o mode=755 dev "$0/dev" &&
		mount -t tmpfs -o mode=755 run /run && mkdir -p /run/systemd/journal || exit 99
	for file in null full urandom; do
		: >"$0/dev/$file" && mount --bind "/dev/$file" "$0/dev/$file" || exit 99
	done
	mount --rbind "$0/dev" /dev && exec "$@"' "$work")

keeps() { # reads or stalls, service, option...: a replay while that service is there
	local how=$1 service=$2 queue

	shift 2
	[[ $how = stalls ]] && queue=10 || queue=512 # messages; systemd makes it 512
	echo $queue >/proc/sys/net/unix/max_dgram_qlen
	ends 0 '' "${apart[@]}" tests/cli/hear.py "$how" "${!service}" "$work/heard" \
		"$redarc" replay $without_window --learn 0 --log "$service" "$@"
}

# Messages, each a line, that have all of these words.
heard() { # pattern...
	local messages pattern

	messages=$(tr '\n' '|' <"$work/heard" | sed 's/|--|/\n/g')
	for pattern; do
		messages=$(grep -E -- "$pattern" <<<"$messages") && continue
		echo "nothing like $pattern among:"
		cat "$work/heard"
		return 1
	done
	printf '%s\n' "$messages"
}

journal_has_fields() {
	keeps reads journal "$work/good.pcap" &&
		heard '^MESSAGE=unknown peer 198\.51\.100\.1, in' '\|PRIORITY=5\|' \
			'\|SYSLOG_IDENTIFIER=redarc\|' '\|REDARC_PEER=198\.51\.100\.1\|' \
			'\|REDARC_DIRECTION=in\|' '\|REDARC_VERDICT=unknown\|' \
			'\|REDARC_REASON=not known, in no direction\|' \
			'\|REDARC_INTERFACE=good\.pcap\|' &&
		heard '^MESSAGE=3 packets: ' && ! grep -E 'peer|packets' "$work/err"
}

blocked_is_a_warning() {
	local state="--state $work/blocked"

	"$redarc" block add 198.51.100.2 $state 2>/dev/null || return 1
	without_window="--no-globe $state" keeps reads journal "$work/good.pcap" &&
		heard 'REDARC_PEER=198\.51\.100\.2\|' '\|PRIORITY=4\|' '\|REDARC_LIST=user\|' \
			'\|REDARC_REASON=blocked by the user\|'
}

syslog_has_the_sentence() {
	keeps reads syslog "$work/good.pcap" &&
		heard '^<29>[A-Z][a-z]{2} [ 0-9]{2} [0-9:]{8} redarc\[[0-9]+\]: unknown peer 198\.51\.100\.3, in'
}

flood_is_bounded() {
	local told untold

	write_capture "$work/flood.pcap" 250
	# Of nobody's past: other tests may have let somebody in.
	without_window="--no-globe --state $work/flood" \
		keeps reads journal "$work/flood.pcap" || return 1
	told=$(grep -c '^MESSAGE=unknown peer ' "$work/heard")
	untold=$(sed -n 's/^MESSAGE=\([0-9]*\) more red peers .*/\1/p' "$work/heard" |
		awk '{ n += $1 } END { print n + 0 }')
	((told >= 100 && untold > 0 && told + untold == 250)) && return
	echo "$told told, $untold not, of 250"
	return 1
}

stalled_service_keeps_nobody_waiting() {
	keeps stalls "$1" "$work/good.pcap" "$work/flood.pcap" &&
		grep -q '^redarc: 253 packets: ' "$work/err" || { cat "$work/err"; return 1; }
}

nobody_listens() { # service
	ends 1 "error: --log $1: ${!1}: No such file or directory" "${apart[@]}" \
		"$redarc" replay $without_window --log "$1" "$work/good.pcap"
}

check "log: the journal gets alerts with their fields, and standard error none" \
	journal_has_fields
check "log: what is blocked is a warning there" blocked_is_a_warning
check "log: syslog gets the same sentence" syslog_has_the_sentence
check "log: of a flood a hundred alerts a second are told, the rest is counted" flood_is_bounded
for service in journal syslog; do
	check "log: a $service that does not read keeps nobody waiting" \
		stalled_service_keeps_nobody_waiting $service
	check "log: without a $service that is said at the start" nobody_listens $service
done
