#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| gostiny_server::fuzzing::hold("marks", data));
