//! The files of a session: as many as certificates, each with the name, the print and the signed code of one person.

use forprev_client::Write;
use forprev_core::{
    catalogue::Dated,
    certificate::signature::{Jwks, find_in_pdf, verify},
    text::identity_key,
};
use forprev_store as store;
use forprev_testkit::{TestApp, both_databases, everybody_passed, trainee};
use std::{
    collections::HashSet,
    io::{Cursor, Read as _},
    process::Command,
};

/// A level whose sessions may hold a hundred trainees: the most that a draft holds (S6).
fn allow_a_hundred(app: &TestApp) {
    app.write(|tx| {
        let known = store::catalogue::dispositifs(tx.conn)?;
        let mut sst = known.into_iter().find(|one| one.entry.code == "SST").unwrap().entry;
        sst.levels[0].certificates[0].trainees_max = Some(100);
        Ok(store::catalogue::add_dispositif(
            tx.conn,
            0,
            &Dated { holds_from: "2026-01-01".parse().unwrap(), entry: sst },
        )?)
    });
}

fn printed(pdf: &[u8]) -> String {
    let path = std::env::temp_dir().join(format!("forprev-file-{}.pdf", uuid::Uuid::now_v7()));
    std::fs::write(&path, pdf).unwrap();
    let said = Command::new("pdftotext").args(["-enc", "UTF-8"]).arg(&path).arg("-").output();
    let said = said.expect("pdftotext is needed: install the package poppler-utils");
    assert!(said.status.success());
    std::fs::remove_file(&path).unwrap();
    letters(&String::from_utf8(said.stdout).unwrap())
}

/// Without spaces, and hyphens, which `pdftotext` takes for those of a division.
fn letters(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace() && *letter != '-').collect()
}

both_databases! {
    async fn s6_c6_an_archive_of_a_hundred_holds_each_persons_own(app) {
        let story = app.declared().await;
        allow_a_hundred(&app);
        let draft = story.declarer.create_session(&story.new_session("2026-11-20", 100), Write::default()).await.unwrap();
        let submitted = story.declarer.submit_session(draft.id, Write::default()).await.unwrap();
        let mut results = everybody_passed(&submitted);
        results.results[41].outcome = "failed".into();
        story.lead.record_results(draft.id, &results, Write::default()).await.unwrap();
        let made = story.declarer.generate_certificates(draft.id, Write::default()).await.unwrap().items;
        assert_eq!(made.len(), 99);
        let keys: Jwks = serde_json::from_value(app.client().get_jwks().await.unwrap()).unwrap();
        let keys = keys.public_keys();
        let archive = story.declarer.get_certificates_zip(draft.id).await.unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(archive.bytes)).unwrap();
        assert_eq!(archive.len(), made.len(), "as many files as certificates");
        let mut seen = HashSet::new();
        for place in 0..archive.len() {
            let mut file = archive.by_index(place).unwrap();
            let (name, mut pdf) = (file.name().unwrap().into_owned(), Vec::new());
            file.read_to_end(&mut pdf).unwrap();
            let signed = verify(find_in_pdf(&pdf).unwrap(), &keys).unwrap();
            assert!(seen.insert(signed.certificate_number.to_string()), "{name} twice");
            // The certificate of its trainee, who passed.
            let certificate = made.iter().find(|one| one.number == signed.certificate_number).unwrap();
            let who = submitted.trainees.iter().position(|one| one.id == certificate.trainee_id).unwrap();
            assert_ne!(who, 41);
            let typed = trainee(who);
            assert_eq!((&signed.last_name, &signed.first_name), (&typed.last_name, &typed.first_name), "{name}");
            assert_eq!(signed.birth_date.to_string(), typed.birth_date, "{name}");
            // The file's name.
            let stem = name.strip_suffix(".pdf").unwrap();
            let parts: Vec<_> = stem.split('_').collect();
            assert_eq!(parts[0], signed.certificate_number.to_string());
            assert_eq!(identity_key(parts[1]), identity_key(&typed.last_name), "{name}");
            assert_eq!(identity_key(parts[2]), identity_key(&typed.first_name), "{name}");
            // What is printed.
            let text = printed(&pdf);
            let year = &typed.birth_date[..4];
            for expected in [format!("{} {}", typed.first_name, typed.last_name), format!("2 avril {year}"), signed.certificate_number.to_string()] {
                assert!(text.contains(&letters(&expected)), "{name}: {expected} is not in {text}");
            }
        }
        // One by one they are the same bytes.
        let number = made[57].number.to_string();
        let alone = story.declarer.get_certificate_pdf(&number).await.unwrap();
        let place = archive.file_names().position(|name| name.unwrap().starts_with(&number)).unwrap();
        let mut file = archive.by_index(place).unwrap();
        let mut same = Vec::new();
        file.read_to_end(&mut same).unwrap();
        assert!(same == alone.bytes);
    }
}
