//! What goes over in a merge, and back when it is undone.

use super::{caisses, told};
use crate::{
    Connection, Error, Instant, Result, delegation as delegations, mail_preference as preferences,
    profile as profiles,
    schema::{
        certificate, delegation, formateur_known, invitation, mail_preference, notification,
        organisation_file, person, profile, qualification, session, session_formateur,
    },
    stored::Stored,
};
use chrono::NaiveDate;
use diesel::prelude::*;
use forprev_core::id::{OrganisationId, PersonId};
use serde::{Deserialize, Serialize};

/// What went over, by identifier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Moved {
    /// Profiles that became the kept person's.
    pub profiles: Vec<String>,
    /// Profiles that were ended, each with the one that the kept person had already.
    pub ended: Vec<(String, String)>,
    /// Delegations that went from an ended profile to its equal.
    pub delegations: Vec<Delegation>,
    /// Delegations that were removed, each with the one that the equal profile had already.
    pub removed: Vec<(String, String)>,
    /// Qualifications.
    pub qualifications: Vec<String>,
    /// Certificates, by number.
    pub certificates: Vec<String>,
    /// Organisations that know the person as a formateur.
    pub known: Vec<Known>,
    /// Sessions in progress that they declared.
    pub declared: Vec<String>,
    /// Sessions in progress that they verified (S13: the same person signs once).
    pub verified: Vec<String>,
    /// Sessions in progress that they animate.
    pub animated: Vec<String>,
    /// Invitations that they accepted.
    pub accepted: Vec<String>,
    /// Organisation files that they wrote.
    pub files: Vec<String>,
    /// Invitations that they sent.
    pub invited: Vec<String>,
    /// Whether the kept person, who had chosen nothing, got their choice of mails.
    pub preferences: bool,
    /// What they were told, read or not.
    pub notifications: Vec<String>,
    /// What was still to be told to them by mail.
    pub untold: Vec<String>,
    /// The caisses that they chose, but for days on which the kept person chose too.
    pub caisses: Vec<CaisseChoice>,
    /// The caisse of the kept person, where the merged account's became theirs.
    pub caisse: Option<Caisse>,
    /// A digest of the address, where it became the kept person's.
    pub email: Option<String>,
}

/// A caisse that was chosen on a day (H1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaisseChoice {
    /// The day.
    pub since_on: NaiveDate,
    /// Its code.
    pub caisse: String,
}

/// The caisse of a person that changed by a merge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caisse {
    /// Before, where there was one.
    pub before: Option<String>,
    /// Since.
    pub now: String,
}

/// A delegation that went from one profile to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegation {
    /// Which.
    pub id: String,
    /// From the ended profile.
    pub from: String,
    /// To its equal.
    pub to: String,
}

/// Since when an organisation knows a formateur.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Which.
    pub organisation_id: OrganisationId,
    /// The last day for the merged account.
    pub merged: NaiveDate,
    /// The last day for the kept person, where there was one.
    pub kept: Option<NaiveDate>,
}

/// The keys of a person's rows in a table, which then become another person's.
macro_rules! carry {
    ($c:expr, $table:ident, $key:ident, $person:ident, $from:expr, $to:expr) => {{
        let keys: Vec<String> =
            $table::table.filter($table::$person.eq(Stored($from))).select($table::$key).load($c)?;
        let theirs = $table::table.filter($table::$person.eq(Stored($from)));
        diesel::update(theirs.filter($table::$key.eq_any(&keys)))
            .set($table::$person.eq(Stored($to)))
            .execute($c)?;
        keys
    }};
}

/// Rows of these keys that are one person's become another's again; those that were erased since are left out.
macro_rules! back {
    ($c:expr, $table:ident, $key:ident, $person:ident, $keys:expr, $from:expr, $to:expr) => {{
        let there: i64 = $table::table.filter($table::$key.eq_any($keys)).count().get_result($c)?;
        let theirs = $table::table.filter($table::$person.eq(Stored($from)));
        let moved = diesel::update(theirs.filter($table::$key.eq_any($keys)))
            .set($table::$person.eq(Stored($to)))
            .execute($c)?;
        if i64::try_from(moved) != Ok(there) {
            return Err(Error::Stale);
        }
    }};
}

/// Gives all that is one person's to another, both touched before. A profile that the other has too is ended.
///
/// # Errors
/// Those of the base.
pub fn carry_over(c: &mut Connection, from: PersonId, to: PersonId, at: Instant) -> Result<Moved> {
    let mut moved = Moved::default();
    carry_profiles(c, from, to, at, &mut moved)?;
    moved.qualifications = carry!(c, qualification, id, person_id, from, to);
    moved.certificates = carry!(c, certificate, number, person_id, from, to);
    moved.declared = carry!(c, session, id, declared_by, from, to);
    moved.verified = carry!(c, session, id, verified_by, from, to);
    moved.animated = carry!(c, session_formateur, session_id, person_id, from, to);
    moved.accepted = carry!(c, invitation, id, person_id, from, to);
    moved.invited = carry!(c, invitation, id, invited_by, from, to);
    moved.files = carry!(c, organisation_file, id, author_id, from, to);
    moved.notifications = carry!(c, notification, id, person_id, from, to);
    moved.untold = told::carry(c, from, to)?;
    caisses::carry(c, from, to, &mut moved)?;
    let chosen = |c: &mut Connection, person| Ok::<_, Error>(preferences::of_people(c, &[person])?.pop());
    if let (Some((_, chosen)), None) = (chosen(c, from)?, chosen(c, to)?) {
        preferences::set(c, to, chosen)?;
        moved.preferences = true;
    }
    let known = |c: &mut Connection, person: PersonId| -> Result<Vec<(OrganisationId, NaiveDate)>> {
        let of_person = formateur_known::table.filter(formateur_known::person_id.eq(Stored(person)));
        Ok(of_person.select((formateur_known::organisation_id, formateur_known::last_on)).load(c)?)
    };
    let (theirs, own) = (known(c, from)?, known(c, to)?);
    diesel::delete(formateur_known::table.filter(formateur_known::person_id.eq(Stored(from)))).execute(c)?;
    for (organisation_id, merged) in theirs {
        let kept = own.iter().find(|(organisation, _)| *organisation == organisation_id).map(|(_, on)| *on);
        crate::person::leads_for(c, organisation_id, to, kept.map_or(merged, |kept| kept.max(merged)))?;
        moved.known.push(Known { organisation_id, merged, kept });
    }
    Ok(moved)
}

fn carry_profiles(
    c: &mut Connection,
    from: PersonId,
    to: PersonId,
    at: Instant,
    moved: &mut Moved,
) -> Result<()> {
    let own = profiles::of_person(c, to)?;
    for one in profiles::of_person(c, from)? {
        let equal = own.iter().find(|other| {
            (other.kind, other.organisation_id, &other.caisse_code, other.rank)
                == (one.kind, one.organisation_id, &one.caisse_code, one.rank)
        });
        // Of two equal profiles one stays: it must not be the one that gives no right.
        if equal.is_some_and(|equal| equal.suspended_at != one.suspended_at || equal.until_on != one.until_on)
        {
            return Err(Error::InUse);
        }
        let Some(equal) = equal else {
            diesel::update(profile::table.find(&one.id)).set(profile::person_id.eq(Stored(to))).execute(c)?;
            moved.profiles.push(one.id);
            continue;
        };
        profiles::end(c, &one.id, at)?;
        let held = delegations::of_profiles(c, &[&equal.id])?;
        for attached in delegations::of_profiles(c, &[&one.id])? {
            if let Some(twin) = held.iter().find(|other| other.habilitation_id == attached.habilitation_id) {
                delegations::remove(c, &attached.id, at)?;
                moved.removed.push((attached.id, twin.id.clone()));
            } else {
                attach(c, &attached.id, &one.id, &equal.id)?;
                let (from, to) = (one.id.clone(), equal.id.clone());
                moved.delegations.push(Delegation { id: attached.id, from, to });
            }
        }
        moved.ended.push((one.id, equal.id.clone()));
    }
    Ok(())
}

/// Moves a delegation from one profile to another.
fn attach(c: &mut Connection, id: &str, from: &str, to: &str) -> Result<()> {
    let theirs = delegation::table.filter(delegation::id.eq(id)).filter(delegation::profile_id.eq(from));
    changed(diesel::update(theirs).set(delegation::profile_id.eq(to)).execute(c)?)
}

fn changed(rows: usize) -> Result<()> {
    if rows == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Gives back to `merged` what [`carry_over`] gave to `kept` at this instant, both touched before. What was erased
/// since, as sessions are, is left out.
///
/// # Errors
/// [`Error::Stale`] where something is no longer as the merge left it.
pub fn give_back(
    c: &mut Connection,
    moved: &Moved,
    merged: PersonId,
    kept: PersonId,
    at: Instant,
) -> Result<()> {
    back!(c, profile, id, person_id, &moved.profiles, kept, merged);
    back!(c, qualification, id, person_id, &moved.qualifications, kept, merged);
    back!(c, certificate, number, person_id, &moved.certificates, kept, merged);
    back!(c, invitation, id, person_id, &moved.accepted, kept, merged);
    back!(c, invitation, id, invited_by, &moved.invited, kept, merged);
    back!(c, organisation_file, id, author_id, &moved.files, kept, merged);
    back!(c, notification, id, person_id, &moved.notifications, kept, merged);
    told::give_back(c, moved, merged, kept)?;
    caisses::give_back(c, moved, merged, kept)?;
    // What they chose since stays theirs.
    if moved.preferences && preferences::of_person(c, kept)? == preferences::of_person(c, merged)? {
        let theirs = mail_preference::table.filter(mail_preference::person_id.eq(Stored(kept)));
        diesel::delete(theirs).execute(c)?;
    }
    // Sessions go on: one that was handed over or reopened since has nobody to give it back to.
    let of_kept = session::table.filter(session::declared_by.eq(Stored(kept)));
    diesel::update(of_kept.filter(session::id.eq_any(&moved.declared)))
        .set(session::declared_by.eq(Stored(merged)))
        .execute(c)?;
    let of_kept = session::table.filter(session::verified_by.eq(Stored(kept)));
    diesel::update(of_kept.filter(session::id.eq_any(&moved.verified)))
        .set(session::verified_by.eq(Stored(merged)))
        .execute(c)?;
    give_back_animated(c, moved, merged, kept)?;
    give_back_profiles(c, moved, at)?;
    for one in &moved.known {
        let of_kept = formateur_known::person_id.eq(Stored(kept));
        let row = formateur_known::table
            .filter(formateur_known::organisation_id.eq(Stored(one.organisation_id)))
            .filter(of_kept);
        let now: Option<NaiveDate> = row.clone().select(formateur_known::last_on).first(c).optional()?;
        // Since the merge, the kept person may have led again.
        let left = one.kept.map_or(one.merged, |kept| kept.max(one.merged));
        match one.kept {
            _ if now.is_some_and(|now| now > left) => {}
            Some(before) => crate::person::leads_for(c, one.organisation_id, kept, before)?,
            None => drop(diesel::delete(row).execute(c)?),
        }
        crate::person::leads_for(c, one.organisation_id, merged, one.merged)?;
    }
    Ok(())
}

/// Sessions that both animate were one row each: only the merged account's goes back.
fn give_back_animated(c: &mut Connection, moved: &Moved, merged: PersonId, kept: PersonId) -> Result<()> {
    let number: String = person::table.find(Stored(merged)).select(person::forprev_number).first(c)?;
    let theirs = session_formateur::table
        .filter(session_formateur::session_id.eq_any(&moved.animated))
        .filter(session_formateur::person_id.eq(Stored(kept)))
        .filter(session_formateur::forprev_number.eq(number));
    // A session whose formateurs were changed since has another one: there is nothing to give back.
    diesel::update(theirs).set(session_formateur::person_id.eq(Stored(merged))).execute(c)?;
    Ok(())
}

fn give_back_profiles(c: &mut Connection, moved: &Moved, at: Instant) -> Result<()> {
    for (id, equal) in &moved.ended {
        // What was taken from the kept person since must not come back with the other account.
        let held = profile::table.filter(profile::id.eq(equal)).filter(profile::ended_at.is_null());
        if !diesel::select(diesel::dsl::exists(held)).get_result::<bool>(c)? {
            return Err(Error::Stale);
        }
        let ended = profile::table.filter(profile::id.eq(id)).filter(profile::ended_at.eq(at));
        changed(diesel::update(ended).set(profile::ended_at.eq(None::<Instant>)).execute(c)?)?;
    }
    for one in &moved.delegations {
        attach(c, &one.id, &one.to, &one.from)?;
    }
    for (id, twin) in &moved.removed {
        let held = delegation::table.filter(delegation::id.eq(twin)).filter(delegation::removed_at.is_null());
        if !diesel::select(diesel::dsl::exists(held)).get_result::<bool>(c)? {
            return Err(Error::Stale);
        }
        let removed = delegation::table.filter(delegation::id.eq(id)).filter(delegation::removed_at.eq(at));
        changed(diesel::update(removed).set(delegation::removed_at.eq(None::<Instant>)).execute(c)?)?;
    }
    Ok(())
}
