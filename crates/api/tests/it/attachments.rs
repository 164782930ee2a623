//! Attachments, from outside: what is taken and what is not, what comes back and to whom, and that nothing is left of what did
//! not arrive.

use crate::raw::{Answer, Cookies, get, send};
use forprev_client::{Client, Sending, Write};
use forprev_core::{
    attachment::{AttachmentOwner, AttachmentQuery, MediaType, UploadQuery},
    endpoint::{GET_ATTACHMENT, UPLOAD_ORGANISATION_FILE_ATTACHMENT},
    id::{AttachmentId, OrganisationFileId},
    organisation::file::FileContent,
};
use forprev_store as store;
use forprev_testkit::{Holding, TestApp, both_databases};
use reqwest::{
    Body,
    header::{CONTENT_DISPOSITION, CONTENT_TYPE, IF_NONE_MATCH},
};
use std::{
    fs,
    io::{Read, Write as _},
    net::TcpStream,
    path::Path,
    time::Duration,
};

/// A PDF of so many bytes.
pub fn pdf(size: usize) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    bytes.resize(size - 6, b' ');
    bytes.extend_from_slice(b"\n%%EOF");
    bytes
}

const MEGABYTE: usize = 1024 * 1024;

/// A demandeur with a file of their own, still a draft.
struct Dossier {
    client: Client,
    cookies: Cookies,
    id: OrganisationFileId,
    path: String,
}

impl Dossier {
    async fn of(app: &TestApp) -> Self {
        let demandeur = app.person_named("Martin", "Anne", &[Holding::Demandeur]);
        let client = app.signed_in(&demandeur).await;
        let cookies = Cookies::of(app, &demandeur.email).await;
        let file = client.create_organisation_file(&FileContent::default(), Write::default()).await.unwrap();
        let path = UPLOAD_ORGANISATION_FILE_ATTACHMENT.path_with(&[&file.id.to_string()]);
        Self { client, cookies, id: file.id, path: format!("{path}?purpose=urssaf_certificate") }
    }

    fn owner(&self) -> AttachmentOwner {
        self.id.into()
    }

    async fn sends(&self, app: &TestApp, name: &str, bytes: impl Into<Body>) -> Answer {
        let request = self.cookies.request(app, "POST", &self.path);
        let request = request.header(CONTENT_TYPE, "application/pdf");
        send(request.header(CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")).body(bytes))
            .await
    }

    /// Moves its file to a state, as its caisse or its author would.
    fn put_into(&self, app: &TestApp, state: &str, caisse: &str) {
        let statement = format!(
            "UPDATE organisation_file SET state = '{state}', submitted_at = created_at, caisse_code = '{caisse}' WHERE id = '{}'",
            self.id
        );
        app.write(|tx| Ok(store::testing::execute(tx.conn, &statement)?));
    }
}

fn purpose(purpose: &str) -> UploadQuery {
    UploadQuery { purpose: purpose.into(), ..UploadQuery::default() }
}

/// Every file of the folder of attachments.
fn kept(app: &TestApp) -> Vec<String> {
    fn walk(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path.display().to_string()) }
        }
    }
    let mut found = Vec::new();
    walk(&app.attachments(), &mut found);
    found
}

/// Until so many files are kept: what did not arrive is removed in its own time.
async fn keeps(app: &TestApp, count: usize) {
    for _ in 0..1000 {
        if kept(app).len() == count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{count} files were expected: {:?}", kept(app));
}

fn rows(app: &TestApp) -> usize {
    app.rows()["attachment"].len()
}

both_databases! {
    async fn the_same_bytes_come_back(app) {
        let dossier = Dossier::of(&app).await;
        let bytes = pdf(3 * MEGABYTE + 17);
        let sending = Sending::of_bytes("Attestation de vigilance.pdf", bytes.clone());
        let sent = dossier.client.upload_attachment(dossier.owner(), &purpose("urssaf_certificate"), sending, Write::default()).await.unwrap();
        assert_eq!((sent.media_type, sent.size), (MediaType::Pdf, bytes.len() as u64));
        assert_eq!(sent.file_name, "Attestation de vigilance.pdf");
        assert_eq!(sent.uploaded_by.as_deref(), Some("Anne Martin"));
        let read = dossier.client.get_attachment(sent.id).await.unwrap();
        assert!(read.bytes == bytes);
        assert_eq!(read.name.as_deref(), Some("Attestation de vigilance.pdf"));
        let listed = dossier.client.list_attachments(dossier.owner(), &AttachmentQuery::default()).await.unwrap();
        assert_eq!(listed.items, [sent]);
        assert_eq!(kept(&app).len(), 1);
    }

    async fn a_download_is_kept_and_never_run(app) {
        let dossier = Dossier::of(&app).await;
        let sent = dossier.sends(&app, "a.pdf", pdf(2000)).await;
        assert_eq!(sent.status, 201, "{}", sent.text);
        let path = GET_ATTACHMENT.path_with(&[sent.json()["id"].as_str().unwrap()]);
        let answer = dossier.cookies.get(&app, &path).await;
        for (name, expected) in [
            ("content-type", "application/pdf"),
            ("content-length", "2000"),
            ("content-disposition", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
            ("content-security-policy", "default-src 'none'; sandbox"),
            ("x-content-type-options", "nosniff"),
            ("cache-control", "private, no-cache"),
            ("transfer-encoding", ""),
        ] {
            assert_eq!(answer.header(name), expected, "{name}");
        }
        assert_eq!(answer.header("etag").trim_matches('"'), sent.json()["sha256"].as_str().unwrap());
        let again = dossier.cookies.request(&app, "GET", &path).header(IF_NONE_MATCH, answer.header("etag"));
        let again = send(again).await;
        assert_eq!((again.status, again.text.as_str()), (304, ""));
        let head = send(dossier.cookies.request(&app, "HEAD", &path)).await;
        assert_eq!((head.status, head.header("content-length"), head.text.as_str()), (200, "2000", ""));
        // Pages keep their own policy.
        let other = dossier.cookies.get(&app, "/api/v1/me").await;
        assert!(other.header("content-security-policy").contains("frame-ancestors"));
    }

    async fn names_come_and_go_as_they_are_and_are_only_names(app) {
        let dossier = Dossier::of(&app).await;
        for (header, kept, ascii) in [
            ("attachment; filename*=UTF-8''l%E2%80%99%C3%A9t%C3%A9%20%22chaud%22.pdf", "l’été \"chaud\".pdf", "l_t_ _chaud_.pdf"),
            ("attachment; filename=\"a\\\"b.pdf\"", "a\"b.pdf", "a_b.pdf"),
            ("attachment; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x%3Dy.pdf", "a Set-Cookie: x=y.pdf", "a Set-Cookie_ x_y.pdf"),
            ("attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd", "passwd.pdf", "passwd.pdf"),
            ("attachment; filename*=UTF-8''%E7%82%B9%E6%A4%9C.pdf", "点検.pdf", "_.pdf"),
            ("attachment; filename=\"facture.exe\"", "facture.exe.pdf", "facture.exe.pdf"),
            ("attachment", "document.pdf", "document.pdf"),
        ] {
            let request = dossier.cookies.request(&app, "POST", &dossier.path).header(CONTENT_TYPE, "application/octet-stream");
            let sent = send(request.header(CONTENT_DISPOSITION, header).body(pdf(100))).await;
            assert_eq!(sent.json()["file_name"], kept, "{header}");
            let id: AttachmentId = sent.json()["id"].as_str().unwrap().parse().unwrap();
            let answer = dossier.cookies.get(&app, &GET_ATTACHMENT.path_with(&[&id.to_string()])).await;
            assert!(answer.header("content-disposition").contains(&format!("filename=\"{ascii}\"")), "{:?}", answer.headers);
            assert!(answer.headers.get("set-cookie").is_none());
            assert_eq!(dossier.client.get_attachment(id).await.unwrap().name.as_deref(), Some(kept));
        }
    }

    async fn a_form_brings_a_file_too(app) {
        let dossier = Dossier::of(&app).await;
        let form = |file: &[u8]| {
            let mut body = b"--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nUne note\r\n--x\r\nContent-Disposition: form-data; \
                name=\"file\"; filename=\"L\xe2\x80\x99\xc3\xa9t\xc3\xa9 %22chaud%22.pdf\"\r\nContent-Type: application/pdf\r\n\r\n".to_vec();
            body.extend_from_slice(file);
            body.extend_from_slice(b"\r\n--x--\r\n");
            body
        };
        let post = |body: Vec<u8>| {
            let request = dossier.cookies.request(&app, "POST", &dossier.path);
            send(request.header(CONTENT_TYPE, "multipart/form-data; boundary=x").body(body))
        };
        let sent = post(form(&pdf(MEGABYTE))).await;
        assert_eq!((sent.status, sent.json()["file_name"].as_str()), (201, Some("L’été \"chaud\".pdf")), "{}", sent.text);
        let id: AttachmentId = sent.json()["id"].as_str().unwrap().parse().unwrap();
        assert!(dossier.client.get_attachment(id).await.unwrap().bytes == pdf(MEGABYTE));
        for (body, status, code) in [
            (form(b""), 422, "attachment.empty"),
            (form(b"MZ\x90\0\x03\0\0\0"), 422, "attachment.type"),
            (form(&pdf(11 * MEGABYTE)), 413, "attachment.too_large"),
            (b"--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nUne note\r\n--x--\r\n".to_vec(), 422, "field.required"),
            (form(&pdf(1000))[..600].to_vec(), 400, "attachment.interrupted"),
            (b"no form".to_vec(), 400, "attachment.interrupted"),
        ] {
            let refused = post(body).await;
            assert_eq!((refused.status, refused.code().as_str()), (status, code));
        }
        keeps(&app, 1).await;
        assert_eq!(rows(&app), 1);
    }

    async fn what_is_no_document_is_refused_whatever_it_is_called(app) {
        let dossier = Dossier::of(&app).await;
        let before = app.rows();
        for (bytes, status, code) in [
            (b"<!DOCTYPE html><script>alert(1)</script>".to_vec(), 422, "attachment.type"),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), 422, "attachment.type"),
            (b"PK\x03\x04 a text of a word processor".to_vec(), 422, "attachment.type"),
            ([b"MZ\x90\0".to_vec(), pdf(5 * MEGABYTE)].concat(), 422, "attachment.type"),
            (Vec::new(), 422, "attachment.empty"),
            (pdf(1000)[..900].to_vec(), 422, "attachment.cut"),
            (pdf(10 * MEGABYTE + 1), 413, "attachment.too_large"),
            (pdf(11 * MEGABYTE), 413, "attachment.too_large"),
        ] {
            let refused = dossier.sends(&app, "Attestation.pdf", bytes).await;
            assert_eq!((refused.status, refused.code().as_str()), (status, code));
        }
        // In pieces that say no length.
        let pieces = (0..11).map(|place| Ok::<_, std::io::Error>(if place == 0 { pdf(MEGABYTE) } else { vec![b' '; MEGABYTE] }));
        let refused = dossier.sends(&app, "Attestation.pdf", Body::wrap_stream(futures_util::stream::iter(pieces))).await;
        assert_eq!((refused.status, refused.code().as_str()), (413, "attachment.too_large"));
        let request = dossier.cookies.request(&app, "POST", &dossier.path).header(CONTENT_TYPE, "text/html").body("x");
        assert_eq!(send(request).await.code(), "request.media_type");
        keeps(&app, 0).await;
        assert_eq!(app.rows(), before);
        // Ten are taken.
        assert_eq!(dossier.sends(&app, "Attestation.pdf", pdf(10 * MEGABYTE)).await.status, 201);
    }

    async fn of_an_upload_that_is_cut_nothing_is_left(app) {
        let dossier = Dossier::of(&app).await;
        let before = app.rows();
        let head = |length: usize| format!(
            "POST {} HTTP/1.1\r\nHost: x\r\nCookie: forprev_access={}\r\nX-CSRF-Token: {}\r\nContent-Type: application/pdf\r\n\
             Content-Length: {length}\r\n\r\n",
            dossier.path, dossier.cookies.access, dossier.cookies.csrf
        );
        for sent in [10, 100_000, 3 * MEGABYTE] {
            let mut connection = TcpStream::connect(app.url().trim_start_matches("http://")).unwrap();
            connection.write_all(head(5 * MEGABYTE).as_bytes()).unwrap();
            connection.write_all(&pdf(5 * MEGABYTE)[..sent]).unwrap();
            connection.flush().unwrap();
            if sent > MEGABYTE {
                // Part of it is there before it is cut.
                keeps(&app, 1).await;
            }
            connection.shutdown(std::net::Shutdown::Both).unwrap();
            drop(connection);
            keeps(&app, 0).await;
        }
        assert_eq!(app.rows(), before);
        // And the server is as well as before.
        assert_eq!(dossier.sends(&app, "Attestation.pdf", pdf(1000)).await.status, 201);
    }

    async fn of_a_row_that_cannot_be_written_no_bytes_are_left(app) {
        let dossier = Dossier::of(&app).await;
        app.refuse_inserts("attachment");
        let failed = dossier.sends(&app, "Attestation.pdf", pdf(1000)).await;
        assert_eq!((failed.status, failed.code().as_str()), (500, "internal"));
        keeps(&app, 0).await;
        app.accept_inserts();
        assert_eq!(dossier.sends(&app, "Attestation.pdf", pdf(1000)).await.status, 201);
        // A trial leaves neither.
        let tried = dossier.client.upload_attachment(
            dossier.owner(), &purpose("supporting_document"), Sending::of_bytes("b.pdf", pdf(1000)), Write::dry_run(),
        ).await.unwrap();
        assert_eq!(tried.file_name, "b.pdf");
        keeps(&app, 1).await;
        assert_eq!(rows(&app), 1);
    }

    async fn a_key_gives_the_first_answer_again_and_keeps_one(app) {
        let dossier = Dossier::of(&app).await;
        let upload = |bytes: Vec<u8>| {
            let dossier = &dossier;
            let query = purpose("urssaf_certificate");
            let sending = Sending::of_bytes("a.pdf", bytes);
            async move { dossier.client.upload_attachment(dossier.owner(), &query, sending, Write::once("k")).await }
        };
        let first = upload(pdf(1000)).await.unwrap();
        assert_eq!(upload(pdf(1000)).await.unwrap(), first);
        assert_eq!(upload(pdf(1001)).await.unwrap_err().code().unwrap().as_str(), "idempotency.body_differs");
        keeps(&app, 1).await;
        assert_eq!(rows(&app), 1);
    }

    async fn who_may_not_is_refused_before_the_body_is_read(app) {
        let dossier = Dossier::of(&app).await;
        let stranger = app.person(&[Holding::Demandeur]);
        let stranger = Cookies::of(&app, &stranger.email).await;
        let formateur = app.person(&[Holding::Formateur(vec!["FORM_SST"])]);
        let formateur = Cookies::of(&app, &formateur.email).await;
        for (cookies, status) in [(&stranger, 404), (&formateur, 403)] {
            // Only the head is sent: whoever waited for the body would never answer.
            let mut connection = TcpStream::connect(app.url().trim_start_matches("http://")).unwrap();
            connection.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            let head = format!(
                "POST {} HTTP/1.1\r\nHost: x\r\nCookie: forprev_access={}\r\nX-CSRF-Token: {}\r\nContent-Type: application/pdf\r\n\
                 Content-Length: 9000000\r\n\r\n",
                dossier.path, cookies.access, cookies.csrf
            );
            connection.write_all(head.as_bytes()).unwrap();
            let mut answer = [0; 12];
            connection.read_exact(&mut answer).unwrap();
            assert_eq!(String::from_utf8_lossy(&answer), format!("HTTP/1.1 {status}"));
            // One that sends all of it hears the answer, too.
            let request = cookies.request(&app, "POST", &dossier.path).header(CONTENT_TYPE, "application/pdf");
            assert_eq!(send(request.body(pdf(9 * MEGABYTE))).await.status, status);
        }
        keeps(&app, 0).await;
    }

    async fn documents_are_read_by_those_who_see_the_file(app) {
        let dossier = Dossier::of(&app).await;
        let sent = dossier.sends(&app, "a.pdf", pdf(1000)).await.json();
        let id = sent["id"].as_str().unwrap();
        let (here, elsewhere) = (app.organisation(), app.organisation_in("33000", "33063"));
        assert_ne!(here.caisse, elsewhere.caisse);
        let people = [
            ("gestionnaire of another organisation", vec![Holding::Gestionnaire(elsewhere.id)], false),
            ("another demandeur", vec![Holding::Demandeur], false),
            ("instructeur of another caisse", vec![Holding::Instructeur(elsewhere.caisse.clone())], false),
            ("instructeur of its caisse", vec![Holding::Instructeur(here.caisse.clone())], true),
        ];
        for submitted in [false, true] {
            if submitted {
                dossier.put_into(&app, "submitted", &here.caisse);
            }
            for (who, holdings, sees) in &people {
                let cookies = Cookies::of(&app, &app.person(holdings).email).await;
                let status = if *sees && submitted { 200 } else { 404 };
                let read = cookies.get(&app, &GET_ATTACHMENT.path_with(&[id])).await;
                assert_eq!(read.status, status, "{who}, submitted: {submitted}");
                let listed = cookies.get(&app, dossier.path.split('?').next().unwrap()).await;
                assert_eq!(listed.status, status, "{who}, submitted: {submitted}");
                let removed = send(cookies.request(&app, "DELETE", &format!("/api/v1/attachments/{id}"))).await;
                assert!(matches!(removed.status, 403 | 404), "{who}: {}", removed.status);
            }
        }
        assert_eq!(get(&app, &GET_ATTACHMENT.path_with(&[id])).await.status, 401);
        // At the caisse it is nobody's to change.
        assert_eq!(dossier.sends(&app, "b.pdf", pdf(1000)).await.code(), "organisation_file.state");
        let removed = dossier.client.remove_attachment(id.parse().unwrap()).await.unwrap_err();
        assert_eq!(removed.code().unwrap().as_str(), "organisation_file.state");
    }

    async fn what_was_replaced_is_history_while_the_file_is_open(app) {
        let dossier = Dossier::of(&app).await;
        let send = |query: UploadQuery, size: usize| {
            let (dossier, sending) = (&dossier, Sending::of_bytes("a.pdf", pdf(size)));
            async move { dossier.client.upload_attachment(dossier.owner(), &query, sending, Write::default()).await }
        };
        let first = send(purpose("urssaf_certificate"), 1000).await.unwrap();
        let replacing = |id: AttachmentId| UploadQuery { replaces: Some(id.to_string()), ..purpose("urssaf_certificate") };
        let other = send(UploadQuery { purpose: "supporting_document".into(), ..replacing(first.id) }, 1000).await.unwrap_err();
        assert_eq!(other.code().unwrap().as_str(), "field.reference");
        let second = send(replacing(first.id), 2000).await.unwrap();
        let again = send(replacing(first.id), 3000).await.unwrap_err();
        assert_eq!(again.code().unwrap().as_str(), "attachment.ended");
        let list = |history: bool| {
            let query = AttachmentQuery { history: Some(history), ..AttachmentQuery::default() };
            let dossier = &dossier;
            async move { dossier.client.list_attachments(dossier.owner(), &query).await.unwrap().items }
        };
        assert_eq!(list(false).await, std::slice::from_ref(&second));
        let all = list(true).await;
        assert_eq!((all[0].id, all[0].replaced_by), (first.id, Some(second.id)));
        assert_eq!(dossier.client.get_attachment(first.id).await.unwrap().bytes.len(), 1000);
        dossier.client.remove_attachment(second.id).await.unwrap();
        assert_eq!(dossier.client.remove_attachment(second.id).await.unwrap_err().code().unwrap().as_str(), "attachment.ended");
        assert_eq!(list(false).await, []);
        assert_eq!(list(true).await.len(), 2);
        let log = app.read(|tx| Ok(store::audit::of_resource(tx.conn, "organisation_file", &dossier.id.to_string())?));
        let acts: Vec<_> = log.iter().map(|row| row.action.as_str()).collect();
        assert_eq!(acts, ["create_organisation_file", "upload_attachment", "upload_attachment", "remove_attachment"]);
        assert!(!format!("{log:?}").contains("a.pdf"), "names of files are for no log");
    }

    async fn of_two_who_replace_the_same_one_is_told(app) {
        let dossier = Dossier::of(&app).await;
        let first = dossier.sends(&app, "a.pdf", pdf(1000)).await.json();
        let query = UploadQuery { replaces: Some(first["id"].as_str().unwrap().into()), ..purpose("urssaf_certificate") };
        let send = |size| dossier.client.upload_attachment(dossier.owner(), &query, Sending::of_bytes("b.pdf", pdf(size)), Write::default());
        let (one, other) = tokio::join!(send(2000), send(3000));
        let refused = if one.is_ok() { other } else { one };
        assert_eq!(refused.unwrap_err().code().unwrap().as_str(), "attachment.ended");
        let now = dossier.client.list_attachments(dossier.owner(), &AttachmentQuery::default()).await.unwrap();
        assert_eq!(now.items.len(), 1);
        keeps(&app, 2).await;
    }

    async fn a_server_that_cannot_keep_documents_is_not_ready(app) {
        assert_eq!(get(&app, "/health/ready").await.status, 200);
        let other = TestApp::start(if app.database_url().starts_with("sqlite") {
            forprev_testkit::Database::Sqlite
        } else {
            forprev_testkit::Database::Postgres
        });
        fs::remove_dir_all(other.attachments()).unwrap();
        fs::write(other.attachments(), "in the way").unwrap();
        assert_eq!(get(&other, "/health/ready").await.status, 503);
    }
}
