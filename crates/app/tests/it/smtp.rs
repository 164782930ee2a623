//! Letters as a mail server receives them (RFC 5321), and what becomes of its refusals.

use forprev_app::mail::{Letter, Post, Refusal, Smtp};
use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    sync::mpsc::{Receiver, Sender, channel},
    thread,
};

/// What one connection said, line by line: commands, then the message.
type Heard = Vec<String>;

/// A mail server that answers `RCPT` with this, and tells what it heard. It serves so many connections.
fn mail_server(answer_to_rcpt: &'static str, connections: usize) -> (u16, Receiver<Heard>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, told) = channel();
    thread::spawn(move || {
        for stream in listener.incoming().take(connections) {
            serve(stream.unwrap(), answer_to_rcpt, &tell);
        }
    });
    (port, told)
}

fn serve(mut stream: TcpStream, answer_to_rcpt: &str, tell: &Sender<Heard>) {
    let (lines, mut heard) = (BufReader::new(stream.try_clone().unwrap()).lines(), Vec::new());
    let mut in_message = false;
    stream.write_all(b"220 mail.test ESMTP\r\n").unwrap();
    for line in lines.map_while(Result::ok) {
        let answer = match line.split_whitespace().next().unwrap_or_default() {
            "." if in_message => {
                in_message = false;
                "250 taken"
            }
            _ if in_message => "",
            "EHLO" => "250-mail.test\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "RCPT" => answer_to_rcpt,
            "DATA" => {
                in_message = true;
                "354 go on"
            }
            "QUIT" => "221 bye",
            _ => "250 fine",
        };
        let ended = line == "QUIT";
        heard.push(line);
        if !answer.is_empty() {
            stream.write_all(format!("{answer}\r\n").as_bytes()).unwrap();
        }
        if ended {
            break;
        }
    }
    let _ = tell.send(heard);
}

fn letter() -> Letter {
    Letter {
        id: "0198c0de".into(),
        to: "eloise@test.example".into(),
        subject: "Une session à vérifier".into(),
        text: "Bonjour Éloïse".into(),
        html: "<p>Bonjour Éloïse</p>".into(),
        unsubscribe: Some("https://forprev.example/api/v1/unsubscribe/abc".into()),
        carried: Vec::new(),
    }
}

fn sent_to(port: u16, account: &str) -> Result<(), Refusal> {
    sent_to_url(&format!("smtp://{account}127.0.0.1:{port}"))
}

fn sent_to_url(url: &str) -> Result<(), Refusal> {
    Smtp::new(url, "Forprev <no-reply@forprev.example>").unwrap().send(&letter())
}

#[test]
fn a_letter_arrives_in_text_and_in_html_with_what_its_readers_programs_need() {
    let (port, told) = mail_server("250 fine", 1);
    sent_to(port, "forprev:secret@").unwrap();
    let heard = told.recv().unwrap();
    let has = |start: &str| heard.iter().any(|line| line.starts_with(start));
    assert!(has("AUTH PLAIN AGZvcnByZXYAc2VjcmV0"), "{heard:?}");
    for start in [
        "MAIL FROM:<no-reply@forprev.example>",
        "RCPT TO:<eloise@test.example>",
        "Message-ID: <0198c0de@forprev.example>",
        "Subject: Une session =?utf-8?b?",
        "Auto-Submitted: auto-generated",
        "List-Unsubscribe: <https://forprev.example/api/v1/unsubscribe/abc>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Content-Type: multipart/alternative;",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(has(start), "{start}: {heard:?}");
    }
}

#[test]
fn what_a_server_refuses_is_for_good_where_it_speaks_of_the_address_and_never_quotes_it() {
    for (answer, for_good) in [
        ("550 no such user eloise@test.example", true),
        ("553 bad name eloise@test.example", true),
        ("554 you are not welcome", false),
        ("451 later", false),
    ] {
        let (port, _told) = mail_server(answer, 1);
        let refusal = sent_to(port, "").unwrap_err();
        assert_eq!(refusal, Refusal { for_good, words: format!("SMTP {}", &answer[..3]) });
    }
}

#[test]
fn a_server_without_tls_gets_no_letter_and_no_password_where_tls_is_required() {
    let (port, told) = mail_server("250 fine", 1);
    let refusal = sent_to_url(&format!("smtp://forprev:secret@127.0.0.1:{port}?tls=required")).unwrap_err();
    assert!(!refusal.for_good, "{refusal:?}");
    let heard = told.recv().unwrap();
    let secret = |line: &String| ["AUTH", "MAIL", "RCPT", "DATA"].iter().any(|word| line.starts_with(word));
    assert!(heard.iter().any(|line| line.starts_with("EHLO")) && !heard.iter().any(secret), "{heard:?}");
}

#[test]
fn a_server_that_is_not_there_is_tried_again() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let refusal = sent_to(port, "").unwrap_err();
    assert!(!refusal.for_good && !refusal.words.contains("eloise"), "{refusal:?}");
}
