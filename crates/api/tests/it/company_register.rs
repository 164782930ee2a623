//! The public register of companies on a port of its own, which answers as its API documents, or in all the ways in
//! which a register fails.

use forprev_app::{
    Register,
    register::{Limits, Settings},
};
use serde_json::{Value, json};
use std::{
    collections::{HashMap, VecDeque},
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex, MutexGuard},
    thread,
    time::Duration,
};

/// Limits that no test meets.
pub const UNHURRIED: Limits =
    Limits { patience: Duration::from_secs(60), requests: 1000, within: Duration::from_millis(1) };

/// How it fails.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Fails {
    #[default]
    No,
    /// Not at all, until whoever asks hangs up.
    Silent,
    /// Its answer begins, and goes on no more until whoever asks hangs up.
    StopsInTheMiddle,
    HangsUp,
    Html,
    CutJson,
    CutAnswer,
    AnotherFirm,
    Enormous,
    /// Without saying how long it is.
    Endless,
    Error,
    Moves,
    TooOften,
    TooOftenForAMinute,
}

/// An establishment as it tells it.
#[derive(Clone, Debug)]
pub struct Told {
    pub name: &'static str,
    pub street: &'static str,
    pub postal_code: &'static str,
    pub insee_code: &'static str,
    pub city: &'static str,
    pub closed_on: Option<&'static str>,
}

impl Default for Told {
    fn default() -> Self {
        Self {
            name: "PREVENTION OUEST",
            street: "1 RUE DE LA PAIX",
            postal_code: "44000",
            insee_code: "44109",
            city: "NANTES",
            closed_on: None,
        }
    }
}

#[derive(Default)]
struct State {
    told: HashMap<String, Told>,
    fails: Fails,
    asked: Vec<String>,
    agents: VecDeque<String>,
}

/// The register. It listens as long as the test's process.
pub struct CompanyRegister {
    state: Arc<Mutex<State>>,
    address: String,
}

impl CompanyRegister {
    pub fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::<Mutex<State>>::default();
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = Arc::clone(&shared);
                thread::spawn(move || answer(stream, &shared));
            }
        });
        Self { state, address }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    /// As Forprev knows it: waited for as long as a busy machine may need, and asked as often as one likes.
    pub fn known(&self) -> Register {
        self.known_with(UNHURRIED)
    }

    /// The same, with these limits.
    pub fn known_with(&self, limits: Limits) -> Register {
        Register::with(Settings::new(&self.address).unwrap(), limits)
    }

    /// It knows this establishment, as it is from now on.
    pub fn tells(&self, siret: &str, told: Told) {
        self.state().told.insert(siret.to_owned(), told);
    }

    pub fn fails(&self, how: Fails) {
        self.state().fails = how;
    }

    /// The SIRETs that it was asked for.
    pub fn asked(&self) -> Vec<String> {
        self.state().asked.clone()
    }

    /// What calls it calls itself.
    pub fn last_agent(&self) -> Option<String> {
        self.state().agents.back().cloned()
    }
}

/// A register that does not listen.
pub fn down() -> Register {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    Register::new(Settings::new(&address).unwrap())
}

fn answer(stream: TcpStream, shared: &Mutex<State>) -> Option<()> {
    let mut reader = BufReader::new(&stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let address = line.split(' ').nth(1)?.to_owned();
    let mut agent = String::new();
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let Some((name, value)) = header.trim_end().split_once(": ") else { break };
        if name.eq_ignore_ascii_case("user-agent") {
            agent = value.to_owned();
        }
    }
    let (path, query) = address.split_once('?').unwrap_or((&address, ""));
    let asked: HashMap<String, String> = serde_urlencoded::from_str(query).ok()?;
    let siret = asked.get("q").cloned().unwrap_or_default();
    let (fails, told) = {
        let mut state = shared.lock().ok()?;
        state.asked.push(siret.clone());
        state.agents.push_back(agent);
        (state.fails, state.told.get(&siret).cloned())
    };
    if path != "/search" || asked.get("minimal").map(String::as_str) != Some("true") {
        return say(&stream, 400, "", &json!({ "erreur": "?" }).to_string());
    }
    let body = body(&siret, told.as_ref()).to_string();
    let until_it_hangs_up = |mut stream: &TcpStream| stream.read_exact(&mut [0]).ok();
    match fails {
        Fails::No => say(&stream, 200, "", &body),
        Fails::Silent => until_it_hangs_up(&stream),
        Fails::StopsInTheMiddle => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n{{", body.len());
            (&stream).write_all(head.as_bytes()).ok()?;
            until_it_hangs_up(&stream)
        }
        Fails::HangsUp => Some(()),
        Fails::Html => say(&stream, 200, "", "<html><body>maintenance</body></html>"),
        Fails::CutJson => say(&stream, 200, "", body.get(..body.len() / 2)?),
        Fails::CutAnswer => {
            let head = format!("HTTP/1.1 200 X\r\nContent-Length: {}\r\n\r\n{{", body.len());
            (&stream).write_all(head.as_bytes()).ok()
        }
        Fails::AnotherFirm => {
            let another = self::body("35600000000048", Some(&Told { name: "LA POSTE", ..Told::default() }));
            say(&stream, 200, "", &another.to_string())
        }
        Fails::Enormous => say(&stream, 200, "", &format!("{}{body}", " ".repeat(512 * 1024))),
        Fails::Endless => {
            (&stream).write_all(b"HTTP/1.1 200 X\r\nConnection: close\r\n\r\n").ok()?;
            while (&stream).write_all(&[b' '; 4096]).is_ok() {}
            Some(())
        }
        Fails::Error => say(&stream, 500, "", "oops"),
        Fails::Moves => say(&stream, 302, "Location: /search?q=moved&minimal=true\r\n", ""),
        Fails::TooOften => say(&stream, 429, "", "{}"),
        Fails::TooOftenForAMinute => say(&stream, 429, "Retry-After: 60\r\n", "{}"),
    }
}

fn say(mut stream: &TcpStream, status: u16, more: &str, body: &str) -> Option<()> {
    let head =
        format!("HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nConnection: close\r\n{more}");
    write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).ok()
}

/// The documented answer to a search for a SIRET.
fn body(siret: &str, told: Option<&Told>) -> Value {
    let results: Vec<Value> = told.map(|told| of_firm(siret, told)).into_iter().collect();
    json!({
        "total_results": results.len(), "total_pages": results.len(), "results": results, "page": 1, "per_page": 1,
    })
}

fn of_firm(siret: &str, told: &Told) -> Value {
    let Told { name, street, postal_code, insee_code, city, closed_on } = told;
    let state = if closed_on.is_some() { "F" } else { "A" };
    let establishment = json!({
        "activite_principale": "85.59A", "adresse": format!("{street} {postal_code} {city}"), "ancien_siege": false,
        "code_postal": postal_code, "commune": insee_code, "date_creation": "2004-01-01", "date_fermeture": closed_on,
        "est_siege": true, "etat_administratif": state, "libelle_commune": city, "liste_enseignes": ["PO FORMATION"],
        "liste_id_organisme_formation": ["52440000044"], "nom_commercial": null, "siret": siret,
        "statut_diffusion_etablissement": "O",
    });
    json!({
        "siren": &siret[..9], "nom_complet": name, "nom_raison_sociale": name, "sigle": null,
        "nombre_etablissements": 1, "nombre_etablissements_ouverts": 1, "date_creation": "2004-01-01",
        "date_fermeture": null, "etat_administratif": "A", "nature_juridique": "5710", "statut_diffusion": "O",
        "activite_principale": "85.59A", "siege": establishment, "matching_etablissements": [establishment],
        "complements": {
            "est_organisme_formation": true, "est_qualiopi": true, "liste_id_organisme_formation": ["52440000044"],
        },
    })
}
