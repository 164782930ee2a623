//! Sessions, from draft to results.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{
        ADD_TRAINEE, CANCEL_SESSION, CREATE_SESSION, GET_SESSION, IMPORT_TRAINEES, LIST_SESSIONS,
        LIST_TRAINEE_CANDIDATES, RECORD_RESULTS, REMOVE_TRAINEE, REOPEN_SESSION, RETURN_SESSION,
        SUBMIT_SESSION, UPDATE_SESSION, UPDATE_TRAINEE,
    },
    formateur::Candidate,
    id::{SessionId, TraineeId},
    page::Page,
    query::{ImportQuery, SessionQuery},
    session::{
        Comment, NewSession, NewTrainee, Results, Session, SessionPatch, SessionRow, TraineePatch,
        import::{ImportMode, ImportReport},
    },
};

impl Client {
    /// The sessions that the caller sees.
    ///
    /// # Errors
    /// `request.cursor`, `unauthenticated`, or no answer.
    pub async fn list_sessions(&self, query: &SessionQuery) -> Result<Page<SessionRow>> {
        self.answer(Call::to(LIST_SESSIONS, &[]).query(query)).await
    }

    /// Makes a draft.
    ///
    /// # Errors
    /// What is wrong in shape, `not_found` for a habilitation that the caller does not see, or no answer.
    pub async fn create_session(&self, session: &NewSession, write: Write) -> Result<Session> {
        self.answer(Call::to(CREATE_SESSION, &[]).write(write).json(session)).await
    }

    /// A session.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_session(&self, id: SessionId) -> Result<Session> {
        self.answer(Call::to(GET_SESSION, &[&id.to_string()])).await
    }

    /// Changes a session that still has this version.
    ///
    /// # Errors
    /// `version.stale`, `session.state`, what is wrong in shape, or no answer.
    pub async fn update_session(&self, id: SessionId, version: i64, patch: &SessionPatch) -> Result<Session> {
        let call = Call::to(UPDATE_SESSION, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    /// Erases a session that still has this version (S10).
    ///
    /// # Errors
    /// `version.stale`, `session.state`, or no answer.
    pub async fn cancel_session(&self, id: SessionId, version: i64) -> Result<()> {
        self.done(Call::to(CANCEL_SESSION, &[&id.to_string()]).write(Write::on_version(version))).await
    }

    /// Adds a trainee; answers with the session.
    ///
    /// # Errors
    /// `version.stale`, `session.state`, what is wrong in shape, or no answer.
    pub async fn add_trainee(&self, id: SessionId, trainee: &NewTrainee, write: Write) -> Result<Session> {
        self.answer(Call::to(ADD_TRAINEE, &[&id.to_string()]).write(write).json(trainee)).await
    }

    /// Changes a trainee: what is present replaces; answers with the session.
    ///
    /// # Errors
    /// As [`Client::add_trainee`].
    pub async fn update_trainee(
        &self,
        id: SessionId,
        trainee_id: TraineeId,
        version: i64,
        patch: &TraineePatch,
    ) -> Result<Session> {
        let call = Call::to(UPDATE_TRAINEE, &[&id.to_string(), &trainee_id.to_string()]);
        self.answer(call.write(Write::on_version(version)).json(patch)).await
    }

    /// Takes a trainee out; answers with the session.
    ///
    /// # Errors
    /// As [`Client::add_trainee`].
    pub async fn remove_trainee(
        &self,
        id: SessionId,
        trainee_id: TraineeId,
        version: i64,
    ) -> Result<Session> {
        let call = Call::to(REMOVE_TRAINEE, &[&id.to_string(), &trainee_id.to_string()]);
        self.answer(call.write(Write::on_version(version))).await
    }

    /// Adds the trainees of a file: CSV or XLSX, told apart by its bytes.
    ///
    /// # Errors
    /// `import.unreadable`, `import.columns`, `import.empty`, `version.stale`, `session.state`, or no answer.
    pub async fn import_trainees(
        &self,
        id: SessionId,
        mode: ImportMode,
        file: Vec<u8>,
        write: Write,
    ) -> Result<ImportReport> {
        let media_type = if file.starts_with(b"PK") {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        } else {
            "text/csv"
        };
        let call = Call::to(IMPORT_TRAINEES, &[&id.to_string()]).write(write);
        self.answer(call.query(&ImportQuery { mode, dry_run: None }).bytes(media_type, file)).await
    }

    /// Existing persons who may be this formateur trainee, masked (C4).
    ///
    /// # Errors
    /// `not_found`, `forbidden`, or no answer.
    pub async fn list_trainee_candidates(
        &self,
        id: SessionId,
        trainee_id: TraineeId,
    ) -> Result<Page<Candidate>> {
        self.answer(Call::to(LIST_TRAINEE_CANDIDATES, &[&id.to_string(), &trainee_id.to_string()])).await
    }

    /// Hands a session to its lead formateur.
    ///
    /// # Errors
    /// The codes of S1 to S8, S10 and S15, or no answer.
    pub async fn submit_session(&self, id: SessionId, write: Write) -> Result<Session> {
        self.answer(Call::to(SUBMIT_SESSION, &[&id.to_string()]).write(write)).await
    }

    /// Sends a session back to its declarer, with a comment.
    ///
    /// # Errors
    /// `session.state`, `field.required`, or no answer.
    pub async fn return_session(&self, id: SessionId, comment: &Comment, write: Write) -> Result<Session> {
        self.answer(Call::to(RETURN_SESSION, &[&id.to_string()]).write(write).json(comment)).await
    }

    /// Sends a verified session back to its lead formateur, or takes it back (S10).
    ///
    /// # Errors
    /// `session.state`, `field.required`, or no answer.
    pub async fn reopen_session(&self, id: SessionId, comment: &Comment, write: Write) -> Result<Session> {
        self.answer(Call::to(REOPEN_SESSION, &[&id.to_string()]).write(write).json(comment)).await
    }

    /// Enters the results of a session (S11).
    ///
    /// # Errors
    /// `results.incomplete`, `results.not_confirmed`, the codes of S2 to S4, or no answer.
    pub async fn record_results(&self, id: SessionId, results: &Results, write: Write) -> Result<Session> {
        self.answer(Call::to(RECORD_RESULTS, &[&id.to_string()]).write(write).json(results)).await
    }
}
