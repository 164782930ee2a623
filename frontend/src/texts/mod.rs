//! What the application says. [`fr`] is the reference: its `texts!` declare the struct of each area and fill it.
//! A second language is a folder that fills the same structs; a text that it lacks does not compile.

/// Declares the struct of an area and its French text: `key: "text"`, or `key: ["one", "other"]` where the text
/// changes with a number (see [`crate::i18n::Plural`]). `{name}` in a text is put in by [`crate::i18n::fill`].
macro_rules! texts {
    ($(#[$doc:meta])* $name:ident { $($key:ident : $value:tt),* $(,)? }) => {
        $(#[$doc])*
        pub struct $name {
            $(#[doc = concat!("In French: ", stringify!($value))]
            pub $key: $crate::texts::texts!(@type $value),)*
        }
        /// The French texts of the area.
        pub static FR: $name = $name { $($key: $crate::texts::texts!(@value $value)),* };
    };
    (@type [$one:literal, $other:literal]) => { $crate::i18n::Plural };
    (@type $text:literal) => { &'static str };
    (@value [$one:literal, $other:literal]) => { $crate::i18n::Plural { one: $one, other: $other } };
    (@value $text:literal) => { $text };
}
pub(crate) use texts;

pub mod fr;

/// All texts of a language, by area.
pub struct Texts {
    /// Frame of each page: header, menu, footer, notices.
    pub shell: &'static fr::shell::Shell,
    /// What the components say by themselves.
    pub parts: &'static fr::parts::Parts,
    /// Days and periods.
    pub days: &'static fr::days::Days,
    /// Second factors.
    pub second_factor: &'static fr::second_factor::SecondFactorWords,
    /// Identities at a provider.
    pub oidc: &'static fr::oidc::OidcWords,
    /// Sign-in.
    pub sign_in: &'static fr::sign_in::SignIn,
    /// Accounts.
    pub account: &'static fr::account::Account,
    /// Dashboard.
    pub dashboard: &'static fr::dashboard::Dashboard,
    /// The list of sessions and the page of a session.
    pub sessions: &'static fr::sessions::Sessions,
    /// The verification of a session.
    pub verification: &'static fr::verification::Verification,
    /// The public check of a certificate.
    pub check: &'static fr::check::Check,
    /// Audits and visits.
    pub visits: &'static fr::visits::Visits,
    /// Contacts of the caisses and of INRS.
    pub caisse: &'static fr::caisse::Caisse,
    /// Final check, generation, downloads.
    pub certificates: &'static fr::certificates::Certificates,
    /// New session, and its correction.
    pub session_form: &'static fr::session_form::SessionForm,
    /// Messages: on the dashboard and by mail.
    pub messages: &'static fr::messages::Messages,
    /// Scheduled work and mails.
    pub operations: &'static fr::operations::Operations,
    /// Organisation files, their instruction, organisations.
    pub organisations: &'static fr::organisations::Organisations,
    /// Sittings of the CNH, letters and their models.
    pub decisions: &'static fr::decisions::Decisions,
    /// The instruction of requests.
    pub desk: &'static fr::desk::Desk,
    /// What is stored as it is typed.
    pub sheets: &'static fr::sheets::Sheets,
    /// Messages and internal notes of files and requests.
    pub threads: &'static fr::threads::Threads,
    /// Habilitation requests.
    pub requests: &'static fr::requests::Requests,
    /// Users of an organisation, agents, invitations.
    pub users: &'static fr::users::Users,
    /// What each role opens.
    pub rights: &'static fr::rights::Rights,
    /// The home page.
    pub home: &'static fr::home::Home,
    /// The log, who looked at one's data, helping people.
    pub audit: &'static fr::audit::Audit,
    /// People helped: access recovered, identity corrected.
    pub recovery: &'static fr::recovery::Recovery,
    /// Attachments of files and requests.
    pub attachments: &'static fr::attachments::Attachments,
    /// A SIRET, looked up in the register of companies.
    pub register: &'static fr::register::Register,
}
