//! What holds of the days of a habilitation request on every day: H2 to H4, C22.

use crate::{any_day, day};
use chrono::{Days, NaiveDate};
use forprev_core::{
    calendar::{day_after, day_before, months_after, period_end},
    habilitation::{Validity, renewal},
    parameters::Parameters,
    problem::Code,
    request::{
        RequestKind, State,
        clock::{Age, Entered, age, stages},
        decision::proposed,
    },
};
use proptest::prelude::*;

fn history(entries: &[(&str, State)]) -> Vec<Entered> {
    entries.iter().map(|(on, state)| Entered { on: day(on), state: *state }).collect()
}

#[test]
fn c22_the_clock_stands_still_while_it_waits_for_the_applicant() {
    let whole = history(&[
        ("2026-01-01", State::Draft),
        ("2026-01-11", State::Submitted),
        ("2026-01-21", State::Incomplete),
        ("2026-02-20", State::Submitted),
        ("2026-02-25", State::Instruction),
        ("2026-03-01", State::Returned),
        ("2026-03-31", State::Instruction),
        ("2026-04-10", State::Opinion),
        ("2026-04-10", State::Decision),
        ("2026-05-10", State::Granted),
    ]);
    let line = stages(&whole, day("2027-01-01"));
    let told: Vec<_> = line.iter().map(|stage| (stage.days, stage.paused_days)).collect();
    assert_eq!(told, [(10, 0), (15, 30), (14, 30), (0, 0), (30, 0), (0, 0)]);
    let (entered, left): (Vec<_>, Vec<_>) =
        line.iter().map(|stage| (stage.entered_on, stage.left_on)).unzip();
    let days = |texts: [&str; 6]| texts.map(|text| text.parse::<NaiveDate>().ok()).to_vec();
    assert_eq!(
        entered,
        days(["2026-01-01", "2026-01-11", "2026-02-25", "2026-04-10", "2026-04-10", "2026-05-10"])
    );
    assert_eq!(left, days(["2026-01-11", "2026-02-25", "2026-04-10", "2026-04-10", "2026-05-10", ""]));
    assert_eq!(age(&whole, day("2027-01-01")), Age { days: 59, paused_days: 60 });
    // What runs still runs until today, or stands still.
    assert_eq!(age(&whole[..2], day("2026-01-15")), Age { days: 4, paused_days: 0 });
    assert_eq!(age(&whole[..3], day("2026-01-31")), Age { days: 10, paused_days: 10 });
    assert_eq!(age(&whole[..1], day("2026-12-31")), Age::default());
    let abandoned = history(&[
        ("2026-01-01", State::Draft),
        ("2026-01-11", State::Submitted),
        ("2026-01-16", State::Abandoned),
    ]);
    assert_eq!(age(&abandoned, day("2027-01-01")), Age { days: 5, paused_days: 0 });
    assert_eq!(stages(&abandoned, day("2027-01-01"))[1].left_on, Some(day("2026-01-16")));
}

proptest! {
    /// H3: a renewal decided in time leaves no day uncovered and covers none twice; a late one begins on its day, and leaves
    /// uncovered exactly what lies between.
    #[test]
    fn h3_no_gap_in_time_and_the_whole_gap_otherwise(until in any_day(), offset in -800_i64..800) {
        let decided_on = until + chrono::Duration::days(offset);
        let starts = renewal::starts_on(decided_on, Some(until));
        prop_assert!(starts > until && starts >= decided_on);
        match renewal::gap(until, decided_on) {
            None => prop_assert_eq!(starts, day_after(until)),
            Some(gap) => {
                prop_assert_eq!((gap.from, gap.until), (day_after(until), day_before(starts)));
                prop_assert_eq!(starts, decided_on);
            }
        }
        prop_assert_eq!(renewal::gap(until, decided_on).is_some(), offset > 1);
    }

    /// H4: one term follows another without a gap or an overlap, whatever the day it begins.
    #[test]
    fn h4_terms_follow_one_another(from in any_day(), initial in 1_u32..120, renewed in 1_u32..120) {
        let parameters = Parameters {
            habilitation_months_initial: initial,
            habilitation_months_renewal: renewed,
            ..Parameters::starting()
        };
        let first = proposed(from, RequestKind::Initial, None, &parameters);
        prop_assert_eq!((first.valid_from, first.valid_until), (from, period_end(from, initial)));
        let held = Validity {
            valid_from: first.valid_from,
            valid_until: first.valid_until,
            suspensions: vec![],
            withdrawn_from: None,
        };
        let next = proposed(first.valid_until, RequestKind::Renewal, Some(&held), &parameters);
        prop_assert_eq!(next.valid_from, day_after(first.valid_until));
        prop_assert_eq!(next.valid_until, period_end(next.valid_from, renewed));
        prop_assert!(next.valid_from <= months_after(from, initial + 1));
    }

    /// H2: refused before and after, never within: one stretch that ends on the last day.
    #[test]
    fn h2_the_window_has_no_hole(until in any_day(), offset in -900_i64..900, months in 0_u32..24) {
        let parameters = Parameters { renewal_opens_months: months, ..Parameters::starting() };
        let on = until + chrono::Duration::days(offset);
        let (from, last) = renewal::window(until, &parameters);
        prop_assert_eq!(last, until);
        let expected = if on < from {
            Some(Code::RenewalTooEarly)
        } else if until < on {
            Some(Code::RenewalTooLate)
        } else {
            None
        };
        prop_assert_eq!(renewal::submission(on, until, &parameters).err().map(|fault| fault.code), expected);
    }

    /// C22: every day of a request is counted once, running or standing still.
    #[test]
    fn c22_every_day_is_counted_once(steps in proptest::collection::vec(0_u64..60, 7), rest in 0_u64..90) {
        let states = [
            State::Draft, State::Submitted, State::Incomplete, State::Submitted, State::Instruction,
            State::Returned, State::Instruction,
        ];
        let mut on = day("2026-01-01");
        let mut history = Vec::new();
        for (state, days) in states.into_iter().zip(&steps) {
            on = on + Days::new(*days);
            history.push(Entered { on, state });
        }
        let today = on + Days::new(rest);
        let counted = age(&history, today);
        let since = (today - history[1].on).num_days();
        prop_assert_eq!(i64::from(counted.days + counted.paused_days), since);
    }
}
