//! The tab "Technique": the platforms, as many as needed (C7, H8).

use super::{
    asked::{Correction, Place},
    pedagogy::Document,
    places::platform_name,
    writing::Writing,
};
use crate::{
    components::*,
    form::Bound,
    graph::memo,
    i18n::{fill, t},
};
use forprev_core::{
    attachment::{AttachmentOwner, SUPPORTING_DOCUMENT},
    id::PlatformId,
    request::NewPlatform,
};
use leptos::prelude::*;

/// As many platforms as core takes.
const MOST: usize = 50;

/// The tab.
#[component]
pub(super) fn Technique(
    /// The request.
    writing: Writing,
) -> impl IntoView {
    let words = t().requests;
    let (form, state) = (writing.form, writing.form.state());
    let open = memo(move || writing.is_open());
    let count = memo(move || form.value().with(|form| form.platforms.len()));
    let adding = RwSignal::new(false);
    state.name("/platforms", words.platforms.to_owned());
    // It is stored at once: its documents need a platform to belong to.
    let add = move |()| {
        adding.set(true);
        form.value().update(|form| form.platforms.push(NewPlatform::default()));
        state.changed("/platforms");
        let place = count.get_untracked().saturating_sub(1);
        writing.keeper.save_then(move |_| {
            adding.set(false);
            request_animation_frame(move || {
                if !writing.held.is_disposed() {
                    state.focus(&format!("/platforms/{place}/name"));
                }
            });
        });
    };
    view! {
        <div class="stack-wide">
            <p>{words.platforms_lead}</p>
            <Correction writing=writing pointer="/platforms"/>
            <Place writing=writing pointer="/platforms"/>
            <Show when=move || count.get() == 0>
                <p class="muted">{words.platforms_none}</p>
            </Show>
            <For each=move || 0..count.get() key=|place| *place let:place>
                <OnePlatform writing=writing place=place open=open/>
            </For>
            <Show when=move || open.get() && (count.get() < MOST)>
                <div>
                    <Button icon=outline::PLUS busy=adding on_press=add>{words.platform_add}</Button>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn OnePlatform(writing: Writing, place: usize, open: Memo<bool>) -> impl IntoView {
    let words = t().requests;
    let (form, state) = (writing.form, writing.form.state());
    let heading = format!("platform-{place}");
    let labelled_by = heading.clone();
    let name =
        memo(move || writing.platform(place).map_or_else(String::new, |one| platform_name(place, &one.name)));
    let id = memo(move || writing.platform(place).and_then(|one| one.id?.parse::<PlatformId>().ok()));
    let asking = RwSignal::new(false);
    let remove = move |()| {
        asking.set(false);
        form.value().update(|form| {
            if place < form.platforms.len() {
                form.platforms.remove(place);
            }
        });
        state.changed("/platforms");
        writing.keeper.save();
        state.focus("/platforms");
    };
    let told = move || view! { <Told writing=writing place=place/> };
    view! {
        <section
            class="card"
            id=state.element_id(&format!("/platforms/{place}"))
            tabindex="-1"
            aria-labelledby=labelled_by
        >
            <h2 id=heading>{move || name.get()}</h2>
            <Show when=move || open.get() fallback=told>
                <Fields writing=writing place=place/>
            </Show>
            {move || id.get().map(|id| view! { <Papers writing=writing place=place id=id/> })}
            <Show when=move || open.get()>
                <div>
                    <Button
                        weight=Weight::Quiet
                        icon=outline::TRASH
                        about=Signal::derive(move || name.get())
                        on_press=move |()| asking.set(true)
                    >
                        {words.platform_remove}
                    </Button>
                </div>
            </Show>
            <Dialog open=asking title=words.platform_remove_title>
                <p>{move || fill(words.platform_remove_help, &[("name", &name.get())])}</p>
                <div class="row">
                    <Button weight=Weight::Danger icon=outline::TRASH on_press=remove>
                        {words.platform_remove_send}
                    </Button>
                    <Button on_press=move |()| asking.set(false)>{t().parts.cancel}</Button>
                </div>
            </Dialog>
        </section>
    }
}

/// A text of a platform.
fn text(
    writing: Writing,
    place: usize,
    field: &str,
    get: fn(&NewPlatform) -> String,
    set: fn(&mut NewPlatform, String),
) -> Bound<String> {
    writing.form.bind(
        format!("/platforms/{place}/{field}"),
        move |form| form.platforms.get(place).map(get).unwrap_or_default(),
        move |form, text| {
            if let Some(one) = form.platforms.get_mut(place) {
                set(one, text);
            }
        },
    )
}

#[component]
fn Fields(writing: Writing, place: usize) -> impl IntoView {
    let words = t().requests;
    let name = text(writing, place, "name", |one| one.name.clone(), |one, text| one.name = text);
    let kind = text(writing, place, "kind", |one| one.kind.clone(), |one, text| one.kind = text);
    let address = text(writing, place, "address", |one| one.address.clone(), |one, text| one.address = text);
    let postal_code = text(
        writing,
        place,
        "postal_code",
        |one| one.postal_code.clone(),
        |one, code| {
            // Another postal code is another commune.
            if one.postal_code.trim() != code.trim() {
                one.insee_code = None;
            }
            one.postal_code = code;
        },
    );
    let commune = text(
        writing,
        place,
        "insee_code",
        |one| one.insee_code.clone().unwrap_or_default(),
        |one, code| one.insee_code = Some(code).filter(|code| !code.is_empty()),
    );
    let correction = move |field: &str| {
        view! { <Correction writing=writing pointer=format!("/platforms/{place}/{field}")/> }
    };
    view! {
        {correction("name")}
        <TextInput bind=name label=words.platform_name hint=words.platform_name_hint/>
        {correction("kind")}
        <TextInput bind=kind label=words.platform_kind hint=words.platform_kind_hint/>
        {correction("address")}
        <TextInput bind=address label=words.platform_address hint=t().organisations.address_hint/>
        {correction("postal_code")}
        <CommuneFields
            postal_code=postal_code
            commune=commune
            postal_code_label=words.platform_postal_code
            commune_label=words.platform_commune
            communes=writing.communes
        />
    }
}

/// The same, to read.
#[component]
fn Told(writing: Writing, place: usize) -> impl IntoView {
    let words = t().requests;
    move || {
        let one = writing.held.with(|request| request.platforms.get(place).cloned())?;
        let or_empty =
            |text: String| if text.trim().is_empty() { t().organisations.empty.to_owned() } else { text };
        let city = format!("{} {}", one.postal_code, one.city);
        Some(view! {
            <dl class="facts">
                <dt>{words.platform_kind}</dt> <dd>{or_empty(one.kind)}</dd>
                <dt>{words.platform_address}</dt> <dd>{or_empty(one.address)}</dd>
                <dt>{words.platform_commune}</dt> <dd>{or_empty(city)}</dd>
            </dl>
        })
    }
}

/// Its documents: those that are asked for of each platform, and others (photographs, conformity).
#[component]
fn Papers(writing: Writing, place: usize, id: PlatformId) -> impl IntoView {
    let owner = AttachmentOwner::from(id);
    let asked = memo(move || {
        writing.held.with(|request| {
            let own = request.documents.iter().filter(|one| one.platform_id == Some(id));
            own.map(|one| one.purpose.clone()).collect::<Vec<_>>()
        })
    });
    view! {
        <For each=move || asked.get() key=Clone::clone let:purpose>
            <Document
                writing=writing
                owner=owner
                pointer=format!("/platforms/{place}/documents/{purpose}")
                purpose=purpose
            />
        </For>
        <Attachments
            owner=owner
            purpose=SUPPORTING_DOCUMENT
            label=t().requests.platform_documents
            editable=Signal::derive(move || writing.is_open())
        />
    }
}
