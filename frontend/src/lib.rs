//! The Forprev application in the browser. It holds no rule: `forprev_core` decides, `forprev_client` speaks to the
//! server, this crate shows.
//!
//! To write a page: read [`components`], then [`form`], [`remote`], [`api`] and [`area`]. Its texts go to
//! `texts/fr/<area>.rs`, its route to [`app`], its row to [`area::AREAS`], and it belongs to a [`part`].
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

pub mod address;
pub mod api;
pub mod app;
pub mod area;
pub mod can;
pub mod components;
pub mod device;
pub mod download;
pub mod draft;
pub mod failure;
pub mod form;
pub mod graph;
pub mod guard;
pub mod i18n;
pub mod installation;
pub mod oidc;
pub mod pages;
pub mod part;
pub mod press;
pub mod remote;
pub mod rights;
pub mod session;
pub mod sheet;
pub mod shell;
pub mod support;
pub mod texts;
pub mod waiting;
pub mod webauthn;
