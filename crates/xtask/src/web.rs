//! The build of the browser application, from source to `frontend/dist`.

use anyhow::Result;

use crate::{
    assets,
    bindgen::{self, Module},
    sizes, toolchain,
    workspace::Workspace,
};

/// Builds, binds, optimises (a release) and lays out the application. What has not changed is not done again.
pub fn build(workspace: &Workspace, dev: bool) -> Result<()> {
    let (profile, folder) = if dev { ("dev", "debug") } else { ("web", "web") };
    let arguments = ["build", "--package", "forprev-web", "--profile", profile].map(str::to_owned);
    // Leptos types grow with each nested element; erased, a development build takes a fraction of the time.
    let variables: &[(&str, &str)] = if dev { &[("RUSTFLAGS", "--cfg erase_components")] } else { &[] };
    toolchain::cargo(workspace, &arguments, variables)?;

    let compiled = workspace.web_target.join(toolchain::TARGET).join(folder).join("forprev-web.wasm");
    let module = Module { compiled, bound: workspace.web_target.join("bound").join(folder), optimise: !dev };
    bindgen::bind(workspace, &module)?;
    assets::lay_out(workspace, &module.bound, !dev)?;
    if !dev {
        sizes::print(workspace)?;
    }
    Ok(())
}
