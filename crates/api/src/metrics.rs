//! Figures of the server for Prometheus: how many requests, how long they took, what was sent away. Routes as they are
//! written in the list of operations, never a value in them, never who asks.

use forprev_app::App;
use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeLabelSet, EncodeMetric, text::encode},
    metrics::{
        counter::{ConstCounter, Counter},
        family::Family,
        gauge::ConstGauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::Registry,
};
use std::{
    fmt,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

/// How Prometheus names its text format.
pub(crate) const MEDIA_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Took {
    method: &'static str,
    route: String,
}

/// From a millisecond to eight seconds: beyond, a request is in trouble whatever it is.
fn durations() -> Histogram {
    Histogram::new(exponential_buckets(0.001, 2.0, 14))
}

/// What is counted.
pub(crate) struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    took: Family<Took, Histogram, fn() -> Histogram>,
}

impl Metrics {
    pub(crate) fn of(app: Arc<App>) -> Self {
        let mut registry = Registry::with_prefix("forprev");
        let answered = Family::default();
        registry.register("http_requests", "Requests that were answered", answered.clone());
        let took = Family::new_with_constructor(durations as fn() -> Histogram);
        let help = "How long answers took until their first byte, in seconds";
        registry.register("http_request_duration_seconds", help, took.clone());
        registry.register_collector(Box::new(OfApp(app)));
        Self { registry, answered, took }
    }

    /// Counts an answer.
    pub(crate) fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        let method = known(method);
        let answered = Answered { method, route: route.to_owned(), status: class(status) };
        self.answered.get_or_create(&answered).inc();
        self.took.get_or_create(&Took { method, route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// All figures, as Prometheus reads them.
    pub(crate) fn text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode(&mut text, &self.registry).map(|()| text)
    }
}

/// Whoever invents methods must not make a figure of each.
fn known(method: &str) -> &'static str {
    let all = ["GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS"];
    all.into_iter().find(|one| *one == method).unwrap_or("other")
}

fn class(status: u16) -> &'static str {
    match status / 100 {
        1 => "1xx",
        2 => "2xx",
        3 => "3xx",
        4 => "4xx",
        _ => "5xx",
    }
}

/// What the application counts by itself, and its base.
struct OfApp(Arc<App>);

impl fmt::Debug for OfApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OfApp")
    }
}

impl Collector for OfApp {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let Self(app) = self;
        let (open, idle) = app.pool.open_and_idle();
        let refused = ConstCounter::new(app.hashing.refused());
        let purged = ConstCounter::new(app.purged_sessions.load(Ordering::Relaxed));
        let (open, idle) = (ConstGauge::new(i64::from(open)), ConstGauge::new(i64::from(idle)));
        let all: [(&str, &str, &dyn Written); 4] = [
            (
                "sign_ins_refused",
                "Sign-ins sent away because too many passwords were being checked",
                &refused,
            ),
            ("sessions_purged", "Sessions that were erased (S14)", &purged),
            ("database_connections", "Connections to the base that are open", &open),
            ("database_connections_idle", "Those of them that nobody uses", &idle),
        ];
        all.into_iter().try_for_each(|(name, help, metric)| metric.write(&mut encoder, name, help))
    }
}

/// A figure, whatever its kind.
trait Written {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result;
}

impl<T: EncodeMetric> Written for T {
    fn write(&self, encoder: &mut DescriptorEncoder<'_>, name: &str, help: &str) -> fmt::Result {
        let of = encoder.encode_descriptor(name, help, None, self.metric_type())?;
        self.encode(of)
    }
}
