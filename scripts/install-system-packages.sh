#!/usr/bin/env bash
# System packages that some tests use, for continuous integration, where nothing may be skipped: a browser for the pages'
# tests, Redis for those of workers on a queue. Needs Debian's apt and the right to install; without them those tests skip
# and say so.
set -euo pipefail
packages=()
command -v chromium >/dev/null || packages+=(chromium)
command -v redis-server >/dev/null || packages+=(redis-server)
if [ ${#packages[@]} -gt 0 ]; then
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -q
  apt-get install -y -q --no-install-recommends "${packages[@]}"
fi
