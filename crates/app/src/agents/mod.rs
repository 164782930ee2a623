//! Agents of the caisses, of INRS and of the CNH: INRS's administrators declare them and change what they are.

mod change;
mod list;

pub(crate) use change::may_all_end;
pub use change::{
    declare_agent, remove_agent, resume_agent, send_agent_invitation_again, suspend_agent, update_agent,
};
pub use list::list_agents;

use crate::{Failure, Tx};
use forprev_core::user::AgentPost;
use forprev_store as store;

/// The setting whose row all changes to agents lock: of two at once, the second sees what the first wrote.
const LOCK: &str = "agents";

/// Waits for whoever else changes agents, until the end of the transaction.
pub(crate) fn lock(tx: &mut Tx<'_>) -> Result<(), Failure> {
    Ok(store::setting::set(tx.conn, LOCK, &tx.now.timestamp_millis().to_string())?)
}

/// What a profile is, as a post.
fn post(row: &store::profile::Row) -> AgentPost {
    AgentPost { kind: row.kind, caisse: row.caisse_code.clone(), rank: row.rank }
}

/// How many others than this agent administer INRS and can act.
fn other_administrators(tx: &mut Tx<'_>, agent: &store::profile::Row) -> Result<usize, Failure> {
    let all = store::profile::of_kinds(tx.conn, &AgentPost::KINDS)?;
    let counts = |one: &&store::profile::Row| {
        post(one).is_administrator() && one.id != agent.id && one.is_active(tx.today)
    };
    Ok(all.iter().filter(counts).count())
}
