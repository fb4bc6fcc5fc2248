#!/usr/bin/env bash
# Puts in place what the later stages use; what is already there is left alone, so a second run is quick.
# Debian packages go to the system; Python and Node packages, pinned, below target/tools.
set -uo pipefail
ROOT=${ROOT:-$(cd "$(dirname "$0")/.." && pwd)}
TARGET=${TARGET:-$ROOT/target}
TOOLS=${TOOLS:-$TARGET/tools}
mkdir -p "$TOOLS"
failed=0
say() { if "${@:2}"; then echo "ok $1"; else echo "not ok $1"; failed=1; fi; }

# "program package": the package is installed where the program is missing.
programs=(
    "chromium chromium" "pdfsig poppler-utils" "pdftotext poppler-utils" "pdftoppm poppler-utils" "pdffonts poppler-utils"
    "pdfdetach poppler-utils" "qpdf qpdf" "mutool mupdf-tools" "zbarimg zbar-tools" "go golang-go" "certtool gnutls-bin"
    "strace strace" "prlimit util-linux" "mkfs.ext4 e2fsprogs"
    "mmdebstrap mmdebstrap" "systemd-nspawn systemd-container" "lintian lintian" "dpkg-deb dpkg"
    "openssl openssl" "node nodejs" "npm npm" "java default-jre-headless" "firefox-esr firefox-esr" "python3 python3" "fc-list fontconfig" "git git" "postfix postfix" "dovecot dovecot-core" "mu maildir-utils"
)
# "file package": the same for what is no program.
files=(
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc fonts-noto-cjk"
    "/usr/share/fonts/truetype/arphic-gkai00mp/gkai00mp.ttf fonts-arphic-gkai00mp"
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1 libfaketime"
    "/usr/lib/python3/dist-packages/prometheus_client/__init__.py python3-prometheus-client"
    "/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog/tlog.go golang-golang-x-mod-dev"
)

lacking() {
    local entry
    for entry in "${programs[@]}"; do command -v "${entry% *}" >/dev/null || echo "${entry#* }"; done
    for entry in "${files[@]}"; do [ -e "${entry% *}" ] || echo "${entry#* }"; done
    python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
}

debian() {
    local packages
    mapfile -t packages < <(lacking | sort -u)
    ((${#packages[@]})) || return 0
    echo "# installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -q -o DPkg::Lock::Timeout=300 update >"$TOOLS/apt.log" 2>&1 &&
        apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "${packages[@]}" >>"$TOOLS/apt.log" 2>&1 ||
        { tail -n 20 "$TOOLS/apt.log"; return 1; }
    mapfile -t packages < <(lacking | sort -u)
    ((${#packages[@]} == 0)) || { echo "# still missing: ${packages[*]}"; return 1; }
}

# stamped FILE STAMP COMMAND…: runs the command unless it has already been done for this very FILE.
stamped() {
    local sum
    sum=$(sha256sum <"$1") || return 1
    [ "$(cat "$2" 2>/dev/null)" = "$sum" ] && return 0
    "${@:3}" && echo "$sum" >"$2"
}

python_packages() {
    rm -rf "$TOOLS/venv" && python3 -m venv "$TOOLS/venv" &&
        "$TOOLS/venv/bin/pip" install -q --no-input --disable-pip-version-check -r "$ROOT/tests/requirements.txt"
}

node_packages() {
    rm -rf "$TOOLS/node" && mkdir -p "$TOOLS/node" &&
        cp "$ROOT/tests/package.json" "$ROOT/tests/package-lock.json" "$TOOLS/node/" &&
        (cd "$TOOLS/node" && npm ci --silent --ignore-scripts --no-audit --no-fund)
}

# Packs the Debian package. Built without optimisation: it runs for a second, and is built once.
cargo_deb() {
    local version=3.8.0
    [ "$("$TOOLS/cargo/bin/cargo-deb" --version 2>/dev/null)" = "$version" ] ||
        CARGO_PROFILE_RELEASE_OPT_LEVEL=0 cargo install --quiet --locked --version "$version" --root "$TOOLS/cargo" \
            --target-dir "$TOOLS/cargo/build" cargo-deb && rm -rf "$TOOLS/cargo/build"
}

# A Debian for the drill, as systemd-nspawn boots it.
debian_root() {
    [ -s "$TOOLS/nspawn-root.tar" ] && return 0
    mmdebstrap --quiet --variant=minbase --include=systemd,systemd-sysv,dbus,ca-certificates,openssl,curl,procps bookworm \
        "$TOOLS/nspawn-root.part.tar" && mv "$TOOLS/nspawn-root.part.tar" "$TOOLS/nspawn-root.tar"
}

say "Debian packages" debian
say "Python packages" stamped "$ROOT/tests/requirements.txt" "$TOOLS/venv.stamp" python_packages
say "Node packages" stamped "$ROOT/tests/package-lock.json" "$TOOLS/node.stamp" node_packages
say "cargo-deb" cargo_deb
say "a Debian to boot" debian_root
say "Node is version 20 or newer" node -e 'process.exit(parseInt(process.versions.node) >= 20 ? 0 : 1)'
say "the Rust toolchain has rustfmt and clippy" bash -c 'cargo fmt --version >/dev/null && cargo clippy --version >/dev/null'
exit "$failed"
