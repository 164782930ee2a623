//! The content of a request while it is written: stored part by part, checked by the rules of core as it is typed.

use super::places::{place_name, platform_name};
use crate::{
    api::call,
    components::Communes,
    failure::Failure,
    form::Form,
    graph::{memo, task},
    i18n::t,
    session,
    sheet::{Keeper, Sheet},
};
use chrono::{DateTime, Utc};
use forprev_core::{
    catalogue::Level,
    forprev_number::ForprevNumber,
    organisation::caisse::resolve_commune,
    parameters::Parameters,
    problem::{Code, Fault},
    request::{
        NewPlatform, Request, RequestContent, RequestForm, RequestPatch,
        offer::Offer,
        rules::{Confirmation, Document, Facts, violations},
    },
};
use leptos::prelude::*;

/// A part of a request, stored by itself.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Who trains.
    Formateurs,
    /// The programme.
    Programme,
    /// How it is laid out in time.
    Schedule,
    /// The platforms.
    Platforms,
}

impl Part {
    const ALL: [Self; 4] = [Self::Formateurs, Self::Programme, Self::Schedule, Self::Platforms];

    /// Where it stands.
    pub const fn pointer(self) -> &'static str {
        match self {
            Self::Formateurs => "/formateurs",
            Self::Programme => "/programme",
            Self::Schedule => "/schedule",
            Self::Platforms => "/platforms",
        }
    }
}

/// As the server reads it: without what is typed around a text, and without what only tells which platform it is.
fn cleaned(form: &RequestForm) -> RequestContent {
    form.read().0
}

impl Sheet for Request {
    type Content = RequestForm;
    type Part = Part;

    fn draft(&self) -> String {
        format!("request/{}", self.id)
    }

    fn content(&self) -> RequestForm {
        RequestForm::from(self)
    }

    fn saved_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    fn is_open(&self) -> bool {
        self.actions.edit.allowed
    }

    fn differing(before: &RequestForm, after: &RequestForm) -> Vec<Part> {
        let (one, other) = (cleaned(before), cleaned(after));
        let differs = |part: &Part| match part {
            // What cannot be read yet is no number, and differs from none.
            Part::Formateurs => numbers(before) != numbers(after),
            Part::Programme => one.programme != other.programme,
            Part::Schedule => one.schedule != other.schedule,
            // A postal code that cannot be read is one all the same.
            Part::Platforms => one.platforms != other.platforms || codes(before) != codes(after),
        };
        Part::ALL.into_iter().filter(differs).collect()
    }

    fn take(part: Part, from: &RequestForm, into: &mut RequestForm) {
        match part {
            Part::Formateurs => into.formateurs.clone_from(&from.formateurs),
            Part::Programme => into.programme.clone_from(&from.programme),
            Part::Schedule => into.schedule.clone_from(&from.schedule),
            Part::Platforms => into.platforms.clone_from(&from.platforms),
        }
    }

    fn sendable(typed: &RequestForm, stored: &RequestForm, _: bool) -> RequestForm {
        let mut content = typed.clone();
        for fault in typed.read().1 {
            let parts: Vec<&str> = fault.pointer.split('/').skip(1).collect();
            match parts.as_slice() {
                ["programme"] => Self::take(Part::Programme, stored, &mut content),
                ["schedule"] => Self::take(Part::Schedule, stored, &mut content),
                ["platforms", index, field] => {
                    let Some(one) = index.parse().ok().and_then(|i: usize| content.platforms.get_mut(i))
                    else {
                        continue;
                    };
                    let before =
                        stored.platforms.iter().find(|other| other.id.is_some() && other.id == one.id);
                    let before = before.cloned().unwrap_or_default();
                    match *field {
                        "name" => one.name = before.name,
                        "kind" => one.kind = before.kind,
                        "address" => one.address = before.address,
                        "postal_code" => one.postal_code = before.postal_code,
                        _ => one.insee_code = before.insee_code,
                    }
                }
                ["platforms"] => Self::take(Part::Platforms, stored, &mut content),
                _ => Self::take(Part::Formateurs, stored, &mut content),
            }
        }
        content
    }

    fn adopt(&self, typed: &mut RequestForm) {
        let known: Vec<_> = typed.platforms.iter().filter_map(|one| one.id.clone()).collect();
        let stored = self.platforms.iter().map(|one| one.id.to_string());
        let mut new = stored.filter(|id| !known.contains(id));
        for one in typed.platforms.iter_mut().filter(|one| one.id.is_none()) {
            one.id = new.next();
        }
    }

    async fn fetch(&self) -> Result<Self, Failure> {
        let id = self.id;
        call(async |client| client.get_request(id).await).await
    }

    async fn store(&self, parts: Vec<Part>, content: RequestForm) -> Result<Self, Failure> {
        let (id, version, whole) = (self.id, self.version, RequestPatch::whole(content));
        let has = |part| parts.contains(&part);
        let patch = RequestPatch {
            formateurs: whole.formateurs.filter(|_| has(Part::Formateurs)),
            programme: whole.programme.filter(|_| has(Part::Programme)),
            schedule: whole.schedule.filter(|_| has(Part::Schedule)),
            platforms: whole.platforms.filter(|_| has(Part::Platforms)),
        };
        call(async |client| client.update_request(id, version, &patch).await).await
    }
}

fn numbers(form: &RequestForm) -> Vec<String> {
    form.formateurs.iter().map(|one| one.forprev_number.trim().to_uppercase()).collect()
}

fn codes(form: &RequestForm) -> Vec<&str> {
    form.platforms.iter().map(|one| one.postal_code.trim()).collect()
}

/// What the server has of a part, in words: what was stored elsewhere meanwhile.
pub(super) fn in_words(part: Part, request: &Request) -> String {
    let text = match part {
        Part::Formateurs => {
            let numbers = request.formateurs.iter().map(|one| one.forprev_number.to_string());
            numbers.collect::<Vec<_>>().join(", ")
        }
        Part::Programme => request.programme.clone().unwrap_or_default(),
        Part::Schedule => request.schedule.clone().unwrap_or_default(),
        Part::Platforms => {
            let named = request.platforms.iter().enumerate();
            named.map(|(index, one)| platform_name(index, &one.name)).collect::<Vec<_>>().join(", ")
        }
    };
    if text.is_empty() { t().organisations.empty.to_owned() } else { text }
}

/// A request, and its content as it is typed where the reader writes it.
#[derive(Clone, Copy)]
pub(super) struct Writing {
    /// What stores it.
    pub keeper: Keeper<Request>,
    /// What is typed.
    pub form: Form<RequestForm>,
    /// The request as the server has it.
    pub held: RwSignal<Request>,
    /// The communes of the platforms.
    pub communes: Communes,
    /// National figures, once they are known.
    pub parameters: RwSignal<Option<Parameters>>,
    /// Whether the person tried to submit it, or was led to what is missing: that counts from then on.
    pub strict: RwSignal<bool>,
    /// All that stands in the way of its submission.
    pub faults: Memo<Vec<Fault>>,
}

impl Writing {
    /// On this request. Take it while the component is made.
    pub fn new(request: Request, level: Signal<Option<Level>>) -> Self {
        let held = RwSignal::new(request);
        let (communes, parameters, strict) = (Communes::new(), RwSignal::new(None), RwSignal::new(false));
        let all = move |form: &RequestForm| faults(form, held, level, communes, parameters);
        let keeper = Keeper::new(held, move |form: &RequestForm| {
            let mut all = all(form);
            // What is merely missing can wait; what was typed wrong is said.
            all.retain(|fault| strict.get() || !is_missing(fault.code));
            all
        });
        let form = keeper.form;
        task(async move {
            if let Ok(answer) = call(async |client| client.get_parameters(None).await).await {
                parameters.set(Some(answer.parameters));
            }
        });
        communes.follow(move || {
            form.value()
                .with(|form| form.platforms.iter().filter_map(|one| one.postal_code.parse().ok()).collect())
        });
        let faults = memo(move || {
            // What the server has, it has the last word about.
            if keeper.is_stored() {
                held.with(|request| request.violations.clone())
            } else {
                form.value().with(|form| all(form))
            }
        });
        Self { keeper, form, held, communes, parameters, strict, faults }
    }

    /// Whether the reader can change it now. Tracks.
    pub fn is_open(self) -> bool {
        self.held.with(|request| request.actions.edit.allowed)
    }

    /// Whether something that was typed is wrong in shape: it is not stored. Tracks.
    pub fn is_wrong(self) -> bool {
        self.form.value().with(|form| !form.read().1.is_empty())
    }

    /// Moves the focus to a place once it is in sight, with what is wrong with it.
    pub fn lead_to(self, pointer: String) {
        self.strict.set(true);
        self.form.state().touch(&pointer);
        request_animation_frame(move || {
            if !self.held.is_disposed() {
                self.form.state().focus(&pointer);
            }
        });
    }

    /// What a place is called, of what is typed by now. Tracks.
    pub fn place(self, pointer: &str) -> Option<String> {
        self.held.with(|request| place_name(request, pointer))
    }

    /// A platform of those typed, by its place. Tracks.
    pub fn platform(self, index: usize) -> Option<NewPlatform> {
        self.form.value().with(|form| form.platforms.get(index).cloned())
    }
}

/// Whether it says that something is not there yet.
const fn is_missing(code: Code) -> bool {
    matches!(
        code,
        Code::Required
            | Code::RequestPlatformMissing
            | Code::RequestDocumentMissing
            | Code::RequestAdminDataNotConfirmed
            | Code::AddressCommuneAmbiguous
    )
}

/// All that stands in the way of the submission of what is typed, as far as it is known here. Tracks.
fn faults(
    form: &RequestForm,
    held: RwSignal<Request>,
    level: Signal<Option<Level>>,
    communes: Communes,
    parameters: RwSignal<Option<Parameters>>,
) -> Vec<Fault> {
    let (content, mut found) = form.read();
    let request = held.get();
    let (Some(level), Some(parameters)) = (level.get(), parameters.get()) else {
        found.extend(request.violations);
        return found;
    };
    let (today, author) = (session::today(), session::me().map(|me| me.id));
    let places: Vec<_> = content
        .platforms
        .iter()
        .map(|one| match &one.postal_code {
            Some(code) => match communes.for_rules(code.as_str()) {
                Some(list) => resolve_commune(code, one.insee_code.as_ref(), &list).map(drop),
                None => Ok(()),
            },
            None => Ok(()),
        })
        .collect();
    // Of a number that the server has not looked up yet, nothing is known to be wrong.
    let nobody = |number: &ForprevNumber| {
        request.formateurs.iter().any(|one| one.forprev_number == *number && one.last_name.is_empty())
    };
    let formateurs: Vec<_> =
        content.formateurs.iter().flatten().filter(|number| !nobody(number)).cloned().collect();
    let attached = request.documents.iter().filter(|one| one.attached);
    let documents: Vec<_> =
        attached.map(|one| Document { purpose: one.purpose.clone(), platform_id: one.platform_id }).collect();
    let offer = Offer {
        dispositif: request.dispositif.clone(),
        level: request.level,
        kind: request.kind,
        reason: None,
        missing: Vec::new(),
        renews: request.renews.as_ref().map(|one| one.habilitation_id),
        valid_until: request.renews.as_ref().map(|one| one.valid_until),
        opens_on: None,
    };
    let facts = Facts {
        today,
        author,
        confirmed: author.filter(|_| request.admin_data.confirmed).map(|by| Confirmation { by, on: today }),
        change_pending: request.admin_data.change_pending,
        submitted_on: request.submitted_on,
        kind: request.kind,
        renewed_until: request.renews.as_ref().map(|one| one.valid_until),
        offer: &offer,
        level: &level,
        parameters: &parameters,
        formateurs: &formateurs,
        places: &places,
        documents: &documents,
    };
    // What cannot be read is not missing.
    for fault in violations(&content, &facts) {
        if !found.iter().any(|known| known.pointer == fault.pointer) {
            found.push(fault);
        }
    }
    // Whether it can be asked for at all, the server alone knows.
    for fault in request.violations.into_iter().filter(|fault| fault.pointer.is_empty()) {
        if !found.iter().any(|known| known.code == fault.code) {
            found.push(fault);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use forprev_core::request::NewRequestFormateur;

    fn platform(id: Option<&str>, name: &str, postal_code: &str) -> NewPlatform {
        NewPlatform {
            id: id.map(ToOwned::to_owned),
            name: name.into(),
            postal_code: postal_code.into(),
            ..NewPlatform::default()
        }
    }

    #[test]
    fn a_part_differs_by_what_is_read_of_it() {
        let before = RequestForm { programme: "Deux jours".into(), ..RequestForm::default() };
        let spaced = RequestForm { programme: " Deux jours ".into(), ..RequestForm::default() };
        assert_eq!(Request::differing(&before, &spaced), []);
        let named = RequestForm {
            formateurs: vec![NewRequestFormateur { forprev_number: "JKA37899".into() }],
            schedule: "Matin".into(),
            ..before.clone()
        };
        assert_eq!(Request::differing(&before, &named), [Part::Formateurs, Part::Schedule]);
    }

    #[test]
    fn what_is_wrong_in_shape_stays_as_it_is_stored() {
        const ID: &str = "0198c0de-0000-7000-8000-000000000001";
        let stored =
            RequestForm { platforms: vec![platform(Some(ID), "Atelier", "35000")], ..RequestForm::default() };
        let typed = RequestForm {
            platforms: vec![platform(Some(ID), "Atelier de Rennes", "350"), platform(None, "", "9")],
            programme: "x".repeat(2_001),
            ..RequestForm::default()
        };
        let sent = Request::sendable(&typed, &stored, false);
        assert_eq!(sent.read().1, []);
        assert_eq!(sent.platforms[0], platform(Some(ID), "Atelier de Rennes", "35000"));
        assert_eq!(sent.platforms[1], platform(None, "", ""));
        assert_eq!(sent.programme, "");
    }
}
