#!/usr/bin/env bash
# Nothing leaks: runs a clip looped to LENGTH seconds and prints, every ten seconds, the resident set of the process without its children, in MiB: managed and
# native memory together. The whole of it must level off; with DOTNET_GCHeapHardLimit the managed part can be bounded by itself.
# usage: bench/leaks.sh CLIP [LENGTH] [--set a.b=c]...
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clip=${1:?usage: bench/leaks.sh CLIP [LENGTH] [--set a.b=c]...}
length=${2:-600}
shift; shift || true
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ffmpeg -nostdin -v error -stream_loop -1 -i "$clip" -t "$length" -c copy "$work/long.mp4"
dotnet "${PIXELSHAP_BIN:-artifacts/bin/PixelShap.Video.Cli/release}/PixelShap.Video.Cli.dll" run pipelines/dashcam-offline.yaml \
  --input "$work/long.mp4" --output "$work/run" "$@" >"$work/log" 2>&1 &
process=$!
while kill -0 "$process" 2>/dev/null; do
  rss=$(awk '/VmRSS/ {print $2}' "/proc/$process/status" 2>/dev/null || true)
  journal=$(stat -c %s "$work/run/journal.psj" 2>/dev/null || echo 0)
  [ -n "$rss" ] && printf '%4d s  %4d MiB  journal %5d KiB  file handles %d\n' "$SECONDS" $((rss / 1024)) $((journal / 1024)) "$(ls "/proc/$process/fd" 2>/dev/null | wc -l)"
  sleep 10
done
wait "$process" || { cat "$work/log" >&2; exit 1; }
