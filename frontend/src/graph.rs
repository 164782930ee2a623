//! Memos, effects and tasks. What drives them is compiled once, and not again for each closure and each future: a page
//! has dozens, and each would be a kilobyte. So pages take these, and not `Memo::new`, `Effect::new` or `spawn_local`.

use crate::press::after_press;
use leptos::{prelude::*, reactive::spawn_local_scoped_with_cancellation};
use std::{pin::Pin, rc::Rc, sync::Arc};

/// A value that is computed from signals, and changes only when the result does.
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> Memo<T> {
    memo_of(Arc::new(compute))
}

fn memo_of<T: PartialEq + Send + Sync + 'static>(compute: Arc<dyn Fn() -> T + Send + Sync>) -> Memo<T> {
    Memo::new(move |_| compute())
}

/// Does something now (once the page stands), and again whenever a signal that it reads changes.
pub fn effect(act: impl FnMut() + 'static) {
    effect_of(Box::new(act));
}

fn effect_of(mut act: Box<dyn FnMut()>) {
    Effect::new(move |_| act());
}

/// What is done when a field is left, or its change is whole; at the end of the press that leaves it, for it may move the
/// page under that press. Not when it is left for being removed, of which the browser tells, too: what it held is gone by
/// then. Take it while the component is made.
pub fn when_left<E>(act: impl Fn() + 'static) -> impl Fn(E) + 'static {
    let (here, act) = (StoredValue::new(()), Rc::new(act));
    move |_| {
        let act = Rc::clone(&act);
        after_press(move || {
            if !here.is_disposed() {
                act();
            }
        });
    }
}

/// A task that ends early when the component that begins it goes. For where there is an owner: in a component or an
/// effect; not in a handler.
pub fn task(work: impl Future<Output = ()> + 'static) {
    task_of(Box::pin(work));
}

fn task_of(work: Pin<Box<dyn Future<Output = ()>>>) {
    spawn_local_scoped_with_cancellation(work);
}

/// A task that ends early when `owner` goes: an event handler has none, and its request would outlive its page.
pub fn task_in(owner: Option<Owner>, work: impl Future<Output = ()> + 'static) {
    task_of_owner(owner, Box::pin(work));
}

fn task_of_owner(owner: Option<Owner>, work: Pin<Box<dyn Future<Output = ()>>>) {
    match owner {
        Some(owner) => owner.with(|| task_of(work)),
        None => leptos::task::spawn_local(work),
    }
}

/// A task that goes on whatever happens to its page.
pub fn task_of_the_application(work: impl Future<Output = ()> + 'static) {
    task_of_owner(None, Box::pin(work));
}
