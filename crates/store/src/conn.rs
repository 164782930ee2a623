//! Connections and transactions, over whichever database the URL names.

mod either;
mod manager;
mod migrate;
mod pool;

pub use either::EitherConnection as Connection;
pub(crate) use either::{MultiBackend, MultiRawValue};
pub use migrate::migrate;
pub use pool::{Pool, PoolOptions};
