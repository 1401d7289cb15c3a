#!/usr/bin/env bash
# Brings versitygw, a server that speaks S3 over a folder, for the tests of the library's objects; each test starts one of its own.
exec bash "$(dirname "$0")/go-tool.sh" github.com/versity/versitygw/cmd/versitygw 1.8.0 "a few minutes" PIPENB_S3
