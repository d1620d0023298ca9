#!/usr/bin/env bash
# Installs what a bare Debian 12 with the .NET SDK lacks. Does nothing where all is there.
# usage: eng/setup.sh [--with-genai] [--with-tests]
#   --with-genai   also ONNX Runtime GenAI (100 MB), for vision-language models on this machine
#   --with-tests   also what only the tests need, ONNX Runtime GenAI included
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '\033[1m[setup]\033[0m %s\n' "$*" >&2; }

packages=(
  ca-certificates curl make
  ffmpeg
  libgtk-3-0 libatomic1 libdrm2 # what OpenCV's library links to
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
  # npm comes with Node.js, from Debian or from elsewhere.
  command -v npm >/dev/null || missing+=(nodejs npm)
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || { say "please install: ${missing[*]}"; exit 1; }
  local sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo)
  say "installing ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

install_onnx_runtime() {
  local modules=eng/onnxruntime/node_modules genai=com.github.asus4.onnxruntime-genai
  local stamp=$modules/.pixelshap-stamp omit=(--omit=optional)
  # What is there stays there when the script is run again without the option.
  if [ "$with_genai" = yes ] || [ -d "$modules/$genai" ]; then omit=(); fi
  if [ ! -f "$stamp" ] || ! cmp -s eng/onnxruntime/package-lock.json "$stamp" || { [ "$with_genai" = yes ] && [ ! -d "$modules/$genai" ]; }; then
    say "fetching ONNX Runtime"
    (cd eng/onnxruntime && npm ci "${omit[@]}" --ignore-scripts --no-audit --no-fund --loglevel=error)
    # Phones and other systems take most of the room.
    rm -rf "$modules"/*/Plugins/Android "$modules"/*/Plugins/iOS~
    cp eng/onnxruntime/package-lock.json "$stamp"
  fi
}

require_dotnet() {
  command -v dotnet >/dev/null || { say "the .NET SDK 10 is missing: https://dotnet.microsoft.com/download"; exit 1; }
}

with_tests=no with_genai=no
for option in "$@"; do
  case $option in
    --with-tests) with_tests=yes with_genai=yes ;;
    --with-genai) with_genai=yes ;;
    *) say "unknown option $option"; exit 2 ;;
  esac
done

install_packages "${packages[@]}"
if [ "$with_tests" = yes ]; then install_packages "${test_packages[@]}"; fi
install_onnx_runtime
require_dotnet
