//! What a page reads from the server: [`Remote`] asks, keeps the answer, and stops asking when its page goes.
//! Shown by the component `Load`.

use crate::{
    failure::Failure,
    graph::{effect, memo, task, task_in},
};
use forprev_core::page::Page;
use leptos::prelude::*;
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
    owner: StoredValue<Option<Owner>>,
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
            owner: StoredValue::new(Owner::current()),
        };
        effect(move || {
            remote.again.track();
            let answer = ask();
            remote.busy.set(true);
            task(async move {
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

impl<T: Clone + Send + Sync + 'static> Remote<Page<T>> {
    /// Fetches the next page of a list with the cursor of the last, and adds it. Does nothing on the last page, or
    /// while a request runs.
    ///
    /// ```ignore
    /// let next = Callback::new(move |()| list.more(|cursor| call(async move |c| c.list_sessions(&query(&cursor)).await)));
    /// view! { <More shown=list.shown() total=list.total() more=list.has_more() busy=list.busy() on_more=next/> }
    /// ```
    pub fn more<F, E>(self, ask: impl FnOnce(String) -> F)
    where
        F: Future<Output = Result<Page<T>, E>> + 'static,
        E: Into<Failure> + 'static,
    {
        let cursor =
            self.value.with_untracked(|page| page.as_ref().and_then(|page| page.next_cursor.clone()));
        let Some(cursor) = cursor.filter(|_| !self.busy.get_untracked()) else { return };
        self.busy.set(true);
        let answer = ask(cursor.clone());
        let task = async move {
            match answer.await {
                Ok(next) => {
                    self.failure.set(None);
                    self.update(|page| {
                        // The list may have been asked for again, with other filters, in the meantime.
                        if page.next_cursor.as_ref() == Some(&cursor) {
                            page.items.extend(next.items);
                            page.next_cursor = next.next_cursor;
                            page.total = next.total;
                        }
                    });
                }
                Err(failure) => self.failure.set(Some(failure.into())),
            }
            self.busy.set(false);
        };
        // A handler has no owner of its own.
        task_in(self.owner.get_value(), task);
    }

    /// How many items are here.
    #[must_use]
    pub fn shown(self) -> Signal<usize> {
        memo(move || self.value.with(|page| page.as_ref().map_or(0, |page| page.items.len()))).into()
    }

    /// How many items the list has.
    #[must_use]
    pub fn total(self) -> Signal<u64> {
        memo(move || self.value.with(|page| page.as_ref().map_or(0, |page| page.total))).into()
    }

    /// Whether there is a next page.
    #[must_use]
    pub fn has_more(self) -> Signal<bool> {
        memo(move || self.value.with(|page| page.as_ref().is_some_and(|page| page.next_cursor.is_some())))
            .into()
    }
}
