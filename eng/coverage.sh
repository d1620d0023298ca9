#!/usr/bin/env bash
# Runs the tests of the rooms and says how many lines of the core they reach. What the tests of whole commands reach in processes of their own (EndToEnd, Corpus) is not counted.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
results=artifacts/coverage
rm -rf "$results"
export ORT_DISABLE_TELEMETRY=1
for project in PixelShap.Tests PixelShap.Video.Tests PixelShap.Video.Attribution.Tests PixelShap.Video.Runs.Tests PixelShap.Video.Publishing.Tests PixelShap.Video.Evaluation.Tests PixelShap.Video.Cli.Tests; do
  dotnet test "tests/$project" -c Debug --no-build --nologo -v quiet --collect 'XPlat Code Coverage' --results-directory "$results/$project" \
    -- 'DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.Include=[PixelShap]*,[PixelShap.Video.Attribution]*,[PixelShap.Video.Runs]*' \
    'DataCollectionRunSettings.DataCollectors.DataCollector.Configuration.ExcludeByAttribute=GeneratedCodeAttribute' >"$results-$project.log" || { cat "$results-$project.log"; exit 1; }
done
python3 eng/coverage.py "$results"
