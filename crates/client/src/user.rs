//! Users of an organisation, invitations, agents.

use crate::{
    Client, Result, Write,
    call::{Call, File},
};
use forprev_core::{
    endpoint::{
        ACCEPT_INVITATION, CANCEL_INVITATION, DECLARE_AGENT, DECLARE_USER, GET_USER, LIST_AGENTS, LIST_USERS,
        NAME_SUCCESSOR, OPEN_INVITATION, REMOVE_AGENT, REMOVE_USER, RESUME_AGENT, RESUME_USER, REVIEW_USERS,
        SEND_AGENT_INVITATION_AGAIN, SEND_INVITATION_AGAIN, SUSPEND_AGENT, SUSPEND_USER, UPDATE_AGENT,
        UPDATE_USER,
    },
    id::{OrganisationId, UserId},
    page::Page,
    query::{AgentQuery, RemovalQuery, UserQuery},
    user::{
        AcceptInvitation, Accepted, Agent, AgentPatch, DeclaredAgent, DeclaredUser, InvitationToken,
        NamedSuccessor, NewAgent, NewSuccessor, NewUser, OpenedInvitation, Review, Reviewed, User, UserPatch,
    },
};

impl Client {
    /// The users of an organisation.
    ///
    /// # Errors
    /// `not_found`, `request.cursor`, or no answer.
    pub async fn list_users(&self, organisation: OrganisationId, query: &UserQuery) -> Result<Page<User>> {
        self.answer(Call::to(LIST_USERS, &[&organisation.to_string()]).query(query)).await
    }

    /// All of them, as CSV.
    ///
    /// # Errors
    /// As [`Client::list_users`].
    pub async fn users_csv(&self, organisation: OrganisationId, query: &UserQuery) -> Result<File> {
        let call = Call::to(LIST_USERS, &[&organisation.to_string()]).query(query);
        self.file(call.accept("text/csv")).await
    }

    /// Invites somebody to become a user (U2); with [`Write::dry_run`], only checks.
    ///
    /// # Errors
    /// What is wrong in shape, `user.exists`, `invitation.exists`, U3's codes, or no answer.
    pub async fn declare_user(
        &self,
        organisation: OrganisationId,
        user: &NewUser,
        write: Write,
    ) -> Result<DeclaredUser> {
        self.answer(Call::to(DECLARE_USER, &[&organisation.to_string()]).write(write).json(user)).await
    }

    /// Invites a gestionnaire of an organisation, on proof (E10); with [`Write::dry_run`], only checks.
    ///
    /// # Errors
    /// What is wrong in shape, `organisation.unknown`, `user.exists`, or no answer.
    pub async fn name_successor(&self, successor: &NewSuccessor, write: Write) -> Result<NamedSuccessor> {
        self.answer(Call::to(NAME_SUCCESSOR, &[]).write(write).json(successor)).await
    }

    /// Confirms accesses for a year.
    ///
    /// # Errors
    /// `not_found`, `field.reference`, or no answer.
    pub async fn review_users(&self, organisation: OrganisationId, review: &Review) -> Result<Reviewed> {
        self.answer(Call::to(REVIEW_USERS, &[&organisation.to_string()]).json(review)).await
    }

    /// A user, or an invitation that waits.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn get_user(&self, organisation: OrganisationId, id: UserId) -> Result<User> {
        self.answer(Call::to(GET_USER, &[&organisation.to_string(), &id.to_string()])).await
    }

    /// Changes what is attached to a délégataire who still has this version.
    ///
    /// # Errors
    /// `version.stale`, U3's codes, or no answer.
    pub async fn update_user(
        &self,
        organisation: OrganisationId,
        id: UserId,
        version: i64,
        patch: &UserPatch,
    ) -> Result<User> {
        let call = Call::to(UPDATE_USER, &[&organisation.to_string(), &id.to_string()]);
        self.answer(call.write(Write::on_version(version)).json(patch)).await
    }

    /// Removes a user; their open sessions go to whom the query names.
    ///
    /// # Errors
    /// `gestionnaire.last`, `hand_over.needed`, `hand_over.unable`, `version.stale`, or no answer.
    pub async fn remove_user(
        &self,
        organisation: OrganisationId,
        id: UserId,
        version: i64,
        query: &RemovalQuery,
    ) -> Result<()> {
        let call = Call::to(REMOVE_USER, &[&organisation.to_string(), &id.to_string()]);
        self.done(call.write(Write::on_version(version)).query(query)).await
    }

    /// Suspends a user's rights.
    ///
    /// # Errors
    /// `gestionnaire.last`, or no answer.
    pub async fn suspend_user(&self, organisation: OrganisationId, id: UserId, write: Write) -> Result<User> {
        let call = Call::to(SUSPEND_USER, &[&organisation.to_string(), &id.to_string()]);
        self.answer(call.write(write)).await
    }

    /// Gives a user's rights back.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn resume_user(&self, organisation: OrganisationId, id: UserId, write: Write) -> Result<User> {
        let call = Call::to(RESUME_USER, &[&organisation.to_string(), &id.to_string()]);
        self.answer(call.write(write)).await
    }

    /// Sends an invitation again.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn send_invitation_again(
        &self,
        organisation: OrganisationId,
        id: UserId,
        write: Write,
    ) -> Result<User> {
        let call = Call::to(SEND_INVITATION_AGAIN, &[&organisation.to_string(), &id.to_string()]);
        self.answer(call.write(write)).await
    }

    /// Cancels an invitation.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn cancel_invitation(&self, organisation: OrganisationId, id: UserId) -> Result<()> {
        self.done(Call::to(CANCEL_INVITATION, &[&organisation.to_string(), &id.to_string()])).await
    }

    /// What the invitation of a token is.
    ///
    /// # Errors
    /// `invitation.unknown`, `invitation.used`, `invitation.cancelled`, `invitation.expired`, or no answer.
    pub async fn open_invitation(&self, token: &InvitationToken) -> Result<OpenedInvitation> {
        self.answer(Call::to(OPEN_INVITATION, &[]).json(token)).await
    }

    /// Accepts the invitation of a token.
    ///
    /// # Errors
    /// As [`Client::open_invitation`]; `invitation.sign_in`, `invitation.another_person`, what is wrong with the
    /// password.
    pub async fn accept_invitation(&self, accept: &AcceptInvitation) -> Result<Accepted> {
        self.answer(Call::to(ACCEPT_INVITATION, &[]).json(accept)).await
    }

    /// The agents.
    ///
    /// # Errors
    /// `forbidden`, `request.cursor`, or no answer.
    pub async fn list_agents(&self, query: &AgentQuery) -> Result<Page<Agent>> {
        self.answer(Call::to(LIST_AGENTS, &[]).query(query)).await
    }

    /// Invites somebody to become an agent; with [`Write::dry_run`], only checks.
    ///
    /// # Errors
    /// What is wrong in shape, `user.exists`, `invitation.exists`, or no answer.
    pub async fn declare_agent(&self, agent: &NewAgent, write: Write) -> Result<DeclaredAgent> {
        self.answer(Call::to(DECLARE_AGENT, &[]).write(write).json(agent)).await
    }

    /// Changes the post of an agent who still has this version.
    ///
    /// # Errors
    /// `agent.last`, `version.stale`, or no answer.
    pub async fn update_agent(&self, id: UserId, version: i64, patch: &AgentPatch) -> Result<Agent> {
        let call = Call::to(UPDATE_AGENT, &[&id.to_string()]);
        self.answer(call.write(Write::on_version(version)).json(patch)).await
    }

    /// Ends an agent's post, or cancels an invitation.
    ///
    /// # Errors
    /// `agent.last`, `version.stale`, or no answer.
    pub async fn remove_agent(&self, id: UserId, version: i64) -> Result<()> {
        self.done(Call::to(REMOVE_AGENT, &[&id.to_string()]).write(Write::on_version(version))).await
    }

    /// Suspends an agent's rights.
    ///
    /// # Errors
    /// `agent.last`, or no answer.
    pub async fn suspend_agent(&self, id: UserId, write: Write) -> Result<Agent> {
        self.answer(Call::to(SUSPEND_AGENT, &[&id.to_string()]).write(write)).await
    }

    /// Gives an agent's rights back.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn resume_agent(&self, id: UserId, write: Write) -> Result<Agent> {
        self.answer(Call::to(RESUME_AGENT, &[&id.to_string()]).write(write)).await
    }

    /// Sends an agent's invitation again.
    ///
    /// # Errors
    /// `not_found`, or no answer.
    pub async fn send_agent_invitation_again(&self, id: UserId, write: Write) -> Result<Agent> {
        self.answer(Call::to(SEND_AGENT_INVITATION_AGAIN, &[&id.to_string()]).write(write)).await
    }
}
