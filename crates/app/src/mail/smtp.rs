//! Letters through a mail server (SMTP, RFC 5321).

use super::{Letter, Post, Refusal};
use lettre::{
    Message, SmtpTransport, Transport,
    message::{
        Attachment, Mailbox, MultiPart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use std::time::Duration;

/// What is told where the mail server said nothing.
pub(super) const SILENT: &str = "the mail server cannot be reached";
/// How long the mail server may be silent.
const PATIENCE: Duration = Duration::from_secs(20);

/// A mail server that takes letters.
pub struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
}

impl Smtp {
    /// The mail server of a URL: `smtps://user:password@host:465`, or `smtp://host:587?tls=required`. `from` is the
    /// sender, `Forprev <no-reply@forprev.example>`.
    ///
    /// # Errors
    /// What is wrong with one of them.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let from = from.parse().map_err(|_| "expected a sender like Forprev <no-reply@forprev.example>")?;
        let builder = SmtpTransport::from_url(url)
            .map_err(|_| "expected a mail server like smtps://user:password@mail.example:465")?;
        Ok(Self { transport: builder.timeout(Some(PATIENCE)).build(), from })
    }

    fn message(&self, letter: &Letter) -> Option<Message> {
        let header = |name: &str, value: &str| {
            Some(HeaderValue::new(HeaderName::new_from_ascii(name.to_owned()).ok()?, value.to_owned()))
        };
        let mut message = Message::builder()
            .from(self.from.clone())
            .to(letter.to.parse().ok()?)
            .subject(&letter.subject)
            .message_id(Some(format!("<{}@{}>", letter.id, self.from.email.domain())))
            .date_now()
            // RFC 3834: nobody's absence answers it.
            .raw_header(header("Auto-Submitted", "auto-generated")?);
        if let Some(address) = &letter.unsubscribe {
            message = message
                .raw_header(header("List-Unsubscribe", &format!("<{address}>"))?)
                .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")?);
        }
        let words = MultiPart::alternative_plain_html(letter.text.clone(), letter.html.clone());
        if letter.carried.is_empty() {
            return message.multipart(words).ok();
        }
        let pdf = ContentType::parse("application/pdf").ok()?;
        let whole = letter.carried.iter().fold(MultiPart::mixed().multipart(words), |whole, one| {
            whole.singlepart(Attachment::new(one.name.clone()).body(one.bytes.clone(), pdf.clone()))
        });
        message.multipart(whole).ok()
    }
}

impl Post for Smtp {
    fn send(&self, letter: &Letter) -> Result<(), Refusal> {
        let unwritable = || Refusal { for_good: true, words: "the address cannot be written".to_owned() };
        let message = self.message(letter).ok_or_else(unwritable)?;
        self.transport.send(&message).map(drop).map_err(|error| Refusal {
            // Of all that a server refuses for good only what speaks of the address: a password of ours that is wrong, or a
            // sender that it does not know, is mended here.
            for_good: error.status().is_some_and(|status| matches!(u16::from(status), 550 | 551 | 553)),
            // What a mail server says quotes the address.
            words: match error.status() {
                Some(status) => format!("SMTP {status}"),
                None => SILENT.to_owned(),
            },
        })
    }
}
