//! The document of the API: committed, served and generated are one.

use crate::raw::get;
use forprev_core::endpoint;
use forprev_testkit::{Database, TestApp};

#[tokio::test]
async fn committed_served_and_generated_agree() {
    let app = TestApp::start(Database::Sqlite);
    let served = get(&app, "/api/v1/openapi.json").await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../api-spec/openapi.json");
    let committed = std::fs::read_to_string(path).expect("api-spec/openapi.json: make api-spec");
    assert!(served.text == committed, "api-spec/openapi.json is not what is served: make api-spec");
    assert!(served.text == forprev_api::openapi::text());
}

#[test]
fn the_document_and_the_list_of_operations_agree() {
    let document: serde_json::Value = serde_json::from_str(forprev_api::openapi::text()).unwrap();
    let mut documented: Vec<(String, String, String)> = Vec::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            documented.push((id.to_owned(), method.to_uppercase(), path.clone()));
        }
    }
    let mut listed: Vec<_> = endpoint::ALL
        .iter()
        .map(|one| (one.operation.to_owned(), one.method.as_str().to_owned(), one.path.to_owned()))
        .collect();
    documented.sort();
    listed.sort();
    assert_eq!(documented, listed);
}

#[tokio::test]
async fn the_page_for_people_asks_nothing_of_others() {
    let app = TestApp::start(Database::Sqlite);
    let page = get(&app, "/api/docs").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"));
    for wrong in ["<script", "http://", "style="] {
        assert!(!page.text.contains(wrong), "{wrong}");
    }
    for one in endpoint::ALL {
        assert!(page.text.contains(&format!("id=\"op-{}\"", one.operation)), "{}", one.operation);
    }
    assert_eq!(get(&app, "/api/docs/page.css").await.status, 200);
}
