#!/usr/bin/env bash
# Measures a fleet with real servers: PostgreSQL and nats-server of Debian, a server of S3 from npm, workers as processes of their own that are killed, frozen and cut off.
# Prints each figure with the load of the machine; ends with 1 if one is not what is wanted. The whole takes about half an hour on two idle cores.
# usage: eng/fleet/trial.sh [SCENARIO]...     short freeze fence proxy nats postgres limit paid cameras bulk clips s3; default: all
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
eng/setup.sh --with-tests
dotnet build bench/PixelShap.FleetTrial -c Release -v quiet -clp:NoSummary -p:RunAnalyzers=false || exit 1
trial=artifacts/bin/PixelShap.FleetTrial/release/PixelShap.FleetTrial.dll
failed=0

clips() {
  dotnet build src/PixelShap.Video.Cli -c Release -v quiet -clp:NoSummary -p:RunAnalyzers=false &&
    dotnet "$trial" clips artifacts/bin/PixelShap.Video.Cli/release/PixelShap.Video.Cli.dll sample-videos
}

s3() {
  local folder server status
  folder=$(mktemp -d)
  npm install --silent --prefix "$folder" s3rver@3.7.1 || return 1
  "$folder/node_modules/.bin/s3rver" --directory "$folder" --address 127.0.0.1 --port 4568 --configure-bucket pixelshap >/dev/null 2>&1 &
  server=$!
  for _ in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.1/4568) 2>/dev/null && break; sleep 0.2; done
  AWS_ACCESS_KEY_ID=S3RVER AWS_SECRET_ACCESS_KEY=S3RVER AWS_REGION=us-east-1 dotnet "$trial" s3 's3://pixelshap/test?endpoint=http://127.0.0.1:4568'
  status=$?
  kill "$server"
  rm -rf "$folder"
  return $status
}

[ $# -gt 0 ] || set -- short freeze fence proxy nats postgres limit paid cameras bulk clips s3
for scenario in "$@"; do
  case $scenario in
    clips | s3) "$scenario" || failed=1 ;;
    *) dotnet "$trial" "$scenario" || failed=1 ;;
  esac
done
exit $failed
