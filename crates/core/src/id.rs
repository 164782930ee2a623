//! Identifiers: UUIDv7 in their canonical form, one type for each kind of thing so that they cannot be mixed up.

use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident),+ $(,)?) => {$(
        $(#[$doc])+
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[cfg_attr(feature = "openapi", schema(value_type = String, format = Uuid))]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// The identifier that this UUID is.
            #[must_use]
            pub const fn new(uuid: Uuid) -> Self {
                Self(uuid)
            }
            /// The UUID.
            #[must_use]
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person, whatever their profiles.
    PersonId,
    /// A training organisation or a company.
    OrganisationId,
    /// A habilitation.
    HabilitationId,
    /// A platform of a habilitation.
    PlatformId,
    /// A habilitation request.
    RequestId,
    /// A sitting of the CNH.
    SittingId,
    /// A session.
    SessionId,
    /// A trainee of a session.
    TraineeId,
    /// A sign-in of a person.
    SignInId,
    /// A user of an organisation, or an agent: their profile, or their invitation while it waits.
    UserId,
    /// A system that calls the API for an organisation.
    ClientId,
    /// A second factor of a person.
    SecondFactorId,
    /// An identity of a person at a provider.
    FederatedIdentityId,
    /// A file by which an organisation is entered, or changed.
    OrganisationFileId,
    /// A letter that tells a decision.
    LetterId,
    /// A document that was added to a file or a request.
    AttachmentId,
    /// A message, or a note, of a file or of a request.
    MessageId,
    /// A contact of a caisse, or of INRS.
    ContactId,
    /// An audit, or a visit, of an organisation.
    VisitId,
    /// A corrective action that came of one.
    VisitActionId,
}
