#!/usr/bin/env bash
# The main job on one clip: PIXELSHAP_DEMO_CLIP, or the clips in sample-videos/, or a clip of the shared test data.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
shared=${PIXELSHAP_SHARED:-../shared}
clip=${PIXELSHAP_DEMO_CLIP:-}
for candidate in sample-videos/*.mp4 "$shared"/data/video/udacity_solidWhiteRight.mp4; do
  [ -z "$clip" ] && [ -f "$candidate" ] && clip=$candidate
done
if [ -z "$clip" ]; then
  echo "No clip: put an MP4 into sample-videos/, or name one: PIXELSHAP_DEMO_CLIP=/path/clip.mp4 make demo" >&2
  exit 3
fi
output=runs/demo-$(basename "$clip" .mp4)
rm -rf "$output"
./pixelshap run pipelines/dashcam-offline.yaml --input "$clip" --output "$output"
echo
echo "Watch $output/annotated.mp4; the numbers are in $output/tracks.jsonl and $output/attributions.jsonl."
