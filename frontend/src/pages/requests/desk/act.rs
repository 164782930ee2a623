//! Steps that need no more than a press; and what is said where a step is refused.

use crate::{api::call, components::Toasts, failure::Failure, graph::task_in, i18n::t};
use forprev_client::{Client, Error, Write};
use forprev_core::{id::RequestId, organisation::file::Assignment, request::Request};
use leptos::prelude::*;

/// A step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// An agent takes it on.
    Take,
    /// It is found admissible.
    Admit,
    /// It goes to INRS.
    Forward,
}

impl Act {
    fn done(self) -> &'static str {
        let words = t().desk;
        match self {
            Self::Take => words.taken,
            Self::Admit => words.admitted,
            Self::Forward => words.forwarded,
        }
    }

    async fn send(self, client: &Client, id: RequestId, write: Write) -> Result<Request, Error> {
        match self {
            Self::Take => client.assign_request(id, &Assignment::default(), write).await,
            Self::Admit => client.admit_request(id, write).await,
            Self::Forward => client.forward_request(id, write).await,
        }
    }
}

/// What takes a step, tells what came of it and shows how the request stands. Take it while the component is made.
pub(super) fn act(
    act: Act,
    request: Signal<Request>,
    (changed, reload): (Callback<Request>, Callback<()>),
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
) -> Callback<()> {
    let (toasts, owner) = (Toasts::here(), Owner::current());
    Callback::new(move |()| {
        let (id, version) = request.with_untracked(|one| (one.id, one.version));
        busy.set(true);
        task_in(owner.clone(), async move {
            let write = Write::on_version(version);
            let answer = call(async |client| act.send(client, id, write.clone()).await).await;
            busy.set(false);
            open.set(false);
            match answer {
                Ok(request) => {
                    toasts.good(act.done());
                    changed.run(request);
                }
                Err(failure) => refused(&failure, reload, toasts),
            }
        });
    })
}

/// A refusal: where the request changed meanwhile it is shown as it is now.
pub(super) fn refused(failure: &Failure, reload: Callback<()>, toasts: Toasts) {
    if failure.is_stale() {
        toasts.bad(t().requests.changed);
        reload.run(());
    } else {
        let first = failure.faults().first().map(|fault| fault.message.clone());
        toasts.bad(first.unwrap_or_else(|| failure.message()));
    }
}

/// What a form was answered: a refusal that is of how the request stands is told beside it, too.
pub(super) fn told(
    answer: Result<Request, Failure>,
    reload: Callback<()>,
    toasts: Toasts,
) -> Result<Request, Failure> {
    if let Err(failure) = &answer
        && failure.is_stale()
    {
        refused(failure, reload, toasts);
    }
    answer
}
