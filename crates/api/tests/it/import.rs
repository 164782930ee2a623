//! Files of trainees, as programs and as forms send them.

use crate::raw::{Answer, Cookies, send};
use forprev_client::Write;
use forprev_core::session::import::ImportMode;
use forprev_testkit::{Database, Declared, TestApp, both_databases};

const FILE: &str = "nom;prénom;date de naissance\nLe Bihan;Zoé;02/04/1990\nTrần;Ngọc;1991-05-03\n";

fn form(parts: &[(&str, Option<&str>, &str)]) -> (String, String) {
    let mut body = String::new();
    for (name, file, content) in parts {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body +=
            &format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n");
    }
    ("multipart/form-data; boundary=edge".to_owned(), body + "--edge--\r\n")
}

async fn import(app: &TestApp, story: &Declared, path: &str, media_type: &str, body: String) -> Answer {
    let cookies = Cookies::of(app, &story.gestionnaire.email).await;
    send(cookies.request(app, "POST", path).header("Content-Type", media_type).body(body)).await
}

both_databases! {
    async fn every_line_is_accounted_for(app) {
        let story = app.declared().await;
        let draft = story.declarer.create_session(&story.new_session("2026-11-20", 0), Write::default()).await.unwrap();
        let file = format!("{FILE}Le Bihan;ZOE;02/04/1990\n;Sans nom;01/01/1980\nNé;Demain;30/02/1990\n");
        let all = story.declarer.import_trainees(draft.id, ImportMode::AllOrNothing, file.clone().into_bytes(), Write::default());
        let all = all.await.unwrap();
        assert_eq!((all.lines, all.created, all.refused.len()), (5, 0, 5));
        let some = story.declarer.import_trainees(draft.id, ImportMode::ValidLines, file.into_bytes(), Write::default());
        let some = some.await.unwrap();
        assert_eq!((some.lines, some.created, some.refused.len()), (5, 2, 3));
        assert_eq!(some.session.trainees.len(), 2);
        let codes: Vec<_> = some.refused.iter().map(|line| (line.line, line.code.as_str())).collect();
        assert_eq!(codes, [(4, "trainee.duplicate"), (5, "field.required"), (6, "field.date")]);
    }
}

#[tokio::test]
async fn a_form_sends_a_file_too() {
    let app = TestApp::start(Database::Sqlite);
    let story = app.declared().await;
    let draft =
        story.declarer.create_session(&story.new_session("2026-11-20", 0), Write::default()).await.unwrap();
    let path = format!("/api/v1/sessions/{}/trainees/import", draft.id);
    let (media_type, body) = form(&[("note", None, "x"), ("file", Some("stagiaires.csv"), FILE)]);
    let tried = import(&app, &story, &format!("{path}?dry_run=true"), &media_type, body.clone()).await;
    assert_eq!((tried.status, &tried.json()["created"]), (200, &2.into()), "{}", tried.text);
    assert!(story.declarer.get_session(draft.id).await.unwrap().trainees.is_empty());
    let done = import(&app, &story, &path, &media_type, body).await;
    assert_eq!((done.status, &done.json()["created"]), (200, &2.into()), "{}", done.text);

    let (_, no_file) = form(&[("note", None, FILE)]);
    // No part is too large by itself.
    let part = ("note", None, "x".repeat(1024 * 1024));
    let many: Vec<_> = (0..6).map(|_| (part.0, part.1, part.2.as_str())).collect();
    let many = form(&[many, vec![("file", Some("x.csv"), FILE)]].concat()).1;
    let huge = form(&[("file", Some("x.csv"), &"x".repeat(6 * 1024 * 1024))]).1;
    for (media_type, body, status, code) in [
        (media_type.as_str(), no_file, 422, "import.unreadable"),
        (media_type.as_str(), "no parts".to_owned(), 400, "request.malformed"),
        (media_type.as_str(), many, 413, "request.too_large"),
        (media_type.as_str(), huge, 413, "request.too_large"),
        ("multipart/form-data", String::new(), 400, "request.malformed"),
        ("application/json", "{}".to_owned(), 415, "request.media_type"),
        ("text/csv", "x".repeat(6 * 1024 * 1024), 413, "request.too_large"),
        ("text/csv", String::new(), 422, "import.empty"),
        ("text/csv", "PK\u{3}\u{4}broken".to_owned(), 422, "import.unreadable"),
    ] {
        let what = body.chars().take(20).collect::<String>();
        let answer = import(&app, &story, &path, media_type, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (status, code), "{what}");
    }
    assert_eq!(story.declarer.get_session(draft.id).await.unwrap().trainees.len(), 2);
}
