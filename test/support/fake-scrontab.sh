#!/bin/sh
# Slurm's scrontab as far as its source shows it, for Debian does not have it: a text that an editor is given, refused line by line.
# FAKE_SCRONTAB is the file it keeps.
case $1 in
-l)
  if ! [ -e "$FAKE_SCRONTAB" ]; then
    echo "no crontab for $(id -un)"
    exit 1
  fi
  cat "$FAKE_SCRONTAB"
  ;;
-e)
  edited=$(mktemp)
  cat "$FAKE_SCRONTAB" >"$edited" 2>/dev/null || echo "# An example" >"$edited"
  if ! "$VISUAL" "$edited"; then
    echo "scrontab: fatal: editor returned non-zero exit code" >&2
    exit 1
  fi
  if grep -v '^#' "$edited" | grep -vqE '^([-0-9*/,A-Za-z]+ ){5}.'; then
    echo "There are errors in your crontab."
    echo "The failed line(s) is commented out with #BAD:"
    echo "Do you want to retry the edit? (y/n)"
    read -r answer
    [ "$answer" = n ] && exit 0
    exit 9
  fi
  mv "$edited" "$FAKE_SCRONTAB"
  ;;
*)
  exit 64
  ;;
esac
