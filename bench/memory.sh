#!/usr/bin/env bash
# Memory must not grow with the length of the video: runs a clip and the same clip looped to LENGTH seconds, and prints the peak of each (resident set
# of the whole process, in MiB, as the operating system counts it) and their ratio.
# usage: bench/memory.sh CLIP [LENGTH] [--set a.b=c]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clip=${1:?usage: bench/memory.sh CLIP [LENGTH] [--set a.b=c]...}
length=${2:-600}
shift; shift || true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ffmpeg -nostdin -v error -stream_loop -1 -i "$clip" -t "$length" -c copy "$work/long.mp4"

# The peak of the process itself (VmHWM), read just before it ends: children such as ffmpeg are counted by themselves.
peak() {
  dotnet "${PIXELSHAP_BIN:-artifacts/bin/PixelShap.Video.Cli/release}"/PixelShap.Video.Cli.dll run pipelines/dashcam-offline.yaml --input "$1" --output "$2" "${@:3}" >"$2.log" 2>&1 &
  local process=$! highest=0 now
  while kill -0 "$process" 2>/dev/null; do
    now=$(awk '/VmHWM/ {print $2}' "/proc/$process/status" 2>/dev/null || echo 0)
    [ "${now:-0}" -gt "$highest" ] && highest=$now
    sleep 0.2
  done
  wait "$process" || { cat "$2.log" >&2; exit 1; }
  echo "$highest"
}

short=$(peak "$clip" "$work/short" "$@")
long=$(peak "$work/long.mp4" "$work/long" "$@")
awk -v short="$short" -v long="$long" -v length_="$length" \
  'BEGIN { printf "clip %.0f MiB, looped to %s s %.0f MiB, ratio %.3f\n", short / 1024, length_, long / 1024, long / short }'
