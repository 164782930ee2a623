//! S14: what is erased is in no byte of the base any more; what was counted stays.

use forprev_app::jobs::purge;
use forprev_client::Write;
use forprev_core::session::{Comment, NewTrainee};
use forprev_store as store;
use forprev_testkit::{TestApp, both_databases, everybody_passed, trainee};

/// Names that stand nowhere else.
const MARKED: [(&str, &str); 4] = [
    ("Zwyklemarque", "Abelardine"),
    ("Quintelmarque", "Bathildine"),
    ("Vorzelmarque", "Clotaire"),
    ("Yxelmarque", "Dieudonnée"),
];

/// A birth date that nobody else has.
const BORN: &str = "1931-07-05";

fn marked(place: usize) -> NewTrainee {
    let (last_name, first_name) = MARKED[place % MARKED.len()];
    NewTrainee {
        last_name: last_name.into(),
        first_name: first_name.into(),
        birth_date: BORN.into(),
        ..trainee(place)
    }
}

/// The marks that the base still holds, whatever the case of their letters.
fn left(app: &TestApp) -> Vec<&'static str> {
    let kept = app.kept().to_ascii_lowercase();
    let all = MARKED.iter().flat_map(|(last, first)| [*last, *first]).chain([
        "marked-comment",
        "marked-reference",
        BORN,
    ]);
    all.filter(|mark| {
        let mark = mark.to_lowercase().into_bytes();
        kept.windows(mark.len()).any(|bytes| bytes == mark)
    })
    .collect()
}

both_databases! {
    async fn s14_nothing_of_a_trainee_is_left_in_the_base(app) {
        let story = app.declared().await;
        let mut new = story.new_session("2026-11-20", 0);
        new.trainees = (0..4).map(marked).collect();
        new.external_ref = Some("marked-reference".into());
        let draft = story.declarer.create_session(&new, Write::once("k1")).await.unwrap();
        story.declarer.submit_session(draft.id, Write::once("k2")).await.unwrap();
        let comment = Comment { comment: "marked-comment".into() };
        story.lead.return_session(draft.id, &comment, Write::default()).await.unwrap();
        let submitted = story.declarer.submit_session(draft.id, Write::default()).await.unwrap();
        story.lead.record_results(draft.id, &everybody_passed(&submitted), Write::once("k3")).await.unwrap();
        story.declarer.generate_certificates(draft.id, Write::once("k4")).await.unwrap();
        story.declarer.get_certificates_zip(draft.id).await.unwrap();
        // One that is never finished, and one that is cancelled.
        let mut other = new.clone();
        other.ends_on = Some("2026-11-10".into());
        story.declarer.create_session(&other, Write::default()).await.unwrap();
        let cancelled = story.declarer.create_session(&new, Write::default()).await.unwrap();
        story.declarer.cancel_session(cancelled.id, cancelled.version).await.unwrap();
        assert!(left(&app).len() >= 9, "before the purge they are there: {:?}", left(&app));
        let counted = app.read(|tx| Ok(store::statistic::all(tx.conn)?));
        assert!(!counted.is_empty());

        app.on("2026-12-08");
        assert_eq!(purge::run(&app.app).unwrap().sessions, 0, "through D+15 all of it is kept");
        app.on("2026-12-09");
        assert_eq!(purge::run(&app.app).unwrap().sessions, 1);
        // Fifteen days after the closing day of the one that was not finished.
        app.on("2027-02-25");
        assert_eq!(purge::run(&app.app).unwrap().sessions, 0);
        app.on("2027-02-26");
        assert_eq!(purge::run(&app.app).unwrap().sessions, 1);
        assert_eq!(left(&app), Vec::<&str>::new());
        assert_eq!(app.read(|tx| Ok(store::statistic::all(tx.conn)?)), counted, "what was counted stays");
    }
}
