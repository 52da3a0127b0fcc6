//! (being written)

/// Empty for now.
pub const METHODS: &[crate::method::Info] = &[];
