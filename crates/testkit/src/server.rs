//! A server on a port of its own, in a thread of its own.

use actix_web::{App as Web, HttpServer, dev::ServerHandle, web};
use forprev_api::{Api, Options};
use forprev_app::App;
use std::{
    sync::{Arc, mpsc},
    thread::{self, JoinHandle},
};

/// A server that stops when it is dropped.
pub struct Server {
    url: String,
    handle: ServerHandle,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Serves the API of this application.
    #[must_use]
    pub fn start(app: Arc<App>, options: Options) -> Self {
        let api = web::Data::new(Api::new(app, options));
        let (tell, told) = mpsc::channel();
        let thread = thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let server = HttpServer::new(move || {
                    Web::new()
                        .app_data(api.clone())
                        .wrap_fn(forprev_api::guard)
                        .configure(forprev_api::configure)
                })
                .workers(2)
                .disable_signals()
                .bind(("127.0.0.1", 0))
                .expect("a free port");
                let port = server.addrs()[0].port();
                let server = server.run();
                tell.send((port, server.handle())).expect("the test waits");
                server.await.expect("a server");
            });
        });
        let (port, handle) = told.recv().expect("a server that starts");
        Self { url: format!("http://127.0.0.1:{port}"), handle, thread: Some(thread) }
    }

    /// Where it listens.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The order is given when the call is made; the thread ends when it was obeyed.
        drop(self.handle.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
