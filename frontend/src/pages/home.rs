//! What who is not signed in sees at `/` (A1): what this is, and the ways on.

use crate::{
    components::{ButtonLink, PageTitle, Weight, outline, outline::Outline},
    i18n::t,
    installation,
};
use leptos::prelude::*;

/// A way on from the home page.
struct Way {
    href: &'static str,
    icon: Outline,
    weight: Weight,
    title: fn() -> &'static str,
    help: fn() -> &'static str,
    submit: fn() -> &'static str,
}

/// The ways on, in their order. A page for everybody has its row here.
static WAYS: &[Way] = &[
    Way {
        href: "/connexion",
        icon: outline::LOG_IN,
        weight: Weight::Main,
        title: || t().home.sign_in,
        help: || t().home.sign_in_help,
        submit: || t().shell.sign_in,
    },
    Way {
        href: "/verifier",
        icon: outline::SHIELD_CHECK,
        weight: Weight::Plain,
        title: || t().home.verify,
        help: || t().home.verify_help,
        submit: || t().home.verify_submit,
    },
    Way {
        href: "/creer-un-compte",
        icon: outline::USER,
        weight: Weight::Plain,
        title: || t().home.ask,
        help: || t().home.ask_help,
        submit: || t().account.ask_title,
    },
    Way {
        href: "/mot-de-passe-oublie",
        icon: outline::LOCK,
        weight: Weight::Plain,
        title: || t().home.first,
        help: || t().home.first_help,
        submit: || t().home.first_submit,
    },
];

/// The page.
#[component]
pub fn Home() -> impl IntoView {
    let ways = WAYS.iter().map(way).collect_view();
    view! {
        <PageTitle title=installation::name()/>
        <p class="first-words">{t().home.lead}</p>
        <h2 id="que-faire">{t().home.ways}</h2>
        <ul role="list" class="columns ways" aria-labelledby="que-faire">{ways}</ul>
    }
}

fn way(of: &'static Way) -> impl IntoView + use<> {
    view! {
        <li class="card">
            <h3>{(of.title)()}</h3>
            <p>{(of.help)()}</p>
            <div><ButtonLink href=of.href weight=of.weight icon=of.icon>{(of.submit)()}</ButtonLink></div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read before the application runs does not change when it does.
    #[test]
    fn the_first_screen_begins_with_the_same_words() {
        let words: Vec<_> = include_str!("../../index.html").split_whitespace().collect();
        assert!(words.join(" ").contains(t().home.lead));
    }
}
