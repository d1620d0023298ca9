#!/usr/bin/env bash
# Renders the sample drives (all, or those named) into sample-videos/.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stories=("$@")
[ $# -gt 0 ] || stories=(pedestrian-behind-van lead-car-brakes cyclist-swerves red-light-cross-traffic quiet-street side-impact cut-in-near-miss)
for story in "${stories[@]}"; do
    blender -b -P "$here/render.py" -- --story "$story" --out "$here/../../sample-videos" | grep --line-buffered "^$story "
done
