//! `/organisations`: those that an agent reads, found by words.

use super::words::{caisse_choices, caisse_name, caisses, organisation_path};
use crate::{
    address,
    api::call,
    components::*,
    failure::Failure,
    form::Bound,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_core::{
    catalogue::OrganisationKind,
    organisation::{
        CaisseChoice,
        record::{OrganisationQuery, OrganisationRow},
        siret::Siret,
    },
    page::Page,
    policy::organisation::scope,
};
use leptos::prelude::*;
use leptos_router::components::A;

const CAISSE: &str = "caisse";
const WORDS: &str = "q";

/// The page.
#[component]
pub(super) fn Organisations() -> impl IntoView {
    let words = t().organisations;
    let (caisse, search) = (address::query(CAISSE), address::query(WORDS));
    let filled = |bound: Bound<String>| Some(bound.get().trim().to_owned()).filter(|text| !text.is_empty());
    let query = memo(move || OrganisationQuery {
        q: filled(search),
        caisse: filled(caisse),
        ..OrganisationQuery::default()
    });
    let organisations = Remote::new(move || ask(query.get()));
    let further = Callback::new(move |()| {
        organisations.more(|cursor| ask(OrganisationQuery { cursor: Some(cursor), ..query.get_untracked() }));
    });
    let total =
        Signal::derive(move || organisations.value().with(|page| page.as_ref().map(|page| page.total)));
    let all = caisses();
    let everywhere = memo(|| scope(&session::actor()).all);
    let is_empty = |page: Page<OrganisationRow>| page.items.is_empty();
    let nothing = move || {
        view! { <EmptyState title=words.list_none help=words.list_none_help icon=outline::BUILDING/> }
    };
    let head = [
        words.column_organisation,
        words.column_kind,
        words.column_siret,
        words.column_city,
        words.column_caisse,
    ];
    view! {
        <PageTitle title=words.list/>
        <FilterBar names=vec![CAISSE, WORDS] total=total>
            <WordsFilter bind=search label=words.list_words/>
            <Show when=move || everywhere.get()>
                <Select
                    bind=caisse
                    label=words.filter_caisse
                    none=words.filter_all
                    choices=caisse_choices(all)
                />
            </Show>
        </FilterBar>
        <Load from=organisations is_empty=is_empty empty=nothing let:page>
            <Table caption=words.list_caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
                <For each=move || page.get().items key=|row| row.id let:row>
                    <Line row=row caisses=all/>
                </For>
            </Table>
            <More
                shown=organisations.shown()
                total=organisations.total()
                more=organisations.has_more()
                busy=organisations.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: OrganisationQuery) -> Result<Page<OrganisationRow>, Failure> {
    call(async |client| client.list_organisations(&query).await).await
}

#[component]
fn Line(row: OrganisationRow, caisses: Remote<Page<CaisseChoice>>) -> impl IntoView {
    let words = t().organisations;
    let kind = match row.kind {
        OrganisationKind::OrganismeDeFormation => words.kind_organisme,
        _ => words.kind_entreprise,
    };
    let siret = row.siret.parse::<Siret>().map_or_else(|_| row.siret.clone(), |siret| siret.grouped());
    let city = fill(words.commune_line, &[("name", &row.city), ("departement", &row.departement)]);
    let enseigne = row.enseigne.map(|text| view! { <span class="line small muted">{text}</span> });
    let code = row.caisse;
    view! {
        <Row>
            <Cell heading=true label=words.column_organisation>
                <A href=organisation_path(row.id)>{row.raison_sociale}</A>
                {enseigne}
            </Cell>
            <Cell label=words.column_kind>{kind}</Cell>
            <Cell label=words.column_siret><span class="number nowrap">{siret}</span></Cell>
            <Cell label=words.column_city>{city}</Cell>
            <Cell label=words.column_caisse>
                {move || caisse_name(caisses, code.as_deref(), words.inrs)}
            </Cell>
        </Row>
    }
}
