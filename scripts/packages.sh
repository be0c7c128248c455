#!/usr/bin/env bash
# Debian packages that tests drive. Installed where we may; else what is skipped is said.
set -euo pipefail

# package, the program it brings, and what is skipped without it
packages="\
chromium chromium the browser tests
dovecot-imapd dovecot the tests against a real IMAP server
postfix postfix the tests against a real mail server"

missing() {
  while read -r package program skipped; do
    PATH="$PATH:/usr/sbin" command -v "$program" >/dev/null || echo "$package $program $skipped"
  done <<<"$packages"
}

wanted=$(missing | cut -d" " -f1)
[ -z "$wanted" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the tests:" $wanted
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends $wanted; } >/dev/null || true
fi
missing | while read -r package _program skipped; do
  echo "SKIPPED: $skipped, because $package is not here (as root: apt-get install $package)."
done
