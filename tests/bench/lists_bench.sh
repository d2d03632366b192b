#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# Imports, loads, compiles and asks lists of a million entries. Figures of this machine.
set -euo pipefail

cd "$(dirname "$0")/../.."
make -s build/redarc build/tests/bench/lists
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

million() { # every 97th address of 16777216 that are nobody's in particular, as lines of text
	awk 'BEGIN { for (i = 0; i < 1000000; i++) { n = i * 97 % 16777216
		print 11 + int(i * 97 / 16777216) "." int(n / 65536) "." int(n / 256) % 256 "." n % 256 } }'
}

import() { # seconds and megabytes at most
	/usr/bin/python3 - "$@" <<-'PYTHON'
	import resource, subprocess, sys, time
	start = time.monotonic()
	subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
	print("%.2f %d" % (time.monotonic() - start,
	      resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
	PYTHON
}

million >"$tmp/list.txt"
echo "| a list of a million entries | measured |"
echo "|---|---|"
for _ in 1 2 3; do
	import build/redarc block import "$tmp/list.txt" --list big --state "$tmp/state"
done | sort -n | awk '
	{ s[NR] = $1; mb = $2 > mb ? $2 : mb }
	END { print "| import from text, s: median of 3 (range) | " s[2] " (" s[1] "-" s[3] "), " mb " MB at most |" }'
build/tests/bench/lists | sed -n 's/^lists: \([^:]*\): \([^:]*\): \(.*\)$/| \1: \2 | \3 |/p'
echo
