//! Whether a finger or a button of the mouse is down. What moves the page between the two halves of a press makes the browser
//! lose it: the button that was pressed is no longer there when the finger is lifted. So what a field does for being left, to
//! show an error or to say that it is being stored, waits for the end of the press that left it.

use leptos::wasm_bindgen::{JsCast, closure::Closure};
use std::{cell::RefCell, time::Duration};
use web_sys::Event;

#[derive(Default)]
struct Press {
    heard: bool,
    down: bool,
    waiting: Vec<Box<dyn FnOnce()>>,
}

thread_local! {
    // A page has one thread, and one pointer that matters.
    static PRESS: RefCell<Press> = RefCell::default();
}

/// Does this at the end of the press that is under way: before the click that it becomes is answered, so that whoever
/// answers finds it done. At once where there is none.
pub fn after_press(act: impl FnOnce() + 'static) {
    let act = PRESS.with_borrow_mut(|press| {
        if press.down {
            press.waiting.push(Box::new(act));
            None
        } else {
            Some(act)
        }
    });
    if let Some(act) = act {
        act();
    }
}

/// Listens to the pointer, once for all. Before anything else hears of it: what was clicked is settled by then.
pub fn listen() {
    if PRESS.with_borrow_mut(|press| std::mem::replace(&mut press.heard, true)) {
        return;
    }
    for begins in ["pointerdown", "mousedown"] {
        hear(begins, |_| PRESS.with_borrow_mut(|press| press.down = true));
    }
    hear("click", |_| end());
    // No click follows a press that ended elsewhere, or became a scroll.
    for ends in ["pointerup", "mouseup"] {
        hear(ends, |_| leptos::prelude::set_timeout(end, Duration::ZERO));
    }
    for ends in ["pointercancel", "dragend", "blur"] {
        hear(ends, |event| {
            // Fields are left by the same name; only the window's own leaving ends a press.
            if event.target() == event.current_target() || event.type_() != "blur" {
                end();
            }
        });
    }
}

fn hear(name: &str, act: impl Fn(Event) + 'static) {
    let Some(window) = web_sys::window() else { return };
    let act = Closure::<dyn Fn(Event)>::new(act);
    // As long as the page lives.
    let _ = window.add_event_listener_with_callback_and_bool(name, act.as_ref().unchecked_ref(), true);
    act.forget();
}

fn end() {
    let waiting = PRESS.with_borrow_mut(|press| {
        press.down = false;
        std::mem::take(&mut press.waiting)
    });
    for act in waiting {
        act();
    }
}
