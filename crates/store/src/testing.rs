//! What tests ask of a base and the program never does: all that it holds, and faults on purpose. Only with the
//! feature `testing`, which no crate of the program turns on.

use crate::{Connection, Result};
use diesel::{QueryableByName, RunQueryDsl, connection::SimpleConnection, sql_query, sql_types::Text};
use std::collections::BTreeMap;

/// Reference data that only the start of a program writes, and too many to compare.
const LEFT_OUT: [&str; 2] = ["commune", "departement"];

#[derive(QueryableByName)]
struct Told {
    #[diesel(sql_type = Text)]
    told: String,
}

/// Every row of every table as text, sorted, by table; save communes and départements.
///
/// # Errors
/// Those of the base.
pub fn rows(c: &mut Connection) -> Result<BTreeMap<String, Vec<String>>> {
    let tables = match c {
        Connection::Sqlite(_) => {
            "SELECT name AS told FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        }
        Connection::Postgres(_) => {
            "SELECT tablename::text AS told FROM pg_tables WHERE schemaname = current_schema()"
        }
    };
    let mut found = BTreeMap::new();
    for table in texts(c, tables)?.into_iter().filter(|table| !LEFT_OUT.contains(&table.as_str())) {
        let all = match c {
            Connection::Sqlite(_) => {
                let columns = texts(c, &format!("SELECT name AS told FROM pragma_table_info('{table}')"))?;
                let told: Vec<_> =
                    columns.iter().map(|name| format!("'{name}=' || quote(\"{name}\")")).collect();
                format!("SELECT {} AS told FROM \"{table}\"", told.join(" || ' ' || "))
            }
            Connection::Postgres(_) => format!("SELECT row_to_json(t)::text AS told FROM \"{table}\" t"),
        };
        let mut rows = texts(c, &all)?;
        rows.sort_unstable();
        found.insert(table, rows);
    }
    Ok(found)
}

fn texts(c: &mut Connection, query: &str) -> Result<Vec<String>> {
    let rows: Vec<Told> = sql_query(query).load(c)?;
    Ok(rows.into_iter().map(|row| row.told).collect())
}

/// Runs these statements as they are.
///
/// # Errors
/// Those of the base.
pub fn execute(c: &mut Connection, statements: &str) -> Result<()> {
    Ok(each!(c, c => c.batch_execute(statements))?)
}

/// A statement that changes rows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Change {
    /// New rows.
    Insert,
    /// Changed rows.
    Update,
    /// Erased rows.
    Delete,
}

/// Makes each such change to this table fail, until [`mend`].
///
/// # Errors
/// Those of the base.
pub fn break_down(c: &mut Connection, table: &str, change: Change) -> Result<()> {
    let change = format!("{change:?}").to_uppercase();
    let statements = match c {
        Connection::Sqlite(_) => format!(
            "CREATE TRIGGER fault_of_a_test BEFORE {change} ON \"{table}\" \
             BEGIN SELECT RAISE(ABORT, 'fault of a test'); END;"
        ),
        Connection::Postgres(_) => format!(
            "CREATE FUNCTION fault_of_a_test() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'fault of a test'; END $$; \
             CREATE TRIGGER fault_of_a_test BEFORE {change} ON \"{table}\" \
             FOR EACH ROW EXECUTE FUNCTION fault_of_a_test();"
        ),
    };
    execute(c, &statements)
}

/// Ends what [`break_down`] began.
///
/// # Errors
/// Those of the base.
pub fn mend(c: &mut Connection) -> Result<()> {
    let statement = match c {
        Connection::Sqlite(_) => "DROP TRIGGER IF EXISTS fault_of_a_test",
        Connection::Postgres(_) => "DROP FUNCTION IF EXISTS fault_of_a_test CASCADE",
    };
    execute(c, statement)
}
