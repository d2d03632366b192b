#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What can be said of the sources without building them.
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
. tests/verdict.sh

sources() { # find's tests of the name...
	find Makefile bpf user vendor tests scripts .ci -path vendor/data -prune -o -type f \( "$@" \) -print
}

# Files that may be longer, up to 600 lines, because their parts belong together; none else.
long_ones=(tests/unit/test_{explain,jsonl,lines,list_store,model,pcap,pcapng}.c)
# The parser is one file for all who parse; what a flow cache is stands beside how it is asked.
long_headers=(bpf/packet.h bpf/seen.h)

longer_than() { # lines, find's test, exceptions...
	local most=$1 test=$2

	shift 2
	sources -name "$test" | grep -vxF "$(printf '%s\n' "$@")" | xargs -r wc -l |
		awk -v most="$most" '
			$2 != "total" && $1 > most { print $2 ": " $1 " lines, at most " most; found = 1 }
			END { exit found }'
}

# Files that still have wider lines.
wide_lines() {
	sources -name '*.[ch]' | xargs -r awk '
		{
			wide = 0
			n = split($0, part, "\t")
			for (i = 1; i < n; i++)
				wide += length(part[i]) + 8 - (wide + length(part[i])) % 8
			if (wide + length(part[n]) > 100) {
				print FILENAME ":" FNR ": more than 100 columns"
				found = 1
			}
		}
		END { exit found }'
}

long_functions() {
	sources -name '*.c' | xargs -r awk '
		FNR == 1 { open = 0 }
		/^{/ { open = FNR }
		/^}/ && open {
			if (FNR - open - 1 > 60) {
				print FILENAME ":" open ": function of " FNR - open - 1 " lines, at most 60"
				found = 1
			}
			open = 0
		}
		END { exit found }'
}

without_licence() {
	local file found=0

	while read -r file; do
		head -n 3 "$file" | grep -q SPDX-License-Identifier && continue
		echo "$file: no SPDX line"
		found=1
	done < <(sources -name '*.[ch]' -o -name '*.mk' -o -name Makefile -o -perm -u+x)
	return "$found"
}

bad_shell() {
	local file found=0

	while read -r file; do
		head -n 1 "$file" | grep -qE '^#!.*\bbash' || continue
		bash -n "$file" || found=1
	done < <(sources -name '*.sh' -o -perm -u+x)
	return "$found"
}

# Options that have no paragraph in the manual, or no row in the README.
untold_options() {
	local name found=0 rows

	rows=$(sed 's/\\|/ or /g' README.md)
	while read -r name; do
		grep -q "^\*.*--$name\*" user/app/redarc.1.scd &&
			grep -q "^| [^|]*\`--$name[ \`]" <<<"$rows" && continue
		echo "--$name: not in the manual, or not in the README"
		found=1
	done < <(sed -n 's/^\t{ "\([a-z-]*\)", .*/\1/p' user/app/option_table.c |
		grep -vx -e help -e version | sort -u)
	return "$found"
}

# The runner's last line and exit status for a suite made of one line of shell.
runner_says() { # last line, exit status, shell
	local folder status said

	folder=$(mktemp -d)
	mkdir -p "$folder/tests/sample"
	cp tests/run "$folder/tests/run"
	printf '#!/bin/sh\n%s\n' "$3" >"$folder/tests/sample/run.sh"
	chmod +x "$folder/tests/sample/run.sh"
	said=$("$folder/tests/run" sample)
	status=$?
	rm -rf "$folder"
	printf '%s\n' "$said"
	[[ $status = "$2" && $(tail -n 1 <<<"$said") = "$1" ]]
}

check "layers: nobody includes what the design hides from it" scripts/layers
check "layers: each rule is able to fail" scripts/layers --self-test
check "files: none has more than 400 lines, few more" longer_than 400 '*.c' "${long_ones[@]}"
check "files: none has more than 600 lines" longer_than 600 '*.c' none
check "headers: none has more than 120 lines" longer_than 120 '*.h' "${long_headers[@]}"
check "lines: none has more than 100 columns" wide_lines
check "functions: none has more than 60 lines" long_functions
check "files: each names its licence" without_licence
check "options: each is in the manual and in the README" untold_options
if command -v perl >/dev/null; then
	check "phrases: each is translated, and each translation is said" tests/static/phrases
else
	echo "SKIP phrases: needs perl"
fi
check "scripts: bash can read them all" bad_shell
check "runner: adds up" \
	runner_says "2 passed, 0 failed, 1 skipped" 0 'echo ok 1; echo SKIP no root; echo ok 2 - b'
check "runner: a test that fails fails the whole" \
	runner_says "1 passed, 1 failed, 0 skipped" 1 'echo ok 1; echo not ok 2; exit 1'
check "runner: a suite that dies has failed" \
	runner_says "1 passed, 1 failed, 0 skipped" 1 'echo ok 1; kill -9 $$'
check "runner: a suite that ends before its plan has failed" \
	runner_says "1 passed, 1 failed, 0 skipped" 1 'echo 1..2; echo ok 1'
check "runner: silence is failure" runner_says "0 passed, 1 failed, 0 skipped" 1 'true'
check "runner: all skipped is not a pass" runner_says "0 passed, 0 failed, 1 skipped" 1 'echo SKIP x'
verdict_end
