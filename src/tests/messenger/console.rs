//! What a server writes to its console, read by running a test of this binary in a process of its own.

use std::process::Command;

const CHILD: &str = "READ_BY_ITS_PARENT";

/// Runs the test at this path again, which must succeed, and gives what it wrote to stderr; none in that process.
pub fn console_of(path: &str) -> Option<String> {
    console_with(path, &[])
}

/// Does as [`console_of`], with these variables, and without the secret of the process that runs the tests.
pub fn console_with(path: &str, variables: &[(&str, &str)]) -> Option<String> {
    if std::env::var_os(CHILD).is_some() {
        return None;
    }
    let (_crate, name) = path.split_once("::").expect("a path");
    let mut child = Command::new(std::env::current_exe().expect("this binary"));
    child.args(["--exact", name, "--nocapture"]).env(CHILD, "1");
    child.env_remove("INTERCOM_IDENTITY_SECRET").envs(variables.iter().copied());
    let output = child.output().expect("an end");
    let said = String::from_utf8(output.stderr).expect("text");
    let ran = String::from_utf8(output.stdout).expect("text").contains("1 passed");
    assert!(ran && output.status.success(), "{said}");
    Some(said)
}
