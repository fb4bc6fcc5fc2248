#!/usr/bin/env bash
# pdf.sh FILE ROOT_PEM NAME…: what programs that are not ours say about a certificate. One `ok` or `not ok` line each.
#
# Each NAME must be in the extracted text, exactly; a NAME that begins with ! must not be there as a word of its own.
# With QR=TEXT in the environment the scanned text must be that; with FINGERPRINT=… the statement inside and the seal in
# the QR code are judged too. Prints the scanned text as `# qr TEXT`.
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
venv=${TOOLS:-${TARGET:-$here/../../target}/tools}/venv/bin
file=$1 root=$2
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# verdict WHAT STATUS [FILE]: one line; where it failed, also what the program said.
verdict() {
    if (($2 == 0)); then echo "ok $1"; else
        echo "not ok $1"
        failed=1
        [ -z "${3-}" ] || sed 's/^/#   /' "$3" | head -n 30
    fi
}
# says WHAT FILE PATTERN…: every pattern (fixed text) is in FILE.
says() {
    local what=$1 out=$2 missing=0 pattern
    shift 2
    for pattern in "$@"; do grep -qF -- "$pattern" "$out" || missing=1; done
    verdict "$what" "$missing" "$out"
}

"$venv/pyhanko" sign validate --pretty-print --trust "$root" --trust-replace "$file" >"$work/pyhanko" 2>&1
status=$?
says "pyHanko: valid, trusted, covers the whole file" "$work/pyhanko" \
    "The signature is cryptographically sound." "The signature is judged VALID." "The signature covers the entire file." "certificate is trusted"
verdict "pyHanko ends with 0" "$status" "$work/pyhanko"

pdfsig "$file" >"$work/pdfsig" 2>&1
says "pdfsig: valid, total document signed" "$work/pdfsig" "Signature Validation: Signature is Valid." "Total document signed"

mutool sign -v "$file" >"$work/mutool" 2>&1
says "mutool: unchanged since signing" "$work/mutool" "The document is unchanged since signing."
# A root that no shop sells is the one certificate error there may be.
! grep -iE 'error|invalid|corrupt' "$work/mutool" | grep -qvF "Self-signed certificate in chain."
verdict "mutool has no other objection" $? "$work/mutool"

qpdf --check "$file" >"$work/qpdf" 2>&1
verdict "qpdf --check finds no fault" $? "$work/qpdf"

"$venv/python" "$here/cms.py" "$file" "$work/cms.der" "$work/content" >"$work/range" 2>&1 &&
    openssl cms -verify -binary -purpose any -inform DER -in "$work/cms.der" -content "$work/content" -CAfile "$root" -out /dev/null >>"$work/range" 2>&1
verdict "OpenSSL verifies the CMS over all other bytes" $? "$work/range"
certtool --p7-verify --inder --infile "$work/cms.der" --load-data "$work/content" --load-ca-certificate "$root" >"$work/gnutls" 2>&1
verdict "GnuTLS verifies the CMS" $? "$work/gnutls"

pdffonts "$file" >"$work/fonts" 2>&1
awk 'NR > 2 { n++; if ($(NF-4) != "yes" || $(NF-2) != "yes") bad = 1 } END { exit bad || n == 0 }' "$work/fonts"
verdict "pdffonts: every font embedded and mapped to Unicode" $? "$work/fonts"

pdftotext -layout "$file" "$work/text" 2>"$work/text.err"
verdict "pdftotext reads it without a complaint" "$(($? || $(wc -c <"$work/text.err") > 0))" "$work/text.err"
sed 's/[[:space:]　、，。；：:;,（）()]\+/\n/g' "$work/text" >"$work/words"
for name in "$@"; do
    if [[ $name == !* ]]; then
        ! grep -qxF -- "${name#!}" "$work/words"
        verdict "pdftotext: ${name#!} is not named" $?
    else
        grep -qF -- "$name" "$work/text"
        verdict "pdftotext: $name is named exactly" $?
    fi
done

pdftoppm -r 200 -png "$file" "$work/page" 2>"$work/ppm" && verdict "pdftoppm draws it" "$(($(wc -c <"$work/ppm") > 0))" "$work/ppm"
zbarimg -q --raw -Sdisable -Sqrcode.enable "$work"/page*.png 2>/dev/null | sort -u >"$work/qr"
scanned=$(head -n 1 "$work/qr")
echo "# qr $scanned"
[ "$(wc -l <"$work/qr")" = 1 ] && [ "$scanned" = "${QR:-$scanned}" ] && [[ $scanned =~ ^HTTPS?://[^/]+/V/[0-9A-Z]+# ]]
verdict "zbarimg reads the one QR code${QR:+ and it is the expected one}" $? "$work/qr"

if [ -n "${FINGERPRINT-}" ]; then
    "$venv/python" "$here/statement.py" "$file" "$FINGERPRINT" || failed=1
    "$venv/python" "$here/seal.py" "$file" "$FINGERPRINT" "$scanned" || failed=1
fi
exit "$failed"
