//! The build of the browser application, from source to `frontend/dist`.

use anyhow::Result;

use crate::{
    assets,
    bindgen::{self, APPLICATION, Module, READER, VERIFIER},
    sizes, toolchain,
    workspace::Workspace,
};

/// Builds, binds, optimises (a release) and lays out the application. What has not changed is not done again.
pub fn build(workspace: &Workspace, dev: bool) -> Result<()> {
    let (profile, folder) = if dev { ("dev", "debug") } else { ("web", "web") };
    let packages = ["--package", "forprev-web", "--package", "forprev-reader"];
    let arguments = [&["build", "--profile", profile][..], &packages].concat();
    let arguments: Vec<String> = arguments.into_iter().map(str::to_owned).collect();
    // Leptos types grow with each nested element; erased, a build takes a fraction of the time, and the module is a
    // tenth smaller.
    toolchain::cargo(workspace, &arguments, &[("RUSTFLAGS", "--cfg erase_components")])?;

    let compiled = workspace.web_target.join(toolchain::TARGET).join(folder);
    let bound = workspace.web_target.join("bound").join(folder);
    for (stem, binary) in
        [(APPLICATION, "forprev-web"), (READER, "forprev-reader"), (VERIFIER, "forprev-verifier")]
    {
        let compiled = compiled.join(format!("{binary}.wasm"));
        let parts = stem == APPLICATION;
        bindgen::bind(workspace, &Module { stem, compiled, bound: bound.join(stem), parts, optimise: !dev })?;
    }
    assets::lay_out(workspace, &bound, !dev)?;
    if !dev {
        sizes::print(workspace)?;
    }
    Ok(())
}
