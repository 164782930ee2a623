//! One request to the register: nothing is followed elsewhere, and no answer is read beyond what one can be.

use crate::{LEFT_ALONE_FOR, Settings, Silent};
use chrono::{DateTime, Duration, Utc};
use forprev_core::organisation::siret::Siret;
use reqwest::{
    Client, Response, StatusCode,
    header::{ACCEPT, DATE, HeaderName, RETRY_AFTER},
    redirect::Policy,
};

/// The longest answer that is read, in bytes: that of one firm has a few thousand.
const ANSWER_MAX: usize = 256 * 1024;
/// The longest time for which the register may ask to be left alone.
const ALONE_MAX: Duration = Duration::days(1);
/// The register asks who calls it.
const USER_AGENT: &str = concat!("Forprev/", env!("CARGO_PKG_VERSION"));

/// What sends requests; none on a machine that has no certificates to know the register by.
pub(crate) fn client(settings: &Settings) -> Option<Client> {
    // As everything else here does; whoever installed one first has its way.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::builder()
        .user_agent(USER_AGENT)
        .redirect(Policy::none())
        .https_only(settings.only_tls())
        // A connection belongs to the runtime that opened it, and those who ask have several.
        .pool_max_idle_per_host(0)
        .build()
        .ok()
}

/// Asks for this SIRET.
pub(crate) async fn get(client: &Client, settings: &Settings, siret: &Siret) -> Result<Vec<u8>, Silent> {
    let request = client.get(settings.search(siret.as_str())).header(ACCEPT, "application/json");
    let answer = request.send().await.map_err(|error| silent(&error))?;
    match answer.status() {
        StatusCode::OK => read(answer).await,
        StatusCode::TOO_MANY_REQUESTS => Err(Silent::asked_for(asked(&answer).unwrap_or(LEFT_ALONE_FOR))),
        StatusCode::SERVICE_UNAVAILABLE if asked(&answer).is_some() => {
            Err(Silent::asked_for(asked(&answer).unwrap_or(LEFT_ALONE_FOR)))
        }
        status if status.is_client_error() => Err(Silent::this_time(format!("it answers {status}"))),
        status => Err(Silent::because(format!("it answers {status}"))),
    }
}

async fn read(mut answer: Response) -> Result<Vec<u8>, Silent> {
    let mut body = Vec::new();
    while let Some(part) = answer.chunk().await.map_err(|error| silent(&error))? {
        if body.len() + part.len() > ANSWER_MAX {
            return Err(Silent::because("its answer does not end"));
        }
        body.extend_from_slice(&part);
    }
    Ok(body)
}

/// For how long it asks to be left alone: in seconds, or until a date by its own clock.
fn asked(answer: &Response) -> Option<Duration> {
    let header = |name: HeaderName| answer.headers().get(name).and_then(|value| value.to_str().ok());
    alone_for(header(RETRY_AFTER)?, header(DATE))
}

fn alone_for(said: &str, date: Option<&str>) -> Option<Duration> {
    let instant = |text: &str| DateTime::parse_from_rfc2822(text).ok().map(|at| at.with_timezone(&Utc));
    let alone = match said.trim().parse() {
        Ok(seconds) => Duration::try_seconds(seconds)?,
        Err(_) => instant(said)? - instant(date?)?,
    };
    Some(alone.clamp(Duration::zero(), ALONE_MAX))
}

/// The kind of a fault only: what reqwest says of it quotes the address, which names the firm.
fn silent(error: &reqwest::Error) -> Silent {
    Silent::because(if error.is_connect() {
        "it cannot be reached"
    } else if error.is_body() || error.is_decode() {
        "its answer is cut short"
    } else {
        "it does not speak HTTP as expected"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_left_alone_as_long_as_it_asks() {
        let date = Some("Mon, 23 Nov 2026 08:00:00 GMT");
        for (said, date, expected) in [
            ("1", None, Some(Duration::seconds(1))),
            (" 120 ", None, Some(Duration::minutes(2))),
            ("-5", None, Some(Duration::zero())),
            ("99999999999", None, Some(ALONE_MAX)),
            ("99999999999999999", None, None),
            ("Mon, 23 Nov 2026 08:01:30 GMT", date, Some(Duration::seconds(90))),
            ("Mon, 23 Nov 2026 07:00:00 GMT", date, Some(Duration::zero())),
            ("Mon, 23 Nov 2026 08:01:30 GMT", None, None),
            ("soon", date, None),
        ] {
            assert_eq!(alone_for(said, date), expected, "{said}");
        }
    }
}
