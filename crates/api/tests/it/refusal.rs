//! Why a call was refused.

use forprev_client::Error;

/// The code of a refusal.
pub fn code<T: std::fmt::Debug>(answer: Result<T, Error>) -> String {
    answer.unwrap_err().code().expect("a refusal").to_string()
}
