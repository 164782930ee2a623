//! Helping people: finding them, seeing the application as they do (N5), correcting who they are (A9), recovering their
//! access and making one account of two (A15).

mod merge;
mod record;
mod recovery;
mod search;
mod view;

pub use merge::{merge_person, undo_merge};
pub use record::{correct_identity, get_person};
pub use recovery::{
    cancel_recovery, confirm_recovery, list_my_recoveries, list_recoveries, open_recovery, refuse_recovery,
    stop_my_recovery,
};
pub(crate) use recovery::{finish, own};
pub use search::{Found, list_people};
pub use view::{end_support_view, start_support_view, viewed};
