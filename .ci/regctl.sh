#!/usr/bin/env bash
# Brings regctl, a client of registries by other people, with which tests look at what pipenb has put beside an image.
exec bash "$(dirname "$0")/go-tool.sh" github.com/regclient/regclient/cmd/regctl 0.11.7 "some seconds" PIPENB_REGCTL
