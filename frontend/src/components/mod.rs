//! The application's own components. They know nothing of habilitations or sessions: words, values and decisions
//! come in as arguments. `use crate::components::*;` brings them all, and [`outline`] names the icons.
//!
//! A page begins with [`PageTitle`], has one button of [`Weight::Main`], and reads like this:
//!
//! ```ignore
//! let sessions = Remote::new(move || { let state = state.get(); call(async move |c| c.list_sessions(&…).await) });
//! view! {
//!     <PageTitle title=t().sessions.title>
//!         <ButtonLink href="/sessions/nouvelle" weight=Weight::Main icon=outline::PLUS>{t().sessions.new}</ButtonLink>
//!     </PageTitle>
//!     <Load from=sessions let:page> … </Load>
//! }
//! ```
//!
//! # Fields (each takes a `Bound`, from `form.bind(pointer, get, set)`, `address::query(name)` or `Bound::signal`)
//! - [`TextInput`]: `<TextInput label="Ville" bind=city autocomplete="address-level2" width="medium"/>`
//! - [`PasswordInput`]: `<PasswordInput label="Mot de passe" bind=password/>`
//! - [`Textarea`]: `<Textarea label="Commentaire" bind=comment limit=2000/>`
//! - [`DateInput`]: `<DateInput label="Fin" bind=ends_on calendar=true/>`: typed, `Bound<Option<NaiveDate>>`; what
//!   cannot be read is an error of the form by itself. In a grid: `label_unseen=true bare=true`.
//! - [`Select`]: `<Select label="État" bind=state none="Tous" choices=vec![Choice::new("draft", "Brouillon")]/>`
//! - [`RadioGroup`]: the same, all in sight; `Choice::new(…).with_hint(…)`.
//! - [`CheckGroup`]: several of a few: `Bound<Vec<String>>`.
//! - [`Checkbox`]: `<Checkbox label="Je confirme les dates" bind=confirmed/>`
//! - [`FilePicker`]: `<FilePicker label="Fichier" accept=".csv,.xlsx" on_file=move |file| …/>`
//! - [`Attachments`]: the documents of something, with the means to add, read, replace and remove them:
//!   `<Attachments owner=AttachmentOwner::from(id) purpose=URSSAF_CERTIFICATE label="Attestation" editable=may_edit/>`
//! - [`SiretInput`]: `<SiretInput bind=siret on_take=move |entry| …/>`: looked up in the register of companies once it is whole.
//! - [`Field`]: label, hint and error around a control of your own, whose `id` is `bind.id()`.
//! - [`CommuneFields`]: a postal code and its commune, with [`Communes`] that follow what is typed.
//! - [`ErrorSummary`]: `<ErrorSummary of=form.state()/>` at the top of the form.
//!
//! - [`DraftNotice`]: `let found = session::draft("results/<id>").and_then(|draft| form.keep(draft));` then
//!   `<DraftNotice found=RwSignal::new(found) on_discard=move |()| form.value().set(NewSession::default())/>`; `draft.erase()` once sent.
//!
//! # Actions
//! - [`Button`]: `<Button on_press=move |()| … busy=busy icon=outline::SEND>"Transmettre"</Button>`; `submit=true` in a
//!   form; `about="de la session du 3 mai"` for screen readers where several say the same.
//! - [`ButtonLink`]: a link that begins something.
//! - [`Can`]: `<Can decision=Signal::derive(move || session.get().actions.submit.decision()) on_press=…>"Transmettre"</Can>`:
//!   enabled, or disabled with the reason in words.
//! - [`Dialog`]: `<Dialog open=open title="Annuler la session ?">…</Dialog>` with `open: RwSignal<bool>`.
//!
//! # What comes from the server
//! - [`Load`]: `<Load from=remote let:value>{move || value.get().name}</Load>`; `value` is a signal. `is_empty` and
//!   `empty` for lists.
//! - [`Table`], [`Row`], [`Cell`]: `<Table caption="Sessions" head=vec!["Dates".into()]><Row><Cell label="Dates">…`
//! - [`More`]: "Afficher plus", under a list (`Remote::more` fetches).
//! - [`FilterBar`]: `<FilterBar names=vec!["etat"] total=total><Select label="État" bind=address::query("etat") …/></FilterBar>`
//!
//! # What tells
//! - [`Notice`]: `<Notice tone=Tone::Warn title="…"><p>…</p></Notice>`; `live=true` for what comes of an action.
//! - [`Badge`]: `<Badge tone=Tone::Good>"Certifiée"</Badge>`
//! - [`Toasts`]: `let toasts = Toasts::here();` then in a handler `toasts.good("Session transmise.")`, `.bad(…)`, `.say(…)`.
//! - [`EmptyState`], [`Progress`], [`Countdown`] (`until`, `today=today()`).
//! - [`Steps`], [`StepOf`], [`Timeline`] with [`Happening`]s, [`Breadcrumb`] (`above=vec![("Sessions".into(), "/sessions".into())] here=…`).
//! - [`Tabs`] and [`TabPanel`]: `<Tabs label="…" tabs=vec![Choice::new("a", "A")] selected=selected on_select=…/><TabPanel of="a" selected=selected>…`
//! - [`Threads`]: messages of a file or a request, `<Threads of=Correspondence::Request(id) agent=… may_write=… may_note=…/>`.
//! - [`Icon`]: `<Icon of=outline::CHECK/>`, beside words.
//!
//! # Classes of the style sheet
//! `stack`, `stack-tight`, `stack-wide` (one under another), `row`, `row-apart` (side by side), `columns`, `split`,
//! `narrow` (a form's width), `card`, `facts` (a `dl`), `muted`, `small`, `number`, `nowrap`, `unseen`. A page that needs
//! more brings `style/<area>.css` in `@layer pages`. No `style="…"`: the content security policy refuses it
//! (`style:property=value` is fine).

mod attachments;
mod button;
mod choice;
mod commune;
mod date_input;
mod dialog;
mod feedback;
mod field;
mod file_picker;
mod filter_bar;
mod icon;
mod load;
pub mod outline;
mod siret;
mod summary;
mod table;
mod tabs;
mod text_input;
mod thread;
mod toast;
mod trail;

pub use attachments::{AttachmentList, Attachments, Doings};
pub use button::{Button, ButtonLink, Can, Weight};
pub use choice::{CheckGroup, Checkbox, Choice, RadioGroup, Select};
pub use commune::{CommuneFields, CommuneName, Communes};
pub use date_input::DateInput;
pub use dialog::Dialog;
pub use feedback::{Badge, Countdown, EmptyState, Notice, Progress, Tone};
pub use field::Field;
pub use file_picker::FilePicker;
pub use filter_bar::{FilterBar, WordsFilter};
pub use icon::Icon;
pub use load::{Load, Nothing, once_online};
pub use siret::SiretInput;
pub use summary::{DraftNotice, ErrorSummary, restored_line};
pub use table::{Cell, More, Row, Table};
pub use tabs::{TabPanel, Tabs};
pub use text_input::{PasswordInput, TextInput, Textarea};
pub use thread::{Correspondence, Threads};
pub use toast::{ToastRegion, Toasts};
pub use trail::{Breadcrumb, Happening, PageTitle, StepOf, Steps, Timeline};

/// An `id` that no other element of the page has.
fn unique(stem: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(1);
    format!("{stem}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
