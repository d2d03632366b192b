# SPDX-License-Identifier: BSD-2-Clause
# lib.sh - what the tests of the command line share; sourced from the repository's root.

. tests/verdict.sh

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
mkdir -m 777 "$work/state"
install -m 755 build/redarc "$work/redarc" # where any user can run it
redarc=$work/redarc
without_window="--no-globe --state $work/state"

as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)

# Run a command; true when it exits with this status and its standard error has a line that
# matches, if a pattern is given. What it wrote stays in $work/out and $work/err.
ends() { # status, pattern, command...
	local status=$1 pattern=$2 got

	shift 2
	timeout 30 "$@" >"$work/out" 2>"$work/err" </dev/null
	got=$?
	if [[ $got = "$status" ]]; then
		[[ -z $pattern ]] || grep -qE -- "$pattern" "$work/err" && return
	fi
	echo "$*"
	echo "exit status $got, wanted $status and a line like: ${pattern:-(any)}"
	head -n 20 "$work/err"
	return 1
}

# A capture of UDP packets from 198.51.100.1, .2 and so on to 192.0.2.1, a second apart.
write_capture() { # file, packets
	local i zero4='\0\0\0\0'

	{
		printf '\xd4\xc3\xb2\xa1\2\0\4\0'"$zero4$zero4"'\xff\xff\0\0\1\0\0\0'
		for ((i = 1; i <= $2; i++)); do
			printf "\\x$(printf %02x "$i")"'\0\0\x60'"$zero4"'\x2a\0\0\0\x2a\0\0\0'
			printf '\2\0\0\0\0\1\2\0\0\0\0\2\x08\0\x45\0\0\x1c'"$zero4"'\x40\x11\0\0'
			printf '\xc6\x33\x64'"\\x$(printf %02x "$i")"'\xc0\0\2\1\x9c\x40\0\x35\0\x08\0\0'
		done
	} >"$1"
}
