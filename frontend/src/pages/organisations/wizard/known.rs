//! What the rules need besides what is typed: communes of the postal code, how old a certificate may be, what only the server
//! knows.

use crate::{api::call, components::Communes, graph::task, pages::organisations::words::page_of, session};
use forprev_core::{
    organisation::file::{
        Field, FileContent, FileFacts, FileKind, Need, OrganisationFile, Page, URSSAF_POINTER, need,
    },
    problem::{Code, Fault},
};
use leptos::prelude::*;

/// What is known.
#[derive(Clone, Copy)]
pub(in crate::pages::organisations) struct Known {
    /// The file as the server has it.
    pub held: RwSignal<OrganisationFile>,
    /// The page in sight.
    pub page: Signal<Page>,
    /// The communes of the postal codes that were typed.
    pub communes: Communes,
    /// O4: how many months a certificate of the URSSAF is good for.
    pub months: RwSignal<Option<u32>>,
    /// Whether the person has seen the summary: what is merely missing counts from then on.
    pub strict: RwSignal<bool>,
}

impl Known {
    pub fn new(held: RwSignal<OrganisationFile>, page: Signal<Page>) -> Self {
        Self {
            held,
            page,
            communes: Communes::new(),
            months: RwSignal::new(None),
            strict: RwSignal::new(false),
        }
    }

    /// Asks the server for what the rules need, as it is typed.
    pub fn follow(self, content: RwSignal<FileContent>) {
        task(async move {
            if let Ok(answer) = call(async |client| client.get_parameters(None).await).await {
                self.months.set(Some(answer.parameters.urssaf_certificate_months));
            }
        });
        self.communes.follow(move || {
            content.with(|content| {
                let code = content.typed(Field::PostalCode).and_then(|text| text.parse().ok());
                code.into_iter().collect()
            })
        });
    }
}

/// All that stands in the way of the submission of what is typed, as far as it is known here. Tracks.
pub(super) fn faults(content: &FileContent, known: Known) -> Vec<Fault> {
    let list = known.communes.for_rules(content.typed(Field::PostalCode).unwrap_or_default());
    let (held, same_siret, attached) = known.held.with(|file| {
        let told = |pointer: &str, code: Code| {
            file.violations.iter().any(|fault| fault.pointer == pointer && fault.code == code)
        };
        (
            told(&Field::Siret.pointer(), Code::SiretAlreadyRegistered),
            file.content.typed(Field::Siret) == content.typed(Field::Siret),
            !told(URSSAF_POINTER, Code::OrganisationIncomplete),
        )
    });
    let months = known.months.get();
    let facts = FileFacts {
        communes: list.clone().unwrap_or_default(),
        urssaf_attached: attached,
        siret_taken: held && same_siret,
        // As long as it is not known, the server has the last word.
        urssaf_months: months.unwrap_or(u32::from(u16::MAX)),
    };
    let unheard = |fault: &Fault| {
        list.is_none() && matches!(fault.code, Code::AddressUnknownCommune | Code::AddressCommuneAmbiguous)
    };
    let mut all = content.violations(&facts, session::today());
    all.retain(|fault| !unheard(fault));
    all
}

/// What is wrong on the page in sight. What is merely missing is not, before the summary was seen. Tracks.
pub(super) fn check(content: &FileContent, known: Known) -> Vec<Fault> {
    let (page, strict) = (known.page.get(), known.strict.get());
    let mut all = faults(content, known);
    all.retain(|fault| {
        page_of(&fault.pointer) == Some(page) && (strict || fault.code != Code::OrganisationIncomplete)
    });
    all
}

/// Whether a field has a place in the form. A change asks for what is instructed, and for what an organisation that was taken
/// over lacks (O2): all else applies at once, on its own page. Tracks.
pub(in crate::pages::organisations) fn is_shown(field: Field, content: &FileContent, known: Known) -> bool {
    let need = need(field, content);
    if need == Need::NotAsked {
        return false;
    }
    let lacks = |file: &OrganisationFile| {
        let change = file.differences.iter().find(|one| one.field == field.as_str());
        match change {
            Some(change) => change.before.is_none(),
            None => file.content.typed(field).is_none(),
        }
    };
    known.held.with(|file| {
        file.kind != FileKind::Change || field.is_instructed() || (need == Need::Required && lacks(file))
    })
}

/// The pages of the form. Tracks.
pub(in crate::pages::organisations) fn pages(content: &FileContent, known: Known) -> Vec<Page> {
    let shown =
        |page: &Page| *page == Page::Summary || page.fields().any(|field| is_shown(field, content, known));
    Page::of_content(content).into_iter().filter(shown).collect()
}
