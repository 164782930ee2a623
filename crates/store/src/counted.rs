//! How many rows a long list has, counted in the base and no further than anybody reads.

use crate::{Connection, Result, conn::MultiBackend};
use diesel::{
    QueryResult,
    prelude::*,
    query_builder::{AstPass, Query, QueryFragment, QueryId},
    query_dsl::methods::LoadQuery,
    sql_types::BigInt,
};
pub(crate) use forprev_core::page::COUNTED;

/// `SELECT count(*)` of what a query, which says its own limit, finds.
pub(crate) struct Count<Q>(Q);

impl<Q> QueryId for Count<Q> {
    type QueryId = ();
    // The conditions of a boxed query differ from call to call.
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl<Q> Query for Count<Q> {
    type SqlType = BigInt;
}

impl<Q: QueryFragment<MultiBackend>> QueryFragment<MultiBackend> for Count<Q> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        out.push_sql("SELECT count(*) FROM (");
        self.0.walk_ast(out.reborrow())?;
        out.push_sql(") AS counted");
        Ok(())
    }
}

impl<Q> RunQueryDsl<Connection> for Count<Q> {}

/// How many rows this query finds, which has [`COUNTED`] for its limit.
///
/// # Errors
/// Those of the base.
pub(crate) fn counted<'a, Q>(c: &mut Connection, query: Q) -> Result<i64>
where
    Count<Q>: LoadQuery<'a, Connection, i64>,
{
    Ok(Count(query).get_result(c)?)
}
