#!/usr/bin/env bash
# Brings Debian's sshd for the tests of engines on other machines; each test starts one of its own. Idempotent.
set -euo pipefail

say() { printf 'sshd: %s\n' "$1"; }

if ! [ -x /usr/sbin/sshd ] || ! command -v ssh >/dev/null; then
  if [ "$(id -u)" -ne 0 ]; then
    say "sshd or ssh is missing and only root can install packages. Install openssh-server and run this again." >&2
    exit 1
  fi
  say "installing openssh-server and openssh-client"
  apt-get update -qq
  # RUNLEVEL keeps Debian from starting it as a service.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openssh-server openssh-client >/dev/null
fi
say "$(ssh -V 2>&1)"
