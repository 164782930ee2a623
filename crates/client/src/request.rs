//! Habilitation requests, from draft to decision.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{
        ABANDON_REQUEST, ADMIT_REQUEST, ANSWER_GRID, ASSIGN_REQUEST, CREATE_REQUEST, DECIDE_REQUEST,
        FORWARD_REQUEST, GET_REQUEST, GIVE_INRS_OPINION, GIVE_OPINION, HAND_OVER_REQUEST,
        LIST_REQUEST_MESSAGES, LIST_REQUESTABLE, LIST_REQUESTS, RETURN_REQUEST, SUBMIT_REQUEST,
        UPDATE_REQUEST, WRITE_REQUEST_MESSAGE,
    },
    id::{OrganisationId, RequestId},
    organisation::file::{Assignment, HandOver, Message, NewMessage},
    page::Page,
    query::PageQuery,
    request::{
        NewDecision, NewRequest, Request, RequestPatch, RequestRow,
        instruction::{GridAnswers, NewInrsOpinion, NewOpinion, NewReturn},
        offer::Offer,
        query::RequestQuery,
    },
    session::Comment,
};

impl Client {
    /// What an organisation can request today, and why not the rest (H7).
    ///
    /// # Errors
    /// `not_found`, `request.cursor`, or no answer.
    pub async fn list_requestable(&self, id: OrganisationId, query: &PageQuery) -> Result<Page<Offer>> {
        self.answer(Call::to(LIST_REQUESTABLE, &[&id.to_string()]).query(query)).await
    }

    /// Begins a request.
    ///
    /// # Errors
    /// `request.already_open`, `renewal.too_early`, `request.not_offered`, what is wrong in shape, or no answer.
    pub async fn create_request(
        &self,
        id: OrganisationId,
        request: &NewRequest,
        write: Write,
    ) -> Result<Request> {
        self.answer(Call::to(CREATE_REQUEST, &[&id.to_string()]).write(write).json(request)).await
    }

    /// The requests that the caller sees.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_requests(&self, query: &RequestQuery) -> Result<Page<RequestRow>> {
        self.answer(Call::to(LIST_REQUESTS, &[]).query(query)).await
    }

    /// A request.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_request(&self, id: RequestId) -> Result<Request> {
        self.answer(Call::to(GET_REQUEST, &[&id.to_string()])).await
    }

    /// Changes a request that still has this version.
    ///
    /// # Errors
    /// `version.stale`, `request.state`, what is wrong in shape, or no answer.
    pub async fn update_request(&self, id: RequestId, version: i64, patch: &RequestPatch) -> Result<Request> {
        let call = Call::to(UPDATE_REQUEST, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    /// Hands a request to the caisse.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, all that H2, H6 to H9 and O1 refuse, or no answer.
    pub async fn submit_request(&self, id: RequestId, write: Write) -> Result<Request> {
        self.answer(Call::to(SUBMIT_REQUEST, &[&id.to_string()]).write(write)).await
    }

    /// Gives a request up.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, or no answer.
    pub async fn abandon_request(&self, id: RequestId, comment: &Comment, write: Write) -> Result<Request> {
        self.answer(Call::to(ABANDON_REQUEST, &[&id.to_string()]).write(write).json(comment)).await
    }

    /// Finds a request admissible.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, or no answer.
    pub async fn admit_request(&self, id: RequestId, write: Write) -> Result<Request> {
        self.answer(Call::to(ADMIT_REQUEST, &[&id.to_string()]).write(write)).await
    }

    /// Sends a request back to be completed.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, what is wrong in shape, or no answer.
    pub async fn return_request(&self, id: RequestId, input: &NewReturn, write: Write) -> Result<Request> {
        self.answer(Call::to(RETURN_REQUEST, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Takes a request on, or gives it to another agent.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, `field.reference`, or no answer.
    pub async fn assign_request(&self, id: RequestId, input: &Assignment, write: Write) -> Result<Request> {
        self.answer(Call::to(ASSIGN_REQUEST, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Hands a request to another caisse, or to INRS.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, `field.reference`, or no answer.
    pub async fn hand_over_request(&self, id: RequestId, input: &HandOver, write: Write) -> Result<Request> {
        self.answer(Call::to(HAND_OVER_REQUEST, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Gives an opinion of the caisse.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, what is wrong in shape, or no answer.
    pub async fn give_opinion(&self, id: RequestId, input: &NewOpinion, write: Write) -> Result<Request> {
        self.answer(Call::to(GIVE_OPINION, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Hands a request to INRS.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, `request.opinion_missing`, or no answer.
    pub async fn forward_request(&self, id: RequestId, write: Write) -> Result<Request> {
        self.answer(Call::to(FORWARD_REQUEST, &[&id.to_string()]).write(write)).await
    }

    /// Gives the opinion of INRS.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, what is wrong in shape, or no answer.
    pub async fn give_inrs_opinion(
        &self,
        id: RequestId,
        input: &NewInrsOpinion,
        write: Write,
    ) -> Result<Request> {
        self.answer(Call::to(GIVE_INRS_OPINION, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Records what the CNH decided.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, `request.admin_change_pending`, `request.decision_day`, or no answer.
    pub async fn decide_request(&self, id: RequestId, input: &NewDecision, write: Write) -> Result<Request> {
        self.answer(Call::to(DECIDE_REQUEST, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Writes answers of the examination grid of a request that still has this version.
    ///
    /// # Errors
    /// `forbidden`, `version.stale`, `request.state`, `field.reference`, or no answer.
    pub async fn answer_grid(&self, id: RequestId, version: i64, answers: &GridAnswers) -> Result<Request> {
        let call = Call::to(ANSWER_GRID, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(answers)).await
    }

    /// What was written about a request, in order.
    ///
    /// # Errors
    /// `not_found`, `request.cursor`, or no answer.
    pub async fn list_request_messages(&self, id: RequestId, query: &PageQuery) -> Result<Page<Message>> {
        self.answer(Call::to(LIST_REQUEST_MESSAGES, &[&id.to_string()]).query(query)).await
    }

    /// Writes about a request.
    ///
    /// # Errors
    /// `forbidden`, `request.state`, what is wrong in shape, or no answer.
    pub async fn write_request_message(
        &self,
        id: RequestId,
        message: &NewMessage,
        write: Write,
    ) -> Result<Message> {
        self.answer(Call::to(WRITE_REQUEST_MESSAGE, &[&id.to_string()]).write(write).json(message)).await
    }
}
