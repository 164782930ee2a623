//! What is referred to: parameters, catalogue, communes, companies, formateurs; the public directory.

use crate::{Client, File, Result, call::Call};
use chrono::NaiveDate;
use forprev_core::{
    catalogue::Dispositif,
    endpoint::{
        GET_COMPANY, GET_JWKS, GET_METRICS, GET_OPENAPI, GET_PARAMETERS, HEALTH_LIVE, HEALTH_READY,
        LIST_CAISSES, LIST_COMMUNES, LIST_DISPOSITIFS, LIST_FORMATEURS, LIST_PUBLIC_ORGANISATIONS,
    },
    formateur::FormateurFound,
    organisation::{CaisseChoice, CommuneChoice, PublicOrganisation, register::RegisterEntry, siret::Siret},
    page::Page,
    parameters::ParametersOn,
    query::{CommuneQuery, DirectoryQuery, FormateurQuery, OnQuery},
};
use serde_json::Value;

fn on(day: Option<NaiveDate>) -> OnQuery {
    OnQuery { on: day.map(|day| day.to_string()) }
}

impl Client {
    /// The national parameters in force on a day; today if none is given.
    ///
    /// # Errors
    /// No answer.
    pub async fn get_parameters(&self, day: Option<NaiveDate>) -> Result<ParametersOn> {
        self.answer(Call::to(GET_PARAMETERS, &[]).query(&on(day))).await
    }

    /// The whole catalogue in force on a day; today if none is given.
    ///
    /// # Errors
    /// No answer.
    pub async fn list_dispositifs(&self, day: Option<NaiveDate>) -> Result<Page<Dispositif>> {
        let on: Vec<_> = day.map(|day| ("on", day.to_string())).into_iter().collect();
        self.all(LIST_DISPOSITIFS, &[], &on).await
    }

    /// All the caisses.
    ///
    /// # Errors
    /// No answer.
    pub async fn list_caisses(&self) -> Result<Page<CaisseChoice>> {
        self.all(LIST_CAISSES, &[], &[]).await
    }

    /// The communes of a postal code, or those whose name begins so.
    ///
    /// # Errors
    /// No answer.
    pub async fn list_communes(&self, query: &CommuneQuery) -> Result<Page<CommuneChoice>> {
        self.answer(Call::to(LIST_COMMUNES, &[]).query(query)).await
    }

    /// What the public register of companies says of an establishment.
    ///
    /// # Errors
    /// `siret.invalid`, `register.unknown_siret`, `register.unreachable`, `unauthenticated`, `forbidden`, or no answer.
    pub async fn get_company(&self, siret: &Siret) -> Result<RegisterEntry> {
        self.answer(Call::to(GET_COMPANY, &[siret.as_str()])).await
    }

    /// Formateurs, by number or by name, with whether they are qualified.
    ///
    /// # Errors
    /// `unauthenticated`, `forbidden`, or no answer.
    pub async fn list_formateurs(&self, query: &FormateurQuery) -> Result<Page<FormateurFound>> {
        self.answer(Call::to(LIST_FORMATEURS, &[]).query(query)).await
    }

    /// The public directory.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_public_organisations(
        &self,
        query: &DirectoryQuery,
    ) -> Result<Page<PublicOrganisation>> {
        self.answer(Call::to(LIST_PUBLIC_ORGANISATIONS, &[]).query(query)).await
    }

    /// The keys that sign certificates, as JWKS.
    ///
    /// # Errors
    /// No answer.
    pub async fn get_jwks(&self) -> Result<Value> {
        self.answer(Call::to(GET_JWKS, &[])).await
    }

    /// Whether the server runs.
    ///
    /// # Errors
    /// No answer.
    pub async fn health_live(&self) -> Result<()> {
        self.done(Call::to(HEALTH_LIVE, &[])).await
    }

    /// Whether the server can work: its base answers.
    ///
    /// # Errors
    /// `unavailable`, or no answer.
    pub async fn health_ready(&self) -> Result<()> {
        self.done(Call::to(HEALTH_READY, &[])).await
    }

    /// Figures of the server, as Prometheus reads them.
    ///
    /// # Errors
    /// No answer.
    pub async fn get_metrics(&self) -> Result<File> {
        self.file(Call::to(GET_METRICS, &[])).await
    }

    /// The API's document, OpenAPI 3.1.
    ///
    /// # Errors
    /// No answer.
    pub async fn get_openapi(&self) -> Result<Value> {
        self.answer(Call::to(GET_OPENAPI, &[])).await
    }
}
