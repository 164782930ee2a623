//! The data of national size, at a size that a test can wait for.

use forprev_app::{
    audit::chain::verify,
    directory::list_public_organisations,
    seed::{Size, sized},
};
use forprev_core::query::DirectoryQuery;
use forprev_testkit::both_databases;

const SMALL: Size = Size {
    organisations: 40,
    habilitations: 120,
    formateurs: 60,
    users: 30,
    sessions: 50,
    trainees: 333,
    certificates: 500,
    months: 3,
    agents: 25,
    acts: 70,
    mails: 30,
    notifications: 40,
};

both_databases! {
    /// A second run changes nothing, and what was written is what lists show.
    async fn national_data_are_written_once(app) {
        assert!(sized(&app.app, SMALL).unwrap());
        assert!(!sized(&app.app, SMALL).unwrap());
        let query = DirectoryQuery { dispositif: Some("SST".into()), ..DirectoryQuery::default() };
        let page = app.read(|tx| list_public_organisations(tx, &query));
        assert!(page.total > 3, "{}", page.total);
        // Nothing of the log is left to a server that starts.
        let log = verify(&app.app, None).unwrap();
        assert!(log.holds() && log.waiting == 0 && log.sealed >= 70, "{log:?}");
    }
}
