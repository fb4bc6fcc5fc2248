#!/usr/bin/env bash
# Builds the Debian package: packaging/deb.sh [PROFILE [OPTION…]]
#
# PROFILE is dist unless another is named; with `release` the binary that the tests use is packed as it is. Manual pages
# and completions are written by that very binary. Options go to cargo-deb. The package's path is the last line.
set -euo pipefail
cd "$(dirname "$0")/.."
profile=${1:-dist}
shift $(($# > 0))
target=${CARGO_TARGET_DIR:-$PWD/target}
PATH=$target/tools/cargo/bin:$PATH
command -v cargo-deb >/dev/null || { echo "deb.sh: cargo-deb is missing: cargo install cargo-deb --locked" >&2; exit 1; }

[ "$profile" = release ] && [ -x "$target/release/goodstanding" ] || cargo build --locked --profile "$profile" --bin goodstanding
binary=$target/$profile/goodstanding
package=$target/package
rm -rf "$package" && mkdir -p "$package/man"
"$binary" manual "$package/man"
gzip -9n "$package"/man/*.1
for shell in bash zsh fish; do "$binary" completions "$shell" >"$package/goodstanding.$shell"; done
cargo deb --locked --no-build --profile "$profile" --output "$package/" "$@"
ls "$package"/*.deb
