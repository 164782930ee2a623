//! E11: accesses are confirmed once a year; délégataires whom nobody confirms are suspended after notice.

use crate::{invitations::mails, users::user_of};
use forprev_app::jobs::reviews;
use forprev_client::Write;
use forprev_core::user::{Review, UserState};
use forprev_testkit::{Holding, TestApp, both_databases};

fn reviewed(app: &TestApp) -> usize {
    reviews::run(&app.app).unwrap()
}

both_databases! {
    async fn e11_asked_for_once_and_suspended_after_notice(app) {
        let story = app.declared().await;
        let here = story.organisation.id;
        let second = app.person(&[Holding::Gestionnaire(here)]);
        let [kept, lost] = [0; 2].map(|_| app.person(&[Holding::Delegataire(here, vec![story.habilitation])]));
        let asked = |person: &forprev_testkit::Person| {
            mails(&app, "access.review").iter().filter(|row| row.person_id == Some(person.id)).count()
        };
        app.on("2027-11-22");
        assert_eq!(reviewed(&app), 0);
        app.on("2027-11-23");
        // Several servers at once, and again.
        let runs = std::thread::scope(|scope| {
            let running: Vec<_> = (0..4).map(|_| scope.spawn(|| reviewed(&app))).collect();
            running.into_iter().map(|one| one.join().unwrap()).sum::<usize>()
        });
        assert_eq!((runs, reviewed(&app)), (4, 0));
        assert_eq!((asked(&story.gestionnaire), asked(&second), asked(&kept)), (1, 1, 0));
        assert_eq!(mails(&app, "access.review")[0].payload.0["users"], 4);
        let declarer = app.signed_in(&story.gestionnaire).await;
        let id = user_of(&declarer, here, &kept).await.id;
        declarer.review_users(here, &Review { user_ids: vec![id.to_string()] }).await.unwrap();
        app.on("2027-12-22");
        assert_eq!(reviewed(&app), 0);
        app.on("2027-12-23");
        let runs = std::thread::scope(|scope| {
            let running: Vec<_> = (0..4).map(|_| scope.spawn(|| reviewed(&app))).collect();
            running.into_iter().map(|one| one.join().unwrap()).sum::<usize>()
        });
        assert_eq!((runs, reviewed(&app)), (1, 0), "one délégataire; gestionnaires are never suspended by it");
        let told = mails(&app, "user.suspended");
        assert_eq!((told.len(), told[0].person_id), (1, Some(lost.id)));
        assert_eq!(told[0].payload.0["reason"], "review");
        let declarer = app.signed_in(&story.gestionnaire).await;
        let lost = user_of(&declarer, here, &lost).await;
        assert_eq!(lost.state, UserState::Suspended);
        assert_eq!(user_of(&declarer, here, &kept).await.state, UserState::Active);
        // Given back, they are confirmed for a year.
        declarer.resume_user(here, lost.id, Write::default()).await.unwrap();
        assert_eq!(reviewed(&app), 0);
        app.on("2028-12-23");
        assert_eq!(reviewed(&app), 2, "kept and lost; the gestionnaires were asked about already");
    }
}
