//! All the components in their states, to look at while they are made. In development builds only, so its words
//! are here and not among the texts.

use crate::{
    components::*,
    failure::Failure,
    form::{Bound, Form},
    remote::Remote,
};
use chrono::NaiveDate;
use forprev_core::{
    attachment::{Attachment, MediaType},
    id::AttachmentId,
    problem::{Code, Decision, Denied, Fault},
};
use leptos::prelude::*;

#[derive(Clone, Default)]
struct Sample {
    name: String,
    day: Option<NaiveDate>,
    place: String,
    kind: String,
    sure: bool,
    comment: String,
}

fn check(sample: &Sample) -> Vec<Fault> {
    let missing = |empty: bool, pointer: &str| empty.then(|| Fault::new(Code::Required).at(pointer));
    [
        missing(sample.name.is_empty(), "/name"),
        missing(sample.day.is_none(), "/day"),
        missing(sample.place.is_empty(), "/place"),
        missing(sample.kind.is_empty(), "/kind"),
        missing(!sample.sure, "/sure"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The gallery, at `/_composants`.
#[component]
pub fn Gallery() -> impl IntoView {
    view! {
        <Breadcrumb above=vec![("Accueil".into(), "/".into())] here="Composants"/>
        <PageTitle title="Composants">
            <ButtonLink href="/" icon=outline::HOUSE>"Accueil"</ButtonLink>
        </PageTitle>
        <Steps
            label="Étapes"
            steps=["Habilitation", "Dates et lieu", "Formateurs", "Stagiaires", "Vérification"].map(String::from).to_vec()
            current=2
        />
        <Fields/>
        <Documents/>
        <Actions/>
        <Messages/>
        <Lists/>
        <Tabbed/>
    }
}

#[component]
fn Fields() -> impl IntoView {
    let form = Form::new(Sample::default(), check);
    let toasts = Toasts::here();
    let places = vec![Choice::new("69123", "Lyon (69)"), Choice::new("75056", "Paris (75)")];
    let kinds = vec![
        Choice::new("initial", "Initiale"),
        Choice::new("mac", "MAC").with_hint("Maintien et actualisation des compétences"),
    ];
    let send = move |event| {
        form.submit(event, async |_| Ok::<(), Failure>(()), move |()| toasts.good("Envoyé."));
    };
    view! {
        <form class="card narrow" novalidate on:submit=send>
            <h2>"Champs"</h2>
            <ErrorSummary of=form.state()/>
            <TextInput label="Nom" bind=form.bind("/name", |s| s.name.clone(), |s, v| s.name = v)/>
            <DateInput label="Fin" calendar=true bind=form.bind("/day", |s| s.day, |s, v| s.day = v)/>
            <Select
                label="Commune"
                none="Choisir…"
                choices=places
                bind=form.bind("/place", |s| s.place.clone(), |s, v| s.place = v)
            />
            <RadioGroup
                label="Nature"
                choices=kinds
                bind=form.bind("/kind", |s| s.kind.clone(), |s, v| s.kind = v)
            />
            <Checkbox
                label="Je confirme les dates et les identités"
                bind=form.bind("/sure", |s| s.sure, |s, v| s.sure = v)
            />
            <Textarea
                label="Commentaire"
                hint="Lu par le formateur."
                optional=true
                limit=100_usize
                bind=form.bind("/comment", |s| s.comment.clone(), |s, v| s.comment = v)
            />
            <FilePicker
                label="Fichier des stagiaires"
                hint="CSV ou XLSX"
                accept=".csv,.xlsx"
                on_file=UnsyncCallback::new(move |file: web_sys::File| toasts.note(file.name()))
            />
            <div class="row">
                <Button submit=true weight=Weight::Main icon=outline::SEND busy=form.busy()>"Transmettre"</Button>
                <Button weight=Weight::Quiet>"Abandonner"</Button>
            </div>
        </form>
    }
}

#[component]
fn Documents() -> impl IntoView {
    let toasts = Toasts::here();
    let one = |id: &str, name: &str, media_type, size| {
        Some(Attachment {
            id: id.parse().ok()?,
            purpose: "supporting_document".into(),
            file_name: name.into(),
            media_type,
            size,
            sha256: String::new(),
            uploaded_at: chrono::DateTime::UNIX_EPOCH,
            uploaded_by: Some("Anne Martin".into()),
            ended_at: None,
            replaced_by: None,
        })
    };
    let all = [
        one("0198c0de-0000-7000-8000-0000000000a1", "Attestation de vigilance.pdf", MediaType::Pdf, 348_160),
        one(
            "0198c0de-0000-7000-8000-0000000000a2",
            "Photo de la plateforme, avec un nom qui est bien plus long que la ligne.jpg",
            MediaType::Jpeg,
            8_912_896,
        ),
    ];
    let all: Vec<Attachment> = all.into_iter().flatten().collect();
    let doings = Doings {
        download: Callback::new(move |one: Attachment| toasts.note(one.file_name)),
        replace: Callback::new(move |(file, _): (web_sys::File, Option<AttachmentId>)| {
            toasts.note(file.name())
        }),
        remove: Callback::new(move |one: Attachment| toasts.note(one.file_name)),
    };
    view! {
        <section class="card narrow">
            <h2>"Documents"</h2>
            <AttachmentList label=Signal::stored("Justificatifs".to_owned()) all=Signal::stored(all) editable=Signal::stored(true) doings=doings/>
        </section>
    }
}

#[component]
fn Actions() -> impl IntoView {
    let open = RwSignal::new(false);
    let toasts = Toasts::here();
    let refused: Decision = Err(Denied::new(Code::ResultsTooEarly)
        .with("from", NaiveDate::from_ymd_opt(2026, 12, 4).unwrap_or_default()));
    view! {
        <section class="card">
            <h2>"Actions"</h2>
            <div class="row">
                <Button weight=Weight::Main>"Principale"</Button>
                <Button icon=outline::DOWNLOAD>"Autre"</Button>
                <Button weight=Weight::Danger icon=outline::TRASH>"Supprimer"</Button>
                <Button busy=Signal::stored(true)>"Envoi"</Button>
                <Button small=true weight=Weight::Quiet icon=outline::PENCIL about="la ligne 3">"Corriger"</Button>
            </div>
            <div class="row">
                <Can decision=Signal::stored(Ok(())) on_press=move |()| toasts.good("Fait.") icon=outline::BADGE_CHECK>
                    "Permise"
                </Can>
                <Can decision=Signal::stored(refused) on_press=move |()| toasts.bad("Jamais.") icon=outline::BADGE_CHECK>
                    "Valider les résultats"
                </Can>
            </div>
            <div class="row">
                <Button on_press=move |()| open.set(true)>"Ouvrir un dialogue"</Button>
                <Button on_press=move |()| toasts.good("Session transmise au formateur.")>"Message"</Button>
                <Button on_press=move |()| toasts.bad("L’envoi a échoué.")>"Échec"</Button>
            </div>
            <Dialog open=open title="Annuler la session ?">
                <p>"Ses stagiaires seront effacés. On ne peut pas revenir en arrière."</p>
                <div class="row">
                    <Button weight=Weight::Danger on_press=move |()| open.set(false)>"Annuler la session"</Button>
                    <Button on_press=move |()| open.set(false)>"La garder"</Button>
                </div>
            </Dialog>
        </section>
    }
}

#[component]
fn Messages() -> impl IntoView {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let day = |count| today + chrono::Days::new(count);
    view! {
        <section class="stack">
            <h2>"Messages"</h2>
            <Notice title="Sans ton"><p>"Une remarque."</p></Notice>
            <Notice tone=Tone::Note title="À savoir"><p>"Le formateur a été prévenu."</p></Notice>
            <Notice tone=Tone::Good><p>"Les certificats sont générés."</p></Notice>
            <Notice tone=Tone::Warn title="Attention"><p>"Habilitation valable jusqu’au 14/03/2027. "<a href="/">"La renouveler"</a></p></Notice>
            <Notice tone=Tone::Bad><p>"Le serveur ne répond pas."</p></Notice>
            <div class="row">
                <Badge>"Brouillon"</Badge>
                <Badge tone=Tone::Note icon=outline::SEND>"Transmise"</Badge>
                <Badge tone=Tone::Warn icon=outline::UNDO>"Renvoyée"</Badge>
                <Badge tone=Tone::Good icon=outline::BADGE_CHECK>"Certifiée"</Badge>
                <Badge tone=Tone::Bad>"Révoqué"</Badge>
                <Countdown until=day(12) today=today/>
                <Countdown until=day(2) today=today/>
                <Countdown until=day(0) today=today/>
            </div>
            <Progress label="Import des stagiaires" value=Signal::stored(40) max=100/>
            <Timeline>
                <Happening title="Renvoyée par le formateur" when="23/11/2026, Léa Şimşek">
                    <p>"La date de naissance de la ligne 3 est à revoir."</p>
                </Happening>
                <Happening title="Transmise" when="20/11/2026, Zoé Łukasik"/>
            </Timeline>
        </section>
    }
}

#[component]
fn Lists() -> impl IntoView {
    let failed = Remote::new(|| async { Err::<u8, _>(Failure::Unreachable) });
    let waiting = Remote::new(std::future::pending::<Result<u8, Failure>>);
    let rows = [
        ("SST niveau 1", "31/08/2026", "Lyon"),
        ("Prap IBC niveau 1", "04/12/2026", "Saint-Étienne-du-Rouvray"),
    ];
    let rows = rows
        .map(|(name, day, city)| {
            view! {
                <Row>
                    <Cell heading=true><a href="/">{name}</a></Cell>
                    <Cell label="Fin"><span class="number">{day}</span></Cell>
                    <Cell label="Lieu">{city}</Cell>
                    <Cell label="État"><Badge tone=Tone::Note>"Transmise"</Badge></Cell>
                </Row>
            }
        })
        .into_iter()
        .collect_view();
    view! {
        <section class="stack">
            <h2>"Listes"</h2>
            <FilterBar names=vec!["q", "etat"] total=Signal::stored(Some(2))>
                <TextInput kind="search" label="Rechercher" bind=crate::address::query("q")/>
                <Select
                    label="État"
                    none="Tous"
                    choices=vec![Choice::new("draft", "Brouillon"), Choice::new("submitted", "Transmise")]
                    bind=crate::address::query("etat")
                />
            </FilterBar>
            <Table
                caption="Sessions"
                head=["Session", "Fin", "Lieu", "État"].map(String::from).to_vec()
            >
                {rows}
            </Table>
            <More shown=2_usize total=7_u64 more=Signal::stored(true) on_more=|()| ()/>
            <EmptyState title="Aucune session" help="Les sessions que vous déclarez apparaîtront ici.">
                <ButtonLink href="/" weight=Weight::Main icon=outline::PLUS>"Nouvelle session"</ButtonLink>
            </EmptyState>
            <Load from=waiting let:value>{move || value.get()}</Load>
            <Load from=failed let:value>{move || value.get()}</Load>
        </section>
    }
}

#[component]
fn Tabbed() -> impl IntoView {
    let selected = RwSignal::new(String::from("general"));
    let alone = Bound::signal("seul", RwSignal::new(None));
    view! {
        <section class="card">
            <Tabs
                label="Demande"
                tabs=vec![Choice::new("general", "Général"), Choice::new("pedagogie", "Pédagogie")]
                selected=selected
                on_select=move |value| selected.set(value)
            />
            <TabPanel of="general" selected=selected><p>"Données à confirmer."</p></TabPanel>
            <TabPanel of="pedagogie" selected=selected>
                <DateInput label="Date seule" bind=alone/>
            </TabPanel>
        </section>
    }
}
