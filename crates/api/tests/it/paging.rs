//! Every list is read a page at a time, in the same way.

use crate::raw::{Cookies, get};
use forprev_client::Write;
use forprev_testkit::{Holding, TestApp, both_databases};
use serde_json::Value;

/// The items of a list, page by page of this size.
async fn read(app: &TestApp, cookies: &Cookies, path: &str, limit: usize) -> Vec<Value> {
    let (mut items, mut cursor) = (Vec::new(), String::new());
    let joint = if path.contains('?') { '&' } else { '?' };
    loop {
        let answer = cookies.get(app, &format!("{path}{joint}limit={limit}{cursor}")).await;
        let page = answer.json();
        let found = page["items"].as_array().unwrap_or_else(|| panic!("{path}: {page}")).clone();
        assert!(found.len() <= limit, "{path}");
        items.extend(found);
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => {
                assert_eq!(page["total"], items.len(), "{path}");
                return items;
            }
        }
    }
}

both_databases! {
    async fn every_list_is_read_page_by_page(app) {
        let story = app.declared().await;
        let organisation = story.organisation.id;
        app.habilitation(&story.organisation, "PRAP2S", 1);
        app.habilitation(&story.organisation, "SST", 2);
        for _ in 0..3 {
            let new = story.new_session("2026-11-20", 1);
            story.declarer.create_session(&new, Write::default()).await.unwrap();
        }
        let both = app.person(&[
            Holding::Gestionnaire(organisation),
            Holding::Formateur(vec!["FORM_SST"]),
        ]);
        let cookies = Cookies::of(&app, &both.email).await;
        for (path, least) in [
            ("/api/v1/dispositifs".to_owned(), 5),
            ("/api/v1/caisses".to_owned(), 15),
            (format!("/api/v1/organisations/{organisation}/users"), 2),
            ("/api/v1/communes?postal_code=01200".to_owned(), 3),
            ("/api/v1/communes?q=saint-denis".to_owned(), 5),
            (format!("/api/v1/organisations/{organisation}/habilitations"), 3),
            (format!("/api/v1/formateurs?forprev_number={}", both.forprev_number), 1),
            ("/api/v1/tasks".to_owned(), 3),
            ("/api/v1/me/certificates".to_owned(), 0),
            ("/api/v1/me/looks".to_owned(), 0),
            ("/api/v1/audit?resource_kind=session".to_owned(), 3),
            ("/api/v1/sessions".to_owned(), 3),
            ("/api/v1/public/organisations".to_owned(), 1),
        ] {
            let whole = read(&app, &cookies, &path, 200).await;
            assert!(whole.len() >= least, "{path}: {}", whole.len());
            assert_eq!(read(&app, &cookies, &path, 1).await, whole, "{path}");
            assert_eq!(read(&app, &cookies, &path, 2).await, whole, "{path}");
            let joint = if path.contains('?') { '&' } else { '?' };
            for (wrong, status, code) in [
                ("cursor=nonsense", 400, "request.cursor"),
                ("limit=0", 422, "field.choice"),
                ("limit=201", 422, "field.choice"),
                ("limit=many", 400, "request.query"),
            ] {
                let answer = cookies.get(&app, &format!("{path}{joint}{wrong}")).await;
                assert_eq!((answer.status, answer.code().as_str()), (status, code), "{path} {wrong}");
            }
        }
    }

    async fn a_cursor_holds_while_items_go(app) {
        let all = get(&app, "/api/v1/communes?postal_code=01200").await.json();
        let items = all["items"].as_array().unwrap();
        let first = get(&app, "/api/v1/communes?postal_code=01200&limit=1").await.json();
        let cursor = first["next_cursor"].as_str().unwrap();
        // The same cursor in a list in which its item never was: what comes after it.
        let other = get(&app, &format!("/api/v1/communes?postal_code=33220&cursor={cursor}")).await;
        assert_eq!(other.status, 200);
        let next = get(&app, &format!("/api/v1/communes?postal_code=01200&cursor={cursor}")).await.json();
        assert_eq!(next["items"].as_array().unwrap()[..], items[1..]);
    }
}
