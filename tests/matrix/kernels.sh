# SPDX-License-Identifier: BSD-2-Clause
# kernels.sh - Debian's cloud kernels, fetched once and kept; run.sh reads this.
#
# apt fetches them by its own means and checks the signatures, but with a state of its own, in
# $scratch: the machine's lists and packages stay as they are. Nothing is installed.

kernels=${XDG_CACHE_HOME:-${HOME:-/tmp}/.cache}/redarc/kernels
kernel_modules=(veth sch_ingress cls_bpf)
kernel_package=linux-image-cloud-amd64

private_apt() { # folder: with this APT_CONFIG apt works there, and there alone
	APT_CONFIG=$1/apt.conf
	mkdir -p "$1"/{lists,cache,none}
	cat >"$APT_CONFIG" <<-EOF
		Dir::State "$1";
		Dir::State::status "/dev/null";
		Dir::Cache "$1/cache";
		Dir::Etc::sourcelist "$1/debian.sources";
		Dir::Etc::sourceparts "$1/none";
		Dir::Etc::preferences "$1/none/preferences";
		Dir::Etc::preferencesparts "$1/none";
		APT::Architecture "amd64";
		APT::Sandbox::User "";
		Acquire::Retries "2";
		Acquire::http::Timeout "20";
	EOF
	cat >"$1/debian.sources" <<-EOF
		Types: deb
		URIs: http://deb.debian.org/debian
		Suites: bookworm trixie trixie-backports
		Components: main
		Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg

		Types: deb
		URIs: http://deb.debian.org/debian-security
		Suites: bullseye-security bookworm-security trixie-security
		Components: main
		Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
	EOF
	apt-get -q update
}

kernel_version() { # row: the newest of these that the archive has
	local wanted=^${1//./[.]}[.]

	[[ $1 != newest ]] || wanted=.
	apt-cache show "$kernel_package" | sed -n 's/^Version: //p' | sort -V |
		grep "$wanted" | tail -n 1
}

# A kernel may be split: what it wants in the very same version belongs to it.
kernel_packages() { # version
	local known=" $kernel_package " todo=("$kernel_package") package

	while ((${#todo[@]} > 0)); do
		package=${todo[0]}
		todo=("${todo[@]:1}")
		[[ $package = "$kernel_package" ]] || echo "$package=$1"
		for package in $(apt-cache show "$package=$1" | sed -n 's/^Depends: //p' |
			tr , '\n' | sed -n "s/^ *\([^ ]*\) (= $1)\$/\1/p"); do
			[[ $known != *" $package "* ]] || continue
			known+="$package "
			todo+=("$package")
		done
	done
}

kernel_unpack() { # folder with packages, folder for what is needed of them
	local package module file wanted=('*/vmlinuz*')

	wanted+=("${kernel_modules[@]/#/*/}")
	mkdir -p "$1/root" "$2" || return 1
	for package in "$1"/*.deb; do # a part lacks what the others have
		dpkg-deb --fsys-tarfile "$package" |
			tar -x -C "$1/root" --wildcards "${wanted[@]/%/*}" 2>/dev/null
	done
	find "$1/root" -name 'vmlinuz*' -type f -exec cp {} "$2/vmlinuz" \;
	for module in "${kernel_modules[@]}"; do
		file=$(find "$1/root" -name "$module.ko*")
		case $file in
		*.ko) cp "$file" "$2" ;;
		*.ko.xz) busybox unxz -c "$file" >"$2/$module.ko" ;;
		*) echo "$module: not in the packages"; return 1 ;;
		esac
	done
	[[ -s $2/vmlinuz ]]
}

kernel_fetch() { # row, an empty folder
	local version packages

	version=$(kernel_version "$1")
	[[ $version ]] || { echo "the archive has no such kernel"; return 1; }
	packages=$(kernel_packages "$version")
	# shellcheck disable=SC2086 # a list of words
	mkdir "$2" && (cd "$2" && apt-get -q download $packages) &&
		kernel_unpack "$2" "$2/kernel" || return 1
	echo "$version" >"$2/kernel/version"
	mkdir -p "$kernels" && rm -rf "${kernels:?}/$1" && mv "$2/kernel" "$kernels/$1"
}

# apt calls it a warning when an archive cannot be reached.
kernels_fetch() { # rows: why_not[row] says why one was not had
	local -x APT_CONFIG
	local row apt=$scratch/apt

	private_apt "$apt" >"$apt.log" 2>&1
	for row in "$@"; do
		kernel_fetch "$row" "$scratch/fetch-$row" >"$scratch/log" 2>&1 ||
			why_not[$row]="$(grep -v '^dpkg-deb' "$scratch/log" | tail -n 1)$(
				sed -n '/^[WE]: /{s/^[WE]/; apt/p;q}' "$apt.log")"
		rm -rf "$scratch/fetch-$row"
	done
}
