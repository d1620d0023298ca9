#!/usr/bin/env bash
# Runs every test project and closes with one line for all of them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
configuration=${1:-Release}
results=artifacts/test-results
rm -rf "$results"
# The command sets this itself; tests of the libraries load networks too.
export ORT_DISABLE_TELEMETRY=1

# Three projects at a time: many tests wait for processes, servers and clocks. The longest comes first.
assemblies=()
for project in tests/EndToEnd tests/PixelShap.Video.Media.Tests tests/PixelShap.Video.Browser.Tests tests/*; do
  name=$(basename "$project")
  assembly=artifacts/bin/$name/${configuration,,}/$name.dll
  [ -f "$project/$name.csproj" ] && [[ " ${assemblies[*]} " != *" $assembly "* ]] && assemblies+=("$assembly")
done
dotnet test "${assemblies[@]}" --nologo --logger 'console;verbosity=minimal' --logger trx --results-directory "$results" \
  -- RunConfiguration.TestSessionTimeout=3600000 RunConfiguration.MaxCpuCount=3
status=$?

passed=0 failed=0 skipped=0
for file in "$results"/*.trx; do
  [ -f "$file" ] || continue
  counters=$(grep -o '<Counters [^>]*>' "$file")
  value() { sed -E "s/.* $1=\"([0-9]+)\".*/\1/" <<<"$counters"; }
  total=$(value total) executed=$(value executed)
  passed=$((passed + $(value passed)))
  failed=$((failed + $(value failed)))
  skipped=$((skipped + total - executed))
done
# Their names once more: the end of a long log is what people see.
if [ "$failed" -gt 0 ]; then
  sed -nE '/<UnitTestResult /{s/.*testName="([^"]*)".*outcome="Failed".*/failed: \1/p}; s/.*<Message>/  /p' "$results"/*.trx | cut -c1-300
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && exit "$status"
exit 1
