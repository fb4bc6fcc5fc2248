#!/usr/bin/env bash
# The checkers are shown something good and then something bad: statement.py and seal.py with certificates made from the
# specification, pdf.sh with a page that Chromium printed and pyHanko signed, which is then spoilt in several ways.
set -uo pipefail
ROOT=${ROOT:-$(cd "$(dirname "$0")/.." && pwd)}
export TARGET=${TARGET:-$ROOT/target}
export TOOLS=${TOOLS:-$TARGET/tools}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
cd "$work" || exit 1

PYTHONPATH='' "$TOOLS/venv/bin/python" "$ROOT/tests/independent/selftest.py" || failed=1

text='HTTPS://EXAMPLE.ORG/V/0123456789ABCDEFGHJK#AEBAGBAFAYDQQCIK'
sample() { # sample NAME: page.pdf with that name, a QR code and embedded TrueType fonts
    cat >page.html <<HTML
<meta charset="utf-8"><style>@font-face { font-family: F; src: url("file://$font") } body { font-family: F }</style>
<h1>证明</h1><p>兹证明$1、李·四等律师为本会会员。</p><img src="qr.svg" width="200">
HTML
    chromium --headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking \
        --disable-component-update --disable-sync --allow-file-access-from-files --user-data-dir="$work/profile" \
        --no-pdf-header-footer --print-to-pdf=page.pdf page.html >chromium.log 2>&1 || { cat chromium.log; return 1; }
}
authority() { # authority NAME: NAME.key, NAME.pem, and signer.key, signer.pem under it
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" -out "$1.pem" -subj "/CN=$1" -days 2 \
        -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" &&
        openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout signer.key -out signer.csr -subj "/CN=signer of $1" &&
        printf '%s\n' basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature,nonRepudiation \
            extendedKeyUsage=1.3.6.1.5.5.7.3.36 subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >ext &&
        openssl x509 -req -in signer.csr -CA "$1.pem" -CAkey "$1.key" -CAcreateserial -out signer.pem -days 2 -extfile ext
} 2>openssl.log
sign() { "$TOOLS/venv/bin/pyhanko" sign addsig --field Sig1 pemder --no-pass --key signer.key --cert signer.pem --chain "$1.pem" page.pdf "$2" >sign.log 2>&1; }

font=$(find "$ROOT/fonts" -name '*erif*egular*.ttf' 2>/dev/null | head -n 1)
"$TOOLS/venv/bin/python" -c 'import segno, sys; segno.make(sys.argv[1], error="m").save("qr.svg", border=4)' "$text"
authority good && sample 张三 && sign good good.pdf && authority other && sign other other.pdf || { echo "not ok a sample is made and signed"; exit 1; }
"$TOOLS/venv/bin/python" - <<'PY'
data = open("good.pdf", "rb").read()
at = data.index(b"/CreationDate") + 20
open("flipped.pdf", "wb").write(data[:at] + bytes([data[at] ^ 1]) + data[at + 1:])
open("cut.pdf", "wb").write(data[:-300])
open("appended.pdf", "wb").write(data + b"\n% something else\n")
PY

# judged NAME FILE LINES NAMES…: pdf.sh prints each of the lines (separated by |) for the file.
judged() {
    local what=$1 file=$2 lines=$3 line missing=0
    shift 3
    QR=$text bash "$ROOT/tests/independent/pdf.sh" "$file" good.pem "$@" >out 2>&1
    local status=$?
    IFS='|' read -ra lines <<<"$lines"
    for line in "${lines[@]}"; do
        if [ "$line" = all ]; then [ "$status" = 0 ] || missing=1; else grep -qF "$line" out && [ "$status" != 0 ] || missing=1; fi
    done
    if ((missing)); then echo "not ok pdf.sh: $what"; sed 's/^/#   /' out; failed=1; else echo "ok pdf.sh: $what"; fi
}
judged "a good file passes" good.pdf all 张三 李·四 '!赵六'
judged "a name that is not there" good.pdf "not ok pdftotext: 赵六 is named exactly" 赵六
judged "a name that must not be there" good.pdf "not ok pdftotext: 证明 is not named" '!证明'
judged "another root" other.pdf "not ok pyHanko: valid|not ok OpenSSL|not ok GnuTLS"
judged "one flipped bit" flipped.pdf "not ok pyHanko: valid|not ok pdfsig|not ok mutool: unchanged|not ok OpenSSL|not ok GnuTLS"
judged "a cut file" cut.pdf "not ok pdfsig|not ok OpenSSL|not ok qpdf"
judged "an appended update" appended.pdf "not ok pyHanko: valid|not ok pdfsig|not ok mutool: unchanged|not ok OpenSSL"
text=HTTPS://EXAMPLE.ORG/V/OTHER judged "another QR text" good.pdf "not ok zbarimg"
exit "$failed"
