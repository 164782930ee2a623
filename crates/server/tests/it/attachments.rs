//! Attachments of the program as it is run: never whole in memory, in a folder and in a bucket of S3.

use crate::killed::{Killable, serve, signed_in};
use actix_web::{App as Web, HttpRequest, HttpResponse, HttpServer, web};
use forprev_client::{Client, Sending, Write};
use forprev_core::{
    attachment::{AttachmentOwner, AttachmentQuery, URSSAF_CERTIFICATE, UploadQuery},
    organisation::file::FileContent,
};
use forprev_testkit::{Database, TestApp};
use futures_util::future::join_all;
use std::{
    collections::BTreeMap,
    fs,
    sync::{Arc, Mutex, mpsc},
    thread,
};

const MEGABYTE: usize = 1024 * 1024;

fn picture(size: usize) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0".to_vec();
    bytes.extend((4..size).map(|place| u8::try_from(place % 251).unwrap()));
    bytes
}

async fn dossier(server: &Killable) -> (Client, AttachmentOwner) {
    let client = signed_in(server, "demandeur").await;
    let file = client.create_organisation_file(&FileContent::default(), Write::default()).await.unwrap();
    (client, file.id.into())
}

async fn upload(
    client: &Client,
    owner: AttachmentOwner,
    bytes: Vec<u8>,
) -> forprev_core::attachment::Attachment {
    let query = UploadQuery { purpose: URSSAF_CERTIFICATE.into(), ..UploadQuery::default() };
    client
        .upload_attachment(owner, &query, Sending::of_bytes("a.jpg", bytes), Write::default())
        .await
        .unwrap()
}

/// A figure of what the system says of a process, in bytes.
fn of_process(server: &Killable, name: &str) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.child.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * 1024
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_through_is_never_whole_in_memory() {
    let app = TestApp::demo(Database::Sqlite);
    let server = serve(&app, "memory", &[]).await;
    let (client, owner) = dossier(&server).await;
    let bytes = picture(10 * MEGABYTE);
    // What the first ones need, they keep.
    let first = upload(&client, owner, bytes.clone()).await;
    client.get_attachment(first.id).await.unwrap();
    let before = of_process(&server, "VmHWM:");
    let sent = join_all((0..12).map(|_| upload(&client, owner, bytes.clone()))).await;
    let read = join_all(sent.iter().map(|one| client.get_attachment(one.id))).await;
    assert!(read.into_iter().all(|file| file.unwrap().bytes == bytes));
    let more = of_process(&server, "VmHWM:") - before;
    // Twelve at once in both directions: 120 MB each way.
    assert!(more < 40 * MEGABYTE, "{} MB more for twelve of ten megabytes", more / MEGABYTE);
}

/// What a bucket holds, and what was asked of it.
#[derive(Default)]
struct Bucket {
    objects: BTreeMap<String, Vec<u8>>,
    /// Uploads in parts that have not ended.
    parts: BTreeMap<String, BTreeMap<u32, Vec<u8>>>,
    asked: Vec<String>,
}

type Shared = web::Data<Mutex<Bucket>>;

fn text_between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}

/// As much of S3 as is asked for here.
async fn s3(http: HttpRequest, body: web::Bytes, bucket: Shared) -> HttpResponse {
    let mut bucket = bucket.lock().unwrap();
    let signed = http.headers().get("authorization").is_some_and(|value| {
        value.to_str().is_ok_and(|value| value.starts_with("AWS4-HMAC-SHA256 Credential=forprev/"))
    });
    if !signed {
        return HttpResponse::Forbidden().finish();
    }
    let (method, query) = (http.method().as_str().to_owned(), http.query_string().to_owned());
    let key = http.path().trim_start_matches("/documents").trim_start_matches('/').to_owned();
    bucket.asked.push(format!("{method} {}", query.split('=').next().unwrap_or_default()));
    let parameter = |name: &str| {
        text_between(&format!("{query}&"), &format!("{name}="), "&").first().map(|one| (*one).to_owned())
    };
    let upload = parameter("uploadId");
    match (method.as_str(), key.is_empty(), upload) {
        ("PUT", false, None) => {
            bucket.objects.insert(key, body.to_vec());
            HttpResponse::Ok().insert_header(("ETag", "\"e\"")).finish()
        }
        ("POST", false, None) if query.starts_with("uploads") => {
            bucket.parts.insert("u1".into(), BTreeMap::new());
            HttpResponse::Ok().body(
                "<InitiateMultipartUploadResult><UploadId>u1</UploadId></InitiateMultipartUploadResult>",
            )
        }
        ("PUT", false, Some(upload)) => {
            let number = parameter("partNumber").unwrap().parse().unwrap();
            bucket.parts.get_mut(&upload).unwrap().insert(number, body.to_vec());
            HttpResponse::Ok().insert_header(("ETag", format!("\"p{number}\""))).finish()
        }
        ("POST", false, Some(upload)) => {
            let parts = bucket.parts.remove(&upload).unwrap();
            bucket.objects.insert(key, parts.into_values().flatten().collect());
            HttpResponse::Ok()
                .body("<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>")
        }
        ("DELETE", false, Some(upload)) => {
            bucket.parts.remove(&upload);
            HttpResponse::NoContent().finish()
        }
        ("DELETE", false, None) => {
            bucket.objects.remove(&key);
            HttpResponse::NoContent().finish()
        }
        ("POST", true, _) => {
            let asked = String::from_utf8_lossy(&body).into_owned();
            let gone = text_between(&asked, "<Key>", "</Key>").into_iter().map(|key| {
                bucket.objects.remove(key);
                format!("<Deleted><Key>{key}</Key></Deleted>")
            });
            HttpResponse::Ok().body(format!("<DeleteResult>{}</DeleteResult>", gone.collect::<String>()))
        }
        ("GET", true, _) => {
            let all = bucket.objects.iter().map(|(key, bytes)| {
                format!(
                    "<Contents><Key>{key}</Key><LastModified>2026-11-23T08:00:00.000Z</LastModified><ETag>\"e\"</ETag>\
                     <Size>{}</Size></Contents>",
                    bytes.len()
                )
            });
            let all = all.collect::<String>();
            HttpResponse::Ok()
                .body(format!("<ListBucketResult><IsTruncated>false</IsTruncated>{all}</ListBucketResult>"))
        }
        ("GET", false, _) => match bucket.objects.get(&key) {
            Some(bytes) => HttpResponse::Ok()
                .insert_header(("ETag", "\"e\""))
                .insert_header(("Last-Modified", "Mon, 23 Nov 2026 08:00:00 GMT"))
                .body(bytes.clone()),
            None => HttpResponse::NotFound().finish(),
        },
        _ => HttpResponse::NotImplemented().finish(),
    }
}

/// Serves a bucket named `documents`; gives its address.
fn bucket() -> (String, Arc<Mutex<Bucket>>) {
    let data: Shared = web::Data::new(Mutex::default());
    let (shared, (tell, told)) = (data.clone().into_inner(), mpsc::channel());
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = HttpServer::new(move || {
                Web::new()
                    .app_data(data.clone())
                    .app_data(web::PayloadConfig::new(64 * MEGABYTE))
                    .default_service(web::to(s3))
            });
            let server = server.workers(1).disable_signals().bind(("127.0.0.1", 0)).unwrap();
            tell.send(server.addrs()[0].port()).unwrap();
            server.run().await.unwrap();
        });
    });
    (format!("http://127.0.0.1:{}", told.recv().unwrap()), shared)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_bucket_keeps_what_a_folder_would() {
    let (address, bucket) = bucket();
    let app = TestApp::demo(Database::Sqlite);
    let settings = [
        ("FORPREV_ATTACHMENTS_URL", "s3://documents/forprev"),
        ("AWS_ENDPOINT", &address),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "eu-west-3"),
        ("AWS_ACCESS_KEY_ID", "forprev"),
        ("AWS_SECRET_ACCESS_KEY", "secret"),
    ]
    .map(|(name, value)| (name, value.to_owned()));
    let server = serve(&app, "bucket", &settings).await;
    let (client, owner) = dossier(&server).await;
    for size in [1000, 7 * MEGABYTE] {
        let sent = upload(&client, owner, picture(size)).await;
        assert!(client.get_attachment(sent.id).await.unwrap().bytes == picture(size));
    }
    // Refused after a part has gone: nothing stays.
    let mut cut = b"%PDF-1.7\n".to_vec();
    cut.resize(6 * MEGABYTE, b' ');
    let query = UploadQuery { purpose: URSSAF_CERTIFICATE.into(), ..UploadQuery::default() };
    let refused =
        client.upload_attachment(owner, &query, Sending::of_bytes("a.pdf", cut), Write::default()).await;
    assert_eq!(refused.unwrap_err().code().unwrap().as_str(), "attachment.cut");
    assert_eq!(client.list_attachments(owner, &AttachmentQuery::default()).await.unwrap().total, 2);
    // Scheduled work looks through it, too: in its own time.
    let looked = |bucket: &Bucket| bucket.asked.iter().any(|one| one == "GET list-type");
    for _ in 0..6000 {
        if bucket.lock().is_ok_and(|bucket| bucket.parts.is_empty() && looked(&bucket)) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    let bucket = bucket.lock().unwrap();
    let keys: Vec<_> = bucket.objects.keys().collect();
    assert_eq!((keys.len(), bucket.parts.len()), (2, 0), "{keys:?} {:?}", bucket.asked);
    assert!(keys.iter().all(|key| key.starts_with("forprev/")), "{keys:?}");
    assert!(looked(&bucket), "{:?}", bucket.asked);
    assert!(!server.folder.join("data/attachments").exists(), "no folder is made beside it");
}
