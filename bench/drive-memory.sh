#!/usr/bin/env bash
# Peak memory of a run over a short and a long drive: many files of one minute, which are one file under many names.
# Usage: bench/drive-memory.sh [MINUTES_SHORT] [MINUTES_LONG]      Default: 2 and 120. Needs a build ('make build').
set -euo pipefail
short=${1:-2} long=${2:-120}
root=$(cd "$(dirname "$0")/.." && pwd)
program="$root/artifacts/bin/PixelShap.Video.Cli/${CONFIGURATION:-debug}/PixelShap.Video.Cli.dll"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

ffmpeg -nostdin -v error -f lavfi -i "testsrc2=s=64x48:r=1:d=60" -f lavfi -i "sine=f=300:r=16000:d=60" \
  -c:v libx264 -preset ultrafast -bf 0 -g 50 -pix_fmt yuv420p -c:a aac -b:a 24k "$work/minute.mp4"

measure() { # MINUTES
  local folder="$work/$1" output="$work/run-$1" i
  mkdir "$folder"
  for ((i = 0; i < $1; i++)); do
    ln "$work/minute.mp4" "$folder/$(date -u -d "@$((1795255200 + 60 * i))" +%Y%m%d_%H%M%S)_NF.mp4"
  done
  python3 - "$program" "$folder" "$output" "$1" <<'PYTHON'
import resource, subprocess, sys, time
program, folder, output, minutes = sys.argv[1:]
begun = time.time()
settings = ["segmenter.every=30", "keyframes.interval_seconds=600", "keyframes.min_gap_seconds=600", "ego_mask=none", "attribution.max_players=2", "report=false", "keyframes.scene_cut=false"]
ended = subprocess.run(["dotnet", program, "run", folder, "--output", output, *[part for one in settings for part in ("--set", one)]], capture_output=True, text=True)
if ended.returncode:
    sys.exit(ended.stderr[-2000:])
print(f"{minutes:>4} min: peak {resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024:7.0f} MiB, {time.time() - begun:6.1f} s")
PYTHON
}

measure "$short"
measure "$long"
