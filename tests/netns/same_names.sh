# SPDX-License-Identifier: BSD-2-Clause
# same_names.sh - INSIDE FAR FOLDER: two sensors of interfaces named va, in a /run/redarc of their
# own; many.sh runs this.

inside=$1 far=$2 folder=$3

sensor_in() { # name, command...
	local name=$1

	shift
	"$@" --no-globe --learn 0 --duration 3s --state "$folder/$name" >"$folder/$name.log" 2>&1 &
}

both_answer() {
	[[ $(build/redarc status --json 2>/dev/null | wc -l) == 2 ]]
}

mkdir -p "$folder"
sensor_in here nsenter --net="/run/netns/$far" build/redarc va
sensor_in there build/redarc va --netns "$inside"
for _ in {1..25}; do
	both_answer && break
	sleep 0.1
done
ls /run/redarc
both_answer && [[ $(ls /run/redarc) == $'va.sock\n'"va@$inside.sock" ]] &&
	[[ $(build/redarc status "va@$inside" --json | jq -r .netns) == "$inside" ]] &&
	[[ $(build/redarc status va --json | jq -r .netns) == null ]] &&
	build/redarc status | grep -q "network namespace $inside"
held=$?
((held == 0)) || cat "$folder"/{here,there}.log
wait
exit $held
