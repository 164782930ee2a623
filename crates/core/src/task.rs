//! "À traiter": what the signed-in person has to do, computed from the state of things.

use crate::{
    id::{OrganisationId, SessionId},
    parameters::Parameters,
    policy::user::SUSPENDED_UNCONFIRMED,
    session::{State, window},
    user::{UserRole, suspended_on},
};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What there is to do. Where it is done is the browser's to say.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    /// Whoever must have a second factor sets one up (A12).
    SetUpSecondFactor,
    /// A person mends their address: a mail to it came back (I9).
    MendAddress,
    /// A person confirms another address by the mail to it (A9).
    ConfirmAddress,
    /// Whoever looks after the system looks into scheduled work that failed.
    LookIntoJobs,
    /// Whoever looks after the system looks into mails that did not arrive.
    LookIntoMails,
    /// A second agent confirms recoveries of access, or cancels them (A15).
    ConfirmRecoveries,
    /// The lead formateur verifies a session.
    VerifySession,
    /// The declarer corrects a session that came back.
    CorrectSession,
    /// The declarer generates certificates.
    GenerateCertificates,
    /// The declarer finishes a draft and submits it.
    SubmitSession,
    /// The declarer downloads certificates before they are erased.
    DownloadCertificates,
    /// An applicant completes organisation files that were sent back (B15).
    CompleteFiles,
    /// An applicant completes requests that were sent back.
    CompleteRequests,
    /// An organisation answers corrective actions of an audit or a visit.
    AnswerVisits,
    /// The CNH decides the agenda of a sitting whose day has come (C21).
    HoldSittings,
    /// An agent writes the report of an audit or a visit whose day has come.
    ReportVisits,
    /// The CNH decides requests that came to it.
    DecideRequests,
    /// INRS gives its opinion on requests.
    GiveOpinions,
    /// An agent instructs the organisation files in their charge.
    InstructFiles,
    /// An agent instructs the requests in their charge.
    InstructRequests,
    /// An agent takes charge of organisation files that nobody has.
    TakeFiles,
    /// An agent takes charge of requests that nobody has.
    TakeRequests,
    /// An applicant finishes drafts of organisation files, and submits them.
    FinishFiles,
    /// An applicant finishes drafts of requests, and submits them.
    FinishRequests,
    /// Accesses that were asked about are confirmed, or taken away (E11).
    ReviewAccesses,
    /// Invitations whose mail did not arrive are sent again, or cancelled (I9).
    MendInvitations,
    /// Invitations that nobody answered in time are sent again, or cancelled.
    RenewInvitations,
    /// A person confirms their data (A8).
    CheckData,
    /// The only gestionnaire of an organisation declares a second one (E14).
    NameSecondGestionnaire,
    /// Something of a newer server.
    #[serde(other)]
    Unknown,
}

impl TaskKind {
    /// All the kinds, in the order in which they are counted, and done where no last day says otherwise: what hinders
    /// first, what is only a hint last.
    pub const ALL: [Self; 30] = [
        Self::SetUpSecondFactor,
        Self::MendAddress,
        Self::ConfirmAddress,
        Self::LookIntoJobs,
        Self::LookIntoMails,
        Self::ConfirmRecoveries,
        Self::VerifySession,
        Self::CorrectSession,
        Self::GenerateCertificates,
        Self::SubmitSession,
        Self::DownloadCertificates,
        Self::CompleteFiles,
        Self::CompleteRequests,
        Self::AnswerVisits,
        Self::HoldSittings,
        Self::ReportVisits,
        Self::DecideRequests,
        Self::GiveOpinions,
        Self::InstructFiles,
        Self::InstructRequests,
        Self::TakeFiles,
        Self::TakeRequests,
        Self::FinishFiles,
        Self::FinishRequests,
        Self::ReviewAccesses,
        Self::MendInvitations,
        Self::RenewInvitations,
        Self::CheckData,
        Self::NameSecondGestionnaire,
        Self::Unknown,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SetUpSecondFactor => "set_up_second_factor",
            Self::MendAddress => "mend_address",
            Self::ConfirmAddress => "confirm_address",
            Self::LookIntoJobs => "look_into_jobs",
            Self::LookIntoMails => "look_into_mails",
            Self::ConfirmRecoveries => "confirm_recoveries",
            Self::VerifySession => "verify_session",
            Self::CorrectSession => "correct_session",
            Self::GenerateCertificates => "generate_certificates",
            Self::SubmitSession => "submit_session",
            Self::DownloadCertificates => "download_certificates",
            Self::CompleteFiles => "complete_files",
            Self::CompleteRequests => "complete_requests",
            Self::AnswerVisits => "answer_visits",
            Self::HoldSittings => "hold_sittings",
            Self::ReportVisits => "report_visits",
            Self::DecideRequests => "decide_requests",
            Self::GiveOpinions => "give_opinions",
            Self::InstructFiles => "instruct_files",
            Self::InstructRequests => "instruct_requests",
            Self::TakeFiles => "take_files",
            Self::TakeRequests => "take_requests",
            Self::FinishFiles => "finish_files",
            Self::FinishRequests => "finish_requests",
            Self::ReviewAccesses => "review_accesses",
            Self::MendInvitations => "mend_invitations",
            Self::RenewInvitations => "renew_invitations",
            Self::CheckData => "check_data",
            Self::NameSecondGestionnaire => "name_second_gestionnaire",
            Self::Unknown => "unknown",
        }
    }

    /// Whether nobody can do it any more after its last day: a session is closed then (S2), its certificates are erased
    /// (S14). Of others the day can still be changed.
    ///
    /// ```
    /// use forprev_core::task::TaskKind;
    /// assert!(TaskKind::VerifySession.ends_with_its_day() && !TaskKind::SubmitSession.ends_with_its_day());
    /// ```
    #[must_use]
    pub const fn ends_with_its_day(self) -> bool {
        matches!(self, Self::VerifySession | Self::GenerateCertificates | Self::DownloadCertificates)
    }

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }
}

/// The organisation that a task is for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskOrganisation {
    /// Which.
    pub id: OrganisationId,
    /// Its name.
    pub name: String,
}

/// The session that a task is about.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskSession {
    /// Which.
    pub id: SessionId,
    /// Its dispositif.
    pub dispositif: String,
    /// Its level.
    pub level: u8,
    /// Its end, where it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<NaiveDate>,
    /// Its city, where it is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
}

/// One thing to do, or several that are done in one place.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Task {
    /// What.
    pub kind: TaskKind,
    /// How many things it stands for: accesses, invitations, mails, files and requests; of a session 1.
    pub count: u32,
    /// For which organisation, where it is for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<TaskOrganisation>,
    /// On which session, where it is on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<TaskSession>,
    /// The first day on which it can be done, where that is later than today.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub possible_from: Option<NaiveDate>,
    /// The last day on which it can be done, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
}

impl Task {
    /// One thing to do, without a last day.
    #[must_use]
    pub const fn of(kind: TaskKind) -> Self {
        Self { kind, count: 1, organisation: None, session: None, possible_from: None, due_on: None }
    }

    /// A task that stands for so many things; none where there are none.
    #[must_use]
    pub fn of_several(kind: TaskKind, count: usize) -> Option<Self> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        (count > 0).then(|| Self { count, ..Self::of(kind) })
    }

    /// What the list is sorted by: the first last day first, and what has none at the end, in the order of
    /// [`TaskKind::ALL`]. No two tasks of a person have the same.
    ///
    /// ```
    /// use forprev_core::task::{Task, TaskKind};
    /// let due = |kind, day: &str| Task { due_on: day.parse().ok(), ..Task::of(kind) };
    /// let mut list = [
    ///     Task::of(TaskKind::NameSecondGestionnaire),
    ///     Task::of(TaskKind::CheckData),
    ///     due(TaskKind::ReviewAccesses, "2026-12-23"),
    ///     due(TaskKind::VerifySession, "2026-11-30"),
    /// ];
    /// list.sort_by_key(Task::urgency);
    /// let kinds = list.map(|task| task.kind.as_str());
    /// assert_eq!(kinds, ["verify_session", "review_accesses", "check_data", "name_second_gestionnaire"]);
    /// ```
    #[must_use]
    pub fn urgency(&self) -> String {
        let urgency = urgency_of(self.kind, self.due_on);
        let session = self.session.as_ref().map(|session| session.id.to_string()).unwrap_or_default();
        let organisation = self.organisation.as_ref().map(|one| one.id.to_string()).unwrap_or_default();
        format!("{urgency}{session} {organisation}")
    }
}

/// What the urgency of each task of this kind and last day begins with; those on sessions follow by session.
///
/// ```
/// use forprev_core::task::{Task, TaskKind, urgency_of};
/// let task = Task { due_on: "2026-11-30".parse().ok(), ..Task::of(TaskKind::VerifySession) };
/// assert!(task.urgency().starts_with(&urgency_of(task.kind, task.due_on)));
/// ```
#[must_use]
pub fn urgency_of(kind: TaskKind, due_on: Option<NaiveDate>) -> String {
    let due_on = due_on.map_or_else(|| "later".to_owned(), |day| day.to_string());
    let place = TaskKind::ALL.iter().position(|one| *one == kind).unwrap_or_default();
    format!("{due_on} {place:02} ")
}

/// When the first of these accesses is suspended where nobody confirms it: of which role, and when it was asked about.
/// None where all are of a role that is never suspended for it.
///
/// ```
/// use forprev_core::{parameters::Parameters, task::review_due_on, user::UserRole};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// let asked = [(UserRole::Delegataire, day("2027-11-23")), (UserRole::Gestionnaire, day("2027-11-01"))];
/// assert_eq!(review_due_on(&asked, &parameters), Some(day("2027-12-23")));
/// assert_eq!(review_due_on(&asked[1..], &parameters), None);
/// ```
#[must_use]
pub fn review_due_on(asked: &[(UserRole, NaiveDate)], parameters: &Parameters) -> Option<NaiveDate> {
    let suspended = asked.iter().filter(|(role, _)| *role == SUSPENDED_UNCONFIRMED);
    suspended.map(|(_, told_on)| suspended_on(*told_on, parameters)).min()
}

/// What of a person's own address waits for them: it did not take a mail, or another one waits to be confirmed. Who has
/// asked for another one has begun to mend the first.
///
/// ```
/// use forprev_core::task::{TaskKind, asked_of_address};
/// assert_eq!(asked_of_address(true, false), Some(TaskKind::MendAddress));
/// assert_eq!(asked_of_address(true, true), Some(TaskKind::ConfirmAddress));
/// assert_eq!(asked_of_address(false, false), None);
/// ```
#[must_use]
pub const fn asked_of_address(returned: bool, another_waits: bool) -> Option<TaskKind> {
    match (returned, another_waits) {
        (_, true) => Some(TaskKind::ConfirmAddress),
        (true, false) => Some(TaskKind::MendAddress),
        (false, false) => None,
    }
}

/// What a session asks of its declarer, or of its lead formateur.
///
/// ```
/// use forprev_core::{session::State, task::{TaskKind, asked_of_declarer, asked_of_lead}};
/// assert_eq!(asked_of_lead(State::Submitted), Some(TaskKind::VerifySession));
/// assert_eq!(asked_of_declarer(State::Submitted), None);
/// assert_eq!(asked_of_declarer(State::Verified), Some(TaskKind::GenerateCertificates));
/// ```
#[must_use]
pub const fn asked_of_declarer(state: State) -> Option<TaskKind> {
    match state {
        State::Draft => Some(TaskKind::SubmitSession),
        State::Returned => Some(TaskKind::CorrectSession),
        State::Verified => Some(TaskKind::GenerateCertificates),
        State::Certified => Some(TaskKind::DownloadCertificates),
        State::Submitted | State::Unknown => None,
    }
}

/// What a session asks of its lead formateur.
#[must_use]
pub const fn asked_of_lead(state: State) -> Option<TaskKind> {
    match state {
        State::Submitted => Some(TaskKind::VerifySession),
        State::Draft | State::Returned | State::Verified | State::Certified | State::Unknown => None,
    }
}

/// The days of what a session asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SessionDays {
    /// The first day on which it can be done, where that is later than today.
    pub possible_from: Option<NaiveDate>,
    /// The last day, where there is one.
    pub due_on: Option<NaiveDate>,
}

/// When what a session of this state and end asks for can be done; nothing where nobody can do it any more.
///
/// ```
/// use forprev_core::{parameters::Parameters, session::State, task::session_days};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// let on = |today| session_days(State::Submitted, Some(day("2026-08-31")), day("2026-12-15"), day(today), &parameters);
/// assert_eq!(on("2026-08-30").unwrap().possible_from, Some(day("2026-08-31")));
/// assert_eq!(on("2026-11-30").unwrap().due_on, Some(day("2026-11-30")));
/// assert_eq!(on("2026-12-01"), None);
/// ```
#[must_use]
pub fn session_days(
    state: State,
    ends_on: Option<NaiveDate>,
    readable_until: NaiveDate,
    today: NaiveDate,
    parameters: &Parameters,
) -> Option<SessionDays> {
    let kind = asked_of_lead(state).or(asked_of_declarer(state))?;
    let later = ends_on.filter(|end| today < *end);
    let possible_from = match kind {
        TaskKind::VerifySession | TaskKind::GenerateCertificates => later,
        _ => None,
    };
    let due_on = due_on(state, ends_on, readable_until, parameters);
    let over = kind.ends_with_its_day() && due_on.is_some_and(|day| day < today);
    (!over).then_some(SessionDays { possible_from, due_on })
}

/// The last day of what a session waits for: its submission (S1, S2), its results or its certificates (S2), or their
/// download (S14). A draft without an end date waits without one.
///
/// ```
/// use forprev_core::{parameters::Parameters, session::State, task::due_on};
/// let (day, parameters) = (|text: &str| text.parse().unwrap(), Parameters::starting());
/// let due = |state| due_on(state, Some(day("2026-08-31")), day("2026-12-15"), &parameters);
/// assert_eq!(due(State::Draft), Some(day("2026-09-30")));
/// assert_eq!(due(State::Submitted), Some(day("2026-11-30")));
/// assert_eq!(due(State::Certified), Some(day("2026-12-15")));
/// ```
#[must_use]
pub fn due_on(
    state: State,
    ends_on: Option<NaiveDate>,
    readable_until: NaiveDate,
    parameters: &Parameters,
) -> Option<NaiveDate> {
    match state {
        // The first submission sets `declared`, which is kept: only a draft has S1's window before it.
        State::Draft => ends_on.map(|end| {
            let (_, declared_by) = window::declaration_days(end, parameters);
            declared_by.min(window::closing_day(end, parameters))
        }),
        State::Submitted | State::Returned | State::Verified => {
            ends_on.map(|end| window::closing_day(end, parameters))
        }
        State::Certified => Some(readable_until),
        State::Unknown => None,
    }
}
