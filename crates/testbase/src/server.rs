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
    let output = Command::new("psql")
        .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"])
        .args(["--command", statement, "--dbname"])
        .arg(server())
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
