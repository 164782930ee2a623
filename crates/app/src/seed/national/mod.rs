//! Invented data of national size, for measurements: the same in every base, but for dates, which follow the clock.
//! Each part is a transaction of its own, so that a run that was cut goes on where it stopped.

mod certificates;
mod log;
mod organisations;
mod people;
mod sessions;

use super::demo;
use crate::{App, Caller, Failure, Tx};
use forprev_store as store;

/// How much of each kind there is: the size of the country (beside the demonstration's).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Organisations.
    pub organisations: usize,
    /// Habilitations of those.
    pub habilitations: usize,
    /// Formateurs.
    pub formateurs: usize,
    /// Gestionnaires and délégataires.
    pub users: usize,
    /// Sessions that were not erased yet.
    pub sessions: usize,
    /// Trainees of those.
    pub trainees: usize,
    /// Numbers of certificates, over five years.
    pub certificates: usize,
    /// Months of statistics.
    pub months: usize,
    /// Agents of the caisses.
    pub agents: usize,
    /// Lines of the log, over a year.
    pub acts: usize,
    /// Mails of a month.
    pub mails: usize,
    /// Notifications of a year.
    pub notifications: usize,
}

/// The size of the country.
pub const NATIONAL: Size = Size {
    organisations: 9_400,
    habilitations: 30_000,
    formateurs: 40_000,
    users: 25_000,
    sessions: 45_000,
    trainees: 350_000,
    certificates: 2_000_000,
    months: 60,
    agents: 400,
    acts: 500_000,
    mails: 100_000,
    notifications: 300_000,
};

/// Fills the base with the demonstration and with data of national size. Where they are there already nothing
/// changes. Whether anything was written.
///
/// # Errors
/// The base cannot be written; what was written stays, and the next run goes on from there.
pub fn national(app: &App) -> Result<bool, Failure> {
    sized(app, NATIONAL)
}

/// The same at another size, for tests.
///
/// # Errors
/// As [`national`].
pub fn sized(app: &App, size: Size) -> Result<bool, Failure> {
    let mut written = demo(app)?;
    written |= once(app, "organisations", |tx| organisations::write(tx, size))?;
    written |= once(app, "people", |tx| people::write(tx, size))?;
    written |= once(app, "sessions", |tx| sessions::write(tx, size))?;
    // Two million rows are written by the hundred thousand: a log of all of them would fill a small disk.
    for part in 0..size.certificates.div_ceil(certificates::PART) {
        written |= once(app, &format!("certificates {part}"), |tx| certificates::write(tx, size, part))?;
    }
    written |= once(app, "statistics", |tx| certificates::write_statistics(tx, size))?;
    written |= once(app, "agents", |tx| people::write_agents(tx, size))?;
    for part in 0..size.acts.div_ceil(log::PART) {
        written |= once(app, &format!("acts {part}"), |tx| log::write(tx, size, part))?;
    }
    written |= once(app, "mails", |tx| log::write_mails(tx, size))?;
    written |= once(app, "notifications", |tx| log::write_notifications(tx, size))?;
    // As a log that has been in use: a server that starts finds it sealed.
    crate::jobs::seal::run(app)?;
    Ok(written)
}

fn once(app: &App, part: &str, write: impl Fn(&mut Tx<'_>) -> Result<(), Failure>) -> Result<bool, Failure> {
    let name = format!("national {part}");
    app.write(&Caller::anyone(), |tx| {
        if store::setting::get(tx.conn, &name)?.is_some() {
            return Ok(false);
        }
        write(tx)?;
        store::setting::set(tx.conn, &name, "1")?;
        tracing::info!(part, "national data written");
        Ok(true)
    })
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere from the same seed. Nothing secret is drawn here.
pub(super) const fn draw(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// One of these, drawn.
pub(super) fn one_of<T: Copy>(from: &[T], seed: u64) -> Option<T> {
    let length = u64::try_from(from.len()).ok().filter(|length| *length > 0)?;
    from.get(usize::try_from(draw(seed) % length).ok()?).copied()
}

const SYLLABLES: [&str; 24] = [
    "ba", "ler", "mon", "du", "vi", "gar", "pe", "tin", "rou", "sel", "qué", "lan", "fau", "che", "bri",
    "ot", "mar", "cel", "del", "mas", "nor", "ric", "san", "vert",
];
const FIRST: [&str; 20] = [
    "Alice",
    "Bilal",
    "Chloé",
    "David",
    "Elsa",
    "Farid",
    "Gwenaëlle",
    "Hugo",
    "Irène",
    "Jules",
    "Kenza",
    "Louis",
    "Manon",
    "Nadia",
    "Olivier",
    "Pauline",
    "Quentin",
    "Rachel",
    "Samuel",
    "Yaël",
];

/// An invented last and first name.
pub(super) fn name(seed: u64) -> (String, &'static str) {
    let syllables = (0..3).filter_map(|part| one_of(&SYLLABLES, seed.wrapping_mul(3).wrapping_add(part)));
    let last: String = syllables.collect();
    let mut letters = last.chars();
    let capital = letters.next().map(|first| first.to_uppercase().chain(letters).collect());
    (capital.unwrap_or_default(), one_of(&FIRST, seed ^ 0x55).unwrap_or("Alice"))
}
