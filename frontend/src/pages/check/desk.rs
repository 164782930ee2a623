//! What was given to be verified, and what was found.

use crate::{api::call_signed_out, device, failure::Failure};
use chrono::{DateTime, NaiveDate};
use forprev_core::{
    calendar::today_in_paris,
    certificate::{
        PublicCertificate,
        number::CertificateNumber,
        signature::{Jwks, PublicKey, SignedContent, VerifyError, decode, extract_code},
    },
};
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};

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
    /// A number without a code.
    Number(CertificateNumber, RwSignal<Standing>),
}

/// The state of the page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Desk {
    findings: RwSignal<Vec<Finding>>,
    busy: RwSignal<bool>,
    given: StoredValue<Vec<String>>,
    keys: StoredValue<Vec<PublicKey>>,
    owner: StoredValue<Option<Owner>>,
}

impl Desk {
    /// Asks for the keys at once: they are kept on the device, for when there is no network.
    pub(super) fn new() -> Self {
        let desk = Self {
            findings: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            given: StoredValue::new(Vec::new()),
            keys: StoredValue::new(Vec::new()),
            owner: StoredValue::new(Owner::current()),
        };
        desk.spawn(async move { desk.load_keys().await });
        desk
    }

    /// While the page lives.
    pub(super) fn spawn(self, task: impl Future<Output = ()> + 'static) {
        match self.owner.get_value() {
            Some(owner) => owner.with(|| spawn_local_scoped_with_cancellation(task)),
            None => leptos::task::spawn_local(task),
        }
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
            let texts = self.given.get_value();
            let mut fresh = false;
            if self.keys.with_value(Vec::is_empty) {
                self.load_keys().await;
                fresh = true;
            }
            let mut read: Vec<_> = texts.iter().map(|text| self.read(text)).collect();
            // Signed by a key that was published after this page was opened, perhaps.
            if !fresh && read.iter().any(|one| matches!(one, Err(Some(VerifyError::UnknownKey)))) {
                self.load_keys().await;
                read = texts.iter().map(|text| self.read(text)).collect();
            }
            let findings: Vec<_> = self.within(|| read.into_iter().map(|one| self.finding(one)).collect());
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

    /// `Err(None)`: no key is known.
    fn read(self, text: &str) -> Result<SignedContent, Option<VerifyError>> {
        let signed = decode(extract_code(text).unwrap_or_else(|| text.trim())).map_err(Some)?;
        self.keys.with_value(
            |keys| {
                if keys.is_empty() { Err(None) } else { signed.verify(keys).map_err(Some) }
            },
        )
    }

    fn finding(self, read: Result<SignedContent, Option<VerifyError>>) -> Finding {
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
        if let Ok(jwks) = serde_json::from_value::<Jwks>(answer) {
            self.keys.try_set_value(jwks.public_keys());
        }
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
