//! C22: how long a request took at each step. The clock stands still while it waits for the applicant.

use super::state::{Side, State};
use crate::calendar::days_left;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// That a request entered a state, on a day in Paris.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entered {
    /// The day.
    pub on: NaiveDate,
    /// The state.
    pub state: State,
}

/// A step of the progress line, as far as it has come (C5).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RequestStage))]
pub struct Stage {
    /// Which, from 0 (draft) to 5 (notified).
    pub number: u8,
    /// Who has it at this step; nobody at the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// When it was entered; absent for one that is still to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_on: Option<NaiveDate>,
    /// When it was left; absent for the present one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<NaiveDate>,
    /// How many days it took, or has taken until today, without those on which it waited for the applicant.
    pub days: u32,
    /// How many days it waited for the applicant.
    pub paused_days: u32,
}

/// How long a request ran since its first submission.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RequestAge))]
pub struct Age {
    /// In days, without those on which it waited for the applicant.
    pub days: u32,
    /// How many days it waited for the applicant.
    pub paused_days: u32,
}

/// Who has a request at a step, where it does not wait for its applicant.
const SIDES: [Option<Side>; 6] =
    [Some(Side::Applicant), Some(Side::Caisse), Some(Side::Caisse), Some(Side::Inrs), Some(Side::Cnh), None];

/// The whole progress line of a request that entered these states, in their order: the steps done, the present one, and
/// those to come.
///
/// ```
/// use forprev_core::request::{State, clock::{Entered, stages}};
/// let day = |text: &str| text.parse().unwrap();
/// let entered = |on: &str, state| Entered { on: day(on), state };
/// let line = stages(
///     &[
///         entered("2026-01-05", State::Draft),
///         entered("2026-01-10", State::Submitted),
///         entered("2026-01-12", State::Incomplete),
///         entered("2026-01-22", State::Submitted),
///     ],
///     day("2026-01-25"),
/// );
/// assert_eq!((line[1].days, line[1].paused_days, line[1].left_on), (5, 10, None));
/// assert_eq!(line[2].entered_on, None);
/// ```
#[must_use]
pub fn stages(history: &[Entered], today: NaiveDate) -> Vec<Stage> {
    let mut line: Vec<Stage> = (0_u8..)
        .zip(SIDES)
        .map(|(number, side)| Stage {
            number,
            side,
            entered_on: None,
            left_on: None,
            days: 0,
            paused_days: 0,
        })
        .collect();
    for (place, entered) in history.iter().enumerate() {
        let next = history.get(place + 1);
        let Some(number) = entered.state.stage() else { continue };
        let Some(stage) = line.get_mut(usize::from(number)) else { continue };
        stage.entered_on.get_or_insert(entered.on);
        // What is over takes no more days.
        let until = next.map_or(if entered.state.is_open() { today } else { entered.on }, |next| next.on);
        let days = u32::try_from(days_left(entered.on, until)).unwrap_or_default();
        if entered.state.is_paused() {
            stage.paused_days += days;
        } else {
            stage.days += days;
        }
        stage.left_on = next.filter(|next| next.state.stage() != Some(number)).map(|next| next.on);
    }
    line
}

/// How long a request ran since its first submission; nothing of one that never was submitted.
#[must_use]
pub fn age(history: &[Entered], today: NaiveDate) -> Age {
    stages(history, today).iter().filter(|stage| stage.number > 0).fold(Age::default(), |age, stage| Age {
        days: age.days + stage.days,
        paused_days: age.paused_days + stage.paused_days,
    })
}
