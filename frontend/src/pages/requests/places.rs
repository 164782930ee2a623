//! The places of a request, as faults and corrections point to them: what each is called, and where it is filled in.

use super::words::{Tab, document_name, tab_path};
use crate::i18n::{fill, t};
use forprev_core::request::Request;

/// What a request is asked of at a platform, by the last part of a pointer.
fn platform_field(name: &str) -> Option<&'static str> {
    let words = t().requests;
    Some(match name {
        "name" => words.platform_name,
        "kind" => words.platform_kind,
        "address" => words.platform_address,
        "postal_code" => words.platform_postal_code,
        "insee_code" => words.platform_commune,
        _ => return None,
    })
}

/// A platform by its name, or its place where it has none yet.
pub(crate) fn platform_name(index: usize, name: &str) -> String {
    let name = name.trim();
    if name.is_empty() {
        fill(t().requests.platform_place, &[("n", &(index + 1).to_string())])
    } else {
        name.to_owned()
    }
}

fn of_platform(request: &Request, index: &str) -> String {
    let Ok(index) = index.parse::<usize>() else { return t().requests.platforms.to_owned() };
    platform_name(index, request.platforms.get(index).map_or("", |one| one.name.as_str()))
}

/// What a place is called; nothing for the whole.
pub(crate) fn place_name(request: &Request, pointer: &str) -> Option<String> {
    let words = t().requests;
    let parts: Vec<&str> = pointer.split('/').skip(1).collect();
    let within = |place: &str, part: String| Some(fill(words.place_of, &[("place", place), ("part", &part)]));
    match parts.as_slice() {
        ["admin_data", ..] => Some(words.admin_data.to_owned()),
        ["programme"] => Some(words.programme.to_owned()),
        ["schedule"] => Some(words.schedule.to_owned()),
        ["formateurs"] => Some(words.formateurs.to_owned()),
        ["formateurs", index, ..] => {
            let named = index.parse::<usize>().ok().and_then(|index| request.formateurs.get(index));
            match named {
                Some(one) => within(words.formateur, one.forprev_number.to_string()),
                None => Some(words.formateurs.to_owned()),
            }
        }
        ["documents", purpose] => Some(document_name(purpose)),
        ["platforms"] => Some(words.platforms.to_owned()),
        ["platforms", index] => Some(of_platform(request, index)),
        ["platforms", index, "documents", purpose] => {
            within(&of_platform(request, index), document_name(purpose))
        }
        ["platforms", index, field] => {
            within(&of_platform(request, index), platform_field(field).unwrap_or_default().to_owned())
        }
        _ => None,
    }
}

/// The part of the request on which a place stands.
pub(crate) fn tab_of(pointer: &str) -> Option<Tab> {
    match pointer.split('/').nth(1)? {
        "admin_data" => Some(Tab::General),
        "formateurs" | "programme" | "schedule" | "documents" => Some(Tab::Pedagogy),
        "platforms" => Some(Tab::Technique),
        _ => None,
    }
}

/// Where a place is filled in: its part, with the place itself.
pub(crate) fn place_path(request: &Request, pointer: &str) -> Option<String> {
    let tab = tab_of(pointer)?;
    Some(format!("{}?champ={}", tab_path(request.id, tab), pointer.trim_start_matches('/')))
}

/// All the places that can be asked to be corrected: pointer and name, in the order of the request.
#[allow(dead_code, reason = "those who send a request back choose among them")]
pub(crate) fn places(request: &Request) -> Vec<(String, String)> {
    let mut pointers = vec!["/formateurs".to_owned()];
    pointers.extend((0..request.formateurs.len()).map(|index| format!("/formateurs/{index}")));
    pointers.extend(["/programme".to_owned(), "/schedule".to_owned()]);
    let of_request = request.documents.iter().filter(|one| one.platform_id.is_none());
    pointers.extend(of_request.map(|one| format!("/documents/{}", one.purpose)));
    for (index, platform) in request.platforms.iter().enumerate() {
        let fields = ["name", "kind", "address", "postal_code"];
        pointers.extend(fields.map(|field| format!("/platforms/{index}/{field}")));
        let documents = request.documents.iter().filter(|one| one.platform_id == Some(platform.id));
        pointers.extend(documents.map(|one| format!("/platforms/{index}/documents/{}", one.purpose)));
    }
    let named = pointers.into_iter().filter_map(|pointer| Some((place_name(request, &pointer)?, pointer)));
    named.map(|(name, pointer)| (pointer, name)).collect()
}
