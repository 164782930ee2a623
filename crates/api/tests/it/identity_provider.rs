//! A provider of identities (OpenID Connect) on a port of its own, that can lie, be slow or be down. It checks what a
//! provider checks: the client's secret, the code, PKCE, the address back.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use forprev_app::{
    Clock,
    oidc::{Provider, Settings},
};
use forprev_testkit::now;
use p256::ecdsa::{Signature, SigningKey, signature::Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{
    collections::HashMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

const CLIENT: &str = "forprev";
/// What only the provider and this server know.
pub const SECRET: &str = "secret-of-the-client";
const BACK: &str = "http://localhost:8080/connexion/retour";

/// How it departs from the standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lie {
    #[default]
    None,
    WrongNonce,
    NoNonce,
    WrongAudience,
    SeveralAudiences,
    WrongIssuer,
    Ended,
    /// Signed with another key than the one that it publishes under that name.
    BadSignature,
    /// Changed after it was signed.
    Changed,
    Unsigned,
    /// Signed with the secret that we share, which is no signature of the provider's.
    SharedSecret,
    /// Signed with a key that it does not publish.
    UnknownKey,
    EmptySubject,
    LongSubject,
    NoIdToken,
    TokenGarbage,
    TokenFails,
    TokenHangsUp,
    TokenMovesElsewhere,
    RefusesTheClient,
    DocumentFails,
    DocumentGarbage,
    DocumentEndless,
    DocumentOfAnother,
    PageIsAScript,
    KeysFail,
    HangsUp,
    Silent,
}

/// What was asked with an authorization code.
struct Asked {
    challenge: String,
    nonce: String,
}

struct State {
    issuer: String,
    subject: String,
    lie: Lie,
    key: u8,
    takes_secrets_in_the_body: bool,
    codes: HashMap<String, Asked>,
    given: usize,
    clock: Clock,
    paths: Vec<String>,
}

/// The provider. It listens as long as the test's process.
pub struct IdentityProvider(Arc<Mutex<State>>);

/// What the browser brings back from it.
pub struct Led {
    pub code: String,
    pub state: String,
}

impl IdentityProvider {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State {
            issuer,
            subject: "anne-at-the-provider".to_owned(),
            lie: Lie::None,
            key: 1,
            takes_secrets_in_the_body: false,
            codes: HashMap::new(),
            given: 0,
            clock: Clock::manual(now()),
            paths: Vec::new(),
        }));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(stream, &shared));
            }
        });
        Self(state)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// As Forprev knows it.
    pub fn known(&self) -> Provider {
        Provider::new(self.settings())
    }

    /// The same, waited for no longer than so.
    pub fn known_with(&self, patience: Duration) -> Provider {
        Provider::with_patience(self.settings(), patience)
    }

    fn settings(&self) -> Settings {
        Settings::new(&self.state().issuer, CLIENT, SECRET, "ProConnect").unwrap()
    }

    /// Goes by this clock.
    pub fn follow(&self, clock: &Clock) {
        self.state().clock = clock.clone();
    }

    pub fn lies(&self, lie: Lie) {
        self.state().lie = lie;
    }

    /// Signs with another key from now on.
    pub fn changes_its_key(&self) {
        self.state().key += 1;
    }

    pub fn takes_secrets_in_the_body(&self) {
        self.state().takes_secrets_in_the_body = true;
    }

    /// How often it was asked for this path.
    pub fn was_asked(&self, path: &str) -> usize {
        self.state().paths.iter().filter(|one| *one == path).count()
    }

    /// Signs this person in on its page, as the browser opens it, and leads back.
    pub fn sign_in(&self, url: &str, subject: &str) -> Led {
        let mut state = self.state();
        let (page, query) = url.split_once('?').unwrap();
        assert_eq!(page, format!("{}/authorize", state.issuer));
        let asked: HashMap<String, String> = serde_urlencoded::from_str(query).unwrap();
        for (name, value) in [
            ("response_type", "code"),
            ("client_id", CLIENT),
            ("redirect_uri", BACK),
            ("scope", "openid"),
            ("code_challenge_method", "S256"),
        ] {
            assert_eq!(asked[name], value, "{name}");
        }
        assert!(!url.contains(SECRET));
        state.subject = subject.to_owned();
        state.given += 1;
        let code = format!("code-{}", state.given);
        let said = Asked { challenge: asked["code_challenge"].clone(), nonce: asked["nonce"].clone() };
        state.codes.insert(code.clone(), said);
        Led { code, state: asked["state"].clone() }
    }
}

struct Request {
    path: String,
    authorization: String,
    body: HashMap<String, String>,
}

fn read(stream: &TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let path = line.split(' ').nth(1)?.to_owned();
    let (mut length, mut authorization) = (0, String::new());
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().ok()?,
            "authorization" => authorization = value.to_owned(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { path, authorization, body: serde_urlencoded::from_bytes(&body).ok()? })
}

fn say(mut stream: TcpStream, status: u16, more: &str, body: &str) -> Option<()> {
    let head =
        format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\n{more}");
    write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).ok()
}

fn answer(stream: TcpStream, shared: &Mutex<State>) -> Option<()> {
    let request = read(&stream)?;
    let (lie, path) = {
        let mut state = shared.lock().ok()?;
        state.paths.push(request.path.clone());
        (state.lie, request.path.clone())
    };
    match (lie, path.as_str()) {
        (Lie::HangsUp, _) | (Lie::TokenHangsUp, "/token") => Some(()),
        // Until whoever asks hangs up.
        (Lie::Silent, _) => (&stream).read_exact(&mut [0]).ok(),
        (Lie::DocumentFails, "/.well-known/openid-configuration")
        | (Lie::KeysFail, "/keys")
        | (Lie::TokenFails, "/token") => say(stream, 500, "", "oops"),
        (Lie::DocumentGarbage, "/.well-known/openid-configuration") | (Lie::TokenGarbage, "/token") => {
            say(stream, 200, "", "<html>not what you asked for")
        }
        (Lie::DocumentEndless, "/.well-known/openid-configuration") => {
            say(stream, 200, "", &" ".repeat(3 * 1024 * 1024))
        }
        (Lie::TokenMovesElsewhere, "/token") => say(stream, 307, "Location: /elsewhere\r\n", ""),
        (_, "/.well-known/openid-configuration") => {
            let body = document(&*shared.lock().ok()?);
            say(stream, 200, "", &body)
        }
        (_, "/keys") => {
            let body = keys(shared.lock().ok()?.key);
            say(stream, 200, "", &body)
        }
        (_, "/token") => {
            let (status, body) = token(&mut *shared.lock().ok()?, &request);
            say(stream, status, "", &body.to_string())
        }
        _ => say(stream, 404, "", "{}"),
    }
}

fn document(state: &State) -> String {
    let issuer = &state.issuer;
    let page = if state.lie == Lie::PageIsAScript {
        "javascript:alert(1)".to_owned()
    } else {
        format!("{issuer}/authorize")
    };
    let named = if state.lie == Lie::DocumentOfAnother { "https://another.example" } else { issuer };
    let mut document = json!({
        "issuer": named, "authorization_endpoint": page, "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        // As a provider says that does not care.
        "id_token_signing_alg_values_supported": ["ES256", "HS256", "none"],
    });
    if state.takes_secrets_in_the_body {
        document["token_endpoint_auth_methods_supported"] = json!(["client_secret_post"]);
    }
    document.to_string()
}

fn signing(key: u8) -> SigningKey {
    SigningKey::from_slice(&[key; 32]).unwrap()
}

fn keys(key: u8) -> String {
    let point = signing(key).verifying_key().to_encoded_point(false);
    json!({ "keys": [{
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": key.to_string(),
        "x": BASE64URL_NOPAD.encode(point.x().unwrap()), "y": BASE64URL_NOPAD.encode(point.y().unwrap()),
    }] })
    .to_string()
}

fn token(state: &mut State, request: &Request) -> (u16, Value) {
    let said = |name: &str| request.body.get(name).map(String::as_str).unwrap_or_default();
    let secret = if state.takes_secrets_in_the_body {
        said("client_id") == CLIENT && said("client_secret") == SECRET && request.authorization.is_empty()
    } else {
        let shown = format!("Basic {}", BASE64.encode(format!("{CLIENT}:{SECRET}").as_bytes()));
        request.authorization == shown && said("client_secret").is_empty()
    };
    if !secret || state.lie == Lie::RefusesTheClient {
        return (401, json!({ "error": "invalid_client" }));
    }
    let good = |asked: &Asked| {
        said("grant_type") == "authorization_code"
            && said("redirect_uri") == BACK
            && BASE64URL_NOPAD.encode(&Sha256::digest(said("code_verifier"))) == asked.challenge
    };
    // Each code serves once.
    let Some(asked) = state.codes.remove(said("code")).filter(good) else {
        return (400, json!({ "error": "invalid_grant" }));
    };
    let mut answer = json!({ "access_token": "a", "token_type": "Bearer", "expires_in": 60 });
    if state.lie != Lie::NoIdToken {
        answer["id_token"] = id_token(state, &asked.nonce).into();
    }
    (200, answer)
}

fn id_token(state: &State, nonce: &str) -> String {
    let now = state.clock.now().timestamp();
    let mut claims = json!({
        "iss": state.issuer, "sub": state.subject, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": nonce,
    });
    let mut header = json!({ "alg": "ES256", "kid": state.key.to_string() });
    match state.lie {
        Lie::WrongNonce => claims["nonce"] = json!("another"),
        Lie::NoNonce => claims["nonce"] = Value::Null,
        Lie::WrongAudience => claims["aud"] = json!("another"),
        Lie::SeveralAudiences => claims["aud"] = json!([CLIENT, "another"]),
        Lie::WrongIssuer => claims["iss"] = json!("https://another.example"),
        Lie::Ended => claims["exp"] = json!(now),
        Lie::EmptySubject => claims["sub"] = json!(""),
        Lie::LongSubject => claims["sub"] = json!("s".repeat(256)),
        Lie::Unsigned => header = json!({ "alg": "none" }),
        Lie::SharedSecret => header = json!({ "alg": "HS256" }),
        Lie::UnknownKey => header["kid"] = json!("99"),
        _ => {}
    }
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let key = if state.lie == Lie::BadSignature { state.key + 100 } else { state.key };
    let signature = match state.lie {
        Lie::Unsigned => return format!("{signed}."),
        Lie::SharedSecret => {
            let key = jsonwebtoken::EncodingKey::from_secret(SECRET.as_bytes());
            let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
            return jsonwebtoken::encode(&header, &claims, &key).unwrap();
        }
        _ => {
            let signature: Signature = signing(key).sign(signed.as_bytes());
            BASE64URL_NOPAD.encode(&signature.to_bytes())
        }
    };
    if state.lie == Lie::Changed {
        claims["sub"] = json!("somebody-else");
        return format!("{}.{}.{signature}", part(&header), part(&claims));
    }
    format!("{signed}.{signature}")
}
