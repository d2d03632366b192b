# SPDX-License-Identifier: BSD-2-Clause
# lists.sh - allow, block and label on a stored state; run.sh reads this.

on_lists() { # status, pattern, argument...
	ends "$1" "$2" "$redarc" "${@:3}" --state "$work/lists"
}

prints() { # pattern on standard output, argument...
	on_lists 0 '' "${@:2}" || return 1
	grep -qE -- "$1" "$work/out" || { cat "$work/out"; return 1; }
}

prints_not() { # pattern, argument...
	on_lists 0 '' "${@:2}" || return 1
	! grep -E -- "$1" "$work/out"
}

counts() { # lines of JSON, argument...
	on_lists 0 '' "${@:2}" --json || return 1
	[[ $(jq -s length "$work/out") = "$1" ]] || { cat "$work/out"; return 1; }
}

json_says() { # jq filter that is true of one of the lines, argument...
	on_lists 0 '' "${@:2}" --json || return 1
	jq -es "any(.[]; $1)" "$work/out" >/dev/null || { cat "$work/out"; return 1; }
}

add_then_take_directions() {
	on_lists 0 '' block add 198.51.100.40 --direction in &&
		json_says '.prefix == "198.51.100.40" and .direction == "in"' block list &&
		on_lists 0 '' block add 198.51.100.40 --direction out &&
		json_says '.prefix == "198.51.100.40" and .direction == "both"' block list &&
		on_lists 0 '' block del 198.51.100.40 --direction in &&
		json_says '.prefix == "198.51.100.40" and .direction == "out"' block list &&
		on_lists 1 '198.51.100.40: ' block del 198.51.100.40 --direction in &&
		on_lists 0 '' block del 198.51.100.40 &&
		prints_not '198\.51\.100\.40' block list
}

keeps_provenance() {
	on_lists 0 '' block add 198.51.100.41 --reason 'rang at night' --expires 1h &&
		json_says '.prefix == "198.51.100.41" and .reason == "rang at night" and
			.source == "user '"$(id -u)"'" and
			(.expires[0:19] + "Z" | fromdate) - (.added[0:19] + "Z" | fromdate) == 3600' \
			block list || return 1
	on_lists 0 '198.51.100.41: was there already, .*: both ways, expires 2.*; rang at night$' \
		block add 198.51.100.41 --direction in --expires 30m &&
		json_says '.prefix == "198.51.100.41" and .reason == "rang at night" and
			(.expires[0:19] + "Z" | fromdate) - (.added[0:19] + "Z" | fromdate) == 3600' \
			block list
}

# One entry a prefix: what is not spoken of keeps what protects longest, the rest is as asked for.
keeps_what_protects_longest() {
	on_lists 0 '' block add 198.51.100.43 --direction in --reason 'for ever' &&
		on_lists 0 '198.51.100.43: was there already, .*: both ways, expires never; for ever$' \
			block add 198.51.100.43 --direction out --expires 1h &&
		json_says '.prefix == "198.51.100.43" and .direction == "both" and
			.expires == null' block list &&
		on_lists 0 'both ways, expires 2' block add 198.51.100.43 --expires 1h &&
		json_says '.prefix == "198.51.100.43" and .expires != null' block list &&
		on_lists 0 'both ways, expires never; once more$' \
			block add 198.51.100.43 --reason 'once more' &&
		json_says '.prefix == "198.51.100.43" and .expires == null' block list &&
		on_lists 0 '' block del 198.51.100.43
}

expired_holds_no_more() {
	on_lists 0 '' block add 198.51.100.44 --list old --direction in --expires 1s &&
		on_lists 0 '' block add 198.51.100.45 --list old || return 1
	sleep 1.1
	json_says '.prefix == "198.51.100.44" and .expired' block list --list old &&
		json_says '.prefix == "198.51.100.45" and (.expired | not)' block list --list old &&
		prints '^198\.51\.100\.44 .* expired 2' block list --list old &&
		prints '^198\.51\.100\.45$' block export --list old &&
		prints_not '^198\.51\.100\.44' block export --list old || return 1
	on_lists 0 '' block add 198.51.100.44 --list old --direction out || return 1
	! grep -q 'was there' "$work/err" &&
		json_says '.prefix == "198.51.100.44" and .direction == "out"' block list --list old
}

lists_one_direction() {
	on_lists 0 '' block add 198.51.100.46 --list ways --direction in &&
		on_lists 0 '' block add 198.51.100.47 --list ways --direction out &&
		on_lists 0 '' block add 198.51.100.48 --list ways &&
		counts 3 block list --list ways && counts 2 block list --list ways --direction in &&
		prints_not '^198\.51\.100\.46' block list --list ways --direction out
}

others_lists_stay_theirs() {
	local file=$work/theirs.txt

	echo 203.0.113.90 >"$file"
	on_lists 0 '' block import "$file" &&
		on_lists 0 "block list theirs comes from $file: its next fetch or import replaces" \
			block add 203.0.113.91 --list theirs &&
		json_says '.prefix == "203.0.113.91" and .source == "'"$file"'" and
			.reason == "added by user '"$(id -u)"'"' block list --list theirs || return 1
	on_lists 0 '' block add 203.0.113.91 --list mine && ! grep -q 'replaces' "$work/err" &&
		json_says '.prefix == "203.0.113.91" and .reason == ""' block list --list mine
}

yours_is_not_replaced_by_chance() {
	echo 203.0.113.92 >"$work/user.txt"
	on_lists 0 '' block add 198.51.100.49 &&
		on_lists 2 'user.txt: --list NAME .*--list user replaces' block import "$work/user.txt" &&
		prints '^198\.51\.100\.49 ' block list --list user
}

says_why_it_is_none() { # text, reason
	on_lists 2 "$1: $2" block add "$1" && on_lists 2 "$1: $2" block del "$1" &&
		on_lists 2 "$1: $2" explain "$1"
}

counts_entries_once() {
	yes 203.0.113.93 | head -n 5000 >"$work/same.txt"
	on_lists 0 'same.txt: 5000 taken, .*: block list same has 1 entry$' \
		block import "$work/same.txt"
}

tells_of_v6() {
	echo 2001:db8::/32 >"$work/six.txt"
	on_lists 0 'six.txt: IPv6 is kept, but not judged yet' block import "$work/six.txt" &&
		on_lists 0 '2001:db8::7: kept, but IPv6 is not judged yet' block add 2001:db8::7
}

bad_one_changes_nothing() {
	on_lists 2 '300.1.1.1: ' block add 198.51.100.42 300.1.1.1 && prints_not '100\.42' block list &&
		on_lists 2 '198.51.100.1/24: ' block add 198.51.100.1/24
}

imports_and_says_so() {
	printf '# a list\n198.51.100.0/24\n\n10.0.0.0/8\n0.0.0.0/4\n010.1.1.1\n203.0.113.9 # why\n' \
		>"$work/Some list.v2.txt"
	on_lists 0 'Some list.v2.txt:4: 10.0.0.0/8: ' block import "$work/Some list.v2.txt" &&
		grep -q ': 2 taken, 2 stripped, 1 refused: block list some-list has 2 entries$' "$work/err" ||
		{ cat "$work/err"; return 1; }
	grep -q 'v2.txt:6: 010.1.1.1: ' "$work/err" && counts 2 block list --list some-list &&
		json_says '.source | endswith("Some list.v2.txt")' block list --list some-list
}

import_replaces() {
	echo 203.0.113.77 | "$redarc" block import - --list some-list --state "$work/lists" \
		2>"$work/err" || return 1
	counts 1 block list --list some-list
}

import_of_own_address() {
	local own=203.0.113.200

	ip address add "$own/32" dev lo && ip link set lo up || return 1
	printf '%s\n203.0.113.201\n' "$own" >"$work/own.txt"
	on_lists 0 "own.txt:1: $own: " block import "$work/own.txt" && counts 1 block list --list own
}

bounded_notes() {
	seq -f '10.0.0.%g' 1 60 >"$work/near.txt"
	echo 203.0.113.5 >>"$work/near.txt"
	on_lists 0 '\.\.\. and 40 more' block import "$work/near.txt" &&
		[[ $(grep -c 'near.txt:[0-9]' "$work/err") = 20 ]] || { cat "$work/err"; return 1; }
}

keeps_near_addresses() {
	printf '192.168.1.7\n127.0.0.1\n' >"$work/mine.txt"
	on_lists 0 'mine.txt:2: ' allow import "$work/mine.txt" --list user &&
		json_says '.prefix == "192.168.1.7"' allow list --list user
}

# What is exported, imported into another list and exported again is the same but for names.
round_trip() { # format, fields of the entries that come back
	local fields="[.[] | {prefix, $2}]"

	"$redarc" block export --list trip --format "$1" --state "$work/lists" >"$work/trip.$1" &&
		on_lists 0 '' block import "$work/trip.$1" --list back || return 1
	diff <("$redarc" block list --list trip --json --state "$work/lists" | jq -s "$fields") \
		<("$redarc" block list --list back --json --state "$work/lists" | jq -s "$fields")
}

prepare_trip() {
	on_lists 0 '' block add 198.51.100.0/25 203.0.113.4 2001:db8::/32 --list trip &&
		on_lists 0 '' block add 203.0.113.99 --list trip --direction in --expires 9h \
			--reason 'a "quoted" reason'
}

cut_file() { # format: refused, and the list stays as it was
	local before

	on_lists 0 '' block export --list trip || return 1
	before=$(sha256sum <"$work/out")
	head -c -40 "$work/trip.$1" >"$work/cut.json"
	on_lists 1 'cut.json:[0-9]+: ' block import "$work/cut.json" --list trip &&
		on_lists 0 '' block export --list trip || return 1
	[[ $before = "$(sha256sum <"$work/out")" ]]
}

damaged_list() {
	on_lists 0 '' block add 198.51.100.60 --list torn || return 1
	truncate -s -5 "$work/lists/lists/block-torn.list"
	on_lists 1 "$work/lists/lists/block-torn.list: .*damaged; .redarc block del --list torn" \
		block list --list torn &&
		on_lists 1 'block-torn.list: ' block add 198.51.100.61 --list torn &&
		on_lists 1 'block-torn.list: ' block export --list torn || return 1
	on_lists 1 'block-torn.list: ' block list && grep -q 203.0.113.77 "$work/out" ||
		{ echo "the other lists are hidden"; return 1; }
	on_lists 1 '' check && grep -q 'block-torn.list: .*damaged' "$work/out" || return 1
	on_lists 0 '' explain 203.0.113.77 &&
		grep -q 'block-torn.list: .*left out' "$work/err" &&
		on_lists 0 '' block import "$work/own.txt" --list torn && on_lists 0 '' block del --list torn
}

deletes_whole_list() {
	on_lists 0 '' block add 198.51.100.70 --list gone && on_lists 0 '' block del --list gone &&
		on_lists 1 'gone' block list --list gone && on_lists 1 'gone' block del --list gone
}

labels_decide_nothing() {
	on_lists 0 '' label add 198.51.100.80 --reason 'a resolver' &&
		on_lists 0 '' explain 198.51.100.80 || return 1
	grep -q '^On label list user: 198.51.100.80, .*a resolver' "$work/out" &&
		! grep -q allowed: "$work/out"
}

outranks() { # the user's allow is above a blocklist, the user's block above all
	on_lists 0 '' allow add 203.0.113.77 && on_lists 0 '' explain 203.0.113.77 --json &&
		jq -e '.in.verdict == "allowed" and .in.list == "user" and (.lists | length) == 2' \
			"$work/out" >/dev/null || { cat "$work/out"; return 1; }
	on_lists 0 '' block add 203.0.113.0/24 --direction in &&
		on_lists 0 '' explain 203.0.113.77 --json || return 1
	jq -e '.in.verdict == "blocked" and .out.verdict == "allowed"' "$work/out" >/dev/null ||
		{ cat "$work/out"; return 1; }
}

without_state() {
	ends 0 "there is no state at $work/nowhere yet" "$redarc" allow list --state "$work/nowhere" &&
		ends 1 'there is no such list' "$redarc" block export --state "$work/nowhere" || return 1
	[[ ! -e $work/nowhere ]] || { echo "a look has made $work/nowhere"; return 1; }
}

read_only_state() {
	mkdir -p "$work/fixed"
	ends 0 '' "$redarc" block add 198.51.100.1 --state "$work/fixed" || return 1
	mount --bind "$work/fixed" "$work/fixed" && mount -o remount,ro,bind "$work/fixed" || return 1
	ends 1 'fixed|lists.*[Rr]ead-only' "$redarc" block add 198.51.100.2 --state "$work/fixed" &&
		ends 0 '' "$redarc" block list --state "$work/fixed" &&
		ends 1 '.+: .+' "$redarc" learn freeze --state "$work/fixed" &&
		ends 0 '' "$redarc" explain 198.51.100.1 --state "$work/fixed"
	local result=$?

	umount "$work/fixed"
	return "$result"
}

full_disk_for_lists() {
	local result=0

	mkdir -p "$work/tiny"
	mount -t tmpfs -o size=128k,mode=777 tiny "$work/tiny" || return 1
	ends 0 '' "$redarc" block add 198.51.100.1 --state "$work/tiny" || result=1
	dd if=/dev/zero of="$work/tiny/filler" bs=1k count=128 status=none 2>/dev/null
	ends 1 '.+: [Nn]o space left' "$redarc" block add 198.51.100.2 --state "$work/tiny" || result=1
	ends 0 '' "$redarc" block list --state "$work/tiny" || result=1
	grep -q 198.51.100.1 "$work/out" && ! grep -q 198.51.100.2 "$work/out" || result=1
	umount "$work/tiny"
	return "$result"
}

# Killed at any moment, an import has published all of the list or nothing of it.
killed_imports() {
	local one two got n

	seq -f '198.51.100.%g' 0 255 >"$work/one.txt"
	for n in {0..99}; do
		seq -f "198.18.$n.%g" 0 255
	done >"$work/two.txt"
	on_lists 0 '' block import "$work/two.txt" --list killed && two=$(entries_of_killed) &&
		on_lists 0 '' block import "$work/one.txt" --list killed && one=$(entries_of_killed) ||
		return 1
	for n in {1..50}; do
		"$redarc" block import "$work/$( ((n % 2)) && echo two || echo one).txt" --list killed \
			--state "$work/lists" >/dev/null 2>&1 &
		sleep 0.0$((RANDOM % 50 + 10))
		kill -9 $! 2>/dev/null
		wait $! 2>/dev/null
		got=$(entries_of_killed)
		[[ $got = "$one" || $got = "$two" ]] || { echo "round $n: $got entries"; return 1; }
	done
	on_lists 0 '' block del --list killed && [[ -z $(ls -A "$work/lists/lists" | grep '^\.') ]]
}

entries_of_killed() {
	"$redarc" block export --list killed --state "$work/lists" | grep -v '^#' | sha256sum
}

many_writers() { # none of whom takes back what another has written
	local n

	for n in {1..20}; do
		"$redarc" allow add "192.0.2.$n" --list shared --state "$work/lists" 2>/dev/null &
	done
	wait
	counts 20 allow list --list shared
}

check "lists: a command that is none is a misuse" on_lists 2 'block list .*add' block whiten
check "lists: a name that is none is refused" \
	on_lists 2 '--list Bad/Name: ' block add 198.51.100.1 --list Bad/Name
check "lists: a format that is none is refused" \
	on_lists 2 '--format tsv: ' block export --format tsv
check "lists: what is deleted has to be named" on_lists 2 'block del' block del
check "lists: a file that has no name wants one" on_lists 2 '--list NAME' block import -
check "lists: a direction is added to an entry, and taken from it" add_then_take_directions
check "lists: an entry keeps source, reason and expiry" keeps_provenance
check "lists: of a direction that is not spoken of the longest expiry holds" \
	keeps_what_protects_longest
check "lists: an entry that has expired is marked, and not exported" expired_holds_no_more
check "lists: the entries of one direction" lists_one_direction
check "lists: by hand, a list of others stays theirs" others_lists_stay_theirs
check "lists: yours is not replaced by chance" yours_is_not_replaced_by_chance
while read -r text why; do
	check "lists: why $text is none" says_why_it_is_none "$text" "$why"
done <<-'END'
	198.51.100.7/24 bits behind the prefix; did you mean 198.51.100.0/24\?
	198.51.100.0/33 no such prefix length; it has 0 to 32
	example.net a name is no address
	010.1.2.3 leading zeros
END
check "lists: a reason that does not fit is refused" on_lists 2 '--reason: 128 bytes .*127 at most' \
	block add 198.51.100.1 --reason "$(printf '%128s' x)"
check "lists: a reason is one line" on_lists 2 '--reason: .*newlines' \
	block add 198.51.100.1 --reason $'a\nb'
check "lists: an import counts the entries that stand" counts_entries_once
check "lists: that IPv6 is not judged is said" tells_of_v6
check "lists: one bad address among others changes nothing" bad_one_changes_nothing
check "lists: an import says what it took, stripped and refused" imports_and_says_so
check "lists: an import replaces what was there" import_replaces
check "lists: at most 20 lines are complained of" bounded_notes
check "lists: what the user allows may be near" keeps_near_addresses
check "lists: a file that is not there" on_lists 1 'none.txt: No such file' block import "$work/none.txt"
check "lists: a portal's page is no list" on_lists 1 'page: ' block import "$work/page"
check "lists: an empty file is no list" on_lists 1 'file: is empty' block import "$work/file"
check "lists: a folder is no list" on_lists 1 "$work: Is a directory" block import "$work" --list x
check "lists: entries of many kinds are there" prepare_trip
check "lists: a format that is only read cannot be written" \
	on_lists 1 'feodo-csv' block export --format feodo-csv --list trip
check "lists: export and import as text is identity" round_trip cidr 'x: 0'
check "lists: export and import for nftables is identity" round_trip nftables 'x: 0'
check "lists: export and import as a MISP warninglist is identity" \
	round_trip misp 'direction, reason, added, expires'
check "lists: export and import as STIX is identity" \
	round_trip stix 'direction, reason, added, expires'
check "lists: JSON that was cut short changes nothing" cut_file misp
check "lists: STIX that was cut short changes nothing" cut_file stix
check "lists: sets of nftables that were cut short change nothing" cut_file nftables
check "lists: a list is deleted as a whole" deletes_whole_list
check "lists: a label is told, and decides nothing" labels_decide_nothing
check "lists: the stated precedence holds" outranks
check "lists: an import that is killed leaves the old list or the new one" killed_imports
check "lists: many who write at once lose nothing" many_writers
check "lists: without a state there are none, and none is made" without_state
if [[ ${1-} = --inside ]]; then
	check "lists: own addresses are stripped" import_of_own_address
	check "lists: a damaged list is named, and hides no other" damaged_list
	check "lists: a state that is read-only is read, and the rest is said" read_only_state
	check "lists: on a full disk the list stays as it was" full_disk_for_lists
else
	echo "SKIP lists: no rights to mount, or to give this machine an address"
fi
