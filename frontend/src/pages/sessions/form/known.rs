//! What the server told that core's rules need, and the rules asked with it on each change.

use super::entry::Entry;
use crate::{
    api::call,
    components::once_online,
    failure::Failure,
    form::Form,
    graph::{effect, memo, task, task_of_the_application},
    i18n::t,
    session,
};
use chrono::NaiveDate;
use forprev_core::{
    calendar::parse_day,
    catalogue::{Catalogue, Level},
    formateur::FormateurFound,
    habilitation::Habilitation,
    organisation::{
        CommuneChoice,
        caisse::{Commune, resolve_departement},
    },
    page::MAX_LIMIT,
    parameters::Parameters,
    postal_code::PostalCode,
    problem::{Code, Fault},
    query::{CommuneQuery, FormateurQuery},
    session::{
        SessionContent,
        eligibility::{Facts, FormateurFacts, Moment, violations},
    },
    shape::in_order,
};
use leptos::prelude::*;
use std::collections::HashMap;

/// What is known of a formateur who was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// The server was asked.
    Asked,
    /// Nobody has this number.
    Unknown,
    /// Who it is, and what they hold for the habilitation.
    Found(Box<FormateurFound>),
}

/// Why an answer that the rules need is missing, by what was asked.
#[derive(Clone, Copy, Debug)]
pub struct Missed {
    /// Parameters and catalogue of the end.
    pub figures: RwSignal<Option<Failure>>,
    /// The communes of the postal code.
    pub communes: RwSignal<Option<Failure>>,
    /// Who the formateurs are.
    pub formateurs: RwSignal<Option<Failure>>,
    /// Asks again for what is missing, while somebody is signed in.
    pub retry: Callback<()>,
    again: RwSignal<u32>,
}

impl Missed {
    /// Nothing was asked yet.
    #[must_use]
    pub fn nothing() -> Self {
        let again = RwSignal::new(0_u32);
        let (figures, communes, formateurs) = (RwSignal::new(None), RwSignal::new(None), RwSignal::new(None));
        let retry = Callback::new(move |()| {
            if untrack(session::me).is_some() {
                formateurs.set(None);
                again.update(|count| *count = count.wrapping_add(1));
            }
        });
        Self { figures, communes, formateurs, retry, again }
    }

    /// Asks again once there is a network.
    fn watch(self) {
        let some =
            move || self.figures.get().or_else(|| self.communes.get()).or_else(|| self.formateurs.get());
        once_online(Signal::derive(some), self.retry);
    }
}

/// What the rules need beside what is typed. Each part follows what is typed.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Today, by the server.
    pub today: NaiveDate,
    /// The habilitations for which the person may declare a session.
    pub habilitations: StoredValue<Vec<Habilitation>>,
    /// The catalogue in force on the end.
    pub catalogue: RwSignal<Catalogue>,
    /// The parameters in force on the end.
    pub parameters: RwSignal<Parameters>,
    /// The formateurs that were named, by habilitation and number: what they hold is told for one habilitation.
    pub formateurs: RwSignal<HashMap<(String, String), Lookup>>,
    /// The communes of the postal codes that were typed.
    pub communes: RwSignal<HashMap<String, Vec<CommuneChoice>>>,
    /// S1: the day of the first submission.
    pub declared: Option<NaiveDate>,
    /// Whether the person tried to submit: what is merely missing counts from then on.
    pub strict: RwSignal<bool>,
    /// What could not be asked.
    pub missed: Missed,
}

impl Known {
    /// The habilitation of this identifier, where it is one of the person's.
    #[must_use]
    pub fn habilitation(self, id: &str) -> Option<Habilitation> {
        self.habilitations.with_value(|list| list.iter().find(|one| one.id.to_string() == id).cloned())
    }

    /// The level of this habilitation. Tracks.
    #[must_use]
    pub fn level(self, habilitation_id: &str) -> Option<Level> {
        let habilitation = self.habilitation(habilitation_id)?;
        self.catalogue
            .with(|catalogue| catalogue.level(&habilitation.dispositif, habilitation.level).cloned())
    }

    /// What is known of this formateur for this habilitation. Tracks.
    #[must_use]
    pub fn lookup(self, habilitation_id: &str, number: &str) -> Option<Lookup> {
        let key = (habilitation_id.to_owned(), number.to_owned());
        self.formateurs.with(|list| list.get(&key).cloned())
    }

    /// The communes of a postal code, once the server told them. Tracks.
    #[must_use]
    pub fn communes_of(self, postal_code: &str) -> Option<Vec<CommuneChoice>> {
        let code = postal_code.parse::<PostalCode>().ok()?;
        self.communes.with(|known| known.get(code.as_str()).cloned())
    }
}

/// All that is wrong with what is typed, at its places in the form. Before an attempt to submit, what is merely
/// missing is not.
#[must_use]
pub fn check(entry: &Entry, known: Known) -> Vec<Fault> {
    let strict = known.strict.get();
    faults(entry, known).into_iter().filter(|fault| strict || !is_missing(fault)).collect()
}

/// All that stands between what is typed and its submission, at its places in the form.
#[must_use]
pub fn faults(entry: &Entry, known: Known) -> Vec<Fault> {
    let (content, mut faults) = entry.to_send().read();
    gone(entry, known, &mut faults);
    for rule in rules(&content, entry, known) {
        if !faults.iter().any(|fault| fault.pointer == rule.pointer) {
            faults.push(rule);
        }
    }
    // Without a postal code that can be read there is no commune to choose.
    if faults.iter().any(|fault| fault.pointer == "/place/postal_code") {
        faults.retain(|fault| !matches!(fault.pointer.as_str(), "/place/city" | "/place/insee_code"));
    }
    in_order(&mut faults, &place_in_form);
    faults
        .into_iter()
        .map(|mut fault| {
            if fault.code == Code::BadDate {
                // A cell of the grid has little room.
                let in_grid = fault.pointer.starts_with("/trainees/");
                let text =
                    if in_grid { t().session_form.birth_date_unreadable } else { t().parts.date_unreadable };
                fault.message = text.to_owned();
            }
            // The commune is chosen from a list, by its INSEE code.
            if fault.pointer == "/place/city" {
                fault = fault.at("/place/insee_code");
            }
            entry.on_grid(fault)
        })
        .collect()
}

/// What a draft names and is not offered any more: said at its field, for nothing is chosen there.
fn gone(entry: &Entry, known: Known, faults: &mut Vec<Fault>) {
    let id = &entry.content.habilitation_id;
    let mut say = |pointer: &str, text: &str| {
        faults.retain(|fault| fault.pointer != pointer);
        faults.push(Fault { message: text.to_owned(), ..Fault::new(Code::BadReference).at(pointer) });
    };
    let Some(habilitation) = known.habilitation(id) else {
        if !id.is_empty() {
            say("/habilitation_id", t().session_form.habilitation_gone);
        }
        return;
    };
    let platform = entry.content.place.as_ref().and_then(|place| place.platform_id.as_ref());
    if platform.is_some_and(|id| habilitation.platforms.iter().all(|one| one.id.to_string() != *id)) {
        say("/place/platform_id", t().session_form.place_platform_gone);
    }
}

/// The order of the fields in the form, so that a summary reads like it and the first fault is the topmost.
const FIELDS: [&str; 12] = [
    "/habilitation_id",
    "/certificate_code",
    "/kind",
    "/external_ref",
    "/starts_on",
    "/ends_on",
    "/place/platform_id",
    "/place/name",
    "/place/address",
    "/place/postal_code",
    "/place",
    "/formateurs",
];

fn place_in_form(pointer: &str) -> usize {
    FIELDS.iter().position(|field| pointer.starts_with(field)).unwrap_or(FIELDS.len())
}

/// What a draft may lack. Its habilitation is not among it, nor is a line of the grid that was begun: the server stores
/// whole trainees.
fn is_missing(fault: &Fault) -> bool {
    match fault.code {
        Code::Required => {
            let kept = ["/habilitation_id", "/trainees/", "/formateurs/"];
            !kept.iter().any(|place| fault.pointer.starts_with(place))
        }
        Code::SessionFormateursMissing | Code::SessionTooFewTrainees | Code::TraineeIdentityIncomplete => {
            true
        }
        Code::AddressCommuneAmbiguous => true,
        _ => false,
    }
}

/// What core's rules say of the submission.
fn rules(content: &SessionContent, entry: &Entry, known: Known) -> Vec<Fault> {
    let id = &entry.content.habilitation_id;
    let (Some(habilitation), Some(level)) = (known.habilitation(id), known.level(id)) else {
        return Vec::new();
    };
    let formateurs = known.formateurs.with(|list| {
        list.iter()
            .filter(|((habilitation, _), _)| habilitation == id)
            .filter_map(|(_, lookup)| match lookup {
                Lookup::Found(found) => Some(FormateurFacts {
                    forprev_number: found.forprev_number.clone(),
                    identity: None,
                    qualifications: found.qualifications.clone(),
                }),
                Lookup::Asked | Lookup::Unknown => None,
            })
            .collect::<Vec<_>>()
    });
    let found = known.parameters.with(|parameters| {
        let facts = Facts {
            today: known.today,
            declared: known.declared,
            parameters,
            habilitation: &habilitation.validity,
            level: &level,
            formateurs: &formateurs,
            place: place(content, known),
        };
        violations(content, Moment::Submission, &facts)
    });
    // A formateur whom the server was asked about is not unknown yet.
    let unknown = |fault: &Fault| {
        let index = fault.pointer.strip_prefix("/formateurs/").and_then(|index| index.parse::<usize>().ok());
        let number =
            index.and_then(|index| entry.content.formateurs.get(index)).map(|one| &one.forprev_number);
        number.is_some_and(|number| known.lookup(id, number) == Some(Lookup::Unknown))
    };
    found.into_iter().filter(|fault| fault.code != Code::FormateurUnknown || unknown(fault)).collect()
}

/// O1: whether the place has a département; unknown communes are those that the server has not told yet.
fn place(content: &SessionContent, known: Known) -> Result<(), Code> {
    let Some(postal_code) = &content.place.postal_code else { return Ok(()) };
    let Some(list) = known.communes_of(postal_code.as_str()) else { return Ok(()) };
    let communes: Vec<Commune> = list
        .iter()
        .filter_map(|one| {
            Some(Commune {
                postal_code: one.postal_code.parse().ok()?,
                insee_code: one.insee_code.parse().ok()?,
                name: one.name.clone(),
                departement: one.departement.clone(),
            })
        })
        .collect();
    resolve_departement(postal_code, content.place.insee_code.as_ref(), &communes).map(|_| ())
}

/// Asks the server for what the rules need as it is typed: parameters and catalogue of the end, communes of the
/// postal code, qualifications of the formateurs.
pub fn follow(form: Form<Entry>, known: Known) {
    let value = form.value();
    let end = memo(move || {
        value.with(|entry| entry.content.ends_on.as_deref().and_then(parse_day)).unwrap_or(known.today)
    });
    let missed = known.missed;
    missed.watch();
    // The page begins with the figures of today; what it shows may end on another day from the start.
    let figures_of = StoredValue::new(known.today);
    effect(move || {
        let end = end.get();
        missed.again.track();
        missed.figures.set(None);
        if figures_of.get_value() == end {
            return;
        }
        task(async move {
            let answer = async {
                let parameters = call(async move |client| client.get_parameters(Some(end)).await).await?;
                let page = call(async move |client| client.list_dispositifs(Some(end)).await).await?;
                Ok((parameters.parameters, page.items))
            };
            // Without an answer the rules go on with the figures of the day before; the server has the last word.
            match answer.await {
                Ok((parameters, dispositifs)) => {
                    figures_of.set_value(end);
                    known.parameters.set(parameters);
                    known.catalogue.update(|catalogue| catalogue.dispositifs = dispositifs);
                }
                Err(failure) => missed.figures.set(Some(failure)),
            }
        });
    });

    let postal_code = memo(move || {
        let typed = value.with(|entry| entry.content.place.as_ref().map(|place| place.postal_code.clone()));
        typed.and_then(|text| text.parse::<PostalCode>().ok())
    });
    effect(move || {
        missed.again.track();
        missed.communes.set(None);
        let Some(code) = postal_code.get() else { return };
        if known.communes.with_untracked(|communes| communes.contains_key(code.as_str())) {
            return;
        }
        task(async move {
            let query = CommuneQuery {
                postal_code: Some(code.to_string()),
                limit: Some(MAX_LIMIT),
                ..CommuneQuery::default()
            };
            match call(async |client| client.list_communes(&query).await).await {
                Ok(page) => known.communes.update(|communes| {
                    communes.insert(code.to_string(), page.items);
                }),
                Err(failure) => missed.communes.set(Some(failure)),
            }
        });
    });

    let named = memo(move || {
        value.with(|entry| {
            let numbers = entry.content.formateurs.iter().map(|one| one.forprev_number.clone());
            (entry.content.habilitation_id.clone(), numbers.collect::<Vec<_>>())
        })
    });
    effect(move || {
        missed.again.track();
        missed.formateurs.set(None);
        let (habilitation, numbers) = named.get();
        if !habilitation.is_empty() {
            for number in numbers {
                look_up(number, habilitation.clone(), end.get_untracked(), known);
            }
        }
    });
}

fn look_up(number: String, habilitation_id: String, on: NaiveDate, known: Known) {
    let key = (habilitation_id.clone(), number.clone());
    if known.formateurs.with_untracked(|list| list.contains_key(&key)) {
        return;
    }
    known.formateurs.update(|list| {
        list.insert(key.clone(), Lookup::Asked);
    });
    task_of_the_application(async move {
        let query = FormateurQuery {
            forprev_number: Some(number),
            habilitation_id: Some(habilitation_id),
            on: Some(on.to_string()),
            ..FormateurQuery::default()
        };
        let answer = call(async |client| client.list_formateurs(&query).await).await;
        // The page may be gone.
        let failure = known.formateurs.try_update(|list| match answer {
            Ok(page) => {
                let found = page.items.into_iter().next().map(Box::new);
                list.insert(key, found.map_or(Lookup::Unknown, Lookup::Found));
                None
            }
            Err(failure) => {
                list.remove(&key);
                Some(failure)
            }
        });
        if let Some(Some(failure)) = failure {
            let _ = known.missed.formateurs.try_set(Some(failure));
        }
    });
}
