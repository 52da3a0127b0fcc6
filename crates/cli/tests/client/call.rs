//! `gostiny call`: what it prints, what it writes, what it ends with.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

use serde_json::Value;

use crate::program::{Demo, Folder, GOSTINY};

fn run(command: &mut Command) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command.output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_call_prints_the_answer_and_ends_by_its_status() {
    let (demo, folder) = (Demo::start(), Folder::new());
    let call = |arguments: &[&str]| run(demo.command(GOSTINY).arg("call").args(arguments));

    // By path, by name, from a file and from the standard input: the same bytes, in one line.
    let request = r#"{"limit":2}"#;
    let (code, printed, _) = call(&["/v2/product/list", request]);
    assert_eq!((code, printed.lines().count()), (Some(0), 1));
    let answer: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(answer["result"]["items"].as_array().unwrap().len(), 2);
    let file = folder.file("request.json");
    std::fs::write(&file, request).unwrap();
    assert_eq!(call(&["productlistv2", request]).1, printed);
    assert_eq!(call(&["ProductListV2", &format!("@{}", file.display())]).1, printed);
    let mut child = demo
        .command(GOSTINY)
        .args(["call", "ProductListV2", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(request.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), printed);

    // GET, with its parameters in the query and as fields.
    let branch = call(&["/v1/categories/tree?category_id=17036076"]).1;
    assert!(branch.contains("17036076"), "{branch}");
    assert_eq!(call(&["CategoriesTreeV1", r#"{"category_id":17036076}"#]).1, branch);

    // Another shop, by flags under their new and old names.
    let other = ["--client-id", "100002", "--api-key", "22222222-2222-4222-8222-222222222222"];
    let theirs =
        run(Command::new(GOSTINY).args(["call", "ProductListV2", request, "--base-url", &demo.url]).args(other));
    assert_eq!(theirs.0, Some(0));
    assert_ne!(theirs.1, printed);
    assert_eq!(run(Command::new(GOSTINY).args(["call", "ProductListV2", request, "--url", &demo.url])).1, printed);

    // An answer goes into a file; a refusal is printed and does not touch it.
    let output = folder.file("answer.json");
    let output = output.to_str().unwrap();
    assert_eq!(call(&["ProductListV2", request, "--output", output]).0, Some(0));
    let (code, refusal, told) = call(&["PostingFbsGetV3", r#"{"posting_number":"нет"}"#, "-o", output]);
    assert_eq!((code, serde_json::from_str::<Value>(&refusal).unwrap()["code"].as_i64()), (Some(4), Some(5)));
    assert!(told.contains("refused the call with 404, request "), "{told}");
    assert_eq!(format!("{}\n", std::fs::read_to_string(output).unwrap()), printed);

    let (code, _, told) = call(&["Unfulfilled"]);
    assert_eq!((code, told.contains("PostingFbsUnfulfilledListV3")), (Some(1), true), "{told}");
    assert_eq!(call(&["ProductListV2", "{"]).0, Some(1));
    assert_eq!(call(&["/v9/no/such"]).0, Some(4));
    let nobody = run(Command::new(GOSTINY).args(["call", "WarehouseListV1", "--base-url", "http://127.0.0.1:1"]));
    assert_eq!((nobody.0, nobody.1.as_str()), (Some(1), ""));
}
