//! The users of an organisation as they are told, in a handful of queries however many they are.

use crate::{Failure, Tx, invitations, parameters};
use chrono::{DateTime, NaiveDate, Utc};
use forprev_core::{
    calendar::today_in_paris,
    id::{HabilitationId, OrganisationId, PersonId},
    parameters::Parameters,
    policy::user::{actions, keeps_one},
    text::search_key,
    user::{AttachedHabilitation, User, UserRole, UserState, review_due_on},
};
use forprev_store as store;
use std::collections::HashMap;

/// What is read once for all of them.
struct Known {
    people: HashMap<PersonId, store::person::Row>,
    habilitations: HashMap<HabilitationId, AttachedHabilitation>,
    last_logins: HashMap<PersonId, NaiveDate>,
    open_sessions: HashMap<PersonId, u32>,
    /// How many gestionnaires can act.
    gestionnaires: usize,
    parameters: Parameters,
    today: NaiveDate,
    me: Option<PersonId>,
}

/// All the users of an organisation, and the invitations that wait.
pub(super) fn all(tx: &mut Tx<'_>, organisation: OrganisationId) -> Result<Vec<User>, Failure> {
    let profiles = store::profile::of_organisation(tx.conn, organisation)?;
    let invitations = store::invitation::waiting_of(tx.conn, Some(organisation))?;
    let ids: Vec<_> = profiles.iter().map(|row| row.id.as_str()).collect();
    let mut attached: HashMap<String, Vec<HabilitationId>> = HashMap::new();
    if !ids.is_empty() {
        for (profile, habilitation) in store::delegation::in_force(tx.conn, &ids)? {
            attached.entry(profile).or_default().push(habilitation);
        }
    }
    let ids: Vec<_> = invitations.iter().map(|row| row.id.clone()).collect();
    for (invitation, habilitation) in store::invitation::habilitations_of(tx.conn, &ids)? {
        attached.entry(invitation).or_default().push(habilitation);
    }
    let undelivered = invitations::undelivered(tx, &invitations)?;
    let known = Known::of(tx, organisation, &profiles)?;
    let mut users = Vec::with_capacity(profiles.len() + invitations.len());
    for row in profiles {
        let habilitations = attached.remove(&row.id).unwrap_or_default();
        users.extend(known.user(row, &habilitations));
    }
    for row in invitations {
        let habilitations = attached.remove(&row.id).unwrap_or_default();
        let state = state_of_invitation(&row, tx.now, undelivered.contains(&row.id));
        users.extend(known.invited(row, &habilitations, state));
    }
    Ok(users)
}

/// One of them.
pub(super) fn one(tx: &mut Tx<'_>, organisation: OrganisationId, id: &str) -> Result<User, Failure> {
    let found = all(tx, organisation)?.into_iter().find(|user| user.id.to_string() == id);
    found.ok_or_else(|| Failure::of(forprev_core::problem::Code::NotFound))
}

/// What a list sorts a user by.
pub(crate) fn by_name(last_name: &str, first_name: &str, id: impl std::fmt::Display) -> String {
    format!("{} {id}", search_key(&format!("{last_name} {first_name}")))
}

/// Whether names or address hold each of these words.
pub(crate) fn named(words: &str, last_name: &str, first_name: &str, email: Option<&str>) -> bool {
    let names = search_key(&format!("{last_name} {first_name}"));
    let email = email.unwrap_or_default().to_lowercase();
    words.split_whitespace().all(|word| {
        let key = search_key(word);
        (!key.is_empty() && names.contains(&key)) || email.contains(&word.to_lowercase())
    })
}

/// Where somebody is who accepted.
pub(crate) fn state_of(row: &store::profile::Row, today: NaiveDate) -> UserState {
    if row.suspended_at.is_some() {
        UserState::Suspended
    } else if row.is_active(today) {
        UserState::Active
    } else {
        UserState::Ended
    }
}

/// Where an invitation is that waits, whose last mail arrived or not.
pub(crate) fn state_of_invitation(
    row: &store::invitation::Row,
    now: DateTime<Utc>,
    undelivered: bool,
) -> UserState {
    if row.expires_at.utc() <= now {
        UserState::Expired
    } else if undelivered {
        UserState::Undelivered
    } else {
        UserState::Invited
    }
}

impl Known {
    fn of(
        tx: &mut Tx<'_>,
        organisation: OrganisationId,
        profiles: &[store::profile::Row],
    ) -> Result<Self, Failure> {
        let ids: Vec<_> = profiles.iter().map(|row| row.person_id).collect();
        let people = store::person::find_all(tx.conn, &ids)?;
        let today = tx.today;
        let manages = UserRole::Gestionnaire.profile();
        Ok(Self {
            people: people.into_iter().map(|row| (row.id, row)).collect(),
            habilitations: store::habilitation::of_organisation(tx.conn, organisation)?
                .into_iter()
                .map(|one| (one.row.id, attached(one.row)))
                .collect(),
            last_logins: last_logins(tx, &ids)?,
            open_sessions: store::session::open_counts(tx.conn, organisation, today)?
                .into_iter()
                .map(|(person, count)| (person, u32::try_from(count).unwrap_or(u32::MAX)))
                .collect(),
            gestionnaires: profiles.iter().filter(|row| row.kind == manages && row.is_active(today)).count(),
            parameters: parameters::on(tx, today)?,
            today,
            me: tx.actor.person_id(),
        })
    }

    fn attached(&self, ids: &[HabilitationId]) -> Vec<AttachedHabilitation> {
        let mut found: Vec<_> = ids.iter().filter_map(|id| self.habilitations.get(id)).cloned().collect();
        found.sort_by(|a, b| (&a.dispositif, a.level, a.id).cmp(&(&b.dispositif, b.level, b.id)));
        found
    }

    fn user(&self, row: store::profile::Row, habilitations: &[HabilitationId]) -> Option<User> {
        let person = self.people.get(&row.person_id)?;
        let role = UserRole::of_profile(row.kind)?;
        let state = state_of(&row, self.today);
        let since_on = today_in_paris(row.created_at.utc());
        let others = self.gestionnaires.saturating_sub(usize::from(state == UserState::Active));
        Some(User {
            id: row.id.parse().ok()?,
            state,
            role,
            last_name: person.last_name.clone(),
            first_name: person.first_name.clone(),
            email: person.email.as_ref().map(|email| email.as_str().to_owned()),
            forprev_number: Some(person.forprev_number.clone()),
            me: self.me == Some(person.id),
            since_on,
            until_on: row.until_on,
            last_sign_in_on: self.last_logins.get(&person.id).copied(),
            reviewed_on: row.reviewed_on,
            review_due_on: Some(review_due_on(row.reviewed_on.unwrap_or(since_on), &self.parameters)),
            expires_at: None,
            habilitations: self.attached(habilitations),
            open_sessions: self.open_sessions.get(&person.id).copied().unwrap_or_default(),
            actions: actions(state, keeps_one(role, others)),
            version: row.version,
        })
    }

    fn invited(
        &self,
        row: store::invitation::Row,
        habilitations: &[HabilitationId],
        state: UserState,
    ) -> Option<User> {
        Some(User {
            id: row.id.parse().ok()?,
            state,
            role: UserRole::of_profile(row.kind)?,
            last_name: row.last_name,
            first_name: row.first_name,
            email: Some(row.email.as_str().to_owned()),
            forprev_number: None,
            me: false,
            since_on: today_in_paris(row.created_at.utc()),
            until_on: row.until_on,
            last_sign_in_on: None,
            reviewed_on: None,
            review_due_on: None,
            expires_at: Some(row.expires_at.utc()),
            habilitations: self.attached(habilitations),
            open_sessions: 0,
            actions: actions(state, Ok(())),
            version: i64::from(row.sent_count),
        })
    }
}

/// The day on which each of these people last signed in.
pub(crate) fn last_logins(
    tx: &mut Tx<'_>,
    people: &[PersonId],
) -> Result<HashMap<PersonId, NaiveDate>, Failure> {
    let found = store::audit::last_logins(tx.conn, people)?;
    Ok(found.into_iter().map(|(person, at)| (person, today_in_paris(at.utc()))).collect())
}

fn attached(row: store::habilitation::Row) -> AttachedHabilitation {
    AttachedHabilitation {
        id: row.id,
        number: row.number,
        dispositif: row.dispositif,
        level: row.level,
        valid_until: row.valid_until,
    }
}
