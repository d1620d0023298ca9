#!/usr/bin/env bash
# Installs what a Debian 12 with the .NET SDK lacks. Does nothing where all is there.
# usage: eng/setup.sh [--with-tests] [--beside COMMAND]
#   --with-tests      also what only the tests need
#   --beside COMMAND  runs a command of the shell while packages are installed, as soon as .NET can fetch packages of its own
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m[setup]\033[0m %s\n' "$*" >&2; }

# What .NET itself needs to reach its packages over https.
for_dotnet=(ca-certificates libssl3)
# OpenCV's library links to GTK, libatomic and libdrm.
packages=(ffmpeg libgtk-3-0 libatomic1 libdrm2 libpangocairo-1.0-0 fonts-inter fonts-dejavu-core)
# What only the tests need: independent readers in Python, a browser for the report, a real RTSP server, the servers of a fleet.
for_tests=(
  nats-server postgresql
  python3-numpy python3-scipy chromium tesseract-ocr tesseract-ocr-eng
  python3-msgpack python3-gi gir1.2-gst-rtsp-server-1.0 mosquitto mosquitto-clients
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-rtsp gstreamer1.0-libav
)

# Those of the named packages that are not installed.
missing() { comm -23 <(printf '%s\n' "$@" | sort) <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort); }

install() {
  local wanted
  mapfile -t wanted < <(missing "$@")
  [ ${#wanted[@]} -gt 0 ] || return 0
  say "installing ${wanted[*]}"
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
}

beside=
while [ $# -gt 0 ]; do
  case $1 in
    --with-tests) packages+=("${for_tests[@]}") ;;
    --beside) beside=${2:?--beside needs a command}; shift ;;
    *) say "unknown option $1"; exit 2 ;;
  esac
  shift
done

command -v dotnet >/dev/null || { say "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download"; exit 1; }
sudo=()
[ "$(id -u)" -eq 0 ] || sudo=(sudo)
if command -v dpkg-query >/dev/null; then
  if [ -n "$(missing "${for_dotnet[@]}" "${packages[@]}")" ]; then
    "${sudo[@]}" apt-get update -qq
    install "${for_dotnet[@]}"
  fi
else
  say "this is no Debian: please install what these packages hold: ${packages[*]}"
fi

# Both take time, one mostly on the disk and the other mostly on the processor. .NET looks for ICU, which comes with the packages, unless told that it need not.
running=
if [ -n "$beside" ]; then
  DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 bash -c "$beside" &
  running=$!
fi
if command -v dpkg-query >/dev/null; then install "${packages[@]}"; fi
[ -z "$running" ] || wait "$running"
