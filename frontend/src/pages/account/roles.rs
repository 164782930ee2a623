//! What one's own roles permit (E2).

use crate::{
    i18n::t,
    rights::{RightsList, with_former},
    session,
    shell::profile_name,
};
use forprev_core::{policy::rights::of_profile, user::UserRole};
use leptos::prelude::*;

/// Each role of the person, with what it opens.
#[component]
pub(super) fn MyRoles() -> impl IntoView {
    let roles = || {
        let profiles = session::me().map(|me| me.profiles.clone()).unwrap_or_default();
        let one = |profile| {
            let name = profile_name(&profile);
            let name = match UserRole::of_profile(profile.kind) {
                Some(role) => with_former(&name, role),
                None => name,
            };
            view! {
                <div class="stack-tight">
                    <h3>{name}</h3>
                    <RightsList of=of_profile(&profile)/>
                </div>
            }
        };
        profiles.into_iter().map(one).collect_view()
    };
    view! {
        <section class="card" aria-labelledby="roles">
            <h2 id="roles">{t().rights.mine}</h2>
            {roles}
        </section>
    }
}
