#!/usr/bin/env bash
# Installs what a bare Debian 12 with the .NET SDK lacks. Does nothing where all is there.
# usage: eng/setup.sh [--with-tests]
#   --with-tests   also what only the tests need
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m[setup]\033[0m %s\n' "$*" >&2; }

packages=(
  ca-certificates curl make
  ffmpeg
  libgtk-3-0 # OpenCV's library links to it
  libpangocairo-1.0-0 fonts-inter fonts-dejavu-core
)
# What only the tests need: independent readers in Python, a browser for the report and a real RTSP server.
test_packages=(
  python3-numpy python3-scipy chromium
  python3-msgpack python3-gi gir1.2-gst-rtsp-server-1.0
  gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-rtsp gstreamer1.0-libav
)

install_packages() {
  local missing=()
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || { say "please install: ${missing[*]}"; exit 1; }
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  say "installing ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

require_dotnet() {
  command -v dotnet >/dev/null || { say "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download"; exit 1; }
}

with_tests=no
for option in "$@"; do
  case $option in
    --with-tests) with_tests=yes ;;
    *) say "unknown option $option"; exit 2 ;;
  esac
done

install_packages "${packages[@]}"
if [ "$with_tests" = yes ]; then install_packages "${test_packages[@]}"; fi
require_dotnet
