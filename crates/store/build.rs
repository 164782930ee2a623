//! `embed_migrations!` reads its folder when it is expanded, and does not see a migration that was added since.

fn main() {
    println!("cargo:rerun-if-changed=../../migrations");
}
