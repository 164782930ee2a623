//! The sittings of the CNH.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{CANCEL_SITTING, CREATE_SITTING, DECIDE_SITTING, GET_SITTING, LIST_SITTINGS, UPDATE_SITTING},
    id::SittingId,
    page::Page,
    request::{
        query::SittingQuery,
        sitting::{NewSitting, Sitting, SittingDecisions, SittingPatch},
    },
};

impl Client {
    /// The sittings of the CNH, the first to be held first.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_sittings(&self, query: &SittingQuery) -> Result<Page<Sitting>> {
        self.answer(Call::to(LIST_SITTINGS, &[]).query(query)).await
    }

    /// Plans a sitting.
    ///
    /// # Errors
    /// `field.reference`, `sitting.on_agenda`, what is wrong in shape, or no answer.
    pub async fn create_sitting(&self, sitting: &NewSitting, write: Write) -> Result<Sitting> {
        self.answer(Call::to(CREATE_SITTING, &[]).write(write).json(sitting)).await
    }

    /// A sitting with its agenda.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_sitting(&self, id: SittingId) -> Result<Sitting> {
        self.answer(Call::to(GET_SITTING, &[&id.to_string()])).await
    }

    /// Changes a sitting that still has this version.
    ///
    /// # Errors
    /// `version.stale`, `sitting.state`, as [`Client::create_sitting`].
    pub async fn update_sitting(&self, id: SittingId, version: i64, patch: &SittingPatch) -> Result<Sitting> {
        let call = Call::to(UPDATE_SITTING, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    /// Cancels a sitting whose agenda is empty.
    ///
    /// # Errors
    /// `version.stale`, `sitting.state`, `sitting.not_empty`, or no answer.
    pub async fn cancel_sitting(&self, id: SittingId, write: Write) -> Result<Sitting> {
        self.answer(Call::to(CANCEL_SITTING, &[&id.to_string()]).write(write)).await
    }

    /// Records all the decisions of a sitting, all or none.
    ///
    /// # Errors
    /// `version.stale`, `sitting.state`, `sitting.too_early`, `sitting.undecided`, what is wrong with each, or no answer.
    pub async fn decide_sitting(
        &self,
        id: SittingId,
        decisions: &SittingDecisions,
        write: Write,
    ) -> Result<Sitting> {
        self.answer(Call::to(DECIDE_SITTING, &[&id.to_string()]).write(write).json(decisions)).await
    }
}
