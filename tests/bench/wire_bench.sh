#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
# What watching a cable costs, end to end, in turn: nothing, an empty XDP program, redarc, and tools
# that copy each packet to user space. Prints tables; nothing is asserted.
#
# One core makes frames of 60 bytes and carries them to the end of the receiver's stack, where
# nobody wants them. "Kernel" is the time of that core, a frame, above what it took with the empty
# XDP program in the same round; the generator's own share cancels out. "Its process" is the time
# of the tool's threads on the other core, a frame. Both come from the scheduler, so that other
# work on the machine is not in them, though it disturbs caches.
#
# "Sharing a core" runs the tool on the core of the packets, which go first (nice -20).
set -uo pipefail

cd "$(dirname "$0")/../.." || exit 1
make -s build/redarc build/tests/bench/live build/tests/bench/pcap_loop || exit 1
. tests/bench/wire.sh
trap 'end_tool; tear_down' EXIT
trap 'exit 130' INT TERM HUP

rounds=${1:-3} seconds=1
loads=(known unknown sharing)
kinds=(none empty xdp tcx loop tcpdump softflowd suricata)

declare -A words=(
	[none]="nobody watches" [empty]="empty XDP program"
	[xdp]="redarc, XDP native" [tcx]="redarc, TCX"
	[loop]="libpcap loop" [tcpdump]="tcpdump -w /dev/null" [softflowd]=softflowd
	[suricata]="Suricata without rules"
	[known]="$friends known sources" [unknown]="$strangers random unknown sources"
	[sharing]="$friends known sources, sharing a core"
)

pid= # of the tool, while one runs

launch() { # cpu, command...
	local cpu=$1

	shift
	nsenter --net="/run/netns/$inside" -- taskset -c "$cpu" "$@" >"$tmp/tool" 2>&1 &
	pid=$!
}

end_tool() {
	[[ $pid ]] || return 0
	kill -TERM "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	pid=
}

start_redarc() { # cpu, hook
	befriend
	launch "$1" build/redarc va --hook "$2" --learn 0 --no-globe --events /dev/null \
		--state "$tmp/state" --socket "$tmp/sock"
	within 100 grep -q '^redarc: watching' "$tmp/tool"
}

xdp_program() { # what `ip link` takes
	in_ns "$inside" ip link set dev va xdpdrv "$@"
}

start_kind() { # kind, cpu
	case $1 in
	none) ;;
	empty) xdp_program object build/tests/bench/live.bpf.o program live_pass ;;
	xdp) start_redarc "$2" xdp ;;
	tcx) start_redarc "$2" tc ;;
	loop)
		launch "$2" build/tests/bench/pcap_loop va
		within 100 grep -q watching "$tmp/tool"
		;;
	tcpdump)
		launch "$2" tcpdump -i va -n -w /dev/null
		within 100 grep -q 'listening on' "$tmp/tool"
		;;
	softflowd)
		launch "$2" softflowd -d -i va -n 127.0.0.1:9995 -c "$tmp/flows" -p "$tmp/flows.pid"
		within 100 test -S "$tmp/flows"
		;;
	suricata)
		mkdir -p "$tmp/suricata"
		launch "$2" suricata --af-packet=va -S /dev/null -l "$tmp/suricata" \
			--set capture.disable-offloading=no
		within 300 grep -qE 'Engine started|engine started' "$tmp/tool"
		;;
	esac
}

# redarc may have been starved, and tell a while later; its status may end with 1 because records
# of strangers were lost.
has_seen_all() { # sent
	status "$1 - .ledger.seen" >"$tmp/unseen" 2>/dev/null
	[[ $(<"$tmp/unseen") == 0 ]]
}

# How many of the sent frames it has not seen.
stop_kind() { # kind, sent
	case $1 in
	none) echo 0 ;;
	empty) xdp_program off; echo 0 ;;
	xdp | tcx) within 30 has_seen_all "$2" >/dev/null; cat "$tmp/unseen" ;;
	softflowd)
		softflowctl -c "$tmp/flows" statistics | sed -n 's/^Packets dropped by libpcap: //p'
		;;
	loop | tcpdump | suricata)
		end_tool
		sed -nE -e 's/.*"dropped":([0-9]+).*/\1/p' -e 's/^([0-9]+) packets dropped by kernel/\1/p' \
			-e 's/.* drops: ([0-9]+) .*/\1/p' "$tmp/tool" | tail -n 1
		;;
	esac
}

give_up() { # kind, what went wrong
	echo "SKIP ${words[$1]}: it $2: $(tail -n 1 "$tmp/tool")"
	end_tool
}

measure() { # round, load, kind: appends a line of figures
	local cpu=$tool_cpu source=$friend~$friends first=() before=0 after=0 made sent lost

	[[ $2 != unknown ]] || source=$stranger~$strangers
	[[ $2 != sharing ]] || { cpu=$packet_cpu; first=(nice -n -20); }
	start_kind "$3" "$cpu" || { give_up "$3" "did not start"; return; }
	[[ ! $pid ]] || before=$(cpu_ns_of "$pid")
	made=$(generate "$source" ${seconds}s "${first[@]}")
	sent=$(jq .sent <<<"$made")
	[[ ! $pid ]] || after=$(cpu_ns_of "$pid")
	stop_kind "$3" "$sent" >"$tmp/lost"
	lost=$(<"$tmp/lost")
	[[ $sent ]] || { give_up "$3" "was sent nothing"; return; }
	[[ $lost ]] || { give_up "$3" "did not say what it saw"; return; }
	end_tool
	echo "$1 $2 $3 $(jq -r '"\(.cpu_ns) \(.mpps)"' <<<"$made") $sent $lost $((after - before))" \
		>>"$tmp/cells"
}

leave_out_missing() {
	local tool why

	for tool in tcpdump softflowd suricata; do
		command -v "$tool" >/dev/null && continue
		why="the archive of this machine has none"
		[[ $(apt-cache policy "$tool" 2>/dev/null) != *"Candidate: "[^\(]* ]] ||
			why="\`apt-get install $tool\` does it"
		echo "SKIP ${words[$tool]}: it is not installed; $why"
		kinds=("${kinds[@]/#$tool/}")
	done
}

print_load() { # load
	echo "| ${words[$1]} | kernel, ns a frame over empty XDP | its process, ns a frame | both, of the loop's | lost | M frames/s |"
	echo "|---|--:|--:|--:|--:|--:|"
	for kind in "${kinds[@]}"; do
		[[ ! $kind ]] || awk -v load="$1" -v kind="$kind" -v words="${words[$kind]}" '
			function middle(v, format,   i, j, t) {
				for (i = 2; i <= n; i++)
					for (j = i; j > 1 && v[j] < v[j - 1]; j--) {
						t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
					}
				return sprintf(" " format " (" format " to " format ") |",
					v[int((n + 1) / 2)], v[1], v[n])
			}
			$2 != load { next }
			$3 == "empty" { empty[$1] = $4 }
			$3 == "loop" { loop[$1] = $4 + $8 / $6 }
			$3 == kind {
				round[++n] = $1; kernel[n] = $4; rate[n] = $5
				own[n] = $8 / $6; lost[n] = 100 * $7 / $6
			}
			END {
				if (!n)
					exit
				for (i = 1; i <= n; i++) {
					k = round[i]
					kernel[i] -= empty[k]
					if (loop[k] > empty[k])
						part[i] = (kernel[i] + own[i]) / (loop[k] - empty[k])
				}
				print "| " words " |" middle(kernel, "%+.0f") middle(own, "%.0f") \
					middle(part, "%.2f") middle(lost, "%.1f %%") middle(rate, "%.2f")
			}' "$tmp/cells"
	done
	echo
}

print_noise() {
	awk '
		$3 != "empty" { next }
		!($2 in least) || $4 < least[$2] { least[$2] = $4 }
		$4 > most[$2] { most[$2] = $4 }
		END {
			for (load in least)
				if (most[load] > 1.15 * least[load])
					printf "The machine was busy: with the empty XDP program (%s) a " \
						"frame took %.0f to %.0f ns.\n", load, least[load], most[load]
		}' "$tmp/cells"
}

: >"$tmp/cells"
leave_out_missing
set_up_cable || exit 1
for ((round = 1; round <= rounds; round++)); do
	for load in "${loads[@]}"; do
		for kind in "${kinds[@]}"; do
			[[ ! $kind ]] || measure "$round" "$load" "$kind"
		done
	done
done
echo "Frames of 60 bytes for $seconds s, $rounds rounds in turn: median (range)."
echo
for load in "${loads[@]}"; do
	print_load "$load"
done
print_noise
