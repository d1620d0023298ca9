#!/usr/bin/env bash
# The network at every frame against the network at every K-th frame with carried masks: speed ratio and mask IoU on matched tracks. Everything else is
# made cheap in both: one keyframe, no video.
# usage: bench/reuse.sh CLIP [K] [--set a.b=c]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clip=${1:?usage: bench/reuse.sh CLIP [K] [--set a.b=c]...}
every=${2:-5}
shift; shift || true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
command=(dotnet "${PIXELSHAP_BIN:-artifacts/bin/PixelShap.Video.Cli/release}/PixelShap.Video.Cli.dll")
cheap=(--set video.annotated=false --set keyframes.interval_seconds=3600 --set keyframes.budget=1)
for k in 1 "$every"; do
  TIMEFORMAT="segmenter.every=$k: %R s, %U s of processor time"
  time "${command[@]}" run pipelines/dashcam-offline.yaml --input "$clip" --output "$work/$k" "${cheap[@]}" --set segmenter.every="$k" "$@" >"$work/$k.log" 2>&1 ||
    { cat "$work/$k.log" >&2; exit 1; }
done
"${command[@]}" eval reuse --reference "$work/1" --run "$work/$every"
