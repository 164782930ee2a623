//! What a form shows, and when.

use super::*;
use forprev_core::problem::{Code, Problem};

#[derive(Clone, Default, PartialEq, Serialize, serde::Deserialize)]
struct Sample {
    name: String,
    day: Option<NaiveDate>,
}

fn form() -> Form<Sample> {
    Form::new(Sample::default(), |sample: &Sample| {
        if sample.name.is_empty() { vec![Fault::new(Code::Required).at("/name")] } else { Vec::new() }
    })
}

fn in_app(test: impl FnOnce()) {
    let owner = Owner::new();
    owner.set();
    test();
}

#[test]
fn an_error_shows_once_its_field_was_left() {
    in_app(|| {
        let form = form();
        let name = form.bind("/name", |s| s.name.clone(), |s, v| s.name = v);
        assert_eq!(name.error(), None);
        assert!(form.state().summary().is_empty());
        name.touch();
        assert!(name.error().is_some());
        name.set("Zoé".into());
        assert_eq!(name.error(), None);
    });
}

#[test]
fn what_the_server_refused_stands_until_its_field_changes() {
    in_app(|| {
        let form = form();
        let name = form.bind("/name", |s| s.name.clone(), |s, v| s.name = v);
        name.set("Zoé".into());
        let faults = vec![Fault::new(Code::BadFormat).at("/name"), Fault::new(Code::BadFormat).at("/day")];
        form.state().lay(Failure::Refused(Box::new(Problem::of(faults))));
        assert!(name.error().is_some());
        assert_eq!(form.state().summary().len(), 2);
        name.set("Zoë".into());
        assert_eq!(name.error(), None);
        assert_eq!(form.state().summary().len(), 1);
    });
}

#[test]
fn a_change_of_the_whole_takes_back_what_was_said_of_its_parts() {
    in_app(|| {
        let state = form().state();
        let fault = Fault::new(Code::BadFormat).at("/trainees/3/birth_date");
        state.lay(Failure::Refused(Box::new(Problem::of(vec![fault]))));
        state.changed("/trainees/30");
        assert!(state.error_at("/trainees/3/birth_date").is_some());
        state.changed("/trainees");
        assert_eq!(state.error_at("/trainees/3/birth_date"), None);
    });
}

#[test]
fn what_cannot_be_read_is_told_before_what_is_missing() {
    in_app(|| {
        let state = form().state();
        state.unreadable("/name", Some("illisible".into()));
        assert_eq!(state.error_at("/name").as_deref(), Some("illisible"));
        assert_eq!(state.all().len(), 1);
        state.unreadable("/name", None);
        assert_eq!(state.error_at("/name"), None);
    });
}

#[test]
fn a_field_is_named_by_its_place() {
    in_app(|| {
        let state = form().state();
        let id = state.element_id("/trainees/3/birth_date");
        assert!(id.ends_with("-trainees-3-birth_date") && id.starts_with('f'));
    });
}
