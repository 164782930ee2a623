//! What happens at once.

use forprev_client::Write;
use forprev_core::{problem::Code, session::SessionPatch};
use forprev_testkit::both_databases;
use futures_util::future::join_all;
use std::collections::BTreeSet;

both_databases! {
    async fn s12_fifty_generations_at_once_give_one_set_of_certificates(app) {
        let story = app.declared().await;
        let verified = story.verified("2026-11-20").await;
        let calls = (0..50).map(|_| story.declarer.generate_certificates(verified.id, Write::default()));
        let mut sets = BTreeSet::new();
        for answer in join_all(calls).await {
            let numbers: Vec<_> = answer.unwrap().items.iter().map(|one| one.number.to_string()).collect();
            assert_eq!(numbers.len(), 4);
            sets.insert(numbers);
        }
        assert_eq!(sets.len(), 1);
        let kept = story.declarer.list_certificates(verified.id).await.unwrap();
        assert_eq!(kept.items.len(), 4);
    }

    async fn of_two_declarers_who_correct_one_session_one_is_stale(app) {
        let story = app.declared().await;
        let draft = story.draft("2026-11-20").await;
        let change = |reference: &str| SessionPatch {
            external_ref: Some(Some(reference.into())),
            ..SessionPatch::default()
        };
        let (one, other) = (change("one"), change("other"));
        let (first, second) = tokio::join!(
            story.declarer.update_session(draft.id, draft.version, &one),
            story.declarer.update_session(draft.id, draft.version, &other),
        );
        let stale: Vec<_> = [&first, &second].into_iter().filter_map(|answer| answer.as_ref().err()).collect();
        assert_eq!(stale.len(), 1);
        assert_eq!((stale[0].code(), stale[0].status()), (Some(Code::VersionStale), Some(412)));
        let written = first.or(second).unwrap();
        assert_eq!(story.declarer.get_session(draft.id).await.unwrap().external_ref, written.external_ref);
    }

    async fn twenty_trainees_added_at_once_are_all_there(app) {
        let story = app.declared().await;
        let draft = story.declarer.create_session(&story.new_session("2026-11-20", 0), Write::default()).await.unwrap();
        let trainees: Vec<_> = (0..20).map(forprev_testkit::trainee).collect();
        let calls = trainees.iter().map(|one| story.declarer.add_trainee(draft.id, one, Write::default()));
        for answer in join_all(calls).await {
            answer.unwrap();
        }
        let session = story.declarer.get_session(draft.id).await.unwrap();
        assert_eq!((session.trainees.len(), session.version), (20, draft.version + 20));
    }
}
