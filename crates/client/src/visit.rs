//! Audits and visits of organisations.

use crate::{Client, Result, Write, call::Call};
use forprev_core::{
    endpoint::{
        ANSWER_VISIT_ACTION, ASSIGN_VISIT, CANCEL_VISIT, CLOSE_VISIT, FOLLOW_VISIT_ACTION, GET_VISIT,
        LIST_VISITS, NOTIFY_VISIT, PLAN_VISIT, REPORT_VISIT, UPDATE_VISIT,
    },
    id::{OrganisationId, VisitActionId, VisitId},
    organisation::file::Assignment,
    page::Page,
    visit::{FollowUp, NewVisit, Visit, VisitComment, VisitPatch, VisitQuery, VisitReport, VisitRow},
};

impl Client {
    /// Audits and visits, the latest day first.
    ///
    /// # Errors
    /// `request.cursor`, or no answer.
    pub async fn list_visits(&self, query: &VisitQuery) -> Result<Page<VisitRow>> {
        self.answer(Call::to(LIST_VISITS, &[]).query(query)).await
    }

    /// Plans one.
    ///
    /// # Errors
    /// What is wrong in shape, `field.past`, `forbidden`, or no answer.
    pub async fn plan_visit(&self, id: OrganisationId, visit: &NewVisit, write: Write) -> Result<Visit> {
        self.answer(Call::to(PLAN_VISIT, &[&id.to_string()]).write(write).json(visit)).await
    }

    /// One, with its report.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_visit(&self, id: VisitId) -> Result<Visit> {
        self.answer(Call::to(GET_VISIT, &[&id.to_string()])).await
    }

    /// Changes the plan of one that still has this version.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, what is wrong in shape, or no answer.
    pub async fn update_visit(&self, id: VisitId, version: i64, patch: &VisitPatch) -> Result<Visit> {
        let call = Call::to(UPDATE_VISIT, &[&id.to_string()]).write(Write::on_version(version));
        self.answer(call.json(patch)).await
    }

    /// Takes one, or gives it to another agent.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, what is wrong in shape, or no answer.
    pub async fn assign_visit(&self, id: VisitId, input: &Assignment, write: Write) -> Result<Visit> {
        self.answer(Call::to(ASSIGN_VISIT, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Reports on one.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, what is wrong in shape, or no answer.
    pub async fn report_visit(&self, id: VisitId, input: &VisitReport, write: Write) -> Result<Visit> {
        self.answer(Call::to(REPORT_VISIT, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Cancels one.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, what is wrong in shape, or no answer.
    pub async fn cancel_visit(&self, id: VisitId, input: &VisitComment, write: Write) -> Result<Visit> {
        self.answer(Call::to(CANCEL_VISIT, &[&id.to_string()]).write(write).json(input)).await
    }

    /// Tells the organisation.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, `visit.actions_open`, or no answer.
    pub async fn notify_visit(&self, id: VisitId, write: Write) -> Result<Visit> {
        self.answer(Call::to(NOTIFY_VISIT, &[&id.to_string()]).write(write)).await
    }

    /// Closes one.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, `visit.actions_open`, or no answer.
    pub async fn close_visit(&self, id: VisitId, write: Write) -> Result<Visit> {
        self.answer(Call::to(CLOSE_VISIT, &[&id.to_string()]).write(write)).await
    }

    /// Says what became of a corrective action.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, what is wrong in shape, or no answer.
    pub async fn follow_visit_action(
        &self,
        id: VisitId,
        action: VisitActionId,
        input: &FollowUp,
        write: Write,
    ) -> Result<Visit> {
        let call = Call::to(FOLLOW_VISIT_ACTION, &[&id.to_string(), &action.to_string()]);
        self.answer(call.write(write).json(input)).await
    }

    /// Answers a corrective action.
    ///
    /// # Errors
    /// `version.stale`, `visit.state`, what is wrong in shape, or no answer.
    pub async fn answer_visit_action(
        &self,
        id: VisitId,
        action: VisitActionId,
        input: &VisitComment,
        write: Write,
    ) -> Result<Visit> {
        let call = Call::to(ANSWER_VISIT_ACTION, &[&id.to_string(), &action.to_string()]);
        self.answer(call.write(write).json(input)).await
    }
}
