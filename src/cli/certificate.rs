//! `goodstanding certificate`.

use clap::{Args, Subcommand};

use crate::admin::{Answer, Request};
use crate::cli::place::Place;
use crate::cli::{Failed, say};

/// Look after issued certificates
#[derive(Debug, Subcommand)]
pub enum Certificate {
    Rebuild(Rebuild),
}

/// Make a certificate's file again and compare it with the stored one
///
/// The new file is made from the signed statement and compared, byte by byte, in everything that the seal covers; nothing
/// is stored. Certificates issued under earlier keys are made with what their own QR seal proves. Exit status 0 only where
/// all bytes are equal.
#[derive(Debug, Args)]
pub struct Rebuild {
    /// Number of the certificate, as printed
    number: String,
    #[command(flatten)]
    place: Place,
}

impl Certificate {
    pub fn run(&self) -> Result<(), Failed> {
        let Self::Rebuild(rebuild) = self;
        let Answer::Rebuilt(rebuilt) =
            rebuild.place.ask_with_keys(Request::Rebuild { number: rebuild.number.trim().to_owned() })?
        else {
            return Err("an answer that does not fit".into());
        };
        let key = if rebuilt.earlier_key { "an earlier one" } else { "the one in use" };
        let fonts = match &rebuilt.fonts_then {
            None => format!("{} (those of issue were not noted)", rebuilt.fonts_now),
            Some(then) if rebuilt.other_fonts() => format!("{}; at issue they were {then}", rebuilt.fonts_now),
            Some(then) => format!("those of issue ({then})"),
        };
        say(&format!(
            "certificate   {}\nissuer key    {key}\nfonts         {fonts}\nsealed bytes  {} stored, {} made\n",
            rebuilt.number, rebuilt.stored, rebuilt.made
        ))?;
        match rebuilt.differs_at {
            None => say("the same, byte for byte\n"),
            Some(at) if rebuilt.other_fonts() => Err(format!(
                "the files differ from byte {at} on, because the fonts are not those of issue: the stored file is right, and \
                 is what everybody gets; to compare it, bring [fonts] back to those files"
            )
            .into()),
            Some(at) => Err(format!("the files differ from byte {at} on").into()),
        }
    }
}
