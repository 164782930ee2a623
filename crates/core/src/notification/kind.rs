//! What there is to tell.

use crate::session::State;
use serde::{Deserialize, Serialize};

/// Why something is told: what people choose by (U6).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// The security of their account: always by mail.
    Security,
    /// The decision on a habilitation: always by mail.
    Decisions,
    /// Something waits for them.
    Actions,
    /// An end comes near.
    Alerts,
    /// Something happened, and asks for nothing.
    Information,
}

impl Category {
    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Security => "security",
            Self::Decisions => "decisions",
            Self::Actions => "actions",
            Self::Alerts => "alerts",
            Self::Information => "information",
        }
    }

    /// Those that can be chosen, in the order of the page.
    pub const CHOSEN: [Self; 3] = [Self::Actions, Self::Alerts, Self::Information];
}

macro_rules! kinds {
    ($( $(#[$doc:meta])+ $name:ident $text:literal $category:ident $shown:literal; )+) => {
        /// What there is to tell.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Kind {
            $( $(#[$doc])+ $name, )+
        }

        impl Kind {
            /// All of them.
            pub const ALL: &[Self] = &[ $( Self::$name, )+ ];

            /// The name in the base and in the API.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$name => $text, )+ }
            }

            /// Why it is told.
            #[must_use]
            pub const fn category(self) -> Category {
                match self { $( Self::$name => Category::$category, )+ }
            }

            /// Whether the dashboard shows it. What only carries a one-time link is for the mailbox.
            #[must_use]
            pub const fn is_shown(self) -> bool {
                match self { $( Self::$name => $shown, )+ }
            }
        }
    };
}

kinds! {
    /// To the lead formateur: a session waits to be verified.
    SessionSubmitted "session.submitted" Actions true;
    /// To the declarer: the formateur sent a session back.
    SessionReturned "session.returned" Actions true;
    /// To the lead formateur: the declarer sent a session back.
    SessionReopened "session.reopened" Actions true;
    /// To the declarer: results are entered, certificates can be generated.
    SessionVerified "session.verified" Actions true;
    /// To whom a session has waited for a week.
    SessionReminder "session.reminder" Actions true;
    /// To the declarer and the lead: certificates are generated.
    SessionCertified "session.certified" Information true;
    /// To the lead formateur: a session that waited for them is gone.
    SessionCancelled "session.cancelled" Information true;
    /// To the agents of the caisse: a request waits for them.
    RequestSubmitted "request.submitted" Actions true;
    /// To the agents of the caisse: a request that they sent back was completed.
    RequestCompleted "request.completed" Actions true;
    /// To INRS, and to the CNH: a request came to them (C19, C21).
    RequestArrived "request.arrived" Actions true;
    /// To an agent: a request was given to them.
    RequestAssigned "request.assigned" Actions true;
    /// To the applicant: a request is to be completed.
    RequestReturned "request.returned" Actions true;
    /// To the applicant: a request went on to its next step; to the caisse: it was given up.
    RequestMoved "request.moved" Information true;
    /// To the other side of a request: a message.
    RequestMessage "request.message" Actions true;
    /// To the applicant: the habilitation is given.
    RequestGranted "request.granted" Decisions true;
    /// To the applicant: it is not.
    RequestRefused "request.refused" Decisions true;
    /// To the applicant: the decision is put off to a later sitting.
    RequestAdjourned "request.adjourned" Decisions true;
    /// To all gestionnaires: a habilitation is suspended (H11).
    HabilitationSuspended "habilitation.suspended" Decisions true;
    /// To all gestionnaires: a suspension is lifted.
    HabilitationLifted "habilitation.lifted" Decisions true;
    /// To all gestionnaires: a habilitation is withdrawn.
    HabilitationWithdrawn "habilitation.withdrawn" Decisions true;
    /// To all gestionnaires: a habilitation ends soon (H5).
    HabilitationExpiring "habilitation.expiring" Alerts true;
    /// To all gestionnaires, and to the caisse: the register of companies says that something happened to the firm (B21).
    FirmChanged "firm.changed" Alerts true;
    /// To a formateur: a qualification ends soon (C5).
    QualificationExpiring "qualification.expiring" Alerts true;
    /// To the holder, or to the organisation: a certificate was revoked (C7).
    CertificateRevoked "certificate.revoked" Information true;
    /// To a new formateur: their account, and how to set its password (C4).
    AccountOpened "account.opened" Security false;
    /// To whoever asked for an account.
    AccountRequested "account.requested" Security false;
    /// To whoever asked for an account, and has one.
    AccountExists "account.exists" Security false;
    /// How to set another password.
    PasswordReset "password.reset" Security false;
    /// The password was changed.
    PasswordChanged "password.changed" Security true;
    /// To the new address: is it theirs.
    EmailConfirm "email.confirm" Security false;
    /// To the old address: it serves no longer.
    EmailChanged "email.changed" Security true;
    /// To the present address: two agents want to put another one in its place, and how to refuse (A15).
    RecoveryWaiting "recovery.waiting" Security true;
    /// To the person, and to the agents: a recovery was refused or cancelled.
    RecoveryStopped "recovery.stopped" Security true;
    /// To the new address: how to choose a password.
    AccountRecovered "account.recovered" Security false;
    /// Names or birth date were corrected by an agent (A9).
    IdentityCorrected "identity.corrected" Security true;
    /// Somebody keeps guessing the password (A11).
    PasswordGuessed "password.guessed" Security true;
    /// Somebody signed in from a device that was never seen.
    DeviceNew "device.new" Security true;
    /// A second factor was added or taken away.
    SecondFactorChanged "second_factor.changed" Security true;
    /// An identity at a provider was linked, or is no longer.
    IdentityChanged "identity.changed" Security true;
    /// The account is closed.
    AccountClosed "account.closed" Security false;
    /// Two accounts of one person are one.
    AccountMerged "account.merged" Security true;
    /// Somebody of INRS looked at the application as this person sees it.
    AccountViewed "account.viewed" Security true;
    /// To somebody declared as a user.
    UserInvited "user.invited" Security false;
    /// To a person who became a user of an organisation.
    UserAdded "user.added" Information true;
    /// To a person who is a user no longer.
    UserRemoved "user.removed" Information true;
    /// To a user whose access is suspended.
    UserSuspended "user.suspended" Information true;
    /// To all gestionnaires: an agent invited one more, on proof (E10).
    SuccessorNamed "successor.named" Security true;
    /// To all gestionnaires: accesses are to be reviewed.
    AccessReview "access.review" Actions true;
    /// To the agents of the caisse: an organisation file waits for them.
    FileSubmitted "organisation_file.submitted" Actions true;
    /// To the applicant: the caisse sent their organisation file back.
    FileReturned "organisation_file.returned" Actions true;
    /// To the applicant: their organisation file is accepted.
    FileValidated "organisation_file.validated" Actions true;
    /// To the applicant: their organisation file is refused.
    FileRefused "organisation_file.refused" Actions true;
    /// To the agent who has it: a file that was sent back is there again.
    FileResubmitted "organisation_file.resubmitted" Actions true;
    /// To the agent to whom it was given: an organisation file.
    FileAssigned "organisation_file.assigned" Actions true;
    /// To the other side: a message about an organisation file.
    FileMessage "organisation_file.message" Actions true;
    /// To all gestionnaires: an audit or a visit is announced, or its plan was changed.
    VisitNotified "visit.notified" Actions true;
    /// To all gestionnaires: the report of an audit or a visit is there.
    VisitReported "visit.reported" Actions true;
    /// To all gestionnaires: an audit or a visit that was announced is cancelled.
    VisitCancelled "visit.cancelled" Information true;
    /// To all gestionnaires: an audit or a visit is closed.
    VisitClosed "visit.closed" Information true;
    /// To the agent who has it: the organisation answered a corrective action.
    VisitAnswered "visit.answered" Actions true;
    /// To a person: a mail to their address came back.
    MailBounced "mail.bounced" Security true;
}

impl Kind {
    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

    /// Whether it is still true of a session in this state: what waited in a digest is not told when it no longer is.
    ///
    /// ```
    /// use forprev_core::{notification::Kind, session::State};
    /// assert!(Kind::SessionSubmitted.holds_in(State::Submitted));
    /// assert!(!Kind::SessionSubmitted.holds_in(State::Verified));
    /// ```
    #[must_use]
    pub const fn holds_in(self, state: State) -> bool {
        match self {
            Self::SessionSubmitted | Self::SessionReopened => matches!(state, State::Submitted),
            Self::SessionReturned => matches!(state, State::Returned),
            Self::SessionVerified => matches!(state, State::Verified),
            Self::SessionReminder => !matches!(state, State::Certified),
            _ => true,
        }
    }
}
