#!/usr/bin/env bash
# Debian packages that tests drive. Installed where we may; else what is skipped is said.
set -euo pipefail

if command -v chromium >/dev/null; then
  exit 0
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing chromium for the browser tests."
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null && apt-get install -y -qq --no-install-recommends chromium >/dev/null && exit 0
  echo "SKIPPED: the browser tests, because apt-get could not install chromium."
else
  echo "SKIPPED: the browser tests, because chromium is not here (as root: apt-get install chromium)."
fi
