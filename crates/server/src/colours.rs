//! The colours of an installation, and whether what is written on them, or in them, can be read (WCAG 2.2, 1.4.3 and 1.4.6
//! define contrast; AA asks for 4.5:1).

use anyhow::{Result, anyhow, bail};
use std::fmt;

/// What AA asks of a text and its ground.
const AA: f64 = 4.5;
const WHITE: Rgb = Rgb([0xff; 3]);
const BLACK: Rgb = Rgb([0; 3]);

/// The grounds of pages as `frontend/style/tokens.css` has them: ground, surface, sunken.
const LIGHT: [Rgb; 3] = [Rgb([0xf8, 0xfa, 0xfb]), WHITE, Rgb([0xeb, 0xed, 0xef])];
const DARK: [Rgb; 3] = [Rgb([0x16, 0x19, 0x1d]), Rgb([0x21, 0x25, 0x29]), Rgb([0x0d, 0x0f, 0x12])];
/// How much white the chosen entry of the menu has over the band (`frontend/style/layout.css`).
const MENU: f64 = 0.14;

/// A colour of a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgb([u8; 3]);

impl fmt::Display for Rgb {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [red, green, blue] = self.0;
        write!(out, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Rgb {
    fn read(text: &str) -> Result<Self> {
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let number = digits
            .filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|digits| u32::from_str_radix(digits, 16).ok())
            .ok_or_else(|| anyhow!("expected a colour like #066649, got {text:?}"))?;
        let [_, red, green, blue] = number.to_be_bytes();
        Ok(Self([red, green, blue]))
    }

    /// Relative luminance: 0 for black, 1 for white.
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// From 1 for the same to 21 for black and white.
    fn contrast(self, other: Self) -> f64 {
        let (one, two) = (self.luminance(), other.luminance());
        (one.max(two) + 0.05) / (one.min(two) + 0.05)
    }

    /// This with so much of another over it.
    fn under(self, other: Self, share: f64) -> Self {
        let mut mixed = [0; 3];
        for ((part, below), above) in mixed.iter_mut().zip(self.0).zip(other.0) {
            let exact = f64::from(below) * (1.0 - share) + f64::from(above) * share;
            // In 0..=255 by what it is made of.
            *part = exact.round() as u8;
        }
        Self(mixed)
    }
}

/// Refuses a text that could not be read on its ground.
fn readable(text: Rgb, on: Rgb, told: Rgb) -> Result<()> {
    let contrast = text.contrast(on);
    if contrast >= AA {
        return Ok(());
    }
    let other = if told == text { on } else { text };
    bail!(
        "{told} and {other} have a contrast of {:.1}:1: expected a colour that reaches {AA}:1 with it (WCAG AA)",
        // Never told as enough by rounding.
        (contrast * 10.0).floor() / 10.0
    )
}

/// The accent in one appearance, with the shades that pages need of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    plain: Rgb,
    /// Under the pointer.
    strong: Rgb,
    /// A ground for it.
    soft: Rgb,
    /// What is written on it.
    on: Rgb,
}

impl Accent {
    /// For light pages.
    pub fn light(text: &str) -> Result<Self> {
        let plain = Rgb::read(text)?;
        let [_, surface, _] = LIGHT;
        let (strong, soft) = (plain.under(BLACK, 0.25), surface.under(plain, 0.1));
        Self { plain, strong, soft, on: WHITE }.checked(LIGHT)
    }

    /// For dark ones.
    pub fn dark(text: &str) -> Result<Self> {
        let plain = Rgb::read(text)?;
        let [_, surface, sunken] = DARK;
        let (strong, soft) = (plain.under(WHITE, 0.3), surface.under(plain, 0.2));
        Self { plain, strong, soft, on: sunken }.checked(DARK)
    }

    /// Refuses it where a link could not be read on a page, or what a button says on it.
    fn checked(self, grounds: [Rgb; 3]) -> Result<Self> {
        for ground in grounds {
            readable(self.plain, ground, self.plain)?;
            readable(self.strong, ground, self.plain)?;
        }
        readable(self.strong, self.soft, self.plain)?;
        readable(self.on, self.plain, self.plain)?;
        readable(self.on, self.strong, self.plain)?;
        Ok(self)
    }
}

/// The header's ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band(Rgb);

impl Band {
    /// Refuses a ground on which white could not be read, in the chosen entry of the menu too.
    pub fn read(text: &str) -> Result<Self> {
        let band = Rgb::read(text)?;
        readable(WHITE, band, band)?;
        readable(WHITE, band.under(WHITE, MENU), WHITE)?;
        Ok(Self(band))
    }

    /// As a browser takes it.
    pub fn colour(self) -> String {
        self.0.to_string()
    }
}

/// A style sheet that puts these in the place of `tokens.css`'s own. Outside any layer, so it wins over all of them.
pub fn sheet(accent: Option<(Accent, Accent)>, band: Option<Band>) -> String {
    let mut lines = Vec::new();
    if let Some((light, dark)) = accent {
        for (name, of) in [
            ("accent", (light.plain, dark.plain)),
            ("accent-strong", (light.strong, dark.strong)),
            ("accent-soft", (light.soft, dark.soft)),
            ("on-accent", (light.on, dark.on)),
        ] {
            lines.push(format!("--{name}: light-dark({}, {});", of.0, of.1));
        }
    }
    if let Some(Band(band)) = band {
        lines.push(format!(
            "--band: {band}; --on-band-soft: {WHITE}; --band-mark: {WHITE}; --on-band-mark: {band};"
        ));
    }
    format!(":root {{\n  {}\n}}\n", lines.join("\n  "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Rgb {
        Rgb::read(text).unwrap()
    }

    #[test]
    fn contrast_is_that_of_the_standard() {
        // Pairs that are known from the standard's own tools: #767676 is the lightest gray that reads on white.
        for (one, two, expected) in [
            ("#000000", "#ffffff", 21.0),
            ("#ffffff", "#ffffff", 1.0),
            ("#767676", "#ffffff", 4.54),
            ("#777777", "#ffffff", 4.48),
            ("#ff0000", "#ffffff", 4.0),
            ("#0000ff", "#ffffff", 8.59),
        ] {
            let contrast = colour(one).contrast(colour(two));
            assert!((contrast - expected).abs() < 0.005, "{one} {two}: {contrast}");
        }
    }

    #[test]
    fn a_colour_is_six_digits() {
        assert_eq!(colour("#06Af49").to_string(), "#06af49");
        for text in ["", "red", "#fff", "#0666490", "#06664g", "066649", "#+66649"] {
            assert!(Rgb::read(text).unwrap_err().to_string().contains("expected"), "{text}");
        }
    }

    #[test]
    fn forprevs_own_colours_would_be_taken() {
        let (light, dark) = (Accent::light("#066649").unwrap(), Accent::dark("#38d9a9").unwrap());
        let sheet = sheet(Some((light, dark)), Some(Band::read("#033325").unwrap()));
        assert!(sheet.contains("--accent: light-dark(#066649, #38d9a9);"), "{sheet}");
        assert!(sheet.contains("--band: #033325;"), "{sheet}");
    }

    #[test]
    fn what_could_not_be_read_is_refused() {
        assert!(Accent::light("#767676").is_err(), "on white it reads, on the sunken ground no more");
        assert!(Accent::light("#ffd700").is_err());
        assert!(Accent::dark("#066649").is_err());
        assert!(Band::read("#767676").is_err(), "not in the menu's chosen entry");
        assert!(Band::read("#38d9a9").is_err());
    }

    /// The grounds stand in a style sheet, too.
    #[test]
    fn the_grounds_are_those_of_the_style_sheet() {
        let tokens = include_str!("../../../frontend/style/tokens.css");
        for (at, name) in ["ground", "surface", "sunken"].into_iter().enumerate() {
            let line = format!("--{name}: light-dark({}, {});", LIGHT[at], DARK[at]);
            assert!(tokens.contains(&line), "{line}");
        }
        let layout = include_str!("../../../frontend/style/layout.css");
        assert!(layout.contains("[aria-current] { background: rgb(255 255 255 / 14%)"));
    }
}
