//! How far a long command is.

use std::io::{IsTerminal, Write};

/// How far it is, for people at a terminal.
pub fn bar(done: i64, all: i64) {
    const WIDTH: i64 = 40;
    let mut out = std::io::stderr();
    if !out.is_terminal() {
        return;
    }
    let filled = (done * WIDTH).checked_div(all).and_then(|filled| usize::try_from(filled).ok()).unwrap_or_default();
    let end = if done >= all { "\n" } else { "" };
    let _ = write!(out, "\r[{:<40}] {done} of {all} rows{end}", "#".repeat(filled));
    let _ = out.flush();
}
