//! The offline check of a QR text: what a paper print proves without the server, given the association's keys and a
//! root fingerprint that came from elsewhere.

use data_encoding::HEXLOWER;
use serde::Deserialize;

use crate::crypto::fingerprint::Fingerprint;
use crate::crypto::keys::{Role, RootPublic};
use crate::crypto::manifest::{KeyState, Manifest};
use crate::crypto::qr_seal::{QrSeal, parse_qr_text};

/// The keys as `/.well-known/goodstanding` serves them.
#[derive(Debug, Deserialize)]
pub struct Keys {
    /// The root public key, 32 bytes in hex.
    pub root_public: String,
    pub key_manifest: String,
}

/// What was found, each step in Chinese and English.
#[derive(Debug, Default)]
pub struct QrVerdict {
    /// 0 the seal is the association's, 1 it is not, 2 cannot tell.
    pub exit_code: u8,
    pub steps: Vec<(bool, String, String)>,
    /// What the seal says, shown for comparison even where it is not believed.
    pub seal: Option<QrSeal>,
}

impl QrVerdict {
    fn end(mut self, exit_code: u8, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.exit_code = exit_code;
        self.steps.push((exit_code == 0, zh.into(), en.into()));
        self
    }

    fn pass(&mut self, zh: impl Into<String>, en: impl Into<String>) {
        self.steps.push((true, zh.into(), en.into()));
    }
}

/// What the verifier trusts beforehand.
#[derive(Clone, Copy, Debug, Default)]
pub struct Trusted<'a> {
    pub root: Option<&'a Fingerprint>,
    /// The association's keys, JSON.
    pub keys: Option<&'a str>,
    /// The association's present domain; none: the one in its keys.
    pub host: Option<&'a str>,
}

/// Judges a QR text. The address is not sealed, so its domain must be one that the verifier trusts: a genuine seal may have
/// been put under the address of a look-alike site.
pub fn check(text: &str, trusted: Trusted<'_>) -> QrVerdict {
    let Trusted { root, keys, host } = trusted;
    let mut verdict = QrVerdict::default();
    let signed = match parse_qr_text(text) {
        Ok((_, Some(signed))) => signed,
        Ok((_, None)) => {
            return verdict.end(
                2,
                "二维码里只有网址，没有签名，需要联网核验",
                "the code holds an address and no seal; ask the server",
            );
        }
        Err(fault) => {
            return verdict.end(
                1,
                "二维码的内容不完整或被改动",
                format!("the text is no QR text of a certificate: {fault}"),
            );
        }
    };
    verdict.seal = Some(signed.seal.clone());
    verdict.pass("二维码的内容完整", "the text is well-formed");
    let Some(keys) = keys else {
        return verdict.end(
            2,
            "没有提供协会的密钥清单（--keys），无法核对签名",
            "no keys were given (--keys FILE, as the association serves them at /.well-known/goodstanding)",
        );
    };
    let Some((public, manifest)) = opened(keys) else {
        return verdict.end(
            2,
            "所提供的密钥清单不是由它所附的根密钥签发的",
            "the keys that were given are not signed by the root that they name",
        );
    };
    let own = Fingerprint::of(&public);
    match root {
        None => {
            return verdict.end(
                2,
                format!("未提供根密钥指纹；密钥清单所附指纹为 {own}，请与协会公布的指纹核对"),
                format!("no root fingerprint was given; the keys' own is {own}: compare it with a published one"),
            );
        }
        Some(root) if *root != own => {
            return verdict.end(
                2,
                format!("密钥清单属于另一个根：{own}，不是 {root}"),
                format!("the keys belong to another root, {own}, and not to {root}"),
            );
        }
        Some(_) => verdict.pass(format!("根密钥指纹相符：{own}"), format!("the root is {own}")),
    }
    let id = signed.seal.key_id;
    let (leads_to, wanted) = (host_of(text), host.unwrap_or(&manifest.host).to_lowercase());
    match manifest.issuer(id) {
        Some((key, _)) if signed.verify(&key) && leads_to != wanted => verdict.end(
            2,
            format!("二维码的签名属实，但网址通向 {leads_to}，而协会的域名是 {wanted}：请勿打开；如协会已更换域名，请用 --host 指明"),
            format!("the seal is genuine, but the address leads to {leads_to} and the association's domain is {wanted}: do not open it; where the association has moved to another domain, name that by --host"),
        ),
        Some((key, known)) if signed.verify(&key) && known.state == KeyState::Active => verdict.end(
            0,
            format!("二维码由签发密钥 {id} 签名；现在是否有效需要联网核验"),
            format!("issuer key {id} signed it; whether it still stands today is for the server to say"),
        ),
        Some((key, _)) if signed.verify(&key) => verdict.end(
            2,
            format!("签发密钥 {id} 已停用，单凭二维码无法判断签名时间，请联网或核验文件"),
            format!("issuer key {id} is closed; a QR code alone cannot prove when it was signed: check the file or ask the server"),
        ),
        Some(_) => verdict.end(1, "二维码的签名不属实", "the signature is false"),
        None => verdict.end(1, format!("密钥清单中没有签发密钥 {id}"), format!("the association has no issuer key {id}")),
    }
}

/// Domain and port of the address in a QR text, in lower case.
fn host_of(text: &str) -> String {
    let rest = text.trim().split_once("://").map_or("", |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default().to_lowercase()
}

fn opened(keys: &str) -> Option<(RootPublic, Manifest)> {
    let keys: Keys = serde_json::from_str(keys).ok()?;
    let public = RootPublic::from_bytes(&HEXLOWER.decode(keys.root_public.as_bytes()).ok()?).ok()?;
    let manifest = Manifest::open(&keys.key_manifest, &public).ok()?;
    manifest.keys.iter().any(|key| key.role == Role::Issuer).then_some((public, manifest))
}
