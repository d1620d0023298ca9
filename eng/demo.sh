#!/usr/bin/env bash
# One question about every sample drive, with the settings of pipeline.yaml (the network looks at every second frame only) and the road model that comes with
# the program: no download, no key, no GPU.
# Another clip: PIXELSHAP_DEMO_CLIP=/path/clip.mp4 make demo
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
clips=(${PIXELSHAP_DEMO_CLIP:+"$PIXELSHAP_DEMO_CLIP"})
[ ${#clips[@]} -gt 0 ] || for clip in sample-videos/*.mp4; do
  [ -f "$clip" ] && clips+=("$clip")
done
if [ ${#clips[@]} -eq 0 ]; then
  echo "No clip: put an MP4 into sample-videos/, or name one: PIXELSHAP_DEMO_CLIP=/path/clip.mp4 make demo" >&2
  exit 3
fi

started=$SECONDS
for clip in "${clips[@]}"; do
  name=$(basename "$clip" .mp4)
  printf '\n\033[1m%s\033[0m\n' "$name"
  rm -rf "runs/demo/$name"
  ./pixelshap run pipeline.yaml --set 'prompt=Why does the car have to brake?' --set segmenter.every=2 --input "$clip" --output "runs/demo/$name" --brief
done
printf '\n%d clips in %d s. Look at one of them:\n' "${#clips[@]}" "$((SECONDS - started))"
printf '  the report   runs/demo/%s/report.html in a browser\n' "$name"
printf '  all of them  ./pixelshap serve runs/demo   (hide a road user and ask again)\n'
printf '  the video    runs/demo/%s/annotated.mp4\n' "$name"
printf '  the numbers  runs/demo/%s/tracks.jsonl and attributions.jsonl\n\n' "$name"
echo "The answers come from the narrator, a rule-based stand-in for a vision-language model. A small neural one comes with the program, and is often wrong:"
printf '  ./pixelshap run --set vlm.provider=glance --set "prompt=Why does the car have to brake?" --input %s --output runs/demo/glance\n' "${clips[0]}"
echo "docs/models.md says how to ask a real one."
