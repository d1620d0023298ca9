#!/usr/bin/env bash
# Builds the command from the last commit in two folders of different names, and compares every file byte by byte.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for place in one two-with-another-name; do
  mkdir "$folder/$place"
  git archive HEAD | tar -x -C "$folder/$place"
  # Each with servers of its own: one that has built the first would not compile the second.
  (cd "$folder/$place" && dotnet build src/PixelShap.Video.Cli -c Release -v quiet -clp:NoSummary -nodeReuse:false -p:UseSharedCompilation=false -p:RunAnalyzers=false)
done
bin=artifacts/bin/PixelShap.Video.Cli/release
cd "$folder"
differ=$(diff -rq "one/$bin" "two-with-another-name/$bin" || true)
[ -z "$differ" ] || echo "$differ"
echo "$(find "one/$bin" -type f | wc -l) files, $(printf '%s' "$differ" | grep -c . || true) differ"
[ -z "$differ" ]
