//! H2, H6 to H9, O1: what would refuse the submission of a request, all at once. The browser asks while one types, the API
//! in the transaction that writes.

use super::{
    RequestKind,
    content::RequestContent,
    offer::{Offer, Reason},
};
use crate::{
    catalogue::Level,
    forprev_number::ForprevNumber,
    habilitation::renewal,
    id::{PersonId, PlatformId},
    parameters::Parameters,
    problem::{Code, Fault},
    shape,
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A document that is attached: to the request, or to one of its platforms.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// What it is for: a code of the level's `required_documents`.
    pub purpose: String,
    /// Of which platform, where it is of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub platform_id: Option<PlatformId>,
}

/// H6: who confirmed the administrative data, and on which day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Confirmation {
    /// Who.
    pub by: PersonId,
    /// The day, in Paris.
    pub on: NaiveDate,
}

/// All that the rules need to know beside what is typed.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// Today in Paris.
    pub today: NaiveDate,
    /// Who submits.
    pub author: Option<PersonId>,
    /// H6: the last confirmation of the administrative data.
    pub confirmed: Option<Confirmation>,
    /// H6: whether a change of the administrative data is being instructed (O2).
    pub change_pending: bool,
    /// H2: the day of the first submission, where there was one.
    pub submitted_on: Option<NaiveDate>,
    /// What kind of request it is.
    pub kind: RequestKind,
    /// H2: the last day of what it renews, where it renews something that was not withdrawn since.
    pub renewed_until: Option<NaiveDate>,
    /// H7: as what the same can be requested today, this request left aside.
    pub offer: &'a Offer,
    /// The level, in the catalogue in force today.
    pub level: &'a Level,
    /// The parameters in force today.
    pub parameters: &'a Parameters,
    /// The formateurs named who exist.
    pub formateurs: &'a [ForprevNumber],
    /// O1: of each platform, why its address has no commune, where it is known that it has none.
    pub places: &'a [Result<(), Code>],
    /// H9: what is attached.
    pub documents: &'a [Document],
}

/// H6: whether `author` confirmed the administrative data on this very day.
///
/// ```
/// use forprev_core::{id::PersonId, request::rules::{Confirmation, confirmed}};
/// let day = |text: &str| text.parse().unwrap();
/// let me: PersonId = "0198c0de-0000-7000-8000-000000000001".parse().unwrap();
/// let given = Some(Confirmation { by: me, on: day("2026-11-23") });
/// assert!(confirmed(given, Some(me), day("2026-11-23")));
/// assert!(!confirmed(given, Some(me), day("2026-11-24")));
/// assert!(!confirmed(given, None, day("2026-11-23")));
/// ```
#[must_use]
pub fn confirmed(given: Option<Confirmation>, author: Option<PersonId>, today: NaiveDate) -> bool {
    given.is_some_and(|given| given.on == today && Some(given.by) == author)
}

/// All that would refuse the submission today, in the order of the document.
#[must_use]
pub fn violations(content: &RequestContent, facts: &Facts<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    found.extend(possible(facts));
    if !confirmed(facts.confirmed, facts.author, facts.today) {
        found.push(Fault::new(Code::RequestAdminDataNotConfirmed).at("/admin_data"));
    }
    found.extend(may_be_decided(facts.change_pending).err());
    found.extend(formateurs(content, facts));
    found.extend(platforms(content, facts));
    found.extend(documents(content, facts));
    shape::in_order(&mut found, &|_| 0);
    found
}

/// H6: a request is neither submitted nor decided while a change of the administrative data is instructed.
///
/// # Errors
/// `request.admin_change_pending`.
pub fn may_be_decided(change_pending: bool) -> Result<(), Fault> {
    if change_pending { Err(Fault::new(Code::RequestAdminChangePending)) } else { Ok(()) }
}

/// H2, H7. A renewal counts from the day of its first submission: one that was sent back is in time when it was then.
fn possible(facts: &Facts<'_>) -> Option<Fault> {
    match (facts.kind, facts.renewed_until) {
        (RequestKind::Renewal, Some(until)) => {
            let day = facts.submitted_on.unwrap_or(facts.today);
            let in_time = renewal::submission(day, until, facts.parameters).err();
            let shut = matches!(facts.offer.reason, Some(Reason::Kind | Reason::Withdrawn));
            in_time.or_else(|| facts.offer.fault().filter(|_| shut))
        }
        _ if facts.offer.kind == RequestKind::Renewal => Some(Fault::new(Code::RequestNotOffered)),
        _ => facts.offer.fault(),
    }
}

fn formateurs(content: &RequestContent, facts: &Facts<'_>) -> Vec<Fault> {
    if content.formateurs.is_empty() {
        return vec![Fault::new(Code::Required).at("/formateurs")];
    }
    let named = content.formateurs.iter().enumerate();
    let unknown =
        named.filter(|(_, one)| one.as_ref().is_none_or(|number| !facts.formateurs.contains(number)));
    unknown.map(|(index, _)| Fault::new(Code::FormateurUnknown).at(format!("/formateurs/{index}"))).collect()
}

/// H8, O1.
fn platforms(content: &RequestContent, facts: &Facts<'_>) -> Vec<Fault> {
    match (facts.level.requires_platform, content.platforms.is_empty()) {
        (true, true) => return vec![Fault::new(Code::RequestPlatformMissing).at("/platforms")],
        (false, false) => return vec![Fault::new(Code::RequestPlatformNotNeeded).at("/platforms")],
        _ => {}
    }
    let mut found = Vec::new();
    for (index, one) in content.platforms.iter().enumerate() {
        let place = facts.places.get(index).copied().unwrap_or(Ok(()));
        found.extend(platform(one, place).into_iter().map(|fault| {
            let pointer = format!("/platforms/{index}{}", fault.pointer);
            fault.at(pointer)
        }));
    }
    found
}

/// What is missing or wrong of one platform, with pointers relative to it.
#[must_use]
pub fn platform(one: &super::content::PlatformContent, place: Result<(), Code>) -> Vec<Fault> {
    let mut found: Vec<Fault> = [
        ("/name", one.name.is_none()),
        ("/kind", one.kind.is_none()),
        ("/address", one.address.is_none()),
        ("/postal_code", one.postal_code.is_none()),
    ]
    .into_iter()
    .filter(|(_, missing)| *missing)
    .map(|(pointer, _)| Fault::new(Code::Required).at(pointer))
    .collect();
    if one.postal_code.is_some()
        && let Err(code) = place
    {
        let field = if code == Code::AddressUnknownCommune { "/postal_code" } else { "/insee_code" };
        found.push(Fault::new(code).at(field));
    }
    found
}

/// H9. What is of a platform is attached to each of them.
fn documents(content: &RequestContent, facts: &Facts<'_>) -> Vec<Fault> {
    let mut found = Vec::new();
    for purpose in &facts.level.required_documents {
        let attached = |platform: Option<PlatformId>| {
            facts.documents.iter().any(|one| one.purpose == *purpose && one.platform_id == platform)
        };
        let missing = |pointer: String| {
            Fault::new(Code::RequestDocumentMissing).at(pointer).with("document", purpose.as_str())
        };
        if Level::is_of_each_platform(purpose) {
            for (index, one) in content.platforms.iter().enumerate() {
                if one.id.is_none() || !attached(one.id) {
                    found.push(missing(format!("/platforms/{index}/documents/{purpose}")));
                }
            }
        } else if !attached(None) {
            found.push(missing(format!("/documents/{purpose}")));
        }
    }
    found
}
