//! Who looked at the data of the person who is signed in.

use super::when;
use crate::{api::call, components::*, failure::Failure, i18n::t, remote::Remote};
use forprev_core::{audit::Look, page::Page, query::PageQuery};
use leptos::prelude::*;

/// `/mon-compte/consultations`.
#[component]
pub fn Looks() -> impl IntoView {
    let words = t().audit;
    let looks = Remote::new(|| ask(PageQuery::default()));
    let further = Callback::new(move |()| {
        looks.more(|cursor| ask(PageQuery { cursor: Some(cursor), ..PageQuery::default() }));
    });
    let is_empty = |page: Page<Look>| page.items.is_empty();
    let nothing = move || {
        view! { <EmptyState title=words.looks_none help=words.looks_none_help icon=outline::EYE/> }.into_any()
    };
    let head = [words.column_when, words.column_who, words.column_for, words.column_how];
    let head = StoredValue::new(head.map(str::to_owned).to_vec());
    view! {
        <PageTitle title=words.looks/>
        <p>{words.looks_help}</p>
        <Load from=looks is_empty=is_empty empty=nothing let:page>
            <Table caption=words.looks_caption caption_unseen=true head=head.get_value()>
                {move || page.with(|page| page.items.iter().map(row).collect_view())}
            </Table>
            <More
                shown=looks.shown()
                total=looks.total()
                more=looks.has_more()
                busy=looks.busy()
                on_more=further
            />
        </Load>
    }
}

async fn ask(query: PageQuery) -> Result<Page<Look>, Failure> {
    call(async |client| client.list_looks(&query).await).await
}

fn row(look: &Look) -> AnyView {
    let words = t().audit;
    let how = match look.what.as_str() {
        "formateur" => words.how_formateur,
        "search" => words.how_search,
        "record" => words.how_record,
        "session" => words.how_session,
        "candidate" => words.how_candidate,
        "support" => words.how_support,
        _ => "",
    };
    let at = when(look.first_at);
    let (who, on_behalf_of) = (look.who.clone(), look.on_behalf_of.clone());
    view! {
        <Row>
            <Cell heading=true label=words.column_when><span class="number">{at}</span></Cell>
            <Cell label=words.column_who>{who}</Cell>
            <Cell label=words.column_for>{on_behalf_of}</Cell>
            <Cell label=words.column_how>{how}</Cell>
        </Row>
    }
    .into_any()
}
