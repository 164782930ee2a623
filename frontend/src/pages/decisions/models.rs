//! `/modeles-de-courrier`: of each kind of letter, the model in force.

use super::words::letter_kind;
use crate::{
    api::call,
    components::*,
    failure::Failure,
    graph::memo,
    i18n::{fill, t},
    remote::Remote,
    session,
};
use forprev_core::{
    calendar::french_moment,
    letter::LetterModel,
    page::{MAX_LIMIT, Page},
    policy::{Action, may_ever},
    query::PageQuery,
};
use leptos::prelude::*;
use leptos_router::components::A;

/// Where the model of a kind is read and changed; of one dispositif where it is of one.
pub(super) fn model_path(model: &LetterModel) -> String {
    let of = model.dispositif.as_ref().map(|code| format!("?dispositif={code}")).unwrap_or_default();
    format!("/modeles-de-courrier/{}{of}", model.kind.as_str())
}

/// All the models with all their versions: a few dozen, and a page of the list after another where there are more.
pub(super) async fn all_models() -> Result<Page<LetterModel>, Failure> {
    let ask = async |cursor: Option<String>| {
        let query = PageQuery { limit: Some(MAX_LIMIT), cursor };
        call(async |client| client.list_letter_models(&query).await).await
    };
    let mut all = ask(None).await?;
    while let Some(cursor) = all.next_cursor.take() {
        let next = ask(Some(cursor)).await?;
        all.items.extend(next.items);
        all.next_cursor = next.next_cursor;
    }
    Ok(all)
}

/// When a version was written and by whom.
pub(super) fn version(model: &LetterModel) -> String {
    let words = t().decisions;
    match (&model.created_at, &model.author) {
        (Some(at), Some(author)) => {
            fill(words.version, &[("moment", &french_moment(*at)), ("author", author)])
        }
        (Some(at), None) => french_moment(*at),
        (None, _) => words.first_version.to_owned(),
    }
}

/// For which dispositif a model is.
pub(super) fn whose(dispositif: Option<&String>) -> String {
    dispositif.cloned().unwrap_or_else(|| t().decisions.for_all.to_owned())
}

/// The page.
#[component]
pub(super) fn Models() -> impl IntoView {
    let words = t().decisions;
    let models = Remote::new(all_models);
    let edits = memo(|| may_ever(&session::actor(), Action::EditLetterModels).is_ok());
    view! {
        <PageTitle title=words.models/>
        <p>{words.models_lead}</p>
        <Show when=move || !edits.get()>
            <p class="muted">{words.read_only}</p>
        </Show>
        <Load from=models let:page>
            <InForce page=page/>
        </Load>
    }
}

/// The models in force, of each kind and dispositif.
#[component]
fn InForce(page: Signal<Page<LetterModel>>) -> impl IntoView {
    let words = t().decisions;
    let head = [words.column_model, words.column_for, words.column_version, words.column_versions];
    let in_force = move || page.get().items.into_iter().filter(|model| model.current).collect::<Vec<_>>();
    let line = move |model: LetterModel| {
        let same = |one: &&LetterModel| one.kind == model.kind && one.dispositif == model.dispositif;
        let versions = page.with(|page| page.items.iter().filter(same).count());
        let (to, kind, version) = (model_path(&model), letter_kind(model.kind), version(&model));
        view! {
            <Row>
                <Cell heading=true label=words.column_model>
                    <A href=to.clone()>{kind}</A>
                </Cell>
                <Cell label=words.column_for>{whose(model.dispositif.as_ref())}</Cell>
                <Cell label=words.column_version>{version}</Cell>
                <Cell label=words.column_versions><span class="number">{versions.to_string()}</span></Cell>
            </Row>
        }
    };
    view! {
        <Table caption=words.models_caption caption_unseen=true head=head.map(str::to_owned).to_vec()>
            <For each=in_force key=|model| (model_path(model), model.created_at) children=line/>
        </Table>
    }
}
