//! U6: how often people want mails.

use crate::{Connection, Result, dialect::in_parts, schema::mail_preference, stored::Stored};
use diesel::prelude::*;
use forprev_core::{
    id::PersonId,
    notification::{Frequency, Preferences},
};

#[derive(Queryable, Insertable, AsChangeset)]
#[diesel(table_name = mail_preference)]
struct Row {
    #[diesel(serialize_as = Stored<PersonId>)]
    person_id: PersonId,
    #[diesel(serialize_as = Stored<Frequency>)]
    actions: Frequency,
    #[diesel(serialize_as = Stored<Frequency>)]
    alerts: Frequency,
    #[diesel(serialize_as = Stored<Frequency>)]
    information: Frequency,
}

impl From<Row> for (PersonId, Preferences) {
    fn from(row: Row) -> Self {
        let Row { person_id, actions, alerts, information } = row;
        (person_id, Preferences { actions, alerts, information })
    }
}

/// What a person chose; at once where they did not.
///
/// # Errors
/// Those of the base.
pub fn of_person(c: &mut Connection, person: PersonId) -> Result<Preferences> {
    Ok(of_people(c, &[person])?.pop().map(|(_, chosen)| chosen).unwrap_or_default())
}

/// What each of these people chose, where they did.
///
/// # Errors
/// Those of the base.
pub fn of_people(c: &mut Connection, people: &[PersonId]) -> Result<Vec<(PersonId, Preferences)>> {
    let rows: Vec<Row> = in_parts(people, |some| {
        mail_preference::table
            .filter(mail_preference::person_id.eq_any(some.iter().copied().map(Stored)))
            .load(c)
    })?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Writes what a person chose.
///
/// # Errors
/// Those of the base.
pub fn set(c: &mut Connection, person: PersonId, chosen: Preferences) -> Result<()> {
    let Preferences { actions, alerts, information } = chosen;
    let changed = (
        mail_preference::actions.eq(Stored(actions)),
        mail_preference::alerts.eq(Stored(alerts)),
        mail_preference::information.eq(Stored(information)),
    );
    let row = Row { person_id: person, actions, alerts, information };
    each!(c, c => {
        diesel::insert_into(mail_preference::table)
            .values(row)
            .on_conflict(mail_preference::person_id)
            .do_update()
            .set(changed)
            .execute(c)
    })?;
    Ok(())
}
