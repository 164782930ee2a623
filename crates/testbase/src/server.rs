//! The PostgreSQL server of the tests.

use std::process::Command;

/// The server of the tests. A test that cannot run has failed.
fn server() -> String {
    std::env::var("FORPREV_TEST_POSTGRES_URL").expect(
        "FORPREV_TEST_POSTGRES_URL must name a PostgreSQL server on which databases can be made: `make test` sets it",
    )
}

/// The URL of another database of the same server.
pub(crate) fn postgres_url(database: &str) -> String {
    let server = server();
    let (address, options) = server.split_once('?').map_or((server.as_str(), None), |(a, o)| (a, Some(o)));
    let (host, _) = address.rsplit_once('/').expect("a URL that ends with a database's name");
    let options = options.map(|options| format!("?{options}")).unwrap_or_default();
    format!("{host}/{database}{options}")
}

/// Runs a statement of names that are made here. What it printed.
pub(crate) fn try_on_server(statement: &str) -> Result<String, String> {
    query(&server(), statement)
}

/// Runs a statement on the database of this URL. What it printed.
pub(crate) fn query(url: &str, statement: &str) -> Result<String, String> {
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
        .args(["--command", statement, "--dbname"])
        .arg(url)
        .output()
        .map_err(|error| format!("psql: {error}"))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        Err(String::from_utf8_lossy(&output.stderr).into_owned())
    }
}

pub(crate) fn on_server(statement: &str) -> String {
    try_on_server(statement).expect("a statement on the server of the tests")
}

/// The files of what this database keeps, save communes and départements, and what its planner knows of the columns.
pub(crate) fn files(url: &str) -> Vec<u8> {
    query(url, "CHECKPOINT").expect("a checkpoint");
    let all = query(
        url,
        "SELECT encode(pg_read_binary_file(pg_relation_filepath(c.oid)), 'hex') \
         FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace \
         WHERE (n.nspname IN (current_schema(), 'pg_toast') OR c.relname LIKE 'pg~_statistic%' ESCAPE '~') \
         AND c.relname !~ '^(commune|departement)' AND pg_relation_filepath(c.oid) IS NOT NULL",
    );
    let all = all.expect("the server of the tests lets its files be read");
    let mut bytes: Vec<u8> = all
        .lines()
        .flat_map(|hex| hex.as_bytes().chunks(2).map(|two| digit(two[0]) * 16 + digit(two[1])))
        .collect();
    let known = query(url, "SELECT row_to_json(s) FROM pg_stats s WHERE schemaname = current_schema()");
    bytes.extend(known.expect("what the planner knows").into_bytes());
    bytes
}

fn digit(hex: u8) -> u8 {
    u8::try_from(char::from(hex).to_digit(16).expect("a digit")).expect("less than 16")
}
