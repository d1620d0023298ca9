#!/usr/bin/env bash
# A review against transcoding: draws the review of a finished run and lets ffmpeg transcode the same clip with the same encoder settings, in turn, and prints
# the best of each: seconds, the ratio to the length of the clip, the ratio to ffmpeg, and the same for processor time, which other work on the machine
# disturbs less. Without a run directory the clip is analysed first.
# usage: bench/review.sh CLIP [RUN_DIR] [REPEATS] [review options]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clip=${1:?usage: bench/review.sh CLIP [RUN_DIR] [REPEATS] [review options]...}
run=${2:-}
repeats=${3:-3}
shift $(($# < 3 ? $# : 3))
command=(dotnet "${PIXELSHAP_BIN:-artifacts/bin/PixelShap.Video.Cli/release}/PixelShap.Video.Cli.dll")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if [ -z "$run" ]; then
  run=$work/run
  "${command[@]}" run pipelines/dashcam-offline.yaml --input "$clip" --output "$run" --set segmenter.every=5 --set video.annotated=false >"$work/log" 2>&1 ||
    { cat "$work/log" >&2; exit 1; }
fi

TIMEFORMAT='%R %U %S'
measure() { # NAME COMMAND...
  local name=$1
  shift
  { time "$@" >"$work/log" 2>&1; } 2>>"$work/$name.times" || { cat "$work/log" >&2; exit 1; }
}
for _ in $(seq "$repeats"); do
  measure review "${command[@]}" review "$run" --input "$clip" --output "$work/review.mp4" "$@"
  measure ffmpeg ffmpeg -nostdin -v error -y -i "$clip" -map 0:v -map '0:a?' -c:v libx264 -preset veryfast -crf 20 -pix_fmt yuv420p -c:a copy "$work/ffmpeg.mp4"
done
length=$(ffprobe -v error -show_entries format=duration -of csv=p=0 "$work/ffmpeg.mp4")
best() { awk -v column="$2" '{ value = column == 1 ? $1 : $2 + $3 } NR == 1 || value < least { least = value } END { print least }' "$work/$1.times"; }
awk -v length_="$length" -v a="$(best review 1)" -v b="$(best ffmpeg 1)" -v c="$(best review 2)" -v d="$(best ffmpeg 2)" 'BEGIN {
  printf "clip %.1f s, review %.2f s (%.2f of the clip), ffmpeg %.2f s, ratio %.2f\n", length_, a, a / length_, b, a / b
  printf "processor time: review %.2f s, ffmpeg %.2f s, ratio %.2f\n", c, d, c / d }'
