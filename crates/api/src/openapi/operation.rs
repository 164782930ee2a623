//! One operation in words: what is said here of each, and what follows from its path, its method and who may call it.

use super::examples;
use crate::form;
use forprev_core::{
    endpoint::{Endpoint, Method},
    policy::{Reach, Who},
    problem::{Code, Problem},
};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::{
    IntoParams, ToSchema,
    openapi::{
        ArrayBuilder, ContentBuilder, HttpMethod, ObjectBuilder, Ref, RefOr, Required, ResponseBuilder,
        ResponsesBuilder, Schema, SecurityRequirement,
        path::{Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn},
        request_body::RequestBodyBuilder,
        schema::{KnownFormat, SchemaFormat, SchemaType, Type},
    },
};

pub(super) const TAGS: [(&str, &str); 17] = [
    ("account", "Signing in, who one is, what one has to do."),
    ("notifications", "What one was told, and what comes by mail."),
    ("users", "Users of an organisation, and their invitations."),
    ("agents", "Agents of the caisses, of INRS and of the CNH."),
    ("organisations", "Organisations, and the files by which they are entered and changed."),
    ("letters", "Letters that tell decisions, and their models."),
    ("requests", "Habilitation requests, from draft to decision, and the sittings of the CNH."),
    ("contacts", "Whom to call at a caisse and at INRS."),
    ("visits", "Audits and visits of organisations, their reports and what is mended after them."),
    ("attachments", "Documents of files, requests, audits and visits."),
    ("habilitations", "Habilitations, and what INRS decides of them."),
    ("reference", "Parameters, catalogue, communes, the register of companies, formateurs."),
    ("sessions", "Certification sessions, from draft to results."),
    ("certificates", "Generation, download, revocation."),
    ("people", "The log of acts, who looked at whose data, and helping people."),
    ("public", "What anyone may read, without signing in."),
    ("operations", "For those who run the server."),
];

/// How `If-Match` names a version, or any.
const VERSION: &str = "^(\\*|\"[0-9]{1,18}\")$";

type Schemas = Vec<(String, RefOr<Schema>)>;

/// An operation, described.
pub(super) struct Described {
    pub(super) endpoint: Endpoint,
    tag: &'static str,
    summary: &'static str,
    description: &'static str,
    query: Vec<Parameter>,
    versioned: Versioned,
    body: Option<Sent>,
    answers: Vec<(u16, &'static str, Vec<Told>)>,
    /// Whether the body has a name of its own.
    named: bool,
    /// Whether a value of the path that names nothing has an answer of its own.
    answers_for_all: bool,
    /// Whether its answer is told once: no key gives it again.
    told_once: bool,
    /// Whether it is not tried: it keeps nothing, or asks for the password each time.
    keeps_nothing: bool,
    codes: BTreeSet<Code>,
    schemas: Schemas,
}

#[derive(Clone, Copy, PartialEq)]
enum Versioned {
    No,
    MaySay,
    MustSay,
}

struct Sent {
    media_types: Vec<&'static str>,
    schema: RefOr<Schema>,
    example: Option<serde_json::Value>,
}

struct Told {
    media_type: &'static str,
    schema: RefOr<Schema>,
    example: Option<serde_json::Value>,
}

fn known<T: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    schemas.push((T::name().into_owned(), T::schema()));
    T::schemas(schemas);
    Ref::from_schema_name(T::name()).into()
}

fn bytes() -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Binary)))
        .into()
}

/// A form with a file, whatever its name.
fn file_of_form() -> RefOr<Schema> {
    ObjectBuilder::new().property("file", bytes()).required("file").into()
}

impl Described {
    pub(super) fn new(
        endpoint: Endpoint,
        tag: &'static str,
        summary: &'static str,
        description: &'static str,
    ) -> Self {
        let mut schemas = Vec::new();
        known::<Problem>(&mut schemas);
        Self {
            endpoint,
            tag,
            summary,
            description,
            query: Vec::new(),
            versioned: Versioned::No,
            body: None,
            answers: Vec::new(),
            named: false,
            answers_for_all: false,
            told_once: false,
            keeps_nothing: false,
            codes: BTreeSet::new(),
            schemas,
        }
    }

    pub(super) fn query<T: IntoParams>(mut self) -> Self {
        self.query.extend(T::into_params(|| Some(ParameterIn::Query)));
        self.refuses(&[Code::BadQuery])
    }

    /// `If-Match` is honoured.
    pub(super) fn may_say_version(mut self) -> Self {
        self.versioned = Versioned::MaySay;
        self.refuses(&[Code::VersionStale])
    }

    /// `If-Match` is needed.
    pub(super) fn must_say_version(mut self) -> Self {
        self.versioned = Versioned::MustSay;
        self.refuses(&[Code::VersionStale, Code::VersionMissing])
    }

    pub(super) fn json<T: ToSchema>(mut self) -> Self {
        let schema = known::<T>(&mut self.schemas);
        let example = examples::request(self.endpoint);
        self.body = Some(Sent { media_types: vec!["application/json"], schema, example });
        self.refuses(&[Code::Malformed, Code::WrongType, Code::UnknownField, Code::TooLarge, Code::MediaType])
    }

    pub(super) fn file(mut self, media_types: &[&'static str]) -> Self {
        let example = examples::request(self.endpoint);
        self.body = Some(Sent { media_types: media_types.to_vec(), schema: bytes(), example });
        self.refuses(&[Code::TooLarge, Code::MediaType])
    }

    pub(super) fn answers<T: ToSchema>(mut self, status: u16, text: &'static str) -> Self {
        let schema = known::<T>(&mut self.schemas);
        let example = examples::answer(self.endpoint);
        self.answers.push((status, text, vec![Told { media_type: "application/json", schema, example }]));
        self
    }

    /// Another answer, of which there is no example.
    pub(super) fn or_answers<T: ToSchema>(mut self, status: u16, text: &'static str) -> Self {
        let schema = known::<T>(&mut self.schemas);
        self.answers.push((
            status,
            text,
            vec![Told { media_type: "application/json", schema, example: None }],
        ));
        self
    }

    /// A page of a list of these.
    pub(super) fn lists<T: ToSchema>(mut self, text: &'static str) -> Self {
        let item = known::<T>(&mut self.schemas);
        let name = format!("{}Page", T::name());
        let integer = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0));
        let cursor = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
        let page = ObjectBuilder::new()
            .property("items", ArrayBuilder::new().items(item))
            .required("items")
            .property(
                "next_cursor",
                cursor.description(Some("What to send as `cursor` to read on; `null` on the last page.")),
            )
            .required("next_cursor")
            .property("total", integer.description(Some("How many items the list has in all.")))
            .required("total");
        self.schemas.push((name.clone(), page.into()));
        let schema = Ref::from_schema_name(name).into();
        let example = examples::answer(self.endpoint);
        self.answers.push((200, text, vec![Told { media_type: "application/json", schema, example }]));
        self
    }

    /// A type that a parameter refers to.
    pub(super) fn names<T: ToSchema>(mut self) -> Self {
        known::<T>(&mut self.schemas);
        self
    }

    pub(super) fn gives(mut self, media_type: &'static str, text: &'static str) -> Self {
        self.answers.push((200, text, vec![Told { media_type, schema: bytes(), example: None }]));
        self
    }

    /// The last answer can also be bytes of this type.
    pub(super) fn or_gives(mut self, media_type: &'static str) -> Self {
        if let Some((_, _, told)) = self.answers.last_mut() {
            told.push(Told { media_type, schema: bytes(), example: None });
        }
        self
    }

    /// The body has a name, in `Content-Disposition`.
    pub(super) fn named(mut self) -> Self {
        self.named = true;
        self
    }

    pub(super) fn object(mut self, media_type: &'static str, text: &'static str) -> Self {
        let schema = ObjectBuilder::new().schema_type(Type::Object).into();
        let example = examples::answer(self.endpoint);
        self.answers.push((200, text, vec![Told { media_type, schema, example }]));
        self
    }

    /// The last answer can also be had as text of this type.
    pub(super) fn or_text(mut self, media_type: &'static str) -> Self {
        let schema = ObjectBuilder::new().schema_type(Type::String).into();
        if let Some((_, _, told)) = self.answers.last_mut() {
            told.push(Told { media_type, schema, example: None });
        }
        self
    }

    /// What the path names need not exist: it is answered all the same.
    pub(super) fn answers_for_all(mut self) -> Self {
        self.answers_for_all = true;
        self
    }

    /// The caller gives their password again each time (A14): it is neither tried nor repeated under a key.
    pub(super) fn by_password(self) -> Self {
        self.keeps_nothing().refuses(&[Code::PasswordWrong, Code::Required, Code::BadFormat])
    }

    /// Its answer opens something, and is told once: `Idempotency-Key` does not serve.
    pub(super) fn told_once(mut self) -> Self {
        self.told_once = true;
        self
    }

    /// There is nothing to try or to repeat.
    pub(super) fn keeps_nothing(mut self) -> Self {
        self.keeps_nothing = true;
        self.told_once()
    }

    pub(super) fn nothing(mut self, status: u16, text: &'static str) -> Self {
        self.answers.push((status, text, Vec::new()));
        self
    }

    pub(super) fn refuses(mut self, codes: &[Code]) -> Self {
        self.codes.extend(codes);
        self
    }

    pub(super) fn schemas(&self) -> Schemas {
        self.schemas.clone()
    }

    fn public(&self) -> bool {
        self.endpoint.action.reach(Who::Anyone) != Reach::Never
    }

    /// Writes can be tried, but those of signing in.
    fn can_be_tried(&self) -> bool {
        self.endpoint.method != Method::Get && !self.public() && !self.keeps_nothing
    }

    /// Writes once and for all take a key: POSTs but those of signing in.
    fn repeatable(&self) -> bool {
        self.endpoint.method == Method::Post && !self.public() && !self.told_once
    }

    /// What follows from the path, the method and who may call.
    fn all_codes(&self) -> BTreeSet<Code> {
        let mut codes = self.codes.clone();
        codes.extend([Code::TooMany, Code::Internal, Code::Unavailable]);
        if codes.iter().filter(|code| code.status() == Code::Several.status()).count() > 1 {
            codes.insert(Code::Several);
        }
        if !self.public() {
            codes.extend([Code::Unauthenticated, Code::Forbidden]);
            if !self.endpoint.action.before_second_factor() {
                codes.insert(Code::SecondFactorRequired);
            }
            if !self.endpoint.action.before_onboarding() {
                codes.insert(Code::OnboardingRequired);
            }
            if self.endpoint.method != Method::Get {
                codes.insert(Code::Csrf);
            }
        }
        if self.endpoint.path.contains('{') && !self.answers_for_all {
            codes.insert(Code::NotFound);
        }
        if self.can_be_tried() {
            codes.insert(Code::BadQuery);
        }
        if self.repeatable() {
            codes.extend([Code::IdempotencyBody, Code::IdempotencyRunning, Code::BadFormat]);
        }
        codes
    }

    fn parameters(&self) -> Vec<Parameter> {
        let mut all = Vec::new();
        for part in self.endpoint.path.split('{').skip(1) {
            let name = part.split('}').next().unwrap_or_default();
            let format = (!matches!(name, "number" | "token" | "siret"))
                .then_some(SchemaFormat::KnownFormat(KnownFormat::Uuid));
            let schema = ObjectBuilder::new().schema_type(Type::String).format(format);
            all.push(
                ParameterBuilder::new()
                    .name(name)
                    .parameter_in(ParameterIn::Path)
                    .required(Required::True)
                    .schema(Some(schema))
                    .example(Some(examples::in_path(self.endpoint, name).into()))
                    .build(),
            );
        }
        all.extend(self.query.clone());
        let header = |name: &str, pattern: &str, required, description: &str| {
            let text = ObjectBuilder::new().schema_type(Type::String).pattern(Some(pattern));
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Header)
                .required(required)
                .description(Some(description))
                .schema(Some(text))
                .build()
        };
        if self.can_be_tried() && !self.query.iter().any(|parameter| parameter.name == "dry_run") {
            all.extend(forprev_core::query::DryRunQuery::into_params(|| Some(ParameterIn::Query)));
        }
        if self.repeatable() {
            all.push(header(
                "Idempotency-Key",
                "^[!-~]([ -~]{0,253}[!-~])?$",
                Required::False,
                "1 to 255 characters: the same key and body give the first answer again, for 24 hours.",
            ));
        }
        if self.named {
            all.push(header(
                "Content-Disposition",
                "^[ -~]{0,2000}$",
                Required::False,
                "The name of what is sent, where it is the body itself (RFC 6266).",
            ));
        }
        match self.versioned {
            Versioned::No => {}
            Versioned::MaySay => {
                all.push(header(
                    "If-Match",
                    VERSION,
                    Required::False,
                    "The version that was read: refused where it is stale.",
                ));
            }
            Versioned::MustSay => {
                all.push(header("If-Match", VERSION, Required::True, "The version that was read."))
            }
        }
        all
    }

    fn refusals(&self) -> BTreeMap<u16, Vec<Code>> {
        let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
        for code in self.all_codes() {
            by_status.entry(code.status()).or_default().push(code);
        }
        by_status
    }

    pub(super) fn build(self) -> (&'static str, HttpMethod, Operation) {
        let mut responses = ResponsesBuilder::new();
        for (status, text, told) in &self.answers {
            let mut response = ResponseBuilder::new().description(*text);
            for told in told {
                let content =
                    ContentBuilder::new().schema(Some(told.schema.clone())).example(told.example.clone());
                response = response.content(told.media_type, content.build());
            }
            responses = responses.response(status.to_string(), response);
        }
        for (status, codes) in self.refusals() {
            responses = responses.response(status.to_string(), refusal(&codes));
        }
        let mut operation = OperationBuilder::new()
            .tag(self.tag)
            .operation_id(Some(self.endpoint.operation))
            .summary(Some(self.summary))
            .description(Some(self.description))
            .parameters(Some(self.parameters()))
            .responses(responses);
        if !self.public() {
            operation = operation
                .security(SecurityRequirement::new("cookie", Vec::<String>::new()))
                .security(SecurityRequirement::new("bearer", Vec::<String>::new()));
        }
        if let Some(sent) = self.body {
            let mut body = RequestBodyBuilder::new().required(Some(Required::True));
            for media_type in sent.media_types {
                let of_form = media_type == form::MEDIA_TYPE;
                let schema = if of_form { file_of_form() } else { sent.schema.clone() };
                // An example that is text is of the one type that is text.
                let of_type =
                    |example: &serde_json::Value| !example.is_string() || media_type.starts_with("text/");
                let example = sent.example.clone().filter(of_type);
                let content = ContentBuilder::new().schema(Some(schema)).example(example);
                body = body.content(media_type, content.build());
            }
            operation = operation.request_body(Some(body.build()));
        }
        let method = match self.endpoint.method {
            Method::Get => HttpMethod::Get,
            Method::Post => HttpMethod::Post,
            Method::Patch => HttpMethod::Patch,
            Method::Delete => HttpMethod::Delete,
        };
        (self.endpoint.path, method, operation.build())
    }
}

/// A status, with its codes. What they mean is told once, on the page for people.
fn refusal(codes: &[Code]) -> ResponseBuilder {
    let names: Vec<_> = codes.iter().map(|code| format!("`{code}`")).collect();
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Problem::name())));
    ResponseBuilder::new().description(names.join(", ")).content("application/problem+json", content.build())
}
