# SPDX-License-Identifier: BSD-2-Clause
# acts.sh - what a view has a sensor do about a peer; run.sh reads this inside its namespaces.

# A view asks these; its lines are what is expected.
view_says() { # expected, line...
	local expected=$1

	shift
	timeout 30 python3 tests/cli/view.py "$socket" $stranger "$@" 2>&1 |
		sed -E 's/both [0-9]{10} 0/both NOW 0/' >"$work/view"
	diff <(printf '%s\n' "$expected") "$work/view"
}

turns_blue() {
	start_judging && came_in unknown 3 &&
		view_says "unknown
ok|$stranger is on your allow list||allowed" "allow add $stranger" && came_in allowed 3 &&
		live 0 '' explain $stranger && grep -q 'user' "$work/out" &&
		view_says "allowed
ok|$stranger is no longer on your allow list|both NOW 0|unknown" "allow del $stranger" &&
		came_in unknown 3 && stop_judging
}

undone_whole() {
	start_judging && came_in unknown 1 &&
		view_says "unknown
ok|$stranger is again as it was on your block list||blocked
ok|$stranger is on your block list|in 5 4102444800 seen at night|as before
ok|$stranger is again as it was on your block list|both 5 0 by hand|as before" \
			"block put $stranger in 5 4102444800 seen at night" \
			"block add $stranger by hand" \
			"block put $stranger in 5 4102444800 seen at night" || return 1
	live 0 '' block list --list user && grep -q 'seen at night' "$work/out" && stop_judging
}

says_why_not() {
	start_judging && came_in unknown 1 &&
		view_says "unknown
no|its address is not on your allow list||as before
no|wants an address, and text where it says something||as before
no|no packets are kept: start redarc with --evidence FOLDER||as before" \
			"allow del $stranger" "block add 203.0.113" "evidence export $stranger" || return 1
	stop_judging
}

# The socket is its owner's: who is not is hung up on, whatever the mode of the file.
refuses_others() {
	start_judging && chmod 666 "$socket" || return 1
	setpriv --reuid=65533 --regid=65533 --clear-groups timeout 10 python3 tests/cli/view.py "$socket" $stranger "block add $stranger" \
		>"$work/view" 2>&1 && return 1
	grep -qE 'hung up|Connection reset|Broken pipe' "$work/view" || { cat "$work/view"; return 1; }
	live 0 '' block list && ! grep -q $stranger "$work/out" && stop_judging
}

check "acts: a stranger turns blue, and red again, over the stream" turns_blue
check "acts: an undo brings back direction, date, end and reason" undone_whole
check "acts: what cannot be done is answered with why" says_why_not
check "acts: nobody else's request is heard" refuses_others
