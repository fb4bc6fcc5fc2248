//! The small style sheet of the association's own colour, laid over the tokens of `10-tokens.css`.

use crate::domain::accent::{Accent, Shades, hex};

/// The sheet; it changes only with the colour, which is in its address.
pub fn sheet(accent: Accent) -> String {
    format!(
        ":root{{{}}}\n@media (prefers-color-scheme: dark){{:root{{{}}}}}\n",
        tokens(&accent.light()),
        tokens(&accent.dark())
    )
}

fn tokens(shades: &Shades) -> String {
    let Shades { accent, deep, on_accent, tint, on_tint } = *shades;
    format!(
        "--accent:{};--accent-deep:{};--on-accent:{};--tint:{};--on-tint:{}",
        hex(accent),
        hex(deep),
        hex(on_accent),
        hex(tint),
        hex(on_tint)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sheet_sets_the_tokens_that_the_pages_use() {
        let sheet = sheet(Accent::parse("#7a1f2b").unwrap());
        assert!(sheet.starts_with(":root{--accent:#7a1f2b;--accent-deep:#"));
        let known = include_str!("../../assets/css/10-tokens.css");
        for token in ["--accent:", "--accent-deep:", "--on-accent:", "--tint:", "--on-tint:"] {
            assert!(known.contains(token) && sheet.matches(token).count() == 2, "{token}");
        }
    }
}
