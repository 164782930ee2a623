//! Certificates: their numbers and their signed codes.

pub mod number;
