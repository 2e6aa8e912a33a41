//! `cargo xtask examples`: the examples that are whole systems, each tried with the packages as they are shipped.

use std::path::Path;
use std::process::Command;

use crate::steps::{python_with, run as execute, scratch};
use crate::{Outcome, bindings, tools};

/// What the example in Python and its tests need beside the package.
const PYTHON: [&str; 4] = ["msgspec==0.22.0", "mypy==2.4.1", "psycopg[binary]==3.3.9", "pytest==9.0.2"];

/// A national system in PostgreSQL, with the wheel in an environment of its own and a real server.
pub(crate) fn postgres(root: &Path) -> Outcome {
    tools::needed_below("initdb", "/usr/lib/postgresql", "postgresql")?;
    let wheel = bindings::python_wheel(root)?;
    let python = python_with(root, "python-postgres", &PYTHON)?;
    let example = root.join("examples/python-postgres");
    let of_python = |words: &[&str]| {
        let mut command = Command::new(&python);
        command.args(["-m"]).args(words).current_dir(&example).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    };
    execute(of_python(&["pip", "install", "--quiet", "--force-reinstall", "--no-deps"]).arg(wheel))?;
    execute(of_python(&["mypy", "--strict", "--cache-dir"]).arg(scratch(root, "mypy-postgres")?).arg("bridge"))?;
    execute(&mut of_python(&["pytest", "--quiet", "-p", "no:cacheprovider", "tests"]))?;
    // The one command of its README.
    execute(&mut of_python(&["bridge", "demo"]))
}

/// A service on the JVM, with the artifact from the folder in which it was deployed and a repository that has nothing else of this project.
pub(crate) fn service(root: &Path) -> Outcome {
    let (artifacts, local) = bindings::artifacts(root)?;
    let property = |name: &str, value: &Path| format!("-D{name}={}", value.display());
    let build = scratch(root, "kotlin-service")?;
    execute(&mut bindings::maven(
        &root.join("examples/kotlin-service"),
        &[
            "verify",
            &property("passerelle.repository", &artifacts),
            &property("maven.repo.local", &local),
            &property("register.build", &build),
        ],
    ))
}
