#!/usr/bin/env bash
# Brings Debian's sshd for the tests of engines on other machines; each test starts one of its own. Idempotent.
set -euo pipefail

say() { printf 'sshd: %s\n' "$1"; }

if ! [ -x /usr/sbin/sshd ] || ! command -v ssh >/dev/null; then
  bash "$(dirname "$0")/debian.sh" sshd openssh-server openssh-client
fi
say "$(ssh -V 2>&1)"
