//! What a file or an organisation holds, page by page.

use super::{
    wizard::Known,
    words::{full_label, label, page_name, page_path, place_path, value_in_words},
};
use crate::{components::*, graph::memo, i18n::t};
use forprev_core::{
    id::OrganisationFileId,
    organisation::file::{Difference, Field, FileContent, Need, Page, URSSAF_POINTER, need},
    problem::Fault,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// The content, a card a page.
#[component]
pub(super) fn Content(
    /// What it holds.
    #[prop(into)]
    content: Signal<FileContent>,
    /// What is wrong with it, said at its place.
    #[prop(optional, into)]
    faults: Signal<Vec<Fault>>,
    /// Whether the certificate of the URSSAF is attached, where that is told.
    #[prop(optional, into)]
    attached: Signal<Option<bool>>,
    /// The file in which each page can be changed.
    #[prop(optional, into)]
    edit: Option<OrganisationFileId>,
    /// Of a form, what decides which pages it has.
    #[prop(optional, into)]
    known: Option<Known>,
) -> impl IntoView {
    let pages = memo(move || {
        content.with(|content| match known {
            Some(known) => super::wizard::pages(content, known),
            None => Page::of_content(content),
        })
    });
    let cards = move || {
        let mut all = pages.get();
        all.retain(|page| *page != Page::Summary);
        all.into_iter()
            .map(|page| view! { <OnePage page=page content=content faults=faults attached=attached edit=edit known=known/> })
            .collect_view()
    };
    view! { <div class="columns">{cards}</div> }
}

/// What an organisation holds, to whoever reads it elsewhere than on its page.
#[component]
pub(in crate::pages) fn OrganisationContent(
    /// What it holds.
    content: Signal<FileContent>,
) -> impl IntoView {
    view! { <Content content=content/> }
}

#[component]
fn OnePage(
    page: Page,
    content: Signal<FileContent>,
    faults: Signal<Vec<Fault>>,
    attached: Signal<Option<bool>>,
    edit: Option<OrganisationFileId>,
    known: Option<Known>,
) -> impl IntoView {
    let words = t().organisations;
    let heading = format!("content-{}", page.as_str());
    let labelled_by = heading.clone();
    let change = edit.map(|id| {
        view! {
            <A href=page_path(id, page)>{words.summary_edit}<span class="unseen">" "{page_name(page)}</span></A>
        }
    });
    let lines = move || {
        let (content, faults) = (content.get(), faults.get());
        let shown = |field: &Field| match known {
            Some(known) => super::wizard::is_shown(*field, &content, known),
            None => need(*field, &content) != Need::NotAsked,
        };
        page.fields().filter(shown).map(|field| line(field, &content, &faults, edit)).collect_view()
    };
    let certificate = move || {
        let told = attached.get().filter(|_| page == Page::Urssaf)?;
        let missing = edit.filter(|_| !told).and_then(|id| place_path(id, URSSAF_POINTER));
        Some(view! {
            <dt>{words.urssaf_certificate}</dt>
            <dd>{match missing {
                Some(to) => fill_in(to, words.urssaf_certificate).into_any(),
                None if told => words.attached.into_any(),
                None => words.not_attached.into_any(),
            }}</dd>
        })
    };
    view! {
        <section class="card" aria-labelledby=labelled_by>
            <div class="row-apart">
                <h3 id=heading>{page_name(page)}</h3>
                {change}
            </div>
            <dl class="facts">{lines}{certificate}</dl>
        </section>
    }
}

fn fill_in(to: String, about: &'static str) -> impl IntoView {
    view! {
        <A href=to>
            <Icon of=outline::TRIANGLE_ALERT/>
            " "
            {t().organisations.summary_fill}
            <span class="unseen">" "{about}</span>
        </A>
    }
}

fn line(field: Field, content: &FileContent, faults: &[Fault], edit: Option<OrganisationFileId>) -> AnyView {
    let words = t().organisations;
    let pointer = field.pointer();
    let value = value(field, content);
    let wrong = faults.iter().find(|fault| fault.pointer == pointer);
    let mend = edit.filter(|_| wrong.is_some()).and_then(|id| place_path(id, &pointer));
    let told = match (value, mend) {
        (Some(value), Some(to)) => {
            let message = wrong.map(|fault| fault.message.clone());
            view! { {value} <A href=to attr:class="line small">{message}</A> }.into_any()
        }
        (Some(value), None) => value,
        (None, Some(to)) => fill_in(to, label(field)).into_any(),
        (None, None) => view! { <span class="muted">{words.empty}</span> }.into_any(),
    };
    view! { <dt>{label(field)}</dt> <dd>{told}</dd> }.into_any()
}

fn value(field: Field, content: &FileContent) -> Option<AnyView> {
    let value = content.typed(field)?;
    Some(match field {
        Field::InseeCode => {
            let (code, postal) = (value.to_owned(), content.typed(Field::PostalCode).unwrap_or_default());
            view! { <CommuneName postal_code=postal.to_owned() insee_code=code/> }.into_any()
        }
        _ => value_in_words(field, value).into_any(),
    })
}

/// What differs, field by field.
#[component]
pub(super) fn Differences(
    /// The fields.
    list: Vec<Difference>,
    /// What is there now: a commune is named by its postal code.
    content: FileContent,
    /// The title.
    title: &'static str,
) -> impl IntoView {
    let words = t().organisations;
    let before_of = |field: Field| {
        let own = list.iter().find(|one| one.field == field.as_str());
        own.map_or_else(|| content.typed(field).map(ToOwned::to_owned), |one| one.before.clone())
    };
    let (old, new) = (
        before_of(Field::PostalCode).unwrap_or_default(),
        content.typed(Field::PostalCode).unwrap_or_default().to_owned(),
    );
    let cell = |field: Option<Field>, value: Option<String>, postal_code: &str| match (field, value) {
        (_, None) => view! { <span class="muted">{words.empty}</span> }.into_any(),
        (Some(Field::InseeCode), Some(code)) => {
            view! { <CommuneName postal_code=postal_code.to_owned() insee_code=code/> }.into_any()
        }
        (Some(field), Some(value)) => value_in_words(field, &value).into_any(),
        (None, Some(value)) => value.into_any(),
    };
    let rows = list
        .into_iter()
        .map(|one| {
            let field = Field::of(&one.field);
            let (before, after) = (cell(field, one.before, &old), cell(field, one.after, &new));
            view! {
                <Row>
                    <Cell heading=true label=words.column_field>{full_label(&one.field)}</Cell>
                    <Cell label=words.column_before>{before}</Cell>
                    <Cell label=words.column_after><b>{after}</b></Cell>
                </Row>
            }
        })
        .collect_view();
    let head = [words.column_field, words.column_before, words.column_after];
    view! {
        <section class="stack" aria-labelledby="differences">
            <h2 id="differences">{title}</h2>
            <Table caption=title caption_unseen=true head=head.map(str::to_owned).to_vec()>{rows}</Table>
        </section>
    }
}
