#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# redarc-feed against a server of our own on loopback, which misbehaves in every way we know.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

if [[ ! -x build/redarc-feed ]]; then
	echo "SKIP redarc-feed was not built: libcurl is missing"
	exit 0
fi

work=$(mktemp -d)
server= daemon=
trap 'kill $server $daemon 2>/dev/null; rm -rf "$work"' EXIT
chmod 755 "$work"
install -m 755 build/redarc-feed "$work/redarc-feed"
feed=$work/redarc-feed
unset https_proxy HTTPS_PROXY all_proxy ALL_PROXY

make_certificates() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 \
		-subj "/CN=redarc tests" -addext subjectAltName=IP:127.0.0.1 \
		-keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
}

start_server() {
	: >"$work/ports"
	/usr/bin/python3 tests/feed/server.py "$work" >"$work/ports" &
	server=$!
	for ((i = 0; i < 100; i++)); do
		read -r port http_port <"$work/ports" && return
		sleep 0.1
	done
	echo "the server did not start"
	return 1
}

# So many addresses of 198.18.0.0/16, a line each.
addresses() { # how many
	seq 0 $(($1 - 1)) | awk '{ print "198.18." int($1 / 256) "." $1 % 256 }'
}

# A state folder that is not root's, for root to become its owner.
new_state() {
	rm -rf "$work/state"
	mkdir "$work/state"
	[[ $(id -u) != 0 ]] || chown 65534:65534 "$work/state"
}

configure() { # url, further lines of its section...
	printf '[redarc]\nanything = goes\n[feed]\nca = %s/cert.pem\n' "$work" >"$work/conf"
	printf '[list sample]\nkind = block\nurl = %s\n' "$1" >>"$work/conf"
	shift
	(($# == 0)) || printf '%s\n' "$@" >>"$work/conf"
}

# Run redarc-feed; true when it ends with this status, its line begins so, and standard error
# has a line that matches, if a pattern is given.
gives() { # status, line, pattern, argument...
	local status=$1 line=$2 pattern=$3 got

	shift 3
	timeout 60 "$feed" --config "$work/conf" --state "$work/state" "$@" \
		>"$work/out" 2>"$work/err" </dev/null
	got=$?
	if [[ $got = "$status" && $(tr -s ' ' <"$work/out") = "$line"* ]]; then
		[[ -z $pattern ]] || grep -qE -- "$pattern" "$work/err" && return
	fi
	echo "exit status $got, wanted $status, \"$line\" and a line like: ${pattern:-(any)}"
	cat "$work/out"
	head -n 20 "$work/err"
	return 1
}

https() { printf 'https://127.0.0.1:%s/%s' "$port" "$1"; }

# What was asked of the server, from the last to the first.
asked() { tac "$work/log"; }

# A good list of 100 entries stands there, and its next version is elsewhere.
given_a_good_list() { # path of the next version, further lines...
	local path=$1

	shift
	new_state
	addresses 100 >"$work/list.txt"
	configure "$(https list.txt)" "$@"
	gives 0 "sample new 100 entries 100 taken" "" || return
	configure "$(https "$path")" "$@"
}

fetches() {
	new_state
	addresses 100 >"$work/list.txt"
	configure "$(https list.txt)"
	gives 0 "sample new 100 entries 100 taken 0 stripped 0 refused age 0 s" ""
}

asks_whether_it_changed() {
	given_a_good_list list.txt || return
	sleep 1.1
	gives 0 "sample unchanged 100 entries 0 taken 0 stripped 0 refused age 0 s" "" || return
	[[ $(asked | head -n 1) = "https /list.txt 304" ]] || { asked; return 1; }
	gives 0 "sample new 100 entries 100 taken" "" --force
}

asks_by_date() {
	new_state
	configure "$(https dated)"
	gives 0 "sample new 1 entries" "" && gives 0 "sample unchanged 1 entries" ""
}

fetches_all_when_read_otherwise() {
	given_a_good_list list.txt || return
	configure "$(https list.txt)" "direction = out"
	gives 0 "sample new 100 entries" ""
}

fetches_all_when_the_list_is_lost() {
	given_a_good_list list.txt || return
	printf x >>"$work/state/lists/block-sample.list"
	gives 0 "sample new 100 entries" "block-sample.list: cut short or damaged"
}

# The server says "not modified" to who never read anything.
refuses_unasked_304() {
	new_state
	configure "$(https never-changed)"
	gives 1 "sample none 0 entries" "the server says 304"
}

keeps() { # pattern, path of the next version, further lines...
	local pattern=$1

	shift
	given_a_good_list "$@" || return
	gives 1 "sample kept 100 entries" "$pattern" || return
	configure "$(https list.txt)"
	gives 0 "sample new 100 entries" ""
}

follows_a_redirect() {
	new_state
	addresses 100 >"$work/list.txt"
	configure "$(https to-ok)"
	gives 0 "sample new 100 entries" ""
}

never_asks_by_http() {
	keeps "redirected to what is not https" to-http || return
	! asked | grep -q '^http '
}

judges_size() { # entries of the next version, pattern; none: it is taken
	given_a_good_list next.txt || return
	addresses "$1" >"$work/next.txt"
	if [[ -z ${2-} ]]; then
		gives 0 "sample new $1 entries" ""
	else
		gives 1 "sample kept 100 entries" "$2"
	fi
}

takes_any_size_when_told() {
	judges_size 49 "shrank from 100 entries to 49" || return
	gives 0 "sample new 49 entries" "" --force || return
	addresses 1000 >"$work/next.txt"
	configure "$(https next.txt)" "any_size = yes"
	gives 0 "sample new 1000 entries" ""
}

keeps_what_is_gone() {
	given_a_good_list list.txt || return
	rm "$work/list.txt"
	gives 1 "sample kept 100 entries" "the server says 404"
}

trusts_only() { # url, "ca" or "", pattern
	new_state
	addresses 100 >"$work/list.txt"
	configure "$1"
	[[ $2 ]] || sed -i '/^ca = /d' "$work/conf"
	gives 1 "sample none 0 entries" "$3"
}

sends_what_it_is() {
	new_state
	configure "$(https agent)"
	gives 0 "sample new 1 entries" ""
}

sends_no_cookie() {
	new_state
	configure "$(https cookie)"
	gives 0 "sample new 1 entries" ""
}

reads_a_file() {
	new_state
	addresses 7 >"$work/a list.txt"
	configure "file://$work/a%20list.txt"
	gives 0 "sample new 7 entries" "" && gives 0 "sample unchanged 7 entries" "" || return
	addresses 8 >"$work/a list.txt"
	gives 0 "sample new 8 entries" ""
}

reads_no_other_file() { # path, pattern
	new_state
	configure "file://$1" "most = 4K"
	gives 1 "sample none 0 entries" "$2"
}

bounds_its_notes() {
	new_state
	{ addresses 1; seq 1 832 | sed 's/.*/10.0.0.&/'; } >"$work/list.txt"
	configure "$(https list.txt)"
	gives 0 "sample new 1 entries 1 taken" "sample: \.\.\. and 812 more" || return
	[[ $(wc -l <"$work/err") = 21 ]] || { wc -l "$work/err"; return 1; }
}

fetches_the_others() {
	given_a_good_list list.txt || return
	printf '[list gone]\nkind = block\nurl = %s\n[list other]\nkind = label\nurl = %s\n' \
		"$(https gone.txt)" "$(https list.txt)" >>"$work/conf"
	gives 1 "sample unchanged 100" "gone.txt: the server says 404" || return
	grep -q '^gone  *none' "$work/out" && grep -q '^other  *new  *100' "$work/out" || return
	gives 0 "other unchanged 100" "" other || return
	gives 1 "" "nobody: no list of" nobody
}

withdraws() {
	given_a_good_list list.txt || return
	[[ -e $work/state/lists/block-sample.list ]] || return
	sed -i 's/kind = block/kind = allow/' "$work/conf"
	gives 0 "sample new 100" "" || return
	[[ ! -e $work/state/lists/block-sample.list ]] || return
	[[ -e $work/state/lists/allow-sample.list ]] || return
	sed -i 's/list sample/list renamed/' "$work/conf"
	gives 0 "renamed new 100" "sample: withdrawn" || return
	[[ ! -e $work/state/lists/allow-sample.list && -e $work/state/lists/allow-renamed.list ]]
}

spares_a_list_from_elsewhere() {
	given_a_good_list list.txt || return
	rm "$work"/state/lists/*.meta
	configure "$(https to-ok)"
	gives 1 "sample kept 100" "a list of this name is there already, from https:" || return
	echo '[feed]' >"$work/conf" # names it no more
	gives 0 "" "" || return
	! grep -q withdrawn "$work/err" && [[ -e $work/state/lists/block-sample.list ]] || return
	configure "$(https to-ok)"
	gives 0 "sample new 100" "" --force
}

becomes_the_owner() {
	local owner

	given_a_good_list list.txt || return
	owner=$(stat -c %u "$work/state/lists/block-sample.list")
	[[ $owner = 65534 ]] || { echo "its owner is $owner"; return 1; }
	chown root "$work/state"
	gives 1 "" "belongs to root"
}

# In a namespace of its own, that has one of the listed addresses.
strips_own() {
	new_state
	printf '203.0.113.1\n203.0.113.9\n' >"$work/list.txt"
	configure "file://$work/list.txt"
	export -f gives
	export feed work
	unshare --net bash -c 'ip link set lo up && ip address add 203.0.113.9/32 dev lo &&
		gives 0 "sample new 1 entries 1 taken 1 stripped" "203.0.113.9"'
}

says_where_it_is_wrong() {
	new_state
	configure "$(https list.txt)" "colour = red"
	gives 1 "" "conf:8: colour: no key of \[list\]" && gives 1 "" "conf:8: colour" --check
}

checks() {
	configure "$(https list.txt)"
	gives 0 "sample block auto every 6 h https://127.0.0.1" "" --check
}

refuses_options() {
	gives 2 "" "--colour: no such option" --colour && gives 2 "" "--state: needs DIR" --state &&
		gives 2 "" "--every: keeps all" --every --once
}

says() { # number of lines at least, pattern, file
	local i

	for ((i = 0; i < 100; i++)); do
		(($(grep -cE -- "$2" "$3") < $1)) || return 0
		sleep 0.1
	done
	echo "not $1 lines like $2 in:"
	cat "$3"
	return 1
}

start_daemon() {
	: >"$work/day.out"
	: >"$work/day.err"
	"$feed" --config "$work/conf" --state "$work/state" --every >"$work/day.out" \
		2>"$work/day.err" </dev/null &
	daemon=$!
}

ends_daemon() {
	local start=$SECONDS status

	kill "$daemon"
	wait "$daemon"
	status=$?
	daemon=
	((status == 0 && SECONDS - start < 4)) || { echo "status $status"; return 1; }
}

stays() {
	new_state
	addresses 100 >"$work/list.txt"
	configure "$(https list.txt)"
	start_daemon
	says 1 '^sample +new +100 ' "$work/day.out" || return
	printf '[list second]\nkind = block\nurl = %s\n' "$(https list.txt)" >>"$work/conf"
	kill -HUP "$daemon"
	says 1 '^second +new +100 ' "$work/day.out" || return
	echo "colour = red" >>"$work/conf"
	kill -HUP "$daemon"
	says 1 'conf:11: colour: .*what was read before stays' "$work/day.err" || return
	ends_daemon || return
	[[ $(wc -l <"$work/day.out") = 2 ]] || { cat "$work/day.out"; return 1; }
}

stays_as_it_was() {
	start=$(wc -l <"$work/log")
	sed -i '/colour/d' "$work/conf"
	start_daemon
	sleep 1
	ends_daemon || return
	[[ $(wc -l <"$work/log") = "$start" ]] || { echo "it asked again"; return 1; }
}

ends_within_a_transfer() {
	new_state
	configure "$(https hang)"
	start_daemon
	sleep 1
	ends_daemon
}

make_certificates || { echo "not ok 1 - feed: certificates can be made"; exit 1; }
: >"$work/log"
[[ $(id -u) != 0 ]] || chmod 666 "$work/log"
start_server || { echo "not ok 1 - feed: the server starts"; exit 1; }

check "feed: a list is fetched and published" fetches
check "feed: what did not change is not fetched again (ETag)" asks_whether_it_changed
check "feed: what did not change is not fetched again (Last-Modified)" asks_by_date
check "feed: a list that is to be read otherwise is fetched again" fetches_all_when_read_otherwise
check "feed: a list that was damaged is fetched again" fetches_all_when_the_list_is_lost
check "feed: \"not modified\" is no answer to who has nothing" refuses_unasked_304
check "feed: a redirect within https is followed" follows_a_redirect
check "feed: a redirect to http is refused, and nobody asks there" never_asks_by_http
check "feed: a redirect to a file is refused" keeps "redirected to what is not https" to-file
check "feed: redirects come to an end" keeps "redirected more than 5 times" to-loop
check "feed: a portal's page is no list" keeps "HTML" portal
check "feed: half a transfer is none" keeps "transfer closed with [0-9]+ bytes remaining" cut
check "feed: no content is no list" keeps "the server says 204" nothing
check "feed: an error's page is no list" keeps "the server says 500" broken
check "feed: who drips is given up" keeps "too slow|timed out" drip "timeout = 4s"
check "feed: more than was allowed is given up" keeps "more than 65536 bytes" large "most = 64K"
check "feed: what says to be too large is not begun" keeps "more than 65536 bytes" large-said \
	"most = 64K"
check "feed: half of the last list is taken" judges_size 50
check "feed: less than half is refused" judges_size 49 "shrank from 100 entries to 49"
check "feed: ten times as much is taken" judges_size 1000
check "feed: more than tenfold is refused" judges_size 1001 "grew from 100 entries to 1001"
check "feed: nothing is refused" judges_size 0 "empty"
check "feed: any size is taken from who says so" takes_any_size_when_told
check "feed: the last good list stays when it is gone" keeps_what_is_gone
check "feed: a certificate that nobody vouches for is refused" \
	trusts_only "$(https list.txt)" "" "certificate"
check "feed: a certificate for another name is refused" \
	trusts_only "https://localhost:$port/list.txt" ca "does not match|no alternative"
check "feed: it says what it is, and nothing else" sends_what_it_is
check "feed: it keeps no cookies" sends_no_cookie
check "feed: a file is read, and again when it changed" reads_a_file
check "feed: a device is no list" reads_no_other_file /dev/zero "not a regular file"
check "feed: a folder is no list" reads_no_other_file "$work" "not a regular file"
check "feed: a file that is too large is no list" reads_no_other_file "$feed" "more than 4096 bytes"
check "feed: a file that is not there is no list" reads_no_other_file /nowhere "No such file"
check "feed: what it says of a list is bounded" bounds_its_notes
check "feed: one that fails keeps no other" fetches_the_others
check "feed: what the configuration no longer names is withdrawn" withdraws
check "feed: a list from elsewhere is not overwritten" spares_a_list_from_elsewhere
if [[ $(id -u) = 0 ]]; then
	check "feed: root becomes the owner of the state" becomes_the_owner
	check "feed: this machine's own addresses are stripped" strips_own
else
	echo "SKIP feed: only root can become the owner of the state"
	echo "SKIP feed: only root can give a namespace an address"
fi
check "feed: a bad configuration is named with file and line" says_where_it_is_wrong
check "feed: --check says what would be fetched" checks
check "feed: bad options are refused" refuses_options
check "feed: --every stays, rereads on SIGHUP, and ends on SIGTERM" stays
check "feed: --every, started again, fetches what is due only" stays_as_it_was
check "feed: SIGTERM ends a transfer" ends_within_a_transfer
verdict_end
