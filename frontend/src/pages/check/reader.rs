//! The reader of QR codes, `forprev-reader`, in a worker: loaded when somebody needs it, ended when they do not.

use super::picture::Picture;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use leptos::prelude::{document, set_timeout};
use std::time::Duration;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

/// A worker whose module does not come says nothing at all.
const PATIENCE: Duration = Duration::from_secs(20);

pub(super) struct Reader {
    worker: Worker,
}

impl Reader {
    /// Starts it; none where the browser has no such workers, or the network did not bring it.
    pub(super) async fn start() -> Option<Self> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let reader = Self { worker: Worker::new_with_options(&address()?, &options).ok()? };
        // It says that it is ready.
        reader.answer(|_| Ok(())).await?;
        Some(reader)
    }

    /// The texts of the codes in a picture; none where the worker failed.
    pub(super) async fn read(&self, picture: &Picture) -> Option<Vec<String>> {
        let texts = self
            .answer(|worker| {
                let message = Object::new();
                Reflect::set(&message, &"pixels".into(), &Uint8Array::from(picture.pixels.as_slice()))?;
                Reflect::set(&message, &"width".into(), &picture.width.into())?;
                worker.post_message(&message)
            })
            .await?;
        Some(texts.iter().filter_map(|text| text.as_string()).collect())
    }

    /// Does something, and waits for the worker's next message.
    async fn answer(&self, act: impl FnOnce(&Worker) -> Result<(), JsValue>) -> Option<Array> {
        let promise = Promise::new(&mut |resolve, reject| {
            self.worker.set_onmessage(Some(&resolve));
            self.worker.set_onerror(Some(&reject));
            set_timeout(
                move || {
                    // Too late for a promise that was kept.
                    let _ = reject.call0(&JsValue::UNDEFINED);
                },
                PATIENCE,
            );
        });
        act(&self.worker).ok()?;
        let message: MessageEvent = JsFuture::from(promise).await.ok()?.dyn_into().ok()?;
        message.data().dyn_into().ok()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Where the worker's script is: its name carries a hash, which the page knows.
fn address() -> Option<String> {
    document().query_selector("meta[name=forprev-reader]").ok()??.get_attribute("content")
}
