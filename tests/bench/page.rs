//! A certificate's words, QR code and seal as another program needs them to print the same page.

use std::io::Read as _;

use goodstanding::app::signed;
use goodstanding::domain::certificate::Certificate;
use goodstanding::store::blobs::Blobs;
use qrcode::{Color, EcLevel, QrCode};
use serde_json::{Value, json};

use crate::house::House;

/// The words of a certificate, its QR code as SVG and its attachment.
pub fn of(house: &House, certificate: &Certificate) -> Value {
    let look = house.world.store.read().unwrap();
    let settings = look.settings().unwrap();
    let (stored, encoded) = signed::read(&look, certificate).unwrap();
    let statement = encoded.statement();
    let url = format!("{}/verify", settings.base_url);
    let mut foot = vec![
        format!("核验码：{}", certificate.code),
        format!("核验网址：{url}"),
        format!("信任根指纹：{}", house.world.fingerprint().unwrap()),
    ];
    foot.extend(statement.expiry.map(|day| format!("有效期至{}", day.zh())));
    foot.push("扫描二维码，或打开上述网址输入核验码，即可核验本证明；请认准上述网址的域名。".into());
    // As long as the signed payload, and as varied.
    let bytes: Vec<u8> = stored.signature.iter().chain(&stored.salt).chain(&stored.signature).copied().collect();
    let payload = data_encoding::BASE32_NOPAD.encode(&bytes[..140]);
    let text = format!("{}/V/{}#{payload}", settings.base_url.to_uppercase(), certificate.code.replace('-', ""));
    json!({
        "words": {
            "title": statement.title, "number": statement.number, "addressee": statement.addressee,
            "paragraphs": statement.paragraphs, "columns": statement.columns, "rows": statement.rows,
            "closing": statement.closing, "signer": statement.issuer.name, "date": statement.date_line, "foot": foot,
        },
        "qr": qr(&text),
        "bundle": data_encoding::HEXLOWER.encode(&[stored.bytes.as_slice(), &bytes].concat()),
    })
}

fn qr(text: &str) -> String {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).unwrap();
    let width = code.width();
    let mut path = String::new();
    for (row, modules) in code.into_colors().chunks(width).enumerate() {
        let mut left = 0;
        for run in modules.chunk_by(|a, b| a == b) {
            if run[0] == Color::Dark {
                path += &format!("M{left} {row}h{}v1h-{}z", run.len(), run.len());
            }
            left += run.len();
        }
    }
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {width}\"><path d=\"{path}\"/></svg>")
}

/// The drawn seal of one of our files, outline for outline: twentieths of a point around its middle, y downward.
pub fn seal(pdf: &[u8]) -> String {
    const RED: &str = " 0.101960786 scn";
    let mut svg = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1190.6 -1190.6 2381.2 2381.2\">");
    let starts = pdf.windows(8).enumerate().filter(|(_, window)| *window == b"\nstream\n").map(|(at, _)| at + 8);
    for start in starts {
        let mut text = String::new();
        if flate2::read::ZlibDecoder::new(&pdf[start..]).read_to_string(&mut text).is_err() {
            continue;
        }
        for piece in text.split(RED).skip(1) {
            let (path, rule) = path(piece);
            svg += &format!("<path d=\"{path}\" fill=\"#d71a1a\" fill-rule=\"{rule}\"/>");
        }
    }
    svg + "</svg>"
}

/// The outline at the head of some operators, and by which rule it is filled.
fn path(operators: &str) -> (String, &'static str) {
    let (mut path, mut numbers) = (String::new(), Vec::new());
    for word in operators.split_whitespace() {
        match word {
            "m" | "l" | "c" => path += &format!("{}{}", word.to_uppercase(), std::mem::take(&mut numbers).join(" ")),
            "h" => path.push('Z'),
            "f" => return (path, "nonzero"),
            "f*" => return (path, "evenodd"),
            number => numbers.push(number),
        }
    }
    panic!("an outline that is not filled")
}
