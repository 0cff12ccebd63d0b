//! Commands and what they print: the cases in `tests/cmd`, each with the folder that it runs in.

#[test]
fn commands() {
    trycmd::TestCases::new().case("tests/cmd/*.md");
}
