# SPDX-License-Identifier: BSD-2-Clause
# verdict.sh - what the suites in shell share: one line for each test, as tests/run reads it.

verdict_number=0
verdict_failed=0

# A test is a sentence and a command; what the command prints is shown when it fails.
check() { # sentence, command...
	local sentence=$1 said

	shift
	verdict_number=$((verdict_number + 1))
	if said=$("$@" 2>&1); then
		echo "ok $verdict_number - $sentence"
	else
		echo "not ok $verdict_number - $sentence"
		[[ -z $said ]] || printf '%s\n' "$said" | sed 's/^/# /'
		verdict_failed=$((verdict_failed + 1))
	fi
}

# The last call of a suite.
verdict_end() {
	echo "1..$verdict_number"
	exit $((verdict_failed > 0))
}
