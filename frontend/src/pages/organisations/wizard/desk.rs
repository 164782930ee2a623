//! The form of a file, and what the rules need of it.

use super::known::{Known, check, faults};
use crate::{
    api::call,
    failure::Failure,
    form::Form,
    graph::memo,
    pages::organisations::words::page_of,
    sheet::{Keeper, Sheet},
};
use chrono::{DateTime, Utc};
use forprev_core::{
    id::OrganisationFileId,
    organisation::file::{Field, FileContent, OrganisationFile, Page, differences},
    problem::{Code, Fault},
};
use leptos::prelude::*;

impl Sheet for OrganisationFile {
    type Content = FileContent;
    type Part = Field;

    fn draft(&self) -> String {
        format!("organisation-file/{}", self.id)
    }

    fn content(&self) -> FileContent {
        self.content.clone()
    }

    fn saved_at(&self) -> DateTime<Utc> {
        self.updated_at
    }

    fn is_open(&self) -> bool {
        self.actions.edit.allowed
    }

    fn differing(before: &FileContent, after: &FileContent) -> Vec<Field> {
        differences(before, after).iter().filter_map(|one| Field::of(&one.field)).collect()
    }

    fn take(part: Field, from: &FileContent, into: &mut FileContent) {
        into.set(part, from.typed(part).map(ToOwned::to_owned));
    }

    fn sendable(typed: &FileContent, stored: &FileContent, half_typed: bool) -> FileContent {
        let mut content = typed.clone();
        for fault in typed.check() {
            if let Some(field) = Field::of(fault.pointer.trim_start_matches('/')) {
                Self::take(field, stored, &mut content);
            }
        }
        if half_typed {
            Self::take(Field::UrssafIssuedOn, stored, &mut content);
        }
        content
    }

    fn adopt(&self, _: &mut FileContent) {}

    async fn fetch(&self) -> Result<Self, Failure> {
        let id = self.id;
        call(async |client| client.get_organisation_file(id).await).await
    }

    async fn store(&self, parts: Vec<Field>, content: FileContent) -> Result<Self, Failure> {
        let (id, version, mut patch) = (self.id, self.version, FileContent::default());
        for field in parts {
            patch.set(field, Some(content.typed(field).unwrap_or_default().to_owned()));
        }
        call(async |client| client.update_organisation_file(id, version, &patch).await).await
    }
}

/// The form of a file, and what stands on the server.
#[derive(Clone, Copy)]
pub(super) struct Desk {
    /// Which file.
    pub id: OrganisationFileId,
    /// What stores it.
    pub keeper: Keeper<OrganisationFile>,
    /// What is typed.
    pub form: Form<FileContent>,
    /// The file as the server has it.
    pub held: RwSignal<OrganisationFile>,
    /// What the rules need.
    pub known: Known,
    /// All that stands in the way of its submission, on whatever page.
    pub faults: Memo<Vec<Fault>>,
}

impl Desk {
    /// A form on this file, with what this device kept of it. Take it while the component is made.
    pub fn new(file: OrganisationFile, page: Signal<Page>) -> Self {
        let (id, held) = (file.id, RwSignal::new(file));
        let known = Known::new(held, page);
        let keeper = Keeper::new(held, move |content: &FileContent| check(content, known));
        let form = keeper.form;
        let faults = memo(move || form.value().with(|content| faults(content, known)));
        Self { id, keeper, form, held, known, faults }
    }

    /// Whether something that was typed is wrong, on whatever page: it is not stored. Tracks.
    pub fn is_wrong(self) -> bool {
        self.form.value().with(|content| !content.check().is_empty())
    }

    /// Whether something on the page in sight is wrong, beyond what is merely missing.
    pub fn is_wrong_here(self) -> bool {
        let page = self.known.page.get_untracked();
        let wrong = |fault: &Fault| {
            fault.code != Code::OrganisationIncomplete && page_of(&fault.pointer) == Some(page)
        };
        self.form.state().has_unreadable() || self.faults.with_untracked(|faults| faults.iter().any(wrong))
    }
}
