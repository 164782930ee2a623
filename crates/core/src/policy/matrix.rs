//! roles.md as data: one row an action, one cell for each who may do it, with how far it reaches.

/// A column of the matrix.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// A person who requests a habilitation.
    Demandeur,
    /// A gestionnaire, in their own organisation.
    Gestionnaire,
    /// A délégataire.
    Delegataire,
    /// A formateur.
    Formateur,
    /// An agent, in their own caisse.
    Instructeur,
    /// An administrator of INRS.
    Inrs,
    /// An editor of INRS.
    InrsEditor,
    /// An auditor of INRS.
    InrsAuditor,
    /// The CNH's secretary.
    Cnh,
    /// A system, in its own organisation, by scope.
    Client,
    /// Anyone, signed in or not.
    Anyone,
}

impl Who {
    /// All the columns, in the order of roles.md.
    pub const ALL: [Self; 11] = [
        Self::Demandeur,
        Self::Gestionnaire,
        Self::Delegataire,
        Self::Formateur,
        Self::Instructeur,
        Self::Inrs,
        Self::InrsEditor,
        Self::InrsAuditor,
        Self::Cnh,
        Self::Client,
        Self::Anyone,
    ];
}

/// How far an action reaches.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Reach {
    /// Not at all.
    Never,
    /// Everything.
    All,
    /// What is theirs.
    Own,
    /// Their organisation's.
    Organisation,
    /// What they declared, for habilitations attached to them.
    Declared,
    /// The habilitations attached to them.
    Delegated,
    /// The sessions that they lead.
    Lead,
    /// The sessions in which they are named.
    Named,
    /// Their caisse's.
    Caisse,
    /// What has come to the CNH.
    AtCnh,
    /// A system's organisation's, where it was granted this scope.
    Scope(&'static str),
}

macro_rules! matrix {
    ($( $(#[$doc:meta])* $action:ident $name:literal { $( $who:ident: $reach:expr ),* $(,)? } )+) => {
        /// Something that can be done. Rows of roles.md.
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum Action {
            $( $(#[$doc])* $action, )+
        }

        impl Action {
            /// Its name in the API (`capabilities` of `GET /me`).
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$action => $name, )+ }
            }
        }

        /// Who may do what: roles.md, row by row.
        pub const MATRIX: &[Row] = &[
            $( Row { action: Action::$action, reaches: &[ $( (Who::$who, $reach), )* ] }, )+
        ];
    };
}

/// A row of the matrix: whoever is not named may not.
#[derive(Debug)]
pub struct Row {
    /// What is done.
    pub action: Action,
    /// By whom, and how far.
    pub reaches: &'static [(Who, Reach)],
}

use Reach::{All, AtCnh, Caisse, Declared, Delegated, Lead, Named, Organisation, Own, Scope};

matrix! {
    /// Read who one is, and one's own tasks; sign out.
    ReadOwnAccount "account.read" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own, Instructeur: Own, Inrs: Own,
        InrsEditor: Own, InrsAuditor: Own, Cnh: Own,
    }
    /// Keep one's own account: data, password, sign-ins, export, closing.
    KeepOwnAccount "account.keep" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own, Instructeur: Own, Inrs: Own,
        InrsEditor: Own, InrsAuditor: Own, Cnh: Own,
    }
    /// Become a demandeur besides what one is (A4); not by a role of those who instruct and decide.
    BecomeDemandeur "account.become_demandeur" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own,
    }
    /// Set up, list and remove one's own second factors; confirm one's identity again.
    ManageSecondFactors "account.second_factors" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own, Instructeur: Own, Inrs: Own,
        InrsEditor: Own, InrsAuditor: Own, Cnh: Own,
    }
    /// Remove all second factors of a person who has lost them.
    ResetSecondFactors "second_factors.reset" { Inrs: All }
    /// Read the catalogue of dispositifs: anyone.
    ReadCatalogue "catalogue.read" { Anyone: All }
    /// Read the national parameters: whoever computes with them.
    ReadParameters "parameters.read" {
        Demandeur: All, Gestionnaire: All, Delegataire: All, Instructeur: All, Inrs: All, InrsEditor: All,
        InrsAuditor: All, Cnh: All, Client: Scope("habilitations:read"),
    }
    /// Read habilitations.
    ReadHabilitations "habilitations.read" {
        Demandeur: Own, Gestionnaire: Organisation, Delegataire: Delegated, Instructeur: Caisse, Inrs: All,
        InrsAuditor: All, Cnh: All, Client: Scope("habilitations:read"),
    }
    /// Suspend a habilitation, lift its suspension, withdraw it.
    SuspendHabilitation "habilitations.suspend" { Inrs: All }
    /// Read habilitation requests: a draft is its organisation's alone, the CNH's secretary reads what has come to the CNH.
    ReadRequests "requests.read" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All, Cnh: AtCnh,
    }
    /// Draft, submit, abandon a habilitation request.
    DraftRequest "requests.write" { Demandeur: Own, Gestionnaire: Organisation }
    /// Instruct a request: admissibility, pedagogical and technical opinion.
    InstructRequest "requests.instruct" { Instructeur: Caisse, Inrs: All }
    /// Write about a request: to the other side, or among those who instruct.
    WriteAboutRequest "requests.message" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All,
    }
    /// Give INRS's opinion on a request.
    GiveInrsOpinion "requests.opine" { Inrs: All }
    /// Record what the CNH decided of a request.
    DecideRequest "requests.decide" { Cnh: AtCnh }
    /// Read the sittings of the CNH.
    ReadSittings "sittings.read" { Inrs: All, InrsAuditor: All, Cnh: All }
    /// Plan the sittings of the CNH, make their agendas.
    ManageSittings "sittings.manage" { Cnh: All }
    /// Look up a formateur: those who led a session here by name, anyone by number; agents only for their caisse.
    LookUpFormateur "formateurs.read" {
        Gestionnaire: Organisation, Delegataire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All,
        Client: Scope("formateurs:read"),
    }
    /// Look an establishment up in the public register of companies (B19): whoever writes or instructs the file of an
    /// organisation.
    ReadRegister "register.read" {
        Demandeur: All, Gestionnaire: All, Instructeur: All, Inrs: All, InrsAuditor: All,
    }
    /// Declare, correct, submit, cancel a session.
    DeclareSession "sessions.declare" {
        Gestionnaire: Organisation, Delegataire: Declared, Client: Scope("sessions:write"),
    }
    /// Read sessions.
    ReadSessions "sessions.read" {
        Gestionnaire: Organisation, Delegataire: Declared, Formateur: Named, Instructeur: Caisse,
        Client: Scope("sessions:read"),
    }
    /// List sessions: whoever has none gets an empty list.
    ListSessions "sessions.list" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own, Instructeur: Own, Inrs: Own,
        InrsEditor: Own, InrsAuditor: Own, Cnh: Own, Client: Scope("sessions:read"),
    }
    /// Verify a session: results or return. Never a system (S13).
    VerifySession "sessions.verify" { Formateur: Lead }
    /// Generate certificates. A system only where INRS permits it (S13).
    GenerateCertificates "certificates.generate" {
        Gestionnaire: Organisation, Delegataire: Declared, Client: Scope("certificates:write"),
    }
    /// Download a session's certificates through D+15.
    DownloadCertificates "certificates.download" {
        Gestionnaire: Organisation, Delegataire: Declared, Formateur: Lead, Client: Scope("certificates:read"),
    }
    /// Download one certificate by number: of a session through D+15, or one's own while it is valid (C3).
    DownloadCertificate "certificates.download_one" {
        Gestionnaire: Organisation, Delegataire: Declared, Formateur: Own, Client: Scope("certificates:read"),
    }
    /// Read and download one's own formateur certificates.
    ReadOwnCertificates "certificates.own" { Formateur: Own }
    /// Revoke a certificate (C7).
    RevokeCertificate "certificates.revoke" { Instructeur: Caisse, Inrs: All }
    /// Read what one was told, and choose what comes by mail (U6).
    ReadNotifications "notifications.read" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own, Instructeur: Own, Inrs: Own,
        InrsEditor: Own, InrsAuditor: Own, Cnh: Own,
    }
    /// Scheduled work and mails: how they run.
    ReadJobs "jobs.read" { Inrs: All, InrsAuditor: All }
    /// Look after the system: scheduled work that fails and mails that do not arrive are theirs to mend.
    KeepSystem "system.keep" { Inrs: All }
    /// Read the log of who did what.
    ReadAudit "audit.read" {
        Gestionnaire: Organisation, Delegataire: Own, Formateur: Own, Instructeur: Caisse, Inrs: All,
        InrsAuditor: All,
    }
    /// Find people, to help them.
    SearchPeople "people.search" { Instructeur: Caisse, Inrs: All, InrsAuditor: All }
    /// See the application as somebody else, read only (N5).
    ViewAsPerson "support.view" { Inrs: All }
    /// Recover somebody's access (A15), correct their identity (A9).
    HelpPeople "people.help" { Instructeur: Caisse, Inrs: All }
    /// Read the recoveries of access (A15).
    ReadRecoveries "recoveries.read" { Instructeur: Caisse, Inrs: All, InrsAuditor: All }
    /// Make one account of two (A15), and undo it.
    MergePeople "people.merge" { Inrs: All }
    /// Declare users of the organisation and what is delegated to them (U2).
    ManageUsers "users.manage" { Gestionnaire: Organisation }
    /// Invite a gestionnaire of an organisation on proof: nobody may be left there who could (E10).
    NameSuccessor "users.successor" { Instructeur: Caisse, Inrs: All }
    /// Read who the agents of the caisses, of INRS and of the CNH are.
    ReadAgents "agents.read" { Inrs: All, InrsAuditor: All }
    /// Declare agents, change and end what they are.
    ManageAgents "agents.manage" { Inrs: All }
    /// Read attachments: of what one may see.
    ReadAttachments "attachments.read" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All, Cnh: AtCnh,
    }
    /// Remove attachments: of what one may change.
    KeepAttachments "attachments.keep" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All,
    }
    /// Read an organisation's data: those who are of it, those who instruct it.
    ReadOrganisations "organisations.read" {
        Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All, Cnh: All,
    }
    /// Draft, submit, give up the organisation file.
    DraftOrganisationFile "organisation_files.draft" { Demandeur: Own, Gestionnaire: Organisation }
    /// Read a decision letter.
    ReadLetters "letters.read" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All, Cnh: All,
    }
    /// Read the models of letters.
    ReadLetterModels "letters.read_models" { Inrs: All, InrsEditor: All, InrsAuditor: All }
    /// Write the models of letters.
    EditLetterModels "letters.models" { Inrs: All, InrsEditor: All }
    /// Read organisation files; agents those that were submitted.
    ReadOrganisationFiles "organisation_files.read" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All,
    }
    /// Validate, return, refuse an organisation file or a change; hand it over.
    InstructOrganisationFile "organisation_files.instruct" { Instructeur: Caisse, Inrs: All }
    /// Write about an organisation file: to the other side, or among agents.
    WriteAboutFile "organisation_files.write" {
        Demandeur: Own, Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All,
    }
    /// Read the contacts of one's caisse and of INRS.
    ReadContacts "contacts.read" {
        Demandeur: Own, Gestionnaire: Own, Delegataire: Own, Formateur: Own, Instructeur: Caisse, Inrs: All,
        InrsEditor: All, InrsAuditor: All, Cnh: All,
    }
    /// Keep the contacts of the caisse, and of INRS.
    EditContacts "contacts.edit" { Instructeur: Caisse, Inrs: All }
    /// Read audits and visits: an organisation its own, once it was notified.
    ReadVisits "visits.read" {
        Gestionnaire: Organisation, Instructeur: Caisse, Inrs: All, InrsAuditor: All,
    }
    /// Plan audits and visits, report on them, follow their corrective actions up.
    ManageVisits "visits.manage" { Instructeur: Caisse, Inrs: All }
    /// Answer what an audit or a visit asks of the organisation.
    AnswerVisits "visits.answer" { Gestionnaire: Organisation }
    /// Read the public directory, verify a certificate, read the API's document.
    ReadPublic "public.read" { Anyone: All }
}

impl Action {
    /// U5: what is reachable before the first sign-in steps are done.
    #[must_use]
    pub const fn before_onboarding(self) -> bool {
        matches!(
            self,
            Self::ReadOwnAccount | Self::KeepOwnAccount | Self::ManageSecondFactors | Self::ReadNotifications
        )
    }

    /// A12: what is reachable to who must have a second factor and has none.
    #[must_use]
    pub const fn before_second_factor(self) -> bool {
        matches!(self, Self::ReadOwnAccount | Self::ManageSecondFactors)
    }
}
