//! What was given to be verified, and what was found.

use super::worker::Verifier;
use crate::{api::call_signed_out, device, failure::Failure, graph::task_in};
use chrono::{DateTime, NaiveDate};
use forprev_core::{
    calendar::today_in_paris,
    certificate::{
        PublicCertificate,
        number::CertificateNumber,
        signature::{SignedContent, Verdict, VerifyError},
    },
};
use leptos::prelude::*;

/// What the server says of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Asking,
    Told(PublicCertificate),
    /// Nobody answered, or with a refusal.
    Unasked(Failure),
}

/// One thing that was found.
#[derive(Clone, Debug)]
pub(super) enum Finding {
    /// A code that one of the published keys signed.
    Authentic(Box<SignedContent>, RwSignal<Standing>),
    /// A text that is no authentic code.
    Refused(VerifyError),
    /// A code, and no key to verify it with.
    WithoutKeys,
    /// Codes, and the module that verifies them did not come.
    WithoutVerifier,
    /// A number without a code.
    Number(CertificateNumber, RwSignal<Standing>),
}

/// The state of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Desk {
    findings: RwSignal<Vec<Finding>>,
    busy: RwSignal<bool>,
    given: StoredValue<Vec<String>>,
    /// The published keys, as JSON; empty while they are not known.
    keys: StoredValue<String>,
    owner: StoredValue<Option<Owner>>,
}

impl Desk {
    /// Asks for the keys at once: they are kept on the device, for when there is no network.
    pub(super) fn new() -> Self {
        let desk = Self {
            findings: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            given: StoredValue::new(Vec::new()),
            keys: StoredValue::new(String::new()),
            owner: StoredValue::new(Owner::current()),
        };
        desk.spawn(async move { desk.load_keys().await });
        desk
    }

    /// While the page lives.
    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        task_in(self.owner.get_value(), task);
    }

    pub(super) fn has_result(self) -> bool {
        self.busy.get() || !self.findings.with(Vec::is_empty)
    }

    pub(super) fn busy(self) -> Signal<bool> {
        self.busy.into()
    }

    pub(super) fn findings(self) -> Signal<Vec<Finding>> {
        self.findings.into()
    }

    /// Another certificate.
    pub(super) fn clear(self) {
        self.findings.set(Vec::new());
        request_animation_frame(|| {
            device::focus("ways");
        });
    }

    /// Verifies each of these texts: codes, or addresses that end with one.
    pub(super) fn verify(self, texts: Vec<String>) {
        self.given.set_value(texts);
        self.verify_again();
    }

    pub(super) fn verify_again(self) {
        self.busy.set(true);
        self.findings.set(Vec::new());
        self.spawn(async move {
            let found = self.verdicts().await;
            let findings = self.within(|| match found {
                Some(found) => found.into_iter().map(|one| self.finding(one)).collect(),
                None => vec![Finding::WithoutVerifier],
            });
            self.findings.set(findings);
            self.busy.set(false);
        });
    }

    /// Asks what is known of a number.
    pub(super) fn look_up(self, number: CertificateNumber) {
        let finding = self.within(|| Finding::Number(number.clone(), self.ask(&number)));
        self.findings.set(vec![finding]);
    }

    /// Asks again what the server did not answer.
    pub(super) fn ask_again(self, number: &CertificateNumber, standing: RwSignal<Standing>) {
        standing.set(Standing::Asking);
        let number = number.clone();
        self.spawn(async move { standing.set(asked(&number).await) });
    }

    /// Signals that are made after an answer live as long as the page, too.
    fn within<T>(self, make: impl FnOnce() -> T) -> T {
        match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    fn ask(self, number: &CertificateNumber) -> RwSignal<Standing> {
        let standing = RwSignal::new(Standing::Asking);
        self.ask_again(number, standing);
        standing
    }

    /// None where the module that verifies did not come.
    async fn verdicts(self) -> Option<Vec<Verdict>> {
        let texts = self.given.get_value();
        let verifier = Verifier::start().await?;
        let fresh = self.keys.with_value(String::is_empty);
        if fresh {
            self.load_keys().await;
        }
        let verdicts = verifier.verify(&texts, &self.keys.get_value()).await?;
        // Signed by a key that was published after this page was opened, perhaps.
        if fresh || !verdicts.contains(&Err(Some(VerifyError::UnknownKey))) {
            return Some(verdicts);
        }
        self.load_keys().await;
        verifier.verify(&texts, &self.keys.get_value()).await
    }

    fn finding(self, read: Verdict) -> Finding {
        match read {
            Ok(content) => {
                let standing = self.ask(&content.certificate_number);
                Finding::Authentic(Box::new(content), standing)
            }
            Err(Some(error)) => Finding::Refused(error),
            Err(None) => Finding::WithoutKeys,
        }
    }

    /// The service worker keeps them: without a network it answers in the server's place.
    async fn load_keys(self) {
        let Ok(answer) = call_signed_out(async |client| client.get_jwks().await).await else { return };
        self.keys.try_set_value(answer.to_string());
    }
}

async fn asked(number: &CertificateNumber) -> Standing {
    match call_signed_out(async |client| client.get_public_certificate(number.as_str()).await).await {
        Ok(known) => Standing::Told(known),
        Err(failure) => Standing::Unasked(failure),
    }
}

/// Today by this device's clock: only for who cannot reach the server, and told as such.
pub(super) fn device_day() -> NaiveDate {
    #[expect(clippy::cast_possible_truncation, reason = "milliseconds since 1970")]
    let now = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(now).map(today_in_paris).unwrap_or_default()
}
