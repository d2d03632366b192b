# SPDX-License-Identifier: BSD-2-Clause
# config.sh - the configuration, and what of it a replay shows; run.sh reads this.

configured() { # status, pattern, line of [redarc]..., then -- and arguments
	local status=$1 pattern=$2

	shift 2
	echo '[redarc]' >"$work/conf"
	while [[ $1 != -- ]]; do
		echo "$1" >>"$work/conf"
		shift
	done
	shift
	ends "$status" "$pattern" "$redarc" "$@" --config "$work/conf"
}

replay_configured() { # status, pattern, line...
	configured "$@" -- replay --no-globe --state "$work/none" "$work/good.pcap"
}

red_says() { # jq filter of the last line, argument...
	"$redarc" replay --no-globe --state "$work/none" --events - "${@:2}" "$work/good.pcap" \
		2>/dev/null | jq -es "last | .redarc.red | $1" >/dev/null
}

command_line_outranks() {
	echo $'[redarc]\nred = country' >"$work/conf"
	red_says '.level == "country"' --config "$work/conf" &&
		red_says '.level == "subnet"' --config "$work/conf" --red subnet
}

names_of_lists_are_checked() {
	printf '[list drop]\nkind = block\nurl = ftp://example.net/x\n' >"$work/conf"
	ends 2 "$work/conf:3: " "$redarc" check --config "$work/conf"
}

found_in_home() {
	mkdir -p "$work/home/redarc"
	printf '[redarc]\ncolour = red\n' >"$work/home/redarc/redarc.conf"
	XDG_CONFIG_HOME=$work/home ends 2 "$work/home/redarc/redarc.conf:2: colour: unknown key" \
		"${as_nobody[@]}" "$redarc" version
}

ends_with_3_when_red() {
	ends 3 '' "$redarc" replay --no-globe --state "$work/none" --fail "$work/good.pcap" &&
		ends 0 '' "$redarc" replay --no-globe --state "$work/none" --fail --learn 1h \
			"$work/good.pcap"
}

check "config: sets what an option sets" replay_configured 0 'learning for 1 h' 'learn = 1h'
check "config: an unknown key is named with file and line" \
	replay_configured 2 "$work/conf:2: colour: unknown key" 'colour = red'
check "config: a value that is wrong is named with file and line" \
	replay_configured 2 "$work/conf:3: .*31d" 'learn = 1h' 'window = 31d'
check "config: a value that is wrong is named as it is written there" \
	replay_configured 2 "$work/conf:2: window = 24x: wants a duration of 1h to 30d" 'window = 24x'
check "config: what belongs to one call is no key" \
	replay_configured 2 "$work/conf:2: fail: unknown key" 'fail = yes'
check "config: the command line outranks it" command_line_outranks
check "config: one that was named has to be there" \
	ends 2 "$work/none.conf: " "$redarc" check --config "$work/none.conf"
check "config: the lists in it are checked too" names_of_lists_are_checked
check "replay: --fail ends with 3 when there was red" ends_with_3_when_red
check "replay: all that is unknown is red" red_says '.level == "any" and .peers == 3'
if [[ $(id -u) = 0 ]]; then
	check "config: is found in the user's home" found_in_home
fi
