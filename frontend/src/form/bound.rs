//! What ties a field to a value.

use super::FormState;
use leptos::prelude::*;

/// A value that a field reads and changes, with its error. Made by `Form::bind`, by [`Bound::alone`] for a field
/// outside a form, or by `address::query` for one that stands in the URL.
#[derive(Debug)]
pub struct Bound<V: Send + Sync + 'static> {
    id: StoredValue<String>,
    place: StoredValue<Option<(FormState, String)>>,
    value: Signal<V>,
    change: Callback<V>,
}

impl<V: Send + Sync + 'static> Copy for Bound<V> {}
impl<V: Send + Sync + 'static> Clone for Bound<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V: Clone + Send + Sync + 'static> Bound<V> {
    pub(super) fn in_form(state: FormState, pointer: String, value: Signal<V>, change: Callback<V>) -> Self {
        Self {
            id: StoredValue::new(state.element_id(&pointer)),
            place: StoredValue::new(Some((state, pointer))),
            value,
            change,
        }
    }

    /// A field of its own; `id` becomes its element's.
    pub fn alone(id: impl Into<String>, value: impl Into<Signal<V>>, change: impl Into<Callback<V>>) -> Self {
        Self {
            id: StoredValue::new(id.into()),
            place: StoredValue::new(None),
            value: value.into(),
            change: change.into(),
        }
    }

    /// A field of its own on a signal.
    pub fn signal(id: impl Into<String>, signal: RwSignal<V>) -> Self {
        Self::alone(id, signal, Callback::new(move |value| signal.set(value)))
    }

    /// The `id` of the element that edits it.
    #[must_use]
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// The value. Tracks.
    #[must_use]
    pub fn get(self) -> V {
        self.value.get()
    }

    /// The value as a signal.
    #[must_use]
    pub fn value(self) -> Signal<V> {
        self.value
    }

    /// Changes the value.
    pub fn set(self, value: V) {
        self.change.run(value);
        self.place.with_value(|place| {
            if let Some((state, pointer)) = place {
                state.changed(pointer);
            }
        });
    }

    /// The error to show. Tracks.
    #[must_use]
    pub fn error(self) -> Option<String> {
        self.place.with_value(|place| place.as_ref().and_then(|(state, pointer)| state.error_at(pointer)))
    }

    /// The field was left.
    pub fn touch(self) {
        self.place.with_value(|place| {
            if let Some((state, pointer)) = place {
                state.touch(pointer);
            }
        });
    }

    /// Tells the field's label, for the summary.
    pub fn name(self, label: String) {
        self.place.with_value(|place| {
            if let Some((state, pointer)) = place {
                state.name(pointer, label);
            }
        });
    }

    /// Whether what was typed was told to be unreadable. Tracks.
    #[must_use]
    pub fn is_unreadable(self) -> bool {
        self.place
            .with_value(|place| place.as_ref().is_some_and(|(state, pointer)| state.is_unreadable(pointer)))
    }

    /// What was typed cannot be read, or can again.
    pub fn unreadable(self, message: Option<String>) {
        self.place.with_value(|place| {
            if let Some((state, pointer)) = place {
                state.unreadable(pointer, message);
            }
        });
    }
}
