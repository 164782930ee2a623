//! Habilitations, and what INRS decides of them.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{
        GET_HABILITATION, LIFT_SUSPENSION, LIST_HABILITATIONS, SUSPEND_HABILITATION, WITHDRAW_HABILITATION,
    },
    habilitation::{
        Habilitation,
        measure::{HabilitationDetail, NewLifting, NewSuspension, NewWithdrawal},
    },
    id::{HabilitationId, OrganisationId},
    page::Page,
};

impl Client {
    /// All the habilitations of an organisation that the caller sees.
    ///
    /// # Errors
    /// `not_found`, `unauthenticated`, `forbidden`, or no answer.
    pub async fn list_habilitations(&self, organisation: OrganisationId) -> Result<Page<Habilitation>> {
        self.all(LIST_HABILITATIONS, &[&organisation.to_string()], &[]).await
    }

    /// Those of them for which a session can be declared today (S3).
    ///
    /// # Errors
    /// As [`Client::list_habilitations`].
    pub async fn list_offered_habilitations(
        &self,
        organisation: OrganisationId,
    ) -> Result<Page<Habilitation>> {
        let offered = [("offered", true.to_string())];
        self.all(LIST_HABILITATIONS, &[&organisation.to_string()], &offered).await
    }

    /// A habilitation with its history.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_habilitation(&self, id: HabilitationId) -> Result<HabilitationDetail> {
        self.answer(Call::to(GET_HABILITATION, &[&id.to_string()])).await
    }

    /// Suspends a habilitation (H11).
    ///
    /// # Errors
    /// `version.stale`, `habilitation.state`, what is wrong with its days, or no answer.
    pub async fn suspend_habilitation(
        &self,
        id: HabilitationId,
        input: &NewSuspension,
        write: Write,
    ) -> Result<HabilitationDetail> {
        self.answer(Call::to(SUSPEND_HABILITATION, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Lifts the suspension of a habilitation.
    ///
    /// # Errors
    /// As [`Client::suspend_habilitation`].
    pub async fn lift_suspension(
        &self,
        id: HabilitationId,
        input: &NewLifting,
        write: Write,
    ) -> Result<HabilitationDetail> {
        self.answer(Call::to(LIFT_SUSPENSION, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Withdraws a habilitation: this is final.
    ///
    /// # Errors
    /// As [`Client::suspend_habilitation`].
    pub async fn withdraw_habilitation(
        &self,
        id: HabilitationId,
        input: &NewWithdrawal,
        write: Write,
    ) -> Result<HabilitationDetail> {
        self.answer(Call::to(WITHDRAW_HABILITATION, &[&id.to_string()]).write(write).json(input)).await
    }
}
