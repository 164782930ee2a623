//! One's own account: how it is opened, its password (A11), its data (A9, H2), the first sign-in steps (U5, A8).

pub mod link;
pub mod onboarding;
pub mod own;
pub mod password;
pub mod request;
