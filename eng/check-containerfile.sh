#!/usr/bin/env bash
# Carries out the last stage of the Containerfile in a bare Debian without a container engine, then runs the command on a sample clip in it. It needs root
# and debootstrap; what the first stage makes is taken from 'make publish'.
# usage: eng/check-containerfile.sh [FOLDER for the bare Debian; default: a temporary one, deleted at the end]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[ -x artifacts/pixelshap/pixelshap ] || { echo "Run 'make publish' first." >&2; exit 2; }
root=${1:-}
[ -n "$root" ] || { root=$(mktemp -d); delete=yes; }
trap 'umount "$root/proc" "$root/dev" 2>/dev/null || true; [ -z "${delete:-}" ] || rm -rf --one-file-system "$root"' EXIT

[ -d "$root/etc" ] || debootstrap --variant=minbase bookworm "$root" >/dev/null
cp /etc/resolv.conf "$root/etc/"
cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/"
mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev"

environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root)
directory=/ entry=
inside() { env -i "${environment[@]}" chroot "$root" /bin/sh -c "mkdir -p $directory && cd $directory && $1"; }

# Lines that end in \ go on; what counts is behind the last FROM.
while IFS= read -r line; do
  case $line in
    RUN\ *) echo "RUN ${line#RUN }" | cut -c1-100; inside "${line#RUN }" ;;
    COPY\ --from=build\ *) read -r _ _ _ to <<<"$line"; mkdir -p "$root$to"; cp -a artifacts/pixelshap/. "$root$to/" ;;
    ENV\ *) environment+=("${line#ENV }") ;;
    WORKDIR\ *) directory=${line#WORKDIR } ;;
    ENTRYPOINT\ *) entry=$(sed -E 's/^ENTRYPOINT \["(.*)"\]$/\1/; s/", "/ /g' <<<"$line") ;;
    FROM\ * | \#* | '') ;;
    *) echo "This script does not know: $line" >&2; exit 1 ;;
  esac
done < <(sed -e ':join' -e '/\\$/{N;s/\\\n *//;b join' -e '}' Containerfile | tac | sed '/^FROM /q' | tac)

cp sample-videos/lead-car-brakes.mp4 "$root$directory/drive.mp4"
inside "$entry run --input drive.mp4 --output run --set segmenter.every=2 --brief"
inside "test -s run/annotated.mp4 -a -s run/report.html"
echo "The last stage works."
