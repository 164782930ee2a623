//! Steps of a file that need no more than a press.

use crate::{api::call, components::Toasts, failure::Failure, graph::task_in, i18n::t};
use forprev_client::{Client, Write};
use forprev_core::{
    id::OrganisationFileId,
    organisation::file::{Assignment, OrganisationFile},
};
use leptos::prelude::*;

/// A step.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// It is given up.
    Abandon,
    /// It is taken up again.
    Restore,
    /// An agent takes it.
    Take,
    /// It is accepted.
    Validate,
}

impl Act {
    fn done(self) -> &'static str {
        let words = t().organisations;
        match self {
            Self::Abandon => words.abandoned,
            Self::Restore => words.restored_file,
            Self::Take => words.taken,
            Self::Validate => words.validated,
        }
    }

    async fn send(
        self,
        client: &Client,
        id: OrganisationFileId,
        write: Write,
    ) -> Result<OrganisationFile, forprev_client::Error> {
        match self {
            Self::Abandon => client.abandon_organisation_file(id, write).await,
            Self::Restore => client.restore_organisation_file(id, write).await,
            Self::Take => client.assign_organisation_file(id, &Assignment::default(), write).await,
            Self::Validate => client.validate_organisation_file(id, write).await,
        }
    }
}

/// What takes a step, tells what came of it and shows how the file stands. Take it while the component is made.
pub(super) fn act(
    act: Act,
    file: Signal<OrganisationFile>,
    changed: Callback<OrganisationFile>,
    busy: RwSignal<bool>,
    open: RwSignal<bool>,
) -> Callback<()> {
    let (toasts, owner) = (Toasts::here(), Owner::current());
    Callback::new(move |()| {
        let (id, version) = file.with_untracked(|file| (file.id, file.version));
        busy.set(true);
        task_in(owner.clone(), async move {
            let write = Write::on_version(version);
            let answer = call(async |client| act.send(client, id, write.clone()).await).await;
            busy.set(false);
            open.set(false);
            match answer {
                Ok(file) => {
                    toasts.good(act.done());
                    changed.run(file);
                }
                Err(failure) => refused(&failure, id, changed, toasts).await,
            }
        });
    })
}

/// A refusal: where the file changed meanwhile it is shown as it is now.
pub(super) async fn refused(
    failure: &Failure,
    id: OrganisationFileId,
    changed: Callback<OrganisationFile>,
    toasts: Toasts,
) {
    // A refusal that is about the file itself, its SIRET for example, says it.
    let of_content = failure.faults().iter().any(|fault| !fault.message.is_empty());
    if failure.is_stale() && !of_content {
        toasts.bad(t().organisations.changed);
        if let Ok(latest) = call(async |client| client.get_organisation_file(id).await).await {
            changed.try_run(latest);
        }
    } else {
        let first = failure.faults().first().map(|fault| fault.message.clone());
        toasts.bad(first.unwrap_or_else(|| failure.message()));
    }
}
