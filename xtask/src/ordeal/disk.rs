//! A disk that is full, and one that can only be read: nothing acknowledged is lost, whoever asks is told to come back,
//! and all goes on by itself once there is room again. The disk is one in memory, which only root may make.

use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::Command;

use crate::{Outcome, run};

const BALLAST: &str = "ballast";

/// A small disk; taken away on drop.
pub struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    pub fn new(at: &'a Path, megabytes: u32) -> Outcome<Self> {
        std::fs::create_dir_all(at)?;
        let size = format!("size={megabytes}m");
        run::quietly(Command::new("mount").args(["-t", "tmpfs", "-o", &size, "gostiny-ordeal"]).arg(at))?;
        Ok(Self(at))
    }

    /// Writes until there is no room left.
    pub fn fill(&self) -> Outcome {
        let mut ballast = std::fs::File::create(self.0.join(BALLAST))?;
        let piece = [0; 64 * 1024];
        loop {
            match ballast.write_all(&piece) {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Makes room again.
    pub fn free(&self) -> Outcome {
        Ok(std::fs::remove_file(self.0.join(BALLAST))?)
    }

    /// Makes it one that can only be read, `ro`, or written again, `rw`. No file may be open for writing.
    pub fn become_of(&self, options: &str) -> Outcome {
        run::quietly(Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(self.0))
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        if let Err(failure) = run::quietly(Command::new("umount").arg("--lazy").arg(self.0)) {
            eprintln!("xtask: {failure}");
        }
    }
}
