//! Whether a finger or a button of the mouse is down. What moves the page between the two halves of a press makes the browser
//! lose it: the button that was pressed is no longer there when the finger is lifted. So what a field does for being left, to
//! show an error or to say that it is being stored, waits for the end of the press that left it.

use leptos::wasm_bindgen::{JsCast, closure::Closure};
use std::{cell::RefCell, time::Duration};
use web_sys::{Event, KeyboardEvent, MouseEvent};

#[derive(Default)]
struct Press {
    heard: bool,
    down: bool,
    /// Which press it is: what ends one late must not end the next.
    turn: u32,
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
        hear(begins, |event| {
            // Another button opens a menu of the browser's, which tells no end of it.
            if event.dyn_ref::<MouseEvent>().is_none_or(|mouse| mouse.button() == 0) {
                PRESS.with_borrow_mut(|press| {
                    press.down = true;
                    press.turn = press.turn.wrapping_add(1);
                });
            }
        });
    }
    hear("click", |_| end());
    // No click follows a press that ended elsewhere, or became a scroll.
    for ends in ["pointerup", "mouseup"] {
        hear(ends, |_| {
            let turn = PRESS.with_borrow(|press| press.turn);
            let late = move || {
                if PRESS.with_borrow(|press| press.turn == turn) {
                    end();
                }
            };
            leptos::prelude::set_timeout(late, Duration::ZERO);
        });
    }
    // Who types presses no more, whatever became of the press; a modifier may be held beside one.
    hear("keydown", |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        if !key.is_some_and(|key| ["Shift", "Control", "Alt", "Meta"].contains(&key.as_str())) {
            end();
        }
    });
    for ends in ["pointercancel", "dragend", "contextmenu", "blur"] {
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
