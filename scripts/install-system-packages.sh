#!/usr/bin/env bash
# System packages that some tests use. None is needed yet: every test runs on Node alone. Packages that later tests need
# (a browser, a redis server) are added here, so that continuous integration never skips them.
set -euo pipefail
