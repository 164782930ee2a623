//! State that stands in the URL's query: filters, tabs, the organisation.

use crate::{form::Bound, graph::memo};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{query_signal_with_options, use_location, use_navigate, use_query_map},
};

/// A field bound to the query parameter `name`; empty takes it out. Typing does not fill the history.
pub fn query(name: &'static str) -> Bound<String> {
    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (value, set) = query_signal_with_options::<String>(name, options);
    let text = memo(move || value.get().unwrap_or_default());
    let change = Callback::new(move |text: String| set.set((!text.is_empty()).then_some(text)));
    Bound::alone(format!("query-{name}"), text, change)
}

/// Whether one of these parameters is set.
pub fn any(names: Vec<&'static str>) -> Signal<bool> {
    let map = use_query_map();
    memo(move || map.with(|map| names.iter().any(|name| map.get_str(name).is_some_and(|v| !v.is_empty()))))
        .into()
}

/// Takes these parameters out of the URL.
pub fn clear(names: Vec<&'static str>) -> Callback<()> {
    let (navigate, location) = (use_navigate(), use_location());
    Callback::new(move |()| {
        let mut query = location.query.get_untracked();
        for name in &names {
            query.remove(name);
        }
        let to = format!("{}{}", location.pathname.get_untracked(), query.to_query_string());
        navigate(&to, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() });
    })
}

/// The path and query of the page in sight, to come back to.
#[must_use]
pub fn here() -> String {
    let location = use_location();
    let query = location.query.get_untracked().to_query_string();
    format!("{}{query}", location.pathname.get_untracked())
}

/// The address of sign-in that leads back to `here` afterwards.
#[must_use]
pub fn sign_in_from(here: &str) -> String {
    leading_back("/connexion", here)
}

/// The address of a page `to` that leads back to `here` afterwards.
#[must_use]
pub fn leading_back(to: &str, here: &str) -> String {
    if here == "/" || here.starts_with("/connexion") {
        return to.to_owned();
    }
    format!("{to}?retour={}", String::from(js_sys::encode_uri_component(here)))
}

/// Takes out of the address bar, and out of the history, what stands after its path: `?` and what follows too, unless it
/// is kept.
pub fn bare(keep_query: bool) {
    let location = window().location();
    let query = if keep_query { location.search().unwrap_or_default() } else { String::new() };
    if let (Ok(path), Ok(history)) = (location.pathname(), window().history()) {
        let state = history.state().unwrap_or_default();
        let _ = history.replace_state_with_url(&state, "", Some(&format!("{path}{query}")));
    }
}

/// What the page's address has after `#`, where that is something. It reaches no server, and is for nobody who reads the
/// address bar or the history: take it out of them by [`bare`].
#[must_use]
pub fn fragment() -> Option<String> {
    let hash = window().location().hash().ok()?;
    Some(hash.trim_start_matches('#').to_owned()).filter(|text| !text.is_empty())
}

/// Where to go after sign-in: the page that was asked for. Only a path of this site: an address from elsewhere
/// could lead a person who has just typed a password anywhere.
#[must_use]
pub fn safe_return(asked: Option<String>) -> String {
    asked
        .filter(|path| {
            path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\r', '\n', '\t'])
        })
        .filter(|path| !path.starts_with("/connexion"))
        .unwrap_or_else(|| "/".to_owned())
}

#[cfg(test)]
mod tests {
    use super::safe_return;

    #[test]
    fn nobody_is_led_to_another_site() {
        let to = |path: &str| safe_return(Some(path.to_owned()));
        assert_eq!(to("/sessions?etat=draft"), "/sessions?etat=draft");
        for bad in [
            "//mal.example",
            "https://mal.example",
            "/\\mal.example",
            "javascript:alert(1)",
            "/connexion",
            "",
        ] {
            assert_eq!(to(bad), "/", "{bad}");
        }
        assert_eq!(safe_return(None), "/");
    }
}
