//! Release builds carry the browser's application: they are made anew when a file of it comes or goes.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        println!("cargo::rerun-if-changed=../../frontend/dist");
    }
}
