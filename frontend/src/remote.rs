//! What a page reads from the server: [`Remote`] asks, keeps the answer, and stops asking when its page goes.
//! Shown by the component `Load`.

use crate::failure::Failure;
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};
use std::future::Future;

/// A value that comes from the server.
///
/// ```ignore
/// let session = Remote::new(move || { let id = id.get(); async move { api().get_session(id).await } });
/// view! { <Load from=session let:session> … {move || session.with(|s| s.state.label())} … </Load> }
/// ```
#[derive(Debug)]
pub struct Remote<T: Send + Sync + 'static> {
    value: RwSignal<Option<T>>,
    failure: RwSignal<Option<Failure>>,
    busy: RwSignal<bool>,
    again: RwSignal<u32>,
}

impl<T: Send + Sync + 'static> Copy for Remote<T> {}
impl<T: Send + Sync + 'static> Clone for Remote<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Send + Sync + 'static> Remote<T> {
    /// Asks now, and again whenever a signal that `ask` reads changes. A request that is overtaken is dropped.
    /// While it runs again, the last answer stays.
    pub fn new<F, E>(ask: impl Fn() -> F + 'static) -> Self
    where
        F: Future<Output = Result<T, E>> + 'static,
        E: Into<Failure> + 'static,
    {
        let remote = Self {
            value: RwSignal::new(None),
            failure: RwSignal::new(None),
            busy: RwSignal::new(true),
            again: RwSignal::new(0),
        };
        Effect::new(move |_| {
            remote.again.track();
            let answer = ask();
            remote.busy.set(true);
            spawn_local_scoped_with_cancellation(async move {
                match answer.await {
                    Ok(value) => {
                        remote.failure.set(None);
                        remote.value.set(Some(value));
                    }
                    Err(failure) => remote.failure.set(Some(failure.into())),
                }
                remote.busy.set(false);
            });
        });
        remote
    }

    /// Asks again.
    pub fn reload(self) {
        self.again.update(|count| *count = count.wrapping_add(1));
    }

    /// Puts in what another answer told, a PATCH for example, without asking.
    pub fn set(self, value: T) {
        self.failure.set(None);
        self.value.set(Some(value));
    }

    /// Changes the value in place, to add a page to a list for example.
    pub fn update(self, change: impl FnOnce(&mut T)) {
        self.value.update(|value| {
            if let Some(value) = value {
                change(value);
            }
        });
    }

    /// The last answer.
    #[must_use]
    pub fn value(self) -> RwSignal<Option<T>> {
        self.value
    }

    /// Why the last request failed, where it did.
    #[must_use]
    pub fn failure(self) -> Signal<Option<Failure>> {
        self.failure.into()
    }

    /// Whether a request is running.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.busy.into()
    }
}
