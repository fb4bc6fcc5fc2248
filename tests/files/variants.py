"""What becomes of a certificate's file in other people's hands: saved again, printed, altered, sealed by others. Each maker
takes the path of a real certificate and writes another file; real tools do the work."""
import datetime
import io
import os
import random
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdf
import segno
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

BUNDLE = "certificate.gsb"


def run(*command, fine=(0,)):
    done = subprocess.run([str(part) for part in command], capture_output=True)
    assert done.returncode in fine, f"{command[0]}: {done.returncode} {done.stderr.decode(errors='replace')[:400]}"
    return done.stdout


# ---- saved again -----------------------------------------------------------------------------------------------------

def by_qpdf(*options):
    return lambda source, target: run("qpdf", *options, source, target, fine=(0, 3))


def by_mutool(*options):
    return lambda source, target: run("mutool", "clean", *options, source, target)


def by_pikepdf(**options):
    def make(source, target):
        with pikepdf.open(source) as pdf:
            pdf.save(target, **options)
    return make


def line_end(source, target):
    Path(target).write_bytes(Path(source).read_bytes() + b"\r\n")


# ---- made anew -------------------------------------------------------------------------------------------------------

def by_ghostscript(source, target):
    run("gs", "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=pdfwrite", f"-sOutputFile={target}", source)


def by_cairo(source, target):
    run("pdftocairo", "-pdf", source, target)


def picture(source, target, dpi=200):
    """The first page as a PNG."""
    run("pdftoppm", "-r", dpi, "-png", "-singlefile", source, str(target).removesuffix(".png"))
    return target


def by_chromium(source, target):
    """Printed from a browser that shows a picture of the page."""
    page = picture(source, Path(target).with_suffix(".png"))
    html = Path(target).with_suffix(".html")
    html.write_text(f"<style>@page {{ size: A4; margin: 0 }} body {{ margin: 0 }} img {{ width: 210mm }}</style><img src={page.name}>")
    run("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--allow-file-access-from-files", "--no-pdf-header-footer",
        f"--user-data-dir={Path(target).parent}/chromium", f"--print-to-pdf={target}", html)


# ---- altered ---------------------------------------------------------------------------------------------------------

def glyphs(font):
    """Characters of a font's codes, by its own ToUnicode."""
    table, text = {}, font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[bytes.fromhex(code)] = bytes.fromhex(to).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for low, high, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for step in range(int(high, 16) - int(low, 16) + 1):
                code = (int(low, 16) + step).to_bytes(len(low) // 2, "big")
                table[code] = chr(int(to, 16) + step)
    return table


def swap_digit(pdf, chance, body=True):
    """Writes another digit in place of one, in the codes of its own font; what was changed."""
    page = chance.choice(list(pdf.pages))
    fonts = {name: glyphs(font) for name, font in page.Resources.Font.items()}
    found, content = [], list(pikepdf.parse_content_stream(page))
    font = None
    for at, (operands, operator) in enumerate(content):
        if str(operator) == "Tf":
            font = fonts[str(operands[0])]
        if str(operator) not in ("Tj", "TJ"):
            continue
        pieces = list(operands[0]) if str(operator) == "TJ" else [operands[0]]
        for place, piece in enumerate(pieces):
            if isinstance(piece, pikepdf.String):
                codes = [bytes(piece)[n:n + 2] for n in range(0, len(bytes(piece)), 2)]
                digits = {code: char for code, char in font.items() if char.isascii() and char.isdigit()}
                found += [(at, place, n, codes, digits) for n, code in enumerate(codes) if code in digits and len(digits) > 1]
    # The first half of a page is what the certificate says; what follows is where to check it.
    at, place, n, codes, digits = chance.choice(found[:len(found) // 2] if body else found)
    old = codes[n]
    new = chance.choice([code for code in sorted(digits) if code != old])
    codes = codes[:n] + [new] + codes[n + 1:]
    operands, operator = content[at]
    changed = pikepdf.String(b"".join(codes))
    if str(operator) == "TJ":
        array = list(operands[0])
        array[place] = changed
        operands = [pikepdf.Array(array)]
    else:
        operands = [changed]
    content[at] = (operands, operator)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
    return f"{digits[old]} to {digits[new]}"


def digit_in_text(source, target, chance=random.Random(5), **options):
    with pikepdf.open(source) as pdf:
        swap_digit(pdf, chance)
        pdf.save(target, **options)


def word_box(source, word):
    """Where a word stands on the first page, in points from the lower left: x0, y0, x1, y1."""
    text = run("pdftotext", "-bbox", "-l", 1, source, "-").decode()
    height = float(re.search(r'<page width="[^"]*" height="([^"]*)"', text)[1])
    for box, found in re.findall(r'<word ((?:\w+="[^"]*" ?)+)>([^<]*)</word>', text):
        if word in found:
            x0, y0, x1, y1 = (float(n) for n in re.findall(r'="([^"]*)"', box))
            return x0, height - y1, x1, height - y0
    raise AssertionError(f"no word {word} in {source}")


def paint(source, target, content, **options):
    with pikepdf.open(source) as pdf:
        pdf.pages[0].contents_add(content if isinstance(content, bytes) else content.encode())
        pdf.save(target, **options)


def digit_drawn_over(source, target):
    """A white box over the end of the number, and another digit drawn on it."""
    x0, y0, x1, y1 = word_box(source, "号")
    x, y, h = x1 - 2 * (y1 - y0), y0, y1 - y0
    paint(source, target, f"q 1 1 1 rg {x} {y} {h} {h} re f 0 0 0 RG 1.2 w {x + 2} {y + h - 3} m {x + h * .5} {y + h - 3} l {x + h * .25} {y + 2} l S Q")


def painted_white(source, target):
    x0, y0, x1, y1 = word_box(source, "有效期")
    paint(source, target, f"q 1 1 1 rg {x0} {y0} {x1 - x0} {y1 - y0} re f Q")


def invisible_text(source, target):
    """Words that nobody sees, for whoever copies or searches them."""
    with pikepdf.open(source) as pdf:
        font = next(iter(pdf.pages[0].Resources.Font))
        pdf.pages[0].contents_add(f"BT 3 Tr {font} 9 Tf 100 400 Td <0003000400050006> Tj ET".encode())
        pdf.save(target)


def note_over(source, target):
    """A note with a picture of its own, laid over the page as an annotation."""
    x0, y0, x1, y1 = word_box(source, "号")
    with pikepdf.open(source) as pdf:
        look = pdf.make_stream(f"1 1 1 rg 0 0 {x1 - x0} {y1 - y0} re f 0 0 0 rg 4 4 20 4 re f".encode(),
                               Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, x1 - x0, y1 - y0])
        note = pdf.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[x0, y0, x1, y1], F=4, AP=pikepdf.Dictionary(N=look)))
        pdf.pages[0].Annots.append(note)
        pdf.save(target)


def hidden_layer(source, target):
    """A layer that is off where this program draws, and that a reader may switch on."""
    with pikepdf.open(source) as pdf:
        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("layer")))
        pdf.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[layer], D=pikepdf.Dictionary(OFF=[layer], Order=[layer], BaseState=pikepdf.Name.ON))
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(L0=layer)
        pdf.pages[0].contents_add(b"/OC /L0 BDC q 0 0 0 rg 100 600 200 60 re f Q EMC")
        pdf.save(target)


def script_added(source, target):
    with pikepdf.open(source) as pdf:
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.save(target)


def page_added(source, target):
    with pikepdf.open(source) as pdf:
        pdf.add_blank_page(page_size=(595, 842))
        pdf.save(target)


def page_twice(source, target):
    with pikepdf.open(source) as pdf:
        pdf.pages.append(pdf.pages[0])
        pdf.save(target)


def page_removed(source, target):
    with pikepdf.open(source) as pdf:
        del pdf.pages[-1]
        pdf.save(target)


def pages_reordered(source, target):
    with pikepdf.open(source) as pdf:
        pages = list(pdf.pages)
        pdf.pages[:] = pages[1:] + pages[:1]
        pdf.save(target)


def attachment_replaced(data):
    def make(source, target):
        with pikepdf.open(source) as pdf:
            old = pdf.attachments[BUNDLE]
            stream = old.get_file().obj
            stream.write(data)
            pdf.save(target)
    return make


def attachment_removed(source, target):
    with pikepdf.open(source) as pdf:
        del pdf.attachments[BUNDLE]
        pdf.save(target)


def bundle_of(source):
    with pikepdf.open(source) as pdf:
        return pdf.attachments[BUNDLE].get_file().read_bytes()


def qr_replaced(text):
    def make(source, target):
        out = io.BytesIO()
        segno.make(text, error="m").save(out, kind="pdf", scale=2, border=2, light="white")
        with pikepdf.open(source) as pdf, pikepdf.open(out) as code:
            page = pikepdf.Page(pdf.pages[0])
            page.add_overlay(pikepdf.Page(code.pages[0]), pikepdf.Rectangle(70, 55, 200, 185), shrink=True, expand=True)
            pdf.save(target)
    return make


# ---- appended to, and sealed by others ------------------------------------------------------------------------------

def update_appended(source, target):
    """A new revision by pyHanko that changes the page's words, the first one left as it was."""
    writer = IncrementalPdfFileWriter(open(source, "rb"), strict=False)
    page, _ = writer.find_page_for_modification(0)
    stream = writer.add_object(generic.StreamObject(stream_data=b"q 0 0 0 rg 100 500 200 12 re f Q"))
    contents = page.get_object().raw_get("/Contents")
    page.get_object()["/Contents"] = generic.ArrayObject([contents, stream])
    writer.mark_update(page)
    with open(target, "wb") as out:
        writer.write(out)


def empty_update(source, target):
    writer = pypdf.PdfWriter(str(source), incremental=True)
    writer.add_metadata({"/Keywords": "x"})
    writer.write(str(target))


def attacker(kind):
    """Somebody's own good key and certificate."""
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "ec" else rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "示例市律师协会")])
    now = datetime.datetime(2026, 1, 1)
    usage = dict(digital_signature=True, content_commitment=True, key_encipherment=False, data_encipherment=False,
                 key_agreement=False, key_cert_sign=False, crl_sign=False, encipher_only=False, decipher_only=False)
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(7).not_valid_before(now).not_valid_after(now + datetime.timedelta(days=3650))
            .add_extension(x509.KeyUsage(**usage), True).sign(key, hashes.SHA256()))
    der = key.private_bytes(serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(made.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(der), cert_registry=SimpleCertificateStore())


def unsealed(pdf):
    """Takes the association's own seal out."""
    for name in ("AcroForm", "Perms"):
        if f"/{name}" in pdf.Root:
            del pdf.Root[f"/{name}"]
    for page in pdf.pages:
        kept = [note for note in page.get("/Annots", []) if note.get("/FT") != "/Sig"]
        if "/Annots" in page:
            page.Annots = pikepdf.Array(kept)


def resealed(kind, change=None, chance=random.Random(6)):
    """The association's seal taken out, perhaps a digit changed, and sealed anew by an attacker's own valid key."""
    def make(source, target):
        out = io.BytesIO()
        with pikepdf.open(source) as pdf:
            unsealed(pdf)
            if change:
                change(pdf, chance)
            pdf.save(out)
        out.seek(0)
        signed = signers.sign_pdf(IncrementalPdfFileWriter(out), signers.PdfSignatureMetadata(field_name="Sig1"), signer=SIGNERS[kind])
        Path(target).write_bytes(signed.getvalue())
    return make


SIGNERS = {kind: attacker(kind) for kind in ("ec", "rsa")}


def by_pikepdf_unsealed(source, target):
    with pikepdf.open(source) as pdf:
        unsealed(pdf)
        pdf.save(target)


def other_page(source, target):
    pdf = pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F1 20 Tf 100 600 Td (an invoice) Tj ET")
    pdf.save(target)
