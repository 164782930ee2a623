//! Whom to call at a caisse and at INRS: what each keeps of its contacts, and shows to the people of its territory.

use crate::{
    id::ContactId,
    problem::{Code, Fault},
    query::one_limit,
    session::Allowed,
    shape,
    text::clean,
};
use serde::{Deserialize, Serialize};
use validator::Validate;

/// The body of `POST /contacts`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewContact {
    /// The code of the caisse whose contact it is; empty for INRS.
    #[serde(default)]
    #[validate(custom(function = shape::code))]
    pub caisse: String,
    /// A person, or a service.
    #[serde(default)]
    #[validate(custom(function = shape::required_place))]
    pub name: String,
    /// What they do, or what to call them for.
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub function: String,
    /// A phone number.
    #[serde(default)]
    #[validate(custom(function = shape::optional_phone))]
    pub phone: String,
    /// Another one.
    #[serde(default)]
    #[validate(custom(function = shape::optional_phone))]
    pub other_phone: String,
    /// An e-mail address.
    #[serde(default)]
    #[validate(custom(function = shape::optional_email))]
    pub email: String,
    /// A line of address.
    #[serde(default)]
    #[validate(custom(function = shape::address))]
    pub address: String,
    /// Its postal code.
    #[serde(default)]
    #[validate(custom(function = shape::optional_postal_code))]
    pub postal_code: String,
    /// Its city, with CEDEX where there is one.
    #[serde(default)]
    #[validate(custom(function = shape::place))]
    pub city: String,
}

/// The body of `PATCH /contacts/{id}`: what is present replaces, an empty text clears, what is absent stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ContactPatch {
    /// A person, or a service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What they do, or what to call them for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub function: Option<String>,
    /// A phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other_phone: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A line of address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its postal code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Its city.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

impl ContactPatch {
    /// The contact after this change.
    #[must_use]
    pub fn applied_to(self, held: NewContact) -> NewContact {
        NewContact {
            caisse: held.caisse,
            name: self.name.unwrap_or(held.name),
            function: self.function.unwrap_or(held.function),
            phone: self.phone.unwrap_or(held.phone),
            other_phone: self.other_phone.unwrap_or(held.other_phone),
            email: self.email.unwrap_or(held.email),
            address: self.address.unwrap_or(held.address),
            postal_code: self.postal_code.unwrap_or(held.postal_code),
            city: self.city.unwrap_or(held.city),
        }
    }

    /// What is wrong in shape of what is present, whatever the contact holds.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let held = NewContact { name: "A".into(), phone: "0100000000".into(), ..NewContact::default() };
        let mut found = shape::checked(&self.clone().applied_to(held));
        // Whether it may be empty depends on what else there is.
        found.retain(|fault| fault.pointer != "/phone" || fault.code != Code::Required);
        found
    }
}

impl NewContact {
    /// All that is wrong: a contact can be reached in one way at the least.
    ///
    /// ```
    /// use forprev_core::contact::NewContact;
    /// let mut contact = NewContact { name: "Accueil".into(), ..NewContact::default() };
    /// assert_eq!(contact.check()[0].pointer, "/phone");
    /// contact.email = "accueil@carsat.example".into();
    /// assert!(contact.check().is_empty());
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        let mut found = shape::checked(self);
        let ways = [&self.phone, &self.other_phone, &self.email, &self.address];
        if ways.into_iter().all(|way| clean(way).is_empty()) {
            found.push(Fault::new(Code::Required).at("/phone"));
        }
        found
    }

    /// The same, each text as it is kept.
    #[must_use]
    pub fn cleaned(&self) -> Self {
        Self {
            caisse: clean(&self.caisse),
            name: clean(&self.name),
            function: clean(&self.function),
            phone: clean(&self.phone),
            other_phone: clean(&self.other_phone),
            email: clean(&self.email),
            address: clean(&self.address),
            postal_code: clean(&self.postal_code),
            city: clean(&self.city),
        }
    }
}

/// A contact of a caisse or of INRS.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Contact {
    /// Its identifier.
    pub id: ContactId,
    /// Rises with each change: what `If-Match` says.
    pub version: i64,
    /// The code of its caisse; none for INRS.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caisse: Option<String>,
    /// The name of the caisse, or `INRS`.
    pub caisse_name: String,
    /// A person, or a service.
    pub name: String,
    /// What they do, or what to call them for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// A phone number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Another one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub other_phone: String,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// A line of address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// Its postal code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postal_code: String,
    /// Its city.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// Whether the asker may change or remove it.
    pub edit: Allowed,
}

impl Contact {
    /// What a form of it begins from.
    #[must_use]
    pub fn typed(&self) -> NewContact {
        NewContact {
            caisse: self.caisse.clone().unwrap_or_default(),
            name: self.name.clone(),
            function: self.function.clone(),
            phone: self.phone.clone(),
            other_phone: self.other_phone.clone(),
            email: self.email.clone(),
            address: self.address.clone(),
            postal_code: self.postal_code.clone(),
            city: self.city.clone(),
        }
    }
}

/// What `GET /contacts` can be asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ContactQuery {
    /// One caisse, by its code: of those that the caller reads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = shape::code))]
    pub caisse: Option<String>,
    /// How many items a page has: 1 to 200, 50 if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(custom(function = one_limit))]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u32>,
    /// Where to read on: `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
}

impl ContactQuery {
    /// What is wrong in shape.
    #[must_use]
    pub fn check(&self) -> Vec<Fault> {
        shape::checked(self)
    }

    /// Which page of the list is asked for.
    ///
    /// # Errors
    /// `request.cursor`.
    pub fn wanted(&self) -> Result<crate::page::Wanted, Fault> {
        crate::page::Wanted::read(self.limit, self.cursor.as_deref())
    }
}
