//! The few statements outside the subset of SQL that the two databases share.

/// Runs the same expression on the connection of either kind: for upserts and batch inserts, which diesel offers on
/// each database but not on both at once.
macro_rules! each {
    ($connection:expr, $one:ident => $statement:expr) => {
        match $connection {
            $crate::conn::Connection::Sqlite($one) => $statement,
            $crate::conn::Connection::Postgres($one) => $statement,
        }
    };
}

/// Inserts rows of so many columns, in as few statements as the databases allow.
macro_rules! insert_rows {
    ($connection:expr, $table:ident, $columns:literal, $rows:expr) => {{
        use diesel::RunQueryDsl as _;
        let mut rows = $rows.into_iter();
        loop {
            let some: Vec<_> = rows.by_ref().take($crate::dialect::VARIABLES_MAX / $columns).collect();
            if some.is_empty() {
                break;
            }
            each!(&mut *$connection, c => {
                diesel::insert_into($crate::schema::$table::table).values(some).execute(c)
            })?;
        }
    }};
}

/// Variables that one statement binds at the most: SQLite's limit, 32,766, is smaller than PostgreSQL's, 65,535.
pub(crate) const VARIABLES_MAX: usize = 30_000;

/// Reads by a list of any length, as many of it at a time as one statement may bind.
pub(crate) fn in_parts<K, R>(
    keys: &[K],
    mut read: impl FnMut(&[K]) -> diesel::QueryResult<Vec<R>>,
) -> crate::Result<Vec<R>> {
    let mut found = Vec::new();
    for some in keys.chunks(VARIABLES_MAX) {
        found.extend(read(some)?);
    }
    Ok(found)
}
