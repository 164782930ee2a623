//! Forms: one value of core edited by fields, checked by core while it is typed, refused by the server at the
//! same places.
//!
//! ```ignore
//! let form = Form::new(Credentials::default(), Credentials::check);
//! let identifier = form.bind("/identifier", |c| c.identifier.clone(), |c, text| c.identifier = text);
//! view! {
//!     <form novalidate on:submit=move |event| form.submit(event, |value| api().login(value), move |me| …)>
//!         <ErrorSummary of=form.state()/>
//!         <TextInput label=t().sign_in.identifier bind=identifier/>
//!         <Button busy=form.busy() submit=true>{t().sign_in.submit}</Button>
//!     </form>
//! }
//! ```
//!
//! A field shows its error once it was left, or once the form was sent; an error of the server stands until its
//! field changes. [`Form::submit`] moves the focus to the first faulty field and sends nothing while there is one.

mod bound;
mod state;
#[cfg(test)]
mod tests;

pub use bound::Bound;
pub use state::{FormState, Shown};

use crate::{
    components::Toasts,
    draft::Draft,
    failure::Failure,
    graph::{memo, task_in},
    i18n::t,
};
use chrono::NaiveDate;
use forprev_core::problem::Fault;
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};
use std::future::Future;

/// A value being edited, and all that is known to be wrong with it.
#[derive(Debug)]
pub struct Form<T: Send + Sync + 'static> {
    value: RwSignal<T>,
    state: FormState,
    owner: StoredValue<Option<Owner>>,
}

impl<T: Send + Sync + 'static> Copy for Form<T> {}
impl<T: Send + Sync + 'static> Clone for Form<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Clone + Send + Sync + 'static> Form<T> {
    /// A form on `value`; `check` tells all that is wrong with a value and runs again on each change. It may read
    /// signals (national parameters, today), and then runs again when they change.
    pub fn new(value: T, check: impl Fn(&T) -> Vec<Fault> + Send + Sync + 'static) -> Self {
        let value = RwSignal::new(value);
        let faults = memo(move || value.with(|value| check(value)));
        Self { value, state: FormState::new(faults.into()), owner: StoredValue::new(Owner::current()) }
    }

    /// The value, to read or to change as a whole.
    #[must_use]
    pub fn value(self) -> RwSignal<T> {
        self.value
    }

    /// What is known to be wrong, for the summary and for pages that lay faults out themselves.
    #[must_use]
    pub fn state(self) -> FormState {
        self.state
    }

    /// Whether the form is being sent.
    #[must_use]
    pub fn busy(self) -> Signal<bool> {
        self.state.busy.into()
    }

    /// Binds a field to the part of the value at `pointer` (RFC 6901, as the server writes it).
    pub fn bind<V: Clone + PartialEq + Send + Sync + 'static>(
        self,
        pointer: impl Into<String>,
        get: impl Fn(&T) -> V + Send + Sync + 'static,
        set: impl Fn(&mut T, V) + Send + Sync + 'static,
    ) -> Bound<V> {
        let value = self.value;
        let part = memo(move || value.with(|value| get(value)));
        let change = Callback::new(move |new| value.update(|value| set(value, new)));
        Bound::in_form(self.state, pointer.into(), part.into(), change)
    }

    /// Sends the value unless something is known to be wrong with it; then moves the focus to the first fault.
    /// While a request runs, another does not start. `done` gets the answer.
    pub fn submit<R: 'static, E: Into<Failure> + 'static, F>(
        self,
        event: web_sys::SubmitEvent,
        call: impl FnOnce(T) -> F,
        done: impl FnOnce(R) + 'static,
    ) where
        F: Future<Output = Result<R, E>> + 'static,
    {
        event.prevent_default();
        if self.state.attempt() {
            self.send(call(self.value.get_untracked()), done);
        }
    }

    /// Sends without checking first, to save a draft that is not complete for example. What the server refuses is
    /// laid on the fields.
    pub fn send<R: 'static, E: Into<Failure> + 'static>(
        self,
        call: impl Future<Output = Result<R, E>> + 'static,
        done: impl FnOnce(R) + 'static,
    ) {
        let state = self.state;
        if state.busy.get_untracked() {
            return;
        }
        state.start();
        let task = async move {
            let answer = call.await;
            state.busy.set(false);
            match answer {
                Ok(answer) => done(answer),
                Err(failure) => state.refuse(failure.into()),
            }
        };
        // An event handler has no owner: without the form's, the request would outlive its page.
        task_in(self.owner.get_value(), task);
    }
}

impl<T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Form<T> {
    /// Reads back what `draft` kept, and keeps each change from now on, until the value is again what it is now.
    /// Gives the day of what was read back, to be told to the person; where the device keeps nothing, they are told so,
    /// once. Erase the draft once the form was sent.
    pub fn keep(self, draft: Draft) -> Option<NaiveDate> {
        let beginning = self.value.with_untracked(|value| serde_json::to_string(value).ok());
        let found = draft.read::<T>().map(|(day, value)| {
            self.value.set(value);
            day
        });
        let (value, toasts, refused) = (self.value, Toasts::here(), StoredValue::new(false));
        Effect::watch(
            move || value.get(),
            move |value, _, _| {
                if !draft.follow(value, beginning.as_deref()) && !refused.get_value() {
                    refused.set_value(true);
                    toasts.bad(t().parts.draft_refused);
                }
            },
            false,
        );
        found
    }
}
